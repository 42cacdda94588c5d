//! Readings by a person: which stand, which a better parser has come to as well, and which the
//! source has overtaken.

use chrono::{DateTime, Utc};
use fedreg_model::{DocumentMetadata, Parsed, Record, Sequence};
use rusqlite::OptionalExtension as _;
use serde::{Deserialize, Serialize};

use crate::HistoryError;
use crate::open::History;
use crate::read::texts::parsed_of;
use crate::values::{read_instant, read_json, text};

/// What has become of a person's reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// It is what the history says; the parser reads the document otherwise.
    Stands,
    /// The parser by now reads the same; nothing is left to review.
    Agreed,
    /// The source changed the document since; the parser's reading of what it says now is what
    /// the history says, until a person looks again.
    Reopened,
}

impl ReviewState {
    /// The word used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stands => "stands",
            Self::Agreed => "agreed",
            Self::Reopened => "reopened",
        }
    }
}

/// A person's reading of a document: the latest one.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// What is known of the document now.
    pub document: DocumentMetadata,
    /// The version that was reviewed.
    pub reviewed_version: Sequence,
    /// The current version.
    pub document_version: Sequence,
    /// When the review was recorded, UTC.
    pub reviewed_at: DateTime<Utc>,
    /// What the person said; the reason holds the note.
    pub reading: Parsed,
    /// What the parser says of the current version.
    pub parser: Option<Parsed>,
    /// What has become of it.
    pub state: ReviewState,
}

impl History {
    /// The latest review of each document that has one, by date and number.
    pub fn reviews(&self) -> Result<Vec<Review>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT p.sequence AS parse, p.document_version AS reviewed, l.recorded_at,
                   c.document_version AS current, cv.metadata
                 FROM parse p
                 JOIN document_version v ON v.sequence = p.document_version
                 JOIN document_current c ON c.document = v.document
                 JOIN document_version cv ON cv.sequence = c.document_version
                 JOIN ledger l ON l.sequence = p.sequence
                 WHERE p.cause = 'review' AND c.superseded_by IS NULL
                   AND p.sequence = (
                     SELECT max(o.sequence) FROM parse o
                     JOIN document_version ov ON ov.sequence = o.document_version
                     WHERE ov.document = v.document AND o.cause = 'review')
                 ORDER BY cv.publication_date, cv.document_number",
            )?;
            let mut rows = statement.query([])?;
            let mut reviews = Vec::new();
            while let Some(row) = rows.next()? {
                let (reviewed_version, document_version): (Sequence, Sequence) =
                    (row.get("reviewed")?, row.get("current")?);
                let Some(reading) = parsed_of(sql, row.get("parse")?)? else {
                    continue;
                };
                let by_parser: Option<Sequence> = sql
                    .prepare_cached(
                        "SELECT sequence FROM parse
                         WHERE document_version = ?1 AND cause <> 'review'
                         ORDER BY standing DESC, sequence DESC LIMIT 1",
                    )?
                    .query_row([document_version], |row| row.get(0))
                    .optional()?;
                let parser = match by_parser {
                    Some(parse) => parsed_of(sql, parse)?,
                    None => None,
                };
                let state = if parser.as_ref().is_some_and(|p| says_the_same(p, &reading)) {
                    ReviewState::Agreed
                } else if reviewed_version == document_version {
                    ReviewState::Stands
                } else {
                    ReviewState::Reopened
                };
                reviews.push(Review {
                    document: read_json("the metadata of a document", text(row, "metadata")?)?,
                    reviewed_version,
                    document_version,
                    reviewed_at: read_instant(text(row, "recorded_at")?)?,
                    reading,
                    parser,
                    state,
                });
            }
            Ok(reviews)
        })
    }
}

/// Whether two readings come to the same: the place of the quotes does not count.
fn says_the_same(one: &Parsed, other: &Parsed) -> bool {
    let unplaced = |record: &Record| {
        let mut record = record.clone();
        (record.quote.start, record.quote.end) = (0, 0);
        record.quote.text = String::new();
        record.ground = None;
        record
    };
    one.verdict == other.verdict
        && one.residue.is_empty()
        && one.records.len() == other.records.len()
        && one
            .records
            .iter()
            .zip(&other.records)
            .all(|(a, b)| unplaced(a) == unplaced(b))
}
