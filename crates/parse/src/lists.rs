//! Lists that follow an operative sentence: one party, or one alias, a line.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Residue, Role};
use regex::Regex;

use crate::grammar::dates::compile;
use crate::grammar::names::{self, Named, Number};
use crate::grammar::scan;
use crate::list_rows::{self, Column};
use crate::notice::Notice;

/// One entry of a list, with where it stands in the text.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) named: Named,
    pub(crate) range: Range<usize>,
}

/// A list as read: its entries, what could not be read, and where it ends.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) entries: Vec<Entry>,
    pub(crate) residue: Vec<Residue>,
}

static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:this\s+(?:notice|determination|designation|action|revocation|amendment|list)|these\s+(?:designations|actions|determinations|organizations|revocations)|therefore|accordingly|in\s+accordance|pursuant\s+to|consistent\s+with|further(?:more)?\b|for\s+further|dated?\s*:|i\s+(?:hereby|have|also|determine)|as\s+a\s+result|based\s+(?:up)?on|the\s+amended\s+|the\s+(?:secretary|department|designations?|revocations?|amendments?|effective|determination|foregoing|aforementioned|following|notice)\b|it\s+is|no\s+prior|notice\s+is|any\s+(?:person|petition)|upon\s+publication|public\s+notice|effective\s+(?:date|upon)|supplementary|background|authority\s*:)",
    )
});

static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:shall\s+be|is\s+being|are\s+being|hereby|has\s+been|have\s+been|will\s+be|goes\s+into|takes?\s+effect|(?:is|are)\s+effective|pursuant\s+to)\b",
    )
});

/// Whether a block is prose, so that a list ends before it.
fn is_prose(words: &str) -> bool {
    PROSE.is_match(words) || SENTENCE.is_match(words)
}

/// The blocks of a list that begins at `from`.
fn list_blocks(notice: &Notice<'_>, from: usize) -> Vec<usize> {
    let mut blocks = Vec::new();
    let mut headings = Vec::new();
    let mut names_as_headings = false;
    for (index, block) in notice.blocks_from(from) {
        let words = notice.text.words(block);
        match block.role {
            Role::Footnote => {}
            Role::Paragraph | Role::ListItem | Role::TableRow | Role::Heading => {
                if is_prose(words) {
                    break;
                }
                if block.role == Role::Heading {
                    headings.push(index);
                } else {
                    names_as_headings |= headings.last() == Some(&(index.wrapping_sub(1)))
                        && continues_entry(words.trim());
                }
                blocks.push(index);
            }
            _ => break,
        }
    }
    // Headings over lines of aliases are names; another subheading within a list ("Organizations",
    // "A") divides it and names nobody.
    if !names_as_headings {
        blocks.retain(|index| !headings.contains(index));
    }
    blocks
}

/// Reads the list of parties from block `from` on.
///
/// "The organizations listed below" may have a paragraph or two between them and their list.
pub(crate) fn parties(notice: &Notice<'_>, from: usize) -> List {
    const BETWEEN: usize = 6;
    let blocks = (from..=from + BETWEEN)
        .map(|at| list_blocks(notice, at))
        .find(|blocks| !blocks.is_empty())
        .unwrap_or_default();
    let mut list = List::default();
    let mut columns = None;
    for index in blocks {
        let Some(block) = notice.text.blocks.get(index) else {
            continue;
        };
        let words = notice.text.words(block);
        if block.role == Role::TableRow && words.contains('\t') {
            if let Some(head) = list_rows::head(words) {
                columns = Some(head);
            } else {
                add_row(
                    notice,
                    words,
                    block.range.start,
                    columns.as_deref(),
                    &mut list,
                );
            }
            continue;
        }
        let start = block.range.start + (words.len() - words.trim_start().len());
        let words = words.trim();
        if words.is_empty() || is_ornament(words) {
            continue;
        }
        if continues_entry(words)
            && let Some(entry) = list.entries.last_mut()
        {
            let joined = scan::marker(words).map_or(words, |(length, _)| &words[length..]);
            let (aliases, problems) = if scan::marker(words).is_some() {
                names::alias_list(words)
            } else {
                names::alias_list(joined)
            };
            for alias in aliases {
                if alias.name != entry.named.name && !entry.named.aliases.contains(&alias) {
                    entry.named.aliases.push(alias);
                }
            }
            for problem in problems {
                let range = start + problem.range.start..start + problem.range.end;
                list.residue.push(notice.residue(range, problem.why));
            }
            entry.range.end = start + words.len();
            continue;
        }
        if scan::marker(words).is_some() {
            let range = start..start + words.len();
            list.residue
                .push(notice.residue(range, "aliases of a party that stands nowhere"));
            continue;
        }
        let number = if several_in_one(words) {
            Number::Many
        } else {
            Number::One
        };
        add_parties(notice, words, start, number, &[], &mut list);
    }
    list
}

