//! Foreign missions: "I hereby determine that X … are a foreign mission within the meaning of
//! 22 U.S.C. 4302(a)(3)" designates X, though it says neither "designate" nor what X does.
//!
//! The same Act is cited for determinations about benefits, engagements, addresses and real
//! property ("I hereby designate membership in wholesale club stores … as a benefit"), which name
//! no mission anew.

mod ends;

use std::sync::LazyLock;

use fedreg_model::{Action, PartyKind};
use regex::Regex;

use super::Reader;
use super::state_common::{
    Frame, Read, add, after, body, body_text, cited, country, determined_on, effective, is_country,
    is_state, may_act, record,
};
use crate::grammar::dates::compile;
use crate::grammar::names::{self, Number};
use crate::grammar::sentences;
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// The reader of the family.
pub(crate) struct StateForeignMissions;

static TITLE: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bforeign\s+missions?\b"));
static DETERMINATION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:determinations?|designations?)\b"));
static ACT: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bforeign\s+missions\s+act\b"));
static BUSINESS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\binformation\s+collection|\bregulations?\b|\bdelegation\b|\bcomment\b")
});

static DESIGNATES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?x)\b(?:hereby|has|have|also|further)\s+(?:also\s+|hereby\s+|further\s+)?(?:determined?|designated?|find|found)s?\s+(?:that\s+)?
          (?P<who>[^:]{2,600}?),?\s+
          (?:is|are|constitutes?|as|to\s+be|to\s+constitute|meets?\s+the\s+definition\s+of|qualif(?:y|ies)\s+as)\s+(?:each\s+)?(?:an?\s+)?[“\x22]?foreign\s+missions?[”\x22]?
          (?:\s+of\s+(?:the\s+)?(?:Government\s+of\s+(?:the\s+)?)?(?P<of>[A-Z][A-Za-z']+(?:\s+(?:of|[A-Z][A-Za-z']+))*))?",
    )
});

static LISTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:determined?|designated?|find|found)s?\s+(?:that\s+)?(?:each\s+of\s+)?the\s+following\b[^:]{0,200}\bforeign\s+missions?\b[^:]{0,300}:",
    )
});

static SPEAKS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bforeign\s+missions?[”\x22]?\s+(?:within\s+the\s+meaning|under|pursuant|as\s+defined|for\s+(?:the\s+)?purposes)\b|\bdesignat\w+\b[^.]{0,200}\bas\s+(?:an?\s+)?foreign\s+missions?\b",
    )
});

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?x)^(?:the\s+)?(?:(?:U\.S\.|United\s+States|American|domestic|representative|U\.S\.-based|Washington)\s+)?
          (?:(?:offices?|operations?|branch(?:es)?|bureaus?|activities|entit(?:y|ies)|personnel|presence|subsidiar(?:y|ies))(?:,?\s+and\s+|,\s+)?)+
          (?:\s*(?:located\s+)?(?:in|within)\s+the\s+United\s+States(?:\s+and\s+its\s+territories)?)?\s+of\s+",
    )
});

static INCLUDING: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\s*\(including\b[^)]*\)|,?\s+including\b.*$|,?\s+(?:and\s+)?(?:its|their)\s+(?:real\s+property|personnel|staff|employees|agents|offices)\b.*$",
    )
});

/// "and its successors", ", located in Washington, DC,": no part of a name, and no place is a party.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i:,?\s+and\s+(?:its|their|any)\s+successors?(?:\s+(?:and|or)\s+assigns?)?)|(?i:,?\s+(?:located|based|headquartered)\s+(?:in|at))\s+[A-Z][A-Za-z.'-]*(?:\s[A-Z][A-Za-z.'-]*)*(?:,\s+(?:D\.?C\.?|[A-Z]{2}|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\b)?",
    )
});

/// ", an entity substantially owned or effectively controlled by a foreign government"
static DESCRIBED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r",\s+(?:(?:an?|the)\s+(?:entity|organi[sz]ation|news|media|company|state|party|body|agency)\b|(?:which|each\s+of\s+which|all\s+of\s+which|entities)\b).*$|,?\s+(?:is|are)\s+(?:each\s+)?(?:substantially|effectively|wholly|majority|owned|controlled)\b.*$",
    )
});

