//! How many entities the text says it adds to or removes from each list, against those it names.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::Action;
use regex::Regex;

use super::acts::Act;
use super::{List, cited};
use crate::grammar::dates::compile;
use crate::grammar::numbers::{number, number_pattern};
use crate::notice::Notice;
use crate::reading::Reading;

/// A number of entities that the text states.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    pub(super) action: Action,
    pub(super) lists: Vec<List>,
    pub(super) subsidiaries: bool,
    /// Whether the entities are on all of the lists at once.
    pub(super) both: bool,
    pub(super) count: usize,
    pub(super) range: Range<usize>,
}

pub(super) static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?P<count>{})\s+(?i:(?:new|additional|more|other|of\s+(?:its|their))\s+)?(?P<what>(?i:entit(?:y|ies)|subsidiar(?:y|ies)|compan(?:y|ies)|facilit(?:y|ies)))\b",
        number_pattern()
    ))
});

/// The numbers a sentence states, each with the list it goes to.
pub(super) fn count(
    words: &str,
    sentence: &Range<usize>,
    action: Action,
    lists: &[List],
    act: &mut Act,
) {
    let places = cited(words);
    let mut start = 0;
    let mut push = |segment: &str, lists: Vec<List>| {
        for captures in COUNTED.captures_iter(segment) {
            let value = captures.name("count").and_then(|c| number(c.as_str()));
            let Some((value, what)) = value.zip(captures.name("what")) else {
                continue;
            };
            act.stated.push(Stated {
                action,
                both: lists.len() > 1,
                lists: lists.clone(),
                subsidiaries: what.as_str().to_lowercase().starts_with("subsid"),
                count: value,
                range: sentence.clone(),
            });
        }
    };
    if places.is_empty() {
        push(words, lists.to_vec());
        return;
    }
    let mut index = 0;
    while index < places.len() {
        let segment = &words[start..places[index].1.start];
        let both = segment.to_lowercase().contains("both") && index + 1 < places.len();
        let used = if both { 2 } else { 1 };
        let lists = places[index..index + used]
            .iter()
            .map(|(list, _)| *list)
            .collect();
        push(segment, lists);
        start = places[index + used - 1].1.end;
        index += used;
    }
}

/// The stated numbers must be those of the entities read.
pub(super) fn check_counts(notice: &Notice<'_>, act: &Act, reading: &mut Reading) {
    let found = |stated: &Stated, list: Option<List>| {
        let mut names: Vec<String> = act
            .items
            .iter()
            .filter(|i| i.action == stated.action && i.subsidiary == stated.subsidiaries)
            .filter(|i| list.is_none_or(|list| i.lists.contains(&list)))
            .map(|i| fedreg_model::fold_name(&i.party.name))
            .collect();
        names.sort();
        names.dedup();
        names
    };
    for stated in &act.stated {
        let (count, more) = if stated.both {
            let first = found(stated, stated.lists.first().copied());
            let second = found(stated, stated.lists.last().copied());
            (first.iter().filter(|n| second.contains(n)).count(), 0)
        } else {
            let list = stated.lists.first().copied();
            // An entity said to go to two lists may be counted apart from those of each.
            let apart = act
                .stated
                .iter()
                .filter(|s| s.both && s.action == stated.action)
                .map(|s| s.count)
                .max()
                .unwrap_or(0);
            (found(stated, list).len(), apart)
        };
        if count == stated.count || more > 0 && count == stated.count + more {
            continue;
        }
        let noun = if stated.subsidiaries {
            "subsidiaries"
        } else {
            "entities"
        };
        let verb = if stated.action == Action::Removal {
            "removed"
        } else {
            "added"
        };
        let why = format!(
            "the text states {} {noun} {verb} and names {count}",
            stated.count
        );
        reading
            .residue
            .push(notice.residue(stated.range.clone(), why));
    }
}
