//! What counts as a failure: when it begins, when it is over, and that neither is said twice.

#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use fedreg_alert::{FailureKind, FailureReport, FailureSettings};
use fedreg_fetch::{CandidateQuery, queries_from_toml};
use fedreg_pipeline::{PassMemory, QueryMemory, SourceMemory, take_stock};

const SOURCE: &str = "https://example.org/api/v1";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    at("2025-11-24T14:00:00Z")
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn queries(until: &str) -> Vec<CandidateQuery> {
    queries_from_toml(&format!(
        "[[query]]\nname = 'state'\nagencies = ['state-department']\n{until}"
    ))
    .unwrap()
}

fn stock(memory: &mut PassMemory, now: DateTime<Utc>) -> Vec<(FailureKind, bool)> {
    let settings = FailureSettings::default();
    take_stock(memory, SOURCE, &queries(""), &settings, now)
        .iter()
        .map(|report: &FailureReport| (report.failing.kind, report.until.is_some()))
        .collect()
}

#[test]
fn a_source_fails_when_it_has_for_hours_and_each_source_by_itself() {
    let mut memory = PassMemory::default();
    let known = memory.sources.entry(SOURCE.to_owned()).or_default();
    let answer = Some(std::time::Duration::from_millis(20));
    known.documents.note(now(), None, answer);
    known.inspection.note(now(), Some("503".into()), None);
    assert_eq!(stock(&mut memory, now()), []);
    let later = now() + TimeDelta::hours(6);
    let known = memory.sources.get_mut(SOURCE).unwrap();
    known.inspection.note(later, Some("timed out".into()), None);
    known.documents.note(later, Some("503".into()), None);
    let began = [(FailureKind::SourceUnreachable, false)];
    assert_eq!(stock(&mut memory, later), began);
    assert_eq!(stock(&mut memory, later + TimeDelta::minutes(5)), []);
    let end = later + TimeDelta::hours(1);
    let known = memory.sources.get_mut(SOURCE).unwrap();
    known.inspection.note(end, None, answer);
    assert_eq!(
        stock(&mut memory, end),
        [(FailureKind::SourceUnreachable, true)]
    );
    assert_eq!(stock(&mut memory, end), []);
}

#[test]
fn the_review_queue_fails_when_it_grows_and_not_for_its_size() {
    let mut memory = PassMemory::default();
    let mut queue = |count: u64| {
        memory.review.count = count;
        stock(&mut memory, now())
    };
    // What the first filling of a history leaves is no growth.
    assert_eq!(queue(300), []);
    assert_eq!(queue(319), []);
    assert_eq!(queue(310), []);
    assert_eq!(queue(320), [(FailureKind::ReviewQueue, false)]);
    assert_eq!(queue(400), []);
    assert_eq!(queue(319), []);
    assert_eq!(queue(311), []);
    assert_eq!(queue(310), [(FailureKind::ReviewQueue, true)]);
    // It counts from there.
    assert_eq!(queue(329), []);
    assert_eq!(queue(330), [(FailureKind::ReviewQueue, false)]);
}

#[test]
fn an_issue_without_a_candidate_fails_until_one_is_found() {
    let mut memory = PassMemory::default();
    let mut issue = |documents: u64, candidates: u64| {
        let known = memory.sources.entry(SOURCE.to_owned()).or_default();
        known
            .issues
            .insert(date("2025-11-24"), (documents, candidates));
        stock(&mut memory, now())
    };
    assert_eq!(issue(49, 0), []);
    assert_eq!(issue(120, 0), [(FailureKind::NoDocuments, false)]);
    assert_eq!(issue(120, 0), []);
    assert_eq!(issue(120, 3), [(FailureKind::NoDocuments, true)]);
    assert_eq!(issue(120, 0), [(FailureKind::NoDocuments, false)]);
    // Out of sight it is neither.
    memory
        .sources
        .insert(SOURCE.to_owned(), SourceMemory::default());
    assert_eq!(stock(&mut memory, now()), []);
    assert!(memory.failures.is_empty());
}

/// A query that found something every `every` days until `last`, asked through `through`.
fn finds(every: u64, last: &str, through: &str) -> PassMemory {
    let (last, through) = (date(last), date(through));
    let found = (0..20).map(|n| (last - Days::new(n * every), 1)).collect();
    let memory = QueryMemory {
        asks: String::new(),
        from: Some(last - Days::new(20 * every)),
        through: Some(through),
        found,
    };
    let mut all = PassMemory::default();
    let known = all.sources.entry(SOURCE.to_owned()).or_default();
    known.queries.insert("state".to_owned(), memory);
    all
}

#[test]
fn a_query_is_silent_by_its_own_history() {
    let silent = |mut memory: PassMemory| !stock(&mut memory, now()).is_empty();
    // One find a day: two weeks are the least.
    assert!(!silent(finds(1, "2025-11-10", "2025-11-24")));
    assert!(silent(finds(1, "2025-11-09", "2025-11-24")));
    // One in five days: as long as chance would have it once in a thousand times.
    assert!(!silent(finds(5, "2025-10-25", "2025-11-24")));
    assert!(silent(finds(5, "2025-10-15", "2025-11-24")));
    // One in a month: half a year.
    assert!(!silent(finds(30, "2025-06-01", "2025-11-24")));
    assert!(silent(finds(30, "2025-04-01", "2025-11-24")));
    // Few finds are no history.
    let mut few = finds(1, "2025-09-01", "2025-11-24");
    let query = few
        .sources
        .get_mut(SOURCE)
        .unwrap()
        .queries
        .get_mut("state")
        .unwrap();
    query.found = query.found.split_off(&date("2025-08-28"));
    assert!(!silent(few));
    // A longer gap than ever before counts only if it is twice as long.
    let mut uneven = finds(1, "2025-10-31", "2025-11-24");
    let query = uneven
        .sources
        .get_mut(SOURCE)
        .unwrap()
        .queries
        .get_mut("state")
        .unwrap();
    query
        .found
        .retain(|day, _| !(date("2025-10-15")..date("2025-10-29")).contains(day));
    assert!(!silent(uneven));
}

#[test]
fn a_query_that_finds_again_is_over_and_one_that_ended_never_fails() {
    let mut memory = finds(1, "2025-11-01", "2025-11-24");
    assert_eq!(
        stock(&mut memory, now()),
        [(FailureKind::SilentQuery, false)]
    );
    assert_eq!(stock(&mut memory, now()), []);
    let known = memory.sources.get_mut(SOURCE).unwrap();
    let query = known.queries.get_mut("state").unwrap();
    query.found.insert(date("2025-11-24"), 2);
    assert_eq!(
        stock(&mut memory, now()),
        [(FailureKind::SilentQuery, true)]
    );

    let mut ended = finds(1, "2025-11-01", "2025-11-24");
    let settings = FailureSettings::default();
    let queries = queries("until = '2025-11-02'");
    let reports = take_stock(&mut ended, SOURCE, &queries, &settings, now());
    assert!(reports.is_empty());
    let off = FailureSettings {
        silent_days: 0,
        ..settings
    };
    let mut silent = finds(1, "2025-11-01", "2025-11-24");
    assert!(take_stock(&mut silent, SOURCE, &self::queries(""), &off, now()).is_empty());
}
