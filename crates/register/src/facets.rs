//! `/documents/facets/…`: counts per period, agency, type, topic, subtype.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::calendar;
use crate::conditions::Conditions;
use crate::document::Published;
use crate::links;
use crate::params::Params;
use crate::routes::Context;

/// A period of a date facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Period {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Period {
    fn first_day(self, date: NaiveDate) -> NaiveDate {
        let month = |month| NaiveDate::from_ymd_opt(date.year(), month, 1).unwrap_or(date);
        match self {
            Self::Day => date,
            Self::Week => date - Days::new(u64::from(date.weekday().num_days_from_monday())),
            Self::Month => month(date.month()),
            Self::Quarter => month((date.month() - 1) / 3 * 3 + 1),
            Self::Year => month(1),
        }
    }

    fn name(self, first: NaiveDate) -> String {
        match self {
            Self::Day => first.format("%m/%d/%Y").to_string(),
            Self::Week => format!("Week of {}", first.format("%m/%d/%Y")),
            Self::Month => first.format("%B %Y").to_string(),
            Self::Quarter => format!("Q{} {}", (first.month() - 1) / 3 + 1, first.year()),
            Self::Year => first.year().to_string(),
        }
    }
}

/// Answers a facet.
pub(crate) fn answer(context: &Context<'_>, params: &Params, facet: &str) -> Answer {
    let period = match facet {
        "daily" => Some(Period::Day),
        "weekly" => Some(Period::Week),
        "monthly" => Some(Period::Month),
        "quarterly" => Some(Period::Quarter),
        "yearly" => Some(Period::Year),
        "agency" | "topic" | "section" | "type" | "subtype" => None,
        _ => return Answer::not_found(context.readings),
    };
    let conditions = match Conditions::read(params, context.library, context.readings) {
        Ok(conditions) => conditions,
        Err(errors) => return Answer::invalid(&Value::Object(errors)),
    };
    let found: Vec<&Published> = context
        .library
        .listed()
        .filter(|document| conditions.match_document(document))
        .collect();
    match period {
        Some(period) => by_period(context, params, period, &conditions, &found),
        None => Answer::json(&Value::Object(by_value(context, facet, &found))),
    }
}

fn by_period(
    context: &Context<'_>,
    params: &Params,
    period: Period,
    conditions: &Conditions,
    found: &[&Published],
) -> Answer {
    let newest = context.library.newest_issue();
    let range = conditions.published.as_ref();
    let asked_from = range.map_or(calendar::FIRST_DAY, |dates| dates.from);
    let to = range.map_or(newest, |dates| dates.to).min(newest);
    let without_conditions = params.conditions().is_empty();
    let too_long = (to - asked_from).num_days() >= context.limits.facet_days;
    if period == Period::Day && (too_long || without_conditions) {
        return Answer::invalid(&json!({"facet":
            "More than 10,000 days of grouping were requested.  Please limit your request."}));
    }
    // Nothing is older, and a date of long ago must not cost a walk through all its days.
    let from = asked_from.max(calendar::FIRST_DAY);
    let mut counts: BTreeMap<NaiveDate, u64> = calendar::days(from, to)
        .map(|day| (period.first_day(day), 0))
        .collect();
    for date in found.iter().filter_map(|document| document.date) {
        if let Some(count) = counts.get_mut(&period.first_day(date)) {
            *count += 1;
        }
    }
    let bucket = |(first, count): (NaiveDate, u64)| {
        (
            first.to_string(),
            json!({"count": count, "name": period.name(first)}),
        )
    };
    Answer::json(&Value::Object(counts.into_iter().map(bucket).collect()))
}

fn by_value(context: &Context<'_>, facet: &str, found: &[&Published]) -> Map<String, Value> {
    // Identifier → count and name, in order of first appearance.
    let mut buckets: Vec<(String, u64, String)> = Vec::new();
    let mut count = |identifier: String, name: String| match buckets
        .iter_mut()
        .find(|(known, ..)| *known == identifier)
    {
        Some((_, count, _)) => *count += 1,
        None => buckets.push((identifier, 1, name)),
    };
    for document in found {
        match facet {
            "agency" => {
                for agency in document.list("agencies") {
                    let text = |key: &str| agency.get(key).and_then(Value::as_str);
                    if let (Some(slug), Some(name)) = (text("slug"), text("name")) {
                        count(slug.to_owned(), name.to_owned());
                    }
                }
            }
            "topic" => {
                for topic in document.list("topics").iter().filter_map(Value::as_str) {
                    count(links::slug(topic), topic.to_owned());
                }
            }
            "type" => {
                let code = document.type_code();
                if !matches!(code, "UNKNOWN" | "CORRECT") {
                    count(code.to_owned(), crate::document::type_name(code).to_owned());
                }
            }
            "subtype" => {
                let name = document.text("subtype");
                if !name.is_empty() {
                    count(links::slug(name).replace('-', "_"), name.to_owned());
                }
            }
            // Documents here belong to no section.
            _ => {}
        }
    }
    buckets.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    buckets.truncate(context.limits.facet_entries);
    let entry = |(identifier, count, name)| (identifier, json!({"count": count, "name": name}));
    buckets.into_iter().map(entry).collect()
}
