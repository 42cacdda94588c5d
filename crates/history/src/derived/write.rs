//! Making derived rows anew: those of a few records, or all.

use std::collections::BTreeSet;
use std::ops::Deref;

use fedreg_model::Sequence;
use rusqlite::Connection;

use super::read::list;
use super::tables::{Of, Table, tables};
use super::{Derived, DerivedState};
use crate::HistoryError;
use crate::error::Fallible;
use crate::finding::{forget_names, gather_names};
use crate::open::History;

/// A transaction in which derived rows take the place of others; see [`History::update_derived`].
/// Read from it as from the history.
pub struct DerivedWriter<'h> {
    history: &'h mut History,
    /// Whether rows are gathered first, to be put into the tables in the order of their keys.
    gathered: bool,
    /// Folded names of which rows were taken away.
    names: BTreeSet<String>,
    committed: bool,
}

impl History {
    /// Lets `work` replace derived rows, in one transaction, and notes that the tables now are what
    /// `state` says. If it fails, nothing is changed. The ledger does not know of it.
    pub fn update_derived<T, E: From<HistoryError>>(
        &mut self,
        state: DerivedState,
        work: impl FnOnce(&mut DerivedWriter<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.must_be_writable()?;
        DerivedWriter::begin(self, false)?.run(state, work)
    }

    /// As [`Self::update_derived`], from empty tables: for all that is derived. The memory that it
    /// takes does not grow with the rows; they are gathered in files and sorted, so that each tree
    /// of the database grows at its end.
    pub fn rebuild_derived<T, E: From<HistoryError>>(
        &mut self,
        state: DerivedState,
        work: impl FnOnce(&mut DerivedWriter<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.must_be_writable()?;
        self.temporary_store("FILE")?;
        let result = DerivedWriter::begin(self, true)
            .map_err(E::from)
            .and_then(|writer| writer.run(state, work));
        self.temporary_store("MEMORY")?;
        result
    }

    /// Puts `derived` in the place of what the derived tables hold, in one transaction.
    pub fn replace_derived(
        &mut self,
        state: DerivedState,
        derived: &Derived,
    ) -> Result<(), HistoryError> {
        self.rebuild_derived(state, |tables| tables.insert(derived))
    }

    fn temporary_store(&self, place: &str) -> Result<(), HistoryError> {
        self.connection
            .pragma_update(None, "temp_store", place)
            .map_err(|error| HistoryError::sql(&self.path, error))
    }
}

impl Deref for DerivedWriter<'_> {
    type Target = History;

    fn deref(&self) -> &History {
        self.history
    }
}

impl<'h> DerivedWriter<'h> {
    fn begin(history: &'h mut History, gathered: bool) -> Result<Self, HistoryError> {
        let writer = Self {
            history,
            gathered,
            names: BTreeSet::new(),
            committed: false,
        };
        writer.sql(|sql| Ok(sql.execute_batch("BEGIN IMMEDIATE")?))?;
        Ok(writer)
    }

    fn run<T, E: From<HistoryError>>(
        mut self,
        state: DerivedState,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let beside = if self.gathered {
            self.sql(empty)?
        } else {
            Vec::new()
        };
        let result = work(&mut self)?;
        if self.gathered {
            self.sql(|sql| fill(sql, &beside))?;
        } else {
            let names: Vec<&String> = self.names.iter().collect();
            self.sql(|sql| forget_names(sql, &list(&names)))?;
        }
        self.sql(|sql| {
            sql.execute(
                "INSERT OR REPLACE INTO derived_state
                   (only_row, through, rules_version, entities_sha256)
                 VALUES (1, ?1, ?2, ?3)",
                (
                    state.through,
                    i64::from(state.rules_version),
                    state.entities_sha256.to_string(),
                ),
            )?;
            Ok(sql.execute_batch("COMMIT")?)
        })?;
        self.committed = true;
        Ok(result)
    }

    /// Adds rows.
    pub fn insert(&mut self, derived: &Derived) -> Result<(), HistoryError> {
        let prefix = if self.gathered { "temp.gathered_" } else { "" };
        self.sql(|sql| {
            for (table, rows) in derived.rows()? {
                let Table { name, columns, .. } = table;
                let places = vec!["?"; columns.len()].join(", ");
                let mut insert = sql.prepare_cached(&format!(
                    "INSERT INTO {prefix}{name} ({}) VALUES ({places})",
                    columns.join(", ")
                ))?;
                for row in rows {
                    insert.execute(rusqlite::params_from_iter(row))?;
                }
            }
            Ok(())
        })
    }

