//! Matches at which a guard stopped: perhaps the same entity, and linked only if a person says so.

use std::collections::{BTreeMap, BTreeSet};

use fedreg_model::{PartyKind, RecordId, RecordVersion};
use serde::{Deserialize, Serialize};

use super::{Entity, EntityId, Node};
use crate::partition::{Partition, Strength};

/// Two entities that may be one: a match at which a guard stopped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Possible {
    /// The entity whose record matched.
    pub a: EntityId,
    /// Its name.
    pub a_name: String,
    /// The entity that it may be.
    pub b: EntityId,
    /// Its name.
    pub b_name: String,
    /// The record that matched.
    pub record_id: RecordId,
    /// The sentence that says what matched and which guard stopped.
    pub why: String,
}

/// Every match at which a guard stopped, once for each pair of entities.
pub(super) fn possible(
    records: &[&RecordVersion],
    nodes: &[Node],
    partition: &Partition,
    entities: &[Entity],
) -> Vec<Possible> {
    let position: BTreeMap<usize, usize> = entities
        .iter()
        .enumerate()
        .flat_map(|(at, entity)| entity.members.iter().map(move |&member| (member, at)))
        .collect();
    let mut aliases: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    let mut names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        names.entry(&node.name).or_default().push(at);
        for authority in &node.authorities {
            for mention in node
                .mentions
                .iter()
                .filter(|m| m.weak || m.folded.len() <= 8)
            {
                aliases
                    .entry((authority, &mention.folded))
                    .or_default()
                    .push(at);
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut add = |at: usize, other: usize, why: String| {
        let (Some(&a), Some(&b)) = (position.get(&at), position.get(&other)) else {
            return;
        };
        let free = a != b && partition.obstacle(at, other, Strength::Rule).is_none();
        if free && seen.insert((a.min(b), a.max(b))) {
            found.push(Possible {
                a: entities[a].id.clone(),
                a_name: entities[a].name.clone(),
                b: entities[b].id.clone(),
                b_name: entities[b].name.clone(),
                record_id: records[at].record_id.clone(),
                why,
            });
        }
    };
    for (at, node) in nodes.iter().enumerate() {
        let printed = &records[at].record.party.name;
        for authority in &node.authorities {
            for &other in aliases
                .get(&(authority.as_str(), node.name.as_str()))
                .into_iter()
                .flatten()
            {
                let weak = nodes[other]
                    .mentions
                    .iter()
                    .any(|m| m.weak && m.folded == node.name);
                if weak || node.acronym {
                    let whose = &records[other].record.party.name;
                    add(
                        at,
                        other,
                        format!(
                            "'{printed}' is an acronym or a weak alias of '{whose}' under {authority}, \
                         and those never link alone"
                        ),
                    );
                }
            }
        }
        let first = names
            .get(node.name.as_str())
            .and_then(|same| same.first().copied());
        if let Some(first) = first {
            let guard = if node.acronym || node.kind == PartyKind::Individual {
                "under different authorities; acronyms and the names of individuals"
            } else {
                "under different programmes; names"
            };
            add(
                at,
                first,
                format!(
                    "both are named '{printed}', {guard} link there only with another name or an \
                     identifier in common"
                ),
            );
        }
    }
    found.sort();
    found
}
