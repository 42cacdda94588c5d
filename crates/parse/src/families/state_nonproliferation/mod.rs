//! State's nonproliferation notices: the Iran, North Korea, and Syria Nonproliferation Act and its
//! predecessors, missile technology, chemical and biological weapons, Executive Order 12938, and the
//! sanctions on a country that has used chemical weapons.
//!
//! "The following foreign persons … : X (China) and any successor, sub-unit, or subsidiary
//! thereof". The measures run, as the notice states, for two years from the effective date. The
//! same notice may take penalties off others.

mod country;

use std::sync::LazyLock;

use fedreg_model::Action;
use regex::Regex;

use super::Reader;
use super::state_common::{
    ENDS, FOLLOWING, is_state, may_act, read_announced, read_removals, stated_count,
};
use super::state_sanctions::prose;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// The reader of the family.
pub(crate) struct StateNonproliferation;

/// The laws under which the family acts.
const CODES: &[&str] = &[
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
            read_announced(notice, law, CODES, &mut reading);
            read_removals(notice, law, CODES, &mut reading);
            if reading.records.is_empty() && IMPOSITION.is_match(&notice.title) {
                prose::read(notice, law, CODES, &mut reading);
            }
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
