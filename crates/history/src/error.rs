//! What can go wrong with a history, to which file, and what to do about it.

use std::path::{Path, PathBuf};

use fedreg_model::DocumentId;
use rusqlite::ErrorCode;

use crate::Sha256;

/// Why a history could not be opened, read or appended to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// There is no file, and the history was to be read only.
    #[error("there is no history at {path}; `fedreg run` makes one, `--db` names another file", path = .path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is no SQLite database, or the database of another program.
    #[error("{path} is not a history of fedreg ({detail}); name another file with `--db`", path = .path.display())]
    NotAHistory {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        detail: String,
    },
    /// A later version of the program wrote the file.
    #[error(
        "{path} was written by a newer fedreg (schema {found}, this program knows {known}); update fedreg",
        path = .path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The schema version of the file.
        found: i64,
        /// The latest schema version that this program knows.
        known: i64,
    },
    /// An earlier version of the program wrote the file, which is open for reading only.
    #[error(
        "{path} was written by an older fedreg (schema {found}, needed {known}); `fedreg run` brings it up to date",
        path = .path.display()
    )]
    Outdated {
        /// The file.
        path: PathBuf,
        /// The schema version of the file.
        found: i64,
        /// The schema version that this program needs.
        known: i64,
    },
    /// SQLite finds the file damaged.
    #[error(
        "{path} is damaged ({detail}); restore it from a copy, or save what is readable with `sqlite3 {path} .recover`",
        path = .path.display()
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// The file, its directory or this handle cannot be written to.
    #[error(
        "{path} cannot be written to ({detail}); check the permissions of the file and of its directory",
        path = .path.display()
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// Why.
        detail: String,
    },
    /// Another process is writing to the history.
    #[error(
        "another fedreg{} is writing to {path}; wait until it ends",
        .holder.map(|pid| format!(" (process {pid})")).unwrap_or_default(),
        path = .path.display()
    )]
    Locked {
        /// The database.
        path: PathBuf,
        /// The process that holds the lock, if it left its number.
        holder: Option<u32>,
    },
    /// A program other than fedreg keeps the database locked.
    #[error("{path} stayed locked by another program; close it there and try again", path = .path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// No space is left.
    #[error(
        "the disk that holds {path} is full; make room and run again, what was recorded before is kept",
        path = .path.display()
    )]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The file system refused; the message names the file.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A document without number or publication date has no identity.
    #[error(
        "a document from {origin} has no {missing}; name it with `--document-number` or `--published`"
    )]
    NoIdentity {
        /// Where the document came from.
        origin: String,
        /// What is missing.
        missing: &'static str,
    },
    /// Bytes beyond the cap.
    #[error("{origin} has {size} bytes, more than the archive takes ({max})")]
    TooLarge {
        /// Where the bytes came from.
        origin: String,
        /// How many there are.
        size: usize,
        /// How many are allowed.
        max: usize,
    },
    /// A document refers to bytes that are not in the archive.
    #[error(
        "{document}: bytes {start}..{end} of {sha256} are not in the archive; archive the bytes first"
    )]
    NotArchived {
        /// The document.
        document: String,
        /// The archived bytes it refers to.
        sha256: Sha256,
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
    },
    /// A quote, residue or block does not lie in the text as it says.
    #[error(
        "{document}: {what} {start}..{end} does not slice the normalised text as it says; this is a fault of the reader or parser, please report it"
    )]
    Unquotable {
        /// The document.
        document: DocumentId,
        /// Which range.
        what: String,
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
    },
    /// A transaction of several documents was undone, since one could not be appended whole.
    #[error(
        "{path}: the last documents were undone, since one of them could not be recorded; what was recorded before is kept",
        path = .path.display()
    )]
    Undone {
        /// The file.
        path: PathBuf,
    },
    /// A run or version that this history does not hold.
    #[error("{path} holds no {what} {sequence}", path = .path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// What was looked for.
        what: &'static str,
        /// Its sequence.
        sequence: i64,
    },
    /// A row that cannot be understood: tampered with, or written by something else.
    #[error("{path}: {detail}; `fedreg verify` shows what is damaged", path = .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Which row, and what is wrong with it.
        detail: String,
    },
    /// Anything else that SQLite reports.
    #[error("{path}: {source}", path = .path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
}

impl HistoryError {
    /// Whether the same call may succeed later without anyone doing anything.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Locked { .. } | Self::Busy { .. })
    }

    pub(crate) fn sql(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let detail = source.to_string();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt { path, detail },
            Some(ErrorCode::NotADatabase) => Self::NotAHistory { path, detail },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::ReadOnly { path, detail }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            _ => Self::Sqlite { path, source },
        }
    }
}

/// An error inside this crate, before the file it concerns is named.
#[derive(Debug)]
pub(crate) enum Fault {
    Sql(rusqlite::Error),
    /// A stored value that cannot be understood.
    Damaged(String),
    /// The transaction that was open is not any more.
    Undone,
    Told(HistoryError),
}

impl Fault {
    pub(crate) fn at(self, path: &Path) -> HistoryError {
        match self {
            Self::Sql(source) => HistoryError::sql(path, source),
            Self::Damaged(detail) => HistoryError::Damaged {
                path: path.to_owned(),
                detail,
            },
            Self::Undone => HistoryError::Undone {
                path: path.to_owned(),
            },
            Self::Told(error) => error,
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<HistoryError> for Fault {
    fn from(error: HistoryError) -> Self {
        Self::Told(error)
    }
}

pub(crate) type Fallible<T> = Result<T, Fault>;
