//! The running register: a loopback HTTP server on its own thread.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread::JoinHandle;

use chrono::NaiveDate;
use tokio::sync::oneshot;

use crate::armed::{self, Faults};
use crate::document::Document;
use crate::error::RegisterError;
use crate::handler;
use crate::library::Library;
use crate::limits::{Limits, Readings};
use crate::misbehaviour::{Edit, Misbehaviour};
use crate::requests::Request;
use crate::scan::{self, Ignored};

/// What the handler and the [`Register`] share.
#[derive(Debug)]
pub(crate) struct Shared {
    library: RwLock<Library>,
    faults: Mutex<Faults>,
    requests: Mutex<Vec<Request>>,
    sequence: AtomicUsize,
    pub(crate) in_flight: AtomicUsize,
    pub(crate) limits: Limits,
    pub(crate) readings: Readings,
    pub(crate) base: String,
}

impl Shared {
    // A test that panics while it holds a lock has failed already; the data stay usable.
    pub(crate) fn library(&self) -> RwLockReadGuard<'_, Library> {
        self.library.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn library_mut(&self) -> RwLockWriteGuard<'_, Library> {
        self.library.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next request.
    pub(crate) fn next_sequence(&self) -> usize {
        self.sequence.fetch_add(1, Ordering::SeqCst)
    }

    pub(crate) fn requests(&self) -> MutexGuard<'_, Vec<Request>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a register is to be set up; see [`Register::builder`].
#[derive(Debug, Default)]
pub struct RegisterBuilder {
    folder: Option<PathBuf>,
    documents: Vec<Document>,
    limits: Limits,
    readings: Readings,
    misbehaviours: Vec<Misbehaviour>,
    today: Option<NaiveDate>,
    port: u16,
}

impl RegisterBuilder {
    /// Other limits than the real ones.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Other readings of what the real service does where observers disagree.
    #[must_use]
    pub fn readings(mut self, readings: Readings) -> Self {
        self.readings = readings;
        self
    }

    /// One more misbehaviour.
    #[must_use]
    pub fn misbehave(mut self, misbehaviour: Misbehaviour) -> Self {
        self.misbehaviours.push(misbehaviour);
        self
    }

    /// One more document, besides those of the folder.
    #[must_use]
    pub fn document(mut self, document: Document) -> Self {
        self.documents.push(document);
        self
    }

    /// The day it is in the register (Eastern). Issues after it do not exist yet, except that
    /// Monday's is listed from Saturday on. Unset, it is the newest day in the folder.
    #[must_use]
    pub fn today(mut self, today: NaiveDate) -> Self {
        self.today = Some(today);
        self
    }

