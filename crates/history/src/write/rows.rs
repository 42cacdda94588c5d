//! The rows of document versions, texts, readings and records.

use fedreg_model::{
    Cause, DocumentId, DocumentMetadata, DocumentNumber, NoticeText, Parsed, Record, Sequence,
    fold_name,
};
use rusqlite::OptionalExtension as _;

use crate::Sha256;
use crate::canonical::{Hasher, canonical_of, to_value};
use crate::error::Fallible;
use crate::ledger::Writer;
use crate::values::{date, instant, length, number_key};
use crate::write::append::NewDocument;

/// The row of a document's identity, appended if need be; and whether it was.
pub(crate) fn document(writer: &mut Writer<'_>, id: &DocumentId) -> Fallible<Sequence> {
    let key = number_key(&id.document_number);
    let day = date(id.publication_date);
    match find_document(writer, &key, &day)? {
        Some(sequence) => Ok(sequence),
        None => writer.insert(
            "document",
            &[("publication_date", &day), ("number_key", &key)],
        ),
    }
}

pub(crate) fn find_document(
    writer: &Writer<'_>,
    key: &str,
    day: &str,
) -> Fallible<Option<Sequence>> {
    Ok(writer
        .sql()
        .prepare_cached(
            "SELECT sequence FROM document WHERE number_key = ?1 AND publication_date = ?2",
        )?
        .query_row((key, day), |row| row.get(0))
        .optional()?)
}

/// What a document version is made of, besides where and when it was seen.
pub(crate) struct VersionContent {
    pub(crate) slice: Sha256,
    pub(crate) metadata: Sha256,
    pub(crate) all: Sha256,
}

impl VersionContent {
    pub(crate) fn of(new: &NewDocument<'_>, slice: Sha256) -> Self {
        let metadata = Sha256::of(canonical_of(new.metadata).as_bytes());
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
            ("metadata", &to_value(m).to_string()),
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
    let blocks = to_value(&text.blocks).to_string();
    let stated = to_value(&text.stated).to_string();
    let content = {
        let mut hasher = Hasher::new("fedreg notice text 1");
        hasher
            .part(text.text.as_bytes())
            .part(blocks.as_bytes())
            .part(canonical_of(&text.stated).as_bytes());
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
    writer
        .sql()
        .prepare_cached(
            "INSERT INTO notice_search (rowid, title, text)
             SELECT sequence, title, text FROM search_source WHERE sequence = ?1",
        )?
        .execute([sequence])?;
    Ok(sequence)
}

/// The row of a reading, appended with its records if need be.
pub(crate) fn reading(
    writer: &mut Writer<'_>,
    version: Sequence,
    text: Sequence,
    id: &DocumentId,
    parsed: &Parsed,
) -> Fallible<Sequence> {
    let residue = to_value(&parsed.residue).to_string();
    let content = {
        let mut hasher = Hasher::new("fedreg reading 1");
        hasher
            .part(parsed.verdict.as_str().as_bytes())
            .part(parsed.reason.as_bytes())
            .part(parsed.family.as_deref().unwrap_or_default().as_bytes())
            .part(residue.as_bytes());
        for record in &parsed.records {
            hasher.part(canonical_of(record).as_bytes());
        }
        hasher.finish().to_string()
    };
    let known = writer
        .sql()
        .prepare_cached(
            "SELECT sequence FROM reading
             WHERE document_version = ?1 AND notice_text = ?2 AND content_sha256 = ?3",
        )?
        .query_row((version, text, &content), |row| row.get(0))
        .optional()?;
    if let Some(sequence) = known {
        return Ok(sequence);
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
    for (index, (item, record_id)) in parsed.records.iter().zip(&ids).enumerate() {
        record(writer, reading, index + 1, &record_id.0, item)?;
    }
    Ok(reading)
}

fn record(
    writer: &mut Writer<'_>,
    reading: Sequence,
    ordinal: usize,
    record_id: &str,
    record: &Record,
) -> Fallible<()> {
    let party = &record.party;
    let signer = record.signer.as_ref();
    let amendment = record.amendment.as_ref();
    let sequence = writer.insert(
        "record",
        &[
            ("reading", &reading),
            ("ordinal", &length(ordinal)),
            ("record_id", &record_id),
            (
                "content_sha256",
                &Sha256::of(canonical_of(record).as_bytes()).to_string(),
            ),
            ("action", &record.action.as_str()),
            ("name", &party.name),
            ("name_folded", &fold_name(&party.name)),
            ("kind", &party.kind.as_str()),
            (
                "renamed_to",
                &amendment.and_then(|change| change.renamed_to.as_ref()),
            ),
            ("effective_date", &record.effective.date.map(date)),
            ("effective_basis", &record.effective.basis.as_str()),
            ("effective_until", &record.effective.until.map(date)),
            ("signed_on", &record.signed_on.map(date)),
            ("determined_on", &record.determined_on.map(date)),
            ("signer_name", &signer.map(|signer| &signer.name)),
            (
                "signer_office",
                &signer.and_then(|signer| signer.office.as_ref()),
            ),
            ("notice_number", &record.notice_number),
            ("ground", &record.ground),
            ("quote_start", &length(record.quote.start)),
            ("quote_end", &length(record.quote.end)),
            ("quote", &record.quote.text),
            ("record", &to_value(record).to_string()),
        ],
    )?;
    let place = |position: usize| length(position + 1);
    for (position, alias) in party.aliases.iter().enumerate() {
        writer.insert_child(
            "record_alias",
            &[
                ("record", &sequence),
                ("position", &place(position)),
                ("name", &alias.name),
                ("name_folded", &fold_name(&alias.name)),
                ("quality", &alias.quality.as_str()),
            ],
        )?;
    }
    if let Some(change) = amendment {
        let added = change.aliases_added.iter().map(|name| ("added", name));
        let removed = change.aliases_removed.iter().map(|name| ("removed", name));
        for (position, (change, name)) in added.chain(removed).enumerate() {
            writer.insert_child(
                "record_alias_change",
                &[
                    ("record", &sequence),
                    ("position", &place(position)),
                    ("change", &change),
                    ("name", name),
                    ("name_folded", &fold_name(name)),
                ],
            )?;
        }
    }
    for (position, authority) in record.authorities.iter().enumerate() {
        writer.insert_child(
            "record_authority",
            &[
                ("record", &sequence),
                ("position", &place(position)),
                ("code", &authority.code),
                ("citation", &authority.citation),
                ("subsection", &authority.subsection),
            ],
        )?;
    }
    for (position, identifier) in party.identifiers.iter().enumerate() {
        writer.insert_child(
            "record_identifier",
            &[
                ("record", &sequence),
                ("position", &place(position)),
                ("type", &identifier.kind),
                ("value", &identifier.value),
                ("country", &identifier.country),
            ],
        )?;
    }
    for (table, column, words) in [
        ("record_country", "country", &party.countries),
        ("record_program", "program", &party.programs),
    ] {
        for (position, word) in words.iter().enumerate() {
            writer.insert_child(
                table,
                &[
                    ("record", &sequence),
                    ("position", &place(position)),
                    (column, word),
                ],
            )?;
        }
    }
    Ok(())
}
