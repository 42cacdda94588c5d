//! The whole life of an organization: its notices, names and standings, in order of effect.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use fedreg_model::{FieldChange, Party, PartyKind, RecordVersion};
use serde::{Deserialize, Serialize};

use crate::act::{Effect, dated};
use crate::as_of::Filter;
use crate::borne::{StandingAlias, key, spelling};
use crate::known::Point;
use crate::life::{End, Life, Since};
use crate::links::{Ambiguity, Entity, EntityId, Link, Possible};
use crate::names::link_fold;
use crate::reference::{RecordRef, Renamed};
use crate::rules::LinkRules;
use crate::view::View;

/// One event in an entity's life. A notice that acts alike under several authorities is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimelineEvent {
    /// The day on which it takes effect, Eastern.
    pub date: NaiveDate,
    /// The authorities' codes.
    pub authorities: Vec<String>,
    /// What it does to the standing.
    pub effect: Effect,
    /// The change of the primary name, if any.
    pub renamed: Option<Renamed>,
    /// Names that the party bears since; where a standing begins, all its aliases.
    pub aliases_gained: Vec<String>,
    /// Names that it bears no longer.
    pub aliases_lost: Vec<String>,
    /// What else of the party it changes, field by field.
    pub changes: Vec<FieldChange>,
    /// The record; `None` where the law alone, or a stated end, ends the standing.
    pub record: Option<RecordRef>,
    /// Why, where the record does not say it by itself.
    pub reason: Option<String>,
}

/// How an entity stands under one authority on the day asked about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LifeSummary {
    /// The authority's code.
    pub authority: String,
    /// Whether it is in standing on that day.
    pub in_force: bool,
    /// Since when it stands, or last stood; `None` if no spell has begun by that day.
    pub since: Option<Since>,
    /// How the last spell ended, or will end.
    pub end: Option<End>,
    /// Its name under this authority, at that day or at the end.
    pub name: Option<String>,
    /// Its aliases, at that day or at the end.
    pub aliases: Vec<StandingAlias>,
    /// What notices print of it until that day or the end; `None` if no spell has begun.
    pub party: Option<Party>,
}

/// One entity's life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityTimeline {
    /// The entity.
    pub entity: EntityId,
    /// Its primary name, as the latest designation or change of name prints it.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// Every name that any notice prints for it, the primary one first, then by first print.
    pub names: Vec<String>,
    /// How it stands under each authority on the day asked about.
    pub standings: Vec<LifeSummary>,
    /// Every dated act, in order of effect, those after the day asked about included.
    pub events: Vec<TimelineEvent>,
    /// Records without an effective date.
    pub undated: Vec<RecordRef>,
    /// Why its notices are held to speak of one entity.
    pub links: Vec<Link>,
    /// Matches that could mean this entity or another.
    pub ambiguities: Vec<Ambiguity>,
    /// Entities that may be this one, where a guard of the linking rules stopped.
    pub possible: Vec<Possible>,
}

/// How a search text matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// It is the entity's id.
    Entity,
    /// It is a primary name.
    Name,
    /// It is another name.
    Alias,
    /// It is part of a name.
    Part,
}

/// An entity that a search text may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The entity.
    pub entity: EntityId,
    /// Its primary name.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// How the text matched.
    pub how: Match,
    /// The name that matched, as printed.
    pub matched: String,
    /// The authorities under which notices speak of it.
    pub authorities: Vec<String>,
}

/// The answer to a question by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Every entity that the text may mean, best matches first.
    pub candidates: Vec<Candidate>,
    /// The lives of those of which it is a whole name; if there is none and one candidate alone,
    /// its life.
    pub timelines: Vec<EntityTimeline>,
}

/// The lives of the entities that `name` means (a name, or an entity's id), with their standings at `point`.
///
/// Case, accents, hyphens and the spelling of the Arabic article do not count. A text that is
/// only part of names gives candidates.
pub fn timeline(
    versions: &[RecordVersion],
    rules: &LinkRules,
    name: &str,
    point: Point,
    filter: &Filter,
) -> Found {
    View::build(
        versions,
        rules,
        point.known,
        filter.include_public_inspection,
    )
    .find(name, point.effective_on, filter)
}

