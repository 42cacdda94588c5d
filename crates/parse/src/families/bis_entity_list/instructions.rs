//! The amendatory instructions: "Supplement No. 4 to part 744 is amended by: a. Under Iran: i. Adding
//! …, entries for “A” and “B”; ii. Revising the entry for “C”; b. …". They say what a table's rows are.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::Role;
use regex::Regex;

use super::{address, countries};
use crate::grammar::dates::compile;
use crate::grammar::numbers::{number, number_pattern};
use crate::notice::{Notice, is_body};

/// What an instruction does to entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Verb {
    Add,
    Revise,
    Remove,
    Correct,
}

/// One verb with what it acts upon under one country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Instruction {
    pub(super) verb: Verb,
    /// Canonical name; `None` where the instruction names no country.
    pub(super) country: Option<&'static str>,
    /// Names as quoted, with their ranges.
    pub(super) names: Vec<(String, Range<usize>)>,
    /// The number of entries that it states.
    pub(super) count: Option<usize>,
    pub(super) range: Range<usize>,
}

/// The instructions for one supplement, and the blocks that hold its text.
#[derive(Debug, Clone)]
pub(super) struct Amended {
    /// 4, 6 or 7.
    pub(super) supplement: u8,
    pub(super) instructions: Vec<Instruction>,
    /// Blocks of the table: from after the instructions to the next supplement.
    pub(super) blocks: Range<usize>,
    pub(super) range: Range<usize>,
    /// Whether the whole list is printed anew.
    pub(super) reprints: bool,
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| compile($pattern));
    };
}

pattern!(
    AMENDS,
    r"(?i)\bsupplement\s+(?:no\.?|number|nos\.?)\s*(?P<number>[467])\s+to\s+part\s+744\b[^.;]{0,60}?\b(?:is|are)\s+(?:further\s+)?(?P<how>amended|revised|added)\b|\b(?:amend|revise|add)\s+(?:a\s+new\s+)?supplement\s+(?:no\.?|number)\s*(?P<number2>[467])\s+to\s+part\s+744\b|^(?:\d+\.\s*)?in\s+supplement\s+(?:no\.?|number)\s*(?P<number3>[467])\s+to\s+part\s+744\b"
);
pattern!(
    OTHER_PART,
    r"(?i)^\s*(?:\d+\.\s*)?(?:section|§|supplement\s+no\.?\s*\d+\s+to\s+part\s+(?:7[0-35-9]\d|74[0-35-9])|the\s+authority\s+citation|part\s+\d+)\b"
);
pattern!(
    EVENT,
    &format!(
        r"(?P<quoted>[“\x22][^“”\x22]*[”\x22])|(?i)(?P<verb>\b(?:adding|adds?|revising|revise[sd]?|amending|removing|removes?|deleting|deletes?|correcting|corrects?)\b)|(?P<under>\bunder\s+(?:the\s+)?(?:destinations?\s+of\s+|country\s+(?:heading\s+)?(?:of\s+)?|heading\s+(?:for\s+|of\s+)?|entr(?:y|ies)\s+for\s+)?(?:the\s+)?)|(?P<place>\b(?:countr(?:y|ies)|destinations?)\s+(?:name\s+|heading\s+)?(?:of\s+|for\s+)?(?:the\s+)?|\bheading\s+(?:for|of)\s+(?:the\s+)?)|(?P<count>\b{}\b)\s+(?:new\s+)?(?:\w+\s+){{0,2}}?(?:entit(?:y|ies)|entr(?:y|ies)|persons?|part(?:y|ies))\b",
        number_pattern()
    )
);
// "by adding an alias" does not add an entry.
pattern!(
    OF_A_PART,
    &format!(
        r"(?i)^\s*(?:the\s+)?(?:(?:{}|an?|its)\s+)?(?:\w+\s+)?(?:alias(?:es)?|address(?:es)?|names?\b|space|comma|period|word|phrase|text|footnote|acronym|reference|in\s+its\s+place|license)\b",
        number_pattern()
    )
);
// "Removing the country name RUSSIA and the entry for …" is of an entry, too.
pattern!(
    WITH_AN_ENTRY,
    r"(?i)^\s*(?:the\s+)?countr(?:y|ies)\b[^;“\x22]{0,80}\bentr(?:y|ies)\b"
);
// "… “Turkey” and adding “Türkiye” in its place"
pattern!(
    IN_ITS_PLACE,
    r"(?i)^\s*[“\x22][^“”\x22]*[”\x22]\s+in\s+(?:its|their)\s+place\b"
);
pattern!(READ_AS_FOLLOWS, r"(?i)\bread(?:s)?\s+as\s+follows\b");
pattern!(
    REPRINTS,
    r"(?i)\bsupplement\s+(?:no\.?|number)\s*[467]\s+to\s+part\s+744\s+is\s+(?:revised|added)\s+to\s+read\s+as\s+follows"
);

