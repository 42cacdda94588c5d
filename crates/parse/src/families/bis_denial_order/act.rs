//! What an order does: denies, denies for a time, renews, adds, removes, ends.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::Action;
use regex::Regex;

use super::{clause, period};
use crate::families::bis_entity_list::is_cut_off;
use crate::grammar::dates::compile;
use crate::notice::Notice;

/// Kinds of orders on export privileges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// After a conviction (section 766.25).
    Conviction,
    /// For a time, against an imminent violation (section 766.24).
    Temporary,
    /// The renewal of such.
    Renewal,
    /// Takes a party out of an order, or into one.
    Modification,
    /// Ends a denial.
    Termination,
    /// Suspends or stays a denial that goes on to stand.
    Suspension,
    /// Puts a suspended denial into effect.
    Activation,
    /// Extends an order to persons related to its party.
    Related,
    /// A decision on an appeal that lets a denial stand.
    Affirmation,
    /// At the end of a proceeding.
    Final,
}

/// An order, as far as it is read.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) kind: Kind,
    pub(super) action: Action,
    pub(super) code: &'static str,
    /// The range of the names of those acted upon.
    pub(super) clause: Option<Range<usize>>,
    /// The caption names more parties than the act is about.
    pub(super) of_some: bool,
    /// The act is about parties that the caption need not name.
    pub(super) of_others: bool,
    /// The change that it makes in the period of a denial.
    pub(super) period: Option<period::Change>,
    /// Whether the end of the denial's period is suspended and only the beginning runs.
    pub(super) runs_in_part: bool,
    /// What a person must decide.
    pub(super) doubt: Option<&'static str>,
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| compile($pattern));
    };
}

