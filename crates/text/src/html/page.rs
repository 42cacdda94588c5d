//! Whole pages of federalregister.gov: where their text is and what they state around it.

use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{DocumentMetadata, DocumentNumber};
use regex::Regex;
use scraper::{ElementRef, Html, Selector};

use crate::normal::normalise;

macro_rules! selector {
    ($name:ident, $css:literal) => {
        static $name: LazyLock<Selector> =
            LazyLock::new(|| Selector::parse($css).expect("the selector is a constant"));
    };
}

selector!(TITLE, "head > title");
selector!(OG_TITLE, "meta[property='og:title']");
selector!(CANONICAL, "link[rel='canonical'], meta[property='og:url']");
selector!(TERM, "dt");
selector!(HEADING, "h1");

/// Where the full text stands, by vintage of the site; the first that matches wins.
static CONTENT: LazyLock<Vec<Selector>> = LazyLock::new(|| {
    [
        "#fulltext_content_area",
        ".doc-content-area",
        ".doc-content",
        "#fulltext",
        ".full_text",
        "body",
    ]
    .into_iter()
    .map(|css| Selector::parse(css).expect("the selector is a constant"))
    .collect()
});

/// Whether this is the page that asks for a CAPTCHA.
pub(super) fn is_request_access(html: &Html) -> bool {
    html.select(&TITLE)
        .any(|title| words(title).contains("Request Access"))
        || html
            .select(&HEADING)
            .any(|heading| words(heading) == "Request Access")
}

/// The element that holds the document's text.
pub(super) fn content(html: &Html) -> ElementRef<'_> {
    CONTENT
        .iter()
        .find_map(|selector| html.select(selector).next())
        .unwrap_or_else(|| html.root_element())
}

/// What a page states around its text; a fragment states nothing.
pub(super) fn metadata(html: &Html) -> DocumentMetadata {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"/documents/([0-9]{4})/([0-9]{2})/([0-9]{2})/([A-Za-z0-9-]+)")
            .expect("the pattern is a constant")
    });
    let mut known = DocumentMetadata::default();
    for link in html.select(&CANONICAL) {
        let address = link
            .attr("href")
            .or_else(|| link.attr("content"))
            .unwrap_or_default();
        if let Some(found) = ADDRESS.captures(address) {
            let part = |index: usize| found[index].parse::<u32>().unwrap_or_default();
            let year = i32::try_from(part(1)).unwrap_or_default();
            known.publication_date = NaiveDate::from_ymd_opt(year, part(2), part(3));
            known.document_number = DocumentNumber::new(&found[4]).ok();
            known.html_url = Some(address.to_owned());
            break;
        }
    }
    if known.document_number.is_some()
        && let Some(title) = html.select(&OG_TITLE).find_map(|meta| meta.attr("content"))
    {
        known.title = normalise(title);
    }
    for term in html
        .select(&TERM)
        .filter(|term| words(*term).starts_with("Document Citation"))
    {
        let answer = term.next_siblings().find_map(ElementRef::wrap);
        known.citation = answer.and_then(|answer| words(answer).parse().ok());
    }
    known
}

fn words(element: ElementRef<'_>) -> String {
    normalise(&element.text().collect::<String>())
}
