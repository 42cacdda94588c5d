//! The part of a notice that holds its acts and lists, and the pieces of it in printed order.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{PartyKind, Role};
use regex::Regex;

use super::acts::{self, Said};
use crate::grammar::dates::compile;
use crate::grammar::entry::{self, ListEntry, Piece};
use crate::grammar::sentences;
use crate::notice::Notice;

/// One piece of the body.
#[derive(Debug)]
pub(super) enum Part {
    /// An entry of a list.
    Entry(Box<ListEntry>),
    /// The legal ground of the entry before.
    Ground(Range<usize>),
    /// A heading, and the kind of party whose list it opens.
    Heading(Range<usize>, Option<PartyKind>),
    /// One sentence, or what stands in its place.
    Sentence(Range<usize>),
    /// An image, by its identifier.
    Image(Range<usize>),
}

impl Part {
    fn start(&self) -> usize {
        match self {
            Self::Entry(entry) => entry.range.start,
            Self::Ground(range)
            | Self::Heading(range, _)
            | Self::Sentence(range)
            | Self::Image(range) => range.start,
        }
    }
}

static SUPPLEMENTARY: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^\W*supplementa(?:ry|l)\s+information\s*:?"));
static PREAMBLE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:agency|action|summary|dates?|effective\s+dates?|addresses|for\s+further\s+information(?:\s+contact)?)\s*[:.]",
    )
});

/// The blocks of the body: after the preamble, before the signature.
pub(super) fn blocks(notice: &Notice<'_>) -> Range<usize> {
    let all: Vec<usize> = notice.blocks_from(0).map(|(index, _)| index).collect();
    let words = |index: usize| {
        notice
            .text
            .blocks
            .get(index)
            .map_or("", |b| notice.text.words(b))
    };
    let role = |index: usize| notice.text.blocks.get(index).map(|b| b.role);
    let (Some(first), Some(last)) = (
        notice.sentences.first().map(|s| s.block),
        all.last().copied(),
    ) else {
        return 0..0;
    };
    let own = |index: &usize| *index >= first;
    let supplementary = all
        .iter()
        .copied()
        .filter(own)
        .find(|i| SUPPLEMENTARY.is_match(words(*i)));
    let after_preamble = || {
        let label = all
            .iter()
            .copied()
            .filter(own)
            .rfind(|i| PREAMBLE_LABEL.is_match(words(*i)));
        match label {
            // The label may hold its own paragraph, or stand before it.
            Some(at) if words(at).len() > 60 => at + 1,
            Some(at) => at + 2,
            None => all
                .iter()
                .copied()
                .find(|i| role(*i) == Some(Role::Subject))
                .map_or(first, |i| i + 1),
        }
    };
    let start = supplementary.map_or_else(after_preamble, |at| at + 1);
    let after = || all.iter().copied().filter(|i| *i > start);
    let filed = after().find(|i| role(*i) == Some(Role::FrDoc));
    let end = after()
        .take_while(|i| filed.is_none_or(|filed| *i < filed))
        .filter(|i| !is_frame(role(*i)))
        .last()
        .map_or(last + 1, |i| i + 1);
    start..end.max(start)
}

fn is_frame(role: Option<Role>) -> bool {
    matches!(
        role,
        Some(Role::Dated | Role::SignerName | Role::SignerTitle | Role::FrDoc | Role::BillingCode)
            | None
    )
}

/// Whether the text goes on to the notice's signature or its FR Doc line. Where it does not, more may
/// have followed: the rest of a list, or the law of what was listed.
pub(super) fn is_ended(notice: &Notice<'_>) -> bool {
    notice.blocks_from(0).any(|(_, block)| {
        matches!(
            block.role,
            Role::FrDoc | Role::Dated | Role::SignerName | Role::SignerTitle
        )
    })
}

/// The pieces of the body, in printed order.
pub(super) fn parts(notice: &Notice<'_>, blocks: Range<usize>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut images: Vec<Range<usize>> = Vec::new();
    for (index, block) in notice.blocks_from(blocks.start) {
        if index >= blocks.end {
            break;
        }
        if block.role == Role::Graphic {
            images.push(block.range.clone());
        }
    }
    let is_image = |range: &Range<usize>| {
        images
            .iter()
            .any(|i| i.start <= range.start && range.end <= i.end)
    };
    for piece in entry::split(notice, blocks) {
        match piece {
            Piece::Entry(entry) => parts.extend(own(notice, entry)),
            Piece::Ground(range) => parts.push(Part::Ground(range)),
            Piece::Heading { range, kind } => parts.push(Part::Heading(range, kind)),
            Piece::Other(range) if is_image(&range) || is_frame_at(notice, &range) => {}
            Piece::Other(range) => {
                let words = notice.words(&range);
                parts.extend(sentences::split(words).into_iter().map(|sentence| {
                    Part::Sentence(range.start + sentence.start..range.start + sentence.end)
                }));
            }
        }
    }
    parts.extend(images.into_iter().map(Part::Image));
    parts.sort_by_key(Part::start);
    parts
}

/// An entry; or the act sentence that was taken for one ("C. On …, OFAC removed …"), with the entry
/// that follows it in the same paragraph.
fn own(notice: &Notice<'_>, entry: Box<ListEntry>) -> Vec<Part> {
    let words = notice.words(&entry.range);
    let colon = words.find(": ").map_or(words.len(), |at| at + 1);
    let (head, rest) = words.split_at(colon);
    let is_act = !matches!(acts::read(&acts::without_number(head), true), Said::Nothing)
        && SAYS.is_match(head);
    if !is_act {
        return vec![Part::Entry(entry)];
    }
    let start = entry.range.start;
    let mut parts = vec![Part::Sentence(start..start + head.len())];
    if rest.trim().is_empty() {
        return parts;
    }
    let rest = start + head.len()..entry.range.end;
    parts.push(match entry::read(notice, rest.clone()) {
        Some(entry) => Part::Entry(Box::new(entry)),
        None => Part::Sentence(rest),
    });
    parts
}

static SAYS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"\b(?:OFAC|Director|Treasury|Secretary|the\s+following|[Oo]n\s+[A-Z][a-z]+\s+\d)\b")
});

/// Whether a range is of a block that belongs to the notice's frame (a signature amid the text).
fn is_frame_at(notice: &Notice<'_>, range: &Range<usize>) -> bool {
    notice
        .text
        .blocks
        .iter()
        .any(|b| is_frame(Some(b.role)) && b.range.start <= range.start && range.end <= b.range.end)
}
