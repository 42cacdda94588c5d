//! Corrections of earlier documents: "In notice document N …, make the following correction: …
//! “A” should read “B”". Only what they change is recorded, linked to the document they correct.
//!
//! A document printed again whole does nothing anew: its acts are those of the document it repeats,
//! and a person has to say what in it differs.

mod instructions;
mod meaning;

use std::sync::LazyLock;

use fedreg_model::{
    Action, AliasQuality, Amendment, AuthorityCitation, DocumentNumber, DocumentType, Effective,
    EffectiveBasis, FieldChange, Party, PartyKind, Record, Role, fold_name,
};
use regex::Regex;

use super::{Family, Reader, STATE};
use crate::grammar::dates::compile;
use crate::grammar::names::{Named, Number};
use crate::grammar::titles::{self, TitleNames};
use crate::notice::{Notice, is_body};
use crate::reading::{Law, Reading};
use instructions::{Instruction, instructions};
use meaning::{Meaning, meaning};

pub(crate) struct Correction;

static CORRECTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bmake\s+the\s+following\s+corrections?\b|\b(?:is|are)\s+corrected\b|\bcorrects?\s+the\b|\bcorrect\s+the\b|\bshould\s+(?:have\s+)?read\b|\bcorrection\s+to\s+(?:the\s+)?(?:notice|document)\b",
    )
});

static REPUBLISHES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:is|are|being)\s+(?:being\s+)?(?:republished|reprinted|published\s+again)\b[^.]{0,120}\b(?:entirety|correct|error|inadvertent)|\brepublication\b",
    )
});

/// Titles of families that name parties.
static OF_PARTIES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bdesignat(?:ion|ions|ed)\b|\bsanctions?\s+actions?\b|\bblocking\b|\bunblocking\b|\bspecially\s+designated\b|\bterrorist\b|\bentity\s+list\b|\bunverified\s+list\b|\bmilitary[\s-]end[\s-]user\b|\bexport\s+privileges\b|\bdebar(?:ment|red)\b|\bnonproliferation\b|\bproliferation\s+sanctions\b|\bmoney\s+laundering\s+concern\b|\bmilitary\s+compan|\bforced\s+labor\b|\brestricted\s+list\b|\breligious\s+freedom\b",
    )
});

static ORDINARY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bregulations\b|\binformation\s+collection|\bmonetary\s+penalt|\bcomment\s+request\b|\bproposed\b|\bgeneral\s+licen[cs]e",
    )
});

fn is_numbered(notice: &Notice<'_>) -> bool {
    notice
        .metadata
        .document_number
        .as_ref()
        .is_some_and(DocumentNumber::is_correction)
        || notice.metadata.correction_of.is_some()
}

/// Whether the document changes a list or a regulation by amendment, as a rule does, and not only the
/// words of an earlier document.
fn amends(notice: &Notice<'_>) -> bool {
    static AMENDS: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\bpart\s+\d+\b[^.]{0,120}\bis\s+(?:further\s+)?(?:amended|corrected)\b|\b(?:is|are)\s+(?:further\s+)?amended\b|\b(?:adding|removing|revising)\s+(?:the\s+)?(?:entry|entries|entity|entities)\b",
        )
    });
    notice
        .text
        .blocks
        .iter()
        .any(|block| block.role == Role::TableRow)
        || AMENDS.is_match(&notice.text.text)
}

/// Whether the title says that the document corrects another.
fn is_titled(title: &str) -> bool {
    let title = title.trim_end_matches('.').to_lowercase();
    ["correction", "corrections", "corrected", "republication"]
        .iter()
        .any(|word| title.ends_with(word))
}

