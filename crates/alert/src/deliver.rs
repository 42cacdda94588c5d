//! Delivery: each channel for itself, all at once, until a deadline.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use fedreg_history::{
    AlertState, Attempt, AttemptOutcome, History, HistoryError, StoredAlert, Timing,
};
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;

use crate::alert::{Alert, key};
use crate::channel::atom::{self, Entry};
use crate::channel::{self, Failure, Message, webhook};
use crate::settings::{AlertSettings, ChannelKind, ChannelSettings};

/// Minutes before the second attempt, the third, and so on; the last one repeats.
const BACKOFF: [i64; 9] = [1, 2, 5, 10, 30, 60, 120, 240, 480];

/// A channel that fails so often in a row is left alone until the next pass.
const FAILURES_IN_A_ROW: u32 = 3;

/// What a round of deliveries did, in alerts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Taken by their receivers.
    pub delivered: usize,
    /// Not taken; tried again.
    pub failed: usize,
    /// Not taken, and given up.
    pub dead: usize,
    /// Due, and not tried for lack of time, or because the channel failed before.
    pub left: usize,
    /// For channels that the configuration does not have.
    pub without_channel: usize,
    /// What went wrong, once per channel: its name and what happened.
    pub problems: Vec<(String, String)>,
}

impl Delivered {
    /// With what a later round did. What it left is what is left.
    pub fn add(&mut self, later: Self) {
        self.delivered += later.delivered;
        self.failed += later.failed;
        self.dead += later.dead;
        self.left = later.left;
        self.without_channel = later.without_channel;
        for problem in later.problems {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }
}

/// Writes to standard output.
pub type Print<'a> = &'a dyn Fn(&str) -> std::io::Result<()>;

/// How a round of deliveries is made.
pub struct Delivery<'a> {
    /// Channels, deadline, time-outs.
    pub settings: &'a AlertSettings,
    /// The clock.
    pub now: &'a dyn Fn() -> DateTime<Utc>,
    /// Writes to standard output; `None` if that is taken, and such alerts wait.
    pub print: Option<Print<'a>>,
}

/// What came of one message.
struct Outcome<'a> {
    channel: &'a ChannelSettings,
    alerts: Vec<StoredAlert>,
    result: Result<(), Failure>,
}

