//! The help, and what is made of the same definition.

use crate::common::{Home, root};

#[test]
fn the_help_of_the_program() {
    let ran = Home::filled().run(&["--help"]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn every_command_has_help_and_wrong_usage_ends_with_2() {
    let home = Home::filled();
    for command in [
        "run",
        "parse",
        "list",
        "diff",
        "timeline",
        "search",
        "show",
        "explain",
        "review",
        "audit",
        "verify",
        "doctor",
        "config",
        "authorities",
        "schema",
        "completions",
        "man",
    ] {
        let ran = home.run(&[command, "--help"]);
        assert_eq!(ran.code, 0, "{command}");
        assert!(ran.stdout.contains("Usage: fedreg"), "{command}");
        assert_eq!(
            home.run(&[command, "--no-such-option"]).code,
            2,
            "{command}"
        );
    }
    assert_eq!(home.run(&[]).code, 2);
    assert_eq!(home.run(&["--version"]).code, 0);
}

#[test]
fn man_page_and_completions_come_from_the_same_definition() {
    let home = Home::filled();
    let man = home.run(&["man"]);
    assert!(man.stdout.contains(".TH fedreg"), "{}", man.stdout);
    let man = home.run(&["man", "timeline"]);
    assert!(man.stdout.contains(".TH fedreg-timeline"), "{}", man.stdout);
    assert_eq!(home.run(&["man", "nonsense"]).code, 2);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = home.run(&["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(ran.stdout.contains("timeline"), "{shell}");
    }
}

#[test]
fn the_schema_that_is_printed_is_the_file() {
    let ran = Home::filled().run(&["schema"]);
    let file = fs_err::read_to_string(root().join("crates/fedreg/schema/parse.schema.json"));
    assert_eq!(ran.stdout, file.unwrap());
}

#[test]
fn the_authorities_are_listed() {
    let rows = Home::filled().json(&["authorities", "--json"]);
    let codes: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["code"].as_str().unwrap())
        .collect();
    for code in ["INA-219", "EO-13224"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
}
