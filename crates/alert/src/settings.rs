//! `[alert]` of `fedreg.toml`: which rules and channels there are.

use std::path::PathBuf;

use fedreg_history::Timing;
use fedreg_model::{Action, Stage};
use serde::{Deserialize, Serialize};

use crate::failure::FailureKind;

/// Rules, channels, and how hard delivery tries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AlertSettings {
    /// Notices published more than so many days before they become known raise no alert, so that
    /// reading years of history does not.
    pub oldest_days: u32,
    /// Seconds that a pass may spend on deliveries; what is left waits for the next pass.
    pub deadline: f64,
    /// Seconds that one attempt may take.
    pub timeout: f64,
    /// Attempts before an alert is given up; the waits between them grow from a minute to 8 hours.
    pub attempts: u32,
    /// `[alert.failure]`
    pub failure: FailureSettings,
    /// `[[alert.channel]]`
    pub channel: Vec<ChannelSettings>,
    /// `[[alert.rule]]`
    pub rule: Vec<RuleSettings>,
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self {
            oldest_days: 14,
            deadline: 30.0,
            timeout: 10.0,
            attempts: 12,
            failure: FailureSettings::default(),
            channel: Vec::new(),
            rule: Vec::new(),
        }
    }
}

/// From when on something counts as a failure; 0 turns the kind off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FailureSettings {
    /// Hours that a source has failed.
    pub unreachable_hours: f64,
    /// Documents by which the review queue has grown since it was shortest.
    pub review_growth: u64,
    /// Documents of an issue in which no query found a candidate.
    pub empty_issue: u64,
    /// Days that a query must have found nothing, whatever its history.
    pub silent_days: u32,
    /// Days with finds that a query must have had.
    pub silent_finds: u32,
    /// How often its longest gap so far must have passed.
    pub silent_factor: f64,
    /// The probability that so long a gap is chance, at the rate so far, must be smaller.
    pub silent_chance: f64,
}

impl Default for FailureSettings {
    fn default() -> Self {
        Self {
            unreachable_hours: 6.0,
            review_growth: 20,
            empty_issue: 50,
            silent_days: 14,
            silent_finds: 6,
            silent_factor: 2.0,
            silent_chance: 0.001,
        }
    }
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Notices.
    #[default]
    Notice,
    /// Failures.
    Failure,
}

/// How a channel delivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Printed by the run.
    Stdout,
    /// A program, with the alert as JSON on its standard input.
    Command,
    /// A file that feed readers understand.
    Atom,
    /// An HTTP POST.
    Webhook,
    /// E-mail by SMTP.
    Email,
}

impl ChannelKind {
    /// The word used in configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stdout => "stdout",
            Self::Command => "command",
            Self::Atom => "atom",
            Self::Webhook => "webhook",
            Self::Email => "email",
        }
    }
}

/// The shape of a webhook's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyForm {
    /// CloudEvents 1.0, structured JSON.
    #[default]
    Cloudevents,
    /// What Slack's incoming webhooks take.
    Slack,
    /// What Teams' workflows take: a message with an adaptive card.
    Teams,
}

/// How an SMTP connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// In plain at first, then TLS; refused where the server offers none.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// None: to a server on this machine only.
    None,
}

/// `[[alert.channel]]`: which keys are needed depends on `kind`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelSettings {
    /// The name by which rules call it.
    pub name: String,
    /// How it delivers.
    pub kind: ChannelKind,
    /// Webhook: where to post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Webhook: the environment variable that holds the address, where it is a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url_env: Option<String>,
    /// Webhook: the file that holds the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url_file: Option<PathBuf>,
    /// Webhook: the environment variable that holds the key to sign with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_env: Option<String>,
    /// Webhook: the file that holds the key to sign with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_file: Option<PathBuf>,
    /// Webhook: the shape of the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyForm>,
    /// Command: the program and its arguments; no shell reads them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// Atom: the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// E-mail: the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// E-mail: its port; by default 587 with STARTTLS, 465 with TLS, 25 with neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// E-mail: how the connection is secured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security: Option<Security>,
    /// Webhook and e-mail: the file, in PEM, of the certificates to trust instead of the system's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
    /// E-mail: the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// E-mail: the environment variable that holds the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_env: Option<String>,
    /// E-mail: the file that holds the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// E-mail: the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// E-mail: the recipients.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
}

/// Who made a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Maker {
    /// A notice, new or otherwise than before.
    Government,
    /// A person who reviewed a notice.
    Review,
    /// A better parser.
    Parser,
}

impl Maker {
    /// The word used in configuration and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Review => "review",
            Self::Parser => "parser",
        }
    }
}

/// `[[alert.rule]]`: every key that is given must hold; of a key's values one is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSettings {
    /// The rule's name, which the alert bears.
    pub name: String,
    /// The channels it goes to.
    pub channels: Vec<String>,
    /// Whether it is about notices or failures.
    #[serde(default)]
    pub event: Event,
    /// Kinds of failures; all, if none is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failure: Vec<FailureKind>,
    /// Authorities: codes, citations, names of standings.
    #[serde(default)]
    pub authority: Vec<String>,
    /// Program tags (`SDGT`).
    #[serde(default)]
    pub program: Vec<String>,
    /// What the notice does.
    #[serde(default)]
    pub action: Vec<Action>,
    /// Families of notices, as `fedreg parse --json` names them.
    #[serde(default)]
    pub family: Vec<String>,
    /// Agencies: slugs, or words of their names.
    #[serde(default)]
    pub agency: Vec<String>,
    /// Names and aliases; case, accents and punctuation do not count, `*` stands for anything.
    #[serde(default)]
    pub party: Vec<String>,
    /// Countries of the party, as printed.
    #[serde(default)]
    pub country: Vec<String>,
    /// Stages of the notice.
    #[serde(default)]
    pub stage: Vec<Stage>,
    /// `true`: only notices that need a person; `false`: none that do; left out: records of both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs_review: Option<bool>,
    /// Who made the difference; without it the government or a review, not a better parser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<Vec<Maker>>,
    /// Whether the publication of a notice that was alerted when it was filed is alerted again
    /// though it says the same.
    #[serde(default)]
    pub on_publication: bool,
    /// At once, or with the others of the day or week.
    #[serde(default)]
    pub when: Timing,
    /// The time of day of a digest, Eastern, as 08:00.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Hours in which no digest is sent, Eastern, as 22:00-07:00; immediate alerts do not wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<String>,
}
