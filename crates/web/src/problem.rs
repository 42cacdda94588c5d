//! What can go wrong with a request, as a status, a title and a sentence.

use axum::http::StatusCode;
use fedreg_history::HistoryError;

/// Why a request has no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// A parameter that cannot be used.
    #[error("the parameter '{name}' {why}")]
    Parameter {
        /// Its name.
        name: String,
        /// What is wrong and what is expected, as the rest of a sentence.
        why: String,
    },
    /// Nothing of that name.
    #[error("{0}")]
    NotFound(String),
    /// An address longer than any that means something.
    #[error("the address is longer than {max} characters")]
    TooLong {
        /// How long it may be.
        max: usize,
    },
    /// A method other than GET and HEAD.
    #[error("this site only answers GET and HEAD")]
    Method,
    /// All handles stay busy, or the answer takes too long.
    #[error("the answer took longer than {seconds} seconds; ask for less, or try again later")]
    TooSlow {
        /// The limit.
        seconds: u64,
    },
    /// The history cannot be read.
    #[error("the history cannot be read at the moment")]
    History(#[from] HistoryError),
    /// A fault of the program.
    #[error("the program failed to answer")]
    Fault,
}

impl Problem {
    /// A parameter that cannot be used.
    pub(crate) fn parameter(name: &str, why: impl Into<String>) -> Self {
        Self::Parameter {
            name: name.to_owned(),
            why: why.into(),
        }
    }

    /// The HTTP status.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Parameter { .. } => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::TooLong { .. } => StatusCode::URI_TOO_LONG,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow { .. } | Self::History(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What kind of problem it is, in words that do not change.
    pub(crate) fn title(&self) -> &'static str {
        match self {
            Self::Parameter { .. } => "A parameter cannot be used",
            Self::NotFound(_) => "Not found",
            Self::TooLong { .. } => "The address is too long",
            Self::Method => "Method not allowed",
            Self::TooSlow { .. } => "Too slow",
            Self::History(_) => "The history cannot be read",
            Self::Fault => "A fault of the program",
        }
    }
}
