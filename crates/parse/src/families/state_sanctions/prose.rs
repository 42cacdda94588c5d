//! Persons named in the sentence of the determination ("determined that X (“X”) has knowingly
//! engaged in …"), and the menu of sanctions that follows it.

use std::sync::LazyLock;

use fedreg_model::{Action, PartyKind, fold_name};
use regex::Regex;

use crate::families::state_common::{
    FOLLOWING, Frame, Read, add, authorities, body, body_text, determined_on, effective, record,
    stated_count,
};
use crate::grammar::dates::compile;
use crate::grammar::names::{self, Number};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

static DETERMINES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b[Dd]etermine[ds]?\b[^:;]{0,160}?\bthat\s+(?P<who>[A-Z“][^:;]{1,300}?),?\s+(?:has|have|had|knowingly|engaged|operates?|operated|meets?|sold|provided|transported|is\s+(?:a|an|owned|responsible|subject)|are\s+(?:owned|responsible|subject))\b",
    )
});

static IMPOSES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:sanctions|measures)\b[^.]{0,80}\b(?:(?:to\s+be|are|is|have\s+been|were|being)\s+(?:hereby\s+)?imposed|selected)\b|\bselected\b[^.]{0,60}\bsanctions\b|\bimpos(?:e|es|ed|ing)\s+(?:\w+\s+){0,3}sanctions\b|\bblocked\b",
    )
});

static UPON: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?:imposed|impose|imposes)\s+(?:(?:\w+\s+){0,3}(?:sanctions|measures)\s+)?(?:upon|on|against|with\s+respect\s+to)\s+(?P<who>[A-Z](?:[^:;.]|\b[A-Z]\.){1,160}?)(?:\s*[:;]|\.\s|\.?$|,?\s+(?:pursuant|under|as\s+a|for)\b)",
    )
});

/// "… has selected to impose sanctions on X, a corporate officer or principal of Y".
static OFFICER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?:impose[ds]?|selected)\s+(?:(?:\w+\s+){0,4}sanctions\s+)?(?:to\s+be\s+imposed\s+)?(?:up)?on\s+(?P<who>[A-Z](?:[^:;.,]|\b[A-Z]\.){2,80}?),\s+(?:who\s+is\s+)?(?:an?|the)\s+(?:corporate\s+officer|principal|executive|chief|managing|director|general\s+director|president|chairman|shareholder)\b",
    )
});

static NOBODY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:certain|each|these|those|such|the\s+(?:following|imposition|sanctions?|government|president|secretary|person|entit|individual)|it|iran|russia|no\b)",
    )
});

/// Reads each determination that names its parties itself.
pub(in crate::families) fn read(
    notice: &Notice<'_>,
    law: Law<'_>,
    codes: &[&str],
    reading: &mut Reading,
) {
    let whole = body_text(notice);
    if !IMPOSES.is_match(&whole) {
        return;
    }
    for (index, words) in body(notice) {
        let Some(start) = notice.text.blocks.get(index).map(|b| b.range.start) else {
            continue;
        };
        for found in DETERMINES.captures_iter(words) {
            let (Some(act), Some(who)) = (found.get(0), found.name("who")) else {
                continue;
            };
            if NOBODY.is_match(who.as_str()) || FOLLOWING.is_match(who.as_str()) {
                continue;
            }
            let from = words[..act.start()].rfind(". ").map_or(0, |at| at + 2);
            let end = words[act.end()..]
                .find(". ")
                .map_or(words.len(), |at| act.end() + at + 1);
            // The laws stand before the verb or in the same sentence.
            let sentence = &words[from..end];
            let range = start + from..start + end;
            let determined = determined_on(sentence);
            let frame = Frame {
                effective: effective(notice, "", determined),
                determined_on: determined,
                authorities: authorities(law, codes, &words[..end], &whole),
                ground: Some(sentence.trim().to_owned()),
            };
            if frame.authorities.is_empty() {
                let why = "a determination whose law is not cited in a known form";
                reading.residue.push(notice.residue(range.clone(), why));
            }
            let several = who.as_str().contains(" and ") || who.as_str().contains(", ");
            let number = if several { Number::Many } else { Number::One };
            let (parties, problems) = names::parties(who.as_str(), number, &[]);
            for problem in problems {
                reading
                    .residue
                    .push(notice.residue(range.clone(), problem.why));
            }
            for one in parties {
                let mut read = Read::one(&who.as_str()[one.range.clone()]);
                if !read.problems.is_empty() {
                    let why = "a sanctioned party whose name could not be read";
                    reading.residue.push(notice.residue(range.clone(), why));
                    continue;
                }
                if read.party.kind == PartyKind::Unknown
                    && read
                        .party
                        .aliases
                        .iter()
                        .any(|a| names::is_acronym(&a.name))
                {
                    read.party.kind = PartyKind::Organization;
                }
                add(
                    reading,
                    record(
                        notice,
                        Action::Designation,
                        read.party,
                        &frame,
                        range.clone(),
                    ),
                );
            }
        }
    }
    officers(notice, law, codes, reading);
}

