//! One request: paced, limited in size and time, retried with backoff, its failures typed.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use bytes::{Bytes, BytesMut};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use reqwest::header::{DATE, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

use super::ApiClient;
use super::challenge::{is_challenge_host, is_challenge_page, is_html};
use super::hosts::origin;
use crate::FetchError;
use crate::error::shown;
use crate::settings::seconds;

/// Which of the two paces a request keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JSON of the API.
    Api,
    /// A file of full text.
    Text,
}

/// A pace and a number of requests under way.
#[derive(Debug)]
pub(crate) struct Lane {
    limiter: DefaultDirectRateLimiter,
    permits: Semaphore,
    /// Passing failures in a row.
    failures: AtomicU32,
    /// Microseconds that the latest good answer took; 0 before there is one.
    latency: AtomicU64,
}

/// A bot challenge is tried again so often: who persists looks all the more like a bot.
const CHALLENGE_RETRIES: u32 = 2;

/// Seconds between tries after a bot challenge at most.
const CHALLENGE_BACKOFF: Duration = Duration::from_secs(5);

/// The tries of one request after such a failure, the first included.
fn tries(retries: u32, error: &FetchError) -> u32 {
    1 + match error {
        FetchError::Challenge { .. } => retries.min(CHALLENGE_RETRIES),
        _ => retries,
    }
}

impl Lane {
    /// `rate` requests a second, evenly spaced: no bursts.
    pub(crate) fn new(rate: f64, concurrency: usize) -> Self {
        let period = seconds(1.0 / rate).max(Duration::from_nanos(1));
        let quota = Quota::with_period(period)
            .expect("the period is at least a nanosecond")
            .allow_burst(NonZeroU32::MIN);
        Self {
            limiter: RateLimiter::direct(quota),
            permits: Semaphore::new(concurrency),
            failures: AtomicU32::new(0),
            latency: AtomicU64::new(0),
        }
    }

    /// How long the latest good answer took.
    pub(crate) fn latency(&self) -> Option<Duration> {
        let micros = self.latency.load(Ordering::Relaxed);
        (micros > 0).then(|| Duration::from_micros(micros))
    }

    /// Begins to count anew.
    pub(crate) fn forgive(&self) {
        self.failures.store(0, Ordering::Relaxed);
    }

    fn note<T>(&self, result: &Result<T, FetchError>) {
        match result {
            Err(FetchError::OutOfTime { .. }) => {}
            Err(error) if error.is_transient() => {
                self.failures.fetch_add(1, Ordering::Relaxed);
            }
            // An answer, if only that there is no such thing.
            _ => self.forgive(),
        }
    }

    fn failures(&self) -> u32 {
        self.failures.load(Ordering::Relaxed)
    }
}

impl ApiClient {
    /// Gets an address and reads the answer with `read`; transient failures of either are tried
    /// again, until the retries or the pass's time are used up. Once as many answers in a row have
    /// failed as one request has tries, each further request has one try until one succeeds.
    pub(crate) async fn get<T>(
        &self,
        url: &Url,
        kind: Kind,
        read: impl Fn(&Url, &Bytes) -> Result<T, FetchError>,
    ) -> Result<T, FetchError> {
        let politeness = &self.inner.settings.politeness;
        let backoff = ExponentialBuilder::default()
            .with_min_delay(seconds(politeness.backoff))
            .with_max_delay(seconds(politeness.max_backoff))
            .with_max_times(politeness.retries as usize)
            .with_jitter();
        let longest = seconds(politeness.max_retry_after);
        let lane = self.lane(kind);
        let attempt = || async {
            let result = match self.attempt(url, kind).await {
                Ok(body) => read(url, &body),
                Err(error) => Err(error),
            };
            lane.note(&result);
            result
        };
        attempt
            .retry(backoff)
            .when(|error| {
                error.is_transient()
                    && !matches!(error, FetchError::OutOfTime { .. })
                    && lane.failures() < tries(politeness.retries, error)
            })
            .adjust(|error, delay| {
                let asked = match error {
                    FetchError::Throttled { retry_after, .. } => *retry_after,
                    _ => None,
                };
                let delay = match error {
                    FetchError::Challenge { .. } => delay?.min(CHALLENGE_BACKOFF),
                    _ => delay?.max(asked.unwrap_or_default()),
                };
                let in_time = self
                    .deadline
                    .is_none_or(|deadline| Instant::now() + delay < deadline);
                (asked.unwrap_or_default() <= longest && in_time).then_some(delay)
            })
            .notify(|error, delay| {
                tracing::debug!(%error, delay_ms = delay.as_millis(), "trying again");
            })
            .await
    }

