//! Appending one document with what was read in it: one transaction, nothing if nothing is new.

use std::ops::Range;

use chrono::{DateTime, Utc};
use fedreg_model::{Cause, DocumentId, DocumentMetadata, NoticeText, Parsed, Sequence, TextFormat};
use rusqlite::OptionalExtension as _;
use serde::{Deserialize, Serialize};

use crate::error::{Fallible, Fault};
use crate::open::History;
use crate::values::{read_id, read_sha};
use crate::write::place::{Place, place};
use crate::write::rows::{self, VersionContent};
use crate::write::run::Run;
use crate::write::transition::{Act, Changed, begin, bring_up_to_date};
use crate::write::writer::Writer;
use crate::{HistoryError, Sha256};

/// Where a document's text lies in the archive, and where the bytes came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRef {
    /// The archived bytes.
    pub sha256: Sha256,
    /// The document's bytes within them: all of them, or one document of an issue.
    pub range: Range<usize>,
    /// Their format.
    pub format: TextFormat,
    /// The URL or path.
    pub origin: String,
}

/// A document as a source gave it.
#[derive(Debug, Clone)]
pub struct NewDocument<'a> {
    /// What is known of it; number and date must be.
    pub metadata: &'a DocumentMetadata,
    /// The API's own object, as JSON, where there is one.
    pub raw_metadata: Option<&'a str>,
    /// Where its text is.
    pub source: SourceRef,
    /// When the source was seen to say so.
    pub observed_at: DateTime<Utc>,
}

/// What an append did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The document.
    pub document: DocumentId,
    /// The new version of the document, if there is one.
    pub document_version: Option<Sequence>,
    /// The new parse, if there is one.
    pub parse: Option<Sequence>,
    /// Why; `None` if nothing was appended.
    pub cause: Option<Cause>,
    /// Record versions of records that were not current before.
    pub records_new: Vec<Sequence>,
    /// Record versions that take the place of others which say something else.
    pub records_changed: Vec<Sequence>,
    /// Record versions that say the same of a document about which something else changed.
    pub records_carried: Vec<Sequence>,
    /// Withdrawals of records that nothing takes the place of.
    pub records_removed: Vec<Sequence>,
}

impl Appended {
    /// Whether all of it was there already.
    pub fn is_empty(&self) -> bool {
        self.document_version.is_none() && self.parse.is_none()
    }
}

impl History {
    /// Appends a document, its text and what the parser read in it, in one transaction.
    ///
    /// Appends nothing when the same content with the same reading by the same versions of reader
    /// and parser is there already; only the part that is new otherwise. The bytes that
    /// `new.source` names must have been archived before.
    ///
    /// The cause is `cause_hint`, or else: for a version of a document that is not there yet,
    /// `correction` if the document corrects another, `parser` if the program only reads the same
    /// answer of the source differently, otherwise `source`; for another reading of a version that
    /// is there, `parser`. A reading with [`Cause::Review`] stands before all parsers' readings of
    /// that version.
    pub fn append(
        &mut self,
        run: &mut Run,
        new: &NewDocument<'_>,
        notice: &NoticeText,
        parsed: &Parsed,
        cause_hint: Option<Cause>,
        now: DateTime<Utc>,
    ) -> Result<Appended, HistoryError> {
        self.must_be_writable()?;
        let id = identity(new)?;
        check_ranges(&id, notice, parsed)?;
        let slice = self
            .slice_hash(&id, &new.source)
            .map_err(|fault| fault.at(&self.path))?;
        let content = VersionContent::of(new, slice);
        let result = self.write_in(run, now, |writer, run| {
            let place = place(writer, run, &id, new, &content, cause_hint)?;
            append_reading(writer, run, &id, &content.slice, &place, notice, parsed)
        })?;
        Ok(result.unwrap_or_else(|| Appended::nothing(id)))
    }

