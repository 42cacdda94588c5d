//! The law of an act: as cited, or, where only the subject of an order is told, the one order whose
//! title holds it.

use std::sync::LazyLock;

use fedreg_model::{AuthorityCitation, AuthorityKind, fold_name};
use regex::Regex;

use crate::families::state_common::body_text;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};

static AMENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:amended|supplemented|expanded|implement\w*|continued|modified)\s+(?:most\s+recently\s+)?(?:in\s+part\s+)?by\s+(?:the\s+)?(?:sections?\s+[\w(), ]{1,40}\s+of\s+(?:the\s+)?)?$",
    )
});

static CHAIN: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)^[^.;:]{0,120}?(?:,|\band\b|,\s+and\b)\s+(?:by\s+)?(?:the\s+)?$")
});

static ACTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:determin\w+|impos\w+|sanction\w*|designat\w+|blocked|lift\w*|rescind\w*)\b")
});

/// The codes of the laws under which a text acts: those it cites, without laws that only amend.
fn acting(law: Law<'_>, text: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    let mut amending: Option<usize> = None;
    for found in law.citations.found(text) {
        let before = &text[..found.range.start];
        let chained = amending.is_some_and(|end| {
            end <= found.range.start && CHAIN.is_match(&text[end..found.range.start])
        });
        if AMENDS.is_match(before) || chained {
            amending = Some(found.range.end);
            continue;
        }
        amending = None;
        if !codes.contains(&found.code) {
            codes.push(found.code);
        }
    }
    codes
}

/// The codes of the laws under which the notice acts.
pub(super) fn codes(notice: &Notice<'_>, law: Law<'_>) -> Vec<String> {
    let mut codes = acting(law, &notice.title);
    for sentence in &notice.sentences {
        let words = notice.words(&sentence.range);
        if !ACTS.is_match(words) {
            continue;
        }
        for code in acting(law, words) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}

/// The order that the notice names by its subject, with the words that name it: in the title, else
/// in the text.
fn subject(notice: &Notice<'_>, law: Law<'_>) -> Option<AuthorityCitation> {
    only_order(&notice.title, law).or_else(|| only_order(&body_text(notice), law))
}

/// The one order whose title a text holds.
fn only_order(text: &str, law: Law<'_>) -> Option<AuthorityCitation> {
    let told = format!(" {} ", fold_name(text));
    let mut found = law.authorities.iter().filter_map(|authority| {
        if authority.kind != AuthorityKind::ExecutiveOrder {
            return None;
        }
        let (_, subject) = authority.title.split_once(": ")?;
        let subject = subject.trim_start_matches("The President's Executive Order on ");
        let words = fold_name(subject);
        (words.split(' ').count() >= 3 && told.contains(&format!(" {words} "))).then(|| {
            AuthorityCitation {
                code: authority.code.clone(),
                citation: subject.to_owned(),
                subsection: None,
            }
        })
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

const UNCITED: &str = "an entry for which the notice cites no authority of the registry";

/// Gives records without a law the order that the notice names by its subject alone.
pub(super) fn by_subject(notice: &Notice<'_>, law: Law<'_>, reading: &mut Reading) {
    let uncited = reading.records.iter().any(|r| r.authorities.is_empty());
    if !reading.records.is_empty() && !uncited {
        return;
    }
    let Some(order) = subject(notice, law) else {
        return;
    };
    if reading.records.is_empty() {
        let why = format!(
            "the notice acts under {}, which it names by its subject",
            order.code
        );
        reading.residue.push(notice.title_residue(why));
        return;
    }
    let Some(authority) = law.authorities.get(&order.code) else {
        return;
    };
    for record in &mut reading.records {
        let tags = &record.party.programs;
        let agrees = tags.is_empty() || tags.iter().any(|t| authority.programs.contains(t));
        if record.authorities.is_empty() && agrees {
            record.authorities.push(order.clone());
            reading.residue.retain(|r| {
                r.why != UNCITED || !(r.start < record.quote.end && record.quote.start < r.end)
            });
        }
    }
}
