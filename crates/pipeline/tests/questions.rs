//! Small answers are found by index, and are the answers that all records give.

#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use fedreg_history::{
    Derived, DerivedState, History, NewDocument, RecordFilter, Run, RunStart, Sha256, SourceRef,
};
use fedreg_model::{
    Action, Alias, AliasQuality, Amendment, AuthorityCitation, Block, Cause, DocumentMetadata,
    DocumentNumber, DocumentType, Effective, EffectiveBasis, FieldChange, Identifier, NoticeText,
    Parsed, Party, PartyKind, Quote, Record, RecordId, RecordVersion, Role, Stage, TextFormat,
    Verdict,
};
use fedreg_pipeline::{
    Clock, PassRequest, Settings, Silent, Source, derive_if_stale, rederive, run_pass,
};
use fedreg_timeline::{
    EntityId, EntityLinks, Filter, Known, LinkRules, Point, Questions, View, corrected, revisions,
};
use proptest::prelude::*;

const NAMES: &[&str] = &[
    "Alpha Front",
    "Beta Army",
    "AF",
    "al-Gamma Brigade",
    "El Gamma Brigade",
    "Ann Example",
    "Ruritania",
    "Alpha",
];
const CODES: &[&str] = &["INA-219", "EO-13224", "EO-14157"];

fn start() -> NaiveDate {
    "1999-01-01".parse().unwrap()
}

fn minute(minutes: usize) -> DateTime<Utc> {
    let noon: DateTime<Utc> = "2025-11-24T12:00:00Z".parse().unwrap();
    noon + TimeDelta::minutes(minutes.try_into().unwrap())
}

/// What one sentence of a notice says.
#[derive(Debug, Clone)]
struct Act {
    action: Action,
    name: usize,
    aliases: Vec<usize>,
    kind: PartyKind,
    codes: Vec<usize>,
    effective: Option<u64>,
    until: Option<u64>,
    identifier: Option<u8>,
    corrects: usize,
}

/// A notice as one source gives it.
#[derive(Debug, Clone)]
struct Notice {
    number: usize,
    stage: Stage,
    acts: Vec<Act>,
    parser: bool,
}

prop_compose! {
    fn act()(
        action in prop::sample::select(vec![
            Action::Designation, Action::Designation, Action::Redesignation, Action::Amendment,
            Action::Maintenance, Action::Revocation, Action::Removal, Action::Correction,
        ]),
        name in 0..NAMES.len(),
        aliases in prop::collection::vec(0..NAMES.len(), 0..3),
        kind in prop::sample::select(vec![
            PartyKind::Organization, PartyKind::Organization, PartyKind::Unknown,
            PartyKind::Individual, PartyKind::Country,
        ]),
        codes in prop::collection::vec(0..CODES.len(), 0..3),
        effective in prop::option::weighted(0.9, 0_u64..3000),
        until in prop::option::weighted(0.2, 0_u64..900),
        identifier in prop::option::weighted(0.2, 0_u8..3),
        corrects in 0_usize..8,
    ) -> Act {
        Act { action, name, aliases, kind, codes, effective, until, identifier, corrects }
    }
}

prop_compose! {
    fn notice()(
        number in 0_usize..8,
        filed in prop::bool::weighted(0.3),
        acts in prop::collection::vec(act(), 0..4),
        parser in prop::bool::weighted(0.2),
    ) -> Notice {
        let stage = if filed { Stage::PublicInspection } else { Stage::Published };
        Notice { number, stage, acts, parser }
    }
}

fn number(at: usize) -> String {
    format!("2025-{}", 100 + at)
}

