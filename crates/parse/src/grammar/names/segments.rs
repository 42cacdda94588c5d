//! The items of a name list, by what stands between them.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::AliasQuality;
use regex::Regex;

use crate::grammar::dates::compile;
use crate::grammar::scan::{Token, tokens};

/// One item of a list: what stands between separators.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) before: Separator,
    pub(super) marker: Option<AliasQuality>,
    pub(super) content: Vec<Token>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    Start,
    Comma,
    Semicolon,
    /// "and" after a semicolon.
    SemicolonAnd,
    /// "and", alone or after a comma.
    And,
    None,
}

impl Segment {
    pub(super) fn range(&self) -> Option<Range<usize>> {
        let start = token_range(self.content.first()?)?;
        let end = token_range(self.content.last()?)?;
        Some(start.start..end.end)
    }
}

/// The range of a token with its parentheses.
fn token_range(token: &Token) -> Option<Range<usize>> {
    match token {
        Token::Words(range) | Token::And(range) | Token::Marker(range, _) => Some(range.clone()),
        Token::Group(range) => Some(range.start - 1..range.end + 1),
        Token::Comma | Token::Semicolon => None,
    }
}

pub(super) fn segments(phrase: &str) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut separator = Separator::Start;
    let mut open = false;
    for token in tokens(phrase) {
        match token {
            Token::Comma | Token::Semicolon | Token::And(_) => {
                separator = match (&token, separator, open) {
                    (Token::And(_), Separator::Semicolon, false) => Separator::SemicolonAnd,
                    (Token::And(_), _, _) => Separator::And,
                    (Token::Semicolon, _, _) => Separator::Semicolon,
                    _ => Separator::Comma,
                };
                open = false;
            }
            Token::Marker(_, quality) => {
                let before = if open { Separator::None } else { separator };
                segments.push(Segment {
                    before,
                    marker: Some(quality),
                    content: Vec::new(),
                });
                open = true;
            }
            Token::Words(_) | Token::Group(_) => {
                let fresh = !open;
                match segments.last_mut() {
                    Some(segment) if !fresh => segment.content.push(token),
                    _ => segments.push(Segment {
                        before: separator,
                        marker: None,
                        content: vec![token],
                    }),
                }
                open = true;
            }
        }
    }
    segments.retain(|s| !s.content.is_empty());
    merge_suffixes(phrase, &mut segments);
    segments
}

static SUFFIX: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:inc|incorporated|ltd|limited|llc|l\.l\.c|co|corp|s\.a|sa|s\.a\.r\.l|sarl|gmbh|plc|jr|sr|ii|iii|iv|n\.v|b\.v|a\.s|s\.p\.a|pte|pvt|f\.z\.e|fze|fzco|fz-llc)\.?(?:\s|$)",
    )
});

/// `Acme, Inc.` is one name: a comma before a corporate or personal suffix separates nothing.
fn merge_suffixes(phrase: &str, segments: &mut Vec<Segment>) {
    let mut at = 1;
    while at < segments.len() {
        let suffix = segments[at].before == Separator::Comma
            && segments[at].marker.is_none()
            && matches!(segments[at].content.first(), Some(Token::Words(r)) if SUFFIX.is_match(&phrase[r.clone()]) && phrase[r.clone()].split_whitespace().count() <= 2);
        if suffix {
            let content = std::mem::take(&mut segments[at].content);
            let previous = &mut segments[at - 1].content;
            for token in content {
                match (previous.last_mut(), token) {
                    (Some(Token::Words(before)), Token::Words(range)) => before.end = range.end,
                    (_, token) => previous.push(token),
                }
            }
            segments.remove(at);
        } else {
            at += 1;
        }
    }
}
