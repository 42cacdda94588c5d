//! The words that every room of fedreg shares: documents, records, parties, authorities, quotes.
//!
//! Plain data with serde; no I/O, no clock. Calendar dates are Eastern time (the Federal
//! Register's), instants are UTC. Field names are the ones that appear in JSON, in SQL columns and
//! on the command line.

mod authority;
mod change;
mod document;
mod fold;
mod notice_text;
mod parsed;
mod readable;
mod record;
mod recorded;

pub use authority::{Authorities, Authority, AuthorityError, AuthorityKind, Program};
pub use change::FieldChange;
pub use document::{
    Agency, Citation, DocumentId, DocumentMetadata, DocumentNumber, DocumentNumberError,
    DocumentType, Stage, TextFormat,
};
pub use fold::fold_name;
pub use notice_text::{Block, NoticeText, Role};
pub use parsed::{Announced, Parsed, Residue, Verdict};
pub use readable::{bracketed, readable};
pub use record::{
    Action, Address, Alias, AliasQuality, Amendment, AuthorityCitation, DateOfBirth, Detail,
    Effective, EffectiveBasis, Identifier, Party, PartyKind, Quote, Record, RecordId, Signer,
};
pub use recorded::{Cause, RecordVersion, Sequence};
