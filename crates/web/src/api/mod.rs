//! JSON for programs, and feeds.

pub(crate) mod as_of;
pub(crate) mod diff;
mod documents;
mod entities;
mod feeds;
mod openapi;
mod paging;
pub(crate) mod records;

use serde_json::{Value, json};

use crate::pages::{AUTHORITY, CURSOR, DAY, FILED, KINDS, KNOWN_AT, SEARCH, STAGES};
use crate::params::{Holds, Param, param};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::route::{Answer, Asked, For, Route};

const LIMIT: Param = param(
    "limit",
    Holds::Limit {
        default: 50,
        max: 500,
    },
    "At most so many items.",
);
const VERDICTS: &[&str] = &["designates", "needs_review", "not_a_designation"];

const RECORDS: [Param; 11] = {
    let mut params = [LIMIT; 11];
    let mut n = 0;
    while n < SEARCH.len() {
        params[n] = SEARCH[n];
        n += 1;
    }
    params
};

const fn json_route(
    path: &'static str,
    params: &'static [Param],
    about: &'static str,
    answer: Answer,
) -> Route {
    Route {
        path,
        is_for: For::Programs,
        params,
        about,
        answer,
    }
}

/// The API and the feeds.
pub(crate) const ROUTES: &[Route] = &[
    json_route(
        "/api/v1/records",
        &RECORDS,
        "Records as known now, the latest notices first.",
        records::list,
    ),
    json_route("/api/v1/records/{id}", &[], "One record.", records::one),
    json_route(
        "/api/v1/entities",
        &[
            param(
                "q",
                Holds::Text,
                "Words of any of its names; case, accents and punctuation do not count.",
            ),
            AUTHORITY,
            param("kind", Holds::OneOf(KINDS), "Only entities of this kind."),
            CURSOR,
            LIMIT,
        ],
        "Entities: parties under all their names, by id.",
        entities::list,
    ),
    json_route(
        "/api/v1/entities/{id}",
        &[KNOWN_AT],
        "One entity: how it stands today, and every event of its life.",
        entities::one,
    ),
    json_route(
        "/api/v1/documents",
        &[
            param(
                "q",
                Holds::Text,
                "Words that all stand in title or text; words in quotation marks stand together.",
            ),
            param(
                "verdict",
                Holds::OneOf(VERDICTS),
                "Only documents with this verdict.",
            ),
            param(
                "stage",
                Holds::OneOf(STAGES),
                "Only documents at this stage.",
            ),
            param(
                "agency",
                Holds::Text,
                "Only documents of this agency: its slug (state-department), or words of its name.",
            ),
            param(
                "family",
                Holds::Text,
                "Only documents of this family of notices.",
            ),
            param("from", Holds::Date, "Only documents of this day or later."),
            param("to", Holds::Date, "Only documents of this day or earlier."),
            CURSOR,
            LIMIT,
        ],
        "Documents in standing, the latest first.",
        documents::list,
    ),
    json_route(
        "/api/v1/documents/{date}/{number}",
        &[param(
            "text",
            Holds::Flag,
            "1 adds the normalised text, into which quotes point.",
        )],
        "One document with its records.",
        documents::one,
    ),
    json_route(
        "/api/v1/as-of",
        &[DAY, AUTHORITY, KNOWN_AT, FILED, CURSOR, LIMIT],
        "Who is designated on a day, as far as was known at an instant.",
        as_of::list,
    ),
    json_route(
        "/api/v1/diff",
        &[
            param(
                "from",
                Holds::Date,
                "The earlier day, not included; required.",
            ),
            param(
                "to",
                Holds::Date,
                "The later day, included; without it, today.",
            ),
            AUTHORITY,
            KNOWN_AT,
            FILED,
            CURSOR,
            LIMIT,
        ],
        "What changed between two days of effect.",
        diff::list,
    ),
    json_route(
        "/api/v1/openapi.json",
        &[],
        "This description.",
        openapi::document,
    ),
    Route {
        path: "/feeds/records.atom",
        is_for: For::Feeds,
        params: &FEED,
        about: "The latest records of a search.",
        answer: feeds::records,
    },
    Route {
        path: "/feeds/authority/{code}",
        is_for: For::Feeds,
        params: &[],
        about: "The latest records under an authority; the code ends in .atom.",
        answer: feeds::authority,
    },
];

/// The search, without where to go on.
const FEED: [Param; 9] = {
    let mut params = [LIMIT; 9];
    let mut n = 0;
    while n < params.len() {
        params[n] = SEARCH[n];
        n += 1;
    }
    params
};

/// A page of items, with where to go on.
fn items(asked: &Asked<'_>, items: &[Value], next: Option<String>, about: Value) -> Reply {
    let mut answer = json!({
        "items": items,
        "next": next,
        "head": asked.head.to_string(),
    });
    fedreg_describe::rows::extend(&mut answer, about);
    let reply = Reply::json(&answer);
    match next {
        Some(cursor) => {
            let link = format!("<{}>; rel=\"next\"", asked.absolute(&asked.onward(&cursor)));
            reply.header(axum::http::header::LINK, link)
        }
        None => reply,
    }
}

/// A problem as JSON (RFC 9457).
pub(crate) fn problem(problem: &Problem) -> Reply {
    let body = json!({
        "type": "about:blank",
        "title": problem.title(),
        "status": problem.status().as_u16(),
        "detail": problem.to_string(),
        "parameter": match problem {
            Problem::Parameter { name, .. } => Some(name),
            _ => None,
        },
    });
    Reply::new("application/problem+json", body.to_string())
}
