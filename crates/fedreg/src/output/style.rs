//! Colours, counts and line breaks of prose.

use anstyle::{AnsiColor, Style};

/// Errors, removals.
pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
/// Additions, help.
pub(crate) const GREEN: Style = AnsiColor::Green.on_default().bold();
/// What needs a person.
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
/// Changes, pointers.
pub(crate) const BLUE: Style = AnsiColor::Blue.on_default().bold();
/// Asides.
pub(crate) const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

/// `text` in a style. The printer drops styles where colours are unwanted.
pub(crate) fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// `text` in bold.
pub(crate) fn bold(text: &str) -> String {
    paint(BOLD, text)
}

/// `3 notices`, `1 notice`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A machine's word as a person's: `upon_publication` → `upon publication`.
pub(crate) fn words(word: &str) -> String {
    word.replace('_', " ")
}

/// Sets plain text in lines of at most `width` characters, each after `indent`.
pub(crate) fn wrap(text: &str, width: usize, indent: &str) -> String {
    let room = width.saturating_sub(indent.chars().count()).max(20);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut length = 0;
        for word in paragraph.split_whitespace() {
            let letters = word.chars().count();
            if length > 0 && length + 1 + letters > room {
                lines.push(format!("{indent}{line}"));
                line.clear();
                length = 0;
            }
            if length > 0 {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += letters;
        }
        lines.push(format!("{indent}{line}"));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_keep_every_word_and_the_width() {
        let text = "one two three four five six seven eight nine ten eleven twelve";
        let set = wrap(text, 30, "    ");
        assert!(
            set.lines()
                .all(|l| l.starts_with("    ") && l.chars().count() <= 30),
            "{set}"
        );
        assert_eq!(set.split_whitespace().collect::<Vec<_>>().join(" "), text);
    }

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(count(1, "notice", "notices"), "1 notice");
        assert_eq!(count(0, "notice", "notices"), "0 notices");
    }
}
