//! Browsing page by page: what pages and programs leaf through, newest first, by indexed look-ups.
//! Records are as corrections leave them, as far as the derived tables know these.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use fedreg_model::{
    Action, Cause, DocumentId, PartyKind, RecordId, RecordVersion, Sequence, Stage, Verdict,
    fold_name,
};
use rusqlite::ToSql;

use crate::error::Fallible;
use crate::open::History;
use crate::read::finding::{array, names_with};
use crate::read::records::read_version;
use crate::read::search::match_query;
use crate::values::{date, length, number_key, read_instant, read_json, read_u64, text};
use crate::{DocumentStatus, HistoryError};

type Values = Vec<Box<dyn ToSql>>;

/// Which current records to browse; by default all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordBrowse {
    /// Only records under one of these authorities (codes); empty means all.
    pub authorities: Vec<String>,
    /// Only records of this action.
    pub action: Option<Action>,
    /// Only parties of this kind.
    pub kind: Option<PartyKind>,
    /// Only notices of an agency: its slug, or words of its name.
    pub agency: Option<String>,
    /// Only notices of this day or later.
    pub from: Option<NaiveDate>,
    /// Only notices of this day or earlier.
    pub to: Option<NaiveDate>,
    /// Only parties with this country among their countries or addresses, in whatever case.
    pub country: Option<String>,
    /// Only notices at this stage.
    pub stage: Option<Stage>,
    /// Only parties of which a name or an alias holds these words where a word begins, or of which
    /// this is an identifier: their records, under whatever name each has them.
    pub text: Option<String>,
    /// The same words, folded as names are for linking.
    pub text_folded: Option<String>,
    /// Only this record.
    pub record_id: Option<RecordId>,
    /// Only records of this document, in whatever zero-padding of its number.
    pub document: Option<DocumentId>,
    /// Only what comes after this place.
    pub after: Option<Place>,
    /// What was recorded last first, whatever the day of its notice.
    pub as_recorded: bool,
    /// At most so many.
    pub limit: usize,
}

/// A place in the order of browsing: the day of the notice, then the place in the ledger, both
/// descending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The publication date of the notice.
    pub publication_date: NaiveDate,
    /// The sequence of the record or document version.
    pub sequence: Sequence,
}

/// A record in the order of browsing.
#[derive(Debug, Clone, PartialEq)]
pub struct Browsed {
    /// Where to go on after it.
    pub place: Place,
    /// The entity that it speaks of, once that is derived.
    pub entity: Option<String>,
    /// The record.
    pub version: RecordVersion,
}

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

/// Which entities to browse; by default all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityBrowse {
    /// Only those that are or were in standing under one of these authorities; empty means all.
    pub authorities: Vec<String>,
    /// Only those of this kind.
    pub kind: Option<PartyKind>,
    /// Only those of which a name holds these words, folded for linking.
    pub name_folded: Option<String>,
    /// Only those after this id.
    pub after: Option<String>,
    /// At most so many.
    pub limit: usize,
}

/// An entity and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowsedEntity {
    /// Its id.
    pub entity: String,
    /// Its primary name.
    pub name: String,
    /// What it is, as a word.
    pub kind: String,
    /// Every name that a notice prints for it, the primary one among them.
    pub names: Vec<String>,
    /// How many current records speak of it.
    pub records: u64,
    /// Its standings over time: authority, first day, first day out.
    pub standings: Vec<(String, NaiveDate, Option<NaiveDate>)>,
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

/// Conditions of a query and their values, in order.
struct Where {
    conditions: Vec<String>,
    values: Values,
}

impl Where {
    fn new(condition: &str) -> Self {
        Self {
            conditions: vec![condition.to_owned()],
            values: Vec::new(),
        }
    }

