//! The client against a loopback Register over real HTTP, one test per trap.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::wildcard_imports,
    reason = "a failing test says where"
)]

mod corpus;
mod harvest;
mod images;
mod lookup;
mod politeness;
mod search;
mod support;
mod texts;
