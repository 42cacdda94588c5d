//! `reparse`: the archive read again, shown first, appended whole.

use serde_json::Value;

use crate::common::{Home, root};

/// A home filled by a program that did not know an order.
pub(crate) fn filled_without(name: &str, code: &str) -> Home {
    let home = Home::new(name);
    let built_in = fs_err::read_to_string(root().join("config/authorities.toml")).unwrap();
    let start = built_in.find(&format!("[{code}]\n")).unwrap();
    let end = built_in[start + 1..]
        .find("\n[")
        .map_or(built_in.len(), |at| start + 1 + at);
    let config = home.path().join("older");
    fs_err::create_dir_all(&config).unwrap();
    let without = format!("{}{}", &built_in[..start], &built_in[end..]);
    fs_err::write(config.join("authorities.toml"), without).unwrap();
    let ran = home.run(&[
        "run",
        "--source",
        "fixtures/register",
        "--config",
        config.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, 4, "{ran:?}");
    home
}

fn head(home: &Home) -> Value {
    home.json(&["verify", "--json"])["head"].clone()
}

#[test]
fn what_would_change_is_shown_and_nothing_appended() {
    let home = filled_without("reparse-shows", "EO-13224");
    let before = head(&home);
    let ran = home.run(&["reparse"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("was needs_review"), "{}", ran.stdout);
    assert!(ran.stdout.contains("EO-13224"), "{}", ran.stdout);
    assert!(ran.stderr.contains("reparse --apply"), "{}", ran.stderr);
    assert_eq!(head(&home), before);
    let rows = home.json(&["reparse", "--json"]);
    let row = &rows.as_array().unwrap()[0];
    assert_ne!(row["verdict_before"], Value::Null);
    assert!(row["document_number"].is_string());
    assert_eq!(head(&home), before);
}

#[test]
fn an_applied_reparse_names_its_cause_and_is_done_once() {
    let home = filled_without("reparse-applies", "EO-13224");
    let ran = home.run(&["reparse", "--apply"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("appended as run"), "{}", ran.stderr);
    let listed = home.run(&["list", "-a", "EO-13224", "--as-of", "2026-01-01"]);
    assert!(listed.stdout.contains("EO-13224"), "{}", listed.stdout);
    let verified = home.run(&["verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");

    let settled = head(&home);
    let again = home.run(&["reparse", "--apply"]);
    assert_eq!(again.code, 0, "{again:?}");
    assert_eq!(again.stdout, "");
    assert!(
        again.stderr.contains("nothing to append"),
        "{}",
        again.stderr
    );
    assert_eq!(head(&home), settled);
    // The history says what one that knew the order from the start says.
    let fresh = Home::filled();
    assert_eq!(
        home.json(&["verify", "--json"])["digest"],
        fresh.json(&["verify", "--json"])["digest"]
    );
}

#[test]
fn a_history_that_is_up_to_date_has_nothing_to_show() {
    let home = Home::filled();
    let ran = home.run(&["reparse"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{ran:?}");
    assert!(
        ran.stderr
            .contains("the parser reads every one as the history has it"),
        "{}",
        ran.stderr
    );
    assert_eq!(home.run(&["reparse", "--json"]).stdout.trim(), "[]");
}

#[test]
fn without_a_history_the_error_says_what_to_do() {
    let home = Home::new("reparse-nothing");
    let ran = home.run(&["reparse"]);
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.stderr.contains("fedreg run"), "{}", ran.stderr);
}
