//! Changes of the Uyghur Forced Labor Prevention Act Entity List (Homeland Security, since 2022).
//!
//! The appendix reprints the whole list: only what the text says is added, removed or corrected is
//! this notice's act. The list is four lists, one authority each; an entity added to two of them
//! has one record with both. The act takes effect on the day as of which the list is "updated".

mod acts;
mod appendix;
mod corrections;
mod counts;

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, AuthorityCitation, Effective, Party, fold_name};
use regex::Regex;

use crate::ending;
use crate::families::Reader;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use crate::roster;

use acts::{Act, Item};

/// The family.
pub(crate) struct Uflpa;

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:uyghur\s+forced\s+labor\s+prevention\s+act|UFLPA)\b.*\bentity\s+list\b|\bentity\s+list\b.*\b(?:uyghur\s+forced\s+labor|UFLPA)\b",
    )
});

static OTHER_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\binformation\s+collection|\bcomments?\b|\bpaperwork\b|\bmeeting\b|\bhearing\b|\bproposed\b",
    )
});

/// The four lists: the roman number, and the code of its authority.
const LISTS: [(&str, &str); 4] = [
    ("i", "UFLPA-2-D-2-B-I"),
    ("ii", "UFLPA-2-D-2-B-II"),
    ("iv", "UFLPA-2-D-2-B-IV"),
    ("v", "UFLPA-2-D-2-B-V"),
];

/// One of the four lists, by its place in [`LISTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct List(usize);

impl List {
    fn of_roman(roman: &str) -> Option<Self> {
        let roman = roman.to_ascii_lowercase();
        LISTS.iter().position(|(r, _)| *r == roman).map(Self)
    }

    fn roman(self) -> &'static str {
        LISTS[self.0].0
    }

    fn code(self) -> &'static str {
        LISTS[self.0].1
    }
}

static SECTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:(?i:sections?)\s+)?2\s?\(d\)\s?\(2\)\s?\(B\)\s?\((?P<roman>[iI]{1,2}|[iI][vV]|[vV])\)",
    )
});

/// The lists that a text cites, in order, with the ranges of the citations.
fn cited(text: &str) -> Vec<(List, Range<usize>)> {
    SECTION
        .captures_iter(text)
        .filter_map(|captures| {
            let list = List::of_roman(captures.name("roman")?.as_str())?;
            Some((list, captures.get(0)?.range()))
        })
        .collect()
}

static DESCRIBED: LazyLock<Vec<(List, Regex)>> = LazyLock::new(|| {
    [
        (3, r"(?i)\bsource[sd]?\s+material\b|\bsourcing\s+material\b|\bpoverty\s+alleviation\b"),
        (1, r"(?i)\brecruit,?\s+transport,?\s+transfer\b"),
        (0, r"(?i)\bmine,?\s+produce,?\s+or\s+manufacture\b|\bmining,?\s+producing,?\s+or\s+manufacturing\b"),
        (2, r"(?i)\bexport(?:s|ed|ing)?\b[^.]{0,80}\bfrom\s+the\s+People's\s+Republic\s+of\s+China\s+into\s+the\s+United\s+States\b"),
    ]
    .into_iter()
    .map(|(at, pattern)| (List(at), compile(pattern)))
    .collect()
});

/// The list that a text describes by the statute's words.
fn described(text: &str) -> Option<List> {
    let found: Vec<List> = DESCRIBED
        .iter()
        .filter(|(_, pattern)| pattern.is_match(text))
        .map(|(list, _)| *list)
        .collect();
    match *found {
        [only] => Some(only),
        _ => None,
    }
}

