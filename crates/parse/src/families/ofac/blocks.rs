//! What the walk through a body gives: act blocks with the entries under them.

use std::ops::Range;

use chrono::NaiveDate;
use fedreg_model::{Party, PartyKind, Residue};

use super::acts::ActSentence;
use super::authority::Cited;
use crate::grammar::entry::ListEntry;
use crate::notice::Notice;

/// A legal ground, with whether it is of this entry alone.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub(super) range: Range<usize>,
    pub(super) cited: Cited,
}

/// One entry under an act.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) entry: ListEntry,
    /// The kind that the heading over it announces.
    pub(super) heading: Option<PartyKind>,
    /// Which heading of its act it stands under.
    pub(super) list: usize,
    pub(super) ground: Option<Ground>,
    /// The law that a heading over it cites.
    pub(super) section: Cited,
    /// The entry as it reads after the change, where "-to-" follows.
    pub(super) becomes: Option<ListEntry>,
}

impl Item {
    /// An entry that stands in no list.
    pub(super) fn apart((range, party): (Range<usize>, Party)) -> Self {
        Self {
            entry: ListEntry {
                number: None,
                party,
                range,
                problems: Vec::new(),
            },
            heading: None,
            list: 0,
            ground: None,
            section: Cited::default(),
            becomes: None,
        }
    }
}

/// An act sentence with what is listed under it.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) act: ActSentence,
    /// The sentence or heading.
    pub(super) range: Range<usize>,
    /// The day of the act, its own or that of the words it goes on from.
    pub(super) day: Option<NaiveDate>,
    pub(super) cited: Cited,
    pub(super) items: Vec<Item>,
    pub(super) images: Vec<String>,
    /// Whether its sentence or a heading over its entries names a list whose entries bear no tags.
    pub(super) untagged: bool,
    /// Whether it opens under a heading's words alone.
    pub(super) from_heading: bool,
}

/// The body as read.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) blocks: Vec<Block>,
    pub(super) residue: Vec<Residue>,
    /// Where headings and act sentences stand that begin with a letter ("B. On …").
    pub(super) sections: Vec<Range<usize>>,
    /// Images before any act.
    pub(super) images: Vec<(Range<usize>, String)>,
}

impl Walk {
    /// Where the legal grounds of its entries stand.
    pub(super) fn grounds(&self) -> Vec<Range<usize>> {
        let items = self.blocks.iter().flat_map(|block| &block.items);
        items
            .filter_map(|item| Some(item.ground.as_ref()?.range.clone()))
            .collect()
    }

    /// Takes back the last entry of a text that breaks off: its law, or what it became, may have
    /// followed.
    pub(super) fn give_up_last(&mut self, notice: &Notice<'_>) {
        let last = self
            .blocks
            .iter_mut()
            .rev()
            .find_map(|block| block.items.pop());
        if let Some(item) = last {
            let why = "the last entry of a text that breaks off";
            self.residue.push(notice.residue(item.entry.range, why));
        }
    }
}
