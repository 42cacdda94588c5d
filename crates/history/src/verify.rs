//! Verification: the chain is unbroken, the archive is whole, every quote slices.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fedreg_model::{Block, Residue, Sequence};
use rusqlite::Connection;

use crate::HistoryError;
use crate::canonical::Sha256;
use crate::error::{Fallible, Fault};
use crate::ledger::{Head, chain_hash, row_hash};
use crate::open::History;
use crate::schema::{self, LEDGERED, Layout};
use crate::values::{read_json, read_u64, read_usize, text};
use crate::write::archive::decompress;
use crate::write::transition::disagreements;

/// More problems than these only say the same again.
const MAX_PROBLEMS: usize = 1000;

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The table, if it is about one.
    pub table: Option<String>,
    /// The row's sequence, if it is about one.
    pub sequence: Option<Sequence>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub advice: String,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct VerifyReport {
    /// The end of the chain. Note it elsewhere: a later verification can then show that nothing
    /// was cut off.
    pub head: Head,
    /// Rows whose hash was compared with the ledger's.
    pub rows: u64,
    /// Archived files that were decompressed and hashed.
    pub blobs: u64,
    /// Document versions whose bytes were sliced out of the archive and hashed.
    pub documents: u64,
    /// Quotes, residues and blocks that were sliced out of their text.
    pub slices: u64,
    /// What is wrong; empty if all is well. At most a thousand.
    pub problems: Vec<Problem>,
}

impl VerifyReport {
    /// Whether all is well.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

impl History {
    /// Verifies everything that the file alone can show: that SQLite finds it whole; that the
    /// schema and its triggers are this program's; that every row hashes to what the chain says,
    /// without a gap and without a row beside it; that archived bytes decompress to their hash;
    /// that each document lies in its bytes and each quote in its text; and that what is current
    /// is what the current readings say.
    ///
    /// A chain from whose end rows were cut off is still a chain: `noted`, a head from an earlier
    /// time, shows that. `progress` is told how many ledger rows of how many are done.
    ///
    /// It does not read the archived bytes with the text readers; that is for the rooms that have
    /// them. It fails only if the file cannot be read at all.
    pub fn verify(
        &self,
        noted: Option<Head>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<VerifyReport, HistoryError> {
        let expected = schema::expected_objects()?;
        self.snapshot(|sql| {
            let mut check = Check::new(sql, &self.layout);
            check.file()?;
            check.whole_pages(&self.path)?;
            check.schema(expected)?;
            check.chain(noted, progress)?;
            check.strays()?;
            check.archive()?;
            check.texts()?;
            let currency = check.currency();
            check.understood("record_version", None, currency)?;
            Ok(check.report)
        })
    }
}

struct Check<'c> {
    sql: &'c Connection,
    layout: &'c Layout,
    report: VerifyReport,
}

const RESTORE: &str = "restore the file from a copy made before, then run again; \
    what it lacks will be fetched and read anew";
const REPORT: &str = "this is a fault of the program; please report it";

impl<'c> Check<'c> {
    fn new(sql: &'c Connection, layout: &'c Layout) -> Self {
        let report = VerifyReport {
            head: Head::EMPTY,
            rows: 0,
            blobs: 0,
            documents: 0,
            slices: 0,
            problems: Vec::new(),
        };
        Self {
            sql,
            layout,
            report,
        }
    }

    fn problem(
        &mut self,
        table: Option<&str>,
        sequence: Option<Sequence>,
        what: impl Into<String>,
        advice: &str,
    ) {
        if self.report.problems.len() < MAX_PROBLEMS {
            self.report.problems.push(Problem {
                table: table.map(str::to_owned),
                sequence,
                what: what.into(),
                advice: advice.to_owned(),
            });
        }
    }

