//! What downstream asks of a history: who is designated on a day, what changed between two
//! days or two states of knowledge, the whole life of an organization, and which names are one
//! entity.
//!
//! Everything here is pure: it reads a slice of [`RecordVersion`]s, in any order, and returns
//! plain data. There is no clock; days are Eastern calendar dates, instants are UTC.
//!
//! ```
//! use fedreg_timeline::{Filter, Known, LinkRules, as_of};
//! let day = chrono::NaiveDate::from_ymd_opt(2025, 11, 24).unwrap();
//! let list = as_of(&[], &LinkRules::default(), day, Known::Now, &Filter::default());
//! assert!(list.standings.is_empty());
//! ```
//!
//! The rules, in words: `docs/records-and-dates.md`.
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
mod known;
mod lapse;
mod life;
mod links;
mod names;
mod partition;
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
pub use corrected::corrected;
pub use diff::{Change, ChangedBy, Diff, Entry, OtherAct, diff, diff_since};
pub use explain::{Explanation, Judgement};
pub use known::{Known, Point};
pub use lapse::LapseRule;
pub use life::{End, EndKind, Life, Since, Spell};
pub use links::{Ambiguity, Entity, EntityId, EntityLinks, Link, LinkRule, Possible};
pub use names::{is_acronym, link_fold};
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
