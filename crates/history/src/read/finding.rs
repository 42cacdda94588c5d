//! Small answers without the rest: which entities a question about what is known now concerns, and
//! what must be read of them. By index, from the derived tables.
//!
//! Ask only what [`History::derived_state`] says is up to date, and all of one question
//! [`at once`](History::at_once).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use fedreg_model::{Cause, RecordId, RecordVersion, Sequence};
use rusqlite::{Connection, Params, Row, ToSql, params};

use crate::HistoryError;
use crate::derived::EntityLinkRow;
use crate::error::Fallible;
use crate::finding::{RemarkRow, Scope, nodes_around};
use crate::open::History;
use crate::read::records::RecordFilter;
use crate::values::{date, read_instant, read_json, text};

/// Characters of which the index of names is made.
const GRAM: usize = 3;

impl History {
    /// Asks several questions of one state of the history, whatever a writer does meanwhile.
    ///
    /// ```
    /// use fedreg_history::{History, HistoryError};
    ///
    /// let history = History::in_memory()?;
    /// let (head, records) = history.at_once(|history| {
    ///     Ok::<_, HistoryError>((history.head()?, history.current_records()?))
    /// })?;
    /// assert_eq!((head.sequence, records.len()), (0, 0));
    /// # Ok::<(), HistoryError>(())
    /// ```
    pub fn at_once<T, E: From<HistoryError>>(
        &self,
        ask: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        if !self.connection.is_autocommit() {
            return ask(self);
        }
        let snapshot = self
            .connection
            .unchecked_transaction()
            .map_err(|error| HistoryError::sql(&self.path, error))?;
        let answer = ask(self);
        drop(snapshot);
        answer
    }

    /// The entities of which a list of a day speaks: those in standing, those whose term ran out,
    /// and those with a record that is neither counted in nor out. Under these authorities (codes;
    /// none means all) and with the records that cite none; with or without filed documents.
    pub fn entities_listed(
        &self,
        authorities: &BTreeSet<String>,
        day: NaiveDate,
        filed: bool,
    ) -> Result<BTreeSet<String>, HistoryError> {
        let (until, after) = nodes_around(day);
        let (until, after) = (array(&until), array(&after));
        let (day, scope) = (date(day), Scope::of(filed).as_str());
        self.snapshot(|sql| {
            let mut found = BTreeSet::new();
            for code in codes(sql, "listed", authorities)? {
                // Without an end; with a node until the day, or after it.
                words(
                    sql,
                    "SELECT entity FROM listed
                     WHERE authority = ?1 AND node IS NULL AND from_date <= ?2
                       AND scope IN ('both', ?3)
                     UNION ALL
                     SELECT l.entity FROM json_each(?4) n CROSS JOIN listed l
                       INDEXED BY listed_to ON l.authority = ?1 AND l.node = n.value
                     WHERE l.to_date > ?2 AND l.scope IN ('both', ?3)
                     UNION ALL
                     SELECT l.entity FROM json_each(?5) n CROSS JOIN listed l
                       INDEXED BY listed_from ON l.authority = ?1 AND l.node = n.value
                     WHERE l.from_date <= ?2 AND l.scope IN ('both', ?3)",
                    params![code, day, scope, until, after],
                    &mut found,
                )?;
            }
            Ok(found)
        })
    }

    /// The entities upon which something acts after one day and until another, under these
    /// authorities or under none.
    pub fn entities_acting(
        &self,
        authorities: &BTreeSet<String>,
        (after, until): (NaiveDate, NaiveDate),
        filed: bool,
    ) -> Result<BTreeSet<String>, HistoryError> {
        let (after, until, scope) = (date(after), date(until), Scope::of(filed).as_str());
        self.snapshot(|sql| {
            let mut found = BTreeSet::new();
            for code in codes(sql, "acting", authorities)? {
                words(
                    sql,
                    "SELECT entity FROM acting
                     WHERE authority = ?1 AND day > ?2 AND day <= ?3 AND scope IN ('both', ?4)",
                    params![code, after, until, scope],
                    &mut found,
                )?;
            }
            Ok(found)
        })
    }

    /// The entities for which a notice prints a name of which `part` is the whole or a part; folded,
    /// as `entity_name.name_folded` is.
    pub fn entities_named(
        &self,
        part: &str,
        filed: bool,
    ) -> Result<BTreeSet<String>, HistoryError> {
        self.snapshot(|sql| {
            let names = names_with(sql, part)?;
            let mut found = BTreeSet::new();
            words(
                sql,
                if filed {
                    "SELECT n.entity FROM json_each(?1) j
                     CROSS JOIN entity_name n ON n.name_folded = j.value"
                } else {
                    "SELECT coalesce(p.entity, r.entity) FROM json_each(?1) j
                     CROSS JOIN entity_name n ON n.name_folded = j.value
                     CROSS JOIN entity_record r ON r.entity = n.entity
                     LEFT JOIN published_record p ON p.record_id = r.record_id"
                },
                [array(&names)],
                &mut found,
            )?;
            Ok(found)
        })
    }

