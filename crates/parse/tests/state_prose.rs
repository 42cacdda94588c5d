//! Wordings of State's other notices, one a case, and what each does. The sentences are written for
//! these tests, in the forms that notices use.

#![allow(clippy::unwrap_used, reason = "a broken registry must stop the test")]

use std::path::Path;
use std::sync::Arc;

use fedreg_model::{
    Agency, Authorities, Block, DocumentMetadata, DocumentNumber, DocumentType, NoticeText, Parsed,
    Role, TextFormat, Verdict,
};
use fedreg_parse::Parser;

fn parse(title: &str, lines: &[&str]) -> Parsed {
    let registry = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/authorities.toml");
    let registry = fs_err::read_to_string(registry).unwrap();
    let parser = Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()));
    let mut text = String::new();
    let mut blocks = Vec::new();
    let tail = [
        "@Dated: January 4, 2099.",
        "[FR Doc. 2099-00001 Filed 1-4-99; 8:45 am]",
    ];
    for line in lines.iter().chain(&tail) {
        let (role, words) = match line.chars().next() {
            Some('#') => (Role::Heading, &line[1..]),
            Some('@') => (Role::Dated, &line[1..]),
            Some('[') => (Role::FrDoc, *line),
            _ => (Role::Paragraph, *line),
        };
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
        document_number: Some(DocumentNumber::new("2099-00001").unwrap()),
        publication_date: Some("2099-01-05".parse().unwrap()),
        document_type: DocumentType::Notice,
        title: title.to_owned(),
        agencies: vec![Agency {
            name: "State Department".to_owned(),
            slug: Some("state-department".to_owned()),
        }],
        ..DocumentMetadata::default()
    };
    parser.parse(&metadata, &notice)
}

fn told(parsed: &Parsed) -> Vec<String> {
    let one = |r: &fedreg_model::Record| {
        let aliases: Vec<&str> = r.party.aliases.iter().map(|a| a.name.as_str()).collect();
        format!(
            "{} {} ({}) {aliases:?} {}",
            r.action,
            r.party.name,
            r.party.kind,
            r.effective.date.map_or("-".to_owned(), |d| d.to_string())
        )
    };
    parsed.records.iter().map(one).collect()
}

#[test]
fn officers_on_whom_sanctions_are_imposed_are_parties() {
    let parsed = parse(
        "Notice of Department of State Sanctions Actions",
        &[
            "#DATES:",
            "The determination was effective on January 2, 2099.",
            "Pursuant to section 3(a)(iii) of Executive Order 13846, the Secretary of State determined that Specimen Oil Trading FZE knowingly engaged in a significant transaction.",
            "Pursuant to Section 5 of E.O. 13846, the Secretary of State has selected the following sanctions to be imposed upon Specimen Oil Trading FZE: block all property.",
            "Pursuant to Section 5(a)(vii) of E.O. 13846, the Secretary of State has selected to impose sanctions on Jane R. Doe, a corporate officer or principal of Specimen Oil Trading FZE.",
        ],
    );
    assert_eq!(
        told(&parsed),
        [
            "designation Specimen Oil Trading FZE (organization) [] 2099-01-02",
            "designation Jane R. Doe (individual) [] 2099-01-02",
        ]
    );
    assert_eq!(parsed.verdict, Verdict::Designates, "{}", parsed.reason);
}

#[test]
fn sanctions_on_somebody_that_no_record_names_are_left_over() {
    let parsed = parse(
        "Notice of Department of State Sanctions Actions",
        &[
            "Pursuant to section 3(a)(iii) of Executive Order 13846, the Secretary of State determined on January 2, 2099 that Specimen Oil Trading FZE knowingly engaged in a significant transaction.",
            "The Secretary of State has also selected to impose sanctions on Example Shipping Company pursuant to section 5.",
        ],
    );
    assert_eq!(parsed.verdict, Verdict::NeedsReview, "{}", parsed.reason);
}

#[test]
fn a_foreign_mission_is_no_place_and_has_no_successors_in_its_name() {
    for (who, expected) in [
        (
            "the Specimen Institute U.S. Center and its successors, located in Washington, DC, is substantially owned or effectively controlled by a foreign government, and",
            "Specimen Institute U.S. Center",
        ),
        (
            "the Specimen News Agency, based in New York,",
            "Specimen News Agency",
        ),
    ] {
        let parsed = parse(
            "Designation and Determination Pursuant to the Foreign Missions Act",
            &[&format!(
                "Pursuant to the Foreign Missions Act, 22 U.S.C. 4301 et seq., I hereby determine that {who} is a foreign mission within the meaning of 22 U.S.C. 4302(a)(3)."
            )],
        );
        assert_eq!(
            told(&parsed),
            [format!(
                "designation {expected} (organization) [] 2099-01-04"
            )],
            "{:?}",
            parsed.residue
        );
    }
}

#[test]
fn a_debarment_takes_the_day_of_its_label_and_inverted_aliases_whole() {
    let parsed = parse(
        "Bureau of Political-Military Affairs; Statutory Debarment Under the Arms Export Control Act and the International Traffic in Arms Regulations",
        &[
            "#DATES:",
            "Debarment imposed as of January 3, 2099.",
            "#SUPPLEMENTARY INFORMATION:",
            "Pursuant to section 38(g)(4) of the AECA and section 127.7(b) and (c)(1) of the ITAR, the following persons, having been convicted, are statutorily debarred as of the date of this notice (Name; Date of Judgment; Judicial District; Case No.; Month/Year of Birth):",
            "(1) Doe, Jane R. (aka Doe, Janet); April 14, 2098; District of Maryland; 8:18-cr-00012; August 1962.",
        ],
    );
    assert_eq!(
        told(&parsed),
        [r#"designation Doe, Jane R. (individual) ["Doe, Janet"] 2099-01-03"#],
        "{:?}",
        parsed.residue
    );
}