/// Every supplement that the notice amends.
pub(super) fn amended(notice: &Notice<'_>) -> Vec<Amended> {
    let mut out: Vec<Amended> = Vec::new();
    let blocks: Vec<_> = notice
        .blocks_from(0)
        .filter(|(_, b)| is_body(b.role))
        .collect();
    let mut at = 0;
    while at < blocks.len() {
        let (index, block) = blocks[at];
        let words = notice.text.words(block);
        let found = (block.role != Role::TableRow)
            .then(|| AMENDS.captures(words))
            .flatten()
            .filter(|c| is_instruction(words, c.get(0).map_or(0, |m| m.start())));
        let Some(found) = found else {
            if OTHER_PART.is_match(words)
                && let Some(open) = out.last_mut().filter(|o| o.blocks.end == usize::MAX)
                && index > open.blocks.start
            {
                open.blocks.end = index;
            }
            at += 1;
            continue;
        };
        let number = ["number", "number2", "number3"]
            .iter()
            .find_map(|name| found.name(name))
            .and_then(|m| m.as_str().parse().ok())
            .unwrap_or(4);
        let start = block.range.start + found.get(0).map_or(0, |m| m.start());
        let mut end = block.range.end;
        let mut last = at;
        let mut done = READ_AS_FOLLOWS.is_match(&notice.text.text[start..end]);
        while !done && last + 1 < blocks.len() {
            let (_, next) = blocks[last + 1];
            let words = notice.text.words(next);
            if next.role == Role::TableRow
                || AMENDS.is_match(words)
                || OTHER_PART.is_match(words)
                || is_title_of_list(words)
            {
                break;
            }
            done = READ_AS_FOLLOWS.is_match(words);
            end = next.range.end;
            last += 1;
        }
        if let Some(open) = out.last_mut().filter(|o| o.blocks.end == usize::MAX) {
            open.blocks.end = index;
        }
        let words = &notice.text.text[start..end];
        out.push(Amended {
            supplement: number,
            instructions: instructions(words, start),
            blocks: blocks.get(last + 1).map_or(index + 1, |(i, _)| *i)..usize::MAX,
            range: start..end,
            reprints: REPRINTS.is_match(words),
        });
        at = last + 1;
    }
    out
}

/// An instruction begins its block; prose speaks of the supplement in mid-sentence.
fn is_instruction(words: &str, at: usize) -> bool {
    let before = words[..at].trim();
    before.len() < 12 || before.ends_with(['.', ':', ';', ']'])
}

/// The heading over the table.
fn is_title_of_list(words: &str) -> bool {
    let lower = words.to_lowercase();
    lower.starts_with("supplement no") && lower.contains("list") && words.len() < 120
}

/// The instructions of a text that begins at `start` of the notice.
fn instructions(words: &str, start: usize) -> Vec<Instruction> {
    let mut scan = Scan::default();
    let mut last = 0;
    for found in EVENT.captures_iter(words) {
        let Some(whole) = found.get(0) else { continue };
        if let Some(quoted) = found.name("quoted") {
            scan.name(quoted.as_str(), start + quoted.start());
        } else if let Some(verb) = found.name("verb") {
            let rest = &words[whole.end()..];
            let of_a_part = OF_A_PART.is_match(rest) && !WITH_AN_ENTRY.is_match(rest);
            if !of_a_part && !IN_ITS_PLACE.is_match(rest) {
                scan.verb(verb.as_str(), start + whole.start());
            }
        } else if let Some(under) = found.name("under").or_else(|| found.name("place")) {
            let gap = words.get(last..under.start()).unwrap_or_default();
            if let Some((country, _)) =
                countries::at_start(words[under.end()..].trim_start_matches(['“', '"', ' ']))
            {
                scan.country(country, gap);
            }
        } else if let Some(count) = found.name("count") {
            scan.count(count.as_str());
        }
        last = whole.end();
    }
    let end = start + words.len();
    scan.finish(end)
}

#[derive(Default)]
struct Scan {
    out: Vec<Instruction>,
    country: Option<&'static str>,
    /// How many names of the last instruction a country has been said of.
    said: usize,
}

impl Scan {
    fn verb(&mut self, word: &str, at: usize) {
        let lower = word.to_lowercase();
        let verb = if lower.starts_with("add") {
            Verb::Add
        } else if lower.starts_with("rev") || lower.starts_with("amend") {
            Verb::Revise
        } else if lower.starts_with("correct") {
            Verb::Correct
        } else {
            Verb::Remove
        };
        self.said = 0;
        self.out.push(Instruction {
            verb,
            country: self.country,
            names: Vec::new(),
            count: None,
            range: at..at,
        });
    }

