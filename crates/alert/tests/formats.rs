//! What receivers get, held against the formats by other implementations than ours: the check of
//! signatures that the documentation shows, and the grammar of Atom.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use common::http::{Manner, Receiver, header, webhook};
use common::smtp::Authority;
use common::{deliver, hostile, now, of, outbox, queue, root};
use fedreg_alert::Delivered;
use serde_json::Value;

/// Runs Python on a script that reads standard input, and gives what it prints; `None`, aloud, if
/// there is no Python, or none with this module. With FEDREG_TEST_PYTHON, which names the program,
/// it must be there.
fn python(module: &str, script: &str, input: &str) -> Option<String> {
    let named = std::env::var("FEDREG_TEST_PYTHON").ok();
    let program = named.clone().unwrap_or_else(|| "python3".to_owned());
    let import = format!("import {module}");
    let there = Command::new(&program)
        .args(["-c", &import])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        assert!(named.is_none(), "{program} has no {module}");
        // Written past the test runner, which would keep it to itself.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED a check by another implementation: no {program} with {module}"
        );
        return None;
    }
    let mut child = Command::new(&program)
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{script}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The check that docs/operations.md gives to receivers.
fn documented_check() -> String {
    let page = fs_err::read_to_string(root().join("docs/operations.md")).unwrap();
    let (_, rest) = page.split_once("```python\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[tokio::test]
async fn the_documented_check_takes_what_is_sent_and_nothing_else() {
    let receiver = Receiver::new(Manner::Answers("200 OK")).await;
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    fs_err::write(&key, "hush-hush\n").unwrap();
    let signed = format!("secret_file = '{}'", key.display());
    let toml = webhook("w", &receiver.url, &signed);
    let (settings, mut history) = outbox(&toml, 0);
    queue(&mut history, &["w"], &hostile());
    let at = chrono::DateTime::from_timestamp(1_764_000_000, 0).unwrap();
    assert_eq!(deliver(&settings, &mut history, at).await.delivered, 1);
    let (head, body) = &receiver.requests()[0];
    let timestamp = header(head, "fedreg-timestamp");
    assert_eq!(timestamp, "1764000000");
    let input = serde_json::json!({
        "body": body, "timestamp": timestamp, "signature": header(head, "fedreg-signature"),
    });
    let script = documented_check()
        + r#"
import json, sys
now = 1764000010
time.time = lambda: now
got = json.load(sys.stdin)
body, at, signature = got["body"].encode(), got["timestamp"], got["signature"]
print(genuine(b"hush-hush", at, body, signature))
print(genuine(b"hush-hush", at, body + b" ", signature))
print(genuine(b"hush-hush", str(int(at) + 1), body, signature))
print(genuine(b"another", at, body, signature))
now += 300
print(genuine(b"hush-hush", at, body, signature))
"#;
    if let Some(answers) = python("hmac", &script, &input.to_string()) {
        let answers: Vec<&str> = answers.lines().collect();
        assert_eq!(answers, ["True", "False", "False", "False", "False"]);
    }
}

#[tokio::test]
async fn an_event_has_all_that_cloudevents_asks_for() {
    let receiver = Receiver::new(Manner::Answers("202 Accepted")).await;
    let (settings, mut history) = outbox(&webhook("w", &receiver.url, ""), 1);
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!((done.delivered, done.failed), (1, 0), "{done:?}");
    assert_eq!(
        deliver(&settings, &mut history, now()).await,
        Delivered::default()
    );
    assert_eq!(receiver.requests().len(), 1);
    let (head, body) = &receiver.requests()[0];
    let alert = &of(&history, "w")[0];
    let event: Value = serde_json::from_str(body).unwrap();
    for (name, value) in event.as_object().unwrap() {
        // CloudEvents 1.0.2, 3.1: names are lower-case letters and digits; no value is null.
        assert!(
            name.chars().all(|c| c.is_ascii_lowercase()) && name.len() <= 20,
            "{name}"
        );
        assert!(!value.is_null(), "{name}");
    }
    assert_eq!(event["specversion"], "1.0");
    assert_eq!(event["id"], alert.key);
    assert_eq!(event["source"], "urn:fedreg:alerts");
    assert_eq!(event["type"], "fedreg.alert.published");
    assert_eq!(event["subject"], "2025-20750");
    assert_eq!(event["time"], "2025-11-21T14:00:00.000Z");
    assert_eq!(event["datacontenttype"], "application/json");
    assert_eq!(event["data"], alert.body);
    assert!(header(head, "content-type").starts_with("application/cloudevents+json"));
    assert_eq!(header(head, "idempotency-key"), alert.key);
    assert!(!head.to_lowercase().contains("fedreg-signature"), "{head}");
}

#[tokio::test]
async fn chat_services_get_their_own_shapes_and_markup_is_text() {
    let slack = Receiver::new(Manner::Answers("200 OK")).await;
    let teams = Receiver::new(Manner::Answers("202 Accepted")).await;
    let toml =
        webhook("s", &slack.url, "body = 'slack'") + &webhook("t", &teams.url, "body = 'teams'");
    let (settings, mut history) = outbox(&toml, 0);
    queue(&mut history, &["s", "t"], &hostile());
    assert_eq!(deliver(&settings, &mut history, now()).await.delivered, 2);
    let body =
        |receiver: &Receiver| -> Value { serde_json::from_str(&receiver.requests()[0].1).unwrap() };

    let message = body(&slack);
    assert_eq!(message["mrkdwn"], false, "*bold* is not bold");
    let text = message["text"].as_str().unwrap();
    assert!(!text.contains(['<', '>']), "{text}");
    for words in [
        "&lt;!channel&gt;",
        "&lt;https://evil.example|here&gt;",
        "&lt;script&gt;",
    ] {
        assert!(text.contains(words), "no {words} in {text}");
    }
    let ampersands = text.matches('&').count();
    let entities: usize = ["&amp;", "&lt;", "&gt;"]
        .iter()
        .map(|entity| text.matches(entity).count())
        .sum();
    assert_eq!(ampersands, entities, "{text}");

    let card = &body(&teams)["attachments"][0];
    assert_eq!(
        card["contentType"],
        "application/vnd.microsoft.card.adaptive"
    );
    let blocks = card["content"]["body"].as_array().unwrap();
    let lines: Vec<&str> = blocks
        .iter()
        .map(|block| {
            // A TextBlock would read Markdown; a TextRun does not.
            assert_eq!(block["type"], "RichTextBlock", "{block}");
            assert_eq!(block["inlines"][0]["type"], "TextRun", "{block}");
            block["inlines"][0]["text"].as_str().unwrap()
        })
        .collect();
    assert!(lines[0].starts_with("Designation of <script>"), "{lines:?}");
    let all = lines.join("\n");
    assert!(
        all.contains("[click](https://evil.example) *bold*"),
        "{all}"
    );
}

/// Teams refuses messages of more than 28 KB.
#[tokio::test]
async fn a_long_alert_is_cut_to_what_chat_services_take() {
    let slack = Receiver::new(Manner::Answers("200 OK")).await;
    let teams = Receiver::new(Manner::Answers("200 OK")).await;
    let toml =
        webhook("s", &slack.url, "body = 'slack'") + &webhook("t", &teams.url, "body = 'teams'");
    let (settings, mut history) = outbox(&toml, 0);
    let mut news = common::designation(fedreg_model::Stage::Published);
    let fedreg_history::NewsKind::Record { version, .. } = &mut news.kind else {
        unreachable!()
    };
    version.record.party.countries = (0..2000).map(|n| format!("東{n}")).collect();
    version.record.quote.text = "\"東\"\\ ".repeat(20_000);
    queue(&mut history, &["s", "t"], &news);
    assert_eq!(deliver(&settings, &mut history, now()).await.delivered, 2);
    for (receiver, most) in [(&slack, 40_000), (&teams, 28_000)] {
        let body = &receiver.requests()[0].1;
        assert!(body.len() <= most, "{}", body.len());
        assert!(body.contains("cut here"), "{body}");
    }
}

#[tokio::test]
async fn a_webhook_under_tls_must_show_a_certificate_that_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let known = Authority::new();
    let trust = known.trusted_by(folder.path(), "known.pem");
    let other = Authority::new().trusted_by(folder.path(), "other.pem");
    let receiver = Receiver::under_tls(known.signs("localhost", 2100)).await;
    for (ca, arrives) in [(trust.as_str(), 1), (&other, 0), ("", 0)] {
        let (settings, mut history) = outbox(&webhook("w", &receiver.url, ca), 1);
        let done = deliver(&settings, &mut history, now()).await;
        assert_eq!(done.delivered, arrives, "{ca}: {done:?}");
        if arrives == 0 {
            assert!(done.problems[0].1.contains("certificate"), "{done:?}");
        }
    }
    assert_eq!(receiver.requests().len(), 1);
}

/// The text of a feed with these alerts.
async fn feed(folder: &Path, alerts: usize, hostile_ones: bool) -> String {
    let path = folder.join("alerts.atom");
    let toml = format!(
        "[[channel]]\nname = 'feed & co'\nkind = 'atom'\npath = '{}'\n",
        path.display()
    );
    let (settings, mut history) = outbox(&toml, alerts);
    if hostile_ones {
        queue(&mut history, &["feed & co"], &hostile());
    }
    deliver(&settings, &mut history, now()).await;
    fs_err::read_to_string(&path).unwrap()
}

/// What RFC 4287 asks for: the grammar of its appendix B, and what its text adds.
const VALIDATE: &str = r#"
import json, re, sys
from lxml import etree
got = json.load(sys.stdin)
grammar = etree.RelaxNG(etree.fromstring(got["grammar"].encode()))
xml = etree.fromstring(got["feed"].encode())
if not grammar.validate(xml):
    print("invalid:", grammar.error_log)
A = "{http://www.w3.org/2005/Atom}"
entries = xml.findall(A + "entry")
ids = [entry.findtext(A + "id") for entry in entries]
if len(set(ids)) != len(ids):
    print("an id twice:", ids)
for entry in entries:
    if xml.find(A + "author") is None and entry.find(A + "author") is None:
        print("nobody wrote", entry.findtext(A + "id"))
    content, links = entry.find(A + "content"), entry.findall(A + "link")
    if content is None and not links:
        print("nothing in", entry.findtext(A + "id"))
    if content is not None and len(content):
        print("html with child elements")
    for link in links:
        if re.search(r"[^!#-;=?-Z\[\]_a-z~]", link.get("href")) or not link.get("href").startswith("https://"):
            print("no link:", link.get("href"))
latest = max((entry.findtext(A + "updated") for entry in entries), default=None)
if latest and xml.findtext(A + "updated") != latest:
    print("updated is not that of the latest entry")
print("entries:", len(entries))
"#;

#[tokio::test]
async fn a_feed_is_valid_by_the_grammar_of_rfc_4287() {
    let grammar = include_str!("atom.rng");
    for (alerts, hostile_ones, entries) in [(1, false, 1), (3, true, 4), (250, true, 200)] {
        let folder = tempfile::tempdir().unwrap();
        let feed = feed(folder.path(), alerts, hostile_ones).await;
        let input = serde_json::json!({"grammar": grammar, "feed": feed}).to_string();
        if let Some(answer) = python("lxml", VALIDATE, &input) {
            assert_eq!(answer, format!("entries: {entries}\n"), "{feed}");
        }
    }
    // The check finds what is wrong.
    let folder = tempfile::tempdir().unwrap();
    let feed = feed(folder.path(), 1, false).await;
    for (right, wrong) in [
        ("<updated>2025", "<updated>yesterday, 2025"),
        (
            "<id>urn:fedreg:alert:",
            "<ident>x</ident><id>urn:fedreg:alert:",
        ),
        ("<author><name>fedreg</name></author>\n", ""),
    ] {
        let feed = feed.replace(right, wrong);
        let input = serde_json::json!({"grammar": grammar, "feed": feed}).to_string();
        if let Some(answer) = python("lxml", VALIDATE, &input) {
            assert_ne!(answer, "entries: 1\n", "{wrong}");
        }
    }
}

#[tokio::test]
async fn a_feed_keeps_its_ids_over_rewrites_and_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("alerts.atom");
    let toml = format!(
        "[[channel]]\nname = 'feed'\nkind = 'atom'\npath = '{}'\n",
        path.display()
    );
    let (settings, mut history) = outbox(&toml, 2);
    assert_eq!(deliver(&settings, &mut history, now()).await.delivered, 2);
    let first = fs_err::read_to_string(&path).unwrap();
    queue(&mut history, &["feed"], &hostile());
    let later = now() + chrono::TimeDelta::days(1);
    assert_eq!(deliver(&settings, &mut history, later).await.delivered, 1);
    let second = fs_err::read_to_string(&path).unwrap();
    let entries = |xml: &str| -> Vec<String> {
        let entries = xml.split("<entry>").skip(1);
        entries
            .map(|entry| entry.split_once("</entry>").unwrap().0.to_owned())
            .collect()
    };
    let (before, after) = (entries(&first), entries(&second));
    assert_eq!((before.len(), after.len()), (2, 3));
    // Newest first; what was there is there as it was, byte for byte.
    assert_eq!(after[1..], before);
    for alert in of(&history, "feed") {
        let id = format!("<id>urn:fedreg:alert:{}</id>", alert.key);
        assert_eq!(second.matches(&id).count(), 1);
    }
    // No half-written file stays behind.
    assert_eq!(fs_err::read_dir(folder.path()).unwrap().count(), 1);
}
