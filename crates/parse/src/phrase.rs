//! The phrase that names the parties of an act: where it begins, where it ends, how many it names.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::grammar::dates::{compile, date_pattern};
use crate::grammar::names::Number;

/// The words that name a standing, after "as a".
pub(crate) const STANDING: &str = r#"(?:an?\s+|the\s+)?(?:respective\s+)?[“"']?(?:foreign\s+terrorist|specially\s+designated|global\s+terrorist|state\s+sponsor|terrorist\s+organi|fto\b|sdgt\b|organi[sz]ations?\s+on|tier\s+ii\b)"#;

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?ix)^[\s,:;]*
        (?:effective\s+(?:as\s+of\s+|on\s+)?(?:upon\s+publication|{date})\s*,?\s*)?
        (?:in\s+consultation\s+with[^,]*(?:,\s*|\s+and\s+[^,]*,\s*))?
        (?:as\s+{standing}[^,;]*,\s*(?:effective\s+(?:as\s+of\s+|on\s+)?{date3}\s*,?\s*)?)?
        (?:(?:the\s+|my\s+|his\s+|her\s+)?(?:predecessors?|secretary(?:\s+of\s+state)?)'s?\s+)?
        (?:(?:the|its|their|my|said|his|her)\s+)?
        (?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+(?:\d{{1,2}},\s+)?\d{{4}},?\s+)?
        (?:\d{{4}}\s+)?
        (?:determinations?\s+under\s+[^,]{{0,80}}?\s+(?:with\s+respect\s+to|regarding|concerning)\s+
          |petitions?\s+(?:filed\s+by|of|by)\s+
          |determinations?\s+(?:and\s+designations?\s+)?(?:made\s+(?:by\s+[^,]{{0,60}}?\s+)?on\s+|of\s+)?(?:{date2}\s*,?\s*)?(?:that|regarding|with\s+respect\s+to|of|concerning)\s+(?:the\s+government\s+of\s+)?
          |(?:{standing}[^,]*?\s+)?(?:and\s+)?(?:re-?\s?)?designations?(?:\s+(?:and|or)\s+(?:re-?)?designations?)?
             (?:\s*,?\s+as\s+amended\s*,?)?
             (?:\s+under\s+[^,]{{0,80}}?)?
             (?:\s+as\s+{standing}[^,]*?)?
             \s+(?:of|for)\s*:?\s+
        )?",
        date = date_pattern("a"),
        date2 = date_pattern("b"),
        date3 = date_pattern("c"),
        standing = STANDING,
    ))
});

static END: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?ix)(?:^|[,;]?\s+)(?:
            as\s+{STANDING}
          | (?:pursuant\s+to|under|in\s+accordance\s+with|within\s+the\s+meaning|for\s+(?:the\s+)?purposes?\s+of|consistent\s+with|based\s+(?:up)?on)\b
          | to\s+(?:add|include|incorporate|remove|delete|reflect|change|clarify|replace|read|list|be)\b
          | by\s+(?:adding|removing|deleting|including|changing|replacing|striking)\b
          | effective\b
          | from\s+(?:the\s+)?(?:list|terrorist|this|its)\b
          | on\s+the\s+terrorist
          | (?:shall|should|will|is|are|has|have|was|were)\s+(?:be|been|hereby|not|maintained|revoked|subject|no\s+longer)\b
          | (?:has|have)\s+(?:not\s+)?changed\b
          | (?:is|are)\s*$
          | and\s+that\s+the\b
          | and\s+(?:I\s+)?(?:hereby\s+)?(?:order|determine|conclude|amend)\b
          | meets?\s+the\s+(?:criteria|requirements|conditions)
          | no\s+longer\b
          | (?:has|have)\s+repeatedly\b
          | is\s+a\s+state\s+sponsor
          | for\s+(?:the\s+)?revocation\b
          | to\s+revoke\b
          | for\s+an?\s+(?:further|additional)\b
          | to\s+(?:the\s+)?(?:terrorist|list)\b
          | (?:uses?|has\s+used|have\s+used|is\s+using|are\s+using|operates?\s+under)\b
        )|'s\s+(?:status|standing|(?:re-?)?designations?)\b"
    ))
});

