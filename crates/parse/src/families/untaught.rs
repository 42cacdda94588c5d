//! Families of notices that name parties and have no grammar here yet. They are recognised, so that
//! none is lost: such a notice is kept for review with the sentence that gives it away.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::grammar::dates::compile;
use crate::notice::Notice;

/// One kind of notice that is known to name parties.
struct Kind {
    /// What it is, for a reviewer.
    what: &'static str,
    /// The title must match, where there is a pattern.
    title: Option<Regex>,
    /// A sentence of the text must match.
    sentence: Regex,
    /// Whether only presidential documents are of this kind.
    presidential: bool,
    /// A title that matches this is some other document.
    unless_title: Option<Regex>,
}

static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let kind = |what, title: Option<&str>, sentence: &str, unless: Option<&str>| Kind {
        what,
        title: title.map(compile),
        sentence: compile(sentence),
        unless_title: unless.map(compile),
        presidential: title.is_none(),
    };
    vec![
        kind(
            "an OFAC notice of sanctions actions",
            Some(
                r"(?i)\bsanctions?\s+actions?\b|\b(?:un)?blocking\s+(?:or\s+unblocking\s+)?of\b|\bdesignation\s+of\b|\badditional\s+designations?\b|\bactions?\s+taken\s+pursuant\b|\bremoval\s+of\b|\bidentif(?:ication|ying)\b|\bchanges?\s+to\b|\bdirectives?\b.*\bexecutive\s+order\b",
            ),
            r"(?i)\b(?:specially\s+designated\s+nationals|SDN\s+list|foreign\s+assets?\s+control|blocked\s+pursuant|property\s+and\s+interests\s+in\s+property)\b",
            Some(
                r"(?i)\bregulations?\b|\bgeneral\s+licen[cs]e|\binformation\s+collection|\bcomment\b",
            ),
        ),
        kind(
            "a State Department notice of sanctions actions",
            Some(
                r"(?i)\bdepartment\s+of\s+state\s+sanctions\s+actions?\b|\bnonproliferation\s+(?:measures|sanctions)\b|\bproliferation\s+sanctions\b|\bimposition\s+of\b.*\b(?:sanctions|measures)\b|\bcuba\s+restricted\s+list\b|\bdebar(?:ment|red)\b|\breligious\s+freedom\s+act\b",
            ),
            r"(?i)\b(?:sanctions?|measures|debarred|designat\w+|restricted\s+list|persons?)\b",
            Some(r"(?i)\bwaiver\b|\binformation\s+collection|\bregulations?\b"),
        ),
        kind(
            "a BIS change of the Entity List, the Unverified List or the Military End-User List",
            Some(
                r"(?i)\bentity\s+list\b|\bunverified\s+list\b|\bmilitary[\s-]end[\s-]user\b|\badditions?\s+(?:of|and|to)\b.*\bentit",
            ),
            r"(?i)\b(?:adds?|adding|removes?|removing|revis(?:es|ing)|modif(?:ies|ying))\b[^.]{0,160}\b(?:entit|person|entr|compan|institut)",
            Some(r"(?i)\binformation\s+collection|\bproposed\b|\bcomment\b"),
        ),
        kind(
            "a BIS order on export privileges",
            Some(
                r"(?i)\b(?:denying|denial\s+of)\b.*\bexport\s+privileges\b|\bexport\s+privileges\b",
            ),
            r"(?i)\b(?:ordered|order|denied)\b",
            None,
        ),
        kind(
            "a list of Chinese military companies (section 1260H)",
            Some(r"(?i)\bchinese\s+military\s+compan"),
            r"(?i)\b(?:determined|designat|list)\w*\b",
            Some(
                r"(?i)\bacquisition\s+regulation|\bDFARS\b|\binformation\s+collection|\bproposed\b",
            ),
        ),
        kind(
            "a change of the Uyghur Forced Labor Prevention Act Entity List",
            Some(r"(?i)\buyghur\s+forced\s+labor\b.*\bentity\s+list\b"),
            r"(?i)\b(?:adds?|added|updates?|removes?)\b",
            None,
        ),
        kind(
            "a FinCEN finding of primary money laundering concern",
            Some(r"(?i)\bprimary\s+money\s+laundering\s+concerns?\b|\bspecial\s+measures?\b"),
            r"(?i)\b(?:finding|finds|found|imposes?|imposing|prohibit)\w*\b",
            Some(r"(?i)\bproposed?\b|\bproposal\b"),
        ),
        kind(
            "a change of the FCC's Covered List, or a designation under its supply-chain rules",
            Some(
                r"(?i)\bcovered\s+list\b|\bcommunications\s+supply\s+chain\b.*\bdesignation\b|\bdesignation\b.*\bcommunications\s+supply\s+chain\b",
            ),
            r"(?i)\b(?:adds?|added|additions?|removes?|designat\w+|covered\s+equipment)\b",
            Some(r"(?i)\binformation\s+collection|\bcomments?\b|\bpropos|\breimbursement\b"),
        ),
        kind(
            "a finding on merchandise made with forced labor",
            Some(
                r"(?i)\bfinding\b.*\bforced\b.*\blabor\b|\bforced\s+labor\s+finding\b|\bwithhold\s+release\s+order",
            ),
            r"(?i)\b(?:convict|forced|indentured)\b[^.]{0,60}\blabor\b",
            Some(r"(?i)\binformation\s+collection|\bcomments?\b|\bpropos"),
        ),
        kind(
            "a determination on information and communications technology and services",
            Some(
                r"(?i)\b(?:ICTS|information\s+and\s+communications\s+technology\s+and\s+services)\b.*\bdetermination|\bdetermination\b.*\b(?:ICTS|information\s+and\s+communications\s+technology)",
            ),
            r"(?i)\b(?:determin(?:es|ed|ation)|prohibit\w*)\b",
            Some(r"(?i)\binformation\s+collection|\bcomments?\b|\bpropos|\bcontinuation\b"),
        ),
        kind(
            "a list of foreign institutions or of covered equipment kept by Defense (sections 1286 and 889)",
            Some(
                r"(?i)\bsections?\s+(?:1286|889)\b.*\blists?\b|\blists?\b.*\bsections?\s+(?:1286|889)\b|\bforeign\s+institutions?\b.*\bproblematic\s+activit",
            ),
            r"(?i)\b(?:list(?:s|ed)?|institutions?|identif\w+)\b",
            Some(
                r"(?i)\binformation\s+collection|\bcomments?\b|\bpropos|\bacquisition\s+regulation",
            ),
        ),
        kind(
            "an executive order that names persons in an annex or in its text",
            None,
            r"(?i)\blisted\s+in\s+the\s+annex\s+to\s+this\s+order\b",
            None,
        ),
        kind(
            "a presidential designation by name",
            None,
            r"(?i)\bI\s+hereby\s+designate\b[^.]{1,160}\bas\s+(?:an?\s+)?[“‘'\x22]?(?:\w+\s+)?terrorist\b",
            None,
        ),
    ]
});

/// The kind of an untaught notice, with the sentence that shows it.
pub(crate) fn recognise(notice: &Notice<'_>) -> Option<(&'static str, Range<usize>)> {
    KINDS.iter().find_map(|kind| {
        if kind.presidential && !notice.is_presidential()
            || kind
                .title
                .as_ref()
                .is_some_and(|t| !t.is_match(&notice.title))
            || kind
                .unless_title
                .as_ref()
                .is_some_and(|t| t.is_match(&notice.title))
        {
            return None;
        }
        notice
            .sentences
            .iter()
            .find(|s| kind.sentence.is_match(notice.words(&s.range)))
            .map(|s| (kind.what, s.range.clone()))
    })
}
