//! Names and aliases: from a phrase as printed to parties, splitting only where the print does.
//!
//! Spellings are kept: near-identical aliases stay distinct, and only dress (quotation marks, a
//! lower-case article, trailing punctuation) is taken off.

mod aliases;
mod conjunctions;
mod dress;
mod segments;

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Alias, AliasQuality, fold_name};
use regex::Regex;

use super::dates::compile;
use super::scan::{Token, marker};
use aliases::{INCLUDING, extend, push_alias, read_aliases, read_group};
use conjunctions::{Form, form};
use dress::implausible;
pub(crate) use dress::{clean, is_acronym, is_no_name};
use segments::{Segment, Separator, segments};

/// A party as a phrase names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The name as printed.
    pub(crate) name: String,
    /// The whole of what is said of it, relative to the phrase.
    pub(crate) range: Range<usize>,
    /// Its aliases in printed order.
    pub(crate) aliases: Vec<Alias>,
}

/// A part of a phrase that could not be read as names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where, relative to the phrase.
    pub(crate) range: Range<usize>,
    /// Why, for a reviewer.
    pub(crate) why: &'static str,
}

/// How many parties the sentence around a phrase speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// "the aforementioned organization"
    One,
    /// "the following organizations"
    Many,
    /// The sentence does not say.
    Unsaid,
}

/// Reads `phrase` as one party or several.
///
/// `hints` are folded names expected in the phrase (from the title); where markers alone leave
/// open whether a listed name is a new party or one more alias, they decide.
pub(crate) fn parties(
    phrase: &str,
    number: Number,
    hints: &[String],
) -> (Vec<Named>, Vec<Problem>) {
    let mut reader = Reader::new(phrase, number, hints);
    reader.read();
    (reader.parties, reader.problems)
}

/// Reads `phrase` as a list of aliases only (`A, B, C (also known as D), and E`).
pub(crate) fn alias_list(phrase: &str) -> (Vec<Alias>, Vec<Problem>) {
    aliases_of(phrase, false)
}

/// The same for a list that the words before it call "aliases": "A and B" are then two.
pub(crate) fn several_aliases(phrase: &str) -> (Vec<Alias>, Vec<Problem>) {
    aliases_of(phrase, true)
}

fn aliases_of(phrase: &str, plural: bool) -> (Vec<Alias>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut aliases = Vec::new();
    let quality = AliasQuality::Strong;
    read_aliases(phrase, 0, quality, plural, &mut aliases, &mut problems);
    (aliases, problems)
}

/// "Al Taqwa Trade, Property and Industry Company (f.k.a. …)": one party whose own name holds commas,
/// which the group after it, or a marker, shows to end there.
fn join_comma_name(phrase: &str, segments: &mut Vec<Segment>) {
    let plain =
        |s: &Segment| s.marker.is_none() && s.content.iter().all(|t| matches!(t, Token::Words(_)));
    let Some(last) = segments.iter().position(|s| !plain(s)) else {
        return;
    };
    let ends_in_group = segments[last].marker.is_none();
    let commas = segments[1..=last]
        .iter()
        .all(|s| matches!(s.before, Separator::Comma | Separator::And));
    let detailed = segments[1..=last]
        .iter()
        .filter_map(Segment::range)
        .any(|range| DETAIL.is_match(phrase[range].trim()));
    if last == 0 || !ends_in_group || !commas || detailed {
        return;
    }
    let mut joined = segments.remove(last);
    for segment in segments.drain(..last) {
        if let (Some(Token::Words(first)), Some(Token::Words(whole))) =
            (segment.content.first(), joined.content.first_mut())
        {
            whole.start = whole.start.min(first.start);
        }
    }
    joined.before = Separator::Start;
    segments.insert(0, joined);
}

