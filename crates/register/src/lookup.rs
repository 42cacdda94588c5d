//! `/documents/{number}`, lists of numbers, and page citations.

use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::calendar;
use crate::csv_form;
use crate::document::Published;
use crate::fields::{self, Selection};
use crate::library;
use crate::links;
use crate::params::Params;
use crate::routes::Context;

/// What a look-up gives without `fields[]`.
fn single_fields() -> impl Iterator<Item = &'static str> {
    fields::DOCUMENT
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !fields::NOT_IN_SINGLE.contains(name))
}

/// Answers a look-up; `asked` is the decoded last step of the path.
pub(crate) fn answer(context: &Context<'_>, params: &Params, asked: &str, csv: bool) -> Answer {
    let selection = match Selection::read(params, fields::DOCUMENT, single_fields()) {
        Ok(selection) => selection,
        Err(answer) => return *answer,
    };
    let complete = |document: &Published| links::published(document, context.base);
    if let Some(pages) = citations(asked) {
        return list(&selection, &on_pages(context, &pages, complete), &[], csv);
    }
    if asked.contains(',') {
        let numbers: Vec<&str> = asked
            .split(',')
            .map(str::trim)
            .filter(|number| !number.is_empty())
            .collect();
        let found: Vec<Map<String, Value>> = numbers
            .iter()
            .filter_map(|number| context.library.look_up(number, None))
            .take(context.limits.multi_get)
            .map(complete)
            .collect();
        // Missing is told by exact comparison: found only under another padding is in both.
        let missing: Vec<String> = numbers
            .iter()
            .filter(|number| {
                !found
                    .iter()
                    .any(|object| object["document_number"] == **number)
            })
            .map(|number| (*number).to_owned())
            .collect();
        return list(&selection, &found, &missing, csv);
    }
    let date = match params.text("publication_date") {
        None => None,
        Some(text) => match calendar::lenient(text) {
            None => return Answer::not_found(context.readings),
            some => some,
        },
    };
    match context.library.look_up(asked, date) {
        None => Answer::not_found(context.readings),
        Some(document) if csv => csv_form::answer(selection.names(), &[complete(document)]),
        Some(document) => Answer::json(&selection.of(&complete(document))),
    }
}

/// The list envelope: status 200 even when some or all are missing.
fn list(
    selection: &Selection,
    found: &[Map<String, Value>],
    missing: &[String],
    csv: bool,
) -> Answer {
    if csv {
        return csv_form::answer(selection.names(), found);
    }
    let results: Vec<Value> = found.iter().map(|object| selection.of(object)).collect();
    let mut envelope = json!({"count": results.len(), "results": results});
    if !missing.is_empty() {
        envelope["errors"] = json!({ "not_found": missing });
    }
    Answer::json(&envelope)
}

/// `89 FR 43,89 FR 44` → volumes and pages; `None` if it is anything else.
fn citations(asked: &str) -> Option<Vec<(i64, i64)>> {
    let one = |text: &str| {
        let (volume, page) = text.trim().split_once(" FR ")?;
        Some((volume.trim().parse().ok()?, page.trim().parse().ok()?))
    };
    library::with_hyphens(asked).split(',').map(one).collect()
}

fn on_pages(
    context: &Context<'_>,
    pages: &[(i64, i64)],
    complete: impl Fn(&Published) -> Map<String, Value>,
) -> Vec<Map<String, Value>> {
    let contains = |document: &&Published| {
        let number = |key: &str| document.object.get(key).and_then(Value::as_i64);
        let range = number("volume").zip(number("start_page").zip(number("end_page")));
        range.is_some_and(|(volume, (first, last))| {
            pages
                .iter()
                .any(|(v, page)| *v == volume && first <= *page && *page <= last)
        })
    };
    context
        .library
        .listed()
        .filter(contains)
        .take(context.limits.multi_get)
        .map(complete)
        .collect()
}
