//! What the archive holds is read again when the reader or the parser is newer than the reading.

use fedreg_parse::PARSER_VERSION;
use fedreg_text::READER_VERSION;

use super::intake::Intake;
use super::{PassError, Progress};
use crate::stop::Stop;

/// How many documents are looked up at once.
const BATCH: usize = 200;

/// Reads again what older versions of the program read. Needs no network.
pub(super) fn read_again(
    intake: &mut Intake<'_>,
    stop: &Stop,
    progress: &dyn Progress,
) -> Result<(), PassError> {
    let mut after = 0;
    loop {
        let batch =
            intake
                .history
                .documents_to_reparse(PARSER_VERSION, READER_VERSION, after, BATCH)?;
        let Some(last) = batch.last() else {
            intake.settle()?;
            return Ok(());
        };
        if after == 0 {
            progress.begin("reading the archive again with a newer parser", None);
        }
        after = last.version.sequence;
        for stored in &batch {
            if stop.is_set() {
                intake.stopped("the archive");
                return Ok(());
            }
            intake.take_again(stored)?;
            progress.advance();
        }
    }
}
