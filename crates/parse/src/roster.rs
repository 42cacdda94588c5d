//! What notices of company lists share: the blocks of their body, lines of a list, the `DATES`
//! statement, the act's record, and the check that the text did not break off.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use fedreg_model::{Action, AuthorityCitation, Effective, EffectiveBasis, Party, Record, Role};
use regex::Regex;

use crate::ending;
use crate::grammar::dates::{Effect, compile, date_pattern, effect, first_date};
use crate::grammar::sentences;
use crate::notice::{Notice, is_body};
use crate::reading::Reading;

/// One block of the body.
#[derive(Debug, Clone)]
pub(crate) struct Part<'a> {
    pub(crate) role: Role,
    pub(crate) range: Range<usize>,
    pub(crate) words: &'a str,
}

/// The body's blocks in order.
pub(crate) fn parts<'a>(notice: &Notice<'a>) -> Vec<Part<'a>> {
    let Some(first) = notice.sentences.first().map(|s| s.block) else {
        return Vec::new();
    };
    notice
        .blocks_from(first)
        // What is left of a billing code that breaks off is no line of a list.
        .take_while(|(_, block)| !END.is_match(notice.words(&block.range)))
        .filter(|(_, block)| is_body(block.role))
        .map(|(_, block)| {
            let words = notice.words(&block.range);
            Part {
                role: role(block.role, words),
                range: block.range.clone(),
                words,
            }
        })
        .collect()
}

static END: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^(?:\[?FR\s+Doc\b|BILLING(?:\s+C|$)|\[FR\b)"));
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:\(?\d{1,3}[.)]\s|[•·▪●○]\s?).*(?:[;,]|;\s+and|\)[;.]?|\b(?:Ltd|Limited|Inc|Co|Corp|LLC)\b\.?)\s*$",
    )
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:[A-Z0-9]{1,3}[.)]\s+)?(?:the\s+)?(?:additions?|deletions?|removals?|(?:annex|appendix|attachment)(?:\s+\w{1,3})?|(?:additions?|deletions?|removals?)\s+(?:to|from)\s+(?:the\s+)?.{0,60}\blist|(?:entities|companies)\s+(?:added|removed|deleted|identified|designated|listed)\b.{0,120})[:.]?$",
    )
});

/// Page text has no marks for headings: the number of an item may pass for one, and the heading
/// after a list for an item.
fn role(role: Role, words: &str) -> Role {
    match role {
        Role::Heading if ITEM.is_match(words) => Role::ListItem,
        Role::Paragraph | Role::ListItem if LABEL.is_match(words) => Role::Heading,
        role => role,
    }
}

/// After a legal form a full stop may end the sentence; these words begin another.
static RUN_ON: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?:Ltd|Inc|Co|Corp|Bhd|S\.A|C\.V|L)\.\)?\s+(?P<next>(?:This|The|These|Those|Details|Also|It|In|On|As|All|Both|Such|No|FinCEN|CBP|DHS|Section|Pursuant|Based)\s+[a-z(]|(?:The|This)\s+(?:FLETF|UFLPA|Department|Secretary|Deputy|Commissioner|Director|Finding|Section)\b)",
    )
});

/// The sentences of a range, parted also where a legal form's full stop ends one.
pub(crate) fn sentences(notice: &Notice<'_>, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for sentence in sentences::split(notice.words(range)) {
        let sentence = range.start + sentence.start..range.start + sentence.end;
        let mut start = sentence.start;
        for captures in RUN_ON.captures_iter(notice.words(&sentence)) {
            let Some(next) = captures.name("next") else {
                continue;
            };
            let at = sentence.start + next.start();
            let end = start + notice.words(&(start..at)).trim_end().len();
            found.push(start..end);
            start = at;
        }
        found.push(start..sentence.end);
    }
    found
}

static SENTENCE_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:is|are|was|were|has|have|had|shall|will|would|may|must|should|can|identif(?:y|ies)|requires?|provides?|announces?|pursuant|hereby|determined|accordance|this\s+(?:notice|update|finding)|the\s+following|U\.S\.C|Federal\s+Register)\b",
    )
});

