//! The fields of document objects: which exist, what they are when empty, and selection.

use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::params::{Param, Params};

/// What a field is when a document has nothing for it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Empty {
    Null,
    List,
    Map,
}

impl Empty {
    pub(crate) fn value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::List => json!([]),
            Self::Map => json!({}),
        }
    }
}

use Empty::{List as L, Map as M, Null as N};

/// Every selectable field of a published document.
pub(crate) const DOCUMENT: &[(&str, Empty)] = &[
    ("abstract", N),
    ("action", N),
    ("agencies", L),
    ("agency_names", L),
    ("body_html_url", N),
    ("cfr_references", L),
    ("citation", N),
    ("comment_url", N),
    ("comments_close_on", N),
    ("correction_of", N),
    ("corrections", L),
    ("dates", N),
    ("disposition_notes", N),
    ("docket_id", N),
    ("docket_ids", L),
    ("dockets", L),
    ("document_number", N),
    ("effective_on", N),
    ("end_page", N),
    ("excerpts", N),
    ("executive_order_notes", N),
    ("executive_order_number", N),
    ("explanation", N),
    ("full_text_xml_url", N),
    ("html_url", N),
    ("images", M),
    ("images_metadata", M),
    ("json_url", N),
    ("mods_url", N),
    ("not_received_for_publication", N),
    ("page_length", N),
    ("page_views", N),
    ("pdf_url", N),
    ("president", N),
    ("presidential_document_number", N),
    ("proclamation_number", N),
    ("public_inspection_pdf_url", N),
    ("publication_date", N),
    ("raw_text_url", N),
    ("regulation_id_number_info", M),
    ("regulation_id_numbers", L),
    ("regulations_dot_gov_info", M),
    ("regulations_dot_gov_url", N),
    ("significant", N),
    ("signing_date", N),
    ("start_page", N),
    ("subtype", N),
    ("title", N),
    ("toc_doc", N),
    ("toc_subject", N),
    ("topics", L),
    ("type", N),
    ("volume", N),
];

/// What a search gives without `fields[]`: no citation, no dates, no text URLs.
pub(crate) const SEARCH_DEFAULT: &[&str] = &[
    "title",
    "type",
    "abstract",
    "document_number",
    "html_url",
    "pdf_url",
    "public_inspection_pdf_url",
    "publication_date",
    "agencies",
    "excerpts",
];

/// What a look-up leaves out without `fields[]`.
pub(crate) const NOT_IN_SINGLE: &[&str] = &[
    "excerpts",
    "agency_names",
    "docket_id",
    "president",
    "explanation",
];

/// Every field of a document on public inspection.
pub(crate) const INSPECTION: &[(&str, Empty)] = &[
    ("agencies", L),
    ("agency_letters", L),
    ("agency_names", L),
    ("docket_numbers", L),
    ("document_number", N),
    ("editorial_note", N),
    ("excerpts", N),
    ("filed_at", N),
    ("filing_type", N),
    ("html_url", N),
    ("json_url", N),
    ("last_public_inspection_issue", N),
    ("num_pages", N),
    ("page_views", N),
    ("pdf_file_name", N),
    ("pdf_file_size", N),
    ("pdf_updated_at", N),
    ("pdf_url", N),
    ("publication_date", N),
    ("raw_text_url", N),
    ("subject_1", N),
    ("subject_2", N),
    ("subject_3", N),
    ("title", N),
    ("toc_doc", N),
    ("toc_subject", N),
    ("type", N),
];

/// A validated `fields[]`.
#[derive(Debug, Clone)]
pub(crate) struct Selection(Vec<String>);

impl Selection {
    /// Reads `fields[]`; without it `default` applies.
    ///
    /// # Errors
    /// The answer to send when a field does not exist (400) or `fields` is no list (500).
    pub(crate) fn read(
        params: &Params,
        known: &[(&str, Empty)],
        default: impl IntoIterator<Item = &'static str>,
    ) -> Result<Self, Box<Answer>> {
        let asked = match params.get("fields") {
            None => return Ok(Self(default.into_iter().map(str::to_owned).collect())),
            Some(Param::List(list)) => list,
            Some(Param::Text(_) | Param::Map(_)) => return Err(Box::new(Answer::internal_error())),
        };
        let mut fields = Vec::new();
        for field in asked.iter().filter(|field| !field.is_empty()) {
            if !known.iter().any(|(name, _)| name == field) {
                return Err(Box::new(Answer::bad_request(&format!(
                    "field '{field}' not valid"
                ))));
            }
            if !fields.contains(field) {
                fields.push(field.clone());
            }
        }
        Ok(Self(fields))
    }

    /// The names, in the order asked for.
    pub(crate) fn names(&self) -> &[String] {
        &self.0
    }

    /// The selected fields of a complete object.
    pub(crate) fn of(&self, object: &Map<String, Value>) -> Value {
        let pick = |name: &String| {
            (
                name.clone(),
                object.get(name).cloned().unwrap_or(Value::Null),
            )
        };
        Value::Object(self.0.iter().map(pick).collect())
    }
}
