//! Records against gold: one-to-one, by action and name, and then field by field.

use std::collections::BTreeMap;

use fedreg_model::{PartyKind, Record, Verdict};
use serde::Serialize;

use crate::gold::GoldAction;
use crate::names::{fold_identifier, keys, overlap};
use crate::notices::{Broken, Folder, ReadNotice};

mod counts;
mod pairing;
#[cfg(test)]
mod tests;

pub use counts::{Counts, Rate, Retrieval};
use pairing::{aliases_of, codes_of, fold_kind, fold_word, matched, same_codes};

/// Whether a miss will be looked at by somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Whereabouts {
    /// The notice is `needs_review`.
    InReview,
    /// The notice passes as read whole, or as doing nothing.
    Silent,
}

/// An action of gold that was not found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// The notice's folder.
    pub folder: String,
    /// Its family.
    pub family: String,
    /// The action.
    pub action: String,
    /// The party.
    pub party: String,
    /// Whether somebody will look at it.
    pub whereabouts: Whereabouts,
    /// The words of the notice that name the party, or what the parser says of the notice.
    pub quote: String,
    /// The record that comes nearest: the same party with another action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found_as: Option<String>,
}

/// A record that is not in gold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Surplus {
    /// The notice's folder.
    pub folder: String,
    /// Its family.
    pub family: String,
    /// The action.
    pub action: String,
    /// The party.
    pub party: String,
    /// Whether the notice is a negative.
    pub negative: bool,
    /// What the parser says of the notice.
    pub verdict: Verdict,
    /// The record's quote.
    pub quote: String,
}

/// A field of a matched pair that is not as in gold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The notice's folder.
    pub folder: String,
    /// The party.
    pub party: String,
    /// The field.
    pub field: &'static str,
    /// What gold says.
    pub gold: String,
    /// What was found.
    pub found: String,
    /// The record's quote.
    pub quote: String,
}

/// The score of a folder of notices.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Score {
    /// Over all.
    pub overall: Counts,
    /// By family.
    pub families: BTreeMap<String, Counts>,
    /// Every action that was not found.
    pub misses: Vec<Miss>,
    /// Every record that is not in gold.
    pub surplus: Vec<Surplus>,
    /// Every field that differs.
    pub differences: Vec<Difference>,
    /// Folders that could not be scored, with the reason.
    pub broken: Vec<(String, String)>,
}

/// Scores every notice of a folder.
pub fn score(folder: &Folder) -> Score {
    let mut score = Score::default();
    for notice in &folder.notices {
        let counts = score_notice(notice, &mut score);
        *score.families.entry(notice.family.clone()).or_default() += counts;
        score.overall += counts;
    }
    score.broken = folder
        .broken
        .iter()
        .map(|Broken { folder, why }| (folder.clone(), why.clone()))
        .collect();
    score
}

fn score_notice(notice: &ReadNotice, score: &mut Score) -> Counts {
    let gold = &notice.gold;
    let parsed = &notice.parsed;
    let negative = gold.is_negative();
    let in_review = parsed.verdict == Verdict::NeedsReview;
    let mut counts = Counts {
        notices: 1,
        negatives: usize::from(negative),
        negatives_designating: usize::from(negative && parsed.verdict == Verdict::Designates),
        negatives_in_review: usize::from(negative && in_review),
        in_review: usize::from(!negative && in_review),
        ..Counts::default()
    };
    let verdict = gold.verdict.or_else(|| {
        // Gold without a verdict that lists actions leaves open whether all of them can be read.
        negative.then_some(Verdict::NotADesignation)
    });
    if let Some(verdict) = verdict {
        counts.verdicts.count(verdict == parsed.verdict);
    }
    let pairs = matched(&gold.actions, &parsed.records);
    for (wanted, record) in gold.actions.iter().zip(&pairs) {
        if wanted.provisional {
            continue;
        }
        let Some(record) = record.and_then(|at| parsed.records.get(at)) else {
            counts.actions.missed += 1;
            if in_review {
                counts.missed_in_review += 1;
            } else {
                counts.missed_silently += 1;
            }
            score.misses.push(miss(notice, wanted, in_review));
            continue;
        };
        counts.actions.found += 1;
        compare(notice, wanted, record, &mut counts, &mut score.differences);
    }
    for (at, record) in parsed.records.iter().enumerate() {
        if pairs.contains(&Some(at)) {
            continue;
        }
        counts.actions.surplus += 1;
        counts.surplus_in_negatives += usize::from(negative);
        score.surplus.push(Surplus {
            folder: notice.folder.clone(),
            family: notice.family.clone(),
            action: record.action.as_str().to_owned(),
            party: record.party.name.clone(),
            negative,
            verdict: parsed.verdict,
            quote: record.quote.text.clone(),
        });
    }
    counts
}

