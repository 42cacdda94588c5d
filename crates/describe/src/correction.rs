//! Records as the corrections of the Register leave them: the same in every command.

use std::collections::BTreeSet;

use fedreg_history::{History, RecordFilter};
use fedreg_model::{Action, RecordId, RecordVersion};
use fedreg_timeline::corrected;

use fedreg_history::HistoryError;

/// Every version of every record, corrections applied.
pub fn all(history: &History) -> Result<Vec<RecordVersion>, HistoryError> {
    Ok(corrected(
        history.record_versions(&RecordFilter::default())?,
    ))
}

/// The current records of these, corrections applied, in the same order.
pub fn current(
    history: &History,
    printed: Vec<RecordVersion>,
) -> Result<Vec<RecordVersion>, HistoryError> {
    let ids: Vec<RecordId> = printed.iter().map(|v| v.record_id.clone()).collect();
    let held: BTreeSet<RecordId> = ids.iter().cloned().collect();
    let corrections = history.record_versions(&RecordFilter {
        action: Some(Action::Correction),
        ..RecordFilter::default()
    })?;
    let mut versions = printed;
    // (A document's own corrections are known, one version of each; the earlier ones say since when.)
    versions.retain(|version| version.record.action != Action::Correction);
    versions.extend(corrections);
    let mut now: Vec<RecordVersion> = corrected(versions)
        .into_iter()
        .filter(|v| held.contains(&v.record_id) && v.superseded_at.is_none())
        .collect();
    now.sort_by_key(|v| ids.iter().position(|id| *id == v.record_id));
    Ok(now)
}
