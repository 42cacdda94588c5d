//! Act sentences: what OFAC says it did to the parties listed around the sentence, and when.

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::Action;
use regex::Regex;

use super::property::OF_INTEREST;
use super::words::{Count, counts, mask};
use crate::grammar::dates::{Effect, compile, date_pattern, effect, first_date};
use crate::grammar::numbers::number_pattern;

/// What a sentence does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ActSentence {
    /// What is done; `None` for "took the actions described below", which leaves it to the entries.
    pub(super) action: Option<Action>,
    /// The day on which OFAC did it, where the sentence says so.
    pub(super) on: Option<NaiveDate>,
    /// The effect that the sentence states.
    pub(super) effect: Option<Effect>,
    /// The counts of parties that it states.
    pub(super) counts: Vec<Count>,
    /// Whether it speaks of parties listed before it.
    pub(super) above: bool,
    /// Whether it goes on from the act before it ("also", "on the same date").
    pub(super) goes_on: bool,
    /// Why its day can't be taken at its word.
    pub(super) doubt: Option<&'static str>,
}

/// What a sentence is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// An act upon the parties listed around it.
    Act(ActSentence),
    /// Speaks of acts in a way that no grammar reads.
    Unclear(&'static str),
    /// No act.
    Nothing,
}

struct Verb {
    action: Option<Action>,
    pattern: Regex,
}

static VERBS: LazyLock<Vec<Verb>> = LazyLock::new(|| {
    let verb = |action, pattern: &str| Verb {
        action,
        pattern: compile(pattern),
    };
    vec![
        verb(
            Some(Action::Removal),
            r"(?i)\b(?:determined|decided)\s+to\s+(?:remove|unblock|delist|delete)\b|\b(?:removed|removes|removing|unblocked|unblocks|unblocking|delisted|delists|deleted|deletes|deleting|lifted)\b|\bno\s+longer\b|\bterminated\s+the\s+(?:designation|sanctions|blocking|listing)\w*\b|\b(?:rescinded|revoked)\s+(?:the|its)\s+(?:designation|listing|identification|blocking|sanctions)\w*\b",
        ),
        verb(
            Some(Action::Update),
            r"(?i)\b(?:determined|decided)\s+to\s+(?:update|amend|revise)\b|\b(?:updated|updates|updating|supplemented|supplements|amended|revised|revises|revising|modified|changed|corrected)\b|\bmade\s+(?:the\s+following\s+)?(?:changes?|revisions?|updates?|amendments?|corrections?)\b|\bpublish\w*\s+(?:the\s+following\s+)?(?:additional|supplementary|supplemental|revised|updated|new)\s+(?:identif|information|entr)\w*|\bchanges?\s+(?:have|has)\s+been\s+made\b",
        ),
        verb(
            Some(Action::Identification),
            r"(?i)\b(?:identified|identifies)\b",
        ),
        verb(
            Some(Action::Designation),
            r"(?i)\b(?:designated|designates|designating|re-?designated|added|adds|adding|placed)\b|\bblock(?:ed|s|ing)\s+(?:all\s+)?(?:the\s+)?property\b|\bdetermin(?:ed|es)\b|\b(?:imposed|imposes)\s+(?:[\w,-]+\s+){0,8}?(?:sanctions?|prohibitions?|restrictions?|measures?|conditions?)\b|\blisted\s+the\s+following\b",
        ),
        verb(
            None,
            r"(?i)\b(?:took|taken|takes)\s+(?:the\s+)?(?:following\s+)?(?:sanctions\s+)?actions?\b|\bactions?\s+(?:described|listed|set\s+forth)\s+below\b|\bamended\s+(?:to\s+read\s+)?as\s+(?:set\s+forth|follows|shown)\b",
        ),
    ]
});

/// Passive forms, which mean an act only where no verb above does.
static BLOCKED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:is|are|was|were|been)\s+(?:hereby\s+)?blocked\b|\b(?:is|are)\s+(?:hereby\s+)?(?:subject|listed)\b",
    )
});

