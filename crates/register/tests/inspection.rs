//! Public inspection: one test per trap.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod common;

use common::{day, fetch, filing, json, notice, numbers};
use fedreg_register::Register;
use serde_json::json as value;

const DESK: &str = "/api/v1/public-inspection-documents";

/// On Friday 2025-11-21: one filing for Monday, one withdrawn, one that publishes that Friday.
async fn desk() -> Register {
    Register::empty()
        .document(notice("2025-20600", "2025-11-21"))
        .document(filing(
            "2025-20600",
            "2025-11-20T08:45:00.000-05:00",
            Some("2025-11-21"),
        ))
        .document(
            filing(
                "2025-20750",
                "2025-11-21T11:15:00.000-05:00",
                Some("2025-11-24"),
            )
            .with_txt("raw"),
        )
        .document(filing("2025-20751", "2025-11-20T16:15:00.000-05:00", None))
        .today(day("2025-11-21"))
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn the_current_desk_is_unpaged_and_has_its_own_envelope() {
    let register = desk().await;
    let answer = json(&register, &format!("{DESK}/current.json?per_page=2")).await;
    assert_eq!(numbers(&answer), ["2025-20750", "2025-20751"]);
    assert_eq!(answer["count"], 2);
    assert_eq!(
        answer["special_filings_updated_at"],
        "2025-11-21T11:15:00.000-05:00"
    );
    assert!(answer.get("description").is_none() && answer.get("total_pages").is_none());
}

#[tokio::test]
async fn filed_at_has_three_forms() {
    let register = desk().await;
    let current = json(&register, &format!("{DESK}/current")).await;
    assert_eq!(
        current["results"][0]["filed_at"],
        "2025-11-21T11:15:00.000-05:00"
    );
    let single = json(&register, &format!("{DESK}/2025-20750")).await;
    assert_eq!(single["filed_at"], "2025-11-21T11:15:00.000-05:00");
    let search = json(&register, DESK).await;
    assert_eq!(search["results"][0]["filed_at"], "2025-11-21T16:15:00Z");
    let (_, csv) = fetch(
        &register,
        &format!("{DESK}/current.csv?fields%5B%5D=filed_at"),
    )
    .await;
    assert!(
        csv.starts_with("filed_at\n11/21/2025 at 11:15 AM\n"),
        "{csv}"
    );
}

#[tokio::test]
async fn a_withdrawn_filing_has_no_publication_date() {
    let register = desk().await;
    let answer = json(&register, &format!("{DESK}/2025-20751")).await;
    assert_eq!(answer["publication_date"], value!(null));
}

#[tokio::test]
async fn search_sees_only_the_newest_desk_without_what_is_published() {
    let register = desk().await;
    let found = json(&register, &format!("{DESK}?conditions%5Bterm%5D=filing")).await;
    assert_eq!(numbers(&found), ["2025-20750", "2025-20751"]);
    register.set_today(day("2025-11-20"));
    let earlier = json(&register, DESK).await;
    assert_eq!(numbers(&earlier), ["2025-20751", "2025-20600"]);
    let (status, _) = fetch(&register, &format!("{DESK}?conditions%5Bnonsense%5D=1")).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn available_on_ignores_everything_else() {
    let register = desk().await;
    let path = format!(
        "{DESK}?conditions%5Bavailable_on%5D=2025-11-20&conditions%5Bterm%5D=nowhere&per_page=2&page=9"
    );
    assert_eq!(
        numbers(&json(&register, &path).await),
        ["2025-20751", "2025-20600"]
    );
    let empty = json(
        &register,
        &format!("{DESK}?conditions%5Bavailable_on%5D=2020-01-01"),
    )
    .await;
    assert_eq!(empty, value!({"count": 0, "results": []}));
    assert_eq!(
        fetch(
            &register,
            &format!("{DESK}?conditions%5Bavailable_on%5D=soon")
        )
        .await
        .0,
        500
    );
}

#[tokio::test]
async fn an_unknown_field_is_a_500() {
    let register = desk().await;
    assert_eq!(
        fetch(&register, &format!("{DESK}/current?fields%5B%5D=citation"))
            .await
            .0,
        500
    );
}

#[tokio::test]
async fn a_filing_stays_to_be_found_by_number_after_publication() {
    let register = desk().await;
    register.set_today(day("2025-12-24"));
    assert_eq!(
        json(&register, &format!("{DESK}/2025-20750")).await["document_number"],
        "2025-20750"
    );
    let several = json(&register, &format!("{DESK}/2025-20750,2025-1")).await;
    assert_eq!(
        (
            several["count"].as_u64(),
            &several["errors"]["not_found"][0]
        ),
        (Some(1), &value!("2025-1"))
    );
}

#[tokio::test]
async fn a_date_in_the_path_finds_an_unrelated_filing() {
    let register = Register::empty()
        .document(filing(
            "2026-00007",
            "2026-01-02T08:45:00.000-05:00",
            Some("2026-01-05"),
        ))
        .start()
        .await
        .unwrap();
    let answer = json(&register, &format!("{DESK}/2026-07-06")).await;
    assert_eq!(answer["document_number"], "2026-00007");
}

#[tokio::test]
async fn a_filing_has_bare_fields_and_a_raw_text_at_a_cut_path() {
    let register = desk().await;
    let single = json(&register, "/api/v1/public_inspection_documents/2025-20750").await;
    assert!(single.get("json_url").is_none() && single.get("citation").is_none());
    let url = single["raw_text_url"].as_str().unwrap();
    assert!(
        url.ends_with("/public-inspection/raw_text/202/520/750.txt"),
        "{url}"
    );
    assert_eq!(fetch(&register, url).await, (200, "raw".to_owned()));
}

#[tokio::test]
async fn desk_counts_without_their_condition_are_an_error_under_200() {
    let register = desk().await;
    let path = "/api/v1/public-inspection-issues/facets/daily";
    assert_eq!(
        json(&register, path).await,
        value!({"errors": "You must supply the proper conditions", "status": 400})
    );
    let given = format!("{path}?conditions%5Bpublication_date%5D%5Bgte%5D=2025-11-20");
    assert_eq!(json(&register, &given).await["2025-11-21"]["count"], 2);
}
