//! Lists of Chinese military companies: Defense, under section 1260H of the National Defense
//! Authorization Act for Fiscal Year 2021, and before it section 1237 of that for Fiscal Year 1999.
//!
//! A notice that determines that "the following entities" qualify designates each that it lists,
//! whether or not an earlier list had it; where a note explains the asterisks of those that an
//! earlier list had, these are designated anew. Where a notice tells additions apart, only those
//! are its acts. Nothing is said of when it takes effect, unless the notice says it.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Action, AuthorityCitation, Effective, EffectiveBasis, Role};
use regex::Regex;

use crate::ending;
use crate::families::Reader;
use crate::grammar::companies;
use crate::grammar::dates::{compile, date_pattern, first_date};
use crate::grammar::numbers::{number, number_pattern};
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use crate::roster::{self, Part, is_line};

/// The family.
pub(crate) struct ChineseMilitaryCompanies;

static TITLE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bchinese\s+military\s+compan(?:y|ies)\b"));

static OTHER_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\binformation\s+collection|\bcomments?\b|\bregulations?\b|\bsanctions\b|\bsecurities\b|\bexecutive\s+order\b|\bacquisition\b|\bDFARS\b|\bmeeting\b|\bwaiver\b",
    )
});

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

static STAR_NOTE: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^\s*\*|\basterisks?\b"));
static REPEATS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:previously|prior|earlier|already|originally)\b|\bremains?\b")
});

static DETERMINED_ON: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\bon\s+{}\s*,?[^.;]{{0,160}}?\b(?:determined|designated)\b",
        date_pattern("")
    ))
});

impl Reader for ChineseMilitaryCompanies {
    fn name(&self) -> &'static str {
        "chinese-military-companies"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        let unknown = notice.metadata.agencies.is_empty() && notice.text.stated.agencies.is_empty();
        TITLE.is_match(&notice.title)
            && !OTHER_TITLE.is_match(&notice.title)
            && !notice.is_presidential()
            && (unknown || notice.issued_by("defense") || notice.issued_by("department of war"))
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        let parts = roster::parts(notice);
        let runs = runs(notice, &parts);
        let Some(authority) = authority(notice, law) else {
            let why = "a list of Chinese military companies without the section of law it is under";
            reading.residue.push(notice.announcement(why));
            return reading;
        };
        let note = star_note(notice, &parts);
        for run in &runs {
            read_run(notice, run, note.as_ref(), &authority, &mut reading);
        }
        check_counts(notice, &parts, &mut reading);
        if reading.records.is_empty() && reading.residue.is_empty() {
            let why =
                "the text names no company that the notice determines to be one or no longer one";
            reading.residue.push(notice.announcement(why));
        }
        roster::take_back(notice, &parts, &mut reading);
        reading
    }
}

/// The law: section 1260H, or the section 1237 that went before.
fn authority(notice: &Notice<'_>, law: Law<'_>) -> Option<AuthorityCitation> {
    let text = notice.text.text.as_str();
    let older = text.contains("1237") && notice.title.to_lowercase().contains("communist");
    let newer = text.contains("1260H");
    let code = match (newer, older) {
        (_, true) => "NDAA-1999-1237",
        (true, false) => "NDAA-2021-1260H",
        (false, false) if text.contains("1237") => "NDAA-1999-1237",
        (false, false) => return None,
    };
    let section = if code.ends_with("1237") {
        "1237"
    } else {
        "1260H"
    };
    law.citations.best(code, &[text]).or_else(|| {
        let at = text.find(section)?;
        let start = text[..at]
            .to_lowercase()
            .rfind("section")
            .filter(|start| at - start < 12)
            .unwrap_or(at);
        Some(AuthorityCitation {
            code: code.to_owned(),
            citation: text[start..at + section.len()].to_owned(),
            subsection: None,
        })
    })
}

