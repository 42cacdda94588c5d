//! Whatever is done to the file behind the program's back, verification finds it.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use common::{Notice, day, minute, run};
use fedreg_history::{Head, History, OpenMode, Outcome, RunOutcome, VerifyReport};
use fedreg_model::Action;
use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

/// A history in a file, and a connection that may do anything to it.
struct Tampered {
    folder: TempDir,
    sql: Connection,
}

impl Tampered {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
        let mut run = run(&mut history);
        let mut notice = Notice::new("2025-20750", "2025-11-24", &["Cartel de los Soles", "Two"]);
        notice.aliases = vec!["Suns".into()];
        notice.acts[1].0 = Action::Amendment;
        notice.residue = true;
        notice.raw = Some(r#"{"title":"T"}"#.into());
        notice.append(&mut history, &mut run, minute(1));
        notice.acts.pop();
        notice.aliases.push("Of Suns".into());
        notice.salt = "changed".into();
        notice.observed = minute(2);
        notice.append(&mut history, &mut run, minute(2));
        history
            .census(
                &mut run,
                "api",
                day("2025-11-24"),
                Some(9),
                Some(2),
                minute(3),
            )
            .unwrap();
        history
            .advance_coverage(&mut run, "api", day("2025-11-24"), minute(3))
            .unwrap();
        let outcome = RunOutcome {
            finished_at: minute(4),
            outcome: Outcome::Partial,
            message: Some("something is missing".into()),
            counts: serde_json::json!({"documents": 1}),
        };
        history.finish_run(run, &outcome).unwrap();
        let report = history.verify(None, &mut |_, _| {}).unwrap();
        assert!(report.is_sound(), "{:?}", report.problems);
        drop(history);

        let sql = Connection::open(&path).unwrap();
        sql.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
            .unwrap();
        let triggers: Vec<String> = sql
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        for trigger in triggers {
            sql.execute_batch(&format!("DROP TRIGGER {trigger}"))
                .unwrap();
        }
        Self { folder, sql }
    }

    /// The problems found, without those about the triggers that tampering needs dropped.
    fn problems(&self, noted: Option<Head>) -> Vec<String> {
        let report = self.report(noted);
        report
            .problems
            .iter()
            .filter(|problem| !problem.what.starts_with("the trigger "))
            .map(|problem| format!("{problem:?}"))
            .collect()
    }

    /// Whether a problem is reported at the row of this cell: the row itself, or the record that a
    /// row of a child table belongs to. Otherwise, what is reported.
    fn located(&self, table: &str, row: &str) -> Result<(), String> {
        let id: i64 = row.rsplit_once("= ").unwrap().1.parse().unwrap();
        let expected = if row.starts_with("record *") {
            ("record", id / 1000)
        } else {
            (table, id)
        };
        let found = self.report(None).problems.iter().any(|problem| {
            (problem.table.as_deref(), problem.sequence) == (Some(expected.0), Some(expected.1))
        });
        if found {
            return Ok(());
        }
        Err(format!("{:?}", self.problems(None)))
    }

    fn report(&self, noted: Option<Head>) -> VerifyReport {
        let path = self.folder.path().join("history.db");
        let history = History::open(path, OpenMode::ReadOnly).unwrap();
        history.verify(noted, &mut |_, _| {}).unwrap()
    }

    /// Every stored value: table, condition that selects its row, column, value.
    fn cells(&self) -> Vec<(String, String, String, Value)> {
        let tables: Vec<String> = self
            .sql
            .prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table'
                 AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'notice_search%'
                 AND name NOT LIKE 'entity%' AND name NOT LIKE 'standing%'
                 AND name NOT LIKE 'folded_name%' AND name NOT IN ('derived_state', 'corrected_record',
                   'listed', 'acting', 'published_record', 'correction_of', 'record_key') ORDER BY name",
            )
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let mut cells = Vec::new();
        for table in tables {
            let key = if table.starts_with("record_")
                && !["record_version", "record_withdrawal"].contains(&&*table)
            {
                "record * 1000 + position"
            } else {
                "sequence"
            };
            let columns: Vec<String> = self
                .sql
                .prepare("SELECT name FROM pragma_table_info(?1)")
                .unwrap()
                .query_map([&table], |row| row.get(0))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            for column in columns {
                let mut statement = self
                    .sql
                    .prepare(&format!("SELECT {key}, {column} FROM {table}"))
                    .unwrap();
                let rows = statement
                    .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
                    .unwrap();
                for row in rows {
                    let (id, value) = row.unwrap();
                    cells.push((
                        table.clone(),
                        format!("{key} = {id}"),
                        column.clone(),
                        value,
                    ));
                }
            }
        }
        cells
    }

    /// Sets a value; gives whether SQLite let it.
    fn set(&self, cell: &(String, String, String, Value), value: &Value) -> bool {
        let (table, row, column, _) = cell;
        self.sql
            .execute(
                &format!("UPDATE {table} SET {column} = ?1 WHERE {row}"),
                [value],
            )
            .is_ok()
    }
}

