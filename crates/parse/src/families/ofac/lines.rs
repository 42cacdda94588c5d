//! What a line amid the lists is: "-to-", a legal ground, a heading that names an act, a note, the
//! title of a section.

use std::sync::LazyLock;

use fedreg_model::{Action, PartyKind};
use regex::Regex;

use crate::grammar::dates::compile;

/// "-to-", which stands between an entry as it was and as it is.
pub(super) static TO: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:(?:is|are)\s+)?(?:(?:now\s+|hereby\s+)?(?:changed|amended|revised|updated)\s+)?to(?:\s+(?:now\s+)?read(?:\s+as\s+follows)?)?\W*$|^\W*(?:(?:and\s+)?(?:now\s+)?(?:reads?|appears?)(?:\s+as(?:\s+follows)?)?|should\s+read(?:\s+as\s+follows)?)\W*$|^\W*(?:the\s+)?(?:(?:new|revised|updated)\s+)?(?:listings?|entr(?:y|ies))\b[^.:]{0,80}\bnow\s+(?:reads?|appears?)\b[^.:]{0,30}\W*$",
    )
});

/// A second ground of the same entry: "Also designated pursuant to …".
pub(super) static FURTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)^\W*(?:also|additionally|further(?:more)?|in\s+addition|alternatively|and\b)")
});

/// A ground of several entries.
pub(super) static SHARED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:each|all|both|the\s+(?:above|foregoing|individuals?|entit(?:y|ies)|persons?|vessels?|aircraft|preceding)|these|those)\b[^.]{0,160}?\b(?:was|were|is|are|has\s+been|have\s+been)\s+(?:also\s+|each\s+)?(?:designated|identified|blocked|sanctioned|listed|determined)\b",
    )
});

/// A ground of the entry before.
pub(super) static GROUND: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:also\s+|additionally\s+|further\s+|and\s+)?(?:re-?)?(?:designated|identified|blocked|sanctioned|determined|listed)\b[^.]{0,80}?\b(?:pursuant\s+to|under|as\s+property|as\s+blocked|as\s+meeting|to\s+be|by)\b",
    )
});

/// Marks of list entries.
pub(super) static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\[[A-Z][A-Z0-9 -]+\]|\((?:individual|vessel|aircraft|entity)\)|\b(?:a|f|n)\.k\.a\.|\bDOB\b|\bPOB\b|\bCedula\b|\bIMO\s+\d",
    )
});

/// Verbs of prose.
pub(super) static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:is|are|was|were|has|have|had|may|shall|will|can|be|been|contact|contains?|remains?|follows?|appears?|includes?|including|issued|see|maintains?|publish\w*|provides?|means?|refers?)\b",
    )
});

static HEADING_REMOVAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:list\s+of\s+)?(?:removals?|removed|deletions?|deleted|delist\w*|unblock\w*|persons?\s+removed|names\s+removed)\b",
    )
});
static HEADING_UPDATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:list\s+of\s+)?(?:updates?|updated|changes?|changed|revisions?|revised|amend(?:ments?|ed)|modifi\w+|corrections?|supplement(?:s|ed|ary\s+identif\w*))\b",
    )
});
static HEADING_DESIGNATION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:list\s+of\s+)?(?:(?:new|additional)\s+)?(?:designations?|designees|additions?|blocked\s+persons?|newly\s+designated)\b",
    )
});
static HEADING_IDENTIFICATION: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)^(?:list\s+of\s+)?(?:(?:new|additional)\s+)?identif(?:ications?|ied)\b")
});

/// The act that a heading names by itself ("Removals", "Updated entries").
pub(super) fn headed(words: &str) -> Option<Action> {
    [
        (&HEADING_REMOVAL, Action::Removal),
        (&HEADING_UPDATE, Action::Update),
        (&HEADING_DESIGNATION, Action::Designation),
        (&HEADING_IDENTIFICATION, Action::Identification),
    ]
    .into_iter()
    .find(|(pattern, _)| pattern.is_match(words))
    .map(|(_, action)| action)
}

/// Words of acts anywhere in a heading, one pattern for each act.
static ACTS_IN_HEADING: LazyLock<[(Regex, Action); 3]> = LazyLock::new(|| {
    [
        (
            compile(
                r"(?i)\b(?:remov\w+|delet\w+|de-?list\w*|unblock\w*|terminat\w+|lift(?:ed|ing)|rescind\w*|rescission\w*|revo[ck]\w+|vacated|expired|suspen\w+|unlisted)\b|\bno\s+longer\b",
            ),
            Action::Removal,
        ),
        (
            compile(
                r"(?i)\b(?:updat\w+|revis\w+|amend\w+|correct\w+|modif\w+|chang\w+|supplement(?:s|ed|al))\b",
            ),
            Action::Update,
        ),
        (
            compile(
                r"(?i)\b(?:re-?)?designat(?:ed|ions?|ees?|ing)\b|\badd(?:ed|ing|itions)\b|\b(?:new|newly)\b",
            ),
            Action::Designation,
        ),
    ]
});

/// Words of a heading that are no act: a law as amended, and the name of OFAC's list.
static NO_ACT_IN_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bas\s+(?:further\s+)?amended\b|\bamended\s+by\b|\[amended\]|\bspecially\s+designated\b|\bdesignated\s+nationals?\b|\bsupplemental\s+information\b",
    )
});

/// A heading over parties that the notice lists beside those it acts upon.
static LISTED_BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:not|never|remain\w*|continu\w+|except\w*|exempt\w*|exclud\w+|unaffected|authori[sz]ed|licensed)\b",
    )
});

