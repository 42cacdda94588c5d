//! The archive, read back: bytes, normalised texts, readings, and what a better parser should read.

use chrono::{DateTime, Utc};
use fedreg_model::{DocumentId, DocumentMetadata, NoticeText, Parsed, Sequence};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql};

use crate::error::Fallible;
use crate::open::History;
use crate::read::documents::read_version;
use crate::values::{
    date, number_key, read_instant, read_json, read_sha, read_u32, read_u64, read_word, text,
};
use crate::write::archive::read_blob;
use crate::{DocumentVersion, HistoryError, Sha256, SourceRef};

/// What is known of archived bytes besides the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobInfo {
    /// Their hash.
    pub sha256: Sha256,
    /// How many bytes there are.
    pub size: u64,
    /// How many bytes the archive takes for them.
    pub compressed_size: u64,
    /// The URL or path they were first seen at.
    pub origin: String,
    /// When they were first seen, UTC.
    pub observed_at: DateTime<Utc>,
}

/// A document version with what a parser needs to read it again.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDocument {
    /// The version.
    pub version: DocumentVersion,
    /// The API's own object, as JSON, where there is one.
    pub raw_metadata: Option<String>,
    /// The parser that read it last.
    pub parser_version: u32,
    /// The text reader that read it last.
    pub reader_version: u32,
    /// Whether a person's reading of it is the current one.
    pub reviewed: bool,
}

impl StoredDocument {
    /// Its identity, if the stored metadata is sound.
    pub fn id(&self) -> Option<DocumentId> {
        self.version.metadata.id()
    }

    /// What is known of the document.
    pub fn metadata(&self) -> &DocumentMetadata {
        &self.version.metadata
    }
}

const TEXT_COLUMNS: &str = "t.text, t.blocks, t.stated, t.format, p.reader_version";

impl History {
    /// Archived bytes, decompressed.
    pub fn blob(&self, sha256: &Sha256) -> Result<Option<Vec<u8>>, HistoryError> {
        self.snapshot(|sql| read_blob(sql, sha256))
    }

    /// A document's bytes: all archived bytes, or its part of an issue.
    pub fn source_bytes(&self, source: &SourceRef) -> Result<Vec<u8>, HistoryError> {
        let bytes = self
            .cached_blob(&source.sha256)
            .map_err(|fault| fault.at(&self.path))?;
        let slice = bytes
            .as_deref()
            .and_then(|bytes| bytes.get(source.range.clone()));
        slice
            .map(<[u8]>::to_vec)
            .ok_or_else(|| HistoryError::NotArchived {
                document: source.origin.clone(),
                sha256: source.sha256,
                start: source.range.start,
                end: source.range.end,
            })
    }