impl Reader for Correction {
    fn name(&self) -> &'static str {
        "correction"
    }

    /// Agencies' own corrections of rules change lists by amendment mostly, and then their families
    /// read them.
    fn claims(&self, notice: &Notice<'_>) -> bool {
        let is_rule = matches!(
            notice.metadata.document_type,
            DocumentType::Rule | DocumentType::ProposedRule
        );
        let titled = is_titled(&notice.title) && !(is_rule && amends(notice));
        let parties = OF_PARTIES.is_match(&notice.title) && !ORDINARY.is_match(&notice.title)
            || notice.is_presidential();
        let says = (0..notice.sentences.len()).any(|at| {
            let words = notice.sentence(at);
            CORRECTS.is_match(words) || REPUBLISHES.is_match(words)
        });
        (is_numbered(notice) || titled) && parties && says
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        let corrects = corrected_document(notice);
        if republishes(notice) {
            let why = match &corrects {
                Some(number) => {
                    format!(
                        "publishes {number} again: its acts are that document's, and what differs is for a person to say"
                    )
                }
                None => "publishes an earlier document again, and does not say which".to_owned(),
            };
            reading.residue.push(notice.announcement(&why));
            return reading;
        }
        let subject = Subject::of(notice, law);
        let mut idle = Vec::new();
        for instruction in instructions(notice) {
            subject.apply(
                notice,
                law,
                corrects.as_deref(),
                &instruction,
                &mut reading,
                &mut idle,
            );
        }
        if reading.records.is_empty() && reading.residue.is_empty() {
            if let Some(first) = idle.first() {
                reading.names_nobody = Some(format!(
                    "corrects {first} of an earlier document, and no party, date or authority"
                ));
            } else {
                let why = "a correction whose changes could not be read";
                reading.residue.push(notice.announcement(why));
            }
        }
        if corrects.is_none() && !reading.records.is_empty() {
            let why = "a correction that does not say which document it corrects";
            reading.residue.push(notice.title_residue(why));
        }
        reading.residue.dedup();
        reading
    }
}

fn republishes(notice: &Notice<'_>) -> bool {
    let numbered = notice
        .metadata
        .document_number
        .as_ref()
        .is_some_and(|number| number.as_str().starts_with(['R', 'r']) && number.is_correction());
    let titled = notice.title.to_lowercase().contains("republication");
    let said = (0..notice.sentences.len()).any(|at| REPUBLISHES.is_match(notice.sentence(at)));
    numbered || titled || said
}

static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:documents?|FR\s+Doc\.?(?:\s+No\.?)?)\s*(?:numbers?\s+|nos?\.\s+)?:?\s*(?P<number>[A-Z]?\d{1,4}[A-Z]?-\d{1,6})\b",
    )
});

/// The number of the document that is corrected: what the text says, else the metadata, else what
/// the correction's own number holds.
fn corrected_document(notice: &Notice<'_>) -> Option<String> {
    let own = notice.metadata.document_number.as_ref();
    // "FR Doc." may end what is split as a sentence, so that whole blocks are searched.
    let said = notice
        .blocks_from(0)
        .filter(|(_, block)| is_body(block.role))
        .find_map(|(_, block)| {
            DOCUMENT
                .captures_iter(notice.text.words(block))
                .filter_map(|found| found.name("number"))
                .find(|number| own.is_none_or(|own| own.as_str() != number.as_str()))
                .map(|number| number.as_str().to_owned())
        });
    said.or_else(|| notice.metadata.correction_of.clone())
        .or_else(|| {
            let own = own.filter(|own| own.is_correction())?;
            own.as_str()
                .split_once('-')
                .map(|(_, rest)| rest.to_owned())
        })
}

/// Whom and what law the corrected document is about, by the title that the correction repeats.
struct Subject {
    titled: TitleNames,
    family: Option<&'static dyn Family>,
    authorities: Vec<AuthorityCitation>,
}

