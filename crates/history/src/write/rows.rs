//! The rows of document versions, texts, readings and records.

use fedreg_model::{
    Cause, DocumentId, DocumentMetadata, DocumentNumber, NoticeText, Parsed, Record, RecordId,
    Sequence,
};
use rusqlite::OptionalExtension as _;

use crate::Sha256;
use crate::canonical::{Hasher, json};
use crate::canonical_form::canonical_of;
use crate::error::Fallible;
use crate::values::{date, instant, length, number_key};
use crate::write::append::NewDocument;
use crate::write::record_rows::{Columns, Content};
use crate::write::writer::Writer;

/// What is known of a document before it is appended.
pub(crate) struct Known {
    /// Its row.
    pub(crate) document: Option<Sequence>,
    /// Whether documents of other days have its number.
    pub(crate) namesakes: bool,
}

pub(crate) fn find_document(writer: &Writer<'_>, id: &DocumentId) -> Fallible<Known> {
    let day = date(id.publication_date);
    let mut known = Known {
        document: None,
        namesakes: false,
    };
    let mut statement = writer
        .sql()
        .prepare_cached("SELECT sequence, publication_date FROM document WHERE number_key = ?1")?;
    let mut rows = statement.query([number_key(&id.document_number)])?;
    while let Some(row) = rows.next()? {
        if row.get_ref(1)?.as_bytes().ok() == Some(day.as_bytes()) {
            known.document = Some(row.get(0)?);
        } else {
            known.namesakes = true;
        }
    }
    Ok(known)
}

/// Appends the row of a document's identity.
pub(crate) fn document(writer: &mut Writer<'_>, id: &DocumentId) -> Fallible<Sequence> {
    writer.insert(
        "document",
        &[
            ("publication_date", &date(id.publication_date)),
            ("number_key", &number_key(&id.document_number)),
        ],
    )
}

/// What a document version is made of, besides where and when it was seen.
pub(crate) struct VersionContent {
    pub(crate) slice: Sha256,
    pub(crate) metadata: Sha256,
    pub(crate) all: Sha256,
}

impl VersionContent {
    pub(crate) fn of(new: &NewDocument<'_>, slice: Sha256) -> Self {
        let metadata = Sha256::of(&canonical_of(new.metadata));
        let mut hasher = Hasher::new("fedreg document version 1");
        hasher
            .part(new.metadata.stage.as_str().as_bytes())
            .part(new.source.format.as_str().as_bytes())
            .part(slice.as_bytes())
            .part(metadata.as_bytes());
        Self {
            slice,
            metadata,
            all: hasher.finish(),
        }
    }
}

/// Why a document version exists.
pub(crate) struct VersionOrigin {
    pub(crate) cause: Cause,
    pub(crate) supersedes: Option<Sequence>,
    pub(crate) run: Sequence,
}

/// Appends a version of a document, whose metadata hold its identity.
pub(crate) fn document_version(
    writer: &mut Writer<'_>,
    document: Sequence,
    new: &NewDocument<'_>,
    content: &VersionContent,
    origin: &VersionOrigin,
) -> Fallible<Sequence> {
    let m: &DocumentMetadata = new.metadata;
    let agencies: Vec<&str> = m
        .agencies
        .iter()
        .map(|agency| agency.name.as_str())
        .collect();
    writer.insert(
        "document_version",
        &[
            ("document", &document),
            (
                "document_number",
                &m.document_number.as_ref().map(DocumentNumber::as_str),
            ),
            ("publication_date", &m.publication_date.map(date)),
            ("stage", &m.stage.as_str()),
            ("document_type", &m.document_type.as_str()),
            ("subtype", &m.subtype),
            ("title", &m.title),
            ("action", &m.action),
            ("effective_on", &m.effective_on.map(date)),
            ("signing_date", &m.signing_date.map(date)),
            ("agency_names", &agencies.join("; ")),
            ("docket_ids", &m.docket_ids.join("; ")),
            ("citation", &m.citation.map(|citation| citation.to_string())),
            ("volume", &m.citation.map(|citation| citation.volume)),
            ("start_page", &m.citation.map(|citation| citation.page)),
            ("end_page", &m.end_page),
            ("filed_at", &m.filed_at.map(instant)),
            ("executive_order_number", &m.executive_order_number),
            ("correction_of", &m.correction_of),
            ("html_url", &m.html_url),
            ("pdf_url", &m.pdf_url),
            ("metadata", &json(m)),
            ("metadata_sha256", &content.metadata.to_string()),
            ("raw_metadata", &new.raw_metadata),
            ("source_sha256", &new.source.sha256.to_string()),
            ("source_start", &length(new.source.range.start)),
            ("source_end", &length(new.source.range.end)),
            ("slice_sha256", &content.slice.to_string()),
            ("format", &new.source.format.as_str()),
            ("origin", &new.source.origin),
            ("observed_at", &instant(new.observed_at)),
            ("content_sha256", &content.all.to_string()),
            ("cause", &origin.cause.as_str()),
            ("supersedes", &origin.supersedes),
            ("run", &origin.run),
        ],
    )
}

