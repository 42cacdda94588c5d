//! The versions of one record: why each came after the one before, and what it changed.

use chrono::{DateTime, Utc};
use fedreg_model::{Cause, FieldChange, RecordId, RecordVersion, Sequence};
use serde::{Deserialize, Serialize};

use crate::known::Known;

/// A version of a record that came after another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Its place in the append order of history.
    pub sequence: Sequence,
    /// When it was recorded, UTC.
    pub recorded_at: DateTime<Utc>,
    /// Why it exists.
    pub cause: Cause,
    /// What it says otherwise than the version before, field by field; empty if only the document
    /// changed around it.
    pub changes: Vec<FieldChange>,
}

/// The later versions of a record that were recorded by then, oldest first, each with what it
/// changed. A record with one version has none.
pub fn revisions(versions: &[RecordVersion], record: &RecordId, known: Known) -> Vec<Revision> {
    let mut chain: Vec<&RecordVersion> = versions
        .iter()
        .filter(|version| version.record_id == *record && known.recorded(version))
        .collect();
    chain.sort_by_key(|version| version.sequence);
    chain
        .windows(2)
        .filter_map(|pair| match pair {
            [before, after] => Some(Revision {
                sequence: after.sequence,
                recorded_at: after.recorded_at,
                cause: after.cause,
                changes: changes(before, after),
            }),
            _ => None,
        })
        .collect()
}

/// What a version says otherwise: of the record, and of where its document stands.
fn changes(before: &RecordVersion, after: &RecordVersion) -> Vec<FieldChange> {
    let mut changes = before.record.changes(&after.record);
    let mut document = |field: &str, before: Option<String>, after: Option<String>| {
        if before != after {
            changes.push(FieldChange {
                field: field.to_owned(),
                before: before.into_iter().collect(),
                after: after.into_iter().collect(),
            });
        }
    };
    let (old, new) = (&before.document, &after.document);
    let stage = |stage: fedreg_model::Stage| Some(stage.as_str().replace('_', " "));
    document("stage", stage(old.stage), stage(new.stage));
    document(
        "publication_date",
        old.publication_date.map(|day| day.to_string()),
        new.publication_date.map(|day| day.to_string()),
    );
    document(
        "citation",
        old.citation.map(|citation| citation.to_string()),
        new.citation.map(|citation| citation.to_string()),
    );
    changes
}
