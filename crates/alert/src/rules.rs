//! Rules, checked and ready to be applied.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, Days, NaiveTime, TimeZone as _, Utc, Weekday};
use chrono_tz::America::New_York;
use fedreg_history::{News, NewsKind, Timing};
use fedreg_model::{Authorities, Cause, DocumentMetadata, Record, Stage, Verdict, fold_name};

use crate::alert::differences;
use crate::settings::{AlertSettings, ChannelKind, ChannelSettings, Maker, RuleSettings, Security};

/// A rule or channel that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {problem}; {remedy}")]
pub struct RuleError {
    /// The key in `fedreg.toml`.
    pub key: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

fn wrong<T>(
    key: impl Into<String>,
    problem: impl Into<String>,
    remedy: impl Into<String>,
) -> Result<T, RuleError> {
    Err(RuleError {
        key: key.into(),
        problem: problem.into(),
        remedy: remedy.into(),
    })
}

/// A rule, ready to be applied.
#[derive(Debug, Clone)]
pub struct Rule {
    settings: RuleSettings,
    codes: BTreeSet<String>,
    program_codes: BTreeSet<String>,
    parties: Vec<Pattern>,
    at: NaiveTime,
    quiet: Option<(NaiveTime, NaiveTime)>,
}

/// The time of day of digests, if a rule names none.
const DIGEST_AT: &str = "08:00";

impl Rule {
    /// Checks the rules and channels of the settings, and makes them ready.
    pub fn all(settings: &AlertSettings, known: &Authorities) -> Result<Vec<Self>, RuleError> {
        for (key, value) in [
            ("deadline", settings.deadline),
            ("timeout", settings.timeout),
        ] {
            if !(value.is_finite() && (0.1..=3600.0).contains(&value)) {
                return wrong(
                    format!("alert.{key}"),
                    format!("{value} is no number of seconds from 0.1 to 3600"),
                    "give one, such as 30.0",
                );
            }
        }
        if settings.attempts == 0 {
            return wrong(
                "alert.attempts",
                "0 would deliver nothing",
                "give at least 1",
            );
        }
        let mut names = BTreeSet::new();
        for (index, channel) in settings.channel.iter().enumerate() {
            check_channel(index, channel)?;
            if !names.insert(channel.name.as_str()) {
                return wrong(
                    format!("alert.channel[{index}].name"),
                    format!("'{}' is the name of another channel", channel.name),
                    "give each its own",
                );
            }
        }
        let mut rules = Vec::new();
        let mut taken = BTreeSet::new();
        for (index, rule) in settings.rule.iter().enumerate() {
            let key = |key: &str| format!("alert.rule[{index}].{key}");
            if rule.name.trim().is_empty() || !taken.insert(rule.name.as_str()) {
                return wrong(
                    key("name"),
                    format!("'{}' is empty or the name of another rule", rule.name),
                    "give each rule its own",
                );
            }
            if rule.channels.is_empty() {
                return wrong(key("channels"), "names no channel", "name at least one");
            }
            if let Some(unknown) = rule.channels.iter().find(|c| !names.contains(c.as_str())) {
                let there: Vec<&str> = names.iter().copied().collect();
                let remedy = if there.is_empty() {
                    "add an [[alert.channel]] of that name".to_owned()
                } else {
                    format!("there are: {}", there.join(", "))
                };
                return wrong(
                    key("channels"),
                    format!("'{unknown}' is no channel"),
                    remedy,
                );
            }
            rules.push(Self::one(rule, known, &key)?);
        }
        Ok(rules)
    }

