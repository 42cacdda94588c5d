//! The derived tables of a history, made from its records: all of them, or those that new records
//! can touch.
//!
//! Records that touch no other by a [`link key`](fedreg_timeline::LinkKey) are linked the same
//! whatever other records there are. So the records fall into components, each derived for itself:
//! no more than a few are in memory at once, and after a pass only those that its records touch are
//! made anew. The result is the same, to the last row.

mod components;
mod corrections;
mod rows;
#[cfg(test)]
mod tests;
mod update;
mod whole;

use fedreg_history::{Derived, DerivedState, History, HistoryError, RecordKeyRow, Sha256};
use fedreg_model::{RecordVersion, Sequence};
use fedreg_timeline::{LinkKey, LinkRules, Questions, link_keys};

pub(crate) use whole::differences;

/// How many records are read at once.
const READ_AT_ONCE: usize = 2000;

/// How many rows of each kind are derived.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DerivedCounts {
    /// Entities.
    pub entities: usize,
    /// Names of entities.
    pub names: usize,
    /// Records of entities.
    pub records: usize,
    /// Links between records.
    pub links: usize,
    /// Stretches of days on which a standing stays as it is.
    pub standings: usize,
    /// Records that a correction changes.
    pub corrected: usize,
}

impl DerivedCounts {
    fn add(&mut self, derived: &Derived) {
        self.entities += derived.entities.len();
        self.names += derived.names.len();
        self.records += derived.records.len();
        self.links += derived.links.len();
        self.standings += derived.standings.len();
        self.corrected += derived.corrected.len();
    }
}

/// From what the derived tables would be made now.
pub fn derivation_state(
    history: &History,
    rules: &LinkRules,
) -> Result<DerivedState, HistoryError> {
    Questions::new(history, rules).derivation_state()
}

/// Brings the derived tables up to date if they were made from fewer records or by other rules than
/// now. Says whether they were.
///
/// By the same rules, only what the records since can touch is made anew; by other rules, all of it.
pub fn derive_if_stale(history: &mut History, rules: &LinkRules) -> Result<bool, HistoryError> {
    let state = derivation_state(history, rules)?;
    match history.derived_state()? {
        Some(before) if before == state => return Ok(false),
        Some(before)
            if before.rules_version == state.rules_version
                && before.entities_sha256 == state.entities_sha256
                && before.through < state.through =>
        {
            update::update(history, rules, before.through, state)?;
        }
        _ => {
            rederive(history, rules)?;
        }
    }
    Ok(true)
}

/// Makes the derived tables anew from all records.
pub fn rederive(history: &mut History, rules: &LinkRules) -> Result<DerivedCounts, HistoryError> {
    let state = derivation_state(history, rules)?;
    whole::rebuild(history, rules, state)
}

/// The keys of a record as the history keeps them, hashed; `version` is its current version.
fn key_rows(record: &RecordVersion, version: Sequence, rules: &LinkRules) -> Vec<RecordKeyRow> {
    let mut rows: Vec<RecordKeyRow> = link_keys(record, rules)
        .iter()
        .map(|key| RecordKeyRow {
            link_key: hashed(key),
            bears: key.bears,
            record_version: version,
        })
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// A key's text, hashed: as long as the same text always gives the same number, two texts with one
/// number only make records touch that need not.
fn hashed(key: &LinkKey) -> i64 {
    let hash = Sha256::of(key.text.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    i64::from_be_bytes(first)
}
