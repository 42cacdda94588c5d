//! Orders that change earlier ones: names added to or taken from an annex, emergencies ended,
//! orders revoked; and presidential documents that are no orders.

use std::sync::LazyLock;

use fedreg_model::{Action, AuthorityCitation, Party, PartyKind};
use regex::Regex;

use super::order::Order;
use super::record;
use crate::grammar::dates::compile;
use crate::grammar::names::{self, Number};
use crate::kinds::names_an_organization;
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use crate::state;

static AMENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)\bannex\s+to\s+(?P<order>executive\s+order\s+(?:no\.?\s+)?(?P<number>1\d{4}))\b[^:;]{0,120}?\b(?:is|are)\s+(?:hereby\s+)?(?:further\s+)?amended\s+(?:by\s+)?
          (?P<verb>adding|inserting|including|deleting|removing|striking)\b(?P<rest>.*)$",
    )
});

static TOUCHES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bannex\s+to\s+executive\s+order\s+(?:no\.?\s+)?1\d{4}\b[^.]{0,160}\b(?:amended|modified|revised|deleted|removed|stricken)\b",
    )
});

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\s*(?:thereto|therein|to\s+it|therefrom|from\s+it)?\s*,?\s*(?:the\s+)?(?:(?:following|names?|entries|entry|persons?|individuals?|entit(?:y|ies)|words?)\b\s*)*(?:of\s+|for\s+)?(?:the\s+following\b)?\s*[:,]?\s*",
    )
});

/// Reads the names that the order adds to an earlier order's annex, or takes from it.
pub(super) fn read(
    notice: &Notice<'_>,
    law: Law<'_>,
    order: &Order,
    end: usize,
    reading: &mut Reading,
) {
    for sentence in notice.sentences.iter().filter(|s| s.block < end) {
        let words = notice.words(&sentence.range);
        let Some(found) = AMENDS.captures(words) else {
            if TOUCHES.is_match(words) {
                let why = "a change of an earlier order's annex that no grammar reads";
                reading
                    .residue
                    .push(notice.residue(sentence.range.clone(), why));
            }
            continue;
        };
        let part = |name: &str| found.name(name).map_or("", |m| m.as_str());
        let code = format!("EO-{}", part("number"));
        let verb = part("verb").to_lowercase();
        let action = if verb.starts_with("add") || verb.starts_with("in") {
            Action::Designation
        } else {
            Action::Removal
        };
        let rest = part("rest");
        let listed = rest[LEAD.find(rest).map_or(0, |lead| lead.end())..]
            .trim()
            .trim_end_matches(['.', ';'])
            .trim_end_matches(" therefrom")
            .trim_end_matches(" from it");
        let mut unread = |why: &str| {
            reading
                .residue
                .push(notice.residue(sentence.range.clone(), why));
        };
        if law.authorities.get(&code).is_none() {
            unread("changes the annex of an order that the registry does not hold");
        }
        let (parties, problems) = names::parties(listed, Number::Many, &[]);
        for problem in &problems {
            unread(problem.why);
        }
        if parties.is_empty() {
            unread("a change of an earlier order's annex whose names could not be read");
        }
        for named in parties {
            let kind = if names_an_organization(&named.name) {
                PartyKind::Organization
            } else {
                PartyKind::Unknown
            };
            let mut party = Party::named(named.name, kind);
            party.aliases = named.aliases;
            let authority = AuthorityCitation {
                code: code.clone(),
                citation: part("order").to_owned(),
                subsection: None,
            };
            let quote = notice.quote(sentence.range.clone());
            let ground = Some(quote.text.clone());
            reading.records.push(record(
                notice, order, action, party, authority, quote, ground,
            ));
        }
    }
}

static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:terminate|revoke|(?:is|are)\s+(?:hereby\s+)?(?:terminated|revoked))\b")
});

static EARLIER_ORDER: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bexecutive\s+orders?\s+(?:nos?\.?\s+)?(?P<number>1\d{4})\b"));

/// The reason why an order that ends an emergency or revokes orders names nobody, if it does that
/// to an order of the registry.
pub(super) fn ends(notice: &Notice<'_>, law: Law<'_>, end: usize) -> Option<String> {
    let mut ended: Vec<String> = Vec::new();
    for sentence in notice.sentences.iter().filter(|s| s.block < end) {
        let words = notice.words(&sentence.range);
        if !ENDS.is_match(words) {
            continue;
        }
        for found in EARLIER_ORDER.captures_iter(words) {
            let code = format!("EO-{}", found.name("number").map_or("", |m| m.as_str()));
            if law.authorities.get(&code).is_some() && !ended.contains(&code) {
                ended.push(code);
            }
        }
    }
    (!ended.is_empty()).then(|| {
        format!(
            "ends an emergency or revokes orders, and with them blockings under {}; it names no party",
            ended.join(", ")
        )
    })
}

static ORDERS: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bhereby\s+order(?:ed)?\b"));

static SANCTIONS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:blocked|annex(?:es)?|national\s+emergency|sanctions?)\b"));

static STATE_SPONSOR: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bI\s+(?:do\s+)?hereby\s+(?:designate|rescind|revoke|determine)\b[^.]{0,300}\b(?:state\s+sponsors?\s+of\s+terrorism|repeatedly\s+provided\s+support\s+for\s+acts\s+of\s+international\s+terrorism)",
    )
});

/// Presidential documents that are no orders: continuations, memoranda, determinations.
///
/// His own act upon a state sponsor of terrorism is read as the Secretary's would be; a certification
/// to Congress before an act is none.
pub(super) fn read_other(notice: &Notice<'_>, law: Law<'_>) -> Reading {
    let mut reading = state::read_presidential(notice, law.citations);
    if reading.records.is_empty() {
        reading = Reading::default();
    }
    let found = notice
        .sentences
        .iter()
        .find(|s| STATE_SPONSOR.is_match(notice.words(&s.range)));
    if let Some(sentence) = found.filter(|_| reading.records.is_empty()) {
        let why = "the President's act upon a state sponsor of terrorism, which no grammar reads";
        reading
            .residue
            .push(notice.residue(sentence.range.clone(), why));
    }
    let says = |wording: &Regex| {
        let mut sentences = notice.sentences.iter();
        sentences.find(|s| wording.is_match(notice.words(&s.range)))
    };
    if let Some(order) = says(&ORDERS).filter(|_| says(&SANCTIONS).is_some()) {
        let why = "an order about sanctions whose number is not found";
        reading
            .residue
            .push(notice.residue(order.range.clone(), why));
    }
    reading
}
