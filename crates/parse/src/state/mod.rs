//! State Department terrorism notices: from operative sentences to records.
//!
//! The verb says what is done (`acts`), the family says under which law and from when
//! (`families`), the phrase says to whom (`phrase`, `lists`, `grammar::names`, and, for the many
//! notices that say "the aforementioned organization", the sentence before or the title).

mod authorities;
mod checks;
mod clauses;
mod targets;

use std::sync::LazyLock;

use fedreg_model::{Action, Party, PartyKind, Record, Role, fold_name};
use regex::Regex;

use crate::acts::{self, Act, Force};
use crate::amendments;
use crate::effective;
use crate::families::{Family, STATE};
use crate::grammar::citations::Citations;
use crate::grammar::dates::compile;
use crate::identifiers;
use crate::kinds;
use crate::lists::Entry;
use crate::notice::{Notice, Sentence};
use crate::phrase;
use crate::reading::Reading;
use authorities::{authorities, ground};
use checks::{check_count, check_coverage, check_title, unread_operative_sentences};
use targets::target;

/// An act with the families under whose law it is done.
struct Claimed {
    act: Act,
    families: Vec<&'static dyn Family>,
}

/// Reads a notice; an empty reading means that no State terrorism family has anything to say.
pub(crate) fn read(notice: &Notice<'_>, citations: &Citations) -> Reading {
    let present: Vec<&'static dyn Family> = STATE
        .into_iter()
        .filter(|family| {
            family.label().is_match(&notice.title)
                || (0..notice.sentences.len())
                    .any(|at| family.label().is_match(notice.sentence(at)))
        })
        .collect();
    if present.is_empty() || notice.is_presidential() || !may_be_state(notice) {
        return Reading::default();
    }
    read_families(notice, citations, &present)
}

/// Reads the President's own acts upon state sponsors of terrorism ("I hereby rescind the
/// determination … that the Government of X has repeatedly provided support for acts of
/// international terrorism"); of the families only this one has a standing that he may give or end.
pub(crate) fn read_presidential(notice: &Notice<'_>, citations: &Citations) -> Reading {
    let sponsor: &'static dyn Family = &super::families::state_sponsor::StateSponsor;
    read_families(notice, citations, &[sponsor])
}

fn read_families(
    notice: &Notice<'_>,
    citations: &Citations,
    present: &[&'static dyn Family],
) -> Reading {
    let mut reading = Reading::default();
    let titled = titled_family(notice, present);
    reading.family = titled.map(super::families::Family::name);
    let claimed = claim(notice, present);
    let plain: Vec<Act> = claimed.iter().map(|c| c.act.clone()).collect();
    if let Some(first) = claimed.first().and_then(|c| c.families.first()) {
        reading.family = Some(first.name());
    }
    let clauses: Vec<Claimed> = claimed
        .into_iter()
        .flat_map(|c| parted(notice, c))
        .collect();
    for one in &clauses {
        read_act(notice, citations, &plain, one, &mut reading);
    }
    unread_operative_sentences(notice, &plain, present, &mut reading);
    if !reading.records.is_empty() {
        check_title(notice, &mut reading);
        check_coverage(notice, &mut reading);
    }
    reading.residue.dedup();
    reading
}

fn may_be_state(notice: &Notice<'_>) -> bool {
    let known = !notice.metadata.agencies.is_empty() || !notice.text.stated.agencies.is_empty();
    let state = [
        "department of state",
        "state department",
        "state-department",
    ]
    .iter()
    .any(|name| notice.issued_by(name));
    !known || (state && !notice.issued_by("treasury"))
}

/// The family that the title names, else the first whose words the notice holds.
fn titled_family(
    notice: &Notice<'_>,
    present: &[&'static dyn Family],
) -> Option<&'static dyn Family> {
    present
        .iter()
        .filter_map(|f| f.label().find(&notice.title).map(|m| (m.start(), *f)))
        .min_by_key(|(at, _)| *at)
        .map(|(_, family)| family)
        .or_else(|| present.first().copied())
}

static NOT_A_PARTY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:no\s+prior\s+notice|prior\s+notice|there\b|it\s+(?:is|will|would)\b|such\s|the\s+(?:re)?designations?\b|the\s+(?:circumstances|revocation|amendment|national|objects?|exhibition|public|provision|requirements?|waiver|national\s+interest|furnishing|criteria|certification)\b|these\s+measures|this\s+(?:action|determination)|to\s+do\s+so|for\s+(?:those|these)|none\b|publication|a\s+waiver|each\s+of\s+the\s+(?:foregoing|conditions))",
    )
});

static ALIASES_AS_OBJECT: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)^(?:the\s+)?(?:following\s+)?(?:(?:new|additional|other)\s+)*alias(?:es)?\b")
});

static SEVERAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:the\s+)?(?:following\s+)?(?:organizations|individuals|persons|entities|groups)\s+(?:known\s+as|named)\b",
    )
});

