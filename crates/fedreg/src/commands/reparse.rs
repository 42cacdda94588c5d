//! `fedreg reparse`: reads the archive again with the present parser, and shows what would change
//! before it is appended.

use std::fmt::Write as _;

use fedreg_history::{History, OpenMode};
use fedreg_model::{Authorities, Record};
use fedreg_pipeline::{ReparseError, Reread, reparse};
use serde_json::{Value, json};

use crate::app::App;
use crate::cli::ReparseArgs;
use crate::commands::{describe, rows};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{BLUE, DIM, GREEN, Listing, RED, Rows, count, paint, safe_line, wrap};
use crate::progress::Bar;

const COLUMNS: [(&str, bool); 14] = [
    ("document_number", true),
    ("publication_date", true),
    ("citation", true),
    ("title", false),
    ("stage", false),
    ("url", false),
    ("verdict_before", true),
    ("verdict", true),
    ("reason", false),
    ("family", false),
    ("gained", true),
    ("lost", true),
    ("changed", true),
    ("residue", false),
];

pub(crate) fn run(app: &App, args: &ReparseArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let mut writer = if args.apply {
        Some(app.history_for_writing(&settings)?)
    } else {
        None
    };
    let reader = History::open(app.db_path()?, OpenMode::ReadOnly)?;
    let printer = &app.printer;
    let width = printer.prose_width();
    let prose_wanted = printer.format.is_none() && printer.fields.is_empty();
    let listing = Listing::new(
        &COLUMNS,
        "the parser reads every document as the history has it",
    );
    let mut rows = Rows::new(printer, listing);
    let mut failed = None;
    let result = reparse(
        &reader,
        writer.as_mut(),
        &settings,
        app.clock,
        &Bar::new(printer.quiet),
        &mut |reread| {
            let told = if prose_wanted {
                printer.text(&prose(reread, &settings.authorities, width))
            } else {
                rows.push(row(reread))
            };
            told.map_err(|error| {
                let what = std::io::Error::other(error.to_string());
                failed = Some(error);
                what
            })
        },
    );
    let found = match (result, failed) {
        (Err(ReparseError::Report(_)), Some(error)) => return Err(error),
        (Err(ReparseError::History(error)), _) => return Err(error.into()),
        (Err(error), _) => return Err(CliError::new(Status::Failure, error.to_string())),
        (Ok(found), _) => found,
    };
    if !prose_wanted {
        rows.finish()?;
    }
    for (origin, why) in &found.unreadable {
        printer.warn(&format!("{origin} stays as it was: {why}"));
    }
    let mut said = format!("{} read again", count(found.read, "document", "documents"));
    if found.differing == 0 {
        said.push_str("; the parser reads every one as the history has it");
    } else {
        let _ = write!(
            said,
            ", {} otherwise: {} gained, {} lost, {} changed",
            found.differing,
            count(found.gained, "record", "records"),
            found.lost,
            found.changed
        );
    }
    if found.reviewed > 0 {
        let _ = write!(said, "; {} stand as reviewed by a person", found.reviewed);
    }
    match (args.apply, found.run, found.differing) {
        (true, Some(run), _) => {
            let _ = write!(said, "; appended as run {run}");
        }
        (true, None, _) => said.push_str("; nothing to append"),
        (false, _, 0) => {}
        (false, _, _) => {
            let _ = write!(
                said,
                "; nothing is appended yet. To append it: {} reparse --apply",
                app.called_as()
            );
        }
    }
    printer.talk(&said);
    Ok(Status::Success)
}

fn row(reread: &Reread) -> Value {
    let mut row = json!({
        "verdict_before": reread.before.verdict,
        "verdict": reread.after.verdict,
        "reason": reread.after.reason,
        "family": reread.after.family,
        "gained": reread.gained,
        "lost": reread.lost,
        "changed": reread
            .changed
            .iter()
            .map(|(before, after)| json!({ "before": before, "after": after }))
            .collect::<Vec<_>>(),
        "residue": reread.after.residue,
    });
    rows::extend(&mut row, rows::document_fields(&reread.document));
    row
}

fn prose(reread: &Reread, authorities: &Authorities, width: usize) -> String {
    let mut out = describe::document(&reread.document, width);
    let (before, after) = (&reread.before, &reread.after);
    if before.verdict != after.verdict {
        let line = format!("was {}: {}", before.verdict.as_str(), before.reason);
        let _ = writeln!(out, "{}", paint(DIM, &wrap(&safe_line(&line), width, "  ")));
    }
    out.push_str(&describe::verdict_line(after.verdict, &after.reason, width));
    for residue in after.residue.iter().filter(|r| !before.residue.contains(r)) {
        out.push_str(&describe::residue(residue, None, width));
    }
    let mut told = |label: &str, record: &Record| {
        let _ = writeln!(out, "  {label}");
        out.push_str(&describe::record(record, authorities, width));
        let quote = wrap(&safe_line(&record.quote.text), width, "      | ");
        let _ = writeln!(out, "{quote}");
    };
    for record in &reread.gained {
        told(&paint(GREEN, "gained"), record);
    }
    for record in &reread.lost {
        told(&paint(RED, "lost"), record);
    }
    for (earlier, later) in &reread.changed {
        told(&paint(DIM, "was"), earlier);
        told(&paint(BLUE, "now"), later);
    }
    out.push('\n');
    out
}
