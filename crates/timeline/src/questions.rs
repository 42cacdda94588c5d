//! The questions of this crate, asked of a history: of few records where few tell the answer.

use std::collections::{BTreeMap, BTreeSet};

use fedreg_history::{DerivedState, History, HistoryError, RecordFilter, Sha256};
use fedreg_model::{RecordId, RecordVersion};

use crate::as_of::{AsOf, Filter};
use crate::corrected::corrected;
use crate::diff::{Diff, diff};
use crate::explain::Explanation;
use crate::finding::Remark;
use crate::known::{Known, Point, at_stage, visible};
use crate::links::{EntityId, EntityLinks, Link, LinkRule, Stored};
use crate::names::link_fold;
use crate::revision::{Revision, revisions};
use crate::rules::{LinkRules, RULES_VERSION};
use crate::timeline::{Candidate, EntityTimeline, Found};
use crate::view::View;

/// Asks a history who is designated, what changed, and what became of a party.
///
/// Each answer is that of the function of the same name over all record versions of the history,
/// corrections applied ([`corrected`]). What is asked of what is known now is answered from the
/// records of the entities that it concerns, found by the derived tables, if these are
/// [up to date](Self::is_current); it then takes as long as the answer is large, however large the
/// history is. Anything else reads all records.
///
/// ```
/// use fedreg_history::History;
/// use fedreg_timeline::{Filter, LinkRules, Point, Questions};
///
/// let history = History::in_memory()?;
/// let rules = LinkRules::default();
/// let questions = Questions::new(&history, &rules);
/// let (from, to) = (Point::on("2025-11-23".parse()?), Point::on("2025-11-24".parse()?));
/// let filter = Filter::authority("INA-219");
/// for standing in questions.as_of(to, &filter)?.standings {
///     println!("{} since {}", standing.name, standing.since.date);
/// }
/// for entry in questions.diff(from, to, &filter)?.entries {
///     println!("{} {}", entry.change.as_str(), entry.name);
/// }
/// // A name that no notice prints has no candidates.
/// assert!(questions.find("Boko Haram", to, &filter)?.candidates.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Each question sees one state of the history, whatever a writer does meanwhile. All fail with what
/// the history says: it cannot be read, or holds what no reading of it explains.
#[derive(Debug)]
pub struct Questions<'h> {
    history: &'h History,
    rules: &'h LinkRules,
    rules_sha256: Sha256,
}

impl<'h> Questions<'h> {
    /// Asks this history, by these rules of linking.
    pub fn new(history: &'h History, rules: &'h LinkRules) -> Self {
        Self {
            history,
            rules,
            rules_sha256: rules_sha256(rules),
        }
    }

    /// From what the derived tables would be made now.
    pub fn derivation_state(&self) -> Result<DerivedState, HistoryError> {
        Ok(DerivedState {
            through: self.history.records_through()?,
            rules_version: RULES_VERSION,
            entities_sha256: self.rules_sha256,
        })
    }

    /// Whether the derived tables hold what the records and the rules give now, so that small answers
    /// are found without reading the rest.
    pub fn is_current(&self) -> Result<bool, HistoryError> {
        Ok(self.history.derived_state()? == Some(self.derivation_state()?))
    }

    /// Who is designated under which authority on a day; see [`as_of`](crate::as_of()).
    pub fn as_of(&self, point: Point, filter: &Filter) -> Result<AsOf, HistoryError> {
        let (day, filed) = (point.effective_on, filter.include_public_inspection);
        self.answer(
            point.known,
            filed,
            |history| history.entities_listed(&filter.authorities, day, filed),
            |view| view.as_of(point, filter),
        )
    }

    /// What changed between two points; see [`diff`](crate::diff()).
    pub fn diff(&self, from: Point, to: Point, filter: &Filter) -> Result<Diff, HistoryError> {
        if from.known != to.known {
            return Ok(diff(&self.all()?, self.rules, from, to, filter));
        }
        let filed = filter.include_public_inspection;
        let (one, two) = (from.effective_on, to.effective_on);
        let days = (one.min(two), one.max(two));
        self.answer(
            to.known,
            filed,
            |history| history.entities_acting(&filter.authorities, days, filed),
            |view| view.diff(from, to, filter),
        )
    }

    /// The lives of the entities that a name or an id means; see [`timeline`](crate::timeline()).
    /// [`Found::candidates`] is empty if no notice prints the name.
    pub fn find(&self, name: &str, point: Point, filter: &Filter) -> Result<Found, HistoryError> {
        self.answer(
            point.known,
            filter.include_public_inspection,
            |history| meant(history, name, filter.include_public_inspection),
            |view| view.find(name, point.effective_on, filter),
        )
    }

    /// The entities that a text may mean, best matches first; see [`search`](crate::search()).
    pub fn search(
        &self,
        text: &str,
        known: Known,
        filter: &Filter,
    ) -> Result<Vec<Candidate>, HistoryError> {
        self.answer(
            known,
            filter.include_public_inspection,
            |history| meant(history, text, filter.include_public_inspection),
            |view| view.search(text, filter),
        )
    }

    /// The life of one entity, with its standings on the day of `point`; `None` if there is no entity
    /// of this id.
    pub fn timeline(
        &self,
        entity: &EntityId,
        point: Point,
        filter: &Filter,
    ) -> Result<Option<EntityTimeline>, HistoryError> {
        self.answer(
            point.known,
            filter.include_public_inspection,
            |_| Ok(BTreeSet::from([entity.0.clone()])),
            |view| view.timeline(entity, point.effective_on, filter),
        )
    }

