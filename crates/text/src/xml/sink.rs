//! Collects text into blocks, and decides where white space beside inline elements is real.
//!
//! Two vintages differ. Pretty-printed files put each inline element on a line of its own: the
//! newline and the indentation are the printer's, and a space that is part of the text stands
//! beside them. Older files glue some elements to their neighbours (`the<E>Federal Register</E>on`):
//! between letters of different typefaces there was a space, beside sub- and superscripts none.

use fedreg_model::Role;

use crate::assemble::RawBlock;

/// Text that is being collected.
#[derive(Default)]
struct Open {
    role: Option<Role>,
    text: String,
    page: Option<u32>,
    /// Whether `text` has more than white space.
    has_words: bool,
    /// Footnotes, tables and graphics that stood inside; they follow when it closes.
    after: Vec<RawBlock>,
}

/// How an inline element meets the text beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// It changes the typeface.
    Typeface,
    /// It touches its neighbours: sub- and superscript, footnote marks.
    Tight,
    /// A page mark. In files that are not pretty-printed it took the place of a space.
    Page,
}

/// What an inline tag has just left to decide.
#[derive(Clone, Copy, Default)]
struct Joint {
    /// An inline tag is the last thing seen.
    pending: bool,
    /// The tag closed, rather than opened, an element.
    closed: bool,
    /// A space beside it may have been lost.
    typeface: bool,
    /// The element stands on a line of its own, indented this far.
    indent: Option<usize>,
}

#[derive(Default)]
pub(super) struct Sink {
    out: Vec<RawBlock>,
    open: Option<Open>,
    role: Option<Role>,
    suspended: Vec<(Option<Open>, usize)>,
    row: Option<Vec<String>>,
    in_cell: bool,
    joint: Joint,
    /// Inline elements that are open: whether each changes the typeface, and its indentation.
    inline: Vec<(bool, Option<usize>)>,
    /// A superscript whose nature the next element tells.
    mark: Option<String>,
    in_mark: bool,
    page: Option<u32>,
    start_page: Option<u32>,
    wrote: bool,
}

impl Sink {
    /// The role of text that comes without a block of its own.
    pub(super) fn default_role(&mut self, role: Role) {
        self.role = Some(role);
    }

    pub(super) fn blocks(&self) -> &[RawBlock] {
        &self.out
    }

    pub(super) fn into_blocks(mut self) -> Vec<RawBlock> {
        while !self.suspended.is_empty() {
            self.resume();
        }
        self.close();
        self.out
    }

    /// The page on which the document starts, if a page mark stands before its first word.
    pub(super) fn start_page(&self) -> Option<u32> {
        self.start_page
    }

