//! The preamble's lists: "This final rule adds the following seven entities to the Entity List: China
//! (1) Foo, a.k.a. …; …". They check the table, and are where removals are read from if the
//! instructions only count them.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Role, fold_name};
use regex::Regex;

use super::instructions::Verb;
use super::{address, countries};
use crate::grammar::dates::compile;
use crate::notice::{Notice, is_body};

/// One entry of a list in the preamble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) verb: Verb,
    /// 4, 6 or 7.
    pub(super) supplement: u8,
    pub(super) country: Option<String>,
    pub(super) range: Range<usize>,
    /// Its words, folded.
    pub(super) folded: String,
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| compile($pattern));
    };
}

pattern!(
    LEAD,
    r"(?i)\b(?P<verb>add(?:s|ed|ing|ition)?|remov(?:es?|ed|ing|al)|delet(?:es?|ing)|revis(?:es?|ed|ing|ions?)|modif(?:y|ies|ied|ying|ications?)|correct(?:s|ed|ing|ions?)?)\b[^:]{0,300}?\b(?:following|below)\b[^:]{0,300}:\s*$"
);
pattern!(NUMBERED, r"^\s*(?:\(\d{1,3}\)|\d{1,3}[.)])\s*");
pattern!(INLINE, r"(?:^|\s)\((?P<number>\d{1,3})\)\s+");
pattern!(TAIL, r"(?i)[;,]?\s*(?:\band\b)?\s*$");
pattern!(
    PROSE,
    r"(?i)\b(?:this\s+(?:final\s+)?rule|the\s+ERC|BIS|pursuant\s+to|for\s+the\s+reasons?|determined|entity\s+list|unverified\s+list|section\s+74|accordingly|license|hereby|shipments?|savings\s+clause|background)\b"
);

/// The lists of the blocks before `until`.
pub(super) fn lists(notice: &Notice<'_>, until: usize) -> Vec<Listed> {
    let mut out = Vec::new();
    let mut open: Option<(Verb, u8)> = None;
    let mut country: Option<String> = None;
    for (_, block) in notice.blocks_from(0) {
        if block.range.start >= until {
            break;
        }
        if !is_body(block.role) || block.role == Role::TableRow || block.role == Role::Footnote {
            continue;
        }
        let words = notice.text.words(block);
        if let Some(found) = LEAD.captures(words) {
            open = Some((verb(&found["verb"]), supplement(words)));
            country = None;
            continue;
        }
        let Some((verb, supplement)) = open else {
            continue;
        };
        let bare = words.trim().trim_end_matches([':', '.', ';', ',']);
        let bare = bare
            .strip_suffix(" and")
            .unwrap_or(bare)
            .trim_end_matches([';', ',']);
        if countries::canonical(bare).is_some() {
            country = Some(bare.to_owned());
            continue;
        }
        let numbered = NUMBERED.is_match(words);
        let item = numbered
            || block.role == Role::ListItem
            || words.ends_with(';')
            || words.ends_with("; and");
        if !item || !numbered && (PROSE.is_match(words) || words.len() > 1200) {
            open = None;
            continue;
        }
        if block.role == Role::Heading && !numbered {
            open = None;
            continue;
        }
        for range in items(words) {
            out.push(Listed {
                verb,
                supplement,
                country: country.clone(),
                folded: fold_name(&words[range.clone()]),
                range: block.range.start + range.start..block.range.start + range.end,
            });
        }
    }
    out
}

/// The items of one block: one, or several that are numbered in a row.
fn items(words: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<(usize, usize)> = INLINE
        .captures_iter(words)
        .filter_map(|c| Some((c.get(0)?.start(), c.get(0)?.end())))
        .collect();
    if starts.first().is_none_or(|(start, _)| *start > 0) {
        let lead = NUMBERED.find(words).map_or(0, |m| m.end());
        starts.insert(0, (0, lead));
    }
    let ends: Vec<usize> = starts
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([words.len()])
        .collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|((_, start), end)| {
            let text = &words[start..end];
            let kept = TAIL.find(text).map_or(text.len(), |m| m.start());
            start..start + address::without_stop(&text[..kept]).len()
        })
        .filter(|range| range.end > range.start)
        .collect()
}

fn verb(word: &str) -> Verb {
    let lower = word.to_lowercase();
    if lower.starts_with("add") {
        Verb::Add
    } else if lower.starts_with("rem") || lower.starts_with("del") {
        Verb::Remove
    } else if lower.starts_with("cor") {
        Verb::Correct
    } else {
        Verb::Revise
    }
}

fn supplement(words: &str) -> u8 {
    let lower = words.to_lowercase();
    if lower.contains("unverified") || lower.contains("uvl") {
        6
    } else if lower.contains("meu list")
        || lower.contains("military end user")
        || lower.contains("military end-user")
    {
        7
    } else {
        4
    }
}

/// Whether `name` is the beginning of what is listed; both are folded.
pub(super) fn begins_with(listed: &str, name: &str) -> bool {
    listed
        .strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
