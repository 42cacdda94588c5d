//! Which companies a notice lists, under which of its sentences or headings, and how many it says
//! there are.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Action, Role};
use regex::Regex;

use crate::grammar::companies;
use crate::grammar::dates::{compile, date_pattern, first_date};
use crate::grammar::numbers::{number, number_pattern};
use crate::notice::Notice;
use crate::reading::Reading;
use crate::roster::{self, Part, is_line};

static REMOVES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:no\s+longer|(?:do|does|did)\s+not\s+(?:meet|qualify|satisfy)|remov(?:es?|ed|al|ing)|delet(?:es?|ed|ions?)|rescind(?:s|ed)?|rescission|revok(?:es?|ed))\b",
    )
});

static DESIGNATES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:qualif(?:y|ies)|satisf(?:y|ies)|meets?|designat(?:es?|ed|ion)|identif(?:y|ies|ied)|add(?:s|ed|itions?|ing)?|chinese\s+military\s+compan(?:y|ies)\s+operating)\b",
    )
});

static DECIDES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:secretary|department)\b[^.;]{0,200}?\b(?:(?:has|have)\s+(?:also\s+|further\s+)?|hereby\s+|also\s+)?(?:determin(?:ed|es)|designat(?:ed|es)|identif(?:ied|ies)|adds|added|removes|removed|deletes|deleted|decided)\b",
    )
});

/// A sentence about what the law asks for is no act.
static STATUTE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:requires?|directs?|shall|may|as\s+(?:amended|required)|authorizes?)\b[^.]{0,120}\b(?:secretary|department)\b|\bsecretary\b[^.]{0,60}\b(?:shall|may|must)\b",
    )
});

static NEWLY: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:add(?:s|ed|itions?|ing)?|new(?:ly)?)\b"));

pub(super) static STAR_NOTE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^\s*\*|\basterisks?\b"));

static DETERMINED_ON: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\bon\s+{}\s*,?[^.;]{{0,160}}?\b(?:determined|designated)\b",
        date_pattern("")
    ))
});

/// A run of lines, with the words that lead up to it.
pub(super) struct Run<'p, 'a> {
    pub(super) lines: Vec<&'p Part<'a>>,
    /// The act's sentence, and what it does.
    pub(super) lead: Option<(Range<usize>, Action)>,
    pub(super) determined_on: Option<NaiveDate>,
    /// Whether the lead tells what is added from a list that goes on.
    pub(super) newly: bool,
}

/// What a sentence or heading does to the companies it introduces.
fn action_of(words: &str) -> Option<Action> {
    if REMOVES.is_match(words) {
        Some(Action::Removal)
    } else if DESIGNATES.is_match(words) {
        Some(Action::Designation)
    } else {
        None
    }
}

pub(super) fn runs<'p, 'a>(notice: &Notice<'a>, parts: &'p [Part<'a>]) -> Vec<Run<'p, 'a>> {
    let mut found: Vec<Run<'p, 'a>> = Vec::new();
    let mut act: Option<(Range<usize>, Action)> = None;
    let mut determined_on = None;
    let mut newly = false;
    let mut fresh = true;
    let mut supplement = false;
    for (at, part) in parts.iter().enumerate() {
        let explained = act.is_some() && is_explained(part, parts.get(at + 1));
        if part.role == Role::Heading && !explained {
            let label = part.words.to_uppercase();
            supplement |= label.starts_with("SUPPLEMENTARY") || label.starts_with("ANNEX");
            // A heading such as "Deletions" turns the act; its sentence stays the ground.
            if let Some((ground, _)) = &act
                && let Some(turned) = action_of(part.words)
            {
                act = Some((ground.clone(), turned));
                newly = NEWLY.is_match(part.words);
            }
            fresh = true;
            continue;
        }
        if STAR_NOTE.is_match(part.words) && part.words.contains(' ') && !is_line(part)
            || part.role == Role::Footnote
        {
            continue;
        }
        let lists = supplement || parts.iter().all(|p| p.role != Role::Heading);
        if lists && act.is_some() && (explained || is_line(part)) {
            match found.last_mut().filter(|_| !fresh) {
                Some(run) => run.lines.push(part),
                None => found.push(Run {
                    lines: vec![part],
                    lead: act.clone(),
                    determined_on,
                    newly,
                }),
            }
            fresh = false;
            continue;
        }
        for sentence in roster::sentences(notice, &part.range) {
            let words = notice.words(&sentence);
            fresh = true;
            let ends = words.trim_end().ends_with(':');
            let decides = DECIDES.is_match(words) && !STATUTE.is_match(words);
            if !(decides || ends && act.is_some()) {
                continue;
            }
            let Some(action) = action_of(words) else {
                continue;
            };
            if let Some(on) = DETERMINED_ON
                .find(words)
                .and_then(|m| first_date(m.as_str()))
            {
                determined_on = Some(on.0);
            }
            newly = action == Action::Designation && NEWLY.is_match(words);
            act = Some((sentence.clone(), action));
            if let Some(run) = named_inline(&sentence, words) {
                // "… has determined that A Co., Ltd. qualifies as …": no list follows.
                found.push(Run {
                    lines: Vec::new(),
                    lead: Some((run, action)),
                    determined_on,
                    newly,
                });
            }
        }
    }
    found
}

static DEFINITIONS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bsections?\s+1260H\s*\(g\)\s*\("));

/// Whether a heading names a company and the paragraph after it gives the grounds: it begins with
/// one of the company's names, or cites the definitions of section 1260H.
fn is_explained(part: &Part<'_>, next: Option<&Part<'_>>) -> bool {
    let Some(next) = next.filter(|_| part.role == Role::Heading) else {
        return false;
    };
    if next.role == Role::Heading || is_line(next) || action_of(part.words).is_some() {
        return false;
    }
    let Some(company) = companies::read(part.words).filter(companies::Company::is_name) else {
        return false;
    };
    let of_company = std::iter::once(&company.name)
        .chain(company.aliases.iter().map(|alias| &alias.name))
        .any(|name| next.words.starts_with(name.as_str()));
    of_company || DEFINITIONS.is_match(next.words)
}

static LEGAL_FORM: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?:Ltd|Limited|Inc|Corp|Corporation|LLC|PLC|Co|Company|Group)\b\.?\)?\*?(?:\s*\([^()]*\)\*?)*$",
    )
});

