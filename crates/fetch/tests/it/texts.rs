//! Full texts: which format, from where, and never the wrong bytes.

use fedreg_fetch::{ApiClient, FetchError};
use fedreg_model::{DocumentMetadata, TextFormat};
use fedreg_register::{Challenge, Document, Fault, Misbehaviour, Register};
use serde_json::json;

use crate::support::*;

async fn only(documents: Vec<Document>) -> (Register, ApiClient, DocumentMetadata) {
    let register = register_of(documents).start().await.unwrap();
    let client = client(&register);
    let number = id("2025-00001", "2025-01-02");
    let metadata = client.document(&number).await.unwrap().metadata;
    register.clear_requests();
    (register, client, metadata)
}

#[tokio::test]
async fn xml_is_preferred_then_html_then_page_text() {
    let number = "2025-00001";
    let all = bare(number, "2025-01-02")
        .with_xml(xml(number))
        .with_html(html(number));
    for (document, format, bytes) in [
        (
            all.clone().with_txt(txt(number)),
            TextFormat::Xml,
            xml(number),
        ),
        (
            bare(number, "2025-01-02")
                .with_html(html(number))
                .with_txt(txt(number)),
            TextFormat::Html,
            html(number),
        ),
        // The Register gives addresses of texts that do not exist: each is a 404.
        (
            bare(number, "2025-01-02").with_txt(txt(number)),
            TextFormat::Txt,
            txt(number),
        ),
    ] {
        let (_register, client, metadata) = only(vec![document]).await;
        let text = client.full_text(&metadata).await.unwrap();
        assert_eq!(text.format, format);
        assert_eq!(text.bytes, bytes.as_bytes());
        assert!(text.passed_over.is_empty());
    }
}

#[tokio::test]
async fn no_text_at_all_says_what_was_tried() {
    let (_register, client, metadata) = only(vec![bare("2025-00001", "2025-01-02")]).await;
    let error = client.full_text(&metadata).await.unwrap_err();
    assert!(matches!(error, FetchError::NoText { .. }), "{error}");
    for part in ["2025-00001 of 2025-01-02", "404", ".txt"] {
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(
        !error.is_transient(),
        "a document without any text is not worth a retry"
    );
}

#[tokio::test]
async fn a_document_of_the_nineties_has_page_text_only() {
    let register = register_of(vec![
        bare("97-27030", "1997-10-08").with_txt(txt("97-27030")),
    ])
    .start()
    .await
    .unwrap();
    let client = client(&register);
    let metadata = client
        .document(&id("97-27030", "1997-10-08"))
        .await
        .unwrap()
        .metadata;
    assert_eq!(metadata.full_text_xml_url, None);
    assert_eq!(
        client.full_text(&metadata).await.unwrap().format,
        TextFormat::Txt
    );
}

#[tokio::test]
async fn the_bot_challenge_is_tried_again_and_never_kept() {
    for challenge in [Challenge::InPlace, Challenge::Redirect] {
        let (register, client, metadata) = only(vec![notice("2025-00001", "2025-01-02")]).await;
        let fault = Misbehaviour::new(Fault::Challenge(challenge)).at("/documents/full_text");
        register.misbehave(fault.clone().times(2));
        let text = client.full_text(&metadata).await.unwrap();
        assert_eq!(text.format, TextFormat::Xml);
        // For ever: a typed error, after the configured retries.
        register.behave();
        register.misbehave(fault);
        let error = client.full_text(&metadata).await.unwrap_err();
        let FetchError::NoText { tried, .. } = &error else {
            panic!("{error}")
        };
        assert!(
            tried
                .iter()
                .all(|e| matches!(e, FetchError::Challenge { .. })),
            "{error}"
        );
        assert!(error.is_transient());
    }
}

#[tokio::test]
async fn a_better_format_that_failed_is_mentioned() {
    let number = "2025-00001";
    let document = notice(number, "2025-01-02").with_html(html(number));
    let (register, client, metadata) = only(vec![document]).await;
    let fault = Misbehaviour::new(Fault::Status {
        code: 500,
        retry_after: None,
    });
    register.misbehave(fault.at("full_text/xml"));
    let text = client.full_text(&metadata).await.unwrap();
    assert_eq!(text.format, TextFormat::Html);
    assert!(matches!(
        text.passed_over[0],
        FetchError::Status { status: 500, .. }
    ));
}

#[tokio::test]
async fn an_html_page_in_place_of_a_text_is_refused() {
    let (register, client, metadata) = only(vec![notice("2025-00001", "2025-01-02")]).await;
    register.misbehave(Misbehaviour::new(Fault::Html).at("full_text"));
    let error = client.full_text(&metadata).await.unwrap_err();
    let FetchError::NoText { tried, .. } = &error else {
        panic!("{error}")
    };
    assert!(
        tried
            .iter()
            .all(|e| matches!(e, FetchError::Unexpected { .. })),
        "{error}"
    );
}

#[tokio::test]
async fn a_txt_that_starts_with_html_is_genuine_nul_bytes_and_all() {
    let bytes = format!("\0\0{}", txt("2025-00001"));
    let document = bare("2025-00001", "2025-01-02").with_txt(bytes.clone());
    let (_register, client, metadata) = only(vec![document]).await;
    assert_eq!(
        client.full_text(&metadata).await.unwrap().bytes,
        bytes.as_bytes()
    );
}

#[tokio::test]
async fn the_text_of_another_document_is_refused() {
    let document = bare("2025-00001", "2025-01-02").with_xml(xml("2025-00002"));
    let (_register, client, metadata) = only(vec![document]).await;
    let error = client.full_text(&metadata).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("2025-00002 instead of 2025-00001"),
        "{error}"
    );
    // Padding is no difference.
    let document = bare("2025-00001", "2025-01-02").with_xml(xml("2025-1"));
    let (_register, client, metadata) = only(vec![document]).await;
    assert!(client.full_text(&metadata).await.is_ok());
}

