//! Searching: windows split until they can be read whole, pages read until they agree.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher};

use chrono::NaiveDate;
use fedreg_model::DocumentId;
use serde_json::Value;
use url::Url;

use super::ApiClient;
use crate::api::ApiDocument;
use crate::error::shown;
use crate::query::Search;
use crate::{FetchError, Window};

/// The API shows no result beyond this one, whatever the page: it serves page 1 again instead.
/// Counts saturate here, too, so a count of 10,000 means "at least".
const REACHABLE: u64 = 10_000;

/// The API has no page beyond this one: it serves page 1 again instead.
const MAX_PAGES: u64 = 50;

/// What a search found, and what it could not.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// The documents, each once.
    pub(crate) documents: BTreeMap<DocumentId, ApiDocument>,
    /// Windows that could not be read wholly, and why.
    pub(crate) problems: Vec<(Window, FetchError)>,
}

impl Listing {
    pub(crate) fn extend(&mut self, other: Self) {
        self.documents.extend(other.documents);
        self.problems.extend(other.problems);
    }

    /// How many documents it has of a day.
    pub(crate) fn on(&self, day: NaiveDate) -> u64 {
        self.documents
            .keys()
            .filter(|id| id.publication_date == day)
            .count() as u64
    }
}

/// One reading of all pages.
#[derive(Debug, Default)]
struct Reading {
    documents: BTreeMap<DocumentId, ApiDocument>,
    unreadable: Vec<String>,
    pages: u32,
    /// Whether the counts stayed the same and equal the number of documents read.
    exact: bool,
    /// The count that the server gave last.
    count: u64,
    /// How many results it gave, doubled ones included.
    seen: u64,
}

impl Reading {
    fn same(&self, other: &Self) -> bool {
        self.unreadable.len() == other.unreadable.len()
            && self.documents.keys().eq(other.documents.keys())
    }
}

enum Trouble {
    /// Not all results can be reached: the window must be split.
    Split {
        count: u64,
        reachable: u64,
    },
    /// Paging turned back.
    Stuck(FetchError),
    Fetch(FetchError),
}

impl From<FetchError> for Trouble {
    fn from(error: FetchError) -> Self {
        Self::Fetch(error)
    }
}

impl ApiClient {
    /// All documents that match a search within a window, by date and number, each once.
    ///
    /// # Errors
    /// The first thing that kept the list from being complete. [`ApiClient::harvest`] keeps what
    /// could be read instead.
    pub async fn search(
        &self,
        search: &Search,
        window: Window,
    ) -> Result<Vec<ApiDocument>, FetchError> {
        let listing = self.list(search, window).await;
        match listing.problems.into_iter().next() {
            Some((_, error)) => Err(error),
            None => Ok(listing.documents.into_values().collect()),
        }
    }

    /// As [`ApiClient::search`], keeping what could be read.
    pub(crate) async fn list(&self, search: &Search, window: Window) -> Listing {
        let mut listing = Listing::default();
        let mut todo = vec![window];
        while let Some(window) = todo.pop() {
            let url = shown(&self.search_url(search, window, 1, None));
            let trouble = match self.settled(search, window, &mut listing).await {
                Ok(()) => continue,
                Err(trouble) => trouble,
            };
            match (trouble, window.halves()) {
                (Trouble::Split { .. } | Trouble::Stuck(_), Some((first, second))) => {
                    tracing::debug!(%window, query = %search.query, "splitting the window");
                    todo.extend([second, first]);
                }
                (Trouble::Split { count, reachable }, None) => {
                    let date = window.from();
                    let error = FetchError::TooMany {
                        url,
                        date,
                        count,
                        reachable,
                    };
                    listing.problems.push((window, error));
                }
                (Trouble::Stuck(error) | Trouble::Fetch(error), _) => {
                    listing.problems.push((window, error));
                }
            }
        }
        listing
    }