    fn add<T: ToSql + 'static>(&mut self, condition: impl Into<String>, value: T) {
        self.conditions.push(condition.into());
        self.values.push(Box::new(value));
    }

    fn sql(&self) -> String {
        self.conditions.join(" AND ")
    }

    /// Between two days of publication.
    fn days(&mut self, from: Option<NaiveDate>, to: Option<NaiveDate>) {
        if let Some(from) = from {
            self.add("v.publication_date >= ?", date(from));
        }
        if let Some(to) = to {
            self.add("v.publication_date <= ?", date(to));
        }
    }

    /// Of an agency, by slug or by words of its name.
    fn agency(&mut self, agency: Option<&String>) {
        if let Some(agency) = agency {
            self.add(
                "EXISTS (SELECT 1 FROM json_each(v.metadata, '$.agencies') g
                 JOIN (SELECT lower(?) AS sought) WHERE json_extract(g.value, '$.slug') = sought
                   OR instr(lower(json_extract(g.value, '$.name')), sought) > 0)",
                agency.clone(),
            );
        }
    }

    /// After a place in descending order.
    fn after(&mut self, after: Option<Place>, sequence: &str) {
        if let Some(place) = after {
            self.add(
                format!("(v.publication_date, {sequence}) < (?"),
                date(place.publication_date),
            );
            // The two values of one comparison.
            if let Some(last) = self.conditions.last_mut() {
                last.push_str(", ?)");
            }
            self.values.push(Box::new(place.sequence));
        }
    }

    fn any_of(&mut self, before: &str, words: &[String], behind: &str) {
        if words.is_empty() {
            return;
        }
        let places = vec!["?"; words.len()].join(", ");
        self.conditions.push(format!("{before}({places}){behind}"));
        for word in words {
            self.values.push(Box::new(word.clone()));
        }
    }
}