impl Reader for Uflpa {
    fn name(&self) -> &'static str {
        "uflpa"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        let unknown = notice.metadata.agencies.is_empty() && notice.text.stated.agencies.is_empty();
        TITLE.is_match(&notice.title)
            && !OTHER_TITLE.is_match(&notice.title)
            && (unknown || notice.issued_by("homeland") || notice.issued_by("customs"))
    }

    fn read(&self, notice: &Notice<'_>, _law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        let parts = roster::parts(notice);
        let (body, appendix) = appendix::split(notice, &parts);
        let updated = updated_on(notice, body, &mut reading);
        let mut act = acts::read(notice, body, updated.as_ref().and_then(|e| e.date));
        let listed = appendix::entries(notice, appendix);
        if act.items.is_empty() && ending::ends_whole(notice) {
            // Half an appendix may lack the entry that makes the number whole.
            appendix::dated_items(&listed, updated.as_ref(), &mut act);
        }
        appendix::complete(&listed, &mut act);
        for range in &act.unread {
            let why = "words where the name of an entity is due";
            reading.residue.push(notice.residue(range.clone(), why));
        }
        counts::check_counts(notice, &act, &mut reading);
        appendix::check(notice, &listed, &act, &mut reading);
        let renamed = corrections::read(notice, body, updated.as_ref(), &mut reading);
        emit(notice, act, updated.as_ref(), &mut reading);
        reading.records.extend(renamed);
        if updated.is_none() && !reading.records.is_empty() {
            let why = "does not say as of which day the list is updated";
            reading.residue.push(notice.title_residue(why));
        }
        if reading.records.is_empty() && reading.residue.is_empty() {
            let why = "publishes the Entity List, and says of no entity that it is added, removed or corrected";
            reading.residue.push(notice.announcement(why));
        }
        if appendix.is_empty() && !ending::ends_whole(notice) {
            // A further list may follow, and name the same entity.
            reading.records.clear();
        }
        roster::take_back(notice, &parts, &mut reading);
        reading
    }
}

/// The day as of which the list is updated.
fn updated_on(
    notice: &Notice<'_>,
    body: &[roster::Part<'_>],
    reading: &mut Reading,
) -> Option<Effective> {
    let mut found: Option<Effective> = None;
    let dated = roster::dated(notice);
    let rest = body
        .iter()
        .flat_map(|part| roster::sentences(notice, &part.range));
    for sentence in dated.iter().cloned().chain(rest) {
        let words = notice.words(&sentence);
        let Some(effective) = roster::effect_in(notice, words) else {
            continue;
        };
        match &found {
            None => found = Some(effective),
            Some(first) if *first == effective => {}
            Some(_)
                if dated.contains(&sentence) || words.to_lowercase().contains("this update") =>
            {
                let why = "a second date as of which the list is updated";
                reading.residue.push(notice.residue(sentence, why));
            }
            // Elsewhere, other days are those of earlier updates.
            Some(_) => {}
        }
    }
    found
}

/// Makes one record of each party and action, with the authorities of all lists it is named under.
fn emit(notice: &Notice<'_>, act: Act, updated: Option<&Effective>, reading: &mut Reading) {
    struct Target {
        action: Action,
        party: Party,
        lists: Vec<List>,
        item: Item,
    }
    let mut targets: Vec<Target> = Vec::new();
    for item in act.items {
        for why in &item.problems {
            let residue = notice.residue(item.range.clone(), *why);
            if !reading.residue.contains(&residue) {
                reading.residue.push(residue);
            }
        }
        let key = fold_name(&item.party.name);
        let known = targets
            .iter_mut()
            .find(|t| t.action == item.action && fold_name(&t.party.name) == key);
        if let Some(target) = known {
            for list in &item.lists {
                if !target.lists.contains(list) {
                    target.lists.push(*list);
                }
            }
            if item.party.aliases.len() > target.party.aliases.len() {
                target.party.aliases.clone_from(&item.party.aliases);
                target.item = item;
            }
            continue;
        }
        targets.push(Target {
            action: item.action,
            party: item.party.clone(),
            lists: item.lists.clone(),
            item,
        });
    }
    for mut target in targets {
        target.lists.sort_unstable();
        if target.lists.is_empty() {
            let why = "the text does not say on which of the four lists the entity is";
            let residue = notice.residue(target.item.range.clone(), why);
            reading.residue.push(residue);
            continue;
        }
        let texts = [notice.words(&target.item.ground)];
        let authorities = target
            .lists
            .iter()
            .map(|list| authority(notice, *list, &texts))
            .collect();
        let effective = updated.cloned().unwrap_or_else(Effective::none);
        let places = (Some(target.item.ground), target.item.range);
        let record = roster::record(
            notice,
            target.action,
            target.party,
            authorities,
            effective,
            places,
        );
        reading.records.push(record);
    }
}

/// The citation of a list as the first text prints it, else as the notice does.
fn authority(notice: &Notice<'_>, list: List, texts: &[&str]) -> AuthorityCitation {
    let whole = notice.text.text.as_str();
    let printed = texts.iter().copied().chain([whole]).find_map(|text| {
        cited(text)
            .into_iter()
            .find(|(found, _)| *found == list)
            .map(|(_, range)| text[range].to_owned())
    });
    AuthorityCitation {
        code: list.code().to_owned(),
        subsection: printed
            .is_some()
            .then(|| format!("2(d)(2)(B)({})", list.roman())),
        citation: printed.unwrap_or_else(|| "UFLPA Entity List".to_owned()),
    }
}
