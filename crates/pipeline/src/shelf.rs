//! Which saved metadata belongs to which text: by number and date, by file name, by folder.

use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDate;
use fedreg_fetch::folder::{self, SavedMetadata};
use fedreg_model::{DocumentMetadata, DocumentNumber, Stage};

/// Metadata at hand, by document number.
#[derive(Debug, Default)]
pub struct Shelf {
    saved: Vec<SavedMetadata>,
    by_number: HashMap<String, Vec<usize>>,
}

/// What the shelf holds for a text.
#[derive(Debug, Clone, Copy)]
pub enum Match<'a> {
    /// The metadata of its document.
    One(&'a SavedMetadata),
    /// Nothing.
    Nothing,
    /// Several documents share its number, and nothing tells which it is.
    Ambiguous,
}

impl Shelf {
    /// A shelf of what a folder holds.
    pub fn new(saved: Vec<SavedMetadata>) -> Self {
        let mut by_number: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, saved) in saved.iter().enumerate() {
            if let Some(number) = &saved.metadata.document_number {
                by_number.entry(key(number)).or_default().push(at);
            }
        }
        Self { saved, by_number }
    }

    /// The metadata that lies beside one file: a JSON file of its name, else `meta.json`, else
    /// every JSON file of the folder. Files that cannot be read, or are no metadata, say nothing.
    pub fn beside(file: &Path) -> Self {
        let folder = file
            .parent()
            .filter(|f| !f.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        for path in [file.with_extension("json"), folder.join("meta.json")] {
            let saved = metadata_in(&path);
            if !saved.is_empty() {
                return Self::new(saved);
            }
        }
        let Ok(entries) = fs_err::read_dir(folder) else {
            return Self::default();
        };
        let mut paths: Vec<_> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "json")
            })
            .collect();
        paths.sort();
        Self::new(paths.iter().flat_map(|path| metadata_in(path)).collect())
    }

    /// All that is on the shelf.
    pub fn saved(&self) -> &[SavedMetadata] {
        &self.saved
    }

    /// The metadata of the document whose text lies in `file` and states `known` of itself.
    ///
    /// A number in the text decides, with the date if the text states one; among several, the file
    /// of the same name, then of the same folder, then a published one. A text without a number
    /// belongs to the metadata of its file's name, or to the `meta.json` of its folder.
    pub fn find(&self, file: &Path, known: &DocumentMetadata) -> Match<'_> {
        let named = number_in_name(file);
        let Some(number) = known.document_number.as_ref().or(named.as_ref()) else {
            let mut same = self.saved.iter().filter(|saved| about_this(saved, file));
            return match (same.next(), same.next()) {
                (Some(one), None) => Match::One(one),
                (None, _) => Match::Nothing,
                (Some(_), Some(_)) => Match::Ambiguous,
            };
        };
        let mut found: Vec<&SavedMetadata> = self
            .by_number
            .get(&key(number))
            .into_iter()
            .flatten()
            .map(|at| &self.saved[*at])
            .filter(
                |saved| match (known.publication_date, saved.metadata.publication_date) {
                    (Some(text), Some(listed)) => text == listed,
                    _ => true,
                },
            )
            .collect();
        let narrowings: [&dyn Fn(&SavedMetadata) -> bool; 3] = [
            &|saved| about_this(saved, file),
            &|saved| saved.path.parent() == file.parent(),
            &|saved| saved.metadata.stage == Stage::Published,
        ];
        for narrower in narrowings {
            if found.iter().any(|saved| narrower(saved)) {
                found.retain(|saved| narrower(saved));
            }
        }
        // The same object saved twice is one.
        found.dedup_by(|a, b| a.metadata.id() == b.metadata.id());
        match found.as_slice() {
            [] => Match::Nothing,
            [one] => Match::One(one),
            _ => Match::Ambiguous,
        }
    }
}

/// Whether a metadata file is about the notice in `file` alone: it bears its name, or is the
/// `meta.json` of its folder.
fn about_this(saved: &SavedMetadata, file: &Path) -> bool {
    saved.path.parent() == file.parent()
        && (saved.path.file_stem() == file.file_stem()
            || saved
                .path
                .file_name()
                .is_some_and(|name| name == "meta.json"))
}

/// The number that a file's name is, as in `2025-20750.xml`.
fn number_in_name(file: &Path) -> Option<DocumentNumber> {
    let number = DocumentNumber::new(file.file_stem()?.to_str()?).ok()?;
    // FR-2025-11-24.xml and 2025-11-24.xml are named by dates.
    (number.as_str().split('-').count() == 2 || number.is_correction()).then_some(number)
}

