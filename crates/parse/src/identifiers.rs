//! Identifying details of a person that a notice prints in running text: birth, passports, numbers.

use std::sync::LazyLock;

use fedreg_model::Identifier;
use regex::Regex;

use crate::grammar::dates::compile;

static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?P<kind>passport|national\s+id(?:entification)?(?:\s+(?:card|number))?|identity\s+card|identification\s+(?:card|number)|national\s+foreign\s+id\s+number)\s*(?:no\.?|number|\#)?\s*:?\s*(?P<value>[A-Z]{0,3}[0-9][A-Z0-9/-]{3,20})(?:\s*\((?P<country>[A-Z][A-Za-z .'-]{2,40})\))?",
    )
});

static BIRTH_DATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:(?:alt\.\s*)?DOB|date\s+of\s+birth|born)\s*:?\s*(?:on\s+)?(?P<value>(?:circa\s+)?(?:[A-Z][a-z]+\s+\d{1,2},\s+\d{4}|\d{1,2}\s+[A-Z][a-z]+\s+\d{4}|[A-Z][a-z]+\s+\d{4}|\d{4}))",
    )
});

static BIRTH_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:\b(?i:(?:alt\.\s*)?POB|place\s+of\s+birth)\s*:?\s*|\b[Bb]orn\s+(?:[^;()]{0,40}?\d{4},?\s+)?(?:in|at)\s+)(?P<value>\p{Lu}[\p{L}\p{M}' .-]+(?:,\s+\p{Lu}[\p{L}\p{M}' .-]+){0,2})",
    )
});

/// Where a place ends because another detail begins.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i),?\s+(?:on\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|on\s+\d|passport|national|citizen|gender|identi|also\s+known|a\.k\.a|aka).*$",
    )
});

/// The details in `words`, in printed order of kind: birth first, then documents.
pub(crate) fn read(words: &str) -> Vec<Identifier> {
    let mut found: Vec<Identifier> = Vec::new();
    let mut add = |kind: &str, value: &str, country: Option<&str>| {
        let identifier = Identifier::new(
            kind,
            value.trim().trim_end_matches([',', '.', ';']),
            country.map(|c| c.trim().to_owned()),
        );
        if !found.contains(&identifier) {
            found.push(identifier);
        }
    };
    for (kind, pattern) in [("DOB", &*BIRTH_DATE), ("POB", &*BIRTH_PLACE)] {
        for captures in pattern.captures_iter(words) {
            if let Some(value) = captures.name("value").map(|m| m.as_str()) {
                let end = OTHER.find(value).map_or(value.len(), |m| m.start());
                add(kind, &value[..end], None);
            }
        }
    }
    for captures in DOCUMENT.captures_iter(words) {
        if let (Some(kind), Some(value)) = (captures.name("kind"), captures.name("value")) {
            let country = captures.name("country").map(|m| m.as_str());
            add(kind.as_str(), value.as_str(), country);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn details_are_kept_as_printed() {
        let words = "Jane Example, also known as Umm Example, born January 1, 1970, in Example City, \
                     Exampleland, Passport A123456 (Exampleland); DOB circa 1971";
        let told: Vec<String> = read(words)
            .iter()
            .map(|i| format!("{} {} {:?}", i.kind, i.value, i.country))
            .collect();
        assert_eq!(
            told,
            [
                "DOB January 1, 1970 None",
                "DOB circa 1971 None",
                "POB Example City, Exampleland None",
                "Passport A123456 Some(\"Exampleland\")",
            ]
        );
        assert!(read("section 1(b) of Executive Order 13224 of September 23, 2001").is_empty());
    }
}
