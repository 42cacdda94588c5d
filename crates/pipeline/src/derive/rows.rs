//! What is derived of records that touch no others.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use fedreg_history::{
    Derived, EntityLinkRow, EntityNameRow, EntityRecordRow, EntityRow, StandingAliasRow,
    StandingRow,
};
use fedreg_model::{RecordId, RecordVersion, Stage};
use fedreg_timeline::{Known, LinkRules, Segment, View, corrections_held, finding, link_fold};

/// Entities over these current versions, filed ones included, standings by published ones, and by
/// what answers are found about both. Corrections are applied to them already.
pub(super) fn rows(versions: &[RecordVersion], rules: &LinkRules) -> Derived {
    let mut derived = Derived::default();
    let all = View::build(versions, rules, Known::Now, true);
    entities(&all, versions, &mut derived);
    let filed = versions
        .iter()
        .any(|v| v.document.stage == Stage::PublicInspection);
    let apart = filed.then(|| View::build(versions, rules, Known::Now, false));
    let published = apart.as_ref().unwrap_or(&all);
    standings(published, &mut derived);
    derived.finding = finding(&all, published);
    derived.finding.corrections = corrections_held(versions);
    derived
}

fn entities(view: &View<'_>, versions: &[RecordVersion], derived: &mut Derived) {
    let records: BTreeMap<&RecordId, &RecordVersion> =
        versions.iter().map(|v| (&v.record_id, v)).collect();
    let links = view.links();
    for entity in links.entities() {
        let id = entity.id.to_string();
        derived.entities.push(EntityRow {
            entity: id.clone(),
            name: entity.name.clone(),
            name_folded: link_fold(&entity.name),
            kind: entity.kind.as_str().to_owned(),
        });
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for record_id in &entity.record_ids {
            derived.records.push(EntityRecordRow {
                record_id: record_id.clone(),
                entity: id.clone(),
            });
            let Some(version) = records.get(record_id) else {
                continue;
            };
            let mut name = |name: &str, quality: &str| {
                if seen.insert(name.to_owned()) {
                    derived.names.push(EntityNameRow {
                        entity: id.clone(),
                        name: name.to_owned(),
                        name_folded: link_fold(name),
                        quality: quality.to_owned(),
                        record_id: record_id.clone(),
                    });
                }
            };
            let party = &version.record.party;
            name(&party.name, "name");
            for alias in &party.aliases {
                name(&alias.name, alias.quality.as_str());
            }
            if let Some(amendment) = &version.record.amendment {
                for added in &amendment.aliases_added {
                    name(added, "strong");
                }
                if let Some(new) = &amendment.renamed_to {
                    name(new, "name");
                }
            }
        }
        // Last, so that a name that is borne as well is told as that.
        let removed = entity
            .record_ids
            .iter()
            .filter_map(|record_id| Some((record_id, records.get(record_id)?)))
            .flat_map(|(record_id, version)| {
                let amendment = version.record.amendment.iter();
                let gone = amendment.flat_map(|amendment| &amendment.aliases_removed);
                gone.map(move |name| (record_id, name))
            });
        for (record_id, name) in removed {
            if seen.insert(name.clone()) {
                derived.names.push(EntityNameRow {
                    entity: id.clone(),
                    name: name.clone(),
                    name_folded: link_fold(name),
                    quality: "removed".to_owned(),
                    record_id: record_id.clone(),
                });
            }
        }
    }
    derived.links = links
        .links()
        .iter()
        .filter_map(|link| {
            let entity = links.of_record(&link.a)?;
            Some(EntityLinkRow {
                entity: entity.id.to_string(),
                record_a: link.a.clone(),
                record_b: link.b.clone(),
                rule: link.rule.as_str().to_owned(),
                why: link.why.clone(),
            })
        })
        .collect();
    // Within an entity, the order stands.
    derived.links.sort_by(|a, b| a.entity.cmp(&b.entity));
}

fn standings(view: &View<'_>, derived: &mut Derived) {
    let segments = view.segments();
    for Segment { from, to, standing } in &segments {
        // (Every standing rests on a record; a property test of the timeline holds that.)
        let Some(first) = standing.records.first() else {
            continue;
        };
        let flags: Vec<&str> = standing.flags.iter().map(|flag| flag.as_str()).collect();
        let end = standing.ends.as_ref();
        derived.standings.push(StandingRow {
            entity: standing.entity.to_string(),
            authority: standing.authority.clone(),
            from: *from,
            to: *to,
            name: standing.name.clone(),
            kind: standing.kind.as_str().to_owned(),
            since: standing.since.date,
            since_basis: standing.since.basis.as_str().to_owned(),
            ends: end.map(|end| end.date),
            end_kind: end.map(|end| end.how.as_str().to_owned()),
            end_reason: end.map(|end| end.reason.clone()),
            flags: flags.join(" "),
            record_id: first.record_id.clone(),
        });
    }
    derived.aliases = aliases(&segments);
}

/// The aliases of all segments, each with the days through which it is borne unchanged.
fn aliases(segments: &[Segment]) -> Vec<StandingAliasRow> {
    let mut done = Vec::new();
    let mut open: Vec<StandingAliasRow> = Vec::new();
    let mut at: Option<(String, String, Option<NaiveDate>)> = None;
    for Segment { from, to, standing } in segments {
        let entity = standing.entity.to_string();
        let follows = at.take().is_some_and(|(before, authority, until)| {
            before == entity && authority == standing.authority && until == Some(*from)
        });
        let held = std::mem::take(&mut open);
        let mut held = if follows {
            held
        } else {
            done.extend(held);
            Vec::new()
        };
        for (position, alias) in standing.aliases.iter().enumerate() {
            let mut row = StandingAliasRow {
                entity: entity.clone(),
                authority: standing.authority.clone(),
                from: *from,
                to: *to,
                position: u32::try_from(position + 1).unwrap_or(u32::MAX),
                alias: alias.name.clone(),
                quality: alias.quality.as_str().to_owned(),
                since: alias.since,
                record_id: alias.record_id.clone(),
            };
            let same = held.iter().position(|old| {
                (
                    old.position,
                    &old.alias,
                    &old.quality,
                    old.since,
                    &old.record_id,
                ) == (
                    row.position,
                    &row.alias,
                    &row.quality,
                    row.since,
                    &row.record_id,
                )
            });
            if let Some(same) = same {
                row.from = held.swap_remove(same).from;
            }
            open.push(row);
        }
        done.extend(held);
        at = Some((entity, standing.authority.clone(), *to));
    }
    done.extend(open);
    done.sort_by(|a, b| {
        let key = |row: &StandingAliasRow| {
            (
                row.entity.clone(),
                row.authority.clone(),
                row.from,
                row.position,
            )
        };
        key(a).cmp(&key(b))
    });
    done
}
