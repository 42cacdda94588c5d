//! Documents of OFAC that do nothing to any party: regulations, licences, procedures, penalties,
//! forms, lists published again.

use std::sync::LazyLock;

use fedreg_model::DocumentType;
use regex::Regex;

use crate::grammar::dates::compile;
use crate::notice::Notice;

struct Kind {
    title: Regex,
    reason: &'static str,
}

static BY_TITLE: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    [
        (r"(?i)\bgeneral\s+licen[cs]es?\b|\bweb\s+licen[cs]es?\b", "publishes general licences, which permit and name no new party"),
        (r"(?i)\binformation\s+collection|\bpaperwork\s+reduction|\bcomment\s+request|\brequest\s+for\s+comments?\b|\b(?:60|30)-day\s+notice", "an information collection or a request for comments"),
        (r"(?i)\bcivil\s+(?:monetary\s+)?penalt(?:y|ies)|\benforcement\s+(?:procedures|guidelines|information)|\bsettlements?\b|\bpenalty\s+guidance", "is about civil penalties and enforcement"),
        (r"(?i)\bsystems?\s+of\s+records|\bprivacy\s+act\b|\bdelegation\s+of\b|\bmeeting\b|\bsunshine\b", "the office's own business"),
        (r"(?i)\bprocedures?\s+(?:for|governing)\b|\breporting\b.*\bregulations?\b|\bguidance\b|\bfrequently\s+asked\b", "sets procedures"),
    ]
    .into_iter()
    .map(|(title, reason)| Kind {
        title: compile(title),
        reason,
    })
    .collect()
});

/// Titles of acts, whatever else the title holds.
static ACTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bsanctions?\s+actions?\b|\bdesignations?\b|\bunblocking\b|\bblocking\s+(?:of|or)\b|\bspecially\s+designated\b|\bblocked\s+persons\b|\bremovals?\s+of\s+(?:persons?|individuals?|entit|names|specially|one|two|three|four|\d)|\badditions?\b|\bidentif",
    )
});

static REGULATIONS: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bregulations?\b"));

/// Instructions by which a rule changes the lists that appendices of chapter V once were.
static AMENDS_A_LIST: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bappendi(?:x|ces)\b[^.;]{0,200}\b(?:amended|revised)\b[^.;]{0,80}\b(?:by\s+)?(?:adding|removing|deleting|revising|striking)\b[^.;]{0,120}\b(?:names?|entr(?:y|ies)|following|individuals?|entities|vessels?)\b|\b(?:adding|removing|deleting)\s+(?:the\s+)?(?:following\s+)?(?:names?|entr(?:y|ies))\b[^.;]{0,200}\bappendi(?:x|ces)\b|\bappendi(?:x|ces)\b[^.]{0,160}\bas\s+set\s+forth\s+below\b",
    )
});

/// Whether a rule changes lists of names.
pub(super) fn amends_a_list(notice: &Notice<'_>) -> bool {
    (0..notice.sentences.len()).any(|at| AMENDS_A_LIST.is_match(notice.sentence(at)))
}

/// Directives and lists of banks whose targets stand in prose.
static DIRECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bdirectives?\b[^;]{0,60}\b(?:executive\s+order|E\.?O\.?)\b|\bpublication\s+of\s+(?:\w+\s+)?directives?\b|\bCAPTA\b|\b(?:correspondent|payable[\s-]through)\s+accounts?\b",
    )
});

/// Whether the title speaks of a directive, or of banks whose accounts are restricted: they name
/// their targets in prose.
pub(super) fn directs(notice: &Notice<'_>) -> bool {
    DIRECTIVE.is_match(&notice.title) && !REGULATIONS.is_match(&notice.title)
}

static DETERMINATION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bpublication\s+of\s+(?:an?\s+)?(?:\w+\s+)?determinations?\b"));

static OF_A_SECTOR: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bdetermin\w+\b[^;]{0,240}\b(?:shall\s+)?appl(?:y|ies)\s+to\b[^;]{0,200}\b(?:sectors?|services)\b",
    )
});

/// What entries of a list have.
static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"\[[A-Z][A-Z0-9]+(?:[ -][A-Z0-9]+)*\]|\((?:individual|vessel|aircraft)\)")
});

/// Whether a document publishes a determination upon a sector or a kind of services, and no entry.
fn determines_a_sector(notice: &Notice<'_>) -> bool {
    DETERMINATION.is_match(&notice.title)
        && (0..notice.sentences.len()).any(|at| OF_A_SECTOR.is_match(notice.sentence(at)))
        && !notice
            .sentences
            .iter()
            .any(|sentence| ENTRY.is_match(notice.words(&sentence.range)))
}

static LISTING: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\balphabetical\s+list(?:ing)?s?\b"));

static WHOLE_LIST: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\brepublish\w*\b[^.;]{0,80}\b(?:entire|complete|whole|full)\s+lists?\b|\b(?:entire|complete|whole|full)\s+lists?\b[^.;]{0,80}\brepublish\w*\b",
    )
});

/// Whether a rule prints a whole list once more, which says of nobody that he is new on it.
fn republishes(notice: &Notice<'_>) -> bool {
    LISTING.is_match(&notice.title)
        && is_rule(notice)
        && !amends_a_list(notice)
        && (0..notice.sentences.len()).any(|at| WHOLE_LIST.is_match(notice.sentence(at)))
}

/// Why a rule does nothing.
pub(super) const ADDS_NO_NAME: &str = "a rule of OFAC that adds no name to a list and removes none";

/// Whether the document is a rule.
pub(super) fn is_rule(notice: &Notice<'_>) -> bool {
    notice.metadata.document_type == DocumentType::Rule
        || notice.text.stated.document_type == DocumentType::Rule
}

/// Whether the title announces an act.
pub(super) fn announces(notice: &Notice<'_>) -> bool {
    ACTS.is_match(&notice.title)
}

/// The reason why a document, by its type and title, does nothing to any party.
pub(super) fn reason(notice: &Notice<'_>) -> Option<&'static str> {
    if notice.metadata.document_type == DocumentType::ProposedRule {
        return Some("a proposed rule");
    }
    let action = notice.metadata.action.as_deref().unwrap_or_default();
    let titled = BY_TITLE
        .iter()
        .find(|kind| kind.title.is_match(&notice.title) || kind.title.is_match(action));
    let acts = announces(notice);
    if let Some(kind) = titled.filter(|_| !acts) {
        return Some(kind.reason);
    }
    if directs(notice) {
        return None;
    }
    if republishes(notice) {
        return Some("publishes a whole list again, and adds no name to it");
    }
    if determines_a_sector(notice) {
        return Some("a determination upon a sector, which names no party");
    }
    if is_rule(notice) && !amends_a_list(notice) {
        if REGULATIONS.is_match(&notice.title) || !acts {
            return Some(ADDS_NO_NAME);
        }
    } else if REGULATIONS.is_match(&notice.title) && !acts && !amends_a_list(notice) {
        return Some("is about regulations and names no party");
    }
    None
}
