//! `fedreg review`: the documents that need a person, with what was not understood.

use std::fmt::Write as _;

use fedreg_history::{DocumentStatus, History, ReviewState};
use fedreg_model::DocumentId;

use crate::app::App;
use crate::cli::ReviewArgs;
use crate::commands::{answers, describe, reviewing};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, count, wrap};

const COLUMNS: [(&str, bool); 15] = [
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
    ("images", false),
    ("pdf_url", false),
    ("parser_version", false),
    ("reopened", false),
];

pub(crate) fn run(app: &App, args: &ReviewArgs) -> Result<Status, CliError> {
    if let Some(command) = &args.command {
        return reviewing::run(app, command);
    }
    let history = app.history()?;
    let mut queue = history.residues()?;
    let reopened = reopened(&history, &mut queue)?;
    let all = queue.len();
    queue.truncate(args.limit.unwrap_or(usize::MAX));
    let empty = if all == 0 {
        "nothing needs review"
    } else {
        "none is shown, since --limit is 0"
    };
    let mut listing = Listing::new(&COLUMNS, empty);
    for status in &queue {
        let reopened = reopened.contains(&status.id);
        listing.push(answers::review(status, reopened));
    }
    let width = app.printer.prose_width();
    app.printer
        .listing(&listing, Some(&|| prose(&queue, &reopened, empty, width)))?;
    if all > 0 {
        let verb = if all == 1 { "needs" } else { "need" };
        let mut words = format!("{} {verb} review", count(all, "document", "documents"));
        if queue.len() < all {
            let _ = write!(words, "; {} shown", queue.len());
        }
        app.printer.talk(&words);
    }
    Ok(Status::Success)
}

/// The reviewed documents that the source changed since; those that the parser reads wholly now
/// join the queue, by date and number.
fn reopened(
    history: &History,
    queue: &mut Vec<DocumentStatus>,
) -> Result<Vec<DocumentId>, CliError> {
    let mut reopened = Vec::new();
    for review in history.reviews()? {
        if review.state != ReviewState::Reopened {
            continue;
        }
        let Some(id) = review.document.id() else {
            continue;
        };
        if !queue.iter().any(|status| status.id == id) {
            queue.extend(history.document(&id)?);
        }
        reopened.push(id);
    }
    queue.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(reopened)
}

fn prose(queue: &[DocumentStatus], reopened: &[DocumentId], empty: &str, width: usize) -> String {
    if queue.is_empty() {
        return format!("{empty}\n");
    }
    let mut out = String::new();
    for status in queue {
        out.push_str(&describe::document(&status.version.metadata, width));
        out.push_str(&describe::verdict_line(
            status.verdict,
            &status.reason,
            width,
        ));
        if reopened.contains(&status.id) {
            let line = "a person reviewed it, and the source changed it since";
            out.push_str(&wrap(line, width, "    "));
            out.push('\n');
        }
        for residue in &status.residue {
            out.push_str(&describe::residue(
                residue,
                status.version.metadata.pdf_url.as_deref(),
                width,
            ));
        }
        out.push('\n');
    }
    out
}
