//! `fedreg run`: one pass over a source, and what is new in it.

mod news;
mod prose;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::NaiveDate;
use fedreg_history::{DocumentStatus, History};
use fedreg_model::{DocumentId, Verdict};
use fedreg_pipeline::{
    PassError, PassReport, PassRequest, Problem, ProblemKind, Settings, Source, SourceError,
    run_pass,
};
use serde_json::json;

use crate::app::App;
use crate::cli::RunArgs;
use crate::commands::{alerts, rows};
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, Printer, YELLOW, paint, safe};
use crate::progress::Bar;
use news::{News, news};

/// How many problems are told; a server in trouble gives one per request.
const FIRST_PROBLEMS: usize = 10;

/// What a pass brought, ready to be told.
struct Told {
    source: String,
    report: PassReport,
    news: Vec<News>,
    /// Documents of this pass that need review.
    review: Vec<DocumentStatus>,
    /// Documents of this pass by verdict, as the history holds them now.
    verdicts: [(Verdict, usize); 3],
}

pub(crate) fn run(app: &App, args: &RunArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let source = source(&settings, args.source.as_deref())?;
    if let (Some(from), Some(to)) = (args.from, args.to)
        && to < from
    {
        return Err(no_days(from, to));
    }
    let mut history = app.history_for_writing(&settings)?;
    let before = history.head()?.sequence;
    let request = PassRequest {
        source,
        from: args.from,
        to: args.to,
    };

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::new(Status::Failure, format!("no runtime: {error}")))?;
    let bar = Bar::new(app.printer.quiet);
    let report = runtime
        .block_on(run_pass(&mut history, &settings, app.clock, &request, &bar))
        .map_err(|error| failure(error, &request.source));
    // Alerts that wait are delivered though the source failed; a history that failed gets none.
    let report = match report {
        Err(error) if error.status != Status::SourceUnreachable => return Err(error),
        Err(error) => {
            alerts::deliver(app, &runtime, &mut history, &settings)?;
            return Err(error);
        }
        Ok(report) => report,
    };

    let shown = args
        .source
        .clone()
        .unwrap_or_else(|| request.source.to_string());
    let told = tell(&history, before, report, shown)?;
    print(app, &settings, &told)?;
    alerts::deliver(app, &runtime, &mut history, &settings)?;
    Ok(status(&told))
}

fn source(settings: &Settings, words: Option<&str>) -> Result<Source, CliError> {
    let Some(words) = words else {
        return Ok(Source::Api(settings.fedreg.source.base_url.clone()));
    };
    Source::read(words).map_err(|error| {
        let help = match &error {
            SourceError::NoFolder(_) | SourceError::File(_) => {
                "give a folder of saved documents, or the base URL of an API"
            }
            SourceError::Url { .. } => "write it as https://www.federalregister.gov/api/v1",
        };
        CliError::usage(error.to_string())
            .which(format!("--source {words}"))
            .help(help)
    })
}

fn failure(error: PassError, source: &Source) -> CliError {
    match error {
        PassError::History(error) => error.into(),
        PassError::Fetch(error) => {
            let help = error.advice();
            CliError::new(Status::SourceUnreachable, error.to_string())
                .which(source)
                .help(help)
        }
        PassError::Settings(what) => CliError::usage(what)
            .which("fedreg.toml, [source]")
            .help("fedreg config check"),
        PassError::NoDays { from, to } => no_days(from, to),
    }
}

fn no_days(from: NaiveDate, to: NaiveDate) -> CliError {
    CliError::usage("the first day comes after the last")
        .which(format!("--from {from} --to {to}"))
        .help("give an earlier --from, or a later --to")
}

fn tell(
    history: &History,
    before: i64,
    report: PassReport,
    source: String,
) -> Result<Told, CliError> {
    let news = news(history, before)?;
    let ids: BTreeSet<DocumentId> = report
        .taken
        .iter()
        .map(|taken| taken.appended.document.clone())
        .collect();
    let mut verdicts = [
        (Verdict::Designates, 0),
        (Verdict::NeedsReview, 0),
        (Verdict::NotADesignation, 0),
    ];
    let mut review = Vec::new();
    for id in &ids {
        let Some(status) = history.document(id)? else {
            continue;
        };
        if status.superseded_by.is_some() {
            continue;
        }
        for (verdict, n) in &mut verdicts {
            *n += usize::from(*verdict == status.verdict);
        }
        if status.verdict == Verdict::NeedsReview {
            review.push(status);
        }
    }
    Ok(Told {
        source,
        report,
        news,
        review,
        verdicts,
    })
}

fn status(told: &Told) -> Status {
    if told.report.is_incomplete() {
        Status::SourceUnreachable
    } else if !told.review.is_empty() || !told.report.problems.is_empty() {
        Status::NeedsReview
    } else {
        Status::Success
    }
}

fn print(app: &App, settings: &Settings, told: &Told) -> Result<(), CliError> {
    let printer = &app.printer;
    let nothing_new = told.news.is_empty() && told.review.is_empty();
    let machine = printer.format.is_some() || !printer.fields.is_empty();
    if machine {
        let mut columns = vec![("news", true)];
        columns.extend(rows::RECORD);
        let mut listing = Listing::new(&columns, "nothing is new");
        for item in &told.news {
            let mut row = json!({"news": item.kind.as_str()});
            rows::extend(&mut row, rows::record(&item.version));
            listing.push(row);
        }
        printer.listing(&listing, None)?;
    } else if !(printer.quiet && nothing_new) {
        let text = prose::told(told, &settings.authorities, printer, &app.called_as());
        printer.text(&text)?;
    }
    let problems = &told.report.problems;
    for problem in problems.iter().take(FIRST_PROBLEMS) {
        complain(printer, problem);
    }
    if problems.len() > FIRST_PROBLEMS {
        let more = problems.len() - FIRST_PROBLEMS;
        let called_as = app.called_as();
        printer.complain(&format!("and {more} more; {called_as} -v run says each"));
    }
    for id in &told.report.vanished {
        printer.warn(&format!("{id} is held, and the source no longer has it"));
    }
    if !machine && !printer.quiet {
        printer.text(&prose::next(told, &app.called_as()))?;
    }
    Ok(())
}

fn complain(printer: &Printer, problem: &Problem) {
    let word = match problem.kind {
        ProblemKind::Source => "missing",
        ProblemKind::File => "unreadable",
        ProblemKind::Rivals => "contradictory",
    };
    let mut text = format!(
        "{}: {}\n  --> {}",
        paint(YELLOW, word),
        safe(&problem.what),
        safe(&problem.which)
    );
    if let Some(help) = &problem.help {
        let _ = write!(text, "\nhelp: {}", safe(help));
    }
    printer.complain(&text);
}
