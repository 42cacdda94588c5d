//! When an order was signed, from when it runs, and until when.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, Days, Months, NaiveDate};
use fedreg_model::{Action, Effective, EffectiveBasis, Role};
use regex::Regex;

use super::act::{Kind, Order};
use super::period;
use crate::grammar::dates::{Effect, compile, date_pattern, effect, first_date};
use crate::grammar::numbers::number;
use crate::notice::Notice;

static DAY_OF: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?P<day>\d{1,2})\s?(?:st|nd|rd|th)?\s+day\s+of\s+(?P<month>[A-Z][a-z]{2,8})\s*,?\s*(?P<year>\d{4})\b",
    )
});
static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)^\s*(?:issued|entered|dated?|signed|done|so\s+ordered|it\s+is\s+so\s+ordered)\b")
});
static THIS_DAY: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:issued|entered|dated|signed|done)\b[^.]{0,80}\bthis\b"));

/// The first date of `words`, in either of the forms that orders use.
pub(super) fn date(words: &str) -> Option<NaiveDate> {
    let spelt = DAY_OF.captures(words).and_then(|found| {
        let at = found.get(0)?.start();
        let text = format!("{} {}, {}", &found["month"], &found["day"], &found["year"]);
        first_date(&text).map(|(date, _)| (date, at))
    });
    let plain = first_date(words).map(|(date, range)| (date, range.start));
    match (spelt, plain) {
        (Some(a), Some(b)) => Some(if a.1 <= b.1 { a.0 } else { b.0 }),
        (a, b) => a.or(b).map(|(date, _)| date),
    }
}

/// The date of signature: the last line that is one.
pub(super) fn signed_on(notice: &Notice<'_>, body: &Range<usize>) -> Option<NaiveDate> {
    let blocks = notice.blocks_from(0).map(|(_, block)| block);
    let mut lines: Vec<_> = blocks.filter(|b| b.range.start >= body.start).collect();
    lines.reverse();
    let dated = |role: Role| {
        lines.iter().filter(move |b| b.role == role).find_map(|b| {
            let words = notice.text.words(b);
            let says_so = role == Role::Dated
                || words.len() < 160 && (ISSUED.is_match(words) || THIS_DAY.is_match(words));
            says_so.then(|| date(words)).flatten()
        })
    };
    dated(Role::Dated)
        .or_else(|| dated(Role::Paragraph))
        .or_else(|| dated(Role::ListItem))
        .or_else(|| dated(Role::Heading))
        .or(notice.signed_on)
}

static REMAINS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bremain\w*\s+in\s+(?:full\s+force\s+and\s+)?effect\b|\bshall\s+expire\b|\bshall\s+be\s+in\s+effect\b",
    )
});
static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:until|through|expires?\s+on|ending(?:\s+on)?)\s+(?:and\s+including\s+)?{}",
        date_pattern("")
    ))
});
static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:for\s+(?:a\s+(?:period|term)\s+of\s+|another\s+|an\s+additional\s+)?|(?:period|term)\s+of\s+)(?:(?P<word>[a-z]+(?:[\s-][a-z]+)?)\s*)?(?:\(?\s*(?P<figure>\d{1,3})\s*\)?\s*)?[-\s]?(?P<unit>years?|days?|months?)\b(?P<from>[^.;]{0,90})",
    )
});
static CONVICTED_ON: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\bon\s+(?:or\s+about\s+)?{}\s*,.{{0,400}}?\b(?:convicted|(?:pled|pleaded)\s+guilty|judgment|sentenced)\b",
        date_pattern("")
    ))
});

/// From when and until when the order has effect.
pub(super) fn effective(
    notice: &Notice<'_>,
    body: &Range<usize>,
    order: &Order,
    signed: Option<NaiveDate>,
) -> Effective {
    let words = notice.words(body);
    let published = notice.metadata.publication_date;
    let (date, basis) = from(notice, published, signed);
    let other = matches!(order.kind, Kind::Modification | Kind::Affirmation);
    let ends = !order.action.ends_designation() && !other;
    let until = ends.then(|| until(words, order, date.or(signed))).flatten();
    let until = match &order.period {
        Some(change) => change.until,
        None if order.runs_in_part => period::running(words, until),
        None => until,
    };
    Effective { date, basis, until }
}

