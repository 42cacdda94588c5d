//! Checks on what was read: stated counts, numbering, acts without entries.

use std::sync::LazyLock;

use fedreg_model::{PartyKind, Record, Residue};
use regex::Regex;

use super::effects::Statement;
use super::sequence;
use super::walk::{Block, Walk};
use super::words::{Count, Counted, mask};
use crate::grammar::dates::compile;
use crate::notice::Notice;

/// What is wrong with a walk as a whole.
pub(super) fn all(
    notice: &Notice<'_>,
    walk: &Walk,
    statements: &[Statement],
    records: &[Record],
) -> Vec<Residue> {
    let mut residue = Vec::new();
    let mut last = None;
    for block in &walk.blocks {
        if block.items.is_empty() {
            if block.images.is_empty() && !block.act.above && !has_images(walk) {
                residue.push(notice.residue(
                    block.range.clone(),
                    "an act whose parties could not be read",
                ));
            }
            continue;
        }
        counts(notice, block, &mut residue);
        kinds(notice, block, &mut residue);
        unchanged(notice, block, &mut residue);
        last = numbering(notice, block, last, &mut residue);
    }
    residue.extend(sequence::breaks(notice, walk));
    effects(notice, statements, records, &mut residue);
    repeats(notice, records, &mut residue);
    residue
}

fn has_images(walk: &Walk) -> bool {
    !walk.images.is_empty() || walk.blocks.iter().any(|b| !b.images.is_empty())
}

/// Where one entry is printed before and after its change, all of its list are.
fn unchanged(notice: &Notice<'_>, block: &Block, residue: &mut Vec<Residue>) {
    if !block.items.iter().any(|item| item.becomes.is_some()) {
        return;
    }
    for item in block.items.iter().filter(|item| item.becomes.is_none()) {
        let why = "an entry beside others that change, without its new text";
        residue.push(notice.residue(item.entry.range.clone(), why));
    }
}

/// The counts that an act sentence states are those of its entries.
fn counts(notice: &Notice<'_>, block: &Block, residue: &mut Vec<Residue>) {
    for count in merged(&block.act.counts) {
        let read = block
            .items
            .iter()
            .filter(|item| count.of.holds(item.entry.party.kind))
            .count();
        if read != count.number {
            residue.push(notice.residue(
                block.range.clone(),
                format!(
                    "the notice counts {} {}, {read} were read",
                    count.number,
                    name(count.of)
                ),
            ));
        }
    }
}

static OF_ALL_KINDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:persons?|part(?:y|ies)|names?|entries|listings?|additions?|SDNs?|nationals?|designees?|targets?|traffickers?|evaders?|terrorists?|actions?)\b",
    )
});

static OF_A_KIND: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bfollowing\s+(?:[\w()-]+\s+){0,5}?(?:individuals?|entit(?:y|ies)|vessels?|aircraft)\b",
    )
});

/// An act upon "the following individuals" is upon individuals: entities under it have lost theirs.
fn kinds(notice: &Notice<'_>, block: &Block, residue: &mut Vec<Residue>) {
    let words = mask(notice.words(&block.range));
    if block.from_heading || !OF_A_KIND.is_match(&words) || OF_ALL_KINDS.is_match(&words) {
        return;
    }
    let spoken = words.to_lowercase();
    let speaks = |kind: PartyKind| match kind {
        PartyKind::Individual => spoken.contains("individual"),
        PartyKind::Organization => [
            "entit",
            "compan",
            "organi",
            "bank",
            "institution",
            "group",
            "business",
            "firm",
        ]
        .iter()
        .any(|word| spoken.contains(word)),
        PartyKind::Vessel => spoken.contains("vessel") || spoken.contains("propert"),
        PartyKind::Aircraft => spoken.contains("aircraft") || spoken.contains("propert"),
        _ => true,
    };
    for item in &block.items {
        let kind = item.entry.party.kind;
        if !speaks(kind) {
            let why = format!(
                "an entry of the kind {kind} under an act that does not speak of such: its own act may be missing"
            );
            residue.push(notice.residue(item.entry.range.clone(), why));
        }
    }
}

/// Several counts of the same kind in one sentence are added ("two individuals from Lebanon and
/// three individuals from Iraq").
fn merged(counts: &[Count]) -> Vec<Count> {
    let mut all: Vec<Count> = Vec::new();
    for count in counts {
        match all.iter_mut().find(|c| c.of == count.of) {
            Some(same) => same.number += count.number,
            None => all.push(*count),
        }
    }
    all
}

fn name(of: Counted) -> String {
    match of {
        Counted::Kind(kind) => format!("parties of the kind {kind}"),
        Counted::Persons => "persons".to_owned(),
        Counted::Entries => "entries".to_owned(),
    }
}

/// Numbers miss none: they restart with a heading or an act, or go on over it. `before` is the last
/// number of the blocks before; the answer is the last of this one.
fn numbering(
    notice: &Notice<'_>,
    block: &Block,
    before: Option<u32>,
    residue: &mut Vec<Residue>,
) -> Option<u32> {
    let mut last: Option<(Option<usize>, u32)> = before.map(|number| (None, number));
    for item in &block.items {
        let Some(number) = item.entry.number else {
            if let Some((Some(under), before)) = last
                && under == item.list
            {
                residue.push(notice.residue(
                    item.entry.range.clone(),
                    format!("an entry without a number after number {before}"),
                ));
            }
            last = last.map(|(_, number)| (None, number));
            continue;
        };
        let follows = match last {
            None => number == 1,
            Some((under, before)) => {
                number == before + 1 || (number == 1 && under != Some(item.list))
            }
        };
        if !follows {
            let before = last.map_or("the beginning".to_owned(), |(_, n)| format!("number {n}"));
            residue.push(notice.residue(
                item.entry.range.clone(),
                format!("the list's numbering jumps from {before} to {number}"),
            ));
        }
        last = Some((Some(item.list), number));
    }
    last.map(|(_, number)| number)
}

/// "The designation … of the 5 individuals identified in this notice … is effective on …".
fn effects(
    notice: &Notice<'_>,
    statements: &[Statement],
    records: &[Record],
    residue: &mut Vec<Residue>,
) {
    for statement in statements {
        if statement.of.is_empty() || records.is_empty() {
            continue;
        }
        for count in &statement.counts {
            let read = records
                .iter()
                .filter(|r| statement.of.contains(&r.action) && count.of.holds(r.party.kind))
                .count();
            if read != count.number
                && let Some(sentence) = notice.sentences.get(statement.sentence)
            {
                residue.push(notice.residue(
                    sentence.range.clone(),
                    format!(
                        "the notice counts {} {}, {read} were read",
                        count.number,
                        name(count.of)
                    ),
                ));
            }
        }
    }
}

static REPEATS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\brepublish\w*\b|\brepublication\b|\bupdated\s+Federal\s+Register\s+notice\b|\b(?:inadvertently|erroneously)\s+(?:omitted|included|published|printed|identified|listed)\b|\bsupersed(?:es|ing)\s+(?:the|an)\s+(?:earlier|previous|prior)\s+notice\b",
    )
});

/// A notice that repeats or mends an earlier one may act upon nobody anew.
fn repeats(notice: &Notice<'_>, records: &[Record], residue: &mut Vec<Residue>) {
    if records.is_empty() {
        return;
    }
    residue.extend(
        notice
            .sentences
            .iter()
            .filter(|s| REPEATS.is_match(notice.words(&s.range)))
            .map(|s| {
                let why = "says that it repeats or mends an earlier notice";
                notice.residue(s.range.clone(), why)
            }),
    );
}
