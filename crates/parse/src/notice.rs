//! A notice as the families see it: title, sentences in order, signature, numbers.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{
    Block, DocumentMetadata, DocumentNumber, DocumentType, NoticeText, Quote, Residue, Role, Signer,
};
use regex::Regex;

use crate::grammar::dates::{compile, first_date};
use crate::grammar::sentences;

/// One sentence of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// Range in the normalised text.
    pub(crate) range: Range<usize>,
    /// Index of its block.
    pub(crate) block: usize,
}

/// Everything the families need of one document.
pub(crate) struct Notice<'a> {
    pub(crate) metadata: &'a DocumentMetadata,
    pub(crate) text: &'a NoticeText,
    pub(crate) title: String,
    pub(crate) sentences: Vec<Sentence>,
    /// The blocks of this notice; others of the text belong to its neighbours on the page.
    window: Range<usize>,
    pub(crate) signed_on: Option<NaiveDate>,
    pub(crate) signer: Option<Signer>,
    pub(crate) notice_number: Option<String>,
}

static PUBLIC_NOTICE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bPublic\s+Notice\s*:?\s*(?:No\.?\s*)?(\d{1,6})\b"));
static DATED: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^(?:dated?|signed)\s*:?\s"));

impl<'a> Notice<'a> {
    pub(crate) fn new(metadata: &'a DocumentMetadata, text: &'a NoticeText) -> Self {
        let title = if metadata.title.trim().is_empty() {
            text.of_role(Role::Subject)
                .map(|(_, words)| words)
                .collect::<Vec<_>>()
                .join(" ")
        } else {
            metadata.title.trim().to_owned()
        };
        let window = window(metadata, text);
        let own = &text.blocks[window.clone()];
        let sentences = sentences_of(text, &window);
        Self {
            metadata,
            text,
            title,
            sentences,
            signed_on: signed_on(text, own)
                .or_else(|| signed_by_the_president(metadata, text, own)),
            signer: signer(text, own),
            window,
            notice_number: notice_number(metadata, text),
        }
    }

    /// The words of a range.
    pub(crate) fn words(&self, range: &Range<usize>) -> &'a str {
        self.text.text.get(range.clone()).unwrap_or_default()
    }

    /// The words of a sentence.
    pub(crate) fn sentence(&self, index: usize) -> &'a str {
        self.sentences
            .get(index)
            .map_or("", |s| self.words(&s.range))
    }

    /// A quote of a range.
    pub(crate) fn quote(&self, range: Range<usize>) -> Quote {
        Quote {
            text: self.words(&range).to_owned(),
            start: range.start,
            end: range.end,
        }
    }

    /// A residue over a range.
    pub(crate) fn residue(&self, range: Range<usize>, why: impl Into<String>) -> Residue {
        Residue::new(range.clone(), self.words(&range), why)
    }

    /// A residue that points at the title, where the text has one, or at nothing.
    pub(crate) fn title_residue(&self, why: impl Into<String>) -> Residue {
        let subject = self.text.of_role(Role::Subject).next();
        match subject {
            Some((block, _)) => self.residue(block.range.clone(), why),
            None => Residue::new(0..0, "", why),
        }
    }

    /// A residue over the whole body, for a title that announces what the text does not say.
    pub(crate) fn announcement(&self, why: &str) -> Residue {
        match (self.sentences.first(), self.sentences.last()) {
            (Some(first), Some(last)) => self.residue(first.range.start..last.range.end, why),
            _ => self.title_residue(why),
        }
    }

    /// Whether the document is presidential.
    pub(crate) fn is_presidential(&self) -> bool {
        self.metadata.document_type == DocumentType::PresidentialDocument
    }

    /// Whether an agency of the document has `word` in its name or slug.
    pub(crate) fn issued_by(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        let stated = &self.text.stated.agencies;
        self.metadata.agencies.iter().chain(stated).any(|agency| {
            agency.name.to_lowercase().contains(&word)
                || agency
                    .slug
                    .as_ref()
                    .is_some_and(|slug| slug.contains(&word))
        })
    }

    /// The blocks from `from` on, with their indices.
    pub(crate) fn blocks_from(&self, from: usize) -> impl Iterator<Item = (usize, &'a Block)> {
        self.text
            .blocks
            .iter()
            .enumerate()
            .take(self.window.end)
            .skip(from)
    }
}

/// Whether a block's words are part of what the notice says (not its frame).
pub(crate) fn is_body(role: Role) -> bool {
    matches!(
        role,
        Role::Paragraph | Role::ListItem | Role::TableRow | Role::Heading | Role::Footnote
    )
}

static FR_DOC: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)FR\s+Doc\.?\s*(?:No\.?\s*:?\s*)?([A-Z]?\d{1,4}[A-Z0-9-]*-\d{1,6})")
});

