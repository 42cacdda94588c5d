//! The names that a party bears under one authority, from day to day.

use chrono::NaiveDate;
use fedreg_model::{
    Alias, AliasQuality, FieldChange, Party, PartyKind, RecordId, RecordVersion, fold_name,
};
use serde::{Deserialize, Serialize};

use crate::facts;
use crate::reference::Renamed;

/// An alias as it stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingAlias {
    /// The name as printed.
    pub name: String,
    /// How it stands to the party's name.
    pub quality: AliasQuality,
    /// Since when the party bears it under this authority.
    pub since: NaiveDate,
    /// The record that gave it.
    pub record_id: RecordId,
}

/// The names borne from a day on, and what else identifies the party.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Names {
    pub(crate) name: String,
    pub(crate) kind: PartyKind,
    pub(crate) aliases: Vec<StandingAlias>,
    /// Identifiers, addresses, dates of birth and the like; its names and kind stand above.
    pub(crate) facts: Party,
}

/// What two aliases must differ in to be two: every sign that is printed but case and runs of
/// space. A notice that lists `Al Hayat` and `Al-Hayat` gives two aliases.
pub(crate) fn spelling(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// What names of one party have in common however they are dressed.
pub(crate) fn key(name: &str) -> String {
    let folded = fold_name(name);
    if folded.is_empty() {
        name.trim().to_owned()
    } else {
        folded
    }
}

impl Names {
    pub(crate) fn of(version: &RecordVersion, date: NaiveDate) -> Self {
        let party = &version.record.party;
        let mut names = Self {
            name: party.name.clone(),
            kind: party.kind,
            aliases: Vec::new(),
            facts: Party::named("", PartyKind::Unknown),
        };
        names.print(version, date);
        names
    }

    fn bears(&self, name: &str) -> bool {
        let wanted = spelling(name);
        self.all().any(|held| spelling(held) == wanted)
    }

    /// Whether an alias is spelled so.
    fn bears_beside(&self, name: &str) -> bool {
        let wanted = spelling(name);
        self.aliases.iter().any(|a| spelling(&a.name) == wanted)
    }

    fn add(&mut self, alias: &Alias, version: &RecordVersion, date: NaiveDate) {
        if !self.bears(&alias.name) {
            self.aliases.push(StandingAlias {
                name: alias.name.clone(),
                quality: alias.quality,
                since: date,
                record_id: version.record_id.clone(),
            });
        }
    }

    /// Every name that a notice prints for the party counts from the notice's effective date.
    pub(crate) fn print(&mut self, version: &RecordVersion, date: NaiveDate) {
        let party = &version.record.party;
        let strong = |name: &String| Alias {
            name: name.clone(),
            quality: AliasQuality::Strong,
        };
        // A review that writes the name with another hyphen gives no alias; a list of aliases does.
        let named = key(&party.name);
        if !self.all().any(|held| key(held) == named) {
            self.add(&strong(&party.name), version, date);
        }
        for alias in &party.aliases {
            self.add(alias, version, date);
        }
        if self.kind == PartyKind::Unknown {
            self.kind = party.kind;
        }
        facts::print(&mut self.facts, &version.record);
        let Some(amendment) = &version.record.amendment else {
            return;
        };
        // What the entry printed and prints no longer is gone.
        for gone in amendment.before.iter().flat_map(|before| &before.aliases) {
            if !party
                .aliases
                .iter()
                .any(|a| spelling(&a.name) == spelling(&gone.name))
            {
                self.remove(&gone.name);
            }
        }
        for name in &amendment.aliases_added {
            self.add(&strong(name), version, date);
        }
        if let Some(new) = &amendment.renamed_to {
            let wanted = spelling(new);
            if spelling(&self.name) != wanted {
                let old = std::mem::replace(&mut self.name, new.clone());
                self.aliases.retain(|a| spelling(&a.name) != wanted);
                self.add(
                    &Alias {
                        name: old,
                        quality: AliasQuality::Former,
                    },
                    version,
                    date,
                );
            }
        }
        for name in &amendment.aliases_removed {
            self.remove(name);
        }
    }

    /// Takes an alias away: as it is spelled, else however it is dressed.
    fn remove(&mut self, name: &str) {
        let (wanted, folded) = (spelling(name), key(name));
        let before = self.aliases.len();
        self.aliases.retain(|a| spelling(&a.name) != wanted);
        if self.aliases.len() == before {
            self.aliases.retain(|a| key(&a.name) != folded);
        }
    }

    /// A redesignation was a new designation of the party as it names it: a list of aliases that
    /// it prints takes the place of the earlier one; one that prints none leaves them.
    pub(crate) fn redesignate(&mut self, version: &RecordVersion, date: NaiveDate) {
        let party = &version.record.party;
        if party.aliases.is_empty() {
            self.print(version, date);
            return;
        }
        let mut fresh = Self::of(version, date);
        for alias in &mut fresh.aliases {
            let wanted = spelling(&alias.name);
            if let Some(held) = self.aliases.iter().find(|a| spelling(&a.name) == wanted) {
                *alias = held.clone();
            }
        }
        // The same name in another dress is no change of name.
        if key(&fresh.name) == key(&self.name) && !fresh.bears_beside(&self.name) {
            fresh.name.clone_from(&self.name);
        }
        if fresh.kind == PartyKind::Unknown {
            fresh.kind = self.kind;
        }
        fresh.facts = self.facts.clone();
        facts::print(&mut fresh.facts, &version.record);
        *self = fresh;
    }

    /// Every name, the primary one first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(|a| a.name.as_str()))
    }
}

/// How names and facts changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Changed {
    /// The change of the primary name.
    pub(crate) renamed: Option<Renamed>,
    /// Names gained. A new primary name is not also gained.
    pub(crate) gained: Vec<String>,
    /// Names lost: an earlier one that is not kept as an alias, too.
    pub(crate) lost: Vec<String>,
    /// What else changed, field by field.
    pub(crate) fields: Vec<FieldChange>,
}

impl Changed {
    /// Whether nothing changed.
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// How names and facts changed from one day to another.
pub(crate) fn changes(before: &Names, after: &Names) -> Changed {
    let renamed = (before.name != after.name).then(|| Renamed {
        from: before.name.clone(),
        to: after.name.clone(),
    });
    let gained = after
        .aliases
        .iter()
        .filter(|a| !before.bears(&a.name))
        .map(|a| a.name.clone())
        .collect();
    let lost = before
        .all()
        .filter(|name| !after.bears(name))
        .map(str::to_owned)
        .collect();
    Changed {
        renamed,
        gained,
        lost,
        fields: before.facts.changes(&after.facts),
    }
}
