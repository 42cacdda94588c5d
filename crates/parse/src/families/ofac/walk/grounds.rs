//! Legal grounds, of one entry or of several.

use std::ops::Range;

use super::{FURTHER, Ground, SHARED, Walker};
use crate::families::ofac::authority::{self, Cited};
use crate::families::ofac::{lines, property};
use crate::grammar::sentences;

impl Walker<'_, '_> {
    /// The law that a ground cites.
    fn of_ground(&mut self, words: &str) -> Cited {
        if let Some(known) = self.grounds.get(words) {
            return known.clone();
        }
        let cited = authority::of_ground(self.law, words);
        self.grounds.insert(words.to_owned(), cited.clone());
        cited
    }

    pub(super) fn ground(&mut self, range: Range<usize>) {
        let words = self.notice.words(&range);
        // Behind the ground, in its paragraph: vessels that are the party's.
        let further: Vec<Range<usize>> = sentences::split(words)
            .into_iter()
            .skip(1)
            .filter(|sentence| property::names(&words[sentence.clone()]))
            .map(|sentence| range.start + sentence.start..range.start + sentence.end)
            .collect();
        let end = further.first().map_or(range.end, |first| first.start);
        let range = range.start..end;
        for sentence in further {
            if !self.vessels(&sentence) {
                let why = "a sentence that names vessels beside a legal ground";
                self.leave(sentence, why);
                self.unread = false;
            }
        }
        let words = self.notice.words(&range);
        if SHARED.is_match(words) {
            return self.shared(range);
        }
        if self.unread {
            let why = "a legal ground after words that were not read";
            return self.leave(range, why);
        }
        let cited = self.of_ground(words);
        let grounded = self.last_entry().is_some_and(|item| item.ground.is_some());
        if grounded && !FURTHER.is_match(words) {
            let why = "a second legal ground after one entry: an entry may be missing between them";
            return self.leave(range, why);
        }
        let ground = Ground {
            range: range.clone(),
            cited,
        };
        match self.last_entry() {
            Some(item) => match &mut item.ground {
                Some(earlier) => {
                    earlier.range.end = range.end;
                    earlier.cited.merge(ground.cited);
                }
                none => *none = Some(ground),
            },
            None => self.leave(range, "a legal ground without an entry before it"),
        }
    }

    /// "Each of the individuals listed above was designated pursuant to …".
    pub(super) fn shared(&mut self, range: Range<usize>) {
        let words = self.notice.words(&range);
        let cited = self.of_ground(words);
        let kind = lines::shared_kind(words);
        let ground = Ground { range, cited };
        let Some(block) = self.walk.blocks.last_mut() else {
            return;
        };
        for item in &mut block.items {
            let speaks_of = kind.is_none_or(|kind| kind == item.entry.party.kind);
            if item.ground.is_none() && speaks_of {
                item.ground = Some(ground.clone());
            }
        }
    }
}
