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
    held: Arc<Held>,
    expected: Vec<DocumentId>,
}

impl HarvestPlan {
    /// A pass over `window` on the day `today` (Eastern), with every full text fetched.
    pub fn new(queries: Vec<CandidateQuery>, window: Window, today: NaiveDate) -> Self {
        let held = Arc::new(|_: &DocumentMetadata| false);
        Self {
            queries,
            window,
            today,
            held,
            expected: Vec::new(),
        }
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

/// Says whether the caller holds a filed document just as the desk describes it, text and all.
type Filed = dyn Fn(&ApiDocument) -> bool + Send + Sync;

/// What a poll of public inspection is to do.
#[derive(Clone)]
pub struct InspectionPlan {
    queries: Vec<CandidateQuery>,
    mark: Option<String>,
    filed: Arc<Filed>,
}

impl InspectionPlan {
    /// A poll for documents that these queries admit, with every text fetched.
    pub fn new(queries: Vec<CandidateQuery>) -> Self {
        Self {
            queries,
            mark: None,
            filed: Arc::new(|_: &ApiDocument| false),
        }
    }

    /// If the desk still has this [`Desk::mark`], the poll ends after its first request.
    #[must_use]
    pub fn unless(mut self, mark: Option<String>) -> Self {
        self.mark = mark;
        self
    }

    /// The texts of documents for which `filed` says true are not fetched again.
    #[must_use]
    pub fn already_filed(
        mut self,
        filed: impl Fn(&ApiDocument) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.filed = Arc::new(filed);
        self
    }
}

/// How a poll of public inspection ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// What the desk said, as a hash; `None` if it could not be read.
    pub mark: Option<String>,
    /// Whether it said what it said before, so that nothing more was asked.
    pub unchanged: bool,
    /// Texts fetched.
    pub texts: u64,
    /// Things missing that another poll may still get.
    pub missing: u64,
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
    /// The end of a poll of public inspection, always last.
    Desk(Desk),
    /// The end of a pass, always last.
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
    /// Documents found.
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
        let (out, items) = mpsc::channel(16);
        said(
            items,
            async move { Pass::new(client, plan, out).run().await },
        )
    }

    /// Asks public inspection, which is a source of its own: what fails here says nothing of the
    /// published documents. One request if the desk has not changed; else one for each text, and
    /// perhaps one for the departments. The last item is always [`Harvested::Desk`].
    pub fn poll_inspection(
        &self,
        plan: InspectionPlan,
        today: NaiveDate,
    ) -> impl Stream<Item = Harvested> + Send + use<> {
        let client = self.for_pass();
        let (out, items) = mpsc::channel(16);
        let pass = HarvestPlan::new(Vec::new(), Window::day(today), today);
        said(items, async move {
            Pass::new(client, pass, out).inspect(plan).await;
        })
    }
}

/// What `work` says while it is polled.
fn said(
    mut items: mpsc::Receiver<Harvested>,
    work: impl Future<Output = ()> + Send,
) -> impl Stream<Item = Harvested> + Send {
    stream::select(
        stream::poll_fn(move |context| items.poll_recv(context)),
        stream::once(work).filter_map(|()| future::ready(None)),
    )
}
