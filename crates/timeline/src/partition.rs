//! Which records are one entity: sets that only grow together where nothing forbids it.

use std::collections::{BTreeMap, BTreeSet};

use fedreg_model::PartyKind;

use crate::links::{Mark, Marks};

/// Who was named apart where: a document, an authority, and the names it gives separate standing.
pub(crate) type NamedApart = BTreeMap<(usize, String), BTreeSet<String>>;

/// What is known of one set of records.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traits {
    /// The kinds of party printed, without `unknown`.
    pub(crate) kinds: BTreeSet<PartyKind>,
    /// For each `[[different]]` entry, which of its items the set holds.
    pub(crate) apart: BTreeMap<usize, BTreeSet<usize>>,
    /// Where a notice designates its members, under which names.
    pub(crate) named: NamedApart,
    /// What tells its members from other parties of their names.
    pub(crate) marks: Marks,
}

/// What stands against making two sets one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// An entry of `[[different]]`.
    Forbidden(usize),
    /// Parties of different kinds.
    Kinds(PartyKind, PartyKind),
    /// Marks that one party cannot bear both: born on other days, other hulls, other countries of a
    /// list by country.
    Marks(Mark),
    /// One notice designates both under one authority, apart from each other.
    NamedApart { document: usize, authority: String },
}

/// How much an edge may overrule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strength {
    /// A person says so: only another person can forbid it, and the rules cannot hold both.
    Forced,
    /// The same name.
    Name,
    /// Any other rule.
    Rule,
}

/// Sets of records (by position), merged under constraints.
#[derive(Debug, Clone)]
pub(crate) struct Partition {
    root: Vec<usize>,
    members: Vec<Vec<usize>>,
    traits: Vec<Traits>,
}

impl Partition {
    /// Every record alone.
    pub(crate) fn new(traits: Vec<Traits>) -> Self {
        Self {
            root: (0..traits.len()).collect(),
            members: (0..traits.len()).map(|i| vec![i]).collect(),
            traits,
        }
    }

    /// These sets, which were found before.
    pub(crate) fn of_sets(traits: Vec<Traits>, sets: &[Vec<usize>]) -> Self {
        let mut partition = Self::new(traits);
        for set in sets {
            if let Some((&first, others)) = set.split_first() {
                for &other in others {
                    // (Each of a set comes once, so that it is a set of its own still.)
                    partition.unite(first, other);
                }
            }
        }
        partition
    }

    /// The set of a record.
    pub(crate) fn find(&self, record: usize) -> usize {
        self.root[record]
    }

    /// The records of a set, by its [`find`](Self::find).
    pub(crate) fn members(&self, root: usize) -> &[usize] {
        &self.members[root]
    }

    /// All sets, each in order, in the order of their first members.
    pub(crate) fn sets(&self) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = self
            .members
            .iter()
            .filter(|m| !m.is_empty())
            .cloned()
            .collect();
        for set in &mut sets {
            set.sort_unstable();
        }
        sets.sort();
        sets
    }

    /// What stands against making the sets of `a` and `b` one.
    pub(crate) fn obstacle(&self, a: usize, b: usize, strength: Strength) -> Option<Obstacle> {
        let (a, b) = (&self.traits[self.find(a)], &self.traits[self.find(b)]);
        for (entry, items) in &a.apart {
            if let Some(others) = b.apart.get(entry)
                && items != others
            {
                return Some(Obstacle::Forbidden(*entry));
            }
        }
        if strength == Strength::Forced {
            return None;
        }
        if let (Some(one), Some(other)) = (a.kinds.first(), b.kinds.first())
            && a.kinds.is_disjoint(&b.kinds)
        {
            return Some(Obstacle::Kinds(*one, *other));
        }
        if let Some(mark) = a.marks.conflict(&b.marks) {
            return Some(Obstacle::Marks(mark));
        }
        if strength == Strength::Name {
            return None;
        }
        a.named.iter().find_map(|(place, names)| {
            let others = b.named.get(place)?;
            names.is_disjoint(others).then(|| Obstacle::NamedApart {
                document: place.0,
                authority: place.1.clone(),
            })
        })
    }

    /// Makes the sets of `a` and `b` one, unless something forbids it. Returns whether two sets
    /// became one.
    pub(crate) fn join(&mut self, a: usize, b: usize, strength: Strength) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        if a == b || self.obstacle(a, b, strength).is_some() {
            return false;
        }
        self.unite(a, b);
        true
    }

    /// Makes two sets, by their [`find`](Self::find), one.
    fn unite(&mut self, a: usize, b: usize) {
        let (keep, drop) = if a < b { (a, b) } else { (b, a) };
        let moved = std::mem::take(&mut self.members[drop]);
        for record in &moved {
            self.root[*record] = keep;
        }
        self.members[keep].extend(moved);
        let traits = std::mem::take(&mut self.traits[drop]);
        let into = &mut self.traits[keep];
        into.kinds.extend(traits.kinds);
        into.marks.extend(traits.marks);
        for (entry, items) in traits.apart {
            into.apart.entry(entry).or_default().extend(items);
        }
        for (place, names) in traits.named {
            into.named.entry(place).or_default().extend(names);
        }
    }
}
