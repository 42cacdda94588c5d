//! The specification of as-of lists, diffs, timelines and linking, on public facts.

#![allow(
    clippy::unwrap_used,
    reason = "a test says by panicking what it could not make"
)]

mod cartel;
mod components;
mod corrections;
mod families;
mod group_life;
mod knowledge;
mod linking;
mod properties;
mod store;
mod streaming;
