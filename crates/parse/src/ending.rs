//! Where a text ends: with its signature or its FR Doc line, or cut off.
//!
//! A text that is cut off can hold half a name, half a list or half a signature. What stands
//! before its last block is whole; what the last block gives is believed only if the block ends as
//! a sentence does.

use fedreg_model::{Block, Record, Role};

use crate::notice::{Notice, is_body};
use crate::reading::Reading;

/// Takes back what a cut-off text cannot support, and asks for review of what remains.
pub(crate) fn check(notice: &Notice<'_>, reading: &mut Reading) {
    let blocks: Vec<&Block> = notice.blocks_from(0).map(|(_, block)| block).collect();
    if reading.records.is_empty() || is_whole(notice, &blocks) {
        return;
    }
    // A rule of dashes says nothing of where the words end.
    let has_words = |block: &&&Block| {
        notice
            .words(&block.range)
            .contains(|c: char| c.is_alphanumeric())
    };
    let Some(last) = blocks.iter().rev().find(has_words) else {
        return;
    };
    let why = "the text ends without its signature or FR Doc line, and may be cut off";
    let residue = notice.residue(last.range.clone(), why);
    if is_body(last.role) {
        let from = if ends_sentence(notice.words(&last.range)) {
            last.range.end
        } else {
            last.range.start
        };
        // An act under several laws may go on to name more of them after it; a party may be named
        // behind the words that support it.
        let before = notice.words(&(0..from)).to_owned();
        // Print order is not always that of the file: a cut may lie within an earlier block.
        let breaks_off = |record: &Record| {
            let quote = &record.quote;
            blocks
                .iter()
                .filter(|block| block.range.start < quote.end && quote.start < block.range.end)
                .map(|block| notice.words(&block.range))
                .any(|words| words.matches('(').count() > words.matches(')').count())
        };
        let settled = |record: &Record| {
            record.quote.end <= from
                && record.authorities.len() < 2
                && before.contains(&record.party.name)
                && !breaks_off(record)
        };
        reading.records.retain(settled);
    } else {
        // Half a signature names nobody.
        for record in &mut reading.records {
            record.signer = None;
        }
    }
    if !reading.residue.contains(&residue) {
        reading.residue.push(residue);
    }
}

/// Whether the text ends as documents do.
pub(crate) fn ends_whole(notice: &Notice<'_>) -> bool {
    let blocks: Vec<&Block> = notice.blocks_from(0).map(|(_, block)| block).collect();
    is_whole(notice, &blocks)
}

fn is_whole(notice: &Notice<'_>, blocks: &[&Block]) -> bool {
    let mut signed = false;
    for block in blocks {
        let words = notice.words(&block.range).trim_end();
        match block.role {
            Role::FrDoc => return words.ends_with([']', '.']),
            Role::BillingCode => return true,
            _ if words.starts_with("[FR") || words.len() > 1 && "[FR Doc".starts_with(words) => {
                return false;
            }
            Role::SignerTitle => signed = ends_sentence(words) && !words.contains("[FR"),
            _ => {}
        }
    }
    signed
}

/// Whether words end as a sentence does, and not with an initial or an abbreviation.
fn ends_sentence(words: &str) -> bool {
    const SHORTENED: [&str; 14] = [
        "co", "ltd", "inc", "corp", "llc", "no", "st", "dr", "mr", "ms", "jr", "a.k.a", "f.k.a",
        "u.s",
    ];
    let bare = words
        .trim_end()
        .trim_end_matches(['"', '”', '\'', ')', ']']);
    let Some(sentence) = bare.strip_suffix(['.', '!', '?']) else {
        return false;
    };
    let last = sentence.rsplit([' ', '(', ',']).next().unwrap_or_default();
    last.chars().count() > 1 && !SHORTENED.contains(&last.to_lowercase().as_str())
}
