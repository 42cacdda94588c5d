//! `/issues/{date}`: the printed table of contents, saved or computed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::calendar;
use crate::document::Published;
use crate::routes::Context;

/// Answers for a date or `current`.
pub(crate) fn answer(context: &Context<'_>, asked: &str) -> Answer {
    let date = match asked {
        "current" => context.library.newest_issue(),
        other => match calendar::lenient(other) {
            Some(date) => date,
            None => return Answer::bad_request("Invalid Date Requested"),
        },
    };
    if let Some(saved) = context.library.contents.get(&date) {
        return Answer::json(saved);
    }
    let documents: Vec<&Published> = context
        .library
        .listed()
        .filter(|document| document.date == Some(date))
        .collect();
    if documents.is_empty() {
        return Answer::not_found(context.readings);
    }
    Answer::json(&computed(date, &documents))
}

fn computed(date: NaiveDate, documents: &[&Published]) -> Value {
    // Agency name → slug and documents by type. A document stands under its last agency, the
    // bureau, as in print.
    let mut agencies: BTreeMap<&str, (&str, BTreeMap<&str, Vec<Value>>)> = BTreeMap::new();
    for document in documents {
        let agency = document.list("agencies").last();
        let text = |key: &str| {
            agency
                .and_then(|agency| agency.get(key))
                .and_then(Value::as_str)
        };
        let name = text("name")
            .or(text("raw_name"))
            .unwrap_or("Unknown Agency");
        let entry = agencies
            .entry(name)
            .or_insert_with(|| (text("slug").unwrap_or(""), BTreeMap::new()));
        let kind = match (document.text("type"), document.text("subtype")) {
            ("Presidential Document", subtype) if !subtype.is_empty() => subtype,
            (kind, _) => kind,
        };
        let subject = document.text("toc_subject").trim_end();
        let number = document.number.as_deref().unwrap_or("");
        let title = document.text("toc_doc");
        let line = if subject.is_empty() {
            json!({"subject_1": title, "document_numbers": [number]})
        } else {
            json!({"subject_1": subject, "subject_2": title, "document_numbers": [number]})
        };
        entry.1.entry(kind).or_default().push(line);
    }
    let agencies: Vec<Value> = agencies
        .into_iter()
        .map(|(name, (slug, categories))| {
            let categories: Vec<Value> = categories
                .into_iter()
                .map(|(kind, documents)| json!({"type": kind, "documents": documents}))
                .collect();
            json!({"name": name, "slug": slug, "document_categories": categories})
        })
        .collect();
    json!({"agencies": agencies, "meta": {"publication_date": date.to_string()}})
}
