//! The history of designations: one SQLite file that only grows.
//!
//! The only room of fedreg that writes SQL. It keeps the archived bytes, every version of every
//! document, the texts and readings made of them, and for each record the versions it went
//! through, each with the cause of its existence. A ledger numbers and chains all appended rows.
//! The schema is described for people with `sqlite3` or Datasette in `docs/schema.md`.
//!
//! # Reading
//!
//! [`History::open`] with [`OpenMode::ReadOnly`] works beside a writer, any number of times. Records
//! come as [`RecordVersion`](fedreg_model::RecordVersion)s, chosen by a [`RecordFilter`]; what they
//! mean on a day is `fedreg-timeline`'s to say.
//!
//! ```
//! use fedreg_history::{History, RecordFilter};
//!
//! let history = History::in_memory()?;
//! assert_eq!(history.record_versions(&RecordFilter::default())?.len(), 0);
//! # Ok::<(), fedreg_history::HistoryError>(())
//! ```
//!
//! # Following
//!
//! [`History::changes_after`] gives what became known after a sequence, in slices; the last
//! sequence read is the cursor. `examples/follow.rs` is a whole program.
//!
//! ```
//! use fedreg_history::{ChangeKind, History};
//!
//! let history = History::in_memory()?;
//! let mut cursor = 0;
//! loop {
//!     let slice = history.changes_after(cursor, 500)?;
//!     for change in &slice.changes {
//!         if let ChangeKind::Record { version, .. } = &change.kind {
//!             println!("{} {}", version.record.action, version.record.party.name);
//!         }
//!     }
//!     cursor = slice.next; // keep it where it outlives the program
//!     if !slice.more {
//!         break;
//!     }
//! }
//! # Ok::<(), fedreg_history::HistoryError>(())
//! ```
//!
//! # Proof
//!
//! [`History::verify`] checks every row against the ledger's chain and every quote against its
//! text. Note the [`Head`]: a later verification shows that history has only grown since.
//! [`History::digest`] is over what is current alone, however it was gathered.
//!
//! ```
//! use fedreg_history::{Head, History};
//!
//! let history = History::in_memory()?;
//! let noted: Head = history.head()?;
//! let report = history.verify(Some(noted), &mut |_, _| {})?;
//! assert!(report.is_sound());
//! # Ok::<(), fedreg_history::HistoryError>(())
//! ```
//!
//! # Writing
//!
//! [`OpenMode::ReadWrite`] holds the writer's lock as long as the [`History`] lives; a second
//! writer gets [`HistoryError::Locked`]. A [`Run`] begins, bytes are archived before anything reads
//! them, each document is one transaction ([`History::append`]) or a part of one
//! ([`History::batch`], [`History::begin`]), and [`History::finish_run`] ends it. Content that is
//! there already appends nothing.
//!
//! The derived tables ([`Derived`]) hold what can be made anew from the records, so that SQL can
//! ask it; they stand outside the ledger.
//!
//! # Errors
//!
//! Everything fails with a [`HistoryError`], which names the file, says what happened and what to
//! do. [`HistoryError::is_transient`] tells whether trying again may help.
//!
//! # Versions
//!
//! The crate follows semantic versioning: fields may be added to structs and variants to enums in a
//! minor version before 1.0, never silently changed in meaning. The file has a version of its own
//! (`PRAGMA user_version`): a newer program brings an older file up to date when it opens it for
//! writing, by migrations that are never edited after their release; an older program refuses a
//! newer file.

mod canonical;
mod canonical_form;
mod derived;
mod digest;
mod error;
mod finding;
mod interrupt;
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
    CorrectedRow, Derived, DerivedCheck, DerivedDifference, DerivedState, DerivedWriter,
    EntityLinkRow, EntityNameRow, EntityRecordRow, EntityRow, RecordKeyRow, StandingAliasRow,
    StandingRow,
};
pub use error::HistoryError;
pub use finding::{
    ActingRow, CorrectionRow, Finding, ListedRow, PublishedRecordRow, RemarkRow, Scope,
};
pub use interrupt::Interrupter;
pub use ledger::Head;
pub use open::{History, OpenMode};
pub use read::alerts::{AlertState, StoredAlert};
pub use read::browse::{
    Browsed, BrowsedEntity, DocumentBrowse, EntityBrowse, Place, RecordBrowse, YearCount,
};
pub use read::changes::{Change, ChangeKind, Changes};
pub use read::documents::{DocumentFilter, DocumentStatus, DocumentVersion};
pub use read::news::{News, NewsKind};
pub use read::records::{RecordFilter, StoredVersions};
pub use read::reviews::{Review, ReviewState};
pub use read::runs::{CensusDay, Coverage, RunRow, Statistics};
pub use read::search::{HitKind, SearchHit};
pub use read::texts::{BlobInfo, StoredDocument};
pub use verify::{Problem, VerifyReport};
pub use write::alerts::{Alerter, Attempt, AttemptOutcome, NewAlert, Timing};
pub use write::append::{Appended, NewDocument, Readings, SourceRef};
pub use write::archive::MAX_BLOB_BYTES;
pub use write::batch::{Batch, OpenTransaction};
pub use write::run::{Outcome, Run, RunOutcome, RunStart};
