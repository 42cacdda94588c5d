//! Whom an act names: in its own sentence, in the list after it, in a sentence before it, or, for
//! the many notices that say "the aforementioned organization", in the title.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Alias, Residue, fold_name};
use regex::Regex;

use crate::acts::{Act, Reach};
use crate::families::Family;
use crate::grammar::dates::compile;
use crate::grammar::names::{self, Number};
use crate::grammar::titles;
use crate::lists::{self, Entry, List};
use crate::notice::Notice;
use crate::phrase::{self, Object};

/// Whom an act names, and the words that show it.
pub(super) struct Target {
    pub(super) entries: Vec<Entry>,
    pub(super) residue: Vec<Residue>,
    /// Where the supporting words begin, if before the act's sentence.
    pub(super) from: Option<usize>,
    /// Whether each entry stands in a list of its own lines, so that it is its own quote.
    pub(super) own_lines: bool,
    pub(super) number: Number,
    /// Whether the names come from the title alone.
    pub(super) from_title: bool,
}

impl Target {
    fn missing() -> Self {
        Self {
            entries: Vec::new(),
            residue: Vec::new(),
            from: None,
            own_lines: false,
            number: Number::Unsaid,
            from_title: false,
        }
    }

    fn of(list: List, number: Number) -> Self {
        Self {
            entries: list.entries,
            residue: list.residue,
            number,
            ..Self::missing()
        }
    }
}

/// The target of an act of `family`.
pub(super) fn target(notice: &Notice<'_>, act: &Act, family: &dyn Family) -> Target {
    let predicate = if act.determines {
        family.predicate()
    } else {
        None
    };
    let (start, words) = match act.side {
        Reach::After => (act.reach.start, notice.words(&act.reach)),
        Reach::Inside => (act.verb.start, notice.words(&act.verb)),
    };
    let mut target = match phrase::object(words, predicate) {
        Object::Names(range) => {
            let before = &words[..range.start];
            let phrase = &words[range.clone()];
            let after = &words[range.end..];
            let number = if phrase::introduces_several(phrase) {
                Number::Many
            } else {
                match (phrase::number(before), phrase::number(after)) {
                    (Number::Many, _) => Number::Many,
                    (Number::Unsaid, after) => after,
                    // "the individual known as X" before, "are foreign persons" after
                    (Number::One, Number::Many) if act.determines => Number::Many,
                    (Number::One, _) => Number::One,
                }
            };
            let number = if number == Number::Many
                && !phrase::says_parties(before)
                && !phrase::says_parties(after)
                && titled_as_one(notice, phrase)
            {
                Number::One
            } else {
                number
            };
            let mut list = List::default();
            let hints = hints(notice, number);
            lists::add_parties(
                notice,
                phrase,
                start + range.start,
                number,
                &hints,
                &mut list,
            );
            Target::of(list, number)
        }
        Object::Listed(range) => listed(notice, act, start, words, range),
        // "I therefore designate it under …:" with the groups below.
        Object::Earlier(_) | Object::Missing
            if notice.sentence(act.sentence).trim_end().ends_with(':')
                && act.reach.end + 2 >= sentence_end(notice, act) =>
        {
            listed(notice, act, start, words, words.len()..words.len())
        }
        Object::Earlier(number) => {
            let found = earlier(notice, act, number);
            if found.entries.is_empty() {
                // "redesignates them for a further period", with the groups below.
                let below = listed(notice, act, start, words, words.len()..words.len());
                if below.entries.is_empty() {
                    found
                } else {
                    below
                }
            } else {
                found
            }
        }
        Object::Missing if act.side == Reach::Inside => earlier(notice, act, phrase::number(words)),
        Object::Missing if act.determines => Target::missing(),
        // "The designation of X is hereby amended": the object stands before the verb.
        Object::Missing => before_verb(notice, act),
    };
    if !target.from_title {
        if target.entries.len() == 1 {
            gather_aliases(notice, act, &mut target);
        }
        borrow_aliases(notice, &mut target);
    }
    target
}

