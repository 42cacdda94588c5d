//! What tells parties of one name apart: when they were born, which hull they are, in which country
//! a list names them.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use fedreg_model::{DateOfBirth, Party, Record, fold_name};

use super::node::imo_number;

/// Lists that name parties country by country, so that one name in two countries is two entries.
const BY_COUNTRY: [&str; 3] = ["EAR-744-11", "EAR-744-15", "EAR-744-21"];

/// Marks of a party. Two parties that bear marks of one sort and have none in common are two.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The days on which the party may have been born.
    births: BTreeSet<(NaiveDate, NaiveDate)>,
    /// IMO numbers, which a hull keeps for life.
    hulls: BTreeSet<String>,
    /// Countries under which a list by country names the party.
    countries: BTreeSet<String>,
}

/// A sort of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Dates of birth.
    Birth,
    /// IMO numbers.
    Hull,
    /// Countries of a list by country.
    Country,
}

impl Marks {
    /// The marks that a record prints.
    pub(crate) fn of(record: &Record) -> Self {
        let before = record.amendment.iter().filter_map(|a| a.before.as_deref());
        let parties: Vec<&Party> = before.chain([&record.party]).collect();
        let by_country = record
            .authorities
            .iter()
            .any(|authority| BY_COUNTRY.contains(&authority.code.as_str()));
        let mut marks = Self::default();
        for party in parties {
            marks
                .births
                .extend(party.dates_of_birth.iter().filter_map(span));
            let identifiers = party.identifiers.iter();
            marks
                .hulls
                .extend(identifiers.filter_map(|i| imo_number(&i.kind, &i.value)));
            // The heading under which the list names the party comes before the countries of its
            // addresses.
            if let Some(country) = party.countries.first().filter(|_| by_country) {
                marks.countries.insert(country.clone());
            }
        }
        marks
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds those of another record of the party.
    pub(crate) fn extend(&mut self, other: Self) {
        self.births.extend(other.births);
        self.hulls.extend(other.hulls);
        self.countries.extend(other.countries);
    }

    /// The sort of marks that shows two parties to be two.
    pub(crate) fn conflict(&self, other: &Self) -> Option<Mark> {
        fn apart<T>(one: &BTreeSet<T>, two: &BTreeSet<T>, meet: impl Fn(&T, &T) -> bool) -> bool {
            let common = || one.iter().any(|a| two.iter().any(|b| meet(a, b)));
            !one.is_empty() && !two.is_empty() && !common()
        }
        if apart(&self.hulls, &other.hulls, |a, b| a == b) {
            return Some(Mark::Hull);
        }
        if apart(&self.births, &other.births, |a, b| a.0 <= b.1 && b.0 <= a.1) {
            return Some(Mark::Birth);
        }
        if apart(&self.countries, &other.countries, |a, b| same_country(a, b)) {
            return Some(Mark::Country);
        }
        None
    }
}

/// The days that a date of birth may stand for; `circa` gives a year on each side.
fn span(birth: &DateOfBirth) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = (birth.earliest?, birth.latest?);
    if !birth.circa {
        return Some((first, last));
    }
    let year = Days::new(366);
    Some((
        first.checked_sub_days(year).unwrap_or(first),
        last.checked_add_days(year).unwrap_or(last),
    ))
}

/// Words that a country's long name has beside its own.
const FORMS_OF_STATE: [&str; 14] = [
    "the",
    "of",
    "and",
    "people",
    "peoples",
    "s",
    "republic",
    "islamic",
    "arab",
    "state",
    "federation",
    "federal",
    "democratic",
    "socialist",
];

/// Names that no rule of form makes one.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("uae", "united emirates"),
    ("u a e", "united emirates"),
    ("burma", "myanmar"),
    ("turkey", "turkiye"),
    ("czech", "czechia"),
    ("u k", "united kingdom"),
];

/// Whether two printed names may be of one country: in doubt, yes.
fn same_country(one: &str, other: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        fold_name(name)
            .split(' ')
            .filter(|word| !FORMS_OF_STATE.contains(word))
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(one), words(other));
    if a.is_subset(&b) || b.is_subset(&a) {
        return true;
    }
    let text = |words: &BTreeSet<String>| words.iter().cloned().collect::<Vec<_>>().join(" ");
    let sorted = |name: &str| text(&name.split(' ').map(str::to_owned).collect());
    let listed = |name: &str| {
        OTHER_NAMES
            .iter()
            .find(|(short, long)| name == sorted(short) || name == sorted(long))
            .map(|(_, long)| long)
    };
    let (a, b) = (text(&a), text(&b));
    if listed(&a).is_some() && listed(&a) == listed(&b) {
        return true;
    }
    // `Russia` and `Russian`, `Syria` and `Syrian`.
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    short.len() >= 5 && long.starts_with(short.as_str()) && long.len() - short.len() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_one_in_its_long_and_its_short_name() {
        for (one, other, same) in [
            ("China, People's Republic of", "China", true),
            ("CHINA", "People's Republic of China", true),
            ("Russia", "Russian Federation", true),
            ("Syria", "Syrian Arab Republic", true),
            ("United Arab Emirates", "U.A.E.", true),
            ("Türkiye", "Turkey", true),
            ("Iran", "Iran, Islamic Republic of", true),
            ("China", "Hong Kong", false),
            ("Iran", "Iraq", false),
            ("United Kingdom", "United Arab Emirates", false),
            ("U.K.", "United Kingdom", true),
            ("Malaysia", "Singapore", false),
        ] {
            assert_eq!(same_country(one, other), same, "{one} / {other}");
        }
    }
}