impl Delivery<'_> {
    /// Delivers what is due. Each attempt is noted as soon as it is over, so that a process that
    /// ends repeats at most the one it was making.
    pub async fn run(&self, history: &mut History) -> Result<Delivered, HistoryError> {
        let mut done = Delivered::default();
        let mut due: BTreeMap<String, Vec<StoredAlert>> = BTreeMap::new();
        let now = (self.now)();
        for alert in history.alerts(true)? {
            if alert.state == AlertState::Dead || alert.due_at.is_none_or(|at| at > now) {
                continue;
            }
            due.entry(alert.channel.clone()).or_default().push(alert);
        }
        if due.is_empty() {
            return Ok(done);
        }
        let http = http(
            self.settings
                .channel
                .iter()
                .filter(|c| due.contains_key(&c.name) && c.ca_file.is_none()),
        );
        let (sender, mut outcomes) = futures::channel::mpsc::unbounded();
        let mut workers = FuturesUnordered::new();
        for (name, alerts) in due {
            let Some(channel) = self.settings.channel.iter().find(|c| c.name == name) else {
                done.without_channel += alerts.len();
                continue;
            };
            match (channel.kind, self.print) {
                (ChannelKind::Stdout, None) => done.left += alerts.len(),
                (ChannelKind::Atom, _) => {
                    let result = write_feed(history, channel, &alerts);
                    let outcome = Outcome {
                        channel,
                        alerts,
                        result,
                    };
                    self.note(history, outcome, &mut done)?;
                }
                _ => workers.push(self.work(channel, messages(alerts), &http, sender.clone())),
            }
        }
        drop(sender);
        let deadline = seconds(self.settings.deadline);
        let deadline = tokio::time::sleep(deadline);
        tokio::pin!(deadline);
        loop {
            tokio::select! {
                biased;
                outcome = outcomes.next() => match outcome {
                    Some(outcome) => self.note(history, outcome, &mut done)?,
                    None => break,
                },
                Some(left) = workers.next() => done.left += left,
                () = &mut deadline => break,
            }
        }
        Ok(done)
    }

    /// One channel's messages, one after the other. Gives how many alerts were not tried.
    async fn work<'c>(
        &self,
        channel: &'c ChannelSettings,
        messages: Vec<(Message, Vec<StoredAlert>)>,
        http: &Result<reqwest::Client, Failure>,
        sender: futures::channel::mpsc::UnboundedSender<Outcome<'c>>,
    ) -> usize {
        let mut in_a_row = 0;
        let mut left = 0;
        let timeout = seconds(self.settings.timeout);
        let own = own_http(channel);
        let http = own.as_ref().unwrap_or(http);
        let silent = |_: &str| Ok(());
        let print = self.print.unwrap_or(&silent);
        for (message, alerts) in messages {
            if in_a_row >= FAILURES_IN_A_ROW {
                left += alerts.len();
                continue;
            }
            let now = (self.now)();
            let result = channel::deliver(channel, &message, timeout, http, now, print).await;
            in_a_row = match &result {
                Ok(()) => 0,
                // It asks for time, and gets it from the other messages, too.
                Err(failure) if failure.retry_after.is_some() => FAILURES_IN_A_ROW,
                Err(_) => in_a_row + 1,
            };
            let outcome = Outcome {
                channel,
                alerts,
                result,
            };
            // The receiver is gone only once the deadline is over.
            if sender.unbounded_send(outcome).is_err() {
                break;
            }
        }
        left
    }

    fn note(
        &self,
        history: &mut History,
        outcome: Outcome<'_>,
        done: &mut Delivered,
    ) -> Result<(), HistoryError> {
        let now = (self.now)();
        let attempts: Vec<Attempt> = outcome
            .alerts
            .iter()
            .map(|alert| self.attempt(alert, &outcome.result, now))
            .collect();
        history.note_attempts(&attempts, now)?;
        for attempt in &attempts {
            match attempt.outcome {
                AttemptOutcome::Delivered => done.delivered += 1,
                AttemptOutcome::Dead => done.dead += 1,
                AttemptOutcome::Failed | AttemptOutcome::Retry => done.failed += 1,
            }
        }
        if let Err(failure) = outcome.result {
            let name = &outcome.channel.name;
            if !done.problems.iter().any(|(known, _)| known == name) {
                done.problems.push((name.clone(), failure.detail));
            }
        }
        Ok(())
    }

    fn attempt(
        &self,
        alert: &StoredAlert,
        result: &Result<(), Failure>,
        now: DateTime<Utc>,
    ) -> Attempt {
        let (outcome, detail, next_at) = match result {
            Ok(()) => (AttemptOutcome::Delivered, None, None),
            Err(failure) if alert.failures + 1 >= self.settings.attempts => {
                (AttemptOutcome::Dead, Some(failure.detail.clone()), None)
            }
            Err(failure) => {
                let wait = wait(alert.failures, failure.retry_after);
                (
                    AttemptOutcome::Failed,
                    Some(failure.detail.clone()),
                    Some(now + wait),
                )
            }
        };
        Attempt {
            alert: alert.sequence,
            outcome,
            detail,
            next_at,
        }
    }
}

/// What posts, if one of the channels is a webhook.
fn http<'a>(
    channels: impl IntoIterator<Item = &'a ChannelSettings>,
) -> Result<reqwest::Client, Failure> {
    let mut channels = channels.into_iter();
    if channels.any(|channel| channel.kind == ChannelKind::Webhook) {
        webhook::client(None)
    } else {
        Err(Failure::new("no channel is a webhook"))
    }
}

/// What posts to a webhook that has authorities of its own.
fn own_http(channel: &ChannelSettings) -> Option<Result<reqwest::Client, Failure>> {
    let file = channel.ca_file.as_deref()?;
    (channel.kind == ChannelKind::Webhook).then(|| webhook::client(Some(file)))
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::from_secs(30))
}

