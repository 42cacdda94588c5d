//! What appended rows say that was not known before: what alerts are made of.

use fedreg_model::{Cause, DocumentMetadata, RecordVersion, Residue, Sequence, Verdict};
use rusqlite::Connection;

use crate::HistoryError;
use crate::error::{Fallible, Fault};
use crate::open::History;
use crate::read::records::one_version;
use crate::values::{read_json, read_word, text};

/// One thing that became known.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// Where it stands in the append order.
    pub sequence: Sequence,
    /// Why.
    pub cause: Cause,
    /// The document, as it is described now.
    pub document: DocumentMetadata,
    /// The family of notices it was read as.
    pub family: Option<String>,
    /// What became known of it.
    pub kind: NewsKind,
}

/// What became known of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum NewsKind {
    /// A record, and the version whose place it takes.
    Record {
        /// The record as it is known now.
        version: Box<RecordVersion>,
        /// As it was known before.
        before: Option<Box<RecordVersion>>,
    },
    /// A record that is known no longer, with none in its place.
    Withdrawal {
        /// Its last version.
        version: Box<RecordVersion>,
    },
    /// A reading with something in it that needs a person.
    NeedsReview {
        /// Why, as a sentence.
        reason: String,
        /// What was not understood.
        residue: Vec<Residue>,
    },
}

impl History {
    /// What became known after a sequence (0: everything), in the order of the sequence.
    pub fn news_after(&self, sequence: Sequence) -> Result<Vec<News>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT sequence, table_name FROM ledger WHERE sequence > ?1 AND table_name IN
                   ('parse', 'record_version', 'record_withdrawal') ORDER BY sequence",
            )?;
            let rows = statement
                .query_map([sequence], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<Vec<(Sequence, String)>, _>>()?;
            news_of(sql, &rows)
        })
    }
}

/// The news in these rows, which must stand in the ledger.
pub(crate) fn news_of<T: AsRef<str>>(
    sql: &Connection,
    rows: &[(Sequence, T)],
) -> Fallible<Vec<News>> {
    let mut news = Vec::new();
    for (sequence, table) in rows {
        match table.as_ref() {
            "record_version" => news.push(record(sql, *sequence)?),
            "record_withdrawal" => news.push(withdrawal(sql, *sequence)?),
            "parse" => news.extend(reading(sql, *sequence)?),
            _ => {}
        }
    }
    Ok(news)
}

fn record(sql: &Connection, sequence: Sequence) -> Fallible<News> {
    let (supersedes, family): (Option<Sequence>, Option<String>) = sql
        .prepare_cached(
            "SELECT rv.supersedes, g.family FROM record_version rv
             JOIN record r ON r.sequence = rv.record JOIN reading g ON g.sequence = r.reading
             WHERE rv.sequence = ?1",
        )?
        .query_row([sequence], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let version = version(sql, sequence)?;
    let before = supersedes.map(|of| self::version(sql, of)).transpose()?;
    Ok(News {
        sequence,
        cause: version.cause,
        document: version.document.clone(),
        family,
        kind: NewsKind::Record { version, before },
    })
}

fn withdrawal(sql: &Connection, sequence: Sequence) -> Fallible<News> {
    let mut statement = sql.prepare_cached(
        "SELECT w.record_version, w.cause, v.metadata, g.family FROM record_withdrawal w
         JOIN document_version v ON v.sequence = w.document_version
         JOIN record_version rv ON rv.sequence = w.record_version
         JOIN record r ON r.sequence = rv.record JOIN reading g ON g.sequence = r.reading
         WHERE w.sequence = ?1",
    )?;
    let mut rows = statement.query([sequence])?;
    let row = rows.next()?.ok_or_else(|| gone(sequence))?;
    Ok(News {
        sequence,
        cause: read_word(text(row, "cause")?)?,
        document: read_json("metadata", text(row, "metadata")?)?,
        family: row.get("family")?,
        kind: NewsKind::Withdrawal {
            version: version(sql, row.get("record_version")?)?,
        },
    })
}

/// A reading is news of its own only where it needs a person: else its records are.
fn reading(sql: &Connection, sequence: Sequence) -> Fallible<Option<News>> {
    let mut statement = sql.prepare_cached(
        "SELECT p.cause, v.metadata, g.family, g.verdict, g.reason, g.residue FROM parse p
         JOIN reading g ON g.sequence = p.reading
         JOIN document_version v ON v.sequence = p.document_version WHERE p.sequence = ?1",
    )?;
    let mut rows = statement.query([sequence])?;
    let row = rows.next()?.ok_or_else(|| gone(sequence))?;
    let verdict: Verdict = read_word(text(row, "verdict")?)?;
    if verdict != Verdict::NeedsReview {
        return Ok(None);
    }
    Ok(Some(News {
        sequence,
        cause: read_word(text(row, "cause")?)?,
        document: read_json("metadata", text(row, "metadata")?)?,
        family: row.get("family")?,
        kind: NewsKind::NeedsReview {
            reason: row.get("reason")?,
            residue: read_json("residue", text(row, "residue")?)?,
        },
    }))
}

fn version(sql: &Connection, sequence: Sequence) -> Fallible<Box<RecordVersion>> {
    one_version(sql, sequence)?
        .map(Box::new)
        .ok_or_else(|| gone(sequence))
}

fn gone(sequence: Sequence) -> Fault {
    Fault::Damaged(format!("row {sequence} is gone"))
}
