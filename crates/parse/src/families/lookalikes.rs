//! What only looks like a designation: the phrase that shows it, and the reason in words.

use std::sync::LazyLock;

use regex::Regex;

use crate::grammar::dates::compile;
use crate::notice::Notice;

struct Lookalike {
    pattern: Regex,
    reason: &'static str,
}

static IN_TITLE: LazyLock<Vec<Lookalike>> = LazyLock::new(|| {
    [
        (r"(?i)\bimported\s+for\s+(?:temporary\s+)?(?:exhibition|display)|\bculturally\s+significant\s+object", "a cultural-property determination: it protects objects on loan and names no party"),
        (r"(?i)\bcontinuation\s+of\s+the\s+national\s+emergency", "continues a national emergency and names no party"),
        (r"(?i)\b(?:advisory\s+)?(?:committee|council|board)\b.*\b(?:charter|renewal|meeting|establish)|\bcharter\s+renewal|\bnotice\s+of\s+(?:open\s+|closed\s+)?meeting|\brenewal\s+of\b.*\b(?:committee|council|charter)", "committee business: a charter, a renewal or a meeting"),
        (r"(?i)\b(?:60|30)-day\s+notice|\binformation\s+collection|\bpaperwork\s+reduction|\bcomment\s+request\b", "an information collection under the Paperwork Reduction Act"),
        (r"(?i)\bdelegation\s+of\s+(?:authority|certain|function)|\bdelegation\s+(?:to|by)\b", "delegates authority and names no party"),
        (r"(?i)\bnot\s+(?:fully\s+)?cooperating|\bcooperating\s+fully", "certifies countries as not cooperating fully with antiterrorism efforts (Arms Export Control Act 40A), which designates no party"),
        (r"(?i)\bmajor\s+non-nato\s+ally", "names an ally, not a sanctioned party"),
        (r"(?i)\bwaiver\b|\bwaive\b|\bwaiving\b", "waives a sanction and designates no party"),
        (r"(?i)\brewards?\s+(?:for\s+justice|program)", "offers a reward"),
        (r"(?i)\bprivacy\s+act\b|\bsystem\s+of\s+records", "a Privacy Act notice"),
    ]
    .into_iter()
    .map(|(pattern, reason)| Lookalike { pattern: compile(pattern), reason })
    .collect()
});

static IN_TEXT: LazyLock<Vec<Lookalike>> = LazyLock::new(|| {
    [
        (r"(?i)\bis\s+(?:undertaking|conducting|initiating|commencing)\s+(?:a|its|the)\s+(?:[\w-]+\s+)?review\b|\b(?:has\s+)?(?:initiated|opened|commenced)\s+(?:a|the|its)\s+review\b", "opens a review of a designation and decides nothing yet"),
        (r"(?i)\bis\s+(?:currently\s+)?reviewing\s+the\s+(?:re)?designation", "opens a review of a designation and decides nothing yet"),
        (r"(?i)\bhereby\s+report\s+to\s+the\s+congress\b", "a report to Congress, not an act"),
        (r"(?i)\bno\s+designation\s+is\s+made\s+by\s+this\b|\bintent(?:ion)?\s+to\s+designate\b", "announces an intention and designates nobody"),
        (r"(?i)\bshall\s+not\s+apply\s+(?:with\s+respect\s+to|to)\b[^.]{0,80}\b(?:alien|individual|applicant|person)", "exempts persons from a bar of the immigration law and designates nobody"),
        (r"(?i)\b(?:hereby\s+)?certif(?:y|ies)\b[^.]{0,200}\b(?:rescission|rescind|not\s+provided\s+any\s+support|cooperating)\b", "a certification to Congress before an act, not the act"),
        (r"(?i)\bobjects?\s+(?:to\s+be\s+)?(?:included|exhibited|imported)\b[^.]{0,200}\bexhibition\b", "a cultural-property determination: it protects objects on loan and names no party"),
        (r"(?i)\bcontinuing\s+for\s+(?:1|one)\s+year\s+the\s+national\s+emergency", "continues a national emergency and names no party"),
        (r"(?i)\bprocess\s+by\s+which\b[^.]{0,300}\b(?:designat|foreign\s+terrorist)|\bshall\s+be\s+considered\s+for\s+designation\b|\bshall\s+submit\s+a\s+report\b[^.]{0,200}\bdesignation\b", "sets up a process of designation and designates nobody"),
    ]
    .into_iter()
    .map(|(pattern, reason)| Lookalike { pattern: compile(pattern), reason })
    .collect()
});

/// The reason why a notice designates nobody, if its title shows one.
pub(crate) fn by_title(notice: &Notice<'_>) -> Option<&'static str> {
    let found = IN_TITLE
        .iter()
        .find(|l| l.pattern.is_match(&notice.title))?;
    // Every agency waives something; what State waives are sanctions.
    let waives = found.reason.starts_with("waives");
    (!waives || speaks_of_standing(notice)).then_some(found.reason)
}

/// The reason why a notice without an operative sentence designates nobody, if a phrase shows one.
///
/// The phrases mean what is said of them only where State, Homeland Security or the President
/// speaks; a rule of another agency may hold any of them.
pub(crate) fn by_phrase(notice: &Notice<'_>) -> Option<&'static str> {
    if !speaks_of_standing(notice) {
        return None;
    }
    IN_TEXT
        .iter()
        .find(|l| (0..notice.sentences.len()).any(|at| l.pattern.is_match(notice.sentence(at))))
        .map(|l| l.reason)
}

fn speaks_of_standing(notice: &Notice<'_>) -> bool {
    let unknown = notice.metadata.agencies.is_empty() && notice.text.stated.agencies.is_empty();
    let speaks = [
        "department of state",
        "state department",
        "state-department",
        "homeland",
    ];
    unknown || notice.is_presidential() || speaks.iter().any(|agency| notice.issued_by(agency))
}
