//! One spelling for all formats: white space, dashes, quotes, accents, stray characters.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Normalises the words of one block or table cell.
///
/// - runs of white space become one space; none at the ends;
/// - en dash, figure dash, hyphens and minus become `-`, as page text prints them; `--` becomes `—`;
/// - ``` ``x'' ``` becomes `“x”`; single typographic quotes become `'`, which page text uses;
/// - `[aacute]` becomes `á` (known names of letters and symbols only);
/// - controls, zero-width and private-use characters are dropped;
/// - a space before `. , ; : )` or after `(` goes: typesetting of emphasis leaves it behind;
/// - Unicode NFC.
pub(crate) fn normalise(raw: &str) -> String {
    let raw = doubled_quotes(raw);
    let raw = bracket_names(&raw);
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_whitespace() || c == '\u{0}' => push_space(&mut out),
            '-' if chars.peek() == Some(&'-') => {
                let mut run = 1;
                while chars.next_if_eq(&'-').is_some() {
                    run += 1;
                }
                if run == 2 {
                    out.push('—');
                } else {
                    out.extend(std::iter::repeat_n('-', run));
                }
            }
            '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => out.push('-'),
            '\u{2014}' | '\u{2015}' => out.push('—'),
            '\u{2018}'..='\u{201B}' | '\u{2032}' | '`' => out.push('\''),
            c if is_dropped(c) => {}
            '.' | ',' | ';' | ':' | ')' if out.ends_with(' ') => {
                if closes(c, &out, chars.clone()) {
                    out.pop();
                }
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    if out.is_ascii() {
        out
    } else {
        out.nfc().collect()
    }
}

fn push_space(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '(']) {
        out.push(' ');
    }
}

/// Whether a mark after a space belongs to the word before it. Spaced ellipses (`. . .`) stay,
/// and so do file extensions and decimals that follow a space (` .txt`, ` .5`).
fn closes(mark: char, out: &str, mut rest: impl Iterator<Item = char>) -> bool {
    if mark == ')' {
        return true;
    }
    let ends = match rest.next() {
        None => true,
        Some(next) if next.is_whitespace() => {
            mark != '.' || rest.find(|c| !c.is_whitespace()) != Some('.')
        }
        Some(next) => matches!(next, '”' | '’' | '\'' | '"' | ')' | ']'),
    };
    ends && !(mark == '.' && out.trim_end().ends_with('.'))
}

/// Controls, joiners, soft hyphens, byte-order marks, private use.
fn is_dropped(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FFFC}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// Turns page text's doubled quotes into typographic ones.
fn doubled_quotes(raw: &str) -> Cow<'_, str> {
    if !raw.contains("``") && !raw.contains("''") {
        return Cow::Borrowed(raw);
    }
    // In a run of three closing marks the inner, single quotation closes first.
    Cow::Owned(
        raw.replace("```", "“`")
            .replace("``", "“")
            .replace("'''", "'”")
            .replace("''", "”"),
    )
}

/// Turns `[aacute]` into `á`.
fn bracket_names(raw: &str) -> Cow<'_, str> {
    if !raw.contains('[') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = if let Some((length, letter)) = fedreg_model::bracketed(rest) {
            out.push_str(&letter);
            length
        } else {
            out.push('[');
            1
        };
        rest = &rest[taken..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The text of a named entity of HTML (`eacute`), if there is such a name.
pub(crate) fn entity(name: &str) -> Option<String> {
    // Printers' names that HTML has not: the dotless i, the square bullet.
    match name {
        "inodot" => return Some("ı".to_owned()),
        "sbull" => return Some("•".to_owned()),
        _ => {}
    }
    let written = format!("&{name};");
    let decoded = html_escape::decode_html_entities(&written);
    (decoded != written).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::normalise;
    use proptest::prelude::*;

    #[test]
    fn every_format_s_habits_end_in_one_spelling() {
        for (raw, clean) in [
            ("  a \n\t b\u{a0}c\u{2009}d  ", "a b c d"),
            ("2024\u{2013}02110", "2024-02110"),
            ("Palestine--General Command", "Palestine—General Command"),
            ("-----", "-----"),
            ("the ``Act'' and `so'", "the “Act” and 'so'"),
            ("``a `b'''", "“a 'b'”"),
            ("Asa’ib Ahl al‘Haq", "Asa'ib Ahl al'Haq"),
            (
                "Bol[iacute]var, [Eacute]ta and [ntilde]",
                "Bolívar, Éta and ñ",
            ),
            (
                "Secretary of State [and] the [part] [Corrected]",
                "Secretary of State [and] the [part] [Corrected]",
            ),
            (
                "Federal Register . The ( INA )",
                "Federal Register. The (INA)",
            ),
            ("wait . . . and", "wait . . . and"),
            ("a .txt file at .5", "a .txt file at .5"),
            ("nul\u{0}byte \u{e199}x\u{7}", "nul byte x"),
            ("e\u{301}", "é"),
            ("", ""),
        ] {
            assert_eq!(normalise(raw), clean, "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn normalising_gives_clean_text(raw in "\\PC{0,80}") {
            let clean = normalise(&raw);
            prop_assert!(!clean.contains("  ") && !clean.contains('\n'));
            prop_assert_eq!(clean.trim(), &clean);
        }
    }
}
