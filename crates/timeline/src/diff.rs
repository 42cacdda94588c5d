//! What changed between two points: what the government did, apart from what our reading did.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use fedreg_model::{Cause, FieldChange, PartyKind, RecordId, RecordVersion, Sequence};
use serde::{Deserialize, Serialize};

use crate::as_of::{Filter, Flag};
use crate::compare::compare;
use crate::known::{Known, Point, at_stage, chains, visible};
use crate::life::{End, Since};
use crate::links::EntityId;
use crate::reference::{RecordRef, Renamed};
use crate::rules::LinkRules;
use crate::view::View;

/// What became of a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It began.
    Added,
    /// It ended by an act, or by the end that its notice stated.
    Removed,
    /// It ended because the term that the law then set ran out.
    Lapsed,
    /// Its names changed, or what else identifies it, or the day since when it stands.
    Amended,
    /// A review or a redesignation left it in force.
    Maintained,
}

impl Change {
    /// Every value, in order.
    pub const ALL: &'static [Self] = &[
        Self::Added,
        Self::Removed,
        Self::Lapsed,
        Self::Amended,
        Self::Maintained,
    ];

    /// The word used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Lapsed => "lapsed",
            Self::Amended => "amended",
            Self::Maintained => "maintained",
        }
    }
}

/// Who made the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangedBy {
    /// The government: a notice, a correction, or the passing of an effective date. A notice that
    /// history came to hold only now counts here too.
    Government,
    /// A better parser reads the same documents differently.
    Parser,
    /// A person reviewed a record.
    Review,
}

impl ChangedBy {
    /// The word used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Parser => "parser",
            Self::Review => "review",
        }
    }
}

/// One change of one standing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What became of it.
    pub change: Change,
    /// Who made the difference.
    pub changed_by: ChangedBy,
    /// The day on which the change takes effect, Eastern: the effective date of the act, also where
    /// it became known only now. `None` if the records that established a standing are gone.
    pub effective_on: Option<NaiveDate>,
    /// The entity.
    pub entity: EntityId,
    /// Its name after the change; for one that ended, before it.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// The authority's code.
    pub authority: String,
    /// The change of the primary name.
    pub renamed: Option<Renamed>,
    /// Other names gained; for a standing that began, all its aliases.
    pub aliases_gained: Vec<String>,
    /// Names lost; empty for a standing that ended.
    pub aliases_lost: Vec<String>,
    /// What else of the party changed, field by field (`addresses`, `identifiers`…); empty for a
    /// standing that began or ended.
    pub changes: Vec<FieldChange>,
    /// Since when it stands, after the change; for one that ended, before it.
    pub since: Since,
    /// Since when it was held to stand before, if that changed.
    pub since_before: Option<Since>,
    /// How it ended, for one that did and of which a notice or the law says so.
    pub end: Option<End>,
    /// What a reader should know.
    pub flags: BTreeSet<Flag>,
    /// Why, where no record says it by itself.
    pub reason: Option<String>,
    /// The records that effect the change; for a lapse, those that established the standing.
    pub records: Vec<RecordRef>,
}

/// A record that acts or changed between the two points and altered no standing from one to the
/// other: it acts on a later or an earlier time, was undone in between, or repeats what stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OtherAct {
    /// Who made the difference.
    pub changed_by: ChangedBy,
    /// Whether the record is no longer there at the second point.
    pub gone: bool,
    /// Why it alters nothing, as a sentence.
    pub why: String,
    /// The record: as read at the second point; if gone, as read at the first.
    pub record: RecordRef,
}

/// What changed between two points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diff {
    /// The first point.
    pub from: Point,
    /// The second point.
    pub to: Point,
    /// Every change, by who made it, then by what it is, authority and name. Applied in order
    /// parser, review, government they lead from the first list to the second.
    pub entries: Vec<Entry>,
    /// What acts in between without altering a standing.
    pub other_acts: Vec<OtherAct>,
}

impl Diff {
    /// The changes of one kind.
    pub fn of(&self, change: Change) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.change == change)
    }

    /// The changes that one of the three made.
    pub fn by(&self, changed_by: ChangedBy) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.changed_by == changed_by)
    }

    /// Whether no standing changed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// What changed between two points, each a day of effect and a moment of knowledge.
