//! `fedreg audit`: day by day, what the source lists, what the history holds, each verdict.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use fedreg_history::DocumentFilter;
use fedreg_model::{DocumentNumber, Stage, Verdict};
use serde_json::json;

use crate::app::App;
use crate::cli::AuditArgs;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, count};

const COLUMNS: [(&str, bool); 12] = [
    ("date", true),
    ("listed", true),
    ("candidates", true),
    ("held", true),
    ("designates", true),
    ("needs_review", true),
    ("not_a_designation", true),
    ("missing", true),
    ("filed", false),
    ("sources", false),
    ("documents", false),
    ("needing_review", false),
];

/// Days before and after any issue.
const EVER: (NaiveDate, NaiveDate) = (
    NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day of January"),
    NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day of December"),
);

#[derive(Default)]
struct Day {
    listed: Option<u64>,
    candidates: Option<u64>,
    sources: Vec<String>,
    held: u64,
    filed: u64,
    verdicts: BTreeMap<Verdict, u64>,
    documents: Vec<DocumentNumber>,
    review: Vec<DocumentNumber>,
}

impl Day {
    /// Candidates that the source lists and the history does not hold.
    fn missing(&self) -> u64 {
        self.candidates.unwrap_or(0).saturating_sub(self.held)
    }

    fn of(&self, verdict: Verdict) -> u64 {
        self.verdicts.get(&verdict).copied().unwrap_or(0)
    }
}

pub(crate) fn run(app: &App, args: &AuditArgs) -> Result<Status, CliError> {
    if let (Some(from), Some(to)) = (args.from, args.to)
        && to < from
    {
        return Err(CliError::usage("the first day comes after the last")
            .which(format!("--from {from} --to {to}")));
    }
    let days = days(app, args)?;
    let empty = if days.is_empty() {
        "the history holds nothing of these days"
    } else {
        // Only --gaps leaves days out.
        "no gaps: on none of these days is a candidate missing, or a document in need of review"
    };
    let mut listing = Listing::new(&COLUMNS, empty);
    let (mut missing, mut review) = (0, 0);
    for (date, day) in &days {
        missing += day.missing();
        review += day.of(Verdict::NeedsReview);
        if args.gaps && day.missing() == 0 && day.of(Verdict::NeedsReview) == 0 {
            continue;
        }
        listing.push(json!({
            "date": date,
            "listed": day.listed,
            "candidates": day.candidates,
            "held": day.held,
            "designates": day.of(Verdict::Designates),
            "needs_review": day.of(Verdict::NeedsReview),
            "not_a_designation": day.of(Verdict::NotADesignation),
            "missing": day.missing(),
            "filed": day.filed,
            "sources": day.sources,
            "documents": day.documents,
            "needing_review": day.review,
        }));
    }
    app.printer.listing(&listing, None)?;
    let usize = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    app.printer.talk(&format!(
        "{}; {} missing; {} in need of review",
        count(days.len(), "day", "days"),
        count(usize(missing), "candidate", "candidates"),
        count(usize(review), "document", "documents"),
    ));
    if missing > 0 {
        app.printer
            .talk("Next: fedreg run --from DATE --to DATE, to ask for what is missing");
    }
    Ok(if missing > 0 || review > 0 {
        Status::NeedsReview
    } else {
        Status::Success
    })
}

fn days(app: &App, args: &AuditArgs) -> Result<BTreeMap<NaiveDate, Day>, CliError> {
    let history = app.history()?;
    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    let (from, to) = (args.from.unwrap_or(EVER.0), args.to.unwrap_or(EVER.1));
    for census in history.census_days(from, to)? {
        let day = days.entry(census.publication_date).or_default();
        // Several sources may have been read: the fullest says most.
        day.listed = day.listed.max(census.listed);
        day.candidates = day.candidates.max(census.candidates);
        day.sources.push(census.source);
    }
    let filter = DocumentFilter {
        from: args.from,
        to: args.to,
        standing_only: true,
        ..DocumentFilter::default()
    };
    for status in history.documents(&filter)? {
        let day = days.entry(status.id.publication_date).or_default();
        let number = status.id.document_number;
        if status.version.metadata.stage == Stage::PublicInspection {
            day.filed += 1;
        } else {
            day.held += 1;
        }
        *day.verdicts.entry(status.verdict).or_default() += 1;
        if status.verdict == Verdict::NeedsReview {
            day.review.push(number.clone());
        }
        day.documents.push(number);
    }
    Ok(days)
}
