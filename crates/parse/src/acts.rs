//! Operative sentences: the words by which the Secretary of State designates, redesignates,
//! amends, maintains, revokes or removes, whatever the topic or the title.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::Action;
use regex::Regex;

use crate::grammar::dates::compile;
use crate::notice::Notice;

/// How certain the verb is: "hereby" makes an act; a perfect tense reports one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Force {
    /// "hereby designate", "shall be maintained".
    Performed,
    /// "has designated": an act only where the notice performs none.
    Reported,
}

/// Where the object of the verb is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// After the verb.
    After,
    /// Inside the match, between "designation" and "shall be maintained".
    Inside,
}

/// One operative verb in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Act {
    pub(crate) action: Action,
    /// Index of the sentence.
    pub(crate) sentence: usize,
    /// The verb's words, in the normalised text.
    pub(crate) verb: Range<usize>,
    /// Where the object may stand: up to the next act of the sentence, or its end.
    pub(crate) reach: Range<usize>,
    pub(crate) force: Force,
    /// Whether the verb is "determine that", which designates only with a family's predicate.
    pub(crate) determines: bool,
    pub(crate) side: Reach,
}

struct Verb {
    action: Action,
    force: Force,
    determines: bool,
    side: Reach,
    pattern: Regex,
}

static VERBS: LazyLock<Vec<Verb>> = LazyLock::new(|| {
    use Action::{Amendment, Designation, Maintenance, Redesignation, Removal, Revocation};
    use Force::{Performed, Reported};
    use Reach::{After, Inside};
    let verb = |action, force, side, determines, pattern: &str| Verb {
        action,
        force,
        determines,
        side,
        pattern: compile(pattern),
    };
    vec![
        verb(
            Redesignation,
            Performed,
            After,
            false,
            r"(?i)\bhereby\s*,?\s*(?:further\s+|also\s+)?(?:(?:determines?|decides?)\s+(?:and|to)\s+)?re-?\s?designat(?:es?|ed)\b",
        ),
        verb(
            Designation,
            Performed,
            After,
            false,
            r"(?i)\bhereby\s*,?\s*(?:further\s+|also\s+)?(?:(?:determines?|decides?)\s+(?:and|to)\s+)?designat(?:es?|ed)\b|\b(?:therefore|accordingly),?\s+(?:I\s+)?designates?\b|\bI\s+(?:therefore|accordingly)\s+designate\b",
        ),
        verb(
            Amendment,
            Performed,
            After,
            false,
            r"(?i)\bhereby\s*,?\s*(?:further\s+|also\s+)?(?:(?:determines?|decides?)\s+to\s+)?amend(?:s|ed)?\b|;\s*(?:and\s+)?(?:hereby\s+)?amends?\b|\bdesignations?\b[^;]{0,300}?\b(?:shall\s+be|is\s+being|is|are)\s+(?:hereby\s+)?(?P<v>amended)\b",
        ),
        verb(
            Maintenance,
            Performed,
            Inside,
            false,
            r"(?i)\bdesignations?\b[^;]{0,600}?\b(?:(?:shall|should|will|must|is\s+to|are\s+to)\s+(?:be\s+maintained|be\s+continued|remain\s+in\s+(?:effect|force|place)|continue\s+in\s+(?:effect|force))|remains?\s+in\s+(?:effect|force))\b",
        ),
        verb(
            Maintenance,
            Performed,
            After,
            false,
            r"(?i)\bhereby\s*,?\s*(?:further\s+|also\s+)?(?:(?:determines?|decides?)\s+to\s+)?(?:maintains?|continues?|(?P<v>den(?:y|ies))\s+the\s+petitions?)\b",
        ),
        verb(
            Revocation,
            Performed,
            After,
            false,
            r"(?i)\bhereby\s*,?\s*(?:further\s+|also\s+)?(?:(?:determines?|decides?)\s+to\s+)?(?:revokes?|revoked|rescinds?|rescinded|withdraws?|terminates?|cancels?)\b|\bI\s+therefore\s+(?:revoke|rescind)\b",
        ),
        verb(
            Revocation,
            Performed,
            Inside,
            false,
            r"(?i)\b(?:designations?|determinations?)\b[^;]{0,600}?\b(?:shall\s+be|should\s+be|will\s+be|is|are|is\s+being|are\s+being|be)\s+(?:hereby\s+)?(?:revoked|rescinded|terminated|withdrawn)\b",
        ),
        verb(
            Removal,
            Performed,
            After,
            false,
            r"(?i)\bhereby\s*,?\s*(?:further\s+|also\s+)?(?:(?:determines?|decides?)\s+to\s+)?(?:removes?|deletes?)\b",
        ),
        // "hereby adds X to the Terrorist Exclusion List"
        verb(
            Designation,
            Performed,
            After,
            false,
            r"(?i)\bhereby\s*,?\s*(?:further\s+|also\s+)?adds?\b",
        ),
        verb(
            Designation,
            Performed,
            After,
            true,
            r"(?i)\bhereby\s*,?\s*(?:further\s+|also\s+)?(?:determines?|finds?|determined)(?:\s+and\s+(?:certif(?:y|ies)|declares?))?\b[^;]{0,200}?\bthat\b|\bI\s+(?:have\s+)?(?:further\s+|also\s+|therefore\s+)?determined?\b[^;]{0,200}?\bthat\b|\b(?P<v>and\s+that)\s+(?:the\s+)?(?:individuals?|persons?|entit(?:y|ies)|organi[sz]ations?|groups?)\s+known\s+as\b",
        ),
        verb(
            Redesignation,
            Reported,
            After,
            false,
            r"(?i)\b(?:has|have)\s+re-?\s?designated\b",
        ),
        verb(
            Designation,
            Reported,
            After,
            false,
            r"(?i)\b(?:has|have)\s+(?:(?:determined|decided)\s+to\s+designate|designated)\b|\bI\s+designate\b|\bSecretary\s+of\s+State(?:,[^,]{0,120},)?\s+designates\b",
        ),
        verb(
            Amendment,
            Reported,
            After,
            false,
            r"(?i)\b(?:has|have)\s+(?:determined\s+to\s+amend|amended)\b",
        ),
        verb(
            Maintenance,
            Reported,
            After,
            false,
            r"(?i)\b(?:has|have)\s+(?:determined|decided)\s+to\s+maintain\b",
        ),
        verb(
            Revocation,
            Reported,
            After,
            false,
            r"(?i)\b(?:has|have)\s+(?:determined\s+to\s+(?:revoke|rescind)|revoked|rescinded)\b|\bI\s+(?:revoke|rescind)\b",
        ),
        verb(
            Removal,
            Reported,
            After,
            false,
            r"(?i)\b(?:has|have)\s+removed\b",
        ),
        verb(
            Designation,
            Reported,
            After,
            true,
            r"(?i)\b(?:has|have)\s+(?:further\s+|also\s+)?determined\b[^;]{0,200}?\bthat\b|\bSecretary\s+of\s+State\s+(?:further\s+|also\s+)?(?:determines?|determined)\b[^;]{0,200}?\bthat\b",
        ),
    ]
});

