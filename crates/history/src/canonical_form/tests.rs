//! The canonical form against its definition.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// The definition, on a tree of values.
fn pruned(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then(|| value.clone()),
        Value::Array(items) => (!items.is_empty()).then(|| {
            let items = items.iter().map(|item| pruned(item).unwrap_or(Value::Null));
            items.collect()
        }),
        Value::Object(map) => {
            let mut entries: Vec<(&String, Value)> = map
                .iter()
                .filter_map(|(key, item)| Some((key, pruned(item)?)))
                .collect();
            entries.sort_by(|a, b| a.0.cmp(b.0));
            (!entries.is_empty())
                .then(|| Value::Object(entries.into_iter().map(|(k, v)| (k.clone(), v)).collect()))
        }
        Value::Bool(_) | Value::Number(_) => Some(value.clone()),
    }
}

fn by_definition<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap();
    pruned(&value).unwrap_or(Value::Null).to_string()
}

fn canonical<T: Serialize>(value: &T) -> String {
    String::from_utf8(canonical_of(value)).unwrap()
}

#[test]
fn order_of_keys_and_empty_fields_do_not_count() {
    let one = json!({"b": 1, "a": "x", "none": null, "empty": [], "blank": "", "map": {}});
    assert_eq!(canonical(&one), r#"{"a":"x","b":1}"#);
    assert_eq!(
        canonical(&json!({"a": [null, "", 0]})),
        r#"{"a":[null,null,0]}"#
    );
    assert_eq!(canonical(&json!({"a": {"b": [], "c": null}})), "null");
    assert_ne!(canonical(&json!({"a": false})), canonical(&json!({})));
}

#[derive(serde::Serialize)]
enum Shape {
    Unit,
    One(Option<u8>),
    Two(i64, String),
    Fields { z: f32, a: Option<char> },
}

#[derive(serde::Serialize)]
struct Unit;

#[derive(serde::Serialize)]
struct Wrapped(Vec<String>);

#[derive(serde::Serialize)]
struct Every {
    z: (u8, Unit, ()),
    #[serde(rename = "a\"b")]
    quoted: Wrapped,
    shapes: Vec<Shape>,
    map: std::collections::BTreeMap<u16, Option<f64>>,
    #[serde(flatten)]
    rest: std::collections::BTreeMap<String, bool>,
}

#[test]
fn every_kind_of_data_is_written_as_defined() {
    let every = Every {
        z: (1, Unit, ()),
        quoted: Wrapped(vec!["\u{7f}\n\u{1F600}".into(), String::new()]),
        shapes: vec![
            Shape::Unit,
            Shape::One(None),
            Shape::One(Some(0)),
            Shape::Two(-1, String::new()),
            Shape::Fields {
                z: 0.1,
                a: Some('"'),
            },
            Shape::Fields {
                z: f32::NAN,
                a: None,
            },
        ],
        map: [(2, Some(1e300)), (10, None), (1, Some(f64::INFINITY))].into(),
        rest: [("b".to_owned(), false), (String::new(), true)].into(),
    };
    assert_eq!(canonical(&every), by_definition(&every));
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,4}".prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((".{0,3}", inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_value_is_written_as_defined(value in values()) {
        prop_assert_eq!(canonical(&value), by_definition(&value));
    }
}
