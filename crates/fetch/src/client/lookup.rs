//! Looking up documents by their identity. The server's lookup is fuzzy, so what came back is
//! always compared with what was asked.

use std::collections::BTreeMap;

use fedreg_model::{DocumentId, DocumentNumber};
use url::Url;

use super::ApiClient;
use crate::FetchError;
use crate::api::ApiDocument;
use crate::error::shown;

/// The server gives back this many documents at most, whatever was asked.
const MAX_NUMBERS: usize = 250;

/// Longer addresses get a 414 somewhere on the way.
const MAX_URL: usize = 2000;

/// What a multi-document lookup found.
#[derive(Debug, Default)]
pub struct Lookup {
    /// The documents found.
    pub found: BTreeMap<DocumentId, ApiDocument>,
    /// Those not found or not fetched, and why.
    pub missing: Vec<(DocumentId, FetchError)>,
}

impl ApiClient {
    /// Looks up one document.
    ///
    /// # Errors
    /// [`FetchError::NotFound`] if there is none, [`FetchError::WrongDocument`] if the server
    /// answered with another one (which it does, with status 200).
    pub async fn document(&self, id: &DocumentId) -> Result<ApiDocument, FetchError> {
        let mut url = self.numbers_url(id.document_number.as_str());
        // Without the date the server picks one of several documents of that number.
        url.query_pairs_mut()
            .append_pair("publication_date", &id.publication_date.to_string());
        let value = self.get_json(&url).await?;
        let document = ApiDocument::from_value(value).map_err(|detail| FetchError::Unreadable {
            url: shown(&url),
            detail,
        })?;
        match document.metadata.id() {
            Some(got) if same(&got, id) => Ok(document),
            Some(got) => Err(FetchError::wrong(&url, id, got.to_string())),
            None => Err(FetchError::wrong(
                &url,
                id,
                "a document without number or date",
            )),
        }
    }

    /// Looks up many documents, in as few requests as the limits allow.
    pub async fn documents(&self, ids: &[DocumentId]) -> Lookup {
        let mut lookup = Lookup::default();
        for batch in self.batches(ids) {
            let url = self.numbers_url(&list(batch));
            let envelope = match self.get_list(&url).await {
                Ok(envelope) => envelope,
                Err(FetchError::NotFound { .. }) => {
                    // Nothing found at all; each is asked by itself below.
                    crate::api::ListEnvelope::default()
                }
                Err(error) => {
                    lookup
                        .missing
                        .extend(batch.iter().map(|id| (id.clone(), error.clone())));
                    continue;
                }
            };
            let not_found: Vec<DocumentNumber> = envelope
                .not_found()
                .iter()
                .filter_map(|number| DocumentNumber::new(number).ok())
                .collect();
            let documents: Vec<ApiDocument> = envelope
                .results
                .into_iter()
                .filter_map(|value| ApiDocument::from_value(value).ok())
                .collect();
            for id in batch {
                let hit = documents
                    .iter()
                    .find(|document| document.metadata.id().is_some_and(|got| same(&got, id)));
                if let Some(document) = hit {
                    lookup.found.insert(id.clone(), document.clone());
                    continue;
                }
                // A number found under another padding is in `not_found`, too, so only one that is
                // there and in no result is truly missing. The rest were hidden by a namesake of
                // another date, cut off, or turned into another document: ask for them by date.
                let namesake = documents.iter().any(|document| {
                    let number = document.metadata.document_number.as_ref();
                    number.is_some_and(|n| n.same_modulo_padding(&id.document_number))
                });
                if !namesake && not_found.contains(&id.document_number) {
                    lookup
                        .missing
                        .push((id.clone(), FetchError::NotFound { url: shown(&url) }));
                    continue;
                }
                match self.document(id).await {
                    Ok(document) => {
                        lookup.found.insert(id.clone(), document);
                    }
                    Err(error) => lookup.missing.push((id.clone(), error)),
                }
            }
        }
        lookup
    }

    fn numbers_url(&self, numbers: &str) -> Url {
        let mut url = self.api_url(&["documents", numbers]);
        {
            let mut pairs = url.query_pairs_mut();
            for field in crate::api::FIELDS {
                pairs.append_pair("fields[]", field);
            }
        }
        url
    }

    fn batches<'a>(&self, ids: &'a [DocumentId]) -> Vec<&'a [DocumentId]> {
        // Commas are encoded as three characters.
        let room = MAX_URL.saturating_sub(self.numbers_url("").as_str().len() + 3);
        let mut batches = Vec::new();
        let (mut start, mut used) = (0, 0);
        for (at, id) in ids.iter().enumerate() {
            let size = id.document_number.as_str().len() + 3;
            if at > start && (at - start >= MAX_NUMBERS || used + size > room) {
                batches.push(&ids[start..at]);
                (start, used) = (at, 0);
            }
            used += size;
        }
        if start < ids.len() {
            batches.push(&ids[start..]);
        }
        batches
    }
}

/// The numbers as a list. A comma at the end makes the server answer with a list even for one.
fn list(ids: &[DocumentId]) -> String {
    let numbers: Vec<&str> = ids.iter().map(|id| id.document_number.as_str()).collect();
    let comma = if ids.len() == 1 { "," } else { "" };
    numbers.join(",") + comma
}

fn same(got: &DocumentId, asked: &DocumentId) -> bool {
    got.publication_date == asked.publication_date
        && got
            .document_number
            .same_modulo_padding(&asked.document_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ApiSettings;

    #[test]
    fn lists_stay_under_the_limits_and_lose_nothing() {
        let client = ApiClient::new(ApiSettings::default()).unwrap();
        let ids: Vec<DocumentId> = (0..700)
            .map(|n| DocumentId {
                publication_date: "2025-01-02".parse().unwrap(),
                document_number: DocumentNumber::new(&format!("2025-{n:05}")).unwrap(),
            })
            .collect();
        let batches = client.batches(&ids);
        assert_eq!(batches.concat(), ids);
        for batch in batches {
            assert!(!batch.is_empty() && batch.len() <= MAX_NUMBERS);
            let url = client.numbers_url(&list(batch));
            assert!(url.as_str().len() <= MAX_URL, "{}", url.as_str().len());
        }
        assert!(client.batches(&[]).is_empty());
    }
}