static NOT_A_VERB: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:\bspecially|\bpreviously|\balready|\boriginally|\bfirst|\bnot|\bnever|\bmay|\bshall|\bwill|\bcan|\bcould|\bwould|\bmight|\bto\s+be|\bmay\s+be|\bmay\s+have\s+been|\bshall\s+be|\bwill\s+be|\bbeing|\bcontinues?(?:\s+to\s+be)?|\bremains?|\bwho\s+(?:was|were|has\s+been|have\s+been)|\bwhich\s+(?:was|were|has\s+been|have\s+been)|\bthat\s+(?:was|were|has\s+been|have\s+been)|\bas|\bpersons?|\bpart(?:y|ies)|\bhaving\s+been|\bfollowing\s+(?:\w+\s+){0,4}(?:individuals?|entit(?:y|ies)|persons?|vessels?|aircraft),)\s+$",
    )
});

static WHOSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:whose|which|remain|remains|continue|continues|any\s+person|a\s+person)\b[^,;]{0,120}$",
    )
});

/// "amended by adding the following names" adds.
static BY_DOING: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\s+(?:further\s+)?(?:by\s+(?:adding|removing|deleting|revising|striking)|as\s+(?:set\s+forth|follows|shown)|to\s+read\s+as)\b",
    )
});

/// "individuals identified in this notice" names a list, not an act.
static LIST_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\s*(?:in\s+th(?:is|e)\s+(?:notice|annex|list|appendix)|below|above|herein|nationals?\b|by\s+the\s+President)",
    )
});

static BELOW: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\bfollowing\b|\bbelow\b|\bas\s+follows\b|\bfollows?[:.]|\b(?:listed|described|identified|named|set\s+forth|set\s+out|specified|published)\s+(?:in\s+this\s+notice|herein|hereafter|in\s+the\s+(?:annex|appendix|list))\b|\b{}\s+(?:\(\d+\)\s+)?(?:\w+\s+){{0,2}}?(?:individuals?|entity|entities|persons?|vessels?|aircraft|organi[sz]ations?|companies)\b",
        number_pattern()
    ))
});

static ABOVE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:listed|named|identified|published|described|set\s+forth|referenced)\s+above\b|\babove-(?:listed|named|referenced|described|identified)\b|\bforegoing\b|\bthe\s+above\s+(?:\w+\s+){0,2}(?:persons?|individuals?|entit\w+|names|vessels?|aircraft)\b|\b(?:these|those|the\s+same)\s+(?:\w+\s+)?(?:persons|individuals|entities|vessels|names|aircraft)\b|\bthe\s+names\s+(?:published|listed)\b",
    )
});

static THE_PRESIDENT: LazyLock<Regex> = LazyLock::new(|| compile(r"\b(?:the\s+)?President\b"));
static THE_OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\bOFAC\b|\bOffice\s+of\s+(?:Foreign\s+)?Assets?\s+Control\b|\bDirector\b|\bTreasury\b|\bSecretary\b|\bDepartment\b",
    )
});

static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\balso\b|^\W*(?:in\s+addition|additionally|further(?:more)?|moreover|concurrently|at\s+the\s+same\s+time|on\s+(?:the\s+same|that|this)\s+(?:date|day))\b|\bon\s+(?:the\s+same|that|this)\s+(?:date|day)\b",
    )
});

static ON: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?P<word>on|effective(?:\s+on)?|as\s+of)\s*,?\s+(?P<date>{})",
        date_pattern("")
    ))
});

static SEVERAL_DAYS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bon\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2}(?:,\s*\d{4})?\s*(?:,\s*\d{1,2}\b|,?\s*(?:and|or|through|to|-|—)\s*(?:on\s+)?(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+)?\d{1,2}\b)",
    )
});

/// Facts of somebody's conduct: what stands after is about others.
static CONDUCT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\s(?:for\s+(?:having|being|acting|providing|their|its|his|her|owning|operating|materially)|as\s+property\s+in\s+which|because)\b",
    )
});

