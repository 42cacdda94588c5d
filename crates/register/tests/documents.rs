//! The traps of document search and look-up, one test each.

mod common;

use common::{day, fetch, is_html, json, many, notice, numbers};
use fedreg_register::{BadSlug, DeepPages, Document, ErrorPages, Limits, Readings, Register};
use serde_json::json as value;

const ALL: &str = "/api/v1/documents?order=oldest&fields%5B%5D=document_number";

#[tokio::test]
async fn a_refused_per_page_becomes_twenty() {
    let register = many(
        45,
        Limits {
            per_page_max: 40,
            ..Limits::default()
        },
    )
    .await;
    for (per_page, results) in [
        ("1", 20),
        ("0", 20),
        ("-5", 20),
        ("41", 20),
        ("x", 20),
        ("2", 2),
        ("40", 40),
    ] {
        let answer = json(&register, &format!("{ALL}&per_page={per_page}")).await;
        assert_eq!(numbers(&answer).len(), results, "per_page={per_page}");
    }
    assert_eq!(numbers(&json(&register, ALL).await).len(), 20);
}

#[tokio::test]
async fn past_the_reachable_results_page_one_comes_again() {
    let register = many(
        50,
        Limits {
            reachable: 20,
            ..Limits::default()
        },
    )
    .await;
    let first = json(&register, &format!("{ALL}&per_page=10")).await;
    let third = json(&register, &format!("{ALL}&per_page=10&page=3")).await;
    assert_eq!(numbers(&third), numbers(&first));
    assert!(
        third["next_page_url"].as_str().unwrap().contains("page=2"),
        "{third}"
    );
    assert!(third.get("previous_page_url").is_none());
    assert_eq!(third["total_pages"], 2);
}

#[tokio::test]
async fn a_per_page_that_does_not_divide_the_cap_advertises_a_page_that_is_page_one() {
    let register = many(
        50,
        Limits {
            reachable: 20,
            ..Limits::default()
        },
    )
    .await;
    let first = json(&register, &format!("{ALL}&per_page=6")).await;
    assert_eq!(first["total_pages"], 4);
    let last = json(&register, &format!("{ALL}&per_page=6&page=4")).await;
    assert_eq!(numbers(&last), numbers(&first));
}

#[tokio::test]
async fn a_page_beyond_fifty_or_below_one_is_page_one() {
    let register = many(
        30,
        Limits {
            page_max: 5,
            ..Limits::default()
        },
    )
    .await;
    let first = numbers(&json(&register, &format!("{ALL}&per_page=2")).await);
    for page in ["0", "-1", "6"] {
        let answer = json(&register, &format!("{ALL}&per_page=2&page={page}")).await;
        assert_eq!(numbers(&answer), first, "page={page}");
        assert_eq!(answer["total_pages"], 5);
    }
}

#[tokio::test]
async fn count_saturates() {
    let register = many(
        30,
        Limits {
            count_cap: 25,
            ..Limits::default()
        },
    )
    .await;
    assert_eq!(json(&register, ALL).await["count"], 25);
}

#[tokio::test]
async fn page_links_are_absent_at_the_ends_and_lead_through_everything() {
    let register = many(25, Limits::default()).await;
    let mut seen = Vec::new();
    let mut next = Some(format!("{ALL}&per_page=10"));
    while let Some(url) = next {
        let answer = json(&register, &url).await;
        seen.extend(numbers(&answer));
        assert_eq!(
            answer.get("previous_page_url").is_some(),
            url.contains("page=2") || url.contains("page=3")
        );
        next = answer
            .get("next_page_url")
            .map(|url| url.as_str().unwrap().to_owned());
        if let Some(next) = &next {
            assert!(
                next.starts_with(register.base_url()) && next.contains("format=json"),
                "{next}"
            );
        }
    }
    assert_eq!(seen.len(), 25);
    assert!(seen.is_sorted());
}

