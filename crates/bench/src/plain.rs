//! What the history is compared with: inserts of the same rows without chain, indices, triggers.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::BenchError;
use crate::stopwatch::Stopwatch;

/// The tables that the generated history has rows in, and the column that tells a row's place.
/// The ledger is left out: it is the history's own work.
const TABLES: [(&str, &str); 12] = [
    ("run", "sequence"),
    ("blob", "sequence"),
    ("document", "sequence"),
    ("document_version", "sequence"),
    ("notice_text", "sequence"),
    ("reading", "sequence"),
    ("parse", "sequence"),
    ("record", "sequence"),
    ("record_alias", "record"),
    ("record_authority", "record"),
    ("record_identifier", "record"),
    ("record_version", "sequence"),
];

/// What the plain side's tables are like.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tables {
    /// As the history declares them, with types, keys and checks; without its ledger, its indices,
    /// its triggers and its search, and without following references.
    Declared,
    /// Names of columns and nothing else.
    Bare,
}

/// How long rusqlite takes to insert the rows of a history, and how many they are.
///
/// The plain side has the same rows in as many transactions, that end where the history's ended
/// (`ends`), and the same journal and waiting for the disk. It has one prepared statement for each
/// table, and inserts a transaction's rows table by table, which suits it best. Reading them is not
/// counted; nor has it to compress, hash or look up anything.
pub(crate) fn rusqlite(
    history: &Path,
    into: &Path,
    ends: &[i64],
    tables: Tables,
) -> Result<(Stopwatch, u64), BenchError> {
    let from = Connection::open_with_flags(history, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut to = Connection::open(into)?;
    to.pragma_update(None, "journal_mode", "WAL")?;
    to.pragma_update(None, "synchronous", "FULL")?;
    to.pragma_update(None, "foreign_keys", false)?;
    let mut statements = Vec::new();
    for (table, key) in TABLES {
        let columns = from
            .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?
            .query_map([table], |row| row.get(0))?
            .collect::<Result<Vec<String>, _>>()?;
        let declared: Vec<String> = columns
            .iter()
            .map(|column| match column.as_str() {
                "sequence" => "sequence INTEGER PRIMARY KEY".to_owned(),
                other => other.to_owned(),
            })
            .collect();
        let create = match tables {
            Tables::Declared => from.query_row(
                "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1",
                [table],
                |row| row.get(0),
            )?,
            Tables::Bare => format!("CREATE TABLE {table} ({})", declared.join(", ")),
        };
        to.execute_batch(&create)?;
        let places = vec!["?"; columns.len()].join(", ");
        statements.push((
            format!(
                "SELECT {} FROM {table} WHERE {key} > ?1 AND {key} <= ?2 ORDER BY {key}",
                columns.join(", ")
            ),
            columns.len(),
            format!(
                "INSERT INTO {table} ({}) VALUES ({places})",
                columns.join(", ")
            ),
        ));
    }
    let (mut taken, mut count, mut before) = (Stopwatch::default(), 0, 0);
    for &end in ends {
        let mut tables = Vec::new();
        for (select, columns, insert) in &statements {
            let rows = from
                .prepare_cached(select)?
                .query_map((before, end), |row| {
                    (0..*columns).map(|at| row.get(at)).collect()
                })?
                .collect::<Result<Vec<Vec<Value>>, _>>()?;
            count += rows.len() as u64;
            tables.push((insert, rows));
        }
        taken.time(|| insert_all(&mut to, tables))?;
        before = end;
    }
    Ok((taken, count))
}

fn insert_all(
    to: &mut Connection,
    tables: Vec<(&String, Vec<Vec<Value>>)>,
) -> rusqlite::Result<()> {
    let transaction = to.transaction()?;
    for (insert, rows) in tables {
        let mut statement = transaction.prepare_cached(insert)?;
        for row in rows {
            statement.execute(params_from_iter(row))?;
        }
    }
    transaction.commit()
}

/// How long sqlite-utils takes to insert the rows up to this sequence; an error says why it
/// cannot be measured.
pub(crate) fn sqlite_utils(history: &Path, into: &Path, last: i64) -> Result<Duration, String> {
    let output = Command::new("python3")
        .args(["-c", include_str!("sqlite_utils.py")])
        .args([history, into])
        .arg(last.to_string())
        .output()
        .map_err(|error| format!("python3 cannot be started: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(said.lines().last().unwrap_or("python3 failed").to_owned());
    }
    let seconds: f64 = String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .map_err(|_| "it printed no number".to_owned())?;
    Ok(Duration::from_secs_f64(seconds))
}
