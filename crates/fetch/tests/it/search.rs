//! Searching: pages, caps, counts, filters, and documents that move while one reads.

use fedreg_fetch::{ApiDocument, FetchError, Window};
use fedreg_register::{
    BadSlug, CountLie, DeepPages, Edit, Fault, Limits, Misbehaviour, Readings, Register,
};
use serde_json::json;

use crate::support::*;

fn numbers(documents: &[ApiDocument]) -> Vec<String> {
    documents
        .iter()
        .map(|d| d.metadata.document_number.as_ref().unwrap().to_string())
        .collect()
}

fn pages_asked(register: &Register) -> Vec<String> {
    register
        .requests()
        .iter()
        .filter_map(|r| r.query_value("page"))
        .collect()
}

#[tokio::test]
async fn a_search_finds_each_document_once_in_order() {
    let register = register_of(january(10, 3)).start().await.unwrap();
    let client = client_with(&register, |s| s.politeness.per_page = 5);
    let window = window("2025-01-02", "2025-01-09");
    let found = client.search(&state_search(), window).await.unwrap();
    let found = numbers(&found);
    assert_eq!(found.len(), 24);
    assert!(found.is_sorted());
    assert!(found[0] == "2025-02000" && found[23] == "2025-09002");
}

#[tokio::test]
async fn only_the_needed_fields_are_asked_for_and_encoded_once() {
    let register = register_of(january(1, 1)).start().await.unwrap();
    let window = window("2025-01-01", "2025-01-31");
    let found = client(&register)
        .search(&state_search(), window)
        .await
        .unwrap();
    let request = register.requests().remove(0);
    let fields: Vec<_> = request
        .query_pairs()
        .into_iter()
        .filter(|(key, _)| key == "fields[]")
        .collect();
    assert!(fields.iter().any(|(_, field)| field == "full_text_xml_url"));
    assert!(
        !fields
            .iter()
            .any(|(_, field)| field == "page_views" || field == "images")
    );
    assert!(
        !request.query.contains("%25"),
        "encoded twice: {}",
        request.query
    );
    assert_eq!(request.query_value("order").as_deref(), Some("oldest"));
    assert!(!found[0].raw_json().contains("page_views"));
}

#[tokio::test]
async fn no_hits_come_without_results_and_are_no_error() {
    let register = register_of(january(1, 1)).start().await.unwrap();
    let window = window("2024-01-01", "2024-12-31");
    assert!(
        client(&register)
            .search(&state_search(), window)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn page_1_served_again_past_the_cap_splits_the_window() {
    let limits = Limits {
        reachable: 20,
        ..Limits::default()
    };
    let register = register_of(january(20, 3))
        .limits(limits)
        .start()
        .await
        .unwrap();
    let client = client_with(&register, |s| s.politeness.per_page = 5);
    let window = window("2025-01-01", "2025-01-31");
    let found = client.search(&state_search(), window).await.unwrap();
    assert_eq!(found.len(), 60);
}

#[tokio::test]
async fn a_400_for_a_deep_page_splits_the_window() {
    let limits = Limits {
        reachable: 20,
        ..Limits::default()
    };
    let readings = Readings {
        deep_pages: DeepPages::Reject,
        ..Readings::default()
    };
    let register = register_of(january(20, 3))
        .limits(limits)
        .readings(readings)
        .start()
        .await
        .unwrap();
    let client = client_with(&register, |s| s.politeness.per_page = 5);
    let window = window("2025-01-01", "2025-01-31");
    assert_eq!(
        client.search(&state_search(), window).await.unwrap().len(),
        60
    );
}

#[tokio::test]
async fn a_count_that_saturates_splits_the_window_until_it_does_not() {
    let register = register_of(january(4, 5)).start().await.unwrap();
    // The month and its halves look as if they had 10,000 or more.
    for end in ["31", "15"] {
        let wide = format!("[gte]=2025-01-01&conditions[publication_date][lte]=2025-01-{end}");
        register.misbehave(Misbehaviour::new(Fault::Count(CountLie::Is(10_000))).at(wide));
    }
    let window = window("2025-01-01", "2025-01-31");
    let found = client(&register)
        .search(&state_search(), window)
        .await
        .unwrap();
    assert_eq!(found.len(), 20);
    let parts = register.requests();
    let parts: Vec<_> = parts
        .iter()
        .filter_map(|r| r.query_value("conditions[publication_date][lte]"))
        .collect();
    assert!(
        parts.contains(&"2025-01-31".to_owned()) && parts.len() > 4,
        "{parts:?}"
    );
}

#[tokio::test]
async fn a_day_beyond_the_cap_is_an_error_that_names_it() {
    let register = register_of(january(1, 3)).start().await.unwrap();
    register.misbehave(Misbehaviour::new(Fault::Count(CountLie::Is(10_000))));
    let window = Window::day(date("2025-01-01"));
    let error = client(&register)
        .search(&state_search(), window)
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::TooMany { .. }), "{error}");
    assert!(error.to_string().contains("2025-01-01"), "{error}");
}

