//! What the summary counts: "adding 28 entities under 32 entries … under the destinations of Iran (3),
//! Pakistan (4)". A count that differs from what was read is residue.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::countries;
use super::instructions::Verb;
use crate::grammar::dates::compile;
use crate::grammar::numbers::{number, number_pattern};
use crate::notice::Notice;

/// What was read under one verb of one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) entries: usize,
    pub(super) entities: usize,
    /// Entries that list an address and no entity.
    pub(super) addresses: usize,
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| compile($pattern));
    };
}

pattern!(
    STATED,
    &format!(
        r"(?i)\b(?P<verb>add(?:s|ed|ing)?|remov(?:es?|ed|ing))\s+(?:to\s+the\s+\S+\s+list\s+)?(?:a\s+total\s+of\s+)?(?:an\s+additional\s+)?(?P<count>{n})\s+(?:\w+\s+)?(?P<what>entit(?:y|ies)|persons?|entr(?:y|ies)|parties|‘?'?military\s+end[\s-]users?)\b(?:[^.]{{0,40}}?\b(?:under|in|consisting\s+of|to)\s+(?P<under>{n})\s+(?:separate\s+|new\s+)?entr(?:y|ies)\b)?(?:\s*\(\s*(?P<part>{n})\s+entities\s+and\s+(?P<addr>{n})\s+address(?:es)?\s*\))?(?P<list>[^.]{{0,80}})",
        n = number_pattern()
    )
);
pattern!(
    BY_COUNTRY,
    r"(?P<name>[A-Z][A-Za-z.,'’() -]{2,60}?)\s*\((?P<count>\d{1,3})\)"
);

/// Checks the summary's first counts; what differs comes back with its place.
pub(super) fn check(
    notice: &Notice<'_>,
    supplement: u8,
    tallies: &BTreeMap<&'static str, Tally>,
    by_country: &BTreeMap<&'static str, usize>,
) -> Vec<(Range<usize>, String)> {
    let mut problems = Vec::new();
    let mut seen = Vec::new();
    let summary = summary(notice);
    for sentence in &summary {
        let words = notice.words(sentence);
        for found in STATED.captures_iter(words) {
            let verb = if found["verb"].to_lowercase().starts_with("add") {
                "add"
            } else {
                "remove"
            };
            let after = found.name("what").map_or(0, |m| m.end());
            if !speaks_of(words, after, supplement) || seen.contains(&verb) {
                continue;
            }
            let Some(stated) = number(&found["count"]) else {
                continue;
            };
            seen.push(verb);
            let read = tallies.get(verb).copied().unwrap_or_default();
            let what = found["what"].to_lowercase();
            let of_entries = what.starts_with("entr");
            let found_count = if of_entries {
                read.entries
            } else {
                read.entities
            };
            // "one entity listed in three entries" may be one row or three; the other count decides.
            if stated != found_count {
                problems.push((
                    sentence.clone(),
                    format!("the summary says {verb} {stated} {what}, {found_count} were read"),
                ));
            }
            let under = found.name("under").and_then(|m| number(m.as_str()));
            if let Some(under) = under.filter(|under| *under != read.entries) {
                problems.push((
                    sentence.clone(),
                    format!(
                        "the summary says {under} entries, {} were read",
                        read.entries
                    ),
                ));
            }
            let addresses = found.name("addr").and_then(|m| number(m.as_str()));
            if let Some(stated) = addresses.filter(|stated| *stated != read.addresses) {
                problems.push((
                    sentence.clone(),
                    format!(
                        "the summary says {stated} addresses, {} were read",
                        read.addresses
                    ),
                ));
            }
        }
    }
    check_countries(notice, &summary, supplement, by_country, &mut problems);
    problems
}

/// "under the destinations of Canada (1), China (1)": the first sentence of the summary that counts so.
fn check_countries(
    notice: &Notice<'_>,
    summary: &[Range<usize>],
    supplement: u8,
    read: &BTreeMap<&'static str, usize>,
    problems: &mut Vec<(Range<usize>, String)>,
) {
    if supplement != 4 || read.is_empty() {
        return;
    }
    let counted = summary.iter().find_map(|sentence| {
        let words = notice.words(sentence);
        let lower = words.to_lowercase();
        if lower.contains("remov") || lower.contains("modif") || lower.contains("revis") {
            return None;
        }
        let counts: Vec<(&'static str, usize)> = BY_COUNTRY
            .captures_iter(words)
            .filter_map(|c| {
                let name = c["name"].trim();
                let country = named_at_end(name)?;
                Some((country, c["count"].parse().ok()?))
            })
            .collect();
        (counts.len() > 1).then(|| (sentence.clone(), counts))
    });
    let Some((sentence, counts)) = counted else {
        return;
    };
    for (country, stated) in counts {
        let found = read.get(country).copied().unwrap_or_default();
        if found != stated {
            problems.push((
                sentence.clone(),
                format!("the summary counts {stated} entries under {country}, {found} were read"),
            ));
        }
    }
}

/// The country that words end in: "the destinations of Canada", "and the United Arab Emirates (UAE)".
fn named_at_end(words: &str) -> Option<&'static str> {
    let starts = words
        .char_indices()
        .filter(|(at, _)| *at == 0 || words[..*at].ends_with([' ', ',']))
        .map(|(at, _)| at);
    let mut starts = starts;
    starts.find_map(|at| countries::canonical(words[at..].trim_start_matches("the ")))
}

/// Whether a count, which ends at `after`, is of this list: the list named next, else any that the
/// sentence names.
fn speaks_of(sentence: &str, after: usize, supplement: u8) -> bool {
    let lists = |words: &str| {
        let words = words.to_lowercase();
        let first = |names: &[&str]| names.iter().filter_map(|name| words.find(name)).min();
        [
            (4, first(&["entity list"])),
            (6, first(&["unverified", "uvl"])),
            (7, first(&["meu list", "military end", "military-end"])),
        ]
        .into_iter()
        .filter_map(|(list, at)| at.map(|at| (at, list)))
        .min()
        .map(|(_, list)| list)
    };
    let named = lists(sentence.get(after..).unwrap_or_default()).or_else(|| lists(sentence));
    named.unwrap_or(4) == supplement
}

/// The sentences of the summary: from its label to the next.
fn summary(notice: &Notice<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open = false;
    for sentence in &notice.sentences {
        let words = notice.words(&sentence.range);
        let upper = words.trim_end_matches([':', ' ']);
        let label = words.len() < 40 && words.contains(':') && upper == upper.to_uppercase();
        if label {
            if open {
                break;
            }
            open = upper == "SUMMARY";
        } else if open {
            out.push(sentence.range.clone());
        }
    }
    out
}

/// The word of a verb in the tallies.
pub(super) fn word(verb: Verb) -> &'static str {
    match verb {
        Verb::Add => "add",
        Verb::Remove => "remove",
        Verb::Revise | Verb::Correct => "revise",
    }
}
