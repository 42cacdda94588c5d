//! The API's object of a document on public inspection.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::America::New_York;
use fedreg_model::{DocumentMetadata, DocumentNumber, DocumentType, Stage};
use serde::Deserialize;

use super::{AgencyObject, lenient, readable};

/// A document on public inspection as the API describes it. Every field may be missing.
#[derive(Debug, Clone, PartialEq, Deserialize, Default)]
#[serde(default)]
pub struct PublicInspectionObject {
    /// The number; its padding may differ from the published document's.
    #[serde(deserialize_with = "lenient::document_number")]
    pub document_number: Option<DocumentNumber>,
    /// The scheduled date of publication; null when the document was withdrawn.
    #[serde(deserialize_with = "lenient::date")]
    pub publication_date: Option<NaiveDate>,
    /// The display name of the class.
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    pub type_name: Option<String>,
    /// The title: the three subjects joined, often with a space at the end.
    #[serde(deserialize_with = "lenient::text")]
    pub title: Option<String>,
    /// The agencies; usually only the bureau, without its department.
    #[serde(deserialize_with = "lenient::agencies")]
    pub agencies: Vec<AgencyObject>,
    /// Docket texts (another name than in the published object).
    #[serde(deserialize_with = "lenient::texts")]
    pub docket_numbers: Vec<String>,
    /// `regular` or `special`.
    #[serde(deserialize_with = "lenient::text")]
    pub filing_type: Option<String>,
    /// When it was filed, in one of three forms; see [`parse_filed_at`].
    #[serde(deserialize_with = "lenient::text")]
    pub filed_at: Option<String>,
    /// Notes of the editors on withdrawal or rescheduling.
    #[serde(deserialize_with = "lenient::text")]
    pub editorial_note: Option<String>,
    /// When the PDF was last replaced.
    #[serde(deserialize_with = "lenient::text")]
    pub pdf_updated_at: Option<String>,
    /// The PDF.
    #[serde(deserialize_with = "lenient::text")]
    pub pdf_url: Option<String>,
    /// The plain text taken from the PDF.
    #[serde(deserialize_with = "lenient::text")]
    pub raw_text_url: Option<String>,
    /// The page for people.
    #[serde(deserialize_with = "lenient::text")]
    pub html_url: Option<String>,
    /// The API's object.
    #[serde(deserialize_with = "lenient::text")]
    pub json_url: Option<String>,
}

impl PublicInspectionObject {
    /// Whether the document was withdrawn: it has no date of publication any more.
    pub fn is_withdrawn(&self) -> bool {
        self.publication_date.is_none()
    }

    /// The object in our vocabulary, at the stage of public inspection.
    pub fn metadata(&self) -> DocumentMetadata {
        DocumentMetadata {
            document_number: self.document_number.clone(),
            publication_date: self.publication_date,
            stage: Stage::PublicInspection,
            document_type: self
                .type_name
                .as_deref()
                .map_or(DocumentType::Other, DocumentType::from_name),
            title: self.title.as_deref().map(readable).unwrap_or_default(),
            agencies: self
                .agencies
                .iter()
                .filter_map(AgencyObject::to_agency)
                .collect(),
            docket_ids: self
                .docket_numbers
                .iter()
                .map(|docket| readable(docket))
                .collect(),
            filed_at: self.filed_at.as_deref().and_then(parse_filed_at),
            html_url: self.html_url.clone(),
            pdf_url: self.pdf_url.clone(),
            json_url: self.json_url.clone(),
            raw_text_url: self.raw_text_url.clone(),
            ..DocumentMetadata::default()
        }
    }
}

/// Reads the three forms in which the API writes the instant of filing: Eastern with an offset
/// and milliseconds, UTC with `Z`, and the CSV's `10/08/2026 at 11:15 AM` (Eastern).
pub fn parse_filed_at(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.to_utc());
    }
    let local = NaiveDateTime::parse_from_str(text, "%m/%d/%Y at %I:%M %p").ok()?;
    // In the repeated hour of autumn the earlier instant; nothing is filed at that hour anyway.
    New_York
        .from_local_datetime(&local)
        .earliest()
        .map(|instant| instant.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn three_forms_of_filed_at_are_one_instant() {
        for text in [
            "2026-10-08T11:15:00.000-04:00",
            "2026-10-08T15:15:00Z",
            "10/08/2026 at 11:15 AM",
            " 10/08/2026 at 11:15 am ",
        ] {
            let instant = parse_filed_at(text).unwrap();
            assert_eq!(instant.to_rfc3339(), "2026-10-08T15:15:00+00:00", "{text}");
        }
        // Standard time: five hours, not four.
        let winter = parse_filed_at("01/08/2026 at 04:15 PM").unwrap();
        assert_eq!(winter.to_rfc3339(), "2026-01-08T21:15:00+00:00");
        for text in ["", "yesterday", "2026-10-08", "13/40/2026 at 11:15 AM"] {
            assert_eq!(parse_filed_at(text), None, "{text}");
        }
    }

    #[test]
    fn a_withdrawn_document_keeps_its_number_and_loses_its_date() {
        let object: PublicInspectionObject = serde_json::from_value(json!({
            "document_number": "2099-00002", "publication_date": null, "filing_type": "special",
            "title": "Meetings; Sunshine Act ", "docket_numbers": ["Public Notice: 1"],
            "editorial_note": "Withdrawn."
        }))
        .unwrap();
        assert!(object.is_withdrawn());
        let metadata = object.metadata();
        assert_eq!(metadata.stage, Stage::PublicInspection);
        assert_eq!(metadata.id(), None);
        assert_eq!(metadata.title, "Meetings; Sunshine Act");
        assert_eq!(metadata.docket_ids, ["Public Notice: 1"]);
    }
}
