//! A folder of saved files: metadata and texts joined, whole issues split.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fedreg_fetch::folder;
use fedreg_history::Sha256;
use fedreg_model::{DocumentId, DocumentMetadata, Stage, TextFormat};
use fedreg_parse::is_candidate;

use super::intake::{Arrival, Intake};
use super::{PassError, PassRequest, ProblemKind, Progress};
use crate::open::{OpenedDocument, open};
use crate::shelf::{Match, Shelf, date_in_path};
use crate::stop::Stop;

pub(super) fn read(
    intake: &mut Intake<'_>,
    directory: &Path,
    request: &PassRequest,
    stop: &Stop,
    progress: &dyn Progress,
) -> Result<(), PassError> {
    progress.begin("looking through the folder", None);
    let scan = folder::scan(directory)?;
    for (path, reason) in &scan.ignored {
        if is_worth_a_look(path, reason) {
            intake.problem(ProblemKind::File, &path.display().to_string(), reason);
        } else {
            tracing::info!(path = %path.display(), reason, "left alone");
        }
    }
    let shelf = Shelf::new(scan.metadata);
    for saved in shelf.saved() {
        if let Some(id) = saved.metadata.id().filter(|id| is_wanted(request, id)) {
            intake.sees(&id, saved.metadata.stage);
        }
    }
    let mut files = scan.files;
    // The best format first: the others then arrive as versions that change nothing.
    files.sort_by_key(|file| rank(file));
    let steps = u64::try_from(files.len()).ok();
    progress.begin("reading the files", steps);
    let mut reader = Reader {
        shelf: &shelf,
        request,
        with_text: BTreeSet::new(),
        texts: BTreeMap::new(),
    };
    for file in &files {
        if stop.is_set() {
            intake.stopped(&directory.display().to_string());
            return Ok(());
        }
        reader.read(intake, file)?;
        progress.advance();
    }
    let Reader {
        with_text, texts, ..
    } = reader;
    for ((id, stage, format), texts) in texts.iter().filter(|(_, texts)| texts.len() > 1) {
        rivals(intake, id, *stage, *format, texts)?;
    }
    intake.report.documents = with_text.len();
    let mut missing: Vec<DocumentId> = shelf
        .saved()
        .iter()
        .filter(|saved| saved.metadata.stage == Stage::Published)
        .filter_map(|saved| saved.metadata.id())
        .filter(|id| is_wanted(request, id) && !with_text.contains(id))
        .collect();
    missing.sort();
    missing.dedup();
    intake.report.without_text = missing;
    Ok(())
}

fn is_wanted(request: &PassRequest, id: &DocumentId) -> bool {
    request.from.is_none_or(|from| from <= id.publication_date)
        && request.to.is_none_or(|to| id.publication_date <= to)
}

/// Whether a person should hear of a file that was left alone: it looks as if it were meant to be
/// read.
fn is_worth_a_look(path: &Path, reason: &str) -> bool {
    let is_hidden = path
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let extension = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    let is_meant = matches!(
        extension.to_ascii_lowercase().as_str(),
        "xml" | "html" | "htm"
    );
    !is_hidden && (is_meant || reason.starts_with("broken JSON") || reason.starts_with("a part"))
}

fn rank(file: &Path) -> u8 {
    let extension = file
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "xml" => 0,
        "html" | "htm" => 1,
        _ => 2,
    }
}

/// Why a text cannot be kept that was read well: nothing says which document it is.
fn nameless(metadata: &DocumentMetadata) -> String {
    let lacks = match (&metadata.document_number, metadata.publication_date) {
        (None, None) => "neither the text nor a file beside it states number and publication date",
        (None, Some(_)) => "neither the text nor a file beside it states the document number",
        (Some(_), _) => "neither the text nor a file beside it states the publication date",
    };
    format!(
        "{lacks}; save the API's JSON of the document beside it under the same name, or a meta.json \
         with document_number and publication_date in its folder"
    )
}

/// Reads one file after another.
struct Reader<'s> {
    shelf: &'s Shelf,
    request: &'s PassRequest,
    /// Documents whose text was found.
    with_text: BTreeSet<DocumentId>,
    /// The texts of each document's own files, with the first file of each.
    texts: BTreeMap<(DocumentId, Stage, TextFormat), BTreeMap<Sha256, String>>,
}

