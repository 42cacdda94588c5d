//! The API's object of a published document, and our `meta.json` form of the same facts.

use chrono::NaiveDate;
use fedreg_model::{Agency, Citation, DocumentMetadata, DocumentNumber, DocumentType, Stage};
use serde::Deserialize;

use super::{lenient, readable};

/// An agency in an API object. Names that the Register did not match carry only `raw_name`;
/// a bureau may stand without its department (`parent_id` names it).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[serde(default)]
pub struct AgencyObject {
    /// The name as printed, often in capitals.
    #[serde(deserialize_with = "lenient::text")]
    pub raw_name: Option<String>,
    /// The Register's name for it.
    #[serde(deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// The Register's slug.
    #[serde(deserialize_with = "lenient::text")]
    pub slug: Option<String>,
    /// The Register's number for it.
    #[serde(deserialize_with = "lenient::number")]
    pub id: Option<u32>,
    /// The number of the department it belongs to.
    #[serde(deserialize_with = "lenient::number")]
    pub parent_id: Option<u32>,
}

impl AgencyObject {
    pub(crate) fn named(name: String) -> Self {
        Self {
            raw_name: Some(name),
            ..Self::default()
        }
    }

    pub(crate) fn display_name(&self) -> Option<&str> {
        self.name.as_deref().or(self.raw_name.as_deref())
    }

    pub(crate) fn to_agency(&self) -> Option<Agency> {
        Some(Agency {
            name: readable(self.display_name()?),
            slug: self.slug.clone(),
        })
    }
}

/// A published document as the API describes it. Every field may be missing.
#[derive(Debug, Clone, PartialEq, Deserialize, Default)]
#[serde(default)]
pub struct DocumentObject {
    /// The number; null only for orders before 1994.
    #[serde(deserialize_with = "lenient::document_number")]
    pub document_number: Option<DocumentNumber>,
    /// The date of the issue, Eastern.
    #[serde(deserialize_with = "lenient::date")]
    pub publication_date: Option<NaiveDate>,
    /// The display name of the class (`Proposed Rule`).
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    pub type_name: Option<String>,
    /// The presidential subtype.
    #[serde(deserialize_with = "lenient::text")]
    pub subtype: Option<String>,
    /// The title, with GPO's bracketed accents.
    #[serde(deserialize_with = "lenient::text")]
    pub title: Option<String>,
    /// The SUMMARY.
    #[serde(rename = "abstract", deserialize_with = "lenient::text")]
    pub abstract_text: Option<String>,
    /// The ACTION line.
    #[serde(deserialize_with = "lenient::text")]
    pub action: Option<String>,
    /// The DATES paragraph.
    #[serde(deserialize_with = "lenient::text")]
    pub dates: Option<String>,
    /// The effective date that the editors entered.
    #[serde(deserialize_with = "lenient::date")]
    pub effective_on: Option<NaiveDate>,
    /// The signing date of a presidential document.
    #[serde(deserialize_with = "lenient::date")]
    pub signing_date: Option<NaiveDate>,
    /// `90 FR 53045`.
    #[serde(deserialize_with = "lenient::text")]
    pub citation: Option<String>,
    /// Volume.
    #[serde(deserialize_with = "lenient::number")]
    pub volume: Option<u32>,
    /// First page.
    #[serde(deserialize_with = "lenient::number")]
    pub start_page: Option<u32>,
    /// Last page.
    #[serde(deserialize_with = "lenient::number")]
    pub end_page: Option<u32>,
    /// The agencies, in printed order.
    #[serde(deserialize_with = "lenient::agencies")]
    pub agencies: Vec<AgencyObject>,
    /// The agency in the `meta.json` form: a name or a list of names.
    #[serde(deserialize_with = "lenient::agencies")]
    pub agency: Vec<AgencyObject>,
    /// Docket texts as printed.
    #[serde(deserialize_with = "lenient::texts")]
    pub docket_ids: Vec<String>,
    /// The first docket text; the only one in some old answers.
    #[serde(deserialize_with = "lenient::text")]
    pub docket_id: Option<String>,
    /// The number of an executive order.
    #[serde(deserialize_with = "lenient::text")]
    pub executive_order_number: Option<String>,
    /// API address of the document that this one corrects.
    #[serde(deserialize_with = "lenient::text")]
    pub correction_of: Option<String>,
    /// The page for people.
    #[serde(deserialize_with = "lenient::text")]
    pub html_url: Option<String>,
    /// The official PDF.
    #[serde(deserialize_with = "lenient::text")]
    pub pdf_url: Option<String>,
    /// The API's object.
    #[serde(deserialize_with = "lenient::text")]
    pub json_url: Option<String>,
    /// Full text as XML; null where none exists.
    #[serde(deserialize_with = "lenient::text")]
    pub full_text_xml_url: Option<String>,
    /// Full text as HTML; given even where none exists.
    #[serde(deserialize_with = "lenient::text")]
    pub body_html_url: Option<String>,
    /// Page text; given even where none exists.
    #[serde(deserialize_with = "lenient::text")]
    pub raw_text_url: Option<String>,
}