/// A run of lines, with the words that lead up to it.
struct Run<'p, 'a> {
    lines: Vec<&'p Part<'a>>,
    /// The act's sentence, and what it does.
    lead: Option<(Range<usize>, Action)>,
    determined_on: Option<NaiveDate>,
    /// Whether the lead tells what is added from a list that goes on.
    newly: bool,
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

fn runs<'p, 'a>(notice: &Notice<'a>, parts: &'p [Part<'a>]) -> Vec<Run<'p, 'a>> {
    let mut found: Vec<Run<'p, 'a>> = Vec::new();
    let mut act: Option<(Range<usize>, Action)> = None;
    let mut determined_on = None;
    let mut newly = false;
    let mut fresh = true;
    let mut supplement = false;
    for part in parts {
        if part.role == Role::Heading {
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
        if lists && act.is_some() && is_line(part) {
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

/// What an asterisk after a name means, if a note says it.
struct StarNote {
    repeats: bool,
}

fn star_note(notice: &Notice<'_>, parts: &[Part<'_>]) -> Option<StarNote> {
    parts
        .iter()
        .flat_map(|part| roster::sentences(notice, &part.range))
        .map(|sentence| notice.words(&sentence))
        .find(|words| STAR_NOTE.is_match(words) && words.split_whitespace().count() > 4)
        .map(|words| StarNote {
            repeats: REPEATS.is_match(words),
        })
}

fn read_run(
    notice: &Notice<'_>,
    run: &Run<'_, '_>,
    note: Option<&StarNote>,
    authority: &AuthorityCitation,
    reading: &mut Reading,
) {
    let Some((lead, action)) = run.lead.clone() else {
        return;
    };
    if run.lines.is_empty() {
        let words = notice.words(&lead);
        let (pieces, certain) = companies::split(words, None);
        for piece in pieces {
            let range = lead.start + piece.start..lead.start + piece.end;
            let range = trim(notice, range);
            if !certain {
                let why = "names that cannot be told apart";
                reading.residue.push(notice.residue(range.clone(), why));
            }
            push(
                notice,
                range,
                (&lead, action),
                run,
                note,
                authority,
                reading,
            );
        }
        return;
    }
    for line in &run.lines {
        let cell = line.words.split('\t').next().unwrap_or(line.words);
        if is_head(line) {
            continue;
        }
        let range = line.range.start..line.range.start + cell.len();
        let pieces = if cell.contains(';') {
            companies::split(cell, None).0
        } else {
            std::iter::once(0..cell.len()).collect()
        };
        for piece in pieces {
            let range = trim(notice, range.start + piece.start..range.start + piece.end);
            push(
                notice,
                range,
                (&lead, action),
                run,
                note,
                authority,
                reading,
            );
        }
    }
}

fn trim(notice: &Notice<'_>, range: Range<usize>) -> Range<usize> {
    let words = notice.words(&range);
    let start = range.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

fn is_head(line: &Part<'_>) -> bool {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)^(?:name\s+of\s+)?(?:the\s+)?(?:entit(?:y|ies)|compan(?:y|ies)|names?)(?:\s+names?)?(?:\t|$|\s+(?:location|country|address)\b)",
        )
    });
    HEAD.is_match(line.words)
}

fn push(
    notice: &Notice<'_>,
    range: Range<usize>,
    (lead, action): (&Range<usize>, Action),
    run: &Run<'_, '_>,
    note: Option<&StarNote>,
    authority: &AuthorityCitation,
    reading: &mut Reading,
) {
    let Some(company) = companies::read(notice.words(&range)) else {
        return;
    };
    for why in &company.problems {
        reading.residue.push(notice.residue(range.clone(), *why));
    }
    if !company.is_name() {
        return;
    }
    let action = match (action, company.starred, note) {
        (Action::Designation, true, None) => {
            let why = "an asterisk that no note explains";
            reading.residue.push(notice.residue(range.clone(), why));
            // In a text that breaks off, the note may have been to come.
            if !ending::ends_whole(notice) {
                return;
            }
            Action::Designation
        }
        (Action::Designation, true, Some(note)) if note.repeats => Action::Redesignation,
        (Action::Designation, false, Some(note)) if !note.repeats && !run.newly => {
            Action::Redesignation
        }
        (action, _, _) => action,
    };
    let known = reading
        .records
        .iter()
        .any(|r| r.party.name == company.name && r.action == action);
    if known {
        return;
    }
    let effective = effective(notice, run.determined_on);
    for listed in std::iter::once(&company).chain(&company.subsidiaries) {
        let mut record = roster::record(
            notice,
            action,
            listed.party(),
            vec![authority.clone()],
            effective.clone(),
            (Some(lead.clone()), range.clone()),
        );
        record.determined_on = run.determined_on;
        reading.records.push(record);
    }
}

/// What the DATES statement says, or the text beside the act; else the day of the determination.
fn effective(notice: &Notice<'_>, determined_on: Option<NaiveDate>) -> Effective {
    let stated = roster::dated(notice)
        .into_iter()
        .chain(notice.sentences.iter().map(|s| s.range.clone()))
        .filter(|range| {
            let words = notice.words(range).to_lowercase();
            words.contains("effective") || words.contains("effect ")
        })
        .find_map(|range| roster::effect_in(notice, notice.words(&range)));
    stated.unwrap_or_else(|| match determined_on {
        Some(date) => Effective {
            date: Some(date),
            basis: EffectiveBasis::Determination,
            until: None,
        },
        None => Effective::none(),
    })
}

static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?P<count>{})\s+(?i:(?:following|new|additional|listed)\s+)?(?i:entit(?:y|ies)|compan(?:y|ies))\b",
        number_pattern()
    ))
});

/// A number of companies that an act's sentence states must be that of the records.
fn check_counts(notice: &Notice<'_>, parts: &[Part<'_>], reading: &mut Reading) {
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
