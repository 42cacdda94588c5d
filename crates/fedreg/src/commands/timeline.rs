//! `fedreg timeline`: the notices of one party over the years, each with its sentence.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use fedreg_history::HistoryError;
use fedreg_model::{Authorities, RecordId};
use fedreg_timeline::{
    EntityTimeline, Filter, Known, Point, Questions, RecordRef, Revision, TimelineEvent,
};

use fedreg_web::draw::Place;

use crate::app::App;
use crate::cli::TimelineArgs;
use crate::commands::{answers, describe, party, sentences};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{
    DIM, GREEN, Listing, RED, YELLOW, bold, count, hang, paint, raw, safe_line, wrap,
};
use fedreg_describe::words::{self, cite};

const COLUMNS: [(&str, bool); 22] = [
    ("date", true),
    ("effect", true),
    ("action", true),
    ("name", true),
    ("authorities", true),
    ("citation", true),
    ("document_number", false),
    ("publication_date", false),
    ("basis", false),
    ("aliases_gained", false),
    ("aliases_lost", false),
    ("renamed", false),
    ("changes", false),
    ("quote", false),
    ("reason", false),
    ("url", false),
    ("entity", false),
    ("entity_name", false),
    ("record_id", false),
    ("cause", false),
    ("recorded_at", false),
    ("versions", false),
];

pub(crate) fn run(app: &App, args: &TimelineArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let name = args.name.join(" ");
    if name.trim().is_empty() {
        return Err(CliError::usage("there is nothing to look for")
            .help("write a name: fedreg timeline boko haram"));
    }
    let history = app.history()?;
    let questions = Questions::new(&history, &settings.links);
    let point = Point {
        effective_on: app.clock.today(),
        known: args.known_at.map_or(Known::Now, Known::At),
    };
    let filter = Filter {
        include_public_inspection: true,
        ..Filter::default()
    };
    let (found, revised) = history.at_once(|_| {
        let found = questions.find(&name, point, &filter)?;
        let records: Vec<RecordId> = found.timelines.iter().flat_map(records).collect();
        let revised = Revised(questions.revisions(&records, point.known)?);
        Ok::<_, HistoryError>((found, revised))
    })?;
    if found.candidates.is_empty() {
        return Err(
            CliError::not_found(format!("no notice in the history names '{name}'"))
                .help(format!("search the texts: fedreg search {name}")),
        );
    }
    if found.timelines.is_empty() {
        let names: Vec<String> = found
            .candidates
            .iter()
            .take(10)
            .map(|candidate| format!("{} ({})", candidate.name, candidate.authorities.join(", ")))
            .collect();
        return Err(CliError::not_found(format!(
            "'{name}' is a part of {}",
            count(found.candidates.len(), "name", "names")
        ))
        .which(names.join("; "))
        .help("write one of these names in full"));
    }
    if args.svg {
        return drawn(app, &settings.authorities, &found.timelines);
    }
    let mut listing = Listing::new(&COLUMNS, "no notices");
    for entity in &found.timelines {
        for event in &entity.events {
            listing.push(answers::event(entity, event, &|record| {
                revised.of(record).to_vec()
            }));
        }
        for record in &entity.undated {
            listing.push(answers::undated(entity, record, &|record| {
                revised.of(record).to_vec()
            }));
        }
    }
    let width = app.printer.prose_width();
    app.printer.listing(
        &listing,
        Some(&|| {
            let parts = found.timelines.iter();
            let parts: Vec<String> = parts
                .map(|entity| prose(entity, &settings.authorities, &revised, width))
                .collect();
            parts.join("\n")
        }),
    )?;
    let others = found.candidates.len() - found.timelines.len();
    if others > 0 {
        let names = found.candidates.iter().filter(|candidate| {
            !found
                .timelines
                .iter()
                .any(|timeline| timeline.entity == candidate.entity)
        });
        let names: Vec<&str> = names
            .take(5)
            .map(|candidate| candidate.name.as_str())
            .collect();
        app.printer.talk(&format!(
            "'{name}' is a part of other names too: {}",
            names.join("; ")
        ));
    }
    Ok(Status::Success)
}

/// The one timeline that was found, as a drawing.
fn drawn(
    app: &App,
    authorities: &Authorities,
    found: &[EntityTimeline],
) -> Result<Status, CliError> {
    let [entity] = found else {
        let names: Vec<&str> = found.iter().map(|entity| entity.name.as_str()).collect();
        return Err(CliError::not_found(format!(
            "{} have that name, and a drawing shows one",
            count(found.len(), "party", "parties")
        ))
        .which(names.join("; "))
        .help("write a name that only one of them bears"));
    };
    let today = app.clock.today();
    let svg = fedreg_web::draw::timeline(entity, authorities, today, Place::File);
    raw(&format!("{}\n", svg.into_string()))?;
    Ok(Status::Success)
}

/// The records of an entity.
fn records(entity: &EntityTimeline) -> impl Iterator<Item = RecordId> {
    let dated = entity.events.iter().filter_map(|e| e.record.as_ref());
    dated
        .chain(&entity.undated)
        .map(|record| record.record_id.clone())
}

