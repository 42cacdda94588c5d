//! The registry of authorities: every statute and order under which a party can be designated.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Whether an authority is a statute or an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityKind {
    /// An act of Congress.
    Statute,
    /// An executive order of the President.
    ExecutiveOrder,
    /// A regulation.
    Regulation,
}

/// One authority, as `authorities.toml` describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Canonical code (`INA-219`, `EO-13224`). Filled from the table's key.
    #[serde(skip)]
    pub code: String,
    /// Statute, order or regulation.
    pub kind: AuthorityKind,
    /// What the list or standing is called (`Foreign Terrorist Organization`).
    pub designation: String,
    /// The short name people use (`FTO`), if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// The full title of the law.
    pub title: String,
    /// Forms of citation, matched without regard to case, space and full stops. The usual forms of
    /// an executive order follow from its code and come after those that are listed.
    #[serde(default)]
    pub citations: Vec<String>,
    /// OFAC program tags (`SDGT`). Several laws may share one.
    #[serde(default)]
    pub programs: Vec<String>,
    /// The OpenSanctions programme key (`US-FTO219`), if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opensanctions: Option<String>,
    /// Slugs of the agencies that designate under it.
    #[serde(default)]
    pub agencies: Vec<String>,
    /// Where the authority can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The code of the order that this one amends: what is done under the amended order cites both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<String>,
}

/// All authorities, by code, and what is known to be none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Authorities {
    by_code: BTreeMap<String, Authority>,
    background: Background,
}

/// What notices cite or print and what is no authority to designate.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Background {
    /// Numbers of executive orders that amend, end or delegate.
    #[serde(default)]
    orders: BTreeSet<u32>,
    /// Program tags that state a consequence of a designation, and what each states.
    #[serde(default)]
    consequence_tags: BTreeMap<String, String>,
}

/// What a program tag stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Program<'a> {
    /// The laws that a designation with this tag is made under, by code.
    Authorities(Vec<&'a Authority>),
    /// A consequence of a designation made under another law, in words.
    Consequence(&'a str),
}

/// Why a registry could not be read.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// Not TOML, or a field is wrong.
    #[error("the registry of authorities cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// An entry breaks a rule.
    #[error("authority '{code}': {problem}")]
    Invalid {
        /// The entry.
        code: String,
        /// What is wrong and what is expected.
        problem: String,
    },
}

impl Authorities {
    /// Reads the text of `authorities.toml`: one table per code, and `[background]`.
    pub fn from_toml(text: &str) -> Result<Self, AuthorityError> {
        let RegistryFile {
            background,
            mut by_code,
        } = toml::from_str(text)?;
        let mut cited: BTreeMap<String, String> = BTreeMap::new();
        let codes: BTreeSet<String> = by_code.keys().cloned().collect();
        for (code, authority) in &mut by_code {
            let invalid = |problem: String| AuthorityError::Invalid {
                code: code.clone(),
                problem,
            };
            if !code
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
            {
                return Err(invalid("codes use capitals, digits and hyphens".to_owned()));
            }
            if let Some(number) = order_number(code) {
                if background.orders.contains(&number) {
                    return Err(invalid(
                        "an order under which parties are designated is no background".to_owned(),
                    ));
                }
                add_order_forms(&mut authority.citations, number);
            }
            if let Some(amended) = authority.amends.as_ref().filter(|c| !codes.contains(*c)) {
                return Err(invalid(format!("amends {amended}, which is not listed")));
            }
            for tag in &authority.programs {
                if background.consequence_tags.contains_key(tag) {
                    return Err(invalid(format!("the tag {tag} is a consequence tag")));
                }
            }
            if authority.citations.is_empty() {
                return Err(invalid("list at least one form of citation".to_owned()));
            }
            for citation in &authority.citations {
                let key = Self::fold_citation(citation);
                if let Some(other) = cited
                    .insert(key, code.clone())
                    .filter(|other| other != code)
                {
                    return Err(invalid(format!(
                        "'{citation}' is already a citation of {other}"
                    )));
                }
            }
            authority.code.clone_from(code);
        }
        Ok(Self {
            by_code,
            background,
        })
    }

