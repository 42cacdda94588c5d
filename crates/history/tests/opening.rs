//! What kind of file it is, whether it may be used, and what is said if not.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use std::path::Path;

use common::{Notice, minute, names, run};
use fedreg_history::{History, HistoryError, NewDocument, OpenMode, SourceRef};
use fs_err as fs;
use rusqlite::Connection;

fn make(path: &Path) {
    let mut history = History::open(path, OpenMode::ReadWrite).unwrap();
    let mut run = run(&mut history);
    Notice::new("2025-20750", "2025-11-24", &["A"]).append(&mut history, &mut run, minute(1));
}

/// Each case: how the file comes about, the mode, and what the message must say.
#[test]
fn each_unusable_file_has_its_own_clear_error() {
    type Case = (&'static str, fn(&Path), OpenMode, &'static [&'static str]);
    let cases: &[Case] = &[
        (
            "absent",
            |_| {},
            OpenMode::ReadOnly,
            &["there is no history", "fedreg run"],
        ),
        (
            "empty, to read",
            |p| fs::write(p, "").unwrap(),
            OpenMode::ReadOnly,
            &["there is no history"],
        ),
        (
            "no database",
            |p| fs::write(p, "hello, world. ".repeat(500)).unwrap(),
            OpenMode::ReadOnly,
            &["not a history", "--db"],
        ),
        (
            "no database, to write",
            |p| fs::write(p, "hello, world. ".repeat(500)).unwrap(),
            OpenMode::ReadWrite,
            &["not a history", "--db"],
        ),
        (
            "a directory",
            |p| fs::create_dir(p).unwrap(),
            OpenMode::ReadWrite,
            &["not a history", "directory"],
        ),
        (
            "of another program",
            of_another_program,
            OpenMode::ReadWrite,
            &["not a history", "another program"],
        ),
        (
            "newer",
            |p| {
                make(p);
                Connection::open(p)
                    .unwrap()
                    .pragma_update(None, "user_version", 99)
                    .unwrap();
            },
            OpenMode::ReadOnly,
            &["newer fedreg", "99", "update fedreg"],
        ),
        (
            "newer, to write",
            |p| {
                make(p);
                Connection::open(p)
                    .unwrap()
                    .pragma_update(None, "user_version", 99)
                    .unwrap();
            },
            OpenMode::ReadWrite,
            &["newer fedreg", "99", "update fedreg"],
        ),
        (
            "older",
            |p| {
                make(p);
                Connection::open(p)
                    .unwrap()
                    .pragma_update(None, "user_version", 1)
                    .unwrap();
            },
            OpenMode::ReadOnly,
            &["older fedreg", "fedreg run"],
        ),
        (
            "damaged",
            damage,
            OpenMode::ReadOnly,
            &["damaged", "restore"],
        ),
    ];
    for (what, prepare, mode, said) in cases {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        prepare(&path);
        let error = History::open(&path, *mode)
            .and_then(|history| history.verify(None, &mut |_, _| {}).map(|_| ()))
            .expect_err(what)
            .to_string();
        assert!(error.contains("history.db"), "{what}: {error}");
        for words in *said {
            assert!(error.contains(words), "{what}: {error}");
        }
    }
}

fn of_another_program(path: &Path) {
    Connection::open(path)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
}

/// Overwrites the schema's page beyond the header.
fn damage(path: &Path) {
    make(path);
    Connection::open(path)
        .unwrap()
        .pragma_update(None, "journal_mode", "DELETE")
        .unwrap();
    let mut bytes = fs::read(path).unwrap();
    for byte in &mut bytes[100..4096] {
        *byte = 0x5a;
    }
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_file_that_lost_its_end_is_damaged_and_not_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    make(&path);
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "journal_mode", "DELETE")
        .unwrap();
    let bytes = fs::read(&path).unwrap();
    for keep in [1, 99, 512, 4096, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&path, &bytes[..keep]).unwrap();
        let sound = History::open(&path, OpenMode::ReadOnly)
            .and_then(|history| history.verify(None, &mut |_, _| {}))
            .is_ok_and(|report| report.is_sound());
        assert!(!sound, "{keep} bytes");
    }
}

