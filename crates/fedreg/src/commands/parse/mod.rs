//! `fedreg parse`: files to records, without a history.

mod given;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use fedreg_model::{Authorities, DocumentMetadata, NoticeText, Parsed, TextFormat};
use fedreg_parse::{Parser, is_candidate};
use fedreg_pipeline::{Match, Shelf, date_in_path, open};
use serde_json::{Value, json};

use crate::app::App;
use crate::cli::ParseArgs;
use crate::commands::describe;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Format, Listing, Printer, count};
use given::Given;

/// The longest file that is read whole, in bytes. The largest issue ever is under 40 MB.
const MAX_BYTES: u64 = 256 << 20;

const COLUMNS: [(&str, bool); 6] = [
    ("document", true),
    ("verdict", true),
    ("reason", true),
    ("family", true),
    ("records", true),
    ("residue", false),
];

struct Reading {
    file: PathBuf,
    format: TextFormat,
    metadata: DocumentMetadata,
    text: NoticeText,
    parsed: Parsed,
}

pub(crate) fn run(app: &App, args: &ParseArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let parser = Parser::new(settings.authorities.clone());
    let given = Given::new(args);
    let mut files = Vec::new();
    let mut failures = 0;
    for file in &args.files {
        match read_file(file, &given, args.all) {
            Ok(read) => {
                for failure in &read.failures {
                    failures += 1;
                    app.printer.error(failure);
                }
                files.push(read);
            }
            Err(error) if error.status == Status::Usage => return Err(error),
            Err(error) => {
                failures += 1;
                app.printer.error(&error);
            }
        }
    }
    let lacking = |read: &FileReading| {
        let documents = read.documents.iter();
        documents
            .filter(|document| document.metadata.document_number.is_none())
            .count()
    };
    given.refuse_for_several(files.iter().map(lacking).sum())?;
    let mut readings = Vec::new();
    for file in files {
        if file.is_issue {
            let (printed, seen) = (file.documents.len(), file.seen);
            app.printer.talk(&format!(
                "{}: {} of {}",
                file.path.display(),
                count(printed, "document is printed", "documents are printed"),
                count(seen, "document", "documents")
            ));
        }
        for document in file.documents {
            readings.push(parse(app, &parser, &given, &file.path, document));
        }
    }
    let mut listing = Listing::new(&COLUMNS, "no documents");
    for reading in &readings {
        listing.push(object(reading)?);
    }
    let printer = by_line(&app.printer);
    printer.listing(
        &listing,
        Some(&|| prose(&readings, &settings.authorities, &printer)),
    )?;
    if failures > 0 {
        if args.files.len() > 1 {
            app.printer.talk(&format!(
                "{} could not be read; {} read",
                count(failures, "document", "documents"),
                count(readings.len(), "document was", "documents were")
            ));
        }
        return Ok(Status::UnreadableInput);
    }
    Ok(Status::Success)
}

/// `--json` prints one object a line, one per document: the same for one file, several, and an
/// issue, so that a reader need not know how many documents there are.
fn by_line(printer: &Printer) -> Printer {
    let mut printer = printer.clone();
    if printer.format == Some(Format::Json) {
        printer.format = Some(Format::Jsonl);
    }
    printer
}

/// A document of a file, with what the file and the metadata beside it say.
struct Found {
    format: TextFormat,
    metadata: DocumentMetadata,
    text: NoticeText,
}

struct FileReading {
    path: PathBuf,
    documents: Vec<Found>,
    failures: Vec<CliError>,
    is_issue: bool,
    seen: usize,
}

