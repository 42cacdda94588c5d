//! Debarments under the International Traffic in Arms Regulations (section 38 of the Arms Export
//! Control Act, 22 CFR 127.7): statutory ones by conviction, in a numbered list or a table,
//! administrative ones by order, and rescissions of either.
//!
//! A statutory debarment takes effect on the date of the conviction, where the notice says so, or on
//! that of the notice.

mod convicted;
mod named;

use std::sync::LazyLock;

use fedreg_model::AuthorityCitation;
use regex::Regex;

use super::Reader;
use super::state_common::{body_text, cited, is_state, may_act};
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// The reader of the family.
pub(crate) struct StateDebarment;

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bdebar(?:ment|ments|red|ring)?\b|\breinstatement\b.*\b(?:export|arms|itar)\b|\bstatutor(?:y|ily)\s+debar|\bexport\s+privileges\b.*\bmunitions\b",
    )
});

static BUSINESS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\binformation\s+collection|\bproposed\b|\bamendments?\s+to\s+the\s+international\b|\bcorrections\s+and\s+clarifications\b|\bnonprocurement\b|\bprocurement\s+regulation",
    )
});

static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:rescission|rescind\w*|reinstat\w+|lift\w*|terminat\w+|remov\w+)\b")
});

static ADMINISTRATIVE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\badministrative(?:ly)?\s+debar"));

/// What the regulations do besides debarring, so that a notice about it is no debarment.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:interim\s+suspension|policy\s+of\s+denial|exceptions?|modif\w+|amend\w+|correct\w+|extension)\b",
    )
});

impl Reader for StateDebarment {
    fn name(&self) -> &'static str {
        "state-debarment"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        is_state(notice)
            && may_act(notice)
            && TITLE.is_match(&notice.title)
            && !BUSINESS.is_match(&notice.title)
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        if ENDS.is_match(&notice.title) {
            named::read_rescissions(notice, law, &mut reading);
        } else if OTHER.is_match(&notice.title) {
            let why = "a notice on a debarment that is neither its imposition nor its end";
            reading.residue.push(notice.announcement(why));
        } else if ADMINISTRATIVE.is_match(&notice.title) {
            named::read_administrative(notice, law, &mut reading);
        } else {
            convicted::read(notice, law, &mut reading);
        }
        if reading.records.is_empty() && reading.residue.is_empty() {
            let why = "a notice of debarment in which no party was read";
            reading.residue.push(notice.announcement(why));
        }
        reading
    }
}

/// The law, by the words of the act, else by those of the notice.
fn authorities(notice: &Notice<'_>, law: Law<'_>, act: &str) -> Vec<AuthorityCitation> {
    let own = cited(law, &["AECA-38"], act);
    if own.is_empty() {
        cited(law, &["AECA-38"], &body_text(notice))
    } else {
        own
    }
}
