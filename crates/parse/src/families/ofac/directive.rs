//! Directives and restrictions on accounts: no list in the form of the SDN list, but institutions
//! named in a sentence or in lines under it.
//!
//! What is read is only what can be nothing else: proper names of institutions, at a place of the
//! sentence where its targets stand. A directive that changes or ends another is left to a person.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, Residue};
use regex::{Captures, Regex};

use super::acts::{self, ActSentence, Said};
use super::authority::{self, Cited};
use super::lines::PROSE;
use super::walk::{Block, Item};
use crate::grammar::companies;
use crate::grammar::dates::{Effect, compile, date_pattern, effect, first_date};
use crate::grammar::entry::ListEntry;
use crate::grammar::sentences;
use crate::notice::{Notice, is_body};
use crate::reading::Law;

/// What a directive gives.
#[derive(Debug, Default)]
pub(super) struct Directed {
    pub(super) blocks: Vec<Block>,
    pub(super) residue: Vec<Residue>,
}

/// Where targets stand within a sentence.
static WITHIN: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        compile(
            r"(?i)\bprohibit(?:ed|s)?\b[^;:]{0,120}\bcorrespondent\s+accounts?\b[^;:]{0,120}?\bfor,?(?:\s+or\s+on\s+behalf\s+of,?)?\s+(?P<names>[^;:]+)$",
        ),
        compile(
            r"(?i)\bprohibited\b[^;]{0,200}\btransactions?\s+involving\s+(?P<names>[^;:]+?)(?:,\s+including\b.*)?$",
        ),
        compile(
            r"(?i)\bdetermin(?:ed|es)\s+that\s+(?P<names>[^;:]+?)\s+(?:is|are)\s+subject\s+to\s+(?:the\s+)?prohibitions\b[^:]*$",
        ),
    ]
});

/// A sentence over a list of targets.
static OVER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?is)\bdetermined\b[^:]*\bfollowing\b[^:]*\bsubject\s+to\s+(?:the\s+)?prohibitions\s+of\s+directive\b[^:]*:(?P<names>.*)$|\bdetermined\b[^:]*\b(?:prohibitions\s+of\s+directive|correspondent\s+accounts?)\b[^:]*\bfollowing\b[^:]*:(?P<more>.*)$",
    )
});

/// What is no plain imposition of prohibitions.
static OTHER_ACT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:remov|rescind|rescission|revok|revoc|terminat|supersed|modif|lift|withdr|suspend|waiv)\w*\b|\bno\s+longer\b|\bnot\s+(?:to\s+be\s+)?(?:subject|prohibited|include[ds]?)\b|\b(?:amended|replaced)\s+directive\b|\bdirective\s+\d\w?\s+\(as\s+amended\)",
    )
});

static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:not|other\s+than|except\w*|exclud\w+|may|would|propos\w+|unless|licen[cs]e\w*|authoriz\w+)\b",
    )
});

/// What every directive says of its reach, which excepts no target.
static REACH: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bexcept\s+to\s+the\s+extent\s+(?:otherwise\s+)?provided\s+by\s+law\b[^,;:]*|\bunless\s+(?:licensed\s+or\s+)?(?:otherwise\s+)?(?:authorized|licensed)\b[^,;:]*",
    )
});

/// Words that institutions are called by.
static INSTITUTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:\w*bank\w*|fund|ministry|corporation|company|co|ltd|limited|llc|inc|ojsc|pjsc|oao|pao|jsc|group|holding|treasury|exchange|depository|enterprise|agency)\b",
    )
});

static SMALL: [&str; 8] = ["of", "the", "and", "for", "de", "on", "&", "du"];

static JOINT: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\s*[;,]\s*(?:and|or)\s+|\s*;\s*|\s*,\s+(?:the\s+)|\s+(?:and|or)\s+the\s+")
});

/// What list entries have, who are read as such.
static LISTED: LazyLock<Regex> =
    LazyLock::new(|| compile(r"\[[A-Z][A-Z0-9]+(?:[ -][A-Z0-9]+)*\]|\(individual\)"));

