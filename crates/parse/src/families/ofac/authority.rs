//! Under which law: what a sentence cites for the act itself, apart from the orders that amended it
//! and from the law under which somebody else in the sentence is blocked.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::AuthorityCitation;
use regex::{Captures, Regex};

use super::words::mask;
use crate::grammar::citations::Found;
use crate::grammar::dates::compile;
use crate::reading::Law;

/// What a sentence cites for its act.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cited {
    pub(super) authorities: Vec<AuthorityCitation>,
    /// Orders that the registry does not know, as printed.
    pub(super) unknown: Vec<String>,
}

impl Cited {
    pub(super) fn is_empty(&self) -> bool {
        self.authorities.is_empty() && self.unknown.is_empty()
    }

    /// Adds what another sentence cites for the same act.
    pub(super) fn merge(&mut self, other: Self) {
        for authority in other.authorities {
            if !self.authorities.iter().any(|a| a.code == authority.code) {
                self.authorities.push(authority);
            }
        }
        self.unknown.extend(other.unknown);
    }
}

/// Where a ground's law ends and its facts begin: "for having …", "as property in which …".
static FACTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\s(?:for\b|because\b|based\s+(?:up)?on\b|in\s+that\b|as\s+(?:property|an?\s|the\s|meeting|being|owned|it\s|he\s|she\s|having|subject|blocked|aircraft|vessels?)|in\s+which\b|to\s+be\s+(?:owned|an?\s|property|subject))",
    )
});

/// The law of the act comes after one of these.
static UNDER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:pursuant\s+to|under|in\s+accordance\s+with|within\s+the\s+meaning\s+of|prohibitions\s+of|requirements\s+of|(?:sub)?sections?\s+\d|directive\s+\d\w?)\b",
    )
});

/// A further law of the same act, after the facts of the first.
static FURTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:;|,|\.)?\s+(?:and\s+)?(?:(?:(?:is|was|were|are|been)\s+)?(?:also|additionally|further|separately|as\s+well)\s+)?(?:(?:designated|identified|sanctioned|blocked|listed)\s+)?pursuant\s+to\s",
    )
});

/// A clause about somebody else: "a person whose property … are blocked pursuant to".
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:blocked|designated|identified|sanctioned|named|listed|imposed)[\s,]+(?:separately\s+|concurrently\s+|previously\s+|also\s+)?(?:on\s+[A-Z][a-z]+\s+\d{1,2},\s+\d{4},?\s+)?(?:(?:by|as)\s+[^,;]{1,60}\s+)?$",
    )
});

static ALSO: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:^|[.;]\s+|,\s+(?:and\s+)?|\band\s+)(?:(?:is|was|were|are|been)\s+)?(?:also|additionally|further|separately)\s+(?:designated|identified|sanctioned|blocked|listed)[\s,]+$",
    )
});

static AMENDED_BY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:amended|modified|supplemented|implemented|superseded|expanded|extended)\s+(?:(?:further|in\s+part|most\s+recently)\s+)?by\b|\bamending\b|\btaking\s+additional\s+steps\s+with\s+respect\s+to\b|\brelying\s+on\b|\bdeclared\s+in\b",
    )
});

/// What ends a list of amending orders.
static AMENDMENTS_END: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)[()]|;|\bpursuant\s+to\b|\bunder\b|\band\s+(?:also\s+)?(?:sub)?sections?\b|\bor\s+(?:sub)?sections?\b",
    )
});

static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:Executive\s+Order(?:\s*\(E\.?\s?O\.?\))?|E\.?\s?O\.?)\s*(?:No\.?\s*)?(\d{5})\b",
    )
});

static SECTIONS_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:sub)?sections?\s+(?P<all>\d{1,4}[a-z]?(?:\s?\([0-9A-Za-z]{1,4}\))*(?:(?:\s*,\s*(?:and\s+|or\s+|and/or\s+)?|\s+(?:and|or|and/or)\s+)(?:(?:sub)?sections?\s+)?(?:\d{1,4}[a-z]?)?(?:\s?\([0-9A-Za-z]{1,4}\))+)*),?\s+of\s+(?:the\s+)?$",
    )
});

/// The law of a ground: "Designated pursuant to section 1(a)(iii)(C) of …, for having …".
///
/// A second "and pursuant to section … of …" after the facts is a second law of the same act.
pub(super) fn of_ground(law: Law<'_>, sentence: &str) -> Cited {
    let masked = mask(sentence);
    let mut cited = Cited::default();
    for clause in clauses(&masked) {
        cited.merge(citations(law, sentence, &masked, clause));
    }
    cited
}

