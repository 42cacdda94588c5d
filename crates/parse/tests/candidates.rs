//! What the first look takes and leaves: real titles, and every fixture notice that acts.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a broken file must stop the test, and a skip is said aloud"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fedreg_model::{DocumentMetadata, TextFormat};
use fedreg_parse::{first_look, is_candidate};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Real titles: every one of the groups of designations is taken, and few of the others.
#[test]
fn titles_of_designations_are_taken_and_few_others() {
    let dir = std::env::var_os("FEDREG_CORPUS")
        .map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    let file = dir.join("titles/titles-2020-2026.tsv");
    let Ok(table) = fs_err::read_to_string(&file) else {
        println!(
            "skipped: no real titles at {} (set FEDREG_CORPUS)",
            file.display()
        );
        return;
    };
    let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (group, title) = (columns[0], columns[3]);
        let (taken, all) = groups.entry(group).or_default();
        *all += 1;
        *taken += usize::from(first_look(title).is_some());
        if !group.starts_with("neg_") {
            assert!(first_look(title).is_some(), "{group}: {title}");
        }
    }
    for (group, (taken, all)) in groups {
        println!("{group}: {taken} of {all}");
        if group.starts_with("neg_") {
            assert!(taken * 10 < all, "{taken} of {all} in {group}");
        }
    }
}

/// A notice that acts, or may, is a candidate in a whole issue, with its metadata or without.
#[test]
fn every_notice_that_acts_is_a_candidate() {
    let pattern = root().join("fixtures/notices/*/*/gold.json");
    for gold in glob::glob(pattern.to_str().unwrap()).unwrap() {
        let dir = gold.unwrap().parent().unwrap().to_owned();
        let gold: Value =
            serde_json::from_str(&fs_err::read_to_string(dir.join("gold.json")).unwrap()).unwrap();
        if gold["verdict"] == "not_a_designation" {
            continue;
        }
        let text = fedreg_text::read(
            &fs_err::read(dir.join("notice.xml")).unwrap(),
            TextFormat::Xml,
        )
        .unwrap();
        assert!(is_candidate(&text.stated, &text), "{}", dir.display());
        let nothing = DocumentMetadata::default();
        assert!(is_candidate(&nothing, &text), "{} bare", dir.display());
    }
}
