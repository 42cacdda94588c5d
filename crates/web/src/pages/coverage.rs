//! What the history holds, by year and family of notices.

use std::collections::BTreeMap;

use fedreg_describe::words::origin;
use fedreg_history::YearCount;
use maud::html;

use super::parts;
use crate::draw;
use crate::problem::Problem;
use crate::questions;
use crate::reply::Reply;
use crate::route::Asked;

/// `/coverage`
pub(super) fn page(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let counts = questions::years(asked)?;
    let families = by_family(&counts);
    let content = html! {
        h1 { "Coverage" }
        p.lead {
            "How many documents of each year the history holds, and what came of reading them. A year "
            "without a column was not read, or nothing in it was a candidate."
        }
        @if counts.is_empty() { p { "The history holds no document yet." } }
        @else {
            section aria-labelledby="years" {
                h2 #years { "By year" }
                div.wide-drawing tabindex="0" role="group" aria-labelledby="years" {
                    (draw::coverage(&counts, draw::Place::Page))
                }
                (table("By year", "Year", &by_year(&counts)))
            }
            section aria-labelledby="families" {
                h2 #families { "By family of notices" }
                div.wide-drawing tabindex="0" role="group" aria-labelledby="families" {
                    (draw::families(&counts, draw::Place::Page))
                }
                (table("By family", "Family", &families))
            }
        }
        @let coverages = asked.history.coverages()?;
        @if !coverages.is_empty() {
            section aria-labelledby="sources" {
                h2 #sources { "How far the sources were read" }
                ul { @for coverage in coverages {
                    li {
                        (parts::said(origin(&coverage.source))) ": without a gap through "
                        (parts::day(coverage.through))
                    }
                } }
            }
        }
    };
    Ok(parts::page(asked, "Coverage", "/coverage", &content))
}

/// A row: its name, and the four counts.
type Row = (String, [u64; 4]);

fn by_year(counts: &[YearCount]) -> Vec<Row> {
    let mut rows = sums(counts, |count| count.year.to_string());
    rows.reverse();
    rows
}

fn by_family(counts: &[YearCount]) -> Vec<Row> {
    sums(counts, |count| {
        count
            .family
            .clone()
            .unwrap_or_else(|| "no family".to_owned())
    })
}

fn sums(counts: &[YearCount], name: impl Fn(&YearCount) -> String) -> Vec<Row> {
    let mut sums: BTreeMap<String, [u64; 4]> = BTreeMap::new();
    for count in counts {
        let sum = sums.entry(name(count)).or_default();
        for (sum, n) in sum.iter_mut().zip([
            count.designates,
            count.needs_review,
            count.not_a_designation,
            count.records,
        ]) {
            *sum += n;
        }
    }
    sums.into_iter().collect()
}

fn table(caption: &str, first: &str, rows: &[Row]) -> maud::Markup {
    html! {
        table.cards.numbers {
            caption.aside { (caption) }
            thead { tr {
                th scope="col" { (first) }
                th scope="col" { "Designate" }
                th scope="col" { "Need review" }
                th scope="col" { "Designate nobody" }
                th scope="col" { "Records" }
            } }
            tbody { @for (name, [designates, review, others, records]) in rows { tr {
                th scope="row" { (name) }
                td data-label="Designate" { (designates) }
                td data-label="Need review" { (review) }
                td data-label="Designate nobody" { (others) }
                td data-label="Records" { (records) }
            } } }
        }
    }
}
