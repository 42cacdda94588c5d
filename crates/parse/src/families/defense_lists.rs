//! Lists that Defense keeps under other sections than 1260H and prints in the Register: foreign
//! institutions that engage in problematic activity (section 1286 of the National Defense
//! Authorization Act for Fiscal Year 2019), and those whose equipment section 889 of that Act covers.
//!
//! The form is that of the lists of Chinese military companies, and so is the grammar.

use std::sync::LazyLock;

use fedreg_model::AuthorityCitation;
use regex::Regex;

use super::Reader;
use super::chinese_military_companies;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// The family.
pub(crate) struct DefenseLists;

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bsections?\s+(?:1286|889)\b.*\b(?:lists?|determinations?|designations?|identif\w+)\b|\b(?:lists?|determinations?|designations?|identif\w+)\b.*\bsections?\s+(?:1286|889)\b|\b(?:foreign\s+)?institutions?\b.*\bproblematic\s+activit",
    )
});

static OTHER_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\binformation\s+collection|\bcomments?\b|\bpropos|\bregulations?\b|\bmeeting\b|\bwaiver\b",
    )
});

/// The section that is meant, and its law.
const SECTIONS: [(&str, &str); 2] = [("1286", "NDAA-2019-1286"), ("889", "NDAA-2019-889")];

impl Reader for DefenseLists {
    fn name(&self) -> &'static str {
        "defense-lists"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        TITLE.is_match(&notice.title)
            && !OTHER_TITLE.is_match(&notice.title)
            && !notice.is_presidential()
            && (notice.issued_by("defense") || notice.issued_by("department of war"))
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        if let Some(authority) = authority(notice, law) {
            chinese_military_companies::read(notice, &authority)
        } else {
            let mut reading = Reading::default();
            let why = "a list that Defense keeps, without the section of law it is under";
            reading.residue.push(notice.announcement(why));
            reading
        }
    }
}

/// The section that the title names, else the one that the text cites.
fn authority(notice: &Notice<'_>, law: Law<'_>) -> Option<AuthorityCitation> {
    let text = notice.text.text.as_str();
    let named = |words: &str| {
        SECTIONS
            .iter()
            .find(|(section, _)| mentions(words, section))
    };
    let (section, code) = named(&notice.title).or_else(|| named(text))?;
    law.citations.best(code, &[text]).or_else(|| {
        Some(AuthorityCitation {
            code: (*code).to_owned(),
            citation: format!("section {section}"),
            subsection: None,
        })
        .filter(|found| text.to_lowercase().contains(&found.citation))
    })
}

fn mentions(words: &str, section: &str) -> bool {
    words.to_lowercase().contains(&format!("section {section}"))
}