    fn one(
        rule: &RuleSettings,
        known: &Authorities,
        key: &dyn Fn(&str) -> String,
    ) -> Result<Self, RuleError> {
        let mut codes = BTreeSet::new();
        for word in &rule.authority {
            let found = known.find(word);
            if found.is_empty() {
                return wrong(
                    key("authority"),
                    format!("'{word}' is no authority that fedreg knows"),
                    "list the known ones: fedreg authorities",
                );
            }
            codes.extend(found.iter().map(|a| a.code.clone()));
        }
        let mut program_codes = BTreeSet::new();
        for word in &rule.program {
            if known.program(word).is_none() && known.find(word).is_empty() {
                return wrong(
                    key("program"),
                    format!("'{word}' is no program tag that fedreg knows"),
                    "list the known ones: fedreg authorities",
                );
            }
            program_codes.extend(known.find(word).iter().map(|a| a.code.clone()));
        }
        let mut parties = Vec::new();
        for text in &rule.party {
            match Pattern::read(text) {
                Some(pattern) => parties.push(pattern),
                None => {
                    return wrong(
                        key("party"),
                        format!("'{text}' has no letter or digit, and would mean every party"),
                        "write a name, or a part of one with *",
                    );
                }
            }
        }
        for (name, values) in [
            ("family", &rule.family),
            ("agency", &rule.agency),
            ("country", &rule.country),
        ] {
            if values.iter().any(|value| fold_name(value).is_empty()) {
                return wrong(key(name), "one of its values is empty", "remove it");
            }
        }
        let of_records = !rule.authority.is_empty()
            || !rule.program.is_empty()
            || !rule.action.is_empty()
            || !rule.party.is_empty()
            || !rule.country.is_empty();
        if rule.needs_review == Some(true) && of_records {
            return wrong(
                key("needs_review"),
                "what a notice that needs review does, and to whom, is not known yet, so that \
                 authority, program, action, party and country cannot be asked of it",
                "keep only family, agency and stage beside it, or write two rules",
            );
        }
        if rule.when == Timing::Immediate {
            for (name, value) in [("at", &rule.at), ("quiet_hours", &rule.quiet_hours)] {
                if value.is_some() {
                    return wrong(
                        key(name),
                        "is for digests; an immediate alert never waits",
                        "remove it, or set when = \"daily\"",
                    );
                }
            }
        }
        let at = rule.at.as_deref().unwrap_or(DIGEST_AT);
        let Some(at) = time(at) else {
            return wrong(
                key("at"),
                format!("'{at}' is no time of day"),
                "write it as 08:00",
            );
        };
        let quiet = match &rule.quiet_hours {
            None => None,
            Some(text) => match text.split_once('-').map(|(a, b)| (time(a), time(b))) {
                Some((Some(from), Some(to))) if from != to => Some((from, to)),
                _ => {
                    return wrong(
                        key("quiet_hours"),
                        format!("'{text}' is no stretch of hours"),
                        "write it as 22:00-07:00",
                    );
                }
            },
        };
        Ok(Self {
            settings: rule.clone(),
            codes,
            program_codes,
            parties,
            at,
            quiet,
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// The channels it goes to.
    pub fn channels(&self) -> &[String] {
        &self.settings.channels
    }

    /// Whether it waits for others.
    pub fn timing(&self) -> Timing {
        self.settings.when
    }

    /// The first instant at which what is queued at `now` may be delivered.
    pub fn due_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        if self.settings.when == Timing::Immediate {
            return now;
        }
        let time = match self.quiet {
            Some((from, to)) if is_within(self.at, from, to) => to,
            _ => self.at,
        };
        let today = now.with_timezone(&New_York).date_naive();
        // A digest a week is sent on Mondays. Ten days hold one of each weekday, and an hour that
        // the clock skips in spring comes the day after.
        (0..10)
            .filter_map(|days| today.checked_add_days(Days::new(days)))
            .filter(|day| self.settings.when == Timing::Daily || day.weekday() == Weekday::Mon)
            .filter_map(|day| New_York.from_local_datetime(&day.and_time(time)).earliest())
            .map(|at| at.with_timezone(&Utc))
            .find(|at| *at > now)
            .unwrap_or(now)
    }

    /// Whether this news is what the rule asks for.
    pub fn wants(&self, news: &News) -> bool {
        if !self.makers().contains(&maker(news.cause)) {
            return false;
        }
        match &news.kind {
            NewsKind::NeedsReview { .. } => {
                self.settings.needs_review == Some(true)
                    && self.wants_document(&news.document, news.family.as_deref())
            }
            NewsKind::Withdrawal { version } => {
                self.settings.needs_review != Some(true)
                    && self.wants_document(&version.document, news.family.as_deref())
                    && self.wants_record(&version.record)
            }
            NewsKind::Record { version, before } => {
                let reviewed = version.verdict == Verdict::NeedsReview;
                if self.settings.needs_review.is_some_and(|wanted| wanted != reviewed)
                    // The reading itself is the news then, and is told with its residue.
                    || self.settings.needs_review == Some(true)
                {
                    return false;
                }
                if let Some(before) = before
                    && differences(&before.record, &version.record).is_empty()
                {
                    let published = before.document.stage == Stage::PublicInspection
                        && version.document.stage == Stage::Published;
                    if !(published && self.settings.on_publication) {
                        return false;
                    }
                }
                // What ceased to be what the rule asks for is asked for, too.
                let records = before.iter().map(|before| &before.record);
                self.wants_document(&version.document, news.family.as_deref())
                    && records
                        .chain([&version.record])
                        .any(|record| self.wants_record(record))
            }
        }
    }

    fn makers(&self) -> &[Maker] {
        self.settings
            .changed_by
            .as_deref()
            .unwrap_or(&[Maker::Government, Maker::Review])
    }

    fn wants_document(&self, document: &DocumentMetadata, family: Option<&str>) -> bool {
        let RuleSettings {
            stage,
            agency,
            family: families,
            ..
        } = &self.settings;
        let is_of = |words: &String| {
            let words = fold_name(words);
            document.agencies.iter().any(|agency| {
                agency.slug.as_deref().map(fold_name).as_ref() == Some(&words)
                    || fold_name(&agency.name).contains(&words)
            })
        };
        let is_family = |name: &String| family.is_some_and(|it| fold_name(it) == fold_name(name));
        (stage.is_empty() || stage.contains(&document.stage))
            && (agency.is_empty() || agency.iter().any(is_of))
            && (families.is_empty() || families.iter().any(is_family))
    }

    fn wants_record(&self, record: &Record) -> bool {
        let RuleSettings {
            action,
            program,
            country,
            ..
        } = &self.settings;
        let under =
            |codes: &BTreeSet<String>| record.authorities.iter().any(|a| codes.contains(&a.code));
        let tagged = || {
            let tags = &record.party.programs;
            program
                .iter()
                .any(|tag| tags.iter().any(|of| fold_name(of) == fold_name(tag)))
        };
        (self.codes.is_empty() || under(&self.codes))
            && (program.is_empty() || tagged() || under(&self.program_codes))
            && (action.is_empty() || action.contains(&record.action))
            && (self.parties.is_empty() || self.names(record))
            && (country.is_empty() || countries(record).any(|c| is_one_of(c, country)))
    }

    fn names(&self, record: &Record) -> bool {
        let party = &record.party;
        let mut names: Vec<&str> = vec![&party.name];
        names.extend(party.aliases.iter().map(|alias| alias.name.as_str()));
        if let Some(amendment) = &record.amendment {
            names.extend(amendment.aliases_added.iter().map(String::as_str));
            names.extend(amendment.aliases_removed.iter().map(String::as_str));
            names.extend(amendment.renamed_to.as_deref());
        }
        names.iter().any(|name| {
            let name = fold_name(name);
            self.parties.iter().any(|pattern| pattern.matches(&name))
        })
    }
}

/// Who made the difference.
pub(crate) fn maker(cause: Cause) -> Maker {
    match cause {
        Cause::Source | Cause::Correction => Maker::Government,
        Cause::Parser => Maker::Parser,
        Cause::Review => Maker::Review,
    }
}

fn countries(record: &Record) -> impl Iterator<Item = &String> {
    let party = &record.party;
    let addresses = party.addresses.iter().filter_map(|a| a.country.as_ref());
    party
        .countries
        .iter()
        .chain(&party.nationalities)
        .chain(&party.citizenships)
        .chain(addresses)
}

fn is_one_of(value: &str, words: &[String]) -> bool {
    words.iter().any(|word| fold_name(word) == fold_name(value))
}

fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M").ok()
}

/// Whether a time of day lies from `from` until just before `to`, perhaps over midnight.
fn is_within(at: NaiveTime, from: NaiveTime, to: NaiveTime) -> bool {
    if from < to {
        (from..to).contains(&at)
    } else {
        at >= from || at < to
    }
}

/// A name, folded, with gaps that anything fills.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern(Vec<String>);

impl Pattern {
    fn read(text: &str) -> Option<Self> {
        let pieces: Vec<String> = text.split('*').map(fold_name).collect();
        pieces
            .iter()
            .any(|piece| !piece.is_empty())
            .then_some(Self(pieces))
    }

    /// Whether a folded name is of this form.
    fn matches(&self, name: &str) -> bool {
        let Some(((first, last), middle)) = (match self.0.as_slice() {
            [whole] => return whole == name,
            [first, middle @ .., last] => Some(((first, last), middle)),
            [] => None,
        }) else {
            return false;
        };
        let Some(mut rest) = name.strip_prefix(first.as_str()) else {
            return false;
        };
        for piece in middle {
            let Some(at) = rest.find(piece.as_str()) else {
                return false;
            };
            rest = &rest[at + piece.len()..];
        }
        rest.ends_with(last.as_str())
    }
}

/// Checks that a channel has what its kind needs, and nothing else.
fn check_channel(index: usize, channel: &ChannelSettings) -> Result<(), RuleError> {
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