    /// Why two names are one entity, or are not, as far as is known now, filed documents included; see
    /// [`EntityLinks::explain`].
    pub fn explain(&self, a: &str, b: &str) -> Result<Explanation, HistoryError> {
        self.history.at_once(|history| {
            if self.is_current()? {
                let mut entities = meant(history, a, true)?;
                entities.extend(meant(history, b, true)?);
                let (stored, versions) = read(history, &entities, true)?;
                let records = visible(&versions, Known::Now, true);
                let links = EntityLinks::stored(&records, stored);
                return Ok(links.weighed(&records, self.rules).explain(a, b));
            }
            let versions = self.all()?;
            let records = visible(&versions, Known::Now, true);
            Ok(EntityLinks::build(&records, self.rules).explain(a, b))
        })
    }

    /// These records as they are known now, corrections of the Register applied, in the same order;
    /// one that is known no longer is left out.
    pub fn records(&self, records: &[RecordId]) -> Result<Vec<RecordVersion>, HistoryError> {
        let mut held: BTreeMap<RecordId, RecordVersion> = self
            .history
            .at_once(|history| {
                if self.is_current()? {
                    history.corrected_records(records)
                } else {
                    let mut versions = self.all()?;
                    versions.retain(|version| version.superseded_at.is_none());
                    Ok(versions)
                }
            })?
            .into_iter()
            .map(|version| (version.record_id.clone(), version))
            .collect();
        Ok(records.iter().filter_map(|id| held.remove(id)).collect())
    }

    /// What each version of these records says otherwise than the one before, by record; see
    /// [`revisions`].
    pub fn revisions(
        &self,
        records: &[RecordId],
        known: Known,
    ) -> Result<BTreeMap<RecordId, Vec<Revision>>, HistoryError> {
        let versions = self.history.at_once(|history| {
            if self.is_current()? {
                Ok::<_, HistoryError>(corrected(history.versions_to_correct(records)?))
            } else {
                self.all()
            }
        })?;
        let told = records
            .iter()
            .map(|record| (record.clone(), revisions(&versions, record, known)));
        Ok(told.collect())
    }

    /// Asks a view that holds the records of `entities` at least, or one of all records.
    fn answer<T>(
        &self,
        known: Known,
        filed: bool,
        entities: impl FnOnce(&History) -> Result<BTreeSet<String>, HistoryError>,
        ask: impl FnOnce(&View<'_>) -> T,
    ) -> Result<T, HistoryError> {
        self.history.at_once(|history| {
            if known == Known::Now && self.is_current()? {
                let (stored, versions) = read(history, &entities(history)?, filed)?;
                let records = visible(&versions, known, filed);
                return Ok(ask(&View::of_stored(records, stored)));
            }
            let versions = self.all()?;
            Ok(ask(&View::build(&versions, self.rules, known, filed)))
        })
    }

    fn all(&self) -> Result<Vec<RecordVersion>, HistoryError> {
        let printed = self.history.record_versions(&RecordFilter::default())?;
        Ok(corrected(printed))
    }
}

/// What a person decided about links, hashed: as JSON, so that comments and layout of the file do
/// not count.
fn rules_sha256(rules: &LinkRules) -> Sha256 {
    Sha256::of(&serde_json::to_vec(rules).unwrap_or_default())
}

/// The entities that a name or an id may mean.
fn meant(history: &History, text: &str, filed: bool) -> Result<BTreeSet<String>, HistoryError> {
    let folded = link_fold(text);
    if folded.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut found = history.entities_named(&folded, filed)?;
    found.insert(text.trim().to_owned());
    Ok(found)
}

fn damaged(history: &History, detail: String) -> HistoryError {
    HistoryError::Damaged {
        path: history.path().to_owned(),
        detail,
    }
}

/// What was derived about entities, and their records as known now.
fn read(
    history: &History,
    entities: &BTreeSet<String>,
    filed: bool,
) -> Result<(Stored, Vec<RecordVersion>), HistoryError> {
    let mut members = history.entity_records(entities, filed)?;
    let records: Vec<RecordId> = members.values().flatten().cloned().collect();
    let mut versions = history.corrected_records(&records)?;
    versions.retain(|version| at_stage(version, filed));
    // An entity of which no record counts is none of these.
    let counted: BTreeSet<&RecordId> = versions.iter().map(|v| &v.record_id).collect();
    members.retain(|_, records| records.iter().any(|id| counted.contains(id)));
    let entities: BTreeSet<String> = members.keys().cloned().collect();
    let mut stored = Stored::default();
    // For published documents alone, some remarks bring links that take the place of the others.
    let mut elsewhere = BTreeSet::new();
    for row in history.entity_remarks(&entities, filed)? {
        let remark: Remark = serde_json::from_str(&row.remark).map_err(|error| {
            damaged(
                history,
                format!("the remark about entity {}: {error}", row.entity),
            )
        })?;
        stored.ambiguities.extend(remark.ambiguities);
        stored.possible.extend(remark.possible);
        if let Some(links) = remark.links {
            stored.links.extend(links);
            elsewhere.insert(row.entity);
        }
    }
    for row in history.entity_links(&entities)? {
        if elsewhere.contains(&row.entity) {
            continue;
        }
        let rule = LinkRule::ALL.iter().find(|rule| rule.as_str() == row.rule);
        let Some(&rule) = rule else {
            return Err(damaged(
                history,
                format!("'{}' is no rule of linking", row.rule),
            ));
        };
        stored.links.insert(Link {
            a: row.record_a,
            b: row.record_b,
            rule,
            why: row.why,
        });
    }
    stored.members = members.into_values().collect();
    Ok((stored, versions))
}
