//! Metadata of documents that come without a JSON object, from the text itself, in a simple
//! fashion: good enough to serve them, no reader of notices.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::markup;

/// The elements that are documents, and the display name of their type.
const DOCUMENT_ELEMENTS: &[(&str, &str)] = &[
    ("RULE", "Rule"),
    ("PRORULE", "Proposed Rule"),
    ("NOTICE", "Notice"),
    ("PRESDOCU", "Presidential Document"),
    ("CORRECT", "Correction"),
];

const SUBTYPES: &[(&str, &str)] = &[
    ("EXECORD", "Executive Order"),
    ("PROCLA", "Proclamation"),
    ("DETERM", "Determination"),
    ("PRMEMO", "Memorandum"),
    ("PRNOTICE", "Notice"),
    ("PRORDER", "Presidential Order"),
];

/// What kind of text some bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Issue,
    Xml,
    Html,
    Txt,
}

/// Recognises a text by its beginning; `None` if it is empty or none of these.
pub(crate) fn kind(text: &str) -> Option<Kind> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let head = &start[..start
        .char_indices()
        .nth(3000)
        .map_or(start.len(), |(at, _)| at)];
    if markup::open_tag(head, "FEDREG", 0).is_some() {
        return Some(Kind::Issue);
    }
    if DOCUMENT_ELEMENTS
        .iter()
        .any(|(name, _)| markup::open_tag(head, name, 0).is_some())
    {
        return Some(Kind::Xml);
    }
    if head.contains("<pre>") || !start.starts_with('<') {
        return (!start.is_empty()).then_some(Kind::Txt);
    }
    Some(Kind::Html)
}

/// One document of an issue.
pub(crate) struct InIssue<'a> {
    pub(crate) xml: &'a str,
    pub(crate) object: Map<String, Value>,
}

/// The date of a whole issue: `<DATE>Monday, February 12, 2024</DATE>`.
pub(crate) fn issue_date(xml: &str) -> Option<NaiveDate> {
    let head = &xml[..xml.char_indices().nth(4000).map_or(xml.len(), |(at, _)| at)];
    long_date(&markup::text_of(head, "DATE")?)
}

fn long_date(text: &str) -> Option<NaiveDate> {
    let text = text.split_once(',').map_or(text, |(_, rest)| rest).trim();
    NaiveDate::parse_from_str(text, "%B %d, %Y").ok()
}

/// The documents of an issue that have a number; those without are skipped, as the service does.
pub(crate) fn split_issue(xml: &str, date: NaiveDate) -> Vec<InIssue<'_>> {
    let marks = markup::page_marks(xml);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((begin, name)) = DOCUMENT_ELEMENTS
        .iter()
        .filter_map(|(name, _)| markup::open_tag(xml, name, from).map(|at| (at, *name)))
        .min()
    {
        let close = format!("</{name}>");
        let Some(end) = xml[begin..].find(&close).map(|at| begin + at + close.len()) else {
            break;
        };
        let before = marks
            .iter()
            .rfind(|(at, _)| *at < begin)
            .map(|(_, page)| *page);
        let document = &xml[begin..end];
        let mut object = of_xml(document);
        if let Some(before) = before
            && !object.contains_key("start_page")
        {
            object.insert("start_page".to_owned(), json!(before));
            let end_page = object.get("end_page").cloned().unwrap_or(json!(before));
            object.insert("end_page".to_owned(), end_page);
        }
        if object.contains_key("document_number") {
            object.insert("publication_date".to_owned(), json!(date.to_string()));
            found.push(InIssue {
                xml: document,
                object,
            });
        }
        from = end;
    }
    found
}

/// What one document's XML says of itself. `publication_date` is never among it.
pub(crate) fn of_xml(xml: &str) -> Map<String, Value> {
    let mut object = Map::new();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.to_owned(), value);
        }
    };
    let root = DOCUMENT_ELEMENTS
        .iter()
        .filter_map(|(name, display)| markup::open_tag(xml, name, 0).map(|at| (at, *display)))
        .min();
    set("type", root.map(|(_, display)| json!(display)));
    let number = markup::text_of(xml, "FRDOC").and_then(|line| number_in(&line));
    set("document_number", number.map(Value::from));
    let subtype = SUBTYPES
        .iter()
        .find(|(name, _)| markup::open_tag(xml, name, 0).is_some());
    set("subtype", subtype.map(|(_, display)| json!(display)));
    let title = markup::text_of(xml, "SUBJECT").or_else(|| markup::text_of(xml, "HD"));
    set("title", title.map(Value::from));
    let after_label = |name: &str| {
        let text = markup::elements(xml, name).first()?.to_owned();
        let paragraphs = markup::elements(text, "P");
        Some(markup::plain(&paragraphs.join(" ")))
            .filter(|text| !text.is_empty())
            .map(Value::from)
    };
    set("action", after_label("ACT"));
    set("abstract", after_label("SUM"));
    set(
        "dates",
        after_label("DATES").or_else(|| after_label("EFFDATE")),
    );
    let names = |name: &str| markup::elements(xml, name).into_iter().map(markup::plain);
    let agencies: Vec<String> = names("AGENCY").chain(names("SUBAGY")).collect();
    set("agency", Some(json!(agencies)));
    let dockets: Vec<String> = names("DEPDOC")
        .map(|text| text.trim_matches(|c| "[]".contains(c)).to_owned())
        .collect();
    set("docket_ids", Some(json!(dockets)));
    let rins: Vec<String> = names("RIN").map(|text| text.replace("RIN ", "")).collect();
    set("regulation_id_numbers", Some(json!(rins)));
    let marks = markup::page_marks(xml);
    // A mark before any word is the page on which the document begins.
    let first = marks
        .first()
        .filter(|(at, _)| markup::plain(&xml[..*at]).is_empty());
    set("start_page", first.map(|(_, page)| json!(page)));
    set("end_page", marks.last().map(|(_, page)| json!(page)));
    object
}

