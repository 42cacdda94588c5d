//! Customs findings that a producer's merchandise is made with convict, forced or indentured labor
//! (section 307 of the Tariff Act of 1930), and determinations that a finding is no longer needed.
//!
//! The party is the producer, or the vessel, that the finding names. It takes effect for what is
//! imported "on or after" the day that its DATES state.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, AuthorityCitation, Effective, EffectiveBasis, PartyKind, fold_name};
use regex::Regex;

use crate::families::Reader;
use crate::grammar::companies::{self, Company};
use crate::grammar::dates::{compile, date_pattern, first_date};
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use crate::roster;

/// The family.
pub(crate) struct CbpForcedLabor;

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:findings?|determination)\s+that\b.*\b(?:convict|forced|indentured)\b|\b(?:maintenance|modification|revocation|withdrawal|rescission|termination)\s+of\s+(?:the\s+)?finding\b.*\b(?:produced|manufactured|merchandise|labor)\b|\bforced\s+labor\s+finding\b",
    )
});

static LABOR: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:convict|forced|indentured)\b[^.]{0,60}\blabor\b"));

static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:no\s+longer|revok(?:es?|ed|ing)|rescind(?:s|ed)?|withdraw(?:s|n|al)?|terminat(?:es?|ed))\b",
    )
});

static MODIFIES: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bmodif(?:y|ies|ied|ication)\b"));

static PRODUCERS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // "… manufactured in Malaysia by X with the use of convict, forced or indentured labor"
        r"(?i:\b(?:mined|produced|manufactured|harvested|caught|made|processed)\b[^.;:]{0,160}?\bby)\s+(?P<names>(?:(?i:the\s+)(?:(?i:fishing\s+)?(?i:vessel|company|facility)s?\s+)?)?[A-Z“].{1,300}?)\s*,?\s+(?i:with\s+the\s+use\s+of\s+(?:convict|forced|prison|indentured)|using\s+(?:convict|forced|prison|indentured))",
        // "with the use of convict, forced or indentured labor by X"
        r"(?i:\bwith\s+the\s+use\s+of\s+(?:convict|forced|prison|indentured)\b[^.;:]{0,60}?\blabou?r\s+by)\s+(?P<names>(?i:the\s+)?[A-Z“].{1,300}?)\s*(?:,?\s+(?i:are|is|were|was|in\s+(?-i:[A-Z])|of\s+(?-i:[A-Z])|and\s+(?:are|is))\b|\.\s*$|;|,\s+(?i:are|is)\b|$)",
        // "is produced using convict, forced, or indentured labor by the X"
        r"(?i:\busing\s+(?:convict|forced|prison|indentured)\b[^.;:]{0,60}?\blabou?r\s+by)\s+(?P<names>(?i:the\s+)?[A-Z“].{1,300}?)\s*(?:,?\s+(?i:are|is|were|was)\b|\.\s*$|;|$)",
    ]
    .into_iter()
    .map(compile)
    .collect()
});

static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\s*,?\s+(?:in|of|located\s+in|based\s+in)\s+(?:the\s+)?[A-Z][\w'’]+(?:[\s,]+(?:[A-Z][\w'’]+|of|and|the))*\s*$|,\s+[A-Z]\w+\s+(?:Municipality|Province|City|District|County|Autonomous\s+Region)\b.*$",
    )
});

static VESSEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:the\s+)?(?:(?:distant\s+water\s+)?fishing\s+)?vessels?\s+(?:named\s+|known\s+as\s+)?",
    )
});

static OTHER_NAMES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:facility|factory|company|producer|entity|plant|vessel)\b[^.]{0,40}\b(?:may\s+also\s+be|is\s+also|also)\s+known\s+as\s+(?P<names>.+)$",
    )
});

static IMPORTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:imported|entered|withdrawn[^.;]{{0,60}}?)\s+(?:into\s+the\s+United\s+States\s+)?on\s+or\s+after\s+{}",
        date_pattern("")
    ))
});

static BEFORE: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bon\s+or\s+before\b"));

impl Reader for CbpForcedLabor {
    fn name(&self) -> &'static str {
        "cbp-forced-labor"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        let unknown = notice.metadata.agencies.is_empty() && notice.text.stated.agencies.is_empty();
        let said = notice
            .metadata
            .action
            .as_deref()
            .unwrap_or_default()
            .to_lowercase();
        let titled = TITLE.is_match(&notice.title) || said.contains("forced labor finding");
        let of_customs = ["customs", "homeland", "treasury"]
            .iter()
            .any(|agency| notice.issued_by(agency));
        titled
            && (unknown || of_customs)
            && (0..notice.sentences.len()).any(|at| LABOR.is_match(notice.sentence(at)))
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        let said = notice.metadata.action.as_deref().unwrap_or_default();
        let ends = ENDS.is_match(&notice.title) || ENDS.is_match(said);
        let modifies = MODIFIES.is_match(&notice.title) || MODIFIES.is_match(said);
        if modifies {
            let why = "changes a forced-labor finding in a way that no grammar reads";
            reading.residue.push(notice.announcement(why));
            return reading;
        }
        let named = producers(notice, &mut reading);
        if named.is_empty() {
            let why = "a forced-labor finding of which the text names no producer";
            reading.residue.push(notice.announcement(why));
            return reading;
        }
        let effective = effective(notice, &mut reading);
        let text = notice.text.text.as_str();
        let authority = law
            .citations
            .best("TARIFF-307", &[text])
            .unwrap_or_else(|| AuthorityCitation {
                code: "TARIFF-307".to_owned(),
                citation: "19 U.S.C. 1307".to_owned(),
                subsection: None,
            });
        let action = if ends {
            Action::Removal
        } else {
            Action::Designation
        };
        for producer in named {
            let mut party = producer.company.party();
            if producer.vessel {
                party.kind = PartyKind::Vessel;
            }
            let places = (Some(producer.sentence.clone()), producer.sentence);
            let record = roster::record(
                notice,
                action,
                party,
                vec![authority.clone()],
                effective.clone(),
                places,
            );
            reading.records.push(record);
        }
        roster::take_back(notice, &roster::parts(notice), &mut reading);
        reading
    }
}