pattern!(
    CONVICTION,
    r"(?i)\b766\.25\b|\b11\s?\(h\)|\b1760\s?\(e\)|\b4819\s?\(e\)"
);
pattern!(
    CONVICTED,
    r"(?i)\bconvicted\b|\bconviction\b|\b(?:pled|pleaded)\s+guilty\b"
);
pattern!(TEMPORARY, r"(?i)\b766\.24\b|\b787\.19\b|\b788\.19\b");
pattern!(
    TEMPORARY_TITLE,
    r"(?i)\btemporar(?:y|ily)\s+den(?:ial|ying)\b|\btemporary\s+denial\b"
);
pattern!(
    RENEWS,
    r"(?i)\brenew(?:al|ing|s|ed)?\b|\bextend(?:ing|s)?\b|\bextension\b"
);
pattern!(
    MODIFIES,
    r"(?i)\bmodif(?:ication|ying|ied|ies|y)\b|\bamend(?:ment|ing)\b|\bremoval\s+of\b|\bremoving\b"
);
pattern!(
    TERMINATES,
    r"(?i)\bterminat(?:ing|ion)\b|\bvacat(?:ing|ion)\b|\brescind(?:ing)?\b|\brescission\b|\brevok(?:ing|e)\b|\brevocation\b|\bsetting\s+aside\b|\blifting\b|\breinstat(?:ing|ement)\b|\brestor(?:ing|ation)\b"
);
pattern!(
    ACTIVATES,
    r"(?i)\bactivat(?:ing|ion)\b.*\bsuspended\b|\bsuspended\b.*\bactivat"
);
pattern!(
    RELATED,
    r"(?i)\brelated\s+persons?\b|\bmaking\b.*\bapplicable\b|\bnaming\b.*\brelated\b"
);
pattern!(AMENDED, r"(?i)\bamended\s+order\b");
pattern!(
    FINES,
    r"(?i)\b(?:civil\s+penalty|penalt(?:y|ies)\s+of|assessed|dismiss(?:ed|al|ing)?|vacat\w+|withdrawn|suspended\s+sentence|reprimand)\b"
);
pattern!(
    DENIAL_WORDS,
    r"(?i)\bmay\s+not\b[^.]{0,60}\bparticipate\b|\b(?:is|are|be|been)\s+(?:hereby\s+)?denied\b[^.]{0,80}\bprivileges\b|\bden(?:y|ies|ied|ying|ial\s+of)\b[^.]{0,60}\bexport\s+privileges\b"
);
pattern!(
    SUSPENDS,
    r"(?i)\b(?:denial|period|sanction|order)\b[^.]{0,120}\b(?:shall|is|will)\s+(?:be\s+)?(?:hereby\s+)?suspended\b"
);
// "is modified by removing X as a denied person", "X is hereby removed from the TDO".
pattern!(
    REMOVES,
    r"(?is)\b(?:remov(?:e|es|ing)|delet(?:e|es|ing)|strik(?:e|es|ing)|(?:no\s+longer\s+(?:be\s+)?(?:subject|appl\w+)\s+to))\s+(?:the\s+(?:name|names|respondents?|references?)\s+(?:of|to)\s+)?(?P<names>[^;]{2,600}?)\s*,?\s+(?:as\s+(?:an?\s+)?(?:denied|related|respondent|part)|from\s+(?:the|this|that|its)\b|as\s+a\s+party\b)"
);
pattern!(
    REMOVED,
    r"(?is)(?:^|[.:;,]\s+|\bthat\s+)(?P<names>[A-Z][^;.]{1,400}?)\s+(?:is|are|be|shall\s+be)\s+(?:hereby\s+)?(?:removed|deleted)\s+(?:as\b|from\b)"
);
pattern!(
    ADDS,
    r"(?is)\b(?:add(?:s|ing)?|nam(?:e|es|ing)|includ(?:e|es|ing))\s+(?:the\s+(?:name|names)\s+of\s+)?(?P<names>[A-Z][^;]{2,600}?)\s*,?\s+(?:as\s+(?:an?\s+)?(?:additional\s+)?(?:denied|related|respondent)|to\s+(?:the|this|that)\s+(?:order|tdo|temporary))"
);
pattern!(
    ENDED,
    r"(?is)\b(?:order|denial|TDO)\b[^.;]{0,120}?\b(?:against|issued\s+to|applicable\s+to|with\s+respect\s+to|denying\s+the\s+export\s+privileges\s+of)\s+(?P<names>[A-Z][^;]{2,600}?)\s*,?\s+(?:on\s+\w+\s+\d{1,2},\s+\d{4},?\s+)?(?:(?:is|are|be|shall\s+be)\s+)(?:hereby\s+)?(?:terminated|vacated|rescinded|revoked|lifted|set\s+aside)\b"
);
// "the TDO is hereby vacated as to X, and remains in effect as to Y".
pattern!(
    ENDED_AS_TO,
    r"(?is)\b(?:order|denial|TDO)\b[^.;]{0,160}?\b(?:is|are|be|shall\s+be)\s+(?:hereby\s+)?(?:terminated|vacated|rescinded|revoked|lifted|set\s+aside)\s*,?\s+(?:in\s+part\s*,?\s+)?(?:but\s+)?(?:only\s+|solely\s+)?(?:as\s+(?:to|against|it\s+(?:applies|relates)\s+to)|with\s+(?:respect|regard)\s+to|insofar\s+as\s+it\s+(?:applies|relates)\s+to|for)\s+(?P<names>[A-Z][^;]{2,400}?)\s*(?:;|\.(?:\s|$)|,?\s+(?:and|but)\s+(?:shall\s+|it\s+|otherwise\s+)*(?:remains?|continues?|stays?)\b|,?\s+(?:only|effective)\b|$)"
);
pattern!(
    IN_PART,
    r"(?i)\bin\s+part\b|\b(?:remains?|continues?)\s+in\s+(?:full\s+force\s+and\s+)?(?:effect|force)\s+(?:as\s+(?:to|against)|with\s+respect\s+to|for)\b"
);
// "the appeal filed by X is dismissed and the TDO issued against him is affirmed".
pattern!(
    AFFIRMS,
    r"(?is)\b(?:order|denial|TDO)\b[^.;]{0,120}?\b(?:is|are|be)\s+(?:hereby\s+)?(?:affirmed|upheld|sustained)\b|\b(?:affirm|uphold)s?\s+(?:the|this|that)\s+(?:TDO|(?:temporary\s+)?denial\s+order)\b"
);
pattern!(
    APPELLANT,
    r"\b(?i:appeals?\s+(?:filed|brought|submitted|taken)\s+by|appeal\s+of)\s+(?P<names>[A-Z][^;(]{2,200}?)\s*(?:\(|\b(?:of|from|against|concerning|is|on)\b|[,;]|\.\s)"
);
pattern!(
    SUSPENDS_TITLE,
    r"(?i)\b(?:suspend(?:ing|s)?|suspension\s+of|stay(?:ing|s)?|stay\s+of)\b"
);
// "the denial of export privileges of X is hereby suspended".
pattern!(
    SUSPENDED,
    r"(?is)\b(?:order|denial|TDO)\b[^.;]{0,120}?\b(?:against|issued\s+to|applicable\s+to|with\s+respect\s+to|export\s+privileges\s+of)\s+(?P<names>[A-Z][^;]{2,600}?)\s*,?\s+(?:on\s+\w+\s+\d{1,2},\s+\d{4},?\s+)?(?:is|are|be|shall\s+be)\s+(?:hereby\s+)?(?:suspended|stayed)\b"
);
// "is modified to change the address of X to 5 Foo Street".
pattern!(
    DETAILS,
    r"(?is)\b(?:modif|amend|correct|chang|revis)\w*\b[^.;]{0,80}?\bthe\s+(?:address(?:es)?|names?|spelling\s+of\s+the\s+name)\s+of\s+(?P<names>[A-Z][^;]{2,400}?)\s*,?\s+(?:to|from|as|so\s+as)\b"
);
pattern!(
    ENDED_TITLE,
    r"(?i)\b(?:against|issued\s+to|with\s+respect\s+to)\s+(?P<names>[A-Z].+)$"
);
pattern!(
    RELATED_NAMES,
    r"(?is)\b(?:applicable\s+to|add(?:s|ed|ing)?|subject\s+to\s+the\s+(?:order|tdo)[^;]{0,40})\s+(?:the\s+following\s+)?(?:as\s+)?related\s+persons?\s*:?\s*(?P<names>[A-Z][^\n]{2,2000})"
);

