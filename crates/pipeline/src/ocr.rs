//! Lists that are printed as images, read by an OCR program as a proposal for a person.
//!
//! What it reads is never a record: letters of names and digits of numbers come out wrong. It
//! fills the file that a person checks against the image before entering it.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fedreg_model::{Block, DocumentMetadata, NoticeText, Parsed, Role};
use fedreg_parse::Parser;
use serde::{Deserialize, Serialize};

/// The longest text that is taken of one image, in bytes.
const MAX_TEXT: u64 = 1024 * 1024;

/// Whether and how images are read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OcrSettings {
    /// Whether `review template --ocr` may run the program.
    pub enabled: bool,
    /// The program, found on the path or by its full name.
    pub command: String,
    /// Its arguments: it gets the image on standard input and prints the text.
    pub arguments: Vec<String>,
    /// Seconds that it may take for one image.
    pub timeout: f64,
}

impl Default for OcrSettings {
    fn default() -> Self {
        Self {
            enabled: false,
            command: "tesseract".to_owned(),
            arguments: ["stdin", "stdout", "--psm", "4"]
                .map(str::to_owned)
                .to_vec(),
            timeout: 60.0,
        }
    }
}

/// Why an image could not be read.
#[derive(Debug, thiserror::Error)]
pub enum OcrError {
    /// OCR is switched off.
    #[error(
        "reading images is switched off; set enabled = true under [ocr] in fedreg.toml, and install tesseract"
    )]
    Off,
    /// The program cannot be started.
    #[error(
        "{command} cannot be run: {source}; install tesseract, or name the program under [ocr] in fedreg.toml"
    )]
    Start {
        /// The program.
        command: String,
        /// Why.
        source: std::io::Error,
    },
    /// The program failed or took too long.
    #[error(
        "{command} read nothing in {image}: {problem}; look at the image and enter the list by hand"
    )]
    Failed {
        /// The program.
        command: String,
        /// The image.
        image: String,
        /// What happened.
        problem: String,
    },
}

/// The text that the program reads in one image.
pub fn read_image(settings: &OcrSettings, image: &str, bytes: &[u8]) -> Result<String, OcrError> {
    if !settings.enabled {
        return Err(OcrError::Off);
    }
    let command = settings.command.clone();
    let failed = |problem: String| OcrError::Failed {
        command: command.clone(),
        image: image.to_owned(),
        problem,
    };
    let mut child = Command::new(&settings.command)
        .args(&settings.arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|source| OcrError::Start {
            command: command.clone(),
            source,
        })?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let input = bytes.to_vec();
    // A program that reads nothing, or prints without end, must not hold this one.
    let writer = std::thread::spawn(move || {
        if let Some(mut stdin) = stdin {
            let _ = stdin.write_all(&input);
        }
    });
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(stdout) = stdout {
            let _ = stdout.take(MAX_TEXT).read_to_end(&mut text);
        }
        text
    });
    let limit = Duration::try_from_secs_f64(settings.timeout).unwrap_or(Duration::from_mins(1));
    let begun = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if begun.elapsed() > limit => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed(format!(
                    "it took more than {} seconds",
                    limit.as_secs()
                )));
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            Err(error) => return Err(failed(error.to_string())),
        }
    };
    let _ = writer.join();
    let text = reader.join().unwrap_or_default();
    if !status.success() {
        return Err(failed(format!("it ended with {status}")));
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// What the parser makes of a notice whose images are replaced by the texts read in them. Quotes
/// point to the notice's own words: the sentence that announces the list.
pub fn proposal(
    parser: &Parser,
    metadata: &DocumentMetadata,
    notice: &NoticeText,
    held: &Parsed,
    texts: &[(String, String)],
) -> Parsed {
    let mut parsed = parser.parse(metadata, &filled(notice, texts));
    let act = held
        .residue
        .iter()
        .find(|residue| residue.announced.is_some())
        .or(held.residue.first());
    for record in &mut parsed.records {
        if let Some(act) = act {
            record.quote.start = act.start;
            record.quote.end = act.end;
            record.quote.text.clone_from(&act.text);
        }
        record.ground = None;
    }
    parsed
}

/// The notice with paragraphs in the place of its images.
fn filled(notice: &NoticeText, texts: &[(String, String)]) -> NoticeText {
    let mut text = String::new();
    let mut blocks = Vec::new();
    let mut add = |role: Role, words: &str, page: Option<u32>| {
        let start = text.len();
        text.push_str(words);
        blocks.push(Block {
            role,
            range: start..text.len(),
            page,
            guessed: false,
        });
        text.push('\n');
    };
    for block in &notice.blocks {
        let words = notice.words(block);
        let read = texts
            .iter()
            .find(|(image, _)| words.contains(image.as_str()));
        match read.filter(|_| block.role == Role::Graphic) {
            Some((_, read)) => {
                for paragraph in read.split("\n\n") {
                    let words = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
                    if !words.is_empty() {
                        add(Role::Paragraph, &words, block.page);
                    }
                }
            }
            None => add(block.role, words, block.page),
        }
    }
    NoticeText {
        text,
        blocks,
        ..notice.clone()
    }
}
