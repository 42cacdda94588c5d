//! What passes remember of each other: how far the sources were read, what they listed, which
//! failures are under way. It lies beside the history, in a file of its own, because none of it is
//! history: without it the next pass asks everything, and learns again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use fedreg_fetch::{CandidateQuery, Day, Window};
use fedreg_history::{Head, History, HistoryError, Sha256};
use serde::{Deserialize, Serialize};

/// The days of finds that are remembered.
const REMEMBERED_DAYS: u64 = 800;

/// What passes remember.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PassMemory {
    /// The head of the history then: what is remembered is about this one alone.
    pub head: Option<Head>,
    /// The parser and the reader by which all that is archived was read.
    pub readers: Option<(u32, u32)>,
    /// The head of the history when its outbox held nothing undelivered.
    pub outbox_empty_at: Option<Head>,
    /// By the source's name in the history.
    pub sources: BTreeMap<String, SourceMemory>,
    /// Documents that need review.
    pub review: ReviewMemory,
    /// Failures that are under way, by what they are about.
    pub failures: BTreeMap<String, fedreg_alert::Failing>,
    /// What all passes did.
    pub totals: Totals,
    /// When the last pass ended, UTC.
    pub ended_at: Option<DateTime<Utc>>,
    /// When the last pass ended that the sources did not fail, UTC.
    pub succeeded_at: Option<DateTime<Utc>>,
}

/// What is remembered of a source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceMemory {
    /// Public inspection, asked by itself.
    pub inspection: Contact,
    /// The published documents.
    pub documents: Contact,
    /// What the desk of public inspection said when all of it was read, as a hash.
    pub desk: Option<String>,
    /// What was read of it: what the desk says of each document, as a hash, by number.
    pub filed: BTreeMap<String, String>,
    /// What was listed when all was read.
    pub listing: Option<ListingMemory>,
    /// What each query found.
    pub queries: BTreeMap<String, QueryMemory>,
    /// Issues of late: how many documents each has, and how many candidates were found in it.
    pub issues: BTreeMap<NaiveDate, (u64, u64)>,
}

/// How a source answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// When it last gave all that was asked, UTC.
    pub succeeded_at: Option<DateTime<Utc>>,
    /// When it first failed since then, UTC.
    pub failing_since: Option<DateTime<Utc>>,
    /// How it failed last.
    pub problem: Option<String>,
    /// Seconds that its last good answer took.
    pub latency: Option<f64>,
}

impl Contact {
    /// Notes an attempt: what went wrong, if something did.
    pub fn note(&mut self, now: DateTime<Utc>, problem: Option<String>, latency: Option<Duration>) {
        self.latency = latency
            .map(|latency| latency.as_secs_f64())
            .or(self.latency);
        if problem.is_some() {
            self.failing_since.get_or_insert(now);
        } else {
            self.succeeded_at = Some(now);
            self.failing_since = None;
        }
        self.problem = problem;
    }
}

/// What was listed, and under which circumstances.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListingMemory {
    /// The listing, as a hash.
    pub mark: String,
    /// Its days, both included.
    pub window: (NaiveDate, NaiveDate),
    /// The Eastern day.
    pub today: NaiveDate,
    /// How far the source had been read after that.
    pub covered: Option<NaiveDate>,
    /// The queries, as a hash.
    pub queries: String,
    /// The program's version.
    pub program: String,
    /// When, UTC.
    pub read_at: DateTime<Utc>,
}

impl ListingMemory {
    /// Whether, unless the listing has changed, nothing need be asked under the circumstances of
    /// `now`: they are the same, and all was read less than `thorough` ago.
    pub(crate) fn still_holds(&self, now: &Self, thorough: TimeDelta) -> bool {
        let age = now.read_at - self.read_at;
        TimeDelta::zero() <= age
            && age < thorough
            && self.window == now.window
            && self.today == now.today
            && self.covered == now.covered
            && self.queries == now.queries
            && self.program == now.program
    }
}

