//! Every entry of the list, printed, reads back as it was.

use std::fmt::Write as _;

use fedreg_model::{Party, PartyKind};

use super::corpus::{Listed, list, spaced};
use crate::grammar::entry::{ListEntry, UNTAGGED, parse};

/// Words without punctuation that labels carry.
fn bare(words: &str) -> String {
    spaced(
        &words
            .trim_start_matches("alt. ")
            .trim_start_matches("Alt. ")
            .trim_end_matches(',')
            .replace([':', ';'], " ")
            .replace('#', " # ")
            .replace(" - ", " "),
    )
}

/// All words, in the order of the alphabet: where print does not show how fields were divided.
fn words(fields: &[String]) -> Vec<&str> {
    let mut words: Vec<&str> = fields
        .iter()
        .flat_map(|f| f.split(' '))
        .filter(|w| !w.eq_ignore_ascii_case("alt."))
        .collect();
    words.sort_unstable();
    words
}

/// What a party's fields say, one by one, in words.
fn told(party: &Party) -> Vec<String> {
    let mut told = Vec::new();
    let mut add = |label: &str, value: &str| told.push(bare(&format!("{label} {value}")));
    party
        .dates_of_birth
        .iter()
        .for_each(|d| add("DOB", &d.printed));
    party.places_of_birth.iter().for_each(|p| add("POB", p));
    party
        .nationalities
        .iter()
        .for_each(|p| add("nationality", p));
    party.citizenships.iter().for_each(|p| add("citizen", p));
    party.gender.iter().for_each(|p| add("Gender", p));
    for id in party
        .identifiers
        .iter()
        .filter(|i| i.kind != "Vessel Call Sign")
    {
        let mut value = id.value.clone();
        for (before, part, after) in [
            (" (", &id.country, ")"),
            (" issued ", &id.issued, ""),
            (" expires ", &id.expires, ""),
        ] {
            if let Some(part) = part {
                let _ = write!(value, "{before}{part}{after}");
            }
        }
        add(&id.kind, &value);
    }
    for detail in &party.details {
        if !["Vessel Type", "Vessel Flag", "Vessel Owner", "DWT", "GRT"].contains(&&*detail.label) {
            add(&detail.label, &detail.value);
        }
    }
    party
        .titles
        .iter()
        .chain(&party.remarks)
        .for_each(|t| add("", t));
    told.sort();
    told
}

/// How an entry that was read differs from what was printed.
pub(super) fn differs(listed: &Listed, read: &ListEntry) -> Option<String> {
    let party = &read.party;
    let kind = listed.kind.unwrap_or(PartyKind::Organization);
    let check = |what: &str, same: bool, got: String| (!same).then(|| format!("{what}: {got}"));
    let aliases: Vec<_> = party
        .aliases
        .iter()
        .map(|a| (a.name.clone(), a.quality))
        .collect();
    let expected: Vec<_> = listed
        .aliases
        .iter()
        .map(|(name, quality)| (name.trim_matches('"').to_owned(), *quality))
        .collect();
    let addresses: Vec<String> = party.addresses.iter().map(|a| a.printed.clone()).collect();
    let countries: Vec<_> = party
        .addresses
        .iter()
        .filter_map(|a| a.country.clone())
        .collect();
    let places: Vec<_> = listed.addresses.iter().map(|a| a.0.clone()).collect();
    let lands: Vec<_> = listed
        .addresses
        .iter()
        .filter_map(|a| a.1.clone())
        .collect();
    let mut fields: Vec<String> = listed
        .fields
        .iter()
        .chain(&listed.title)
        .flat_map(|f| f.split(';'))
        .map(bare)
        .collect();
    fields.sort();
    let said = told(party);
    let detail = |label: &str| {
        party
            .details
            .iter()
            .find(|d| d.label == label)
            .map(|d| d.value.clone())
    };
    let call_sign = party
        .identifiers
        .iter()
        .find(|i| i.kind == "Vessel Call Sign")
        .map(|i| i.value.clone());
    // A number with its country is an identifier, and its label is no part of the number.
    let loose = party.details.iter().find(|d| {
        d.value.ends_with(')')
            && d.value.starts_with(|c: char| c.is_ascii_digit())
            && d.value.contains(" (")
    });
    let loose = loose.map(|d| d.label.clone()).or_else(|| {
        let words = ["No.", "No ", "Number", "#"];
        let left = |i: &&fedreg_model::Identifier| words.iter().any(|w| i.value.starts_with(w));
        party.identifiers.iter().find(left).map(|i| i.kind.clone())
    });
    let dates = party.dates_of_birth.iter().all(|d| {
        let year = |date: Option<chrono::NaiveDate>| date.map(|d| d.format("%Y").to_string());
        year(d.earliest).is_some_and(|y| d.printed.contains(&y))
            && year(d.latest).is_some_and(|y| d.printed.ends_with(&y))
    });
    let titles = listed.title.as_deref().map(|t| {
        let all = party.titles.join("; ");
        spaced(&all).ends_with(&t.replace(" ;", ";"))
    });
    check("name", party.name == listed.name, party.name.clone())
        .or_else(|| check("kind", party.kind == kind, party.kind.to_string()))
        .or_else(|| {
            let comma = listed
                .name
                .find(',')
                .filter(|_| kind == PartyKind::Individual);
            let surname = comma.map(|at| listed.name[..at].to_owned());
            check(
                "surname",
                party.surname == surname,
                format!("{:?}", party.surname),
            )
        })
        .or_else(|| check("aliases", aliases == expected, format!("{aliases:?}")))
        .or_else(|| {
            let same = addresses == places || addresses.join("; ") == places.join("; ");
            check("addresses", same, format!("{addresses:?}"))
        })
        .or_else(|| check("countries", countries == lands, format!("{countries:?}")))
        .or_else(|| {
            check(
                "tags",
                party.programs == listed.tags,
                format!("{:?}", party.programs),
            )
        })
        .or_else(|| {
            check(
                "links",
                party.linked_to == listed.linked_to,
                format!("{:?}", party.linked_to),
            )
        })
        .or_else(|| {
            check(
                "title",
                titles != Some(false),
                format!("{:?}", party.titles),
            )
        })
        .or_else(|| {
            let same = said == fields || words(&said) == words(&fields);
            let odd: Vec<_> = said.iter().filter(|s| !fields.contains(s)).collect();
            check("fields", same, format!("{odd:?}"))
        })
        .or_else(|| check("dates", dates, format!("{:?}", party.dates_of_birth)))
        .or_else(|| check("label", loose.is_none(), format!("{loose:?}")))
        .or_else(|| {
            check(
                "call sign",
                call_sign == listed.call_sign,
                format!("{call_sign:?}"),
            )
        })
        .or_else(|| {
            check(
                "type",
                detail("Vessel Type") == listed.vessel_type || kind != PartyKind::Vessel,
                format!("{:?}", detail("Vessel Type")),
            )
        })
        .or_else(|| {
            check(
                "flag",
                detail("Vessel Flag") == listed.flag,
                format!("{:?}", detail("Vessel Flag")),
            )
        })
        .or_else(|| {
            check(
                "owner",
                detail("Vessel Owner") == listed.owner,
                format!("{:?}", detail("Vessel Owner")),
            )
        })
        .or_else(|| {
            check(
                "tonnage",
                (detail("DWT"), detail("GRT")) == (listed.dwt.clone(), listed.grt.clone()),
                String::new(),
            )
        })
        .or_else(|| {
            check(
                "problems",
                read.problems.is_empty(),
                format!("{:?}", read.problems),
            )
        })
}

