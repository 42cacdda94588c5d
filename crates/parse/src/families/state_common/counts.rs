//! Numbers of parties that a title or a summary states.

use std::sync::LazyLock;

use regex::Regex;

use crate::grammar::dates::compile;

const WORDS: &[&str] = &[
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
    "twenty",
];

const TENS: &[(&str, usize)] = &[
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// A number in words or figures.
pub(in crate::families) fn number(word: &str) -> Option<usize> {
    let word = word.trim().to_lowercase();
    if let Ok(figure) = word.parse() {
        return Some(figure);
    }
    if let Some(at) = WORDS.iter().position(|w| *w == word) {
        return Some(at);
    }
    let mut parts = word.split(['-', ' ']);
    let tens = parts.next()?;
    let tens = TENS.iter().find(|(w, _)| *w == tens)?.1;
    match parts.next() {
        None => Some(tens),
        Some(one) => Some(tens + WORDS.iter().position(|w| *w == one)?),
    }
}

const NUMBER: &str = r"(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)";

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"\b(?P<all>(?i:{NUMBER})(?:\s+(?:additional|foreign|new|other|separate|listed|[A-Z][a-z]+))*(?:\s+(?:entities|persons|individuals|companies|firms|organizations|countries))?(?:(?:,\s+|,?\s+and\s+)(?i:{NUMBER})(?:\s+(?:additional|foreign|new|other|[A-Z][a-z]+))*(?:\s+(?:entities|persons|individuals|companies|firms|organizations))?)*)\s*(?P<noun>(?i:entity|entities|persons?|individuals?|compan(?:y|ies)|firms?|organizations?|subentit(?:y|ies)|countries)\b)?"
    ))
});

static ONE_NUMBER: LazyLock<Regex> = LazyLock::new(|| compile(&format!(r"(?i)\b{NUMBER}\b")));

static NOUN: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:entity|entities|persons?|individuals?|compan(?:y|ies)|firms?|organizations?|subentit(?:y|ies)|countries)\b",
    )
});

/// The number of parties that a sentence counts ("five Chinese and one North Korean entities",
/// "eight entities and persons", "two entities and three individuals"), if it counts once.
pub(in crate::families) fn stated(sentence: &str) -> Option<usize> {
    let mut found = COUNT
        .captures_iter(sentence)
        .filter_map(|c| c.get(0))
        .filter(|all| NOUN.is_match(all.as_str()))
        .map(|all| {
            ONE_NUMBER
                .find_iter(all.as_str())
                .filter_map(|m| number(m.as_str()))
                .sum::<usize>()
        });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_added_up_as_a_sentence_gives_them() {
        for (sentence, count) in [
            ("that three Chinese entities have engaged", Some(3)),
            ("five Chinese and one North Korean entities have", Some(6)),
            ("that eight entities and persons have engaged", Some(8)),
            ("names two entities and three individuals", Some(5)),
            ("This update includes one additional subentity.", Some(1)),
            ("twenty-six additional entities", Some(26)),
            ("that a foreign entity has engaged", None),
            ("pursuant to section 3 of the Act", None),
            ("for two years", None),
        ] {
            assert_eq!(stated(sentence), count, "{sentence}");
        }
    }
}