/// Reads the officers on whom sanctions are imposed with their company.
fn officers(notice: &Notice<'_>, law: Law<'_>, codes: &[&str], reading: &mut Reading) {
    let whole = body_text(notice);
    for sentence in &notice.sentences {
        let words = notice.words(&sentence.range);
        for who in OFFICER.captures_iter(words).filter_map(|c| c.name("who")) {
            let mut read = Read::one(who.as_str());
            if !read.problems.is_empty() || NOBODY.is_match(who.as_str()) {
                let why = "an officer on whom sanctions are imposed, whose name could not be read";
                reading
                    .residue
                    .push(notice.residue(sentence.range.clone(), why));
                continue;
            }
            read.party.kind = PartyKind::Individual;
            let determined = determined_on(words);
            let frame = Frame {
                effective: effective(notice, "", determined),
                determined_on: determined,
                authorities: authorities(law, codes, words, &whole),
                ground: Some(words.trim().to_owned()),
            };
            let range = sentence.range.clone();
            add(
                reading,
                record(notice, Action::Designation, read.party, &frame, range),
            );
        }
    }
}

static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:determined|determination|imposed|imposes|imposing|sanctioned)\b")
});

/// Those on whom the menu of sanctions is imposed, and the counts of the summary, are checks.
pub(super) fn check(notice: &Notice<'_>, reading: &mut Reading) {
    let imposed = reading
        .records
        .iter()
        .filter(|r| r.action == Action::Designation)
        .count();
    for (index, words) in body(notice) {
        let Some(block) = notice.text.blocks.get(index) else {
            continue;
        };
        for who in UPON.captures_iter(words).filter_map(|c| c.name("who")) {
            if NOBODY.is_match(who.as_str()) {
                continue;
            }
            let (parties, _) = names::parties(who.as_str(), Number::Many, &[]);
            for party in parties {
                let name = fold_name(&party.name);
                let known = reading.records.iter().any(|r| {
                    std::iter::once(&r.party.name)
                        .chain(r.party.aliases.iter().map(|a| &a.name))
                        .any(|k| fold_name(k).contains(&name) || name.contains(&fold_name(k)))
                });
                if !known {
                    let why = format!(
                        "sanctions are imposed on “{}”, which no record names",
                        party.name
                    );
                    reading
                        .residue
                        .push(notice.residue(block.range.clone(), why));
                }
            }
        }
    }
    for sentence in &notice.sentences {
        let words = notice.words(&sentence.range);
        if COUNTED.is_match(words)
            && !FOLLOWING.is_match(words)
            && let Some(stated) = stated_count(words)
            && stated != imposed
        {
            let why = format!("the notice counts {stated} parties, {imposed} were read");
            reading
                .residue
                .push(notice.residue(sentence.range.clone(), why));
        }
    }
}
