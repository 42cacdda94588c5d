//! Verification: what the history can show by itself, and the archived bytes read again.

use std::collections::VecDeque;

use fedreg_history::{Head, History, HistoryError, Problem, Sha256, StoredDocument, VerifyReport};
use fedreg_model::NoticeText;
use fedreg_text::READER_VERSION;
use fedreg_timeline::LinkRules;

use crate::derive::differences;
use crate::workers::work_through;
use crate::{Progress, derivation_state};

/// How many documents are looked up at once; the bytes and texts of a few of them are in memory.
const LOOKED_UP: usize = 200;

/// What a verification found.
#[derive(Debug)]
pub struct Verification {
    /// What the history shows by itself, with the problems of reading again added.
    pub report: VerifyReport,
    /// The digest of the current view: two histories that hold the same content have the same.
    pub digest: Sha256,
    /// Documents whose bytes were read again and gave the same text.
    pub read_again: u64,
    /// Whether the derived tables are made from the records and by the rules of now; `None` if they
    /// never were made. If so, they were made anew and compared.
    pub derived_current: Option<bool>,
    /// Documents whose text an older reader made: the next run reads them with this one.
    pub older_reader: u64,
}

/// Proves that the history is whole and that its bytes still give its texts.
///
/// `noted` is a head noted earlier: the history must have grown from it. `rules` are the linking
/// rules: by them the derived tables are made anew and compared.
pub fn verify(
    history: &History,
    rules: &LinkRules,
    noted: Option<Head>,
    progress: &dyn Progress,
) -> Result<Verification, HistoryError> {
    progress.begin("checking the chain", None);
    let mut told = false;
    let report = history.verify(noted, &mut |_, of| {
        if !told {
            progress.begin("checking the chain", Some(of));
            told = true;
        }
        progress.advance();
    })?;
    let digest = history.digest()?;
    let mut verification = Verification {
        report,
        digest,
        read_again: 0,
        derived_current: None,
        older_reader: 0,
    };
    check_derived(history, rules, &mut verification)?;
    progress.begin("reading the archive again", None);
    read_archive_again(history, &mut verification, progress)?;
    progress.end();
    Ok(verification)
}

/// The derived tables hold what the records give.
fn check_derived(
    history: &History,
    rules: &LinkRules,
    verification: &mut Verification,
) -> Result<(), HistoryError> {
    let Some(state) = history.derived_state()? else {
        return Ok(());
    };
    let current = state == derivation_state(history, rules)?;
    verification.derived_current = Some(current);
    // Records that cannot be read are told above, each by itself.
    if !current || !verification.report.is_sound() {
        return Ok(());
    }
    for difference in differences(history, rules)? {
        verification.report.problems.push(Problem {
            table: Some(difference.table.to_owned()),
            sequence: None,
            what: format!(
                "the row {} is not what the records give: something else than fedreg altered it",
                difference.row
            ),
            advice: "fedreg entity rebuild".to_owned(),
        });
    }
    Ok(())
}

/// A document to be read again: its bytes, and the text that the history holds.
struct Again {
    stored: StoredDocument,
    bytes: Result<Vec<u8>, HistoryError>,
    held: Option<NoticeText>,
}

/// The same bytes read by the same reader must give the same text.
fn read_archive_again(
    history: &History,
    verification: &mut Verification,
    progress: &dyn Progress,
) -> Result<(), HistoryError> {
    let mut after = 0;
    let mut waiting: VecDeque<StoredDocument> = VecDeque::new();
    work_through(
        verification,
        &mut |verification| {
            loop {
                let Some(stored) = waiting.pop_front() else {
                    let some = history.stored_documents(after, LOOKED_UP)?;
                    let Some(last) = some.last() else {
                        return Ok(None);
                    };
                    after = last.version.sequence;
                    waiting.extend(some);
                    continue;
                };
                if stored.reader_version != READER_VERSION {
                    verification.older_reader += 1;
                    progress.advance();
                    continue;
                }
                let bytes = match history.source_bytes(&stored.version.source) {
                    Err(
                        error @ (HistoryError::NotArchived { .. } | HistoryError::Damaged { .. }),
                    ) => Err(error),
                    bytes => Ok(bytes?),
                };
                let held = match stored.id() {
                    Some(id) => history.notice_text(&id)?,
                    None => None,
                };
                return Ok(Some(Again {
                    stored,
                    bytes,
                    held,
                }));
            }
        },
        &|again| (compare(&again), again.stored),
        &mut |verification, (compared, stored)| {
            progress.advance();
            match compared {
                Ok(()) => verification.read_again += 1,
                Err(what) => verification.report.problems.push(Problem {
                    table: Some("document_version".to_owned()),
                    sequence: Some(stored.version.sequence),
                    what: format!("{}: {what}", stored.version.source.origin),
                    advice: "restore the file from a copy; if this persists, please report it"
                        .to_owned(),
                }),
            }
            Ok(())
        },
    )
}

/// Reads a document again; if its text is another, says so.
fn compare(again: &Again) -> Result<(), String> {
    let bytes = again.bytes.as_ref().map_err(ToString::to_string)?;
    let held = again.held.as_ref().ok_or("it has no text in the history")?;
    match fedreg_text::read(bytes, again.stored.version.source.format) {
        Ok(read) if read.text == held.text && read.blocks == held.blocks => Ok(()),
        Ok(_) => Err("its bytes now give another text by the same reader".to_owned()),
        Err(error) => Err(format!("its bytes can no longer be read: {error}")),
    }
}