    /// The authority with this code; codes are compared without regard to case.
    pub fn get(&self, code: &str) -> Option<&Authority> {
        self.by_code
            .get(code)
            .or_else(|| self.by_code.get(&code.to_ascii_uppercase()))
    }

    /// The authorities that a person means, by code; empty if the words name none.
    ///
    /// A code or a form of citation means one. What a list or standing is called, in full
    /// (`Foreign Terrorist Organization`) or in short (`SST`), means every authority with that
    /// standing; a program tag or an OpenSanctions key, every authority that bears it.
    pub fn find(&self, words: &str) -> Vec<&Authority> {
        let folded = Self::fold_citation(words);
        let same = |text: &String| Self::fold_citation(text) == folded;
        let one = self
            .get(words.trim())
            .or_else(|| self.iter().find(|a| a.citations.iter().any(same)));
        if let Some(one) = one {
            return vec![one];
        }
        let standings: Vec<&str> = self
            .iter()
            .filter(|a| a.short.as_ref().is_some_and(same) || same(&a.designation))
            .map(|a| a.designation.as_str())
            .collect();
        self.iter()
            .filter(|a| {
                standings.contains(&a.designation.as_str())
                    || a.opensanctions.as_ref().is_some_and(same)
                    || a.programs.iter().any(same)
            })
            .collect()
    }

    /// What a program tag (`SDGT`, without brackets) stands for; nothing if it is not known.
    pub fn program(&self, tag: &str) -> Option<Program<'_>> {
        let folded = fold_tag(tag);
        if let Some((_, states)) = self
            .background
            .consequence_tags
            .iter()
            .find(|(known, _)| fold_tag(known) == folded)
        {
            return Some(Program::Consequence(states));
        }
        let of_tag: Vec<&Authority> = self
            .iter()
            .filter(|a| a.programs.iter().any(|known| fold_tag(known) == folded))
            .collect();
        (!of_tag.is_empty()).then_some(Program::Authorities(of_tag))
    }

    /// Whether an executive order is known, as an authority or as one that designates nobody.
    pub fn knows_order(&self, number: u32) -> bool {
        self.background.orders.contains(&number)
            || self.by_code.contains_key(&format!("EO-{number}"))
    }

    /// All authorities, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Authority> {
        self.by_code.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_code.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }

    /// Folds a citation for comparison: case, space, full stops and `§` do not count.
    pub fn fold_citation(citation: &str) -> String {
        citation
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '§' | ','))
            .flat_map(char::to_lowercase)
            .collect()
    }
}

/// The file: authorities by code, and the background.
#[derive(Deserialize)]
struct RegistryFile {
    #[serde(default)]
    background: Background,
    #[serde(flatten)]
    by_code: BTreeMap<String, Authority>,
}

/// The number of the executive order of a code.
fn order_number(code: &str) -> Option<u32> {
    code.strip_prefix("EO-")?.parse().ok()
}

/// Adds the usual forms of citation of an order that are not listed already.
fn add_order_forms(citations: &mut Vec<String>, number: u32) {
    for form in [
        format!("Executive Order {number}"),
        format!("Executive Order No. {number}"),
        format!("Executive Order (E.O.) {number}"),
        format!("E.O. {number}"),
    ] {
        let folded = Authorities::fold_citation(&form);
        let listed = citations
            .iter()
            .any(|listed| Authorities::fold_citation(listed) == folded);
        if !listed {
            citations.push(form);
        }
    }
}

/// Folds a program tag for comparison: case, space and the style of dashes do not count.
fn fold_tag(tag: &str) -> String {
    tag.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '–' | '—') { '-' } else { c })
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"
[INA-219]
kind = "statute"
designation = "Foreign Terrorist Organization"
short = "FTO"
title = "Immigration and Nationality Act, section 219"
citations = ["8 U.S.C. 1189", "section 219 of the INA"]
opensanctions = "US-FTO219"

