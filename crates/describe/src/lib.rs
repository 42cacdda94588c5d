//! How fedreg tells what a history holds: the words for a person and the rows for a program, said
//! once for the command line, the pages and the API.
//!
//! Rows are JSON objects whose field names are stable ([`rows`], [`answers`]); words are plain text
//! without colour, width or markup ([`words`], [`party`], [`sentences`]), or Markdown ([`markdown`]). Dates are Eastern
//! calendar dates, instants UTC. Nothing here prints, and nothing but [`correction`] reads.

pub mod answers;
pub mod correction;
pub mod markdown;
pub mod party;
pub mod rows;
pub mod sentences;
pub mod words;

mod safe;

pub use safe::{safe, safe_line};
