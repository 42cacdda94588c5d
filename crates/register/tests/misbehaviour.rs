//! Misbehaviour on request: each fault, when it strikes, and the log of requests.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod common;

use std::time::{Duration, Instant};

use common::{day, fetch, filing, is_html, json, many, notice, numbers};
use fedreg_register::{
    Challenge, CountLie, Document, Edit, Fault, Limits, Misbehaviour, Register, RetryAfter,
};
use serde_json::json as value;

const ALL: &str = "/api/v1/documents?order=oldest&fields%5B%5D=document_number&per_page=2";

async fn one() -> Register {
    let document = notice("2025-00001", "2025-01-02").with_txt("x".repeat(5_000));
    Register::empty().document(document).start().await.unwrap()
}

const TEXT: &str = "/documents/full_text/text/2025/01/02/2025-00001.txt";

fn status(code: u16, retry_after: Option<RetryAfter>) -> Fault {
    Fault::Status { code, retry_after }
}

#[tokio::test]
async fn the_first_requests_to_each_path_fail_and_then_all_is_well() {
    for code in [429, 500, 502, 503, 504] {
        let register = one().await;
        register.misbehave(Misbehaviour::new(status(code, None)).times(2));
        for path in [ALL, TEXT] {
            let mut seen = Vec::new();
            for _ in 0..3 {
                seen.push(fetch(&register, path).await.0);
            }
            assert_eq!(seen, [code, code, 200], "{path}");
        }
    }
}

#[tokio::test]
async fn a_fault_keeps_to_its_place() {
    let register = one().await;
    register.misbehave(Misbehaviour::new(status(503, None)).at("/full_text/"));
    register.misbehave(Misbehaviour::new(status(502, None)).at_query("page", "2"));
    register.misbehave(Misbehaviour::new(status(500, None)).at_path("/api/v1/agencies"));
    for (path, expected) in [
        (TEXT, 503),
        (ALL, 200),
        ("/api/v1/documents?page=2", 502),
        ("/api/v1/agencies.json", 500),
        ("/api/v1/agencies/476", 200),
    ] {
        assert_eq!(fetch(&register, path).await.0, expected, "{path}");
    }
    register.behave();
    assert_eq!(fetch(&register, TEXT).await.0, 200);
}

#[tokio::test]
async fn retry_after_comes_in_seconds_as_a_date_or_not_at_all() {
    let register = one().await;
    let header = async |retry_after| {
        register.behave();
        register.misbehave(Misbehaviour::new(status(429, retry_after)));
        let answer = reqwest::get(register.base_url()).await.unwrap();
        answer
            .headers()
            .get("retry-after")
            .map(|value| value.to_str().unwrap().to_owned())
    };
    assert_eq!(
        header(Some(RetryAfter::Seconds(7))).await.as_deref(),
        Some("7")
    );
    assert_eq!(
        header(Some(RetryAfter::Text("soon"))).await.as_deref(),
        Some("soon")
    );
    let date = header(Some(RetryAfter::DateIn(Duration::from_secs(2))))
        .await
        .unwrap();
    assert!(
        chrono::DateTime::parse_from_rfc2822(&date).is_ok() && date.ends_with(" GMT"),
        "{date}"
    );
    assert_eq!(header(None).await, None);
}

#[tokio::test]
async fn the_bot_challenge_is_html_under_200_in_place_or_by_redirect() {
    for challenge in [Challenge::InPlace, Challenge::Redirect] {
        let register = one().await;
        register.misbehave(Misbehaviour::new(Fault::Challenge(challenge)).at("/full_text/"));
        let answer = reqwest::get(format!("{}{TEXT}", register.base_url()))
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(
            answer.url().path() == "/unblock",
            challenge == Challenge::Redirect
        );
        assert!(answer.text().await.unwrap().contains("Request Access"));
    }
}

#[tokio::test]
async fn html_comes_where_json_is_due() {
    let register = one().await;
    register.misbehave(Misbehaviour::new(Fault::Html).at("/api/v1"));
    let (status, body) = fetch(&register, ALL).await;
    assert!(status == 200 && is_html(&body));
}

#[tokio::test]
async fn any_body_can_be_served() {
    let register = one().await;
    let body = br#"{"errors":{"x":"y"}}"#.to_vec();
    register.misbehave(Misbehaviour::new(Fault::Body {
        status: 200,
        content_type: "application/json",
        body,
    }));
    assert_eq!(json(&register, ALL).await, value!({"errors": {"x": "y"}}));
}

#[tokio::test]
async fn a_body_is_cut_short() {
    let register = one().await;
    register.misbehave(Misbehaviour::new(Fault::Truncate { after: 100 }).at("/full_text/"));
    let answer = reqwest::get(format!("{}{TEXT}", register.base_url()))
        .await
        .unwrap();
    assert_eq!(
        (answer.status().as_u16(), answer.content_length()),
        (200, Some(5_000))
    );
    assert!(answer.bytes().await.is_err());
}

