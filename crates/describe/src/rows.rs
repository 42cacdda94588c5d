//! A record as a row: the same field names in every command that prints records.

use fedreg_model::{DocumentMetadata, RecordVersion};
use serde_json::{Value, json};

use crate::party;

/// The fields of a record's row; `true` where the table shows them.
pub const RECORD: [(&str, bool); 44] = [
    ("action", true),
    ("name", true),
    ("kind", false),
    ("aliases", false),
    ("authorities", true),
    ("effective_date", true),
    ("effective_basis", true),
    ("until", false),
    ("aliases_added", false),
    ("aliases_removed", false),
    ("renamed_to", false),
    ("addresses_added", false),
    ("addresses_removed", false),
    ("changes", false),
    ("signed_on", false),
    ("determined_on", false),
    ("signer", false),
    ("notice_number", false),
    ("citation", true),
    ("document_number", true),
    ("publication_date", false),
    ("stage", false),
    ("title", false),
    ("url", false),
    ("quote", false),
    ("record_id", false),
    ("sequence", false),
    ("cause", false),
    ("verdict", false),
    ("recorded_at", false),
    ("identifiers", false),
    ("countries", false),
    ("programs", false),
    ("surname", false),
    ("addresses", false),
    ("dates_of_birth", false),
    ("places_of_birth", false),
    ("nationalities", false),
    ("citizenships", false),
    ("gender", false),
    ("titles", false),
    ("details", false),
    ("remarks", false),
    ("linked_to", false),
];

/// A version of a record as a row.
pub fn record(version: &RecordVersion) -> Value {
    let RecordVersion {
        record, document, ..
    } = version;
    let amendment = record.amendment.clone().unwrap_or_default();
    let mut row = json!({
        "action": record.action,
        "name": record.party.name,
        "kind": record.party.kind,
        "aliases": record.party.aliases,
        "authorities": record.authorities,
        "effective_date": record.effective.date,
        "effective_basis": record.effective.basis,
        "until": record.effective.until,
        "aliases_added": amendment.aliases_added,
        "aliases_removed": amendment.aliases_removed,
        "renamed_to": amendment.renamed_to,
        "addresses_added": amendment.addresses_added,
        "addresses_removed": amendment.addresses_removed,
        "changes": party::changes(record),
        "signed_on": record.signed_on,
        "determined_on": record.determined_on,
        "signer": record.signer,
        "notice_number": record.notice_number,
        "quote": record.quote.text,
        "record_id": version.record_id,
        "sequence": version.sequence,
        "cause": version.cause,
        "verdict": version.verdict,
        "recorded_at": version.recorded_at,
    });
    extend(&mut row, document_fields(document));
    extend(&mut row, party::fields(&record.party));
    row
}

/// The fields by which a row names its document.
pub fn document_fields(document: &DocumentMetadata) -> Value {
    json!({
        "citation": document.citation,
        "document_number": document.document_number,
        "publication_date": document.publication_date,
        "stage": document.stage,
        "title": document.title,
        "url": document.html_url,
    })
}

/// Adds the fields of `more` to `row`.
pub fn extend(row: &mut Value, more: Value) {
    if let (Value::Object(row), Value::Object(more)) = (row, more) {
        row.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use fedreg_model::{
        Action, Cause, Effective, Party, PartyKind, Quote, Record, RecordId, Verdict,
    };

    #[test]
    fn a_row_has_exactly_the_fields_that_are_declared() {
        let version = RecordVersion {
            sequence: 1,
            record_id: RecordId("0".repeat(16)),
            ordinal: 1,
            document: DocumentMetadata::default(),
            record: Record {
                action: Action::Designation,
                party: Party::named("A", PartyKind::Unknown),
                authorities: Vec::new(),
                effective: Effective::none(),
                amendment: None,
                signed_on: None,
                determined_on: None,
                signer: None,
                notice_number: None,
                ground: None,
                quote: Quote {
                    start: 0,
                    end: 1,
                    text: "A".to_owned(),
                },
            },
            parser_version: 1,
            verdict: Verdict::Designates,
            cause: Cause::Source,
            recorded_at: DateTime::UNIX_EPOCH,
            superseded_at: None,
            superseded_by: None,
            superseded_cause: None,
        };
        let row = record(&version);
        let mut fields: Vec<&str> = row
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let mut declared: Vec<&str> = RECORD.iter().map(|(name, _)| *name).collect();
        fields.sort_unstable();
        declared.sort_unstable();
        assert_eq!(fields, declared);
    }
}
