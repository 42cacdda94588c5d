//! The lines that GPO and the Register put before a document, and what they state.

use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Citation, DocumentMetadata, DocumentType, Stage};
use regex::Regex;

use super::lines::Line;
use crate::stated;

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("the pattern is a constant"));
    };
}

pattern!(
    ISSUE,
    r"^\[?Federal Register,? (?:Volume ([0-9]+),? (?:Number|Issue) [0-9]+|Volume ([0-9]+))\s*\(([A-Z][a-z]+day, [A-Z][a-z]+ [0-9]{1,2}, [0-9]{4})\)\]?$"
);
pattern!(
    OLD_ISSUE,
    r"^\[Federal Register: ([A-Z][a-z]+ [0-9]{1,2}, [0-9]{4})(?: \(Volume ([0-9]+), Number [0-9]+\))?\]$"
);
pattern!(
    SECTION,
    r"^\[(Notices|Rules and Regulations|Proposed Rules|Presidential Documents|Corrections|Unknown Section|Sunshine Act Meetings|Reader Aids)\]$"
);
pattern!(PAGES, r"^\[Pages? ([0-9]+)(?:\s*-\s*([0-9]+))?\]$");
pattern!(SOURCE, r"^From the Federal Register Online\b");
pattern!(DOC_ID, r"^\[DOCID:[^\]]*\]$");
pattern!(
    NUMBER,
    r"^\[FR Doc No:?[^\]]*\](?: Presidential Documents)?$"
);
pattern!(BANNER_VOLUME, r"^Vol\. [0-9]+, No\. [0-9]+$");
pattern!(
    BANNER_DAY,
    r"^[A-Z][a-z]+day, [A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}$"
);
pattern!(
    BANNER_NAME,
    r"^(?:Federal Register|Presidential Documents)$"
);
pattern!(
    INSPECTION,
    r"(?s)This document is scheduled to be published in the\s+Federal Register on\s+([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\s+and available online at\s+(?:https?://)?(?:www\.)?federalregister\.gov/d/([0-9A-Za-z-]+),?\s*(?:and(?:\s+on)?\s+(?:https?://)?(?:www\.)?govinfo\.gov\.?)?"
);
pattern!(
    PUBLICATION,
    r"Publication Date:\s*([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"
);

/// Takes the notice of public inspection out of the text.
pub(super) fn take_inspection(text: &str, known: &mut DocumentMetadata) -> Option<String> {
    if let Some(found) = PUBLICATION.captures(text) {
        known.publication_date = numeric_date(&found[1], &found[2], &found[3]);
    }
    let found = INSPECTION.captures(text)?;
    known.stage = Stage::PublicInspection;
    known.publication_date = numeric_date(&found[1], &found[2], &found[3]);
    known.document_number = fedreg_model::DocumentNumber::new(&found[4]).ok();
    let whole = found.get(0)?;
    Some(format!(
        "{}\n\n{}",
        &text[..whole.start()],
        &text[whole.end()..]
    ))
}

fn numeric_date(month: &str, day: &str, year: &str) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Reads the heading lines into `known` and takes them out, with cover pages, banners and running
/// heads that stand before the document's first words.
pub(super) fn take(lines: &mut Vec<Line<'_>>, known: &mut DocumentMetadata) {
    let mut volume = None;
    let mut pages = None;
    let mut section = None;
    // The heading stands at the top; a document that quotes one further down is left alone.
    let mut words_seen = 0;
    for line in lines.iter_mut() {
        let Line::Text(text) = line else { continue };
        let words = text.words;
        if let Some(found) = ISSUE.captures(words) {
            volume = found
                .get(1)
                .or(found.get(2))
                .and_then(|v| v.as_str().parse().ok());
            known.publication_date = stated::date_in(&found[3]);
        } else if let Some(found) = OLD_ISSUE.captures(words) {
            volume = found
                .get(2)
                .and_then(|v| v.as_str().parse().ok())
                .or(volume);
            known.publication_date = known.publication_date.or(stated::date_in(&found[1]));
        } else if let Some(found) = SECTION.captures(words) {
            section = Some(found[1].to_owned());
        } else if let Some(found) = PAGES.captures(words) {
            let first: Option<u32> = found[1].parse().ok().filter(|page| *page > 0);
            let last = found.get(2).and_then(|page| page.as_str().parse().ok());
            pages = first.map(|first| (first, last.unwrap_or(first)));
        } else if NUMBER.is_match(words) {
            known.document_number = known.document_number.take().or(stated::number_in(words));
        } else if !(SOURCE.is_match(words)
            || DOC_ID.is_match(words)
            || BANNER_VOLUME.is_match(words)
            || BANNER_DAY.is_match(words)
            || BANNER_NAME.is_match(words))
        {
            words_seen += 1;
            if words_seen > 12 {
                break;
            }
            continue;
        }
        *line = Line::Blank;
    }
    if let Some(section) = &section {
        known.document_type = match &**section {
            "Notices" | "Sunshine Act Meetings" => DocumentType::Notice,
            "Rules and Regulations" => DocumentType::Rule,
            "Proposed Rules" => DocumentType::ProposedRule,
            "Presidential Documents" => DocumentType::PresidentialDocument,
            "Corrections" => DocumentType::Correction,
            _ => DocumentType::Other,
        };
    }
    if let Some((first, last)) = pages {
        known.citation = volume.map(|volume| Citation {
            volume,
            page: first,
        });
        known.end_page = Some(last);
    }
    if section.is_some() || volume.is_some() {
        drop_cover(lines);
    }
}

/// Drops the cover page of a Part, or the banner of a section: all that stands before the first
/// running head, if no document has begun before it.
fn drop_cover(lines: &mut Vec<Line<'_>>) {
    const FAR: usize = 150;
    // A running head is a page mark without a number.
    let running = lines[..lines.len().min(FAR)]
        .iter()
        .rposition(|line| matches!(line, Line::Page(None)));
    let Some(running) = running else { return };
    let begun = lines[..running].iter().any(|line| {
        matches!(line, Line::Text(text) if text.words.contains("AGENCY:")
            || text.words.starts_with("[FR Doc")
            || text.indent == 4 && text.width > 60)
    });
    if !begun {
        lines.drain(..=running);
    }
}