/// Whether a sentence says that the office did something to parties listed after it.
pub(super) fn points_at_a_list(sentence: &str) -> bool {
    let masked = mask(sentence);
    ACTING_OFFICE.is_match(&masked) && POINTS.is_match(&masked)
}

/// The office before a word that may be its verb, and not "OFAC's list".
static ACTING_OFFICE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"\b(?:OFAC|Director|Treasury|Secretary|Department|Control)\s+[a-z]"));

static POINTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:following|below|next\s+set\s+out|next\s+listed|hereunder|hereafter|as\s+follows)\b",
    )
});

/// Words that may tell an act; a sentence amid a list that holds one and is not read is not passed
/// over.
static ACT_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:remov|unblock|delist|delet|updat|revis|amend|supplement|correct|modif|chang|designat|identif|add|determin|rescind|revok|terminat|suspend|lift|strik|struck|cancel|withdr|expung|eras|dropp|eliminat|void|annul|repeal|de-list|exclud|taken\s+off|took\s+off)\w*|\bno\s+longer\b",
    )
});

static ENUMERATOR: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^\s*\(?(?:[A-Z]|[IVX]{1,4}|[a-z]|\d{1,3})[.)](?:\s+|$)"));

/// A sentence without the letter or number before it.
pub(super) fn without_number(sentence: &str) -> Cow<'_, str> {
    ENUMERATOR.replace(sentence, "")
}

/// What a sentence says of acts. `listing` is whether it stands amid lists.
pub(super) fn read(sentence: &str, listing: bool) -> Said {
    let masked = mask(sentence);
    let reach = CONDUCT
        .find(&masked)
        .map_or(&*masked, |m| &masked[..m.start()]);
    let above = ABOVE.is_match(reach);
    let points = above || BELOW.is_match(reach);
    let verbs = verbs(reach);
    let Some(first) = verbs.first() else {
        return Said::Nothing;
    };
    if is_of_the_president(&masked, first.at) || !points {
        return if listing && points {
            Said::Unclear("a sentence amid the lists that tells of another's act")
        } else {
            Said::Nothing
        };
    }
    if DENIES.is_match(reach) {
        return Said::Unclear("a sentence that tells of an act not done");
    }
    let Ok(action) = settle(&verbs) else {
        return Said::Unclear("a sentence that tells of several acts at once");
    };
    let mut act = ActSentence {
        action,
        on: None,
        effect: None,
        counts: counts(reach),
        above: above && !BELOW_ONLY.is_match(reach),
        goes_on: GOES_ON.is_match(&masked),
        doubt: None,
    };
    if SEVERAL_DAYS.is_match(&masked) {
        act.doubt = Some("an act that names several days");
    }
    dates(&masked, first.at, &mut act);
    Said::Act(act)
}

/// What was refused, or only thought of.
static DENIES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:determin|decid)\w+\s+(?:not|against)\b|\b(?:consider|propos|intend|plan|declin|refus|den(?:y|ie))\w*\s+(?:\w+\s+){0,3}?(?:designat|remov|block|unblock|add|delist|identif|updat)\w*|\b(?:is|are|was|were|do|does|did|has|have|had)\s+not\s+(?:\w+\s+){0,2}?(?:blocked|designated|removed|subject|listed|identified|meet|met|warrant)\b",
    )
});

/// "the following" beats "above": the list comes after.
static BELOW_ONLY: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bfollowing\b|\bbelow\b|\bas\s+follows\b"));

/// Whether a sentence amid the lists holds words of an act.
pub(super) fn speaks_of_acts(sentence: &str) -> bool {
    ACT_WORDS.is_match(&mask(sentence))
}

#[derive(Debug, Clone, Copy)]
struct Found {
    at: usize,
    action: Option<Action>,
    /// Whether it is "determined", which says only with what follows what was done.
    determines: bool,
    /// Whether it stands in a main clause joined by "and" to the one before.
    joined: bool,
}