    /// Appends another reading of a document version that is there: by a better reader or parser,
    /// or by a person. Needs no network and no metadata; the bytes are in the archive.
    pub fn append_reading(
        &mut self,
        run: &mut Run,
        document_version: Sequence,
        notice: &NoticeText,
        parsed: &Parsed,
        cause: Cause,
        now: DateTime<Utc>,
    ) -> Result<Appended, HistoryError> {
        self.append_readings(run, now, |readings| {
            readings.append(document_version, notice, parsed, cause)
        })
    }

    /// Several readings in one transaction: what `work` appends becomes permanent when it is done,
    /// all of it, or, if it fails or the process ends, nothing. Readers see the earlier view until
    /// then.
    pub fn append_readings<T, E: From<HistoryError>>(
        &mut self,
        run: &mut Run,
        now: DateTime<Utc>,
        work: impl FnOnce(&mut Readings<'_, '_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.must_be_writable()?;
        let path = self.path.clone();
        let alerter = self.alerter.as_deref();
        let begun = Writer::begin(&self.connection, &self.layout, &self.deferred, now);
        let mut readings = Readings {
            writer: begun.map_err(|fault| E::from(fault.at(&path)))?,
            run,
            path: &path,
            row: None,
        };
        let result = work(&mut readings)?;
        let Readings { writer, row, .. } = readings;
        if writer.has_appended() {
            writer
                .commit(alerter)
                .map_err(|fault| E::from(fault.at(&path)))?;
        }
        if let Some(row) = row {
            run.note(row);
        }
        Ok(result)
    }

    fn slice_hash(&self, id: &DocumentId, source: &SourceRef) -> Fallible<Sha256> {
        let bytes = self.cached_blob(&source.sha256)?;
        match bytes
            .as_deref()
            .and_then(|bytes| bytes.get(source.range.clone()))
        {
            Some(slice) => Ok(Sha256::of(slice)),
            None => Err(Fault::Told(HistoryError::NotArchived {
                document: id.to_string(),
                sha256: source.sha256,
                start: source.range.start,
                end: source.range.end,
            })),
        }
    }
}

/// A transaction in which readings are appended; see [`History::append_readings`].
pub struct Readings<'h, 'r> {
    writer: Writer<'h>,
    run: &'r Run,
    path: &'r std::path::Path,
    row: Option<Sequence>,
}

impl Readings<'_, '_> {
    /// Appends a reading of a document version that is there, as [`History::append_reading`] does.
    pub fn append(
        &mut self,
        document_version: Sequence,
        notice: &NoticeText,
        parsed: &Parsed,
        cause: Cause,
    ) -> Result<Appended, HistoryError> {
        let version = version_row(self.writer.sql(), document_version);
        let version = version.map_err(|fault| fault.at(self.path))?;
        let Some((document, id, slice)) = version else {
            return Err(HistoryError::Unknown {
                path: self.path.to_owned(),
                what: "document version",
                sequence: document_version,
            });
        };
        check_ranges(&id, notice, parsed)?;
        let place = Place {
            document,
            version: document_version,
            new: None,
            alone: false,
            cause,
        };
        let appended = append_reading(
            &mut self.writer,
            self.run,
            &id,
            &slice,
            &place,
            notice,
            parsed,
        )
        .map_err(|fault| fault.at(self.path))?;
        Ok(match appended {
            Some((row, appended)) => {
                self.row = Some(row);
                appended
            }
            None => Appended::nothing(id),
        })
    }
}

/// The document of a version, its identity, and the hash of its bytes.
fn version_row(
    sql: &rusqlite::Connection,
    document_version: Sequence,
) -> Fallible<Option<(Sequence, DocumentId, Sha256)>> {
    sql.prepare_cached(
        "SELECT document, document_number, publication_date, slice_sha256
         FROM document_version WHERE sequence = ?1",
    )?
    .query_row([document_version], |row| {
        Ok((
            row.get::<_, Sequence>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
            row.get::<_, String>(3)?,
        ))
    })
    .optional()?
    .map(|(document, number, day, slice)| {
        Ok((document, read_id(&number, &day)?, read_sha(&slice)?))
    })
    .transpose()
}

impl Appended {
    fn nothing(document: DocumentId) -> Self {
        Self {
            document,
            document_version: None,
            parse: None,
            cause: None,
            records_new: Vec::new(),
            records_changed: Vec::new(),
            records_carried: Vec::new(),
            records_removed: Vec::new(),
        }
    }
}

fn identity(new: &NewDocument<'_>) -> Result<DocumentId, HistoryError> {
    new.metadata.id().ok_or_else(|| HistoryError::NoIdentity {
        origin: new.source.origin.clone(),
        missing: if new.metadata.document_number.is_none() {
            "document number"
        } else {
            "publication date"
        },
    })
}

/// What cannot be checked later is refused now.
fn check_ranges(id: &DocumentId, notice: &NoticeText, parsed: &Parsed) -> Result<(), HistoryError> {
    let unquotable = |what: String, start, end| HistoryError::Unquotable {
        document: id.clone(),
        what,
        start,
        end,
    };
    for block in &notice.blocks {
        if notice.text.get(block.range.clone()).is_none() {
            return Err(unquotable(
                "the block".into(),
                block.range.start,
                block.range.end,
            ));
        }
    }
    for record in &parsed.records {
        let quote = &record.quote;
        if notice.text.get(quote.start..quote.end) != Some(quote.text.as_str()) {
            let what = format!("the quote for '{}'", record.party.name);
            return Err(unquotable(what, quote.start, quote.end));
        }
    }
    for residue in &parsed.residue {
        if notice.text.get(residue.start..residue.end) != Some(residue.text.as_str()) {
            return Err(unquotable("the residue".into(), residue.start, residue.end));
        }
    }
    Ok(())
}

fn append_reading(
    writer: &mut Writer<'_>,
    run: &Run,
    id: &DocumentId,
    slice: &Sha256,
    place: &Place,
    notice: &NoticeText,
    parsed: &Parsed,
) -> Fallible<Option<(Sequence, Appended)>> {
    let version = place.version;
    let text = rows::notice_text(writer, slice, notice)?;
    let reading = rows::reading(writer, version, place.new.is_some(), text, id, parsed)?;
    let versions = (parsed.parser_version, notice.reader_version);
    if place.new.is_none()
        && is_known_parse(writer, version, reading.sequence, versions, place.cause)?
    {
        return Ok(None);
    }
    let run = run.row(writer)?;
    let parse = writer.insert(
        "parse",
        &[
            ("document_version", &version),
            ("reading", &reading.sequence),
            ("parser_version", &versions.0),
            ("reader_version", &versions.1),
            ("cause", &place.cause.as_str()),
            ("run", &run),
        ],
    )?;
    let act = Act {
        document: place.document,
        version,
        parse,
        cause: place.cause,
        run,
    };
    let changed = match &reading.records {
        Some(records) if place.alone => begin(writer, &act, records)?,
        _ => bring_up_to_date(writer, &act)?,
    };
    let Changed {
        new,
        changed,
        carried,
        removed,
    } = changed;
    Ok(Some((
        run,
        Appended {
            document: id.clone(),
            document_version: place.new,
            parse: Some(parse),
            cause: Some(place.cause),
            records_new: new,
            records_changed: changed,
            records_carried: carried,
            records_removed: removed,
        },
    )))
}

/// Whether this parse is there, and no later one of the same standing says otherwise (which
/// happens when configuration, not the parser, changed between them).
fn is_known_parse(
    writer: &Writer<'_>,
    version: Sequence,
    reading: Sequence,
    (parser, reader): (u32, u32),
    cause: Cause,
) -> Fallible<bool> {
    let latest: Option<Sequence> = writer
        .sql()
        .prepare_cached(
            "SELECT reading FROM parse
             WHERE document_version = ?1 AND parser_version = ?2 AND reader_version = ?3
               AND (cause = 'review') = ?4
             ORDER BY sequence DESC LIMIT 1",
        )?
        .query_row((version, parser, reader, cause == Cause::Review), |row| {
            row.get(0)
        })
        .optional()?;
    Ok(latest == Some(reading))
}