/// What a query found, day by day.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryMemory {
    /// What it asks for, as a hash: a query that was changed has no history.
    pub asks: String,
    /// The first day it was asked for.
    pub from: Option<NaiveDate>,
    /// The last day it was asked for.
    pub through: Option<NaiveDate>,
    /// How many documents it found, on the days on which it found any.
    pub found: BTreeMap<NaiveDate, u32>,
}

/// How many documents need review.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewMemory {
    /// How far the history reached when they were counted.
    pub head: i64,
    /// How many there are.
    pub count: u64,
    /// The fewest there were since the queue last grew too much.
    pub fewest: Option<u64>,
    /// When that was, UTC.
    pub fewest_at: Option<DateTime<Utc>>,
}

/// What all passes did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Totals {
    /// Passes.
    pub passes: u64,
    /// Documents found in the source.
    pub documents: u64,
    /// Record versions and withdrawals appended.
    pub records: u64,
}

impl PassMemory {
    /// The file beside a history.
    pub fn path(history: &Path) -> PathBuf {
        let mut name = history.as_os_str().to_owned();
        name.push(".passes.json");
        PathBuf::from(name)
    }

    /// Reads the file. One that is not there, or cannot be understood, remembers nothing.
    pub fn load(path: &Path) -> Self {
        let Ok(text) = fs_err::read(path) else {
            return Self::default();
        };
        serde_json::from_slice(&text).unwrap_or_else(|error| {
            tracing::debug!(%error, "nothing is remembered");
            Self::default()
        })
    }

    /// The same, unless it is about another history.
    pub fn of(self, history: &History) -> Result<Self, HistoryError> {
        let is_about = self.head.map_or(Ok(true), |head| history.extends(head))?;
        Ok(if is_about { self } else { Self::default() })
    }

    /// Writes the file, whole or not at all.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        crate::write_whole(
            path,
            &serde_json::to_vec(self).map_err(std::io::Error::other)?,
        )
    }
}

impl SourceMemory {
    pub(crate) fn note_issue(&mut self, day: Day) {
        match day.published {
            Some(published) if published > 0 && day.complete => {
                self.issues.insert(day.date, (published, day.candidates));
            }
            _ => {
                self.issues.remove(&day.date);
            }
        }
        let newest = self.issues.keys().next_back().copied();
        if let Some(first) = newest.and_then(|day| day.checked_sub_days(Days::new(30))) {
            self.issues = self.issues.split_off(&first);
        }
    }

