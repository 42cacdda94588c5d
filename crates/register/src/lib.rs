//! A loopback Federal Register: the API of federalregister.gov (and the few paths of govinfo that
//! go with it) over a folder of documents, its traps included, and misbehaviour on request.
//!
//! It knows nothing of the rest of the workspace on purpose: it speaks the API's language, so
//! that a misunderstanding of ours is not shared by the server that should show it.
//!
//! ```no_run
//! # async fn example() -> Result<(), fedreg_register::RegisterError> {
//! use fedreg_register::{Fault, Misbehaviour, Register};
//! let register = Register::builder("fixtures/register")
//!     .misbehave(Misbehaviour::new(Fault::Status { code: 503, retry_after: None }).times(2))
//!     .start()
//!     .await?;
//! let api = register.api_url(); // http://127.0.0.1:PORT/api/v1
//! # let _ = api; Ok(()) }
//! ```

mod agencies;
mod answer;
mod armed;
mod bodies;
mod calendar;
mod conditions;
mod csv_form;
mod document;
mod error;
mod facets;
mod facts;
mod fields;
mod handler;
mod inspection;
mod issues;
mod library;
mod limits;
mod links;
mod lookup;
mod markup;
mod misbehaviour;
mod params;
mod requests;
mod routes;
mod scan;
mod search;
mod server;
mod term;
mod texts;
mod words;
mod written;

pub use document::Document;
pub use error::RegisterError;
pub use limits::{BadSlug, DeepPages, ErrorPages, Limits, Readings};
pub use misbehaviour::{Challenge, CountLie, Edit, Fault, Misbehaviour, Place, RetryAfter};
pub use requests::Request;
pub use scan::Ignored;
pub use server::{Register, RegisterBuilder};
