//! `fedreg verify`: proves that the history is whole, and says where it is not.

use std::fmt::Write as _;

use fedreg_pipeline::{Verification, verify};
use serde_json::json;

use crate::app::App;
use crate::cli::VerifyArgs;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{GREEN, Listing, RED, paint, safe_line, wrap};
use crate::progress::Bar;

const COLUMNS: [(&str, bool); 11] = [
    ("sound", true),
    ("rows", true),
    ("blobs", true),
    ("documents", true),
    ("slices", true),
    ("read_again", true),
    ("older_reader", false),
    ("derived", false),
    ("head", false),
    ("digest", false),
    ("problems", true),
];

pub(crate) fn run(app: &App, args: &VerifyArgs) -> Result<Status, CliError> {
    let history = app.history()?;
    let rules = app.settings()?.links;
    let verified = verify(&history, &rules, args.head, &Bar::new(app.printer.quiet))?;
    let report = &verified.report;
    let mut listing = Listing::new(&COLUMNS, String::new());
    listing.single = true;
    listing.push(json!({
        "sound": report.is_sound(),
        "rows": report.rows,
        "blobs": report.blobs,
        "documents": report.documents,
        "slices": report.slices,
        "read_again": verified.read_again,
        "older_reader": verified.older_reader,
        "derived": derived(&verified),
        "head": report.head.to_string(),
        "digest": verified.digest.to_string(),
        "problems": report.problems,
    }));
    let width = app.printer.prose_width();
    // Under cron, a sound history is no news.
    if !(app.printer.quiet && app.printer.format.is_none() && report.is_sound()) {
        let printed = app
            .printer
            .listing(&listing, Some(&|| prose(&verified, width)));
        // A reader that went away does not make a broken history sound.
        if !printed.as_ref().is_err_and(|error| error.broken_pipe) {
            printed?;
        }
    }
    Ok(if report.is_sound() {
        Status::Success
    } else {
        Status::HistoryUnusable
    })
}

/// How the derived tables stand, as a word.
fn derived(verified: &Verification) -> &'static str {
    match verified.derived_current {
        Some(true) => "current",
        Some(false) => "stale",
        None => "none",
    }
}

fn prose(verified: &Verification, width: usize) -> String {
    let report = &verified.report;
    let mut out = String::new();
    for problem in &report.problems {
        let place = match (&problem.table, problem.sequence) {
            (Some(table), Some(sequence)) => format!("{table} {sequence}: "),
            (Some(table), None) => format!("{table}: "),
            (None, _) => String::new(),
        };
        let what = wrap(&safe_line(&format!("{place}{}", problem.what)), width, "  ");
        let _ = writeln!(out, "{}\n{what}", paint(RED, "wrong"));
        let advice = wrap(
            &safe_line(&format!("to do: {}", problem.advice)),
            width,
            "    ",
        );
        let _ = writeln!(out, "{advice}");
    }
    let verdict = if report.is_sound() {
        paint(GREEN, "The history is whole.")
    } else {
        paint(RED, "The history is not whole.")
    };
    let _ = writeln!(out, "{verdict}");
    let older = match verified.older_reader {
        0 => String::new(),
        n => format!(", {n} are due for the newer reader"),
    };
    let counts = format!(
        "{} rows in the chain, {} archived files, {} documents, {} quotes and blocks sliced; \
         {} documents read again with the same text{older}",
        report.rows, report.blobs, report.documents, report.slices, verified.read_again
    );
    let _ = writeln!(out, "{}", wrap(&counts, width, "  "));
    let tables = match derived(verified) {
        "current" => "the derived tables are as the records give them",
        _ => "the derived tables are due: the next run makes them, or fedreg entity rebuild",
    };
    let _ = writeln!(out, "{}", wrap(tables, width, "  "));
    let _ = writeln!(out, "  head    {}", report.head);
    let _ = writeln!(out, "  digest  {}", verified.digest);
    out
}
