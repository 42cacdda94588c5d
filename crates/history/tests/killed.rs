//! A process that is killed at any instant leaves a history that opens, verifies and continues.
//!
//! The parent starts this test binary again as the child, which appends, reads again in one
//! transaction, and opens anew, until it is killed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a broken history must stop the test; the child says when it has begun"
)]

mod common;

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{Notice, minute, run};
use fedreg_history::{History, HistoryError, OpenMode, RecordFilter};
use fedreg_model::Cause;

const CHILD: &str = "FEDREG_KILLED_CHILD";
const KILLS: u64 = 200;
/// A fresh history after so many, so that migrations are interrupted, too.
const PER_FILE: u64 = 20;

/// What the child does; nothing where there is no parent.
#[test]
fn child() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    println!("begun");
    let path = Path::new(&path);
    for round in 0_i64.. {
        let mut history = History::open(path, OpenMode::ReadWrite).unwrap();
        let mut run = run(&mut history);
        let held = i64::try_from(
            history
                .record_versions(&RecordFilter::default())
                .unwrap()
                .len(),
        );
        let base = held.unwrap();
        for at in 0..3 {
            let number = format!("2025-{}", base * 4 + at + 1);
            let notice = Notice::new(
                &number,
                "2025-11-24",
                &["Alpha", &format!("Group {number}")],
            );
            notice.append(&mut history, &mut run, minute(base + at));
        }
        let better = Notice {
            aliases: vec![format!("Alias {base} {round}")],
            parser: 2,
            ..Notice::new("2025-1", "2025-11-24", &["Alpha", "Group 2025-1"])
        };
        let stored = history.stored_documents(0, 5).unwrap();
        history
            .append_readings(&mut run, minute(base + 9), |readings| {
                for document in stored.iter().filter(|d| {
                    d.version.metadata.document_number == better.metadata().document_number
                }) {
                    let version = document.version.sequence;
                    readings.append(version, &better.text(), &better.parsed(), Cause::Parser)?;
                }
                Ok::<_, HistoryError>(())
            })
            .unwrap();
    }
}

#[test]
fn a_killed_writer_leaves_a_history_that_opens_verifies_and_continues() {
    if std::env::var_os(CHILD).is_some() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let (mut before, mut grown) = (0, 0);
    for kill in 0..KILLS {
        let path = folder.path().join(format!("{}.db", kill / PER_FILE));
        if kill % PER_FILE == 0 {
            before = 0;
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut told = [0_u8; 8];
        let mut stdout = child.stdout.take().unwrap();
        while stdout.read(&mut told).unwrap() > 0 && !told.contains(&b'b') {}
        // Xorshift: another instant each time, the same ones in every run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        std::thread::sleep(Duration::from_micros(state % 30_000));
        child.kill().unwrap();
        child.wait().unwrap();

        let history = History::open(&path, OpenMode::ReadWrite)
            .unwrap_or_else(|error| panic!("after kill {kill}: {error}"));
        let report = history.verify(None, &mut |_, _| {}).unwrap();
        assert!(
            report.is_sound(),
            "after kill {kill}: {:?}",
            report.problems
        );
        let now = history.head().unwrap().sequence;
        assert!(
            now >= before,
            "kill {kill} lost rows: {before} became {now}"
        );
        grown += i64::from(now > before);
        before = now;
    }
    assert!(
        grown > 20,
        "the child was killed before it did anything: {grown} of {KILLS}"
    );
}