[EO-13224]
kind = "executive_order"
designation = "Specially Designated Global Terrorist"
title = "Executive Order 13224"
citations = ["E.O. 13224"]
programs = ["SDGT"]
"#;

    fn codes<'a>(authorities: &'a Authorities, words: &str) -> Vec<&'a str> {
        authorities
            .find(words)
            .iter()
            .map(|a| a.code.as_str())
            .collect()
    }

    #[test]
    fn an_authority_is_found_by_any_of_its_names() {
        let authorities = Authorities::from_toml(TWO).unwrap();
        for (words, code) in [
            ("INA-219", "INA-219"),
            ("ina-219", "INA-219"),
            ("8 USC 1189", "INA-219"),
            ("FTO", "INA-219"),
            ("US-FTO219", "INA-219"),
            ("SDGT", "EO-13224"),
            ("EO 13224", "EO-13224"),
        ] {
            assert_eq!(codes(&authorities, words), [code], "{words}");
        }
        assert!(authorities.find("EO-99999").is_empty());
        assert!(authorities.find("").is_empty());
    }

    #[test]
    fn a_standing_or_a_tag_means_every_authority_that_has_it() {
        const THIRD: &str = r#"
[INA-220]
kind = "statute"
designation = "Foreign Terrorist Organization"
title = "Immigration and Nationality Act, section 220"
citations = ["8 U.S.C. 1190"]
programs = ["SDGT"]
"#;
        let text = format!("{TWO}{THIRD}");
        let authorities = Authorities::from_toml(&text).unwrap();
        let both = ["INA-219", "INA-220"];
        assert_eq!(codes(&authorities, "fto"), both);
        assert_eq!(codes(&authorities, "foreign terrorist organization"), both);
        assert_eq!(codes(&authorities, "US-FTO219"), ["INA-219"]);
        assert_eq!(codes(&authorities, "SDGT"), ["EO-13224", "INA-220"]);
        assert_eq!(codes(&authorities, "8 U.S.C. 1190"), ["INA-220"]);
    }

    #[test]
    fn a_broken_registry_says_which_entry_and_why() {
        let twice = TWO.replace("E.O. 13224", "8 USC 1189");
        let error = Authorities::from_toml(&twice).unwrap_err().to_string();
        assert!(error.contains("already a citation of"), "{error}");
        assert!(Authorities::from_toml("[X]\nkind = 'statute'").is_err());
        assert!(Authorities::from_toml("not toml").is_err());
    }

    #[test]
    fn an_order_is_cited_in_its_usual_forms() {
        let bare = "[EO-13382]\nkind = \"executive_order\"\ndesignation = \"x\"\ntitle = \"y\"";
        let authorities = Authorities::from_toml(bare).unwrap();
        for words in [
            "Executive Order 13382",
            "executive order no. 13382",
            "EO 13382",
            "Executive Order (E.O.) 13382",
        ] {
            assert!(!authorities.find(words).is_empty(), "{words}");
        }
        assert!(Authorities::from_toml(&bare.replace("EO-", "PD-")).is_err());
        let amends = format!("{bare}\namends = \"EO-1\"");
        assert!(Authorities::from_toml(&amends).is_err());
    }

    #[test]
    fn tags_and_orders_are_known_or_not() {
        let text = format!(
            "[background]\norders = [13268]\nconsequence_tags = {{ IFSR = \"secondary sanctions\" }}\n{TWO}"
        );
        let authorities = Authorities::from_toml(&text).unwrap();
        assert_eq!(authorities.len(), 2);
        assert_eq!(
            authorities.program("IFSR"),
            Some(Program::Consequence("secondary sanctions"))
        );
        let Some(Program::Authorities(of_tag)) = authorities.program("sdgt") else {
            panic!("SDGT is a tag of E.O. 13224");
        };
        assert_eq!(of_tag[0].code, "EO-13224");
        assert_eq!(authorities.program("NONE-SUCH"), None);
        assert!(authorities.knows_order(13268) && authorities.knows_order(13224));
        assert!(!authorities.knows_order(99999));
        let twice = text.replace("[13268]", "[13224]");
        assert!(Authorities::from_toml(&twice).is_err());
    }
}