/// What is left of a description behind a name.
static NAME_ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r",\s+(?:an?|of|located|based|headquartered|situated|incorporated|registered|organized|which)\s|,?\s+(?:is|are)\s+(?:each\s+)?(?:substantially|effectively|owned|controlled)\b",
    )
});

/// Words of another name behind the place where the first one ends.
static ANOTHER: LazyLock<Regex> = LazyLock::new(|| compile(r",\s+(?:and|or)\s+(?:the\s+)?\p{Lu}"));

static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:DC|NY|CA|VA|MD|TX|IL|FL|GA|MA|NJ|PA|D\.C\.|Washington(?:,?\s+D\.?C\.?)?|New\s+York|Beijing|Moscow|Shanghai)$",
    )
});

static NOT_AN_ENTITY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:engagements?|benefits?|membership|acquisition|real\s+propert|located\s+at|\d{2,5}\s+[A-Z][a-z]+\s+(?:ave|st|street|avenue|boulevard|blvd|road)|requir\w+|necessary|reasonably|visits?|travel)\b",
    )
});

impl Reader for StateForeignMissions {
    fn name(&self) -> &'static str {
        "state-foreign-missions"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        let title = &notice.title;
        is_state(notice)
            && may_act(notice)
            && !BUSINESS.is_match(title)
            && (TITLE.is_match(title)
                || DETERMINATION.is_match(title)
                    && notice
                        .sentences
                        .iter()
                        .take(4)
                        .any(|s| ACT.is_match(notice.words(&s.range))))
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        read_sentences(notice, law, &mut reading);
        ends::read(notice, law, &mut reading);
        if reading.records.is_empty() && reading.residue.is_empty() {
            let unread = notice
                .sentences
                .iter()
                .find(|s| {
                    let words = notice.words(&s.range);
                    SPEAKS.is_match(words) || ends::speaks(words)
                })
                .map(|s| s.range.clone());
            let Some(range) = unread else {
                reading.names_nobody = Some(
                    "a determination under the Foreign Missions Act about benefits, conduct or \
                     property, which makes nobody a foreign mission"
                        .to_owned(),
                );
                return reading;
            };
            let why = "speaks of an entity as a foreign mission, and no name was read";
            reading.residue.push(notice.residue(range, why));
        }
        reading
    }
}

fn read_sentences(notice: &Notice<'_>, law: Law<'_>, reading: &mut Reading) {
    let whole = body_text(notice);
    for (index, words) in body(notice) {
        let Some(block) = notice.text.blocks.get(index) else {
            continue;
        };
        let start = block.range.start;
        let frame = |act: &str, reach: &str| {
            let determined = determined_on(act);
            let mut authorities = cited(law, &["FMA-202"], act);
            if authorities.is_empty() {
                authorities = cited(law, &["FMA-202"], &whole);
            }
            Frame {
                effective: effective(notice, reach, determined),
                determined_on: determined,
                authorities,
                ground: Some(act.trim().to_owned()),
            }
        };
        if let Some(list) = LISTS.find(words) {
            let frame = frame(list.as_str().trim_end_matches(':'), &words[list.start()..]);
            let act = (Action::Designation, &frame);
            for item in after(notice, index, start + list.end()).items {
                let read = Read::one(INCLUDING.replace(notice.words(&item.range), "").as_ref());
                push(notice, read, None, act, item.range, reading);
            }
            continue;
        }
        for found in DESIGNATES.captures_iter(words) {
            let (Some(act), Some(who)) = (found.get(0), found.name("who")) else {
                continue;
            };
            if ends::is_end(&words[sentence_start(words, act.start())..act.end()]) {
                continue;
            }
            let of = found.name("of").and_then(|of| country(of.as_str()));
            let end = sentence_end(words, act.end());
            let range = start + act.start()..start + end;
            // What follows in the paragraph, up to the next determination, may say when.
            let next = DESIGNATES
                .find(&words[act.end()..])
                .map_or(words.len(), |m| act.end() + m.start());
            let frame = frame(
                words[act.start()..end].trim(),
                &words[act.start()..next.max(end)],
            );
            let name = who.as_str();
            if NOT_AN_ENTITY.is_match(&INCLUDING.replace(name, "")) {
                let why =
                    "a determination that calls something a foreign mission, and names no entity";
                reading.residue.push(notice.residue(range, why));
                continue;
            }
            for piece in name.split(';') {
                let read = missions(
                    piece,
                    !name.contains(';') && act.as_str().contains("are foreign missions"),
                );
                if let Err(why) = read {
                    reading.residue.push(notice.residue(range.clone(), why));
                    continue;
                }
                for read in read.into_iter().flatten() {
                    let act = (Action::Designation, &frame);
                    push(notice, read, of.clone(), act, range.clone(), reading);
                }
            }
        }
    }
}

