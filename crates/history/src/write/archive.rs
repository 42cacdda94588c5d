//! The archive: every byte ever fetched, compressed, under its SHA-256.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use fedreg_model::Sequence;
use rusqlite::{Connection, OptionalExtension as _};

use crate::error::{Fallible, Fault};
use crate::open::History;
use crate::values::{instant, length, read_usize};
use crate::write::writer::Writer;
use crate::{HistoryError, Sha256};

/// The most bytes that one archived file may have. The largest issue of the Federal Register in
/// XML has some 30 megabytes.
pub const MAX_BLOB_BYTES: usize = 512 << 20;

/// Notices compress about fourfold at this level; at 9 they are 4% smaller and take four times as
/// long.
const COMPRESSION_LEVEL: i32 = 3;

/// Compresses archived bytes; kept, since making one takes longer than most notices.
#[derive(Default)]
pub(crate) struct Packer(Option<zstd::bulk::Compressor<'static>>);

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Packer")
    }
}

impl Packer {
    fn compress(&mut self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        let compressor = match &mut self.0 {
            Some(compressor) => compressor,
            None => self
                .0
                .insert(zstd::bulk::Compressor::new(COMPRESSION_LEVEL)?),
        };
        compressor.compress(bytes)
    }
}

/// The bytes that were archived or read last: the documents of one issue come one after another.
#[derive(Debug, Default)]
pub(crate) struct LastBlob(Option<(Sha256, Arc<[u8]>)>);

impl LastBlob {
    fn is(&self, sha256: &Sha256) -> bool {
        self.0.as_ref().is_some_and(|(last, _)| last == sha256)
    }
}

impl History {
    /// Archives bytes and gives their hash; does nothing if they are there already.
    ///
    /// `origin` (a URL or path) and `observed_at` tell where and when they were first seen.
    pub fn archive(
        &mut self,
        bytes: &[u8],
        origin: &str,
        observed_at: DateTime<Utc>,
    ) -> Result<Sha256, HistoryError> {
        self.must_be_writable()?;
        if bytes.len() > MAX_BLOB_BYTES {
            return Err(HistoryError::TooLarge {
                origin: origin.to_owned(),
                size: bytes.len(),
                max: MAX_BLOB_BYTES,
            });
        }
        let sha256 = Sha256::of(bytes);
        if !self.last_blob.borrow().is(&sha256) {
            if !self.has_blob(&sha256)? {
                let compressed = self.packer.compress(bytes)?;
                self.insert_blob(&sha256, bytes.len(), &compressed, origin, observed_at)
                    .map_err(|fault| fault.at(&self.path))?;
            }
            *self.last_blob.get_mut() = LastBlob(Some((sha256, bytes.into())));
        }
        Ok(sha256)
    }

    /// Whether these bytes are archived.
    pub fn has_blob(&self, sha256: &Sha256) -> Result<bool, HistoryError> {
        self.snapshot(|sql| {
            Ok(sql
                .prepare_cached("SELECT 1 FROM blob WHERE sha256 = ?1")?
                .exists([sha256.to_string()])?)
        })
    }

    fn insert_blob(
        &mut self,
        sha256: &Sha256,
        size: usize,
        compressed: &[u8],
        origin: &str,
        observed_at: DateTime<Utc>,
    ) -> Fallible<Sequence> {
        let mut writer =
            Writer::begin(&self.connection, &self.layout, &self.deferred, observed_at)?;
        let sequence = writer.insert(
            "blob",
            &[
                ("sha256", &sha256.to_string()),
                ("size", &length(size)),
                ("codec", &"zstd"),
                ("origin", &origin),
                ("observed_at", &instant(observed_at)),
                ("bytes", &compressed),
            ],
        )?;
        writer.commit(None)?;
        Ok(sequence)
    }

