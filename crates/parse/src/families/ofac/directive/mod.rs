//! Directives and restrictions on accounts: no list in the form of the SDN list, but institutions
//! named in a sentence, in lines under it, or in an annex of the directive.
//!
//! What is read is only what can be nothing else: proper names of institutions, at a place of the
//! sentence where its targets stand. One that is amended, or takes the place of another, maintains
//! the prohibitions upon those it names; one that ends another is left to a person.

mod names;

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Action, Residue, Role};
use regex::Regex;

use super::acts::{self, ActSentence, Said};
use super::authority::{self, Cited};
use super::walk::{Block, Item};
use crate::grammar::dates::{Effect, compile, date_pattern, effect, first_date};
use crate::grammar::entry::ListEntry;
use crate::grammar::sentences;
use crate::notice::{Notice, is_body};
use crate::reading::Law;

/// What a directive gives.
#[derive(Debug, Default)]
pub(super) struct Directed {
    pub(super) blocks: Vec<Block>,
    pub(super) residue: Vec<Residue>,
}

/// Where targets stand within a sentence.
static WITHIN: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        compile(
            r"(?i)\bprohibit(?:ed|s)?\b[^;:]{0,120}\bcorrespondent\s+accounts?\b[^;:]{0,120}?\bfor,?(?:\s+or\s+on\s+behalf\s+of,?)?\s+(?P<names>[^;:]+)$",
        ),
        compile(
            r"(?i)\bprohibited\b[^;]{0,200}\btransactions?\s+involving\s+(?P<names>[^;:]+?)(?:,\s+including\b.*)?$",
        ),
        compile(
            r"(?i)\bdetermin(?:ed|es)\s+that\s+(?P<names>[^;:]+?)\s+(?P<verb>is|are)\s+subject\s+to\s+(?:the\s+)?prohibitions\b[^:]*$",
        ),
    ]
});

/// "the following activities … are prohibited: …; …".
static ACTIVITIES: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?is)\bfollowing\s+activities\b[^:]*\bprohibited\b[^:]*:\s*(?P<clauses>.+)$")
});

/// Where targets stand within one of those activities.
static CLAUSES: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    [
        compile(r"(?i)\btransactions?\s+involving\s+(?P<names>[^;:]+?)(?:,\s+including\b.*)?$"),
        compile(r"(?i)\b(?:bonds|debt|equity)\b[^;:]*?\bissued\b[^;:]*?\bby\s+(?P<names>[^;:]+)$"),
        compile(r"(?i)\blending\b[^;:]*?\bfunds\s+to\s+(?P<names>[^;:]+)$"),
        compile(
            r"(?i)\b(?:correspondent|payable-through)\s+accounts?\b[^;:]*?\bfor(?:\s+or\s+on\s+behalf\s+of)?\s+(?P<names>[^;:]+)$",
        ),
    ]
});

/// Targets that the sentence does not name: they are listed elsewhere in the directive.
static INDIRECT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:persons?|entit(?:y|ies)|(?:financial\s+)?institutions?)\s+(?:that\s+(?:is|are)\s+)?(?:determined\s+to\s+be\s+subject\s+to\s+(?:the\s+)?prohibitions\s+of\s+this\s+directive|(?:listed|identified|named)\s+in\s+(?:the\s+|an\s+)?annex)",
    )
});

/// A sentence over a list of targets.
static OVER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?is)\bdetermined\b[^:]*\bfollowing\b[^:]*\bsubject\s+to\s+(?:the\s+)?prohibitions\s+of\s+directive\b[^:]*:(?P<names>.*)$|\bdetermined\b[^:]*\b(?:prohibitions\s+of\s+directive|correspondent\s+accounts?)\b[^:]*\bfollowing\b[^:]*:(?P<more>.*)$",
    )
});

/// A line over the list of a directive's own annex.
static OVER_ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:(?:foreign\s+)?(?:financial\s+)?(?:entities|persons|institutions)\s+(?:determined\s+to\s+be\s+)?subject\s+to\s+(?:the\s+)?prohibitions\s+of\s+(?:this\s+)?directive\b[^.:]{0,80}(?:\be\.o\.[^.:]{0,20})?:?|annex(?:\s+(?:\d+|[A-Z]))?(?:\s+to\s+(?:this\s+)?directive\b[^.:]{0,80}(?:\be\.o\.[^.:]{0,20})?)?:?)\W*$",
    )
});

