//! The body of a notice as act blocks: an act sentence with the lists under it.

mod grounds;
mod vessels;

use std::collections::HashMap;
use std::ops::Range;

use chrono::NaiveDate;
use fedreg_model::{Action, PartyKind};

use super::acts::{self, ActSentence, Said};
use super::annex;
use super::authority::{self, Cited};
pub(super) use super::blocks::{Block, Ground, Item, Walk};
use super::body::Part;
use super::lines::{self, FURTHER, GROUND, Headed, LISTED, PROSE, SHARED, TITLE, TO};
use super::property;
use super::sequence;
use super::tags;
use super::wallets;
use super::words::mask;
use crate::grammar::entry::ListEntry;
use crate::notice::Notice;
use crate::reading::Law;

/// Walks the pieces of a body.
pub(super) struct Walker<'n, 'a> {
    notice: &'n Notice<'a>,
    law: Law<'n>,
    walk: Walk,
    heading: Option<PartyKind>,
    list: usize,
    section: Cited,
    /// The day and law of "took the actions described below".
    context: Option<(ActSentence, Cited)>,
    /// Whether an act that no grammar reads stands over the entries that come.
    lost: bool,
    /// Whether something after the last entry was left unread: a ground that follows may be of it.
    unread: bool,
    /// Where "-to-" stands, if it was the last piece.
    to: Option<Range<usize>>,
    /// Grounds read already: a list of hundreds has few different ones.
    grounds: HashMap<String, Cited>,
    /// Vessels that a sentence amid the lists identifies.
    apart: Vec<Block>,
}

impl<'n, 'a> Walker<'n, 'a> {
    pub(super) fn new(notice: &'n Notice<'a>, law: Law<'n>) -> Self {
        Self {
            notice,
            law,
            walk: Walk::default(),
            heading: None,
            list: 0,
            section: Cited::default(),
            context: None,
            lost: false,
            unread: false,
            to: None,
            grounds: HashMap::new(),
            apart: Vec::new(),
        }
    }

    pub(super) fn run(mut self, parts: Vec<Part>) -> Walk {
        for part in parts {
            if !matches!(part, Part::Entry(_) | Part::Image(_)) {
                self.changes_nothing();
            }
            match part {
                Part::Image(range) => self.image(range),
                Part::Heading(range, kind) => self.heading(&range, kind),
                Part::Sentence(range) => self.sentence(range),
                Part::Ground(range) => self.ground(range),
                Part::Entry(entry) => self.entry(*entry),
            }
        }
        self.changes_nothing();
        self.walk.blocks.append(&mut self.apart);
        self.walk
    }

    /// "-to-" without an entry after it: what the entry before it became is not known.
    fn changes_nothing(&mut self) {
        let Some(to) = self.to.take() else { return };
        let item = self.walk.blocks.last_mut().and_then(|b| b.items.pop());
        let start = item.map_or(to.start, |item| item.entry.range.start);
        self.leave(start..to.end, "a changed entry without its new text");
    }

    fn leave(&mut self, range: Range<usize>, why: impl Into<String>) {
        let residue = self.notice.residue(range, why);
        self.walk.residue.push(residue);
        self.unread = true;
    }

    fn image(&mut self, range: Range<usize>) {
        let name = self.notice.words(&range).trim().to_owned();
        match self.walk.blocks.last_mut() {
            Some(block) => block.images.push(name),
            None => self.walk.images.push((range, name)),
        }
    }

    fn heading(&mut self, range: &Range<usize>, kind: Option<PartyKind>) {
        let printed = self.notice.words(range);
        if sequence::mark(printed).is_some() {
            self.walk.sections.push(range.clone());
        }
        let words = acts::without_number(printed);
        let words = words.trim();
        if let Said::Act(act) = acts::read(words, false) {
            return self.act(act, range.clone(), words);
        }
        let over = self.walk.blocks.last().and_then(|b| b.act.action);
        match lines::heading(words, over) {
            Headed::Act(action) => {
                let same = self
                    .walk
                    .blocks
                    .last()
                    .is_some_and(|b| b.act.action == Some(action) && b.items.is_empty());
                if !same {
                    self.open_headed(action, range.clone());
                }
            }
            // The entries under it wait for a person, until the next act.
            Headed::Unclear => self.lost = true,
            Headed::Nothing => {}
        }
        if kind.is_some() {
            self.heading = kind;
            self.list += 1;
        }
        if tags::names_a_list_without(printed)
            && let Some(block) = self.walk.blocks.last_mut()
        {
            block.untagged = true;
        }
        let cited = authority::of_text(self.law, printed);
        if !cited.is_empty() {
            self.section = cited;
            self.list += 1;
        }
    }

