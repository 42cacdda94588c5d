//! One document: its records, and its text with their words marked.

use fedreg_describe::words::count;
use fedreg_history::{Browsed, RecordBrowse};
use fedreg_model::{RecordId, Verdict};
use maud::{Markup, html};

use super::{marked, parts};
use crate::problem::Problem;
use crate::questions;
use crate::reply::Reply;
use crate::route::Asked;

/// `/record/{id}`: leads to the record on the page of its document.
pub(super) fn record(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let id = asked.part("id").to_ascii_lowercase();
    let none = || Problem::NotFound("the history holds no current record of that id".to_owned());
    let found = asked.history.browse_records(&RecordBrowse {
        record_id: Some(RecordId(id.clone())),
        limit: 1,
        ..RecordBrowse::default()
    })?;
    let document = found.first().and_then(|one| one.version.document.id());
    let path = parts::document_path(&document.ok_or_else(none)?);
    Ok(Reply::see_other(format!("{path}#record-{id}")))
}

/// `/document/{date}/{number}`
pub(super) fn page(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let shown = questions::document(asked)?;
    let metadata = &shown.status.version.metadata;
    let text = shown.text.as_ref();
    let spans = marked::spans(text.map_or("", |text| &text.text), &shown.records);
    let title = match metadata.title.as_str() {
        "" => "(no title)",
        title => title,
    };
    let content = html! {
        h1 { (parts::said(title)) }
        (parts::about(metadata))
        p.links { (parts::official(metadata)) }
        (verdict(asked, &shown))
        (parts::cite(metadata))
        @if !shown.records.is_empty() {
            section aria-labelledby="records" {
                h2 #records { (count(shown.records.len(), "record", "records")) }
                @for (n, browsed) in shown.records.iter().enumerate() {
                    (one(asked, n + 1, browsed, spans.holds(&browsed.version.record_id)))
                }
            }
        }
        @if !shown.status.residue.is_empty() {
            section aria-labelledby="residue" {
                h2 #residue { "Not understood" }
                (parts::residue(&shown.status.residue, metadata.pdf_url.as_deref()))
            }
        }
        section.notice aria-labelledby="text" {
            h2 #text { "Text of the notice" }
            @if let Some(text) = text {
                p.quiet {
                    "Normalised from " (text.format.as_str())
                    "; the marked words support the records whose numbers stand before them."
                }
                (marked::text(text, &spans))
            } @else {
                p.quiet { "Its text is not in the archive." }
            }
        }
    };
    Ok(parts::page(asked, title, "", &content))
}

fn verdict(asked: &Asked<'_>, shown: &questions::Shown) -> Markup {
    let status = &shown.status;
    let word = status.verdict.as_str().replace('_', " ");
    html! {
        p {
            @if status.verdict == Verdict::NeedsReview { span.flag { (word) } }
            @else { strong { (word) } }
            ": " (parts::said(&status.reason))
            @if let Some(day) = status.superseded_by {
                " Published on " (parts::day(day)) ", with another number or on another day than filed."
            }
        }
        p.quiet {
            "Read by parser " (status.parser_version) "; "
            (count(usize::try_from(status.versions).unwrap_or(usize::MAX), "version", "versions"))
            " in the history. "
            a href={ "/api/v1/documents/" (status.id.publication_date) "/" (status.id.document_number) } {
                "As JSON"
            }
            @if status.verdict == Verdict::NeedsReview && asked.at.starts_with("/document") {
                ". " a href="/review" { "Review queue" }
            }
        }
    }
}

fn one(asked: &Asked<'_>, n: usize, browsed: &Browsed, held: bool) -> Markup {
    let version = &browsed.version;
    let record = &version.record;
    let id = &version.record_id;
    html! {
        article.record id={ "record-" (id) } {
            h3 {
                span.n { (n) } " " (parts::act(record.action)) " "
                @match &browsed.entity {
                    Some(entity) => {
                        a href={ "/entity/" (entity) } { (parts::said(&record.party.name)) }
                    }
                    None => { (parts::said(&record.party.name)) }
                }
                @if record.party.kind.as_str() != "unknown" {
                    " " span.quiet { "(" (record.party.kind.as_str()) ")" }
                }
            }
            (parts::record(record, &asked.site.authorities))
            blockquote {
                (parts::said(&fedreg_describe::words::shorten(&record.quote.text)))
                @if held { " " a href={ "#span-" (id) } { "In the text" span.aside { " (record " (n) ")" } } }
                @else { " " span.flag { "not found in this text" } }
            }
            p.quiet {
                "Record " code { (id) } ", " (fedreg_describe::words::cause(version.cause)) "."
            }
        }
    }
}
