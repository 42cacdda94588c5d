//! One pass with all that belongs to it: what is remembered, printed, delivered, measured.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::NaiveDate;
use fedreg_alert::{Delivered, Print};
use fedreg_history::{DocumentStatus, History};
use fedreg_model::{DocumentId, Verdict};
use fedreg_pipeline::{
    PassError, PassMemory, PassReport, PassRequest, Problem, ProblemKind, Session, Settings,
    Source, note_review_queue, run_pass_in, take_stock,
};
use serde_json::json;
use tokio::runtime::Runtime;

use super::metrics::{self, Measured};
use super::news::{News, news};
use super::{failure, prose, summary};
use crate::app::App;
use crate::commands::{alerts, rows};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, YELLOW, paint, safe};
use crate::progress::Bar;

/// How many problems are told; a server in trouble gives one per request.
const FIRST_PROBLEMS: usize = 10;

/// Passes over one source.
pub(super) struct Passes<'a> {
    pub(super) app: &'a App,
    pub(super) settings: Settings,
    pub(super) source: Source,
    /// The source as the person called it.
    pub(super) shown: String,
    /// The first and the last publication date asked for.
    pub(super) days: (Option<NaiveDate>, Option<NaiveDate>),
    /// Where to write how it went.
    pub(super) metrics: Option<PathBuf>,
    pub(super) runtime: Runtime,
    /// Whether there is one pass after the other, of which each says only what is new.
    pub(super) is_watch: bool,
}

/// What the pass before said on stderr and need not be said again: of the source, of deliveries.
#[derive(Debug, Default)]
pub(super) struct Spoken(BTreeSet<String>, BTreeSet<String>);

impl Spoken {
    /// Of what is to be said of the source, what the pass before did not say, too.
    pub(super) fn new_of(&mut self, said: Vec<String>) -> Vec<String> {
        let before = std::mem::take(&mut self.0);
        self.0 = said.iter().cloned().collect();
        said.into_iter()
            .filter(|text| !before.contains(text))
            .collect()
    }

    /// As [`Spoken::new_of`], of deliveries.
    pub(super) fn also(&mut self, said: Vec<String>) -> Vec<String> {
        let new = said
            .iter()
            .filter(|text| !self.1.contains(*text))
            .cloned()
            .collect();
        self.1 = said.into_iter().collect();
        new
    }
}

/// What a pass brought, ready to be told.
pub(super) struct Told {
    pub(super) source: String,
    pub(super) report: PassReport,
    pub(super) news: Vec<News>,
    /// Documents of this pass that need review.
    pub(super) review: Vec<DocumentStatus>,
    /// Documents of this pass by verdict, as the history holds them now.
    pub(super) verdicts: [(Verdict, usize); 3],
}

