//! Appending: bytes, runs, documents with their readings, and what becomes current through them.

pub(crate) mod alerts;
pub(crate) mod append;
pub(crate) mod archive;
pub(crate) mod batch;
mod place;
mod record_rows;
mod rows;
pub(crate) mod run;
pub(crate) mod transition;
pub(crate) mod writer;