#[test]
fn every_value_of_every_row_counts() {
    let tampered = Tampered::new();
    assert_eq!(tampered.problems(None), [] as [String; 0]);
    let cells = tampered.cells();
    assert!(cells.len() > 300, "{}", cells.len());
    let mut tried = 0;
    for cell in &cells {
        let keyed = ["sequence", "record", "position"].contains(&&*cell.2);
        if keyed && cell.0 != "record_version" {
            continue; // rows that go elsewhere are tried below
        }
        let other = match &cell.3 {
            Value::Null
                if cell.2.contains("supersedes")
                    || cell.2.contains("page")
                    || cell.2 == "volume" =>
            {
                Value::Integer(1)
            }
            Value::Null => Value::Text("x".into()),
            Value::Integer(number) => Value::Integer(number + 1),
            Value::Text(text) => Value::Text(format!("{text} ")),
            Value::Blob(bytes) => Value::Blob([bytes, &b"x"[..]].concat()),
            Value::Real(number) => Value::Real(number + 1.0),
        };
        for value in [other, Value::Null] {
            if value != cell.3 && tampered.set(cell, &value) {
                tried += 1;
                assert_eq!(
                    tampered.located(&cell.0, &cell.1),
                    Ok(()),
                    "{cell:?} := {value:?}"
                );
                let original = (cell.0.clone(), cell.1.clone(), cell.2.clone(), Value::Null);
                if cell.0 == "record_version" && keyed && cell.2 == "sequence" {
                    // The row is found under its new key.
                    let Value::Integer(moved) = value else {
                        panic!()
                    };
                    let back = (
                        original.0,
                        format!("sequence = {moved}"),
                        original.2,
                        Value::Null,
                    );
                    assert!(tampered.set(&back, &cell.3));
                } else {
                    assert!(tampered.set(&original, &cell.3), "{cell:?}");
                }
            }
        }
    }
    assert!(tried > 300, "{tried}");
    assert_eq!(tampered.problems(None), [] as [String; 0]);
}