/// Prints the count and the first failures, and wants none.
pub(super) fn report(what: &str, total: usize, failures: &[String]) {
    println!(
        "{what}: {} of {total} entries read back",
        total - failures.len()
    );
    for failure in failures.iter().take(20) {
        println!("{failure}\n");
    }
    assert!(failures.is_empty(), "{} entries differ", failures.len());
}

#[test]
fn every_entry_of_the_list_reads_back() {
    let Some(list) = list() else { return };
    let mut failures = Vec::new();
    for listed in &list {
        let text = format!("{}.", listed.printed());
        match parse(&text, 0, None) {
            Some(read) => {
                let whole = read.range == (0..text.len() - 1);
                if let Some(why) = differs(listed, &read) {
                    failures.push(format!("{text}\n   {why}"));
                } else if !whole {
                    failures.push(format!("{text}\n   left over: {:?}", read.range));
                }
            }
            None => failures.push(format!("{text}\n   nothing read")),
        }
    }
    report("alone", list.len(), &failures);
}

#[test]
fn entries_without_a_tag_read_back_and_say_so() {
    let Some(mut list) = list() else { return };
    let mut failures = Vec::new();
    for listed in &mut list {
        listed.tags.clear();
        let text = format!("{}.", listed.printed());
        let Some(mut read) = parse(&text, 0, None) else {
            failures.push(format!("{text}\n   nothing read"));
            continue;
        };
        let said = read.problems.iter().any(|p| p.why == UNTAGGED);
        read.problems.retain(|p| p.why != UNTAGGED);
        if let Some(why) = differs(listed, &read) {
            failures.push(format!("{text}\n   {why}"));
        } else if !said {
            failures.push(format!("{text}\n   taken for tagged"));
        }
    }
    report("without tags", list.len(), &failures);
}

#[test]
fn entries_cut_off_give_no_wrong_name() {
    let Some(list) = list() else { return };
    let mut failures = Vec::new();
    for (n, listed) in list.iter().enumerate() {
        let text = listed.printed();
        for part in 1..8 {
            let mut at = (text.len() * part / 8 + n % 11).min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let Some(read) = parse(&text[..at], 0, None) else {
                continue;
            };
            if read.problems.is_empty() && read.party.name != listed.name {
                failures.push(format!("{}\n   {}", &text[..at], read.party.name));
            }
        }
    }
    report("cut off", list.len(), &failures);
}