#[tokio::test]
async fn zero_hits_have_no_results() {
    let register = many(1, Limits::default()).await;
    let answer = json(&register, "/api/v1/documents?conditions%5Bterm%5D=nowhere").await;
    assert_eq!(
        answer,
        value!({"count": 0, "description": "Documents matching 'nowhere'"})
    );
}

#[tokio::test]
async fn a_bad_type_is_no_error_but_no_hits() {
    let register = many(1, Limits::default()).await;
    let answer = json(
        &register,
        "/api/v1/documents?conditions%5Btype%5D%5B%5D=Notice",
    )
    .await;
    assert_eq!(answer["count"], 0);
}

#[tokio::test]
async fn double_encoded_filters_are_lost_and_the_description_does_not_mention_them() {
    let register = many(3, Limits::default()).await;
    let lost = json(
        &register,
        "/api/v1/documents?conditions%255Bterm%255D=nowhere",
    )
    .await;
    assert_eq!(
        (lost["count"].as_u64(), &lost["description"]),
        (Some(3), &value!("All Documents"))
    );
    // A date given as a text instead of is/gte/lte is lost as quietly.
    let lost = json(
        &register,
        "/api/v1/documents?conditions%5Bpublication_date%5D=1999-01-01",
    )
    .await;
    assert_eq!(lost["count"], 3);
}

#[tokio::test]
async fn the_description_mentions_the_filters() {
    let register = many(3, Limits::default()).await;
    let state = "conditions%5Bagencies%5D%5B%5D=state-department";
    let date =
        |key: &str, date: &str| format!("conditions%5Bpublication_date%5D%5B{key}%5D={date}");
    for (query, description) in [
        (state.to_owned(), "Documents from State Department"),
        (
            format!("{state}&conditions%5Btype%5D%5B%5D=NOTICE&conditions%5Bterm%5D=notice"),
            "Documents matching 'notice', from State Department, and of type Notice",
        ),
        (
            format!(
                "{}&{}",
                date("gte", "2025-01-01"),
                date("lte", "2025-01-31")
            ),
            "Documents published from 01/01/2025 to 01/31/2025",
        ),
        (
            date("is", "2025-01-01"),
            "Documents published on 01/01/2025",
        ),
        (date("year", "2025"), "Documents published in 2025"),
    ] {
        let answer = json(&register, &format!("/api/v1/documents?{query}")).await;
        assert_eq!(answer["description"], description);
        assert_eq!(answer["count"], 3, "{query}");
    }
}

#[tokio::test]
async fn unknown_fields_conditions_slugs_and_bad_dates_are_refused() {
    let register = many(1, Limits::default()).await;
    for (query, status, part) in [
        ("fields%5B%5D=nonsense", 400, "field 'nonsense' not valid"),
        ("fields=title", 500, "Internal Server Error"),
        ("conditions%5Bnonsense%5D=1", 400, "is not a valid field"),
        (
            "conditions%5Bagencies%5D%5B%5D=state-dept",
            400,
            "invalid value",
        ),
        (
            "conditions%5Bpublication_date%5D%5Bis%5D=2025-13-01",
            400,
            "Publication Date is not a valid .",
        ),
    ] {
        let (was, body) = fetch(&register, &format!("/api/v1/documents?{query}")).await;
        assert_eq!(was, status, "{query}");
        assert!(body.contains(part), "{query}: {body}");
    }
}

#[tokio::test]
async fn a_bad_slug_may_also_be_silent() {
    let readings = Readings {
        bad_slug: BadSlug::NoHits,
        ..Readings::default()
    };
    let register = Register::empty()
        .readings(readings)
        .document(notice("2025-1", "2025-01-02"));
    let register = register.start().await.unwrap();
    let answer = json(
        &register,
        "/api/v1/documents?conditions%5Bagencies%5D%5B%5D=no-such",
    )
    .await;
    assert_eq!(answer["count"], 0);
}

