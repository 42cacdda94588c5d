//! Every entry of the list, printed, reads back as it was.

use std::fmt::Write as _;

use fedreg_model::{DocumentMetadata, Party, PartyKind, TextFormat};

use super::corpus::{Listed, list, spaced};
use crate::grammar::entry::{ListEntry, Piece, parse, split};
use crate::notice::Notice;

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
fn differs(listed: &Listed, read: &ListEntry) -> Option<String> {
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
fn report(what: &str, total: usize, failures: &[String]) {
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

/// Page text of a notice: `paragraphs` wrapped at 70 columns, with page marks between lines.
fn page_text(paragraphs: &[String]) -> String {
    let mut lines = vec![
        "[Federal Register Volume 87, Number 1 (Monday, January 3, 2022)]".to_owned(),
        "[Notices]".to_owned(),
        "[Pages 100-999]".to_owned(),
        String::new(),
        "-----------------------------------------------------------------------".to_owned(),
        String::new(),
        "DEPARTMENT OF THE TREASURY".to_owned(),
        String::new(),
        "Office of Foreign Assets Control".to_owned(),
        String::new(),
    ];
    let mut page = 100;
    for paragraph in paragraphs {
        let mut line = "    ".to_owned();
        for word in paragraph.split(' ') {
            if line.len() + word.len() > 70 && !line.trim().is_empty() {
                line.push(' ');
                lines.push(std::mem::take(&mut line).trim_end().to_owned() + " ");
                if lines.len() % 60 == 0 {
                    page += 1;
                    lines.extend([String::new(), format!("[[Page {page}]]"), String::new()]);
                }
            }
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
        lines.push(String::new());
    }
    lines.push("[FR Doc. 2022-00001 Filed 1-2-22; 8:45 am]".to_owned());
    lines.push("BILLING CODE 4810-AL-P".to_owned());
    lines.join("\n")
}

/// Reads page text and gives its entries.
fn entries(page: &str) -> (Vec<ListEntry>, Vec<String>) {
    let text = fedreg_text::read(page.as_bytes(), TextFormat::Txt).unwrap();
    let metadata = DocumentMetadata::default();
    let notice = Notice::new(&metadata, &text);
    let mut entries = Vec::new();
    let mut other = Vec::new();
    for piece in split(&notice, 0..text.blocks.len()) {
        match piece {
            Piece::Entry(entry) => entries.push(*entry),
            Piece::Ground(range) | Piece::Other(range) => {
                other.push(notice.words(&range).to_owned());
            }
            Piece::Heading { range, .. } => other.push(notice.words(&range).to_owned()),
        }
    }
    (entries, other)
}

/// Compares entries in order, `per` of them in one paragraph.
fn in_page_text(what: &str, per: usize, ground: Option<&str>) {
    let Some(mut list) = list() else { return };
    list.iter_mut().for_each(Listed::typeset);
    let mut failures = Vec::new();
    for some in list.chunks(per * 25) {
        let paragraphs: Vec<String> = some
            .chunks(per)
            .enumerate()
            .flat_map(|(chunk, listed)| {
                let glued: Vec<String> = listed
                    .iter()
                    .enumerate()
                    .map(|(n, l)| {
                        let printed = l.printed();
                        // Page text has its own quotes.
                        let quotes = printed.replace(" \"", " ``").replace('"', "''");
                        format!("{}. {quotes}.", chunk * per + n + 1)
                    })
                    .collect();
                std::iter::once(glued.join(" ")).chain(ground.map(str::to_owned))
            })
            .collect();
        let (read, other) = entries(&page_text(&paragraphs));
        if read.len() != some.len() {
            let names: Vec<_> = read.iter().map(|e| &e.party.name).collect();
            let missing: Vec<_> = some
                .iter()
                .filter(|l| !names.contains(&&l.name))
                .map(|l| &l.name)
                .collect();
            failures.push(format!(
                "{} of {}, without {missing:?}: {other:?}",
                read.len(),
                some.len()
            ));
            continue;
        }
        for (n, (listed, read)) in some.iter().zip(&read).enumerate() {
            if let Some(why) = differs(listed, read) {
                failures.push(format!("{}\n   {why}", listed.printed()));
            } else if read.number != u32::try_from(n + 1).ok() {
                failures.push(format!("{}\n   number {:?}", listed.printed(), read.number));
            }
        }
    }
    report(what, list.len(), &failures);
}

#[test]
fn entries_glued_and_wrapped_read_back() {
    in_page_text("glued", 10, None);
}

#[test]
fn entries_with_their_grounds_read_back() {
    in_page_text(
        "with grounds",
        1,
        Some(
            "Designated pursuant to section 1(a)(iii)(C) of Executive Order 13224 of September 23, \
             2001, ``Blocking Property,'' 66 FR 49079, for having materially assisted EXAMPLE \
             FRONT, a person whose property and interests in property are blocked.",
        ),
    );
}