static ALIASES_OF: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\bas\s+(?:an?\s+)?(?:(?:new|additional|other)\s+)*alias(?:es)?\s+of\b")
});

/// The words between a party's name and the next party, or the end of the sentence.
fn details<'n>(notice: &Notice<'n>, entries: &[Entry], at: usize, sentence: &Sentence) -> &'n str {
    let start = entries[at].range.start;
    let next = entries
        .get(at + 1)
        .map_or(usize::MAX, |next| next.range.start);
    let end = next.min(sentence.range.end.max(entries[at].range.end));
    if start < end {
        notice.words(&(start..end))
    } else {
        ""
    }
}

/// A second sentence that does the same to the same party: what it adds belongs to the first record.
fn merge(notice: &Notice<'_>, earlier: &mut Record, later: Record) {
    for alias in later.party.aliases {
        if !earlier.party.aliases.iter().any(|a| a.name == alias.name) {
            earlier.party.aliases.push(alias);
        }
    }
    if let (Some(changes), Some(more)) = (&mut earlier.amendment, later.amendment) {
        for (all, more) in [
            (&mut changes.aliases_added, more.aliases_added),
            (&mut changes.aliases_removed, more.aliases_removed),
        ] {
            all.extend(
                more.into_iter()
                    .filter(|name| !all.contains(name))
                    .collect::<Vec<_>>(),
            );
        }
        changes.renamed_to = changes.renamed_to.take().or(more.renamed_to);
        let removed = &changes.aliases_removed;
        earlier.party.aliases.retain(|a| !removed.contains(&a.name));
        let start = earlier.quote.start.min(later.quote.start);
        earlier.quote = notice.quote(start..earlier.quote.end.max(later.quote.end));
    }
}

/// A determination that a party "no longer meets the criteria" ends its designation.
fn settled_action(notice: &Notice<'_>, act: &Act, family: &dyn Family) -> Action {
    let reach = notice.words(&act.reach);
    let predicate = family.predicate().filter(|_| act.determines);
    let ends = predicate
        .and_then(|p| phrase::first_outside(p, reach))
        .is_some_and(|found| reach[found].to_lowercase().contains("no longer"));
    if ends { Action::Revocation } else { act.action }
}

static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:re-?)?designat|\brevo|\bamend|\bresci|\bterrorist|\bdetermination")
});

/// The acts of the notice that belong to a family, with their families.
fn claim(notice: &Notice<'_>, present: &[&'static dyn Family]) -> Vec<Claimed> {
    let mut claimed: Vec<Claimed> = Vec::new();
    for act in acts::find(notice) {
        if act.determines && NOT_A_PARTY.is_match(notice.words(&act.reach)) {
            continue;
        }
        // "I also hereby remove the following alias" goes on with the amendment before it.
        let amends = claimed.iter().any(|c| c.act.action == Action::Amendment);
        let reach = notice.words(&act.reach).trim_start();
        if matches!(act.action, Action::Removal | Action::Designation)
            && ALIASES_AS_OBJECT.is_match(reach)
            && (amends || act.action == Action::Designation)
            && !act.determines
        {
            continue;
        }
        let families = families_of(notice, &act, present);
        if !families.is_empty() {
            claimed.push(Claimed { act, families });
        }
    }
    let performed = claimed.iter().any(|c| c.act.force == Force::Performed);
    let titled = ANNOUNCED.is_match(&notice.title);
    // "The Secretary has further determined that Y …" beside "hereby determines that X …" acts, too.
    let determines = claimed.iter().all(|c| c.act.determines);
    claimed.retain(|c| c.act.force == Force::Performed || (titled && (!performed || determines)));
    claimed
}

/// The clauses of a claimed act.
fn parted(notice: &Notice<'_>, claimed: Claimed) -> Vec<Claimed> {
    let Some(family) = claimed.families.first().copied() else {
        return vec![claimed];
    };
    clauses::split(notice, claimed.act, family)
        .into_iter()
        .map(|act| Claimed {
            act,
            families: claimed.families.clone(),
        })
        .collect()
}

fn families_of(
    notice: &Notice<'_>,
    act: &Act,
    present: &[&'static dyn Family],
) -> Vec<&'static dyn Family> {
    let labelled = |words: &str| -> Vec<&'static dyn Family> {
        present
            .iter()
            .filter(|f| f.label().is_match(words))
            .copied()
            .collect()
    };
    let clause = notice.words(&(act.verb.start..act.reach.end));
    let sentence = notice.sentence(act.sentence);
    if act.determines {
        let reach = notice.words(&act.reach);
        return present
            .iter()
            .filter(|f| {
                f.predicate()
                    .is_some_and(|p| phrase::first_outside(p, reach).is_some())
                    && (f.label().is_match(sentence) || f.label().is_match(&notice.title))
            })
            .copied()
            .take(1)
            .collect();
    }
    for words in [clause, sentence] {
        let families = labelled(words);
        if !families.is_empty() {
            return families;
        }
    }
    // "hereby amend the designation of X" in a notice whose title names the standing.
    let titled = labelled(&notice.title);
    let lower = clause.to_lowercase();
    let speaks_of_designation = ["designat", "determination", "organization", "alias"]
        .iter()
        .any(|w| lower.contains(w));
    if speaks_of_designation {
        titled.into_iter().take(1).collect()
    } else {
        Vec::new()
    }
}

