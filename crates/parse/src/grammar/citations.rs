//! Citations of law, found by the forms that the registry of authorities lists.
//!
//! One automaton looks for the telling words of all forms ("13224", "1189", "Nonproliferation");
//! only the authorities whose words occur are looked for with their own pattern, which is made when
//! it is first needed. A registry of hundreds of laws costs little more than one of five.

use std::ops::Range;
use std::sync::{Arc, LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};
use fedreg_model::{Authorities, AuthorityCitation, AuthorityKind};
use regex::Regex;

use super::dates::compile;

/// Finds citations of one authority.
#[derive(Debug, Clone)]
struct Finder {
    code: String,
    forms: Vec<String>,
    /// The number of an executive order, which a list of orders may print alone.
    order: Option<String>,
    pattern: OnceLock<Regex>,
}

impl Finder {
    fn pattern(&self) -> &Regex {
        self.pattern.get_or_init(|| {
            let forms: Vec<String> = self.forms.iter().map(|form| form_pattern(form)).collect();
            compile(&format!(r"{SECTION_OF}(?P<cite>{})", forms.join("|")))
        })
    }

    /// The citations in `text`, in order.
    fn find(&self, text: &str) -> Vec<Found> {
        let mut found: Vec<Found> = self
            .pattern()
            .captures_iter(text)
            .filter_map(|captures| {
                let cite = captures.name("cite")?.as_str();
                let subsection = captures
                    .name("of")
                    .map(|m| m.as_str().to_owned())
                    .or_else(|| PARENTHESES.find(cite).map(|m| m.as_str().to_owned()));
                Some(Found {
                    code: self.code.clone(),
                    range: captures.get(0)?.range(),
                    subsection,
                })
            })
            .collect();
        if let Some(order) = &self.order {
            for (at, number) in text.match_indices(order.as_str()) {
                let range = at..at + number.len();
                let apart = found
                    .iter()
                    .all(|f| f.range.end <= range.start || range.end <= f.range.start);
                let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
                let alone = !digit(text[..at].chars().next_back())
                    && !digit(text[range.end..].chars().next());
                if apart && alone && ORDERS_BEFORE.is_match(window_before(text, at)) {
                    found.push(Found {
                        code: self.code.clone(),
                        range,
                        subsection: None,
                    });
                }
            }
            found.sort_by_key(|f| f.range.start);
        }
        found
    }
}

/// Finds citations of every authority of a registry.
#[derive(Debug, Clone)]
pub(crate) struct Citations {
    finders: Arc<Vec<Finder>>,
    /// The telling words of all forms; without it every authority is looked for.
    telling: Option<AhoCorasick>,
    /// The finders that each telling word calls for.
    callers: Arc<Vec<Vec<usize>>>,
}

/// One citation found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The authority's code.
    pub(crate) code: String,
    /// Where the citation stands.
    pub(crate) range: Range<usize>,
    /// The subsection, if one is printed.
    pub(crate) subsection: Option<String>,
}

/// Subsections after a section number: `(a)(4)(C)`, ` (a)(6)(A)`, `(a)(4)(C) and (b)`.
const PARTS: &str =
    r"(?:\s?(?:\([0-9A-Za-z]{1,4}\))+(?:,?\s(?:and|or)\s(?:\([0-9A-Za-z]{1,4}\))+)?)?";
/// "section 1(b) of" before an order.
const SECTION_OF: &str = r"(?:(?i:sections?)\s+(?P<of>\d{1,4}[a-z]?(?:\s?\([0-9A-Za-z]{1,4}\))*(?:,?\s(?:and|or)\s(?:\d{1,4})?(?:\([0-9A-Za-z]{1,4}\))+)?)\s+of\s+(?:the\s+)?)?";

static PARENTHESES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\([0-9A-Za-z]{1,4}\)(?:\([0-9A-Za-z]{1,4}\))*(?:,?\s(?:and|or)\s(?:\([0-9A-Za-z]{1,4}\))+)?",
    )
});

/// "Executive Orders 13224, 13382, and" before a number that stands alone.
static ORDERS_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:executive\s+orders|E\.?\s?O\.?s)\s+(?:nos?\.?\s*)?(?:\d{5}(?:\s+of\s+\w+\s+\d{1,2},\s+\d{4})?,?\s+(?:(?:and|or)\s+)?)+$",
    )
});

