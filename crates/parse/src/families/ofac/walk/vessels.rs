//! Vessels that a sentence or an entry names as a party's property: blocks of their own, after which
//! the list goes on that they stand in.

use std::ops::Range;

use fedreg_model::{Action, Party};

use super::{Block, Item, Walker};
use crate::families::ofac::acts::{self, Said};
use crate::families::ofac::authority::{self, Cited};
use crate::families::ofac::property;
use crate::grammar::entry::ListEntry;

impl Walker<'_, '_> {
    /// A sentence that identifies vessels by their numbers: a block of its own.
    pub(super) fn vessels(&mut self, range: &Range<usize>) -> bool {
        let words = self.notice.words(range);
        let Some(vessels) = property::vessels(words) else {
            return false;
        };
        let said = match acts::read(words, true) {
            Said::Act(act) => act.on,
            Said::Unclear(_) | Said::Nothing => None,
        };
        let day = said.or_else(|| self.walk.blocks.last()?.day);
        let vessels = vessels
            .into_iter()
            .map(|(at, party)| (range.start + at.start..range.start + at.end, party));
        self.apart.push(Block {
            act: property::act(said),
            range: range.clone(),
            day,
            cited: authority::of_act(self.law, words),
            items: vessels.map(Item::apart).collect(),
            images: Vec::new(),
            untagged: false,
            from_heading: false,
        });
        true
    }

    /// The vessels that an entry says are held through its party, as a block of their own.
    pub(super) fn vessels_within(&mut self, entry: &mut ListEntry) {
        let Ok(vessels) = property::within(&mut entry.party) else {
            let why = "an entry that names vessels in a way that no grammar reads";
            return self.leave(entry.range.clone(), why);
        };
        let Some(block) = self.walk.blocks.last().filter(|_| !vessels.is_empty()) else {
            return;
        };
        let begins = matches!(
            block.act.action,
            Some(Action::Designation | Action::Identification)
        );
        let (act, day) = (property::act(None), block.day);
        if !begins || self.lost {
            let why =
                "vessels within an entry, of which the notice does not say what is done to them";
            return self.leave(entry.range.clone(), why);
        }
        let words = self.notice.words(&entry.range);
        let place = |party: Party| {
            let start = words.find(&format!("{} (", party.name)).unwrap_or(0);
            let place = entry.range.start + start..entry.range.end;
            (place, party)
        };
        self.apart.push(Block {
            act,
            range: entry.range.clone(),
            day,
            cited: Cited::default(),
            items: vessels.into_iter().map(place).map(Item::apart).collect(),
            images: Vec::new(),
            untagged: false,
            from_heading: true,
        });
    }
}
