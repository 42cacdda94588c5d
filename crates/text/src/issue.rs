//! Splits a whole GPO issue (`FR-YYYY-MM-DD.xml`) into its documents.
//!
//! Boundaries are found by scanning for tags, so that a broken document costs itself and not the
//! issue, and so that splitting is fast. Ranges are byte offsets into the issue.

use std::collections::HashMap;
use std::ops::Range;

use chrono::NaiveDate;
use fedreg_model::{Citation, DocumentMetadata, DocumentNumber, DocumentType};
use memchr::{memchr, memmem};

use crate::{MAX_ISSUE_BYTES, ReadError, stated, xml};

/// One document of an issue.
#[derive(Debug, Clone, PartialEq)]
pub struct IssueDocument {
    /// The bytes of the document's element in the issue; [`crate::read`] takes this slice as XML.
    pub range: Range<usize>,
    /// What the issue states of it: number, date, class, title, agencies, dockets, action, and
    /// the page citation where it is certain.
    pub metadata: DocumentMetadata,
}

/// An element that looks like a document and could not be taken as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its bytes in the issue.
    pub range: Range<usize>,
    /// Its element (`NOTICE`, `RULE`…).
    pub element: String,
    /// Its title, where one can be read.
    pub title: String,
    /// Why it was skipped, as a sentence for a person.
    pub why: String,
}

/// A whole issue.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// The date of the issue, Eastern.
    pub publication_date: Option<NaiveDate>,
    /// The volume.
    pub volume: Option<u32>,
    /// The documents, in the order of the file.
    pub documents: Vec<IssueDocument>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
}

/// Splits an issue into its documents, wherever they stand (those of a `NEWPART` too).
///
/// Elements without an `FRDOC` line are no documents of their own; they are reported as skipped.
pub fn split(bytes: &[u8]) -> Result<Issue, ReadError> {
    if bytes.len() > MAX_ISSUE_BYTES {
        return Err(ReadError::TooLarge {
            what: "issue",
            actual: bytes.len(),
            limit: MAX_ISSUE_BYTES,
        });
    }
    if crate::sniff(bytes) != crate::SourceShape::IssueXml {
        return Err(ReadError::WrongShape {
            expected: "a GPO issue (a FEDREG element)",
            found: format!("{:?}", crate::sniff(bytes)),
        });
    }
    let publication_date = element_text(bytes, "DATE").and_then(|text| stated::date_in(&text));
    let volume = element_text(bytes, "VOL").and_then(|text| text.trim().parse().ok());
    let contents = contents_pages(bytes);
    let mut issue = Issue {
        publication_date,
        volume,
        documents: Vec::new(),
        skipped: Vec::new(),
    };
    for found in scan(bytes) {
        issue.take(bytes, found, &contents);
    }
    Ok(issue)
}

impl Issue {
    fn take(&mut self, bytes: &[u8], found: Found, contents: &Contents) {
        let slice = &bytes[found.range.clone()];
        let head = xml::read_head(slice);
        let number = first_number(slice);
        let title = head
            .as_ref()
            .map(|head| head.stated.title.clone())
            .unwrap_or_default();
        let Some(number) = number else {
            let why = if found.closed {
                "it has no FR Doc line, so it is part of another document".to_owned()
            } else {
                "it is cut off before its FR Doc line".to_owned()
            };
            self.skipped.push(Skipped {
                range: found.range,
                element: found.element.to_owned(),
                title,
                why,
            });
            return;
        };
        // A document whose head cannot be read is still one: reading it whole says what is wrong.
        let mut metadata = head.map(|head| head.stated).unwrap_or_default();
        metadata.document_type = DocumentType::from_name(found.element);
        metadata.publication_date = self.publication_date;
        let (start, end) = pages(&found, contents.get(&number).map(Vec::as_slice));
        metadata.citation = self
            .volume
            .zip(start)
            .map(|(volume, page)| Citation { volume, page });
        metadata.end_page = end;
        metadata.document_number = Some(number);
        self.documents.push(IssueDocument {
            range: found.range,
            metadata,
        });
    }
}

