//! Handles of the history: a few, read-only, each used by one request at a time.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fedreg_history::{History, OpenMode};
use tokio::sync::Semaphore;

use crate::problem::Problem;

/// Read-only handles, opened when first needed and kept.
#[derive(Debug)]
pub(crate) struct Pool {
    path: PathBuf,
    free: Mutex<Vec<History>>,
    permits: Arc<Semaphore>,
    limit: Duration,
}

impl Pool {
    /// At most `size` handles; an answer may take `limit`, the wait for a handle included.
    pub(crate) fn new(path: PathBuf, size: usize, limit: Duration) -> Self {
        Self {
            path,
            free: Mutex::new(Vec::new()),
            permits: Arc::new(Semaphore::new(size)),
            limit,
        }
    }

    /// Asks the history, at one moment of it, on a thread of its own.
    pub(crate) async fn ask<T: Send + 'static>(
        self: Arc<Self>,
        ask: impl FnOnce(&History) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let limit = self.limit;
        let slow = || Problem::TooSlow {
            seconds: limit.as_secs(),
        };
        let deadline = tokio::time::Instant::now() + limit;
        let permit = Arc::clone(&self.permits).acquire_owned();
        let permit = tokio::time::timeout_at(deadline, permit)
            .await
            .map_err(|_| slow())?
            .map_err(|_| Problem::Fault)?;
        let (tell, interrupter) = tokio::sync::oneshot::channel();
        let work = tokio::task::spawn_blocking(move || {
            // Held until the thread is done, also if nobody waits for it any more.
            let _permit = permit;
            let history = self.take()?;
            let _ = tell.send(history.interrupter());
            let answer = history.at_once(ask);
            // What failed is opened anew: the file may have been replaced or migrated.
            if !matches!(answer, Err(Problem::History(_))) {
                self.lock().push(history);
            }
            answer
        });
        if let Ok(joined) = tokio::time::timeout_at(deadline, work).await {
            return joined.map_err(|error| {
                tracing::error!("a request failed: {error}");
                Problem::Fault
            })?;
        }
        if let Ok(interrupter) = interrupter.await {
            interrupter.interrupt();
        }
        Err(slow())
    }

    fn take(&self) -> Result<History, Problem> {
        if let Some(history) = self.lock().pop() {
            return Ok(history);
        }
        Ok(History::open(&self.path, OpenMode::ReadOnly)?)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<History>> {
        // A list of handles is whole whatever happened to who held it.
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
