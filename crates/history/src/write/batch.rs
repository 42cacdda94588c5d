//! Many documents in one transaction.

use chrono::{DateTime, Utc};
use fedreg_model::{Cause, NoticeText, Parsed, Sequence};

use crate::error::{Fallible, Fault};
use crate::open::History;
use crate::write::append::{Appended, NewDocument};
use crate::write::archive::LastBlob;
use crate::write::run::Run;
use crate::write::writer::Deferred;
use crate::{HistoryError, Sha256};

/// A transaction that is open over several calls; see [`History::begin`].
#[derive(Debug)]
#[must_use = "what is appended in it becomes permanent with `History::commit` only"]
pub struct OpenTransaction {
    run_before: Option<Sequence>,
}

impl History {
    /// Begins a transaction: whatever is archived and appended from now on, by any of the methods
    /// of this history, becomes permanent with [`History::commit`], all of it, or, if the process
    /// ends before, nothing. Readers see the earlier view until then.
    ///
    /// The disk is waited for once instead of twice for each document. An append that is refused
    /// (say, since a quote does not lie in its text) leaves nothing of itself, and others may
    /// follow. One that fails in the middle (the disk is full) undoes the transaction: whatever
    /// else is appended in it fails with [`HistoryError::Undone`] until it is rolled back.
    ///
    /// [`History::batch`] does the same around a closure, and cannot be forgotten.
    pub fn begin(&mut self, run: &Run) -> Result<OpenTransaction, HistoryError> {
        self.must_be_writable()?;
        self.connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(|error| HistoryError::sql(&self.path, error))?;
        self.deferred.get_mut().open = true;
        Ok(OpenTransaction {
            run_before: run.sequence(),
        })
    }

    /// Makes what was appended since [`History::begin`] permanent; if that fails, it is rolled
    /// back.
    pub fn commit(
        &mut self,
        transaction: OpenTransaction,
        run: &mut Run,
    ) -> Result<(), HistoryError> {
        let committed = self.try_commit();
        if committed.is_err() {
            self.roll_back(transaction, run);
        }
        committed.map_err(|fault| fault.at(&self.path))
    }

    fn try_commit(&mut self) -> Fallible<()> {
        if self.connection.is_autocommit() {
            return Err(Fault::Undone);
        }
        let deferred = self.deferred.get_mut();
        deferred.finish(&self.connection)?;
        self.connection.execute_batch("COMMIT")?;
        *deferred = Deferred::default();
        Ok(())
    }

    /// Undoes what was appended since [`History::begin`].
    #[allow(clippy::needless_pass_by_value, reason = "the transaction ends here")]
    pub fn roll_back(&mut self, transaction: OpenTransaction, run: &mut Run) {
        run.restore(transaction.run_before);
        // Its bytes are no longer in the archive.
        *self.last_blob.get_mut() = LastBlob::default();
        *self.deferred.get_mut() = Deferred::default();
        // SQLite itself rolls back on some failures, such as a full disk.
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }

    /// Archives and appends several documents in one transaction, as [`History::begin`] tells:
    /// what `work` appends becomes permanent when it is done, all of it, or, if it fails or the
    /// process ends, nothing.
    pub fn batch<T, E: From<HistoryError>>(
        &mut self,
        run: &mut Run,
        work: impl FnOnce(&mut Batch<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let open = Some(self.begin(run)?);
        let mut batch = Batch {
            history: self,
            run,
            open,
        };
        let result = work(&mut batch)?;
        batch.commit()?;
        Ok(result)
    }
}

/// A transaction in which any number of documents are archived and appended; see
/// [`History::batch`].
pub struct Batch<'h> {
    history: &'h mut History,
    run: &'h mut Run,
    open: Option<OpenTransaction>,
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
        match self.open.take() {
            Some(open) => self.history.commit(open, self.run),
            None => Ok(()),
        }
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if let Some(open) = self.open.take() {
            self.history.roll_back(open, self.run);
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
