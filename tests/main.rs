//! The whole program: the real binary over the bundled register, as folder and over HTTP.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests say what they show in their names, and fail by panicking"
)]

mod common;

mod alerts;
mod concurrent;
mod corpus;
mod day;
mod derived;
mod desk;
mod entity;
mod entries;
mod facts;
mod failures;
mod folder;
mod help;
mod loopback;
mod operations;
mod output;
mod parse;
mod readme;
mod reconcile;
mod reparse;
mod review;
mod secrets;
mod serve;
mod stream;
mod two_times;
mod unattended;
mod units;
