//! What is asked of a history: a list as of a day, a difference, one entity's timeline.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::Days;
use fedreg_history::{History, OpenMode, RecordFilter};
use fedreg_timeline::{Filter, LinkRules, Point, as_of, diff, timeline};

use crate::{BenchError, Figures, generate, milliseconds};

const ENTITIES: &str = include_str!("../../../config/entities.toml");

fn timed<T>(work: impl FnOnce() -> Result<T, BenchError>) -> Result<(T, Duration), BenchError> {
    let started = Instant::now();
    let result = work()?;
    Ok((result, started.elapsed()))
}

/// Asks the library as the commands `list`, `diff` and `timeline` do: the records are loaded, and
/// the answer is made of them.
pub(crate) fn ask(path: &Path, documents: u64, figures: &mut Figures) -> Result<(), BenchError> {
    let rules = LinkRules::from_toml(ENTITIES)?;
    let history = History::open(path, OpenMode::ReadOnly)?;
    let (versions, taken) = timed(|| Ok(history.record_versions(&RecordFilter::default())?))?;
    figures.add(
        "load all records into memory",
        format!("{} for {}", milliseconds(taken), versions.len()),
        "",
    );
    let middle = generate::day(documents / 2);
    let filter = Filter::authority(generate::RARE);
    let point = Point::on(middle);
    let (list, taken) = timed(|| Ok(as_of(&versions, &rules, middle, point.known, &filter)))?;
    figures.add(
        "list of a rare authority as of a day, once loaded",
        format!("{} for {}", milliseconds(taken), list.standings.len()),
        "under 10 ms",
    );
    let later = Point::on(middle + Days::new(100));
    let (changes, taken) = timed(|| Ok(diff(&versions, &rules, point, later, &filter)))?;
    figures.add(
        "diff of a rare authority over 100 days, once loaded",
        format!("{} for {}", milliseconds(taken), changes.entries.len()),
        "under 10 ms",
    );
    let name = generate::name(documents / 2 * generate::RECORDS);
    let (_, taken) = timed(|| {
        Ok(timeline(
            &versions,
            &rules,
            &name,
            later,
            &Filter::default(),
        ))
    })?;
    figures.add(
        "timeline of one entity, once loaded",
        milliseconds(taken),
        "under 2 ms",
    );
    Ok(())
}
