//! The API as a source: one harvest over a window of days, each find archived before it is read.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::pin::pin;

use chrono::{Days, NaiveDate};
use fedreg_fetch::{
    ApiClient, ApiSettings, ClientError, FIRST_DAY, FetchError, Found, FullText, HarvestPlan,
    Harvested, Missing, Text, What, Window, next_window,
};
use fedreg_history::DocumentFilter;
use fedreg_model::{DocumentId, DocumentMetadata, Stage};
use futures::{FutureExt as _, StreamExt as _};
use url::Url;

use super::intake::{Arrival, Intake};
use super::{PassError, PassRequest, ProblemKind, Progress};
use crate::Settings;

pub(super) async fn read(
    intake: &mut Intake<'_>,
    settings: &Settings,
    url: &Url,
    request: &PassRequest,
    progress: &dyn Progress,
) -> Result<(), PassError> {
    let api = api_settings(&settings.fedreg.source, url);
    let politeness = api.politeness.clone();
    let client = ApiClient::new(api).map_err(|error| match error {
        ClientError::Fetch(error) => PassError::Fetch(error),
        ClientError::Settings(error) => PassError::Settings(error.to_string()),
    })?;
    let today = intake.clock.today();
    let covered = intake.history.coverage(&intake.report.source)?;
    let first = if covered.is_some() || is_local(url) {
        FIRST_DAY
    } else {
        let days = Days::new(settings.fedreg.run.first_days.into());
        today
            .checked_sub_days(days)
            .unwrap_or(FIRST_DAY)
            .max(FIRST_DAY)
    };
    let next = next_window(
        covered,
        today,
        first,
        politeness.overlap_days,
        politeness.lookahead_days,
    );
    let from = request.from.unwrap_or(next.from()).max(FIRST_DAY);
    let to = request.to.unwrap_or(next.to());
    let window = Window::new(from, to).ok_or(PassError::NoDays { from, to })?;
    intake.report.days = Some((from, to));

    let held = held(intake, window)?;
    let expected: Vec<DocumentId> = held.keys().cloned().collect();
    let mut plan = HarvestPlan::new(settings.queries.clone(), window, today)
        .already_held(move |listed| is_unchanged(&held, listed))
        .expecting(expected);
    // Public inspection is about now; a window of the past has nothing to do with it.
    if !settings.fedreg.run.public_inspection || to < today {
        plan = plan.without_public_inspection();
    }
    progress.begin("asking the Federal Register", None);
    let mut missed = Vec::new();
    let mut harvest = pin!(client.harvest(plan));
    loop {
        let item = if let Some(ready) = harvest.next().now_or_never() {
            ready
        } else {
            // Nothing appended waits for the source.
            intake.settle()?;
            harvest.next().await
        };
        let Some(item) = item else { break };
        match item {
            Harvested::Document(found) => {
                document(intake, *found)?;
                progress.advance();
            }
            Harvested::Missing(missing) => missed.push(missing),
            Harvested::Day(day) => intake.counts(day.date, day.published, day.candidates),
            Harvested::Vanished(id) => intake.report.vanished.push(id),
            Harvested::Withdrawn(document) => {
                let now = intake.clock.now();
                let raw = document.raw.to_string();
                intake.withdraw(document.metadata, Some(&raw), now)?;
            }
            Harvested::Finished(summary) => {
                // The mark moves only if nothing lies between it and this window.
                let joined = covered.is_none_or(|mark| {
                    mark.succ_opt()
                        .is_some_and(|next| summary.window.from() <= next)
                });
                if let Some(through) = summary.completed_through.filter(|_| joined) {
                    intake.covered(through)?;
                }
            }
            // A kind of item that this version does not know is no failure of the pass.
            _ => tracing::debug!("an unknown item of the harvest"),
        }
    }
    for alike in alike(missed) {
        miss(intake, &alike);
    }
    Ok(())
}

/// The source's settings for this address. A register on this machine serves what its owner gave
/// it: it is asked as fast as it answers, where the settings do not say otherwise.
fn api_settings(settings: &ApiSettings, url: &Url) -> ApiSettings {
    let mut settings = ApiSettings {
        base_url: url.clone(),
        ..settings.clone()
    };
    let polite = fedreg_fetch::Politeness::default();
    let ours = &mut settings.politeness;
    if is_local(url) {
        let same = |a: f64, b: f64| (a - b).abs() < f64::EPSILON;
        if same(ours.api_requests_per_second, polite.api_requests_per_second) {
            ours.api_requests_per_second = 1000.0;
        }
        if same(
            ours.text_requests_per_second,
            polite.text_requests_per_second,
        ) {
            ours.text_requests_per_second = 1000.0;
        }
        if same(ours.backoff, polite.backoff) {
            ours.backoff = 0.1;
        }
        if ours.text_concurrency == polite.text_concurrency {
            ours.text_concurrency = 4;
        }
    }
    settings
}

/// Whether an address is on this machine.
fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
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

