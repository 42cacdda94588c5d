//! The parts that pages share: dates, badges, citations, parties. One look for one thing.

use chrono::NaiveDate;
use fedreg_describe::words::web;
use fedreg_describe::{party, safe, words};
use fedreg_model::{
    Action, Authorities, Authority, AuthorityCitation, DocumentId, DocumentMetadata, Effective,
    Party, Record, Residue, Stage,
};
use fedreg_timeline::{Flag, RecordRef};
use maud::{Markup, html};

use crate::params::Params;
use crate::reply::Reply;
use crate::route::Asked;

/// A page of the site.
pub(crate) fn page(asked: &Asked<'_>, title: &str, here: &str, content: &Markup) -> Reply {
    with_feed(asked, title, here, None, content)
}

/// A page that a feed follows.
pub(crate) fn with_feed(
    asked: &Asked<'_>,
    title: &str,
    here: &str,
    feed: Option<(&str, &str)>,
    content: &Markup,
) -> Reply {
    let head = asked.head.sha256.to_string();
    let foot = html! {
        p {
            "Every line rests on words of the Federal Register, which you can read beside it. "
            "History as of sequence " (asked.head.sequence) ", head "
            code title="The end of the chain of hashes" { (&head[..12]) } ". "
            a href="/about" { "How to check it" }
            @if let Some((href, _)) = feed {
                ". " a href=(href) { "Follow this as a feed" }
            }
            "."
        }
    };
    Reply::page(super::shell(&safe(title), here, feed, content, &foot))
}

/// Words of others.
pub(crate) fn said(text: &str) -> Markup {
    html! { bdi { (safe(text)) } }
}

/// A day.
pub(crate) fn day(date: NaiveDate) -> Markup {
    html! { time datetime=(date) { (words::day(date)) } }
}

/// An authority: its code, with what a party under it is called.
pub(crate) fn badge(code: &str, authorities: &Authorities) -> Markup {
    let known = authorities.get(code);
    html! {
        a.badge href={ "/as-of?authority=" (code) } title=[known.map(|a| a.designation.as_str())] {
            (code)
        }
    }
}

/// An authority in full.
pub(crate) fn authority_in_full(code: &str, authorities: &Authorities) -> Markup {
    html! {
        (badge(code, authorities))
        @if let Some(authority) = authorities.get(code) { " " (authority.designation) }
    }
}

/// The authorities of a record, each once.
pub(crate) fn badges(cited: &[AuthorityCitation], authorities: &Authorities) -> Markup {
    let mut codes: Vec<&str> = Vec::new();
    for one in cited {
        if !codes.contains(&one.code.as_str()) {
            codes.push(&one.code);
        }
    }
    html! {
        @for code in &codes { (badge(code, authorities)) " " }
        @if codes.is_empty() { span.quiet { "no stated authority" } }
    }
}

/// What a notice does, as a chip; the sign says it without the colour.
pub(crate) fn act(action: Action) -> Markup {
    let (class, sign) = match action {
        action if action.ends_designation() => ("ends", "−"),
        Action::Maintenance | Action::Update => ("keeps", "="),
        Action::Amendment | Action::Correction => ("changes", "~"),
        _ => ("begins", "+"),
    };
    html! { span.act.(class) { span aria-hidden="true" { (sign) } " " (action.as_str()) } }
}

/// The address of a document's page.
pub(crate) fn document_path(id: &DocumentId) -> String {
    format!("/document/{}/{}", id.publication_date, id.document_number)
}

/// A link to a record on the page of its document.
pub(crate) fn record_path(record: &RecordRef) -> String {
    format!("/record/{}", record.record_id)
}

/// A citation that one copies with one click or the keyboard's select-all.
pub(crate) fn cite(document: &DocumentMetadata) -> Markup {
    let text = words::cite_document(document);
    html! {
        p.cite {
            span.label { "Cite as" } " "
            span.copy title="Click to select" { (safe(&text)) }
        }
    }
}

/// The citation of a record's notice, leading to its words here, and to the official page.
pub(crate) fn cited(record: &RecordRef) -> Markup {
    html! {
        span.source {
            a href=(record_path(record)) { (words::cite(record)) }
            @if let Some(url) = web(record.html_url.as_ref()) {
                " " a.official href=(url) rel="noreferrer" { "official page" }
            }
        }
    }
}

/// The official page of a document, in a line.
pub(crate) fn official_page(document: &DocumentMetadata) -> Markup {
    html! {
        @if let Some(url) = web(document.html_url.as_ref()) {
            a.official href=(url) rel="noreferrer" { "official page" }
        }
    }
}

/// Official page and PDF of a document.
pub(crate) fn official(document: &DocumentMetadata) -> Markup {
    html! {
        @if let Some(url) = web(document.html_url.as_ref()) {
            a.official href=(url) rel="noreferrer" { "Official page" }
        }
        @if let Some(url) = web(document.pdf_url.as_ref()) {
            " " a.official href=(url) rel="noreferrer" { "Official PDF" }
        }
    }
}

/// Where a document stands: its day, agencies, page and number.
pub(crate) fn about(document: &DocumentMetadata) -> Markup {
    html! {
        p.facts {
            @if document.stage == Stage::PublicInspection {
                span.flag { "filed, not yet published" } " "
            }
            @if let Some(date) = document.publication_date {
                span {
                    @if document.stage == Stage::PublicInspection { "expected " }
                    (day(date))
                }
            }
            @for agency in &document.agencies { " " span { (said(&agency.name)) } }
            " " span { (words::citation(document)) }
        }
    }
}

