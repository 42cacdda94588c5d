//! A process that is killed at any instant leaves a history that opens, verifies and continues.
//!
//! The parent starts this test binary again as the child, which appends, migrates or reads all
//! again in one transaction, until it is killed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a broken history must stop the test; the child says when it has begun"
)]

mod common;

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{Notice, minute, run};
use fedreg_history::{Head, History, HistoryError, OpenMode, RecordFilter};
use fedreg_model::Cause;
use rusqlite::Connection;

/// The file that the child is to work on; and what it is to do.
const CHILD: &str = "FEDREG_KILLED_CHILD";
const TASK: &str = "FEDREG_KILLED_TASK";
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
    match std::env::var(TASK).unwrap().as_str() {
        "append" => append(path),
        "migrate" => {
            let _history = History::open(path, OpenMode::ReadWrite).unwrap();
            std::thread::sleep(Duration::from_mins(1));
        }
        _ => reparse(path),
    }
}

fn append(path: &Path) {
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

/// Reads every document again, by one parser after another, each time in one transaction.
fn reparse(path: &Path) {
    let mut history = History::open(path, OpenMode::ReadWrite).unwrap();
    let mut run = run(&mut history);
    let held = history.current_records().unwrap();
    for parser in held[0].parser_version + 1.. {
        let stored = history.stored_documents(0, 1000).unwrap();
        history
            .append_readings(&mut run, minute(1), |readings| {
                for document in &stored {
                    let number = document.version.metadata.document_number.clone();
                    let notice = to_reparse(number.unwrap().as_str(), parser);
                    let version = document.version.sequence;
                    readings.append(version, &notice.text(), &notice.parsed(), Cause::Parser)?;
                }
                Ok::<_, HistoryError>(())
            })
            .unwrap();
    }
}

fn to_reparse(number: &str, parser: u32) -> Notice {
    Notice {
        aliases: vec![format!("As parser {parser} reads it")],
        parser,
        ..Notice::new(number, "2025-11-24", &["Alpha", &format!("Group {number}")])
    }
}

/// A child that has begun its task.
fn start(task: &str, path: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env(CHILD, path)
        .env(TASK, task)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut told = [0_u8; 8];
    let mut stdout = child.stdout.take().unwrap();
    while stdout.read(&mut told).unwrap() > 0 && !told.contains(&b'b') {}
    child
}

/// Lets it go on for a while, and kills it.
fn kill(mut child: Child, after: Duration) {
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Instants to kill at. The span they lie in follows what the child got done, so that on a fast
/// machine and on a busy one about half of the kills come in the midst of the first thing it does.
struct Instants {
    state: u64,
    within: Duration,
}

impl Instants {
    fn new(state: u64, within: Duration) -> Self {
        Self { state, within }
    }

    fn next(&mut self) -> Duration {
        // Xorshift.
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        Duration::from_micros(self.state % u64::try_from(self.within.as_micros()).unwrap().max(1))
    }

    fn done(&mut self, something: bool) {
        let within = self.within.mul_f64(if something { 0.8 } else { 1.25 });
        self.within = within.clamp(Duration::from_millis(2), Duration::from_secs(2));
    }
}

fn is_parent() -> bool {
    std::env::var_os(CHILD).is_none()
}

fn sound(history: &History, noted: Option<Head>, when: &str) {
    let report = history.verify(noted, &mut |_, _| {}).unwrap();
    assert!(report.is_sound(), "{when}: {:?}", report.problems);
}

#[test]
fn a_killed_migration_leaves_the_old_file_or_the_new_one() {
    if !is_parent() {
        return;
    }
    let packed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/released/v1.db.zst");
    let old = zstd::bulk::decompress(&fs_err::read(packed).unwrap(), 16 << 20).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.db");
    fs_err::write(&whole, &old).unwrap();
    let migrated = History::open(&whole, OpenMode::ReadWrite).unwrap();
    let (head, digest) = (migrated.head().unwrap(), migrated.digest().unwrap());
    let mut instants = Instants::new(0x0BAD_5EED_0BAD_5EED, Duration::from_millis(20));
    let mut found = BTreeSet::new();
    for kills in 0..KILLS / 2 {
        let path = folder.path().join(format!("{kills}.db"));
        fs_err::write(&path, &old).unwrap();
        kill(start("migrate", &path), instants.next());
        let version: i64 = Connection::open(&path)
            .unwrap()
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        instants.done(version > 1);
        found.insert(version);
        let history = History::open(&path, OpenMode::ReadWrite)
            .unwrap_or_else(|error| panic!("after kill {kills}: {error}"));
        sound(
            &history,
            Some(head),
            &format!("after kill {kills} at {version}"),
        );
        assert_eq!(history.head().unwrap(), head);
        assert_eq!(history.digest().unwrap(), digest);
    }
    assert_eq!(
        found.len(),
        2,
        "old and new, and nothing between: {found:?}"
    );
}

#[test]
fn a_killed_reparse_leaves_the_view_of_one_parser() {
    if !is_parent() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.db");
    {
        let mut history = History::open(&whole, OpenMode::ReadWrite).unwrap();
        let mut run = run(&mut history);
        for number in 1..=10 {
            to_reparse(&format!("2025-{number}"), 1).append(&mut history, &mut run, minute(1));
        }
    }
    let mut instants = Instants::new(0x5EED_0BAD_5EED_0BAD, Duration::from_millis(60));
    let mut found = BTreeSet::new();
    for kills in 0..KILLS / 2 {
        let path = folder.path().join(format!("{kills}.db"));
        fs_err::copy(&whole, &path).unwrap();
        kill(start("reparse", &path), instants.next());
        let history = History::open(&path, OpenMode::ReadWrite)
            .unwrap_or_else(|error| panic!("after kill {kills}: {error}"));
        sound(&history, None, &format!("after kill {kills}"));
        let current = history.current_records().unwrap();
        assert_eq!(current.len(), 20);
        let said: BTreeSet<_> = current
            .iter()
            .map(|v| (v.parser_version, v.record.party.aliases[0].name.as_str()))
            .collect();
        assert_eq!(said.len(), 1, "after kill {kills}: {said:?}");
        let parser = current[0].parser_version;
        instants.done(parser > 1);
        found.insert(parser);
    }
    assert!(found.contains(&1), "the earlier view was left: {found:?}");
    assert!(found.len() > 1, "no child got to the end: {found:?}");
}

/// Readers see whole appends only, and never an earlier state after a later one.
#[test]
fn any_number_of_readers_read_beside_a_writer() {
    if !is_parent() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    drop(History::open(&path, OpenMode::ReadWrite).unwrap());
    let writer = start("append", &path);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    let mut heads = vec![Head::EMPTY];
                    let begun = Instant::now();
                    while heads.len() < 6 && begun.elapsed() < Duration::from_mins(1) {
                        let reader = History::open(&path, OpenMode::ReadOnly).unwrap();
                        let noted = heads.last().copied();
                        let report = reader.verify(noted, &mut |_, _| {}).unwrap();
                        assert!(report.is_sound(), "{:?}", report.problems);
                        assert_eq!(reader.current_records().unwrap().len() % 2, 0);
                        if Some(report.head) != noted {
                            heads.push(report.head);
                        }
                    }
                    heads.len()
                })
            })
            .collect();
        for reader in readers {
            assert_eq!(reader.join().unwrap(), 6, "it saw the history grow");
        }
    });
    kill(writer, Duration::ZERO);
}

