//! One pass from the Federal Register to the history: fetch, archive, read, parse, append.
//!
//! The rooms to the left do one thing each; this one joins them, holds the clock and the settings,
//! and reports what happened document by document.

mod alerts;
mod clock;
mod derive;
mod failures;
pub mod lists;
mod memory;
pub mod ocr;
mod open;
mod pass;
mod reparse;
pub mod review;
mod settings;
mod shelf;
mod stop;
mod verify;
mod whole;
mod workers;

pub use alerts::deliver_alerts;
pub use clock::{Clock, ClockError, eastern_day};
pub use derive::{DerivedCounts, derivation_state, derive_if_stale, rederive};
pub use failures::{note_review_queue, take_stock};
pub use memory::{
    Contact, ListingMemory, PassMemory, QueryMemory, ReviewMemory, SourceMemory, Totals,
};
pub use open::{OpenError, Opened, OpenedDocument, open};
pub use pass::{
    PassError, PassReport, PassRequest, Problem, ProblemKind, Progress, Session, Silent, Source,
    SourceError, Taken, run_pass, run_pass_in,
};
pub use reparse::{Reparse, ReparseError, Reread, reparse};
pub use settings::{ConfigFile, Fedreg, Origin, RunSettings, Settings, SettingsError};
pub use shelf::{Match, Shelf, date_in_path};
pub use stop::{Stop, Stopper};
pub use verify::{Verification, verify};

pub use whole::write_whole;