/// From when, and how we know.
pub(crate) fn effective(effective: &Effective) -> Markup {
    html! {
        @match effective.date {
            Some(date) => { "Effective " (day(date)) ", " (words::basis(effective.basis)) }
            None => { span.flag { "No effective date is stated" } }
        }
        @if let Some(until) = effective.until { ", until " (day(until)) }
    }
}

/// The facts of a party: names, identifiers, addresses and the rest.
pub(crate) fn facts(party: &Party) -> Markup {
    html! {
        @if !party.aliases.is_empty() {
            p.names {
                span.label { (words::count(party.aliases.len(), "alias", "aliases")) } " "
                @for (n, alias) in party.aliases.iter().enumerate() {
                    @if n > 0 { "; " }
                    (said(&alias.name))
                    @if alias.quality.as_str() != "strong" {
                        " " span.quiet { "(" (words::words(alias.quality.as_str())) ")" }
                    }
                }
            }
        }
        @for line in party::lines(party) { p.fact { (said(&line)) } }
    }
}

/// What a record says besides action and party.
pub(crate) fn record(record: &Record, authorities: &Authorities) -> Markup {
    html! {
        p { (badges(&record.authorities, authorities)) (effective(&record.effective)) "." }
        @for (label, names) in words::amended(record) {
            p.fact { span.label { (label) } " " (said(&names.join("; "))) }
        }
        @for change in party::changes(record) {
            p.fact { "Changed " (said(&party::change(&change))) }
        }
        (facts(&record.party))
        @if record.signed_on.is_some() || record.signer.is_some() || record.determined_on.is_some() {
            p.fact {
                @if let Some(date) = record.determined_on { "Determined " (day(date)) ". " }
                @if let Some(date) = record.signed_on { "Signed " (day(date)) ". " }
                @if let Some(signer) = &record.signer {
                    "By " (said(&signer.name))
                    @if let Some(office) = &signer.office { ", " (said(office)) }
                    "."
                }
                @if let Some(number) = &record.notice_number { " Notice " (said(number)) "." }
            }
        }
    }
}

/// What a reader of a standing should know.
pub(crate) fn flags<'a>(flags: impl IntoIterator<Item = &'a Flag>) -> Markup {
    html! {
        @for flag in flags {
            span.flag title=(meaning(*flag)) { (words::words(flag.as_str())) } " "
        }
    }
}

fn meaning(flag: Flag) -> &'static str {
    match flag {
        Flag::NeedsReview => "A document that it rests on still needs review",
        Flag::PublicInspection => "A document that it rests on is not yet published",
        Flag::Implied => "The designation itself is not in this history; a later notice shows it",
        Flag::UndatedAct => "A notice without an effective date acts upon it",
        Flag::PossibleLink => "It may be the same party as another entity",
    }
}

/// What was not understood, with its words.
pub(crate) fn residue(residue: &[Residue], pdf: Option<&str>) -> Markup {
    html! {
        ul.residue {
            @for left in residue {
                li {
                    p { strong { "Not understood: " } (said(&left.why)) }
                    blockquote { (said(&words::shorten(&left.text))) }
                    @if let Some(announced) = &left.announced {
                        ul { @for line in party::announced(announced, pdf) { li {
                            @if line.starts_with("https://") {
                                a href=(line) rel="noreferrer" { (said(&line)) }
                            } @else { (said(&line)) }
                        } } }
                    }
                }
            }
        }
    }
}

/// A list of choices, one of them chosen.
pub(crate) fn choice(
    name: &str,
    label: &str,
    any: &str,
    choices: &[(String, String)],
    chosen: Option<&str>,
) -> Markup {
    html! {
        label { span { (label) }
            select name=(name) {
                option value="" { (any) }
                @for (value, text) in choices {
                    option value=(value) selected[chosen == Some(value.as_str())] { (text) }
                }
            }
        }
    }
}

/// The authorities to choose from, by code.
pub(crate) fn authority_choice(authorities: &Authorities, params: &Params) -> Markup {
    let name = |authority: &Authority| format!("{} – {}", authority.code, authority.designation);
    let choices: Vec<(String, String)> = authorities
        .iter()
        .map(|authority| (authority.code.clone(), name(authority)))
        .collect();
    let chosen =
        params
            .text("authority")
            .and_then(|word| match authorities.find(word).as_slice() {
                [one] => Some(one.code.clone()),
                _ => None,
            });
    html! {
        (choice("authority", "Authority", "all authorities", &choices, chosen.as_deref()))
    }
}

/// Words of a vocabulary to choose from.
pub(crate) fn word_choice(
    name: &str,
    label: &str,
    any: &str,
    known: &[&str],
    params: &Params,
) -> Markup {
    let choices: Vec<(String, String)> = known
        .iter()
        .map(|word| ((*word).to_owned(), words::words(word)))
        .collect();
    choice(name, label, any, &choices, params.text(name))
}

/// A field to write in.
pub(crate) fn field(kind: &str, name: &str, label: &str, value: &str, hint: &str) -> Markup {
    html! {
        label { span { (label) }
            input type=(kind) name=(name) value=(value) placeholder=[(!hint.is_empty()).then_some(hint)]
                maxlength=[(kind == "text").then_some("200")];
        }
    }
}

/// Where to go on.
pub(crate) fn onward(asked: &Asked<'_>, next: Option<&str>, what: &str) -> Markup {
    html! {
        @if let Some(cursor) = next {
            p.onward { a href=(asked.onward(cursor)) rel="next" { "More " (what) } }
        }
    }
}
