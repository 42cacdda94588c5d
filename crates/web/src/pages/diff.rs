//! What changed between two days, in sentences.

use chrono::Days;
use fedreg_describe::{sentences, words};
use fedreg_timeline::{Change, ChangedBy, Entry, OtherAct};
use maud::{Markup, html};

use super::parts;
use crate::api::diff as api;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::route::Asked;

/// Changes that one page tells.
const MOST: usize = 500;
/// Without days, the changes of so many days until today.
const RECENT: u64 = 30;

/// `/diff`
pub(super) fn page(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let recent = asked.today.checked_sub_days(Days::new(RECENT));
    let from = asked.params.date("from")?.or(recent).unwrap_or(asked.today);
    let to = asked.params.date("to")?.unwrap_or(asked.today);
    let (known, filter) = api::filter(asked)?;
    api::in_order(from, to)?;
    let answer = crate::questions::between(asked, (from, to), known, &filter)?;
    let params = &asked.params;
    let counts: Vec<String> = Change::ALL
        .iter()
        .map(|change| (change, answer.of(*change).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(change, n)| format!("{n} {}", change.as_str()))
        .collect();
    let content = html! {
        h1 { "What changed" }
        form.filters action="/diff" {
            (parts::field("date", "from", "After", &from.to_string(), ""))
            (parts::field("date", "to", "Until", &to.to_string(), ""))
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
            div.buttons { button { "Compare" } }
        }
        p {
            "From " (parts::day(from)) " to " (parts::day(to)) ": "
            @if counts.is_empty() { "nobody's standing changed." } @else { (counts.join(", ")) "." }
        }
        @for maker in [ChangedBy::Government, ChangedBy::Parser, ChangedBy::Review] {
            (by(asked, maker, &answer.by(maker).collect::<Vec<_>>(), &answer.other_acts))
        }
    };
    Ok(parts::page(asked, "Changes", "/diff", &content))
}

fn by(asked: &Asked<'_>, maker: ChangedBy, entries: &[&Entry], others: &[OtherAct]) -> Markup {
    let others: Vec<&OtherAct> = others.iter().filter(|o| o.changed_by == maker).collect();
    html! {
        @if !entries.is_empty() || !others.is_empty() {
            section {
                h2 { (sentences::changed_by(maker)) }
                ul.results { @for entry in entries.iter().take(MOST) { (change(asked, entry)) } }
                @if entries.len() > MOST {
                    p { "and " (entries.len() - MOST) " more: ask for fewer days, or one authority" }
                }
                @if !others.is_empty() {
                    details {
                        summary { (words::count(others.len(), "notice", "notices")) " that changed no list" }
                        ul { @for other in others.iter().take(MOST) { li {
                            (parts::said(&sentences::other_act(other))) " " (parts::cited(&other.record))
                        } } }
                    }
                }
            }
        }
    }
}

fn change(asked: &Asked<'_>, entry: &Entry) -> Markup {
    let told = sentences::change(entry, &asked.site.authorities);
    let (class, sign) = match entry.change {
        Change::Added => ("begins", "+"),
        Change::Removed | Change::Lapsed => ("ends", "−"),
        Change::Amended => ("changes", "~"),
        Change::Maintained => ("keeps", "="),
    };
    html! {
        li.change {
            p {
                span.act.(class) { span aria-hidden="true" { (sign) } " " (entry.change.as_str()) } " "
                (told.lead)
                @if !told.lead.is_empty() { " " }
                a href={ "/entity/" (entry.entity) } { (parts::said(&told.name)) }
                " " (parts::said(&told.rest)) ". "
                (parts::flags(&entry.flags))
            }
            @for line in &told.details { p.fact { (parts::said(line)) } }
            p.facts { @for record in &entry.records { (parts::cited(record)) " " } }
        }
    }
}
