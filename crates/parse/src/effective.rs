//! When an act takes effect: what the notice states, else the family's rule. No words, no date.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use fedreg_model::{Action, Effective, EffectiveBasis};
use regex::Regex;

use crate::acts::Act;
use crate::families::{EffectRule, Family};
use crate::grammar::dates::{Effect, compile, date_pattern, effect, effect_of_act, first_date};
use crate::notice::Notice;

static DETERMINED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\bon\s+{}\s*,[^.]{{0,160}}?\b(?:determined|designated|decided|revoked|amended)\b|\b(?:determined|determination\s+(?:was\s+)?made)\s+on\s+{}",
        date_pattern("a"),
        date_pattern("b")
    ))
});

static EARLIER_ACT: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:was|were|had\s+been|originally|initially|previously)\b"));

/// The date on which the determination was made, where the notice tells it apart from the
/// signature: "On June 11, 2003, the Secretary determined …" in the operative sentence.
pub(crate) fn determined_on(notice: &Notice<'_>, act: &Act) -> Option<NaiveDate> {
    let words = notice.sentence(act.sentence);
    let found = DETERMINED.find(words)?;
    if EARLIER_ACT.is_match(found.as_str()) {
        return None;
    }
    first_date(found.as_str()).map(|(date, _)| date)
}

/// The effective date of an act, with its basis.
pub(crate) fn effective(
    notice: &Notice<'_>,
    acts: &[Act],
    act: &Act,
    family: &dyn Family,
    determined_on: Option<NaiveDate>,
) -> Effective {
    let published = notice.metadata.publication_date;
    let dated = |date, basis| Effective {
        date,
        basis,
        until: None,
    };
    match stated(notice, acts, act) {
        Some(Effect::On(date)) => return dated(Some(date), EffectiveBasis::Stated),
        Some(Effect::UponPublication) => return dated(published, EffectiveBasis::UponPublication),
        Some(Effect::UponSignature) if notice.signed_on.is_some() => {
            return dated(notice.signed_on, EffectiveBasis::Signed);
        }
        Some(Effect::DaysAfterSignature(days)) => {
            if let Some(date) = notice
                .signed_on
                .and_then(|d| d.checked_add_days(Days::new(days)))
            {
                return dated(Some(date), EffectiveBasis::Stated);
            }
        }
        Some(Effect::DaysAfterPublication(days)) => {
            let date = published.and_then(|d| d.checked_add_days(Days::new(days)));
            return dated(date, EffectiveBasis::Stated);
        }
        Some(Effect::UponSignature) | None => {}
    }
    match family.effect_rule() {
        EffectRule::Publication => dated(published, EffectiveBasis::UponPublication),
        EffectRule::DeterminationOrSignature => {
            if determined_on.is_some() {
                dated(determined_on, EffectiveBasis::Determination)
            } else if notice.signed_on.is_some() {
                dated(notice.signed_on, EffectiveBasis::Signed)
            } else {
                Effective::none()
            }
        }
    }
}

/// What the notice says: in the act's own sentence first, then after it up to the next act, then in
/// a DATES or EFFECTIVE DATE block, which speaks for the whole notice.
fn stated(notice: &Notice<'_>, acts: &[Act], act: &Act) -> Option<Effect> {
    let sentence = notice.sentences.get(act.sentence)?;
    let own = &notice.text.text[sentence.range.start..act.reach.end.max(sentence.range.start)];
    let clause = notice.words(&(act.verb.start..act.reach.end.max(act.verb.end)));
    if let Some(found) = effect(own)
        .map(|(found, _)| found)
        .or_else(|| effect_of_act(clause))
    {
        return Some(found);
    }
    let next = acts
        .iter()
        .map(|a| a.sentence)
        .filter(|s| *s > act.sentence)
        .min()
        .unwrap_or(notice.sentences.len());
    (act.sentence + 1..next)
        .find_map(|at| spoken(notice.sentence(at), act.action))
        .or_else(|| {
            (0..notice.sentences.len())
                .filter(|at| !acts.iter().any(|a| a.sentence == *at))
                .find_map(|at| spoken(notice.sentence(at), act.action))
        })
        .or_else(|| headed(notice))
        .or_else(|| {
            notice
                .metadata
                .dates
                .as_deref()
                .and_then(effect)
                .map(|(found, _)| found)
        })
}

/// `EFFECTIVE DATE:` as a heading, with the date in the paragraph after it.
fn headed(notice: &Notice<'_>) -> Option<Effect> {
    (0..notice.sentences.len().saturating_sub(1)).find_map(|at| {
        let heading = notice.sentence(at);
        let labels = heading.len() < 40 && heading.to_lowercase().contains("effective date");
        let joined = format!(
            "{} {}",
            heading.trim_end_matches(['.', ':']),
            notice.sentence(at + 1)
        );
        labels
            .then(|| effect(&joined).map(|(found, _)| found))
            .flatten()
    })
}

static OTHER_LAW: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:act|order|law|rule|regulations?|statute)\b[^.]{0,40}\beffective\b")
});

/// What a sentence beside the act says of its effect; a sentence about another kind of act, or about
/// a law, says nothing.
fn spoken(sentence: &str, action: Action) -> Option<Effect> {
    let (found, _) = effect(sentence)?;
    let lower = sentence.to_lowercase();
    let speaks_of = |word: &str| lower.contains(word);
    let other = match action {
        Action::Revocation | Action::Removal => {
            speaks_of("designation goes") && !speaks_of("revocation") && !speaks_of("removal")
        }
        Action::Amendment => speaks_of("revocation"),
        _ => speaks_of("revocation") && !speaks_of("designation"),
    };
    (!other && !OTHER_LAW.is_match(sentence)).then_some(found)
}