#[test]
fn a_second_writer_is_told_who_the_first_is_and_readers_are_not_kept_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/history.db");
    make(&path);
    let mut writer = History::open(&path, OpenMode::ReadWrite).unwrap();
    match History::open(&path, OpenMode::ReadWrite) {
        Err(error @ HistoryError::Locked { holder, .. }) => {
            assert_eq!(holder, Some(std::process::id()));
            assert!(error.is_transient());
            assert!(
                error.to_string().contains("another fedreg (process"),
                "{error}"
            );
        }
        other => panic!("{other:?}"),
    }
    let reader = History::open(&path, OpenMode::ReadOnly).unwrap();
    assert_eq!(names(&reader), ["A"]);
    let mut run = run(&mut writer);
    Notice::new("2025-20751", "2025-11-24", &["B"]).append(&mut writer, &mut run, minute(2));
    assert_eq!(names(&reader), ["A", "B"]);
    drop(writer);
    History::open(&path, OpenMode::ReadWrite).unwrap();
}

#[test]
fn a_reader_keeps_its_hands_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    make(&path);
    let mut reader = History::open(&path, OpenMode::ReadOnly).unwrap();
    let error = reader.archive(b"new", "here", minute(9)).unwrap_err();
    assert!(matches!(error, HistoryError::ReadOnly { .. }), "{error}");
}

/// Only an ordinary user meets permissions; the superuser writes everywhere.
#[cfg(unix)]
#[test]
fn a_read_only_file_or_directory_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("place");
    fs::create_dir(&place).unwrap();
    let path = place.join("history.db");
    make(&path);
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&path, 0o444);
    if fs::OpenOptions::new().append(true).open(&path).is_ok() {
        println!("skipped: this user may write to read-only files");
        return;
    }
    let error = History::open(&path, OpenMode::ReadWrite)
        .unwrap_err()
        .to_string();
    assert!(error.contains("history.db cannot be written to"), "{error}");
    mode(&place, 0o555);
    let error = History::open(&path, OpenMode::ReadWrite)
        .unwrap_err()
        .to_string();
    assert!(error.contains("history.db cannot be written to"), "{error}");
    assert_eq!(
        names(&History::open(&path, OpenMode::ReadOnly).unwrap()),
        ["A"]
    );
    mode(&place, 0o755);
}

#[test]
fn what_cannot_be_checked_later_is_refused() {
    let mut history = History::in_memory().unwrap();
    let mut run = run(&mut history);
    let notice = Notice::new("2025-20750", "2025-11-24", &["A"]);
    let sha256 = history.archive(&notice.bytes(), "here", minute(0)).unwrap();
    let before = history.head().unwrap();
    let metadata = notice.metadata();
    let source = |range| SourceRef {
        sha256,
        range,
        format: notice.format,
        origin: "here".to_owned(),
    };
    let new = NewDocument {
        metadata: &metadata,
        raw_metadata: None,
        source: source(0..10),
        observed_at: minute(0),
    };

    let beyond = NewDocument {
        source: source(5..1_000_000),
        ..new.clone()
    };
    let error = history
        .append(
            &mut run,
            &beyond,
            &notice.text(),
            &notice.parsed(),
            None,
            minute(1),
        )
        .unwrap_err();
    assert!(matches!(error, HistoryError::NotArchived { .. }), "{error}");

    for shift in [1, 1_000_000] {
        let mut parsed = notice.parsed();
        parsed.records[0].quote.start += shift;
        let error = history
            .append(&mut run, &new, &notice.text(), &parsed, None, minute(1))
            .unwrap_err();
        assert!(matches!(error, HistoryError::Unquotable { .. }), "{error}");
    }

    let mut nameless = notice.metadata();
    nameless.document_number = None;
    let nameless = NewDocument {
        metadata: &nameless,
        ..new
    };
    let error = history
        .append(
            &mut run,
            &nameless,
            &notice.text(),
            &notice.parsed(),
            None,
            minute(1),
        )
        .unwrap_err();
    assert!(error.to_string().contains("--document-number"), "{error}");
    assert_eq!(history.head().unwrap(), before);
}
