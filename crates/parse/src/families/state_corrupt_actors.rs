//! Corrupt and undemocratic actors: State's reports to Congress under section 353 of the United
//! States-Northern Triangle Enhanced Engagement Act, which the Register prints because whom they
//! name is ineligible for visas; and designations under section 7031(c) of its yearly
//! appropriations.
//!
//! Under a country's name stands one paragraph a person: the name, the office, and a sentence of
//! what the person did. Whoever is named in that sentence is background.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, AuthorityCitation, PartyKind, Role};
use regex::Regex;

use super::Reader;
use super::state_common::{
    Frame, Read, add, body_text, cited, country, effective, is_state, may_act, record,
};
use crate::grammar::dates::compile;
use crate::notice::{Notice, is_body};
use crate::reading::{Law, Reading};

/// The reader of the family.
pub(crate) struct StateCorruptActors;

const CODES: &[&str] = &["NTEEA-353", "SFOPS-7031C"];

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bcorrupt\s+and\s+undemocratic\b|\bsection\s+(?:353|7031\s?\(c\))|\bnorthern\s+triangle\s+enhanced\s+engagement\b|\btriangle\s+enhanced\s+engagement\b",
    )
});

/// The verbs of a paragraph that says what the person did.
static DID: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:undermin(?:ed|es|ing)|engag(?:ed|es|ing)\s+in|obstruct(?:ed|s|ing)|participat(?:ed|es|ing)\s+in|corruption|attempt(?:ed|s)|brib\w+|embezzl\w+|abus(?:ed|es|ing)|misappropriat\w+|orchestrat\w+)\b",
    )
});

/// "Jane Doe, former Minister of Health, engaged in …": the name, and where it ends.
static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^\s*(?:\(?\d{1,3}[.)]\s+|[•·–—-]\s*)?(?:(?:[Ff]ormer|[Cc]urrent|[Pp]resident|[Jj]udge|[Pp]rosecutor|[Mm]agistrate|[Dd]eputy|[Cc]olonel|[Gg]eneral)\s+)*(?P<name>\p{Lu}[^,.:;()]*(?:\.\s+\p{Lu}[^,.:;()]*)?(?:,\s+Jr\.?)?(?:\s*\([^()]*\))?)(?:,\s|\s+(?:has|have|had|is|was|(?:knowingly\s+)?(?:engaged|undermined|obstructed|participated|attempted|abused))\b)",
    )
});

/// Words that begin prose of the report, and no person's name.
static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:the|this|these|those|under|consistent|section|pursuant|in|on|for|it|we|report|persons?|individuals?|foreign|class|as|all|any|such|during|after|additional|following|summary|supplementary|action|background|congress|secretary|department|united|update|authority)\b",
    )
});

/// Words by which somebody leaves the list, or may not be on it.
static DOUBT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:remov(?:e|ed|es|al|ing)\b[^.]{0,80}\b(?:from\s+(?:the|this)\s+(?:list|report)|section\s+353)|no\s+longer\s+(?:ineligible|listed|identified)|waive[ds]?|waiver)\b",
    )
});

static DESIGNATES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?:designated|designates|designating|determined\s+that)\s+(?P<who>\p{Lu}[^,.:;()]+?(?:\s*\([^()]*\))?)(?:,\s+[^.:;]{1,200}?)?,?\s+(?:(?:as|to\s+be|is|was)\s+(?:generally\s+)?ineligible|pursuant\s+to\s+section\s+7031|under\s+section\s+7031|(?:due\s+to|for)\s+(?:his|her|their)\s+involvement)",
    )
});

impl Reader for StateCorruptActors {
    fn name(&self) -> &'static str {
        "state-corrupt-actors"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        is_state(notice) && may_act(notice) && TITLE.is_match(&notice.title)
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        let authorities = authorities(notice, law);
        if authorities.is_empty() {
            let why = "a list of corrupt actors whose law is not cited in a known form";
            reading.residue.push(notice.announcement(why));
            return reading;
        }
        let frame = |ground: &str| Frame {
            effective: effective(notice, "", None),
            determined_on: None,
            authorities: authorities.clone(),
            ground: Some(ground.trim().to_owned()),
        };
        read_list(notice, &frame, &mut reading);
        if reading.records.is_empty() {
            read_sentences(notice, &frame, &mut reading);
        }
        for sentence in &notice.sentences {
            if DOUBT.is_match(notice.words(&sentence.range)) {
                let why = "speaks of a removal or waiver, which no grammar reads yet";
                let residue = notice.residue(sentence.range.clone(), why);
                reading.residue.push(residue);
            }
        }
        if reading.records.is_empty() && reading.residue.is_empty() {
            let why = "a report on corrupt actors in which nobody was read";
            reading.residue.push(notice.announcement(why));
        }
        reading
    }
}

/// The law: as the notice cites it, or the section alone where the title names the Act.
fn authorities(notice: &Notice<'_>, law: Law<'_>) -> Vec<AuthorityCitation> {
    let whole = format!("{}\n{}", notice.title, body_text(notice));
    let own = cited(law, CODES, &notice.title);
    if own.is_empty() {
        cited(law, CODES, &whole)
    } else {
        own
    }
}

/// Reads the paragraphs under each country's name.
fn read_list(notice: &Notice<'_>, frame: &dyn Fn(&str) -> Frame, reading: &mut Reading) {
    let mut over: Option<String> = None;
    for (_, block) in notice.blocks_from(0) {
        if !is_body(block.role) {
            continue;
        }
        let words = notice.words(&block.range).trim();
        if let Some(named) = country(words.trim_end_matches([':', '.'])) {
            over = Some(named);
            continue;
        }
        if over.is_none() || block.role == Role::Heading || words.is_empty() {
            continue;
        }
        if PROSE.is_match(words) {
            // The report's prose goes on; names may follow under the next country.
            continue;
        }
        let entry = ENTRY
            .captures(words)
            .filter(|_| DID.is_match(words))
            .and_then(|c| c.name("name"));
        let Some(name) = entry else {
            let why = "a paragraph of a list of corrupt actors that no grammar reads";
            reading
                .residue
                .push(notice.residue(block.range.clone(), why));
            continue;
        };
        let of = over.clone();
        let frame = frame(words);
        push(
            notice,
            name.as_str(),
            of,
            &frame,
            block.range.clone(),
            reading,
        );
    }
}

/// Reads designations in running text.
fn read_sentences(notice: &Notice<'_>, frame: &dyn Fn(&str) -> Frame, reading: &mut Reading) {
    for sentence in &notice.sentences {
        let words = notice.words(&sentence.range);
        for who in DESIGNATES
            .captures_iter(words)
            .filter_map(|c| c.name("who"))
        {
            let range = sentence.range.clone();
            push(notice, who.as_str(), None, &frame(words), range, reading);
        }
    }
}

fn push(
    notice: &Notice<'_>,
    name: &str,
    of: Option<String>,
    frame: &Frame,
    range: Range<usize>,
    reading: &mut Reading,
) {
    let mut read = Read::one(name);
    let several = read.party.name.contains(" and ");
    if several || !read.problems.is_empty() {
        let why = "a person's name that no grammar reads whole";
        reading.residue.push(notice.residue(range, why));
        return;
    }
    read.party.kind = PartyKind::Individual;
    if let Some(of) = of
        && !read.party.countries.contains(&of)
    {
        read.party.countries.push(of);
    }
    let record = record(notice, Action::Designation, read.party, frame, range);
    add(reading, record);
}
