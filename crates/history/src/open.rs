//! Opening a history: what kind of file it is, whether this program may use it, and how.

use std::cell::RefCell;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::HistoryError;
use crate::error::Fallible;
use crate::lock::WriterLock;
use crate::schema::{self, APPLICATION_ID, Layout, SCHEMA_VERSION};
use crate::write::alerts::Alerter;
use crate::write::archive::{LastBlob, Packer};
use crate::write::writer::Deferred;

/// How long to wait for a program that is not fedreg (which has its own lock) to let go.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Memory for pages of the file, used as needed, in KiB (negative: SQLite's sign for KiB). Keys
/// are hashes, so appends touch pages all over the indices: those of a million records take some
/// 80 MB.
const CACHE_KIB: i64 = -131_072;

/// Pages (of 4 KiB) in the log before what it holds is written into the file. The same pages are
/// written by one transaction after the other: the longer the log, the fewer times they are
/// written into the file.
const LOG_PAGES: i64 = 8192;

/// Whether a history is opened to be appended to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Makes the file (and its directory) if need be, brings the schema up to date, and holds the
    /// writer's lock as long as the [`History`] lives.
    ReadWrite,
    /// Needs an existing history; works beside a writer, from a read-only file or directory too.
    ReadOnly,
}

/// An open history.
///
/// Reading takes `&self`, appending `&mut self` and [`OpenMode::ReadWrite`]. It is `Send`, but not
/// `Sync`: open it once per thread that reads.
#[derive(Debug)]
pub struct History {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) layout: Layout,
    pub(crate) writable: bool,
    pub(crate) last_blob: RefCell<LastBlob>,
    pub(crate) deferred: RefCell<Deferred>,
    pub(crate) packer: Packer,
    pub(crate) alerter: Option<Box<dyn Alerter>>,
    /// Dropped after the connection, so that the next writer finds it closed.
    _lock: Option<WriterLock>,
}

impl History {
    /// Opens the history in this file.
    pub fn open(path: impl AsRef<Path>, mode: OpenMode) -> Result<Self, HistoryError> {
        let path = path.as_ref();
        match mode {
            OpenMode::ReadWrite => Self::open_to_write(path),
            OpenMode::ReadOnly => Self::open_to_read(path),
        }
    }

    /// A history in memory, for tests and trials; it is gone when dropped.
    pub fn in_memory() -> Result<Self, HistoryError> {
        let path = Path::new(":memory:");
        let connection =
            Connection::open_in_memory().map_err(|error| HistoryError::sql(path, error))?;
        Self::prepare(connection, path, None)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn open_to_write(path: &Path) -> Result<Self, HistoryError> {
        if let Some(parent) = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
        {
            fs_err::create_dir_all(parent)?;
        }
        refuse_directory(path)?;
        let lock = WriterLock::acquire(path)?;
        if fs_err::symlink_metadata(path).is_err_and(|e| e.kind() == ErrorKind::NotFound) {
            make(path)?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)
            .map_err(|error| HistoryError::sql(path, error))?;
        // SQLite quietly opens a file it may not write to as read-only.
        if connection
            .is_readonly("main")
            .map_err(|error| HistoryError::sql(path, error))?
        {
            return Err(HistoryError::ReadOnly {
                path: path.to_owned(),
                detail: "the file is read-only".to_owned(),
            });
        }
        Self::prepare(connection, path, Some(lock))
    }

    fn prepare(
        mut connection: Connection,
        path: &Path,
        lock: Option<WriterLock>,
    ) -> Result<Self, HistoryError> {
        let setup = |connection: &Connection| -> Fallible<Found> {
            connection.busy_timeout(BUSY_TIMEOUT)?;
            let found = look(connection)?;
            if found.is_usable_by_writer() {
                connection.pragma_update(None, "journal_mode", "WAL")?;
                // With FULL, what a run reported as recorded survives a power cut.
                connection.pragma_update(None, "synchronous", "FULL")?;
                connection.pragma_update(None, "foreign_keys", true)?;
                connection.pragma_update(None, "recursive_triggers", true)?;
                connection.pragma_update(None, "trusted_schema", false)?;
                // Every insert can be refused by a trigger, so SQLite notes how to undo it: in
                // memory, instead of some hundred small writes to a file for each document. (What
                // a crash undoes is in the log, not there.)
                connection.pragma_update(None, "temp_store", "MEMORY")?;
                connection.pragma_update(None, "cache_size", CACHE_KIB)?;
                connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
            }
            Ok(found)
        };
        let found = setup(&connection).map_err(|fault| fault.at(path))?;
        found.check(path)?;
        if found.version < SCHEMA_VERSION {
            schema::migrate(&mut connection, path)?;
        }
        Self::finish(connection, path, true, lock)
    }

    fn open_to_read(path: &Path) -> Result<Self, HistoryError> {
        if !fs_err::exists(path)? {
            return Err(HistoryError::Missing {
                path: path.to_owned(),
            });
        }
        refuse_directory(path)?;
        let connection = connect_to_read(path)?;
        let found = look(&connection).map_err(|fault| fault.at(path))?;
        found.check(path)?;
        if found.version < SCHEMA_VERSION {
            return Err(if found.version == 0 {
                HistoryError::Missing {
                    path: path.to_owned(),
                }
            } else {
                HistoryError::Outdated {
                    path: path.to_owned(),
                    found: found.version,
                    known: SCHEMA_VERSION,
                }
            });
        }
        Self::finish(connection, path, false, None)
    }

    fn finish(
        connection: Connection,
        path: &Path,
        writable: bool,
        lock: Option<WriterLock>,
    ) -> Result<Self, HistoryError> {
        connection.set_prepared_statement_cache_capacity(256);
        let layout = Layout::of(&connection).map_err(|fault| fault.at(path))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            layout,
            writable,
            last_blob: RefCell::default(),
            deferred: RefCell::default(),
            packer: Packer::default(),
            alerter: None,
            _lock: lock,
        })
    }

    /// Runs `read` on one snapshot of the database, and names the file if it fails.
    pub(crate) fn snapshot<T>(
        &self,
        read: impl FnOnce(&Connection) -> Fallible<T>,
    ) -> Result<T, HistoryError> {
        // Within a batch its own transaction is the snapshot.
        if !self.connection.is_autocommit() {
            return read(&self.connection).map_err(|fault| fault.at(&self.path));
        }
        let snapshot = self
            .connection
            .unchecked_transaction()
            .map_err(|error| HistoryError::sql(&self.path, error))?;
        read(&snapshot).map_err(|fault| fault.at(&self.path))
    }
}

