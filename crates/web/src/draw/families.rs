//! Which families of notices a history holds in which years: a square for each, the fuller the more.

use std::collections::{BTreeMap, BTreeSet};

use fedreg_history::YearCount;
use maud::{Markup, html};

use super::{Place, drawing};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 260.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 26.0;
const ROW: f64 = 24.0;
/// Rows that are drawn; the table has all.
const MOST: usize = 60;

/// Draws the documents that families claimed, by year.
pub fn families(counts: &[YearCount], place: Place) -> Markup {
    let mut rows: BTreeMap<&str, BTreeMap<i32, u64>> = BTreeMap::new();
    for count in counts {
        let Some(family) = &count.family else {
            continue;
        };
        let documents = count.designates + count.needs_review + count.not_a_designation;
        *rows
            .entry(family)
            .or_default()
            .entry(count.year)
            .or_default() += documents;
    }
    let years: BTreeSet<i32> = rows.values().flat_map(|row| row.keys().copied()).collect();
    let first = years.first().copied().unwrap_or(0);
    let last = years.last().copied().unwrap_or(0);
    let many = f64::from((last - first + 1).max(1));
    let column = (WIDTH - LEFT - RIGHT) / many;
    let middle = |year: i32| LEFT + (f64::from(year - first) + 0.5) * column;
    let most = rows
        .values()
        .flat_map(BTreeMap::values)
        .max()
        .copied()
        .unwrap_or(1);
    let step = [1, 2, 5, 10, 20]
        .into_iter()
        .find(|step| f64::from(*step) * column >= 44.0)
        .unwrap_or(50);
    let drawn = rows.len().min(MOST);
    let height = TOP + ROW * f64::from(u32::try_from(drawn).unwrap_or(u32::MAX)) + 6.0;
    let title = "Documents by family of notices and year";
    let description = format!(
        "{} families from {first} to {last}; at most {most} documents of one in a year. The table \
         below has the numbers of each family.",
        rows.len()
    );
    let content = html! {
        @for year in (first..=last).filter(|year| year % step == 0 || first == last) {
            text.quiet x=(format!("{:.1}", middle(year))) y="16" text-anchor="middle" { (year) }
            line.grid x1=(format!("{:.1}", middle(year))) x2=(format!("{:.1}", middle(year)))
                y1=(TOP - 4.0) y2=(height - 6.0) {}
        }
        @for (n, (family, row)) in rows.iter().take(MOST).enumerate() {
            @let y = TOP + ROW * (f64::from(u32::try_from(n).unwrap_or(0)) + 0.5);
            text x=(LEFT - 12.0) y=(y + 5.0) text-anchor="end" { (fedreg_describe::safe_line(family)) }
            @for (year, documents) in row {
                @let side = side(*documents, most, column.min(ROW) - 3.0);
                rect.designates x=(format!("{:.1}", middle(*year) - side / 2.0)) y=(format!("{:.1}", y - side / 2.0))
                    width=(format!("{side:.1}")) height=(format!("{side:.1}")) {
                    title { (family) ", " (year) ": " (documents) }
                }
            }
        }
    };
    drawing(
        place,
        "families",
        (WIDTH, height),
        title,
        &description,
        &content,
    )
}

/// The side of a square whose area says how many; the smallest can still be seen.
fn side(documents: u64, most: u64, largest: f64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "counts of documents")]
    let part = documents as f64 / most.max(1) as f64;
    (part.sqrt() * largest).max(4.0)
}