/// The row of a text, appended (and indexed for search) if need be.
pub(crate) fn notice_text(
    writer: &mut Writer<'_>,
    slice: &Sha256,
    text: &NoticeText,
) -> Fallible<Sequence> {
    let blocks = json(&text.blocks);
    let stated = json(&text.stated);
    let content = {
        let mut hasher = Hasher::new("fedreg notice text 1");
        hasher
            .part(text.text.as_bytes())
            .part(blocks.as_bytes())
            .part(&canonical_of(&text.stated));
        hasher.finish().to_string()
    };
    let format = text.format.as_str();
    let known = writer
        .sql()
        .prepare_cached(
            "SELECT sequence FROM notice_text
             WHERE slice_sha256 = ?1 AND format = ?2 AND content_sha256 = ?3",
        )?
        .query_row((slice.to_string(), format, &content), |row| row.get(0))
        .optional()?;
    if let Some(sequence) = known {
        return Ok(sequence);
    }
    let sequence = writer.insert(
        "notice_text",
        &[
            ("slice_sha256", &slice.to_string()),
            ("format", &format),
            ("content_sha256", &content),
            ("text", &text.text),
            ("blocks", &blocks),
            ("stated", &stated),
        ],
    )?;
    writer.index_text(sequence);
    Ok(sequence)
}

/// The row of a reading; and its records, by sequence and id in printed order, if they were
/// appended with it.
pub(crate) struct ReadingRow {
    pub(crate) sequence: Sequence,
    pub(crate) records: Option<Vec<(Sequence, RecordId)>>,
}

/// The row of a reading, appended with its records if need be. `new` says that the version was
/// appended in this transaction, so that it has no reading yet.
pub(crate) fn reading(
    writer: &mut Writer<'_>,
    version: Sequence,
    new: bool,
    text: Sequence,
    id: &DocumentId,
    parsed: &Parsed,
) -> Fallible<ReadingRow> {
    let residue = json(&parsed.residue);
    let contents: Vec<Content> = parsed.records.iter().map(Content::of).collect();
    let content = {
        let mut hasher = Hasher::new("fedreg reading 1");
        hasher
            .part(parsed.verdict.as_str().as_bytes())
            .part(parsed.reason.as_bytes())
            .part(parsed.family.as_deref().unwrap_or_default().as_bytes())
            .part(residue.as_bytes());
        for content in &contents {
            hasher.part(&content.canonical);
        }
        hasher.finish().to_string()
    };
    if !new && let Some(sequence) = known_reading(writer, version, text, &content)? {
        return Ok(ReadingRow {
            sequence,
            records: None,
        });
    }
    let reading = writer.insert(
        "reading",
        &[
            ("document_version", &version),
            ("notice_text", &text),
            ("content_sha256", &content),
            ("verdict", &parsed.verdict.as_str()),
            ("reason", &parsed.reason),
            ("family", &parsed.family),
            ("residue", &residue),
        ],
    )?;
    let ids = Record::ids(&parsed.records, id);
    let columns: Vec<Columns> = parsed.records.iter().map(Columns::of).collect();
    let mut entries = Vec::with_capacity(columns.len());
    let mut records = Vec::with_capacity(columns.len());
    for (sequence, (index, id)) in (writer.next()..).zip(ids.iter().enumerate()) {
        let (record, columns) = (&parsed.records[index], &columns[index]);
        let mut entry = writer.entry(
            sequence,
            "record",
            columns.record(record, reading, index + 1, id, &contents[index]),
        )?;
        columns.children(writer, &mut entry, record)?;
        entries.push(entry);
        records.push(sequence);
    }
    writer.append(entries)?;
    Ok(ReadingRow {
        sequence: reading,
        records: Some(records.into_iter().zip(ids).collect()),
    })
}

fn known_reading(
    writer: &Writer<'_>,
    version: Sequence,
    text: Sequence,
    content: &str,
) -> Fallible<Option<Sequence>> {
    Ok(writer
        .sql()
        .prepare_cached(
            "SELECT sequence FROM reading
             WHERE document_version = ?1 AND notice_text = ?2 AND content_sha256 = ?3",
        )?
        .query_row((version, text, content), |row| row.get(0))
        .optional()?)
}
