//! Public inspection as a source of its own: what is filed, published, moved, withdrawn, and what
//! each costs; the real binary, the loopback register, a real receiver.

use std::sync::mpsc::Receiver;

use fedreg_register::{Document, Fault, Misbehaviour, Register};
use serde_json::{Value, json};

use crate::alerts::{home, receiver};
use crate::common::{Home, Ran, register};

const FILED_AT: &str = "2025-11-21T13:50:00Z";
const PUBLISHED_AT: &str = "2025-11-24T14:00:00Z";

fn object(path: &str) -> Value {
    let text = fs_err::read(register().join(path)).unwrap();
    serde_json::from_slice(&text).unwrap()
}

fn text(path: &str) -> String {
    fs_err::read_to_string(register().join(path)).unwrap()
}

/// The notice as filed, with these fields otherwise.
pub(crate) fn filed(changes: &Value) -> Document {
    let mut object = object("public-inspection/2025-20750.json");
    let changes = changes.as_object().cloned().unwrap_or_default();
    object.as_object_mut().unwrap().extend(changes);
    Document::new(object)
        .unwrap()
        .with_txt(text("public-inspection/2025-20750.txt"))
}

/// The notice as published, with its text changed by `edit`.
pub(crate) fn published(edit: impl Fn(&str) -> String) -> Document {
    let place = "documents/2025/11/24/2025-20750";
    Document::new(object(&format!("{place}.json")))
        .unwrap()
        .with_xml(edit(&text(&format!("{place}.xml"))))
}

/// A register on the day of filing, a home, and what its webhook receives.
struct Day {
    register: Register,
    home: Home,
    bodies: Receiver<Value>,
}

impl Day {
    fn new(name: &str, rule: &str) -> Self {
        let (url, bodies) = receiver("200 OK");
        let home = home(name, &format!("kind = 'webhook'\nurl = '{url}'"), rule);
        let register = Register::empty()
            .today("2025-11-21".parse().unwrap())
            .document(filed(&Value::Null))
            .start_blocking()
            .unwrap();
        Self {
            register,
            home,
            bodies,
        }
    }

    fn run(&self, now: &str) -> Ran {
        let url = self.register.api_url();
        let mut arguments = vec!["-q", "run", "--source", &url];
        if !self.home.db().exists() {
            // Else the first run goes back to 1994.
            arguments.extend(["--from", "2025-11-10"]);
        }
        self.home.run_at(now, &arguments)
    }

    fn publish(&self, document: Document) {
        self.register.set_today("2025-11-24".parse().unwrap());
        self.register.put(document);
    }

    /// The kinds of the alerts that came.
    fn kinds(&self) -> Vec<String> {
        let kind = |event: &Value| event["data"]["kind"].as_str().unwrap().to_owned();
        self.bodies.try_iter().map(|event| kind(&event)).collect()
    }
}

#[test]
fn a_filing_is_told_at_once_and_its_publication_only_if_it_says_something_else() {
    let day = Day::new("desk-same", "authority = ['INA-219']");
    let ran = day.run(FILED_AT);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stdout
            .contains("1 new record (designation of Cartel de los Soles in 2025-20750)"),
        "{}",
        ran.stdout
    );
    let event = day.bodies.try_recv().unwrap();
    assert_eq!(event["data"]["kind"], "filed");
    assert_eq!(
        event["data"]["marking"],
        "filed, not yet published, expected on 2025-11-24"
    );
    assert_eq!(event["data"]["notice"]["publication_date"], "2025-11-24");

    // The same desk again: two questions, nothing said, nothing written.
    day.register.clear_requests();
    let ran = day.run("2025-11-21T14:00:00Z");
    assert_eq!(
        (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
        (0, "", "")
    );
    let asked: Vec<String> = day
        .register
        .requests()
        .into_iter()
        .map(|r| r.path)
        .collect();
    assert_eq!(asked.len(), 2, "{asked:?}");

    // Published from markup instead of page text, it says the same.
    day.publish(published(str::to_owned));
    let ran = day.run(PUBLISHED_AT);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stdout.contains("1 record now published"),
        "{}",
        ran.stdout
    );
    assert_eq!(day.kinds(), Vec::<String>::new());
    assert_eq!(day.home.run(&["verify"]).code, 0);
}