    /// Reads a window until a reading is known to be whole: one page whose count is right cannot
    /// have shifted while it was read; several pages can (a document that appears or moves between
    /// two requests shifts the rest), so two readings in a row have to agree.
    async fn settled(
        &self,
        search: &Search,
        window: Window,
        listing: &mut Listing,
    ) -> Result<(), Trouble> {
        let readings = self.inner.settings.politeness.max_readings;
        let mut previous: Option<Reading> = None;
        // What was seen is kept if no reading can be trusted; it may hold a document twice that
        // moved from one day to another.
        let mut seen = BTreeMap::new();
        for round in 0..readings {
            // A cached copy would agree with itself and prove nothing.
            let fresh = (round > 0).then(nonce);
            let reading = match self.read_once(search, window, fresh).await {
                Ok(reading) => reading,
                Err(trouble) => {
                    listing.documents.append(&mut seen);
                    return Err(trouble);
                }
            };
            let whole = reading.exact && reading.pages <= 1;
            let agreed = previous.as_ref().is_some_and(|last| last.same(&reading));
            if agreed && reading.seen < reading.count {
                // The server keeps some back, always the same ones.
                listing.documents.append(&mut seen);
                let (count, reachable) = (reading.count, reading.seen);
                return Err(Trouble::Split { count, reachable });
            }
            if whole || agreed {
                if let Some(detail) = reading.unreadable.first() {
                    let url = shown(&self.search_url(search, window, 1, None));
                    let detail = detail.clone();
                    listing
                        .problems
                        .push((window, FetchError::Unreadable { url, detail }));
                }
                listing.documents.extend(reading.documents);
                return Ok(());
            }
            seen.extend(reading.documents.clone());
            previous = Some(reading);
        }
        listing.documents.append(&mut seen);
        let url = shown(&self.search_url(search, window, 1, None));
        Err(FetchError::Unsettled { url, readings }.into())
    }

    /// Reads one day again past any cache, for when the daily counts say there is more.
    pub(crate) async fn list_again(&self, search: &Search, day: NaiveDate) -> Listing {
        let mut listing = Listing::default();
        let window = Window::day(day);
        match self.read_once(search, window, Some(nonce())).await {
            Ok(reading) => listing.documents = reading.documents,
            Err(Trouble::Fetch(error) | Trouble::Stuck(error)) => {
                listing.problems.push((window, error));
            }
            Err(Trouble::Split { count, reachable }) => {
                let url = shown(&self.search_url(search, window, 1, None));
                let error = FetchError::TooMany {
                    url,
                    date: day,
                    count,
                    reachable,
                };
                listing.problems.push((window, error));
            }
        }
        listing
    }

    async fn read_once(
        &self,
        search: &Search,
        window: Window,
        fresh: Option<u64>,
    ) -> Result<Reading, Trouble> {
        let per_page = u64::from(self.inner.settings.politeness.per_page);
        let mut reading = Reading::default();
        let (mut counts, mut real_per_page) = (BTreeSet::new(), per_page);
        for page in 1u32.. {
            let url = self.search_url(search, window, page, fresh);
            let envelope = match self.get_list(&url).await {
                // Some report a 400 for pages that are too deep: then the window is too large.
                Err(FetchError::BadRequest { .. }) if page > 1 => {
                    let reachable = u64::from(page - 1) * real_per_page;
                    return Err(Trouble::Split {
                        count: reachable + 1,
                        reachable,
                    });
                }
                other => other?,
            };
            let got = envelope.results.len() as u64;
            let count = envelope.count.unwrap_or(got);
            counts.insert(count);
            let next = envelope.next_page_url.as_deref().map(page_of);
            if page == 1 {
                if next.is_some() {
                    // The server may have rewritten `per_page` (to 20, for instance).
                    real_per_page = got.clamp(1, per_page);
                }
                let reachable = REACHABLE.min(MAX_PAGES * real_per_page);
                if count >= REACHABLE || count > reachable {
                    return Err(Trouble::Split { count, reachable });
                }
            }
            let before = reading.documents.len();
            let description = envelope.description.as_deref();
            accept(envelope.results, window, &url, &mut reading)?;
            check_filters(search, description, &url, &reading)?;
            reading.seen += got;
            reading.count = count;
            reading.pages = page;
            // A page is advertised after everything was read: on a single day, which cannot be split
            // further, believe the count; else rather split than trust a count that may saturate.
            let all = window.len() == 1
                && reading.documents.len() as u64 + reading.unreadable.len() as u64 >= count;
            let Some(next) = next else { break };
            let advanced = page == 1 || reading.documents.len() > before;
            if !advanced || next.is_some_and(|next| next != page + 1) {
                if all {
                    break;
                }
                return Err(Trouble::Stuck(FetchError::PagesStuck {
                    url: shown(&url),
                    page,
                }));
            }
            if u64::from(page + 1) * real_per_page > REACHABLE || u64::from(page) >= MAX_PAGES {
                if all {
                    break;
                }
                return Err(Trouble::Split {
                    count,
                    reachable: u64::from(page) * real_per_page,
                });
            }
        }
        let unique = (reading.documents.len() + reading.unreadable.len()) as u64;
        reading.exact = counts.len() == 1 && counts.contains(&unique) && reading.seen == unique;
        Ok(reading)
    }

