//! Where in a notice the words of each field stand.
//!
//! A record keeps its words as printed, so they are found again: first in the quote, then as near
//! to it as they occur. Dates are looked for in the ways the Register prints them.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use fedreg_model::{DocumentMetadata, EffectiveBasis, Party, Record};
use serde_json::{Value, json};

/// One field, its value, and the words it comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Located {
    /// The field, as in JSON (`party.aliases[0].name`).
    pub(crate) field: String,
    /// Its value.
    pub(crate) value: Value,
    /// The words, in the normalised text; `None` if the notice has no words for it.
    pub(crate) range: Option<Range<usize>>,
    /// Where the value comes from if not from words.
    pub(crate) note: Option<&'static str>,
}

/// Every field of a record that has a value, in the order of the text.
pub(crate) fn locate(text: &str, document: &DocumentMetadata, record: &Record) -> Vec<Located> {
    let mut search = Search {
        text,
        quote: record.quote.start..record.quote.end,
        found: Vec::new(),
    };
    search.words("party.name", &record.party.name);
    for (n, alias) in record.party.aliases.iter().enumerate() {
        search.words(&format!("party.aliases[{n}].name"), &alias.name);
    }
    for (n, identifier) in record.party.identifiers.iter().enumerate() {
        search.words(&format!("party.identifiers[{n}].value"), &identifier.value);
    }
    for (n, country) in record.party.countries.iter().enumerate() {
        search.words(&format!("party.countries[{n}]"), country);
    }
    for (n, program) in record.party.programs.iter().enumerate() {
        search.words(&format!("party.programs[{n}]"), program);
    }
    entry(&mut search, "party", &record.party);
    if let Some(amendment) = &record.amendment {
        if let Some(before) = &amendment.before {
            search.words("amendment.before.name", &before.name);
            entry(&mut search, "amendment.before", before);
        }
        for (n, printed) in amendment.addresses_added.iter().enumerate() {
            search.words(&format!("amendment.addresses_added[{n}]"), printed);
        }
        for (n, printed) in amendment.addresses_removed.iter().enumerate() {
            search.words(&format!("amendment.addresses_removed[{n}]"), printed);
        }
        for (n, name) in amendment.aliases_added.iter().enumerate() {
            search.words(&format!("amendment.aliases_added[{n}]"), name);
        }
        for (n, name) in amendment.aliases_removed.iter().enumerate() {
            search.words(&format!("amendment.aliases_removed[{n}]"), name);
        }
        if let Some(name) = &amendment.renamed_to {
            search.words("amendment.renamed_to", name);
        }
    }
    for (n, authority) in record.authorities.iter().enumerate() {
        let range = search.find(&authority.citation);
        search.push(
            format!("authorities[{n}].code"),
            json!(authority.code),
            range,
            None,
        );
        if let Some(subsection) = &authority.subsection {
            search.words(&format!("authorities[{n}].subsection"), subsection);
        }
    }
    effective(&mut search, document, record);
    for (field, date) in [
        ("signed_on", record.signed_on),
        ("determined_on", record.determined_on),
    ] {
        if let Some(date) = date {
            let range = search.date(date);
            search.push(field.to_owned(), json!(date), range, None);
        }
    }
    if let Some(signer) = &record.signer {
        search.words("signer.name", &signer.name);
        if let Some(office) = &signer.office {
            search.words("signer.office", office);
        }
    }
    if let Some(number) = &record.notice_number {
        search.words("notice_number", number);
    }
    let mut found = search.found;
    found.sort_by_key(|located| {
        located
            .range
            .as_ref()
            .map_or(usize::MAX, |range| range.start)
    });
    found
}

/// What an entry prints beside names, identifiers, countries and programs.
fn entry(search: &mut Search<'_>, of: &str, party: &Party) {
    for (n, address) in party.addresses.iter().enumerate() {
        search.words(&format!("{of}.addresses[{n}].printed"), &address.printed);
    }
    for (n, born) in party.dates_of_birth.iter().enumerate() {
        search.words(&format!("{of}.dates_of_birth[{n}].printed"), &born.printed);
    }
    for (n, detail) in party.details.iter().enumerate() {
        search.words(&format!("{of}.details[{n}].value"), &detail.value);
    }
    for (field, values) in [
        ("places_of_birth", &party.places_of_birth),
        ("nationalities", &party.nationalities),
        ("citizenships", &party.citizenships),
        ("titles", &party.titles),
        ("remarks", &party.remarks),
        ("linked_to", &party.linked_to),
    ] {
        for (n, value) in values.iter().enumerate() {
            search.words(&format!("{of}.{field}[{n}]"), value);
        }
    }
    if let Some(gender) = &party.gender {
        search.words(&format!("{of}.gender"), gender);
    }
}

