//! Notices of the Office of Foreign Assets Control, from the lists of 1995 to today's "Notice of
//! OFAC Sanctions Actions".
//!
//! The title says nothing of the act. The body is read in order: an act sentence ("On …, OFAC
//! determined that the property … of the following persons are blocked") opens a block, and the
//! entries under it are its parties, each with its own legal ground.

mod acts;
mod annex;
mod authority;
mod blocks;
mod body;
mod checks;
mod directive;
mod effects;
mod images;
mod lines;
mod nobody;
mod property;
mod records;
mod sequence;
mod summary;
mod tags;
mod walk;
mod wallets;
mod words;

use std::collections::BTreeSet;

use fedreg_model::{DocumentType, Role};

use super::Reader;
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// OFAC's notices.
pub(crate) struct Ofac;

impl Reader for Ofac {
    fn name(&self) -> &'static str {
        "ofac"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        let kind = notice.metadata.document_type;
        kind != DocumentType::Correction
            && !notice.is_presidential()
            && !is_correction(notice)
            && is_of_the_office(notice)
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        if let Some(reason) = nobody::reason(notice) {
            reading.names_nobody = Some(reason.to_owned());
            return reading;
        }
        let parts = body::parts(notice, body::blocks(notice));
        let ended = body::is_ended(notice);
        let directed = if nobody::directs(notice) && ended {
            directive::read(notice, law, body::blocks(notice))
        } else {
            directive::Directed::default()
        };
        let mut walk = if directed.blocks.is_empty() {
            walk::Walker::new(notice, law).run(parts)
        } else {
            walk::Walk {
                blocks: directed.blocks,
                ..walk::Walk::default()
            }
        };
        walk.residue.extend(directed.residue);
        if !ended {
            walk.give_up_last(notice);
        }
        let is_act = |at: usize| {
            notice.sentences.get(at).is_some_and(|s| {
                walk.blocks
                    .iter()
                    .any(|b| b.range.start < s.range.end && s.range.start < b.range.end)
            })
        };
        let statements = effects::statements(notice, &is_act);
        let days: BTreeSet<_> = walk.blocks.iter().filter_map(|b| b.day).collect();
        let maker = records::Maker {
            notice,
            law,
            statements: &statements,
            several: days.len() > 1,
            grounds: walk.grounds(),
            repeats: notice.metadata.document_type == DocumentType::Rule,
        };
        let made = maker.make(&walk);
        reading.residue = images::residue(&maker, &walk);
        reading
            .residue
            .extend(checks::all(notice, &walk, &statements, &made.records));
        reading.records = made.records;
        reading.records.sort_by_key(|record| record.quote.start);
        if !ended {
            // The law of a list may stand under it ("Each of the above was designated under …").
            reading.records.retain(|r| !r.authorities.is_empty());
        }
        let told = reading.residue.iter().filter_map(|r| r.announced.as_ref());
        let mut acts: Vec<_> = told.map(|announced| announced.action).collect();
        acts.extend(reading.records.iter().map(|record| record.action));
        reading
            .residue
            .extend(summary::untold(notice, &walk, &acts));
        reading.residue.extend(made.residue);
        reading.residue.extend(walk.residue);
        if walk.blocks.is_empty() && reading.residue.is_empty() {
            if nobody::directs(notice) {
                let why = "a directive or restriction that names its targets in prose, which no grammar reads yet";
                reading.residue.push(notice.title_residue(why));
            } else if nobody::is_rule(notice) && !nobody::amends_a_list(notice) {
                reading.names_nobody = Some(nobody::ADDS_NO_NAME.to_owned());
            } else if nobody::announces(notice) {
                let why = "the title announces an act of OFAC and none was read in the text";
                reading.residue.push(notice.title_residue(why));
            }
        }
        reading
            .residue
            .dedup_by(|a, b| a.why == b.why && a.start == b.start && a.end == b.end);
        reading
    }
}

/// Whether the title says that the document corrects another.
fn is_correction(notice: &Notice<'_>) -> bool {
    let title = notice.title.trim_end_matches(['.', ' ']).to_lowercase();
    title.ends_with("correction") || title.ends_with("corrections")
}

/// Whether the office speaks: by the document's agencies, by the bureau printed over the title, or
/// by the AGENCY line.
fn is_of_the_office(notice: &Notice<'_>) -> bool {
    const NAMES: [&str; 2] = ["assets control", "assets-control"];
    if NAMES.iter().any(|name| notice.issued_by(name)) {
        return true;
    }
    let unknown = notice.metadata.agencies.is_empty() && notice.text.stated.agencies.is_empty();
    if !unknown && !notice.issued_by("treasury") {
        return false;
    }
    let named = |words: &str| words.to_lowercase().contains("assets control");
    notice
        .text
        .of_role(Role::SubAgency)
        .chain(notice.text.of_role(Role::Agency))
        .any(|(_, words)| named(words))
        || notice.blocks_from(0).take(12).any(|(_, block)| {
            let words = notice.text.words(block);
            words.len() < 120 && named(words)
        })
}