impl History {
    /// Current records, the latest notices first; within a day, what was recorded last first. The
    /// records of one document come in printed order.
    pub fn browse_records(&self, browse: &RecordBrowse) -> Result<Vec<Browsed>, HistoryError> {
        let mut query = Where::new("s.sequence IS NULL AND w.sequence IS NULL");
        query.days(browse.from, browse.to);
        query.after(browse.after, "rv.sequence");
        query.agency(browse.agency.as_ref());
        query.any_of(
            "EXISTS (SELECT 1 FROM record_authority a WHERE a.record = r.sequence AND a.code IN ",
            &browse.authorities,
            ")",
        );
        if let Some(action) = browse.action {
            query.add("r.action = ?", action.as_str());
        }
        if let Some(kind) = browse.kind {
            query.add("r.kind = ?", kind.as_str());
        }
        if let Some(stage) = browse.stage {
            query.add("v.stage = ?", stage.as_str());
        }
        if let Some(record_id) = &browse.record_id {
            query.add("rv.record_id = ?", record_id.0.clone());
        }
        if let Some(id) = &browse.document {
            query.add(
                "rv.document = (SELECT sequence FROM document WHERE number_key = ?",
                number_key(&id.document_number),
            );
            query.add("publication_date = ?)", date(id.publication_date));
        }
        if let Some(country) = &browse.country {
            query.add(
                "EXISTS (SELECT 1 FROM (SELECT lower(?) AS sought) WHERE
                   EXISTS (SELECT 1 FROM record_country k
                     WHERE k.record = r.sequence AND lower(k.country) = sought)
                   OR EXISTS (SELECT 1 FROM json_each(r.record, '$.party.addresses') d
                     WHERE lower(json_extract(d.value, '$.country')) = sought))",
                country.clone(),
            );
        }
        // A walk along the days ends as soon as the page is full; what names one thing is looked up.
        let narrow =
            browse.text.is_some() || browse.record_id.is_some() || browse.document.is_some();
        let from = match (narrow, browse.as_recorded) {
            (true, _) => "document_version v JOIN record_version rv",
            (false, false) => "document_version v CROSS JOIN record_version rv",
            (false, true) => "record_version rv CROSS JOIN document_version v",
        };
        let order = if browse.as_recorded {
            "rv.sequence DESC"
        } else if browse.document.is_some() {
            "r.ordinal"
        } else {
            "v.publication_date DESC, rv.sequence DESC"
        };
        self.snapshot(|sql| {
            if let Some(words) = &browse.text {
                let folded = browse.text_folded.as_deref();
                if !named(sql, &mut query, words, folded)? {
                    return Ok(Vec::new());
                }
            }
            // What is shown is read for the page alone.
            let mut statement = sql.prepare_cached(&format!(
                "WITH page AS (
                   SELECT v.sequence AS document_version, rv.sequence AS record_version
                   FROM {from} ON rv.document = v.document AND rv.document_version = v.sequence
                   JOIN record r ON r.sequence = rv.record
                   LEFT JOIN record_version s ON s.supersedes = rv.sequence
                   LEFT JOIN record_withdrawal w ON w.record_version = rv.sequence
                   WHERE {} ORDER BY {order} LIMIT {}
                 )
                 SELECT rv.sequence, rv.record_id, r.ordinal, v.metadata, v.publication_date,
                   coalesce(c.record, r.record) AS record, p.parser_version, g.verdict,
                   CASE WHEN c.record IS NULL THEN rv.cause ELSE 'correction' END AS cause,
                   coalesce(c.recorded_at, l.recorded_at) AS recorded_at,
                   c.correction, e.entity,
                   NULL AS superseded_at, NULL AS superseded_by, NULL AS superseded_cause
                 FROM page
                 CROSS JOIN document_version v ON v.sequence = page.document_version
                 CROSS JOIN record_version rv ON rv.sequence = page.record_version
                 JOIN record r ON r.sequence = rv.record
                 JOIN reading g ON g.sequence = r.reading
                 JOIN parse p ON p.sequence = rv.parse
                 JOIN ledger l ON l.sequence = rv.sequence
                 LEFT JOIN corrected_record c ON c.record_version = rv.sequence
                 LEFT JOIN entity_record e ON e.record_id = rv.record_id
                 ORDER BY {order}",
                query.sql(),
                length(browse.limit),
            ))?;
            let mut rows = statement.query(rusqlite::params_from_iter(&query.values))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let metadata = read_json("the metadata of a document", text(row, "metadata")?)?;
                let mut version = read_version(row, &metadata)?;
                let place = Place {
                    publication_date: crate::values::read_date(text(row, "publication_date")?)?,
                    sequence: version.sequence,
                };
                if let Some(correction) = row.get("correction")? {
                    version.sequence = correction;
                    version.cause = Cause::Correction;
                }
                found.push(Browsed {
                    place,
                    entity: row.get("entity")?,
                    version,
                });
            }
            Ok(found)
        })
    }

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

    /// Entities, by id.
    pub fn browse_entities(
        &self,
        browse: &EntityBrowse,
    ) -> Result<Vec<BrowsedEntity>, HistoryError> {
        let mut query = Where::new("1");
        if let Some(kind) = browse.kind {
            query.add("e.kind = ?", kind.as_str());
        }
        if let Some(after) = &browse.after {
            query.add("e.entity > ?", after.clone());
        }
        if let Some(folded) = &browse.name_folded {
            let names = self.snapshot(|sql| names_where_word_begins(sql, folded))?;
            query.add(
                "e.entity IN (SELECT n.entity FROM json_each(?) j
                   CROSS JOIN entity_name n ON n.name_folded = j.value)",
                array(&names),
            );
        }
        query.any_of(
            "EXISTS (SELECT 1 FROM standing s WHERE s.entity = e.entity AND s.authority IN ",
            &browse.authorities,
            ")",
        );
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(&format!(
                "SELECT e.entity, e.name, e.kind,
                   (SELECT count(*) FROM entity_record r WHERE r.entity = e.entity) AS records
                 FROM entity e WHERE {} ORDER BY e.entity LIMIT {}",
                query.sql(),
                length(browse.limit)
            ))?;
            let mut rows = statement.query(rusqlite::params_from_iter(&query.values))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let entity: String = row.get("entity")?;
                found.push(BrowsedEntity {
                    name: row.get("name")?,
                    kind: row.get("kind")?,
                    names: names(sql, &entity)?,
                    records: read_u64(row.get("records")?)?,
                    standings: standings(sql, &entity)?,
                    entity,
                });
            }
            Ok(found)
        })
    }

    /// The entities that records speak of, as far as they are derived.
    pub fn entities_of<'a>(
        &self,
        records: impl IntoIterator<Item = &'a RecordId>,
    ) -> Result<BTreeMap<RecordId, String>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement =
                sql.prepare_cached("SELECT entity FROM entity_record WHERE record_id = ?1")?;
            let mut found = BTreeMap::new();
            for record in records {
                let mut rows = statement.query([&record.0])?;
                if let Some(row) = rows.next()? {
                    found.insert(record.clone(), row.get(0)?);
                }
            }
            Ok(found)
        })
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

