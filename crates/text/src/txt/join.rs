//! Joins wrapped lines into paragraphs, and keeps lines apart that print keeps apart.
//!
//! GPO's files mark a wrap by the space that ends the line (or by the hyphen or slash at which a
//! word was cut), so there a line without one ends its paragraph. Text that lost these marks is
//! joined by width: a line that had room for the first word of the next line was ended on purpose.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Line, SLACK, Text, Wrapping};
use super::{grid, table};
use crate::stated::is_act_of_the_president;

/// Lines that belong together, or one line that stands alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// The words, joined, not yet normalised.
    pub(super) text: String,
    /// Columns before its first line.
    pub(super) indent: usize,
    /// Number of lines.
    pub(super) lines: usize,
    /// Blank lines before it.
    pub(super) blanks: usize,
    /// A rule stands before it.
    pub(super) ruled: bool,
    /// The page on which it starts.
    pub(super) page: Option<u32>,
    /// What it is, where its place tells.
    pub(super) kind: Kind,
    /// Whether a line of it may be an entry of its own.
    pub(super) guessed: bool,
}

/// What the place of a paragraph tells about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Text,
    Footnote,
    TableRow,
}

static NOTE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\\[0-9*]{1,4}\\").expect("the pattern is a constant"));
static LEADERS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\.{5,}").expect("the pattern is a constant"));
// Lines that never go on with the line before them.
static STRUCTURAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:0$|\[FR Doc\.|(?i:billing code)\b|Dated:|DATED:|The President$|[•○●]|\[GRAPHIC|(?:AGENCY|ACTION|SUMMARY|DATES?|EFFECTIVE DATES?|ADDRESS(?:ES)?|FOR FURTHER INFORMATION(?: CONTACT)?|SUPPLEMENTARY INFORMATION):)",
    )
    .expect("the pattern is a constant")
});

static DATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:dated): .*\b[0-9]{4}\.?$").expect("the pattern is a constant")
});

