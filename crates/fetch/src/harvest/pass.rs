//! The work of one pass.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use chrono::{Days, NaiveDate};
use fedreg_model::{DocumentId, DocumentMetadata};
use futures::{StreamExt, stream};
use tokio::sync::mpsc;

use super::{
    Day, Desk, Found, HarvestPlan, Harvested, InspectionPlan, Missing, PassSummary, Text, What,
};
use crate::client::{ApiClient, Listing};
use crate::query::Search;
use crate::{ApiDocument, FetchError, Window};

/// A pass works through its window in parts of this many days, so that one that is cut short has
/// finished the earlier parts.
const PART_DAYS: u64 = 366;

/// How often a day with too few documents is read again within a pass.
const SECOND_LOOKS: u32 = 2;

/// After so many documents in a row whose text is hidden behind the bot challenge, the pass stops:
/// each has been tried in every format, and going on would only annoy.
const MAX_CHALLENGED: u32 = 3;

/// After so many documents in a row whose text did not come though the source has it, the pass
/// stops: what serves the texts is in trouble, and asking for each of the rest would take days.
const MAX_FAILED_TEXTS: u32 = 5;

/// A pass under way.
pub(super) struct Pass {
    client: ApiClient,
    plan: HarvestPlan,
    out: mpsc::Sender<Harvested>,
    summary: PassSummary,
    /// Days that another pass has to look at again.
    open: BTreeSet<NaiveDate>,
    /// Why nothing more is asked; shared with the requests that are prepared already.
    halt: Arc<OnceLock<FetchError>>,
    /// Documents in a row that the bot challenge hid.
    challenged: u32,
    /// Documents in a row whose text should have come and did not.
    failed_texts: u32,
}

/// The documents of one part of the window, with the queries that found them.
type Candidates = BTreeMap<DocumentId, (ApiDocument, BTreeSet<String>)>;

/// Whether a search's failure means that nothing at the address is the API: no search can be absent,
/// nor lead elsewhere.
fn is_no_api(error: &FetchError) -> bool {
    error.is_absence() || matches!(error, FetchError::OffSite { .. })
}

impl Pass {
    pub(super) fn new(client: ApiClient, plan: HarvestPlan, out: mpsc::Sender<Harvested>) -> Self {
        let summary = PassSummary {
            window: plan.window,
            completed_through: None,
            documents: 0,
            texts: 0,
            missing: 0,
            unreachable: false,
        };
        Self {
            client,
            plan,
            out,
            summary,
            open: BTreeSet::new(),
            halt: Arc::default(),
            challenged: 0,
            failed_texts: 0,
        }
    }

    /// A closed channel means that nobody listens any more; the pass is dropped with it.
    async fn say(&self, item: Harvested) {
        let _ = self.out.send(item).await;
    }

    async fn miss(&mut self, what: What, error: FetchError) {
        self.summary.missing += 1;
        self.summary.unreachable |= error.is_unreachable();
        if matches!(what, What::FullText(_)) && error.is_challenge() {
            self.challenged += 1;
        }
        // What was not asked for, since the pass has to end, has not failed.
        if matches!(what, What::FullText(_)) && self.halt.get().is_none() {
            if error.is_transient() {
                self.failed_texts += 1;
            } else {
                // An answer, if only that there is no such thing.
                self.failed_texts = 0;
            }
            if self.failed_texts >= MAX_FAILED_TEXTS
                && !matches!(error, FetchError::OutOfTime { .. })
            {
                let _ = self.halt.set(error.no_more_texts(self.failed_texts));
            }
        }
        let asked_api = !matches!(what, What::FullText(_) | What::Rest(_));
        if error.is_halting()
            || self.challenged >= MAX_CHALLENGED
            || (asked_api && self.client.api_fails(&error))
            || (matches!(what, What::Results { .. }) && is_no_api(&error))
        {
            // The first reason is the one to tell; a second is no news.
            let _ = self.halt.set(error.clone());
        }
        // Results are missing until the query or the server is mended, whatever the error; a
        // document that the source does not have must not hold up all passes to come.
        match &what {
            What::Results { window, .. } | What::Rest(window) => self.open.extend(window.days()),
            What::Document(id) if !error.is_absence() => {
                self.open.insert(id.publication_date);
            }
            What::FullText(document) if !error.is_absence() => {
                self.open.extend(document.metadata.publication_date);
            }
            _ => {}
        }
        self.say(Harvested::Missing(Missing { what, error })).await;
    }

