//! The timeline of one party: a lane for each authority, a bar for each time in standing, a sign for
//! each act.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate};
use fedreg_describe::words;
use fedreg_model::Authorities;
use fedreg_timeline::{Effect, EntityTimeline, TimelineEvent};
use maud::{Markup, html};

use super::{Place, drawing};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 16.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 30.0;
const LANE: f64 = 52.0;
const LEGEND: f64 = 34.0;
/// Lanes that are drawn; more are counted.
const MOST_LANES: usize = 30;
/// Signs that are drawn; more are counted.
const MOST_MARKS: usize = 300;

/// What a sign means. The shape says it without the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Designated,
    Amended,
    Maintained,
    Ended,
    Other,
}

impl Sign {
    const ALL: [Self; 5] = [
        Self::Designated,
        Self::Amended,
        Self::Maintained,
        Self::Ended,
        Self::Other,
    ];

    fn of(effect: Effect) -> Self {
        match effect {
            Effect::Begins | Effect::Renews => Self::Designated,
            Effect::Amends => Self::Amended,
            Effect::Maintains => Self::Maintained,
            Effect::Ends | Effect::Lapses | Effect::Expires => Self::Ended,
            Effect::Implies | Effect::None => Self::Other,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Designated => "designated",
            Self::Amended => "amended",
            Self::Maintained => "maintained",
            Self::Ended => "revoked or ended",
            Self::Other => "other notice",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Designated => "mark begins",
            Self::Amended => "mark changes",
            Self::Maintained | Self::Other => "mark",
            Self::Ended => "mark ends",
        }
    }

    /// A path around the point.
    fn path(self, x: f64, y: f64) -> String {
        let mut path = String::new();
        let _ = match self {
            // A triangle, a diamond, a bar, a cross, a small square.
            Self::Designated => write!(path, "M{x:.1} {:.1}l6.5 12h-13z", y - 7.0),
            Self::Amended => write!(path, "M{x:.1} {:.1}l6 7l-6 7l-6-7z", y - 7.0),
            Self::Maintained => write!(path, "M{:.1} {:.1}h4v14h-4z", x - 2.0, y - 7.0),
            Self::Ended => write!(
                path,
                "M{:.1} {:.1}l3-3l4 4l4-4l3 3l-4 4l4 4l-3 3l-4-4l-4 4l-3-3l4-4z",
                x - 7.0,
                y - 4.0
            ),
            Self::Other => write!(path, "M{:.1} {:.1}h6v6h-6z", x - 3.0, y - 3.0),
        };
        path
    }
}

/// One authority's lane.
struct Lane<'a> {
    code: &'a str,
    bars: Vec<(NaiveDate, Option<NaiveDate>)>,
    marks: Vec<(&'a TimelineEvent, Sign)>,
}

/// Draws a party's timeline until today or its last act.
pub fn timeline(
    entity: &EntityTimeline,
    authorities: &Authorities,
    today: NaiveDate,
    place: Place,
) -> Markup {
    let mut lanes = lanes(entity);
    let hidden = lanes.len().saturating_sub(MOST_LANES);
    lanes.truncate(MOST_LANES);
    let dates = || entity.events.iter().map(|event| event.date);
    let first = dates().min().unwrap_or(today);
    let last = dates().max().unwrap_or(today).max(today);
    let scale = Scale::over(first, last);
    #[allow(clippy::cast_precision_loss, reason = "at most some dozens of lanes")]
    let height = TOP + LANE * lanes.len() as f64 + LEGEND;
    let bottom = height - LEGEND;
    let title = format!("Timeline of {}", entity.name);
    let description = described(entity, &lanes, today);
    let mut marks = 0;
    let content = html! {
        g {
            @for (year, x) in scale.years() {
                line.grid x1=(at(x)) x2=(at(x)) y1=(TOP - 6.0) y2=(bottom) {}
                text.quiet x=(at(x)) y="16" text-anchor=(anchor(x)) { (year) }
            }
        }
        @for (n, lane) in lanes.iter().enumerate() {
            @let top = TOP + LANE * f64::from(u32::try_from(n).unwrap_or(u32::MAX));
            @let middle = top + 32.0;
            text x=(LEFT) y=(at(top + 14.0)) {
                (lane.code)
                @if let Some(known) = authorities.get(lane.code) {
                    tspan.quiet dx="8" { (known.designation) }
                }
            }
            @for (from, to) in &lane.bars {
                @let left = scale.x(*from);
                @let right = scale.x(to.unwrap_or(today).max(*from));
                rect class=(if to.is_some() { "bar over" } else { "bar" })
                    x=(at(left)) y=(at(middle - 4.0)) height="8" rx="2"
                    width=(at((right - left).max(2.0))) {}
            }
            @for (event, sign) in drawn(lane, &scale, &mut marks) {
                path class=(sign.class()) d=(sign.path(scale.x(event.date), middle)) {
                    title { (event.date) ": " (told(event)) }
                }
            }
        }
        line.today x1=(at(scale.x(today))) x2=(at(scale.x(today))) y1=(TOP - 6.0) y2=(bottom) {}
        (legend(bottom, hidden, marks.saturating_sub(MOST_MARKS)))
    };
    drawing(
        place,
        "timeline",
        (WIDTH, height),
        &title,
        &description,
        &content,
    )
}