static BACK: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)^(?:each\s+of\s+|all\s+(?:of\s+)?)?(?:the\s+)?(?:
            afore-?\s?mentioned | above-?\s?(?:named|mentioned|referenced|described|listed|identified) | aforesaid | foregoing
          | (?:said|such|these|this|those|that)\s+(?:foreign\s+)?(?:organi[sz]ation|entit|individual|person|group|designation|part)
          | (?:organi[sz]ations?|individuals?|persons?|entit(?:y|ies)|groups?)\s+(?:named|listed|identified|described)\s+above
          | (?:that|this|these|those|his|her|its|their|said)\s+(?:re-?)?designations?\b
          | (?:re-?)?designations?\s+(?:is|are|shall|be)\b
        )",
    )
});

static BARE_BACK: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:it|them|him|her|(?:the\s+)?(?:organi[sz]ation|individual|person|entity|group)s?|(?:that|this|the|such|said|his|her|its|their)?\s*(?:re-?)?designations?)(?:\s+and\s+(?:its|their|his|her)\s+(?:respective\s+)?aliases)?$",
    )
});

static LIST: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)^(?:each\s+of\s+|all\s+(?:of\s+)?)?(?:the\s+)?(?:\w+\s+)?(?:following\b | (?:organi[sz]ations?|individuals?|persons?|entit(?:y|ies)|groups?)\s+(?:listed|named|identified|set\s+forth)\s+(?:below|in|herein)\b)",
    )
});

static PLURAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:organi[sz]ations|individuals|persons|entities|groups|designations|leaders|members|officials|terrorists|sponsors|their\s+respective|their\s+aliases|are|have|pose|were|each)\b",
    )
});

static SINGULAR: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:organi[sz]ation|individual|person|entity|group|designation|leader|member|official|as\s+an?|its\s+(?:respective\s+)?aliases|his\s+aliases|her\s+aliases|is|has|poses|was)\b",
    )
});

static KNOWN_AS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:organi[sz]ations?|individuals?|persons?|entit(?:y|ies)|groups?)\s+(?:known\s+as|named|called)\b",
    )
});

/// What an act's object turns out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Object {
    /// Names, in this range.
    Names(Range<usize>),
    /// "the aforementioned organization": the names stand earlier, or in the title.
    Earlier(Number),
    /// "the following organizations": the names follow; the range is what follows in the sentence.
    Listed(Range<usize>),
    /// No words that could name anybody.
    Missing,
}

/// Whether a byte of `text` lies outside parentheses and quotation marks.
pub(crate) fn outside(text: &str) -> Vec<bool> {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut mask = vec![true; text.len() + 1];
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '“' => quoted = true,
            '”' => quoted = false,
            _ => {}
        }
        for byte in &mut mask[at..at + c.len_utf8()] {
            *byte = depth == 0 && !quoted;
        }
    }
    mask
}

/// The first match of `pattern` outside parentheses and quotation marks.
pub(crate) fn first_outside(pattern: &Regex, text: &str) -> Option<Range<usize>> {
    let mask = outside(text);
    let mut from = 0;
    while from <= text.len() {
        let found = pattern.find_at(text, from)?;
        if mask[found.start()] {
            return Some(found.range());
        }
        from = found.start()
            + text[found.start()..]
                .chars()
                .next()
                .map_or(1, char::len_utf8);
    }
    None
}

static DETOUR: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^[\s,]*(?:pursuant\s+to|under|in\s+accordance\s+with|acting\s+under|in\s+consultation\s+with|effective)\b[^;:]*?,\s+(?:the|these|those)\s+(?:re-?)?designations?\s+(?:of|for)\b",
    )
});

static DESIGNATION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:the|these|those)\s+(?:re-?)?designations?\s+(?:of|for)\b"));

/// "revoke, pursuant to section 1(b) of …, the designation of X": where "the designation" begins.
fn after_detour(words: &str) -> usize {
    DETOUR
        .find(words)
        .and_then(|detour| DESIGNATION.find_iter(detour.as_str()).last())
        .map_or(0, |found| found.start())
}

