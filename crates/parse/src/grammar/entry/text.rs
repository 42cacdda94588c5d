//! Small tools over the words of an entry: parts outside parentheses and quotes, matching ends.

use std::ops::Range;

use crate::grammar::scan::closing_parenthesis;

/// After so many parentheses that never close, none is looked at.
pub(crate) const MOST_UNCLOSED: usize = 20;

/// The parts of `text` between `separator`s that stand outside parentheses and double quotes;
/// trimmed, without empty ones. A parenthesis that never closes hides nothing.
pub(crate) fn parts(text: &str, separator: u8) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in separators(text, separator) {
        push(text, start..at, &mut found);
        start = at + 1;
    }
    push(text, start..text.len(), &mut found);
    found
}

/// Where `separator` stands outside parentheses and double quotes.
pub(crate) fn separators(text: &str, separator: u8) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    let mut unclosed = 0;
    while at < bytes.len() {
        match bytes[at] {
            // Text of nothing but open parentheses must not be searched to its end for each.
            b'(' if unclosed < MOST_UNCLOSED => match closing_parenthesis(text, at) {
                Some(close) => at = close,
                None => unclosed += 1,
            },
            b'"' | 0xE2 => {
                if let Some(close) = closing_quote(text, at) {
                    at = close;
                }
            }
            byte if byte == separator => found.push(at),
            _ => {}
        }
        at += 1;
    }
    found
}

/// The last byte of the quotation that opens at `open`, if one does and it closes soon.
fn closing_quote(text: &str, open: usize) -> Option<usize> {
    let rest = text.get(open..)?;
    let (skip, close) = if rest.starts_with('"') {
        (1, '"')
    } else if rest.starts_with('“') {
        ('“'.len_utf8(), '”')
    } else {
        return None;
    };
    let at = rest[skip..].find(close)?;
    // A stray quote must not swallow the rest of the entry.
    (at <= 160).then_some(open + skip + at + close.len_utf8() - 1)
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let range = trim(text, range);
    if !range.is_empty() {
        found.push(range);
    }
}

/// `range` without white space at its ends.
pub(crate) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}

/// Words with one space between them.
pub(crate) fn spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word or phrase has a lower-case letter.
pub(crate) fn has_lower(words: &str) -> bool {
    words.chars().any(char::is_lowercase)
}
