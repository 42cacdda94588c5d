//! A folder of saved files as a source: API answers and texts, recognised by content.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use fedreg_model::DocumentMetadata;
use serde_json::Value;

use crate::FetchError;
use crate::api::ApiDocument;

/// Files larger than this are left alone. The largest issues have about 20 MB.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// Folders nested deeper than this are left alone.
pub const MAX_DEPTH: usize = 32;

/// How much of a file is read to see what it is.
const HEAD: u64 = 64 << 10;

/// What a folder holds.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// Every document described by a JSON file, in the order of the files.
    pub metadata: Vec<SavedMetadata>,
    /// Files that hold text (XML, HTML, page text, whole issues), sorted by path.
    pub files: Vec<PathBuf>,
    /// What was left alone, and why, sorted by path.
    pub ignored: Vec<(PathBuf, String)>,
}

/// A document described by a saved API answer or by a `meta.json`.
#[derive(Debug, Clone)]
pub struct SavedMetadata {
    /// What it says, in our vocabulary. Number or date may be missing.
    pub metadata: DocumentMetadata,
    /// The object as JSON with sorted keys, without its volatile ones.
    pub raw: String,
    /// The file.
    pub path: PathBuf,
}

/// Looks through a folder (or at a single file).
///
/// Symbolic links are not followed (except `dir` itself), so that a folder cannot lead out of
/// itself or in circles; hidden files are skipped. The order depends on the paths alone.
///
/// # Errors
/// [`FetchError::Folder`] if `dir` cannot be read. Files that cannot are among `ignored`.
pub fn scan(dir: &Path) -> Result<Scan, FetchError> {
    let error = |error: std::io::Error| FetchError::Folder {
        path: dir.to_owned(),
        detail: error.to_string(),
    };
    let mut scan = Scan::default();
    if fs_err::metadata(dir).map_err(error)?.is_file() {
        scan.file(dir);
        return Ok(scan);
    }
    let mut todo = vec![(dir.to_owned(), 0)];
    let mut files = BTreeSet::new();
    while let Some((folder, depth)) = todo.pop() {
        let entries = match fs_err::read_dir(&folder) {
            Ok(entries) => entries,
            Err(problem) if depth == 0 => return Err(error(problem)),
            Err(problem) => {
                scan.ignore(&folder, problem.to_string());
                continue;
            }
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(problem) => {
                    scan.ignore(&folder, problem.to_string());
                    continue;
                }
            };
            let path = entry.path();
            // Of the entry itself, not of what a link points to.
            let kind = match entry.file_type() {
                Ok(kind) => kind,
                Err(problem) => {
                    scan.ignore(&path, problem.to_string());
                    continue;
                }
            };
            if entry.file_name().to_string_lossy().starts_with('.') {
                scan.ignore(&path, "hidden");
            } else if kind.is_symlink() {
                scan.ignore(&path, "a symbolic link; links are not followed");
            } else if kind.is_dir() && depth >= MAX_DEPTH {
                scan.ignore(&path, format!("nested more than {MAX_DEPTH} folders deep"));
            } else if kind.is_dir() {
                todo.push((path, depth + 1));
            } else if kind.is_file() {
                files.insert(path);
            } else {
                scan.ignore(&path, "no regular file");
            }
        }
    }
    for path in files {
        scan.file(&path);
    }
    scan.ignored.sort();
    Ok(scan)
}

impl Scan {
    fn ignore(&mut self, path: &Path, reason: impl Into<String>) {
        self.ignored.push((path.to_owned(), reason.into()));
    }

    fn file(&mut self, path: &Path) {
        let (head, size) = match head(path) {
            Ok(read) => read,
            Err(problem) => return self.ignore(path, problem.to_string()),
        };
        if size > MAX_FILE_BYTES {
            return self.ignore(path, format!("larger than {MAX_FILE_BYTES} bytes"));
        }
        match shape(&head) {
            Shape::Json => self.json(path),
            Shape::Markup => self.files.push(path.to_owned()),
            Shape::Plain => match fs_err::read(path) {
                Ok(bytes) if speaks_of_the_register(&bytes) => self.files.push(path.to_owned()),
                Ok(_) => self.ignore(path, "neither JSON nor markup nor Federal Register text"),
                Err(problem) => self.ignore(path, problem.to_string()),
            },
            Shape::Other(reason) => self.ignore(path, reason),
        }
    }

