//! Which entities the text says are added or removed, under which list, and how many it says there
//! are.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Action, Party, Role};
use regex::Regex;

use super::counts::{COUNTED, Stated, count};
use super::{List, cited, described};
use crate::grammar::companies::{self, Company};
use crate::grammar::dates::{compile, first_date};
use crate::grammar::numbers::{number, number_pattern};
use crate::notice::Notice;
use crate::roster::{self, Part, is_line, outside_groups};

/// One entity that the text names as added or removed.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) action: Action,
    pub(super) party: Party,
    pub(super) lists: Vec<List>,
    /// Whether it is named as a subsidiary of the entity before it.
    pub(super) subsidiary: bool,
    pub(super) range: Range<usize>,
    /// The sentence that says so.
    pub(super) ground: Range<usize>,
    pub(super) problems: Vec<&'static str>,
}

/// What the text says it does.
#[derive(Debug, Default)]
pub(super) struct Act {
    pub(super) items: Vec<Item>,
    pub(super) stated: Vec<Stated>,
    /// Words where a name was due that are none.
    pub(super) unread: Vec<Range<usize>>,
}

static ADDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:adds?|adding|added|additions?\s+(?:of|to)|satisf(?:y|ies)\s+the\s+criteria\s+for\s+addition)\b",
    )
});
static REMOVES: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:removes?|removing|removed|removals?\s+(?:of|from)|deletes?|deleted)\b")
});
/// Words of the list's procedure and history, which act upon nobody now.
static BACKGROUND: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:may|might|would|could|can|shall|should|must|if|whether|requests?|requested|requesting|recommend\w*|propos\w*|petition\w*|consider\w*|process|procedures?|previously|prior|earlier|future|subsequent|to\s+be\s+(?:added|removed)|any\s+(?:additions?|removals?)|not\s+(?:added|removed)|\d+\s+FR\s+\d+)\b",
    )
});
static POINTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:the\s+following|as\s+follows|listed\s+below|these\s+entities\s+are|identified\s+below)\b|:\s*$",
    )
});
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:this|these|those|the)\s+(?:\w+[\s-]+)?(?:entit(?:y|ies)|compan(?:y|ies)|additions?|subsidiar(?:y|ies))\s+(?:added\s+|removed\s+)?(?:are|is|include)\b",
    )
});

/// The action that a sentence makes, if it makes one.
fn action(words: &str, updated: Option<NaiveDate>) -> Option<Action> {
    let adds = ADDS.find(words);
    let removes = REMOVES.find(words);
    if BACKGROUND.is_match(&outside_groups(words).replace("process for revising", "")) {
        return None;
    }
    // "On June 12, 2023, DHS added …": an earlier update, told.
    if first_date(words).is_some_and(|(date, _)| updated.is_some_and(|updated| date != updated)) {
        return None;
    }
    match (adds, removes) {
        (Some(a), Some(r)) if a.start() < r.start() => Some(Action::Designation),
        (_, Some(_)) => Some(Action::Removal),
        (Some(_), None) => Some(Action::Designation),
        (None, None) => None,
    }
}

/// Reads the acts of the body.
pub(super) fn read(notice: &Notice<'_>, body: &[Part<'_>], updated: Option<NaiveDate>) -> Act {
    let mut act = Act::default();
    // The act whose list may follow: action, lists, sentence, and whether its words point at lines.
    let mut open: Option<(Action, Vec<List>, Range<usize>, bool)> = None;
    for part in body {
        if part.role == Role::Heading {
            open = heading(part, open);
            continue;
        }
        if let Some((action, lists, ground, true)) = &mut open
            && is_line(part)
        {
            if let Some(label) = label(part.words) {
                *lists = label;
            } else {
                line(notice, part, (*action, lists, ground), &mut act);
            }
            continue;
        }
        for sentence in roster::sentences(notice, &part.range) {
            let words = notice.words(&sentence);
            if let Some((_, lists, _, points)) = &mut open
                && GOES_ON.is_match(words)
            {
                *points = true;
                let more: Vec<List> = cited(words).into_iter().map(|(list, _)| list).collect();
                if !more.is_empty() {
                    *lists = more;
                }
                inline(notice, &sentence, open.as_ref(), &mut act);
                continue;
            }
            for clause in clauses(words) {
                let clause = sentence.start + clause.start..sentence.start + clause.end;
                let words = notice.words(&clause);
                let Some(action) = action(words, updated) else {
                    continue;
                };
                let lists = lists_of(words);
                count(words, &clause, action, &lists, &mut act);
                open = Some((action, lists, sentence.clone(), POINTS.is_match(words)));
                inline(notice, &clause, open.as_ref(), &mut act);
            }
        }
    }
    act
}

