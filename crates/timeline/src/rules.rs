//! The overrides of the linking rules: `config/entities.toml`.

use std::collections::BTreeSet;

use fedreg_model::RecordId;
use serde::{Deserialize, Serialize};

use crate::names::link_fold;

/// The version of the rules by which notices are linked and standings counted. It rises whenever
/// the same records give another answer, so that what was derived by older rules is derived anew.
pub const RULES_VERSION: u32 = 2;

/// Names or records that a person says are one entity, or are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Primary names, as notices print them; compared by [`link_fold`](crate::link_fold).
    #[serde(default)]
    pub names: Vec<String>,
    /// Ids of single records, where a name alone would say too much.
    #[serde(default)]
    pub records: Vec<RecordId>,
    /// The ground, with its source; shown wherever the override shows.
    pub why: String,
}

/// Authorities whose lists name the same parties, so that one name under two of them is one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Codes of authorities.
    pub authorities: Vec<String>,
    /// Why their lists belong together.
    pub why: String,
}

/// The programmes and the overrides of the linking rules. The default has the built-in programmes
/// and no overrides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRules {
    /// Authorities that share their parties. Every other authority is a programme of its own.
    #[serde(default = "programmes", rename = "programme")]
    pub programmes: Vec<Programme>,
    /// Each entry's names and records are one entity, whatever the rules say.
    #[serde(default)]
    pub same: Vec<Override>,
    /// No two of an entry's names and records are one entity, whatever the rules say.
    #[serde(default)]
    pub different: Vec<Override>,
}

/// The programmes where `entities.toml` names none.
fn programmes() -> Vec<Programme> {
    let programme = |codes: &[&str], why: &str| Programme {
        authorities: codes.iter().map(|code| (*code).to_owned()).collect(),
        why: why.to_owned(),
    };
    vec![
        programme(
            &["INA-219", "INA-212", "EO-12947", "EO-13224", "EO-13886"],
            "The Department of State designates the same organizations under its terrorism \
             authorities, often in one notice.",
        ),
        programme(
            &[
                "UFLPA-2-D-2-B-I",
                "UFLPA-2-D-2-B-II",
                "UFLPA-2-D-2-B-IV",
                "UFLPA-2-D-2-B-V",
            ],
            "The four lists of one Act, consolidated as the UFLPA Entity List.",
        ),
    ]
}

impl Default for LinkRules {
    fn default() -> Self {
        Self {
            programmes: programmes(),
            same: Vec::new(),
            different: Vec::new(),
        }
    }
}

/// Why `entities.toml` could not be used.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// Not TOML, or an unknown or missing field.
    #[error("the linking rules (entities.toml) cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// An entry breaks a rule.
    #[error("linking rules (entities.toml), [[{table}]] entry {entry}: {problem}")]
    Invalid {
        /// `same`, `different` or `programme`.
        table: &'static str,
        /// 1-based position among the entries of that table.
        entry: usize,
        /// What is wrong and what is expected.
        problem: String,
    },
}

impl Override {
    /// What the entry is about, folded for comparison: names first, then records.
    pub(crate) fn items(&self) -> impl Iterator<Item = Item> {
        self.names
            .iter()
            .map(|name| Item::Name(link_fold(name)))
            .chain(self.records.iter().map(|id| Item::Record(id.clone())))
    }
}

/// One thing that an override names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Item {
    Name(String),
    Record(RecordId),
}

impl std::fmt::Display for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => write!(f, "the name '{name}'"),
            Self::Record(id) => write!(f, "the record {id}"),
        }
    }
}