    fn json(&mut self, path: &Path) {
        let value: Value = match fs_err::read(path)
            .map_err(|problem| problem.to_string())
            .and_then(|bytes| {
                serde_json::from_slice(strip_bom(&bytes))
                    .map_err(|problem| format!("broken JSON: {problem}"))
            }) {
            Ok(value) => value,
            Err(reason) => return self.ignore(path, reason),
        };
        let objects = match value {
            Value::Array(items) => items,
            Value::Object(mut object) => match object.remove("results") {
                Some(Value::Array(items)) => items,
                _ => vec![Value::Object(object)],
            },
            _ => Vec::new(),
        };
        let (many, mut found) = (objects.len() > 1, 0);
        let mut problem = None;
        for (at, object) in objects.into_iter().enumerate() {
            match ApiDocument::from_value(object) {
                Ok(document) => {
                    found += 1;
                    self.metadata.push(SavedMetadata {
                        raw: document.raw_json(),
                        metadata: document.metadata,
                        path: path.to_owned(),
                    });
                }
                Err(_) if problem.is_some() => {}
                Err(detail) if many => problem = Some(format!("object {}: {detail}", at + 1)),
                Err(detail) => problem = Some(detail),
            }
        }
        match problem {
            Some(problem) if found > 0 => self.ignore(path, format!("a part of it: {problem}")),
            None if found > 0 => {}
            _ => self.ignore(path, "JSON that describes no document"),
        }
    }
}

fn head(path: &Path) -> std::io::Result<(Vec<u8>, u64)> {
    let file = fs_err::File::open(path)?;
    let size = file.metadata()?.len();
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head)?;
    Ok((head, size))
}

enum Shape {
    Json,
    Markup,
    Plain,
    Other(&'static str),
}

fn strip_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// What a file is, by its first bytes. NUL bytes occur in genuine page text.
fn shape(head: &[u8]) -> Shape {
    if let Some(text) = utf16(head) {
        return match text.trim_start().as_bytes().first() {
            Some(b'<') => Shape::Markup,
            _ if speaks_of_the_register(text.as_bytes()) => Shape::Markup,
            _ => Shape::Other("UTF-16; save it as UTF-8"),
        };
    }
    for (magic, what) in [
        (&b"%PDF"[..], "a PDF; save the XML, HTML or text instead"),
        (b"PK\x03\x04", "an archive; unpack it"),
        (b"\x1F\x8B", "compressed; unpack it"),
        (b"\x28\xB5\x2F\xFD", "compressed; unpack it"),
        (b"SQLite format 3\0", "a database"),
    ] {
        if head.starts_with(magic) {
            return Shape::Other(what);
        }
    }
    let text = strip_bom(head);
    let Some(first) = text.iter().find(|b| !b.is_ascii_whitespace() && **b != 0) else {
        return Shape::Other("empty");
    };
    let odd = |b: &&u8| **b < 0x20 && !b"\0\t\n\r\x0C".contains(*b);
    if text.iter().filter(odd).count() * 50 > text.len() {
        return Shape::Other("binary");
    }
    // Page text without its wrapper begins with a bracket, too, and JSON lists of objects do so
    // with nothing but space between.
    let second = text
        .iter()
        .skip_while(|b| b.is_ascii_whitespace() || **b == 0)
        .skip(1)
        .find(|b| !b.is_ascii_whitespace());
    match first {
        b'{' => Shape::Json,
        b'[' if matches!(second, Some(b'{' | b']' | b'"' | b'[' | b'0'..=b'9')) => Shape::Json,
        b'<' => Shape::Markup,
        // The HTML of a presidential document, or of a text with a line before its agency, can begin
        // with bare words.
        _ if is_fragment(text) => Shape::Markup,
        _ => Shape::Plain,
    }
}

/// Whether it has what only the Register's HTML has.
fn is_fragment(head: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"<p id=\"p-", b"<h1 id=\"h-", b"<div class=\"end-matter"];
    marks
        .iter()
        .any(|mark| head.windows(mark.len()).any(|bytes| bytes == *mark))
}

/// The text, if a mark says that it is UTF-16.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (rest, read): (_, fn([u8; 2]) -> u16) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => (rest, u16::from_be_bytes),
        _ => return None,
    };
    let units = rest.as_chunks().0.iter().copied().map(read);
    let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(text.collect())
}

