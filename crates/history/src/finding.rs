//! The rows by which a question about what is known now finds its answer: part of what is derived.

use chrono::{Datelike as _, NaiveDate};
use fedreg_model::{DocumentNumber, RecordId};
use rusqlite::Connection;
use rusqlite::types::Value;
use serde::{Deserialize, Serialize};

use crate::derived::tables::{Cells, Of, Table, maybe, word};
use crate::error::Fallible;
use crate::values::{date, number_key};

/// For which lists a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// For both.
    Both,
    /// For those that count documents still on public inspection, too.
    Filed,
    /// For those that count published documents alone.
    Published,
}

impl Scope {
    /// The word used in SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Filed => "filed",
            Self::Published => "published",
        }
    }

    /// The rows that hold for lists with or without filed documents, beside those of [`Both`](Self::Both).
    pub(crate) fn of(filed: bool) -> Self {
        if filed { Self::Filed } else { Self::Published }
    }
}

/// A stretch of days on which a list has something to say of an entity under an authority.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedRow {
    /// The entity.
    pub entity: String,
    /// The authority's code; empty for records that cite none.
    pub authority: String,
    /// For which lists.
    pub scope: Scope,
    /// The first day, Eastern; `None` if it is so on all days.
    pub from: Option<NaiveDate>,
    /// The first day on which it is over.
    pub to: Option<NaiveDate>,
}

/// That something acts upon an entity under an authority on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActingRow {
    /// The entity.
    pub entity: String,
    /// The authority's code; empty for records that cite none.
    pub authority: String,
    /// For which lists.
    pub scope: Scope,
    /// The day, Eastern.
    pub day: NaiveDate,
}

/// That a record speaks of an entity which published documents alone make, and filed ones do not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublishedRecordRow {
    /// The record.
    pub record_id: RecordId,
    /// The entity.
    pub entity: String,
}

/// What is left open about an entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RemarkRow {
    /// The entity.
    pub entity: String,
    /// For which lists.
    pub scope: Scope,
    /// What, as JSON.
    pub remark: String,
}

/// That a record corrects a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionRow {
    /// The document corrected.
    pub document: DocumentNumber,
    /// The record of the correction.
    pub record_id: RecordId,
}

/// All rows by which answers are found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finding {
    /// On which days lists speak of whom.
    pub listed: Vec<ListedRow>,
    /// On which days something acts upon whom.
    pub acting: Vec<ActingRow>,
    /// What published documents alone link otherwise.
    pub published: Vec<PublishedRecordRow>,
    /// What is left open.
    pub remarks: Vec<RemarkRow>,
    /// What corrects what.
    pub corrections: Vec<CorrectionRow>,
}

impl Finding {
    /// The rows of each of [`TABLES`], in their order.
    pub(crate) fn rows(&self) -> [Vec<Cells>; TABLES.len()] {
        [
            self.listed.iter().map(listed).collect(),
            self.acting.iter().map(acting).collect(),
            self.published
                .iter()
                .map(|row| vec![word(&row.record_id.0), word(&row.entity)])
                .collect(),
            self.remarks.iter().map(remark).collect(),
            self.corrections.iter().map(correction).collect(),
        ]
    }
}

/// The tables of these rows.
pub(crate) const TABLES: [Table; 5] = [
    Table {
        name: "listed",
        columns: &[
            "entity",
            "authority",
            "from_date",
            "scope",
            "to_date",
            "node",
        ],
        key: 4,
        of: Of::Record("entity"),
    },
    Table {
        name: "acting",
        columns: &["entity", "authority", "day", "scope"],
        key: 4,
        of: Of::Record("entity"),
    },
    Table {
        name: "published_record",
        columns: &["record_id", "entity"],
        key: 1,
        of: Of::Record("record_id"),
    },
    Table {
        name: "entity_remark",
        columns: &["entity", "scope", "remark"],
        key: 2,
        of: Of::Record("entity"),
    },
    Table {
        name: "correction_of",
        columns: &["number_key", "record_id"],
        key: 2,
        of: Of::Record("record_id"),
    },
];

fn remark(row: &RemarkRow) -> Cells {
    vec![
        word(&row.entity),
        word(row.scope.as_str()),
        word(&row.remark),
    ]
}

fn correction(row: &CorrectionRow) -> Cells {
    vec![
        Value::Text(number_key(&row.document)),
        word(&row.record_id.0),
    ]
}

