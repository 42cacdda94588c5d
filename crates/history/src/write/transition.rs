//! What becomes current through an append, and what ceases to be.

use std::collections::{BTreeMap, BTreeSet};

use fedreg_model::{Cause, Sequence};
use rusqlite::Connection;

use crate::error::Fallible;
use crate::ledger::Writer;

/// The record versions and withdrawals that an append brought about.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    pub(crate) new: Vec<Sequence>,
    pub(crate) changed: Vec<Sequence>,
    pub(crate) carried: Vec<Sequence>,
    pub(crate) removed: Vec<Sequence>,
}

/// A record as the current readings of a group of documents have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    document: Sequence,
    version: Sequence,
    parse: Sequence,
    record: Sequence,
    content: String,
    metadata: String,
    verdict: String,
}

/// A record version that nothing has superseded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Live {
    sequence: Sequence,
    content: String,
    metadata: String,
    verdict: String,
}

/// Makes the live record versions of the document, and of those that one filing may have been
/// known as, agree with what its current readings say.
pub(crate) fn bring_up_to_date(
    writer: &mut Writer<'_>,
    document: Sequence,
    version: Sequence,
    cause: Cause,
    run: Sequence,
) -> Fallible<Changed> {
    let mut live = live(writer.sql(), document)?;
    let wanted = wanted(writer.sql(), document)?;
    let mut done = Changed::default();
    for (record_id, wanted) in wanted {
        let before = live.remove(&record_id);
        if before
            .as_ref()
            .is_some_and(|before| agrees(before, &wanted))
        {
            continue;
        }
        let sequence = writer.insert(
            "record_version",
            &[
                ("record_id", &record_id),
                ("document", &wanted.document),
                ("document_version", &wanted.version),
                ("parse", &wanted.parse),
                ("record", &wanted.record),
                ("cause", &cause.as_str()),
                ("supersedes", &before.as_ref().map(|before| before.sequence)),
                ("run", &run),
            ],
        )?;
        match before {
            None => done.new.push(sequence),
            Some(before) if before.content == wanted.content => done.carried.push(sequence),
            Some(_) => done.changed.push(sequence),
        }
    }
    for before in live.into_values() {
        done.removed.push(writer.insert(
            "record_withdrawal",
            &[
                ("record_version", &before.sequence),
                ("document_version", &version),
                ("cause", &cause.as_str()),
                ("run", &run),
            ],
        )?);
    }
    Ok(done)
}

/// Whether a live version says the same as the current reading, of a document that is described
/// and judged the same.
pub(crate) fn agrees(live: &Live, wanted: &Wanted) -> bool {
    live.content == wanted.content
        && live.metadata == wanted.metadata
        && live.verdict == wanted.verdict
}

/// The live record versions of a document and its neighbours, by record.
pub(crate) fn live(sql: &Connection, document: Sequence) -> Fallible<BTreeMap<String, Live>> {
    let mut statement = sql.prepare_cached(
        "SELECT rv.record_id, rv.sequence, r.content_sha256, v.metadata_sha256, g.verdict
         FROM document_neighbour n
         JOIN record_version rv ON rv.document = n.neighbour
         JOIN record r ON r.sequence = rv.record
         JOIN reading g ON g.sequence = r.reading
         JOIN document_version v ON v.sequence = rv.document_version
         WHERE n.document = ?1
           AND NOT EXISTS (SELECT 1 FROM record_version s WHERE s.supersedes = rv.sequence)
           AND NOT EXISTS (SELECT 1 FROM record_withdrawal w WHERE w.record_version = rv.sequence)
         ORDER BY rv.sequence",
    )?;
    let rows = statement.query_map([document], |row| {
        Ok((
            row.get(0)?,
            Live {
                sequence: row.get(1)?,
                content: row.get(2)?,
                metadata: row.get(3)?,
                verdict: row.get(4)?,
            },
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The records of the current readings of a document and its neighbours, in printed order.
pub(crate) fn wanted(sql: &Connection, document: Sequence) -> Fallible<Vec<(String, Wanted)>> {
    let mut statement = sql.prepare_cached(
        "SELECT r.record_id, c.document, c.document_version, p.parse, r.sequence,
           r.content_sha256, v.metadata_sha256, g.verdict
         FROM document_neighbour n
         JOIN document_current c ON c.document = n.neighbour
         JOIN document_version v ON v.sequence = c.document_version
         JOIN parse_current p ON p.document_version = c.document_version
         JOIN reading g ON g.sequence = p.reading
         JOIN record r ON r.reading = p.reading
         WHERE n.document = ?1 AND c.superseded_by IS NULL
         ORDER BY c.document, r.ordinal",
    )?;
    let rows = statement.query_map([document], |row| {
        Ok((
            row.get(0)?,
            Wanted {
                document: row.get(1)?,
                version: row.get(2)?,
                parse: row.get(3)?,
                record: row.get(4)?,
                content: row.get(5)?,
                metadata: row.get(6)?,
                verdict: row.get(7)?,
            },
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A record about which the live versions and the current readings do not agree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Disagreement {
    pub(crate) record_id: String,
    pub(crate) version: Option<Sequence>,
    pub(crate) what: &'static str,
}

/// Every disagreement in the history; there should be none.
pub(crate) fn disagreements(sql: &Connection) -> Fallible<BTreeSet<Disagreement>> {
    let mut found = BTreeSet::new();
    let mut documents = sql.prepare("SELECT sequence FROM document ORDER BY sequence")?;
    let mut rows = documents.query([])?;
    while let Some(row) = rows.next()? {
        let document: Sequence = row.get(0)?;
        let mut live = live(sql, document)?;
        for (record_id, wanted) in wanted(sql, document)? {
            let what = match live.remove(&record_id) {
                Some(live) if agrees(&live, &wanted) => continue,
                Some(_) => "is current in a version that the current reading does not give",
                None => "is in the current reading and in no current version",
            };
            found.insert(Disagreement {
                record_id,
                version: None,
                what,
            });
        }
        for (record_id, live) in live {
            let what = "is current, and in no current reading";
            found.insert(Disagreement {
                record_id,
                version: Some(live.sequence),
                what,
            });
        }
    }
    Ok(found)
}
