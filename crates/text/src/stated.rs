//! What a text itself states: number, title, agencies, dockets, action, dates.

use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{Agency, DocumentMetadata, DocumentNumber, NoticeText, Role};
use regex::Regex;

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
    if !dates.is_empty() {
        found.dates = Some(dates.join(" "));
    }
    notice.stated.fill_from(&found);
}

#[cfg(test)]
mod tests {
    use super::{date_in, number_in};

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
            assert_eq!(found.as_ref().map(|n| n.as_str()), Some(number), "{line}");
        }
        for line in ["", "BILLING CODE 4710-10-P", "Doc. 12", "[FR Doc. ]"] {
            assert_eq!(number_in(line), None, "{line}");
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
