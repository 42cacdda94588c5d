//! History only grows: every table refuses to change or lose a row, whoever asks.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use common::{Notice, day, minute, run};
use fedreg_history::{
    Attempt, AttemptOutcome, History, NewAlert, OpenMode, Outcome, RunOutcome, Timing,
};
use fedreg_model::{Action, TextFormat};
use rusqlite::Connection;

/// A history in a file with at least one row in every table.
fn full_history(path: &std::path::Path) {
    let mut history = History::open(path, OpenMode::ReadWrite).unwrap();
    let mut run = run(&mut history);
    let mut first = Notice::new(
        "2025-20750",
        "2025-11-24",
        &["Cartel de los Soles", "Second"],
    );
    first.aliases = vec!["Suns".into()];
    first.acts[1].0 = Action::Amendment;
    first.append(&mut history, &mut run, minute(1));
    let mut second = first.clone();
    second.acts.pop();
    second.aliases.push("Of Suns".into());
    second.salt = "changed".into();
    second.format = TextFormat::Xml;
    second.observed = minute(2);
    second.append(&mut history, &mut run, minute(2));
    history
        .census(
            &mut run,
            "api",
            day("2025-11-24"),
            Some(120),
            Some(2),
            minute(3),
        )
        .unwrap();
    history
        .advance_coverage(&mut run, "api", day("2025-11-24"), minute(3))
        .unwrap();
    let alert = NewAlert {
        key: "k".into(),
        rule: "all".into(),
        channel: "hook".into(),
        timing: Timing::Immediate,
        due_at: minute(3),
        body: serde_json::json!({}),
    };
    history.queue_alerts(&[alert], minute(3)).unwrap();
    let alert = history.alerts(true).unwrap()[0].sequence;
    let attempt = Attempt {
        alert,
        outcome: AttemptOutcome::Failed,
        detail: None,
        next_at: Some(minute(4)),
    };
    history.note_attempts(&[attempt], minute(3)).unwrap();
    let outcome = RunOutcome {
        finished_at: minute(4),
        outcome: Outcome::Complete,
        message: Some("done".into()),
        counts: serde_json::json!({"documents": 1}),
    };
    history.finish_run(run, &outcome).unwrap();
    let report = history.verify(None, &mut |_, _| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
}

/// The tables of history: all but SQLite's own, those of the search index and the derived ones.
fn tables(sql: &Connection) -> Vec<String> {
    sql.prepare(
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
    .unwrap()
}

#[test]
fn every_table_refuses_to_change_or_lose_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    full_history(&path);
    // A foreign program that checks nothing: no foreign keys, no recursive triggers.
    let sql = Connection::open(&path).unwrap();
    sql.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        .unwrap();
    let tables = tables(&sql);
    assert_eq!(tables.len(), 22, "{tables:?}");
    for table in tables {
        let rows: i64 = sql
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert!(
            rows > 0,
            "{table} is empty here: give it a row, so that it is tested"
        );
        let columns: Vec<String> = sql
            .prepare("SELECT name FROM pragma_table_info(?1)")
            .unwrap()
            .query_map([&table], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let mut attempts = vec![
            format!("DELETE FROM {table}"),
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"),
        ];
        let stored = columns.join(", ");
        attempts[1] =
            format!("INSERT OR REPLACE INTO {table} ({stored}) SELECT {stored} FROM {table}");
        attempts.extend(
            columns
                .iter()
                .map(|column| format!("UPDATE {table} SET {column} = {column}")),
        );
        for attempt in attempts {
            let error = sql.execute(&attempt, []).expect_err(&attempt).to_string();
            assert!(error.contains("history only grows"), "{attempt}: {error}");
        }
        let unchanged: i64 = sql
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(unchanged, rows);
    }
}

/// A new key with a value that must be unique would replace the row that has it.
#[test]
fn no_row_is_replaced_through_another_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    full_history(&path);
    let sql = Connection::open(&path).unwrap();
    sql.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let mut tried = 0;
    for table in tables(&sql) {
        let uniques: i64 = sql
            .query_row(
                "SELECT count(*) FROM pragma_index_list(?1) WHERE \"unique\" AND origin = 'u'",
                [&table],
                |row| row.get(0),
            )
            .unwrap();
        if uniques == 0 {
            continue;
        }
        tried += 1;
        let columns: Vec<String> = sql
            .prepare("SELECT name FROM pragma_table_info(?1) WHERE name <> 'sequence'")
            .unwrap()
            .query_map([&table], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        // Rows whose unique column is null replace nothing.
        let condition = match table.as_str() {
            "document_version" | "record_version" => "supersedes IS NOT NULL",
            _ => "1",
        };
        let columns = columns.join(", ");
        let attempt = format!(
            "INSERT OR REPLACE INTO {table} (sequence, {columns})
             SELECT sequence + 100000, {columns} FROM {table} WHERE {condition}"
        );
        let error = sql.execute(&attempt, []).expect_err(&attempt).to_string();
        assert!(error.contains("history only grows"), "{attempt}: {error}");
    }
    assert!(tried >= 7, "{tried}");
}

#[test]
fn a_row_cannot_be_added_beside_the_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    full_history(&path);
    let sql = Connection::open(&path).unwrap();
    sql.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    let error = sql
        .execute(
            "INSERT INTO coverage VALUES (999, 'api', '2030-01-01', 1)",
            [],
        )
        .unwrap_err()
        .to_string();
    assert!(error.contains("FOREIGN KEY"), "{error}");
}
