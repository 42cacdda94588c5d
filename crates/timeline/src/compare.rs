//! One step of a diff: two views, a day in each, and who made the difference.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use fedreg_model::{FieldChange, RecordId, RecordVersion, Sequence};

use crate::act::{Act, Effect};
use crate::as_of::{Filter, Standing};
use crate::borne::{Names, changes};
use crate::diff::{Change, ChangedBy, Entry};
use crate::life::{ENDS, EndKind, Life, Spell};
use crate::links::Entity;
use crate::reference::RecordRef;
use crate::view::View;

/// The reason of a change that no record of the standing itself makes.
const OTHERWISE: &str =
    "the same records act otherwise, since other notices tell which party each of them means";

/// A view and a day in it.
type At<'v, 'a> = (&'v View<'a>, NaiveDate);

/// Every change of a standing from one view and day to another.
pub(crate) fn compare(
    before: At<'_, '_>,
    after: At<'_, '_>,
    filter: &Filter,
    changed_by: ChangedBy,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (old, new) in pairs(before.0, after.0) {
        let authorities: BTreeSet<&String> = old
            .iter()
            .flat_map(|at| before.0.lives[*at].keys())
            .chain(new.iter().flat_map(|at| after.0.lives[*at].keys()))
            .filter(|code| filter.wants(code))
            .collect();
        for authority in authorities {
            let old = old.and_then(|at| Side::of(before, at, authority));
            let new = new.and_then(|at| Side::of(after, at, authority));
            Comparison {
                old,
                new,
                changed_by,
            }
            .write(&mut entries);
        }
    }
    entries
}

/// Which entity of the one view is which of the other: by the records that they share, else by
/// the places in documents that their records have.
fn pairs(before: &View<'_>, after: &View<'_>) -> Vec<(Option<usize>, Option<usize>)> {
    // In one view each entity is itself: with it, it shares more than with any other.
    if std::ptr::eq(before, after) {
        let all = 0..before.links.entities.len();
        return all.map(|at| (Some(at), Some(at))).collect();
    }
    let mut holders: HashMap<String, usize> = HashMap::new();
    for (at, entity) in before.links.entities.iter().enumerate() {
        for key in evidence(before, entity) {
            holders.insert(key, at);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (at, entity) in after.links.entities.iter().enumerate() {
        for key in evidence(after, entity) {
            if let Some(&old) = holders.get(&key) {
                *shared.entry((old, at)).or_default() += 1;
            }
        }
    }
    let mut best: Vec<((usize, usize), usize)> = shared.into_iter().collect();
    best.sort_by_key(|&(pair, count)| (std::cmp::Reverse(count), pair));
    let (mut olds, mut news) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for ((old, new), _) in best {
        if !olds.contains(&old) && !news.contains(&new) {
            olds.insert(old);
            news.insert(new);
            pairs.push((Some(old), Some(new)));
        }
    }
    let left = (0..before.links.entities.len()).filter(|at| !olds.contains(at));
    pairs.extend(left.map(|old| (Some(old), None)));
    let right = (0..after.links.entities.len()).filter(|at| !news.contains(at));
    pairs.extend(right.map(|new| (None, Some(new))));
    pairs
}

/// What tells an entity again in another view.
fn evidence(view: &View<'_>, entity: &Entity) -> Vec<String> {
    let place = |version: &RecordVersion| {
        let id = version.document.id()?;
        Some(format!(
            "{id} {} {}",
            version.record.action, version.ordinal
        ))
    };
    let records = entity.members.iter().map(|&at| view.records[at]);
    records
        .flat_map(|version| {
            // The record's own name counts double: a place alone is weaker evidence.
            let id = version.record_id.to_string();
            [
                Some(format!("{id}/1")),
                Some(format!("{id}/2")),
                place(version),
            ]
        })
        .flatten()
        .collect()
}

/// One standing in one view, on its day.
struct Side<'v> {
    life: &'v Life,
    day: NaiveDate,
    spell: Option<&'v Spell>,
    standing: Option<Standing>,
}

impl<'v> Side<'v> {
    fn of((view, day): At<'v, '_>, entity: usize, authority: &str) -> Option<Self> {
        let life = view.lives[entity].get(authority)?;
        let spell = life.on(day);
        let standing =
            spell.and_then(|s| view.standing(&view.links.entities[entity], life, s, day));
        Some(Self {
            life,
            day,
            spell,
            standing,
        })
    }

    /// The acts that have taken effect by the day.
    fn acts(&self) -> impl Iterator<Item = (&'v Act, &'v RecordRef)> {
        let day = self.day;
        self.life
            .acts
            .iter()
            .filter(move |act| act.date <= day)
            .filter_map(|act| act.record.as_ref().map(|record| (act, record)))
    }

    fn names(&self) -> Option<&'v Names> {
        self.spell.and_then(|spell| spell.names_on(self.day))
    }

    /// The spell that ended last before or on the day.
    fn ended(&self) -> Option<&'v Spell> {
        let day = self.day;
        self.life
            .spells
            .iter()
            .rev()
            .find(|s| s.end.as_ref().is_some_and(|end| end.date <= day))
    }
}

