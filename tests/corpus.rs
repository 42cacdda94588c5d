//! Real files of the Federal Register, where they are at hand: each parses, with a verdict.

use std::path::PathBuf;

use crate::common::{Home, root};
use crate::parse::{assert_by_schema, objects};

/// The folder of real files: `FEDREG_CORPUS`, or beside the workspace.
fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("FEDREG_CORPUS")
        .map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!(
        "skipped: no real files at {} (set FEDREG_CORPUS)",
        folder.display()
    );
    None
}

#[test]
fn every_real_file_parses_and_none_of_them_designates() {
    let Some(corpus) = corpus() else { return };
    let home = Home::filled();
    for pattern in ["documents/*", "text/*.txt", "issues/*.xml"] {
        let pattern = corpus.join(pattern);
        let files: Vec<PathBuf> = glob::glob(pattern.to_str().unwrap())
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(!files.is_empty(), "{}", pattern.display());
        let mut arguments = vec!["parse", "--json", "--all"];
        arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
        let ran = home.run(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let objects = objects(&ran);
        assert!(objects.len() >= files.len());
        assert_by_schema(&objects);
        for object in &objects {
            let document = &object["document"];
            assert!(document["document_number"].is_string(), "{document}");
            // The corpus holds no designation, only what speaks of them.
            assert_eq!(
                object["verdict"], "not_a_designation",
                "{} in {}: {}",
                document["document_number"], document["file"], object["reason"]
            );
        }
    }
}

#[test]
fn the_corrected_issue_and_the_one_with_en_dashes_hold_the_same_documents() {
    let Some(corpus) = corpus() else { return };
    let home = Home::filled();
    let read = |name: &str| {
        let file = corpus.join("issues").join(name);
        objects(&home.run(&["parse", "--json", "--all", file.to_str().unwrap()]))
            .into_iter()
            .map(|mut object| {
                object["document"]["file"].take();
                object
            })
            .collect::<Vec<_>>()
    };
    let (corrected, dashed) = (
        read("FR-2024-02-12.xml"),
        read("FR-2024-02-12.en-dashes.xml"),
    );
    assert_eq!(corrected.len(), dashed.len());
    for (one, other) in corrected.iter().zip(&dashed) {
        assert_eq!(
            one["document"]["document_number"],
            other["document"]["document_number"]
        );
        assert_eq!(one["verdict"], other["verdict"]);
    }
}

#[test]
fn a_folder_of_real_files_is_a_source() {
    let Some(corpus) = corpus() else { return };
    let home = Home::new("corpus");
    let ran = home.run(&["run", "--source", corpus.to_str().unwrap()]);
    assert!(matches!(ran.code, 0 | 4), "{ran:?}");
    let verified = home.run(&["verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    let again = home.run(&["run", "--source", corpus.to_str().unwrap()]);
    assert!(
        again.stdout.starts_with("Nothing is new"),
        "{}",
        again.stdout
    );
}
