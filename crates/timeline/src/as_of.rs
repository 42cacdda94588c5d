//! Who is designated under which authority on a day, as far as was known at a moment.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use fedreg_model::{Party, PartyKind, RecordVersion, Stage, Verdict};
use serde::{Deserialize, Serialize};

use crate::act::{Act, Effect, dated};
use crate::borne::{Names, StandingAlias, key};
use crate::facts;
use crate::known::{Known, Point};
use crate::life::{End, EndKind, Life, Since, Spell};
use crate::links::{Entity, EntityId};
use crate::reference::RecordRef;
use crate::rules::LinkRules;
use crate::view::View;

/// Which standings are asked about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Codes of authorities; empty means all.
    pub authorities: BTreeSet<String>,
    /// Also count documents that are filed for public inspection and not yet published.
    pub include_public_inspection: bool,
}

impl Filter {
    /// Only this authority.
    pub fn authority(code: impl Into<String>) -> Self {
        Self {
            authorities: BTreeSet::from([code.into()]),
            ..Self::default()
        }
    }

    pub(crate) fn wants(&self, authority: &str) -> bool {
        self.authorities.is_empty() || self.authorities.contains(authority)
    }
}

/// What a reader of a standing should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A document that it rests on still needs review.
    NeedsReview,
    /// A document that it rests on is not yet published.
    PublicInspection,
    /// The designation itself is not in this history; a later notice shows that it is in force.
    Implied,
    /// A notice without an effective date acts upon the same standing; see [`AsOf::apart`].
    UndatedAct,
    /// It may be the same party as another entity: a guard of the linking rules stopped there;
    /// see [`Possible`](crate::Possible).
    PossibleLink,
}

impl Flag {
    /// The word used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NeedsReview => "needs_review",
            Self::PublicInspection => "public_inspection",
            Self::Implied => "implied",
            Self::UndatedAct => "undated_act",
            Self::PossibleLink => "possible_link",
        }
    }
}

/// One party in designated standing under one authority on the day asked about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The entity.
    pub entity: EntityId,
    /// Its primary name under this authority on that day, as printed.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// The authority's code.
    pub authority: String,
    /// Since when, and how we know.
    pub since: Since,
    /// Its other names on that day.
    pub aliases: Vec<StandingAlias>,
    /// What the notices in effect until that day print of it: names, identifiers, addresses, dates
    /// of birth and the rest, without what they took away.
    pub party: Party,
    /// An end that is already known, later than the day asked about.
    pub ends: Option<End>,
    /// What a reader should know.
    pub flags: BTreeSet<Flag>,
    /// The records that establish it, in order of their effect until that day: the designation
    /// first, then renewals, amendments and reviews.
    pub records: Vec<RecordRef>,
}

/// Why a record is neither counted in nor out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApartReason {
    /// It has no effective date, so that nobody can say whether it acts on that day.
    Undated,
    /// It cites no authority that the registry knows.
    NoAuthority,
    /// Its name could mean several entities.
    Ambiguous,
    /// It acts upon a designation that is not in force, as far as this history shows.
    NoDesignation,
}

impl ApartReason {
    /// The word used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Undated => "undated",
            Self::NoAuthority => "no_authority",
            Self::Ambiguous => "ambiguous",
            Self::NoDesignation => "no_designation",
        }
    }
}

/// A record that is neither counted in nor out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Apart {
    /// Why, as a word.
    pub reason: ApartReason,
    /// Why, as a sentence.
    pub why: String,
    /// The entity that its party was linked to.
    pub entity: EntityId,
    /// The party's name as printed.
    pub name: String,
    /// The authority's code; `None` if it cites none.
    pub authority: Option<String>,
    /// The record.
    pub record: RecordRef,
}

/// The answer to "who is designated on that day".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AsOf {
    /// The day, and the moment of knowledge.
    pub point: Point,
    /// Who is in standing, by authority, then by name.
    pub standings: Vec<Standing>,
    /// Who would be in standing, had the term that the law then set not run out. `ends` says so.
    pub lapsed: Vec<Standing>,
    /// Records neither counted in nor out, each with the reason.
    pub apart: Vec<Apart>,
}

/// Who is designated under which authority on a day, as far as was known at a moment.
///
/// The first day in standing is the effective date of the designation; the first day out of it is
/// the effective date of the revocation.
pub fn as_of(
    versions: &[RecordVersion],
    rules: &LinkRules,
    effective_on: NaiveDate,
    known: Known,
    filter: &Filter,
) -> AsOf {
    View::build(versions, rules, known, filter.include_public_inspection).as_of(
        Point {
            effective_on,
            known,
        },
        filter,
    )
}

