//! Documents on public inspection: the current desk, past desks, look-ups, search, facets.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::calendar;
use crate::conditions::Dates;
use crate::csv_form;
use crate::document::{self, Inspected};
use crate::fields::{self, Selection};
use crate::library;
use crate::links::{self, FiledAt};
use crate::params::Params;
use crate::routes::Context;
use crate::search::Paging;
use crate::term::Term;
use crate::words::sentence;

fn selection(params: &Params, single: bool) -> Result<Selection, Box<Answer>> {
    let all = fields::INSPECTION.iter().map(|(name, _)| *name);
    // An unknown field raises an error that nothing catches.
    Selection::read(
        params,
        fields::INSPECTION,
        all.filter(|name| !single || *name != "json_url"),
    )
    .map_err(|_| Box::new(Answer::internal_error()))
}

/// `/current`: the whole newest desk, unpaged.
pub(crate) fn current(context: &Context<'_>, params: &Params, csv: bool) -> Answer {
    match context.library.newest_desk() {
        Some(day) => desk(context, params, day, csv),
        None => Answer::json(&json!({"count": 0, "results": []})),
    }
}

/// One day's desk. Every other condition is ignored, and so is paging.
fn desk(context: &Context<'_>, params: &Params, day: NaiveDate, csv: bool) -> Answer {
    let selection = match selection(params, false) {
        Ok(selection) => selection,
        Err(answer) => return *answer,
    };
    let documents = context.library.desk(day);
    if documents.is_empty() {
        return Answer::json(&json!({"count": 0, "results": []}));
    }
    if csv {
        return rows(context, &selection, &documents);
    }
    let results: Vec<Value> = documents
        .iter()
        .map(|document| selection.of(&links::inspected(document, context.base, FiledAt::Eastern)))
        .collect();
    let newest = |kind: &str| {
        let of_kind = documents
            .iter()
            .filter(|document| document.text("filing_type") == kind);
        let last = of_kind.filter_map(|document| document.filed_at).max();
        json!(last.map(calendar::eastern_text))
    };
    Answer::json(&json!({
        "count": results.len(),
        "results": results,
        "special_filings_updated_at": newest("special"),
        "regular_filings_updated_at": newest("regular"),
    }))
}

fn rows(context: &Context<'_>, selection: &Selection, documents: &[&Inspected]) -> Answer {
    let rows: Vec<Map<String, Value>> = documents
        .iter()
        .map(|document| links::inspected(document, context.base, FiledAt::Csv))
        .collect();
    csv_form::answer(selection.names(), &rows)
}

/// One number (one bare object) or several (a list envelope). As fuzzy as for documents.
pub(crate) fn look_up(context: &Context<'_>, params: &Params, asked: &str) -> Answer {
    let selection = match selection(params, !asked.contains(',')) {
        Ok(selection) => selection,
        Err(answer) => return *answer,
    };
    let shown =
        |document| selection.of(&links::inspected(document, context.base, FiledAt::Eastern));
    if !asked.contains(',') {
        return match context.library.look_up_inspected(asked) {
            Some(document) => Answer::json(&shown(document)),
            None => Answer::not_found(context.readings),
        };
    }
    let numbers: Vec<&str> = asked
        .split(',')
        .map(str::trim)
        .filter(|number| !number.is_empty())
        .collect();
    let found: Vec<&Inspected> = numbers
        .iter()
        .filter_map(|number| context.library.look_up_inspected(number))
        .take(context.limits.multi_get)
        .collect();
    let missing: Vec<&&str> = numbers
        .iter()
        .filter(|number| !found.iter().any(|document| document.number == **number))
        .collect();
    let results: Vec<Value> = found.iter().map(|document| shown(document)).collect();
    let mut envelope = json!({"count": results.len(), "results": results});
    if !missing.is_empty() {
        envelope["errors"] = json!({ "not_found": missing });
    }
    Answer::json(&envelope)
}

