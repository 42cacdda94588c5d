//! What a notice says of the days of its acts outside the act sentences: its DATES, and sentences
//! such as "The designation by the Director of OFAC … is effective on …".

use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Action, Effective, EffectiveBasis};
use regex::Regex;

use super::acts::ActSentence;
use super::words::{Count, counts, mask};
use crate::grammar::dates::{Effect, compile, date_pattern, effect, first_date};
use crate::notice::Notice;

/// One statement about the days of acts.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// The acts it speaks of; empty for all of them.
    pub(super) of: Vec<Action>,
    /// The effect, where it states one.
    pub(super) effect: Option<Effect>,
    /// The day on which OFAC acted, where it says so.
    pub(super) on: Option<NaiveDate>,
    /// The counts of parties it states.
    pub(super) counts: Vec<Count>,
    /// Index of its sentence.
    pub(super) sentence: usize,
}

static SPEAKS_OF_REMOVAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\bunblock\w*|\bremov(?:al|als|ed|ing)\b|\bdelist\w*|\bdeletions?\b")
});
static SPEAKS_OF_DESIGNATION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bdesignations?\s+(?:by|of|in|made|described|listed|pursuant|is|are|was|were)\b|\bdesignated\b|\bblocking\b|\badditions?\b|\blistings?\b",
    )
});
static SPEAKS_OF_UPDATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bupdat\w+|\brevisions?\b|\bchanges?\b|\bamend(?:ed|ments?)\s+(?:of|to)\b|\bsupplement\w*\s+(?:of|to|identif)\w*",
    )
});
static SPEAKS_OF_IDENTIFICATION: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\bidentifications?\s+(?:by|of|in|made|pursuant|is|are|was|were)\b")
});

/// Words by which a sentence speaks of this notice's acts, and not of a law or a form.
static OF_ACTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:actions?|designations?|unblocking|removals?|blocking|identifications?|updates?|changes?|notice|determinations?|listings?|rule|amendments?|additions?)\b",
    )
});

static LAW: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:the|this|such|said|that)\s+(?:[\w-]+\s+){0,4}?(?:order|act|law|regulations?|directive|licen[cs]e|prohibitions?)\b[^.]{0,60}\b(?:is|was|became|becomes|took|takes|went)\s+(?:effective|effect|law)\b",
    )
});

static ACTED_ON: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:issued|taken|made|determined|acted|occurred|placed|added|removed|updated|designated)\s+on\s+{}",
        date_pattern("")
    ))
});

static LABEL_DATES: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^\W*(?:effective\s+dates?|dates?)\s*[.:]?\s*$"));
static LABEL_EFFECTIVE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^\W*effective\s+dates?\b"));

/// The statements of a notice.
pub(super) fn statements(notice: &Notice<'_>, is_act: &dyn Fn(usize) -> bool) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut label: Option<(usize, bool)> = None;
    for (at, sentence) in notice.sentences.iter().enumerate() {
        let words = notice.sentence(at);
        if LABEL_DATES.is_match(words) {
            label = Some((sentence.block, LABEL_EFFECTIVE.is_match(words)));
            continue;
        }
        let labelled = label.filter(|(block, _)| sentence.block <= block + 1);
        if is_act(at) || words.len() > 900 {
            continue;
        }
        if let Some(statement) = statement(words, at, labelled.map(|(_, effective)| effective)) {
            found.push(statement);
        }
    }
    if found.is_empty()
        && let Some(words) = notice.metadata.dates.as_deref()
        && let Some(statement) = statement(words, usize::MAX, Some(false))
    {
        found.push(statement);
    }
    found
}

