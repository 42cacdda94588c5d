//! Reading a whole archive again: what `reparse` and `verify` take, of notices that the program's
//! own reader and parser read.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use chrono::TimeDelta;
use fedreg_history::{History, NewDocument, OpenMode, SourceRef};
use fedreg_model::TextFormat;
use fedreg_parse::Parser;
use fedreg_pipeline::{Clock, Settings, Silent, reparse, verify};

use crate::derivation::begin;
use crate::{BenchError, Figures, generate, memory};

/// One in so many notices was read otherwise by an older parser.
const OTHERWISE: u64 = 10;
/// Documents in one transaction.
const BATCH: u64 = 500;

/// Generates notices of ten parties each, reads the archive again, and verifies it.
pub(crate) fn measure(
    path: &Path,
    documents: u64,
    figures: &mut Figures,
) -> Result<(), BenchError> {
    let settings = Settings::built_in()?;
    let parser = Parser::new(Arc::clone(&settings.authorities));
    let mut history = History::open(path, OpenMode::ReadWrite)?;
    let mut run = begin(&mut history)?;
    let mut records = 0;
    for first in (0..documents).step_by(usize::try_from(BATCH).unwrap_or(usize::MAX)) {
        eprintln!("{first} of {documents} documents");
        history.batch(&mut run, |batch| {
            for at in first..documents.min(first + BATCH) {
                let generated = generate::document(at);
                let (metadata, bytes) = (generated.metadata, notice(at).into_bytes());
                let text = fedreg_text::read(&bytes, TextFormat::Xml)?;
                let mut parsed = parser.parse(&metadata, &text);
                if at % OTHERWISE == 0 {
                    parsed.records.pop();
                    parsed.parser_version = 1;
                }
                records += parsed.records.len();
                let now = generated.observed_at + TimeDelta::minutes(1);
                let sha256 = batch.archive(&bytes, "generated", now)?;
                let new = NewDocument {
                    metadata: &metadata,
                    raw_metadata: None,
                    source: SourceRef {
                        sha256,
                        range: 0..bytes.len(),
                        format: TextFormat::Xml,
                        origin: "generated".into(),
                    },
                    observed_at: now,
                };
                batch.append(&new, &text, &parsed, None, now)?;
            }
            Ok::<_, BenchError>(())
        })?;
    }
    drop(history);
    figures.add("records read", records.to_string(), "");

    memory::forget_peak()?;
    let started = Instant::now();
    let reader = History::open(path, OpenMode::ReadOnly)?;
    let clock = Clock::pinned("2026-01-01T12:00:00Z")?;
    let mut reported = 0_u64;
    let found = reparse(&reader, None, &settings, clock, &Silent, &mut |_| {
        reported += 1;
        Ok(())
    })?;
    figures.add(
        "reparse, shown and not appended",
        format!(
            "{:.1} s for {} documents, {reported} of them otherwise",
            started.elapsed().as_secs_f64(),
            found.read
        ),
        "",
    );
    figures.add("memory at most, meanwhile", memory::peak()?, "bounded");

    memory::forget_peak()?;
    let started = Instant::now();
    let mut writer = History::open(path, OpenMode::ReadWrite)?;
    reparse(
        &reader,
        Some(&mut writer),
        &settings,
        clock,
        &Silent,
        &mut |_| Ok(()),
    )?;
    drop(writer);
    figures.add(
        "reparse, appended and derived",
        format!("{:.1} s", started.elapsed().as_secs_f64()),
        "",
    );
    figures.add("memory at most, meanwhile", memory::peak()?, "bounded");

    memory::forget_peak()?;
    let started = Instant::now();
    let verified = verify(&reader, &settings.links, None, &Silent)?;
    figures.add(
        "verify, derived tables and texts included",
        format!(
            "{:.1} s for {} rows, {}",
            started.elapsed().as_secs_f64(),
            verified.report.rows,
            if verified.report.is_sound() {
                "sound"
            } else {
                "NOT SOUND"
            },
        ),
        "",
    );
    figures.add("memory at most, meanwhile", memory::peak()?, "");
    let started = Instant::now();
    reader.digest()?;
    figures.add(
        "of which the digest",
        format!("{:.1} s", started.elapsed().as_secs_f64()),
        "",
    );
    Ok(())
}

/// A notice of the form in which OFAC prints additions to its list, of made-up parties.
fn notice(at: u64) -> String {
    let mut entries = String::new();
    for place in 0..generate::RECORDS {
        let party = at * generate::RECORDS + place;
        let name = generate::name(party).to_uppercase();
        let _ = writeln!(
            entries,
            "<FP>{name} (a.k.a. THE FRONT {party}), Kabul, Afghanistan; Registration Number \
             R-{party} (Afghanistan) [SDGT]</FP>"
        );
    }
    let day = generate::day(at).format("%B %-d, %Y");
    format!(
        "<NOTICE><PREAMB><AGENCY TYPE=\"S\">DEPARTMENT OF THE TREASURY</AGENCY>
<SUBAGY>Office of Foreign Assets Control</SUBAGY>
<SUBJECT>Additional Designations of Terrorism-Related Blocked Persons</SUBJECT>
<AGY><HD SOURCE=\"HED\">AGENCY:</HD><P>Office of Foreign Assets Control, Treasury.</P></AGY>
<ACT><HD SOURCE=\"HED\">ACTION:</HD><P>Notice of additional designations.</P></ACT>
<SUM><HD SOURCE=\"HED\">SUMMARY:</HD><P>The Treasury Department is publishing additional names of \
persons whose property and interests in property have been blocked under Executive Order 13224.</P>\
</SUM></PREAMB>
<SUPLINF><HD SOURCE=\"HED\">SUPPLEMENTARY INFORMATION:</HD>
<P>On {day}, the Secretary of the Treasury, in consultation with the Secretary of State and the \
Attorney General, determined that the following persons are designated under the Order as persons \
who assist in, sponsor, or provide support for acts of terrorism:</P>
<HD SOURCE=\"HD2\">ENTITIES</HD>
{entries}<SIG><DATED>Dated: {day}.</DATED><NAME>A. Signer,</NAME>
<TITLE>Director, Office of Foreign Assets Control.</TITLE></SIG></SUPLINF></NOTICE>"
    )
}
