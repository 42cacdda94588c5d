//! The axis of knowledge: which versions of the records were known at a moment.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use fedreg_model::{RecordId, RecordVersion, Sequence, Stage};
use serde::{Deserialize, Serialize};

/// A moment on the axis of knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// Everything that history holds, as it now reads it.
    #[default]
    Now,
    /// As history stood at this instant, UTC: recorded at or before it, superseded after it.
    At(DateTime<Utc>),
    /// As history stood right after this sequence was appended.
    Sequence(Sequence),
}

impl Known {
    /// Whether the version had been recorded by then.
    pub fn recorded(self, version: &RecordVersion) -> bool {
        match self {
            Self::Now => true,
            Self::At(instant) => version.recorded_at <= instant,
            Self::Sequence(sequence) => version.sequence <= sequence,
        }
    }

    /// Whether the version was what history held then: recorded, and not yet superseded.
    pub fn sees(self, version: &RecordVersion) -> bool {
        self.recorded(version)
            && match self {
                Self::Now => version.superseded_at.is_none(),
                Self::At(instant) => version.superseded_at.is_none_or(|until| until > instant),
                Self::Sequence(sequence) => match version.superseded_by {
                    Some(by) => by > sequence,
                    // Superseded by nothing that has a sequence of its own: gone since.
                    None => version.superseded_at.is_none(),
                },
            }
    }
}

/// A point on both axes: a day of effect, and a moment of knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The day on which designations are asked about, Eastern.
    pub effective_on: NaiveDate,
    /// The moment at which it was known.
    pub known: Known,
}

impl Point {
    /// That day, as now known.
    pub fn on(effective_on: NaiveDate) -> Self {
        Self {
            effective_on,
            known: Known::Now,
        }
    }
}

/// The versions that `known` sees, at most one a record, ordered by document, then by place in it.
pub(crate) fn visible(
    versions: &[RecordVersion],
    known: Known,
    include_public_inspection: bool,
) -> Vec<&RecordVersion> {
    let mut by_record: HashMap<&RecordId, &RecordVersion> = HashMap::new();
    for version in versions
        .iter()
        .filter(|v| known.sees(v) && at_stage(v, include_public_inspection))
    {
        by_record
            .entry(&version.record_id)
            .and_modify(|held| {
                if held.sequence < version.sequence {
                    *held = version;
                }
            })
            .or_insert(version);
    }
    in_order(by_record.into_values().collect())
}

/// Whether the version counts at the stages asked for.
pub(crate) fn at_stage(version: &RecordVersion, include_public_inspection: bool) -> bool {
    include_public_inspection || version.document.stage == Stage::Published
}

/// Sorts versions into an order that depends on nothing but what they say.
pub(crate) fn in_order(mut versions: Vec<&RecordVersion>) -> Vec<&RecordVersion> {
    versions.sort_by(|a, b| {
        let key = |v: &RecordVersion| {
            let number = v
                .document
                .document_number
                .as_ref()
                .map(|n| n.as_str().to_owned());
            (
                v.document.publication_date,
                number,
                v.ordinal,
                v.record_id.clone(),
                v.sequence,
            )
        };
        key(a).cmp(&key(b))
    });
    versions
}

/// Versions by record, for walking a record's chain of versions.
pub(crate) fn chains(versions: &[RecordVersion]) -> BTreeMap<&RecordId, Vec<&RecordVersion>> {
    let mut chains: BTreeMap<&RecordId, Vec<&RecordVersion>> = BTreeMap::new();
    for version in versions {
        chains.entry(&version.record_id).or_default().push(version);
    }
    for chain in chains.values_mut() {
        chain.sort_by_key(|v| v.sequence);
    }
    chains
}
