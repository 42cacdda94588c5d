//! Religious freedom: countries of particular concern, the special watch list, and entities of
//! particular concern.
//!
//! One list in the sentence for each standing. The paragraphs that follow repeat every country with
//! its presidential action or waiver; those are no acts upon it.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Action, AuthorityCitation, Party, PartyKind};
use regex::Regex;

use super::Reader;
use super::state_common::{
    Frame, Read, add, body, body_text, cited, determined_on, effective, is_country, is_state,
    may_act, record,
};
use crate::grammar::dates::compile;
use crate::grammar::names::{self, Number};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// The reader of the family.
pub(crate) struct StateReligiousFreedom;

static TITLE: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\breligious\s+freedom\b"));
static BUSINESS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\binformation\s+collection|\bcommission\b|\bmeeting\b|\bcommittee\b|\bdelegation\b",
    )
});

/// The standings, by the words that name them.
const LABEL: &str = r"(?P<label>(?i:countr(?:y|ies)\s+of\s+particular\s+concern|special\s+watch\s+list|entit(?:y|ies)\s+of\s+particular\s+concern))";

static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i:\b(?:designat|plac|identif|includ|add)\w*\s+(?:each\s+of\s+)?(?:the\s+)?following(?:\s+(?:foreign\s+)?(?:countries|country|entit(?:y|ies)|non-state\s+(?:actors|entities)|groups))?\s+(?:as|on|to|in|under)\s+(?:an?\s+|the\s+)?)[“”‘’'\x22]*{LABEL}[^:]{{0,400}}:\s*(?P<list>.*)"
    ))
});

/// "has designated the following entities of particular concern …: A, B, and C"
static LISTED_BY_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i:\b(?:designat|identif)\w*\s+(?:each\s+of\s+)?the\s+following\s+)[“”‘’'\x22]*{LABEL}[^:]{{0,400}}:\s*(?P<list>.*)"
    ))
});

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i:\b(?:designat|plac|add)\w*)\s+(?P<who>(?:the\s+)?(?:al-)?[A-Z][^:;.]*?)\s+(?i:as|on|to)\s+(?i:an?\s+|the\s+)?[“”‘’'\x22]*{LABEL}"
    ))
});

static REMOVED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i:\b(?:remov|terminat|rescind|revok|lift)\w*)\s+(?i:the\s+designations?\s+of\s+)?(?P<who>(?:the\s+)?[A-Z][^:;.]*?)\s+(?i:from|as)\s+(?i:an?\s+|the\s+(?:list\s+of\s+)?)?[“”‘’'\x22]*{LABEL}"
    ))
});

static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:removed?|removes|no\s+longer|terminat\w+|rescind\w*|revok\w+)\b")
});

static ANY_LABEL: LazyLock<Regex> = LazyLock::new(|| compile(LABEL));

static SECTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bsections?\s+(?P<number>\d{3}(?:\s?\([0-9A-Za-z]{1,3}\))*)\s+of\s+the\s+(?:Act|Frank|IRF|International)",
    )
});

static DATE_LINE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bnotice\s+is\s+hereby\s+given\b|\bthe\s+secretary\b"));

/// A standing of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Country,
    Watch,
    Entity,
}

impl Standing {
    const ALL: [Self; 3] = [Self::Country, Self::Watch, Self::Entity];

    fn of(label: &str) -> Self {
        let label = label.to_lowercase();
        if label.contains("watch") {
            Self::Watch
        } else if label.starts_with("entit") {
            Self::Entity
        } else {
            Self::Country
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Country | Self::Watch => "IRFA-402",
            Self::Entity => "FRANKWOLF-301",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Country => "countries of particular concern",
            Self::Watch => "the special watch list",
            Self::Entity => "entities of particular concern",
        }
    }
}

impl Reader for StateReligiousFreedom {
    fn name(&self) -> &'static str {
        "state-religious-freedom"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        is_state(notice)
            && may_act(notice)
            && TITLE.is_match(&notice.title)
            && !BUSINESS.is_match(&notice.title)
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        let mut read: Vec<Standing> = Vec::new();
        let whole = body_text(notice);
        let determined = notice
            .sentences
            .iter()
            .map(|s| notice.words(&s.range))
            .filter(|words| DATE_LINE.is_match(words))
            .find_map(determined_on);
        for (index, words) in body(notice) {
            let Some(start) = notice.text.blocks.get(index).map(|b| b.range.start) else {
                continue;
            };
            for sentence in sentences(words) {
                let act = &words[sentence.clone()];
                let acts = acts_of(act);
                if !acts.iter().any(|(_, action, _)| *action == Action::Removal) {
                    unread(notice, act, start + sentence.start, &mut reading);
                }
                for (standing, action, who) in acts {
                    read.push(standing);
                    let frame = frame(notice, law, standing, act, &whole, determined);
                    if frame.authorities.is_empty() {
                        let why = "a standing whose law is not cited in a known form";
                        let range = start + sentence.start..start + sentence.end;
                        reading.residue.push(notice.residue(range, why));
                    }
                    let at = start + sentence.start + who.start;
                    push_names(
                        notice,
                        standing,
                        action,
                        &act[who],
                        at,
                        &frame,
                        &mut reading,
                    );
                }
            }
        }
        for standing in Standing::ALL {
            let named = ANY_LABEL
                .find_iter(&whole)
                .any(|m| Standing::of(m.as_str()) == standing);
            if named && !read.contains(&standing) {
                let why = format!("speaks of {}, of which none was read", standing.words());
                reading.residue.push(notice.announcement(&why));
            }
        }
        if reading.records.is_empty() && reading.residue.is_empty() {
            let why = "a notice on religious freedom in which no act was read";
            reading.residue.push(notice.announcement(why));
        }
        reading
    }
}

