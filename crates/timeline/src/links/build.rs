//! The linking rules, run in order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fedreg_model::{DocumentNumber, PartyKind, RecordVersion};

use super::{Ambiguity, Entity, EntityId, EntityLinks, Link, LinkRule, Node};
use crate::act;
use crate::partition::{Partition, Strength, Traits};
use crate::rules::{Item, LinkRules};

/// Links records that stand in canonical order.
pub(super) fn build(records: &[&RecordVersion], rules: &LinkRules) -> EntityLinks {
    let nodes = Node::all(records);
    let traits = records
        .iter()
        .zip(&nodes)
        .map(|(v, node)| traits(v, node, rules))
        .collect();
    let mut linker = Linker {
        records,
        partition: Partition::new(traits),
        links: Vec::new(),
        doubts: BTreeMap::new(),
        namesakes: BTreeMap::new(),
        rules,
        aliases: alias_index(&nodes),
        removals: removal_index(&nodes),
        nodes: &nodes,
    };
    linker.forced();
    linker.same_name();
    linker.same_identifier();
    linker.name_is_alias(false);
    linker.name_is_alias(true);
    let Linker {
        partition,
        mut links,
        doubts,
        namesakes,
        ..
    } = linker;
    links.sort();
    let entities: Vec<Entity> = partition
        .sets()
        .into_iter()
        .map(|members| entity(records, members))
        .collect();
    let of_record: HashMap<_, _> = entities
        .iter()
        .enumerate()
        .flat_map(|(at, entity)| entity.record_ids.iter().map(move |id| (id.clone(), at)))
        .collect();
    let entity_at = |record: usize| {
        of_record
            .get(&records[record].record_id)
            .and_then(|at: &usize| entities.get(*at))
    };
    let doubts = doubts
        .into_iter()
        .map(|((record, authority), others)| (record, authority, others, false));
    let namesakes = namesakes
        .into_iter()
        .map(|(record, others)| (record, None, others, true));
    let ambiguities: Vec<(String, Ambiguity)> = doubts
        .chain(namesakes)
        .filter_map(|(record, authority, others, namesake)| {
            let own = entity_at(record)?;
            // Another rule has told since which party is meant, or what kind of party.
            let settled = if namesake {
                let mut others = others.iter().filter_map(|&other| entity_at(other));
                others.any(|other| other.id == own.id)
            } else {
                authority.is_none() && own.kind != PartyKind::Unknown
            };
            if settled {
                return None;
            }
            let candidates: BTreeSet<(EntityId, String)> = others
                .into_iter()
                .filter_map(entity_at)
                .map(|entity| (entity.id.clone(), entity.name.clone()))
                .collect();
            // What later rules made one is no longer in doubt.
            if candidates.len() < 2 {
                return None;
            }
            let name = records[record].record.party.name.clone();
            let names: Vec<&str> = candidates.iter().map(|(_, name)| name.as_str()).collect();
            let why = format!("'{name}' could mean {}", names.join(" or "));
            let place = place(records[record], authority.as_deref(), namesake);
            let ambiguity = Ambiguity {
                name,
                authority,
                record_id: records[record].record_id.clone(),
                candidates: candidates.into_iter().collect(),
                why,
            };
            Some((place, ambiguity))
        })
        .collect();
    let (places, ambiguities): (Vec<String>, Vec<Ambiguity>) = ambiguities.into_iter().unzip();
    let doubts = super::by_record(&ambiguities);
    let possible = super::possible::possible(records, &nodes, &partition, &entities);
    let guarded = super::guarded(&possible);
    EntityLinks {
        entities,
        of_record,
        links,
        ambiguities,
        places,
        possible,
        guarded,
        doubts,
        nodes,
        record_ids: records.iter().map(|v| v.record_id.clone()).collect(),
        partition,
        rules: rules.clone(),
    }
}

/// The place of an ambiguity among all: as text, so that it can be kept beside it.
fn place(version: &RecordVersion, authority: Option<&str>, namesake: bool) -> String {
    let RecordVersion {
        document, ordinal, ..
    } = version;
    let day = document.publication_date.map(|day| day.to_string());
    let number = document
        .document_number
        .as_ref()
        .map(DocumentNumber::as_str);
    format!(
        "{} {} {} {ordinal:010} {} {}",
        u8::from(namesake),
        day.unwrap_or_default(),
        number.unwrap_or_default(),
        version.record_id,
        authority.unwrap_or_default(),
    )
}

