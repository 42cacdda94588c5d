//! The rows of a list's table: the country printed once, then its entries.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::Role;
use regex::Regex;

use super::countries;
use crate::grammar::dates::compile;
use crate::notice::Notice;

/// One row that holds an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The country as printed.
    pub(super) country: String,
    /// The entity cell.
    pub(super) entity: Range<usize>,
    /// The Federal Register citations.
    pub(super) citation: String,
    pub(super) license: String,
    pub(super) range: Range<usize>,
}

/// What was read of a table.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    /// Rows that are no rows of a list, with the reason.
    pub(super) problems: Vec<(Range<usize>, String)>,
}

static STARS: LazyLock<Regex> = LazyLock::new(|| compile(r"^[\s*]*\*[\s*]*$"));
static FR: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b\d{2,3}\s*FR\b|\[\s*insert|\bfederal\s+register\b"));
static LICENSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:for\s+all|all\s+items|for\s+(?:the\s+)?items?|items\s|see\s+§|§|for\s+computers|for\s)",
    )
});

/// Reads the rows of the blocks.
pub(super) fn read(notice: &Notice<'_>, blocks: &Range<usize>) -> Table {
    let mut table = Table::default();
    let mut country = String::new();
    for (index, block) in notice.blocks_from(blocks.start) {
        if index >= blocks.end {
            break;
        }
        if block.role != Role::TableRow {
            continue;
        }
        let words = notice.text.words(block);
        let mut cells = cells(words, block.range.start);
        let text = |range: &Range<usize>| notice.words(range).trim();
        cells.retain(|cell| !STARS.is_match(text(cell)) || text(cell).is_empty());
        let is_stars = STARS.is_match(&words.replace('\t', " "));
        if is_stars || cells.iter().all(|cell| text(cell).is_empty()) || is_head(words) {
            continue;
        }
        let first = cells.first().cloned().unwrap_or(block.range.clone());
        let mut rest = &cells[..];
        let heading = text(&first);
        if heading.is_empty() {
            rest = &cells[1..];
        } else if is_country(heading) {
            // Leader dots may follow, too few to be told from a full stop.
            heading
                .trim_end_matches(['.', ' '])
                .clone_into(&mut country);
            rest = &cells[1..];
        }
        let entity = rest.iter().find(|cell| !text(cell).is_empty());
        let Some(entity) = entity else { continue };
        let others: Vec<&str> = rest
            .iter()
            .filter(|cell| cell.start != entity.start)
            .map(&text)
            .filter(|cell| !cell.is_empty())
            .collect();
        let citation = others.iter().rev().find(|cell| FR.is_match(cell)).copied();
        let license = others.iter().find(|cell| LICENSE.is_match(cell)).copied();
        if country.is_empty() || others.is_empty() {
            let why = if country.is_empty() {
                "a row of a list under no country"
            } else {
                "a row of a list with one cell"
            };
            table.problems.push((block.range.clone(), why.to_owned()));
            if country.is_empty() {
                continue;
            }
        }
        table.rows.push(Row {
            country: country.clone(),
            entity: trimmed(notice, entity),
            citation: citation.unwrap_or_default().to_owned(),
            license: license.unwrap_or_default().to_owned(),
            range: block.range.clone(),
        });
    }
    table
}

fn cells(words: &str, start: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, _) in words.match_indices('\t').chain([(words.len(), "")]) {
        out.push(start + from..start + at);
        from = at + 1;
    }
    out
}

fn trimmed(notice: &Notice<'_>, range: &Range<usize>) -> Range<usize> {
    let words = notice.words(range);
    let lead = words.len() - words.trim_start().len();
    range.start + lead..range.start + lead + words.trim().len()
}

/// Whether a row is the head of the table.
fn is_head(words: &str) -> bool {
    const HEAD: [&str; 18] = [
        "country",
        "entity",
        "license",
        "requirement",
        "requirements",
        "review",
        "policy",
        "federal",
        "register",
        "citation",
        "citations",
        "and",
        "date",
        "of",
        "publication",
        "listed",
        "person",
        "address",
    ];
    let lower = words.to_lowercase();
    if lower.split_whitespace().all(|word| HEAD.contains(&word)) {
        return true;
    }
    let first = lower
        .split('\t')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    matches!(
        first.as_str(),
        "country" | "country/destination" | "destination" | "entity"
    ) || lower.contains("license review policy") && lower.contains("license requirement")
        || lower.contains("listed person") && lower.contains("citation")
}

/// Whether a first cell is a country's name.
pub(super) fn is_country(cell: &str) -> bool {
    let bare = cell.trim().trim_end_matches(['.', ':', ',']);
    let bare = bare.split(" (See").next().unwrap_or(bare).trim();
    countries::canonical(bare).is_some()
}
