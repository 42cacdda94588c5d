//! Objects as they are served: every field there, every link pointing at this server.
//!
//! Links to the Register's own hosts and to govinfo are rewritten; those to third parties
//! (regulations.gov) are left, since no client of the Register follows them.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::calendar;
use crate::document::{Inspected, Published};
use crate::fields;

/// Host prefixes of the service, and the path under which this server stands in for them.
const HOSTS: &[(&str, &str)] = &[
    ("https://www.federalregister.gov", ""),
    ("http://www.federalregister.gov", ""),
    ("https://federalregister.gov", ""),
    ("http://varnish.fr-prod.svc.cluster.local:6081", ""),
    ("https://www.govinfo.gov", ""),
    ("https://api.govinfo.gov", ""),
    ("https://www.gpo.gov", ""),
    ("http://www.gpo.gov", ""),
    (
        "https://public-inspection.federalregister.gov",
        "/public-inspection-pdf",
    ),
    ("https://s3.amazonaws.com", "/images"),
    ("https://img.federalregister.gov", "/images"),
    ("https://images.federalregister.gov", "/images"),
];

/// Points every link inside `value` at `base`.
pub(crate) fn localise(value: &mut Value, base: &str) {
    match value {
        Value::String(text) => {
            if let Some((host, path)) = HOSTS.iter().find(|(host, _)| text.starts_with(host)) {
                *text = format!("{base}{path}{}", &text[host.len()..]);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| localise(value, base)),
        Value::Object(object) => object.values_mut().for_each(|value| localise(value, base)),
        _ => {}
    }
}

/// `Designation of X!` → `designation-of-x`.
pub(crate) fn slug(title: &str) -> String {
    let words: Vec<String> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let mut slug = words.join("-");
    slug.truncate(100);
    slug
}

/// The path of a full text: `/documents/full_text/xml/2025/11/24/2025-20750.xml`.
pub(crate) fn text_path(kind: &str, extension: &str, date: NaiveDate, number: &str) -> String {
    format!(
        "/documents/full_text/{kind}/{}/{number}.{extension}",
        date.format("%Y/%m/%d")
    )
}

/// The path of a raw text on public inspection: the number without its first hyphen, in threes.
pub(crate) fn raw_text_path(number: &str) -> String {
    let digits: Vec<char> = number.replacen('-', "", 1).chars().collect();
    let parts: Vec<String> = digits
        .chunks(3)
        .map(|chunk| chunk.iter().collect())
        .collect();
    format!("/public-inspection/raw_text/{}.txt", parts.join("/"))
}

/// A published document with all its fields.
pub(crate) fn published(document: &Published, base: &str) -> Map<String, Value> {
    let stored = |name: &str, empty: fields::Empty| {
        document
            .object
            .get(name)
            .cloned()
            .unwrap_or_else(|| empty.value())
    };
    let mut object: Map<String, Value> = fields::DOCUMENT
        .iter()
        .map(|(name, empty)| ((*name).to_owned(), stored(name, *empty)))
        .collect();
    object.values_mut().for_each(|value| localise(value, base));
    object.insert("explanation".to_owned(), Value::Null);
    let (Some(number), Some(date)) = (&document.number, document.date) else {
        return object;
    };
    let mut set = |key: &str, value: Value| object.insert(key.to_owned(), value);
    set(
        "json_url",
        json!(format!(
            "{base}/api/v1/documents/{number}?publication_date={date}"
        )),
    );
    // Emitted whether or not there is such a file.
    set(
        "body_html_url",
        json!(base.to_owned() + &text_path("html", "html", date, number)),
    );
    set(
        "raw_text_url",
        json!(base.to_owned() + &text_path("text", "txt", date, number)),
    );
    let has_xml = date >= calendar::FIRST_XML && document.texts.xml.is_some();
    let xml = json!(base.to_owned() + &text_path("xml", "xml", date, number));
    set("full_text_xml_url", if has_xml { xml } else { Value::Null });
    let pdf = json!(format!("{base}/content/pkg/FR-{date}/pdf/{number}.pdf"));
    set(
        "pdf_url",
        if date >= calendar::FIRST_PDF {
            pdf
        } else {
            Value::Null
        },
    );
    set(
        "mods_url",
        json!(format!(
            "{base}/metadata/granule/FR-{date}/{number}/mods.xml"
        )),
    );
    let slug = slug(document.text("title"));
    let day = date.format("%Y/%m/%d");
    set(
        "html_url",
        json!(format!("{base}/documents/{day}/{number}/{slug}")),
    );
    object
}

/// How `filed_at` is written, which depends on the door one comes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FiledAt {
    /// `current`, `available_on`, look-ups.
    Eastern,
    /// Search.
    Utc,
    /// CSV.
    Csv,
}

/// A document on public inspection with all its fields.
pub(crate) fn inspected(document: &Inspected, base: &str, form: FiledAt) -> Map<String, Value> {
    let stored = |name: &str, empty: fields::Empty| {
        document
            .object
            .get(name)
            .cloned()
            .unwrap_or_else(|| empty.value())
    };
    let mut object: Map<String, Value> = fields::INSPECTION
        .iter()
        .map(|(name, empty)| ((*name).to_owned(), stored(name, *empty)))
        .collect();
    object.values_mut().for_each(|value| localise(value, base));
    let number = &document.number;
    let mut set = |key: &str, value: Value| object.insert(key.to_owned(), value);
    let filed_at = document.filed_at.map(|at| match form {
        FiledAt::Eastern => calendar::eastern_text(at),
        FiledAt::Utc => calendar::utc_text(at),
        FiledAt::Csv => calendar::csv_text(at),
    });
    set("filed_at", json!(filed_at));
    set(
        "json_url",
        json!(format!(
            "{base}/api/v1/public-inspection-documents/{number}"
        )),
    );
    set(
        "raw_text_url",
        json!(base.to_owned() + &raw_text_path(number)),
    );
    let slug = slug(document.text("title"));
    set(
        "html_url",
        json!(format!("{base}/public-inspection/{number}/{slug}")),
    );
    let pdf = json!(format!("{base}/public-inspection-pdf/{number}.pdf"));
    object.entry("pdf_url").and_modify(|url| {
        if url.is_null() {
            *url = pdf;
        }
    });
    object
}
