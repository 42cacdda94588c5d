//! Documents as the register holds them, and as tests hand them in.

use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::{Map, Value, json};

use crate::agencies::{self, Agency};
use crate::calendar;
use crate::error::RegisterError;
use crate::markup;
use crate::term::Words;

/// The texts of one document, as bytes that are served unchanged.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    pub(crate) xml: Option<Arc<[u8]>>,
    pub(crate) html: Option<Arc<[u8]>>,
    pub(crate) txt: Option<Arc<[u8]>>,
}

impl Texts {
    /// Takes over what `other` has.
    pub(crate) fn fill(&mut self, other: Texts) {
        self.xml = other.xml.or(self.xml.take());
        self.html = other.html.or(self.html.take());
        self.txt = other.txt.or(self.txt.take());
    }
}

/// A document to put into the register: the API's JSON object (of a published document or of one
/// on public inspection; which one is seen from its fields) and any texts.
///
/// Only `document_number` and, for published documents, `publication_date` are needed; whatever
/// else is missing is derived or empty, in the shape the API gives it. `agency` (a printed name,
/// or a list of them) is understood in place of `agencies`.
#[derive(Debug, Clone)]
pub struct Document {
    pub(crate) object: Map<String, Value>,
    pub(crate) texts: Texts,
}

impl Document {
    /// From an API object.
    ///
    /// # Errors
    /// [`RegisterError::NotADocument`] if the value is no object with a `document_number`.
    pub fn new(object: Value) -> Result<Self, RegisterError> {
        match object {
            Value::Object(object)
                if object.get("document_number").is_some_and(Value::is_string) =>
            {
                Ok(Self {
                    object,
                    texts: Texts::default(),
                })
            }
            other => {
                let mut shown = other.to_string();
                let end = shown
                    .char_indices()
                    .nth(80)
                    .map_or(shown.len(), |(at, _)| at);
                shown.truncate(end);
                Err(RegisterError::NotADocument { shown })
            }
        }
    }

    /// With its FR XML.
    #[must_use]
    pub fn with_xml(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.texts.xml = Some(bytes.into().into());
        self
    }

    /// With its full-text HTML fragment.
    #[must_use]
    pub fn with_html(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.texts.html = Some(bytes.into().into());
        self
    }

    /// With its page text; for a document on public inspection, its raw text.
    #[must_use]
    pub fn with_txt(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.texts.txt = Some(bytes.into().into());
        self
    }

    /// Whether this is a document on public inspection.
    pub(crate) fn is_on_inspection(&self) -> bool {
        self.object.contains_key("filing_type") || self.object.contains_key("filed_at")
    }
}

/// A published document.
#[derive(Debug, Clone)]
pub(crate) struct Published {
    /// `None` only for executive orders before 1994.
    pub(crate) number: Option<String>,
    pub(crate) date: Option<NaiveDate>,
    /// Complete but for what depends on the server's address and on the files.
    pub(crate) object: Map<String, Value>,
    pub(crate) texts: Texts,
    pub(crate) words: Words,
}

/// A document on public inspection.
#[derive(Debug, Clone)]
pub(crate) struct Inspected {
    pub(crate) number: String,
    /// `None`: withdrawn.
    pub(crate) date: Option<NaiveDate>,
    pub(crate) filed_at: Option<DateTime<Utc>>,
    pub(crate) last_listed: Option<NaiveDate>,
    pub(crate) object: Map<String, Value>,
    pub(crate) texts: Texts,
    pub(crate) words: Words,
}

fn date_in(object: &Map<String, Value>, key: &str) -> Option<NaiveDate> {
    calendar::iso(object.get(key)?.as_str()?)
}

fn text_in<'a>(object: &'a Map<String, Value>, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or("")
}

/// `agency: "Department of State"` → `agencies: [{…}]`, and `agency_names` from `agencies`.
fn settle_agencies(object: &mut Map<String, Value>, known: &[Agency]) {
    if !object.contains_key("agencies") {
        let printed: Vec<String> = match object.remove("agency") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            _ => Vec::new(),
        };
        let objects = printed
            .iter()
            .map(|name| agencies::object_for(name, known))
            .collect();
        object.insert("agencies".to_owned(), Value::Array(objects));
    }
    if !object.contains_key("agency_names") {
        let canonical_or_raw = |agency: &Value| {
            agency
                .get("name")
                .or(agency.get("raw_name"))
                .cloned()
                .unwrap_or(Value::Null)
        };
        let names = object["agencies"]
            .as_array()
            .map(|list| list.iter().map(canonical_or_raw).collect());
        object.insert(
            "agency_names".to_owned(),
            Value::Array(names.unwrap_or_default()),
        );
    }
}

impl Published {
    pub(crate) fn new(document: Document, known: &[Agency]) -> Self {
        let Document { mut object, texts } = document;
        settle_agencies(&mut object, known);
        let date = date_in(&object, "publication_date");
        let set = |object: &mut Map<String, Value>, key: &str, value: Option<Value>| {
            if object.get(key).is_none_or(Value::is_null)
                && let Some(value) = value
            {
                object.insert(key.to_owned(), value);
            }
        };
        set(&mut object, "title", Some(json!("[No title available]")));
        set(&mut object, "type", Some(json!("Notice")));
        set(
            &mut object,
            "volume",
            date.map(|date| json!(date.year() - 1935)),
        );
        let page = |object: &Map<String, Value>, key| object.get(key).and_then(Value::as_i64);
        let (first, last) = (page(&object, "start_page"), page(&object, "end_page"));
        let first = first.filter(|page| *page > 0);
        let volume = page(&object, "volume");
        let citation = volume
            .zip(first)
            .map(|(volume, first)| json!(format!("{volume} FR {first}")));
        set(&mut object, "citation", citation);
        set(&mut object, "end_page", first.map(Value::from));
        set(
            &mut object,
            "page_length",
            first.map(|first| {
                json!(
                    last.unwrap_or(first)
                        .saturating_sub(first)
                        .saturating_add(1)
                )
            }),
        );
        let docket = object.get("docket_ids").and_then(|ids| ids.get(0)).cloned();
        set(&mut object, "docket_id", docket);
        let title = object["title"].clone();
        set(&mut object, "toc_doc", Some(title));
        set(&mut object, "president", date.and_then(president));
        let words = Words::of(&searched_text(&object, &texts));
        let number = Some(text_in(&object, "document_number").to_owned()).filter(|n| !n.is_empty());
        Self {
            number,
            date,
            object,
            texts,
            words,
        }
    }

