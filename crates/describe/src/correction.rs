//! Records as the corrections of the Register leave them: the same in every command.

use fedreg_history::{History, HistoryError, RecordFilter};
use fedreg_model::RecordVersion;
use fedreg_timeline::corrected;

/// Every version of every record, corrections applied.
pub fn all(history: &History) -> Result<Vec<RecordVersion>, HistoryError> {
    Ok(corrected(
        history.record_versions(&RecordFilter::default())?,
    ))
}
