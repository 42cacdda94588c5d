//! From instructions, tables and lists to records.

use std::sync::LazyLock;

use fedreg_model::{DocumentType, Effective, EffectiveBasis, Residue, Role};
use regex::Regex;

use super::acts::{self, Act};
use super::instructions::{self, Amended, Verb};
use super::preamble::{self, Listed};
use super::{checks, entry, records};
use crate::grammar::dates::{Effect, compile, effect};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

static COUNTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:adds?|adding|removes?|removing|revis(?:es|ing)|modif(?:ies|ying))\b[^.]{0,160}\b(?:entit(?:y|ies)|entr(?:y|ies)|persons?)\b[^.]{0,120}\b(?:list|UVL)\b",
    )
});

/// Reads a rule that changes lists of part 744.
pub(crate) fn read(notice: &Notice<'_>, law: Law<'_>) -> Reading {
    let mut reading = Reading::default();
    if notice.metadata.document_type == DocumentType::ProposedRule || is_proposal(notice) {
        reading.names_nobody = Some("a proposed rule, which changes no list".to_owned());
        return reading;
    }
    let amended = instructions::amended(notice);
    let until = amended.first().map_or(usize::MAX, |a| a.range.start);
    let listed = preamble::lists(notice, until);
    let mut acts: Vec<Act> = Vec::new();
    for amended in &amended {
        if amended.reprints {
            let why = "the whole list is printed anew; which of its entries are new is not read";
            reading
                .residue
                .push(notice.residue(amended.range.clone(), why));
            continue;
        }
        acts::of(notice, amended, &listed, &mut acts, &mut reading.residue);
    }
    if let Some(first) = amended.first()
        && acts.is_empty()
        && reading.residue.is_empty()
    {
        if amended.iter().all(|a| of_the_frame(notice, a)) {
            reading.names_nobody = Some(
                "a rule that changes the text or the footnotes of a list, and none of its entries"
                    .to_owned(),
            );
        } else {
            let why = "an amendatory instruction in which no entry was read";
            reading
                .residue
                .push(notice.residue(first.range.clone(), why));
        }
    }
    if amended.is_empty() {
        without_instructions(notice, &listed, &mut acts, &mut reading);
    }
    checks::lists(notice, &listed, &acts, &mut reading.residue);
    checks::summary(notice, &acts, &mut reading.residue);
    let effective = effective(notice, &mut reading.residue, !acts.is_empty());
    records::write(notice, law, acts, &effective, &mut reading);
    reading
}

/// Whether an instruction changes what stands around the entries: it speaks of introductory text,
/// footnotes or a heading, names neither entry nor country, and no row follows.
fn of_the_frame(notice: &Notice<'_>, amended: &Amended) -> bool {
    static FRAME: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\b(?:introductory\s+(?:text|paragraphs?)|footnotes?|headings?|notes?\s+to|column)\b",
        )
    });
    static ENTRIES: LazyLock<Regex> =
        LazyLock::new(|| compile(r"(?i)\b(?:entr(?:y|ies)|entit(?:y|ies)|persons?)\b"));
    let words = notice.words(&amended.range);
    let names = amended
        .instructions
        .iter()
        .any(|i| !i.names.is_empty() || i.country.is_some() || i.count.is_some());
    let rows = notice
        .blocks_from(amended.blocks.start)
        .take_while(|(index, _)| *index < amended.blocks.end)
        .any(|(_, block)| block.role == Role::TableRow);
    FRAME.is_match(words) && !ENTRIES.is_match(words) && !names && !rows
}

fn is_proposal(notice: &Notice<'_>) -> bool {
    static PROPOSED: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)^\s*(?:advance\s+notice\s+of\s+)?proposed\s+rule|^\s*notice\s+of\s+(?:proposed|inquiry)|^\s*request\s+for\s+comments?",
        )
    });
    let action = notice
        .metadata
        .action
        .as_deref()
        .or(notice.text.stated.action.as_deref());
    action.is_some_and(|action| PROPOSED.is_match(action))
}

/// A document without amendatory instructions: a notice that lists names in prose, a rule that changes
/// only procedure, or a text that broke off.
fn without_instructions(
    notice: &Notice<'_>,
    listed: &[Listed],
    acts: &mut Vec<Act>,
    reading: &mut Reading,
) {
    if notice.metadata.document_type == DocumentType::Notice {
        for item in listed
            .iter()
            .filter(|item| matches!(item.verb, Verb::Add | Verb::Remove))
        {
            acts.push(Act::new(
                item.verb,
                item.supplement,
                item.country.clone(),
                entry::read(notice.words(&item.range), &[]),
                item.range.clone(),
            ));
        }
        if !acts.is_empty() {
            return;
        }
    }
    let sentence = notice
        .sentences
        .iter()
        .find(|s| COUNTS.is_match(notice.words(&s.range)));
    match sentence {
        Some(sentence) => {
            let why = "a change of a list of part 744 whose amendatory instructions were not found";
            reading
                .residue
                .push(notice.residue(sentence.range.clone(), why));
        }
        None if super::is_cut_off(notice) => {
            let why = "a text about a list of part 744 that is cut off before it changes anything";
            reading.residue.push(notice.announcement(why));
        }
        None => {
            reading.names_nobody =
                Some("changes the rules about a list of part 744 and no entry of it".to_owned());
        }
    }
}

/// The stated effective date: "This rule is effective …".
fn effective(notice: &Notice<'_>, residue: &mut Vec<Residue>, acts: bool) -> Effective {
    static OF_RULE: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\b(?:this|the)\s+(?:interim\s+)?(?:final\s+)?(?:rule|correction|notice|action|amendment)s?\b[^.]{0,40}\b(?:is|are|was|becomes?|will\s+be|shall\s+be)\s+effective\b|^\s*effective\b|\beffective\s+date\b",
        )
    });
    static INSERT: LazyLock<Regex> = LazyLock::new(|| {
        compile(r"(?i)\beffective[^.]{0,60}\[\s*insert\s+date\s+of\s+publication")
    });
    let published = notice.metadata.publication_date;
    let dated = |date, basis| Effective {
        date,
        basis,
        until: None,
    };
    let spoken: Vec<&str> = notice
        .sentences
        .iter()
        .map(|s| notice.words(&s.range))
        .take_while(|words| {
            !words
                .to_uppercase()
                .starts_with("SUPPLEMENTARY INFORMATION")
        })
        .filter(|words| OF_RULE.is_match(words))
        .chain(notice.metadata.dates.as_deref())
        .collect();
    let mut found: Vec<Effect> = Vec::new();
    for words in spoken {
        let said = effect(words)
            .map(|(said, _)| said)
            .or_else(|| INSERT.is_match(words).then_some(Effect::UponPublication));
        if let Some(said) = said
            && !found.contains(&said)
        {
            found.push(said);
        }
    }
    if found.len() > 1 && acts {
        let why = "more than one effective date is stated";
        residue.push(notice.announcement(why));
    }
    match found.first() {
        Some(Effect::On(date)) => dated(Some(*date), EffectiveBasis::Stated),
        Some(Effect::UponPublication) => dated(published, EffectiveBasis::UponPublication),
        Some(Effect::DaysAfterPublication(days)) => dated(
            published.and_then(|d| d.checked_add_days(chrono::Days::new(*days))),
            EffectiveBasis::Stated,
        ),
        _ => Effective::none(),
    }
}
