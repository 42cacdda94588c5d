//! The way into the history, whatever the source: archive, parse, append, and note what happened.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use fedreg_history::{
    History, HistoryError, NewDocument, OpenTransaction, Run, Sha256, SourceRef, StoredDocument,
};
use fedreg_model::{Cause, DocumentId, DocumentMetadata, NoticeText, Stage, TextFormat};
use fedreg_parse::Parser;

use super::{PassError, PassReport, Problem, ProblemKind, Taken, outcome};
use crate::{Clock, Settings};

/// One document with its text, on its way into the history.
#[derive(Debug)]
pub(super) struct Arrival<'a> {
    /// What is known of it; number and date must be.
    pub(super) metadata: DocumentMetadata,
    /// The API's object, if there is one.
    pub(super) raw: Option<&'a str>,
    /// The archived bytes it lies in.
    pub(super) sha256: Sha256,
    /// Where in them.
    pub(super) range: Range<usize>,
    /// Their format.
    pub(super) format: TextFormat,
    /// The URL or path they came from.
    pub(super) origin: &'a str,
    /// When the source said so.
    pub(super) observed_at: DateTime<Utc>,
    /// The text read from them.
    pub(super) text: &'a NoticeText,
}

/// What a source says of one day.
#[derive(Debug, Default)]
struct Day {
    /// As the source counts.
    listed: Option<u64>,
    /// Candidates, as the source counts.
    counted: Option<u64>,
    ids: BTreeSet<DocumentId>,
    candidates: BTreeSet<DocumentId>,
}

/// Documents that become permanent together: the disk is waited for once for all of them. More would
/// gain little, and a process that is killed loses them.
const TOGETHER: usize = 50;

/// How long what was appended may wait for others, so that readers see how far the pass has come.
const WAIT: Duration = Duration::from_secs(2);

/// What is appended and not yet permanent.
#[derive(Debug)]
struct Gathered {
    transaction: OpenTransaction,
    since: Instant,
    documents: usize,
}

/// The history under one run, with the report in the making.
pub(super) struct Intake<'h> {
    pub(super) history: &'h mut History,
    pub(super) report: PassReport,
    pub(super) clock: Clock,
    run: Run,
    gathered: Option<Gathered>,
    parser: Parser,
    days: BTreeMap<NaiveDate, Day>,
}

impl<'h> Intake<'h> {
    pub(super) fn new(
        history: &'h mut History,
        run: Run,
        settings: &Settings,
        clock: Clock,
        source: String,
    ) -> Self {
        let parser = Parser::new(Arc::clone(&settings.authorities));
        let report = PassReport {
            source,
            ..PassReport::default()
        };
        Self {
            history,
            report,
            clock,
            run,
            gathered: None,
            parser,
            days: BTreeMap::new(),
        }
    }

    /// Has what is appended next become permanent together with what was gathered before, or, if
    /// that is enough, after it.
    fn gather(&mut self) -> Result<(), HistoryError> {
        if let Some(gathered) = &mut self.gathered {
            if gathered.documents < TOGETHER && gathered.since.elapsed() < WAIT {
                return Ok(());
            }
            self.settle()?;
        }
        self.gathered = Some(Gathered {
            transaction: self.history.begin(&self.run)?,
            since: Instant::now(),
            documents: 0,
        });
        Ok(())
    }

    /// Gathers a document.
    fn gather_document(&mut self) -> Result<(), HistoryError> {
        self.gather()?;
        if let Some(gathered) = &mut self.gathered {
            gathered.documents += 1;
        }
        Ok(())
    }

    /// Makes permanent what was appended so far.
    pub(super) fn settle(&mut self) -> Result<(), HistoryError> {
        match self.gathered.take() {
            Some(gathered) => self.history.commit(gathered.transaction, &mut self.run),
            None => Ok(()),
        }
    }

    /// Archives bytes before anything reads them.
    pub(super) fn archive(&mut self, bytes: &[u8], origin: &str) -> Result<Sha256, HistoryError> {
        self.gather()?;
        self.history.archive(bytes, origin, self.clock.now())
    }