/// Adds the condition that the party bears a name with the words, or has that identifier; says
/// whether there are any words.
fn named(
    sql: &rusqlite::Connection,
    query: &mut Where,
    words: &str,
    for_linking: Option<&str>,
) -> Fallible<bool> {
    let folded = fold_name(words);
    if folded.is_empty() {
        return Ok(false);
    }
    let end = format!("{folded}\u{10ffff}");
    query.conditions.push(
        "r.sequence IN (
           SELECT m.record FROM json_each(?) j
             CROSS JOIN entity_name n ON n.name_folded = j.value
             CROSS JOIN entity_record o ON o.entity = n.entity
             CROSS JOIN record_version m ON m.record_id = o.record_id
           -- (What a run has just appended may not have been derived yet.)
           UNION SELECT sequence FROM record WHERE name_folded BETWEEN ? AND ?
           UNION SELECT record FROM record_alias WHERE name_folded BETWEEN ? AND ?
           UNION SELECT record FROM record_alias_change WHERE name_folded BETWEEN ? AND ?
           UNION SELECT record FROM record_identifier WHERE value = ?)"
            .to_owned(),
    );
    let names = names_where_word_begins(sql, for_linking.unwrap_or(&folded))?;
    query.values.push(Box::new(array(&names)));
    for _ in 0..3 {
        query.values.push(Box::new(folded.clone()));
        query.values.push(Box::new(end.clone()));
    }
    query.values.push(Box::new(words.trim().to_owned()));
    Ok(true)
}

/// The folded names in which a text stands where a word begins: "eta" does not in "zeta".
fn names_where_word_begins(sql: &rusqlite::Connection, part: &str) -> Fallible<Vec<String>> {
    let begins = |name: &String| {
        name.match_indices(part)
            .any(|(at, _)| at == 0 || name[..at].ends_with(' '))
    };
    Ok(names_with(sql, part)?.into_iter().filter(begins).collect())
}

fn names(sql: &rusqlite::Connection, entity: &str) -> Fallible<Vec<String>> {
    let mut statement = sql.prepare_cached(
        "SELECT DISTINCT name FROM entity_name WHERE entity = ?1 ORDER BY position",
    )?;
    let names = statement.query_map([entity], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// The times in standing: stretches of one standing are one.
fn standings(
    sql: &rusqlite::Connection,
    entity: &str,
) -> Fallible<Vec<(String, NaiveDate, Option<NaiveDate>)>> {
    let mut statement = sql.prepare_cached(
        "SELECT authority, since, max(ends) AS ends FROM standing
         WHERE entity = ?1 GROUP BY authority, since ORDER BY authority, since",
    )?;
    let mut rows = statement.query([entity])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let ends: Option<String> = row.get("ends")?;
        found.push((
            row.get("authority")?,
            crate::values::read_date(text(row, "since")?)?,
            ends.as_deref().map(crate::values::read_date).transpose()?,
        ));
    }
    Ok(found)
}
