//! Upon whom a document of FinCEN acts: the name in the title, in full in the summary.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::fold_name;
use regex::Regex;

use crate::families::bis_entity_list::countries;
use crate::grammar::companies::{self, Company};
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::Reading;

/// A party with the place where the summary names it.
pub(super) struct Found {
    pub(super) company: Company,
    pub(super) jurisdiction: bool,
    pub(super) range: Range<usize>,
}

static IN_TITLE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"(?i:\bfindings?\s+that)\s+(?P<names>.+?)\s+(?i:is|are|as|be)\s+(?i:an?\s+|of\s+)?(?i:foreign\s+|a\s+)*(?i:financial|jurisdiction|institution|primary|a\b)",
        r"(?i:\btransmittals?\s+of\s+funds\s+involving)\s+(?P<names>.+?)\s*(?:;.*)?$",
        r"(?i:\b(?:special\s+measures?(?:\s+and\s+withdrawal\s+of\s+the\s+findings?.*?)?|findings?(?:\s+of\s+primary\s+money\s+laundering\s+concern)?))\s+(?i:against|regarding|concerning|involving|on)\s+(?P<names>.+?)\s*(?:,?\s+(?i:as|is|are)\s+(?i:an?|financial|foreign|jurisdictions?|institutions?|of)\b.*|;.*)?$",
        r"(?i:\bdesignations?\s+of)\s+(?P<names>.+?)\s+(?i:as)\s+.*(?i:primary\s+money\s+laundering\s+concern)",
    ]
    .into_iter()
    .map(compile)
    .collect()
});

static SUBSIDIARIES: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i),?\s+including\s+(?:its|their)\s+subsidiar(?:y|ies)\s+"));

static KIND_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?i:the\s+)?(?i:(?:joint[\s-]stock\s+company|jurisdictions?\s+of|virtual\s+currency\s+exchanger?)\s+)?",
    )
});

/// Where the name's first words stand in a text, and the end of what is said of it there.
fn in_summary<'s>(summary: &'s str, name: &str) -> Option<(usize, &'s str)> {
    let folded = fold_name(name);
    // Try each place where a word begins; names differ in accents and case between documents.
    let starts = summary
        .char_indices()
        .filter(|(at, c)| c.is_alphanumeric() && !summary[..*at].ends_with(char::is_alphanumeric));
    for (at, _) in starts {
        let rest = &summary[at..];
        let mut end = 0;
        for (offset, c) in rest.char_indices() {
            let boundary = !c.is_alphanumeric();
            if boundary && offset > end && fold_name(&rest[..offset]) == folded {
                end = offset;
                break;
            }
            if offset > name.len() + 12 {
                break;
            }
        }
        if end == 0 && fold_name(rest) == folded {
            end = rest.len();
        }
        if end > 0 {
            return Some((at, &rest[..phrase_end(rest, end)]));
        }
    }
    None
}

static AFTER_NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^\.?(?P<more>(?:\s+(?:S\.A\.\s+de\s+C\.V|SARL|SAL|SA|S\.A\.L\.?|S\.A\.R\.L\.?|S\.A\.?|Ltd\.?|Limited|LLC|Inc\.?|Bank|Banka|AG|AD|JSC|plc|PLC|Co\.?|Corporation|Company|Group|Exchange)\b\.?|,\s+(?:S\.A\.\s+de\s+C\.V|Ltd|Inc|S\.A|SAL|LLC|Institu[tc]i[óo]n\s+[Dd]e\s+Banca\s+M[úu]ltiple)\b\.?)*)(?P<groups>(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))*(?:,?\s+(?:formerly\s+known\s+as|also\s+known\s+as|renamed(?:\s+as)?|now\s+known\s+as|a\.k\.a\.)\s+(?:the\s+)?(?:[A-Z0-9“][\w'’&.“”-]*\.?(?:\s+|,\s+(?:Ltd|Inc|S\.A|LLC)\.?\s*)?|(?:of|the|de|for|and)\s+)+(?:\s*\([^()]*\))*)*)",
    )
});

