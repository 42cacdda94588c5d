//! Looking up documents by identity, past a server that answers with others.

use fedreg_fetch::FetchError;
use fedreg_register::{Document, ErrorPages, Fault, Misbehaviour, Readings, Register};
use serde_json::json;

use crate::support::*;

#[tokio::test]
async fn a_document_is_found_whatever_its_padding() {
    let register = register_of(vec![notice("2012-07333", "2012-03-27")])
        .start()
        .await
        .unwrap();
    let found = client(&register)
        .document(&id("2012-7333", "2012-03-27"))
        .await
        .unwrap();
    assert_eq!(
        found.metadata.document_number.unwrap().as_str(),
        "2012-07333"
    );
    let request = register.requests().remove(0);
    assert_eq!(
        request.query_value("publication_date").as_deref(),
        Some("2012-03-27")
    );
}

#[tokio::test]
async fn another_document_with_status_200_is_an_error() {
    // A date in the path becomes 2026-00007 at the server.
    let register = register_of(vec![
        notice("2026-00007", "2026-01-06"),
        notice("2025-00001", "2025-01-02"),
        notice("2025-00002", "2025-01-02"),
    ])
    .start()
    .await
    .unwrap();
    let client = client(&register);
    let error = client
        .document(&id("2026-07-06", "2026-01-06"))
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            FetchError::WrongDocument { .. } | FetchError::NotFound { .. }
        ),
        "{error}"
    );
    let wrong = Fault::WrongDocument("2025-00002".into());
    register.misbehave(Misbehaviour::new(wrong).at("2025-00001"));
    let error = client
        .document(&id("2025-00001", "2025-01-02"))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::WrongDocument { .. }), "{error}");
    for part in ["2025-00001", "2025-00002", "http://127.0.0.1"] {
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[tokio::test]
async fn numbers_repeat_and_the_date_decides() {
    let register = register_of(vec![
        notice("97-27030", "1997-10-08"),
        notice("97-27030", "1997-12-01"),
    ])
    .start()
    .await
    .unwrap();
    let client = client(&register);
    for day in ["1997-10-08", "1997-12-01"] {
        let found = client.document(&id("97-27030", day)).await.unwrap();
        assert_eq!(found.metadata.publication_date, Some(date(day)));
    }
    // Without a date the server gives the newest; the other is asked for by itself.
    let both = [id("97-27030", "1997-10-08"), id("97-27030", "1997-12-01")];
    let lookup = client.documents(&both).await;
    assert_eq!(lookup.found.len(), 2);
    assert!(lookup.missing.is_empty());
}

#[tokio::test]
async fn a_404_is_not_found_as_html_and_as_json() {
    for error_pages in [ErrorPages::Html, ErrorPages::Json] {
        let readings = Readings {
            error_pages,
            ..Readings::default()
        };
        let register = Register::empty().readings(readings).start().await.unwrap();
        let error = client(&register)
            .document(&id("2025-99999", "2025-01-02"))
            .await
            .unwrap_err();
        assert!(matches!(error, FetchError::NotFound { .. }), "{error}");
        assert_eq!(register.requests().len(), 1, "a 404 is not tried again");
    }
}

#[tokio::test]
async fn many_documents_take_few_requests_and_lose_none() {
    let register = register_of(january(10, 60)).start().await.unwrap();
    let client = client(&register);
    let mut ids: Vec<_> = (1..=10)
        .flat_map(|day| {
            (0..60).map(move |n| {
                id(
                    &format!("2025-{:05}", day * 1000 + n),
                    &format!("2025-01-{day:02}"),
                )
            })
        })
        .collect();
    ids.push(id("2025-77777", "2025-01-05"));
    let lookup = client.documents(&ids).await;
    assert_eq!(lookup.found.len(), 600);
    assert_eq!(lookup.missing.len(), 1);
    assert!(matches!(lookup.missing[0].1, FetchError::NotFound { .. }));
    let requests = register.requests();
    assert!(requests.len() <= 12, "{}", requests.len());
    assert!(requests.iter().all(|r| r.path.len() + r.query.len() < 2000));
}

#[tokio::test]
async fn a_number_found_under_another_padding_is_not_missing() {
    let register = register_of(vec![
        notice("2012-07333", "2012-03-27"),
        notice("2012-07334", "2012-03-27"),
    ])
    .start()
    .await
    .unwrap();
    let ids = [
        id("2012-7333", "2012-03-27"),
        id("2012-07334", "2012-03-27"),
    ];
    let lookup = client(&register).documents(&ids).await;
    assert!(lookup.missing.is_empty(), "{:?}", lookup.missing);
    assert_eq!(lookup.found.len(), 2);
    // A single number gets a list, too.
    let lookup = client(&register).documents(&ids[..1]).await;
    assert_eq!(lookup.found.len(), 1);
}

#[tokio::test]
async fn the_inspection_desk_is_read_with_its_departments() {
    let filed = |number: &str, day: Option<&str>| {
        Document::new(
            json!({"document_number": number, "type": "Notice", "title": "A filing ",
            "publication_date": day, "filing_type": "special", "docket_numbers": ["DN 1"],
            "filed_at": "2025-12-30T11:15:00.000-05:00",
            "agencies": [{"raw_name": "Bureau of Industry and Security", "id": 241,
                "name": "Industry and Security Bureau", "parent_id": 54,
                "slug": "industry-and-security-bureau"}]}),
        )
        .unwrap()
        .with_txt("[FR Doc. 2025-50001 Filed: 12/30/2025 11:15 am]")
    };
    let register = Register::empty()
        .today(date("2025-12-30"))
        .document(filed("2025-50001", Some("2025-12-31")))
        .document(filed("2025-50002", None))
        .start()
        .await
        .unwrap();
    let desk = client(&register).public_inspection_current().await.unwrap();
    assert!(desk.unreadable.is_empty(), "{:?}", desk.unreadable);
    let find = |number: &str| {
        desk.documents
            .iter()
            .map(|d| &d.metadata)
            .find(|m| m.document_number.as_ref().unwrap().as_str() == number)
            .unwrap()
    };
    let document = find("2025-50001");
    assert_eq!(
        document.filed_at.unwrap().to_rfc3339(),
        "2025-12-30T16:15:00+00:00"
    );
    assert_eq!(document.docket_ids, ["DN 1"]);
    let slugs: Vec<_> = document
        .agencies
        .iter()
        .filter_map(|a| a.slug.as_deref())
        .collect();
    assert_eq!(
        slugs,
        ["commerce-department", "industry-and-security-bureau"]
    );
    assert_eq!(find("2025-50002").id(), None);
}
