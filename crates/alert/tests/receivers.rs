//! Delivery to real receivers on this machine, the bad ones above all: nothing is lost, nothing
//! else is delayed, and a round ends on time.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use common::http::{Manner, Receiver, header, webhook};
use common::{deliver, now, of, outbox, rules, settings};
use fedreg_alert::{Delivered, RuleBook};
use fedreg_history::{AlertState, Alerter as _, History};
use fedreg_model::Stage;
use serde_json::Value;

#[tokio::test]
async fn receivers_that_fail_are_asked_again_and_the_others_are_not_delayed() {
    let good = Receiver::new(Manner::Answers("204 No Content")).await;
    let broken = Receiver::new(Manner::Answers("500 Oops")).await;
    let busy = Receiver::new(Manner::Answers("429 Slow\r\nretry-after: 7200")).await;
    let elsewhere = "307 Go\r\nlocation: http://127.0.0.1:1/";
    let redirecting = Receiver::new(Manner::Answers(elsewhere)).await;
    let silent = Receiver::new(Manner::Silent).await;
    let closing = Receiver::new(Manner::ClosesEarly).await;
    let chatty = Receiver::new(Manner::Megabytes).await;
    let toml = [
        "timeout = 2.0\n".to_owned(),
        webhook("silent", &silent.url, ""),
        webhook("broken", &broken.url, ""),
        webhook("busy", &busy.url, ""),
        webhook("redirecting", &redirecting.url, ""),
        webhook("closing", &closing.url, ""),
        webhook("down", "http://127.0.0.1:1/", ""),
        webhook("chatty", &chatty.url, ""),
        webhook("good", &good.url, ""),
    ]
    .concat();
    let (settings, mut history) = outbox(&toml, 1);
    let begun = Instant::now();
    let done = deliver(&settings, &mut history, now()).await;
    assert!(begun.elapsed() < Duration::from_secs(30));
    assert_eq!((done.delivered, done.failed), (2, 6), "{done:?}");
    for (channel, words, minutes) in [
        ("silent", "no answer within 2 s", 1),
        ("broken", "500", 1),
        ("busy", "429", 120),
        ("redirecting", "redirects are not followed", 1),
        ("closing", "the receiver gave no answer: ", 1),
        ("down", "cannot be reached: Connection refused", 1),
    ] {
        let alert = &of(&history, channel)[0];
        assert_eq!(alert.state, AlertState::Failed, "{channel}");
        let detail = alert.detail.as_deref().unwrap();
        assert!(detail.contains(words), "{channel}: {detail}");
        assert!(!detail.contains("/hook"), "the address is told: {detail}");
        assert_eq!(
            alert.due_at,
            Some(now() + TimeDelta::minutes(minutes)),
            "{channel}"
        );
    }
    for channel in ["good", "chatty"] {
        assert_eq!(of(&history, channel)[0].state, AlertState::Delivered);
    }
    // Not due yet: nobody is asked.
    assert_eq!(
        deliver(&settings, &mut history, now()).await,
        Delivered::default()
    );
}