    /// An act of which only a heading tells: its day is that of the words before it.
    fn open_headed(&mut self, action: Action, range: Range<usize>) {
        self.drop_opening();
        let (act, cited) = match self.context.clone() {
            Some((act, cited)) => (
                ActSentence {
                    action: Some(action),
                    counts: Vec::new(),
                    ..act
                },
                cited,
            ),
            None => (
                ActSentence {
                    action: Some(action),
                    on: None,
                    effect: None,
                    counts: Vec::new(),
                    above: false,
                    goes_on: false,
                    doubt: None,
                },
                Cited::default(),
            ),
        };
        let day = act.on;
        self.push(act, range, day, cited, true);
    }

    /// "OFAC took the actions described below" is no block of its own once a heading says which.
    fn drop_opening(&mut self) {
        let opening =
            self.walk.blocks.last().is_some_and(|b| {
                b.act.action.is_none() && b.items.is_empty() && b.images.is_empty()
            });
        if opening {
            self.walk.blocks.pop();
        }
    }

    fn push(
        &mut self,
        act: ActSentence,
        range: Range<usize>,
        day: Option<NaiveDate>,
        cited: Cited,
        from_heading: bool,
    ) {
        self.heading = None;
        self.section = Cited::default();
        self.list = 0;
        self.lost = false;
        self.unread = false;
        let untagged = tags::names_a_list_without(self.notice.words(&range))
            || tags::names_a_list_without(&self.notice.title);
        self.walk.blocks.push(Block {
            act,
            range,
            day,
            cited,
            items: Vec::new(),
            images: Vec::new(),
            untagged,
            from_heading,
        });
    }

    fn act(&mut self, mut act: ActSentence, range: Range<usize>, words: &str) {
        let mut cited = authority::of_act(self.law, words);
        if let Some((context, law)) = &self.context {
            act.on = act.on.or(context.on);
            act.effect = act.effect.or(context.effect);
            if cited.is_empty() {
                cited = law.clone();
            }
        }
        // An act sentence without a list, followed by another of the same act, was its beginning.
        if let Some(last) = self.walk.blocks.last()
            && last.items.is_empty()
            && last.images.is_empty()
            && !last.act.above
            && !act.above
            // Of another day, it is an act that lost its list.
            && last.day.is_none_or(|day| act.on.is_none_or(|on| on == day))
            && (last.act.action == act.action || last.act.action.is_none() || act.action.is_none())
            && let Some(last) = self.walk.blocks.pop()
        {
            act.action = act.action.or(last.act.action);
            act.on = act.on.or(last.day);
            act.effect = act.effect.or(last.act.effect);
            if cited.is_empty() {
                cited = last.cited;
            }
            if act.counts.is_empty() {
                act.counts = last.act.counts;
            }
        }
        if act.action.is_none() {
            self.context = Some((act.clone(), cited.clone()));
        }
        let goes_on = act.goes_on || (act.effect.is_none() && property::speaks(words));
        let day = act.on.or_else(|| {
            let last = self.walk.blocks.last()?;
            goes_on.then_some(last.day).flatten()
        });
        self.push(act, range, day, cited, false);
    }

    fn sentence(&mut self, range: Range<usize>) {
        let printed = self.notice.words(&range);
        let listing = !self.walk.blocks.is_empty();
        if TO.is_match(printed) && self.unread {
            return self.leave(range, "a change of what was not read");
        }
        if TO.is_match(printed) && self.last_entry().is_some() {
            self.to = Some(range);
            return;
        }
        if self.lists_wallets()
            && let Some(party) = wallets::read(printed)
        {
            return self.push_entry(ListEntry {
                number: wallets::number(printed),
                party,
                range,
                problems: Vec::new(),
            });
        }
        if listing && self.vessels(&range) {
            return;
        }
        let words = acts::without_number(printed).into_owned();
        if let Some((act, cited)) = annex::read(self.notice, self.law, &words) {
            self.push(act.clone(), range, act.on, cited, false);
            return;
        }
        let has_items = self.walk.blocks.last().is_some_and(|b| !b.items.is_empty());
        if has_items && SHARED.is_match(&words) {
            return self.shared(range);
        }
        if has_items && GROUND.is_match(&words) && !LISTED.is_match(&mask(&words)) {
            return self.ground(range);
        }
        match acts::read(&words, listing) {
            Said::Act(act) => {
                if sequence::mark(printed).is_some() {
                    self.walk.sections.push(range.clone());
                }
                self.act(act, range, &words);
            }
            Said::Unclear(why) => {
                self.lost = true;
                self.leave(range, why);
            }
            Said::Nothing => self.other(range, &words, listing),
        }
    }

