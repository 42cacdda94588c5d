//! CSV answers: header row, lists joined with `; `, a space before every document number.

use serde_json::{Map, Value};

use crate::answer::Answer;

/// The rows as an attachment.
pub(crate) fn answer(fields: &[String], rows: &[Map<String, Value>]) -> Answer {
    let mut text = fields.join(",");
    text.push('\n');
    for row in rows {
        let cells: Vec<String> = fields
            .iter()
            .map(|field| {
                let cell = row.get(field).map(flat).unwrap_or_default();
                // Keeps spreadsheets from reading a number as a date.
                quoted(&if field == "document_number" {
                    format!(" {cell}")
                } else {
                    cell
                })
            })
            .collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    let mut answer = Answer::new(200, "text/plain; charset=utf-8", text);
    answer.headers.push((
        "content-disposition",
        "attachment; filename=documents.csv".to_owned(),
    ));
    answer
}

fn flat(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(flat).collect::<Vec<_>>().join("; "),
        Value::Object(object) => object
            .get("name")
            .or(object.get("raw_name"))
            .map(flat)
            .unwrap_or_default(),
        other => other.to_string(),
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
