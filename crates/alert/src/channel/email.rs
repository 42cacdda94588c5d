//! E-mail by SMTP, as text and as HTML.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::{SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message as Mail, Tokio1Executor};

use super::{Failure, Message, certificates, secret, told};
use crate::settings::{ChannelSettings, Security};

type Smtp = AsyncSmtpTransport<Tokio1Executor>;

/// Hands the message to the server. Where TLS is configured, it is required: a server that offers
/// none, or whose certificate is not trusted for its name, gets neither mail nor password.
pub(super) async fn deliver(
    channel: &ChannelSettings,
    message: &Message,
    timeout: Duration,
) -> Result<(), Failure> {
    let host = channel.host.as_deref().unwrap_or_default();
    let (port, tls) = match channel.security.unwrap_or_default() {
        Security::Starttls => (SUBMISSION_PORT, Tls::Required(tls(channel, host)?)),
        Security::Tls => (SUBMISSIONS_PORT, Tls::Wrapper(tls(channel, host)?)),
        Security::None => (SMTP_PORT, Tls::None),
    };
    let mut builder = Smtp::builder_dangerous(host)
        .port(channel.port.unwrap_or(port))
        .tls(tls)
        .timeout(Some(timeout));
    let password = secret(
        channel.password_env.as_deref(),
        channel.password_file.as_deref(),
    )?;
    let mut secrets = Vec::new();
    if let (Some(user), Some(password)) = (&channel.user, &password) {
        let password = password.text();
        // As they are sent: by AUTH PLAIN, and by AUTH LOGIN.
        secrets.push(STANDARD.encode(format!("\0{user}\0{password}")));
        secrets.push(STANDARD.encode(password));
        secrets.push(password.to_owned());
        builder = builder.credentials(Credentials::new(user.clone(), password.to_owned()));
    }
    let sent = builder.build().send(mail(channel, message)?).await;
    // A server may repeat in its answer what it was sent.
    sent.map(|_| ())
        .map_err(|error| Failure::new(without(told(&error), &secrets)))
}

/// What TLS trusts: the authorities of the system, or only those of `ca_file`.
fn tls(channel: &ChannelSettings, host: &str) -> Result<TlsParameters, Failure> {
    let failed = |error: lettre::transport::smtp::Error| Failure::new(told(&error));
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = &channel.ca_file {
        let trusted = Certificate::from_pem(&certificates(path)?).map_err(failed)?;
        builder = builder
            .certificate_store(CertificateStore::None)
            .add_root_certificate(trusted);
    }
    builder.build().map_err(failed)
}

fn without(text: String, secrets: &[String]) -> String {
    secrets
        .iter()
        .fold(text, |text, secret| text.replace(secret, "(secret)"))
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