fn listed(row: &ListedRow) -> Cells {
    let node = row.to.and_then(|to| Some(node(row.from?, to)));
    vec![
        word(&row.entity),
        word(&row.authority),
        Value::Text(row.from.map(date).unwrap_or_default()),
        word(row.scope.as_str()),
        maybe(row.to.map(date)),
        node.map_or(Value::Null, |node| Value::Integer(node.into())),
    ]
}

fn acting(row: &ActingRow) -> Cells {
    vec![
        word(&row.entity),
        word(&row.authority),
        Value::Text(date(row.day)),
        word(row.scope.as_str()),
    ]
}

/// Puts every name of `entity_name` among those that are found by their parts, and no other.
pub(crate) fn gather_names(sql: &Connection) -> Fallible<()> {
    sql.execute_batch(
        "DELETE FROM folded_name;
         INSERT INTO folded_name (name_folded)
         SELECT DISTINCT name_folded FROM entity_name ORDER BY name_folded;
         INSERT INTO folded_name_search (folded_name_search) VALUES ('rebuild');",
    )?;
    Ok(())
}

/// Forgets those of these names, a JSON array, that `entity_name` no longer holds. (A trigger adds
/// what is put there.)
pub(crate) fn forget_names(sql: &Connection, names: &str) -> Fallible<()> {
    const GONE: &str = "FROM folded_name f WHERE f.name_folded IN (SELECT value FROM json_each(?1))
         AND NOT EXISTS (SELECT 1 FROM entity_name n WHERE n.name_folded = f.name_folded)";
    sql.prepare_cached(&format!(
        "INSERT INTO folded_name_search (folded_name_search, rowid, name_folded)
         SELECT 'delete', f.id, f.name_folded {GONE}"
    ))?
    .execute([names])?;
    sql.prepare_cached(&format!(
        "DELETE FROM folded_name WHERE id IN (SELECT f.id {GONE})"
    ))?
    .execute([names])?;
    Ok(())
}

/// A name that stands in `entity_name` and cannot be found by its parts, or the other way round.
pub(crate) fn name_not_found(sql: &Connection) -> Fallible<Option<String>> {
    let mut statement = sql.prepare(
        "SELECT name_folded FROM entity_name n
         WHERE NOT EXISTS (SELECT 1 FROM folded_name f WHERE f.name_folded = n.name_folded)
         UNION ALL
         SELECT name_folded FROM folded_name f
         WHERE NOT EXISTS (SELECT 1 FROM entity_name n WHERE n.name_folded = f.name_folded)
         LIMIT 1",
    )?;
    let mut rows = statement.query([])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

/// Levels of the tree of days: more than there are bits in the number of a day until the year 9999.
const LEVELS: u32 = 23;

/// The node of the stretch from one day until the day before another: of its days the one that is
/// divisible by the highest power of two. (Kriegel, Pötke, Seidl: "Managing Intervals Efficiently in
/// Object-Relational Databases", VLDB 2000.)
fn node(from: NaiveDate, to: NaiveDate) -> i32 {
    let (before, last) = (from.num_days_from_ce() - 1, to.num_days_from_ce() - 1);
    let differing = 31_u32.saturating_sub((before ^ last).leading_zeros());
    last >> differing << differing
}

/// The days that can be the node of a stretch that holds `day`, itself included: those until the day,
/// and those after it.
pub(crate) fn nodes_around(day: NaiveDate) -> (Vec<i32>, Vec<i32>) {
    let day = day.num_days_from_ce();
    (day.trailing_zeros()..LEVELS)
        .map(|level| (day >> level | 1) << level)
        .partition(|node| *node <= day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbered(number: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(number).unwrap()
    }

    proptest! {
        #[test]
        fn the_node_of_a_stretch_lies_in_it_and_is_looked_at_for_each_of_its_days(
            from in 1_i32..3_650_000, days in 1_i32..20_000, at in 0_i32..20_000,
        ) {
            let at = from + at % days;
            let node = node(numbered(from), numbered(from + days));
            prop_assert!(from <= node && node < from + days, "{node}");
            let (until, after) = nodes_around(numbered(at));
            prop_assert!(if node <= at { &until } else { &after }.contains(&node), "{node}");
        }
    }

    #[test]
    fn few_nodes_are_looked_at() {
        let (until, after) = nodes_around("2025-11-24".parse().unwrap());
        assert!(until.len() + after.len() <= 23, "{until:?} {after:?}");
    }
}
