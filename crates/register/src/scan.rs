//! Reading a folder: API objects and envelopes, texts beside them, whole issues, agencies.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::agencies::Agency;
use crate::calendar;
use crate::document::{Document, Texts};
use crate::error::RegisterError;
use crate::facts::{self, Kind};
use crate::library::Library;

/// A file that was not used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The file.
    pub path: PathBuf,
    /// What was wrong with it, or missing.
    pub reason: String,
}

/// Larger files are left alone.
const MAX_BYTES: u64 = 64 << 20;

/// Reads everything under `folder` into `library`.
pub(crate) fn read(folder: &Path, library: &mut Library) -> Result<Vec<Ignored>, RegisterError> {
    let mut files = Vec::new();
    walk(folder, &mut files, 0)?;
    let mut scan = Scan {
        library,
        ignored: Vec::new(),
        beside: HashMap::new(),
    };
    let (objects, texts): (Vec<PathBuf>, Vec<PathBuf>) = files
        .into_iter()
        .partition(|path| has_extension(path, &["json"]));
    // Objects first: texts are hung on them.
    for path in objects {
        scan.json(&path)?;
    }
    for path in texts {
        scan.text(&path)?;
    }
    Ok(scan.ignored)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>, depth: usize) -> Result<(), RegisterError> {
    let failed = |source| RegisterError::Folder {
        path: folder.to_owned(),
        source,
    };
    let mut entries = Vec::new();
    for entry in fs_err::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
    }
    entries.sort();
    for path in entries {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() && !hidden && depth < 32 {
            walk(&path, files, depth + 1)?;
        } else if has_extension(&path, &["json", "xml", "html", "htm", "txt"]) {
            files.push(path);
        }
    }
    Ok(())
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    path.extension()
        .is_some_and(|e| wanted.iter().any(|w| e.eq_ignore_ascii_case(w)))
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The `YYYY/MM/DD` or `YYYY-MM-DD` that the path holds, the innermost one.
fn date_in_path(path: &Path) -> Option<NaiveDate> {
    let parts: Vec<String> = path
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let joined = parts
        .windows(3)
        .rev()
        .find_map(|w| calendar::iso(&w.join("-")));
    let named = || {
        parts.iter().rev().find_map(|part| {
            let part = part.strip_prefix("FR-").unwrap_or(part);
            calendar::iso(part.get(..10)?)
        })
    };
    joined.or_else(named)
}

struct Scan<'a> {
    library: &'a mut Library,
    ignored: Vec<Ignored>,
    /// The lone objects read, by folder and stem.
    beside: HashMap<(PathBuf, String), Map<String, Value>>,
}

