//! Deriving who is who and who stands when: from all records, and after one more notice.

use std::path::Path;
use std::time::Instant;

use fedreg_history::{History, HistoryError, NewDocument, OpenMode, Run, RunStart, SourceRef};
use fedreg_pipeline::{derive_if_stale, rederive};
use fedreg_timeline::LinkRules;

use crate::generate::{self, Generated};
use crate::memory;
use crate::{BenchError, Figures, milliseconds};

/// Generates so many documents, derives from them, and adds to them.
pub(crate) fn measure(
    path: &Path,
    documents: u64,
    figures: &mut Figures,
) -> Result<(), BenchError> {
    let mut history = History::open(path, OpenMode::ReadWrite)?;
    let mut run = begin(&mut history)?;
    // Every tenth document revokes what the one nine before it designated: the last is left out,
    // to be found later.
    let last = documents - documents % generate::RECORDS - 1;
    for at in (0..documents).filter(|at| *at != last) {
        if at % 500 == 0 {
            eprintln!("{at} of {documents} documents");
        }
        append(&mut history, &mut run, &generate::document(at))?;
    }
    let rules = LinkRules::default();
    memory::forget_peak()?;
    let started = Instant::now();
    let counts = rederive(&mut history, &rules)?;
    figures.add(
        "derive everything anew",
        format!(
            "{:.1} s for {} records, {} entities",
            started.elapsed().as_secs_f64(),
            counts.records,
            counts.entities
        ),
        "",
    );
    figures.add("memory at most, meanwhile", memory::peak()?, "");

    let new = generate::document(last);
    append(&mut history, &mut run, &new)?;
    memory::forget_peak()?;
    let started = Instant::now();
    derive_if_stale(&mut history, &rules)?;
    figures.add(
        "derive after one more notice of ten records",
        milliseconds(started.elapsed()),
        "milliseconds",
    );
    let started = Instant::now();
    derive_if_stale(&mut history, &rules)?;
    figures.add(
        "find that nothing is to be derived",
        milliseconds(started.elapsed()),
        "",
    );
    Ok(())
}

pub(crate) fn begin(history: &mut History) -> Result<Run, HistoryError> {
    history.begin_run(RunStart {
        started_at: generate::document(0).observed_at,
        command: "bench".into(),
        source: "generated".into(),
        program_version: env!("CARGO_PKG_VERSION").into(),
    })
}

fn append(history: &mut History, run: &mut Run, one: &Generated) -> Result<(), HistoryError> {
    history.batch(run, |history| {
        let bytes = one.text.text.as_bytes();
        let sha256 = history.archive(bytes, "generated", one.observed_at)?;
        let new = NewDocument {
            metadata: &one.metadata,
            raw_metadata: None,
            source: SourceRef {
                sha256,
                range: 0..bytes.len(),
                format: one.text.format,
                origin: "generated".into(),
            },
            observed_at: one.observed_at,
        };
        history.append(&new, &one.text, &one.parsed, None, one.observed_at)?;
        Ok(())
    })
}
