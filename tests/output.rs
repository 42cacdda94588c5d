//! One output contract on every command that prints data.

use std::io::Read as _;
use std::process::Stdio;

use serde_json::Value;

use crate::common::Home;

/// Every command that prints data, with arguments that give rows over the bundled register.
const DATA: [&[&str]; 12] = [
    &["list", "--as-of", "2025-11-24"],
    &["diff", "2025-01-01", "2025-11-24"],
    &["timeline", "Cartel de los Soles"],
    &["search", "cartel"],
    &["show", "2025-20750"],
    &["explain", "2025-20750"],
    &["review"],
    &["audit"],
    &["verify"],
    &["config", "show"],
    &["config", "check"],
    &["authorities"],
];

fn with<'a>(command: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [command, more].concat()
}

#[test]
fn json_jsonl_and_csv_hold_the_same_rows() {
    let home = Home::filled();
    for command in DATA {
        let json = home.json(&with(command, &["--json"]));
        let rows: Vec<Value> = match json {
            Value::Array(rows) => rows,
            one => vec![one],
        };
        let jsonl = home.run(&with(command, &["-o", "jsonl"])).stdout;
        let lines: Vec<Value> = jsonl
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(rows, lines, "{command:?}");

        let csv = home.run(&with(command, &["-o", "csv"])).stdout;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        assert_eq!(
            reader.records().map(Result::unwrap).count(),
            rows.len(),
            "{command:?}"
        );
        for row in &rows {
            let fields: Vec<&String> = row.as_object().unwrap().keys().collect();
            assert_eq!(fields, header.iter().collect::<Vec<_>>(), "{command:?}");
        }
    }
}

#[test]
fn show_prints_an_array_for_one_document_and_for_several() {
    let home = Home::filled();
    assert_eq!(
        home.json(&["show", "2025-20750", "--json"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn fields_choose_and_order_and_an_unknown_one_lists_the_known() {
    let home = Home::filled();
    for command in DATA {
        let ran = home.run(&with(command, &["--fields", "nonsense"]));
        assert_eq!(ran.code, 2, "{command:?}");
        assert!(
            ran.stderr.contains("its fields are"),
            "{command:?}: {}",
            ran.stderr
        );
    }
    for fields in [
        "",
        " ",
        "records,,title",
        "records.nonsense",
        "document_number.x",
    ] {
        let ran = home.run(&["show", "2025-20750", "--fields", fields]);
        assert_eq!(ran.code, 2, "{fields:?}: {ran:?}");
        assert!(
            ran.stderr.contains("its fields are"),
            "{fields:?}: {}",
            ran.stderr
        );
    }
    let ran = home.run(&[
        "list",
        "--as-of",
        "2025-11-24",
        "--fields",
        "name,authority",
        "-o",
        "csv",
    ]);
    assert!(ran.stdout.starts_with("name,authority\n"), "{}", ran.stdout);
    let ran = home.run(&[
        "show",
        "2025-20750",
        "--fields",
        "records.aliases.name",
        "-o",
        "jsonl",
    ]);
    assert_eq!(
        ran.stdout,
        "{\"records.aliases.name\":[\"Cartel of the Suns\"]}\n"
    );
    let table = home
        .run(&["timeline", "Cartel de los Soles", "--fields", "date,name"])
        .stdout;
    assert_eq!(table, "DATE        NAME\n2025-11-24  Cartel de los Soles\n");
}

#[test]
fn colours_come_on_request_only_and_never_with_no_color() {
    let home = Home::filled();
    for command in DATA {
        let ran = home.run(command);
        assert!(!ran.stdout.contains('\u{1b}'), "{command:?} colours a pipe");
        assert!(!ran.stderr.contains('\u{1b}'), "{command:?} colours a pipe");
        let without = home.command(command).env("NO_COLOR", "1").output().unwrap();
        assert!(
            !without.stdout.contains(&0x1b),
            "{command:?} colours despite NO_COLOR"
        );
        let json = home.run(&with(command, &["--json", "--color", "always"]));
        assert!(!json.stdout.contains('\u{1b}'), "{command:?} colours JSON");
    }
    let ran = home.run(&["--color", "always", "timeline", "Cartel de los Soles"]);
    assert!(ran.stdout.contains('\u{1b}'));
}

#[test]
fn tables_and_text_fit_the_terminal() {
    let home = Home::filled();
    for command in DATA {
        for width in ["40", "80", "132"] {
            let output = home
                .command(command)
                .env("COLUMNS", width)
                .output()
                .unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            let room: usize = width.parse().unwrap();
            // Addresses and hashes are not broken.
            let broken = |line: &&str| {
                line.chars().count() > room && line.split(' ').all(|word| word.len() < 30)
            };
            if command[0] != "explain" {
                let long: Vec<&str> = text.lines().filter(broken).collect();
                assert!(long.is_empty(), "{command:?} at {width}: {long:#?}");
            }
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = Home::filled();
    for form in ["table", "jsonl", "json", "csv"] {
        let mut child = home
            .command(&["list", "--as-of", "2025-11-24", "-o", form])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{form}: {said}");
        assert!(
            !said.contains("panicked") && !said.contains("error"),
            "{form}: {said}"
        );
    }
}

#[test]
fn hostile_text_does_not_steer_the_terminal() {
    let home = Home::new("hostile");
    let notice = home.path().join("hostile.xml");
    let text = "<NOTICE><PREAMB><AGENCY>DEPARTMENT OF STATE</AGENCY>\
        <SUBJECT>Title \u{9b}31m\u{202e}desrever</SUBJECT><P>Words.</P></PREAMB>\
        <FRDOC>[FR Doc. 2099-00001 Filed 1-2-99; 8:45 am]</FRDOC></NOTICE>";
    fs_err::write(&notice, text).unwrap();
    let ran = home.run(&[
        "parse",
        notice.to_str().unwrap(),
        "--title",
        "\u{1b}]0;owned\u{7}",
    ]);
    let ran_json = home.run(&["parse", notice.to_str().unwrap(), "--json"]);
    for text in [&ran.stdout, &ran.stderr] {
        for steering in ['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}'] {
            assert!(!text.contains(steering), "{steering:?} in {text:?}");
        }
    }
    assert!(
        ran.stderr.contains("owned"),
        "shown, not hidden: {}",
        ran.stderr
    );
    assert!(!ran_json.stdout.contains('\u{1b}'));
    let ran = home.run(&["show", "\u{1b}[31mred"]);
    assert!(!ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
}

#[test]
fn the_doctor_keeps_the_contract_too() {
    // In a home of its own: it tries the writer's lock, which others may hold.
    let home = Home::new("doctor");
    let json = home.json(&["doctor", "--offline", "--json"]);
    let jsonl = home.run(&["doctor", "--offline", "-o", "jsonl"]).stdout;
    assert_eq!(json.as_array().unwrap().len(), jsonl.lines().count());
    let ran = home.run(&[
        "doctor",
        "--offline",
        "--fields",
        "check,state",
        "-o",
        "csv",
    ]);
    assert_eq!(
        ran.stdout,
        "check,state\nconfiguration,ok\ncontact,warning\nhistory,warning\nclock,ok\nnetwork,skipped\n"
    );
    assert_eq!(
        home.run(&["doctor", "--fields", "nonsense", "--offline"])
            .code,
        2
    );
}

#[test]
fn logs_go_to_stderr() {
    let ran = Home::filled().run(&["-vv", "list", "--json"]);
    serde_json::from_str::<Value>(&ran.stdout).unwrap();
}
