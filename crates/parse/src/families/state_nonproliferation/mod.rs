//! State's nonproliferation notices: the Iran, North Korea, and Syria Nonproliferation Act and its
//! predecessors, missile technology, chemical and biological weapons, Executive Order 12938, and the
//! sanctions on a country that has used chemical weapons.
//!
//! "The following foreign persons … : X (China) and any successor, sub-unit, or subsidiary
//! thereof". The measures run, as the notice states, for two years from the effective date. The
//! same notice may take penalties off others.

mod country;
mod removals;

use std::sync::LazyLock;

use fedreg_model::{Action, AuthorityCitation, PartyKind};
use regex::Regex;

use super::Reader;
use super::state_common::{
    Frame, Item, List, Read, add, after, body, body_text, cited, determined_on, effective,
    is_state, may_act, record, stated_count, until,
};
use crate::grammar::dates::compile;
use crate::grammar::names::{self, Number};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// The reader of the family.
pub(crate) struct StateNonproliferation;

/// The laws under which the family acts.
pub(super) const CODES: &[&str] = &[
    "INKSNA",
    "AECA-73",
    "EAA-11B",
    "AECA-81",
    "EAA-11C",
    "EO-12938",
    "IIANPA-1604",
    "CBWA-307",
    "EO-13382",
    "EO-13949",
    "EO-13094",
];

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:non-?\s?proliferation|proliferation|missile(?:\s+technology)?|chemical\s+(?:and|or)\s+biological|chemical\s+weapons?|biological\s+weapons?|inksna)\b",
    )
});

static ACT_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:imposition|imposing|imposes?|application|lifting|terminat\w+|resci\w+|remov\w+|revo\w+|determinations?|sanctions?|measures|penalties|designation)\b",
    )
});

static NOT_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:information\s+collection|regulations?|committee|meeting|proposed|delegation|guidance|report|national\s+emergency|extension\s+of\s+waiver|conference|treaty|fund)\b",
    )
});

static WAIVER: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bwaiv(?:er|ers|e|ing)\b"));
static IMPOSITION: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bimpos(?:ition|ing|es)\b"));

impl Reader for StateNonproliferation {
    fn name(&self) -> &'static str {
        "state-nonproliferation"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        let title = &notice.title;
        is_state(notice)
            && may_act(notice)
            && TITLE.is_match(title)
            && ACT_TITLE.is_match(title)
            && !NOT_TITLE.is_match(title)
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        if WAIVER.is_match(&notice.title) && !IMPOSITION.is_match(&notice.title) {
            reading.names_nobody = Some("waives a sanction and designates no party".to_owned());
            return reading;
        }
        if country::is_about_a_country(notice) {
            country::read(notice, law, &mut reading);
        } else {
            read_lists(notice, law, &mut reading);
            removals::read(notice, law, &mut reading);
            check_counts(notice, &mut reading);
            check_title(notice, &mut reading);
        }
        if reading.records.is_empty() && reading.residue.is_empty() {
            let why = "a nonproliferation notice of State in which no act upon a party was read";
            reading.residue.push(notice.announcement(why));
        }
        reading
    }
}

/// What may stand between "following" and the noun.
const QUALITY: &str = r"(?:(?:foreign|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|other|additional|and|or|North|South|entit(?:y|ies)|persons?|individuals?|[A-Z][a-z]+(?:n|se|i|sh|ch))\s+){0,6}?";

static FOLLOWING: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"\b[Ff]ollowing\s+{QUALITY}(?P<noun>entit(?:y|ies)|persons?|individuals?|firms?|compan(?:y|ies)|organi[sz]ations?)\b"
    ))
});

static IMPOSES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:determin\w+|appl(?:y|ies|ied)|impos\w+|engaged|sanction\w*|warrant\w*|subject\s+to|penalt\w+)\b",
    )
});

static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:rescind\w*|rescission|remov(?:e|es|ed|al|ing)|lift(?:s|ed|ing)?|terminat\w+|revok\w+|revocation|no\s+longer)\b",
    )
});

static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^[^:.;]{0,40}\b(?:measures|sanctions)\b"));

/// Reads every list that a block announces.
fn read_lists(notice: &Notice<'_>, law: Law<'_>, reading: &mut Reading) {
    let summary = body_text(notice);
    for (index, words) in body(notice) {
        let Some(start) = notice.text.blocks.get(index).map(|b| b.range.start) else {
            continue;
        };
        for found in FOLLOWING.captures_iter(words) {
            let (Some(whole), Some(noun)) = (found.get(0), found.name("noun")) else {
                continue;
            };
            let sentence = sentence_start(words, whole.start());
            let before = &words[sentence..whole.start()];
            let colon = words[whole.end()..].find(':').map(|at| whole.end() + at);
            let lead = &words[sentence..colon.unwrap_or(words.len())];
            if !IMPOSES.is_match(lead) && !ENDS.is_match(lead)
                || BETWEEN.is_match(&words[whole.end()..])
            {
                continue;
            }
            let action = if ENDS.is_match(before) {
                Action::Removal
            } else {
                Action::Designation
            };
            let from = start + colon.map_or(words.len(), |at| at + 1);
            let list = after(notice, index, from);
            if list.items.is_empty() {
                let why = "a list of parties is announced and none was found";
                reading
                    .residue
                    .push(notice.residue(start + sentence..start + lead.len() + sentence, why));
                continue;
            }
            let frame = frame(notice, law, lead, &summary, action);
            if frame.authorities.is_empty() {
                let why = "no law under which the family acts is cited for this list";
                reading
                    .residue
                    .push(notice.residue(start + sentence..start + sentence + lead.len(), why));
            }
            read_items(notice, &list, noun.as_str(), action, &frame, reading);
        }
    }
}