#[tokio::test]
async fn the_waits_grow_over_hours_and_end() {
    let broken = Receiver::new(Manner::Answers("500 Oops")).await;
    let (settings, mut history) = outbox(&webhook("w", &broken.url, ""), 1);
    let mut at = now();
    let mut waits = Vec::new();
    while let Some(due) = of(&history, "w")[0].due_at {
        if due > at {
            waits.push((due - at).num_minutes());
        }
        at = due;
        deliver(&settings, &mut history, at).await;
    }
    assert_eq!(waits, [1, 2, 5, 10, 30, 60, 120, 240, 480, 480, 480]);
    assert_eq!(of(&history, "w")[0].state, AlertState::Dead);
    let requests = broken.requests();
    assert_eq!(requests.len(), 12);
    let keys: Vec<&str> = requests
        .iter()
        .map(|(head, _)| header(head, "idempotency-key"))
        .collect();
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

#[tokio::test]
async fn a_round_ends_at_its_deadline_and_what_is_left_waits() {
    let silent = Receiver::new(Manner::Silent).await;
    let toml = format!(
        "deadline = 0.5\ntimeout = 0.3\n{}",
        webhook("w", &silent.url, "")
    );
    let (settings, mut history) = outbox(&toml, 20);
    let begun = Instant::now();
    deliver(&settings, &mut history, now()).await;
    assert!(begun.elapsed() < Duration::from_secs(15));
    let states = of(&history, "w");
    assert!(states.iter().any(|a| a.state == AlertState::Failed));
    assert!(states.iter().any(|a| a.state == AlertState::Queued));
}

#[tokio::test]
async fn a_channel_that_fails_three_times_in_a_row_is_left_alone() {
    let broken = Receiver::new(Manner::Answers("500 Oops")).await;
    let (settings, mut history) = outbox(&webhook("w", &broken.url, ""), 9);
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!((done.failed, done.left), (3, 6), "{done:?}");
    assert_eq!(broken.requests().len(), 3);
}

#[tokio::test]
async fn a_receiver_that_asks_for_time_is_left_alone_at_once() {
    let busy = Receiver::new(Manner::Answers("503 Later\r\nretry-after: 600")).await;
    let (settings, mut history) = outbox(&webhook("w", &busy.url, ""), 4);
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!((done.failed, done.left), (1, 3), "{done:?}");
    assert_eq!(busy.requests().len(), 1);
}

#[tokio::test]
async fn a_secret_that_is_not_there_is_a_failure_and_not_an_unsigned_request() {
    let receiver = Receiver::new(Manner::Answers("200 OK")).await;
    let toml = webhook("w", &receiver.url, "secret_env = 'FEDREG_TEST_UNSET_KEY'");
    let (settings, mut history) = outbox(&toml, 1);
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!(done.failed, 1);
    assert!(done.problems[0].1.contains("FEDREG_TEST_UNSET_KEY"));
    assert!(receiver.requests().is_empty());
}

#[tokio::test]
async fn a_digest_is_one_message_with_the_keys_of_its_alerts() {
    let receiver = Receiver::new(Manner::Answers("200 OK")).await;
    let channel = webhook("w", &receiver.url, "");
    let toml = format!("{channel}\n[[rule]]\nname = 'd'\nchannels = ['w']\nwhen = 'daily'\n");
    let book = RuleBook::new(rules(&toml).unwrap(), 14);
    let mut history = History::in_memory().unwrap();
    for title in ["a", "b"] {
        let mut news = common::designation(Stage::Published);
        news.document.title = title.into();
        let alerts = book.alerts(&[news], now());
        history.queue_alerts(&alerts, now()).unwrap();
    }
    let settings = settings(&toml);
    assert_eq!(
        deliver(&settings, &mut history, now()).await,
        Delivered::default()
    );
    let done = deliver(&settings, &mut history, common::at("2025-11-22T13:00:00Z")).await;
    assert_eq!(done.delivered, 2);
    let requests = receiver.requests();
    assert_eq!(requests.len(), 1);
    let event: Value = serde_json::from_str(&requests[0].1).unwrap();
    assert_eq!(event["type"], "fedreg.alert.digest");
    let keys: Vec<String> = of(&history, "w").into_iter().map(|a| a.key).collect();
    assert_eq!(event["data"]["keys"], serde_json::json!(keys));
    assert_eq!(event["data"]["alerts"].as_array().unwrap().len(), 2);
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_gets_json_and_its_exit_code_counts() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("got.json");
    let command = |name: &str, script: &str| {
        format!(
            "[[channel]]\nname = '{name}'\nkind = 'command'\ncommand = ['sh', '-c', '{script}']\n"
        )
    };
    let toml = [
        "timeout = 1.0\n".to_owned(),
        command("takes", &format!("cat > {}", file.display())),
        command("reads nothing", "exit 0"),
        command("refuses", "exit 3"),
        command("never ends", "sleep 60"),
        "[[channel]]\nname = 'is not there'\nkind = 'command'\ncommand = ['/no/such']\n".to_owned(),
    ]
    .concat();
    let (settings, mut history) = outbox(&toml, 1);
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!((done.delivered, done.failed), (2, 3), "{done:?}");
    let got: Value = serde_json::from_str(&fs_err::read_to_string(file).unwrap()).unwrap();
    assert_eq!(got["id"], of(&history, "takes")[0].key);
    for (channel, words) in [
        ("refuses", "exit status: 3"),
        ("never ends", "no answer within 1 s"),
        ("is not there", "cannot be started"),
    ] {
        let detail = of(&history, channel)[0].detail.clone().unwrap();
        assert!(detail.contains(words), "{detail}");
    }
}