/// The order, or `None` where no act is found.
pub(super) fn order(notice: &Notice<'_>, body: &Range<usize>) -> Option<Order> {
    let words = notice.words(body);
    let title = heading(notice, words);
    let kind = kind(&title, &notice.title, words)?;
    let absolute = |range: Range<usize>| body.start + range.start..body.start + range.end;
    let denying = clause::denying(words).map(|(names, _)| absolute(names));
    let plain = |action, code| Order {
        kind,
        action,
        code,
        clause: denying.clone(),
        of_some: false,
        of_others: false,
        period: None,
        runs_in_part: false,
        doubt: AMENDED
            .is_match(&title)
            .then_some("an amended order: what it changes in the earlier one is not read"),
    };
    Some(match kind {
        Kind::Conviction => plain(Action::Designation, "EAR-766-25"),
        Kind::Temporary => plain(Action::Designation, "EAR-766-24"),
        Kind::Renewal => {
            let adds = RELATED.is_match(&title) || MODIFIES.is_match(&title);
            Order {
                doubt: adds.then_some(
                    "a renewal that also changes who is denied: which parties are new is not read",
                ),
                ..plain(Action::Maintenance, "EAR-766-24")
            }
        }
        Kind::Affirmation => {
            let appellant = captured(&APPELLANT, words).map(absolute);
            Order {
                doubt: appellant
                    .is_none()
                    .then_some("a denial that stands after an appeal, whose party is not read"),
                clause: appellant,
                of_some: true,
                of_others: true,
                ..plain(Action::Maintenance, code_of(words))
            }
        }
        Kind::Activation | Kind::Final => {
            let suspends = SUSPENDS.is_match(words) && kind == Kind::Final;
            let runs_in_part = suspends && period::suspends_the_end(words);
            Order {
                runs_in_part,
                doubt: (suspends && !runs_in_part)
                    .then_some("a denial that is wholly or partly suspended"),
                ..plain(Action::Designation, "EAR-766")
            }
        }
        Kind::Related => Order {
            clause: captured(&RELATED_NAMES, words)
                .map(absolute)
                .or(denying.clone()),
            of_some: true,
            ..plain(Action::Designation, code_of(words))
        },
        Kind::Modification => {
            let from = operative(words);
            let find = |pattern: &Regex| {
                captured(pattern, &words[from..]).map(|r| absolute(from + r.start..from + r.end))
            };
            let removed = find(&REMOVES).or_else(|| find(&REMOVED));
            let added = find(&ADDS);
            let details = find(&DETAILS).filter(|_| removed.is_none() && added.is_none());
            let other = removed.is_some() || added.is_some() || details.is_some();
            let period = period::change(words, from).filter(|_| !other);
            let action = if removed.is_some() {
                Action::Removal
            } else if details.is_some() || period.is_some() {
                Action::Amendment
            } else {
                Action::Designation
            };
            Order {
                kind,
                action,
                code: code_of(words),
                doubt: if removed.is_some() && added.is_some() {
                    Some("a modification that both adds and removes parties")
                } else {
                    let undated = period.as_ref().is_some_and(|p| p.until.is_none());
                    undated.then_some("a period of denial that is changed to an end not stated")
                },
                clause: removed.or(added).or(details),
                of_some: period.is_none(),
                of_others: true,
                period,
                runs_in_part: false,
            }
        }
        Kind::Suspension => {
            let from = operative(words);
            Order {
                kind,
                action: Action::Amendment,
                code: code_of(words),
                clause: captured(&SUSPENDED, &words[from..])
                    .map(|r| absolute(from + r.start..from + r.end)),
                of_some: true,
                of_others: false,
                period: None,
                runs_in_part: false,
                doubt: None,
            }
        }
        Kind::Termination => {
            let in_part = IN_PART.is_match(words) || IN_PART.is_match(&title);
            let ended = captured(&ENDED_AS_TO, words)
                .or_else(|| captured(&ENDED, words))
                .map(absolute);
            let whole = !in_part && !is_cut_off(notice);
            Order {
                kind,
                action: Action::Removal,
                code: code_of(words),
                doubt: (in_part && ended.is_none())
                    .then_some("an order that is ended in part: for whom is not read"),
                clause: ended.or_else(|| whole.then(|| titled(notice)).flatten()),
                of_some: in_part,
                of_others: true,
                period: None,
                runs_in_part: false,
            }
        }
    })
}

