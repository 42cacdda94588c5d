//! What can go wrong between us and the Federal Register: each error names the address, what
//! happened, whether trying again later can help, and what to do.

use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;
use fedreg_model::DocumentId;

/// An address as errors show it: the list of wanted fields is left out, which is long and changes
/// nothing about what is asked.
pub(crate) fn shown(url: &url::Url) -> String {
    let Some(query) = url.query() else {
        return url.to_string();
    };
    let short: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("fields%5B%5D="))
        .collect();
    let mut url = url.clone();
    url.set_query((!short.is_empty()).then(|| short.join("&")).as_deref());
    url.to_string()
}

/// A failed fetch. [`FetchError::is_transient`] says whether the next pass may well succeed;
/// [`FetchError::advice`] says what a person can do.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The HTTP client could not be set up (TLS roots, mostly).
    #[error("cannot set up the HTTP client: {detail}")]
    Client {
        /// The library's words.
        detail: String,
    },
    /// An address that cannot be made into a URL, or is not http(s).
    #[error("'{url}' is not an address that fedreg can fetch: {detail}")]
    BadUrl {
        /// The address as given.
        url: String,
        /// What is wrong with it.
        detail: String,
    },
    /// No connection: name lookup, refusal, TLS, or nobody answers.
    #[error("cannot connect to {url}: {detail}")]
    Connect {
        /// The address asked.
        url: String,
        /// The library's words.
        detail: String,
    },
    /// A time-out while reading or in all.
    #[error("{url} did not answer in time: {detail}")]
    Timeout {
        /// The address asked.
        url: String,
        /// Which of the time-outs.
        detail: String,
    },
    /// The connection broke, or the body was cut short or wrongly compressed.
    #[error("the answer of {url} broke off: {detail}")]
    Interrupted {
        /// The address asked.
        url: String,
        /// The library's words.
        detail: String,
    },
    /// More bytes (after decompression) than the cap allows.
    #[error("the answer of {url} is larger than {limit} bytes")]
    TooLarge {
        /// The address asked.
        url: String,
        /// The cap, in bytes.
        limit: u64,
    },
    /// 404: nothing there.
    #[error("{url} does not exist (404)")]
    NotFound {
        /// The address asked.
        url: String,
    },
    /// 400 or 414: the server does not accept the request.
    #[error("{url} refused the request ({status}): {detail}")]
    BadRequest {
        /// The address asked.
        url: String,
        /// The status code.
        status: u16,
        /// The server's message, shortened.
        detail: String,
    },
    /// An `errors` key in an answer that otherwise looks like success.
    #[error("{url} answered with an error under status 200: {detail}")]
    ErrorUnder200 {
        /// The address asked.
        url: String,
        /// The server's message, shortened.
        detail: String,
    },
    /// 429 or 503 with or without `Retry-After`: slow down.
    #[error("{url} asks us to slow down ({status}{})", retry_words(*.retry_after))]
    Throttled {
        /// The address asked.
        url: String,
        /// The status code.
        status: u16,
        /// How long the server asks us to wait, if it says.
        retry_after: Option<Duration>,
    },
    /// Any other status that is not success.
    #[error("{url} answered with status {status}")]
    Status {
        /// The address asked.
        url: String,
        /// The status code.
        status: u16,
    },
    /// Texts were not asked for, since one after the other failed.
    #[error(
        "not asked for, since the texts of {failed} documents in a row did not come; of the last, \
         {reason}"
    )]
    NoMoreTexts {
        /// The address that failed last.
        url: String,
        /// How many documents in a row had no text.
        failed: u32,
        /// What happened to the last.
        reason: String,
    },
    /// The page that asks to prove one is human, in place of what was asked.
    #[error("{url} answered with the bot-challenge page instead of the document")]
    Challenge {
        /// The address asked.
        url: String,
    },
    /// A redirect or a text address that leads away from the configured hosts.
    #[error("{url} leads to {target}, which is none of the configured hosts")]
    OffSite {
        /// The address asked.
        url: String,
        /// Where it leads.
        target: String,
    },
    /// Bytes of another kind than asked for (HTML where JSON or XML was due, an empty body).
    #[error("{url} did not answer with {expected}: {detail}")]
    Unexpected {
        /// The address asked.
        url: String,
        /// What was due.
        expected: &'static str,
        /// What came.
        detail: String,
    },
    /// The lookup found another document than the one asked for.
    #[error("{url} answered with {got} instead of {asked}")]
    WrongDocument {
        /// The address asked.
        url: String,
        /// The document asked for.
        asked: String,
        /// The document that came.
        got: String,
    },
    /// The server did not apply a condition of the search.
    #[error("{url} ignored the condition '{condition}'; the server says: {description}")]
    FilterIgnored {
        /// The address asked.
        url: String,
        /// The condition.
        condition: String,
        /// The description that the server gave, or the result that shows it.
        description: String,
    },
    /// More results on one day than the API lets one reach.
    #[error("{url} has {count} or more results on {date}; only {reachable} can be reached")]
    TooMany {
        /// The address asked.
        url: String,
        /// The day, which cannot be split further.
        date: NaiveDate,
        /// The count that the server gave.
        count: u64,
        /// How many can be reached by paging.
        reachable: u64,
    },
    /// Paging turned back or served a page twice.
    #[error("paging through {url} does not advance: page {page} was served again")]
    PagesStuck {
        /// The address asked.
        url: String,
        /// The page after which it stuck.
        page: u32,
    },
    /// The list kept changing while it was read.
    #[error("the results of {url} kept changing over {readings} readings")]
    Unsettled {
        /// The address asked.
        url: String,
        /// How often it was read.
        readings: u32,
    },
    /// Fewer documents listed on a day than the daily counts say exist.
    #[error("{url} listed {listed} documents of {date}, but the daily counts say {counted}")]
    Incomplete {
        /// The address asked.
        url: String,
        /// The day.
        date: NaiveDate,
        /// How many the search gave.
        listed: u64,
        /// How many the daily counts say exist.
        counted: u64,
    },
    /// One object in an answer could not be read.
    #[error("an object in the answer of {url} could not be read: {detail}")]
    Unreadable {
        /// The address asked.
        url: String,
        /// What is wrong, and with which object.
        detail: String,
    },
    /// No format of the full text could be fetched.
    #[error("no full text of {document} could be fetched: {}", join(.tried))]
    NoText {
        /// The document.
        document: String,
        /// What happened with each format, in the order tried.
        tried: Vec<FetchError>,
    },
    /// The pass ran out of time before this could be asked.
    #[error("the pass ran out of time before {url} was fetched")]
    OutOfTime {
        /// The address that was next.
        url: String,
    },
    /// Metadata without number or date: it names no document.
    #[error("the metadata names no document (number {number:?}, date {date:?})")]
    NoIdentity {
        /// The number, if known.
        number: Option<String>,
        /// The date, if known.
        date: Option<NaiveDate>,
    },
    /// A folder or file that cannot be read.
    #[error("cannot read {}: {detail}", path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// The system's words.
        detail: String,
    },
}

