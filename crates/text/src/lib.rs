//! Readers for Federal Register XML, HTML and page text: three formats, one [`NoticeText`].
//!
//! A notice read from any of its formats gives the same words, in blocks that carry a role and a
//! range in one normalised text. Reading is pure: the same bytes read by the same
//! [`READER_VERSION`] give the same text. All input is hostile: sizes and nesting are capped, no
//! entity of a DTD is expanded, and no input panics.
//!
//! ```
//! use fedreg_text::{SourceShape, read, sniff};
//! use fedreg_model::{Role, TextFormat};
//!
//! let xml = b"<NOTICE><PREAMB><AGENCY>DEPARTMENT OF STATE</AGENCY>\
//!     <SUBJECT>A Title</SUBJECT><P>The words.</P></PREAMB>\
//!     <FRDOC>[FR Doc. 2099-00001 Filed 1-2-99; 8:45 am]</FRDOC></NOTICE>";
//! assert_eq!(sniff(xml), SourceShape::Xml);
//! let notice = read(xml, TextFormat::Xml).unwrap();
//! assert_eq!(notice.of_role(Role::Paragraph).next().unwrap().1, "The words.");
//! assert_eq!(notice.stated.title, "A Title");
//! ```

mod assemble;
mod decode;
mod error;
mod html;
pub mod issue;
mod normal;
mod sniff;
mod stated;
mod txt;
mod xml;

pub use error::ReadError;
pub use fedreg_model::{Block, NoticeText, Role, TextFormat};
pub use sniff::{SourceShape, sniff};

/// The version of the readers. It changes whenever the same bytes could give another text, and is
/// archived beside the text.
pub const READER_VERSION: u32 = 2;

/// The largest document that is read, in bytes. The largest ever published is below 20 MB.
pub const MAX_DOCUMENT_BYTES: usize = 32 * 1024 * 1024;

/// The largest issue that is split, in bytes.
pub const MAX_ISSUE_BYTES: usize = 256 * 1024 * 1024;

/// The deepest nesting of markup that is read. Real documents stay below 20.
pub const MAX_DEPTH: usize = 256;

/// Reads one document.
///
/// `format` is what the caller knows or [`sniff`] says. A [`TextFormat::Html`] that turns out to
/// be GPO's page text in its HTML wrapper is read as page text, and the result says so.
pub fn read(bytes: &[u8], format: TextFormat) -> Result<NoticeText, ReadError> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(ReadError::TooLarge {
            what: "document",
            actual: bytes.len(),
            limit: MAX_DOCUMENT_BYTES,
        });
    }
    match format {
        TextFormat::Xml => xml::read(bytes),
        TextFormat::Html if sniff(bytes) == SourceShape::Txt => txt::read(bytes),
        TextFormat::Html => html::read(bytes),
        TextFormat::Txt => txt::read(bytes),
    }
}
