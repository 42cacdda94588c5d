//! Whether anything may have changed: one request instead of all searches.

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::ApiClient;
use crate::{FetchError, Window};

/// Results on the one page that is asked for.
const PER_PAGE: u32 = 1000;

/// What the mark is made of.
const FIELDS: [&str; 6] = [
    "document_number",
    "publication_date",
    "type",
    "title",
    "start_page",
    "end_page",
];

#[derive(Deserialize)]
struct Listed {
    publication_date: Option<String>,
}

impl ApiClient {
    /// A hash of what the Register lists in a window, in one request: how many documents it has in
    /// all, and number, date, type, title and pages of the latest thousand. The same mark means that
    /// no document came, went, moved or was renamed; a text that changed in its place does not show.
    pub async fn listing_mark(&self, window: Window) -> Result<String, FetchError> {
        let mut url = self.api_url(&["documents"]);
        {
            let mut pairs = url.query_pairs_mut();
            let (from, to) = (window.from().to_string(), window.to().to_string());
            pairs.append_pair("conditions[publication_date][gte]", &from);
            pairs.append_pair("conditions[publication_date][lte]", &to);
            for field in FIELDS {
                pairs.append_pair("fields[]", field);
            }
            pairs.append_pair("order", "newest");
            pairs.append_pair("per_page", &PER_PAGE.to_string());
        }
        let envelope = self.get_list(&url).await?;
        let got = envelope.results.len() as u64;
        let count = envelope.count.unwrap_or(got);
        let day = |value: &serde_json::Value| {
            Listed::deserialize(value)
                .ok()
                .and_then(|listed| listed.publication_date)
        };
        // Documents of one day come in any order, so where the page ends within a day, which of them
        // are on it is chance.
        let cut = (count > got)
            .then(|| envelope.results.last().and_then(day))
            .flatten();
        let mut parts: Vec<String> = envelope
            .results
            .iter()
            .filter(|value| cut.is_none() || day(value) != cut)
            .map(ToString::to_string)
            .collect();
        parts.sort_unstable();
        parts.push(count.to_string());
        Ok(mark(&parts))
    }
}

/// A hash over parts, in hexadecimal.
pub(crate) fn mark(parts: &[String]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex::encode(&hasher.finalize()[..16])
}
