//! Read-only pages, a JSON API and feeds over a history: what `fedreg serve` serves.
//!
//! A [`Site`] knows where the history is and how to tell of it; [`serve`] answers on a listener
//! until it is told to stop. Every request opens no more than one handle of the history, reads at
//! one moment of it, and has a limit of time. Nothing is written, ever: the handles are read-only.
//!
//! A route is a function from what was asked to a reply or a problem; the table of routes also makes the OpenAPI document, so that the
//! two cannot part. Pages need no JavaScript and carry none.

mod api;
pub mod draw;
mod pages;
mod params;
mod pool;
mod problem;
mod questions;
mod reply;
pub mod report;
mod route;
mod server;
mod site;

pub use server::serve;
pub use site::{Clock, Site, SiteSettings};
