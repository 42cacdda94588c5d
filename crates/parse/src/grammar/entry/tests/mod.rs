//! Entries of every era and kind, whole lists, and what holds for any text.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "counts and skips are said aloud"
)]

mod corpus;
mod eras;
mod paged;
mod pieces;
mod properties;
mod round_trip;
