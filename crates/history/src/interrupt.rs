//! Giving up what takes too long.

use rusqlite::InterruptHandle;

use crate::open::History;

/// Stops what a [`History`] is doing, from another thread.
pub struct Interrupter(InterruptHandle);

impl std::fmt::Debug for Interrupter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Interrupter")
    }
}

impl Interrupter {
    /// Lets the statement that runs fail. Does nothing if none runs.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl History {
    /// What stops this history's statements from another thread.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.connection.get_interrupt_handle())
    }
}
