//! The API client: one polite connection to the Federal Register, its limits shared by all clones.

mod challenge;
mod hosts;
mod image;
mod inspection;
mod lookup;
mod mark;
mod revalidate;
mod search;
mod text;
mod transport;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;
use url::Url;

use crate::api::Agencies;
use crate::error::shown;
use crate::settings::{ApiSettings, SettingsError, api_root, seconds};
use crate::{FetchError, Window};
use hosts::Hosts;
use revalidate::Revalidation;
use transport::{Kind, Lane};

pub(crate) use mark::mark;
pub(crate) use search::Listing;

pub use inspection::InspectionDesk;
pub use lookup::Lookup;
pub use text::FullText;

/// Why a client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// A setting makes no sense.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The HTTP library refuses.
    #[error(transparent)]
    Fetch(#[from] FetchError),
}

/// A client of the Federal Register API. Clones share one connection pool, one pace and one set of
/// limits, so that a program stays polite however many of them it makes.
#[derive(Debug, Clone)]
pub struct ApiClient {
    inner: Arc<Inner>,
    deadline: Option<Instant>,
}

#[derive(Debug)]
struct Inner {
    settings: ApiSettings,
    http: reqwest::Client,
    hosts: Arc<Hosts>,
    api: Lane,
    text: Lane,
    revalidation: Revalidation,
    agencies: OnceCell<Agencies>,
}

impl ApiClient {
    /// Makes a client. Nothing is asked of the network yet.
    pub fn new(mut settings: ApiSettings) -> Result<Self, ClientError> {
        settings.validate()?;
        settings.base_url = api_root(settings.base_url);
        let hosts = Arc::new(Hosts::new(&settings));
        let politeness = &settings.politeness;
        let mut http = reqwest::Client::builder();
        if hosts.is_loopback() {
            // A proxy would look for the register on its own machine.
            http = http.no_proxy();
        }
        let http = http
            .user_agent(politeness.user_agent())
            .connect_timeout(seconds(politeness.connect_timeout))
            .read_timeout(seconds(politeness.read_timeout))
            .timeout(seconds(politeness.total_timeout))
            .redirect(hosts::policy(&hosts))
            .gzip(true)
            .build()
            .map_err(|error| FetchError::Client {
                detail: transport::chain(&error),
            })?;
        Ok(Self {
            inner: Arc::new(Inner {
                api: Lane::new(
                    politeness.api_requests_per_second,
                    politeness.api_concurrency,
                ),
                text: Lane::new(
                    politeness.text_requests_per_second,
                    politeness.text_concurrency,
                ),
                revalidation: Revalidation::new(politeness.revalidation_bytes),
                agencies: OnceCell::new(),
                http,
                hosts,
                settings,
            }),
            deadline: None,
        })
    }

    /// A client for one pass, whose requests stop when `limit` has gone by. Without this,
    /// [`ApiClient::harvest`](crate::ApiClient::harvest) takes the limit from `pass_deadline`.
    #[must_use]
    pub fn with_deadline(&self, limit: Duration) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            deadline: Instant::now().checked_add(limit),
        }
    }

    /// The settings it was made with.
    pub fn settings(&self) -> &ApiSettings {
        &self.inner.settings
    }

    /// The client for a pass: with the configured limit, unless it has one already.
    pub(crate) fn for_pass(&self) -> Self {
        self.inner.api.forgive();
        self.inner.text.forgive();
        let limit = seconds(self.inner.settings.politeness.pass_deadline);
        if self.deadline.is_some() || limit.is_zero() {
            self.clone()
        } else {
            self.with_deadline(limit)
        }
    }

    /// How long the API took for its latest good answer, without our own waiting; `None` if it has
    /// given none yet.
    pub fn latency(&self) -> Option<Duration> {
        self.inner.api.latency()
    }

    /// Whether the pass has run out of time.
    pub(crate) fn out_of_time(&self) -> bool {
        self.deadline
            .is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// An address under the API's root; `segments` are percent-encoded.
    fn api_url(&self, segments: &[&str]) -> Url {
        let mut url = self.inner.settings.base_url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    /// The Register's agencies, asked for once per client.
    pub async fn agencies(&self) -> Result<&Agencies, FetchError> {
        self.inner
            .agencies
            .get_or_try_init(|| async {
                let url = self.api_url(&["agencies"]);
                let value = self.get_json(&url).await?;
                Agencies::from_value(&value).map_err(|detail| FetchError::Unreadable {
                    url: shown(&url),
                    detail,
                })
            })
            .await
    }

    /// Documents per day, as the Register counts them; with a search, those that match it.
    ///
    /// Days after the latest complete issue are absent (not zero): the Register does not count
    /// them yet.
    pub async fn daily_counts(
        &self,
        search: Option<&crate::Search>,
        window: Window,
    ) -> Result<std::collections::BTreeMap<chrono::NaiveDate, u64>, FetchError> {
        // The server refuses more than 10,000 days at once.
        const DAYS: u64 = 5000;
        let everything = crate::Search {
            query: String::new(),
            agencies: Vec::new(),
            types: Vec::new(),
            term: None,
        };
        let mut counts = std::collections::BTreeMap::new();
        for part in window.chunks(DAYS) {
            let mut url = self.api_url(&["documents", "facets", "daily"]);
            search.unwrap_or(&everything).apply(part, &mut url);
            let value = self.get_json(&url).await?;
            let days =
                crate::api::daily_counts(&value).map_err(|detail| FetchError::Unreadable {
                    url: shown(&url),
                    detail,
                })?;
            counts.extend(days.into_iter().filter(|(day, _)| part.contains(*day)));
        }
        Ok(counts)
    }

    async fn get_json(&self, url: &Url) -> Result<serde_json::Value, FetchError> {
        self.get(url, Kind::Api, transport::read_json).await
    }

    async fn get_list(&self, url: &Url) -> Result<crate::api::ListEnvelope, FetchError> {
        let value = self.get_json(url).await?;
        serde_json::from_value(value).map_err(|error| FetchError::Unreadable {
            url: shown(url),
            detail: error.to_string(),
        })
    }
}
