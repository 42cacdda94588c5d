//! Everything the register holds, and finding a document by the numbers people ask for.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use crate::agencies::{self, Agency};
use crate::calendar;
use crate::document::{Document, Inspected, Published};

/// The register's contents.
#[derive(Debug, Default)]
pub(crate) struct Library {
    published: Vec<Published>,
    inspected: Vec<Inspected>,
    pub(crate) agencies: Vec<Agency>,
    /// Whole issue files, by date.
    pub(crate) issues: BTreeMap<NaiveDate, Arc<[u8]>>,
    /// Saved tables of contents, by date.
    pub(crate) contents: BTreeMap<NaiveDate, Value>,
    pinned_today: Option<NaiveDate>,
}

impl Library {
    pub(crate) fn new(today: Option<NaiveDate>) -> Self {
        Self {
            agencies: agencies::built_in(),
            pinned_today: today,
            ..Self::default()
        }
    }

    pub(crate) fn set_today(&mut self, today: NaiveDate) {
        self.pinned_today = Some(today);
    }

    /// The day it is in the register: the one set, else the newest one that anything happened on.
    pub(crate) fn today(&self) -> NaiveDate {
        let issues = self.published.iter().filter_map(|document| document.date);
        let filings = self
            .inspected
            .iter()
            .filter_map(|document| document.filed_at);
        self.pinned_today
            .or_else(|| issues.chain(filings.map(calendar::eastern_date)).max())
            .unwrap_or(calendar::FIRST_DAY)
    }

    /// Adds a document, in place of the one with the same number and date (for public
    /// inspection: the same number). Texts that the new one lacks are kept.
    pub(crate) fn put(&mut self, document: Document) {
        if document.is_on_inspection() {
            let mut new = Inspected::new(document, &self.agencies);
            if let Some(old) = self
                .inspected
                .iter_mut()
                .find(|old| old.number == new.number)
            {
                let mut texts = std::mem::take(&mut old.texts);
                texts.fill(std::mem::take(&mut new.texts));
                *old = Inspected { texts, ..new };
            } else {
                self.inspected.push(new);
            }
            return;
        }
        let mut document = document;
        let probe = Published::new(document.clone(), &self.agencies);
        let same = |old: &Published| old.date == probe.date && old.number == probe.number;
        let at = self
            .published
            .iter()
            .position(|old| probe.number.is_some() && same(old));
        if let Some(at) = at {
            let mut texts = std::mem::take(&mut self.published[at].texts);
            texts.fill(document.texts);
            document.texts = texts;
            // Again, because the words to be found depend on the texts.
            self.published[at] = Published::new(document, &self.agencies);
        } else {
            self.published.push(probe);
        }
    }

    /// Takes a published document away; whether there was one.
    pub(crate) fn remove(&mut self, number: &str, date: NaiveDate) -> bool {
        let before = self.published.len();
        self.published.retain(|document| {
            document.date != Some(date) || document.number.as_deref() != Some(number)
        });
        before != self.published.len()
    }

    /// Takes a document off public inspection, record and all; whether there was one.
    pub(crate) fn remove_inspected(&mut self, number: &str) -> bool {
        let before = self.inspected.len();
        self.inspected.retain(|document| document.number != number);
        before != self.inspected.len()
    }

    pub(crate) fn add_agency(&mut self, agency: Agency) {
        match self
            .agencies
            .iter_mut()
            .find(|known| known.slug == agency.slug)
        {
            Some(known) => *known = agency,
            None => self.agencies.push(agency),
        }
    }

    /// Whether this exact document is held, on whatever day.
    pub(crate) fn held(&self, number: &str, date: NaiveDate) -> Option<&Published> {
        self.published.iter().find(|document| {
            document.date == Some(date) && document.number.as_deref() == Some(number)
        })
    }

    /// The dates under which a number is held.
    pub(crate) fn dates_of(&self, number: &str) -> Vec<NaiveDate> {
        self.published
            .iter()
            .filter(|document| document.number.as_deref() == Some(number))
            .filter_map(|document| document.date)
            .collect()
    }

