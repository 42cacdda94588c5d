//! The outbox: alerts queued with what they are about, and the log of attempts to deliver them.

use std::fmt;

use chrono::{DateTime, Utc};
use fedreg_model::Sequence;
use rusqlite::OptionalExtension as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::HistoryError;
use crate::error::Fallible;
use crate::open::History;
use crate::read::news::{News, news_of};
use crate::values::instant;
use crate::write::writer::Writer;

/// The tables whose rows are news.
pub(crate) const RAISING: [&str; 3] = ["parse", "record_version", "record_withdrawal"];

/// Decides, inside the transaction that appends something, which alerts are queued with it.
pub trait Alerter: fmt::Debug + Send {
    /// The alerts that this news raises. Must be pure: the same news gives the same alerts.
    fn alerts(&self, news: &[News], now: DateTime<Utc>) -> Vec<NewAlert>;
}

/// When an alert is to be delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// By the pass that queues it.
    #[default]
    Immediate,
    /// With the others of the day.
    Daily,
    /// With the others of the week.
    Weekly,
}

impl Timing {
    /// The word used in JSON, SQL and configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }
}

/// An alert to be queued.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAlert {
    /// The idempotency key, made from the content: the same alert has the same key wherever and
    /// whenever it is made.
    pub key: String,
    /// The rule that asked for it.
    pub rule: String,
    /// The channel it goes to.
    pub channel: String,
    /// Whether it waits for others.
    pub timing: Timing,
    /// The earliest instant of delivery, UTC.
    pub due_at: DateTime<Utc>,
    /// What is delivered.
    pub body: Value,
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// The receiver took it.
    Delivered,
    /// It did not, and is asked again.
    Failed,
    /// It did not, and is not asked again unless a person says so.
    Dead,
    /// A person asked for it to be tried again; attempts are counted from here.
    Retry,
}

impl AttemptOutcome {
    /// The word used in JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Dead => "dead",
            Self::Retry => "retry",
        }
    }
}

/// An attempt at delivering an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The alert.
    pub alert: Sequence,
    /// What came of it.
    pub outcome: AttemptOutcome,
    /// What the receiver or the network said, for a person; never a secret.
    pub detail: Option<String>,
    /// When it is due again, UTC, if it is.
    pub next_at: Option<DateTime<Utc>>,
}

impl History {
    /// From now on, what is appended is shown to `alerter`, and what it answers is queued in the
    /// same transaction.
    pub fn set_alerter(&mut self, alerter: Box<dyn Alerter>) {
        self.alerter = Some(alerter);
    }

    /// Queues alerts that no appended row raises, such as one about a source that cannot be
    /// reached. One whose key is there already is not queued again. Gives how many were.
    pub fn queue_alerts(
        &mut self,
        alerts: &[NewAlert],
        now: DateTime<Utc>,
    ) -> Result<usize, HistoryError> {
        if alerts.is_empty() {
            return Ok(0);
        }
        self.write(now, |writer| {
            let mut queued = 0;
            for alert in alerts {
                if !is_queued(writer, &alert.key)? {
                    insert(writer, alert, &alert.key)?;
                    queued += 1;
                }
            }
            Ok(queued)
        })
    }

    /// Notes what came of attempts, in one transaction.
    pub fn note_attempts(
        &mut self,
        attempts: &[Attempt],
        now: DateTime<Utc>,
    ) -> Result<(), HistoryError> {
        self.write(now, |writer| {
            for attempt in attempts {
                writer.insert(
                    "alert_attempt",
                    &[
                        ("alert", &attempt.alert),
                        ("outcome", &attempt.outcome.as_str()),
                        ("detail", &attempt.detail),
                        ("next_at", &attempt.next_at.map(instant)),
                    ],
                )?;
            }
            Ok(())
        })
    }
}

/// Queues what `alerter` makes of the rows just appended, before their transaction ends.
pub(crate) fn queue(
    writer: &mut Writer<'_>,
    appended: &[(Sequence, &'static str)],
    alerter: &dyn Alerter,
    now: DateTime<Utc>,
) -> Fallible<()> {
    let news = news_of(writer.sql(), appended)?;
    if news.is_empty() {
        return Ok(());
    }
    for alert in alerter.alerts(&news, now) {
        // A source that goes back and forth says the same twice, and both are news.
        let mut key = alert.key.clone();
        let mut times = 1;
        while is_queued(writer, &key)? {
            times += 1;
            key = format!("{}-{times}", alert.key);
        }
        insert(writer, &alert, &key)?;
    }
    Ok(())
}

fn is_queued(writer: &Writer<'_>, key: &str) -> Fallible<bool> {
    Ok(writer
        .sql()
        .prepare_cached("SELECT 1 FROM alert WHERE key = ?1")?
        .query_row([key], |_| Ok(()))
        .optional()?
        .is_some())
}

fn insert(writer: &mut Writer<'_>, alert: &NewAlert, key: &str) -> Fallible<()> {
    writer.insert(
        "alert",
        &[
            ("key", &key),
            ("rule", &alert.rule),
            ("channel", &alert.channel),
            ("timing", &alert.timing.as_str()),
            ("due_at", &instant(alert.due_at)),
            ("body", &alert.body.to_string()),
        ],
    )?;
    Ok(())
}
