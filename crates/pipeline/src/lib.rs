//! One pass from the Federal Register to the history: fetch, archive, read, parse, append.
//!
//! The rooms to the left do one thing each; this one joins them, holds the clock and the settings,
//! and reports what happened document by document.

mod alerts;
mod clock;
mod derive;
pub mod lists;
pub mod ocr;
mod open;
mod pass;
mod reparse;
pub mod review;
mod settings;
mod shelf;
mod verify;

pub use alerts::deliver_alerts;
pub use clock::{Clock, ClockError, eastern_day};
pub use derive::{derivation_state, derive, derive_if_stale, rederive};
pub use open::{OpenError, Opened, OpenedDocument, open};
pub use pass::{
    PassError, PassReport, PassRequest, Problem, ProblemKind, Progress, Silent, Source,
    SourceError, Taken, run_pass,
};
pub use reparse::{Reparse, ReparseError, Reread, reparse};
pub use settings::{ConfigFile, Fedreg, Origin, RunSettings, Settings, SettingsError};
pub use shelf::{Match, Shelf, date_in_path};
pub use verify::{Verification, verify};
