//! Pages for people.

mod about;
mod as_of;
mod coverage;
mod diff;
mod document;
mod entity;
mod front;
mod marked;
mod parts;
mod review;
mod search;

use maud::{DOCTYPE, Markup, html};

use crate::params::{Holds, Param, param};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::route::{For, Route};

/// The style sheet.
pub(crate) const STYLE: &str = include_str!("style.css");
/// The picture of the site in tabs and bookmarks.
const ICON: &str = include_str!("icon.svg");

pub(crate) const AUTHORITY: Param = param(
    "authority",
    Holds::Authorities,
    "Only this authority: a code (INA-219), a citation, the name of a standing (SST), or a program \
     tag; repeatable.",
);
pub(crate) const KNOWN_AT: Param = param(
    "known_at",
    Holds::Instant,
    "As known at this instant (RFC 3339), or at the end of this day, Eastern; without it, now.",
);
pub(crate) const FILED: Param = param(
    "filed",
    Holds::Flag,
    "1 counts documents too that are filed for public inspection and not yet published.",
);
pub(crate) const DAY: Param = param(
    "day",
    Holds::Date,
    "In force on this day; without it, today (Eastern).",
);
pub(crate) const CURSOR: Param = param(
    "cursor",
    Holds::Cursor,
    "Go on from this place, as an answer's `next` gave it.",
);
pub(crate) const ACTIONS: &[&str] = &[
    "designation",
    "redesignation",
    "amendment",
    "maintenance",
    "revocation",
    "removal",
    "identification",
    "update",
    "correction",
];
pub(crate) const KINDS: &[&str] = &[
    "organization",
    "individual",
    "country",
    "vessel",
    "aircraft",
    "wallet",
    "unknown",
];
pub(crate) const STAGES: &[&str] = &["public_inspection", "published"];

/// The parameters of the search for records, apart from where to go on.
pub(crate) const SEARCH: [Param; 10] = [
    param(
        "q",
        Holds::Text,
        "Words of a name, alias or identifier of the party; case, accents and punctuation do not \
         count.",
    ),
    AUTHORITY,
    param(
        "action",
        Holds::OneOf(ACTIONS),
        "Only records of this action.",
    ),
    param("kind", Holds::OneOf(KINDS), "Only parties of this kind."),
    param(
        "agency",
        Holds::Text,
        "Only notices of this agency: its slug (state-department), or words of its name.",
    ),
    param(
        "country",
        Holds::Text,
        "Only parties with this country, as printed, among their countries or addresses.",
    ),
    param(
        "from",
        Holds::Date,
        "Only notices published on this day or later.",
    ),
    param(
        "to",
        Holds::Date,
        "Only notices published on this day or earlier.",
    ),
    param("stage", Holds::OneOf(STAGES), "Only notices at this stage."),
    CURSOR,
];

const fn page(
    path: &'static str,
    params: &'static [Param],
    about: &'static str,
    answer: crate::route::Answer,
) -> Route {
    Route {
        path,
        is_for: For::People,
        params,
        about,
        answer,
    }
}

/// The pages.
pub(crate) const ROUTES: &[Route] = &[
    page(
        "/",
        &[],
        "What is new, public inspection first.",
        front::page,
    ),
    page(
        "/search",
        &SEARCH,
        "Records, found by filters.",
        search::page,
    ),
    page(
        "/entity/{id}",
        &[KNOWN_AT],
        "One party over the years.",
        entity::page,
    ),
    page(
        "/document/{date}/{number}",
        &[],
        "One document, its records, and its text with their words marked.",
        document::page,
    ),
    page(
        "/record/{id}",
        &[],
        "Leads to a record on the page of its document.",
        document::record,
    ),
    page(
        "/as-of",
        &[DAY, AUTHORITY, KNOWN_AT, FILED, CURSOR],
        "Who is designated on a day.",
        as_of::page,
    ),
    page(
        "/diff",
        &[
            param("from", Holds::Date, "The earlier day, not included."),
            param("to", Holds::Date, "The later day, included."),
            AUTHORITY,
            KNOWN_AT,
            FILED,
        ],
        "What changed between two days.",
        diff::page,
    ),
    page(
        "/review",
        &[],
        "Documents that need a person.",
        review::page,
    ),
    page(
        "/coverage",
        &[],
        "What the history holds, by year and family.",
        coverage::page,
    ),
    page(
        "/about",
        &[],
        "What this is and how to check it.",
        about::page,
    ),
];

/// The style sheet, as a reply.
pub(crate) fn style() -> Reply {
    Reply::new("text/css; charset=utf-8", STYLE)
        .header(axum::http::header::CACHE_CONTROL, "max-age=3600")
}

/// The icon, as a reply.
pub(crate) fn icon() -> Reply {
    Reply::new("image/svg+xml", ICON).header(axum::http::header::CACHE_CONTROL, "max-age=86400")
}

/// The places of the site, in the order of its menu.
const MENU: [(&str, &str); 7] = [
    ("/", "What is new"),
    ("/search", "Search"),
    ("/as-of", "In force"),
    ("/diff", "Changes"),
    ("/review", "Review"),
    ("/coverage", "Coverage"),
    ("/about", "About"),
];

/// A whole page around its content.
fn shell(
    title: &str,
    here: &str,
    feed: Option<(&str, &str)>,
    content: &Markup,
    foot: &Markup,
) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – fedreg" }
                link rel="stylesheet" href="/style.css";
                link rel="icon" type="image/svg+xml" href="/icon.svg";
                @if let Some((href, title)) = feed {
                    link rel="alternate" type="application/atom+xml" href=(href) title=(title);
                }
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header {
                    a.site href="/" { "fedreg" }
                    nav aria-label="Site" {
                        ul {
                            @for (href, name) in MENU {
                                li {
                                    @if href == here {
                                        a href=(href) aria-current="page" { (name) }
                                    } @else {
                                        a href=(href) { (name) }
                                    }
                                }
                            }
                        }
                    }
                }
                main #main tabindex="-1" { (content) }
                footer { (foot) }
            }
        }
    }
}

/// A problem as a page.
pub(crate) fn problem(problem: &Problem) -> Reply {
    let content = html! {
        h1 { (problem.title()) }
        p { (fedreg_describe::safe(&problem.to_string())) "." }
        p { a href="/search" { "Search the records" } ", or go to " a href="/" { "what is new" } "." }
    };
    Reply::page(shell(
        problem.title(),
        "",
        None,
        &content,
        &html! { p { "Nothing on this site can be changed from here." } },
    ))
}
