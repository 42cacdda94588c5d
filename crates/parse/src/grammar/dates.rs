//! Dates as notices print them, and the phrases that say when an act takes effect.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::{Captures, Regex};

const MONTHS: &str = "January|February|March|April|May|June|July|August|September|October|\
                      November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec";

static DATE: LazyLock<Regex> = LazyLock::new(|| compile(&date_pattern("")));

/// Compiles a pattern of this crate.
///
/// # Panics
/// If the pattern is wrong; all are constants and each is compiled by a test.
pub(crate) fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| panic!("the pattern {pattern:?} is wrong: {error}"))
}

/// A pattern for `November 16, 2025`, `16 November 2025`, `August 17,2001`; `prefix` names its
/// groups.
pub(crate) fn date_pattern(prefix: &str) -> String {
    format!(
        r"(?i:\b(?P<{prefix}month>{MONTHS})\.?\s+(?P<{prefix}day>\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s?(?P<{prefix}year>\d{{4}})\b|\b(?P<{prefix}day2>\d{{1,2}})\s+(?P<{prefix}month2>{MONTHS})\.?,?\s+(?P<{prefix}year2>\d{{4}})\b)"
    )
}

fn date_of(captures: &Captures<'_>, prefix: &str) -> Option<NaiveDate> {
    let group = |name: &str| {
        captures
            .name(&format!("{prefix}{name}"))
            .or_else(|| captures.name(&format!("{prefix}{name}2")))
            .map(|m| m.as_str())
    };
    let month = month_number(group("month")?)?;
    NaiveDate::from_ymd_opt(
        group("year")?.parse().ok()?,
        month,
        group("day")?.parse().ok()?,
    )
}

pub(crate) fn month_number(name: &str) -> Option<u32> {
    const STARTS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let name = name.to_ascii_lowercase();
    STARTS
        .iter()
        .position(|start| name.starts_with(start))
        .and_then(|i| u32::try_from(i + 1).ok())
}

/// The first calendar date in `text`, with its range.
pub(crate) fn first_date(text: &str) -> Option<(NaiveDate, Range<usize>)> {
    DATE.captures_iter(text).find_map(|captures| {
        let range = captures.get(0)?.range();
        date_of(&captures, "").map(|date| (date, range))
    })
}

/// What a notice says of when its act takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// On a calendar date.
    On(NaiveDate),
    /// Upon publication in the Federal Register.
    UponPublication,
    /// Upon signature, or "immediately".
    UponSignature,
    /// So many days after signature or determination.
    DaysAfterSignature(u64),
    /// So many days after publication.
    DaysAfterPublication(u64),
}

static EFFECT_ON: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)(?:\beffective(?:\s+date)?(?:\s+(?:of|for)\s+[a-z ]{{0,60}})?:?|\b(?:takes?|took|shall take|will take|goes?|went|go|shall go|will go|comes?|enters?)\s+(?:into\s+)?effect)\s*,?\s*(?:is|are|as of|on|from|beginning|at|shall be|will be)?\s*(?:the\s+)?(?:(?:\d{{1,3}}|thirty|sixty|ninety)\s+days\s+(?:from|after|following)\s+[^.;]{{0,60}}?[,(]?\s*(?:on\s+|namely\s+|\())?(?:\d{{1,2}}:\d{{2}}\s*[ap]\.?m\.?[^;]{{0,40}}?(?:\s+on|,)\s+)?{}",
        date_pattern("")
    ))
});

static EFFECT_PUBLICATION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:\beffective(?:\s+date)?:?|\beffect)\b[^.;]{0,60}?\b(?:up)?on\s+(?:the\s+)?(?:date\s+of\s+)?(?:its\s+|their\s+|this\s+|the\s+)?(?:notice's\s+)?publication\b|\beffective\s+date\b[^.;]{0,40}\bdate\s+of\s+(?:its\s+)?publication\b|\bupon\s+publication\b[^.;]{0,80}\b(?:effective|effect)\b",
    )
});

static EFFECT_SIGNATURE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:\beffective|\beffect)\s+(?:immediately\b|upon\s+signature\b|upon\s+signing\b|as\s+of\s+the\s+date\s+of\s+(?:this\s+)?signature\b)",
    )
});

static EFFECT_DAYS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:effective|effect)\s+(?P<days>\d{1,3}|thirty|sixty|ninety)\s*(?:\(\d+\)\s*)?(?:calendar\s+)?days\s+(?:after|from|following)\s+(?:the\s+)?(?:date\s+of\s+)?(?:its\s+|this\s+|the\s+)?(?P<event>publication|signature|determination|designation)\b",
    )
});

