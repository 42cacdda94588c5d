//! What an alert says: what is new in one notice, and only that.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use fedreg_history::{Alerter, NewAlert, News, NewsKind};
use fedreg_model::{DocumentId, DocumentMetadata, FieldChange, Record, RecordVersion, Stage};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::failure::FailureReport;
use crate::publication::{differences, is_publication, is_same, joined};
use crate::rules::{Rule, maker};
use crate::settings::Maker;

/// What kind of alert it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// A notice on public inspection, filed and not yet published.
    Filed,
    /// A published notice.
    Published,
    /// A notice that was published otherwise than it was filed.
    ChangedAtPublication,
    /// A notice that was published as it was filed.
    PublishedAsFiled,
    /// Something known of a notice is otherwise now.
    Changed,
    /// A notice was withdrawn from public inspection.
    Withdrawn,
    /// A notice that a person must look at.
    NeedsReview,
    /// Something does not work.
    Failure,
    /// It works again.
    Recovered,
    /// A trial of a channel.
    Test,
}

impl AlertKind {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Published => "published",
            Self::ChangedAtPublication => "changed_at_publication",
            Self::PublishedAsFiled => "published_as_filed",
            Self::Changed => "changed",
            Self::Withdrawn => "withdrawn",
            Self::NeedsReview => "needs_review",
            Self::Failure => "failure",
            Self::Recovered => "recovered",
            Self::Test => "test",
        }
    }
}

/// The notice an alert is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its number, as printed.
    pub document_number: Option<String>,
    /// Its publication date, Eastern; expected, while it is on public inspection.
    pub publication_date: Option<NaiveDate>,
    /// Where it stands.
    pub stage: Stage,
    /// Its title.
    pub title: String,
    /// The names of its agencies.
    pub agencies: Vec<String>,
    /// Its citation, once it has pages.
    pub citation: Option<String>,
    /// When it was filed, UTC.
    pub filed_at: Option<DateTime<Utc>>,
    /// Its page at the Federal Register.
    pub html_url: Option<String>,
    /// Its facsimile.
    pub pdf_url: Option<String>,
}

impl Notice {
    fn of(document: &DocumentMetadata) -> Self {
        Self {
            document_number: document.document_number.as_ref().map(ToString::to_string),
            publication_date: document.publication_date,
            stage: document.stage,
            title: document.title.clone(),
            agencies: document.agencies.iter().map(|a| a.name.clone()).collect(),
            citation: document.citation.as_ref().map(ToString::to_string),
            filed_at: document.filed_at,
            html_url: document.html_url.clone(),
            pdf_url: document.pdf_url.clone(),
        }
    }
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// It was not known before.
    New,
    /// It was known otherwise.
    Changed,
    /// It was known so, of a notice that stood elsewhere.
    Same,
    /// It is known no longer.
    Withdrawn,
    /// It could not be read.
    Unread,
}

/// One thing an alert says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What became of the record.
    pub is: ItemKind,
    /// What the notice does; empty for what could not be read.
    pub action: String,
    /// To whom, as printed.
    pub name: String,
    /// Under which authorities: codes.
    pub authorities: Vec<String>,
    /// From when.
    pub effective_date: Option<NaiveDate>,
    /// On what that date rests.
    pub effective_basis: String,
    /// Until when, if stated.
    pub until: Option<NaiveDate>,
    /// The names the party has from this notice on and had not before.
    pub aliases_added: Vec<String>,
    /// The names it loses.
    pub aliases_removed: Vec<String>,
    /// Its new primary name.
    pub renamed_to: Option<String>,
    /// What is otherwise: against the entry that the notice changes, and against what was known.
    pub changes: Vec<FieldChange>,
    /// The words of the notice that say so; for what could not be read, the text.
    pub quote: String,
    /// Why it could not be read.
    pub why: Option<String>,
    /// The record, as `fedreg explain` takes it.
    pub record_id: Option<String>,
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// The rule that asked for it.
    pub rule: String,
    /// What kind of alert it is.
    pub kind: AlertKind,
    /// It in a line.
    pub headline: String,
    /// What a reader must know of the notice's standing, such as that it is not published yet.
    pub marking: Option<String>,
    /// Who made the difference, where a notice is told of.
    pub changed_by: Option<Maker>,
    /// The notice.
    pub notice: Option<Notice>,
    /// What is new.
    pub items: Vec<Item>,
    /// What does not work, or works again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureReport>,
}

