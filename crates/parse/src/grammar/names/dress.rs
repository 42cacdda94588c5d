//! The dress of a name (list numbers, articles, quotation marks, end punctuation), words that stand
//! where a name could and name nobody, and what is hardly a name at all.

use std::sync::LazyLock;

use regex::Regex;

use crate::grammar::dates::compile;

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:(?:\(?[0-9]{1,3}[.)]|\(?[a-z][.)]|[•·▪○*–—-])\s+|and\s+|or\s+|as\s+|(?:(?:the|a|an)\s+)?(?:following\s+)?(?:foreign\s+)?(?:organizations?|groups?|entity|entities|individuals?|persons?|party|parties|(?:its|their)\s+(?:\w+\s+)?(?:leaders?|founders?|commanders?|members?|emir))(?:\s*,)?\s+(?:(?:known\s+as|named|called)\s+)?:?\s*|known\s+as\s+|(?:the\s+)?(?:acronym|abbreviation|alias|name|[A-Z][a-z]+i\s+national)\s+)",
    )
});

static ARTICLE: LazyLock<Regex> = LazyLock::new(|| compile(r"^the\s+"));
static QUOTED_ARTICLE: LazyLock<Regex> = LazyLock::new(|| compile(r#"^the\s+(?:[“"‘])"#));

static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix),?\s+(?:and|or|(?:along\s+|together\s+)?with)\s+(?:
            (?:all\s+|any\s+)?(?:of\s+)?(?:its|their|his|her)?\s*(?:respective\s+|other\s+|additional\s+|associated\s+)*alias(?:es)?
          | (?:any|all|its|their)\s+(?:and\s+all\s+|other\s+)*(?:successors?|sub-?units?|subsidiar(?:y|ies))\b.*
          | others?
        )$ | ,?\s+et\.?\s*al\.?$",
    )
});

/// Takes off a party's name what is grammar and not name: list numbers, "and", a lower-case
/// article, quotation marks, end punctuation.
pub(crate) fn clean(printed: &str) -> String {
    undress(printed, true)
}

/// The same for an alias, whose lower-case article is kept as printed ("also known as the Youth").
pub(super) fn clean_alias(printed: &str) -> String {
    undress(printed, false)
}

/// A printed name without "and other aliases" and the like at its end.
pub(super) fn without_tail(printed: &str) -> &str {
    let name = printed.trim().trim_end_matches([',', ';', '.']);
    let end = TAIL.find(name).map(|found| found.start());
    end.map_or(printed.trim(), |end| &name[..end])
}

fn undress(printed: &str, primary: bool) -> String {
    let mut name = printed.trim();
    loop {
        let before = name;
        name = name
            .trim()
            .trim_start_matches([',', ';', ':'])
            .trim_end_matches([',', ';', ':']);
        name = name.trim();
        if let Some(found) = LEAD.find(name) {
            name = &name[found.end()..];
        }
        if let Some(found) = ARTICLE.find(name)
            && (primary || QUOTED_ARTICLE.is_match(name))
        {
            name = &name[found.end()..];
        }
        for (open, close) in [('“', '”'), ('"', '"'), ('‘', '’')] {
            if name.starts_with(open)
                && name.ends_with(close)
                && name.len() > open.len_utf8()
                && name.matches([open, close]).count() == 2
            {
                name = &name[open.len_utf8()..name.len() - close.len_utf8()];
            }
        }
        if let Some(found) = TAIL.find(name) {
            name = &name[..found.start()];
        }
        if name.ends_with('.') && !ends_with_abbreviation(name) {
            name = &name[..name.len() - 1];
        }
        if name == before {
            break;
        }
    }
    name.to_owned()
}

fn ends_with_abbreviation(name: &str) -> bool {
    let last = name.rsplit([' ', ',']).next().unwrap_or(name);
    let word = last.trim_end_matches('.');
    word.contains('.')
        || matches!(
            word.to_ascii_lowercase().as_str(),
            "inc" | "ltd" | "co" | "corp" | "jr" | "sr" | "pvt" | "bros" | "est" | "cia" | "ltda"
        )
        || (word.chars().count() == 1 && word.chars().all(char::is_uppercase))
}