fn from(
    notice: &Notice<'_>,
    published: Option<NaiveDate>,
    signed: Option<NaiveDate>,
) -> (Option<NaiveDate>, EffectiveBasis) {
    static OF_ORDER: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\b(?:this|the)\s+(?:final\s+)?(?:decision\s+and\s+)?order\b[^.]{0,80}\beffective\b|\beffective\s+(?:date|immediately)\b|\bthis\s+order\b[^.]{0,60}\btakes?\s+effect\b|\bwhich\s+(?:constitutes\s+the\s+final\s+agency\s+action|is\s+effective)\b",
        )
    });
    let said = notice
        .sentences
        .iter()
        .rev()
        .map(|s| notice.words(&s.range))
        .filter(|words| OF_ORDER.is_match(words))
        .find_map(|words| effect(words).map(|(found, _)| found));
    match said {
        Some(Effect::On(date)) => (Some(date), EffectiveBasis::Stated),
        Some(Effect::UponPublication) => (published, EffectiveBasis::UponPublication),
        _ => match signed {
            Some(date) => (Some(date), EffectiveBasis::Signed),
            None => (None, EffectiveBasis::None),
        },
    }
}

/// The stated end: a date, or so many days or years from the order or from the conviction.
fn until(words: &str, order: &Order, from: Option<NaiveDate>) -> Option<NaiveDate> {
    let clause_start = clause_start(words, order);
    let tail = &words[clause_start..];
    // The clause that denies, then the sentence that says how long the order stays.
    let clause_end = tail.find("may not").unwrap_or(tail.len().min(600));
    let own = &tail[..clause_end];
    if let Some(date) = UNTIL.find(own).and_then(|m| date(m.as_str())) {
        return Some(date);
    }
    let stays = REMAINS.find_iter(tail).last().map(|m| {
        let start = tail[..m.start()].rfind(". ").map_or(0, |at| at + 1);
        let rest = &tail[m.end()..];
        let end = rest.find(". ").map_or(tail.len(), |at| m.end() + at);
        &tail[start..end]
    });
    let stated = stays
        .and_then(|s| UNTIL.find(s))
        .and_then(|m| date(m.as_str()));
    if stated.is_some() {
        return stated;
    }
    let convicted = || convicted_on(words);
    std::iter::once(own).chain(stays).find_map(|text| {
        let found = PERIOD.captures(text)?;
        let count = match (found.name("figure"), found.name("word")) {
            (Some(figure), _) => figure.as_str().parse().ok()?,
            (None, Some(word)) => u32::try_from(number(word.as_str())?).ok()?,
            (None, None) => return None,
        };
        let of_conviction = found["from"].to_lowercase().contains("conviction");
        let start = if of_conviction && order.kind == Kind::Conviction {
            // The date may be printed right there.
            date(&found["from"]).or_else(convicted)?
        } else {
            from?
        };
        let unit = found["unit"].to_lowercase();
        if unit.starts_with("year") {
            start.checked_add_months(Months::new(count * 12))
        } else if unit.starts_with("month") {
            start.checked_add_months(Months::new(count))
        } else {
            start.checked_add_days(Days::new(u64::from(count)))
        }
        .filter(|end| end.year() < 2200)
    })
}

/// The day of the conviction that the order recites.
pub(super) fn convicted_on(words: &str) -> Option<NaiveDate> {
    CONVICTED_ON
        .find(words)
        .and_then(|m| first_date(m.as_str()))
        .map(|(date, _)| date)
}

/// Where, within the body, the clause that denies begins.
fn clause_start(words: &str, order: &Order) -> usize {
    match (&order.clause, order.action) {
        (Some(_), Action::Designation | Action::Maintenance | Action::Amendment) => {
            super::clause::denying(words).map_or(0, |(_, whole)| whole.start)
        }
        _ => 0,
    }
}
