//! One listed party: its name, what stands in parentheses behind it, and the tail that belongs to
//! no name ("and any successor, sub-unit, or subsidiary thereof").

use std::sync::LazyLock;

use fedreg_model::{Party, PartyKind};
use regex::Regex;

use super::places::country;
use crate::grammar::dates::compile;
use crate::grammar::names::{self, Number};
use crate::grammar::scan::{closing_parenthesis, marker};

/// A party as read from one item of a list.
#[derive(Debug)]
pub(in crate::families) struct Read {
    pub(in crate::families) party: Party,
    /// Whether a tail of successors and subsidiaries stood behind it.
    pub(in crate::families) had_tail: bool,
    /// What could not be read.
    pub(in crate::families) problems: Vec<String>,
}

/// A sentence that runs on behind a name.
static RUNS_ON: LazyLock<Regex> =
    LazyLock::new(|| compile(r"[a-z)]{3,}\.\s+[A-Z][a-z]+\s+[a-z]+\s+[a-z]+\b"));

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^(?:\(?\d{1,3}[.)]\s*|\([a-z]\)\s*|[a-z]\.\s+|[•·*–—-]\s*|(?i:and|or)\s+)+")
});

static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix),?\s*(?:(?:and|or|as\s+well\s+as|together\s+with|including)\s+)?
          (?:to\s+)?(?:any|its|their|his|her|all)\s+(?:of\s+(?:its|their|his|her)\s+)?(?:and\s+all\s+)?(?:other\s+)?
          (?:(?:successors?|sub-?\s?units?|subsidiar(?:y|ies)|affiliates?|parents?|assigns?|entit(?:y|ies)|subordinates?|their\s+successors|its\s+successors)\b[^()\[\];:.]*)(?:thereof|thereto)?",
    )
});

static APPOSITION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r",\s+(?P<in>an?\s+(?:[A-Z][\w.]+\s+){1,3}(?:citizen|national|individual|entity|company|firm|person))\s*[,.]?$",
    )
});

/// ", a company located in Jersey, UK and Iran"
static LOCATED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r",\s+(?P<in>an?\s+(?P<noun>entity|company|firm|organization|individual|person|citizen|national)\s+(?:(?:located|based|incorporated|registered|organized|headquartered|residing)\s+)?in\s+(?P<at>[^;()]+?))\s*[,.]?$",
    )
});

static WHERE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:an?\s+|the\s+)?(?P<where>.*?)\s*(?:\b(?P<noun>entity|company|corporation|firm|person|individual|citizen|national|resident|organization|bank|government\s+entity|government|military)s?)?(?:,?\s+(?:residing\s+|located\s+|based\s+|resident\s+|living\s+)?in\s+(?P<at>[^,;]+))?$",
    )
});

/// The countries and the kind that a parenthesised text gives, if it is of that sort.
fn standing(inner: &str) -> Option<(Vec<String>, Option<PartyKind>)> {
    let captures = WHERE.captures(inner.trim())?;
    let place = captures.name("where").map_or("", |m| m.as_str()).trim();
    let noun = captures
        .name("noun")
        .map(|m| m.as_str().to_lowercase())
        .unwrap_or_default();
    let mut countries = Vec::new();
    let at = captures.name("at").map(|m| m.as_str());
    for part in place
        .split(" and ")
        .chain(at)
        .flat_map(|p| p.split(['/', ',']))
    {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let found = country(part)?;
        if !countries.contains(&found) {
            countries.push(found);
        }
    }
    let kind = match noun.as_str() {
        "individual" | "citizen" | "national" | "resident" => Some(PartyKind::Individual),
        "" | "person" => None,
        _ => Some(PartyKind::Organization),
    };
    (!countries.is_empty() || kind.is_some()).then_some((countries, kind))
}

