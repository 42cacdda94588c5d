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

/// Sets text in lines of at most `width` characters, each after `indent`. Styles have no width.
pub(crate) fn wrap(text: &str, width: usize, indent: &str) -> String {
    hang(text, width, indent, indent)
}

/// The same with another indent before the first line.
pub(crate) fn hang(text: &str, width: usize, first: &str, indent: &str) -> String {
    let mut out = String::new();
    for (n, paragraph) in text.lines().enumerate() {
        let mut lead = if n == 0 { first } else { indent };
        if n > 0 {
            out.push('\n');
        }
        out.push_str(lead);
        let mut column = 0;
        for word in paragraph.split_whitespace() {
            let room = width.saturating_sub(lead.chars().count()).max(20);
            let letters = visible(word);
            if column > 0 && column + 1 + letters > room {
                out.push('\n');
                out.push_str(indent);
                lead = indent;
                column = 0;
            }
            if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += letters;
        }
    }
    out
}

/// How many characters of a word are seen.
fn visible(word: &str) -> usize {
    anstream::adapter::strip_str(word)
        .map(|part| part.chars().count())
        .sum()
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
    fn styles_have_no_width() {
        let plain = "one two three four five six seven";
        let painted = plain.replace("three", &paint(RED, "three"));
        let set = wrap(&painted, 24, "  ");
        assert_eq!(
            anstream::adapter::strip_str(&set).to_string(),
            wrap(plain, 24, "  ")
        );
        assert_eq!(hang("a b", 40, "- ", "  "), "- a b");
    }
}
