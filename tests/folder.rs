//! The promises of the first run, over the bundled folder register.

use serde_json::Value;

use crate::common::{Home, register, root};

const SOLES: &str = "Cartel de los Soles";

/// What holds of a history, however it was filled.
pub(crate) fn cartel_de_los_soles_is_known(home: &Home) {
    let before = home.run(&["list", "--authority", "INA-219", "--as-of", "2025-11-23"]);
    assert_eq!(before.code, 0, "{before:?}");
    assert!(!before.stdout.contains(SOLES), "{}", before.stdout);
    let after = home.run(&["list", "--authority", "INA-219", "--as-of", "2025-11-24"]);
    assert!(after.stdout.contains(SOLES), "{}", after.stdout);

    let diff = home.json(&["diff", "2025-11-23", "2025-11-24", "--json"]);
    let changes = diff.as_array().unwrap();
    assert_eq!(changes.len(), 1, "{diff}");
    assert_eq!(changes[0]["change"], "added");
    assert_eq!(changes[0]["name"], SOLES);
    assert_eq!(changes[0]["authority"], "INA-219");
    assert_eq!(changes[0]["changed_by"], "government");

    let timeline = home.run(&["timeline", SOLES]);
    let words = timeline
        .stdout
        .split_whitespace()
        .filter(|w| *w != "|")
        .collect::<Vec<_>>();
    let words = words.join(" ");
    assert!(
        words.contains("as a Foreign Terrorist Organization"),
        "{words}"
    );

    for document in ["2025-20750", "90 FR 53045"] {
        let shown = home.run(&["show", document]);
        assert_eq!(shown.code, 0, "{shown:?}");
        assert!(
            shown.stdout.contains("90 FR 53045, FR Doc. 2025-20750"),
            "{}",
            shown.stdout
        );
    }
    let record = &home.json(&["show", "2025-20750", "--json"])[0]["records"][0];
    for (field, value) in [
        ("action", "designation"),
        ("name", SOLES),
        ("effective_date", "2025-11-24"),
        ("effective_basis", "upon_publication"),
        ("signed_on", "2025-11-16"),
        ("notice_number", "12869"),
        ("citation", "90 FR 53045"),
    ] {
        assert_eq!(record[field], value, "{field}");
    }
    assert_eq!(record["authorities"][0]["code"], "INA-219");
}

#[test]
fn the_first_run_fills_a_history_that_answers() {
    cartel_de_los_soles_is_known(Home::filled());
}

#[test]
fn a_run_tells_action_party_law_date_with_its_basis_and_citation() {
    let home = Home::new("telling");
    let ran = home.run(&["run", "--source", "fixtures/register"]);
    for words in [
        "2025-11-24 90 FR 53045, FR Doc. 2025-20750",
        "+ designation Cartel de los Soles (organization)",
        "1 alias: Cartel of the Suns",
        "under INA-219 (Foreign Terrorist Organization); effective 2025-11-24, upon publication",
        "read from fixtures/register",
        "fedreg diff --since last",
    ] {
        assert!(
            ran.stdout.contains(words),
            "{words:?} is not in:\n{}",
            ran.stdout
        );
    }
    assert!(
        home.db().exists(),
        "the history stands where the platform keeps data"
    );

    let again = home.run(&["run", "--source", "fixtures/register"]);
    assert_eq!(again.code, 0, "{again:?}");
    assert!(
        again
            .stdout
            .starts_with("Nothing is new in fixtures/register"),
        "{}",
        again.stdout
    );

    let silent = home.run(&["-q", "run", "--source", "fixtures/register"]);
    assert_eq!(
        (silent.stdout.as_str(), silent.stderr.as_str()),
        ("", ""),
        "silent under cron"
    );

    let doctor = home.run(&["doctor", "--offline"]);
    assert_eq!(doctor.code, 0, "{doctor:?}");

    let elsewhere = home.path().join("elsewhere.db");
    let elsewhere = elsewhere.to_str().unwrap();
    let ran = home.run(&[
        "--db",
        elsewhere,
        "-q",
        "run",
        "--source",
        "fixtures/register",
    ]);
    assert_eq!(
        ran.stdout.lines().count(),
        1,
        "one line if something is new"
    );
    assert!(ran.stdout.contains("new records ("), "{}", ran.stdout);
}

