//! The derived tables: compared row by row, as a whole or in parts, and no part of the chain.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use std::collections::BTreeSet;

use common::{Notice, minute, run};
use fedreg_history::{
    CorrectedRow, Derived, DerivedState, DerivedWriter, History, HistoryError, OpenMode, Sha256,
};
use fedreg_model::Sequence;
use rusqlite::Connection;
use tempfile::TempDir;

fn filled() -> (TempDir, History) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
    let mut run = run(&mut history);
    let mut notice = Notice::new(
        "2025-20750",
        "2025-11-24",
        &["Exampel Front", "Sample Group"],
    );
    notice.aliases = vec!["EF".into(), "The Front".into()];
    notice.append(&mut history, &mut run, minute(1));
    (folder, history)
}

fn state(through: Sequence) -> DerivedState {
    DerivedState {
        through,
        rules_version: 1,
        entities_sha256: Sha256::of(b"rules"),
    }
}

#[test]
fn what_is_put_in_is_found_and_leaves_chain_and_digest_as_they_are() {
    let (_folder, mut history) = filled();
    assert_eq!(history.derived_state().unwrap(), None);
    let before = (history.head().unwrap(), history.digest().unwrap());
    let derived = common::derived(&history);
    assert!(!history.derived_differences(&derived).unwrap().is_empty());
    let through = history.records_through().unwrap();
    assert!(through > 0 && through <= before.0.sequence);
    for _ in 0..2 {
        history.replace_derived(state(through), &derived).unwrap();
        assert_eq!(history.derived_differences(&derived).unwrap(), []);
        assert_eq!(history.derived_state().unwrap(), Some(state(through)));
    }
    assert_eq!((history.head().unwrap(), history.digest().unwrap()), before);
    assert!(history.verify(None, &mut |_, _| {}).unwrap().is_sound());
}

#[test]
fn any_altered_cell_of_any_derived_table_is_located() {
    let (folder, mut history) = filled();
    let mut derived = common::derived(&history);
    let printed = &history.current_records().unwrap()[0];
    derived.corrected.push(CorrectedRow {
        record_version: printed.sequence,
        correction: printed.sequence + 1,
        recorded_at: minute(5),
        record: printed.record.clone(),
    });
    let other = Connection::open(folder.path().join("history.db")).unwrap();
    for table in [
        "entity",
        "entity_name",
        "entity_record",
        "entity_link",
        "standing",
        "standing_alias",
        "corrected_record",
        "listed",
        "acting",
        "published_record",
        "entity_remark",
        "correction_of",
        "record_key",
    ] {
        let columns: Vec<(String, String)> = other
            .prepare("SELECT name, type FROM pragma_table_info(?1)")
            .unwrap()
            .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(!columns.is_empty(), "{table}");
        for (column, kind) in &columns {
            history.replace_derived(state(1), &derived).unwrap();
            let value = match (kind.as_str(), column.as_str()) {
                ("INTEGER", _) => "9999",
                (_, "record") => "'{}'",
                _ => "'altered'",
            };
            let first = format!(
                "UPDATE {table} SET {column} = {value}
                 WHERE ({0}) = (SELECT {0} FROM {table} LIMIT 1)",
                columns[0].0
            );
            // Several rows of one entity may not all bear one key: alter a single one.
            let altered = other.execute(&first, []).or_else(|_| {
                other.execute(
                    &format!(
                        "DELETE FROM {table} WHERE {0} = (SELECT {0} FROM {table} LIMIT 1)",
                        columns[0].0
                    ),
                    [],
                )
            });
            assert!(altered.unwrap() > 0, "{table}.{column}");
            let found = history.derived_differences(&derived).unwrap();
            assert_eq!(found.len(), 1, "{table}.{column}: {found:?}");
            assert_eq!(found[0].table, table, "{column}");
            assert!(!found[0].row.is_empty());
        }
        history.replace_derived(state(1), &derived).unwrap();
        other.execute(&format!("DELETE FROM {table}"), []).unwrap();
        assert_eq!(
            history.derived_differences(&derived).unwrap()[0].table,
            table
        );
    }
}