    /// The records of each of these entities, those of filed documents included; without, the
    /// entities are those that published documents alone make.
    pub fn entity_records(
        &self,
        entities: &BTreeSet<String>,
        filed: bool,
    ) -> Result<BTreeMap<String, Vec<RecordId>>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(if filed {
                "SELECT r.entity, r.record_id FROM json_each(?1) j
                 CROSS JOIN entity_record r ON r.entity = j.value"
            } else {
                "SELECT r.entity, r.record_id FROM json_each(?1) j
                 CROSS JOIN entity_record r ON r.entity = j.value
                 WHERE NOT EXISTS (SELECT 1 FROM published_record WHERE record_id = r.record_id)
                 UNION ALL
                 SELECT p.entity, p.record_id FROM json_each(?1) j
                 CROSS JOIN published_record p ON p.entity = j.value"
            })?;
            let mut found: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
            let mut rows = statement.query([array(entities)])?;
            while let Some(row) = rows.next()? {
                let records = found.entry(row.get(0)?).or_default();
                records.push(RecordId(row.get(1)?));
            }
            Ok(found)
        })
    }

    /// Why the records of each of these entities are held to speak of it, filed ones included.
    pub fn entity_links(
        &self,
        entities: &BTreeSet<String>,
    ) -> Result<Vec<EntityLinkRow>, HistoryError> {
        self.rows(
            "SELECT l.entity, l.record_a, l.record_b, l.rule, l.why FROM json_each(?1) j
             CROSS JOIN entity_link l ON l.entity = j.value",
            [array(entities)],
            |row| {
                Ok(EntityLinkRow {
                    entity: row.get(0)?,
                    record_a: RecordId(row.get(1)?),
                    record_b: RecordId(row.get(2)?),
                    rule: row.get(3)?,
                    why: row.get(4)?,
                })
            },
        )
    }

    /// What is left open about each of these entities.
    pub fn entity_remarks(
        &self,
        entities: &BTreeSet<String>,
        filed: bool,
    ) -> Result<Vec<RemarkRow>, HistoryError> {
        let own = Scope::of(filed);
        self.rows(
            "SELECT r.entity, r.scope, r.remark FROM json_each(?1) j
             CROSS JOIN entity_remark r ON r.entity = j.value AND r.scope IN ('both', ?2)",
            params![array(entities), own.as_str()],
            |row| {
                let both = text(row, "scope")? == Scope::Both.as_str();
                Ok(RemarkRow {
                    entity: row.get(0)?,
                    scope: if both { Scope::Both } else { own },
                    remark: row.get(2)?,
                })
            },
        )
    }

    /// These records as they are known now, corrections of the Register applied.
    pub fn corrected_records(
        &self,
        records: &[RecordId],
    ) -> Result<Vec<RecordVersion>, HistoryError> {
        self.at_once(|history| {
            let mut versions = history.record_versions(&RecordFilter {
                record_ids: Some(records.to_vec()),
                ..RecordFilter::current()
            })?;
            let mut place: BTreeMap<Sequence, &mut RecordVersion> =
                versions.iter_mut().map(|v| (v.sequence, v)).collect();
            let sequences: Vec<Sequence> = place.keys().copied().collect();
            history.snapshot(|sql| {
                let mut statement = sql.prepare_cached(
                    "SELECT c.record_version, c.correction, c.recorded_at, c.record
                     FROM json_each(?1) j CROSS JOIN corrected_record c
                       ON c.record_version = j.value",
                )?;
                let mut rows = statement.query([array(&sequences)])?;
                while let Some(row) = rows.next()? {
                    let printed: Sequence = row.get("record_version")?;
                    let Some(version) = place.get_mut(&printed) else {
                        continue;
                    };
                    let what = format!("the corrected record version {printed}");
                    version.record = read_json(&what, text(row, "record")?)?;
                    version.sequence = row.get("correction")?;
                    version.recorded_at = read_instant(text(row, "recorded_at")?)?;
                    // Read after the correction was, it never was known as printed.
                    if version.sequence != printed {
                        version.cause = Cause::Correction;
                    }
                }
                Ok(())
            })?;
            Ok(versions)
        })
    }

    /// Every version of these records as printed, and of all others on which it depends how
    /// corrections of the Register leave them.
    pub fn versions_to_correct(
        &self,
        records: &[RecordId],
    ) -> Result<Vec<RecordVersion>, HistoryError> {
        self.at_once(|history| {
            let mut wanted: BTreeSet<String> = records.iter().map(|id| id.0.clone()).collect();
            let asked = array(&wanted);
            history.snapshot(|sql| {
                let mut corrections = BTreeSet::new();
                let mut documents = BTreeSet::new();
                // The documents of the records, and those that the records correct.
                words(
                    sql,
                    "SELECT d.number_key FROM json_each(?1) j
                     CROSS JOIN record_version rv ON rv.record_id = j.value
                     CROSS JOIN document d ON d.sequence = rv.document
                     UNION
                     SELECT c.number_key FROM json_each(?1) j
                     CROSS JOIN correction_of c ON c.record_id = j.value",
                    [&asked],
                    &mut documents,
                )?;
                let documents = array(&documents);
                words(
                    sql,
                    "SELECT c.record_id FROM json_each(?1) j
                     CROSS JOIN correction_of c ON c.number_key = j.value",
                    [&documents],
                    &mut corrections,
                )?;
                if !corrections.is_empty() {
                    words(
                        sql,
                        "SELECT rv.record_id FROM json_each(?1) j
                         CROSS JOIN document d ON d.number_key = j.value
                         CROSS JOIN record_version rv ON rv.document = d.sequence",
                        [&documents],
                        &mut wanted,
                    )?;
                    wanted.extend(corrections);
                }
                Ok(())
            })?;
            history.record_versions(&RecordFilter {
                record_ids: Some(wanted.into_iter().map(RecordId).collect()),
                ..RecordFilter::default()
            })
        })
    }

    fn rows<T>(
        &self,
        query: &str,
        values: impl Params,
        read: impl Fn(&Row<'_>) -> Fallible<T>,
    ) -> Result<Vec<T>, HistoryError> {
        self.snapshot(|sql| {
            let mut statement = sql.prepare_cached(query)?;
            let mut rows = statement.query(values)?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(read(row)?);
            }
            Ok(found)
        })
    }
}

