//! Why a text could not be read.

/// Why bytes could not be read as a notice or an issue. Callers add which document or file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Larger than any document of the Register; nothing was read.
    #[error(
        "{actual} bytes are more than the {limit} that a {what} may have; check that the file is one {what}"
    )]
    TooLarge {
        /// `document` or `issue`.
        what: &'static str,
        /// The size, in bytes.
        actual: usize,
        /// The largest size that is read, in bytes.
        limit: usize,
    },
    /// Markup nested beyond what the Register ever uses.
    #[error(
        "markup is nested more than {limit} levels deep at byte {offset}; this is no Federal Register text"
    )]
    TooDeep {
        /// The deepest nesting that is read.
        limit: usize,
        /// Where, as an offset into the bytes (decoded to UTF-8 if they were not).
        offset: usize,
    },
    /// Markup that is broken beyond recovery.
    #[error("broken XML at byte {offset}: {problem}; fetch the document again, or use its .txt")]
    Xml {
        /// Where, as an offset into the bytes (decoded to UTF-8 if they were not).
        offset: usize,
        /// What the XML reader says.
        problem: String,
    },
    /// The document stops before its end.
    #[error(
        "the document is cut off at byte {offset}: {element} is not closed and no FR Doc line was seen; fetch it again"
    )]
    CutOff {
        /// Where, as an offset into the bytes (decoded to UTF-8 if they were not).
        offset: usize,
        /// The innermost element that is open.
        element: String,
    },
    /// Another shape than the caller said.
    #[error("expected {expected}, found {found}")]
    WrongShape {
        /// What the caller asked for.
        expected: &'static str,
        /// What the bytes look like.
        found: String,
    },
    /// The site's page that asks for a CAPTCHA instead of the document.
    #[error(
        "this is federalregister.gov's 'Request Access' page, not a document; fetch it again later"
    )]
    RequestAccess,
    /// Nothing readable.
    #[error("there is no text in it")]
    Empty,
}
