//! Notices that publish the names of an order's annex: the President listed them, on the day of his
//! order.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::Action;
use regex::Regex;

use super::acts::ActSentence;
use super::authority::{self, Cited};
use super::words::{counts, mask};
use crate::grammar::dates::{compile, date_pattern, first_date};
use crate::notice::Notice;
use crate::reading::Law;

/// "The names of the persons listed in the Annex to Executive Order 13551, …, are:".
static NAMES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?is)^\W*(?:the\s+)?(?:(?:names?|listings?|entries)\s+(?:of|for)\s+(?:the\s+)?|(?:the\s+)?following\s+(?:are\s+)?(?:the\s+)?(?:names\s+of\s+(?:the\s+)?)?)[^:;]{0,60}?\b(?:listed|identified|named|set\s+forth)\s+in\s+the\s+annex\s+to\s+(?:Executive\s+Order|E\.?\s?O\.?)\s*(?P<order>\d{5})\b[^:;]*\b(?:are|is|follows?|as\s+follows)\s*:?\W*$",
    )
});

/// Acts of another kind upon those whom an annex lists.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:remov|unblock|delet|updat|amend|chang|correct|terminat|no\s+longer)\w*")
});

/// The act and law of a sentence over the names of an annex.
pub(super) fn read(
    notice: &Notice<'_>,
    law: Law<'_>,
    sentence: &str,
) -> Option<(ActSentence, Cited)> {
    let masked = mask(sentence);
    let found = NAMES.captures(&masked)?;
    if OTHER.is_match(&masked) {
        return None;
    }
    let days = days(&notice.text.text, &found["order"]);
    let on = days.first().copied();
    let doubt = match days.len() {
        0 => Some("an annex of an order whose day the notice does not tell"),
        1 => None,
        _ => Some("an annex of an order of which the notice tells several days"),
    };
    let act = ActSentence {
        action: Some(Action::Designation),
        on,
        effect: None,
        counts: counts(&masked),
        above: false,
        goes_on: false,
        doubt,
    };
    Some((act, authority::of_act(law, sentence)))
}

/// The days that a text gives for an order: "On …, the President issued Executive Order N",
/// "Executive Order N of …".
fn days(text: &str, order: &str) -> BTreeSet<NaiveDate> {
    let date = date_pattern("");
    let named = format!(r"(?:Executive\s+Order|E\.?\s?O\.?)\s*{order}");
    [
        format!(r"(?i)\bon\s+(?P<date>{date}),?\s+the\s+President\s+(?:issued|signed)\s+{named}\b"),
        format!(r"(?i)\b{named}\s+of\s+(?P<date>{date})"),
    ]
    .iter()
    .flat_map(|pattern| {
        let pattern = compile(pattern);
        pattern
            .captures_iter(text)
            .filter_map(|c| Some(first_date(c.name("date")?.as_str())?.0))
            .collect::<Vec<_>>()
    })
    .collect()
}
