//! What becomes current, why, and what took whose place.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use common::{Notice, head, history_of, minute, names, run};
use fedreg_history::{ChangeKind, DocumentFilter, History, RecordFilter};
use fedreg_model::{Action, Cause, Stage, TextFormat, Verdict};

#[test]
fn a_notice_becomes_records_that_can_be_read_back() {
    let mut notice = Notice::new("2025-20750", "2025-11-24", &["Cartel de los Soles"]);
    notice.aliases = vec!["Cartel of the Suns".into()];
    let history = history_of([&notice]);
    let id = notice.metadata().id().unwrap();

    let [version] = &history.current_records().unwrap()[..] else {
        panic!("one record")
    };
    assert_eq!(version.record, notice.parsed().records[0]);
    assert_eq!(version.document, notice.metadata());
    assert_eq!((version.ordinal, version.parser_version), (1, 1));
    assert_eq!(
        (version.verdict, version.cause),
        (Verdict::Designates, Cause::Source)
    );
    assert_eq!(version.recorded_at, minute(1));
    assert_eq!(version.superseded_by, None);
    assert_eq!(history.notice_text(&id).unwrap().unwrap(), notice.text());
    assert_eq!(
        history.record_text(version.sequence).unwrap().unwrap(),
        notice.text()
    );
    assert_eq!(history.parsed(&id).unwrap().unwrap(), notice.parsed());

    let status = history.document(&id).unwrap().unwrap();
    assert_eq!(
        (status.verdict, status.records, status.versions),
        (Verdict::Designates, 1, 1)
    );
    assert_eq!(
        history.source_bytes(&status.version.source).unwrap(),
        notice.bytes()
    );
}

#[test]
fn the_same_again_appends_nothing_at_all() {
    let notice = Notice::new("2025-20750", "2025-11-24", &["Cartel de los Soles"]);
    let mut history = history_of([&notice]);
    let before = head(&history);
    let mut later = notice.clone();
    later.observed = minute(500);
    later.origin = "elsewhere".into();
    let mut run = run(&mut history);
    let appended = later.append(&mut history, &mut run, minute(500));
    assert!(appended.is_empty(), "{appended:?}");
    assert_eq!(run.sequence(), None);
    assert_eq!(head(&history), before);
}

