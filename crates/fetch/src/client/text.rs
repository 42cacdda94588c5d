//! Full texts: XML where there is one, else HTML, else page text; never the wrong document.

use std::sync::LazyLock;

use bytes::Bytes;
use chrono::NaiveDate;
use fedreg_model::{DocumentMetadata, DocumentNumber, Stage, TextFormat};
use regex::bytes::Regex;
use url::Url;

use super::ApiClient;
use super::challenge::{is_challenge_page, is_html};
use super::transport::Kind;
use crate::FetchError;
use crate::error::shown;

/// The first issue that has XML and HTML.
const FIRST_XML: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 18).expect("a day of January");

/// A document's full text as fetched.
#[derive(Debug, Clone)]
pub struct FullText {
    /// The format asked for and got.
    pub format: TextFormat,
    /// Where the bytes came from.
    pub url: Url,
    /// The bytes.
    pub bytes: Bytes,
    /// Better formats that exist but could not be fetched this time, and why (a 404 is not here:
    /// the format does not exist).
    pub passed_over: Vec<FetchError>,
}

impl ApiClient {
    /// Fetches the text of a document: XML, else HTML, else page text, else GPO's copy of the page
    /// text; for a document on public inspection its plain text.
    ///
    /// The addresses in the metadata are tried in that order; the Register gives addresses of
    /// texts that do not exist, so a 404 means the next one. The text must name the document.
    ///
    /// # Errors
    /// [`FetchError::NoText`] with what happened to each format.
    pub async fn full_text(&self, metadata: &DocumentMetadata) -> Result<FullText, FetchError> {
        let Some(number) = &metadata.document_number else {
            return Err(FetchError::no_identity(metadata));
        };
        let mut tried = Vec::new();
        for (format, address) in self.addresses(metadata) {
            let url = match address {
                Ok(url) => url,
                Err(error) => {
                    tried.push(error);
                    continue;
                }
            };
            let read = |url: &Url, body: &Bytes| check(url, body, format, metadata, number);
            match self.get(&url, Kind::Text, read).await {
                Ok(bytes) => {
                    tried.retain(|error| !matches!(error, FetchError::NotFound { .. }));
                    return Ok(FullText {
                        format,
                        url,
                        bytes,
                        passed_over: tried,
                    });
                }
                Err(error) => {
                    let halt = error.is_halting();
                    tried.push(error);
                    if halt {
                        // The other formats come from the same server.
                        break;
                    }
                }
            }
        }
        let document = metadata
            .id()
            .map_or_else(|| number.to_string(), |id| id.to_string());
        Err(FetchError::NoText { document, tried })
    }

    fn addresses(&self, metadata: &DocumentMetadata) -> Vec<(TextFormat, Result<Url, FetchError>)> {
        let hosts = &self.inner.hosts;
        let mut known = [
            (TextFormat::Xml, &metadata.full_text_xml_url),
            (TextFormat::Html, &metadata.body_html_url),
            (TextFormat::Txt, &metadata.raw_text_url),
        ];
        if metadata
            .publication_date
            .is_some_and(|date| date < FIRST_XML)
        {
            // The address of the HTML is given for these, too, and is always a 404.
            known.swap(1, 2);
        }
        let mut addresses: Vec<_> = known
            .into_iter()
            .filter_map(|(format, text)| Some((format, hosts.resolve(text.as_deref()?))))
            .collect();
        if let (Stage::Published, Some(base), Some(id)) =
            (metadata.stage, hosts.govinfo(), metadata.id())
        {
            let mut url = base.clone();
            if let Ok(mut path) = url.path_segments_mut() {
                let package = format!("FR-{}", id.publication_date);
                let file = format!("{}.htm", id.document_number);
                path.pop_if_empty()
                    .extend(["content", "pkg", &package, "html", &file]);
            }
            addresses.push((TextFormat::Txt, Ok(url)));
        }
        addresses
    }
}

