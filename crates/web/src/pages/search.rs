//! Records, found by filters.

use fedreg_describe::words;
use fedreg_history::{Browsed, DocumentBrowse, DocumentStatus};
use maud::{Markup, html};

use super::{ACTIONS, KINDS, STAGES, front, parts};
use crate::api::records;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::route::Asked;

/// Records on a page.
const PAGE: usize = 50;
/// Notices that are named for the words of their text.
const NOTICES: usize = 10;

/// `/search`
pub(super) fn page(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let mut browse = records::browse(asked)?;
    browse.after = records::place(asked)?;
    browse.limit = PAGE + 1;
    let mut found = asked.history.browse_records(&browse)?;
    let next = records::next(&mut found, PAGE);
    let notices = match (&browse.text, browse.after) {
        (Some(text), None) => asked.history.browse_documents(&DocumentBrowse {
            text: Some(text.clone()),
            from: browse.from,
            to: browse.to,
            agency: browse.agency.clone(),
            stage: browse.stage,
            limit: NOTICES,
            ..DocumentBrowse::default()
        })?,
        _ => Vec::new(),
    };
    let feed = format!("/feeds/records.atom?{}", asked.params.without(&["cursor"]));
    let all = asked.params.is_empty_but(&["cursor"]);
    let heading = if all { "All records" } else { "Records found" };
    let content = html! {
        h1 { "Search" }
        (form(asked))
        section aria-labelledby="found" {
            h2 #found { (heading) }
            @if found.is_empty() {
                p { "No record is like that. Fewer filters find more; other spellings are other names." }
            } @else {
                ul.results { @for record in &found { li { (result(asked, record)) } } }
                (parts::onward(asked, next.as_deref(), "records"))
            }
        }
        @if !notices.is_empty() { (texts(&notices)) }
    };
    Ok(parts::with_feed(
        asked,
        "Search",
        "/search",
        Some((&feed, "These records")),
        &content,
    ))
}

fn form(asked: &Asked<'_>) -> Markup {
    let params = &asked.params;
    let value = |name| params.text(name).unwrap_or_default();
    html! {
        form.filters action="/search" role="search" {
            div.wide { (parts::field("search", "q", "Name, alias or identifier", value("q"), "")) }
            (parts::authority_choice(&asked.site.authorities, params))
            (parts::word_choice("action", "Action", "any action", ACTIONS, params))
            (parts::word_choice("kind", "Kind of party", "any kind", KINDS, params))
            (parts::word_choice("stage", "Stage", "filed and published", STAGES, params))
            (parts::field("text", "agency", "Agency", value("agency"), "state"))
            (parts::field("text", "country", "Country", value("country"), "as printed"))
            (parts::field("date", "from", "Published from", value("from"), ""))
            (parts::field("date", "to", "Published to", value("to"), ""))
            div.buttons {
                button { "Search" }
                " " a href="/search" { "Clear all filters" }
            }
        }
    }
}

fn result(asked: &Asked<'_>, browsed: &Browsed) -> Markup {
    let version = &browsed.version;
    html! {
        p { (front::line(asked, browsed)) }
        @if let Some(aliases) = words::first_aliases(&version.record) {
            p.quiet { (parts::said(&aliases)) }
        }
        p.facts {
            span { (parts::effective(&version.record.effective)) }
            " " a href={ "/record/" (version.record_id) } { (words::citation(&version.document)) }
            " " (parts::official_page(&version.document))
        }
    }
}

fn texts(notices: &[DocumentStatus]) -> Markup {
    html! {
        section aria-labelledby="texts" {
            h2 #texts { "Notices with these words in their text" }
            ul.results {
                @for status in notices {
                    li {
                        p { a href=(parts::document_path(&status.id)) {
                            (parts::said(&status.version.metadata.title))
                        } }
                        (parts::about(&status.version.metadata))
                        p.links { (parts::official(&status.version.metadata)) }
                    }
                }
            }
        }
    }
}
