//! What downstream asks of a history: who is designated on a day, what changed between two
//! days or two states of knowledge, the whole life of an organization, and which names are one
//! entity.
//!
//! [`Questions`] asks a `fedreg-history`, and reads no more of it than the answer needs. All else is
//! pure: it reads a slice of [`RecordVersion`]s, in any order, and returns plain data. There is no
//! clock; days are Eastern calendar dates, instants are UTC. The rules, in words:
//! `docs/records-and-dates.md`.
//!
//! # Two times
//!
//! Each question names a day of effect and a moment of knowledge ([`Known`]); [`Point`] is both.
//!
//! ```
//! use fedreg_timeline::{Filter, Known, LinkRules, as_of};
//!
//! let day = "2025-11-24".parse()?;
//! let known = Known::At("2025-11-25T00:00:00Z".parse()?);
//! let list = as_of(&[], &LinkRules::default(), day, known, &Filter::authority("INA-219"));
//! assert!(list.standings.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The versions of a `fedreg-history` go through [`corrected`] first, so that corrections of the
//! Register count; [`Questions`] sees to that. To ask several questions of one moment about records
//! in memory, build a [`View`] once.
//!
//! # What changed
//!
//! [`diff`](diff()) tells the net change between two points, with who made it ([`ChangedBy`]).
//! [`stream`](stream()) tells every change on the way, each with a [`Cursor`] to go on from and a
//! name ([`Entry::id`]) that depends on no run.
//!
//! ```
//! use fedreg_timeline::{Cursor, Filter, LinkRules, stream};
//!
//! let noted = "start";
//! let from: Cursor = noted.parse()?;
//! let today = "2025-11-24".parse()?;
//! let slice = stream(&[], &LinkRules::default(), &[], today, &Filter::default(), from);
//! for change in &slice.changes {
//!     println!("{} {} {}", change.entry.id(), change.entry.change.as_str(), change.entry.name);
//! }
//! assert_eq!(slice.next.to_string(), "start");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Who is who
//!
//! [`EntityLinks`] links records by stated rules; [`EntityLinks::explain`] says why two names are
//! one or not, and [`LinkRules`] (`entities.toml`) force or forbid a link.
//!
//! ```
//! use fedreg_timeline::{EntityLinks, Judgement, LinkRules};
//!
//! let rules = LinkRules::from_toml(
//!     "[[same]]\nnames = ['Example Front', 'Sample Front']\nwhy = 'the notice of 1 May says so'",
//! )?;
//! let links = EntityLinks::build(&[], &rules);
//! assert_eq!(links.explain("Example Front", "Sample Front").judgement, Judgement::Unknown);
//! # Ok::<(), fedreg_timeline::RuleError>(())
//! ```
//!
//! # Errors
//!
//! [`Questions`] fail with what the history says ([`HistoryError`](fedreg_history::HistoryError)).
//! Else only text can be wrong: [`RuleError`] for `entities.toml`, [`CursorError`] for a cursor. What
//! records leave open is an answer, not an error: [`AsOf::apart`], [`Ambiguity`], [`Flag`].
//!
//! # Versions
//!
//! The crate follows semantic versioning. A change of a rule that changes an answer raises
//! [`RULES_VERSION`] and stands in the changelog. Fields of the output and variants of its enums may
//! be added in a minor version before 1.0; their meaning does not change.
//!
//! [`RecordVersion`]: fedreg_model::RecordVersion

mod act;
mod as_of;
mod borne;
mod compare;
mod corrected;
mod diff;
mod explain;
mod facts;
mod finding;
mod known;
mod lapse;
mod life;
mod links;
mod names;
mod partition;
mod questions;
mod reconcile;
mod reference;
mod revision;
mod rules;
mod segment;
mod stream;
mod timeline;
mod view;

pub use act::{Act, Effect};
pub use as_of::{Apart, ApartReason, AsOf, Filter, Flag, Standing, as_of};
pub use borne::StandingAlias;
pub use corrected::{corrected, corrects};
pub use diff::{Change, ChangedBy, Diff, Entry, OtherAct, diff, diff_since};
pub use explain::{Explanation, Judgement};
pub use finding::{corrections_held, finding};
pub use known::{Known, Point};
pub use lapse::LapseRule;
pub use life::{End, EndKind, Life, Since, Spell};
pub use links::{
    Ambiguity, Entity, EntityId, EntityLinks, Link, LinkKey, LinkRule, Possible, link_keys,
};
pub use names::{is_acronym, link_fold};
pub use questions::Questions;
pub use reconcile::{Both, Listed, Reconciled, reconcile};
pub use reference::{RecordRef, Renamed};
pub use revision::{Revision, revisions};
pub use rules::{LinkRules, Override, RULES_VERSION, RuleError};
pub use segment::Segment;
pub use stream::{Cursor, CursorError, Step, Stream, Streamed, stream};
pub use timeline::{
    Candidate, EntityTimeline, Found, LifeSummary, Match, TimelineEvent, search, timeline,
};
pub use view::View;