fn read_file(file: &Path, given: &Given, all: bool) -> Result<FileReading, CliError> {
    let bytes = read_bytes(file)?;
    let unreadable = |what: String| {
        CliError::new(Status::UnreadableInput, what)
            .which(file.display())
            .help("give a notice as federalregister.gov or govinfo.gov serve it: XML, HTML or text")
    };
    let opened = open(&bytes).map_err(|error| unreadable(error.to_string()))?;
    if opened.is_issue {
        given
            .refuse_for_issue()
            .map_err(|error| error.which(file.display()))?;
    }
    let shelf = Shelf::beside(file);
    let mut result = FileReading {
        path: file.to_owned(),
        documents: Vec::new(),
        failures: Vec::new(),
        is_issue: opened.is_issue,
        seen: opened.documents.len(),
    };
    for document in opened.documents {
        let metadata = metadata(&shelf, file, given, &document.stated);
        match document.text {
            Ok(text) => {
                if opened.is_issue && !all && !is_candidate(&metadata, &text) {
                    continue;
                }
                result.documents.push(Found {
                    format: document.format,
                    metadata,
                    text,
                });
            }
            Err(error) => {
                let number = metadata.document_number.map(|n| n.to_string());
                let which = number.unwrap_or_else(|| "a document without a number".to_owned());
                result.failures.push(
                    unreadable(error.to_string()).which(format!("{which} in {}", file.display())),
                );
            }
        }
    }
    Ok(result)
}

/// What the metadata beside the file says, then the text itself. The options help to find the
/// former where the file says too little.
fn metadata(
    shelf: &Shelf,
    file: &Path,
    given: &Given,
    stated: &DocumentMetadata,
) -> DocumentMetadata {
    let mut known = stated.clone();
    known.fill_from(given.facts());
    let mut metadata = DocumentMetadata::default();
    for about in [stated, &known] {
        if let Match::One(saved) = shelf.find(file, about) {
            metadata.fill_from(&saved.metadata);
            metadata.stage = saved.metadata.stage;
            break;
        }
    }
    metadata.fill_from(stated);
    metadata
}

fn parse(app: &App, parser: &Parser, given: &Given, file: &Path, found: Found) -> Reading {
    let Found {
        format,
        mut metadata,
        text,
    } = found;
    for contradiction in given.fill(&mut metadata) {
        app.printer
            .warn(&format!("{}: {contradiction}", file.display()));
    }
    metadata.publication_date = metadata.publication_date.or_else(|| date_in_path(file));
    let parsed = parser.parse(&metadata, &text);
    Reading {
        file: file.to_owned(),
        format,
        metadata,
        text,
        parsed,
    }
}

fn read_bytes(file: &Path) -> Result<Vec<u8>, CliError> {
    let failed = |error: &dyn std::fmt::Display| {
        CliError::new(
            Status::UnreadableInput,
            format!("the file cannot be read: {error}"),
        )
        .which(file.display())
    };
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(MAX_BYTES + 1)
            .read_to_end(&mut bytes)
    } else {
        if file.is_dir() {
            return Err(CliError::new(Status::UnreadableInput, "this is a folder, not a file")
                .which(file.display())
                .help("give its files, or read the folder into the history: fedreg run --source DIR"));
        }
        fs_err::File::open(file)
            .and_then(|opened| opened.take(MAX_BYTES + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| failed(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(failed(&format!("it is larger than {} MB", MAX_BYTES >> 20)));
    }
    Ok(bytes)
}

fn object(reading: &Reading) -> Result<Value, CliError> {
    let unwritable = |error: serde_json::Error| CliError::new(Status::Failure, error.to_string());
    let mut document = serde_json::to_value(&reading.metadata).map_err(unwritable)?;
    if let Value::Object(map) = &mut document {
        map.insert("file".to_owned(), json!(reading.file.display().to_string()));
        map.insert("format".to_owned(), json!(reading.format));
    }
    let parsed = &reading.parsed;
    Ok(json!({
        "document": document,
        "verdict": parsed.verdict,
        "reason": parsed.reason,
        "family": parsed.family,
        "records": parsed.records,
        "residue": parsed.residue,
    }))
}

fn prose(readings: &[Reading], authorities: &Authorities, printer: &Printer) -> String {
    let width = printer.prose_width();
    let mut out = String::new();
    for reading in readings {
        out.push_str(&describe::document(&reading.metadata, width));
        out.push_str(&describe::verdict(
            &reading.parsed,
            reading.metadata.pdf_url.as_deref(),
            width,
        ));
        for record in &reading.parsed.records {
            out.push_str(&describe::record(record, authorities, width));
            out.push_str(&describe::quote(&reading.text.text, &record.quote, width));
        }
        out.push('\n');
    }
    out
}
