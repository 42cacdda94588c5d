//! Administrative debarments, and rescissions of debarments: the parties are named in the summary's
//! sentence and in the title.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, PartyKind};
use regex::Regex;

use super::authorities;
use crate::families::state_common::{Frame, Read, add, body_text, effective, record, until};
use crate::grammar::dates::{compile, date_pattern};
use crate::grammar::names::{self, Number};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

static RESCINDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?x)\b(?i:rescind(?:ed|s)|rescission\s+of|lift(?:ed|s)|terminat(?:ed|es))\s+(?:the\s+)?(?:statutory\s+|administrative\s+)?debarments?\s+(?:imposed\s+)?(?:of|on|upon|against)\s+(?P<who>.+?)(?:\.?\s*$|,?\s+(?:pursuant|under\s+the|effective)\b)
         |\b(?i:reinstat(?:ed|es|ing|ement\s+of))\s+(?:the\s+)?(?:export\s+|ITAR\s+)*privileges\s+(?:of|to|for)\s+(?P<to>.+?)(?:\.?\s*$|,?\s+(?:pursuant|under\s+the|effective|who|which|and\s+(?:has|rescinded))\b)",
    )
});

static INCLUDED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i),?\s+(?:\(?(?:as\s+)?(?:included|published|listed|imposed|announced|set\s+forth)\s+(?:in|on|by|pursuant\s+to)\s+(?:the\s+)?(?:Federal\s+Register\s+)?(?:notice\s+)?(?:of\s+|dated\s+|on\s+|published\s+)?{}(?:\s*\(\d+\s+FR\s+\d+\))?\)?)",
        date_pattern("")
    ))
});

static IMPOSES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?x)\b(?i:impos(?:ed|es|ing))\s+(?:an?\s+)?(?:[\w-]+\s+)?(?i:administrative\s+debarments?)\s+(?:against|on|upon|of)\s+(?P<who>.+?)(?:\.?\s*$|,?\s+(?:pursuant|under\s+(?:the|section)|effective|for\s+(?:a\s+period|violat\w+)|as\s+a\s+result)\b)
         |\b(?i:administratively\s+debarr?ed)\s+(?P<is>[A-Z].+?)(?:\.?\s*$|,?\s+(?:pursuant|under\s+(?:the|section)|effective|for\s+(?:a\s+period|violat\w+)|as\s+a\s+result)\b)",
    )
});

static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:involving|debarments?\s+of|privileges\s+(?:of|to|for)|reinstatement\s+of)\s+(?P<who>.+?)(?:\s+(?:under|pursuant\s+to)\s+(?:the|section)\b.*|\.?$)",
    )
});

/// Reads the parties of an administrative debarment.
pub(super) fn read_administrative(notice: &Notice<'_>, law: Law<'_>, reading: &mut Reading) {
    read(notice, law, &IMPOSES, Action::Designation, reading);
}

/// Reads the parties whose debarment ends.
pub(super) fn read_rescissions(notice: &Notice<'_>, law: Law<'_>, reading: &mut Reading) {
    read(notice, law, &RESCINDS, Action::Removal, reading);
}

fn read(notice: &Notice<'_>, law: Law<'_>, pattern: &Regex, action: Action, reading: &mut Reading) {
    let whole = body_text(notice);
    let Some((act, names)) = named_in_text(notice, pattern) else {
        let why = "the title announces an act on a debarment, and no sentence does it by name";
        reading.residue.push(notice.title_residue(why));
        return;
    };
    let words = notice.words(&act);
    let mut when = effective(notice, words, None);
    if action == Action::Designation {
        when.until = until(&whole, when.date);
    }
    let frame = Frame {
        effective: when,
        determined_on: None,
        authorities: authorities(notice, law, words),
        ground: Some(words.trim().to_owned()),
    };
    if frame.authorities.is_empty() {
        let why = "an act on a debarment whose law is not cited in a known form";
        reading.residue.push(notice.residue(act.clone(), why));
    }
    let (parties, problems) = names::parties(&names, number(&names), &[]);
    for problem in problems {
        reading
            .residue
            .push(notice.residue(act.clone(), problem.why));
    }
    for one in parties {
        let mut read = Read::one(&names[one.range.clone()]);
        if !read.problems.is_empty() {
            let why = "a debarred party whose name could not be read";
            reading.residue.push(notice.residue(act.clone(), why));
            continue;
        }
        if read.party.kind == PartyKind::Unknown {
            read.party.kind = PartyKind::Individual;
        }
        add(
            reading,
            record(notice, action, read.party, &frame, act.clone()),
        );
    }
    check_title(notice, reading);
}

static BREAK: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?:[a-z)”]{2,}|\d{4})\.[”\x22]?\s+(?:[A-Z]|$)|(?:[a-z)”]{2,}|\d{4})\.[”\x22]?$")
});

/// The sentence that acts, and its names without what stands between them about earlier notices.
fn named_in_text(notice: &Notice<'_>, pattern: &Regex) -> Option<(Range<usize>, String)> {
    notice.sentences.iter().find_map(|sentence| {
        // A name such as "State Metal Industries, Inc." may seem to end a sentence, and an initial
        // does: the block is read on to where a word ends.
        let block = notice.text.blocks.get(sentence.block)?;
        let words = notice.words(&(sentence.range.start..block.range.end));
        let end = BREAK.find(words).map_or(words.len(), |m| {
            m.start() + m.as_str().find('.').map_or(m.len(), |dot| dot + 1)
        });
        let words = &words[..end];
        let captures = pattern.captures(words)?;
        let who = captures.iter().skip(1).flatten().next()?;
        let act = sentence.range.start..sentence.range.start + words.trim_end().len();
        Some((act, INCLUDED.replace_all(who.as_str(), "").into_owned()))
    })
}

fn number(names: &str) -> Number {
    if names.contains(" and ") || names.contains(';') {
        Number::Many
    } else {
        Number::One
    }
}

/// A party that the title names must have been read.
fn check_title(notice: &Notice<'_>, reading: &mut Reading) {
    let Some(who) = TITLED.captures(&notice.title).and_then(|c| c.name("who")) else {
        return;
    };
    let squeeze = |name: &str| fedreg_model::fold_name(name).replace(' ', "");
    let (titled, _) = names::parties(who.as_str(), number(who.as_str()), &[]);
    for party in titled {
        let name = squeeze(&party.name);
        let known = reading.records.iter().any(|r| {
            std::iter::once(&r.party.name)
                .chain(r.party.aliases.iter().map(|a| &a.name))
                .any(|k| {
                    let k = squeeze(k);
                    k.contains(&name) || name.contains(&k)
                })
        });
        if !known {
            let why = format!("the title names “{}”, which no record names", party.name);
            reading.residue.push(notice.title_residue(why));
        }
    }
}