/// Search: over the newest desk alone, without what is already published, newest filing first.
pub(crate) fn search(context: &Context<'_>, params: &Params, csv: bool) -> Answer {
    let available_on = params
        .conditions()
        .iter()
        .find(|(name, _)| name == "available_on")
        .map(|(_, param)| param);
    if let Some(day) = available_on.and_then(|param| param.values().first().copied()) {
        return match calendar::lenient(day) {
            Some(day) => desk(context, params, day, csv),
            None => Answer::internal_error(),
        };
    }
    let selection = match selection(params, false) {
        Ok(selection) => selection,
        Err(answer) => return *answer,
    };
    let (tests, description) = match conditions(context, params) {
        Ok(read) => read,
        Err(errors) => return Answer::invalid(&Value::Object(errors)),
    };
    let newest_issue = context.library.newest_issue();
    let mut found = context
        .library
        .newest_desk()
        .map_or(Vec::new(), |day| context.library.desk(day));
    found.retain(|document| document.date.is_none_or(|date| date > newest_issue));
    found.retain(|document| tests.iter().all(|test| test(document)));
    library::sort_filings(&mut found);
    if csv {
        found.truncate(200);
        return rows(context, &selection, &found);
    }
    let paging = Paging::read(params, context.limits);
    let results = paging
        .slice(&found)
        .iter()
        .map(|document| selection.of(&links::inspected(document, context.base, FiledAt::Utc)))
        .collect();
    let total = found.len() as u64;
    let path = "/api/v1/public-inspection-documents";
    Answer::json(&paging.envelope(context, path, params, total, description, results))
}

type Test = Box<dyn Fn(&Inspected) -> bool>;

fn conditions(
    context: &Context<'_>,
    params: &Params,
) -> Result<(Vec<Test>, String), Map<String, Value>> {
    let mut tests: Vec<Test> = Vec::new();
    let mut said = Vec::new();
    let mut errors = Map::new();
    for (name, param) in params.conditions() {
        let values: Vec<String> = param.values().into_iter().map(str::to_owned).collect();
        let Some(first) = values
            .first()
            .cloned()
            .or_else(|| (name == "filed_at").then(String::new))
        else {
            continue;
        };
        match name.as_str() {
            "term" => {
                said.insert(0, format!("matching '{first}'"));
                let term = Term::parse(&first);
                tests.push(Box::new(move |document| term.matches(&document.words)));
            }
            "agencies" | "agency_ids" => {
                let key = if name == "agencies" { "slug" } else { "id" };
                said.push(format!("from {}", sentence(&values, " or ", ", and ")));
                tests.push(Box::new(move |document| {
                    document
                        .list("agencies")
                        .iter()
                        .any(|agency| match agency.get(key) {
                            Some(Value::String(slug)) => values.contains(slug),
                            Some(Value::Number(id)) => values.contains(&id.to_string()),
                            _ => false,
                        })
                }));
            }
            "type" => {
                said.push(format!("of type {}", sentence(&values, " or ", ", and ")));
                tests.push(Box::new(move |document| {
                    values
                        .iter()
                        .any(|code| code == document::type_code(document.text("type")))
                }));
            }
            "docket_id" => {
                said.push(format!("filed under agency docket {first}"));
                tests.push(Box::new(move |document| {
                    let dockets = document
                        .list("docket_numbers")
                        .iter()
                        .filter_map(Value::as_str);
                    dockets
                        .map(crate::term::Words::of)
                        .any(|words| words.has_phrase(&first))
                }));
            }
            "document_numbers" => {
                tests.push(Box::new(move |document| values.contains(&document.number)));
            }
            "special_filing" => {
                let wanted = if first == "1" { "special" } else { "regular" };
                said.push(format!("filed as {wanted} filings"));
                tests.push(Box::new(move |document| {
                    document.text("filing_type") == wanted
                }));
            }
            "filed_at" => match Dates::read(param, context.library.today()) {
                Err(()) => {
                    errors.insert(name.clone(), json!("Filed At is not a valid ."));
                }
                Ok(None) => {}
                Ok(Some(dates)) => {
                    said.push(format!("filed {}", dates.words));
                    tests.push(Box::new(move |document| {
                        dates.contain(document.filed_at.map(calendar::eastern_date))
                    }));
                }
            },
            _ => {
                errors.insert(name.clone(), json!("is not a valid field"));
            }
        }
    }
    let description = match said.as_slice() {
        [] => "All Public Inspection Documents".to_owned(),
        said => format!(
            "Public Inspection Documents {}",
            sentence(said, " and ", ", and ")
        ),
    };
    if errors.is_empty() {
        Ok((tests, description))
    } else {
        Err(errors)
    }
}

