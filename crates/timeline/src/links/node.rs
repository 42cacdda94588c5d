//! A record as the linking rules see it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use fedreg_model::{AliasQuality, Identifier, PartyKind, RecordVersion, fold_name};

use super::marks::Marks;
use crate::names::{is_acronym, link_fold};

/// A name that a record prints for its party beside the primary one.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) folded: String,
    /// An acronym or a weak alias: never links alone.
    pub(crate) weak: bool,
}

/// A record, folded.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The primary name, folded.
    pub(crate) name: String,
    /// Whether the primary name is printed as an acronym.
    pub(crate) acronym: bool,
    pub(crate) kind: PartyKind,
    pub(crate) authorities: BTreeSet<String>,
    /// Aliases, names added, a new primary name.
    pub(crate) mentions: Vec<Mention>,
    /// Aliases that it takes away, folded.
    pub(crate) removes: Vec<String>,
    /// Identifiers fit to link by.
    pub(crate) identifiers: BTreeSet<String>,
    /// The effective date, else the publication date.
    pub(crate) date: Option<NaiveDate>,
    /// Whether it designates.
    pub(crate) begins: bool,
    /// The position of the first record of the same document.
    pub(crate) document: usize,
    /// OFAC program tags, as printed.
    pub(crate) programs: BTreeSet<String>,
    /// What tells it from another party of its name.
    pub(crate) marks: Marks,
}

impl Node {
    /// Folds records, which stand in canonical order.
    pub(crate) fn all(records: &[&RecordVersion]) -> Vec<Self> {
        let mut documents = BTreeMap::new();
        records
            .iter()
            .enumerate()
            .map(|(position, version)| {
                let document = version
                    .document
                    .id()
                    .map_or(position, |id| *documents.entry(id).or_insert(position));
                Self::of(version, document)
            })
            .collect()
    }

    /// Folds one record; `document` is the position of the first record of its document.
    pub(super) fn of(version: &RecordVersion, document: usize) -> Self {
        let record = &version.record;
        let mut mentions: Vec<Mention> = record
            .party
            .aliases
            .iter()
            .map(|alias| Mention {
                folded: link_fold(&alias.name),
                weak: matches!(alias.quality, AliasQuality::Acronym | AliasQuality::Weak)
                    || is_acronym(&alias.name),
            })
            .collect();
        let mut removes = Vec::new();
        let before = record.amendment.as_ref().and_then(|a| a.before.as_deref());
        if let Some(amendment) = &record.amendment {
            let named = amendment.aliases_added.iter().chain(&amendment.renamed_to);
            mentions.extend(named.map(|name| Mention {
                folded: link_fold(name),
                weak: is_acronym(name),
            }));
            removes.extend(amendment.aliases_removed.iter().map(|name| link_fold(name)));
        }
        Self {
            name: link_fold(&record.party.name),
            acronym: is_acronym(&record.party.name),
            kind: record.party.kind,
            authorities: record.authorities.iter().map(|a| a.code.clone()).collect(),
            mentions,
            removes,
            identifiers: record
                .party
                .identifiers
                .iter()
                .chain(before.iter().flat_map(|before| &before.identifiers))
                .filter_map(|i| identifier(record.party.kind, i))
                .collect(),
            date: record.effective.date.or(version.document.publication_date),
            begins: record.action.begins_designation(),
            document,
            programs: record.party.programs.iter().cloned().collect(),
            marks: Marks::of(record),
        }
    }

    /// The names that can serve as evidence: no acronyms, no weak aliases.
    pub(crate) fn full_names(&self) -> impl Iterator<Item = &str> {
        let primary = (!self.acronym).then_some(self.name.as_str());
        primary.into_iter().chain(
            self.mentions
                .iter()
                .filter(|m| !m.weak)
                .map(|m| m.folded.as_str()),
        )
    }
}

/// Words of a label that say no more than that a number follows.
const NUMBER_WORDS: [&str; 6] = ["no", "nos", "number", "numbers", "num", "nr"];

