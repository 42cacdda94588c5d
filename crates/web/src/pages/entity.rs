//! One party over the years.

use std::collections::BTreeMap;

use fedreg_describe::{party, sentences, words};
use fedreg_model::RecordId;
use fedreg_timeline::{EntityTimeline, LifeSummary, RecordRef, TimelineEvent};
use maud::{Markup, html};

use super::parts;
use crate::draw;
use crate::problem::Problem;
use crate::questions::{self, Life};
use crate::reply::Reply;
use crate::route::Asked;

/// `/entity/{id}`
pub(super) fn page(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let id = asked.part("id");
    let known = questions::known(asked.params.instant("known_at")?);
    let Some(life) = questions::life(asked, id, known)? else {
        return elsewhere(asked, id);
    };
    let timeline = &life.timeline;
    let content = html! {
        h1 {
            (parts::said(&timeline.name))
            @if timeline.kind.as_str() != "unknown" {
                " " span.quiet { "(" (timeline.kind.as_str()) ")" }
            }
        }
        section aria-labelledby="standing" {
            h2 #standing { "How it stands on " (parts::day(asked.today)) }
            @for standing in &timeline.standings { (standing_card(asked, standing)) }
            @if timeline.standings.is_empty() {
                p { "No notice with a date and an authority speaks of it." }
            }
        }
        section aria-labelledby="drawn" {
            h2 #drawn { "Over the years" }
            div.wide-drawing tabindex="0" role="group" aria-labelledby="drawn" {
                (draw::timeline(timeline, &asked.site.authorities, asked.today, draw::Place::Page))
            }
        }
        section aria-labelledby="notices" {
            h2 #notices { (words::count(timeline.events.len(), "event", "events")) }
            ol.events {
                @for event in &timeline.events { (event_item(asked, &life, event)) }
                @for record in &timeline.undated {
                    li {
                        p { span.flag { "no date" } " " (parts::act(record.action)) " " (parts::cited(record)) }
                        (quote(record))
                    }
                }
            }
        }
        (names(timeline))
        (linked(timeline))
        p.quiet {
            "Entity " code { (timeline.entity) } ". "
            a href={ "/api/v1/entities/" (timeline.entity) } { "As JSON" }
        }
    };
    Ok(parts::page(asked, &timeline.name, "", &content))
}

/// An id that once was an entity's is that of a record, and leads to the entity that it is part of.
fn elsewhere(asked: &Asked<'_>, id: &str) -> Result<Reply, Problem> {
    let record = RecordId(id.to_owned());
    let entities = asked.history.entities_of([&record])?;
    match entities.get(&record).filter(|entity| *entity != id) {
        Some(entity) => Ok(Reply::see_other(format!("/entity/{entity}"))),
        None => Err(Problem::NotFound(
            "the history holds no entity of that id".to_owned(),
        )),
    }
}

fn standing_card(asked: &Asked<'_>, standing: &LifeSummary) -> Markup {
    let (text, in_force) = words::standing(standing, &asked.site.authorities);
    let class = if in_force { "card in-force" } else { "card" };
    html! {
        div class=(class) {
            p {
                (parts::badge(&standing.authority, &asked.site.authorities)) " "
                strong { (parts::said(&text)) }
            }
            @if let Some(party) = &standing.party {
                @let lines = party::lines(party);
                @if !lines.is_empty() {
                    details {
                        summary { "What notices print of it" }
                        @for line in lines { p.fact { (parts::said(&line)) } }
                    }
                }
            }
        }
    }
}

fn event_item(asked: &Asked<'_>, life: &Life, event: &TimelineEvent) -> Markup {
    let codes = &event.authorities;
    html! {
        li {
            p {
                strong { (parts::day(event.date)) } " "
                @match &event.record {
                    Some(record) => { (parts::act(record.action)) }
                    None => { span.act.ends { span aria-hidden="true" { "−" } " " (event.effect.as_str()) } }
                }
                " "
                @for code in codes { (parts::badge(code, &asked.site.authorities)) " " }
                @if let Some(record) = &event.record {
                    span.quiet { (words::basis(record.effective.basis)) } ". "
                    (parts::cited(record))
                }
            }
            @if let Some(renamed) = &event.renamed {
                p.fact { "Renamed from " (parts::said(&renamed.from)) " to " (parts::said(&renamed.to)) }
            }
            @for line in [
                sentences::aliases("gained", &event.aliases_gained),
                sentences::aliases("lost", &event.aliases_lost),
            ].into_iter().flatten() { p.fact { (parts::said(&line)) } }
            @for change in &event.changes { p.fact { "Changed " (parts::said(&party::change(change))) } }
            @if let Some(reason) = &event.reason { p.fact { (parts::said(reason)) } }
            @if let Some(record) = &event.record {
                @for revision in life.revisions(record) {
                    @for line in words::revision(&revision) { p.quiet { (parts::said(&line)) } }
                }
                (quote(record))
            }
        }
    }
}

fn quote(record: &RecordRef) -> Markup {
    html! {
        blockquote { (parts::said(&words::shorten(&record.quote.text))) }
    }
}

fn names(timeline: &EntityTimeline) -> Markup {
    html! {
        @if timeline.names.len() > 1 {
            section aria-labelledby="names" {
                h2 #names { (timeline.names.len()) " names" }
                ul.names { @for name in &timeline.names { li { (parts::said(name)) } } }
            }
        }
    }
}

fn linked(timeline: &EntityTimeline) -> Markup {
    // Two notices after another are often linked by the same names.
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for link in &timeline.links {
        *reasons.entry(&link.why).or_default() += 1;
    }
    html! {
        @if !reasons.is_empty() {
            section aria-labelledby="linked" {
                h2 #linked { "Why these notices speak of one party" }
                ul { @for (why, n) in &reasons { li {
                    (parts::said(why))
                    @if *n > 1 { " (" (n) " times)" }
                } } }
            }
        }
        @if !timeline.ambiguities.is_empty() || !timeline.possible.is_empty() {
            section aria-labelledby="doubt" {
                h2 #doubt { "In doubt" }
                ul {
                    @for doubt in &timeline.ambiguities { li { (parts::said(&doubt.why)) } }
                    @for possible in &timeline.possible { li {
                        @let other = if possible.a == timeline.entity { &possible.b } else { &possible.a };
                        (parts::said(&possible.why)) " "
                        a href={ "/entity/" (other) } { "The other" }
                    } }
                }
            }
        }
    }
}