/// Whether the bytes are what was asked for: the format, and the document.
fn check(
    url: &Url,
    body: &Bytes,
    format: TextFormat,
    metadata: &DocumentMetadata,
    number: &DocumentNumber,
) -> Result<Bytes, FetchError> {
    if is_challenge_page(body) {
        return Err(FetchError::Challenge { url: shown(url) });
    }
    let unexpected = |expected, detail: &str| {
        Err(FetchError::Unexpected {
            url: shown(url),
            expected,
            detail: detail.to_owned(),
        })
    };
    if body.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return unexpected("a full text", "the body is empty");
    }
    let numbers = stated_numbers(body);
    let page = is_html(body);
    match format {
        TextFormat::Xml if page || !starts_like_xml(body) => {
            return unexpected("XML", "the body is not XML");
        }
        // The Register serves a fragment; a whole page that names no document is some other page.
        TextFormat::Html if page && numbers.is_empty() => {
            return unexpected("the document's HTML", "a page without any document came");
        }
        // Page text is HTML around <pre> and begins with GPO's heading; plain text is plain.
        TextFormat::Txt if page && !is_page_text(body) => {
            return unexpected("page text", "an HTML page without GPO's heading came");
        }
        _ => {}
    }
    // Texts without any number exist (graphics, cut-off files); a text with other numbers only is
    // another document.
    if numbers.is_empty() || numbers.iter().any(|n| n.same_modulo_padding(number)) {
        Ok(body.clone())
    } else {
        let got: Vec<&str> = numbers.iter().map(DocumentNumber::as_str).take(3).collect();
        Err(FetchError::WrongDocument {
            url: shown(url),
            asked: metadata
                .id()
                .map_or_else(|| number.to_string(), |id| id.to_string()),
            got: got.join(", "),
        })
    }
}

fn starts_like_xml(body: &[u8]) -> bool {
    body.iter()
        .find(|b| !b.is_ascii_whitespace() && !matches!(b, 0 | 0xEF | 0xBB | 0xBF))
        == Some(&b'<')
}

/// Whether an HTML page is GPO's page text: a `<pre>` with the Federal Register's heading.
fn is_page_text(body: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&body[..body.len().min(64 << 10)]).to_ascii_lowercase();
    head.contains("<pre") && head.contains("[federal register")
}

/// The document numbers that a text states as its own: `[FR Doc. 2025-20750 Filed …]` and
/// `[FR Doc No: 2025-20750]`, broken over lines or typeset with en dashes as may be. Numbers that
/// it merely mentions (`in FR Doc. 2013-16962, on page …`) count only where it states none.
fn stated_numbers(body: &[u8]) -> Vec<DocumentNumber> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)FR\s+Doc\.?\s*(No[.:]*)?\s*",
            r"([A-Za-z0-9]+(?:(?:-|\xE2\x80[\x90-\x95]|&ndash;)\s?[A-Za-z0-9]+)+)",
            r"(\s+Filed)?"
        ))
        .expect("the pattern is constant and tested")
    });
    let (mut stated, mut mentioned) = (Vec::new(), Vec::new());
    for captures in LINE.captures_iter(body) {
        let text = String::from_utf8_lossy(&captures[2]).replace("&ndash;", "-");
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let Ok(number) = DocumentNumber::new(&text) else {
            continue;
        };
        if captures.get(1).or(captures.get(3)).is_some() {
            stated.push(number);
        } else {
            mentioned.push(number);
        }
    }
    if stated.is_empty() { mentioned } else { stated }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_every_dress() {
        for (text, number) in [
            (
                "<FRDOC>[FR Doc. 2024-02801 Filed 2-9-24; 8:45 am]</FRDOC>",
                "2024-02801",
            ),
            (
                "<FRDOC>[FR Doc. 2024–02110 Filed 2–9–24; 8:45 am]</FRDOC>",
                "2024-02110",
            ),
            ("[FR Doc No: 2025-20864]", "2025-20864"),
            ("[FR Doc.\n93-32104 Filed 12-30-93; 3:10 pm]", "93-32104"),
            (
                "<p class=\"frdoc\">[FR Doc. C1-2013-16962 Filed",
                "C1-2013-16962",
            ),
            ("[FR Doc. E9-25821 Filed 10-26-09; 8:45 am]", "E9-25821"),
            ("[FR Doc. 2020-\n17127 Filed: 8/4/2020", "2020-17127"),
        ] {
            let numbers = stated_numbers(text.as_bytes());
            assert_eq!(
                numbers.first().map(DocumentNumber::as_str),
                Some(number),
                "{text}"
            );
        }
        assert!(stated_numbers(b"FR Doc. pending").is_empty());
        let correction = b"In FR Doc. 2013-16962, on page 3 [FR Doc. C1-2013-16962 Filed 7-1-13]";
        let numbers = stated_numbers(correction);
        assert_eq!(numbers, [DocumentNumber::new("C1-2013-16962").unwrap()]);
    }
}
