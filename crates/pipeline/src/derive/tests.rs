//! After every pass, the derived tables hold what all records, linked at once in memory, give.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use fedreg_history::{Derived, NewDocument, RecordFilter, Run, RunStart, SourceRef};
use fedreg_model::{
    Action, Alias, AliasQuality, Amendment, AuthorityCitation, Cause, DocumentMetadata,
    DocumentNumber, Effective, EffectiveBasis, FieldChange, Identifier, NoticeText, Parsed, Party,
    PartyKind, Quote, Record, Stage, TextFormat, Verdict,
};
use proptest::prelude::*;

use super::corrections::Group;
use super::*;

/// The tables as linking all records at once gives them, without parts.
fn at_once(history: &History, rules: &LinkRules) -> Derived {
    let printed = history.record_versions(&RecordFilter::default()).unwrap();
    let held: Vec<RecordVersion> = printed
        .iter()
        .filter(|v| v.superseded_at.is_none())
        .cloned()
        .collect();
    let mut now = fedreg_timeline::corrected(printed);
    now.retain(|version| version.superseded_at.is_none());
    let mut derived = rows::rows(&now, rules);
    for printed in &held {
        let read = now
            .iter()
            .find(|version| version.record_id == printed.record_id)
            .unwrap();
        derived.keys.extend(key_rows(read, printed.sequence, rules));
        if read.record != printed.record || read.sequence != printed.sequence {
            derived.corrected.push(fedreg_history::CorrectedRow {
                record_version: printed.sequence,
                correction: read.sequence,
                recorded_at: read.recorded_at,
                record: read.record.clone(),
            });
        }
    }
    derived
}

const NAMES: [&str; 9] = [
    "Alpha Front",
    "Beta Army",
    "Gamma Brigade",
    "Delta Party",
    "al-Epsilon",
    "El Epsilon",
    "ZETA",
    "Eta Group",
    "Iota",
];
const NUMBERS: [&str; 5] = ["2001-1", "2001-2", "2001-0003", "2001-4", "C1-2001-2"];

fn start() -> NaiveDate {
    "2001-01-01".parse().unwrap()
}

fn minute(minutes: i64) -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
}

fn cite(code: &str) -> AuthorityCitation {
    AuthorityCitation {
        code: code.to_owned(),
        citation: format!("section {code}"),
        subsection: None,
    }
}

fn names(at: &[usize]) -> Vec<String> {
    at.iter().map(|&at| NAMES[at].to_owned()).collect()
}

fn record(action: Action, name: &str, day: u64) -> Record {
    Record {
        action,
        party: Party::named(name.to_owned(), PartyKind::Organization),
        authorities: vec![cite("INA-219")],
        effective: Effective {
            date: Some(start() + Days::new(day)),
            basis: EffectiveBasis::Stated,
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
            end: 3,
            text: "the".to_owned(),
        },
    }
}

prop_compose! {
    fn act()(
        what in 0_u8..10,
        name in 0..NAMES.len(),
        others in prop::collection::vec(0..NAMES.len(), 0..3),
        under in 0_usize..4,
        day in 0_u64..2000,
        dated in prop::bool::weighted(0.95),
        kind in 0_u8..6,
        identifier in prop::option::weighted(0.25, 0_u8..3),
        corrects in 0..NUMBERS.len(),
    ) -> Record {
        let action = match what {
            0..=3 => Action::Designation,
            4 => Action::Amendment,
            5 => Action::Maintenance,
            6 => Action::Revocation,
            _ => Action::Correction,
        };
        let mut record = record(action, NAMES[name], day);
        if !dated {
            record.effective = Effective::none();
        }
        record.authorities = [&["INA-219"][..], &["EO-13224"], &["INA-219", "EO-13224"], &["EO-14059"]]
            [under].iter().map(|code| cite(code)).collect();
        record.party.kind = match kind {
            0 => PartyKind::Individual,
            1 => PartyKind::Unknown,
            _ => PartyKind::Organization,
        };
        if let Some(number) = identifier {
            let number = format!("R-0000{number}");
            record.party.identifiers.push(Identifier::new("Registration", number, None));
        }
        match action {
            Action::Amendment => record.amendment = Some(Amendment {
                aliases_added: names(&others),
                ..Amendment::default()
            }),
            Action::Correction => {
                let other = others.first().map_or(NAMES[0], |&at| NAMES[at]);
                let (field, before, after) = match what {
                    7 => ("name", NAMES[name].to_owned(), other.to_owned()),
                    8 => ("aliases", NAMES[name].to_owned(), other.to_owned()),
                    _ => ("effective.date", String::new(), (start() + Days::new(day)).to_string()),
                };
                record.amendment = Some(Amendment {
                    corrects: Some(NUMBERS[corrects].to_owned()),
                    corrected: vec![FieldChange {
                        field: field.to_owned(),
                        before: vec![before],
                        after: vec![after],
                    }],
                    ..Amendment::default()
                });
            }
            _ => record.party.aliases = names(&others).into_iter().map(|name| Alias {
                name,
                quality: AliasQuality::Strong,
            }).collect(),
        }
        record
    }
}