impl Subject {
    fn of(notice: &Notice<'_>, law: Law<'_>) -> Self {
        let title = without_correction(&notice.title);
        let family = STATE
            .iter()
            .filter_map(|f| f.label().find(title).map(|m| (m.start(), *f)))
            .min_by_key(|(at, _)| *at)
            .map(|(_, family)| family);
        let cited = law.citations.all(title);
        let by_family = || -> Vec<AuthorityCitation> {
            let Some(family) = family else {
                return Vec::new();
            };
            let text = &notice.text.text;
            let best: Vec<AuthorityCitation> = family
                .codes()
                .iter()
                .filter_map(|code| law.citations.best(code, &[text, title]))
                .collect();
            if !best.is_empty() {
                return best;
            }
            family
                .codes()
                .first()
                .zip(family.label().find(title))
                .map(|(code, label)| AuthorityCitation {
                    code: (*code).to_owned(),
                    citation: label.as_str().to_owned(),
                    subsection: None,
                })
                .into_iter()
                .collect()
        };
        let authorities = match family {
            Some(_) => by_family(),
            None if cited.is_empty() => of_a_list(title),
            None => cited,
        };
        Self {
            titled: titles::names(title, number_of(title)),
            family,
            authorities,
        }
    }

    /// The parties that an instruction is about: that whose entry it corrects, or the one that its
    /// words name, else all that the title names.
    fn parties<'a>(
        &'a self,
        instruction: &Instruction,
        entry: Option<&'a Named>,
        old: &str,
        whole: bool,
    ) -> Vec<&'a Named> {
        if let Some(entry) = entry {
            return vec![entry];
        }
        let titled = &self.titled.parties;
        let named: Vec<&Named> = titled
            .iter()
            .filter(|p| instruction.words.contains(&p.name) || fold_name(&p.name) == fold_name(old))
            .collect();
        match (named.len(), titled.len()) {
            (0, 1) => titled.iter().collect(),
            (0, _) if whole => titled.iter().collect(),
            _ => named,
        }
    }

    fn apply(
        &self,
        notice: &Notice<'_>,
        law: Law<'_>,
        corrects: Option<&str>,
        instruction: &Instruction,
        reading: &mut Reading,
        idle: &mut Vec<&'static str>,
    ) {
        let unread = |reading: &mut Reading, why: &str| {
            reading
                .residue
                .push(notice.residue(instruction.range.clone(), why));
        };
        let Some((old, new)) = &instruction.change else {
            if let Some(what) = meaning::idle_place(&instruction.words) {
                idle.push(what);
            } else {
                unread(
                    reading,
                    "an instruction of a correction that no grammar reads",
                );
            }
            return;
        };
        let entry = entry_named(&instruction.words);
        let titled = entry
            .as_ref()
            .map_or(self.titled.parties.as_slice(), std::slice::from_ref);
        let meant = meaning(law, &instruction.words, old, new, titled);
        let whole = matches!(meant, Meaning::Effective(..) | Meaning::Authority { .. });
        if let Meaning::Idle(what) = meant {
            idle.push(what);
            return;
        }
        if let Meaning::Unknown(why) = meant {
            unread(reading, why);
            return;
        }
        let parties = self.parties(instruction, entry.as_ref(), old, whole);
        if parties.is_empty() || entry.is_none() && !self.titled.problems.is_empty() {
            unread(
                reading,
                "a correction whose party or subject could not be told",
            );
            return;
        }
        if !whole && parties.len() > 1 {
            unread(reading, "a correction that may be of one party or another");
            return;
        }
        if self.authorities.is_empty() && !matches!(meant, Meaning::Authority { .. }) {
            unread(reading, "a correction under a law that could not be told");
        }
        for named in parties {
            let record = self.record(notice, corrects, instruction, named, &meant);
            reading.records.push(record);
        }
    }

    fn record(
        &self,
        notice: &Notice<'_>,
        corrects: Option<&str>,
        instruction: &Instruction,
        named: &Named,
        meant: &Meaning,
    ) -> Record {
        let kind = self
            .family
            .map_or(PartyKind::Unknown, super::Family::usual_kind);
        let mut party = Party::named(named.name.clone(), kind);
        let mut amendment = Amendment {
            corrects: corrects.map(str::to_owned),
            ..Amendment::default()
        };
        let mut effective = Effective::none();
        let mut authorities = self.authorities.clone();
        let mut change = |field: &str, before: Option<&str>, after: &str| {
            amendment.corrected.push(FieldChange {
                field: field.to_owned(),
                before: before.map(str::to_owned).into_iter().collect(),
                after: vec![after.to_owned()],
            });
        };
        match meant {
            Meaning::Name(old, new) => {
                change("name", Some(old), new);
                party.name.clone_from(old);
                amendment.renamed_to = Some(new.clone());
            }
            Meaning::Alias(old, new) => {
                change("aliases", Some(old), new);
                party.aliases.push(fedreg_model::Alias {
                    name: new.clone(),
                    quality: AliasQuality::Strong,
                });
                amendment.aliases_added.push(new.clone());
                amendment.aliases_removed.push(old.clone());
            }
            Meaning::Effective(old, date) => {
                let before = old.map(|date| date.to_string());
                change("effective.date", before.as_deref(), &date.to_string());
                effective = Effective {
                    date: Some(*date),
                    basis: EffectiveBasis::Stated,
                    until: None,
                };
            }
            Meaning::Authority { before, after } => {
                change("authorities", Some(before), &after.citation);
                authorities = vec![after.clone()];
            }
            Meaning::Detail {
                field,
                before,
                after,
            } => change(field, Some(before), after),
            Meaning::Idle(_) | Meaning::Unknown(_) => {}
        }
        Record {
            action: Action::Correction,
            party,
            authorities,
            effective,
            amendment: Some(amendment),
            signed_on: notice.signed_on,
            determined_on: None,
            signer: notice.signer.clone(),
            notice_number: notice.notice_number.clone(),
            ground: None,
            quote: notice.quote(instruction.range.clone()),
        }
    }
}

