//! The JSON API: the command line's rows, in pages, as the OpenAPI document says.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::server;
use crate::common::Home;

/// Every item, page by page.
fn all(path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(address) = next {
        let answer = server().get(&address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.body);
        let page = answer.json();
        items.extend(page["items"].as_array().unwrap().clone());
        assert_eq!(answer.header("link").is_some(), !page["next"].is_null());
        next = page["next"].as_str().map(|cursor| {
            let joint = if path.contains('?') { '&' } else { '?' };
            format!("{path}{joint}cursor={cursor}")
        });
        assert!(items.len() < 2_000, "{path} does not end");
    }
    items
}

#[test]
fn who_is_designated_is_what_list_says() {
    for day in ["2001-12-31", "2012-09-01", "2026-02-02"] {
        let listed = Home::filled().json(&["list", "--as-of", day, "--json"]);
        assert_eq!(
            Value::from(all(&format!("/api/v1/as-of?day={day}&limit=7"))),
            listed
        );
    }
    let filed = Home::filled().json(&["list", "-a", "INA-219", "--filed", "--json"]);
    let asked = all("/api/v1/as-of?authority=INA-219&filed=1&limit=500");
    assert_eq!(Value::from(asked), filed);
    let before = Home::filled().json(&["list", "--known-at", "1999-01-01", "--json"]);
    assert_eq!(
        Value::from(all("/api/v1/as-of?known_at=1999-01-01")),
        before
    );
}

#[test]
fn what_changed_is_what_diff_says() {
    let days = ["2001-01-01", "2025-12-01"];
    let listed = Home::filled().json(&["diff", days[0], days[1], "--json"]);
    let asked = all(&format!(
        "/api/v1/diff?from={}&to={}&limit=11",
        days[0], days[1]
    ));
    assert!(asked.len() > 20);
    assert_eq!(Value::from(asked), listed);
}

#[test]
fn an_entity_is_what_timeline_says() {
    let listed = Home::filled().json(&["timeline", "al-Nusrah Front", "--json"]);
    let id = listed[0]["entity"].as_str().unwrap();
    let life = server().json(&format!("/api/v1/entities/{id}"));
    let of_it: Vec<&Value> = listed
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["entity"] == id)
        .collect();
    assert_eq!(json!(of_it), life["events"]);
    let record = listed[1]["record_id"].as_str().unwrap();
    let led = server().get(&format!("/api/v1/entities/{record}"));
    assert_eq!(led.status, 303);
    assert_eq!(
        led.header("location"),
        Some(&*format!("/api/v1/entities/{id}"))
    );
}

#[test]
fn documents_and_records_are_what_show_says() {
    let mut shown = Home::filled().json(&["show", "2025-02873", "--text", "--json"]);
    // Of a file the world is told the name alone.
    for version in shown[0]["versions"].as_array_mut().unwrap() {
        let origin = version["origin"].as_str().unwrap();
        let name = origin.rsplit('/').next().unwrap().to_owned();
        assert_ne!(origin, name);
        version["origin"] = json!(name);
    }
    let asked = server().json("/api/v1/documents/2025-02-20/2025-02873?text=1");
    assert_eq!(json!([asked]), shown);
    let record = &shown[0]["records"][0];
    let id = record["record_id"].as_str().unwrap();
    let mut one = server().json(&format!("/api/v1/records/{id}"));
    assert!(one["entity"].is_string());
    one.as_object_mut().unwrap().shift_remove("entity");
    assert_eq!(&one, record);
}

/// What a filtered record must be.
type Test = fn(&Value) -> bool;

