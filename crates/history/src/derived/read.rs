//! What the derived tables were made from, and what making them anew needs to read.

use fedreg_model::{DocumentNumber, RecordId, RecordVersion, Sequence};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql};

use super::{CorrectedRow, DerivedState, RecordKeyRow};
use crate::HistoryError;
use crate::error::Fallible;
use crate::open::History;
use crate::read::records::{StoredVersions, stored};
use crate::values::{length, number_key, read_instant, read_json, read_sha, read_u32, text};

/// Numbers or texts as one value, for `IN (SELECT value FROM json_each(?))`.
pub(super) fn list<T: serde::Serialize>(items: &[T]) -> String {
    // (Numbers and texts always are JSON.)
    serde_json::to_string(items).unwrap_or_default()
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

    /// How many records the derived tables hold.
    pub fn derived_records(&self) -> Result<i64, HistoryError> {
        self.snapshot(|sql| {
            Ok(sql.query_row("SELECT count(*) FROM entity_record", [], |row| row.get(0))?)
        })
    }

    /// The records of which a version, or a withdrawal, was appended after `sequence`.
    pub fn records_changed_since(&self, sequence: Sequence) -> Result<Vec<RecordId>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT record_id FROM record_version WHERE sequence > ?1
                 UNION
                 SELECT v.record_id FROM record_withdrawal w
                 JOIN record_version v ON v.sequence = w.record_version WHERE w.sequence > ?1",
            )?;
            let rows = statement.query_map([sequence], |row| row.get(0).map(RecordId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// At most `limit` of the versions that are current, after `sequence`, in order.
    pub fn current_versions(
        &self,
        after: Sequence,
        limit: usize,
    ) -> Result<StoredVersions, HistoryError> {
        let condition = "rv.sequence IN (
            SELECT v.sequence FROM record_version v
            WHERE v.sequence > ?
              AND NOT EXISTS (SELECT 1 FROM record_version n WHERE n.supersedes = v.sequence)
              AND NOT EXISTS (SELECT 1 FROM record_withdrawal o WHERE o.record_version = v.sequence)
            ORDER BY v.sequence LIMIT ?)";
        let values: [Box<dyn ToSql>; 2] = [Box::new(after), Box::new(length(limit))];
        self.snapshot(|sql| stored(sql, condition, &values))
    }

    /// These versions, in the order of their sequence.
    pub fn versions_at(&self, sequences: &[Sequence]) -> Result<StoredVersions, HistoryError> {
        let condition = "rv.sequence IN (SELECT value FROM json_each(?))";
        self.snapshot(|sql| stored(sql, condition, &[Box::new(list(sequences))]))
    }

    /// All versions of these records, in the order of their sequence.
    pub fn versions_of_records(
        &self,
        records: &[RecordId],
    ) -> Result<Vec<RecordVersion>, HistoryError> {
        let condition = "rv.record_id IN (SELECT value FROM json_each(?))";
        self.snapshot(|sql| stored(sql, condition, &[Box::new(list(records))])?.parse())
    }

    /// All versions of all records of the documents of this number, of whatever date.
    pub fn versions_of_number(
        &self,
        number: &DocumentNumber,
    ) -> Result<Vec<RecordVersion>, HistoryError> {
        let condition = "rv.document IN (SELECT sequence FROM document WHERE number_key = ?)";
        self.snapshot(|sql| stored(sql, condition, &[Box::new(number_key(number))])?.parse())
    }

    /// The corrections of the documents of this number, as last derived.
    pub fn corrections_of(&self, number: &DocumentNumber) -> Result<Vec<RecordId>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement =
                sql.prepare_cached("SELECT record_id FROM correction_of WHERE number_key = ?1")?;
            let rows = statement.query_map([number_key(number)], |row| row.get(0).map(RecordId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The keys of these versions, as last derived.
    pub fn keys_of(&self, versions: &[Sequence]) -> Result<Vec<RecordKeyRow>, HistoryError> {
        self.snapshot(|sql| {
            keys(
                sql,
                "record_version IN (SELECT value FROM json_each(?))",
                &list(versions),
            )
        })
    }

    /// Which current records have these keys, as last derived; if `bearers`, those alone whose own
    /// they are.
    pub fn keyed(
        &self,
        link_keys: &[i64],
        bearers: bool,
    ) -> Result<Vec<RecordKeyRow>, HistoryError> {
        let condition = if bearers {
            "link_key IN (SELECT value FROM json_each(?)) AND bears = 1"
        } else {
            "link_key IN (SELECT value FROM json_each(?))"
        };
        self.snapshot(|sql| keys(sql, condition, &list(link_keys)))
    }

    /// What corrections change of these versions, as last derived.
    pub fn corrected_of(&self, versions: &[Sequence]) -> Result<Vec<CorrectedRow>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT record_version, correction, recorded_at, record FROM corrected_record
                 WHERE record_version IN (SELECT value FROM json_each(?)) ORDER BY record_version",
            )?;
            let mut rows = statement.query([list(versions)])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(corrected(row)?);
            }
            Ok(found)
        })
    }
}

fn keys(sql: &Connection, condition: &str, items: &str) -> Fallible<Vec<RecordKeyRow>> {
    let mut statement = sql.prepare_cached(&format!(
        "SELECT link_key, bears, record_version FROM record_key WHERE {condition}"
    ))?;
    let rows = statement.query_map([items], |row| {
        Ok(RecordKeyRow {
            link_key: row.get(0)?,
            bears: row.get(1)?,
            record_version: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn corrected(row: &Row<'_>) -> Fallible<CorrectedRow> {
    let record_version: Sequence = row.get("record_version")?;
    let what = format!("the corrected record version {record_version}");
    Ok(CorrectedRow {
        record_version,
        correction: row.get("correction")?,
        recorded_at: read_instant(text(row, "recorded_at")?)?,
        record: read_json(&what, text(row, "record")?)?,
    })
}