#[tokio::test]
async fn govinfo_is_the_last_resort_where_it_may_be_asked() {
    let (register, _, metadata) = only(vec![
        bare("2025-00001", "2025-01-02").with_txt(txt("2025-00001")),
    ])
    .await;
    let gone = Misbehaviour::new(Fault::Status {
        code: 500,
        retry_after: None,
    });
    register.misbehave(gone.at("full_text"));
    let client = client_with(&register, |s| {
        s.govinfo_url = Some(register.base_url().parse().unwrap());
    });
    let text = client.full_text(&metadata).await.unwrap();
    assert_eq!(text.format, TextFormat::Txt);
    assert!(
        text.url
            .path()
            .ends_with("/FR-2025-01-02/html/2025-00001.htm"),
        "{}",
        text.url
    );
}

#[tokio::test]
async fn addresses_that_lead_elsewhere_are_not_asked() {
    let (_register, client, mut metadata) = only(vec![notice("2025-00001", "2025-01-02")]).await;
    metadata.full_text_xml_url = Some("http://169.254.169.254/latest/meta-data".into());
    metadata.body_html_url = Some("file:///etc/passwd".into());
    metadata.raw_text_url = Some("http://127.0.0.1:1/x.txt".into());
    let error = client.full_text(&metadata).await.unwrap_err();
    let FetchError::NoText { tried, .. } = &error else {
        panic!("{error}")
    };
    assert!(
        tried
            .iter()
            .all(|e| matches!(e, FetchError::OffSite { .. })),
        "{error}"
    );
}

#[tokio::test]
async fn the_text_of_a_filed_document_is_plain() {
    let register = Register::empty()
        .today(date("2025-12-30"))
        .document(
            Document::new(json!({"document_number": "2025-50001", "type": "Notice",
                "title": "T", "publication_date": "2025-12-31", "filing_type": "regular",
                "filed_at": "2025-12-30T08:45:00.000-05:00", "agencies": []}))
            .unwrap()
            .with_txt("Plain words.\n[FR Doc. 2025-50001 Filed: 12/30/2025 8:45 am]\n"),
        )
        .start()
        .await
        .unwrap();
    let client = client(&register);
    let desk = client.public_inspection_current().await.unwrap();
    let text = client.full_text(&desk.documents[0].metadata).await.unwrap();
    assert_eq!(text.format, TextFormat::Txt);
    assert!(text.bytes.starts_with(b"Plain words."));
}
