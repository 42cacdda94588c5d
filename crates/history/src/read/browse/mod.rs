//! Browsing page by page: what pages and programs leaf through, newest first, by indexed look-ups.
//! Records are as corrections leave them, as far as the derived tables know these.

mod documents;
mod entities;
mod records;

use chrono::NaiveDate;
use fedreg_model::Sequence;
use rusqlite::ToSql;

use crate::error::Fallible;
use crate::read::finding::names_with;
use crate::values::date;

pub use documents::{DocumentBrowse, YearCount};
pub use entities::{BrowsedEntity, EntityBrowse};
pub use records::{Browsed, RecordBrowse};

type Values = Vec<Box<dyn ToSql>>;

/// A place in the order of browsing: the day of the notice, then the place in the ledger, both
/// descending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The publication date of the notice.
    pub publication_date: NaiveDate,
    /// The sequence of the record or document version.
    pub sequence: Sequence,
}

/// Conditions of a query and their values, in order.
pub(super) struct Where {
    pub(super) conditions: Vec<String>,
    pub(super) values: Values,
}

impl Where {
    pub(super) fn new(condition: &str) -> Self {
        Self {
            conditions: vec![condition.to_owned()],
            values: Vec::new(),
        }
    }

    pub(super) fn add<T: ToSql + 'static>(&mut self, condition: impl Into<String>, value: T) {
        self.conditions.push(condition.into());
        self.values.push(Box::new(value));
    }

    pub(super) fn sql(&self) -> String {
        self.conditions.join(" AND ")
    }

    /// Between two days of publication.
    pub(super) fn days(&mut self, from: Option<NaiveDate>, to: Option<NaiveDate>) {
        if let Some(from) = from {
            self.add("v.publication_date >= ?", date(from));
        }
        if let Some(to) = to {
            self.add("v.publication_date <= ?", date(to));
        }
    }

    /// Of an agency, by slug or by words of its name.
    pub(super) fn agency(&mut self, agency: Option<&String>) {
        if let Some(agency) = agency {
            self.add(
                "EXISTS (SELECT 1 FROM json_each(v.metadata, '$.agencies') g
                 JOIN (SELECT lower(?) AS sought) WHERE json_extract(g.value, '$.slug') = sought
                   OR instr(lower(json_extract(g.value, '$.name')), sought) > 0)",
                agency.clone(),
            );
        }
    }

    /// After a place in descending order.
    pub(super) fn after(&mut self, after: Option<Place>, sequence: &str) {
        if let Some(place) = after {
            self.add(
                format!("(v.publication_date, {sequence}) < (?"),
                date(place.publication_date),
            );
            // The two values of one comparison.
            if let Some(last) = self.conditions.last_mut() {
                last.push_str(", ?)");
            }
            self.values.push(Box::new(place.sequence));
        }
    }

    pub(super) fn any_of(&mut self, before: &str, words: &[String], behind: &str) {
        if words.is_empty() {
            return;
        }
        let places = vec!["?"; words.len()].join(", ");
        self.conditions.push(format!("{before}({places}){behind}"));
        for word in words {
            self.values.push(Box::new(word.clone()));
        }
    }
}

/// The folded names in which a text stands where a word begins: "eta" does not in "zeta".
pub(super) fn names_where_word_begins(
    sql: &rusqlite::Connection,
    part: &str,
) -> Fallible<Vec<String>> {
    let begins = |name: &String| {
        name.match_indices(part)
            .any(|(at, _)| at == 0 || name[..at].ends_with(' '))
    };
    Ok(names_with(sql, part)?.into_iter().filter(begins).collect())
}
