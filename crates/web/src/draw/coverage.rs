//! What a history holds of each year, as columns.

use std::collections::BTreeMap;

use fedreg_history::YearCount;
use maud::{Markup, html};

use super::{Place, drawing};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 48.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 60.0;

/// Draws the documents of each year by verdict.
pub fn coverage(counts: &[YearCount], place: Place) -> Markup {
    let mut years: BTreeMap<i32, [u64; 3]> = BTreeMap::new();
    for count in counts {
        let year = years.entry(count.year).or_default();
        year[0] += count.designates;
        year[1] += count.needs_review;
        year[2] += count.not_a_designation;
    }
    let first = years.keys().next().copied().unwrap_or(0);
    let last = years.keys().next_back().copied().unwrap_or(0);
    let tallest = years.values().map(|n| n.iter().sum()).max().unwrap_or(1);
    let top = nice(tallest);
    let many = f64::from((last - first + 1).max(1));
    let column = (WIDTH - LEFT - RIGHT) / many;
    let x = |year: i32| LEFT + f64::from(year - first) * column;
    let tall = |n: u64| whole(n) / whole(top) * (HEIGHT - TOP - BOTTOM);
    let ground = HEIGHT - BOTTOM;
    let step = [1, 2, 5, 10, 20]
        .into_iter()
        .find(|step| f64::from(*step) * column >= 44.0)
        .unwrap_or(50);
    let total: u64 = years.values().flatten().sum();
    let title = "Documents by year and verdict";
    let description = format!(
        "{total} documents from {first} to {last}; at most {tallest} in a year. The table below has the numbers."
    );
    let content = html! {
        @for part in [0, top / 2, top] {
            @let y = ground - tall(part);
            line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(format!("{y:.1}")) y2=(format!("{y:.1}")) {}
            text.quiet x=(LEFT - 6.0) y=(format!("{:.1}", y + 5.0)) text-anchor="end" { (part) }
        }
        @for (year, verdicts) in &years {
            @let left = x(*year) + column * 0.12;
            @for (n, class) in ["designates", "review", "others"].into_iter().enumerate() {
                @let below: u64 = verdicts[..n].iter().sum();
                @if verdicts[n] > 0 {
                    rect class=(class) x=(format!("{left:.1}")) width=(format!("{:.1}", (column * 0.76).max(1.0)))
                        y=(format!("{:.1}", ground - tall(below + verdicts[n])))
                        height=(format!("{:.1}", tall(verdicts[n]).max(1.0))) {
                        title { (year) ": " (verdicts[n]) " " (NAMES[n]) }
                    }
                }
            }
        }
        @for year in (first..=last).filter(|year| year % step == 0 || first == last) {
            text.quiet x=(format!("{:.1}", x(year) + column / 2.0)) y=(ground + 18.0) text-anchor="middle" { (year) }
        }
        line.axis x1=(LEFT) x2=(WIDTH - RIGHT) y1=(ground) y2=(ground) {}
        @for (n, class) in ["designates", "review", "others"].into_iter().enumerate() {
            @let left = LEFT + 170.0 * f64::from(u32::try_from(n).unwrap_or(0));
            rect class=(class) x=(left) y=(ground + 32.0) width="14" height="14" {}
            text.quiet x=(left + 20.0) y=(ground + 44.0) { (NAMES[n]) }
        }
    };
    drawing(
        place,
        "coverage",
        (WIDTH, HEIGHT),
        title,
        &description,
        &content,
    )
}

const NAMES: [&str; 3] = ["designate", "need review", "designate nobody"];

/// The next number of the kind 1, 2, 5, 10…, even so that its half is whole.
fn nice(n: u64) -> u64 {
    let mut top = 2;
    for factor in [2, 2, 5].into_iter().cycle().take(54) {
        if top >= n {
            break;
        }
        top = if factor == 5 { top / 4 * 10 } else { top * 2 };
    }
    top.max(2)
}

fn whole(n: u64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "counts of documents")]
    let n = n as f64;
    n
}
