//! From instructions, tables and lists to records.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use chrono::Datelike;
use fedreg_model::{
    Address, AuthorityCitation, DocumentType, Effective, EffectiveBasis, Party, PartyKind, Record,
    Residue, Role, fold_name,
};
use regex::Regex;

use super::changes;
use super::counts::{self, Tally};
use super::entry::{self, Entry};
use super::instructions::{self, Amended, Verb};
use super::preamble::{self, Listed};
use super::table::{self, Row};
use super::{address, countries, party_kind};
use crate::grammar::dates::{Effect, compile, effect};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// One act upon one entry, before entries of one party are put together.
struct Act {
    verb: Verb,
    supplement: u8,
    country: Option<String>,
    entry: Entry,
    range: Range<usize>,
    /// The name and its aliases, folded.
    folded: Vec<String>,
}

static COUNTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:adds?|adding|removes?|removing|revis(?:es|ing)|modif(?:ies|ying))\b[^.]{0,160}\b(?:entit(?:y|ies)|entr(?:y|ies)|persons?)\b[^.]{0,120}\b(?:list|UVL)\b",
    )
});

/// Reads a rule that changes lists of part 744.
pub(crate) fn read(notice: &Notice<'_>, law: Law<'_>) -> Reading {
    let mut reading = Reading::default();
    if notice.metadata.document_type == DocumentType::ProposedRule || is_proposal(notice) {
        reading.names_nobody = Some("a proposed rule, which changes no list".to_owned());
        return reading;
    }
    let amended = instructions::amended(notice);
    let until = amended.first().map_or(usize::MAX, |a| a.range.start);
    let listed = preamble::lists(notice, until);
    let mut acts: Vec<Act> = Vec::new();
    for amended in &amended {
        if amended.reprints {
            let why = "the whole list is printed anew; which of its entries are new is not read";
            reading
                .residue
                .push(notice.residue(amended.range.clone(), why));
            continue;
        }
        acts_of(notice, amended, &listed, &mut acts, &mut reading.residue);
    }
    if amended.is_empty() {
        without_instructions(notice, &listed, &mut acts, &mut reading);
    }
    check_lists(notice, &listed, &acts, &mut reading.residue);
    check_counts(notice, &acts, &mut reading.residue);
    let effective = effective(notice, &mut reading.residue, !acts.is_empty());
    records(notice, law, acts, &effective, &mut reading);
    if reading.says_something() {
        check_end(notice, &mut reading);
    }
    reading
}

fn is_proposal(notice: &Notice<'_>) -> bool {
    static PROPOSED: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)^\s*(?:advance\s+notice\s+of\s+)?proposed\s+rule|^\s*notice\s+of\s+(?:proposed|inquiry)|^\s*request\s+for\s+comments?",
        )
    });
    let action = notice
        .metadata
        .action
        .as_deref()
        .or(notice.text.stated.action.as_deref());
    action.is_some_and(|action| PROPOSED.is_match(action))
}

/// A document without amendatory instructions: a notice that lists names in prose, a rule that changes
/// only procedure, or a text that broke off.
fn without_instructions(
    notice: &Notice<'_>,
    listed: &[Listed],
    acts: &mut Vec<Act>,
    reading: &mut Reading,
) {
    if notice.metadata.document_type == DocumentType::Notice {
        for item in listed
            .iter()
            .filter(|item| matches!(item.verb, Verb::Add | Verb::Remove))
        {
            acts.push(Act::new(
                item.verb,
                item.supplement,
                item.country.clone(),
                entry::read(notice.words(&item.range), &[]),
                item.range.clone(),
            ));
        }
        if !acts.is_empty() {
            return;
        }
    }
    let sentence = notice
        .sentences
        .iter()
        .find(|s| COUNTS.is_match(notice.words(&s.range)));
    match sentence {
        Some(sentence) => {
            let why = "a change of a list of part 744 whose amendatory instructions were not found";
            reading
                .residue
                .push(notice.residue(sentence.range.clone(), why));
        }
        None => {
            reading.names_nobody =
                Some("changes the rules about a list of part 744 and no entry of it".to_owned());
        }
    }
}