/// Whether a block can be the line of a list: it names, and says nothing.
pub(crate) fn is_line(part: &Part<'_>) -> bool {
    if part.role == Role::TableRow {
        return true;
    }
    let outside = outside_groups(part.words);
    matches!(part.role, Role::Paragraph | Role::ListItem)
        && part.words.chars().count() <= 1200
        && !SENTENCE_WORDS.is_match(&outside)
        && !outside.trim_end().ends_with(':')
        && outside.chars().any(char::is_alphabetic)
}

/// The words that stand outside parentheses.
pub(crate) fn outside_groups(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// The words of the `DATES` or `EFFECTIVE DATE` statement, sentence by sentence.
pub(crate) fn dated(notice: &Notice<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut labelled = false;
    for part in parts(notice) {
        if part.role == Role::Heading {
            let label = part.words.trim_end_matches([':', '.']).to_uppercase();
            labelled = matches!(
                &*label,
                "DATES" | "DATE" | "EFFECTIVE DATE" | "EFFECTIVE DATES" | "APPLICABLE DATE"
            );
        } else if labelled {
            found.extend(sentences(notice, &part.range));
        }
    }
    found
}

static BRACKETED_DAYS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\beffective\s+(?:on\s+)?\[?\s*(?P<days>\d{1,3})\s+days\s+(?:after|from|following)\s+(?:the\s+)?(?:date\s+of\s+)?publication\b",
    )
});

static AS_OF: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:updated|revised|effective|withdrawn|current|applicable|added)\s+(?:as\s+of|on|beginning)\s+{}",
        date_pattern("")
    ))
});

/// What a sentence says of when the act takes effect.
pub(crate) fn effect_in(notice: &Notice<'_>, sentence: &str) -> Option<Effective> {
    let stated = |date| Effective {
        date,
        basis: EffectiveBasis::Stated,
        until: None,
    };
    if let Some(captures) = BRACKETED_DAYS.captures(sentence) {
        let days = captures.name("days")?.as_str().parse().ok()?;
        return Some(stated(after_publication(notice, days)));
    }
    if let Some(found) = AS_OF.find(sentence) {
        return first_date(found.as_str()).map(|(date, _)| stated(Some(date)));
    }
    match effect(sentence)?.0 {
        Effect::On(date) => Some(stated(Some(date))),
        Effect::UponPublication => Some(Effective {
            date: notice.metadata.publication_date,
            basis: EffectiveBasis::UponPublication,
            until: None,
        }),
        Effect::DaysAfterPublication(days) => Some(stated(after_publication(notice, days))),
        Effect::UponSignature => Some(Effective {
            date: notice.signed_on,
            basis: EffectiveBasis::Signed,
            until: None,
        })
        .filter(|e| e.date.is_some()),
        Effect::DaysAfterSignature(days) => {
            Some(stated(notice.signed_on?.checked_add_days(Days::new(days))))
        }
    }
}

fn after_publication(notice: &Notice<'_>, days: u64) -> Option<NaiveDate> {
    notice
        .metadata
        .publication_date?
        .checked_add_days(Days::new(days))
}

/// Takes back, where the text breaks off, what the list in which it breaks off gives: half a name
/// may look whole, and half a table like a list.
pub(crate) fn take_back(notice: &Notice<'_>, parts: &[Part<'_>], reading: &mut Reading) {
    if ending::ends_whole(notice) {
        return;
    }
    let prose = parts.iter().rev().skip(1).find(|part| !is_line(part));
    let from = prose.map_or(0, |part| part.range.end);
    reading.records.retain(|record| record.quote.end <= from);
    let last = parts.last().map(|part| part.range.clone());
    if let Some(range) = last {
        let why = "the text ends without its signature or FR Doc line, and may be cut off";
        let residue = notice.residue(range, why);
        if !reading.residue.contains(&residue) {
            reading.residue.push(residue);
        }
    }
}

/// A record of an act upon a party, with what the notice says of itself.
pub(crate) fn record(
    notice: &Notice<'_>,
    action: Action,
    party: Party,
    authorities: Vec<AuthorityCitation>,
    effective: Effective,
    (ground, quote): (Option<Range<usize>>, Range<usize>),
) -> Record {
    Record {
        action,
        party,
        authorities,
        effective,
        amendment: None,
        signed_on: notice.signed_on,
        determined_on: None,
        signer: notice.signer.clone(),
        notice_number: notice.notice_number.clone(),
        ground: ground.map(|range| notice.words(&range).to_owned()),
        quote: notice.quote(quote),
    }
}