/// Labels with these words stand for what strangers share, or what passes from one to another:
/// dates, ways to reach somebody, a type's serial number, an aircraft's or a bank's mark.
const SHARED: [&str; 20] = [
    "dob",
    "birth",
    "date",
    "phone",
    "telephone",
    "tel",
    "fax",
    "email",
    "mail",
    "website",
    "url",
    "model",
    "msn",
    "serial",
    "construction",
    "tail",
    "swift",
    "bic",
    "call",
    "type",
];

/// An identifier fit to link by: label, value and country, folded. `Passport No.` and `Passport #`
/// are one label; an IMO number is one under whatever flag. Values of fewer than five characters or
/// without a digit are shared by strangers; so are short bare numbers of which no country is told.
fn identifier(party: PartyKind, identifier: &Identifier) -> Option<String> {
    let Identifier {
        kind,
        value,
        country,
        ..
    } = identifier;
    if let Some(number) = imo_number(kind, value) {
        return (party != PartyKind::Individual).then(|| format!("imo {number}"));
    }
    let kind = label(kind);
    let words: Vec<&str> = kind.split(' ').collect();
    let is_wallet = words.contains(&"currency") && words.contains(&"digital");
    if words.iter().any(|word| SHARED.contains(word)) || (is_wallet && party != PartyKind::Wallet) {
        return None;
    }
    // Letters of a wallet's address differ by case.
    let value: String = if is_wallet {
        value.trim().to_owned()
    } else {
        value
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let country = country.as_deref().map(link_fold).unwrap_or_default();
    let length = value.chars().count();
    let is_bare = country.is_empty() && value.chars().all(|c| c.is_ascii_digit());
    let fit = length >= if is_bare { 8 } else { 5 } && value.chars().any(|c| c.is_ascii_digit());
    fit.then(|| format!("{kind} {value} {country}").trim_end().to_owned())
}

/// A label, folded: without words for `number`, and with `id` for `identification`.
fn label(kind: &str) -> String {
    let folded = link_fold(kind);
    let words: Vec<&str> = folded
        .split(' ')
        .filter(|word| !NUMBER_WORDS.contains(word))
        .map(|word| match word {
            "identification" | "identity" => "id",
            word => word,
        })
        .collect();
    words.join(" ")
}

/// The seven digits of a ship's IMO number, wherever `IMO` stands: `IMO 9187629` under the label
/// `Vessel Registration Identification`, or the digits alone under `IMO number`.
pub(super) fn imo_number(kind: &str, value: &str) -> Option<String> {
    let is_imo = |text: &str| fold_name(text).split(' ').any(|word| word == "imo");
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let glued = fold_name(value).starts_with("imo");
    ((is_imo(kind) || is_imo(value) || glued) && digits.len() == 7).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_one_in_every_dress_and_none_where_strangers_share_them() {
        let fold = |kind: &str, value: &str, country: Option<&str>| {
            let country = country.map(str::to_owned);
            identifier(
                PartyKind::Organization,
                &Identifier::new(kind, value, country),
            )
        };
        for (one, other) in [
            (("Passport", "A-123456"), ("Passport No.", "a123456")),
            (
                ("Tax ID No.", "123.456.789"),
                ("Tax Identification Number", "123456789"),
            ),
            (
                ("Vessel Registration Identification", "IMO 9187629"),
                ("IMO number", "9187629"),
            ),
            (
                ("Registration #", "AB 12345"),
                ("Registration Number", "AB12345"),
            ),
        ] {
            let (a, b) = (fold(one.0, one.1, None), fold(other.0, other.1, None));
            assert!(a.is_some() && a == b, "{a:?} {b:?}");
        }
        let iran = Some("Iran");
        assert_ne!(
            fold("Passport", "A123456", iran),
            fold("Passport", "A123456", Some("Iraq"))
        );
        assert!(fold("Registration Number", "12345", iran).is_some());
        for (kind, value) in [
            ("Registration Number", "12345"),
            ("Phone Number", "009821123456"),
            ("Email Address", "a1@example.org"),
            ("Digital Currency Address - XBT", "1AbcDefGhi23456"),
            ("Aircraft Tail Number", "EP-MNA12"),
            ("SWIFT/BIC", "ABCD12EF"),
            ("Gender", "Male"),
        ] {
            assert_eq!(fold(kind, value, None), None, "{kind}");
        }
    }
}