/// Each case: what changes in the notice, the cause given, and (new, changed, carried, removed).
#[test]
fn every_change_names_its_cause() {
    type Case = (
        &'static str,
        fn(&mut Notice),
        Option<Cause>,
        (usize, usize, usize, usize),
    );
    let cases: &[Case] = &[
        (
            "other words at the source",
            |n| n.acts[0].1 = "Other".into(),
            Some(Cause::Source),
            (1, 0, 0, 1),
        ),
        (
            "an alias more at the source",
            |n| {
                n.aliases.push("A".into());
                n.salt = "x".into();
            },
            Some(Cause::Source),
            (0, 1, 0, 0),
        ),
        (
            "other bytes, same words",
            |n| n.salt = "x".into(),
            Some(Cause::Source),
            (0, 0, 0, 0),
        ),
        (
            "another title in the API's answer",
            |n| {
                n.title = "T".into();
                n.raw = Some("{}".into());
            },
            Some(Cause::Source),
            (0, 1, 0, 0),
        ),
        (
            "a citation on publication",
            |n| {
                n.citation = Some("90 FR 1".into());
                n.raw = Some("{}".into());
            },
            Some(Cause::Source),
            (0, 0, 1, 0),
        ),
        (
            "a citation from a better reader",
            |n| {
                n.citation = Some("90 FR 1".into());
                n.observed = minute(9);
            },
            Some(Cause::Parser),
            (0, 0, 1, 0),
        ),
        (
            "a parser that reads another alias",
            |n| {
                n.aliases.push("A".into());
                n.parser = 2;
            },
            Some(Cause::Parser),
            (0, 1, 0, 0),
        ),
        (
            "a parser that reads the same",
            |n| n.parser = 2,
            Some(Cause::Parser),
            (0, 0, 0, 0),
        ),
        (
            "a reader that reads the same",
            |n| n.reader = 2,
            Some(Cause::Parser),
            (0, 0, 0, 0),
        ),
        (
            "a parser that understands less",
            |n| {
                n.residue = true;
                n.parser = 2;
            },
            Some(Cause::Parser),
            (0, 0, 1, 0),
        ),
        (
            "an older parser",
            |n| {
                n.aliases.push("A".into());
                n.parser = 0;
            },
            Some(Cause::Parser),
            (0, 0, 0, 0),
        ),
        (
            "a worse format",
            |n| {
                n.format = TextFormat::Txt;
                n.aliases.push("A".into());
            },
            Some(Cause::Source),
            (0, 0, 0, 0),
        ),
        ("nothing", |_| {}, None, (0, 0, 0, 0)),
    ];
    for (what, change, cause, counts) in cases {
        let notice = Notice::new("2025-20750", "2025-11-24", &["Cartel de los Soles"]);
        let mut history = history_of([&notice]);
        let mut changed = notice.clone();
        change(&mut changed);
        if *cause == Some(Cause::Source) {
            changed.observed = minute(9);
        }
        let mut run = run(&mut history);
        let appended = changed.append(&mut history, &mut run, minute(10));
        assert_eq!(appended.cause, *cause, "{what}");
        let got = (
            appended.records_new.len(),
            appended.records_changed.len(),
            appended.records_carried.len(),
            appended.records_removed.len(),
        );
        assert_eq!(got, *counts, "{what}");
        for version in history.record_versions(&RecordFilter::default()).unwrap() {
            if version.sequence
                > appended
                    .document_version
                    .or(appended.parse)
                    .unwrap_or(i64::MAX)
            {
                assert_eq!(Some(version.cause), *cause, "{what}");
            }
            if version.superseded_by.is_some() {
                assert_eq!(version.superseded_at, Some(minute(10)), "{what}");
                assert_eq!(version.superseded_cause, *cause, "{what}");
            }
        }
        let again = changed.append(&mut history, &mut run, minute(11));
        assert!(again.is_empty(), "{what}: {again:?}");
    }
}

#[test]
fn a_correction_is_told_from_a_change_at_the_source() {
    let original = Notice::new("2025-20750", "2025-11-24", &["Cartel de los Soles"]);
    let mut correction = Notice::new("C1-2025-20750", "2025-12-01", &["Cartel of Soles"]);
    correction.acts[0].0 = Action::Correction;
    correction.correction_of = Some("2025-20750".into());
    let mut history = history_of([&original, &correction]);
    let causes: Vec<Cause> = history
        .current_records()
        .unwrap()
        .iter()
        .map(|version| version.cause)
        .collect();
    assert_eq!(causes, [Cause::Source, Cause::Correction]);

    // A reading of the original that takes the correction into account says so.
    let mut corrected = original.clone();
    corrected.aliases.push("Cartel of Soles".into());
    let mut run = run(&mut history);
    let appended =
        corrected.append_because(&mut history, &mut run, Some(Cause::Correction), minute(20));
    let version = history
        .record_version(appended.records_changed[0])
        .unwrap()
        .unwrap();
    assert_eq!(version.cause, Cause::Correction);
}

#[test]
fn a_person_stands_before_every_parser_until_the_source_changes() {
    let notice = Notice::new("2025-20750", "2025-11-24", &["Cartel de los Soles"]);
    let mut history = history_of([&notice]);
    let mut run = run(&mut history);
    let mut reviewed = notice.clone();
    reviewed.acts[0].1 = "Reviewed".into();
    let id = notice.metadata().id().unwrap();
    let version = history.document(&id).unwrap().unwrap().version.sequence;
    // A review keeps the text, so the quote must come from it.
    let mut parsed = notice.parsed();
    parsed.records[0].party.name = "Reviewed".into();
    history
        .append_reading(
            &mut run,
            version,
            &notice.text(),
            &parsed,
            Cause::Review,
            minute(5),
        )
        .unwrap();
    assert_eq!(names(&history), ["Reviewed"]);

    let mut newer = notice.clone();
    newer.parser = 7;
    newer.append(&mut history, &mut run, minute(6));
    assert_eq!(names(&history), ["Reviewed"]);
    assert!(
        history
            .documents_to_reparse(8, 1, 0, 10)
            .unwrap()
            .is_empty()
    );

    let mut changed = notice.clone();
    changed.salt = "changed".into();
    changed.observed = minute(7);
    changed.append(&mut history, &mut run, minute(7));
    assert_eq!(names(&history), ["Cartel de los Soles"]);
}

