//! Dates of birth: as printed, and the days that the words allow.

use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::DateOfBirth;
use regex::Regex;

use super::text::spaced;
use crate::grammar::dates::{compile, month_number};

static CIRCA: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^(?:circa|ca?\.|approximately|approx\.?|about|around)\s+"));
static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)^(?:between\s+|from\s+)?(.*?\d{4})\s*(?:\bto\b|\band\b|\bor\b|-|/)\s*(.*\d{4})$")
});
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})$")
});
static MONTH_FIRST: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})$"));
static MONTH: LazyLock<Regex> = LazyLock::new(|| compile(r"^([A-Za-z]{3,9})\.?,?\s+(\d{4})$"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| compile(r"^(\d{4})(s?)$"));
static FIGURES: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$"));

/// Reads a printed date of birth (without its label).
pub(crate) fn read(printed: &str) -> DateOfBirth {
    let printed = spaced(printed);
    let (circa, words) = without_circa(&printed);
    let (mut circa, mut days) = (circa, span(words));
    if days.is_none()
        && let Some(captures) = SPAN.captures(words)
        && let (Some(from), Some(to)) = (captures.get(1), captures.get(2))
    {
        let (one, from) = without_circa(from.as_str());
        let (other, to) = without_circa(to.as_str());
        days = span(from)
            .zip(span(to))
            .map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)));
        circa = circa || one || other;
    }
    DateOfBirth {
        circa,
        earliest: days.map(|d| d.0),
        latest: days.map(|d| d.1),
        printed,
    }
}

fn without_circa(words: &str) -> (bool, &str) {
    match CIRCA.find(words) {
        Some(found) => (true, &words[found.end()..]),
        None => (false, words),
    }
}

/// The days of one date: a day, a month, a year, a decade.
fn span(words: &str) -> Option<(NaiveDate, NaiveDate)> {
    let words = words.trim().trim_end_matches('.');
    let group = |pattern: &Regex, n: usize| {
        pattern
            .captures(words)
            .and_then(|c| c.get(n).map(|m| m.as_str().to_owned()))
    };
    let one = |year: i32, month: u32, day: u32| {
        NaiveDate::from_ymd_opt(year, month, day).map(|date| (date, date))
    };
    if DAY.is_match(words) {
        let year = full_year(&group(&DAY, 3)?)?;
        return one(
            year,
            month_number(&group(&DAY, 2)?)?,
            group(&DAY, 1)?.parse().ok()?,
        );
    }
    if MONTH_FIRST.is_match(words) {
        let year = group(&MONTH_FIRST, 3)?.parse().ok()?;
        let day = group(&MONTH_FIRST, 2)?.parse().ok()?;
        return one(year, month_number(&group(&MONTH_FIRST, 1)?)?, day);
    }
    if MONTH.is_match(words) {
        let year = group(&MONTH, 2)?.parse().ok()?;
        let first = NaiveDate::from_ymd_opt(year, month_number(&group(&MONTH, 1)?)?, 1)?;
        let last = first
            .checked_add_months(chrono::Months::new(1))?
            .pred_opt()?;
        return Some((first, last));
    }
    if YEAR.is_match(words) {
        let year: i32 = group(&YEAR, 1)?.parse().ok()?;
        let years = if group(&YEAR, 2)?.is_empty() { 0 } else { 9 };
        return Some((
            NaiveDate::from_ymd_opt(year, 1, 1)?,
            NaiveDate::from_ymd_opt(year + years, 12, 31)?,
        ));
    }
    // Figures alone do not say which is the month: both readings are allowed for.
    let year = full_year(&group(&FIGURES, 3)?)?;
    let (a, b) = (
        group(&FIGURES, 1)?.parse().ok()?,
        group(&FIGURES, 2)?.parse().ok()?,
    );
    match (one(year, a, b), one(year, b, a)) {
        (Some(x), Some(y)) => Some((x.0.min(y.0), x.1.max(y.1))),
        (found, None) | (None, found) => found,
    }
}

/// `48` is 1948: lists print two figures only for years of the last century.
fn full_year(figures: &str) -> Option<i32> {
    let year: i32 = figures.parse().ok()?;
    Some(if figures.len() == 2 {
        1900 + year
    } else {
        year
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn dates_of_birth_allow_the_days_they_name() {
        for (printed, circa, earliest, latest) in [
            ("10 Dec 1948", false, "1948-12-10", "1948-12-10"),
            ("1946", false, "1946-01-01", "1946-12-31"),
            ("circa 1951", true, "1951-01-01", "1951-12-31"),
            ("1951 to 1953", false, "1951-01-01", "1953-12-31"),
            (
                "01 Jan 1961 to 31 Dec 1962",
                false,
                "1961-01-01",
                "1962-12-31",
            ),
            ("Sep 1938", false, "1938-09-01", "1938-09-30"),
            ("circa 07 Jul 1966", true, "1966-07-07", "1966-07-07"),
            ("circa 1979-1982", true, "1979-01-01", "1982-12-31"),
            ("Mar 1962 to Feb 1963", false, "1962-03-01", "1963-02-28"),
            ("December 10, 1948", false, "1948-12-10", "1948-12-10"),
            ("12/10/48", false, "1948-10-12", "1948-12-10"),
            ("25/12/1948", false, "1948-12-25", "1948-12-25"),
            ("between 1960 and 1962", false, "1960-01-01", "1962-12-31"),
            ("1960s", false, "1960-01-01", "1969-12-31"),
            ("circa 1975 to circa 1977", true, "1975-01-01", "1977-12-31"),
        ] {
            let date = read(printed);
            let days = [date.earliest, date.latest].map(|d| d.map(|d| d.to_string()));
            assert_eq!(
                (date.circa, days),
                (circa, [Some(earliest.to_owned()), Some(latest.to_owned())]),
                "{printed}"
            );
            assert_eq!(date.printed, printed);
        }
        assert_eq!(read("unknown").earliest, None);
        assert_eq!(read("30 Feb 1950").latest, None);
    }
}
