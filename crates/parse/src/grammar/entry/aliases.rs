//! Alias groups of an entry: `(a.k.a. X; a.k.a. "Y"; f.k.a. Z)`, `(Arabic: …)`.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Alias, AliasQuality};
use regex::Regex;

use super::Problem;
use super::text::{parts, spaced, trim};
use crate::grammar::dates::compile;

static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:(?:alt\.?|or|and)\s+)?(?:(?P<former>f\.\s?k\.\s?a\.?|f/k/a|fka|formerly(?:\s+known\s+as)?|previously\s+known\s+as)|(?P<new>n\.\s?k\.\s?a\.?|n/k/a|nka|now\s+known\s+as)|a\.\s?k\.\s?a\.?|a/k/a|aka|also\s+known\s+as|alias(?:es)?|d\.\s?b\.\s?a\.?|d/b/a|dba|doing\s+business\s+as)\s*:?(?:\s+|$|[“\x22])",
    )
});

/// Markers in a part that semicolons do not divide: `a.k.a. X, a.k.a. Y`.
static FURTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:,|,?\s(?:and|or))\s+(?:a\.\s?k\.\s?a\.|f\.\s?k\.\s?a\.|n\.\s?k\.\s?a\.|d\.\s?b\.\s?a\.)\s",
    )
});

static SCRIPT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:native\s+(?:script|name)|(?:Arabic|Cyrillic|Latin|Persian|Farsi|Dari|Pashto|Urdu|Hebrew|Korean|Hangul|Hanja|Burmese|Myanmar|Thai|Khmer|Lao|Japanese|Kanji|Katakana|Hiragana|Greek|Russian|Ukrainian|Belarusian|Serbian|Bulgarian|Macedonian|Chinese|Han|Hindi|Devanagari|Bengali|Tamil|Georgian|Armenian|Turkish|Spanish|Vietnamese|Amharic|Ge'ez|Ethiopic|Kurdish|Uyghur|Kazakh|Mongolian|Tibetan|Sinhala|Sinhalese|Gurmukhi|Punjabi|Somali|Syriac|Romanian|German|French)(?:\s+(?:Simplified|Traditional|script|Cyrillic|Latin|characters?))?)\s*:\s*",
    )
});

static OTHER_SCRIPT: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^[A-Z][A-Za-z'-]+(?:\s[A-Za-z'-]+){0,2}\s*:\s*"));
static LATIN: LazyLock<Regex> = LazyLock::new(|| compile(r"^\p{Latin}$"));

/// Whether a group that begins with these words tells other names.
pub(crate) fn begins_group(inner: &str) -> bool {
    let inner = inner.trim_start();
    MARKER.is_match(inner) || script(inner).is_some()
}

/// The length of a script's label: one that is known, or any before letters of another alphabet.
fn script(words: &str) -> Option<usize> {
    let known = SCRIPT.find(words).map(|m| m.end());
    known.or_else(|| {
        OTHER_SCRIPT.find(words).map(|m| m.end()).filter(|end| {
            let first = words[*end..].chars().find(|c| c.is_alphabetic());
            first.is_some_and(|c| !c.is_ascii() && !LATIN.is_match(c.encode_utf8(&mut [0; 4])))
        })
    })
}

/// A marker at the start of a field: its length and quality.
pub(crate) fn marker(words: &str) -> Option<(usize, AliasQuality)> {
    let captures = MARKER.captures(words)?;
    let quality = if captures.name("former").is_some() {
        AliasQuality::Former
    } else if captures.name("new").is_some() {
        AliasQuality::New
    } else {
        AliasQuality::Strong
    };
    let length = captures.get(0)?.as_str().trim_end_matches(['“', '"']).len();
    Some((length, quality))
}

/// Reads the inside of a group, which stands in `text` at `range`.
pub(crate) fn read(
    text: &str,
    range: Range<usize>,
    aliases: &mut Vec<Alias>,
    problems: &mut Vec<Problem>,
) {
    let inner = &text[range.clone()];
    let mut quality = AliasQuality::Strong;
    for part in parts(inner, b';') {
        for piece in divide(inner, part) {
            let mut words = &inner[piece.clone()];
            let empty = Problem {
                range: range.start + piece.start..range.start + piece.end,
                why: "an alias marker is followed by no name",
            };
            if let Some(label) = script(words) {
                push(&words[label..], AliasQuality::NativeScript, aliases)
                    .unwrap_or_else(|| problems.push(empty));
                continue;
            }
            if let Some((length, found)) = marker(words) {
                quality = found;
                words = words[length..].trim();
            }
            if name(words, quality, aliases).is_none() {
                problems.push(empty);
            }
        }
    }
}

/// One alias, with the native scripts that follow it in their own groups.
fn name(words: &str, quality: AliasQuality, aliases: &mut Vec<Alias>) -> Option<()> {
    let mut latin = words.trim();
    let mut scripts = Vec::new();
    while latin.ends_with(')')
        && let Some(open) = opening_parenthesis(latin)
        && let inner = &latin[open + 1..latin.len() - 1]
        && script(inner).is_some()
    {
        scripts.push(inner);
        latin = latin[..open].trim_end();
    }
    push(latin, quality, aliases)?;
    for inner in scripts.iter().rev() {
        for part in parts(inner, b';') {
            let words = &inner[part];
            let start = script(words).unwrap_or(0);
            push(&words[start..], AliasQuality::NativeScript, aliases)?;
        }
    }
    Some(())
}

/// The parenthesis that the last character of `text` closes.
fn opening_parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().rev() {
        match byte {
            b')' => depth += 1,
            b'(' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn push(words: &str, quality: AliasQuality, aliases: &mut Vec<Alias>) -> Option<()> {
    let (name, quoted) = unquoted(words);
    if name.is_empty() {
        return None;
    }
    let quality = if quoted && quality == AliasQuality::Strong {
        AliasQuality::Weak
    } else {
        quality
    };
    aliases.push(Alias { name, quality });
    Some(())
}

/// A name without the double quotes around the whole of it, and whether there were any.
pub(crate) fn unquoted(words: &str) -> (String, bool) {
    let words = words.trim();
    let inner = words
        .strip_prefix(['“', '"'])
        .and_then(|w| w.trim_end_matches(',').strip_suffix(['”', '"']))
        .filter(|w| !w.contains(['“', '”', '"']));
    match inner {
        Some(inner) => (spaced(inner.trim_end_matches(',')), true),
        None => (spaced(words.trim_end_matches(',')), false),
    }
}

/// A part, divided where commas or "and" come before a further marker.
fn divide(inner: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let words = &inner[part.clone()];
    let mut found = Vec::new();
    let mut start = 0;
    for further in FURTHER.find_iter(words) {
        let marker = further.as_str().trim_start_matches(',').trim_start();
        found.push(trim(
            inner,
            part.start + start..part.start + further.start(),
        ));
        start = further.end() - marker.len();
    }
    found.push(trim(inner, part.start + start..part.end));
    found.retain(|r| !r.is_empty());
    found
}
