//! What the API wraps its objects in: lists, counts per day, and errors that come under 200.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use super::lenient;

/// A list of objects: a page of search results, a multi-document answer, a public-inspection day.
///
/// With no hits the API leaves out `results` altogether; at the ends it leaves out the links.
#[derive(Debug, Clone, PartialEq, Deserialize, Default)]
#[serde(default)]
pub struct ListEnvelope {
    /// How many there are in all; saturates at 10,000 since 2026.
    pub count: Option<u64>,
    /// The filters in words; shows which of them the server applied.
    #[serde(deserialize_with = "lenient::text")]
    pub description: Option<String>,
    /// Pages, at most 50.
    pub total_pages: Option<u64>,
    /// The next page, if the server thinks there is one.
    #[serde(deserialize_with = "lenient::text")]
    pub next_page_url: Option<String>,
    /// The objects.
    #[serde(deserialize_with = "list")]
    pub results: Vec<Value>,
    /// `{"not_found": […]}` of multi-document answers, or a refusal.
    pub errors: Option<Value>,
    /// Public inspection: when the special filings were last updated.
    #[serde(deserialize_with = "lenient::text")]
    pub special_filings_updated_at: Option<String>,
    /// Public inspection: when the regular filings were last updated.
    #[serde(deserialize_with = "lenient::text")]
    pub regular_filings_updated_at: Option<String>,
}

fn list<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Vec<Value>, D::Error> {
    Ok(Option::<Vec<Value>>::deserialize(d)?.unwrap_or_default())
}

impl ListEnvelope {
    /// The numbers that the server says it did not find. The comparison there is exact, so a
    /// number found under another zero-padding is listed here as well as in `results`.
    pub fn not_found(&self) -> Vec<String> {
        self.errors
            .as_ref()
            .and_then(|errors| errors.get("not_found"))
            .and_then(Value::as_array)
            .map(|numbers| numbers.iter().filter_map(lenient::as_text).collect())
            .unwrap_or_default()
    }
}

/// The refusal in an answer, whatever its status: `errors` (other than a list of numbers not
/// found), `error`, or `message` beside a `status` that is no success.
pub fn refusal(value: &Value) -> Option<String> {
    let object = value.as_object()?;
    if let Some(errors) = object.get("errors").filter(|errors| !errors.is_null()) {
        let only_not_found = errors
            .as_object()
            .is_some_and(|map| map.keys().all(|key| key == "not_found"));
        let empty = errors.as_array().is_some_and(Vec::is_empty);
        if !only_not_found && !empty {
            return Some(words(errors));
        }
    }
    if object.contains_key("results") || object.contains_key("document_number") {
        return None;
    }
    if let Some(error) = object.get("error").filter(|error| !error.is_null()) {
        return Some(words(error));
    }
    match (
        object.get("status").and_then(Value::as_u64),
        object.get("message"),
    ) {
        (Some(status), Some(message)) if status >= 400 => Some(words(message)),
        _ => None,
    }
}

fn words(value: &Value) -> String {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    text.chars().take(300).collect()
}

/// Reads the answer of `facets/daily`: documents per day, zeros included.
///
/// # Errors
/// What is wrong with the answer, as a phrase.
pub fn daily_counts(value: &Value) -> Result<BTreeMap<NaiveDate, u64>, String> {
    let Some(object) = value.as_object() else {
        return Err("a map of days was due".to_owned());
    };
    object
        .iter()
        .map(|(key, entry)| {
            let day = lenient::parse_date(key).ok_or_else(|| format!("'{key}' is no day"))?;
            let count = entry
                .get("count")
                .and_then(Value::as_u64)
                .ok_or_else(|| format!("no count for {key}"))?;
            Ok((day, count))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_hits_means_no_results_key() {
        let envelope: ListEnvelope =
            serde_json::from_value(json!({"count": 0, "description": "Documents x"})).unwrap();
        assert!(envelope.results.is_empty());
        assert_eq!(envelope.next_page_url, None);
    }

    #[test]
    fn errors_are_seen_under_200_and_missing_numbers_are_no_error() {
        for (value, words) in [
            (
                json!({"errors": "You must supply the proper conditions", "status": 400}),
                "proper",
            ),
            (
                json!({"errors": {"agencies": "invalid value"}}),
                "invalid value",
            ),
            (
                json!({"errors": {"facet": "More than 10,000 days"}}),
                "10,000",
            ),
            (json!({"error": 404}), "404"),
            (
                json!({"status": 500, "message": "Internal Server Error"}),
                "Internal",
            ),
        ] {
            assert!(refusal(&value).unwrap().contains(words), "{value}");
        }
        for value in [
            json!({"count": 1, "results": [{}], "errors": {"not_found": ["2012-7333"]}}),
            json!({"count": 0, "description": "All Documents"}),
            json!({"2024-01-02": {"count": 3, "name": "01/02/2024"}}),
            json!([1, 2]),
        ] {
            assert_eq!(refusal(&value), None, "{value}");
        }
    }

    #[test]
    fn daily_counts_list_every_day() {
        let value = json!({"2024-01-01": {"count": 0, "name": "01/01/2024"},
            "2024-01-02": {"count": 140, "name": "01/02/2024"}});
        let counts = daily_counts(&value).unwrap();
        assert_eq!(counts.values().copied().collect::<Vec<_>>(), [0, 140]);
        assert!(daily_counts(&json!({"x": {"count": 1}})).is_err());
        assert!(daily_counts(&json!([])).is_err());
    }
}
