//! Answers as rows: a standing, a change, an event, something found. The field names are the same
//! on the command line and in the JSON API.

use fedreg_history::{DocumentStatus, DocumentVersion, HitKind, SearchHit};
use fedreg_model::{Authorities, RecordVersion};
use fedreg_timeline::{
    Apart, Cursor, EndKind, EntityTimeline, Entry, RecordRef, Revision, Standing, TimelineEvent,
};
use serde_json::{Value, json};

use crate::{party, rows};

/// What names the later versions of a record, for a row of a timeline.
pub type Revisions<'a> = dyn Fn(&RecordRef) -> Vec<Revision> + 'a;

/// Who is in standing: a row of `fedreg list`.
pub fn standing(
    standing: &Standing,
    authorities: &Authorities,
    day: chrono::NaiveDate,
    known_at: Option<chrono::DateTime<chrono::Utc>>,
) -> Value {
    let first = standing.records.first();
    // The last day of a standing whose notice states one.
    let stated = standing
        .ends
        .as_ref()
        .filter(|end| end.how == EndKind::Expiry);
    let until = stated.and_then(|end| end.date.pred_opt());
    let mut row = json!({
        "authority": standing.authority,
        "name": standing.name,
        "kind": standing.kind,
        "since": standing.since.date,
        "basis": standing.since.basis,
        "aliases": standing.aliases,
        "ends": standing.ends.as_ref().map(|end| end.date),
        "flags": standing.flags,
        "citation": first.and_then(|record| record.citation),
        "document_number": first.and_then(|record| record.document_number.clone()),
        "publication_date": first.and_then(|record| record.publication_date),
        "url": first.and_then(|record| record.html_url.clone()),
        "quote": first.map(|record| record.quote.text.clone()),
        "notices": standing.records.iter().map(fedreg_timeline::RecordRef::cite).collect::<Vec<_>>(),
        "record_id": first.map(|record| record.record_id.clone()),
        "entity": standing.entity,
        "designation": authorities.get(&standing.authority).map(|a| a.designation.clone()),
        "alias_count": standing.aliases.len(),
        "until": until,
        "as_of": day,
        "known_at": known_at,
    });
    rows::extend(&mut row, party::fields(&standing.party));
    row
}

/// A record that counts neither in nor out, with the reason.
pub fn apart(
    apart: &Apart,
    authorities: &Authorities,
    day: chrono::NaiveDate,
    known_at: Option<chrono::DateTime<chrono::Utc>>,
) -> Value {
    let record = &apart.record;
    let code = apart.authority.as_deref();
    json!({
        "standing": "apart",
        "reason": apart.why,
        "authority": apart.authority,
        "name": apart.name,
        "since": record.effective.date,
        "basis": record.effective.basis,
        "citation": record.citation,
        "document_number": record.document_number,
        "publication_date": record.publication_date,
        "url": record.html_url,
        "quote": record.quote.text,
        "notices": [record.cite()],
        "record_id": record.record_id,
        "entity": apart.entity,
        "designation": code.and_then(|c| authorities.get(c)).map(|a| a.designation.clone()),
        "until": record.effective.until,
        "as_of": day,
        "known_at": known_at,
    })
}

/// What changed: a row of `fedreg diff`.
pub fn entry(entry: &Entry, cursor: Option<&Cursor>) -> Value {
    json!({
        "change": entry.change,
        "name": entry.name,
        "authority": entry.authority,
        "effective_on": entry.effective_on,
        "aliases_gained": entry.aliases_gained,
        "aliases_lost": entry.aliases_lost,
        "renamed": entry.renamed,
        "changes": entry.changes,
        "changed_by": entry.changed_by,
        "since": entry.since,
        "since_before": entry.since_before,
        "end": entry.end,
        "reason": entry.reason,
        "kind": entry.kind,
        "flags": entry.flags,
        "notices": entry.records.iter().map(fedreg_timeline::RecordRef::cite).collect::<Vec<_>>(),
        "document_numbers": entry.records.iter().map(|r| &r.document_number).collect::<Vec<_>>(),
        "quote": entry.records.last().map(|record| &record.quote.text),
        "record_ids": entry.records.iter().map(|r| &r.record_id).collect::<Vec<_>>(),
        "entity": entry.entity,
        "fields": entry.fields(),
        "id": entry.id(),
        "cursor": cursor.map(ToString::to_string),
    })
}

