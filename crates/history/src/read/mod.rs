//! Reading: records and their versions, documents, texts, runs, search, and what changed since.

pub(crate) mod alerts;
pub(crate) mod browse;
pub(crate) mod changes;
pub(crate) mod documents;
pub(crate) mod finding;
pub(crate) mod news;
pub(crate) mod records;
pub(crate) mod reviews;
pub(crate) mod runs;
pub(crate) mod search;
pub(crate) mod texts;
