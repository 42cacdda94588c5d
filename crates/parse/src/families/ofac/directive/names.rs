//! Names of institutions in sentences and lines of a directive.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::families::ofac::lines::PROSE;
use crate::grammar::companies::{self, Company};
use crate::grammar::dates::compile;

/// Words that institutions are called by.
static INSTITUTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:\w*bank\w*|fund|ministry|corporation|company|co|ltd|limited|llc|inc|ojsc|pjsc|oao|pao|jsc|group|holding|treasury|exchange|depository|enterprise|agency)\b",
    )
});

static SMALL: [&str; 8] = ["of", "the", "and", "for", "de", "on", "&", "du"];

static JOINT: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\s*[;,]\s*(?:and|or)\s+|\s*;\s*|\s*,\s+(?:the\s+)|\s+(?:and|or)\s+the\s+")
});

static COMMA: LazyLock<Regex> = LazyLock::new(|| compile(r",\s+(?:and\s+)?"));
static AND: LazyLock<Regex> = LazyLock::new(|| compile(r"\s+and\s+"));

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| compile(r"^\s*\(?(?P<number>\d{1,3})[.)]\s+"));

/// Further verbs of prose.
static CAN: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\b(?:must|should|means?)\b"));

/// Lines that begin another part of the notice.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:annex|appendix|electronic|background|directive|authority|dated?|note|scope|effective|supplementary|general|executive|notice|publication)\b",
    )
});

/// A line of a list has no more words.
const MOST_WORDS: usize = 14;

/// The number that a line begins with.
pub(super) fn number(line: &str) -> Option<u32> {
    NUMBERED.captures(line)?["number"].parse().ok()
}

/// Whether a line may be an item of a list: it is numbered, or nothing but a proper name.
pub(super) fn is_line(words: &str) -> bool {
    NUMBERED.is_match(words) || (read(words).is_some() && !PART.is_match(words))
}

/// Whether a line is neither an item nor prose.
pub(super) fn is_stray(words: &str) -> bool {
    !PROSE.is_match(words) && !CAN.is_match(words) && !PART.is_match(words)
}

/// The pieces of a list within a sentence.
pub(super) fn split(words: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for joint in JOINT.find_iter(words) {
        let before = &words[..joint.start()];
        if before.matches('(').count() <= before.matches(')').count() {
            pieces.push(from..joint.start());
            from = joint.end();
        }
    }
    pieces.push(from..words.len());
    pieces
}

/// The pieces of names of which a sentence says that they *are* something: two or more, if they can
/// be divided in one way only.
pub(super) fn split_plural(words: &str) -> Option<Vec<Range<usize>>> {
    let mut from = 0;
    let mut listed = Vec::new();
    for comma in COMMA.find_iter(words) {
        listed.push(from..comma.start());
        from = comma.end();
    }
    listed.push(from..words.len());
    let alone = |piece: &Range<usize>| {
        let piece = &words[piece.clone()];
        piece.split_whitespace().count() > 1 && institution(piece).is_some()
    };
    if listed.len() > 2 {
        return listed.iter().all(alone).then_some(listed);
    }
    let mut pairs = AND
        .find_iter(words)
        .map(|and| vec![0..and.start(), and.end()..words.len()])
        .filter(|pair| pair.iter().all(alone));
    let pair = pairs.next()?;
    pairs.next().is_none().then_some(pair)
}

/// The institution that words name, if they are nothing but its proper name and aliases.
pub(super) fn institution(words: &str) -> Option<Company> {
    read(words).filter(|company| INSTITUTION.is_match(&company.name))
}

/// Whether one of the lines of a list has a word that institutions are called by: then the others
/// are institutions as well.
pub(super) fn are_institutions<'a>(mut lines: impl Iterator<Item = &'a str>) -> bool {
    lines.any(|line| institution(line).is_some())
}

/// The proper name that words are.
pub(super) fn read(words: &str) -> Option<Company> {
    let words = NUMBERED.replace(words, |_: &Captures<'_>| "");
    let words = words.trim().trim_end_matches([';', ',']).trim_end();
    let words = words.strip_suffix("; and").unwrap_or(words);
    let words = words.strip_prefix("the ").unwrap_or(words);
    let closed = [" Ltd.", " Inc.", " Co.", " S.A."]
        .iter()
        .any(|end| words.ends_with(end));
    let words = if closed {
        words
    } else {
        words.trim_end_matches('.')
    };
    if PROSE.is_match(words) || CAN.is_match(words) {
        return None;
    }
    let company = companies::read(words)?;
    let proper = company.name.split_whitespace().all(|word| {
        SMALL.contains(&word)
            || word
                .trim_start_matches(['“', '"', '('])
                .chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || c.is_numeric())
    });
    let whole = company.problems.is_empty()
        && company.followers.is_none()
        && company.subsidiaries.is_empty()
        && !company.starred
        && company.name.split_whitespace().count() <= MOST_WORDS;
    let joined = [" and ", " or "].iter().any(|word| {
        company
            .name
            .split_once(word)
            .is_some_and(|(a, b)| INSTITUTION.is_match(a) && INSTITUTION.is_match(b))
    });
    let comma = company.name.contains(',') && !company.name.ends_with("Ltd.");
    (proper && whole && !joined && !comma).then_some(company)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_plural_are_divided_in_one_way_only() {
        let told = |words: &str| -> Option<Vec<String>> {
            let pieces = split_plural(words)?;
            Some(pieces.into_iter().map(|p| words[p].to_owned()).collect())
        };
        let names = |names: &[&str]| Some(names.iter().map(|n| (*n).to_owned()).collect());
        assert_eq!(
            told("Ensayo Bank and Specimen Bank"),
            names(&["Ensayo Bank", "Specimen Bank"])
        );
        assert_eq!(
            told("Ensayo Bank and Bank of Industry and Trade"),
            names(&["Ensayo Bank", "Bank of Industry and Trade"])
        );
        assert_eq!(
            told("Ensayo Bank, Bank Testov, and Specimen Fund"),
            names(&["Ensayo Bank", "Bank Testov", "Specimen Fund"])
        );
        for words in [
            "Ensayo Bank",
            "Ensayo Bank of Industry and Trade and Specimen Bank",
            "Ensayo Bank, its branches and Specimen Bank",
            "Ensayo Bank and its subsidiaries",
        ] {
            assert_eq!(told(words), None, "{words}");
        }
    }
}