impl Act {
    fn record(&self, quote: Quote) -> Record {
        let name = |at: &usize| NAMES[*at].to_owned();
        let mut party = Party::named(name(&self.name), self.kind);
        party.aliases = self
            .aliases
            .iter()
            .map(|at| Alias {
                name: name(at),
                quality: if at.is_multiple_of(3) {
                    AliasQuality::Weak
                } else {
                    AliasQuality::Strong
                },
            })
            .collect();
        let passport = |n: u8| Identifier::new("Passport", format!("A123456{n}"), None);
        party.identifiers = self.identifier.map(passport).into_iter().collect();
        let date = self.effective.map(|days| start() + Days::new(days));
        let change = |field: &str, before: Option<&usize>, after: String| FieldChange {
            field: field.to_owned(),
            before: before.map(name).into_iter().collect(),
            after: vec![after],
        };
        let amendment = match self.action {
            Action::Amendment => Some(Amendment {
                aliases_added: self.aliases.first().map(name).into_iter().collect(),
                aliases_removed: self.aliases.get(1).map(name).into_iter().collect(),
                renamed_to: self
                    .corrects
                    .is_multiple_of(3)
                    .then(|| name(&self.corrects)),
                ..Amendment::default()
            }),
            Action::Correction => Some(Amendment {
                corrects: Some(number(self.corrects)),
                corrected: match self.corrects % 3 {
                    0 => vec![change("name", Some(&self.name), name(&self.corrects))],
                    1 => vec![change(
                        "aliases",
                        self.aliases.first(),
                        name(&self.corrects),
                    )],
                    _ => {
                        let day = start() + Days::new(self.until.unwrap_or_default() * 3);
                        vec![change("effective.date", None, day.to_string())]
                    }
                },
                ..Amendment::default()
            }),
            _ => None,
        };
        Record {
            action: self.action,
            party,
            authorities: self
                .codes
                .iter()
                .map(|at| AuthorityCitation {
                    code: CODES[*at].into(),
                    citation: CODES[*at].into(),
                    subsection: None,
                })
                .collect(),
            effective: Effective {
                date,
                basis: date.map_or(EffectiveBasis::None, |_| EffectiveBasis::Stated),
                until: date.and_then(|date| Some(date + Days::new(self.until?))),
            },
            amendment,
            signed_on: None,
            determined_on: None,
            signer: None,
            notice_number: None,
            ground: None,
            quote,
        }
    }
}

impl Notice {
    fn append(&self, history: &mut History, run: &mut Run, turn: usize) {
        let title = format!("Notice {}", self.number);
        let mut text = title.clone();
        let mut blocks = vec![Block {
            role: Role::Subject,
            range: 0..text.len(),
            page: None,
            guessed: false,
        }];
        let mut records = Vec::new();
        for act in &self.acts {
            text.push('\n');
            let start = text.len();
            text = format!("{text}I hereby act, {act:?}.");
            let range = start..text.len();
            records.push(act.record(Quote {
                start,
                end: text.len(),
                text: text[range.clone()].to_owned(),
            }));
            blocks.push(Block {
                role: Role::Paragraph,
                range,
                page: None,
                guessed: false,
            });
        }
        let notice = NoticeText {
            text,
            blocks,
            format: TextFormat::Xml,
            reader_version: 1,
            stated: DocumentMetadata::default(),
        };
        let verdict = if records.is_empty() {
            Verdict::NotADesignation
        } else {
            Verdict::Designates
        };
        let parsed = Parsed {
            verdict,
            reason: "it says so".into(),
            family: None,
            records,
            residue: Vec::new(),
            parser_version: 1 + u32::from(self.parser),
        };
        let metadata = DocumentMetadata {
            document_number: DocumentNumber::new(&number(self.number)).ok(),
            publication_date: start().checked_add_days(Days::new(300 * self.number as u64)),
            stage: self.stage,
            document_type: DocumentType::Notice,
            title,
            ..DocumentMetadata::default()
        };
        let bytes = format!("{turn} {}", notice.text).into_bytes();
        let sha256 = history.archive(&bytes, "test", minute(turn)).unwrap();
        let new = NewDocument {
            metadata: &metadata,
            raw_metadata: None,
            source: SourceRef {
                sha256,
                range: 0..bytes.len(),
                format: TextFormat::Xml,
                origin: "test".into(),
            },
            observed_at: minute(turn),
        };
        let cause = self.parser.then_some(Cause::Parser);
        history
            .append(run, &new, &notice, &parsed, cause, minute(turn))
            .unwrap();
    }
}