    pub(crate) fn text(&self, key: &str) -> &str {
        text_in(&self.object, key)
    }

    pub(crate) fn date_field(&self, key: &str) -> Option<NaiveDate> {
        date_in(&self.object, key)
    }

    /// The list under `key`, empty if it is none.
    pub(crate) fn list(&self, key: &str) -> &[Value] {
        list_in(&self.object, key)
    }

    /// The code of its type in conditions and facets.
    pub(crate) fn type_code(&self) -> &'static str {
        type_code(self.text("type"))
    }
}

impl Inspected {
    pub(crate) fn new(document: Document, known: &[Agency]) -> Self {
        let Document { mut object, texts } = document;
        settle_agencies(&mut object, known);
        for (key, default) in [("filing_type", "regular"), ("type", "Notice")] {
            object.entry(key).or_insert_with(|| json!(default));
        }
        if !object.contains_key("subject_1") {
            let title = object.get("title").cloned().unwrap_or(Value::Null);
            object.insert("subject_1".to_owned(), title);
        }
        let words = Words::of(&searched_text(&object, &texts));
        Self {
            number: text_in(&object, "document_number").to_owned(),
            date: date_in(&object, "publication_date"),
            filed_at: calendar::instant(text_in(&object, "filed_at")),
            last_listed: date_in(&object, "last_public_inspection_issue"),
            object,
            texts,
            words,
        }
    }

    pub(crate) fn text(&self, key: &str) -> &str {
        text_in(&self.object, key)
    }

    pub(crate) fn list(&self, key: &str) -> &[Value] {
        list_in(&self.object, key)
    }

    /// Whether the desk listed it on `day`: from filing until the morning it publishes.
    pub(crate) fn is_listed_on(&self, day: NaiveDate) -> bool {
        let filed = self.filed_at.map(calendar::eastern_date);
        let until = self
            .last_listed
            .or(self.date.and_then(|date| date.pred_opt()));
        filed.is_none_or(|filed| filed <= day) && until.is_none_or(|until| day <= until)
    }
}

fn list_in<'a>(object: &'a Map<String, Value>, key: &str) -> &'a [Value] {
    object
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// What a term is looked for in: title, abstract, dockets, RINs, full text.
fn searched_text(object: &Map<String, Value>, texts: &Texts) -> String {
    let mut text = String::new();
    for key in ["title", "abstract", "document_number", "toc_subject"] {
        text.push_str(text_in(object, key));
        text.push_str(" . ");
    }
    for key in [
        "docket_ids",
        "docket_numbers",
        "regulation_id_numbers",
        "agency_names",
    ] {
        for value in list_in(object, key) {
            text.push_str(value.as_str().unwrap_or(""));
            text.push_str(" . ");
        }
    }
    if let Some(bytes) = texts
        .xml
        .as_ref()
        .or(texts.html.as_ref())
        .or(texts.txt.as_ref())
    {
        text.push_str(&markup::plain(&String::from_utf8_lossy(bytes)));
    }
    text
}

/// The condition code of a display name.
pub(crate) fn type_code(name: &str) -> &'static str {
    match name {
        "Rule" => "RULE",
        "Proposed Rule" => "PRORULE",
        "Notice" | "Sunshine Act Document" => "NOTICE",
        "Presidential Document" => "PRESDOCU",
        "Correction" => "CORRECT",
        _ => "UNKNOWN",
    }
}

/// The display name of a condition code; empty for an unknown one.
pub(crate) fn type_name(code: &str) -> &'static str {
    match code {
        "RULE" => "Rule",
        "PRORULE" => "Proposed Rule",
        "NOTICE" => "Notice",
        "PRESDOCU" => "Presidential Document",
        "CORRECT" => "Correction",
        "UNKNOWN" => "Uncategorized Document",
        _ => "",
    }
}

/// The terms of office, by first day.
pub(crate) const PRESIDENTS: &[((i32, u32, u32), &str, &str)] = &[
    ((1993, 1, 20), "William J. Clinton", "william-j-clinton"),
    ((2001, 1, 20), "George W. Bush", "george-w-bush"),
    ((2009, 1, 20), "Barack Obama", "barack-obama"),
    ((2017, 1, 20), "Donald Trump", "donald-trump"),
    ((2021, 1, 20), "Joe Biden", "joe-biden"),
    ((2025, 1, 20), "Donald Trump", "donald-trump"),
];

fn president(date: NaiveDate) -> Option<Value> {
    let since = |&&((y, m, d), ..): &&((i32, u32, u32), &str, &str)| {
        NaiveDate::from_ymd_opt(y, m, d).is_some_and(|first| first <= date)
    };
    let (_, name, identifier) = PRESIDENTS.iter().rfind(since)?;
    Some(json!({ "name": name, "identifier": identifier }))
}
