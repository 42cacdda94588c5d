//! Small synthetic news, and settings written as a person writes them.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

pub(crate) mod http;
pub(crate) mod smtp;

use chrono::{DateTime, Utc};
use fedreg_alert::{AlertSettings, Delivered, Delivery, Rule, RuleBook, RuleError};
use fedreg_history::{Alerter as _, History, News, NewsKind, StoredAlert};
use fedreg_model::{
    Action, Agency, Alias, AliasQuality, Authorities, AuthorityCitation, Cause, DocumentMetadata,
    Effective, EffectiveBasis, Party, PartyKind, Quote, Record, RecordId, RecordVersion, Residue,
    Stage, Verdict,
};

/// The workspace's folder.
pub(crate) fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn now() -> DateTime<Utc> {
    at("2025-11-21T14:00:00Z")
}

pub(crate) fn settings(toml: &str) -> AlertSettings {
    toml::from_str(toml).unwrap()
}

pub(crate) fn rules(toml: &str) -> Result<Vec<Rule>, RuleError> {
    let known = include_str!("../../../../config/authorities.toml");
    Rule::all(&settings(toml), &Authorities::from_toml(known).unwrap())
}

pub(crate) fn book(rule: &str) -> RuleBook {
    let toml = format!(
        "[[channel]]\nname = 'out'\nkind = 'stdout'\n\
         [[rule]]\nname = 'r'\nchannels = ['out']\n{rule}"
    );
    RuleBook::new(rules(&toml).unwrap(), 14)
}

pub(crate) fn document(stage: Stage) -> DocumentMetadata {
    DocumentMetadata {
        document_number: Some("2025-20750".parse().unwrap()),
        publication_date: Some("2025-11-24".parse().unwrap()),
        stage,
        title: "Designation of Cartel de los Soles".into(),
        agencies: vec![Agency {
            name: "Department of State".into(),
            slug: Some("state-department".into()),
        }],
        citation: (stage == Stage::Published).then(|| "90 FR 53045".parse().unwrap()),
        html_url: Some("https://www.federalregister.gov/d/2025-20750".into()),
        ..DocumentMetadata::default()
    }
}

pub(crate) fn record(action: Action, name: &str, aliases: &[&str]) -> Record {
    let mut party = Party::named(name, PartyKind::Organization);
    party.aliases = aliases
        .iter()
        .map(|name| Alias {
            name: (*name).into(),
            quality: AliasQuality::Strong,
        })
        .collect();
    party.countries = vec!["Venezuela".into()];
    party.programs = vec!["SDGT".into()];
    Record {
        action,
        party,
        authorities: vec![AuthorityCitation {
            code: "INA-219".into(),
            citation: "8 U.S.C. 1189".into(),
            subsection: None,
        }],
        effective: Effective {
            date: Some("2025-11-24".parse().unwrap()),
            basis: EffectiveBasis::UponPublication,
            until: None,
        },
        amendment: None,
        signed_on: None,
        determined_on: None,
        signer: None,
        notice_number: None,
        ground: None,
        quote: Quote {
            start: 0,
            end: 19,
            text: "I hereby <designate>".into(),
        },
    }
}

pub(crate) fn version(stage: Stage, record: Record) -> Box<RecordVersion> {
    Box::new(RecordVersion {
        sequence: 9,
        record_id: RecordId("0123456789abcdef".into()),
        ordinal: 0,
        document: document(stage),
        record,
        parser_version: 1,
        verdict: Verdict::Designates,
        cause: Cause::Source,
        recorded_at: now(),
        superseded_at: None,
        superseded_by: None,
        superseded_cause: None,
    })
}

pub(crate) fn news(version: Box<RecordVersion>, before: Option<Box<RecordVersion>>) -> News {
    News {
        sequence: version.sequence,
        cause: version.cause,
        document: version.document.clone(),
        family: Some("state_fto".into()),
        kind: NewsKind::Record { version, before },
    }
}

pub(crate) fn designation(stage: Stage) -> News {
    let record = record(
        Action::Designation,
        "Cartel de los Soles",
        &["Cartel of the Suns"],
    );
    news(version(stage, record), None)
}

pub(crate) fn unread() -> News {
    News {
        kind: NewsKind::NeedsReview {
            reason: "an entry has no name".into(),
            residue: vec![Residue::new(3..8, "PEREZ", "an entry has no name")],
        },
        ..designation(Stage::Published)
    }
}

/// A history in whose outbox so many alerts wait for each channel.
pub(crate) fn outbox(toml: &str, alerts: usize) -> (AlertSettings, History) {
    let settings = settings(toml);
    let names: Vec<String> = settings.channel.iter().map(|c| c.name.clone()).collect();
    let with_rule = format!("{toml}\n[[rule]]\nname = 'r'\nchannels = {names:?}\n");
    let book = RuleBook::new(rules(&with_rule).unwrap(), 14);
    let mut history = History::in_memory().unwrap();
    for number in 0..alerts {
        let mut news = designation(Stage::Published);
        news.document.title = format!("Notice {number}");
        let queued = book.alerts(&[news], now());
        assert_eq!(history.queue_alerts(&queued, now()).unwrap(), names.len());
    }
    (settings, history)
}

/// Queues the alert of this news for these channels.
pub(crate) fn queue(history: &mut History, channels: &[&str], news: &News) {
    let names: Vec<String> = channels
        .iter()
        .map(|name| format!("[[channel]]\nname = '{name}'\nkind = 'stdout'\n"))
        .collect();
    let names = names.concat();
    let toml = format!("{names}[[rule]]\nname = 'r'\nchannels = {channels:?}\n");
    let alerts = RuleBook::new(rules(&toml).unwrap(), 14).alerts(std::slice::from_ref(news), now());
    assert_eq!(
        history.queue_alerts(&alerts, now()).unwrap(),
        channels.len()
    );
}

/// News whose every word tries to be something else than a word.
pub(crate) fn hostile() -> News {
    let mut record = record(
        Action::Designation,
        "<script>alert(1)</script>\r\nBcc: all@example.org",
        &["<img src=x onerror=alert(2)>", "Café “à côté” 東"],
    );
    record.quote.text = "\"><form action=//evil.example> & [click](https://evil.example) *bold* \
                         <!channel> <https://evil.example|here>"
        .into();
    let mut news = news(version(Stage::Published, record), None);
    let link = "https://www.federalregister.gov/d/2025-20750?a=1&b=\"><script>alert(3)</script>";
    news.document.html_url = Some("javascript:alert(4)".into());
    news.document.pdf_url = Some(link.into());
    news.document.title = "<b>Notice</b> ]]> \u{1}\u{202e}of & on".into();
    news
}

pub(crate) async fn deliver(
    settings: &AlertSettings,
    history: &mut History,
    at: DateTime<Utc>,
) -> Delivered {
    let print = |_: &str| Ok(());
    let delivery = Delivery {
        settings,
        now: &|| at,
        print: Some(&print),
    };
    delivery.run(history).await.unwrap()
}

pub(crate) fn of(history: &History, channel: &str) -> Vec<StoredAlert> {
    let all = history.alerts(false).unwrap();
    all.into_iter().filter(|a| a.channel == channel).collect()
}
