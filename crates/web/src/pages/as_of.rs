//! Who is designated on a day.

use chrono::NaiveDate;
use fedreg_describe::words::{self, count};
use fedreg_timeline::{Apart, AsOf, Filter, Standing};
use maud::{Markup, html};

use super::parts;
use crate::api::as_of as api;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::route::Asked;

/// Designations on a page.
const PAGE: usize = 200;
/// Records that stand apart and are shown with the first page.
const APART: usize = 100;

/// `/as-of`
pub(super) fn page(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let api::Question {
        day,
        filter,
        paging,
        known,
    } = api::question(asked)?;
    let answer = crate::questions::on_day(asked, day, known, &filter)?;
    let (shown, next) = paging.page(&answer.standings, PAGE);
    let first = paging.offset == 0;
    let feed = filter_feed(&filter);
    let content = html! {
        h1 { "Who is designated" }
        (form(asked, day))
        section aria-labelledby="list" {
            h2 #list {
                (count(answer.standings.len(), "designation", "designations")) " in force on "
                (parts::day(day))
            }
            @if answer.standings.is_empty() {
                p { "Nobody is designated on this day, as far as the history knows." }
            }
            @for (code, rows) in by_authority(shown) { (table(asked, code, rows)) }
            (parts::onward(asked, next.as_deref(), "designations"))
        }
        @if first { (others(asked, &answer)) }
    };
    let feed = feed
        .as_deref()
        .map(|href| (href, "New records under this authority"));
    Ok(parts::with_feed(
        asked, "In force", "/as-of", feed, &content,
    ))
}

fn filter_feed(filter: &Filter) -> Option<String> {
    let mut codes = filter.authorities.iter();
    match (codes.next(), codes.next()) {
        (Some(code), None) => Some(format!("/feeds/authority/{code}.atom")),
        _ => None,
    }
}

fn form(asked: &Asked<'_>, day: NaiveDate) -> Markup {
    let params = &asked.params;
    html! {
        form.filters action="/as-of" {
            (parts::field("date", "day", "On the day", &day.to_string(), ""))
            (parts::authority_choice(&asked.site.authorities, params))
            (parts::field(
                "text", "known_at", "As known at", params.text("known_at").unwrap_or_default(),
                "now, or 2025-11-24",
            ))
            label.check {
                input type="checkbox" name="filed" value="1"
                    checked[params.flag("filed").unwrap_or(false)];
                span { "Count what is filed and not yet published" }
            }
            div.buttons { button { "Show" } }
        }
    }
}

/// Consecutive standings under one authority.
fn by_authority(standings: &[Standing]) -> Vec<(&str, &[Standing])> {
    standings
        .chunk_by(|a, b| a.authority == b.authority)
        .filter_map(|rows| rows.first().map(|first| (first.authority.as_str(), rows)))
        .collect()
}

fn table(asked: &Asked<'_>, code: &str, rows: &[Standing]) -> Markup {
    html! {
        h3 { (parts::authority_in_full(code, &asked.site.authorities)) }
        table.cards {
            caption.aside { "Designations under " (code) }
            thead { tr {
                th scope="col" { "Name" }
                th scope="col" { "Since" }
                th scope="col" { "Aliases" }
                th scope="col" { "Source" }
            } }
            tbody { @for row in rows { tr {
                th scope="row" {
                    a href={ "/entity/" (row.entity) } { (parts::said(&row.name)) }
                    @if row.kind.as_str() != "unknown" {
                        " " span.quiet { "(" (row.kind.as_str()) ")" }
                    }
                    @if !row.flags.is_empty() { " " (parts::flags(&row.flags)) }
                }
                td data-label="Since" {
                    @if row.since.implied { "On or before " }
                    (parts::day(row.since.date))
                    br; span.quiet { (words::basis(row.since.basis)) }
                    @if let Some(end) = &row.ends {
                        br; "Ends " (parts::day(end.date))
                    }
                }
                td data-label="Aliases" { (row.aliases.len()) }
                td data-label="Source" {
                    @if let Some(record) = row.records.first() { (parts::cited(record)) }
                }
            } } }
        }
    }
}

/// What has lapsed, and what counts neither in nor out.
fn others(asked: &Asked<'_>, answer: &AsOf) -> Markup {
    html! {
        @if !answer.lapsed.is_empty() {
            section aria-labelledby="lapsed" {
                h2 #lapsed { (answer.lapsed.len()) " lapsed" }
                p.quiet { "They would be in force, had the term that the law then set not run out." }
                ul.results { @for row in &answer.lapsed { li {
                    a href={ "/entity/" (row.entity) } { (parts::said(&row.name)) } " "
                    (parts::badge(&row.authority, &asked.site.authorities))
                    @if let Some(end) = &row.ends { " " (parts::said(&end.reason)) }
                } } }
            }
        }
        @if !answer.apart.is_empty() {
            section aria-labelledby="apart" {
                h2 #apart {
                    (count(answer.apart.len(), "record counts", "records count")) " neither in nor out"
                }
                ul.results { @for apart in answer.apart.iter().take(APART) { li { (one_apart(asked, apart)) } } }
                @if answer.apart.len() > APART {
                    p.quiet { "and " (answer.apart.len() - APART) " more: ask for one authority" }
                }
            }
        }
    }
}

fn one_apart(asked: &Asked<'_>, apart: &Apart) -> Markup {
    html! {
        a href={ "/entity/" (apart.entity) } { (parts::said(&apart.name)) } " "
        @if let Some(code) = &apart.authority { (parts::badge(code, &asked.site.authorities)) " " }
        (parts::said(&apart.why)) " " (parts::cited(&apart.record))
    }
}
