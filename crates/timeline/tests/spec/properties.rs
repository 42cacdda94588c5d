//! What holds for every history.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use fedreg_model::Cause;
use fedreg_timeline::{
    AsOf, Change, Cursor, Diff, Filter, Known, LinkRules, Point, Step, View, as_of, diff,
    diff_since, stream, timeline,
};
use proptest::prelude::*;

use crate::store::{
    Act, FTO, SDGT, Store, amend, day, designate, document, hours, maintain, noon, redesignate,
    remove, revoke,
};

const NAMES: &[&str] = &[
    "Alpha Front",
    "Beta Army",
    "Gamma Brigade",
    "Delta Party",
    "al-Epsilon",
    "El Epsilon",
    "ZETA",
    "Eta Group",
    "Eta-Group",
    "AL EPSILON",
];

/// Aliases are told apart by every sign but case.
fn spelling(name: &str) -> String {
    name.to_lowercase()
}

fn start() -> NaiveDate {
    day("1998-01-01")
}

prop_compose! {
    fn act()(
        what in 0_u8..8,
        name in 0..NAMES.len(),
        aliases in prop::collection::vec(0..NAMES.len(), 0..3),
        under in 0_u8..3,
        days in prop::option::weighted(0.95, 0_u64..3000),
    ) -> Act {
        let name = NAMES[name];
        let aliases: Vec<&str> = aliases.into_iter().map(|at| NAMES[at]).collect();
        let act = match what {
            0 | 1 => designate(name).aka(&aliases),
            2 => redesignate(name).aka(&aliases),
            3 => amend(name).adds(&aliases),
            4 => amend(name).removes(&aliases),
            5 => maintain(name),
            6 => revoke(name),
            _ => {
                let act = amend(name);
                match aliases.first() {
                    Some(new) => act.renames(new),
                    None => remove(name),
                }
            }
        };
        let act = act.under(match under { 0 => &[FTO][..], 1 => &[SDGT], _ => &[FTO, SDGT] });
        match days {
            Some(days) => act.on(&(start() + Days::new(days)).to_string()),
            None => act,
        }
    }
}

prop_compose! {
    /// Documents, of which some are read again by another cause.
    fn history()(
        documents in prop::collection::vec(prop::collection::vec(act(), 1..4), 1..12),
        again in prop::collection::vec((0_usize..12, prop::collection::vec(act(), 0..3), 0_u8..4), 0..5),
    ) -> Store {
        let mut store = Store::default();
        let place = |at: usize| document(&format!("2001-{}", at + 1), "2001-01-01");
        let count = documents.len();
        for (at, acts) in documents.into_iter().enumerate() {
            let hour = i64::try_from(at).unwrap();
            store.read(&place(at), acts, Cause::Source, 1, hours(noon("2026-01-01"), hour));
        }
        for (turn, (at, acts, cause)) in again.into_iter().enumerate() {
            let cause = match cause {
                0 => Cause::Source,
                1 => Cause::Correction,
                2 => Cause::Parser,
                _ => Cause::Review,
            };
            let hour = 100 + i64::try_from(turn).unwrap();
            store.read(&place(at % count), acts, cause, 2, hours(noon("2026-01-01"), hour));
        }
        store
    }
}

type Lists = BTreeMap<(String, String), (String, BTreeSet<String>)>;

/// A list as standings by entity and authority: the primary name and all names.
fn lists(list: &AsOf) -> Lists {
    list.standings
        .iter()
        .map(|s| {
            let names = s
                .aliases
                .iter()
                .map(|a| spelling(&a.name))
                .chain([spelling(&s.name)]);
            (
                (s.entity.to_string(), s.authority.clone()),
                (s.name.clone(), names.collect()),
            )
        })
        .collect()
}

