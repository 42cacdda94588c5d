//! The changes of the list as a stream that a program reads from where it left off.
//!
//! A diff compares two points and tells the net change. A stream goes along one fixed path through
//! all points instead, so that reading it in slices gives what reading it at once gives: first the
//! days on which something known takes effect, each by itself, until the day of the next run; then
//! what that run brought; and so on until today.

use std::collections::BTreeSet;
use std::ops::Bound::{Excluded, Included};
use std::str::FromStr;

use chrono::NaiveDate;
use fedreg_model::{FieldChange, RecordVersion, Sequence, fold_name};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::as_of::Filter;
use crate::compare::compare;
use crate::diff::{Change, ChangedBy, Entry, between};
use crate::known::{Known, Point};
use crate::life::Since;
use crate::rules::LinkRules;
use crate::view::View;

/// A place in the stream: everything before it has been read.
///
/// Written `start` or `SEQUENCE@DAY`, with `+N` behind it where the first N changes of the next
/// step have been read, too. Keep it as text; its parts may change with the major version.
///
/// ```
/// use fedreg_timeline::Cursor;
/// let cursor: Cursor = "1200@2025-11-24+2".parse()?;
/// assert_eq!(cursor.to_string(), "1200@2025-11-24+2");
/// assert_eq!("start".parse(), Ok(Cursor::START));
/// # Ok::<(), fedreg_timeline::CursorError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// The sequence of history up to which knowledge has been read.
    sequence: Sequence,
    /// The day up to which effects have been read; `None` before the first run.
    day: Option<NaiveDate>,
    /// How many changes of the step after that have been read.
    taken: usize,
}

/// A text that is no cursor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no cursor; give one as the stream printed it, or start")]
pub struct CursorError(pub String);

impl Cursor {
    /// Before everything.
    pub const START: Self = Self {
        sequence: 0,
        day: None,
        taken: 0,
    };

    /// The sequence of history up to which all has been read.
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    fn at(sequence: Sequence, day: NaiveDate) -> Self {
        Self {
            sequence,
            day: Some(day),
            taken: 0,
        }
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.day {
            Some(day) => write!(f, "{}@{day}", self.sequence)?,
            None => f.write_str("start")?,
        }
        if self.taken > 0 {
            write!(f, "+{}", self.taken)?;
        }
        Ok(())
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || CursorError(text.to_owned());
        let (place, taken) = match text.trim().split_once('+') {
            Some((place, taken)) => (place, taken.parse().map_err(|_| error())?),
            None => (text.trim(), 0),
        };
        if place == "start" {
            return Ok(Self {
                taken,
                ..Self::START
            });
        }
        let (sequence, day) = place.split_once('@').ok_or_else(error)?;
        Ok(Self {
            sequence: sequence
                .parse()
                .ok()
                .filter(|sequence| *sequence >= 0)
                .ok_or_else(error)?,
            day: Some(day.parse().map_err(|_| error())?),
            taken,
        })
    }
}

/// A finished run: what it appended is told as one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The last sequence that belongs to it.
    pub through: Sequence,
    /// The day on which it began, Eastern.
    pub day: NaiveDate,
}

/// One change of the stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Streamed {
    /// Where to go on after this change.
    pub cursor: Cursor,
    /// The change.
    pub entry: Entry,
}

/// A slice of the stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    /// The changes, in order.
    pub changes: Vec<Streamed>,
    /// Where to go on after all of them. Going on from the last change's own cursor gives the same.
    pub next: Cursor,
}

/// What changed from `from` until `until`, along the path of the stream.
///
/// `versions` is all of history with [`corrected`](crate::corrected) applied, `steps` its finished
/// runs in order. `until` is the last day whose effects are told, Eastern: today, but no later
/// than the day of a run that has not ended. The same rules and filter must be used for every
/// slice.
///
/// The work is one linking of history for each run with changes after `from`.
pub fn stream(
    versions: &[RecordVersion],
    rules: &LinkRules,
    steps: &[Step],
    until: NaiveDate,
    filter: &Filter,
    from: Cursor,
) -> Stream {
    let mut path = Path {
        versions,
        rules,
        filter,
        at: Cursor { taken: 0, ..from },
        skip: from.taken,
        changes: Vec::new(),
    };
    let touched: BTreeSet<Sequence> = versions
        .iter()
        .flat_map(|v| [Some(v.sequence), v.superseded_by])
        .flatten()
        .collect();
    for step in steps {
        if step.through <= path.at.sequence {
            continue;
        }
        // A run that brought no record is no step, whatever else it noted; and a step ends with its
        // last record, since what belongs to no run may follow it.
        let new = (Excluded(path.at.sequence), Included(step.through));
        let Some(&through) = touched.range(new).next_back() else {
            continue;
        };
        let day = path.at.day.map_or(step.day, |day| day.max(step.day));
        path.advance_day(day);
        path.advance_knowledge(through, day);
    }
    path.advance_day(until);
    Stream {
        changes: path.changes,
        next: path.at,
    }
}

