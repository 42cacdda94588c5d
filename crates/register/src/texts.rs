//! Files: full texts, raw texts of public inspection, and govinfo's bulk paths.

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::calendar;
use crate::document::Published;
use crate::routes::Context;

const XML: &str = "text/xml";
const HTML: &str = "text/html";
const TXT: &str = "text/plain; charset=utf-8";

/// `/documents/full_text/{kind}/Y/M/D/{file}`; `parts` is what follows `full_text`.
pub(crate) fn full_text(context: &Context<'_>, parts: &[&str]) -> Answer {
    let [kind, year, month, day, file] = parts else {
        return Answer::no_file();
    };
    let date = calendar::iso(&format!("{year}-{month}-{day}"));
    let (Some(date), Some((number, extension))) = (date, file.rsplit_once('.')) else {
        return Answer::no_file();
    };
    let Some(document) = listed(context, number, date) else {
        return Answer::no_file();
    };
    let texts = &document.texts;
    let (bytes, content_type) = match (*kind, extension) {
        ("xml", "xml") if date >= calendar::FIRST_XML => (&texts.xml, XML),
        ("html", "html") => (&texts.html, HTML),
        ("text", "txt") => (&texts.txt, TXT),
        _ => (&None, TXT),
    };
    bytes.as_ref().map_or_else(Answer::no_file, |bytes| {
        Answer::new(200, content_type, bytes.to_vec())
    })
}

fn listed<'a>(context: &Context<'a>, number: &str, date: NaiveDate) -> Option<&'a Published> {
    context
        .library
        .listed()
        .find(|document| document.date == Some(date) && document.number.as_deref() == Some(number))
}

/// `/public-inspection/raw_text/202/221/844.txt`.
pub(crate) fn raw_text(context: &Context<'_>, path: &str) -> Answer {
    let filing = context.library.inspected_by_path(path);
    match filing.and_then(|filing| filing.texts.txt.as_ref()) {
        Some(bytes) => Answer::new(200, TXT, bytes.to_vec()),
        None => Answer::no_file(),
    }
}

/// A whole issue's XML, by its file name; put together from the documents' own XML where the
/// folder has no issue file.
pub(crate) fn issue(context: &Context<'_>, file: &str) -> Answer {
    let date = file
        .strip_prefix("FR-")
        .and_then(|rest| rest.strip_suffix(".xml"));
    let Some(date) = date.and_then(calendar::iso) else {
        return Answer::no_file();
    };
    if date > calendar::newest_issue_listed(context.library.today()) {
        return Answer::no_file();
    }
    if let Some(bytes) = context.library.issues.get(&date) {
        return Answer::new(200, XML, bytes.to_vec());
    }
    let xml: Vec<&[u8]> = context
        .library
        .listed()
        .filter(|document| document.date == Some(date))
        .filter_map(|document| document.texts.xml.as_deref())
        .collect();
    if xml.is_empty() {
        return Answer::no_file();
    }
    let mut body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<FEDREG>\n<VOL>{}</VOL>\n<DATE>{}</DATE>\n\
         <UNITNAME>Notices</UNITNAME>\n<NOTICES>\n",
        date.year() - 1935,
        date.format("%A, %B %-d, %Y")
    )
    .into_bytes();
    for document in xml {
        body.extend_from_slice(without_declaration(document));
        body.push(b'\n');
    }
    body.extend_from_slice(b"</NOTICES>\n</FEDREG>\n");
    Answer::new(200, XML, body)
}

fn without_declaration(xml: &[u8]) -> &[u8] {
    let start = xml.iter().position(|byte| *byte == b'<').unwrap_or(0);
    let xml = &xml[start..];
    if !xml.starts_with(b"<?xml") {
        return xml;
    }
    let end = xml
        .windows(2)
        .position(|pair| pair == b"?>")
        .map_or(0, |at| at + 2);
    &xml[end..]
}

/// `/content/pkg/FR-DATE/html/{number}.htm`: the same page text as the `.txt`.
pub(crate) fn govinfo_page_text(context: &Context<'_>, package: &str, file: &str) -> Answer {
    let date = package.strip_prefix("FR-").and_then(calendar::iso);
    let number = file.strip_suffix(".htm");
    let document = date
        .zip(number)
        .and_then(|(date, number)| listed(context, number, date));
    match document.and_then(|document| document.texts.txt.as_ref()) {
        Some(bytes) => Answer::new(200, HTML, bytes.to_vec()),
        None => Answer::no_file(),
    }
}

/// `/bulkdata/json/FR/YYYY/MM`: which issues a month has.
pub(crate) fn bulk_listing(context: &Context<'_>, year: &str, month: &str) -> Answer {
    let with_xml = context
        .library
        .listed()
        .filter(|document| document.texts.xml.is_some());
    let mut dates: Vec<NaiveDate> = with_xml.filter_map(|document| document.date).collect();
    dates.extend(context.library.issues.keys());
    dates.sort_unstable();
    dates.dedup();
    dates.retain(|date| date.format("%Y/%m").to_string() == format!("{year}/{month}"));
    let files: Vec<Value> = dates
        .iter()
        .map(|date| {
            let name = format!("FR-{date}.xml");
            let link = format!("{}/bulkdata/FR/{year}/{month}/{name}", context.base);
            json!({"name": name, "folder": false, "link": link, "fileExtension": "xml"})
        })
        .collect();
    if files.is_empty() {
        Answer::no_file()
    } else {
        Answer::json(&json!({ "files": files }))
    }
}
