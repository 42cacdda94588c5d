//! Documents: where each stands, its versions, and how to find one.

use chrono::{DateTime, NaiveDate, Utc};
use fedreg_model::{
    Cause, Citation, DocumentId, DocumentMetadata, DocumentNumber, Residue, Sequence, Verdict,
};
use rusqlite::{Row, ToSql};

use crate::error::Fallible;
use crate::open::History;
use crate::values::{
    date, length, number_key, read_date, read_id, read_instant, read_json, read_sha, read_u32,
    read_u64, read_usize, read_word, text,
};
use crate::{HistoryError, SourceRef};

/// Which documents to read; by default all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentFilter {
    /// Only those of this day or later.
    pub from: Option<NaiveDate>,
    /// Only those of this day or earlier.
    pub to: Option<NaiveDate>,
    /// Only those with this verdict.
    pub verdict: Option<Verdict>,
    /// Leave out documents on public inspection that the published document has taken the place of.
    pub standing_only: bool,
    /// At most so many.
    pub limit: Option<usize>,
}

/// Where a document stands: its current version and the current reading of it.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentStatus {
    /// Its identity, with the number as its current version has it.
    pub id: DocumentId,
    /// The current version.
    pub version: DocumentVersion,
    /// How many versions there are.
    pub versions: u64,
    /// The date of the document that took this one's place, if one did (a document on public
    /// inspection that was published on another day than expected).
    pub superseded_by: Option<NaiveDate>,
    /// What came of reading it.
    pub verdict: Verdict,
    /// The sentence that justifies the verdict.
    pub reason: String,
    /// The family of notices that claimed it.
    pub family: Option<String>,
    /// What is left over, if it needs review.
    pub residue: Vec<Residue>,
    /// How many records there are.
    pub records: u64,
    /// The parser that read it.
    pub parser_version: u32,
    /// The text reader that read it.
    pub reader_version: u32,
}

/// What one source said of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentVersion {
    /// Where it stands in the append order.
    pub sequence: Sequence,
    /// What is known of the document.
    pub metadata: DocumentMetadata,
    /// Where its text lies in the archive.
    pub source: SourceRef,
    /// When the source was seen to say so, UTC.
    pub observed_at: DateTime<Utc>,
    /// When it was recorded, UTC.
    pub recorded_at: DateTime<Utc>,
    /// Why it exists.
    pub cause: Cause,
    /// The version whose place it took, if it took one's.
    pub supersedes: Option<Sequence>,
}

const VERSION_COLUMNS: &str = "v.sequence, v.document_number, v.publication_date, v.metadata,
    v.source_sha256, v.source_start, v.source_end, v.format, v.origin, v.observed_at,
    l.recorded_at, v.cause, v.supersedes";

impl History {
    /// Where documents stand, by date and number.
    pub fn documents(&self, filter: &DocumentFilter) -> Result<Vec<DocumentStatus>, HistoryError> {
        let mut conditions = vec!["1"];
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        if let Some(from) = filter.from {
            conditions.push("d.publication_date >= ?");
            values.push(Box::new(date(from)));
        }
        if let Some(to) = filter.to {
            conditions.push("d.publication_date <= ?");
            values.push(Box::new(date(to)));
        }
        if let Some(verdict) = filter.verdict {
            conditions.push("r.verdict = ?");
            values.push(Box::new(verdict.as_str()));
        }
        if filter.standing_only {
            conditions.push("c.superseded_by IS NULL");
        }
        // A negative limit is none.
        let limit = filter.limit.map_or(-1, length);
        let order = format!("v.publication_date, v.document_number LIMIT {limit}");
        self.statuses(&conditions.join(" AND "), &values, &order)
    }

    /// Where one document stands, whatever zero-padding its number has.
    pub fn document(&self, id: &DocumentId) -> Result<Option<DocumentStatus>, HistoryError> {
        let values: Vec<Box<dyn ToSql>> = vec![
            Box::new(number_key(&id.document_number)),
            Box::new(date(id.publication_date)),
        ];
        let condition = "d.number_key = ? AND d.publication_date = ?";
        Ok(self.statuses(condition, &values, "v.sequence")?.pop())
    }

