//! Wordings of corrections, one a line, and what each changes.

#![allow(clippy::unwrap_used, reason = "a broken fixture must stop the test")]

use std::path::Path;
use std::sync::Arc;

use fedreg_model::{
    Action, Agency, Authorities, Block, DocumentMetadata, DocumentNumber, DocumentType, NoticeText,
    Parsed, Role, TextFormat, Verdict,
};
use fedreg_parse::Parser;

const FTO: &str =
    "In the Matter of the Designation of Example Front as a Foreign Terrorist Organization";
const STATE: (&str, &str) = ("State Department", "state-department");
const COMMERCE: (&str, &str) = (
    "Industry and Security Bureau",
    "industry-and-security-bureau",
);
const LEAD: &str = "In notice document 2099-00002 beginning on page 5 in the issue of Friday, January 2, 2099, make the following correction:";

fn parse(number: &str, title: &str, paragraphs: &[&str]) -> Parsed {
    parse_as(DocumentType::Notice, STATE, number, title, paragraphs)
}

fn parse_as(
    document_type: DocumentType,
    (agency, slug): (&str, &str),
    number: &str,
    title: &str,
    paragraphs: &[&str],
) -> Parsed {
    let registry = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/authorities.toml");
    let registry = fs_err::read_to_string(registry).unwrap();
    let parser = Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()));
    let mut text = String::new();
    let mut blocks = Vec::new();
    let end = format!("[FR Doc. {number} Filed 1-8-99; 8:45 am]");
    let lines = paragraphs
        .iter()
        .map(|words| (Role::Paragraph, *words))
        .chain([(Role::FrDoc, end.as_str())]);
    for (role, words) in lines {
        let start = text.len();
        text.push_str(words);
        blocks.push(Block {
            role,
            range: start..text.len(),
            page: None,
            guessed: false,
        });
        text.push('\n');
    }
    let notice = NoticeText {
        text,
        blocks,
        format: TextFormat::Xml,
        reader_version: 1,
        stated: DocumentMetadata::default(),
    };
    let metadata = DocumentMetadata {
        document_number: Some(DocumentNumber::new(number).unwrap()),
        publication_date: Some("2099-01-09".parse().unwrap()),
        document_type,
        title: title.to_owned(),
        agencies: vec![Agency {
            name: agency.to_owned(),
            slug: Some(slug.to_owned()),
        }],
        ..DocumentMetadata::default()
    };
    parser.parse(&metadata, &notice)
}

/// `party of document: field: before → after` for each record.
fn told(parsed: &Parsed) -> Vec<String> {
    parsed
        .records
        .iter()
        .map(|r| {
            assert_eq!(r.action, Action::Correction);
            let amendment = r.amendment.as_ref().unwrap();
            let changes: Vec<String> = amendment
                .corrected
                .iter()
                .map(ToString::to_string)
                .collect();
            format!(
                "{} of {}: {}",
                r.party.name,
                amendment.corrects.as_deref().unwrap_or("?"),
                changes.join("; ")
            )
        })
        .collect()
}

#[test]
fn corrections_say_what_they_change() {
    for (instruction, expected) in [
        (
            "On page 5, in the first column, “Exampel Front” should read “Example Front”.",
            "Exampel Front of 2099-00002: name: Exampel Front → Example Front",
        ),
        (
            "On page 5, in the subject heading, “Exampel Front” should read “Example Front”.",
            "Exampel Front of 2099-00002: name: Exampel Front → Example Front",
        ),
        (
            "On page 5, the name “Example Front” should have read “Example Frontline”.",
            "Example Front of 2099-00002: name: Example Front → Example Frontline",
        ),
        (
            "On page 5, in the third line, the alias “EFF” should read “EF”.",
            "Example Front of 2099-00002: aliases: EFF → EF",
        ),
        (
            "On page 5, in the third line, “also known as Old Exampel” should read “also known as Old Example”.",
            "Example Front of 2099-00002: aliases: Old Exampel → Old Example",
        ),
        (
            "On page 5, under DATES, “January 12, 2099” should read “January 2, 2099”.",
            "Example Front of 2099-00002: effective date: 2099-01-12 → 2099-01-02",
        ),
        (
            "On page 5, “effective on January 12, 2099” is corrected to read “effective on January 2, 2099”.",
            "Example Front of 2099-00002: effective date: 2099-01-12 → 2099-01-02",
        ),
        (
            "On page 5, in the fifth line, “section 291 of the INA” should read “section 219 of the INA”.",
            "Example Front of 2099-00002: authorities: section 291 of the INA → section 219 of the INA",
        ),
        (
            "On page 5, in the entry, “Passport A1234” should read “Passport A1243”.",
            "Example Front of 2099-00002: identifiers: Passport A1234 → Passport A1243",
        ),
        (
            "On page 5, “DOB 1 Jan 1970” should read “DOB 1 Jan 1971”.",
            "Example Front of 2099-00002: dates of birth: DOB 1 Jan 1970 → DOB 1 Jan 1971",
        ),
    ] {
        let parsed = parse("C1-2099-00002", FTO, &[LEAD, instruction]);
        assert_eq!(told(&parsed), [expected], "{instruction}\n{parsed:#?}");
        assert_eq!(
            parsed.verdict,
            Verdict::Designates,
            "{instruction}\n{:#?}",
            parsed.residue
        );
        // The same by an agency's own hand.
        let own = format!(
            "In the Federal Register of January 2, 2099, in FR Doc. 2099-00002, {instruction}"
        );
        let parsed = parse("2099-00009", &format!("{FTO}; Correction"), &[&own]);
        assert_eq!(told(&parsed), [expected], "{own}\n{parsed:#?}");
    }
}