/// What the table of contents says of a document: first and last page, and whether several
/// documents share the entry.
struct Listed {
    first: u32,
    last: u32,
    shared: bool,
}

type Contents = HashMap<DocumentNumber, Vec<Listed>>;

/// First and last page. The marks in the text tell; where the table of contents contradicts them,
/// nothing is certain and nothing is said.
fn pages(found: &Found, listed: Option<&[Listed]>) -> (Option<u32>, Option<u32>) {
    let Some(first) = found.first_page else {
        return (None, None);
    };
    let last = found.last_page.unwrap_or(first).max(first);
    let Some(listed) = listed else {
        return (Some(first), Some(last));
    };
    match listed
        .iter()
        .find(|entry| (entry.first..=entry.last).contains(&first))
    {
        None => (None, None),
        // A Part's cover page is listed, and is not the document's first.
        Some(entry) if entry.shared || entry.first + 2 < first => (Some(first), Some(last)),
        Some(entry) => (Some(first), Some(entry.last)),
    }
}

/// Reads the table of contents: `PGS` gives the pages of the `FRDOCBP` numbers after it.
fn contents_pages(bytes: &[u8]) -> Contents {
    let mut contents: Contents = HashMap::new();
    let Some(start) = memmem::find(bytes, b"<CNTNTS>") else {
        return contents;
    };
    let end = memmem::find(&bytes[start..], b"</CNTNTS>").map_or(bytes.len(), |end| start + end);
    let table = &bytes[start..end];
    let marks: Vec<usize> = memmem::find_iter(table, b"<PGS").collect();
    for (index, mark) in marks.iter().enumerate() {
        let until = marks.get(index + 1).copied().unwrap_or(table.len());
        let entry = &table[*mark..until];
        let Some((first, last)) = element_text(entry, "PGS").as_deref().and_then(page_range) else {
            continue;
        };
        let numbers: Vec<DocumentNumber> = memmem::find_iter(entry, b"<FRDOCBP")
            .filter_map(|at| element_text(&entry[at..], "FRDOCBP"))
            .filter_map(|number| DocumentNumber::new(&number).ok())
            .collect();
        let shared = numbers.len() > 1;
        for number in numbers {
            contents.entry(number).or_default().push(Listed {
                first,
                last,
                shared,
            });
        }
    }
    contents
}

/// Reads `9776-9784` or `9852`.
fn page_range(text: &str) -> Option<(u32, u32)> {
    let mut parts = text
        .split(['-', '\u{2013}'])
        .map(|part| part.trim().parse().ok());
    let first: u32 = parts.next()??;
    let last = match parts.next() {
        Some(last) => last?,
        None => first,
    };
    (first <= last && parts.next().is_none()).then_some((first, last))
}

/// A document element that the scan found.
struct Found {
    range: Range<usize>,
    element: &'static str,
    closed: bool,
    /// The page it starts on: from a page mark before its first words, else from the last mark
    /// before it.
    first_page: Option<u32>,
    /// The last page mark in it.
    last_page: Option<u32>,
}

/// The elements that are documents, the longer of two that start alike first.
const DOCUMENTS: &[&str] = &["PRORULE", "PRESDOCU", "NOTICE", "RULE", "CORRECT"];

