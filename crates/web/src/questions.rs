//! The questions of the pages and the API, and how they are put to the history.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use fedreg_history::{
    DocumentStatus, Head, History, HistoryError, RecordBrowse, ReviewState, Sha256, Statistics,
    YearCount,
};
use fedreg_model::{DocumentId, DocumentNumber, NoticeText, RecordId};
use fedreg_timeline::{
    AsOf, Diff, EntityId, EntityTimeline, Filter, Known, Point, Questions, RecordRef, Revision,
};

use crate::params;
use crate::problem::Problem;
use crate::route::Asked;

/// What takes long to compute and stays as long as the history does.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    digest: Memory<Sha256>,
    statistics: Memory<Statistics>,
    years: Memory<Vec<YearCount>>,
}

/// An answer, and the head of the history that it was found at.
#[derive(Debug)]
struct Memory<T>(Mutex<Option<(Head, T)>>);

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T: Clone> Memory<T> {
    fn or_ask(
        &self,
        asked: &Asked<'_>,
        ask: impl FnOnce(&History) -> Result<T, HistoryError>,
    ) -> Result<T, Problem> {
        // (Two at once may both compute it, which does no harm.)
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((head, answer)) = lock().as_ref()
            && *head == asked.head
        {
            return Ok(answer.clone());
        }
        let answer = ask(asked.history)?;
        *lock() = Some((asked.head, answer.clone()));
        Ok(answer)
    }
}

/// The digest of the current view.
pub(crate) fn digest(asked: &Asked<'_>) -> Result<Sha256, Problem> {
    let remembered = &asked.site.remembered.digest;
    remembered.or_ask(asked, History::digest)
}

/// How much the history holds.
pub(crate) fn statistics(asked: &Asked<'_>) -> Result<Statistics, Problem> {
    let remembered = &asked.site.remembered.statistics;
    remembered.or_ask(asked, History::statistics)
}

/// What the history holds of each year and family.
pub(crate) fn years(asked: &Asked<'_>) -> Result<Vec<YearCount>, Problem> {
    let remembered = &asked.site.remembered.years;
    remembered.or_ask(asked, History::counts_by_year)
}

fn questions<'a>(asked: &'a Asked<'_>) -> Questions<'a> {
    Questions::new(asked.history, &asked.site.links)
}

/// What was known: at an instant, at a place of the ledger, or now.
pub(crate) fn known(at: Option<DateTime<Utc>>) -> Known {
    at.map_or(Known::Now, Known::At)
}

/// Who is designated on a day.
pub(crate) fn on_day(
    asked: &Asked<'_>,
    day: NaiveDate,
    known: Known,
    filter: &Filter,
) -> Result<AsOf, Problem> {
    let point = Point {
        effective_on: day,
        known,
    };
    Ok(questions(asked).as_of(point, filter)?)
}

/// What changed between two days.
pub(crate) fn between(
    asked: &Asked<'_>,
    (from, to): (NaiveDate, NaiveDate),
    known: Known,
    filter: &Filter,
) -> Result<Diff, Problem> {
    let point = |effective_on| Point {
        effective_on,
        known,
    };
    Ok(questions(asked).diff(point(from), point(to), filter)?)
}

/// The life of one entity, filed documents included, with the later versions of its records.
pub(crate) struct Life {
    pub(crate) timeline: EntityTimeline,
    revisions: BTreeMap<RecordId, Vec<Revision>>,
}

impl Life {
    /// The later versions of a record.
    pub(crate) fn revisions(&self, record: &RecordRef) -> Vec<Revision> {
        let revisions = self.revisions.get(&record.record_id);
        revisions.cloned().unwrap_or_default()
    }
}

/// The life of an entity; `None` if there is none of that id.
pub(crate) fn life(asked: &Asked<'_>, entity: &str, known: Known) -> Result<Option<Life>, Problem> {
    let filter = Filter {
        include_public_inspection: true,
        ..Filter::default()
    };
    let point = Point {
        effective_on: asked.today,
        known,
    };
    let questions = questions(asked);
    let entity = EntityId(entity.to_owned());
    let Some(timeline) = questions.timeline(&entity, point, &filter)? else {
        return Ok(None);
    };
    let dated = timeline.events.iter().filter_map(|e| e.record.as_ref());
    let records: Vec<RecordId> = dated
        .chain(&timeline.undated)
        .map(|record| record.record_id.clone())
        .collect();
    Ok(Some(Life {
        revisions: questions.revisions(&records, known)?,
        timeline,
    }))
}

/// A document with its records and its text.
pub(crate) struct Shown {
    pub(crate) status: DocumentStatus,
    /// Its records, in printed order, each with its entity.
    pub(crate) records: Vec<fedreg_history::Browsed>,
    pub(crate) text: Option<NoticeText>,
}

/// The document that a path names by day and number.
pub(crate) fn document(asked: &Asked<'_>) -> Result<Shown, Problem> {
    let (day, number) = (asked.part("date"), asked.part("number"));
    let none = || Problem::NotFound("the history holds no document of that day and number".into());
    let id = DocumentId {
        publication_date: params::date("date", day).map_err(|_| none())?,
        document_number: DocumentNumber::new(number).map_err(|_| none())?,
    };
    let status = asked.history.document(&id)?.ok_or_else(none)?;
    let mut records = asked.history.browse_records(&RecordBrowse {
        document: Some(id.clone()),
        limit: usize::MAX,
        ..RecordBrowse::default()
    })?;
    records.sort_by_key(|browsed| browsed.version.ordinal);
    let text = asked.history.notice_text(&id)?;
    Ok(Shown {
        status,
        records,
        text,
    })
}

/// The documents that need a person, by date and number, and those among them that a person reviewed
/// before the source changed them.
pub(crate) fn queue(asked: &Asked<'_>) -> Result<Vec<(DocumentStatus, bool)>, Problem> {
    let mut queue: Vec<(DocumentStatus, bool)> = asked
        .history
        .residues()?
        .into_iter()
        .map(|status| (status, false))
        .collect();
    for review in asked.history.reviews()? {
        let Some(id) = review
            .document
            .id()
            .filter(|_| review.state == ReviewState::Reopened)
        else {
            continue;
        };
        match queue.iter_mut().find(|(status, _)| status.id == id) {
            Some((_, reopened)) => *reopened = true,
            None => queue.extend(asked.history.document(&id)?.map(|status| (status, true))),
        }
    }
    queue.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    Ok(queue)
}
