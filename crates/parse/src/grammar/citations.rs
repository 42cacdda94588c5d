//! Citations of law, found by the forms that the registry of authorities lists.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Authorities, AuthorityCitation};
use regex::Regex;

use super::dates::compile;

/// Finds citations of one authority.
#[derive(Debug, Clone)]
struct Finder {
    code: String,
    pattern: Regex,
}

/// Finds citations of every authority of a registry.
#[derive(Debug, Clone)]
pub(crate) struct Citations {
    finders: Vec<Finder>,
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

impl Citations {
    pub(crate) fn new(authorities: &Authorities) -> Self {
        let finders = authorities
            .iter()
            .map(|authority| {
                let forms: Vec<String> = authority
                    .citations
                    .iter()
                    .map(|form| form_pattern(form))
                    .collect();
                let pattern = format!(r"{SECTION_OF}\b(?P<cite>{})", forms.join("|"));
                Finder {
                    code: authority.code.clone(),
                    pattern: compile(&pattern),
                }
            })
            .collect();
        Self { finders }
    }

    /// The citations of `code` in `text`, in order.
    pub(crate) fn of<'t>(
        &'t self,
        code: &'t str,
        text: &'t str,
    ) -> impl Iterator<Item = Found> + 't {
        self.finders
            .iter()
            .filter(move |f| f.code == code)
            .flat_map(move |finder| {
                finder
                    .pattern
                    .captures_iter(text)
                    .filter_map(move |captures| {
                        let whole = captures.get(0)?;
                        let cite = captures.name("cite")?.as_str();
                        let subsection = captures
                            .name("of")
                            .map(|m| m.as_str().to_owned())
                            .or_else(|| PARENTHESES.find(cite).map(|m| m.as_str().to_owned()));
                        Some(Found {
                            code: finder.code.clone(),
                            range: whole.range(),
                            subsection,
                        })
                    })
            })
    }

    /// The citations of all authorities in `text`, in order; of two that overlap, the longer.
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
            .finders
            .iter()
            .flat_map(|finder| self.of(&finder.code, text))
            .collect();
        found.sort_by_key(|f| (f.range.start, std::cmp::Reverse(f.range.end)));
        let mut end = 0;
        found.retain(|f| {
            let apart = f.range.start >= end;
            if apart {
                end = f.range.end;
            }
            apart
        });
        found
    }

    /// The citation of `code` to print for an act: the fullest of the first text that has one.
    pub(crate) fn best(&self, code: &str, texts: &[&str]) -> Option<AuthorityCitation> {
        texts.iter().find_map(|text| {
            let found = self
                .of(code, text)
                .max_by_key(|f| (f.subsection.is_some(), std::cmp::Reverse(f.range.start)))?;
            Some(AuthorityCitation {
                code: found.code,
                citation: text[found.range].to_owned(),
                subsection: found.subsection,
            })
        })
    }
}

/// Turns a citation form into a pattern: space and full stops are loose, case does not count,
/// `§` may stand before numbers, subsections may follow them.
fn form_pattern(form: &str) -> String {
    let words: Vec<String> = form
        .split_whitespace()
        .map(|word| {
            if word.eq_ignore_ascii_case("section") {
                return r"(?i:sections?)".to_owned();
            }
            let numeric = word.chars().next().is_some_and(|c| c.is_ascii_digit());
            let body: String = word
                .chars()
                .map(|c| match c {
                    '.' => r"\.?\s?".to_owned(),
                    '(' | ')' => regex::escape(&c.to_string()),
                    '-' => "[-–]".to_owned(),
                    c => format!("(?i:{})", regex::escape(&c.to_string())),
                })
                .collect();
            if numeric {
                format!(r"(?:§+\s?)?{body}{PARTS}")
            } else {
                body
            }
        })
        .collect();
    let pattern = words.join(r"\s*");
    let last_is_word = form.chars().last().is_some_and(char::is_alphanumeric);
    // A number must not be the beginning of a longer one ("8 U.S.C. 1189" in "8 U.S.C. 11890").
    if last_is_word {
        format!(r"{pattern}(?:\b|$)")
    } else {
        pattern
    }
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
}
