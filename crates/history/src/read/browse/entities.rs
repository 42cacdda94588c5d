//! Entities, by id, as far as they are derived.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use fedreg_model::{PartyKind, RecordId};

use super::{Where, names_where_word_begins};
use crate::HistoryError;
use crate::error::Fallible;
use crate::open::History;
use crate::read::finding::array;
use crate::values::{length, read_date, read_u64, text};

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

impl History {
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
            read_date(text(row, "since")?)?,
            ends.as_deref().map(read_date).transpose()?,
        ));
    }
    Ok(found)
}
