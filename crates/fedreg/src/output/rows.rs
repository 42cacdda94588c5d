//! Rows that are printed as they come, so that a long answer is never in memory as a whole.

use serde_json::Value;

use super::{Format, Listing, Printer, fields, raw, render};
use crate::error::CliError;

/// So many rows are looked at before the first is printed, to refuse fields that none of them has.
const AT_FIRST: usize = 200;

/// Prints rows as they come. In a table, whose columns are as wide as their widest cells, they wait
/// for the last.
pub(crate) struct Rows<'p> {
    printer: &'p Printer,
    listing: Listing,
    /// The fields chosen, once the first rows are printed.
    begun: Option<Vec<String>>,
}

impl<'p> Rows<'p> {
    pub(crate) fn new(printer: &'p Printer, listing: Listing) -> Self {
        Self {
            printer,
            listing,
            begun: None,
        }
    }

    /// Takes the next row.
    pub(crate) fn push(&mut self, row: Value) -> Result<(), CliError> {
        match self.next(row)? {
            Some(text) => raw(&text),
            None => Ok(()),
        }
    }

    /// Prints what is left.
    pub(crate) fn finish(mut self) -> Result<(), CliError> {
        match self.last()? {
            Some(text) => raw(&text),
            // Few enough to be printed at once, or a table.
            None => self.printer.listing(&self.listing, None),
        }
    }

    fn format(&self) -> Format {
        self.printer.format.unwrap_or(Format::Table)
    }

    /// What is to be printed when a row has come.
    fn next(&mut self, row: Value) -> Result<Option<String>, CliError> {
        self.listing.push(row);
        let waits = self.begun.is_none() && self.listing.rows.len() < AT_FIRST;
        if waits || self.format() == Format::Table {
            return Ok(None);
        }
        self.text().map(Some)
    }

    /// What is to be printed when all rows have come; `None` if nothing was printed yet.
    fn last(&mut self) -> Result<Option<String>, CliError> {
        if self.begun.is_none() {
            return Ok(None);
        }
        let mut text = if self.listing.rows.is_empty() {
            String::new()
        } else {
            self.text()?
        };
        if self.format() == Format::Json {
            text.push_str("\n]\n");
        }
        Ok(Some(text))
    }

    /// The rows that wait, as they follow those printed before.
    fn text(&mut self) -> Result<String, CliError> {
        let first = self.begun.is_none();
        let paths = match self.begun.take() {
            Some(paths) => paths,
            None => fields::choose(&self.listing, &self.printer.fields, false)?,
        };
        let text = match self.format() {
            Format::Json => {
                let whole = render::json(&self.listing, &paths)?;
                // The end of the array comes last.
                let rows = whole.strip_suffix("\n]\n").unwrap_or(&whole);
                if first {
                    rows.to_owned()
                } else {
                    format!(",{}", rows.strip_prefix('[').unwrap_or(rows))
                }
            }
            Format::Csv => {
                let whole = render::csv(&self.listing, &paths)?;
                let header = render::csv(&Listing::default(), &paths)?;
                if first {
                    whole
                } else {
                    whole.strip_prefix(&header).unwrap_or(&whole).to_owned()
                }
            }
            Format::Jsonl | Format::Table => render::jsonl(&self.listing, &paths)?,
        };
        self.listing.rows.clear();
        self.begun = Some(paths);
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Color;
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_that_come_one_by_one_are_printed_as_those_that_come_at_once() {
        for format in [Format::Json, Format::Jsonl, Format::Csv] {
            let printer = Printer {
                format: Some(format),
                fields: Vec::new(),
                color: Color::Never,
                quiet: true,
            };
            for count in [AT_FIRST, AT_FIRST + 1, 2 * AT_FIRST + 7] {
                let listing = || Listing::new(&[("name", true), ("aliases", true)], "nothing");
                let mut whole = listing();
                let mut rows = Rows::new(&printer, listing());
                let mut told = String::new();
                for at in 0..count {
                    let row = json!({"name": format!("]\n, {at}"), "aliases": [at, "[x]\n]\n"]});
                    whole.push(row.clone());
                    told.push_str(&rows.next(row).unwrap().unwrap_or_default());
                    assert!(rows.listing.rows.len() < AT_FIRST);
                }
                told.push_str(&rows.last().unwrap().unwrap());
                let paths = fields::choose(&whole, &[], false).unwrap();
                let expected = match format {
                    Format::Json => render::json(&whole, &paths),
                    Format::Csv => render::csv(&whole, &paths),
                    _ => render::jsonl(&whole, &paths),
                };
                assert_eq!(told, expected.unwrap(), "{count} {format:?}");
            }
        }
    }

    #[test]
    fn a_few_rows_wait_for_the_last() {
        let printer = Printer {
            format: Some(Format::Json),
            fields: vec!["nothing".to_owned()],
            color: Color::Never,
            quiet: true,
        };
        let mut rows = Rows::new(&printer, Listing::new(&[("name", true)], "nothing"));
        for at in 1..AT_FIRST {
            assert_eq!(rows.next(json!({ "name": at })).unwrap(), None);
        }
        // Fields that none of the first has are refused before anything is printed.
        assert!(rows.next(json!({ "name": 0 })).is_err());
    }
}
