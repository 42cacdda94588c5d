//! One pass: what it promises of bytes, versions, order, and reading again.

#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use fedreg_history::{DocumentFilter, History, NewDocument, OpenMode, RunStart, Sha256, SourceRef};
use fedreg_model::{DocumentId, DocumentMetadata, DocumentNumber, Parsed, TextFormat, Verdict};
use fedreg_pipeline::{
    Clock, PassReport, PassRequest, ProblemKind, Progress, Settings, Silent, Source, run_pass,
    verify,
};
use fedreg_register::{Fault, Misbehaviour, Register};
use proptest::prelude::*;

fn register() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/register")
}

fn clock() -> Clock {
    Clock::pinned("2026-02-02T12:00:00Z").unwrap()
}

fn now() -> DateTime<Utc> {
    clock().now()
}

fn pass(history: &mut History, source: &str) -> PassReport {
    watched_pass(history, source, &Silent)
}

fn watched_pass(history: &mut History, source: &str, progress: &dyn Progress) -> PassReport {
    let settings = Settings::built_in().unwrap();
    let request = PassRequest {
        source: Source::read(source).unwrap(),
        from: None,
        to: None,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime
        .block_on(run_pass(history, &settings, clock(), &request, progress))
        .unwrap()
}

fn pass_over(history: &mut History, folder: &Path) -> PassReport {
    pass(history, folder.to_str().unwrap())
}

fn soles() -> DocumentId {
    DocumentId {
        publication_date: "2025-11-24".parse().unwrap(),
        document_number: DocumentNumber::new("2025-20750").unwrap(),
    }
}

#[test]
fn running_twice_changes_nothing() {
    let mut history = History::in_memory().unwrap();
    let first = pass_over(&mut history, &register());
    assert!(first.run.is_some() && !first.taken.is_empty());
    let head = history.head().unwrap();
    let second = pass_over(&mut history, &register());
    assert_eq!(history.head().unwrap(), head);
    assert!(second.run.is_none() && second.taken.is_empty());
    assert_eq!(second.documents, first.documents);
}

#[test]
fn a_document_is_kept_in_every_format_and_xml_counts() {
    let mut history = History::in_memory().unwrap();
    pass_over(&mut history, &register());
    let versions = history.document_versions(&soles()).unwrap();
    for format in [TextFormat::Xml, TextFormat::Html, TextFormat::Txt] {
        assert!(
            versions.iter().any(|v| v.source.format == format),
            "{format:?}"
        );
    }
    let current = history.document(&soles()).unwrap().unwrap().version;
    assert_eq!(current.source.format, TextFormat::Xml);
    // One document of an issue is a part of the issue's bytes, which are archived once.
    let issues: Vec<_> = history
        .blobs()
        .unwrap()
        .into_iter()
        .filter(|b| b.origin.contains("/FR-"))
        .collect();
    assert_eq!(issues.len(), 1);
    let sliced = versions
        .iter()
        .find(|v| v.source.sha256 == issues[0].sha256)
        .unwrap();
    assert!((sliced.source.range.len() as u64) < issues[0].size);
    let bytes = history.source_bytes(&sliced.source).unwrap();
    assert!(bytes.starts_with(b"<NOTICE>"));
}

/// How many documents a reader finds in the history at each step of a pass.
struct Watch<'h> {
    path: &'h Path,
    seen: std::sync::Mutex<Vec<u64>>,
}

impl Progress for Watch<'_> {
    fn begin(&self, _: &str, _: Option<u64>) {}
    fn advance(&self) {
        let reader = History::open(self.path, OpenMode::ReadOnly).unwrap();
        let documents = reader.statistics().unwrap().documents;
        self.seen.lock().unwrap().push(documents);
    }
    fn end(&self) {}
}

