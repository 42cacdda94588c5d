//! `fedreg-bench`: measures the history at scale, beside plain rusqlite and sqlite-utils; and the
//! runs that nobody watches.
//!
//! `cargo run --release -p fedreg-bench -- history` generates a million records over a hundred
//! thousand documents; `-- unattended` runs the program against a register and a receiver on this
//! machine. `docs/performance.md` holds what was measured.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is the output of a tool"
)]

mod archive;
mod derivation;
mod generate;
mod memory;
mod plain;
mod questions;
mod stopwatch;
mod unattended;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Parser, Subcommand};
use fedreg_history::{History, HistoryError, NewDocument, OpenMode, RunStart, SourceRef};
use fedreg_pipeline::{ClockError, ReparseError, SettingsError};
use fedreg_text::ReadError;
use fedreg_timeline::RuleError;

use crate::plain::Tables;
use crate::stopwatch::Stopwatch;

/// Measures fedreg at scale.
#[derive(Parser)]
#[command(name = "fedreg-bench", version)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Generates a history and measures appending to it and asking it.
    History {
        /// Records to generate; a tenth as many documents hold them.
        #[arg(long, default_value_t = 1_000_000)]
        records: u64,
        /// Documents in one transaction: by default as many as `fedreg run` puts into one. At 1 each is
        /// permanent before the next is appended.
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..))]
        batch: u64,
        /// Where the files are made (and deleted afterwards); a temporary folder otherwise.
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
        /// Measure only appending and opening.
        #[arg(long)]
        no_questions: bool,
    },
    /// Measures making the derived tables: from all records, and after one more notice.
    Derivation {
        /// Records to generate; a tenth as many documents hold them.
        #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(100..))]
        records: u64,
        /// Where the file is made (and deleted afterwards); a temporary folder otherwise.
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// Measures a run that finds nothing, and how fast a filing is told.
    Unattended {
        /// The program; built for release otherwise.
        #[arg(long, value_name = "FILE")]
        fedreg: Option<PathBuf>,
        /// Runs that find nothing.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
        passes: u32,
        /// Filings, each told by a run of its own.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
        filings: u32,
    },
    /// Measures reading an archive again: `reparse` and `verify`.
    Archive {
        /// Documents to generate, of ten records each.
        #[arg(long, default_value_t = 10_000)]
        documents: u64,
        /// Where the file is made (and deleted afterwards); a temporary folder otherwise.
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

/// What stops a measurement.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    #[error(transparent)]
    History(#[from] HistoryError),
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Rules(#[from] RuleError),
    #[error("{0}")]
    Run(String),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Clock(#[from] ClockError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Reparse(#[from] ReparseError),
}

/// The printed table.
#[derive(Default)]
pub(crate) struct Figures(Vec<[String; 3]>);

impl Figures {
    pub(crate) fn add(&mut self, what: &str, measured: impl Into<String>, aim: &str) {
        let measured = measured.into();
        eprintln!("{what}: {measured}");
        self.0.push([what.to_owned(), measured, aim.to_owned()]);
    }
}

pub(crate) fn milliseconds(taken: Duration) -> String {
    format!("{:.2} ms", taken.as_secs_f64() * 1000.0)
}

fn main() -> Result<(), BenchError> {
    let mut figures = Figures::default();
    match Arguments::parse().what {
        What::History {
            records,
            batch,
            dir,
            no_questions,
        } => {
            let folder = folder(dir.as_deref())?;
            measure_history(folder.path(), records, batch, no_questions, &mut figures)?;
        }
        What::Derivation { records, dir } => {
            let path = folder(dir.as_deref())?;
            let documents = records.div_ceil(generate::RECORDS);
            derivation::measure(&path.path().join("history.db"), documents, &mut figures)?;
        }
        What::Unattended {
            fedreg,
            passes,
            filings,
        } => unattended::measure(fedreg, passes, filings, &mut figures)?,
        What::Archive { documents, dir } => {
            let path = folder(dir.as_deref())?;
            archive::measure(&path.path().join("history.db"), documents, &mut figures)?;
        }
    }
    println!("| What | Measured | Aim |\n|---|---:|---|");
    for row in figures.0 {
        println!("| {} |", row.join(" | "));
    }
    Ok(())
}

fn folder(within: Option<&Path>) -> Result<tempfile::TempDir, BenchError> {
    Ok(match within {
        Some(dir) => tempfile::tempdir_in(dir)?,
        None => tempfile::tempdir()?,
    })
}

fn measure_history(
    folder: &Path,
    records: u64,
    batch: u64,
    no_questions: bool,
    figures: &mut Figures,
) -> Result<(), BenchError> {
    let path = folder.join("history.db");
    opening(&path, figures, "make and migrate an empty history")?;
    let documents = records.div_ceil(generate::RECORDS);
    appending(folder, documents, batch, figures)?;
    opening(&path, figures, "open (and find nothing to migrate)")?;
    if !no_questions {
        questions::derive(&path, figures)?;
        questions::ask(&path, documents, figures)?;
    }
    Ok(())
}

fn opening(path: &Path, figures: &mut Figures, what: &str) -> Result<(), BenchError> {
    let mut taken = Stopwatch::default();
    drop(taken.time(|| History::open(path, OpenMode::ReadWrite))?);
    let mut measured = milliseconds(taken.wall);
    if !taken.processor.is_zero() {
        measured = format!(
            "{measured} ({} of the processor)",
            milliseconds(taken.processor)
        );
    }
    figures.add(what, measured, "under 10 ms");
    Ok(())
}

fn rate(records: u64, taken: Duration) -> f64 {
    // Far fewer than the 2^52 that f64 holds exactly.
    #[allow(clippy::cast_precision_loss, reason = "counts are small")]
    let records = records as f64;
    records / taken.as_secs_f64()
}

/// Records in a second, and what of the processor each takes.
fn pace(records: u64, taken: &Stopwatch) -> String {
    let by_clock = format!("{:.0} records/s", rate(records, taken.wall));
    if taken.processor.is_zero() {
        return by_clock;
    }
    let each = 1e6 / rate(records, taken.processor);
    format!("{by_clock}, {each:.0} µs of the processor each")
}

/// The last sequence of each transaction in which the history was made.
type Ends = Vec<i64>;

fn appending(
    folder: &Path,
    documents: u64,
    batch: u64,
    figures: &mut Figures,
) -> Result<(), BenchError> {
    let path = folder.join("history.db");
    let records = documents * generate::RECORDS;
    // sqlite-utils is slow: it gets the rows of the first documents only.
    let sampled = documents.min(5000);
    let mut sample_end = 0;
    let mut taken = Stopwatch::default();
    let mut ends = Ends::new();
    {
        let mut history = History::open(&path, OpenMode::ReadWrite)?;
        let mut run = history.begin_run(RunStart {
            started_at: generate::document(0).observed_at,
            command: "bench".into(),
            source: "generated".into(),
            program_version: env!("CARGO_PKG_VERSION").into(),
        })?;
        let mut next = 0;
        while next < documents {
            let upto = (next + batch).min(documents);
            // Generated beforehand: neither side is charged for it.
            let made: Vec<_> = (next..upto).map(generate::document).collect();
            taken.time(|| {
                history.batch(&mut run, |history| {
                    for one in &made {
                        let bytes = one.text.text.as_bytes();
                        let sha256 = history.archive(bytes, "generated", one.observed_at)?;
                        let new = NewDocument {
                            metadata: &one.metadata,
                            raw_metadata: None,
                            source: SourceRef {
                                sha256,
                                range: 0..bytes.len(),
                                format: one.text.format,
                                origin: "generated".into(),
                            },
                            observed_at: one.observed_at,
                        };
                        history.append(&new, &one.text, &one.parsed, None, one.observed_at)?;
                    }
                    Ok::<_, HistoryError>(())
                })
            })?;
            next = upto;
            ends.push(history.head()?.sequence);
            if next <= sampled {
                sample_end = history.head()?.sequence;
            }
            if next % 10_000 < batch {
                eprintln!(
                    "{next} of {documents} documents in {:.1} s",
                    taken.wall.as_secs_f64()
                );
            }
        }
    }
    let size = fs_err::metadata(&path)?.len();
    let ours = rate(records, taken.wall);
    figures.add(
        "append with chain, indices, triggers and search",
        pace(records, &taken),
        "",
    );
    figures.add("size of the file", format!("{} MB", size / 1_000_000), "");

    for (tables, like) in [
        (Tables::Declared, "in the same tables"),
        (Tables::Bare, "in tables without types, keys and checks"),
    ] {
        let plain = folder.join("plain.db");
        let (plain_taken, rows) = plain::rusqlite(&path, &plain, &ends, tables)?;
        fs_err::remove_file(&plain)?;
        figures.add(
            &format!("rusqlite, the same rows {like}"),
            format!("{} ({rows} rows)", pace(records, &plain_taken)),
            "",
        );
        let ratio = plain_taken.wall.as_secs_f64() / taken.wall.as_secs_f64();
        figures.add(
            &format!("append / rusqlite {like}"),
            format!("{ratio:.3}"),
            "1/3 or more",
        );
        if !taken.processor.is_zero() {
            let ratio = plain_taken.processor.as_secs_f64() / taken.processor.as_secs_f64();
            figures.add("the same by processor time", format!("{ratio:.3}"), "");
        }
    }

    let sampled = sampled - sampled % batch.min(sampled.max(1));
    match plain::sqlite_utils(&path, &folder.join("utils.db"), sample_end) {
        Ok(taken) => {
            let theirs = rate(sampled * generate::RECORDS, taken);
            figures.add(
                "sqlite-utils, the same rows of the first documents",
                format!("{theirs:.0} records/s"),
                "",
            );
            figures.add(
                "append / sqlite-utils",
                format!("{:.2}", ours / theirs),
                "3 or more",
            );
        }
        Err(why) => figures.add(
            "append / sqlite-utils",
            format!("SKIPPED: {why}"),
            "3 or more",
        ),
    }
    Ok(())
}
