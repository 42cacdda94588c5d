//! Current records, the latest notices first.

use chrono::NaiveDate;
use fedreg_model::{
    Action, Cause, DocumentId, PartyKind, RecordId, RecordVersion, Stage, fold_name,
};

use super::{Place, Where, names_where_word_begins};
use crate::HistoryError;
use crate::error::Fallible;
use crate::open::History;
use crate::read::finding::array;
use crate::read::records::read_version;
use crate::values::{date, length, number_key, read_date, read_json, text};

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
                    publication_date: read_date(text(row, "publication_date")?)?,
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