/// Parties of an earlier act: no new ones, but those that a removal or an update is about.
static OF_OLD: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:previously|already|formerly)\b"));

static OPENS_A_LIST: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bfollowing\b|\bbelow\b|:\W*$"));

static OWNED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:is|are|was|were|been)\s+(?:owned|related|associated|affiliated|previously|already|formerly)\b",
    )
});

/// Whether a sentence amid the lists opens one of parties that are not acted upon ("The following
/// entity remains blocked:").
pub(super) fn lists_beside(masked: &str) -> bool {
    OPENS_A_LIST.is_match(masked) && (LISTED_BESIDE.is_match(masked) || OWNED.is_match(masked))
}

/// What a heading says of acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Headed {
    /// It names one act, and begins with it.
    Act(Action),
    /// It holds words of another act than the one over it, or of several.
    Unclear,
    /// Nothing.
    Nothing,
}

/// What a heading says of acts, under an act of `over`.
pub(super) fn heading(words: &str, over: Option<Action>) -> Headed {
    let words = NO_ACT_IN_HEADING.replace_all(words, " ");
    let mut named = ACTS_IN_HEADING
        .iter()
        .filter(|(pattern, _)| pattern.is_match(&words))
        .map(|(_, action)| *action);
    let first = named.next();
    let begins = matches!(
        over,
        None | Some(Action::Designation | Action::Identification)
    );
    let beside = LISTED_BESIDE.is_match(&words) || (begins && OF_OLD.is_match(&words));
    if named.next().is_some() || beside {
        return Headed::Unclear;
    }
    let blocks = |a: Action| matches!(a, Action::Designation | Action::Identification);
    match (headed(words.trim()), first, over) {
        (Some(action), _, _) => Headed::Act(action),
        (None, None, _) => Headed::Nothing,
        (None, Some(said), Some(over)) if said == over || (blocks(said) && blocks(over)) => {
            Headed::Nothing
        }
        (None, Some(_), _) => Headed::Unclear,
    }
}

static ENTRY_LIKE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\[[A-Z][A-Z0-9]+(?:[ -][A-Z0-9]+)*\]|\((?:individual|vessel|aircraft)\)|\bDOB\s|\b(?:a|f|n)\.k\.a\.\s",
    )
});

/// The title of an appendix or of a section.
pub(super) static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:appendix|annex|list\s+of|notices?\s+of|background|electronic|supplementary|authority|part\s+\d|subpart|chapter)\b[^;\[\]()]*$",
    )
});

/// Whether a line has what only entries have.
pub(super) fn is_entry_like(masked: &str) -> bool {
    ENTRY_LIKE.is_match(masked)
}

/// Prose that speaks of acts and does nothing: what the list is, what follows from it, where it is.
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bfollows?\W*$|\b(?:the\s+)?(?:full\s+)?(?:listings?|lists?|names?|entries|identifying\s+information|additional\s+identifying)\b[^.]{0,160}\b(?:follows?|appears?|available|below|as\s+follows|published|include[sd]?|read)\b|\ball\s+property\s+and\s+interests\s+in\s+property\b|\bu\.?s\.?\s+persons\b|\b(?:remain|continue)s?\b[^.]{0,40}\bblocked\b|\bmay\b|\bshall\b|\bcontact\b|\bwebsite\b|\bweb\s+site\b|\bthe\s+President\b|\bprior\s+notice\b|\bpursuant\s+to\s+(?:section\s+\d+\s+of\s+)?the\s+administrative\s+procedure",
    )
});

/// Whether prose that speaks of acts does nothing.
pub(super) fn is_note(masked: &str) -> bool {
    NOTE.is_match(masked)
}

/// The kind of parties that a shared ground speaks of, if of one.
pub(super) fn shared_kind(words: &str) -> Option<PartyKind> {
    let lower: String = words.chars().take(120).collect::<String>().to_lowercase();
    let only = |word: &str, others: &[&str]| {
        lower.contains(word) && !others.iter().any(|other| lower.contains(other))
    };
    if only("individual", &["entit", "vessel", "person", "aircraft"]) {
        Some(PartyKind::Individual)
    } else if only("entit", &["individual", "vessel", "person", "aircraft"]) {
        Some(PartyKind::Organization)
    } else if only("vessel", &["individual", "entit", "person", "aircraft"]) {
        Some(PartyKind::Vessel)
    } else if only("aircraft", &["individual", "entit", "person", "vessel"]) {
        Some(PartyKind::Aircraft)
    } else {
        None
    }
}

static ONE_ABOVE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:the|this|that)\s+(?:above[\s-]+)?(?:\w+\s+)?(?:individual|entity|person|vessel)\b",
    )
});

/// Whether a sentence speaks of one party listed above, not of several.
pub(super) fn speaks_of_one(words: &str) -> bool {
    ONE_ABOVE.is_match(words)
}

static NUMBER_IN_NAME: LazyLock<Regex> = LazyLock::new(|| compile(r"\bIMO\b\W*\d{7}\b"));

/// Whether what was read as a name holds the number of a ship: it is a list within an entry.
pub(super) fn names_several(name: &str) -> bool {
    NUMBER_IN_NAME.is_match(name)
}

static WALLET: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^\W*(?:alt\.\s+)?digital\s+currency\s+address"));

/// Whether a party's name is the address of a wallet.
pub(super) fn is_wallet(name: &str) -> bool {
    WALLET.is_match(name)
}