/// Applies rules to what is appended.
#[derive(Debug, Clone)]
pub struct RuleBook {
    rules: Vec<Rule>,
    oldest_days: u32,
    read_through: Option<NaiveDate>,
}

impl RuleBook {
    /// The rules, and the age in days beyond which a notice raises no alert.
    pub fn new(rules: Vec<Rule>, oldest_days: u32) -> Self {
        Self {
            rules,
            oldest_days,
            read_through: None,
        }
    }

    /// The same rules for notices of any age, to try them on a history.
    #[must_use]
    pub fn any_age(mut self) -> Self {
        self.oldest_days = u32::MAX;
        self
    }

    /// The same rules for a source that was read through this day: what was published after it is
    /// news, however long ago that is.
    #[must_use]
    pub fn read_through(mut self, day: Option<NaiveDate>) -> Self {
        self.read_through = day;
        self
    }

    /// The rules.
    pub(crate) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Whether it has no rule.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    fn is_recent(&self, news: &News, now: DateTime<Utc>) -> bool {
        let oldest = now
            .date_naive()
            .checked_sub_days(Days::new(u64::from(self.oldest_days)));
        match (news.document.publication_date, oldest) {
            (Some(day), Some(oldest)) => {
                day >= oldest || self.read_through.is_some_and(|read| day > read)
            }
            _ => true,
        }
    }
}

impl Alerter for RuleBook {
    fn alerts(&self, news: &[News], now: DateTime<Utc>) -> Vec<NewAlert> {
        let recent: Vec<&News> = news.iter().filter(|n| self.is_recent(n, now)).collect();
        let recent = joined(&recent);
        let mut documents: Vec<DocumentId> = Vec::new();
        for id in recent.iter().filter_map(|news| news.document.id()) {
            if !documents.contains(&id) {
                documents.push(id);
            }
        }
        let mut alerts = Vec::new();
        for id in &documents {
            for rule in &self.rules {
                let wanted: Vec<&News> = recent
                    .iter()
                    .filter(|news| news.document.id().as_ref() == Some(id) && rule.wants(news))
                    .collect();
                let Some(alert) = Alert::of(rule.name(), &wanted) else {
                    continue;
                };
                let body = json!(alert);
                let mut sent = BTreeSet::new();
                for channel in rule.channels() {
                    if sent.insert(channel) {
                        alerts.push(NewAlert {
                            key: key(&[channel, &body.to_string()]),
                            rule: rule.name().to_owned(),
                            channel: channel.clone(),
                            timing: rule.timing(),
                            due_at: rule.due_at(now),
                            body: body.clone(),
                        });
                    }
                }
            }
        }
        alerts
    }
}

/// A key made of content: 32 hexadecimal digits.
pub(crate) fn key(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex::encode(&hasher.finalize()[..16])
}

impl Alert {
    /// What one rule has to say of one document; `None` if there is nothing to say.
    pub fn of(rule: &str, news: &[&News]) -> Option<Self> {
        let first = news.first()?;
        let document = &first.document;
        let kind = kind(news);
        let items: Vec<Item> = news.iter().flat_map(|news| items(news)).collect();
        let by = if news.iter().any(|n| maker(n.cause) == Maker::Government) {
            Maker::Government
        } else {
            maker(first.cause)
        };
        Some(Self {
            rule: rule.to_owned(),
            kind,
            headline: headline(kind, document, &items),
            marking: marking(kind, document, by),
            changed_by: Some(by),
            notice: Some(Notice::of(document)),
            items,
            failure: None,
        })
    }

