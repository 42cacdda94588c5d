//! The acts of one supplement: a table's rows by what the instructions say of them, and removals.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::Datelike;
use fedreg_model::{Residue, fold_name};
use regex::Regex;

use super::entry::{self, Entry};
use super::instructions::{self, Amended, Verb};
use super::preamble::{self, Listed};
use super::table::{self, Row};
use super::{countries, removals};
use crate::grammar::dates::compile;
use crate::notice::Notice;

/// One act upon one entry, before entries of one party are put together.
pub(super) struct Act {
    pub(super) verb: Verb,
    pub(super) supplement: u8,
    pub(super) country: Option<String>,
    pub(super) entry: Entry,
    pub(super) range: Range<usize>,
    /// The name and its aliases, folded.
    pub(super) folded: Vec<String>,
}

impl Act {
    pub(super) fn new(
        verb: Verb,
        supplement: u8,
        country: Option<String>,
        entry: Entry,
        range: Range<usize>,
    ) -> Self {
        let names = std::iter::once(&entry.name).chain(entry.aliases.iter().map(|a| &a.name));
        let folded = names.map(|name| fold_name(name)).collect();
        Self {
            verb,
            supplement,
            country,
            entry,
            range,
            folded,
        }
    }

    /// The name, folded.
    pub(super) fn name(&self) -> &str {
        self.folded.first().map_or("", String::as_str)
    }

    pub(super) fn canonical(&self) -> Option<&'static str> {
        countries::canonical(self.country.as_deref()?)
    }
}

/// The acts of one supplement: its table's rows by what the instructions say of them, and removals.
pub(super) fn of(
    notice: &Notice<'_>,
    amended: &Amended,
    listed: &[Listed],
    acts: &mut Vec<Act>,
    residue: &mut Vec<Residue>,
) {
    let mut table = table::read(notice, &amended.blocks);
    // The last row of a text that is cut off may be half a row.
    if super::is_cut_off(notice)
        && let Some(last) = table.rows.pop()
    {
        let why = "the last row of a table that is cut off";
        residue.push(notice.residue(last.range, why));
    }
    for (range, why) in table.problems {
        residue.push(notice.residue(range, why));
    }
    let quoted: Vec<&str> = amended
        .instructions
        .iter()
        .flat_map(|i| i.names.iter().map(|(name, _)| name.as_str()))
        .collect();
    let in_lists: Vec<String> = listed
        .iter()
        .filter(|item| item.supplement == amended.supplement)
        .map(|item| entry::listed_name(notice.words(&item.range)))
        .collect();
    let mut named: Vec<(usize, usize)> = Vec::new();
    for row in &table.rows {
        let words = notice.words(&row.entity);
        let known: Vec<&str> = quoted
            .iter()
            .copied()
            .chain(in_lists.iter().map(String::as_str))
            .collect();
        let entry = entry::read(words, &known);
        let verb = match verb_of(notice, amended, row, words, &mut named) {
            Ok(verb) => verb,
            Err(why) => {
                residue.push(notice.residue(row.range.clone(), why));
                continue;
            }
        };
        acts.push(Act::new(
            verb,
            amended.supplement,
            Some(row.country.clone()),
            entry,
            row.entity.clone(),
        ));
    }
    removals::read(notice, amended, listed, acts, residue);
    for (at, instruction) in amended.instructions.iter().enumerate() {
        if instruction.verb == Verb::Remove {
            continue;
        }
        for (number, (name, range)) in instruction.names.iter().enumerate() {
            if !named.contains(&(at, number)) {
                let why = format!("the instructions name “{name}”, which no row of the table does");
                residue.push(notice.residue(range.clone(), why));
            }
        }
        if let Some(stated) = instruction.count.filter(|_| instruction.names.is_empty()) {
            let read = acts
                .iter()
                .filter(|act| {
                    act.verb == instruction.verb
                        && act.supplement == amended.supplement
                        && instruction
                            .country
                            .is_none_or(|c| act.canonical() == Some(c))
                })
                .count();
            if read != stated {
                let why = format!("the instructions count {stated} entries, {read} were read");
                residue.push(notice.residue(instruction.range.clone(), why));
            }
        }
    }
}

