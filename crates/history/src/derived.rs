//! The derived tables: who is who and who stands on which days, kept beside the records so that
//! `sqlite3` can ask. They are made anew as a whole, and hold nothing that the records do not give.

use chrono::NaiveDate;
use fedreg_model::{Record, RecordId, Sequence};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};
use serde::{Deserialize, Serialize};

use crate::error::{Fallible, Fault};
use crate::finding::{Finding, forget_names, name_not_found};
use crate::open::History;
use crate::values::{date, instant, read_sha, read_u32};
use crate::{HistoryError, Sha256};

/// From what the derived tables were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivedState {
    /// The ledger's last row that concerned a record then ([`History::records_through`]).
    pub through: Sequence,
    /// The version of the rules of linking and standing.
    pub rules_version: u32,
    /// The hash of what a person decided about links (`entities.toml`).
    pub entities_sha256: Sha256,
}

/// One entity: everything known of one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRow {
    /// Its id.
    pub entity: String,
    /// Its primary name, as printed.
    pub name: String,
    /// The name folded for comparison.
    pub name_folded: String,
    /// What it is, as a word.
    pub kind: String,
}

/// A name that some notice prints for an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityNameRow {
    /// The entity.
    pub entity: String,
    /// The name, as printed.
    pub name: String,
    /// The name folded for comparison.
    pub name_folded: String,
    /// `name`, or the quality of the alias.
    pub quality: String,
    /// The first record that prints it.
    pub record_id: RecordId,
}

/// That a record speaks of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRecordRow {
    /// The record.
    pub record_id: RecordId,
    /// The entity.
    pub entity: String,
}

/// Why two records speak of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityLinkRow {
    /// The entity.
    pub entity: String,
    /// One record.
    pub record_a: RecordId,
    /// The other.
    pub record_b: RecordId,
    /// The rule, as a word.
    pub rule: String,
    /// The cause, as a sentence with the names.
    pub why: String,
}

/// A standing on the days on which it stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRow {
    /// The entity.
    pub entity: String,
    /// The authority's code.
    pub authority: String,
    /// The first day, Eastern.
    pub from: NaiveDate,
    /// The first day on which it is otherwise, or over.
    pub to: Option<NaiveDate>,
    /// The name on these days.
    pub name: String,
    /// What it is, as a word.
    pub kind: String,
    /// The first day of the standing itself.
    pub since: NaiveDate,
    /// Where that day comes from, as a word.
    pub since_basis: String,
    /// The end that is known: the first day out.
    pub ends: Option<NaiveDate>,
    /// How it ends, as a word.
    pub end_kind: Option<String>,
    /// Why, as a sentence.
    pub end_reason: Option<String>,
    /// What a reader should know, as words joined by a space.
    pub flags: String,
    /// The record that began it.
    pub record_id: RecordId,
}

/// An alias on the days on which the party bears it under one authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingAliasRow {
    /// The entity.
    pub entity: String,
    /// The authority's code.
    pub authority: String,
    /// The first day, Eastern.
    pub from: NaiveDate,
    /// The first day on which it does not bear it so.
    pub to: Option<NaiveDate>,
    /// Its place among the aliases.
    pub position: u32,
    /// The alias, as printed.
    pub alias: String,
    /// Its quality, as a word.
    pub quality: String,
    /// The effective date of the act that gave it.
    pub since: NaiveDate,
    /// The record that gave it.
    pub record_id: RecordId,
}

/// A current record as a correction document leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrectedRow {
    /// The version of the record, as printed.
    pub record_version: Sequence,
    /// The version of the record of the correction.
    pub correction: Sequence,
    /// Since when it has been known so, UTC.
    pub recorded_at: chrono::DateTime<chrono::Utc>,
    /// The record, corrected.
    pub record: Record,
}

