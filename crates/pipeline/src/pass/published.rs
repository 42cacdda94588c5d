//! The published documents: one question whether anything was listed, and all searches if so.

use std::collections::{BTreeMap, HashMap};
use std::pin::pin;

use chrono::{NaiveDate, TimeDelta};
use fedreg_fetch::{ApiClient, HarvestPlan, Harvested, Window};
use fedreg_history::{DocumentFilter, Sha256};
use fedreg_model::{DocumentId, DocumentMetadata, Stage};

use super::api::{Next, document, next};
use super::intake::Intake;
use super::{PassError, ProblemKind, Progress, Session, missing};
use crate::Settings;
use crate::memory::{ListingMemory, SourceMemory};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// The days.
    pub(super) window: Window,
    /// The days that the next pass asks for, if this one gets to its end.
    pub(super) next: Window,
    /// Whether no person asked for certain days, so that only what is new matters.
    pub(super) is_plain: bool,
}

pub(super) async fn read(
    intake: &mut Intake<'_>,
    settings: &Settings,
    client: &ApiClient,
    asked: Asked,
    memory: &mut SourceMemory,
    session: &Session<'_>,
    progress: &dyn Progress,
) -> Result<(), PassError> {
    progress.begin("asking the Federal Register", None);
    let before = intake.report.problems.len();
    let covered = intake.history.coverage(&intake.report.source)?;
    let mut listing = ListingMemory {
        mark: String::new(),
        window: (asked.next.from(), asked.next.to()),
        today: intake.clock.today(),
        covered,
        queries: Sha256::of(&serde_json::to_vec(&settings.queries).unwrap_or_default()).to_string(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        read_at: intake.clock.now(),
    };
    let may_skip = asked.is_plain
        && covered == Some(listing.today)
        && memory
            .listing
            .as_ref()
            .is_some_and(|known| known.still_holds(&listing, thorough(settings)));
    let is_whole = asked.window.intersection(&asked.next) == Some(asked.next);
    if is_whole {
        let answer = tokio::select! {
            biased;
            () = session.stop.wait() => {
                intake.stopped("the published documents");
                return Ok(());
            }
            answer = client.listing_mark(asked.next) => answer,
        };
        match answer {
            Ok(mark) => listing.mark = mark,
            Err(error) if may_skip => {
                let text = format!("{error}; {}", error.advice());
                let which = format!("the list of documents for {}", asked.next);
                intake.problem(ProblemKind::Source, &which, &text);
            }
            // The searches will fail alike, and say more.
            Err(error) => tracing::debug!(%error, "no list of documents"),
        }
    }
    let same = memory
        .listing
        .as_ref()
        .is_some_and(|known| known.mark == listing.mark);
    if may_skip && (same || listing.mark.is_empty()) {
        intake.report.is_unlisted = same;
    } else {
        harvest(
            intake,
            settings,
            client,
            asked.window,
            memory,
            session,
            progress,
        )
        .await?;
        if session.stop.is_set() {
            return Ok(());
        }
        if is_whole {
            let all = intake.failure_since(before).is_none() && !listing.mark.is_empty();
            listing.covered = intake.history.coverage(&intake.report.source)?;
            memory.listing = all.then_some(listing);
        }
    }
    let failure = intake.failure_since(before);
    let now = intake.clock.now();
    memory.documents.note(now, failure, client.latency());
    Ok(())
}

/// All searches over the window, each find archived before it is read.
async fn harvest(
    intake: &mut Intake<'_>,
    settings: &Settings,
    client: &ApiClient,
    window: Window,
    memory: &mut SourceMemory,
    session: &Session<'_>,
    progress: &dyn Progress,
) -> Result<(), PassError> {
    let today = intake.clock.today();
    let covered = intake.history.coverage(&intake.report.source)?;
    let held = held(intake, window)?;
    let expected: Vec<DocumentId> = held.keys().cloned().collect();
    let plan = HarvestPlan::new(settings.queries.clone(), window, today)
        .already_held(move |listed| is_unchanged(&held, listed))
        .expecting(expected);
    let mut missed = Vec::new();
    let mut found: BTreeMap<String, BTreeMap<NaiveDate, u32>> = BTreeMap::new();
    let mut items = pin!(client.harvest(plan));
    loop {
        let item = match next(intake, &mut items, &session.stop).await? {
            Next::Item(item) => item,
            Next::End => break,
            Next::Stopped => {
                intake.stopped(&format!("published documents for {window}"));
                break;
            }
        };
        match item {
            Harvested::Document(item) => {
                if let Some(day) = item.document.metadata.publication_date {
                    for query in &item.queries {
                        let days = found.entry(query.clone()).or_default();
                        *days.entry(day).or_default() += 1;
                    }
                }
                document(intake, *item)?;
                progress.advance();
            }
            Harvested::Missing(missing) => missed.push(missing),
            Harvested::Day(day) => {
                intake.counts(day.date, day.published, day.candidates);
                memory.note_issue(day);
            }
            Harvested::Vanished(id) => intake.report.vanished.push(id),
            Harvested::Finished(summary) => {
                // The mark moves only if nothing lies between it and this window.
                let joined = covered.is_none_or(|mark| {
                    mark.succ_opt()
                        .is_some_and(|next| summary.window.from() <= next)
                });
                if let Some(through) = summary.completed_through.filter(|_| joined) {
                    intake.covered(through)?;
                }
                let complete = summary
                    .completed_through
                    .and_then(|through| Window::new(window.from(), through));
                if let Some(complete) = complete {
                    memory.note_finds(&settings.queries, complete, today, &mut found);
                }
            }
            // A kind of item that this version does not know is no failure of the pass.
            _ => tracing::debug!("an unknown item of the harvest"),
        }
    }
    missing::report(intake, missed);
    Ok(())
}

fn thorough(settings: &Settings) -> TimeDelta {
    TimeDelta::hours(settings.fedreg.run.thorough_hours.into())
}

/// What the history holds of the window, published: the metadata of each document's versions.
fn held(
    intake: &Intake<'_>,
    window: Window,
) -> Result<HashMap<DocumentId, DocumentMetadata>, PassError> {
    let filter = DocumentFilter {
        from: Some(window.from()),
        to: Some(window.to()),
        ..DocumentFilter::default()
    };
    let documents = intake.history.documents(&filter)?;
    Ok(documents
        .into_iter()
        .filter(|status| status.version.metadata.stage == Stage::Published)
        .map(|status| (status.id, status.version.metadata))
        .collect())
}

/// Whether the source says of a document what the history holds. What is held was completed from
/// the text, so gaps in the source's answer do not count.
fn is_unchanged(held: &HashMap<DocumentId, DocumentMetadata>, listed: &DocumentMetadata) -> bool {
    let Some(known) = listed.id().and_then(|id| held.get(&id)) else {
        return false;
    };
    let mut completed = listed.clone();
    completed.fill_from(known);
    completed == *known
}

impl Intake<'_> {
    /// The source says that it has so many documents of that day, and so many candidates. Days
    /// without any are no news.
    fn counts(&mut self, day: NaiveDate, published: Option<u64>, candidates: u64) {
        if published.unwrap_or(0) > 0 || candidates > 0 {
            self.count_day(day, published, candidates);
        }
    }
}