/// The blocks of the notice itself, where a copied page holds its neighbours, too: from after the
/// last foreign `[FR Doc. …]` line before its own to its own.
fn window(metadata: &DocumentMetadata, text: &NoticeText) -> Range<usize> {
    let whole = 0..text.blocks.len();
    let number = metadata
        .document_number
        .as_ref()
        .or(text.stated.document_number.as_ref());
    let Some(number) = number else { return whole };
    let ends: Vec<(usize, bool)> = text
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| b.role == Role::FrDoc)
        .filter_map(|(index, b)| {
            let stated = FR_DOC.captures(text.words(b))?.get(1)?.as_str();
            let stated = DocumentNumber::new(stated).ok()?;
            Some((index, stated.same_modulo_padding(number)))
        })
        .collect();
    let Some((own, _)) = ends.iter().find(|(_, own)| *own) else {
        return whole;
    };
    if ends.iter().all(|(_, own)| *own) {
        // An annex may follow the line; the billing code, or what is left of it, is none.
        let after = text.blocks.get(own + 1..).unwrap_or_default();
        let billing = |b: &Block| {
            let words = text.words(b).to_uppercase();
            words.starts_with("BILLING") || "BILLING".starts_with(words.trim())
        };
        let ends = after.iter().all(billing);
        return if ends { 0..own + 1 } else { whole };
    }
    let from = ends
        .iter()
        .rev()
        .find(|(at, is_own)| !is_own && at < own)
        .map_or(0, |(at, _)| at + 1);
    from..own + 1
}

fn sentences_of(text: &NoticeText, window: &Range<usize>) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (index, block) in text.blocks.iter().enumerate() {
        if !window.contains(&index) || !is_body(block.role) {
            continue;
        }
        for range in sentences::split(text.words(block)) {
            let range = block.range.start + range.start..block.range.start + range.end;
            found.push(Sentence {
                range,
                block: index,
            });
        }
    }
    found
}

/// The date of the last `Dated:` line; a paragraph that begins so counts where no role says it.
fn signed_on(text: &NoticeText, blocks: &[Block]) -> Option<NaiveDate> {
    let dated = |role: Role| {
        blocks
            .iter()
            .rev()
            .filter(move |b| b.role == role)
            .find_map(|b| {
                let words = text.words(b);
                let says_so = role == Role::Dated || (DATED.is_match(words) && words.len() < 60);
                says_so.then(|| first_date(words)).flatten()
            })
    };
    dated(Role::Dated)
        .or_else(|| dated(Role::Paragraph))
        .map(|(date, _)| date)
}

static PRESIDENTIAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:memorandum|notice|presidential\s+determination(?:\s+no\.?\s*[\d–-]+)?)\s+of\s|^the\s+white\s+house\b|^washington,",
    )
});

/// The date of a document of the President that has no `Dated:` line: the metadata's, or the one in
/// its heading ("Memorandum of May 7, 2003") or under "THE WHITE HOUSE".
fn signed_by_the_president(
    metadata: &DocumentMetadata,
    text: &NoticeText,
    blocks: &[Block],
) -> Option<NaiveDate> {
    if metadata.document_type != DocumentType::PresidentialDocument {
        return None;
    }
    metadata.signing_date.or_else(|| {
        blocks
            .iter()
            .map(|block| text.words(block).trim())
            .filter(|words| words.len() < 120 && PRESIDENTIAL.is_match(words))
            .find_map(|words| first_date(words).map(|(date, _)| date))
    })
}

fn signer(text: &NoticeText, blocks: &[Block]) -> Option<Signer> {
    let office_after = |index: usize| {
        blocks
            .iter()
            .skip(index + 1)
            .find(|b| b.role == Role::SignerTitle)
            .map(|b| {
                text.words(b)
                    .trim()
                    .trim_end_matches('.')
                    .trim_end()
                    .to_owned()
            })
    };
    let last = blocks
        .iter()
        .enumerate()
        .rev()
        .find(|(_, b)| b.role == Role::SignerName);
    if let Some((index, block)) = last {
        let name = text
            .words(block)
            .trim()
            .trim_end_matches([',', '.', ';'])
            .trim_end();
        return Some(Signer {
            name: name.to_owned(),
            office: office_after(index),
        })
        .filter(|s| !s.name.is_empty());
    }
    // Where roles are not told apart, the two short lines after "Dated:" are name and office.
    let mut lines = blocks
        .iter()
        .skip_while(|b| !(b.role == Role::Dated || DATED.is_match(text.words(b))))
        .skip(1)
        .map(|b| text.words(b).trim())
        .filter(|words| !words.is_empty());
    let name = lines.next().filter(|w| w.len() < 60 && w.ends_with(','))?;
    let office = lines
        .next()
        .filter(|w| w.len() < 120)
        .map(|w| w.trim_end_matches('.').to_owned());
    Some(Signer {
        name: name.trim_end_matches(',').to_owned(),
        office,
    })
}

fn notice_number(metadata: &DocumentMetadata, text: &NoticeText) -> Option<String> {
    let dockets = metadata
        .docket_ids
        .iter()
        .chain(&text.stated.docket_ids)
        .map(String::as_str);
    let lines = text.of_role(Role::Docket).map(|(_, words)| words);
    let all: Vec<&str> = dockets.chain(lines).collect();
    all.iter()
        .find_map(|line| PUBLIC_NOTICE.captures(line).and_then(|c| c.get(1)))
        .map(|number| number.as_str().to_owned())
        .or_else(|| {
            let docket = all.first()?.trim().trim_matches(['[', ']']).trim();
            (!docket.is_empty()).then(|| docket.to_owned())
        })
}
