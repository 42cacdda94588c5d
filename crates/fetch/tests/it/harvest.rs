//! Whole passes: what they find, what they say is missing, and where the next one begins.

use std::time::Duration;

use fedreg_fetch::{
    ApiClient, ApiDocument, Day, Desk, FetchError, HarvestPlan, Harvested, InspectionPlan,
    PassSummary, Text, What, Window, next_window,
};
use fedreg_model::{DocumentId, Stage};
use fedreg_register::{
    Challenge, CountLie, Document, Edit, Fault, Misbehaviour, Register, RetryAfter,
};
use futures::StreamExt;
use serde_json::json;

use crate::support::*;

struct Pass {
    items: Vec<Harvested>,
}

impl Pass {
    async fn of(client: &ApiClient, plan: HarvestPlan) -> Self {
        Self {
            items: client.harvest(plan).collect().await,
        }
    }

    fn documents(&self) -> Vec<DocumentId> {
        let found = |item: &Harvested| match item {
            Harvested::Document(found) => found.document.metadata.id(),
            _ => None,
        };
        self.items.iter().filter_map(found).collect()
    }

    fn missing(&self) -> Vec<String> {
        let missing = |item: &Harvested| match item {
            Harvested::Missing(missing) => Some(missing.to_string()),
            _ => None,
        };
        self.items.iter().filter_map(missing).collect()
    }

    fn day(&self, day: &str) -> Day {
        let wanted = date(day);
        self.items
            .iter()
            .find_map(|item| match item {
                Harvested::Day(day) if day.date == wanted => Some(*day),
                _ => None,
            })
            .unwrap()
    }

    fn desk(&self) -> &Desk {
        match self.items.last() {
            Some(Harvested::Desk(desk)) => desk,
            other => panic!("the end is always said, not {other:?}"),
        }
    }

    fn summary(&self) -> &PassSummary {
        match self.items.last() {
            Some(Harvested::Finished(summary)) => summary,
            other => panic!("the end is always said, not {other:?}"),
        }
    }
}

fn plan(from: &str, to: &str, today: &str) -> HarvestPlan {
    HarvestPlan::new(vec![query()], window(from, to), date(today))
}

#[tokio::test]
async fn a_pass_yields_every_candidate_and_counts_every_day() {
    let mut documents = january(10, 2);
    let rule = json!({"document_number": "2025-90000", "publication_date": "2025-01-03",
        "type": "Rule", "title": "A rule", "agencies": []});
    documents.push(Document::new(rule).unwrap());
    let register = register_of(documents).start().await.unwrap();
    let client = client(&register);
    let pass = Pass::of(&client, plan("2025-01-01", "2025-01-20", "2025-01-10")).await;
    assert_eq!(pass.documents().len(), 20);
    assert!(pass.documents().is_sorted());
    assert!(pass.missing().is_empty(), "{:?}", pass.missing());
    let day = pass.day("2025-01-03");
    assert_eq!(
        (day.published, day.candidates, day.complete),
        (Some(3), 2, true)
    );
    let days = pass
        .items
        .iter()
        .filter(|item| matches!(item, Harvested::Day(_)))
        .count();
    assert_eq!(days, 20);
    let summary = pass.summary();
    assert_eq!(
        summary.completed_through,
        Some(date("2025-01-10")),
        "never after today"
    );
    assert_eq!(
        (summary.documents, summary.texts, summary.missing),
        (20, 20, 0)
    );
}

