//! What a text itself states: number, title, agencies, dockets, action, dates.

use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Agency, DocumentMetadata, DocumentNumber, DocumentType, NoticeText, Role};
use regex::Regex;

use crate::assemble::RawBlock;

/// The number in `[FR Doc. 2025-20750 Filed …`, `FR Doc. E9-25821`, `[FR Doc No: 93-32104]`, with
/// any dash and any space around it.
static FR_DOC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\bF\.?R\.?\s*Doc(?:ument|\.|\b)?\s*\.?\s*(?:No|Number)?\s*[.:]*\s*((?:[A-Z][0-9]{1,2}\s?[-\u{2010}-\u{2015}]\s?)?[A-Z]?[0-9]{1,4}\s?[-\u{2010}-\u{2015}]\s?[0-9]{1,6})",
    )
    .expect("the pattern is a constant")
});

/// The document number that an `FR Doc` line gives.
pub(crate) fn number_in(line: &str) -> Option<DocumentNumber> {
    let found = FR_DOC.captures(line)?;
    let number: String = found[1].chars().filter(|c| !c.is_whitespace()).collect();
    DocumentNumber::new(&number.to_ascii_uppercase()).ok()
}

/// A date written out, such as `November 24, 2025`, anywhere in the words.
pub(crate) fn date_in(words: &str) -> Option<NaiveDate> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\b([A-Z][a-z]+)\s+([0-9]{1,2}),\s+([0-9]{4})\b")
            .expect("the pattern is a constant")
    });
    DATE.captures_iter(words).find_map(|found| {
        let month = month(&found[1])?;
        NaiveDate::from_ymd_opt(found[3].parse().ok()?, month, found[2].parse().ok()?)
    })
}

fn month(name: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    (1..)
        .zip(MONTHS)
        .find(|(_, month)| *month == name)
        .map(|(number, _)| number)
}

/// Whether a docket line is a citation of the Code or a RIN rather than a docket.
fn is_cfr_or_rin(line: &str) -> bool {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\[?(?:[0-9]+\s+CFR\b|RINs?\b)").expect("the pattern is a constant")
    });
    OTHER.is_match(line)
}

/// A docket as printed, without its brackets.
fn docket(line: &str) -> String {
    line.trim_matches(|c| matches!(c, '[' | ']'))
        .trim()
        .to_owned()
}

/// The line that names an act of the President: `Executive Order 14157 of January 20, 2025`.
static ACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(Executive Order|Proclamation|Presidential Determination|Memorandum|Notice|(?:Presidential )?Order|Presidential Permit|Administrative Order|Finding|Certification)(?: (?:No\. )?([0-9]{2,5}(?:-[0-9A-Z]{1,3})?))? of [A-Z][a-z]+ [0-9]{1,2}, ?[0-9]{4}$",
    )
    .expect("the pattern is a constant")
});

/// Whether the line names an act of the President.
pub(crate) fn is_act_of_the_president(line: &str) -> bool {
    ACT.is_match(line)
}

/// The subtype of a presidential document and, for an executive order, its number.
fn act_of_the_president(line: &str) -> Option<(&'static str, Option<String>)> {
    let found = ACT.captures(line)?;
    let subtype = match &found[1] {
        "Executive Order" => "Executive Order",
        "Proclamation" => "Proclamation",
        "Presidential Determination" => "Determination",
        "Memorandum" => "Memorandum",
        "Notice" => "Notice",
        _ => "Presidential Order",
    };
    let number = found.get(2).filter(|_| subtype == "Executive Order");
    Some((subtype, number.map(|number| number.as_str().to_owned())))
}

/// Gives the blocks of a presidential document the same roles whatever format they come from:
/// the line that names the act is a heading, the heading after it the title, and the date below
/// `THE WHITE HOUSE` is the date of signature.
pub(crate) fn mark_presidential(blocks: &mut [RawBlock]) {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:Washington, )?[A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}\.$")
            .expect("the pattern is a constant")
    });
    let act = blocks
        .iter()
        .take(5)
        .position(|block| is_act_of_the_president(&block.text));
    let Some(act) = act.filter(|act| !blocks[..*act].iter().any(|b| b.role == Role::Agency)) else {
        return;
    };
    blocks[act].role = Role::Heading;
    let titled = blocks.iter().any(|block| block.role == Role::Subject);
    if let Some(title) = blocks
        .get_mut(act + 1)
        .filter(|b| !titled && b.role == Role::Heading)
    {
        title.role = Role::Subject;
    }
    let mut house = false;
    for block in blocks.iter_mut() {
        if house && DATE.is_match(&block.text) {
            block.role = Role::Dated;
        }
        house = block.text.eq_ignore_ascii_case("The White House,");
    }
}

