//! `fedreg show`: one document, its verdict, its records, and their quotes in context.

use fedreg_history::{DocumentStatus, History, RecordFilter};
use fedreg_model::{Authorities, DocumentMetadata, NoticeText, RecordId, RecordVersion};
use fedreg_timeline::{LinkRules, Questions};
use serde_json::{Value, json};

use crate::app::App;
use crate::cli::ShowArgs;
use crate::commands::{answers, describe, find, party};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{DIM, Listing, count, paint, safe, wrap};

const COLUMNS: [(&str, bool); 18] = [
    ("document_number", true),
    ("publication_date", true),
    ("citation", true),
    ("title", true),
    ("stage", false),
    ("url", false),
    ("document", false),
    ("verdict", true),
    ("reason", false),
    ("family", false),
    ("records", false),
    ("residue", false),
    ("images", false),
    ("versions", false),
    ("parser_version", false),
    ("reader_version", false),
    ("superseded_by", false),
    ("text", false),
];

struct Shown {
    status: DocumentStatus,
    /// The records as this notice prints them.
    printed: Vec<RecordVersion>,
    /// The records, corrections of the Register applied.
    records: Vec<RecordVersion>,
    text: Option<NoticeText>,
    row: Value,
}

pub(crate) fn run(app: &App, args: &ShowArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let history = app.history()?;
    let words = args.document.join(" ");
    let found = find::documents(&history, &words, args.published)?;
    let mut shown = Vec::new();
    for status in found {
        shown.push(show(&history, &settings.links, status, args.text)?);
    }
    let mut listing = Listing::new(&COLUMNS, "nothing to show");
    for document in &shown {
        listing.push(document.row.clone());
    }
    let width = app.printer.prose_width();
    app.printer.listing(
        &listing,
        Some(&|| {
            let parts: Vec<String> = shown
                .iter()
                .map(|document| prose(document, &settings.authorities, args.text, width))
                .collect();
            parts.join("\n")
        }),
    )?;
    Ok(Status::Success)
}

fn show(
    history: &History,
    rules: &LinkRules,
    status: DocumentStatus,
    with_text: bool,
) -> Result<Shown, CliError> {
    let id = status.id.clone();
    let text = history.notice_text(&id)?;
    let filter = RecordFilter {
        document: Some(id.clone()),
        ..RecordFilter::current()
    };
    let mut printed = history.record_versions(&filter)?;
    printed.sort_by_key(|version| version.ordinal);
    let ids: Vec<RecordId> = printed.iter().map(|v| v.record_id.clone()).collect();
    let records = Questions::new(history, rules).records(&ids)?;
    let versions: Vec<Value> = history
        .document_versions(&id)?
        .iter()
        .map(answers::document_version)
        .collect();
    let mut row = answers::document(&status, &records);
    row["versions"] = Value::Array(versions);
    row["text"] = json!(text.as_ref().filter(|_| with_text).map(|text| &text.text));
    Ok(Shown {
        status,
        printed,
        records,
        text,
        row,
    })
}

fn prose(shown: &Shown, authorities: &Authorities, whole: bool, width: usize) -> String {
    let Shown {
        status,
        printed,
        records,
        text,
        ..
    } = shown;
    let metadata = &status.version.metadata;
    let mut out = describe::document(metadata, width);
    out.push_str(&facts(metadata, status, width));
    out.push_str(&describe::verdict_line(
        status.verdict,
        &status.reason,
        width,
    ));
    for residue in &status.residue {
        out.push_str(&describe::residue(
            residue,
            metadata.pdf_url.as_deref(),
            width,
        ));
    }
    let body = text.as_ref().map_or("", |text| text.text.as_str());
    for version in records {
        out.push('\n');
        out.push_str(&describe::record(&version.record, authorities, width));
        let name = format!(
            "record {}, because of {}",
            version.record_id,
            version.cause.as_str()
        );
        out.push_str(&paint(DIM, &wrap(&name, width, "      ")));
        out.push('\n');
        let before = printed.iter().find(|v| v.record_id == version.record_id);
        let changes = before.map(|v| v.record.changes(&version.record));
        for change in changes.unwrap_or_default() {
            let line = format!(
                "corrected from what is printed here: {}",
                party::change(&change)
            );
            out.push_str(&wrap(&safe(&line), width, "      "));
            out.push('\n');
        }
        out.push_str(&describe::quote(body, &version.record.quote, width));
    }
    if whole {
        out.push('\n');
        for paragraph in body.lines() {
            out.push_str(&wrap(&safe(paragraph), width, ""));
            out.push('\n');
        }
    }
    out
}

fn facts(metadata: &DocumentMetadata, status: &DocumentStatus, width: usize) -> String {
    let mut lines = Vec::new();
    lines.extend(metadata.html_url.clone());
    if let Some(day) = status.superseded_by {
        lines.push(format!(
            "published on {day}, with another number or on another day than filed"
        ));
    }
    let format = status.version.source.format.as_str();
    let versions = count(
        usize::try_from(status.versions).unwrap_or(usize::MAX),
        "version",
        "versions",
    );
    lines.push(format!(
        "read from {format} by parser {}; {versions} in the history",
        status.parser_version
    ));
    let lines: Vec<String> = lines
        .iter()
        .map(|line| paint(DIM, &wrap(&safe(line), width, "  ")))
        .collect();
    lines.join("\n") + "\n"
}
