//! Delivery to real receivers on this machine, the bad ones above all: nothing is lost, nothing
//! else is delayed, and a round ends on time.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use common::{now, rules, settings};
use fedreg_alert::{AlertSettings, Delivered, Delivery, RuleBook};
use fedreg_history::{AlertState, Alerter as _, History, StoredAlert};
use fedreg_model::Stage;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How a receiver behaves.
#[derive(Debug, Clone, Copy)]
enum Manner {
    Answers(&'static str),
    Silent,
    ClosesEarly,
    Megabytes,
}

/// A receiver: its address and the requests it got, each with its headers.
struct Receiver {
    url: String,
    requests: Arc<Mutex<Vec<(String, String)>>>,
}

impl Receiver {
    async fn new(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let got = Arc::clone(&requests);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, manner, Arc::clone(&got)));
            }
        });
        Self { url, requests }
    }

    fn requests(&self) -> Vec<(String, String)> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(stream: TcpStream, manner: Manner, got: Arc<Mutex<Vec<(String, String)>>>) {
    if matches!(manner, Manner::ClosesEarly) {
        return;
    }
    let mut stream = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        if let Some(size) = line.to_lowercase().strip_prefix("content-length:") {
            length = size.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    got.lock()
        .unwrap()
        .push((head, String::from_utf8(body).unwrap()));
    let answer = match manner {
        Manner::Answers(line) => format!("HTTP/1.1 {line}\r\ncontent-length: 0\r\n\r\n"),
        Manner::Megabytes => "HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n".to_owned(),
        Manner::Silent | Manner::ClosesEarly => {
            tokio::time::sleep(Duration::from_mins(1)).await;
            return;
        }
    };
    let _ = stream.write_all(answer.as_bytes()).await;
    if matches!(manner, Manner::Megabytes) {
        let piece = vec![b'x'; 1 << 16];
        while stream.write_all(&piece).await.is_ok() {}
    }
}

fn webhook(name: &str, url: &str, more: &str) -> String {
    format!("[[channel]]\nname = '{name}'\nkind = 'webhook'\nurl = '{url}'\n{more}\n")
}

/// A history in whose outbox so many alerts wait for each channel.
fn outbox(toml: &str, alerts: usize) -> (AlertSettings, History) {
    let settings = settings(toml);
    let names: Vec<String> = settings.channel.iter().map(|c| c.name.clone()).collect();
    let with_rule = format!("{toml}\n[[rule]]\nname = 'r'\nchannels = {names:?}\n");
    let book = RuleBook::new(rules(&with_rule).unwrap(), 14);
    let mut history = History::in_memory().unwrap();
    for number in 0..alerts {
        let mut news = common::designation(Stage::Published);
        news.document.title = format!("Notice {number}");
        let queued = book.alerts(&[news], now());
        assert_eq!(history.queue_alerts(&queued, now()).unwrap(), names.len());
    }
    (settings, history)
}

async fn deliver(settings: &AlertSettings, history: &mut History, at: DateTime<Utc>) -> Delivered {
    let print = |_: &str| Ok(());
    let delivery = Delivery {
        settings,
        now: &|| at,
        print: Some(&print),
    };
    delivery.run(history).await.unwrap()
}

fn of(history: &History, channel: &str) -> Vec<StoredAlert> {
    let all = history.alerts(false).unwrap();
    all.into_iter().filter(|a| a.channel == channel).collect()
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    head.lines()
        .find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
        .unwrap_or_else(|| panic!("no {name} in {head}"))
}

#[tokio::test]
async fn a_webhook_gets_a_signed_cloud_event_once() {
    let receiver = Receiver::new(Manner::Answers("202 Accepted")).await;
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    fs_err::write(&key, "hush-hush\n").unwrap();
    let toml = webhook(
        "w",
        &receiver.url,
        &format!("secret_file = '{}'", key.display()),
    );
    let (settings, mut history) = outbox(&toml, 1);
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!((done.delivered, done.failed), (1, 0), "{done:?}");
    assert_eq!(
        deliver(&settings, &mut history, now()).await,
        Delivered::default()
    );

    let requests = receiver.requests();
    assert_eq!(requests.len(), 1);
    let (head, body) = &requests[0];
    let alert = &of(&history, "w")[0];
    let event: Value = serde_json::from_str(body).unwrap();
    assert_eq!(event["specversion"], "1.0");
    assert_eq!(event["id"], alert.key);
    assert_eq!(event["type"], "fedreg.alert.published");
    assert_eq!(event["subject"], "2025-20750");
    assert_eq!(event["time"], "2025-11-21T14:00:00.000Z");
    assert_eq!(event["data"], alert.body);
    assert!(header(head, "content-type").starts_with("application/cloudevents+json"));
    assert_eq!(header(head, "idempotency-key"), alert.key);
    let timestamp = header(head, "fedreg-timestamp");
    assert_eq!(timestamp, now().timestamp().to_string());
    assert_eq!(
        header(head, "fedreg-signature"),
        signed("hush-hush", &format!("{timestamp}.{body}"))
    );
    let stored = format!("{:?}", history.alerts(false).unwrap());
    assert!(!stored.contains("hush"), "{stored}");
}

/// HMAC-SHA256 by the book (RFC 2104), apart from the crate that the program uses.
fn signed(key: &str, text: &str) -> String {
    use sha2::{Digest as _, Sha256};
    let pad = |byte: u8| {
        let mut pad = [byte; 64];
        for (pad, key) in pad.iter_mut().zip(key.bytes()) {
            *pad ^= key;
        }
        pad
    };
    let hash = |pad: &[u8], text: &[u8]| {
        let mut hash = Sha256::new();
        hash.update(pad);
        hash.update(text);
        hash.finalize()
    };
    let inner = hash(&pad(0x36), text.as_bytes());
    format!("v1={}", hex::encode(hash(&pad(0x5c), &inner)))
}

#[tokio::test]
async fn chat_services_get_their_own_shapes() {
    let slack = Receiver::new(Manner::Answers("200 OK")).await;
    let teams = Receiver::new(Manner::Answers("202 Accepted")).await;
    let toml =
        webhook("s", &slack.url, "body = 'slack'") + &webhook("t", &teams.url, "body = 'teams'");
    let (settings, mut history) = outbox(&toml, 1);
    assert_eq!(deliver(&settings, &mut history, now()).await.delivered, 2);
    let body =
        |receiver: &Receiver| -> Value { serde_json::from_str(&receiver.requests()[0].1).unwrap() };
    let text = body(&slack)["text"].as_str().unwrap().to_owned();
    assert!(text.contains("I hereby &lt;designate&gt;"), "{text}");
    let card = &body(&teams)["attachments"][0];
    assert_eq!(
        card["contentType"],
        "application/vnd.microsoft.card.adaptive"
    );
    assert_eq!(
        card["content"]["body"][0]["text"],
        "Designation of Cartel de los Soles"
    );
}

#[tokio::test]
async fn receivers_that_fail_are_asked_again_and_the_others_are_not_delayed() {
    let good = Receiver::new(Manner::Answers("204 No Content")).await;
    let broken = Receiver::new(Manner::Answers("500 Oops")).await;
    let busy = Receiver::new(Manner::Answers("429 Slow\r\nretry-after: 7200")).await;
    let elsewhere = "307 Go\r\nlocation: http://127.0.0.1:1/";
    let redirecting = Receiver::new(Manner::Answers(elsewhere)).await;
    let silent = Receiver::new(Manner::Silent).await;
    let closing = Receiver::new(Manner::ClosesEarly).await;
    let chatty = Receiver::new(Manner::Megabytes).await;
    let toml = [
        "timeout = 2.0\n".to_owned(),
        webhook("silent", &silent.url, ""),
        webhook("broken", &broken.url, ""),
        webhook("busy", &busy.url, ""),
        webhook("redirecting", &redirecting.url, ""),
        webhook("closing", &closing.url, ""),
        webhook("down", "http://127.0.0.1:1/", ""),
        webhook("chatty", &chatty.url, ""),
        webhook("good", &good.url, ""),
    ]
    .concat();
    let (settings, mut history) = outbox(&toml, 1);
    let begun = Instant::now();
    let done = deliver(&settings, &mut history, now()).await;
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!((done.delivered, done.failed), (2, 6), "{done:?}");
    for (channel, words, minutes) in [
        ("silent", "no answer within 2 s", 1),
        ("broken", "500", 1),
        ("busy", "429", 120),
        ("redirecting", "redirects are not followed", 1),
        ("closing", "", 1),
        ("down", "", 1),
    ] {
        let alert = &of(&history, channel)[0];
        assert_eq!(alert.state, AlertState::Failed, "{channel}");
        let detail = alert.detail.as_deref().unwrap();
        assert!(detail.contains(words), "{channel}: {detail}");
        assert!(!detail.contains("/hook"), "the address is told: {detail}");
        assert_eq!(
            alert.due_at,
            Some(now() + TimeDelta::minutes(minutes)),
            "{channel}"
        );
    }
    for channel in ["good", "chatty"] {
        assert_eq!(of(&history, channel)[0].state, AlertState::Delivered);
    }
    // Not due yet: nobody is asked.
    assert_eq!(
        deliver(&settings, &mut history, now()).await,
        Delivered::default()
    );
}

#[tokio::test]
async fn the_waits_grow_over_hours_and_end() {
    let broken = Receiver::new(Manner::Answers("500 Oops")).await;
    let (settings, mut history) = outbox(&webhook("w", &broken.url, ""), 1);
    let mut at = now();
    let mut waits = Vec::new();
    while let Some(due) = of(&history, "w")[0].due_at {
        if due > at {
            waits.push((due - at).num_minutes());
        }
        at = due;
        deliver(&settings, &mut history, at).await;
    }
    assert_eq!(waits, [1, 2, 5, 10, 30, 60, 120, 240, 480, 480, 480]);
    assert_eq!(of(&history, "w")[0].state, AlertState::Dead);
    let requests = broken.requests();
    assert_eq!(requests.len(), 12);
    let keys: Vec<&str> = requests
        .iter()
        .map(|(head, _)| header(head, "idempotency-key"))
        .collect();
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

#[tokio::test]
async fn a_round_ends_at_its_deadline_and_what_is_left_waits() {
    let silent = Receiver::new(Manner::Silent).await;
    let toml = format!(
        "deadline = 0.5\ntimeout = 0.3\n{}",
        webhook("w", &silent.url, "")
    );
    let (settings, mut history) = outbox(&toml, 20);
    let begun = Instant::now();
    deliver(&settings, &mut history, now()).await;
    assert!(begun.elapsed() < Duration::from_secs(5));
    let states = of(&history, "w");
    assert!(states.iter().any(|a| a.state == AlertState::Failed));
    assert!(states.iter().any(|a| a.state == AlertState::Queued));
}

#[tokio::test]
async fn a_channel_that_fails_three_times_in_a_row_is_left_alone() {
    let broken = Receiver::new(Manner::Answers("500 Oops")).await;
    let (settings, mut history) = outbox(&webhook("w", &broken.url, ""), 9);
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!((done.failed, done.left), (3, 6), "{done:?}");
    assert_eq!(broken.requests().len(), 3);
}

#[tokio::test]
async fn a_secret_that_is_not_there_is_a_failure_and_not_an_unsigned_request() {
    let receiver = Receiver::new(Manner::Answers("200 OK")).await;
    let toml = webhook("w", &receiver.url, "secret_env = 'FEDREG_TEST_UNSET_KEY'");
    let (settings, mut history) = outbox(&toml, 1);
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!(done.failed, 1);
    assert!(done.problems[0].1.contains("FEDREG_TEST_UNSET_KEY"));
    assert!(receiver.requests().is_empty());
}

#[tokio::test]
async fn a_digest_is_one_message_with_the_keys_of_its_alerts() {
    let receiver = Receiver::new(Manner::Answers("200 OK")).await;
    let channel = webhook("w", &receiver.url, "");
    let toml = format!("{channel}\n[[rule]]\nname = 'd'\nchannels = ['w']\nwhen = 'daily'\n");
    let book = RuleBook::new(rules(&toml).unwrap(), 14);
    let mut history = History::in_memory().unwrap();
    for title in ["a", "b"] {
        let mut news = common::designation(Stage::Published);
        news.document.title = title.into();
        let alerts = book.alerts(&[news], now());
        history.queue_alerts(&alerts, now()).unwrap();
    }
    let settings = settings(&toml);
    assert_eq!(
        deliver(&settings, &mut history, now()).await,
        Delivered::default()
    );
    let done = deliver(&settings, &mut history, common::at("2025-11-22T13:00:00Z")).await;
    assert_eq!(done.delivered, 2);
    let requests = receiver.requests();
    assert_eq!(requests.len(), 1);
    let event: Value = serde_json::from_str(&requests[0].1).unwrap();
    assert_eq!(event["type"], "fedreg.alert.digest");
    let keys: Vec<String> = of(&history, "w").into_iter().map(|a| a.key).collect();
    assert_eq!(event["data"]["keys"], serde_json::json!(keys));
    assert_eq!(event["data"]["alerts"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_feed_is_valid_keeps_its_ids_and_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("alerts.atom");
    let toml = format!(
        "[[channel]]\nname = 'feed'\nkind = 'atom'\npath = '{}'\n",
        path.display()
    );
    let (settings, mut history) = outbox(&toml, 2);
    assert_eq!(deliver(&settings, &mut history, now()).await.delivered, 2);
    let xml = fs_err::read_to_string(&path).unwrap();
    let mut reader = quick_xml::Reader::from_str(&xml);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    for alert in of(&history, "feed") {
        let id = format!("<id>urn:fedreg:alert:{}</id>", alert.key);
        assert_eq!(xml.matches(&id).count(), 1);
    }
    assert_eq!(xml.matches("<entry>").count(), 2);
    assert!(xml.contains("&lt;h2&gt;Designation of"), "{xml}");
    assert_eq!(fs_err::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_gets_json_and_its_exit_code_counts() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("got.json");
    let command = |name: &str, script: &str| {
        format!(
            "[[channel]]\nname = '{name}'\nkind = 'command'\ncommand = ['sh', '-c', '{script}']\n"
        )
    };
    let toml = [
        "timeout = 1.0\n".to_owned(),
        command("takes", &format!("cat > {}", file.display())),
        command("reads nothing", "exit 0"),
        command("refuses", "exit 3"),
        command("never ends", "sleep 60"),
        "[[channel]]\nname = 'is not there'\nkind = 'command'\ncommand = ['/no/such']\n".to_owned(),
    ]
    .concat();
    let (settings, mut history) = outbox(&toml, 1);
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!((done.delivered, done.failed), (2, 3), "{done:?}");
    let got: Value = serde_json::from_str(&fs_err::read_to_string(file).unwrap()).unwrap();
    assert_eq!(got["id"], of(&history, "takes")[0].key);
    for (channel, words) in [
        ("refuses", "exit status: 3"),
        ("never ends", "no answer within 1 s"),
        ("is not there", "cannot be started"),
    ] {
        let detail = of(&history, channel)[0].detail.clone().unwrap();
        assert!(detail.contains(words), "{detail}");
    }
}

/// A mail server that keeps what it is told; with STARTTLS neither offered nor known.
async fn smtp() -> (u16, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let kept = Arc::new(Mutex::new(String::new()));
    let keeper = Arc::clone(&kept);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let keeper = Arc::clone(&keeper);
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                stream.write_all(b"220 sink\r\n").await.unwrap();
                let mut data = false;
                let mut line = String::new();
                while stream.read_line(&mut line).await.unwrap_or(0) > 0 {
                    keeper.lock().unwrap().push_str(&line);
                    let answer = match line.trim_end() {
                        "." if data => {
                            data = false;
                            "250 taken\r\n"
                        }
                        _ if data => "",
                        "DATA" => {
                            data = true;
                            "354 go on\r\n"
                        }
                        hello if hello.starts_with("EHLO") => "250-sink\r\n250 8BITMIME\r\n",
                        "QUIT" => "221 bye\r\n",
                        _ => "250 ok\r\n",
                    };
                    stream.write_all(answer.as_bytes()).await.unwrap();
                    line.clear();
                }
            });
        }
    });
    (port, kept)
}

