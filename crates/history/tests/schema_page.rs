//! `docs/schema.md` says what is so: its queries run and find something, its columns exist.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use std::collections::BTreeMap;

use common::{Notice, day, minute, run};
use fedreg_history::{DerivedState, History, OpenMode, Outcome, RunOutcome, Sha256};
use fedreg_model::Cause;
use fs_err as fs;
use rusqlite::Connection;
use tempfile::TempDir;

fn page() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema.md")).unwrap()
}

/// A history about which each question of the page has an answer.
fn sample() -> (TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
    let mut run = run(&mut history);
    let mut first = Notice::new("2025-20750", "2025-11-24", &["Cartel de los Soles"]);
    first.aliases = vec!["Cartel of the Suns".into()];
    first.append(&mut history, &mut run, minute(1));
    let mut unclear = Notice::new("2025-20751", "2025-11-24", &["Another"]);
    unclear.residue = true;
    unclear.append(&mut history, &mut run, minute(2));
    let mut better = first.clone();
    better.parser = 2;
    better.aliases.push("Soles".into());
    better.append_because(&mut history, &mut run, Some(Cause::Parser), minute(90));
    history
        .census(
            &mut run,
            "api",
            day("2025-11-24"),
            Some(120),
            Some(2),
            minute(91),
        )
        .unwrap();
    history
        .advance_coverage(&mut run, "api", day("2025-11-24"), minute(91))
        .unwrap();
    let outcome = RunOutcome {
        finished_at: minute(92),
        outcome: Outcome::Complete,
        message: None,
        counts: serde_json::json!({"documents": 2}),
    };
    history.finish_run(run, &outcome).unwrap();
    let state = DerivedState {
        through: history.records_through().unwrap(),
        rules_version: 1,
        entities_sha256: Sha256::of(b"rules"),
    };
    let derived = common::derived(&history);
    history.replace_derived(state, &derived).unwrap();
    drop(history);
    let sql = Connection::open(path).unwrap();
    (folder, sql)
}

#[test]
fn every_query_of_the_page_runs_and_finds_something() {
    let (_folder, sql) = sample();
    let page = page();
    let queries: Vec<&str> = page
        .split("```sql\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    assert!(queries.len() >= 10, "{}", queries.len());
    for query in queries {
        let mut statement = sql
            .prepare(query)
            .unwrap_or_else(|error| panic!("{error}\n{query}"));
        assert!(statement.readonly(), "{query}");
        let mut rows = statement.query([]).unwrap();
        let mut count = 0;
        while let Some(row) = rows
            .next()
            .unwrap_or_else(|error| panic!("{error}\n{query}"))
        {
            count += 1;
            if query.contains(" AS words\nFROM current_record") {
                assert_eq!(
                    row.get::<_, String>("quote").unwrap(),
                    row.get::<_, String>("words").unwrap()
                );
            }
        }
        assert!(count > 0, "finds nothing:\n{query}");
    }
}

fn columns(sql: &Connection, kind: &str) -> BTreeMap<String, Vec<String>> {
    let mut statement = sql
        .prepare(
            "SELECT s.name, c.name FROM sqlite_schema s, pragma_table_info(s.name) c
             WHERE s.type = ?1 AND s.name NOT LIKE 'sqlite_%' AND s.name NOT LIKE 'notice_search%'
               AND s.name NOT LIKE 'folded_name_search%'
             ORDER BY s.name, c.cid",
        )
        .unwrap();
    let rows = statement
        .query_map([kind], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))
        .unwrap();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        let (table, column) = row.unwrap();
        found.entry(table).or_default().push(column);
    }
    found
}

#[test]
fn the_page_lists_every_view_with_its_columns() {
    let (_folder, sql) = sample();
    let page = page();
    let listed: BTreeMap<String, Vec<String>> = page
        .split("\n### ")
        .skip(1)
        .map(|section| {
            let name = section.lines().next().unwrap().to_owned();
            let columns = section
                .split("\n## ")
                .next()
                .unwrap()
                .lines()
                .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
                .map(str::to_owned)
                .collect();
            (name, columns)
        })
        .collect();
    assert_eq!(listed, columns(&sql, "view"));
}

#[test]
fn the_page_lists_every_table_with_its_columns() {
    let (_folder, sql) = sample();
    let page = page();
    for (table, columns) in columns(&sql, "table") {
        let listed = format!("`{table}` (`{}`)", columns.join("`, `"));
        assert!(page.contains(&listed), "docs/schema.md lacks {listed}");
    }
}