/// The title with the caption's own heading, which older notices print in the body.
fn heading(notice: &Notice<'_>, words: &str) -> String {
    let mut heading = notice.title.clone();
    let lines = words.lines().take(12);
    for line in lines.filter(|line| line.len() < 160 && line.contains("rder")) {
        heading.push('\n');
        heading.push_str(line);
    }
    heading
}

/// What the order is, by its heading (the title and what the caption prints) and its words.
fn kind(title: &str, own: &str, words: &str) -> Option<Kind> {
    let temporary = TEMPORARY_TITLE.is_match(title) || TEMPORARY.is_match(words);
    let names_denial = DENIAL_WORDS.is_match(words);
    if TERMINATES.is_match(title) {
        return Some(Kind::Termination);
    }
    if ACTIVATES.is_match(title) && names_denial {
        return Some(Kind::Activation);
    }
    if temporary && RENEWS.is_match(title) && !title.to_lowercase().starts_with("modif") {
        return names_denial.then_some(Kind::Renewal);
    }
    if AFFIRMS.is_match(words) && clause::denying(words).is_none() {
        return Some(Kind::Affirmation);
    }
    if SUSPENDS_TITLE.is_match(own) && SUSPENDED.is_match(words) {
        return Some(Kind::Suspension);
    }
    let lower = own.to_lowercase();
    if MODIFIES.is_match(title) && !AMENDED.is_match(title) && !lower.contains("regulations") {
        return Some(Kind::Modification);
    }
    if RELATED.is_match(title) && names_denial {
        return Some(Kind::Related);
    }
    if !names_denial || clause::denying(words).is_none() {
        return None;
    }
    if TEMPORARY_TITLE.is_match(title) {
        return Some(Kind::Temporary);
    }
    if CONVICTION.is_match(words) && CONVICTED.is_match(words) {
        return Some(Kind::Conviction);
    }
    if TEMPORARY.is_match(words) && !CONVICTED.is_match(words) {
        return Some(Kind::Temporary);
    }
    Some(Kind::Final)
}

