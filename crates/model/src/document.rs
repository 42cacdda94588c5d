//! A Federal Register document: its identity, its metadata, and the stage it is at.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A Federal Register document number such as `2025-20750`, `02-30544`, `E9-25821` or
/// `C1-2013-16962`.
///
/// En dashes, which some issues print, are turned into hyphens. Numbers are **not** unique over
/// the decades; see [`DocumentId`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct DocumentNumber(String);

/// A text that is no document number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a Federal Register document number (such as 2025-20750, E9-25821, 02-30544)")]
pub struct DocumentNumberError(pub String);

impl DocumentNumber {
    /// Reads a number, tolerating surrounding space and en dashes.
    pub fn new(text: &str) -> Result<Self, DocumentNumberError> {
        let number: String = text
            .trim()
            .chars()
            .map(|c| if is_dash(c) { '-' } else { c })
            .collect();
        let shaped = number.len() <= 32
            && number
                .split('-')
                .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
            && number.bytes().any(|b| b.is_ascii_digit())
            && number.contains('-');
        if shaped {
            Ok(Self(number))
        } else {
            Err(DocumentNumberError(text.trim().to_owned()))
        }
    }

    /// The number as printed, with hyphens.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether both name the same document, whatever zero-padding of the last part each uses
    /// (`2012-7333` and `2012-07333`), ignoring case.
    pub fn same_modulo_padding(&self, other: &Self) -> bool {
        self.modulo_padding() == other.modulo_padding()
    }

    /// What numbers have in common that are the same modulo padding: the last part without its
    /// zeros in front, the rest in capitals.
    pub fn modulo_padding(&self) -> String {
        let (head, tail) = self.0.rsplit_once('-').unwrap_or(("", &self.0));
        let head = head.to_ascii_uppercase();
        format!("{head}-{}", tail.trim_start_matches('0'))
    }

    /// Whether this is the number of a correction (`C1-…`) or a republication (`R1-…`).
    pub fn is_correction(&self) -> bool {
        let mut bytes = self.0.bytes();
        matches!(bytes.next(), Some(b'C' | b'R' | b'c' | b'r'))
            && matches!(bytes.next(), Some(b'0'..=b'9'))
            && bytes.next() == Some(b'-')
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for DocumentNumber {
    type Err = DocumentNumberError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for DocumentNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

/// What identifies a document: numbers alone repeat over the decades, so the publication date
/// (of the issue; for a document on public inspection, the expected one) belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentId {
    /// The date of the issue, Eastern time.
    pub publication_date: NaiveDate,
    /// The document number.
    pub document_number: DocumentNumber,
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.document_number, self.publication_date)
    }
}

/// Where a document stands between filing and publication.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// On public inspection: filed, not yet published.
    PublicInspection,
    /// Published in an issue.
    #[default]
    Published,
}

impl Stage {
    /// The word used in JSON, SQL and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PublicInspection => "public_inspection",
            Self::Published => "published",
        }
    }
}

/// The class of a document, as the Federal Register files it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// Rules and Regulations.
    Rule,
    /// Proposed Rules.
    ProposedRule,
    /// Notices.
    Notice,
    /// Presidential Documents: orders, proclamations, memoranda, determinations.
    PresidentialDocument,
    /// A document of the Corrections section.
    Correction,
    /// Anything else, or not said.
    #[default]
    Other,
}

impl DocumentType {
    /// Reads the API's display names (`Proposed Rule`), its codes (`PRORULE`) and ours.
    /// Unknown words give [`DocumentType::Other`], since the Register adds some now and then.
    pub fn from_name(name: &str) -> Self {
        let word: String = name
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match word.as_str() {
            "rule" => Self::Rule,
            "prorule" | "proposedrule" => Self::ProposedRule,
            "notice" | "sunshine" | "sunshineactdocument" => Self::Notice,
            "presdocu" | "presidentialdocument" => Self::PresidentialDocument,
            "correct" | "correction" => Self::Correction,
            _ => Self::Other,
        }
    }

    /// The word used in JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::ProposedRule => "proposed_rule",
            Self::Notice => "notice",
            Self::PresidentialDocument => "presidential_document",
            Self::Correction => "correction",
            Self::Other => "other",
        }
    }
}

/// An issuing agency, as printed and, where the Register knows it, by its slug.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Agency {
    /// The name: the Register's canonical one where known, else as printed.
    pub name: String,
    /// The Register's slug (`state-department`), if it matched the agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
}

/// A page citation such as `90 FR 53045`: volume and first page. Not unique: several documents
/// can start on one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Citation {
    /// Volume; the year minus 1935.
    pub volume: u32,
    /// First page.
    pub page: u32,
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} FR {}", self.volume, self.page)
    }
}

impl FromStr for Citation {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || format!("'{text}' is not a citation like 90 FR 53045");
        let (volume, page) = text.trim().split_once(" FR ").ok_or_else(error)?;
        Ok(Self {
            volume: volume.trim().parse().map_err(|_| error())?,
            page: page.trim().replace(',', "").parse().map_err(|_| error())?,
        })
    }
}

impl Serialize for Citation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Citation {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// The shape of the bytes that a notice's text was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextFormat {
    /// One document's FR/GPO XML.
    Xml,
    /// The full-text HTML fragment of federalregister.gov, or a saved page that holds one.
    Html,
    /// GPO page text (`.txt`, govinfo `.htm`), or the plain text of a public-inspection document.
    Txt,
}