/// The end of the sentence that holds `at`.
fn sentence_end(words: &str, at: usize) -> usize {
    sentences::split(words)
        .into_iter()
        .find(|range| range.end >= at)
        .map_or(words.len(), |range| range.end)
}

/// The start of the sentence that holds `at`.
fn sentence_start(words: &str, at: usize) -> usize {
    sentences::split(words)
        .into_iter()
        .find(|range| range.contains(&at))
        .map_or(at, |range| range.start)
}

/// The parties of one piece of a determination: all of them, or what keeps them from being read.
///
/// `plural` says that the sentence calls them "foreign missions", so that one name is too few.
fn missions(piece: &str, plural: bool) -> Result<Vec<Read>, &'static str> {
    let piece = piece.trim();
    let piece = piece.strip_prefix("and ").unwrap_or(piece);
    let named = LEAD.replace(piece, "");
    let named = INCLUDING.replace(&named, "");
    let placed = TAIL.replace_all(&named, "");
    let placed = DESCRIBED.replace(&placed, |tail: &regex::Captures<'_>| {
        // What stands behind a description may be the next name, which must not be lost.
        if ANOTHER.is_match(&tail[0]) {
            tail[0].to_owned()
        } else {
            String::new()
        }
    });
    let named = placed.trim_end_matches([',', ' ']);
    if NAME_ENDS.is_match(named) {
        return Err("a foreign mission's name with a description that no grammar reads yet");
    }
    let (parties, problems) = names::parties(named, number(named), &[]);
    if let Some(problem) = problems.first() {
        return Err(problem.why);
    }
    if parties.is_empty() {
        return Err("a foreign mission whose name could not be read");
    }
    if let ([one], true) = (parties.as_slice(), plural)
        && one.name.contains(" and ")
    {
        return in_two(named);
    }
    if parties
        .iter()
        .any(|p| PLACE.is_match(&p.name) || is_country(&p.name))
    {
        return Err("a place where the name of a foreign mission is due");
    }
    Ok(parties
        .iter()
        .map(|one| Read::one(&named[one.range.clone()]))
        .collect())
}

/// Two names that an "and" joins, which alone does not tell them from one name.
fn in_two(named: &str) -> Result<Vec<Read>, &'static str> {
    let reads: Vec<Read> = named.split(" and ").map(Read::one).collect();
    let whole = |read: &Read| read.problems.is_empty() && read.party.name.contains(' ');
    if reads.len() == 2 && reads.iter().all(whole) {
        Ok(reads)
    } else {
        Err("foreign missions whose names cannot be told apart")
    }
}

/// Offices are plural where their owner is one: only commas and "and" show several.
fn number(named: &str) -> Number {
    if named.contains(',') || named.contains(" and ") {
        Number::Many
    } else {
        Number::One
    }
}

fn push(
    notice: &Notice<'_>,
    mut read: Read,
    of: Option<String>,
    (action, frame): (Action, &Frame),
    range: std::ops::Range<usize>,
    reading: &mut Reading,
) {
    for why in &read.problems {
        reading
            .residue
            .push(notice.residue(range.clone(), why.clone()));
    }
    if !read.problems.is_empty() {
        return;
    }
    read.party.kind = PartyKind::Organization;
    if let Some(of) = of
        && !read.party.countries.contains(&of)
    {
        read.party.countries.push(of);
    }
    add(reading, record(notice, action, read.party, frame, range));
}
