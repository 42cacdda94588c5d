//! `fedreg serve`: pages, API and feeds over HTTP on loopback.

mod api;
mod browser;
mod feeds;
mod pages;
mod reports;

use std::sync::OnceLock;

use crate::common::Home;
use crate::common::server::Server;

/// A server over the bundled register, shared by all that only read.
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start(Home::filled(), &[]))
}

/// Pages that anybody can ask for without knowing a name.
const PAGES: [&str; 12] = [
    "/",
    "/search",
    "/search?q=soles&authority=INA-219&action=designation&from=2025-01-01",
    "/as-of",
    "/as-of?day=2025-11-24&authority=FTO&filed=1",
    "/as-of?day=2012-09-01&known_at=2026-02-02",
    "/diff",
    "/diff?from=2001-01-01&to=2025-12-01",
    "/review",
    "/coverage",
    "/about",
    "/document/2025-11-24/2025-20750",
];
