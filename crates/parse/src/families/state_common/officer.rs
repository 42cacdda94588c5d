//! A firm and its officer named in one breath: "X and its director, Y", "X and Y, X's director".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::grammar::dates::compile;

const ROLE: &str = r"(?:[\w-]+\s+){0,5}?(?:director|president|chairman|chairwoman|chair|chief\s+executive(?:\s+officer)?|CEO|manager|officer|head|owner|commander|minister)";

static ROLE_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"^(?P<firm>.+?),?\s+and\s+(?:its|their)\s+{ROLE},?\s+(?P<officer>\p{{Lu}}[^,;()]+?(?:\s+\([^()]*\))?),?\s*$"
    ))
});

static NAME_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"^(?P<firm>.+?),?\s+and\s+(?P<officer>\p{{Lu}}[^,;()]+?(?:\s+\([^()]*\))?),\s+(?:its|their|the|\p{{Lu}}[\w.-]*['’]s)\s+{ROLE}[.,]?\s*$"
    ))
});

/// The ranges of a firm and of the officer that is named with it.
pub(in crate::families) fn with_officer(words: &str) -> Option<(Range<usize>, Range<usize>)> {
    let found = ROLE_FIRST
        .captures(words)
        .or_else(|| NAME_FIRST.captures(words))?;
    Some((found.name("firm")?.range(), found.name("officer")?.range()))
}

static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"^\s*(?P<officer>\p{{Lu}}[^,;()]+?(?:\s+\([^()]*\))?),\s+(?:its|their|\p{{Lu}}[\w.-]*['’]s)\s+{ROLE}[.,]?\s*$"
    ))
});

/// The range of an officer whose part at a firm follows the name: "Jane Doe, its director".
pub(in crate::families) fn officer(words: &str) -> Option<Range<usize>> {
    Some(ALONE.captures(words)?.name("officer")?.range())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_officer_is_told_from_the_firm() {
        for (words, expected) in [
            (
                "the Specimen Department (SD) and its director, Jane Doe",
                Some(("the Specimen Department (SD)", "Jane Doe")),
            ),
            (
                "the Specimen Department (SD) and Jane Doe, SD's general director.",
                Some(("the Specimen Department (SD)", "Jane Doe")),
            ),
            ("Specimen Co., Ltd. and Example LLC", None),
            ("Specimen Department and its subsidiary, Example LLC", None),
        ] {
            let found = with_officer(words).map(|(firm, officer)| (&words[firm], &words[officer]));
            assert_eq!(found, expected, "{words}");
        }
        let alone = "Jane Doe, its general director.";
        assert_eq!(officer(alone).map(|r| &alone[r]), Some("Jane Doe"));
        assert_eq!(officer("Specimen Department, its subsidiary"), None);
    }
}
