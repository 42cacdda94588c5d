//! Final determinations of Commerce on information and communications technology and services
//! (Executive Order 13873, 15 CFR part 791): the companies with which transactions are prohibited.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, Alias, AliasQuality, Effective};
use regex::Regex;

use crate::families::Reader;
use crate::grammar::companies;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use crate::roster;

/// The family.
pub(crate) struct CommerceIcts;

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bdetermination\b.*\bICTS\b|\b(?:ICTS|information\s+and\s+communications\s+technology\s+and\s+services)\b.*\bdetermination\b",
    )
});
static FINAL: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bfinal\s+determination\b"));
static ACT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:determin(?:es|ed)|finds|found)\s+that\s+(?:certain\s+|the\s+)?transactions\s+(?:with|involving|by)\s+(?P<names>[^.]*?(?:\.[^.]*?)*?)\s+(?:presents?|poses?)\b",
    )
});
static PROHIBITED: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bprohibit(?:s|ed|ing)?\b"));
static NOT_FINAL: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\binitial(?:ly)?\b|\bcould\b|\bmay\b|\bif\b|\bwould\b"));

impl Reader for CommerceIcts {
    fn name(&self) -> &'static str {
        "commerce-icts"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        notice.issued_by("commerce") && TITLE.is_match(&notice.title)
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        let action = notice.metadata.action.as_deref().unwrap_or_default();
        if !FINAL.is_match(&notice.title) && !FINAL.is_match(action) {
            let why = "a determination on technology and services that is not final: nothing is prohibited yet";
            reading.names_nobody = Some(why.to_owned());
            return reading;
        }
        let text = notice.text.text.as_str();
        let Some(authority) = law.citations.best("EO-13873", &[text]) else {
            let why = "a final determination that does not cite Executive Order 13873";
            reading.residue.push(notice.announcement(why));
            return reading;
        };
        let effective = roster::dated(notice)
            .into_iter()
            .find_map(|range| roster::effect_in(notice, notice.words(&range)))
            .unwrap_or_else(Effective::none);
        for block in roster::parts(notice) {
            for sentence in roster::sentences(notice, &block.range) {
                let words = notice.words(&sentence);
                let names = ACT.captures(words).and_then(|c| c.name("names"));
                let Some(names) = names.filter(|_| PROHIBITED.is_match(words)) else {
                    continue;
                };
                if NOT_FINAL.is_match(words) {
                    continue;
                }
                let at = sentence.start + names.start()..sentence.start + names.end();
                read_names(notice, &at, &mut reading, |party| {
                    roster::record(
                        notice,
                        Action::Designation,
                        party,
                        vec![authority.clone()],
                        effective.clone(),
                        (Some(sentence.clone()), sentence.clone()),
                    )
                });
            }
        }
        if reading.records.is_empty() && reading.residue.is_empty() {
            let why = "a final determination whose prohibited transactions could not be read";
            reading.residue.push(notice.announcement(why));
        }
        if !reading.records.is_empty() && effective.date.is_none() {
            let why = "a final determination that gives no effective date";
            reading.residue.push(notice.announcement(why));
        }
        reading
    }
}

fn read_names(
    notice: &Notice<'_>,
    at: &Range<usize>,
    reading: &mut Reading,
    record: impl Fn(fedreg_model::Party) -> fedreg_model::Record,
) {
    let words = notice.words(at);
    let (names, certain) = companies::split(words, None);
    if !certain {
        let why = "companies that commas may part or not";
        reading.residue.push(notice.residue(at.clone(), why));
    }
    for name in names {
        let Some(company) = companies::read(&words[name.clone()]) else {
            continue;
        };
        let range = at.start + name.start..at.start + name.end;
        for why in &company.problems {
            reading.residue.push(notice.residue(range.clone(), *why));
        }
        let known = |r: &fedreg_model::Record| r.party.name == company.name;
        if !company.is_name() || reading.records.iter().any(known) {
            continue;
        }
        let mut party = company.party();
        if let Some(short) = short_name(notice, &party.name) {
            let known = party.name == short || party.aliases.iter().any(|a| a.name == short);
            if !known {
                party.aliases.push(Alias {
                    name: short,
                    quality: AliasQuality::Acronym,
                });
            }
        }
        reading.records.push(record(party));
    }
}

/// The short form that the notice gives a company: `Example Lab, Inc. (Example)`.
fn short_name(notice: &Notice<'_>, name: &str) -> Option<String> {
    let pattern = format!(
        r#"{}\s+\([“"]?([A-Z][^()“”"]{{1,40}}?)[”"]?\)"#,
        regex::escape(name)
    );
    let found = Regex::new(&pattern).ok()?;
    let short = found.captures(&notice.text.text)?.get(1)?.as_str();
    Some(short.trim().to_owned())
}
