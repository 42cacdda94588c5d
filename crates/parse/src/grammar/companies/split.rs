//! Splitting a run of company names.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{groups, outside};
use crate::grammar::dates::compile;
use crate::grammar::scan::marker;

/// The legal form that a comma may stand before, or that ends a company's name.
const FORMS: &str = r"Ltda?|Limited|Inc|Incorporated|LLC|L\.\s?L\.\s?C|LLP|Co|Corp|Corporation|Company|S\.?\s?A|S\.\s?A\.\s?S|S\.\s?A\.\s?P\.\s?I|S\.?\s?R\.?\s?L|de\s+C\.\s?V|A\.\s?S|SARL|SAL|GmbH|PLC|Pte|Pty|Pvt|L\.?\s?P|N\.\s?V|B\.\s?V|Bhd|Sdn|JSC|PJSC|OJSC|CJSC|AG";

static FORM_FOLLOWS: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"^\s*(?:(?:{FORMS})\b|(?i:Institu(?:t|c)i(?:ó|o)n\s+de\s+banca\s+m(?:ú|u)ltiple|Shanghai\b\s*$))"
    ))
});

static ENDS_IN_FORM: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!(r"(?:^|[\s,])(?:{FORMS}|Bank|Corps)\.?\s*\)?\*?$")));

static AND: LazyLock<Regex> = LazyLock::new(|| compile(r"\s+(?:and|&amp;|as\s+well\s+as)\s+"));
static LEADING_AND: LazyLock<Regex> = LazyLock::new(|| compile(r"^\s*(?:and|or)\s+(?:the\s+)?"));

/// The names of a run such as `A Co., Ltd.; B; and C`, and whether they can be told apart for
/// certain. `count` is how many there are, if the words say so.
pub(crate) fn split(text: &str, count: Option<usize>) -> (Vec<Range<usize>>, bool) {
    let all = groups(text);
    let semicolons: Vec<usize> = text
        .match_indices(';')
        .map(|(at, _)| at)
        .filter(|at| outside(&all, *at))
        .collect();
    let by_semicolon = !semicolons.is_empty();
    let cuts = if by_semicolon {
        semicolons
    } else {
        text.match_indices(',')
            .map(|(at, _)| at)
            .filter(|at| outside(&all, *at) && parts_names(text, *at))
            .collect()
    };
    let mut parts = Vec::new();
    let mut joined = false;
    let mut start = 0;
    for cut in cuts.iter().copied().chain([text.len()]) {
        let mut range = start..cut;
        if let Some(and) = LEADING_AND.find(&text[range.clone()]) {
            joined = true;
            range.start += and.end();
        }
        let words = text[range.clone()].trim();
        if words.chars().any(char::is_alphanumeric) && !matches!(words, "and" | "or") {
            parts.push(range);
        }
        start = cut + 1;
    }
    // "Example Agriculture, Industry, and Trade Co., Ltd." may be one name: only its end has a form.
    let formed = |part: &Range<usize>| ENDS_IN_FORM.is_match(text[part.clone()].trim());
    if !by_semicolon
        && count.is_none_or(|count| count == 1)
        && let [before @ .., last] = &*parts
        && !before.is_empty()
        && formed(last)
        && !before.iter().any(formed)
    {
        let whole = parts[0].start..last.end;
        return (std::iter::once(whole).collect(), count.is_some());
    }
    resolve_and(text, parts, joined || by_semicolon, count)
}

/// Whether a comma parts two names, rather than a name from its legal form or from a marker.
fn parts_names(text: &str, comma: usize) -> bool {
    let rest = &text[comma + 1..];
    let word = rest.trim_start();
    let word = word.strip_prefix("the ").unwrap_or(word);
    !FORM_FOLLOWS.is_match(rest)
        && marker(word).is_none()
        && word.starts_with(|c: char| {
            c.is_uppercase()
                || c.is_numeric()
                || matches!(c, '“' | '"')
                || LEADING_AND.is_match(rest)
        })
}

/// "A, B and C", "A and B": whether the last "and" joins two names.
fn resolve_and(
    text: &str,
    mut parts: Vec<Range<usize>>,
    closed: bool,
    count: Option<usize>,
) -> (Vec<Range<usize>>, bool) {
    if count.is_some_and(|count| count == parts.len()) {
        return (parts, true);
    }
    let Some(last) = parts.last().cloned() else {
        return (parts, count.is_none());
    };
    let all = groups(text);
    let joints: Vec<Range<usize>> = AND
        .find_iter(&text[last.clone()])
        .map(|m| last.start + m.start()..last.start + m.end())
        .filter(|m| outside(&all, m.start))
        .collect();
    let cut = |parts: &mut Vec<Range<usize>>, joint: &Range<usize>| {
        parts.pop();
        parts.push(last.start..joint.start);
        parts.push(joint.end..last.end);
    };
    if let Some(count) = count {
        let one_more = count == parts.len() + 1;
        let formed = joints
            .iter()
            .find(|j| ENDS_IN_FORM.is_match(&text[last.start..j.start]));
        let only = match &*joints {
            [only] => Some(only),
            _ => None,
        };
        match formed.or(only).filter(|_| one_more) {
            Some(joint) => cut(&mut parts, joint),
            None => return (parts, false),
        }
        return (parts, true);
    }
    if closed || joints.is_empty() {
        return (parts, true);
    }
    let formed = joints
        .iter()
        .find(|j| ENDS_IN_FORM.is_match(&text[last.start..j.start]));
    if let Some(joint) = formed {
        let joint = joint.clone();
        cut(&mut parts, &joint);
        return (parts, true);
    }
    // "Iron and Steel Co." is one name; after a comma, "A, B and C" leaves a doubt.
    let alone = parts.len() == 1;
    (parts, alone)
}