    fn lane(&self, kind: Kind) -> &Lane {
        match kind {
            Kind::Api => &self.inner.api,
            Kind::Text => &self.inner.text,
        }
    }

    /// Whether the API is in such trouble that other requests would fail as this one did: it used
    /// up its tries, and so did one before it, with no answer in between.
    pub(crate) fn api_fails(&self, error: &FetchError) -> bool {
        let tries = tries(self.inner.settings.politeness.retries, error);
        error.is_transient() && self.inner.api.failures() > tries
    }

    async fn attempt(&self, url: &Url, kind: Kind) -> Result<Bytes, FetchError> {
        let out_of_time = || FetchError::OutOfTime { url: shown(url) };
        let lane = self.lane(kind);
        let one = async {
            let _permit = lane.permits.acquire().await.map_err(|_| out_of_time())?;
            lane.limiter.until_ready().await;
            let asked = Instant::now();
            let answer = self.send(url).await;
            if answer.is_ok() {
                let micros = u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX);
                lane.latency.store(micros.max(1), Ordering::Relaxed);
            }
            answer
        };
        match self.deadline {
            None => one.await,
            Some(deadline) => tokio::time::timeout_at(deadline, one)
                .await
                .map_err(|_| out_of_time())?,
        }
    }

    async fn send(&self, url: &Url) -> Result<Bytes, FetchError> {
        tracing::trace!(%url, "get");
        let memory = &self.inner.revalidation;
        let response = self
            .inner
            .http
            .get(url.clone())
            .headers(memory.conditions(url))
            .send()
            .await
            .map_err(|error| describe(url, &error))?;
        let last = response.url().clone();
        if is_challenge_host(&last) {
            return Err(FetchError::Challenge { url: shown(url) });
        }
        match response.status() {
            StatusCode::OK => {
                let headers = response.headers().clone();
                let body = self.body(url, response).await?;
                memory.keep(url, &headers, &body);
                Ok(body)
            }
            StatusCode::NOT_MODIFIED => match memory.body(url) {
                Some(body) => Ok(body),
                None => Err(FetchError::Status {
                    url: shown(url),
                    status: 304,
                }),
            },
            status if status.is_redirection() => Err(redirected(url, &last, response.headers())),
            // The page (often HTML, whatever was asked for) says no more than the status.
            StatusCode::NOT_FOUND | StatusCode::GONE => {
                Err(FetchError::NotFound { url: shown(url) })
            }
            status @ (StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) => {
                let retry_after = retry_after(response.headers());
                Err(FetchError::Throttled {
                    url: shown(url),
                    status: status.as_u16(),
                    retry_after,
                })
            }
            status @ (StatusCode::BAD_REQUEST | StatusCode::URI_TOO_LONG) => {
                let body = self.body(url, response).await.unwrap_or_default();
                let detail = server_words(&body);
                Err(FetchError::BadRequest {
                    url: shown(url),
                    status: status.as_u16(),
                    detail,
                })
            }
            status => {
                let challenged = status == StatusCode::FORBIDDEN
                    && is_challenge_page(&self.body(url, response).await.unwrap_or_default());
                Err(if challenged {
                    FetchError::Challenge { url: shown(url) }
                } else {
                    FetchError::Status {
                        url: shown(url),
                        status: status.as_u16(),
                    }
                })
            }
        }
    }

    /// The body, read piece by piece so that a small compressed answer cannot fill the memory.
    async fn body(&self, url: &Url, mut response: Response) -> Result<Bytes, FetchError> {
        let limit = self.inner.settings.politeness.max_body_bytes;
        let too_large = || FetchError::TooLarge {
            url: shown(url),
            limit,
        };
        let mut body = BytesMut::new();
        while let Some(piece) = response
            .chunk()
            .await
            .map_err(|error| describe(url, &error))?
        {
            if (body.len() + piece.len()) as u64 > limit {
                return Err(too_large());
            }
            body.extend_from_slice(&piece);
        }
        Ok(body.freeze())
    }
}

