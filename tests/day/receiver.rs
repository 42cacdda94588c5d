//! Receivers of webhooks that keep what they get, and can be down.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// One message that arrived and was taken.
#[derive(Debug, Clone)]
pub(super) struct Arrived {
    pub(super) receiver: String,
    pub(super) key: String,
    /// When it was sent, UTC, in seconds since 1970.
    pub(super) sent: i64,
    pub(super) event: Value,
}

impl Arrived {
    /// Receiver, time of day of the sending, of the queueing if it is another, kind and subject.
    pub(super) fn line(&self) -> String {
        let sent = chrono::DateTime::from_timestamp(self.sent, 0).unwrap();
        let sent = sent.format("%H:%M").to_string();
        let queued = self.event["time"].as_str().unwrap()[11..16].to_owned();
        let queued = if queued == sent {
            String::new()
        } else {
            format!(" (of {queued})")
        };
        let kind = self.event["type"].as_str().unwrap();
        let kind = kind.strip_prefix("fedreg.alert.").unwrap();
        let data = &self.event["data"];
        let what = match data["alerts"].as_array() {
            Some(alerts) => alerts
                .iter()
                .map(|alert| alert["headline"].as_str().unwrap())
                .collect::<Vec<_>>()
                .join("; "),
            None => data["headline"].as_str().unwrap().to_owned(),
        };
        // The port is another one each time.
        let what: Vec<&str> = what
            .split(' ')
            .map(|word| {
                if word.starts_with("http:") {
                    "…"
                } else {
                    word
                }
            })
            .collect();
        let what = what.join(" ");
        format!("{} {sent}{queued} {kind}: {what}", self.receiver)
    }
}

#[derive(Default)]
struct Shared {
    arrived: Mutex<Vec<Arrived>>,
    down: AtomicBool,
    /// Steps of deliveries: a request received, an answer given.
    steps: AtomicUsize,
}

/// The receivers, one path each.
pub(super) struct Receivers {
    base: String,
    shared: Arc<Shared>,
}

impl Receivers {
    pub(super) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared::default());
        let keeper = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let keeper = Arc::clone(&keeper);
                std::thread::spawn(move || serve(&stream.unwrap(), &keeper));
            }
        });
        Self { base, shared }
    }

    pub(super) fn url(&self, receiver: &str) -> String {
        format!("{}/{receiver}", self.base)
    }

    /// Answers 503 from now on, or no longer.
    pub(super) fn down(&self, down: bool) {
        self.shared.down.store(down, Ordering::SeqCst);
    }

    /// How many steps of deliveries there were.
    pub(super) fn steps(&self) -> usize {
        self.shared.steps.load(Ordering::SeqCst)
    }

    /// What arrived since it was asked last.
    pub(super) fn take(&self) -> Vec<Arrived> {
        std::mem::take(&mut *self.shared.arrived.lock().unwrap())
    }
}

fn serve(stream: &TcpStream, shared: &Shared) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if line == "\r\n" {
                break;
            }
            head.push(line.trim_end().to_owned());
        }
        let header = |name: &str| {
            head.iter().find_map(|line| {
                let (key, value) = line.split_once(": ")?;
                key.eq_ignore_ascii_case(name).then(|| value.to_owned())
            })
        };
        let length = header("content-length").unwrap().parse().unwrap();
        let mut body = vec![0; length];
        if reader.read_exact(&mut body).is_err() {
            return;
        }
        let answer = if shared.down.load(Ordering::SeqCst) {
            "503 Service Unavailable"
        } else {
            let path = head[0].split(' ').nth(1).unwrap();
            shared.arrived.lock().unwrap().push(Arrived {
                receiver: path.trim_start_matches('/').to_owned(),
                key: header("idempotency-key").unwrap(),
                sent: header("fedreg-timestamp").unwrap().parse().unwrap(),
                event: serde_json::from_slice(&body).unwrap(),
            });
            "202 Accepted"
        };
        shared.steps.fetch_add(1, Ordering::SeqCst);
        let answer = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\n\r\n");
        if reader.get_mut().write_all(answer.as_bytes()).is_err() {
            return;
        }
        shared.steps.fetch_add(1, Ordering::SeqCst);
    }
}