/// Further verbs of prose.
static CAN: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\b(?:must|should|means?)\b"));

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| compile(r"^\s*\(?(?P<number>\d{1,3})[.)]\s+"));

static ON: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!(r"(?i)\bon\s+(?P<date>{})", date_pattern(""))));

static FROM: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:beginning|as\s+of|effective)\b[^;:]{{0,60}}?(?P<date>{})",
        date_pattern("")
    ))
});

/// Reads a directive out of the blocks of its body; nothing where it prints entries of a list.
pub(super) fn read(notice: &Notice<'_>, law: Law<'_>, blocks: Range<usize>) -> Directed {
    let mut read = Directed::default();
    if OTHER_ACT.is_match(&notice.title) {
        return read;
    }
    let units = units(notice, blocks);
    if units.iter().any(|unit| LISTED.is_match(notice.words(unit))) {
        return read;
    }
    let mut units = units.iter().peekable();
    while let Some(range) = units.next() {
        let words = notice.words(range);
        if OTHER_ACT.is_match(words) && speaks(words) {
            let why = "a directive that changes or ends another";
            read.residue.push(notice.residue(range.clone(), why));
            continue;
        }
        let mut names: Vec<Range<usize>> = Vec::new();
        if let Some(found) = OVER.captures(words) {
            let inline = found.name("names").or_else(|| found.name("more"));
            let inline = inline.map_or(range.end..range.end, |m| at(range, &m.range()));
            if notice.words(&inline).trim().is_empty() {
                while let Some(line) = units.next_if(|line| is_line(notice.words(line))) {
                    names.push(line.clone());
                }
                if let Some(line) = units.peek()
                    && !PROSE.is_match(notice.words(line))
                    && !CAN.is_match(notice.words(line))
                {
                    let why = "a line of a directive's list that was not read";
                    read.residue.push(notice.residue((*line).clone(), why));
                }
            } else {
                names = split(notice, &inline);
            }
        } else if let Some(found) = WITHIN.iter().find_map(|pattern| pattern.captures(words)) {
            if let Some(m) = found.name("names") {
                names = split(notice, &at(range, &m.range()));
            }
        } else {
            if !matches!(acts::read(words, false), Said::Nothing) {
                let why = "a sentence that speaks of acts beside a directive";
                read.residue.push(notice.residue(range.clone(), why));
            }
            continue;
        }
        match block(notice, law, range, &names) {
            Ok(block) => read.blocks.push(block),
            Err(why) => read.residue.push(notice.residue(range.clone(), why)),
        }
    }
    // The determination and the prohibition may name the same institutions twice.
    let mut known: Vec<String> = Vec::new();
    for block in &mut read.blocks {
        block.items.retain(|item| {
            let name = fedreg_model::fold_name(&item.entry.party.name);
            let new = !known.contains(&name);
            known.push(name);
            new
        });
    }
    read.blocks.retain(|block| !block.items.is_empty());
    read
}

/// Sentences, and whole lines where they are numbered.
fn units(notice: &Notice<'_>, blocks: Range<usize>) -> Vec<Range<usize>> {
    notice
        .blocks_from(blocks.start)
        .take_while(|(index, _)| *index < blocks.end)
        .filter(|(_, block)| is_body(block.role))
        .flat_map(|(_, block)| {
            let words = notice.words(&block.range);
            if NUMBERED.is_match(words) {
                return vec![block.range.clone()];
            }
            sentences::split(words)
                .into_iter()
                .map(|sentence| at(&block.range, &sentence))
                .collect()
        })
        .collect()
}

fn speaks(words: &str) -> bool {
    OVER.is_match(words) || WITHIN.iter().any(|pattern| pattern.is_match(words))
}

fn at(base: &Range<usize>, inner: &Range<usize>) -> Range<usize> {
    base.start + inner.start..base.start + inner.end
}

/// Whether a line may be an item of a list: it is no sentence.
fn is_line(words: &str) -> bool {
    NUMBERED.is_match(words) || institution(words).is_some()
}

