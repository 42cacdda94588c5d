//! The API's objects, read tolerantly: every real answer since 2020 is accepted, whatever fields
//! it lacks or types it varies.

mod agencies;
mod document;
mod envelope;
mod inspection;
pub(crate) mod lenient;

pub use agencies::{Agencies, AgencyRecord};
pub(crate) use document::FIELDS;
pub use document::{AgencyObject, DocumentObject};
pub use envelope::{ListEnvelope, daily_counts, refusal};
pub(crate) use fedreg_model::readable;
pub use inspection::{PublicInspectionObject, parse_filed_at};

use fedreg_model::DocumentMetadata;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Keys that change by themselves and say nothing about the document.
const VOLATILE: [&str; 3] = ["page_views", "excerpts", "explanation"];

/// A document as the API describes it: our vocabulary, and the object itself for the archive.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiDocument {
    /// The object in our vocabulary.
    pub metadata: DocumentMetadata,
    /// The object as it came, without its volatile keys.
    pub raw: Value,
    /// The agencies as the API gives them (with ids, which the metadata leaves out).
    pub agencies: Vec<AgencyObject>,
}

impl ApiDocument {
    /// Reads one object, of a published document or of one on public inspection (told apart by the
    /// keys that only the latter has), or our own `meta.json` form.
    ///
    /// # Errors
    /// What is wrong with the object, as a phrase: it is no object, or has no document number.
    pub fn from_value(mut value: Value) -> Result<Self, String> {
        let Some(object) = value.as_object_mut() else {
            return Err(format!("an object was due, not {}", kind(&value)));
        };
        if !object.contains_key("document_number") {
            return Err("the object has no document_number".to_owned());
        }
        object.retain(|key, _| !VOLATILE.contains(&key.as_str()));
        let inspection = [
            "filing_type",
            "filed_at",
            "pdf_updated_at",
            "docket_numbers",
        ]
        .iter()
        .any(|key| object.contains_key(*key));
        let (metadata, agencies) = if inspection {
            let object =
                PublicInspectionObject::deserialize(&value).map_err(|error| error.to_string())?;
            (object.metadata(), object.agencies)
        } else {
            let object = DocumentObject::deserialize(&value).map_err(|error| error.to_string())?;
            (object.metadata(), object.agencies)
        };
        Ok(Self {
            metadata,
            raw: value,
            agencies,
        })
    }

    /// The object as JSON with sorted keys, so that equal objects are equal texts whatever order
    /// the server wrote them in.
    pub fn raw_json(&self) -> String {
        sorted(&self.raw).to_string()
    }
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            Value::Object(
                keys.into_iter()
                    .map(|k| (k.clone(), sorted(&map[k])))
                    .collect::<Map<_, _>>(),
            )
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_archived_object_leaves_out_what_changes_by_itself() {
        let first = json!({"title": "T", "document_number": "2099-00001",
            "page_views": {"count": 1}, "excerpts": "a"});
        let second = json!({"document_number": "2099-00001",
            "page_views": {"count": 2}, "excerpts": "b", "title": "T"});
        let first = ApiDocument::from_value(first).unwrap();
        let second = ApiDocument::from_value(second).unwrap();
        assert_eq!(first.raw_json(), second.raw_json());
        assert_eq!(
            first.raw_json(),
            r#"{"document_number":"2099-00001","title":"T"}"#
        );
    }

    #[test]
    fn what_is_no_document_says_why() {
        for (value, words) in [
            (json!([1]), "a list"),
            (json!("x"), "a text"),
            (json!({"count": 0}), "no document_number"),
        ] {
            assert!(ApiDocument::from_value(value).unwrap_err().contains(words));
        }
    }
}