fn sentence_end(notice: &Notice<'_>, act: &Act) -> usize {
    notice
        .sentences
        .get(act.sentence)
        .map_or(0, |s| s.range.end)
}

static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:^|,\s+|\band\s+)(?P<names>(?:[Tt]he\s+)?[A-Z][^,;]{1,100}?)\s+(?:is|are)\s+(?:therefore\s+|hereby\s+)*$",
    )
});

fn before_verb(notice: &Notice<'_>, act: &Act) -> Target {
    let Some(sentence) = notice.sentences.get(act.sentence) else {
        return Target::missing();
    };
    let before = notice.words(&(sentence.range.start..act.verb.start));
    let Some(found) = DESIGNATION_OF.find_iter(before).last() else {
        // "and Cuba is therefore hereby designated as …"
        return SUBJECT
            .captures(before)
            .and_then(|c| c.name("names"))
            .and_then(|names| {
                let start = sentence.range.start + names.start();
                clean_names(notice, names.as_str(), start, Number::One)
            })
            .unwrap_or_else(Target::missing);
    };
    let tail = &before[found.start()..];
    let number = phrase::number(tail);
    match phrase::object(tail, None) {
        Object::Names(range) => {
            let start = sentence.range.start + found.start() + range.start;
            let mut list = List::default();
            let hints = hints(notice, number);
            lists::add_parties(notice, &tail[range], start, number, &hints, &mut list);
            Target::of(list, number)
        }
        Object::Earlier(number) => earlier(notice, act, number),
        Object::Listed(_) | Object::Missing => Target::missing(),
    }
}

/// "Islamic State of Iraq and Syria-Mozambique and its aliases have committed": a plural verb alone
/// does not part a name that the title gives as one.
fn titled_as_one(notice: &Notice<'_>, phrase: &str) -> bool {
    let titled = titles::names(&notice.title, Number::Unsaid);
    let (parties, problems) = names::parties(phrase, Number::One, &[]);
    match (titled.parties.as_slice(), parties.first()) {
        ([one], Some(read)) => {
            problems.is_empty()
                && read.name.contains(" and ")
                && fold_name(&one.name) == fold_name(&read.name)
        }
        _ => false,
    }
}

/// Folded names that the title leads one to expect.
fn hints(notice: &Notice<'_>, number: Number) -> Vec<String> {
    let titled = titles::names(&notice.title, number);
    if titled.problems.is_empty() {
        titled.parties.iter().map(|p| fold_name(&p.name)).collect()
    } else {
        Vec::new()
    }
}

fn listed(
    notice: &Notice<'_>,
    act: &Act,
    start: usize,
    words: &str,
    range: Range<usize>,
) -> Target {
    let inline = words[range.clone()].trim().trim_end_matches('.');
    if inline.is_empty() {
        let block = notice.sentences.get(act.sentence).map_or(0, |s| s.block);
        let list = lists::parties(notice, block + 1);
        return Target {
            own_lines: true,
            ..Target::of(list, Number::Many)
        };
    }
    let mut list = List::default();
    let number = match phrase::number(&words[..range.start]) {
        Number::One => Number::One,
        Number::Many | Number::Unsaid => Number::Many,
    };
    let hints = hints(notice, number);
    lists::add_parties(
        notice,
        &words[range.clone()],
        start + range.start,
        number,
        &hints,
        &mut list,
    );
    Target::of(list, number)
}

static WITH_RESPECT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bexists?\s+with\s+(?:respect|regard)\s+to\s*:?\s*(?:(?:each\s+of\s+)?(?:the\s+)?(?:\w+\s+)?following\b[^:]*:?\s*)?",
    )
});

static FIND_THAT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:find|finding|determined|concluded?|determine)\s+that\s+(?:the\s+)?(?P<names>[^;]{2,400}?)\s+(?:uses?|has\s+used|have\s+used|is\s+using|operates?)\b",
    )
});

