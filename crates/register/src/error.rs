//! What can go wrong when a register is set up.

use std::path::PathBuf;

/// Why a register could not be started or changed.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The folder, or something in it, could not be read.
    #[error("cannot read the register's folder {path}: {source}; check that it exists and is readable",
        path = path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A value that is no API object of a document.
    #[error("not a document object (a JSON object with a document_number is needed): {shown}")]
    NotADocument {
        /// The beginning of the value.
        shown: String,
    },
    /// The server could not be started on the loopback interface.
    #[error("cannot start the loopback server on {address}: {source}; is the port taken?")]
    Start {
        /// The address asked for.
        address: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A misbehaviour, written as text, that makes no sense.
    #[error(
        "cannot read the misbehaviour '{text}': {reason}; an example: status=503,at=/api/v1/documents,times=2"
    )]
    Misbehaviour {
        /// The text.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
}
