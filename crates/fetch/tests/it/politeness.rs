//! Manners and stubbornness: pace, retries, time, size, redirects.

use std::time::{Duration, Instant};

use fedreg_fetch::{ApiClient, FetchError, Window};
use fedreg_register::{Fault, Misbehaviour, Register, RetryAfter};

use crate::support::*;

fn day() -> Window {
    Window::day(date("2025-01-01"))
}

#[tokio::test]
async fn requests_say_who_we_are_and_take_gzip() {
    let register = register_of(january(1, 1)).start().await.unwrap();
    client(&register)
        .search(&state_search(), day())
        .await
        .unwrap();
    let request = register.requests().remove(0);
    let agent = request.user_agent().unwrap();
    assert!(
        agent.starts_with("fedreg/") && agent.ends_with("(+tests@example.org)"),
        "{agent}"
    );
    assert!(request.header("accept-encoding").unwrap().contains("gzip"));
}

#[tokio::test]
async fn the_pace_is_kept_by_all_clones_and_texts_have_their_own() {
    let register = register_of(january(1, 1)).start().await.unwrap();
    let client = client_with(&register, |s| {
        s.politeness.api_requests_per_second = 25.0;
        s.politeness.text_requests_per_second = 10.0;
    });
    let document = client
        .document(&id("2025-01000", "2025-01-01"))
        .await
        .unwrap();
    let lookups = (0..5).map(|_| {
        let client = client.clone();
        async move {
            client
                .document(&id("2025-01000", "2025-01-01"))
                .await
                .unwrap()
        }
    });
    let started = Instant::now();
    futures::future::join_all(lookups).await;
    assert!(
        started.elapsed() >= Duration::from_millis(155),
        "{:?}",
        started.elapsed()
    );
    let texts = (0..3).map(|_| client.full_text(&document.metadata));
    let started = Instant::now();
    futures::future::join_all(texts).await;
    assert!(
        started.elapsed() >= Duration::from_millis(195),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(register.requests().len(), 9);
}

#[tokio::test]
async fn no_more_requests_are_under_way_than_allowed() {
    let register = register_of(january(1, 1)).start().await.unwrap();
    register.misbehave(Misbehaviour::new(Fault::Delay(Duration::from_millis(30))));
    let client = client_with(&register, |s| s.politeness.api_concurrency = 2);
    let lookups = (0..8).map(|_| client.search(state_search_static(), day()));
    futures::future::join_all(lookups).await;
    assert!(register.requests().iter().all(|r| r.in_flight <= 2));
}

fn state_search_static() -> &'static fedreg_fetch::Search {
    static SEARCH: std::sync::LazyLock<fedreg_fetch::Search> =
        std::sync::LazyLock::new(state_search);
    &SEARCH
}

#[tokio::test]
async fn passing_failures_are_tried_again() {
    for fault in [
        Fault::Status {
            code: 500,
            retry_after: None,
        },
        Fault::Status {
            code: 502,
            retry_after: None,
        },
        Fault::Status {
            code: 503,
            retry_after: None,
        },
        Fault::Status {
            code: 504,
            retry_after: None,
        },
        Fault::Status {
            code: 429,
            retry_after: None,
        },
        Fault::Html,
        Fault::Truncate { after: 20 },
    ] {
        let register = register_of(january(1, 2)).start().await.unwrap();
        register.misbehave(Misbehaviour::new(fault.clone()).times(2));
        let found = client(&register).search(&state_search(), day()).await;
        assert_eq!(found.unwrap().len(), 2, "{fault:?}");
        assert_eq!(register.requests().len(), 3, "{fault:?}");
    }
}

#[tokio::test]
async fn lasting_failures_end_typed_after_the_retries() {
    let register = register_of(january(1, 1)).start().await.unwrap();
    register.misbehave(Misbehaviour::new(Fault::Status {
        code: 502,
        retry_after: None,
    }));
    let error = client(&register)
        .search(&state_search(), day())
        .await
        .unwrap_err();
    assert!(
        matches!(error, FetchError::Status { status: 502, .. }),
        "{error}"
    );
    assert_eq!(register.requests().len(), 4);
    assert!(error.to_string().contains(&register.api_url()), "{error}");
}

#[tokio::test]
async fn what_will_not_change_is_not_tried_again() {
    for (code, count) in [(403, 1), (405, 1), (414, 1)] {
        let register = register_of(january(1, 1)).start().await.unwrap();
        register.misbehave(Misbehaviour::new(Fault::Status {
            code,
            retry_after: None,
        }));
        let error = client(&register)
            .search(&state_search(), day())
            .await
            .unwrap_err();
        assert_eq!(register.requests().len(), count, "{code}");
        assert!(!error.is_transient(), "{error}");
    }
}

#[tokio::test]
async fn retry_after_is_honoured_in_seconds_and_as_a_date() {
    for retry_after in [
        RetryAfter::Seconds(1),
        RetryAfter::DateIn(Duration::from_secs(1)),
    ] {
        let register = register_of(january(1, 1)).start().await.unwrap();
        let busy = Fault::Status {
            code: 503,
            retry_after: Some(retry_after),
        };
        register.misbehave(Misbehaviour::new(busy).times(1));
        client(&register)
            .search(&state_search(), day())
            .await
            .unwrap();
        let requests = register.requests();
        let waited = requests[1].at.duration_since(requests[0].at);
        assert!(
            waited >= Duration::from_millis(900),
            "{retry_after:?}: {waited:?}"
        );
    }
}

