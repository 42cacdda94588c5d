//! A vessel's printed particulars: `(T2EU4) Crude Oil Tanker 99,144DWT 56,068GRT Iran flag (Owner)`.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Detail, Identifier, Party};
use regex::Regex;

use super::address::{self, country_at_end};
use super::text::{has_lower, spaced, trim};
use crate::grammar::dates::compile;

static CALL_SIGN: LazyLock<Regex> =
    LazyLock::new(|| compile(r"\(\s*((?:[A-Z0-9]{3,9}|[A-Z0-9]{1,4}[ -][A-Z0-9]{1,5}))\s*\)"));
static TONNAGE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?:^|\s)(\d[\d,.]*)\s?(DWT|GRT)\b\s*,?"));
static FLAG: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?:\s|^)flag(?:ged)?\b\s*(?:\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*)?,?$")
});
static FLAG_COMMA: LazyLock<Regex> =
    LazyLock::new(|| compile(r"\sflag\s*(?:\([^()]*\)\s*)?(,)\s+\S"));
static NO_FLAG: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)(?:^|\s)((?:none\s+identified|unknown|undetermined|stateless)(?:\s+vessel)?)$")
});
static TYPE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:\S+\s){0,4}(?:carrier|tanker|cargo|ship|tug|yacht|vessel|container|ferry|barge|trawler|bulker)s?$",
    )
});
/// Types that begin in capitals.
static CAPITAL_TYPE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"\s((?:LPG|LNG|VLCC|ULCC|FSO|FPSO|RO-?RO|RO/RO|LASH|ROPAX)(?:\s.*)?)$")
});

/// Whether words tell a vessel's flag or tonnage.
pub(crate) fn has_particulars(words: &str) -> bool {
    TONNAGE.is_match(words) || FLAG.is_match(words.trim_end())
}

/// Whether words are a type of vessel.
pub(crate) fn is_type(words: &str) -> bool {
    TYPE.is_match(words) && !words.contains(',')
}

/// Adds a fact, if there is one.
pub(crate) fn add(party: &mut Party, label: &str, value: String) {
    if !value.is_empty() {
        party.details.push(Detail {
            label: label.to_owned(),
            value,
        });
    }
}

/// Reads the particulars in `text[range]`, the words from after the name's groups (or from the
/// name, if there are none) to the first semicolon. Gives the name's range where the words hold it.
pub(crate) fn read(
    text: &str,
    range: Range<usize>,
    with_name: bool,
    party: &mut Party,
) -> Option<Range<usize>> {
    let mut start = range.start;
    let mut end = range.start + text[range.clone()].trim_end_matches([' ', ',']).len();
    // What a comma joins to the flag is an address.
    if let Some(comma) = FLAG_COMMA
        .captures(&text[start..end])
        .and_then(|c| c.get(1))
    {
        let comma = start + comma.start();
        party.addresses.push(address::read(&text[comma + 1..end]));
        end = comma;
    }
    let mut owner = None;
    let mut flag = None;
    let mut tonnage = Vec::new();
    if let Some(captures) = FLAG.captures(&text[start..end]) {
        owner = captures.get(1).map(|m| spaced(m.as_str()));
        let before = start + captures.get(0).map_or(0, |m| m.start());
        let words = &text[start..before];
        let country = country_at_end(words).map(str::to_owned).or_else(|| {
            NO_FLAG
                .captures(words)?
                .get(1)
                .map(|m| m.as_str().to_owned())
        });
        if let Some(country) = country {
            end = before - country.len();
            flag = Some(country);
        } else {
            // An unknown country: its last word stands before "flag", after a figure or in the type.
            let from = words
                .rfind(|c: char| c.is_whitespace())
                .map_or(start, |i| start + i + 1);
            flag = Some(spaced(&text[from..before]));
            end = from;
        }
    }
    while let Some(captures) = TONNAGE.captures(&text[start..end]) {
        let (Some(whole), Some(figure), Some(unit)) =
            (captures.get(0), captures.get(1), captures.get(2))
        else {
            break;
        };
        tonnage.push((unit.as_str().to_owned(), figure.as_str().to_owned()));
        if let Some(next) = TONNAGE.captures(&text[start + whole.end()..end])
            && let (Some(figure), Some(unit)) = (next.get(1), next.get(2))
        {
            tonnage.push((unit.as_str().to_owned(), figure.as_str().to_owned()));
        }
        let left = &text[start + whole.end()..end];
        let after = TONNAGE.find(left).map_or(left, |m| &left[m.end()..]);
        if !after.trim().is_empty() {
            party.remarks.push(spaced(after));
        }
        end = start + whole.start();
    }
    let mut name = None;
    if let Some(captures) = CALL_SIGN.captures(&text[start..end])
        && let (Some(whole), Some(sign)) = (captures.get(0), captures.get(1))
        && (with_name || text[start..start + whole.start()].trim().is_empty())
    {
        if with_name {
            name = Some(trim(text, start..start + whole.start()));
        }
        party
            .identifiers
            .push(Identifier::new("Vessel Call Sign", sign.as_str(), None));
        start += whole.end();
    } else if with_name {
        let words = &text[start..end];
        let kind = first_type(words).unwrap_or(words.len());
        let printed = text[start..start + kind].trim_end_matches([' ', ',']).len();
        name = Some(trim(text, start..start + printed));
        start += kind;
    }
    add(
        party,
        "Vessel Type",
        spaced(text[start..end.max(start)].trim_matches([' ', ','])),
    );
    for (unit, figure) in tonnage {
        add(party, &unit, figure);
    }
    add(party, "Vessel Flag", flag.unwrap_or_default());
    add(party, "Vessel Owner", owner.unwrap_or_default());
    name
}

/// Where a vessel's type begins after its name in capitals.
fn first_type(words: &str) -> Option<usize> {
    let mixed = words
        .split_whitespace()
        .skip(1)
        .find(|word| has_lower(word))
        .map(|word| word.as_ptr() as usize - words.as_ptr() as usize);
    let capital = CAPITAL_TYPE
        .captures(words)
        .and_then(|c| c.get(1))
        .map(|m| m.start());
    match (mixed, capital) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