/// The current records of a history, without what depends on instants and order.
fn content(home: &Home) -> Vec<String> {
    let rows = home.json(&["list", "--json", "--as-of", "2026-01-31"]);
    let mut lines: Vec<String> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let mut row = row.as_object().unwrap().clone();
            row.remove("url");
            Value::Object(row).to_string()
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn the_order_and_the_portions_of_reading_do_not_matter() {
    let home = Home::new("portions");
    let source = register();
    for part in ["documents/2025", "issues", "documents"] {
        let part = source.join(part);
        let ran = home.run(&["run", "--source", part.to_str().unwrap()]);
        assert!(matches!(ran.code, 0 | 4), "{ran:?}");
    }
    let ran = home.run(&["run", "--source", "fixtures/register"]);
    assert!(matches!(ran.code, 0 | 4), "{ran:?}");
    assert_eq!(content(&home), content(Home::filled()));
}

#[test]
fn dates_bound_what_a_run_reads() {
    let home = Home::new("bounds");
    let ran = home.run(&[
        "run",
        "--source",
        "fixtures/register",
        "--from",
        "2025-11-24",
        "--to",
        "2025-11-24",
    ]);
    assert!(ran.stdout.contains("Cartel de los Soles"), "{ran:?}");
    let audit = home.json(&["audit", "--json"]);
    let days: Vec<&Value> = audit
        .as_array()
        .unwrap()
        .iter()
        .map(|day| &day["date"])
        .collect();
    assert_eq!(days, ["2025-11-24"]);
}

#[test]
fn what_the_run_changed_can_be_asked_for() {
    let home = Home::new("since");
    home.run(&["run", "--source", "fixtures/register", "--to", "2025-11-01"]);
    home.run(&[
        "run",
        "--source",
        "fixtures/register",
        "--from",
        "2025-11-02",
        "--to",
        "2025-11-24",
    ]);
    let diff = home.json(&["diff", "--since", "last", "--json"]);
    let names: Vec<&Value> = diff
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["name"])
        .collect();
    assert!(names.contains(&&Value::from(SOLES)), "{diff}");
    let nothing = home.json(&["diff", "--since", "1000000", "--json"]);
    assert_eq!(nothing.as_array().unwrap().len(), 0);
}

#[test]
fn a_broken_file_is_named_and_the_others_are_read() {
    let home = Home::new("broken");
    let source = home.path().join("source");
    fs_err::create_dir_all(&source).unwrap();
    let good = register().join("documents/2025/11/24/2025-20750.xml");
    // A document's XML does not state when it was published: here its folder does.
    fs_err::create_dir_all(source.join("2025-11-24")).unwrap();
    fs_err::copy(good, source.join("2025-11-24/2025-20750.xml")).unwrap();
    fs_err::write(source.join("broken.xml"), "<NOTICE><PREAMB><P>cut off").unwrap();
    fs_err::write(source.join("garbage.xml"), [0xFF, 0x00, 0x13, 0x37]).unwrap();
    fs_err::write(source.join("broken.json"), "{\"document_number\": ").unwrap();
    fs_err::write(source.join("README.md"), "about this folder").unwrap();
    let ran = home.run(&["run", "--source", source.to_str().unwrap()]);
    assert_eq!(ran.code, 4, "{ran:?}");
    for name in ["broken.xml", "garbage.xml", "broken.json"] {
        assert!(
            ran.stderr.contains(name),
            "{name} is not in:\n{}",
            ran.stderr
        );
    }
    assert!(!ran.stderr.contains("README.md"), "{}", ran.stderr);
    assert!(home.run(&["show", "2025-20750"]).code == 0);
}

