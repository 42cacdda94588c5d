//! Text of others on a terminal: what could move the cursor, recolour or reorder is made visible.

use std::borrow::Cow;

/// Escapes control characters (C0 but line feed and tab, DEL, C1) and the marks that reorder or
/// hide text, as `\u{1b}`.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unsafe(c) {
            escaped.extend(c.escape_unicode());
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// The same on one line: line feeds and tabs become spaces.
pub fn safe_line(text: &str) -> String {
    safe(text).replace(['\n', '\t'], " ")
}

fn is_unsafe(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Bidirectional overrides and isolates, zero-width characters, the byte order mark.
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}'
        | '\u{061C}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::{safe, safe_line};

    #[test]
    fn what_steers_a_terminal_is_shown_and_not_obeyed() {
        for (text, shown) in [
            ("plain “text” — é", "plain “text” — é"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("title\u{7}", "title\\u{7}"),
            ("a\u{9b}2Jb", "a\\u{9b}2Jb"),
            ("abc\u{202e}fed", "abc\\u{202e}fed"),
            ("two\nlines", "two\nlines"),
            ("over\rwritten", "over\\u{d}written"),
        ] {
            assert_eq!(safe(text), shown);
        }
        assert_eq!(safe_line("two\nlines\tand tabs"), "two lines and tabs");
    }
}
