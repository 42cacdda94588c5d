//! Where a document that is to be appended has its place: the version it is, or becomes.

use fedreg_model::{Cause, DocumentId, DocumentNumber, Sequence, Stage, TextFormat};
use rusqlite::OptionalExtension as _;

use crate::canonical_form::canonical_of;
use crate::error::Fallible;
use crate::values::{instant, read_json};
use crate::write::append::NewDocument;
use crate::write::rows::{self, VersionContent, VersionOrigin};
use crate::write::run::Run;
use crate::write::writer::Writer;

/// The document version that a reading belongs to.
pub(crate) struct Place {
    pub(crate) document: Sequence,
    pub(crate) version: Sequence,
    /// Set if the version was appended in this transaction.
    pub(crate) new: Option<Sequence>,
    /// Whether the document was, too, and there is none with which it may be one filing: then
    /// nothing of it is current yet.
    pub(crate) alone: bool,
    pub(crate) cause: Cause,
}

/// The version with this content, appended if need be.
pub(crate) fn place(
    writer: &mut Writer<'_>,
    run: &Run,
    id: &DocumentId,
    new: &NewDocument<'_>,
    content: &VersionContent,
    hint: Option<Cause>,
) -> Fallible<Place> {
    let known = rows::find_document(writer, id)?;
    if let Some(document) = known.document
        && let Some(version) = known_version(writer, document, new, content)?
    {
        let cause = hint.unwrap_or(Cause::Parser);
        return Ok(Place {
            document,
            version,
            new: None,
            alone: false,
            cause,
        });
    }
    let run = run.row(writer)?;
    // A person's review is of the text, not of the source: the version has its own cause.
    let (document, by_source, supersedes) = match known.document {
        Some(document) => (
            document,
            cause_of_version(writer, document, new, content)?,
            superseded_version(writer, document, new, content)?,
        ),
        None => (rows::document(writer, id)?, cause_by_source(new), None),
    };
    let cause = hint
        .filter(|hint| *hint == Cause::Correction)
        .unwrap_or(by_source);
    let origin = VersionOrigin {
        cause,
        supersedes,
        run,
    };
    let version = rows::document_version(writer, document, new, content, &origin)?;
    Ok(Place {
        document,
        version,
        new: Some(version),
        alone: known.document.is_none() && !known.namesakes,
        cause: hint.unwrap_or(cause),
    })
}

/// The version with this content, unless the same origin has shown other bytes since: then the
/// source went back to what it said before, which is news.
fn known_version(
    writer: &Writer<'_>,
    document: Sequence,
    new: &NewDocument<'_>,
    content: &VersionContent,
) -> Fallible<Option<Sequence>> {
    let all = content.all.to_string();
    let known: Option<Sequence> = writer
        .sql()
        .prepare_cached(
            "SELECT sequence FROM document_version WHERE document = ?1 AND content_sha256 = ?2
             ORDER BY standing DESC LIMIT 1",
        )?
        .query_row((document, &all), |row| row.get(0))
        .optional()?;
    if known.is_none() {
        return Ok(None);
    }
    let reverted = writer
        .sql()
        .prepare_cached(
            "SELECT content_sha256 <> ?3 AND source_sha256 <> ?4 AND observed_at < ?5
             FROM document_version WHERE document = ?1 AND origin = ?2
             ORDER BY observed_at DESC, sequence DESC LIMIT 1",
        )?
        .query_row(
            (
                document,
                &new.source.origin,
                &all,
                new.source.sha256.to_string(),
                instant(new.observed_at),
            ),
            |row| row.get(0),
        )
        .optional()?
        .unwrap_or(false);
    Ok(known.filter(|_| !reverted))
}

fn cause_by_source(new: &NewDocument<'_>) -> Cause {
    let corrects = new.metadata.correction_of.is_some()
        || new
            .metadata
            .document_number
            .as_ref()
            .is_some_and(DocumentNumber::is_correction);
    if corrects {
        Cause::Correction
    } else {
        Cause::Source
    }
}

fn cause_of_version(
    writer: &Writer<'_>,
    document: Sequence,
    new: &NewDocument<'_>,
    content: &VersionContent,
) -> Fallible<Cause> {
    let by_source = cause_by_source(new);
    // The same bytes and the same answer of the API, but other metadata: we read it differently.
    let mut statement = writer.sql().prepare_cached(
        "SELECT raw_metadata, content_sha256 = ?5 FROM document_version
         WHERE document = ?1 AND slice_sha256 = ?2 AND format = ?3 AND stage = ?4",
    )?;
    let mut rows = statement.query((
        document,
        content.slice.to_string(),
        new.source.format.as_str(),
        new.metadata.stage.as_str(),
        content.all.to_string(),
    ))?;
    let mut reread = false;
    while let Some(row) = rows.next()? {
        if row.get(1)? {
            // The source went back to what it said before.
            return Ok(by_source);
        }
        let raw: Option<String> = row.get(0)?;
        reread |= same_answer(raw.as_deref(), new.raw_metadata);
    }
    Ok(if reread { Cause::Parser } else { by_source })
}

fn same_answer(one: Option<&str>, other: Option<&str>) -> bool {
    let canon = |raw: &str| {
        read_json::<serde_json::Value>("raw metadata", raw)
            .map(|value| canonical_of(&value))
            .ok()
    };
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            one == other || canon(one).zip(canon(other)).is_some_and(|(a, b)| a == b)
        }
        _ => false,
    }
}

/// The current version whose place the new one takes, if it does.
fn superseded_version(
    writer: &Writer<'_>,
    document: Sequence,
    new: &NewDocument<'_>,
    content: &VersionContent,
) -> Fallible<Option<Sequence>> {
    let current: Option<(Sequence, String)> = writer
        .sql()
        .prepare_cached(
            "SELECT sequence, standing FROM document_version WHERE document = ?1
             ORDER BY standing DESC LIMIT 1",
        )?
        .query_row([document], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let standing = standing(new, content);
    Ok(current
        .filter(|(_, current)| *current < standing)
        .map(|(sequence, _)| sequence))
}

/// The value that the generated column `document_version.standing` will have.
fn standing(new: &NewDocument<'_>, content: &VersionContent) -> String {
    let stage = match new.metadata.stage {
        Stage::Published => '2',
        Stage::PublicInspection => '1',
    };
    let format = match new.source.format {
        TextFormat::Xml => '3',
        TextFormat::Html => '2',
        TextFormat::Txt => '1',
    };
    let described = if new.raw_metadata.is_some() { '1' } else { '0' };
    format!(
        "{stage}{format}{described} {} {}",
        instant(new.observed_at),
        content.all
    )
}
