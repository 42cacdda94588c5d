//! Facts in words for a person: citations, dates with their basis, authorities, standings.

use std::fmt::Write as _;

use chrono::NaiveDate;
use fedreg_model::{
    Authorities, Authority, Cause, DocumentMetadata, Effective, EffectiveBasis, Record, Stage,
};
use fedreg_timeline::{Apart, LifeSummary, RecordRef, Revision};

use crate::party;

/// A quote longer than this many bytes is shown with its middle left out.
const LONG_QUOTE: usize = 1_200;
/// How many aliases a summary names.
const FIRST_ALIASES: usize = 3;

/// `90 FR 53045, FR Doc. 2025-20750`.
pub fn citation(document: &DocumentMetadata) -> String {
    let mut parts = Vec::new();
    parts.extend(document.citation.map(|citation| citation.to_string()));
    parts.extend(
        document
            .document_number
            .as_ref()
            .map(|number| format!("FR Doc. {number}")),
    );
    if parts.is_empty() {
        "no document number".to_owned()
    } else {
        parts.join(", ")
    }
}

/// `3 aliases: A; B; C`, or `12 aliases: A; B; C …`; nothing if there are none.
pub fn first_aliases(record: &Record) -> Option<String> {
    let aliases = &record.party.aliases;
    if aliases.is_empty() {
        return None;
    }
    let first: Vec<&str> = aliases
        .iter()
        .take(FIRST_ALIASES)
        .map(|a| a.name.as_str())
        .collect();
    let more = if aliases.len() > FIRST_ALIASES {
        " …"
    } else {
        ""
    };
    Some(format!(
        "{}: {}{more}",
        count(aliases.len(), "alias", "aliases"),
        first.join("; ")
    ))
}

/// What an amendment changes, by kind of change.
pub fn amended(record: &Record) -> Vec<(&'static str, Vec<&str>)> {
    let Some(amendment) = &record.amendment else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    if let Some(name) = &amendment.renamed_to {
        changes.push(("renamed to", vec![name.as_str()]));
    }
    for (label, names) in [
        ("aliases added", &amendment.aliases_added),
        ("aliases removed", &amendment.aliases_removed),
        ("addresses added", &amendment.addresses_added),
        ("addresses removed", &amendment.addresses_removed),
    ] {
        if !names.is_empty() {
            changes.push((label, names.iter().map(String::as_str).collect()));
        }
    }
    changes
}

/// `under INA-219 (Foreign Terrorist Organization)`.
pub fn under(record: &Record, authorities: &Authorities) -> String {
    let named: Vec<String> = record
        .authorities
        .iter()
        .map(|cited| {
            authority(
                &cited.code,
                authorities.get(&cited.code),
                cited.subsection.as_deref(),
            )
        })
        .collect();
    if named.is_empty() {
        "under no stated authority".to_owned()
    } else {
        format!("under {}", named.join(" and "))
    }
}

/// `EO-13224 section 1(b) (Specially Designated Global Terrorist)`.
pub fn authority(code: &str, known: Option<&Authority>, subsection: Option<&str>) -> String {
    let section = subsection
        .map(|s| format!(" section {s}"))
        .unwrap_or_default();
    match known {
        Some(authority) => format!("{code}{section} ({})", authority.designation),
        None => format!("{code}{section}"),
    }
}

/// `effective 2025-11-24, upon publication`.
pub fn effective(effective: &Effective) -> String {
    let basis = basis(effective.basis);
    let mut text = match effective.date {
        Some(date) => format!("effective {date}, {basis}"),
        None if effective.basis == EffectiveBasis::None => "no effective date is stated".to_owned(),
        None => format!("effective {basis}; the date is not known"),
    };
    if let Some(until) = effective.until {
        let _ = write!(text, ", until {until}");
    }
    text
}

/// Where an effective date comes from, in words.
pub fn basis(basis: EffectiveBasis) -> &'static str {
    match basis {
        EffectiveBasis::Stated => "as stated",
        EffectiveBasis::UponPublication => "upon publication",
        EffectiveBasis::Determination => "the date of the determination",
        EffectiveBasis::Signed => "the date of signature",
        EffectiveBasis::None => "no basis",
    }
}

/// A long text with its middle left out.
pub fn shorten(text: &str) -> String {
    if text.len() <= LONG_QUOTE {
        return text.to_owned();
    }
    let half = LONG_QUOTE / 2;
    let (head, tail) = (floor(text, half), ceil(text, text.len() - half));
    format!("{} […] {}", &text[..head], &text[tail..])
}

/// The character boundary at or before `at`.
pub fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0)
}

/// The character boundary at or after `at`.
pub fn ceil(text: &str, at: usize) -> usize {
    (at..=text.len())
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(text.len())
}

/// `3 notices`, `1 notice`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A machine's word as a person's: `upon_publication` → `upon publication`.
pub fn words(word: &str) -> String {
    word.replace('_', " ")
}

/// How an entity stands under one authority, and whether it is in force.
pub fn standing(standing: &LifeSummary, authorities: &Authorities) -> (String, bool) {
    let designation = authorities
        .get(&standing.authority)
        .map(|authority| format!(" ({})", authority.designation))
        .unwrap_or_default();
    let under = format!("{}{designation}", standing.authority);
    let since = standing.since.map(|since| {
        let implied = if since.implied { " or earlier" } else { "" };
        format!(" since {}{implied}", since.date)
    });
    let since = since.unwrap_or_default();
    let text = match (&standing.end, standing.in_force) {
        (_, true) => {
            let aliases = match standing.aliases.len() {
                0 => String::new(),
                n => format!(", with {}", count(n, "alias", "aliases")),
            };
            let until = standing
                .end
                .as_ref()
                .map(|end| format!("; out from {}: {}", end.date, end.reason));
            format!(
                "in force under {under}{since}{aliases}{}",
                until.unwrap_or_default()
            )
        }
        (Some(end), false) => format!(
            "not in force under {under}; ended {}: {}",
            end.date, end.reason
        ),
        (None, false) => format!("not in force under {under}"),
    };
    (text, standing.in_force)
}

