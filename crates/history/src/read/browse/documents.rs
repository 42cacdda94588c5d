//! Documents in standing, the latest first, and how many there are.

use chrono::NaiveDate;
use fedreg_model::{Sequence, Stage, Verdict};

use super::{Place, Where};
use crate::open::History;
use crate::read::search::match_query;
use crate::values::{length, read_instant, read_u64, text};
use crate::{DocumentStatus, HistoryError};

/// Which documents to browse; by default all in standing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentBrowse {
    /// Only those at this stage.
    pub stage: Option<Stage>,
    /// Only those with one of these verdicts; empty means all.
    pub verdicts: Vec<Verdict>,
    /// Only those of an agency: its slug, or words of its name.
    pub agency: Option<String>,
    /// Only those of this family of notices.
    pub family: Option<String>,
    /// Only those of this day or later.
    pub from: Option<NaiveDate>,
    /// Only those of this day or earlier.
    pub to: Option<NaiveDate>,
    /// Only those in whose title or text all these words stand.
    pub text: Option<String>,
    /// Only what comes after this place.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: usize,
}

/// How many documents of a year and family came to a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearCount {
    /// The year of publication.
    pub year: i32,
    /// The family of notices, where one claimed them.
    pub family: Option<String>,
    /// How many designate, need review, and designate nobody.
    pub designates: u64,
    /// How many need review.
    pub needs_review: u64,
    /// How many designate nobody.
    pub not_a_designation: u64,
    /// How many records they have.
    pub records: u64,
}

impl History {
    /// Documents in standing, the latest first; within a day, what was recorded last first.
    pub fn browse_documents(
        &self,
        browse: &DocumentBrowse,
    ) -> Result<Vec<DocumentStatus>, HistoryError> {
        let mut query = Where::new("c.superseded_by IS NULL");
        query.days(browse.from, browse.to);
        query.after(browse.after, "v.sequence");
        query.agency(browse.agency.as_ref());
        if let Some(stage) = browse.stage {
            query.add("v.stage = ?", stage.as_str());
        }
        if let Some(family) = &browse.family {
            query.add("r.family = ?", family.clone());
        }
        let verdicts: Vec<String> = browse
            .verdicts
            .iter()
            .map(|verdict| verdict.as_str().to_owned())
            .collect();
        query.any_of("r.verdict IN ", &verdicts, "");
        if let Some(words) = &browse.text {
            let matched = match_query(words);
            if matched.is_empty() {
                return Ok(Vec::new());
            }
            query.add(
                "r.notice_text IN (SELECT rowid FROM notice_search WHERE notice_search MATCH ?)",
                matched,
            );
        }
        let order = format!(
            "v.publication_date DESC, v.sequence DESC LIMIT {}",
            length(browse.limit)
        );
        self.statuses(&query.sql(), &query.values, &order)
    }

    /// How many documents of each year and family came to which verdict, by year and family.
    pub fn counts_by_year(&self) -> Result<Vec<YearCount>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT CAST(substr(publication_date, 1, 4) AS INTEGER) AS year, family,
                   count(*) FILTER (WHERE verdict = 'designates') AS designates,
                   count(*) FILTER (WHERE verdict = 'needs_review') AS needs_review,
                   count(*) FILTER (WHERE verdict = 'not_a_designation') AS others,
                   sum(record_count) AS records
                 FROM document_status WHERE superseded_by IS NULL
                 GROUP BY 1, 2 ORDER BY 1, 2",
            )?;
            let mut rows = statement.query([])?;
            let mut counts = Vec::new();
            while let Some(row) = rows.next()? {
                counts.push(YearCount {
                    year: row.get("year")?,
                    family: row.get("family")?,
                    designates: read_u64(row.get("designates")?)?,
                    needs_review: read_u64(row.get("needs_review")?)?,
                    not_a_designation: read_u64(row.get("others")?)?,
                    records: read_u64(row.get("records")?)?,
                });
            }
            Ok(counts)
        })
    }

    /// When a row of the ledger was recorded, UTC; `None` if there is none.
    pub fn recorded_at(
        &self,
        sequence: Sequence,
    ) -> Result<Option<chrono::DateTime<chrono::Utc>>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement =
                sql.prepare_cached("SELECT recorded_at FROM ledger WHERE sequence = ?1")?;
            let mut rows = statement.query([sequence])?;
            rows.next()?
                .map(|row| read_instant(text(row, "recorded_at")?))
                .transpose()
        })
    }
}
