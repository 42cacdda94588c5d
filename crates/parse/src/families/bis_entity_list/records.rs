//! From acts to records: acts of one verb upon one name are one.

use std::sync::LazyLock;

use fedreg_model::{Address, AliasQuality, AuthorityCitation, Effective, Party, PartyKind, Record};
use regex::Regex;

use super::acts::Act;
use super::checks::ADDRESS_ENTRY;
use super::entry::Entry;
use super::instructions::Verb;
use super::{address, changes, party_kind};
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// The records: acts of one verb upon one name are one.
pub(super) fn write(
    notice: &Notice<'_>,
    law: Law<'_>,
    acts: Vec<Act>,
    effective: &Effective,
    reading: &mut Reading,
) {
    let mut keys: Vec<(Verb, u8, String)> = Vec::new();
    for act in acts {
        for problem in &act.entry.problems {
            reading
                .residue
                .push(notice.residue(act.range.clone(), problem.clone()));
        }
        if act.entry.name.is_empty() {
            let why = "an entry without a name";
            reading.residue.push(notice.residue(act.range.clone(), why));
            continue;
        }
        let addresses: Vec<Address> = act
            .entry
            .addresses
            .iter()
            .map(|a| address::read(a))
            .collect();
        let key = (act.verb, act.supplement, act.name().to_owned());
        let country = act.country.clone();
        if let Some(at) = keys.iter().position(|k| *k == key)
            && let Some(record) = reading.records.get_mut(at)
        {
            merge(&mut record.party, &act.entry, addresses, country);
            continue;
        }
        let country = country.or_else(|| addresses.iter().find_map(|a| a.country.clone()));
        let (action, amendment) = changes::of(notice, act.verb, &act.entry);
        let kind = if ADDRESS_ENTRY.is_match(&act.entry.name) {
            PartyKind::Unknown
        } else {
            kind(notice, &act.entry)
        };
        let mut party = Party::named(act.entry.name.clone(), kind);
        merge(&mut party, &act.entry, addresses, country);
        keys.push(key);
        reading.records.push(Record {
            action,
            party,
            authorities: vec![authority(notice, law, act.supplement)],
            effective: effective.clone(),
            amendment,
            signed_on: notice.signed_on,
            determined_on: None,
            signer: notice.signer.clone(),
            notice_number: notice.notice_number.clone(),
            ground: (act.verb == Verb::Add).then(|| ground(notice)).flatten(),
            quote: notice.quote(act.range),
        });
    }
}

/// The sentence by which the committee decides.
fn ground(notice: &Notice<'_>) -> Option<String> {
    static DECIDES: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\b(?:ERC|end-user\s+review\s+committee|BIS|U\.S\.\s+government)\s+(?:has\s+|have\s+)?(?:determined|decided|made\s+the\s+(?:decision|determination))\b",
        )
    });
    notice
        .sentences
        .iter()
        .map(|s| notice.words(&s.range))
        .find(|words| DECIDES.is_match(words))
        .map(str::to_owned)
}

fn merge(party: &mut Party, entry: &Entry, addresses: Vec<Address>, country: Option<String>) {
    for alias in &entry.aliases {
        if !party.aliases.contains(alias) {
            party.aliases.push(alias.clone());
        }
    }
    for address in addresses {
        if !party.addresses.contains(&address) {
            party.addresses.push(address);
        }
    }
    if let Some(country) = country
        && !party.countries.contains(&country)
    {
        party.countries.push(country);
    }
}

/// The kind that name, aliases or a sentence about the party show. A list prints firms and persons
/// alike, so that what nothing shows stays unknown.
fn kind(notice: &Notice<'_>, entry: &Entry) -> PartyKind {
    let by_name = party_kind::of_name(&entry.name);
    if by_name != PartyKind::Unknown {
        return by_name;
    }
    let aliases = entry.aliases.iter().map(|a| party_kind::of_name(&a.name));
    if aliases
        .into_iter()
        .any(|kind| kind == PartyKind::Organization)
    {
        return PartyKind::Organization;
    }
    if entry
        .aliases
        .iter()
        .any(|a| a.quality == AliasQuality::Acronym)
    {
        return PartyKind::Organization;
    }
    match party_kind::by_name_words(&entry.name) {
        PartyKind::Unknown if said_to_be_person(notice, &entry.name) => PartyKind::Individual,
        kind => kind,
    }
}

/// Whether a sentence that names the party calls it an individual, and speaks of no firm beside it.
fn said_to_be_person(notice: &Notice<'_>, name: &str) -> bool {
    static PERSON: LazyLock<Regex> =
        LazyLock::new(|| compile(r"(?i)\b(?:an?|this|the)\s+individual\b|\b(?:his|her)\b"));
    static FIRM: LazyLock<Regex> = LazyLock::new(|| {
        compile(r"(?i)\b(?:entit(?:y|ies)|compan(?:y|ies)|firms?|organi[sz]ations?)\b")
    });
    notice
        .sentences
        .iter()
        .map(|s| notice.words(&s.range))
        .filter(|words| words.contains(name))
        .any(|words| PERSON.is_match(words) && !FIRM.is_match(words))
}

fn authority(notice: &Notice<'_>, law: Law<'_>, supplement: u8) -> AuthorityCitation {
    static PRINTED: LazyLock<[Regex; 3]> = LazyLock::new(|| {
        [
            compile(r"(?i)\bsupplement\s+no\.?\s*4\s+to\s+part\s+744\b"),
            compile(r"(?i)\bsupplement\s+no\.?\s*6\s+to\s+part\s+744\b"),
            compile(r"(?i)\bsupplement\s+no\.?\s*7\s+to\s+part\s+744\b"),
        ]
    });
    let (code, pattern) = match supplement {
        6 => ("EAR-744-15", &PRINTED[1]),
        7 => ("EAR-744-21", &PRINTED[2]),
        _ => ("EAR-744-11", &PRINTED[0]),
    };
    let text = notice.text.text.as_str();
    let printed = pattern.find(text).map(|m| m.as_str().to_owned());
    let cited = || {
        law.citations
            .best(code, &[text])
            .map(|found| found.citation)
    };
    AuthorityCitation {
        code: code.to_owned(),
        citation: printed
            .or_else(cited)
            .unwrap_or_else(|| "Export Administration Regulations".to_owned()),
        subsection: None,
    }
}