fn history_of(notices: &[Notice]) -> History {
    let mut history = History::in_memory().unwrap();
    let mut run = history
        .begin_run(RunStart {
            started_at: minute(0),
            command: "test".into(),
            source: "test".into(),
            program_version: "0".into(),
        })
        .unwrap();
    for (turn, notice) in notices.iter().enumerate() {
        notice.append(&mut history, &mut run, turn);
    }
    history
}

/// Asks everything both ways.
fn check(
    history: &History,
    rules: &LinkRules,
    texts: &[&str],
    days: &[NaiveDate],
    filters: &[Filter],
) {
    let printed = history.record_versions(&RecordFilter::default()).unwrap();
    let versions = corrected(printed);
    let questions = Questions::new(history, rules);
    for filter in filters {
        let view = View::build(
            &versions,
            rules,
            Known::Now,
            filter.include_public_inspection,
        );
        for &day in days {
            let point = Point::on(day);
            assert_eq!(
                questions.as_of(point, filter).unwrap(),
                view.as_of(point, filter),
                "{day} {filter:?}"
            );
        }
        for pair in days.windows(2) {
            let (from, to) = (Point::on(pair[0]), Point::on(pair[1]));
            assert_eq!(
                questions.diff(from, to, filter).unwrap(),
                view.diff(from, to, filter),
                "{pair:?} {filter:?}"
            );
        }
        let point = Point::on(days[0]);
        for text in texts {
            let found = questions.find(text, point, filter).unwrap();
            assert_eq!(found, view.find(text, days[0], filter), "{text} {filter:?}");
            let searched = questions.search(text, Known::Now, filter).unwrap();
            assert_eq!(searched, view.search(text, filter), "{text} {filter:?}");
        }
        for (entity, _) in view.entities() {
            let found = questions.timeline(&entity.id, point, filter).unwrap();
            assert!(found.is_some());
            assert_eq!(found, view.timeline(&entity.id, days[0], filter));
            let by_id = questions.find(&entity.id.0, point, filter).unwrap();
            assert_eq!(by_id, view.find(&entity.id.0, days[0], filter));
        }
        let nobody = EntityId("0123456789abcdef".to_owned());
        assert_eq!(questions.timeline(&nobody, point, filter).unwrap(), None);
    }
    let current: Vec<&RecordVersion> = versions
        .iter()
        .filter(|version| version.superseded_at.is_none())
        .collect();
    let links = EntityLinks::build(&current, rules);
    for pair in texts.windows(2) {
        let explained = questions.explain(pair[0], pair[1]).unwrap();
        assert_eq!(explained, links.explain(pair[0], pair[1]), "{pair:?}");
    }
    let ids: Vec<RecordId> = current.iter().map(|v| v.record_id.clone()).collect();
    let held: Vec<RecordVersion> = current.into_iter().cloned().collect();
    assert_eq!(questions.records(&ids).unwrap(), held);
    let records: BTreeSet<&RecordId> = versions.iter().map(|v| &v.record_id).collect();
    for record in records {
        let known = Known::Now;
        let told = questions
            .revisions(std::slice::from_ref(record), known)
            .unwrap();
        assert_eq!(
            told[record],
            revisions(&versions, record, known),
            "{record}"
        );
    }
}

