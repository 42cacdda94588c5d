//! Finding documents and names, and the notes of runs.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use common::{Notice, day, history_of, minute, run};
use fedreg_history::{DocumentFilter, HitKind, Outcome, RunOutcome};
use fedreg_model::{Action, Verdict};

fn outcome(outcome: Outcome) -> RunOutcome {
    RunOutcome {
        finished_at: minute(9),
        outcome,
        message: (outcome != Outcome::Complete).then(|| "the network is down".to_owned()),
        counts: serde_json::json!({"documents": 1}),
    }
}

#[test]
fn a_document_is_found_by_number_citation_or_address() {
    let mut notices = [
        Notice::new("2025-20750", "2025-11-24", &["A"]),
        Notice::new("2012-07333", "2012-03-28", &["B"]),
        Notice::new("01-100", "2001-03-28", &["C"]),
    ];
    notices[1].citation = Some("77 FR 100".into());
    notices[2].citation = None;
    let history = history_of(&notices);
    for (words, number) in [
        ("2025-20750", Some("2025-20750")),
        (" 2025-20750 of 2025-11-24", Some("2025-20750")),
        ("90 FR 53045", Some("2025-20750")),
        ("90 fr 53,046", Some("2025-20750")),
        ("90 F.R. 53045", Some("2025-20750")),
        ("90 FR 53047", None),
        ("2012-7333", Some("2012-07333")),
        (
            "https://www.federalregister.gov/documents/2025/11/24/2025-20750/a-1?x=1",
            Some("2025-20750"),
        ),
        ("2025-99999", None),
        ("'; DROP TABLE blob", None),
        ("", None),
    ] {
        let found = history.find_documents(words).unwrap();
        let found: Vec<&str> = found
            .iter()
            .map(|d| d.id.document_number.as_str())
            .collect();
        assert_eq!(found, number.into_iter().collect::<Vec<_>>(), "{words}");
    }
}

#[test]
fn names_come_before_texts_and_the_whole_name_first() {
    let mut notices = [
        Notice::new("2025-1", "2025-11-24", &["Soles Front", "Zeta Soles"]),
        Notice::new("2025-2", "2025-11-25", &["Soles"]),
        Notice::new("2025-3", "2025-11-26", &["Al-Qa'ida"]),
        Notice::new("2025-4", "2025-11-27", &[]),
    ];
    notices[2].aliases = vec!["The Solés Group".into()];
    notices[3].title = "Nobody is named here but soles".into();
    let history = history_of(&notices);
    let hits = |words: &str| -> Vec<String> {
        let hits = history.search(words, 10).unwrap();
        hits.into_iter()
            .map(|hit| match hit.kind {
                HitKind::Name { name, .. } => name,
                HitKind::Alias { alias, name, .. } => format!("{alias} of {name}"),
                HitKind::Identifier { value, name, .. } => format!("#{value} of {name}"),
                HitKind::Address { printed, name, .. } => format!("@{printed} of {name}"),
                HitKind::Text { .. } => format!("text of {}", hit.document.document_number),
            })
            .collect()
    };
    let soles = hits("soles");
    assert_eq!(
        soles[..4],
        [
            "Soles",
            "Soles Front",
            "Zeta Soles",
            "The Solés Group of Al-Qa'ida"
        ]
    );
    let mut texts = soles[4..].to_vec();
    texts.sort();
    assert_eq!(
        texts,
        ["text of 2025-1", "text of 2025-2", "text of 2025-4"]
    );
    assert_eq!(hits("AL QAIDA")[..1], ["Al-Qa'ida"]);
    assert_eq!(hits("r-9"), ["#R-9 of Al-Qa'ida"]);
    assert_eq!(hits("Registration R-9"), ["#R-9 of Al-Qa'ida"]);
    assert_eq!(
        hits("r 9")[..1],
        ["#R-9 of Al-Qa'ida"],
        "however it is grouped"
    );
    assert_eq!(
        hits("9 first street, strelsau"),
        ["@9 First Street, Strelsau, Ruritania of Al-Qa'ida"]
    );
    assert_eq!(hits("oles"), [] as [String; 0], "words, not their middles");
    assert_eq!(hits("\"soles front\"").len(), 2);
    for nothing in ["", "  ", "\"", "* AND (", "NEAR("] {
        assert!(hits(nothing).len() <= 4, "{nothing}");
    }
}

