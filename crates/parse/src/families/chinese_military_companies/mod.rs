//! Lists of Chinese military companies: Defense, under section 1260H of the National Defense
//! Authorization Act for Fiscal Year 2021, and before it section 1237 of that for Fiscal Year 1999.
//!
//! A notice that determines that "the following entities" qualify designates each that it lists,
//! whether or not an earlier list had it; where a note explains the asterisks of those that an
//! earlier list had, these are designated anew. Where a notice tells additions apart, only those
//! are its acts. Nothing is said of when it takes effect, unless the notice says it.

mod runs;
mod sequence;

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Action, AuthorityCitation, Effective, EffectiveBasis};
use regex::Regex;

use crate::ending;
use crate::families::Reader;
use crate::grammar::companies;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use crate::roster::{self, Part};

use runs::{Run, STAR_NOTE, check_counts, check_lists, runs};

/// The family.
pub(crate) struct ChineseMilitaryCompanies;

static TITLE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bchinese\s+military\s+compan(?:y|ies)\b"));

static OTHER_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\binformation\s+collection|\bcomments?\b|\bregulations?\b|\bsanctions\b|\bsecurities\b|\bexecutive\s+order\b|\bacquisition\b|\bDFARS\b|\bmeeting\b|\bwaiver\b",
    )
});

impl Reader for ChineseMilitaryCompanies {
    fn name(&self) -> &'static str {
        "chinese-military-companies"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        let unknown = notice.metadata.agencies.is_empty() && notice.text.stated.agencies.is_empty();
        TITLE.is_match(&notice.title)
            && !OTHER_TITLE.is_match(&notice.title)
            && !notice.is_presidential()
            && (unknown || notice.issued_by("defense") || notice.issued_by("department of war"))
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let Some(authority) = authority(notice, law) else {
            let mut reading = Reading::default();
            let why = "a list of Chinese military companies without the section of law it is under";
            reading.residue.push(notice.announcement(why));
            return reading;
        };
        read(notice, &authority)
    }
}

/// Reads the lists of a notice under one section of law.
pub(super) fn read(notice: &Notice<'_>, authority: &AuthorityCitation) -> Reading {
    let mut reading = Reading::default();
    let parts = roster::parts(notice);
    let runs = runs(notice, &parts);
    let note = star_note(notice, &parts);
    for run in &runs {
        read_run(notice, run, note.as_ref(), authority, &mut reading);
    }
    check_lists(notice, &parts, &runs, &mut reading);
    sequence::check(notice, &runs, &mut reading);
    check_counts(notice, &parts, &mut reading);
    if reading.records.is_empty() && reading.residue.is_empty() {
        let why = "the text names no party that the notice determines to be one or no longer one";
        reading.residue.push(notice.announcement(why));
    }
    roster::take_back(notice, &parts, &mut reading);
    reading
}

/// The law: section 1260H, or the section 1237 that went before.
fn authority(notice: &Notice<'_>, law: Law<'_>) -> Option<AuthorityCitation> {
    let text = notice.text.text.as_str();
    let older = text.contains("1237") && notice.title.to_lowercase().contains("communist");
    let newer = text.contains("1260H");
    let code = match (newer, older) {
        (_, true) => "NDAA-1999-1237",
        (true, false) => "NDAA-2021-1260H",
        (false, false) if text.contains("1237") => "NDAA-1999-1237",
        (false, false) => return None,
    };
    let section = if code.ends_with("1237") {
        "1237"
    } else {
        "1260H"
    };
    law.citations.best(code, &[text]).or_else(|| {
        let at = text.find(section)?;
        let start = text[..at]
            .to_lowercase()
            .rfind("section")
            .filter(|start| at - start < 12)
            .unwrap_or(at);
        Some(AuthorityCitation {
            code: code.to_owned(),
            citation: text[start..at + section.len()].to_owned(),
            subsection: None,
        })
    })
}

static REPEATS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:previously|prior|earlier|already|originally)\b|\bremains?\b")
});

/// What an asterisk after a name means, if a note says it.
struct StarNote {
    repeats: bool,
}

fn star_note(notice: &Notice<'_>, parts: &[Part<'_>]) -> Option<StarNote> {
    parts
        .iter()
        .flat_map(|part| roster::sentences(notice, &part.range))
        .map(|sentence| notice.words(&sentence))
        .find(|words| STAR_NOTE.is_match(words) && words.split_whitespace().count() > 4)
        .map(|words| StarNote {
            repeats: REPEATS.is_match(words),
        })
}