/// One event of an entity: a row of `fedreg timeline`.
pub fn event(entity: &EntityTimeline, event: &TimelineEvent, revisions: &Revisions<'_>) -> Value {
    let record = event.record.as_ref();
    json!({
        "date": event.date,
        "effect": event.effect,
        "action": record.map(|r| r.action),
        "name": record.map_or(&entity.name, |r| &r.name),
        "authorities": event.authorities,
        "citation": record.and_then(|r| r.citation),
        "document_number": record.and_then(|r| r.document_number.clone()),
        "publication_date": record.and_then(|r| r.publication_date),
        "basis": record.map(|r| r.effective.basis),
        "aliases_gained": event.aliases_gained,
        "aliases_lost": event.aliases_lost,
        "renamed": event.renamed,
        "changes": event.changes,
        "quote": record.map(|r| r.quote.text.clone()),
        "reason": event.reason,
        "url": record.and_then(|r| r.html_url.clone()),
        "entity": entity.entity,
        "entity_name": entity.name,
        "record_id": record.map(|r| r.record_id.clone()),
        "cause": record.map(|r| r.cause),
        "recorded_at": record.map(|r| r.recorded_at),
        "versions": record.map(revisions),
    })
}

/// A record without an effective date, as a row of `fedreg timeline`.
pub fn undated(entity: &EntityTimeline, record: &RecordRef, revisions: &Revisions<'_>) -> Value {
    let codes: Vec<&str> = record.authorities.iter().map(|a| a.code.as_str()).collect();
    json!({
        "date": null,
        "effect": "none",
        "action": record.action,
        "name": record.name,
        "authorities": codes,
        "citation": record.citation,
        "document_number": record.document_number,
        "publication_date": record.publication_date,
        "basis": record.effective.basis,
        "aliases_gained": [],
        "aliases_lost": [],
        "renamed": null,
        "changes": [],
        "quote": record.quote.text,
        "reason": "it has no effective date",
        "url": record.html_url,
        "entity": entity.entity,
        "entity_name": entity.name,
        "record_id": record.record_id,
        "cause": record.cause,
        "recorded_at": record.recorded_at,
        "versions": revisions(record),
    })
}

/// Something found: a row of `fedreg search`.
pub fn hit(hit: &SearchHit) -> Value {
    let (found_in, words, name, record_id) = match &hit.kind {
        HitKind::Name { name, record_id } => ("name", name, Some(name), Some(record_id)),
        HitKind::Alias {
            alias,
            name,
            record_id,
        } => ("alias", alias, Some(name), Some(record_id)),
        HitKind::Identifier {
            value,
            name,
            record_id,
        } => ("identifier", value, Some(name), Some(record_id)),
        HitKind::Address {
            printed,
            name,
            record_id,
        } => ("address", printed, Some(name), Some(record_id)),
        HitKind::Text { snippet } => ("text", snippet, None, None),
    };
    json!({
        "document_number": hit.document.document_number,
        "publication_date": hit.document.publication_date,
        "citation": hit.citation,
        "found_in": found_in,
        "words": words,
        "name": name,
        "record_id": record_id,
        "title": hit.title,
    })
}

/// A document of the review queue: a row of `fedreg review`.
pub fn review(status: &DocumentStatus, reopened: bool) -> Value {
    let mut row = document_summary(status);
    row["reopened"] = json!(reopened);
    row
}

/// A document, with the number of its records.
pub fn document_summary(status: &DocumentStatus) -> Value {
    let mut row = json!({
        "verdict": status.verdict,
        "reason": status.reason,
        "family": status.family,
        "records": status.records,
        "residue": status.residue,
        "images": party::images(&status.residue),
        "pdf_url": status.version.metadata.pdf_url,
        "parser_version": status.parser_version,
    });
    rows::extend(&mut row, rows::document_fields(&status.version.metadata));
    row
}

/// A document with its records: a row of `fedreg show`, without its versions and its text.
pub fn document(status: &DocumentStatus, records: &[RecordVersion]) -> Value {
    let mut row = json!({
        "document": status.version.metadata,
        "verdict": status.verdict,
        "reason": status.reason,
        "family": status.family,
        "records": records.iter().map(rows::record).collect::<Vec<_>>(),
        "residue": status.residue,
        "images": party::images(&status.residue),
        "parser_version": status.parser_version,
        "reader_version": status.reader_version,
        "superseded_by": status.superseded_by,
    });
    rows::extend(&mut row, rows::document_fields(&status.version.metadata));
    row
}

/// One version of a document, as `fedreg show` lists it.
pub fn document_version(version: &DocumentVersion) -> Value {
    json!({
        "sequence": version.sequence,
        "stage": version.metadata.stage,
        "format": version.source.format,
        "origin": version.source.origin,
        "sha256": version.source.sha256.to_string(),
        "range": [version.source.range.start, version.source.range.end],
        "observed_at": version.observed_at,
        "cause": version.cause,
    })
}
