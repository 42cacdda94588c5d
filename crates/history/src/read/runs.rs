//! Runs, the census of days, coverage, and counts.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use fedreg_model::Sequence;
use serde_json::Value;

use crate::error::Fallible;
use crate::open::History;
use crate::values::{date, read_date, read_instant, read_json, read_u64, read_word, text};
use crate::{HistoryError, Outcome};

/// A run that appended something, or failed.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRow {
    /// Its place in the append order.
    pub sequence: Sequence,
    /// When it started, UTC.
    pub started_at: DateTime<Utc>,
    /// When it ended, UTC; `None` if it never said.
    pub finished_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Outcome,
    /// What a person should know.
    pub message: Option<String>,
    /// The command.
    pub command: String,
    /// The source it read.
    pub source: String,
    /// The version of the program.
    pub program_version: String,
    /// Counts of what it did.
    pub counts: Value,
}

/// What a source says of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CensusDay {
    /// The source.
    pub source: String,
    /// The day.
    pub publication_date: NaiveDate,
    /// How many documents it says exist.
    pub listed: Option<u64>,
    /// How many of them are candidates.
    pub candidates: Option<u64>,
    /// When that was recorded, UTC.
    pub recorded_at: DateTime<Utc>,
}

/// How far a source has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The source.
    pub source: String,
    /// The day through which it has been read without a gap.
    pub through: NaiveDate,
    /// When that was recorded, UTC.
    pub recorded_at: DateTime<Utc>,
}

/// How much a history holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Documents, by identity.
    pub documents: u64,
    /// Versions of them.
    pub document_versions: u64,
    /// Documents in standing by verdict, by the verdict's word.
    pub verdicts: BTreeMap<String, u64>,
    /// Records as known now.
    pub current_records: u64,
    /// Versions of records.
    pub record_versions: u64,
    /// Archived files.
    pub blobs: u64,
    /// Their bytes.
    pub blob_bytes: u64,
    /// The bytes they take in the archive.
    pub compressed_bytes: u64,
    /// Runs that left something behind.
    pub runs: u64,
}

impl History {
    /// The latest runs, latest first.
    pub fn runs(&self, limit: usize) -> Result<Vec<RunRow>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement =
                sql.prepare_cached("SELECT * FROM run_history ORDER BY run DESC LIMIT ?1")?;
            let mut rows = statement.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
            let mut runs = Vec::new();
            while let Some(row) = rows.next()? {
                let finished_at: Option<String> = row.get("finished_at")?;
                let counts: Option<String> = row.get("counts")?;
                runs.push(RunRow {
                    sequence: row.get("run")?,
                    started_at: read_instant(text(row, "started_at")?)?,
                    finished_at: finished_at.as_deref().map(read_instant).transpose()?,
                    outcome: read_word(text(row, "outcome")?)?,
                    message: row.get("message")?,
                    command: row.get("command")?,
                    source: row.get("source")?,
                    program_version: row.get("program_version")?,
                    counts: counts
                        .map(|counts| read_json("the counts of a run", &counts))
                        .transpose()?
                        .unwrap_or_default(),
                });
            }
            Ok(runs)
        })
    }

    /// The latest census of each source for each day in the range, by day and source.
    pub fn census_days(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<CensusDay>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT * FROM day_census WHERE publication_date BETWEEN ?1 AND ?2
                 ORDER BY publication_date, source",
            )?;
            let mut rows = statement.query((date(from), date(to)))?;
            let mut days = Vec::new();
            while let Some(row) = rows.next()? {
                let count = |column| -> Fallible<Option<u64>> {
                    row.get::<_, Option<i64>>(column)?.map(read_u64).transpose()
                };
                days.push(CensusDay {
                    source: row.get("source")?,
                    publication_date: read_date(text(row, "publication_date")?)?,
                    listed: count("listed")?,
                    candidates: count("candidates")?,
                    recorded_at: read_instant(text(row, "recorded_at")?)?,
                });
            }
            Ok(days)
        })
    }

    /// How far each source has been read, by source.
    pub fn coverages(&self) -> Result<Vec<Coverage>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement =
                sql.prepare_cached("SELECT * FROM source_coverage ORDER BY source")?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(Coverage {
                    source: row.get("source")?,
                    through: read_date(text(row, "through")?)?,
                    recorded_at: read_instant(text(row, "recorded_at")?)?,
                });
            }
            Ok(found)
        })
    }

    /// The day through which a source has been read without a gap; `None` if never noted.
    pub fn coverage(&self, source: &str) -> Result<Option<NaiveDate>, HistoryError> {
        Ok(self
            .coverages()?
            .into_iter()
            .find(|c| c.source == source)
            .map(|c| c.through))
    }

    /// How many documents need review now.
    pub fn review_queue(&self) -> Result<u64, HistoryError> {
        self.snapshot(|sql| {
            let count = sql.query_row(
                "SELECT count(*) FROM document_status
                 WHERE superseded_by IS NULL AND verdict = 'needs_review'",
                [],
                |row| row.get(0),
            )?;
            read_u64(count)
        })
    }

    /// How much the history holds.
    pub fn statistics(&self) -> Result<Statistics, HistoryError> {
        self.snapshot(|sql| {
            let count = |query: &str| -> Fallible<u64> {
                read_u64(sql.query_row(query, [], |row| row.get(0))?)
            };
            let mut verdicts = BTreeMap::new();
            let mut statement = sql.prepare(
                "SELECT verdict, count(*) FROM document_status
                 WHERE superseded_by IS NULL GROUP BY verdict",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                verdicts.insert(row.get(0)?, read_u64(row.get(1)?)?);
            }
            Ok(Statistics {
                documents: count("SELECT count(*) FROM document")?,
                document_versions: count("SELECT count(*) FROM document_version")?,
                verdicts,
                current_records: count(
                    "SELECT (SELECT count(*) FROM record_version)
                       - (SELECT count(*) FROM record_version WHERE supersedes IS NOT NULL)
                       - (SELECT count(*) FROM record_withdrawal)",
                )?,
                record_versions: count("SELECT count(*) FROM record_version")?,
                blobs: count("SELECT count(*) FROM blob")?,
                blob_bytes: count("SELECT coalesce(sum(size), 0) FROM blob")?,
                compressed_bytes: count("SELECT coalesce(sum(length(bytes)), 0) FROM blob")?,
                runs: count("SELECT count(*) FROM run")?,
            })
        })
    }
}