/// What a record brings to the set that it belongs to.
pub(super) fn traits(version: &RecordVersion, node: &Node, rules: &LinkRules) -> Traits {
    let mut traits = Traits {
        marks: node.marks.clone(),
        ..Traits::default()
    };
    if node.kind != PartyKind::Unknown {
        traits.kinds.insert(node.kind);
    }
    for (entry, different) in rules.different.iter().enumerate() {
        for (item, what) in different.items().enumerate() {
            if is_meant(&what, version, node) {
                traits.apart.entry(entry).or_default().insert(item);
            }
        }
    }
    if node.begins {
        for authority in &node.authorities {
            let place = (node.document, authority.clone());
            traits
                .named
                .entry(place)
                .or_default()
                .insert(node.name.clone());
        }
    }
    traits
}

pub(super) fn is_meant(item: &Item, version: &RecordVersion, node: &Node) -> bool {
    match item {
        Item::Name(name) => *name == node.name,
        Item::Record(id) => *id == version.record_id,
    }
}

/// Where a name stands as an alias under an authority: `(record, weak)`.
type AliasIndex = BTreeMap<(String, String), Vec<(usize, bool)>>;
/// Which records take an alias away under an authority.
type RemovalIndex = BTreeMap<(String, String), Vec<usize>>;

fn alias_index(nodes: &[Node]) -> AliasIndex {
    let mut index = AliasIndex::new();
    for (at, node) in nodes.iter().enumerate() {
        for (authority, mention) in node.authorities.iter().flat_map(|authority| {
            node.mentions
                .iter()
                .map(move |mention| (authority, mention))
        }) {
            index
                .entry((authority.clone(), mention.folded.clone()))
                .or_default()
                .push((at, mention.weak));
        }
    }
    index
}

fn removal_index(nodes: &[Node]) -> RemovalIndex {
    let mut index = RemovalIndex::new();
    for (at, node) in nodes.iter().enumerate() {
        for authority in &node.authorities {
            for name in &node.removes {
                index
                    .entry((authority.clone(), name.clone()))
                    .or_default()
                    .push(at);
            }
        }
    }
    index
}

struct Linker<'a> {
    records: &'a [&'a RecordVersion],
    nodes: &'a [Node],
    partition: Partition,
    links: Vec<Link>,
    /// Record and authority in doubt, with a record of each candidate.
    doubts: BTreeMap<(usize, Option<String>), BTreeSet<usize>>,
    /// Records whose name several parties bear that are known to be apart, with one of each.
    namesakes: BTreeMap<usize, BTreeSet<usize>>,
    rules: &'a LinkRules,
    aliases: AliasIndex,
    removals: RemovalIndex,
}

/// What records of one name have in common beside it, in the order in which it links them. (The
/// order of documents is that of the records, so that it does not depend on how many other records
/// there are.)
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Common {
    Authority(String),
    Programme(usize),
    Tag(String),
    Document(usize),
    Name(String),
}

fn strength(rule: LinkRule) -> Strength {
    match rule {
        LinkRule::Forced => Strength::Forced,
        LinkRule::SameName | LinkRule::NameAndAlias => Strength::Name,
        LinkRule::SameIdentifier | LinkRule::NameIsAlias => Strength::Rule,
    }
}

impl<'a> Linker<'a> {
    fn join(&mut self, a: usize, b: usize, rule: LinkRule, why: String) -> bool {
        let joined = self.partition.join(a, b, strength(rule));
        if joined {
            let id = |at: usize| self.records[at].record_id.clone();
            self.links.push(Link {
                a: id(a),
                b: id(b),
                rule,
                why,
            });
        }
        joined
    }

    fn forced(&mut self) {
        for same in &self.rules.same {
            let items: Vec<Item> = same.items().collect();
            let meant: Vec<usize> = (0..self.nodes.len())
                .filter(|&at| {
                    items
                        .iter()
                        .any(|item| is_meant(item, self.records[at], &self.nodes[at]))
                })
                .collect();
            if let Some((&first, others)) = meant.split_first() {
                for &other in others {
                    self.join(first, other, LinkRule::Forced, same.why.clone());
                }
            }
        }
    }