fn apply(mut lists: Lists, diff: &Diff) -> Lists {
    // What ended goes before what began: a standing can do both.
    for entry in diff.of(Change::Removed).chain(diff.of(Change::Lapsed)) {
        let key = (entry.entity.to_string(), entry.authority.clone());
        assert!(
            lists.remove(&key).is_some(),
            "removed what was not there: {entry:?}"
        );
    }
    for entry in diff.of(Change::Added) {
        let names = entry.aliases_gained.iter().map(|n| spelling(n));
        let names = names.chain([spelling(&entry.name)]).collect();
        let key = (entry.entity.to_string(), entry.authority.clone());
        let held = lists.insert(key, (entry.name.clone(), names));
        assert!(held.is_none(), "added what was there: {entry:?}");
    }
    for entry in diff.of(Change::Amended) {
        let key = (entry.entity.to_string(), entry.authority.clone());
        let (name, names) = lists.get_mut(&key).expect("amended what is there");
        if let Some(renamed) = &entry.renamed {
            assert_eq!(*name, renamed.from);
            name.clone_from(&renamed.to);
            names.insert(spelling(&renamed.to));
        }
        for lost in &entry.aliases_lost {
            assert!(
                names.remove(&spelling(lost)),
                "lost what was not there: {entry:?}"
            );
        }
        for gained in &entry.aliases_gained {
            assert!(
                names.insert(spelling(gained)),
                "gained what was there: {entry:?}"
            );
        }
    }
    lists
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 192,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_diff_leads_from_one_list_to_the_other(
        store in history(), one in 0_u64..3100, two in 0_u64..3100,
    ) {
        let (from, to) = (start() + Days::new(one.min(two)), start() + Days::new(one.max(two)));
        let rules = LinkRules::default();
        let filter = Filter::default();
        let list = |on| as_of(&store.versions, &rules, on, Known::Now, &filter);
        let diff = diff(&store.versions, &rules, Point::on(from), Point::on(to), &filter);
        prop_assert_eq!(apply(lists(&list(from)), &diff), lists(&list(to)));
        for entry in &diff.entries {
            prop_assert!(!entry.records.is_empty(), "no record: {:?}", entry);
        }
    }

    #[test]
    fn at_one_knowledge_a_diff_is_that_of_two_readings_of_it(
        store in history(), one in 0_u64..3100, two in 0_u64..3100,
    ) {
        let (from, to) = (Point::on(start() + Days::new(one)), Point::on(start() + Days::new(two)));
        let (rules, filter) = (LinkRules::default(), Filter::default());
        // The same records by another name, so that they are compared one by one.
        let last = Known::Sequence(store.last_sequence());
        let twice = diff(&store.versions, &rules, from, Point { known: last, ..to }, &filter);
        let once = diff(&store.versions, &rules, from, to, &filter);
        prop_assert_eq!((once.entries, once.other_acts), (twice.entries, twice.other_acts));
    }

    #[test]
    fn a_stream_leads_to_the_list_and_does_not_depend_on_slices(
        store in history(), cuts in prop::collection::vec(0_i64..100, 1..5), at in 0_usize..40,
    ) {
        let rules = LinkRules::default();
        let filter = Filter::default();
        let last = store.last_sequence();
        let mut through: Vec<i64> = cuts.iter().map(|share| last * share / 100).collect();
        through.push(last);
        through.sort_unstable();
        let steps: Vec<Step> = (0_u64..)
            .zip(through)
            .map(|(n, through)| Step { through, day: start() + Days::new(n * 300) })
            .collect();
        let until = start() + Days::new(3100);
        let read = |from| stream(&store.versions, &rules, &steps, until, &filter, from);
        let all = read(Cursor::START);
        if let Some(cut) = all.changes.get(at) {
            prop_assert_eq!(&read(cut.cursor).changes[..], &all.changes[at + 1..]);
        }
        let count = |what: &[Change]| {
            all.changes.iter().filter(|c| what.contains(&c.entry.change)).count()
        };
        let listed = as_of(&store.versions, &rules, until, Known::Now, &filter).standings.len();
        prop_assert_eq!(
            count(&[Change::Added]),
            listed + count(&[Change::Removed, Change::Lapsed])
        );
    }

    #[test]
    fn the_segments_of_a_day_are_its_list(store in history(), days in 0_u64..3100) {
        let on = start() + Days::new(days);
        let view = View::build(&store.versions, &LinkRules::default(), Known::Now, false);
        let mut held: Vec<_> = view
            .segments()
            .into_iter()
            .filter(|segment| segment.holds_on(on))
            .map(|segment| segment.standing)
            .collect();
        let mut listed = view.as_of(Point::on(on), &Filter::default()).standings;
        let key = |s: &fedreg_timeline::Standing| (s.entity.clone(), s.authority.clone());
        held.sort_by_key(key);
        listed.sort_by_key(key);
        prop_assert!(listed.iter().all(|standing| !standing.records.is_empty()));
        prop_assert_eq!(held, listed);
    }

    #[test]
    fn a_diff_since_a_sequence_accounts_for_every_standing(
        store in history(), share in 0_i64..100, days in 0_u64..3100,
    ) {
        let since = store.last_sequence() * share / 100;
        let on = start() + Days::new(days);
        let rules = LinkRules::default();
        let filter = Filter::default();
        let count = |known| as_of(&store.versions, &rules, on, known, &filter).standings.len();
        let diff = diff_since(&store.versions, &rules, since, on, &filter);
        let ended = diff.of(Change::Removed).count() + diff.of(Change::Lapsed).count();
        prop_assert_eq!(
            count(Known::Sequence(since)) + diff.of(Change::Added).count(),
            count(Known::Now) + ended
        );
        for entry in &diff.entries {
            prop_assert!(!entry.records.is_empty(), "no record: {:?}", entry);
        }
        let nothing = diff_since(&store.versions, &rules, store.last_sequence(), on, &filter);
        prop_assert!(nothing.is_empty() && nothing.other_acts.is_empty());
    }

    #[test]
    fn the_order_of_versions_has_no_say(
        (store, shuffled) in history().prop_flat_map(|store| {
            let versions = Just(store.versions.clone()).prop_shuffle();
            (Just(store), versions)
        }),
        days in 0_u64..3100,
    ) {
        let on = start() + Days::new(days);
        let rules = LinkRules::default();
        let filter = Filter::default();
        let answers = |versions: &[fedreg_model::RecordVersion]| {
            (
                as_of(versions, &rules, on, Known::Now, &filter),
                diff_since(versions, &rules, 3, on, &filter),
                timeline(versions, &rules, "front", Point::on(on), &filter),
                View::build(versions, &rules, Known::Now, true).links().links().to_vec(),
            )
        };
        prop_assert_eq!(answers(&store.versions), answers(&shuffled));
    }

    #[test]
    fn every_record_belongs_to_one_entity(store in history()) {
        let view = View::build(&store.versions, &LinkRules::default(), Known::Now, true);
        let mut seen = BTreeSet::new();
        for (entity, _) in view.entities() {
            for id in &entity.record_ids {
                prop_assert!(seen.insert(id.clone()));
                prop_assert_eq!(&view.links().of_record(id).unwrap().id, &entity.id);
            }
        }
        let current = store.versions.iter().filter(|v| v.superseded_at.is_none()).count();
        prop_assert_eq!(seen.len(), current);
    }
}