/// `label` is whether the sentence stands under DATES, and whether the label says "effective".
fn statement(words: &str, at: usize, label: Option<bool>) -> Option<Statement> {
    let masked = mask(words);
    let under_label = label.is_some();
    if LAW.is_match(&masked) || !(under_label || OF_ACTS.is_match(&masked)) {
        return None;
    }
    let stated = effect(&masked).map(|(found, _)| found);
    let bare = (label == Some(true) && stated.is_none())
        .then(|| first_date(&masked))
        .flatten()
        .filter(|(_, range)| range.start < 4)
        .map(|(day, _)| Effect::On(day));
    let on = under_label
        .then(|| {
            ACTED_ON
                .find(&masked)
                .and_then(|m| first_date(m.as_str()))
                .map(|(day, _)| day)
        })
        .flatten();
    let stated = stated.or(bare);
    if stated.is_none() && on.is_none() {
        return None;
    }
    let mut of = Vec::new();
    if SPEAKS_OF_REMOVAL.is_match(&masked) {
        of.push(Action::Removal);
    } else if SPEAKS_OF_DESIGNATION.is_match(&masked) {
        of.push(Action::Designation);
        of.push(Action::Identification);
    }
    if SPEAKS_OF_UPDATE.is_match(&masked) {
        of.push(Action::Update);
    }
    if SPEAKS_OF_IDENTIFICATION.is_match(&masked) && !of.contains(&Action::Identification) {
        of.push(Action::Identification);
    }
    Some(Statement {
        of,
        effect: stated,
        on,
        counts: counts(&masked),
        sentence: at,
    })
}

/// When an act takes effect, the day on which it was determined, and what is doubtful about it.
#[derive(Debug, Clone)]
pub(super) struct Timing {
    pub(super) effective: Effective,
    pub(super) determined_on: Option<NaiveDate>,
    pub(super) doubt: Option<&'static str>,
}

/// The timing of an act. `several` is whether the notice has acts on different days, so that what is
/// said of all of them can't be said of each.
pub(super) fn timing(
    notice: &Notice<'_>,
    action: Action,
    sentence: &ActSentence,
    day: Option<NaiveDate>,
    statements: &[Statement],
    several: bool,
) -> Timing {
    let dated = |date, basis| Effective {
        date,
        basis,
        until: None,
    };
    let timed = |effective, doubt| Timing {
        effective,
        determined_on: day,
        doubt,
    };
    let own = sentence.effect;
    let special = || {
        let mut all = statements
            .iter()
            .filter(|s| s.of.contains(&action))
            .filter_map(|s| s.effect);
        let first = all.next()?;
        Some((first, all.all(|other| other == first)))
    };
    // Of several acts of one kind, what is said of one day is said of the act of that day.
    let of_this_day = |effect: &Effect| match (effect, day) {
        (Effect::On(stated), Some(day)) => !several || *stated == day,
        _ => true,
    };
    let general = || {
        let mut all = statements
            .iter()
            .filter(|s| s.of.is_empty())
            .filter_map(|s| s.effect);
        let first = all.next()?;
        Some((first, all.all(|other| other == first) && !several))
    };
    let stated = own
        .map(|effect| (effect, true))
        .or_else(|| special().filter(|(effect, _)| of_this_day(effect)))
        .or_else(|| general().filter(|(_, sure)| *sure || day.is_none()));
    if let Some((effect, sure)) = stated {
        let doubt = (!sure).then_some("several effective dates that no grammar tells apart");
        match effect {
            Effect::On(date) => {
                return timed(
                    dated(Some(date), EffectiveBasis::Stated),
                    doubt.or(sentence.doubt),
                );
            }
            Effect::UponPublication => {
                return timed(
                    dated(
                        notice.metadata.publication_date,
                        EffectiveBasis::UponPublication,
                    ),
                    doubt.or(sentence.doubt),
                );
            }
            Effect::UponSignature
            | Effect::DaysAfterSignature(_)
            | Effect::DaysAfterPublication(_) => {
                if day.is_none() {
                    return timed(
                        Effective::none(),
                        Some("an effective date in words that no grammar of the family reads"),
                    );
                }
            }
        }
    }
    if day.is_some() {
        return timed(dated(day, EffectiveBasis::Determination), sentence.doubt);
    }
    let mut acted = statements
        .iter()
        .filter(|s| s.of.is_empty() || s.of.contains(&action))
        .filter_map(|s| s.on);
    match acted.next() {
        Some(first) if acted.all(|other| other == first) => Timing {
            effective: dated(Some(first), EffectiveBasis::Determination),
            determined_on: Some(first),
            doubt: sentence.doubt,
        },
        _ => timed(
            Effective::none(),
            Some("an act of which the notice gives no day that could be read"),
        ),
    }
}
