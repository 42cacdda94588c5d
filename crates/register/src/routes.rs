//! From a path to an answer. Pure: what comes out depends on the contents and the request alone.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::agencies::Agency;
use crate::answer::{self, Answer};
use crate::library::Library;
use crate::limits::{Limits, Readings};
use crate::params::Params;
use crate::{facets, inspection, issues, lookup, search, texts};

/// What an answer may depend on besides the request.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) library: &'a Library,
    pub(crate) limits: &'a Limits,
    pub(crate) readings: Readings,
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: &'a str,
    /// How many requests came before this one.
    pub(crate) sequence: usize,
}

/// Answers one request; `path` and `query` are still percent-encoded.
pub(crate) fn answer(context: &Context<'_>, method: &str, path: &str, query: &str) -> Answer {
    if method != "GET" && method != "HEAD" {
        return Answer::status_json(
            405,
            &json!({"status": 405, "message": "Method Not Allowed"}),
        );
    }
    if path.len() + query.len() > context.limits.target_bytes {
        return Answer::html(414, answer::page("414", "Request-URI Too Large"));
    }
    let params = Params::parse(query);
    let decoded = decode(path);
    let parts: Vec<&str> = decoded.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        ["api", "v1", rest @ ..] => jsonp(api(context, &params, rest), &params),
        ["documents", "full_text", rest @ ..] => texts::full_text(context, rest),
        ["public-inspection", "raw_text", ..] => texts::raw_text(context, &decoded),
        ["bulkdata", "FR", _, _, file] | ["content", "pkg", _, "xml", file] => {
            texts::issue(context, file)
        }
        ["content", "pkg", package, "html", file] => {
            texts::govinfo_page_text(context, package, file)
        }
        ["bulkdata", "json", "FR", year, month] => texts::bulk_listing(context, year, month),
        ["d", number] => short_link(context, number),
        // The pages for people are behind the wall against robots.
        ["documents", _, _, _, _, ..] | ["public-inspection", _, _] | ["unblock"] => {
            Answer::html(200, answer::challenge_page())
        }
        _ => Answer::no_file(),
    }
}

fn api(context: &Context<'_>, params: &Params, parts: &[&str]) -> Answer {
    let mut parts = parts.to_vec();
    // The format is a suffix of the last step, or a parameter; without either it is JSON.
    let mut format = params.text("format").unwrap_or("json").to_owned();
    if let Some(last) = parts.last_mut()
        && let Some((stem, suffix)) = last.rsplit_once('.')
        && ["json", "csv", "rss"].contains(&suffix)
    {
        suffix.clone_into(&mut format);
        *last = stem;
    }
    if !["json", "csv"].contains(&format.as_str()) {
        return Answer::not_found(context.readings);
    }
    let csv = format == "csv";
    match parts.as_slice() {
        ["documents"] => search::answer(context, params, csv),
        ["documents", "facets", facet] => facets::answer(context, params, facet),
        ["documents", asked] => lookup::answer(context, params, asked, csv),
        ["issues", asked] => issues::answer(context, asked),
        [
            "public-inspection-documents" | "public_inspection_documents",
            rest @ ..,
        ] => match rest {
            [] => inspection::search(context, params, csv),
            ["current"] => inspection::current(context, params, csv),
            ["facets", facet] => inspection::facets(context, facet),
            [asked] => inspection::look_up(context, params, asked),
            _ => Answer::not_found(context.readings),
        },
        ["public-inspection-issues", "facets", facet] => {
            inspection::issue_facets(context, params, facet)
        }
        ["agencies"] => agency_index(context),
        ["agencies", asked] => agency(context, asked),
        _ => Answer::not_found(context.readings),
    }
}

fn agency_index(context: &Context<'_>) -> Answer {
    let all = &context.library.agencies;
    let mut sorted: Vec<&Agency> = all.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let index = sorted
        .iter()
        .map(|agency| agency.in_index(all, context.base))
        .collect();
    Answer::json(&Value::Array(index))
}

fn agency(context: &Context<'_>, asked: &str) -> Answer {
    let all = &context.library.agencies;
    let find = |asked: &str| {
        all.iter()
            .find(|a| a.slug == asked || a.id.to_string() == asked.trim())
    };
    if asked.contains(',') {
        let found = asked.split(',').filter_map(find);
        return Answer::json(
            &found
                .map(|agency| agency.in_index(all, context.base))
                .collect(),
        );
    }
    match find(asked) {
        Some(agency) => Answer::json(&agency.in_index(all, context.base)),
        None => Answer::status_json(404, &json!({"error": 404})),
    }
}

/// `/d/{number}`: to the document's page; while only on public inspection, for now.
fn short_link(context: &Context<'_>, number: &str) -> Answer {
    if let Some(document) = context.library.look_up(number, None) {
        let object = crate::links::published(document, context.base);
        return Answer::redirect(301, object["html_url"].as_str().unwrap_or("/").to_owned());
    }
    if let Some(document) = context.library.look_up_inspected(number) {
        let form = crate::links::FiledAt::Eastern;
        let object = crate::links::inspected(document, context.base, form);
        return Answer::redirect(302, object["html_url"].as_str().unwrap_or("/").to_owned());
    }
    Answer::no_file()
}

fn jsonp(mut answer: Answer, params: &Params) -> Answer {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    if let Some(callback) = params.text("callback")
        && callback.chars().all(plain)
        && answer.content_type.starts_with("application/json")
    {
        let mut body = format!("{callback}(").into_bytes();
        body.append(&mut answer.body);
        body.push(b')');
        answer.content_type = "application/javascript; charset=utf-8";
        answer.body = body;
    }
    answer
}

/// Percent-decoding of a path, in which `+` is a plus.
pub(crate) fn decode(path: &str) -> String {
    let escaped: Cow<'_, str> = if path.contains('+') {
        path.replace('+', "%2B").into()
    } else {
        path.into()
    };
    let hidden = escaped.replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(hidden.as_bytes())
        .next()
        .map(|(key, _)| key.into_owned())
        .unwrap_or_default()
}
