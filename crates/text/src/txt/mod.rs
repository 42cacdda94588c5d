//! The reader of page text: GPO's files with their wrapper or without, the text of documents on
//! public inspection, and text copied from a page.

mod head;
mod join;
mod lines;
mod roles;
mod source;

use fedreg_model::{DocumentMetadata, NoticeText, TextFormat};

use crate::ReadError;
use crate::assemble::assemble;
pub(crate) use source::{cloudflare_email, is_site_label};

/// Reads page text.
pub(crate) fn read(bytes: &[u8]) -> Result<NoticeText, ReadError> {
    let decoded = crate::decode::decode(bytes);
    let source = source::unwrap(&decoded);
    let mut known = DocumentMetadata::default();
    let inspected = head::take_inspection(&source.text, &mut known);
    let owned = lines::lines(inspected.as_deref().unwrap_or(&source.text));
    let mut lines = lines::classify(&owned);
    head::take(&mut lines, &mut known);
    let wrapping = lines::wrapping(&lines);
    let page = known.citation.map(|citation| citation.page);
    let paragraphs = join::paragraphs(&lines, wrapping, page);
    assemble(
        roles::blocks(paragraphs, source.markdown),
        TextFormat::Txt,
        known,
    )
}