/// A JSON answer that is no refusal.
pub(crate) fn read_json(url: &Url, body: &Bytes) -> Result<Value, FetchError> {
    if is_challenge_page(body) {
        return Err(FetchError::Challenge { url: shown(url) });
    }
    let unexpected = |detail: String| FetchError::Unexpected {
        url: shown(url),
        expected: "JSON",
        detail,
    };
    if is_html(body) {
        return Err(unexpected("an HTML page came".to_owned()));
    }
    let value: Value =
        serde_json::from_slice(body).map_err(|error| unexpected(error.to_string()))?;
    match crate::api::refusal(&value) {
        Some(detail) => Err(FetchError::ErrorUnder200 {
            url: shown(url),
            detail,
        }),
        None => Ok(value),
    }
}

fn redirected(url: &Url, last: &Url, headers: &HeaderMap) -> FetchError {
    let target = headers
        .get(LOCATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|location| last.join(location).ok());
    match target {
        Some(target) if is_challenge_host(&target) => FetchError::Challenge { url: shown(url) },
        Some(target) => FetchError::OffSite {
            url: shown(url),
            target: origin(&target),
        },
        None => FetchError::OffSite {
            url: shown(url),
            target: "nowhere".to_owned(),
        },
    }
}

/// How long `Retry-After` asks to wait: seconds, or a date, which is measured against the answer's
/// own `Date` so that neither clock has to be right.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let now = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
    Some(until.duration_since(now).unwrap_or_default())
}

/// What the server says in an error body: the message of a JSON one, else its first words.
fn server_words(body: &[u8]) -> String {
    if let Ok(value) = serde_json::from_slice::<Value>(body)
        && let Some(words) = crate::api::refusal(&value)
    {
        return words;
    }
    if is_html(body) {
        return "an HTML page".to_owned();
    }
    let text = String::from_utf8_lossy(&body[..body.len().min(800)]);
    let words: String = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(200)
        .collect();
    if words.is_empty() {
        "no message".to_owned()
    } else {
        words
    }
}

/// An error of the HTTP library as one of ours.
fn describe(url: &Url, error: &reqwest::Error) -> FetchError {
    let (url, detail) = (shown(url), chain(error));
    if error.is_connect() && error.is_timeout() {
        let detail = "no connection was made in time".to_owned();
        FetchError::Connect { url, detail }
    } else if error.is_connect() {
        FetchError::Connect { url, detail }
    } else if error.is_timeout() {
        FetchError::Timeout { url, detail }
    } else if error.is_builder() {
        FetchError::BadUrl { url, detail }
    } else {
        FetchError::Interrupted { url, detail }
    }
}

/// The causes of an error in one line, without the address, which our errors name themselves.
pub(crate) fn chain(error: &reqwest::Error) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(error) = cause {
        let text = error.to_string();
        if words.last() != Some(&text) {
            words.push(text);
        }
        cause = error.source();
    }
    if words.is_empty() {
        error.to_string()
    } else {
        words.join(": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let headers = |retry: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(
                DATE,
                HeaderValue::from_static("Mon, 24 Nov 2025 12:00:00 GMT"),
            );
            headers.insert(RETRY_AFTER, HeaderValue::from_static(retry));
            headers
        };
        for (text, expected) in [
            ("30", Some(30)),
            ("Mon, 24 Nov 2025 12:01:30 GMT", Some(90)),
            ("Mon, 24 Nov 2025 11:00:00 GMT", Some(0)),
            ("soon", None),
        ] {
            assert_eq!(
                retry_after(&headers(text)).map(|d| d.as_secs()),
                expected,
                "{text}"
            );
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }

    #[test]
    fn error_bodies_are_read_whatever_they_are() {
        for (body, words) in [
            (
                r#"{"status":400,"message":"field 'x' not valid"}"#,
                "field 'x' not valid",
            ),
            (
                r#"{"errors":{"agencies":"invalid value"}}"#,
                "invalid value",
            ),
            ("<!DOCTYPE html><title>400</title>", "an HTML page"),
            ("", "no message"),
            ("plain  words", "plain words"),
        ] {
            assert!(server_words(body.as_bytes()).contains(words), "{body}");
        }
    }
}