/// All that is derived.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Derived {
    /// Who is who.
    pub entities: Vec<EntityRow>,
    /// Their names, entity by entity.
    pub names: Vec<EntityNameRow>,
    /// Their records, entity by entity, in order.
    pub records: Vec<EntityRecordRow>,
    /// Why they are what they are.
    pub links: Vec<EntityLinkRow>,
    /// Who stands on which days.
    pub standings: Vec<StandingRow>,
    /// Under which other names.
    pub aliases: Vec<StandingAliasRow>,
    /// What corrections change.
    pub corrected: Vec<CorrectedRow>,
    /// By what answers are found.
    pub finding: Finding,
}

/// A table that does not hold what the records give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedDifference {
    /// The table.
    pub table: &'static str,
    /// The first row that differs, as its key.
    pub row: String,
}

/// A derived table: its columns, how many of them are its key (its order), and its rows.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
    pub(crate) key: usize,
    pub(crate) rows: Vec<Vec<Value>>,
}

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
    fn tables(&self) -> Fallible<Vec<Table>> {
        let mut tables = vec![
            Table {
                name: "entity",
                columns: &["entity", "name", "name_folded", "kind"],
                key: 1,
                rows: self
                    .entities
                    .iter()
                    .map(|e| {
                        vec![
                            word(&e.entity),
                            word(&e.name),
                            word(&e.name_folded),
                            word(&e.kind),
                        ]
                    })
                    .collect(),
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
                rows: within(
                    &self.names,
                    |n| &n.entity,
                    |n, at| {
                        vec![
                            word(&n.entity),
                            number(at),
                            word(&n.name),
                            word(&n.name_folded),
                            word(&n.quality),
                            word(&n.record_id.0),
                        ]
                    },
                ),
            },
            Table {
                name: "entity_record",
                columns: &["record_id", "entity", "position"],
                key: 1,
                rows: within(
                    &self.records,
                    |r| &r.entity,
                    |r, at| vec![word(&r.record_id.0), word(&r.entity), number(at)],
                ),
            },
            Table {
                name: "entity_link",
                columns: &["position", "entity", "record_a", "record_b", "rule", "why"],
                key: 1,
                rows: self
                    .links
                    .iter()
                    .enumerate()
                    .map(|(at, l)| {
                        vec![
                            number(at + 1),
                            word(&l.entity),
                            word(&l.record_a.0),
                            word(&l.record_b.0),
                            word(&l.rule),
                            word(&l.why),
                        ]
                    })
                    .collect(),
            },
            self.standings(),
            self.aliases(),
        ];
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
        tables.push(Table {
            name: "corrected_record",
            columns: &["record_version", "correction", "recorded_at", "record"],
            key: 1,
            rows: corrected,
        });
        tables.extend(self.finding.tables());
        Ok(tables)
    }

    fn standings(&self) -> Table {
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
            rows: self
                .standings
                .iter()
                .map(|s| {
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
                })
                .collect(),
        }
    }

    fn aliases(&self) -> Table {
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
            rows: self
                .aliases
                .iter()
                .map(|a| {
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
                })
                .collect(),
        }
    }
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

