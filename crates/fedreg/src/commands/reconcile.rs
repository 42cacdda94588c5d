//! `fedreg reconcile FILE`: a list that somebody else keeps, set against the notices.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use fedreg_history::RecordFilter;
use fedreg_pipeline::lists::{self, ListError};
use fedreg_timeline::{Both, Known, Listed, Reconciled, Standing, as_of, corrected, reconcile};
use serde_json::{Value, json};

use crate::app::App;
use crate::cli::{ReconcileArgs, Side};
use crate::commands::list::filter;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, count};

const COLUMNS: [(&str, bool); 13] = [
    ("where", true),
    ("authority", true),
    ("name", true),
    ("list_name", true),
    ("since", true),
    ("list_since", true),
    ("days_apart", true),
    ("citation", true),
    ("document_number", false),
    ("matched_by", true),
    ("basis", false),
    ("list_until", false),
    ("row", false),
];

pub(crate) fn run(app: &App, args: &ReconcileArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let authorities = &settings.authorities;
    let mut filter = filter(authorities, &args.authority, false)?;
    let mut list = lists::read(&args.file, authorities).map_err(|error| {
        let status = match error {
            ListError::Date { .. } | ListError::Unknown { .. } => Status::Usage,
            _ => Status::UnreadableInput,
        };
        let text = error.to_string();
        match text.split_once("; ") {
            Some((what, help)) => CliError::new(status, what).help(help),
            None => CliError::new(status, text),
        }
    })?;
    let day = args.as_of.unwrap_or_else(|| app.clock.today());
    if filter.authorities.is_empty() {
        // What the list is not about is no difference.
        filter.authorities = list
            .entries
            .iter()
            .flat_map(|entry| entry.authorities.iter().cloned())
            .collect();
    } else {
        let wanted = &filter.authorities;
        list.entries
            .retain(|entry| entry.authorities.is_empty() || !entry.authorities.is_disjoint(wanted));
    }
    // What the list itself says has ended, or not yet begun, is not on it that day.
    let entries = list.entries.len();
    list.entries.retain(|entry| {
        entry.until.is_none_or(|until| until > day) && entry.since.is_none_or(|since| since <= day)
    });
    let set_aside = entries - list.entries.len();
    let versions = corrected(app.history()?.record_versions(&RecordFilter::default())?);
    let known = args.known_at.map_or(Known::Now, Known::At);
    let answer = as_of(&versions, &settings.links, day, known, &filter);
    let found = reconcile(&answer.standings, &list.entries);

    let empty = format!("neither has anybody as of {day}");
    let mut listing = Listing::new(&COLUMNS, empty);
    let shown: BTreeSet<Side> = if args.only.is_empty() {
        [Side::Here, Side::There, Side::Dates].into()
    } else {
        args.only.iter().copied().collect()
    };
    if shown.contains(&Side::Here) {
        for standing in &found.only_here {
            listing.push(here(standing));
        }
    }
    if shown.contains(&Side::There) {
        for listed in &found.only_there {
            listing.push(there(listed));
        }
    }
    for both in &found.both {
        let differs = both.days_apart.is_some_and(|days| days != 0);
        if shown.contains(&Side::Both) || (differs && shown.contains(&Side::Dates)) {
            listing.push(both_row(both));
        }
    }
    app.printer.listing(&listing, None)?;
    app.printer
        .talk(&summary(&found, list.format, day, set_aside));
    if !list.unknown_programs.is_empty() {
        let unknown: Vec<&str> = list.unknown_programs.iter().map(String::as_str).collect();
        app.printer.warn(&format!(
            "the registry of authorities does not know {}; entries under these alone match nothing",
            unknown.join(", ")
        ));
    }
    Ok(Status::Success)
}

fn here(standing: &Standing) -> Value {
    let first = standing.records.first();
    json!({
        "where": "notices",
        "authority": standing.authority,
        "name": standing.name,
        "since": standing.since.date,
        "basis": standing.since.basis,
        "citation": first.and_then(|record| record.citation),
        "document_number": first.and_then(|record| record.document_number.clone()),
    })
}

fn there(listed: &Listed) -> Value {
    let codes: Vec<&str> = listed.authorities.iter().map(String::as_str).collect();
    json!({
        "where": "list",
        "authority": if codes.is_empty() { Value::Null } else { json!(codes.join(" ")) },
        "list_name": listed.name,
        "list_since": listed.since,
        "list_until": listed.until,
        "row": listed.row,
    })
}

fn both_row(both: &Both<'_>) -> Value {
    let mut row = here(both.standing);
    row["where"] = json!("both");
    row["list_name"] = json!(both.listed.name);
    row["list_since"] = json!(both.listed.since);
    row["list_until"] = json!(both.listed.until);
    row["days_apart"] = json!(both.days_apart);
    row["matched_by"] = json!(both.by);
    row["row"] = json!(both.listed.row);
    row
}

fn summary(
    found: &Reconciled<'_>,
    format: lists::ListFormat,
    day: chrono::NaiveDate,
    set_aside: usize,
) -> String {
    let dated = found.both.iter().filter_map(|both| both.days_apart);
    let (mut same, mut apart, mut undated) = (0_usize, 0_usize, found.both.len());
    for days in dated {
        undated -= 1;
        if days == 0 {
            same += 1;
        } else {
            apart += 1;
        }
    }
    let mut text = format!(
        "{}, as of {day}: {} in both ({same} of the same day, {apart} of another, {undated} without a date in the list), {} only in the notices, {} only in the list",
        format.describe(),
        count(found.both.len(), "designation", "designations"),
        found.only_here.len(),
        found.only_there.len(),
    );
    if set_aside > 0 {
        let _ = write!(text, "; {set_aside} of the list not in force that day");
    }
    text
}