    /// A fixed port instead of a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Reads the folder and starts serving.
    ///
    /// # Errors
    /// [`RegisterError::Folder`] if the folder cannot be read, [`RegisterError::Start`] if the
    /// server cannot be started. Files that are no documents are no error; see
    /// [`Register::ignored`].
    #[expect(
        clippy::unused_async,
        reason = "reads as what it is, and leaves room to be async"
    )]
    pub async fn start(self) -> Result<Register, RegisterError> {
        self.start_blocking()
    }

    /// The same for callers that are not async: the server has a thread and a runtime of its own
    /// either way.
    ///
    /// # Errors
    /// As [`RegisterBuilder::start`].
    pub fn start_blocking(self) -> Result<Register, RegisterError> {
        let mut library = Library::new(self.today);
        let ignored = match &self.folder {
            Some(folder) => scan::read(folder, &mut library)?,
            None => Vec::new(),
        };
        for document in self.documents {
            library.put(document);
        }
        let mut faults = Faults::default();
        self.misbehaviours
            .into_iter()
            .for_each(|rule| faults.add(rule));
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let failed = |source| RegisterError::Start {
            address: address.to_string(),
            source,
        };
        let listener = std::net::TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let shared = Arc::new(Shared {
            library: RwLock::new(library),
            faults: Mutex::new(faults),
            requests: Mutex::default(),
            sequence: AtomicUsize::new(0),
            in_flight: AtomicUsize::new(0),
            limits: self.limits,
            readings: self.readings,
            base: format!("http://{address}"),
        });
        let (stop, stopped) = oneshot::channel();
        let thread = serve(listener, Arc::clone(&shared), stopped).map_err(failed)?;
        Ok(Register {
            shared,
            ignored,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

fn serve(
    listener: std::net::TcpListener,
    shared: Arc<Shared>,
    stopped: oneshot::Receiver<()>,
) -> std::io::Result<JoinHandle<()>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let listener = {
        let _entered = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    std::thread::Builder::new()
        .name("register".to_owned())
        .spawn(move || {
            runtime.block_on(async move {
                let server = axum::serve(listener, handler::router(shared)).into_future();
                tokio::select! {
                    _ = server => {}
                    _ = stopped => {}
                }
            });
            // Drops the connections that are still open, endless ones among them.
            runtime.shutdown_background();
        })
}

/// A loopback Federal Register. Stops when dropped.
#[derive(Debug)]
pub struct Register {
    shared: Arc<Shared>,
    ignored: Vec<Ignored>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Register {
    /// A register over the documents of a folder.
    ///
    /// The folder is read recursively: API objects (`2025-20750.json`, `meta.json`), answers that
    /// list such objects, whole issues (`FR-2025-11-24.xml`), and texts (`.xml`, `.html`, `.txt`)
    /// that belong to the object of the same stem or to the `meta.json` beside them, else to the
    /// number that is their stem, their folder's name, or in their text.
    pub fn builder(folder: impl AsRef<Path>) -> RegisterBuilder {
        RegisterBuilder {
            folder: Some(folder.as_ref().to_owned()),
            ..RegisterBuilder::default()
        }
    }

    /// A register that begins empty, or with what [`RegisterBuilder::document`] gives it.
    pub fn empty() -> RegisterBuilder {
        RegisterBuilder::default()
    }

    /// `http://127.0.0.1:PORT`, without a slash at its end: stands for
    /// `https://www.federalregister.gov` and `https://www.govinfo.gov` alike.
    pub fn base_url(&self) -> &str {
        &self.shared.base
    }

    /// `http://127.0.0.1:PORT/api/v1`.
    pub fn api_url(&self) -> String {
        format!("{}/api/v1", self.shared.base)
    }

    /// The requests so far, in order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests().clone()
    }

    /// Forgets the requests so far; their numbering goes on.
    pub fn clear_requests(&self) {
        self.shared.requests().clear();
    }

    /// The files of the folder that were not used.
    pub fn ignored(&self) -> &[Ignored] {
        &self.ignored
    }

    /// Adds a document, or replaces the one with the same number and publication date (on public
    /// inspection: the same number). Texts that the new one lacks are kept.
    pub fn put(&self, document: Document) {
        self.shared.library_mut().put(document);
    }

    /// Takes a published document away; whether there was one.
    pub fn remove(&self, number: &str, publication_date: NaiveDate) -> bool {
        self.shared.library_mut().remove(number, publication_date)
    }

    /// Takes a document off public inspection, record and all; whether there was one.
    pub fn remove_inspected(&self, number: &str) -> bool {
        self.shared.library_mut().remove_inspected(number)
    }

    /// Changes the contents as an [`Edit`] says.
    pub fn edit(&self, edit: Edit) {
        armed::edit(&mut self.shared.library_mut(), edit);
    }

    /// Changes the day it is in the register.
    pub fn set_today(&self, today: NaiveDate) {
        self.shared.library_mut().set_today(today);
    }

    /// One more misbehaviour from now on.
    pub fn misbehave(&self, misbehaviour: Misbehaviour) {
        self.shared.faults().add(misbehaviour);
    }

    /// An end to all misbehaviour.
    pub fn behave(&self) {
        self.shared.faults().clear();
    }

    /// How many published documents exist by today.
    pub fn document_count(&self) -> usize {
        self.shared.library().listed().count()
    }
}

impl Drop for Register {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The server may have ended by itself; then nobody listens, and nobody needs to.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            // A panic of the server has shown itself in the answers.
            let _ = thread.join();
        }
    }
}