#[tokio::test]
async fn a_retry_after_longer_than_we_wait_ends_the_request_and_is_said() {
    let register = register_of(january(1, 1)).start().await.unwrap();
    let busy = Fault::Status {
        code: 429,
        retry_after: Some(RetryAfter::Seconds(3600)),
    };
    register.misbehave(Misbehaviour::new(busy));
    let error = client(&register)
        .search(&state_search(), day())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("3600 s"), "{error}");
    assert_eq!(register.requests().len(), 1);
    assert!(error.is_transient());
}

#[tokio::test]
async fn silence_and_trickles_time_out() {
    for fault in [
        Fault::Stall,
        Fault::Drip {
            bytes: 1,
            every: Duration::from_millis(60),
        },
        Fault::Endless,
    ] {
        let register = register_of(january(1, 1)).start().await.unwrap();
        register.misbehave(Misbehaviour::new(fault.clone()));
        let client = client_with(&register, |s| {
            s.politeness.read_timeout = 0.2;
            s.politeness.total_timeout = 0.3;
            s.politeness.retries = 1;
            s.politeness.max_body_bytes = 1 << 20;
        });
        let started = Instant::now();
        let error = client.search(&state_search(), day()).await.unwrap_err();
        assert!(
            matches!(
                error,
                FetchError::Timeout { .. } | FetchError::TooLarge { .. }
            ),
            "{fault:?}: {error}"
        );
        assert!(started.elapsed() < Duration::from_secs(3));
    }
}

#[tokio::test]
async fn the_size_cap_holds_for_what_comes_out_of_gzip() {
    let register = register_of(january(1, 1)).start().await.unwrap();
    register.misbehave(Misbehaviour::new(Fault::GzipBomb { bytes: 64 << 20 }));
    let client = client_with(&register, |s| s.politeness.max_body_bytes = 1 << 20);
    let error = client.search(&state_search(), day()).await.unwrap_err();
    assert!(
        matches!(
            error,
            FetchError::TooLarge {
                limit: 1_048_576,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(
        register.requests().len(),
        1,
        "it would be as large the next time"
    );
}

#[tokio::test]
async fn nobody_there_is_a_connection_error() {
    let mut settings = settings("http://127.0.0.1:1/api/v1");
    settings.politeness.retries = 1;
    let client = ApiClient::new(settings).unwrap();
    let error = client.search(&state_search(), day()).await.unwrap_err();
    assert!(matches!(error, FetchError::Connect { .. }), "{error}");
    assert!(error.is_unreachable() && error.is_transient());
    assert!(error.to_string().contains("127.0.0.1:1"), "{error}");
}

#[tokio::test]
async fn redirects_stay_on_the_site() {
    let away = Script::new(vec![raw(
        "302 Found",
        "Location: http://example.org/api/v1/documents\r\n",
        "",
    )]);
    let client = ApiClient::new(settings(&away.base)).unwrap();
    let error = client.search(&state_search(), day()).await.unwrap_err();
    assert!(matches!(error, FetchError::OffSite { .. }), "{error}");
    assert!(error.to_string().contains("http://example.org"), "{error}");

    let unblock = Script::new(vec![raw(
        "302 Found",
        "Location: https://unblock.federalregister.gov/\r\n",
        "",
    )]);
    let client = ApiClient::new(settings(&unblock.base)).unwrap();
    let error = client.search(&state_search(), day()).await.unwrap_err();
    assert!(matches!(error, FetchError::Challenge { .. }), "{error}");

    let here = Script::new(vec![
        raw("301 Moved Permanently", "Location: /elsewhere\r\n", ""),
        raw(
            "200 OK",
            "Content-Type: application/json\r\n",
            "{\"count\":0}",
        ),
    ]);
    let client = ApiClient::new(settings(&here.base)).unwrap();
    assert!(
        client
            .search(&state_search(), day())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(here.requests()[1].starts_with("GET /elsewhere "));

    let circle = Script::new(vec![raw("302 Found", "Location: /again\r\n", "")]);
    let client = ApiClient::new(settings(&circle.base)).unwrap();
    assert!(client.search(&state_search(), day()).await.is_err());
    assert!(circle.requests().len() <= 8, "{}", circle.requests().len());
}

#[tokio::test]
async fn an_answer_with_a_validator_is_asked_for_conditionally() {
    let body = r#"{"count":1,"results":[{"document_number":"2025-00001",
        "publication_date":"2025-01-01","title":"T"}]}"#;
    let server = Script::new(vec![
        raw("200 OK", "ETag: \"v1\"\r\n", body),
        raw("304 Not Modified", "", ""),
    ]);
    let client = ApiClient::new(settings(&server.base)).unwrap();
    let first = client.search(&state_search(), day()).await.unwrap();
    let second = client.search(&state_search(), day()).await.unwrap();
    assert_eq!(first, second);
    let requests = server.requests();
    assert!(!requests[0].to_lowercase().contains("if-none-match"));
    assert!(
        requests[1].to_lowercase().contains("if-none-match: \"v1\""),
        "{}",
        requests[1]
    );
}

#[tokio::test]
async fn a_pass_out_of_time_stops_asking() {
    let register = Register::empty().start().await.unwrap();
    register.misbehave(Misbehaviour::new(Fault::Stall));
    let client = client(&register).with_deadline(Duration::from_millis(100));
    let started = Instant::now();
    let error = client.search(&state_search(), day()).await.unwrap_err();
    assert!(matches!(error, FetchError::OutOfTime { .. }), "{error}");
    assert!(started.elapsed() < Duration::from_secs(3));
    assert!(error.is_transient());
}