static SECOND_VERB: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)(?:,|;)?\s+and\s+(?:also\s+)?(?P<verb>(?:adds?|adding|removes?|removing)\s)")
});

/// The clauses of a sentence that adds and removes.
fn clauses(words: &str) -> Vec<Range<usize>> {
    if !(ADDS.is_match(words) && REMOVES.is_match(words)) {
        return std::iter::once(0..words.len()).collect();
    }
    let mut found = Vec::new();
    let mut start = 0;
    for captures in SECOND_VERB.captures_iter(words) {
        if let Some(verb) = captures.name("verb") {
            found.push(start..captures.get(0).map_or(verb.start(), |m| m.start()));
            start = verb.start();
        }
    }
    found.push(start..words.len());
    found
}

/// A heading may say the act or the list of what follows it.
fn heading(
    part: &Part<'_>,
    open: Option<(Action, Vec<List>, Range<usize>, bool)>,
) -> Option<(Action, Vec<List>, Range<usize>, bool)> {
    let lists = lists_of(part.words);
    let says = action(part.words, None);
    match (says, open) {
        (Some(action), _) => Some((action, lists, part.range.clone(), true)),
        (None, Some((action, _, ground, _))) if !lists.is_empty() => {
            Some((action, lists, ground, true))
        }
        _ => None,
    }
}

/// The lists of a line that only labels what follows ("Section 2(d)(2)(B)(ii) list").
fn label(words: &str) -> Option<Vec<List>> {
    let lists = cited(words);
    (!lists.is_empty()).then(|| lists.into_iter().map(|(list, _)| list).collect())
}

/// The lists of a sentence: cited, else described.
fn lists_of(words: &str) -> Vec<List> {
    let mut lists: Vec<List> = cited(words).into_iter().map(|(list, _)| list).collect();
    if lists.is_empty() {
        lists.extend(described(words));
    }
    lists.dedup();
    lists
}

/// Entities of one line of a list.
fn line(
    notice: &Notice<'_>,
    part: &Part<'_>,
    (action, lists, ground): (Action, &[List], &Range<usize>),
    act: &mut Act,
) {
    let cell = part.words.split('\t').next().unwrap_or(part.words);
    let range = part.range.start..part.range.start + cell.len();
    if is_head_row(part) {
        return;
    }
    let (pieces, certain) = if cell.contains(';') {
        companies::split(cell, None)
    } else {
        (std::iter::once(0..cell.len()).collect(), true)
    };
    for piece in pieces {
        let range = trimmed(notice, range.start + piece.start..range.start + piece.end);
        push(notice, range, certain, (action, lists, ground), act);
    }
}

/// The first row of a table, which says what its columns are.
pub(super) fn is_head_row(part: &Part<'_>) -> bool {
    static HEAD: LazyLock<Regex> =
        LazyLock::new(|| compile(r"(?i)^(?:name\s+of\s+)?entit(?:y|ies)(?:\s+name)?(?:\t|$)"));
    part.role == Role::TableRow && HEAD.is_match(part.words)
}

