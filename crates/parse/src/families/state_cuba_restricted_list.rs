//! The Cuba Restricted List: entities and subentities under headings, the whole list printed again
//! with every change.
//!
//! A publication of the list names all of it. An update names, of all it prints, only those entries
//! that bear the update's own date ("Hotel Regis Effective July 26, 2019"); the count of the text is
//! a check.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, Alias, AliasQuality, AuthorityCitation, Party, PartyKind, Role};
use regex::Regex;

use super::Reader;
use super::state_common::{
    Frame, Read, body, body_text, cited, effective, is_state, may_act, record, stated_count,
};
use crate::grammar::dates::{compile, date_pattern, first_date};
use crate::grammar::names::is_acronym;
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// The reader of the family.
pub(crate) struct StateCubaRestrictedList;

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bcuba\s+restricted\s+list\b|\b(?:entities\s+and\s+subentities|restricted\s+entities)\b.*\bcuba\b",
    )
});

static UPDATE: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bupdat(?:e|es|ed|ing)\b"));
static ENDS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:rescission|rescind\w*|withdraw\w*|revo\w+|terminat\w+)\b"));

static LIST: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:the\s+)?(?:list\s+of\s+)?(?:restricted\s+)?entities\s+and\s+subentities\s+associated\s+with\s+cuba\b|^\W*(?:the\s+)?cuba\s+restricted\s+list\b",
    )
});

static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:ministr(?:y|ies)|holding\s+companies|hotels?(?:\s+(?:in|outside)\b.*)?|tourist\s+agencies|marinas|stores?(?:\s+in\b.*)?|entities\s+directly\s+serving\b.*|additional\s+(?:sub)?entities\b.*|subentities\b.*|other\s+(?:sub)?entities.*|defense\s+and\s+security\b.*|rum\s+producers?)\W*$",
    )
});

static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:\*+\s*(?:entities|activities|this|note)|note\b|entities\s+or\s+subentities\s+owned|pursuant|this\s|these\s|dated|the\s+(?:department|list|following|names)\b)|\b(?:shall\s+be|are\s+not\s+treated|is\s+published|hereby)\b",
    )
});

static EFFECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\s*[(\[—–-]?\s*\beffective:?\s+(?:on\s+)?{}\s*[)\]]?\s*$",
        date_pattern("")
    ))
});

static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:removes?|removed|removing|removal|delet\w+|renam\w+|correct(?:s|ed|ion)|replac\w+)\b",
    )
});

static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:includes?|adds?|adding|added|additional)\b[^.]*\b(?:sub)?entit(?:y|ies)\b")
});

static CACR: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bCuban\s+Assets\s+Control\s+Regulations\b"));

static DESCRIPTION: LazyLock<Regex> = LazyLock::new(|| compile(r"\s*\((?P<in>[^()]+)\)\s*$"));

impl Reader for StateCubaRestrictedList {
    fn name(&self) -> &'static str {
        "state-cuba-restricted-list"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        is_state(notice) && may_act(notice) && TITLE.is_match(&notice.title)
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        if ENDS.is_match(&notice.title) {
            let why =
                "ends the Cuba Restricted List as a whole; its entries stand in earlier notices";
            reading.residue.push(notice.announcement(why));
            return reading;
        }
        let whole = body_text(notice);
        let authorities = authority(law, &whole);
        if authorities.is_empty() {
            let why = "the regulation behind the list is not cited in a known form";
            reading.residue.push(notice.announcement(why));
            return reading;
        }
        let frame = Frame {
            effective: effective(notice, "", None),
            determined_on: None,
            authorities,
            ground: ground(notice),
        };
        let updates = UPDATE.is_match(&notice.title)
            || notice
                .metadata
                .action
                .as_deref()
                .is_some_and(|action| UPDATE.is_match(action));
        read_list(notice, &frame, updates, &mut reading);
        check(notice, updates, &mut reading);
        reading
    }
}

fn authority(law: Law<'_>, whole: &str) -> Vec<AuthorityCitation> {
    let found = cited(law, &["CACR-515-209"], whole);
    if !found.is_empty() {
        return found;
    }
    // The list has no other regulation behind it.
    CACR.find(whole)
        .map(|found| AuthorityCitation {
            code: "CACR-515-209".to_owned(),
            citation: found.as_str().to_owned(),
            subsection: None,
        })
        .into_iter()
        .collect()
}

static GROUND: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:direct\s+financial\s+transactions|disproportionately\s+benefit)\b")
});

