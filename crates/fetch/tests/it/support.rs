//! Documents, registers and clients for the tests.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use fedreg_fetch::{ApiClient, ApiSettings, CandidateQuery, Search, TypeCode, Window};
use fedreg_model::{DocumentId, DocumentNumber};
use fedreg_register::{Document, Register};
use serde_json::json;

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn window(from: &str, to: &str) -> Window {
    Window::new(date(from), date(to)).unwrap()
}

pub(crate) fn id(number: &str, day: &str) -> DocumentId {
    DocumentId {
        publication_date: date(day),
        document_number: DocumentNumber::new(number).unwrap(),
    }
}

/// Settings for a loopback register: fast, and patient for a few milliseconds only.
pub(crate) fn settings(base: &str) -> ApiSettings {
    let mut settings = ApiSettings {
        base_url: base.parse().unwrap(),
        ..ApiSettings::default()
    };
    let politeness = &mut settings.politeness;
    politeness.contact = Some("tests@example.org".into());
    politeness.api_requests_per_second = 10_000.0;
    politeness.text_requests_per_second = 10_000.0;
    politeness.backoff = 0.005;
    politeness.max_backoff = 0.02;
    politeness.retries = 3;
    politeness.connect_timeout = 2.0;
    politeness.read_timeout = 2.0;
    politeness.total_timeout = 4.0;
    settings
}

pub(crate) fn client(register: &Register) -> ApiClient {
    client_with(register, |_| {})
}

pub(crate) fn client_with(register: &Register, change: impl FnOnce(&mut ApiSettings)) -> ApiClient {
    let mut settings = settings(&register.api_url());
    change(&mut settings);
    ApiClient::new(settings).unwrap()
}

pub(crate) fn xml(number: &str) -> String {
    format!(
        "<NOTICE><PREAMB><AGENCY TYPE=\"S\">DEPARTMENT OF STATE</AGENCY><SUBJECT>Invented \
         terrorism notice</SUBJECT></PREAMB><FRDOC>[FR Doc. {number} Filed 1-2-25; 8:45 \
         am]</FRDOC></NOTICE>"
    )
}

pub(crate) fn html(number: &str) -> String {
    format!(
        "<div class=\"preamble\"><p id=\"p-1\">Terrorism.</p></div><div class=\"end-matter\"><p \
         class=\"frdoc\">[FR Doc. {number} Filed 1-2-25; 8:45 am]</p></div>"
    )
}

pub(crate) fn txt(number: &str) -> String {
    format!(
        "<html>\n<head>\n<title>Federal Register, Volume 90</title>\n</head>\n<body><pre>\n\
         [Federal Register Volume 90, Number 225]\n[Notices]\n[FR Doc No: {number}]\n\nTerrorism.\n\
         [FR Doc. {number} Filed 1-2-25; 8:45 am]\n</pre></body>\n</html>\n"
    )
}

/// A notice of the State Department, without any text.
pub(crate) fn bare(number: &str, day: &str) -> Document {
    Document::new(json!({
        "document_number": number, "publication_date": day, "type": "Notice",
        "title": format!("Terrorism notice {number}"),
        "agencies": [{"raw_name": "DEPARTMENT OF STATE", "name": "State Department", "id": 476,
            "parent_id": null, "slug": "state-department"}],
    }))
    .unwrap()
}

/// The same with its XML.
pub(crate) fn notice(number: &str, day: &str) -> Document {
    bare(number, day).with_xml(xml(number))
}

/// What the register holds: `per_day` notices on each day of January 2025 up to `days`.
pub(crate) fn january(days: u32, per_day: u32) -> Vec<Document> {
    (1..=days)
        .flat_map(|day| {
            (0..per_day).map(move |n| {
                notice(
                    &format!("2025-{:05}", day * 1000 + n),
                    &format!("2025-01-{day:02}"),
                )
            })
        })
        .collect()
}

pub(crate) fn register_of(documents: Vec<Document>) -> fedreg_register::RegisterBuilder {
    documents
        .into_iter()
        .fold(
            Register::empty(),
            fedreg_register::RegisterBuilder::document,
        )
        .today(date("2025-12-31"))
}

pub(crate) fn state_search() -> Search {
    query().searches().remove(0)
}

pub(crate) fn query() -> CandidateQuery {
    CandidateQuery {
        name: "state".into(),
        agencies: vec!["state-department".into()],
        types: vec![TypeCode::Notice],
        terms: vec!["terrorism".into()],
        from: None,
        until: None,
        recent_days: None,
    }
}

/// A server that gives raw answers in turn (the last one again and again), for what the register
/// does not do: validators, redirects away.
pub(crate) struct Script {
    pub(crate) base: String,
    pub(crate) requests: Arc<Mutex<Vec<String>>>,
}

impl Script {
    pub(crate) fn new(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&requests);
        // Ends with the test's process.
        std::thread::spawn(move || {
            for (at, stream) in listener.incoming().enumerate() {
                let Ok(mut stream) = stream else { continue };
                let mut head = Vec::new();
                let mut piece = [0; 4096];
                while !head.windows(4).any(|w| w == b"\r\n\r\n") {
                    match stream.read(&mut piece) {
                        Ok(n) if n > 0 => head.extend_from_slice(&piece[..n]),
                        _ => break,
                    }
                }
                log.lock()
                    .unwrap()
                    .push(String::from_utf8_lossy(&head).into_owned());
                let answer = &answers[at.min(answers.len() - 1)];
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { base, requests }
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

pub(crate) fn raw(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}",
        body.len()
    )
}

/// The folder of real files, if this machine has it.
pub(crate) fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("FEDREG_CORPUS").map_or_else(
        || {
            PathBuf::from(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../../shared/corpus"
            ))
        },
        PathBuf::from,
    );
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: no corpus of real files at {}", folder.display());
        None
    }
}