    /// A row that cannot be understood is a problem of the row; SQLite failing to read the file
    /// is a failure of the verification.
    fn understood<T>(
        &mut self,
        table: &str,
        sequence: impl Into<Option<Sequence>>,
        result: Fallible<T>,
    ) -> Fallible<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Fault::Damaged(what)) => {
                self.problem(Some(table), sequence.into(), what, RESTORE);
                Ok(None)
            }
            Err(Fault::Sql(
                error @ (rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..)),
            )) => {
                self.problem(Some(table), sequence.into(), error.to_string(), RESTORE);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    fn file(&mut self) -> Fallible<()> {
        let mut statement = self.sql.prepare("PRAGMA integrity_check(20)")?;
        let lines = statement
            .query_map([], |row| row.get(0))?
            .collect::<Result<Vec<String>, _>>()?;
        for line in lines.into_iter().filter(|line| line != "ok") {
            self.problem(None, None, format!("SQLite: {line}"), RESTORE);
        }
        let mut statement = self
            .sql
            .prepare("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 100")?;
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<Vec<(String, Option<Sequence>, String)>, _>>()?;
        for (table, row, parent) in rows {
            let what = format!("it refers to a row of {parent} that is not there");
            self.problem(Some(&table), row, what, RESTORE);
        }
        Ok(())
    }

    /// A file ends with a whole page. (SQLite takes what is missing of the last one for zeros, which
    /// on a page that holds nothing yet is no difference.)
    fn whole_pages(&mut self, path: &Path) -> Fallible<()> {
        let page: i64 = self
            .sql
            .pragma_query_value(None, "page_size", |row| row.get(0))?;
        // A history in memory has no file.
        let Ok(file) = fs_err::metadata(path) else {
            return Ok(());
        };
        if !file.len().is_multiple_of(read_u64(page)?.max(1)) {
            self.problem(None, None, "the end of the file was cut off", RESTORE);
        }
        Ok(())
    }

    fn schema(&mut self, expected: &BTreeMap<String, String>) -> Fallible<()> {
        let found = schema::objects(self.sql)?;
        for (name, sql) in expected {
            match found.get(name) {
                None => self.problem(None, None, format!("the {name} is missing"), RESTORE),
                Some(other) if other != sql => {
                    self.problem(None, None, format!("the {name} was altered"), RESTORE);
                }
                Some(_) => {}
            }
        }
        // Indexes and views of one's own do no harm; tables and triggers of one's own may.
        for name in found.keys().filter(|name| !expected.contains_key(*name)) {
            if name.starts_with("table ") || name.starts_with("trigger ") {
                let what = format!("the {name} is not fedreg's");
                self.problem(None, None, what, "move it to a file of its own");
            }
        }
        Ok(())
    }

    fn chain(&mut self, noted: Option<Head>, progress: &mut dyn FnMut(u64, u64)) -> Fallible<()> {
        let sql = self.sql;
        let total = read_u64(sql.query_row("SELECT count(*) FROM ledger", [], |row| row.get(0))?)?;
        let mut statement = sql.prepare(
            "SELECT sequence, table_name, recorded_at, row_sha256, chain_sha256
             FROM ledger ORDER BY sequence",
        )?;
        let mut rows = statement.query([])?;
        let mut noted_seen = noted.is_none_or(|noted| noted == Head::EMPTY);
        let mut before = String::new();
        while let Some(row) = rows.next()? {
            let sequence: Sequence = row.get(0)?;
            if sequence != self.report.head.sequence + 1 {
                let what = format!(
                    "rows {}..{sequence} are missing",
                    self.report.head.sequence + 1
                );
                self.problem(Some("ledger"), Some(sequence), what, RESTORE);
            }
            let entry = (|| {
                let (table, at) = (text(row, "table_name")?, text(row, "recorded_at")?);
                let row_sha = text(row, "row_sha256")?.parse::<Sha256>();
                let chain_sha = text(row, "chain_sha256")?.parse::<Sha256>();
                match (row_sha, chain_sha) {
                    (Ok(row), Ok(chain)) => Ok((table, at, row, chain)),
                    _ => Err(Fault::Damaged("its hashes are no hashes".to_owned())),
                }
            })();
            let Some((table, at, row_sha, chain_sha)) =
                self.understood("ledger", sequence, entry)?
            else {
                self.report.head.sequence = sequence;
                continue;
            };
            if chain_hash(&self.report.head.sha256, sequence, table, at, &row_sha) != chain_sha {
                let what = "the chain is broken here: this entry or one before it was altered";
                self.problem(Some("ledger"), Some(sequence), what, RESTORE);
            }
            if at < before.as_str() {
                let what = format!("recorded at {at}, before the row before it");
                self.problem(Some("ledger"), Some(sequence), what, RESTORE);
            }
            at.clone_into(&mut before);
            match row_hash(sql, self.layout, table, sequence)? {
                Some(found) if found == row_sha => {}
                Some(_) => {
                    let what = "the row was altered: it does not hash to what the ledger says";
                    self.problem(Some(table), Some(sequence), what, RESTORE);
                }
                None => {
                    let what = "the row is gone: the ledger has it, the table does not";
                    self.problem(Some(table), Some(sequence), what, RESTORE);
                }
            }
            // Going on from the stored hash, one altered row is reported as one problem.
            self.report.head = Head {
                sequence,
                sha256: chain_sha,
            };
            noted_seen |= noted == Some(self.report.head);
            self.report.rows += 1;
            if self.report.rows.is_multiple_of(256) || self.report.rows == total {
                progress(self.report.rows, total);
            }
        }
        if let (false, Some(noted)) = (noted_seen, noted) {
            let what = format!(
                "the head noted earlier, {noted}, is not in this chain: \
                 rows were cut off, or it is another history"
            );
            self.problem(Some("ledger"), Some(noted.sequence), what, RESTORE);
        }
        Ok(())
    }

    /// Rows beside the ledger. (Rows of child tables are hashed with their record; a child without
    /// a record fails the check of foreign keys.)
    fn strays(&mut self) -> Fallible<()> {
        for &table in LEDGERED {
            let mut statement = self.sql.prepare(&format!(
                "SELECT t.sequence FROM {table} t WHERE NOT EXISTS (
                   SELECT 1 FROM ledger l WHERE l.sequence = t.sequence AND l.table_name = '{table}')
                 LIMIT 100"
            ))?;
            let strays = statement
                .query_map([], |row| row.get(0))?
                .collect::<Result<Vec<Sequence>, _>>()?;
            for sequence in strays {
                let what = "the row is not in the ledger: something else than fedreg added it";
                self.problem(Some(table), Some(sequence), what, RESTORE);
            }
        }
        Ok(())
    }

    fn archive(&mut self) -> Fallible<()> {
        let sql = self.sql;
        let mut statement =
            sql.prepare("SELECT sequence, sha256, size, bytes FROM blob ORDER BY sequence")?;
        let mut slices = sql.prepare(
            "SELECT sequence, source_start, source_end, slice_sha256, origin
             FROM document_version WHERE source_sha256 = ?1",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let sequence: Sequence = row.get(0)?;
            let stored = text(row, "sha256").and_then(|sha256| {
                let bytes = row
                    .get_ref("bytes")?
                    .as_blob()
                    .map_err(rusqlite::Error::from)?;
                Ok((sha256, bytes))
            });
            let Some((sha256, compressed)) = self.understood("blob", sequence, stored)? else {
                continue;
            };
            self.report.blobs += 1;
            let bytes = match decompress(row.get(2)?, compressed) {
                Ok(bytes) if Sha256::of(&bytes).to_string() == sha256 => bytes,
                Ok(_) => {
                    let what = format!("the archived bytes do not hash to {sha256}");
                    self.problem(Some("blob"), Some(sequence), what, RESTORE);
                    continue;
                }
                Err(problem) => {
                    let what = format!("the archived bytes cannot be decompressed: {problem}");
                    self.problem(Some("blob"), Some(sequence), what, RESTORE);
                    continue;
                }
            };
            let mut versions = slices.query([sha256])?;
            while let Some(version) = versions.next()? {
                let sequence: Sequence = version.get(0)?;
                self.report.documents += 1;
                let place = read_usize(version.get(1)?).and_then(|start| {
                    let range = start..read_usize(version.get(2)?)?;
                    Ok((range, text(version, "slice_sha256")?))
                });
                let Some((range, hash)) = self.understood("document_version", sequence, place)?
                else {
                    continue;
                };
                let slice = bytes.get(range).map(|slice| Sha256::of(slice).to_string());
                if slice.as_deref() != Some(hash) {
                    let what = "its range of the archived bytes holds something else";
                    self.problem(Some("document_version"), Some(sequence), what, RESTORE);
                }
            }
        }
        Ok(())
    }

    /// Quotes, residues and blocks lie in their texts.
    fn texts(&mut self) -> Fallible<()> {
        let sql = self.sql;
        let mut texts =
            sql.prepare("SELECT sequence, text, blocks FROM notice_text ORDER BY sequence")?;
        let mut quotes = sql.prepare(
            "SELECT r.sequence, r.quote_start, r.quote_end, r.quote, g.sequence AS reading,
               g.residue
             FROM reading g LEFT JOIN record r ON r.reading = g.sequence
             WHERE g.notice_text = ?1 ORDER BY g.sequence, r.ordinal",
        )?;
        let mut rows = texts.query([])?;
        while let Some(row) = rows.next()? {
            let sequence: Sequence = row.get(0)?;
            let stored = text(row, "text").and_then(|words| {
                Ok((
                    words,
                    read_json::<Vec<Block>>("the blocks", text(row, "blocks")?)?,
                ))
            });
            let Some((words, blocks)) = self.understood("notice_text", sequence, stored)? else {
                continue;
            };
            for block in blocks {
                self.report.slices += 1;
                if words.get(block.range).is_none() {
                    let what = "a block does not lie in the text";
                    self.problem(Some("notice_text"), Some(sequence), what, REPORT);
                }
            }
            let mut readings: BTreeSet<Sequence> = BTreeSet::new();
            let mut found = quotes.query([sequence])?;
            while let Some(row) = found.next()? {
                let reading: Sequence = row.get("reading")?;
                if readings.insert(reading) {
                    let residues = text(row, "residue")
                        .and_then(|json| read_json::<Vec<Residue>>("the residue", json));
                    let residues = self.understood("reading", reading, residues)?;
                    for residue in residues.unwrap_or_default() {
                        let range = residue.start..residue.end;
                        self.slice("reading", reading, words.get(range), &residue.text);
                    }
                }
                let Some(record) = row.get::<_, Option<Sequence>>(0)? else {
                    continue;
                };
                let quote = read_usize(row.get("quote_start")?).and_then(|start| {
                    Ok((
                        start..read_usize(row.get("quote_end")?)?,
                        text(row, "quote")?,
                    ))
                });
                if let Some((range, quote)) = self.understood("record", record, quote)? {
                    self.slice("record", record, words.get(range), quote);
                }
            }
        }
        Ok(())
    }

    fn slice(&mut self, table: &str, sequence: Sequence, found: Option<&str>, said: &str) {
        self.report.slices += 1;
        if found != Some(said) {
            let what = "the words it quotes are not those at their place in the text";
            self.problem(Some(table), Some(sequence), what, REPORT);
        }
    }

    /// What is current is what the current readings of the current versions say.
    fn currency(&mut self) -> Fallible<()> {
        for disagreement in disagreements(self.sql)? {
            self.problem(
                Some("record_version"),
                disagreement.version,
                format!("record {} {}", disagreement.record_id, disagreement.what),
                REPORT,
            );
        }
        // The check above reads blobs by hash; every document version must have met one.
        let unread: i64 = self.sql.query_row(
            "SELECT count(*) FROM document_version v
             WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = v.source_sha256)",
            [],
            |row| row.get(0),
        )?;
        if unread > 0 {
            let what = format!("the archive lacks the bytes of {unread} document versions");
            self.problem(Some("document_version"), None, what, RESTORE);
        }
        Ok(())
    }
}