struct Reader<'a> {
    phrase: &'a str,
    number: Number,
    hints: &'a [String],
    parties: Vec<Named>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn new(phrase: &'a str, number: Number, hints: &'a [String]) -> Self {
        let phrase = SUCCESSORS
            .find(phrase)
            .map_or(phrase, |tail| &phrase[..tail.start()]);
        Self {
            phrase,
            number,
            hints,
            parties: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn read(&mut self) {
        let mut segments = segments(self.phrase);
        if self.number == Number::One {
            join_comma_name(self.phrase, &mut segments);
        }
        let several = self.names_several(&segments);
        // A semicolon separates parties if each part brings its own aliases; otherwise it is just
        // a stronger comma between the aliases of one.
        let semicolons = segments
            .iter()
            .any(|s| matches!(s.before, Separator::Semicolon | Separator::SemicolonAnd));
        let hinted = self.hinted(&segments);
        let mut quality: Option<AliasQuality> = None;
        let count = segments.len();
        let mut detail = false;
        for (index, segment) in segments.iter().enumerate() {
            if index > 0 && segment.marker.is_none() && self.is_detail(segment) {
                quality = None;
                detail = true;
                continue;
            }
            let continues = matches!(segment.before, Separator::Comma | Separator::None);
            if detail && continues && segment.marker.is_none() && !self.introduces(segment) {
                continue;
            }
            detail = false;
            let begins_party = if index == 0 || self.introduces(segment) {
                true
            } else if segment.marker.is_some() || !several {
                false
            } else if let Some(hinted) = &hinted {
                hinted.contains(&index)
            } else if semicolons {
                matches!(
                    segment.before,
                    Separator::Semicolon | Separator::SemicolonAnd
                )
            } else {
                quality.is_none()
                    || (segment.before == Separator::And
                        && segments
                            .get(index + 1)
                            .is_none_or(|next| next.marker.is_some()))
            };
            if begins_party {
                quality = segment.marker;
                self.begin(
                    segment,
                    several && index + 1 == count && !segments_have_and(&segments),
                );
            } else {
                quality = segment.marker.or(quality);
                let form = match form(self.phrase, &segments, index, false) {
                    // The end of the list may be a further party.
                    Form::ListEnd if several => Form::Single,
                    form => form,
                };
                self.alias(segment, quality, form);
                let named = segment
                    .range()
                    .is_some_and(|range| !is_no_name(&self.phrase[range]));
                if several && hinted.is_none() && !semicolons && segment.marker.is_none() && named {
                    self.problem(segment, "cannot tell a further party from a further alias");
                }
            }
        }
    }

    /// "born at …", "a citizen of …": details of a person, which are no aliases.
    fn is_detail(&self, segment: &Segment) -> bool {
        segment
            .range()
            .is_some_and(|range| DETAIL.is_match(self.phrase[range].trim()))
    }

    /// "the individual known as X" begins a party wherever it stands.
    fn introduces(&self, segment: &Segment) -> bool {
        segment.marker.is_none()
            && segment
                .range()
                .is_some_and(|range| INTRODUCTION.is_match(self.phrase[range].trim()))
    }

    fn names_several(&self, segments: &[Segment]) -> bool {
        match self.number {
            Number::One => false,
            Number::Many => true,
            // Nothing around the phrase says how many: markers outside parentheses belong to one
            // party; a list without them names several.
            Number::Unsaid => segments.len() > 1 && segments.iter().all(|s| s.marker.is_none()),
        }
    }

    /// The segments at which a hinted name stands, if every hint is found.
    fn hinted(&self, segments: &[Segment]) -> Option<Vec<usize>> {
        if self.hints.len() < 2 {
            return None;
        }
        let heads: Vec<String> = segments
            .iter()
            .map(|s| match (s.marker, s.content.first()) {
                (None, Some(Token::Words(r))) => fold_name(&clean(&self.phrase[r.clone()])),
                _ => String::new(),
            })
            .collect();
        let mut found = Vec::new();
        for hint in self.hints {
            found.push(heads.iter().position(|head| head == hint)?);
        }
        found.sort_unstable();
        found.dedup();
        (found.len() == self.hints.len()).then_some(found)
    }

    fn begin(&mut self, segment: &Segment, split_last_and: bool) {
        let Some(range) = segment.range() else { return };
        let (name_range, groups) = self.name_of(segment);
        let name_text = &self.phrase[name_range.clone()];
        // "A, B and C" without a comma before "and": the last two are still two parties.
        if split_last_and
            && groups
                .iter()
                .all(|g| is_no_name(self.phrase[g.clone()].trim()))
            && let Some(at) = name_text.rfind(" and ")
        {
            let first = name_range.start..name_range.start + at;
            let second = name_range.start + at + " and ".len()..name_range.end;
            self.party(first.clone(), first, &[]);
            self.party(second.clone(), second, &[]);
            return;
        }
        self.party(name_range, range, &groups);
    }

    fn party(&mut self, name: Range<usize>, range: Range<usize>, groups: &[Range<usize>]) {
        let printed = &self.phrase[name.clone()];
        let cleaned = clean(printed);
        if is_no_name(&cleaned) {
            return;
        }
        if let Some(why) = implausible(&cleaned) {
            self.problems.push(Problem { range: name, why });
            return;
        }
        self.parties.push(Named {
            name: cleaned,
            range,
            aliases: Vec::new(),
        });
        for group in groups {
            self.group(group.clone());
        }
    }

    fn alias(&mut self, segment: &Segment, quality: Option<AliasQuality>, form: Form) {
        let Some(range) = segment.range() else { return };
        let (name, groups) = self.name_of(segment);
        // "also known as A and B, also known as C", where the title names B.
        let printed = &self.phrase[name.clone()];
        if self.number == Number::Many
            && let Some(at) = printed.rfind(" and ")
            && self
                .hints
                .contains(&fold_name(&clean(&printed[at + " and ".len()..])))
        {
            let before = Segment {
                before: segment.before,
                marker: segment.marker,
                content: vec![Token::Words(name.start..name.start + at)],
            };
            self.alias(&before, quality, form);
            let second = name.start + at + " and ".len()..name.end;
            self.party(second, range, &groups);
            return;
        }
        if INCLUDING.is_match(printed.trim()) {
            self.problem(
                segment,
                "a part of the party that the notice includes by name",
            );
            return;
        }
        let cleaned = clean(&self.phrase[name.clone()]);
        if quality.is_none() && !is_no_name(&cleaned) {
            self.problem(segment, "a name follows without \"also known as\"");
        }
        let Some(party) = self.parties.last_mut() else {
            return;
        };
        party.range.end = range.end;
        let mut aliases = Vec::new();
        push_alias(
            &self.phrase[name.clone()],
            name.start,
            quality.unwrap_or(AliasQuality::Strong),
            form,
            &mut aliases,
            &mut self.problems,
        );
        extend(party, aliases);
        for group in groups {
            self.group(group);
        }
    }

    fn group(&mut self, group: Range<usize>) {
        let mut aliases = Vec::new();
        read_group(self.phrase, group, &mut aliases, &mut self.problems);
        if let Some(party) = self.parties.last_mut() {
            extend(party, aliases);
        }
    }

    /// The range of a segment's name, and the groups that hold aliases.
    fn name_of(&self, segment: &Segment) -> (Range<usize>, Vec<Range<usize>>) {
        name_and_groups(self.phrase, &segment.content)
    }

    fn problem(&mut self, segment: &Segment, why: &'static str) {
        if let Some(range) = segment.range() {
            self.problems.push(Problem { range, why });
        }
    }
}

/// "and any successor, sub-unit, or subsidiary thereof" belongs to no name.
static SUCCESSORS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i),?\s*(?:\band\s+|\bor\s+)?(?:\b(?:any|all|its)\s+)(?:and\s+all\s+|other\s+)*(?:successors?|sub-?units?)\b(?:[^;]*(?:thereof|subsidiar\w+|sub-?units?|successors?))?\s*$",
    )
});

