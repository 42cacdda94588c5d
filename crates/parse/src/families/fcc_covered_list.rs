//! The FCC's Covered List of communications equipment and services (section 2 of the Secure and
//! Trusted Communications Networks Act of 2019): the entities whose equipment or services a notice
//! says it adds or removes. The whole list, printed again, adds nobody.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, Effective, Role};
use regex::Regex;

use crate::families::Reader;
use crate::grammar::companies;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use crate::roster::{self, Part};

/// The family.
pub(crate) struct FccCoveredList;

static TITLE: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bcovered\s+list\b"));
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\binformation\s+collection|\bcomments?\b|\bpropos|\bpaperwork\b|\bmeeting\b|\breimbursement\b",
    )
});
static ADDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:adds?|adding|added|additions?\s+(?:of|to)|updates?\s+the\s+covered\s+list\s+to\s+include|designat(?:es?|ed))\b",
    )
});
static REMOVES: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:removes?|removing|removed|removal|deletes?)\b"));
static BACKGROUND: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:may|shall|must|would|could|if|whether|previously|requires?|propos\w+|seeks?\s+comment|process)\b",
    )
});
static MAKER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i:\b(?:produced|provided|supplied|manufactured|offered)\b(?:,\s+directly\s+or\s+indirectly,)?\s+(?:or\s+provided\s+)?by)\s+(?P<name>[A-Z“].+?)\s*(?:(?i:\s+or\s+any\s+of\s+its\b|,?\s+including\b|\s+subject\s+to\b|,\s+to\s+the\s+extent\b|,?\s+(?:and|or)\s+(?:its|their)\s+(?:subsidiar|affiliat|predecess)|\s+pursuant\s+to\b|\s+using\b|\s+to\s+the\s+covered\b|\s+has\s+been\b|\s+have\s+been\b|\s+(?:is|are)\b)|\.\s*$|;|\t|$)",
    )
});

impl Reader for FccCoveredList {
    fn name(&self) -> &'static str {
        "fcc-covered-list"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        let fcc = notice.issued_by("communications commission")
            || notice.issued_by("communications-commission");
        TITLE.is_match(&notice.title)
            && !OTHER.is_match(&notice.title)
            && fcc
            && notice.metadata.document_type != fedreg_model::DocumentType::ProposedRule
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        let text = notice.text.text.as_str();
        let Some(authority) = law.citations.best("STCNA-2", &[text]) else {
            let why = "speaks of the Covered List without citing its law";
            reading.residue.push(notice.announcement(why));
            return reading;
        };
        let effective = roster::dated(notice)
            .into_iter()
            .chain(notice.sentences.iter().map(|s| s.range.clone()))
            .find_map(|range| roster::effect_in(notice, notice.words(&range)))
            .unwrap_or_else(Effective::none);
        for (range, ground, action) in makers(notice) {
            let Some(company) = companies::read(notice.words(&range)) else {
                continue;
            };
            for why in &company.problems {
                reading.residue.push(notice.residue(range.clone(), *why));
            }
            if !company.is_name() {
                continue;
            }
            let known = reading
                .records
                .iter()
                .any(|r| r.party.name == company.name && r.action == action);
            if known {
                continue;
            }
            let record = roster::record(
                notice,
                action,
                company.party(),
                vec![authority.clone()],
                effective.clone(),
                (Some(ground.clone()), ground),
            );
            reading.records.push(record);
        }
        if reading.records.is_empty() && reading.residue.is_empty() {
            let why =
                "speaks of the Covered List, and says of no entity that it is added or removed";
            reading.residue.push(notice.announcement(why));
        }
        roster::take_back(notice, &roster::parts(notice), &mut reading);
        reading
    }
}

/// The makers whose equipment or services the text adds or removes: in the act's sentence, and in
/// the lines that follow one that ends in a colon.
fn makers(notice: &Notice<'_>) -> Vec<(Range<usize>, Range<usize>, Action)> {
    let mut found = Vec::new();
    let mut open: Option<Action> = None;
    for part in roster::parts(notice) {
        if part.role == Role::Heading {
            open = None;
            continue;
        }
        let of_the_list = matches!(part.role, Role::ListItem | Role::TableRow) || is_bullet(&part);
        if let Some(action) = open.filter(|_| of_the_list) {
            push(notice, &part.range, action, &mut found);
            continue;
        }
        open = None;
        for sentence in roster::sentences(notice, &part.range) {
            let words = notice.words(&sentence);
            if BACKGROUND.is_match(words) {
                continue;
            }
            let action = match (ADDS.is_match(words), REMOVES.is_match(words)) {
                (true, false) => Action::Designation,
                (false, true) => Action::Removal,
                _ => continue,
            };
            push(notice, &sentence, action, &mut found);
            open = words.trim_end().ends_with(':').then_some(action);
        }
    }
    found
}

fn is_bullet(part: &Part<'_>) -> bool {
    part.words.starts_with(['•', '·', '▪', '●'])
        || part.words.starts_with('(') && part.words[1..].starts_with(|c: char| c.is_ascii_digit())
}

fn push(
    notice: &Notice<'_>,
    range: &Range<usize>,
    action: Action,
    found: &mut Vec<(Range<usize>, Range<usize>, Action)>,
) {
    for captures in MAKER.captures_iter(notice.words(range)) {
        if let Some(name) = captures.name("name") {
            let name = range.start + name.start()..range.start + name.end();
            found.push((name, range.clone(), action));
        }
    }
}