    fn search_url(&self, search: &Search, window: Window, page: u32, fresh: Option<u64>) -> Url {
        let mut url = self.api_url(&["documents"]);
        search.apply(window, &mut url);
        {
            let mut pairs = url.query_pairs_mut();
            for field in crate::api::FIELDS {
                pairs.append_pair("fields[]", field);
            }
            let per_page = self.inner.settings.politeness.per_page;
            pairs.append_pair("order", "oldest");
            pairs.append_pair("per_page", &per_page.to_string());
            pairs.append_pair("page", &page.to_string());
            if let Some(fresh) = fresh {
                pairs.append_pair("_", &fresh.to_string());
            }
        }
        url
    }
}

/// A number that no cache has seen. Not for secrets.
fn nonce() -> u64 {
    std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish()
}

/// The page that a link leads to. Only this is taken from it: its address may be anybody's.
fn page_of(link: &str) -> Option<u32> {
    let url = Url::parse(link).ok()?;
    url.query_pairs()
        .find(|(key, _)| key == "page")
        .and_then(|(_, page)| page.parse().ok())
}

fn accept(
    results: Vec<Value>,
    window: Window,
    url: &Url,
    reading: &mut Reading,
) -> Result<(), FetchError> {
    for value in results {
        let document = match ApiDocument::from_value(value) {
            Ok(document) => document,
            Err(detail) => {
                reading.unreadable.push(detail);
                continue;
            }
        };
        let Some(id) = document.metadata.id() else {
            let title: String = document.metadata.title.chars().take(80).collect();
            reading
                .unreadable
                .push(format!("'{title}' has no number or no date"));
            continue;
        };
        if !window.contains(id.publication_date) {
            return Err(FetchError::FilterIgnored {
                url: shown(url),
                condition: format!("publication_date in {window}"),
                description: format!("it returned {id}"),
            });
        }
        reading.documents.insert(id, document);
    }
    Ok(())
}

fn check_filters(
    search: &Search,
    description: Option<&str>,
    url: &Url,
    reading: &Reading,
) -> Result<(), FetchError> {
    let Some(description) = description else {
        return Ok(());
    };
    let of_agency = |document: &ApiDocument| {
        document.metadata.agencies.iter().any(|agency| {
            agency
                .slug
                .as_ref()
                .is_some_and(|slug| search.agencies.contains(slug))
        })
    };
    let evident = !reading.documents.is_empty() && reading.documents.values().all(of_agency);
    match search.ignored(description, evident) {
        None => Ok(()),
        Some(condition) => Err(FetchError::FilterIgnored {
            url: shown(url),
            condition,
            description: description.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_number_is_taken_from_a_link() {
        let link = "https://elsewhere.example/api?conditions%5Bterm%5D=page&format=json&page=12";
        assert_eq!(page_of(link), Some(12));
        assert_eq!(page_of("https://x.example/?per_page=3"), None);
        assert_eq!(page_of("nonsense"), None);
    }
}
