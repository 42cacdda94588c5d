//! Rules that change the lists of part 744 of the Export Administration Regulations: the Entity List
//! (Supplement No. 4), the Unverified List (No. 6), the Military End-User List (No. 7).
//!
//! The amendatory instructions say what is done, the table by country says to whom, the preamble's
//! lists and the summary's counts check both. One party listed under several countries is one record
//! with all its countries and addresses.

mod acts;
pub(crate) mod address;
mod changes;
mod checks;
pub(crate) mod countries;
mod counts;
mod entry;
mod instructions;
pub(crate) mod party_kind;
mod preamble;
mod read;
mod records;
mod removals;
mod table;

use std::sync::LazyLock;

use fedreg_model::{DocumentType, Role};
use regex::Regex;

use crate::families::Reader;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};

pub(crate) use read::read;

/// The reader of rules that change the Entity List.
pub(crate) struct BisEntityList;

static UNVERIFIED: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bunverified\s+(?:list|parties|persons?)\b|\bUVL\b"));
static MILITARY: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\bMEU\b[^;]*\blist\b|\bmilitary[\s-]end[\s-]users?'?\s*(?:\(MEU\)\s*)?list\b")
});
static ENTITY: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bentity\s+list\b|\b(?:addition|removal)s?\s+of\b.*\bentit"));

impl Reader for BisEntityList {
    fn name(&self) -> &'static str {
        "bis-entity-list"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        list_of(notice) == Some(4)
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        read(notice, law)
    }
}

/// Whether the Bureau of Industry and Security, or its forerunner, issued the rule.
fn is_of_the_bureau(notice: &Notice<'_>) -> bool {
    (notice.issued_by("industry and security")
        || notice.issued_by("industry-and-security")
        || notice.issued_by("export administration")
        || notice.issued_by("export-administration"))
        && !INFORMATION.is_match(&notice.title)
        && notice.metadata.document_type != DocumentType::PresidentialDocument
}

static INFORMATION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\binformation\s+collection\b|\bcomment\s+request\b|\bexport\s+privileges\b|\bin\s+the\s+matter\s+of\b|\badvisory\s+committee\b",
    )
});

/// The supplement to part 744 that a document of the Bureau is first about: by its instructions,
/// else by its title.
pub(crate) fn list_of(notice: &Notice<'_>) -> Option<u8> {
    if !is_of_the_bureau(notice) {
        return None;
    }
    let amended = instructions::amended(notice);
    if let Some(first) = amended.iter().find(|a| !a.instructions.is_empty()) {
        return Some(first.supplement);
    }
    let title = &notice.title;
    if MILITARY.is_match(title) {
        Some(7)
    } else if UNVERIFIED.is_match(title) {
        Some(6)
    } else if ENTITY.is_match(title) || !amended.is_empty() {
        Some(amended.first().map_or(4, |a| a.supplement))
    } else {
        None
    }
}

/// Whether the text ends without its FR Doc line, so that what it does may stand in what is missing.
pub(crate) fn is_cut_off(notice: &Notice<'_>) -> bool {
    !notice
        .blocks_from(0)
        .any(|(_, block)| matches!(block.role, Role::FrDoc | Role::BillingCode))
}
