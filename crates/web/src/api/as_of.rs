//! `/api/v1/as-of`

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

/// What was asked of a day.
pub(crate) struct Question {
    pub(crate) day: NaiveDate,
    pub(crate) filter: Filter,
    pub(crate) known: Known,
    pub(crate) paging: Paging,
}

/// Reads the parameters.
pub(crate) fn question(asked: &Asked<'_>) -> Result<Question, Problem> {
    let params = &asked.params;
    let paging = Paging::of(asked)?;
    let codes = params.authorities("authority", &asked.site.authorities)?;
    Ok(Question {
        day: params.date("day")?.unwrap_or(asked.today),
        filter: Filter {
            authorities: codes.into_iter().collect::<BTreeSet<_>>(),
            include_public_inspection: params.flag("filed")?,
        },
        known: paging.known(asked, questions::known(params.instant("known_at")?)),
        paging,
    })
}

/// `/api/v1/as-of`
pub(super) fn list(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let limit = asked.params.limit("limit")?;
    let known_at = asked.params.instant("known_at")?;
    let Question {
        day,
        filter,
        known,
        paging,
    } = question(asked)?;
    let answer = questions::on_day(asked, day, known, &filter)?;
    let (page, next) = paging.page(&answer.standings, limit);
    let rows: Vec<_> = page
        .iter()
        .map(|standing| answers::standing(standing, &asked.site.authorities, day, known_at))
        .collect();
    Ok(items(
        asked,
        &rows,
        next,
        json!({
            "as_of": day,
            "known_at": known_at,
            "total": answer.standings.len(),
            "lapsed": answer.lapsed.len(),
            "apart": answer.apart.len(),
        }),
    ))
}
