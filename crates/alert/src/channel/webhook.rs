//! An HTTP POST: CloudEvents, Slack or Teams.

use std::time::Duration;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::Client;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;

use super::{Failure, Message, secret, told};
use crate::settings::{BodyForm, ChannelSettings};

/// The longest wait that a receiver may ask for.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(24);

/// Characters of text that chat services take.
const MAX_CHAT: usize = 12_000;

/// What posts: one for all webhooks, since reading the certificates that it trusts takes a while.
pub(crate) fn client() -> Result<Client, Failure> {
    Client::builder()
        .redirect(Policy::none())
        .user_agent(concat!("fedreg/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| Failure::new(told(&error)))
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
        .map_err(|error| Failure::new(told(&error.without_url())))?;
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
        detail,
        retry_after,
    })
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
    let text = || {
        let text = message.text();
        if text.chars().count() <= MAX_CHAT {
            return text;
        }
        let start: String = text.chars().take(MAX_CHAT).collect();
        format!("{start}…\n(cut here; fedreg alerts list --json has all of it)")
    };
    match form {
        BodyForm::Cloudevents => message.event(),
        // Slack reads these three as markup.
        BodyForm::Slack => json!({
            "text": text().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        }),
        BodyForm::Teams => json!({
            "type": "message",
            "attachments": [{
                "contentType": "application/vnd.microsoft.card.adaptive",
                "content": {
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "type": "AdaptiveCard",
                    "version": "1.4",
                    "body": [
                        {
                            "type": "TextBlock",
                            "text": message.subject(),
                            "weight": "Bolder",
                            "wrap": true,
                        },
                        {"type": "TextBlock", "text": text(), "wrap": true},
                    ],
                },
            }],
        }),
    }
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