/// `/public-inspection-documents/facets/{type,agency,agencies}`: of the newest desk.
pub(crate) fn facets(context: &Context<'_>, facet: &str) -> Answer {
    let desk = context
        .library
        .newest_desk()
        .map_or(Vec::new(), |day| context.library.desk(day));
    let mut counts: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for document in desk {
        let buckets: Vec<(String, String)> = match facet {
            "type" => {
                let code = document::type_code(document.text("type"));
                vec![(code.to_owned(), document::type_name(code).to_owned())]
            }
            "agency" | "agencies" => {
                let key = if facet == "agency" { "id" } else { "slug" };
                let bucket = |agency: &Value| {
                    let identifier = match agency.get(key)? {
                        Value::String(slug) => slug.clone(),
                        other => other.to_string(),
                    };
                    Some((identifier, agency.get("name")?.as_str()?.to_owned()))
                };
                document
                    .list("agencies")
                    .iter()
                    .filter_map(bucket)
                    .collect()
            }
            _ => return Answer::not_found(context.readings),
        };
        for (identifier, name) in buckets {
            counts.entry(identifier).or_insert((0, name)).0 += 1;
        }
    }
    let entry = |(key, (count, name))| (key, json!({"count": count, "name": name}));
    Answer::json(&Value::Object(counts.into_iter().map(entry).collect()))
}

/// `/public-inspection-issues/facets/{daily,type}`: errors come under status 200.
pub(crate) fn issue_facets(context: &Context<'_>, params: &Params, facet: &str) -> Answer {
    let date = params
        .conditions()
        .iter()
        .find(|(name, _)| name == "publication_date");
    let bound = |key: &str| {
        date.and_then(|(_, p)| p.text(key))
            .and_then(calendar::lenient)
    };
    let counts = |day: NaiveDate| {
        let desk = context.library.desk(day);
        let of = |kind: &str| {
            desk.iter()
                .filter(|d| d.text("filing_type") == kind)
                .count()
        };
        (desk.len(), of("special"), of("regular"))
    };
    match (facet, bound("gte"), bound("is")) {
        ("daily", Some(from), _) => {
            let to = bound("lte").unwrap_or_else(|| context.library.today());
            let from = from.max(calendar::FIRST_DAY);
            let days = calendar::days(from, to.min(context.library.today()));
            let entry = |day: NaiveDate| {
                let (count, special, regular) = counts(day);
                let object = json!({"count": count, "name": day.format("%m/%d/%Y").to_string(),
                    "special_filings": special, "regular_filings": regular});
                (count > 0).then(|| (day.to_string(), object))
            };
            Answer::json(&Value::Object(days.filter_map(entry).collect()))
        }
        ("type", _, Some(day)) => {
            let (_, special, regular) = counts(day);
            Answer::json(&json!({
                "special_filings": {"count": special, "name": "Special Filings"},
                "regular_filings": {"count": regular, "name": "Regular Filings"},
            }))
        }
        ("daily" | "type", ..) => {
            Answer::json(&json!({"errors": "You must supply the proper conditions", "status": 400}))
        }
        _ => Answer::not_found(context.readings),
    }
}
