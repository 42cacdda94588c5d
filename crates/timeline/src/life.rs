//! The life of one standing: one entity under one authority, from its first act to its last.

use chrono::NaiveDate;
use fedreg_model::{Action, EffectiveBasis, FieldChange, RecordVersion};
use serde::{Deserialize, Serialize};

use crate::act::{Act, Effect, dated, sort};
use crate::borne::{Changed, Names, changes};
use crate::lapse::LapseRule;
use crate::links::EntityLinks;
use crate::reference::{RecordRef, Renamed};

/// When a standing began, and how we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// The first day in standing, Eastern.
    pub date: NaiveDate,
    /// Where the date comes from.
    pub basis: EffectiveBasis,
    /// The designation itself is not in this history: a later notice shows that it was in force
    /// on this day, and it began no later.
    pub implied: bool,
}

/// How a standing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndKind {
    /// The designating officer revoked it.
    Revocation,
    /// The party was taken off the list.
    Removal,
    /// The term that the law then set ran out.
    Lapse,
    /// The end that the notice itself stated has passed.
    Expiry,
}

impl EndKind {
    /// The word used in JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Removal => "removal",
            Self::Lapse => "lapse",
            Self::Expiry => "expiry",
        }
    }
}

/// The end of a standing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// The first day on which the party no longer is in standing, Eastern.
    pub date: NaiveDate,
    /// How it ended.
    pub how: EndKind,
    /// The reason, as a sentence.
    pub reason: String,
    /// The record that ends it; `None` for a lapse.
    pub record: Option<RecordRef>,
    /// Later notices that treat the designation as in force: after a lapse they show that a
    /// redesignation may be missing from this history.
    pub contradicted_by: Vec<RecordRef>,
}

/// One unbroken time in standing.
#[derive(Debug, Clone, PartialEq)]
pub struct Spell {
    /// When it began.
    pub since: Since,
    /// How it ended, if it did.
    pub end: Option<End>,
    /// Which of the life's acts belong to it, in order.
    pub(crate) acts: Vec<usize>,
    /// The names from each day on, in order of days.
    states: Vec<(NaiveDate, Names)>,
    /// The day on which it ends unless renewed before, with the kind and reason of that end.
    term: Option<(NaiveDate, EndKind, String)>,
}

/// One entity under one authority.
#[derive(Debug, Clone, PartialEq)]
pub struct Life {
    /// The authority's code.
    pub authority: String,
    /// Every dated act, in the order in which they took effect.
    pub acts: Vec<Act>,
    /// The times in standing, in order.
    pub spells: Vec<Spell>,
}

impl Spell {
    /// Whether the party is in standing on that day: from the first day on, until the day before
    /// the end takes effect.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.since.date <= day && self.end.as_ref().is_none_or(|end| day < end.date)
    }

    /// The names on a day within the spell.
    pub(crate) fn names_on(&self, day: NaiveDate) -> Option<&Names> {
        self.states
            .iter()
            .rev()
            .find(|(from, _)| *from <= day)
            .map(|(_, names)| names)
    }
}

impl Life {
    /// Lives a standing through from its dated records, in any order. Acts whose party could be
    /// several entities act upon none.
    pub(crate) fn of(
        authority: &str,
        mut records: Vec<&RecordVersion>,
        links: &EntityLinks,
    ) -> Self {
        sort(&mut records);
        let mut life = Self {
            authority: authority.to_owned(),
            acts: Vec::new(),
            spells: Vec::new(),
        };
        for version in records {
            let Some(date) = dated(version) else { continue };
            match links.doubt(&version.record_id, authority) {
                Some(doubt) if !version.record.action.begins_designation() => {
                    let why = Some(doubt.why.clone());
                    life.push(version, date, Effect::None, Changed::default(), why);
                }
                _ => life.take(version, date),
            }
        }
        life.run_out(None);
        life
    }

    /// The spell in force on a day, if any.
    pub fn on(&self, day: NaiveDate) -> Option<&Spell> {
        self.spells.iter().find(|spell| spell.holds_on(day))
    }

    fn open(&self) -> bool {
        self.spells.last().is_some_and(|spell| spell.end.is_none())
    }

