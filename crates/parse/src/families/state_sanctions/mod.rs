//! State's sanctions on persons by executive order and statute, other than those on terrorists:
//! "Notice of Department of State Sanctions Actions", with lists in the form of OFAC's; older and
//! menu-based notices (the Iran Sanctions Act, section 231 of the Countering America's Adversaries
//! Through Sanctions Act) in prose.
//!
//! Lists are read by OFAC's grammar. Where a notice names its order by the subject alone, the order
//! is the one whose title holds those words.

mod laws;
pub(super) mod prose;

use std::sync::LazyLock;

use fedreg_model::{Action, EffectiveBasis, Role};
use regex::Regex;

use super::Reader;
use super::ofac::Ofac;
use super::state_common::{body, is_state, may_act, read_announced, read_removals};
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// The reader of the family.
pub(crate) struct StateSanctions;

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bsanctions\s+actions?\b|\bdepartment\s+of\s+state\s+sanctions\b|\bprotecting\s+europe's\s+energy\b|\bpersons?\s+on\s+whom\s+sanctions\b|\b(?:iran|libya)\s+sanctions\s+act\b|\bcaatsa\b|\bcountering\s+america's\s+adversaries\b|\b(?:imposition|imposing|lifting|termination|removal|rescission)\s+of\b.*\bsanctions\b|\b(?:sanctions?|designations?|determinations?|blocking|removals?)\b.*\b(?:executive\s+order|e\.o\.)|\bspecially\s+designated\s+nationals\b",
    )
});

static NOT_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:13224|terroris\w+|information\s+collection|regulations?|guidance|committee|meeting|delegation|national\s+emergency|cultural(?:ly)?|exhibition|policy|advisory|comment|reward|objects?|non-?\s?proliferation\s+measures)\b",
    )
});

static WAIVER: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bwaiv(?:er|ers|e|ing)\b"));
static IMPOSITION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bimpos(?:ition|ing|es|ed)\b.*\band\b|\bdesignations?\b"));
static REPORT: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\badditions?\s+to\s+the\s+caatsa\b|\bsection\s+231\(d\)"));

static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\[[A-Z][A-Z0-9]+(?:[ -][A-Z0-9]+)*\]\s*\.?|\((?:individual|vessel|aircraft)\)|(?i:\[graphic\]|tiff\s+omitted)",
    )
});

impl Reader for StateSanctions {
    fn name(&self) -> &'static str {
        "state-sanctions"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        is_state(notice)
            && may_act(notice)
            && TITLE.is_match(&headed(notice))
            && (!NOT_TITLE.is_match(&notice.title) || REPORT.is_match(&notice.title))
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        if WAIVER.is_match(&notice.title) && !IMPOSITION.is_match(&notice.title) {
            reading.names_nobody = Some("waives a sanction and designates no party".to_owned());
            return reading;
        }
        if REPORT.is_match(&notice.title) {
            let why = "a report or list of State's under a law that no grammar reads yet";
            reading.residue.push(notice.announcement(why));
            return reading;
        }
        if has_list(notice) {
            reading = Ofac.read(notice, law);
            reading.names_nobody = None;
            laws::by_subject(notice, law, &mut reading);
        } else {
            let codes = laws::codes(notice, law);
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            read_announced(notice, law, &codes, &mut reading);
            prose::read(notice, law, &codes, &mut reading);
            read_removals(notice, law, &codes, &mut reading);
            share_determination(&mut reading);
            prose::check(notice, &mut reading);
        }
        if reading.records.is_empty() && reading.residue.is_empty() {
            let why = "a notice of sanctions by State in which no act upon a party was read";
            reading.residue.push(notice.announcement(why));
        }
        reading
    }
}

/// Officers and others named after the determination share its date where the notice has only one;
/// records stand in the order of the text.
fn share_determination(reading: &mut Reading) {
    reading.records.sort_by_key(|record| record.quote.start);
    let mut dates: Vec<_> = reading
        .records
        .iter()
        .filter_map(|record| record.determined_on)
        .collect();
    dates.sort_unstable();
    dates.dedup();
    let [date] = dates.as_slice() else { return };
    for record in &mut reading.records {
        if record.action == Action::Designation && record.determined_on.is_none() {
            record.determined_on = Some(*date);
            if matches!(
                record.effective.basis,
                EffectiveBasis::Signed | EffectiveBasis::None
            ) {
                record.effective.date = Some(*date);
                record.effective.basis = EffectiveBasis::Determination;
            }
        }
    }
}

/// The title with the line over it, which page text may tell from a bureau's only by its words.
fn headed(notice: &Notice<'_>) -> String {
    let over: Vec<&str> = notice
        .text
        .of_role(Role::SubAgency)
        .map(|(_, words)| words)
        .collect();
    format!("{} {}", over.join(" "), notice.title)
}

/// Whether the notice prints a list in the form of OFAC's, or pages of one as images.
fn has_list(notice: &Notice<'_>) -> bool {
    body(notice).any(|(_, words)| LISTED.is_match(words))
        || notice
            .blocks_from(0)
            .any(|(_, block)| block.role == Role::Graphic)
}