fn effective(search: &mut Search<'_>, document: &DocumentMetadata, record: &Record) {
    let Some(date) = record.effective.date else {
        return;
    };
    let stated = search.date(date);
    let (range, note) = match record.effective.basis {
        EffectiveBasis::UponPublication => {
            let words = [
                "upon publication",
                "upon its publication",
                "date of publication",
                "publication in the Federal Register",
            ];
            let said = words.iter().find_map(|words| search.find(words));
            let note = (document.publication_date == Some(date))
                .then_some("the day of publication, by the notice's words or by the statute");
            (said, note)
        }
        EffectiveBasis::Signed => (stated, Some("the day of signature")),
        EffectiveBasis::Determination => (stated, Some("the day of the determination")),
        EffectiveBasis::Stated | EffectiveBasis::None => (stated, None),
    };
    search.push("effective.date".to_owned(), json!(date), range, note);
    if let Some(until) = record.effective.until {
        let range = search.date(until);
        search.push("effective.until".to_owned(), json!(until), range, None);
    }
}

struct Search<'a> {
    text: &'a str,
    quote: Range<usize>,
    found: Vec<Located>,
}

impl Search<'_> {
    fn words(&mut self, field: &str, words: &str) {
        let range = self.find(words);
        self.push(field.to_owned(), json!(words), range, None);
    }

    fn push(
        &mut self,
        field: String,
        value: Value,
        range: Option<Range<usize>>,
        note: Option<&'static str>,
    ) {
        self.found.push(Located {
            field,
            value,
            range,
            note,
        });
    }

    /// The occurrence of `words`, as whole words, that lies in the quote or nearest to it; one that
    /// no other field has taken goes first.
    fn find(&self, words: &str) -> Option<Range<usize>> {
        if words.is_empty() {
            return None;
        }
        self.text
            .match_indices(words)
            .map(|(start, _)| start..start + words.len())
            .filter(|range| self.is_whole(range))
            .min_by_key(|range| (self.is_taken(range), self.distance(range), range.start))
    }

    fn date(&self, date: NaiveDate) -> Option<Range<usize>> {
        let (day, month, year) = (date.day(), date.format("%B"), date.year());
        let forms = [
            format!("{month} {day}, {year}"),
            format!("{day} {month} {year}"),
            format!("{month} {day} {year}"),
            format!("{month} {day:02}, {year}"),
            format!("{}/{day}/{year}", date.month()),
            format!("{:02}/{day:02}/{year}", date.month()),
        ];
        forms.iter().find_map(|form| self.find(form))
    }

    fn is_whole(&self, range: &Range<usize>) -> bool {
        let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        edge(self.text[..range.start].chars().next_back())
            && edge(self.text[range.end..].chars().next())
    }

    fn is_taken(&self, range: &Range<usize>) -> bool {
        self.found
            .iter()
            .filter_map(|located| located.range.as_ref())
            .any(|taken| taken.start < range.end && range.start < taken.end)
    }

    fn distance(&self, range: &Range<usize>) -> usize {
        if range.end <= self.quote.start {
            self.quote.start - range.end + 1
        } else if range.start >= self.quote.end {
            range.start - self.quote.end + 1
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fedreg_model::{
        Action, Alias, AliasQuality, AuthorityCitation, Effective, Party, PartyKind, Quote,
    };

    const TEXT: &str = "Designation of A Group\nI hereby designate A Group (also known as AG, \
        A Group North) under section 219. This takes effect upon publication.\nDated: March 4, 2020.";

    fn record() -> Record {
        let start = TEXT.find("I hereby").unwrap();
        let end = TEXT.find("\nDated").unwrap();
        let alias = |name: &str| Alias {
            name: name.to_owned(),
            quality: AliasQuality::Strong,
        };
        let mut party = Party::named("A Group", PartyKind::Organization);
        party.aliases = vec![alias("AG"), alias("A Group North")];
        Record {
            action: Action::Designation,
            party,
            authorities: vec![AuthorityCitation {
                code: "INA-219".to_owned(),
                citation: "section 219".to_owned(),
                subsection: None,
            }],
            effective: Effective {
                date: NaiveDate::from_ymd_opt(2020, 3, 9),
                basis: EffectiveBasis::UponPublication,
                until: None,
            },
            amendment: None,
            signed_on: NaiveDate::from_ymd_opt(2020, 3, 4),
            determined_on: None,
            signer: None,
            notice_number: None,
            ground: None,
            quote: Quote {
                start,
                end,
                text: TEXT[start..end].to_owned(),
            },
        }
    }

    #[test]
    fn fields_are_found_in_the_quote_before_the_title() {
        let located = locate(TEXT, &DocumentMetadata::default(), &record());
        for (field, words) in [
            ("party.name", "A Group"),
            ("party.aliases[0].name", "AG"),
            ("party.aliases[1].name", "A Group North"),
            ("authorities[0].code", "section 219"),
            ("effective.date", "upon publication"),
            ("signed_on", "March 4, 2020"),
        ] {
            let found = located.iter().find(|l| l.field == field).expect(field);
            assert_eq!(&TEXT[found.range.clone().expect(field)], words, "{field}");
        }
        let name = located.iter().find(|l| l.field == "party.name").unwrap();
        assert!(name.range.as_ref().unwrap().start > TEXT.find("I hereby").unwrap());
    }
}
