//! Reading the archive again: what the present reader and parser make of every document held, set
//! against what the history says, and, if wanted, appended to it in one transaction.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use fedreg_history::{History, HistoryError, Outcome, RunOutcome, RunStart, StoredDocument};
use fedreg_model::{
    Cause, DocumentId, DocumentMetadata, NoticeText, Parsed, Record, RecordId, Sequence,
};
use fedreg_parse::Parser;
use serde_json::json;

use crate::workers::work_through;
use crate::{Clock, Progress, Settings, derive_if_stale};

/// How many documents are looked up at once; the bytes and texts of a few of them are in memory.
const LOOKED_UP: usize = 200;

/// Why the archive could not be read again. Nothing was appended.
#[derive(Debug, thiserror::Error)]
pub enum ReparseError {
    /// The history refuses.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// Whoever is shown the differences cannot take them.
    #[error("the report could not be written: {0}; nothing was appended")]
    Report(std::io::Error),
}

/// A document of which the present parser says something else than the history.
#[derive(Debug, Clone, PartialEq)]
pub struct Reread {
    /// What is known of it.
    pub document: DocumentMetadata,
    /// Its version in the history.
    pub document_version: Sequence,
    /// What the history says.
    pub before: Parsed,
    /// What the present parser says.
    pub after: Parsed,
    /// Records that the history does not have.
    pub gained: Vec<Record>,
    /// Records that the parser no longer reads.
    pub lost: Vec<Record>,
    /// Records that read otherwise: before, after.
    pub changed: Vec<(Record, Record)>,
}

impl Reread {
    /// Compares two readings of one document; `None` if they say the same.
    fn compare(
        stored: &StoredDocument,
        id: &DocumentId,
        before: Parsed,
        after: Parsed,
    ) -> Option<Self> {
        let same = before.verdict == after.verdict
            && before.reason == after.reason
            && before.family == after.family
            && before.residue == after.residue
            && before.records == after.records;
        if same {
            return None;
        }
        let mut held: BTreeMap<RecordId, &Record> = Record::ids(&before.records, id)
            .into_iter()
            .zip(&before.records)
            .collect();
        let mut gained = Vec::new();
        let mut changed = Vec::new();
        for (name, record) in Record::ids(&after.records, id)
            .into_iter()
            .zip(&after.records)
        {
            match held.remove(&name) {
                Some(earlier) if earlier == record => {}
                Some(earlier) => changed.push((earlier.clone(), record.clone())),
                None => gained.push(record.clone()),
            }
        }
        let lost = Record::ids(&before.records, id)
            .into_iter()
            .filter_map(|name| held.remove(&name).cloned())
            .collect();
        Some(Self {
            document: stored.version.metadata.clone(),
            document_version: stored.version.sequence,
            gained,
            lost,
            changed,
            before,
            after,
        })
    }
}

/// What reading the archive again found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reparse {
    /// Documents read again.
    pub read: usize,
    /// Documents of which the parser says something else.
    pub differing: usize,
    /// Records gained.
    pub gained: usize,
    /// Records lost.
    pub lost: usize,
    /// Records that read otherwise.
    pub changed: usize,
    /// Documents that a person reviewed: what the parser says stands behind that.
    pub reviewed: usize,
    /// Files of the archive that could not be read again, with the reason; they stay as they were.
    pub unreadable: Vec<(String, String)>,
    /// The run under which the readings were appended, if any were.
    pub run: Option<Sequence>,
}

/// One document as read again: its text, what the history says, what the parser says.
enum Again {
    Read(Box<(NoticeText, Parsed, Parsed)>),
    Unreadable(String),
}

