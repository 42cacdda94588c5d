//! The OpenAPI document: paths and parameters come from the table of routes, schemas from
//! `schemas.json`, which tests hold real answers to.

use serde_json::{Map, Value, json};

use crate::params::{Holds, MAX_REPEATS, MAX_VALUE, Param};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::route::{Asked, For, Route};

/// The schemas of answers.
const SCHEMAS: &str = include_str!("schemas.json");

/// The schema of what a path answers.
fn answers(path: &str) -> &'static str {
    match path {
        "/api/v1/records" => "Records",
        "/api/v1/records/{id}" => "Record",
        "/api/v1/entities" => "Entities",
        "/api/v1/entities/{id}" => "EntityLife",
        "/api/v1/documents" => "Documents",
        "/api/v1/documents/{date}/{number}" => "Document",
        "/api/v1/as-of" => "AsOf",
        "/api/v1/diff" => "Diff",
        _ => "OpenApi",
    }
}

/// `/api/v1/openapi.json`
pub(super) fn document(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let mut schemas: Map<String, Value> =
        serde_json::from_str(SCHEMAS).map_err(|_| Problem::Fault)?;
    schemas.insert("OpenApi".to_owned(), json!({"type": "object"}));
    let paths: Map<String, Value> = super::ROUTES
        .iter()
        .filter(|route| route.is_for == For::Programs)
        .map(|route| (route.path.to_owned(), json!({"get": operation(route)})))
        .collect();
    let server = match asked.site.public_url() {
        "" => "/",
        url => url,
    };
    Ok(Reply::json(&json!({
        "openapi": "3.1.0",
        "info": {
            "title": "fedreg",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "United States designations in the Federal Register, as records with quotes",
            "description": "Read-only. Every answer has an ETag made of the history's head and the \
                question; send it back as If-None-Match. Dates are Eastern calendar dates, instants \
                UTC. Field names are those of the command line's JSON.",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": schemas},
    })))
}

fn operation(route: &Route) -> Value {
    let in_path = parts(route.path)
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": part(name)}));
    let in_query = route.params.iter().map(|param| {
        json!({
            "name": param.name,
            "in": "query",
            "required": route.path == "/api/v1/diff" && param.name == "from",
            "description": param.about,
            "schema": schema(param),
        })
    });
    let problem = |about: &str| {
        json!({
            "description": about,
            "content": {"application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
            }},
        })
    };
    let mut responses = json!({
        "200": {
            "description": route.about,
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {"application/json": {
                "schema": {"$ref": format!("#/components/schemas/{}", answers(route.path))},
            }},
        },
        "304": {"description": "What the client holds is current."},
        "400": problem("A parameter cannot be used."),
        "503": problem("Too slow, or the history cannot be read now."),
    });
    if route.path.contains('{') {
        responses["404"] = problem("Nothing of that name.");
    }
    if route.path == "/api/v1/entities/{id}" {
        responses["303"] = json!({"description": "The id of a record: leads to its entity."});
    }
    json!({
        "summary": route.about,
        "operationId": operation_id(route.path),
        "parameters": in_path.chain(in_query).collect::<Vec<_>>(),
        "responses": responses,
    })
}

/// `records`, `records_id`.
fn operation_id(path: &str) -> String {
    let words: Vec<&str> = path
        .trim_start_matches("/api/v1/")
        .split(['/', '-', '.', '{', '}'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join("_")
}

/// The parts of a path in braces.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn part(name: &str) -> Value {
    if name == "date" {
        json!({"type": "string", "format": "date"})
    } else {
        json!({"type": "string"})
    }
}

fn schema(param: &Param) -> Value {
    let text = |format: Option<&str>| {
        let mut schema = json!({"type": "string", "maxLength": MAX_VALUE});
        if let Some(format) = format {
            schema["format"] = json!(format);
        }
        schema
    };
    match param.holds {
        Holds::Text | Holds::Cursor | Holds::Instant => text(None),
        Holds::Date => text(Some("date")),
        Holds::Limit { default, max } => {
            json!({"type": "integer", "minimum": 1, "maximum": max, "default": default})
        }
        Holds::Authorities => {
            json!({"type": "array", "items": text(None), "maxItems": MAX_REPEATS})
        }
        Holds::OneOf(words) => json!({"type": "string", "enum": words}),
        Holds::Flag => json!({"type": "string", "enum": ["0", "1", "false", "true"]}),
    }
}
