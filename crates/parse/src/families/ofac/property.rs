//! Vessels and aircraft as property: sentences that name them by their numbers, and the law under
//! which they are blocked, which is that of the party whose they are.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{AuthorityCitation, Identifier, Party, PartyKind, Record, fold_name};
use regex::Regex;

use super::acts::ActSentence;
use super::authority;
use super::blocks::Item;
use super::tags;
use super::words::mask;
use crate::grammar::dates::compile;
use crate::reading::Law;

/// `MV ENSAYO (IMO 9999999)`.
static VESSEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?P<name>[A-Z0-9][A-Z0-9.'’&/-]*(?:\s+[A-Z0-9][A-Z0-9.'’&/-]*){0,6})\s*\(\s*(?:Vessel\s+Registration\s+Identification\s+)?(?P<number>IMO\s*(?:No\.|Number|\x23)?\s*:?\s*(?P<imo>\d{7}))\s*\)",
    )
});

static NUMBER: LazyLock<Regex> = LazyLock::new(|| compile(r"\bIMO\b[^\d;]{0,12}\d{7}\b"));

/// What makes such a sentence an act.
static IDENTIFIES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bidentif(?:ied|ies)\b[^:;]*\bproperty\b|\bblocked\s+property\b|\bproperty\b[^:;]*\bidentified\b",
    )
});

static DENIES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:not|may|might|would|could|no\s+longer|previously|former(?:ly)?|remov\w*|unblock\w*|continues?|remains?|updat\w*)\b",
    )
});

static OWNER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?:property\s+in\s+which|property\s+of|owned\s+by|held\s+(?:through|by))\s+(?P<owner>[^:;]+?)(?:,\s+an?\s+(?:person|entity|individual)\b[^:;]*?)?(?:\s+(?:has|have|had|holds?)\s+(?:an\s+)?interests?\b|\s+(?:pursuant|under)\b|\s*[:;]|\.?\s*$|\.\s+[A-Z])",
    )
});

/// "in which X has an interest": the clause tells of the owner, not of the act.
pub(super) static OF_INTEREST: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\bin\s+which\s+[^;:]{1,160}?\b(?:has|have|had|holds?)\s+(?:an\s+)?interests?\b")
});

/// Whether an act is upon property because it is a party's.
pub(super) fn speaks(act: &str) -> bool {
    OWNER.is_match(&mask(act))
}

/// Whether words hold the number of a ship.
pub(super) fn has_number(words: &str) -> bool {
    NUMBER.is_match(words)
}

/// Whether a sentence tells of a vessel as property by its number.
pub(super) fn names(sentence: &str) -> bool {
    NUMBER.is_match(sentence) && IDENTIFIES.is_match(sentence)
}

/// The vessels that a sentence identifies as property, each with its place; nothing where one of
/// them, or whose they are, is not certain.
pub(super) fn vessels(sentence: &str) -> Option<Vec<(Range<usize>, Party)>> {
    if !names(sentence) || DENIES.is_match(&mask(sentence)) {
        return None;
    }
    let found: Vec<_> = VESSEL.captures_iter(sentence).collect();
    let owner = OWNER.captures(sentence)?.name("owner")?.as_str();
    let owner = owner.split_whitespace().collect::<Vec<_>>().join(" ");
    if found.is_empty() || found.len() != NUMBER.find_iter(sentence).count() || owner.len() > 120 {
        return None;
    }
    found
        .iter()
        .map(|captures| {
            let party = vessel(&captures["name"], &captures["imo"], &owner);
            Some((captures.get(0)?.range(), party))
        })
        .collect()
}

/// What stands before the vessels of an entry's own field: "Vessels held through X: ".
static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\s*(?:the\s+)?(?:following\s+)?vessels?(?:\s+(?:held|owned|operated|identified|in\s+which)\b[^:()]{0,160})?:\s*",
    )
});

/// An entry names vessels in a way that no grammar reads.
#[derive(Debug)]
pub(super) struct Unread;

/// Takes the vessels out of an entry that names them as held through its party.
pub(super) fn within(owner: &mut Party) -> Result<Vec<Party>, Unread> {
    if is_property(owner.kind) {
        return Ok(Vec::new());
    }
    // The lead may have been taken for the label of its field.
    let labelled = owner.details.iter().enumerate().filter_map(|(at, detail)| {
        let field = format!("{}: {}", detail.label, detail.value);
        VESSEL.is_match(&field).then_some((at, field))
    });
    let labelled: Vec<(usize, String)> = labelled.collect();
    let holds = |remark: &String| VESSEL.is_match(remark);
    let remarks = owner.remarks.iter().filter(|remark| holds(remark));
    let fields: Vec<&String> = labelled
        .iter()
        .map(|(_, field)| field)
        .chain(remarks)
        .collect();
    let mut vessels = Vec::new();
    for field in fields {
        let lead = FIELD.find(field).map_or(0, |lead| lead.end());
        let listed = &field[lead..];
        let rest = VESSEL.replace_all(listed, "").replace(" and ", "");
        let first = vessels.is_empty();
        if rest.chars().any(char::is_alphanumeric) || (first && lead == 0) {
            return Err(Unread);
        }
        let found = VESSEL.captures_iter(listed);
        vessels.extend(found.map(|found| vessel(&found["name"], &found["imo"], &owner.name)));
    }
    owner.remarks.retain(|remark| !holds(remark));
    for (at, _) in labelled.into_iter().rev() {
        owner.details.remove(at);
    }
    Ok(vessels)
}

