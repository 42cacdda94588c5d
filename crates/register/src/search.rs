//! `/documents`: search, with the service's paging rules.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::conditions::Conditions;
use crate::csv_form;
use crate::document::Published;
use crate::fields::{self, Selection};
use crate::limits::{DeepPages, Limits};
use crate::links;
use crate::params::Params;
use crate::routes::Context;
use crate::term::Term;

/// Which page is served, after all the rewriting that happens without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paging {
    pub(crate) page: u64,
    pub(crate) per_page: u64,
    /// The page asked for lies beyond what is reachable.
    pub(crate) beyond: bool,
}

impl Paging {
    pub(crate) fn read(params: &Params, limits: &Limits) -> Self {
        let asked = |name| params.number(name).and_then(|n| u64::try_from(n).ok());
        let per_page = asked("per_page")
            .filter(|n| 1 < *n && *n <= limits.per_page_max)
            .unwrap_or(limits.per_page_default);
        let page = asked("page")
            .filter(|n| 1 <= *n && *n <= limits.page_max)
            .unwrap_or(1);
        let beyond = page.saturating_mul(per_page) > limits.reachable;
        Self {
            page: if beyond { 1 } else { page },
            per_page,
            beyond,
        }
    }

    pub(crate) fn total_pages(self, total: u64, limits: &Limits) -> u64 {
        total
            .min(limits.reachable)
            .div_ceil(self.per_page)
            .min(limits.page_max)
    }

    /// The envelope of a search, `results` being those of this page.
    pub(crate) fn envelope(
        self,
        context: &Context<'_>,
        path: &str,
        params: &Params,
        total: u64,
        description: String,
        results: Vec<Value>,
    ) -> Value {
        let count = total.min(context.limits.count_cap);
        let mut envelope = Map::new();
        envelope.insert("count".to_owned(), json!(count));
        envelope.insert("description".to_owned(), Value::String(description));
        let only_metadata = params.text("metadata_only") == Some("1");
        // Zero hits: nothing but count and description.
        if total == 0 || only_metadata {
            return Value::Object(envelope);
        }
        let pages = self.total_pages(total, context.limits);
        envelope.insert("total_pages".to_owned(), json!(pages));
        let link = |page| {
            json!(format!(
                "{}{path}?{}",
                context.base,
                params.query_for_page(page)
            ))
        };
        if self.page < pages {
            envelope.insert("next_page_url".to_owned(), link(self.page + 1));
        }
        if self.page > 1 {
            envelope.insert("previous_page_url".to_owned(), link(self.page - 1));
        }
        envelope.insert("results".to_owned(), Value::Array(results));
        Value::Object(envelope)
    }

    pub(crate) fn slice<T>(self, all: &[T]) -> &[T] {
        let size = usize::try_from(self.per_page).unwrap_or(usize::MAX);
        let start = usize::try_from(self.page - 1)
            .unwrap_or(usize::MAX)
            .saturating_mul(size);
        let start = start.min(all.len());
        &all[start..start.saturating_add(size).min(all.len())]
    }
}

/// Answers a search.
pub(crate) fn answer(context: &Context<'_>, params: &Params, csv: bool) -> Answer {
    let conditions = match Conditions::read(params, context.library, context.readings) {
        Ok(conditions) => conditions,
        Err(errors) => return Answer::invalid(&Value::Object(errors)),
    };
    let selection = match Selection::read(
        params,
        fields::DOCUMENT,
        fields::SEARCH_DEFAULT.iter().copied(),
    ) {
        Ok(selection) => selection,
        Err(answer) => return *answer,
    };
    let paging = Paging::read(params, context.limits);
    if paging.beyond && context.readings.deep_pages == DeepPages::Reject {
        return Answer::bad_request("Result window is too large");
    }
    let mut found: Vec<&Published> = context
        .library
        .listed()
        .filter(|document| conditions.match_document(document))
        .collect();
    if params
        .text("include_pre_1994_docs")
        .is_some_and(|flag| flag == "true" || flag == "1")
    {
        let old = context.library.before_1994();
        found.extend(old.filter(|document| conditions.match_document(document)));
    }
    sort(
        &mut found,
        params.text("order"),
        conditions.term.as_ref(),
        context.sequence,
    );
    let results: Vec<Map<String, Value>> = paging
        .slice(&found)
        .iter()
        .map(|document| {
            let mut object = links::published(document, context.base);
            let excerpt = excerpt(document, conditions.term.as_ref());
            object.insert("excerpts".to_owned(), excerpt);
            object
        })
        .collect();
    if csv {
        return csv_form::answer(selection.names(), &results);
    }
    let results = results.iter().map(|object| selection.of(object)).collect();
    let total = found.len() as u64;
    let path = "/api/v1/documents";
    let description = conditions.description();
    Answer::json(&paging.envelope(context, path, params, total, description, results))
}

/// Newest and oldest are stable; relevance is not: equals change places from one request to the
/// next, which is why nobody should page on it.
fn sort(found: &mut [&Published], order: Option<&str>, term: Option<&Term>, sequence: usize) {
    let by_day = |document: &Published| (document.date, document.number.clone());
    match order {
        Some("newest" | "date") => {
            found.sort_by_key(|document| std::cmp::Reverse(by_day(document)));
        }
        Some("oldest" | "id") => found.sort_by_key(|document| by_day(document)),
        Some(key @ ("executive_order_number" | "proclamation_number")) => {
            found.sort_by_key(|document| (document.text(key).to_owned(), by_day(document)));
        }
        _ => found.sort_by_cached_key(|document| {
            let mut hasher = DefaultHasher::new();
            (sequence, by_day(document)).hash(&mut hasher);
            let score = term.map_or(0, |term| term.score(&document.words));
            (std::cmp::Reverse(score), hasher.finish())
        }),
    }
}

/// With a term: a fragment with the words marked. Without: the beginning of the abstract.
fn excerpt(document: &Published, term: Option<&Term>) -> Value {
    let text = document.text("abstract");
    let text = if text.is_empty() {
        document.text("title")
    } else {
        text
    };
    let Some(term) = term else {
        let end = text
            .char_indices()
            .nth(255)
            .map_or(text.len(), |(at, _)| at);
        return if document.text("abstract").is_empty() {
            Value::Null
        } else if end < text.len() {
            json!(format!("{}...", &text[..end]))
        } else {
            json!(text)
        };
    };
    let marks = term.marks();
    let words: Vec<String> = text
        .split_whitespace()
        .take(60)
        .map(|word| {
            let bare: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
            if marks
                .iter()
                .any(|mark| !bare.is_empty() && bare.to_lowercase().starts_with(mark))
            {
                format!("<span class=\"match\">{word}</span>")
            } else {
                word.to_owned()
            }
        })
        .collect();
    json!(words.join(" "))
}
