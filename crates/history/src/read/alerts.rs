//! Alerts in the outbox, and how far their delivery has come.

use chrono::{DateTime, Utc};
use fedreg_model::Sequence;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::open::History;
use crate::values::{read_instant, read_json, read_u32, read_word, text};
use crate::{AttemptOutcome, HistoryError, Timing};

/// How far the delivery of an alert has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// Not tried yet.
    Queued,
    /// Tried in vain; it is tried again.
    Failed,
    /// Tried in vain, and not tried again unless a person says so.
    Dead,
    /// The receiver took it.
    Delivered,
}

impl AlertState {
    /// The word used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Failed => "failed",
            Self::Dead => "dead",
            Self::Delivered => "delivered",
        }
    }
}

/// An alert of the outbox.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredAlert {
    /// Where it stands in the append order.
    pub sequence: Sequence,
    /// Its idempotency key.
    pub key: String,
    /// The rule that asked for it.
    pub rule: String,
    /// The channel it goes to.
    pub channel: String,
    /// Whether it waits for others.
    pub timing: Timing,
    /// When it was queued, UTC.
    pub queued_at: DateTime<Utc>,
    /// When its next attempt is due, UTC; `None` if none is.
    pub due_at: Option<DateTime<Utc>>,
    /// What is delivered.
    pub body: Value,
    /// How far its delivery has come.
    pub state: AlertState,
    /// Attempts that failed since it was queued, or since a person asked for it again.
    pub failures: u32,
    /// The last attempt, UTC.
    pub attempted_at: Option<DateTime<Utc>>,
    /// What came of it, for a person.
    pub detail: Option<String>,
}

impl History {
    /// Every alert of the outbox, in the order of queueing; without the delivered ones if
    /// `undelivered_only`.
    pub fn alerts(&self, undelivered_only: bool) -> Result<Vec<StoredAlert>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT a.sequence, a.key, a.rule, a.channel, a.timing, a.due_at, a.body,
                   l.recorded_at AS queued_at, t.outcome, t.detail, t.next_at,
                   tl.recorded_at AS attempted_at,
                   (SELECT count(*) FROM alert_attempt f WHERE f.alert = a.sequence
                      AND f.outcome IN ('failed', 'dead') AND f.sequence > coalesce(
                        (SELECT max(r.sequence) FROM alert_attempt r
                         WHERE r.alert = a.sequence AND r.outcome = 'retry'), 0)) AS failures
                 FROM alert a JOIN ledger l ON l.sequence = a.sequence
                 LEFT JOIN alert_attempt t ON t.sequence =
                   (SELECT max(m.sequence) FROM alert_attempt m WHERE m.alert = a.sequence)
                 LEFT JOIN ledger tl ON tl.sequence = t.sequence
                 WHERE NOT (?1 AND coalesce(t.outcome, '') = 'delivered')
                 ORDER BY a.sequence",
            )?;
            let mut rows = statement.query([undelivered_only])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let outcome: Option<String> = row.get("outcome")?;
                let outcome: Option<AttemptOutcome> =
                    outcome.as_deref().map(read_word).transpose()?;
                let state = match outcome {
                    None | Some(AttemptOutcome::Retry) => AlertState::Queued,
                    Some(AttemptOutcome::Failed) => AlertState::Failed,
                    Some(AttemptOutcome::Dead) => AlertState::Dead,
                    Some(AttemptOutcome::Delivered) => AlertState::Delivered,
                };
                let next: Option<String> = row.get("next_at")?;
                let due_at = match outcome {
                    None => Some(read_instant(text(row, "due_at")?)?),
                    Some(_) => next.as_deref().map(read_instant).transpose()?,
                };
                let attempted: Option<String> = row.get("attempted_at")?;
                found.push(StoredAlert {
                    sequence: row.get("sequence")?,
                    key: row.get("key")?,
                    rule: row.get("rule")?,
                    channel: row.get("channel")?,
                    timing: read_word(text(row, "timing")?)?,
                    queued_at: read_instant(text(row, "queued_at")?)?,
                    due_at,
                    body: read_json("the body of an alert", text(row, "body")?)?,
                    state,
                    failures: read_u32(row.get("failures")?)?,
                    attempted_at: attempted.as_deref().map(read_instant).transpose()?,
                    detail: row.get("detail")?,
                });
            }
            Ok(found)
        })
    }
}
