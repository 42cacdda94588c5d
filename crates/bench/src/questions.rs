//! What is asked of a history: a list as of a day, a difference, one entity's timeline. Each question
//! is asked many times, of other days and parties each time.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use fedreg_history::{History, HistoryError, OpenMode};
use fedreg_pipeline::derive_if_stale;
use fedreg_timeline::{Filter, Known, LinkRules, Point, Questions};

use crate::{BenchError, Figures, generate, milliseconds};

const ENTITIES: &str = include_str!("../../../config/entities.toml");
/// How often a question with a small answer is asked, and one with a large answer.
const OFTEN: u64 = 300;
const SELDOM: u64 = 5;
/// Up to so many documents, what needs all records is measured, too.
const FEW: u64 = 10_000;

/// What the answers to one question took, and how large they were.
#[derive(Default)]
struct Answers(Vec<(Duration, usize)>);

impl Answers {
    /// Asks for each argument once beforehand, so that what is measured is the question and not the
    /// first reading of the file; then once more.
    fn of<A: Copy>(
        arguments: &[A],
        ask: impl Fn(A) -> Result<usize, HistoryError>,
    ) -> Result<Self, BenchError> {
        let mut answers = Self::default();
        for &argument in arguments {
            ask(argument)?;
        }
        for &argument in arguments {
            let started = Instant::now();
            let size = ask(argument)?;
            answers.0.push((started.elapsed(), size));
        }
        Ok(answers)
    }

    fn at(&self, percent: usize) -> Duration {
        let mut taken: Vec<Duration> = self.0.iter().map(|(taken, _)| *taken).collect();
        taken.sort_unstable();
        let last = taken.len().saturating_sub(1);
        taken.get(last * percent / 100).copied().unwrap_or_default()
    }

    fn told(&self) -> String {
        let sizes = self.0.iter().map(|(_, size)| *size);
        let (least, most) = (sizes.clone().min(), sizes.max());
        let (least, most) = (least.unwrap_or_default(), most.unwrap_or_default());
        let size = if least == most {
            least.to_string()
        } else {
            format!("{least} to {most}")
        };
        let (median, late) = (milliseconds(self.at(50)), milliseconds(self.at(99)));
        format!("median {median}, 99th percentile {late}, answers of {size}")
    }

    /// The median, for each thing in the answer.
    fn for_each(&self) -> String {
        let size = self.0.first().map_or(1, |(_, size)| *size).max(1);
        let size = u32::try_from(size).unwrap_or(u32::MAX);
        let median = self.at(50);
        let each = (median / size).as_nanos();
        format!(
            "{}, {} µs for each of {size}",
            milliseconds(median),
            each / 1000
        )
    }
}

/// Makes the tables by which answers are found, as every run does that appends.
pub(crate) fn derive(path: &Path, figures: &mut Figures) -> Result<(), BenchError> {
    let rules = LinkRules::from_toml(ENTITIES)?;
    let mut history = History::open(path, OpenMode::ReadWrite)?;
    let started = Instant::now();
    derive_if_stale(&mut history, &rules)?;
    figures.add(
        "make the derived tables",
        milliseconds(started.elapsed()),
        "",
    );
    Ok(())
}

/// Asks the library as the commands `list`, `diff` and `timeline` do.
pub(crate) fn ask(path: &Path, documents: u64, figures: &mut Figures) -> Result<(), BenchError> {
    let rules = LinkRules::from_toml(ENTITIES)?;
    let history = History::open(path, OpenMode::ReadOnly)?;
    let asked = Asked {
        questions: Questions::new(&history, &rules),
        documents,
    };
    if !asked.questions.is_current()? {
        figures.add("questions", "NOT MEASURED: nothing is derived yet", "");
        return Ok(());
    }
    asked.small(figures)?;
    asked.large(figures)?;
    if documents <= FEW {
        asked.by_all_records(figures)?;
    }
    Ok(())
}

struct Asked<'h> {
    questions: Questions<'h>,
    documents: u64,
}