/// The law of an act sentence: whatever it cites before the facts, that which amended it left out.
pub(super) fn of_act(law: Law<'_>, sentence: &str) -> Cited {
    let masked = mask(sentence);
    let end = facts(&masked).unwrap_or(masked.len());
    let cited = citations(law, sentence, &masked, 0..end);
    // "previously designated pursuant to A, meet the criteria of B": the act is under B.
    let now = PRIOR.replace_all(&masked[..end], |prior: &Captures<'_>| {
        " ".repeat(prior[0].len())
    });
    let of_now = citations(law, sentence, &now, 0..end);
    if of_now.is_empty() { cited } else { of_now }
}

/// Words on an earlier act upon the same parties.
static PRIOR: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:previously|already|originally|formerly)\s+(?:designated|blocked|identified|sanctioned|listed|named)\b[^,;]{0,120}",
    )
});

static NAME_OF_A_LIST: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bIran\s+Sanctions\s+Act\s+List\b"));

/// The law that a whole text cites, that which amended it left out.
pub(super) fn of_text(law: Law<'_>, text: &str) -> Cited {
    let masked = mask(text);
    citations(law, text, &masked, 0..masked.len())
}

fn facts(masked: &str) -> Option<usize> {
    let from = UNDER.find(masked).map_or(0, |m| m.end());
    FACTS.find_at(masked, from).map(|m| m.start())
}

/// The stretches of a ground that speak of the law of the act.
fn clauses(masked: &str) -> Vec<Range<usize>> {
    let first = facts(masked).unwrap_or(masked.len());
    let mut clauses: Vec<Range<usize>> = std::iter::once(0..first).collect();
    let mut at = first;
    while let Some(found) = FURTHER.find_at(masked, at) {
        let before = &masked[..found.end() - "pursuant to ".len()];
        let also = ALSO.is_match(before);
        let next = FACTS
            .find_at(masked, found.end())
            .map_or(masked.len(), |m| m.start());
        if also || !ELSEWHERE.is_match(before) {
            clauses.push(found.end()..next);
        }
        at = next.max(found.end());
    }
    clauses
}

