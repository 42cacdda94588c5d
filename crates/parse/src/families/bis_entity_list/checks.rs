//! Checks of what was read against the preamble's lists and the summary's counts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fedreg_model::Residue;
use regex::Regex;

use super::acts::Act;
use super::counts::{self, Tally};
use super::instructions::Verb;
use super::preamble::{self, Listed};
use crate::grammar::dates::compile;
use crate::notice::Notice;

/// The preamble's lists and the acts must name the same parties.
pub(super) fn lists(
    notice: &Notice<'_>,
    listed: &[Listed],
    acts: &[Act],
    residue: &mut Vec<Residue>,
) {
    for item in listed {
        let held = acts.iter().any(|act| {
            act.supplement == item.supplement
                && (act
                    .folded
                    .iter()
                    .any(|name| preamble::begins_with(&item.folded, name))
                    || preamble::begins_with(act.name(), &item.folded))
        });
        if !held && !acts.is_empty() {
            let why = "the preamble lists an entry that no record holds";
            residue.push(notice.residue(item.range.clone(), why));
        }
    }
    // A list of additions names every addition.
    for supplement in [4, 6, 7] {
        let adds: Vec<&Listed> = listed
            .iter()
            .filter(|i| i.verb == Verb::Add && i.supplement == supplement)
            .collect();
        if adds.is_empty() {
            continue;
        }
        for act in acts
            .iter()
            .filter(|a| a.verb == Verb::Add && a.supplement == supplement)
        {
            let told = adds.iter().any(|item| {
                preamble::begins_with(&item.folded, act.name())
                    || preamble::begins_with(act.name(), &item.folded)
            });
            if !told {
                let why = "an added entry that the preamble's list does not name";
                residue.push(notice.residue(act.range.clone(), why));
            }
        }
    }
}

/// An entry that is an address and no party.
pub(super) static ADDRESS_ENTRY: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^(?:high\s+diversion\s+risk\s+)?address\s+(?:no\.?\s*)?\d+\b"));

pub(super) fn summary(notice: &Notice<'_>, acts: &[Act], residue: &mut Vec<Residue>) {
    for supplement in [4, 6, 7] {
        let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
        let mut names: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        let mut by_country: BTreeMap<&'static str, usize> = BTreeMap::new();
        for act in acts.iter().filter(|act| act.supplement == supplement) {
            let word = counts::word(act.verb);
            let tally = tallies.entry(word).or_default();
            tally.entries += 1;
            if ADDRESS_ENTRY.is_match(&act.entry.name) {
                tally.addresses += 1;
            } else {
                let name = act.name().to_owned();
                let known = names.entry(word).or_default();
                if !known.contains(&name) {
                    known.push(name);
                    tally.entities += 1;
                }
            }
            if let (Verb::Add, Some(country)) = (act.verb, act.canonical()) {
                *by_country.entry(country).or_default() += 1;
            }
        }
        if tallies.is_empty() {
            continue;
        }
        for (range, why) in counts::check(notice, supplement, &tallies, &by_country) {
            residue.push(notice.residue(range, why));
        }
    }
}
