//! The ledger: one sequence over all tables, and the hash chain that shows it only grew.

use chrono::{DateTime, Utc};
use rusqlite::types::ValueRef;
use rusqlite::{
    Connection, OptionalExtension as _, Savepoint, ToSql, Transaction, TransactionBehavior,
};
use serde::{Deserialize, Serialize};

use fedreg_model::Sequence;

use crate::canonical::Hasher;
use crate::error::{Fallible, Fault};
use crate::open::History;
use crate::schema::{Layout, RECORD_CHILDREN, Select};
use crate::values::{self, instant};
use crate::write::alerts::{self, Alerter};
use crate::{HistoryError, Sha256};

/// The end of the chain. Whoever noted an earlier head can have [`History::verify`] show that the
/// history has only grown since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The sequence of the last row; 0 for an empty history.
    pub sequence: Sequence,
    /// The hash over that row and everything before it.
    pub sha256: Sha256,
}

impl Head {
    /// The head of an empty history.
    pub const EMPTY: Self = Self {
        sequence: 0,
        sha256: Sha256::ZERO,
    };
}

impl std::fmt::Display for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.sequence, self.sha256)
    }
}

impl std::str::FromStr for Head {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error =
            || format!("'{text}' is not a head like 120:9f86d0…, as `fedreg verify` prints it");
        let (sequence, sha256) = text.trim().split_once(':').ok_or_else(error)?;
        Ok(Self {
            sequence: sequence.parse().map_err(|_| error())?,
            sha256: sha256.parse().map_err(|_| error())?,
        })
    }
}

impl History {
    /// The end of the chain.
    pub fn head(&self) -> Result<Head, HistoryError> {
        self.snapshot(|sql| Ok(last(sql)?.0))
    }
}

