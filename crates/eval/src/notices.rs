//! From a folder to notices with their gold and what the parser made of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use fedreg_fetch::api::DocumentObject;
use fedreg_model::{DocumentMetadata, NoticeText, Parsed, TextFormat};
use fedreg_parse::Parser;

use crate::gold::Gold;

/// A notice, its gold, and the parser's answer.
#[derive(Debug)]
pub struct ReadNotice {
    /// The folder's path below the one that was given.
    pub folder: String,
    /// The document number, where one is known.
    pub number: Option<String>,
    /// What a person wrote down.
    pub gold: Gold,
    /// What the parser made of it.
    pub parsed: Parsed,
    /// The text it read.
    pub text: NoticeText,
    /// The family by which the notice is counted.
    pub family: String,
}

/// A folder that could not be scored, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The folder's path below the one that was given.
    pub folder: String,
    /// What is wrong.
    pub why: String,
}

/// Everything below one folder.
#[derive(Debug, Default)]
pub struct Folder {
    /// The notices that could be read, in the order of their paths.
    pub notices: Vec<ReadNotice>,
    /// Those that could not.
    pub broken: Vec<Broken>,
}

/// The order in which a notice's formats are taken.
const FORMATS: [TextFormat; 3] = [TextFormat::Xml, TextFormat::Html, TextFormat::Txt];

/// Reads and parses every notice below `dir`. With `format`, a notice that has that format is read
/// from it, and others from what they have.
pub fn read_folder(dir: &Path, parser: &Parser, format: Option<TextFormat>) -> Folder {
    let mut found = Folder::default();
    let mut folders = Vec::new();
    notice_folders(dir, 0, &mut folders, &mut found.broken);
    folders.sort();
    for folder in folders {
        let below = folder.strip_prefix(dir).unwrap_or(&folder);
        let name = match below.to_string_lossy() {
            name if name.is_empty() => ".".to_owned(),
            name => name.into_owned(),
        };
        match read_notice(&folder, below, &name, parser, format) {
            Ok(notice) => found.notices.push(notice),
            Err(why) => found.broken.push(Broken { folder: name, why }),
        }
    }
    found
}

/// The folders that hold a notice or a gold, however deep.
fn notice_folders(dir: &Path, depth: usize, found: &mut Vec<PathBuf>, broken: &mut Vec<Broken>) {
    let entries = match fs_err::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => {
            broken.push(Broken {
                folder: dir.display().to_string(),
                why: error.to_string(),
            });
            return;
        }
    };
    let mut is_notice = false;
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        // Links are not followed: a folder may link to one above it.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if depth < 12 {
                notice_folders(&path, depth + 1, found, broken);
            }
        } else {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            is_notice |= name == "gold.json" || FORMATS.iter().any(|f| name == file_name(*f));
        }
    }
    if is_notice {
        found.push(dir.to_owned());
    }
}

fn file_name(format: TextFormat) -> String {
    format!("notice.{}", format.as_str())
}

fn read_notice(
    folder: &Path,
    below: &Path,
    name: &str,
    parser: &Parser,
    format: Option<TextFormat>,
) -> Result<ReadNotice, String> {
    let gold = fs_err::read_to_string(folder.join("gold.json")).map_err(|e| e.to_string())?;
    let gold: Gold = serde_json::from_str(gold.trim_start_matches('\u{feff}'))
        .map_err(|e| format!("gold.json: {e}"))?;
    let format = format
        .into_iter()
        .chain(FORMATS)
        .find(|format| folder.join(file_name(*format)).is_file())
        .ok_or("there is no notice.xml, notice.html or notice.txt")?;
    let bytes = fs_err::read(folder.join(file_name(format))).map_err(|e| e.to_string())?;
    let text =
        fedreg_text::read(&bytes, format).map_err(|e| format!("{}: {e}", file_name(format)))?;
    let mut metadata = metadata(folder)?;
    metadata.fill_from(&text.stated);
    // A panic is a fault of the parser; it costs this notice and not the score of the others.
    let parsed = catch_unwind(AssertUnwindSafe(|| parser.parse(&metadata, &text)))
        .map_err(|_| "the parser panicked")?;
    let above = below.parent().and_then(Path::file_name);
    let family = gold
        .family
        .clone()
        .or_else(|| above.map(|family| family.to_string_lossy().into_owned()))
        .or_else(|| parsed.family.clone())
        .unwrap_or_else(|| "none".to_owned());
    Ok(ReadNotice {
        folder: name.to_owned(),
        number: metadata.document_number.map(|number| number.to_string()),
        gold,
        parsed,
        text,
        family,
    })
}

/// What `meta.json` says, in its plain form or as the API's object; nothing if there is none.
fn metadata(folder: &Path) -> Result<DocumentMetadata, String> {
    let file = folder.join("meta.json");
    if !file.is_file() {
        return Ok(DocumentMetadata::default());
    }
    let text = fs_err::read_to_string(file).map_err(|e| e.to_string())?;
    serde_json::from_str::<DocumentObject>(text.trim_start_matches('\u{feff}'))
        .map(|object| object.metadata())
        .map_err(|e| format!("meta.json: {e}"))
}