#[tokio::test]
async fn a_text_that_fails_is_missing_and_the_rest_goes_on() {
    let register = register_of(january(5, 1)).start().await.unwrap();
    let broken = Misbehaviour::new(Fault::Status {
        code: 500,
        retry_after: None,
    });
    register.misbehave(broken.at("full_text/xml/2025/01/03"));
    let client = client(&register);
    let pass = Pass::of(&client, plan("2025-01-01", "2025-01-05", "2025-02-01")).await;
    assert_eq!(pass.documents().len(), 4);
    let missing = pass.missing();
    assert_eq!(missing.len(), 1);
    for part in [
        "full text of 2025-03000 of 2025-01-03",
        "500",
        "full_text/xml",
        "Run again",
    ] {
        assert!(missing[0].contains(part), "{}", missing[0]);
    }
    assert!(!pass.day("2025-01-03").complete && pass.day("2025-01-04").complete);
    let done = pass.summary().completed_through;
    assert_eq!(done, Some(date("2025-01-02")));
    // The next pass continues from there, and gets it.
    register.behave();
    let next = next_window(done, date("2025-02-01"), date("2025-01-01"), 1, 0);
    assert_eq!(next, window("2025-01-01", "2025-02-01"));
    let plan = HarvestPlan::new(vec![query()], next, date("2025-02-01"))
        .already_held(|metadata| metadata.publication_date != Some(date("2025-01-03")));
    let pass = Pass::of(&client, plan).await;
    assert!(pass.missing().is_empty());
    assert_eq!((pass.summary().documents, pass.summary().texts), (5, 1));
}

#[tokio::test]
async fn a_text_that_exists_nowhere_does_not_hold_up_the_passes_to_come() {
    let mut documents = january(3, 1);
    documents.push(bare("2025-00009", "2025-01-02"));
    let register = register_of(documents).start().await.unwrap();
    let client = client(&register);
    let pass = Pass::of(&client, plan("2025-01-01", "2025-01-03", "2025-02-01")).await;
    assert_eq!(pass.missing().len(), 1);
    assert_eq!(pass.summary().completed_through, Some(date("2025-01-03")));
    let what = pass.items.iter().find_map(|item| match item {
        Harvested::Missing(missing) => Some(&missing.what),
        _ => None,
    });
    let Some(What::FullText(document)) = what else {
        panic!("{what:?}")
    };
    assert_eq!(
        document.metadata.id(),
        Some(id("2025-00009", "2025-01-02")),
        "metadata is kept"
    );
}

#[tokio::test]
async fn fewer_documents_than_the_daily_counts_say_are_looked_for_and_reported() {
    let register = register_of(january(4, 2)).start().await.unwrap();
    let lie = Fault::FacetCount("2025-01-03".into(), CountLie::Off(1));
    register.misbehave(Misbehaviour::new(lie).at("conditions[term]"));
    let client = client(&register);
    let pass = Pass::of(&client, plan("2025-01-01", "2025-01-04", "2025-02-01")).await;
    assert_eq!(pass.documents().len(), 8, "what is there is kept");
    let missing = pass.missing();
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(
        missing[0].contains("listed 2 documents of 2025-01-03"),
        "{}",
        missing[0]
    );
    assert!(!pass.day("2025-01-03").complete);
    assert_eq!(pass.summary().completed_through, Some(date("2025-01-02")));
    // The day was read again, past any cache.
    let again = register.requests();
    assert!(again.iter().any(|r| r.query_value("_").is_some()));
}

#[tokio::test]
async fn mondays_issue_listed_on_saturday_is_taken() {
    // 2025-11-24 is a Monday.
    let register = register_of(vec![notice("2025-20750", "2025-11-24")])
        .today(date("2025-11-22"))
        .start()
        .await
        .unwrap();
    let client = client(&register);
    let today = date("2025-11-22");
    let window = next_window(Some(date("2025-11-21")), today, date("2025-01-01"), 10, 7);
    let plan = HarvestPlan::new(vec![query()], window, today);
    let pass = Pass::of(&client, plan).await;
    assert_eq!(pass.documents(), [id("2025-20750", "2025-11-24")]);
    assert!(pass.missing().is_empty(), "{:?}", pass.missing());
    assert_eq!(pass.summary().completed_through, Some(today));
}