#[test]
fn a_row_of_no_current_record_is_found_where_parts_are_compared() {
    let (folder, mut history) = filled();
    let derived = common::derived(&history);
    history.replace_derived(state(1), &derived).unwrap();
    let versions: Vec<Sequence> = history
        .current_records()
        .unwrap()
        .iter()
        .map(|version| version.sequence)
        .collect();
    let found = |history: &History| {
        history
            .check_derived(|check| check.compare(&versions, &derived))
            .unwrap()
    };
    assert_eq!(found(&history), []);
    let other = Connection::open(folder.path().join("history.db")).unwrap();
    for (stray, table, row) in [
        (
            "INSERT INTO entity VALUES ('feed', 'Nobody', 'nobody', 'unknown')",
            "entity",
            "feed",
        ),
        (
            "INSERT INTO record_key VALUES (7, 1, 999999)",
            "record_key",
            "7 1 999999",
        ),
        (
            "UPDATE standing SET entity = 'feed' WHERE entity = (SELECT min(entity) FROM standing)",
            "standing",
            "",
        ),
    ] {
        history.replace_derived(state(1), &derived).unwrap();
        assert!(other.execute(stray, []).unwrap() > 0);
        let found = found(&history);
        assert_eq!(found.len(), 1, "{stray}: {found:?}");
        assert_eq!(found[0].table, table);
        assert!(found[0].row.starts_with(row), "{stray}: {found:?}");
    }
}

#[test]
fn what_fails_leaves_the_tables_and_their_indices_as_they_were() {
    let (folder, mut history) = filled();
    let derived = common::derived(&history);
    history.replace_derived(state(1), &derived).unwrap();
    for whole in [true, false] {
        let work = |tables: &mut DerivedWriter<'_>| -> Result<(), HistoryError> {
            if whole {
                tables.insert(&Derived::default())?;
            } else {
                let versions: Vec<Sequence> = tables
                    .current_records()?
                    .iter()
                    .map(|v| v.sequence)
                    .collect();
                tables.remove_entities(&versions)?;
                tables.remove_keys(&versions)?;
            }
            assert_ne!(tables.derived_differences(&derived)?, []);
            Err(HistoryError::Busy {
                path: folder.path().to_owned(),
            })
        };
        let failed = if whole {
            history.rebuild_derived(state(2), work)
        } else {
            history.update_derived(state(2), work)
        };
        assert!(failed.is_err());
        assert_eq!(history.derived_differences(&derived).unwrap(), []);
        assert_eq!(history.derived_state().unwrap(), Some(state(1)));
        assert!(history.verify(None, &mut |_, _| {}).unwrap().is_sound());
    }
}

#[test]
fn a_correction_shows_in_every_current_view_and_nowhere_beneath() {
    let (folder, mut history) = filled();
    let mut derived = common::derived(&history);
    let digest = history.digest().unwrap();
    let printed = history.current_records().unwrap().remove(0);
    let mut record = printed.record.clone();
    record.party.name = "Example Front".to_owned();
    record.party.aliases.truncate(1);
    record.authorities.truncate(1);
    record.effective.date = Some(common::day("2025-11-25"));
    derived.corrected.push(CorrectedRow {
        record_version: printed.sequence,
        correction: printed.sequence + 100,
        recorded_at: minute(5),
        record: record.clone(),
    });
    history.replace_derived(state(1), &derived).unwrap();
    let sql = Connection::open(folder.path().join("history.db")).unwrap();
    let one = |query: &str| -> String {
        sql.query_row(query, [&printed.record_id.0], |row| row.get(0))
            .unwrap_or_else(|error| panic!("{error}: {query}"))
    };
    for (query, expected) in [
        (
            "SELECT name FROM current_record WHERE record_id = ?1",
            "Example Front",
        ),
        (
            "SELECT cause FROM current_record WHERE record_id = ?1",
            "correction",
        ),
        (
            "SELECT authorities FROM current_record WHERE record_id = ?1",
            record.authorities[0].code.as_str(),
        ),
        (
            "SELECT effective_date FROM current_record WHERE record_id = ?1",
            "2025-11-25",
        ),
        (
            "SELECT recorded_at FROM current_record WHERE record_id = ?1",
            "2025-11-24T12:05:00.000Z",
        ),
        (
            "SELECT group_concat(alias) FROM current_alias WHERE record_id = ?1 AND change = 'printed'",
            "EF",
        ),
        (
            "SELECT group_concat(code) FROM current_authority WHERE record_id = ?1",
            record.authorities[0].code.as_str(),
        ),
        (
            "SELECT name FROM current_authority WHERE record_id = ?1",
            "Example Front",
        ),
        (
            "SELECT name FROM printed_record WHERE record_id = ?1",
            "Exampel Front",
        ),
        (
            "SELECT name FROM record_history WHERE record_id = ?1",
            "Exampel Front",
        ),
        (
            "SELECT name FROM entity_notice WHERE record_id = ?1",
            "Example Front",
        ),
    ] {
        assert_eq!(one(query), expected, "{query}");
    }
    assert_eq!(history.digest().unwrap(), digest);
}