/// What the instructions say of a row; where they do not name it, the only verb of its country, or
/// what its citations show.
fn verb_of(
    notice: &Notice<'_>,
    amended: &Amended,
    row: &Row,
    words: &str,
    named: &mut Vec<(usize, usize)>,
) -> Result<Verb, String> {
    let country = countries::canonical(&row.country);
    let here = |i: &instructions::Instruction| i.country.is_none() || i.country == country;
    let words = fold_name(words);
    let first = words.split(' ').next().unwrap_or_default();
    let mut best: Option<(usize, usize, usize)> = None;
    for (at, instruction) in amended.instructions.iter().enumerate() {
        if instruction.verb == Verb::Remove || !here(instruction) {
            continue;
        }
        for (number, (name, _)) in instruction.names.iter().enumerate() {
            // Folding is slow; most names differ in their first letter.
            if !first.is_empty() && !starts_alike(name, first) {
                continue;
            }
            let length = name.len();
            if preamble::begins_with(&words, &fold_name(name))
                && best.is_none_or(|(_, _, l)| length > l)
            {
                best = Some((at, number, length));
            }
        }
    }
    let by_citation = by_citation(notice, &row.citation);
    if let Some((at, number, _)) = best {
        named.push((at, number));
        let verb = amended.instructions[at].verb;
        return Ok(verb);
    }
    let mut verbs: Vec<Verb> = amended
        .instructions
        .iter()
        .filter(|i| i.verb != Verb::Remove && here(i) && i.names.is_empty())
        .map(|i| i.verb)
        .collect();
    verbs.dedup();
    match (verbs.as_slice(), by_citation) {
        ([], _) => Err("a row that no instruction names".to_owned()),
        ([Verb::Add], Some(Verb::Revise)) => Err(
            "a row that the instructions add and whose citations show an earlier rule".to_owned(),
        ),
        ([verb], _) => Ok(*verb),
        (several, Some(verb)) if several.contains(&verb) => Ok(verb),
        _ => Err("a row of which the instructions do not say what is done to it".to_owned()),
    }
}

/// Whether a name may begin with a folded word.
fn starts_alike(name: &str, first: &str) -> bool {
    let letter = name.chars().find(|c| c.is_alphanumeric());
    letter.is_none_or(|c| !c.is_ascii() || first.starts_with(c.to_ascii_lowercase()))
}

/// Whether the citations of a row are this rule's alone, or an earlier one's too.
fn by_citation(notice: &Notice<'_>, cell: &str) -> Option<Verb> {
    static CITED: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\b(?P<volume>\d{2,3})\s*FR\s*(?P<page>\d{1,6}|\[[^\]]*\])?(?:,?\s*\(?(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2,4}))?",
        )
    });
    let own = notice.metadata.citation.or(notice.text.stated.citation);
    let mut earlier = false;
    let mut any = false;
    for found in CITED.captures_iter(cell) {
        any = true;
        let volume: u32 = found["volume"].parse().ok()?;
        let page: Option<u32> = found.name("page").and_then(|p| p.as_str().parse().ok());
        let number = |name: &str| {
            found
                .name(name)
                .and_then(|m| m.as_str().parse::<u32>().ok())
        };
        let published = notice.metadata.publication_date.is_some_and(|date| {
            number("month") == Some(date.month())
                && number("day") == Some(date.day())
                && number("year").is_some_and(|year| year % 100 == date.year_ce().1 % 100)
        });
        let is_own = match (page, own) {
            (None, _) => true,
            _ if published => true,
            (Some(page), Some(own)) => {
                let last = notice.metadata.end_page.unwrap_or(own.page + 80);
                own.volume == volume && (own.page..=last.max(own.page)).contains(&page)
            }
            (Some(_), None) => return None,
        };
        earlier |= !is_own;
    }
    any.then_some(if earlier { Verb::Revise } else { Verb::Add })
}