    /// The archived bytes, through the cache of the last ones.
    pub(crate) fn cached_blob(&self, sha256: &Sha256) -> Fallible<Option<Arc<[u8]>>> {
        if let LastBlob(Some((last, bytes))) = &*self.last_blob.borrow()
            && last == sha256
        {
            return Ok(Some(Arc::clone(bytes)));
        }
        let Some(bytes) = read_blob(&self.connection, sha256)? else {
            return Ok(None);
        };
        let bytes: Arc<[u8]> = bytes.into();
        *self.last_blob.borrow_mut() = LastBlob(Some((*sha256, Arc::clone(&bytes))));
        Ok(Some(bytes))
    }

    pub(crate) fn must_be_writable(&self) -> Result<(), HistoryError> {
        if self.writable {
            return Ok(());
        }
        Err(HistoryError::ReadOnly {
            path: self.path.clone(),
            detail: "it was opened for reading".to_owned(),
        })
    }
}

/// Reads and decompresses archived bytes.
pub(crate) fn read_blob(sql: &Connection, sha256: &Sha256) -> Fallible<Option<Vec<u8>>> {
    let row = sql
        .prepare_cached("SELECT size, bytes FROM blob WHERE sha256 = ?1")?
        .query_row([sha256.to_string()], |row| {
            Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?))
        })
        .optional()?;
    let Some((size, compressed)) = row else {
        return Ok(None);
    };
    decompress(size, &compressed).map(Some).map_err(|problem| {
        Fault::Damaged(format!(
            "the archived bytes {sha256} cannot be decompressed: {problem}"
        ))
    })
}

/// Decompresses, never to more than `size` bytes nor more than any archived file may have.
pub(crate) fn decompress(size: i64, compressed: &[u8]) -> Result<Vec<u8>, String> {
    let size = read_usize(size)
        .ok()
        .filter(|size| *size <= MAX_BLOB_BYTES)
        .ok_or_else(|| format!("{size} bytes are more than the archive takes"))?;
    zstd::bulk::decompress(compressed, size).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::OpenMode;

    fn at() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }

    #[test]
    fn a_full_disk_loses_nothing_that_was_recorded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
        let kept = history.archive(b"kept", "here", at()).unwrap();
        let head = history.head().unwrap();
        // As large as it is, and no larger.
        history
            .connection
            .pragma_update(None, "max_page_count", 1)
            .unwrap();
        // Bytes that do not compress.
        let noise: Vec<u8> = (0..20_000_u32)
            .flat_map(|n| *Sha256::of(&n.to_be_bytes()).as_bytes())
            .collect();
        let error = history.archive(&noise, "here", at()).unwrap_err();
        assert!(matches!(error, HistoryError::DiskFull { .. }), "{error}");
        assert!(error.to_string().contains("make room"), "{error}");
        assert_eq!(history.head().unwrap(), head);
        assert_eq!(history.blob(&kept).unwrap().unwrap(), b"kept");
        assert!(
            history
                .verify(Some(head), &mut |_, _| {})
                .unwrap()
                .is_sound()
        );
    }

    #[test]
    fn a_database_that_another_program_locks_is_busy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
        let other = Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        history
            .connection
            .busy_timeout(Duration::from_millis(20))
            .unwrap();
        let error = history.archive(b"new", "here", at()).unwrap_err();
        assert!(
            matches!(error, HistoryError::Busy { .. }) && error.is_transient(),
            "{error}"
        );
        other.execute_batch("ROLLBACK").unwrap();
        history.archive(b"new", "here", at()).unwrap();
    }

    #[test]
    fn no_claim_of_size_makes_us_allocate_it() {
        let compressed = zstd::bulk::compress(b"bytes", 1).unwrap();
        assert_eq!(decompress(5, &compressed).unwrap(), b"bytes");
        assert!(decompress(4, &compressed).is_err());
        assert!(decompress(-1, &compressed).is_err());
        assert!(decompress(i64::MAX, &compressed).is_err());
    }
}
