//! What changed between two statements of one thing, field by field.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    Address, Alias, AliasQuality, AuthorityCitation, DateOfBirth, Detail, Effective, Identifier,
    Party, Record,
};

/// The change of one field.
///
/// Of a list only what differs is told: `before` holds the items that are gone, `after` those that
/// are new. The order of a list, and how often an item stands in it, are no change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field, as JSON names it (`addresses`, `effective.date`).
    pub field: String,
    /// What it held and holds no longer.
    pub before: Vec<String>,
    /// What it holds since.
    pub after: Vec<String>,
}

impl fmt::Display for FieldChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |values: &[String]| match values {
            [] => "nothing".to_owned(),
            values => values.join("; "),
        };
        let field = self.field.replace(['_', '.'], " ");
        write!(
            f,
            "{field}: {} → {}",
            words(&self.before),
            words(&self.after)
        )
    }
}

/// Gathers changes in the order in which fields are compared.
#[derive(Debug, Default)]
struct Changes(Vec<FieldChange>);

impl Changes {
    fn list<'a, T: 'a>(
        &mut self,
        field: &str,
        before: impl IntoIterator<Item = &'a T>,
        after: impl IntoIterator<Item = &'a T>,
        words: impl Fn(&T) -> String,
    ) {
        let before: Vec<String> = before.into_iter().map(&words).collect();
        let after: Vec<String> = after.into_iter().map(&words).collect();
        let only = |these: &[String], those: &[String]| -> Vec<String> {
            let mut only: Vec<String> = Vec::new();
            for item in these {
                if !those.contains(item) && !only.contains(item) {
                    only.push(item.clone());
                }
            }
            only
        };
        let (gone, new) = (only(&before, &after), only(&after, &before));
        if !gone.is_empty() || !new.is_empty() {
            self.0.push(FieldChange {
                field: field.to_owned(),
                before: gone,
                after: new,
            });
        }
    }

    fn texts(&mut self, field: &str, before: &[String], after: &[String]) {
        self.list(field, before, after, Clone::clone);
    }

    fn value<T: fmt::Display>(&mut self, field: &str, before: Option<T>, after: Option<T>) {
        let words = |value: Option<T>| value.map(|value| value.to_string());
        self.list(field, &words(before), &words(after), Clone::clone);
    }
}

impl Party {
    /// What is otherwise in `after`, field by field, in the order of the fields.
    ///
    /// ```
    /// use fedreg_model::{Party, PartyKind};
    /// let before = Party::named("SEA STAR", PartyKind::Vessel);
    /// let mut after = before.clone();
    /// after.countries.push("Panama".to_owned());
    /// let changes = before.changes(&after);
    /// assert_eq!(changes[0].to_string(), "countries: nothing → Panama");
    /// assert!(before.changes(&before).is_empty());
    /// ```
    pub fn changes(&self, after: &Self) -> Vec<FieldChange> {
        let mut changes = Changes::default();
        party(&mut changes, self, after);
        changes.0
    }
}

impl Record {
    /// What is otherwise in `after`, field by field. The position of the quote is no change; its
    /// words are.
    pub fn changes(&self, after: &Self) -> Vec<FieldChange> {
        let mut changes = Changes::default();
        changes.value("action", Some(self.action), Some(after.action));
        party(&mut changes, &self.party, &after.party);
        changes.list(
            "authorities",
            &self.authorities,
            &after.authorities,
            authority,
        );
        effective(&mut changes, &self.effective, &after.effective);
        let (one, other) = (
            self.amendment.clone().unwrap_or_default(),
            after.amendment.clone().unwrap_or_default(),
        );
        changes.texts("aliases_added", &one.aliases_added, &other.aliases_added);
        changes.texts(
            "aliases_removed",
            &one.aliases_removed,
            &other.aliases_removed,
        );
        changes.value(
            "renamed_to",
            one.renamed_to.as_ref(),
            other.renamed_to.as_ref(),
        );
        changes.texts(
            "addresses_added",
            &one.addresses_added,
            &other.addresses_added,
        );
        changes.texts(
            "addresses_removed",
            &one.addresses_removed,
            &other.addresses_removed,
        );
        let mut before = Changes::default();
        match (&one.before, &other.before) {
            (Some(one), Some(other)) => party(&mut before, one, other),
            (one, other) => before.value(
                "entry",
                one.as_ref().map(|party| &party.name),
                other.as_ref().map(|party| &party.name),
            ),
        }
        changes
            .0
            .extend(before.0.into_iter().map(|change| FieldChange {
                field: format!("before.{}", change.field),
                ..change
            }));
        changes.value("corrects", one.corrects.as_ref(), other.corrects.as_ref());
        changes.list(
            "corrected",
            &one.corrected,
            &other.corrected,
            ToString::to_string,
        );
        changes.value("signed_on", self.signed_on, after.signed_on);
        changes.value("determined_on", self.determined_on, after.determined_on);
        let signer = |record: &Self| {
            record.signer.as_ref().map(|signer| match &signer.office {
                Some(office) => format!("{}, {office}", signer.name),
                None => signer.name.clone(),
            })
        };
        changes.value("signer", signer(self), signer(after));
        let text = |text: &Option<String>| text.clone();
        changes.value(
            "notice_number",
            text(&self.notice_number),
            text(&after.notice_number),
        );
        changes.value("ground", text(&self.ground), text(&after.ground));
        changes.value("quote", Some(&self.quote.text), Some(&after.quote.text));
        changes.0
    }
}