/// The page and the number of a record's notice.
pub fn cite(record: &RecordRef) -> String {
    match (&record.citation, &record.document_number) {
        (Some(_), Some(number)) => format!("{}, FR Doc. {number}", record.cite()),
        _ => record.cite(),
    }
}

/// How many are in standing, have lapsed, and count neither in nor out.
pub fn list_summary(
    standing: usize,
    lapsed: usize,
    apart: &[Apart],
    day: chrono::NaiveDate,
    all: bool,
) -> String {
    let mut text = format!(
        "{} as of {day}",
        count(standing, "designation", "designations")
    );
    if lapsed > 0 {
        let _ = write!(text, "; {lapsed} lapsed");
    }
    if !apart.is_empty() {
        let apart = count(apart.len(), "record is", "records are");
        let _ = write!(text, "; {apart} neither counted in nor out");
    }
    if !all && text.contains(';') {
        text.push_str(" (list --all shows them)");
    }
    text
}

/// What later versions of a record say otherwise than the first, each with its cause: a line for
/// each version and, behind it, one for each further change.
pub fn revision(revision: &Revision) -> Vec<String> {
    let cause = match revision.cause {
        Cause::Source => "the source changed it",
        Cause::Correction => "a correction changed it",
        Cause::Parser => "a new parser read it otherwise",
        Cause::Review => "a review changed it",
    };
    let mut told: Vec<String> = revision.changes.iter().map(party::change).collect();
    if told.is_empty() {
        told.push("nothing in the record itself".to_owned());
    }
    told[0] = format!(
        "{cause}, recorded {}: {}",
        revision.recorded_at.format("%Y-%m-%d"),
        told[0]
    );
    told
}

/// Why a version of a record exists.
pub fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Source => "as its notice has it",
        Cause::Correction => "as the Register corrected it",
        Cause::Parser => "as a newer parser reads it",
        Cause::Review => "as a person reviewed it",
    }
}

/// A day as Americans write it: `June 5, 2026`.
pub fn day(date: NaiveDate) -> String {
    date.format("%B %-d, %Y").to_string()
}

/// The same for a sentence: `effective on publication, June 5, 2026`.
pub fn effective_in_words(date: Option<NaiveDate>, basis: Option<EffectiveBasis>) -> String {
    let Some(date) = date.map(day) else {
        return "no effective date is stated".to_owned();
    };
    match basis {
        Some(EffectiveBasis::UponPublication) => format!("effective on publication, {date}"),
        Some(EffectiveBasis::None) | None => format!("effective {date}"),
        Some(basis) => format!("effective {date}, {}", self::basis(basis)),
    }
}

/// An address that a browser may be sent to.
pub fn web(url: Option<&String>) -> Option<&str> {
    url.map(String::as_str)
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

/// Where something was read, for anybody to see: an address; of a file its name alone, since its
/// folder says how this machine is kept.
pub fn origin(origin: &str) -> &str {
    if web(Some(&origin.to_owned())).is_some() {
        return origin;
    }
    let name = origin.trim_end_matches(['/', '\\']);
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// A citation to copy: agencies, title, page, day, number and official address.
pub fn cite_document(document: &DocumentMetadata) -> String {
    let agencies: Vec<&str> = document.agencies.iter().map(|a| a.name.as_str()).collect();
    let mut text = agencies.join(", ");
    if !text.is_empty() {
        text.push_str(", ");
    }
    let _ = write!(text, "“{}”", document.title);
    if let Some(citation) = document.citation {
        let _ = write!(text, ", {citation}");
    }
    if let Some(date) = document.publication_date {
        let filed = match document.stage {
            Stage::Published => "",
            Stage::PublicInspection => "filed, to be published ",
        };
        let _ = write!(text, " ({filed}{})", day(date));
    }
    if let Some(number) = &document.document_number {
        let _ = write!(text, ", FR Doc. {number}");
    }
    if let Some(url) = web(document.html_url.as_ref()) {
        let _ = write!(text, ", {url}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(count(1, "notice", "notices"), "1 notice");
        assert_eq!(count(0, "notice", "notices"), "0 notices");
    }

    #[test]
    fn a_folder_is_nobodys_business() {
        for (held, told) in [
            (
                "https://www.federalregister.gov/a/b.xml",
                "https://www.federalregister.gov/a/b.xml",
            ),
            ("/home/somebody/saved/b.xml", "b.xml"),
            ("/home/somebody/saved/", "saved"),
            ("C:\\Users\\somebody\\b.xml", "b.xml"),
            ("b.xml", "b.xml"),
        ] {
            assert_eq!(origin(held), told);
        }
    }

    #[test]
    fn a_day_is_told_with_its_basis() {
        let date = NaiveDate::from_ymd_opt(2026, 6, 5);
        for (basis, words) in [
            (
                EffectiveBasis::UponPublication,
                "effective on publication, June 5, 2026",
            ),
            (EffectiveBasis::Stated, "effective June 5, 2026, as stated"),
            (
                EffectiveBasis::Determination,
                "effective June 5, 2026, the date of the determination",
            ),
        ] {
            assert_eq!(effective_in_words(date, Some(basis)), words);
        }
        assert_eq!(
            effective_in_words(None, Some(EffectiveBasis::None)),
            "no effective date is stated"
        );
    }
}
