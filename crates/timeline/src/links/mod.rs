//! Which notices speak of one entity, by stated rules.
//!
//! The rules run in a fixed order over records in canonical order, so that the answer depends on
//! nothing but what the records say. A match that could mean two entities links nothing and is
//! reported as an [`Ambiguity`].

mod build;
mod keys;
mod marks;
mod node;
mod possible;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use fedreg_model::{PartyKind, RecordId, RecordVersion};
use serde::{Deserialize, Serialize};

pub use keys::{LinkKey, link_keys};
pub(crate) use marks::{Mark, Marks};
pub(crate) use node::Node;
pub use possible::Possible;

use crate::partition::Partition;
use crate::rules::LinkRules;

/// The id of an entity: the id of its earliest record. It changes only when an earlier notice of
/// the same entity is found, or when entities are found to be one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntityId(pub String);

impl std::fmt::Display for EntityId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// The rule by which two records are held to speak of one entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkRule {
    /// An entry of `[[same]]` in `entities.toml`.
    Forced,
    /// The same name, folded, of one kind of party within one programme.
    SameName,
    /// The same identifier: label, value and country, folded.
    SameIdentifier,
    /// The same name or acronym, where that alone would not do, and another name in common.
    NameAndAlias,
    /// The name of one is an alias of the other under the same authority.
    NameIsAlias,
}

impl LinkRule {
    /// Every rule, in the order in which they link.
    pub const ALL: &'static [Self] = &[
        Self::Forced,
        Self::SameName,
        Self::SameIdentifier,
        Self::NameAndAlias,
        Self::NameIsAlias,
    ];

    /// The word used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Forced => "forced",
            Self::SameName => "same_name",
            Self::SameIdentifier => "same_identifier",
            Self::NameAndAlias => "name_and_alias",
            Self::NameIsAlias => "name_is_alias",
        }
    }
}

/// One application of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    /// One record.
    pub a: RecordId,
    /// The other.
    pub b: RecordId,
    /// The rule.
    pub rule: LinkRule,
    /// The sentence that says why, with the names.
    pub why: String,
}

/// A match that could mean several entities, and therefore links nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ambiguity {
    /// The name as the record prints it.
    pub name: String,
    /// The authority under which it was looked for; `None` where the kind of party is in doubt.
    pub authority: Option<String>,
    /// The record that could not be linked.
    pub record_id: RecordId,
    /// The entities that it could mean: id and name.
    pub candidates: Vec<(EntityId, String)>,
    /// The sentence that says why.
    pub why: String,
}

/// One entity: records that speak of the same party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its id.
    pub id: EntityId,
    /// Its primary name: as the latest designation or change of name prints it; where history
    /// holds none, as the earliest notice does.
    pub name: String,
    /// What it is; `unknown` if no record says.
    pub kind: PartyKind,
    /// Its records, in canonical order.
    pub record_ids: Vec<RecordId>,
    /// Positions of its records among those linked.
    pub(crate) members: Vec<usize>,
}

/// All entities among a set of records, and why they are what they are.
#[derive(Debug, Clone)]
pub struct EntityLinks {
    pub(crate) entities: Vec<Entity>,
    pub(crate) of_record: HashMap<RecordId, usize>,
    pub(crate) links: Vec<Link>,
    pub(crate) ambiguities: Vec<Ambiguity>,
    /// What orders the ambiguities, for each of them.
    pub(crate) places: Vec<String>,
    pub(crate) possible: Vec<Possible>,
    /// The entities in `possible`.
    pub(crate) guarded: HashSet<EntityId>,
    /// The ambiguities of each record, by position.
    pub(crate) doubts: HashMap<RecordId, Vec<usize>>,
    /// The records as the rules saw them; none where the links are [stored](Self::stored).
    pub(crate) nodes: Vec<Node>,
    /// The records' ids, by position.
    pub(crate) record_ids: Vec<RecordId>,
    pub(crate) partition: Partition,
    pub(crate) rules: LinkRules,
}

impl EntityLinks {
    /// Links records; the order in which they are given does not matter.
    pub fn build(records: &[&RecordVersion], rules: &LinkRules) -> Self {
        build::build(&crate::known::in_order(records.to_vec()), rules)
    }

