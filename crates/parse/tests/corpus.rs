//! Real files, where they are at hand: every one parses, and none of them designates anybody.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a broken file must stop the test, and a skip is said aloud"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fedreg_model::{Authorities, Parsed, TextFormat, Verdict};
use fedreg_parse::{Parser, is_candidate};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder of real files: `FEDREG_CORPUS`, or beside the workspace.
fn corpus() -> Option<PathBuf> {
    let dir = std::env::var_os("FEDREG_CORPUS")
        .map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    if dir.is_dir() {
        return Some(dir);
    }
    println!(
        "skipped: no real files at {} (set FEDREG_CORPUS)",
        dir.display()
    );
    None
}

fn parser() -> Parser {
    let registry = fs_err::read_to_string(root().join("config/authorities.toml")).unwrap();
    Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()))
}

fn parse(parser: &Parser, bytes: &[u8], format: TextFormat) -> Parsed {
    let text = fedreg_text::read(bytes, format).unwrap();
    let parsed = parser.parse(&text.stated, &text);
    for left in &parsed.residue {
        assert_eq!(
            text.text.get(left.start..left.end),
            Some(left.text.as_str())
        );
    }
    parsed
}

#[test]
fn single_documents_designate_nobody() {
    let Some(corpus) = corpus() else { return };
    let parser = parser();
    let mut read = 0;
    for pattern in ["text/*.txt", "documents/*"] {
        for path in glob::glob(corpus.join(pattern).to_str().unwrap()).unwrap() {
            let path = path.unwrap();
            let format = match path.extension().and_then(|e| e.to_str()) {
                Some("xml") => TextFormat::Xml,
                _ => TextFormat::Txt,
            };
            let parsed = parse(&parser, &fs_err::read(&path).unwrap(), format);
            assert_eq!(
                parsed.verdict,
                Verdict::NotADesignation,
                "{}: {} {:?}",
                path.display(),
                parsed.reason,
                parsed.residue
            );
            read += 1;
        }
    }
    assert!(read >= 60, "only {read} files were found");
}

#[test]
fn whole_issues_designate_nobody() {
    let Some(corpus) = corpus() else { return };
    let parser = parser();
    for path in glob::glob(corpus.join("issues/*.xml").to_str().unwrap()).unwrap() {
        let path = path.unwrap();
        let bytes = fs_err::read(&path).unwrap();
        let issue = fedreg_text::issue::split(&bytes).unwrap();
        let mut candidates = 0;
        for document in &issue.documents {
            let text = fedreg_text::read(&bytes[document.range.clone()], TextFormat::Xml).unwrap();
            let mut metadata = document.metadata.clone();
            metadata.fill_from(&text.stated);
            let candidate = is_candidate(&metadata, &text);
            candidates += usize::from(candidate);
            let parsed = parser.parse(&metadata, &text);
            assert_eq!(
                parsed.verdict,
                Verdict::NotADesignation,
                "{} in {}: {}",
                metadata.title,
                path.display(),
                parsed.reason
            );
        }
        assert!(
            candidates * 4 < issue.documents.len(),
            "{candidates} candidates of {}",
            issue.documents.len()
        );
    }
}
