//! Whether a list without a stated count shows a loss: numbers that skip, a company that stands
//! there twice, headings whose alphabet breaks.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Role, fold_name};
use regex::Regex;

use super::runs::Run;
use crate::grammar::companies;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::Reading;
use crate::roster::Part;

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^\s*\(?(?P<number>\d{1,3})[.)]\s+\p{L}"));

/// Headings fewer than these show no alphabet.
const ALPHABET: usize = 6;

/// Asks for review where a list shows that something of it is lost or misread.
pub(super) fn check(notice: &Notice<'_>, runs: &[Run<'_, '_>], reading: &mut Reading) {
    let mut last = 0;
    // Grounds under each heading part a list into runs of one, which share their sentence.
    for list in runs.chunk_by(|one, next| {
        let lead = |run: &Run<'_, '_>| {
            run.lead
                .as_ref()
                .map(|(range, action)| (range.start, *action))
        };
        lead(one) == lead(next)
    }) {
        let lines: Vec<&Part<'_>> = list.iter().flat_map(|run| run.lines.clone()).collect();
        let mut doubts = Vec::new();
        last = numbers(&lines, last, &mut doubts);
        twice(&lines, &mut doubts);
        alphabet(&lines, &mut doubts);
        for (range, why) in doubts {
            reading.residue.push(notice.residue(range, why));
        }
    }
}

/// Checks the numbers of a list, if it is numbered; gives the last one. A list may go on counting
/// from the one before it.
fn numbers(lines: &[&Part<'_>], before: u32, doubts: &mut Vec<(Range<usize>, String)>) -> u32 {
    let numbered: Vec<(Option<u32>, &Part<'_>)> = lines
        .iter()
        .map(|line| {
            let number = NUMBER
                .captures(line.words)
                .and_then(|c| c.name("number")?.as_str().parse().ok());
            (number, *line)
        })
        .collect();
    if numbered
        .iter()
        .filter(|(number, _)| number.is_some())
        .count()
        < 2
    {
        return before;
    }
    let mut due: Option<u32> = None;
    for (number, line) in &numbered {
        let why = match (number, due) {
            (None, _) => Some("a line without a number in a numbered list".to_owned()),
            (Some(found), None) if *found != 1 && *found != before + 1 => {
                Some(format!("the numbering of the list begins with {found}"))
            }
            (Some(found), Some(due)) if *found != due => Some(format!(
                "the numbering of the list has {found} where {due} is due"
            )),
            _ => None,
        };
        if let Some(why) = why {
            doubts.push((line.range.clone(), why));
        }
        due = number.map(|found| found + 1).or(due);
    }
    due.map_or(before, |due| due.saturating_sub(1))
}

/// A company that one list names twice was misread, or stands for another.
fn twice(lines: &[&Part<'_>], doubts: &mut Vec<(Range<usize>, String)>) {
    let mut seen: Vec<String> = Vec::new();
    for line in lines {
        let Some(company) = companies::read(line.words).filter(companies::Company::is_name) else {
            continue;
        };
        let name = fold_name(&company.name);
        if seen.contains(&name) {
            let why = "a company that stands in the list twice".to_owned();
            doubts.push((line.range.clone(), why));
        } else {
            seen.push(name);
        }
    }
}

/// Headings that are in order but for one or a few: these may be no headings of companies.
fn alphabet(lines: &[&Part<'_>], doubts: &mut Vec<(Range<usize>, String)>) {
    let headings: Vec<(&&Part<'_>, String)> = lines
        .iter()
        .filter(|line| line.role == Role::Heading)
        .map(|line| (line, fold_name(line.words)))
        .collect();
    if headings.len() < ALPHABET {
        return;
    }
    let breaks: Vec<&&Part<'_>> = headings
        .windows(2)
        .filter(|pair| pair[0].1 > pair[1].1)
        .map(|pair| pair[1].0)
        .collect();
    if breaks.len() > (headings.len() / ALPHABET).min(3) {
        // No order to break.
        return;
    }
    for line in breaks {
        let why = "the alphabet of the headings breaks here".to_owned();
        doubts.push((line.range.clone(), why));
    }
}
