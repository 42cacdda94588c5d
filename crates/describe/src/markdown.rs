//! Answers as Markdown (GitHub's, with tables), for pasting into a report. What others wrote is
//! escaped: it never becomes markup.

use std::fmt::Write as _;

use chrono::NaiveDate;
use fedreg_model::Authorities;
use fedreg_timeline::{RecordRef, Standing};

use crate::sentences::under;
use crate::words::{self, count};
use crate::{safe_line, words::web};

/// Who is designated on a day: a table for each authority.
pub fn list(standings: &[Standing], authorities: &Authorities, day: NaiveDate) -> String {
    let mut out = format!(
        "# {} on {}\n",
        count(standings.len(), "designation", "designations"),
        words::day(day)
    );
    for rows in standings.chunk_by(|a, b| a.authority == b.authority) {
        let Some(first) = rows.first() else { continue };
        let _ = write!(
            out,
            "\n## {}\n\n| Name | Since | Aliases | Source |\n| --- | --- | --- | --- |\n",
            text(&under(&first.authority, authorities))
        );
        for row in rows {
            let earlier = if row.since.implied {
                "on or before "
            } else {
                ""
            };
            let aliases: Vec<String> = row.aliases.iter().map(|a| text(&a.name)).collect();
            let _ = writeln!(
                out,
                "| {} | {earlier}{}, {} | {} | {} |",
                text(&row.name),
                words::day(row.since.date),
                words::basis(row.since.basis),
                aliases.join("; "),
                row.records.first().map(source).unwrap_or_default(),
            );
        }
    }
    out
}

/// A citation that leads to the official page.
fn source(record: &RecordRef) -> String {
    let cited = text(&words::cite(record));
    match web(record.html_url.as_ref()) {
        Some(url) => format!("[{cited}](<{}>)", address(url)),
        None => cited,
    }
}

/// An address between angle brackets: what could end it is written in hexadecimal.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '\\' | '|' | '"') {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Words of others on one line, without a meaning for Markdown.
pub fn text(words: &str) -> String {
    let line = safe_line(words);
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if matches!(
            c,
            '\\' | '`'
                | '*'
                | '_'
                | '{'
                | '}'
                | '['
                | ']'
                | '<'
                | '>'
                | '#'
                | '|'
                | '~'
                | '!'
                | '&'
                | '$'
                | '@'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    // A line that begins so would be a list or a heading.
    if out.starts_with(['-', '+', '=']) {
        out.insert(0, '\\');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{address, text};

    #[test]
    fn words_of_others_are_no_markup() {
        for (words, escaped) in [
            ("A | B", r"A \| B"),
            ("<script>", r"\<script\>"),
            ("[x](y) *z* `c`", r"\[x\](y) \*z\* \`c\`"),
            ("two\nlines", "two lines"),
            ("- item", r"\- item"),
            ("\u{202e}x", r"\\u\{202e\}x"),
        ] {
            assert_eq!(text(words), escaped, "{words}");
        }
        assert_eq!(address("https://a/b c>d|e"), "https://a/b%20c%3Ed%7Ce");
    }
}
