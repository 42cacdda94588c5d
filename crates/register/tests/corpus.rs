//! The register over real answers of the real service, where they are at hand.

#![allow(clippy::print_stdout, reason = "a skipped test says so")]

mod common;

use std::path::PathBuf;

use common::{json, numbers};
use fedreg_register::Register;

/// The folder of real texts: `FEDREG_CORPUS`, or beside the workspace.
fn corpus() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let folder = std::env::var_os("FEDREG_CORPUS").map_or(beside, PathBuf::from);
    let there = folder.join("api").is_dir();
    if !there {
        println!("skipped: no corpus at {}", folder.display());
    }
    there.then_some(folder)
}

#[tokio::test]
async fn a_real_answer_comes_out_as_it_went_in_and_pages_as_it_did() {
    let Some(corpus) = corpus() else { return };
    let text = fs_err::read_to_string(corpus.join("api/2024-documents-1000.json")).unwrap();
    let real: serde_json::Value = serde_json::from_str(&text).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs_err::write(folder.path().join("list.json"), &text).unwrap();
    let register = Register::builder(folder.path()).start().await.unwrap();

    // The very query it was the answer to, in pages of 300.
    let query = real["next_page_url"]
        .as_str()
        .unwrap()
        .split_once('?')
        .unwrap()
        .1;
    let query = query
        .replace("&page=2", "")
        .replace("per_page=1000", "per_page=300");
    let mut next = Some(format!("/api/v1/documents?{query}"));
    let mut served = Vec::new();
    let mut pages = 0;
    while let Some(url) = next {
        let answer = json(&register, &url).await;
        assert_eq!(answer["description"], real["description"]);
        assert_eq!(
            (answer["count"].as_u64(), answer["total_pages"].as_u64()),
            (Some(1000), Some(4))
        );
        served.extend(answer["results"].as_array().unwrap().clone());
        next = answer
            .get("next_page_url")
            .map(|url| url.as_str().unwrap().to_owned());
        pages += 1;
    }
    assert_eq!(pages, 4);

    let results = real["results"].as_array().unwrap();
    assert_eq!(served.len(), results.len());
    // Links differ; a document's files are not there; an excerpt is cut by this server's own rule.
    let differ = |key: &str| {
        key.ends_with("_url") || ["excerpts", "images", "images_metadata"].contains(&key)
    };
    for object in results {
        let number = &object["document_number"];
        let ours = served
            .iter()
            .find(|ours| ours["document_number"] == *number)
            .unwrap();
        assert_eq!(
            ours.as_object().unwrap().len(),
            object.as_object().unwrap().len(),
            "{number}"
        );
        for (key, value) in object.as_object().unwrap() {
            let (was, is) = (value.to_string(), ours[key].to_string());
            if !differ(key) && !was.contains("https://www.federalregister.gov") {
                assert_eq!(is, was, "{number}: {key}");
            }
        }
    }
}

#[tokio::test]
async fn the_real_daily_order_is_ours() {
    let Some(corpus) = corpus() else { return };
    let register = Register::builder(corpus.join("api")).start().await.unwrap();
    let path = "/api/v1/documents?conditions%5Bpublication_date%5D%5Bis%5D=2024-01-02&order=oldest&per_page=200&fields%5B%5D=document_number";
    let answer = json(&register, path).await;
    assert_eq!(answer["count"], 65);
    assert!(numbers(&answer).is_sorted());
}

#[tokio::test]
async fn the_whole_corpus_loads_and_is_served() {
    let Some(corpus) = corpus() else { return };
    let register = Register::builder(&corpus).start().await.unwrap();
    assert!(
        register.document_count() > 1_250,
        "{}",
        register.document_count()
    );
    // A real desk, with its real list of filings; the day is pinned to it.
    register.set_today(common::day("2020-08-11"));
    let desk = json(&register, "/api/v1/public-inspection-documents/current").await;
    assert!(desk["count"].as_u64().unwrap() >= 95, "{}", desk["count"]);
    // A real table of contents, and an issue of the same year as files.
    let contents = json(&register, "/api/v1/issues/2016-02-29").await;
    assert!(contents["agencies"].as_array().unwrap().len() > 50);
    let issue = json(
        &register,
        "/api/v1/documents?conditions%5Bpublication_date%5D%5Bis%5D=2016-04-15",
    )
    .await;
    assert_eq!(issue["count"], 146);
}
