//! Several readings in one transaction: all or nothing.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use common::{Notice, head, history_of, minute, names, run};
use fedreg_history::HistoryError;
use fedreg_model::Cause;

fn notices() -> [Notice; 2] {
    [
        Notice::new("2025-1", "2025-11-24", &["A"]),
        Notice::new("2025-2", "2025-11-25", &["B"]),
    ]
}

#[test]
fn readings_appended_together_become_current_together() {
    let notices = notices();
    let mut history = history_of(&notices);
    let versions = history.stored_documents(0, 10).unwrap();
    let mut run = run(&mut history);
    let changed = history
        .append_readings(&mut run, minute(9), |readings| {
            let mut changed = 0;
            for (notice, stored) in notices.iter().zip(&versions) {
                let mut better = notice.clone();
                better.aliases.push("Z".into());
                better.parser = 2;
                let appended = readings.append(
                    stored.version.sequence,
                    &better.text(),
                    &better.parsed(),
                    Cause::Parser,
                )?;
                changed += appended.records_changed.len();
            }
            Ok::<_, HistoryError>(changed)
        })
        .unwrap();
    assert_eq!(changed, 2);
    assert!(run.sequence().is_some());
    let current = history.current_records().unwrap();
    assert!(current.iter().all(|v| v.cause == Cause::Parser));
    let report = history.verify(None, &mut |_, _| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
}

#[test]
fn a_failure_in_between_leaves_the_earlier_view() {
    let notices = notices();
    let mut history = history_of(&notices);
    let versions = history.stored_documents(0, 10).unwrap();
    let before = (head(&history), names(&history));
    let mut run = run(&mut history);
    let mut better = notices[0].clone();
    better.acts[0].1 = "Another".into();
    better.parser = 2;
    let error = history
        .append_readings(&mut run, minute(9), |readings| {
            readings.append(
                versions[0].version.sequence,
                &better.text(),
                &better.parsed(),
                Cause::Parser,
            )?;
            readings.append(999_999, &better.text(), &better.parsed(), Cause::Parser)
        })
        .unwrap_err();
    assert!(matches!(error, HistoryError::Unknown { .. }), "{error}");
    assert_eq!((head(&history), names(&history)), before);
    assert_eq!(run.sequence(), None);
}

#[test]
fn the_same_readings_again_append_nothing() {
    let notices = notices();
    let mut history = history_of(&notices);
    let versions = history.stored_documents(0, 10).unwrap();
    let before = head(&history);
    let mut run = run(&mut history);
    history
        .append_readings(&mut run, minute(9), |readings| {
            for (notice, stored) in notices.iter().zip(&versions) {
                let appended = readings.append(
                    stored.version.sequence,
                    &notice.text(),
                    &notice.parsed(),
                    Cause::Parser,
                )?;
                assert!(appended.is_empty());
            }
            Ok::<_, HistoryError>(())
        })
        .unwrap();
    assert_eq!(head(&history), before);
    assert_eq!(run.sequence(), None);
}
