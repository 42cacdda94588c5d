//! Lists printed as images: what the text does say of the acts whose entries it lacks.

use fedreg_model::{Announced, PartyKind, Residue};

use super::effects::Statement;
use super::records::Maker;
use super::walk::{Block, Walk};
use super::words::{Count, Counted, counts};
use fedreg_model::Action;

/// Why such an act is kept for review.
pub(super) const NOT_IN_TEXT: &str = "entries not in text: the list is printed as an image";

/// One residue for each act whose list is an image.
pub(super) fn residue(maker: &Maker<'_, '_>, walk: &Walk) -> Vec<Residue> {
    let any = walk.blocks.iter().any(|b| !b.images.is_empty()) || !walk.images.is_empty();
    if !any {
        return Vec::new();
    }
    let mut residue = Vec::new();
    for (at, block) in walk.blocks.iter().enumerate() {
        let bare = block.items.is_empty() && !block.act.above;
        if block.images.is_empty() && !bare {
            continue;
        }
        // The images of several acts may stand together, after the last of them.
        let images = if block.images.is_empty() {
            walk.blocks
                .iter()
                .skip(at)
                .find(|b| !b.images.is_empty())
                .map(|b| b.images.clone())
                .unwrap_or_default()
        } else {
            block.images.clone()
        };
        residue.push(announce(maker, block, images));
    }
    if walk.blocks.is_empty()
        && let Some((range, _)) = walk.images.first()
    {
        residue.push(maker.notice.residue(range.clone(), NOT_IN_TEXT));
    }
    residue
}

fn announce(maker: &Maker<'_, '_>, block: &Block, images: Vec<String>) -> Residue {
    let mut residue = maker.notice.residue(block.range.clone(), NOT_IN_TEXT);
    let Some(action) = block.act.action else {
        return residue;
    };
    let words = maker.notice.words(&block.range);
    let stated = stated_counts(action, &block.act.counts, maker.statements);
    let timing = maker.timing(action, &block.act, block);
    let (cited, _) = maker.law_of(block);
    residue.announced = Some(Box::new(Announced {
        action,
        kinds: kinds(words, &stated),
        count: (!stated.is_empty()).then(|| stated.iter().map(|c| c.number).sum()),
        authorities: cited.authorities,
        effective: timing.effective,
        images,
    }));
    residue
}

/// The counts that an act sentence states, else those that a sentence on its effect does.
fn stated_counts(action: Action, own: &[Count], statements: &[Statement]) -> Vec<Count> {
    if !own.is_empty() {
        return own.to_vec();
    }
    statements
        .iter()
        .find(|s| s.of.contains(&action) && !s.counts.is_empty())
        .map(|s| s.counts.clone())
        .unwrap_or_default()
}

fn kinds(words: &str, stated: &[Count]) -> Vec<PartyKind> {
    let mut kinds: Vec<PartyKind> = Vec::new();
    for count in stated.iter().chain(&counts(words)) {
        if let Counted::Kind(kind) = count.of
            && !kinds.contains(&kind)
        {
            kinds.push(kind);
        }
    }
    let lower = words.to_lowercase();
    let mut named: Vec<(usize, PartyKind)> = [
        ("individual", PartyKind::Individual),
        ("entit", PartyKind::Organization),
        ("vessel", PartyKind::Vessel),
        ("aircraft", PartyKind::Aircraft),
    ]
    .into_iter()
    .filter_map(|(word, kind)| lower.find(word).map(|at| (at, kind)))
    .collect();
    named.sort_by_key(|(at, _)| *at);
    for (_, kind) in named {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}