    /// Ends the open spell if its term ran out before `(date, renews)`.
    fn run_out(&mut self, next: Option<(NaiveDate, bool)>) {
        if !self.open() {
            return;
        }
        let Some(spell) = self.spells.last_mut() else {
            return;
        };
        let Some((ends, how, reason)) = spell.term.clone() else {
            return;
        };
        if next.is_some_and(|(date, renews)| date < ends || (renews && date == ends)) {
            return;
        }
        spell.acts.push(self.acts.len());
        spell.end = Some(End {
            date: ends,
            how,
            reason: reason.clone(),
            record: None,
            contradicted_by: Vec::new(),
        });
        let effect = if how == EndKind::Lapse {
            Effect::Lapses
        } else {
            Effect::Expires
        };
        self.acts.push(Act {
            date: ends,
            effect,
            renamed: None,
            aliases_gained: Vec::new(),
            aliases_lost: Vec::new(),
            changes: Vec::new(),
            record: None,
            reason: Some(reason),
        });
    }

    fn take(&mut self, version: &RecordVersion, date: NaiveDate) {
        let action = version.record.action;
        self.run_out(Some((date, action.begins_designation())));
        self.contradict(version);
        if !self.open() {
            self.take_outside(version, date);
            return;
        }
        let position = self.acts.len();
        let Some(spell) = self.spells.last_mut() else {
            return;
        };
        spell.acts.push(position);
        if action.ends_designation() {
            let how = if action == Action::Revocation {
                EndKind::Revocation
            } else {
                EndKind::Removal
            };
            let record = RecordRef::of(version);
            let reason = format!("{action} by {}, effective {date}", record.cite());
            spell.end = Some(End {
                date,
                how,
                reason,
                record: Some(record),
                contradicted_by: Vec::new(),
            });
            self.push(version, date, Effect::Ends, Changed::default(), None);
            return;
        }
        let Some((_, before)) = spell.states.last() else {
            return;
        };
        let before = before.clone();
        let mut after = before.clone();
        let mut moved = None;
        let effect = match action {
            Action::Redesignation => {
                after.redesignate(version, date);
                Effect::Renews
            }
            Action::Designation | Action::Identification => {
                after.print(version, date);
                Effect::Renews
            }
            Action::Maintenance => {
                after.print(version, date);
                Effect::Maintains
            }
            _ => {
                after.print(version, date);
                Effect::Amends
            }
        };
        if effect == Effect::Renews {
            let own = term(&self.authority, version, date);
            spell.term = match (spell.term.take(), own) {
                // A term that is shorter than the one that runs does not cut it short.
                (Some(held), Some(own)) if own.0 < held.0 => Some(held),
                (_, own) => own,
            };
        } else if let Some(until) = version.record.effective.until {
            let held = std::mem::replace(&mut spell.term, expiry(until, version));
            if effect == Effect::Amends {
                moved = ends_moved(held.as_ref(), spell.term.as_ref());
            }
        }
        let mut changed = changes(&before, &after);
        told(version, &mut changed);
        changed.fields.extend(moved);
        spell.states.push((date, after));
        self.push(version, date, effect, changed, None);
    }

    /// An act while no spell is open.
    fn take_outside(&mut self, version: &RecordVersion, date: NaiveDate) {
        let action = version.record.action;
        let ended = self.spells.last().and_then(|spell| spell.end.clone());
        let begins = action.begins_designation();
        let presupposes = matches!(
            action,
            Action::Amendment | Action::Maintenance | Action::Update
        );
        let by_rule = ended.as_ref().is_none_or(|end| end.record.is_none());
        if begins || (presupposes && by_rule) {
            let names = Names::of(version, date);
            let mut changed = Changed {
                gained: names.aliases.iter().map(|a| a.name.clone()).collect(),
                ..Changed::default()
            };
            told_whole(version, &mut changed);
            let since = Since {
                date,
                basis: version.record.effective.basis,
                implied: !begins,
            };
            self.spells.push(Spell {
                since,
                end: None,
                acts: vec![self.acts.len()],
                states: vec![(date, names)],
                // Nobody knows from which day the term of an implied standing would run.
                term: if begins {
                    term(&self.authority, version, date)
                } else {
                    version
                        .record
                        .effective
                        .until
                        .and_then(|until| expiry(until, version))
                },
            });
            let (effect, reason) = if begins {
                (Effect::Begins, None)
            } else {
                let reason = format!(
                    "the notice treats the designation as in force; no designation under {} \
                     that was in force on {date} is in this history",
                    self.authority
                );
                (Effect::Implies, Some(reason))
            };
            self.push(version, date, effect, changed, reason);
            return;
        }
        let reason = match ended {
            Some(end) => format!(
                "the standing had already ended on {}: {}",
                end.date, end.reason
            ),
            None => format!("no designation under {} is in this history", self.authority),
        };
        self.push(
            version,
            date,
            Effect::None,
            Changed::default(),
            Some(reason),
        );
    }

