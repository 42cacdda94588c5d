//! `fedreg entity`: which names are one entity, and why.

use std::fmt::Write as _;

use fedreg_model::RecordVersion;
use fedreg_pipeline::{Settings, rederive};
use fedreg_timeline::{EntityLinks, Explanation, Judgement, Questions};
use serde_json::json;

use crate::app::App;
use crate::cli::EntityCommand;
use crate::commands::correction;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{BLUE, GREEN, Listing, RED, YELLOW, bold, count, paint, safe_line, wrap};

const EXPLAINED: [(&str, bool); 7] = [
    ("a", true),
    ("b", true),
    ("judgement", true),
    ("because", true),
    ("entities_a", false),
    ("entities_b", false),
    ("links", false),
];

const LISTED: [(&str, bool); 7] = [
    ("entity", true),
    ("name", true),
    ("kind", true),
    ("records", true),
    ("record_ids", false),
    ("links", false),
    ("ambiguities", false),
];

const REBUILT: [(&str, bool); 6] = [
    ("entities", true),
    ("names", true),
    ("records", true),
    ("links", true),
    ("standings", true),
    ("corrected", true),
];

pub(crate) fn run(app: &App, command: &EntityCommand) -> Result<Status, CliError> {
    let settings = app.settings()?;
    if matches!(command, EntityCommand::Rebuild) {
        return rebuild(app, &settings);
    }
    let history = app.history()?;
    match command {
        EntityCommand::Explain { a, b } => {
            explain(app, &Questions::new(&history, &settings.links), a, b)
        }
        EntityCommand::List | EntityCommand::Rebuild => {
            let mut versions = correction::all(&history)?;
            versions.retain(|version| version.superseded_at.is_none());
            let records: Vec<&RecordVersion> = versions.iter().collect();
            list(app, &EntityLinks::build(&records, &settings.links))
        }
    }
}

fn rebuild(app: &App, settings: &Settings) -> Result<Status, CliError> {
    let derived = rederive(&mut app.history_for_writing(settings)?, &settings.links)?;
    let mut listing = Listing::new(&REBUILT, String::new());
    listing.single = true;
    listing.push(json!({
        "entities": derived.entities,
        "names": derived.names,
        "records": derived.records,
        "links": derived.links,
        "standings": derived.standings,
        "corrected": derived.corrected,
    }));
    app.printer.listing(&listing, None)?;
    Ok(Status::Success)
}

fn explain(app: &App, questions: &Questions<'_>, a: &str, b: &str) -> Result<Status, CliError> {
    for name in [a, b] {
        if name.trim().is_empty() {
            return Err(CliError::usage("a name is empty").help(
                "give two names: fedreg entity explain \"al-Nusrah Front\" \"Jabhat al-Nusra\"",
            ));
        }
    }
    let found = questions.explain(a, b)?;
    let mut listing = Listing::new(&EXPLAINED, String::new());
    listing.single = true;
    listing.push(json!({
        "a": a,
        "b": b,
        "judgement": found.judgement,
        "because": found.because,
        "entities_a": entities(&found.a),
        "entities_b": entities(&found.b),
        "links": found.links,
    }));
    let width = app.printer.prose_width();
    app.printer
        .listing(&listing, Some(&|| prose(a, b, &found, width)))?;
    Ok(match found.judgement {
        Judgement::Unknown => Status::NotFound,
        _ => Status::Success,
    })
}

fn entities(bearers: &[(fedreg_timeline::EntityId, String)]) -> Vec<serde_json::Value> {
    bearers
        .iter()
        .map(|(id, name)| json!({ "entity": id, "name": name }))
        .collect()
}

fn prose(a: &str, b: &str, found: &Explanation, width: usize) -> String {
    let (style, verdict) = match found.judgement {
        Judgement::Same => (GREEN, "are one entity"),
        Judgement::Different => (BLUE, "are different entities"),
        Judgement::Ambiguous => (
            YELLOW,
            "may be one entity or not; the names alone do not tell",
        ),
        Judgement::Unknown => (RED, "cannot be compared"),
    };
    let mut out = format!(
        "{} and {} {}\n",
        bold(&safe_line(a)),
        bold(&safe_line(b)),
        paint(style, verdict)
    );
    for reason in &found.because {
        let _ = writeln!(out, "{}", wrap(&safe_line(reason), width, "  "));
    }
    for link in &found.links {
        let line = format!("{}: {}", link.rule.as_str().replace('_', " "), link.why);
        let _ = writeln!(out, "{}", wrap(&safe_line(&line), width, "    "));
    }
    let named = |bearers: &[(fedreg_timeline::EntityId, String)]| {
        let names: Vec<&str> = bearers.iter().map(|(_, name)| name.as_str()).collect();
        names.join("; ")
    };
    for (name, bearers) in [(a, &found.a), (b, &found.b)] {
        if !bearers.is_empty() {
            let line = format!("{name}: borne by {}", named(bearers));
            let _ = writeln!(out, "{}", wrap(&safe_line(&line), width, "  "));
        }
    }
    out
}

fn list(app: &App, links: &EntityLinks) -> Result<Status, CliError> {
    let mut listing = Listing::new(&LISTED, "the history holds no records");
    for entity in links.entities() {
        let records = &entity.record_ids;
        let joined: Vec<_> = links
            .links()
            .iter()
            .filter(|link| records.contains(&link.a) || records.contains(&link.b))
            .collect();
        let unclear: Vec<&str> = links
            .ambiguities()
            .iter()
            .filter(|ambiguity| ambiguity.candidates.iter().any(|(id, _)| *id == entity.id))
            .map(|ambiguity| ambiguity.why.as_str())
            .collect();
        listing.push(json!({
            "entity": entity.id,
            "name": entity.name,
            "kind": entity.kind,
            "records": records.len(),
            "record_ids": records,
            "links": joined,
            "ambiguities": unclear,
        }));
    }
    app.printer.listing(&listing, None)?;
    app.printer
        .talk(&count(links.entities().len(), "entity", "entities"));
    Ok(Status::Success)
}
