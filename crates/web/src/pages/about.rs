//! What this is, what it holds, and how to check it.

use fedreg_describe::words::{origin, words};
use maud::html;

use super::parts;
use crate::problem::Problem;
use crate::questions;
use crate::reply::Reply;
use crate::route::Asked;

/// `/about`
pub(super) fn page(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let statistics = questions::statistics(asked)?;
    let runs = asked.history.runs(1)?;
    let digest = questions::digest(asked)?;
    let content = html! {
        h1 { "About these data" }
        p.lead {
            "A program reads the designation notices of the Federal Register, keeps every document and "
            "every reading of it in a file that only grows, and says of each record which words support "
            "it. It is no list of the government: the official documents decide, and each line links to one."
        }
        section aria-labelledby="holds" {
            h2 #holds { "What the history holds" }
            dl {
                dt { "Documents" } dd { (statistics.documents) " (" (statistics.document_versions) " versions)" }
                @for (verdict, n) in &statistics.verdicts {
                    dt { "… " (words(verdict)) } dd { (n) }
                }
                dt { "Records known now" }
                dd { (statistics.current_records) " (" (statistics.record_versions) " versions)" }
            }
        }
        section aria-labelledby="pass" {
            h2 #pass { "The last pass" }
            @match runs.first() {
                None => { p { "None yet." } }
                Some(run) => {
                    p {
                        "Started " time datetime=(run.started_at.to_rfc3339()) {
                            (run.started_at.format("%B %-d, %Y, %H:%M UTC"))
                        }
                        ", from " (parts::said(origin(&run.source))) ": " (words(run.outcome.as_str())) "."
                    }
                }
            }
        }
        section aria-labelledby="check" {
            h2 #check { "How to check it" }
            dl {
                dt { "Head of the chain" }
                dd { code.copy { (asked.head.sequence) ":" (asked.head.sha256) } }
                dt { "Digest of the current view" }
                dd { code.copy { (digest) } }
            }
            p {
                "Note the head: a later verification (" code { "fedreg verify --since HEAD" } ") proves that the "
                "history has only grown since. Two histories with the same digest hold the same content, in "
                "whatever order they were filled."
            }
        }
        section aria-labelledby="programs" {
            h2 #programs { "For programs" }
            ul {
                li { a href="/api/v1/openapi.json" { "The API" } " (OpenAPI): records, entities, documents, who is "
                    "designated on a day, what changed" }
                li { a href="/feeds/records.atom" { "New records as an Atom feed" } "; each search and each "
                    "authority has one of its own" }
            }
        }
        section aria-labelledby="times" {
            h2 #times { "Two times" }
            p {
                "A designation takes effect on a day, and became known here at an instant. "
                a href="/as-of" { "In force" } " asks about both. The day's basis is always said: as stated, upon "
                "publication, the date of the determination, the date of signature. Where a notice gives none, "
                "none is made up."
            }
        }
    };
    Ok(parts::page(asked, "About", "/about", &content))
}
