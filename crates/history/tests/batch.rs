//! Many documents in one transaction: all of them, or none.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use chrono::{DateTime, Utc};
use common::{Notice, minute, names, run};
use fedreg_history::{
    Alerter, Appended, Batch, History, HistoryError, NewAlert, NewDocument, News, OpenMode,
    SourceRef, Timing,
};

fn append(batch: &mut Batch<'_>, notice: &Notice) -> Result<Appended, HistoryError> {
    let bytes = notice.bytes();
    let sha256 = batch.archive(&bytes, &notice.origin, minute(1))?;
    let metadata = notice.metadata();
    let new = NewDocument {
        metadata: &metadata,
        raw_metadata: None,
        source: SourceRef {
            sha256,
            range: 0..bytes.len(),
            format: notice.format,
            origin: notice.origin.clone(),
        },
        observed_at: minute(1),
    };
    batch.append(&new, &notice.text(), &notice.parsed(), None, minute(1))
}

fn notices() -> [Notice; 2] {
    [
        Notice::new("2025-20750", "2025-11-24", &["A", "B"]),
        Notice::new("2025-20751", "2025-11-24", &["C"]),
    ]
}

#[test]
fn a_batch_holds_what_appends_one_by_one_hold() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
    let reader = History::open(&path, OpenMode::ReadOnly).unwrap();
    let mut run = run(&mut history);
    let appended = history
        .batch(&mut run, |batch| {
            let appended: Result<Vec<_>, _> = notices()
                .iter()
                .map(|notice| append(batch, notice))
                .collect();
            assert_eq!(
                names(&reader),
                [] as [&str; 0],
                "seen before it was permanent"
            );
            appended
        })
        .unwrap();
    assert_eq!(appended[0].records_new.len(), 2);
    assert_eq!(names(&reader), ["A", "B", "C"]);
    let report = history.verify(None, &mut |_, _| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);

    let mut single = History::in_memory().unwrap();
    let mut other = common::run(&mut single);
    for notice in notices() {
        notice.append(&mut single, &mut other, minute(1));
    }
    assert_eq!(history.digest().unwrap(), single.digest().unwrap());
    assert_eq!(
        history.head().unwrap().sequence,
        single.head().unwrap().sequence
    );
}

#[test]
fn a_batch_that_fails_leaves_nothing_and_can_be_tried_again() {
    let mut history = History::in_memory().unwrap();
    let mut run = run(&mut history);
    let before = history.head().unwrap();
    let [one, two] = notices();
    let failed: Result<(), HistoryError> = history.batch(&mut run, |batch| {
        append(batch, &one)?;
        Err(HistoryError::NotAHistory {
            path: "elsewhere".into(),
            detail: "the import stopped".into(),
        })
    });
    assert!(failed.is_err());
    assert_eq!(history.head().unwrap(), before);
    assert_eq!(run.sequence(), None);

    history
        .batch(&mut run, |batch| {
            append(batch, &one)?;
            append(batch, &two)
        })
        .unwrap();
    assert_eq!(names(&history), ["A", "B", "C"]);
    assert!(history.verify(None, &mut |_, _| {}).unwrap().is_sound());
}

/// One unreadable document in the middle of an import does not cost the others.
#[test]
fn an_append_that_fails_within_a_batch_leaves_nothing_of_itself() {
    let mut history = History::in_memory().unwrap();
    let mut run = run(&mut history);
    let [one, two] = notices();
    history
        .batch(&mut run, |batch| {
            append(batch, &one)?;
            let metadata = two.metadata();
            let refused = NewDocument {
                metadata: &metadata,
                raw_metadata: None,
                source: SourceRef {
                    sha256: fedreg_history::Sha256::of(b"never archived"),
                    range: 0..3,
                    format: two.format,
                    origin: two.origin.clone(),
                },
                observed_at: minute(1),
            };
            let error = batch
                .append(&refused, &two.text(), &two.parsed(), None, minute(1))
                .unwrap_err();
            assert!(matches!(error, HistoryError::NotArchived { .. }), "{error}");
            append(batch, &two)
        })
        .unwrap();
    assert_eq!(names(&history), ["A", "B", "C"]);
    assert!(history.verify(None, &mut |_, _| {}).unwrap().is_sound());
}

/// One alert for each document of which there is news.
#[derive(Debug)]
struct Numbers;

impl Alerter for Numbers {
    fn alerts(&self, news: &[News], now: DateTime<Utc>) -> Vec<NewAlert> {
        let number = |news: &News| news.document.id().map(|id| id.to_string());
        news.iter()
            .filter_map(number)
            .map(|key| NewAlert {
                key,
                rule: "numbers".into(),
                channel: "hook".into(),
                timing: Timing::Immediate,
                due_at: now,
                body: serde_json::json!({}),
            })
            .collect()
    }
}

#[test]
fn alerts_are_queued_with_the_batch_or_not_at_all() {
    let mut history = History::in_memory().unwrap();
    history.set_alerter(Box::new(Numbers));
    let mut run = run(&mut history);
    let one = Notice::new("2025-20750", "2025-11-24", &["One"]);
    let two = Notice::new("2025-20751", "2025-11-24", &["Two"]);
    let both = |batch: &mut Batch<'_>| {
        append(batch, &one)?;
        append(batch, &two).map(|_| ())
    };
    let failed: Result<(), HistoryError> = history.batch(&mut run, |batch| {
        both(batch)?;
        Err(HistoryError::Missing { path: "x".into() })
    });
    assert!(failed.is_err());
    assert!(history.alerts(false).unwrap().is_empty());
    history.batch(&mut run, both).unwrap();
    assert_eq!(history.alerts(false).unwrap().len(), 2);
    assert!(history.verify(None, &mut |_, _| {}).unwrap().is_sound());
}
