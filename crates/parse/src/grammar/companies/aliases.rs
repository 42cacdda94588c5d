//! The other names of a company: in parentheses, or after a comma and a marker.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::AliasQuality;
use regex::Regex;

use super::{Company, groups, outside, push, split, undressed};
use crate::grammar::dates::compile;
use crate::grammar::names::is_acronym;
use crate::grammar::numbers::{number, number_pattern};
use crate::grammar::scan::marker;

static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)^(?:and|including|with)\s+(?:(?:its|the|their)\s+)?(?:following\s+)?(?:(?P<count>{})\s+)?(?:known\s+)?(?:alias(?:es)?(?:\s+names?)?|other\s+names?)\s*[:,]?\s*",
        number_pattern()
    ))
});

static RENAMED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:(?:subsequently\s+|since\s+|now\s+)?(?:renamed|called)|new\s+name:?)\s+(?:as\s+|to\s+)?",
    )
});

/// A place or a legal form in parentheses is part of a name, not another name.
static OF_THE_NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:limited|ltd\.?|group|holdings?|international|china|prc|hong\s*kong|hk|macau|macao|shanghai|beijing|shenzhen|guangzhou|tianjin|xinjiang|hefei|nanjing|shanshan|americas?|usa|u\.s\.a?\.?|singapore|asia|pte\.?|pvt\.?|private|cayman|ningxia|suzhou|hangzhou|wuhan|chengdu|chongqing|qingdao|dalian|xiamen)$",
    )
});

static GENERIC: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:the\s+)?[“\x22‘']?(?:the\s+)?(?:bank|company|exchange|entity|entities|institution|jurisdiction|group)[”\x22’']?[,.]?$",
    )
});

static BETWEEN_SHORT_FORMS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\s*,\s*(?:or\s+|and\s+)?|\s*;\s*(?:or\s+|and\s+)?|\s+(?:or|and)\s+(?:the\s+)?")
});

/// Whether the words in a parenthesis say that other names follow.
pub(super) fn brings_names(inner: &str) -> bool {
    COUNTED.is_match(inner) || RENAMED.is_match(inner) || marker(inner).is_some()
}

/// Whether the words in a parenthesis are part of the name before it.
pub(super) fn of_the_name(inner: &str) -> bool {
    OF_THE_NAME.is_match(inner)
}

/// Reads what follows a name: groups, and words after a marker.
pub(super) fn read(rest: &str, company: &mut Company) {
    let all = groups(rest);
    let mut at = 0;
    for group in all
        .iter()
        .cloned()
        .chain(std::iter::once(rest.len()..rest.len()))
    {
        read_words(&rest[at..group.start.max(at)], company);
        if group.start < group.end {
            read_group(rest[group.start + 1..group.end - 1].trim(), company);
        }
        at = group.end;
    }
}

/// Words outside all groups: ", formerly known as X".
fn read_words(words: &str, company: &mut Company) {
    let words = words
        .trim_start_matches('.')
        .trim_matches(|c: char| matches!(c, ',' | ';' | '*') || c.is_whitespace());
    if words.is_empty() {
        return;
    }
    let words = words.strip_prefix("and ").unwrap_or(words);
    if let Some((length, quality)) = marked(words) {
        read_list(&words[length..], quality, None, company);
    } else {
        company.problems.push("words after a company's name");
    }
}

/// A marker of another name at the start: its length, and the quality it gives.
pub(super) fn marked(words: &str) -> Option<(usize, AliasQuality)> {
    if let Some(found) = RENAMED.find(words) {
        return Some((found.end(), AliasQuality::New));
    }
    marker(words)
}

fn read_group(inner: &str, company: &mut Company) {
    if let Some(captures) = COUNTED.captures(inner) {
        let lead = captures.get(0).map_or(0, |m| m.end());
        let count = captures.name("count").and_then(|c| number(c.as_str()));
        read_list(&inner[lead..], AliasQuality::Strong, count, company);
    } else if let Some((length, quality)) = marked(inner) {
        read_list(&inner[length..], quality, None, company);
    } else {
        read_short_forms(inner, company);
    }
}