#[test]
fn a_source_that_goes_back_to_what_it_said_is_news() {
    let first = Notice::new("2025-20750", "2025-11-24", &["A"]);
    let mut second = first.clone();
    second.acts[0].1 = "B".into();
    second.observed = minute(10);
    let mut third = first.clone();
    third.observed = minute(20);
    let history = history_of([&first, &second, &third, &third]);
    assert_eq!(names(&history), ["A"]);
    let versions = history
        .document_versions(&first.metadata().id().unwrap())
        .unwrap();
    assert_eq!(versions.len(), 3);
    assert_eq!(versions[2].cause, Cause::Source);
    assert_eq!(versions[2].supersedes, Some(versions[1].sequence));
}

#[test]
fn two_files_of_one_document_do_not_take_turns() {
    let one = Notice::new("2025-20750", "2025-11-24", &["A"]);
    let mut other = one.clone();
    other.salt = "another copy".into();
    other.origin = "another/file.xml".into();
    let mut history = history_of([&one, &other]);
    let before = head(&history);
    for round in 1..4 {
        let mut run = run(&mut history);
        for notice in [&one, &other] {
            let mut again = notice.clone();
            again.observed = minute(round * 100);
            assert!(
                again
                    .append(&mut history, &mut run, minute(round * 100))
                    .is_empty()
            );
        }
    }
    assert_eq!(head(&history), before);
}

/// Public inspection: (expected date, number), published as (date, number), whether one replaces
/// the other.
#[test]
fn what_was_on_public_inspection_is_never_doubled() {
    for (expected, inspected, published, number, replaced) in [
        ("2025-11-24", "2025-20750", "2025-11-24", "2025-20750", true),
        ("2025-11-21", "2025-20750", "2025-11-24", "2025-20750", true),
        ("2025-11-25", "2025-20750", "2025-11-24", "2025-20750", true),
        ("2012-03-26", "2012-7333", "2012-03-28", "2012-07333", true),
        ("2001-11-21", "01-20750", "2011-11-24", "01-20750", false),
        (
            "2025-11-21",
            "2025-20750",
            "2025-11-24",
            "2025-20751",
            false,
        ),
    ] {
        let mut filed = Notice::new(inspected, expected, &["Cartel de los Soles"]);
        filed.stage = Stage::PublicInspection;
        filed.format = TextFormat::Txt;
        filed.citation = None;
        let mut printed = Notice::new(number, published, &["Cartel de los Soles"]);
        printed.observed = minute(-5); // even if the published one was seen before
        for order in [[&filed, &printed], [&printed, &filed]] {
            let history = history_of(order);
            let what = format!("{inspected} {expected} {number} {published}");
            assert_eq!(
                names(&history).len(),
                if replaced { 1 } else { 2 },
                "{what}"
            );
            let standing = DocumentFilter {
                standing_only: true,
                ..DocumentFilter::default()
            };
            let documents = history.documents(&standing).unwrap();
            assert_eq!(documents.len(), if replaced { 1 } else { 2 }, "{what}");
            assert_eq!(
                documents.last().unwrap().version.metadata.stage,
                Stage::Published
            );
            let found = history.find_documents(number).unwrap();
            assert_eq!(found[0].version.metadata.stage, Stage::Published, "{what}");
        }
    }
}