/// What ends a directive, or takes somebody out of it.
static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:remov|rescind|rescission|revok|revoc|terminat|modif|lift|withdr|suspend|waiv)\w*\b|\bno\s+longer\b|\bnot\s+(?:to\s+be\s+)?(?:subject|prohibited|include[ds]?)\b",
    )
});

/// What says that a directive is another's successor.
static SUCCEEDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bamended\s+directive\b|\bdirective\s+\d\w?,?\s+\(?as\s+amended\b|\bsupersedes?\b[^.]{0,60}\bdirective\b|\bdirective\b[^.]{0,80}\b(?:is|are)\s+(?:hereby\s+)?(?:superseded|replaced)\b|\breplaces\s+(?:\w+\s+){0,2}directive\b",
    )
});

/// "On February 24, 2022, OFAC issued Directive 2 …".
static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\bon\s+(?P<date>{}),?[^.]{{0,160}}?\bissued\b[^.]{{0,60}}\bdirective\b",
        date_pattern("")
    ))
});

static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:not|other\s+than|except\w*|exclud\w+|may|would|propos\w+|unless|licen[cs]e\w*|authoriz\w+)\b",
    )
});

/// What every directive says of its reach, which excepts no target.
static REACH: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bexcept\s+to\s+the\s+extent\s+(?:otherwise\s+)?provided\s+by\s+law\b[^,;:]*|\bunless\s+(?:licensed\s+or\s+)?(?:otherwise\s+)?(?:authorized|licensed)\b[^,;:]*",
    )
});

/// What list entries have, who are read as such.
static LISTED: LazyLock<Regex> =
    LazyLock::new(|| compile(r"\[[A-Z][A-Z0-9]+(?:[ -][A-Z0-9]+)*\]|\(individual\)"));

static ON: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!(r"(?i)\bon\s+(?P<date>{})", date_pattern(""))));

static FROM: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:beginning|as\s+of|effective)\b[^;:]{{0,60}}?(?P<date>{})",
        date_pattern("")
    ))
});

const UNREAD: &str = "a sentence that names the targets of a directive and was not read whole";

/// A sentence or line of the body.
struct Unit {
    range: Range<usize>,
    heading: bool,
}

/// What a sentence says of its targets.
enum Targets {
    /// Where their names stand.
    Named(Vec<Range<usize>>),
    /// They stand in lines under it.
    Below,
    /// They are listed elsewhere.
    Indirect,
    /// It speaks of none.
    None,
}