#[test]
fn records_come_once_each_and_as_filtered() {
    let records = all("/api/v1/records?limit=9");
    let ids: BTreeSet<&str> = records
        .iter()
        .map(|record| record["record_id"].as_str().unwrap())
        .collect();
    assert!(records.len() > 100);
    assert_eq!(ids.len(), records.len());
    let days: Vec<&str> = records
        .iter()
        .map(|record| record["publication_date"].as_str().unwrap())
        .collect();
    assert!(days.is_sorted_by(|a, b| a >= b));
    let tests: [(&str, Test); 7] = [
        ("q=soles", |r| r["name"] == "Cartel de los Soles"),
        ("q=Cartel+of+the+SUNS", |r| {
            r["name"] == "Cartel de los Soles"
        }),
        ("authority=EO-13224", |r| {
            r["authorities"].to_string().contains("EO-13224")
        }),
        ("action=revocation", |r| r["action"] == "revocation"),
        ("kind=organization", |r| r["kind"] == "organization"),
        ("stage=public_inspection", |r| {
            r["stage"] == "public_inspection"
        }),
        ("from=2024-01-01&to=2024-12-31", |r| {
            r["publication_date"].as_str().unwrap().starts_with("2024")
        }),
    ];
    for (query, holds) in tests {
        let found = all(&format!("/api/v1/records?{query}"));
        let expected = records.iter().filter(|record| holds(record)).count();
        assert!(!found.is_empty(), "{query}");
        assert!(found.iter().all(holds), "{query}");
        assert_eq!(found.len(), expected, "{query}");
    }
    // (Not every notice says its agency by the Register's slug.)
    for agency in ["state-department", "state+DEP"] {
        let found = all(&format!("/api/v1/records?agency={agency}&limit=500"));
        assert!(found.len() > 100, "{agency}: {}", found.len());
    }
    // Parts of names count where a word begins, and the Arabic article is one word.
    let of_one = |query: &str| {
        let found = all(&format!("/api/v1/records?q={query}"));
        let entities: BTreeSet<String> = found.iter().map(|r| r["entity"].to_string()).collect();
        (found.len(), entities.len())
    };
    assert_eq!(of_one("El+Nusrah"), of_one("al-nusrah"));
    assert!(
        of_one("al-nusrah").0 >= 2,
        "the revocation names it otherwise"
    );
    for nothing in [
        "q=oles",
        "q=zzzz",
        "country=Ruritania",
        "agency=no+such+agency",
        "from=2030-01-01",
    ] {
        assert!(
            all(&format!("/api/v1/records?{nothing}")).is_empty(),
            "{nothing}"
        );
    }
}

#[test]
fn entities_and_documents_come_once_each() {
    for (path, key) in [
        ("/api/v1/entities?limit=7", "entity"),
        ("/api/v1/documents?limit=4", "document_number"),
    ] {
        let items = all(path);
        let keys: BTreeSet<String> = items.iter().map(|item| item[key].to_string()).collect();
        assert!(items.len() > 15, "{path}");
        assert_eq!(keys.len(), items.len(), "{path}");
    }
    let found = all("/api/v1/documents?q=%22de+los+soles%22&verdict=designates");
    assert!(
        found
            .iter()
            .any(|document| document["document_number"] == "2025-20750")
    );
    let listed = Home::filled().json(&["entity", "list", "--json"]);
    let ids: BTreeSet<String> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["entity"].to_string())
        .collect();
    assert_eq!(all("/api/v1/entities?limit=500").len(), ids.len());
}

