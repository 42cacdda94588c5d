//! What is told of failures: to whom, in which words, and once.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use common::{at, book, designation, now};
use fedreg_alert::{Alert, AlertKind, Failing, FailureKind, FailureReport};
use fedreg_history::Alerter as _;
use fedreg_model::Stage;

fn outage() -> FailureReport {
    FailureReport {
        failing: Failing {
            kind: FailureKind::SourceUnreachable,
            about: "public inspection at https://example.org".into(),
            since: at("2025-11-21T08:00:00Z"),
            what: "Public inspection has failed for 6 hours.".into(),
            next: "Look at the network.".into(),
        },
        until: None,
    }
}

#[test]
fn a_failure_is_told_to_rules_for_failures_alone() {
    for (rule, told) in [
        ("event = 'failure'", 1),
        (
            "event = 'failure'\nfailure = ['source_unreachable', 'review_queue']",
            1,
        ),
        ("event = 'failure'\nfailure = ['silent_query']", 0),
        ("", 0),
    ] {
        assert_eq!(
            book(rule).failures(&[outage()], now()).len(),
            told,
            "{rule}"
        );
    }
    let notice = designation(Stage::Published);
    assert!(
        book("event = 'failure'")
            .alerts(&[notice], now())
            .is_empty()
    );
    let digest = book("event = 'failure'\nwhen = 'daily'").failures(&[outage()], now());
    assert_eq!(digest[0].due_at, at("2025-11-22T13:00:00Z"));
}

#[test]
fn it_says_what_happened_since_when_and_what_to_do() {
    let alerts = book("event = 'failure'").failures(&[outage()], now());
    let alert: Alert = serde_json::from_value(alerts[0].body.clone()).unwrap();
    assert_eq!(alert.kind, AlertKind::Failure);
    assert_eq!(
        alert.text(),
        "Failure: public inspection at https://example.org cannot be read\n\
         [since 2025-11-21 08:00 UTC]\n\n\
         Public inspection has failed for 6 hours.\n\n\
         What to do: Look at the network."
    );
    assert!(
        alert
            .html()
            .contains("<p>What to do: Look at the network.</p>")
    );
    let over = FailureReport {
        until: Some(at("2025-11-21T14:00:00Z")),
        ..outage()
    };
    let text = Alert::of_failure("r", &over).text();
    assert!(
        text.starts_with(
            "Over: public inspection at https://example.org cannot be read\n\
             [from 2025-11-21 08:00 UTC until 2025-11-21 14:00 UTC]"
        ),
        "{text}"
    );
    assert!(!text.contains("What to do"), "{text}");
}

#[test]
fn the_same_failure_has_the_same_key_whatever_is_said_of_it() {
    let book = book("event = 'failure'");
    let key = |report: &FailureReport| {
        let alerts = book.failures(std::slice::from_ref(report), now());
        alerts[0].key.clone()
    };
    let mut later = outage();
    later.failing.what = "Another problem.".into();
    assert_eq!(key(&later), key(&outage()));
    later.until = Some(now());
    assert_ne!(key(&later), key(&outage()));
    let mut another = outage();
    another.failing.since = at("2025-11-21T09:00:00Z");
    assert_ne!(key(&another), key(&outage()));
}
