//! Rows of tables set with spaces and leader dots.

use std::sync::LazyLock;

use regex::Regex;

/// What divides cells: two spaces or more, or leader dots.
static GAP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\s*\.{2,}\s*|\s{2,}").expect("the pattern is a constant"));

/// What a table has and prose has not.
static COLUMNS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\S {2,}\S|\.{5,}").expect("the pattern is a constant"));

/// Whether a line has more than one column.
pub(super) fn has_columns(words: &str) -> bool {
    COLUMNS.is_match(words)
}

/// The cells of a row, from its lines with their indents. Further lines go on with the cell under
/// which they stand.
pub(super) fn cells<'l>(lines: impl Iterator<Item = (usize, &'l str)>) -> Vec<String> {
    let mut cells: Vec<(usize, String)> = Vec::new();
    for (number, (indent, words)) in lines.enumerate() {
        for (column, piece) in pieces(words) {
            let column = indent + column;
            let under = (number > 0)
                .then(|| (0..cells.len()).min_by_key(|cell| cells[*cell].0.abs_diff(column)))
                .flatten();
            match under {
                Some(cell) if cells[cell].0.abs_diff(column) <= 12 => {
                    let cell = &mut cells[cell].1;
                    if !cell.ends_with('-') {
                        cell.push(' ');
                    }
                    cell.push_str(piece);
                }
                _ => cells.push((column, piece.to_owned())),
            }
        }
    }
    cells.sort_by_key(|(column, _)| *column);
    cells.into_iter().map(|(_, cell)| cell).collect()
}

/// What keeps its own full stop before leader dots: a legal form, an abbreviation.
static ABBREVIATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:Ltd|Co|Inc|Corp|Bros|Jr|Sr|[A-Z]\.[A-Z])$")
        .expect("the pattern is a constant")
});

/// The pieces of a line between gaps, with their columns.
fn pieces(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let gaps = GAP.find_iter(words).map(|gap| (gap.start(), gap.end()));
    gaps.chain([(words.len(), words.len())])
        .filter_map(move |(end, next)| {
            let stopped = words[end..].starts_with('.') && ABBREVIATED.is_match(&words[start..end]);
            let piece = &words[start..end + usize::from(stopped)];
            let column = words[..start].chars().count();
            start = next;
            (!piece.is_empty()).then_some((column, piece))
        })
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn lines_of_a_row_go_under_their_columns() {
        for (lines, expected) in [
            (
                &[
                    "Failure to furnish information             63,855             68,801",
                    " pursuant to 31 CFR 501.602.....",
                ][..],
                &[
                    "Failure to furnish information pursuant to 31 CFR 501.602",
                    "63,855",
                    "68,801",
                ][..],
            ),
            (
                &[
                    "or products available are     products and          banking products",
                    " purely informational or non-  services.             and services",
                    " transactional.",
                    "                              personal",
                ],
                &[
                    "or products available are purely informational or non-transactional.",
                    "products and services. personal",
                    "banking products and services",
                ],
            ),
            (
                &["Ansarallah.............February 16, 2024"],
                &["Ansarallah", "February 16, 2024"],
            ),
            (
                &["Example Co., Ltd.......February 16, 2024"],
                &["Example Co., Ltd.", "February 16, 2024"],
            ),
        ] {
            let parts = lines.iter().map(|line| {
                let words = line.trim();
                (line.len() - line.trim_start().len(), words)
            });
            assert_eq!(cells(parts), expected);
        }
    }
}
