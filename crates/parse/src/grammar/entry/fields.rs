//! The fields of an entry after its name: addresses, labelled facts, positions, remarks.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Party, PartyKind};
use regex::Regex;

use super::labels::{self, Labelled};
use super::text::{parts, separators, spaced, trim};
use super::{Problem, address, aliases, birth, vessel};
use crate::grammar::dates::compile;
use crate::grammar::scan::closing_parenthesis;

static ALTERNATE: LazyLock<Regex> = LazyLock::new(|| compile(r"^(?i:alt\.:?)\s+"));
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:(?P<dob>D\.?O\.?B\.?|(?i:date\s+of\s+birth))|(?P<pob>P\.?O\.?B\.?|(?i:place\s+of\s+birth))|(?P<nationality>[Nn]ationality(?:\s+of)?)|(?P<citizen>[Cc]itizen(?:ship)?(?:\s+of)?)|(?P<gender>[Gg]ender|[Ss]ex)|(?P<linked>(?i:linked\s+to)))(?:\s*:\s*|\s+-\s+|\s*—\s*|\s+)(?P<value>\S.*)$",
    )
});
static POSITION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?i:alt(?:\.|ernate)\s+)?(?:Position|Title|Rank|Role|Occupation)(?:\s*[:,]\s*|\s+)[A-Z]",
    )
});
static LABEL_AFTER_COMMA: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^,\s+(?:alt\.\s+)?(?:DOB|POB|[Nn]ationality|[Cc]itizen|Gender|(?:Diplomatic\s+)?Passport|Cedula|NIT|SSN|National\s+ID|C\.U\.R\.P\.|R\.F\.C\.)\s",
    )
});
/// Words of a position, where older lists print one in the place of the first address.
static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:leader|president|minister|director|chairman|chairperson|commander|secretary|official|member|head|chief|deputy|governor|colonel|general|advis[eo]r|representative|manager|officer|founder|spokes\w+|ambassador|figure)\b",
    )
});
/// `all offices worldwide`
static EVERYWHERE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^(?:and\s+)?all\s.*\b(?:worldwide|world-wide)$"));
static BARE_GENDER: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^\(?(male|female)\)?$"));

/// Whether a part begins with a label.
pub(crate) fn is_labelled(words: &str) -> bool {
    let words = without_alternate(words);
    own(words).is_some()
        || POSITION.is_match(words)
        || BARE_GENDER.is_match(words)
        || labels::read(words).is_some()
}

fn without_alternate(words: &str) -> &str {
    ALTERNATE.find(words).map_or(words, |m| &words[m.end()..])
}

/// The captures of a field that has a place of its own in a party.
fn own(words: &str) -> Option<regex::Captures<'_>> {
    OWN.captures(words).filter(|c| {
        let value = c.name("value").map_or("", |m| m.as_str());
        // "Nationality of Registration Korea, North" is a company's.
        !value.starts_with("Registration") && !value.starts_with("of Registration")
    })
}

