//! How dates, instants and words are written in SQL, and read back.

use chrono::{DateTime, NaiveDate, SecondsFormat, SubsecRound, Utc};
use fedreg_model::{DocumentId, DocumentNumber};
use rusqlite::Row;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Sha256;
use crate::error::{Fallible, Fault};

/// An instant as SQL keeps it: UTC, to the millisecond, always as wide, so that texts sort as
/// instants do.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.trunc_subsecs(3)
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

pub(crate) fn date(day: NaiveDate) -> String {
    day.to_string()
}

pub(crate) fn read_instant(text: &str) -> Fallible<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_| Fault::Damaged(format!("'{text}' is not an instant")))
}

pub(crate) fn read_date(text: &str) -> Fallible<NaiveDate> {
    text.parse()
        .map_err(|_| Fault::Damaged(format!("'{text}' is not a date")))
}

pub(crate) fn read_sha(text: &str) -> Fallible<Sha256> {
    text.parse()
        .map_err(|error| Fault::Damaged(format!("{error}")))
}

/// Reads a word such as `needs_review` into its enum.
pub(crate) fn read_word<T: DeserializeOwned>(word: &str) -> Fallible<T> {
    serde_json::from_value(Value::String(word.to_owned()))
        .map_err(|_| Fault::Damaged(format!("'{word}' is not a word this program knows")))
}

pub(crate) fn read_json<T: DeserializeOwned>(what: &str, text: &str) -> Fallible<T> {
    serde_json::from_str(text).map_err(|error| Fault::Damaged(format!("{what}: {error}")))
}

pub(crate) fn read_id(number: &str, publication_date: &str) -> Fallible<DocumentId> {
    Ok(DocumentId {
        publication_date: read_date(publication_date)?,
        document_number: DocumentNumber::new(number)
            .map_err(|error| Fault::Damaged(error.to_string()))?,
    })
}

pub(crate) fn read_usize(number: i64) -> Fallible<usize> {
    usize::try_from(number).map_err(|_| Fault::Damaged(format!("{number} is not a length")))
}

pub(crate) fn read_u32(number: i64) -> Fallible<u32> {
    u32::try_from(number).map_err(|_| Fault::Damaged(format!("{number} is not a small number")))
}

pub(crate) fn read_u64(number: i64) -> Fallible<u64> {
    u64::try_from(number).map_err(|_| Fault::Damaged(format!("{number} is not a count")))
}

/// A length as SQL keeps it; lengths of things in memory always fit.
pub(crate) fn length(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The column of this name, as text.
pub(crate) fn text<'a>(row: &'a Row<'_>, column: &str) -> Fallible<&'a str> {
    row.get_ref(column)?
        .as_str()
        .map_err(|_| Fault::Damaged(format!("column {column} is not text")))
}

/// What documents of one number have in common, whatever case and zero-padding each source uses
/// (`2012-7333` and `2012-07333`): agrees with [`DocumentNumber::same_modulo_padding`].
pub(crate) fn number_key(number: &DocumentNumber) -> String {
    number.modulo_padding()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_as_wide_as_each_other() {
        let whole: DateTime<Utc> = "2025-11-24T00:00:00Z".parse().unwrap();
        let part: DateTime<Utc> = "2025-11-24T00:00:00.123456Z".parse().unwrap();
        assert_eq!(instant(whole), "2025-11-24T00:00:00.000Z");
        assert_eq!(instant(part), "2025-11-24T00:00:00.123Z");
        assert_eq!(read_instant(&instant(whole)).unwrap(), whole);
    }

    #[test]
    fn the_key_agrees_with_the_model() {
        let numbers = [
            "2012-7333",
            "2012-07333",
            "e9-1",
            "E9-01",
            "C1-2012-7333",
            "2012-73330",
        ];
        for a in numbers.map(|n| DocumentNumber::new(n).unwrap()) {
            for b in numbers.map(|n| DocumentNumber::new(n).unwrap()) {
                assert_eq!(
                    a.same_modulo_padding(&b),
                    number_key(&a) == number_key(&b),
                    "{a} {b}"
                );
            }
        }
    }
}
