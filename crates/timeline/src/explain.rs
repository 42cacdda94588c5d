//! Why two names are one entity, or are not.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use fedreg_model::{PartyKind, RecordId};
use serde::{Deserialize, Serialize};

use crate::links::{EntityId, EntityLinks, Link, Mark, Node};
use crate::names::link_fold;
use crate::partition::{Obstacle, Strength};

/// The answer, as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Both names belong to one entity and to no other.
    Same,
    /// They belong to different entities.
    Different,
    /// At least one of them belongs to several entities, so that the names alone do not tell.
    Ambiguous,
    /// No notice prints one of them.
    Unknown,
}

/// Why two names are one entity, or are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The answer.
    pub judgement: Judgement,
    /// The entities that bear the first name: id and primary name.
    pub a: Vec<(EntityId, String)>,
    /// The entities that bear the second.
    pub b: Vec<(EntityId, String)>,
    /// The reasons, each a sentence.
    pub because: Vec<String>,
    /// The links that lead from a record that bears the first to one that bears the second.
    pub links: Vec<Link>,
}

impl EntityLinks {
    /// Why two names are one entity, or are not.
    pub fn explain(&self, a: &str, b: &str) -> Explanation {
        let (folded_a, folded_b) = (link_fold(a), link_fold(b));
        let (bear_a, bear_b) = (self.bearers(&folded_a), self.bearers(&folded_b));
        let named = |bearers: &BTreeMap<usize, Vec<usize>>| {
            let entities = bearers.keys().map(|&at| &self.entities[at]);
            entities
                .map(|e| (e.id.clone(), e.name.clone()))
                .collect::<Vec<_>>()
        };
        let mut explanation = Explanation {
            judgement: Judgement::Different,
            a: named(&bear_a),
            b: named(&bear_b),
            because: Vec::new(),
            links: Vec::new(),
        };
        for (name, bearers) in [(a, &bear_a), (b, &bear_b)] {
            if bearers.is_empty() {
                explanation.judgement = Judgement::Unknown;
                explanation
                    .because
                    .push(format!("no notice prints the name '{name}'"));
            }
        }
        if explanation.judgement == Judgement::Unknown {
            return explanation;
        }
        let shared: Vec<usize> = bear_a
            .keys()
            .filter(|at| bear_b.contains_key(at))
            .copied()
            .collect();
        if let Some(&at) = shared.first() {
            let alone = bear_a.len() == 1 && bear_b.len() == 1;
            explanation.judgement = if alone {
                Judgement::Same
            } else {
                Judgement::Ambiguous
            };
            self.explain_same(&mut explanation, &bear_a[&at], &bear_b[&at], (a, b));
            if !alone {
                let bearers: Vec<&str> = bear_a
                    .keys()
                    .chain(bear_b.keys())
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .map(|&at| self.entities[at].name.as_str())
                    .collect();
                explanation.because.push(format!(
                    "but the names are also borne apart, by {}",
                    bearers.join(", ")
                ));
            }
            return explanation;
        }
        for &one in bear_a.keys() {
            for &two in bear_b.keys() {
                let reasons = self.reasons_apart(one, two);
                for reason in reasons {
                    if !explanation.because.contains(&reason) {
                        explanation.because.push(reason);
                    }
                }
            }
        }
        explanation
    }

    /// The entities that bear a name, each with its records that print it.
    fn bearers(&self, folded: &str) -> BTreeMap<usize, Vec<usize>> {
        let mut bearers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (position, entity) in self.entities.iter().enumerate() {
            for &at in &entity.members {
                let node = &self.nodes[at];
                if node.name == folded || node.mentions.iter().any(|m| m.folded == folded) {
                    bearers.entry(position).or_default().push(at);
                }
            }
        }
        bearers
    }

    fn explain_same(
        &self,
        explanation: &mut Explanation,
        bear_a: &[usize],
        bear_b: &[usize],
        (a, b): (&str, &str),
    ) {
        let (Some(&first), Some(&second)) = (bear_a.first(), bear_b.first()) else {
            return;
        };
        if let Some(&both) = bear_a.iter().find(|at| bear_b.contains(at)) {
            let record = self.record(both);
            explanation.because.push(if link_fold(a) == link_fold(b) {
                format!("'{a}' and '{b}' are the same name: case, accents, hyphens, an English article in front and the spelling of the Arabic article do not count")
            } else {
                format!("one notice prints both '{a}' and '{b}' for one party (record {record})")
            });
            return;
        }
        explanation.links = self.path(first, second);
        explanation
            .because
            .extend(explanation.links.iter().map(|link| link.why.clone()));
    }

