//! The documents that need a person, with the text that was not understood.

use fedreg_describe::words::count;
use maud::html;

use super::parts;
use crate::problem::Problem;
use crate::questions;
use crate::reply::Reply;
use crate::route::Asked;

/// Documents on the page.
const MOST: usize = 200;

/// `/review`
pub(super) fn page(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let queue = questions::queue(asked)?;
    let content = html! {
        h1 { "Review queue" }
        p.lead {
            "What looks like a designation notice and was not wholly understood is kept here, with the "
            "words that nobody should rely on a program for."
        }
        @if queue.is_empty() { p { "Nothing needs review." } }
        @else { p { (count(queue.len(), "document waits", "documents wait")) " for a person." } }
        @for (status, reopened) in queue.iter().take(MOST) {
            article.card {
                h2 { a href=(parts::document_path(&status.id)) {
                    (parts::said(&status.version.metadata.title))
                } }
                (parts::about(&status.version.metadata))
                p { span.flag { (status.verdict.as_str().replace('_', " ")) } " " (parts::said(&status.reason)) }
                @if *reopened {
                    p { "A person reviewed it, and the source changed it since." }
                }
                (parts::residue(&status.residue, status.version.metadata.pdf_url.as_deref()))
                p.links { (parts::official(&status.version.metadata)) }
            }
        }
        @if queue.len() > MOST { p.quiet { "and " (queue.len() - MOST) " more" } }
    };
    Ok(parts::page(asked, "Review", "/review", &content))
}
