//! From act blocks to records.

use std::ops::Range;

use fedreg_model::{
    Action, Alias, Amendment, AuthorityCitation, Party, PartyKind, Record, Residue, fold_name,
};

use super::acts::ActSentence;
use super::authority::{self, Cited};
use super::effects::{Statement, Timing, timing};
use super::lines;
use super::property;
use super::tags;
use super::walk::{Block, Item, Walk};
use crate::grammar::entry::{self, ListEntry};
use crate::notice::Notice;
use crate::reading::Law;

/// What the blocks of a notice give.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) records: Vec<Record>,
    pub(super) residue: Vec<Residue>,
}

/// Where the law of an entry was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// In the entry's own ground.
    Own,
    /// In the act sentence, a heading over the list or the title.
    Act,
    /// In what the notice tells before its lists.
    Background,
}

/// What the makers of records look things up in.
pub(super) struct Maker<'n, 'a> {
    pub(super) notice: &'n Notice<'a>,
    pub(super) law: Law<'n>,
    pub(super) statements: &'n [Statement],
    /// Whether the notice has acts on different days.
    pub(super) several: bool,
    /// Where the legal grounds of single entries stand.
    pub(super) grounds: Vec<Range<usize>>,
    /// Whether a party printed again under the same act is the same listing (appendices A and B).
    pub(super) repeats: bool,
}

impl Maker<'_, '_> {
    /// The records of all blocks, in printed order.
    pub(super) fn make(&self, walk: &Walk) -> Made {
        let mut made = Made::default();
        for block in &walk.blocks {
            if block.items.is_empty() {
                if block.act.above {
                    self.upon_those_above(block, &mut made);
                }
                continue;
            }
            for item in &block.items {
                self.item(block, item, &mut made);
            }
        }
        made
    }

    /// The timing of a block's act.
    pub(super) fn timing(&self, action: Action, act: &ActSentence, block: &Block) -> Timing {
        timing(
            self.notice,
            action,
            act,
            block.day,
            self.statements,
            self.several,
        )
    }

    /// The law of a block where its entries cite none: its sentence, else what the notice says
    /// before its lists.
    pub(super) fn law_of(&self, block: &Block) -> (Cited, Source) {
        let words = self.notice.words(&block.range);
        if !block.cited.is_empty() {
            return (block.cited.clone(), Source::Act);
        }
        if let Some(defined) = self.defined(words) {
            return (defined, Source::Act);
        }
        let titled = authority::of_text(self.law, &self.notice.title);
        if titled.authorities.len() == 1 {
            return (titled, Source::Act);
        }
        // What the summary says of the names that are published, before the history of every law.
        let published = self.told_before(block, &["is publishing", "publishes"]);
        if published.authorities.len() == 1 {
            return (published, Source::Act);
        }
        let mut cited = self.told_before(
            block,
            &[
                "blocked pursuant",
                "blocked under",
                "pursuant to",
                "unblocked",
            ],
        );
        cited.unknown.clear();
        (cited, Source::Background)
    }

    /// What the sentences before a block that hold one of `phrases` cite.
    fn told_before(&self, block: &Block, phrases: &[&str]) -> Cited {
        let mut cited = Cited::default();
        for sentence in &self.notice.sentences {
            if sentence.range.start >= block.range.start {
                break;
            }
            // The law of one entry is not that of another act.
            let of_entry = |ground: &Range<usize>| {
                ground.start < sentence.range.end && sentence.range.start < ground.end
            };
            if self.grounds.iter().any(of_entry) {
                continue;
            }
            let words = self.notice.words(&sentence.range);
            let lower = words.to_lowercase();
            if phrases.iter().any(|phrase| lower.contains(phrase))
                && !lower.contains("the president")
            {
                cited.merge(authority::of_act(self.law, words));
            }
        }
        cited
    }