fn retry_words(after: Option<Duration>) -> String {
    after.map_or_else(String::new, |d| format!(", for {} s", d.as_secs()))
}

fn join(errors: &[FetchError]) -> String {
    errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}

impl FetchError {
    /// Whether the same request may succeed later without anybody changing anything.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Connect { .. }
            | Self::Timeout { .. }
            | Self::Interrupted { .. }
            | Self::Throttled { .. }
            | Self::Challenge { .. }
            | Self::Unexpected { .. }
            | Self::PagesStuck { .. }
            | Self::Unsettled { .. }
            | Self::Incomplete { .. }
            | Self::NoMoreTexts { .. }
            | Self::OutOfTime { .. } => true,
            Self::Status { status, .. } => *status >= 500 || *status == 408,
            Self::NoText { tried, .. } => tried.iter().any(Self::is_transient),
            _ => false,
        }
    }

    /// Whether the source itself could not be reached, as opposed to one request failing.
    pub fn is_unreachable(&self) -> bool {
        match self {
            Self::Connect { .. } | Self::Client { .. } => true,
            Self::NoText { tried, .. } => tried.iter().any(Self::is_unreachable),
            _ => false,
        }
    }

    /// Whether the source says that there is no such thing, so that asking again is no use and
    /// nobody can mend it.
    pub fn is_absence(&self) -> bool {
        match self {
            Self::NotFound { .. } | Self::WrongDocument { .. } => true,
            Self::NoText { tried, .. } => tried.iter().all(Self::is_absence),
            _ => false,
        }
    }

    /// Whether going on with other requests would be useless or impolite. A 503 is not enough: a
    /// single file can have it for ever, and must not hide all those after it.
    pub(crate) fn is_halting(&self) -> bool {
        match self {
            Self::Throttled { status, .. } => *status == 429,
            Self::NoText { tried, .. } => tried.iter().any(Self::is_halting),
            other => other.is_unreachable(),
        }
    }

    /// Whether the bot challenge stood in the way.
    pub(crate) fn is_challenge(&self) -> bool {
        match self {
            Self::Challenge { .. } => true,
            Self::NoText { tried, .. } => tried.iter().any(Self::is_challenge),
            _ => false,
        }
    }

    /// That no more texts are asked for, since this is what happened to the last of `failed`.
    pub(crate) fn no_more_texts(&self, failed: u32) -> Self {
        let last = match self {
            Self::NoText { tried, .. } => tried.last().unwrap_or(self),
            other => other,
        };
        Self::NoMoreTexts {
            url: last.url().unwrap_or_default().to_owned(),
            failed,
            reason: last.to_string(),
        }
    }

    /// The address concerned, if there is one.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::Client { .. } | Self::Folder { .. } | Self::NoIdentity { .. } => None,
            Self::NoText { tried, .. } => tried.iter().find_map(Self::url),
            Self::BadUrl { url, .. }
            | Self::OffSite { url, .. }
            | Self::OutOfTime { url }
            | Self::NoMoreTexts { url, .. }
            | Self::Connect { url, .. }
            | Self::Timeout { url, .. }
            | Self::Interrupted { url, .. }
            | Self::TooLarge { url, .. }
            | Self::NotFound { url }
            | Self::BadRequest { url, .. }
            | Self::ErrorUnder200 { url, .. }
            | Self::Throttled { url, .. }
            | Self::Status { url, .. }
            | Self::Challenge { url }
            | Self::Unexpected { url, .. }
            | Self::WrongDocument { url, .. }
            | Self::FilterIgnored { url, .. }
            | Self::TooMany { url, .. }
            | Self::PagesStuck { url, .. }
            | Self::Unsettled { url, .. }
            | Self::Incomplete { url, .. }
            | Self::Unreadable { url, .. } => Some(url),
        }
    }

    /// What to do about it, as one sentence.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Client { .. } => "Install the system's CA certificates and try again.",
            Self::BadUrl { .. } => "Correct the address in the configuration.",
            Self::Connect { .. } => "Check the network and `base_url`, then run again.",
            Self::NoMoreTexts { .. } => {
                "Run again later: the next pass continues from here, and nothing is lost."
            }
            Self::Timeout { .. } | Self::Interrupted { .. } | Self::OutOfTime { .. } => {
                "Run again: the next pass continues from here; raise the time-outs if it persists."
            }
            Self::TooLarge { .. } => "If the document is genuine, raise `max_body_bytes`.",
            Self::NotFound { .. } => {
                "Documents do vanish from the Register; look at its page, then run again."
            }
            Self::BadRequest { .. } | Self::ErrorUnder200 { .. } | Self::FilterIgnored { .. } => {
                "Check the query in queries.toml against the API's documentation."
            }
            Self::Throttled { .. } => "Lower the request rates in the configuration and run later.",
            Self::Status { .. } | Self::PagesStuck { .. } | Self::Unsettled { .. } => {
                "Run again later; the Register is changing or in trouble."
            }
            Self::Challenge { .. } => {
                "Run again later, set `contact`, and ask the Register for access if it persists."
            }
            Self::OffSite { .. } => "If that host is trusted, add it to `allowed_hosts`.",
            Self::Unexpected { .. } => {
                "Run again later; if it persists, open the address yourself."
            }
            Self::WrongDocument { .. } | Self::NoIdentity { .. } => {
                "Check the document's number and publication date."
            }
            Self::TooMany { .. } => "Narrow the query in queries.toml (agencies, types or terms).",
            Self::Incomplete { .. } => "Run again; the day stays inside the next pass's window.",
            Self::Unreadable { .. } => "Report it: the Register's answer has an unknown shape.",
            Self::NoText { .. } => "Run again later; the document stays on the list.",
            Self::Folder { .. } => "Check the path and its permissions.",
        }
    }

    pub(crate) fn no_identity(metadata: &fedreg_model::DocumentMetadata) -> Self {
        Self::NoIdentity {
            number: metadata.document_number.as_ref().map(ToString::to_string),
            date: metadata.publication_date,
        }
    }

    pub(crate) fn wrong(url: &url::Url, asked: &DocumentId, got: impl Into<String>) -> Self {
        Self::WrongDocument {
            url: shown(url),
            asked: asked.to_string(),
            got: got.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_names_the_address_and_says_what_to_do() {
        let url = "https://www.federalregister.gov/api/v1/documents".to_owned();
        let text = url.clone();
        let errors = [
            FetchError::NotFound { url: url.clone() },
            FetchError::Challenge { url: url.clone() },
            FetchError::Throttled {
                url: url.clone(),
                status: 429,
                retry_after: Some(Duration::from_secs(7)),
            },
            FetchError::Status {
                url: url.clone(),
                status: 502,
            },
            FetchError::TooLarge {
                url: url.clone(),
                limit: 10,
            },
        ];
        for error in errors {
            assert!(error.to_string().contains(&text), "{error}");
            assert_eq!(error.url(), Some(text.as_str()));
            assert!(error.advice().ends_with('.'), "{error}");
        }
    }

    #[test]
    fn addresses_are_shown_without_the_list_of_fields() {
        let url = |text: &str| url::Url::parse(text).unwrap();
        assert_eq!(
            shown(&url(
                "http://localhost/d?a=1&fields%5B%5D=title&fields%5B%5D=type&page=2"
            )),
            "http://localhost/d?a=1&page=2"
        );
        assert_eq!(
            shown(&url("http://localhost/d?fields%5B%5D=title")),
            "http://localhost/d"
        );
        assert_eq!(shown(&url("http://localhost/d")), "http://localhost/d");
    }

    #[test]
    fn only_what_can_heal_by_itself_is_transient() {
        let url = "http://localhost/".to_owned();
        assert!(FetchError::Challenge { url: url.clone() }.is_transient());
        assert!(
            FetchError::Status {
                url: url.clone(),
                status: 500
            }
            .is_transient()
        );
        assert!(
            !FetchError::Status {
                url: url.clone(),
                status: 403
            }
            .is_transient()
        );
        assert!(!FetchError::NotFound { url: url.clone() }.is_transient());
        let tried = vec![
            FetchError::NotFound { url: url.clone() },
            FetchError::Challenge { url },
        ];
        assert!(
            FetchError::NoText {
                document: "x".into(),
                tried
            }
            .is_transient()
        );
    }
}