/// "will determine whether the designation shall be maintained or revoked" decides nothing.
static UNDECIDED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bwhether\s+(?:or\s+not\s+)?(?:the|its|their|that|this|these|to)\b[^.;]{0,120}?\b(?:designat|revo|maintain|amend)|\b(?:will|shall)\s+(?:\w+\s+)?determine\b",
    )
});

/// Every operative verb of a notice, in order. Reported acts are given only if none is performed.
pub(crate) fn find(notice: &Notice<'_>) -> Vec<Act> {
    let mut acts = Vec::new();
    for (index, sentence) in notice.sentences.iter().enumerate() {
        let words = notice.words(&sentence.range);
        if UNDECIDED.is_match(words) {
            continue;
        }
        let mut found: Vec<Act> = Vec::new();
        for verb in VERBS.iter() {
            for captures in verb.pattern.captures_iter(words) {
                // A group `v` tells the verb from the words that only show it to be one.
                let Some(hit) = captures.name("v").or_else(|| captures.get(0)) else {
                    continue;
                };
                let range = sentence.range.start + hit.start()..sentence.range.start + hit.end();
                let overlaps = found
                    .iter()
                    .any(|a| a.verb.start < range.end && range.start < a.verb.end);
                if overlaps {
                    continue;
                }
                found.push(Act {
                    action: verb.action,
                    sentence: index,
                    verb: range,
                    reach: sentence.range.clone(),
                    force: verb.force,
                    determines: verb.determines,
                    side: verb.side,
                });
            }
        }
        found.sort_by_key(|a| a.verb.start);
        for at in 0..found.len() {
            let end = found
                .get(at + 1)
                .map_or(sentence.range.end, |next| next.verb.start);
            found[at].reach = found[at].verb.end..end.max(found[at].verb.end);
        }
        acts.extend(found);
    }
    acts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The performed verb of a sentence, if it has one.
    fn verb(sentence: &str) -> Option<Action> {
        VERBS
            .iter()
            .filter(|v| v.force == Force::Performed && !v.determines)
            .find(|v| v.pattern.is_match(sentence))
            .map(|v| v.action)
    }

    #[test]
    fn the_operative_words_decide() {
        for (sentence, action) in [
            (
                "Therefore, I hereby designate the aforementioned organization as a",
                Some(Action::Designation),
            ),
            (
                "the Secretary hereby redesignates, effective October 8, 1999, the following",
                Some(Action::Redesignation),
            ),
            (
                "hereby amends, effective December 3, 2002, the 2001 redesignation of",
                Some(Action::Amendment),
            ),
            (
                "I hereby determine that the designation of the aforementioned organization, pursuant to Section 219 of the INA (8 U.S.C. 1189), shall be maintained.",
                Some(Action::Maintenance),
            ),
            (
                "the Secretary of State has determined that the designation of X shall be maintained.",
                Some(Action::Maintenance),
            ),
            (
                "I hereby determine that the designation of X as a foreign terrorist organization shall be revoked.",
                Some(Action::Revocation),
            ),
            (
                "I hereby revoke the designation of",
                Some(Action::Revocation),
            ),
            (
                "have not changed in such a manner as to warrant revocation of the designation",
                None,
            ),
            (
                "the circumstances that were the basis for the 2008 decision to maintain the designation",
                None,
            ),
            ("is undertaking a review of the designation of", None),
        ] {
            assert_eq!(verb(sentence), action, "{sentence}");
        }
    }
}