/// Words before an order that only amends the one an act is done under.
static AMENDED_BY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:amended|modified|expanded|supplemented)(?:,?\s+and\s+\w+(?:\s+in\s+scope)?)?\s+by\s+(?:the\s+)?$",
    )
});

/// What stands between two orders of one "as amended by A, and B".
static AND_ALSO: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"^(?:\s+of\s+\w+\s+\d{1,2},\s+\d{4})?(?:,?\s+["“][^"”]{0,300}["”])?(?:,?\s+\d+\s+FR\s+[\d,]+)?(?:\s*\([^()]{0,60}\))?,?\s+(?:and\s+)?(?:by\s+)?$"#,
    )
});

/// An order whose title follows in quotation marks. Laws that the title names are not cited.
static TITLED_ORDER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"(?i)(?:executive\s+order|E\.?\s?O\.?)\s+(?:no\.?\s*)?\d{5}(?:\s+of\s+\w+\s+\d{1,2},\s+\d{4})?,?\s*(?:\([^()]{0,60}\),?\s*)?(?:entitled,?\s+|titled,?\s+)?["“](?P<title>[^"”]{1,400})["”]"#,
    )
});

impl Citations {
    pub(crate) fn new(authorities: &Authorities) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut callers: Vec<Vec<usize>> = Vec::new();
        let mut finders = Vec::new();
        for authority in authorities.iter() {
            let at = finders.len();
            let order = (authority.kind == AuthorityKind::ExecutiveOrder)
                .then(|| authority.code.strip_prefix("EO-").map(str::to_owned))
                .flatten();
            let mut forms = authority.citations.clone();
            if let Some(number) = &order {
                forms.push(format!("Executive Orders {number}"));
                forms.push(format!("E.O.s {number}"));
            }
            for form in &forms {
                let word = telling_word(form);
                let slot = words.iter().position(|w| *w == word).unwrap_or_else(|| {
                    words.push(word);
                    callers.push(Vec::new());
                    words.len() - 1
                });
                if !callers[slot].contains(&at) {
                    callers[slot].push(at);
                }
            }
            finders.push(Finder {
                code: authority.code.clone(),
                forms,
                order,
                pattern: OnceLock::new(),
            });
        }
        let telling = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&words)
            .ok();
        Self {
            finders: Arc::new(finders),
            telling,
            callers: Arc::new(callers),
        }
    }

    /// The finders whose telling words occur in `text`, in the registry's order.
    fn called(&self, text: &str) -> Vec<&Finder> {
        let Some(telling) = &self.telling else {
            return self.finders.iter().collect();
        };
        let mut called = vec![false; self.finders.len()];
        for hit in telling.find_overlapping_iter(text) {
            for at in self
                .callers
                .get(hit.pattern().as_usize())
                .into_iter()
                .flatten()
            {
                if let Some(mark) = called.get_mut(*at) {
                    *mark = true;
                }
            }
        }
        self.finders
            .iter()
            .zip(called)
            .filter_map(|(finder, called)| called.then_some(finder))
            .collect()
    }

    /// The citations of `code` in `text`, in order.
    pub(crate) fn of(&self, code: &str, text: &str) -> Vec<Found> {
        self.called(text)
            .into_iter()
            .filter(|finder| finder.code == code)
            .flat_map(|finder| finder.find(text))
            .collect()
    }

    /// The citations of all authorities in `text` that something can be done under, in order; of two
    /// that overlap, the longer. Orders that only amend another, and laws named in the title of an
    /// order, are not among them.
    pub(crate) fn all(&self, text: &str) -> Vec<AuthorityCitation> {
        self.found(text)
            .into_iter()
            .map(|found| AuthorityCitation {
                code: found.code,
                citation: text[found.range].to_owned(),
                subsection: found.subsection,
            })
            .collect()
    }

    /// As [`Citations::all`], with the place of each.
    pub(crate) fn found(&self, text: &str) -> Vec<Found> {
        let mut found: Vec<Found> = self
            .called(text)
            .into_iter()
            .flat_map(|finder| finder.find(text))
            .collect();
        if found.is_empty() {
            return found;
        }
        found.sort_by_key(|f| (f.range.start, std::cmp::Reverse(f.range.end)));
        let titles: Vec<Range<usize>> = TITLED_ORDER
            .captures_iter(text)
            .filter_map(|captures| captures.name("title").map(|m| m.range()))
            .collect();
        let mut end = 0;
        let mut amending: Option<usize> = None;
        found.retain(|f| {
            if f.range.start < end {
                return false;
            }
            end = f.range.end;
            if titles.iter().any(|title| title.contains(&f.range.start)) {
                return false;
            }
            let amends = AMENDED_BY.is_match(window_before(text, f.range.start))
                || amending.is_some_and(|from| AND_ALSO.is_match(&text[from..f.range.start]));
            amending = amends.then_some(f.range.end);
            !amends
        });
        found
    }

    /// The citation of `code` to print for an act: the fullest of the first text that has one.
    pub(crate) fn best(&self, code: &str, texts: &[&str]) -> Option<AuthorityCitation> {
        texts.iter().find_map(|text| {
            let found = self
                .of(code, text)
                .into_iter()
                .max_by_key(|f| (f.subsection.is_some(), std::cmp::Reverse(f.range.start)))?;
            Some(AuthorityCitation {
                code: found.code,
                citation: text[found.range].to_owned(),
                subsection: found.subsection,
            })
        })
    }
}