/// The document elements, in order. One that is not closed ends where the next one starts.
fn scan(bytes: &[u8]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut open: Option<Found> = None;
    let mut page: Option<u32> = None;
    // Looked for once, so that many tables that never end cost no more than one.
    let contents_end = memmem::rfind(bytes, b"</CNTNTS>");
    let mut at = 0;
    while let Some(next) = memchr(b'<', &bytes[at..]) {
        let start = at + next;
        let rest = &bytes[start + 1..];
        at = start + 1;
        if rest.starts_with(b"!--") {
            at = memmem::find(rest, b"-->").map_or(bytes.len(), |end| at + end);
        } else if rest.starts_with(b"![CDATA[") {
            at = memmem::find(rest, b"]]>").map_or(bytes.len(), |end| at + end);
        } else if rest.starts_with(b"CNTNTS>") && contents_end.is_some_and(|end| end > at) {
            at = memmem::find(rest, b"</CNTNTS>").map_or(at, |end| at + end);
        } else if is_tag(rest, "UNITNAME") {
            // Units stand in the order of the file, not of the pages.
            page = None;
        } else if is_tag(rest, "PRTPAGE") {
            // Marks inside reprinted forms carry small numbers of other publications.
            let number = page_of(rest)
                .filter(|number| page.is_none_or(|last| *number > last && *number <= last + 500));
            page = number.or(page);
            if let (Some(open), Some(number)) = (&mut open, number) {
                if before_words(&bytes[open.range.start..start], open.element) {
                    open.first_page = Some(number);
                }
                open.last_page = Some(number);
            }
        } else if let Some(element) = DOCUMENTS.iter().find(|name| is_tag(rest, name)) {
            if let Some(mut cut) = open.take() {
                cut.range.end = start;
                found.push(cut);
            }
            open = Some(Found {
                range: start..bytes.len(),
                element,
                closed: false,
                first_page: page,
                last_page: None,
            });
        } else if let Some(mut closing) = open.take_if(|open| is_end_tag(rest, open.element)) {
            at = memchr(b'>', rest).map_or(bytes.len(), |end| at + end + 1);
            closing.range.end = at;
            closing.closed = true;
            found.push(closing);
        }
    }
    found.extend(open);
    found
}

