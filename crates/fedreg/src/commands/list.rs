//! `fedreg list`: who is designated on a day, as far as was known at an instant.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use fedreg_model::Authorities;
use fedreg_timeline::{Apart, EndKind, Filter, Known, Point, Questions, Standing};
use serde_json::{Value, json};

use crate::app::{App, codes};
use crate::cli::ListArgs;
use crate::commands::{party, rows};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, count};

/// The columns that only `--all` shows: how a row stands, before the others, and why, after them.
const STANDING: (&str, bool) = ("standing", true);
const REASON: (&str, bool) = ("reason", true);

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
    let point = Point {
        effective_on: day,
        known: args.known_at.map_or(Known::Now, Known::At),
    };
    let history = app.history()?;
    let answer = Questions::new(&history, &settings.links).as_of(point, &filter)?;

    let first = match args.known_at {
        Some(_) => history.first_known()?,
        None => None,
    };
    let before = args
        .known_at
        .filter(|at| first.is_none_or(|first| first > *at));
    let empty = match before {
        Some(at) => knew_nothing(at),
        None => format!("nobody is designated as of {day}"),
    };
    let columns: Vec<(&'static str, bool)> = if args.all {
        std::iter::once(STANDING)
            .chain(COLUMNS)
            .chain([REASON])
            .collect()
    } else {
        COLUMNS.to_vec()
    };
    // Ends that are known already are shown where there are any.
    let ending = answer
        .standings
        .iter()
        .any(|standing| standing.ends.is_some());
    let columns: Vec<(&'static str, bool)> = columns
        .into_iter()
        .map(|(name, shown)| (name, shown || (name == "ends" && ending)))
        .chain(party::FIELDS)
        .collect();
    let mut listing = Listing::new(&columns, empty);
    let told = |standing: &Standing, word: &str, reason: Option<&str>| {
        let mut row = row(standing, &settings.authorities, day, args.known_at);
        if args.all {
            row["standing"] = json!(word);
            row["reason"] = json!(reason);
        }
        row
    };
    for standing in &answer.standings {
        listing.push(told(standing, "in_force", None));
    }
    if args.all {
        for standing in &answer.lapsed {
            let reason = standing.ends.as_ref().map(|end| end.reason.as_str());
            listing.push(told(standing, "lapsed", reason));
        }
        for apart in &answer.apart {
            listing.push(apart_row(apart, &settings.authorities, day, args.known_at));
        }
    }
    app.printer.listing(&listing, None)?;
    if let Some(at) = before {
        app.printer.talk(&knew_nothing(at));
        return Ok(Status::Success);
    }
    app.printer.talk(&summary(
        answer.standings.len(),
        answer.lapsed.len(),
        &answer.apart,
        day,
        args.all,
    ));
    Ok(Status::Success)
}

fn knew_nothing(at: chrono::DateTime<chrono::Utc>) -> String {
    format!(
        "this history knew nothing yet at {}",
        at.format("%Y-%m-%d %H:%M UTC")
    )
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
    // The last day of a standing whose notice states one.
    let stated = standing
        .ends
        .as_ref()
        .filter(|end| end.how == EndKind::Expiry);
    let until = stated.and_then(|end| end.date.pred_opt());
    let mut row = json!({
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
        "until": until,
        "as_of": day,
        "known_at": known_at,
    });
    rows::extend(&mut row, party::fields(&standing.party));
    row
}

/// A record that counts neither in nor out, with the reason.
fn apart_row(
    apart: &Apart,
    authorities: &Authorities,
    day: chrono::NaiveDate,
    known_at: Option<chrono::DateTime<chrono::Utc>>,
) -> Value {
    let record = &apart.record;
    let code = apart.authority.as_deref();
    json!({
        "standing": "apart",
        "reason": apart.why,
        "authority": apart.authority,
        "name": apart.name,
        "since": record.effective.date,
        "basis": record.effective.basis,
        "citation": record.citation,
        "document_number": record.document_number,
        "publication_date": record.publication_date,
        "url": record.html_url,
        "quote": record.quote.text,
        "notices": [record.cite()],
        "record_id": record.record_id,
        "entity": apart.entity,
        "designation": code.and_then(|c| authorities.get(c)).map(|a| a.designation.clone()),
        "until": record.effective.until,
        "as_of": day,
        "known_at": known_at,
    })
}

fn summary(
    standing: usize,
    lapsed: usize,
    apart: &[Apart],
    day: chrono::NaiveDate,
    all: bool,
) -> String {
    let mut text = format!(
        "{} as of {day}",
        count(standing, "designation", "designations")
    );
    if lapsed > 0 {
        let _ = write!(text, "; {lapsed} lapsed");
    }
    if !apart.is_empty() {
        let apart = count(apart.len(), "record is", "records are");
        let _ = write!(text, "; {apart} neither counted in nor out");
    }
    if !all && text.contains(';') {
        text.push_str(" (list --all shows them)");
    }
    text
}