#[test]
fn a_rule_may_ask_for_the_publication() {
    let day = Day::new("desk-asked", "authority = ['FTO']\non_publication = true");
    day.run(FILED_AT);
    day.publish(published(str::to_owned));
    day.run(PUBLISHED_AT);
    assert_eq!(day.kinds(), ["filed", "published_as_filed"]);
    day.run(PUBLISHED_AT);
    assert_eq!(day.kinds(), Vec::<String>::new());
}

#[test]
fn a_notice_that_is_published_otherwise_is_told_with_the_difference() {
    let day = Day::new("desk-changed", "authority = ['FTO']");
    day.run(FILED_AT);
    assert_eq!(day.kinds(), ["filed"]);
    day.publish(published(|text| {
        text.replace(
            "also known as Cartel of the Suns",
            "also known as Cartel of the Suns; also known as The Suns",
        )
    }));
    let ran = day.run(PUBLISHED_AT);
    assert_eq!(ran.code, 0, "{ran:?}");
    let event = day.bodies.try_recv().unwrap();
    assert_eq!(event["data"]["kind"], "changed_at_publication");
    let item = &event["data"]["items"][0];
    assert_eq!(item["aliases_added"], json!(["The Suns"]), "{item}");
}

#[test]
fn another_day_of_publication_than_expected_is_one_change() {
    let day = Day::new("desk-moved", "authority = ['FTO']");
    // It was expected a day earlier, and is published the day after.
    day.register
        .put(filed(&json!({"publication_date": "2025-11-23"})));
    day.run(FILED_AT);
    assert_eq!(day.kinds(), ["filed"]);
    day.publish(published(str::to_owned));
    day.register.remove_inspected("2025-20750");
    day.run(PUBLISHED_AT);
    let event = day.bodies.try_recv().unwrap();
    assert_eq!(event["data"]["kind"], "changed_at_publication", "{event}");
    let items = event["data"]["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!(items[0]["is"], "changed");
    let changed = &items[0]["changes"][0];
    assert_eq!(changed["field"], "publication_date");
    assert_eq!(changed["before"], json!(["2025-11-23"]));
    assert_eq!(changed["after"], json!(["2025-11-24"]));
}

#[test]
fn a_withdrawal_is_told_once() {
    let day = Day::new("desk-withdrawn", "authority = ['FTO']");
    day.run(FILED_AT);
    let note = "The agency has withdrawn this document from publication.";
    day.register.put(filed(
        &json!({"publication_date": null, "editorial_note": note}),
    ));
    let ran = day.run("2025-11-21T17:00:00Z");
    assert_eq!(ran.code, 0, "{ran:?}");
    day.run("2025-11-21T17:10:00Z");
    assert_eq!(day.kinds(), ["filed", "withdrawn"]);
}

#[test]
fn a_notice_whose_filing_is_edited_is_read_again() {
    let day = Day::new("desk-edited", "authority = ['FTO']");
    day.run(FILED_AT);
    assert_eq!(day.kinds(), ["filed"]);
    let again =
        text("public-inspection/2025-20750.txt").replace("Cartel of the Suns", "Cartel of Suns");
    let object = object("public-inspection/2025-20750.json");
    let mut object = object.as_object().cloned().unwrap();
    object.insert(
        "pdf_updated_at".into(),
        json!("2025-11-21T11:15:00.000-05:00"),
    );
    day.register.put(
        Document::new(Value::Object(object))
            .unwrap()
            .with_txt(again),
    );
    day.run("2025-11-21T17:00:00Z");
    assert_eq!(day.kinds(), ["changed"]);
}

#[test]
fn neither_source_waits_for_the_other() {
    let down = || {
        Misbehaviour::new(Fault::Status {
            code: 500,
            retry_after: None,
        })
    };
    // The desk fails: what is published is read.
    let day = Day::new("desk-down", "authority = ['FTO']");
    day.publish(published(str::to_owned));
    day.register
        .misbehave(down().at("/public-inspection-documents"));
    let ran = day.run(PUBLISHED_AT);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("public inspection"), "{}", ran.stderr);
    assert_eq!(day.kinds(), ["published"]);
    // And the other way round.
    let day = Day::new("search-down", "authority = ['FTO']");
    day.register.misbehave(down().at("/api/v1/documents"));
    let ran = day.run(FILED_AT);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(day.kinds(), ["filed"]);
}