    /// What is archived, in the order of the sequence.
    pub fn blobs(&self) -> Result<Vec<BlobInfo>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT sha256, size, length(bytes) AS compressed, origin, observed_at
                 FROM blob ORDER BY sequence",
            )?;
            let mut rows = statement.query([])?;
            let mut blobs = Vec::new();
            while let Some(row) = rows.next()? {
                blobs.push(BlobInfo {
                    sha256: read_sha(text(row, "sha256")?)?,
                    size: read_u64(row.get("size")?)?,
                    compressed_size: read_u64(row.get("compressed")?)?,
                    origin: row.get("origin")?,
                    observed_at: read_instant(text(row, "observed_at")?)?,
                });
            }
            Ok(blobs)
        })
    }

    /// The normalised text that the document's current reading was made of.
    pub fn notice_text(&self, id: &DocumentId) -> Result<Option<NoticeText>, HistoryError> {
        self.snapshot(|sql| {
            one_text(
                sql,
                "JOIN document_current c ON c.document_version = p.document_version
                 JOIN parse_current pc ON pc.parse = p.sequence
                 JOIN document d ON d.sequence = c.document
                 WHERE d.number_key = ?1 AND d.publication_date = ?2",
                &[&number_key(&id.document_number), &date(id.publication_date)],
            )
        })
    }

    /// The normalised text that the quote of a record version points into.
    pub fn record_text(
        &self,
        record_version: Sequence,
    ) -> Result<Option<NoticeText>, HistoryError> {
        self.snapshot(|sql| {
            one_text(
                sql,
                "JOIN record_version rv ON rv.parse = p.sequence WHERE rv.sequence = ?1",
                &[&record_version],
            )
        })
    }

    /// The current reading of the document.
    pub fn parsed(&self, id: &DocumentId) -> Result<Option<Parsed>, HistoryError> {
        self.snapshot(|sql| {
            let reading = sql
                .prepare_cached(
                    "SELECT r.sequence, r.verdict, r.reason, r.family, r.residue, p.parser_version
                     FROM document d
                     JOIN document_current c ON c.document = d.sequence
                     JOIN parse_current pc ON pc.document_version = c.document_version
                     JOIN parse p ON p.sequence = pc.parse
                     JOIN reading r ON r.sequence = pc.reading
                     WHERE d.number_key = ?1 AND d.publication_date = ?2",
                )?
                .query_row(
                    (number_key(&id.document_number), date(id.publication_date)),
                    |row| Ok(read_parsed(sql, row)),
                )
                .optional()?;
            reading.transpose()
        })
    }

    /// The current versions of documents in standing that were last read by an older parser or
    /// reader than these, in the order of the sequence, after a sequence, at most `limit`.
    /// Readings by a person stay.
    pub fn documents_to_reparse(
        &self,
        parser_version: u32,
        reader_version: u32,
        after: Sequence,
        limit: usize,
    ) -> Result<Vec<StoredDocument>, HistoryError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.stored(
            "c.superseded_by IS NULL AND p.cause <> 'review'
               AND (p.parser_version < ?1 OR p.reader_version < ?2) AND v.sequence > ?3
             ORDER BY v.sequence LIMIT ?4",
            &[&parser_version, &reader_version, &after, &limit],
        )
    }

    /// The current versions of all documents, in the order of the sequence, after a sequence, at
    /// most `limit`: what a check that reads the bytes again goes through.
    pub fn stored_documents(
        &self,
        after: Sequence,
        limit: usize,
    ) -> Result<Vec<StoredDocument>, HistoryError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.stored(
            "v.sequence > ?1 ORDER BY v.sequence LIMIT ?2",
            &[&after, &limit],
        )
    }

    fn stored(
        &self,
        condition: &str,
        values: &[&dyn ToSql],
    ) -> Result<Vec<StoredDocument>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(&format!(
                "SELECT v.*, l.recorded_at, p.parser_version, p.reader_version,
                   p.cause = 'review' AS reviewed
                 FROM document_current c
                 JOIN document_version v ON v.sequence = c.document_version
                 JOIN ledger l ON l.sequence = v.sequence
                 JOIN parse_current pc ON pc.document_version = v.sequence
                 JOIN parse p ON p.sequence = pc.parse
                 WHERE {condition}"
            ))?;
            let mut rows = statement.query(values)?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(StoredDocument {
                    version: read_version(row)?,
                    raw_metadata: row.get("raw_metadata")?,
                    parser_version: read_u32(row.get("parser_version")?)?,
                    reader_version: read_u32(row.get("reader_version")?)?,
                    reviewed: row.get("reviewed")?,
                });
            }
            Ok(found)
        })
    }
}

fn one_text(sql: &Connection, rest: &str, values: &[&dyn ToSql]) -> Fallible<Option<NoticeText>> {
    let mut statement = sql.prepare_cached(&format!(
        "SELECT {TEXT_COLUMNS} FROM parse p
         JOIN reading r ON r.sequence = p.reading
         JOIN notice_text t ON t.sequence = r.notice_text {rest}"
    ))?;
    let mut rows = statement.query(values)?;
    rows.next()?.map(read_text).transpose()
}

fn read_text(row: &Row<'_>) -> Fallible<NoticeText> {
    Ok(NoticeText {
        text: row.get("text")?,
        blocks: read_json("the blocks of a text", text(row, "blocks")?)?,
        format: read_word(text(row, "format")?)?,
        reader_version: read_u32(row.get("reader_version")?)?,
        stated: read_json("the facts of a text", text(row, "stated")?)?,
    })
}

/// The reading that a parse came to.
pub(crate) fn parsed_of(sql: &Connection, parse: Sequence) -> Fallible<Option<Parsed>> {
    sql.prepare_cached(
        "SELECT r.sequence, r.verdict, r.reason, r.family, r.residue, p.parser_version
         FROM parse p JOIN reading r ON r.sequence = p.reading WHERE p.sequence = ?1",
    )?
    .query_row([parse], |row| Ok(read_parsed(sql, row)))
    .optional()?
    .transpose()
}

fn read_parsed(sql: &Connection, row: &Row<'_>) -> Fallible<Parsed> {
    let reading: Sequence = row.get("sequence")?;
    let mut records = Vec::new();
    let mut statement =
        sql.prepare_cached("SELECT record FROM record WHERE reading = ?1 ORDER BY ordinal")?;
    let mut rows = statement.query([reading])?;
    while let Some(row) = rows.next()? {
        records.push(read_json("a record", text(row, "record")?)?);
    }
    Ok(Parsed {
        verdict: read_word(text(row, "verdict")?)?,
        reason: row.get("reason")?,
        family: row.get("family")?,
        records,
        residue: read_json("residue", text(row, "residue")?)?,
        parser_version: read_u32(row.get("parser_version")?)?,
    })
}
