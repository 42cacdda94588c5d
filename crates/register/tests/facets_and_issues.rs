//! Facets, tables of contents, agencies: one test per trap.

mod common;

use common::{fetch, is_html, json, many, notice};
use fedreg_register::{Limits, Register};
use serde_json::json as value;

fn range(from: &str, to: &str) -> String {
    format!(
        "conditions%5Bpublication_date%5D%5Bgte%5D={from}&conditions%5Bpublication_date%5D%5Blte%5D={to}"
    )
}

#[tokio::test]
async fn daily_counts_list_every_day_zeros_included_and_end_at_the_newest_issue() {
    let register = Register::empty()
        .document(notice("2025-00001", "2025-01-02"))
        .document(notice("2025-00002", "2025-01-02"))
        .document(notice("2025-00003", "2025-01-06"))
        .start()
        .await
        .unwrap();
    let path = format!(
        "/api/v1/documents/facets/daily?{}",
        range("2025-01-01", "2025-12-31")
    );
    let answer = json(&register, &path).await;
    let days: Vec<(&String, u64)> = answer
        .as_object()
        .unwrap()
        .iter()
        .map(|(day, bucket)| (day, bucket["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        days.iter().map(|(_, count)| *count).collect::<Vec<_>>(),
        [0, 2, 0, 0, 0, 1]
    );
    assert_eq!(
        (days[0].0.as_str(), days[5].0.as_str()),
        ("2025-01-01", "2025-01-06")
    );
    assert_eq!(answer["2025-01-02"]["name"], "01/02/2025");
}

#[tokio::test]
async fn daily_counts_follow_the_conditions() {
    let register = many(20, Limits::default()).await;
    let path = format!(
        "/api/v1/documents/facets/daily?{}&conditions%5Bterm%5D=00013",
        range("2025-01-01", "2025-01-02")
    );
    let answer = json(&register, &path).await;
    assert_eq!(
        (
            &answer["2025-01-01"]["count"],
            &answer["2025-01-02"]["count"]
        ),
        (&value!(0), &value!(1))
    );
}

#[tokio::test]
async fn too_many_days_are_a_400_with_errors() {
    let register = many(
        40,
        Limits {
            facet_days: 3,
            ..Limits::default()
        },
    )
    .await;
    let (status, body) = fetch(
        &register,
        &format!(
            "/api/v1/documents/facets/daily?{}",
            range("2025-01-01", "2025-01-04")
        ),
    )
    .await;
    assert_eq!(status, 400);
    assert!(body.contains("More than 10,000 days"), "{body}");
    // No condition at all is refused as well.
    assert_eq!(
        fetch(&register, "/api/v1/documents/facets/daily").await.0,
        400
    );
}

#[tokio::test]
async fn longer_periods_are_keyed_by_their_first_day() {
    let register = many(320, Limits::default()).await;
    for (facet, key, count) in [
        ("monthly", "2025-02-01", 10),
        ("quarterly", "2025-01-01", 320),
        ("yearly", "2025-01-01", 320),
    ] {
        let path = format!(
            "/api/v1/documents/facets/{facet}?{}",
            range("2025-01-01", "2025-12-31")
        );
        assert_eq!(json(&register, &path).await[key]["count"], count, "{facet}");
    }
}

#[tokio::test]
async fn agencies_and_types_are_counted_by_slug_and_code() {
    let register = many(3, Limits::default()).await;
    assert_eq!(
        json(&register, "/api/v1/documents/facets/agency").await,
        value!({"state-department": {"count": 3, "name": "State Department"}})
    );
    assert_eq!(
        json(&register, "/api/v1/documents/facets/type").await,
        value!({"NOTICE": {"count": 3, "name": "Notice"}})
    );
    assert_eq!(
        fetch(&register, "/api/v1/documents/facets/nonsense")
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn an_issue_s_contents_name_its_documents() {
    let register = many(2, Limits::default()).await;
    let contents = json(&register, "/api/v1/issues/2025-01-01.json").await;
    assert_eq!(contents["meta"]["publication_date"], "2025-01-01");
    let agency = &contents["agencies"][0];
    assert_eq!(agency["slug"], "state-department");
    assert_eq!(
        agency["document_categories"][0]["documents"][0]["document_numbers"],
        value!(["2025-00001"])
    );
    let (status, body) = fetch(&register, "/api/v1/issues/2025-01-04").await;
    assert!(status == 404 && is_html(&body));
    assert_eq!(fetch(&register, "/api/v1/issues/someday").await.0, 400);
}

#[tokio::test]
async fn agencies_are_an_unpaged_array_and_an_unknown_one_a_json_404() {
    let register = many(1, Limits::default()).await;
    let all = json(&register, "/api/v1/agencies?per_page=2").await;
    assert!(all.as_array().unwrap().len() > 20);
    let state = json(&register, "/api/v1/agencies/state-department").await;
    assert_eq!(state["id"], 476);
    let bureau = json(&register, "/api/v1/agencies/241").await;
    assert_eq!(bureau["parent_id"], 54);
    let (status, body) = fetch(&register, "/api/v1/agencies/none").await;
    assert_eq!((status, body.as_str()), (404, r#"{"error":404}"#));
}