/// The fields that we ask the API for: what the metadata holds, and no more.
pub(crate) const FIELDS: [&str; 24] = [
    "abstract",
    "action",
    "agencies",
    "body_html_url",
    "citation",
    "correction_of",
    "dates",
    "docket_ids",
    "document_number",
    "effective_on",
    "end_page",
    "executive_order_number",
    "full_text_xml_url",
    "html_url",
    "json_url",
    "pdf_url",
    "publication_date",
    "raw_text_url",
    "signing_date",
    "start_page",
    "subtype",
    "title",
    "type",
    "volume",
];

impl DocumentObject {
    /// The object in our vocabulary.
    pub fn metadata(&self) -> DocumentMetadata {
        let agencies = if self.agencies.is_empty() {
            &self.agency
        } else {
            &self.agencies
        };
        let citation = self
            .citation
            .as_deref()
            .and_then(|text| text.parse().ok())
            .or(match (self.volume, self.start_page) {
                (Some(volume), Some(page)) => Some(Citation { volume, page }),
                _ => None,
            });
        let docket_ids = if self.docket_ids.is_empty() {
            self.docket_id.iter().cloned().collect()
        } else {
            self.docket_ids.clone()
        };
        DocumentMetadata {
            document_number: self.document_number.clone(),
            publication_date: self.publication_date,
            stage: Stage::Published,
            document_type: self
                .type_name
                .as_deref()
                .map_or(DocumentType::Other, DocumentType::from_name),
            subtype: self.subtype.clone(),
            title: self.title.as_deref().map(readable).unwrap_or_default(),
            action: self.action.as_deref().map(readable),
            abstract_text: self.abstract_text.as_deref().map(readable),
            dates: self.dates.as_deref().map(readable),
            effective_on: self.effective_on,
            signing_date: self.signing_date,
            agencies: agencies
                .iter()
                .filter_map(AgencyObject::to_agency)
                .collect(),
            docket_ids: docket_ids.iter().map(|docket| readable(docket)).collect(),
            citation,
            end_page: self.end_page,
            filed_at: None,
            executive_order_number: self.executive_order_number.clone(),
            correction_of: self.correction_of.as_deref().map(last_segment),
            html_url: self.html_url.clone(),
            pdf_url: self.pdf_url.clone(),
            json_url: self.json_url.clone(),
            full_text_xml_url: self.full_text_xml_url.clone(),
            body_html_url: self.body_html_url.clone(),
            raw_text_url: self.raw_text_url.clone(),
            withdrawn: false,
        }
    }
}

/// `https://…/documents/2023-26792?publication_date=2024-01-02` → `2023-26792`.
fn last_segment(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let segment = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(path);
    segment.trim_end_matches(".json").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: serde_json::Value) -> DocumentMetadata {
        serde_json::from_value::<DocumentObject>(value)
            .unwrap()
            .metadata()
    }

    #[test]
    fn a_full_object_becomes_metadata() {
        let metadata = read(json!({
            "document_number": "2099-00001", "publication_date": "2099-01-05", "type": "Notice",
            "title": "Designation of Ej[eacute]rcito ``X''", "abstract": null,
            "citation": "164 FR 10", "volume": 164, "start_page": 10, "end_page": 11,
            "agencies": [{"raw_name": "DEPARTMENT OF STATE", "name": "State Department",
                "id": 476, "slug": "state-department", "parent_id": null},
                {"raw_name": "Office of the Secretary"}, null],
            "docket_ids": ["Public Notice: 99999"],
            "correction_of":
                "https://www.federalregister.gov/api/v1/documents/2098-26792?publication_date=2098-12-01"
        }));
        assert_eq!(
            metadata.id().unwrap().to_string(),
            "2099-00001 of 2099-01-05"
        );
        assert_eq!(metadata.title, "Designation of Ejército “X”");
        assert_eq!(metadata.citation.unwrap().to_string(), "164 FR 10");
        assert_eq!(metadata.document_type, DocumentType::Notice);
        assert_eq!(metadata.correction_of.as_deref(), Some("2098-26792"));
        let agencies: Vec<_> = metadata
            .agencies
            .iter()
            .map(|a| (a.name.as_str(), a.slug.as_deref()))
            .collect();
        assert_eq!(
            agencies,
            [
                ("State Department", Some("state-department")),
                ("Office of the Secretary", None)
            ]
        );
    }

    #[test]
    fn our_own_short_form_is_read() {
        for agency in [json!("Department of State"), json!(["Department of State"])] {
            let metadata = read(json!({"document_number": "2025-20750",
                "publication_date": "2025-11-24", "title": "T", "agency": agency}));
            assert_eq!(metadata.agencies[0].name, "Department of State");
            assert!(metadata.id().is_some());
        }
    }

    #[test]
    fn odd_types_cost_a_field_and_never_the_document() {
        let metadata = read(
            json!({"document_number": "2025-1", "publication_date": "2025-01-02",
            "title": 5, "agencies": "State", "docket_ids": null, "volume": "90",
            "start_page": 53045, "end_page": 0, "effective_on": "soon",
            "executive_order_number": 13224, "signing_date": {"a": 1}}),
        );
        assert_eq!(metadata.title, "5");
        assert_eq!(metadata.citation.unwrap().to_string(), "90 FR 53045");
        assert_eq!(metadata.end_page, None);
        assert_eq!(metadata.executive_order_number.as_deref(), Some("13224"));
        assert_eq!(metadata.effective_on, None);
        assert_eq!(read(json!({"document_number": null})).document_number, None);
    }
}