/// `[FR Doc. 2024–02801 Filed 2–9–24; 8:45 am]` → `2024-02801`.
fn number_in(line: &str) -> Option<String> {
    let (_, rest) = line
        .split_once("FR Doc.")
        .or_else(|| line.split_once("FR Doc"))?;
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ":.".contains(c));
    let rest = rest
        .strip_prefix("No:")
        .or_else(|| rest.strip_prefix("No."))
        .unwrap_or(rest);
    let rest = crate::library::with_hyphens(rest.trim_start());
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(rest.len());
    Some(rest[..end].to_owned()).filter(|number| is_number(number))
}

/// What page text says of itself.
pub(crate) fn of_txt(text: &str) -> Map<String, Value> {
    let mut object = Map::new();
    let between = |from: &str, to: &str| {
        let (_, rest) = text.split_once(from)?;
        Some(rest.split_once(to)?.0.to_owned())
    };
    if let Some(number) = number_in(text) {
        object.insert("document_number".to_owned(), json!(number));
    }
    let header = between("[Federal Register Volume", ")]");
    if let Some(date) = header.and_then(|line| long_date(line.split_once('(')?.1)) {
        object.insert("publication_date".to_owned(), json!(date.to_string()));
    }
    let section = [
        "Rules and Regulations",
        "Proposed Rules",
        "Notices",
        "Presidential Documents",
    ]
    .iter()
    .zip(["Rule", "Proposed Rule", "Notice", "Presidential Document"])
    .find(|(section, _)| text.contains(&format!("\n[{section}]")));
    if let Some((_, display)) = section {
        object.insert("type".to_owned(), json!(display));
    }
    if let Some(pages) = between("[Pages ", "]").or_else(|| between("[Page ", "]")) {
        let mut pages = pages
            .split('-')
            .filter_map(|page| page.trim().parse::<i64>().ok());
        let first = pages.next();
        if let Some(first) = first {
            object.insert("start_page".to_owned(), json!(first));
            object.insert("end_page".to_owned(), json!(pages.next().unwrap_or(first)));
        }
    }
    heading(text, &mut object);
    object
}

/// The heading block of page text: below the first rule the agencies, dockets in brackets, CFR
/// parts, and after two blank lines the title.
fn heading(text: &str, object: &mut Map<String, Value>) {
    let is_rule = |line: &&str| line.len() >= 60 && line.trim().bytes().all(|byte| byte == b'-');
    let mut lines = text
        .lines()
        .skip_while(|line| !is_rule(line))
        .skip(1)
        .take(60);
    let (mut agencies, mut dockets) = (Vec::new(), Vec::new());
    let mut blanks = 0;
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            blanks += 1;
            continue;
        }
        let mut paragraph = line.trim().to_owned();
        for line in lines.by_ref().take_while(|line| !line.trim().is_empty()) {
            paragraph.push(' ');
            paragraph.push_str(line.trim());
        }
        let paragraph = markup::plain(&paragraph);
        if blanks >= 2 && !agencies.is_empty() {
            object.insert("title".to_owned(), json!(paragraph));
            break;
        }
        if let Some(docket) = paragraph.strip_prefix('[') {
            dockets.push(docket.trim_end_matches(']').to_owned());
        } else if !paragraph.contains(" CFR ") && !paragraph.starts_with("RIN ") {
            agencies.push(paragraph);
        }
        // The blank line that ended the paragraph.
        blanks = 1;
    }
    // Without a title this was no heading block, but whatever came after a rule.
    if object.contains_key("title") {
        object.insert("agency".to_owned(), json!(agencies));
        object.insert("docket_ids".to_owned(), json!(dockets));
    }
}

/// Whether a file or folder name is a document number, and no date.
pub(crate) fn is_number(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let alphanumeric =
        |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_date = parts.len() == 3 && crate::calendar::iso(text).is_some();
    (2..=4).contains(&parts.len())
        && !is_date
        && parts.iter().all(alphanumeric)
        && parts.iter().all(|part| part.len() <= 6)
        && parts[0].bytes().any(|b| b.is_ascii_digit())
        && parts[parts.len() - 1].bytes().all(|b| b.is_ascii_digit())
}
