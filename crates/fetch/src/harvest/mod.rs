//! One pass over a window of days: everything the queries find, what is missing, and whether the
//! Register's own daily counts agree.

mod pass;

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use fedreg_model::{DocumentId, DocumentMetadata};
use futures::{Stream, StreamExt, future, stream};
use pass::Pass;
use tokio::sync::mpsc;

use crate::client::{ApiClient, FullText};
use crate::query::CandidateQuery;
use crate::{ApiDocument, FetchError, Window};

/// Says whether the caller holds the settled full text of a document.
type Held = dyn Fn(&DocumentMetadata) -> bool + Send + Sync;

/// What a pass is to do.
#[derive(Clone)]
pub struct HarvestPlan {
    queries: Vec<CandidateQuery>,
    window: Window,
    today: NaiveDate,
    inspection: bool,
    held: Arc<Held>,
    expected: Vec<DocumentId>,
}

impl HarvestPlan {
    /// A pass over `window` on the day `today` (Eastern), public inspection included, with every
    /// full text fetched.
    pub fn new(queries: Vec<CandidateQuery>, window: Window, today: NaiveDate) -> Self {
        let held = Arc::new(|_: &DocumentMetadata| false);
        Self {
            queries,
            window,
            today,
            inspection: true,
            held,
            expected: Vec::new(),
        }
    }

    /// Leaves public inspection out.
    #[must_use]
    pub fn without_public_inspection(mut self) -> Self {
        self.inspection = false;
        self
    }

    /// Full texts for which `held` says true are not fetched again, once the document is older
    /// than `recheck_days`: until then it may still change.
    #[must_use]
    pub fn already_held(
        mut self,
        held: impl Fn(&DocumentMetadata) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.held = Arc::new(held);
        self
    }

    /// Documents that earlier passes found in this window. Those that no search lists any more are
    /// looked up: they may have dropped out of a search, or vanished from the Register.
    #[must_use]
    pub fn expecting(mut self, expected: Vec<DocumentId>) -> Self {
        self.expected = expected;
        self
    }
}

/// One thing that a pass has to say.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Harvested {
    /// A candidate document, with its text.
    Document(Box<Found>),
    /// Something that could not be fetched; the rest goes on.
    Missing(Missing),
    /// A day of the window, counted. Every day is counted once, in order, after its documents.
    Day(Day),
    /// A document held earlier that the Register no longer has.
    Vanished(DocumentId),
    /// A document withdrawn from public inspection: it has no publication date any more.
    Withdrawn(Box<ApiDocument>),
    /// The end, always last.
    Finished(PassSummary),
}

/// A candidate document.
#[derive(Debug, Clone)]
pub struct Found {
    /// What the API says of it; the identity is always known.
    pub document: ApiDocument,
    /// Its full text.
    pub text: Text,
    /// The names of the queries that found it.
    pub queries: Vec<String>,
}

/// The text of a found document.
#[derive(Debug, Clone)]
pub enum Text {
    /// Fetched now.
    Fetched(FullText),
    /// Not fetched: the caller holds it and it is settled.
    Held,
}

/// What could not be fetched, and why.
#[derive(Debug, Clone)]
pub struct Missing {
    /// What it is.
    pub what: What,
    /// Why; names the address.
    pub error: FetchError,
}

/// A thing that can be missing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum What {
    /// A part of the results of a query.
    Results {
        /// The query.
        query: String,
        /// The days concerned.
        window: Window,
    },
    /// Everything from a day on: the pass was cut short, because its time was used up, the source
    /// cannot be reached, or it asks us to slow down.
    Rest(Window),
    /// The number of documents that the Register says each day has.
    DailyCounts(Window),
    /// One document, known by its identity alone.
    Document(DocumentId),
    /// The full text of a document, whose metadata is here.
    FullText(Box<ApiDocument>),
    /// The public-inspection desk, or a part of it.
    PublicInspection,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Results { query, window } => write!(f, "results of query '{query}' for {window}"),
            Self::Rest(window) => write!(f, "everything for {window}"),
            Self::DailyCounts(window) => write!(f, "the daily counts for {window}"),
            Self::Document(id) => write!(f, "document {id}"),
            Self::FullText(document) => match document.metadata.id() {
                Some(id) => write!(f, "the full text of {id}"),
                None => write!(f, "the full text of '{}'", document.metadata.title),
            },
            Self::PublicInspection => write!(f, "public inspection"),
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "missing: {}: {}. {}",
            self.what,
            self.error,
            self.error.advice()
        )
    }
}

/// One day of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The day of the issue.
    pub date: NaiveDate,
    /// Documents of all kinds that the Register says the issue has; `None` while it does not say
    /// (days after the latest complete issue, or the counts could not be fetched).
    pub published: Option<u64>,
    /// Candidates that the queries found.
    pub candidates: u64,
    /// Whether everything that the queries should find that day was found and fetched.
    pub complete: bool,
}

/// How a pass ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassSummary {
    /// The window it was for.
    pub window: Window,
    /// The last day through which nothing is missing that another pass could still get; never
    /// after `today`. The next pass may begin from here (see [`crate::next_window`]). `None` if
    /// the first day of the window is already incomplete.
    pub completed_through: Option<NaiveDate>,
    /// Documents found, public inspection included.
    pub documents: u64,
    /// Full texts fetched.
    pub texts: u64,
    /// Things missing.
    pub missing: u64,
    /// Whether the source could not be reached at all.
    pub unreachable: bool,
}

impl ApiClient {
    /// Makes one pass. Nothing happens until the stream is polled; dropping it ends the pass.
    ///
    /// What cannot be fetched is said and the rest goes on, until the pass's time is used up, the
    /// source cannot be reached, or it keeps asking us to slow down or to prove that we are human;
    /// the last item is always [`Harvested::Finished`].
    pub fn harvest(&self, plan: HarvestPlan) -> impl Stream<Item = Harvested> + Send + use<> {
        let client = self.for_pass();
        let (out, mut items) = mpsc::channel(16);
        let work = async move { Pass::new(client, plan, out).run().await };
        stream::select(
            stream::poll_fn(move |context| items.poll_recv(context)),
            stream::once(work).filter_map(|()| future::ready(None)),
        )
    }
}