    /// Takes away every row of the records of these versions, and of entities that are named after
    /// one of them; but for corrections and keys, which are of versions.
    pub fn remove_entities(&mut self, versions: &[Sequence]) -> Result<(), HistoryError> {
        let names = self.sql(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT name_folded FROM entity_name WHERE entity IN (
                   SELECT record_id FROM record_version
                   WHERE sequence IN (SELECT value FROM json_each(?)))",
            )?;
            let rows = statement.query_map([list(versions)], |row| row.get(0))?;
            Ok(rows.collect::<Result<Vec<String>, _>>()?)
        })?;
        self.names.extend(names);
        self.remove(versions, |table| matches!(table.of, Of::Record(_)))
    }

    /// Takes away what corrections change of these versions.
    pub fn remove_corrected(&mut self, versions: &[Sequence]) -> Result<(), HistoryError> {
        self.remove(versions, |table| table.name == "corrected_record")
    }

    /// Takes away the keys of these versions.
    pub fn remove_keys(&mut self, versions: &[Sequence]) -> Result<(), HistoryError> {
        self.remove(versions, |table| table.name == "record_key")
    }

    fn remove(
        &mut self,
        versions: &[Sequence],
        which: impl Fn(&Table) -> bool,
    ) -> Result<(), HistoryError> {
        let versions = list(versions);
        self.sql(|sql| {
            for table in tables().filter(|table| which(table)) {
                let which = match table.of {
                    Of::Version(_) => "SELECT value FROM json_each(?)",
                    Of::Record(_) => {
                        "SELECT record_id FROM record_version
                         WHERE sequence IN (SELECT value FROM json_each(?))"
                    }
                };
                let (name, column) = (table.name, table.of.column());
                sql.prepare_cached(&format!("DELETE FROM {name} WHERE {column} IN ({which})"))?
                    .execute([&versions])?;
            }
            Ok(())
        })
    }

    fn sql<T>(&self, work: impl FnOnce(&Connection) -> Fallible<T>) -> Result<T, HistoryError> {
        work(&self.history.connection).map_err(|fault| fault.at(&self.history.path))
    }
}

impl Drop for DerivedWriter<'_> {
    fn drop(&mut self) {
        let connection = &self.history.connection;
        // SQLite itself rolls back on some failures, such as a full disk.
        if !self.committed
            && !connection.is_autocommit()
            && let Err(error) = connection.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "derived rows could not be rolled back");
        }
    }
}

/// Empties the tables, makes places in which to gather rows, and takes away the indices and
/// triggers, whose SQL it returns.
fn empty(sql: &Connection) -> Fallible<Vec<String>> {
    let mut beside = Vec::new();
    for table in tables() {
        let name = table.name;
        let mut statement = sql.prepare(
            "SELECT 'DROP ' || type || ' ' || name, sql FROM sqlite_schema
             WHERE type IN ('index', 'trigger') AND tbl_name = ?1 AND sql IS NOT NULL",
        )?;
        let found = statement
            .query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<Vec<(String, String)>, _>>()?;
        for (drop, made_by) in found {
            sql.execute_batch(&drop)?;
            beside.push(made_by);
        }
        sql.execute_batch(&format!(
            "DELETE FROM main.{name};
             CREATE TEMP TABLE gathered_{name} AS SELECT {} FROM main.{name} WHERE 0",
            table.columns.join(", ")
        ))?;
    }
    Ok(beside)
}

/// Puts what was gathered into the tables, in the order of their keys, and makes the indices and
/// triggers again.
fn fill(sql: &Connection, beside: &[String]) -> Fallible<()> {
    for table in tables() {
        let Table { name, columns, .. } = table;
        sql.execute_batch(&format!(
            "INSERT INTO main.{name} ({columns})
             SELECT {columns} FROM temp.gathered_{name} ORDER BY {key};
             DROP TABLE temp.gathered_{name}",
            columns = columns.join(", "),
            key = columns[..table.key].join(", "),
        ))?;
    }
    for made_by in beside {
        sql.execute_batch(made_by)?;
    }
    gather_names(sql)
}