static AND: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)(?:\band|,)\s+(?:(?:has|have|was|were|also|OFAC|subsequently|then|further)\s+)*$")
});

fn verbs(reach: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for verb in VERBS.iter() {
        for hit in verb.pattern.find_iter(reach) {
            let before = &*OF_INTEREST.replace_all(&reach[..hit.start()], " ");
            if NOT_A_VERB.is_match(before)
                || WHOSE.is_match(before)
                || (verb.action.is_some() && LIST_WORDS.is_match(&reach[hit.end()..]))
                || (verb.action == Some(Action::Identification)
                    && reach[hit.end()..].trim_start().starts_with("on "))
                || (verb.action == Some(Action::Update) && BY_DOING.is_match(&reach[hit.end()..]))
            {
                continue;
            }
            found.push(Found {
                at: hit.start(),
                action: verb.action,
                determines: hit.as_str().to_lowercase().starts_with("determin"),
                joined: AND.is_match(before),
            });
        }
    }
    if found.is_empty()
        && let Some(hit) = BLOCKED.find(reach)
        && !WHOSE.is_match(&reach[..hit.start()])
    {
        found.push(Found {
            at: hit.start(),
            action: Some(Action::Designation),
            determines: false,
            joined: false,
        });
    }
    found.sort_by_key(|f| f.at);
    found
}

/// A sentence tells of several acts at once.
struct Several;

/// The one act that the verbs of a sentence tell.
fn settle(verbs: &[Found]) -> Result<Option<Action>, Several> {
    let Some(first) = verbs.first() else {
        return Ok(None);
    };
    if first.determines {
        let ends = verbs.iter().find(|v| v.action == Some(Action::Removal));
        if let Some(ends) = ends {
            let other = verbs
                .iter()
                .skip(1)
                .any(|v| v.joined && v.action.is_some() && v.action != ends.action);
            return if other { Err(Several) } else { Ok(ends.action) };
        }
    }
    // "took the following actions and removed …" tells of one.
    let mut told = std::iter::once(first)
        .chain(verbs.iter().skip(1).filter(|v| v.joined && !v.determines))
        .filter_map(|v| v.action);
    let Some(one) = told.next() else {
        return Ok(None);
    };
    let rest: Vec<Action> = told.collect();
    let blocking = |a: Action| matches!(a, Action::Designation | Action::Identification);
    if rest.iter().all(|a| *a == one) {
        Ok(Some(one))
    } else if blocking(one) && rest.iter().all(|a| blocking(*a)) {
        // "designated the following persons and identified the following vessels": one list, whose
        // headings and grounds tell them apart.
        Ok(Some(Action::Designation))
    } else {
        Err(Several)
    }
}

fn is_of_the_president(masked: &str, verb: usize) -> bool {
    let before = &masked[..verb];
    THE_PRESIDENT.is_match(before) && !THE_OFFICE.is_match(before)
}

fn dates(masked: &str, verb: usize, act: &mut ActSentence) {
    let mut on: Vec<(usize, NaiveDate)> = Vec::new();
    for captures in ON.captures_iter(masked) {
        let (Some(word), Some(date)) = (captures.name("word"), captures.name("date")) else {
            continue;
        };
        let Some((day, _)) = first_date(date.as_str()) else {
            continue;
        };
        if word.as_str().eq_ignore_ascii_case("on") {
            on.push((word.start(), day));
        }
    }
    let before = on.iter().filter(|(at, _)| *at < verb).map(|(_, d)| *d);
    let mut before: Vec<NaiveDate> = before.collect();
    before.dedup();
    act.on = match before.as_slice() {
        [] => on.first().map(|(_, day)| *day),
        [one] => Some(*one),
        [one, ..] => {
            act.doubt = Some("an act that names several days");
            Some(*one)
        }
    };
    act.effect = effect(masked).map(|(found, _)| found);
}

#[cfg(test)]
mod tests;
