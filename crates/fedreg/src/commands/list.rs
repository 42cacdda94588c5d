//! `fedreg list`: who is designated on a day, as far as was known at an instant.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use fedreg_history::RecordFilter;
use fedreg_model::Authorities;
use fedreg_timeline::{Apart, Filter, Known, Standing, as_of};
use serde_json::{Value, json};

use crate::app::{App, codes};
use crate::cli::ListArgs;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, count};

const COLUMNS: [(&str, bool); 21] = [
    ("authority", true),
    ("name", true),
    ("kind", false),
    ("since", true),
    ("basis", true),
    ("aliases", false),
    ("ends", false),
    ("flags", true),
    ("citation", true),
    ("document_number", true),
    ("publication_date", false),
    ("url", false),
    ("quote", false),
    ("notices", false),
    ("record_id", false),
    ("entity", false),
    ("designation", false),
    ("alias_count", false),
    ("until", false),
    ("as_of", false),
    ("known_at", false),
];

pub(crate) fn run(app: &App, args: &ListArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let filter = filter(&settings.authorities, &args.authority, args.filed)?;
    let day = args.as_of.unwrap_or_else(|| app.clock.today());
    let known = args.known_at.map_or(Known::Now, Known::At);
    let versions = app.history()?.record_versions(&RecordFilter::default())?;
    let answer = as_of(&versions, &settings.links, day, known, &filter);

    let mut listing = Listing::new(&COLUMNS, format!("nobody is designated as of {day}"));
    for standing in &answer.standings {
        listing.push(row(standing, &settings.authorities, day, args.known_at));
    }
    app.printer.listing(&listing, None)?;
    app.printer.talk(&summary(
        answer.standings.len(),
        answer.lapsed.len(),
        &answer.apart,
        day,
    ));
    Ok(Status::Success)
}

/// The filter of `--authority` and `--filed`.
pub(crate) fn filter(
    known: &Authorities,
    words: &[String],
    filed: bool,
) -> Result<Filter, CliError> {
    let authorities: BTreeSet<String> = codes(known, words)?;
    Ok(Filter {
        authorities,
        include_public_inspection: filed,
    })
}

fn row(
    standing: &Standing,
    authorities: &Authorities,
    day: chrono::NaiveDate,
    known_at: Option<chrono::DateTime<chrono::Utc>>,
) -> Value {
    let first = standing.records.first();
    json!({
        "authority": standing.authority,
        "name": standing.name,
        "kind": standing.kind,
        "since": standing.since.date,
        "basis": standing.since.basis,
        "aliases": standing.aliases,
        "ends": standing.ends.as_ref().map(|end| end.date),
        "flags": standing.flags,
        "citation": first.and_then(|record| record.citation),
        "document_number": first.and_then(|record| record.document_number.clone()),
        "publication_date": first.and_then(|record| record.publication_date),
        "url": first.and_then(|record| record.html_url.clone()),
        "quote": first.map(|record| record.quote.text.clone()),
        "notices": standing.records.iter().map(fedreg_timeline::RecordRef::cite).collect::<Vec<_>>(),
        "record_id": first.map(|record| record.record_id.clone()),
        "entity": standing.entity,
        "designation": authorities.get(&standing.authority).map(|a| a.designation.clone()),
        "alias_count": standing.aliases.len(),
        "until": first.and_then(|record| record.effective.until),
        "as_of": day,
        "known_at": known_at,
    })
}

fn summary(standing: usize, lapsed: usize, apart: &[Apart], day: chrono::NaiveDate) -> String {
    let mut text = format!(
        "{} as of {day}",
        count(standing, "designation", "designations")
    );
    if lapsed > 0 {
        let _ = write!(text, "; {lapsed} lapsed");
    }
    if !apart.is_empty() {
        let apart = count(apart.len(), "record is", "records are");
        let _ = write!(
            text,
            "; {apart} neither counted in nor out (fedreg timeline NAME says why)"
        );
    }
    text
}