/// Reports that files of one format say different things of one document, and which counts.
fn rivals(
    intake: &mut Intake<'_>,
    id: &DocumentId,
    stage: Stage,
    format: TextFormat,
    texts: &BTreeMap<Sha256, String>,
) -> Result<(), PassError> {
    let current = intake.history.document(id)?.map(|status| status.version);
    let counts = match current {
        Some(version) if (version.metadata.stage, version.source.format) == (stage, format) => {
            format!(
                "{} counts, as the one last observed (of equals, that with the larger hash)",
                version.source.origin
            )
        }
        _ => "none of them counts, as there is a better format or a later stage".to_owned(),
    };
    let mut files: Vec<&str> = texts.values().map(String::as_str).collect();
    files.sort_unstable();
    let what = format!(
        "{} different {} texts of one document, {}: {counts}; remove those that are wrong",
        files.len(),
        format.as_str(),
        files.join(" and "),
    );
    intake.problem(ProblemKind::Rivals, &id.to_string(), &what);
    Ok(())
}

impl Reader<'_> {
    fn read(&mut self, intake: &mut Intake<'_>, file: &Path) -> Result<(), PassError> {
        let origin = file.display().to_string();
        let bytes = match fs_err::read(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                intake.problem(ProblemKind::File, &origin, &error);
                return Ok(());
            }
        };
        let sha256 = intake.archive(&bytes, &origin)?;
        let opened = match open(&bytes) {
            Ok(opened) => opened,
            Err(error) => {
                intake.problem(ProblemKind::File, &origin, &error);
                return Ok(());
            }
        };
        for reason in &opened.skipped {
            tracing::debug!(file = origin, reason, "no document");
        }
        let observed_at = intake.clock.now();
        for document in opened.documents {
            let OpenedDocument {
                range,
                format,
                stated,
                text,
            } = document;
            let (mut metadata, raw) = match self.shelf.find(file, &stated) {
                // A part of an issue is described, but does not carry the API's object: it never counts
                // before a file of the document's own, whichever was read first.
                Match::One(saved) if opened.is_issue => (saved.metadata.clone(), None),
                Match::One(saved) => (saved.metadata.clone(), Some(saved.raw.as_str())),
                Match::Nothing => (stated.clone(), None),
                Match::Ambiguous => {
                    let why = "several documents share its number, and it states no date; put it \
                           beside its metadata under the same name";
                    intake.problem(ProblemKind::File, &origin, &why);
                    continue;
                }
            };
            metadata.fill_from(&stated);
            if opened.is_issue {
                // What stands in an issue is published, even if only its filing is described.
                metadata.stage = Stage::Published;
            }
            if metadata.stage == Stage::Published {
                metadata.publication_date =
                    metadata.publication_date.or_else(|| date_in_path(file));
            }
            let id = metadata.id();
            if id.as_ref().is_some_and(|id| !is_wanted(self.request, id)) {
                continue;
            }
            let which = match (&id, opened.is_issue) {
                (Some(id), true) => format!("{id} in {origin}"),
                _ => origin.clone(),
            };
            // Withdrawn from public inspection: it never becomes a document; one held as filed ceases
            // to be expected.
            if metadata.stage == Stage::PublicInspection && metadata.publication_date.is_none() {
                intake.withdraw(metadata, raw, observed_at)?;
                continue;
            }
            let text = match text {
                Ok(text) => text,
                Err(error) => {
                    intake.problem(ProblemKind::File, &which, &error);
                    continue;
                }
            };
            if let Some(id) = &id {
                intake.sees(id, metadata.stage);
                self.with_text.insert(id.clone());
            }
            if opened.is_issue && !is_candidate(&metadata, &text) {
                intake.report.left_aside += 1;
                continue;
            }
            let Some(id) = id else {
                intake.problem(ProblemKind::File, &which, &nameless(&metadata));
                continue;
            };
            if !opened.is_issue {
                let texts = self.texts.entry((id, metadata.stage, format)).or_default();
                texts
                    .entry(Sha256::of(text.text.as_bytes()))
                    .or_insert_with(|| origin.clone());
            }
            intake.take(Arrival {
                metadata,
                raw,
                sha256,
                range,
                format,
                origin: &origin,
                observed_at,
                text: &text,
            })?;
        }
        Ok(())
    }
}
