//! Any order or partition of the same documents gives the same current view.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use common::{Notice, head, history_of, minute, run};
use fedreg_history::{DocumentFilter, History};
use fedreg_model::{Action, RecordVersion, Stage, TextFormat};
use proptest::prelude::*;

/// A version of one of a few documents, so that versions of one meet often.
fn notice() -> impl Strategy<Value = Notice> {
    (
        0..4_usize,
        prop::sample::select(vec!["2025-11-20", "2025-11-24", "2025-12-01", "2035-11-24"]),
        any::<bool>(),
        prop::sample::select(vec![TextFormat::Xml, TextFormat::Html, TextFormat::Txt]),
        prop::collection::vec(
            (0..3_usize, prop::sample::select(vec!["A", "B", "C", "D"])),
            0..4,
        ),
        (
            any::<bool>(),
            any::<bool>(),
            0..3_i64,
            0..3_u32,
            any::<bool>(),
        ),
    )
        .prop_map(|(number, date, published, format, acts, rest)| {
            let (described, padded, observed, salt, residue) = rest;
            let number = if padded {
                format!("2025-0{number}75")
            } else {
                format!("2025-{number}75")
            };
            let mut notice = Notice::new(&number, date, &[]);
            notice.stage = if published {
                Stage::Published
            } else {
                Stage::PublicInspection
            };
            notice.format = format;
            notice.acts = acts
                .into_iter()
                .map(|(action, name)| {
                    let action =
                        [Action::Designation, Action::Amendment, Action::Revocation][action];
                    (action, name.to_owned())
                })
                .collect();
            notice.raw = described.then(|| r#"{"type":"Notice"}"#.to_owned());
            notice.observed = minute(observed);
            // Parsers are pure: another verdict comes from other bytes.
            notice.residue = residue;
            notice.salt = format!("{salt} {residue}");
            // One address shows one content at a time.
            notice.origin = format!("{}/{:?} {:?}", notice.origin, notice.bytes(), notice.raw);
            notice
        })
}

/// What a reader sees of the current records, without instants and positions.
fn view(history: &History) -> Vec<String> {
    let mut view: Vec<String> = history
        .current_records()
        .unwrap()
        .into_iter()
        .map(
            |RecordVersion {
                 record_id,
                 document,
                 record,
                 parser_version,
                 verdict,
                 ..
             }| {
                format!("{record_id} {document:?} {record:?} {parser_version} {verdict:?}")
            },
        )
        .collect();
    view.sort();
    view
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_does_not_matter(
        (notices, shuffled) in prop::collection::vec(notice(), 1..9)
            .prop_flat_map(|notices| (Just(notices.clone()), Just(notices).prop_shuffle())),
    ) {
        let one = history_of(&notices);
        let other = history_of(&shuffled);
        prop_assert_eq!(view(&one), view(&other));
        prop_assert_eq!(one.digest().unwrap(), other.digest().unwrap());
        for history in [&one, &other] {
            let report = history.verify(None, &mut |_, _| {}).unwrap();
            prop_assert!(report.is_sound(), "{:?}", report.problems);
        }
    }

    #[test]
    fn running_twice_changes_nothing(notices in prop::collection::vec(notice(), 1..9)) {
        let mut history = history_of(&notices);
        let before = head(&history);
        let mut run = run(&mut history);
        for (index, notice) in notices.iter().enumerate() {
            let mut again = notice.clone();
            again.observed = minute(1000);
            let now = minute(1000 + i64::try_from(index).unwrap());
            prop_assert!(again.append(&mut history, &mut run, now).is_empty());
        }
        prop_assert_eq!(head(&history), before);
        prop_assert_eq!(run.sequence(), None);
    }

    /// What was known at each instant, told by the versions, is what was current then.
    #[test]
    fn the_past_stays_as_it_was_known(notices in prop::collection::vec(notice(), 1..7)) {
        let mut history = History::in_memory().unwrap();
        let mut run = run(&mut history);
        let mut known = Vec::new();
        for (index, notice) in notices.iter().enumerate() {
            let now = minute(10 + i64::try_from(index).unwrap());
            notice.append(&mut history, &mut run, now);
            let mut names: Vec<String> =
                history.current_records().unwrap().iter().map(|v| v.record_id.0.clone()).collect();
            names.sort();
            known.push((now, names));
        }
        let versions = history.record_versions(&fedreg_history::RecordFilter::default()).unwrap();
        for (at, names) in known {
            let mut told: Vec<String> = versions
                .iter()
                .filter(|v| v.recorded_at <= at && v.superseded_at.is_none_or(|end| end > at))
                .map(|v| v.record_id.0.clone())
                .collect();
            told.sort();
            prop_assert_eq!(told, names);
        }
    }
}

/// One bit of content more, and the digest tells.
#[test]
fn different_content_has_a_different_digest() {
    let base = Notice::new("2025-20750", "2025-11-24", &["A"]);
    let mut digests = std::collections::BTreeSet::new();
    let changes: [fn(&mut Notice); 7] = [
        |_| {},
        |n| n.salt = "x".into(),
        |n| n.title = "x".into(),
        |n| n.acts[0].1 = "B".into(),
        |n| n.aliases.push("x".into()),
        |n| n.residue = true,
        |n| n.acts.clear(),
    ];
    for change in changes {
        let mut notice = base.clone();
        change(&mut notice);
        assert!(digests.insert(history_of([&notice]).digest().unwrap()));
    }
    // Where and when it came from does not count, nor which parser came to the same.
    let mut same = base.clone();
    same.origin = "elsewhere".into();
    same.observed = minute(77);
    same.parser = 9;
    same.reader = 9;
    assert!(digests.contains(&history_of([&same]).digest().unwrap()));
}

/// A better parser reads every document anew, in whatever order and from whatever version.
#[test]
fn reparsing_ends_where_parsing_with_the_better_parser_would_have() {
    let notices: Vec<Notice> = (0..5)
        .map(|index| Notice::new(&format!("2025-2075{index}"), "2025-11-24", &["A"]))
        .collect();
    let mut better = notices.clone();
    for notice in &mut better {
        notice.parser = 2;
        notice.aliases.push("found by the better parser".into());
    }
    let mut history = history_of(&notices);
    let mut run = run(&mut history);
    let mut after = 0;
    let mut seen = 0;
    loop {
        let batch = history.documents_to_reparse(2, 1, after, 2).unwrap();
        let Some(last) = batch.last() else { break };
        after = last.version.sequence;
        for stored in &batch {
            let id = stored.id().unwrap();
            let notice = better
                .iter()
                .find(|n| n.metadata().id().as_ref() == Some(&id))
                .unwrap();
            assert_eq!(
                history.source_bytes(&stored.version.source).unwrap(),
                notice.bytes()
            );
            let appended = history
                .append_reading(
                    &mut run,
                    stored.version.sequence,
                    &notice.text(),
                    &notice.parsed(),
                    fedreg_model::Cause::Parser,
                    minute(50),
                )
                .unwrap();
            assert_eq!(appended.records_changed.len(), 1);
            seen += 1;
        }
    }
    assert_eq!(seen, 5);
    assert!(history.documents_to_reparse(2, 1, 0, 9).unwrap().is_empty());
    assert_eq!(
        history.digest().unwrap(),
        history_of(&better).digest().unwrap()
    );
    let all = DocumentFilter::default();
    assert!(
        history
            .documents(&all)
            .unwrap()
            .iter()
            .all(|status| status.parser_version == 2)
    );
}