    /// An alert that only tries a channel.
    pub fn test(channel: &str) -> Self {
        Self {
            rule: "test".to_owned(),
            kind: AlertKind::Test,
            headline: format!("Test of the channel {channel}: alerts arrive here"),
            marking: Some("a test; nothing happened".to_owned()),
            changed_by: None,
            notice: None,
            items: Vec::new(),
            failure: None,
        }
    }
}

fn kind(news: &[&News]) -> AlertKind {
    let mut kinds = news.iter().map(|news| match &news.kind {
        NewsKind::Record { version, before } => {
            let stage = version.document.stage;
            match before {
                None if stage == Stage::PublicInspection => AlertKind::Filed,
                None => AlertKind::Published,
                Some(before) => {
                    let published = is_publication(before, version);
                    match (published, is_same(before, version)) {
                        (true, true) => AlertKind::PublishedAsFiled,
                        (true, false) => AlertKind::ChangedAtPublication,
                        (false, _) => AlertKind::Changed,
                    }
                }
            }
        }
        // A record that goes while its document stays is a change of what the document says.
        NewsKind::Withdrawal { .. } if news.document.withdrawn => AlertKind::Withdrawn,
        NewsKind::Withdrawal { version } => match (version.document.stage, news.document.stage) {
            (Stage::PublicInspection, Stage::Published) => AlertKind::ChangedAtPublication,
            _ => AlertKind::Changed,
        },
        NewsKind::NeedsReview { .. } => AlertKind::NeedsReview,
    });
    let first = kinds.next().unwrap_or(AlertKind::Changed);
    kinds.fold(first, |all, one| match (all, one) {
        (a, b) if a == b => a,
        (AlertKind::ChangedAtPublication, _) | (_, AlertKind::ChangedAtPublication) => {
            AlertKind::ChangedAtPublication
        }
        (AlertKind::PublishedAsFiled, AlertKind::Published)
        | (AlertKind::Published, AlertKind::PublishedAsFiled) => AlertKind::ChangedAtPublication,
        (AlertKind::NeedsReview, other) | (other, AlertKind::NeedsReview) => other,
        _ => AlertKind::Changed,
    })
}

fn marking(kind: AlertKind, document: &DocumentMetadata, by: Maker) -> Option<String> {
    let standing = match kind {
        AlertKind::Withdrawn => Some("withdrawn from public inspection".to_owned()),
        AlertKind::ChangedAtPublication => Some("published otherwise than it was filed".to_owned()),
        AlertKind::PublishedAsFiled => Some("published as it was filed".to_owned()),
        _ if document.stage == Stage::PublicInspection => {
            let day = match document.publication_date {
                Some(day) => format!("expected on {day}"),
                None => "no publication date stated".to_owned(),
            };
            Some(format!("filed, not yet published, {day}"))
        }
        _ => None,
    };
    let reader = match by {
        Maker::Government => None,
        Maker::Parser => Some("read anew by a newer parser; the notice is the same"),
        Maker::Review => Some("by a person's review; the notice is the same"),
    };
    match (standing, reader) {
        (Some(standing), Some(reader)) => Some(format!("{standing}; {reader}")),
        (standing, reader) => standing.or_else(|| reader.map(str::to_owned)),
    }
}