impl TextFormat {
    /// The word used in JSON and SQL; also the usual file extension.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::Html => "html",
            Self::Txt => "txt",
        }
    }
}

/// What is known of a document besides its text. Missing facts are `None` or empty, never made up.
///
/// Source: the API's document object, or the headings of the text itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct DocumentMetadata {
    /// The document number.
    pub document_number: Option<DocumentNumber>,
    /// The date of the issue; for public inspection the expected one. Eastern.
    pub publication_date: Option<NaiveDate>,
    /// Where it stands between filing and publication.
    pub stage: Stage,
    /// The class of the document.
    pub document_type: DocumentType,
    /// The presidential subtype (`Executive Order`, `Memorandum`…), as the API words it.
    pub subtype: Option<String>,
    /// The title.
    pub title: String,
    /// The ACTION line, as printed.
    pub action: Option<String>,
    /// The SUMMARY, as the API gives it.
    pub abstract_text: Option<String>,
    /// The DATES paragraph, as printed.
    pub dates: Option<String>,
    /// The effective date that the Register's editors entered; often absent, sometimes wrong.
    pub effective_on: Option<NaiveDate>,
    /// The signing date of a presidential document.
    pub signing_date: Option<NaiveDate>,
    /// Issuing agencies, in printed order (department, then bureau).
    pub agencies: Vec<Agency>,
    /// Docket and Public Notice texts as printed (`Public Notice: 12869`).
    pub docket_ids: Vec<String>,
    /// The page citation.
    pub citation: Option<Citation>,
    /// The last page.
    pub end_page: Option<u32>,
    /// When the document was filed for public inspection, UTC.
    pub filed_at: Option<DateTime<Utc>>,
    /// The number of the executive order, as a string (`13224`).
    pub executive_order_number: Option<String>,
    /// The number of the document that this one corrects.
    pub correction_of: Option<String>,
    /// The official page for people.
    pub html_url: Option<String>,
    /// The official PDF.
    pub pdf_url: Option<String>,
    /// The API's object.
    pub json_url: Option<String>,
    /// Full text as XML; `None` where no XML exists.
    pub full_text_xml_url: Option<String>,
    /// Full text as HTML; the API gives it even where no file exists.
    pub body_html_url: Option<String>,
    /// Full text as page text; the API gives it even where no file exists.
    pub raw_text_url: Option<String>,
    /// Whether its agency withdrew it from public inspection before it was published. Its date is
    /// then the one on which it was expected.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

impl DocumentMetadata {
    /// The document's identity, if number and date are both known.
    pub fn id(&self) -> Option<DocumentId> {
        Some(DocumentId {
            publication_date: self.publication_date?,
            document_number: self.document_number.clone()?,
        })
    }

    /// Fills what is missing here from `other` (facts read from the text fill gaps in the API's
    /// answer, never the other way round).
    pub fn fill_from(&mut self, other: &Self) {
        macro_rules! fill {
            ($($field:ident),*) => { $(if self.$field.is_none() { self.$field.clone_from(&other.$field); })* };
        }
        fill!(
            document_number,
            publication_date,
            subtype,
            action,
            abstract_text,
            dates,
            effective_on,
            signing_date,
            citation,
            end_page,
            filed_at,
            executive_order_number,
            correction_of,
            html_url,
            pdf_url,
            json_url,
            full_text_xml_url,
            body_html_url,
            raw_text_url
        );
        if self.title.is_empty() {
            self.title.clone_from(&other.title);
        }
        if self.agencies.is_empty() {
            self.agencies.clone_from(&other.agencies);
        }
        if self.docket_ids.is_empty() {
            self.docket_ids.clone_from(&other.docket_ids);
        }
        if self.document_type == DocumentType::Other {
            self.document_type = other.document_type;
        }
        // Only the text of a filed document says that it is not yet published.
        self.stage = self.stage.min(other.stage);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_numbers_of_every_era_are_read() {
        for text in [
            "2025-20750",
            "2012-07333",
            "2010-880",
            "02-30544",
            "97-27030",
            "E9-25821",
            "E5-8116",
            "C1-2013-16962",
            "R1-2014-1",
            "X94-51227",
            "Z6-18150",
        ] {
            assert_eq!(DocumentNumber::new(text).unwrap().as_str(), text);
        }
        assert_eq!(
            DocumentNumber::new(" 2024–02110 ").unwrap().as_str(),
            "2024-02110"
        );
        for text in [
            "",
            "hello",
            "2025",
            "2025-",
            "../../etc",
            "2025-1;drop",
            "a-b",
        ] {
            assert!(DocumentNumber::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn padding_does_not_make_another_document() {
        let number = |text| DocumentNumber::new(text).unwrap();
        assert!(number("2012-7333").same_modulo_padding(&number("2012-07333")));
        assert!(!number("2026-00007").same_modulo_padding(&number("2026-07-06")));
        assert!(number("C1-2013-16962").is_correction());
        assert!(!number("2013-16962").is_correction());
    }

    #[test]
    fn citations_round_trip() {
        let citation: Citation = "90 FR 53045".parse().unwrap();
        assert_eq!(citation.to_string(), "90 FR 53045");
        assert!("90 F.R. x".parse::<Citation>().is_err());
    }
}
