//! Answers as pieces of HTML for pasting into a report or a mail: no style, no script, nothing that
//! needs this site; each line leads to the official page.

use fedreg_describe::words::{self, web};
use fedreg_describe::{safe, sentences};
use fedreg_model::Authorities;
use fedreg_timeline::{ChangedBy, Diff, RecordRef};
use maud::{Markup, html};

/// What changed, in sentences, by who changed it.
pub fn changes(diff: &Diff, authorities: &Authorities, span: &str) -> Markup {
    html! {
        section lang="en" {
            h2 { "What changed " (safe(span)) }
            @if diff.entries.is_empty() && diff.other_acts.is_empty() { p { "Nothing changed." } }
            @for maker in [ChangedBy::Government, ChangedBy::Parser, ChangedBy::Review] {
                (by(diff, maker, authorities))
            }
        }
    }
}

fn by(diff: &Diff, maker: ChangedBy, authorities: &Authorities) -> Markup {
    let others: Vec<_> = diff
        .other_acts
        .iter()
        .filter(|other| other.changed_by == maker)
        .collect();
    html! {
        @if diff.by(maker).next().is_some() || !others.is_empty() {
            h3 { (sentences::changed_by(maker)) }
            ul {
                @for entry in diff.by(maker) {
                    @let told = sentences::change(entry, authorities);
                    li {
                        p {
                            (told.lead)
                            @if !told.lead.is_empty() { " " }
                            strong { bdi { (safe(&told.name)) } } " " (safe(&told.rest)) "."
                        }
                        @if !told.details.is_empty() {
                            ul { @for line in &told.details { li { bdi { (safe(line)) } } } }
                        }
                        p { @for (n, record) in entry.records.iter().enumerate() {
                            @if n > 0 { "; " }
                            (cited(record))
                        } }
                    }
                }
                @for other in others {
                    li { p { bdi { (safe(&sentences::other_act(other))) } " " (cited(&other.record)) } }
                }
            }
        }
    }
}

fn cited(record: &RecordRef) -> Markup {
    html! {
        @match web(record.html_url.as_ref()) {
            Some(url) => { a href=(url) { (words::cite(record)) } }
            None => { (words::cite(record)) }
        }
    }
}