/// Where the operative part begins: after the last "ordered" that a clause follows.
fn operative(words: &str) -> usize {
    static ORDERED: LazyLock<Regex> = LazyLock::new(|| {
        compile(r"(?i)\bit\s+is\s+(?:\w+\s+){0,2}ordered\b|\bI\s+(?:hereby\s+)?order\b")
    });
    ORDERED.find(words).map_or(0, |found| found.start())
}

fn captured(pattern: &Regex, words: &str) -> Option<Range<usize>> {
    Some(pattern.captures(words)?.name("names")?.range())
}

/// The names of the title, where the text prints it.
fn titled(notice: &Notice<'_>) -> Option<Range<usize>> {
    let (block, words) = notice.text.of_role(fedreg_model::Role::Subject).next()?;
    let names = captured(&ENDED_TITLE, words)?;
    Some(block.range.start + names.start..block.range.start + names.end)
}

fn code_of(words: &str) -> &'static str {
    if TEMPORARY.is_match(words) || TEMPORARY_TITLE.is_match(words) {
        "EAR-766-24"
    } else if CONVICTION.is_match(words) && CONVICTED.is_match(words) {
        "EAR-766-25"
    } else {
        "EAR-766"
    }
}

/// Whether an order, as far as it goes, fines, dismisses or vacates and denies nothing.
pub(super) fn only_fines_or_dismisses(words: &str) -> bool {
    FINES.is_match(words) && clause::denying(words).is_none()
}

/// The section of the regulations as the text cites it.
pub(super) fn section(text: &str, code: &str) -> Option<String> {
    static TDO: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)(?:sections?|§+)\s*766\.24\b"));
    static CONVICTED: LazyLock<Regex> =
        LazyLock::new(|| compile(r"(?i)(?:sections?|§+)\s*766\.25\b"));
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)(?:sections?|§+)\s*76[46]\.\d{1,2}\b|\bparts?\s+76[46]\b|\bExport\s+Administration\s+(?:Act|Regulations)\b",
        )
    });
    let first = match code {
        "EAR-766-24" => &*TDO,
        "EAR-766-25" => &*CONVICTED,
        _ => &*OTHER,
    };
    let found = first.find(text).or_else(|| OTHER.find(text));
    found.map(|found| found.as_str().to_owned())
}

/// The sentence that gives the legal ground: the conviction, or the finding.
pub(super) fn ground(notice: &Notice<'_>, order: &Order) -> Option<String> {
    static CONVICTED_OF: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\b(?:was|were)\s+(?:\w+\s+)?convicted\s+of\b|\b(?:pled|pleaded)\s+guilty\b|\bentered\s+a\s+plea\s+of\s+guilty\b",
        )
    });
    static FINDS: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\bI\s+(?:hereby\s+)?(?:find|conclude|grant)\b|\bnecessary\s+in\s+the\s+public\s+interest\b",
        )
    });
    let pattern = match order.kind {
        Kind::Conviction => &*CONVICTED_OF,
        Kind::Temporary | Kind::Renewal => &*FINDS,
        _ => return None,
    };
    notice
        .sentences
        .iter()
        .map(|s| notice.words(&s.range))
        .find(|words| pattern.is_match(words))
        .map(str::to_owned)
}