#[tokio::test]
async fn a_server_that_keeps_results_back_is_noticed_on_a_single_day() {
    // Three pages can be reached and no more are advertised, though the count says 40.
    let limits = Limits {
        reachable: 15,
        ..Limits::default()
    };
    let register = register_of(january(1, 40))
        .limits(limits)
        .start()
        .await
        .unwrap();
    let client = client_with(&register, |s| s.politeness.per_page = 5);
    let error = client
        .search(&state_search(), Window::day(date("2025-01-01")))
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            FetchError::TooMany {
                count: 40,
                reachable: 15,
                ..
            }
        ),
        "{error}"
    );
    // The same settings find everything on days that have less.
    register.put(notice("2025-02000", "2025-01-02"));
    let found = client
        .search(&state_search(), Window::day(date("2025-01-02")))
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert!(
        pages_asked(&register)
            .iter()
            .all(|page| page.parse::<u32>().unwrap() <= 4)
    );
}

#[tokio::test]
async fn per_page_rewritten_to_20_loses_nothing() {
    let limits = Limits {
        per_page_max: 20,
        ..Limits::default()
    };
    let register = register_of(january(9, 5))
        .limits(limits)
        .start()
        .await
        .unwrap();
    let window = window("2025-01-01", "2025-01-31");
    let found = client(&register)
        .search(&state_search(), window)
        .await
        .unwrap();
    assert_eq!(found.len(), 45);
    assert!(pages_asked(&register).contains(&"3".to_owned()));
}

#[tokio::test]
async fn a_document_that_appears_between_two_pages_is_neither_lost_nor_doubled() {
    let register = register_of(january(6, 2)).start().await.unwrap();
    let appears = Fault::Edit(Edit::Put(notice("2025-00001", "2025-01-01")));
    register.misbehave(Misbehaviour::new(appears).at("page=2"));
    let client = client_with(&register, |s| s.politeness.per_page = 5);
    let window = window("2025-01-01", "2025-01-31");
    let found = numbers(&client.search(&state_search(), window).await.unwrap());
    assert_eq!(found.len(), 13);
    assert!(found.contains(&"2025-00001".to_owned()));
}

#[tokio::test]
async fn a_document_that_vanishes_between_two_pages_hides_no_other() {
    let register = register_of(january(6, 2)).start().await.unwrap();
    // The first of page 2 moves to page 1 when an earlier one vanishes.
    let vanishes = Fault::Edit(Edit::Remove {
        number: "2025-01000".into(),
        publication_date: date("2025-01-01"),
    });
    register.misbehave(Misbehaviour::new(vanishes).at("page=2"));
    let client = client_with(&register, |s| s.politeness.per_page = 5);
    let window = window("2025-01-01", "2025-01-31");
    let found = numbers(&client.search(&state_search(), window).await.unwrap());
    for number in ["2025-03001", "2025-01001", "2025-06001"] {
        assert!(
            found.contains(&number.to_owned()),
            "{number} lost: {found:?}"
        );
    }
}

#[tokio::test]
async fn a_document_that_moves_to_another_issue_is_found_once_where_it_is_now() {
    let register = register_of(january(6, 2)).start().await.unwrap();
    let to_another = Fault::Edit(Edit::Move {
        number: "2025-01000".into(),
        from: date("2025-01-01"),
        to: date("2025-01-31"),
    });
    register.misbehave(Misbehaviour::new(to_another).at("page=2"));
    let client = client_with(&register, |s| s.politeness.per_page = 5);
    let window = window("2025-01-01", "2025-01-31");
    let found = client.search(&state_search(), window).await.unwrap();
    assert_eq!(found.len(), 12);
    let moved: Vec<_> = found
        .iter()
        .filter(|d| d.metadata.document_number.as_ref().unwrap().as_str() == "2025-01000")
        .map(|d| d.metadata.publication_date.unwrap())
        .collect();
    assert_eq!(moved, [date("2025-01-31")]);
}

