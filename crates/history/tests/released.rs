//! A file of every version of the schema opens, migrates, verifies and answers as it did.
//!
//! `released/vN.db.zst` is a history as version N of the schema keeps it: the tables of that
//! version, with the same rows in all of them. A file is never made again. When a migration is
//! added, write the file of the version before it is released:
//! `cargo test -p fedreg-history --test released -- --ignored`.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use std::path::{Path, PathBuf};

use common::{Notice, day, minute, names, run};
use fedreg_history::{
    Head, History, HistoryError, OpenMode, Outcome, RecordFilter, RunOutcome, Sha256,
};
use fedreg_model::{Action, Stage};
use fs_err as fs;
use rusqlite::Connection;

/// What every one of the files said when it was made, and says for ever.
const HEAD: &str = "34:c1041afc67c9c390b128c4bcf376abbab2ef205ff454f25c39ea9086b2335088";
const DIGEST: &str = "152823b8b750689719648af577b0b321ed0f2751df1c75a4860b62dc2275c189";

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn file(version: usize) -> PathBuf {
    folder("tests/released").join(format!("v{version}.db.zst"))
}

/// The SQL of the migrations, in order.
fn migrations() -> Vec<String> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder("migrations"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

fn unpack(version: usize, to: &Path) {
    let packed = fs::read(file(version)).unwrap();
    fs::write(to, zstd::bulk::decompress(&packed, 16 << 20).unwrap()).unwrap();
}

/// A history in which everything happened that a table tells of.
fn make(path: &Path) {
    let mut history = History::open(path, OpenMode::ReadWrite).unwrap();
    let mut run = run(&mut history);
    let mut filed = Notice::new("2025-20750", "2025-11-24", &["Cartel de los Soles", "Two"]);
    filed.stage = Stage::PublicInspection;
    filed.citation = None;
    filed.aliases = vec!["Suns".into()];
    filed.append(&mut history, &mut run, minute(1));
    // Published otherwise than filed: one party is gone, the other has another alias.
    let mut published = Notice::new("2025-20750", "2025-11-24", &["Cartel de los Soles"]);
    published.aliases = vec!["Of the Suns".into()];
    published.raw = Some(r#"{"title":"T"}"#.into());
    published.observed = minute(2);
    published.append(&mut history, &mut run, minute(2));
    let mut amended = Notice::new("2025-20751", "2025-11-25", &["Three"]);
    amended.acts[0].0 = Action::Amendment;
    amended.residue = true;
    amended.append(&mut history, &mut run, minute(3));
    // A better parser understands it.
    amended.residue = false;
    amended.parser = 2;
    amended.append(&mut history, &mut run, minute(4));
    let (on, source) = (day("2025-11-24"), "api");
    history
        .census(&mut run, source, on, Some(9), Some(2), minute(5))
        .unwrap();
    history
        .advance_coverage(&mut run, source, on, minute(5))
        .unwrap();
    let outcome = RunOutcome {
        finished_at: minute(6),
        outcome: Outcome::Partial,
        message: Some("something is missing".into()),
        counts: serde_json::json!({"documents": 2}),
    };
    history.finish_run(run, &outcome).unwrap();
}

/// The rows of `from`, in the tables that the first `version` migrations make.
fn as_of_version(version: usize, from: &Path, to: &Path) {
    let sql = Connection::open(to).unwrap();
    for migration in &migrations()[..version] {
        sql.execute_batch(migration).unwrap();
    }
    sql.pragma_update(None, "user_version", i64::try_from(version).unwrap())
        .unwrap();
    sql.pragma_update(None, "foreign_keys", false).unwrap();
    sql.execute("ATTACH ?1 AS source", [from.to_str().unwrap()])
        .unwrap();
    let list = |statement: &str| -> Vec<String> {
        let mut statement = sql.prepare(statement).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    for table in list(
        "SELECT name FROM sqlite_schema WHERE type = 'table'
         AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'notice_search%'
         AND name NOT LIKE 'folded_name_search%'",
    ) {
        let columns = list(&format!("SELECT name FROM pragma_table_info('{table}')")).join(", ");
        sql.execute(
            &format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM source.{table}"),
            [],
        )
        .unwrap();
    }
    sql.execute_batch("DETACH source").unwrap();
    if version >= 4 {
        sql.execute_batch("INSERT INTO notice_search (notice_search) VALUES ('rebuild')")
            .unwrap();
    }
    sql.execute_batch("VACUUM; PRAGMA journal_mode = WAL")
        .unwrap();
}

#[test]
#[ignore = "writes the files that are missing; run it before a release"]
fn write_the_files() {
    let place = tempfile::tempdir().unwrap();
    let source = place.path().join("source.db");
    make(&source);
    for version in 1..=migrations().len() {
        if !file(version).exists() {
            let path = place.path().join(format!("v{version}.db"));
            as_of_version(version, &source, &path);
            let packed = zstd::bulk::compress(&fs::read(&path).unwrap(), 19).unwrap();
            fs::create_dir_all(folder("tests/released")).unwrap();
            fs::write(file(version), packed).unwrap();
        }
    }
}

#[test]
fn a_file_of_every_version_opens_migrates_verifies_and_answers_the_same() {
    let head: Head = HEAD.parse().unwrap();
    let digest: Sha256 = DIGEST.parse().unwrap();
    let mut answers = Vec::new();
    // The file of a version that was not released yet may be missing.
    let versions =
        (1..=migrations().len()).filter(|v| *v < migrations().len() || file(*v).exists());
    for version in versions {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("history.db");
        unpack(version, &path);
        if version < migrations().len() {
            let error = History::open(&path, OpenMode::ReadOnly).unwrap_err();
            assert!(
                matches!(error, HistoryError::Outdated { .. }),
                "version {version}: {error}"
            );
        }
        let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
        let report = history.verify(Some(head), &mut |_, _| {}).unwrap();
        assert_eq!(report.problems, [], "version {version}");
        assert_eq!(report.head, head, "version {version}");
        assert_eq!(history.digest().unwrap(), digest, "version {version}");
        assert_eq!(names(&history), ["Cartel de los Soles", "Three"]);
        // By name, and by the words of the notice.
        let hits = history.search("soles", 9).unwrap();
        assert_eq!(hits.len(), 2, "version {version}");
        answers.push(history.record_versions(&RecordFilter::default()).unwrap());

        // It goes on.
        let mut next = run(&mut history);
        Notice::new("2026-1", "2026-01-05", &["Four"]).append(&mut history, &mut next, minute(9));
        let report = history.verify(Some(head), &mut |_, _| {}).unwrap();
        assert_eq!(report.problems, [], "version {version}");
        assert!(report.head.sequence > head.sequence);
    }
    assert!(answers.len() >= 5, "{}", answers.len());
    assert!(answers[0].len() >= 4, "superseded versions are there, too");
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}
