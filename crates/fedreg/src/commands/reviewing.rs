//! `fedreg review accept|dismiss|template|enter|done`: a person's word on a document.

use std::path::Path;

use fedreg_history::{DocumentStatus, History, Outcome, Review, ReviewState, RunOutcome, RunStart};
use fedreg_model::{Cause, NoticeText, Parsed};
use fedreg_pipeline::review;
use serde_json::json;

use crate::app::App;
use crate::cli::{ReviewCommand, ReviewedDocument};
use crate::commands::{describe, find, images, rows};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, count, raw, safe_line, wrap};

const COLUMNS: [(&str, bool); 11] = [
    ("document_number", true),
    ("publication_date", true),
    ("citation", true),
    ("title", false),
    ("stage", false),
    ("url", false),
    ("state", true),
    ("reviewed_at", true),
    ("verdict", true),
    ("reason", true),
    ("records", false),
];

pub(crate) fn run(app: &App, command: &ReviewCommand) -> Result<Status, CliError> {
    match command {
        ReviewCommand::Accept { document, note } => record(app, document, |held| {
            Ok(review::accept(&held.parsed, note)?)
        }),
        ReviewCommand::Dismiss { document, note } => {
            record(app, document, |_| Ok(review::dismiss(note)?))
        }
        ReviewCommand::Enter { document, file } => {
            let settings = app.settings()?;
            let text = read(file)?;
            record(app, document, |held| {
                review::from_toml(&text, &held.parsed, &held.notice, &settings.authorities)
                    .map_err(|error| CliError::from(error).which(file.display()))
            })
        }
        ReviewCommand::Template {
            document,
            ocr,
            images,
        } => {
            let held = Held::find(&app.history()?, document)?;
            let title = &held.status.version.metadata.title;
            if *ocr {
                let read = images::read(app, &held, images.as_deref())?;
                let file = review::template(&read, title);
                raw(&format!(
                    "# Read by OCR: check every letter and digit against the images.\n{file}"
                ))?;
            } else {
                raw(&review::template(&held.parsed, title))?;
            }
            Ok(Status::Success)
        }
        ReviewCommand::Done => done(app),
    }
}

impl From<review::ReviewError> for CliError {
    fn from(error: review::ReviewError) -> Self {
        let text = error.to_string();
        match text.split_once("; ") {
            Some((what, help)) => Self::usage(what).help(help),
            None => Self::usage(text),
        }
    }
}

fn read(file: &Path) -> Result<String, CliError> {
    fs_err::read_to_string(file)
        .map_err(|error| CliError::new(Status::UnreadableInput, error.to_string()))
}

/// A document with its text and what the history says of it.
pub(super) struct Held {
    pub(super) status: DocumentStatus,
    pub(super) notice: NoticeText,
    pub(super) parsed: Parsed,
}

impl Held {
    fn find(history: &History, wanted: &ReviewedDocument) -> Result<Self, CliError> {
        let words = wanted.document.as_str();
        let mut found = find::documents(history, words, wanted.published)?;
        found.retain(|status| status.superseded_by.is_none());
        let several = found.len() > 1;
        let Some(status) = found.pop() else {
            return Err(CliError::not_found(format!(
                "'{words}' has been published under another date"
            )));
        };
        if several {
            return Err(CliError::usage(format!("'{words}' is several documents"))
                .help("say which: its number, and --published DATE"));
        }
        let missing = || CliError::not_found(format!("the history holds no text of '{words}'"));
        Ok(Self {
            notice: history.notice_text(&status.id)?.ok_or_else(missing)?,
            parsed: history.parsed(&status.id)?.ok_or_else(missing)?,
            status,
        })
    }
}

fn record(
    app: &App,
    wanted: &ReviewedDocument,
    reading: impl FnOnce(&Held) -> Result<Parsed, CliError>,
) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let mut history = app.history_for_writing(&settings)?;
    let held = Held::find(&history, wanted)?;
    let reviewed = reading(&held)?;
    let now = app.clock.now();
    let mut run = history.begin_run(RunStart {
        started_at: now,
        command: "review".to_owned(),
        source: "a person".to_owned(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
    })?;
    let version = held.status.version.sequence;
    let appended = history.append_reading(
        &mut run,
        version,
        &held.notice,
        &reviewed,
        Cause::Review,
        now,
    )?;
    let outcome = RunOutcome {
        finished_at: app.clock.now(),
        outcome: Outcome::Complete,
        message: None,
        counts: json!({ "documents": 1, "records": reviewed.records.len() }),
    };
    history.finish_run(run, &outcome)?;
    let settings = app.settings()?;
    fedreg_pipeline::derive_if_stale(&mut history, &settings.links)?;

    let metadata = &held.status.version.metadata;
    let mut listing = Listing::new(&COLUMNS, String::new());
    listing.single = true;
    let mut row = json!({
        "state": ReviewState::Stands.as_str(),
        "reviewed_at": now,
        "verdict": reviewed.verdict,
        "reason": reviewed.reason,
        "records": reviewed.records,
    });
    rows::extend(&mut row, rows::document_fields(metadata));
    listing.push(row);
    let width = app.printer.prose_width();
    app.printer.listing(
        &listing,
        Some(&|| {
            let mut out = describe::document(metadata, width);
            out.push_str(&describe::verdict(&reviewed, None, width));
            for record in &reviewed.records {
                out.push_str(&describe::record(record, &settings.authorities, width));
            }
            out
        }),
    )?;
    if appended.is_empty() {
        app.printer
            .talk("the same was said before; nothing is appended");
    }
    Ok(Status::Success)
}

fn done(app: &App) -> Result<Status, CliError> {
    let reviews = app.history()?.reviews()?;
    let mut listing = Listing::new(&COLUMNS, "no document has been reviewed by a person");
    for review in &reviews {
        let mut row = json!({
            "state": review.state,
            "reviewed_at": review.reviewed_at,
            "verdict": review.reading.verdict,
            "reason": review.reading.reason,
            "records": review.reading.records,
        });
        rows::extend(&mut row, rows::document_fields(&review.document));
        listing.push(row);
    }
    let width = app.printer.prose_width();
    app.printer
        .listing(&listing, Some(&|| prose(&reviews, width)))?;
    Ok(Status::Success)
}

fn prose(reviews: &[Review], width: usize) -> String {
    if reviews.is_empty() {
        return "no document has been reviewed by a person\n".to_owned();
    }
    let mut out = String::new();
    for review in reviews {
        out.push_str(&describe::document(&review.document, width));
        out.push_str(&describe::verdict_line(
            review.reading.verdict,
            &review.reading.reason,
            width,
        ));
        let records = count(review.reading.records.len(), "record", "records");
        let state = match review.state {
            ReviewState::Stands => "stands; the parser reads the notice otherwise",
            ReviewState::Agreed => "the parser by now reads the same",
            ReviewState::Reopened => "the source changed the document since: it is open again",
        };
        let line = format!(
            "{records}, reviewed {}: {state}",
            review.reviewed_at.date_naive()
        );
        out.push_str(&wrap(&safe_line(&line), width, "    "));
        out.push_str("\n\n");
    }
    out
}
