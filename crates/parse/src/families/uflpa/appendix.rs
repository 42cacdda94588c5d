//! The appendix that reprints the whole list: a check on what the text names, never an act of its
//! own, unless it dates its entries and the text says how many of them are new.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Action, Effective, Role, fold_name};
use regex::Regex;

use super::acts::{Act, Item, is_head_row};
use super::{List, cited};
use crate::grammar::companies::{self, Company};
use crate::grammar::dates::{compile, first_date};
use crate::notice::Notice;
use crate::reading::Reading;
use crate::roster::{Part, is_line};

/// One entry of the reprinted list.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    list: Option<List>,
    company: Company,
    /// The day from which it is listed, where the appendix prints one.
    since: Option<NaiveDate>,
    range: Range<usize>,
}

static APPENDIX: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:appendix\b|attachment\b|annex\b|(?:the\s+)?(?:UFLPA|uyghur\s+forced\s+labor\s+prevention\s+act)\s+entity\s+list(?:\s+(?:as|updated)\b.*)?$)",
    )
});

/// The body before the appendix, and the appendix.
pub(super) fn split<'p, 'a>(
    notice: &Notice<'_>,
    parts: &'p [Part<'a>],
) -> (&'p [Part<'a>], &'p [Part<'a>]) {
    let at = parts.iter().position(|part| {
        let short = part.words.len() < 120 && !part.words.trim_end().ends_with('.');
        short
            && part.role != Role::TableRow
            && APPENDIX.is_match(part.words)
            && part.words != notice.title
    });
    // "The UFLPA Entity List" also heads the background; a list must follow an appendix.
    let at = at.map(|first| {
        parts
            .iter()
            .skip(first)
            .position(|part| {
                let words = part.words.to_lowercase();
                (words.starts_with("appendix")
                    || words.starts_with("annex")
                    || words.starts_with("attachment"))
                    && part.words.len() < 120
                    && !part.words.trim_end().ends_with('.')
            })
            .map_or(first, |more| first + more)
    });
    let at = at
        .filter(|at| parts.iter().skip(*at).any(|p| !cited(p.words).is_empty()))
        .unwrap_or(parts.len());
    parts.split_at(at)
}

/// The entries of the appendix.
pub(super) fn entries(notice: &Notice<'_>, appendix: &[Part<'_>]) -> Vec<Listed> {
    let mut list = None;
    let mut found = Vec::new();
    for part in appendix {
        if let Some((cited, _)) = cited(part.words).first() {
            list = Some(*cited);
            continue;
        }
        if part.role == Role::Heading || !is_line(part) || is_head_row(part) {
            continue;
        }
        let cells: Vec<&str> = part.words.split('\t').collect();
        let name = cells.first().copied().unwrap_or_default();
        let since = cells
            .iter()
            .skip(1)
            .find_map(|cell| first_date(cell))
            .map(|(date, _)| date);
        let range = part.range.start..part.range.start + name.len();
        if let Some(company) = companies::read(notice.words(&range)) {
            found.push(Listed {
                list,
                company,
                since,
                range,
            });
        }
    }
    found
}

/// Where the text names nobody, but says how many it adds to each list, the entries dated with the
/// day of the update are those, if they are as many.
pub(super) fn dated_items(listed: &[Listed], updated: Option<&Effective>, act: &mut Act) {
    let Some(day) = updated.and_then(|e| e.date) else {
        return;
    };
    let ground = act
        .stated
        .iter()
        .find(|s| s.action == Action::Designation)
        .map(|s| s.range.clone());
    let Some(ground) = ground else { return };
    for entry in listed.iter().filter(|l| l.since == Some(day)) {
        let mut push = |company: &Company, subsidiary| {
            act.items.push(Item {
                action: Action::Designation,
                party: company.party(),
                lists: entry.list.into_iter().collect(),
                subsidiary,
                range: entry.range.clone(),
                ground: ground.clone(),
                problems: company.problems.clone(),
            });
        };
        push(&entry.company, false);
        for subsidiary in &entry.company.subsidiaries {
            push(subsidiary, true);
        }
    }
}

/// The other names that the appendix prints for an entity that the text adds by its name alone.
pub(super) fn complete(listed: &[Listed], act: &mut Act) {
    for item in act.items.iter_mut().filter(|i| i.party.aliases.is_empty()) {
        let name = fold_name(&item.party.name);
        let same = listed
            .iter()
            .map(|l| &l.company)
            .find(|c| fold_name(&c.name) == name && c.problems.is_empty());
        if let Some(company) = same.filter(|_| item.action == Action::Designation) {
            item.party.aliases.clone_from(&company.aliases);
        }
    }
}

/// What the text says is added must stand in the appendix, and what it removes must not.
pub(super) fn check(notice: &Notice<'_>, listed: &[Listed], act: &Act, reading: &mut Reading) {
    if listed.is_empty() {
        return;
    }
    let squeeze = |name: &str| fold_name(name).replace(' ', "");
    let known: Vec<String> = listed
        .iter()
        .flat_map(|l| std::iter::once(&l.company).chain(&l.company.subsidiaries))
        .map(|company| squeeze(&company.name))
        .collect();
    for item in &act.items {
        let stands = known.contains(&squeeze(&item.party.name));
        let why = match (item.action, stands) {
            (Action::Designation, false) => {
                "the appendix does not list the entity that the text adds"
            }
            (Action::Removal, true) => "the appendix still lists the entity that the text removes",
            _ => continue,
        };
        let residue = notice.residue(item.range.clone(), why);
        if !reading.residue.contains(&residue) {
            reading.residue.push(residue);
        }
    }
}
