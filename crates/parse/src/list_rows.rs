//! Rows of a table that lists parties: which cell holds the name, which its aliases.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::grammar::dates::compile;
use crate::grammar::scan;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// The running number.
    Number,
    /// The party's name.
    Name,
    /// Its other names.
    Aliases,
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^(?:nos?\.?|number|item|#|)$"));
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:names?(?:\s+of\s+(?:the\s+)?(?:organi[sz]ations?|groups?|individuals?|persons?|entit(?:y|ies)))?|organi[sz]ations?|groups?|individuals?|persons?|entit(?:y|ies))$",
    )
});
static ALIASES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:alias(?:es)?|also\s+known\s+as|a\.?k\.?a\.?|other\s+names?|acronyms?|aliases\s+and\s+acronyms)$",
    )
});

/// The cells of a row with their places in its words.
pub(crate) fn cells(row: &str) -> Vec<(Range<usize>, &str)> {
    let mut from = 0;
    row.split('\t')
        .map(|cell| {
            let start = from + (cell.len() - cell.trim_start().len());
            from += cell.len() + 1;
            let bare = cell.trim();
            (start..start + bare.len(), bare)
        })
        .collect()
}

/// The columns, if the row is the head of a table of names.
pub(crate) fn head(row: &str) -> Option<Vec<Column>> {
    let columns: Option<Vec<Column>> = cells(row)
        .iter()
        .map(|(_, cell)| {
            [
                (&NUMBER, Column::Number),
                (&NAME, Column::Name),
                (&ALIASES, Column::Aliases),
            ]
            .into_iter()
            .find(|(pattern, _)| pattern.is_match(cell))
            .map(|(_, column)| column)
        })
        .collect();
    columns.filter(|all| all.iter().filter(|c| **c == Column::Name).count() == 1)
}

/// Where a row has its name and its aliases; `None` if that cannot be told.
///
/// Without a head, a row holds a name, a number before it, and cells that begin with "also known
/// as" after it.
pub(crate) fn parts(
    row: &str,
    columns: Option<&[Column]>,
) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let cells = cells(row);
    let mut name = None;
    let mut aliases = Vec::new();
    for (at, (range, cell)) in cells.iter().enumerate() {
        if cell.is_empty() {
            continue;
        }
        let column = match columns {
            Some(columns) => *columns.get(at)?,
            None if !cell.chars().any(char::is_alphabetic) => Column::Number,
            None if scan::marker(cell).is_some() => Column::Aliases,
            None => Column::Name,
        };
        match column {
            Column::Number => {}
            Column::Name if name.is_none() => name = Some(range.clone()),
            Column::Name => return None,
            Column::Aliases => aliases.push(range.clone()),
        }
    }
    name.map(|name| (name, aliases))
}
