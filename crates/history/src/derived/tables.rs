//! The derived tables as SQL has them: columns, keys, and rows.

use rusqlite::types::Value;

use super::{Derived, EntityLinkRow, EntityNameRow, EntityRow, StandingAliasRow, StandingRow};
use crate::error::{Fallible, Fault};
use crate::finding;
use crate::values::{date, instant};

/// A derived table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
    /// How many of the columns, from the first, are its key and order.
    pub(crate) key: usize,
    /// The column that says of what its rows are: an entity, named after one of its records; a
    /// record; a version of a record.
    pub(crate) of: Of,
}

/// Of what the rows of a table are, and by which column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// A record, or an entity that is named after it.
    Record(&'static str),
    /// A version of a record.
    Version(&'static str),
}

impl Of {
    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Record(column) | Self::Version(column) => column,
        }
    }
}

/// Who is who and who stands when, corrections, and keys.
const OWN: [Table; 8] = [
    Table {
        name: "entity",
        columns: &["entity", "name", "name_folded", "kind"],
        key: 1,
        of: Of::Record("entity"),
    },
    Table {
        name: "entity_name",
        columns: &[
            "entity",
            "position",
            "name",
            "name_folded",
            "quality",
            "record_id",
        ],
        key: 2,
        of: Of::Record("entity"),
    },
    Table {
        name: "entity_record",
        columns: &["record_id", "entity", "position"],
        key: 1,
        of: Of::Record("record_id"),
    },
    Table {
        name: "entity_link",
        columns: &["entity", "position", "record_a", "record_b", "rule", "why"],
        key: 2,
        of: Of::Record("entity"),
    },
    Table {
        name: "standing",
        columns: &[
            "entity",
            "authority",
            "from_date",
            "to_date",
            "name",
            "kind",
            "since",
            "since_basis",
            "ends",
            "end_kind",
            "end_reason",
            "flags",
            "record_id",
        ],
        key: 3,
        of: Of::Record("entity"),
    },
    Table {
        name: "standing_alias",
        columns: &[
            "entity",
            "authority",
            "from_date",
            "position",
            "to_date",
            "alias",
            "quality",
            "since",
            "record_id",
        ],
        key: 4,
        of: Of::Record("entity"),
    },
    Table {
        name: "corrected_record",
        columns: &["record_version", "correction", "recorded_at", "record"],
        key: 1,
        of: Of::Version("record_version"),
    },
    Table {
        name: "record_key",
        columns: &["link_key", "bears", "record_version"],
        key: 3,
        of: Of::Version("record_version"),
    },
];

/// All derived tables: first those of this module, then those by which answers are found.
pub(crate) fn tables() -> impl Iterator<Item = &'static Table> {
    OWN.iter().chain(&finding::TABLES)
}

/// A row, in the order of its table's columns.
pub(crate) type Cells = Vec<Value>;

pub(crate) fn word(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(crate) fn maybe(text: Option<String>) -> Value {
    text.map_or(Value::Null, Value::Text)
}

fn number(n: usize) -> Value {
    Value::Integer(crate::values::length(n))
}

impl Derived {
    /// The derived tables, each with its rows.
    pub(crate) fn rows(&self) -> Fallible<impl Iterator<Item = (&'static Table, Vec<Cells>)>> {
        let mut corrected = Vec::with_capacity(self.corrected.len());
        for row in &self.corrected {
            let record = serde_json::to_string(&row.record)
                .map_err(|error| Fault::Damaged(error.to_string()))?;
            corrected.push(vec![
                Value::Integer(row.record_version),
                Value::Integer(row.correction),
                Value::Text(instant(row.recorded_at)),
                Value::Text(record),
            ]);
        }
        let own: [Vec<Cells>; OWN.len()] = [
            self.entities.iter().map(entity).collect(),
            within(&self.names, |n| &n.entity, name),
            within(
                &self.records,
                |r| &r.entity,
                |r, at| vec![word(&r.record_id.0), word(&r.entity), number(at)],
            ),
            within(&self.links, |l| &l.entity, link),
            self.standings.iter().map(standing).collect(),
            self.aliases.iter().map(alias).collect(),
            corrected,
            self.keys
                .iter()
                .map(|k| {
                    vec![
                        Value::Integer(k.link_key),
                        Value::Integer(i64::from(k.bears)),
                        Value::Integer(k.record_version),
                    ]
                })
                .collect(),
        ];
        Ok(tables().zip(own.into_iter().chain(self.finding.rows())))
    }
}

fn entity(e: &EntityRow) -> Cells {
    vec![
        word(&e.entity),
        word(&e.name),
        word(&e.name_folded),
        word(&e.kind),
    ]
}

fn name(n: &EntityNameRow, at: usize) -> Cells {
    vec![
        word(&n.entity),
        number(at),
        word(&n.name),
        word(&n.name_folded),
        word(&n.quality),
        word(&n.record_id.0),
    ]
}

fn link(l: &EntityLinkRow, at: usize) -> Cells {
    vec![
        word(&l.entity),
        number(at),
        word(&l.record_a.0),
        word(&l.record_b.0),
        word(&l.rule),
        word(&l.why),
    ]
}

fn standing(s: &StandingRow) -> Cells {
    vec![
        word(&s.entity),
        word(&s.authority),
        Value::Text(date(s.from)),
        maybe(s.to.map(date)),
        word(&s.name),
        word(&s.kind),
        Value::Text(date(s.since)),
        word(&s.since_basis),
        maybe(s.ends.map(date)),
        maybe(s.end_kind.clone()),
        maybe(s.end_reason.clone()),
        word(&s.flags),
        word(&s.record_id.0),
    ]
}

fn alias(a: &StandingAliasRow) -> Cells {
    vec![
        word(&a.entity),
        word(&a.authority),
        Value::Text(date(a.from)),
        Value::Integer(i64::from(a.position)),
        maybe(a.to.map(date)),
        word(&a.alias),
        word(&a.quality),
        Value::Text(date(a.since)),
        word(&a.record_id.0),
    ]
}

/// Rows numbered within their entity, from 1; rows of one entity follow each other.
fn within<T>(
    rows: &[T],
    entity: impl Fn(&T) -> &String,
    row: impl Fn(&T, usize) -> Vec<Value>,
) -> Vec<Vec<Value>> {
    let mut at = 0;
    let mut last: Option<&String> = None;
    rows.iter()
        .map(|item| {
            at = if last == Some(entity(item)) {
                at + 1
            } else {
                1
            };
            last = Some(entity(item));
            row(item, at)
        })
        .collect()
}