/// Reads one row of a table at `start`: a name, and its aliases in cells of their own.
fn add_row(
    notice: &Notice<'_>,
    words: &str,
    start: usize,
    columns: Option<&[Column]>,
    list: &mut List,
) {
    let whole = start..start + words.trim_end().len();
    let Some((name, aliases)) = list_rows::parts(words, columns) else {
        let why = "a row of the list whose cells no grammar reads";
        list.residue.push(notice.residue(whole, why));
        return;
    };
    let before = list.entries.len();
    add_parties(
        notice,
        &words[name.clone()],
        start + name.start,
        Number::One,
        &[],
        list,
    );
    for cell in aliases {
        let (found, problems) = names::several_aliases(&words[cell.clone()]);
        for problem in problems {
            let at = start + cell.start;
            let range = at + problem.range.start..at + problem.range.end;
            list.residue.push(notice.residue(range, problem.why));
        }
        if let Some(entry) = list.entries.get_mut(before) {
            for alias in found {
                if alias.name != entry.named.name && !entry.named.aliases.contains(&alias) {
                    entry.named.aliases.push(alias);
                }
            }
        }
    }
    if let Some(entry) = list.entries.get_mut(before) {
        entry.range.end = whole.end;
    }
}

/// Reads parties named in running text at `start`.
pub(crate) fn add_parties(
    notice: &Notice<'_>,
    words: &str,
    start: usize,
    number: Number,
    hints: &[String],
    list: &mut List,
) {
    let (parties, problems) = names::parties(words, number, hints);
    for named in parties {
        let range = start + named.range.start..start + named.range.end;
        list.entries.push(Entry { named, range });
    }
    for problem in problems {
        let range = start + problem.range.start..start + problem.range.end;
        list.residue.push(notice.residue(range, problem.why));
    }
}

/// A line that begins with "also known as", or with an opening parenthesis and one, continues the
/// entry before it.
fn continues_entry(words: &str) -> bool {
    let bare = words
        .trim_start_matches(['(', '—', '-', '–', '•'])
        .trim_start();
    let in_parentheses = words.starts_with('(')
        && scan::closing_parenthesis(words, 0).is_some_and(|close| close > 4);
    scan::marker(bare).is_some() || in_parentheses
}

/// A paragraph that lists several parties, each closed by a semicolon.
fn several_in_one(words: &str) -> bool {
    let tokens = scan::tokens(words);
    let semicolons = tokens
        .iter()
        .filter(|t| matches!(t, scan::Token::Semicolon))
        .count();
    let markers = tokens
        .iter()
        .filter(|t| matches!(t, scan::Token::Marker(..)))
        .count();
    semicolons > 1 && markers == 0
}

fn is_ornament(words: &str) -> bool {
    !words.chars().any(char::is_alphanumeric)
}

/// Reads a list of aliases from block `from` on: every line holds one or more.
pub(crate) fn aliases(
    notice: &Notice<'_>,
    from: usize,
) -> (Vec<fedreg_model::Alias>, Vec<Residue>, Option<Range<usize>>) {
    let blocks = list_blocks(notice, from);
    let mut found = Vec::new();
    let mut residue = Vec::new();
    let mut covered: Option<Range<usize>> = None;
    for index in blocks {
        let Some(block) = notice.text.blocks.get(index) else {
            continue;
        };
        let words = notice.text.words(block);
        let (aliases, problems) = names::alias_list(words);
        for problem in problems {
            let range =
                block.range.start + problem.range.start..block.range.start + problem.range.end;
            residue.push(notice.residue(range, problem.why));
        }
        for alias in aliases {
            if !found.contains(&alias) {
                found.push(alias);
            }
        }
        covered = Some(covered.map_or(block.range.clone(), |c| c.start..block.range.end));
    }
    (found, residue, covered)
}