fn headline(kind: AlertKind, document: &DocumentMetadata, items: &[Item]) -> String {
    let title = || {
        if document.title.is_empty() {
            document
                .document_number
                .as_ref()
                .map_or_else(|| "a notice".to_owned(), ToString::to_string)
        } else {
            document.title.clone()
        }
    };
    let what = match items {
        [] => title(),
        [one] if one.name.is_empty() => title(),
        [one] => format!("{} of {}", capital(&one.action), one.name),
        [one, rest @ ..] => {
            let same = rest.iter().all(|item| item.action == one.action);
            let action = if same { &one.action } else { "act" };
            format!(
                "{} of {} and {} more",
                capital(action),
                one.name,
                rest.len()
            )
        }
    };
    match kind {
        AlertKind::Filed => format!("Filed: {what}"),
        AlertKind::Withdrawn => format!("Withdrawn: {what}"),
        AlertKind::ChangedAtPublication => format!("Published, changed: {what}"),
        AlertKind::PublishedAsFiled => format!("Published as filed: {what}"),
        AlertKind::Changed => format!("Changed: {what}"),
        AlertKind::NeedsReview => format!("Needs review: {}", title()),
        AlertKind::Published | AlertKind::Failure | AlertKind::Recovered | AlertKind::Test => what,
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn items(news: &News) -> Vec<Item> {
    match &news.kind {
        NewsKind::Record { version, before } => {
            vec![item(version, before.as_deref())]
        }
        NewsKind::Withdrawal { version } => vec![Item {
            is: ItemKind::Withdrawn,
            aliases_added: Vec::new(),
            changes: Vec::new(),
            ..item(version, None)
        }],
        NewsKind::NeedsReview { reason, residue } => {
            let unread = |quote: String, why: String| Item {
                is: ItemKind::Unread,
                action: String::new(),
                name: String::new(),
                authorities: Vec::new(),
                effective_date: None,
                effective_basis: String::new(),
                until: None,
                aliases_added: Vec::new(),
                aliases_removed: Vec::new(),
                renamed_to: None,
                changes: Vec::new(),
                quote,
                why: Some(why),
                record_id: None,
            };
            if residue.is_empty() {
                return vec![unread(String::new(), reason.clone())];
            }
            residue
                .iter()
                .map(|residue| unread(residue.text.clone(), residue.why.clone()))
                .collect()
        }
    }
}

fn item(version: &RecordVersion, before: Option<&RecordVersion>) -> Item {
    let record = &version.record;
    let mut amendment = record.amendment.clone().unwrap_or_default();
    let (is, aliases_added, changes) = match before {
        None if record.amendment.is_some() => {
            let mut changes = amendment.corrected.clone();
            if let Some(before) = &amendment.before {
                changes.extend(before.changes(&record.party));
            }
            changes.extend(lists(
                "addresses",
                &amendment.addresses_removed,
                &amendment.addresses_added,
            ));
            (ItemKind::New, amendment.aliases_added.clone(), changes)
        }
        None => {
            let aliases = record.party.aliases.iter();
            let aliases = aliases.map(|alias| alias.name.clone()).collect();
            (ItemKind::New, aliases, Vec::new())
        }
        Some(before) if is_same(before, version) => (ItemKind::Same, Vec::new(), Vec::new()),
        Some(before) => {
            let added = names_only_in(record, &before.record);
            let removed = names_only_in(&before.record, record);
            let mut changes = differences(before, version);
            // The same, unless what kind of name it is changed, too.
            changes.retain(|change| {
                change.field != "aliases" || change.after != added || change.before != removed
            });
            amendment.aliases_removed = removed;
            (ItemKind::Changed, added, changes)
        }
    };
    Item {
        is,
        action: record.action.to_string(),
        name: record.party.name.clone(),
        authorities: record.authorities.iter().map(|a| a.code.clone()).collect(),
        effective_date: record.effective.date,
        effective_basis: record.effective.basis.to_string(),
        until: record.effective.until,
        aliases_added,
        aliases_removed: match is {
            ItemKind::New | ItemKind::Changed => amendment.aliases_removed,
            _ => Vec::new(),
        },
        renamed_to: amendment.renamed_to.filter(|_| is == ItemKind::New),
        changes,
        quote: record.quote.text.clone(),
        why: None,
        record_id: Some(version.record_id.to_string()),
    }
}

/// The names that one record's party has and the other's has not.
fn names_only_in(one: &Record, other: &Record) -> Vec<String> {
    let names = one.party.aliases.iter().map(|alias| &alias.name);
    let known = |name: &String| other.party.aliases.iter().any(|a| a.name == *name);
    names.filter(|name| !known(name)).cloned().collect()
}

/// The change of a list, unless there is none.
fn lists(field: &str, before: &[String], after: &[String]) -> Option<FieldChange> {
    (!before.is_empty() || !after.is_empty()).then(|| FieldChange {
        field: field.to_owned(),
        before: before.to_vec(),
        after: after.to_vec(),
    })
}
