//! Numbers in words and figures, as summaries state them.

const ONES: [&str; 20] = [
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

/// A pattern that matches what [`count`] reads.
pub(crate) const NUMBER: &str = r"(?:\d{1,4}|(?:(?:an?|one|two|three|four|five|six|seven|eight|nine)\s+hundred(?:\s+and)?\s*)?(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[-\s]+(?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)|(?:an?|one|two|three|four|five|six|seven|eight|nine)\s+hundred)";

/// The number that words or figures state: `32`, `seventy-seven`, `one hundred and two`.
pub(crate) fn count(words: &str) -> Option<usize> {
    let words = words.trim().to_lowercase();
    if let Ok(figure) = words.parse() {
        return Some(figure);
    }
    let mut total = 0;
    let mut seen = false;
    for word in words
        .split([' ', '-'])
        .filter(|w| !w.is_empty() && *w != "and")
    {
        seen = true;
        if word == "hundred" {
            total = if total == 0 { 100 } else { total * 100 };
        } else if word == "a" || word == "an" {
            total += 1;
        } else if let Some(ones) = ONES.iter().position(|w| *w == word) {
            total += ones;
        } else if let Some(tens) = TENS.iter().position(|w| *w == word) {
            total += (tens + 2) * 10;
        } else {
            return None;
        }
    }
    seen.then_some(total)
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn words_and_figures_are_numbers() {
        for (words, number) in [
            ("32", Some(32)),
            ("seven", Some(7)),
            ("Seventy-seven", Some(77)),
            ("one hundred and two", Some(102)),
            ("two hundred", Some(200)),
            ("ninety six", Some(96)),
            ("several", None),
            ("", None),
        ] {
            assert_eq!(count(words), number, "{words}");
        }
    }
}