/// One thing that befalls a document.
#[derive(Debug, Clone)]
struct Step {
    number: usize,
    /// Published; else filed, to be published so many days later than is said then.
    filed: Option<u64>,
    cause: Cause,
    records: Vec<Record>,
    /// Whether the pass ends here.
    ends: bool,
    /// By which rules the pass is derived.
    rules: bool,
}

prop_compose! {
    fn step()(
        number in 0..NUMBERS.len(),
        filed in prop::option::weighted(0.25, 0_u64..3),
        cause in 0_u8..4,
        records in prop::collection::vec(act(), 0..4),
        ends in prop::bool::weighted(0.6),
        rules in prop::bool::weighted(0.2),
    ) -> Step {
        let cause = match cause {
            0 | 1 => Cause::Source,
            2 => Cause::Parser,
            _ => Cause::Review,
        };
        Step { number, filed, cause, records, ends, rules }
    }
}

/// Other linking rules than the built-in ones.
fn other_rules() -> LinkRules {
    LinkRules::from_toml(
        "[[same]]\nnames = ['Gamma Brigade', 'Iota']\nwhy = 'a person says so'\n\
         [[different]]\nnames = ['Alpha Front', 'Delta Party']\nwhy = 'a person says so'",
    )
    .unwrap()
}

fn begin(history: &mut History) -> Run {
    history
        .begin_run(RunStart {
            started_at: minute(0),
            command: "run".into(),
            source: "generated".into(),
            program_version: "0".into(),
        })
        .unwrap()
}

fn parsed(records: &[Record], parser_version: u32) -> Parsed {
    let (verdict, reason) = if records.is_empty() {
        (Verdict::NotADesignation, "it names nobody")
    } else {
        (Verdict::Designates, "it says so")
    };
    Parsed {
        verdict,
        reason: reason.into(),
        family: Some("generated".into()),
        records: records.to_vec(),
        residue: Vec::new(),
        parser_version,
    }
}

fn text() -> NoticeText {
    NoticeText {
        text: "the words".into(),
        blocks: Vec::new(),
        format: TextFormat::Xml,
        reader_version: 1,
        stated: DocumentMetadata::default(),
    }
}

fn append(history: &mut History, run: &mut Run, step: &Step, at: i64) {
    let metadata = DocumentMetadata {
        document_number: Some(DocumentNumber::new(NUMBERS[step.number]).unwrap()),
        publication_date: Some(start() + Days::new(step.filed.unwrap_or(0))),
        stage: if step.filed.is_some() {
            Stage::PublicInspection
        } else {
            Stage::Published
        },
        ..DocumentMetadata::default()
    };
    let held = history.document(&metadata.id().unwrap()).unwrap();
    if let (Some(held), true) = (held, step.cause != Cause::Source) {
        let parser = u32::try_from(at).unwrap() + 2;
        let parsed = parsed(&step.records, parser);
        history
            .append_reading(
                run,
                held.version.sequence,
                &text(),
                &parsed,
                step.cause,
                minute(at),
            )
            .unwrap();
        return;
    }
    let bytes = format!("the words, {at}").into_bytes();
    let sha256 = history.archive(&bytes, "generated", minute(at)).unwrap();
    let new = NewDocument {
        metadata: &metadata,
        raw_metadata: None,
        source: SourceRef {
            sha256,
            range: 0..bytes.len(),
            format: TextFormat::Xml,
            origin: "generated".into(),
        },
        observed_at: minute(at),
    };
    history
        .append(
            run,
            &new,
            &text(),
            &parsed(&step.records, 1),
            None,
            minute(at),
        )
        .unwrap();
}

