//! Numbers of parties that a title or a summary states.

use std::sync::LazyLock;

use regex::Regex;

use crate::grammar::dates::compile;
use crate::grammar::numbers::{number, number_pattern};

/// What is counted; officers of a firm are sanctioned beside it.
const PARTIES: &str = r"(?:entity|entities|persons?|individuals?|compan(?:y|ies)|firms?|organizations?|countries|officers?)";

const QUALITY: &str = r"(?:additional|foreign|new|other|separate|listed|corporate|principal|executive|senior|[A-Z][a-z]+)";

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"\b(?P<all>{number}(?:\s+{QUALITY})*(?:\s+{PARTIES}\b)?(?:(?:,\s+(?:and\s+)?|\s+and\s+){number}(?:\s+{QUALITY})*(?:\s+{PARTIES}\b)?)*)\s*(?P<noun>(?i:entity|entities|persons?|individuals?|compan(?:y|ies)|firms?|organizations?|subentit(?:y|ies)|countries)\b)?",
        number = number_pattern()
    ))
});

static ONE_NUMBER: LazyLock<Regex> = LazyLock::new(|| compile(&number_pattern()));

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
            (
                "regarding one entity, one corporate officer and one principal executive officer",
                Some(3),
            ),
            (
                "imposed sanctions on one entity and two individuals",
                Some(3),
            ),
            ("that a foreign entity has engaged", None),
            ("pursuant to section 3 of the Act", None),
            ("for two years", None),
        ] {
            assert_eq!(stated(sentence), count, "{sentence}");
        }
    }
}