    /// Parses and appends one document. A fault of this document alone becomes a problem of the
    /// report; a fault of the history ends the pass.
    pub(super) fn take(&mut self, arrival: Arrival<'_>) -> Result<(), HistoryError> {
        let Arrival {
            mut metadata,
            raw,
            sha256,
            range,
            format,
            origin,
            observed_at,
            text,
        } = arrival;
        if let Some(id) = metadata.id() {
            self.sees(&id, metadata.stage);
            self.is_candidate(&id, metadata.stage);
        }
        if let Some(known) = self.known_elsewhere(&metadata, &sha256, &range, origin)? {
            metadata = known;
        }
        let parsed = self.parser.parse(&metadata, text);
        self.gather_document()?;
        let new = NewDocument {
            metadata: &metadata,
            raw_metadata: raw,
            source: SourceRef {
                sha256,
                range,
                format,
                origin: origin.to_owned(),
            },
            observed_at,
        };
        let now = self.clock.now();
        match self
            .history
            .append(&mut self.run, &new, text, &parsed, None, now)
        {
            Ok(appended) if appended.is_empty() => {}
            Ok(appended) => self.report.taken.push(Taken {
                metadata,
                parsed,
                appended,
            }),
            Err(error @ (HistoryError::NoIdentity { .. } | HistoryError::Unquotable { .. })) => {
                self.problem(ProblemKind::File, origin, &error);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Notes that a document was withdrawn from public inspection: what was held of it as filed is
    /// no longer known to be coming. `raw` is the API's object, which has no date any more.
    pub(super) fn withdraw(
        &mut self,
        metadata: DocumentMetadata,
        raw: Option<&str>,
        observed_at: DateTime<Utc>,
    ) -> Result<(), HistoryError> {
        let number = metadata.document_number.clone();
        self.report.withdrawn.push(metadata);
        // A text without a date alone does not say that its document was withdrawn.
        let (Some(number), Some(raw)) = (number, raw) else {
            return Ok(());
        };
        for held in self.history.find_documents(number.as_str())? {
            let known = &held.version.metadata;
            if known.stage != Stage::PublicInspection
                || known.withdrawn
                || held.superseded_by.is_some()
                || !held.id.document_number.same_modulo_padding(&number)
            {
                continue;
            }
            let Some(text) = self.history.notice_text(&held.id)? else {
                continue;
            };
            let metadata = DocumentMetadata {
                withdrawn: true,
                ..known.clone()
            };
            let parsed = self.parser.parse(&metadata, &text);
            self.gather_document()?;
            let new = NewDocument {
                metadata: &metadata,
                raw_metadata: Some(raw),
                source: held.version.source.clone(),
                observed_at,
            };
            let now = self.clock.now();
            let appended = self
                .history
                .append(&mut self.run, &new, &text, &parsed, None, now)?;
            if !appended.is_empty() {
                self.report.taken.push(Taken {
                    metadata,
                    parsed,
                    appended,
                });
            }
        }
        Ok(())
    }

    /// The metadata of a version with the same bytes that differs in addresses alone, because one of
    /// the two came from a register on this machine: where that serves a document is no news.
    fn known_elsewhere(
        &self,
        metadata: &DocumentMetadata,
        sha256: &Sha256,
        range: &Range<usize>,
        origin: &str,
    ) -> Result<Option<DocumentMetadata>, HistoryError> {
        let Some(id) = metadata.id().filter(|_| !origin.starts_with("https://")) else {
            return Ok(None);
        };
        let versions = self.history.document_versions(&id)?;
        let same = |known: &DocumentMetadata| {
            (is_served_here(known) || is_served_here(metadata))
                && without_addresses(known) == without_addresses(metadata)
        };
        Ok(versions
            .into_iter()
            .filter(|version| version.source.sha256 == *sha256 && version.source.range == *range)
            .map(|version| version.metadata)
            .find(same))
    }

    /// Reads a document of the archive again, with the reader and the parser of this program.
    pub(super) fn take_again(&mut self, stored: &StoredDocument) -> Result<(), HistoryError> {
        let source = &stored.version.source;
        let bytes = self.history.source_bytes(source)?;
        let text = match fedreg_text::read(&bytes, source.format) {
            Ok(text) => text,
            Err(error) => {
                self.problem(ProblemKind::File, &source.origin, &error);
                return Ok(());
            }
        };
        let metadata = stored.version.metadata.clone();
        let parsed = self.parser.parse(&metadata, &text);
        self.gather_document()?;
        let now = self.clock.now();
        let version = stored.version.sequence;
        let appended = self.history.append_reading(
            &mut self.run,
            version,
            &text,
            &parsed,
            Cause::Parser,
            now,
        )?;
        self.report.read_again += 1;
        if !appended.is_empty() {
            self.report.taken.push(Taken {
                metadata,
                parsed,
                appended,
            });
        }
        Ok(())
    }

    /// Notes something that could not be read. Messages end with what to do, after a semicolon.
    pub(super) fn problem(
        &mut self,
        kind: ProblemKind,
        which: &str,
        error: &dyn std::fmt::Display,
    ) {
        let text = error.to_string();
        let (what, help) = match text.split_once("; ") {
            Some((what, help)) => (what.to_owned(), Some(help.to_owned())),
            None => (text, None),
        };
        tracing::info!(which, what, "not read");
        self.report.problems.push(Problem {
            which: which.to_owned(),
            what,
            help,
            kind,
        });
    }

    /// Notes that the pass was asked to stop while this was read.
    pub(super) fn stopped(&mut self, which: &str) {
        self.report.is_stopped = true;
        let text = "stopped before all of it was read; the next run continues from there";
        self.problem(ProblemKind::Source, which, &text);
    }

    /// How the source failed after so many problems; `None` if it did not.
    pub(super) fn failure_since(&self, problems: usize) -> Option<String> {
        let later = self.report.problems.get(problems..).unwrap_or_default();
        later
            .iter()
            .find(|problem| problem.kind == ProblemKind::Source)
            .map(|problem| format!("{}: {}", problem.which, problem.what))
    }

    /// The source has this document.
    pub(super) fn sees(&mut self, id: &DocumentId, stage: Stage) {
        if stage == Stage::Published {
            self.days
                .entry(id.publication_date)
                .or_default()
                .ids
                .insert(id.clone());
        }
    }

    /// The source has this document, and it is a candidate.
    pub(super) fn is_candidate(&mut self, id: &DocumentId, stage: Stage) {
        if stage == Stage::Published {
            self.days
                .entry(id.publication_date)
                .or_default()
                .candidates
                .insert(id.clone());
        }
    }

    /// The source itself says how many documents and candidates a day has.
    pub(super) fn count_day(&mut self, day: NaiveDate, listed: Option<u64>, candidates: u64) {
        let day = self.days.entry(day).or_default();
        day.listed = listed;
        day.counted = Some(candidates);
    }

    /// The source has been read without a gap through this day.
    pub(super) fn covered(&mut self, through: NaiveDate) -> Result<(), HistoryError> {
        let source = self.report.source.clone();
        let now = self.clock.now();
        self.history
            .advance_coverage(&mut self.run, &source, through, now)?;
        Ok(())
    }

    /// Writes the census, ends the run, gives the report. A failure of the source is recorded with
    /// the run before it is handed on.
    pub(super) fn finish(mut self, result: Result<(), PassError>) -> Result<PassReport, PassError> {
        let failure = match result {
            Err(PassError::History(error)) => {
                if let Some(gathered) = self.gathered.take() {
                    self.history.roll_back(gathered.transaction, &mut self.run);
                }
                return Err(error.into());
            }
            Err(error) => Some(error),
            Ok(()) => None,
        };
        self.settle()?;
        let source = self.report.source.clone();
        for (date, day) in std::mem::take(&mut self.days) {
            let (listed, candidates) = match day.counted {
                Some(candidates) => (day.listed, Some(candidates)),
                None => (
                    u64::try_from(day.ids.len()).ok(),
                    u64::try_from(day.candidates.len()).ok(),
                ),
            };
            let now = self.clock.now();
            self.history
                .census(&mut self.run, &source, date, listed, candidates, now)?;
        }
        self.report.run = self.run.sequence();
        let outcome = outcome(&self.report, failure.as_ref(), self.clock);
        self.history.finish_run(self.run, &outcome)?;
        failure.map_or(Ok(self.report), Err)
    }
}

fn addresses(metadata: &mut DocumentMetadata) -> [&mut Option<String>; 6] {
    [
        &mut metadata.html_url,
        &mut metadata.pdf_url,
        &mut metadata.json_url,
        &mut metadata.full_text_xml_url,
        &mut metadata.body_html_url,
        &mut metadata.raw_text_url,
    ]
}

fn without_addresses(metadata: &DocumentMetadata) -> DocumentMetadata {
    let mut metadata = metadata.clone();
    for address in addresses(&mut metadata) {
        *address = None;
    }
    metadata
}

/// Whether its addresses are of a register on this machine.
fn is_served_here(metadata: &DocumentMetadata) -> bool {
    let mut metadata = metadata.clone();
    addresses(&mut metadata).into_iter().flatten().any(|text| {
        text.strip_prefix("http://").is_some_and(|rest| {
            ["127.", "localhost", "[::1]"]
                .iter()
                .any(|host| rest.starts_with(host))
        })
    })
}