///
/// Where knowledge differs, the difference is taken in steps on the day of `from`: first what a
/// better parser changed, then what reviews changed; what the sources and the passing of time
/// changed comes last and leads to `to`. So each entry has one maker.
pub fn diff(
    versions: &[RecordVersion],
    rules: &LinkRules,
    from: Point,
    to: Point,
    filter: &Filter,
) -> Diff {
    if from.known == to.known {
        let view = View::build(versions, rules, to.known, filter.include_public_inspection);
        return view.diff(from, to, filter);
    }
    Compared::of(versions, rules, from, to, filter).told(from, to, filter)
}

impl View<'_> {
    /// What changed from one day to another; the view is as known at both points.
    pub fn diff(&self, from: Point, to: Point, filter: &Filter) -> Diff {
        let mut entries = compare(
            (self, from.effective_on),
            (self, to.effective_on),
            filter,
            ChangedBy::Government,
        );
        sort(&mut entries);
        let (before, makers) = (Vec::new(), BTreeMap::new());
        Diff {
            from,
            to,
            other_acts: other_acts(self, &before, &makers, &entries, (from, to), filter),
            entries,
        }
    }
}

/// The entries alone of a [`diff`].
pub(crate) fn between(
    versions: &[RecordVersion],
    rules: &LinkRules,
    from: Point,
    to: Point,
    filter: &Filter,
) -> Vec<Entry> {
    if from.known == to.known {
        let view = View::build(versions, rules, to.known, filter.include_public_inspection);
        return view.diff(from, to, filter).entries;
    }
    Compared::of(versions, rules, from, to, filter).entries
}

/// Puts entries into the order of a [`Diff`].
pub(crate) fn sort(entries: &mut [Entry]) {
    entries.sort_by_cached_key(|e| {
        (
            e.changed_by,
            e.change,
            e.authority.clone(),
            crate::borne::key(&e.name),
            e.entity.clone(),
        )
    });
}

/// Two points, compared.
struct Compared<'a> {
    before: Vec<&'a RecordVersion>,
    last: View<'a>,
    makers: BTreeMap<&'a RecordId, ChangedBy>,
    entries: Vec<Entry>,
}

impl<'a> Compared<'a> {
    fn of(
        versions: &'a [RecordVersion],
        rules: &LinkRules,
        from: Point,
        to: Point,
        filter: &Filter,
    ) -> Self {
        let public_inspection = filter.include_public_inspection;
        let after = visible(versions, to.known, public_inspection);
        let before = carried(visible(versions, from.known, public_inspection), &after);
        let makers = makers(
            versions,
            from.known,
            to.known,
            &before,
            &after,
            public_inspection,
        );
        let mut entries = Vec::new();
        let mut held = View::of(before.clone(), rules);
        let mut taken: BTreeSet<ChangedBy> = BTreeSet::new();
        for step in [ChangedBy::Parser, ChangedBy::Review] {
            taken.insert(step);
            if makers.values().any(|maker| *maker == step) {
                let next = View::of(mixed(&before, &after, &makers, &taken), rules);
                let day = from.effective_on;
                entries.extend(compare((&held, day), (&next, day), filter, step));
                held = next;
            }
        }
        let last = View::of(after.clone(), rules);
        entries.extend(compare(
            (&held, from.effective_on),
            (&last, to.effective_on),
            filter,
            ChangedBy::Government,
        ));
        sort(&mut entries);
        Self {
            before,
            last,
            makers,
            entries,
        }
    }

    fn told(self, from: Point, to: Point, filter: &Filter) -> Diff {
        let Self {
            before,
            last,
            makers,
            entries,
        } = self;
        let other_acts = other_acts(&last, &before, &makers, &entries, (from, to), filter);
        Diff {
            from,
            to,
            entries,
            other_acts,
        }
    }
}

/// What changed on a day's list since history's sequence `since`.
pub fn diff_since(
    versions: &[RecordVersion],
    rules: &LinkRules,
    since: Sequence,
    effective_on: NaiveDate,
    filter: &Filter,
) -> Diff {
    let from = Point {
        effective_on,
        known: Known::Sequence(since),
    };
    diff(versions, rules, from, Point::on(effective_on), filter)
}

/// A version that says the same as the later one, at the same stage, is no change of the record:
/// the later one stands for both.
fn carried<'a>(
    before: Vec<&'a RecordVersion>,
    after: &[&'a RecordVersion],
) -> Vec<&'a RecordVersion> {
    let later: BTreeMap<&RecordId, &RecordVersion> =
        after.iter().map(|v| (&v.record_id, *v)).collect();
    let same = |v: &RecordVersion, w: &RecordVersion| {
        v.record == w.record && v.document.stage == w.document.stage
    };
    before
        .into_iter()
        .map(|v| {
            later
                .get(&v.record_id)
                .copied()
                .filter(|w| same(v, w))
                .unwrap_or(v)
        })
        .collect()
}