impl Asked<'_> {
    /// The day of a document, `part` of `whole` on the way from the first to the last.
    fn day(&self, part: u64, whole: u64) -> NaiveDate {
        generate::day(self.documents.saturating_sub(1) * part / whole)
    }

    fn days(&self, count: u64) -> Vec<NaiveDate> {
        (0..count).map(|n| self.day(n, count)).collect()
    }

    fn list(&self, code: &str, day: NaiveDate) -> Result<usize, HistoryError> {
        let list = self
            .questions
            .as_of(Point::on(day), &Filter::authority(code))?;
        Ok(list.standings.len())
    }

    fn diff(&self, code: &str, from: NaiveDate, days: u64) -> Result<usize, HistoryError> {
        let to = Point::on(from + Days::new(days));
        let filter = Filter::authority(code);
        let diff = self.questions.diff(Point::on(from), to, &filter)?;
        Ok(diff.entries.len())
    }

    fn small(&self, figures: &mut Figures) -> Result<(), BenchError> {
        let days = self.days(OFTEN);
        let lists = Answers::of(&days, |day| self.list(generate::SHORT, day))?;
        figures.add(
            "list as of a day, few in force of many that were",
            lists.told(),
            "under 10 ms",
        );
        let diffs = Answers::of(&days, |day| self.diff(generate::SHORT, day, 10))?;
        figures.add("diff over 10 days", diffs.told(), "under 10 ms");
        let diffs = Answers::of(&days, |day| self.diff(generate::RARE, day, 100))?;
        figures.add(
            "diff of a rare authority over 100 days",
            diffs.told(),
            "under 10 ms",
        );

        // None of a document that revokes: its parties are those of another.
        let step = (self.documents / OFTEN).max(1);
        let places: Vec<u64> = (0..self.documents)
            .step_by(usize::try_from(step).unwrap_or(usize::MAX))
            .filter(|document| document % generate::RECORDS != 9)
            .map(|document| document * generate::RECORDS + document % generate::RECORDS)
            .collect();
        let point = Point::on(self.day(1, 1));
        let filed = Filter {
            include_public_inspection: true,
            ..Filter::default()
        };
        let lives = Answers::of(&places, |party| {
            let found = self.questions.find(&generate::name(party), point, &filed)?;
            Ok(found.timelines.iter().map(|life| life.events.len()).sum())
        })?;
        figures.add(
            "timeline of one entity, by its name",
            lives.told(),
            "under 2 ms",
        );
        let mut ids = Vec::with_capacity(places.len());
        for &party in &places {
            let name = generate::name(party);
            let found = self.questions.search(&name, Known::Now, &filed)?;
            ids.extend(found.into_iter().map(|candidate| candidate.entity));
        }
        let ids: Vec<_> = ids.iter().collect();
        let lives = Answers::of(&ids, |entity| {
            let life = self.questions.timeline(entity, point, &filed)?;
            Ok(life.map_or(0, |life| life.events.len()))
        })?;
        figures.add(
            "timeline of one entity, by its id",
            lives.told(),
            "under 2 ms",
        );
        let found = Answers::of(&places, |party| {
            // The end of a name, from within a word on.
            let name = generate::name(party);
            let from = name.char_indices().map(|(at, _)| at).nth(9).unwrap_or(0);
            Ok(self
                .questions
                .search(&name[from..], Known::Now, &filed)?
                .len())
        })?;
        figures.add("search by a part of a name", found.told(), "");
        Ok(())
    }

    fn large(&self, figures: &mut Figures) -> Result<(), BenchError> {
        for share in [100, 10, 1] {
            let day = self.day(1, share);
            let same = vec![day; usize::try_from(SELDOM).unwrap_or_default()];
            let lists = Answers::of(&same, |day| self.list(generate::RARE, day))?;
            figures.add(
                &format!("list of a rare authority, after 1/{share} of the documents"),
                lists.for_each(),
                "linear",
            );
        }
        for days in [1, 10, 100, 1000] {
            let whole = self.documents / generate::DOCUMENTS_PER_DAY;
            if days > whole {
                break;
            }
            let same = vec![self.day(0, 1); usize::try_from(SELDOM).unwrap_or_default()];
            let lists = Answers::of(&same, |day| {
                self.list(generate::COMMON, day + Days::new(days))
            })?;
            figures.add(
                &format!("list of the most common authority, after {days} days"),
                lists.for_each(),
                "linear",
            );
            let diffs = Answers::of(&same, |day| self.diff(generate::COMMON, day, days))?;
            figures.add(
                &format!("diff of the most common authority over {days} days"),
                diffs.for_each(),
                "linear",
            );
        }
        Ok(())
    }

    /// What is asked of an earlier knowledge reads and links all records.
    fn by_all_records(&self, figures: &mut Figures) -> Result<(), BenchError> {
        let point = Point {
            effective_on: self.day(1, 2),
            known: Known::Sequence(i64::MAX),
        };
        let started = Instant::now();
        let list = self
            .questions
            .as_of(point, &Filter::authority(generate::SHORT))?;
        let taken = milliseconds(started.elapsed());
        let size = list.standings.len();
        figures.add(
            "the same list as known at an instant",
            format!("{taken} for {size}"),
            "",
        );
        Ok(())
    }
}