/// One standing on both sides; a side is absent where nothing is held of it.
struct Comparison<'v> {
    old: Option<Side<'v>>,
    new: Option<Side<'v>>,
    changed_by: ChangedBy,
}

impl Comparison<'_> {
    fn write(&self, entries: &mut Vec<Entry>) {
        let old = self
            .old
            .as_ref()
            .and_then(|side| Some((side, side.standing.as_ref()?)));
        let new = self
            .new
            .as_ref()
            .and_then(|side| Some((side, side.standing.as_ref()?)));
        match (old, new) {
            (None, None) => {}
            (None, Some((_, standing))) => entries.push(self.added(standing)),
            (Some((_, standing)), None) => entries.push(self.removed(standing)),
            (Some((from, before)), Some((to, after))) => {
                // Interrupted: what stood on the first day ended before the other began.
                let interrupted = after.since.date > from.day
                    && to
                        .life
                        .on(from.day)
                        .is_some_and(|spell| spell.since != after.since);
                if interrupted {
                    entries.push(self.removed(before));
                    entries.push(self.added(after));
                    return;
                }
                if let (Some(old), Some(new)) = (from.names(), to.names()) {
                    entries.extend(self.amended(before, after, old, new));
                }
                entries.extend(self.maintained(to, after));
            }
        }
    }

    fn entry(&self, change: Change, standing: &Standing) -> Entry {
        Entry {
            change,
            changed_by: self.changed_by,
            effective_on: None,
            entity: standing.entity.clone(),
            name: standing.name.clone(),
            kind: standing.kind,
            authority: standing.authority.clone(),
            renamed: None,
            aliases_gained: Vec::new(),
            aliases_lost: Vec::new(),
            changes: Vec::new(),
            since: standing.since,
            since_before: None,
            end: None,
            flags: standing.flags.clone(),
            reason: None,
            records: Vec::new(),
        }
    }

    fn added(&self, standing: &Standing) -> Entry {
        Entry {
            effective_on: Some(standing.since.date),
            aliases_gained: standing.aliases.iter().map(|a| a.name.clone()).collect(),
            records: standing.records.clone(),
            ..self.entry(Change::Added, standing)
        }
    }

    fn removed(&self, standing: &Standing) -> Entry {
        let end = self
            .new
            .as_ref()
            .and_then(Side::ended)
            .and_then(|spell| spell.end.clone());
        let Some(end) = end else {
            let lost = self.records(|_| true);
            let records = if lost.is_empty() {
                standing.records.clone()
            } else {
                lost
            };
            return Entry {
                reason: Some(
                    "the records that established it no longer stand: their documents changed, \
                     or our reading of them, or which party they are held to mean"
                        .to_owned(),
                ),
                records,
                ..self.entry(Change::Removed, standing)
            };
        };
        let lapsed = end.how == EndKind::Lapse;
        Entry {
            effective_on: Some(end.date),
            reason: Some(end.reason.clone()),
            records: end
                .record
                .clone()
                .map_or_else(|| standing.records.clone(), |r| vec![r]),
            end: Some(end),
            ..self.entry(
                if lapsed {
                    Change::Lapsed
                } else {
                    Change::Removed
                },
                standing,
            )
        }
    }

    fn amended(
        &self,
        before: &Standing,
        after: &Standing,
        old: &Names,
        new: &Names,
    ) -> Option<Entry> {
        let mut changed = changes(old, new);
        changed.fields.extend(self.ends_moved());
        let since_before = (before.since != after.since).then_some(before.since);
        if changed.is_nothing() && since_before.is_none() {
            return None;
        }
        let changed_names = |act: &Act| {
            act.renamed.is_some()
                || !act.aliases_gained.is_empty()
                || !act.aliases_lost.is_empty()
                || !act.changes.is_empty()
        };
        let mut records = self.records(changed_names);
        if records.is_empty() || since_before.is_some() {
            records = self.records(|_| true);
        }
        let mut reason = None;
        if records.is_empty() {
            records = self.otherwise_read(after);
            reason = Some(OTHERWISE.to_owned());
        }
        let effective_on = records.iter().filter_map(|r| r.effective.date).max();
        Some(Entry {
            effective_on,
            renamed: changed.renamed,
            aliases_gained: changed.gained,
            aliases_lost: changed.lost,
            changes: changed.fields,
            since_before,
            reason,
            records,
            ..self.entry(Change::Amended, after)
        })
    }

    /// How amendments that one side has and the other has not move the end: from what the first
    /// found to what the last says.
    fn ends_moved(&self) -> Option<FieldChange> {
        let old = self.old_acts();
        let mut moved = self
            .new
            .iter()
            .flat_map(Side::acts)
            .filter(|(_, record)| !old.contains_key(&record.record_id))
            .flat_map(|(act, _)| act.changes.iter().filter(|change| change.field == ENDS));
        let first = moved.next()?.clone();
        let after = moved.last().map_or(first.after, |last| last.after.clone());
        (first.before != after).then_some(FieldChange { after, ..first })
    }

    fn maintained(&self, to: &Side<'_>, after: &Standing) -> Option<Entry> {
        let old = self.old_acts();
        let spell = to.spell?;
        let records: Vec<RecordRef> = spell
            .acts
            .iter()
            .filter_map(|&at| to.life.acts.get(at))
            .filter(|act| matches!(act.effect, Effect::Maintains | Effect::Renews))
            .filter(|act| act.date <= to.day)
            .filter_map(|act| act.record.clone())
            // A review that is merely read anew is no new review.
            .filter(|record| !old.keys().any(|id| **id == record.record_id))
            .collect();
        let effective_on = records.iter().filter_map(|r| r.effective.date).max()?;
        Some(Entry {
            effective_on: Some(effective_on),
            records,
            ..self.entry(Change::Maintained, after)
        })
    }

    fn old_acts(&self) -> BTreeMap<&RecordId, Sequence> {
        let acts = self.old.iter().flat_map(Side::acts);
        acts.map(|(_, record)| (&record.record_id, record.sequence))
            .collect()
    }

    /// The acts that are the same on both sides and yet do something else: what another notice
    /// says tells now which party they mean.
    fn otherwise_read(&self, after: &Standing) -> Vec<RecordRef> {
        let old: BTreeMap<&RecordId, &Act> = self
            .old
            .iter()
            .flat_map(Side::acts)
            .map(|(act, r)| (&r.record_id, act))
            .collect();
        let acts: Vec<RecordRef> = self
            .new
            .iter()
            .flat_map(Side::acts)
            .filter(|(act, r)| {
                old.get(&r.record_id)
                    .is_some_and(|old| old.effect != act.effect)
            })
            .map(|(_, record)| record.clone())
            .collect();
        if acts.is_empty() {
            after.records.clone()
        } else {
            acts
        }
    }

    /// The records that make the difference: those in effect on one side only, or read anew.
    fn records(&self, wanted: impl Fn(&Act) -> bool) -> Vec<RecordRef> {
        let old = self.old_acts();
        let new: BTreeSet<&RecordId> = self
            .new
            .iter()
            .flat_map(Side::acts)
            .map(|(_, r)| &r.record_id)
            .collect();
        let gone = self
            .old
            .iter()
            .flat_map(Side::acts)
            .filter(|(_, r)| !new.contains(&r.record_id));
        let come = self
            .new
            .iter()
            .flat_map(Side::acts)
            .filter(|(_, r)| old.get(&r.record_id) != Some(&r.sequence));
        gone.chain(come)
            .filter(|(act, _)| wanted(act))
            .map(|(_, record)| record.clone())
            .collect()
    }
}
