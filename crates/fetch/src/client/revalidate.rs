//! Conditional requests: answers that carry a validator are kept for a while, so that asking again
//! costs the server a 304. The Register itself sends none today; mirrors and govinfo do.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use reqwest::header::{
    ETAG, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use url::Url;

/// A bounded memory of answers with validators.
#[derive(Debug)]
pub(crate) struct Revalidation {
    limit: u64,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    entries: HashMap<String, Entry>,
    order: VecDeque<String>,
    bytes: u64,
}

#[derive(Debug, Clone)]
struct Entry {
    etag: Option<HeaderValue>,
    modified: Option<HeaderValue>,
    body: Bytes,
}

impl Revalidation {
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            limit,
            kept: Mutex::default(),
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        // Nothing panics while holding the lock; if it did, the memory is still only a memory.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The headers that ask for the answer only if it changed.
    pub(crate) fn conditions(&self, url: &Url) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Some(entry) = self.kept().entries.get(url.as_str()) {
            if let Some(etag) = &entry.etag {
                headers.insert(IF_NONE_MATCH, etag.clone());
            }
            if let Some(modified) = &entry.modified {
                headers.insert(IF_MODIFIED_SINCE, modified.clone());
            }
        }
        headers
    }

    /// The kept body, for a 304.
    pub(crate) fn body(&self, url: &Url) -> Option<Bytes> {
        self.kept()
            .entries
            .get(url.as_str())
            .map(|entry| entry.body.clone())
    }

    /// Keeps an answer, if it has a validator and fits.
    pub(crate) fn keep(&self, url: &Url, headers: &HeaderMap, body: &Bytes) {
        let (etag, modified) = (
            headers.get(ETAG).cloned(),
            headers.get(LAST_MODIFIED).cloned(),
        );
        let size = body.len() as u64;
        if (etag.is_none() && modified.is_none()) || size > self.limit {
            return;
        }
        let mut kept = self.kept();
        kept.forget(url.as_str());
        while kept.bytes + size > self.limit {
            let Some(oldest) = kept.order.front().cloned() else {
                break;
            };
            kept.forget(&oldest);
        }
        kept.bytes += size;
        kept.order.push_back(url.to_string());
        kept.entries.insert(
            url.to_string(),
            Entry {
                etag,
                modified,
                body: body.clone(),
            },
        );
    }
}

impl Kept {
    fn forget(&mut self, url: &str) {
        if let Some(entry) = self.entries.remove(url) {
            self.bytes -= entry.body.len() as u64;
            self.order.retain(|kept| kept != url);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_answers_with_validators_are_kept_and_the_oldest_go_first() {
        let memory = Revalidation::new(10);
        let url = |n: u8| Url::parse(&format!("http://localhost/{n}")).unwrap();
        let mut headers = HeaderMap::new();
        let body = Bytes::from_static(b"12345");
        memory.keep(&url(0), &headers, &body);
        assert!(memory.body(&url(0)).is_none());
        headers.insert(ETAG, HeaderValue::from_static("\"a\""));
        for n in 1..=3 {
            memory.keep(&url(n), &headers, &body);
        }
        assert!(memory.body(&url(1)).is_none());
        assert!(memory.body(&url(2)).is_some() && memory.body(&url(3)).is_some());
        assert_eq!(
            memory.conditions(&url(3)).get(IF_NONE_MATCH).unwrap(),
            "\"a\""
        );
        memory.keep(&url(4), &headers, &Bytes::from_static(b"too large for it"));
        assert!(memory.body(&url(4)).is_none() && memory.body(&url(3)).is_some());
    }
}
