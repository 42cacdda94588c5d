//! When an act takes effect and when it ends, by the labels and phrases of State's notices.

use std::sync::LazyLock;

use chrono::{Days, Months, NaiveDate};
use fedreg_model::{Effective, EffectiveBasis, Role};
use regex::Regex;

use crate::grammar::dates::{Effect, compile, date_pattern, effect, first_date};
use crate::grammar::numbers::{number, number_pattern};
use crate::notice::{Notice, is_body};

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)^\W*(?:effective\s+dates?|applicable\s+dates?|dates?)\s*(?::|\.|$)\s*")
});

static NOTICE_DATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:(?:as\s+of|is|on|from|upon)\s+)?(?:the\s+)?(?:date\s+of\s+(?:publication\s+of\s+)?(?:this\s+)?(?:public(?:ation)?|notice)|publication\s+date\s+of\s+this\s+notice)\b",
    )
});

/// The words of the block labelled `EFFECTIVE DATE:` or `DATES:`, without the label.
pub(in crate::families) fn labelled_text(notice: &Notice<'_>) -> Option<String> {
    let blocks: Vec<_> = notice
        .blocks_from(0)
        .filter(|(_, block)| is_body(block.role))
        .map(|(_, block)| (block.role, notice.text.words(block).trim()))
        .collect();
    let at = blocks.iter().position(|(role, words)| {
        LABEL.is_match(words) && (*role == Role::Heading || words.contains(':'))
    });
    let stated = at.and_then(|at| {
        let (_, words) = blocks[at];
        let own = LABEL.replace(words, "").trim().to_owned();
        if !own.is_empty() {
            return Some(own);
        }
        let after: Vec<&str> = blocks[at + 1..]
            .iter()
            .take_while(|(role, _)| *role != Role::Heading)
            .map(|(_, words)| *words)
            .collect();
        (!after.is_empty()).then(|| after.join(" "))
    });
    stated.or_else(|| {
        let dates = notice.metadata.dates.as_deref()?.trim();
        (!dates.is_empty()).then(|| LABEL.replace(dates, "").trim().to_owned())
    })
}

/// When the acts of a notice take effect: as its label states, else the date of the determination,
/// else that of the signature.
pub(in crate::families) fn effective(
    notice: &Notice<'_>,
    act: &str,
    determined: Option<NaiveDate>,
) -> Effective {
    let published = notice.metadata.publication_date;
    let dated = |date, basis| Effective {
        date,
        basis,
        until: None,
    };
    let label = labelled_text(notice);
    let found = effect(act).map(|(found, _)| found).or_else(|| {
        let label = label.as_deref()?;
        let label = LABEL.replace(label, "");
        effect(&format!("effective date: {label}"))
            .or_else(|| effect(&label))
            .map(|(found, _)| found)
            .or_else(|| {
                NOTICE_DATE
                    .is_match(&label)
                    .then_some(Effect::UponPublication)
            })
            .or_else(|| single_date(&label).map(Effect::On))
    });
    match found {
        Some(Effect::On(date)) => dated(Some(date), EffectiveBasis::Stated),
        Some(Effect::UponPublication) => dated(published, EffectiveBasis::UponPublication),
        Some(Effect::UponSignature) if notice.signed_on.is_some() => {
            dated(notice.signed_on, EffectiveBasis::Signed)
        }
        Some(Effect::DaysAfterSignature(days)) if notice.signed_on.is_some() => dated(
            notice
                .signed_on
                .and_then(|d| d.checked_add_days(Days::new(days))),
            EffectiveBasis::Stated,
        ),
        Some(Effect::DaysAfterPublication(days)) => dated(
            published.and_then(|d| d.checked_add_days(Days::new(days))),
            EffectiveBasis::Stated,
        ),
        Some(Effect::UponSignature | Effect::DaysAfterSignature(_)) | None => {
            if determined.is_some() {
                dated(determined, EffectiveBasis::Determination)
            } else if notice.signed_on.is_some() {
                dated(notice.signed_on, EffectiveBasis::Signed)
            } else {
                Effective::none()
            }
        }
    }
}

/// The date of a label that holds one and only one.
fn single_date(label: &str) -> Option<NaiveDate> {
    let (date, range) = first_date(label)?;
    first_date(&label[range.end..]).is_none().then_some(date)
}

static DETERMINED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:determined|decided|determination\s+was\s+made|determinations\s+were\s+made)\s+on\s+{}|\bon\s+{}\s*,?[^;:]{{0,140}}?\b(?:determined|decided|applied|imposed|designated|selected)\b|\bon\s+{}\s*,?\s+that\b",
        date_pattern("a"),
        date_pattern("b"),
        date_pattern("c")
    ))
});

/// The date on which the determination was made, as the act's sentence says.
pub(in crate::families) fn determined_on(act: &str) -> Option<NaiveDate> {
    let found = DETERMINED.find(act)?;
    first_date(found.as_str()).map(|(date, _)| date)
}

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)(?P<least>\bat\s+least\s+|\bnot?\s+less\s+than\s+|\bminimum\s+of\s+)?\b(?:for|period\s+of|in\s+(?:place|effect|force)\s+for)\s+(?P<least2>at\s+least\s+|not?\s+less\s+than\s+|a\s+minimum\s+of\s+)?(?:a\s+(?:further\s+)?period\s+of\s+)?(?P<count>{})\s*(?:\(\d{{1,2}}\)\s*)?[- ](?P<unit>years?|months?)\b",
        number_pattern()
    ))
});

static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:remain|continue|be|are|is)\s+(?:in\s+(?:place|effect|force)\s+)?(?:debarred\s+)?(?:until|through)\s+{}",
        date_pattern("")
    ))
});

/// The stated end of an act that takes effect on `from`, where the words give one and only one.
///
/// "For at least twelve months" gives no end.
pub(in crate::families) fn until(words: &str, from: Option<NaiveDate>) -> Option<NaiveDate> {
    let mut ends: Vec<NaiveDate> = UNTIL
        .find_iter(words)
        .filter_map(|found| first_date(found.as_str()).map(|(date, _)| date))
        .collect();
    if ends.is_empty() {
        ends = PERIOD
            .captures_iter(words)
            .filter(|c| c.name("least").is_none() && c.name("least2").is_none())
            .filter_map(|c| {
                let count = number(c.name("count")?.as_str())?;
                let months = if c.name("unit")?.as_str().to_lowercase().starts_with('y') {
                    count * 12
                } else {
                    count
                };
                from?.checked_add_months(Months::new(u32::try_from(months).ok()?))
            })
            .collect();
    }
    ends.dedup();
    match ends.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}