static ORGANIZATION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:compan(?:y|ies)|co|corporation|corp|limited|ltd|incorporated|inc|gmbh|ag|s\.?a|oao|ooo|zao|pao|jsc|cjsc|ojsc|llc|fze|fzco|fzc|pjsc|plc|sdn|bhd|pte|pty|b\.?v|industr(?:y|ies|ial)|institut(?:e|ion|o)|universit\w+|laborator(?:y|ies)|bureau|enterprises?|trad(?:e|ing)|imports?|exports?|group|factory|plant|works|forces?|guards?|corps|army|navy|ministry|cent(?:er|re)|organi[sz]ations?|academy|airlines?|airways|aviation|shipping|bank|holdings?|technolog(?:y|ies)|services|systems?|international|complex|associations?|committee|agency|council|design|research|hizballah|hezbollah|brigades?|network|establishment|department|directorate|project|foundation|general|engineering|equipment|chemicals?|metals?|materials?|machinery|electronics?|logistics|consult\w*|partners|shipyard|shipbuilding|operations?|television|tv|news|media|radio|daily|times|press|union|office|mission|club|society|front|party|movement|unit|program(?:me)?|services?|security|defen[cs]e|military|energy|petro\w+|oil|gas|marine|maritime|tankers?|lines?|products?|solutions?|supply|supplies|distribution|development|investments?|capital|fund|trust|school|hospital|college|team)\b",
    )
});

/// Whether a name holds a word that only organizations bear.
pub(in crate::families) fn shows_organization(name: &str) -> bool {
    ORGANIZATION.is_match(name)
}

impl Read {
    /// Reads one item as one party.
    pub(in crate::families) fn one(item: &str) -> Self {
        let mut problems = Vec::new();
        let mut words = NUMBERED.replace(item.trim(), "").trim().to_owned();
        words = trim_end(&words).to_owned();
        let had_tail = TAIL.is_match(&words);
        words = TAIL.replace_all(&words, " ").trim().to_owned();
        if had_tail {
            words = words.trim_end_matches(['.', ' ', ',']).to_owned();
        }
        let mut countries: Vec<String> = Vec::new();
        let mut kind = None;
        let mut take = |inner: &str| match standing(inner) {
            Some((found, noun)) => {
                for country in found {
                    if !countries.contains(&country) {
                        countries.push(country);
                    }
                }
                kind = noun.or(kind);
                true
            }
            None => false,
        };
        if let Some(found) = APPOSITION.captures(&words)
            && let (Some(whole), Some(inner)) = (found.get(0), found.name("in"))
            && take(inner.as_str())
        {
            words = words[..whole.start()].to_owned();
        }
        if let Some(found) = LOCATED.captures(&words)
            && let (Some(whole), Some(at)) = (found.get(0), found.name("at"))
            && located(at.as_str(), &mut take)
        {
            words = words[..whole.start()].to_owned();
        }
        let words = without_standings(&words.replace('[', "(").replace(']', ")"), &mut take);
        let words = trim_end(words.trim()).to_owned();
        let (mut named, found) = names::parties(&words, Number::One, &[]);
        if RUNS_ON.is_match(&words) {
            problems.push("words of a sentence where a name is due".to_owned());
        }
        problems.extend(found.into_iter().map(|p| p.why.to_owned()));
        let party = match (named.pop(), named.is_empty()) {
            (Some(one), true) => {
                let mut party = Party::named(one.name, PartyKind::Unknown);
                party.aliases = one.aliases;
                party
            }
            (None, _) => {
                if problems.is_empty() {
                    problems.push("no name where one is due".to_owned());
                }
                Party::named(words.clone(), PartyKind::Unknown)
            }
            (Some(_), false) => {
                problems.push("several names where one is due".to_owned());
                Party::named(words.clone(), PartyKind::Unknown)
            }
        };
        let mut read = Self {
            party,
            had_tail,
            problems,
        };
        read.party.countries = countries;
        read.party.kind = kind.unwrap_or_else(|| read.shown_kind());
        read
    }