static DESIGNATION_OF: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:re-?)?designations?\s+(?:as\s+[^,;]{1,60}?\s+)?of\b|\bdeterminations?\s+(?:of|made|that|regarding|dated)\b",
    )
});

/// "the aforementioned organization": the nearest earlier sentence that names it, else the title.
fn earlier(notice: &Notice<'_>, act: &Act, number: Number) -> Target {
    if let Some(target) = earlier_in_sentence(notice, act, number) {
        return target;
    }
    for at in (0..act.sentence).rev() {
        let Some(sentence) = notice.sentences.get(at) else {
            continue;
        };
        let words = notice.words(&sentence.range);
        if let Some(found) = WITH_RESPECT.find(words) {
            let rest = words[found.end()..].trim_end().trim_end_matches('.');
            if rest.is_empty() {
                let list = lists::parties(notice, sentence.block + 1);
                if !list.entries.is_empty() {
                    return Target {
                        own_lines: true,
                        from: Some(sentence.range.start),
                        ..Target::of(list, number)
                    };
                }
            } else if !matches!(phrase::object(rest, None), Object::Earlier(_)) {
                let mut list = List::default();
                let start = sentence.range.start + found.end();
                let number = settle(number, found.as_str());
                lists::add_parties(
                    notice,
                    rest,
                    start,
                    number,
                    &hints(notice, number),
                    &mut list,
                );
                return Target {
                    from: Some(sentence.range.start),
                    ..Target::of(list, number)
                };
            }
        }
        if let Some(names) = FIND_THAT.captures(words).and_then(|c| c.name("names"))
            && matches!(phrase::object(names.as_str(), None), Object::Names(_))
            && let Some(target) = clean_names(
                notice,
                names.as_str(),
                sentence.range.start + names.start(),
                number,
            )
        {
            return Target {
                from: Some(sentence.range.start),
                ..target
            };
        }
        for found in DESIGNATION_OF.find_iter(words) {
            let tail = &words[found.start()..];
            if let Object::Names(range) = phrase::object(tail, None)
                && let start = sentence.range.start + found.start() + range.start
                && let Some(target) = clean_names(notice, &tail[range], start, number)
            {
                return Target {
                    from: Some(sentence.range.start),
                    ..target
                };
            }
        }
    }
    from_title(notice, number)
}

static SAID_OF: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:determined?|determines|finds?|found|concluded?|concludes)\s+that\s+(?P<names>.{2,600}?),?\s+(?:has|have|is|are|was|engages?|commits?|committed|poses?|provides?|prepares?|meets?|no\s+longer)\b",
    )
});

/// "I find that X, also known as Y, engages in terrorist activity and I hereby designate it".
fn earlier_in_sentence(notice: &Notice<'_>, act: &Act, number: Number) -> Option<Target> {
    let sentence = notice.sentences.get(act.sentence)?;
    let before = notice.words(&(sentence.range.start..act.verb.start.max(sentence.range.start)));
    if let Some(found) = WITH_RESPECT.find(before) {
        let rest = before[found.end()..]
            .trim_end()
            .trim_end_matches(" and")
            .trim_end_matches([',', ';']);
        if !matches!(phrase::object(rest, None), Object::Earlier(_)) {
            return clean_names(notice, rest, sentence.range.start + found.end(), number);
        }
    }
    let names = SAID_OF.captures(before)?.name("names")?;
    let is_phrase = matches!(phrase::object(names.as_str(), None), Object::Names(_));
    let start = sentence.range.start + names.start();
    is_phrase
        .then(|| clean_names(notice, names.as_str(), start, number))
        .flatten()
}

/// One act speaks of "organizations"; the list's own lead may say so too.
fn settle(number: Number, lead: &str) -> Number {
    if number == Number::Unsaid {
        phrase::number(lead)
    } else {
        number
    }
}