/// Of two passes one works and the other is told so; killed, the first stands in nobody's way.
#[test]
fn of_two_writers_one_works_and_the_other_loses_nothing() {
    if !is_parent() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut instants = Instants::new(0x0DD5_EED5_0DD5_EED5, Duration::from_millis(40));
    let mut refused = 0;
    for round in 0..20 {
        let first = start("append", &path);
        let second = start("append", &path);
        std::thread::sleep(instants.next());
        match History::open(&path, OpenMode::ReadWrite) {
            Err(HistoryError::Locked { holder, .. }) => {
                refused += 1;
                let ids = [first.id(), second.id()];
                assert!(
                    holder.is_none_or(|id| ids.contains(&id)),
                    "{holder:?} of {ids:?}"
                );
            }
            // A writer opens anew for each pass: between two of them nobody holds the lock.
            Ok(_) => {}
            Err(error) => panic!("round {round}: {error}"),
        }
        kill(first, instants.next());
        kill(second, Duration::ZERO);
        let history = History::open(&path, OpenMode::ReadWrite).unwrap();
        sound(&history, None, &format!("round {round}"));
    }
    assert!(refused > 0, "no two writers ever met");
}

#[test]
fn a_killed_writer_leaves_a_history_that_opens_verifies_and_continues() {
    if !is_parent() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut instants = Instants::new(0x9E37_79B9_7F4A_7C15, Duration::from_millis(30));
    let (mut before, mut grown) = (0, 0);
    for kills in 0..KILLS {
        let path = folder.path().join(format!("{}.db", kills / PER_FILE));
        if kills % PER_FILE == 0 {
            before = 0;
        }
        kill(start("append", &path), instants.next());

        let history = History::open(&path, OpenMode::ReadWrite)
            .unwrap_or_else(|error| panic!("after kill {kills}: {error}"));
        let report = history.verify(None, &mut |_, _| {}).unwrap();
        assert!(
            report.is_sound(),
            "after kill {kills}: {:?}",
            report.problems
        );
        let now = history.head().unwrap().sequence;
        assert!(
            now >= before,
            "kill {kills} lost rows: {before} became {now}"
        );
        instants.done(now > before);
        grown += i64::from(now > before);
        before = now;
    }
    assert!(
        grown > 20,
        "the child was killed before it did anything: {grown} of {KILLS}"
    );
}
