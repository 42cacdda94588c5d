//! A record as a citation: what a reader needs to check that a line of output is right.

use chrono::{DateTime, NaiveDate, Utc};
use fedreg_model::{
    Action, AuthorityCitation, Cause, Citation, DocumentNumber, Effective, Quote, RecordId,
    RecordVersion, Sequence, Stage, Verdict,
};
use serde::{Deserialize, Serialize};

/// A record, cited: the notice, the act, the words, and how we came to know it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordRef {
    /// The record's stable name.
    pub record_id: RecordId,
    /// This version's place in the append order of history.
    pub sequence: Sequence,
    /// The document number, if known.
    pub document_number: Option<DocumentNumber>,
    /// The date of the issue, Eastern; the expected one while on public inspection.
    pub publication_date: Option<NaiveDate>,
    /// The page citation (`90 FR 53045`).
    pub citation: Option<Citation>,
    /// The official page for people.
    pub html_url: Option<String>,
    /// Where the document stands between filing and publication.
    pub stage: Stage,
    /// What the notice does.
    pub action: Action,
    /// The party's name as this notice prints it.
    pub name: String,
    /// Under which law, with the citations as printed.
    pub authorities: Vec<AuthorityCitation>,
    /// From when, and how we know.
    pub effective: Effective,
    /// The Public Notice number, or the docket.
    pub notice_number: Option<String>,
    /// The words that support the record.
    pub quote: Quote,
    /// The verdict on the whole document; `needs_review` where part of it was not understood.
    pub verdict: Verdict,
    /// Why this version of the record exists: the source, a correction, a better parser, a review.
    pub cause: Cause,
    /// The parser that read it.
    pub parser_version: u32,
    /// When this version was recorded, UTC.
    pub recorded_at: DateTime<Utc>,
}

impl RecordRef {
    /// Cites a version of a record.
    pub fn of(version: &RecordVersion) -> Self {
        let RecordVersion {
            document, record, ..
        } = version;
        Self {
            record_id: version.record_id.clone(),
            sequence: version.sequence,
            document_number: document.document_number.clone(),
            publication_date: document.publication_date,
            citation: document.citation,
            html_url: document.html_url.clone(),
            stage: document.stage,
            action: record.action,
            name: record.party.name.clone(),
            authorities: record.authorities.clone(),
            effective: record.effective.clone(),
            notice_number: record.notice_number.clone(),
            quote: record.quote.clone(),
            verdict: version.verdict,
            cause: version.cause,
            parser_version: version.parser_version,
            recorded_at: version.recorded_at,
        }
    }

    /// The shortest way to cite it: `90 FR 53045`, else `FR Doc. 2025-20750`, else the record's
    /// name.
    pub fn cite(&self) -> String {
        match (&self.citation, &self.document_number) {
            (Some(citation), _) => citation.to_string(),
            (None, Some(number)) => format!("FR Doc. {number}"),
            (None, None) => format!("record {}", self.record_id),
        }
    }
}

/// A change of the primary name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renamed {
    /// The name until then.
    pub from: String,
    /// The name since.
    pub to: String,
}
