//! What the summary says is published, held against what was read: an act that it tells of and that
//! no grammar found was lost, its sentence or its list.

use std::sync::LazyLock;

use fedreg_model::{Action, Residue};
use regex::Regex;

use super::walk::Walk;
use crate::grammar::dates::compile;
use crate::notice::Notice;

static PUBLISHES: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:is|are)\s+(?:also\s+)?publishing\b|\bpublishes\b"));

static REMOVES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:has|have|was|were|been)\s+(?:been\s+)?(?:removed|unblocked|delisted)\b|\bno\s+longer\s+(?:blocked|subject)\b|\bremovals?\s+(?:of|from)\b|\bunblocking\s+of\b",
    )
});

static UPDATES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bupdat(?:es?|ed|ing)\b[^.;]{0,60}\b(?:entr(?:y|ies)|identifying|identification|listings?)\b|\b(?:changes?|revisions?|amendments?|supplementary|supplemental)\b[^.;]{0,40}\bidentif\w+\s+information\b",
    )
});

/// The acts that a notice's summary tells of and of which there is neither record nor announcement.
pub(super) fn untold(notice: &Notice<'_>, walk: &Walk, read: &[Action]) -> Vec<Residue> {
    let Some(first) = walk.blocks.iter().map(|block| block.range.start).min() else {
        return Vec::new();
    };
    let mut residue = Vec::new();
    for sentence in &notice.sentences {
        let words = notice.words(&sentence.range);
        if sentence.range.start >= first || !PUBLISHES.is_match(words) {
            continue;
        }
        for (told, action, what) in [
            (&REMOVES, Action::Removal, "a removal"),
            (&UPDATES, Action::Update, "an update"),
        ] {
            if told.is_match(words) && !read.contains(&action) {
                let why = format!("the summary tells of {what}, and none was read");
                residue.push(notice.residue(sentence.range.clone(), why));
            }
        }
    }
    residue
}
