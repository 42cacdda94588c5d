//! Atom feeds, read by an XML parser and held to RFC 4287.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::server;
use crate::common::server::Server;
use crate::common::{Home, root};

/// An element: its name, the text inside, its attributes.
type Element = (String, String, Vec<(String, String)>);

/// Feed and entries, each as the elements directly inside.
fn read(xml: &str) -> (Vec<Element>, Vec<Vec<Element>>) {
    let mut reader = Reader::from_str(xml);
    let (mut feed, mut entries): (Vec<Element>, Vec<Vec<Element>>) = (Vec::new(), Vec::new());
    let mut open: Vec<String> = Vec::new();
    loop {
        let event = reader.read_event().expect("well-formed XML");
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let attributes = tag
                    .attributes()
                    .map(|attribute| {
                        let attribute = attribute.expect("an attribute");
                        (
                            attribute.key.as_ref().to_owned(),
                            attribute.value.replace("&amp;", "&"),
                        )
                    })
                    .collect();
                if name == "entry" {
                    entries.push(Vec::new());
                } else if open.len() == 1 {
                    feed.push((name.clone(), String::new(), attributes));
                } else if open.len() == 2 && open[1] == "entry" {
                    let entry = entries.last_mut().unwrap();
                    entry.push((name.clone(), String::new(), attributes));
                }
                if matches!(event, Event::Start(_)) {
                    open.push(name);
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => {
                let text: &str = text;
                match open.as_slice() {
                    [_, inner] if inner != "entry" => feed.last_mut().unwrap().1.push_str(text),
                    [_, entry, _] if entry == "entry" => {
                        let held = entries.last_mut().unwrap().last_mut().unwrap();
                        held.1.push_str(text);
                    }
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    (feed, entries)
}

fn one<'a>(elements: &'a [Element], name: &str) -> &'a str {
    let found: Vec<&Element> = elements.iter().filter(|(n, _, _)| n == name).collect();
    assert_eq!(found.len(), 1, "exactly one {name}");
    &found[0].1
}

fn linked(elements: &[Element], rel: &str) -> String {
    let links = elements.iter().filter(|(name, _, _)| name == "link");
    let of_rel = links.filter(|(_, _, a)| a.contains(&("rel".to_owned(), rel.to_owned())));
    let hrefs: Vec<&String> = of_rel
        .flat_map(|(_, _, a)| a.iter().filter(|(n, _)| n == "href").map(|(_, v)| v))
        .collect();
    assert_eq!(hrefs.len(), 1, "exactly one link {rel}");
    hrefs[0].clone()
}

const FEEDS: [&str; 3] = [
    "/feeds/records.atom",
    "/feeds/records.atom?q=cartel&action=designation&from=2025-01-01",
    "/feeds/authority/INA-219.atom",
];

#[test]
fn a_feed_has_what_the_standard_asks_for() {
    for path in FEEDS {
        let answer = server().get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/atom+xml; charset=utf-8")
        );
        let (feed, entries) = read(&answer.body);
        assert!(!entries.is_empty(), "{path}");
        let mut ids = BTreeSet::from([one(&feed, "id").to_owned()]);
        for elements in std::iter::once(&feed).chain(&entries) {
            assert!(one(elements, "id").starts_with("urn:uuid:"));
            assert!(!one(elements, "title").is_empty());
            let updated = one(elements, "updated");
            assert!(
                chrono::DateTime::parse_from_rfc3339(updated).is_ok(),
                "{updated}"
            );
            assert!(!linked(elements, "alternate").is_empty());
        }
        assert!(feed.iter().any(|(name, _, _)| name == "author"));
        assert_eq!(linked(&feed, "self"), path);
        for entry in &entries {
            assert!(
                ids.insert(one(entry, "id").to_owned()),
                "{path}: an id twice"
            );
            assert!(!one(entry, "content").is_empty());
            let page = server().get(&linked(entry, "alternate"));
            assert_eq!(page.status, 303);
        }
    }
}

#[test]
fn the_ids_of_a_feed_stay_and_its_addresses_are_the_worlds() {
    let public = Server::start(
        Home::filled(),
        &["--public-url", "https://designations.example/fr/"],
    );
    let (here, mine) = read(&server().get(FEEDS[0]).body);
    let (there, theirs) = read(&public.get(FEEDS[0]).body);
    assert_eq!(one(&here, "id"), one(&there, "id"));
    assert_eq!(one(&mine[0], "id"), one(&theirs[0], "id"));
    assert_eq!(
        linked(&there, "self"),
        "https://designations.example/fr/feeds/records.atom"
    );
    assert_eq!(
        public.json("/api/v1/openapi.json")["servers"][0]["url"],
        "https://designations.example/fr"
    );
}

/// Holds a feed to the grammar of RFC 4287 (RELAX NG); prints what is wrong, and the entries.
const VALIDATE: &str = r#"
import json, sys
from lxml import etree
got = json.load(sys.stdin)
grammar = etree.RelaxNG(etree.fromstring(got["grammar"].encode()))
feed = etree.fromstring(got["feed"].encode())
if not grammar.validate(feed):
    print(grammar.error_log)
print("entries:", len(feed.findall("{http://www.w3.org/2005/Atom}entry")))
"#;

#[test]
fn a_feed_is_valid_by_the_grammar_of_rfc_4287() {
    let named = std::env::var("FEDREG_TEST_PYTHON").ok();
    let program = named.clone().unwrap_or_else(|| "python3".to_owned());
    let there = Command::new(&program)
        .args(["-c", "import lxml"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        assert!(named.is_none(), "{program} has no lxml");
        println!("skipped: no {program} with lxml");
        return;
    }
    let grammar = fs_err::read_to_string(root().join("crates/alert/tests/atom.rng")).unwrap();
    let validate = |feed: &str| {
        let mut child = Command::new(&program)
            .args(["-c", VALIDATE])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = serde_json::json!({"grammar": grammar, "feed": feed}).to_string();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    for path in FEEDS.into_iter().chain(["/feeds/records.atom?q=zzzz"]) {
        let feed = server().get(path).body;
        let entries = feed.matches("<entry>").count();
        assert_eq!(validate(&feed), format!("entries: {entries}\n"), "{path}");
    }
    let feed = server().get(FEEDS[0]).body;
    let broken = validate(
        &feed
            .replacen("<id>", "<name>", 1)
            .replacen("</id>", "</name>", 1),
    );
    assert!(
        !broken.starts_with("entries"),
        "the check finds what is wrong"
    );
}
