//! The lines of page text, and what each one is by its form alone.

use std::sync::LazyLock;

use regex::Regex;

use super::source::is_site_label;
use super::table::has_columns;

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line<'a> {
    Blank,
    /// A rule of hyphens, equals signs or underscores, and its length.
    Rule(usize),
    /// `[[Page 746]]`; `None` for `[[Page Unknown]]` and running heads.
    Page(Option<u32>),
    Text(Text<'a>),
}

/// A line with words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text<'a> {
    /// The words, trimmed.
    pub(super) words: &'a str,
    /// Columns before them.
    pub(super) indent: usize,
    /// A space ends the line: in GPO's text, the line was wrapped there.
    pub(super) trailing: bool,
    /// Columns up to the end of the words.
    pub(super) width: usize,
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("the pattern is a constant"));
    };
}

pattern!(PAGE, r"^\[\[Page\s+([0-9A-Za-z]+)\]\]$");
pattern!(
    RUNNING,
    r"^(?:[0-9]{3,6}\s+)?Federal Register\s*/\s*Vol\.\s*[0-9]+\s*,\s*No\.\s*[0-9]+(?:\s*/.*)?$"
);
// What the typesetting system prints in the margins of a page.
pattern!(
    MARGIN,
    r"^(?:VerDate\s|.*\bJkt\s+[0-9]{6}\b.*\bPO\s+[0-9]{5}|[a-z]+ on [A-Z0-9]+(?:PROD|[0-9])\S* with [A-Z]+)"
);

/// Cuts text into lines. Controls are dropped, tabs count four columns.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.split('\n')
        .flat_map(|line| line.split('\u{c}'))
        .map(|line| {
            let clean = line
                .replace('\t', "    ")
                .replace(['\u{a0}', '\u{2003}', '\u{2009}'], " ");
            if clean.contains(char::is_control) {
                clean.chars().filter(|c| !c.is_control()).collect()
            } else {
                clean
            }
        })
        .collect()
}

/// Tells what each line is.
pub(super) fn classify(lines: &[String]) -> Vec<Line<'_>> {
    let mut out: Vec<Line<'_>> = Vec::with_capacity(lines.len());
    let mut head_goes_on = false;
    for line in lines {
        let words = line.trim();
        // A running head that is cut ends on the next line.
        let tail = std::mem::take(&mut head_goes_on) && words.len() < 40;
        out.push(if words.is_empty() || tail || is_site_label(words) {
            Line::Blank
        } else if let Some(page) = PAGE.captures(words) {
            Line::Page(page[1].parse().ok().filter(|page| *page > 0))
        } else if let Some(length) = rule(words) {
            Line::Rule(length)
        } else if RUNNING.is_match(words) {
            head_goes_on = words.ends_with('/') || line.ends_with(' ');
            Line::Page(None)
        } else if MARGIN.is_match(words) {
            Line::Page(None)
        } else {
            let indent = line.chars().take_while(|c| *c == ' ').count();
            Line::Text(Text {
                words,
                indent,
                trailing: line.ends_with(' '),
                width: indent + words.chars().count(),
            })
        });
    }
    out
}

fn rule(words: &str) -> Option<usize> {
    let first = words.bytes().next()?;
    let uniform = matches!(first, b'-' | b'=' | b'_') && words.bytes().all(|b| b == first);
    (uniform && words.len() >= 5).then_some(words.len())
}

/// How lines of this text were wrapped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// A wrapped line ends in a space, or in a hyphen or slash: GPO's own files.
    Marked,
    /// Wrapped at about this many columns, without marks: files that lost their line ends.
    Width(usize),
    /// Every line is a paragraph: text copied from a web page.
    #[default]
    None,
}

/// In GPO's page text a word that would end at this column or before was never wrapped (measured
/// over files of 1996 to 2026; most wrap at 72, some at 69).
const GPO_WIDTH: usize = 68;

/// How much shorter than the others a full line may be, in columns.
pub(super) const SLACK: usize = 5;

