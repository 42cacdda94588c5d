//! The text of one document: ordered blocks with roles over one normalised string.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{DocumentMetadata, TextFormat};

/// What a block of a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The department (`DEPARTMENT OF STATE`).
    Agency,
    /// The bureau (`Office of Foreign Assets Control`).
    SubAgency,
    /// A docket line (`[Public Notice: 12869]`), CFR or RIN line.
    Docket,
    /// The title of the document.
    Subject,
    /// A heading, or the label of a preamble block (`SUMMARY:`).
    Heading,
    /// A body paragraph.
    Paragraph,
    /// A flush paragraph or list item; one line of a list.
    ListItem,
    /// One row of a table, cells joined by tabs.
    TableRow,
    /// A footnote.
    Footnote,
    /// `Dated: November 16, 2025.`
    Dated,
    /// The signer's name.
    SignerName,
    /// The signer's office.
    SignerTitle,
    /// A graphic whose words are not in the text; the block holds its identifier.
    Graphic,
    /// `[FR Doc. 2025-20750 Filed 11-21-25; 8:45 am]`
    FrDoc,
    /// `BILLING CODE 4710-AD-P`
    BillingCode,
}

/// One block: its role, its range in the normalised text, and the printed page it starts on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// Byte range in [`NoticeText::text`].
    pub range: Range<usize>,
    /// The printed page on which it starts, where the format says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Whether lines of it may be entries of their own: the text had lost the spaces by which page
    /// text shows that a line goes on, and they were joined by their width alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guessed: bool,
}

/// The normalised text of one document.
///
/// Normalised means: Unicode NFC; one space between words; no page marks, footnote marks, control
/// characters or site boilerplate; typographic quotes (`“…”`) and dashes (`—`), whatever the
/// format's own conventions; blocks separated by one `\n`. Ranges are byte offsets into `text`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeText {
    /// The text that every range points into.
    pub text: String,
    /// The blocks, in document order; ranges ascend and do not overlap.
    pub blocks: Vec<Block>,
    /// The format it was read from.
    pub format: TextFormat,
    /// The version of the reader; the same bytes read by the same version give the same text.
    pub reader_version: u32,
    /// Facts that the text itself states (number, date, pages, title, agencies, dockets…).
    pub stated: DocumentMetadata,
}

impl NoticeText {
    /// The words of a block.
    ///
    /// # Panics
    /// Never for blocks of this text: readers make ranges at character boundaries.
    pub fn words(&self, block: &Block) -> &str {
        &self.text[block.range.clone()]
    }

    /// The blocks of one role, with their words.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = (&Block, &str)> {
        self.blocks
            .iter()
            .filter(move |b| b.role == role)
            .map(|b| (b, self.words(b)))
    }
}