fn compare(
    notice: &ReadNotice,
    wanted: &GoldAction,
    record: &Record,
    counts: &mut Counts,
    differences: &mut Vec<Difference>,
) {
    let mut check = |rate: Option<&mut Rate>, field, right: bool, gold: String, found: String| {
        if let Some(rate) = rate {
            rate.count(right);
        }
        if !right {
            differences.push(Difference {
                folder: notice.folder.clone(),
                party: record.party.name.clone(),
                field,
                gold,
                found,
                quote: record.quote.text.clone(),
            });
        }
    };
    if let Some(codes) = &wanted.authority {
        check(
            Some(&mut counts.authorities),
            "authorities",
            same_codes(codes, record),
            codes.join("; "),
            codes_of(record).join("; "),
        );
    }
    if wanted.effective_date.is_some() || wanted.effective_basis.is_some() {
        let basis = record.effective.basis.as_str();
        let right = wanted.effective_date == record.effective.date
            && wanted
                .effective_basis
                .as_ref()
                .is_none_or(|wanted| fold_word(wanted) == basis);
        let say = |date: Option<chrono::NaiveDate>, basis: &str| {
            format!("{} {basis}", date.map_or("-".to_owned(), |d| d.to_string()))
        };
        check(
            Some(&mut counts.effective),
            "effective",
            right,
            say(
                wanted.effective_date,
                wanted.effective_basis.as_deref().unwrap_or_default(),
            ),
            say(record.effective.date, basis),
        );
    }
    if let Some(until) = wanted.until {
        check(
            Some(&mut counts.until),
            "until",
            record.effective.until == Some(until),
            until.to_string(),
            record
                .effective
                .until
                .map_or("-".to_owned(), |d| d.to_string()),
        );
    }
    // Where a person could not tell the kind either, there is nothing to score.
    let kind = wanted.entity.kind.as_ref();
    if let Some(kind) = kind.filter(|kind| fold_kind(kind) != PartyKind::Unknown.as_str()) {
        check(
            Some(&mut counts.kinds),
            "kind",
            fold_kind(kind) == record.party.kind.as_str(),
            kind.clone(),
            record.party.kind.as_str().to_owned(),
        );
    }
    if let Some(aliases) = &wanted.entity.aliases {
        let found = aliases_of(record);
        let (pairs, surplus, missed) = overlap(aliases, &found);
        counts.aliases.found += pairs;
        counts.aliases.surplus += surplus;
        counts.aliases.missed += missed;
        check(
            None,
            "aliases",
            surplus == 0 && missed == 0,
            aliases.join("; "),
            found.join("; "),
        );
    }
    if let Some(identifiers) = &wanted.entity.identifiers {
        let found: Vec<String> = record
            .party
            .identifiers
            .iter()
            .map(|identifier| identifier.value.clone())
            .collect();
        let mut free: Vec<String> = found.iter().map(|v| fold_identifier(v)).collect();
        let mut pairs = 0;
        for value in identifiers {
            let value = fold_identifier(value);
            if let Some(at) = free.iter().position(|other| *other == value) {
                free.swap_remove(at);
                pairs += 1;
            }
        }
        let missed = identifiers.len() - pairs;
        counts.identifiers.found += pairs;
        counts.identifiers.surplus += free.len();
        counts.identifiers.missed += missed;
        check(
            None,
            "identifiers",
            free.is_empty() && missed == 0,
            identifiers.join("; "),
            found.join("; "),
        );
    }
}

fn miss(notice: &ReadNotice, wanted: &GoldAction, in_review: bool) -> Miss {
    let names = keys(&wanted.entity.name);
    let found_as = notice
        .parsed
        .records
        .iter()
        .find(|record| !names.is_disjoint(&keys(&record.party.name)))
        .map(|record| record.action.as_str().to_owned());
    Miss {
        folder: notice.folder.clone(),
        family: notice.family.clone(),
        action: wanted.action.clone(),
        party: wanted.entity.name.clone(),
        whereabouts: if in_review {
            Whereabouts::InReview
        } else {
            Whereabouts::Silent
        },
        quote: words_around(&notice.text.text, &wanted.entity.name)
            .unwrap_or_else(|| notice.parsed.reason.clone()),
        found_as,
    }
}

/// The words of the text around the first mention of a name.
fn words_around(text: &str, name: &str) -> Option<String> {
    let at = text.find(name)?;
    let mut start = at.saturating_sub(60);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (at + name.len() + 100).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let words: Vec<&str> = text[start..end].split_whitespace().collect();
    Some(words.join(" "))
}
