//! What is new: public inspection first.

use chrono::{Days, NaiveDate};
use fedreg_history::{Browsed, DocumentBrowse, DocumentStatus, RecordBrowse};
use fedreg_model::{Stage, Verdict};
use maud::{Markup, html};

use super::parts;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::route::Asked;

/// How many documents of each stage are shown.
const DOCUMENTS: usize = 20;
/// Days before today on which a filed document may have been expected.
const RECENT: u64 = 90;
/// How many records of a document are named.
const RECORDS: usize = 5;

/// `/`
pub(super) fn page(asked: &Asked<'_>) -> Result<Reply, Problem> {
    // What is filed is expected soon, or was: older ones have been published under other numbers.
    let recent = asked.today.checked_sub_days(Days::new(RECENT));
    let filed = latest(asked, Stage::PublicInspection, recent)?;
    let published = latest(asked, Stage::Published, None)?;
    let content = html! {
        h1 { "Whom the United States designates" }
        p.lead {
            "Designation notices of the Federal Register, as records with the words that support them. "
            "Each line leads to its notice."
        }
        form.find action="/search" role="search" {
            label { span { "Search names, aliases and identifiers" }
                input type="search" name="q" maxlength="200";
            }
            button { "Search" }
        }
        section {
            h2 { "On public inspection" }
            @if filed.is_empty() {
                p.quiet { "No designation notice is filed and waiting for publication." }
            } @else {
                p.quiet { "Filed with the Office of the Federal Register, and not yet published." }
                (documents(asked, &filed))
            }
        }
        section {
            h2 { "Latest notices" }
            @if published.is_empty() {
                p.quiet { "The history holds no notice yet. `fedreg run` fills it." }
            } @else {
                (documents(asked, &published))
                p.onward { a href="/search" { "All records" } }
            }
        }
    };
    let feed = Some(("/feeds/records.atom", "New records"));
    Ok(parts::with_feed(asked, "What is new", "/", feed, &content))
}

fn latest(
    asked: &Asked<'_>,
    stage: Stage,
    from: Option<NaiveDate>,
) -> Result<Vec<(DocumentStatus, Vec<Browsed>)>, Problem> {
    let statuses = asked.history.browse_documents(&DocumentBrowse {
        stage: Some(stage),
        from,
        verdicts: vec![Verdict::Designates, Verdict::NeedsReview],
        limit: DOCUMENTS,
        ..DocumentBrowse::default()
    })?;
    statuses
        .into_iter()
        .map(|status| {
            let records = asked.history.browse_records(&RecordBrowse {
                document: Some(status.id.clone()),
                limit: RECORDS,
                ..RecordBrowse::default()
            })?;
            Ok((status, records))
        })
        .collect()
}

fn documents(asked: &Asked<'_>, documents: &[(DocumentStatus, Vec<Browsed>)]) -> Markup {
    html! {
        @for (status, records) in documents {
            (document(asked, status, records))
        }
    }
}

/// A document with its first records.
pub(super) fn document(asked: &Asked<'_>, status: &DocumentStatus, records: &[Browsed]) -> Markup {
    let metadata = &status.version.metadata;
    let path = parts::document_path(&status.id);
    let title = match metadata.title.as_str() {
        "" => "(no title)",
        title => title,
    };
    let more = usize::try_from(status.records)
        .unwrap_or(usize::MAX)
        .saturating_sub(records.len());
    html! {
        article.card {
            h3 { a href=(path) { (parts::said(title)) } }
            (parts::about(metadata))
            p.links { (parts::official(metadata)) }
            @if status.verdict == Verdict::NeedsReview {
                p { span.flag { "needs review" } " " (parts::said(&status.reason)) }
            }
            @if !records.is_empty() {
                ul.records { @for record in records { li { (line(asked, record)) } } }
            }
            @if more > 0 {
                p { a href=(path) { "and " (more) " more" } }
            }
        }
    }
}

/// A record on one line: action, party, authorities.
pub(super) fn line(asked: &Asked<'_>, browsed: &Browsed) -> Markup {
    let record = &browsed.version.record;
    html! {
        (parts::act(record.action)) " "
        @match &browsed.entity {
            Some(entity) => { a.party href={ "/entity/" (entity) } { (parts::said(&record.party.name)) } }
            None => { strong.party { (parts::said(&record.party.name)) } }
        }
        " " (parts::badges(&record.authorities, &asked.site.authorities))
    }
}