fn trimmed(notice: &Notice<'_>, range: Range<usize>) -> Range<usize> {
    let words = notice.words(&range);
    let start = range.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

fn push(
    notice: &Notice<'_>,
    range: Range<usize>,
    certain: bool,
    (action, lists, ground): (Action, &[List], &Range<usize>),
    act: &mut Act,
) {
    let Some(company) = companies::read(notice.words(&range)) else {
        return;
    };
    let mut item = |company: &Company, subsidiary| {
        if !company.is_name() {
            act.unread.push(range.clone());
            return;
        }
        let mut problems = company.problems.clone();
        if !certain {
            problems.push("names that cannot be told apart");
        }
        act.items.push(Item {
            action,
            party: company.party(),
            lists: lists.to_vec(),
            subsidiary,
            range: range.clone(),
            ground: ground.clone(),
            problems,
        });
    };
    item(&company, false);
    for subsidiary in &company.subsidiaries {
        item(subsidiary, true);
    }
}

static INLINE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let counted = format!(
        r"(?:{}\s+(?i:(?:new|additional)\s+)?(?i:entit(?:y|ies)|subsidiar(?:y|ies)|compan(?:y|ies)|facilit(?:y|ies)))",
        number_pattern()
    );
    [
        // "…: A; B; and C", "entities are A and B"
        r":\s+(?P<names>[A-Z0-9“].+)$".to_owned(),
        r"(?i:\bentit(?:y|ies)\s+(?:added\s+|removed\s+)?(?:are|is|include))\s+(?P<names>[A-Z0-9“].+)$".to_owned(),
        // "adds A to the section …", "adds two entities, A and B, to …"
        format!(
            r"(?i:\b(?:adds?|adding|removes?|removing|addition\s+of|removal\s+of))\s+(?:{counted}(?:\s+and\s+{counted})?\s*[,(—]\s*)?(?P<names>[A-Z“].+?)\s*[,)]?\s+(?i:to|from|on)\s+(?i:the\s+|both\s+the\s+|both\s+)?(?i:UFLPA|section|entity\s+list)\b"
        ),
        // "A and B are added to …"
        r"^(?P<names>[A-Z“].+?)\s+(?i:is|are|has\s+been|have\s+been|was|were)\s+(?i:hereby\s+|being\s+)*(?i:added|removed)\b".to_owned(),
        r"\b(?i:determined|found)\s+that\s+(?P<names>[A-Z“].+?)\s+(?i:satisf(?:y|ies)|meets?)\s+the\s+criteria\s+for\s+(?:addition|removal)".to_owned(),
    ]
    .iter()
    .map(|pattern| compile(pattern))
    .collect()
});

static PRONOUN: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:This|The|These|Those|It|Such|Each|DHS|CBP|FLETF|UFLPA|Section|Appendix|Entity|Entities)\b",
    )
});

static ADVERBIAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:(?:In|On|With|By|Through|Effective|As|For|At|Under|Upon|After|Following|Accordingly|Therefore|Consequently|Also|Additionally)\b[^,;]*,\s+)+",
    )
});

/// Entities that a sentence names itself.
fn inline(
    notice: &Notice<'_>,
    sentence: &Range<usize>,
    open: Option<&(Action, Vec<List>, Range<usize>, bool)>,
    act: &mut Act,
) {
    let Some((action, lists, ground, _)) = open else {
        return;
    };
    let words = notice.words(sentence);
    let found = INLINE.iter().find_map(|pattern| {
        pattern
            .captures(words)?
            .name("names")
            .filter(|names| !PRONOUN.is_match(names.as_str()))
    });
    let Some(names) = found else { return };
    // "On this day, X is added": the name begins after the adverbial.
    let lead = ADVERBIAL.find(names.as_str()).map_or(0, |m| m.end());
    let (start, printed) = (names.start() + lead, &names.as_str()[lead..]);
    let lower = printed.starts_with(|c: char| c.is_lowercase());
    if PRONOUN.is_match(printed) || lower && lead > 0 {
        return;
    }
    let counts: Vec<(usize, bool)> = COUNTED
        .captures_iter(words)
        .filter_map(|c| {
            let what = c.name("what")?.as_str().to_lowercase();
            Some((
                number(c.name("count")?.as_str())?,
                what.starts_with("subsid"),
            ))
        })
        .collect();
    let count = match *counts {
        [(count, false)] => Some(count),
        _ => None,
    };
    let (pieces, certain) = companies::split(printed, count);
    for piece in pieces {
        let start = sentence.start + start;
        let range = trimmed(notice, start + piece.start..start + piece.end);
        push(notice, range, certain, (*action, lists, ground), act);
    }
}
