//! The body of a notice as act blocks: an act sentence with the lists under it.

use std::collections::HashMap;
use std::ops::Range;

use chrono::NaiveDate;
use fedreg_model::{Action, PartyKind, Residue};

use super::acts::{self, ActSentence, Said};
use super::authority::{self, Cited};
use super::body::Part;
use super::lines::{self, FURTHER, GROUND, LISTED, PROSE, SHARED, TITLE, TO};
use super::words::mask;
use crate::grammar::entry::ListEntry;
use crate::notice::Notice;
use crate::reading::Law;

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
    /// Whether it opens under a heading's words alone.
    pub(super) from_heading: bool,
}

/// The body as read.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) blocks: Vec<Block>,
    pub(super) residue: Vec<Residue>,
    /// Images before any act.
    pub(super) images: Vec<(Range<usize>, String)>,
}

impl Walk {
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
    /// Where "-to-" stands, if it was the last piece.
    to: Option<Range<usize>>,
    /// Grounds read already: a list of hundreds has few different ones.
    grounds: HashMap<String, Cited>,
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
            to: None,
            grounds: HashMap::new(),
        }
    }

    /// The law that a ground cites.
    fn of_ground(&mut self, words: &str) -> Cited {
        if let Some(known) = self.grounds.get(words) {
            return known.clone();
        }
        let cited = authority::of_ground(self.law, words);
        self.grounds.insert(words.to_owned(), cited.clone());
        cited
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
        let words = acts::without_number(printed);
        let words = words.trim();
        if let Said::Act(act) = acts::read(words, false) {
            return self.act(act, range.clone(), words);
        }
        if let Some(action) = lines::headed(words) {
            let same = self
                .walk
                .blocks
                .last()
                .is_some_and(|b| b.act.action == Some(action) && b.items.is_empty());
            if !same {
                self.open_headed(action, range.clone());
            }
        }
        if kind.is_some() {
            self.heading = kind;
            self.list += 1;
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
        self.walk.blocks.push(Block {
            act,
            range,
            day,
            cited,
            items: Vec::new(),
            images: Vec::new(),
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
        let day = act.on.or_else(|| {
            let last = self.walk.blocks.last()?;
            act.goes_on.then_some(last.day).flatten()
        });
        self.push(act, range, day, cited, false);
    }

    fn sentence(&mut self, range: Range<usize>) {
        let printed = self.notice.words(&range);
        let listing = !self.walk.blocks.is_empty();
        if TO.is_match(printed) && self.last_entry().is_some() {
            self.to = Some(range);
            return;
        }
        let words = acts::without_number(printed).into_owned();
        let has_items = self.walk.blocks.last().is_some_and(|b| !b.items.is_empty());
        if has_items && SHARED.is_match(&words) {
            return self.shared(range);
        }
        if has_items && GROUND.is_match(&words) && !LISTED.is_match(&mask(&words)) {
            return self.ground(range);
        }
        match acts::read(&words, listing) {
            Said::Act(act) => self.act(act, range, &words),
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
        if let Some(action) = lines::headed(words)
            && words.len() < 60
        {
            return self.open_headed(action, range);
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

    fn ground(&mut self, range: Range<usize>) {
        let words = self.notice.words(&range);
        if SHARED.is_match(words) {
            return self.shared(range);
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
    fn shared(&mut self, range: Range<usize>) {
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
            Some(block) => block.items.push(item),
            None => self.leave(item.entry.range, "an entry of a list before any act"),
        }
    }
}