/// The values as a JSON array, for `json_each`.
pub(crate) fn array<T: serde::Serialize>(values: &T) -> String {
    // (Texts and numbers always are JSON.)
    serde_json::to_string(values).unwrap_or_default()
}

/// Adds the first column of each row.
fn words(
    sql: &Connection,
    query: &str,
    values: impl Params,
    found: &mut BTreeSet<String>,
) -> Fallible<()> {
    let mut statement = sql.prepare_cached(query)?;
    let mut rows = statement.query(values)?;
    while let Some(row) = rows.next()? {
        found.insert(row.get(0)?);
    }
    Ok(())
}

/// The codes to look under: those asked for, or all, and that of records that cite no authority.
fn codes(
    sql: &Connection,
    table: &str,
    authorities: &BTreeSet<String>,
) -> Fallible<BTreeSet<String>> {
    let mut codes = authorities.clone();
    if codes.is_empty() {
        // From one code to the next by index: there are few, on many rows.
        words(
            sql,
            &format!(
                "WITH RECURSIVE code (code) AS (
                   SELECT min(authority) FROM {table}
                   UNION ALL
                   SELECT (SELECT min(authority) FROM {table} WHERE authority > code)
                   FROM code WHERE code IS NOT NULL)
                 SELECT code FROM code WHERE code IS NOT NULL"
            ),
            [],
            &mut codes,
        )?;
    }
    codes.insert(String::new());
    Ok(codes)
}

/// The folded names of which a text is a part.
pub(crate) fn names_with(sql: &Connection, part: &str) -> Fallible<BTreeSet<String>> {
    let characters: Vec<char> = part.chars().collect();
    let mut found = BTreeSet::new();
    if characters.len() < GRAM {
        let query = "SELECT name_folded FROM folded_name WHERE instr(name_folded, ?1) > 0";
        words(sql, query, [part], &mut found)?;
        return Ok(found);
    }
    // Side by side, and the last three: enough to leave few names, and few to look up.
    let grams = characters.chunks_exact(GRAM).map(<[char]>::to_vec);
    let last = characters[characters.len() - GRAM..].to_vec();
    let grams: BTreeSet<String> = grams
        .chain([last])
        .map(|gram| {
            let gram: String = gram.into_iter().collect();
            format!("\"{}\"", gram.replace('"', "\"\""))
        })
        .collect();
    let grams: Vec<String> = grams.into_iter().collect();
    let wanted: [&dyn ToSql; 2] = [&grams.join(" AND "), &part];
    words(
        sql,
        "SELECT n.name_folded FROM folded_name_search s
         CROSS JOIN folded_name n ON n.id = s.rowid
         WHERE s.folded_name_search MATCH ?1 AND instr(n.name_folded, ?2) > 0",
        wanted,
        &mut found,
    )?;
    Ok(found)
}
