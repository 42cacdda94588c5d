//! Whether the lists follow one another as lists of one act do. A lost act sentence or heading would
//! let its entries count under the act above it; these breaks show it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{PartyKind, Residue, fold_name};
use regex::Regex;

use super::property;
use super::walk::{Block, Item, Walk};
use crate::grammar::dates::compile;
use crate::notice::Notice;

/// The breaks in the sequence of a walk.
pub(super) fn breaks(notice: &Notice<'_>, walk: &Walk) -> Vec<Residue> {
    let mut residue = Vec::new();
    for block in &walk.blocks {
        headings(notice, block, &mut residue);
        grounds(notice, block, &mut residue);
        alphabet(notice, block, &mut residue);
    }
    letters(notice, &walk.sections, &mut residue);
    residue
}

/// The lists of a block: runs of entries under one heading.
fn lists(block: &Block) -> impl Iterator<Item = &[Item]> {
    block.items.chunk_by(|a, b| a.list == b.list)
}

/// "Individuals" stands once under one act and one law.
fn headings(notice: &Notice<'_>, block: &Block, residue: &mut Vec<Residue>) {
    let mut seen: Vec<(PartyKind, Vec<&str>)> = Vec::new();
    for first in lists(block).filter_map(<[Item]>::first) {
        let Some(kind) = first.heading else { continue };
        let law: Vec<&str> = first
            .section
            .authorities
            .iter()
            .map(|a| a.code.as_str())
            .collect();
        let list = (kind, law);
        if seen.contains(&list) {
            let why =
                "a second list of the same kind under one act: the act over it may be missing";
            residue.push(notice.residue(first.entry.range.clone(), why));
        } else {
            seen.push(list);
        }
    }
}

/// Where entries of an act have legal grounds, all have.
fn grounds(notice: &Notice<'_>, block: &Block, residue: &mut Vec<Residue>) {
    if block.items.iter().all(|item| item.ground.is_none()) {
        return;
    }
    for item in block.items.iter().filter(|item| item.ground.is_none()) {
        // A vessel that is linked to a party of this act needs none.
        if property::is_linked_to_one_of(item, &block.items) {
            continue;
        }
        let why = "an entry without a legal ground beside others that have one";
        residue.push(notice.residue(item.entry.range.clone(), why));
    }
}

/// Fewer entries show no order.
const SHORTEST_RUN: usize = 2;

/// An unnumbered list in the order of the alphabet doesn't begin it again.
fn alphabet(notice: &Notice<'_>, block: &Block, residue: &mut Vec<Residue>) {
    for list in lists(block) {
        if list.iter().any(|item| item.entry.number.is_some()) {
            continue;
        }
        let names: Vec<String> = list
            .iter()
            .map(|item| fold_name(&item.entry.party.name))
            .collect();
        let mut descents = (1..names.len()).filter(|at| names[*at] < names[*at - 1]);
        let (Some(at), None) = (descents.next(), descents.next()) else {
            continue;
        };
        let kinds: BTreeSet<PartyKind> = list[..at].iter().map(|i| i.entry.party.kind).collect();
        let begins_again = at >= SHORTEST_RUN
            && names.len() - at >= SHORTEST_RUN
            && names[at] < names[at / 2]
            // Entities after individuals begin a list of their own.
            && kinds.contains(&list[at].entry.party.kind);
        if begins_again {
            let why =
                "the order of the list begins again: the act over what follows may be missing";
            residue.push(notice.residue(list[at].entry.range.clone(), why));
        }
    }
}

static MARK: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^\s*\(?(?P<mark>[A-Z]|[IVX]{2,5})[.)]\s"));

/// The letter or Roman number that a heading or act sentence begins with.
pub(super) fn mark(words: &str) -> Option<&str> {
    MARK.captures(words)
        .and_then(|captures| captures.name("mark"))
        .map(|mark| mark.as_str())
}

/// The place of a letter in the alphabet, from 1.
fn letter(mark: &str) -> Option<u32> {
    match mark.as_bytes() {
        [one @ b'A'..=b'Z'] => Some(u32::from(*one - b'A') + 1),
        _ => None,
    }
}

/// The value of a Roman number below forty.
fn roman(mark: &str) -> Option<u32> {
    let value = |c: char| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        _ => None,
    };
    let digits: Vec<u32> = mark.chars().map(value).collect::<Option<_>>()?;
    let mut sum = 0;
    for (at, digit) in digits.iter().enumerate() {
        match digits.get(at + 1) {
            Some(next) if next > digit => sum -= i64::from(*digit),
            _ => sum += i64::from(*digit),
        }
    }
    u32::try_from(sum).ok()
}

/// Sections lettered A., B., C. or numbered I., II., III. miss none.
fn letters(notice: &Notice<'_>, sections: &[Range<usize>], residue: &mut Vec<Residue>) {
    let (mut last_letter, mut last_roman) = (0, 0);
    for range in sections {
        let Some(mark) = mark(notice.words(range)) else {
            continue;
        };
        let (as_letter, as_roman) = (letter(mark), roman(mark));
        let next = |value: Option<u32>, last: u32| value.is_some_and(|v| v == last + 1);
        if next(as_roman, last_roman)
            && (last_roman > 0 || mark == "I")
            && !next(as_letter, last_letter)
        {
            last_roman += 1;
        } else if next(as_letter, last_letter) {
            last_letter += 1;
        } else if as_letter == Some(1) {
            last_letter = 1;
        } else if as_roman == Some(1) {
            last_roman = 1;
        } else {
            let why = format!(
                "section {mark} does not follow the one before it: a section may be missing"
            );
            residue.push(notice.residue(range.clone(), why));
            last_letter = as_letter.unwrap_or(last_letter);
            last_roman = as_roman.unwrap_or(last_roman);
        }
    }
}
