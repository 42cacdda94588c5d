//! History as known at one moment: its records, who is who among them, and each standing's life.

use std::collections::BTreeMap;

use fedreg_model::RecordVersion;

use crate::act::dated;
use crate::known::{Known, in_order, visible};
use crate::life::Life;
use crate::links::{self, Entity, EntityLinks};
use crate::rules::LinkRules;

/// History as known at one moment. Build it once to ask several questions.
#[derive(Debug, Clone)]
pub struct View<'a> {
    pub(crate) records: Vec<&'a RecordVersion>,
    pub(crate) links: EntityLinks,
    /// For each entity, its lives by authority.
    pub(crate) lives: Vec<BTreeMap<String, Life>>,
}

impl<'a> View<'a> {
    /// What `known` sees of `versions`, linked by `rules`. Documents still on public inspection
    /// count only if asked for.
    pub fn build(
        versions: &'a [RecordVersion],
        rules: &LinkRules,
        known: Known,
        include_public_inspection: bool,
    ) -> Self {
        Self::of(visible(versions, known, include_public_inspection), rules)
    }

    /// The view over exactly these records.
    pub(crate) fn of(records: Vec<&'a RecordVersion>, rules: &LinkRules) -> Self {
        let records = in_order(records);
        let links = EntityLinks::build(&records, rules);
        Self::linked(records, links)
    }

    /// The view of some entities alone, whose links were found among all records.
    pub(crate) fn of_stored(records: Vec<&'a RecordVersion>, stored: links::Stored) -> Self {
        let records = in_order(records);
        let links = EntityLinks::stored(&records, stored);
        Self::linked(records, links)
    }

    fn linked(records: Vec<&'a RecordVersion>, links: EntityLinks) -> Self {
        let lives = links
            .entities()
            .iter()
            .map(|entity| lives(&records, entity, &links))
            .collect();
        Self {
            records,
            links,
            lives,
        }
    }

    /// Who is who.
    pub fn links(&self) -> &EntityLinks {
        &self.links
    }

    /// Each entity with its lives by authority, in the order of their earliest records.
    pub fn entities(&self) -> impl Iterator<Item = (&Entity, &BTreeMap<String, Life>)> {
        self.links.entities().iter().zip(&self.lives)
    }
}

fn lives(
    records: &[&RecordVersion],
    entity: &Entity,
    links: &EntityLinks,
) -> BTreeMap<String, Life> {
    let mut by_authority: BTreeMap<&str, Vec<&RecordVersion>> = BTreeMap::new();
    for &at in &entity.members {
        let version = records[at];
        if dated(version).is_none() {
            continue;
        }
        for authority in &version.record.authorities {
            let acts = by_authority.entry(&authority.code).or_default();
            // A notice may cite one authority by several of its subsections.
            if acts
                .last()
                .is_none_or(|last| last.record_id != version.record_id)
            {
                acts.push(version);
            }
        }
    }
    by_authority
        .into_iter()
        .map(|(authority, acts)| (authority.to_owned(), Life::of(authority, acts, links)))
        .collect()
}
