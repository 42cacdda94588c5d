//! The digest of the current view: whether two histories hold the same content.

use std::collections::BTreeMap;

use crate::canonical::Hasher;
use crate::open::History;
use crate::{HistoryError, Sha256};

impl History {
    /// A hash of what is current: documents in standing with metadata, text and verdict, and
    /// their records. It does not depend on the order of appends, on instants, on where bytes
    /// came from, nor on which version of the program read them.
    pub fn digest(&self) -> Result<Sha256, HistoryError> {
        self.snapshot(|sql| {
            let mut records: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
            let mut statement = sql.prepare(
                "SELECT d.number_key || ' ' || d.publication_date, c.record_id, r.content_sha256
                 FROM printed_record c
                 JOIN document d ON d.sequence = c.document
                 JOIN record r ON r.sequence = c.record",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                records.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
            }
            let mut hasher = Hasher::new("fedreg current view 1");
            let mut statement = sql.prepare(
                "SELECT d.number_key || ' ' || d.publication_date, v.content_sha256, r.content_sha256
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
                let document: String = row.get(0)?;
                hasher
                    .part(document.as_bytes())
                    .part(row.get::<_, String>(1)?.as_bytes())
                    .part(row.get::<_, String>(2)?.as_bytes());
                let mut records = records.remove(&document).unwrap_or_default();
                records.sort_unstable();
                for (record_id, content) in records {
                    hasher.part(record_id.as_bytes()).part(content.as_bytes());
                }
                hasher.part(b"end of document");
            }
            // Records of documents that are not in standing would be a fault; they must show.
            for record in records.into_values().flatten() {
                hasher.part(record.0.as_bytes());
            }
            Ok(hasher.finish())
        })
    }
}