/// The publication date that a path states, as the Register's own addresses do
/// (`…/2025/11/24/2025-20750.xml`), or in a name (`FR-2025-11-24.xml`, `2025-11-24/notice.xml`).
pub fn date_in_path(file: &Path) -> Option<NaiveDate> {
    let names: Vec<&str> = file.iter().filter_map(|name| name.to_str()).collect();
    let in_name = names.iter().rev().find_map(|name| {
        (0..name.len()).find_map(|at| calendar_date(name.get(at..at.checked_add(10)?)?))
    });
    let in_folders = || {
        names
            .windows(3)
            .rev()
            .find_map(|parts| calendar_date(&parts.join("-")))
    };
    in_name.or_else(in_folders)
}

/// `YYYY-MM-DD` and nothing else; the calendar's own reader is more lenient.
fn calendar_date(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    text.parse().ok().filter(|_| shaped)
}

/// Numbers without regard to case and zero-padding of the last part.
fn key(number: &DocumentNumber) -> String {
    let text = number.as_str().to_ascii_uppercase();
    match text.rsplit_once('-') {
        Some((head, tail)) => format!("{head}-{}", tail.trim_start_matches('0')),
        None => text,
    }
}

/// The metadata in a JSON file: an object, a list, or an answer of the API.
fn metadata_in(path: &Path) -> Vec<SavedMetadata> {
    if !path.is_file() {
        return Vec::new();
    }
    folder::scan(path)
        .map(|scan| scan.metadata)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(path: &str, number: &str, date: &str) -> SavedMetadata {
        SavedMetadata {
            metadata: DocumentMetadata {
                document_number: Some(DocumentNumber::new(number).unwrap()),
                publication_date: date.parse().ok(),
                ..DocumentMetadata::default()
            },
            raw: "{}".to_owned(),
            path: path.into(),
        }
    }

    fn states(number: &str, date: &str) -> DocumentMetadata {
        DocumentMetadata {
            document_number: DocumentNumber::new(number).ok(),
            publication_date: date.parse().ok(),
            ..DocumentMetadata::default()
        }
    }

    #[test]
    fn texts_find_their_metadata() {
        let shelf = Shelf::new(vec![
            saved("a/02-30544.json", "02-30544", "2002-12-03"),
            saved("b/search.json", "02-30544", "2012-12-03"),
            saved("b/search.json", "2012-7333", "2012-03-28"),
            saved("c/meta.json", "2020-00001", "2020-01-02"),
        ]);
        let found = |file: &str, number: &str, date: &str| match shelf
            .find(Path::new(file), &states(number, date))
        {
            Match::One(saved) => saved.metadata.publication_date.unwrap().to_string(),
            Match::Nothing => "nothing".to_owned(),
            Match::Ambiguous => "ambiguous".to_owned(),
        };
        for (file, number, date, expected) in [
            // The date in the text decides between documents that share a number.
            ("x/n.txt", "02-30544", "2012-12-03", "2012-12-03"),
            // Then the file of the same name, then the folder.
            ("a/02-30544.txt", "02-30544", "", "2002-12-03"),
            ("b/n.txt", "02-30544", "", "2012-12-03"),
            ("x/n.txt", "02-30544", "", "ambiguous"),
            // Zero-padding does not count.
            ("x/n.txt", "2012-07333", "", "2012-03-28"),
            // A text that states nothing has its file's name, or its folder's meta.json.
            ("x/2012-7333.html", "", "", "2012-03-28"),
            ("c/notice.html", "", "", "2020-01-02"),
            ("b/notice.html", "", "", "nothing"),
            ("x/n.txt", "2099-00001", "", "nothing"),
            // A text that states another date is another document.
            ("a/02-30544.txt", "02-30544", "1999-01-04", "nothing"),
        ] {
            assert_eq!(
                found(file, number, date),
                expected,
                "{file} {number} {date}"
            );
        }
    }

    #[test]
    fn a_path_can_state_the_date() {
        for (path, date) in [
            ("x/2025/11/24/2025-20750.xml", Some("2025-11-24")),
            ("x/FR-2016-04-15.xml", Some("2016-04-15")),
            ("2016-04-15/notice.txt", Some("2016-04-15")),
            ("x/2025/13/24/2025-20750.xml", None),
            ("C1-2013-16962.xml", None),
            ("notices/2025-20750/notice.xml", None),
        ] {
            let found = date_in_path(Path::new(path)).map(|date| date.to_string());
            assert_eq!(found.as_deref(), date, "{path}");
        }
    }

    #[test]
    fn names_that_are_dates_are_no_numbers() {
        for (name, number) in [
            ("2025-20750.xml", Some("2025-20750")),
            ("E9-25821.txt", Some("E9-25821")),
            ("C1-2013-16962.xml", Some("C1-2013-16962")),
            ("FR-2025-11-24.xml", None),
            ("2025-11-24.xml", None),
            ("notice.xml", None),
        ] {
            let found = number_in_name(Path::new(name)).map(|n| n.to_string());
            assert_eq!(found.as_deref(), number, "{name}");
        }
    }
}
