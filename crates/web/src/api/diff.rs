//! `/api/v1/diff`

use std::collections::BTreeSet;

use chrono::NaiveDate;
use fedreg_describe::answers;
use fedreg_timeline::{Filter, Known};
use serde_json::json;

use super::items;
use super::paging::Paging;
use crate::problem::Problem;
use crate::questions;
use crate::reply::Reply;
use crate::route::Asked;

/// What is known and which standings count.
pub(crate) fn filter(asked: &Asked<'_>) -> Result<(Known, Filter), Problem> {
    let params = &asked.params;
    let codes = params.authorities("authority", &asked.site.authorities)?;
    Ok((
        questions::known(params.instant("known_at")?),
        Filter {
            authorities: codes.into_iter().collect::<BTreeSet<_>>(),
            include_public_inspection: params.flag("filed")?,
        },
    ))
}

/// The first day must not come after the last.
pub(crate) fn in_order(from: NaiveDate, to: NaiveDate) -> Result<(), Problem> {
    if to < from {
        return Err(Problem::parameter(
            "to",
            "is a day before 'from'; write the earlier day first",
        ));
    }
    Ok(())
}

/// `/api/v1/diff`
pub(super) fn list(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let params = &asked.params;
    let limit = params.limit("limit")?;
    let from = params
        .date("from")?
        .ok_or_else(|| Problem::parameter("from", "is missing; write it as 2025-11-24"))?;
    let to = params.date("to")?.unwrap_or(asked.today);
    in_order(from, to)?;
    let paging = Paging::of(asked)?;
    let (known, filter) = filter(asked)?;
    let answer = questions::between(asked, (from, to), paging.known(asked, known), &filter)?;
    let (page, next) = paging.page(&answer.entries, limit);
    let rows: Vec<_> = page
        .iter()
        .map(|entry| answers::entry(entry, None))
        .collect();
    Ok(items(
        asked,
        &rows,
        next,
        json!({
            "from": from,
            "to": to,
            "known_at": params.instant("known_at")?,
            "total": answer.entries.len(),
        }),
    ))
}