    /// The published documents that exist by today, those before 1994 left out.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &Published> {
        let newest = calendar::newest_issue_listed(self.today());
        self.published.iter().filter(move |document| {
            document.number.is_some() && document.date.is_some_and(|date| date <= newest)
        })
    }

    /// The executive orders before 1994, which have no number.
    pub(crate) fn before_1994(&self) -> impl Iterator<Item = &Published> {
        self.published
            .iter()
            .filter(|document| document.number.is_none())
    }

    /// The newest issue that exists by today.
    pub(crate) fn newest_issue(&self) -> NaiveDate {
        self.listed()
            .filter_map(|document| document.date)
            .max()
            .unwrap_or(calendar::FIRST_DAY)
    }

    /// The filings that exist by today.
    pub(crate) fn filed(&self) -> impl Iterator<Item = &Inspected> {
        let today = self.today();
        self.inspected.iter().filter(move |document| {
            document
                .filed_at
                .is_none_or(|at| calendar::eastern_date(at) <= today)
        })
    }

    /// The desk of a day, newest filing first.
    pub(crate) fn desk(&self, day: NaiveDate) -> Vec<&Inspected> {
        let mut desk: Vec<&Inspected> = self
            .filed()
            .filter(|document| document.is_listed_on(day))
            .collect();
        sort_filings(&mut desk);
        desk
    }

    /// The newest day, today or before, on which the desk lists anything.
    pub(crate) fn newest_desk(&self) -> Option<NaiveDate> {
        let today = self.today();
        let last_day = |document: &Inspected| {
            let until = document
                .last_listed
                .or(document.date.and_then(|date| date.pred_opt()));
            let last = until.map_or(today, |until| until.min(today));
            document.is_listed_on(last).then_some(last)
        };
        self.filed().filter_map(last_day).max()
    }

    /// The published document a number leads to: exact, then zero-padded, then unpadded; of
    /// several the newest, or the one of `date`. **It need not be the one that was meant.**
    pub(crate) fn look_up(&self, number: &str, date: Option<NaiveDate>) -> Option<&Published> {
        candidates(number).iter().find_map(|candidate| {
            self.listed()
                .filter(|document| document.number.as_deref() == Some(candidate))
                .filter(|document| date.is_none() || document.date == date)
                .max_by_key(|document| document.date)
        })
    }

    /// The same for public inspection.
    pub(crate) fn look_up_inspected(&self, number: &str) -> Option<&Inspected> {
        candidates(number)
            .iter()
            .find_map(|candidate| self.filed().find(|document| document.number == *candidate))
    }

    /// The raw text of a filing, by the path it is served under.
    pub(crate) fn inspected_by_path(&self, path: &str) -> Option<&Inspected> {
        self.filed()
            .find(|document| crate::links::raw_text_path(&document.number) == path)
    }
}

/// Newest filing first, then by number, so that the order is stable.
pub(crate) fn sort_filings(documents: &mut [&Inspected]) {
    let key = |document: &Inspected| -> (Option<DateTime<Utc>>, String) {
        (document.filed_at, document.number.clone())
    };
    documents.sort_by_key(|document| std::cmp::Reverse(key(document)));
}

/// The numbers that the service tries for one asked for.
///
/// The padded form takes only the digits after the first hyphen, so that the date `2026-07-06`
/// becomes `2026-00007` and `C1-2025-12345` becomes `C1-02025`.
fn candidates(number: &str) -> Vec<String> {
    let exact = with_hyphens(number);
    let mut all = vec![exact.clone()];
    let (head, rest) = exact.split_once('-').unwrap_or((exact.as_str(), ""));
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let mut add = |candidate: String| {
        if !all.contains(&candidate) {
            all.push(candidate);
        }
    };
    add(format!("{head}-{:05}", digits.parse::<u64>().unwrap_or(0)));
    if !rest.is_empty() && digits.len() == rest.len() {
        add(format!("{head}-{}", rest.trim_start_matches('0')));
    }
    all
}

/// En and em dashes count as hyphens.
pub(crate) fn with_hyphens(number: &str) -> String {
    number.trim().replace(['\u{2013}', '\u{2014}'], "-")
}
