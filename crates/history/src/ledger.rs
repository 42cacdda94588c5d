//! The ledger: one sequence over all tables, and the hash chain that shows it only grew.

use fedreg_model::Sequence;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _};
use serde::{Deserialize, Serialize};

use crate::canonical::Hasher;
use crate::error::Fallible;
use crate::open::History;
use crate::schema::{LEDGERED, Layout, RECORD_CHILDREN, Table};
use crate::values;
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

    /// Whether this head was noted of this history, as far as its own row tells;
    /// [`History::verify`] proves it.
    pub fn extends(&self, head: Head) -> Result<bool, HistoryError> {
        if head == Head::EMPTY {
            return Ok(true);
        }
        self.snapshot(|sql| {
            let hash: Option<String> = sql
                .prepare_cached("SELECT chain_sha256 FROM ledger WHERE sequence = ?1")?
                .query_row([head.sequence], |row| row.get(0))
                .optional()?;
            Ok(hash == Some(head.sha256.to_string()))
        })
    }
}

/// The head, and the instant of its row.
pub(crate) fn last(sql: &Connection) -> Fallible<(Head, Option<String>)> {
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

/// The hash of a row as it is stored, with the rows that belong to it; `None` if there is none.
pub(crate) fn row_hash(
    sql: &Connection,
    layout: &Layout,
    table: &str,
    sequence: Sequence,
) -> Fallible<Option<Sha256>> {
    // The ledger itself is hashed by its chain; another program's word may stand there for a table.
    if !LEDGERED.contains(&table) {
        return Ok(None);
    }
    let mut hasher = row_hasher(table);
    if hash_rows(sql, layout.table(table)?, sequence, &mut hasher)? == 0 {
        return Ok(None);
    }
    if table == "record" {
        for &child in RECORD_CHILDREN {
            hasher.part(child.as_bytes());
            let rows = hash_rows(sql, layout.table(child)?, sequence, &mut hasher)?;
            hasher.part(&rows.to_be_bytes());
        }
    }
    Ok(Some(hasher.finish()))
}

/// Begins the hash of a row of this table.
pub(crate) fn row_hasher(table: &str) -> Hasher {
    let mut hasher = Hasher::new("fedreg row 1");
    hasher.part(table.as_bytes());
    hasher
}

fn hash_rows(sql: &Connection, table: &Table, key: Sequence, hasher: &mut Hasher) -> Fallible<u64> {
    let mut statement = sql.prepare_cached(&table.select)?;
    let mut rows = statement.query([key])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        for (index, column) in table.columns.iter().enumerate() {
            hash_value(column, row.get_ref(index)?, hasher);
        }
        end_of_row(hasher);
    }
    Ok(count)
}

/// Hashes the name, type and value of a column, if it is not null: a column that a later
/// migration adds leaves the hashes of earlier rows as they are.
pub(crate) fn hash_value(column: &str, value: ValueRef<'_>, hasher: &mut Hasher) {
    let mut parts = |kind: &[u8], value: &[u8]| {
        hasher.part(column.as_bytes()).part(kind).part(value);
    };
    match value {
        ValueRef::Null => {}
        ValueRef::Integer(number) => parts(b"integer", &number.to_be_bytes()),
        ValueRef::Real(number) => parts(b"real", &number.to_be_bytes()),
        ValueRef::Text(text) => parts(b"text", text),
        ValueRef::Blob(bytes) => parts(b"blob", bytes),
    }
}

pub(crate) fn end_of_row(hasher: &mut Hasher) {
    hasher.part(b"end of row");
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
    use chrono::DateTime;

    use super::*;
    use crate::write::writer::Writer;

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
                &history.connection,
                &history.layout,
                &history.deferred,
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