#[test]
fn a_name_in_its_own_script_is_found() {
    let mut notice = Notice::new("2025-1", "2025-11-24", &["Example Front"]);
    notice.aliases = vec![
        "جبهة المثال".into(),
        "Пример Фронт".into(),
        "范例阵线".into(),
    ];
    let history = history_of(&[notice]);
    for words in ["جبهة المثال", "ПРИМЕР", "范例阵线"] {
        let hits = history.search(words, 10).unwrap();
        let is_alias = |hit: &fedreg_history::SearchHit| matches!(hit.kind, HitKind::Alias { .. });
        assert!(hits.iter().any(is_alias), "{words}: {hits:?}");
    }
}

#[test]
fn only_what_is_current_is_found_and_the_index_can_be_made_anew() {
    let first = Notice::new("2025-1", "2025-11-24", &["Wrongly"]);
    let mut second = Notice::new("2025-1", "2025-11-24", &["Rightly"]);
    second.observed = minute(5);
    let mut history = history_of([&first, &second]);
    assert_eq!(history.search("wrongly", 9).unwrap(), []);
    let found = history.search("rightly", 9).unwrap();
    assert_eq!(found.len(), 2);
    history.rebuild_search().unwrap();
    assert_eq!(history.search("rightly", 9).unwrap(), found);
    assert!(history.verify(None, &mut |_, _| {}).unwrap().is_sound());
}

#[test]
fn documents_are_filtered_by_day_and_verdict() {
    let mut notices = [
        Notice::new("2025-1", "2025-11-24", &["A"]),
        Notice::new("2025-2", "2025-11-25", &["B"]),
        Notice::new("2025-3", "2025-11-26", &[]),
    ];
    notices[1].residue = true;
    let history = history_of(&notices);
    let numbers = |filter: DocumentFilter| -> Vec<String> {
        let documents = history.documents(&filter).unwrap();
        documents
            .iter()
            .map(|d| d.id.document_number.to_string())
            .collect()
    };
    assert_eq!(
        numbers(DocumentFilter::default()),
        ["2025-1", "2025-2", "2025-3"]
    );
    let from = Some(day("2025-11-25"));
    assert_eq!(
        numbers(DocumentFilter {
            from,
            ..Default::default()
        }),
        ["2025-2", "2025-3"]
    );
    assert_eq!(
        numbers(DocumentFilter {
            from,
            to: from,
            ..Default::default()
        }),
        ["2025-2"]
    );
    assert_eq!(
        numbers(DocumentFilter {
            limit: Some(1),
            ..Default::default()
        }),
        ["2025-1"]
    );
    let verdict = Some(Verdict::NotADesignation);
    assert_eq!(
        numbers(DocumentFilter {
            verdict,
            ..Default::default()
        }),
        ["2025-3"]
    );
    let residues = history.residues().unwrap();
    assert_eq!(residues.len(), 1);
    assert_eq!(residues[0].residue[0].why, "not understood");
    let statistics = history.statistics().unwrap();
    assert_eq!((statistics.documents, statistics.current_records), (3, 2));
    assert_eq!(statistics.verdicts["needs_review"], 1);
}

/// Each case: the outcome, whether the run appended something, and what is told of it later.
#[test]
fn a_run_that_found_nothing_leaves_nothing() {
    for (end, appended, told) in [
        (Outcome::Complete, false, None),
        (Outcome::Complete, true, Some(Outcome::Complete)),
        (Outcome::Partial, false, Some(Outcome::Partial)),
        (Outcome::Failed, false, Some(Outcome::Failed)),
    ] {
        let mut history = history_of([]);
        let mut run = run(&mut history);
        if appended {
            Notice::new("2025-1", "2025-11-24", &["A"]).append(&mut history, &mut run, minute(1));
        }
        let sequence = history.finish_run(run, &outcome(end)).unwrap();
        assert_eq!(sequence.is_some(), told.is_some());
        let runs = history.runs(5).unwrap();
        assert_eq!(
            runs.first().map(|run| run.outcome),
            told,
            "{end:?} {appended}"
        );
        if let Some(run) = runs.first() {
            assert_eq!(run.finished_at, Some(minute(9)));
            assert_eq!(run.counts["documents"], 1);
        } else {
            assert_eq!(history.head().unwrap(), fedreg_history::Head::EMPTY);
        }
    }
}

