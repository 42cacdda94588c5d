//! Full texts: which URLs are emitted, and what is behind them.

mod common;

use common::{fetch, is_html, json, notice};
use fedreg_register::Register;
use serde_json::json as value;

const TXT: &str = "<html>\n<head>\n<title>Federal Register</title></head>\n<body><pre>\ntext</pre></body></html>\n";

#[tokio::test]
async fn text_urls_are_emitted_even_when_there_is_no_file() {
    let register = Register::empty()
        .document(notice("2025-1", "2025-01-02"))
        .start()
        .await
        .unwrap();
    let object = json(&register, "/api/v1/documents/2025-1").await;
    assert_eq!(object["full_text_xml_url"], value!(null));
    for key in ["body_html_url", "raw_text_url"] {
        let url = object[key].as_str().unwrap();
        assert!(url.starts_with(register.base_url()), "{url}");
        let (status, body) = fetch(&register, url).await;
        assert!(status == 404 && is_html(&body), "{url}");
    }
}

#[tokio::test]
async fn there_is_no_xml_before_2000_even_with_a_file() {
    let register = Register::empty()
        .document(
            notice("97-27030", "1997-10-13")
                .with_xml("<NOTICE/>")
                .with_txt(TXT),
        )
        .document(notice("00-1111", "2000-01-18").with_xml("<NOTICE/>"))
        .start()
        .await
        .unwrap();
    let old = json(&register, "/api/v1/documents/97-27030").await;
    assert_eq!(old["full_text_xml_url"], value!(null));
    let new = json(&register, "/api/v1/documents/00-1111").await;
    let url = new["full_text_xml_url"].as_str().unwrap();
    assert_eq!(fetch(&register, url).await, (200, "<NOTICE/>".to_owned()));
}

#[tokio::test]
async fn the_page_text_is_html_under_another_name() {
    let register = Register::empty()
        .document(notice("97-27030", "1997-10-13").with_txt(TXT))
        .start()
        .await
        .unwrap();
    let object = json(&register, "/api/v1/documents/97-27030").await;
    let answer = reqwest::get(object["raw_text_url"].as_str().unwrap())
        .await
        .unwrap();
    assert!(
        answer.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/plain")
    );
    assert!(answer.text().await.unwrap().starts_with("<html>"));
    let govinfo = "/content/pkg/FR-1997-10-13/html/97-27030.htm";
    assert_eq!(fetch(&register, govinfo).await, (200, TXT.to_owned()));
}

#[tokio::test]
async fn nothing_can_be_asked_for_conditionally() {
    let register = Register::empty().start().await.unwrap();
    let answer = reqwest::get(format!("{}/documents", register.api_url()))
        .await
        .unwrap();
    for name in ["etag", "last-modified"] {
        assert!(!answer.headers().contains_key(name), "{name}");
    }
    assert_eq!(answer.headers()["cache-control"], "no-store");
}

#[tokio::test]
async fn the_pages_for_people_are_behind_the_bot_wall() {
    let register = Register::empty()
        .document(notice("2025-1", "2025-01-02"))
        .start()
        .await
        .unwrap();
    let object = json(&register, "/api/v1/documents/2025-1").await;
    let (status, body) = fetch(&register, object["html_url"].as_str().unwrap()).await;
    assert!(status == 200 && body.contains("Federal Register :: Request Access"));
}

#[tokio::test]
async fn an_issue_is_put_together_from_its_documents() {
    let xml = "<?xml version=\"1.0\"?>\n<NOTICE><PREAMB><SUBJECT>S</SUBJECT></PREAMB><FRDOC>[FR Doc. 2025-00001 Filed]</FRDOC></NOTICE>";
    let register = Register::empty()
        .document(notice("2025-00001", "2025-01-02").with_xml(xml))
        .start()
        .await
        .unwrap();
    let (status, issue) = fetch(&register, "/bulkdata/FR/2025/01/FR-2025-01-02.xml").await;
    assert_eq!(status, 200);
    assert!(
        issue.contains("<DATE>Thursday, January 2, 2025</DATE>"),
        "{issue}"
    );
    assert_eq!(issue.matches("<?xml").count(), 1);
    let listing = json(&register, "/bulkdata/json/FR/2025/01").await;
    assert_eq!(listing["files"][0]["name"], "FR-2025-01-02.xml");
    assert_eq!(
        fetch(&register, "/bulkdata/FR/2025/01/FR-2025-01-03.xml")
            .await
            .0,
        404
    );
}
