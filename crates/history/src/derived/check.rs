//! Whether the derived tables hold what the records give.

use std::collections::BTreeMap;

use fedreg_model::Sequence;
use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

use super::Derived;
use super::read::list;
use super::tables::{Cells, Of, Table, tables};
use crate::HistoryError;
use crate::error::Fallible;
use crate::finding::name_not_found;
use crate::open::History;
use crate::values::length;

/// A table that does not hold what the records give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedDifference {
    /// The table.
    pub table: &'static str,
    /// The first row that differs, as its key.
    pub row: String,
}

/// A comparison of the derived tables with what the records give, part by part; see
/// [`History::check_derived`]. Read from it as from the history.
pub struct DerivedCheck<'h> {
    history: &'h History,
    /// How many rows each table should hold.
    expected: BTreeMap<&'static str, i64>,
    found: BTreeMap<&'static str, String>,
}

impl std::ops::Deref for DerivedCheck<'_> {
    type Target = History;

    fn deref(&self) -> &History {
        self.history
    }
}

impl History {
    /// Where the derived tables hold something else than `derived`: at most one row a table.
    pub fn derived_differences(
        &self,
        derived: &Derived,
    ) -> Result<Vec<DerivedDifference>, HistoryError> {
        self.snapshot(|sql| {
            let mut differences = Vec::new();
            for (table, rows) in derived.rows()? {
                if let Some(row) = difference(sql, table, rows, None)? {
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

    /// Lets `work` compare the derived tables part by part, in one snapshot, and returns where they
    /// hold something else: at most one row a table. No more than a part need be in memory.
    pub fn check_derived<E: From<HistoryError>>(
        &self,
        work: impl FnOnce(&mut DerivedCheck<'_>) -> Result<(), E>,
    ) -> Result<Vec<DerivedDifference>, E> {
        let mut check = DerivedCheck {
            history: self,
            expected: BTreeMap::new(),
            found: BTreeMap::new(),
        };
        let mut worked = Ok(());
        self.snapshot(|_| {
            worked = work(&mut check);
            if worked.is_ok() {
                check.strays()?;
            }
            Ok(())
        })?;
        worked?;
        let differences = check.found.into_iter();
        Ok(differences
            .map(|(table, row)| DerivedDifference { table, row })
            .collect())
    }
}

impl DerivedCheck<'_> {
    /// Compares what is derived of the records of these versions: they touch no other record.
    pub fn compare(
        &mut self,
        versions: &[Sequence],
        derived: &Derived,
    ) -> Result<(), HistoryError> {
        let versions = list(versions);
        let rows = derived
            .rows()
            .map_err(|fault| fault.at(&self.history.path))?;
        for (table, rows) in rows {
            *self.expected.entry(table.name).or_default() += length(rows.len());
            if self.found.contains_key(table.name) {
                continue;
            }
            let differs = self
                .history
                .snapshot(|sql| difference(sql, table, rows, Some(&versions)))?;
            if let Some(row) = differs {
                self.found.insert(table.name, row);
            }
        }
        Ok(())
    }

    /// Rows that belong to no current record.
    fn strays(&mut self) -> Result<(), HistoryError> {
        for table in tables() {
            let expected = self.expected.get(table.name).copied().unwrap_or_default();
            if self.found.contains_key(table.name) {
                continue;
            }
            let stray = self.history.snapshot(|sql| {
                let count: i64 =
                    sql.query_row(&format!("SELECT count(*) FROM {}", table.name), [], |row| {
                        row.get(0)
                    })?;
                if count == expected {
                    return Ok(None);
                }
                stray(sql, table)
            })?;
            if let Some(row) = stray {
                self.found.insert(table.name, row);
            }
        }
        if !self.found.contains_key("entity_name")
            && let Some(row) = self.history.snapshot(name_not_found)?
        {
            self.found.insert("folded_name", row);
        }
        Ok(())
    }
}

/// The key of the first row that is of no current record, if there is one.
fn stray(sql: &Connection, table: &Table) -> Fallible<Option<String>> {
    let id = match table.of {
        Of::Record(_) => "record_id",
        Of::Version(_) => "sequence",
    };
    let mut statement = sql.prepare(&format!(
        "SELECT {} FROM {} t WHERE NOT EXISTS (
           SELECT 1 FROM record_version v WHERE v.{id} = t.{}
             AND NOT EXISTS (SELECT 1 FROM record_version n WHERE n.supersedes = v.sequence)
             AND NOT EXISTS (SELECT 1 FROM record_withdrawal o WHERE o.record_version = v.sequence))
         LIMIT 1",
        table.columns.join(", "),
        table.name,
        table.of.column(),
    ))?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(key(table, &cells(table, row)?)))
}

/// The key of the first row that differs, if one does, among the rows of the records of these
/// versions, or among all.
fn difference(
    sql: &Connection,
    table: &Table,
    mut expected: Vec<Cells>,
    versions: Option<&str>,
) -> Fallible<Option<String>> {
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
    let (column, which) = match table.of {
        Of::Version(column) => (column, "SELECT value FROM json_each(?1)"),
        Of::Record(column) => (
            column,
            "SELECT record_id FROM record_version
             WHERE sequence IN (SELECT value FROM json_each(?1))",
        ),
    };
    let scope = match versions {
        Some(_) => format!("WHERE {column} IN ({which})"),
        None => String::new(),
    };
    let mut statement = sql.prepare_cached(&format!(
        "SELECT {} FROM {} {scope} ORDER BY {}",
        table.columns.join(", "),
        table.name,
        table.columns[..table.key].join(", ")
    ))?;
    let mut rows = statement.query(rusqlite::params_from_iter(versions))?;
    let mut expected = expected.into_iter();
    loop {
        match (rows.next()?, expected.next()) {
            (None, None) => return Ok(None),
            (None, Some(missing)) => return Ok(Some(key(table, &missing))),
            (Some(row), wanted) => {
                let found = cells(table, row)?;
                if wanted.as_ref() != Some(&found) {
                    return Ok(Some(key(table, &found)));
                }
            }
        }
    }
}

fn cells(table: &Table, row: &rusqlite::Row<'_>) -> Fallible<Cells> {
    let mut found = Vec::with_capacity(table.columns.len());
    for at in 0..table.columns.len() {
        found.push(match row.get_ref(at)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(n) => Value::Integer(n),
            ValueRef::Real(n) => Value::Real(n),
            ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
            ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        });
    }
    Ok(found)
}

fn key(table: &Table, row: &[Value]) -> String {
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
}
