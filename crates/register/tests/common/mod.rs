//! What all tests of the register share.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use chrono::NaiveDate;
use fedreg_register::{Document, Limits, Register};
use serde_json::{Value, json};

pub(crate) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

/// A State Department notice with nothing but what is needed.
pub(crate) fn notice(number: &str, date: &str) -> Document {
    Document::new(json!({
        "document_number": number,
        "publication_date": date,
        "title": format!("Notice {number}"),
        "type": "Notice",
        "agency": "Department of State",
    }))
    .unwrap()
}

/// A filing; `publication_date` null means withdrawn.
pub(crate) fn filing(number: &str, filed_at: &str, publication_date: Option<&str>) -> Document {
    Document::new(json!({
        "document_number": number,
        "filed_at": filed_at,
        "filing_type": "special",
        "publication_date": publication_date,
        "title": format!("Filing {number}"),
        "agency": "Department of State",
    }))
    .unwrap()
}

/// A register with `count` notices, ten a day from 2025-01-01 on, numbered 2025-00001 and so on.
pub(crate) async fn many(count: usize, limits: Limits) -> Register {
    let first = day("2025-01-01");
    let mut builder = Register::empty().limits(limits);
    for at in 0..count {
        let date = first + chrono::Days::new((at / 10) as u64);
        builder = builder.document(notice(&format!("2025-{:05}", at + 1), &date.to_string()));
    }
    builder.start().await.unwrap()
}

/// Status and body. `path` may be a whole URL.
pub(crate) async fn fetch(register: &Register, path: &str) -> (u16, String) {
    let url = if path.starts_with("http") {
        path.to_owned()
    } else {
        format!("{}{path}", register.base_url())
    };
    let answer = reqwest::get(&url).await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// The JSON of a 200.
pub(crate) async fn json(register: &Register, path: &str) -> Value {
    let (status, body) = fetch(register, path).await;
    assert_eq!(status, 200, "{path}: {body}");
    serde_json::from_str(&body).unwrap_or_else(|error| panic!("{path}: {error}: {body}"))
}

/// The document numbers of a list answer.
pub(crate) fn numbers(answer: &Value) -> Vec<String> {
    let results = answer["results"].as_array().cloned().unwrap_or_default();
    results
        .iter()
        .map(|r| r["document_number"].as_str().unwrap_or("").to_owned())
        .collect()
}

pub(crate) fn is_html(body: &str) -> bool {
    body.trim_start().starts_with("<!DOCTYPE html>")
}
