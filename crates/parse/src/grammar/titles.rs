//! Titles of State Department notices: what they announce and whom they name.
//!
//! A title is a witness, never the judge: the operative sentence decides what a notice does. But
//! many reviews name the organization in the title alone.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::dates::compile;
use super::names::{Named, Number, Problem, parties};
use super::numbers::number_pattern;

const STANDING: &str = r#"(?:an?\s+)?[“"]?(?:foreign\s+terrorist\s+organi[sz]ations?|specially\s+designated\s+(?:global\s+)?terrorists?|state\s+sponsors?\s+of\s+terrorism|f\.?t\.?o\.?s?|sdgts?|terrorist\s+organi[sz]ations?)[”"]?(?:\s+entity|\s+entities)?(?:\s*\((?:FTOs?|SDGTs?|SST)\))?"#;

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // … Designation(s) of X as a Foreign Terrorist Organization …
        format!(r"(?i)\b(?P<word>(?:re-?)?designations?)\s+(?:of|for):?\s+(?P<names>.+?)[,;]?\s+as\s+{STANDING}"),
        // … Designation as a Foreign Terrorist Organization of X
        format!(r"(?i)\b(?P<word>(?:re-?)?designations?)\s+as\s+{STANDING}\s+(?:of|for):?\s+(?P<names>.+?)(?:\s+(?:pursuant\s+to|under)\b.*)?$"),
        // Foreign Terrorist Organization Designation(s) of X
        format!(r"(?i)\b{STANDING}\s+(?P<word>(?:re-?)?designations?)\s+(?:of|for):?\s+(?P<names>.+?)(?:\s+(?:pursuant\s+to|under)\b.*)?$"),
        // Republic of Cuba Designation as a State Sponsor of Terrorism
        format!(r"(?i)^(?P<names>.+?)\s+(?P<word>designations?)\s+as\s+{STANDING}"),
        // Rescission of … Designation of X … (no standing named): at the end
        r"(?i)\b(?P<word>(?:re-?)?designations?)\s+of:?\s+(?P<names>.+?)(?:[,;]?\s+(?:pursuant\s+to|under|as)\b.*)?$".to_owned(),
        r"(?i)^(?P<word>removal|addition)\s+of\s+(?P<names>.+)$".to_owned(),
        r"(?i)\b(?P<word>designation):\s+(?P<names>.+)$".to_owned(),
        r"(?i)\b(?P<word>determinations?)\s+(?:regarding|with\s+respect\s+to)\s+(?P<names>.+?)$".to_owned(),
    ]
    .iter()
    .map(|pattern| compile(pattern))
    .collect()
});

static GENERIC: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)^(?:an?\s+|certain\s+|the\s+|additional\s+|(?:{}|several)\s+)*[“'‘\x22]?(?:foreign\s+terrorist|specially\s+designated|terrorist\s+organi|organi[sz]ations?\b|individuals?\b|persons?\b|entit|groups?\b)",
        number_pattern()
    ))
});

/// Whom a title names.
#[derive(Debug, Clone, Default)]
pub(crate) struct TitleNames {
    /// The parties, with aliases as the title prints them.
    pub(crate) parties: Vec<Named>,
    /// What in the names could not be read.
    pub(crate) problems: Vec<Problem>,
    /// Where the names stand in the title.
    pub(crate) range: Range<usize>,
}

/// Reads the names in a title; `number` is what the body says of how many they are.
pub(crate) fn names(title: &str, number: Number) -> TitleNames {
    // "Designations of Foreign Terrorist Organizations; In the Matter of …": the matter names.
    let skipped = MATTER.find(title).map_or(0, |m| m.start());
    let mut found = names_of_matter(&title[skipped..], number);
    found.range = found.range.start + skipped..found.range.end + skipped;
    found
}

static MATTER: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bin\s+the\s+matter\s+of\b"));

static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)[,;]?\s+(?:from|under|to|for\s+inclusion\s+on)\s+the\s+[“'‘\x22]?terrorist\s+exclusion\s+list.*$",
    )
});

