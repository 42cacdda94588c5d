//! Rules, checked and ready to be applied.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, Days, NaiveTime, TimeZone as _, Utc, Weekday};
use chrono_tz::America::New_York;
use fedreg_history::{News, NewsKind, Timing};
use fedreg_model::{Authorities, Cause, DocumentMetadata, Record, Verdict, fold_name};

use crate::check::{check_channel, check_failures};
use crate::failure::FailureKind;
use crate::pattern::{Pattern, patterns};
use crate::publication::{is_publication, is_same};
use crate::settings::{AlertSettings, Event, Maker, RuleSettings};

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

pub(crate) fn wrong<T>(
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
    countries: Vec<Pattern>,
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
        check_failures(&settings.failure)?;
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
        let parties = patterns(&rule.party, &key("party"))?;
        let countries = patterns(&rule.country, &key("country"))?;
        for (name, values) in [("family", &rule.family), ("agency", &rule.agency)] {
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
        if rule.event == Event::Failure {
            let of_documents = of_records
                || !rule.family.is_empty()
                || !rule.agency.is_empty()
                || !rule.stage.is_empty()
                || rule.needs_review.is_some()
                || rule.changed_by.is_some()
                || rule.on_publication;
            if of_documents {
                return wrong(
                    key("event"),
                    "\"failure\" is about no notice, so that of the keys only failure, when, at and \
                     quiet_hours can stand beside it",
                    "remove the others, or write two rules",
                );
            }
        } else if !rule.failure.is_empty() {
            return wrong(
                key("failure"),
                "is for rules about failures",
                "add event = \"failure\", or remove it",
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
            countries,
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

    /// Whether the rule asks for failures of this kind.
    pub fn wants_failure(&self, kind: FailureKind) -> bool {
        let kinds = &self.settings.failure;
        self.settings.event == Event::Failure && (kinds.is_empty() || kinds.contains(&kind))
    }

    /// Whether this news is what the rule asks for.
    pub fn wants(&self, news: &News) -> bool {
        if self.settings.event == Event::Failure {
            return false;
        }
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
                    && is_same(before, version)
                {
                    let published = is_publication(before, version);
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
            action, program, ..
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
            && (self.countries.is_empty()
                || countries(record).any(|country| {
                    let country = fold_name(country);
                    self.countries
                        .iter()
                        .any(|pattern| pattern.matches(&country))
                }))
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
