//! What State's notices of sanctions, debarments and lists have in common: labelled dates, stated
//! ends, persons listed in running text or one a line, and counts.

mod announced;
mod counts;
mod dates;
mod list;
mod officer;
mod party;
mod places;
mod removals;

use std::ops::Range;

use crate::notice::{Notice, is_body};
use crate::reading::{Law, Reading};
use chrono::NaiveDate;
use fedreg_model::{
    Action, AuthorityCitation, DocumentType, Effective, Party, PartyKind, Record, fold_name,
};

pub(super) use announced::{ENDS, FOLLOWING, authorities, read_announced};
pub(super) use counts::stated as stated_count;
pub(super) use dates::{determined_on, effective, labelled_text, until};
pub(super) use list::{Item, List, after};
pub(super) use officer::{officer, with_officer};
pub(super) use party::{Read, shows_organization};
pub(super) use places::{country, is_country};
pub(super) use removals::read_removals;

/// Whether the State Department issued the notice, or nothing says who did.
pub(super) fn is_state(notice: &Notice<'_>) -> bool {
    let unknown = notice.metadata.agencies.is_empty() && notice.text.stated.agencies.is_empty();
    unknown
        || [
            "department of state",
            "state department",
            "state-department",
        ]
        .iter()
        .any(|agency| notice.issued_by(agency))
}

/// Whether the notice is one that can act: no proposal, no rule on how to act.
pub(super) fn may_act(notice: &Notice<'_>) -> bool {
    !notice.is_presidential() && notice.metadata.document_type != DocumentType::ProposedRule
}

/// What every record of a notice shares.
pub(super) struct Frame {
    pub(super) effective: Effective,
    pub(super) determined_on: Option<NaiveDate>,
    pub(super) authorities: Vec<AuthorityCitation>,
    pub(super) ground: Option<String>,
}

/// A record of one act upon one party.
pub(super) fn record(
    notice: &Notice<'_>,
    action: Action,
    party: Party,
    frame: &Frame,
    quote: Range<usize>,
) -> Record {
    Record {
        action,
        party,
        authorities: frame.authorities.clone(),
        effective: frame.effective.clone(),
        amendment: None,
        signed_on: notice.signed_on,
        determined_on: frame.determined_on,
        signer: notice.signer.clone(),
        notice_number: notice.notice_number.clone(),
        ground: frame.ground.clone(),
        quote: notice.quote(quote),
    }
}

/// Adds a record, or, where the summary and the body both name the party, merges it into the first.
///
/// A record without a law is none: the reader has left residue over the act.
pub(super) fn add(reading: &mut Reading, record: Record) {
    if record.authorities.is_empty() {
        return;
    }
    let same = reading.records.iter_mut().find(|r| {
        r.action == record.action && fold_name(&r.party.name) == fold_name(&record.party.name)
    });
    let Some(first) = same else {
        reading.records.push(record);
        return;
    };
    if first.party.kind == PartyKind::Unknown {
        first.party.kind = record.party.kind;
    }
    for alias in record.party.aliases {
        if !first.party.aliases.contains(&alias) {
            first.party.aliases.push(alias);
        }
    }
    for country in record.party.countries {
        if !first.party.countries.contains(&country) {
            first.party.countries.push(country);
        }
    }
    for authority in record.authorities {
        if !first.authorities.iter().any(|a| a.code == authority.code) {
            first.authorities.push(authority);
        }
    }
}

/// One citation of each of `codes` that a text cites, in the order of the text; the fullest where it
/// is cited more than once.
pub(super) fn cited(law: Law<'_>, codes: &[&str], text: &str) -> Vec<AuthorityCitation> {
    let mut found: Vec<AuthorityCitation> = Vec::new();
    for citation in law.citations.all(text) {
        if !codes.contains(&citation.code.as_str()) {
            continue;
        }
        match found.iter_mut().find(|f| f.code == citation.code) {
            Some(first) if first.subsection.is_none() && citation.subsection.is_some() => {
                *first = citation;
            }
            Some(_) => {}
            None => found.push(citation),
        }
    }
    found
}

/// The body blocks of the notice with their indices.
pub(super) fn body<'n>(notice: &'n Notice<'_>) -> impl Iterator<Item = (usize, &'n str)> {
    notice
        .blocks_from(0)
        .filter(|(_, block)| is_body(block.role))
        .map(|(index, block)| (index, notice.text.words(block)))
}

/// All words of the body.
pub(super) fn body_text(notice: &Notice<'_>) -> String {
    body(notice)
        .map(|(_, words)| words)
        .collect::<Vec<_>>()
        .join("\n")
}
