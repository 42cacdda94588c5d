//! `fedreg diff`: what changed between two days, or since a run, and who changed it.

use std::fmt::Write as _;

use chrono::NaiveDate;
use fedreg_history::History;
use fedreg_model::{Authorities, Sequence};
use fedreg_pipeline::{Settings, eastern_day};
use fedreg_timeline::{
    Change, ChangedBy, Cursor, Diff, Entry, Filter, Known, OtherAct, Point, Questions, Step, stream,
};

use crate::app::App;
use crate::cli::{DiffArgs, Since};
use crate::commands::{answers, correction, list, sentences};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{
    BLUE, DIM, GREEN, Listing, RED, YELLOW, bold, count, hang, paint, raw, safe_line, words, wrap,
};

const COLUMNS: [(&str, bool); 23] = [
    ("change", true),
    ("name", true),
    ("authority", true),
    ("effective_on", true),
    ("aliases_gained", false),
    ("aliases_lost", false),
    ("renamed", false),
    ("changes", false),
    ("changed_by", true),
    ("since", false),
    ("since_before", false),
    ("end", false),
    ("reason", false),
    ("kind", false),
    ("flags", false),
    ("notices", true),
    ("document_numbers", false),
    ("quote", false),
    ("record_ids", false),
    ("entity", false),
    ("fields", false),
    ("id", false),
    ("cursor", false),
];

pub(crate) fn run(app: &App, args: &DiffArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let filter = list::filter(&settings.authorities, &args.authority, args.filed)?;
    if let (Some(from), Some(to)) = (args.from, args.to)
        && to < from
    {
        return Err(CliError::usage("the first day comes after the last")
            .which(format!("{from} {to}"))
            .help("write the earlier day first"));
    }
    let history = app.history()?;
    if let Some(Since::Cursor(from)) = args.since {
        if args.html {
            return Err(CliError::usage("the stream of changes has no HTML form")
                .help("compare two days: fedreg diff 2025-11-23 2025-11-24 --html"));
        }
        return streamed(app, &settings, &history, &filter, from);
    }
    let questions = Questions::new(&history, &settings.links);
    let (answer, span) = match (args.since, args.from.zip(args.to)) {
        (Some(since), _) => {
            let sequence = sequence(&history, since)?;
            let today = app.clock.today();
            let span = format!("since sequence {sequence}");
            let from = Point {
                effective_on: today,
                known: Known::Sequence(sequence),
            };
            (questions.diff(from, Point::on(today), &filter)?, span)
        }
        (None, Some((from, to))) => {
            let known = args.known_at.map_or(Known::Now, Known::At);
            let point = |effective_on| Point {
                effective_on,
                known,
            };
            let span = format!("from {from} to {to}");
            (questions.diff(point(from), point(to), &filter)?, span)
        }
        (None, None) => {
            return Err(CliError::usage("two days are needed, or --since")
                .help("fedreg diff 2025-11-23 2025-11-24, or fedreg diff --since last"));
        }
    };
    if args.html {
        let report = fedreg_web::report::changes(&answer, &settings.authorities, &span);
        raw(&format!("{}\n", report.into_string()))?;
        return Ok(Status::Success);
    }
    let mut listing = Listing::new(&COLUMNS, format!("nothing changed {span}"));
    for entry in &answer.entries {
        listing.push(answers::entry(entry, None));
    }
    let width = app.printer.prose_width();
    app.printer.listing(
        &listing,
        Some(&|| prose(&answer, &settings.authorities, &span, width)),
    )?;
    Ok(Status::Success)
}

/// The stream of changes from a cursor on.
fn streamed(
    app: &App,
    settings: &Settings,
    history: &History,
    filter: &Filter,
    from: Cursor,
) -> Result<Status, CliError> {
    let (steps, until) = steps(history, app.clock.today())?;
    // Read after the steps: what came since lies beyond the last of them.
    let versions = correction::all(history)?;
    let slice = stream(&versions, &settings.links, &steps, until, filter, from);
    let mut listing = Listing::new(&COLUMNS, format!("nothing changed after {from}"));
    for change in &slice.changes {
        listing.push(answers::entry(&change.entry, Some(&change.cursor)));
    }
    let width = app.printer.prose_width();
    app.printer.listing(
        &listing,
        Some(&|| {
            let words = slice.changes.iter();
            words
                .map(|change| entry_words(&change.entry, &settings.authorities, width))
                .collect()
        }),
    )?;
    let n = slice.changes.len();
    app.printer.talk(&format!(
        "{} after {from}; go on with --since {}",
        count(n, "change", "changes"),
        slice.next
    ));
    Ok(Status::Success)
}