fn ground(notice: &Notice<'_>) -> Option<String> {
    notice
        .sentences
        .iter()
        .map(|s| notice.words(&s.range))
        .find(|words| GROUND.is_match(words))
        .map(|words| words.trim().to_owned())
}

fn read_list(notice: &Notice<'_>, frame: &Frame, updates: bool, reading: &mut Reading) {
    let Some(start) = body(notice)
        .filter(|(_, words)| LIST.is_match(words) && words.len() < 160)
        .map(|(index, _)| index)
        .last()
    else {
        let why = "the list itself was not found in the text";
        reading.residue.push(notice.announcement(why));
        return;
    };
    for (_, block) in notice.blocks_from(start + 1) {
        let words = notice.text.words(block).trim();
        match block.role {
            Role::Footnote | Role::Heading => continue,
            Role::Paragraph | Role::ListItem | Role::TableRow => {}
            _ => break,
        }
        if HEADING.is_match(words) || !words.chars().any(char::is_alphanumeric) {
            continue;
        }
        if PROSE.is_match(words) {
            if words.starts_with('*') || words.to_lowercase().starts_with("note") {
                continue;
            }
            break;
        }
        entry(notice, block.range.clone(), frame, updates, reading);
    }
}

fn entry(
    notice: &Notice<'_>,
    range: Range<usize>,
    frame: &Frame,
    updates: bool,
    reading: &mut Reading,
) {
    let words = notice.words(&range).trim();
    let since = EFFECTIVE
        .find(words)
        .and_then(|found| first_date(found.as_str()).map(|(date, _)| (date, found.start())));
    if updates && since.map(|(date, _)| Some(date)) != Some(frame.effective.date) {
        return;
    }
    let name = since.map_or(words, |(_, at)| &words[..at]);
    match party(name) {
        Ok(party) => reading
            .records
            .push(record(notice, Action::Designation, party, frame, range)),
        Err(why) => reading.residue.push(notice.residue(range, why)),
    }
}

/// `CIMEX—Corporación CIMEX S.A.`: the short form stands first, the name after the dash; what stands
/// in parentheses says what the subentity is.
fn party(printed: &str) -> Result<Party, String> {
    let printed = printed
        .trim()
        .trim_start_matches('*')
        .trim_end_matches('*')
        .trim();
    let (mut printed, mut remarks) = (printed.to_owned(), Vec::new());
    if let Some(found) = DESCRIPTION.captures(&printed)
        && let (Some(whole), Some(inner)) = (found.get(0), found.name("in"))
        && !is_acronym(inner.as_str())
        && crate::grammar::scan::marker(inner.as_str()).is_none()
    {
        remarks.push(inner.as_str().to_owned());
        printed.truncate(whole.start());
    }
    let (short, name) = match printed
        .split_once('—')
        .or_else(|| printed.split_once(" - "))
    {
        Some((short, name)) if !name.trim().is_empty() => (Some(short.trim()), name.trim()),
        _ => (None, printed.as_str()),
    };
    let read = Read::one(name);
    if let Some(why) = read.problems.into_iter().next() {
        return Err(why);
    }
    let mut party = read.party;
    party.kind = PartyKind::Organization;
    party.remarks = remarks;
    if let Some(short) = short {
        let quality = if is_acronym(short) {
            AliasQuality::Acronym
        } else {
            AliasQuality::Strong
        };
        party.aliases.insert(
            0,
            Alias {
                name: short.to_owned(),
                quality,
            },
        );
    }
    if !party.countries.iter().any(|c| c == "Cuba") {
        party.countries.push("Cuba".to_owned());
    }
    Ok(party)
}

/// What the text says of its changes against what was read.
fn check(notice: &Notice<'_>, updates: bool, reading: &mut Reading) {
    let read = reading.records.len();
    if read == 0 && reading.residue.is_empty() {
        let why = "an edition of the list in which no entry is this notice's own";
        reading.residue.push(notice.announcement(why));
    }
    if !updates {
        return;
    }
    for sentence in &notice.sentences {
        let words = notice.words(&sentence.range);
        if CHANGE.is_match(words) && words.to_lowercase().contains("list") {
            let why = "a change of the list that is no addition, which no grammar reads yet";
            reading
                .residue
                .push(notice.residue(sentence.range.clone(), why));
        }
        if COUNTED.is_match(words)
            && let Some(stated) = stated_count(words)
            && stated != read
        {
            let why = format!("the notice counts {stated} additions, {read} were read");
            reading
                .residue
                .push(notice.residue(sentence.range.clone(), why));
        }
    }
}