#[test]
fn the_census_and_the_mark_are_noted_once() {
    let mut history = history_of([]);
    let mut run = run(&mut history);
    let monday = day("2025-11-24");
    let mut census = |listed, candidates| {
        history
            .census(&mut run, "api", monday, listed, candidates, minute(1))
            .unwrap()
            .is_some()
    };
    assert!(census(Some(120), Some(2)));
    assert!(!census(Some(120), Some(2)));
    assert!(census(Some(121), Some(2)));
    assert!(census(Some(121), None));
    let days = history.census_days(monday, monday).unwrap();
    assert_eq!(
        (days.len(), days[0].listed, days[0].candidates),
        (1, Some(121), None)
    );

    assert_eq!(history.coverage("api").unwrap(), None);
    for (through, noted, stands) in [
        ("2025-11-24", true, "2025-11-24"),
        ("2025-11-24", false, "2025-11-24"),
        ("2025-11-20", false, "2025-11-24"),
        ("2025-11-25", true, "2025-11-25"),
    ] {
        let result = history
            .advance_coverage(&mut run, "api", day(through), minute(2))
            .unwrap();
        assert_eq!(result.is_some(), noted, "{through}");
        assert_eq!(history.coverage("api").unwrap(), Some(day(stands)));
    }
    assert_eq!(history.coverage("folder").unwrap(), None);
}

#[test]
fn one_file_is_archived_once_however_often_it_comes() {
    let mut history = history_of([]);
    let one = history.archive(b"bytes", "first", minute(1)).unwrap();
    let head = history.head().unwrap();
    assert_eq!(history.archive(b"bytes", "second", minute(2)).unwrap(), one);
    let other = history.archive(b"", "empty", minute(3)).unwrap();
    assert_eq!(history.archive(b"bytes", "third", minute(4)).unwrap(), one);
    assert_eq!(history.head().unwrap().sequence, head.sequence + 1);
    assert_eq!(history.blob(&one).unwrap().unwrap(), b"bytes");
    assert_eq!(history.blob(&other).unwrap().unwrap(), b"");
    assert_eq!(
        history
            .blob(&fedreg_history::Sha256::of(b"unknown"))
            .unwrap(),
        None
    );
    assert_eq!(history.blobs().unwrap()[0].origin, "first");
}

/// An issue holds many documents; a new file of the issue changes only those whose bytes changed.
#[test]
fn documents_of_an_issue_are_told_by_their_own_bytes() {
    use fedreg_history::{NewDocument, SourceRef};
    let notices = [
        Notice::new("2025-1", "2025-11-24", &["A"]),
        Notice::new("2025-2", "2025-11-24", &["B"]),
    ];
    let mut history = history_of([]);
    let mut run = run(&mut history);
    let mut appended = Vec::new();
    for (head, patched) in [("<issue>", false), ("<issue later='yes'>", true)] {
        let mut issue = head.as_bytes().to_vec();
        let mut places = Vec::new();
        for notice in &notices {
            let mut notice = notice.clone();
            if patched && notice.number == "2025-2" {
                notice.acts.push((Action::Designation, "C".into()));
            }
            let start = issue.len();
            issue.extend(notice.bytes());
            places.push((notice, start..issue.len()));
        }
        let observed_at = minute(if patched { 60 } else { 0 });
        let sha256 = history
            .archive(&issue, "FR-2025-11-24.xml", observed_at)
            .unwrap();
        for (notice, range) in places {
            let source = SourceRef {
                sha256,
                range,
                format: notice.format,
                origin: "FR-2025-11-24.xml".into(),
            };
            let metadata = notice.metadata();
            let new = NewDocument {
                metadata: &metadata,
                raw_metadata: None,
                source,
                observed_at,
            };
            let done = history
                .append(
                    &mut run,
                    &new,
                    &notice.text(),
                    &notice.parsed(),
                    None,
                    observed_at,
                )
                .unwrap();
            appended.push(done.document_version.is_some());
        }
    }
    assert_eq!(appended, [true, true, false, true]);
    let stored = history.stored_documents(0, 10).unwrap();
    for stored in &stored {
        let bytes = history.source_bytes(&stored.version.source).unwrap();
        assert!(
            String::from_utf8(bytes)
                .unwrap()
                .contains(&stored.metadata().title)
        );
    }
}
