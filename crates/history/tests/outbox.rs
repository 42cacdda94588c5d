//! The outbox: an alert is there if, and only if, what it is about is.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use chrono::{DateTime, Utc};
use common::{Notice, minute, run};
use fedreg_history::{
    AlertState, Alerter, Attempt, AttemptOutcome, History, HistoryError, NewAlert, News, NewsKind,
    OpenMode, Timing,
};
use fedreg_model::{Cause, Verdict};
use serde_json::json;

/// One alert for each item of news, that says what the item was.
#[derive(Debug)]
struct Everything;

impl Alerter for Everything {
    fn alerts(&self, news: &[News], now: DateTime<Utc>) -> Vec<NewAlert> {
        news.iter().map(|item| alert(item, now)).collect()
    }
}

fn alert(item: &News, now: DateTime<Utc>) -> NewAlert {
    let body = match &item.kind {
        NewsKind::Record { version, before } => json!({
            "name": version.record.party.name,
            "aliases": version.record.party.aliases.len(),
            "before": before.as_ref().map(|before| before.record.party.aliases.len()),
        }),
        NewsKind::Withdrawal { version } => json!({"gone": version.record.party.name}),
        NewsKind::NeedsReview { residue, .. } => json!({"residue": residue.len()}),
    };
    NewAlert {
        key: body.to_string(),
        rule: "everything".into(),
        channel: "hook".into(),
        timing: Timing::Immediate,
        due_at: now,
        body,
    }
}

fn bodies(history: &History) -> Vec<serde_json::Value> {
    let alerts = history.alerts(false).unwrap();
    alerts.into_iter().map(|alert| alert.body).collect()
}

#[test]
fn what_is_appended_and_its_alert_stand_in_one_transaction() {
    let mut history = History::in_memory().unwrap();
    history.set_alerter(Box::new(Everything));
    let mut run = run(&mut history);
    let mut notice = Notice::new("2025-20750", "2025-11-24", &["One", "Two"]);
    notice.append(&mut history, &mut run, minute(1));
    assert_eq!(
        bodies(&history),
        [
            json!({"name": "One", "aliases": 0, "before": null}),
            json!({"name": "Two", "aliases": 0, "before": null}),
        ]
    );
    // The same again is no news; a change shows what was before; a record that goes, goes by name.
    notice.append(&mut history, &mut run, minute(2));
    assert_eq!(bodies(&history).len(), 2);
    notice.acts.pop();
    notice.aliases.push("First".into());
    notice.observed = minute(3);
    notice.append(&mut history, &mut run, minute(3));
    assert_eq!(
        bodies(&history)[2..],
        [
            json!({"name": "One", "aliases": 1, "before": 0}),
            json!({"gone": "Two"}),
        ]
    );
    assert_eq!(history.news_after(0).unwrap().len(), 4);
    assert!(history.verify(None, &mut |_, _| {}).unwrap().is_sound());
}

#[test]
fn a_notice_that_needs_a_person_is_news_though_it_has_no_record() {
    let mut history = History::in_memory().unwrap();
    history.set_alerter(Box::new(Everything));
    let mut run = run(&mut history);
    let mut notice = Notice::new("2025-20751", "2025-11-24", &[]);
    notice.residue = true;
    notice.append(&mut history, &mut run, minute(1));
    assert_eq!(notice.parsed().verdict, Verdict::NeedsReview);
    let residue = notice.parsed().residue.len();
    assert_eq!(bodies(&history), [json!({"residue": residue})]);
}

