//! Small synthetic news, and settings written as a person writes them.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

use chrono::{DateTime, Utc};
use fedreg_alert::{AlertSettings, Rule, RuleBook, RuleError};
use fedreg_history::{News, NewsKind};
use fedreg_model::{
    Action, Agency, Alias, AliasQuality, Authorities, AuthorityCitation, Cause, DocumentMetadata,
    Effective, EffectiveBasis, Party, PartyKind, Quote, Record, RecordId, RecordVersion, Residue,
    Stage, Verdict,
};

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