fn names_of_matter(title: &str, number: Number) -> TitleNames {
    let title = TAIL
        .find(title)
        .map_or(title, |tail| &title[..tail.start()]);
    for pattern in PATTERNS.iter() {
        let Some(captures) = pattern.captures(title) else {
            continue;
        };
        let (Some(found), Some(word)) = (captures.name("names"), captures.name("word")) else {
            continue;
        };
        if GENERIC.is_match(found.as_str()) {
            continue;
        }
        let number = match number {
            Number::Unsaid if !word.as_str().to_lowercase().ends_with('s') => Number::Unsaid,
            Number::Many if one_with_markers(found.as_str()) => Number::One,
            number => number,
        };
        let number = if number == Number::Unsaid && reads_as_one(found.as_str()) {
            Number::One
        } else {
            number
        };
        let (parties, problems) = parties(found.as_str(), number, &[]);
        if parties.is_empty() {
            continue;
        }
        return TitleNames {
            parties,
            problems,
            range: found.range(),
        };
    }
    TitleNames::default()
}

static MARKED: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:also\s+known\s+as|a\.k\.a\.|aka)\s"));

/// "Designations of …: X (ACR), Also Known as …" is plural and names one group.
fn one_with_markers(names: &str) -> bool {
    let outside: String = outside_parentheses(names);
    MARKED.is_match(&outside)
}

fn reads_as_one(names: &str) -> bool {
    let outside = outside_parentheses(names);
    !outside.contains([',', ';']) && !outside.contains(") and ")
}

fn outside_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    let inside = depth > 0;
                    depth = depth.saturating_sub(1);
                    return !inside;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_every_era_give_their_names() {
        for (title, expected) in [
            (
                "Foreign Terrorist Organization Designation of Cartel de los Soles",
                vec!["Cartel de los Soles"],
            ),
            (
                "In the Matter of the Designation of Al-Nusrah Front, Also Known as Jabhat al-Nusrah, as a Foreign Terrorist Organization Pursuant to Section 219 of the INA",
                vec!["Al-Nusrah Front"],
            ),
            (
                "In the Matter of the Designation of Ansar al-Shari'a in Darnah; Also Known as Supporters; as a Foreign Terrorist Organization Pursuant to Section 219",
                vec!["Ansar al-Shari'a in Darnah"],
            ),
            (
                "Designations of Foreign Terrorist Organizations; In the Matter of the Designation of: al-Qa'ida in the Arabian Peninsula (AQAP), Also Known as AQ, as a Foreign Terrorist Organization Pursuant to Section 219, as Amended.",
                vec!["al-Qa'ida in the Arabian Peninsula"],
            ),
            ("Designation of Foreign Terrorist Organizations", vec![]),
            (
                "Review of the Designation as a Foreign Terrorist Organization of Tehrik-e Taliban Pakistan (TTP) (and Other Aliases)",
                vec!["Tehrik-e Taliban Pakistan"],
            ),
            (
                "Review of the Foreign Terrorist Organization Designation of al-Shabaab",
                vec!["al-Shabaab"],
            ),
            (
                "Review of the Foreign Terrorist Organization Designations of al-Qa'ida in the Indian Subcontinent, Boko Haram, and Hizballah",
                vec![
                    "al-Qa'ida in the Indian Subcontinent",
                    "Boko Haram",
                    "Hizballah",
                ],
            ),
            (
                "Review of Foreign Terrorist Organizations Designation for Liberation Tigers of Tamil Eelam",
                vec!["Liberation Tigers of Tamil Eelam"],
            ),
            (
                "Republic of Cuba Designation as a State Sponsor of Terrorism (SST)",
                vec!["Republic of Cuba"],
            ),
            (
                "Revocation of the Designations of Ansarallah, Abdul Malik al-Houthi, and Abdullah Yahya al Hakim (and Their Respective Aliases) as Specially Designated Global Terrorists",
                vec![
                    "Ansarallah",
                    "Abdul Malik al-Houthi",
                    "Abdullah Yahya al Hakim",
                ],
            ),
            (
                "Specially Designated Global Terrorist Designations of Kata'ib al-Imam Ali and Nasr Mohsen Ali Huthele",
                vec!["Kata'ib al-Imam Ali and Nasr Mohsen Ali Huthele"],
            ),
        ] {
            let found = names(title, Number::Unsaid);
            let printed: Vec<_> = found.parties.iter().map(|p| p.name.as_str()).collect();
            assert_eq!(printed, expected, "{title}");
        }
        let two = names(
            "Foreign Terrorist Organization Designation of Los Choneros and Los Lobos",
            Number::Many,
        );
        assert_eq!(two.parties.len(), 2);
    }
}
