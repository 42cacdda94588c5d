//! Records and their versions.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use fedreg_model::{Action, DocumentId, DocumentMetadata, RecordId, RecordVersion, Sequence};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql};

use crate::HistoryError;
use crate::error::Fallible;
use crate::open::History;
use crate::values::{date, number_key, read_instant, read_json, read_u32, read_word, text};

/// Which record versions to read; by default all, the superseded ones included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordFilter {
    /// Only what is known now.
    pub current_only: bool,
    /// Only records under this authority (its code, such as `INA-219`).
    pub authority: Option<String>,
    /// Only records of this document, in whatever zero-padding.
    pub document: Option<DocumentId>,
    /// Only the record whose id begins so.
    pub record_id: Option<RecordId>,
    /// Only these records, by their whole ids.
    pub record_ids: Option<Vec<RecordId>>,
    /// Only records of this action.
    pub action: Option<Action>,
    /// Only versions appended after this sequence.
    pub after: Option<Sequence>,
}

impl RecordFilter {
    /// Only what is known now.
    pub fn current() -> Self {
        Self {
            current_only: true,
            ..Self::default()
        }
    }
}

impl History {
    /// The record versions that pass the filter, in the order of their sequence.
    ///
    /// A version was what we knew from [`RecordVersion::recorded_at`] until just before
    /// [`RecordVersion::superseded_at`].
    pub fn record_versions(
        &self,
        filter: &RecordFilter,
    ) -> Result<Vec<RecordVersion>, HistoryError> {
        self.snapshot(|sql| {
            let mut conditions = vec!["1"];
            let mut values: Vec<Box<dyn ToSql>> = Vec::new();
            if filter.current_only {
                conditions.push("s.sequence IS NULL AND w.sequence IS NULL");
            }
            if let Some(authority) = &filter.authority {
                conditions.push(
                    "EXISTS (SELECT 1 FROM record_authority a
                     WHERE a.record = r.sequence AND a.code = ? COLLATE NOCASE)",
                );
                values.push(Box::new(authority.clone()));
            }
            if let Some(document) = &filter.document {
                conditions.push(
                    "rv.document = (SELECT sequence FROM document
                     WHERE number_key = ? AND publication_date = ?)",
                );
                values.push(Box::new(number_key(&document.document_number)));
                values.push(Box::new(date(document.publication_date)));
            }
            if let Some(record_id) = &filter.record_id {
                conditions.push("substr(rv.record_id, 1, length(?)) = ?");
                let prefix = record_id.0.to_ascii_lowercase();
                values.push(Box::new(prefix.clone()));
                values.push(Box::new(prefix));
            }
            if let Some(record_ids) = &filter.record_ids {
                // Their sequences first: then rows come in order, and need not be sorted.
                conditions.push(
                    "rv.sequence IN (SELECT sequence FROM record_version
                     WHERE record_id IN (SELECT value FROM json_each(?)))",
                );
                // (A list of texts always is JSON.)
                values.push(Box::new(
                    serde_json::to_string(record_ids).unwrap_or_default(),
                ));
            }
            if let Some(action) = filter.action {
                conditions.push("r.action = ?");
                values.push(Box::new(action.as_str()));
            }
            if let Some(after) = filter.after {
                conditions.push("rv.sequence > ?");
                values.push(Box::new(after));
            }
            versions(sql, &conditions.join(" AND "), &values)
        })
    }

    /// The records as they are known now, in the order of their sequence.
    pub fn current_records(&self) -> Result<Vec<RecordVersion>, HistoryError> {
        self.record_versions(&RecordFilter::current())
    }

    /// The instant since which it knows of any record, UTC; `None` if it does of none.
    pub fn first_known(&self) -> Result<Option<DateTime<Utc>>, HistoryError> {
        self.snapshot(|sql| {
            let at: Option<String> = sql
                .prepare_cached(
                    "SELECT recorded_at FROM ledger
                     WHERE sequence = (SELECT min(sequence) FROM record_version)",
                )?
                .query_row([], |row| row.get(0))
                .optional()?;
            at.as_deref().map(read_instant).transpose()
        })
    }

    /// One record version.
    pub fn record_version(
        &self,
        sequence: Sequence,
    ) -> Result<Option<RecordVersion>, HistoryError> {
        self.snapshot(|sql| one_version(sql, sequence))
    }
}

pub(crate) fn one_version(sql: &Connection, sequence: Sequence) -> Fallible<Option<RecordVersion>> {
    Ok(versions(sql, "rv.sequence = ?", &[Box::new(sequence)])?.pop())
}

fn versions(
    sql: &Connection,
    condition: &str,
    values: &[Box<dyn ToSql>],
) -> Fallible<Vec<RecordVersion>> {
    let mut statement = sql.prepare_cached(&format!(
        "SELECT rv.sequence, rv.record_id, r.ordinal, rv.document_version, v.metadata, r.record,
           p.parser_version, g.verdict, rv.cause, l.recorded_at, sl.recorded_at AS superseded_at,
           coalesce(s.sequence, w.sequence) AS superseded_by,
           coalesce(s.cause, w.cause) AS superseded_cause
         FROM record_version rv
         JOIN record r ON r.sequence = rv.record
         JOIN reading g ON g.sequence = r.reading
         JOIN document_version v ON v.sequence = rv.document_version
         JOIN parse p ON p.sequence = rv.parse
         JOIN ledger l ON l.sequence = rv.sequence
         LEFT JOIN record_version s ON s.supersedes = rv.sequence
         LEFT JOIN record_withdrawal w ON w.record_version = rv.sequence
         LEFT JOIN ledger sl ON sl.sequence = coalesce(s.sequence, w.sequence)
         WHERE {condition}
         ORDER BY rv.sequence"
    ))?;
    let mut rows = statement.query(rusqlite::params_from_iter(values))?;
    let mut found = Vec::new();
    // Records of one document follow each other and share its metadata.
    let mut last: Option<(Sequence, Arc<DocumentMetadata>)> = None;
    while let Some(row) = rows.next()? {
        let version: Sequence = row.get("document_version")?;
        let document = match &last {
            Some((known, metadata)) if *known == version => Arc::clone(metadata),
            _ => {
                let what = format!("the metadata of document version {version}");
                let metadata = Arc::new(read_json(&what, text(row, "metadata")?)?);
                last = Some((version, Arc::clone(&metadata)));
                metadata
            }
        };
        found.push(read_version(row, &document)?);
    }
    Ok(found)
}

pub(crate) fn read_version(row: &Row<'_>, document: &DocumentMetadata) -> Fallible<RecordVersion> {
    let sequence: Sequence = row.get("sequence")?;
    let superseded_at: Option<String> = row.get("superseded_at")?;
    let superseded_cause: Option<String> = row.get("superseded_cause")?;
    Ok(RecordVersion {
        sequence,
        record_id: RecordId(row.get("record_id")?),
        ordinal: read_u32(row.get("ordinal")?)?,
        document: document.clone(),
        record: read_json(&format!("record version {sequence}"), text(row, "record")?)?,
        parser_version: read_u32(row.get("parser_version")?)?,
        verdict: read_word(text(row, "verdict")?)?,
        cause: read_word(text(row, "cause")?)?,
        recorded_at: read_instant(text(row, "recorded_at")?)?,
        superseded_at: superseded_at.as_deref().map(read_instant).transpose()?,
        superseded_by: row.get("superseded_by")?,
        superseded_cause: superseded_cause.as_deref().map(read_word).transpose()?,
    })
}
