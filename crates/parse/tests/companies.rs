//! Lists of Chinese military companies without a stated count: what shows that something of one is
//! lost. The names are made up.

#![allow(clippy::unwrap_used, reason = "a broken registry must stop the test")]

use std::path::Path;
use std::sync::Arc;

use fedreg_model::{
    Agency, Authorities, Block, DocumentMetadata, DocumentNumber, DocumentType, NoticeText, Parsed,
    Role, TextFormat, Verdict,
};
use fedreg_parse::Parser;

const LEAD: &str = "The Deputy Secretary of Defense has determined that the following entities qualify as Chinese military companies in accordance with section 1260H of the National Defense Authorization Act for Fiscal Year 2021:";

/// `#` begins a heading, anything else is a paragraph.
fn parse(lines: &[&str]) -> Parsed {
    let title = "Notice of Availability of Designation of Chinese Military Companies";
    let lines: Vec<&str> = std::iter::once(LEAD).chain(lines.iter().copied()).collect();
    parse_notice(title, &lines)
}

fn parse_notice(title: &str, lines: &[&str]) -> Parsed {
    let registry = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/authorities.toml");
    let registry = fs_err::read_to_string(registry).unwrap();
    let parser = Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()));
    let mut text = String::new();
    let mut blocks = Vec::new();
    let head = ["#SUPPLEMENTARY INFORMATION:"];
    let tail = [
        "@Dated: January 4, 2099.",
        "[FR Doc. 2099-00001 Filed 1-4-99; 8:45 am]",
    ];
    for line in head.iter().chain(lines).chain(&tail) {
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
            name: "Defense Department".to_owned(),
            slug: Some("defense-department".to_owned()),
        }],
        ..DocumentMetadata::default()
    };
    parser.parse(&metadata, &notice)
}

#[test]
fn a_list_that_shows_no_loss_is_read_whole() {
    for lines in [
        vec![
            "1. Alpha Muster Co., Ltd.",
            "2. Beta Muster Co., Ltd.",
            "3. Gamma Muster Co., Ltd.",
        ],
        vec![
            "Gamma Muster Co., Ltd.",
            "Alpha Muster Co., Ltd.",
            "Beta Muster Co., Ltd.",
        ],
    ] {
        let parsed = parse(&lines);
        assert_eq!(parsed.records.len(), 3, "{:#?}", parsed.residue);
        assert_eq!(parsed.verdict, Verdict::Designates, "{:#?}", parsed.residue);
    }
}

#[test]
fn a_list_that_shows_a_loss_is_for_review() {
    let grounds =
        |name: &str| format!("{name} is owned by the Commission (Section 1260H(g)(2)(B)(i)(I)).");
    let names = [
        "Alpha", "Beta", "Omega", "Delta", "Epsilon", "Gamma", "Kappa",
    ];
    let headed: Vec<String> = names
        .iter()
        .flat_map(|name| {
            let name = format!("{name} Muster Co., Ltd.");
            [format!("#{name}"), grounds(&name)]
        })
        .collect();
    for (lines, why) in [
        (
            vec![
                "1. Alpha Muster Co., Ltd.",
                "2. Beta Muster Co., Ltd.",
                "4. Gamma Muster Co., Ltd.",
            ],
            "has 4 where 3 is due",
        ),
        (
            vec!["3. Alpha Muster Co., Ltd.", "4. Beta Muster Co., Ltd."],
            "begins with 3",
        ),
        (
            vec![
                "1. Alpha Muster Co., Ltd.",
                "Beta Muster Co., Ltd.",
                "2. Gamma Muster Co., Ltd.",
            ],
            "without a number",
        ),
        (
            vec![
                "Alpha Muster Co., Ltd.",
                "Beta Muster Co., Ltd.",
                "Alpha Muster Co., Ltd.",
            ],
            "twice",
        ),
        (headed.iter().map(String::as_str).collect(), "alphabet"),
    ] {
        let parsed = parse(&lines);
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{lines:?}");
        let said = parsed.residue.iter().any(|r| r.why.contains(why));
        assert!(said, "{lines:?}: {:#?}", parsed.residue);
    }
}

#[test]
fn lists_under_other_sections_are_read_in_the_same_form() {
    let lead = "The Under Secretary of Defense has identified the following foreign institutions as engaging in problematic activity in accordance with section 1286 of the National Defense Authorization Act for Fiscal Year 2019:";
    let parsed = parse_notice(
        "Notice of Availability of the Section 1286 List of Foreign Institutions Engaging in Problematic Activity",
        &[
            lead,
            "Academy of Specimen Sciences (ASS)",
            "Muster University",
            "Sample Institute of Physics",
        ],
    );
    let names: Vec<&str> = parsed
        .records
        .iter()
        .map(|r| r.party.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "Academy of Specimen Sciences",
            "Muster University",
            "Sample Institute of Physics"
        ],
        "{:#?}",
        parsed.residue
    );
    assert_eq!(parsed.verdict, Verdict::Designates, "{:#?}", parsed.residue);
    assert_eq!(parsed.family.as_deref(), Some("defense-lists"));
    let record = &parsed.records[0];
    assert_eq!(record.authorities[0].code, "NDAA-2019-1286");
    assert_eq!(record.party.aliases[0].name, "ASS");

    let parsed = parse_notice(
        "Determination Under Section 889 of the National Defense Authorization Act for Fiscal Year 2019",
        &[
            "The Secretary of Defense has determined that Specimen Telecom Co., Ltd. (STC) qualifies as an entity owned or controlled by the government of a covered country under section 889 of the National Defense Authorization Act for Fiscal Year 2019.",
        ],
    );
    let names: Vec<&str> = parsed
        .records
        .iter()
        .map(|r| r.party.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["Specimen Telecom Co., Ltd."],
        "{:#?}",
        parsed.residue
    );
    assert_eq!(parsed.records[0].authorities[0].code, "NDAA-2019-889");

    // A list that is kept elsewhere names nobody here.
    let parsed = parse_notice(
        "Notice of Availability of the Section 1286 List",
        &[
            "The list under section 1286 of the National Defense Authorization Act for Fiscal Year 2019 is available on the website of the Department.",
        ],
    );
    assert_eq!(parsed.verdict, Verdict::NeedsReview);
}
