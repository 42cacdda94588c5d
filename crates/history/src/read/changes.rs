//! What changed since: the feed that alerts, exports and people with a cursor follow.

use chrono::{DateTime, Utc};
use fedreg_model::{Cause, DocumentId, RecordVersion, Sequence, Stage, Verdict};
use rusqlite::Connection;

use crate::HistoryError;
use crate::error::{Fallible, Fault};
use crate::ledger::Head;
use crate::open::History;
use crate::read::records::one_version;
use crate::values::{read_id, read_instant, read_u32, read_word, text};

/// A stretch of the feed.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// What changed, in the order of the sequence.
    pub changes: Vec<Change>,
    /// Where to go on: the next call's `sequence`.
    pub next: Sequence,
    /// Whether there is more now.
    pub more: bool,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Where it stands in the append order; unique and ascending.
    pub sequence: Sequence,
    /// When it was recorded, UTC.
    pub recorded_at: DateTime<Utc>,
    /// The run that appended it.
    pub run: Sequence,
    /// Why.
    pub cause: Cause,
    /// What.
    pub kind: ChangeKind,
}

/// What changed.
#[derive(Debug, Clone, PartialEq)]
pub enum ChangeKind {
    /// A document was seen for the first time, or otherwise than before.
    Document {
        /// Which.
        document: DocumentId,
        /// Where it stands.
        stage: Stage,
        /// The version whose place this one takes; `None` for the first, and for one that a
        /// better one stands before.
        supersedes: Option<Sequence>,
    },
    /// A document version was read, or read again.
    Parse {
        /// Which.
        document: DocumentId,
        /// What came of it.
        verdict: Verdict,
        /// By which parser.
        parser_version: u32,
    },
    /// A record became what we know.
    Record {
        /// The version, with what has superseded it meanwhile.
        version: Box<RecordVersion>,
        /// The version whose place it takes.
        supersedes: Option<Sequence>,
        /// Whether it says the same as that one, and only the document is described otherwise
        /// (such as by a page citation, on publication).
        same_record: bool,
    },
    /// A record is no longer what we know, and none takes its place.
    Withdrawal {
        /// Its last version.
        version: Box<RecordVersion>,
    },
}

impl History {
    /// What changed after a sequence (0: from the beginning), at most `limit` changes.
    pub fn changes_after(&self, sequence: Sequence, limit: usize) -> Result<Changes, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT sequence, table_name, recorded_at FROM ledger
                 WHERE sequence > ?1 AND table_name IN
                   ('document_version', 'parse', 'record_version', 'record_withdrawal')
                 ORDER BY sequence LIMIT ?2",
            )?;
            let wanted = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
            let mut rows = statement.query((sequence, wanted))?;
            let mut changes: Vec<Change> = Vec::new();
            while let Some(row) = rows.next()? {
                if changes.len() == limit {
                    let next = changes.last().map_or(sequence, |change| change.sequence);
                    return Ok(Changes {
                        changes,
                        next,
                        more: true,
                    });
                }
                let recorded_at = read_instant(text(row, "recorded_at")?)?;
                changes.push(change(
                    sql,
                    row.get(0)?,
                    text(row, "table_name")?,
                    recorded_at,
                )?);
            }
            let head: Option<Sequence> =
                sql.query_row("SELECT max(sequence) FROM ledger", [], |row| row.get(0))?;
            let next = head.unwrap_or(Head::EMPTY.sequence).max(sequence);
            Ok(Changes {
                changes,
                next,
                more: false,
            })
        })
    }
}

fn change(
    sql: &Connection,
    sequence: Sequence,
    table: &str,
    recorded_at: DateTime<Utc>,
) -> Fallible<Change> {
    let statement = match table {
        "document_version" => {
            "SELECT run, cause, document_number, publication_date, stage, supersedes
             FROM document_version WHERE sequence = ?1"
        }
        "parse" => {
            "SELECT p.run, p.cause, v.document_number, v.publication_date, r.verdict,
               p.parser_version
             FROM parse p JOIN document_version v ON v.sequence = p.document_version
             JOIN reading r ON r.sequence = p.reading WHERE p.sequence = ?1"
        }
        "record_version" => {
            "SELECT rv.run, rv.cause, rv.supersedes,
               coalesce(r.content_sha256 = o.content_sha256, 0) AS same_record
             FROM record_version rv JOIN record r ON r.sequence = rv.record
             LEFT JOIN record_version b ON b.sequence = rv.supersedes
             LEFT JOIN record o ON o.sequence = b.record WHERE rv.sequence = ?1"
        }
        _ => "SELECT run, cause, record_version FROM record_withdrawal WHERE sequence = ?1",
    };
    let mut statement = sql.prepare_cached(statement)?;
    let mut rows = statement.query([sequence])?;
    let gone = || Fault::Damaged(format!("row {sequence} of {table} is gone"));
    let row = rows.next()?.ok_or_else(gone)?;
    let version = |of: Sequence| one_version(sql, of)?.map(Box::new).ok_or_else(gone);
    let document = || {
        read_id(
            text(row, "document_number")?,
            text(row, "publication_date")?,
        )
    };
    let kind = match table {
        "document_version" => ChangeKind::Document {
            document: document()?,
            stage: read_word(text(row, "stage")?)?,
            supersedes: row.get("supersedes")?,
        },
        "parse" => ChangeKind::Parse {
            document: document()?,
            verdict: read_word(text(row, "verdict")?)?,
            parser_version: read_u32(row.get("parser_version")?)?,
        },
        "record_version" => ChangeKind::Record {
            version: version(sequence)?,
            supersedes: row.get("supersedes")?,
            same_record: row.get("same_record")?,
        },
        _ => ChangeKind::Withdrawal {
            version: version(row.get("record_version")?)?,
        },
    };
    Ok(Change {
        sequence,
        recorded_at,
        run: row.get("run")?,
        cause: read_word(text(row, "cause")?)?,
        kind,
    })
}
