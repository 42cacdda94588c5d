//! Numbers that notices write out or set in figures: "thirty-five", "102", "one hundred and two".
//!
//! The one grammar of numbers for all families. Ordinal numbers, "a" for one, and "several" are none.

use std::sync::LazyLock;

use regex::Regex;

use super::dates::compile;

/// The words below twenty, from one.
const UNITS: [&str; 19] = [
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

/// What may stand between the words of one number.
const JOINT: &str = r"(?:\s*[-‐‑]\s*|\s+)";

/// A pattern, without groups, for what [`number`] reads: words below two thousand, or figures in
/// groups of three ("1,024", and no year). It is whole words, in any case.
pub(crate) fn number_pattern() -> String {
    let unit = UNITS.join("|");
    let digit = UNITS[..9].join("|");
    let ten = TENS.join("|");
    let small = format!("(?:(?:{ten})(?:{JOINT}(?:{digit}))?|{unit})");
    let hundreds = format!(r"(?:an?|{unit}){JOINT}hundred(?:\s+(?:and\s+)?{small})?");
    format!(r"(?i:\b(?:{hundreds}|{small}|\d{{1,3}}(?:,\d{{3}})*)\b)")
}

static WHOLE: LazyLock<Regex> = LazyLock::new(|| compile(&format!("^{}$", number_pattern())));

/// The value of a number in words or figures that is the whole of `text`; nothing for what is no
/// number, or holds more than one.
pub(crate) fn number(text: &str) -> Option<usize> {
    let text = text.trim();
    if !WHOLE.is_match(text) {
        return None;
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return text.replace(',', "").parse().ok();
    }
    let text = text.to_ascii_lowercase();
    let value = |word: &str| {
        let unit = UNITS.iter().position(|unit| *unit == word);
        let ten = || TENS.iter().position(|ten| *ten == word);
        unit.map(|at| at + 1).or_else(|| Some((ten()? + 2) * 10))
    };
    text.split(|c: char| !c.is_alphabetic())
        .try_fold(0_usize, |total, word| match word {
            "" | "and" => Some(total),
            "a" | "an" => Some(1),
            "hundred" => total.checked_mul(100),
            word => total.checked_add(value(word)?),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_and_figures_have_their_value() {
        for (text, value) in [
            ("one", 1),
            ("Thirteen", 13),
            ("NINETEEN", 19),
            ("twenty", 20),
            ("thirty-five", 35),
            ("seventy\u{2011}seven", 77),
            ("twenty six", 26),
            ("ninety-\nsix", 96),
            ("a hundred", 100),
            ("one hundred", 100),
            ("one hundred and two", 102),
            ("two hundred thirty-four", 234),
            ("twelve hundred", 1200),
            ("7", 7),
            ("134", 134),
            ("1,024", 1024),
            (" 31 ", 31),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
    }

    #[test]
    fn every_number_below_two_hundred_is_read_as_it_is_written() {
        for value in 1..200_usize {
            let below_hundred = |value: usize| match (value / 10, value % 10) {
                (0 | 1, _) => UNITS[value - 1].to_owned(),
                (ten, 0) => TENS[ten - 2].to_owned(),
                (ten, one) => format!("{}-{}", TENS[ten - 2], UNITS[one - 1]),
            };
            let words = match value {
                100 => "one hundred".to_owned(),
                101.. => format!("one hundred and {}", below_hundred(value - 100)),
                _ => below_hundred(value),
            };
            assert_eq!(number(&words), Some(value), "{words}");
            assert_eq!(number(&value.to_string()), Some(value));
        }
    }

    #[test]
    fn what_is_no_number_has_no_value() {
        for text in [
            "",
            "a",
            "many",
            "and",
            "hundred",
            "several entities",
            "three entities",
            "third",
            "twenty thirty",
            "twenty-twelve",
            "five-six",
            "two and three",
            "2024",
            "1,02",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn the_pattern_takes_the_whole_number_out_of_a_sentence() {
        let pattern = compile(&number_pattern());
        for (sentence, found) in [
            ("adds one hundred and two entities", "one hundred and two"),
            ("the sixty-four parties", "sixty-four"),
            ("1,024 names", "1,024"),
            ("a hundred and five ships", "a hundred and five"),
        ] {
            assert_eq!(pattern.find(sentence).map(|m| m.as_str()), Some(found));
        }
        for sentence in ["in 2024 a", "the seventh", "bone"] {
            assert!(!pattern.is_match(sentence), "{sentence}");
        }
    }
}