/// How long to wait after so many earlier failures; longer if the receiver asks for it.
fn wait(failures: u32, retry_after: Option<Duration>) -> TimeDelta {
    let index = usize::try_from(failures).unwrap_or(usize::MAX);
    let minutes = BACKOFF[index.min(BACKOFF.len() - 1)];
    let asked = retry_after
        .and_then(|wait| TimeDelta::from_std(wait).ok())
        .unwrap_or_default();
    TimeDelta::minutes(minutes).max(asked)
}

/// The messages that alerts make: each its own, those of a digest together.
fn messages(alerts: Vec<StoredAlert>) -> Vec<(Message, Vec<StoredAlert>)> {
    let mut messages = Vec::new();
    let mut digests: BTreeMap<(&str, String), Vec<StoredAlert>> = BTreeMap::new();
    for alert in alerts {
        match alert.timing {
            Timing::Immediate => messages.push((alert.key.clone(), alert.timing, vec![alert])),
            timing => digests
                .entry((timing.as_str(), alert.rule.clone()))
                .or_default()
                .push(alert),
        }
    }
    for alerts in digests.into_values() {
        let keys: Vec<&str> = alerts.iter().map(|alert| alert.key.as_str()).collect();
        messages.push((key(&keys), alerts[0].timing, alerts));
    }
    messages
        .into_iter()
        .map(|(key, timing, alerts)| {
            let message = Message {
                key,
                timing,
                queued_at: alerts.iter().map(|a| a.queued_at).max().unwrap_or_default(),
                keys: alerts.iter().map(|alert| alert.key.clone()).collect(),
                alerts: alerts.iter().filter_map(body).collect(),
            };
            (message, alerts)
        })
        .collect()
}

fn body(alert: &StoredAlert) -> Option<Alert> {
    serde_json::from_value(alert.body.clone()).ok()
}

/// Writes the file of a channel: what was delivered to it before, and what is due.
fn write_feed(
    history: &History,
    channel: &ChannelSettings,
    due: &[StoredAlert],
) -> Result<(), Failure> {
    let Some(path) = &channel.path else {
        return Err(Failure::new("no path is configured"));
    };
    let all = history
        .alerts(false)
        .map_err(|error| Failure::new(error.to_string()))?;
    let entries: Vec<Entry> = all
        .iter()
        .filter(|alert| alert.channel == channel.name)
        .filter(|alert| {
            alert.state == AlertState::Delivered || due.iter().any(|d| d.sequence == alert.sequence)
        })
        .filter_map(|alert| {
            Some(Entry {
                key: alert.key.clone(),
                queued_at: alert.queued_at,
                alert: body(alert)?,
            })
        })
        .collect();
    atom::write(path, &atom::feed(&channel.name, &entries))
}

/// Tries a channel with a message that says that it is a trial; nothing is queued or noted.
pub async fn try_channel(
    channel: &ChannelSettings,
    settings: &AlertSettings,
    now: DateTime<Utc>,
    print: Print<'_>,
) -> Result<(), Failure> {
    if channel.kind == ChannelKind::Atom {
        let Some(path) = &channel.path else {
            return Err(Failure::new("no path is configured"));
        };
        // A trial must not stand in the feed for ever: only whether it can be written is tried.
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".test");
        let trial = path.with_file_name(name);
        atom::write(&trial, &atom::feed(&channel.name, &[]))?;
        return fs_err::remove_file(&trial).map_err(|error| Failure::new(error.to_string()));
    }
    let message = Message {
        key: key(&["test", &channel.name, &now.to_rfc3339()]),
        timing: Timing::Immediate,
        queued_at: now,
        keys: Vec::new(),
        alerts: vec![Alert::test(&channel.name)],
    };
    let http = own_http(channel).unwrap_or_else(|| http([channel]));
    let timeout = seconds(settings.timeout);
    channel::deliver(channel, &message, timeout, &http, now, print).await
}
