//! Small readings shared by the parts of OFAC's grammar: quotations hidden from patterns, stated
//! counts of parties.

use std::sync::LazyLock;

use fedreg_model::PartyKind;
use regex::Regex;

use crate::grammar::dates::compile;
use crate::grammar::numbers::{number, number_pattern};

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
        r"(?i)\b(?P<number>{})\s+(?:\(\d+\)\s+)?(?:(?:additional|new|more|other|further|foreign|blocked|previously|designated|listed|such|separate|Iranian|Russian|Colombian|Mexican|Cuban|existing)\s+){{0,3}}(?P<what>individuals?|entity|entities|persons?|vessels?|aircraft|organi[sz]ations?|compan(?:y|ies)|names?|entries|ships?|tankers?)\b",
        number_pattern()
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
        // "one or more persons"
        if SEVERAL.is_match(&text[digits.end()..]) {
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
