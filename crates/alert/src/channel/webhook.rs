//! An HTTP POST: CloudEvents, Slack or Teams.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client};
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;

use super::{Failure, Message, causes, certificates, secret, told};
use crate::settings::{BodyForm, ChannelSettings};

/// The longest wait that a receiver may ask for.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(24);

/// Bytes of text that chat services are sent.
const MAX_CHAT: usize = 12_000;

/// Bytes of a card's paragraphs: Teams takes messages of 28 KB.
const MAX_CARD: usize = 26_000;

/// What stands where text was cut.
const CUT: &str = "(cut here; fedreg alerts list --all --json has all of it)";

/// What posts, trusting the authorities of the system, or only those of a file. One is enough for
/// all that trust the system, since reading its certificates takes a while.
pub(crate) fn client(ca_file: Option<&Path>) -> Result<Client, Failure> {
    let failed = |error: reqwest::Error| Failure::new(told(&error));
    let mut builder = Client::builder()
        .redirect(Policy::none())
        .user_agent(concat!("fedreg/", env!("CARGO_PKG_VERSION")));
    if let Some(path) = ca_file {
        let trusted = Certificate::from_pem_bundle(&certificates(path)?).map_err(failed)?;
        builder = builder.tls_certs_only(trusted);
    }
    builder.build().map_err(failed)
}

/// Posts the message. Redirects are not followed, and nothing of the answer but its status and
/// Retry-After is read.
pub(super) async fn deliver(
    channel: &ChannelSettings,
    message: &Message,
    client: &Client,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let url = match &channel.url {
        Some(url) => url.clone(),
        None => secret(channel.url_env.as_deref(), channel.url_file.as_deref())?
            .map(|secret| secret.text().to_owned())
            .unwrap_or_default(),
    };
    let url: Url = url
        .parse()
        .map_err(|_| Failure::new("the address is no URL"))?;
    let key = secret(
        channel.secret_env.as_deref(),
        channel.secret_file.as_deref(),
    )?;
    let form = channel.body.unwrap_or_default();
    let body = body(message, form).to_string();
    let timestamp = now.timestamp().to_string();
    let media = match form {
        BodyForm::Cloudevents => "application/cloudevents+json; charset=utf-8",
        BodyForm::Slack | BodyForm::Teams => "application/json; charset=utf-8",
    };
    let mut request = client
        .post(url)
        .header(CONTENT_TYPE, media)
        .header("Idempotency-Key", &message.key)
        .header("Fedreg-Timestamp", &timestamp);
    if let Some(key) = key {
        let signature = signature(key.text().as_bytes(), &timestamp, body.as_bytes());
        request = request.header("Fedreg-Signature", signature);
    }
    let response = request
        .body(body)
        .send()
        .await
        .map_err(|error| Failure::new(unanswered(&error.without_url())))?;
    let status = response.status();
    if status.is_success() {
        return Ok(());
    }
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.trim().parse().ok())
        .map(|seconds| Duration::from_secs(seconds).min(MAX_RETRY_AFTER));
    let detail = if status.is_redirection() {
        format!("answered {status}; redirects are not followed, configure the final address")
    } else {
        format!("answered {status}")
    };
    Err(Failure {
        retry_after,
        ..Failure::new(detail)
    })
}

/// Why no answer came, in the words of what lies deepest: those above it speak of the program's
/// inside.
fn unanswered(error: &reqwest::Error) -> String {
    let Some(cause) = causes(error).last() else {
        return told(error);
    };
    if error.is_connect() {
        format!("the receiver cannot be reached: {cause}")
    } else {
        format!("the receiver gave no answer: {cause}")
    }
}

/// `v1=` and the HMAC-SHA256, in hexadecimal, over timestamp, full stop and body.
pub(crate) fn signature(key: &[u8], timestamp: &str, body: &[u8]) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    format!("v1={}", hex::encode(mac.finalize().into_bytes()))
}

fn body(message: &Message, form: BodyForm) -> Value {
    match form {
        BodyForm::Cloudevents => message.event(),
        // Slack reads these three as markup, and without `mrkdwn` more.
        BodyForm::Slack => json!({
            "text": cut(message.text()).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
            "mrkdwn": false,
            "unfurl_links": false,
        }),
        BodyForm::Teams => json!({
            "type": "message",
            "attachments": [{
                "contentType": "application/vnd.microsoft.card.adaptive",
                "content": {
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "type": "AdaptiveCard",
                    "version": "1.4",
                    "body": card(&cut(message.text())),
                },
            }],
        }),
    }
}

/// The text up to the bytes that chat services take.
fn cut(mut text: String) -> String {
    if text.len() > MAX_CHAT {
        text.truncate(text.floor_char_boundary(MAX_CHAT));
        text = format!("{text}…\n{CUT}");
    }
    text
}

/// A card's paragraphs, one a line, the first in bold. Of a card's elements only the runs of a
/// `RichTextBlock` are not read as Markdown.
fn card(text: &str) -> Vec<Value> {
    let paragraph = |line: &str, weight: &str| {
        json!({
            "type": "RichTextBlock",
            "inlines": [{"type": "TextRun", "text": line, "weight": weight}],
        })
    };
    let mut paragraphs = Vec::new();
    let mut size = 0;
    for line in text.lines().filter(|line| !line.is_empty()) {
        let weight = if paragraphs.is_empty() {
            "Bolder"
        } else {
            "Default"
        };
        let next = paragraph(line, weight);
        size += next.to_string().len() + 1;
        if size > MAX_CARD {
            paragraphs.push(paragraph(CUT, "Default"));
            break;
        }
        paragraphs.push(next);
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::signature;

    /// Computed with `printf '1764000000.{"a":1}' | openssl dgst -sha256 -hmac key`.
    #[test]
    fn the_signature_is_what_openssl_computes() {
        assert_eq!(
            signature(b"key", "1764000000", br#"{"a":1}"#),
            "v1=66ff00156971bc93c586dacc7bf22d6f5f4d9fcaede23c166be2b3ec3215f68a"
        );
    }
}