/// Finds the object in `words` (what follows the verb, or stands inside its frame); ranges are
/// relative to `words`. `predicate` ends the names of a "determine that" act.
pub(crate) fn object(words: &str, predicate: Option<&Regex>) -> Object {
    let detour = after_detour(words);
    let lead = detour + LEAD.find(&words[detour..]).map_or(0, |m| m.end());
    let rest = &words[lead..];
    if LIST.is_match(rest) {
        // What follows a colon outside parentheses is the list, or its beginning.
        let mask = outside(rest);
        let colon = rest
            .char_indices()
            .find(|(at, c)| *c == ':' && mask[*at])
            .map(|(at, _)| at);
        let start = colon.map_or(words.len(), |at| lead + at + 1);
        return Object::Listed(start..words.len());
    }
    if BACK.is_match(rest) {
        return Object::Earlier(number(rest));
    }
    let end_by = predicate.unwrap_or(&END);
    let end = match (first_outside(end_by, rest), predicate) {
        (Some(found), _) => found.start,
        // A determination without its predicate is not this family's act.
        (None, Some(_)) => return Object::Missing,
        (None, None) => rest.len(),
    };
    let phrase = rest[..end]
        .trim_end()
        .trim_end_matches(['.', ',', ';', ':']);
    if BARE_BACK.is_match(phrase.trim()) {
        return Object::Earlier(number(rest));
    }
    if phrase.trim().is_empty() {
        Object::Missing
    } else {
        Object::Names(lead..lead + phrase.len())
    }
}

/// What words say of how many parties they speak of: the first number word decides.
pub(crate) fn number(words: &str) -> Number {
    let outside_words: String = {
        let mask = outside(words);
        words
            .char_indices()
            .filter(|(at, _)| mask[*at])
            .map(|(_, c)| c)
            .collect()
    };
    let plural = PLURAL.find(&outside_words).map(|m| m.start());
    let singular = SINGULAR.find(&outside_words).map(|m| m.start());
    match (plural, singular) {
        (Some(many), Some(one)) if many < one => Number::Many,
        (Some(_), None) => Number::Many,
        (_, Some(_)) => Number::One,
        (None, None) => Number::Unsaid,
    }
}

static PARTIES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:organi[sz]ations|individuals|persons|entities|groups|designations|terrorists|their\s+respective|each\b)",
    )
});

/// Whether words outside parentheses speak of parties in the plural by a noun, not by a verb alone.
pub(crate) fn says_parties(words: &str) -> bool {
    first_outside(&PARTIES, words).is_some()
}

/// Whether a phrase introduces several parties one by one ("the entity known as A … and the
/// individual known as B").
pub(crate) fn introduces_several(phrase: &str) -> bool {
    KNOWN_AS.find_iter(phrase).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(words: &str) -> &str {
        match object(words, None) {
            Object::Names(range) => &words[range],
            other => panic!("{words}: {other:?}"),
        }
    }

    #[test]
    fn the_object_is_cut_out_of_its_sentence() {
        for (words, expected) in [
            (
                " X, also known as Y (Z), as a Foreign Terrorist Organization pursuant to",
                "X, also known as Y (Z)",
            ),
            (
                " the designation of al-Nusrah Front, also known as H (and other aliases) as a Foreign Terrorist",
                "al-Nusrah Front, also known as H (and other aliases)",
            ),
            (
                ", effective December 3, 2002, the 2001 redesignation of the Kurdistan Workers' Party (PKK and other aliases) as a “foreign terrorist",
                "the Kurdistan Workers' Party (PKK and other aliases)",
            ),
            (
                "designation of X, pursuant to Section 219 of the INA, ",
                "X",
            ),
            (
                " the designations of A, B, and C as Specially Designated Global",
                "A, B, and C",
            ),
            (
                " the designation of Real IRA as a Specially Designated Global",
                "Real IRA",
            ),
            (
                " the designation as a Foreign Terrorist Organization of X, effective",
                "X",
            ),
        ] {
            assert_eq!(named(words).trim(), expected, "{words}");
        }
        assert!(matches!(
            object(
                " the aforementioned organizations and their respective aliases as",
                None
            ),
            Object::Earlier(Number::Many)
        ));
        assert!(matches!(
            object(
                " the designation of the aforementioned organization, pursuant",
                None
            ),
            Object::Earlier(Number::One)
        ));
        assert!(matches!(
            object(" that organization and its aliases as a", None),
            Object::Earlier(Number::One)
        ));
        let words = ", effective October 8, 1999, the following organizations as foreign terrorist organizations: A; B";
        let Object::Listed(range) = object(words, None) else {
            panic!()
        };
        assert_eq!(words[range].trim(), "A; B");
    }
}
