//! Bodies of tables whose cells run over many lines: the columns are told by the gutters between
//! them, and the rows by the lines on which cells begin, since page text sets further lines of a cell
//! in by one column.

use super::lines::Line;

/// The rows of the table whose head begins `rest`, right below its first rule, and the number of
/// lines up to and with its last rule. Only tables by country are read so, and such where rows begin
/// below an empty first cell; other tables are read line by line.
pub(super) fn table(rest: &[Line<'_>]) -> Option<(Vec<Vec<String>>, usize)> {
    let is_rule = |line: &Line<'_>| matches!(line, Line::Rule(_));
    let head_end = rest.iter().position(is_rule)?;
    let body = &rest[head_end + 1..];
    // A table whose last rule is missing is cut off, and ends where the text does.
    let ends_text = || {
        let goes_on =
            |line: &Line<'_>| matches!(line, Line::Text(text) if text.words.starts_with("[FR Doc"));
        (!body.iter().any(goes_on)).then_some(body.len())
    };
    let body_end = body.iter().position(is_rule).or_else(ends_text)?;
    let cut_off = body_end == body.len();
    let head = letters(&rest[..head_end]);
    let body = letters(&body[..body_end]);
    let by_country = head
        .iter()
        .any(|line| String::from_iter(line).to_lowercase().contains("country"));
    let grid = Grid::of(&body)?;
    if !by_country && (cut_off || !body.iter().any(|line| grid.begins_below(line))) {
        return None;
    }
    let mut rows = vec![grid.head(&head)];
    rows.extend(grid.rows(&body));
    let lines = (head_end + 1 + body_end + 1).min(rest.len());
    Some((rows, lines))
}

/// The letters of lines with words, from the left margin.
fn letters(lines: &[Line<'_>]) -> Vec<Vec<char>> {
    lines
        .iter()
        .filter_map(|line| match line {
            Line::Text(text) => {
                let mut chars = vec![' '; text.indent];
                chars.extend(text.words.chars());
                Some(chars)
            }
            _ => None,
        })
        .collect()
}

/// Columns, each by the place where its cells begin.
struct Grid {
    edges: Vec<usize>,
}

impl Grid {
    /// The columns of the lines; `None` where there are fewer than three.
    fn of(lines: &[Vec<char>]) -> Option<Self> {
        let width = lines.iter().map(Vec::len).max()?;
        let mut filled = vec![false; width];
        for line in lines.iter().filter(|line| !is_stars(line)) {
            for (at, fill) in filled_columns(line).into_iter().enumerate() {
                filled[at] |= fill;
            }
        }
        let mut edges = Vec::new();
        let mut blanks = 2;
        for (at, fill) in filled.iter().enumerate() {
            if *fill && blanks >= 2 {
                edges.push(at);
            }
            blanks = if *fill { 0 } else { blanks + 1 };
        }
        (edges.len() >= 3).then_some(Self { edges })
    }

    /// The piece of a line in each column, with the column at which it begins.
    fn pieces(&self, line: &[char]) -> Vec<Option<(usize, String)>> {
        let bare = without_leaders(line);
        self.edges
            .iter()
            .enumerate()
            .map(|(number, edge)| {
                let end = self.edges.get(number + 1).copied().unwrap_or(usize::MAX);
                let end = end.min(bare.len());
                let start = (*edge).min(end);
                let piece: String = bare[start..end].iter().collect();
                let lead = piece.chars().take_while(|c| *c == ' ').count();
                let words = piece.trim();
                (!words.is_empty()).then(|| (start + lead, words.to_owned()))
            })
            .collect()
    }

    fn at_edge(&self, pieces: &[Option<(usize, String)>], column: usize) -> bool {
        pieces
            .get(column)
            .and_then(Option::as_ref)
            .is_some_and(|(at, _)| *at == self.edges[column])
    }

    /// Whether a row begins on the line though its first cell is empty.
    fn begins_below(&self, line: &[char]) -> bool {
        if is_stars(line) {
            return false;
        }
        let pieces = self.pieces(line);
        pieces.first().is_some_and(Option::is_none)
            && self.at_edge(&pieces, 1)
            && (2..self.edges.len()).any(|column| self.at_edge(&pieces, column))
    }

    /// The head, whose words stand in the middle of their columns.
    fn head(&self, lines: &[Vec<char>]) -> Vec<String> {
        let mut row = vec![String::new(); self.edges.len()];
        for line in lines {
            for (cell, piece) in row.iter_mut().zip(self.pieces(line)) {
                if let Some((_, words)) = piece {
                    push(cell, &words);
                }
            }
        }
        row
    }

    fn rows(&self, lines: &[Vec<char>]) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut closed = true;
        for line in lines {
            if is_stars(line) {
                rows.push(vec![line.iter().collect::<String>().trim().to_owned()]);
                closed = true;
                continue;
            }
            let pieces = self.pieces(line);
            let begins = closed || self.at_edge(&pieces, 0) || self.begins_below(line);
            if begins {
                rows.push(vec![String::new(); self.edges.len()]);
                closed = false;
            }
            if let Some(row) = rows.last_mut() {
                for (cell, piece) in row.iter_mut().zip(pieces) {
                    if let Some((_, words)) = piece {
                        push(cell, &words);
                    }
                }
            }
        }
        rows
    }
}

/// A word that was cut after a hyphen, a slash or a dash is made whole.
fn push(cell: &mut String, words: &str) {
    let cut = cell.ends_with(['-', '/']) && !cell.ends_with(" -");
    if !cell.is_empty() && !cut {
        cell.push(' ');
    }
    cell.push_str(words);
}

/// The row of asterisks that stands for entries left out.
fn is_stars(line: &[char]) -> bool {
    line.contains(&'*') && line.iter().all(|c| matches!(c, '*' | ' '))
}

/// The line with leader dots blanked; the full stop that ends a cell's words goes with them.
fn without_leaders(line: &[char]) -> Vec<char> {
    const LEADERS: usize = 4;
    let mut bare = line.to_vec();
    let mut at = 0;
    while at < bare.len() {
        let run = bare[at..].iter().take_while(|c| **c == '.').count();
        if run >= LEADERS {
            bare[at..at + run].fill(' ');
        }
        at += run.max(1);
    }
    bare
}

/// Which columns of a line hold words. The double space after `Sec.` is no gutter.
fn filled_columns(line: &[char]) -> Vec<bool> {
    let bare = without_leaders(line);
    let mut filled: Vec<bool> = bare.iter().map(|c| *c != ' ').collect();
    for at in 4..bare.len().saturating_sub(1) {
        if bare[at - 4..at] == ['S', 'e', 'c', '.'] && bare[at] == ' ' {
            filled[at] = true;
            filled[at + 1] = true;
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::Grid;

    #[test]
    fn rows_begin_where_cells_do() {
        let lines = [
            "                   * * * * * * *",
            "CHINA, PEOPLE'S     Foo Electronics    For all items       88 FR [INSERT",
            " REPUBLIC OF.        Co., Ltd.,         subject to the      FR PAGE",
            "                     a.k.a., the        EAR (See Sec.       NUMBER AND",
            "                     following one      744.11).            DATE].",
            "                     alias:",
            "                     --FE. Room",
            "                     5, Beijing.",
            "                    Bar Institute,     For all items       88 FR 1234,",
            "                     non-               subject to the      5/1/23.",
            "                     profit, Xi'an.     EAR.",
            "IRAN..............  Baz LLC, Tehran,   For all items.....  88 FR 1234,",
            "                     Iran.                                  5/1/23.",
        ];
        let lines: Vec<Vec<char>> = lines.iter().map(|line| line.chars().collect()).collect();
        let grid = Grid::of(&lines).unwrap();
        assert_eq!(
            grid.rows(&lines),
            [
                vec!["* * * * * * *"],
                vec![
                    "CHINA, PEOPLE'S REPUBLIC OF.",
                    "Foo Electronics Co., Ltd., a.k.a., the following one alias: --FE. Room 5, Beijing.",
                    "For all items subject to the EAR (See Sec. 744.11).",
                    "88 FR [INSERT FR PAGE NUMBER AND DATE].",
                ],
                vec![
                    "",
                    "Bar Institute, non-profit, Xi'an.",
                    "For all items subject to the EAR.",
                    "88 FR 1234, 5/1/23.",
                ],
                vec![
                    "IRAN",
                    "Baz LLC, Tehran, Iran.",
                    "For all items",
                    "88 FR 1234, 5/1/23."
                ],
            ]
        );
    }
}