/// Makes the file of an empty history, or nothing: under another name, which it loses when all of
/// it is on the disk. SQLite itself would wait for the disk a dozen times.
fn make(path: &Path) -> Result<(), HistoryError> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".new");
    let unfinished = PathBuf::from(unfinished);
    // What a process left that was killed here.
    match fs_err::remove_file(&unfinished) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let located = |error| HistoryError::sql(path, error);
    let mut connection = Connection::open(&unfinished).map_err(located)?;
    let setup = |connection: &Connection| -> rusqlite::Result<()> {
        connection.pragma_update(None, "journal_mode", "MEMORY")?;
        connection.pragma_update(None, "synchronous", "OFF")
    };
    setup(&connection).map_err(located)?;
    schema::make(&mut connection, path)?;
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .map_err(located)?;
    connection.close().map_err(|(_, error)| located(error))?;
    fs_err::File::open(&unfinished)?.sync_all()?;
    // (SQLite has the directory written to the disk with the first log.)
    fs_err::rename(&unfinished, path)?;
    Ok(())
}

/// Reading a database in WAL mode needs its shared-memory file. Where that cannot be made (a
/// read-only medium), the file alone can be read if no log lies beside it.
fn connect_to_read(path: &Path) -> Result<Connection, HistoryError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let located = |error| HistoryError::sql(path, error);
    let plain = Connection::open_with_flags(path, flags).map_err(located)?;
    plain.busy_timeout(BUSY_TIMEOUT).map_err(located)?;
    // A large answer touches pages all over the file, and each is asked for more than once.
    plain
        .pragma_update(None, "cache_size", CACHE_KIB)
        .map_err(located)?;
    let probed = plain.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    let Err(error) = probed else { return Ok(plain) };
    let unwritable = matches!(
        error.sqlite_error_code(),
        Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::CannotOpen)
    );
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let logged = fs_err::metadata(&log).is_ok_and(|log| log.len() > 0);
    if !unwritable || logged {
        return Err(located(error));
    }
    let connection =
        Connection::open_with_flags(immutable_uri(path), flags | OpenFlags::SQLITE_OPEN_URI)
            .map_err(located)?;
    Ok(connection)
}

/// `file:` URI of a path for SQLite, with everything escaped that a URI gives a meaning.
fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => {
                uri.push('%');
                uri.push_str(&hex::encode_upper([byte]));
            }
        }
    }
    uri.push_str("?immutable=1");
    uri
}

fn refuse_directory(path: &Path) -> Result<(), HistoryError> {
    if path.is_dir() {
        return Err(HistoryError::NotAHistory {
            path: path.to_owned(),
            detail: "it is a directory".to_owned(),
        });
    }
    Ok(())
}

/// What kind of database a file is.
#[derive(Debug, Clone, Copy)]
struct Found {
    application: i64,
    version: i64,
    tables: i64,
}

impl Found {
    fn is_ours(self) -> bool {
        self.application == APPLICATION_ID || (self.tables == 0 && self.version == 0)
    }

    fn is_usable_by_writer(self) -> bool {
        self.is_ours() && self.version <= SCHEMA_VERSION
    }

    fn check(self, path: &Path) -> Result<(), HistoryError> {
        if !self.is_ours() {
            return Err(HistoryError::NotAHistory {
                path: path.to_owned(),
                detail: "it is a SQLite database of another program".to_owned(),
            });
        }
        if self.version > SCHEMA_VERSION {
            return Err(HistoryError::Newer {
                path: path.to_owned(),
                found: self.version,
                known: SCHEMA_VERSION,
            });
        }
        Ok(())
    }
}

fn look(connection: &Connection) -> Fallible<Found> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get(0));
    Ok(Found {
        application: pragma("application_id")?,
        version: pragma("user_version")?,
        tables: connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?,
    })
}
