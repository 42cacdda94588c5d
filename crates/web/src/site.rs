//! The site: where the history is, how its routes are answered.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::http::{Method, Response, StatusCode, Uri, header};
use axum::routing::any;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::America::New_York;
use fedreg_history::{Head, History};
use fedreg_model::Authorities;
use fedreg_timeline::LinkRules;
use sha2::{Digest as _, Sha256};

use crate::params::Params;
use crate::pool::Pool;
use crate::problem::Problem;
use crate::questions::Remembered;
use crate::reply::Reply;
use crate::route::{Asked, For, Route};
use crate::{api, pages};

/// The longest address, path and query.
const MAX_ADDRESS: usize = 2_048;

/// What of a request is heeded: method, address, and the tag that the client holds.
type Questioned = (Method, Uri, Option<String>);

/// Where instants come from.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What a site needs to know.
#[derive(Clone)]
pub struct SiteSettings {
    /// The history, one SQLite file that exists.
    pub history: PathBuf,
    /// The registry of authorities.
    pub authorities: Arc<Authorities>,
    /// The rules by which names are one entity.
    pub links: LinkRules,
    /// Where instants come from.
    pub clock: Clock,
    /// The site's own address as the world sees it (`https://example.org`), for feeds; without it
    /// their addresses are relative.
    pub public_url: Option<String>,
    /// How many handles of the history to keep; so many questions are answered at a time.
    pub handles: usize,
    /// How long an answer may take.
    pub limit: Duration,
}

/// The pages, API and feeds of one history.
pub struct Site {
    pub(crate) authorities: Arc<Authorities>,
    pub(crate) links: LinkRules,
    pub(crate) remembered: Remembered,
    clock: Clock,
    pool: Arc<Pool>,
    public_url: String,
    /// Changes where the same history would be told otherwise: program and configuration.
    seal: String,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site")
            .field("pool", &self.pool)
            .finish_non_exhaustive()
    }
}

impl Site {
    /// A site over a history.
    pub fn new(settings: SiteSettings) -> Arc<Self> {
        let SiteSettings {
            history,
            authorities,
            links,
            clock,
            public_url,
            handles,
            limit,
        } = settings;
        let mut seal = Sha256::new();
        seal.update(env!("CARGO_PKG_VERSION"));
        seal.update(pages::STYLE);
        seal.update(serde_json::to_vec(&links).unwrap_or_default());
        for authority in authorities.iter() {
            seal.update(&authority.code);
            seal.update(&authority.designation);
        }
        Arc::new(Self {
            authorities,
            links,
            remembered: Remembered::default(),
            clock,
            pool: Arc::new(Pool::new(history, handles.max(1), limit)),
            public_url: public_url
                .unwrap_or_default()
                .trim_end_matches('/')
                .to_owned(),
            seal: hex::encode(seal.finalize()),
        })
    }

    pub(crate) fn public_url(&self) -> &str {
        &self.public_url
    }

    /// The routes.
    pub(crate) fn router(self: &Arc<Self>) -> Router {
        let mut router = Router::new();
        for route in routes() {
            let site = Arc::clone(self);
            let answer = move |path: Result<RawPathParams, RawPathParamsRejection>,
                               request: Request| {
                let site = Arc::clone(&site);
                // What is no UTF-8 names nothing.
                let path: Vec<(String, String)> = path.as_ref().map_or_else(
                    |_| Vec::new(),
                    |path| {
                        path.iter()
                            .map(|(name, value)| (name.to_owned(), value.to_owned()))
                            .collect()
                    },
                );
                let (method, uri) = (request.method().clone(), request.uri().clone());
                let held = request
                    .headers()
                    .get(header::IF_NONE_MATCH)
                    .and_then(|value| value.to_str().ok())
                    .map(str::to_owned);
                // A body, if one comes, is never read.
                drop(request);
                async move { site.respond(route, path, (method, uri, held)).await }
            };
            router = router.route(route.path, any(answer));
        }
        router
            .route(
                "/style.css",
                any(|| async { pages::style().into_response() }),
            )
            .route("/icon.svg", any(|| async { pages::icon().into_response() }))
            .route(
                "/robots.txt",
                any(|| async {
                    Reply::new("text/plain; charset=utf-8", "User-agent: *\nAllow: /\n")
                        .into_response()
                }),
            )
            .fallback(any(|request: Request| async move {
                let is_for = if request.uri().path().starts_with("/api/") {
                    For::Programs
                } else {
                    For::People
                };
                let problem = Problem::NotFound("this site has no such address".to_owned());
                tell(is_for, &problem)
            }))
    }

