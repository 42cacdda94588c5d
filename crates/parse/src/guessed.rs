//! Lists of page text that lost the marks of where a line goes on.
//!
//! The reader joins such lines by their width, which tells a full line from a short one but not a
//! line that goes on from the next entry. What a list of that kind gives is for a person to check.

use crate::notice::Notice;
use crate::reading::Reading;

/// Asks for review where a record stands on a line that may hold the next entry, too.
pub(crate) fn check(notice: &Notice<'_>, reading: &mut Reading) {
    let why =
        "lines of a list that were joined by their width alone, and may be entries of their own";
    for (_, block) in notice.blocks_from(0).filter(|(_, block)| block.guessed) {
        let stands_on = reading.records.iter().any(|record| {
            block.range.start < record.quote.end && record.quote.start < block.range.end
        });
        let residue = notice.residue(block.range.clone(), why);
        if stands_on && !reading.residue.contains(&residue) {
            reading.residue.push(residue);
        }
    }
}