/// The regulation of a list of the Department of Commerce that a title names.
fn of_a_list(title: &str) -> Vec<AuthorityCitation> {
    static LISTS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
        [
            (r"(?i)\bentity\s+list\b", "EAR-744-11"),
            (r"(?i)\bunverified\s+list\b", "EAR-744-15"),
            (r"(?i)\bmilitary[\s-]+end[\s-]+user\b", "EAR-744-21"),
        ]
        .into_iter()
        .map(|(pattern, code)| (compile(pattern), code))
        .collect()
    });
    LISTS
        .iter()
        .find_map(|(pattern, code)| pattern.find(title).map(|found| (found.as_str(), *code)))
        .map(|(citation, code)| AuthorityCitation {
            code: code.to_owned(),
            citation: citation.to_owned(),
            subsection: None,
        })
        .into_iter()
        .collect()
}

/// The party whose entry an instruction corrects, where it names the entry: "in the entry for “X”".
fn entry_named(words: &str) -> Option<Named> {
    static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r#"(?i)\b(?:entry|listing)\s+(?:for|of)\s+(?:the\s+entity\s+)?[“"](?P<name>[^“”"]+?),?[”"]"#,
        )
    });
    let found = ENTRY.captures(words)?.name("name")?;
    Some(Named {
        name: found.as_str().trim().to_owned(),
        range: found.range(),
        aliases: Vec::new(),
    })
}

static CORRECTION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)[;,:.]?\s*(?:notice\s+of\s+)?(?:corrections?|corrected)\.?$"));

static SEVERAL: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bdesignations\s+(?:of|for|as)\b"));

/// "Designations of A and B" are several; a title in the singular says nothing of it.
fn number_of(title: &str) -> Number {
    if SEVERAL.is_match(title) {
        Number::Many
    } else {
        Number::Unsaid
    }
}

fn without_correction(title: &str) -> &str {
    CORRECTION
        .find(title)
        .map_or(title, |tail| &title[..tail.start()])
}
