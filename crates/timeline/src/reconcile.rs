//! A list that somebody else keeps, set against who is designated by the notices.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::as_of::Standing;
use crate::names::{is_acronym, link_fold};

/// One entry of a list that somebody else keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The name as the list has it.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Codes of the authorities under which it is listed, where the list says; empty if not.
    pub authorities: BTreeSet<String>,
    /// Since when, where the list says.
    pub since: Option<NaiveDate>,
    /// Until when, where the list says.
    pub until: Option<NaiveDate>,
    /// The line or row of the file, from 1.
    pub row: usize,
}

/// A party that both have.
#[derive(Debug, Clone, PartialEq)]
pub struct Both<'a> {
    /// As the notices have it.
    pub standing: &'a Standing,
    /// As the list has it.
    pub listed: &'a Listed,
    /// The name by which the two were found to be one, as the list has it.
    pub by: &'a str,
    /// How many days later the list has it than the notices; negative if earlier, `None` if the
    /// list gives no date.
    pub days_apart: Option<i64>,
}

/// What a comparison found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reconciled<'a> {
    /// What both have, in the order of the standings.
    pub both: Vec<Both<'a>>,
    /// What only the notices have.
    pub only_here: Vec<&'a Standing>,
    /// What only the list has.
    pub only_there: Vec<&'a Listed>,
}

/// Sets standings against a list.
///
/// Two are one if a name of the one (primary name or alias, compared as names are compared for
/// links; `SURNAME, Given` and `Given Surname` are the same name) is a name of the other, and the
/// list does not put it under another authority. Primary names go before aliases, and each is
/// matched once under each authority.
pub fn reconcile<'a>(standings: &'a [Standing], list: &'a [Listed]) -> Reconciled<'a> {
    let mut by_name: BTreeMap<String, Vec<(usize, &'a str)>> = BTreeMap::new();
    for (at, listed) in list.iter().enumerate() {
        // Acronyms are shared by strangers.
        let aliases = listed.aliases.iter().filter(|name| !is_acronym(name));
        let names = std::iter::once(&listed.name).chain(aliases);
        for name in names {
            for key in keys(name) {
                by_name.entry(key).or_default().push((at, name));
            }
        }
    }
    let mut found: Vec<Option<(usize, &'a str)>> = vec![None; standings.len()];
    let mut taken: BTreeSet<(usize, &str)> = BTreeSet::new();
    let mut matched: BTreeSet<usize> = BTreeSet::new();
    // First by the names both put first, then by any.
    for round in 0..3 {
        for (place, standing) in standings.iter().enumerate() {
            if found[place].is_some() {
                continue;
            }
            let mut names = vec![standing.name.as_str()];
            if round > 1 {
                let aliases = standing.aliases.iter().map(|alias| alias.name.as_str());
                names.extend(aliases.filter(|name| !is_acronym(name)));
            }
            let candidate = names
                .into_iter()
                .flat_map(keys)
                .filter_map(|key| by_name.get(&key))
                .flatten()
                .find(|(at, name)| {
                    let listed = &list[*at];
                    (round > 0 || *name == listed.name)
                        && (listed.authorities.is_empty()
                            || listed.authorities.contains(&standing.authority))
                        && !taken.contains(&(*at, standing.authority.as_str()))
                });
            if let Some(&(at, name)) = candidate {
                found[place] = Some((at, name));
                taken.insert((at, &standing.authority));
                matched.insert(at);
            }
        }
    }
    let mut answer = Reconciled::default();
    for (standing, found) in standings.iter().zip(found) {
        match found {
            Some((at, by)) => {
                let listed = &list[at];
                answer.both.push(Both {
                    standing,
                    listed,
                    by,
                    days_apart: listed
                        .since
                        .map(|there| (there - standing.since.date).num_days()),
                });
            }
            None => answer.only_here.push(standing),
        }
    }
    let left = list
        .iter()
        .enumerate()
        .filter(|(at, _)| !matched.contains(at));
    answer.only_there = left.map(|(_, listed)| listed).collect();
    answer
}

/// The folded forms of a name: as it stands, and with a surname that stands first put last.
fn keys(name: &str) -> Vec<String> {
    let mut keys = vec![link_fold(name)];
    if let Some((surname, given)) = name.split_once(',') {
        let turned = link_fold(&format!("{} {}", given.trim(), surname.trim()));
        if !keys.contains(&turned) {
            keys.push(turned);
        }
    }
    keys.retain(|key| !key.is_empty());
    keys
}