/// Who changed each record whose version differs between the two moments.
fn makers<'a>(
    versions: &'a [RecordVersion],
    from: Known,
    to: Known,
    before: &[&'a RecordVersion],
    after: &[&'a RecordVersion],
    public_inspection: bool,
) -> BTreeMap<&'a RecordId, ChangedBy> {
    let held: BTreeSet<(&RecordId, Sequence)> =
        before.iter().map(|v| (&v.record_id, v.sequence)).collect();
    let now: BTreeSet<(&RecordId, Sequence)> =
        after.iter().map(|v| (&v.record_id, v.sequence)).collect();
    let differing: BTreeSet<&RecordId> =
        held.symmetric_difference(&now).map(|(id, _)| *id).collect();
    chains(versions)
        .into_iter()
        .filter(|(id, _)| differing.contains(id))
        .map(|(id, chain)| {
            let mut causes = BTreeSet::new();
            for version in chain {
                if from.recorded(version) != to.recorded(version) {
                    causes.insert(version.cause);
                }
                if from.sees(version) != to.sees(version) && at_stage(version, public_inspection) {
                    causes.extend(version.superseded_cause);
                }
            }
            let maker = if causes.contains(&Cause::Source) || causes.contains(&Cause::Correction) {
                ChangedBy::Government
            } else if causes.contains(&Cause::Review) {
                ChangedBy::Review
            } else {
                ChangedBy::Parser
            };
            (id, maker)
        })
        .collect()
}

/// The records of `before`, with those that `taken` changed as they are in `after`.
fn mixed<'a>(
    before: &[&'a RecordVersion],
    after: &[&'a RecordVersion],
    makers: &BTreeMap<&RecordId, ChangedBy>,
    taken: &BTreeSet<ChangedBy>,
) -> Vec<&'a RecordVersion> {
    let moved = |v: &&&RecordVersion| {
        makers
            .get(&v.record_id)
            .is_some_and(|maker| taken.contains(maker))
    };
    let stay = before.iter().filter(|v| !moved(v));
    stay.chain(after.iter().filter(moved)).copied().collect()
}

/// What acts between two points without altering a standing: records of the view at the second, and
/// those of `before` that are gone from it.
fn other_acts(
    last: &View<'_>,
    before: &[&RecordVersion],
    makers: &BTreeMap<&RecordId, ChangedBy>,
    entries: &[Entry],
    (from, to): (Point, Point),
    filter: &Filter,
) -> Vec<OtherAct> {
    let told: BTreeSet<&RecordId> = entries
        .iter()
        .flat_map(|entry| &entry.records)
        .map(|r| &r.record_id)
        .collect();
    let after_ids: BTreeSet<&RecordId> = last.records.iter().map(|v| &v.record_id).collect();
    let (first, second) = (from.effective_on, to.effective_on);
    let between = first.min(second)..=first.max(second);
    let wanted = |version: &RecordVersion| {
        let authorities = &version.record.authorities;
        authorities.is_empty() || authorities.iter().any(|a| filter.wants(&a.code))
    };
    let mut others = Vec::new();
    let gone = before
        .iter()
        .filter(|v| !after_ids.contains(&v.record_id))
        .map(|v| (*v, true));
    for (version, gone) in gone.chain(last.records.iter().map(|v| (*v, false))) {
        let date = version.record.effective.date;
        let maker = makers.get(&version.record_id).copied();
        let acts_between = date.is_some_and(|d| between.contains(&d) && d != *between.start());
        if (maker.is_none() && !acts_between)
            || told.contains(&version.record_id)
            || !wanted(version)
        {
            continue;
        }
        let why = match date {
            _ if gone => "no longer read from its document; no standing rested on it".to_owned(),
            None => "it has no effective date, so that it is neither counted in nor out".to_owned(),
            Some(date) if date > second => format!("it takes effect on {date}"),
            Some(date) => last.idle_reason(version).unwrap_or_else(|| {
                format!("effective {date}; the list of {second} is the same with and without it")
            }),
        };
        let changed_by = maker.unwrap_or(ChangedBy::Government);
        others.push(OtherAct {
            changed_by,
            gone,
            why,
            record: RecordRef::of(version),
        });
    }
    others.sort_by_cached_key(|o| {
        (
            o.changed_by,
            o.record.effective.date,
            o.record.record_id.clone(),
        )
    });
    others
}