#[tokio::test]
async fn young_documents_are_read_again_and_settled_ones_are_not() {
    let register = register_of(january(10, 1)).start().await.unwrap();
    let client = client_with(&register, |s| s.politeness.recheck_days = 3);
    let plan = plan("2025-01-01", "2025-01-10", "2025-01-10").already_held(|_| true);
    let pass = Pass::of(&client, plan).await;
    assert_eq!(
        pass.documents().len(),
        10,
        "held ones are listed, too: metadata may change"
    );
    let fetched: Vec<_> = pass
        .items
        .iter()
        .filter_map(|item| match item {
            Harvested::Document(found) if matches!(found.text, Text::Fetched(_)) => {
                found.document.metadata.publication_date
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        fetched,
        ["07", "08", "09", "10"].map(|d| date(&format!("2025-01-{d}")))
    );
}

#[tokio::test]
async fn a_document_changed_within_the_day_comes_with_its_new_text_and_object() {
    let register = register_of(vec![notice("2025-00001", "2025-01-02")])
        .start()
        .await
        .unwrap();
    let client = client(&register);
    let get = |pass: &Pass| match &pass.items[0] {
        Harvested::Document(found) => match &found.text {
            Text::Fetched(text) => (found.document.raw_json(), text.bytes.clone()),
            Text::Held => panic!("not held"),
        },
        other => panic!("{other:?}"),
    };
    let first = Pass::of(&client, plan("2025-01-02", "2025-01-02", "2025-01-02")).await;
    let changed = bare("2025-00001", "2025-01-02")
        .with_xml(xml("2025-00001").replace("Invented", "Corrected"));
    register.put(changed);
    register.edit(fedreg_register::Edit::Change {
        number: "2025-00001".into(),
        publication_date: date("2025-01-02"),
        fields: json!({"title": "Terrorism, corrected"})
            .as_object()
            .unwrap()
            .clone(),
    });
    let second = Pass::of(&client, plan("2025-01-02", "2025-01-02", "2025-01-02")).await;
    let ((object, text), (new_object, new_text)) = (get(&first), get(&second));
    assert!(object != new_object && text != new_text);
    assert!(new_object.contains("corrected"));
}

#[tokio::test]
async fn a_document_that_vanished_or_dropped_out_of_the_search_is_told_apart() {
    let other = json!({"document_number": "2025-00002", "publication_date": "2025-01-02",
        "type": "Rule", "title": "No longer a notice", "agencies": []});
    let register = register_of(vec![
        notice("2025-00001", "2025-01-02"),
        Document::new(other).unwrap().with_xml(xml("2025-00002")),
    ])
    .start()
    .await
    .unwrap();
    let expected = ["2025-00001", "2025-00002", "2025-00003"].map(|n| id(n, "2025-01-02"));
    let plan = plan("2025-01-01", "2025-01-05", "2025-01-05").expecting(expected.to_vec());
    let pass = Pass::of(&client(&register), plan).await;
    assert_eq!(pass.documents(), expected[..2]);
    let vanished: Vec<_> = pass
        .items
        .iter()
        .filter_map(|item| match item {
            Harvested::Vanished(id) => Some(id.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(vanished, expected[2..]);
    assert!(pass.missing().is_empty());
}

#[tokio::test]
async fn public_inspection_is_a_source_of_its_own() {
    let filed = |number: &str, day: Option<&str>, kind: &str| {
        Document::new(
            json!({"document_number": number, "type": kind, "title": "A filing",
            "publication_date": day, "filing_type": "special",
            "filed_at": "2025-12-30T11:15:00.000-05:00",
            "agencies": [{"raw_name": "DEPARTMENT OF STATE", "name": "State Department",
                "id": 476, "parent_id": null, "slug": "state-department"}]}),
        )
        .unwrap()
        .with_txt(format!(
            "Words. [FR Doc. {number} Filed: 12/30/2025 11:15 am]"
        ))
    };
    let register = Register::empty()
        .today(date("2025-12-30"))
        .document(filed("2025-50001", Some("2025-12-31"), "Notice"))
        .document(filed("2025-50002", None, "Notice"))
        .document(filed("2025-50003", Some("2025-12-31"), "Rule"))
        .start()
        .await
        .unwrap();
    let client = client(&register);
    let poll = async |plan: InspectionPlan| Pass {
        items: client
            .poll_inspection(plan, date("2025-12-30"))
            .collect()
            .await,
    };
    let pass = poll(InspectionPlan::new(vec![query()])).await;
    assert!(pass.missing().is_empty(), "{:?}", pass.missing());
    assert_eq!(pass.documents(), [id("2025-50001", "2025-12-31")]);
    let Some(Harvested::Document(found)) = pass
        .items
        .iter()
        .find(|item| matches!(item, Harvested::Document(_)))
    else {
        panic!("nothing found")
    };
    assert_eq!(found.document.metadata.stage, Stage::PublicInspection);
    assert_eq!(found.queries, ["state"]);
    let withdrawn = pass.items.iter().any(|item| {
        matches!(item, Harvested::Withdrawn(d)
        if d.metadata.document_number.as_ref().unwrap().as_str() == "2025-50002")
    });
    assert!(withdrawn);
    let published = Pass::of(&client, plan("2025-12-29", "2025-12-31", "2025-12-30")).await;
    assert!(published.documents().is_empty());

    // A desk that has not changed costs one request; a document that is held costs no text.
    let desk = pass.desk();
    assert_eq!((desk.unchanged, desk.texts, desk.missing), (false, 1, 0));
    register.clear_requests();
    let again = poll(InspectionPlan::new(vec![query()]).unless(desk.mark.clone())).await;
    assert!(again.documents().is_empty() && again.desk().unchanged);
    assert_eq!(register.requests().len(), 1);
    register.put(filed("2025-50004", Some("2025-12-31"), "Notice"));
    register.clear_requests();
    let known =
        |document: &ApiDocument| document.metadata.id() == Some(id("2025-50001", "2025-12-31"));
    let plan = InspectionPlan::new(vec![query()])
        .unless(desk.mark.clone())
        .already_filed(known);
    let more = poll(plan).await;
    assert_eq!(more.documents().len(), 2);
    assert_eq!(register.requests().len(), 2);
    assert_ne!(more.desk().mark, desk.mark);

    // Its failure is its own.
    let down = Fault::Status {
        code: 500,
        retry_after: None,
    };
    register.misbehave(Misbehaviour::new(down).at("/public-inspection-documents"));
    let broken = poll(InspectionPlan::new(vec![query()])).await;
    assert_eq!(
        (broken.desk().mark.clone(), broken.desk().missing),
        (None, 1)
    );
}

#[tokio::test]
async fn one_request_tells_whether_anything_was_listed_or_moved() {
    let register = register_of(january(3, 2)).start().await.unwrap();
    let client = client(&register);
    let days = window("2025-01-01", "2025-01-05");
    let mark = client.listing_mark(days).await.unwrap();
    assert_eq!(register.requests().len(), 1);
    assert_eq!(client.listing_mark(days).await.unwrap(), mark);
    assert!(client.latency().is_some());
    let changed = json!({"title": "Another title"});
    for edit in [
        Edit::Put(notice("2025-70000", "2025-01-02")),
        Edit::Change {
            number: "2025-70000".to_owned(),
            publication_date: date("2025-01-02"),
            fields: changed.as_object().cloned().unwrap(),
        },
        Edit::Move {
            number: "2025-70000".to_owned(),
            from: date("2025-01-02"),
            to: date("2025-01-03"),
        },
        Edit::Remove {
            number: "2025-70000".to_owned(),
            publication_date: date("2025-01-03"),
        },
    ] {
        let before = client.listing_mark(days).await.unwrap();
        let what = format!("{edit:?}");
        register.edit(edit);
        assert_ne!(client.listing_mark(days).await.unwrap(), before, "{what}");
    }
    assert_eq!(client.listing_mark(days).await.unwrap(), mark);
}

#[tokio::test]
async fn a_source_that_is_not_there_ends_the_pass_at_once_and_loses_nothing() {
    let mut settings = settings("http://127.0.0.1:1/api/v1");
    settings.politeness.retries = 1;
    let client = ApiClient::new(settings).unwrap();
    let pass = Pass::of(&client, plan("1994-01-03", "2025-01-01", "2025-01-01")).await;
    let summary = pass.summary();
    assert!(summary.unreachable);
    assert_eq!(summary.completed_through, None);
    assert!(pass.missing().len() <= 3, "{:?}", pass.missing());
}

#[tokio::test]
async fn a_pass_cut_short_keeps_what_it_has_and_says_where_it_stopped() {
    let register = register_of(january(31, 1)).start().await.unwrap();
    register.misbehave(Misbehaviour::new(Fault::Stall).at("full_text/xml/2025/01/05"));
    let client = client(&register).with_deadline(Duration::from_millis(1500));
    let pass = Pass::of(&client, plan("2025-01-01", "2025-01-31", "2025-02-01")).await;
    assert_eq!(pass.documents().len(), 4);
    assert!(
        pass.missing().iter().all(|m| m.contains("out of time")),
        "{:?}",
        pass.missing()
    );
    assert_eq!(pass.summary().completed_through, Some(date("2025-01-04")));
}

#[tokio::test]
async fn one_failing_search_leaves_the_others_alone() {
    let register = register_of(january(3, 1)).start().await.unwrap();
    let broken = Misbehaviour::new(Fault::Status {
        code: 500,
        retry_after: None,
    });
    register.misbehave(broken.at("conditions[term]=cartel"));
    let mut cartel = query();
    cartel.name = "cartel".into();
    cartel.terms = vec!["cartel".into()];
    let days = Window::new(date("2025-01-01"), date("2025-01-03")).unwrap();
    let plan = HarvestPlan::new(vec![cartel, query()], days, date("2025-02-01"));
    let pass = Pass::of(&client(&register), plan).await;
    assert_eq!(pass.documents().len(), 3);
    let missing = pass.items.iter().find_map(|item| match item {
        Harvested::Missing(missing) => Some(missing.clone()),
        _ => None,
    });
    let missing = missing.unwrap();
    assert!(matches!(&missing.what, What::Results { query, .. } if query == "cartel"));
    assert!(matches!(
        missing.error,
        FetchError::Status { status: 500, .. }
    ));
    assert_eq!(pass.summary().completed_through, None);
}

#[tokio::test]
async fn a_source_that_keeps_saying_slow_down_is_left_in_peace() {
    let register = register_of(january(31, 1)).start().await.unwrap();
    let busy = Fault::Status {
        code: 429,
        retry_after: Some(RetryAfter::Seconds(3600)),
    };
    register.misbehave(Misbehaviour::new(busy).at("full_text/xml/2025/01/03"));
    let client = client(&register);
    let pass = Pass::of(&client, plan("2025-01-01", "2025-01-31", "2025-02-01")).await;
    assert_eq!(pass.documents().len(), 2);
    assert_eq!(
        pass.missing().len(),
        29,
        "every text that is missing is named"
    );
    let texts = register
        .requests()
        .iter()
        .filter(|r| r.path.contains("full_text"))
        .count();
    assert_eq!(texts, 3, "and not asked for");
    assert_eq!(pass.summary().completed_through, Some(date("2025-01-02")));
    assert!(!pass.summary().unreachable);
}

#[tokio::test]
async fn a_file_that_is_always_unavailable_hides_none_after_it() {
    let register = register_of(january(5, 1)).start().await.unwrap();
    let busy = Fault::Status {
        code: 503,
        retry_after: Some(RetryAfter::Seconds(0)),
    };
    register.misbehave(Misbehaviour::new(busy).at("/2025/01/02/"));
    let pass = Pass::of(
        &client(&register),
        plan("2025-01-01", "2025-01-05", "2025-02-01"),
    )
    .await;
    assert_eq!((pass.documents().len(), pass.missing().len()), (4, 1));
}

#[tokio::test]
async fn a_wall_of_challenges_stops_the_pass_and_single_ones_do_not() {
    let wall = Misbehaviour::new(Fault::Challenge(Challenge::InPlace));
    let register = register_of(january(20, 1)).start().await.unwrap();
    register.misbehave(wall.clone().at("full_text/xml/2025/01/02"));
    register.misbehave(wall.clone().at("full_text/xml/2025/01/04"));
    let client = client(&register);
    let pass = Pass::of(&client, plan("2025-01-01", "2025-01-20", "2025-02-01")).await;
    assert_eq!((pass.documents().len(), pass.missing().len()), (18, 2));
    register.behave();
    register.clear_requests();
    register.misbehave(wall.at("/documents/full_text"));
    let pass = Pass::of(&client, plan("2025-01-01", "2025-01-20", "2025-02-01")).await;
    assert_eq!((pass.documents().len(), pass.missing().len()), (0, 20));
    let texts = register
        .requests()
        .iter()
        .filter(|r| r.path.contains("full_text"))
        .count();
    // Three documents in three formats, the very first tried again twice.
    assert_eq!(texts, 11);
}

#[tokio::test]
async fn texts_that_only_fail_are_soon_asked_for_no_more_and_the_next_pass_continues() {
    let busy = Fault::Status {
        code: 503,
        retry_after: None,
    };
    for fault in [
        busy,
        Fault::Stall,
        Fault::Status {
            code: 500,
            retry_after: None,
        },
    ] {
        let register = register_of(january(20, 1)).start().await.unwrap();
        // The first four are well; those that are gone for good are no failures of the host.
        for day in 5..=31 {
            let place = format!("full_text/xml/2025/01/{day:02}");
            register.misbehave(Misbehaviour::new(fault.clone()).at(place));
        }
        let client = client_with(&register, |s| {
            s.politeness.read_timeout = 0.1;
            s.politeness.retries = 1;
        });
        let plan = || plan("2025-01-01", "2025-01-20", "2025-02-01");
        let pass = Pass::of(&client, plan()).await;
        assert_eq!(pass.documents().len(), 4, "{fault:?}");
        assert_eq!(pass.missing().len(), 16, "every one is named: {fault:?}");
        let stopped = |m: &&String| m.contains("texts of 5 documents in a row did not come");
        assert_eq!(
            pass.missing().iter().filter(stopped).count(),
            11,
            "{:?}",
            pass.missing()
        );
        let asked: std::collections::BTreeSet<String> = register
            .requests()
            .iter()
            .filter(|r| r.path.contains("full_text/xml"))
            .map(|r| r.path.clone())
            .collect();
        assert_eq!(asked.len(), 9, "{fault:?}");
        assert_eq!(pass.summary().completed_through, Some(date("2025-01-04")));
        register.behave();
        let pass = Pass::of(&client, plan()).await;
        assert_eq!(
            (pass.documents().len(), pass.missing().len()),
            (20, 0),
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn an_api_that_only_fails_ends_the_pass_soon_and_typed() {
    let status = Fault::Status {
        code: 503,
        retry_after: None,
    };
    // Tries of the first request, and one of the second.
    for (fault, asked) in [
        (Fault::Challenge(Challenge::InPlace), 4),
        // Each try is two requests.
        (Fault::Challenge(Challenge::Redirect), 8),
        (status, 5),
        (Fault::Html, 5),
        (Fault::Stall, 5),
    ] {
        let register = register_of(january(5, 1)).start().await.unwrap();
        register.misbehave(Misbehaviour::new(fault.clone()).at("/api/v1"));
        let client = client_with(&register, |s| s.politeness.read_timeout = 0.1);
        let plan = HarvestPlan::new(
            vec![query(), query(), query()],
            window("2025-01-01", "2025-01-05"),
            date("2025-02-01"),
        );
        let pass = Pass::of(&client, plan).await;
        assert_eq!(register.requests().len(), asked, "{fault:?}");
        assert_eq!(pass.missing().len(), 2, "{fault:?}: {:?}", pass.missing());
        assert_eq!(pass.summary().completed_through, None);
    }
}

#[tokio::test]
async fn an_address_without_the_api_is_not_asked_again_and_again() {
    let register = register_of(january(5, 1)).start().await.unwrap();
    register.misbehave(Misbehaviour::new(Fault::Status {
        code: 404,
        retry_after: None,
    }));
    let plan = HarvestPlan::new(
        vec![query(), query(), query()],
        window("2025-01-01", "2025-01-05"),
        date("2025-02-01"),
    );
    Pass::of(&client(&register), plan).await;
    assert_eq!(register.requests().len(), 1);
}

#[tokio::test]
async fn one_slow_text_does_not_stop_the_pass() {
    let register = register_of(january(5, 1)).start().await.unwrap();
    register.misbehave(Misbehaviour::new(Fault::Stall).at("/2025/01/03/"));
    let client = client_with(&register, |s| {
        s.politeness.read_timeout = 0.1;
        s.politeness.retries = 1;
    });
    let pass = Pass::of(&client, plan("2025-01-01", "2025-01-05", "2025-02-01")).await;
    assert_eq!((pass.documents().len(), pass.missing().len()), (4, 1));
    assert!(!pass.summary().unreachable);
}
