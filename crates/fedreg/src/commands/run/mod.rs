//! `fedreg run`: one pass over a source, and what is new in it.

mod metrics;
mod news;
mod pass;
mod prose;
mod summary;
pub(crate) mod watch;

use chrono::NaiveDate;
use fedreg_pipeline::{PassError, Session, Settings, Source, SourceError, Stop};

use crate::app::App;
use crate::cli::RunArgs;
use crate::commands::alerts;
use crate::error::CliError;
use crate::exit::Status;
use pass::{Passes, Spoken};

pub(crate) fn run(app: &App, args: &RunArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let source = source(&settings, args.source.as_deref())?;
    if let (Some(from), Some(to)) = (args.from, args.to)
        && to < from
    {
        return Err(no_days(from, to));
    }
    let passes = Passes {
        app,
        settings,
        shown: args.source.clone().unwrap_or_else(|| source.to_string()),
        source,
        days: (args.from, args.to),
        metrics: args.metrics_file.clone(),
        runtime: alerts::runtime()?,
        is_watch: false,
    };
    let write = |text: &str| app.printer.text(text).map_err(std::io::Error::other);
    let mut session = Session::delivering(passes.print(&write), Stop::default());
    session.thorough = args.thorough;
    passes.once(&mut session, &mut Spoken::default())
}

pub(super) fn source(settings: &Settings, words: Option<&str>) -> Result<Source, CliError> {
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
