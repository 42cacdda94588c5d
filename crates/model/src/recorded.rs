//! A record as history holds it: with the instants and causes of its versions.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{DocumentMetadata, Record, RecordId, Verdict};

/// A position in the history's append order. Cursors mean "everything after sequence N".
pub type Sequence = i64;

/// Why a version of a document or record exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The source published it, or changed it.
    Source,
    /// A correction document of the Federal Register changed it.
    Correction,
    /// A new parser version reads the same source differently.
    Parser,
    /// A person reviewed it.
    Review,
}

impl Cause {
    /// The word used in JSON, SQL and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Correction => "correction",
            Self::Parser => "parser",
            Self::Review => "review",
        }
    }
}

/// One version of one record, over the time in which it was what we knew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordVersion {
    /// Where it stands in the append order.
    pub sequence: Sequence,
    /// The record's stable name; all its versions share it.
    pub record_id: RecordId,
    /// 1-based position among the document's records.
    pub ordinal: u32,
    /// The document, as known when this version was recorded.
    pub document: DocumentMetadata,
    /// The record.
    pub record: Record,
    /// The parser that read it.
    pub parser_version: u32,
    /// The verdict of that parser on the whole document: `needs_review` where something beside
    /// this record was not understood.
    pub verdict: Verdict,
    /// Why this version exists.
    pub cause: Cause,
    /// When it was recorded, UTC.
    pub recorded_at: DateTime<Utc>,
    /// When a later version, or a later reading of the document, took its place, UTC; `None`
    /// while it is current.
    pub superseded_at: Option<DateTime<Utc>>,
    /// The sequence of what superseded it.
    pub superseded_by: Option<Sequence>,
    /// Why it was superseded.
    pub superseded_cause: Option<Cause>,
}
