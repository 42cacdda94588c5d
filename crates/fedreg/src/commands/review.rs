//! `fedreg review`: the documents that need a person, with what was not understood.

use fedreg_history::DocumentStatus;
use serde_json::json;

use crate::app::App;
use crate::cli::ReviewArgs;
use crate::commands::{describe, rows};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, count};

const COLUMNS: [(&str, bool); 12] = [
    ("document_number", true),
    ("publication_date", true),
    ("citation", true),
    ("title", true),
    ("stage", false),
    ("url", false),
    ("verdict", false),
    ("reason", true),
    ("family", false),
    ("records", false),
    ("residue", false),
    ("parser_version", false),
];

pub(crate) fn run(app: &App, args: &ReviewArgs) -> Result<Status, CliError> {
    let mut queue = app.history()?.residues()?;
    let all = queue.len();
    queue.truncate(args.limit.unwrap_or(usize::MAX));
    let mut listing = Listing::new(&COLUMNS, "nothing needs review");
    for status in &queue {
        let mut row = json!({
            "verdict": status.verdict,
            "reason": status.reason,
            "family": status.family,
            "records": status.records,
            "residue": status.residue,
            "parser_version": status.parser_version,
        });
        rows::extend(&mut row, rows::document_fields(&status.version.metadata));
        listing.push(row);
    }
    let width = app.printer.prose_width();
    app.printer
        .listing(&listing, Some(&|| prose(&queue, width)))?;
    if all > 0 {
        let verb = if all == 1 { "needs" } else { "need" };
        app.printer.talk(&format!(
            "{} {verb} review",
            count(all, "document", "documents")
        ));
    }
    Ok(Status::Success)
}

fn prose(queue: &[DocumentStatus], width: usize) -> String {
    if queue.is_empty() {
        return "nothing needs review\n".to_owned();
    }
    let mut out = String::new();
    for status in queue {
        out.push_str(&describe::document(&status.version.metadata, width));
        out.push_str(&describe::verdict_line(
            status.verdict,
            &status.reason,
            width,
        ));
        for residue in &status.residue {
            out.push_str(&describe::residue(residue, width));
        }
        out.push('\n');
    }
    out
}
