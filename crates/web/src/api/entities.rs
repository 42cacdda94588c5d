//! `/api/v1/entities`

use fedreg_describe::answers;
use fedreg_history::{BrowsedEntity, EntityBrowse};
use fedreg_model::RecordId;
use fedreg_timeline::link_fold;
use serde_json::{Value, json};

use super::{items, paging};
use crate::problem::Problem;
use crate::questions;
use crate::reply::Reply;
use crate::route::Asked;

/// `/api/v1/entities`
pub(super) fn list(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let params = &asked.params;
    let limit = params.limit("limit")?;
    let after = params.text("cursor").map(str::to_owned);
    if after
        .as_ref()
        .is_some_and(|id| !id.bytes().all(|b| b.is_ascii_alphanumeric()))
    {
        return Err(paging::not_ours());
    }
    let mut found = asked.history.browse_entities(&EntityBrowse {
        authorities: params.authorities("authority", &asked.site.authorities)?,
        kind: params.word("kind")?,
        name_folded: params.text("q").map(link_fold),
        after,
        limit: limit + 1,
    })?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found
        .last()
        .filter(|_| more)
        .map(|last| last.entity.clone());
    Ok(items(
        asked,
        &found
            .iter()
            .map(|entity| row(asked, entity))
            .collect::<Vec<_>>(),
        next,
        json!({}),
    ))
}

fn row(asked: &Asked<'_>, entity: &BrowsedEntity) -> Value {
    let standings: Vec<Value> = entity
        .standings
        .iter()
        .map(|(authority, since, ends)| {
            json!({
                "authority": authority,
                "since": since,
                "ends": ends,
                "in_force": *since <= asked.today && ends.is_none_or(|end| asked.today < end),
            })
        })
        .collect();
    json!({
        "entity": entity.entity,
        "name": entity.name,
        "kind": entity.kind,
        "names": entity.names,
        "records": entity.records,
        "standings": standings,
    })
}

/// `/api/v1/entities/{id}`
pub(super) fn one(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let id = asked.part("id");
    let known = questions::known(asked.params.instant("known_at")?);
    let Some(life) = questions::life(asked, id, known)? else {
        let record = RecordId(id.to_owned());
        let entities = asked.history.entities_of([&record])?;
        return match entities.get(&record).filter(|entity| *entity != id) {
            Some(entity) => Ok(Reply::see_other(format!("/api/v1/entities/{entity}"))),
            None => Err(Problem::NotFound(
                "the history holds no entity of that id".to_owned(),
            )),
        };
    };
    let timeline = &life.timeline;
    let revisions = |record: &fedreg_timeline::RecordRef| life.revisions(record);
    let dated = timeline
        .events
        .iter()
        .map(|event| answers::event(timeline, event, &revisions));
    let undated = timeline
        .undated
        .iter()
        .map(|record| answers::undated(timeline, record, &revisions));
    let events: Vec<Value> = dated.chain(undated).collect();
    let standings: Vec<Value> = timeline
        .standings
        .iter()
        .map(|standing| {
            json!({
                "authority": standing.authority,
                "since": standing.since.map(|since| since.date),
                "ends": standing.end.as_ref().map(|end| end.date),
                "in_force": standing.in_force,
                "reason": standing.end.as_ref().map(|end| &end.reason),
                "name": standing.name,
                "aliases": standing.aliases,
            })
        })
        .collect();
    Ok(Reply::json(&json!({
        "entity": timeline.entity,
        "name": timeline.name,
        "kind": timeline.kind,
        "names": timeline.names,
        "standings": standings,
        "events": events,
        "links": timeline.links,
        "ambiguities": timeline.ambiguities,
        "possible": timeline.possible,
        "head": asked.head.to_string(),
    })))
}
