//! The digest of the current view: whether two histories hold the same content.

use fedreg_model::Sequence;
use rusqlite::Connection;

use crate::canonical::Hasher;
use crate::error::Fallible;
use crate::open::History;
use crate::{HistoryError, Sha256};

/// Record versions that nothing has superseded, as a condition on `rv`.
const LIVE: &str = "
  NOT EXISTS (SELECT 1 FROM record_version s WHERE s.supersedes = rv.sequence)
  AND NOT EXISTS (SELECT 1 FROM record_withdrawal w WHERE w.record_version = rv.sequence)";

impl History {
    /// A hash of what is current: documents in standing with metadata, text and verdict, and
    /// their records. It does not depend on the order of appends, on instants, on where bytes
    /// came from, nor on which version of the program read them.
    pub fn digest(&self) -> Result<Sha256, HistoryError> {
        self.snapshot(|sql| {
            let mut hasher = Hasher::new("fedreg current view 1");
            let mut counted = 0;
            let mut records = sql.prepare(&format!(
                "SELECT rv.record_id, r.content_sha256
                 FROM record_version rv JOIN record r ON r.sequence = rv.record
                 WHERE rv.document = ?1 AND {LIVE}
                 ORDER BY rv.record_id, r.content_sha256"
            ))?;
            let mut statement = sql.prepare(
                "SELECT d.number_key || ' ' || d.publication_date, v.content_sha256,
                   r.content_sha256, d.sequence
                 FROM document_current c
                 JOIN document d ON d.sequence = c.document
                 JOIN document_version v ON v.sequence = c.document_version
                 JOIN parse_current p ON p.document_version = v.sequence
                 JOIN reading r ON r.sequence = p.reading
                 WHERE c.superseded_by IS NULL
                 ORDER BY d.number_key, d.publication_date",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                for part in 0..3 {
                    hasher.part(row.get::<_, String>(part)?.as_bytes());
                }
                let mut own = records.query([row.get::<_, Sequence>(3)?])?;
                while let Some(record) = own.next()? {
                    hasher.part(record.get::<_, String>(0)?.as_bytes());
                    hasher.part(record.get::<_, String>(1)?.as_bytes());
                    counted += 1;
                }
                hasher.part(b"end of document");
            }
            // Records of documents that are not in standing would be a fault; they must show.
            if counted != live(sql)? {
                let mut statement = sql.prepare(&format!(
                    "SELECT rv.record_id FROM record_version rv
                     WHERE {LIVE} AND rv.document NOT IN (
                       SELECT document FROM document_current WHERE superseded_by IS NULL)
                     ORDER BY rv.record_id"
                ))?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    hasher.part(row.get::<_, String>(0)?.as_bytes());
                }
            }
            Ok(hasher.finish())
        })
    }
}

/// How many record versions nothing has superseded.
fn live(sql: &Connection) -> Fallible<i64> {
    let query = format!("SELECT count(*) FROM record_version rv WHERE {LIVE}");
    Ok(sql.query_row(&query, [], |row| row.get(0))?)
}