/// Real questions for every path of the API, with every parameter that it has.
const QUESTIONS: [(&str, &[&str]); 9] = [
    (
        "/api/v1/records",
        &[
            "",
            "limit=500",
            "q=soles",
            "authority=INA-219",
            "action=designation",
            "kind=organization",
            "agency=state",
            "country=Cuba",
            "from=2000-01-01",
            "to=2025-12-31",
            "stage=published",
            "cursor=2025-11-24.1",
        ],
    ),
    ("/api/v1/records/{id}", &[""]),
    (
        "/api/v1/entities",
        &[
            "",
            "limit=500",
            "q=al+nusrah",
            "authority=FTO",
            "kind=organization",
            "cursor=5",
        ],
    ),
    ("/api/v1/entities/{id}", &["", "known_at=2026-02-03"]),
    (
        "/api/v1/documents",
        &[
            "",
            "limit=500",
            "q=terrorist",
            "verdict=designates",
            "stage=published",
            "agency=state",
            "family=state-fto",
            "from=2000-01-01",
            "to=2025-12-31",
            "cursor=2025-11-24.1",
        ],
    ),
    ("/api/v1/documents/{date}/{number}", &["", "text=1"]),
    (
        "/api/v1/as-of",
        &[
            "",
            "limit=500",
            "day=2015-01-01",
            "authority=SDGT",
            "known_at=2026-01-01",
            "filed=1",
            "cursor=5.0",
        ],
    ),
    (
        "/api/v1/diff",
        &[
            "from=1997-01-01",
            "from=1997-01-01&to=2025-12-31&limit=500",
            "from=2001-01-01&authority=FTO",
            "from=2001-01-01&known_at=2026-01-01",
            "from=2001-01-01&filed=1",
            "from=2001-01-01&cursor=5.0",
        ],
    ),
    ("/api/v1/openapi.json", &[""]),
];

#[test]
fn the_openapi_document_matches_every_answer() {
    let openapi = server().json("/api/v1/openapi.json");
    assert_eq!(openapi["openapi"], "3.1.0");
    let paths = openapi["paths"].as_object().unwrap();
    let known: BTreeSet<&str> = paths.keys().map(String::as_str).collect();
    let asked: BTreeSet<&str> = QUESTIONS.iter().map(|(path, _)| *path).collect();
    assert_eq!(known, asked);
    let entity = server().json("/api/v1/entities?q=nusrah")["items"][0]["entity"].clone();
    let record = server().json("/api/v1/records?limit=1")["items"][0]["record_id"].clone();
    for (path, queries) in QUESTIONS {
        let operation = &paths[path]["get"];
        let id = if path.contains("entities") {
            &entity
        } else {
            &record
        };
        let real = path
            .replace("{id}", id.as_str().unwrap())
            .replace("{date}", "2025-11-24")
            .replace("{number}", "2025-20750");
        let declared: BTreeSet<&str> = operation["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        let tried: BTreeSet<&str> = queries
            .iter()
            .flat_map(|query| query.split('&'))
            .filter_map(|pair| Some(pair.split_once('=')?.0))
            .collect();
        assert_eq!(declared, tried, "{path}");
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let validator = validator(schema, &openapi);
        for query in queries {
            let answer = server().json(&format!("{real}?{query}"));
            let errors: Vec<String> = validator
                .iter_errors(&answer)
                .map(|error| format!("{} at {}", error, error.instance_path()))
                .collect();
            assert!(
                errors.is_empty(),
                "{path}?{query}: {:?}",
                &errors[..errors.len().min(3)]
            );
        }
    }
}

#[test]
fn a_problem_is_told_as_declared() {
    let openapi = server().json("/api/v1/openapi.json");
    let schema = json!({"$ref": "#/components/schemas/Problem"});
    let validator = validator(&schema, &openapi);
    for (path, status) in [
        ("/api/v1/records?limit=0", 400),
        ("/api/v1/records?limit=501", 400),
        ("/api/v1/records?cursor=x", 400),
        ("/api/v1/records?action=smite", 400),
        ("/api/v1/entities?cursor=%27", 400),
        ("/api/v1/diff", 400),
        ("/api/v1/as-of?cursor=999999999.0", 400),
        ("/api/v1/records/0000000000000000", 404),
        ("/api/v1/nothing", 404),
    ] {
        let answer = server().get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json")
        );
        assert!(
            validator.is_valid(&answer.json()),
            "{path}: {}",
            answer.body
        );
    }
}

/// Holds a value to a schema of the OpenAPI document.
fn validator(schema: &Value, openapi: &Value) -> jsonschema::Validator {
    let mut whole = schema.clone();
    whole["components"] = openapi["components"].clone();
    jsonschema::draft202012::new(&whole).unwrap()
}