    /// The kind that the tail or the words of the name show.
    fn shown_kind(&self) -> PartyKind {
        let names =
            std::iter::once(&self.party.name).chain(self.party.aliases.iter().map(|a| &a.name));
        let short_form = self
            .party
            .aliases
            .iter()
            .any(|a| names::is_acronym(&a.name));
        if self.had_tail || short_form || names.into_iter().any(|name| shows_organization(name)) {
            PartyKind::Organization
        } else {
            PartyKind::Unknown
        }
    }
}

/// Whether each of the places is known; their countries are taken.
fn located(places: &str, take: &mut impl FnMut(&str) -> bool) -> bool {
    let mut all = true;
    for place in places.split(" and ").flat_map(|part| part.split(',')) {
        all &= take(place.trim());
    }
    all
}

fn trim_end(words: &str) -> &str {
    let mut words = words.trim();
    loop {
        let before = words;
        words = words.trim_end_matches([';', ',', ':']).trim_end();
        words = words
            .strip_suffix(" and")
            .or_else(|| words.strip_suffix(" or"))
            .unwrap_or(words);
        if words.ends_with(").") || words.ends_with("].") {
            words = &words[..words.len() - 1];
        }
        if words == before {
            return words;
        }
    }
}

/// The words without the groups that give a country or a kind; groups that hold aliases stay.
fn without_standings(words: &str, take: &mut impl FnMut(&str) -> bool) -> String {
    let mut kept = String::new();
    let mut at = 0;
    while let Some(open) = words[at..].find('(').map(|o| at + o) {
        let Some(close) = closing_parenthesis(words, open) else {
            break;
        };
        let inner = &words[open + 1..close];
        if marker(inner).is_none() && take(inner) {
            kept.push_str(words[at..open].trim_end());
        } else {
            kept.push_str(&words[at..=close]);
        }
        at = close + 1;
    }
    kept.push_str(&words[at..]);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_and_countries_belong_to_no_name() {
        for (item, name, countries, kind, aliases) in [
            (
                "Liyang Chemical Equipment (China) and any successor, sub-unit, or subsidiary thereof.",
                "Liyang Chemical Equipment",
                &["China"][..],
                PartyKind::Organization,
                &[][..],
            ),
            (
                "Q.C. Chen (China).",
                "Q.C. Chen",
                &["China"],
                PartyKind::Unknown,
                &[],
            ),
            (
                "China Machinery and Electric Equipment Import and Export Company and any successor, sub-unit, or subsidiary thereof.",
                "China Machinery and Electric Equipment Import and Export Company",
                &[],
                PartyKind::Organization,
                &[],
            ),
            (
                "2. Sudan Master Technology (SMT) (Sudan) and any successor, sub-unit, or subsidiary thereof; and",
                "Sudan Master Technology",
                &["Sudan"],
                PartyKind::Organization,
                &["SMT"],
            ),
            (
                "Ri Example (North Korean individual in China)",
                "Ri Example",
                &["North Korea", "China"],
                PartyKind::Individual,
                &[],
            ),
            (
                "Karl Example [also known as Li Example] (Chinese individual);",
                "Karl Example",
                &["China"],
                PartyKind::Individual,
                &["Li Example"],
            ),
            (
                "Chengdu Example New Materials Co., Ltd. (China)",
                "Chengdu Example New Materials Co., Ltd.",
                &["China"],
                PartyKind::Organization,
                &[],
            ),
            (
                "Changgwang Sinyong Corporation (North Korea) and its sub-units and successors.",
                "Changgwang Sinyong Corporation",
                &["North Korea"],
                PartyKind::Organization,
                &[],
            ),
        ] {
            let read = Read::one(item);
            assert!(read.problems.is_empty(), "{item}: {:?}", read.problems);
            assert_eq!(read.party.name, name);
            assert_eq!(read.party.countries, countries, "{item}");
            assert_eq!(read.party.kind, kind, "{item}");
            let found: Vec<&str> = read.party.aliases.iter().map(|a| a.name.as_str()).collect();
            assert_eq!(found, aliases, "{item}");
        }
    }
}