/// A lane for each authority, in the order in which they first act.
fn lanes(entity: &EntityTimeline) -> Vec<Lane<'_>> {
    let mut lanes: Vec<Lane<'_>> = Vec::new();
    for event in &entity.events {
        for code in &event.authorities {
            let found = lanes.iter().position(|lane| lane.code == code);
            let position = found.unwrap_or(lanes.len());
            if found.is_none() {
                lanes.push(Lane {
                    code,
                    bars: Vec::new(),
                    marks: Vec::new(),
                });
            }
            let lane = &mut lanes[position];
            lane.marks.push((event, Sign::of(event.effect)));
            let open = lane.bars.last().is_some_and(|(_, to)| to.is_none());
            match event.effect {
                Effect::Ends | Effect::Lapses | Effect::Expires if open => {
                    if let Some((_, to)) = lane.bars.last_mut() {
                        *to = Some(event.date);
                    }
                }
                Effect::Begins | Effect::Implies | Effect::Renews if !open => {
                    lane.bars.push((event.date, None));
                }
                _ => {}
            }
        }
    }
    lanes
}

/// The acts of a lane that are drawn: signs on one spot are one; `marks` counts those of all lanes.
fn drawn<'a>(lane: &Lane<'a>, scale: &Scale, marks: &mut usize) -> Vec<(&'a TimelineEvent, Sign)> {
    let mut spots = BTreeSet::new();
    let mut drawn = Vec::new();
    for (event, sign) in &lane.marks {
        #[allow(clippy::cast_possible_truncation, reason = "a spot on the drawing")]
        let spot = (scale.x(event.date) * 2.0) as i64;
        if spots.insert((spot, *sign)) {
            *marks += 1;
            if *marks <= MOST_MARKS {
                drawn.push((*event, *sign));
            }
        }
    }
    drawn
}

fn told(event: &TimelineEvent) -> String {
    match &event.record {
        Some(record) => format!("{}, {}", record.action, record.cite()),
        None => event.effect.as_str().to_owned(),
    }
}

fn described(entity: &EntityTimeline, lanes: &[Lane<'_>], today: NaiveDate) -> String {
    let mut sentences = vec![format!(
        "{} of {}.",
        words::count(entity.events.len(), "act", "acts"),
        entity.name
    )];
    for lane in lanes {
        let bars: Vec<String> = lane
            .bars
            .iter()
            .map(|(from, to)| match to {
                Some(to) => format!("from {} to {}", words::day(*from), words::day(*to)),
                None => format!("since {}", words::day(*from)),
            })
            .collect();
        sentences.push(if bars.is_empty() {
            format!("Never in force under {}.", lane.code)
        } else {
            format!("In force under {} {}.", lane.code, bars.join(" and "))
        });
    }
    sentences.push(format!("Drawn until {}.", words::day(today)));
    sentences.join(" ")
}

fn legend(y: f64, hidden: usize, more: usize) -> Markup {
    let mut x = LEFT + 8.0;
    html! {
        g {
            @for sign in Sign::ALL {
                @let here = {
                    let here = x;
                    // (Letters of this size are about eight units wide.)
                    x += 34.0 + 8.0 * f64::from(u32::try_from(sign.word().len()).unwrap_or(0));
                    here
                };
                path class=(sign.class()) d=(sign.path(here, y + 16.0)) {}
                text.quiet x=(at(here + 12.0)) y=(at(y + 21.0)) { (sign.word()) }
            }
            @if hidden > 0 || more > 0 {
                text.quiet x=(at(x)) y=(at(y + 21.0)) {
                    @if hidden > 0 { (hidden) " authorities not drawn " }
                    @if more > 0 { (more) " acts not drawn" }
                }
            }
        }
    }
}

/// Days to places from left to right.
struct Scale {
    first: NaiveDate,
    last: NaiveDate,
}

impl Scale {
    /// Whole years around the days.
    fn over(first: NaiveDate, last: NaiveDate) -> Self {
        let year = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1);
        Self {
            first: year(first.year()).unwrap_or(first),
            last: year(last.year() + 1).unwrap_or(last),
        }
    }

    fn x(&self, date: NaiveDate) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "days of some decades")]
        let part = (date - self.first).num_days() as f64
            / (self.last - self.first).num_days().max(1) as f64;
        LEFT + part.clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    /// The years that have room for their number, with their places.
    fn years(&self) -> Vec<(i32, f64)> {
        let (from, to) = (self.first.year(), self.last.year());
        let step = [1, 2, 5, 10, 20, 50]
            .into_iter()
            .find(|step| (to - from) / step <= 12)
            .unwrap_or(100);
        (from..=to)
            .filter(|year| year % step == 0 || (to - from) < 2)
            .filter_map(|year| {
                let date = NaiveDate::from_ymd_opt(year, 1, 1)?;
                Some((year, self.x(date)))
            })
            .collect()
    }
}

/// A number with one place, which is finer than eyes.
fn at(x: f64) -> String {
    let text = format!("{x:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// So that the numbers at the ends stay inside.
fn anchor(x: f64) -> &'static str {
    if x < LEFT + 20.0 {
        "start"
    } else if x > WIDTH - RIGHT - 20.0 {
        "end"
    } else {
        "middle"
    }
}
