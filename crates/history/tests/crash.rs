//! A crash at any instant leaves a history that opens, verifies, and continues.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use common::{Notice, minute, names, run};
use fedreg_history::{History, OpenMode, Outcome};
use fs_err as fs;

fn notices() -> Vec<Notice> {
    (0..6)
        .map(|index| {
            let mut notice =
                Notice::new(&format!("2025-2075{index}"), "2025-11-24", &["A", "B", "C"]);
            notice.salt = format!("{index}");
            notice
        })
        .collect()
}

/// The files as they are on the disk at an instant are what a crash leaves: copied after each
/// step, and with the log cut at many places (a write that did not reach the disk).
#[test]
fn whatever_reached_the_disk_is_a_sound_history() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
    let mut run = run(&mut history);
    let all = notices();
    for (done, notice) in all.iter().enumerate() {
        notice.append(&mut history, &mut run, minute(1));
        let log = fs::read(folder.path().join("history.db-wal")).unwrap();
        for part in 0..=8 {
            let crashed = tempfile::tempdir().unwrap();
            let copy = crashed.path().join("history.db");
            fs::copy(&path, &copy).unwrap();
            fs::write(
                crashed.path().join("history.db-wal"),
                &log[..log.len() * part / 8],
            )
            .unwrap();
            let mut survived = History::open(&copy, OpenMode::ReadWrite).unwrap();
            let report = survived.verify(None, &mut |_, _| {}).unwrap();
            assert!(
                report.is_sound(),
                "{part}/8 of the log after {done}: {report:?}"
            );
            let held = names(&survived).len();
            assert_eq!(held % 3, 0, "a document is there whole or not at all");
            if part == 8 {
                assert_eq!(held, 3 * (done + 1));
            }
            if part == 5 {
                let mut next = common::run(&mut survived);
                for notice in &all {
                    notice.append(&mut survived, &mut next, minute(9));
                }
                assert_eq!(names(&survived).len(), 18);
                assert!(survived.verify(None, &mut |_, _| {}).unwrap().is_sound());
            }
        }
    }
    assert_eq!(history.runs(9).unwrap()[0].outcome, Outcome::Interrupted);
}
