//! The stream of changes and the shell's way to follow: read in slices, nothing lost or doubled.

use std::process::Command;

use serde_json::Value;

use crate::common::{Home, Ran, root};

/// One pass over a folder of the register, at an instant.
fn pass(home: &Home, folder: &str, now: &str) {
    let source = format!("fixtures/register/{folder}");
    let ran: Ran = home
        .command(&["run", "--source", &source])
        .env("FEDREG_NOW", now)
        .output()
        .unwrap()
        .into();
    assert!(matches!(ran.code, 0 | 4), "{ran:?}");
}

fn changes(home: &Home, since: &str, now: &str) -> Vec<Value> {
    let ran: Ran = home
        .command(&["diff", "--since", since, "-o", "jsonl"])
        .env("FEDREG_NOW", now)
        .output()
        .unwrap()
        .into();
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The cursor of the last change, else the one before.
fn after(changes: &[Value], before: &str) -> String {
    let last = changes.last().map(|row| row["cursor"].as_str().unwrap());
    last.unwrap_or(before).to_owned()
}

/// Some passes in the order of the years, with what was told after each.
fn followed(home: &Home) -> (Vec<Value>, String) {
    let mut told = Vec::new();
    let mut cursor = "start".to_owned();
    for (folder, now) in [
        ("documents/1997", "1997-10-10T12:00:00Z"),
        ("documents/1999", "1999-10-10T12:00:00Z"),
        ("documents/2001", "2001-10-10T12:00:00Z"),
        ("documents/2014", "2014-06-01T12:00:00Z"),
        ("documents/2025", "2025-12-01T12:00:00Z"),
        ("documents/2003", "2025-12-02T12:00:00Z"),
        ("documents/2021", "2025-12-03T12:00:00Z"),
    ] {
        pass(home, folder, now);
        let slice = changes(home, &cursor, now);
        cursor = after(&slice, &cursor);
        assert!(changes(home, &cursor, now).is_empty(), "{folder}");
        told.extend(slice);
    }
    (told, cursor)
}

#[test]
fn slices_by_cursor_give_what_one_reading_gives() {
    let home = Home::new("stream");
    let (told, _) = followed(&home);
    let now = "2025-12-03T12:00:00Z";
    let all = changes(&home, "start", now);
    assert!(all.len() > 30, "{}", all.len());
    let brief = |rows: &[Value]| -> Vec<String> {
        let fields = ["cursor", "change", "authority", "name", "effective_on"];
        let row = |row: &Value| fields.map(|field| row[field].to_string()).join(" ");
        rows.iter().map(row).collect()
    };
    assert_eq!(brief(&told), brief(&all));
    assert!(told == all, "the same changes with other words");
    // From the cursor of any row, even in the midst of a step.
    for at in [0, 3, all.len() / 2, all.len() - 2] {
        let cursor = all[at]["cursor"].as_str().unwrap();
        assert_eq!(changes(&home, cursor, now), all[at + 1..], "{cursor}");
    }
    // Two years without a redesignation: the lapse of 1999 is told, in its place, by the law.
    let lapsed: Vec<&Value> = all.iter().filter(|row| row["change"] == "lapsed").collect();
    assert!(!lapsed.is_empty());
    assert_eq!(lapsed[0]["effective_on"], "1999-10-08");
    assert_eq!(lapsed[0]["fields"][0]["field"], "name");
    assert_eq!(lapsed[0]["fields"][0]["after"], Value::Array(Vec::new()));
    // What is in force at the end is what was added and not ended.
    let ran: Ran = home
        .command(&["list", "--json"])
        .env("FEDREG_NOW", now)
        .output()
        .unwrap()
        .into();
    let listed: Value = serde_json::from_str(&ran.stdout).unwrap();
    let n = |change: &str| all.iter().filter(|row| row["change"] == change).count();
    assert_eq!(
        listed.as_array().unwrap().len() + n("removed") + n("lapsed"),
        n("added")
    );
}

#[test]
fn a_change_has_one_name_in_histories_filled_in_other_runs() {
    let ids = |home: &Home, now: &str| -> Vec<String> {
        changes(home, "start", now)
            .iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let (one, two) = (Home::new("stream-one"), Home::new("stream-two"));
    let now = "2025-12-03T12:00:00Z";
    pass(&one, "documents/2025", now);
    pass(&two, "documents/2025/02", "2025-12-01T12:00:00Z");
    pass(&two, "documents/2025", now);
    let (mut a, mut b) = (ids(&one, now), ids(&two, now));
    assert!(a.len() > 5);
    a.sort();
    b.sort();
    assert_eq!(a, b);
}

#[test]
fn the_page_names_every_field_of_a_row() {
    let page = fs_err::read_to_string(root().join("docs/change-stream.md")).unwrap();
    let rows = changes(Home::filled(), "start", crate::common::NOW);
    for field in rows[0].as_object().unwrap().keys() {
        assert!(page.contains(&format!("`{field}`")), "{field} is missing");
    }
}

#[test]
fn sqlite_alone_follows_new_records() {
    if Command::new("sqlite3").arg("-version").output().is_err() {
        println!("skipped: no sqlite3 here");
        return;
    }
    let home = Home::new("follow");
    let place = home.path().join("cursor.txt");
    let follow = || -> Vec<String> {
        let output = Command::new(root().join("examples/follow.sh"))
            .args([&home.db(), &place])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let told = String::from_utf8(output.stdout).unwrap();
        told.lines().map(str::to_owned).collect()
    };
    pass(&home, "documents/2025/02", "2025-12-01T12:00:00Z");
    let first = follow();
    assert_eq!(first.len(), 16, "{first:#?}");
    assert!(
        first.iter().any(|line| line.contains("\tTren de Aragua\t")),
        "{first:#?}"
    );
    assert!(follow().is_empty());
    pass(&home, "documents/2025", "2025-12-02T12:00:00Z");
    let second = follow();
    assert!(
        second
            .iter()
            .any(|line| line.contains("Cartel de los Soles")),
        "{second:#?}"
    );
    assert!(!second.iter().any(|line| first.contains(line)));
    assert!(follow().is_empty());
    let records: usize = home
        .json(&["entity", "list", "--json"])
        .as_array()
        .unwrap()
        .iter()
        .map(|entity| entity["record_ids"].as_array().unwrap().len())
        .sum();
    assert_eq!(first.len() + second.len(), records);
}
