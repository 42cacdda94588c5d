//! Addresses, and the countries that end them.

use std::sync::LazyLock;

use fedreg_model::Address;
use regex::Regex;

use super::text::spaced;
use crate::grammar::dates::compile;

/// Names of countries and regions, longest first: `Korea, North` before `Korea`.
static COUNTRIES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut names: Vec<&str> = include_str!("countries.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .collect();
    names.sort_unstable_by_key(|name| std::cmp::Reverse(name.len()));
    names.dedup();
    names
});

/// Words in the place of a country that name none.
const NOWHERE: &[&str] = &["undetermined", "unknown", "none identified"];

static CARE_OF: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^(?:c/o|care\s+of|p\.?\s?o\.?\s+box|apartado)\s*:?\s*\S"));

/// The country that `words` end with, after a comma, a space or alone.
pub(crate) fn country_at_end(words: &str) -> Option<&'static str> {
    let words = words.trim_end().trim_end_matches('.');
    COUNTRIES
        .iter()
        .find(|name| {
            words.ends_with(**name) && {
                let before = &words[..words.len() - name.len()];
                before.is_empty() || before.ends_with([' ', ','])
            }
        })
        .copied()
}

/// Whether `words` are the name of a country, no more.
pub(crate) fn is_country(words: &str) -> bool {
    COUNTRIES.contains(&words.trim())
}

/// The country in the last part of an address.
fn country(words: &str) -> Option<&'static str> {
    let name = country_at_end(words)?;
    let words = words.trim_end().trim_end_matches('.');
    let before = words[..words.len() - name.len()].trim_end();
    (before.is_empty() || before.ends_with([',', ';'])).then_some(name)
}

/// Whether `words` end as an address does.
pub(crate) fn ends_as_address(words: &str) -> bool {
    country(words).is_some()
        || words
            .rsplit(',')
            .next()
            .is_some_and(|last| NOWHERE.contains(&last.trim().to_lowercase().as_str()))
}

/// Whether `words` begin as an address does: `c/o COMPANY`, a post box, a house number.
pub(crate) fn begins_as_address(words: &str) -> bool {
    CARE_OF.is_match(words) || words.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether `words` begin with `c/o`.
pub(crate) fn is_care_of(words: &str) -> bool {
    CARE_OF.is_match(words)
}

/// Reads an address.
pub(crate) fn read(words: &str) -> Address {
    let printed = spaced(words);
    Address {
        country: country(&printed).map(str::to_owned),
        printed,
    }
}

#[cfg(test)]
mod tests {
    use super::{country_at_end, ends_as_address, read};

    #[test]
    fn the_last_part_of_an_address_is_its_country() {
        for (words, expected) in [
            ("Pyongyang, Korea, North", Some("Korea, North")),
            (
                "Kinshasa, Congo, Democratic Republic of the",
                Some("Congo, Democratic Republic of the"),
            ),
            ("Kremlin, Moscow, Russia", Some("Russia")),
            ("Russia", Some("Russia")),
            ("Region: Gaza", Some("Region: Gaza")),
            ("c/o ZEDRO INVESTMENT, S.A.", None),
            ("undetermined", None),
        ] {
            assert_eq!(read(words).country.as_deref(), expected, "{words}");
        }
        assert_eq!(country_at_end("Crude Oil Tanker Iran"), Some("Iran"));
        assert!(!ends_as_address("KOMID Representative in Iran"));
        assert!(ends_as_address("undetermined"));
    }
}