static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)^(?:
            (?:and\s+)?(?:all\s+|any\s+)?(?:of\s+)?(?:its|their|his|her)?\s*(?:respective\s+|other\s+|additional\s+|associated\s+|various\s+)*(?:alias|aliases|names|variants|spellings|transliterations|variant\s+spellings)(?:\s+and\s+(?:other\s+)?(?:aliases|names|transliterations))?
          | (?:the\s+)?(?:following\s+)?(?:aliases|names)\s+(?:listed|set\s+out|mentioned|named|given|identified)\s+(?:above|below|in\s.*)
          | (?:along|together)\s+with\s.*alias(?:es)?
          | (?:and\s+|among\s+)?others?
          | et\.?\s*al\.?,?
          | including\s.*
          | (?:and\s+)?(?:any|all|its|their)\s+(?:and\s+all\s+|other\s+)*(?:successors?|sub-?units?|subsidiar(?:y|ies)|components?|affiliates?|front\s+groups?|offices?)\b.*
          | collectively,?\s.*
          | (?:all|any)\s+(?:designated|known|other)\s+aliases
          | and | or | the | as | each | both | all | respectively
          | )$",
    )
});

/// Words that stand where a name could and name nobody.
pub(crate) fn is_no_name(text: &str) -> bool {
    let bare = text.trim().trim_end_matches(['.', ',', ';']);
    NO_NAME.is_match(bare)
        || bare
            .chars()
            .all(|c| matches!(c, '"' | '“' | '”' | '\'' | ' '))
}

static SHORT_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"(?i)^(?:hereinafter|hereafter|collectively|the\s+[“"']|[“"](?:the\s+)?(?:INA|Act|Order|E\.O\.|Secretary|Department)\b)"#,
    )
});

/// `(hereinafter “INA”)` gives a short title to a law, not an alias to a party.
pub(super) fn is_short_title(body: &str) -> bool {
    SHORT_TITLE.is_match(body)
}

/// Whether a parenthesised text is a short form: capitals, no spaces to speak of.
pub(crate) fn is_acronym(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().count() <= 16
        && capitals >= 2
        && capitals * 2 >= letters
        && !text.contains(char::is_whitespace)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '&' | '\''))
}

static SENTENCE_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:hereby|pursuant|whereas|determin(?:e|es|ed|ation)|designat(?:e|es|ed|ion|ions)|shall|sections?\s+\d|u\.s\.c|executive\s+order|e\.o\.\s*\d|federal\s+register|aforementioned|respect\s+to|is\s+a\b|has\s+been|have\s+been|(?-i:published|effective|committed|circumstances))\b",
    )
});

static PARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:al|el|an|ar|as|ash|at|ad|az|ath|il|ul|ibn|bin|bint|abu|de|del|della|di|da|dos|van|von|la|le|les|los|las|e|i|o|u|d|l|ag|ould|f|n|17)(?:[-'‘’` ]|$)",
    )
});

/// Why a text is hardly a name, if it is not.
pub(super) fn implausible(name: &str) -> Option<&'static str> {
    if !name.chars().any(char::is_alphabetic) {
        return Some("no letters where a name is due");
    }
    if name.chars().count() > 160 {
        return Some("too long for a name");
    }
    if SENTENCE_WORDS.is_match(name) {
        return Some("words of a sentence where a name is due");
    }
    let mut depth = 0_i32;
    for c in name.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth < 0 {
            break;
        }
    }
    if depth != 0 {
        return Some("a parenthesis that does not close");
    }
    // The first word of a name has a capital, unless it is an article or a particle.
    let bare = ARTICLE
        .find(name)
        .map_or(name, |article| &name[article.end()..]);
    let first = bare.split_whitespace().next().unwrap_or_default();
    let lower = first.chars().next().is_some_and(char::is_lowercase);
    if lower && !PARTICLE.is_match(first) && !first.contains(char::is_uppercase) {
        return Some("no capital letter where a name is due");
    }
    None
}
