//! What the history is compared with: inserts of the same rows without chain, indices, triggers.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::BenchError;

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

/// Rows inserted in one transaction.
const CHUNK: usize = 5000;

/// How long rusqlite takes to insert the rows of a history, and how many they are. Reading them is
/// not counted; the journal and the waiting for the disk are as the history has them.
pub(crate) fn rusqlite(history: &Path, into: &Path) -> Result<(Duration, u64), BenchError> {
    let from = Connection::open_with_flags(history, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut to = Connection::open(into)?;
    to.pragma_update(None, "journal_mode", "WAL")?;
    to.pragma_update(None, "synchronous", "FULL")?;
    let (mut taken, mut count) = (Duration::ZERO, 0);
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
        to.execute_batch(&format!("CREATE TABLE {table} ({})", declared.join(", ")))?;
        let places = vec!["?"; columns.len()].join(", ");
        let insert = format!("INSERT INTO {table} VALUES ({places})");
        let mut select = from.prepare(&format!(
            "SELECT {} FROM {table} ORDER BY {key}",
            columns.join(", ")
        ))?;
        let mut rows = select.query([])?;
        loop {
            let mut chunk: Vec<Vec<Value>> = Vec::with_capacity(CHUNK);
            while chunk.len() < CHUNK
                && let Some(row) = rows.next()?
            {
                chunk.push(
                    (0..columns.len())
                        .map(|i| row.get(i))
                        .collect::<Result<_, _>>()?,
                );
            }
            if chunk.is_empty() {
                break;
            }
            count += chunk.len() as u64;
            let started = Instant::now();
            let transaction = to.transaction()?;
            {
                let mut statement = transaction.prepare_cached(&insert)?;
                for row in chunk {
                    statement.execute(params_from_iter(row))?;
                }
            }
            transaction.commit()?;
            taken += started.elapsed();
        }
    }
    Ok((taken, count))
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