fn party(changes: &mut Changes, before: &Party, after: &Party) {
    changes.value("name", Some(&before.name), Some(&after.name));
    changes.value("kind", Some(before.kind), Some(after.kind));
    changes.value("surname", before.surname.as_ref(), after.surname.as_ref());
    changes.list("aliases", &before.aliases, &after.aliases, alias);
    changes.list(
        "identifiers",
        &before.identifiers,
        &after.identifiers,
        ToString::to_string,
    );
    changes.texts("countries", &before.countries, &after.countries);
    changes.texts("programs", &before.programs, &after.programs);
    let address = |address: &Address| address.printed.clone();
    changes.list("addresses", &before.addresses, &after.addresses, address);
    let born = |date: &DateOfBirth| date.printed.clone();
    changes.list(
        "dates_of_birth",
        &before.dates_of_birth,
        &after.dates_of_birth,
        born,
    );
    changes.texts(
        "places_of_birth",
        &before.places_of_birth,
        &after.places_of_birth,
    );
    changes.texts("nationalities", &before.nationalities, &after.nationalities);
    changes.texts("citizenships", &before.citizenships, &after.citizenships);
    changes.value("gender", before.gender.as_ref(), after.gender.as_ref());
    changes.texts("titles", &before.titles, &after.titles);
    changes.list(
        "details",
        &before.details,
        &after.details,
        ToString::to_string,
    );
    changes.texts("remarks", &before.remarks, &after.remarks);
    changes.texts("linked_to", &before.linked_to, &after.linked_to);
}

fn effective(changes: &mut Changes, before: &Effective, after: &Effective) {
    changes.value("effective.date", before.date, after.date);
    changes.value("effective.basis", Some(before.basis), Some(after.basis));
    changes.value("effective.until", before.until, after.until);
}

fn alias(alias: &Alias) -> String {
    match alias.quality {
        AliasQuality::Strong => alias.name.clone(),
        quality => format!("{} ({})", alias.name, quality.as_str().replace('_', " ")),
    }
}

fn authority(authority: &AuthorityCitation) -> String {
    match &authority.subsection {
        Some(subsection) => format!("{} section {subsection}", authority.code),
        None => authority.code.clone(),
    }
}

/// `Passport A123456 (Iran), issued 09 Dec 2004, expires 09 Dec 2009`.
impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.value)?;
        if let Some(country) = &self.country {
            write!(f, " ({country})")?;
        }
        if let Some(issued) = &self.issued {
            write!(f, ", issued {issued}")?;
        }
        if let Some(expires) = &self.expires {
            write!(f, ", expires {expires}")?;
        }
        Ok(())
    }
}

/// `Vessel Type: Crude Oil Tanker`.
impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.label, self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PartyKind;

    fn vessel() -> Party {
        let mut party = Party::named("SEA STAR", PartyKind::Vessel);
        party.identifiers = vec![Identifier::new("IMO", "9187629", None)];
        party.details = vec![Detail {
            label: "Flag".to_owned(),
            value: "Iran".to_owned(),
        }];
        party
    }

    #[test]
    fn what_differs_is_told_field_by_field() {
        let before = vessel();
        let mut after = vessel();
        after.details[0].value = "Panama".to_owned();
        after.identifiers.push(Identifier {
            issued: Some("09 Dec 2004".to_owned()),
            ..Identifier::new("MMSI", "572450210", Some("Tuvalu".to_owned()))
        });
        after.aliases.push(Alias {
            name: "STAR".to_owned(),
            quality: AliasQuality::NativeScript,
        });
        after.gender = Some("Female".to_owned());
        let told: Vec<String> = before
            .changes(&after)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            told,
            [
                "aliases: nothing → STAR (native script)",
                "identifiers: nothing → MMSI 572450210 (Tuvalu), issued 09 Dec 2004",
                "gender: nothing → Female",
                "details: Flag: Iran → Flag: Panama",
            ]
        );
        let back = after.changes(&before);
        assert_eq!(
            (&*back[3].before, &*back[3].after),
            (
                &["Flag: Panama".to_owned()][..],
                &["Flag: Iran".to_owned()][..]
            )
        );
    }

    #[test]
    fn order_and_repetition_are_no_change() {
        let mut one = vessel();
        one.countries = vec!["Iran".to_owned(), "Oman".to_owned()];
        let mut other = vessel();
        other.countries = vec!["Oman".to_owned(), "Iran".to_owned(), "Oman".to_owned()];
        assert!(one.changes(&other).is_empty());
    }
}
