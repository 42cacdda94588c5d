//! Which entities an answer is about, said beforehand: the rows by which a history finds them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use fedreg_history::{
    ActingRow, CorrectionRow, Finding, ListedRow, PublishedRecordRow, RemarkRow, Scope,
};
use fedreg_model::{DocumentNumber, RecordVersion};
use serde::{Deserialize, Serialize};

use crate::act::{Effect, dated};
use crate::as_of::ended_since;
use crate::corrected::corrects;
use crate::life::{EndKind, Life};
use crate::links::{Ambiguity, Entity, EntityId, Link, Possible};
use crate::view::View;

/// What is left open about an entity; for published documents alone, with its links.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Remark {
    /// Names that could mean it or another, each with its place among all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) ambiguities: Vec<(String, Ambiguity)>,
    /// Entities that it may be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) possible: Vec<Possible>,
    /// Why its records are held to speak of it, where that is not said elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) links: Option<Vec<Link>>,
}

/// A stretch of days; without a first day, all until the last.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

/// All that is said of one entity.
#[derive(Debug, Default, PartialEq)]
struct Said {
    listed: BTreeSet<(String, Days)>,
    acting: BTreeSet<(String, NaiveDate)>,
    remark: Remark,
    links: Vec<Link>,
}

/// The rows for what `all` sees, filed documents included, and `published` without them. Both may be
/// of some entities only, if these share no ambiguity, no possible link and no record with others.
pub fn finding(all: &View<'_>, published: &View<'_>) -> Finding {
    let mut rows = Rows::default();
    let (with, without) = (Open::of(all), Open::of(published));
    let mut left: HashMap<&EntityId, usize> = published
        .links
        .entities
        .iter()
        .enumerate()
        .map(|(at, entity)| (&entity.id, at))
        .collect();
    for (at, entity) in all.links.entities.iter().enumerate() {
        let filed = with.said(all, at);
        let Some(other) = left.remove(&entity.id) else {
            rows.add(&entity.id, Some(filed), None);
            continue;
        };
        let twin = &published.links.entities[other];
        if twin.record_ids != entity.record_ids {
            rows.differs(twin);
        }
        rows.add(
            &entity.id,
            Some(filed),
            Some(without.said(published, other)),
        );
    }
    let mut left: Vec<usize> = left.into_values().collect();
    left.sort_unstable();
    for at in left {
        let entity = &published.links.entities[at];
        rows.differs(entity);
        rows.add(&entity.id, None, Some(without.said(published, at)));
    }
    rows.0
}

/// The corrections among these versions that hold now.
pub fn corrections_held(versions: &[RecordVersion]) -> Vec<CorrectionRow> {
    let mut rows: Vec<CorrectionRow> = versions
        .iter()
        .filter(|version| version.superseded_at.is_none())
        .filter_map(|version| {
            let document: DocumentNumber = corrects(&version.record)?;
            let record_id = version.record_id.clone();
            Some(CorrectionRow {
                document,
                record_id,
            })
        })
        .collect();
    rows.sort_by(|a, b| a.record_id.cmp(&b.record_id));
    rows.dedup();
    rows
}

#[derive(Default)]
struct Rows(Finding);

impl Rows {
    /// Published documents alone make this entity.
    fn differs(&mut self, entity: &Entity) {
        for record_id in &entity.record_ids {
            self.0.published.push(PublishedRecordRow {
                record_id: record_id.clone(),
                entity: entity.id.to_string(),
            });
        }
    }

    /// What both say once; what only one says, for that one.
    fn add(&mut self, entity: &EntityId, filed: Option<Said>, published: Option<Said>) {
        let filed = filed.unwrap_or_default();
        let twin = published.is_some();
        let published = published.unwrap_or_default();
        for (authority, scope, (from, to)) in shared(filed.listed, published.listed) {
            self.0.listed.push(ListedRow {
                entity: entity.to_string(),
                authority,
                scope,
                from,
                to,
            });
        }
        for (authority, scope, day) in shared(filed.acting, published.acting) {
            self.0.acting.push(ActingRow {
                entity: entity.to_string(),
                authority,
                scope,
                day,
            });
        }
        let mut remark = |scope: Scope, remark: &Remark| {
            self.0.remarks.push(RemarkRow {
                entity: entity.to_string(),
                scope,
                // (Texts and dates always are JSON.)
                remark: serde_json::to_string(remark).unwrap_or_default(),
            });
        };
        let nothing = Remark::default();
        if twin && filed.remark == published.remark && filed.links == published.links {
            if filed.remark != nothing {
                remark(Scope::Both, &filed.remark);
            }
            return;
        }
        if filed.remark != nothing {
            remark(Scope::Filed, &filed.remark);
        }
        if twin && (published.remark != nothing || filed.links != published.links) {
            let links = Some(published.links);
            remark(
                Scope::Published,
                &Remark {
                    links,
                    ..published.remark
                },
            );
        }
    }
}

/// Each item of two sets with the scope in which it holds.
fn shared<T: Ord>(
    filed: BTreeSet<(String, T)>,
    mut published: BTreeSet<(String, T)>,
) -> Vec<(String, Scope, T)> {
    let mut rows: Vec<(String, Scope, T)> = filed
        .into_iter()
        .map(|item| {
            let scope = if published.remove(&item) {
                Scope::Both
            } else {
                Scope::Filed
            };
            (item.0, scope, item.1)
        })
        .collect();
    let rest = published.into_iter();
    rows.extend(rest.map(|(authority, what)| (authority, Scope::Published, what)));
    rows
}