/// Reads a directive out of the blocks of its body; nothing where it prints entries of a list.
pub(super) fn read(notice: &Notice<'_>, law: Law<'_>, blocks: Range<usize>) -> Directed {
    let mut read = Directed::default();
    if ENDS.is_match(&notice.title) {
        return read;
    }
    let units = units(notice, blocks);
    let words_of = |unit: &Unit| notice.words(&unit.range);
    if units.iter().any(|unit| LISTED.is_match(words_of(unit))) {
        return read;
    }
    let maker = Maker {
        notice,
        law,
        succeeds: SUCCEEDS.is_match(&notice.title)
            || units.iter().any(|unit| SUCCEEDS.is_match(words_of(unit))),
        issued: issued(notice, &units),
    };
    let annexed = units.iter().any(|unit| INDIRECT.is_match(words_of(unit)));
    let mut rest = units.iter().peekable();
    while let Some(unit) = rest.next() {
        let range = &unit.range;
        let words = words_of(unit);
        let over_annex = OVER_ANNEX.is_match(words) && (annexed || words.ends_with(':'));
        let targets = if over_annex {
            Targets::Below
        } else {
            targets(notice, range)
        };
        if ENDS.is_match(words) && !matches!(targets, Targets::None) {
            let why = "a directive that ends another, or takes somebody out of it";
            read.residue.push(notice.residue(range.clone(), why));
            continue;
        }
        let names = match targets {
            Targets::Named(names) => names,
            Targets::Below => {
                let mut lines: Vec<Range<usize>> = Vec::new();
                let item =
                    |unit: &&Unit| !unit.heading && names::is_line(notice.words(&unit.range));
                while let Some(line) = rest.next_if(item) {
                    lines.push(line.range.clone());
                }
                // "Annex" and then "Entities determined …" are one heading.
                if lines.is_empty() && over_annex {
                    continue;
                }
                if let Some(line) = rest.peek().filter(|unit| !unit.heading)
                    && names::is_stray(words_of(line))
                {
                    let why = "a line of a directive's list that was not read";
                    read.residue.push(notice.residue(line.range.clone(), why));
                }
                lines
            }
            Targets::Indirect => continue,
            Targets::None => {
                let succeeds = SUCCEEDS.is_match(words);
                if !succeeds && !matches!(acts::read(words, false), Said::Nothing) {
                    let why = "a sentence that speaks of acts beside a directive";
                    read.residue.push(notice.residue(range.clone(), why));
                }
                continue;
            }
        };
        match maker.block(range, &names) {
            Ok(block) => read.blocks.push(block),
            Err(why) => read.residue.push(notice.residue(range.clone(), why)),
        }
    }
    // The determination and the prohibition may name the same institutions twice.
    let mut known: Vec<String> = Vec::new();
    for block in &mut read.blocks {
        block.items.retain(|item| {
            let name = fedreg_model::fold_name(&item.entry.party.name);
            let new = !known.contains(&name);
            known.push(name);
            new
        });
    }
    read.blocks.retain(|block| !block.items.is_empty());
    read
}

/// Sentences, and whole lines where they are numbered.
fn units(notice: &Notice<'_>, blocks: Range<usize>) -> Vec<Unit> {
    let mut units = Vec::new();
    let inside = notice
        .blocks_from(blocks.start)
        .take_while(|(index, _)| *index < blocks.end)
        .filter(|(_, block)| is_body(block.role));
    for (_, block) in inside {
        let heading = block.role == Role::Heading;
        let words = notice.words(&block.range);
        if names::number(words).is_some() {
            let range = block.range.clone();
            units.push(Unit { range, heading });
            continue;
        }
        units.extend(sentences::split(words).into_iter().map(|sentence| Unit {
            range: at(&block.range, &sentence),
            heading,
        }));
    }
    units
}

/// The one day on which a text says that the directive was issued.
fn issued(notice: &Notice<'_>, units: &[Unit]) -> Option<NaiveDate> {
    let mut days = units
        .iter()
        .filter_map(|unit| ISSUED.captures(notice.words(&unit.range)))
        .filter_map(|found| Some(first_date(found.name("date")?.as_str())?.0));
    let day = days.next()?;
    days.all(|other| other == day).then_some(day)
}

fn at(base: &Range<usize>, inner: &Range<usize>) -> Range<usize> {
    base.start + inner.start..base.start + inner.end
}

fn pieces(notice: &Notice<'_>, names: &Range<usize>) -> Vec<Range<usize>> {
    names::split(notice.words(names))
        .iter()
        .map(|piece| at(names, piece))
        .collect()
}

/// The targets of a sentence.
fn targets(notice: &Notice<'_>, range: &Range<usize>) -> Targets {
    let words = notice.words(range);
    if let Some(found) = OVER.captures(words) {
        let inline = found.name("names").or_else(|| found.name("more"));
        let inline = inline.map_or(range.end..range.end, |m| at(range, &m.range()));
        return if notice.words(&inline).trim().is_empty() {
            Targets::Below
        } else {
            Targets::Named(pieces(notice, &inline))
        };
    }
    if let Some(clauses) = ACTIVITIES.captures(words).and_then(|c| c.name("clauses")) {
        return activities(notice, &at(range, &clauses.range()));
    }
    let Some(found) = WITHIN.iter().find_map(|pattern| pattern.captures(words)) else {
        return Targets::None;
    };
    let Some(named) = found.name("names") else {
        return Targets::None;
    };
    let place = at(range, &named.range());
    // "A and B are": the verb tells that they are two.
    let plural = found
        .name("verb")
        .is_some_and(|verb| verb.as_str() == "are");
    if plural && let Some(split) = names::split_plural(named.as_str()) {
        return Targets::Named(split.iter().map(|piece| at(&place, piece)).collect());
    }
    Targets::Named(pieces(notice, &place))
}

