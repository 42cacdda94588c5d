//! `fedreg search`: words in names, aliases, identifiers, addresses and texts.

use fedreg_history::HitKind;
use serde_json::json;

use crate::app::App;
use crate::cli::SearchArgs;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::Listing;

const COLUMNS: [(&str, bool); 8] = [
    ("document_number", true),
    ("publication_date", true),
    ("citation", true),
    ("found_in", true),
    ("words", true),
    ("name", false),
    ("record_id", false),
    ("title", false),
];

pub(crate) fn run(app: &App, args: &SearchArgs) -> Result<Status, CliError> {
    let words = args.text.join(" ");
    if words.trim().is_empty() {
        return Err(CliError::usage("there is nothing to look for")
            .help("write words of a notice: fedreg search cartel"));
    }
    let hits = app.history()?.search(&words, args.limit)?;
    let mut listing = Listing::new(&COLUMNS, format!("no notice holds '{words}'"));
    for hit in &hits {
        let (found_in, words, name, record_id) = match &hit.kind {
            HitKind::Name { name, record_id } => ("name", name, Some(name), Some(record_id)),
            HitKind::Alias {
                alias,
                name,
                record_id,
            } => ("alias", alias, Some(name), Some(record_id)),
            HitKind::Identifier {
                value,
                name,
                record_id,
            } => ("identifier", value, Some(name), Some(record_id)),
            HitKind::Address {
                printed,
                name,
                record_id,
            } => ("address", printed, Some(name), Some(record_id)),
            HitKind::Text { snippet } => ("text", snippet, None, None),
        };
        listing.push(json!({
            "document_number": hit.document.document_number,
            "publication_date": hit.document.publication_date,
            "citation": hit.citation,
            "found_in": found_in,
            "words": words,
            "name": name,
            "record_id": record_id,
            "title": hit.title,
        }));
    }
    app.printer.listing(&listing, None)?;
    Ok(if hits.is_empty() {
        Status::NotFound
    } else {
        Status::Success
    })
}
