//! Which record is which action of gold.

use fedreg_model::{Record, fold_name};

use crate::gold::GoldAction;
use crate::names::{keys, overlap};

/// For each action of gold the record that it is, each record given once; as many as can be, and
/// where a party stands in several records, those that agree in more.
pub(super) fn matched(gold: &[GoldAction], records: &[Record]) -> Vec<Option<usize>> {
    let of_records: Vec<_> = records.iter().map(|r| keys(&r.party.name)).collect();
    let choices: Vec<Vec<usize>> = gold
        .iter()
        .map(|wanted| {
            let names = keys(&wanted.entity.name);
            let mut of_wanted: Vec<usize> = (0..records.len())
                .filter(|at| {
                    records[*at].action.as_str() == fold_word(&wanted.action)
                        && !names.is_disjoint(&of_records[*at])
                })
                .collect();
            of_wanted.sort_by_key(|at| std::cmp::Reverse(likeness(wanted, &records[*at])));
            of_wanted
        })
        .collect();
    let mut owner: Vec<Option<usize>> = vec![None; records.len()];
    // What agrees in most is given first, so that later ones take what is left.
    let mut order: Vec<usize> = (0..gold.len()).collect();
    order.sort_by_key(|at| {
        let best = choices[*at].first();
        let like = best.map_or(0, |record| likeness(&gold[*at], &records[*record]));
        (gold[*at].provisional, std::cmp::Reverse(like))
    });
    for at in order {
        give(at, &choices, &mut owner, &mut vec![false; records.len()]);
    }
    let mut of_gold = vec![None; gold.len()];
    for (record, wanted) in owner.iter().enumerate() {
        if let Some(wanted) = wanted {
            of_gold[*wanted] = Some(record);
        }
    }
    of_gold
}

/// Gives `wanted` a record, moving others to another choice of theirs if need be.
fn give(
    wanted: usize,
    choices: &[Vec<usize>],
    owner: &mut [Option<usize>],
    tried: &mut Vec<bool>,
) -> bool {
    for &record in &choices[wanted] {
        if std::mem::replace(&mut tried[record], true) {
            continue;
        }
        let free = match owner[record] {
            None => true,
            Some(other) => give(other, choices, owner, tried),
        };
        if free {
            owner[record] = Some(wanted);
            return true;
        }
    }
    false
}

/// How much a record of the right party and action agrees in besides.
fn likeness(wanted: &GoldAction, record: &Record) -> usize {
    let authorities = wanted
        .authority
        .as_ref()
        .is_some_and(|codes| same_codes(codes, record));
    let kind = wanted
        .entity
        .kind
        .as_ref()
        .is_some_and(|kind| fold_kind(kind) == record.party.kind.as_str());
    let date = wanted.effective_date == record.effective.date;
    let name = fold_name(&wanted.entity.name) == fold_name(&record.party.name);
    let aliases = wanted
        .entity
        .aliases
        .as_ref()
        .map_or(0, |aliases| overlap(aliases, &aliases_of(record)).0.min(16));
    usize::from(authorities) * 256
        + usize::from(kind) * 128
        + usize::from(date) * 64
        + usize::from(name) * 32
        + aliases
}

pub(super) fn aliases_of(record: &Record) -> Vec<String> {
    record
        .party
        .aliases
        .iter()
        .map(|alias| alias.name.clone())
        .collect()
}

pub(super) fn codes_of(record: &Record) -> Vec<String> {
    let mut codes: Vec<String> = record.authorities.iter().map(|a| a.code.clone()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

pub(super) fn same_codes(wanted: &[String], record: &Record) -> bool {
    let mut wanted: Vec<String> = wanted
        .iter()
        .map(|code| code.trim().to_ascii_uppercase())
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted == codes_of(record)
}

pub(super) fn fold_word(word: &str) -> String {
    word.trim().to_lowercase().replace([' ', '-'], "_")
}

/// The kinds of other annotations in our words.
pub(super) fn fold_kind(kind: &str) -> String {
    let kind = fold_word(kind);
    match kind.as_str() {
        "entity" | "group" | "company" | "organisation" => "organization".to_owned(),
        "person" => "individual".to_owned(),
        "ship" => "vessel".to_owned(),
        _ => kind,
    }
}