#[tokio::test]
async fn a_list_that_never_settles_says_so_in_the_end() {
    let register = register_of(january(6, 2)).start().await.unwrap();
    for n in 0..20 {
        let edit = Edit::Put(notice(&format!("2025-000{n:02}"), "2025-01-01"));
        register.misbehave(Misbehaviour::new(Fault::Edit(edit)).at("page=2").after(n));
    }
    let client = client_with(&register, |s| s.politeness.per_page = 5);
    let window = window("2025-01-01", "2025-01-31");
    let error = client.search(&state_search(), window).await.unwrap_err();
    assert!(
        matches!(error, FetchError::Unsettled { readings: 5, .. }),
        "{error}"
    );
    assert!(error.is_transient());
}

#[tokio::test]
async fn filters_that_the_server_loses_are_noticed() {
    let envelope = |description: &str, day: &str| Fault::Body {
        status: 200,
        content_type: "application/json",
        body: json!({"count": 1, "description": description, "total_pages": 1,
            "results": [{"document_number": "2025-00001", "publication_date": day,
                "title": "Any", "type": "Rule", "agencies": []}]})
        .to_string()
        .into_bytes(),
    };
    let good = "Documents matching 'terrorism', published from 01/01/2025 to 01/31/2025, \
                from State Department, and of type Notice";
    for (description, day, condition) in [
        ("All Documents", "2025-01-02", "all of them"),
        ("Documents published in 2025", "2025-01-02", "term"),
        (
            &good.replace("from State Department, ", ""),
            "2025-01-02",
            "agencies",
        ),
        (
            &good.replace(", and of type Notice", ""),
            "2025-01-02",
            "type",
        ),
        (good, "1999-01-02", "publication_date"),
    ] {
        let register = Register::empty().start().await.unwrap();
        register.misbehave(Misbehaviour::new(envelope(description, day)));
        let window = window("2025-01-01", "2025-01-31");
        let error = client(&register)
            .search(&state_search(), window)
            .await
            .unwrap_err();
        assert!(matches!(error, FetchError::FilterIgnored { .. }), "{error}");
        assert!(error.to_string().contains(condition), "{error}");
    }
}

#[tokio::test]
async fn an_unknown_agency_is_refused_and_the_refusal_is_kept() {
    let register = register_of(january(1, 1)).start().await.unwrap();
    let mut search = state_search();
    search.agencies = vec!["no-such-agency".into()];
    let window = window("2025-01-01", "2025-01-31");
    let error = client(&register).search(&search, window).await.unwrap_err();
    assert!(matches!(error, FetchError::BadRequest { .. }), "{error}");
    assert!(error.to_string().contains("invalid value"), "{error}");
    assert!(!error.is_transient());
    // Some see silence instead; the list of agencies tells.
    let readings = Readings {
        bad_slug: BadSlug::NoHits,
        ..Readings::default()
    };
    let register = register_of(january(1, 1))
        .readings(readings)
        .start()
        .await
        .unwrap();
    let client = client(&register);
    assert!(client.agencies().await.unwrap().knows("state-department"));
    assert!(!client.agencies().await.unwrap().knows("no-such-agency"));
}

#[tokio::test]
async fn errors_under_200_are_errors() {
    let register = register_of(january(1, 1)).start().await.unwrap();
    register.misbehave(Misbehaviour::new(Fault::Body {
        status: 200,
        content_type: "application/json",
        body: br#"{"errors":"You must supply the proper conditions","status":400}"#.to_vec(),
    }));
    let window = window("2025-01-01", "2025-01-31");
    let error = client(&register)
        .search(&state_search(), window)
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::ErrorUnder200 { .. }), "{error}");
    assert!(error.to_string().contains("proper conditions"), "{error}");
}

#[tokio::test]
async fn daily_counts_cover_long_spans_and_follow_a_search() {
    let mut documents = january(5, 2);
    let rule = json!({"document_number": "2025-90000", "publication_date": "2025-01-03",
        "type": "Rule", "title": "A rule", "agencies": []});
    documents.push(fedreg_register::Document::new(rule).unwrap());
    let register = register_of(documents).start().await.unwrap();
    let client = client(&register);
    let all = client
        .daily_counts(None, window("1994-01-03", "2025-12-31"))
        .await
        .unwrap();
    assert!(all.len() > 10_000, "{}", all.len());
    assert_eq!(all[&date("2025-01-03")], 3);
    assert_eq!(all[&date("2024-12-31")], 0);
    // After the latest issue nothing is counted yet, which is not the same as none.
    assert_eq!(all.get(&date("2025-01-11")), None);
    let state = client
        .daily_counts(Some(&state_search()), window("2025-01-01", "2025-01-31"))
        .await;
    assert_eq!(state.unwrap()[&date("2025-01-03")], 2);
}
