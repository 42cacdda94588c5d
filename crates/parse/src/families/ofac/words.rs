//! Small readings shared by the parts of OFAC's grammar: quotations hidden from patterns, numbers
//! in words, stated counts of parties.

use std::sync::LazyLock;

use fedreg_model::PartyKind;
use regex::Regex;

use crate::grammar::dates::compile;

/// The same text, byte for byte as long, with what stands in quotation marks blanked: the title of
/// an order ("Blocking Property of …") is not what the sentence says.
pub(super) fn mask(text: &str) -> String {
    const LONGEST: usize = 400;
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('“') {
        let from = open + '“'.len_utf8();
        let Some(close) = rest[from..].find('”').filter(|length| *length <= LONGEST) else {
            masked.push_str(&rest[..from]);
            rest = &rest[from..];
            continue;
        };
        masked.push_str(&rest[..from]);
        masked.extend(std::iter::repeat_n(' ', close));
        rest = &rest[from + close..];
    }
    masked.push_str(rest);
    masked
}

const UNITS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &[
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// A pattern for a number in words or digits.
const NUMBER: &str = r"(?:\d{1,3}(?:,\d{3})*|(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a|hundred)(?:[\s-]+(?:and\s+)?)??)+)";

/// The value of a number in words or digits.
pub(super) fn number(words: &str) -> Option<usize> {
    let words = words.trim().to_lowercase();
    if let Ok(value) = words.replace(',', "").parse() {
        return Some(value);
    }
    let mut total = 0_usize;
    let mut any = false;
    for word in words.split([' ', '-']).filter(|w| !w.is_empty()) {
        if word == "and" {
            continue;
        }
        any = true;
        if word == "a" {
            total += 1;
        } else if let Some(at) = UNITS.iter().position(|unit| *unit == word) {
            total += at;
        } else if let Some(at) = TENS.iter().position(|ten| *ten == word) {
            total += 10 * (at + 2);
        } else if word == "hundred" {
            total = total.max(1) * 100;
        } else {
            return None;
        }
    }
    any.then_some(total)
}

/// What a count counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// Parties of one kind.
    Kind(PartyKind),
    /// Persons: individuals and entities.
    Persons,
    /// Entries of whatever kind.
    Entries,
}

impl Counted {
    /// Whether a party of `kind` is among what is counted.
    pub(super) fn holds(self, kind: PartyKind) -> bool {
        match self {
            Self::Kind(counted) => counted == kind,
            Self::Persons => matches!(kind, PartyKind::Individual | PartyKind::Organization),
            Self::Entries => true,
        }
    }
}

/// A stated count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) number: usize,
    pub(super) of: Counted,
}

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?P<number>{NUMBER})\s+(?:\(\d+\)\s+)?(?:(?:additional|new|more|other|further|foreign|blocked|previously|designated|listed|such|separate|Iranian|Russian|Colombian|Mexican|Cuban|existing)\s+){{0,3}}(?P<what>individuals?|entity|entities|persons?|vessels?|aircraft|organi[sz]ations?|compan(?:y|ies)|names?|entries|ships?|tankers?)\b"
    ))
});

static ONE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bfollowing\s+(?:(?:additional|new|other|foreign|blocked|listed)\s+){0,2}(?P<what>individual|entity|person|vessel)\b",
    )
});

static SEVERAL: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^\s*(?:or|and/or)\b"));

fn counted(word: &str) -> Counted {
    let word = word.to_lowercase();
    match &*word {
        w if w.starts_with("individual") => Counted::Kind(PartyKind::Individual),
        w if w.starts_with("vessel") || w.starts_with("ship") || w.starts_with("tanker") => {
            Counted::Kind(PartyKind::Vessel)
        }
        "aircraft" => Counted::Kind(PartyKind::Aircraft),
        w if w.starts_with("person") => Counted::Persons,
        w if w.starts_with("name") || w.starts_with("entries") => Counted::Entries,
        _ => Counted::Kind(PartyKind::Organization),
    }
}

/// The counts of parties that `text` states ("the following 12 individuals and three entities"),
/// a singular ("the following person") being one.
pub(super) fn counts(text: &str) -> Vec<Count> {
    let mut found: Vec<Count> = Vec::new();
    for captures in COUNT.captures_iter(text) {
        let (Some(digits), Some(what)) = (captures.name("number"), captures.name("what")) else {
            continue;
        };
        // "one or more persons", "a person whose property …"
        if SEVERAL.is_match(&text[digits.end()..])
            || digits.as_str().trim().eq_ignore_ascii_case("a")
        {
            continue;
        }
        if let Some(number) = number(digits.as_str()) {
            found.push(Count {
                number,
                of: counted(what.as_str()),
            });
        }
    }
    if found.is_empty()
        && let Some(what) = ONE.captures(text).and_then(|c| c.name("what"))
        && !SEVERAL.is_match(&text[what.end()..])
        && !text[what.end()..].starts_with("(s)")
        && !text[what.end()..].starts_with("(ies)")
    {
        found.push(Count {
            number: 1,
            of: counted(what.as_str()),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_words_and_digits() {
        for (words, value) in [
            ("twelve", 12),
            ("twenty-two", 22),
            ("one hundred and five", 105),
            ("a hundred", 100),
            ("1,024", 1024),
            ("31", 31),
        ] {
            assert_eq!(number(words), Some(value), "{words}");
        }
        assert_eq!(number("several"), None);
    }

    #[test]
    fn counts_are_of_what_the_words_say() {
        let count = |number, of| Count { number, of };
        for (text, expected) in [
            (
                "designated the following 12 individuals and three entities",
                vec![
                    count(12, Counted::Kind(PartyKind::Individual)),
                    count(3, Counted::Kind(PartyKind::Organization)),
                ],
            ),
            (
                "removed the twenty-one (21) persons listed below",
                vec![count(21, Counted::Persons)],
            ),
            (
                "the following individual",
                vec![count(1, Counted::Kind(PartyKind::Individual))],
            ),
            ("one or more persons", vec![]),
            ("the following person(s)", vec![]),
            ("the following persons are blocked", vec![]),
        ] {
            assert_eq!(counts(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_quoted_is_hidden_and_nothing_moves() {
        let text = "Order 13224, “Blocking é,” 66 FR";
        let masked = mask(text);
        assert_eq!(masked.len(), text.len());
        assert!(!masked.contains("Blocking"));
        assert_eq!(mask("an “open one"), "an “open one");
    }
}