/// Sentences of a block, not broken at abbreviations of laws.
fn sentences(words: &str) -> Vec<Range<usize>> {
    static BREAK: LazyLock<Regex> =
        LazyLock::new(|| compile(r"(?:[a-z”)]{2,}|\d{4})\.[”’]?\s+(?P<next>[A-Z][a-z]+\s)"));
    let mut cuts = vec![0];
    cuts.extend(
        BREAK
            .captures_iter(words)
            .filter_map(|c| c.name("next"))
            .map(|m| m.start()),
    );
    cuts.push(words.len());
    cuts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// The standings that a sentence gives or takes, and where their names stand.
fn acts_of(act: &str) -> Vec<(Standing, Action, Range<usize>)> {
    let read = |captures: &regex::Captures<'_>, group: &str, action| {
        let label = captures.name("label")?.as_str();
        let who = captures.name(group)?.range();
        Some((Standing::of(label), action, who))
    };
    if let Some(captures) = LISTED
        .captures(act)
        .or_else(|| LISTED_BY_LABEL.captures(act))
    {
        return read(&captures, "list", Action::Designation)
            .into_iter()
            .collect();
    }
    let removed = REMOVED
        .captures_iter(act)
        .filter_map(|c| read(&c, "who", Action::Removal));
    let mut found: Vec<_> = NAMED
        .captures_iter(act)
        .filter_map(|c| read(&c, "who", Action::Designation))
        .chain(removed)
        .collect();
    found.sort_by_key(|(_, _, who)| who.start);
    found
}

/// A sentence that ends a standing and was not read is left over.
fn unread(notice: &Notice<'_>, act: &str, at: usize, reading: &mut Reading) {
    if ANY_LABEL.is_match(act) && ENDS.is_match(act) {
        let range = at..at + act.trim_end().len();
        let why = "a sentence that may end a standing, which no grammar reads";
        reading.residue.push(notice.residue(range, why));
    }
}

fn frame(
    notice: &Notice<'_>,
    law: Law<'_>,
    standing: Standing,
    act: &str,
    whole: &str,
    determined: Option<NaiveDate>,
) -> Frame {
    let code = standing.code();
    let determined = determined_on(act).or(determined);
    let mut authorities: Vec<AuthorityCitation> = cited(law, &[code], act);
    if authorities.is_empty() {
        authorities = cited(law, &[code], whole);
    }
    if authorities.is_empty() {
        authorities = cited(law, &[code], &notice.title);
    }
    // Section 408 only orders the publication.
    let section = SECTION
        .captures_iter(act)
        .filter_map(|c| c.name("number"))
        .map(|m| m.as_str())
        .find(|number| code.ends_with(&number[..3]));
    for authority in &mut authorities {
        authority.subsection = section.map(str::to_owned);
    }
    let ground = act.split(':').next().unwrap_or(act).trim().to_owned();
    Frame {
        effective: effective(notice, "", determined),
        determined_on: determined,
        authorities,
        ground: Some(ground),
    }
}

fn push_names(
    notice: &Notice<'_>,
    standing: Standing,
    action: Action,
    list: &str,
    at: usize,
    frame: &Frame,
    reading: &mut Reading,
) {
    let list = list.trim_end().trim_end_matches('.');
    if standing == Standing::Entity {
        let (named, problems) = names::parties(list, Number::Many, &[]);
        for problem in problems {
            let range = at + problem.range.start..at + problem.range.end;
            reading.residue.push(notice.residue(range, problem.why));
        }
        for one in named {
            let range = at + one.range.start..at + one.range.end;
            let read = Read::one(&list[one.range.clone()]);
            if !read.problems.is_empty() {
                let why = "an entity whose name could not be read";
                reading.residue.push(notice.residue(range, why));
                continue;
            }
            let mut party = read.party;
            party.kind = PartyKind::Organization;
            add(reading, record(notice, action, party, frame, range));
        }
        return;
    }
    for part in parts(list) {
        let printed = list[part.clone()].trim();
        let range = at + part.start..at + part.start + list[part].trim_end().len();
        let name = printed.strip_prefix("the ").unwrap_or(printed);
        if !is_country(name) {
            let why = format!("“{name}” stands where a country is due");
            reading.residue.push(notice.residue(range, why));
            continue;
        }
        let mut party = Party::named(name, PartyKind::Country);
        party.countries = vec![name.to_owned()];
        add(reading, record(notice, action, party, frame, range));
    }
}

/// The parts of an inline list of countries.
fn parts(list: &str) -> Vec<Range<usize>> {
    static SEPARATOR: LazyLock<Regex> =
        LazyLock::new(|| compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+"));
    let mut found = Vec::new();
    let mut from = list.len() - list.trim_start().len();
    for cut in SEPARATOR.find_iter(list) {
        found.push(from..cut.start());
        from = cut.end();
    }
    found.push(from..list.len());
    found.retain(|r| !list[r.clone()].trim().is_empty());
    found
}