/// A list of other names; each may bring its own marker.
fn read_list(text: &str, quality: AliasQuality, count: Option<usize>, company: &mut Company) {
    let (parts, certain) = split_marked(text, count);
    if !certain {
        company.problems.push("aliases that cannot be told apart");
    }
    let mut quality = quality;
    for part in parts {
        let mut words = undressed(&text[part]);
        if let Some((length, marked)) = marked(words) {
            quality = marked;
            words = words[length..].trim_start();
        }
        // "(“Credex”)" after an alias is a short form of its own.
        let inner = groups(words);
        let short = inner
            .last()
            .filter(|g| words[g.end..].trim_matches(['.', ',']).is_empty())
            .filter(|g| !of_the_name(&words[g.start + 1..g.end - 1]));
        match short {
            Some(group) if is_short_form(words[group.start + 1..group.end - 1].trim(), words) => {
                push(company, &words[..group.start], quality);
                read_short_forms(words[group.start + 1..group.end - 1].trim(), company);
            }
            _ => push(company, words, quality),
        }
    }
}

/// As [`split`], with "also known as A and also known as B" parted at the markers.
fn split_marked(text: &str, count: Option<usize>) -> (Vec<Range<usize>>, bool) {
    let all = groups(text);
    let mut cuts = vec![0];
    for (at, _) in text.match_indices(' ') {
        let after = &text[at + 1..];
        if outside(&all, at) && marked(after).is_some() {
            cuts.push(at + 1);
        }
    }
    cuts.push(text.len());
    if cuts.len() == 2 {
        return split(text, count);
    }
    let mut parts = Vec::new();
    let mut certain = true;
    for pair in cuts.windows(2) {
        let (found, sure) = split(&text[pair[0]..pair[1]], None);
        certain &= sure;
        parts.extend(
            found
                .into_iter()
                .map(|r| r.start + pair[0]..r.end + pair[0]),
        );
    }
    let certain = certain && count.is_none_or(|count| count == parts.len());
    (parts, certain)
}

/// Whether words in parentheses are a short form of the name: capitals, or words of it.
fn is_short_form(inner: &str, name: &str) -> bool {
    let bare = inner.trim_matches(['“', '”', '"', '‘', '’', '\'']);
    let quoted = bare.len() < inner.len();
    let first = bare
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let name = name.to_lowercase();
    let shares = bare
        .split_whitespace()
        .any(|word| word.len() > 2 && name.contains(&word.to_lowercase()));
    quoted || is_acronym(bare) || shares || (first.len() > 2 && name.contains(&first))
}

/// `(AVIC)`, `(“Banco Delta Asia” or “the bank”)`.
fn read_short_forms(inner: &str, company: &mut Company) {
    let mut start = 0;
    let ends: Vec<Range<usize>> = BETWEEN_SHORT_FORMS
        .find_iter(inner)
        .map(|m| m.range())
        .collect();
    for cut in ends
        .into_iter()
        .chain(std::iter::once(inner.len()..inner.len()))
    {
        let part = inner[start..cut.start].trim();
        start = cut.end;
        if part.is_empty() || GENERIC.is_match(part) {
            continue;
        }
        let (length, quality) = marked(part).unwrap_or((0, AliasQuality::Acronym));
        let part = part[length..].trim();
        let unquoted = part.trim_matches(['“', '”', '"', ',', '.']).trim();
        // "its subsidiary X" is no name, whatever words it shares.
        let phrase = part.starts_with(char::is_lowercase);
        if length == 0 && (phrase || !is_short_form(part, &company.name)) {
            company.problems.push(super::DUBIOUS_SHORT_FORM);
        } else if !GENERIC.is_match(unquoted) {
            push(company, unquoted, quality);
        }
    }
}