impl View<'_> {
    /// Who is designated on `point.effective_on`; the view already is as known at `point.known`.
    pub fn as_of(&self, point: Point, filter: &Filter) -> AsOf {
        let day = point.effective_on;
        let mut standings = Vec::new();
        let mut lapsed = Vec::new();
        for (entity, lives) in self.entities() {
            for life in lives.values().filter(|life| filter.wants(&life.authority)) {
                if let Some(spell) = life.on(day) {
                    standings.extend(self.standing(entity, life, spell, day));
                } else if let Some(spell) = lapsed_by(life, day) {
                    lapsed.extend(self.standing(entity, life, spell, day));
                }
            }
        }
        for list in [&mut standings, &mut lapsed] {
            list.sort_by_cached_key(|s| (s.authority.clone(), key(&s.name), s.entity.clone()));
        }
        AsOf {
            point,
            standings,
            lapsed,
            apart: self.apart(day, filter),
        }
    }

    pub(crate) fn standing(
        &self,
        entity: &Entity,
        life: &Life,
        spell: &Spell,
        day: NaiveDate,
    ) -> Option<Standing> {
        let names = spell.names_on(day)?;
        let party = facts::party(names);
        let Names {
            name,
            kind,
            aliases,
            ..
        } = names.clone();
        let records: Vec<RecordRef> = spell
            .acts
            .iter()
            .filter_map(|&at| life.acts.get(at))
            .filter(|act| act.date <= day && act.effect != Effect::Ends)
            .filter_map(|act| act.record.clone())
            .collect();
        let mut flags = BTreeSet::new();
        if records.iter().any(|r| r.verdict == Verdict::NeedsReview) {
            flags.insert(Flag::NeedsReview);
        }
        if records.iter().any(|r| r.stage == Stage::PublicInspection) {
            flags.insert(Flag::PublicInspection);
        }
        if spell.since.implied {
            flags.insert(Flag::Implied);
        }
        let undated = |&at: &usize| {
            let version = self.records[at];
            dated(version).is_none()
                && version
                    .record
                    .authorities
                    .iter()
                    .any(|a| a.code == life.authority)
        };
        if entity.members.iter().any(undated) {
            flags.insert(Flag::UndatedAct);
        }
        if self.links.guarded.contains(&entity.id) {
            flags.insert(Flag::PossibleLink);
        }
        Some(Standing {
            entity: entity.id.clone(),
            name,
            kind,
            authority: life.authority.clone(),
            since: spell.since,
            aliases,
            party,
            ends: spell.end.clone(),
            flags,
            records,
        })
    }

    /// Records neither counted in nor out on that day.
    fn apart(&self, day: NaiveDate, filter: &Filter) -> Vec<Apart> {
        let mut apart = Vec::new();
        for (entity, lives) in self.entities() {
            for &at in &entity.members {
                let version = self.records[at];
                let mut add = |reason, why: String, authority: Option<&str>| {
                    apart.push(Apart {
                        reason,
                        why,
                        entity: entity.id.clone(),
                        name: version.record.party.name.clone(),
                        authority: authority.map(str::to_owned),
                        record: RecordRef::of(version),
                    });
                };
                if version.record.authorities.is_empty() {
                    let why = "the notice cites no authority that the registry knows".to_owned();
                    add(ApartReason::NoAuthority, why, None);
                }
                let codes: BTreeSet<&str> = version
                    .record
                    .authorities
                    .iter()
                    .map(|a| a.code.as_str())
                    .collect();
                for code in codes.into_iter().filter(|code| filter.wants(code)) {
                    if dated(version).is_none() {
                        let why =
                            "neither the notice nor a rule gives an effective date".to_owned();
                        add(ApartReason::Undated, why, Some(code));
                        continue;
                    }
                    let idle = lives
                        .get(code)
                        .into_iter()
                        .flat_map(|life| &life.acts)
                        .find(|act| {
                            act.effect == Effect::None
                                && act.date <= day
                                && act
                                    .record
                                    .as_ref()
                                    .is_some_and(|r| r.record_id == version.record_id)
                        });
                    if let Some(act) = idle {
                        let doubtful = self.links.doubt(&version.record_id, code).is_some();
                        let reason = if doubtful {
                            ApartReason::Ambiguous
                        } else {
                            ApartReason::NoDesignation
                        };
                        add(reason, act.reason.clone().unwrap_or_default(), Some(code));
                    }
                }
            }
        }
        apart.sort_by_cached_key(|a| {
            (
                a.reason,
                a.authority.clone(),
                key(&a.name),
                a.record.record_id.clone(),
            )
        });
        apart
    }
}

/// The spell that lapsed last before or on a day, unless an act ended or replaced it since.
fn lapsed_by(life: &Life, day: NaiveDate) -> Option<&Spell> {
    let spell = life
        .spells
        .iter()
        .rev()
        .find(|spell| spell.since.date <= day)?;
    let end = spell.end.as_ref().filter(|end| end.how == EndKind::Lapse)?;
    let ended = |act| ended_since(act, end) && act.date <= day;
    (!life.acts.iter().any(ended)).then_some(spell)
}

/// Whether a notice ends what had lapsed already.
pub(crate) fn ended_since(act: &Act, lapse: &End) -> bool {
    let ends = act
        .record
        .as_ref()
        .is_some_and(|r| r.action.ends_designation());
    ends && act.date >= lapse.date
}
