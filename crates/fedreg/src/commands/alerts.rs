//! `fedreg alerts`: the outbox and its channels; and the delivery at the end of a run.

use fedreg_alert::{Alert, Delivered, Print, try_channel};
use fedreg_history::{AlertState, Alerter as _, Attempt, AttemptOutcome, History, StoredAlert};
use fedreg_pipeline::{Settings, Stop, deliver_alerts};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::app::App;
use crate::cli::AlertsCommand;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, count};

pub(crate) fn run(app: &App, command: &AlertsCommand) -> Result<Status, CliError> {
    match command {
        AlertsCommand::List { all } => list(app, *all),
        AlertsCommand::Retry { keys } => retry(app, keys),
        AlertsCommand::Test { channel } => test(app, channel),
        AlertsCommand::DryRun { since } => dry_run(app, *since),
    }
}

/// Delivers what is due until it is time to stop, after what was delivered already.
pub(crate) fn deliver(
    app: &App,
    runtime: &Runtime,
    history: &mut History,
    settings: &Settings,
    already: Delivered,
    stop: &Stop,
) -> Result<Delivered, CliError> {
    let printer = &app.printer;
    let write = |text: &str| printer.text(text).map_err(std::io::Error::other);
    // Rows in a form for programs are not mixed with alerts.
    let machine = printer.format.is_some() || !printer.fields.is_empty();
    let print: Option<Print<'_>> = if machine { None } else { Some(&write) };
    let mut delivered = already;
    let round = runtime.block_on(async {
        tokio::select! {
            biased;
            () = stop.wait() => None,
            round = deliver_alerts(history, settings, app.clock, print) => Some(round),
        }
    });
    if let Some(round) = round.transpose()? {
        delivered.add(round);
    }
    Ok(delivered)
}

/// What did not arrive, for a person.
pub(crate) fn complaints(app: &App, delivered: &Delivered) -> Vec<String> {
    let mut complaints: Vec<String> = delivered
        .problems
        .iter()
        .map(|(channel, detail)| {
            format!("alerts by the channel '{channel}' did not arrive: {detail}")
        })
        .collect();
    if delivered.dead > 0 {
        complaints.push(format!(
            "{} given up; {} alerts list shows them, alerts retry tries again",
            count(delivered.dead, "alert", "alerts"),
            app.called_as()
        ));
    }
    if delivered.without_channel > 0 {
        complaints.push(format!(
            "{} for channels that fedreg.toml does not have; {} alerts list shows them",
            count(delivered.without_channel, "alert waits", "alerts wait"),
            app.called_as()
        ));
    }
    complaints
}

pub(crate) fn runtime() -> Result<Runtime, CliError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::new(Status::Failure, format!("no runtime: {error}")))
}

const COLUMNS: [(&str, bool); 12] = [
    ("key", true),
    ("state", true),
    ("rule", true),
    ("channel", true),
    ("headline", true),
    ("timing", false),
    ("queued_at", true),
    ("due_at", false),
    ("failures", false),
    ("attempted_at", false),
    ("detail", true),
    ("alert", false),
];

fn row(alert: &StoredAlert) -> Value {
    json!({
        "key": alert.key,
        "state": alert.state.as_str(),
        "rule": alert.rule,
        "channel": alert.channel,
        "headline": alert.body["headline"],
        "timing": alert.timing.as_str(),
        "queued_at": alert.queued_at,
        "due_at": alert.due_at,
        "failures": alert.failures,
        "attempted_at": alert.attempted_at,
        "detail": alert.detail,
        "alert": alert.body,
    })
}

fn list(app: &App, all: bool) -> Result<Status, CliError> {
    let mut listing = Listing::new(&COLUMNS, "no alert waits");
    for alert in app.history()?.alerts(!all)? {
        listing.push(row(&alert));
    }
    app.printer.listing(&listing, None)?;
    Ok(Status::Success)
}

