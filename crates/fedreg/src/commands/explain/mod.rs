//! `fedreg explain`: each field of a record underlined in the notice's own words.

mod locate;
mod paint;

use fedreg_history::{History, RecordFilter};
use fedreg_model::{FieldChange, NoticeText, RecordId, RecordVersion};
use fedreg_timeline::Questions;
use serde_json::json;

use crate::app::App;
use crate::cli::ExplainArgs;
use crate::commands::{describe, find};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::Listing;
use locate::{Located, locate};

const COLUMNS: [(&str, bool); 7] = [
    ("record_id", true),
    ("field", true),
    ("value", true),
    ("start", true),
    ("end", true),
    ("words", true),
    ("note", false),
];

struct Explained {
    version: RecordVersion,
    text: NoticeText,
    fields: Vec<Located>,
}

pub(crate) fn run(app: &App, args: &ExplainArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let history = app.history()?;
    let questions = Questions::new(&history, &settings.links);
    let mut explained = Vec::new();
    for version in records(&history, &args.record)? {
        let text = history.record_text(version.sequence)?.ok_or_else(|| {
            CliError::new(
                Status::HistoryUnusable,
                "the record's text is not in the history",
            )
            .which(&version.record_id)
            .help("fedreg verify shows what is damaged")
        })?;
        let mut fields = locate(&text.text, &version.document, &version.record);
        let own = std::slice::from_ref(&version.record_id);
        let corrected = questions.records(own)?.pop();
        let changes = corrected
            .as_ref()
            .map(|now| version.record.changes(&now.record));
        fields.extend(changes.unwrap_or_default().into_iter().map(corrected_to));
        explained.push(Explained {
            version,
            text,
            fields,
        });
    }
    let mut listing = Listing::new(&COLUMNS, "no fields");
    for Explained {
        version,
        text,
        fields,
    } in &explained
    {
        for field in fields {
            let range = field.range.clone();
            listing.push(json!({
                "record_id": version.record_id,
                "field": field.field,
                "value": field.value,
                "start": range.as_ref().map(|range| range.start),
                "end": range.as_ref().map(|range| range.end),
                "words": range.and_then(|range| text.text.get(range)),
                "note": field.note,
            }));
        }
    }
    let width = app.printer.prose_width();
    app.printer.listing(
        &listing,
        Some(&|| {
            let parts: Vec<String> = explained
                .iter()
                .map(|explained| picture(explained, width))
                .collect();
            parts.join("\n")
        }),
    )?;
    Ok(Status::Success)
}

/// What a correction of the Register makes of a field.
fn corrected_to(change: FieldChange) -> Located {
    Located {
        field: change.field,
        value: json!(change.after.join("; ")),
        range: None,
        note: Some("as a correction of the Register has it, not as printed here"),
    }
}

fn picture(explained: &Explained, width: usize) -> String {
    let Explained {
        version,
        text,
        fields,
    } = explained;
    let record = &version.record;
    let title = format!(
        "{} of {}, {}",
        record.action,
        record.party.name,
        describe::effective(&record.effective)
    );
    let path = format!(
        "{}, record {}",
        describe::citation(&version.document),
        version.record_id
    );
    paint::render(&title, &path, &text.text, fields, width)
}

/// The record whose id begins so, or all records of the document that is meant.
fn records(history: &History, words: &str) -> Result<Vec<RecordVersion>, CliError> {
    let is_id = words.len() <= 16 && words.bytes().all(|b| b.is_ascii_hexdigit());
    if is_id {
        let filter = RecordFilter {
            record_id: Some(RecordId(words.to_ascii_lowercase())),
            ..RecordFilter::current()
        };
        let found = history.record_versions(&filter)?;
        if found.len() > 1 {
            let names: Vec<String> = found
                .iter()
                .take(8)
                .map(|v| format!("{} ({})", v.record_id, v.record.party.name))
                .collect();
            return Err(CliError::usage(format!("'{words}' begins several records"))
                .which(names.join("; "))
                .help("write more digits"));
        }
        if found.len() == 1 {
            return Ok(found);
        }
    }
    let (words, position) = find::ordinal(words)?;
    let documents = match find::documents(history, words, None) {
        Err(error) if error.status == Status::NotFound && is_id => {
            return Err(
                CliError::not_found(format!("the history holds no record '{words}'"))
                    .help("fedreg show DOCUMENT prints the names of its records"),
            );
        }
        documents => documents?,
    };
    let mut records = Vec::new();
    for status in documents {
        let filter = RecordFilter {
            document: Some(status.id.clone()),
            ..RecordFilter::current()
        };
        records.extend(history.record_versions(&filter)?);
    }
    if records.is_empty() {
        return Err(
            CliError::not_found(format!("document '{words}' has no records"))
                .help(format!("fedreg show {words} says why")),
        );
    }
    records.sort_by_key(|version| version.ordinal);
    if let Some(position) = position {
        let held = records.len();
        records.retain(|version| version.ordinal == position);
        if records.is_empty() {
            return Err(CliError::not_found(format!(
                "document '{words}' has {held} records, and no #{position}"
            ))
            .help(format!("fedreg show {words} prints them")));
        }
    }
    Ok(records)
}