    /// What is no act: prose, a name of a place over a list, or a list that was not read.
    fn other(&mut self, range: Range<usize>, words: &str, listing: bool) {
        let masked = mask(words);
        if !words.chars().any(char::is_alphanumeric) {
            return;
        }
        if LISTED.is_match(&masked)
            && (listing || words.len() > 20)
            && lines::is_entry_like(&masked)
        {
            self.leave(range, "list text that no grammar reads");
            return;
        }
        if !listing {
            return;
        }
        if property::has_number(words) {
            return self.leave(range, "a sentence amid the lists that names a vessel");
        }
        if words.len() < 60
            && let Headed::Act(action) = lines::heading(words, None)
        {
            return self.open_headed(action, range);
        }
        if lines::lists_beside(&masked) {
            self.lost = true;
            let why = "a sentence that lists parties beside those upon whom the notice acts";
            return self.leave(range, why);
        }
        // The name of a list over its entries, which print does not show as a heading.
        if tags::is_name_of_a_list(&masked)
            && let Some(block) = self.walk.blocks.last_mut().filter(|b| b.items.is_empty())
        {
            block.untagged = true;
            return;
        }
        let acts = acts::speaks_of_acts(words) && !lines::is_note(&masked);
        if acts || acts::points_at_a_list(words) {
            self.lost = true;
            let why = "a sentence amid the lists that speaks of acts and was not read";
            return self.leave(range, why);
        }
        if PROSE.is_match(&masked) {
            return;
        }
        let cited = authority::of_text(self.law, words);
        if !cited.is_empty() {
            self.section = cited;
            self.list += 1;
        } else if !TITLE.is_match(words) || words.len() >= 120 {
            // Not the title of an appendix or of a section over its list.
            self.leave(range, "words amid the lists that no grammar reads");
        }
    }

    fn last_entry(&mut self) -> Option<&mut Item> {
        self.walk.blocks.last_mut()?.items.last_mut()
    }

    fn entry(&mut self, entry: ListEntry) {
        if self.to.take().is_some() {
            if let Some(item) = self.last_entry()
                && item.becomes.is_none()
            {
                item.becomes = Some(entry);
            } else {
                self.leave(entry.range, "a changed entry without the one before it");
            }
            return;
        }
        if entry.party.name.starts_with("to ") {
            let start = self
                .walk
                .blocks
                .last_mut()
                .and_then(|b| b.items.pop())
                .map_or(entry.range.start, |item| item.entry.range.start);
            let why = "a changed entry that runs on into its new text";
            return self.leave(start..entry.range.end, why);
        }
        let printed = self.notice.words(&entry.range);
        if let (true, Some(wallet)) = (self.lists_wallets(), wallets::read(printed)) {
            return self.push_entry(ListEntry {
                number: entry.number,
                party: wallet,
                range: entry.range,
                problems: Vec::new(),
            });
        }
        if lines::names_several(&entry.party.name) {
            let why = "an entry that holds the names of others";
            return self.leave(entry.range, why);
        }
        if lines::is_wallet(&entry.party.name) {
            let why = "a digital currency address listed by itself, which no grammar reads";
            return self.leave(entry.range, why);
        }
        self.push_entry(entry);
    }

    /// Whether the act speaks of digital currency addresses: they are its parties then, else the
    /// fields of one.
    fn lists_wallets(&self) -> bool {
        self.walk
            .blocks
            .last()
            .is_some_and(|block| wallets::speaks(self.notice.words(&block.range)))
    }

    fn push_entry(&mut self, mut entry: ListEntry) {
        self.vessels_within(&mut entry);
        if self.lost {
            self.leave(entry.range, "an entry under an act that no grammar reads");
            return;
        }
        let item = Item {
            heading: self.heading,
            list: self.list,
            ground: None,
            section: self.section.clone(),
            becomes: None,
            entry,
        };
        match self.walk.blocks.last_mut() {
            Some(block) => {
                block.items.push(item);
                self.unread = false;
            }
            None => self.leave(item.entry.range, "an entry of a list before any act"),
        }
    }
}
