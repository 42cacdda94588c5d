//! What is derived of all records, part by part.

use std::collections::{BTreeMap, BTreeSet};

use fedreg_history::{
    CorrectedRow, Derived, DerivedDifference, DerivedState, History, HistoryError, StoredVersions,
};
use fedreg_model::{RecordId, RecordVersion, Sequence};
use fedreg_timeline::{LinkRules, corrects};

use super::components::Components;
use super::corrections::{Group, Numbers, apply};
use super::rows::rows;
use super::{DerivedCounts, READ_AT_ONCE, key_rows};
use crate::workers::work_through;

/// What corrections change of some current versions.
pub(super) type Corrected = BTreeMap<Sequence, CorrectedRow>;

/// Tells what corrections change of these versions.
type CorrectedOf<'f> = &'f dyn Fn(&History, &[Sequence]) -> Result<Corrected, HistoryError>;

/// Takes what is derived of these versions.
type Take<'f, C> = &'f mut dyn FnMut(&mut C, &[Sequence], Derived) -> Result<(), HistoryError>;

/// Which current versions touch, and what corrections change of them.
struct Plan {
    components: Components,
    corrected: Corrected,
}

/// Makes all derived tables anew.
pub(super) fn rebuild(
    history: &mut History,
    rules: &LinkRules,
    state: DerivedState,
) -> Result<DerivedCounts, HistoryError> {
    history.rebuild_derived(state, |tables| {
        let plan = plan(tables, rules)?;
        let mut counts = DerivedCounts::default();
        each_part(
            tables,
            &plan.components,
            rules,
            &|_, versions| Ok(corrected_among(&plan.corrected, versions)),
            &mut |tables, _, derived| {
                counts.add(&derived);
                tables.insert(&derived)
            },
        )?;
        Ok(counts)
    })
}

/// Where the derived tables hold something else than the records give: at most one row a table.
pub(crate) fn differences(
    history: &History,
    rules: &LinkRules,
) -> Result<Vec<DerivedDifference>, HistoryError> {
    history.check_derived(|check| {
        let plan = plan(check, rules)?;
        each_part(
            check,
            &plan.components,
            rules,
            &|_, versions| Ok(corrected_among(&plan.corrected, versions)),
            &mut |check, versions, derived| check.compare(versions, &derived),
        )
    })
}

/// Reads all current records once, for their keys.
fn plan(history: &History, rules: &LinkRules) -> Result<Plan, HistoryError> {
    let mut versions = Vec::new();
    let mut keys = Vec::new();
    let mut numbers = Numbers::new();
    let mut corrections: BTreeMap<String, BTreeSet<RecordId>> = BTreeMap::new();
    let mut after = 0;
    work_through(
        &mut (),
        &mut |()| {
            let stored = history.current_versions(after, READ_AT_ONCE)?;
            let last = stored.last();
            after = last.unwrap_or(after);
            Ok::<_, HistoryError>(last.map(|_| stored))
        },
        &|stored: StoredVersions| -> Result<Vec<_>, HistoryError> {
            let read = stored.read()?;
            let found: Vec<_> = read
                .into_iter()
                .map(|version| {
                    let keys = key_rows(&version, version.sequence, rules);
                    let corrects = corrects(&version.record);
                    (
                        version.sequence,
                        keys,
                        corrects.map(|n| (n, version.record_id)),
                    )
                })
                .collect();
            Ok(found)
        },
        &mut |(), found: Result<Vec<_>, HistoryError>| {
            for (version, own, correction) in found? {
                versions.push(version);
                keys.extend(own);
                if let Some((number, record_id)) = correction {
                    let key = number.modulo_padding();
                    corrections
                        .entry(key.clone())
                        .or_default()
                        .insert(record_id);
                    numbers.insert(key, number);
                }
            }
            Ok(())
        },
    )?;
    versions.sort_unstable();
    let mut corrected = BTreeMap::new();
    for (key, number) in &numbers {
        let group = Group::of(history, number, &corrections[key])?;
        corrected.extend(group.rows.into_iter().map(|row| (row.record_version, row)));
    }
    // A corrected record is linked by what it reads now.
    keys.retain(|row| !corrected.contains_key(&row.record_version));
    let changed: Vec<Sequence> = corrected.keys().copied().collect();
    for some in changed.chunks(READ_AT_ONCE) {
        let mut read = history.versions_at(some)?.read()?;
        apply(&mut read, &corrected);
        for (&version, read) in some.iter().zip(&read) {
            keys.extend(key_rows(read, version, rules));
        }
    }
    Ok(Plan {
        components: Components::of(&versions, &mut keys),
        corrected,
    })
}

fn corrected_among(corrected: &Corrected, versions: &[Sequence]) -> Corrected {
    let among = versions.iter().filter_map(|at| corrected.get_key_value(at));
    among.map(|(at, row)| (*at, row.clone())).collect()
}

/// A part of the components, to be derived.
struct Part<'p> {
    versions: &'p [Sequence],
    stored: StoredVersions,
    corrected: Corrected,
}

/// Derives components part by part, and hands each with its versions to `take`; `corrected` tells
/// what corrections change of some versions.
pub(super) fn each_part<C: std::ops::Deref<Target = History>>(
    context: &mut C,
    components: &Components,
    rules: &LinkRules,
    corrected: CorrectedOf<'_>,
    take: Take<'_, C>,
) -> Result<(), HistoryError> {
    let mut parts = components.parts(READ_AT_ONCE);
    work_through(
        context,
        &mut |context| {
            let Some(versions) = parts.next() else {
                return Ok(None);
            };
            Ok(Some(Part {
                versions,
                stored: context.versions_at(versions)?,
                corrected: corrected(context, versions)?,
            }))
        },
        &|part: Part<'_>| {
            let mut read = part.stored.read()?;
            Ok((part.versions, derive(&mut read, part.corrected, rules)))
        },
        &mut |context, derived: Result<_, HistoryError>| {
            let (versions, derived) = derived?;
            take(context, versions, derived)
        },
    )
}

/// What is derived of current versions as printed.
fn derive(versions: &mut [RecordVersion], corrected: Corrected, rules: &LinkRules) -> Derived {
    let printed: Vec<Sequence> = versions.iter().map(|version| version.sequence).collect();
    apply(versions, &corrected);
    let mut derived = rows(versions, rules);
    for (version, &sequence) in versions.iter().zip(&printed) {
        derived.keys.extend(key_rows(version, sequence, rules));
    }
    derived.corrected = corrected.into_values().collect();
    derived
}