    /// The same name and kind within one programme is the same entity. Individuals and acronyms
    /// need the same authority. A country is one everywhere.
    fn same_name(&mut self) {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, node) in self.nodes.iter().enumerate() {
            by_name.entry(&node.name).or_default().push(at);
        }
        for (name, group) in by_name {
            for same_kind in self.by_kind(&group) {
                let nodes = self.nodes;
                let any = |kind| same_kind.iter().any(|&at| nodes[at].kind == kind);
                let narrow = same_kind.iter().all(|&at| self.nodes[at].acronym)
                    || any(PartyKind::Individual);
                if any(PartyKind::Country) {
                    self.chain(&same_kind, LinkRule::SameName, &|printed| {
                        format!("both are named '{printed}'")
                    });
                } else {
                    self.same_name_within(name, &same_kind, narrow);
                }
            }
        }
    }

    /// Splits records of one name by kind; those that state none go with the only kind there is.
    fn by_kind(&mut self, group: &[usize]) -> Vec<Vec<usize>> {
        let mut kinds: BTreeMap<PartyKind, Vec<usize>> = BTreeMap::new();
        for &at in group {
            kinds.entry(self.nodes[at].kind).or_default().push(at);
        }
        let unknown = kinds.remove(&PartyKind::Unknown).unwrap_or_default();
        if kinds.len() <= 1 {
            return vec![group.to_vec()];
        }
        let firsts: BTreeSet<usize> = kinds
            .values()
            .filter_map(|members| members.first().copied())
            .collect();
        for &at in &unknown {
            self.doubts.insert((at, None), firsts.clone());
        }
        kinds.into_values().chain([unknown]).collect()
    }

    /// Links records of one name within one programme (if `narrow`, under one authority), within
    /// one document, and where another full name is common.
    fn same_name_within(&mut self, name: &str, group: &[usize], narrow: bool) {
        let mut shared: BTreeMap<Common, Vec<usize>> = BTreeMap::new();
        for &at in group {
            let node = &self.nodes[at];
            let mut share = |common| {
                let members = shared.entry(common).or_default();
                if members.last() != Some(&at) {
                    members.push(at);
                }
            };
            for authority in &node.authorities {
                match self.rules.programme(authority).filter(|_| !narrow) {
                    Some(programme) => share(Common::Programme(programme)),
                    None => share(Common::Authority(authority.clone())),
                }
            }
            if !narrow {
                for tag in &node.programs {
                    share(Common::Tag(tag.clone()));
                }
            }
            share(Common::Document(node.document));
            for full in node.full_names().filter(|full| *full != name) {
                share(Common::Name(full.to_owned()));
            }
        }
        for (common, members) in shared {
            let rule = match common {
                Common::Name(_) => LinkRule::NameAndAlias,
                _ => LinkRule::SameName,
            };
            self.chain(&members, rule, &|printed| match &common {
                Common::Authority(code) => format!("both are named '{printed}' under {code}"),
                Common::Programme(_) => format!("both are named '{printed}'"),
                Common::Tag(tag) => format!("both are named '{printed}' with the tag [{tag}]"),
                Common::Document(_) => format!("one document names both '{printed}'"),
                Common::Name(name) => format!("both are named '{printed}' and also '{name}'"),
            });
        }
    }

    fn same_identifier(&mut self) {
        let mut by_identifier: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, node) in self.nodes.iter().enumerate() {
            for identifier in &node.identifiers {
                by_identifier.entry(identifier).or_default().push(at);
            }
        }
        for (identifier, members) in by_identifier {
            self.chain(&members, LinkRule::SameIdentifier, &|_| {
                format!("both bear the identifier {identifier}")
            });
        }
    }

    /// Links `members` with each other. Where marks show some of them to be several parties, each
    /// goes with the only one that it can be; one that could be several goes with none.
    fn chain(&mut self, members: &[usize], rule: LinkRule, why: &dyn Fn(&str) -> String) {
        let is_marked = |at: &&usize| !self.nodes[**at].marks.is_empty();
        let (marked, plain): (Vec<&usize>, Vec<&usize>) = members.iter().partition(is_marked);
        let strength = strength(rule);
        let mut parties: Vec<usize> = Vec::new();
        for &at in marked.into_iter().chain(plain) {
            let own = self.partition.find(at);
            if parties
                .iter()
                .any(|&party| self.partition.find(party) == own)
            {
                continue;
            }
            let mut fits: BTreeMap<usize, usize> = BTreeMap::new();
            for &party in &parties {
                if self.partition.obstacle(party, at, strength).is_none() {
                    fits.entry(self.partition.find(party)).or_insert(party);
                }
            }
            let fits: Vec<usize> = fits.into_values().collect();
            match fits.as_slice() {
                [] => parties.push(at),
                [party] => {
                    let printed = self.records[at].record.party.name.clone();
                    self.join(*party, at, rule, why(&printed));
                }
                several => {
                    let several = several.iter().copied();
                    self.namesakes.entry(at).or_default().extend(several);
                }
            }
        }
    }

    /// A name that is an alias of exactly one other entity under the same authority. Rounds
    /// repeat until nothing changes, each from the state in which it began, so that the order of
    /// records has no say.
    fn name_is_alias(&mut self, designations: bool) {
        loop {
            self.doubts.retain(|(_, authority), _| authority.is_none());
            let full_names = self.full_names();
            let mut found = Vec::new();
            for at in 0..self.nodes.len() {
                let node = &self.nodes[at];
                // Persons, ships and aircraft that are designated under one name are not another
                // that is also known by it.
                let alike = matches!(
                    node.kind,
                    PartyKind::Individual | PartyKind::Vessel | PartyKind::Aircraft
                );
                if node.begins && (!designations || alike) {
                    continue;
                }
                for authority in self.nodes[at].authorities.clone() {
                    let candidates = self.candidates(at, &authority, &full_names);
                    match candidates.len() {
                        0 => {}
                        1 => found.extend(
                            candidates
                                .into_values()
                                .map(|to| (at, to, authority.clone())),
                        ),
                        _ => {
                            let others = candidates.into_values().collect();
                            self.doubts.insert((at, Some(authority)), others);
                        }
                    }
                }
            }
            let mut changed = false;
            for (at, to, authority) in found {
                let name = self.records[at].record.party.name.clone();
                let other = &self.records[to].record.party.name;
                let why =
                    format!("'{name}' is printed as another name of '{other}' under {authority}");
                changed |= self.join(at, to, LinkRule::NameIsAlias, why);
            }
            if !changed {
                return;
            }
        }
    }

    /// The sets that bear the record's name as an alias under the authority: by set, the first
    /// record that prints it. Sets designated under the authority go before those that are not.
    fn candidates(
        &self,
        at: usize,
        authority: &str,
        full_names: &BTreeMap<usize, BTreeSet<&str>>,
    ) -> BTreeMap<usize, usize> {
        let node = &self.nodes[at];
        let own = self.partition.find(at);
        // An act whose own name is designated under this authority means that designation.
        if !node.begins && self.designated(own, authority) {
            return BTreeMap::new();
        }
        let place = (authority.to_owned(), node.name.clone());
        let mut found: BTreeMap<usize, usize> = BTreeMap::new();
        for &(other, weak) in self.aliases.get(&place).map_or(&[][..], Vec::as_slice) {
            let set = self.partition.find(other);
            if set == own
                || self.partition.obstacle(at, other, Strength::Rule).is_some()
                || self.taken_away(&place, at, other)
            {
                continue;
            }
            // An acronym links only with a full name in common beside it.
            let alone = || {
                let (Some(one), Some(two)) = (full_names.get(&own), full_names.get(&set)) else {
                    return true;
                };
                !one.intersection(two).any(|name| *name != node.name)
            };
            if (weak || node.acronym) && alone() {
                continue;
            }
            found.entry(set).or_insert(other);
        }
        if !node.begins && found.keys().any(|set| self.designated(*set, authority)) {
            found.retain(|set, _| self.designated(*set, authority));
        }
        found
    }

    /// Whether an amendment of the other's set had taken the alias away before the record's day.
    fn taken_away(&self, place: &(String, String), at: usize, other: usize) -> bool {
        let set = self.partition.find(other);
        let (day, printed) = (self.nodes[at].date, self.nodes[other].date);
        self.removals.get(place).is_some_and(|removals| {
            removals.iter().any(|&removal| {
                let date = self.nodes[removal].date;
                self.partition.find(removal) == set && date >= printed && day >= date
            })
        })
    }

    fn designated(&self, set: usize, authority: &str) -> bool {
        self.partition
            .members(set)
            .iter()
            .any(|&at| self.nodes[at].begins && self.nodes[at].authorities.contains(authority))
    }

    fn full_names(&self) -> BTreeMap<usize, BTreeSet<&'a str>> {
        let nodes: &'a [Node] = self.nodes;
        let mut names: BTreeMap<usize, BTreeSet<&'a str>> = BTreeMap::new();
        for (at, node) in nodes.iter().enumerate() {
            names
                .entry(self.partition.find(at))
                .or_default()
                .extend(node.full_names());
        }
        names
    }
}

/// The entity that these records speak of: positions in `records`, in order.
pub(super) fn entity(records: &[&RecordVersion], members: Vec<usize>) -> Entity {
    let mut acts: Vec<&RecordVersion> = members.iter().map(|&at| records[at]).collect();
    act::sort(&mut acts);
    let mut name: Option<&str> = None;
    let mut kind = PartyKind::Unknown;
    for version in &acts {
        let record = &version.record;
        if kind == PartyKind::Unknown {
            kind = record.party.kind;
        }
        let renamed = record
            .amendment
            .as_ref()
            .and_then(|a| a.renamed_to.as_deref());
        let begins = record.action.begins_designation();
        if begins || renamed.is_some() || name.is_none() {
            name = Some(renamed.unwrap_or(&record.party.name));
        }
    }
    let record_ids: Vec<_> = members
        .iter()
        .map(|&at| records[at].record_id.clone())
        .collect();
    Entity {
        // The earliest to act names the entity; a set is never empty.
        id: EntityId(
            acts.first()
                .map(|v| v.record_id.0.clone())
                .unwrap_or_default(),
        ),
        name: name.unwrap_or_default().to_owned(),
        kind,
        record_ids,
        members,
    }
}