/// Whether plain text is a Federal Register document: it has one of the lines that each has. A text
/// that speaks about such lines (a README) does not begin a line with them.
fn speaks_of_the_register(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"[federal register", b"[fr doc", b"billing code"];
    bytes.split(|b| *b == b'\n').any(|line| {
        let line = line.trim_ascii_start();
        marks.iter().any(|mark| {
            line.get(..mark.len())
                .is_some_and(|l| l.eq_ignore_ascii_case(mark))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = dir.path().join(name);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, bytes).unwrap();
        }
        dir
    }

    fn utf16(text: &str) -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }

    fn names(dir: &Path, paths: &[PathBuf]) -> Vec<String> {
        paths
            .iter()
            .map(|p| p.strip_prefix(dir).unwrap().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn files_are_known_by_their_content_whatever_their_names() {
        let dir = folder(&[
            (
                "b/meta.json",
                br#"{"document_number":"2025-20750","publication_date":"2025-11-24",
                "title":"T","agency":"Department of State"}"#,
            ),
            ("b/notice.xml", b"<NOTICE/>"),
            (
                "a/page.dat",
                b"\0\0<html><body><pre>[Federal Register Volume 90",
            ),
            (
                "a/list.txt",
                br#"{"count":2,"results":[{"document_number":"2025-1"},
                {"document_number":"2025-2","filed_at":"2026-10-08T15:15:00Z"}]}"#,
            ),
            (
                "a/multi.json",
                b"\xEF\xBB\xBF[{\"document_number\":\"2025-3\"}]",
            ),
            ("a/plain.txt", b"[FR Doc. 2025-4 Filed 1-2-25; 8:45 am]"),
            (
                "README.md",
                b"# Hello\nTexts have lines such as `[FR Doc. 2025-4 Filed`.",
            ),
            ("facets.json", br#"{"2024-01-02":{"count":3}}"#),
            ("zero.json", br#"{"count":0,"description":"x"}"#),
            ("broken.json", b"{\"document_number\": "),
            (
                "half.json",
                br#"{"results":[{"document_number":"2025-5"},{"x":1},7]}"#,
            ),
            ("x.pdf", b"%PDF-1.7"),
            ("empty", b" \n"),
            (".hidden/notice.xml", b"<NOTICE/>"),
            (
                "c/words.html",
                b"Title 3--\nThe President\n<p id=\"p-1\">By the authority</p>",
            ),
            ("c/wide.xml", &utf16("<NOTICE/>")),
            ("c/wide.json", &utf16("{}")),
            ("c/wide.txt", &utf16("[FR Doc. 2025-4 Filed 1-2-25]")),
        ]);
        let scan = scan(dir.path()).unwrap();
        assert_eq!(
            names(dir.path(), &scan.files),
            [
                "a/page.dat",
                "a/plain.txt",
                "b/notice.xml",
                "c/wide.txt",
                "c/wide.xml",
                "c/words.html"
            ]
        );
        let numbers: Vec<_> = scan
            .metadata
            .iter()
            .map(|saved| saved.metadata.document_number.as_ref().unwrap().as_str())
            .collect();
        assert_eq!(
            numbers,
            ["2025-1", "2025-2", "2025-3", "2025-20750", "2025-5"]
        );
        let reason = |name: &str| {
            let path = dir.path().join(name);
            scan.ignored
                .iter()
                .find(|(p, _)| *p == path)
                .map(|(_, reason)| reason.as_str())
                .unwrap()
        };
        for (name, words) in [
            ("README.md", "neither"),
            ("facets.json", "describes no document"),
            ("zero.json", "describes no document"),
            ("broken.json", "broken JSON"),
            ("half.json", "object 2"),
            ("x.pdf", "PDF"),
            ("c/wide.json", "UTF-16"),
            ("empty", "empty"),
            (".hidden", "hidden"),
        ] {
            assert!(reason(name).contains(words), "{name}: {}", reason(name));
        }
    }

    #[test]
    fn a_single_file_is_a_source_and_nothing_is_an_error() {
        let dir = folder(&[("notice.xml", b"<NOTICE/>")]);
        assert_eq!(scan(&dir.path().join("notice.xml")).unwrap().files.len(), 1);
        let error = scan(&dir.path().join("absent")).unwrap_err();
        assert!(error.to_string().contains("absent"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let dir = folder(&[("a/notice.xml", b"<NOTICE/>")]);
        std::os::unix::fs::symlink(dir.path(), dir.path().join("a/loop")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", dir.path().join("passwd")).unwrap();
        let scan = scan(dir.path()).unwrap();
        assert_eq!(scan.files.len(), 1);
        assert_eq!(scan.ignored.len(), 2);
        assert!(
            scan.ignored
                .iter()
                .all(|(_, reason)| reason.contains("link"))
        );
    }

    #[test]
    fn hostile_json_is_no_danger() {
        let deep = "[".repeat(100_000);
        let dir = folder(&[("deep.json", deep.as_bytes())]);
        let scan = scan(dir.path()).unwrap();
        assert!(scan.ignored[0].1.contains("broken JSON"));
    }
}