    /// The documents that a person may mean by a number (`2025-20750`), a citation of a page
    /// (`90 FR 53045`) or the address of a document's page. Those in standing first, then the
    /// latest first; empty if there is none.
    pub fn find_documents(&self, words: &str) -> Result<Vec<DocumentStatus>, HistoryError> {
        const ORDER: &str = "c.superseded_by IS NOT NULL, v.publication_date DESC, v.sequence";
        let words = words.trim();
        if let Ok(citation) = words
            .to_ascii_uppercase()
            .replace("F.R.", "FR")
            .parse::<Citation>()
        {
            let values: Vec<Box<dyn ToSql>> =
                vec![Box::new(citation.volume), Box::new(citation.page)];
            let condition =
                "v.volume = ?1 AND ?2 BETWEEN v.start_page AND coalesce(v.end_page, v.start_page)";
            return self.statuses(condition, &values, ORDER);
        }
        for word in words.split(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | ',')) {
            let Ok(number) = DocumentNumber::new(word) else {
                continue;
            };
            let values: Vec<Box<dyn ToSql>> = vec![Box::new(number_key(&number))];
            let found = self.statuses("d.number_key = ?", &values, ORDER)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// Documents that need review, by date and number, each with its residue.
    pub fn residues(&self) -> Result<Vec<DocumentStatus>, HistoryError> {
        self.documents(&DocumentFilter {
            verdict: Some(Verdict::NeedsReview),
            standing_only: true,
            ..DocumentFilter::default()
        })
    }

    /// Every version of a document, in the order of the sequence.
    pub fn document_versions(&self, id: &DocumentId) -> Result<Vec<DocumentVersion>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(&format!(
                "SELECT {VERSION_COLUMNS} FROM document d
                 JOIN document_version v ON v.document = d.sequence
                 JOIN ledger l ON l.sequence = v.sequence
                 WHERE d.number_key = ?1 AND d.publication_date = ?2 ORDER BY v.sequence"
            ))?;
            let mut rows =
                statement.query((number_key(&id.document_number), date(id.publication_date)))?;
            let mut versions = Vec::new();
            while let Some(row) = rows.next()? {
                versions.push(read_version(row)?);
            }
            Ok(versions)
        })
    }

    pub(crate) fn statuses(
        &self,
        condition: &str,
        values: &[Box<dyn ToSql>],
        order: &str,
    ) -> Result<Vec<DocumentStatus>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(&format!(
                "SELECT {VERSION_COLUMNS}, s.publication_date AS superseded_by,
                   r.verdict, r.reason, r.family, r.residue, p.parser_version, p.reader_version,
                   (SELECT count(*) FROM record WHERE record.reading = r.sequence) AS records,
                   (SELECT count(*) FROM document_version o WHERE o.document = c.document) AS versions
                 FROM document_current c
                 JOIN document d ON d.sequence = c.document
                 JOIN document_version v ON v.sequence = c.document_version
                 JOIN ledger l ON l.sequence = v.sequence
                 JOIN parse_current pc ON pc.document_version = v.sequence
                 JOIN parse p ON p.sequence = pc.parse
                 JOIN reading r ON r.sequence = pc.reading
                 LEFT JOIN document s ON s.sequence = c.superseded_by
                 WHERE {condition} ORDER BY {order}"
            ))?;
            let mut rows = statement.query(rusqlite::params_from_iter(values))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(read_status(row)?);
            }
            Ok(found)
        })
    }
}

fn read_status(row: &Row<'_>) -> Fallible<DocumentStatus> {
    let superseded_by: Option<String> = row.get("superseded_by")?;
    Ok(DocumentStatus {
        id: read_id(
            text(row, "document_number")?,
            text(row, "publication_date")?,
        )?,
        version: read_version(row)?,
        versions: read_u64(row.get("versions")?)?,
        superseded_by: superseded_by.as_deref().map(read_date).transpose()?,
        verdict: read_word(text(row, "verdict")?)?,
        reason: row.get("reason")?,
        family: row.get("family")?,
        residue: read_json("residue", text(row, "residue")?)?,
        records: read_u64(row.get("records")?)?,
        parser_version: read_u32(row.get("parser_version")?)?,
        reader_version: read_u32(row.get("reader_version")?)?,
    })
}

pub(crate) fn read_version(row: &Row<'_>) -> Fallible<DocumentVersion> {
    let sequence: Sequence = row.get("sequence")?;
    Ok(DocumentVersion {
        sequence,
        metadata: read_json(
            &format!("the metadata of document version {sequence}"),
            text(row, "metadata")?,
        )?,
        source: SourceRef {
            sha256: read_sha(text(row, "source_sha256")?)?,
            range: read_usize(row.get("source_start")?)?..read_usize(row.get("source_end")?)?,
            format: read_word(text(row, "format")?)?,
            origin: row.get("origin")?,
        },
        observed_at: read_instant(text(row, "observed_at")?)?,
        recorded_at: read_instant(text(row, "recorded_at")?)?,
        cause: read_word(text(row, "cause")?)?,
        supersedes: row.get("supersedes")?,
    })
}