/// Documents become permanent some dozens at a time: neither each alone, nor all at the end.
#[test]
fn readers_see_how_far_a_pass_has_come() {
    const FILES: u64 = 120;
    let folder = tempfile::tempdir().unwrap();
    let soles = register().join("documents/2025/11/24");
    for extension in ["xml", "json"] {
        let text = fs_err::read_to_string(soles.join(format!("2025-20750.{extension}"))).unwrap();
        for at in 0..FILES {
            let number = format!("2025-{}", 30_000 + at);
            let file = folder.path().join(format!("{number}.{extension}"));
            fs_err::write(file, text.replace("2025-20750", &number)).unwrap();
        }
    }
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("history.db");
    let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
    let watch = Watch {
        path: &path,
        seen: std::sync::Mutex::default(),
    };
    let report = watched_pass(&mut history, folder.path().to_str().unwrap(), &watch);
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert_eq!(report.taken.len(), 120);
    let seen = watch.seen.into_inner().unwrap();
    assert!(seen.is_sorted(), "{seen:?}");
    assert!(seen.iter().any(|n| (1..FILES).contains(n)), "{seen:?}");
    let times = seen.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(times < 60, "a wait for the disk for each: {seen:?}");
    assert_eq!(history.statistics().unwrap().documents, FILES);
    assert!(history.verify(None, &mut |_, _| {}).unwrap().is_sound());
}

#[test]
fn bytes_are_archived_even_if_nothing_can_be_read_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let broken = b"<NOTICE><PREAMB><AGENCY>DEPARTMENT OF STATE</AGENCY><P>cut off";
    fs_err::write(folder.path().join("2025-00001.xml"), broken).unwrap();
    let mut history = History::in_memory().unwrap();
    let report = pass_over(&mut history, folder.path());
    assert_eq!(report.problems.len(), 1);
    assert_eq!(report.problems[0].kind, ProblemKind::File);
    assert!(report.problems[0].which.ends_with("2025-00001.xml"));
    assert!(history.has_blob(&Sha256::of(broken)).unwrap());
}

#[test]
fn an_older_reading_is_made_again_without_the_source() {
    let mut history = History::in_memory().unwrap();
    let path = register().join("documents/2025/11/24/2025-20750.xml");
    let bytes = fs_err::read(path).unwrap();
    let text = fedreg_text::read(&bytes, TextFormat::Xml).unwrap();
    let sha256 = history.archive(&bytes, "an earlier run", now()).unwrap();
    let mut run = history
        .begin_run(RunStart {
            started_at: now(),
            command: "run".to_owned(),
            source: "test".to_owned(),
            program_version: "0".to_owned(),
        })
        .unwrap();
    let mut metadata = DocumentMetadata {
        document_number: Some(soles().document_number),
        publication_date: Some(soles().publication_date),
        ..DocumentMetadata::default()
    };
    metadata.fill_from(&text.stated);
    let source = SourceRef {
        sha256,
        range: 0..bytes.len(),
        format: TextFormat::Xml,
        origin: "an earlier run".to_owned(),
    };
    let new = NewDocument {
        metadata: &metadata,
        raw_metadata: None,
        source,
        observed_at: now(),
    };
    // What a parser of the past, which knew nothing, made of it.
    let poor = Parsed {
        verdict: Verdict::NotADesignation,
        reason: "an older parser saw nothing in it".to_owned(),
        family: None,
        records: Vec::new(),
        residue: Vec::new(),
        parser_version: 0,
    };
    history
        .append(&mut run, &new, &text, &poor, None, now())
        .unwrap();
    assert!(history.current_records().unwrap().is_empty());

    let empty = tempfile::tempdir().unwrap();
    let report = pass_over(&mut history, empty.path());
    assert_eq!(report.read_again, 1);
    let records = history.current_records().unwrap();
    assert_eq!(records[0].record.party.name, "Cartel de los Soles");
    assert_eq!(records[0].cause, fedreg_model::Cause::Parser);
    assert_eq!(pass_over(&mut history, empty.path()).read_again, 0);
}

