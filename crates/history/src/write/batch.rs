//! Many documents in one transaction, for imports.

use chrono::{DateTime, Utc};
use fedreg_model::{Cause, NoticeText, Parsed, Sequence};

use crate::error::Fallible;
use crate::open::History;
use crate::write::append::{Appended, NewDocument};
use crate::write::archive::LastBlob;
use crate::write::run::Run;
use crate::write::writer::Deferred;
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
    /// The disk is waited for once instead of twice for each document. An append that is refused
    /// (say, since a quote does not lie in its text) leaves nothing of itself, and `work` may go
    /// on with the next document. One that fails in the middle (the disk is full) undoes the
    /// batch: whatever else is asked of it fails with [`HistoryError::Undone`].
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
        self.must_be_open()?;
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
        self.must_be_open()?;
        self.history
            .append(self.run, new, notice, parsed, cause_hint, now)
    }

    fn must_be_open(&self) -> Result<(), HistoryError> {
        if self.history.connection.is_autocommit() {
            return Err(HistoryError::Undone {
                path: self.history.path.clone(),
            });
        }
        Ok(())
    }

    fn commit(mut self) -> Result<(), HistoryError> {
        self.must_be_open()?;
        let connection = &self.history.connection;
        let finish = || -> Fallible<()> {
            self.history.deferred.borrow_mut().finish(connection)?;
            Ok(connection.execute_batch("COMMIT")?)
        };
        finish().map_err(|fault| fault.at(&self.history.path))?;
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
        *self.history.deferred.get_mut() = Deferred::default();
        let connection = &self.history.connection;
        // SQLite itself rolls back on some failures, such as a full disk.
        if !connection.is_autocommit()
            && let Err(error) = connection.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a batch could not be rolled back");
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::RunStart;

    /// What SQLite refuses in the middle of an append cannot be taken back alone.
    #[test]
    fn an_append_that_fails_in_the_middle_undoes_the_batch() {
        let at = DateTime::UNIX_EPOCH;
        let mut history = History::in_memory().unwrap();
        let kept = history.archive(b"kept", "here", at).unwrap();
        let before = history.head().unwrap();
        let trigger = "CREATE TEMP TRIGGER full BEFORE INSERT ON main.blob
             WHEN NEW.origin = 'refused' BEGIN SELECT RAISE(ABORT, 'no more'); END";
        history.connection.execute_batch(trigger).unwrap();
        let start = RunStart {
            started_at: at,
            command: "run".into(),
            source: "here".into(),
            program_version: "1".into(),
        };
        let mut run = history.begin_run(start).unwrap();
        let result = history.batch(&mut run, |batch| {
            batch.archive(b"first", "here", at)?;
            let error = batch.archive(b"second", "refused", at).unwrap_err();
            assert!(error.to_string().contains("no more"), "{error}");
            let error = batch.archive(b"third", "here", at).unwrap_err();
            assert!(matches!(error, HistoryError::Undone { .. }), "{error}");
            Ok::<_, HistoryError>(())
        });
        let error = result.unwrap_err();
        assert!(matches!(error, HistoryError::Undone { .. }), "{error}");
        assert_eq!(history.head().unwrap(), before);
        assert!(history.has_blob(&kept).unwrap());
        assert!(!history.has_blob(&Sha256::of(b"first")).unwrap());
        history
            .connection
            .execute_batch("DROP TRIGGER full")
            .unwrap();
        history.archive(b"third", "here", at).unwrap();
        let report = history.verify(Some(before), &mut |_, _| {}).unwrap();
        assert!(report.is_sound(), "{:?}", report.problems);
    }
}
