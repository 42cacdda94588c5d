//! The end of an entry: `(individual) [SDGT] [IFSR] (Linked To: X).`

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::PartyKind;
use regex::Regex;

use super::text::{parts, spaced};
use super::{Problem, UNTAGGED};
use crate::grammar::dates::compile;
use crate::grammar::scan::closing_parenthesis;

/// What closes an entry.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    /// The end of what stands before.
    pub(crate) body_end: usize,
    /// The printed kind.
    pub(crate) kind: Option<PartyKind>,
    /// `(male)`, `(female)`.
    pub(crate) gender: Option<String>,
    /// Program tags.
    pub(crate) programs: Vec<String>,
    /// Parties in `(Linked To: X)` groups.
    pub(crate) linked_to: Vec<String>,
    /// The end of the last of these.
    pub(crate) end: usize,
    pub(crate) problems: Vec<Problem>,
}

static TAG: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^\[\s*([A-Z][A-Z0-9]*(?:[ -]+[A-Z0-9]+)*|561-Related)\s*\]"));
static KIND: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\(\s*(individual|vessel|aircraft|entity|male|female)\s*\)\s*[,;]?\s*$")
});
static KIND_ANYWHERE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\(\s*(?:individual|vessel|aircraft|entity)\s*\)(?:\s*\(\s*(?:fe)?male\s*\))?")
});
static LINK: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^\(\s*Linked\s+To\s*:?\s*"));
static LINK_WITHIN: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^Linked\s+To\s*:?\s*"));
static BROKEN_TAG: LazyLock<Regex> = LazyLock::new(|| compile(r"^\[[A-Z0-9 -]*$"));

/// A tag at the start of `text`: the tag and its length.
fn tag(text: &str) -> Option<(String, usize)> {
    let captures = TAG.captures(text)?;
    let words = spaced(captures.get(1)?.as_str());
    // A line that broke at a hyphen.
    let tag = words
        .replace(" - ", "\u{0}")
        .replace("- ", "-")
        .replace(" -", "-")
        .replace('\u{0}', " - ");
    Some((tag, captures.get(0)?.len()))
}

/// Finds what closes the entry that `text` begins with.
pub(crate) fn find(text: &str) -> Tail {
    let tags = text
        .match_indices('[')
        .map(|(at, _)| at)
        .find(|at| tag(&text[*at..]).is_some());
    // A printed kind without a tag behind it closes an entry whose tag the heading gives.
    let bare_kind = KIND_ANYWHERE
        .find(&text[..tags.unwrap_or(text.len())])
        .filter(|m| {
            let rest = text[m.end()..].trim_start_matches([' ', ';', ',']);
            !rest.starts_with('[')
                && LINK.find(rest).is_none()
                && !KIND_ANYWHERE.is_match(rest.get(..12).unwrap_or(rest))
        });
    let mut tail = Tail::default();
    match (tags, bare_kind) {
        (Some(at), None) => {
            tail.body_end = at;
            after(text, at, &mut tail);
        }
        (_, Some(kind)) => {
            tail.body_end = kind.end();
            tail.end = kind.end();
            tail.problems.push(problem(kind.range(), UNTAGGED));
        }
        (None, None) => {
            let end = text.trim_end().len();
            let end = text[..end].strip_suffix('.').map_or(end, str::len);
            tail.body_end = end;
            tail.end = end;
            if let Some(open) = text
                .rfind('[')
                .filter(|at| BROKEN_TAG.is_match(text[*at..].trim_end()))
            {
                tail.body_end = open;
                tail.problems
                    .push(problem(open..end.max(open), "a program tag does not close"));
            }
            tail.problems.push(problem(0..end, UNTAGGED));
        }
    }
    before(text, &mut tail);
    tail
}

/// Tags and links from `at` on.
fn after(text: &str, mut at: usize, tail: &mut Tail) {
    loop {
        let next = at + leading(&text[at..], &[' ', '\t']);
        let rest = &text[next..];
        if let Some((words, length)) = tag(rest) {
            tail.programs.push(words);
            at = next + length;
        } else if let Some(link) = LINK.find(rest) {
            let Some(close) = closing_parenthesis(text, next) else {
                let range = next..text.trim_end().len();
                push_links(&text[next + link.end()..], tail);
                tail.end = range.end;
                tail.problems
                    .push(problem(range, "a Linked To group does not close"));
                return;
            };
            push_links(&text[next + link.end()..close], tail);
            at = close + 1;
        } else if rest.starts_with(['.', ',', ';']) && LINK.is_match(rest[1..].trim_start()) {
            at = next + 1;
        } else {
            if BROKEN_TAG.is_match(rest.trim_end()) && rest.len() > 1 {
                let range = next..text.trim_end().len();
                tail.problems
                    .push(problem(range.clone(), "a program tag does not close"));
                at = range.end;
            }
            tail.end = at;
            return;
        }
    }
}

/// Kind, gender and links that stand before the tags.
fn before(text: &str, tail: &mut Tail) {
    loop {
        let body = text[..tail.body_end].trim_end();
        tail.body_end = body.len();
        if let Some(captures) = KIND.captures(body) {
            let (Some(whole), Some(word)) = (captures.get(0), captures.get(1)) else {
                return;
            };
            match word.as_str().to_ascii_lowercase().as_str() {
                "individual" => tail.kind = Some(PartyKind::Individual),
                "vessel" => tail.kind = Some(PartyKind::Vessel),
                "aircraft" => tail.kind = Some(PartyKind::Aircraft),
                "entity" => tail.kind = Some(PartyKind::Organization),
                _ => tail.gender = Some(word.as_str().to_owned()),
            }
            tail.body_end = whole.start();
            continue;
        }
        let link = body
            .rmatch_indices('(')
            .find(|(at, _)| LINK.is_match(&body[*at..]));
        if let Some((open, _)) = link
            && closing_parenthesis(body, open) == Some(body.len() - 1)
            && let Some(found) = LINK.find(&body[open..])
        {
            let inner = body[open + found.end()..body.len() - 1].to_owned();
            let later = std::mem::take(&mut tail.linked_to);
            push_links(&inner, tail);
            tail.linked_to.extend(later);
            tail.body_end = open;
            continue;
        }
        return;
    }
}

fn push_links(inner: &str, tail: &mut Tail) {
    for part in parts(inner, b';') {
        let words = &inner[part];
        let start = LINK_WITHIN.find(words).map_or(0, |m| m.end());
        let name = spaced(words[start..].trim());
        if !name.is_empty() {
            tail.linked_to.push(name);
        }
    }
}

fn leading(text: &str, of: &[char]) -> usize {
    text.len() - text.trim_start_matches(of).len()
}

fn problem(range: Range<usize>, why: &'static str) -> Problem {
    Problem { range, why }
}