    /// The shortest chain of links between two records of one entity.
    fn path(&self, from: usize, to: usize) -> Vec<Link> {
        let (from, to) = (self.record(from), self.record(to));
        let mut came: BTreeMap<&RecordId, Option<(&RecordId, &Link)>> = BTreeMap::new();
        came.insert(from, None);
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            if at == to {
                break;
            }
            for link in self
                .links
                .iter()
                .filter(|link| link.a == *at || link.b == *at)
            {
                let next = if link.a == *at { &link.b } else { &link.a };
                if !came.contains_key(next) {
                    came.insert(next, Some((at, link)));
                    queue.push_back(next);
                }
            }
        }
        let mut path = Vec::new();
        let mut at = to;
        while let Some(Some((previous, link))) = came.get(at) {
            path.push((*link).clone());
            at = previous;
        }
        path.reverse();
        path
    }

    fn record(&self, node: usize) -> &RecordId {
        &self.record_ids[node]
    }

    fn reasons_apart(&self, one: usize, two: usize) -> Vec<String> {
        let (first, second) = (&self.entities[one], &self.entities[two]);
        let pair = format!("'{}' and '{}'", first.name, second.name);
        let mut reasons = Vec::new();
        if let (Some(&a), Some(&b)) = (first.members.first(), second.members.first()) {
            match self.partition.obstacle(a, b, Strength::Rule) {
                Some(Obstacle::Forbidden(entry)) => {
                    let why = self
                        .rules
                        .different
                        .get(entry)
                        .map_or("", |e| e.why.as_str());
                    reasons.push(format!(
                        "entities.toml says that {pair} are different: {why}"
                    ));
                }
                Some(Obstacle::Kinds(a, b)) => {
                    reasons.push(format!("{pair} are parties of different kinds ({a}, {b})"));
                }
                Some(Obstacle::Marks(mark)) => {
                    let what = match mark {
                        Mark::Birth => "were born on different days",
                        Mark::Hull => "are ships with different IMO numbers",
                        Mark::Country => "stand under different countries of a list by country",
                    };
                    reasons.push(format!("{pair} {what}"));
                }
                Some(Obstacle::NamedApart { authority, .. }) => reasons.push(format!(
                    "one notice designates {pair} apart from each other under {authority}"
                )),
                None => {}
            }
        }
        let touches = |id: &EntityId| *id == first.id || *id == second.id;
        for doubt in self.ambiguities() {
            let own = first.record_ids.contains(&doubt.record_id)
                || second.record_ids.contains(&doubt.record_id);
            if own && doubt.candidates.iter().any(|(id, _)| touches(id)) {
                reasons.push(format!("{}, so that it links neither", doubt.why));
            }
        }
        let nodes = |at: usize| self.entities[at].members.iter().map(|&m| &self.nodes[m]);
        for (from, into) in [(one, two), (two, one)] {
            reasons.extend(weak_match(nodes(from), &|| nodes(into)));
        }
        if reasons.is_empty() {
            let primary: BTreeSet<&str> = nodes(one).map(|n| n.name.as_str()).collect();
            let same_name = nodes(two).any(|n| primary.contains(n.name.as_str()));
            let individual = nodes(one).any(|n| n.kind == PartyKind::Individual);
            let aliases: BTreeSet<&str> = nodes(one).flat_map(Node::full_names).collect();
            let alias = nodes(two)
                .flat_map(Node::full_names)
                .find(|n| aliases.contains(n));
            reasons.push(if same_name && individual {
                format!(
                    "{pair}: individuals of one name under different authorities are one only \
                     if they share a document, an identifier or another name"
                )
            } else if let Some(alias) = alias {
                format!(
                    "{pair} share the alias '{alias}'; notices are linked only if the name of \
                     one is an alias of the other under the same authority"
                )
            } else {
                format!(
                    "no notice prints a name of one as a name of the other ({pair}); similar \
                     spellings are linked only by a printed list of aliases"
                )
            });
        }
        reasons.sort();
        reasons.dedup();
        reasons
    }
}

/// Sentences for names that met an alias without linking: acronyms, other authorities, and
/// aliases that an amendment took away.
fn weak_match<'n, I: Iterator<Item = &'n Node>>(
    from: impl Iterator<Item = &'n Node>,
    into: &dyn Fn() -> I,
) -> Vec<String> {
    let mut reasons = Vec::new();
    for node in from {
        for other in into() {
            for mention in other.mentions.iter().filter(|m| m.folded == node.name) {
                let (name, other_name) = (&node.name, &other.name);
                let shared = node
                    .authorities
                    .iter()
                    .any(|a| other.authorities.contains(a));
                reasons.push(if mention.weak || node.acronym {
                    format!("'{name}' is an acronym or weak alias of '{other_name}', and those never link alone")
                } else if !shared {
                    format!("'{name}' is an alias of '{other_name}', but under another authority")
                } else if into().any(|n| n.removes.contains(name)) {
                    format!("'{name}' was an alias of '{other_name}' until an amendment took it away")
                } else {
                    continue;
                });
            }
        }
    }
    reasons
}