impl History {
    /// The ledger's last row by which a record became known or ceased to be: what is derived from
    /// the records is up to date if it was made from all up to here. 0 if there is none.
    pub fn records_through(&self) -> Result<Sequence, HistoryError> {
        self.snapshot(|sql| {
            Ok(sql.query_row(
                "SELECT max(coalesce((SELECT max(sequence) FROM record_version), 0),
                            coalesce((SELECT max(sequence) FROM record_withdrawal), 0))",
                [],
                |row| row.get(0),
            )?)
        })
    }

    /// From what the derived tables were made; `None` if they never were.
    pub fn derived_state(&self) -> Result<Option<DerivedState>, HistoryError> {
        self.snapshot(|sql| {
            let row = sql
                .prepare_cached(
                    "SELECT through, rules_version, entities_sha256 FROM derived_state",
                )?
                .query_row([], |row| {
                    Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
                })
                .optional()?;
            let Some((through, version, sha)) = row else {
                return Ok(None);
            };
            Ok(Some(DerivedState {
                through,
                rules_version: read_u32(version)?,
                entities_sha256: read_sha(&sha)?,
            }))
        })
    }

    /// Puts `derived` in the place of what the derived tables hold, in one transaction. The ledger
    /// does not know of it.
    pub fn replace_derived(
        &mut self,
        state: DerivedState,
        derived: &Derived,
    ) -> Result<(), HistoryError> {
        self.must_be_writable()?;
        let path = &self.path;
        let connection = &mut self.connection;
        let mut replace = || -> Fallible<()> {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            forget_names(&transaction)?;
            for table in derived.tables()? {
                fill(&transaction, &table)?;
            }
            transaction.execute("DELETE FROM derived_state", [])?;
            transaction.execute(
                "INSERT INTO derived_state (only_row, through, rules_version, entities_sha256)
                 VALUES (1, ?1, ?2, ?3)",
                (
                    state.through,
                    i64::from(state.rules_version),
                    state.entities_sha256.to_string(),
                ),
            )?;
            transaction.commit()?;
            Ok(())
        };
        replace().map_err(|fault| fault.at(path))
    }

    /// Where the derived tables hold something else than `derived`: at most one row a table.
    pub fn derived_differences(
        &self,
        derived: &Derived,
    ) -> Result<Vec<DerivedDifference>, HistoryError> {
        self.snapshot(|sql| {
            let mut differences = Vec::new();
            for table in derived.tables()? {
                if let Some(row) = difference(sql, &table)? {
                    let table = table.name;
                    differences.push(DerivedDifference { table, row });
                }
            }
            // (A name that is altered is told above.)
            if !differences.iter().any(|d| d.table == "entity_name")
                && let Some(row) = name_not_found(sql)?
            {
                let table = "folded_name";
                differences.push(DerivedDifference { table, row });
            }
            Ok(differences)
        })
    }
}

fn fill(sql: &Connection, table: &Table) -> Fallible<()> {
    let Table {
        name,
        columns,
        rows,
        ..
    } = table;
    sql.execute(&format!("DELETE FROM {name}"), [])?;
    let places = vec!["?"; columns.len()].join(", ");
    let mut insert = sql.prepare(&format!(
        "INSERT INTO {name} ({}) VALUES ({places})",
        columns.join(", ")
    ))?;
    for row in rows {
        insert.execute(rusqlite::params_from_iter(row))?;
    }
    Ok(())
}

/// The key of the first row that differs, if one does.
fn difference(sql: &Connection, table: &Table) -> Fallible<Option<String>> {
    let mut expected: Vec<&Vec<Value>> = table.rows.iter().collect();
    // As SQLite orders texts and numbers; keys are never null.
    let cmp = |a: &Value, b: &Value| match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        _ => std::cmp::Ordering::Equal,
    };
    expected.sort_by(|a, b| {
        let columns = a.iter().zip(b.iter()).take(table.key);
        columns
            .map(|(a, b)| cmp(a, b))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let key = |row: &[Value]| {
        let parts: Vec<String> = row
            .iter()
            .take(table.key)
            .map(|value| match value {
                Value::Text(text) => text.clone(),
                Value::Integer(n) => n.to_string(),
                _ => String::new(),
            })
            .collect();
        parts.join(" ")
    };
    let mut statement = sql.prepare(&format!(
        "SELECT {} FROM {} ORDER BY {}",
        table.columns.join(", "),
        table.name,
        table.columns[..table.key].join(", ")
    ))?;
    let mut rows = statement.query([])?;
    let mut expected = expected.into_iter();
    loop {
        match (rows.next()?, expected.next()) {
            (None, None) => return Ok(None),
            (None, Some(missing)) => return Ok(Some(key(missing))),
            (Some(row), wanted) => {
                let mut found = Vec::with_capacity(table.columns.len());
                for at in 0..table.columns.len() {
                    found.push(match row.get_ref(at)? {
                        ValueRef::Null => Value::Null,
                        ValueRef::Integer(n) => Value::Integer(n),
                        ValueRef::Real(n) => Value::Real(n),
                        ValueRef::Text(bytes) => {
                            Value::Text(String::from_utf8_lossy(bytes).into_owned())
                        }
                        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
                    });
                }
                if wanted != Some(&found) {
                    return Ok(Some(key(&found)));
                }
            }
        }
    }
}