fn filters() -> Vec<Filter> {
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    let mut filters = Vec::new();
    for include_public_inspection in [false, true] {
        for authorities in [&[][..], &[CODES[0]], &[CODES[0], CODES[1]], &["EO-1"]] {
            filters.push(Filter {
                authorities: codes(authorities),
                include_public_inspection,
            });
        }
    }
    filters
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn small_answers_are_those_that_all_records_give(
        notices in prop::collection::vec(notice(), 1..14),
        days in prop::collection::vec(0_u64..4000, 3),
    ) {
        let mut history = history_of(&notices);
        let rules = LinkRules::from_toml(
            "[[same]]\nnames = ['Beta Army', 'Ruritania']\nwhy = 'a person says so'",
        ).unwrap();
        derive_if_stale(&mut history, &rules).unwrap();
        prop_assert!(Questions::new(&history, &rules).is_current().unwrap());
        let days: Vec<NaiveDate> = days.iter().map(|n| start() + Days::new(*n)).collect();
        let mut texts = NAMES.to_vec();
        texts.extend(["pha", "a", "gamma", "a br", "nobody", "", "'\" OR \""]);
        check(&history, &rules, &texts, &days, &filters());
    }
}

#[test]
fn of_what_is_not_derived_yet_all_records_tell() {
    let act = |name| Act {
        action: Action::Designation,
        name,
        aliases: Vec::new(),
        kind: PartyKind::Organization,
        codes: vec![1],
        effective: Some(10),
        until: None,
        identifier: None,
        corrects: 1,
    };
    let notice = |number, name| Notice {
        number,
        stage: Stage::Published,
        acts: vec![act(name)],
        parser: false,
    };
    let rules = LinkRules::default();
    let mut history = history_of(&[notice(0, 0), notice(1, 1)]);
    let days = [start(), start() + Days::new(20)];
    let asked = |history: &History, current| {
        assert_eq!(
            Questions::new(history, &rules).is_current().unwrap(),
            current
        );
        check(history, &rules, &NAMES[..2], &days, &filters());
    };
    asked(&history, false);
    rederive(&mut history, &rules).unwrap();
    asked(&history, true);
    // By other rules of linking, what was derived says nothing.
    let other = LinkRules::from_toml("[[same]]\nnames = ['Beta Army', 'AF']\nwhy = 'so'").unwrap();
    assert!(!Questions::new(&history, &other).is_current().unwrap());
    // What is derived is what answers: with nothing in it, nobody is listed.
    let state = history.derived_state().unwrap().unwrap();
    history.replace_derived(state, &Derived::default()).unwrap();
    let list = |history: &History| {
        let point = Point::on(days[1]);
        let questions = Questions::new(history, &rules);
        questions
            .as_of(point, &Filter::default())
            .unwrap()
            .standings
            .len()
    };
    assert_eq!(list(&history), 0);
    let older = DerivedState {
        entities_sha256: Sha256::of(b"others"),
        ..state
    };
    history.replace_derived(older, &Derived::default()).unwrap();
    assert_eq!(list(&history), 2);
}

#[test]
fn the_notices_of_the_fixtures_give_the_same_answers_both_ways() {
    let register = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/register");
    let mut history = History::in_memory().unwrap();
    let settings = Settings::built_in().unwrap();
    let request = PassRequest {
        source: Source::read(register.to_str().unwrap()).unwrap(),
        from: None,
        to: None,
    };
    let clock = Clock::pinned("2026-02-02T12:00:00Z").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime
        .block_on(run_pass(&mut history, &settings, clock, &request, &Silent))
        .unwrap();
    let rules = &settings.links;
    assert!(Questions::new(&history, rules).is_current().unwrap());
    let names: Vec<String> = history
        .current_records()
        .unwrap()
        .into_iter()
        .map(|version| version.record.party.name)
        .collect();
    assert!(names.len() > 100, "{}", names.len());
    let texts: Vec<&str> = names.iter().step_by(7).map(String::as_str).collect();
    let days: Vec<NaiveDate> = (0..10)
        .map(|n| start() + Days::new(n * 1_100))
        .chain(["2025-11-23".parse().unwrap(), "2025-11-24".parse().unwrap()])
        .collect();
    let filed = Filter {
        include_public_inspection: true,
        ..Filter::default()
    };
    let filters = [Filter::default(), Filter::authority("INA-219"), filed];
    check(&history, rules, &texts, &days, &filters);
}