impl Passes<'_> {
    /// Whether rows in a form for programs are printed: then no alerts are mixed in.
    fn is_for_programs(&self) -> bool {
        let printer = &self.app.printer;
        printer.format.is_some() || !printer.fields.is_empty()
    }

    /// Standard output, if it is free for alerts.
    pub(super) fn print<'p>(&self, write: Print<'p>) -> Option<Print<'p>> {
        (!self.is_for_programs()).then_some(write)
    }

    /// Makes one pass, delivers, and says how it went: on stdout and stderr, in the file of metrics,
    /// to the heartbeat.
    pub(super) fn once(
        &self,
        session: &mut Session<'_>,
        spoken: &mut Spoken,
    ) -> Result<Status, CliError> {
        let began = Instant::now();
        let mut measured = Measured::default();
        let result = self.pass(session, spoken, &mut measured);
        let status = match &result {
            Ok(status) => *status,
            Err(error) => error.status,
        };
        // Who holds the lock tells how it goes.
        if status == Status::Locked {
            return result;
        }
        if let Some(path) = &self.metrics {
            measured.seconds = began.elapsed().as_secs_f64();
            measured.status = status;
            let text = metrics::text(&session.memory, &measured, self.app.clock.now());
            if let Err(error) = fedreg_pipeline::write_whole(path, text.as_bytes()) {
                self.app
                    .printer
                    .warn(&format!("the metrics cannot be written: {error}"));
            }
        }
        self.beat(status, session);
        result
    }

    /// Tells the heartbeat. Its failure is told, and is none of the pass.
    fn beat(&self, status: Status, session: &Session<'_>) {
        let heartbeat = &self.settings.fedreg.heartbeat;
        if heartbeat.is_empty() || session.stop.is_set() {
            return;
        }
        let done = matches!(status, Status::Success | Status::NeedsReview);
        let seconds = self.settings.fedreg.alert.timeout;
        let timeout = std::time::Duration::try_from_secs_f64(seconds).unwrap_or_default();
        if let Err(error) = self.runtime.block_on(heartbeat.beat(done, timeout)) {
            self.app
                .printer
                .warn(&format!("the heartbeat failed: {}", error.detail));
        }
    }

    fn pass(
        &self,
        session: &mut Session<'_>,
        spoken: &mut Spoken,
        measured: &mut Measured,
    ) -> Result<Status, CliError> {
        let app = self.app;
        let remembered = PassMemory::path(&app.db_path()?);
        // First, so that the metrics of a history that cannot be opened tell the last success.
        session.memory = PassMemory::load(&remembered);
        let mut history = app.history_for_writing(&self.settings)?;
        let head = history.head()?;
        session.memory = std::mem::take(&mut session.memory).of(&history)?;
        let book = self.settings.rule_book();
        if !book.is_empty() {
            // What was published since the source was read last is news, however long ago.
            let read = history.coverage(&self.source.to_string())?;
            history.set_alerter(Box::new(book.read_through(read)));
        }
        let request = PassRequest {
            source: self.source.clone(),
            from: self.days.0,
            to: self.days.1,
        };
        let bar = Bar::new(app.printer.quiet || self.is_watch);
        let pass = run_pass_in(
            session,
            &mut history,
            &self.settings,
            app.clock,
            &request,
            &bar,
        );
        let result = self.runtime.block_on(pass);
        if let Err(PassError::History(error)) = result {
            return Err(error.into());
        }
        self.note(session, &mut history, &result, &remembered)?;
        let report = match result.map_err(|error| failure(error, &self.source)) {
            Ok(report) => report,
            // Alerts that wait are delivered though the source failed.
            Err(error) => {
                if error.status == Status::SourceUnreachable {
                    self.deliver(
                        session,
                        &mut history,
                        Delivered::default(),
                        spoken,
                        measured,
                    )?;
                }
                return Err(error);
            }
        };
        let told = tell(&history, head.sequence, report, self.shown.clone())?;
        measured.documents = told.report.documents;
        measured.records = records(&told.report);
        self.say(&told, spoken)?;
        let delivered = told.report.delivered.clone();
        self.deliver(session, &mut history, delivered, spoken, measured)?;
        Ok(status(&told))
    }

    /// Remembers the pass, and queues what the rules ask for of failures that began or ended.
    fn note(
        &self,
        session: &mut Session<'_>,
        history: &mut History,
        result: &Result<PassReport, PassError>,
        remembered: &Path,
    ) -> Result<(), CliError> {
        let now = self.app.clock.now();
        let memory = &mut session.memory;
        let source = self.source.to_string();
        memory.totals.passes += 1;
        memory.ended_at = Some(now);
        match result {
            Ok(report) => {
                memory.totals.documents += report.documents as u64;
                memory.totals.records += records(report) as u64;
                if !report.is_incomplete() {
                    memory.succeeded_at = Some(now);
                }
            }
            Err(error) => {
                let known = memory.sources.entry(source.clone()).or_default();
                known.documents.note(now, Some(error.to_string()), None);
            }
        }
        note_review_queue(memory, history)?;
        let reports = take_stock(
            memory,
            &source,
            &self.settings.queries,
            &self.settings.fedreg.alert.failure,
            now,
        );
        let alerts = self.settings.rule_book().failures(&reports, now);
        // Queued before it is remembered: what is queued twice has one key.
        history.queue_alerts(&alerts, now)?;
        memory.head = Some(history.head()?);
        self.keep(memory, remembered);
        Ok(())
    }

    fn keep(&self, memory: &PassMemory, remembered: &Path) {
        if let Err(error) = memory.save(remembered) {
            self.app.printer.warn(&format!(
                "what this run learnt cannot be kept, so that the next one asks everything: {error}"
            ));
        }
    }

    fn deliver(
        &self,
        session: &mut Session<'_>,
        history: &mut History,
        already: Delivered,
        spoken: &mut Spoken,
        measured: &mut Measured,
    ) -> Result<(), CliError> {
        let before = history.head()?;
        if session.memory.outbox_empty_at == Some(before) {
            // Looking through all that was ever delivered takes a while.
            measured.note_outbox(&[]);
            return Ok(());
        }
        let round = alerts::deliver(
            self.app,
            &self.runtime,
            history,
            &self.settings,
            already,
            &session.stop,
        )?;
        let complaints = alerts::complaints(self.app, &round);
        for complaint in spoken.also(complaints) {
            self.app.printer.warn(&complaint);
        }
        let undelivered = history.alerts(true)?;
        measured.note_outbox(&undelivered);
        if undelivered.is_empty() {
            session.memory.outbox_empty_at = Some(history.head()?);
            self.keep(&session.memory, &PassMemory::path(history.path()));
        }
        Ok(())
    }

    fn say(&self, told: &Told, spoken: &mut Spoken) -> Result<(), CliError> {
        let app = self.app;
        let printer = &app.printer;
        let nothing_new = told.news.is_empty() && told.review.is_empty();
        let is_terse = printer.quiet || self.is_watch;
        if is_terse && nothing_new {
            // Nothing, in any form.
        } else if self.is_for_programs() {
            let mut columns = vec![("news", true)];
            columns.extend(rows::RECORD);
            let mut listing = Listing::new(&columns, "nothing is new");
            for item in &told.news {
                let mut row = json!({"news": item.kind.as_str()});
                rows::extend(&mut row, rows::record(&item.version));
                listing.push(row);
            }
            printer.listing(&listing, None)?;
        } else if is_terse {
            printer.text(&summary::line(told))?;
        } else {
            let text = prose::told(told, &self.settings.authorities, printer, &app.called_as());
            printer.text(&text)?;
        }
        // That a person stops it is no problem to be told of.
        let problems: Vec<&Problem> = told
            .report
            .problems
            .iter()
            .filter(|problem| !(told.report.is_stopped && problem.kind == ProblemKind::Source))
            .collect();
        let mut complaints: Vec<String> = problems
            .iter()
            .take(FIRST_PROBLEMS)
            .map(|problem| complaint(problem))
            .collect();
        if problems.len() > FIRST_PROBLEMS {
            let more = problems.len() - FIRST_PROBLEMS;
            let called_as = app.called_as();
            complaints.push(format!("and {more} more; {called_as} -v run says each"));
        }
        for complaint in spoken.new_of(complaints) {
            printer.complain(&complaint);
        }
        for id in &told.report.vanished {
            printer.warn(&format!("{id} is held, and the source no longer has it"));
        }
        if !self.is_for_programs() && !is_terse {
            printer.text(&prose::next(told, &app.called_as()))?;
        }
        Ok(())
    }
}