fn retry(app: &App, keys: &[String]) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let mut history = app.history_for_writing(&settings)?;
    let waiting = history.alerts(true)?;
    for key in keys {
        if !waiting.iter().any(|alert| alert.key.starts_with(key)) {
            return Err(CliError::not_found(format!(
                "no undelivered alert has a key that begins with {key}"
            ))
            .help("list them: fedreg alerts list"));
        }
    }
    let now = app.clock.now();
    let attempts: Vec<Attempt> = waiting
        .iter()
        .filter(|alert| keys.is_empty() || keys.iter().any(|key| alert.key.starts_with(key)))
        .filter(|alert| !keys.is_empty() || alert.state != AlertState::Queued)
        .map(|alert| Attempt {
            alert: alert.sequence,
            outcome: AttemptOutcome::Retry,
            detail: None,
            next_at: Some(now),
        })
        .collect();
    history.note_attempts(&attempts, now)?;
    let done = deliver(
        app,
        &runtime()?,
        &mut history,
        &settings,
        Delivered::default(),
        &Stop::default(),
    )?;
    for complaint in complaints(app, &done) {
        app.printer.warn(&complaint);
    }
    app.printer.talk(&format!(
        "{} delivered, {} failed",
        done.delivered,
        done.failed + done.dead
    ));
    Ok(if done.failed + done.dead > 0 {
        Status::Failure
    } else {
        Status::Success
    })
}

fn test(app: &App, name: &str) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let alert = &settings.fedreg.alert;
    let Some(channel) = alert.channel.iter().find(|channel| channel.name == name) else {
        let known: Vec<&str> = alert.channel.iter().map(|c| c.name.as_str()).collect();
        let help = if known.is_empty() {
            "add an [[alert.channel]] to fedreg.toml".to_owned()
        } else {
            format!("there are: {}", known.join(", "))
        };
        return Err(CliError::usage(format!("'{name}' is no channel of fedreg.toml")).help(help));
    };
    let printer = &app.printer;
    let write = |text: &str| printer.text(text).map_err(std::io::Error::other);
    runtime()?
        .block_on(try_channel(channel, alert, app.clock.now(), &write))
        .map_err(|failure| {
            CliError::new(Status::Failure, failure.detail)
                .which(format!("alert.channel '{name}'"))
                .help("mend it in fedreg.toml, or at the receiver, and test again")
        })?;
    printer.talk(&format!("the channel '{name}' took the trial"));
    Ok(Status::Success)
}

fn dry_run(app: &App, since: i64) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let mut listing = Listing::new(
        &[
            ("rule", true),
            ("channel", true),
            ("kind", true),
            ("headline", true),
            ("marking", true),
            ("text", false),
            ("alert", false),
        ],
        "the rules ask for nothing of this",
    );
    let book = settings.rule_book();
    if book.is_empty() {
        return Err(CliError::usage("fedreg.toml has no [[alert.rule]]")
            .help("write it with its explanations: fedreg config init"));
    }
    let news = app.history()?.news_after(since)?;
    for alert in book.any_age().alerts(&news, app.clock.now()) {
        let text = serde_json::from_value(alert.body.clone()).map(|alert: Alert| alert.text());
        listing.push(json!({
            "rule": alert.rule,
            "channel": alert.channel,
            "kind": alert.body["kind"],
            "headline": alert.body["headline"],
            "marking": marking(&alert.body),
            "text": text.ok(),
            "alert": alert.body,
        }));
    }
    app.printer.listing(&listing, None)?;
    Ok(Status::Success)
}

/// How the notice stands, whether the alert says it or leaves it to the citation.
fn marking(alert: &Value) -> Option<String> {
    if let Some(marking) = alert["marking"].as_str() {
        return Some(marking.to_owned());
    }
    let notice = &alert["notice"];
    let day = notice["publication_date"].as_str()?;
    Some(match notice["citation"].as_str() {
        Some(citation) => format!("published {day}, {citation}"),
        None => format!("published {day}"),
    })
}
