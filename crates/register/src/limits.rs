//! The numbers at which the real service changes its behaviour, and the points on which
//! observers of it disagree. Source: the service's published code and dated observations.

/// The limits of the service. Defaults are the real ones; tests set small ones, so that a trap
/// that needs 10,000 documents in life needs a dozen here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// `page × per_page` beyond this serves page 1 again, with status 200.
    pub reachable: u64,
    /// `count` never exceeds this.
    pub count_cap: u64,
    /// The largest `per_page`; larger ones, and 1 and below, become `per_page_default`.
    pub per_page_max: u64,
    /// Results per page when `per_page` is absent or refused.
    pub per_page_default: u64,
    /// `page` beyond this silently becomes 1; also the most that `total_pages` says.
    pub page_max: u64,
    /// The most documents that a multi-document look-up returns.
    pub multi_get: usize,
    /// The most entries of an agency, topic or type facet.
    pub facet_entries: usize,
    /// The longest range of a daily facet, in days; longer ones are answered with 400.
    pub facet_days: i64,
    /// The longest request target, in bytes; longer ones are answered with 414.
    pub target_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            reachable: 10_000,
            count_cap: 10_000,
            per_page_max: 2_000,
            per_page_default: 20,
            page_max: 50,
            multi_get: 250,
            facet_entries: 1_000,
            facet_days: 10_000,
            target_bytes: 8_190,
        }
    }
}

/// How an error page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ErrorPages {
    /// As HTML: what is seen in life.
    #[default]
    Html,
    /// As JSON: what the code says.
    Json,
}

/// What an agency slug that does not exist leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BadSlug {
    /// Status 400 with `errors`.
    #[default]
    Reject,
    /// Status 200 with no hits.
    NoHits,
}

/// What a page beyond [`Limits::reachable`] leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeepPages {
    /// Page 1 again, status 200, `next_page_url` pointing to page 2.
    #[default]
    FirstPageAgain,
    /// Status 400.
    Reject,
}

/// Which of the contradictory readings of the real service to follow; a client should be safe
/// with any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Readings {
    /// The form of a 404.
    pub error_pages: ErrorPages,
    /// Unknown slugs in a search.
    pub bad_slug: BadSlug,
    /// Pages past the cap.
    pub deep_pages: DeepPages,
}
