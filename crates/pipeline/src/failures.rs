//! What does not work, judged by what passes remember: each failure begins once, and ends once.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::America::New_York;
use fedreg_alert::{Failing, FailureKind, FailureReport, FailureSettings};
use fedreg_fetch::CandidateQuery;
use fedreg_history::{History, HistoryError};

use crate::memory::{Contact, PassMemory, QueryMemory, ReviewMemory};

/// Counts the documents that need review, unless nothing was appended since they were counted.
pub fn note_review_queue(memory: &mut PassMemory, history: &History) -> Result<u64, HistoryError> {
    let head = history.head()?.sequence;
    if memory.review.head != head || memory.review.fewest.is_none() {
        memory.review.count = history.review_queue()?;
        memory.review.head = head;
    }
    Ok(memory.review.count)
}

/// A thing that may fail: its name in the memory, and the failure, if it fails now.
struct Checked {
    key: String,
    failing: Option<Failing>,
}

/// Compares what is remembered with the thresholds: gives the failures that began and those that
/// ended, and remembers those that are under way.
pub fn take_stock(
    memory: &mut PassMemory,
    source: &str,
    queries: &[CandidateQuery],
    settings: &FailureSettings,
    now: DateTime<Utc>,
) -> Vec<FailureReport> {
    let mut checked = vec![review(&mut memory.review, &memory.failures, settings, now)];
    if let Some(known) = memory.sources.get(source) {
        for (part, contact) in [
            ("public inspection", &known.inspection),
            ("the published documents", &known.documents),
        ] {
            checked.push(unreachable(source, part, contact, settings, now));
        }
        for (day, (documents, candidates)) in &known.issues {
            checked.push(empty(source, *day, *documents, *candidates, settings));
        }
        for query in queries {
            if let Some(finds) = known.queries.get(&query.name) {
                checked.push(silent(source, query, finds, settings));
            }
        }
    }
    let mut reports = Vec::new();
    for Checked { key, failing } in checked {
        match (failing, memory.failures.get(&key)) {
            (Some(failing), None) => {
                reports.push(FailureReport {
                    failing: failing.clone(),
                    until: None,
                });
                memory.failures.insert(key, failing);
            }
            (None, Some(_)) => {
                if let Some(failing) = memory.failures.remove(&key) {
                    reports.push(FailureReport {
                        failing,
                        until: Some(now),
                    });
                }
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    // A query that is gone, and an issue out of sight, neither fail nor work again.
    if let Some(known) = memory.sources.get(source) {
        memory.failures.retain(|key, failing| match failing.kind {
            FailureKind::NoDocuments => known
                .issues
                .keys()
                .any(|day| *key == issue_key(source, *day)),
            FailureKind::SilentQuery => queries.iter().any(|q| *key == query_key(source, &q.name)),
            FailureKind::SourceUnreachable | FailureKind::ReviewQueue => true,
        });
    }
    reports
}

fn unreachable(
    source: &str,
    part: &str,
    contact: &Contact,
    settings: &FailureSettings,
    now: DateTime<Utc>,
) -> Checked {
    let hours = settings.unreachable_hours;
    let long = |since: &DateTime<Utc>| {
        let failed = (now - *since).as_seconds_f64();
        hours > 0.0 && failed >= hours * 3600.0
    };
    let failing = contact.failing_since.filter(long).map(|since| {
        let last = contact.succeeded_at.map_or_else(
            || "it has never given all that was asked".to_owned(),
            |at| format!("it last gave all that was asked at {}", shown(at)),
        );
        Failing {
            kind: FailureKind::SourceUnreachable,
            about: format!("{part} at {source}"),
            since,
            what: format!(
                "{} at {source} has failed for {hours} hours or more; {last}. The last problem: {}.",
                capital(part),
                contact.problem.as_deref().unwrap_or("none was told"),
            ),
            next: "Nothing is lost: each run tries again and catches up. See what answers with \
                   fedreg doctor; if the Federal Register works in a browser, look at the network, \
                   proxy and firewall of this machine, and whether source.base_url of fedreg.toml \
                   is right."
                .to_owned(),
        }
    });
    Checked {
        key: format!("unreachable {part} {source}"),
        failing,
    }
}

fn review(
    review: &mut ReviewMemory,
    failures: &std::collections::BTreeMap<String, Failing>,
    settings: &FailureSettings,
    now: DateTime<Utc>,
) -> Checked {
    let key = "review".to_owned();
    let growth = settings.review_growth;
    let fewest = review.fewest.unwrap_or(review.count);
    let grown = review.count.saturating_sub(fewest);
    // Half of the way back counts as over, so that a queue that goes up and down by one does not
    // fail again and again.
    let fails = match failures.get(&key) {
        Some(_) => grown > growth / 2,
        None => grown >= growth,
    } && growth > 0;
    let ends = !fails && failures.contains_key(&key);
    if review.fewest.is_none() || review.count <= fewest || ends {
        review.fewest = Some(review.count);
        review.fewest_at = Some(now);
    }
    let since = review.fewest_at.unwrap_or(now);
    let failing = fails.then(|| Failing {
        kind: FailureKind::ReviewQueue,
        about: "review".to_owned(),
        since,
        what: format!(
            "{} documents need review, {grown} more than at {}.",
            review.count,
            shown(since)
        ),
        next: "fedreg review lists them with what was not understood; fedreg review template and \
               accept settle one. If they are much alike, a form of notice may have changed: a \
               newer fedreg may read it."
            .to_owned(),
    });
    Checked { key, failing }
}

fn empty(
    source: &str,
    day: NaiveDate,
    documents: u64,
    candidates: u64,
    settings: &FailureSettings,
) -> Checked {
    let least = settings.empty_issue;
    let fails = least > 0 && documents >= least && candidates == 0;
    Checked {
        key: issue_key(source, day),
        failing: fails.then(|| Failing {
            kind: FailureKind::NoDocuments,
            about: format!("the issue of {day}"),
            since: beginning(day),
            what: format!(
                "{source} says that the issue of {day} has {documents} documents, and no query \
                 found one in it."
            ),
            next: format!(
                "Look at the issue, https://www.federalregister.gov/documents/{}: if it has notices \
                 of the agencies in queries.toml, the search or a query is broken. Later runs ask \
                 again; fedreg run --from {day} --to {day} asks now.",
                day.format("%Y/%m/%d")
            ),
        }),
    }
}

fn silent(
    source: &str,
    query: &CandidateQuery,
    finds: &QueryMemory,
    settings: &FailureSettings,
) -> Checked {
    let key = query_key(source, &query.name);
    let none = Checked {
        key: key.clone(),
        failing: None,
    };
    let (Some(from), Some(through)) = (finds.from, finds.through) else {
        return none;
    };
    let (Some(first), Some(last)) = (finds.found.keys().next(), finds.found.keys().next_back())
    else {
        return none;
    };
    let is_over = query.until.is_some_and(|until| until <= through);
    let enough = finds.found.len() >= settings.silent_finds as usize;
    if settings.silent_days == 0 || is_over || !enough {
        return none;
    }
    let days = |from: NaiveDate, to: NaiveDate| u32::try_from((to - from).num_days()).unwrap_or(0);
    let longest = finds
        .found
        .keys()
        .zip(finds.found.keys().skip(1))
        .map(|(one, next)| days(*one, *next))
        .chain([days(from, *first)])
        .max()
        .unwrap_or(0);
    let found = u32::try_from(finds.found.len()).unwrap_or(u32::MAX);
    let rate = f64::from(found) / f64::from(days(from, *last) + 1);
    // Were finds independent of each other, a gap of so many days had the probability
    // exp(-rate * days).
    let by_chance = -settings.silent_chance.ln() / rate;
    let tolerated = f64::from(settings.silent_days)
        .max(settings.silent_factor * f64::from(longest))
        .max(by_chance);
    let gap = days(*last, through);
    if f64::from(gap) <= tolerated {
        return none;
    }
    Checked {
        key,
        failing: Some(Failing {
            kind: FailureKind::SilentQuery,
            about: format!("the query '{}'", query.name),
            since: beginning(*last),
            what: format!(
                "The query '{}' found documents on {:.1} days a month, at most {longest} days \
                 apart, and none after {last}.",
                query.name,
                rate * 30.0
            ),
            next:
                "Search federalregister.gov by hand for the agencies and terms that queries.toml \
                   has under this name: if it finds documents of late, the API answers otherwise \
                   than it did; if an agency or its words were renamed, mend the query."
                    .to_owned(),
        }),
    }
}

fn issue_key(source: &str, day: NaiveDate) -> String {
    format!("empty {day} {source}")
}

fn query_key(source: &str, name: &str) -> String {
    format!("silent {name} {source}")
}

/// The first instant of a day in Washington.
fn beginning(day: NaiveDate) -> DateTime<Utc> {
    New_York
        .from_local_datetime(&day.and_time(NaiveTime::MIN))
        .earliest()
        .map_or_else(
            || Utc.from_utc_datetime(&day.and_time(NaiveTime::MIN)) + TimeDelta::hours(5),
            |at| at.with_timezone(&Utc),
        )
}

fn shown(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