#[test]
fn a_transaction_that_fails_queues_nothing() {
    let mut history = History::in_memory().unwrap();
    let mut run = run(&mut history);
    let notice = Notice::new("2025-20750", "2025-11-24", &["One"]);
    let appended = notice.append(&mut history, &mut run, minute(1));
    history.set_alerter(Box::new(Everything));
    let mut better = notice.clone();
    better.parser = 2;
    better.aliases.push("First".into());
    let version = appended.document_version.unwrap();
    let read_again = |history: &mut History, run: &mut _, fails: bool| {
        history.append_readings(run, minute(2), |readings| {
            readings.append(version, &better.text(), &better.parsed(), Cause::Parser)?;
            if fails {
                return Err(HistoryError::Missing { path: "x".into() });
            }
            Ok(())
        })
    };
    assert!(read_again(&mut history, &mut run, true).is_err());
    assert!(bodies(&history).is_empty());
    read_again(&mut history, &mut run, false).unwrap();
    assert_eq!(bodies(&history).len(), 1);
}

#[test]
fn the_same_twice_has_two_keys_where_it_happened_twice_and_one_where_it_was_told_twice() {
    let mut history = History::in_memory().unwrap();
    history.set_alerter(Box::new(Everything));
    let mut run = run(&mut history);
    let mut notice = Notice::new("2025-20750", "2025-11-24", &["One"]);
    notice.append(&mut history, &mut run, minute(1));
    for (at, alias) in [(2, true), (3, false), (4, true)] {
        notice.aliases = if alias { vec!["A".into()] } else { vec![] };
        notice.salt = format!("{at}");
        notice.observed = minute(at);
        notice.append(&mut history, &mut run, minute(at));
    }
    let keys: Vec<String> = history
        .alerts(false)
        .unwrap()
        .into_iter()
        .map(|alert| alert.key)
        .collect();
    assert_eq!(keys.len(), 4, "{keys:?}");
    assert_eq!(keys[3], format!("{}-2", keys[1]));

    let told = NewAlert {
        key: "source unreachable since 9".into(),
        rule: "failures".into(),
        channel: "hook".into(),
        timing: Timing::Immediate,
        due_at: minute(9),
        body: json!({}),
    };
    assert_eq!(
        history
            .queue_alerts(std::slice::from_ref(&told), minute(9))
            .unwrap(),
        1
    );
    assert_eq!(history.queue_alerts(&[told], minute(10)).unwrap(), 0);
}

#[test]
fn how_far_a_delivery_has_come_is_the_end_of_a_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
    let one = NewAlert {
        key: "one".into(),
        rule: "r".into(),
        channel: "hook".into(),
        timing: Timing::Daily,
        due_at: minute(60),
        body: json!({"n": 1}),
    };
    history.queue_alerts(&[one], minute(1)).unwrap();
    let queued = history.alerts(true).unwrap().remove(0);
    assert_eq!((queued.state, queued.failures), (AlertState::Queued, 0));
    assert_eq!(
        (queued.queued_at, queued.due_at),
        (minute(1), Some(minute(60)))
    );
    let mut note = |outcome, at, next_at| {
        let attempt = Attempt {
            alert: queued.sequence,
            outcome,
            detail: Some("503".into()),
            next_at,
        };
        history.note_attempts(&[attempt], minute(at)).unwrap();
        let all = history.alerts(false).unwrap().remove(0);
        (all.state, all.failures, all.due_at)
    };
    assert_eq!(
        note(AttemptOutcome::Failed, 60, Some(minute(61))),
        (AlertState::Failed, 1, Some(minute(61)))
    );
    assert_eq!(
        note(AttemptOutcome::Dead, 61, None),
        (AlertState::Dead, 2, None)
    );
    assert_eq!(
        note(AttemptOutcome::Retry, 70, Some(minute(70))),
        (AlertState::Queued, 0, Some(minute(70)))
    );
    assert_eq!(
        note(AttemptOutcome::Delivered, 71, None),
        (AlertState::Delivered, 0, None)
    );
    assert!(history.alerts(true).unwrap().is_empty());
    drop(history);
    let history = History::open(&path, OpenMode::ReadOnly).unwrap();
    assert_eq!(
        history.alerts(false).unwrap()[0].detail.as_deref(),
        Some("503")
    );
}