    /// "under Iran": of what comes, or of the names right before it.
    fn country(&mut self, country: &'static str, gap: &str) {
        let follows = gap.trim_matches([' ', ',']).is_empty();
        let said = std::mem::take(&mut self.said);
        if let Some(last) = self.out.last_mut() {
            // "Under CHINA, by adding three entities; b. Under IRAN, by …": the first is complete.
            let complete = gap.contains([';', '\n']) && last.count.is_some();
            if last.names.is_empty() {
                if !complete || last.country.is_none() {
                    last.country = Some(country);
                }
            } else if follows && said == 0 {
                last.country = Some(country);
                self.said = last.names.len();
            } else if follows && said < last.names.len() {
                // "entries for “A” under Iran and “B” under Iraq".
                let names = last.names.split_off(said);
                let further = Instruction {
                    names,
                    count: None,
                    country: Some(country),
                    ..last.clone()
                };
                self.said = further.names.len();
                self.out.push(further);
            }
        }
        self.country = Some(country);
    }

    fn name(&mut self, quoted: &str, at: usize) {
        let inner = quoted.trim_matches(['“', '”', '"']);
        let name = address::without_stop(inner.trim().trim_end_matches([',', ';', ':', ' ']));
        let is_label = countries::canonical(name.trim_end_matches('.')).is_some();
        if let Some(last) = self
            .out
            .last_mut()
            .filter(|_| !name.is_empty() && !is_label)
        {
            last.names.push((name.to_owned(), at..at + quoted.len()));
        }
    }

    fn count(&mut self, words: &str) {
        if let Some(last) = self.out.last_mut().filter(|l| l.count.is_none()) {
            last.count = number(words);
        }
    }

    fn finish(mut self, end: usize) -> Vec<Instruction> {
        let starts: Vec<usize> = self.out.iter().map(|i| i.range.start).skip(1).collect();
        for (at, instruction) in self.out.iter_mut().enumerate() {
            instruction.range.end = starts
                .get(at)
                .copied()
                .unwrap_or(end)
                .max(instruction.range.start);
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::{Verb, instructions};

    type Told = (Verb, Option<&'static str>, Vec<String>, Option<usize>);

    fn told(words: &str) -> Vec<Told> {
        instructions(words, 0)
            .into_iter()
            .map(|i| {
                let names = i.names.into_iter().map(|(name, _)| name).collect();
                (i.verb, i.country, names, i.count)
            })
            .collect()
    }

    #[test]
    fn instructions_tell_verb_country_and_names() {
        let words = "2. Supplement no. 4 to part 744 is amended by:\na. Under CHINA, PEOPLE'S REPUBLIC OF:\ni. Adding in alphabetical order, entries for “Foo Co., Ltd.;” and “Bar Institute;”\nii. Revising the entry for “Baz Ltd.” by adding one alias; and\nb. Removing the entry for “Qux LLC” under PAKISTAN.";
        assert_eq!(
            told(words),
            [
                (
                    Verb::Add,
                    Some("china"),
                    vec!["Foo Co., Ltd.".into(), "Bar Institute".into()],
                    None
                ),
                (Verb::Revise, Some("china"), vec!["Baz Ltd.".into()], None),
                (Verb::Remove, Some("pakistan"), vec!["Qux LLC".into()], None),
            ]
        );
        let words = "a. Under CHINA, PEOPLE'S REPUBLIC OF, adding in alphabetical order an entry for “Foo Co., Ltd.” and removing the entry for “Bar Ltd.”;\nb. Adding in alphabetical order the country CYPRUS and an entry for “Baz Ltd.”;\nc. Removing the country name RUSSIA and the entry for “Qux LLC”; and\nd. Removing the country name “Turkey” and adding “Türkiye” in its place, and adding in alphabetical order under TÜRKIYE an entry for “Quux Ltd. Sti.”.";
        assert_eq!(
            told(words),
            [
                (Verb::Add, Some("china"), vec!["Foo Co., Ltd.".into()], None),
                (Verb::Remove, Some("china"), vec!["Bar Ltd.".into()], None),
                (Verb::Add, Some("cyprus"), vec!["Baz Ltd.".into()], None),
                (Verb::Remove, Some("russia"), vec!["Qux LLC".into()], None),
                (
                    Verb::Add,
                    Some("turkey"),
                    vec!["Quux Ltd. Sti.".into()],
                    None
                ),
            ]
        );
        let words = "2. Supplement No. 4 to part 744 is amended:\na. By adding under Hong Kong, in alphabetical order, four Hong Kong entities; and\nb. By adding under Iran, in alphabetical order, one Iranian entity;";
        assert_eq!(
            told(words),
            [
                (Verb::Add, Some("hong kong"), vec![], Some(4)),
                (Verb::Add, Some("iran"), vec![], Some(1)),
            ]
        );
    }
}
