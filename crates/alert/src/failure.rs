//! Failures: what is told of them, to whom, and once each.

use chrono::{DateTime, SecondsFormat, Utc};
use fedreg_history::NewAlert;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::alert::{Alert, AlertKind, RuleBook, key};

/// What can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// A source does not answer, or not with all that is asked.
    SourceUnreachable,
    /// Documents that need review become more and more.
    ReviewQueue,
    /// An issue has documents, and no query found a candidate among them.
    NoDocuments,
    /// A query finds nothing for longer than it ever did.
    SilentQuery,
}

impl FailureKind {
    /// The word used in configuration and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SourceUnreachable => "source_unreachable",
            Self::ReviewQueue => "review_queue",
            Self::NoDocuments => "no_documents",
            Self::SilentQuery => "silent_query",
        }
    }
}

/// A failure that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failing {
    /// What fails.
    pub kind: FailureKind,
    /// The source, query or issue.
    pub about: String,
    /// Since when, UTC: with kind and `about` what tells one failure from another.
    pub since: DateTime<Utc>,
    /// What happened, as a sentence.
    pub what: String,
    /// What to do, as a sentence.
    pub next: String,
}

/// A failure that began, or ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureReport {
    /// The failure.
    #[serde(flatten)]
    pub failing: Failing,
    /// When it was over, UTC; `None` while it is under way.
    pub until: Option<DateTime<Utc>>,
}

impl RuleBook {
    /// What the rules for failures have to say. The same failure has the same keys, whenever it is
    /// told, so that it is queued once.
    pub fn failures(&self, reports: &[FailureReport], now: DateTime<Utc>) -> Vec<NewAlert> {
        let mut alerts: Vec<NewAlert> = Vec::new();
        for report in reports {
            let Failing {
                kind, about, since, ..
            } = &report.failing;
            for rule in self.rules().iter().filter(|rule| rule.wants_failure(*kind)) {
                let body = json!(Alert::of_failure(rule.name(), report));
                for channel in rule.channels() {
                    let alert = NewAlert {
                        key: key(&[
                            channel,
                            rule.name(),
                            kind.as_str(),
                            about,
                            &instant(*since),
                            if report.until.is_some() { "over" } else { "" },
                        ]),
                        rule: rule.name().to_owned(),
                        channel: channel.clone(),
                        timing: rule.timing(),
                        due_at: rule.due_at(now),
                        body: body.clone(),
                    };
                    // A channel may be named twice.
                    if !alerts.iter().any(|known| known.key == alert.key) {
                        alerts.push(alert);
                    }
                }
            }
        }
        alerts
    }
}

impl Alert {
    /// What one rule has to say of a failure.
    pub fn of_failure(rule: &str, report: &FailureReport) -> Self {
        let Failing {
            about, since, kind, ..
        } = &report.failing;
        let what = match kind {
            FailureKind::SourceUnreachable => format!("{about} cannot be read"),
            FailureKind::ReviewQueue => "the review queue grows".to_owned(),
            FailureKind::NoDocuments => format!("no candidate in {about}"),
            FailureKind::SilentQuery => format!("{about} finds nothing any more"),
        };
        let (kind, headline, marking) = match report.until {
            None => (
                AlertKind::Failure,
                format!("Failure: {what}"),
                format!("since {}", shown(*since)),
            ),
            Some(until) => (
                AlertKind::Recovered,
                format!("Over: {what}"),
                format!("from {} until {}", shown(*since), shown(until)),
            ),
        };
        Self {
            rule: rule.to_owned(),
            kind,
            headline,
            marking: Some(marking),
            changed_by: None,
            notice: None,
            items: Vec::new(),
            failure: Some(report.clone()),
        }
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// An instant for a person.
fn shown(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}
