//! `/api/v1/records`

use fedreg_describe::rows;
use fedreg_history::{Browsed, Place, RecordBrowse};
use fedreg_model::RecordId;
use fedreg_timeline::link_fold;
use serde_json::{Value, json};

use super::{items, paging};
use crate::params;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::route::Asked;

/// The search that was asked for, without its limit.
pub(crate) fn browse(asked: &Asked<'_>) -> Result<RecordBrowse, Problem> {
    let params = &asked.params;
    let words = |name| params.text(name).map(str::to_owned);
    let stage = match params.one_of("stage")? {
        Some("public_inspection") => Some(fedreg_model::Stage::PublicInspection),
        Some(_) => Some(fedreg_model::Stage::Published),
        None => None,
    };
    Ok(RecordBrowse {
        authorities: params.authorities("authority", &asked.site.authorities)?,
        action: params.word("action")?,
        kind: params.word("kind")?,
        agency: words("agency"),
        from: params.date("from")?,
        to: params.date("to")?,
        country: words("country"),
        stage,
        text: words("q"),
        text_folded: params.text("q").map(link_fold),
        ..RecordBrowse::default()
    })
}

/// Where the request goes on, in the order of browsing.
pub(crate) fn place(asked: &Asked<'_>) -> Result<Option<Place>, Problem> {
    let Some(cursor) = asked.params.text("cursor") else {
        return Ok(None);
    };
    let (day, sequence) = cursor.split_once('.').ok_or_else(paging::not_ours)?;
    Ok(Some(Place {
        publication_date: params::date("cursor", day).map_err(|_| paging::not_ours())?,
        sequence: sequence.parse().map_err(|_| paging::not_ours())?,
    }))
}

/// The place as a cursor.
pub(crate) fn cursor(place: Place) -> String {
    format!("{}.{}", place.publication_date, place.sequence)
}

/// Cuts what was found to a page; gives the cursor of the next if there is more.
pub(crate) fn next(found: &mut Vec<Browsed>, limit: usize) -> Option<String> {
    let more = found.len() > limit;
    found.truncate(limit);
    found.last().filter(|_| more).map(|last| cursor(last.place))
}

/// A record as a row of the command line, with its entity.
pub(crate) fn row(browsed: &Browsed) -> Value {
    let mut row = rows::record(&browsed.version);
    row["entity"] = json!(browsed.entity);
    row
}

/// `/api/v1/records`
pub(super) fn list(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let limit = asked.params.limit("limit")?;
    let mut browse = browse(asked)?;
    browse.after = place(asked)?;
    browse.limit = limit + 1;
    let mut found = asked.history.browse_records(&browse)?;
    let next = next(&mut found, limit);
    Ok(items(
        asked,
        &found.iter().map(row).collect::<Vec<_>>(),
        next,
        json!({}),
    ))
}

/// `/api/v1/records/{id}`
pub(super) fn one(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let found = asked.history.browse_records(&RecordBrowse {
        record_id: Some(RecordId(asked.part("id").to_ascii_lowercase())),
        limit: 1,
        ..RecordBrowse::default()
    })?;
    let browsed = found.first().ok_or_else(|| {
        Problem::NotFound("the history holds no current record of that id".to_owned())
    })?;
    Ok(Reply::json(&row(browsed)))
}
