//! `/api/v1/documents`

use fedreg_describe::{answers, words};
use fedreg_history::{DocumentBrowse, Place};
use fedreg_model::{Stage, Verdict};
use serde_json::json;

use super::{items, records};
use crate::problem::Problem;
use crate::questions;
use crate::reply::Reply;
use crate::route::Asked;

/// `/api/v1/documents`
pub(super) fn list(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let params = &asked.params;
    let limit = params.limit("limit")?;
    let given = |name| params.text(name).map(str::to_owned);
    let stage = match params.one_of("stage")? {
        Some("public_inspection") => Some(Stage::PublicInspection),
        Some(_) => Some(Stage::Published),
        None => None,
    };
    let verdict = match params.one_of("verdict")? {
        Some("designates") => vec![Verdict::Designates],
        Some("needs_review") => vec![Verdict::NeedsReview],
        Some(_) => vec![Verdict::NotADesignation],
        None => Vec::new(),
    };
    let mut found = asked.history.browse_documents(&DocumentBrowse {
        stage,
        verdicts: verdict,
        agency: given("agency"),
        family: given("family"),
        from: params.date("from")?,
        to: params.date("to")?,
        text: given("q"),
        after: records::place(asked)?,
        limit: limit + 1,
    })?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| {
        records::cursor(Place {
            publication_date: last.id.publication_date,
            sequence: last.version.sequence,
        })
    });
    Ok(items(
        asked,
        &found
            .iter()
            .map(answers::document_summary)
            .collect::<Vec<_>>(),
        next,
        json!({}),
    ))
}

/// `/api/v1/documents/{date}/{number}`
pub(super) fn one(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let with_text = asked.params.flag("text")?;
    let shown = questions::document(asked)?;
    let versions = asked.history.document_versions(&shown.status.id)?;
    let records: Vec<_> = shown
        .records
        .iter()
        .map(|browsed| browsed.version.clone())
        .collect();
    let mut row = answers::document(&shown.status, &records);
    let versions = versions.iter().map(|version| {
        let mut told = answers::document_version(version);
        told["origin"] = json!(words::origin(&version.source.origin));
        told
    });
    row["versions"] = versions.collect();
    row["text"] = json!(
        shown
            .text
            .as_ref()
            .filter(|_| with_text)
            .map(|text| &text.text)
    );
    Ok(Reply::json(&row))
}