fn words(found: BTreeSet<String>) -> Vec<String> {
    found.into_iter().collect()
}

#[test]
fn entities_are_found_by_day_act_and_any_part_of_a_name() {
    let (folder, mut history) = filled();
    let derived = common::derived(&history);
    history.replace_derived(state(1), &derived).unwrap();
    let both: Vec<String> = derived.entities.iter().map(|e| e.entity.clone()).collect();
    let both: BTreeSet<String> = both.into_iter().collect();
    let fto = BTreeSet::from(["INA-219".to_owned()]);
    let (before, on, after) = (
        common::day("2025-11-23"),
        common::day("2025-11-24"),
        common::day("2025-11-25"),
    );
    let none = BTreeSet::new();
    for codes in [&fto, &none] {
        let listed = |day| history.entities_listed(codes, day, false).unwrap();
        assert_eq!(
            (listed(before), listed(on), listed(after)),
            (none.clone(), both.clone(), none.clone())
        );
        let acting = |from, to| history.entities_acting(codes, (from, to), true).unwrap();
        assert_eq!(acting(before, on), both);
        assert_eq!(acting(on, after), none);
    }
    let other = BTreeSet::from(["EO-1".to_owned()]);
    assert_eq!(history.entities_listed(&other, on, false).unwrap(), none);

    let named = |part: &str| words(history.entities_named(part, true).unwrap()).len();
    for (part, found) in [
        ("sample group", 1),
        ("ple gr", 1),
        ("front", 2),
        ("ef", 2),
        ("samples", 0),
        ("\" or \"", 0),
    ] {
        assert_eq!(named(part), found, "{part}");
    }
    // A name that is gone is not found.
    let fewer = Derived {
        names: derived.names[..1].to_vec(),
        ..derived
    };
    history.replace_derived(state(1), &fewer).unwrap();
    assert!(history.entities_named("sample", true).unwrap().is_empty());
    assert_eq!(history.derived_differences(&fewer).unwrap(), []);
    let sql = Connection::open(folder.path().join("history.db")).unwrap();
    sql.execute("DELETE FROM folded_name", []).unwrap();
    let found = history.derived_differences(&fewer).unwrap();
    assert_eq!(found[0].table, "folded_name");
}

/// What a question costs must not depend on how much else there is: every table by an index.
#[test]
fn no_question_reads_a_whole_table() {
    let (folder, mut history) = filled();
    let derived = common::derived(&history);
    history.replace_derived(state(1), &derived).unwrap();
    let sql = Connection::open(folder.path().join("history.db")).unwrap();
    let plan = |query: &str| -> Vec<String> {
        let mut statement = sql.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
        let rows = statement.query_map([], |row| row.get(3)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    for query in [
        "SELECT name FROM designation WHERE authority = 'INA-219'",
        "SELECT name FROM designation_alias WHERE authority = 'INA-219'",
        "SELECT * FROM designation WHERE entity = 'x'",
        "SELECT * FROM entity_notice WHERE entity = 'x'",
        "SELECT name FROM standing WHERE from_date > '2025-11-01' AND from_date <= '2025-11-24'
         UNION ALL
         SELECT name FROM standing WHERE to_date > '2025-11-01' AND to_date <= '2025-11-24'",
    ] {
        for step in plan(query) {
            let small = ["SCAN (subquery", "SCAN json_each", "SCAN value"];
            let whole = step.starts_with("SCAN ") && !small.iter().any(|s| step.starts_with(s));
            assert!(!whole, "{query}: {step}");
        }
    }
}