#[tokio::test]
async fn mail_has_text_and_html_and_a_stable_id_and_goes_nowhere_in_plain_unasked() {
    let (port, kept) = smtp().await;
    let mail = |name: &str, security: &str| {
        format!(
            "[[channel]]\nname = '{name}'\nkind = 'email'\nhost = 'localhost'\nport = {port}\n\
             security = '{security}'\nfrom = 'Fedreg <fedreg@example.org>'\n\
             to = ['a@example.org', 'b@example.org']\n"
        )
    };
    let (settings, mut history) = outbox(&mail("plain", "none"), 1);
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!((done.delivered, done.failed), (1, 0), "{done:?}");
    let text = kept.lock().unwrap().clone();
    let key = &of(&history, "plain")[0].key;
    for words in [
        "RCPT TO:<a@example.org>",
        "RCPT TO:<b@example.org>",
        "Subject: Designation of Cartel de los Soles",
        "multipart/alternative",
        "text/plain",
        "text/html",
        &format!("Message-ID: <{key}@fedreg.invalid>"),
    ] {
        assert!(text.contains(words), "no {words} in {text}");
    }
    kept.lock().unwrap().clear();
    let (settings, mut history) = outbox(&mail("starttls", "starttls"), 1);
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!(done.failed, 1, "{done:?}");
    let text = kept.lock().unwrap().clone();
    assert!(!text.contains("MAIL FROM"), "{text}");
}