fn document(intake: &mut Intake<'_>, found: Found) -> Result<(), PassError> {
    let Found { document, text, .. } = found;
    intake.report.documents += 1;
    let id = document.metadata.id();
    let FullText {
        format, url, bytes, ..
    } = match text {
        Text::Fetched(text) => text,
        Text::Held => return Ok(()),
    };
    let origin = url.to_string();
    let sha256 = intake.archive(&bytes, &origin)?;
    let notice = match fedreg_text::read(&bytes, format) {
        Ok(notice) => notice,
        Err(error) => {
            let which = id.map_or_else(|| origin.clone(), |id| format!("{id} ({origin})"));
            intake.problem(ProblemKind::File, &which, &error);
            return Ok(());
        }
    };
    let mut metadata = document.metadata.clone();
    metadata.fill_from(&notice.stated);
    let raw = document.raw_json();
    let observed_at = intake.clock.now();
    intake.take(Arrival {
        metadata,
        raw: Some(&raw),
        sha256,
        range: 0..bytes.len(),
        // The reader knows better than the address what came.
        format: notice.format,
        origin: &origin,
        observed_at,
        text: &notice,
    })?;
    Ok(())
}

/// More failures of one kind than this are told as one.
const MANY: usize = 5;

/// Of those told as one that the next pass asks for again, so many are named.
const NAMED: usize = 5;

/// What kind of thing failed in what way.
type Likeness = (
    ProblemKind,
    Discriminant<What>,
    Discriminant<FetchError>,
    Option<u16>,
);

/// Puts failures together that a person would read as one, in the order of the first of each.
fn alike(missed: Vec<Missing>) -> Vec<Vec<Missing>> {
    let mut order: Vec<Vec<Missing>> = Vec::new();
    let mut known: HashMap<Likeness, usize> = HashMap::new();
    for missing in missed {
        let reason = match &missing.error {
            FetchError::NoText { tried, .. } => tried.last().unwrap_or(&missing.error),
            error => error,
        };
        let status = match reason {
            FetchError::Status { status, .. }
            | FetchError::Throttled { status, .. }
            | FetchError::BadRequest { status, .. } => Some(*status),
            _ => None,
        };
        let (what, error) = (discriminant(&missing.what), discriminant(reason));
        let likeness = (kind(&missing), what, error, status);
        let at = *known.entry(likeness).or_insert(order.len());
        match order.get_mut(at) {
            Some(group) => group.push(missing),
            None => order.push(vec![missing]),
        }
    }
    order
}

fn kind(missing: &Missing) -> ProblemKind {
    match (&missing.what, &missing.error) {
        // Not there, and not coming back by asking again.
        (What::FullText(_) | What::Document(_), error) if !is_coming_back(error) => {
            ProblemKind::File
        }
        _ => ProblemKind::Source,
    }
}

/// Reports failures of one kind: a few by themselves, many as one with their count.
fn miss(intake: &mut Intake<'_>, alike: &[Missing]) {
    let told = if alike.len() > MANY { 1 } else { alike.len() };
    for missing in &alike[..told] {
        let mut which = missing.what.to_string();
        if told < alike.len() {
            which = format!("{which}, and {} more that failed alike", alike.len() - told);
            let documents: Vec<String> = alike[told..].iter().filter_map(document_of).collect();
            if !documents.is_empty() {
                which = format!("{which}: {}", named(&documents, kind(missing)));
            }
        }
        let text = match &missing.what {
            // The reason stands with the request that failed before.
            What::Rest(_) => "not asked for, because the pass had to end; run again: the next \
                              pass continues from there"
                .to_owned(),
            What::Results { .. } if missing.error.is_absence() => format!(
                "{}; is the address the API's? It ends in /api/v1",
                missing.error
            ),
            _ => format!("{}; {}", missing.error, missing.error.advice()),
        };
        intake.problem(kind(missing), &which, &text);
    }
}

/// The documents that failed alike: all that a person must look at; of those that the next pass
/// asks for again, the first.
fn named(documents: &[String], kind: ProblemKind) -> String {
    match documents.get(..NAMED) {
        Some(first) if kind == ProblemKind::Source && documents.len() > NAMED => {
            format!("{}, …", first.join(", "))
        }
        _ => documents.join(", "),
    }
}

/// The document that is missing, if it is one.
fn document_of(missing: &Missing) -> Option<String> {
    match &missing.what {
        What::Document(id) => Some(id.to_string()),
        What::FullText(document) => document.metadata.id().map(|id| id.to_string()),
        _ => None,
    }
}

fn is_coming_back(error: &FetchError) -> bool {
    error.is_transient() || error.is_unreachable()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_next_pass_asks_for_again_is_named_in_part() {
        let documents: Vec<String> = (1..=8).map(|n| format!("2025-{n}")).collect();
        let first = "2025-1, 2025-2, 2025-3, 2025-4, 2025-5";
        assert_eq!(named(&documents[..5], ProblemKind::Source), first);
        assert_eq!(
            named(&documents, ProblemKind::Source),
            format!("{first}, …")
        );
        assert!(named(&documents, ProblemKind::File).ends_with("2025-8"));
    }
}
