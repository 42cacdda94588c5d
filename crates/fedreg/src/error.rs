//! What the binary says when it fails: what happened, to which file or document, what to type next.

use std::fmt;

use fedreg_history::HistoryError;

use crate::exit::Status;
use crate::output::safe;

/// A failure, ready to be printed.
#[derive(Debug)]
pub(crate) struct CliError {
    /// The exit code.
    pub(crate) status: Status,
    /// What happened, as a sentence without its full stop.
    pub(crate) what: String,
    /// The file, URL, document or setting it happened to.
    pub(crate) which: Option<String>,
    /// What to do next, if there is something to do.
    pub(crate) help: Option<String>,
    /// Whether stdout's reader went away, which is no failure.
    pub(crate) broken_pipe: bool,
}

impl CliError {
    /// A failure with its status.
    pub(crate) fn new(status: Status, what: impl Into<String>) -> Self {
        Self {
            status,
            what: what.into(),
            which: None,
            help: None,
            broken_pipe: false,
        }
    }

    /// Wrong command line or configuration.
    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Self::new(Status::Usage, what)
    }

    /// Nothing of that name in the history.
    pub(crate) fn not_found(what: impl Into<String>) -> Self {
        Self::new(Status::NotFound, what)
    }

    /// Names what it happened to.
    pub(crate) fn which(mut self, which: impl fmt::Display) -> Self {
        self.which = Some(which.to_string());
        self
    }

    /// Says what to do next.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&safe(&self.what))?;
        if let Some(which) = &self.which {
            write!(f, "\n  --> {}", safe(which))?;
        }
        if let Some(help) = &self.help {
            write!(f, "\nhelp: {}", safe(help))?;
        }
        Ok(())
    }
}

impl std::error::Error for CliError {}

/// The library's messages end with what to do, after a semicolon.
impl From<HistoryError> for CliError {
    fn from(error: HistoryError) -> Self {
        let status = match &error {
            HistoryError::Locked { .. } | HistoryError::Busy { .. } => Status::Locked,
            HistoryError::DiskFull { .. } | HistoryError::Io(_) => Status::Failure,
            _ => Status::HistoryUnusable,
        };
        let text = error.to_string();
        match text.split_once("; ") {
            Some((what, help)) => Self::new(status, what).help(help),
            None => Self::new(status, text).help("see what is wrong with it: fedreg doctor"),
        }
    }
}

/// Writing to stdout failed. A reader that went away is told apart.
impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        let broken_pipe = error.kind() == std::io::ErrorKind::BrokenPipe;
        let status = if broken_pipe {
            Status::Success
        } else {
            Status::Failure
        };
        Self {
            broken_pipe,
            ..Self::new(status, format!("the output cannot be written: {error}"))
        }
    }
}