/// The entities that a text may mean, best matches first.
pub fn search(
    versions: &[RecordVersion],
    rules: &LinkRules,
    text: &str,
    point: Point,
    filter: &Filter,
) -> Vec<Candidate> {
    View::build(
        versions,
        rules,
        point.known,
        filter.include_public_inspection,
    )
    .search(text, filter)
}

impl View<'_> {
    /// The entities that a text may mean, best matches first, then by name.
    pub fn search(&self, text: &str, filter: &Filter) -> Vec<Candidate> {
        let wanted = link_fold(text);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut candidates: Vec<Candidate> = self
            .links
            .entities()
            .iter()
            .filter_map(|entity| {
                let authorities = self.authorities(entity);
                if !authorities.is_empty() && !authorities.iter().any(|code| filter.wants(code)) {
                    return None;
                }
                let (how, matched) = if *entity.id.0 == *text.trim() {
                    (Match::Entity, entity.id.0.clone())
                } else {
                    self.matches(entity, &wanted)?
                };
                Some(Candidate {
                    entity: entity.id.clone(),
                    name: entity.name.clone(),
                    kind: entity.kind,
                    how,
                    matched,
                    authorities: authorities.into_iter().collect(),
                })
            })
            .collect();
        candidates.sort_by_cached_key(|c| (c.how, key(&c.name), c.entity.clone()));
        candidates
    }

    /// The lives of the entities that a name means, with their standings on `day`.
    pub fn find(&self, name: &str, day: NaiveDate, filter: &Filter) -> Found {
        let candidates = self.search(name, filter);
        let whole = |c: &&Candidate| c.how != Match::Part || candidates.len() == 1;
        let timelines = candidates
            .iter()
            .filter(whole)
            .filter_map(|c| self.timeline(&c.entity, day, filter))
            .collect();
        Found {
            candidates,
            timelines,
        }
    }

    /// One entity's life, with its standings on `day`.
    pub fn timeline(
        &self,
        entity: &EntityId,
        day: NaiveDate,
        filter: &Filter,
    ) -> Option<EntityTimeline> {
        let (entity, lives) = self.entities().find(|(held, _)| held.id == *entity)?;
        let lives: Vec<&Life> = lives
            .values()
            .filter(|l| filter.wants(&l.authority))
            .collect();
        let undated = entity
            .members
            .iter()
            .map(|&at| self.records[at])
            .filter(|version| dated(version).is_none())
            .filter(|version| {
                let authorities = &version.record.authorities;
                authorities.is_empty() || authorities.iter().any(|a| filter.wants(&a.code))
            })
            .map(RecordRef::of)
            .collect();
        let own = |id| entity.record_ids.contains(id);
        Some(EntityTimeline {
            entity: entity.id.clone(),
            name: entity.name.clone(),
            kind: entity.kind,
            names: self.printed_names(entity),
            standings: lives.iter().map(|life| summary(life, day)).collect(),
            events: events(&lives),
            undated,
            links: self
                .links
                .links()
                .iter()
                .filter(|link| own(&link.a))
                .cloned()
                .collect(),
            ambiguities: self
                .links
                .ambiguities()
                .iter()
                .filter(|a| {
                    own(&a.record_id) || a.candidates.iter().any(|(id, _)| *id == entity.id)
                })
                .cloned()
                .collect(),
            possible: self
                .links
                .possible()
                .iter()
                .filter(|p| p.a == entity.id || p.b == entity.id)
                .cloned()
                .collect(),
        })
    }

    /// Why a record changes no standing, if its acts say so.
    pub(crate) fn idle_reason(&self, version: &RecordVersion) -> Option<String> {
        let position = self.links.of_record.get(&version.record_id)?;
        self.lives[*position]
            .values()
            .flat_map(|life| &life.acts)
            .filter(|act| act.effect == Effect::None)
            .find(|act| {
                act.record
                    .as_ref()
                    .is_some_and(|r| r.record_id == version.record_id)
            })
            .and_then(|act| act.reason.clone())
    }

    fn authorities(&self, entity: &Entity) -> BTreeSet<String> {
        let records = entity.members.iter().map(|&at| &self.records[at].record);
        records
            .flat_map(|record| record.authorities.iter().map(|a| a.code.clone()))
            .collect()
    }

    fn printed_names(&self, entity: &Entity) -> Vec<String> {
        let mut seen = BTreeSet::from([spelling(&entity.name)]);
        let mut names = vec![entity.name.clone()];
        let mut acts: Vec<&RecordVersion> =
            entity.members.iter().map(|&at| self.records[at]).collect();
        crate::act::sort(&mut acts);
        for version in acts {
            for name in printed(version) {
                if seen.insert(spelling(name)) {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }

    fn matches(&self, entity: &Entity, wanted: &str) -> Option<(Match, String)> {
        let records = || entity.members.iter().map(|&at| self.records[at]);
        let primary = || {
            records()
                .map(|v| v.record.party.name.as_str())
                .chain([&*entity.name])
        };
        if let Some(name) = primary().find(|name| link_fold(name) == wanted) {
            return Some((Match::Name, name.to_owned()));
        }
        if let Some(name) = records()
            .flat_map(printed)
            .find(|name| link_fold(name) == wanted)
        {
            return Some((Match::Alias, name.to_owned()));
        }
        primary()
            .chain(records().flat_map(printed))
            .find(|name| link_fold(name).contains(wanted))
            .map(|name| (Match::Part, name.to_owned()))
    }
}

/// Every name that a record prints for its party, the primary one first.
pub(crate) fn printed(version: &RecordVersion) -> impl Iterator<Item = &str> {
    let party = &version.record.party;
    let amended = version.record.amendment.iter().flat_map(|amendment| {
        amendment
            .aliases_added
            .iter()
            .chain(&amendment.renamed_to)
            .chain(&amendment.aliases_removed)
    });
    std::iter::once(party.name.as_str())
        .chain(party.aliases.iter().map(|alias| alias.name.as_str()))
        .chain(amended.map(String::as_str))
}

fn summary(life: &Life, day: NaiveDate) -> LifeSummary {
    let spell = life
        .spells
        .iter()
        .rev()
        .find(|spell| spell.since.date <= day);
    let names = spell.and_then(|spell| spell.names_on(day));
    LifeSummary {
        authority: life.authority.clone(),
        in_force: spell.is_some_and(|spell| spell.holds_on(day)),
        since: spell.map(|spell| spell.since),
        end: spell.and_then(|spell| spell.end.clone()),
        name: names.map(|names| names.name.clone()),
        aliases: names.map(|names| names.aliases.clone()).unwrap_or_default(),
        party: names.map(crate::facts::party),
    }
}

/// The acts of all lives in order of effect; alike acts of one record under several authorities
/// are one event.
fn events(lives: &[&Life]) -> Vec<TimelineEvent> {
    let mut events: Vec<TimelineEvent> = Vec::new();
    for life in lives {
        for act in &life.acts {
            let id = act.record.as_ref().map(|r| &r.record_id);
            let alike = events.iter_mut().find(|event| {
                id.is_some()
                    && event.record.as_ref().map(|r| &r.record_id) == id
                    && event.effect == act.effect
                    && event.renamed == act.renamed
                    && event.aliases_gained == act.aliases_gained
                    && event.aliases_lost == act.aliases_lost
                    && event.changes == act.changes
                    && event.reason == act.reason
            });
            if let Some(event) = alike {
                event.authorities.push(life.authority.clone());
                continue;
            }
            events.push(TimelineEvent {
                date: act.date,
                authorities: vec![life.authority.clone()],
                effect: act.effect,
                renamed: act.renamed.clone(),
                aliases_gained: act.aliases_gained.clone(),
                aliases_lost: act.aliases_lost.clone(),
                changes: act.changes.clone(),
                record: act.record.clone(),
                reason: act.reason.clone(),
            });
        }
    }
    // Within a day, the order of acts stands; the sort is stable.
    events.sort_by_cached_key(|event| {
        let record = event.record.as_ref();
        let rank = record.map_or(u8::MAX, |r| crate::act::rank(r.action));
        (event.date, rank)
    });
    events
}
