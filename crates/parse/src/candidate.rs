//! Which documents of a whole issue are worth parsing: those that hold a cue of a family.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use fedreg_model::{DocumentMetadata, DocumentType, NoticeText};

/// Phrases without which no notice of any known family is worded.
const CUES: &[&str] = &[
    "foreign terrorist organization",
    "specially designated",
    "global terrorist",
    "executive order 13224",
    "e.o. 13224",
    "terrorist exclusion list",
    "212(a)(3)(b)",
    "section 219 of the immigration",
    "8 u.s.c. 1189",
    "sponsor of terrorism",
    "acts of international terrorism",
    "sanctions action",
    "sdn list",
    "blocked pursuant",
    "entity list",
    "unverified list",
    "export privileges",
    "chinese military compan",
    "money laundering concern",
    "nonproliferation",
    "proliferation sanctions",
    "cuba restricted list",
    "debarment",
    "annex to this order",
    "religious freedom act",
];

/// Words in the names of agencies that designate.
const AGENCIES: &[&str] = &[
    "state",
    "treasury",
    "foreign assets control",
    "commerce",
    "industry and security",
    "export administration",
    "homeland security",
    "defense",
    "financial crimes",
    "president",
];

static CUE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostFirst)
        .build(CUES)
        .ok()
});

/// Whether a document could designate, or look as if it did.
///
/// Recall comes first: a document is left out only if no agency of it can designate, or no cue of
/// any family stands in its title or text.
pub fn is_candidate(metadata: &DocumentMetadata, text: &NoticeText) -> bool {
    let agencies: Vec<String> = metadata
        .agencies
        .iter()
        .chain(&text.stated.agencies)
        .map(|agency| agency.name.to_lowercase())
        .collect();
    let may_designate = agencies.is_empty()
        || metadata.document_type == DocumentType::PresidentialDocument
        || agencies
            .iter()
            .any(|name| AGENCIES.iter().any(|word| name.contains(word)));
    let Some(cue) = CUE.as_ref() else {
        return may_designate;
    };
    may_designate && (cue.is_match(&metadata.title) || cue.is_match(&text.text))
}