struct Producer {
    company: Company,
    vessel: bool,
    sentence: Range<usize>,
}

/// The producers that the text names; the title must agree where it names one.
fn producers(notice: &Notice<'_>, reading: &mut Reading) -> Vec<Producer> {
    let mut found: Vec<Producer> = Vec::new();
    let mut others: Vec<Range<usize>> = Vec::new();
    for sentence in roster::parts(notice)
        .iter()
        .flat_map(|part| roster::sentences(notice, &part.range))
    {
        let words = notice.words(&sentence);
        if let Some(names) = OTHER_NAMES.captures(words).and_then(|c| c.name("names")) {
            others.push(sentence.start + names.start()..sentence.start + names.end());
        }
        let Some(names) = PRODUCERS
            .iter()
            .find_map(|pattern| pattern.captures(words)?.name("names"))
        else {
            continue;
        };
        let (printed, vessel) = bare(names.as_str());
        if printed.to_lowercase().starts_with("convict") {
            continue;
        }
        let (pieces, certain) = companies::split(printed, None);
        if !certain {
            let why = "names of producers that cannot be told apart";
            reading.residue.push(notice.residue(sentence.clone(), why));
        }
        for piece in pieces {
            let Some(company) = companies::read(&printed[piece]) else {
                continue;
            };
            for why in &company.problems {
                reading.residue.push(notice.residue(sentence.clone(), *why));
            }
            if !company.is_name() {
                continue;
            }
            if let Some(known) = found.iter_mut().find(|p| same(&p.company, &company)) {
                if company.name.len() > known.company.name.len() {
                    let shorter = std::mem::replace(&mut known.company, company);
                    known.company.aliases.extend(shorter.aliases);
                }
            } else {
                found.push(Producer {
                    company,
                    vessel,
                    sentence: sentence.clone(),
                });
            }
        }
    }
    for other in others {
        add_names(notice, other, &mut found, reading);
    }
    found
}

/// "This facility may also be known as A, B, or C."
fn add_names(
    notice: &Notice<'_>,
    range: Range<usize>,
    found: &mut [Producer],
    reading: &mut Reading,
) {
    let words = notice.words(&range);
    let printed = format!("X (also known as {})", words.trim_end_matches('.'));
    let parsed = companies::read(&printed).filter(|c| c.problems.is_empty());
    if let ([only], Some(parsed)) = (found, parsed) {
        for alias in parsed.aliases {
            let known = only.company.aliases.iter().any(|a| a.name == alias.name);
            if !known && alias.name != only.company.name {
                only.company.aliases.push(alias);
            }
        }
    } else {
        let why = "other names of a producer that cannot be read";
        reading.residue.push(notice.residue(range, why));
    }
}

/// A producer's name without its place, and whether it is a vessel's.
fn bare(printed: &str) -> (&str, bool) {
    let printed = printed.trim();
    let vessel = VESSEL.find(printed);
    let name = vessel.map_or(printed, |m| &printed[m.end()..]);
    let name = name.strip_prefix("the ").unwrap_or(name);
    let name = PLACE
        .find(name)
        .map_or(name, |place| &name[..place.start()]);
    (name.trim_end_matches(','), vessel.is_some())
}

fn same(a: &Company, b: &Company) -> bool {
    let (a_folded, b_folded) = (fold_name(&a.name), fold_name(&b.name));
    let alias = |c: &Company, name: &str| c.aliases.iter().any(|x| fold_name(&x.name) == name);
    a_folded == b_folded || alias(a, &b_folded) || alias(b, &a_folded)
}

/// The day from which it applies to imports, or the effective date stated.
fn effective(notice: &Notice<'_>, reading: &mut Reading) -> Effective {
    let dated = roster::dated(notice);
    let everywhere = notice.sentences.iter().map(|s| s.range.clone());
    for range in dated.iter().cloned().chain(everywhere) {
        let words = notice.words(&range);
        let applies = IMPORTED.find(words).and_then(|m| first_date(m.as_str()));
        if let Some((date, _)) = applies {
            return Effective {
                date: Some(date),
                basis: EffectiveBasis::Stated,
                until: None,
            };
        }
        if dated.contains(&range) && BEFORE.is_match(words) {
            let why = "takes effect \"on or before\" a day, which is no date";
            reading.residue.push(notice.residue(range, why));
            return Effective::none();
        }
        if dated.contains(&range)
            && let Some(effective) = roster::effect_in(notice, words)
        {
            return effective;
        }
    }
    let why = "does not say from which day it applies to imports";
    reading.residue.push(notice.title_residue(why));
    Effective::none()
}