/// The targets of the activities that a directive prohibits; each of them must tell of some.
fn activities(notice: &Notice<'_>, clauses: &Range<usize>) -> Targets {
    let words = notice.words(clauses);
    let mut named = Vec::new();
    let mut indirect = false;
    let mut from = 0;
    for clause in words.split(';') {
        let place = clauses.start + from..clauses.start + from + clause.len();
        from += clause.len() + 1;
        let printed = clause.trim_end_matches(['.', ' ', '\n']);
        if !printed.chars().any(char::is_alphanumeric) || printed.trim() == "and" {
            continue;
        }
        if INDIRECT.is_match(printed) {
            indirect = true;
            continue;
        }
        let found = CLAUSES.iter().find_map(|pattern| pattern.captures(printed));
        match found.and_then(|found| found.name("names")) {
            Some(found) => named.extend(pieces(notice, &at(&place, &found.range()))),
            // Named with nothing: a sentence that is not read whole.
            None => return Targets::Named(Vec::new()),
        }
    }
    match (named.is_empty(), indirect) {
        (false, false) => Targets::Named(named),
        (true, true) => Targets::Indirect,
        _ => Targets::Named(Vec::new()),
    }
}

struct Maker<'n, 'a> {
    notice: &'n Notice<'a>,
    law: Law<'n>,
    /// Whether the directive is amended, or takes the place of another.
    succeeds: bool,
    issued: Option<NaiveDate>,
}

impl Maker<'_, '_> {
    /// The act upon the institutions that stand at `names`.
    fn block(&self, range: &Range<usize>, names: &[Range<usize>]) -> Result<Block, &'static str> {
        let words = self.notice.words(range);
        if names.is_empty() || DENIED.is_match(&REACH.replace_all(words, " ")) {
            return Err(UNREAD);
        }
        let printed: Vec<&str> = names.iter().map(|name| self.notice.words(name)).collect();
        let in_lines = names.first().is_some_and(|name| name.start >= range.end);
        if !names::are_institutions(printed.iter().copied()) {
            return Err(UNREAD);
        }
        let mut items = Vec::new();
        for (n, (place, printed)) in names.iter().zip(printed).enumerate() {
            let number = names::number(printed);
            let company = if in_lines {
                names::read(printed)
            } else {
                names::institution(printed)
            };
            let company = company.ok_or(UNREAD)?;
            if number.is_some_and(|number| usize::try_from(number) != Ok(n + 1)) {
                return Err("the numbers of a directive's list miss one");
            }
            let mut item = Item::apart((place.clone(), company.party()));
            item.entry = ListEntry {
                number,
                ..item.entry
            };
            items.push(item);
        }
        let numbered = items.iter().filter(|i| i.entry.number.is_some()).count();
        if numbered != 0 && numbered != items.len() {
            return Err("the numbers of a directive's list miss one");
        }
        let day = |pattern: &Regex| {
            let found = pattern.captures(words)?;
            Some(first_date(found.name("date")?.as_str())?.0)
        };
        let on = day(&ON).or(self.issued);
        // A successor goes on with what began on the day that it repeats.
        let from = if self.succeeds {
            None
        } else {
            let stated = effect(words).map(|(found, _)| found);
            stated.or_else(|| day(&FROM).map(Effect::On))
        };
        let cited = Some(authority::of_act(self.law, words)).filter(|cited| !cited.is_empty());
        let cited: Cited =
            cited.unwrap_or_else(|| authority::of_text(self.law, &self.notice.title));
        let action = if self.succeeds {
            Action::Maintenance
        } else {
            Action::Designation
        };
        Ok(Block {
            act: ActSentence {
                action: Some(action),
                on,
                effect: from,
                counts: Vec::new(),
                above: false,
                goes_on: false,
                doubt: None,
            },
            range: range.clone(),
            day: on,
            cited,
            items,
            images: Vec::new(),
            untagged: false,
            from_heading: false,
        })
    }
}