/// Joins lines into paragraphs.
pub(super) fn paragraphs(
    lines: &[Line<'_>],
    wrapping: Wrapping,
    page: Option<u32>,
) -> Vec<Paragraph> {
    let mut join = Joiner {
        wrapping,
        page,
        ..Joiner::default()
    };
    for (at, line) in lines.iter().enumerate() {
        join.line(*line, &lines[at + 1..]);
    }
    join.finish_note();
    join.finish();
    join.out
}

#[derive(Default)]
struct Joiner<'a> {
    wrapping: Wrapping,
    out: Vec<Paragraph>,
    open: Option<(Paragraph, Text<'a>)>,
    note: Option<(Paragraph, Text<'a>)>,
    /// Footnotes that stood inside the open paragraph.
    notes: Vec<Paragraph>,
    in_note: bool,
    table_rules: usize,
    row_lines: Vec<(usize, &'a str)>,
    blanks: usize,
    ruled: bool,
    /// A page mark or a footnote stands between the open paragraph and what comes.
    interrupted: bool,
    /// Lines of a table that were read together.
    read_ahead: usize,
    page: Option<u32>,
}

impl<'a> Joiner<'a> {
    fn line(&mut self, line: Line<'a>, rest: &[Line<'a>]) {
        if self.read_ahead > 0 {
            self.read_ahead -= 1;
            if let Line::Page(page) = line {
                self.page = page.or(self.page);
            }
            return;
        }
        match line {
            Line::Blank => self.blanks += 1,
            Line::Page(page) => {
                self.page = page.or(self.page);
                self.interrupted = true;
            }
            Line::Rule(length) => self.rule(length, rest),
            Line::Text(text) if self.in_note => self.note_line(text),
            Line::Text(text) => self.text(text, rest),
        }
    }

    fn rule(&mut self, length: usize, rest: &[Line<'a>]) {
        if self.in_note {
            self.finish_note();
            self.in_note = false;
            self.interrupted = true;
            return;
        }
        let next = rest.iter().find_map(|line| match line {
            Line::Text(text) => Some(text),
            _ => None,
        });
        if length >= 72 && next.is_some_and(|text| NOTE.is_match(text.words)) {
            self.in_note = true;
            self.interrupted = true;
            return;
        }
        self.finish();
        if self.table_rules == 0
            && matches!(rest.first(), Some(Line::Text(_)))
            && is_table_head(rest)
            && let Some((rows, lines)) = grid::table(rest)
        {
            for cells in rows {
                self.out.push(Paragraph {
                    text: cells.join("\t"),
                    lines: 1,
                    page: self.page,
                    kind: Kind::TableRow,
                    ..Paragraph::default()
                });
            }
            self.read_ahead = lines;
            self.ruled = true;
            return;
        }
        // The rules of a table touch its lines; others stand between blank lines.
        let below = matches!(rest.first(), Some(Line::Text(_))) && is_table_head(rest);
        self.table_rules = match self.table_rules {
            0 if below => 1,
            // Head, body: a third rule, or one with nothing below, ends the table.
            1 if matches!(rest.first(), Some(Line::Text(_))) => 2,
            _ => 0,
        };
        // Blank lines above a table do not part its rule from its head.
        if self.table_rules > 0 {
            self.blanks = 0;
        }
        self.ruled = true;
    }

    fn note_line(&mut self, text: Text<'a>) {
        let starts = NOTE.is_match(text.words);
        let goes_on = self.note.as_ref().is_some_and(|(_, last)| {
            !starts
                && (self.blanks == 0 || self.interrupted)
                && (text.indent < 4 || last.indent >= 4 && text.indent == 0)
        });
        if goes_on {
            if let Some((note, last)) = &mut self.note {
                push_line(note, *last, text);
                *last = text;
            }
        } else {
            self.finish_note();
            let note = Paragraph {
                kind: Kind::Footnote,
                page: self.page,
                text: NOTE.replace(text.words, "").into_owned(),
                lines: 1,
                indent: text.indent,
                ..Paragraph::default()
            };
            self.note = Some((note, text));
        }
        self.blanks = 0;
    }

    fn finish_note(&mut self) {
        self.notes.extend(self.note.take().map(|(note, _)| note));
    }

    fn text(&mut self, text: Text<'a>, rest: &[Line<'a>]) {
        if self.blanks > 0 && !self.interrupted {
            self.table_rules = 0;
        }
        if self.table_rules > 0 || LEADERS.is_match(text.words) {
            return self.row(text);
        }
        let goes_on = match &self.open {
            None => false,
            Some((_, last)) if self.ruled || stands_alone(*last, text) => false,
            Some((open, _)) if open.kind == Kind::TableRow => false,
            Some((open, last)) if self.interrupted => self.goes_on_across(open, *last, text, rest),
            Some(_) if self.blanks > 0 => false,
            Some((open, last)) => self.goes_on(open, *last, text, rest),
        };
        if goes_on {
            let guessed = self.is_guess(text);
            if let Some((open, last)) = &mut self.open {
                push_line(open, *last, text);
                open.guessed |= guessed;
                *last = text;
            }
            self.blanks = 0;
            self.interrupted = false;
        } else {
            self.finish();
            self.start(text, Kind::Text);
        }
    }

    /// A line of a table: in the body, a line that is set in goes on with the row above.
    fn row(&mut self, text: Text<'a>) {
        let goes_on = self.table_rules > 1
            && text.indent > 0
            && self
                .open
                .as_ref()
                .is_some_and(|(open, _)| open.kind == Kind::TableRow);
        if !goes_on {
            self.finish();
            self.start(text, Kind::TableRow);
            self.row_lines.clear();
        }
        self.row_lines.push((text.indent, text.words));
        self.blanks = 0;
        self.interrupted = false;
    }

    fn start(&mut self, text: Text<'a>, kind: Kind) {
        let paragraph = Paragraph {
            text: text.words.to_owned(),
            indent: text.indent,
            lines: 1,
            blanks: std::mem::take(&mut self.blanks),
            ruled: std::mem::take(&mut self.ruled),
            page: self.page,
            kind,
            guessed: false,
        };
        self.interrupted = false;
        self.open = Some((paragraph, text));
    }

    fn finish(&mut self) {
        if let Some((open, _)) = self
            .open
            .as_mut()
            .filter(|(open, _)| open.kind == Kind::TableRow)
        {
            open.text = table::cells(self.row_lines.drain(..)).join("\t");
        }
        self.out.extend(self.open.take().map(|(open, _)| open));
        self.out.append(&mut self.notes);
    }

    /// Whether `next`, on the line right below `last`, goes on with its paragraph.
    fn goes_on(&self, open: &Paragraph, last: Text<'a>, next: Text<'a>, rest: &[Line<'a>]) -> bool {
        let deeper = next.indent > last.indent + 1;
        match self.wrapping {
            Wrapping::None => false,
            Wrapping::Marked => {
                let cut = last.words.ends_with(['-', '/']);
                // Some lists have the space on every line: a line with room to spare was ended on
                // purpose. Lines set far in are presidential documents, whose width is less.
                let roomy = next.indent < 8
                    && fits(last, next, 62)
                    && !starts_lower(next.words)
                    && !is_unfinished(last.words);
                (last.trailing && !roomy) || (cut && !last.words.ends_with(" -"))
            }
            Wrapping::Width(_) if is_cut(last, next) && last.words.ends_with('-') => true,
            Wrapping::Width(width) => {
                if piece_fits(last, next, width.saturating_sub(SLACK)) {
                    return false;
                }
                // After a colon, a line that is short and not the last begins a list.
                let listed = matches!(rest.first(), Some(Line::Text(below))
                    if piece_fits(next, *below, width.saturating_sub(SLACK)));
                if last.words.ends_with(':') && listed {
                    return false;
                }
                if self.is_listing(open) && closes_entry(&open.text) && !starts_lower(next.words) {
                    return false;
                }
                // A deeper line below a full one is a hanging line, unless a sentence ended there.
                !deeper || open.lines == 1 && !ends_sentence(last.words)
            }
        }
    }

    /// Whether `next` was joined to a line of a list with nothing but its width to say so: it might
    /// begin an entry of its own.
    fn is_guess(&self, next: Text<'a>) -> bool {
        matches!(self.wrapping, Wrapping::Width(_))
            && self.open.as_ref().is_some_and(|(open, last)| {
                open.indent < 4
                    && self.is_listing(open)
                    && next.words.starts_with(char::is_uppercase)
                    && !is_unfinished(last.words)
                    && !last.words.ends_with(['-', '/'])
            })
    }

    /// Whether the open paragraph stands in a list: below a colon, or right below a line that is no
    /// sentence.
    fn is_listing(&self, open: &Paragraph) -> bool {
        self.out.last().is_some_and(|above| {
            above.text.ends_with(':')
                || (open.blanks == 0 && above.indent == open.indent && !ends_sentence(&above.text))
        })
    }

    /// Whether `next` goes on with the paragraph before a page mark or a footnote.
    fn goes_on_across(
        &self,
        open: &Paragraph,
        last: Text<'a>,
        next: Text<'a>,
        rest: &[Line<'a>],
    ) -> bool {
        if last.words.ends_with('-') || (self.wrapping == Wrapping::Marked && last.trailing) {
            return true;
        }
        let body_indent = open.indent >= 4 && open.indent < 16;
        if next.indent > last.indent.min(open.indent) + 1 && next.indent >= 4 {
            return false;
        }
        if next.words.starts_with(['[', '•']) {
            return false;
        }
        if starts_lower(next.words) && !open.text.ends_with(':') {
            return true;
        }
        if is_unfinished(last.words) {
            return true;
        }
        if ends_sentence(last.words) {
            // Body paragraphs begin with an indent, so a flush line goes on, unless it is a heading.
            let heading = next.width < 60 && !matches!(rest.first(), Some(Line::Text(_)));
            return body_indent && !heading && next.indent < 4 && !open.text.ends_with(':');
        }
        if self.is_listing(open) && closes_entry(&open.text) {
            return false;
        }
        open.lines > 1 || open.indent >= 4 || last.width >= 60
    }
}

/// Whether the lines up to the next rule can be a table's head or body.
fn is_table_head(rest: &[Line<'_>]) -> bool {
    const TALLEST: usize = 80;
    let near = &rest[..rest.len().min(TALLEST)];
    let Some(end) = near.iter().position(|line| matches!(line, Line::Rule(_))) else {
        return false;
    };
    near[..end]
        .iter()
        .any(|line| matches!(line, Line::Text(text) if table::has_columns(text.words)))
}

/// Whether one of two lines is a paragraph of its own by its words.
fn stands_alone(last: Text<'_>, next: Text<'_>) -> bool {
    STRUCTURAL.is_match(next.words)
        || last.words == "The President"
        || last.words.eq_ignore_ascii_case("-to-")
        || next.words.eq_ignore_ascii_case("-to-")
        || is_act_of_the_president(last.words)
        || is_act_of_the_president(next.words)
        || DATED.is_match(last.words)
}

/// Whether the first word of `next` had room behind `last`, within `width` columns.
fn fits(last: Text<'_>, next: Text<'_>, width: usize) -> bool {
    let word = next.words.split(' ').next().unwrap_or_default();
    last.width + 1 + word.chars().count() <= width
}

/// Whether at least the part of the first word up to a hyphen, where it may be cut, had room.
fn piece_fits(last: Text<'_>, next: Text<'_>, width: usize) -> bool {
    let word = next.words.split(' ').next().unwrap_or_default();
    let piece = word.split_inclusive('-').next().unwrap_or(word);
    last.width + 1 + piece.chars().count() <= width
}

/// Whether an entry of a list is complete: it ends with the bracket of its aliases.
fn closes_entry(text: &str) -> bool {
    // Counting is for entries; on text of any length it would add up.
    text.len() < 4096
        && text.ends_with(')')
        && text.matches('(').count() == text.matches(')').count()
}

fn starts_lower(words: &str) -> bool {
    words.starts_with(char::is_lowercase)
        && !words.starts_with("al-")
        && !words.starts_with("a.k.a")
        && !words.starts_with("aka ")
        && !words.starts_with("also known")
}

/// Whether words are bound to go on: they end in a comma or in a word that needs another.
fn is_unfinished(words: &str) -> bool {
    const BINDING: [&str; 16] = [
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to",
        "with", "known",
    ];
    words.ends_with(',')
        || words
            .rsplit(' ')
            .next()
            .is_some_and(|last| BINDING.contains(&last))
}

fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['\'', '"', '”', ')'])
        .ends_with(['.', '!', '?', ':', ';'])
}

/// Adds a line; a word that was cut after a hyphen or slash is made whole.
fn push_line(paragraph: &mut Paragraph, last: Text<'_>, next: Text<'_>) {
    if !is_cut(last, next) {
        paragraph.text.push(' ');
    }
    paragraph.text.push_str(next.words);
    paragraph.lines += 1;
}

fn is_cut(last: Text<'_>, next: Text<'_>) -> bool {
    // OFAC parts an entry as it was from the entry as it is by `-to-`.
    if last.words == "-to-" || last.words.ends_with(" -to-") {
        return false;
    }
    let before = |mark: char| {
        last.words.strip_suffix(mark).is_some_and(|word| {
            word.ends_with(|c: char| {
                c.is_alphanumeric() || matches!(c, '-' | '\'' | ')' | '.' | '/')
            })
        })
    };
    // `pre- and post-war`
    let suspended = ["and ", "or ", "to "]
        .iter()
        .any(|word| next.words.starts_with(word));
    !last.trailing && ((before('-') && (!suspended || last.words.ends_with("--"))) || before('/'))
}