impl Scan<'_> {
    fn ignore(&mut self, path: &Path, reason: &str) {
        tracing::debug!(path = %path.display(), reason, "file not used");
        self.ignored.push(Ignored {
            path: path.to_owned(),
            reason: reason.to_owned(),
        });
    }

    fn bytes(&mut self, path: &Path) -> Result<Option<Vec<u8>>, RegisterError> {
        let failed = |source| RegisterError::Folder {
            path: path.to_owned(),
            source,
        };
        if fs_err::metadata(path).map_err(failed)?.len() > MAX_BYTES {
            self.ignore(path, "larger than 64 MiB");
            return Ok(None);
        }
        fs_err::read(path).map(Some).map_err(failed)
    }

    fn json(&mut self, path: &Path) -> Result<(), RegisterError> {
        let Some(bytes) = self.bytes(path)? else {
            return Ok(());
        };
        match serde_json::from_slice::<Value>(&bytes) {
            Err(error) => self.ignore(path, &format!("no JSON: {error}")),
            Ok(value) => {
                if !self.value(path, value, true) {
                    self.ignore(
                        path,
                        "JSON, but no document, list of documents or of agencies",
                    );
                }
            }
        }
        Ok(())
    }

    /// Takes what a JSON value holds; whether that was anything.
    fn value(&mut self, path: &Path, value: Value, alone: bool) -> bool {
        match value {
            Value::Array(values) => {
                let taken = values
                    .into_iter()
                    .map(|value| self.value(path, value, false));
                taken.fold(false, |any, one| any | one)
            }
            Value::Object(mut object) => {
                if let Some(results @ Value::Array(_)) = object.remove("results") {
                    return self.value(path, results, false);
                }
                if object.get("agencies").is_some_and(is_contents) {
                    let stated = object
                        .get("meta")
                        .and_then(|meta| meta.get("publication_date"));
                    let stated = stated.and_then(Value::as_str).and_then(calendar::iso);
                    let Some(date) = stated.or_else(|| date_in_path(path)) else {
                        return false;
                    };
                    self.library.contents.insert(date, Value::Object(object));
                    return true;
                }
                if !object.contains_key("document_number")
                    && object.contains_key("slug")
                    && let Some(agency) = Agency::read(&object)
                {
                    self.library.add_agency(agency);
                    return true;
                }
                self.object(path, object, alone)
            }
            _ => false,
        }
    }

    fn object(&mut self, path: &Path, mut object: Map<String, Value>, alone: bool) -> bool {
        let numbered = object.get("document_number").is_some_and(Value::is_string);
        let old_order = object
            .get("executive_order_number")
            .is_some_and(|n| !n.is_null());
        if !(numbered || old_order && object.contains_key("title")) {
            return false;
        }
        let mut document = Document {
            object: Map::new(),
            texts: Texts::default(),
        };
        if !object.contains_key("publication_date")
            && !object.contains_key("filed_at")
            && let Some(date) = date_in_path(path)
        {
            object.insert("publication_date".to_owned(), Value::from(date.to_string()));
        }
        document.object = object;
        let dated = document
            .object
            .get("publication_date")
            .is_some_and(Value::is_string);
        if !(dated || document.is_on_inspection() || !numbered) {
            return false;
        }
        if alone {
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            self.beside
                .insert((folder, stem(path)), document.object.clone());
        }
        self.library.put(document);
        true
    }

    fn text(&mut self, path: &Path) -> Result<(), RegisterError> {
        let Some(bytes) = self.bytes(path)? else {
            return Ok(());
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match facts::kind(&text) {
            None => self.ignore(path, "empty"),
            Some(Kind::Issue) => self.issue(path, bytes, &text),
            Some(kind) => self.document_text(path, bytes, &text, kind),
        }
        Ok(())
    }

    fn issue(&mut self, path: &Path, bytes: Vec<u8>, text: &str) {
        let Some(date) = facts::issue_date(text).or_else(|| date_in_path(path)) else {
            return self.ignore(path, "an issue without a date");
        };
        if self.library.issues.contains_key(&date) {
            return self.ignore(path, "a second file of the same issue");
        }
        for facts::InIssue { xml, object } in facts::split_issue(text, date) {
            let number = object
                .get("document_number")
                .and_then(Value::as_str)
                .unwrap_or("");
            let object = self
                .library
                .held(number, date)
                .map_or(object, |held| held.object.clone());
            let texts = Texts {
                xml: Some(xml.as_bytes().into()),
                ..Texts::default()
            };
            self.library.put(Document { object, texts });
        }
        self.library.issues.insert(date, bytes.into());
    }

    fn document_text(&mut self, path: &Path, bytes: Vec<u8>, text: &str, kind: Kind) {
        let mut texts = Texts::default();
        let mut stated = match kind {
            Kind::Txt => facts::of_txt(text),
            Kind::Html => Map::new(),
            Kind::Xml | Kind::Issue => facts::of_xml(text),
        };
        match kind {
            Kind::Txt => texts.txt = Some(bytes.into()),
            Kind::Html => texts.html = Some(bytes.into()),
            Kind::Xml | Kind::Issue => texts.xml = Some(bytes.into()),
        }
        if let Some(object) = self.object_beside(path) {
            return self.library.put(Document { object, texts });
        }
        let folder = path.parent().map(stem_of_folder).unwrap_or_default();
        let named = [stem(path), folder]
            .into_iter()
            .find(|name| facts::is_number(name));
        let in_text = stated
            .get("document_number")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let Some(number) = named.or(in_text) else {
            return self.ignore(
                path,
                "no document number in its name, its folder or its text",
            );
        };
        let in_text = stated
            .get("publication_date")
            .and_then(Value::as_str)
            .and_then(calendar::iso);
        let date = date_in_path(path).or(in_text);
        let held = self.library.dates_of(&number);
        let date = date.or_else(|| {
            if let [only] = held[..] {
                Some(only)
            } else {
                None
            }
        });
        if let Some(held) = date.and_then(|date| self.library.held(&number, date)) {
            let object = held.object.clone();
            return self.library.put(Document { object, texts });
        }
        if kind == Kind::Txt
            && date.is_none()
            && let Some(filing) = self.library.look_up_inspected(&number)
        {
            let object = filing.object.clone();
            return self.library.put(Document { object, texts });
        }
        let Some(date) = date else {
            return self.ignore(
                path,
                "no publication date beside it, in its path or its text",
            );
        };
        stated.insert("document_number".to_owned(), Value::from(number));
        stated.insert("publication_date".to_owned(), Value::from(date.to_string()));
        self.library.put(Document {
            object: stated,
            texts,
        });
    }

    /// The object of the same folder that a text belongs to: of the same stem, or `meta.json`.
    fn object_beside(&self, path: &Path) -> Option<Map<String, Value>> {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let own = stem(path);
        [own.as_str(), "meta", "metadata", "document"]
            .iter()
            .find_map(|stem| self.beside.get(&(folder.clone(), (*stem).to_owned())))
            .cloned()
    }
}

fn stem_of_folder(folder: &Path) -> String {
    folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Whether an `agencies` value is that of a table of contents.
fn is_contents(agencies: &Value) -> bool {
    agencies.as_array().is_some_and(|list| {
        list.iter()
            .any(|agency| agency.get("document_categories").is_some())
    })
}