fn read_act(
    notice: &Notice<'_>,
    citations: &Citations,
    all: &[Act],
    claimed: &Claimed,
    reading: &mut Reading,
) {
    let act = &claimed.act;
    let Some(sentence) = notice.sentences.get(act.sentence) else {
        return;
    };
    let Some(family) = claimed.families.first().copied() else {
        return;
    };
    if act.action == Action::Designation && ALIASES_OF.is_match(notice.words(&act.reach)) {
        let why = "designates names as aliases of a party in words that no grammar reads";
        reading
            .residue
            .push(notice.residue(sentence.range.clone(), why));
        return;
    }
    let mut target = target(notice, act, family);
    reading.residue.append(&mut target.residue);
    if target.entries.is_empty() {
        let graphic = notice.text.blocks.iter().any(|b| b.role == Role::Graphic);
        let why = if graphic {
            "the entries are printed as an image and are not in the text"
        } else {
            "an operative sentence whose parties could not be read"
        };
        reading
            .residue
            .push(notice.residue(sentence.range.clone(), why));
        return;
    }
    check_count(notice, act, &target, reading);
    if act.determines && target.entries.len() == 1 && SEVERAL.is_match(notice.words(&act.reach)) {
        let why = "a determination that speaks of several parties and of which one was read";
        reading
            .residue
            .push(notice.residue(sentence.range.clone(), why));
    }
    clauses::check(notice, act, family, reading);
    let authorities = authorities(notice, citations, act, &claimed.families);
    if authorities.is_empty() {
        let why = "an operative sentence that cites no authority of the registry";
        reading
            .residue
            .push(notice.residue(sentence.range.clone(), why));
    }
    let action = settled_action(notice, act, family);
    let determined_on = effective::determined_on(notice, act);
    let effective = effective::effective(notice, all, act, family, determined_on);
    let context = kinds::Context {
        family,
        sentence: notice.sentence(act.sentence),
        clause: notice.words(&act.reach),
    };
    for (at, entry) in target.entries.iter().enumerate() {
        let mut quote = if target.own_lines {
            entry.range.clone()
        } else {
            target
                .from
                .unwrap_or(sentence.range.start)
                .min(sentence.range.start)..sentence.range.end
        };
        let printed = if target.from_title {
            ""
        } else {
            notice.words(&entry.range)
        };
        let mut party = Party::named(
            family.party_name(&entry.named.name).to_owned(),
            kinds::kind(&context, &entry.named.name, printed, &entry.named.aliases),
        );
        party.aliases.clone_from(&entry.named.aliases);
        if party.kind == PartyKind::Individual && !target.from_title {
            party.identifiers = identifiers::read(details(notice, &target.entries, at, sentence));
        }
        let mut amendment = None;
        if act.action == Action::Amendment {
            let changes = amendments::changes(notice, act, &party.name);
            reading.residue.extend(changes.residue);
            for alias in changes.added {
                let known =
                    alias.name == party.name || party.aliases.iter().any(|a| a.name == alias.name);
                if !known {
                    party.aliases.push(alias);
                }
            }
            party
                .aliases
                .retain(|a| !changes.amendment.aliases_removed.contains(&a.name));
            if let Some(list) = changes.list {
                quote.end = quote.end.max(list.end);
            }
            amendment = Some(changes.amendment);
        }
        let record = Record {
            action: family.action(action),
            party,
            authorities: authorities.clone(),
            effective: effective.clone(),
            amendment,
            signed_on: notice.signed_on,
            determined_on,
            signer: notice.signer.clone(),
            notice_number: notice.notice_number.clone(),
            ground: ground(notice, act),
            quote: notice.quote(quote),
        };
        let repeated = reading.records.iter_mut().find(|r| {
            r.action == record.action
                && fold_name(&r.party.name) == fold_name(&record.party.name)
                && r.authorities
                    .iter()
                    .map(|a| &a.code)
                    .eq(record.authorities.iter().map(|a| &a.code))
        });
        match repeated {
            Some(earlier) => merge(notice, earlier, record),
            None => reading.records.push(record),
        }
    }
}

static ANNOUNCES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:re-?)?designat(?:ion|ions|ing|e)\b|\brevocations?\b|\brescission\b|\bamendment\b|\bremoval\b|\bcorrection\b",
    )
});

/// Whether the title of a State notice announces an act under one of the families' laws.
pub(crate) fn announces(notice: &Notice<'_>) -> bool {
    let titled = STATE
        .iter()
        .any(|family| family.label().is_match(&notice.title));
    titled && !notice.is_presidential() && may_be_state(notice) && ANNOUNCES.is_match(&notice.title)
}