/// Reads the fields in `text[range]` into the party. `comma` tells that the first is joined to the
/// name as an address is.
pub(crate) fn read(
    text: &str,
    range: Range<usize>,
    comma: bool,
    party: &mut Party,
    problems: &mut Vec<Problem>,
) {
    let rest = &text[range.clone()];
    let fields: Vec<Range<usize>> = parts(rest, b';')
        .into_iter()
        .map(|r| unparenthesised(text, range.start + r.start..range.start + r.end))
        .flat_map(|r| by_label(text, r))
        .collect();
    let words: Vec<&str> = fields
        .iter()
        .map(|r| text[r.clone()].trim_end_matches(','))
        .collect();
    let labelled: Vec<bool> = words
        .iter()
        .map(|w| is_labelled(w) || aliases::marker(w).is_some())
        .collect();
    let first_label = labelled.iter().position(|l| *l).unwrap_or(words.len());
    let last_label = labelled.iter().rposition(|l| *l);
    let last_address = (0..first_label)
        .rev()
        .find(|n| address::ends_as_address(words[*n]) || address::begins_as_address(words[*n]));
    for (n, field) in words.iter().enumerate() {
        let at = fields[n].clone();
        let individual = party.kind == PartyKind::Individual;
        let office = individual
            && !address::ends_as_address(field)
            && !address::begins_as_address(field)
            && OFFICE.is_match(field);
        if party.kind == PartyKind::Vessel && !labelled[n] && vessel::has_particulars(field) {
            vessel::read(text, at, false, party);
        } else if party.kind == PartyKind::Vessel && !labelled[n] && vessel::is_type(field) {
            vessel::add(party, "Vessel Type", spaced(field));
        } else if labelled[n] {
            one(field, at, party, problems);
        } else if EVERYWHERE.is_match(field) {
            party.remarks.push(spaced(field));
        } else if n == 0 && comma && office {
            party.titles.push(spaced(field));
        } else if n < first_label
            && ((n == 0 && comma) || last_address.is_some_and(|last| n <= last))
        {
            party.addresses.push(address::read(field));
        } else if individual && last_label.is_none_or(|last| n > last) {
            party.titles.push(spaced(field));
        } else {
            party.remarks.push(spaced(field));
        }
    }
}

/// `(DOB 12 Oct 1950)` is a field in parentheses.
fn unparenthesised(text: &str, field: Range<usize>) -> Range<usize> {
    let words = &text[field.clone()];
    let whole = words.starts_with('(') && closing_parenthesis(words, 0) == Some(words.len() - 1);
    if whole && own(without_alternate(&words[1..words.len() - 1])).is_some() {
        field.start + 1..field.end - 1
    } else {
        field
    }
}

/// `DOB 10 Dec 1948, POB Giza, Egypt` are two fields.
fn by_label(text: &str, field: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[field.clone()];
    if own(without_alternate(words)).is_none() {
        return vec![field];
    }
    let mut found = Vec::new();
    let mut start = field.start;
    for comma in separators(words, b',') {
        if LABEL_AFTER_COMMA.is_match(&words[comma..]) {
            found.push(trim(text, start..field.start + comma));
            start = field.start + comma + 1;
        }
    }
    found.push(trim(text, start..field.end));
    found
}

/// Reads one labelled field.
fn one(field: &str, at: Range<usize>, party: &mut Party, problems: &mut Vec<Problem>) {
    let words = without_alternate(field);
    if let Some((length, quality)) = aliases::marker(words) {
        let (name, quoted) = aliases::unquoted(&words[length..]);
        if name.is_empty() {
            problems.push(Problem {
                range: at,
                why: "an alias marker is followed by no name",
            });
            return;
        }
        let weak = quoted && quality == fedreg_model::AliasQuality::Strong;
        let quality = if weak {
            fedreg_model::AliasQuality::Weak
        } else {
            quality
        };
        party.aliases.push(fedreg_model::Alias { name, quality });
        return;
    }
    if let Some(captures) = own(words) {
        let value = spaced(captures.name("value").map_or("", |m| m.as_str()));
        let has = |name: &str| captures.name(name).is_some();
        if has("dob") {
            party.dates_of_birth.push(birth::read(&value));
        } else if has("pob") {
            party.places_of_birth.push(value);
        } else if has("nationality") {
            party.nationalities.push(value);
        } else if has("citizen") {
            party.citizenships.push(value);
        } else if has("linked") {
            party.linked_to.push(value);
        } else if party.gender.is_none() {
            party.gender = Some(value);
        } else {
            party.remarks.push(spaced(field));
        }
        return;
    }
    if let Some(captures) = BARE_GENDER.captures(words)
        && party.gender.is_none()
    {
        party.gender = captures.get(1).map(|m| m.as_str().to_owned());
        return;
    }
    if POSITION.is_match(words) {
        party.titles.push(spaced(field));
        return;
    }
    match labels::read(words) {
        Some(Labelled::Identifiers(found)) => party.identifiers.extend(found),
        Some(Labelled::Detail(detail)) => party.details.push(detail),
        None => party.remarks.push(spaced(field)),
    }
}