fn vessel(name: &str, imo: &str, owner: &str) -> Party {
    let mut party = Party::named(name, PartyKind::Vessel);
    party.identifiers.push(Identifier {
        kind: "Vessel Registration Identification".to_owned(),
        value: format!("IMO {imo}"),
        country: None,
        issued: None,
        expires: None,
    });
    party.linked_to.push(owner.to_owned());
    party
}

/// The act of such a sentence.
pub(super) fn act(on: Option<chrono::NaiveDate>) -> ActSentence {
    ActSentence {
        action: Some(fedreg_model::Action::Identification),
        on,
        effect: None,
        counts: Vec::new(),
        above: false,
        goes_on: true,
        doubt: None,
    }
}

/// Whether something is property of others.
pub(super) fn is_property(kind: PartyKind) -> bool {
    matches!(
        kind,
        PartyKind::Vessel | PartyKind::Aircraft | PartyKind::Wallet
    )
}

/// Whether an entry is property that is linked to one of `items`.
pub(super) fn is_linked_to_one_of(item: &Item, items: &[Item]) -> bool {
    is_property(item.entry.party.kind)
        && items
            .iter()
            .any(|other| is_of(&item.entry.party, None, &other.entry.party))
}

/// Whether `owner` is the party whose property `party` is, by its links or by the words of its
/// ground.
fn is_of(party: &Party, ground: Option<&str>, owner: &Party) -> bool {
    if is_property(owner.kind) {
        return false;
    }
    let names: Vec<String> = std::iter::once(&owner.name)
        .chain(owner.aliases.iter().map(|alias| &alias.name))
        .map(|name| fold_name(name))
        .collect();
    let linked = |link: &String| names.contains(&fold_name(link));
    if !party.linked_to.is_empty() {
        return party.linked_to.iter().any(linked);
    }
    let said = ground.and_then(|ground| Some(OWNER.captures(ground)?.name("owner")?.as_str()));
    said.is_some_and(|said| names.contains(&fold_name(said)))
}

/// The law under which the owners of a piece of property are designated by the records before it,
/// without the section of their own grounds; nothing where they are under several laws.
pub(super) fn law_of_owner(
    law: Law<'_>,
    party: &Party,
    ground: Option<&str>,
    records: &[Record],
) -> Option<Vec<AuthorityCitation>> {
    if !is_property(party.kind) {
        return None;
    }
    let mut found: Vec<AuthorityCitation> = Vec::new();
    let owners = records
        .iter()
        .filter(|record| record.action.begins_designation() && is_of(party, ground, &record.party));
    for cited in owners.flat_map(|owner| &owner.authorities) {
        if !found.iter().any(|known| known.code == cited.code) {
            found.push(AuthorityCitation {
                code: cited.code.clone(),
                citation: authority::without_section(&cited.citation).to_owned(),
                subsection: None,
            });
        }
    }
    let settled = tags::settle(law, &found, &party.programs);
    (settled.len() == 1).then_some(settled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sentence: &str) -> Option<Vec<String>> {
        let vessels = vessels(sentence)?;
        Some(
            vessels
                .iter()
                .map(|(range, party)| {
                    assert!(sentence[range.clone()].starts_with(&party.name));
                    format!(
                        "{}|{}|{}",
                        party.name, party.identifiers[0].value, party.linked_to[0]
                    )
                })
                .collect(),
        )
    }

    #[test]
    fn vessels_are_named_by_their_numbers() {
        for (sentence, expected) in [
            (
                "OFAC has identified the vessel MV ENSAYO (IMO 9999999) as property in which ENSAYO LLC has an interest.",
                vec!["MV ENSAYO|IMO 9999999|ENSAYO LLC"],
            ),
            (
                "The following vessels are identified as property of Ensayo Lines, Ltd., a person whose property and interests in property are blocked, pursuant to E.O. 13224: EL TEST (IMO: 9999998); X-1 (IMO No. 9999997).",
                vec![
                    "EL TEST|IMO 9999998|Ensayo Lines, Ltd.",
                    "X-1|IMO 9999997|Ensayo Lines, Ltd.",
                ],
            ),
        ] {
            assert_eq!(
                told(sentence),
                Some(expected.into_iter().map(str::to_owned).collect()),
                "{sentence}"
            );
        }
    }

    #[test]
    fn what_is_not_certain_names_no_vessel() {
        for sentence in [
            "OFAC has not identified the vessel MV ENSAYO (IMO 9999999) as property in which ENSAYO LLC has an interest.",
            "OFAC identified MV ENSAYO (IMO 9999999) as property.",
            "OFAC identified MV ENSAYO (IMO 9999999) and another, IMO 9999998, as property in which ENSAYO LLC has an interest.",
            "ENSAYO LLC operates the vessel MV ENSAYO (IMO 9999999).",
            "OFAC identified the following as property in which ENSAYO LLC has an interest:",
        ] {
            assert_eq!(told(sentence), None, "{sentence}");
        }
    }
}
