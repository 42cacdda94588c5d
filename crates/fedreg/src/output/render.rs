//! The four forms of rows.

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::Value;

use super::fields::pick;
use super::style::bold;
use super::{Listing, Row};
use crate::error::CliError;
use crate::exit::Status;
use fedreg_describe::safe_line;

/// A value as the words of one cell: lists joined by `; `, nothing for null.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let words: Vec<String> = items.iter().map(cell).filter(|w| !w.is_empty()).collect();
            words.join("; ")
        }
        // The parts of the vocabulary that a person names by one of their fields.
        Value::Object(map) => match map.get("name").or_else(|| map.get("code")) {
            Some(Value::String(name)) => name.clone(),
            _ => value.to_string(),
        },
        other => other.to_string(),
    }
}

/// A table, `width` columns wide if that is known; headers in bold.
pub(crate) fn table(listing: &Listing, paths: &[String], width: Option<usize>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    }
    table.set_header(paths.iter().map(|path| header(path)));
    for row in &listing.rows {
        table.add_row(
            paths
                .iter()
                .map(|path| safe_line(&words(&cell(&pick(row, path))))),
        );
    }
    // Without lines between them, columns are told apart by two spaces.
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let mut text = String::new();
    for (n, line) in table.lines().enumerate() {
        let line = line.trim_end();
        text.push_str(&if n == 0 { bold(line) } else { line.to_owned() });
        text.push('\n');
    }
    text
}

/// A machine's words as a person's (`upon_publication`); names are left as printed.
fn words(text: &str) -> String {
    let is_word = |part: &str| {
        part.contains('_') && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    if text.split("; ").all(is_word) {
        text.replace('_', " ")
    } else {
        text.to_owned()
    }
}

fn header(path: &str) -> String {
    path.replace('_', " ").to_uppercase()
}

/// One JSON array, or one object where the listing is about one thing.
pub(crate) fn json(listing: &Listing, paths: &[String]) -> Result<String, CliError> {
    let rows: Vec<Value> = listing.rows.iter().map(|row| chosen(row, paths)).collect();
    let value = match rows.len() {
        1 if listing.single => rows.into_iter().next().unwrap_or(Value::Null),
        _ => Value::Array(rows),
    };
    let text = serde_json::to_string_pretty(&value).map_err(unwritable)?;
    Ok(text + "\n")
}

/// One JSON object a line.
pub(crate) fn jsonl(listing: &Listing, paths: &[String]) -> Result<String, CliError> {
    let mut text = String::new();
    for row in &listing.rows {
        text.push_str(&serde_json::to_string(&chosen(row, paths)).map_err(unwritable)?);
        text.push('\n');
    }
    Ok(text)
}

/// CSV with a header, written even when there are no rows.
pub(crate) fn csv(listing: &Listing, paths: &[String]) -> Result<String, CliError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(paths).map_err(unwritable)?;
    for row in &listing.rows {
        writer
            .write_record(paths.iter().map(|path| cell(&pick(row, path))))
            .map_err(unwritable)?;
    }
    let bytes = writer.into_inner().map_err(unwritable)?;
    String::from_utf8(bytes).map_err(unwritable)
}

fn chosen(row: &Row, paths: &[String]) -> Value {
    Value::Object(
        paths
            .iter()
            .map(|path| (path.clone(), pick(row, path)))
            .collect(),
    )
}

fn unwritable(error: impl std::fmt::Display) -> CliError {
    CliError::new(Status::Failure, format!("a row cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn two() -> Listing {
        let mut listing = Listing::new(&[("name", true), ("aliases", true)], "nothing");
        listing.push(json!({"name": "A, \"quoted\"", "aliases": [{"name": "a1"}, {"name": "a2"}]}));
        listing.push(json!({"name": "B\u{1b}[31m", "aliases": []}));
        listing
    }

    fn paths() -> Vec<String> {
        vec!["name".to_owned(), "aliases".to_owned()]
    }

    #[test]
    fn the_same_rows_in_every_form() {
        let listing = two();
        let read: Value = serde_json::from_str(&json(&listing, &paths()).unwrap()).unwrap();
        assert_eq!(read[0]["aliases"][1]["name"], "a2");
        assert_eq!(jsonl(&listing, &paths()).unwrap().lines().count(), 2);
        let csv = csv(&listing, &paths()).unwrap();
        assert!(
            csv.starts_with("name,aliases\n\"A, \"\"quoted\"\"\",a1; a2\n"),
            "{csv}"
        );
    }

    #[test]
    fn a_table_fits_its_width_and_obeys_no_escapes() {
        let listing = two();
        for width in [30, 60] {
            let table = table(&listing, &paths(), Some(width));
            let plain = anstream::adapter::strip_str(&table).to_string();
            assert!(
                plain.lines().all(|line| line.chars().count() <= width),
                "{plain}"
            );
            assert!(plain.contains("\\u{1b}[31m"), "{plain}");
        }
    }

    #[test]
    fn one_thing_is_an_object_and_no_rows_an_empty_array() {
        let mut listing = two();
        listing.rows.truncate(1);
        listing.single = true;
        assert!(json(&listing, &paths()).unwrap().starts_with('{'));
        listing.rows.clear();
        assert_eq!(json(&listing, &paths()).unwrap(), "[]\n");
        assert_eq!(csv(&listing, &paths()).unwrap(), "name,aliases\n");
    }
}
