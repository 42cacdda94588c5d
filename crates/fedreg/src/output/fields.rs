//! `--fields`: which fields of the rows are printed, by name or by a dotted path into them.

use std::collections::BTreeSet;

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
    let names = || {
        let names: Vec<&str> = listing.columns.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    };
    let refuse = |what: String, known: &str| {
        CliError::usage(what)
            .which(format!("--fields {}", asked.join(",")))
            .help(format!("its fields are {known}"))
    };
    let mut paths = Vec::with_capacity(asked.len());
    for path in asked {
        let path = path.trim();
        let (head, inner) = match path.split_once('.') {
            Some((head, inner)) => (head, Some(inner)),
            None => (path, None),
        };
        if path.is_empty() {
            return Err(refuse(
                "a field without a name is asked for".to_owned(),
                &names(),
            ));
        }
        if !listing.columns.iter().any(|(name, _)| *name == head) {
            return Err(refuse(
                format!("this command has no field '{head}'"),
                &names(),
            ));
        }
        let values: Vec<&Value> = listing
            .rows
            .iter()
            .filter_map(|row| row.get(head))
            .collect();
        if let Some(inner) = inner
            && let Err((part, known)) = inside(&values, inner)
        {
            let known: Vec<&str> = known.into_iter().collect();
            let known = if known.is_empty() {
                return Err(refuse(
                    format!("'{head}' has nothing inside, so no '{part}'"),
                    &names(),
                ));
            } else {
                known.join(", ")
            };
            return Err(refuse(
                format!("there is no '{part}' inside '{head}'"),
                &known,
            ));
        }
        paths.push(path.to_owned());
    }
    Ok(paths)
}

/// Fields inside others that are left out where they are empty: absent from all rows, they exist
/// all the same.
const LEFT_OUT: [&str; 19] = [
    "slug",
    "surname",
    "addresses",
    "dates_of_birth",
    "places_of_birth",
    "nationalities",
    "citizenships",
    "gender",
    "titles",
    "details",
    "remarks",
    "linked_to",
    "issued",
    "expires",
    "addresses_added",
    "addresses_removed",
    "before",
    "announced",
    "subsection",
];

/// Whether a path leads somewhere in the values. If not: the part that is not there, with what is.
/// Where no row holds anything to look into, nothing is known, and nothing refused.
fn inside<'a>(values: &[&'a Value], path: &'a str) -> Result<(), (&'a str, BTreeSet<&'a str>)> {
    let (part, rest) = match path.split_once('.') {
        Some((part, rest)) => (part, Some(rest)),
        None => (path, None),
    };
    let mut maps = Vec::new();
    let mut is_plain = false;
    let mut open: Vec<&Value> = values.to_vec();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => maps.push(map),
            Value::Array(items) => open.extend(items),
            Value::Null => {}
            _ => is_plain = true,
        }
    }
    if maps.is_empty() {
        return if is_plain || part.is_empty() {
            Err((part, BTreeSet::new()))
        } else {
            Ok(())
        };
    }
    let found: Vec<&Value> = maps.iter().filter_map(|map| map.get(part)).collect();
    if found.is_empty() && !LEFT_OUT.contains(&part) {
        let known = maps.iter().flat_map(|map| map.keys().map(String::as_str));
        return Err((part, known.collect()));
    }
    rest.map_or(Ok(()), |rest| inside(&found, rest))
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
    fn what_no_row_holds_can_exist_all_the_same() {
        let asked = |path: &str| choose(&listing(), &[path.to_owned()], false);
        assert!(asked("records.party.addresses.printed").is_ok());
        let mut empty = Listing::new(&[("records", true)], "nothing");
        assert!(choose(&empty, &["records.party.name".to_owned()], false).is_ok());
        empty.push(json!({"records": []}));
        assert!(choose(&empty, &["records.party.name".to_owned()], false).is_ok());
        assert_eq!(asked(" number ").unwrap(), ["number"]);
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
        for (asked, words) in [
            ("", "without a name"),
            (" ", "without a name"),
            ("records.nmae", "no 'nmae' inside 'records'"),
            ("records.party.nmae", "its fields are name"),
            ("records.", "no '' inside 'records'"),
            ("number.x", "nothing inside"),
        ] {
            let error = choose(&listing(), &[asked.to_owned()], true).unwrap_err();
            assert_eq!(error.status, crate::exit::Status::Usage, "{asked}");
            assert!(error.to_string().contains(words), "{asked}: {error}");
        }
        assert_eq!(choose(&listing(), &[], true).unwrap(), ["number"]);
        assert_eq!(
            choose(&listing(), &[], false).unwrap(),
            ["number", "records"]
        );
    }
}
