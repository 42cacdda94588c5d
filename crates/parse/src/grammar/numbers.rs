//! Numbers that notices write out or set in figures: "thirty-five", "102", "one hundred and two".

use std::sync::LazyLock;

use regex::Regex;

use super::dates::compile;

const UNITS: [&str; 20] = [
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
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// A pattern, without groups, for a number in words or figures below a thousand.
pub(crate) fn number_pattern() -> String {
    let unit = UNITS[1..].join("|");
    let ten = TENS.join("|");
    let small = format!(r"(?:(?:{ten})(?:[-\s](?:{unit}))?|{unit})");
    format!(r"(?i:\b(?:(?:{unit})\s+hundred(?:\s+(?:and\s+)?{small})?|{small}|\d{{1,3}}))\b")
}

static WORDS: LazyLock<Regex> = LazyLock::new(|| compile(r"[A-Za-z]+|\d+"));

/// The value of a number in words or figures.
pub(crate) fn number(text: &str) -> Option<usize> {
    let mut total = 0;
    let mut seen = false;
    for word in WORDS.find_iter(text) {
        let word = word.as_str().to_ascii_lowercase();
        let add = if let Ok(figure) = word.parse::<usize>() {
            figure
        } else if let Some(unit) = UNITS.iter().position(|u| *u == word) {
            unit
        } else if let Some(ten) = TENS.iter().position(|t| *t == word) {
            (ten + 2) * 10
        } else if word == "hundred" && seen {
            total *= 100;
            continue;
        } else if word == "and" && seen {
            continue;
        } else {
            return None;
        };
        total += add;
        seen = true;
    }
    seen.then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_and_figures_have_their_value() {
        let pattern = compile(&format!("^{}$", number_pattern()));
        for (text, value) in [
            ("one", 1),
            ("Thirteen", 13),
            ("thirty-five", 35),
            ("twenty six", 26),
            ("one hundred and two", 102),
            ("one hundred", 100),
            ("134", 134),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
            assert!(pattern.is_match(text), "{text}");
        }
        for text in ["", "many", "and", "hundred", "several entities"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
