//! E-mail by SMTP, as text and as HTML.

use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message as Mail, Tokio1Executor};

use super::{Failure, Message, secret, told};
use crate::settings::{ChannelSettings, Security};

type Smtp = AsyncSmtpTransport<Tokio1Executor>;

/// Hands the message to the server. STARTTLS is required where it is configured: a server that
/// offers none gets nothing.
pub(super) async fn deliver(
    channel: &ChannelSettings,
    message: &Message,
    timeout: Duration,
) -> Result<(), Failure> {
    let failed = |error: lettre::transport::smtp::Error| Failure::new(told(&error));
    let host = channel.host.as_deref().unwrap_or_default();
    let mut builder: AsyncSmtpTransportBuilder = match channel.security.unwrap_or_default() {
        Security::Starttls => Smtp::starttls_relay(host).map_err(failed)?,
        Security::Tls => Smtp::relay(host).map_err(failed)?,
        Security::None => Smtp::builder_dangerous(host),
    };
    if let Some(port) = channel.port {
        builder = builder.port(port);
    }
    let password = secret(
        channel.password_env.as_deref(),
        channel.password_file.as_deref(),
    )?;
    if let (Some(user), Some(password)) = (&channel.user, password) {
        builder = builder.credentials(Credentials::new(user.clone(), password.text().to_owned()));
    }
    let mail = mail(channel, message)?;
    builder
        .timeout(Some(timeout))
        .build()
        .send(mail)
        .await
        .map_err(failed)?;
    Ok(())
}

fn mail(channel: &ChannelSettings, message: &Message) -> Result<Mail, Failure> {
    let mailbox = |address: &str| {
        address
            .parse::<Mailbox>()
            .map_err(|error| Failure::new(format!("'{address}': {error}")))
    };
    let subject: String = message
        .subject()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let mut builder = Mail::builder()
        .from(mailbox(channel.from.as_deref().unwrap_or_default())?)
        // The same for each attempt: a mailbox tells repetitions by it.
        .message_id(Some(format!("<{}@fedreg.invalid>", message.key)))
        .date(message.queued_at.into())
        .subject(subject);
    for to in &channel.to {
        builder = builder.to(mailbox(to)?);
    }
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"></head><body>\n{}</body></html>\n",
        message.html()
    );
    builder
        .multipart(MultiPart::alternative_plain_html(message.text(), html))
        .map_err(|error| Failure::new(error.to_string()))
}
