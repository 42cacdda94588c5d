//! Changes as sentences: "2 aliases added to X, effective on publication, June 5, 2026".

use fedreg_model::Authorities;
use fedreg_timeline::{Change, ChangedBy, Entry, OtherAct};

use crate::party;
use crate::words::{self, count};

/// A change, told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What was done to it, where that stands before its name: `2 aliases added to`.
    pub lead: String,
    /// The party's name, as printed.
    pub name: String,
    /// What follows the name: what became of it, authority, day and basis.
    pub rest: String,
    /// What a reader may want besides, one line each.
    pub details: Vec<String>,
}

impl Told {
    /// The sentence, without its full stop.
    pub fn sentence(&self) -> String {
        let parts = [&self.lead, &self.name, &self.rest];
        let parts: Vec<&str> = parts
            .map(String::as_str)
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(" ")
    }
}

/// A heading for what one of the three changed.
pub fn changed_by(maker: ChangedBy) -> &'static str {
    match maker {
        ChangedBy::Government => "Changed by the government",
        ChangedBy::Parser => "Changed by a new parser, not by the government",
        ChangedBy::Review => "Changed by a review",
    }
}

/// A change of a standing as a sentence.
pub fn change(entry: &Entry, authorities: &Authorities) -> Told {
    let under = under(&entry.authority, authorities);
    let basis = entry.records.last().map(|record| record.effective.basis);
    let when = words::effective_in_words(entry.effective_on, basis);
    let (lead, rest) = match entry.change {
        Change::Added => (String::new(), format!("designated under {under}, {when}")),
        Change::Removed | Change::Lapsed => {
            let what = if entry.change == Change::Lapsed {
                "lapsed"
            } else {
                "no longer designated"
            };
            let day = entry.end.as_ref().map(|end| end.date);
            let day = day.or(entry.effective_on).map(words::day);
            let from = day.map_or_else(String::new, |day| format!(", out from {day}"));
            (String::new(), format!("{what} under {under}{from}"))
        }
        Change::Amended => amended(entry, &under, &when),
        Change::Maintained => (String::new(), format!("maintained under {under}, {when}")),
    };
    Told {
        lead,
        name: entry.name.clone(),
        rest,
        details: details(entry),
    }
}

/// The lead names the changes by their number where there are few kinds, all of them otherwise.
fn amended(entry: &Entry, under: &str, when: &str) -> (String, String) {
    let mut parts = Vec::new();
    let aliases = |n: usize| count(n, "alias", "aliases");
    let (gained, lost) = (entry.aliases_gained.len(), entry.aliases_lost.len());
    let mut preposition = "of";
    if gained > 0 {
        parts.push(format!("{} added", aliases(gained)));
        preposition = "to";
    }
    if lost > 0 {
        parts.push(format!("{} removed", aliases(lost)));
        preposition = if gained > 0 { "of" } else { "from" };
    }
    if entry.renamed.is_some() {
        parts.push("name changed".to_owned());
        preposition = "of";
    }
    if !entry.changes.is_empty() {
        let fields: Vec<String> = entry
            .changes
            .iter()
            .map(|change| words::words(&change.field))
            .collect();
        parts.push(format!("{} changed", listed(&fields)));
        preposition = "of";
    }
    let lead = if parts.is_empty() {
        "Changes of".to_owned()
    } else {
        let text = format!("{} {preposition}", listed(&parts));
        capitalized(&text)
    };
    (lead, format!("under {under}, {when}"))
}

/// The lines below the sentence.
fn details(entry: &Entry) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(renamed) = &entry.renamed {
        lines.push(format!("renamed from {} to {}", renamed.from, renamed.to));
    }
    for (what, names) in [
        ("gained", &entry.aliases_gained),
        ("lost", &entry.aliases_lost),
    ] {
        lines.extend(aliases(what, names));
    }
    for change in &entry.changes {
        lines.push(format!("changed {}", party::change(change)));
    }
    let end = entry
        .end
        .as_ref()
        .filter(|_| matches!(entry.change, Change::Removed | Change::Lapsed));
    if let Some(end) = end {
        lines.push(format!("out since {}: {}", end.date, end.reason));
    }
    if let Some(before) = &entry.since_before {
        lines.push(format!("before: in standing since {}", before.date));
    }
    // The reason of an end is told with its day.
    let told = end.map(|end| &end.reason);
    lines.extend(entry.reason.clone().filter(|reason| told != Some(reason)));
    lines
}

/// `3 aliases gained: A; B; C`, if there are any.
pub fn aliases(what: &str, names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| {
        let aliases = count(names.len(), "alias", "aliases");
        format!("{aliases} {what}: {}", names.join("; "))
    })
}

/// A notice that changed no list, with the reason.
pub fn other_act(other: &OtherAct) -> String {
    let record = &other.record;
    format!(
        "{} of {} ({}): {}",
        record.action,
        record.name,
        record.cite(),
        other.why
    )
}

/// `INA-219 (Foreign Terrorist Organization)`.
pub fn under(code: &str, authorities: &Authorities) -> String {
    words::authority(code, authorities.get(code), None)
}

/// `a`, `a and b`, `a, b and c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fedreg_model::{EffectiveBasis, FieldChange, PartyKind};
    use fedreg_timeline::{EntityId, Renamed, Since};

    fn entry(change: Change) -> Entry {
        let date = "2026-06-05".parse().unwrap_or_default();
        Entry {
            change,
            changed_by: ChangedBy::Government,
            effective_on: Some(date),
            entity: EntityId("e".to_owned()),
            name: "X".to_owned(),
            kind: PartyKind::Organization,
            authority: "INA-219".to_owned(),
            renamed: None,
            aliases_gained: Vec::new(),
            aliases_lost: Vec::new(),
            changes: Vec::new(),
            since: Since {
                date,
                basis: EffectiveBasis::UponPublication,
                implied: false,
            },
            since_before: None,
            end: None,
            flags: std::collections::BTreeSet::new(),
            reason: None,
            records: Vec::new(),
        }
    }

    fn sentence(entry: &Entry) -> String {
        change(entry, &Authorities::default()).sentence()
    }

    #[test]
    fn a_change_is_one_sentence() {
        assert_eq!(
            sentence(&entry(Change::Added)),
            "X designated under INA-219, effective June 5, 2026"
        );
        assert_eq!(
            sentence(&entry(Change::Removed)),
            "X no longer designated under INA-219, out from June 5, 2026"
        );
        let mut amended = entry(Change::Amended);
        amended.aliases_gained = vec!["A".to_owned(), "B".to_owned()];
        assert_eq!(
            sentence(&amended),
            "2 aliases added to X under INA-219, effective June 5, 2026"
        );
        amended.aliases_lost = vec!["C".to_owned()];
        amended.renamed = Some(Renamed {
            from: "W".to_owned(),
            to: "X".to_owned(),
        });
        amended.changes = vec![FieldChange {
            field: "places_of_birth".to_owned(),
            before: Vec::new(),
            after: vec!["Here".to_owned()],
        }];
        assert!(
            sentence(&amended).starts_with(
                "2 aliases added, 1 alias removed, name changed and places of birth changed of X"
            ),
            "{}",
            sentence(&amended)
        );
    }
}
