//! The score of the fixtures, of real notices where they are at hand, and of broken folders.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a broken file must stop the test, and a skip is said aloud"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fedreg_eval::{as_json, as_table, look_at_titles, read_folder, score};
use fedreg_model::{Authorities, TextFormat, Verdict};
use fedreg_parse::Parser;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn parser() -> Parser {
    let registry = fs_err::read_to_string(root().join("config/authorities.toml")).unwrap();
    Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()))
}

#[test]
fn the_fixtures_are_read_as_people_wrote_them_down() {
    let parser = parser();
    for format in [TextFormat::Xml, TextFormat::Txt] {
        let folder = read_folder(&root().join("fixtures/notices"), &parser, Some(format));
        let score = score(&folder);
        let table = as_table(&score, None, true);
        println!("{table}");
        let counts = score.overall;
        assert!(score.broken.is_empty(), "{table}");
        assert!(score.misses.is_empty(), "{table}");
        // What a person looks at before it counts may hold a record of an order nobody knows.
        let passed = |s: &&fedreg_eval::Surplus| s.verdict != Verdict::NeedsReview;
        assert!(!score.surplus.iter().any(|s| passed(&s)), "{table}");
        // A kind that the parser says it does not know is no wrong one.
        let unlike = score
            .differences
            .iter()
            .find(|d| d.field != "kind" || d.found != "unknown");
        assert!(unlike.is_none(), "{unlike:?}\n{table}");
        assert_eq!(counts.verdicts.right, counts.verdicts.all, "{table}");
        assert_eq!(counts.negatives_designating, 0, "{table}");
    }
}

/// Real notices with gold, where they are at hand: nothing is missed in silence, and no negative
/// designates.
#[test]
fn real_notices_lose_nothing_in_silence() {
    let corpus = std::env::var_os("FEDREG_CORPUS")
        .map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    if !corpus.is_dir() {
        println!(
            "skipped: no real files at {} (set FEDREG_CORPUS)",
            corpus.display()
        );
        return;
    }
    let score = score(&read_folder(&corpus, &parser(), None));
    if score.overall.notices == 0 {
        println!("skipped: no notice with gold.json in {}", corpus.display());
    }
    let table = as_table(&score, None, true);
    println!("{table}");
    assert_eq!(score.overall.missed_silently, 0, "{table}");
    assert_eq!(score.overall.surplus_in_negatives, 0, "{table}");
    let titles = look_at_titles(&corpus.join("titles/titles-2020-2026.tsv")).unwrap();
    for (name, group) in titles.groups {
        if name.starts_with("neg") {
            assert!(group.taken * 10 < group.all, "{name}: {:?}", group.unlike);
        } else {
            assert_eq!(group.taken, group.all, "{name}: {:?}", group.unlike);
        }
    }
}

#[test]
fn what_is_broken_is_named_and_stops_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let write = |folder: &str, file: &str, text: &str| {
        let folder = dir.path().join(folder);
        fs_err::create_dir_all(&folder).unwrap();
        fs_err::write(folder.join(file), text).unwrap();
    };
    write("deep/down/good", "gold.json", r#"{"actions": []}"#);
    write(
        "deep/down/good",
        "notice.txt",
        "[Federal Register]\n\nNothing happens here.\n",
    );
    write(
        "deep/down/good",
        "meta.json",
        r#"{"document_number": "2025-00001", "publication_date": "2025-01-02", "title": "T", "agency": "Department of State"}"#,
    );
    write("no-gold", "notice.txt", "text");
    write("no-text", "gold.json", r#"{"actions": []}"#);
    write("bad-gold", "gold.json", "{");
    write("bad-gold", "notice.txt", "text");
    write("no-actions", "gold.json", "[]");
    write("no-actions", "notice.txt", "text");
    write("bad-meta", "gold.json", r#"{"actions": []}"#);
    write("bad-meta", "notice.txt", "text");
    write("bad-meta", "meta.json", "nonsense");
    let folder = read_folder(dir.path(), &parser(), None);
    let broken: Vec<&str> = folder.broken.iter().map(|b| b.folder.as_str()).collect();
    assert_eq!(
        broken,
        ["bad-gold", "bad-meta", "no-actions", "no-gold", "no-text"]
    );
    let score = score(&folder);
    assert_eq!(score.overall.notices, 1);
    assert_eq!(score.families["down"].negatives, 1);
    assert!(as_table(&score, None, false).contains("no-gold"));
    assert_eq!(as_json(&score, None)["broken"].as_array().unwrap().len(), 5);
    // A folder that is not there is one more that is broken.
    let nowhere = read_folder(&dir.path().join("nowhere"), &parser(), None);
    assert_eq!(nowhere.broken.len(), 1);
}
