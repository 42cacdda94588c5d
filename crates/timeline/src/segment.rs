//! Standings over time: every list of every day, said once.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::as_of::Standing;
use crate::view::View;

/// A stretch of days on which a standing stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// The first day, Eastern.
    pub from: NaiveDate,
    /// The first day on which it is otherwise, or over; `None` while nothing known changes it.
    pub to: Option<NaiveDate>,
    /// The standing, as [`View::as_of`] lists it on each of these days.
    pub standing: Standing,
}

impl Segment {
    /// Whether the segment speaks of that day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

impl View<'_> {
    /// The standings of all days, in the order of entities, authorities and days. Those that hold
    /// on a day are the standings that [`View::as_of`] lists for it.
    pub fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        for (entity, lives) in self.entities() {
            for life in lives.values() {
                for spell in &life.spells {
                    let end = spell.end.as_ref().map(|end| end.date);
                    // Nothing but an act changes a standing.
                    let days: BTreeSet<NaiveDate> = spell
                        .acts
                        .iter()
                        .filter_map(|&at| life.acts.get(at))
                        .map(|act| act.date)
                        .chain([spell.since.date])
                        .filter(|day| spell.holds_on(*day))
                        .collect();
                    let mut days = days.into_iter().peekable();
                    while let Some(from) = days.next() {
                        let to = days.peek().copied().or(end);
                        if let Some(standing) = self.standing(entity, life, spell, from) {
                            segments.push(Segment { from, to, standing });
                        }
                    }
                }
            }
        }
        segments
    }
}
