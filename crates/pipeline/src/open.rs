//! From the bytes of a file to the texts of the documents in it.

use std::ops::Range;

use fedreg_model::{DocumentMetadata, NoticeText, TextFormat};
use fedreg_text::{ReadError, SourceShape, issue, sniff};

/// What a file holds.
#[derive(Debug)]
pub struct Opened {
    /// Its documents, in order.
    pub documents: Vec<OpenedDocument>,
    /// Whether the file is a whole issue.
    pub is_issue: bool,
    /// Parts of an issue that are no documents, each with the reason.
    pub skipped: Vec<String>,
}

/// One document of a file.
#[derive(Debug)]
pub struct OpenedDocument {
    /// Its bytes in the file.
    pub range: Range<usize>,
    /// The format of these bytes.
    pub format: TextFormat,
    /// What the file says of it.
    pub stated: DocumentMetadata,
    /// Its text, or why it cannot be read; the other documents of an issue are read all the same.
    pub text: Result<NoticeText, ReadError>,
}

/// Why a file holds no document.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The reader of its format refuses it.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// JSON: metadata, not the text of a notice.
    #[error(
        "this is JSON, which holds facts about documents and not their text; give the XML, HTML or text file"
    )]
    Json,
    /// None of the formats.
    #[error("this is neither Federal Register XML, nor HTML, nor page text")]
    Unknown,
    /// No bytes.
    #[error("the file is empty")]
    Empty,
}

/// The documents in the bytes of a file, whatever its format; told by content.
pub fn open(bytes: &[u8]) -> Result<Opened, OpenError> {
    let one = |format| {
        let text = fedreg_text::read(bytes, format)?;
        let document = OpenedDocument {
            range: 0..bytes.len(),
            format,
            stated: text.stated.clone(),
            text: Ok(text),
        };
        Ok(Opened {
            documents: vec![document],
            is_issue: false,
            skipped: Vec::new(),
        })
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(OpenError::Empty);
    }
    match sniff(bytes) {
        SourceShape::Xml => one(TextFormat::Xml),
        SourceShape::Html => one(TextFormat::Html),
        SourceShape::Txt => one(TextFormat::Txt),
        SourceShape::IssueXml => open_issue(bytes),
        SourceShape::Json => Err(OpenError::Json),
        SourceShape::Unknown => Err(OpenError::Unknown),
    }
}

fn open_issue(bytes: &[u8]) -> Result<Opened, OpenError> {
    let issue = issue::split(bytes)?;
    let documents = issue
        .documents
        .into_iter()
        .map(|document| {
            let text = fedreg_text::read(&bytes[document.range.clone()], TextFormat::Xml);
            let mut stated = document.metadata;
            if let Ok(text) = &text {
                stated.fill_from(&text.stated);
            }
            OpenedDocument {
                range: document.range,
                format: TextFormat::Xml,
                stated,
                text,
            }
        })
        .collect();
    let skipped = issue
        .skipped
        .iter()
        .map(|part| {
            let title = if part.title.is_empty() {
                "without a title"
            } else {
                &part.title
            };
            format!(
                "{} at byte {} ({title}): {}",
                part.element, part.range.start, part.why
            )
        })
        .collect();
    Ok(Opened {
        documents,
        is_issue: true,
        skipped,
    })
}
