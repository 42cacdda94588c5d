//! Whatever a history holds, a page shows it as text; whatever happens to it, an answer says so.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "tests say what they show in their names"
)]

#[path = "../../history/tests/common/mod.rs"]
mod common;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use common::{Notice, minute};
use fedreg_history::{History, OpenMode};
use fedreg_model::Authorities;
use fedreg_web::{Site, SiteSettings, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const NAMES: [&str; 7] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)> & Sons",
    "' OR 1=1 --",
    "\u{202e}desrever \u{200b}hidden",
    "bell\u{7} escape\u{1b}[31m",
    "]]> --> &amp; &#60;b>",
    "حركة الشباب المجاهدين",
];

fn history(folder: &Path) -> PathBuf {
    let path = folder.join("history.db");
    let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
    let mut run = common::run(&mut history);
    let mut notice = Notice::new("2025-20750", "2025-11-24", &NAMES);
    notice.aliases = NAMES.map(|name| format!("alias {name}")).to_vec();
    notice.residue = true;
    notice.append(&mut history, &mut run, minute(1));
    path
}

fn settings(history: PathBuf, limit: Duration) -> SiteSettings {
    SiteSettings {
        history,
        authorities: Arc::new(Authorities::default()),
        links: fedreg_timeline::LinkRules::default(),
        clock: Arc::new(|| minute(60)),
        public_url: None,
        handles: 2,
        limit,
    }
}

/// Runs `ask` against a server with these settings.
fn serving<F: Future<Output = ()>>(settings: SiteSettings, ask: impl FnOnce(String) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = serve(listener, Site::new(settings), async move {
            let _ = stopped.await;
        });
        let asking = async {
            ask(address).await;
            let _ = stop.send(());
        };
        tokio::join!(server, asking);
    });
}

async fn get(address: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut raw = String::new();
    stream.read_to_string(&mut raw).await.unwrap();
    let status = raw.split(' ').nth(1).unwrap().parse().unwrap();
    (status, raw)
}

#[test]
fn a_hostile_notice_is_text_on_every_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = history(folder.path());
    serving(
        settings(path, Duration::from_secs(30)),
        |address| async move {
            let records = get(&address, "/api/v1/records?limit=500").await.1;
            let (_, body) = records.split_once("\r\n\r\n").unwrap();
            let records: serde_json::Value = serde_json::from_str(body).unwrap();
            let records = records["items"].as_array().unwrap();
            assert_eq!(records.len(), NAMES.len());
            let mut paths: Vec<String> = [
                "/",
                "/search",
                "/search?q=script",
                "/as-of",
                "/diff",
                "/review",
                "/coverage",
                "/about",
                "/document/2025-11-24/2025-20750",
                "/feeds/records.atom",
            ]
            .map(str::to_owned)
            .to_vec();
            for record in records {
                // Without derived tables an entity's id is that of its first record.
                paths.push(format!("/entity/{}", record["record_id"].as_str().unwrap()));
            }
            let mut shown = 0;
            for path in &paths {
                let (status, page) = get(&address, path).await;
                assert_eq!(status, 200, "{path}: {page}");
                for live in ["<script", "<img", "<b>", "]]>"] {
                    assert!(!page.contains(live), "{path} holds {live}");
                }
                let steers = |c: char| {
                    (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
                        || matches!(c, '\u{202e}' | '\u{200b}')
                };
                assert!(!page.contains(steers), "{path}");
                shown += usize::from(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
                if path.starts_with("/feeds/") {
                    let (_, xml) = page.split_once("\r\n\r\n").unwrap();
                    let mut reader = quick_xml::Reader::from_str(xml);
                    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
                }
            }
            assert!(shown >= 5, "the names are shown on {shown} pages");
            let (_, document) = get(&address, "/document/2025-11-24/2025-20750").await;
            assert!(document.contains("حركة الشباب المجاهدين"));
            assert!(document.contains("\\u{202e}desrever"));
            assert_eq!(document.matches("<mark>").count(), NAMES.len());
        },
    );
}

#[test]
fn an_answer_that_takes_too_long_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = history(folder.path());
    serving(settings(path, Duration::ZERO), |address| async move {
        for path in ["/", "/api/v1/records"] {
            let (status, answer) = get(&address, path).await;
            assert_eq!(status, 503, "{answer}");
            assert!(answer.contains("retry-after: 10"), "{answer}");
        }
    });
}

#[test]
fn a_history_that_is_gone_is_a_problem_and_no_crash() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone.db");
    serving(
        settings(gone, Duration::from_secs(30)),
        |address| async move {
            let (status, answer) = get(&address, "/").await;
            assert_eq!(status, 503, "{answer}");
            assert!(!answer.contains("gone.db"), "no path is told: {answer}");
            let (status, _) = get(&address, "/style.css").await;
            assert_eq!(status, 200);
        },
    );
}

#[test]
fn what_a_run_appends_is_there_with_the_next_question() {
    let folder = tempfile::tempdir().unwrap();
    let path = history(folder.path());
    let writer = path.clone();
    serving(
        settings(path, Duration::from_secs(30)),
        |address| async move {
            let (_, before) = get(&address, "/").await;
            assert!(!before.contains("2025-20751"));
            tokio::task::spawn_blocking(move || {
                let mut history = History::open(writer, OpenMode::ReadWrite).unwrap();
                let mut run = common::run(&mut history);
                let notice = Notice::new("2025-20751", "2025-11-25", &["New Front"]);
                notice.append(&mut history, &mut run, minute(2));
            })
            .await
            .unwrap();
            let (_, after) = get(&address, "/").await;
            assert!(after.contains("2025-20751"));
            let tag = |page: &str| {
                let line = page.lines().find(|line| line.starts_with("etag: "));
                line.unwrap().to_owned()
            };
            assert_ne!(tag(&before), tag(&after));
        },
    );
}
