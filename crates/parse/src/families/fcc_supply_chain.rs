//! The FCC's designations of covered companies, whose equipment no money of the Universal Service
//! Fund may buy (47 CFR 54.9): "issues a final designation of X …, as a covered company". An initial
//! designation opens a proceeding and binds nobody.

use std::sync::LazyLock;

use fedreg_model::{Action, AuthorityCitation, Effective};
use regex::Regex;

use crate::families::Reader;
use crate::grammar::companies;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use crate::roster;

/// The family.
pub(crate) struct FccSupplyChain;

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bcommunications\s+supply\s+chain\b.*\bdesignations?\b|\bdesignations?\b.*\bcommunications\s+supply\s+chain\b",
    )
});

static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\binformation\s+collection|\bpropos|\bpaperwork\b|\breimbursement\b")
});

const TAIL: &str = r"(?:,?\s+(?:along\s+with|as\s+well\s+as|together\s+with|including|and)\s+(?:its|their|all|any)\b|,?\s+as\s+(?:an?\s+)?covered\s+compan|\s+pursuant\b|\.\s*$)";

static FINAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"\b(?:(?:issues?|issued|issuing|adopts?|adopted|makes?)\s+(?:a|an|this|its|the)\s+final\s+designation\s+of|finally\s+designates?d?)\s+(?P<name>[A-Z].+?){TAIL}"
    ))
});

static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"\b(?:rescinds?|revokes?|withdraws?|reverses?|vacates?)\s+(?:the|its)\s+(?:final\s+)?designation\s+of\s+(?P<name>[A-Z].+?){TAIL}"
    ))
});

static NOT_YET: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:may|whether|would|could|if|previously|denie[sd]|dismiss\w*|petitions?)\b")
});

impl Reader for FccSupplyChain {
    fn name(&self) -> &'static str {
        "fcc-supply-chain"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        let fcc = notice.issued_by("communications commission")
            || notice.issued_by("communications-commission");
        fcc && TITLE.is_match(&notice.title)
            && !OTHER.is_match(&notice.title)
            && notice.metadata.document_type != fedreg_model::DocumentType::ProposedRule
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        let Some(authority) = law.citations.best("FCC-54-9", &[&notice.text.text]) else {
            let why = "a designation of a covered company whose rule is not cited in a known form";
            reading.residue.push(notice.announcement(why));
            return reading;
        };
        for sentence in &notice.sentences {
            let words = notice.words(&sentence.range);
            if NOT_YET.is_match(words) {
                continue;
            }
            for (pattern, action) in [(&FINAL, Action::Designation), (&ENDS, Action::Revocation)] {
                for name in pattern.captures_iter(words).filter_map(|c| c.name("name")) {
                    let act = (action, &authority);
                    push(
                        notice,
                        name.as_str(),
                        act,
                        sentence.range.clone(),
                        &mut reading,
                    );
                }
            }
        }
        if reading.records.is_empty() && reading.residue.is_empty() {
            let why = "speaks of a covered company, and of no final designation that was read";
            reading.residue.push(notice.announcement(why));
        }
        roster::take_back(notice, &roster::parts(notice), &mut reading);
        reading
    }
}

fn push(
    notice: &Notice<'_>,
    name: &str,
    (action, authority): (Action, &AuthorityCitation),
    range: std::ops::Range<usize>,
    reading: &mut Reading,
) {
    let Some(company) = companies::read(name) else {
        return;
    };
    for why in &company.problems {
        reading.residue.push(notice.residue(range.clone(), *why));
    }
    // The summary names the company in full; the order, often by its short form.
    let known = reading.records.iter().any(|r| {
        r.action == action
            && (r.party.name == company.name
                || r.party
                    .aliases
                    .iter()
                    .any(|alias| alias.name == company.name))
    });
    if known || !company.is_name() {
        return;
    }
    let effective = roster::dated(notice)
        .into_iter()
        .find_map(|range| roster::effect_in(notice, notice.words(&range)))
        .unwrap_or_else(Effective::none);
    let law = vec![authority.clone()];
    let quote = (Some(range.clone()), range);
    let record = roster::record(notice, action, company.party(), law, effective, quote);
    reading.records.push(record);
}
