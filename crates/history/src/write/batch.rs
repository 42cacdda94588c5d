//! Many documents in one transaction, for imports.

use chrono::{DateTime, Utc};
use fedreg_model::{Cause, NoticeText, Parsed, Sequence};

use crate::open::History;
use crate::write::append::{Appended, NewDocument};
use crate::write::archive::LastBlob;
use crate::write::run::Run;
use crate::{HistoryError, Sha256};

/// A transaction in which any number of documents are archived and appended; see
/// [`History::batch`].
pub struct Batch<'h> {
    history: &'h mut History,
    run: &'h mut Run,
    run_before: Option<Sequence>,
    committed: bool,
}

impl History {
    /// Archives and appends several documents in one transaction: what `work` appends becomes
    /// permanent when it is done, all of it, or, if it fails or the process ends, nothing.
    ///
    /// The disk is waited for once instead of twice for each document. An append that fails
    /// leaves nothing of itself; `work` may go on with the next document.
    pub fn batch<T, E: From<HistoryError>>(
        &mut self,
        run: &mut Run,
        work: impl FnOnce(&mut Batch<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.must_be_writable()?;
        let run_before = run.sequence();
        self.connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(|error| HistoryError::sql(&self.path, error))?;
        let mut batch = Batch {
            history: self,
            run,
            run_before,
            committed: false,
        };
        let result = work(&mut batch)?;
        batch.commit()?;
        Ok(result)
    }
}

impl Batch<'_> {
    /// As [`History::archive`].
    pub fn archive(
        &mut self,
        bytes: &[u8],
        origin: &str,
        observed_at: DateTime<Utc>,
    ) -> Result<Sha256, HistoryError> {
        self.history.archive(bytes, origin, observed_at)
    }

    /// As [`History::append`].
    pub fn append(
        &mut self,
        new: &NewDocument<'_>,
        notice: &NoticeText,
        parsed: &Parsed,
        cause_hint: Option<Cause>,
        now: DateTime<Utc>,
    ) -> Result<Appended, HistoryError> {
        self.history
            .append(self.run, new, notice, parsed, cause_hint, now)
    }

    fn commit(mut self) -> Result<(), HistoryError> {
        self.history
            .connection
            .execute_batch("COMMIT")
            .map_err(|error| HistoryError::sql(&self.history.path, error))?;
        self.committed = true;
        Ok(())
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if self.committed {
            return;
        }
        self.run.restore(self.run_before);
        // Its bytes are no longer in the archive.
        *self.history.last_blob.get_mut() = LastBlob::default();
        let connection = &self.history.connection;
        // SQLite itself rolls back on some failures, such as a full disk.
        if !connection.is_autocommit()
            && let Err(error) = connection.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a batch could not be rolled back");
        }
    }
}
