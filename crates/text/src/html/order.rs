//! Puts paragraphs back where the site's stylesheet took them from.
//!
//! For a preamble without labelled blocks (many short notices) the site prints all `P` and `HD`
//! first and the `FP` lines, tables and signature after them. The `p-N` ids keep the order of the
//! XML for paragraphs; headings have none, so a line goes under the headings that follow its
//! predecessor unless that one announces a list with a colon.

use fedreg_model::Role;

use crate::assemble::RawBlock;

/// A block with what its markup says of its place.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) block: RawBlock,
    /// N of the id `p-N`.
    pub(super) number: Option<u32>,
    /// Whether it stands in the preamble, outside the headings box.
    pub(super) in_preamble: bool,
}

/// The most paragraphs to put back, times the most to put them between: no notice has so many, and
/// putting them back one by one would take too long.
const MOST: usize = 4_000_000;

/// Repairs the order within the preamble.
pub(super) fn repair(blocks: Vec<Placed>) -> Vec<RawBlock> {
    let mut highest = 0;
    let trapped = blocks.iter().filter(|b| b.in_preamble).position(|placed| {
        let number = placed.number.unwrap_or(highest);
        let late = number < highest;
        highest = highest.max(number);
        late
    });
    let Some(trapped) = trapped else {
        return blocks.into_iter().map(|placed| placed.block).collect();
    };
    let mut before = Vec::new();
    let mut early = Vec::new();
    let mut late = Vec::new();
    let mut rest = Vec::new();
    let mut seen = 0;
    for placed in blocks {
        if !placed.in_preamble {
            if early.is_empty() {
                before.push(placed);
            } else {
                rest.push(placed);
            }
            continue;
        }
        if seen < trapped {
            early.push(placed);
        } else if placed.number.is_some() {
            late.push(placed);
        } else {
            rest.push(placed);
        }
        seen += 1;
    }
    if early.len().saturating_mul(late.len()) > MOST {
        early.append(&mut late);
    }
    late.sort_by_key(|placed| placed.number);
    let mut last_at = None;
    for placed in late {
        let mut at = place_for(&early, placed.number.unwrap_or_default());
        // Lines that were printed one below the other stay so.
        if let Some(last) =
            last_at.filter(|last| early[*last + 1..at].iter().all(|b| b.number.is_none()))
        {
            at = last + 1;
        }
        early.insert(at, placed);
        last_at = Some(at);
    }
    before
        .into_iter()
        .chain(early)
        .chain(rest)
        .map(|placed| placed.block)
        .collect()
}

/// Where a paragraph of this number belongs.
fn place_for(early: &[Placed], number: u32) -> usize {
    let Some(anchor) = early
        .iter()
        .rposition(|placed| placed.number.is_some_and(|n| n < number))
    else {
        return early
            .iter()
            .position(|placed| placed.number.is_some())
            .unwrap_or(early.len());
    };
    if early[anchor].block.text.ends_with(':') {
        return anchor + 1;
    }
    let headings = early[anchor + 1..]
        .iter()
        .take_while(|placed| placed.block.role == Role::Heading)
        .count();
    anchor + 1 + headings
}