    /// Why nothing more should be asked, if so.
    fn stopped(&self) -> Option<FetchError> {
        let late = || {
            let url = self.client.settings().base_url.to_string();
            self.client
                .out_of_time()
                .then_some(FetchError::OutOfTime { url })
        };
        self.halt.get().cloned().or_else(late)
    }

    pub(super) async fn run(mut self) {
        for part in self.plan.window.chunks(PART_DAYS) {
            if let Some(reason) = self.stopped() {
                let rest = Window::new(part.from(), self.plan.window.to()).unwrap_or(part);
                self.miss(What::Rest(rest), reason).await;
                break;
            }
            self.part(part).await;
        }
        let window = self.plan.window;
        let open = self.open.range(window.from()..).next();
        let done = open.map_or(Some(window.to()), NaiveDate::pred_opt);
        self.summary.completed_through = done
            .map(|day| day.min(self.plan.today))
            .filter(|day| window.contains(*day));
        let summary = self.summary.clone();
        self.say(Harvested::Finished(summary)).await;
    }

    async fn part(&mut self, part: Window) {
        let mut candidates = Candidates::new();
        'queries: for query in self.plan.queries.clone() {
            let Some(window) = query.window(part, self.plan.today) else {
                continue;
            };
            for search in query.searches() {
                let listing = self.listing(&search, window).await;
                for (id, document) in listing.documents {
                    let entry = candidates.entry(id).or_insert((document, BTreeSet::new()));
                    entry.1.insert(query.name.clone());
                }
                for (window, error) in listing.problems {
                    let query = query.name.clone();
                    self.miss(What::Results { query, window }, error).await;
                }
                if self.stopped().is_some() {
                    // Do not ask once per term; everything of this part stays open.
                    self.open.extend(part.days());
                    break 'queries;
                }
            }
        }
        let mut published = BTreeMap::new();
        if self.stopped().is_none() {
            match self.client.daily_counts(None, part).await {
                Ok(counts) => published = counts,
                Err(error) => self.miss(What::DailyCounts(part), error).await,
            }
            self.look_for_expected(part, &mut candidates).await;
        }
        let mut per_day: BTreeMap<NaiveDate, u64> = BTreeMap::new();
        for id in candidates.keys() {
            *per_day.entry(id.publication_date).or_default() += 1;
        }
        let candidates = candidates
            .into_values()
            .map(|(document, queries)| {
                let held = self.settled(&document.metadata);
                (document, queries, held)
            })
            .collect();
        self.texts(candidates).await;
        for date in part.days() {
            let day = Day {
                date,
                published: published.get(&date).copied(),
                candidates: per_day.get(&date).copied().unwrap_or(0),
                complete: !self.open.contains(&date),
            };
            self.say(Harvested::Day(day)).await;
        }
    }

    /// The results of a search, compared with the daily counts of the same search: a day with
    /// fewer documents than counted is read again, and reported if that does not help.
    async fn listing(&self, search: &Search, window: Window) -> Listing {
        let mut listing = self.client.list(search, window).await;
        if !listing.problems.is_empty() {
            return listing;
        }
        let counts = match self.client.daily_counts(Some(search), window).await {
            Ok(counts) => counts,
            Err(error) => {
                listing.problems.push((window, error));
                return listing;
            }
        };
        for (date, counted) in counts {
            let mut looks = 0;
            while listing.on(date) < counted && looks < SECOND_LOOKS {
                let again = self.client.list_again(search, date).await;
                listing.extend(again);
                looks += 1;
            }
            let listed = listing.on(date);
            if listed < counted && !listing.problems.iter().any(|(w, _)| w.contains(date)) {
                let url = self.client.settings().base_url.to_string();
                let error = FetchError::Incomplete {
                    url,
                    date,
                    listed,
                    counted,
                };
                listing.problems.push((Window::day(date), error));
            }
        }
        listing
    }

    async fn look_for_expected(&mut self, part: Window, candidates: &mut Candidates) {
        let listed = |id: &DocumentId| {
            candidates.keys().any(|known| {
                known.publication_date == id.publication_date
                    && known
                        .document_number
                        .same_modulo_padding(&id.document_number)
            })
        };
        let gone: Vec<DocumentId> = self
            .plan
            .expected
            .iter()
            .filter(|id| part.contains(id.publication_date) && !listed(id))
            .cloned()
            .collect();
        if gone.is_empty() {
            return;
        }
        let lookup = self.client.documents(&gone).await;
        for document in lookup.found.into_values() {
            if let Some(id) = document.metadata.id() {
                candidates.insert(id, (document, BTreeSet::new()));
            }
        }
        for (id, error) in lookup.missing {
            if matches!(
                error,
                FetchError::NotFound { .. } | FetchError::WrongDocument { .. }
            ) {
                self.say(Harvested::Vanished(id)).await;
            } else {
                self.miss(What::Document(id), error).await;
            }
        }
    }

    /// Whether the text need not be fetched: it is held, and old enough to have settled.
    fn settled(&self, metadata: &DocumentMetadata) -> bool {
        let days = self.client.settings().politeness.recheck_days;
        let young = self.plan.today.checked_sub_days(Days::new(days.into()));
        metadata.publication_date < young && (self.plan.held)(metadata)
    }

    /// Documents with the queries that found them, and whether their texts are held.
    async fn texts(&mut self, documents: Vec<(ApiDocument, BTreeSet<String>, bool)>) {
        let client = self.client.clone();
        let at_once = client.settings().politeness.text_concurrency;
        let halt = Arc::clone(&self.halt);
        let mut texts = stream::iter(documents)
            .map(|(document, queries, held)| {
                let (client, halt) = (client.clone(), Arc::clone(&halt));
                async move {
                    let text = if held {
                        Ok(Text::Held)
                    } else if let Some(reason) = halt.get() {
                        Err(reason.clone())
                    } else {
                        client
                            .full_text(&document.metadata)
                            .await
                            .map(Text::Fetched)
                    };
                    (document, queries, text)
                }
            })
            .buffered(at_once);
        while let Some((document, queries, text)) = texts.next().await {
            self.summary.documents += 1;
            match text {
                Ok(text) => {
                    if matches!(text, Text::Fetched(_)) {
                        self.challenged = 0;
                        self.failed_texts = 0;
                    }
                    self.summary.texts += u64::from(matches!(text, Text::Fetched(_)));
                    let queries = queries.into_iter().collect();
                    let found = Box::new(Found {
                        document,
                        text,
                        queries,
                    });
                    self.say(Harvested::Document(found)).await;
                }
                Err(error) => self.miss(What::FullText(Box::new(document)), error).await,
            }
        }
    }

    /// A poll of public inspection.
    pub(super) async fn inspect(mut self, plan: InspectionPlan) {
        let mut end = Desk {
            mark: None,
            unchanged: false,
            texts: 0,
            missing: 0,
        };
        match self.client.desk().await {
            Ok(desk) if plan.mark.as_ref() == Some(&desk.mark) => {
                end.mark = plan.mark;
                end.unchanged = true;
            }
            Ok(mut desk) => {
                self.client.complete(&mut desk).await;
                end.mark = Some(desk.mark);
                for error in desk.unreadable {
                    self.miss(What::PublicInspection, error).await;
                }
                let mut documents = Vec::new();
                for document in desk.documents {
                    let queries: BTreeSet<String> = plan
                        .queries
                        .iter()
                        .filter(|query| query.admits(&document.metadata))
                        .map(|query| query.name.clone())
                        .collect();
                    if queries.is_empty() {
                        continue;
                    }
                    if document.metadata.id().is_some() {
                        let held = (plan.filed)(&document);
                        documents.push((document, queries, held));
                    } else {
                        self.say(Harvested::Withdrawn(Box::new(document))).await;
                    }
                }
                self.texts(documents).await;
            }
            Err(error) => self.miss(What::PublicInspection, error).await,
        }
        end.texts = self.summary.texts;
        end.missing = self.summary.missing;
        self.say(Harvested::Desk(end)).await;
    }
}