/// The pieces of a list within a sentence.
fn split(notice: &Notice<'_>, names: &Range<usize>) -> Vec<Range<usize>> {
    let words = notice.words(names);
    let mut pieces = Vec::new();
    let mut from = 0;
    for joint in JOINT.find_iter(words) {
        let depth = words[..joint.start()].matches('(').count()
            - words[..joint.start()]
                .matches(')')
                .count()
                .min(words[..joint.start()].matches('(').count());
        if depth == 0 {
            pieces.push(at(names, &(from..joint.start())));
            from = joint.end();
        }
    }
    pieces.push(at(names, &(from..words.len())));
    pieces
}

/// The institution that words name, if they are nothing but its proper name and aliases.
fn institution(words: &str) -> Option<companies::Company> {
    let words = NUMBERED.replace(words, |_: &Captures<'_>| "");
    let words = words.trim().trim_end_matches([';', ',']).trim_end();
    let words = words.strip_suffix("; and").unwrap_or(words);
    let words = words.strip_prefix("the ").unwrap_or(words);
    let closed = [" Ltd.", " Inc.", " Co.", " S.A."]
        .iter()
        .any(|end| words.ends_with(end));
    let words = if closed {
        words
    } else {
        words.trim_end_matches('.')
    };
    let company = companies::read(words)?;
    let proper = company.name.split_whitespace().all(|word| {
        SMALL.contains(&word)
            || word
                .trim_start_matches(['“', '"', '('])
                .chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || c.is_numeric())
    });
    let whole = company.problems.is_empty()
        && company.followers.is_none()
        && company.subsidiaries.is_empty()
        && !company.starred;
    let joined = [" and ", " or "].iter().any(|word| {
        company
            .name
            .split_once(word)
            .is_some_and(|(a, b)| INSTITUTION.is_match(a) && INSTITUTION.is_match(b))
    });
    let comma = company.name.contains(',') && !company.name.ends_with("Ltd.");
    let several = joined || comma;
    (proper && whole && !several && INSTITUTION.is_match(&company.name)).then_some(company)
}

fn block(
    notice: &Notice<'_>,
    law: Law<'_>,
    range: &Range<usize>,
    names: &[Range<usize>],
) -> Result<Block, &'static str> {
    const UNREAD: &str = "a sentence that names the targets of a directive and was not read whole";
    let words = notice.words(range);
    if names.is_empty() || DENIED.is_match(&REACH.replace_all(words, " ")) {
        return Err(UNREAD);
    }
    let mut items = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let printed = notice.words(name);
        let number = NUMBERED
            .captures(printed)
            .and_then(|captures| captures["number"].parse::<u32>().ok());
        let company = institution(printed).ok_or(UNREAD)?;
        if number.is_some_and(|number| usize::try_from(number) != Ok(n + 1)) {
            return Err("the numbers of a directive's list miss one");
        }
        items.push(Item {
            entry: ListEntry {
                number,
                party: company.party(),
                range: name.clone(),
                problems: Vec::new(),
            },
            heading: None,
            list: 0,
            ground: None,
            section: Cited::default(),
            becomes: None,
        });
    }
    let numbered = items.iter().filter(|i| i.entry.number.is_some()).count();
    if numbered != 0 && numbered != items.len() {
        return Err("the numbers of a directive's list miss one");
    }
    let day = |pattern: &Regex| {
        let found = pattern.captures(words)?;
        Some(first_date(found.name("date")?.as_str())?.0)
    };
    let on = day(&ON);
    let from = effect(words)
        .map(|(found, _)| found)
        .or_else(|| day(&FROM).map(Effect::On));
    let cited = authority::of_act(law, words);
    let cited = if cited.is_empty() {
        authority::of_text(law, &notice.title)
    } else {
        cited
    };
    Ok(Block {
        act: ActSentence {
            action: Some(Action::Designation),
            on,
            effect: from,
            counts: Vec::new(),
            above: false,
            goes_on: false,
            doubt: None,
        },
        range: range.clone(),
        day: on,
        cited,
        items,
        images: Vec::new(),
        from_heading: false,
    })
}
