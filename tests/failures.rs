//! Each failure: its exit code, what it says, and what to do next.

use std::process::Stdio;

use crate::common::{Home, Ran};

fn assert_error(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, code, "{ran:?}");
    assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("\nhelp: "),
        "no next step: {}",
        ran.stderr
    );
    for word in words {
        assert!(
            ran.stderr.contains(word),
            "{word:?} is not in: {}",
            ran.stderr
        );
    }
}

#[test]
fn usage_and_configuration_end_with_2() {
    let home = Home::new("usage");
    let ran = home.run(&["list", "--authority", "EO-99999"]);
    assert_error(&ran, 2, &["EO-99999", "fedreg authorities"]);
    let ran = home.run(&["run", "--source", "no/such/folder"]);
    assert_error(&ran, 2, &["no/such/folder"]);
    let ran = home.run(&["run", "--source", "ftp://example.org/"]);
    assert_error(&ran, 2, &["ftp"]);
    let ran = home.run(&["--config", "no/such/folder", "list"]);
    assert_error(&ran, 2, &["no/such/folder"]);
    let ran = home.run(&[
        "run",
        "--source",
        "fixtures/register",
        "--from",
        "2025-01-02",
        "--to",
        "2025-01-01",
    ]);
    assert_error(&ran, 2, &["--from 2025-01-02 --to 2025-01-01"]);
    let ran = home.run(&["diff", "2025-11-24", "2025-11-23"]);
    assert_error(&ran, 2, &["the first day comes after the last"]);
    assert!(!home.db().exists(), "a wrong command line makes no history");
    assert_eq!(home.run(&["diff", "2025-11-24"]).code, 2);
    assert_eq!(home.run(&["list", "--as-of", "24.11.2025"]).code, 2);

    let config = home.path().join("settings");
    fs_err::create_dir_all(&config).unwrap();
    fs_err::write(config.join("fedreg.toml"), "[run]\n\nfirst_dais = 3\n").unwrap();
    let config = config.to_str().unwrap();
    let ran = home.run(&["--config", config, "config", "check"]);
    assert_error(&ran, 2, &["fedreg.toml, line 3", "first_dais"]);
    let doctor = home.run(&["--config", config, "doctor", "--offline"]);
    assert_eq!(doctor.code, 2);
    assert!(doctor.stdout.contains("first_dais"), "{doctor:?}");
}

#[test]
fn a_broken_configuration_is_shown_with_what_stands_in_for_it() {
    let home = Home::new("broken-configuration");
    let config = home.path().join("settings");
    fs_err::create_dir_all(&config).unwrap();
    fs_err::write(config.join("fedreg.toml"), "[run]\n\nfirst_dais = 3\n").unwrap();
    fs_err::write(config.join("authorities.toml"), "[X\n").unwrap();
    let config = config.to_str().unwrap();
    for command in ["show", "check"] {
        let ran = home.run(&["--config", config, "config", command]);
        assert_error(&ran, 2, &["fedreg.toml, line 3", "first_dais"]);
        assert!(
            ran.stderr.contains("authorities.toml, line 1"),
            "{}",
            ran.stderr
        );
        assert!(!ran.stderr.contains("config show"), "{}", ran.stderr);
        assert_eq!(
            command == "show",
            ran.stdout.contains("run.first_days"),
            "{}",
            ran.stdout
        );
    }
}

#[test]
fn nothing_to_look_for_is_a_wrong_command_line() {
    let home = Home::filled();
    for command in [
        ["search", ""],
        ["search", " "],
        ["timeline", ""],
        ["show", " "],
        ["explain", "#3"],
    ] {
        assert_error(&home.run(&command), 2, &[]);
    }
}

