//! Persons named in the sentence of the determination ("determined that X (“X”) has knowingly
//! engaged in …"), and the menu of sanctions that follows it.

use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Action, Effective, PartyKind, fold_name};
use regex::Regex;

use crate::families::state_common::{
    FOLLOWING, Frame, Read, add, authorities, body, body_text, determined_on, effective,
    is_country, labelled_text, record, stated_count, with_officer,
};
use crate::grammar::dates::compile;
use crate::grammar::names::{self, Number};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

static DETERMINES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b[Dd]etermine[ds]?\b[^:;]{0,160}?\bthat\s+(?P<who>(?:the\s+)?[A-Z“][^:;]{1,300}?),?\s+(?:has|have|had|knowingly|engaged|operates?|operated|meets?|sold|provided|transported|is\s+(?:a|an|owned|responsible|subject)|are\s+(?:owned|responsible|subject))\b",
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

/// "determined that X is a principal executive officer of the aforementioned entity"
static IS_OFFICER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^,?\s+(?:is|are)\s+(?:each\s+)?(?:an?\s+)?(?:corporate\s+officers?|principal\s+executive\s+officers?|executive\s+officers?)\b",
    )
});

/// A name upon which words of imposition fall, in any of their forms.
static TOUCHES: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?:\bimpos(?:e|es|ed|ing)\b(?:\s+[\w(),-]+){{0,12}}?\s+(?:upon|on|against|with\s+respect\s+to)|\bsanctions?\b(?:\s+[\w(),-]+){{0,14}}?\s+(?:upon|against|with\s+respect\s+to)|\b[Dd]etermine[ds]?\s+that|\bsanction(?:s|ed|ing))\s+(?:the\s+)?(?P<who>{WHO})|(?:^|[.;:]\s+|,\s+)(?:[Tt]he\s+)?(?P<whose>{WHO})(?:,[^,;.]{{1,80}},)?\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:hereby\s+|also\s+)*(?:sanctioned|blocked|designated|subject\s+to\s+(?:\w+\s+){{0,4}}sanctions)\b",
        WHO = r"\p{Lu}[\p{L}\d.'’&-]*(?:\s+(?:(?:of|for|the|de|al|bin|van)\s+){0,2}\p{Lu}[\p{L}\d.'’&-]*)*"
    ))
});

/// What bears a capital and is no party.
static NO_PARTY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?i:sections?|executive|e\.o\.|title|act|menu|secretary|president|department|government|united|federal|sanctions?|the|this|these|those|such|certain|each|any|all|it|they|pursuant|property|public|islamic\s+republic|state|congress|u\.s\.|specially|with\s+respect|january|february|march|april|may|june|july|august|september|october|november|december|iran|russia\w*|caatsa|isa)\b",
    )
});

/// Words by which an officer is not, or no longer, sanctioned.
static NOT_IMPOSED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:not|never|may|might|could|would|whether|if|unless|waiv\w+|terminat\w+|lift\w*|rescind\w*|rescission|revok\w+|remov\w+|previously|expir\w+|propos\w+|consider\w*)\b",
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
            let is_officer = IS_OFFICER.is_match(&words[who.end()..]);
            let from = words[..act.start()].rfind(". ").map_or(0, |at| at + 2);
            let end = words[act.end()..]
                .find(". ")
                .map_or(words.len(), |at| act.end() + at + 1);
            // The laws stand before the verb or in the same sentence.
            let sentence = &words[from..end];
            let range = start + from..start + end;
            let determined = determined_on(sentence);
            let frame = Frame {
                effective: imposed_on(notice, determined),
                determined_on: determined,
                authorities: authorities(law, codes, &words[..end], &whole),
                ground: Some(sentence.trim().to_owned()),
            };
            if frame.authorities.is_empty() {
                let why = "a determination whose law is not cited in a known form";
                reading.residue.push(notice.residue(range.clone(), why));
            }
            let described = DESCRIBED.find(who.as_str());
            if described.is_some_and(|d| d.as_str().contains(" and ")) {
                let why = "a sanctioned party described before the next is named";
                reading.residue.push(notice.residue(range.clone(), why));
                continue;
            }
            let who = &who.as_str()[..described.map_or(who.len(), |d| d.start())];
            let (who, officer) = match with_officer(who) {
                Some((firm, officer)) => (&who[firm], Some(Read::one(&who[officer]))),
                None => (who, None),
            };
            let several = who.contains(" and ") || who.contains(", ");
            let number = if several { Number::Many } else { Number::One };
            let (parties, problems) = names::parties(who, number, &[]);
            for problem in problems {
                reading
                    .residue
                    .push(notice.residue(range.clone(), problem.why));
            }
            for one in parties {
                let mut read = Read::one(&who[one.range.clone()]);
                if !read.problems.is_empty() {
                    let why = "a sanctioned party whose name could not be read";
                    reading.residue.push(notice.residue(range.clone(), why));
                    continue;
                }
                if is_officer {
                    read.party.kind = PartyKind::Individual;
                } else if read.party.kind == PartyKind::Unknown
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
            let Some(mut read) = officer else { continue };
            if !read.problems.is_empty() {
                let why = "an officer of a sanctioned party, whose name could not be read";
                reading.residue.push(notice.residue(range, why));
                continue;
            }
            read.party.kind = PartyKind::Individual;
            let action = Action::Designation;
            add(reading, record(notice, action, read.party, &frame, range));
        }
    }
    officers(notice, law, codes, reading);
    imposed_together(notice, law, codes, reading);
}