/// The head, and the instant of its row.
fn last(sql: &Connection) -> Fallible<(Head, Option<String>)> {
    let row = sql
        .prepare_cached(
            "SELECT sequence, chain_sha256, recorded_at FROM ledger ORDER BY sequence DESC LIMIT 1",
        )?
        .query_row([], |row| {
            Ok((
                row.get::<_, Sequence>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        })
        .optional()?;
    Ok(match row {
        Some((sequence, hash, at)) => (
            Head {
                sequence,
                sha256: values::read_sha(&hash)?,
            },
            Some(at),
        ),
        None => (Head::EMPTY, None),
    })
}

/// What becomes permanent together: a transaction, or a part of the one that a
/// [`Batch`](crate::Batch) holds.
enum Unit<'h> {
    Transaction(Transaction<'h>),
    Savepoint(Savepoint<'h>),
}

impl Unit<'_> {
    fn sql(&self) -> &Connection {
        match self {
            Self::Transaction(transaction) => transaction,
            Self::Savepoint(savepoint) => savepoint,
        }
    }

    fn commit(self) -> rusqlite::Result<()> {
        match self {
            Self::Transaction(transaction) => transaction.commit(),
            Self::Savepoint(savepoint) => savepoint.commit(),
        }
    }
}

/// One transaction that appends rows and, on commit, their ledger entries.
pub(crate) struct Writer<'h> {
    unit: Unit<'h>,
    layout: &'h Layout,
    head: Head,
    recorded_at: String,
    now: DateTime<Utc>,
    /// Rows whose ledger entries are to be written.
    pending: Vec<(Sequence, &'static str)>,
    /// Rows that may raise alerts, whose ledger entries are written.
    raising: Vec<(Sequence, &'static str)>,
    appended: bool,
    /// The row of the run, if this transaction appended it.
    pub(crate) run: Option<Sequence>,
}

impl<'h> Writer<'h> {
    pub(crate) fn begin(
        connection: &'h mut Connection,
        layout: &'h Layout,
        now: DateTime<Utc>,
    ) -> Fallible<Self> {
        let unit = if connection.is_autocommit() {
            Unit::Transaction(connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
        } else {
            Unit::Savepoint(connection.savepoint()?)
        };
        let (head, recorded) = last(unit.sql())?;
        // "What was known then" is asked by instant: instants must ascend as sequences do, even
        // where a clock was set back.
        let recorded_at = match (recorded, instant(now)) {
            (Some(last), now) if last > now => last,
            (_, now) => now,
        };
        Ok(Self {
            unit,
            layout,
            head,
            recorded_at,
            now,
            pending: Vec::new(),
            raising: Vec::new(),
            appended: false,
            run: None,
        })
    }

    pub(crate) fn sql(&self) -> &Connection {
        self.unit.sql()
    }

    pub(crate) fn has_appended(&self) -> bool {
        self.appended
    }

    /// Appends a row to a ledgered table, under the next sequence.
    pub(crate) fn insert(
        &mut self,
        table: &'static str,
        columns: &[(&str, &dyn ToSql)],
    ) -> Fallible<Sequence> {
        let sequence = self
            .pending
            .last()
            .map_or(self.head.sequence, |last| last.0)
            + 1;
        let mut all: Vec<(&str, &dyn ToSql)> = vec![("sequence", &sequence)];
        all.extend_from_slice(columns);
        insert(self.unit.sql(), table, &all)?;
        self.pending.push((sequence, table));
        self.appended = true;
        Ok(sequence)
    }

    /// Appends a row to a child table of `record`; before the commit, which hashes it.
    pub(crate) fn insert_child(
        &self,
        table: &'static str,
        columns: &[(&str, &dyn ToSql)],
    ) -> Fallible<()> {
        insert(self.unit.sql(), table, columns)
    }

    /// Writes the ledger entries of the rows so far, to which no more children may be appended:
    /// a long transaction does not hold them all in memory.
    pub(crate) fn flush(&mut self) -> Fallible<()> {
        for (sequence, table) in std::mem::take(&mut self.pending) {
            if alerts::RAISING.contains(&table) {
                self.raising.push((sequence, table));
            }
            let row = row_hash(self.unit.sql(), self.layout, table, sequence)?
                .ok_or_else(|| Fault::Damaged(format!("row {sequence} of {table} is gone")))?;
            let chain = chain_hash(&self.head.sha256, sequence, table, &self.recorded_at, &row);
            insert(
                self.unit.sql(),
                "ledger",
                &[
                    ("sequence", &sequence),
                    ("table_name", &table),
                    ("recorded_at", &self.recorded_at),
                    ("row_sha256", &row.to_string()),
                    ("chain_sha256", &chain.to_string()),
                ],
            )?;
            self.head = Head {
                sequence,
                sha256: chain,
            };
        }
        Ok(())
    }

    /// Writes the ledger entries, queues the alerts that the appended rows raise, and makes all of
    /// it permanent.
    pub(crate) fn commit(mut self, alerter: Option<&dyn Alerter>) -> Fallible<Head> {
        self.flush()?;
        if let Some(alerter) = alerter {
            let (raising, now) = (std::mem::take(&mut self.raising), self.now);
            alerts::queue(&mut self, &raising, alerter, now)?;
            self.flush()?;
        }
        self.unit.commit()?;
        Ok(self.head)
    }
}

fn insert(sql: &Connection, table: &str, columns: &[(&str, &dyn ToSql)]) -> Fallible<()> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let places = vec!["?"; columns.len()].join(", ");
    let statement = format!(
        "INSERT INTO {table} ({}) VALUES ({places})",
        names.join(", ")
    );
    let values = rusqlite::params_from_iter(columns.iter().map(|(_, value)| value));
    sql.prepare_cached(&statement)?.execute(values)?;
    Ok(())
}

/// The hash of a row as it is stored, with the rows that belong to it; `None` if there is none.
pub(crate) fn row_hash(
    sql: &Connection,
    layout: &Layout,
    table: &str,
    sequence: Sequence,
) -> Fallible<Option<Sha256>> {
    let Some(select) = layout.select(table) else {
        return Ok(None);
    };
    let mut hasher = Hasher::new("fedreg row 1");
    hasher.part(table.as_bytes());
    if hash_rows(sql, select, sequence, &mut hasher)? == 0 {
        return Ok(None);
    }
    if table == "record" {
        for &child in RECORD_CHILDREN {
            if let Some(select) = layout.select(child) {
                hasher.part(child.as_bytes());
                let rows = hash_rows(sql, select, sequence, &mut hasher)?;
                hasher.part(&rows.to_be_bytes());
            }
        }
    }
    Ok(Some(hasher.finish()))
}

/// Hashes the name, type and value of each column that is not null: a column that a later
/// migration adds leaves the hashes of earlier rows as they are.
fn hash_rows(
    sql: &Connection,
    select: &Select,
    key: Sequence,
    hasher: &mut Hasher,
) -> Fallible<u64> {
    let mut statement = sql.prepare_cached(&select.sql)?;
    let mut rows = statement.query([key])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        for (index, column) in select.columns.iter().enumerate() {
            let (kind, value): (&[u8], &[u8]) = match row.get_ref(index)? {
                ValueRef::Null => continue,
                ValueRef::Integer(number) => {
                    hasher
                        .part(column.as_bytes())
                        .part(b"integer")
                        .part(&number.to_be_bytes());
                    continue;
                }
                ValueRef::Real(number) => {
                    hasher
                        .part(column.as_bytes())
                        .part(b"real")
                        .part(&number.to_be_bytes());
                    continue;
                }
                ValueRef::Text(text) => (b"text", text),
                ValueRef::Blob(bytes) => (b"blob", bytes),
            };
            hasher.part(column.as_bytes()).part(kind).part(value);
        }
        hasher.part(b"end of row");
    }
    Ok(count)
}

/// The hash over a row and everything before it.
pub(crate) fn chain_hash(
    before: &Sha256,
    sequence: Sequence,
    table: &str,
    recorded_at: &str,
    row: &Sha256,
) -> Sha256 {
    let mut hasher = Hasher::new("fedreg chain 1");
    hasher
        .part(before.as_bytes())
        .part(&sequence.to_be_bytes())
        .part(table.as_bytes())
        .part(recorded_at.as_bytes())
        .part(row.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A process that ends in the middle drops its transaction.
    #[test]
    fn a_transaction_that_is_not_committed_leaves_nothing() {
        let mut history = History::in_memory().unwrap();
        history
            .archive(b"kept", "here", DateTime::UNIX_EPOCH)
            .unwrap();
        let before = history.head().unwrap();
        {
            let mut writer = Writer::begin(
                &mut history.connection,
                &history.layout,
                DateTime::UNIX_EPOCH,
            )
            .unwrap();
            let sequence = writer
                .insert(
                    "document",
                    &[("publication_date", &"2025-11-24"), ("number_key", &"X-1")],
                )
                .unwrap();
            assert_eq!(sequence, before.sequence + 1);
        }
        assert_eq!(history.head().unwrap(), before);
        assert_eq!(history.statistics().unwrap().documents, 0);
        assert!(
            history
                .verify(Some(before), &mut |_, _| {})
                .unwrap()
                .is_sound()
        );
    }

    #[test]
    fn a_row_without_its_ledger_entry_cannot_be_committed() {
        let history = History::in_memory().unwrap();
        let error = history
            .connection
            .execute("INSERT INTO document VALUES (1, '2025-11-24', 'X-1')", [])
            .unwrap_err();
        assert!(error.to_string().contains("FOREIGN KEY"), "{error}");
    }
}
