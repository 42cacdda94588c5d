//! What is derived of the records that new ones can touch, made anew.

use std::collections::{BTreeMap, BTreeSet};

use fedreg_history::{Derived, DerivedState, DerivedWriter, History, HistoryError, RecordKeyRow};
use fedreg_model::{DocumentNumber, RecordId, RecordVersion, Sequence};
use fedreg_timeline::{LinkRules, corrects};

use super::components::Components;
use super::corrections::{Group, Numbers, apply, concerned};
use super::whole::{self, each_part};
use super::{READ_AT_ONCE, key_rows};

/// Where more than one in so many records changed, making everything anew takes less time.
const SHARE: i64 = 4;

/// Makes anew what the records appended or withdrawn after `since` can touch. `since` and `state`
/// are by the same rules.
pub(super) fn update(
    history: &mut History,
    rules: &LinkRules,
    since: Sequence,
    state: DerivedState,
) -> Result<(), HistoryError> {
    let changed = history.records_changed_since(since)?;
    let many = changed.len() > READ_AT_ONCE;
    if many && i64::try_from(changed.len()).unwrap_or(i64::MAX) > history.derived_records()? / SHARE
    {
        whole::rebuild(history, rules, state)?;
        return Ok(());
    }
    history.update_derived(state, |tables| {
        let mut touched: BTreeSet<RecordId> = changed.iter().cloned().collect();
        correct(tables, &changed, &mut touched)?;
        let touched: Vec<RecordId> = touched.into_iter().collect();
        let mut reach = Reach::default();
        for some in touched.chunks(READ_AT_ONCE) {
            renew_keys(tables, some, rules, &mut reach)?;
        }
        let reached = reach.spread(tables)?;
        relink(tables, &reached, &reach.gone, rules)
    })
}

/// Renews what corrections change of the records of every number that a changed record bears or
/// corrects, or did. Adds to `touched` the records that read otherwise since.
fn correct(
    tables: &mut DerivedWriter<'_>,
    changed: &[RecordId],
    touched: &mut BTreeSet<RecordId>,
) -> Result<(), HistoryError> {
    let mut numbers = Numbers::new();
    let mut corrections: BTreeMap<String, BTreeSet<RecordId>> = BTreeMap::new();
    for some in changed.chunks(READ_AT_ONCE) {
        for version in tables.versions_of_records(some)? {
            if let Some(number) = corrects(&version.record) {
                let of = corrections.entry(number.modulo_padding()).or_default();
                of.insert(version.record_id.clone());
            }
            let number = concerned(&version);
            numbers.extend(number.map(|number| (number.modulo_padding(), number)));
        }
    }
    for (key, number) in numbers {
        let of = corrections.remove(&key).unwrap_or_default();
        correct_number(tables, &number, of, touched)?;
    }
    Ok(())
}

/// Renews what corrections change of the records of the documents of a number. `corrections` are
/// those that changed.
fn correct_number(
    tables: &mut DerivedWriter<'_>,
    number: &DocumentNumber,
    mut corrections: BTreeSet<RecordId>,
    touched: &mut BTreeSet<RecordId>,
) -> Result<(), HistoryError> {
    corrections.extend(tables.corrections_of(number)?);
    if corrections.is_empty() {
        return Ok(());
    }
    let group = Group::of(tables, number, &corrections)?;
    let versions: Vec<Sequence> = group.versions.iter().copied().collect();
    let before = tables.corrected_of(&versions)?;
    let differing: BTreeSet<Sequence> = before
        .iter()
        .filter(|row| !group.rows.contains(row))
        .chain(group.rows.iter().filter(|row| !before.contains(row)))
        .map(|row| row.record_version)
        .collect();
    if differing.is_empty() {
        return Ok(());
    }
    let differing: Vec<Sequence> = differing.into_iter().collect();
    for version in tables.versions_at(&differing)?.read()? {
        touched.insert(version.record_id);
    }
    tables.remove_corrected(&versions)?;
    tables.insert(&Derived {
        corrected: group.rows,
        ..Derived::default()
    })
}

