//! The notice's words with each field underlined, the way a compiler shows an error.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Level, Renderer, Snippet};

use super::locate::Located;
use crate::output::cell;

/// Renders the fields over the text. `width` is the width of the terminal.
pub(super) fn render(
    title: &str,
    path: &str,
    text: &str,
    fields: &[Located],
    width: usize,
) -> String {
    let source = lines_of(text, width.saturating_sub(8));
    let mut snippet = Snippet::source(source.as_str()).path(path);
    for located in fields {
        let Some(range) = &located.range else {
            continue;
        };
        let value = cell(&located.value);
        let same = text.get(range.clone()) == Some(value.as_str());
        let label = if same {
            located.field.clone()
        } else {
            format!("{} = {value}", located.field)
        };
        let mut parts = by_line(&source, range).into_iter().peekable();
        while let Some(part) = parts.next() {
            let annotation = AnnotationKind::Primary.span(part);
            snippet = snippet.annotation(if parts.peek().is_none() {
                annotation.label(label.clone())
            } else {
                annotation
            });
        }
    }
    let notes = fields.iter().filter_map(|located| {
        let note = match (located.note, &located.range) {
            (Some(note), _) => note,
            (None, None) => "not in these words in the notice",
            (None, Some(_)) => return None,
        };
        let text = format!("{} = {}: {note}", located.field, cell(&located.value));
        Some(Element::from(Level::NOTE.message(text)))
    });
    let group = Level::INFO
        .with_name("record")
        .primary_title(title)
        .element(snippet)
        .elements(notes.collect::<Vec<_>>());
    let mut rendered = Renderer::styled().term_width(width).render(&[group]);
    rendered.push('\n');
    rendered
}

/// The text with spaces turned into line feeds so that lines fit, and what could steer a terminal
/// replaced: byte for byte as long as before, so that every range still holds.
fn lines_of(text: &str, width: usize) -> String {
    let mut bytes = String::with_capacity(text.len());
    let mut column = 0;
    let mut last_space: Option<(usize, usize)> = None;
    for c in text.chars() {
        let shown = harmless(c);
        if c == '\n' {
            column = 0;
            last_space = None;
        } else {
            if c == ' ' {
                last_space = Some((bytes.len(), column));
            }
            column += 1;
        }
        bytes.push(shown);
        if column > width
            && let Some((at, space_column)) = last_space.take()
        {
            bytes.replace_range(at..=at, "\n");
            column -= space_column + 1;
        }
    }
    bytes
}

/// A character of the same length in UTF-8 that does nothing.
fn harmless(c: char) -> char {
    match c {
        '\n' => c,
        c if crate::output::safe(c.encode_utf8(&mut [0; 4])).len() == c.len_utf8() && c != '\t' => {
            c
        }
        c => match c.len_utf8() {
            1 => ' ',
            2 => '\u{BF}',
            _ => '\u{FFFD}',
        },
    }
}

/// The parts of a range on each line, without the line feeds.
fn by_line(source: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut start = range.start;
    let mut parts = Vec::new();
    for line in source[range.clone()].split('\n') {
        if !line.is_empty() {
            parts.push(start..start + line.len());
        }
        start += line.len() + 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_ranges_hold() {
        let text = "one two three four five six seven eight\nnine\u{202e}\u{9b}\tten é";
        let lines = lines_of(text, 12);
        assert_eq!(lines.len(), text.len());
        assert!(
            lines.lines().all(|line| line.chars().count() <= 13),
            "{lines}"
        );
        assert_eq!(crate::output::safe(&lines), lines);
        let start = text.find("three").unwrap();
        assert_eq!(&lines[start..start + 5], "three");
    }

    #[test]
    fn a_range_over_a_line_break_is_underlined_on_both_lines() {
        assert_eq!(by_line("ab\ncd", &(1..4)), [1..2, 3..4]);
    }
}
