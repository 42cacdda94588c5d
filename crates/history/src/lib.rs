//! The history of designations: one SQLite file that only grows.
//!
//! The only room of fedreg that writes SQL. It keeps the archived bytes, every version of every
//! document, the texts and readings made of them, and for each record the versions it went
//! through, each with the cause of its existence. A ledger numbers and chains all appended rows.
//! The schema is described for people with `sqlite3` or Datasette in `docs/schema.md`.
//!
//! ```
//! use fedreg_history::{History, RecordFilter};
//!
//! let history = History::in_memory()?;
//! assert_eq!(history.record_versions(&RecordFilter::default())?.len(), 0);
//! # Ok::<(), fedreg_history::HistoryError>(())
//! ```

mod canonical;
mod derived;
mod digest;
mod error;
mod ledger;
mod lock;
mod open;
mod read;
mod schema;
mod values;
mod verify;
mod write;

pub use canonical::{Sha256, Sha256Error};
pub use derived::{
    CorrectedRow, Derived, DerivedDifference, DerivedState, EntityLinkRow, EntityNameRow,
    EntityRecordRow, EntityRow, StandingAliasRow, StandingRow,
};
pub use error::HistoryError;
pub use ledger::Head;
pub use open::{History, OpenMode};
pub use read::changes::{Change, ChangeKind, Changes};
pub use read::documents::{DocumentFilter, DocumentStatus, DocumentVersion};
pub use read::records::RecordFilter;
pub use read::reviews::{Review, ReviewState};
pub use read::runs::{CensusDay, Coverage, RunRow, Statistics};
pub use read::search::{HitKind, SearchHit};
pub use read::texts::{BlobInfo, StoredDocument};
pub use verify::{Problem, VerifyReport};
pub use write::append::{Appended, NewDocument, Readings, SourceRef};
pub use write::archive::MAX_BLOB_BYTES;
pub use write::run::{Outcome, Run, RunOutcome, RunStart};