/// Puts the keys of these records as they read now in the place of those they had.
fn renew_keys(
    tables: &mut DerivedWriter<'_>,
    records: &[RecordId],
    rules: &LinkRules,
    reach: &mut Reach,
) -> Result<(), HistoryError> {
    let versions = tables.versions_of_records(records)?;
    let all: Vec<Sequence> = versions.iter().map(|version| version.sequence).collect();
    let (mut now, _): (Vec<RecordVersion>, Vec<RecordVersion>) = versions
        .into_iter()
        .partition(|version| version.superseded_at.is_none());
    let current: Vec<Sequence> = now.iter().map(|version| version.sequence).collect();
    let corrected = tables.corrected_of(&current)?;
    apply(
        &mut now,
        &corrected
            .into_iter()
            .map(|row| (row.record_version, row))
            .collect(),
    );
    let before = tables.keys_of(&all)?;
    let after: Vec<RecordKeyRow> = now
        .iter()
        .zip(&current)
        .flat_map(|(version, &sequence)| key_rows(version, sequence, rules))
        .collect();
    reach.follow(before.iter().chain(&after));
    reach.reached.extend(current);
    tables.remove_keys(&all)?;
    reach.gone.extend(all);
    tables.insert(&Derived {
        keys: after,
        ..Derived::default()
    })
}

/// How far a change reaches: from key to record to key, until nothing more is found.
#[derive(Default)]
struct Reach {
    /// Current versions.
    reached: BTreeSet<Sequence>,
    /// All versions of the records that changed.
    gone: Vec<Sequence>,
    /// The keys followed or to be followed; `true` if to all records that have them, not only to
    /// those that bear them.
    keys: BTreeMap<i64, bool>,
    waiting: Vec<(i64, bool)>,
}

impl Reach {
    fn follow<'r>(&mut self, rows: impl Iterator<Item = &'r RecordKeyRow>) {
        for row in rows {
            let to_all = self.keys.get(&row.link_key).copied();
            if to_all.is_none_or(|to_all| row.bears && !to_all) {
                self.keys.insert(row.link_key, row.bears);
                self.waiting.push((row.link_key, row.bears));
            }
        }
    }

    /// The components of all that is reached.
    fn spread(&mut self, history: &History) -> Result<Components, HistoryError> {
        let mut found: Vec<RecordKeyRow> = Vec::new();
        let mut unread: Vec<Sequence> = self.reached.iter().copied().collect();
        loop {
            for some in std::mem::take(&mut unread).chunks(READ_AT_ONCE) {
                let keys = history.keys_of(some)?;
                self.follow(keys.iter());
                found.extend(keys);
            }
            if self.waiting.is_empty() {
                break;
            }
            let waiting = std::mem::take(&mut self.waiting);
            for to_all in [true, false] {
                let of = |&(key, all): &(i64, bool)| (all == to_all).then_some(key);
                let keys: Vec<i64> = waiting.iter().filter_map(of).collect();
                for some in keys.chunks(READ_AT_ONCE) {
                    for row in history.keyed(some, !to_all)? {
                        if self.reached.insert(row.record_version) {
                            unread.push(row.record_version);
                        }
                    }
                }
            }
        }
        let versions: Vec<Sequence> = self.reached.iter().copied().collect();
        Ok(Components::of(&versions, &mut found))
    }
}

/// Links what was reached anew, and puts the rows in the place of those that these records, and
/// those in `gone`, had.
fn relink(
    tables: &mut DerivedWriter<'_>,
    components: &Components,
    gone: &[Sequence],
    rules: &LinkRules,
) -> Result<(), HistoryError> {
    for some in components
        .versions()
        .chunks(READ_AT_ONCE)
        .chain(gone.chunks(READ_AT_ONCE))
    {
        tables.remove_entities(some)?;
    }
    each_part(
        tables,
        components,
        rules,
        &|history, versions| {
            let rows = history.corrected_of(versions)?;
            Ok(rows
                .into_iter()
                .map(|row| (row.record_version, row))
                .collect())
        },
        &mut |tables, _, mut derived| {
            // These stand already.
            derived.keys.clear();
            derived.corrected.clear();
            tables.insert(&derived)
        },
    )
}