    /// Notes what queries found in a window, all of which could be asked.
    pub(crate) fn note_finds(
        &mut self,
        queries: &[CandidateQuery],
        asked: Window,
        today: NaiveDate,
        found: &mut BTreeMap<String, BTreeMap<NaiveDate, u32>>,
    ) {
        self.queries
            .retain(|name, _| queries.iter().any(|query| query.name == *name));
        for query in queries {
            let Some(asked) = query.window(asked, today) else {
                continue;
            };
            let (from, through) = (asked.from(), asked.to());
            let asks = Sha256::of(&serde_json::to_vec(query).unwrap_or_default()).to_string();
            let memory = self.queries.entry(query.name.clone()).or_default();
            // Days between two stretches were not asked for: then the later one counts alone.
            let joins = memory.from.is_none_or(|first| first <= through)
                && memory
                    .through
                    .and_then(|last| last.succ_opt())
                    .is_none_or(|next| from <= next);
            if memory.asks != asks || (!joins && memory.through < Some(through)) {
                *memory = QueryMemory {
                    asks,
                    ..QueryMemory::default()
                };
            } else if !joins {
                continue;
            }
            memory.found.retain(|day, _| *day < from || through < *day);
            memory
                .found
                .extend(found.remove(&query.name).unwrap_or_default());
            memory.from = Some(memory.from.map_or(from, |first| first.min(from)));
            memory.through = Some(memory.through.map_or(through, |last| last.max(through)));
            if let Some(first) = memory
                .through
                .and_then(|last| last.checked_sub_days(Days::new(REMEMBERED_DAYS)))
            {
                memory.found = memory.found.split_off(&first);
                memory.from = memory.from.map(|from| from.max(first));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fedreg_fetch::queries_from_toml;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn window(from: &str, to: &str) -> Window {
        Window::new(date(from), date(to)).unwrap()
    }

    #[test]
    fn what_is_remembered_is_about_one_history() {
        let history = History::in_memory().unwrap();
        let mut memory = PassMemory {
            head: Some(history.head().unwrap()),
            readers: Some((1, 1)),
            ..PassMemory::default()
        };
        assert_eq!(memory.clone().of(&history).unwrap(), memory);
        memory.head = Some(Head {
            sequence: 7,
            sha256: Sha256::of(b"another"),
        });
        assert_eq!(memory.of(&history).unwrap(), PassMemory::default());
    }

    #[test]
    fn a_file_that_is_none_remembers_nothing_and_one_that_is_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = PassMemory::path(&folder.path().join("history.db"));
        assert!(path.ends_with("history.db.passes.json"));
        assert_eq!(PassMemory::load(&path), PassMemory::default());
        let mut memory = PassMemory::default();
        memory.sources.entry("x".to_owned()).or_default().desk = Some("mark".to_owned());
        memory.save(&path).unwrap();
        assert_eq!(PassMemory::load(&path), memory);
        fs_err::write(&path, "{\"sources\": 3}").unwrap();
        assert_eq!(PassMemory::load(&path), PassMemory::default());
    }

    #[test]
    fn finds_are_noted_day_by_day_for_the_days_that_were_asked() {
        let queries = |days: &str| {
            let text = format!("[[query]]\nname = 'q'\nterms = ['x']\n{days}");
            queries_from_toml(&text).unwrap()
        };
        let today = date("2025-11-24");
        let mut memory = SourceMemory::default();
        let mut note = |days: &str, asked: Window, found: &[(&str, u32)]| {
            let found = found.iter().map(|(day, n)| (date(day), *n)).collect();
            let mut found = BTreeMap::from([("q".to_owned(), found)]);
            memory.note_finds(&queries(days), asked, today, &mut found);
            let memory = &memory.queries["q"];
            let found: Vec<String> = memory
                .found
                .iter()
                .map(|(day, n)| format!("{day} {n}"))
                .collect();
            (memory.from, memory.through, found.join(", "))
        };
        let days = |from, through| (Some(date(from)), Some(date(through)));
        let (from, through, found) = note(
            "",
            window("2025-11-01", "2025-11-20"),
            &[("2025-11-03", 1), ("2025-11-18", 2)],
        );
        assert_eq!((from, through), days("2025-11-01", "2025-11-20"));
        assert_eq!(found, "2025-11-03 1, 2025-11-18 2");
        // The same days again say what they say now.
        let (from, through, found) =
            note("", window("2025-11-10", "2025-11-24"), &[("2025-11-24", 1)]);
        assert_eq!((from, through), days("2025-11-01", "2025-11-24"));
        assert_eq!(found, "2025-11-03 1, 2025-11-24 1");
        // Days long before, with a gap between, say nothing about the present.
        let old = note("", window("1999-01-01", "1999-01-31"), &[("1999-01-05", 1)]);
        assert_eq!((old.0, old.1), days("2025-11-01", "2025-11-24"));
        // A query that is changed begins anew, and one of recent days was asked for these alone.
        let (from, through, found) = note(
            "recent_days = 3",
            window("2025-11-10", "2025-11-24"),
            &[("2025-11-24", 1)],
        );
        assert_eq!((from, through), days("2025-11-21", "2025-11-24"));
        assert_eq!(found, "2025-11-24 1");
    }
}
