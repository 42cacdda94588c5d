//! The migrations, and what is known of the tables beyond what SQLite knows.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::HistoryError;
use crate::error::{Fallible, Fault};

/// Marks a SQLite file as a history (`freg`).
pub(crate) const APPLICATION_ID: i64 = 0x6672_6567;

/// Never edit one that was released: append another.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_tables.sql"),
    include_str!("../migrations/0002_append_only.sql"),
    include_str!("../migrations/0003_views.sql"),
    include_str!("../migrations/0004_search.sql"),
    include_str!("../migrations/0005_derived.sql"),
    include_str!("../migrations/0006_alerts.sql"),
    include_str!("../migrations/0007_finding.sql"),
    include_str!("../migrations/0008_record_key.sql"),
];

/// The schema version that this program writes, and the latest it reads.
#[allow(
    clippy::cast_possible_wrap,
    reason = "there are a few migrations, not 2^63"
)]
pub(crate) const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// Tables whose rows stand in the ledger under their own sequence.
pub(crate) const LEDGERED: &[&str] = &[
    "run",
    "run_outcome",
    "blob",
    "document",
    "document_version",
    "notice_text",
    "reading",
    "parse",
    "record",
    "record_version",
    "record_withdrawal",
    "census",
    "coverage",
    "alert",
    "alert_attempt",
];

/// Tables whose rows belong to a row of `record` and are hashed with it.
pub(crate) const RECORD_CHILDREN: &[&str] = &[
    "record_alias",
    "record_alias_change",
    "record_authority",
    "record_identifier",
    "record_country",
    "record_program",
];

/// Rows that one statement inserts, the most first. A statement on a table with triggers costs more
/// than the row it inserts: SQLite notes how to undo each.
pub(crate) const CHUNKS: [usize; 4] = [32, 8, 2, 1];

fn migrations() -> Migrations<'static> {
    MIGRATIONS.iter().map(|sql| M::up(sql)).collect()
}

/// Makes the schema in an empty database, in one transaction.
pub(crate) fn make(connection: &mut Connection, path: &Path) -> Result<(), HistoryError> {
    let mut made = || -> rusqlite::Result<()> {
        let transaction = connection.transaction()?;
        for sql in MIGRATIONS {
            transaction.execute_batch(sql)?;
        }
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        transaction.commit()
    };
    made().map_err(|error| HistoryError::sql(path, error))
}

/// Brings the database up to [`SCHEMA_VERSION`].
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), HistoryError> {
    migrations()
        .to_latest(connection)
        .map_err(|error| match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => HistoryError::sql(path, err),
            other => HistoryError::NotAHistory {
                path: path.to_owned(),
                detail: other.to_string(),
            },
        })
}

/// The tables whose rows are appended, and the statements that read and insert a row in canonical
/// form: every stored column, in order.
///
/// Generated columns are left out, since they hold nothing of their own.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) tables: Vec<Table>,
}

#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<String>,
    /// Reads the row (of [`RECORD_CHILDREN`], the rows) of a sequence.
    pub(crate) select: String,
    /// Insert as many rows as [`CHUNKS`] says.
    pub(crate) inserts: [String; CHUNKS.len()],
}

impl Layout {
    pub(crate) fn of(connection: &Connection) -> Fallible<Self> {
        let mut tables = Vec::new();
        let mut statement =
            connection.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
        for (names, key) in [
            (&["ledger"][..], "sequence = ?1"),
            (LEDGERED, "sequence = ?1"),
            (RECORD_CHILDREN, "record = ?1 ORDER BY position"),
        ] {
            for &name in names {
                let columns = statement
                    .query_map([name], |row| row.get(0))?
                    .collect::<Result<Vec<String>, _>>()?;
                let select = format!("SELECT {} FROM {name} WHERE {key}", columns.join(", "));
                tables.push(Table {
                    name,
                    inserts: CHUNKS.map(|rows| insert(name, &columns, rows)),
                    columns,
                    select,
                });
            }
        }
        Ok(Self { tables })
    }

    /// The place of a table among them.
    pub(crate) fn position(&self, name: &str) -> Fallible<usize> {
        self.tables
            .iter()
            .position(|table| table.name == name)
            .ok_or_else(|| Fault::Damaged(format!("there is no table {name}")))
    }

    pub(crate) fn table(&self, name: &str) -> Fallible<&Table> {
        Ok(&self.tables[self.position(name)?])
    }
}

/// The statement that inserts so many rows.
fn insert(table: &str, columns: &[String], rows: usize) -> String {
    let places = format!("({})", vec!["?"; columns.len()].join(", "));
    format!(
        "INSERT INTO {table} ({}) VALUES {}",
        columns.join(", "),
        vec![places; rows].join(", ")
    )
}

/// Every table, index, trigger and view, by name, with its SQL.
pub(crate) fn objects(connection: &Connection) -> Fallible<BTreeMap<String, String>> {
    let mut statement = connection.prepare(
        "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema
         WHERE name NOT LIKE 'sqlite_%'",
    )?;
    let objects = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(objects)
}

/// The objects of a history fresh from the migrations; made once, since making them takes a while.
pub(crate) fn expected_objects() -> Result<&'static BTreeMap<String, String>, HistoryError> {
    static EXPECTED: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    if let Some(objects) = EXPECTED.get() {
        return Ok(objects);
    }
    let path = Path::new(":memory:");
    let mut connection =
        Connection::open_in_memory().map_err(|error| HistoryError::sql(path, error))?;
    make(&mut connection, path)?;
    let made = objects(&connection).map_err(|fault| fault.at(path))?;
    Ok(EXPECTED.get_or_init(|| made))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables that hold what is derived from the others and can be made anew at any time: in no ledger,
    /// and free to be altered.
    const DERIVED: &[&str] = &[
        "derived_state",
        "entity",
        "entity_name",
        "entity_record",
        "entity_link",
        "standing",
        "standing_alias",
        "corrected_record",
        "listed",
        "acting",
        "published_record",
        "entity_remark",
        "correction_of",
        "folded_name",
        "record_key",
    ];

    #[test]
    fn the_migrations_are_sound() {
        migrations().validate().unwrap();
    }

    #[test]
    fn every_table_is_ledgered_or_a_child_or_derived() {
        let objects = expected_objects().unwrap();
        let unknown: Vec<&String> = objects
            .keys()
            .filter_map(|name| name.strip_prefix("table ").map(|table| (name, table)))
            .filter(|(_, table)| {
                !LEDGERED.contains(table)
                    && !RECORD_CHILDREN.contains(table)
                    && !DERIVED.contains(table)
                    && *table != "ledger"
                    && !table.starts_with("notice_search")
                    && !table.starts_with("folded_name_search")
            })
            .map(|(name, _)| name)
            .collect();
        assert!(unknown.is_empty(), "not hashed by the ledger: {unknown:?}");
    }
}
