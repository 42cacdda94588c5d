//! The log of requests, by which tests judge how polite a client was.

use std::time::Instant;

/// One request as it arrived.
#[derive(Debug, Clone)]
pub struct Request {
    /// 0 for the first request ever, then 1, 2, …
    pub sequence: usize,
    /// When it arrived, on the monotonic clock.
    pub at: Instant,
    /// How many requests were being answered when it arrived, itself included.
    pub in_flight: usize,
    /// `GET`, as a rule.
    pub method: String,
    /// The path, percent-encoded as sent.
    pub path: String,
    /// The raw query string, percent-encoded as sent, without `?`; empty when there is none.
    pub query: String,
    /// Header names in lower case, and their values.
    pub headers: Vec<(String, String)>,
    /// The status it was answered with; `None` while no answer was made (yet).
    pub status: Option<u16>,
}

impl Request {
    /// The first value of a header; `name` in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The `User-Agent` sent.
    pub fn user_agent(&self) -> Option<&str> {
        self.header("user-agent")
    }

    /// The query's pairs, decoded: `("conditions[term]", "…")`.
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.query.as_bytes())
            .into_owned()
            .collect()
    }

    /// The decoded value of the first pair of that name.
    pub fn query_value(&self, name: &str) -> Option<String> {
        self.query_pairs()
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }
}