/// The finished runs, and the last day whose effects can be told.
fn steps(history: &History, today: NaiveDate) -> Result<(Vec<Step>, NaiveDate), CliError> {
    // A writer may be at work: the runs must be those of the head.
    let (head, runs) = loop {
        let head = history.head()?;
        let runs = history.runs(usize::MAX)?;
        if history.head()? == head {
            break (head.sequence, runs);
        }
    };
    let mut until = today;
    let mut steps = Vec::new();
    let mut next: Option<Sequence> = None;
    for run in &runs {
        let day = eastern_day(run.started_at);
        // What a run at work appends is told when it has ended: until then it is half a step.
        if next.is_none() && run.finished_at.is_none() {
            until = until.min(day);
        } else {
            let through = next.map_or(head, |next| next - 1);
            steps.push(Step { through, day });
        }
        next = Some(run.sequence);
    }
    steps.reverse();
    Ok((steps, until))
}

/// The sequence after which everything counts.
fn sequence(history: &History, since: Since) -> Result<Sequence, CliError> {
    // Runs are named by their first sequence, and there is one writer at a time: all that a run
    // appended lies before the next one.
    let runs = || history.runs(usize::MAX);
    match since {
        Since::Sequence(sequence) => Ok(sequence),
        Since::Run(number) => {
            let mut later = None;
            for run in runs()? {
                if run.sequence == number {
                    return match later {
                        Some(next) => Ok(next - 1),
                        None => Ok(history.head()?.sequence),
                    };
                }
                later = Some(run.sequence);
            }
            Err(
                CliError::not_found(format!("there is no run {number} in the history"))
                    .help("fedreg run prints its number; fedreg diff --since last needs none"),
            )
        }
        Since::Cursor(cursor) => Ok(cursor.sequence()),
        Since::LastRun => match runs()?.first() {
            Some(run) => Ok(run.sequence - 1),
            None => {
                Err(CliError::not_found("there is no run in the history yet").help("fedreg run"))
            }
        },
    }
}

fn prose(diff: &Diff, authorities: &Authorities, span: &str, width: usize) -> String {
    let mut out = String::new();
    for maker in [ChangedBy::Government, ChangedBy::Parser, ChangedBy::Review] {
        let heading = sentences::changed_by(maker);
        let entries: Vec<&Entry> = diff.by(maker).collect();
        let others: Vec<&OtherAct> = diff
            .other_acts
            .iter()
            .filter(|other| other.changed_by == maker)
            .collect();
        if entries.is_empty() && others.is_empty() {
            continue;
        }
        let _ = writeln!(
            out,
            "{}",
            wrap(&bold(&format!("{heading}, {span}")), width, "")
        );
        for entry in entries {
            out.push_str(&entry_words(entry, authorities, width));
        }
        if !others.is_empty() {
            let _ = writeln!(out, "  {}", paint(DIM, "notices that changed no list:"));
        }
        for other in others {
            let text = sentences::other_act(other);
            let _ = writeln!(out, "{}", wrap(&safe_line(&text), width, "    "));
        }
        out.push('\n');
    }
    if diff.entries.is_empty() && diff.other_acts.is_empty() {
        let _ = writeln!(out, "nothing changed {span}");
        return out;
    }
    let counts: Vec<String> = Change::ALL
        .iter()
        .map(|change| (change, diff.of(*change).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(change, n)| format!("{n} {}", change.as_str()))
        .collect();
    if !counts.is_empty() {
        let _ = writeln!(out, "{}", counts.join(", "));
    }
    out
}

fn entry_words(entry: &Entry, authorities: &Authorities, width: usize) -> String {
    let (sign, style) = match entry.change {
        Change::Added => ("+", GREEN),
        Change::Removed | Change::Lapsed => ("-", RED),
        Change::Amended => ("~", BLUE),
        Change::Maintained => ("=", DIM),
    };
    let told = sentences::change(entry, authorities);
    let mut heading = paint(style, sign);
    if !told.lead.is_empty() {
        let _ = write!(heading, " {}", paint(style, &told.lead));
    }
    let (name, rest) = (bold(&safe_line(&told.name)), safe_line(&told.rest));
    let _ = write!(heading, " {name} {rest}");
    let mut out = hang(&heading, width, "", "    ") + "\n";
    let mut line = |text: String| {
        out.push_str(&wrap(&safe_line(&text), width, "    "));
        out.push('\n');
    };
    told.details.into_iter().for_each(&mut line);
    for record in &entry.records {
        let number = record.document_number.as_ref();
        let number = number.map(|n| format!(", FR Doc. {n}")).unwrap_or_default();
        line(format!("{}{number}", record.cite()));
    }
    if !entry.flags.is_empty() {
        let flags: Vec<String> = entry
            .flags
            .iter()
            .map(|flag| words(flag.as_str()))
            .collect();
        let _ = writeln!(out, "    {}", paint(YELLOW, &flags.join(", ")));
    }
    out
}
