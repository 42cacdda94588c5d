//! The writer: every appended row with its entry in the ledger, in one transaction.

use std::cell::RefCell;

use chrono::{DateTime, Utc};
use fedreg_model::Sequence;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use crate::Sha256;
use crate::canonical::Hasher;
use crate::error::{Fallible, Fault};
use crate::ledger::{Head, chain_hash, end_of_row, hash_value, last, row_hasher};
use crate::schema::{CHUNKS, Layout, RECORD_CHILDREN, Table};
use crate::values::instant;
use crate::write::alerts::{self, Alerter};

/// A row to be appended: the values of all columns of its table, in the table's order.
pub(crate) struct Row<'v> {
    table: usize,
    values: Vec<ToSqlOutput<'v>>,
}

/// A row with a place of its own in the ledger, and the rows of child tables that are hashed
/// with it.
pub(crate) struct Entry<'v> {
    sequence: Sequence,
    row: Row<'v>,
    children: Vec<Row<'v>>,
}

/// A number as a column holds it.
pub(crate) fn number<'v>(number: i64) -> ToSqlOutput<'v> {
    ToSqlOutput::Owned(Value::Integer(number))
}

/// A text as a column holds it.
pub(crate) fn words(text: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
}

/// A text, or null.
pub(crate) fn maybe(text: Option<&str>) -> ToSqlOutput<'_> {
    text.map_or(ToSqlOutput::Borrowed(ValueRef::Null), words)
}

/// What is left to do for what has been appended, before it is made permanent.
#[derive(Debug, Default)]
pub(crate) struct Deferred {
    /// Texts that are not in the search index yet.
    texts: Vec<Sequence>,
    /// Whether a transaction is to be open over several appends.
    pub(crate) open: bool,
}

impl Deferred {
    /// Does it, for the whole batch at once: the index merges what is put into it together, and
    /// flushes what it holds whenever another statement begins.
    pub(crate) fn finish(&mut self, sql: &Connection) -> Fallible<()> {
        let texts = std::mem::take(&mut self.texts);
        let mut statement = sql.prepare_cached(
            "INSERT INTO notice_search (rowid, title, text)
             SELECT sequence, title, text FROM search_source WHERE sequence = ?1",
        )?;
        for sequence in texts {
            statement.execute([sequence])?;
        }
        Ok(())
    }
}

/// What has come of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Every row that was appended has been written, with all that belongs to it.
    Whole,
    /// The last rows were written in part only.
    Broken,
    /// It is permanent, or left to its batch.
    Done,
}

