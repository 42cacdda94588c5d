//! Records that touch no other by a link key are linked the same, whatever other records there are.

use std::collections::BTreeSet;

use chrono::Days;
use fedreg_model::{Cause, PartyKind, RecordVersion};
use fedreg_timeline::{
    Ambiguity, Entity, Known, Link, LinkKey, LinkRules, Possible, Segment, View, link_keys,
};
use proptest::prelude::*;

use crate::store::{
    Act, FTO, SDGT, Store, amend, day, designate, document, hours, maintain, noon, redesignate,
    revoke,
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
    "Theta Line",
    "Iota",
];

const RULES: &str = "
[[same]]
names = ['Gamma Brigade', 'Theta Line']
why = 'a person says so'

[[different]]
names = ['Alpha Front', 'Delta Party']
why = 'a person says so'
";

prop_compose! {
    fn act()(
        what in 0_u8..6,
        name in 0..NAMES.len(),
        aliases in prop::collection::vec(0..NAMES.len(), 0..3),
        under in 0_u8..4,
        days in prop::option::weighted(0.95, 0_u64..3000),
        kind in 0_u8..6,
        identifier in prop::option::weighted(0.3, 0_u8..4),
        born in prop::option::weighted(0.2, 0_u8..2),
        tag in prop::option::weighted(0.2, 0_u8..2),
    ) -> Act {
        let aliases: Vec<&str> = aliases.into_iter().map(|at| NAMES[at]).collect();
        let name = NAMES[name];
        let act = match what {
            0 | 1 => designate(name).aka(&aliases),
            2 => redesignate(name).aka(&aliases),
            3 => amend(name).adds(&aliases),
            4 => maintain(name),
            _ => revoke(name),
        };
        let mut act = act
            .under([&[FTO][..], &[SDGT], &[FTO, SDGT], &["EO-14059"]][usize::from(under)])
            .kind(match kind {
                0 => PartyKind::Individual,
                1 => PartyKind::Unknown,
                2 => PartyKind::Vessel,
                _ => PartyKind::Organization,
            });
        if let Some(number) = identifier {
            act = act.identified("Registration", &format!("R-0000{number}"));
        }
        if let Some(born) = born {
            act = act.born(if born == 0 { "1960-01-01" } else { "1970-01-01" });
        }
        if let Some(tag) = tag {
            act = act.tagged(if tag == 0 { "SDGT" } else { "IRAN" });
        }
        match days {
            Some(days) => act.on(&(day("1998-01-01") + Days::new(days)).to_string()),
            None => act,
        }
    }
}

prop_compose! {
    fn records()(documents in prop::collection::vec(prop::collection::vec(act(), 1..4), 1..14))
        -> Vec<RecordVersion>
    {
        let mut store = Store::default();
        for (at, acts) in documents.into_iter().enumerate() {
            let hour = i64::try_from(at).unwrap();
            let place = document(&format!("2001-{}", at + 1), "2001-01-01");
            store.read(&place, acts, Cause::Source, 1, hours(noon("2026-01-01"), hour));
        }
        store.versions
    }
}

/// The records in components of those that touch, found by trying until nothing more is reached.
fn components(records: &[RecordVersion], rules: &LinkRules) -> Vec<Vec<RecordVersion>> {
    let keys: Vec<BTreeSet<LinkKey>> = records.iter().map(|v| link_keys(v, rules)).collect();
    let touch = |a: usize, b: usize| {
        keys[a].iter().any(|one| {
            keys[b]
                .iter()
                .any(|other| one.text == other.text && (one.bears || other.bears))
        })
    };
    let mut left: BTreeSet<usize> = (0..records.len()).collect();
    let mut found = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut component = vec![first];
        let mut next = 0;
        while next < component.len() {
            let at = component[next];
            let reached: Vec<usize> = left.iter().copied().filter(|&b| touch(at, b)).collect();
            left.retain(|b| !reached.contains(b));
            component.extend(reached);
            next += 1;
        }
        found.push(
            component
                .into_iter()
                .map(|at| records[at].clone())
                .collect(),
        );
    }
    found
}

#[derive(Debug, Default, PartialEq)]
struct Answers {
    entities: Vec<Entity>,
    links: Vec<Link>,
    ambiguities: Vec<Ambiguity>,
    possible: Vec<Possible>,
    segments: Vec<Segment>,
}

impl Answers {
    fn add(&mut self, records: &[RecordVersion], rules: &LinkRules) {
        let view = View::build(records, rules, Known::Now, false);
        let links = view.links();
        self.entities.extend(links.entities().iter().cloned());
        self.links.extend(links.links().iter().cloned());
        self.ambiguities.extend(links.ambiguities().iter().cloned());
        self.possible.extend(links.possible().iter().cloned());
        self.segments.extend(view.segments());
    }

    /// Without the order of components, which does not count.
    fn sorted(mut self) -> Self {
        self.entities.sort_by(|a, b| a.id.cmp(&b.id));
        self.links.sort();
        self.ambiguities
            .sort_by_key(|a| (a.record_id.clone(), a.authority.clone()));
        self.possible.sort();
        self.segments.sort_by_key(|s| {
            (
                s.standing.entity.clone(),
                s.standing.authority.clone(),
                s.from,
            )
        });
        self
    }

    /// Entities also know where their records stood among those linked, which is not compared.
    fn told(&self) -> impl PartialEq + std::fmt::Debug + use<> {
        let entities: Vec<_> = self
            .entities
            .iter()
            .map(|e| (e.id.clone(), e.name.clone(), e.kind, e.record_ids.clone()))
            .collect();
        (
            entities,
            self.links.clone(),
            self.ambiguities.clone(),
            self.possible.clone(),
            self.segments.clone(),
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_component_is_linked_alone_as_among_all(records in records()) {
        let rules = LinkRules::from_toml(RULES).unwrap();
        let mut whole = Answers::default();
        whole.add(&records, &rules);
        let mut parts = Answers::default();
        for component in components(&records, &rules) {
            parts.add(&component, &rules);
        }
        prop_assert_eq!(whole.sorted().told(), parts.sorted().told());
    }
}

#[test]
fn names_that_two_records_merely_print_do_not_make_them_touch() {
    let mut store = Store::default();
    store.publish(
        "2001-1",
        "2001-01-01",
        vec![
            designate("Alpha Front").aka(&["Iota"]).on("2001-01-01"),
            designate("Beta Army").aka(&["Iota"]).on("2001-01-01"),
        ],
    );
    let rules = LinkRules::default();
    assert_eq!(components(&store.versions, &rules).len(), 2);
    store.publish(
        "2001-2",
        "2001-02-01",
        vec![maintain("Iota").on("2001-02-01")],
    );
    assert_eq!(components(&store.versions, &rules).len(), 1);
}
