//! What becomes current through an append, and what ceases to be.

use std::collections::{BTreeMap, BTreeSet};

use fedreg_model::{Cause, RecordId, Sequence};
use rusqlite::Connection;

use crate::error::Fallible;
use crate::values::length;
use crate::write::writer::{Writer, number, words};

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

/// What brought about that something is said of a document.
pub(crate) struct Act {
    pub(crate) document: Sequence,
    pub(crate) version: Sequence,
    pub(crate) parse: Sequence,
    pub(crate) cause: Cause,
    pub(crate) run: Sequence,
}

/// Makes the records of the first reading of a document current, of which and of whose neighbours
/// nothing is: what [`bring_up_to_date`] comes to, without looking for what cannot be there.
pub(crate) fn begin(
    writer: &mut Writer<'_>,
    act: &Act,
    records: &[(Sequence, RecordId)],
) -> Fallible<Changed> {
    let mut done = Changed::default();
    let mut entries = Vec::with_capacity(records.len());
    for (record, id) in records {
        let sequence = writer.next() + length(entries.len());
        let columns = vec![
            ("record_id", words(&id.0)),
            ("document", number(act.document)),
            ("document_version", number(act.version)),
            ("parse", number(act.parse)),
            ("record", number(*record)),
            ("cause", words(act.cause.as_str())),
            ("run", number(act.run)),
        ];
        entries.push(writer.entry(sequence, "record_version", columns)?);
        done.new.push(sequence);
    }
    writer.append(entries)?;
    Ok(done)
}

/// Makes the live record versions of the document, and of those that one filing may have been
/// known as, agree with what its current readings say.
pub(crate) fn bring_up_to_date(writer: &mut Writer<'_>, act: &Act) -> Fallible<Changed> {
    let mut live = live(writer.sql(), act.document)?;
    let wanted = wanted(writer.sql(), act.document)?;
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
                ("cause", &act.cause.as_str()),
                ("supersedes", &before.as_ref().map(|before| before.sequence)),
                ("run", &act.run),
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
                ("document_version", &act.version),
                ("cause", &act.cause.as_str()),
                ("run", &act.run),
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

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use fedreg_model::{
        Action, AuthorityCitation, DocumentMetadata, DocumentNumber, Effective, EffectiveBasis,
        NoticeText, Parsed, Party, PartyKind, Quote, Record, TextFormat, Verdict,
    };

    use super::*;
    use crate::{History, NewDocument, RunStart, SourceRef};

    fn record(name: &str) -> Record {
        Record {
            action: Action::Designation,
            party: Party::named(name, PartyKind::Organization),
            authorities: vec![AuthorityCitation {
                code: "EO-13224".into(),
                citation: "Executive Order 13224".into(),
                subsection: None,
            }],
            effective: Effective {
                date: None,
                basis: EffectiveBasis::None,
                until: None,
            },
            amendment: None,
            signed_on: None,
            determined_on: None,
            signer: None,
            notice_number: None,
            ground: None,
            quote: Quote {
                start: 0,
                end: 1,
                text: "x".into(),
            },
        }
    }

    /// A document with these parties, appended; and what is current through it, in order.
    fn append(history: &mut History, number: &str, day: u32, names: &[&str]) -> Vec<Vec<String>> {
        let at = DateTime::UNIX_EPOCH;
        let start = RunStart {
            started_at: at,
            command: "run".into(),
            source: "here".into(),
            program_version: "1".into(),
        };
        let mut run = history.begin_run(start).unwrap();
        let metadata = DocumentMetadata {
            document_number: DocumentNumber::new(number).ok(),
            publication_date: NaiveDate::from_ymd_opt(2025, 11, day),
            ..DocumentMetadata::default()
        };
        let sha256 = history.archive(number.as_bytes(), "here", at).unwrap();
        let new = NewDocument {
            metadata: &metadata,
            raw_metadata: None,
            source: SourceRef {
                sha256,
                range: 0..number.len(),
                format: TextFormat::Txt,
                origin: "here".into(),
            },
            observed_at: at,
        };
        let text = NoticeText {
            text: "x".into(),
            blocks: Vec::new(),
            format: TextFormat::Txt,
            reader_version: 1,
            stated: DocumentMetadata::default(),
        };
        let parsed = Parsed {
            verdict: Verdict::Designates,
            reason: "it says so".into(),
            family: None,
            records: names.iter().map(|name| record(name)).collect(),
            residue: Vec::new(),
            parser_version: 1,
        };
        let appended = history
            .append(&mut run, &new, &text, &parsed, None, at)
            .unwrap();
        let mut statement = history
            .connection
            .prepare(
                "SELECT sequence || '', record_id, document || '', document_version || '',
                   parse || '', record || '', cause, coalesce(supersedes, 'nothing')
                 FROM record_version WHERE sequence >= ?1 ORDER BY sequence",
            )
            .unwrap();
        let first = appended.records_new.first().copied().unwrap_or(i64::MAX);
        statement
            .query_map([first], |row| (0..8).map(|at| row.get(at)).collect())
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    }

    /// What `bring_up_to_date` would have appended from this sequence on.
    fn looked_up(history: &History, document: Sequence, first: Sequence) -> Vec<Vec<String>> {
        let wanted = wanted(&history.connection, document).unwrap();
        let rows = wanted.into_iter().zip(first..).map(|((id, w), sequence)| {
            vec![
                sequence.to_string(),
                id,
                w.document.to_string(),
                w.version.to_string(),
                w.parse.to_string(),
                w.record.to_string(),
                "source".into(),
                "nothing".into(),
            ]
        });
        rows.collect()
    }

    #[test]
    fn what_a_new_document_makes_current_is_what_looking_for_it_finds() {
        for names in [&["B", "A", "A", "C"][..], &["One"], &[]] {
            let mut history = History::in_memory().unwrap();
            append(&mut history, "2025-1", 3, &["Before"]);
            let rows = append(&mut history, "2025-20750", 24, names);
            assert_eq!(rows.len(), names.len());
            if let Some(row) = rows.first() {
                let number = |at: usize| row[at].parse().unwrap();
                assert_eq!(rows, looked_up(&history, number(2), number(0)));
            }
            assert!(disagreements(&history.connection).unwrap().is_empty());
        }
    }

    /// A filing whose expected day moved: its records are those of the document before.
    #[test]
    fn a_new_document_with_a_namesake_near_it_is_looked_at_with_it() {
        let mut history = History::in_memory().unwrap();
        append(&mut history, "2025-20750", 21, &["A"]);
        append(&mut history, "2025-20750", 24, &["A"]);
        assert!(disagreements(&history.connection).unwrap().is_empty());
    }
}