/// Reads those on whom sanctions are imposed in one breath with a party of the determination:
/// "sanctions described in section 235 to be imposed on X, Y, and Z".
fn imposed_together(notice: &Notice<'_>, law: Law<'_>, codes: &[&str], reading: &mut Reading) {
    let whole = body_text(notice);
    for sentence in &notice.sentences {
        let words = notice.words(&sentence.range);
        if NOT_IMPOSED.is_match(words) {
            continue;
        }
        for who in UPON.captures_iter(words).filter_map(|c| c.name("who")) {
            let (parties, problems) = names::parties(who.as_str(), Number::Many, &[]);
            let known = |name: &str| holds(reading, name);
            if !problems.is_empty()
                || parties
                    .iter()
                    .any(|p| NOBODY.is_match(&p.name) || is_place(&p.name))
                || !parties.iter().any(|p| known(&p.name))
            {
                continue;
            }
            let named: Vec<Read> = parties
                .iter()
                .filter(|p| !known(&p.name))
                .map(|p| Read::one(&who.as_str()[p.range.clone()]))
                .filter(|read| read.problems.is_empty())
                .collect();
            for read in named {
                let frame = Frame {
                    effective: imposed_on(notice, None),
                    determined_on: None,
                    authorities: authorities(law, codes, words, &whole),
                    ground: Some(words.trim().to_owned()),
                };
                let range = sentence.range.clone();
                let action = Action::Designation;
                add(reading, record(notice, action, read.party, &frame, range));
            }
        }
    }
}

/// Whether a part is of an address: then none of the parts is known to be a name.
fn is_place(name: &str) -> bool {
    is_country(name) || name.contains(|c: char| c.is_ascii_digit())
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
            if NOT_IMPOSED.is_match(words) {
                let why =
                    "an officer upon whom sanctions may not fall, by the words around the name";
                reading
                    .residue
                    .push(notice.residue(sentence.range.clone(), why));
                continue;
            }
            read.party.kind = PartyKind::Individual;
            let determined = determined_on(words);
            let frame = Frame {
                effective: imposed_on(notice, determined),
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

/// ", of the Republic of Example", ", a company of Example"
static DESCRIBED: LazyLock<Regex> = LazyLock::new(|| {
    compile(r",\s+(?:(?:an?|of|in)\s|(?:located|based|headquartered|incorporated)\s).*$")
});

static IMPOSITION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)[^.]*\bimpos(?:ition|ed)\b[^.]*\beffective\b[^.]*"));

/// From when the sanctions hold: their imposition, where the notice dates it apart from the
/// determination before it.
fn imposed_on(notice: &Notice<'_>, determined: Option<NaiveDate>) -> Effective {
    let label = labelled_text(notice).unwrap_or_default();
    let act = IMPOSITION.find(&label).map_or("", |m| m.as_str());
    effective(notice, act, determined)
}

/// Whether a record holds a name.
fn holds(reading: &Reading, name: &str) -> bool {
    let name = fold_name(name);
    reading.records.iter().any(|r| {
        std::iter::once(&r.party.name)
            .chain(r.party.aliases.iter().map(|a| &a.name))
            .any(|k| fold_name(k).contains(&name) || name.contains(&fold_name(k)))
    })
}

/// Each name on which words of imposition fall is a record's, or for review.
fn check_touched(notice: &Notice<'_>, reading: &mut Reading) {
    for (index, words) in body(notice) {
        let Some(block) = notice.text.blocks.get(index) else {
            continue;
        };
        for found in TOUCHES.captures_iter(words) {
            let Some(who) = found.name("who").or_else(|| found.name("whose")) else {
                continue;
            };
            let name = who.as_str().trim_end_matches('.');
            if NO_PARTY.is_match(name) || is_country(name) || holds(reading, name) {
                continue;
            }
            let why = format!("sanctions fall on “{name}”, which no record names");
            reading
                .residue
                .push(notice.residue(block.range.clone(), why));
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
                if !holds(reading, &party.name) {
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
    check_touched(notice, reading);
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
