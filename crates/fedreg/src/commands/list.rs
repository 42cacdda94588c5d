//! `fedreg list`: who is designated on a day, as far as was known at an instant.

use std::collections::BTreeSet;

use fedreg_describe::markdown;
use fedreg_describe::words::list_summary;
use fedreg_model::Authorities;
use fedreg_timeline::{Filter, Known, Point, Questions, Standing};
use serde_json::json;

use crate::app::{App, codes};
use crate::cli::ListArgs;
use crate::commands::{answers, party};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::Listing;

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
        let mut row = answers::standing(standing, &settings.authorities, day, args.known_at);
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
            let row = answers::apart(apart, &settings.authorities, day, args.known_at);
            listing.push(row);
        }
    }
    if args.markdown {
        let page = markdown::list(&answer.standings, &settings.authorities, day);
        app.printer.text(&page)?;
    } else {
        app.printer.listing(&listing, None)?;
    }
    if let Some(at) = before {
        app.printer.talk(&knew_nothing(at));
        return Ok(Status::Success);
    }
    app.printer.talk(&list_summary(
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