/// Reads every document of the archive again, in parallel and without the network, and hands each
/// one that now reads otherwise to `report`, in the order of the archive.
///
/// `writer`, if given, is the same history opened for writing: the readings are appended to it in
/// one transaction when all of them are reported, so that an interrupted run leaves the earlier
/// view as it was. `reader` is the history as it is read; the memory used does not grow with it.
pub fn reparse(
    reader: &History,
    writer: Option<&mut History>,
    settings: &Settings,
    clock: Clock,
    progress: &dyn Progress,
    report: &mut dyn FnMut(&Reread) -> std::io::Result<()>,
) -> Result<Reparse, ReparseError> {
    let parser = Parser::new(Arc::clone(&settings.authorities));
    progress.begin("reading the archive again", None);
    let mut found = Reparse::default();
    match writer {
        None => {
            read_all(
                reader,
                &parser,
                progress,
                report,
                &mut found,
                &mut |_, _, _| Ok(()),
            )?;
        }
        Some(history) => {
            let started_at = clock.now();
            let mut run = history.begin_run(RunStart {
                started_at,
                command: "reparse".to_owned(),
                source: "the archive".to_owned(),
                program_version: env!("CARGO_PKG_VERSION").to_owned(),
            })?;
            history.append_readings(&mut run, started_at, |readings| {
                read_all(
                    reader,
                    &parser,
                    progress,
                    report,
                    &mut found,
                    &mut |version, text, parsed| {
                        readings.append(version, text, parsed, Cause::Parser)?;
                        Ok(())
                    },
                )
            })?;
            found.run = run.sequence();
            let outcome = RunOutcome {
                finished_at: clock.now(),
                outcome: Outcome::Complete,
                message: None,
                counts: json!({
                    "read_again": found.read,
                    "differing": found.differing,
                    "gained": found.gained,
                    "lost": found.lost,
                    "changed": found.changed,
                    "unreadable": found.unreadable.len(),
                }),
            };
            history.finish_run(run, &outcome)?;
            derive_if_stale(history, &settings.links)?;
        }
    }
    progress.end();
    Ok(found)
}

fn read_all(
    reader: &History,
    parser: &Parser,
    progress: &dyn Progress,
    report: &mut dyn FnMut(&Reread) -> std::io::Result<()>,
    found: &mut Reparse,
    append: &mut dyn FnMut(Sequence, &NoticeText, &Parsed) -> Result<(), HistoryError>,
) -> Result<(), ReparseError> {
    let mut after = 0;
    let mut waiting: VecDeque<StoredDocument> = VecDeque::new();
    work_through(
        &mut (),
        &mut |()| {
            loop {
                let Some(stored) = waiting.pop_front() else {
                    let some = reader.stored_documents(after, LOOKED_UP)?;
                    let Some(last) = some.last() else {
                        return Ok(None);
                    };
                    after = last.version.sequence;
                    waiting.extend(some);
                    continue;
                };
                let Some(id) = stored.id() else { continue };
                let Some(before) = reader.parsed(&id)? else {
                    continue;
                };
                let bytes = reader.source_bytes(&stored.version.source)?;
                return Ok(Some((stored, id, bytes, before)));
            }
        },
        &|(stored, id, bytes, before)| {
            let read = match fedreg_text::read(&bytes, stored.version.source.format) {
                Ok(text) => {
                    let parsed = parser.parse(&stored.version.metadata, &text);
                    Again::Read(Box::new((text, before, parsed)))
                }
                Err(error) => Again::Unreadable(error.to_string()),
            };
            (stored, id, read)
        },
        &mut |(), (stored, id, read)| {
            progress.advance();
            found.read += 1;
            let (text, before, parsed) = match read {
                Again::Read(read) => *read,
                Again::Unreadable(why) => {
                    found.unreadable.push((stored.version.source.origin, why));
                    return Ok(());
                }
            };
            append(stored.version.sequence, &text, &parsed)?;
            if stored.reviewed {
                found.reviewed += 1;
                return Ok(());
            }
            if let Some(reread) = Reread::compare(&stored, &id, before, parsed) {
                found.differing += 1;
                found.gained += reread.gained.len();
                found.lost += reread.lost.len();
                found.changed += reread.changed.len();
                report(&reread).map_err(ReparseError::Report)?;
            }
            Ok(())
        },
    )
}
