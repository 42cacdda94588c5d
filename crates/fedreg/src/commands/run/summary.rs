//! A pass in one line, for cron's mail and for logs.

use super::news::Kind;
use super::pass::Told;
use crate::output::{count, safe_line};

/// What is new: `2 new records (Designation of X in 90 FR 53045, …); 1 document needs review`.
pub(super) fn line(told: &Told) -> String {
    let mut parts = Vec::new();
    for (kind, one, many) in [
        (Kind::New, "new record", "new records"),
        (Kind::Changed, "changed record", "changed records"),
        (
            Kind::Published,
            "record now published",
            "records now published",
        ),
        (Kind::Withdrawn, "record no longer", "records no longer"),
    ] {
        let of_kind: Vec<_> = told.news.iter().filter(|item| item.kind == kind).collect();
        let Some(first) = of_kind.first() else {
            continue;
        };
        let record = &first.version.record;
        let document = &first.version.document;
        let place = document
            .citation
            .map(|citation| citation.to_string())
            .or_else(|| document.document_number.as_ref().map(ToString::to_string))
            .unwrap_or_default();
        let more = if of_kind.len() > 1 { ", …" } else { "" };
        parts.push(format!(
            "{} ({} of {} in {place}{more})",
            count(of_kind.len(), one, many),
            record.action,
            record.party.name
        ));
    }
    if !told.review.is_empty() {
        let review = told.review.len();
        parts.push(count(
            review,
            "document needs review",
            "documents need review",
        ));
    }
    format!("{}\n", safe_line(&parts.join("; ")))
}
