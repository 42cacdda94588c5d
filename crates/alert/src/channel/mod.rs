//! The channels: one file each.

pub(crate) mod atom;
mod command;
mod email;
pub(crate) mod webhook;

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use fedreg_history::Timing;
use serde_json::{Value, json};

use crate::alert::Alert;
use crate::deliver::Print;
use crate::render::clean;
use crate::settings::{ChannelKind, ChannelSettings};

/// What is delivered at once: an alert, or those of a digest.
#[derive(Debug, Clone)]
pub struct Message {
    /// The idempotency key: the same for each attempt.
    pub key: String,
    /// Whether it is a digest.
    pub timing: Timing,
    /// When it was queued; of a digest, the last one.
    pub queued_at: DateTime<Utc>,
    /// The keys of the alerts, which a receiver of digests tells repetitions by.
    pub keys: Vec<String>,
    /// The alerts, in the order of queueing.
    pub alerts: Vec<Alert>,
}

impl Message {
    /// It in a line.
    pub fn subject(&self) -> String {
        match (self.alerts.as_slice(), self.timing) {
            ([one], Timing::Immediate) => one.headline.clone(),
            (several, timing) => {
                let alerts = if several.len() == 1 {
                    "alert"
                } else {
                    "alerts"
                };
                format!("{} digest: {} {alerts}", timing.as_str(), several.len())
            }
        }
    }

    /// It as text.
    pub fn text(&self) -> String {
        let texts: Vec<String> = self.alerts.iter().map(Alert::text).collect();
        texts.join("\n\n----\n\n")
    }

    /// It as an HTML fragment.
    pub fn html(&self) -> String {
        let parts: Vec<String> = self.alerts.iter().map(Alert::html).collect();
        parts.join("<hr>\n")
    }

    /// It as a CloudEvent 1.0 in structured JSON.
    pub fn event(&self) -> Value {
        let (kind, subject, data) = match (self.alerts.as_slice(), self.timing) {
            ([one], Timing::Immediate) => {
                let number = one.notice.as_ref().and_then(|n| n.document_number.clone());
                (one.kind.as_str(), number, json!(one))
            }
            (several, timing) => (
                "digest",
                None,
                json!({"digest": timing.as_str(), "keys": self.keys, "alerts": several}),
            ),
        };
        let mut event = json!({
            "specversion": "1.0",
            "id": self.key,
            "source": "urn:fedreg:alerts",
            "type": format!("fedreg.alert.{kind}"),
            "time": self.queued_at.to_rfc3339_opts(SecondsFormat::Millis, true),
            "datacontenttype": "application/json",
        });
        if let Some(subject) = subject {
            event["subject"] = json!(subject);
        }
        event["data"] = data;
        event
    }
}

/// Why a delivery failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened, for a person; without addresses and secrets.
    pub detail: String,
    /// How long the receiver asks to wait.
    pub retry_after: Option<Duration>,
}

/// Characters that are kept of what happened: a receiver may have much to say.
const MAX_DETAIL: usize = 400;

impl Failure {
    pub(crate) fn new(detail: impl AsRef<str>) -> Self {
        let detail = clean(detail.as_ref());
        let mut letters = detail.chars();
        let mut kept: String = letters.by_ref().take(MAX_DETAIL).collect();
        if letters.next().is_some() {
            kept.push('…');
        }
        Self {
            detail: kept,
            retry_after: None,
        }
    }
}

/// Text that is never printed.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(secret)")
    }
}

impl Secret {
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// What an environment variable or a file holds, without the line's end.
pub(crate) fn secret(env: Option<&str>, file: Option<&Path>) -> Result<Option<Secret>, Failure> {
    let text = match (env, file) {
        (Some(name), _) => std::env::var(name)
            .map_err(|_| Failure::new(format!("the environment variable {name} is not set")))?,
        (None, Some(path)) => {
            fs_err::read_to_string(path).map_err(|error| Failure::new(error.to_string()))?
        }
        (None, None) => return Ok(None),
    };
    let text = text.trim();
    if text.is_empty() {
        let place = env.map_or_else(
            || file.unwrap_or(Path::new("")).display().to_string(),
            str::to_owned,
        );
        return Err(Failure::new(format!("{place} holds nothing")));
    }
    Ok(Some(Secret(text.to_owned())))
}

/// The certificates of a file, in PEM.
fn certificates(path: &Path) -> Result<Vec<u8>, Failure> {
    let pem = fs_err::read(path).map_err(|error| Failure::new(error.to_string()))?;
    let begin = b"-----BEGIN CERTIFICATE-----";
    if pem.windows(begin.len()).any(|window| window == begin) {
        Ok(pem)
    } else {
        Err(Failure::new(format!(
            "{} holds no certificate in PEM",
            path.display()
        )))
    }
}

/// An error with its causes, each once.
pub(crate) fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    for cause in causes(error) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// What caused an error, the nearest first.
fn causes<'a>(
    error: &'a dyn std::error::Error,
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |error| error.source())
}

/// Delivers one message. `http` posts, `print` writes to standard output, and `now` is the instant
/// of the attempt.
pub(crate) async fn deliver(
    channel: &ChannelSettings,
    message: &Message,
    timeout: Duration,
    http: &Result<reqwest::Client, Failure>,
    now: DateTime<Utc>,
    print: Print<'_>,
) -> Result<(), Failure> {
    let attempt = async {
        match channel.kind {
            ChannelKind::Stdout => {
                print(&format!("{}\n", message.text())).map_err(|e| Failure::new(e.to_string()))
            }
            ChannelKind::Command => command::deliver(&channel.command, message).await,
            ChannelKind::Webhook => {
                let client = http.as_ref().map_err(Clone::clone)?;
                webhook::deliver(channel, message, client, now).await
            }
            ChannelKind::Email => email::deliver(channel, message, timeout).await,
            // The whole file is written at once, by the caller who knows all alerts.
            ChannelKind::Atom => Ok(()),
        }
    };
    match tokio::time::timeout(timeout, attempt).await {
        Ok(result) => result,
        Err(_) => Err(Failure::new(format!(
            "no answer within {} s",
            timeout.as_secs_f64()
        ))),
    }
}