#[test]
fn a_filing_that_is_put_off_moves() {
    let mut first = Notice::new("2025-20750", "2025-11-21", &["A"]);
    first.stage = Stage::PublicInspection;
    let mut second = first.clone();
    second.date = common::day("2025-11-28");
    second.observed = minute(30);
    for order in [[&first, &second], [&second, &first]] {
        let history = history_of(order);
        let current = history.current_records().unwrap();
        assert_eq!(current.len(), 1);
        assert_eq!(current[0].document.publication_date, Some(second.date));
    }
}

#[test]
fn the_feed_tells_everything_once_and_goes_on_where_it_stopped() {
    let mut filed = Notice::new("2025-20750", "2025-11-21", &["A", "B"]);
    filed.stage = Stage::PublicInspection;
    let mut printed = Notice::new("2025-20750", "2025-11-24", &["A"]);
    printed.observed = minute(60);
    let mut history = history_of([&filed, &printed]);
    let all = history.changes_after(0, usize::MAX).unwrap();
    assert!(!all.more);
    assert_eq!(all.next, head(&history).sequence);
    let kinds: Vec<&str> = all
        .changes
        .iter()
        .map(|change| match &change.kind {
            ChangeKind::Document { .. } => "document",
            ChangeKind::Parse { .. } => "parse",
            ChangeKind::Record { .. } => "record",
            ChangeKind::Withdrawal { .. } => "withdrawal",
        })
        .collect();
    let expected = [
        "document",
        "parse",
        "record",
        "record",
        "document",
        "parse",
        "record",
        "withdrawal",
        "withdrawal",
    ];
    assert_eq!(kinds, expected);

    let mut pieces = Vec::new();
    let mut cursor = 0;
    loop {
        let piece = history.changes_after(cursor, 2).unwrap();
        cursor = piece.next;
        pieces.extend(piece.changes);
        if !piece.more {
            break;
        }
    }
    assert_eq!(pieces, all.changes);
    assert_eq!(history.changes_after(cursor, 10).unwrap().changes, []);

    let mut run = run(&mut history);
    Notice::new("2025-20800", "2025-11-25", &["C"]).append(&mut history, &mut run, minute(90));
    let new = history.changes_after(cursor, 10).unwrap().changes;
    assert_eq!(new.len(), 3);
    assert!(new.iter().all(|change| Some(change.run) == run.sequence()));
}

#[test]
fn filters_select_and_combine() {
    let notices = [
        Notice::new("2025-20750", "2025-11-24", &["A", "B"]),
        Notice::new("2025-20751", "2025-11-25", &["C"]),
    ];
    let history = history_of(&notices);
    let count = |filter: RecordFilter| history.record_versions(&filter).unwrap().len();
    assert_eq!(
        count(RecordFilter {
            authority: Some("ina-219".into()),
            ..RecordFilter::current()
        }),
        3
    );
    assert_eq!(
        count(RecordFilter {
            authority: Some("EO-99999".into()),
            ..RecordFilter::current()
        }),
        0
    );
    let document = notices[1].metadata().id();
    assert_eq!(
        count(RecordFilter {
            document,
            ..RecordFilter::default()
        }),
        1
    );
    let first = &history.current_records().unwrap()[0];
    let prefix = fedreg_model::RecordId(first.record_id.0[..6].to_owned());
    assert_eq!(
        count(RecordFilter {
            record_id: Some(prefix),
            ..RecordFilter::default()
        }),
        1
    );
    assert_eq!(
        count(RecordFilter {
            after: Some(first.sequence),
            ..RecordFilter::default()
        }),
        2
    );
}

#[test]
fn instants_ascend_even_if_the_clock_is_set_back() {
    let mut history = History::in_memory().unwrap();
    let mut run = run(&mut history);
    Notice::new("2025-1", "2025-11-24", &["A"]).append(&mut history, &mut run, minute(100));
    Notice::new("2025-2", "2025-11-24", &["B"]).append(&mut history, &mut run, minute(50));
    let at: Vec<_> = history
        .current_records()
        .unwrap()
        .iter()
        .map(|version| version.recorded_at)
        .collect();
    assert_eq!(at, [minute(100), minute(100)]);
}