    /// Links that were found before among more records, of which `records` (in canonical order)
    /// are those of some entities. [`explain`](Self::explain) has nothing to say of them before they
    /// are [weighed](Self::weighed).
    pub(crate) fn stored(records: &[&RecordVersion], stored: Stored) -> Self {
        let position: HashMap<&RecordId, usize> = records
            .iter()
            .enumerate()
            .map(|(at, version)| (&version.record_id, at))
            .collect();
        let mut sets: Vec<Vec<usize>> = stored
            .members
            .iter()
            .map(|ids| {
                let mut set: Vec<usize> = ids
                    .iter()
                    .filter_map(|id| position.get(id).copied())
                    .collect();
                set.sort_unstable();
                set
            })
            .filter(|set| !set.is_empty())
            .collect();
        sets.sort();
        let entities: Vec<Entity> = sets
            .into_iter()
            .map(|members| build::entity(records, members))
            .collect();
        let of_record = entities
            .iter()
            .enumerate()
            .flat_map(|(at, entity)| entity.record_ids.iter().map(move |id| (id.clone(), at)))
            .collect();
        let (places, ambiguities): (Vec<String>, Vec<Ambiguity>) =
            stored.ambiguities.into_iter().unzip();
        let possible: Vec<Possible> = stored.possible.into_iter().collect();
        Self {
            of_record,
            entities,
            links: stored.links.into_iter().collect(),
            doubts: by_record(&ambiguities),
            ambiguities,
            places,
            guarded: guarded(&possible),
            possible,
            nodes: Vec::new(),
            record_ids: Vec::new(),
            partition: Partition::new(Vec::new()),
            rules: LinkRules::default(),
        }
    }

    /// Links that were found before, with what these rules see in their records.
    pub(crate) fn weighed(self, records: &[&RecordVersion], rules: &LinkRules) -> Self {
        let nodes = Node::all(records);
        let traits = records.iter().zip(&nodes);
        let traits = traits
            .map(|(v, node)| build::traits(v, node, rules))
            .collect();
        let sets: Vec<Vec<usize>> = self.entities.iter().map(|e| e.members.clone()).collect();
        Self {
            partition: Partition::of_sets(traits, &sets),
            record_ids: records.iter().map(|v| v.record_id.clone()).collect(),
            rules: rules.clone(),
            nodes,
            ..self
        }
    }

    /// All entities, in the order of their earliest records.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The entity of a record.
    pub fn of_record(&self, record: &RecordId) -> Option<&Entity> {
        self.of_record
            .get(record)
            .and_then(|position| self.entities.get(*position))
    }

    /// The entity with an id.
    pub fn get(&self, id: &EntityId) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.id == *id)
    }

    /// Every link made, in order of the records.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Every match that could mean several entities.
    pub fn ambiguities(&self) -> &[Ambiguity] {
        &self.ambiguities
    }

    /// Every pair of entities that may be one, where a guard stopped: linked only if
    /// `entities.toml` says so.
    pub fn possible(&self) -> &[Possible] {
        &self.possible
    }

    /// The ambiguity of a record under an authority, if there is one.
    pub(crate) fn doubt(&self, record: &RecordId, authority: &str) -> Option<&Ambiguity> {
        self.doubts
            .get(record)?
            .iter()
            .filter_map(|at| self.ambiguities.get(*at))
            .find(|doubt| {
                doubt
                    .authority
                    .as_deref()
                    .is_none_or(|code| code == authority)
            })
    }
}

/// What was found before about some entities.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    /// The records of each.
    pub(crate) members: Vec<Vec<RecordId>>,
    /// Why they are one, each once.
    pub(crate) links: BTreeSet<Link>,
    /// What is in doubt about them, by place.
    pub(crate) ambiguities: BTreeMap<String, Ambiguity>,
    /// Which other entities they may be.
    pub(crate) possible: BTreeSet<Possible>,
}

/// The ambiguities of each record, by position.
fn by_record(ambiguities: &[Ambiguity]) -> HashMap<RecordId, Vec<usize>> {
    let mut by_record: HashMap<RecordId, Vec<usize>> = HashMap::new();
    for (at, ambiguity) in ambiguities.iter().enumerate() {
        let held = by_record.entry(ambiguity.record_id.clone()).or_default();
        held.push(at);
    }
    by_record
}

/// The entities that may be another.
fn guarded(possible: &[Possible]) -> HashSet<EntityId> {
    let both = possible.iter().flat_map(|p| [p.a.clone(), p.b.clone()]);
    both.collect()
}
