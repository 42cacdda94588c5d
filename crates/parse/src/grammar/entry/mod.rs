//! Entries of OFAC's lists as notices print them: name, aliases, addresses, labelled fields, kind,
//! program tags, links.
#![allow(dead_code, reason = "the families that read entries come after it")]

use std::ops::Range;

use fedreg_model::{Party, PartyKind};

use crate::grammar::names::Problem;
use crate::notice::Notice;

/// One entry of a list.
#[derive(Debug, Clone)]
pub(crate) struct ListEntry {
    /// Its printed number, where the list is numbered.
    pub(crate) number: Option<u32>,
    /// The party as printed.
    pub(crate) party: Party,
    /// Where it stands in the text, from the name to its last tag or link.
    pub(crate) range: Range<usize>,
    /// What of it could not be read; ranges are in the text of the notice.
    pub(crate) problems: Vec<Problem>,
}

/// The problem of an entry that no program tag closes. A reader that knows the tag from the list's
/// heading may dismiss it.
pub(crate) const UNTAGGED: &str = "no program tag closes the entry";

/// One piece of a part of a notice that prints a list.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    /// An entry.
    Entry(Box<ListEntry>),
    /// The sentences that give the legal ground of the entry before ("Designated pursuant to …").
    Ground(Range<usize>),
    /// A heading, and the kind of party it announces.
    Heading {
        /// Where it stands.
        range: Range<usize>,
        /// The kind it announces.
        kind: Option<PartyKind>,
    },
    /// Anything else.
    Other(Range<usize>),
}

/// Reads one entry out of a range of the text.
pub(crate) fn read(_notice: &Notice<'_>, _range: Range<usize>) -> Option<ListEntry> {
    None
}

/// Splits blocks into entries and what stands between them, in printed order.
pub(crate) fn split(notice: &Notice<'_>, blocks: Range<usize>) -> Vec<Piece> {
    notice
        .blocks_from(blocks.start)
        .take_while(|(index, _)| *index < blocks.end)
        .map(|(_, block)| Piece::Other(block.range.clone()))
        .collect()
}
