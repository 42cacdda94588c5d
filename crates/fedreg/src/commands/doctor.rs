//! `fedreg doctor`: what is wrong with configuration, history, network and clock, and what to do.

use chrono::{Days, TimeDelta};
use fedreg_fetch::{ApiClient, Window};
use fedreg_history::{History, HistoryError, OpenMode, Outcome};
use fedreg_pipeline::Settings;
use serde_json::json;

use crate::app::App;
use crate::cli::DoctorArgs;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{GREEN, Listing, RED, YELLOW, bold, count, paint, safe_line, wrap};

const COLUMNS: [(&str, bool); 4] = [
    ("check", true),
    ("state", true),
    ("finding", true),
    ("advice", true),
];

/// Seconds that the doctor waits for the network.
const PATIENCE: f64 = 10.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Good,
    Warning,
    Bad,
    Skipped,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Warning => "warning",
            Self::Bad => "wrong",
            Self::Skipped => "skipped",
        }
    }
}

struct Finding {
    check: &'static str,
    state: State,
    finding: String,
    advice: String,
    /// The exit code if the state is bad.
    status: Status,
}

impl Finding {
    fn good(check: &'static str, finding: impl Into<String>) -> Self {
        let (finding, advice) = (finding.into(), String::new());
        Self {
            check,
            state: State::Good,
            finding,
            advice,
            status: Status::Success,
        }
    }

    fn of(check: &'static str, state: State, finding: impl Into<String>, advice: &str) -> Self {
        let status = Status::Success;
        Self {
            check,
            state,
            finding: finding.into(),
            advice: advice.to_owned(),
            status,
        }
    }

    fn bad(check: &'static str, error: &CliError) -> Self {
        let finding = match &error.which {
            Some(which) => format!("{} ({which})", error.what),
            None => error.what.clone(),
        };
        Self {
            check,
            state: State::Bad,
            finding,
            advice: error.help.clone().unwrap_or_default(),
            status: error.status,
        }
    }
}

pub(crate) fn run(app: &App, args: &DoctorArgs) -> Result<Status, CliError> {
    let mut findings = Vec::new();
    let settings = match app.settings() {
        Ok(settings) => {
            findings.extend(configuration(app, &settings));
            Some(settings)
        }
        Err(error) => {
            findings.push(Finding::bad("configuration", &error));
            None
        }
    };
    findings.extend(history(app));
    match settings {
        Some(_) if args.offline => {
            let finding = "not tried (--offline)";
            findings.push(Finding::of("network", State::Skipped, finding, ""));
        }
        Some(settings) => findings.push(network(app, &settings)?),
        None => {
            let finding = "not tried, since the configuration cannot be read";
            findings.push(Finding::of("network", State::Skipped, finding, ""));
        }
    }
    let mut listing = Listing::new(&COLUMNS, "nothing was checked");
    for finding in &findings {
        listing.push(json!({
            "check": finding.check,
            "state": finding.state.as_str(),
            "finding": finding.finding,
            "advice": finding.advice,
        }));
    }
    let width = app.printer.prose_width();
    app.printer
        .listing(&listing, Some(&|| prose(&findings, width)))?;
    let worst = findings.iter().find(|finding| finding.state == State::Bad);
    Ok(worst.map_or(Status::Success, |finding| finding.status))
}

fn configuration(app: &App, settings: &Settings) -> Vec<Finding> {
    let from_files = settings
        .origins
        .iter()
        .filter(|(_, origin)| *origin != fedreg_pipeline::Origin::BuiltIn)
        .count();
    let place = app
        .config_dir()
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    let files = match from_files {
        0 => format!("built in; none of the files is in {place}"),
        n => format!("{} from {place}", count(n, "file", "files")),
    };
    let known = format!(
        "{files}; {}, {}",
        count(settings.authorities.len(), "authority", "authorities"),
        count(settings.queries.len(), "query", "queries")
    );
    let mut findings = vec![Finding::good("configuration", known)];
    if settings.fedreg.source.politeness.contact.is_none() {
        findings.push(Finding::of(
            "contact",
            State::Warning,
            "no contact is set, so that the Register's operators cannot write to you",
            "fedreg config init, then set source.politeness.contact in fedreg.toml",
        ));
    }
    findings
}

