//! Verification: what the history can show by itself, and the archived bytes read again.

use fedreg_history::{Head, History, HistoryError, Problem, Sha256, StoredDocument, VerifyReport};
use fedreg_text::READER_VERSION;
use fedreg_timeline::LinkRules;

use crate::derive::differences;
use crate::{Progress, derivation_state};

/// How many documents are looked up at once.
const BATCH: usize = 200;

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
    let mut after = 0;
    loop {
        let batch = history.stored_documents(after, BATCH)?;
        let Some(last) = batch.last() else { break };
        after = last.version.sequence;
        for stored in &batch {
            read_again(history, stored, &mut verification)?;
            progress.advance();
        }
    }
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

/// The same bytes read by the same reader must give the same text.
fn read_again(
    history: &History,
    stored: &StoredDocument,
    verification: &mut Verification,
) -> Result<(), HistoryError> {
    if stored.reader_version != READER_VERSION {
        verification.older_reader += 1;
        return Ok(());
    }
    let source = &stored.version.source;
    let mut problem = |what: String| {
        verification.report.problems.push(Problem {
            table: Some("document_version".to_owned()),
            sequence: Some(stored.version.sequence),
            what: format!("{}: {what}", source.origin),
            advice: "restore the file from a copy; if this persists, please report it".to_owned(),
        });
    };
    let bytes = match history.source_bytes(source) {
        Ok(bytes) => bytes,
        Err(error @ (HistoryError::NotArchived { .. } | HistoryError::Damaged { .. })) => {
            problem(error.to_string());
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let held = match stored.id() {
        Some(id) => history.notice_text(&id)?,
        None => None,
    };
    let Some(held) = held else {
        problem("it has no text in the history".to_owned());
        return Ok(());
    };
    match fedreg_text::read(&bytes, source.format) {
        Ok(read) if read.text == held.text && read.blocks == held.blocks => {
            verification.read_again += 1;
        }
        Ok(_) => problem("its bytes now give another text by the same reader".to_owned()),
        Err(error) => problem(format!("its bytes can no longer be read: {error}")),
    }
    Ok(())
}