/// Keeps the first block labelled as dates, of which `limit` paragraphs are certain.
fn commit_dates(found: &mut DocumentMetadata, dates: &mut Vec<&str>, limit: usize) {
    dates.truncate(limit);
    if found.dates.is_none() && !dates.is_empty() {
        found.dates = Some(dates.join(" "));
    }
    dates.clear();
}

/// Fills `notice.stated` from its blocks; what the reader already knows stays.
pub(crate) fn fill(notice: &mut NoticeText) {
    let mut found = DocumentMetadata::default();
    let mut label = String::new();
    let mut dates: Vec<&str> = Vec::new();
    for block in &notice.blocks {
        let words = notice.words(block);
        match block.role {
            Role::Agency | Role::SubAgency => {
                found.agencies.push(Agency {
                    name: words.to_owned(),
                    slug: None,
                });
            }
            Role::Docket if !is_cfr_or_rin(words) => found.docket_ids.push(docket(words)),
            Role::Subject if found.title.is_empty() => found.title = words.to_owned(),
            // The first line is the document's own; page text can hold others after it.
            Role::FrDoc if found.document_number.is_none() => {
                found.document_number = number_in(words);
            }
            Role::Heading => {
                if found.subtype.is_none()
                    && found.title.is_empty()
                    && found.agencies.is_empty()
                    && let Some((subtype, number)) = act_of_the_president(words)
                {
                    found.document_type = DocumentType::PresidentialDocument;
                    found.subtype = Some(subtype.to_owned());
                    found.executive_order_number = number;
                }
                commit_dates(&mut found, &mut dates, usize::MAX);
                label = words.trim_end_matches(':').to_ascii_uppercase();
            }
            Role::Paragraph if label == "ACTION" && found.action.is_none() => {
                found.action = Some(words.to_owned());
            }
            Role::Paragraph | Role::ListItem
                if matches!(
                    &*label,
                    "DATES" | "DATE" | "EFFECTIVE DATE" | "EFFECTIVE DATES"
                ) =>
            {
                dates.push(words);
            }
            _ => {}
        }
    }
    // Where no further heading ends them, the body begins after the first paragraph.
    commit_dates(&mut found, &mut dates, 1);
    notice.stated.fill_from(&found);
}

#[cfg(test)]
mod tests {
    use super::{act_of_the_president, date_in, number_in};

    #[test]
    fn numbers_of_every_form_are_found() {
        for (line, number) in [
            ("[FR Doc. 2025-20750 Filed 11-21-25; 8:45 am]", "2025-20750"),
            ("[FR Doc. 2024–02110 Filed 2–9–24; 8:45 am]", "2024-02110"),
            ("[FR Doc. E9-25821 Filed 10-26-09; 8:45 am]", "E9-25821"),
            ("[FR Doc. 93-32104 Filed 12-29-93; 2:14 pm]", "93-32104"),
            ("[FR Doc No: C1-2013-16962]", "C1-2013-16962"),
            ("[FR Doc. 2016-08970", "2016-08970"),
            ("FR Doc. No. 02-30544", "02-30544"),
            ("[FR Doc. 2010-880 Filed 1-15-10; 8:45 am]", "2010-880"),
            ("[FR Doc. 2025- 20750 Filed", "2025-20750"),
            ("[FR Doc.2025-20750Filed 1-2-25]", "2025-20750"),
            ("FR Doc. X95-110125", "X95-110125"),
        ] {
            let found = number_in(line);
            assert_eq!(
                found.as_ref().map(fedreg_model::DocumentNumber::as_str),
                Some(number),
                "{line}"
            );
        }
        for line in ["", "BILLING CODE 4710-10-P", "Doc. 12", "[FR Doc. ]"] {
            assert_eq!(number_in(line), None, "{line}");
        }
    }

    #[test]
    fn acts_of_the_president_are_told_apart() {
        for (line, act) in [
            (
                "Executive Order 14157 of January 20, 2025",
                Some(("Executive Order", Some("14157"))),
            ),
            (
                "Proclamation 10701 of February 6, 2024",
                Some(("Proclamation", None)),
            ),
            (
                "Presidential Determination No. 94-7 of December 18, 1993",
                Some(("Determination", None)),
            ),
            ("Notice of September 24, 2001", Some(("Notice", None))),
            (
                "Executive Order 13224 of September 23, 2001, as amended",
                None,
            ),
        ] {
            let act = act.map(|(subtype, number)| (subtype, number.map(str::to_owned)));
            assert_eq!(act_of_the_president(line), act, "{line}");
        }
    }

    #[test]
    fn written_dates_are_read_and_impossible_ones_are_not() {
        let day = chrono::NaiveDate::from_ymd_opt(2025, 11, 24);
        assert_eq!(date_in("(Monday, November 24, 2025)"), day);
        assert_eq!(date_in("February 30, 2025"), None);
        assert_eq!(date_in("Section 24, 2025"), None);
    }
}