    /// Answers a request by its route.
    async fn respond(
        self: Arc<Self>,
        route: &'static Route,
        path: Vec<(String, String)>,
        request: Questioned,
    ) -> Response<Body> {
        let at = request.1.path().to_owned();
        match Arc::clone(&self).answer(route, path, request).await {
            Ok(reply) => reply.into_response(),
            Err(problem) => {
                if let Problem::History(error) = &problem {
                    tracing::error!("{at}: {error}");
                }
                tell(route.is_for, &problem)
            }
        }
    }

    async fn answer(
        self: Arc<Self>,
        route: &'static Route,
        path: Vec<(String, String)>,
        (method, uri, client_has): Questioned,
    ) -> Result<Reply, Problem> {
        if !matches!(method, Method::GET | Method::HEAD) {
            return Err(Problem::Method);
        }
        let address = uri.path_and_query().map_or("/", |address| address.as_str());
        if address.len() > MAX_ADDRESS {
            return Err(Problem::TooLong { max: MAX_ADDRESS });
        }
        let params = Params::read(uri.query(), route.params)?;
        let (at, address) = (uri.path().to_owned(), address.to_owned());
        let site = Arc::clone(&self);
        let pool = Arc::clone(&self.pool);
        pool.ask(move |history| {
            let now = (site.clock)();
            let today = now.with_timezone(&New_York).date_naive();
            let head = history.head()?;
            let tag = site.tag(history, &head, today, &address)?;
            if client_has.is_some_and(|held| matches(&held, &tag)) {
                return Ok(Reply::new("text/plain; charset=utf-8", "")
                    .status(StatusCode::NOT_MODIFIED)
                    .header(header::ETAG, tag));
            }
            let asked = Asked {
                site: &site,
                history,
                head,
                path,
                at,
                params,
                today,
            };
            Ok((route.answer)(&asked)?.header(header::ETAG, tag))
        })
        .await
    }

    /// The tag of an answer: the same history, told by the same program on the same day to the same
    /// question, gives the same answer.
    fn tag(
        &self,
        history: &History,
        head: &Head,
        today: NaiveDate,
        address: &str,
    ) -> Result<String, Problem> {
        let derived = history.derived_state()?;
        let mut hash = Sha256::new();
        for part in [
            self.seal.as_str(),
            &head.sha256.to_string(),
            &format!("{derived:?}"),
            &today.to_string(),
            address,
        ] {
            hash.update(part);
            hash.update([0]);
        }
        // Weak: a proxy may compress.
        Ok(format!("W/\"{}\"", &hex::encode(hash.finalize())[..32]))
    }
}

/// Every route.
pub(crate) fn routes() -> impl Iterator<Item = &'static Route> {
    pages::ROUTES.iter().chain(api::ROUTES)
}

/// Whether a client holds what has this tag; weak or strong is no matter here.
fn matches(held: &str, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    held.trim() == "*" || held.split(',').any(|one| bare(one) == bare(tag))
}

/// A problem, told as it can be read.
fn tell(is_for: For, problem: &Problem) -> Response<Body> {
    let mut reply = match is_for {
        For::Programs => api::problem(problem),
        For::People | For::Feeds => pages::problem(problem),
    };
    reply = reply.status(problem.status());
    match problem {
        Problem::Method => reply = reply.header(header::ALLOW, "GET, HEAD"),
        Problem::TooSlow { .. } | Problem::History(_) => {
            reply = reply.header(header::RETRY_AFTER, "10");
        }
        _ => {}
    }
    reply
        .header(header::CACHE_CONTROL, "no-store")
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_tag_is_held_if_it_is_among_those_named() {
        let tag = "W/\"abc\"";
        for held in ["*", "W/\"abc\"", "\"abc\"", "\"x\", W/\"abc\""] {
            assert!(matches(held, tag), "{held}");
        }
        for other in ["", "\"ab\"", "abc", "W/\"abcd\""] {
            assert!(!matches(other, tag), "{other}");
        }
    }
}
