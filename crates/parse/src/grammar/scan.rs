//! Scanning of name lists at the outermost level: words, parenthesised groups, alias markers,
//! commas, semicolons and conjunctions.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::AliasQuality;
use regex::Regex;

use super::dates::compile;

/// One element of a name list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// Plain words.
    Words(Range<usize>),
    /// A parenthesised group; the range is what stands inside.
    Group(Range<usize>),
    /// "also known as" and its kin, with the quality it gives.
    Marker(Range<usize>, AliasQuality),
    /// A comma.
    Comma,
    /// A semicolon.
    Semicolon,
    /// "and" (or "as well as") in a place where it joins list items.
    And(Range<usize>),
}

static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:(?P<former>formerly\s+known\s+as|previously\s+known\s+as|formerly|f\.\s?k\.\s?a\.?|f/k/a|fka)|(?P<new>now\s+known\s+as|n\.\s?k\.\s?a\.?|n/k/a|nka)|(?:or\s+)?(?:also|alternat(?:iv)?ely|more\s+commonly|commonly|otherwise|sometimes|variously)\s+(?:known|referred\s+to|spelled|called)(?:\s+(?:as|under|by(?:\s+the\s+names?(?:\s+of)?)?))?|(?:also\s+)?(?:doing\s+business\s+as)|a\.\s?k\.\s?a\.?|a/k/a|aka|d\.\s?b\.\s?a\.?|d/b/a)(?:\s+(?:as|the\s+following)\b)?[:,]?(?:\s|$|[“‘(])",
    )
});

static ENUMERATOR: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^(?:[0-9]{1,3}|[a-z]|[ivx]{1,5})$"));

static JOINED: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^(?:and|as\s+well\s+as)\s"));

static ALIASES_FOLLOW: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:and\s+|including\s+|under\s+)+(?:its\s+|their\s+|his\s+|her\s+|the\s+)?(?:(?:following|other|respective|additional)\s+)*(?:aliases|alias|names)\s*:?\s+(?:[A-Z“]|al-)",
    )
});

/// The marker at the start of `text`: its length and quality.
pub(crate) fn marker(text: &str) -> Option<(usize, AliasQuality)> {
    // "and its aliases A, B and C", "including under the following aliases: A; B"
    if let Some(found) = ALIASES_FOLLOW.find(text) {
        let name = found
            .as_str()
            .trim_end_matches("al-")
            .trim_end_matches(|c: char| c.is_uppercase() || c == '“');
        return Some((name.len(), AliasQuality::Strong));
    }
    let captures = MARKER.captures(text)?;
    let whole = captures.get(0)?.as_str();
    // The pattern looks one character ahead for a boundary; an opening quote belongs to the name.
    let length = whole.trim_end_matches(['“', '‘', '(']).len();
    let quality = if captures.name("former").is_some() {
        AliasQuality::Former
    } else if captures.name("new").is_some() {
        AliasQuality::New
    } else {
        AliasQuality::Strong
    };
    Some((length, quality))
}

