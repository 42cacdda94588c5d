//! Which files of a folder become which documents.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod common;

use std::path::Path;

use common::{fetch, json, numbers};
use fedreg_register::Register;
use serde_json::json as value;

const XML: &str = r#"<NOTICE><PREAMB><PRTPAGE P="53045"/><AGENCY TYPE="S">DEPARTMENT OF STATE</AGENCY>
    <DEPDOC>[Public Notice: 99999]</DEPDOC><SUBJECT>An Invented Determination</SUBJECT>
    <SUM><HD SOURCE="HED">SUMMARY:</HD><P>In the <E T="04">Federal Register</E>.</P></SUM></PREAMB>
    <FRDOC>[FR Doc. 2025–20750 Filed 11–21–25; 8:45 am]</FRDOC><BILCOD>BILLING CODE 4710-AD-P</BILCOD></NOTICE>"#;

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(path, text).unwrap();
}

async fn register(files: &[(&str, &str)]) -> Register {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    Register::builder(folder.path()).start().await.unwrap()
}

#[tokio::test]
async fn texts_belong_to_the_object_beside_them() {
    let object = r#"{"document_number":"2025-20750","publication_date":"2025-11-24","title":"T"}"#;
    for (json_name, text_name) in [
        (
            "documents/2025/11/24/2025-20750.json",
            "documents/2025/11/24/2025-20750.xml",
        ),
        ("2025-20750/meta.json", "2025-20750/notice.xml"),
        ("a/b.json", "a/b.xml"),
        ("api/list.json", "texts/2025-20750.xml"),
    ] {
        let register = register(&[(json_name, object), (text_name, XML)]).await;
        let object = json(&register, "/api/v1/documents/2025-20750").await;
        assert_eq!(object["title"], "T", "{text_name}");
        assert_eq!(
            fetch(&register, object["full_text_xml_url"].as_str().unwrap())
                .await
                .1,
            XML
        );
        assert!(register.ignored().is_empty(), "{:?}", register.ignored());
    }
}

#[tokio::test]
async fn a_text_alone_is_a_document_if_its_date_is_known() {
    let register = register(&[
        ("documents/2025/11/24/2025-20750.xml", XML),
        ("nowhere/x.xml", XML),
    ])
    .await;
    let object = json(&register, "/api/v1/documents/2025-20750").await;
    assert_eq!(object["title"], "An Invented Determination");
    assert_eq!(object["citation"], "90 FR 53045");
    assert_eq!(object["docket_ids"], value!(["Public Notice: 99999"]));
    assert_eq!(object["abstract"], "In the Federal Register.");
    assert_eq!(object["agencies"][0]["slug"], "state-department");
    assert_eq!(object["volume"], 90);
}

#[tokio::test]
async fn page_text_alone_is_dated_and_titled_by_its_head() {
    let text = "<html>\n<body><pre>\n[Federal Register Volume 90, Number 225 (Monday, November 24, 2025)]\n\
        [Notices]\n[Pages 53045-53046]\n[FR Doc No: 2025-20750]\n\n\n\
        -----------------------------------------------------------------------\n\n\
        DEPARTMENT OF STATE\n\n[Public Notice: 99999]\n\n\nAn Invented Determination of \nSome Length\n\n\
            Body.\n</pre></body></html>";
    let register = register(&[("saved.txt", text)]).await;
    let object = json(&register, "/api/v1/documents/2025-20750").await;
    assert_eq!(object["publication_date"], "2025-11-24");
    assert_eq!(object["title"], "An Invented Determination of Some Length");
    assert_eq!(object["agencies"][0]["slug"], "state-department");
    assert_eq!(object["docket_ids"], value!(["Public Notice: 99999"]));
    assert_eq!(
        (&object["citation"], &object["end_page"]),
        (&value!("90 FR 53045"), &value!(53046))
    );
}

#[tokio::test]
async fn an_issue_is_served_whole_and_by_document() {
    let issue = format!(
        "<?xml version=\"1.0\"?>\n<FEDREG><VOL>90</VOL><DATE>Monday, November 24, 2025</DATE>\
         <CNTNTS><PRTPAGE P=\"iii\"/></CNTNTS><NOTICES>{XML}<NOTICE><PREAMB><SUBJECT>No number</SUBJECT>\
         </PREAMB></NOTICE></NOTICES><NEWPART><RULES><RULE><PREAMB><SUBJECT>A rule</SUBJECT></PREAMB>\
         <FRDOC>[FR Doc. 2025-20001 Filed]</FRDOC></RULE></RULES></NEWPART></FEDREG>"
    );
    let register = register(&[("FR-2025-11-24.xml", &issue)]).await;
    let all = json(&register, "/api/v1/documents?order=oldest&fields%5B%5D=document_number&fields%5B%5D=type&fields%5B%5D=start_page").await;
    assert_eq!(numbers(&all), ["2025-20001", "2025-20750"]);
    assert_eq!(all["results"][0]["type"], "Rule");
    assert_eq!(all["results"][0]["start_page"], 53045);
    let bulk = "/bulkdata/FR/2025/11/FR-2025-11-24.xml";
    assert_eq!(fetch(&register, bulk).await, (200, issue));
    let text = "/documents/full_text/xml/2025/11/24/2025-20750.xml";
    assert_eq!(fetch(&register, text).await, (200, XML.to_owned()));
}

#[tokio::test]
async fn what_is_no_document_is_ignored_with_a_reason() {
    let register = register(&[
        ("broken.json", "{"),
        ("expected.json", r#"{"verdict":"parsed"}"#),
        ("gold.json", r#"{"actions":[]}"#),
        ("empty.txt", ""),
        ("lost.txt", "no number here"),
        (
            ".hidden/2025-1.json",
            r#"{"document_number":"2025-1","publication_date":"2025-01-02"}"#,
        ),
    ])
    .await;
    assert_eq!(register.document_count(), 0);
    assert_eq!(register.ignored().len(), 5);
    assert!(
        register
            .ignored()
            .iter()
            .all(|ignored| !ignored.reason.is_empty())
    );
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let error = Register::builder("/no/such/folder")
        .start()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("/no/such/folder"), "{error}");
}

#[tokio::test]
async fn every_link_leads_to_this_server() {
    let object = value!({"document_number": "2025-20750", "publication_date": "2025-11-24", "title": "T",
        "agencies": [{"raw_name": "DEPARTMENT OF STATE", "name": "State Department", "id": 476,
            "url": "https://www.federalregister.gov/agencies/state-department", "slug": "state-department"}],
        "public_inspection_pdf_url": "https://public-inspection.federalregister.gov/2025-20750.pdf?1",
        "pdf_url": "https://www.govinfo.gov/content/pkg/FR-2025-11-24/pdf/2025-20750.pdf"});
    let register = register(&[("x.json", &object.to_string())]).await;
    let (_, body) = fetch(&register, "/api/v1/documents/2025-20750").await;
    assert!(!body.contains("https://"), "{body}");
}

#[tokio::test]
async fn the_bundled_register_is_used_to_the_last_file() {
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/register");
    let register = Register::builder(bundled).start().await.unwrap();
    assert_eq!(register.ignored(), []);
    let path =
        "/api/v1/documents?order=oldest&per_page=200&fields%5B%5D=title&fields%5B%5D=agencies";
    let all = json(&register, path).await;
    for object in all["results"].as_array().unwrap() {
        assert_ne!(object["title"], "[No title available]");
        assert!(object["agencies"][0]["slug"].is_string(), "{object}");
    }
}
