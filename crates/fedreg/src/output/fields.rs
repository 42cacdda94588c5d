//! `--fields`: which fields of the rows are printed, by name or by a dotted path into them.

use serde_json::Value;

use super::{Listing, Row};
use crate::error::CliError;

/// The paths to print, in order. For a table without `--fields`, only the columns meant for it.
pub(crate) fn choose(
    listing: &Listing,
    asked: &[String],
    table: bool,
) -> Result<Vec<String>, CliError> {
    if asked.is_empty() {
        let shown = listing
            .columns
            .iter()
            .filter(|(_, in_table)| *in_table || !table);
        return Ok(shown.map(|(name, _)| (*name).to_owned()).collect());
    }
    for path in asked {
        let head = path.split('.').next().unwrap_or(path);
        if !listing.columns.iter().any(|(name, _)| *name == head) {
            let names: Vec<&str> = listing.columns.iter().map(|(name, _)| *name).collect();
            return Err(
                CliError::usage(format!("this command has no field '{head}'"))
                    .which(format!("--fields {}", asked.join(",")))
                    .help(format!("its fields are {}", names.join(", "))),
            );
        }
    }
    Ok(asked.to_vec())
}

/// The value at a path. A path through a list gives the list of what it finds in each item.
pub(crate) fn pick(row: &Row, path: &str) -> Value {
    let mut parts = path.split('.');
    let first = parts.next().unwrap_or(path);
    let start = row.get(first).cloned().unwrap_or(Value::Null);
    parts.fold(start, |value, part| step(&value, part))
}

fn step(value: &Value, part: &str) -> Value {
    match value {
        Value::Object(map) => map.get(part).cloned().unwrap_or(Value::Null),
        Value::Array(items) => {
            let found = items.iter().map(|item| step(item, part));
            Value::Array(
                found
                    .flat_map(|value| match value {
                        Value::Array(inner) => inner,
                        Value::Null => Vec::new(),
                        one => vec![one],
                    })
                    .collect(),
            )
        }
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn listing() -> Listing {
        let mut listing = Listing::new(&[("number", true), ("records", false)], "nothing");
        listing.push(json!({
            "number": "2025-1",
            "records": [{"party": {"name": "A"}}, {"party": {"name": "B"}}],
        }));
        listing
    }

    #[test]
    fn a_dotted_path_goes_through_lists() {
        let listing = listing();
        assert_eq!(pick(&listing.rows[0], "number"), json!("2025-1"));
        assert_eq!(
            pick(&listing.rows[0], "records.party.name"),
            json!(["A", "B"])
        );
        assert_eq!(pick(&listing.rows[0], "number.x"), Value::Null);
    }

    #[test]
    fn an_unknown_field_is_a_usage_error_that_lists_the_known_ones() {
        let error = choose(&listing(), &["nmber".to_owned()], true)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("no field 'nmber'") && error.contains("number, records"),
            "{error}"
        );
        assert_eq!(choose(&listing(), &[], true).unwrap(), ["number"]);
        assert_eq!(
            choose(&listing(), &[], false).unwrap(),
            ["number", "records"]
        );
    }
}