/// One transaction that appends rows with their ledger entries, or a part of the one that a
/// [`Batch`](crate::Batch) holds.
///
/// Dropped without [`Writer::commit`] it undoes the transaction; that of a batch only if something
/// was appended to it, since then there is no going on without it.
pub(crate) struct Writer<'h> {
    sql: &'h Connection,
    layout: &'h Layout,
    /// The statements that insert, by table and size of chunk.
    inserts: Vec<[Option<CachedStatement<'h>>; CHUNKS.len()]>,
    /// Whether the transaction is the writer's own.
    own: bool,
    state: State,
    head: Head,
    recorded_at: String,
    now: DateTime<Utc>,
    /// Rows that may raise alerts.
    raising: Vec<(Sequence, &'static str)>,
    deferred: &'h RefCell<Deferred>,
    appended: bool,
    /// The row of the run, if this transaction appended it.
    pub(crate) run: Option<Sequence>,
}

impl<'h> Writer<'h> {
    pub(crate) fn begin(
        sql: &'h Connection,
        layout: &'h Layout,
        deferred: &'h RefCell<Deferred>,
        now: DateTime<Utc>,
    ) -> Fallible<Self> {
        let own = sql.is_autocommit();
        if own {
            if deferred.borrow().open {
                return Err(Fault::Undone);
            }
            sql.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        }
        let mut writer = Self {
            sql,
            layout,
            inserts: Vec::new(),
            own,
            state: State::Whole,
            head: Head::EMPTY,
            recorded_at: String::new(),
            now,
            raising: Vec::new(),
            deferred,
            appended: false,
            run: None,
        };
        writer
            .inserts
            .resize_with(layout.tables.len(), Default::default);
        let (head, recorded) = last(sql)?;
        writer.head = head;
        // "What was known then" is asked by instant: instants must ascend as sequences do, even
        // where a clock was set back.
        writer.recorded_at = match (recorded, instant(now)) {
            (Some(last), now) if last > now => last,
            (_, now) => now,
        };
        Ok(writer)
    }

    pub(crate) fn sql(&self) -> &'h Connection {
        self.sql
    }

    pub(crate) fn has_appended(&self) -> bool {
        self.appended
    }

    /// The sequence that the next appended row will have.
    pub(crate) fn next(&self) -> Sequence {
        self.head.sequence + 1
    }

    /// Appends a row to a ledgered table, under the next sequence.
    pub(crate) fn insert(
        &mut self,
        table: &'static str,
        columns: &[(&str, &dyn ToSql)],
    ) -> Fallible<Sequence> {
        let sequence = self.next();
        let columns = columns
            .iter()
            .map(|(name, value)| Ok((*name, value.to_sql()?)))
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let entry = self.entry(sequence, table, columns)?;
        self.append(vec![entry])?;
        Ok(sequence)
    }

    /// A row of a ledgered table, to be appended under this sequence.
    pub(crate) fn entry<'v>(
        &self,
        sequence: Sequence,
        table: &'static str,
        mut columns: Vec<(&str, ToSqlOutput<'v>)>,
    ) -> Fallible<Entry<'v>> {
        columns.insert(0, ("sequence", number(sequence)));
        Ok(Entry {
            sequence,
            row: self.row(table, columns)?,
            children: Vec::new(),
        })
    }

    /// A row of any table; columns that are not named are null.
    fn row<'v>(
        &self,
        name: &'static str,
        mut columns: Vec<(&str, ToSqlOutput<'v>)>,
    ) -> Fallible<Row<'v>> {
        let table = self.layout.position(name)?;
        let of = &self.layout.tables[table];
        let null = || ToSqlOutput::Borrowed(ValueRef::Null);
        let mut values = Vec::with_capacity(of.columns.len());
        let (mut at, mut found) = (0, 0);
        for column in &of.columns {
            // Nearly always they are named in the table's order.
            let place = match columns.get(at) {
                Some((name, _)) if name == column => Some(at),
                _ => columns.iter().position(|(name, _)| name == column),
            };
            values.push(match place {
                Some(place) => {
                    (at, found) = (place + 1, found + 1);
                    std::mem::replace(&mut columns[place].1, null())
                }
                None => null(),
            });
        }
        if found != columns.len() {
            let what = format!("the table {name} lacks a column that this program fills");
            return Err(Fault::Damaged(what));
        }
        Ok(Row { table, values })
    }

    /// Adds a row of a child table of `record` to the record's row, in the order of positions.
    pub(crate) fn add_child<'v>(
        &self,
        entry: &mut Entry<'v>,
        table: &'static str,
        position: usize,
        mut columns: Vec<(&str, ToSqlOutput<'v>)>,
    ) -> Fallible<()> {
        let position = crate::values::length(position + 1);
        columns.splice(
            0..0,
            [
                ("record", number(entry.sequence)),
                ("position", number(position)),
            ],
        );
        entry.children.push(self.row(table, columns)?);
        Ok(())
    }

    /// Appends rows that stand under the next sequences, one after another.
    ///
    /// Their ledger entries come first: the reference of each row to its entry then holds at once,
    /// where otherwise every entry would be searched for in every table.
    pub(crate) fn append(&mut self, entries: Vec<Entry<'_>>) -> Fallible<()> {
        if entries.is_empty() {
            return Ok(());
        }
        (self.appended, self.state) = (true, State::Broken);
        let ledger = self.layout.position("ledger")?;
        let mut hashes = Vec::with_capacity(entries.len());
        for entry in &entries {
            let table = &self.layout.tables[entry.row.table];
            let row = self.hash(entry)?;
            let (sequence, before) = (entry.sequence, &self.head.sha256);
            let chain = chain_hash(before, sequence, table.name, &self.recorded_at, &row);
            self.head = Head {
                sequence,
                sha256: chain,
            };
            if alerts::RAISING.contains(&table.name) {
                self.raising.push((sequence, table.name));
            }
            hashes.push((sequence, table.name, row.to_string(), chain.to_string()));
        }
        let recorded_at = self.recorded_at.clone();
        let entered = hashes.iter().map(|(sequence, table, row, chain)| Row {
            table: ledger,
            values: vec![
                number(*sequence),
                words(table),
                words(&recorded_at),
                words(row),
                words(chain),
            ],
        });
        self.write(&entered.collect::<Vec<_>>())?;
        let mut children = Vec::new();
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            rows.push(entry.row);
            children.extend(entry.children);
        }
        children.sort_by_key(|row| row.table);
        self.write(&rows)?;
        self.write(&children)?;
        self.state = State::Whole;
        Ok(())
    }

    /// The hash of a row that is to be stored, with the rows that belong to it: what
    /// [`row_hash`](crate::ledger::row_hash) gives of the stored ones.
    fn hash(&self, entry: &Entry<'_>) -> Fallible<Sha256> {
        let table = &self.layout.tables[entry.row.table];
        let mut hasher = row_hasher(table.name);
        hash_row(table, &entry.row, &mut hasher)?;
        if table.name == "record" {
            for &child in RECORD_CHILDREN {
                let child = self.layout.position(child)?;
                let table = &self.layout.tables[child];
                hasher.part(table.name.as_bytes());
                let mut count: u64 = 0;
                for row in entry.children.iter().filter(|row| row.table == child) {
                    hash_row(table, row, &mut hasher)?;
                    count += 1;
                }
                hasher.part(&count.to_be_bytes());
            }
        }
        Ok(hasher.finish())
    }

    /// Inserts rows, those of each table one after another.
    fn write(&mut self, rows: &[Row<'_>]) -> Fallible<()> {
        for rows in rows.chunk_by(|a, b| a.table == b.table) {
            let mut rest = rows;
            for (size, &chunk) in CHUNKS.iter().enumerate() {
                while rest.len() >= chunk {
                    let (now, later) = rest.split_at(chunk);
                    self.write_chunk(size, now)?;
                    rest = later;
                }
            }
        }
        Ok(())
    }

    fn write_chunk(&mut self, size: usize, rows: &[Row<'_>]) -> Fallible<()> {
        let Some(first) = rows.first() else {
            return Ok(());
        };
        let place = &mut self.inserts[first.table][size];
        let statement = if let Some(statement) = place {
            statement
        } else {
            let insert = &self.layout.tables[first.table].inserts[size];
            place.insert(self.sql.prepare_cached(insert)?)
        };
        let mut parameter = 0;
        for value in rows.iter().flat_map(|row| &row.values) {
            parameter += 1;
            statement.raw_bind_parameter(parameter, value)?;
        }
        statement.raw_execute()?;
        Ok(())
    }

    /// Has a text that was appended put into the search index, with the others of the transaction.
    pub(crate) fn index_text(&self, text: Sequence) {
        self.deferred.borrow_mut().texts.push(text);
    }

    /// Queues the alerts that the appended rows raise, and makes all of it permanent; in a batch,
    /// that is left to its end.
    pub(crate) fn commit(mut self, alerter: Option<&dyn Alerter>) -> Fallible<Head> {
        if let Some(alerter) = alerter {
            let (raising, now) = (std::mem::take(&mut self.raising), self.now);
            alerts::queue(&mut self, &raising, alerter, now)?;
        }
        if self.state == State::Broken {
            let what = "rows were appended in part only; the transaction is undone";
            return Err(Fault::Damaged(what.into()));
        }
        if self.own {
            self.deferred.borrow_mut().finish(self.sql)?;
            self.sql.prepare_cached("COMMIT")?.execute([])?;
        }
        self.state = State::Done;
        Ok(self.head)
    }
}

fn hash_row(table: &Table, row: &Row<'_>, hasher: &mut Hasher) -> Fallible<()> {
    for (column, value) in table.columns.iter().zip(&row.values) {
        let value = match value {
            ToSqlOutput::Borrowed(value) => *value,
            ToSqlOutput::Owned(value) => ValueRef::from(value),
            _ => return Err(Fault::Damaged(format!("{column} is of no stored type"))),
        };
        hash_value(column, value, hasher);
    }
    end_of_row(hasher);
    Ok(())
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if self.state == State::Done || !(self.own || self.appended) {
            return;
        }
        self.deferred.borrow_mut().texts.clear();
        // SQLite itself rolls back on some failures, such as a full disk.
        if !self.sql.is_autocommit()
            && let Err(error) = self.sql.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
}