fn read_run(
    notice: &Notice<'_>,
    run: &Run<'_, '_>,
    note: Option<&StarNote>,
    authority: &AuthorityCitation,
    reading: &mut Reading,
) {
    let Some((lead, action)) = run.lead.clone() else {
        return;
    };
    if run.lines.is_empty() {
        let words = notice.words(&lead);
        let (pieces, certain) = companies::split(words, None);
        for piece in pieces {
            let range = lead.start + piece.start..lead.start + piece.end;
            let range = trim(notice, range);
            if !certain {
                let why = "names that cannot be told apart";
                reading.residue.push(notice.residue(range.clone(), why));
            }
            push(
                notice,
                range,
                (&lead, action),
                run,
                note,
                authority,
                reading,
            );
        }
        return;
    }
    for line in &run.lines {
        let cell = line.words.split('\t').next().unwrap_or(line.words);
        if is_head(line) {
            continue;
        }
        let range = line.range.start..line.range.start + cell.len();
        let pieces = if cell.contains(';') {
            companies::split(cell, None).0
        } else {
            std::iter::once(0..cell.len()).collect()
        };
        for piece in pieces {
            let range = trim(notice, range.start + piece.start..range.start + piece.end);
            push(
                notice,
                range,
                (&lead, action),
                run,
                note,
                authority,
                reading,
            );
        }
    }
}

fn trim(notice: &Notice<'_>, range: Range<usize>) -> Range<usize> {
    let words = notice.words(&range);
    let start = range.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

fn is_head(line: &Part<'_>) -> bool {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)^(?:name\s+of\s+)?(?:the\s+)?(?:entit(?:y|ies)|compan(?:y|ies)|names?)(?:\s+names?)?(?:\t|$|\s+(?:location|country|address)\b)",
        )
    });
    HEAD.is_match(line.words)
}

fn push(
    notice: &Notice<'_>,
    range: Range<usize>,
    (lead, action): (&Range<usize>, Action),
    run: &Run<'_, '_>,
    note: Option<&StarNote>,
    authority: &AuthorityCitation,
    reading: &mut Reading,
) {
    let Some(mut company) = companies::read(notice.words(&range)) else {
        return;
    };
    company.settle_short_form(notice.words(&range), &notice.text.text[range.end..]);
    for why in &company.problems {
        reading.residue.push(notice.residue(range.clone(), *why));
    }
    if !company.is_name() {
        return;
    }
    let action = match (action, company.starred, note) {
        (Action::Designation, true, None) => {
            let why = "an asterisk that no note explains";
            reading.residue.push(notice.residue(range.clone(), why));
            // In a text that breaks off, the note may have been to come.
            if !ending::ends_whole(notice) {
                return;
            }
            Action::Designation
        }
        (Action::Designation, true, Some(note)) if note.repeats => Action::Redesignation,
        (Action::Designation, false, Some(note)) if !note.repeats && !run.newly => {
            Action::Redesignation
        }
        (action, _, _) => action,
    };
    let known = reading
        .records
        .iter()
        .any(|r| r.party.name == company.name && r.action == action);
    if known {
        return;
    }
    let effective = effective(notice, run.determined_on);
    for listed in std::iter::once(&company).chain(&company.subsidiaries) {
        let mut party = listed.party();
        if listed != &company {
            party.linked_to.push(company.name.clone());
        }
        let mut record = roster::record(
            notice,
            action,
            party,
            vec![authority.clone()],
            effective.clone(),
            (Some(lead.clone()), range.clone()),
        );
        record.determined_on = run.determined_on;
        reading.records.push(record);
    }
}

/// What the DATES statement says, or the text beside the act; else the day of the determination.
fn effective(notice: &Notice<'_>, determined_on: Option<NaiveDate>) -> Effective {
    let stated = roster::dated(notice)
        .into_iter()
        .chain(notice.sentences.iter().map(|s| s.range.clone()))
        .filter(|range| {
            let words = notice.words(range).to_lowercase();
            words.contains("effective") || words.contains("effect ")
        })
        .find_map(|range| roster::effect_in(notice, notice.words(&range)));
    stated.unwrap_or_else(|| match determined_on {
        Some(date) => Effective {
            date: Some(date),
            basis: EffectiveBasis::Determination,
            until: None,
        },
        None => Effective::none(),
    })
}
