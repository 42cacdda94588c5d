//! Program tags as a check on the authorities that a notice cites.

use std::sync::LazyLock;

use fedreg_model::{AuthorityCitation, Program};
use regex::Regex;

use crate::grammar::dates::compile;
use crate::reading::Law;

/// The codes of the authorities that a tag stands for; nothing for a tag that states a consequence
/// or that nobody knows.
fn codes<'a>(law: Law<'a>, tag: &str) -> Vec<&'a str> {
    match law.authorities.program(tag) {
        Some(Program::Authorities(all)) => all.iter().map(|a| a.code.as_str()).collect(),
        Some(Program::Consequence(_)) | None => Vec::new(),
    }
}

/// The lists of OFAC whose entries stand in notices with or without tags.
static LISTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bsectoral\s+sanctions\s+identifications?\b|\bSSI\s+list\b|\bmenu-based\s+sanctions\b|\bNS-MBS\b|\bcorrespondent\s+accounts?\b|\bCAPTA\b|\bforeign\s+sanctions\s+evaders?\b|\bFSE\s+list\b|\bmilitary-industrial\s+complex\b|\bNS-CMIC\b|\bdirectives?\s+\d\w?\b",
    )
});

/// Whether an act, a heading or a title names one of those lists.
pub(super) fn names_a_list_without(words: &str) -> bool {
    LISTS.is_match(words)
}

static NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:the\s+)?(?:[A-Za-z-]+\s+){0,9}(?:list|identifications|evaders)\W*(?:\([A-Z -]+(?:list)?\)\W*)?$",
    )
});

/// Whether a line is nothing but the name of one of those lists.
pub(super) fn is_name_of_a_list(words: &str) -> bool {
    names_a_list_without(words) && NAME.is_match(words)
}

/// Of several authorities that a whole list is under, those that the entry's tags stand for.
pub(super) fn settle(
    law: Law<'_>,
    cited: &[AuthorityCitation],
    tags: &[String],
) -> Vec<AuthorityCitation> {
    if cited.len() < 2 {
        return cited.to_vec();
    }
    let codes: Vec<&str> = tags.iter().flat_map(|tag| codes(law, tag)).collect();
    let tagged: Vec<AuthorityCitation> = cited
        .iter()
        .filter(|a| codes.contains(&a.code.as_str()))
        .cloned()
        .collect();
    if tagged.is_empty() {
        cited.to_vec()
    } else {
        tagged
    }
}

/// The laws that an entry's tags stand for, if each tag stands for one only; its citation is the tag.
pub(super) fn laws(law: Law<'_>, tags: &[String]) -> Vec<AuthorityCitation> {
    let mut laws: Vec<AuthorityCitation> = Vec::new();
    for tag in tags {
        match law.authorities.program(tag) {
            Some(Program::Consequence(_)) => {}
            Some(Program::Authorities(all)) if all.len() == 1 => {
                let code = all[0].code.clone();
                if !laws.iter().any(|known| known.code == code) {
                    laws.push(AuthorityCitation {
                        code,
                        citation: tag.clone(),
                        subsection: None,
                    });
                }
            }
            Some(Program::Authorities(_)) | None => return Vec::new(),
        }
    }
    laws
}

/// What is wrong with an entry's tags: unknown ones, and ones of which none stands for a cited law.
pub(super) fn check(
    law: Law<'_>,
    authorities: &[AuthorityCitation],
    tags: &[String],
) -> Vec<String> {
    let mut wrong: Vec<String> = tags
        .iter()
        .filter(|tag| law.authorities.program(tag).is_none())
        .map(|tag| format!("[{tag}] is no program tag of the registry"))
        .collect();
    let codes: Vec<&str> = tags.iter().flat_map(|tag| codes(law, tag)).collect();
    let agrees = authorities.iter().any(|a| codes.contains(&a.code.as_str()));
    if !codes.is_empty() && !agrees && !authorities.is_empty() {
        let cited: Vec<&str> = authorities.iter().map(|a| a.code.as_str()).collect();
        wrong.push(format!(
            "the tags [{}] do not stand for {}",
            tags.join("] ["),
            cited.join(", ")
        ));
    }
    wrong
}