/// The end of the parenthesis that opens at `open`, or `None` if it never closes.
pub(crate) fn closing_parenthesis(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(open) {
        match byte {
            b'(' => depth += 1,
            b')' => {
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

/// The end of the quotation that opens at `open` with `quote`, if it closes soon.
fn closing_quote(text: &str, open: usize, quote: char) -> Option<usize> {
    let close = match quote {
        '“' => '”',
        '‘' => '’',
        other => other,
    };
    let from = open + quote.len_utf8();
    let rest = &text[from..];
    let at = rest.find(close)?;
    // A name in quotes is short; a stray quote must not swallow the rest of the notice.
    (at <= 200).then_some(from + at + close.len_utf8())
}

/// Splits `text` into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut words: Option<usize> = None;
    let mut at = 0;
    let mut boundary = true;
    while let Some(c) = text[at..].chars().next() {
        let flush = |words: &mut Option<usize>, tokens: &mut Vec<Token>| {
            if let Some(start) = words.take() {
                let slice = &text[start..at];
                let end = start + slice.trim_end().len();
                if end > start {
                    tokens.push(Token::Words(start..end));
                }
            }
        };
        if matches!(c, '“' | '"' | '‘')
            && boundary
            && let Some(end) = closing_quote(text, at, c)
        {
            words.get_or_insert(at);
            at = end;
            boundary = true;
            continue;
        }
        if c == '('
            && let Some(close) = closing_parenthesis(text, at)
        {
            // "CPN(M)": what stands against a word belongs to it.
            if words.is_some()
                && text[..at]
                    .chars()
                    .next_back()
                    .is_some_and(char::is_alphanumeric)
            {
                at = close + 1;
                boundary = false;
                continue;
            }
            flush(&mut words, &mut tokens);
            if ENUMERATOR.is_match(&text[at + 1..close]) {
                // "(1) A; (2) B": the number divides, and names nobody.
                if !tokens.is_empty() {
                    tokens.push(Token::Semicolon);
                }
            } else {
                tokens.push(Token::Group(at + 1..close));
            }
            at = close + 1;
            boundary = true;
            continue;
        }
        if c == '—' && marker(text[at + c.len_utf8()..].trim_start()).is_some() {
            // "X (LT)—AKA: Y"
            flush(&mut words, &mut tokens);
            tokens.push(Token::Comma);
            at += c.len_utf8();
            boundary = true;
            continue;
        }
        if c == ';' || (c == ',' && !within_number(text, at)) {
            flush(&mut words, &mut tokens);
            tokens.push(if c == ';' {
                Token::Semicolon
            } else {
                Token::Comma
            });
            at += 1;
            boundary = true;
            continue;
        }
        if boundary && let Some((length, quality)) = marker(&text[at..]) {
            flush(&mut words, &mut tokens);
            tokens.push(Token::Marker(at..at + length, quality));
            at += length;
            boundary = true;
            continue;
        }
        if boundary && let Some(joined) = JOINED.find(&text[at..]) {
            let after_separator = words.is_none()
                && matches!(
                    tokens.last(),
                    Some(Token::Comma | Token::Semicolon | Token::Group(_))
                );
            let before_marker = marker(&text[at + joined.end()..]).is_some();
            if after_separator || before_marker {
                flush(&mut words, &mut tokens);
                tokens.push(Token::And(at..at + joined.end()));
                at += joined.end();
                boundary = true;
                continue;
            }
        }
        if !c.is_whitespace() {
            words.get_or_insert(at);
        }
        boundary = c.is_whitespace() || matches!(c, '—' | '/');
        at += c.len_utf8();
    }
    if let Some(start) = words {
        let end = start + text[start..].trim_end().len();
        if end > start {
            tokens.push(Token::Words(start..end));
        }
    }
    tokens
}

/// A comma inside a figure (`1,000`) separates nothing.
fn within_number(text: &str, comma: usize) -> bool {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    comma > 0 && digit(comma - 1) && digit(comma + 1) && digit(comma + 2) && digit(comma + 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markers_of_every_era_are_known() {
        for (text, quality) in [
            ("also known as X", AliasQuality::Strong),
            ("Also Known As X", AliasQuality::Strong),
            ("a.k.a. X", AliasQuality::Strong),
            ("aka X", AliasQuality::Strong),
            ("a/k/a X", AliasQuality::Strong),
            ("formerly X", AliasQuality::Former),
            ("f.k.a. X", AliasQuality::Former),
            ("now known as X", AliasQuality::New),
            ("also known as “X”", AliasQuality::Strong),
        ] {
            let (length, found) = marker(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found, quality, "{text}");
            assert!(text[length..].starts_with(['X', '“']), "{text}: {length}");
        }
        for text in ["Akaba", "known as X", "Nkana", "andalso"] {
            assert!(marker(text).is_none(), "{text}");
        }
    }

    #[test]
    fn parentheses_and_quotes_hide_what_they_hold() {
        let text = "A (x, y; z), “B, C” and D";
        let kinds: Vec<_> = tokens(text)
            .into_iter()
            .map(|t| match t {
                Token::Words(r) => format!("w:{}", &text[r]),
                Token::Group(r) => format!("g:{}", &text[r]),
                Token::Comma => ",".to_owned(),
                Token::Semicolon => ";".to_owned(),
                Token::And(_) => "and".to_owned(),
                Token::Marker(..) => "m".to_owned(),
            })
            .collect();
        assert_eq!(kinds, ["w:A", "g:x, y; z", ",", "w:“B, C” and D"]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_scanned(text in r#"[A-Za-z(),;“”"' aka.é—]{0,120}"#) {
            for token in tokens(&text) {
                if let Token::Words(r) | Token::Group(r) | Token::Marker(r, _) | Token::And(r) = token {
                    prop_assert!(text.get(r).is_some());
                }
            }
        }
    }
}
