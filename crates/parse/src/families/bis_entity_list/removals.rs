//! Entries that a rule takes off a list.

use std::sync::LazyLock;

use fedreg_model::{Residue, fold_name};
use regex::Regex;

use super::acts::Act;
use super::entry;
use super::instructions::{Amended, Verb};
use super::preamble::{self, Listed};
use super::{address, countries};
use crate::grammar::dates::compile;
use crate::notice::Notice;

/// Removals: as the instructions quote them, completed from the preamble's list; or, where they
/// only count them, from that list.
pub(super) fn read(
    notice: &Notice<'_>,
    amended: &Amended,
    listed: &[Listed],
    acts: &mut Vec<Act>,
    residue: &mut Vec<Residue>,
) {
    let of_list: Vec<&Listed> = listed
        .iter()
        .filter(|item| item.verb == Verb::Remove && item.supplement == amended.supplement)
        .collect();
    for instruction in amended
        .instructions
        .iter()
        .filter(|i| i.verb == Verb::Remove)
    {
        if instruction.names.is_empty() {
            let here: Vec<&&Listed> = of_list
                .iter()
                .filter(|item| {
                    instruction.country.is_none()
                        || item.country.as_deref().and_then(countries::canonical)
                            == instruction.country
                        || item.country.is_none()
                })
                .collect();
            if here.is_empty() || instruction.count.is_some_and(|count| count != here.len()) {
                let why = "a removal whose entries the instructions do not name";
                residue.push(notice.residue(instruction.range.clone(), why));
            }
            for item in here {
                let words = notice.words(&item.range);
                acts.push(Act::new(
                    Verb::Remove,
                    amended.supplement,
                    item.country.clone(),
                    entry::read(words, &[&entry::listed_name(words)]),
                    item.range.clone(),
                ));
            }
            continue;
        }
        for (name, range) in &instruction.names {
            // The quotation is the name, or the whole entry.
            let mut entry = entry::read(name, &[]);
            let whole = entry.aliases.is_empty() && entry.addresses.is_empty();
            let folded = fold_name(&entry.name);
            let named = || {
                of_list
                    .iter()
                    .filter(|item| preamble::begins_with(&item.folded, &folded))
            };
            let here = |item: &&&Listed| {
                item.country.as_deref().and_then(countries::canonical) == instruction.country
            };
            let item = named()
                .find(here)
                .or_else(|| named().find(|item| item.country.is_none()));
            let mut country = printed_country(notice, amended, instruction.country)
                .or_else(|| instruction.country.map(str::to_owned));
            if let Some(item) = item {
                if whole || !entry.addresses.iter().any(|a| address::begins(a)) {
                    let name = if whole { name.as_str() } else { &entry.name };
                    entry = entry::read(notice.words(&item.range), &[name]);
                }
                country = item.country.clone().or(country);
            } else if !entry.addresses.is_empty()
                && !entry.addresses.iter().any(|a| address::is_like(a))
            {
                // A name with commas, not a name with an address.
                entry = entry::read(name, &[name]);
            }
            acts.push(Act::new(
                Verb::Remove,
                amended.supplement,
                country,
                entry,
                range.clone(),
            ));
        }
    }
}

/// The country as the instructions print it.
fn printed_country(
    notice: &Notice<'_>,
    amended: &Amended,
    country: Option<&'static str>,
) -> Option<String> {
    static UNDER: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\bunder\s+(?:the\s+)?(?:destinations?\s+of\s+|entr(?:y|ies)\s+for\s+)?(?:the\s+)?|\b(?:countr(?:y|ies)|destinations?|heading)\s+(?:name\s+|heading\s+)?(?:of\s+|for\s+)?(?:the\s+)?",
        )
    });
    let words = notice.words(&amended.range);
    UNDER.find_iter(words).find_map(|found| {
        let rest = &words[found.end()..];
        let (name, end) = countries::at_start(rest)?;
        (Some(name) == country).then(|| rest[..end].trim_end_matches('.').to_owned())
    })
}
