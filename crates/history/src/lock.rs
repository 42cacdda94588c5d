//! One writer at a time: an advisory lock on a file beside the database.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::HistoryError;

/// The writer's lock. The operating system releases it when the process ends, however it ends; the
/// file stays, since taking it away would let a third process lock another file of that name.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock of the database, or says who holds it.
    pub(crate) fn acquire(database: &Path) -> Result<Self, HistoryError> {
        let path = lock_path(database);
        let opened = fs_err::OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path);
        let (mut file, _) = match opened {
            Ok(file) => file.into_parts(),
            Err(error) => {
                return Err(match error.kind() {
                    std::io::ErrorKind::PermissionDenied
                    | std::io::ErrorKind::ReadOnlyFilesystem => HistoryError::ReadOnly {
                        path: database.to_owned(),
                        detail: error.to_string(),
                    },
                    _ => HistoryError::Io(error),
                });
            }
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(HistoryError::Locked {
                    path: database.to_owned(),
                    holder: holder(&mut file),
                });
            }
            Err(TryLockError::Error(error)) => return Err(HistoryError::Io(error)),
        }
        // The number only helps the reader of an error message: a full disk must not keep a run
        // from saying so itself.
        let noted = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        if let Err(error) = noted {
            tracing::debug!(%error, path = %path.display(), "the lock file does not name its holder");
        }
        Ok(Self { _file: file })
    }
}

fn lock_path(database: &Path) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    PathBuf::from(path)
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