#[tokio::test]
async fn a_body_never_ends_and_others_are_served_meanwhile() {
    let register = one().await;
    register.misbehave(Misbehaviour::new(Fault::Endless).at("/full_text/"));
    let mut answer = reqwest::get(format!("{}{TEXT}", register.base_url()))
        .await
        .unwrap();
    let mut bytes = 0;
    while bytes < 4 << 20 {
        bytes += answer.chunk().await.unwrap().unwrap().len();
    }
    assert_eq!(fetch(&register, ALL).await.0, 200);
}

#[tokio::test]
async fn a_body_drips() {
    let register = one().await;
    let every = Duration::from_millis(20);
    register.misbehave(
        Misbehaviour::new(Fault::Drip {
            bytes: 1_000,
            every,
        })
        .at("/full_text/"),
    );
    let start = Instant::now();
    assert_eq!(fetch(&register, TEXT).await.1.len(), 5_000);
    assert!(start.elapsed() >= every * 4);
}

#[tokio::test]
async fn a_small_body_unpacks_to_a_large_one() {
    let register = one().await;
    register.misbehave(Misbehaviour::new(Fault::GzipBomb { bytes: 10 << 20 }).at("/full_text/"));
    let answer = reqwest::get(format!("{}{TEXT}", register.base_url()))
        .await
        .unwrap();
    assert!(answer.bytes().await.unwrap().len() > 10 << 20);
}