fn effect_in_days(text: &str) -> Option<(Effect, Range<usize>)> {
    let captures = EFFECT_DAYS.captures(text)?;
    let days = match captures
        .name("days")?
        .as_str()
        .to_ascii_lowercase()
        .as_str()
    {
        "thirty" => 30,
        "sixty" => 60,
        "ninety" => 90,
        figure => figure.parse().ok()?,
    };
    let effect = if captures
        .name("event")?
        .as_str()
        .eq_ignore_ascii_case("publication")
    {
        Effect::DaysAfterPublication(days)
    } else {
        Effect::DaysAfterSignature(days)
    };
    Some((effect, captures.get(0)?.range()))
}

static AS_OF: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!(r"(?i)\bas\s+of\s+(?:the\s+)?{}", date_pattern(""))));

/// What an act's own clause says: as [`effect`], and a bare "as of" too.
pub(crate) fn effect_of_act(clause: &str) -> Option<Effect> {
    effect(clause).map(|(effect, _)| effect).or_else(|| {
        AS_OF
            .captures_iter(clause)
            .find_map(|c| date_of(&c, ""))
            .map(Effect::On)
    })
}

/// The phrase in `text` that says when the act takes effect, with its range.
pub(crate) fn effect(text: &str) -> Option<(Effect, Range<usize>)> {
    let on = EFFECT_ON.captures_iter(text).find_map(|captures| {
        let range = captures.get(0)?.range();
        date_of(&captures, "").map(|date| (Effect::On(date), range))
    });
    on.or_else(|| effect_in_days(text))
        .or_else(|| {
            EFFECT_PUBLICATION
                .find(text)
                .map(|m| (Effect::UponPublication, m.range()))
        })
        .or_else(|| {
            EFFECT_SIGNATURE
                .find(text)
                .map(|m| (Effect::UponSignature, m.range()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn dates_are_read_as_printed() {
        for (text, expected) in [
            ("Dated: November 16, 2025.", Some(day(2025, 11, 16))),
            ("of August 17,2001, section", Some(day(2001, 8, 17))),
            ("on 2 January 2020 the", Some(day(2020, 1, 2))),
            ("Sept. 3, 1999", Some(day(1999, 9, 3))),
            ("February 30, 2020", None),
            ("the 2008 decision", None),
        ] {
            assert_eq!(first_date(text).map(|(d, _)| d), expected, "{text}");
        }
    }

    #[test]
    fn an_effective_date_needs_words_that_say_so() {
        let december = Effect::On(day(2002, 12, 3));
        for (text, expected) in [
            (
                "hereby amends, effective December 3, 2002, the 2001 redesignation",
                Some(december),
            ),
            ("effective as of December 3, 2002", Some(december)),
            ("EFFECTIVE DATE: December 3, 2002.", Some(december)),
            (
                "The revocation takes effect on December 3, 2002.",
                Some(december),
            ),
            (
                "The revocation is effective on December 3, 2002.",
                Some(december),
            ),
            (
                "This order is effective at 12:01 a.m. eastern time on December 3, 2002",
                Some(december),
            ),
            (
                "The designation goes into effect upon publication.",
                Some(Effect::UponPublication),
            ),
            (
                "is effective upon publication in the Federal Register",
                Some(Effect::UponPublication),
            ),
            (
                "effective on the date of publication",
                Some(Effect::UponPublication),
            ),
            (
                "shall take effect on the date of its publication",
                Some(Effect::UponPublication),
            ),
            (
                "The designation is effective immediately.",
                Some(Effect::UponSignature),
            ),
            (
                "shall take effect 30 days from the date of this determination, on December 3, 2002",
                Some(december),
            ),
            (
                "shall take effect 30 days after that date (December 3, 2002).",
                Some(december),
            ),
            (
                "shall become effective 30 days after the date of signature",
                Some(Effect::DaysAfterSignature(30)),
            ),
            (
                "effective 30 days after publication",
                Some(Effect::DaysAfterPublication(30)),
            ),
            ("Executive Order 13224 of September 23, 2001", None),
            ("Such materials must be submitted by November 2, 2021", None),
            (
                "This determination shall be published in the Federal Register.",
                None,
            ),
        ] {
            assert_eq!(effect(text).map(|(e, _)| e), expected, "{text}");
        }
    }
}