#[test]
fn rows_that_are_gone_or_do_not_belong_are_found() {
    let table_rows = |tampered: &Tampered| {
        let mut rows: Vec<(String, String)> = tampered
            .cells()
            .into_iter()
            .map(|cell| (cell.0, cell.1))
            .collect();
        rows.dedup();
        rows.sort();
        rows.dedup();
        rows
    };
    let rows = table_rows(&Tampered::new());
    assert!(rows.len() > 40, "{}", rows.len());
    let tampered = Tampered::new();
    for (table, row) in rows {
        tampered.sql.execute_batch("SAVEPOINT before").unwrap();
        let save: Vec<Value> = {
            let mut statement = tampered
                .sql
                .prepare(&format!("SELECT * FROM {table} WHERE {row}"))
                .unwrap();
            let columns = statement.column_count();
            statement
                .query_row([], |row| (0..columns).map(|index| row.get(index)).collect())
                .unwrap()
        };
        assert!(!save.is_empty());
        tampered
            .sql
            .execute(&format!("DELETE FROM {table} WHERE {row}"), [])
            .unwrap();
        tampered.sql.execute_batch("RELEASE before").unwrap();
        if table == "ledger" {
            // What is gone has no row to point at: the gap is told at the entry after it.
            assert_ne!(tampered.problems(None), [] as [String; 0], "{table} {row}");
        } else {
            assert_eq!(
                tampered.located(&table, &row),
                Ok(()),
                "{table} {row} deleted"
            );
        }
        // Put it back; the generated column comes by itself.
        let columns: Vec<String> = tampered
            .sql
            .prepare("SELECT name FROM pragma_table_info(?1)")
            .unwrap()
            .query_map([&table], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let places = vec!["?"; columns.len()].join(", ");
        tampered
            .sql
            .execute(
                &format!(
                    "INSERT INTO {table} ({}) VALUES ({places})",
                    columns.join(", ")
                ),
                rusqlite::params_from_iter(save.iter().take(columns.len())),
            )
            .unwrap();
    }
    assert_eq!(tampered.problems(None), [] as [String; 0]);

    for stray in [
        "INSERT INTO coverage VALUES (999, 'api', '2030-01-01', 1)",
        "INSERT INTO record_country VALUES ((SELECT min(sequence) FROM record), 9, 'Freedonia')",
        "INSERT INTO record_country VALUES (999, 1, 'Freedonia')",
    ] {
        let tampered = Tampered::new();
        tampered.sql.execute(stray, []).unwrap();
        assert_ne!(tampered.problems(None), [] as [String; 0], "{stray}");
    }
}

#[test]
fn a_chain_that_was_cut_short_is_found_by_an_earlier_head() {
    let tampered = Tampered::new();
    let noted = tampered.report(None).head;
    assert_eq!(tampered.problems(Some(noted)), [] as [String; 0]);
    // The outcome of the run is the last row: taken away whole, no trace is left.
    tampered
        .sql
        .execute_batch(
            "DELETE FROM run_outcome; DELETE FROM ledger WHERE sequence = (SELECT max(sequence) FROM ledger)",
        )
        .unwrap();
    assert_eq!(tampered.problems(None), [] as [String; 0]);
    let problems = tampered.problems(Some(noted));
    assert!(problems[0].contains("cut off"), "{problems:?}");
    let shorter = tampered.report(None).head;
    assert_eq!(shorter.to_string().parse(), Ok(shorter));
    assert!("12:abc".parse::<Head>().is_err());
}

#[test]
fn an_altered_schema_is_found() {
    for (alter, found) in [
        ("DROP VIEW designation", "the view designation is missing"),
        ("DROP INDEX parse_run", "the index parse_run is missing"),
        ("CREATE TABLE mine (x)", "the table mine is not fedreg's"),
        (
            "CREATE TRIGGER mine AFTER INSERT ON blob BEGIN SELECT 1; END",
            "the trigger mine is not fedreg's",
        ),
    ] {
        let tampered = Tampered::new();
        tampered.sql.execute_batch(alter).unwrap();
        let report = tampered.report(None);
        assert!(
            report.problems.iter().any(|problem| problem.what == found),
            "{alter}: {report:?}"
        );
    }
    let missing = Tampered::new().report(None);
    assert!(
        missing
            .problems
            .iter()
            .any(|p| p.what == "the trigger blob_no_delete is missing"),
        "{missing:?}"
    );
}

#[test]
fn progress_reaches_its_end() {
    let tampered = Tampered::new();
    let history = History::open(
        tampered.folder.path().join("history.db"),
        OpenMode::ReadOnly,
    )
    .unwrap();
    let mut last = (0, 1);
    let report = history
        .verify(None, &mut |done, of| last = (done, of))
        .unwrap();
    assert_eq!(last, (report.rows, report.rows));
    assert_eq!((report.blobs, report.documents), (2, 2));
    assert!(report.slices > 5);
}

/// Bytes that are no text where text should be, in every column.
#[test]
fn what_is_no_text_is_found() {
    let tampered = Tampered::new();
    for (table, row, column, value) in tampered.cells() {
        let Value::Text(original) = value else {
            continue;
        };
        let set = format!("UPDATE {table} SET {column} = CAST(?1 AS TEXT) WHERE {row}");
        tampered
            .sql
            .execute(&set, [[original.as_bytes(), b"\xff"].concat()])
            .unwrap();
        assert_eq!(
            tampered.located(&table, &row),
            Ok(()),
            "{table} {row} {column}"
        );
        tampered.sql.execute(&set, [original.as_bytes()]).unwrap();
    }
    assert_eq!(tampered.problems(None), [] as [String; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// One bit of one byte of any text or blob.
    #[test]
    fn one_flipped_bit_is_found(cell in any::<prop::sample::Index>(), byte in any::<prop::sample::Index>(), bit in 0..8) {
        thread_local! {
            static SHARED: Tampered = Tampered::new();
        }
        SHARED.with(|tampered| {
            let cells: Vec<_> = tampered
                .cells()
                .into_iter()
                .filter(|cell| match &cell.3 {
                    Value::Text(text) => !text.is_empty(),
                    Value::Blob(bytes) => !bytes.is_empty(),
                    _ => false,
                })
                .collect();
            let (table, row, column, value) = &cells[cell.index(cells.len())];
            let (mut bytes, cast) = match value {
                Value::Text(text) => (text.clone().into_bytes(), "CAST(?1 AS TEXT)"),
                Value::Blob(bytes) => (bytes.clone(), "?1"),
                _ => unreachable!(),
            };
            let statement = format!("UPDATE {table} SET {column} = {cast} WHERE {row}");
            let original = bytes.clone();
            let at = byte.index(bytes.len());
            bytes[at] ^= 1_u8 << bit;
            tampered.sql.execute(&statement, [&bytes]).unwrap();
            let located = tampered.located(table, row);
            tampered.sql.execute(&statement, [&original]).unwrap();
            assert_eq!(located, Ok(()), "{table} {row} {column} byte {at} bit {bit}");
        });
    }
}