struct Path<'a> {
    versions: &'a [RecordVersion],
    rules: &'a LinkRules,
    filter: &'a Filter,
    at: Cursor,
    /// Changes of the first step that have been read.
    skip: usize,
    changes: Vec<Streamed>,
}

impl Path<'_> {
    /// Tells what takes effect until that day, day by day, with the knowledge of the cursor.
    fn advance_day(&mut self, until: NaiveDate) {
        let Some(from) = self.at.day.filter(|day| *day < until) else {
            return;
        };
        let known = Known::Sequence(self.at.sequence);
        let filed = self.filter.include_public_inspection;
        let view = View::build(self.versions, self.rules, known, filed);
        let days: BTreeSet<NaiveDate> = view
            .segments()
            .iter()
            .flat_map(|segment| [Some(segment.from), segment.to])
            .flatten()
            .filter(|day| from < *day && *day <= until)
            .collect();
        let mut before = from;
        for day in days {
            let mut entries = compare(
                (&view, before),
                (&view, day),
                self.filter,
                ChangedBy::Government,
            );
            crate::diff::sort(&mut entries);
            self.step(entries, Cursor::at(self.at.sequence, day));
            before = day;
        }
        self.at = Cursor::at(self.at.sequence, until);
    }

    /// Tells what history came to hold until that sequence, on the list of that day.
    fn advance_knowledge(&mut self, through: Sequence, day: NaiveDate) {
        let point = |sequence| Point {
            effective_on: day,
            known: Known::Sequence(sequence),
        };
        let entries = between(
            self.versions,
            self.rules,
            point(self.at.sequence),
            point(through),
            self.filter,
        );
        self.step(entries, Cursor::at(through, day));
    }

    /// One step that ends at `end`.
    fn step(&mut self, entries: Vec<Entry>, end: Cursor) {
        let start = self.at;
        let all = entries.len();
        // What was read of a step that was cut into is not told again.
        let skip = self.skip.min(all);
        if all > 0 {
            self.skip = 0;
        }
        for (at, entry) in entries.into_iter().enumerate().skip(skip) {
            let cursor = if at + 1 == all {
                end
            } else {
                Cursor {
                    taken: at + 1,
                    ..start
                }
            };
            self.changes.push(Streamed { cursor, entry });
        }
        self.at = end;
    }
}

/// What makes a change this one and no other, whenever and in whichever run it came to be known.
#[derive(Serialize)]
struct Identity<'e> {
    change: Change,
    changed_by: ChangedBy,
    authority: &'e str,
    name: String,
    effective_on: Option<NaiveDate>,
    records: BTreeSet<&'e str>,
    fields: Vec<FieldChange>,
}

impl Entry {
    /// The change's stable name, 16 hexadecimal digits: the same in every history that holds the
    /// same notices, whenever and in how many runs it was filled. A change that is undone and
    /// happens again, word for word, bears its name again.
    pub fn id(&self) -> String {
        let identity = Identity {
            change: self.change,
            changed_by: self.changed_by,
            authority: &self.authority,
            name: fold_name(&self.name),
            effective_on: self.effective_on,
            records: self
                .records
                .iter()
                .map(|r| r.record_id.0.as_str())
                .collect(),
            fields: self.fields(),
        };
        // (Plain data always has its JSON.)
        let text = serde_json::to_vec(&identity).unwrap_or_default();
        let mut id = hex::encode(Sha256::digest(text));
        id.truncate(16);
        id
    }

    /// Everything that changed, field by field, before and after: `name`, `aliases`, `since`,
    /// `ends`, then whatever else of the party. What began was nothing before, what ended is
    /// nothing after; where only some values of a list changed, these alone are told.
    pub fn fields(&self) -> Vec<FieldChange> {
        let date = |since: &Since| vec![since.date.to_string()];
        let end: Vec<String> = self.end.iter().map(|end| end.date.to_string()).collect();
        let (mut name, mut since) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
        let mut ends = (Vec::new(), Vec::new());
        match self.change {
            Change::Added => {
                name.1.push(self.name.clone());
                since.1 = date(&self.since);
            }
            Change::Removed | Change::Lapsed => {
                name.0.push(self.name.clone());
                since.0 = date(&self.since);
                ends.1 = end;
            }
            Change::Amended | Change::Maintained => {
                if let Some(renamed) = &self.renamed {
                    name = (vec![renamed.from.clone()], vec![renamed.to.clone()]);
                }
                if let Some(before) = &self.since_before {
                    since = (date(before), date(&self.since));
                }
            }
        }
        let aliases = (self.aliases_lost.clone(), self.aliases_gained.clone());
        [
            ("name", name),
            ("aliases", aliases),
            ("since", since),
            ("ends", ends),
        ]
        .into_iter()
        .filter(|(_, (before, after))| !before.is_empty() || !after.is_empty())
        .map(|(field, (before, after))| FieldChange {
            field: field.to_owned(),
            before,
            after,
        })
        .chain(self.changes.iter().cloned())
        .collect()
    }
}
