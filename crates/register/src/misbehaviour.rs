//! Misbehaviour on request: what goes wrong, where, when, and how often.

use std::time::Duration;

use chrono::NaiveDate;

use crate::document::Document;

/// Which requests a misbehaviour concerns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// Every request.
    #[default]
    Everywhere,
    /// Those whose `path?query`, percent-decoded, contains this.
    Contains(String),
    /// Those whose path, percent-decoded and without a `.json` at its end, is exactly this.
    Path(String),
    /// Those whose query, percent-decoded, has exactly this pair: `page` and `2` mean the second
    /// page, and not, as the text `page=2` would, also `per_page=2`.
    Query {
        /// The name, such as `page` or `conditions[term]`.
        name: String,
        /// The value.
        value: String,
    },
}

impl Place {
    /// Both percent-decoded.
    pub(crate) fn covers(&self, path: &str, query: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Contains(text) if query.is_empty() => path.contains(text),
            Self::Contains(text) => format!("{path}?{query}").contains(text),
            Self::Query { name, value } => {
                let pair = format!("{name}={value}");
                query.split('&').any(|given| given == pair)
            }
            Self::Path(exact) => path.strip_suffix(".json").unwrap_or(path) == exact,
        }
    }
}

/// The form of a `Retry-After` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// `Retry-After: 3`.
    Seconds(u64),
    /// `Retry-After: Mon, 24 Nov 2025 12:00:00 GMT`, this long after the answer. HTTP dates know
    /// whole seconds only; the instant is rounded up.
    DateIn(Duration),
    /// A text as it is, sensible or not.
    Text(&'static str),
}

/// How the bot challenge is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Challenge {
    /// In place, status 200.
    InPlace,
    /// By a 302 to a page that answers 200.
    Redirect,
}

/// What a `count` is changed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountLie {
    /// This number, whatever the truth.
    Is(u64),
    /// So many more (or fewer) than the truth; never below 0.
    Off(i64),
}

/// A change of the contents between two requests.
#[derive(Debug, Clone)]
pub enum Edit {
    /// A document appears, or is replaced. Earlier documents in the sort order push others to a
    /// later page.
    Put(Document),
    /// A published document vanishes, and others move to an earlier page.
    Remove {
        /// Its number.
        number: String,
        /// Its publication date.
        publication_date: NaiveDate,
    },
    /// A published document moves to another issue, keeping everything else.
    Move {
        /// Its number.
        number: String,
        /// Its publication date so far.
        from: NaiveDate,
        /// Its new publication date.
        to: NaiveDate,
    },
    /// Fields of a published document change.
    Change {
        /// Its number.
        number: String,
        /// Its publication date.
        publication_date: NaiveDate,
        /// The fields to overwrite, as in the API's object.
        fields: serde_json::Map<String, serde_json::Value>,
    },
    /// The day it is in the register changes.
    Today(NaiveDate),
}

/// What goes wrong.
#[derive(Debug, Clone)]
pub enum Fault {
    /// This status, with an HTML body as proxies send it.
    Status {
        /// 429, 500, 502, 503, 504, …
        code: u16,
        /// The `Retry-After` header, if any.
        retry_after: Option<RetryAfter>,
    },
    /// The bot-challenge page.
    Challenge(Challenge),
    /// Status 200 and a harmless HTML page, whatever was due.
    Html,
    /// Status, content type and body as given.
    Body {
        /// The status.
        status: u16,
        /// The content type.
        content_type: &'static str,
        /// The body.
        body: Vec<u8>,
    },
    /// The right answer, later.
    Delay(Duration),
    /// No answer, ever; the connection stays open.
    Stall,
    /// The right answer, `bytes` at a time with a pause after each.
    Drip {
        /// How many at a time.
        bytes: usize,
        /// The pause.
        every: Duration,
    },
    /// The right answer's head, which promises the whole length, and then only so many bytes.
    Truncate {
        /// How many.
        after: usize,
    },
    /// The right answer without its last byte, and then white space without end.
    Endless,
    /// The right answer in gzip, followed inside it by so many bytes of white space: small on the
    /// wire, large when unpacked.
    GzipBomb {
        /// How many, unpacked.
        bytes: usize,
    },
    /// The answer for this number instead of the one asked for: in look-ups, full and raw texts.
    WrongDocument(String),
    /// Another `count` in the answer's envelope.
    Count(CountLie),
    /// Another count for one key of a facet (`2025-11-24`, `state-department`).
    FacetCount(String, CountLie),
    /// The contents change before the request is answered.
    Edit(Edit),
}

/// One misbehaviour: a fault, the place where it happens, and the requests it skips and hits.
///
/// ```
/// use fedreg_register::{Fault, Misbehaviour};
/// let busy = Fault::Status { code: 503, retry_after: None };
/// // The first two requests to every path below /api/v1 fail.
/// let rule = Misbehaviour::new(busy).at("/api/v1").times(2);
/// # let _ = rule;
/// ```
#[derive(Debug, Clone)]
pub struct Misbehaviour {
    pub(crate) fault: Fault,
    pub(crate) place: Place,
    pub(crate) after: u64,
    pub(crate) times: Option<u64>,
}

impl Misbehaviour {
    /// Always and everywhere; an [`Edit`] once, before the first request.
    pub fn new(fault: Fault) -> Self {
        let times = matches!(fault, Fault::Edit(_)).then_some(1);
        Self {
            fault,
            place: Place::Everywhere,
            after: 0,
            times,
        }
    }

    /// Only for requests whose decoded `path?query` contains `text`.
    #[must_use]
    pub fn at(self, text: impl Into<String>) -> Self {
        self.in_place(Place::Contains(text.into()))
    }

    /// Only for requests to exactly this path (with or without `.json`).
    #[must_use]
    pub fn at_path(self, path: impl Into<String>) -> Self {
        self.in_place(Place::Path(path.into()))
    }

    /// Only for requests whose query has this pair, both decoded.
    #[must_use]
    pub fn at_query(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.in_place(Place::Query {
            name: name.into(),
            value: value.into(),
        })
    }

    /// Only there.
    #[must_use]
    pub fn in_place(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// Not for the first `requests` that it concerns.
    #[must_use]
    pub fn after(mut self, requests: u64) -> Self {
        self.after = requests;
        self
    }

    /// Only so often: counted for every path by itself, except for an [`Edit`], which counts all
    /// requests that it concerns together.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }
}
