//! Checks of channels and thresholds.

use crate::rules::{RuleError, wrong};
use crate::settings::{ChannelKind, ChannelSettings, FailureSettings, Security};

/// Checks that the thresholds of failures make sense.
pub(crate) fn check_failures(failure: &FailureSettings) -> Result<(), RuleError> {
    for (name, value, most) in [
        ("unreachable_hours", failure.unreachable_hours, 8760.0),
        ("silent_factor", failure.silent_factor, 1000.0),
    ] {
        if !(0.0..=most).contains(&value) {
            return wrong(
                format!("alert.failure.{name}"),
                format!("{value} is no number from 0 to {most}"),
                "give one; 0 turns it off",
            );
        }
    }
    let chance = failure.silent_chance;
    if !(chance > 0.0 && chance < 1.0) {
        return wrong(
            "alert.failure.silent_chance",
            format!("{chance} is no probability between 0 and 1"),
            "give one, such as 0.001",
        );
    }
    Ok(())
}

/// Checks that a channel has what its kind needs, and nothing else.
pub(crate) fn check_channel(index: usize, channel: &ChannelSettings) -> Result<(), RuleError> {
    let key = |key: &str| format!("alert.channel[{index}].{key}");
    if channel.name.trim().is_empty() {
        return wrong(key("name"), "is empty", "give the channel a name");
    }
    let kind = channel.kind;
    let given = [
        ("url", channel.url.is_some(), ChannelKind::Webhook),
        ("url_env", channel.url_env.is_some(), ChannelKind::Webhook),
        ("url_file", channel.url_file.is_some(), ChannelKind::Webhook),
        (
            "secret_env",
            channel.secret_env.is_some(),
            ChannelKind::Webhook,
        ),
        (
            "secret_file",
            channel.secret_file.is_some(),
            ChannelKind::Webhook,
        ),
        ("body", channel.body.is_some(), ChannelKind::Webhook),
        ("command", !channel.command.is_empty(), ChannelKind::Command),
        ("path", channel.path.is_some(), ChannelKind::Atom),
        ("host", channel.host.is_some(), ChannelKind::Email),
        ("port", channel.port.is_some(), ChannelKind::Email),
        ("security", channel.security.is_some(), ChannelKind::Email),
        ("user", channel.user.is_some(), ChannelKind::Email),
        (
            "password_env",
            channel.password_env.is_some(),
            ChannelKind::Email,
        ),
        (
            "password_file",
            channel.password_file.is_some(),
            ChannelKind::Email,
        ),
        ("from", channel.from.is_some(), ChannelKind::Email),
        ("to", !channel.to.is_empty(), ChannelKind::Email),
    ];
    if let Some((name, _, of)) = given.iter().find(|(_, given, of)| *given && *of != kind) {
        return wrong(
            key(name),
            format!(
                "is for kind = \"{}\", and this is {}",
                of.as_str(),
                kind.as_str()
            ),
            "remove it",
        );
    }
    if channel.ca_file.is_some() {
        if !matches!(kind, ChannelKind::Webhook | ChannelKind::Email) {
            return wrong(
                key("ca_file"),
                format!("is for webhooks and e-mail, and this is {}", kind.as_str()),
                "remove it",
            );
        }
        if channel.security == Some(Security::None) {
            return wrong(
                key("ca_file"),
                "is for TLS, and security is \"none\"",
                "remove one of them",
            );
        }
    }
    let has = |name: &str| given.iter().any(|(of, given, _)| *of == name && *given);
    let needed: &[&[&str]] = match kind {
        ChannelKind::Stdout => &[],
        ChannelKind::Command => &[&["command"]],
        ChannelKind::Atom => &[&["path"]],
        ChannelKind::Webhook => &[&["url", "url_env", "url_file"]],
        ChannelKind::Email => &[&["host"], &["from"], &["to"]],
    };
    for one_of in needed {
        if !one_of.iter().any(|name| has(name)) {
            return wrong(
                key(one_of[0]),
                format!("is needed for kind = \"{}\"", kind.as_str()),
                format!("give {}", one_of.join(" or ")),
            );
        }
    }
    for several in [
        &["url", "url_env", "url_file"][..],
        &["secret_env", "secret_file"],
        &["password_env", "password_file"],
    ] {
        let both: Vec<&str> = several.iter().copied().filter(|name| has(name)).collect();
        if both.len() > 1 {
            return wrong(
                key(both[1]),
                format!("{} is given, too", both[0]),
                "keep one of them",
            );
        }
    }
    if let Some(url) = &channel.url {
        let usable = url::Url::parse(url)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if !usable {
            return wrong(
                key("url"),
                "is no http or https address",
                "write it as https://hooks.example.org/fedreg",
            );
        }
    }
    for (name, address) in channel
        .from
        .iter()
        .map(|from| ("from", from))
        .chain(channel.to.iter().map(|to| ("to", to)))
    {
        if address.parse::<lettre::message::Mailbox>().is_err() {
            return wrong(
                key(name),
                format!("'{address}' is no e-mail address"),
                "write it as name@example.org or \"Name <name@example.org>\"",
            );
        }
    }
    if channel.user.is_some() != (has("password_env") || has("password_file")) {
        return wrong(
            key("user"),
            "user and password go together",
            "give user and password_env (or password_file), or neither",
        );
    }
    if channel.security == Some(Security::None) {
        let host = channel.host.as_deref().unwrap_or_default();
        if !matches!(host, "localhost" | "127.0.0.1" | "::1") {
            return wrong(
                key("security"),
                format!("\"none\" would send mail, and the password, in plain to {host}"),
                "use starttls or tls; none is for a server on this machine",
            );
        }
    }
    Ok(())
}