#[test]
fn what_is_held_and_unchanged_is_not_fetched_again() {
    let served = Register::builder(register()).start_blocking().unwrap();
    let url = served.api_url();
    let mut history = History::in_memory().unwrap();
    let first = pass(&mut history, &url);
    assert!(!first.is_incomplete(), "{:?}", first.problems);
    let texts = |served: &Register| {
        served
            .requests()
            .iter()
            .filter(|r| r.path.contains("/full_text/"))
            .count()
    };
    let fetched = texts(&served);
    assert!(fetched >= 20, "{fetched}");
    let head = history.head().unwrap();
    pass(&mut history, &url);
    assert_eq!(history.head().unwrap(), head);
    // Only what is on public inspection, and may still change, is asked for again.
    let again = texts(&served) - fetched;
    assert!(again <= 2, "{again} texts were fetched again");
    assert!(history.coverage(&url).unwrap().is_some());
}

#[test]
fn a_history_verifies_and_a_text_that_changed_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut history = History::open(&path, OpenMode::ReadWrite).unwrap();
    pass_over(&mut history, &register());
    let sound = verify(
        &history,
        &fedreg_timeline::LinkRules::default(),
        None,
        &Silent,
    )
    .unwrap();
    assert!(sound.report.is_sound(), "{:#?}", sound.report.problems);
    let documents = history.documents(&DocumentFilter::default()).unwrap().len();
    assert_eq!(sound.read_again, documents as u64);
}

/// Every file of the register, by its path below it.
fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![register()];
    while let Some(folder) = folders.pop() {
        for entry in fs_err::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path.strip_prefix(register()).unwrap().to_owned());
            }
        }
    }
    files.sort();
    files
}

/// Copies files into a folder; a text goes with its metadata, as a person would keep them.
fn folder_of(files: &[&PathBuf]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let target = folder.path().join(file);
        fs_err::create_dir_all(target.parent().unwrap()).unwrap();
        fs_err::copy(register().join(file), target).unwrap();
        let metadata = file.with_extension("json");
        if register().join(&metadata).exists() {
            fs_err::copy(register().join(&metadata), folder.path().join(metadata)).unwrap();
        }
    }
    folder
}

#[test]
fn a_part_of_an_issue_never_counts_before_a_file_of_the_documents_own() {
    let issue = PathBuf::from("issues/FR-2025-11-24.xml");
    let own = PathBuf::from("documents/2025/11/24/2025-20750.xml");
    let described = own.with_extension("json");
    for portions in [
        vec![vec![&issue, &described], vec![&own]],
        vec![vec![&own], vec![&issue]],
    ] {
        let mut history = History::in_memory().unwrap();
        for portion in portions {
            pass_over(&mut history, folder_of(&portion).path());
        }
        let current = history.document(&soles()).unwrap().unwrap().version;
        assert!(
            current.source.origin.ends_with("2025-20750.xml"),
            "{}",
            current.source.origin
        );
    }
}

#[test]
fn every_text_of_the_notices_is_read() {
    let notices = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/notices");
    let mut history = History::in_memory().unwrap();
    let report = pass_over(&mut history, &notices);
    let which: Vec<_> = report
        .problems
        .iter()
        .map(|p| (&p.which, &p.what))
        .collect();
    assert!(which.is_empty(), "{which:?}");
}

#[test]
fn a_text_without_its_date_is_a_problem_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    let xml = register().join("documents/2025/11/24/2025-20750.xml");
    fs_err::copy(xml, folder.path().join("2025-20750.xml")).unwrap();
    let mut history = History::in_memory().unwrap();
    let report = pass_over(&mut history, folder.path());
    assert_eq!(report.problems.len(), 1);
    let problem = &report.problems[0];
    assert_eq!(problem.kind, ProblemKind::File);
    assert!(problem.what.contains("publication date"), "{problem:?}");
    let help = problem.help.as_deref().unwrap();
    assert!(
        help.contains("meta.json") && help.contains("JSON"),
        "{help}"
    );
}

