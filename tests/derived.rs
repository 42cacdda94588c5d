//! The derived tables: `sqlite3` is told what `list` tells, and nothing in them outlives its ground.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde_json::Value;

use crate::common::{Home, root};

/// A standing as both tell it.
type Row = (String, String, String, Option<String>, Vec<String>, String);

fn listed(home: &Home, day: &str) -> BTreeSet<Row> {
    let rows = home.json(&["list", "--as-of", day, "--json"]);
    let word = |row: &Value, field: &str| row[field].as_str().map(str::to_owned);
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let aliases = row["aliases"].as_array().unwrap().iter();
            (
                word(row, "authority").unwrap(),
                word(row, "name").unwrap(),
                word(row, "since").unwrap(),
                word(row, "ends"),
                aliases.map(|a| word(a, "name").unwrap()).collect(),
                word(row, "record_id").unwrap(),
            )
        })
        .collect()
}

fn asked(sql: &Connection, query: &str, day: &[&str]) -> BTreeSet<Row> {
    let mut statement = sql.prepare(query).unwrap();
    let rows = statement
        .query_map(rusqlite::params_from_iter(day), |row| {
            let aliases: Option<String> = row.get(4)?;
            let aliases = aliases.unwrap_or_default();
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                aliases
                    .split('\u{1f}')
                    .filter(|a| !a.is_empty())
                    .map(str::to_owned)
                    .collect(),
                row.get(5)?,
            ))
        })
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn the_view_designation_and_list_tell_the_same_of_today() {
    let home = Home::filled();
    let sql = Connection::open(home.db()).unwrap();
    let today: String = sql
        .query_row("SELECT date('now')", [], |row| row.get(0))
        .unwrap();
    let listed = listed(home, &today);
    assert!(listed.len() > 50, "{}", listed.len());
    let viewed = asked(
        &sql,
        "SELECT authority, name, designated_since, ends, replace(aliases, '; ', char(31)), record_id
         FROM designation",
        &[],
    );
    // The view joins aliases by "; ", which no fixture's alias holds.
    assert_eq!(viewed, listed);
    let aliases: i64 = sql
        .query_row("SELECT count(*) FROM designation_alias", [], |row| {
            row.get(0)
        })
        .unwrap();
    let listed: usize = listed.iter().map(|row| row.4.len()).sum();
    assert_eq!(usize::try_from(aliases).unwrap(), listed);
}

#[test]
fn the_table_standing_and_list_tell_the_same_of_any_day() {
    let home = Home::filled();
    let sql = Connection::open(home.db()).unwrap();
    for day in [
        "1997-10-07",
        "1997-10-08",
        "1999-10-08",
        "2001-10-04",
        "2001-10-05",
        "2003-10-01",
        "2003-10-02",
        "2005-06-17",
        "2012-09-27",
        "2012-09-28",
        "2014-05-15",
        "2021-01-19",
        "2021-02-16",
        "2022-05-20",
        "2025-02-20",
        "2025-11-23",
        "2025-11-24",
        "2026-02-02",
        "2030-01-01",
    ] {
        let told = asked(
            &sql,
            "SELECT authority, name, since, ends, (
               SELECT group_concat(alias, char(31)) FROM (
                 SELECT alias FROM standing_alias a
                 WHERE a.entity = s.entity AND a.authority = s.authority
                   AND a.from_date <= ?1 AND (a.to_date IS NULL OR a.to_date > ?1)
                 ORDER BY position)), record_id
             FROM standing s
             WHERE from_date <= ?1 AND (to_date IS NULL OR to_date > ?1)",
            &[day],
        );
        assert_eq!(told, listed(home, day), "{day}");
    }
}

#[test]
fn the_tables_of_entities_and_the_command_tell_the_same() {
    let home = Home::filled();
    let sql = Connection::open(home.db()).unwrap();
    let told = home.json(&["entity", "list", "--json"]);
    let told: BTreeSet<(String, String, i64)> = told
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let records = row["records"].as_i64().unwrap();
            (
                row["entity"].as_str().unwrap().to_owned(),
                row["name"].as_str().unwrap().to_owned(),
                records,
            )
        })
        .collect();
    let mut statement = sql
        .prepare("SELECT e.entity, e.name, count(*) FROM entity e JOIN entity_record r USING (entity) GROUP BY 1")
        .unwrap();
    let held: BTreeSet<(String, String, i64)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(held, told);
    let why: String = sql
        .query_row(
            "SELECT group_concat(l.rule || ': ' || l.why) FROM entity e JOIN entity_link l USING (entity)
             WHERE e.name = 'Abu Nidal Organization'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(why.contains("same_name: "), "{why}");
}

#[test]
fn what_was_altered_or_lost_is_found_and_made_anew() {
    let home = Home::new("derived");
    let from = home.run(&["run", "--source", "fixtures/register/documents/2025"]);
    assert!(matches!(from.code, 0 | 4), "{from:?}");
    let one = home.json(&["verify", "--json"]);
    assert_eq!(one["derived"], "current", "{one}");
    let head = one["head"].clone();
    let sql = Connection::open(home.db()).unwrap();
    sql.execute(
        "UPDATE standing SET name = 'Nobody' WHERE authority = 'INA-219'",
        [],
    )
    .unwrap();
    let found = home.run(&["verify", "--json"]);
    assert_eq!(found.code, 5, "{found:?}");
    assert!(
        found.stdout.contains("fedreg entity rebuild"),
        "{}",
        found.stdout
    );
    assert!(found.stdout.contains("\"standing\""), "{}", found.stdout);
    let rebuilt = home.json(&["entity", "rebuild", "--json"]);
    assert!(rebuilt["standings"].as_u64().unwrap() > 5, "{rebuilt}");
    let again = home.json(&["verify", "--json"]);
    assert_eq!(
        (&again["sound"], &again["head"]),
        (&Value::Bool(true), &head)
    );

    // Other rules make it stale, which is no fault; a run that finds nothing new makes it anew.
    let config = home.path().join("rules");
    fs_err::create_dir_all(&config).unwrap();
    let rules = fs_err::read_to_string(root().join("config/entities.toml")).unwrap();
    let forced = "\n[[same]]\nnames = ['Tren de Aragua', 'Mara Salvatrucha']\nwhy = 'a test'\n";
    fs_err::write(config.join("entities.toml"), rules + forced).unwrap();
    let config = config.to_str().unwrap();
    let stale = home.run(&["verify", "--json", "--config", config]);
    assert_eq!(stale.code, 0, "{stale:?}");
    assert!(stale.stdout.contains("\"stale\""), "{}", stale.stdout);
    let source = "fixtures/register/documents/2025";
    let ran = home.run(&["run", "--source", source, "--config", config]);
    assert!(matches!(ran.code, 0 | 4), "{ran:?}");
    let rules: Vec<String> = sql
        .prepare("SELECT DISTINCT rule FROM entity_link")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(rules.contains(&"forced".to_owned()), "{rules:?}");
    let now = home.json(&["verify", "--json", "--config", config]);
    assert_eq!(
        (&now["derived"], &now["head"]),
        (&Value::from("current"), &head)
    );
}