#[tokio::test]
async fn an_answer_is_late_or_never_comes() {
    let register = one().await;
    let client = reqwest::Client::builder()
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let url = format!("{}{TEXT}", register.base_url());
    register.misbehave(Misbehaviour::new(Fault::Stall).times(1));
    assert!(client.get(&url).send().await.unwrap_err().is_timeout());
    register.misbehave(Misbehaviour::new(Fault::Delay(Duration::from_millis(50))));
    let start = Instant::now();
    assert_eq!(fetch(&register, TEXT).await.0, 200);
    assert!(start.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn another_document_comes_than_the_one_asked_for() {
    let register = Register::empty()
        .document(notice("2025-00001", "2025-01-02").with_txt("one"))
        .document(notice("2025-00002", "2025-01-03").with_txt("two"))
        .document(filing(
            "2025-00002",
            "2025-01-02T08:45:00.000-05:00",
            Some("2025-01-03"),
        ))
        .misbehave(Misbehaviour::new(Fault::WrongDocument(
            "2025-00002".to_owned(),
        )))
        .start()
        .await
        .unwrap();
    for path in [
        "/api/v1/documents/2025-00001",
        "/api/v1/documents/2025-00001.json?publication_date=2025-01-02",
        "/api/v1/public-inspection-documents/2025-00001",
    ] {
        assert_eq!(
            json(&register, path).await["document_number"],
            "2025-00002",
            "{path}"
        );
    }
    assert_eq!(fetch(&register, TEXT).await.1, "two");
}

#[tokio::test]
async fn counts_lie() {
    let register = many(5, Limits::default()).await;
    register
        .misbehave(Misbehaviour::new(Fault::Count(CountLie::Off(-2))).at_path("/api/v1/documents"));
    let lie = CountLie::Is(9);
    register.misbehave(Misbehaviour::new(Fault::FacetCount(
        "2025-01-01".to_owned(),
        lie,
    )));
    let answer = json(&register, "/api/v1/documents?per_page=50").await;
    assert_eq!(
        (answer["count"].as_u64(), numbers(&answer).len()),
        (Some(3), 5)
    );
    let path = "/api/v1/documents/facets/daily?conditions%5Bpublication_date%5D%5Bis%5D=2025-01-01";
    assert_eq!(json(&register, path).await["2025-01-01"]["count"], 9);
}

#[tokio::test]
async fn a_document_appears_between_two_pages_and_pushes_one_along() {
    let register = many(4, Limits::default()).await;
    let appears = Edit::Put(notice("2024-99999", "2024-12-31"));
    register.misbehave(
        Misbehaviour::new(Fault::Edit(appears))
            .at("/documents")
            .after(1),
    );
    let first = json(&register, ALL).await;
    let second = json(&register, first["next_page_url"].as_str().unwrap()).await;
    assert_eq!(numbers(&first), ["2025-00001", "2025-00002"]);
    // The last of page one again.
    assert_eq!(numbers(&second), ["2025-00002", "2025-00003"]);
    assert_eq!(second["count"], 5);
}

#[tokio::test]
async fn a_document_vanishes_between_two_pages_and_one_is_skipped() {
    let register = many(5, Limits::default()).await;
    let vanishes = Edit::Remove {
        number: "2025-00001".to_owned(),
        publication_date: day("2025-01-01"),
    };
    register.misbehave(Misbehaviour::new(Fault::Edit(vanishes)).at_query("page", "2"));
    let first = json(&register, ALL).await;
    let second = json(&register, first["next_page_url"].as_str().unwrap()).await;
    assert_eq!(numbers(&second), ["2025-00004", "2025-00005"]);
    assert_eq!(
        fetch(&register, "/api/v1/documents/2025-00001").await.0,
        404
    );
}

#[tokio::test]
async fn a_document_moves_or_changes_within_a_day() {
    let register = many(2, Limits::default()).await;
    register.edit(Edit::Move {
        number: "2025-00001".to_owned(),
        from: day("2025-01-01"),
        to: day("2025-01-03"),
    });
    assert_eq!(
        numbers(&json(&register, ALL).await),
        ["2025-00002", "2025-00001"]
    );
    register.edit(Edit::Change {
        number: "2025-00002".to_owned(),
        publication_date: day("2025-01-01"),
        fields: value!({"title": "Changed"}).as_object().unwrap().clone(),
    });
    assert_eq!(
        json(&register, "/api/v1/documents/2025-00002").await["title"],
        "Changed"
    );
}

#[tokio::test]
async fn documents_are_put_and_removed_at_run_time() {
    let register = one().await;
    register.put(notice("2025-00002", "2025-01-03"));
    register.put(
        Document::new(value!({"document_number": "2025-00001",
        "publication_date": "2025-01-02", "title": "New title"}))
        .unwrap(),
    );
    assert_eq!(register.document_count(), 2);
    // The text was kept.
    assert_eq!(fetch(&register, TEXT).await.1.len(), 5_000);
    assert!(register.remove("2025-00002", day("2025-01-03")));
    assert!(!register.remove("2025-00002", day("2025-01-03")));
    assert!(Document::new(value!({"title": "No number"})).is_err());
}

#[tokio::test]
async fn every_request_is_logged_with_its_headers() {
    let register = one().await;
    let client = reqwest::Client::builder()
        .user_agent("fedreg/0.1 (a@b.example)")
        .build()
        .unwrap();
    let url = format!("{}{ALL}", register.base_url());
    client.get(&url).send().await.unwrap();
    fetch(&register, "/api/v1/documents/none").await;
    let log = register.requests();
    assert_eq!(log.len(), 2);
    assert_eq!(log[0].user_agent(), Some("fedreg/0.1 (a@b.example)"));
    assert_eq!(
        (log[0].method.as_str(), log[0].path.as_str()),
        ("GET", "/api/v1/documents")
    );
    assert_eq!(
        log[0].query_value("fields[]").as_deref(),
        Some("document_number")
    );
    assert_eq!((log[0].status, log[1].status), (Some(200), Some(404)));
    assert!(log[0].at <= log[1].at && log[0].in_flight == 1);
    register.clear_requests();
    fetch(&register, ALL).await;
    assert_eq!(register.requests()[0].sequence, 2);
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_take_it() {
    let register = one().await;
    let url = format!("{}{TEXT}", register.base_url());
    let plain = reqwest::Client::builder().no_gzip().build().unwrap();
    let answer = plain.get(&url).send().await.unwrap();
    assert_eq!(answer.content_length(), Some(5_000));
    let answer = plain
        .get(&url)
        .header("accept-encoding", "gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    assert!(answer.content_length().unwrap() < 200);
    assert_eq!(fetch(&register, TEXT).await.1.len(), 5_000);
}

#[test]
fn a_register_needs_no_runtime_of_the_caller_s_and_stops_when_dropped() {
    let register = Register::empty().start_blocking().unwrap();
    let address = register.base_url().trim_start_matches("http://").to_owned();
    assert!(std::net::TcpStream::connect(&address).is_ok());
    drop(register);
    assert!(std::net::TcpStream::connect(&address).is_err());
}

#[test]
fn misbehaviours_can_be_written() {
    for text in [
        "status=503,at=/api/v1/documents,times=2",
        "status=429,retry-after=3",
        "status=429,retry-after=date,after=1",
        "challenge",
        "challenge=redirect,at=/full_text/",
        "html",
        "delay=50",
        "stall,times=1",
        "drip=64,every=10",
        "truncate=100",
        "endless",
        "gzip-bomb=1000000",
        "wrong=2025-00002",
        "count=3",
        "count=-1",
    ] {
        assert!(text.parse::<Misbehaviour>().is_ok(), "{text}");
    }
    for (text, part) in [
        ("", "names no fault"),
        ("status=99", "no HTTP status"),
        ("status=x", "whole number"),
        ("html,stall", "two faults"),
        ("explode", "'explode' is unknown"),
    ] {
        let error = text.parse::<Misbehaviour>().unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}