/// The end of a name with its legal form, short forms and former names.
fn phrase_end(rest: &str, name: usize) -> usize {
    AFTER_NAME
        .find(&rest[name..])
        .map_or(name, |found| name + found.end())
}

/// The parties of a document: the title's, as the first of `places` that names each prints it. The
/// summary comes first; one on a jurisdiction may tell of its institutions alone.
pub(super) fn read(
    notice: &Notice<'_>,
    places: &[Range<usize>],
    reading: &mut Reading,
) -> Vec<Found> {
    let Some(summary) = places.first() else {
        return Vec::new();
    };
    let Some(names) = IN_TITLE
        .iter()
        .find_map(|pattern| pattern.captures(&notice.title)?.name("names"))
        .map(|names| names.as_str())
    else {
        return Vec::new();
    };
    let jurisdiction = {
        let title = notice.title.to_lowercase();
        let words = notice.words(summary).to_lowercase();
        let mark = |text: &str| {
            text.contains("jurisdiction of primary") || text.contains("jurisdictions of primary")
        };
        mark(&title) || mark(&words) && !words.contains("financial institution")
    };
    let (heads, subsidiaries) = match SUBSIDIARIES.find(names) {
        Some(found) => (&names[..found.start()], &names[found.end()..]),
        None => (names, ""),
    };
    let mut found = Vec::new();
    for run in [heads, subsidiaries] {
        if run.is_empty() {
            continue;
        }
        let (pieces, certain) = split(&notice.title, run);
        if !certain {
            reading
                .residue
                .push(notice.title_residue("names in the title that cannot be told apart"));
        }
        for piece in pieces {
            let printed = run[piece].trim();
            let printed = printed.strip_prefix("the ").unwrap_or(printed);
            let printed = KIND_WORDS
                .find(printed)
                .map_or(printed, |kind| &printed[kind.end()..]);
            if let Some(party) = party(notice, places, printed, jurisdiction, reading) {
                found.push(party);
            }
        }
    }
    found
}

static PLURAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:concerns|jurisdictions|institutions|banks|findings|designations|orders|establishments)\b",
    )
});

/// The names of a run; "Nauru and Ukraine" are two where the title speaks of several, or where both
/// are countries, and a doubt elsewhere.
fn split(title: &str, run: &str) -> (Vec<Range<usize>>, bool) {
    let (pieces, certain) = companies::split(run, None);
    let joined = pieces.last().and_then(|last| {
        let words = &run[last.clone()];
        let at = words.find(" and ")?;
        Some((&words[..at], &words[at + " and ".len()..]))
    });
    let Some((first, second)) = joined.filter(|_| certain) else {
        return (pieces, certain);
    };
    let country = |name: &str| countries::canonical(name.trim_start_matches("the ")).is_some();
    if PLURAL.is_match(title) || country(first) && country(second) {
        return companies::split(run, Some(pieces.len() + 1));
    }
    (pieces, false)
}

fn party(
    notice: &Notice<'_>,
    places: &[Range<usize>],
    printed: &str,
    jurisdiction: bool,
    reading: &mut Reading,
) -> Option<Found> {
    let titled = companies::read(printed)?;
    let named = places.iter().find_map(|place| {
        let (at, phrase) = in_summary(notice.words(place), &titled.name)?;
        Some((place.start + at, phrase))
    });
    let Some((at, phrase)) = named else {
        let why = format!(
            "neither summary nor finding names “{}”, as the title does",
            titled.name
        );
        let summary = places.first()?.clone();
        reading.residue.push(notice.residue(summary, why));
        return None;
    };
    let range = at..at + phrase.len();
    let mut company = companies::read(phrase)?;
    for why in titled.problems.iter().chain(&company.problems) {
        reading.residue.push(notice.residue(range.clone(), *why));
    }
    if !company.is_name() {
        return None;
    }
    let jurisdiction = jurisdiction || countries::canonical(&company.name).is_some();
    for alias in &titled.aliases {
        let folded = fold_name(&alias.name);
        let known = company.aliases.iter().any(|a| fold_name(&a.name) == folded);
        if !known {
            company.aliases.push(alias.clone());
        }
    }
    Some(Found {
        company,
        jurisdiction,
        range,
    })
}