fn history(app: &App) -> Vec<Finding> {
    let path = match app.db_path() {
        Ok(path) => path,
        Err(error) => return vec![Finding::bad("history", &error)],
    };
    if !path.exists() {
        let finding = format!("there is none yet at {}", path.display());
        let advice = "fedreg run makes one";
        return vec![
            Finding::of("history", State::Warning, finding, advice),
            clock(app, None),
        ];
    }
    let opened = History::open(&path, OpenMode::ReadOnly)
        .and_then(|history| Ok((history.statistics()?, history.runs(1)?)));
    let (statistics, runs) = match opened {
        Ok(read) => read,
        Err(error) => return vec![Finding::bad("history", &error.into()), clock(app, None)],
    };
    let held = |n: u64, one, many| count(usize::try_from(n).unwrap_or(usize::MAX), one, many);
    let mut findings = vec![Finding::good(
        "history",
        format!(
            "{}: {}, {}, {}",
            path.display(),
            held(statistics.documents, "document", "documents"),
            held(statistics.current_records, "record", "records"),
            held(statistics.runs, "run", "runs")
        ),
    )];
    // The lock is free if it can be taken; it is given back at once. The schema is this program's,
    // since the history could be read, so that opening it changes nothing.
    findings.push(match History::open(&path, OpenMode::ReadWrite) {
        Ok(_) => Finding::good("writing", "the history can be written to"),
        Err(error @ (HistoryError::Locked { .. } | HistoryError::Busy { .. })) => Finding::of(
            "writing",
            State::Warning,
            error.to_string(),
            "wait until it ends",
        ),
        Err(error) => Finding::bad("writing", &error.into()),
    });
    if let Some(run) = runs.first() {
        let when = run.started_at.format("%Y-%m-%d %H:%M UTC");
        let source = &run.source;
        findings.push(match run.outcome {
            Outcome::Complete => Finding::good("last run", format!("{when}, {source}: complete")),
            Outcome::Partial => Finding::of(
                "last run",
                State::Warning,
                format!("{when}, {source}: something is missing"),
                "fedreg run asks again for what is missing; fedreg audit shows the days",
            ),
            Outcome::Failed | Outcome::Interrupted => Finding::of(
                "last run",
                State::Warning,
                format!("{when}, {source}: did not finish; what it recorded is kept"),
                "fedreg run continues from there",
            ),
        });
    }
    findings.push(clock(app, runs.first().map(|run| run.started_at)));
    findings
}

fn clock(app: &App, last: Option<chrono::DateTime<chrono::Utc>>) -> Finding {
    let now = app.clock.now();
    let shown = now.format("%Y-%m-%d %H:%M UTC");
    match last {
        Some(last) if now + TimeDelta::minutes(5) < last => Finding {
            check: "clock",
            state: State::Bad,
            finding: format!(
                "it is {shown}, before the last run ({})",
                last.format("%Y-%m-%d %H:%M UTC")
            ),
            advice: "set the computer's clock; what is recorded now would look older than it is"
                .to_owned(),
            status: Status::Usage,
        },
        _ => Finding::good(
            "clock",
            format!("{shown}, {} in Washington", app.clock.today()),
        ),
    }
}

fn network(app: &App, settings: &Settings) -> Result<Finding, CliError> {
    let mut source = settings.fedreg.source.clone();
    source.politeness.connect_timeout = PATIENCE;
    source.politeness.read_timeout = PATIENCE;
    source.politeness.total_timeout = PATIENCE;
    source.politeness.retries = 0;
    let address = source.base_url.clone();
    let today = app.clock.today();
    let Some(window) = today
        .checked_sub_days(Days::new(14))
        .and_then(|from| Window::new(from, today))
    else {
        return Ok(Finding::of(
            "network",
            State::Skipped,
            "not tried; look at the clock",
            "",
        ));
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::new(Status::Failure, format!("no runtime: {error}")))?;
    let counted = match ApiClient::new(source) {
        Ok(client) => runtime.block_on(client.daily_counts(None, window)),
        Err(error) => {
            let error = CliError::usage(error.to_string()).help("fedreg config check");
            return Ok(Finding::bad("network", &error));
        }
    };
    Ok(match counted {
        Ok(days) => {
            let latest = days.iter().rev().find(|(_, n)| **n > 0);
            let latest = latest
                .map(|(day, n)| format!("; its latest issue is of {day}, with {n} documents"));
            let latest = latest.unwrap_or_default();
            Finding::good("network", format!("{address} answers{latest}"))
        }
        Err(error) => Finding::bad(
            "network",
            &CliError::new(Status::SourceUnreachable, error.to_string()).help(error.advice()),
        ),
    })
}

fn prose(findings: &[Finding], width: usize) -> String {
    let mut out = String::new();
    for finding in findings {
        let style = match finding.state {
            State::Good => GREEN,
            State::Warning | State::Skipped => YELLOW,
            State::Bad => RED,
        };
        let text = wrap(&safe_line(&finding.finding), width, "    ");
        let heading = format!(
            "{}  {}",
            paint(style, finding.state.as_str()),
            bold(finding.check)
        );
        out.extend([heading.as_str(), "\n", text.as_str(), "\n"]);
        if !finding.advice.is_empty() {
            let advice = wrap(
                &safe_line(&format!("to do: {}", finding.advice)),
                width,
                "    ",
            );
            out.push_str(&advice);
            out.push('\n');
        }
    }
    out
}