#[test]
fn every_check_passes_on_a_fresh_history() {
    let home = Home::filled();
    let verified = home.run(&["verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    let audit = home.json(&["audit", "--json"]);
    for day in audit.as_array().unwrap() {
        assert_eq!(day["missing"], 0, "{day}");
    }
}

#[test]
fn what_lapsed_and_what_stands_apart_is_listed_on_request() {
    let home = Home::filled();
    let in_force = home.json(&["list", "--json"]);
    let all = home.json(&["list", "--all", "--json"]);
    let of = |standing: &str| {
        let rows = all.as_array().unwrap().iter();
        rows.filter(|row| row["standing"] == standing)
            .collect::<Vec<_>>()
    };
    assert_eq!(of("in_force").len(), in_force.as_array().unwrap().len());
    for standing in ["lapsed", "apart"] {
        let rows = of(standing);
        assert!(!rows.is_empty(), "nothing is {standing}");
        for row in rows {
            assert!(!row["reason"].as_str().unwrap().is_empty(), "{row}");
            assert!(!row["name"].as_str().unwrap().is_empty(), "{row}");
        }
    }
    let before = home.run(&["list", "--known-at", "2020-01-01"]);
    assert!(before.stdout.contains("knew nothing yet"), "{before:?}");
}

#[test]
fn a_reader_that_goes_away_makes_no_broken_history_sound() {
    let home = Home::new("broken-pipe-verify");
    assert_eq!(home.run(&["run", "--source", "fixtures/register"]).code, 0);
    let database = rusqlite::Connection::open(home.db()).unwrap();
    let triggers: Vec<String> = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        database
            .execute_batch(&format!("DROP TRIGGER \"{trigger}\""))
            .unwrap();
    }
    database
        .execute("UPDATE record SET name = 'Nobody'", [])
        .unwrap();
    drop(database);
    let mut child = home
        .command(&["verify"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(5));
}

#[test]
fn a_timeline_names_the_cause_of_each_version() {
    let events = Home::filled().json(&["timeline", SOLES, "--json"]);
    let events = events.as_array().unwrap();
    assert!(!events.is_empty());
    for event in events {
        assert_eq!(event["cause"], "source", "{event}");
        assert!(event["recorded_at"].is_string(), "{event}");
    }
}

#[test]
fn a_timeline_says_what_a_changed_source_changed() {
    let home = Home::new("changed-source");
    let folder = home.path().join("notices/2025/11/24");
    fs_err::create_dir_all(&folder).unwrap();
    let source = root().join("fixtures/notices/state-fto/2025-20750");
    fs_err::copy(source.join("meta.json"), folder.join("2025-20750.json")).unwrap();
    let text = fs_err::read_to_string(source.join("notice.xml")).unwrap();
    let write = |text: &str| fs_err::write(folder.join("2025-20750.xml"), text).unwrap();
    let notices = home.path().join("notices");
    let run = || home.run(&["run", "--source", notices.to_str().unwrap()]);
    write(&text);
    assert_eq!(run().code, 0);
    let first = home.json(&["timeline", SOLES, "--json"]);
    assert_eq!(first[0]["versions"], serde_json::json!([]));

    write(&text.replace("November 16, 2025", "November 17, 2025"));
    let later = home
        .command(&["run", "--source", notices.to_str().unwrap()])
        .env("FEDREG_NOW", "2026-02-03T12:00:00Z")
        .output()
        .unwrap();
    assert!(later.status.success(), "{later:?}");
    let events = home.json(&["timeline", SOLES, "--json"]);
    let version = &events[0]["versions"][0];
    assert_eq!(version["cause"], "source", "{events}");
    let change = serde_json::json!(
        {"field": "signed_on", "before": ["2025-11-16"], "after": ["2025-11-17"]}
    );
    assert_eq!(version["changes"], serde_json::json!([change]));
    let told = home.run(&["timeline", SOLES]).stdout;
    assert!(
        told.contains(
            "the source changed it, recorded 2026-02-03: signed on: 2025-11-16 → 2025-11-17"
        ),
        "{told}"
    );
    let before = home.json(&["timeline", SOLES, "--known-at", "2026-02-02", "--json"]);
    assert_eq!(before[0]["versions"], serde_json::json!([]));
}