#[tokio::test]
async fn a_deep_page_may_also_be_refused() {
    let readings = Readings {
        deep_pages: DeepPages::Reject,
        ..Readings::default()
    };
    let limits = Limits {
        reachable: 20,
        ..Limits::default()
    };
    let register = Register::empty()
        .readings(readings)
        .limits(limits)
        .start()
        .await
        .unwrap();
    assert_eq!(
        fetch(&register, &format!("{ALL}&per_page=10&page=3"))
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn a_search_without_fields_has_no_citation_dates_or_text_urls() {
    let register = many(1, Limits::default()).await;
    let answer = json(&register, "/api/v1/documents?order=oldest").await;
    let object = answer["results"][0].as_object().unwrap();
    for absent in [
        "citation",
        "effective_on",
        "docket_ids",
        "raw_text_url",
        "full_text_xml_url",
    ] {
        assert!(!object.contains_key(absent), "{absent}");
    }
    assert!(object.contains_key("agencies"));
}

#[tokio::test]
async fn equals_change_places_under_relevance() {
    let register = many(20, Limits::default()).await;
    let path = "/api/v1/documents?fields%5B%5D=document_number";
    let mut orders = std::collections::BTreeSet::new();
    for _ in 0..5 {
        orders.insert(numbers(&json(&register, path).await));
    }
    assert!(orders.len() > 1);
}

#[tokio::test]
async fn padding_is_tried_both_ways() {
    let register = Register::empty()
        .document(notice("2012-07333", "2012-03-28"))
        .document(notice("97-27030", "1997-10-13"))
        .start()
        .await
        .unwrap();
    for (asked, found) in [
        ("2012-7333", "2012-07333"),
        ("97-27030", "97-27030"),
        ("97%E2%80%9327030", "97-27030"),
    ] {
        let answer = json(&register, &format!("/api/v1/documents/{asked}")).await;
        assert_eq!(answer["document_number"], found, "{asked}");
    }
}

#[tokio::test]
async fn a_date_in_the_path_finds_an_unrelated_document() {
    let register = Register::empty()
        .document(notice("2026-00007", "2026-01-05"))
        .start()
        .await
        .unwrap();
    let answer = json(&register, "/api/v1/documents/2026-07-06").await;
    assert_eq!(answer["document_number"], "2026-00007");
}

#[tokio::test]
async fn a_correction_s_number_may_find_another_one() {
    let register = Register::empty()
        .document(notice("C1-02025", "2025-03-05"))
        .start()
        .await
        .unwrap();
    let answer = json(&register, "/api/v1/documents/C1-2025-12345").await;
    assert_eq!(answer["document_number"], "C1-02025");
}

#[tokio::test]
async fn of_several_with_a_number_the_newest_is_found_unless_a_date_is_given() {
    let register = Register::empty()
        .document(notice("00-123", "2000-01-20"))
        .document(notice("00-123", "2000-11-20"))
        .start()
        .await
        .unwrap();
    let newest = json(&register, "/api/v1/documents/00-123.json").await;
    assert_eq!(newest["publication_date"], "2000-11-20");
    let older = json(
        &register,
        "/api/v1/documents/00-123?publication_date=2000-01-20",
    )
    .await;
    assert_eq!(older["publication_date"], "2000-01-20");
    let link = older["json_url"].as_str().unwrap();
    assert_eq!(json(&register, link).await, older);
}

#[tokio::test]
async fn an_unknown_number_is_a_404_in_html() {
    let register = many(1, Limits::default()).await;
    let (status, body) = fetch(&register, "/api/v1/documents/2025-99999.json").await;
    assert_eq!(status, 404);
    assert!(is_html(&body));
    let readings = Readings {
        error_pages: ErrorPages::Json,
        ..Readings::default()
    };
    let register = Register::empty().readings(readings).start().await.unwrap();
    let (status, body) = fetch(&register, "/api/v1/documents/2025-99999").await;
    assert_eq!(
        (status, body.as_str()),
        (404, r#"{"status":404,"message":"Record Not Found"}"#)
    );
}

#[tokio::test]
async fn several_numbers_answer_200_with_the_missing_named() {
    let register = many(2, Limits::default()).await;
    let answer = json(
        &register,
        "/api/v1/documents/2025-00001,2025-00002,2025-77777",
    )
    .await;
    assert_eq!(answer["count"], 2);
    assert_eq!(answer["errors"], value!({"not_found": ["2025-77777"]}));
    let whole = json(&register, "/api/v1/documents/2025-00001,2025-00002").await;
    assert!(whole.get("errors").is_none());
    // Found under another padding: in the results and among the missing.
    let both = json(&register, "/api/v1/documents/2025-1,2025-00002").await;
    assert_eq!(both["count"], 2);
    assert_eq!(both["errors"]["not_found"], value!(["2025-1"]));
    // A comma at the end makes a list of one.
    assert_eq!(
        json(&register, "/api/v1/documents/2025-00001,").await["count"],
        1
    );
}

#[tokio::test]
async fn a_list_of_numbers_is_cut_at_its_cap() {
    let register = many(
        5,
        Limits {
            multi_get: 3,
            ..Limits::default()
        },
    )
    .await;
    let asked: Vec<String> = (1..=5).map(|n| format!("2025-{n:05}")).collect();
    let answer = json(&register, &format!("/api/v1/documents/{}", asked.join(","))).await;
    assert_eq!(answer["count"], 3);
}

#[tokio::test]
async fn a_citation_finds_all_documents_on_the_page() {
    let page = |number: &str, first: u64, last: u64| {
        Document::new(
            value!({"document_number": number, "publication_date": "2024-01-02",
            "title": "T", "start_page": first, "end_page": last}),
        )
        .unwrap()
    };
    let register = Register::empty()
        .document(page("2024-00001", 40, 43))
        .document(page("2024-00002", 43, 43))
        .document(page("2024-00003", 44, 45))
        .start()
        .await
        .unwrap();
    let answer = json(&register, "/api/v1/documents/89%20FR%2043").await;
    assert_eq!(numbers(&answer), ["2024-00001", "2024-00002"]);
}

#[tokio::test]
async fn too_long_a_target_is_a_414_and_a_post_a_405() {
    let register = many(
        1,
        Limits {
            target_bytes: 100,
            ..Limits::default()
        },
    )
    .await;
    let (status, _) = fetch(
        &register,
        &format!("/api/v1/documents/{}", "2025-00001,".repeat(20)),
    )
    .await;
    assert_eq!(status, 414);
    let answer = reqwest::Client::new()
        .post(register.api_url())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 405);
}

#[tokio::test]
async fn documents_of_the_future_do_not_exist_but_monday_s_are_listed_on_saturday() {
    let register = Register::empty()
        .document(notice("2025-20000", "2025-11-21"))
        .document(notice("2025-20750", "2025-11-24"))
        .start()
        .await
        .unwrap();
    for (today, count) in [
        ("2025-11-20", 0),
        ("2025-11-21", 1),
        ("2025-11-22", 2),
        ("2025-11-24", 2),
    ] {
        register.set_today(day(today));
        assert_eq!(json(&register, ALL).await["count"], count, "{today}");
    }
}

#[tokio::test]
async fn corrections_can_be_left_out_but_some_slip_through() {
    let object = |number: &str, original: serde_json::Value| {
        let fields = value!({"document_number": number, "publication_date": "2025-01-02",
            "title": "T", "correction_of": original});
        Document::new(fields).unwrap()
    };
    let original = "https://www.federalregister.gov/api/v1/documents/2025-00001";
    let register = Register::empty()
        .document(notice("2025-00001", "2025-01-02"))
        .document(object("C1-2025-00001", value!(original)))
        .document(object("C1-2025-00002", value!(null)))
        .start()
        .await
        .unwrap();
    let originals = json(&register, &format!("{ALL}&conditions%5Bcorrection%5D=0")).await;
    assert_eq!(numbers(&originals), ["2025-00001", "C1-2025-00002"]);
    let correction = json(&register, "/api/v1/documents/C1-2025-00001").await;
    let link = correction["correction_of"].as_str().unwrap();
    assert!(link.starts_with(register.base_url()) && !link.contains(".json"));
}

#[tokio::test]
async fn orders_before_1994_come_only_when_asked_for_and_have_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let order = r#"{"title":"Order","executive_order_number":"11246","document_number":null}"#;
    fs_err::write(folder.path().join("orders.json"), format!("[{order}]")).unwrap();
    let register = Register::builder(folder.path()).start().await.unwrap();
    assert_eq!(json(&register, ALL).await["count"], 0);
    let with = json(&register, &format!("{ALL}&include_pre_1994_docs=true")).await;
    assert_eq!(with["results"], value!([{"document_number": null}]));
}

#[tokio::test]
async fn terms_combine_words_phrases_alternatives_and_exclusions() {
    let with = |number: &str, text: &str| notice(number, "2025-01-02").with_txt(text);
    let register = Register::empty()
        .document(with(
            "2025-00001",
            "designation of the first group as a foreign terrorist organization",
        ))
        .document(with(
            "2025-00002",
            "designations of the second group, al-Qa'ida, amended",
        ))
        .document(with("2025-00003", "a charter for a group of advisers"))
        .start()
        .await
        .unwrap();
    for (term, found) in [
        ("group", vec!["2025-00001", "2025-00002", "2025-00003"]),
        ("designation group", vec!["2025-00001", "2025-00002"]),
        ("=designation", vec!["2025-00001"]),
        ("\"first group\"", vec!["2025-00001"]),
        ("charter | amended", vec!["2025-00002", "2025-00003"]),
        ("group -charter", vec!["2025-00001", "2025-00002"]),
        ("al-Qa'ida", vec!["2025-00002"]),
        ("\"foreign organization\"~1", vec!["2025-00001"]),
        ("\"foreign organization\"", vec![]),
        ("group (first | charter)", vec!["2025-00001", "2025-00003"]),
    ] {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("conditions[term]", term)
            .finish();
        let answer = json(&register, &format!("{ALL}&{query}")).await;
        assert_eq!(numbers(&answer), found, "{term}");
    }
}

#[tokio::test]
async fn csv_guards_numbers_with_a_space() {
    let register = many(3, Limits::default()).await;
    let path = "/api/v1/documents.csv?order=oldest&per_page=2&fields%5B%5D=document_number";
    assert_eq!(
        fetch(&register, path).await.1,
        "document_number\n 2025-00001\n 2025-00002\n"
    );
}

#[tokio::test]
async fn no_query_is_too_strange_to_be_answered() {
    let register = many(3, Limits::default()).await;
    let open = "%28".repeat(900);
    for query in [
        format!("conditions%5Bterm%5D={open}"),
        format!("conditions%5Bterm%5D={}x", "-".repeat(3_000)),
        "conditions%5Bterm%5D=%22~%22~9%7C%7C%29%28%21".to_owned(),
        "conditions%5Bterm%5D=%FF%FE%00".to_owned(),
        format!("conditions{}=1", "%5Ba%5D".repeat(600)),
        "conditions%5B=1&conditions%5D=2&=&&&%".to_owned(),
        "conditions=1&conditions%5Bterm%5D=a&conditions%5B%5D=2".to_owned(),
        "page=99999999999999999999&per_page=-0".to_owned(),
        "conditions%5Bpublication_date%5D%5Byear%5D=-262142".to_owned(),
        "conditions%5Bpublication_date%5D%5Bgte%5D=-100000-01-01".to_owned(),
        "conditions%5Bcfr%5D%5Btitle%5D=1&conditions%5Bcfr%5D%5Bpart%5D=-".to_owned(),
        "fields%5B%5D%5Bx%5D=1".to_owned(),
    ] {
        for path in [
            "documents",
            "documents/facets/weekly",
            "public-inspection-documents",
            "documents/%20,-,",
        ] {
            let (status, _) = fetch(&register, &format!("/api/v1/{path}?{query}")).await;
            assert!(
                [200, 400, 404, 414, 500].contains(&status),
                "{path}?{query}: {status}"
            );
        }
    }
    assert_eq!(json(&register, ALL).await["count"], 3);
}