/// The last characters before `at` that decide what a citation is part of.
fn window_before(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(200);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..at]
}

/// The word of a form without which it does not occur: its longest number of four digits or more,
/// else its longest word.
fn telling_word(form: &str) -> String {
    let words = || {
        form.split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("section"))
    };
    let number = words()
        .filter(|w| w.len() >= 4 && w.starts_with(|c: char| c.is_ascii_digit()))
        .max_by_key(|w| w.len());
    number
        .or_else(|| words().max_by_key(|w| (w.len(), w.starts_with(|c: char| c.is_ascii_digit()))))
        .unwrap_or(form)
        .to_owned()
}

/// Turns a citation form into a pattern: space and full stops are loose, case does not count,
/// `§` may stand before numbers, subsections may follow them. No number or word may be the beginning
/// or the end of a longer one ("8 U.S.C. 1189" in "8 U.S.C. 11890").
fn form_pattern(form: &str) -> String {
    let words: Vec<String> = form
        .split_whitespace()
        .map(|word| {
            if word.eq_ignore_ascii_case("section") {
                return r"(?i:sections?)".to_owned();
            }
            let numeric = word.starts_with(|c: char| c.is_ascii_digit());
            let body: String = word
                .chars()
                .map(|c| match c {
                    '.' => r"\.?\s?".to_owned(),
                    '(' | ')' => regex::escape(&c.to_string()),
                    '-' => "[-–]".to_owned(),
                    '\'' => "['’]".to_owned(),
                    '"' | '“' | '”' => r#"["“”]"#.to_owned(),
                    '§' => "§+".to_owned(),
                    c => format!("(?i:{})", regex::escape(&c.to_string())),
                })
                .collect();
            let whole = if word.ends_with(char::is_alphanumeric) {
                r"\b"
            } else {
                ""
            };
            if numeric {
                format!(r"(?:§+\s?)?{body}{whole}{PARTS}")
            } else {
                format!("{body}{whole}")
            }
        })
        .collect();
    let starts_a_word = form.starts_with(char::is_alphanumeric);
    let before = if starts_a_word { r"\b" } else { "" };
    format!("{before}{}", words.join(r"\s*"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGISTRY: &str = r#"
[INA-219]
kind = "statute"
designation = "Foreign Terrorist Organization"
title = "INA 219"
citations = ["section 219 of the INA", "section 219 of the Immigration and Nationality Act", "8 U.S.C. 1189"]
[EO-13224]
kind = "executive_order"
designation = "Specially Designated Global Terrorist"
title = "E.O."
citations = ["Executive Order 13224", "E.O. 13224"]
"#;

    #[test]
    fn citations_are_found_as_printed() {
        let citations = Citations::new(&Authorities::from_toml(REGISTRY).unwrap());
        for (text, code, expected, subsection) in [
            (
                "under section 219 of the INA.",
                "INA-219",
                "section 219 of the INA",
                None,
            ),
            (
                "pursuant to section 219 (a)(6)(A) of the Immigration and Nationality Act",
                "INA-219",
                "section 219 (a)(6)(A) of the Immigration and Nationality Act",
                Some("(a)(6)(A)"),
            ),
            (
                "Section 219(a)(4)(C) and (b) of the INA",
                "INA-219",
                "Section 219(a)(4)(C) and (b) of the INA",
                Some("(a)(4)(C) and (b)"),
            ),
            ("(8 U.S.C. § 1189)", "INA-219", "8 U.S.C. § 1189", None),
            (
                "section 1(b) of Executive Order 13224 of September 23, 2001",
                "EO-13224",
                "section 1(b) of Executive Order 13224",
                Some("1(b)"),
            ),
            (
                "section 1(a)(ii)(A) of E.O. 13224",
                "EO-13224",
                "section 1(a)(ii)(A) of E.O. 13224",
                Some("1(a)(ii)(A)"),
            ),
            ("EO 13224", "EO-13224", "EO 13224", None),
        ] {
            let found = citations
                .best(code, &[text])
                .unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (found.citation.as_str(), found.subsection.as_deref()),
                (expected, subsection)
            );
        }
        assert!(citations.best("INA-219", &["8 U.S.C. 11890"]).is_none());
        assert!(
            citations
                .best("EO-13224", &["Executive Order 132245"])
                .is_none()
        );
    }

    #[test]
    fn orders_that_only_amend_and_laws_in_titles_are_not_cited() {
        let registry = r#"
[EO-13694]
kind = "executive_order"
designation = "x"
title = "x"
[EO-13757]
kind = "executive_order"
designation = "x"
title = "x"
amends = "EO-13694"
[EO-13628]
kind = "executive_order"
designation = "x"
title = "x"
[EO-13382]
kind = "executive_order"
designation = "x"
title = "x"
[TRA-2012]
kind = "statute"
designation = "x"
title = "x"
citations = ["Iran Threat Reduction and Syria Human Rights Act of 2012"]
[EAR-744-11]
kind = "regulation"
designation = "x"
title = "x"
citations = ["§ 744.11", "22 U.S.C. 2797b", "section 104 of Europe's Act"]
"#;
        let citations = Citations::new(&Authorities::from_toml(registry).unwrap());
        for (text, expected) in [
            (
                "section 1(a)(ii)(A) of E.O. 13694, as amended by E.O. 13757.",
                vec!["section 1(a)(ii)(A) of E.O. 13694"],
            ),
            (
                "of Executive Order 13694, as amended, as further amended by Executive Order 13628 of October 9, 2012, and Executive Order 13757",
                vec!["Executive Order 13694"],
            ),
            (
                "section 3 of Executive Order 13628 of October 9, 2012, “Authorizing the Implementation of Certain Sanctions Set Forth in the Iran Threat Reduction and Syria Human Rights Act of 2012” (E.O. 13628)",
                vec!["section 3 of Executive Order 13628", "E.O. 13628"],
            ),
            (
                "pursuant to Executive Orders 13382, 13628 and 13694",
                vec!["Executive Orders 13382", "13628", "13694"],
            ),
            (
                "Executive Order (E.O.) 13382",
                vec!["Executive Order (E.O.) 13382"],
            ),
            ("13382 Main Street", vec![]),
            ("(See § 744.11(b) of the EAR)", vec!["§ 744.11(b)"]),
            ("under 744.11, 1744.11", vec![]),
            (
                "22 U.S.C. 2797b(a)(2)(A) and (b)",
                vec!["22 U.S.C. 2797b(a)(2)(A) and (b)"],
            ),
            (
                "section 104(a) of Europe’s Act",
                vec!["section 104(a) of Europe’s Act"],
            ),
        ] {
            let found: Vec<String> = citations
                .all(text)
                .into_iter()
                .map(|c| c.citation)
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn every_form_is_found_by_its_telling_word() {
        for (form, word) in [
            ("8 U.S.C. 1189", "1189"),
            ("E.O. 13224", "13224"),
            ("INKSNA", "INKSNA"),
            ("section 219 of the INA", "219"),
            ("section 5(a) of the Foreign Missions Act", "Missions"),
        ] {
            assert_eq!(telling_word(form), word);
        }
    }
}