fn designation(number: usize, name: &str, aliases: &[&str]) -> Step {
    let mut record = record(Action::Designation, name, 1);
    record.party.aliases = aliases
        .iter()
        .map(|name| Alias {
            name: (*name).to_owned(),
            quality: AliasQuality::Strong,
        })
        .collect();
    Step {
        number,
        filed: None,
        cause: Cause::Source,
        records: vec![record],
        ends: true,
        rules: false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_pass_leaves_what_all_records_at_once_give(
        steps in prop::collection::vec(step(), 1..14),
    ) {
        let mut history = History::in_memory().unwrap();
        let mut run = begin(&mut history);
        let rules = [LinkRules::default(), other_rules()];
        for (step, at) in steps.iter().zip(1..) {
            append(&mut history, &mut run, step, at);
            if step.ends || at == i64::try_from(steps.len()).unwrap() {
                let rules = &rules[usize::from(step.rules)];
                derive_if_stale(&mut history, rules).unwrap();
                let expected = at_once(&history, rules);
                prop_assert_eq!(history.derived_differences(&expected).unwrap(), vec![]);
                prop_assert_eq!(differences(&history, rules).unwrap(), vec![]);
            }
        }
        let rules = &rules[0];
        rederive(&mut history, rules).unwrap();
        let expected = at_once(&history, rules);
        prop_assert_eq!(history.derived_differences(&expected).unwrap(), vec![]);
    }
}

#[test]
fn a_pass_makes_anew_what_it_touches_and_nothing_else() {
    let mut history = History::in_memory().unwrap();
    let mut run = begin(&mut history);
    let rules = LinkRules::default();
    append(
        &mut history,
        &mut run,
        &designation(0, "Alpha Front", &[]),
        1,
    );
    append(&mut history, &mut run, &designation(1, "Beta Army", &[]), 2);
    derive_if_stale(&mut history, &rules).unwrap();

    // Altered from outside, both show whether they are made anew.
    let mut altered = at_once(&history, &rules);
    for entity in &mut altered.entities {
        entity.kind = "altered".to_owned();
    }
    let state = history.derived_state().unwrap().unwrap();
    history.replace_derived(state, &altered).unwrap();
    assert_eq!(differences(&history, &rules).unwrap().len(), 1);

    append(
        &mut history,
        &mut run,
        &designation(2, "Iota", &["Alpha Front"]),
        3,
    );
    assert!(derive_if_stale(&mut history, &rules).unwrap());
    assert!(!derive_if_stale(&mut history, &rules).unwrap());
    let mut expected = at_once(&history, &rules);
    assert_ne!(history.derived_differences(&expected).unwrap(), []);
    for entity in expected
        .entities
        .iter_mut()
        .filter(|e| e.name == "Beta Army")
    {
        entity.kind = "altered".to_owned();
    }
    assert_eq!(history.derived_differences(&expected).unwrap(), []);
}

#[test]
fn a_correction_found_later_and_withdrawn_again_leaves_no_trace() {
    let mut history = History::in_memory().unwrap();
    let mut run = begin(&mut history);
    let rules = LinkRules::default();
    let mut correction = designation(4, "Alpha Frnt", &[]);
    correction.records[0] = record(Action::Correction, "Alpha Frnt", 1);
    correction.records[0].amendment = Some(Amendment {
        corrects: Some("2001-3".to_owned()),
        corrected: vec![FieldChange {
            field: "name".to_owned(),
            before: vec!["Alpha Frnt".to_owned()],
            after: vec!["Alpha Front".to_owned()],
        }],
        ..Amendment::default()
    });
    append(
        &mut history,
        &mut run,
        &designation(0, "Alpha Front", &[]),
        1,
    );
    append(
        &mut history,
        &mut run,
        &designation(2, "Alpha Frnt", &[]),
        2,
    );
    derive_if_stale(&mut history, &rules).unwrap();
    let entities = |history: &History| at_once(history, &rules).entities.len();
    assert_eq!(entities(&history), 2);

    append(&mut history, &mut run, &correction, 3);
    derive_if_stale(&mut history, &rules).unwrap();
    assert_eq!(
        history
            .derived_differences(&at_once(&history, &rules))
            .unwrap(),
        []
    );
    assert_eq!(entities(&history), 1);
    let number = DocumentNumber::new("2001-03").unwrap();
    let corrections = history
        .current_records()
        .unwrap()
        .into_iter()
        .filter(|v| v.record.action == Action::Correction)
        .map(|v| v.record_id)
        .collect();
    // The record and the name under which the correction speaks of it.
    assert_eq!(
        Group::of(&history, &number, &corrections)
            .unwrap()
            .rows
            .len(),
        2
    );

    correction.records.clear();
    correction.cause = Cause::Review;
    append(&mut history, &mut run, &correction, 4);
    derive_if_stale(&mut history, &rules).unwrap();
    assert_eq!(
        history
            .derived_differences(&at_once(&history, &rules))
            .unwrap(),
        []
    );
    assert_eq!(entities(&history), 2);
}
