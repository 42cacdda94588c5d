//! A record as the linking rules see it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use fedreg_model::{AliasQuality, PartyKind, RecordVersion};

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

    fn of(version: &RecordVersion, document: usize) -> Self {
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
                .filter_map(|i| identifier(&i.kind, &i.value, i.country.as_deref()))
                .collect(),
            date: record.effective.date.or(version.document.publication_date),
            begins: record.action.begins_designation(),
            document,
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

/// An identifier fit to link by: label, value and country, folded. Values of fewer than five
/// characters or without a digit, and dates, are shared by strangers.
fn identifier(kind: &str, value: &str, country: Option<&str>) -> Option<String> {
    let kind = link_fold(kind);
    let value: String = value
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let fit = value.chars().count() >= 5
        && value.chars().any(|c| c.is_ascii_digit())
        && !kind
            .split(' ')
            .any(|word| matches!(word, "dob" | "birth" | "date"));
    fit.then(|| {
        format!(
            "{kind} {value} {}",
            country.map(link_fold).unwrap_or_default()
        )
    })
}
