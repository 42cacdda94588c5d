//! A denial that goes on for another time than it was ordered for, or of which only a part runs.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Months, NaiveDate};
use fedreg_model::FieldChange;
use regex::Regex;

use super::term;
use crate::grammar::dates::{compile, date_pattern};
use crate::grammar::numbers::{number, number_pattern};

/// "the period of denial is reduced from ten years to seven years from the date of conviction".
static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?is)\b(?:(?:denial|expiration|termination|ending|end)\s+(?:period|date|term)|(?:period|term|duration|expiration|end)\s+of\s+(?:the\s+|this\s+|that\s+)?(?:denial|order|TDO))\b[^;]{{0,240}}?\b(?:reduced|shortened|extended|lengthened|modified|changed|amended|revised)\s+(?:from\s+(?P<before>{LENGTH}|{OLD})\s*,?\s+)?to\s+(?:(?:end|expire|read|be|run)\s+)?(?:on\s+|until\s+|through\s+)?(?P<after>{LENGTH}|{NEW})(?P<since>[^;.]{{0,120}})",
        LENGTH = length(),
        OLD = date_pattern("old"),
        NEW = date_pattern("new"),
    ))
});

fn length() -> String {
    format!(
        r"(?:a\s+(?:period|term)\s+of\s+)?(?:{}\s*)?(?:\(?\s*\d{{1,2}}\s*\)?\s*)?[-\s]?(?:years?|months?)",
        number_pattern()
    )
}

/// "the final three years of the denial period shall be suspended"
static PART_SUSPENDED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?is)\b(?:final|last|remaining)\s+(?P<length>{0})\s+of\s+(?:the|this|that|such)\s+(?:\S+\s+){{0,4}}?(?:denial|period|order)\b[^;.]{{0,120}}?\b(?:shall|is|are|will)\s+(?:be\s+)?(?:hereby\s+)?suspended\b|\bsuspend\w*\s+(?:the\s+)?(?:final|last|remaining)\s+(?P<length2>{0})\s+of\s+(?:the|this|that|such)\s+(?:\S+\s+){{0,4}}?(?:denial|period|order)\b",
        length()
    ))
});

/// A changed end of a denial.
#[derive(Debug, Clone)]
pub(super) struct Change {
    /// Where the text says it, in the body.
    pub(super) range: Range<usize>,
    pub(super) field: FieldChange,
    /// The new end, where the text gives a date or a period and the day it runs from.
    pub(super) until: Option<NaiveDate>,
}

/// The change of the period that the operative words from `from` on make.
pub(super) fn change(words: &str, from: usize) -> Option<Change> {
    let found = CHANGED.captures(&words[from..])?;
    let whole = found.get(0)?;
    let after = found.name("after")?.as_str();
    let since = found.name("since").map_or("", |m| m.as_str());
    let until = term::date(after).or_else(|| {
        let of_conviction = since.to_lowercase().contains("conviction");
        let start = term::date(since)
            .or_else(|| of_conviction.then(|| term::convicted_on(words)).flatten())?;
        plus(after, start)
    });
    let printed = |words: &str| vec![words.split_whitespace().collect::<Vec<_>>().join(" ")];
    Some(Change {
        range: from + whole.start()..from + whole.end(),
        field: FieldChange {
            field: "effective.until".to_owned(),
            before: found
                .name("before")
                .map_or_else(Vec::new, |before| printed(before.as_str())),
            after: printed(after),
        },
        until,
    })
}

/// Whether the order suspends the end of the period, and nothing more.
pub(super) fn suspends_the_end(words: &str) -> bool {
    PART_SUSPENDED.find_iter(words).count() == 1
}

/// The end of the part of a denial that runs, where the order suspends the rest of it.
pub(super) fn running(words: &str, until: Option<NaiveDate>) -> Option<NaiveDate> {
    let found = PART_SUSPENDED.captures(words)?;
    let length = found.name("length").or_else(|| found.name("length2"))?;
    let months = months(length.as_str())?;
    until?.checked_sub_months(Months::new(months))
}

fn months(length: &str) -> Option<u32> {
    let figures: String = length.chars().filter(char::is_ascii_digit).collect();
    let count = figures.parse().ok().or_else(|| {
        length
            .split(|c: char| c.is_whitespace() || c == '-' || c == '(')
            .find_map(number)
            .and_then(|count| u32::try_from(count).ok())
    })?;
    let years = length.to_lowercase().contains("year");
    Some(if years { count * 12 } else { count })
}

fn plus(length: &str, start: NaiveDate) -> Option<NaiveDate> {
    start.checked_add_months(Months::new(months(length)?))
}