/// Finds out how the lines were wrapped. `gpo`: the text has GPO's heading.
pub(super) fn wrapping(lines: &[Line<'_>], gpo: bool) -> Wrapping {
    let prose = || texts(lines).filter(|text| !is_set(text));
    let long = prose().filter(|text| text.width >= 60).count();
    let marked = prose()
        .filter(|text| text.trailing && text.width >= 45)
        .count();
    if marked >= 1 && marked * 2 >= long {
        return Wrapping::Marked;
    }
    let wide = texts(lines).filter(|text| text.width > WIDEST).count();
    if wide * 10 > texts(lines).count() {
        return Wrapping::None;
    }
    // Lines with a line right below: only these can have been wrapped.
    let mut widths: Vec<usize> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [Line::Text(text), Line::Text(_)] if !is_set(text) => Some(text.width),
            _ => None,
        })
        .collect();
    widths.sort_unstable();
    let nine_in_ten = widths
        .get(widths.len() * 9 / 10)
        .copied()
        .unwrap_or_default();
    // GPO's typewriter has exactly this many columns; elsewhere letters differ in width.
    if gpo && (50..=72).contains(&nine_in_ten) {
        return Wrapping::Width(GPO_WIDTH + SLACK);
    }
    if nine_in_ten >= 25 && widths.len() >= 2 {
        Wrapping::Width(nine_in_ten)
    } else {
        Wrapping::None
    }
}

/// Whether a line is set in columns, as those of tables are, and not wrapped.
fn is_set(text: &Text<'_>) -> bool {
    const MARGIN: usize = 16;
    text.indent > MARGIN || has_columns(text.words)
}

/// The widest line of text that was wrapped at all, in columns.
const WIDEST: usize = 130;

fn texts<'l>(lines: &'l [Line<'_>]) -> impl Iterator<Item = &'l Text<'l>> {
    lines.iter().filter_map(|line| {
        if let Line::Text(text) = line {
            Some(text)
        } else {
            None
        }
    })
}

/// Closes up text whose wrapped lines are double-spaced: drafts on public inspection, and copies
/// that doubled every line end.
pub(super) fn close_up(lines: &mut Vec<Line<'_>>) {
    let total = texts(lines).count();
    let touching = lines
        .windows(2)
        .filter(|pair| matches!(pair, [Line::Text(_), Line::Text(_)]))
        .count();
    let words: Vec<&Text<'_>> = texts(lines).collect();
    let wide = words.iter().any(|text| text.width > WIDEST);
    // Lines that break off, and those of them whose next line goes on in lower case.
    let broken = |text: &Text<'_>| text.width >= 50 && !text.words.ends_with(['.', ':', ';']);
    let breaks = words.iter().filter(|text| broken(text)).count();
    let continued = words
        .windows(2)
        .filter(|pair| broken(pair[0]) && pair[1].words.starts_with(char::is_lowercase))
        .count();
    if wide || touching * 10 > total || continued < 2 || continued * 4 < breaks {
        return;
    }
    let mut out = Vec::with_capacity(lines.len());
    let mut blanks = 0_usize;
    for line in lines.drain(..) {
        if line == Line::Blank {
            blanks += 1;
            continue;
        }
        out.extend(std::iter::repeat_n(Line::Blank, blanks / 2));
        blanks = 0;
        out.push(line);
    }
    *lines = out;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_by_their_form() {
        let owned = lines(
            "a\u{0} b \n\n[[Page 746]]\n[[Page Unknown]]\n-----------------------\n    four\n\u{0}Federal Register / Vol. 63, No. 246 / Wednesday, December 23, 1998 / \nRules and Regulations\u{0}\n31788 Federal Register / Vol. 74, No. 126 / Thursday, July 2, 2009 / Notices\nVerDate Nov<24>2008 15:12 Jul 01, 2009 Jkt 217001 PO 00000\n---",
        );
        let text = |words, indent, trailing, width| {
            Line::Text(Text {
                words,
                indent,
                trailing,
                width,
            })
        };
        assert_eq!(
            classify(&owned),
            [
                text("a b", 0, true, 3),
                Line::Blank,
                Line::Page(Some(746)),
                Line::Page(None),
                Line::Rule(23),
                text("four", 4, false, 8),
                Line::Page(None),
                Line::Blank,
                Line::Page(None),
                Line::Page(None),
                text("---", 0, false, 3),
            ]
        );
    }
}