#[test]
fn corrections_that_are_for_review() {
    let two = "Foreign Terrorist Organization Designations of Example Front and Sample Army";
    for (number, title, instruction) in [
        (
            "C1-2099-00002",
            FTO,
            "On page 5, “January 12, 2099” should read “January 2, 2099”.",
        ),
        (
            "C1-2099-00002",
            FTO,
            "On page 5, in the signature, “Dated: January 12, 2099” should read “Dated: January 2, 2099”.",
        ),
        (
            "C1-2099-00002",
            FTO,
            "On page 5, in the second column, “al-nusra” should read “al-nusrah”.",
        ),
        (
            "C1-2099-00002",
            FTO,
            "On page 5, in the second column, “12” should read “13”.",
        ),
        (
            "C1-2099-00002",
            FTO,
            "On page 5, the fourth paragraph was inadvertently omitted.",
        ),
        (
            "C1-2099-00002",
            FTO,
            "On page 5, the name Exampel Front should read Example Front.",
        ),
        (
            "C1-2099-00002",
            two,
            "On page 5, in the second column, “Mithal” should read “Mithaal”.",
        ),
        (
            "C1-2099-00002",
            two,
            "On page 5, the alias “EFF” should read “EF”.",
        ),
        (
            "C1-2099-00002",
            "Notice of OFAC Sanctions Actions",
            "On page 5, “EXAMPEL” should read “EXAMPLE”.",
        ),
        (
            "R1-2099-00002",
            FTO,
            "I hereby designate Example Front as a Foreign Terrorist Organization under section 219 of the INA.",
        ),
        (
            "2099-00009",
            "Designation of Example Front as a Foreign Terrorist Organization; Republication",
            "This notice is being republished in its entirety to correct an error. I hereby designate Example Front as a Foreign Terrorist Organization under section 219 of the INA.",
        ),
    ] {
        let lead = if number.starts_with('C') {
            LEAD
        } else {
            "Editorial note: Notice document 2099-00002 is republished in its entirety."
        };
        let parsed = parse(number, title, &[lead, instruction]);
        assert_eq!(
            parsed.verdict,
            Verdict::NeedsReview,
            "{instruction}\n{parsed:#?}"
        );
        assert!(parsed.records.is_empty(), "{instruction}\n{parsed:#?}");
    }
}

#[test]
fn corrections_that_touch_no_party() {
    for instruction in [
        "On page 5, in the last line, “publshed” should read “published”.",
        "On page 5, the telephone number “202-555-0100” should read “202-555-0199”.",
        "On page 5, in the heading, “[Docket No. 12]” should read “[Docket No. 13]”.",
        "On page 5, the website “www.example.gov” should read “www.example.org”.",
        "On page 5, under FOR FURTHER INFORMATION CONTACT, “Jane Exampel” should read “Jane Example”.",
    ] {
        let parsed = parse("C1-2099-00002", FTO, &[LEAD, instruction]);
        assert_eq!(
            parsed.verdict,
            Verdict::NotADesignation,
            "{instruction}\n{parsed:#?}"
        );
        assert!(parsed.reason.starts_with("corrects "), "{}", parsed.reason);
    }
}

/// A rule's words may be corrected without an amendment of the list, and no table is printed.
#[test]
fn corrections_of_rules_say_what_they_change() {
    let lead = "In FR Doc. 2099-00002, appearing on page 5 in the Federal Register of January 2, 2099, the following corrections are made:";
    let parsed = |instruction: &str| {
        parse_as(
            DocumentType::Rule,
            COMMERCE,
            "2099-00012",
            "Entity List Additions; Correction",
            &[lead, instruction],
        )
    };
    for (instruction, expected) in [
        (
            "On page 6, in the entry for “Example Trading Ldt.,” “Example Trading Ldt.” is corrected to read “Example Trading Ltd.”",
            "Example Trading Ldt. of 2099-00002: name: Example Trading Ldt. → Example Trading Ltd.",
        ),
        (
            "On page 6, in the entry for “Example Trading Ltd.,” the alias “ETX” is corrected to read “ET”.",
            "Example Trading Ltd. of 2099-00002: aliases: ETX → ET",
        ),
    ] {
        let parsed = parsed(instruction);
        assert_eq!(told(&parsed), [expected], "{instruction}\n{parsed:#?}");
        assert_eq!(parsed.records[0].authorities[0].code, "EAR-744-11");
        assert_eq!(parsed.verdict, Verdict::Designates, "{parsed:#?}");
    }

    let idle = parsed(
        "On page 6, in the third column, “license review polciy” is corrected to read “license review policy”.",
    );
    assert_eq!(idle.verdict, Verdict::NotADesignation, "{idle:#?}");

    let unsaid =
        parsed("On page 6, “Example Trading Ldt.” is corrected to read “Example Trading Ltd.”");
    assert_eq!(unsaid.verdict, Verdict::NeedsReview, "{unsaid:#?}");
    assert!(unsaid.records.is_empty());
}