/// What each version of a record changed.
struct Revised(BTreeMap<RecordId, Vec<Revision>>);

impl Revised {
    fn of(&self, record: &RecordRef) -> &[Revision] {
        self.0.get(&record.record_id).map_or(&[], Vec::as_slice)
    }
}

fn prose(
    entity: &EntityTimeline,
    authorities: &Authorities,
    revised: &Revised,
    width: usize,
) -> String {
    let mut heading = describe::bold_words(&entity.name);
    if entity.kind.as_str() != "unknown" {
        let _ = write!(heading, " {}", paint(DIM, &format!("({})", entity.kind)));
    }
    let mut out = wrap(&heading, width, "") + "\n";
    for standing in &entity.standings {
        let (text, in_force) = words::standing(standing, authorities);
        let text = wrap(&safe_line(&text), width, "  ");
        let _ = writeln!(out, "{}", paint(if in_force { GREEN } else { DIM }, &text));
        for fact in standing.party.iter().flat_map(party::lines) {
            let _ = writeln!(out, "{}", hang(&safe_line(&fact), width, "    ", "      "));
        }
    }
    for event in &entity.events {
        out.push('\n');
        out.push_str(&event_words(event, revised, width));
    }
    for record in &entity.undated {
        let no_date = paint(YELLOW, "no date");
        let heading = format!("{no_date} {}, {}", record.action, safe_line(&cite(record)));
        let _ = writeln!(out, "\n{}", hang(&heading, width, "", "    "));
        out.push_str(&revision_words(record, revised, width));
        out.push_str(&quoted(record, width));
    }
    if !entity.links.is_empty() {
        let _ = writeln!(out, "\n{}", paint(DIM, "linked because"));
        // Two notices after another are often linked by the same names.
        let mut reasons: Vec<(&str, usize)> = Vec::new();
        for link in &entity.links {
            match reasons.iter_mut().find(|(why, _)| *why == link.why) {
                Some((_, n)) => *n += 1,
                None => reasons.push((&link.why, 1)),
            }
        }
        for (why, n) in reasons {
            let times = if n > 1 {
                format!(" ({n} times)")
            } else {
                String::new()
            };
            let _ = writeln!(
                out,
                "{}",
                wrap(&safe_line(&format!("{why}{times}")), width, "  ")
            );
        }
    }
    for doubt in &entity.ambiguities {
        let _ = writeln!(
            out,
            "\n{}",
            wrap(&safe_line(&format!("in doubt: {}", doubt.why)), width, "  ")
        );
    }
    out
}

fn event_words(event: &TimelineEvent, revised: &Revised, width: usize) -> String {
    let action = event
        .record
        .as_ref()
        .map_or(event.effect.as_str(), |r| r.action.as_str());
    let style = match event.effect {
        fedreg_timeline::Effect::Ends
        | fedreg_timeline::Effect::Lapses
        | fedreg_timeline::Effect::Expires => RED,
        fedreg_timeline::Effect::None => DIM,
        _ => GREEN,
    };
    let mut heading = format!(
        "{} {} {}",
        bold(&event.date.to_string()),
        paint(style, action),
        safe_line(&event.authorities.join(", "))
    );
    if let Some(record) = &event.record {
        let basis = words::basis(record.effective.basis);
        let _ = write!(heading, ", {}", safe_line(&cite(record)));
        let _ = write!(heading, " {}", paint(DIM, &format!("({basis})")));
        // What the Register published needs no word; what a later reading changed does.
        if record.cause != fedreg_model::Cause::Source {
            let cause = format!("[this version: {}]", record.cause.as_str());
            let _ = write!(heading, " {}", paint(DIM, &cause));
        }
    }
    let mut out = hang(&heading, width, "", "    ") + "\n";
    let mut line = |text: String| {
        out.push_str(&wrap(&safe_line(&text), width, "    "));
        out.push('\n');
    };
    if let Some(renamed) = &event.renamed {
        line(format!("renamed from {} to {}", renamed.from, renamed.to));
    }
    for (what, names) in [
        ("gained", &event.aliases_gained),
        ("lost", &event.aliases_lost),
    ] {
        sentences::aliases(what, names).map(&mut line);
    }
    for change in &event.changes {
        line(format!("changed {}", party::change(change)));
    }
    if let Some(reason) = &event.reason {
        line(reason.clone());
    }
    if let Some(record) = &event.record {
        out.push_str(&revision_words(record, revised, width));
        out.push_str(&quoted(record, width));
    }
    out
}

/// What later versions of a record say otherwise than the first, each with its cause.
fn revision_words(record: &RecordRef, revised: &Revised, width: usize) -> String {
    let mut out = String::new();
    for revision in revised.of(record) {
        for (n, what) in words::revision(revision).iter().enumerate() {
            let indent = if n == 0 { "    " } else { "      " };
            let text = wrap(&safe_line(what), width, indent);
            let _ = writeln!(out, "{}", paint(DIM, &text));
        }
    }
    out
}

fn quoted(record: &RecordRef, width: usize) -> String {
    wrap(&safe_line(&record.quote.text), width, "    | ") + "\n"
}
