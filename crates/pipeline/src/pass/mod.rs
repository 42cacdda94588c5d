//! One pass over a source: fetch, archive, read, parse, append; what fails is reported, the rest is
//! kept.

mod api;
mod folder;
mod inspection;
mod intake;
mod missing;
mod published;
mod reread;
mod session;
mod source;

use chrono::NaiveDate;
use fedreg_alert::Delivered;
use fedreg_fetch::FetchError;
use fedreg_history::{Appended, History, HistoryError, Outcome, RunOutcome, RunStart};
use fedreg_model::{DocumentId, DocumentMetadata, Parsed, Sequence};
use fedreg_parse::PARSER_VERSION;
use fedreg_text::READER_VERSION;
use serde_json::json;

use crate::{Clock, Settings, derive_if_stale};
use intake::Intake;

pub use session::Session;
pub use source::{Source, SourceError};

/// What to read.
#[derive(Debug, Clone)]
pub struct PassRequest {
    /// From where.
    pub source: Source,
    /// The first publication date; `None` leaves it to the source's high-water mark.
    pub from: Option<NaiveDate>,
    /// The last publication date; `None` means the latest there is.
    pub to: Option<NaiveDate>,
}

/// Hears how far a pass has come.
pub trait Progress: Sync {
    /// Something begins, in so many steps if that is known.
    fn begin(&self, what: &str, steps: Option<u64>);
    /// One step is done.
    fn advance(&self);
    /// Everything is done.
    fn end(&self);
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: Option<u64>) {}
    fn advance(&self) {}
    fn end(&self) {}
}

/// A document about which something was appended.
#[derive(Debug, Clone)]
pub struct Taken {
    /// What is known of it.
    pub metadata: DocumentMetadata,
    /// What the parser made of it.
    pub parsed: Parsed,
    /// What was appended.
    pub appended: Appended,
}

/// Whose fault it is that something could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The source did not give it; the next pass asks again.
    Source,
    /// It is there, and no document can be made of it; a person must look.
    File,
    /// Two texts of one document differ; a person must say which is wrong.
    Rivals,
}

/// Something that could not be read.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The document, file or URL.
    pub which: String,
    /// What happened.
    pub what: String,
    /// What to do, if there is something to do.
    pub help: Option<String>,
    /// Whose fault it is.
    pub kind: ProblemKind,
}

/// What a pass did.
#[derive(Debug, Default)]
pub struct PassReport {
    /// The run's row in the history; `None` if nothing was appended.
    pub run: Option<Sequence>,
    /// The source, as history names it.
    pub source: String,
    /// The days asked for, both included, where the source has days.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Documents found in the source, in whatever formats.
    pub documents: usize,
    /// Of these, documents of whole issues that are no candidates and were left aside.
    pub left_aside: usize,
    /// Documents about which something was appended, in the order of appending.
    pub taken: Vec<Taken>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Documents held that the source no longer has.
    pub vanished: Vec<DocumentId>,
    /// Documents withdrawn from public inspection before they were published.
    pub withdrawn: Vec<DocumentMetadata>,
    /// Documents that lay in the archive and were read again, by a newer reader or parser.
    pub read_again: usize,
    /// Documents that the source lists and whose text it does not hold.
    pub without_text: Vec<DocumentId>,
    /// Whether the source lists what it listed when all was read last, so that nothing more was
    /// asked.
    pub is_unlisted: bool,
    /// Whether the pass was asked to stop before its end.
    pub is_stopped: bool,
    /// What was delivered while the pass went on.
    pub delivered: Delivered,
}

impl PassReport {
    /// Whether the source failed in part, so that the next pass has to ask again.
    pub fn is_incomplete(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.kind == ProblemKind::Source)
    }
}

/// Why a pass could not be made at all, or had to stop. What was appended before stays.
#[derive(Debug, thiserror::Error)]
pub enum PassError {
    /// The history refuses.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The source cannot be used.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// A setting of the source makes no sense.
    #[error("{0}")]
    Settings(String),
    /// The first day comes after the last.
    #[error("there is no day from {from} to {to}")]
    NoDays {
        /// The first day asked for.
        from: NaiveDate,
        /// The last day asked for.
        to: NaiveDate,
    },
}

/// Makes one pass over a source that remembers nothing of earlier ones, so that everything is asked.
pub async fn run_pass(
    history: &mut History,
    settings: &Settings,
    clock: Clock,
    request: &PassRequest,
    progress: &dyn Progress,
) -> Result<PassReport, PassError> {
    let mut session = Session::default();
    run_pass_in(&mut session, history, settings, clock, request, progress).await
}

/// Makes one pass over a source, with what earlier ones remember.
pub async fn run_pass_in(
    session: &mut Session<'_>,
    history: &mut History,
    settings: &Settings,
    clock: Clock,
    request: &PassRequest,
    progress: &dyn Progress,
) -> Result<PassReport, PassError> {
    if let (Some(from), Some(to)) = (request.from, request.to)
        && to < from
    {
        return Err(PassError::NoDays { from, to });
    }
    let source = request.source.to_string();
    let run = history.begin_run(RunStart {
        started_at: clock.now(),
        command: "run".to_owned(),
        source: source.clone(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
    })?;
    let mut intake = Intake::new(history, run, settings, clock, source);
    // Looking through all readings takes a while in a long history.
    let readers = Some((PARSER_VERSION, READER_VERSION));
    if session.thorough || session.memory.readers != readers {
        reread::read_again(&mut intake, &session.stop, progress)?;
        if !intake.report.is_stopped {
            session.memory.readers = readers;
        }
    }
    let result = match &request.source {
        Source::Folder(path) => folder::read(&mut intake, path, request, &session.stop, progress),
        Source::Api(url) => api::read(&mut intake, settings, url, request, session, progress).await,
    };
    progress.end();
    let finished = intake.finish(result);
    // Who stops a pass does not wait for tables that the next one makes.
    if session.stop.is_set() {
        return finished;
    }
    // What came before a failure counts, too; the failure is what the caller must hear of.
    let derived = derive_if_stale(history, &settings.links);
    let report = finished?;
    derived?;
    Ok(report)
}

/// The end of a run, for the history.
fn outcome(report: &PassReport, failure: Option<&PassError>, clock: Clock) -> RunOutcome {
    let outcome = match failure {
        Some(_) if report.taken.is_empty() => Outcome::Failed,
        Some(_) => Outcome::Partial,
        None if report.is_incomplete() => Outcome::Partial,
        None => Outcome::Complete,
    };
    let problems = report
        .problems
        .iter()
        .map(|problem| format!("{}: {}", problem.which, problem.what));
    let message: Vec<String> = failure
        .map(ToString::to_string)
        .into_iter()
        .chain(problems)
        .collect();
    RunOutcome {
        finished_at: clock.now(),
        outcome,
        message: (!message.is_empty()).then(|| message.join("\n")),
        counts: json!({
            "documents": report.documents,
            "taken": report.taken.len(),
            "left_aside": report.left_aside,
            "problems": report.problems.len(),
            "read_again": report.read_again,
            "vanished": report.vanished.len(),
            "without_text": report.without_text.len(),
        }),
    }
}