fn citations(law: Law<'_>, printed: &str, masked: &str, clause: Range<usize>) -> Cited {
    let Some(words) = masked.get(clause.clone()) else {
        return Cited::default();
    };
    // A list that is called after a law is none.
    let words =
        &*NAME_OF_A_LIST.replace_all(words, |name: &Captures<'_>| " ".repeat(name[0].len()));
    let mut found = law.citations.found(words);
    let mut unknown: Vec<String> = Vec::new();
    for captures in ORDER.captures_iter(words) {
        let (Some(order), Some(number)) = (captures.get(0), captures.get(1)) else {
            continue;
        };
        let known = number
            .as_str()
            .parse()
            .is_ok_and(|number| law.authorities.knows_order(number));
        if !known && !is_amending(words, order.start()) {
            unknown.push(order.as_str().to_owned());
        }
    }
    let parenthetical = |f: &Found| words[..f.range.start].ends_with('(');
    let outside: Vec<Found> = found
        .iter()
        .filter(|f| !parenthetical(f) && !is_amending(words, f.range.start))
        .cloned()
        .collect();
    if !outside.is_empty() || !unknown.is_empty() {
        found = outside;
    }
    let mut cited = Cited {
        authorities: Vec::new(),
        unknown,
    };
    for one in found {
        let (range, subsection) = with_sections(words, &one);
        let range = clause.start + range.start..clause.start + range.end;
        let citation = printed.get(range).unwrap_or_default().to_owned();
        let known = cited.authorities.iter_mut().find(|a| a.code == one.code);
        match known {
            Some(earlier) if earlier.subsection.is_none() && subsection.is_some() => {
                earlier.citation = citation;
                earlier.subsection = subsection;
            }
            Some(_) => {}
            None => cited.authorities.push(AuthorityCitation {
                code: one.code,
                citation,
                subsection,
            }),
        }
    }
    cited
}

/// A citation without the sections before it: "E.O. 13224" of "section 1(a) of E.O. 13224".
pub(super) fn without_section(citation: &str) -> &str {
    ORDER
        .find(citation)
        .map_or(citation, |order| &citation[order.start()..])
}

/// The citation with all the sections printed before it ("sections 1(a)(i), 1(a)(ii) and 1(b) of").
fn with_sections(words: &str, found: &Found) -> (Range<usize>, Option<String>) {
    let cite = ORDER
        .find(&words[found.range.clone()])
        .map_or(found.range.start, |m| found.range.start + m.start());
    match SECTIONS_BEFORE.captures(&words[..cite]) {
        Some(captures) => {
            let start = captures.get(0).map_or(cite, |m| m.start());
            let all = captures.name("all").map(|m| m.as_str().to_owned());
            (start.min(found.range.start)..found.range.end, all)
        }
        None => (found.range.clone(), found.subsection.clone()),
    }
}

/// Whether what stands at `at` is one of the orders that amended the order cited before it.
fn is_amending(words: &str, at: usize) -> bool {
    let Some(last) = AMENDED_BY.find_iter(&words[..at]).last() else {
        return false;
    };
    !AMENDMENTS_END.is_match(&words[last.end()..at])
}

/// The law that "the Order" or "the Act" stands for, where a text says so: `(the “Order”)`.
pub(super) fn defined_term(law: Law<'_>, text: &str, term: &str) -> Cited {
    let forms = [
        format!("(the “{term}”"),
        format!("(the {term})"),
        format!("(“the {term}”"),
        format!("(“{term}”"),
        format!("(the ‘{term}’"),
    ];
    let at = forms.iter().filter_map(|form| text.find(form)).min();
    let Some(at) = at else {
        return Cited::default();
    };
    let start = text[..at].rfind(". ").map_or(0, |i| i + 2);
    let mut cited = of_text(law, &text[start..at]);
    // The last one before the term is what the term stands for.
    if let Some(last) = cited.authorities.pop() {
        cited.authorities = vec![last];
    }
    cited
}

#[cfg(test)]
mod tests {
    use fedreg_model::Authorities;

    use super::*;
    use crate::grammar::citations::Citations;

    const REGISTRY: &str = r#"
[EO-13224]
kind = "executive_order"
designation = "Specially Designated Global Terrorist"
title = "E.O."
citations = ["Executive Order 13224", "E.O. 13224"]
[EO-13382]
kind = "executive_order"
designation = "WMD"
title = "E.O."
citations = ["Executive Order 13382", "E.O. 13382"]
[EO-13886]
kind = "executive_order"
designation = "amends"
title = "E.O."
citations = ["Executive Order 13886", "E.O. 13886"]
"#;

    fn codes(sentence: &str) -> (Vec<(String, Option<String>)>, Vec<String>) {
        let authorities = Authorities::from_toml(REGISTRY).unwrap();
        let citations = Citations::new(&authorities);
        let law = Law {
            citations: &citations,
            authorities: &authorities,
        };
        let cited = of_ground(law, sentence);
        (
            cited
                .authorities
                .into_iter()
                .map(|a| (a.code, a.subsection))
                .collect(),
            cited.unknown,
        )
    }

    #[test]
    fn a_ground_gives_the_law_of_its_own_act() {
        let one = |code: &str, sub: &str| vec![(code.to_owned(), Some(sub.to_owned()))];
        for (sentence, expected) in [
            (
                "Designated pursuant to section 1(a)(iii)(C) of Executive Order 13224 of September 23, 2001, “Blocking Property for All,” 66 FR 49079, as amended by Executive Order 13886 of September 9, 2019, “Modernizing,” 84 FR 48041 (E.O. 13224, as amended), for having materially assisted X, a person whose property and interests in property are blocked pursuant to E.O. 13382.",
                one("EO-13224", "1(a)(iii)(C)"),
            ),
            (
                "Designated pursuant to section 1(c) of E.O. 13224 for acting for or on behalf of X, designated pursuant to E.O. 13382.",
                one("EO-13224", "1(c)"),
            ),
            (
                "Designated pursuant to sections 1(a)(i), 1(a)(ii)(A) and 1(a)(iii) of E.O. 13382 for being owned by Y.",
                one("EO-13382", "1(a)(i), 1(a)(ii)(A) and 1(a)(iii)"),
            ),
            (
                "Identified pursuant to E.O. 13382 as property in which X, a person whose property is blocked pursuant to E.O. 13224, has an interest.",
                vec![("EO-13382".to_owned(), None)],
            ),
            (
                "Designated pursuant to section 1(c) of E.O. 13224 for supporting X, and pursuant to section 1(a)(iii) of E.O. 13382 for supporting Y.",
                vec![
                    ("EO-13224".to_owned(), Some("1(c)".to_owned())),
                    ("EO-13382".to_owned(), Some("1(a)(iii)".to_owned())),
                ],
            ),
            (
                "Designated pursuant to section 1(c) of E.O. 13224 for supporting X. Also designated pursuant to section 1(a)(iii) of E.O. 13382 for supporting Y.",
                vec![
                    ("EO-13224".to_owned(), Some("1(c)".to_owned())),
                    ("EO-13382".to_owned(), Some("1(a)(iii)".to_owned())),
                ],
            ),
        ] {
            assert_eq!(codes(sentence).0, expected, "{sentence}");
        }
    }

    #[test]
    fn an_order_that_the_registry_lacks_is_told() {
        let (known, unknown) =
            codes("Designated pursuant to section 1(a) of Executive Order 19999 for doing so.");
        assert!(known.is_empty());
        assert_eq!(unknown, ["Executive Order 19999"]);
    }
}
