//! Every real answer and text at hand, if this machine has them.

use std::path::Path;

use fedreg_fetch::{ApiDocument, api, folder};
use fedreg_model::{DocumentType, Stage};
use fedreg_register::{Document, Register};
use serde_json::Value;

use crate::support::*;

fn json_files(folder: &Path) -> Vec<(String, Value)> {
    let pattern = folder.join("*.json");
    let files: Vec<_> = glob::glob(pattern.to_str().unwrap())
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(!files.is_empty(), "no JSON in {}", folder.display());
    files
        .into_iter()
        .map(|path| {
            let value = serde_json::from_slice(&fs_err::read(&path).unwrap()).unwrap();
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                value,
            )
        })
        .collect()
}

#[test]
fn every_real_object_is_read_whole() {
    let Some(corpus) = corpus() else { return };
    let mut objects = 0;
    for (name, value) in json_files(&corpus.join("api")) {
        assert_eq!(api::refusal(&value), None, "{name}");
        let items = match value {
            Value::Object(object) if object.contains_key("results") => {
                let envelope: api::ListEnvelope =
                    serde_json::from_value(Value::Object(object)).unwrap();
                assert!(
                    envelope.count.unwrap() >= envelope.results.len() as u64,
                    "{name}"
                );
                envelope.results
            }
            value if value.get("document_number").is_some() => vec![value],
            _ => continue,
        };
        for item in items {
            let document = ApiDocument::from_value(item).unwrap_or_else(|e| panic!("{name}: {e}"));
            let metadata = &document.metadata;
            // The default search answer has few fields, but always these.
            assert!(
                metadata.id().is_some() && !metadata.title.is_empty(),
                "{name}: {metadata:?}"
            );
            assert!(
                !metadata.agencies.is_empty() || name.starts_with("2024"),
                "{name}"
            );
            assert_ne!(
                metadata.document_type,
                DocumentType::Other,
                "{name}: {metadata:?}"
            );
            assert!(
                !metadata.title.contains("acute]"),
                "{name}: {}",
                metadata.title
            );
            if metadata.stage == Stage::PublicInspection {
                assert!(metadata.filed_at.is_some(), "{name}: {metadata:?}");
            } else if name.starts_with("2024") {
                assert!(metadata.citation.is_some() && metadata.full_text_xml_url.is_some());
            }
            assert!(!document.raw_json().contains("page_views"), "{name}");
            objects += 1;
        }
    }
    assert!(objects > 1200, "{objects}");
}

#[test]
fn real_lists_of_agencies_and_daily_counts_are_read() {
    let Some(corpus) = corpus() else { return };
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs_err::read(corpus.join("api").join(name)).unwrap()).unwrap()
    };
    let agencies = api::Agencies::from_value(&read("2020-agencies.json")).unwrap();
    for slug in [
        "state-department",
        "treasury-department",
        "industry-and-security-bureau",
    ] {
        assert!(agencies.knows(slug), "{slug}");
    }
    let counts = api::daily_counts(&read("2020-facets-daily.json")).unwrap();
    assert!(counts.len() > 9000);
    assert!(counts.values().sum::<u64>() > 0);
}

#[test]
fn the_whole_corpus_is_scanned_by_content() {
    let Some(corpus) = corpus() else { return };
    let scan = folder::scan(&corpus).unwrap();
    let has = |name: &str| scan.files.iter().any(|path| path.ends_with(name));
    for name in [
        "issues/FR-2016-04-15.xml",
        "documents/93-32104.txt",
        "documents/C1-2013-16962.xml",
        "text/00-16844.txt",
    ] {
        assert!(has(name), "{name}");
    }
    assert!(scan.metadata.len() > 1200, "{}", scan.metadata.len());
    assert!(scan.files.is_sorted() && scan.ignored.is_sorted());
    let ignored = |name: &str| scan.ignored.iter().any(|(path, _)| path.ends_with(name));
    for name in [
        "README.md",
        "api/2020-agencies.json",
        "lists/sdn-2022-sdn.csv",
    ] {
        assert!(ignored(name), "{name}");
    }
    for saved in &scan.metadata {
        assert!(saved.metadata.id().is_some(), "{}", saved.path.display());
    }
}

/// The check that a text belongs to its document must accept every real pair.
#[tokio::test]
async fn every_real_text_passes_for_its_own_document() {
    let Some(corpus) = corpus() else { return };
    let mut register = Register::empty().today(date("2026-12-31"));
    let mut expected = Vec::new();
    for (name, value) in json_files(&corpus.join("text")) {
        let text = corpus.join("text").join(name.replace(".json", ".txt"));
        let bytes = fs_err::read(text).unwrap();
        let metadata = ApiDocument::from_value(value.clone()).unwrap().metadata;
        register = register.document(Document::new(value).unwrap().with_txt(bytes.clone()));
        expected.push((metadata, bytes));
    }
    let register = register.start().await.unwrap();
    let client = client(&register);
    for (metadata, bytes) in expected {
        let text = client
            .full_text(&metadata)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(text.bytes, bytes, "{:?}", metadata.id());
    }
}

/// The shipped queries find every State terrorism document, even if its title were all there is.
#[test]
fn the_shipped_queries_have_a_word_of_every_real_title() {
    let Some(corpus) = corpus() else { return };
    let toml = include_str!("../../../../config/queries.toml");
    let queries = fedreg_fetch::queries_from_toml(toml).unwrap();
    let state = queries
        .iter()
        .find(|query| query.name == "state-terrorism")
        .unwrap();
    let table = fs_err::read_to_string(corpus.join("titles/titles-2020-2026.tsv")).unwrap();
    let mut seen = 0;
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (group, number, title) = (columns[0], columns[1], columns[3]);
        if !matches!(
            group,
            "state_fto" | "state_sdgt" | "state_sponsor_or_not_cooperating"
        ) {
            continue;
        }
        let title = fedreg_model::fold_name(title);
        let found = state
            .terms
            .iter()
            .filter(|term| !term.contains('"'))
            .any(|term| {
                title
                    .split(' ')
                    .any(|word| word.trim_end_matches('s') == term)
            });
        assert!(found, "{number}: {title}");
        seen += 1;
    }
    assert!(seen >= 50, "{seen}");
}