    fn item(&self, block: &Block, item: &Item, made: &mut Made) {
        let printed = &item.entry;
        let (cited, source) = self.cited(block, item, &made.records);
        let known = source != Source::Background && bears_no_tags(block);
        for read in std::iter::once(printed).chain(&item.becomes) {
            let problems = read.problems.iter();
            for problem in problems.filter(|p| !(known && p.why == entry::UNTAGGED)) {
                made.residue
                    .push(self.notice.residue(problem.range.clone(), problem.why));
            }
        }
        let now = item.becomes.as_ref().unwrap_or(printed);
        let kind = now.party.kind;
        if let Some(heading) = item.heading
            && heading != kind
        {
            let why = format!("an entry that its heading calls {heading} and its own words {kind}");
            made.residue
                .push(self.notice.residue(printed.range.clone(), why));
        }
        let ground = item
            .ground
            .as_ref()
            .map(|g| self.notice.words(&g.range).to_owned());
        let Some(action) = self.action(block, item, kind, ground.as_deref()) else {
            let why = "an entry of which the notice does not say what is done to it";
            made.residue
                .push(self.notice.residue(printed.range.clone(), why));
            return;
        };
        for order in &cited.unknown {
            let why = format!("{order} is not in the registry of authorities");
            made.residue
                .push(self.notice.residue(printed.range.clone(), why));
        }
        let authorities = match source {
            Source::Own => cited.authorities,
            Source::Act | Source::Background => {
                tags::settle(self.law, &cited.authorities, &now.party.programs)
            }
        };
        // Nothing cites a law: who is taken from a list, or changed on it, stood there under that of
        // the tags.
        let by_tags = authorities.is_empty() && !action.begins_designation();
        let authorities = if by_tags {
            tags::laws(self.law, &now.party.programs)
        } else {
            authorities
        };
        if source == Source::Background && authorities.len() > 1 && !by_tags {
            let why = "an entry for which the notice tells of several authorities and not which";
            made.residue
                .push(self.notice.residue(printed.range.clone(), why));
        }
        if authorities.is_empty() && cited.unknown.is_empty() {
            let why = "an entry for which the notice cites no authority of the registry";
            made.residue
                .push(self.notice.residue(printed.range.clone(), why));
        }
        for why in tags::check(self.law, &authorities, &now.party.programs) {
            made.residue
                .push(self.notice.residue(printed.range.clone(), why));
        }
        let timing = self.timing(action, &block.act, block);
        if let Some(doubt) = timing.doubt {
            let known = made
                .residue
                .iter()
                .any(|r| r.why == doubt && r.start == block.range.start);
            if !known {
                made.residue
                    .push(self.notice.residue(block.range.clone(), doubt));
            }
        }
        let (party, amendment) = changed(printed, item.becomes.as_ref());
        let by_act = source == Source::Act && !block.from_heading && item.section.is_empty();
        let ground = ground.or_else(|| by_act.then(|| self.notice.words(&block.range).to_owned()));
        let range = now.range.clone();
        let record = self.record(action, party, authorities, &timing, ground, range);
        let record = Record {
            amendment,
            ..record
        };
        if self.repeats && repeated(&made.records, &record) {
            return;
        }
        made.records.push(record);
    }

    fn record(
        &self,
        action: Action,
        party: Party,
        authorities: Vec<AuthorityCitation>,
        timing: &Timing,
        ground: Option<String>,
        range: Range<usize>,
    ) -> Record {
        Record {
            action,
            party,
            authorities,
            effective: timing.effective.clone(),
            amendment: None,
            signed_on: self.notice.signed_on,
            determined_on: timing.determined_on,
            signer: self.notice.signer.clone(),
            notice_number: self.notice.notice_number.clone(),
            ground,
            quote: self.notice.quote(range),
        }
    }

    /// What is done to an entry: the block's act, told apart between designation and identification
    /// by the entry's own ground or, for property, by its kind.
    fn action(
        &self,
        block: &Block,
        item: &Item,
        kind: PartyKind,
        ground: Option<&str>,
    ) -> Option<Action> {
        if item.becomes.is_some() {
            return Some(Action::Update);
        }
        let property = property::is_property(kind);
        let said = ground.and_then(|ground| {
            let lower = ground.trim_start().to_lowercase();
            let within: String = lower.chars().take(160).collect();
            let at = |word: &str| within.find(word);
            match (at("designated"), at("identified")) {
                (Some(d), Some(i)) if i < d => Some(Action::Identification),
                (None, Some(_)) => Some(Action::Identification),
                (Some(_), _) => Some(Action::Designation),
                (None, None) => None,
            }
        });
        match block.act.action {
            Some(Action::Designation | Action::Identification) | None => {
                let by_act = if property && !self.says_designated(block) {
                    Some(Action::Identification)
                } else {
                    block.act.action
                };
                let action = said.or(by_act)?;
                // Persons are not property: "identified" of a person names it under the law.
                let of_person = action == Action::Identification && !property;
                Some(if of_person {
                    Action::Designation
                } else {
                    action
                })
            }
            other => other,
        }
    }

    fn says_designated(&self, block: &Block) -> bool {
        self.notice
            .words(&block.range)
            .to_lowercase()
            .contains("designated the following vessel")
    }

    fn cited(&self, block: &Block, item: &Item, earlier: &[Record]) -> (Cited, Source) {
        if let Some(ground) = &item.ground
            && !ground.cited.is_empty()
        {
            return (ground.cited.clone(), Source::Own);
        }
        if let Some(ground) = &item.ground
            && let Some(defined) = self.defined(self.notice.words(&ground.range))
        {
            return (defined, Source::Own);
        }
        if !item.section.is_empty() {
            return (item.section.clone(), Source::Act);
        }
        if block.cited.is_empty() {
            let ground = item.ground.as_ref().map(|g| self.notice.words(&g.range));
            let party = item.becomes.as_ref().unwrap_or(&item.entry);
            let law = property::law_of_owner(self.law, &party.party, ground, earlier);
            if let Some(authorities) = law {
                let unknown = Vec::new();
                return (
                    Cited {
                        authorities,
                        unknown,
                    },
                    Source::Own,
                );
            }
        }
        self.law_of(block)
    }

