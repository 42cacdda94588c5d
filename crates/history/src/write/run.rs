//! Runs, the census of days, and how far each source has been read.

use chrono::{DateTime, NaiveDate, Utc};
use fedreg_model::Sequence;
use rusqlite::OptionalExtension as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::HistoryError;
use crate::error::Fallible;
use crate::open::History;
use crate::values::{self, date, instant};
use crate::write::writer::Writer;

/// What a run sets out to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunStart {
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// The command (`run`, `reparse`).
    pub command: String,
    /// The source it reads: a URL or a folder.
    pub source: String,
    /// The version of the program.
    pub program_version: String,
}

/// A run in progress.
///
/// Its row is appended together with the first thing it appends: a run that finds nothing new
/// leaves nothing behind, however often it happens.
#[derive(Debug)]
pub struct Run {
    start: RunStart,
    sequence: Option<Sequence>,
}

impl Run {
    /// Its row in the history, once it has appended something.
    pub fn sequence(&self) -> Option<Sequence> {
        self.sequence
    }

    /// The row of this run in the transaction, appended if need be. The caller notes it with
    /// [`Run::note`] once the transaction is committed.
    pub(crate) fn row(&self, writer: &mut Writer<'_>) -> Fallible<Sequence> {
        if let Some(sequence) = self.sequence.or(writer.run) {
            return Ok(sequence);
        }
        let sequence = writer.insert(
            "run",
            &[
                ("started_at", &instant(self.start.started_at)),
                ("command", &self.start.command),
                ("source", &self.start.source),
                ("program_version", &self.start.program_version),
            ],
        )?;
        writer.run = Some(sequence);
        Ok(sequence)
    }

    pub(crate) fn note(&mut self, sequence: Sequence) {
        self.sequence = Some(sequence);
    }

    /// What [`Run::note`] noted became of no effect: the transaction was rolled back.
    pub(crate) fn restore(&mut self, sequence: Option<Sequence>) {
        self.sequence = sequence;
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Everything was read.
    Complete,
    /// Something could not be read; the message says what is missing.
    Partial,
    /// Nothing useful was read.
    Failed,
    /// It never said: the process ended before.
    Interrupted,
}

impl Outcome {
    /// The word used in JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }
}

/// The end of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunOutcome {
    /// When it ended.
    pub finished_at: DateTime<Utc>,
    /// How.
    pub outcome: Outcome,
    /// What a person should know, if anything.
    pub message: Option<String>,
    /// Counts of what it did: an object, such as `{"documents": 3}`.
    pub counts: Value,
}

impl History {
    /// Begins a run. Appends nothing yet; see [`Run`].
    pub fn begin_run(&mut self, start: RunStart) -> Result<Run, HistoryError> {
        self.must_be_writable()?;
        Ok(Run {
            start,
            sequence: None,
        })
    }

    /// Ends a run, and gives the sequence of its outcome.
    ///
    /// A complete run that appended nothing leaves nothing behind. One that failed is recorded
    /// even so, since the gap it leaves needs its explanation, and so is an
    /// [`Outcome::Interrupted`] one as a failed one.
    pub fn finish_run(
        &mut self,
        run: Run,
        outcome: &RunOutcome,
    ) -> Result<Option<Sequence>, HistoryError> {
        self.must_be_writable()?;
        if run.sequence.is_none() && outcome.outcome == Outcome::Complete {
            return Ok(None);
        }
        let word = match outcome.outcome {
            Outcome::Interrupted => Outcome::Failed,
            other => other,
        };
        self.write(outcome.finished_at, move |writer| {
            let run = run.row(writer)?;
            let sequence = writer.insert(
                "run_outcome",
                &[
                    ("run", &run),
                    ("finished_at", &instant(outcome.finished_at)),
                    ("outcome", &word.as_str()),
                    ("message", &outcome.message),
                    ("counts", &outcome.counts.to_string()),
                ],
            )?;
            Ok(Some(sequence))
        })
    }

    /// Notes how many documents `source` says exist for a day, and how many of them are
    /// candidates. Appends nothing if the latest census of that day and source says the same.
    pub fn census(
        &mut self,
        run: &mut Run,
        source: &str,
        publication_date: NaiveDate,
        listed: Option<u64>,
        candidates: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<Option<Sequence>, HistoryError> {
        let count = |number: Option<u64>| number.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        let counted = (count(listed), count(candidates));
        let day = date(publication_date);
        self.write_in(run, now, |writer, run| {
            let latest: Option<(Option<i64>, Option<i64>)> = writer
                .sql()
                .prepare_cached(
                    "SELECT listed, candidates FROM census
                     WHERE publication_date = ?1 AND source = ?2 ORDER BY sequence DESC LIMIT 1",
                )?
                .query_row((&day, source), |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            if latest == Some(counted) {
                return Ok(None);
            }
            let run = run.row(writer)?;
            let sequence = writer.insert(
                "census",
                &[
                    ("source", &source),
                    ("publication_date", &day),
                    ("listed", &counted.0),
                    ("candidates", &counted.1),
                    ("run", &run),
                ],
            )?;
            Ok(Some((run, sequence)))
        })
    }

    /// Notes that `source` has been read without a gap through this day. The mark only moves
    /// forward: an earlier day, or the same, appends nothing.
    pub fn advance_coverage(
        &mut self,
        run: &mut Run,
        source: &str,
        through: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Option<Sequence>, HistoryError> {
        self.write_in(run, now, |writer, run| {
            let latest: Option<String> = writer
                .sql()
                .prepare_cached(
                    "SELECT through FROM coverage WHERE source = ?1 ORDER BY sequence DESC LIMIT 1",
                )?
                .query_row([source], |row| row.get(0))
                .optional()?;
            if let Some(latest) = latest
                && values::read_date(&latest)? >= through
            {
                return Ok(None);
            }
            let run = run.row(writer)?;
            let sequence = writer.insert(
                "coverage",
                &[
                    ("source", &source),
                    ("through", &date(through)),
                    ("run", &run),
                ],
            )?;
            Ok(Some((run, sequence)))
        })
    }

    /// One transaction: what `append` appends becomes permanent, or nothing of it.
    pub(crate) fn write<T>(
        &mut self,
        now: DateTime<Utc>,
        append: impl FnOnce(&mut Writer<'_>) -> Fallible<T>,
    ) -> Result<T, HistoryError> {
        self.must_be_writable()?;
        let path = &self.path;
        let alerter = self.alerter.as_deref();
        let attempt = || {
            let mut writer = Writer::begin(&self.connection, &self.layout, &self.deferred, now)?;
            let result = append(&mut writer)?;
            if writer.has_appended() {
                writer.commit(alerter)?;
            }
            Ok(result)
        };
        attempt().map_err(|fault: crate::error::Fault| fault.at(path))
    }

    /// As [`History::write`], for something that belongs to a run: `append` gives the run's row
    /// with its result, or `None` if it appended nothing.
    pub(crate) fn write_in<T>(
        &mut self,
        run: &mut Run,
        now: DateTime<Utc>,
        append: impl FnOnce(&mut Writer<'_>, &Run) -> Fallible<Option<(Sequence, T)>>,
    ) -> Result<Option<T>, HistoryError> {
        let appended = self.write(now, |writer| append(writer, run))?;
        Ok(appended.map(|(sequence, result)| {
            run.note(sequence);
            result
        }))
    }
}