/// The parties of a phrase, if all of it reads as names.
fn clean_names(notice: &Notice<'_>, phrase: &str, start: usize, number: Number) -> Option<Target> {
    let mut list = List::default();
    lists::add_parties(
        notice,
        phrase,
        start,
        number,
        &hints(notice, number),
        &mut list,
    );
    (!list.entries.is_empty() && list.residue.is_empty()).then(|| Target::of(list, number))
}

fn from_title(notice: &Notice<'_>, number: Number) -> Target {
    let titled = titles::names(&notice.title, number);
    let mut target = Target {
        number,
        from_title: true,
        ..Target::missing()
    };
    for problem in &titled.problems {
        target
            .residue
            .push(notice.title_residue(format!("in the title: {}", problem.why)));
    }
    target.entries = titled
        .parties
        .into_iter()
        .map(|named| Entry { named, range: 0..0 })
        .collect();
    target
}

/// A title may give aliases that the operative words leave out; they are printed in the notice too.
fn borrow_aliases(notice: &Notice<'_>, target: &mut Target) {
    let titled = titles::names(&notice.title, target.number);
    if !titled.problems.is_empty() {
        return;
    }
    // A title alias that holds the name of another party is a title misread.
    let names: Vec<String> = target
        .entries
        .iter()
        .map(|e| fold_name(&e.named.name))
        .collect();
    let others: Vec<Vec<String>> = target
        .entries
        .iter()
        .map(|e| e.named.aliases.iter().map(|a| fold_name(&a.name)).collect())
        .collect();
    for (at, entry) in target.entries.iter_mut().enumerate() {
        let Some(same) = titled
            .parties
            .iter()
            .find(|p| fold_name(&p.name) == names[at])
        else {
            continue;
        };
        let foreign = |alias: &Alias| {
            let folded = fold_name(&alias.name);
            (0..names.len())
                .filter(|other| *other != at)
                .any(|other| folded.contains(&names[other]) || others[other].contains(&folded))
        };
        let own: Vec<Alias> = same
            .aliases
            .iter()
            .filter(|a| !foreign(a))
            .cloned()
            .collect();
        add_aliases(&mut entry.named, &own);
    }
}

/// Where another sentence names the same party with more aliases ("X, also known as Y" in the
/// preamble, "the designation of X and its aliases" in the act), they are the party's too.
fn gather_aliases(notice: &Notice<'_>, act: &Act, target: &mut Target) {
    for at in (0..act.sentence).rev() {
        let words = notice.sentence(at);
        for entry in &mut target.entries {
            if words.len() > 4000 {
                continue;
            }
            let Some(start) = position_of_name(words, &entry.named.name) else {
                continue;
            };
            let tail = &words[start..];
            let continued = tail[entry.named.name.len()..].trim_start_matches(['”', '"']);
            if !continued.trim_start().starts_with([',', '(']) {
                continue;
            }
            if let Object::Names(range) = phrase::object(tail, None) {
                let (parties, problems) = names::parties(&tail[range], Number::One, &[]);
                if problems.is_empty()
                    && let Some(same) = parties.first()
                    && same.name == entry.named.name
                {
                    add_aliases(&mut entry.named, &same.aliases);
                }
            }
        }
    }
}

/// Where `name` stands in `words` as a whole name.
fn position_of_name(words: &str, name: &str) -> Option<usize> {
    words.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = words[..*at].chars().next_back();
        let after = words[at + name.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '-')
            && after.is_none_or(|c| !c.is_alphanumeric() && c != '-')
    })
}

fn add_aliases(named: &mut names::Named, more: &[Alias]) {
    let fold = |name: &str| {
        let folded = fold_name(name);
        folded
            .strip_prefix("the ")
            .map(str::to_owned)
            .unwrap_or(folded)
    };
    let mut known: Vec<String> = named.aliases.iter().map(|a| fold(&a.name)).collect();
    known.push(fold(&named.name));
    for alias in more {
        let folded = fold(&alias.name);
        if !known.contains(&folded) {
            known.push(folded);
            named.aliases.push(alias.clone());
        }
    }
}
