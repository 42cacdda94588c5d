//! The API as two sources, each asked for itself: public inspection, and the published documents.

use chrono::Days;
use fedreg_fetch::{
    ApiClient, ApiSettings, ClientError, FIRST_DAY, Found, FullText, Harvested, Text, Window,
    next_window,
};
use futures::{FutureExt as _, Stream, StreamExt as _};
use url::Url;

use super::intake::{Arrival, Intake};
use super::{PassError, PassRequest, ProblemKind, Progress, Session, inspection, published};
use crate::stop::Stop;
use crate::{Settings, deliver_alerts};

pub(super) async fn read(
    intake: &mut Intake<'_>,
    settings: &Settings,
    url: &Url,
    request: &PassRequest,
    session: &mut Session<'_>,
    progress: &dyn Progress,
) -> Result<(), PassError> {
    let client = client(settings, url, session)?;
    let today = intake.clock.today();
    let window = window(intake, settings, url, request)?;
    let source = intake.report.source.clone();
    let mut memory = session.memory.sources.remove(&source).unwrap_or_default();
    // Public inspection is about now; a window of the past has nothing to do with it.
    let mut result = Ok(());
    if settings.fedreg.run.public_inspection && window.to() >= today {
        result = inspection::poll(intake, settings, &client, &mut memory, session, progress).await;
        if result.is_ok() {
            intake.settle()?;
        }
        // What is filed is told at once: reading what is published can take minutes.
        if result.is_ok() && session.delivers && !intake.report.taken.is_empty() {
            let delivered =
                deliver_alerts(intake.history, settings, intake.clock, session.print).await?;
            intake.report.delivered.add(delivered);
        }
    }
    if result.is_ok() && !session.stop.is_set() {
        let politeness = &settings.fedreg.source.politeness;
        let asked = published::Asked {
            window,
            next: next_window(
                Some(today),
                today,
                FIRST_DAY,
                politeness.overlap_days,
                politeness.lookahead_days,
            ),
            is_plain: request.from.is_none() && request.to.is_none() && !session.thorough,
        };
        result = published::read(
            intake,
            settings,
            &client,
            asked,
            &mut memory,
            session,
            progress,
        )
        .await;
    }
    session.memory.sources.insert(source, memory);
    result
}

/// The next thing that a source says.
pub(super) enum Next {
    /// This.
    Item(Harvested),
    /// Nothing more.
    End,
    /// Nothing that is waited for: the pass was asked to stop.
    Stopped,
}

/// Waits for the next thing, or for the wish to stop. Nothing appended waits with it.
pub(super) async fn next(
    intake: &mut Intake<'_>,
    items: &mut (impl Stream<Item = Harvested> + Unpin),
    stop: &Stop,
) -> Result<Next, PassError> {
    if stop.is_set() {
        return Ok(Next::Stopped);
    }
    let item = if let Some(ready) = items.next().now_or_never() {
        ready
    } else {
        intake.settle()?;
        tokio::select! {
            biased;
            () = stop.wait() => return Ok(Next::Stopped),
            item = items.next() => item,
        }
    };
    Ok(item.map_or(Next::End, Next::Item))
}

/// The days of published documents to ask for.
fn window(
    intake: &mut Intake<'_>,
    settings: &Settings,
    url: &Url,
    request: &PassRequest,
) -> Result<Window, PassError> {
    let politeness = &settings.fedreg.source.politeness;
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
    Ok(window)
}

/// The client for this address: one for all passes of a session, so that connections and answers
/// with validators are kept.
fn client(
    settings: &Settings,
    url: &Url,
    session: &mut Session<'_>,
) -> Result<ApiClient, PassError> {
    if let Some((known, client)) = &session.client
        && known == url
    {
        return Ok(client.clone());
    }
    let api = api_settings(&settings.fedreg.source, url);
    let client = ApiClient::new(api).map_err(|error| match error {
        ClientError::Fetch(error) => PassError::Fetch(error),
        ClientError::Settings(error) => PassError::Settings(error.to_string()),
    })?;
    session.client = Some((url.clone(), client.clone()));
    Ok(client)
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

/// Archives, reads and appends a document that was found. Says whether its text was read.
pub(super) fn document(intake: &mut Intake<'_>, found: Found) -> Result<bool, PassError> {
    let Found { document, text, .. } = found;
    intake.report.documents += 1;
    let id = document.metadata.id();
    let FullText {
        format, url, bytes, ..
    } = match text {
        Text::Fetched(text) => text,
        Text::Held => return Ok(true),
    };
    let origin = url.to_string();
    let sha256 = intake.archive(&bytes, &origin)?;
    let notice = match fedreg_text::read(&bytes, format) {
        Ok(notice) => notice,
        Err(error) => {
            let which = id.map_or_else(|| origin.clone(), |id| format!("{id} ({origin})"));
            intake.problem(ProblemKind::File, &which, &error);
            return Ok(false);
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
    Ok(true)
}