/// The start of the sentence that holds `at`; abbreviations of law end none.
fn sentence_start(words: &str, at: usize) -> usize {
    static BREAK: LazyLock<Regex> =
        LazyLock::new(|| compile(r"(?:[a-z)]{3,}|\d{4})\.\s+(?P<next>(?:[A-Z][a-z]+)\b)"));
    BREAK
        .captures_iter(&words[..at])
        .filter_map(|c| c.name("next"))
        .last()
        .map_or(0, |m| m.start())
}

/// What the records of one list share.
fn frame(notice: &Notice<'_>, law: Law<'_>, lead: &str, whole: &str, action: Action) -> Frame {
    let determined = determined_on(lead);
    let mut effective = effective(notice, lead, determined);
    if action == Action::Designation {
        effective.until = until(whole, effective.date);
    }
    Frame {
        effective,
        determined_on: determined,
        authorities: authorities(law, lead, whole),
        ground: Some(lead.trim().trim_end_matches(':').to_owned()),
    }
}

/// The laws that the act's own words cite, else those that the notice does.
fn authorities(law: Law<'_>, lead: &str, whole: &str) -> Vec<AuthorityCitation> {
    let own = cited(law, CODES, lead);
    if own.is_empty() {
        cited(law, CODES, whole)
    } else {
        own
    }
}

fn read_items(
    notice: &Notice<'_>,
    list: &List,
    noun: &str,
    action: Action,
    frame: &Frame,
    reading: &mut Reading,
) {
    let plural = noun.ends_with('s');
    let mut reads: Vec<(Item, Read)> = Vec::new();
    for item in &list.items {
        let words = notice.words(&item.range);
        if plural && list.undivided && !words.contains('(') {
            let (named, problems) = names::parties(words.trim_end_matches('.'), Number::Many, &[]);
            for problem in problems {
                reading
                    .residue
                    .push(notice.residue(item.range.clone(), problem.why));
            }
            for one in named {
                let range = item.range.start + one.range.start..item.range.start + one.range.end;
                let read = Read::one(&words[one.range.clone()]);
                let item = Item {
                    range,
                    heading: item.heading.clone(),
                };
                reads.push((item, read));
            }
        } else {
            reads.push((item.clone(), Read::one(words)));
        }
    }
    let tails = reads.iter().any(|(_, read)| read.had_tail);
    for (item, mut read) in reads {
        if !read.problems.is_empty() {
            for why in read.problems {
                reading
                    .residue
                    .push(notice.residue(item.range.clone(), why));
            }
            continue;
        }
        if read.party.kind == PartyKind::Unknown {
            let heading = item.heading.map_or("", |range| notice.words(&range));
            read.party.kind = kind(noun, heading, tails);
        }
        add(
            reading,
            record(notice, action, read.party, frame, item.range),
        );
    }
}

/// What a party is where its own words do not say: by the list's noun, its heading, or by having no
/// successors where the others do.
fn kind(noun: &str, heading: &str, others_have_tails: bool) -> PartyKind {
    let says = format!("{noun} {heading}").to_lowercase();
    if says.contains("individual") {
        PartyKind::Individual
    } else if others_have_tails {
        PartyKind::Individual
    } else if says.contains("person") || says.contains("part") {
        PartyKind::Unknown
    } else {
        PartyKind::Organization
    }
}

static SUMMARY_ACT: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:determination|determined)\b.*\b(?:engaged|warrant|require)")
});

/// The count of the summary and that of the title are checks on what was read.
fn check_counts(notice: &Notice<'_>, reading: &mut Reading) {
    let read = reading
        .records
        .iter()
        .filter(|r| r.action == Action::Designation)
        .count();
    let title_of_imposition = notice.title.split("and Removal").next().unwrap_or_default();
    if let Some(stated) = stated_count(title_of_imposition)
        && IMPOSITION.is_match(&notice.title)
        && stated != read
    {
        let why = format!("the title counts {stated} parties, {read} were read");
        reading.residue.push(notice.title_residue(why));
    }
    for sentence in &notice.sentences {
        let words = notice.words(&sentence.range);
        if !SUMMARY_ACT.is_match(words) || FOLLOWING.is_match(words) || ENDS.is_match(words) {
            continue;
        }
        if let Some(stated) = stated_count(words)
            && stated != read
        {
            let why = format!("the notice counts {stated} parties, {read} were read");
            reading
                .residue
                .push(notice.residue(sentence.range.clone(), why));
        }
    }
}

/// What the title announces must have been read.
fn check_title(notice: &Notice<'_>, reading: &mut Reading) {
    let has = |action: Action| reading.records.iter().any(|r| r.action == action);
    let (imposed, removed) = (has(Action::Designation), has(Action::Removal));
    if IMPOSITION.is_match(&notice.title) && !imposed {
        let why = "the title announces sanctions on parties, and none was read";
        reading.residue.push(notice.title_residue(why));
    }
    if ENDS.is_match(&notice.title) && !removed {
        let why = "the title announces the end of sanctions, and none was read";
        reading.residue.push(notice.title_residue(why));
    }
}
