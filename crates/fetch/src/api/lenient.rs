//! Readers for fields whose type varies between years of the API: a wrong type becomes "missing",
//! never an error, because one odd field must not cost a document.

use chrono::NaiveDate;
use fedreg_model::DocumentNumber;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::document::AgencyObject;

/// A text or a number as text; blank is missing.
pub(crate) fn text<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    Ok(as_text(&Value::deserialize(d)?))
}

/// The one place that says what counts as a text.
pub(crate) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A list of texts; null, a single text, and nulls inside are taken as they are meant.
pub(crate) fn texts<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    Ok(match Value::deserialize(d)? {
        Value::Array(items) => items.iter().filter_map(as_text).collect(),
        other => as_text(&other).into_iter().collect(),
    })
}

/// A day, `YYYY-MM-DD`.
pub(crate) fn date<'de, D: Deserializer<'de>>(d: D) -> Result<Option<NaiveDate>, D::Error> {
    Ok(as_text(&Value::deserialize(d)?).and_then(|text| parse_date(&text)))
}

/// Reads `YYYY-MM-DD`, in years that the Federal Register can have.
pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    use chrono::Datelike;
    let date = NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()?;
    (1900..=9999).contains(&date.year()).then_some(date)
}

/// A whole number, as a number or a text; 0 (which the Register writes for "no page") is missing.
pub(crate) fn number<'de, D: Deserializer<'de>>(d: D) -> Result<Option<u32>, D::Error> {
    Ok(as_text(&Value::deserialize(d)?)
        .and_then(|text| text.parse().ok())
        .filter(|n| *n > 0))
}

/// A document number; what is none is missing.
pub(crate) fn document_number<'de, D: Deserializer<'de>>(
    d: D,
) -> Result<Option<DocumentNumber>, D::Error> {
    Ok(as_text(&Value::deserialize(d)?).and_then(|text| DocumentNumber::new(&text).ok()))
}

/// Agencies: a list of objects, in which nulls have been seen; names alone are accepted too.
pub(crate) fn agencies<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<AgencyObject>, D::Error> {
    let items = match Value::deserialize(d)? {
        Value::Array(items) => items,
        Value::Null => Vec::new(),
        other => vec![other],
    };
    Ok(items
        .into_iter()
        .filter_map(|item| match item {
            Value::Object(_) => AgencyObject::deserialize(&item).ok(),
            other => as_text(&other).map(AgencyObject::named),
        })
        .filter(|agency| agency.display_name().is_some())
        .collect())
}