/// Factions whose bracketed word is part of the name, not another name.
static FACTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^(?i:maoist|marxist|marxist-leninist|leninist|trotskyist|unified|united)$")
});

static DETAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:born\b|d\.?o\.?b\b|p\.?o\.?b\b|(?:date|place|year)\s+of\s+birth|nationality\b|national\s+of|(?:a\s+)?(?:citizen|resident|national)\s+of|passport\b|(?:alt\.?\s+)?(?:identity|national\s+id)\b|issued\b|who\s+(?:is|was)\b|(?:an?|the|one\s+of\s+the)\s+(?:[\w'-]+\s+){0,4}(?-i:leader|commander|member|official|head|founder|chief|spokes\w+|emir|amir|financier|facilitator|operative|propagandist|deputy|wife|son|brother|national)\b)",
    )
});

static INTRODUCTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:and\s+)?(?:the\s+)?(?:(?:organizations?|groups?|entity|entities|individuals?|persons?)\s+(?:known\s+as|named|called)|(?:its|their)\s+(?:\w+\s+)?(?:leaders?|founders?|commanders?|members?|emir|spokes\w+),?)\s",
    )
});

fn segments_have_and(segments: &[Segment]) -> bool {
    segments
        .iter()
        .any(|s| matches!(s.before, Separator::And | Separator::SemicolonAnd))
}

/// A group in the middle of a name (`M & S (PVT) LTD.`) belongs to it; groups at its end hold
/// aliases, and so does one that begins with a marker.
fn name_and_groups(phrase: &str, content: &[Token]) -> (Range<usize>, Vec<Range<usize>>) {
    let mut name: Option<Range<usize>> = None;
    let mut groups = Vec::new();
    for (index, token) in content.iter().enumerate() {
        match token {
            Token::Words(range) => match &mut name {
                None => name = Some(range.clone()),
                Some(name) if groups.is_empty() => name.end = range.end,
                Some(_) => {}
            },
            Token::Group(range) => {
                let words_follow = content[index + 1..]
                    .iter()
                    .any(|t| matches!(t, Token::Words(_)));
                let inner = phrase[range.clone()].trim();
                let faction = name.is_some() && groups.is_empty() && FACTION.is_match(inner);
                let part_of_name = faction
                    || name.is_some()
                        && words_follow
                        && marker(inner).is_none()
                        && !is_no_name(inner)
                        && groups.is_empty();
                if part_of_name {
                    if let Some(name) = &mut name {
                        name.end = range.end + 1;
                    }
                } else {
                    groups.push(range.clone());
                }
            }
            Token::Marker(..) | Token::Comma | Token::Semicolon | Token::And(_) => {}
        }
    }
    (name.unwrap_or(0..0), groups)
}

#[cfg(test)]
mod tests;
