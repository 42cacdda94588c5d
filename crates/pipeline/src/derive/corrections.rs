//! What corrections of the Register change of the records.

use std::collections::{BTreeMap, BTreeSet};

use fedreg_history::{CorrectedRow, History, HistoryError};
use fedreg_model::{Action, Cause, DocumentNumber, RecordId, RecordVersion, Sequence};
use fedreg_timeline::{corrected, corrects};

/// Document numbers, each in one of its spellings, by what they have in common.
pub(super) type Numbers = BTreeMap<String, DocumentNumber>;

/// The records that corrections of one number concern: those of its documents, and the corrections.
pub(super) struct Group {
    /// All their versions.
    pub(super) versions: BTreeSet<Sequence>,
    /// Those current versions that read otherwise with the corrections than as printed.
    pub(super) rows: Vec<CorrectedRow>,
}

impl Group {
    /// Reads the records of the documents of a number, and of these corrections of it.
    pub(super) fn of(
        history: &History,
        number: &DocumentNumber,
        corrections: &BTreeSet<RecordId>,
    ) -> Result<Self, HistoryError> {
        let corrections: Vec<RecordId> = corrections.iter().cloned().collect();
        let versions: BTreeMap<Sequence, RecordVersion> = history
            .versions_of_number(number)?
            .into_iter()
            .chain(history.versions_of_records(&corrections)?)
            .filter(|version| version.superseded_at.is_some() || is_of(version, number))
            .map(|version| (version.sequence, version))
            .collect();
        let printed: BTreeMap<RecordId, RecordVersion> = versions
            .values()
            .filter(|v| v.superseded_at.is_none())
            .map(|v| (v.record_id.clone(), v.clone()))
            .collect();
        Ok(Self {
            versions: versions.keys().copied().collect(),
            rows: rows(&printed, versions.into_values().collect()),
        })
    }
}

/// Whether corrections of this number, and of no other, say how a record reads.
fn is_of(version: &RecordVersion, number: &DocumentNumber) -> bool {
    concerned(version).is_some_and(|of| of.same_modulo_padding(number))
}

/// The number of the document by whose corrections the record may be changed: its own; of a
/// correction, that of what it corrects.
pub(super) fn concerned(version: &RecordVersion) -> Option<DocumentNumber> {
    if version.record.action == Action::Correction {
        corrects(&version.record)
    } else {
        version.document.document_number.clone()
    }
}

/// The current records that read otherwise with the corrections than as printed.
fn rows(
    printed: &BTreeMap<RecordId, RecordVersion>,
    versions: Vec<RecordVersion>,
) -> Vec<CorrectedRow> {
    let mut rows: Vec<CorrectedRow> = corrected(versions)
        .into_iter()
        .filter(|v| v.superseded_at.is_none())
        .filter_map(|now| {
            let before = printed.get(&now.record_id)?;
            let same = before.record == now.record && before.sequence == now.sequence;
            (!same).then(|| CorrectedRow {
                record_version: before.sequence,
                // The correction's own sequence; where the record was read only after it, its own.
                correction: now.sequence,
                recorded_at: now.recorded_at,
                record: now.record.clone(),
            })
        })
        .collect();
    rows.sort_by_key(|row| row.record_version);
    rows
}

/// Current versions as corrections leave them.
pub(super) fn apply(versions: &mut [RecordVersion], rows: &BTreeMap<Sequence, CorrectedRow>) {
    for version in versions {
        let Some(row) = rows.get(&version.sequence) else {
            continue;
        };
        version.record = row.record.clone();
        version.recorded_at = row.recorded_at;
        if row.correction != version.sequence {
            version.sequence = row.correction;
            version.cause = Cause::Correction;
        }
    }
}