#[test]
fn many_failures_of_one_kind_are_told_as_one_and_every_document_is_named() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime
        .block_on(Register::builder(register()).start())
        .unwrap();
    let gone = Fault::Status {
        code: 404,
        retry_after: None,
    };
    server.misbehave(Misbehaviour::new(gone).at("/full_text/"));
    let mut history = History::in_memory().unwrap();
    // Without the API's path, which is known.
    let report = pass(&mut history, server.base_url());
    assert!(report.problems.len() < 10, "{:?}", report.problems);
    let texts: Vec<_> = report
        .problems
        .iter()
        .filter(|p| p.which.contains("full text"))
        .collect();
    assert!(
        texts
            .iter()
            .any(|p| p.which.contains("more that failed alike: ")),
        "{texts:?}"
    );
    let named = texts.iter().any(|p| p.which.contains("2025-20750"));
    assert!(named, "{texts:?}");
}

#[test]
fn two_different_texts_of_one_format_are_told_with_the_one_that_counts() {
    let own = PathBuf::from("documents/2025/11/24/2025-20750.xml");
    let folder = folder_of(&[&own]);
    let first = folder.path().join(&own);
    let text = fs_err::read_to_string(&first).unwrap();
    let second = folder.path().join("z/2025-20750.xml");
    fs_err::create_dir_all(second.parent().unwrap()).unwrap();
    // The same words are no news.
    fs_err::write(&second, format!("{text}\n")).unwrap();
    let mut history = History::in_memory().unwrap();
    assert!(pass_over(&mut history, folder.path()).problems.is_empty());

    let changed = text.replace("Terrorist", "Peaceful");
    assert_ne!(changed, text);
    fs_err::write(&second, changed).unwrap();
    let report = pass_over(&mut history, folder.path());
    let current = history.document(&soles()).unwrap().unwrap().version;
    let [problem] = report.problems.as_slice() else {
        panic!("{:?}", report.problems);
    };
    assert_eq!(problem.kind, ProblemKind::Rivals);
    assert!(problem.which.contains("2025-20750"), "{problem:?}");
    let counts = format!("{} counts", current.source.origin);
    assert!(problem.what.contains(&counts), "{problem:?}");
    for file in [&first, &second] {
        assert!(problem.what.contains(file.to_str().unwrap()), "{problem:?}");
    }
}

#[test]
fn a_folder_and_a_register_on_this_machine_over_it_are_one_source_of_records() {
    let served = Register::builder(register()).start_blocking().unwrap();
    for sources in [
        [served.api_url(), register().display().to_string()],
        [register().display().to_string(), served.api_url()],
    ] {
        let mut history = History::in_memory().unwrap();
        pass(&mut history, &sources[0]);
        let report = pass(&mut history, &sources[1]);
        // Of an issue's documents the register serves the issue's bytes, which are others; of a text
        // without metadata it says more than the folder.
        let without_metadata = "2010-880";
        let issue = soles().publication_date;
        let anew: Vec<_> = report
            .taken
            .iter()
            .filter(|t| !t.appended.records_carried.is_empty())
            .map(|t| &t.appended.document)
            .filter(|id| id.publication_date != issue)
            .filter(|id| id.document_number.as_str() != without_metadata)
            .collect();
        assert!(anew.is_empty(), "{anew:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 6,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Any order and partition of the same files gives the same current view.
    #[test]
    fn order_and_partition_do_not_matter(
        order in Just(files()).prop_shuffle(),
        cuts in proptest::collection::vec(0usize..200, 1..4),
    ) {
        let mut whole = History::in_memory().unwrap();
        pass_over(&mut whole, &register());
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % order.len()).collect();
        cuts.extend([0, order.len()]);
        cuts.sort_unstable();
        let mut parts = History::in_memory().unwrap();
        for pair in cuts.windows(2) {
            let part: Vec<&PathBuf> = order[pair[0]..pair[1]].iter().collect();
            let folder = folder_of(&part);
            pass_over(&mut parts, folder.path());
        }
        prop_assert_eq!(parts.digest().unwrap(), whole.digest().unwrap());
    }
}
