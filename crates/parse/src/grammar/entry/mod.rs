//! Entries of OFAC's lists as notices print them: name, aliases, addresses, labelled fields, kind,
//! program tags, links.
//!
//! `NAME (aliases), address; address; field; field; position (individual) [TAG] [TAG] (Linked To: X).`
//!
//! Only the tag group, with the links after it, ends an entry: full stops and commas stand in
//! names, addresses and fields. All words of an entry end up in some field of its party; what no
//! label explains becomes a remark.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Party, PartyKind};
use regex::Regex;

use crate::grammar::dates::compile;
use crate::grammar::names::Problem;
use crate::notice::Notice;

mod address;
mod aliases;
pub(crate) mod birth;
mod fields;
mod labels;
mod name;
mod split;
mod tail;
#[cfg(test)]
mod tests;
mod text;
mod vessel;

pub(crate) use split::split;

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

/// No entry is longer. The longest known, with hundreds of numbers and addresses, is a tenth of it.
const LONGEST: usize = 100_000;

/// Reads one entry out of a range of the text: the first that stands there.
#[allow(
    dead_code,
    reason = "readers that know where an entry stands ask for it"
)]
pub(crate) fn read(notice: &Notice<'_>, range: Range<usize>) -> Option<ListEntry> {
    parse(notice.words(&range), range.start, None)
}

/// Whether an entry that prints no kind shows the one that its heading announces.
fn bears_out(party: &Party) -> bool {
    match party.kind {
        PartyKind::Individual => {
            let given = party.name.split_once(',').map_or("", |(_, given)| given);
            text::has_lower(given) || !party.dates_of_birth.is_empty()
        }
        PartyKind::Vessel => {
            let shown = party.details.iter().map(|d| &d.label);
            let mut shown = shown.chain(party.identifiers.iter().map(|i| &i.kind));
            shown.any(|label| {
                ["Vessel", "MMSI", "DWT", "GRT"]
                    .iter()
                    .any(|l| label.starts_with(l))
            })
        }
        PartyKind::Aircraft => {
            let shown = party.details.iter().map(|d| &d.label);
            let mut shown = shown.chain(party.identifiers.iter().map(|i| &i.kind));
            shown.any(|label| label.contains("Aircraft"))
        }
        _ => true,
    }
}

/// Whether an entry that no tag closes runs into the next of its list.
fn runs_on(body: &str, number: Option<u32>, programs: &[String]) -> bool {
    let Some(next) = number.and_then(|n| n.checked_add(1)) else {
        return false;
    };
    programs.is_empty()
        && [". ", "; ", ") "]
            .iter()
            .any(|end| body.contains(&format!("{end}{next}. ")))
}

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^\s*(?:\(?(?P<number>\d{1,4})[.)]|\([a-z]{1,3}\)|[•*-])\s+"));

/// Reads the entry that `words` begin with; they stand at `base` in the text. `announced` is the
/// kind that the list's heading gives, which holds where the entry prints none.
pub(crate) fn parse(words: &str, base: usize, announced: Option<PartyKind>) -> Option<ListEntry> {
    let mut longest = words.len().min(LONGEST);
    while !words.is_char_boundary(longest) {
        longest -= 1;
    }
    let words = &words[..longest];
    // Line ends divide nothing within an entry; the length stays the same.
    let flat: String = words
        .chars()
        .map(|c| {
            if matches!(c, '\n' | '\t' | '\r') {
                ' '
            } else {
                c
            }
        })
        .collect();
    let (number, start) = match NUMBER.captures(&flat) {
        Some(captures) => (
            captures
                .name("number")
                .and_then(|m| m.as_str().parse().ok()),
            captures.get(0).map_or(0, |m| m.end()),
        ),
        None => (None, flat.len() - flat.trim_start().len()),
    };
    let text = &flat[start..];
    if !text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '\'' | '(')) {
        return None;
    }
    let mut tail = tail::find(text);
    let body = &text[..tail.body_end];
    let kind = tail
        .kind
        .or_else(|| announced.filter(|_| tail.kind.is_none()));
    let head = name::split(body, kind)?;
    if runs_on(body, number, &tail.programs) {
        let why = "the next number of the list stands within the entry";
        tail.problems.push(Problem {
            range: 0..tail.body_end,
            why,
        });
    }
    let mut party = Party::named("", kind.unwrap_or(PartyKind::Organization));
    party.programs = tail.programs;
    party.gender = tail.gender;
    let mut problems = tail.problems;
    if let Some(why) = head.doubt {
        problems.push(Problem {
            range: head.name.clone(),
            why,
        });
    }
    for group in &head.groups {
        aliases::read(body, group.clone(), &mut party.aliases, &mut problems);
    }
    let mut name = head.name;
    let mut rest = head.rest;
    let mut comma = head.comma;
    if party.kind == PartyKind::Vessel {
        let with_name = head.groups.is_empty();
        let mut from = if with_name { name.start } else { rest };
        let to = text::separators(&body[from..], b';')
            .first()
            .map_or(body.len(), |at| from + at);
        if comma && vessel::has_particulars(&body[from..to]) {
            from += body[from..to].len() - body[from..to].trim_start().len();
            comma = false;
        }
        if !comma {
            if let Some(own) = vessel::read(body, from..to, with_name, &mut party) {
                name = own;
            }
            rest = to;
        }
        comma = comma && !with_name;
    }
    fields::read(body, rest..body.len(), comma, &mut party, &mut problems);
    party.linked_to.extend(tail.linked_to);
    for address in &party.addresses {
        if let Some(country) = &address.country
            && !party.countries.contains(country)
        {
            party.countries.push(country.clone());
        }
    }
    let (printed, _) = aliases::unquoted(&body[name.clone()]);
    if !printed.contains(char::is_alphanumeric) {
        return None;
    }
    party.name = printed;
    party.surname = head.surname.map(|r| text::spaced(&body[r]));
    if tail.kind.is_none() && !bears_out(&party) {
        let why = "the list's heading announces another kind of party than the entry shows";
        problems.push(Problem {
            range: name.clone(),
            why,
        });
    }
    let offset = base + start;
    for problem in &mut problems {
        problem.range = offset + problem.range.start..offset + problem.range.end;
    }
    Some(ListEntry {
        number,
        party,
        range: offset + name.start..offset + tail.end,
        problems,
    })
}
