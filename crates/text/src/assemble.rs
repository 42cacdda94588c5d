//! Puts blocks together into a [`NoticeText`]: one text, ranges that slice it, stated facts.

use fedreg_model::{Block, DocumentMetadata, NoticeText, Role, TextFormat};

use crate::normal::normalise;
use crate::{READER_VERSION, ReadError, stated};

/// A block before it has a place in the text.
#[derive(Debug, Clone)]
pub(crate) struct RawBlock {
    /// What it is.
    pub(crate) role: Role,
    /// Its words, normalised; cells of a table row are joined by tabs.
    pub(crate) text: String,
    /// The printed page on which it starts.
    pub(crate) page: Option<u32>,
    /// Whether its lines may be entries of their own, as [`Block::guessed`].
    pub(crate) guessed: bool,
}

const BULLETS: [char; 8] = ['•', '○', '●', '▪', '■', '‣', '◦', '·'];

impl RawBlock {
    /// A block of these words, or nothing if normalising leaves none. A typed bullet goes, since
    /// two of the three formats drop it, and makes the paragraph a list item.
    pub(crate) fn new(role: Role, raw: &str, page: Option<u32>) -> Option<Self> {
        let mut role = role;
        let mut text = normalise(raw);
        if let (Role::Paragraph | Role::ListItem, Some(rest)) = (role, text.strip_prefix(BULLETS)) {
            role = Role::ListItem;
            text = rest.trim_start().into();
        }
        (!text.is_empty()).then_some(Self {
            role,
            text,
            page,
            guessed: false,
        })
    }

    /// A row of a table. Empty cells before the last filled one keep their place.
    pub(crate) fn row<S: AsRef<str>>(cells: &[S], page: Option<u32>) -> Option<Self> {
        let cells: Vec<String> = cells.iter().map(|cell| normalise(cell.as_ref())).collect();
        let joined = cells.join("\t");
        let text = joined.trim_end_matches('\t');
        (!text.is_empty()).then(|| Self {
            role: Role::TableRow,
            text: text.to_owned(),
            page,
            guessed: false,
        })
    }
}

/// Joins the blocks and reads what they state.
pub(crate) fn assemble(
    mut raw: Vec<RawBlock>,
    format: TextFormat,
    known: DocumentMetadata,
) -> Result<NoticeText, ReadError> {
    stated::mark_presidential(&mut raw);
    let mut text = String::with_capacity(raw.iter().map(|b| b.text.len() + 1).sum());
    let mut blocks = Vec::with_capacity(raw.len());
    for block in raw {
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(&block.text);
        blocks.push(Block {
            role: block.role,
            range: start..text.len(),
            page: block.page,
            guessed: block.guessed,
        });
    }
    if blocks.is_empty() {
        return Err(ReadError::Empty);
    }
    let mut notice = NoticeText {
        text,
        blocks,
        format,
        reader_version: READER_VERSION,
        stated: known,
    };
    stated::fill(&mut notice);
    Ok(notice)
}
