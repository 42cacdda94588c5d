//! Where documents come from: the Federal Register's API, its public-inspection desk, and folders
//! of saved files. Knows HTTP; knows nothing of designations.
//!
//! ```no_run
//! use fedreg_fetch::{ApiClient, ApiSettings, HarvestPlan, Harvested, Window, queries_from_toml};
//! use futures::StreamExt;
//!
//! # async fn pass(queries: &str, today: chrono::NaiveDate) -> Result<(), Box<dyn std::error::Error>> {
//! let client = ApiClient::new(ApiSettings::default())?;
//! let window = Window::new(today - chrono::Days::new(10), today + chrono::Days::new(7))
//!     .ok_or("today is no day")?;
//! let plan = HarvestPlan::new(queries_from_toml(queries)?, window, today);
//! let mut harvest = std::pin::pin!(client.harvest(plan));
//! while let Some(item) = harvest.next().await {
//!     match item {
//!         Harvested::Document(found) => { /* archive found.text, read it, append it */ }
//!         Harvested::Missing(missing) => tracing::warn!("{missing}"),
//!         _ => {}
//!     }
//! }
//! # Ok(()) }
//! ```

pub mod api;
mod client;
mod error;
pub mod folder;
mod harvest;
mod query;
mod settings;
mod window;

pub use api::ApiDocument;
pub use client::{ApiClient, ClientError, FullText, InspectionDesk, Lookup};
pub use error::FetchError;
pub use harvest::{
    Day, Desk, Found, HarvestPlan, Harvested, InspectionPlan, Missing, PassSummary, Text, What,
};
pub use query::{CandidateQuery, QueryError, Search, TypeCode, queries_from_toml};
pub use settings::{ApiSettings, OFFICIAL_BASE_URL, Politeness, SettingsError, api_root};
pub use window::{FIRST_DAY, Window, next_window};
