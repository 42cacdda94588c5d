//! Hashes, and the canonical form in which content is hashed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::Digest;

/// A SHA-256 hash; shown and stored as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256([u8; 32]);

/// A text that is no SHA-256 hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a SHA-256 hash of 64 lower-case hexadecimal digits")]
pub struct Sha256Error(String);

impl Sha256 {
    /// The hash before the first row.
    pub(crate) const ZERO: Self = Self([0; 32]);

    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The raw bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex::encode(self.0))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256({self})")
    }
}

impl FromStr for Sha256 {
    type Err = Sha256Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        let hash = hex::decode_to_slice(text, &mut bytes).map(|()| Self(bytes));
        // Only one way of writing it: an altered letter case is an alteration.
        hash.ok()
            .filter(|hash| hash.to_string() == text)
            .ok_or_else(|| Sha256Error(text.to_owned()))
    }
}

impl Serialize for Sha256 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Hashes a sequence of parts so that no two different sequences hash alike.
pub(crate) struct Hasher(sha2::Sha256);

impl Hasher {
    /// `domain` keeps hashes of different kinds of things apart.
    pub(crate) fn new(domain: &str) -> Self {
        let mut hasher = Self(sha2::Sha256::new());
        hasher.part(domain.as_bytes());
        hasher
    }

    /// Adds a part, with its length before it.
    pub(crate) fn part(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub(crate) fn finish(self) -> Sha256 {
        Sha256(self.0.finalize().into())
    }
}

/// The canonical text of a value: keys sorted, and whatever is null or empty left out, so that a
/// field which a later version of the program adds does not change the hash of content without it.
pub(crate) fn canonical(value: &Value) -> String {
    prune(value).unwrap_or(Value::Null).to_string()
}

/// The canonical text of anything that serialises.
pub(crate) fn canonical_of<T: Serialize>(value: &T) -> String {
    canonical(&to_value(value))
}

/// Serialises plain data.
pub(crate) fn to_value<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("plain data with string keys always serialises")
}

fn prune(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then(|| value.clone()),
        // The place of an item in a list carries meaning, so empty items stay.
        Value::Array(items) => (!items.is_empty()).then(|| {
            items
                .iter()
                .map(|item| prune(item).unwrap_or(Value::Null))
                .collect()
        }),
        Value::Object(map) => {
            let mut entries: Vec<(&String, Value)> = map
                .iter()
                .filter_map(|(key, item)| Some((key, prune(item)?)))
                .collect();
            entries.sort_by(|a, b| a.0.cmp(b.0));
            (!entries.is_empty())
                .then(|| Value::Object(entries.into_iter().map(|(k, v)| (k.clone(), v)).collect()))
        }
        Value::Bool(_) | Value::Number(_) => Some(value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn order_of_keys_and_empty_fields_do_not_count() {
        let one = json!({"b": 1, "a": "x", "none": null, "empty": [], "blank": "", "map": {}});
        assert_eq!(canonical(&one), r#"{"a":"x","b":1}"#);
        assert_eq!(
            canonical(&json!({"a": [null, "", 0]})),
            r#"{"a":[null,null,0]}"#
        );
        assert_ne!(canonical(&json!({"a": false})), canonical(&json!({})));
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let hash = |parts: &[&str]| {
            let mut hasher = Hasher::new("test");
            for part in parts {
                hasher.part(part.as_bytes());
            }
            hasher.finish()
        };
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
        assert_ne!(hash(&["a"]), hash(&["a", ""]));
    }

    #[test]
    fn hashes_round_trip_as_hexadecimal() {
        let hash = Sha256::of(b"");
        assert_eq!(
            hash.to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(hash.to_string().parse::<Sha256>(), Ok(hash));
        assert!("e3b0".parse::<Sha256>().is_err());
        assert!(hash.to_string().to_uppercase().parse::<Sha256>().is_err());
    }
}