    /// Notes a notice that treats a lapsed designation as in force.
    fn contradict(&mut self, version: &RecordVersion) {
        let presupposes = !matches!(
            version.record.action,
            Action::Designation | Action::Identification | Action::Correction
        );
        let Some(end) = self.spells.last_mut().and_then(|spell| spell.end.as_mut()) else {
            return;
        };
        if presupposes && end.how == EndKind::Lapse {
            end.contradicted_by.push(RecordRef::of(version));
        }
    }

    fn push(
        &mut self,
        version: &RecordVersion,
        date: NaiveDate,
        effect: Effect,
        changed: Changed,
        reason: Option<String>,
    ) {
        let record = Some(RecordRef::of(version));
        self.acts.push(Act {
            date,
            effect,
            renamed: changed.renamed,
            aliases_gained: changed.gained,
            aliases_lost: changed.lost,
            changes: changed.fields,
            record,
            reason,
        });
    }
}

/// Where the notice prints the entry as it was and as it is, the notice tells what it changed, also
/// of what no earlier notice in this history had printed.
fn told(version: &RecordVersion, changed: &mut Changed) {
    let record = &version.record;
    let Some(before) = record.amendment.as_ref().and_then(|a| a.before.as_deref()) else {
        return;
    };
    let names = ["name", "kind", "aliases"];
    let told = before.changes(&record.party).into_iter();
    changed.fields = told
        .filter(|change| !names.contains(&&*change.field))
        .collect();
}

/// As [`told`], with the names, for a notice before which this history knows nothing of the party:
/// names that the entry had before are none that it gained.
fn told_whole(version: &RecordVersion, changed: &mut Changed) {
    let Some(amendment) = &version.record.amendment else {
        return;
    };
    if amendment.before.is_none() {
        return;
    }
    told(version, changed);
    changed.gained.clone_from(&amendment.aliases_added);
    changed.lost.clone_from(&amendment.aliases_removed);
    changed.renamed = amendment.renamed_to.clone().map(|to| Renamed {
        from: version.record.party.name.clone(),
        to,
    });
}

/// The end that stands already when a designation begins: its own stated one, or the law's.
fn term(
    authority: &str,
    version: &RecordVersion,
    date: NaiveDate,
) -> Option<(NaiveDate, EndKind, String)> {
    let by_law = LapseRule::of(authority).and_then(|rule| {
        rule.ends_on(date)
            .map(|ends| (ends, EndKind::Lapse, rule.reason(date)))
    });
    let stated = version
        .record
        .effective
        .until
        .and_then(|until| expiry(until, version));
    match (stated, by_law) {
        (Some(stated), Some(by_law)) if by_law.0 < stated.0 => Some(by_law),
        (Some(stated), _) => Some(stated),
        (None, by_law) => by_law,
    }
}

/// The field of a change of the day from which a party is out of standing.
pub(crate) const ENDS: &str = "ends";

/// How an amendment moved the end that stood already.
fn ends_moved(
    held: Option<&(NaiveDate, EndKind, String)>,
    now: Option<&(NaiveDate, EndKind, String)>,
) -> Option<FieldChange> {
    let day = |term: Option<&(NaiveDate, EndKind, String)>| {
        term.map_or_else(Vec::new, |(ends, ..)| vec![ends.to_string()])
    };
    let (before, after) = (day(held), day(now));
    (before != after).then(|| FieldChange {
        field: ENDS.to_owned(),
        before,
        after,
    })
}

/// A stated end: `until` is the last day in standing.
fn expiry(until: NaiveDate, version: &RecordVersion) -> Option<(NaiveDate, EndKind, String)> {
    let cite = RecordRef::of(version).cite();
    Some((
        until.succ_opt()?,
        EndKind::Expiry,
        format!("{cite} states its end: until {until}"),
    ))
}