/// The acts of one supplement: its table's rows by what the instructions say of them, and removals.
fn acts_of(
    notice: &Notice<'_>,
    amended: &Amended,
    listed: &[Listed],
    acts: &mut Vec<Act>,
    residue: &mut Vec<Residue>,
) {
    let table = table::read(notice, &amended.blocks);
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
    removals(notice, amended, listed, acts, residue);
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

impl Act {
    fn new(
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
    fn name(&self) -> &str {
        self.folded.first().map_or("", String::as_str)
    }

    fn canonical(&self) -> Option<&'static str> {
        countries::canonical(self.country.as_deref()?)
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

/// Removals: as the instructions quote them, completed from the preamble's list; or, where they
/// only count them, from that list.
fn removals(
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
        let printed = |country: Option<&'static str>| country.map(str::to_owned);
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
                acts.push(Act::new(
                    Verb::Remove,
                    amended.supplement,
                    item.country.clone(),
                    entry::read(notice.words(&item.range), &[]),
                    item.range.clone(),
                ));
            }
            continue;
        }
        for (name, range) in &instruction.names {
            // The quotation is the name, or the whole entry.
            let mut entry = entry::read(name, &[]);
            let whole = entry.aliases.is_empty() && entry.addresses.is_empty();
            let item = of_list
                .iter()
                .find(|item| preamble::begins_with(&item.folded, &fold_name(&entry.name)));
            let mut country = printed_country(notice, amended, instruction.country)
                .or_else(|| printed(instruction.country));
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
            r"(?i)\bunder\s+(?:the\s+)?(?:destinations?\s+of\s+|entr(?:y|ies)\s+for\s+)?(?:the\s+)?",
        )
    });
    let words = notice.words(&amended.range);
    UNDER.find_iter(words).find_map(|found| {
        let rest = &words[found.end()..];
        let (name, end) = countries::at_start(rest)?;
        (Some(name) == country).then(|| rest[..end].to_owned())
    })
}

/// The preamble's lists and the acts must name the same parties.
fn check_lists(notice: &Notice<'_>, listed: &[Listed], acts: &[Act], residue: &mut Vec<Residue>) {
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

static ADDRESS_ENTRY: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^(?:high\s+diversion\s+risk\s+)?address\s+(?:no\.?\s*)?\d+\b"));

fn check_counts(notice: &Notice<'_>, acts: &[Act], residue: &mut Vec<Residue>) {
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

/// The records: acts of one verb upon one name are one.
fn records(
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
        let (action, amendment) = changes::of(notice, act.verb, &act.entry);
        let kind = if ADDRESS_ENTRY.is_match(&act.entry.name) {
            PartyKind::Unknown
        } else {
            kind(&act.entry)
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
            ground: None,
            quote: notice.quote(act.range),
        });
    }
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

fn kind(entry: &Entry) -> PartyKind {
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
        .any(|a| a.quality == fedreg_model::AliasQuality::Acronym)
    {
        return PartyKind::Organization;
    }
    party_kind::by_form(&entry.name)
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

/// The stated effective date: "This rule is effective …".
fn effective(notice: &Notice<'_>, residue: &mut Vec<Residue>, acts: bool) -> Effective {
    static OF_RULE: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\b(?:this|the)\s+(?:interim\s+)?(?:final\s+)?(?:rule|correction|notice|action|amendment)s?\b[^.]{0,40}\b(?:is|are|was|becomes?|will\s+be|shall\s+be)\s+effective\b|^\s*effective\b|\beffective\s+date\b",
        )
    });
    static INSERT: LazyLock<Regex> = LazyLock::new(|| {
        compile(r"(?i)\beffective[^.]{0,60}\[\s*insert\s+date\s+of\s+publication")
    });
    let published = notice.metadata.publication_date;
    let dated = |date, basis| Effective {
        date,
        basis,
        until: None,
    };
    let spoken: Vec<&str> = notice
        .sentences
        .iter()
        .map(|s| notice.words(&s.range))
        .take_while(|words| {
            !words
                .to_uppercase()
                .starts_with("SUPPLEMENTARY INFORMATION")
        })
        .filter(|words| OF_RULE.is_match(words))
        .chain(notice.metadata.dates.as_deref())
        .collect();
    let mut found: Vec<Effect> = Vec::new();
    for words in spoken {
        let said = effect(words)
            .map(|(said, _)| said)
            .or_else(|| INSERT.is_match(words).then_some(Effect::UponPublication));
        if let Some(said) = said
            && !found.contains(&said)
        {
            found.push(said);
        }
    }
    if found.len() > 1 && acts {
        let why = "more than one effective date is stated";
        residue.push(notice.announcement(why));
    }
    match found.first() {
        Some(Effect::On(date)) => dated(Some(*date), EffectiveBasis::Stated),
        Some(Effect::UponPublication) => dated(published, EffectiveBasis::UponPublication),
        Some(Effect::DaysAfterPublication(days)) => dated(
            published.and_then(|d| d.checked_add_days(chrono::Days::new(*days))),
            EffectiveBasis::Stated,
        ),
        _ => Effective::none(),
    }
}

/// A text that ends without signature or FR Doc line may be cut off, and its table may go on.
fn check_end(notice: &Notice<'_>, reading: &mut Reading) {
    let ended = notice
        .text
        .blocks
        .iter()
        .any(|b| matches!(b.role, Role::FrDoc | Role::BillingCode | Role::SignerName));
    if !ended && let Some(last) = notice.sentences.last() {
        let why = "the text ends without a signature or an FR Doc line, and may be cut off";
        reading
            .residue
            .push(notice.residue(last.range.clone(), why));
    }
}
