//! Records against gold: one-to-one, by action and name, and then field by field.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use fedreg_model::{PartyKind, Record, Verdict, fold_name};
use serde::Serialize;

use crate::gold::GoldAction;
use crate::names::{fold_identifier, keys, overlap};
use crate::notices::{Broken, Folder, ReadNotice};

/// How many were right, of how many that could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Rate {
    /// Right ones.
    pub right: usize,
    /// All.
    pub all: usize,
}

impl Rate {
    /// The share; nothing of nothing is no rate.
    pub fn share(self) -> Option<f64> {
        ratio(self.right, self.all)
    }

    fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }
}

/// Things found, found in vain, and missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Retrieval {
    /// In gold and found.
    pub found: usize,
    /// Found and not in gold.
    pub surplus: usize,
    /// In gold and not found.
    pub missed: usize,
}

impl Retrieval {
    /// Of what was found, the share that is in gold.
    pub fn precision(self) -> Option<f64> {
        ratio(self.found, self.found + self.surplus)
    }

    /// Of what is in gold, the share that was found.
    pub fn recall(self) -> Option<f64> {
        ratio(self.found, self.found + self.missed)
    }

    /// The harmonic mean of the two.
    pub fn f1(self) -> Option<f64> {
        ratio(2 * self.found, 2 * self.found + self.surplus + self.missed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of notices are small")]
fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The counts of one family, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Notices.
    pub notices: usize,
    /// Notices that do nothing to anybody.
    pub negatives: usize,
    /// Negatives of which the parser says that they designate.
    pub negatives_designating: usize,
    /// Negatives that the parser leaves to a person.
    pub negatives_in_review: usize,
    /// Notices left to a person, negatives not counted.
    pub in_review: usize,
    /// Verdicts, where gold has one.
    pub verdicts: Rate,
    /// Pairs of party and action.
    pub actions: Retrieval,
    /// Missed pairs in notices that are left to a person.
    pub missed_in_review: usize,
    /// Missed pairs of which nobody will hear.
    pub missed_silently: usize,
    /// Pairs found in vain in negatives.
    pub surplus_in_negatives: usize,
    /// Of the matched pairs: the set of authorities.
    pub authorities: Rate,
    /// Of the matched pairs: the effective date with its basis.
    pub effective: Rate,
    /// Of the matched pairs: the stated end.
    pub until: Rate,
    /// Of the matched pairs: the kind of party.
    pub kinds: Rate,
    /// Aliases of the matched pairs.
    pub aliases: Retrieval,
    /// Identifiers of the matched pairs.
    pub identifiers: Retrieval,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        macro_rules! add {
            ($($field:ident),*) => { $(self.$field += other.$field;)* };
        }
        macro_rules! add_rate {
            ($($field:ident),*) => { $(self.$field.right += other.$field.right; self.$field.all += other.$field.all;)* };
        }
        macro_rules! add_retrieval {
            ($($field:ident),*) => { $(
                self.$field.found += other.$field.found;
                self.$field.surplus += other.$field.surplus;
                self.$field.missed += other.$field.missed;
            )* };
        }
        add!(
            notices,
            negatives,
            negatives_designating,
            negatives_in_review,
            in_review,
            missed_in_review,
            missed_silently,
            surplus_in_negatives
        );
        add_rate!(verdicts, authorities, effective, until, kinds);
        add_retrieval!(actions, aliases, identifiers);
    }
}

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

/// For each action of gold the record that it is, each record given once; as many as can be, and
/// where a party stands in several records, those that agree in more.
fn matched(gold: &[GoldAction], records: &[Record]) -> Vec<Option<usize>> {
    let of_records: Vec<_> = records.iter().map(|r| keys(&r.party.name)).collect();
    let choices: Vec<Vec<usize>> = gold
        .iter()
        .map(|wanted| {
            let names = keys(&wanted.entity.name);
            let mut of_wanted: Vec<usize> = (0..records.len())
                .filter(|at| {
                    records[*at].action.as_str() == fold_word(&wanted.action)
                        && !names.is_disjoint(&of_records[*at])
                })
                .collect();
            of_wanted.sort_by_key(|at| std::cmp::Reverse(likeness(wanted, &records[*at])));
            of_wanted
        })
        .collect();
    let mut owner: Vec<Option<usize>> = vec![None; records.len()];
    // What agrees in most is given first, so that later ones take what is left.
    let mut order: Vec<usize> = (0..gold.len()).collect();
    order.sort_by_key(|at| {
        let best = choices[*at].first();
        let like = best.map_or(0, |record| likeness(&gold[*at], &records[*record]));
        (gold[*at].provisional, std::cmp::Reverse(like))
    });
    for at in order {
        give(at, &choices, &mut owner, &mut vec![false; records.len()]);
    }
    let mut of_gold = vec![None; gold.len()];
    for (record, wanted) in owner.iter().enumerate() {
        if let Some(wanted) = wanted {
            of_gold[*wanted] = Some(record);
        }
    }
    of_gold
}

/// Gives `wanted` a record, moving others to another choice of theirs if need be.
fn give(
    wanted: usize,
    choices: &[Vec<usize>],
    owner: &mut [Option<usize>],
    tried: &mut Vec<bool>,
) -> bool {
    for &record in &choices[wanted] {
        if std::mem::replace(&mut tried[record], true) {
            continue;
        }
        let free = match owner[record] {
            None => true,
            Some(other) => give(other, choices, owner, tried),
        };
        if free {
            owner[record] = Some(wanted);
            return true;
        }
    }
    false
}

/// How much a record of the right party and action agrees in besides.
fn likeness(wanted: &GoldAction, record: &Record) -> usize {
    let authorities = wanted
        .authority
        .as_ref()
        .is_some_and(|codes| same_codes(codes, record));
    let kind = wanted
        .entity
        .kind
        .as_ref()
        .is_some_and(|kind| fold_kind(kind) == record.party.kind.as_str());
    let date = wanted.effective_date == record.effective.date;
    let name = fold_name(&wanted.entity.name) == fold_name(&record.party.name);
    let aliases = wanted
        .entity
        .aliases
        .as_ref()
        .map_or(0, |aliases| overlap(aliases, &aliases_of(record)).0.min(16));
    usize::from(authorities) * 256
        + usize::from(kind) * 128
        + usize::from(date) * 64
        + usize::from(name) * 32
        + aliases
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

fn aliases_of(record: &Record) -> Vec<String> {
    record
        .party
        .aliases
        .iter()
        .map(|alias| alias.name.clone())
        .collect()
}

fn codes_of(record: &Record) -> Vec<String> {
    let mut codes: Vec<String> = record.authorities.iter().map(|a| a.code.clone()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn same_codes(wanted: &[String], record: &Record) -> bool {
    let mut wanted: Vec<String> = wanted
        .iter()
        .map(|code| code.trim().to_ascii_uppercase())
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted == codes_of(record)
}

fn fold_word(word: &str) -> String {
    word.trim().to_lowercase().replace([' ', '-'], "_")
}

/// The kinds of other annotations in our words.
fn fold_kind(kind: &str) -> String {
    let kind = fold_word(kind);
    match kind.as_str() {
        "entity" | "group" | "company" | "organisation" => "organization".to_owned(),
        "person" => "individual".to_owned(),
        "ship" => "vessel".to_owned(),
        _ => kind,
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

#[cfg(test)]
mod tests;