    /// What "the Order" or "the Act" in `words` stands for.
    fn defined(&self, words: &str) -> Option<Cited> {
        ["Order", "Act"].into_iter().find_map(|term| {
            let speaks = words.contains(&format!("the {term}"));
            let defined =
                speaks.then(|| authority::defined_term(self.law, &self.notice.text.text, term))?;
            (!defined.is_empty()).then_some(defined)
        })
    }

    /// "OFAC removed the persons listed above": an act upon entries that stand before it.
    fn upon_those_above(&self, block: &Block, made: &mut Made) {
        let Some(action) = block.act.action else {
            return;
        };
        let timing = self.timing(action, &block.act, block);
        let words = self.notice.words(&block.range);
        let kind = super::words::counts(words);
        let named = lines::shared_kind(words);
        let of_kind = |party: &Party| {
            if kind.is_empty() {
                named.is_none_or(|named| named == party.kind)
            } else {
                kind.iter().any(|c| c.of.holds(party.kind))
            }
        };
        let earlier: Vec<Record> = made
            .records
            .iter()
            .filter(|r| r.quote.start < block.range.start)
            .filter(|r| r.action.begins_designation() != action.begins_designation())
            .filter(|r| of_kind(&r.party))
            .cloned()
            .collect();
        if earlier.is_empty() {
            let why = "an act upon parties listed above, of which none was read";
            made.residue
                .push(self.notice.residue(block.range.clone(), why));
        }
        let miscounted = kind.iter().any(|c| {
            let read = earlier.iter().filter(|r| c.of.holds(r.party.kind));
            read.count() != c.number
        });
        if miscounted || (earlier.len() > 1 && lines::speaks_of_one(words)) {
            let why = "an act upon parties listed above, which are not as many as were read";
            made.residue
                .push(self.notice.residue(block.range.clone(), why));
            return;
        }
        if let Some(doubt) = timing.doubt {
            made.residue
                .push(self.notice.residue(block.range.clone(), doubt));
        }
        for record in earlier {
            made.records.push(self.record(
                action,
                record.party,
                record.authorities,
                &timing,
                Some(words.to_owned()),
                block.range.clone(),
            ));
        }
    }
}

/// Whether a block is of a list without tags, and none of its entries has one: where others have
/// them, one was lost.
fn bears_no_tags(block: &Block) -> bool {
    block.untagged
        && block
            .items
            .iter()
            .all(|item| item.entry.party.programs.is_empty())
}

fn repeated(records: &[Record], record: &Record) -> bool {
    records.iter().any(|r| {
        r.action == record.action
            && r.party.kind == record.party.kind
            && fold_name(&r.party.name) == fold_name(&record.party.name)
            && r.authorities
                .iter()
                .map(|a| &a.code)
                .eq(record.authorities.iter().map(|a| &a.code))
    })
}

/// The party as it reads now, and what changed where the entry is printed before and after.
fn changed(before: &ListEntry, after: Option<&ListEntry>) -> (Party, Option<Amendment>) {
    let Some(after) = after else {
        return (before.party.clone(), None);
    };
    let old = &before.party;
    let mut party = after.party.clone();
    let renamed = old.name != party.name;
    let lacks = |all: &[Alias], name: &str| !all.iter().any(|a| a.name == name);
    let mut amendment = Amendment {
        aliases_added: party
            .aliases
            .iter()
            .filter(|a| lacks(&old.aliases, &a.name) && a.name != old.name)
            .map(|a| a.name.clone())
            .collect(),
        aliases_removed: old
            .aliases
            .iter()
            .filter(|a| lacks(&party.aliases, &a.name) && a.name != party.name)
            .map(|a| a.name.clone())
            .collect(),
        ..Amendment::default()
    };
    amendment.addresses_added = party
        .addresses
        .iter()
        .filter(|a| !old.addresses.iter().any(|o| o.printed == a.printed))
        .map(|a| a.printed.clone())
        .collect();
    amendment.addresses_removed = old
        .addresses
        .iter()
        .filter(|o| !party.addresses.iter().any(|a| a.printed == o.printed))
        .map(|a| a.printed.clone())
        .collect();
    if renamed {
        amendment.renamed_to = Some(std::mem::replace(&mut party.name, old.name.clone()));
        party.surname.clone_from(&old.surname);
    }
    amendment.before = Some(Box::new(old.clone()));
    (party, Some(amendment))
}
