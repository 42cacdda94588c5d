//! Annexes: where they stand, and what the order says they list.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{AuthorityCitation, Role};
use regex::Regex;

use crate::grammar::dates::compile;
use crate::notice::{Notice, is_body};

/// One annex.
#[derive(Debug)]
pub(super) struct Annex {
    /// The block of its heading.
    pub(super) heading: usize,
    /// Its blocks, without the heading.
    pub(super) blocks: Range<usize>,
    /// Its text.
    pub(super) range: Range<usize>,
}

static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?i:annex)(?:\s+(?:[A-Z]|[IVX]{1,4}|\d))?(?:\s*(?:to|[—-]+)\s+(?i:executive\s+order)\s+(?i:no\.?\s*)?1\d{4}.{0,40})?[.:]?$",
    )
});

static SIGNATURE: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^the\s+white\s+house\b"));

/// The block of the signature's place or of the end of the document's frame, whichever is first.
fn signature(notice: &Notice<'_>) -> Option<usize> {
    notice.blocks_from(0).find_map(|(index, block)| {
        let words = notice.text.words(block).trim();
        (SIGNATURE.is_match(words) || block.role == Role::FrDoc).then_some(index)
    })
}

/// The annexes after the signature, in order. A heading counts only alone on its line: "Annex,
/// Washington, DC" is an address.
pub(super) fn find(notice: &Notice<'_>) -> Vec<Annex> {
    let Some(signature) = signature(notice) else {
        return Vec::new();
    };
    let headings: Vec<usize> = notice
        .blocks_from(signature)
        .filter(|(_, block)| is_body(block.role) || block.role == Role::Subject)
        .filter(|(_, block)| HEADING.is_match(notice.text.words(block).trim()))
        .map(|(index, _)| index)
        .collect();
    let last = notice
        .blocks_from(0)
        .last()
        .map_or(0, |(index, _)| index + 1);
    headings
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            let end = headings.get(at + 1).copied().unwrap_or(last);
            let blocks = heading + 1..end;
            let start = notice.text.blocks[*heading].range.start;
            let stop = notice.text.blocks[end - 1].range.end;
            Annex {
                heading: *heading,
                blocks,
                range: start..stop,
            }
        })
        .collect()
}

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)\b(?:persons?|individuals?|entit(?:y|ies)|organi[sz]ations?|companies|parties|those)\b
          [^.;:]{0,80}?\b(?:listed|identified|named|set\s+forth|designated|appear\w*|contained|included)\s+(?:in|on)\s+
          (?:the\s+|an\s+|either\s+|any\s+)?(?:attached\s+)?annex(?:es)?\b[^.;]{0,40}?\b(?:this\s+order|hereto|attached)\b",
    )
});

/// The sentence that says whom the annex lists.
pub(super) fn reference(notice: &Notice<'_>, end: usize) -> Option<Range<usize>> {
    notice
        .sentences
        .iter()
        .filter(|s| s.block < end)
        .find(|s| REFERENCE.is_match(notice.words(&s.range)))
        .map(|s| s.range.clone())
}

static REPLACES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bannex\s+to\s+executive\s+order\b[^.]{0,160}\b(?:replaced|superseded)\b|\b(?:replac|supersed)\w+\b[^.]{0,80}\bannex\s+to\s+executive\s+order\b",
    )
});

/// Whether the order's annex takes the place of an earlier order's.
pub(super) fn replaces(notice: &Notice<'_>, end: usize) -> bool {
    notice
        .sentences
        .iter()
        .filter(|s| s.block < end)
        .any(|s| REPLACES.is_match(notice.words(&s.range)))
}

static ADDED_TO: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\badding\s+(?:the\s+annex\s+to\s+this\s+order\s+)?as\s+an\s+annex\s+to\s+(?P<order>executive\s+order\s+(?:no\.?\s+)?(?P<number>1\d{4}))\b",
    )
});

/// The earlier order to which this order adds its annex, whose authority the listing then is.
pub(super) fn added_to(notice: &Notice<'_>, end: usize) -> Option<AuthorityCitation> {
    notice
        .sentences
        .iter()
        .filter(|s| s.block < end)
        .find_map(|s| {
            let found = ADDED_TO.captures(notice.words(&s.range))?;
            Some(AuthorityCitation {
                code: format!("EO-{}", found.name("number")?.as_str()),
                citation: found.name("order")?.as_str().to_owned(),
                subsection: None,
            })
        })
}

/// A signature printed as an image is named for its signer; a list is numbered by the day's issue.
static SIGNATURE_IMAGE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^[a-z .]+\.eps$|\bsig(?:nature)?\b"));

/// The names of the images after the signature, the signature's own left out.
pub(super) fn images_after_signature(notice: &Notice<'_>) -> Vec<String> {
    let from = signature(notice).unwrap_or(0);
    images(notice, from..usize::MAX)
}

/// The names of the images within blocks, signatures left out.
pub(super) fn images(notice: &Notice<'_>, blocks: Range<usize>) -> Vec<String> {
    notice
        .blocks_from(blocks.start)
        .take_while(|(index, _)| *index < blocks.end)
        .filter(|(_, block)| block.role == Role::Graphic)
        .map(|(_, block)| image_name(notice.text.words(block)))
        .filter(|name| !name.is_empty() && !SIGNATURE_IMAGE.is_match(name))
        .collect()
}

static OMITTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:\[graphic\]\s*)?(?:\[tiff\s+omitted\]\s*)?(?:T(?P<day>[A-Z]{1,2}\d{2}[A-Z]{2}\d{2}\.\d+)|(?P<name>.*))$",
    )
});

/// `ED27JY11.000` and `[GRAPHIC] [TIFF OMITTED] TD27JY11.000` are one image.
fn image_name(words: &str) -> String {
    let words = words.trim();
    OMITTED.captures(words).map_or_else(
        || words.to_owned(),
        |captures| match (captures.name("day"), captures.name("name")) {
            (Some(day), _) => format!("E{}", day.as_str()),
            (None, Some(name)) => name.as_str().trim().to_owned(),
            (None, None) => words.to_owned(),
        },
    )
}