    pub(super) fn page(&mut self, page: u32) {
        // Marks inside reprinted forms carry small numbers of other publications.
        if self
            .page
            .is_some_and(|last| page <= last || page > last + 500)
        {
            return;
        }
        self.page = Some(page);
        if !self.wrote {
            self.start_page = Some(page);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.in_mark {
            if let Some(mark) = &mut self.mark {
                mark.push_str(text);
            }
            return;
        }
        let mut text = text;
        if self.joint.pending
            && let (Some(indent), Some(rest)) = (
                self.joint.indent,
                text.trim_start_matches('\r').strip_prefix('\n'),
            )
        {
            let spaces = rest
                .bytes()
                .take_while(|b| matches!(b, b' ' | b'\t'))
                .count();
            text = &rest[spaces.min(indent)..];
            if text.is_empty() {
                return;
            }
        }
        if !text.trim().is_empty() {
            self.settle_mark();
        }
        let blank = text.trim().is_empty();
        if self.open.is_none() {
            if blank {
                return;
            }
            self.open = Some(Open {
                role: self.role,
                ..Open::default()
            });
        }
        let Some(open) = &mut self.open else { return };
        if !blank && !open.has_words {
            open.has_words = true;
            open.page = self.page;
            self.wrote = true;
        }
        if blank && is_spaced(&open.text) {
            return;
        }
        if self.joint.pending {
            if let (Some(before), Some(after)) =
                (open.text.chars().next_back(), text.chars().next())
                && self.joint.typeface
                && lost_space(before, after, self.joint.closed)
            {
                open.text.push(' ');
            }
            self.joint = Joint::default();
        }
        open.text.push_str(text);
    }

    /// An inline element opens.
    pub(super) fn inline_start(&mut self, edge: Edge) {
        let mut indent = self.joint.indent.filter(|_| self.joint.pending);
        if let Some(open) = &mut self.open {
            let kept = open.text.trim_end_matches([' ', '\t']);
            let spaces = open.text.len() - kept.len();
            if spaces > 0 && kept.ends_with('\n') {
                let kept = kept.trim_end_matches(['\n', '\r']).len();
                open.text.truncate(kept);
                indent = Some(spaces);
            }
        }
        let typeface = match edge {
            Edge::Typeface => true,
            Edge::Tight => false,
            Edge::Page => indent.is_none(),
        };
        self.inline.push((typeface, indent));
        self.joint = Joint {
            pending: true,
            closed: false,
            typeface,
            indent: None,
        };
    }

    pub(super) fn inline_end(&mut self) {
        let (typeface, indent) = self.inline.pop().unwrap_or_default();
        self.in_mark = false;
        self.joint = Joint {
            pending: true,
            closed: true,
            typeface,
            indent,
        };
    }

    pub(super) fn mark_start(&mut self) {
        self.settle_mark();
        self.mark = Some(String::new());
        self.in_mark = true;
    }

    /// The superscript before was a footnote mark.
    pub(super) fn drop_mark(&mut self) {
        self.mark = None;
    }

    /// The superscript before was no footnote mark, unless it numbers a note or stands in a table.
    fn settle_mark(&mut self) {
        let Some(mark) = self.mark.take() else { return };
        let numbers_a_note = self.row.is_some()
            || self.role == Some(Role::Footnote)
                && self.open.as_ref().is_none_or(|open| !open.has_words);
        if let (false, Some(open)) = (numbers_a_note, &mut self.open) {
            open.text.push_str(mark.trim());
        }
    }

    /// Puts an accent on the letter before.
    pub(super) fn accent(&mut self, accent: char) {
        if let Some(open) = self
            .open
            .as_mut()
            .filter(|open| open.text.ends_with(char::is_alphabetic))
        {
            open.text.push(accent);
        }
    }

    /// Ends the block that is open.
    pub(super) fn close(&mut self) {
        self.settle_mark();
        self.joint = Joint::default();
        self.inline.clear();
        self.in_mark = false;
        let Some(open) = self.open.take() else { return };
        let role = open.role.unwrap_or(Role::Paragraph);
        self.out.extend(RawBlock::new(role, &open.text, open.page));
        self.out.extend(open.after);
    }

    /// Goes on with the last block, if it has this role.
    pub(super) fn reopen(&mut self, role: Role) {
        self.close();
        self.role = Some(role);
        if let Some(last) = self
            .out
            .pop_if(|last| last.role == role && last.text.len() < LONGEST_HEAD)
        {
            self.open = Some(Open {
                role: Some(role),
                text: last.text + " ",
                page: last.page,
                has_words: true,
                after: Vec::new(),
            });
        }
    }

    /// A footnote, table or graphic begins: what is open waits for its end.
    pub(super) fn suspend(&mut self) {
        self.settle_mark();
        self.joint = Joint::default();
        self.suspended.push((self.open.take(), self.out.len()));
    }

    /// The footnote, table or graphic ends.
    pub(super) fn resume(&mut self) {
        self.close();
        let Some((open, length)) = self.suspended.pop() else {
            return;
        };
        self.open = open;
        if let Some(open) = &mut self.open {
            open.after
                .extend(self.out.drain(length.min(self.out.len())..));
        }
    }

    pub(super) fn row_start(&mut self) {
        self.close();
        self.row = Some(Vec::new());
    }

    pub(super) fn cell_start(&mut self) {
        self.close_cell();
        self.in_cell = true;
        self.open = Some(Open {
            role: Some(Role::TableRow),
            ..Open::default()
        });
    }

    pub(super) fn cell_end(&mut self) {
        self.close_cell();
    }

    fn close_cell(&mut self) {
        self.settle_mark();
        self.joint = Joint::default();
        self.inline.clear();
        if !std::mem::take(&mut self.in_cell) {
            self.close();
            return;
        }
        let Some(open) = self.open.take() else { return };
        match &mut self.row {
            Some(row) => row.push(open.text),
            // A cell outside a row is a row of its own.
            None => self.out.extend(RawBlock::row(&[open.text], open.page)),
        }
    }

    pub(super) fn row_end(&mut self) {
        self.close_cell();
        if let Some(row) = self.row.take() {
            self.out.extend(RawBlock::row(&row, self.page));
        }
    }
}

/// The longest heading or FR Doc line that a further element goes on with, in bytes.
const LONGEST_HEAD: usize = 1000;

/// Whether text ends in more white space than any layout has; more of it would only cost time.
fn is_spaced(text: &str) -> bool {
    const WIDEST: usize = 512;
    text.len() > WIDEST
        && text
            .bytes()
            .rev()
            .take(WIDEST)
            .all(|byte| byte.is_ascii_whitespace())
}

/// Whether a space was lost between two letters on either side of a change of typeface.
fn lost_space(before: char, after: char, closed: bool) -> bool {
    let opens = after.is_alphanumeric() || (closed && matches!(after, '(' | '“'));
    let ends = before.is_alphanumeric()
        || matches!(before, ',' | ';' | ':' | '”')
        || (closed && matches!(before, '.' | ')'));
    opens && ends
}

#[cfg(test)]
mod tests {
    use super::lost_space;

    #[test]
    fn letters_of_different_typefaces_were_apart() {
        for (before, after, closed, lost) in [
            ('e', 'F', false, true),
            ('r', 'o', true, true),
            ('.', 'a', true, true),
            ('.', 'a', false, false),
            ('(', 'i', false, false),
            ('i', ')', true, false),
            (',', 's', false, true),
        ] {
            assert_eq!(lost_space(before, after, closed), lost, "{before}|{after}");
        }
    }
}