/// What a list leaves over: an act's sentence that announces a list and has none, and a heading
/// that may be a company's name.
pub(super) fn check_lists(
    notice: &Notice<'_>,
    parts: &[Part<'_>],
    runs: &[Run<'_, '_>],
    reading: &mut Reading,
) {
    static ANNOUNCES: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bfollowing\b"));
    let read = |range: &Range<usize>| {
        runs.iter()
            .flat_map(|run| &run.lines)
            .any(|line| line.range == *range)
    };
    let mut listed = false;
    for part in parts {
        if part.role == Role::Heading {
            if listed && LEGAL_FORM.is_match(part.words) && !read(&part.range) {
                let why = "a heading that may name a company of the list";
                reading
                    .residue
                    .push(notice.residue(part.range.clone(), why));
            }
            continue;
        }
        for sentence in roster::sentences(notice, &part.range) {
            let words = notice.words(&sentence);
            if !words.trim_end().ends_with(':')
                || !ANNOUNCES.is_match(words)
                || !DECIDES.is_match(words)
                || action_of(words).is_none()
            {
                continue;
            }
            listed = true;
            let has_list = runs
                .iter()
                .any(|run| run.lead.as_ref().is_some_and(|(lead, _)| *lead == sentence));
            if !has_list {
                let why = "a sentence that announces a list of companies, of which none was read";
                reading.residue.push(notice.residue(sentence, why));
            }
        }
    }
}

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?i:determined\s+that)\s+(?P<names>[A-Z0-9][^:]+?)\s+(?i:qualif(?:y|ies)|satisf(?:y|ies)|meets?|no\s+longer|does\s+not|do\s+not|is\s+a|are)\b",
    )
});
static NAMED_AFTER: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i:\bfollowing\b[^:]*):\s+(?P<names>[A-Z0-9].+)$"));
static NOBODY: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^(?:The|These|This|Those|It|Such|Each|Entities|In\s+accordance|Section)\b")
});

/// The range of the names that a sentence gives itself, if it does.
fn named_inline(sentence: &Range<usize>, words: &str) -> Option<Range<usize>> {
    let names = NAMED
        .captures(words)
        .or_else(|| NAMED_AFTER.captures(words))?
        .name("names")?;
    let range = sentence.start + names.start()..sentence.start + names.end();
    (!NOBODY.is_match(names.as_str())).then_some(range)
}

static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?P<count>{})\s+(?i:(?:following|new|additional|listed)\s+)?(?i:entit(?:y|ies)|compan(?:y|ies))\b",
        number_pattern()
    ))
});

/// A number of companies that an act's sentence states must be that of the records.
pub(super) fn check_counts(notice: &Notice<'_>, parts: &[Part<'_>], reading: &mut Reading) {
    for sentence in parts
        .iter()
        .filter(|p| !is_line(p))
        .flat_map(|part| roster::sentences(notice, &part.range))
    {
        let words = notice.words(&sentence);
        if !DECIDES.is_match(words) || STATUTE.is_match(words) {
            continue;
        }
        let Some(action) = action_of(words) else {
            continue;
        };
        let Some(stated) = COUNTED
            .captures(words)
            .and_then(|c| number(c.name("count")?.as_str()))
        else {
            continue;
        };
        let found = reading
            .records
            .iter()
            .filter(|r| (r.action == Action::Removal) == (action == Action::Removal))
            .count();
        if found != stated {
            let why = format!("the text states {stated} companies and names {found}");
            reading.residue.push(notice.residue(sentence, why));
        }
    }
}