/// Record versions and withdrawals that a pass appended.
fn records(report: &PassReport) -> usize {
    report
        .taken
        .iter()
        .map(|taken| {
            let appended = &taken.appended;
            appended.records_new.len()
                + appended.records_changed.len()
                + appended.records_carried.len()
                + appended.records_removed.len()
        })
        .sum()
}

fn tell(
    history: &History,
    before: i64,
    report: PassReport,
    source: String,
) -> Result<Told, CliError> {
    let news = news(history, before)?;
    let ids: BTreeSet<DocumentId> = report
        .taken
        .iter()
        .map(|taken| taken.appended.document.clone())
        .collect();
    let mut verdicts = [
        (Verdict::Designates, 0),
        (Verdict::NeedsReview, 0),
        (Verdict::NotADesignation, 0),
    ];
    let mut review = Vec::new();
    for id in &ids {
        let Some(status) = history.document(id)? else {
            continue;
        };
        if status.superseded_by.is_some() {
            continue;
        }
        for (verdict, n) in &mut verdicts {
            *n += usize::from(*verdict == status.verdict);
        }
        if status.verdict == Verdict::NeedsReview {
            review.push(status);
        }
    }
    Ok(Told {
        source,
        report,
        news,
        review,
        verdicts,
    })
}

fn status(told: &Told) -> Status {
    if told.report.is_incomplete() {
        Status::SourceUnreachable
    } else if !told.review.is_empty() || !told.report.problems.is_empty() {
        Status::NeedsReview
    } else {
        Status::Success
    }
}

fn complaint(problem: &Problem) -> String {
    let word = match problem.kind {
        ProblemKind::Source => "missing",
        ProblemKind::File => "unreadable",
        ProblemKind::Rivals => "contradictory",
    };
    let mut text = format!(
        "{}: {}\n  --> {}",
        paint(YELLOW, word),
        safe(&problem.what),
        safe(&problem.which)
    );
    if let Some(help) = &problem.help {
        let _ = write!(text, "\nhelp: {}", safe(help));
    }
    text
}