impl LinkRules {
    /// Reads the text of `entities.toml`.
    ///
    /// An entry needs two or more names or records and a ground; nothing may be both forced and
    /// forbidden.
    pub fn from_toml(text: &str) -> Result<Self, RuleError> {
        let rules: Self = toml::from_str(text)?;
        rules.check_programmes()?;
        for (table, entries) in [("same", &rules.same), ("different", &rules.different)] {
            for (position, entry) in entries.iter().enumerate() {
                let invalid = |problem: String| RuleError::Invalid {
                    table,
                    entry: position + 1,
                    problem,
                };
                let mut items: Vec<Item> = entry.items().collect();
                if items.len() < 2 {
                    return Err(invalid("give at least two names or records".to_owned()));
                }
                if items
                    .iter()
                    .any(|item| matches!(item, Item::Name(name) if name.is_empty()))
                {
                    return Err(invalid("a name is empty".to_owned()));
                }
                items.sort();
                if let Some([twice, _]) = items.windows(2).find(|pair| pair[0] == pair[1]) {
                    return Err(invalid(format!(
                        "{twice} stands there twice (case, accents, hyphens and the spelling of \
                         the Arabic article do not count)"
                    )));
                }
                if entry.why.trim().is_empty() {
                    return Err(invalid("say why, with a source".to_owned()));
                }
            }
        }
        rules.refuse_contradictions()?;
        Ok(rules)
    }

    fn check_programmes(&self) -> Result<(), RuleError> {
        let mut seen = BTreeSet::new();
        for (position, programme) in self.programmes.iter().enumerate() {
            let invalid = |problem: String| RuleError::Invalid {
                table: "programme",
                entry: position + 1,
                problem,
            };
            if programme.authorities.len() < 2 {
                return Err(invalid("give at least two authorities".to_owned()));
            }
            if programme.why.trim().is_empty() {
                return Err(invalid("say why".to_owned()));
            }
            for code in &programme.authorities {
                if !seen.insert(code) {
                    return Err(invalid(format!("{code} stands in a programme already")));
                }
            }
        }
        Ok(())
    }

    /// The programme of an authority: its position among [`Self::programmes`], if it shares one.
    pub(crate) fn programme(&self, authority: &str) -> Option<usize> {
        self.programmes
            .iter()
            .position(|p| p.authorities.iter().any(|code| code == authority))
    }

    fn refuse_contradictions(&self) -> Result<(), RuleError> {
        for (position, entry) in self.different.iter().enumerate() {
            let apart: Vec<Item> = entry.items().collect();
            for same in &self.same {
                let both: Vec<Item> = same.items().filter(|item| apart.contains(item)).collect();
                if let [first, second, ..] = both.as_slice() {
                    return Err(RuleError::Invalid {
                        table: "different",
                        entry: position + 1,
                        problem: format!(
                            "{first} and {second} are said to be the same in a [[same]] entry \
                             ({}); remove one of the two",
                            same.why
                        ),
                    });
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_sound() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/entities.toml");
        let rules = LinkRules::from_toml(&fs_err::read_to_string(path).unwrap()).unwrap();
        assert_eq!(rules.programmes, LinkRules::default().programmes);
    }

    #[test]
    fn a_broken_rule_says_which_and_why() {
        for (text, expected) in [
            (
                "[[same]]\nnames = ['A']\nwhy = 'x'",
                "[[same]] entry 1: give at least two",
            ),
            ("[[same]]\nnames = ['A', 'B']\nwhy = ' '", "say why"),
            (
                "[[different]]\nnames = ['al-A', 'El A']\nwhy = 'x'",
                "stands there twice",
            ),
            ("[[same]]\nnames = ['A', ' ']\nwhy = 'x'", "a name is empty"),
            ("[[sane]]\nnames = ['A', 'B']\nwhy = 'x'", "unknown field"),
            ("[[same]]\nnames = ['A', 'B']", "missing field `why`"),
            (
                "[[programme]]\nauthorities = ['INA-219']\nwhy = 'x'",
                "[[programme]] entry 1: give at least two",
            ),
            (
                "[[programme]]\nauthorities = ['X', 'Y', 'X']\nwhy = 'x'",
                "X stands in a programme already",
            ),
            (
                "[[same]]\nnames = ['A', 'B', 'C']\nwhy = 'one'\n\
                 [[different]]\nnames = ['b', 'a']\nwhy = 'two'",
                "are said to be the same",
            ),
        ] {
            let error = LinkRules::from_toml(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