#[test]
fn an_address_of_another_site_is_refused_with_or_without_its_scheme() {
    let home = Home::filled();
    let path = "documents/2025/11/24/2025-20750/x";
    for command in ["show", "explain"] {
        for host in [
            "https://federalregister.gov.evil.org",
            "federalregister.gov.evil.org",
        ] {
            let ran = home.run(&[command, &format!("{host}/{path}")]);
            assert_error(&ran, 2, &["federalregister.gov.evil.org is no site"]);
        }
        let ran = home.run(&[command, &format!("www.federalregister.gov/{path}")]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let other_day = "federalregister.gov/documents/2025/11/25/2025-20750/x";
        assert_error(&home.run(&[command, other_day]), 7, &["not of 2025-11-25"]);
    }
}

#[test]
fn words_for_what_is_not_there() {
    let home = Home::filled();
    let ran = home.run(&["list", "--json", "--known-at", "1999-01-01"]);
    assert_eq!((ran.code, &*ran.stdout), (0, "[]\n"));
    assert!(
        ran.stderr.contains("knew nothing yet at 1999-01-02"),
        "{}",
        ran.stderr
    );
    let ran = home.run(&[
        "audit",
        "--gaps",
        "--from",
        "2025-11-24",
        "--to",
        "2025-11-24",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.starts_with("no gaps"), "{}", ran.stdout);

    let home = Home::new("one-to-review");
    let unread = "fixtures/notices/state-fto/2019-99001";
    let ran = home.run(&["run", "--source", unread]);
    assert_eq!(ran.code, 4, "{ran:?}");
    let ran = home.run(&["review", "--limit", "0"]);
    assert!(ran.stdout.contains("--limit is 0"), "{}", ran.stdout);
    assert!(
        ran.stderr.contains("1 document needs review; 0 shown"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_standing_means_all_its_authorities() {
    let home = Home::filled();
    let codes = |words: &str| {
        let rows = home.json(&["list", "-a", words, "--as-of", "2026-01-01", "--json"]);
        let codes: std::collections::BTreeSet<String> = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["authority"].as_str().unwrap().to_owned())
            .collect();
        codes
    };
    assert!(codes("SST").len() > 1, "{:?}", codes("SST"));
    assert_eq!(codes("SST"), codes("State Sponsor of Terrorism"));
    assert_eq!(codes("FAA-620A").len(), 1);
    assert_eq!(codes("foreign terrorist organization"), codes("INA-219"));
}

#[test]
fn configuration_is_written_checked_and_shown() {
    let home = Home::new("configuration");
    let ran = home.run(&["config", "init"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let file = home.path().join("config/fedreg/fedreg.toml");
    assert!(file.exists());
    assert_eq!(home.run(&["config", "check"]).code, 0);
    let text = fs_err::read_to_string(&file)
        .unwrap()
        .replace("first_days = 30", "first_days = 7");
    fs_err::write(&file, text).unwrap();
    let shown = home.json(&["config", "show", "--json"]);
    let setting = shown
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["setting"] == "run.first_days");
    assert_eq!(setting.unwrap()["value"], 7);
    assert!(
        setting.unwrap()["origin"]
            .as_str()
            .unwrap()
            .ends_with("fedreg.toml")
    );
    // What a person changed is not written over.
    home.run(&["config", "init", "--all"]);
    assert!(
        fs_err::read_to_string(&file)
            .unwrap()
            .contains("first_days = 7")
    );
    assert!(home.path().join("config/fedreg/authorities.toml").exists());
    assert_eq!(home.run(&["config", "check"]).code, 0);
}

#[test]
fn an_unreachable_source_ends_with_3_and_loses_nothing() {
    let home = Home::new("unreachable");
    let ran = home.run(&["run", "--source", "fixtures/register"]);
    assert!(matches!(ran.code, 0 | 4));
    // Nothing listens on port 1.
    let ran = home.run(&["run", "--source", "http://127.0.0.1:1/api/v1"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(
        ran.stderr.contains("http://127.0.0.1:1/api/v1"),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.contains("Nothing is lost"), "{}", ran.stdout);
    assert_eq!(home.run(&["verify"]).code, 0);
    assert_eq!(home.run(&["show", "2025-20750"]).code, 0);
}

#[test]
fn an_unusable_history_ends_with_5() {
    let home = Home::new("unusable");
    let db = home.path().join("h.db");
    let path = db.to_str().unwrap();
    for command in [
        &["list"][..],
        &["verify"],
        &["show", "2025-20750"],
        &["audit"],
        &["review"],
    ] {
        let ran = home.run(&[&["--db", path], command].concat());
        assert_error(&ran, 5, &["h.db", "fedreg run"]);
        assert!(!db.exists(), "asking makes no history");
    }

    fs_err::write(
        &db,
        "this is no database, and it is long enough to be looked at".repeat(100),
    )
    .unwrap();
    assert_error(&home.run(&["--db", path, "list"]), 5, &["h.db"]);
    let ran = home.run(&["--db", path, "run", "--source", "fixtures/register"]);
    assert_error(&ran, 5, &["h.db"]);

    let filled = fs_err::read(Home::filled().db()).unwrap();
    fs_err::write(&db, &filled).unwrap();
    let newer = rusqlite::Connection::open(&db).unwrap();
    newer.pragma_update(None, "user_version", 9999).unwrap();
    drop(newer);
    assert_error(
        &home.run(&["--db", path, "list"]),
        5,
        &["newer", "update fedreg"],
    );

    let mut torn = filled;
    for byte in torn.iter_mut().skip(4096).step_by(7) {
        *byte ^= 0x55;
    }
    fs_err::write(&db, &torn).unwrap();
    let ran = home.run(&["--db", path, "list"]);
    assert_eq!(ran.code, 5, "{ran:?}");
    let ran = home.run(&["--db", path, "verify"]);
    assert_eq!(ran.code, 5, "{ran:?}");
}

#[test]
fn a_second_writer_ends_with_6_and_readers_go_on() {
    let home = Home::new("locked");
    let ran = home.run(&["run", "--source", "fixtures/register", "--to", "2000-01-01"]);
    assert!(matches!(ran.code, 0 | 4), "{ran:?}");
    let lock = home.db().with_file_name("history.db.lock");
    let lock = fs_err::OpenOptions::new().write(true).open(lock).unwrap();
    lock.file().lock().unwrap();
    let ran = home.run(&["run", "--source", "fixtures/register"]);
    assert_error(&ran, 6, &["history.db", "wait"]);
    assert_eq!(home.run(&["list"]).code, 0);
}

#[test]
fn what_is_not_there_ends_with_7() {
    let home = Home::filled();
    assert_error(
        &home.run(&["show", "1999-99999"]),
        7,
        &["1999-99999", "fedreg search"],
    );
    assert_error(
        &home.run(&["show", "2025-20750", "--published", "1999-01-04"]),
        7,
        &["1999-01-04"],
    );
    assert_error(
        &home.run(&["timeline", "Nobody of That Name"]),
        7,
        &["fedreg search"],
    );
    assert_error(
        &home.run(&["explain", "ffffffffffffffff"]),
        7,
        &["fedreg show"],
    );
    assert_eq!(home.run(&["search", "zyxwvutsrq"]).code, 7);
    assert_error(
        &home.run(&["diff", "--since", "run-999999"]),
        7,
        &["999999"],
    );
    // An empty list is an answer.
    let ran = home.run(&["list", "--as-of", "1990-01-01"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.stdout.contains("nobody is designated as of 1990-01-01"),
        "{ran:?}"
    );
}

#[test]
fn an_interrupted_run_leaves_a_history_that_goes_on() {
    let home = Home::new("interrupted");
    let mut child = home
        .command(&["run", "--source", "fixtures/register"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..200 {
        if home.db().exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    std::thread::sleep(std::time::Duration::from_millis(60));
    child.kill().unwrap();
    child.wait().unwrap();
    let ran = home.run(&["run", "--source", "fixtures/register"]);
    assert!(matches!(ran.code, 0 | 4), "{ran:?}");
    assert_eq!(home.run(&["verify"]).code, 0);
    assert_eq!(home.run(&["show", "2025-20750"]).code, 0);
}

#[test]
fn a_document_or_record_that_is_not_meant_is_not_shown() {
    let home = Home::filled();
    assert_error(
        &home.run(&["show", "2025-20750#junk"]),
        2,
        &["2025-20750#junk"],
    );
    assert_error(&home.run(&["explain", "97-99001#junk"]), 2, &["#junk"]);
    assert_error(&home.run(&["explain", "97-99001#99"]), 7, &["no #99"]);
    let third = home.run(&["explain", "97-99001#3"]);
    assert_eq!(
        third.stdout.matches("record: designation of").count(),
        1,
        "{}",
        third.stdout
    );
    assert!(
        third.stdout.contains("Armed Islamic Group"),
        "{}",
        third.stdout
    );
    let other_site = "https://example.org/2025-20750";
    assert_error(&home.run(&["show", other_site]), 2, &["example.org"]);
    let other_day = "https://www.federalregister.gov/documents/2024/01/01/2025-20750/foo";
    assert_error(&home.run(&["show", other_day]), 7, &["2024-01-01"]);
    let page = "https://www.federalregister.gov/documents/2025/11/24/2025-20750/foo";
    assert_eq!(home.run(&["show", page]).code, 0);
}