/// Whether `rest`, which follows a `<`, starts a tag of this name.
fn is_tag(rest: &[u8], name: &str) -> bool {
    rest.strip_prefix(name.as_bytes())
        .and_then(<[u8]>::first)
        .is_some_and(|next| matches!(next, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'))
}

fn is_end_tag(rest: &[u8], name: &str) -> bool {
    rest.strip_prefix(b"/")
        .is_some_and(|rest| is_tag(rest, name))
}

/// The page of a `PRTPAGE` tag; roman numerals and missing ones give nothing.
fn page_of(rest: &[u8]) -> Option<u32> {
    let tag = &rest[..memchr(b'>', rest)?];
    let value = &tag[memmem::find(tag, b"P=")? + 2..];
    // The attribute, not the end of the element's name.
    let value = value
        .strip_prefix(b"\"")
        .or_else(|| value.strip_prefix(b"'"))?;
    let digits = value.iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(&value[..digits]).ok()?.parse().ok()
}

/// Whether what stands between a document's start and a page mark has no words yet. Presidential
/// documents carry their mark after `Title 3- The President`.
fn before_words(lead: &[u8], element: &str) -> bool {
    // The marks of a body stand far behind; looking that far for each would add up.
    if lead.len() > 4096 {
        return false;
    }
    if element == "PRESDOCU" {
        return memmem::find(lead, b"<HD").is_none() && memmem::find(lead, b"<FP").is_none();
    }
    let mut in_tag = false;
    lead.iter().all(|byte| {
        match byte {
            b'<' => in_tag = true,
            b'>' => in_tag = false,
            other => return in_tag || other.is_ascii_whitespace(),
        }
        true
    })
}

/// The number on the first `FRDOC` line.
fn first_number(document: &[u8]) -> Option<DocumentNumber> {
    memmem::find_iter(document, b"<FRDOC")
        .filter(|at| is_tag(&document[at + 1..], "FRDOC"))
        .find_map(|at| stated::number_in(&element_text(&document[at..], "FRDOC")?))
}

/// The text of the first element of this name, up to the next tag.
fn element_text(bytes: &[u8], name: &str) -> Option<String> {
    let start = memmem::find_iter(bytes, name.as_bytes())
        .find(|at| *at > 0 && bytes[at - 1] == b'<' && is_tag(&bytes[*at..], name))?;
    let rest = &bytes[start..];
    let text = &rest[memchr(b'>', rest)? + 1..];
    let text = &text[..memchr(b'<', text)?];
    Some(crate::normal::normalise(&crate::decode::decode(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUE: &str = r#"<?xml version="1.0"?>
<FEDREG><VOL>89</VOL><NO>29</NO><DATE>Monday, February 12, 2024</DATE>
<CNTNTS><SJDENT><PGS>9834-9835</PGS><FRDOCBP>2024-00001</FRDOCBP></SJDENT>
<SJDENT><PGS>9835-9836</PGS><FRDOCBP D="1">2024-00002</FRDOCBP><FRDOCBP>2024-00003</FRDOCBP></SJDENT>
<SJDENT><PGS>7</PGS><FRDOCBP>2024-00004</FRDOCBP></SJDENT></CNTNTS>
<NOTICES><NOTICE><PREAMB><PRTPAGE P="9834"/><AGENCY>A</AGENCY><SUBJECT>One</SUBJECT>
<P>x<PRTPAGE P="9835"/>y</P></PREAMB><FRDOC>[FR Doc. 2024–00001 Filed 2–9–24; 8:45 am]</FRDOC></NOTICE>
<!-- <NOTICE>no</NOTICE> -->
<NOTICE><PREAMB><SUBJECT>Two</SUBJECT></PREAMB><FRDOC>[FR Doc. 2024-00002 Filed]</FRDOC></NOTICE>
<NOTICE><PREAMB><SUBJECT>No number</SUBJECT></PREAMB></NOTICE></NOTICES>
<NEWPART><PTITLE><PRTPAGE P="9836"/></PTITLE><RULES>
<RULE><PREAMB><SUBJECT>Cut</SUBJECT><FRDOC>[FR Doc. 2024-00003 Filed]</FRDOC>
<RULE><PREAMB><SUBJECT>Four</SUBJECT></PREAMB><FRDOC>[FR Doc. 2024-00004 Filed]</FRDOC></RULE>
<NOTICE><PREAMB><SUBJECT>Lost</SUBJECT>"#;

    #[test]
    fn an_issue_is_split_into_its_documents() {
        let issue = split(ISSUE.as_bytes()).unwrap();
        assert_eq!(issue.publication_date, NaiveDate::from_ymd_opt(2024, 2, 12));
        assert_eq!(issue.volume, Some(89));
        let seen: Vec<(String, String, Option<String>, Option<u32>)> = issue
            .documents
            .iter()
            .map(|document| {
                let m = &document.metadata;
                (
                    m.document_number.as_ref().unwrap().to_string(),
                    m.title.clone(),
                    m.citation.map(|citation| citation.to_string()),
                    m.end_page,
                )
            })
            .collect();
        let row = |number: &str, title: &str, citation: Option<&str>, end| {
            (
                number.to_owned(),
                title.to_owned(),
                citation.map(str::to_owned),
                end,
            )
        };
        assert_eq!(
            seen,
            [
                row("2024-00001", "One", Some("89 FR 9834"), Some(9835)),
                row("2024-00002", "Two", Some("89 FR 9835"), Some(9835)),
                row("2024-00003", "Cut", Some("89 FR 9836"), Some(9836)),
                // The table of contents contradicts the page marks: nothing is said.
                row("2024-00004", "Four", None, None),
            ]
        );
        let skipped: Vec<&str> = issue.skipped.iter().map(|s| s.title.as_str()).collect();
        assert_eq!(skipped, ["No number", "Lost"]);
        for document in &issue.documents {
            let slice = &ISSUE.as_bytes()[document.range.clone()];
            crate::read(slice, fedreg_model::TextFormat::Xml).unwrap();
        }
    }

    #[test]
    fn other_files_are_refused() {
        for bytes in [
            "",
            "<NOTICE></NOTICE>",
            "{}",
            "<html><body>Bulkdata Service Error",
        ] {
            assert!(
                matches!(split(bytes.as_bytes()), Err(ReadError::WrongShape { .. })),
                "{bytes}"
            );
        }
    }
}
