//! Records and their versions.

use std::path::PathBuf;

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
    stored(sql, condition, values)?.parse()
}

/// Record versions as the file keeps them: to be read where there is time for it, on another thread
/// if need be.
#[derive(Debug, Default)]
pub struct StoredVersions {
    path: PathBuf,
    rows: Vec<StoredVersion>,
}

#[derive(Debug)]
struct StoredVersion {
    sequence: Sequence,
    record_id: String,
    ordinal: i64,
    /// Which document version, and its metadata as JSON; the text only where it is another's than
    /// the row's before.
    document: Option<(Sequence, String)>,
    record: String,
    parser_version: i64,
    verdict: String,
    cause: String,
    recorded_at: String,
    superseded_at: Option<String>,
    superseded_by: Option<Sequence>,
    superseded_cause: Option<String>,
}

/// The versions that meet a condition, in the order of their sequence.
pub(crate) fn stored(
    sql: &Connection,
    condition: &str,
    values: &[Box<dyn ToSql>],
) -> Fallible<StoredVersions> {
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
    let mut found = StoredVersions {
        path: sql.path().unwrap_or(":memory:").into(),
        rows: Vec::new(),
    };
    let mut last = None;
    while let Some(row) = rows.next()? {
        let document: Sequence = row.get("document_version")?;
        let metadata = (last != Some(document))
            .then(|| text(row, "metadata").map(|metadata| (document, metadata.to_owned())))
            .transpose()?;
        last = Some(document);
        found.rows.push(StoredVersion::of(row, metadata)?);
    }
    Ok(found)
}

impl StoredVersions {
    /// The sequence of the last.
    pub fn last(&self) -> Option<Sequence> {
        self.rows.last().map(|row| row.sequence)
    }

    /// Reads them.
    pub fn read(&self) -> Result<Vec<RecordVersion>, HistoryError> {
        self.parse().map_err(|fault| fault.at(&self.path))
    }

    pub(crate) fn parse(&self) -> Fallible<Vec<RecordVersion>> {
        let mut found = Vec::with_capacity(self.rows.len());
        // Records of one document follow each other and share its metadata.
        let mut document: Option<DocumentMetadata> = None;
        for row in &self.rows {
            if let Some((version, metadata)) = &row.document {
                let what = format!("the metadata of document version {version}");
                document = Some(read_json(&what, metadata)?);
            }
            if let Some(document) = &document {
                found.push(row.read(document.clone())?);
            }
        }
        Ok(found)
    }
}

/// A row of a statement with the columns of [`stored`] but for the document, which is this.
pub(crate) fn read_version(row: &Row<'_>, document: &DocumentMetadata) -> Fallible<RecordVersion> {
    StoredVersion::of(row, None)?.read(document.clone())
}

impl StoredVersion {
    fn of(row: &Row<'_>, document: Option<(Sequence, String)>) -> Fallible<Self> {
        Ok(Self {
            sequence: row.get("sequence")?,
            record_id: row.get("record_id")?,
            ordinal: row.get("ordinal")?,
            document,
            record: text(row, "record")?.to_owned(),
            parser_version: row.get("parser_version")?,
            verdict: text(row, "verdict")?.to_owned(),
            cause: text(row, "cause")?.to_owned(),
            recorded_at: text(row, "recorded_at")?.to_owned(),
            superseded_at: row.get("superseded_at")?,
            superseded_by: row.get("superseded_by")?,
            superseded_cause: row.get("superseded_cause")?,
        })
    }

    fn read(&self, document: DocumentMetadata) -> Fallible<RecordVersion> {
        let sequence = self.sequence;
        let instant = |at: &Option<String>| at.as_deref().map(read_instant).transpose();
        let superseded_cause = self.superseded_cause.as_deref();
        Ok(RecordVersion {
            sequence,
            record_id: RecordId(self.record_id.clone()),
            ordinal: read_u32(self.ordinal)?,
            document,
            record: read_json(&format!("record version {sequence}"), &self.record)?,
            parser_version: read_u32(self.parser_version)?,
            verdict: read_word(&self.verdict)?,
            cause: read_word(&self.cause)?,
            recorded_at: read_instant(&self.recorded_at)?,
            superseded_at: instant(&self.superseded_at)?,
            superseded_by: self.superseded_by,
            superseded_cause: superseded_cause.map(read_word).transpose()?,
        })
    }
}