/// What is left open in a view, by entity.
struct Open<'v> {
    ambiguities: HashMap<&'v EntityId, BTreeSet<usize>>,
    possible: HashMap<&'v EntityId, BTreeSet<usize>>,
    links: HashMap<&'v EntityId, Vec<usize>>,
}

impl<'v> Open<'v> {
    fn of(view: &'v View<'_>) -> Self {
        let links = &view.links;
        let mut open = Self {
            ambiguities: HashMap::new(),
            possible: HashMap::new(),
            links: HashMap::new(),
        };
        for (at, ambiguity) in links.ambiguities.iter().enumerate() {
            let own = links
                .of_record(&ambiguity.record_id)
                .map(|entity| &entity.id);
            let candidates = ambiguity.candidates.iter().map(|(id, _)| id);
            for id in own.into_iter().chain(candidates) {
                open.ambiguities.entry(id).or_default().insert(at);
            }
        }
        for (at, possible) in links.possible.iter().enumerate() {
            for id in [&possible.a, &possible.b] {
                open.possible.entry(id).or_default().insert(at);
            }
        }
        for (at, link) in links.links.iter().enumerate() {
            if let Some(entity) = links.of_record(&link.a) {
                open.links.entry(&entity.id).or_default().push(at);
            }
        }
        open
    }

    fn said(&self, view: &View<'_>, at: usize) -> Said {
        let links = &view.links;
        let (entity, lives) = (&links.entities[at], &view.lives[at]);
        let ambiguities = self.ambiguities.get(&entity.id).into_iter().flatten();
        let possible = self.possible.get(&entity.id).into_iter().flatten();
        let own = self.links.get(&entity.id).into_iter().flatten();
        let mut acting: BTreeSet<(String, NaiveDate)> = lives
            .values()
            .flat_map(|life| {
                life.acts
                    .iter()
                    .map(|act| (life.authority.clone(), act.date))
            })
            .collect();
        for &at in &entity.members {
            let version = view.records[at];
            if let (true, Some(day)) = (version.record.authorities.is_empty(), dated(version)) {
                acting.insert((String::new(), day));
            }
        }
        Said {
            listed: listed(view, entity, lives),
            acting,
            remark: Remark {
                ambiguities: ambiguities
                    .map(|&at| (links.places[at].clone(), links.ambiguities[at].clone()))
                    .collect(),
                possible: possible.map(|&at| links.possible[at].clone()).collect(),
                links: None,
            },
            links: own.map(|&at| links.links[at].clone()).collect(),
        }
    }
}

/// The days on which [`View::as_of`] has something to say of an entity, by authority.
fn listed(
    view: &View<'_>,
    entity: &Entity,
    lives: &BTreeMap<String, Life>,
) -> BTreeSet<(String, Days)> {
    let mut days: BTreeMap<&str, Vec<Days>> = BTreeMap::new();
    for &at in &entity.members {
        let version = view.records[at];
        let authorities = &version.record.authorities;
        if authorities.is_empty() {
            days.entry("").or_default().push((None, None));
        }
        if dated(version).is_none() {
            for authority in authorities {
                days.entry(&authority.code).or_default().push((None, None));
            }
        }
    }
    for life in lives.values() {
        let days = days.entry(&life.authority).or_default();
        days.extend(standing(life));
        let idle = life.acts.iter().find(|act| act.effect == Effect::None);
        days.extend(idle.map(|act| (Some(act.date), None)));
    }
    days.into_iter()
        .flat_map(|(authority, days)| {
            let days = united(days).into_iter();
            days.map(move |days| (authority.to_owned(), days))
        })
        .collect()
}

/// The days of a life in standing, and those since its term ran out.
fn standing(life: &Life) -> Vec<Days> {
    let mut days = Vec::new();
    for (at, spell) in life.spells.iter().enumerate() {
        let end = spell.end.as_ref();
        days.push((Some(spell.since.date), end.map(|end| end.date)));
        if let Some(end) = end.filter(|end| end.how == EndKind::Lapse) {
            let next = life.spells.get(at + 1).map(|next| next.since.date);
            let ended = life.acts.iter().find(|act| ended_since(act, end));
            let until = next.into_iter().chain(ended.map(|act| act.date)).min();
            days.push((Some(end.date), until));
        }
    }
    days
}

/// Stretches of days that do not touch, for the same days; without empty ones.
fn united(mut days: Vec<Days>) -> Vec<Days> {
    days.retain(|(from, to)| match (from, to) {
        (Some(from), Some(to)) => from < to,
        _ => true,
    });
    days.sort_unstable();
    let mut done: Vec<Days> = Vec::new();
    for (from, to) in days {
        match done.last_mut() {
            Some((_, last)) if last.is_none_or(|last| from.is_none_or(|from| from <= last)) => {
                // No end comes after every end.
                *last = match (*last, to) {
                    (Some(last), Some(to)) => Some(last.max(to)),
                    _ => None,
                };
            }
            _ => done.push((from, to)),
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_unite_where_they_touch_and_empty_ones_are_none() {
        let day = |n: u32| NaiveDate::from_ymd_opt(2025, 1, n);
        let days = vec![
            (day(7), day(9)),
            (day(1), day(3)),
            (day(3), day(5)),
            (day(6), day(6)),
            (day(8), day(8)),
            (day(12), None),
            (day(20), day(25)),
        ];
        assert_eq!(
            united(days),
            [(day(1), day(5)), (day(7), day(9)), (day(12), None)]
        );
        assert_eq!(united(vec![(day(3), day(4)), (None, None)]), [(None, None)]);
    }
}
