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
            "(2) John Muster Roe, (aka Roe Muster John), April 15, 2098, U.S. District Court, District of Maryland, Case 8:18-cr-00013.",
        ],
    );
    assert_eq!(
        told(&parsed),
        [
            r#"designation Doe, Jane R. (individual) ["Doe, Janet"] 2099-01-03"#,
            r#"designation John Muster Roe (individual) ["Roe Muster John"] 2099-01-03"#,
        ],
        "{:?}",
        parsed.residue
    );
}

#[test]
fn the_end_of_a_foreign_mission_is_a_revocation() {
    for (sentences, expected) in [
        (
            "I hereby rescind the determination of February 18, 2090, published at 155 FR 1234, that the Specimen News Agency, including its real property and personnel, is a foreign mission within the meaning of 22 U.S.C. 4302(a)(3).",
            vec!["revocation Specimen News Agency (organization) [] 2099-01-04"],
        ),
        (
            "I hereby determine that the operations in the United States of Specimen Daily (SD) and Example Radio are no longer foreign missions within the meaning of 22 U.S.C. 4302(a)(3). This determination is effective on January 2, 2099.",
            vec![
                "revocation Specimen Daily (organization) [\"SD\"] 2099-01-02",
                "revocation Example Radio (organization) [] 2099-01-02",
            ],
        ),
        (
            "Effective January 1, 2099, I hereby terminate the designation of Specimen News Service Inc. as a foreign mission.",
            vec!["revocation Specimen News Service Inc. (organization) [] 2099-01-01"],
        ),
        (
            "The determination made on June 4, 2090 that the Specimen Institute U.S. Center is a foreign mission of the Republic of Example is hereby rescinded, effective upon publication in the Federal Register.",
            vec!["revocation Specimen Institute U.S. Center (organization) [] 2099-01-05"],
        ),
    ] {
        let act =
            format!("Pursuant to the Foreign Missions Act, 22 U.S.C. 4301 et seq., {sentences}");
        let parsed = parse(
            "Determination Pursuant to the Foreign Missions Act",
            &[&act],
        );
        assert_eq!(told(&parsed), expected, "{:?}", parsed.residue);
        assert_eq!(parsed.verdict, Verdict::Designates, "{}", parsed.reason);
    }
}

#[test]
fn an_end_of_a_foreign_mission_in_doubt_is_for_review() {
    for sentence in [
        "I hereby rescind the determination that the Specimen News Agency is a foreign mission, in part.",
        "the Department may rescind the determination that the Specimen News Agency is a foreign mission.",
        "I hereby rescind the determination of June 4, 2090 on foreign missions.",
        "I hereby rescind the determination of June 4, 2090.",
    ] {
        let act =
            format!("Pursuant to the Foreign Missions Act, 22 U.S.C. 4301 et seq., {sentence}");
        let parsed = parse(
            "Determination Pursuant to the Foreign Missions Act",
            &[&act],
        );
        assert_eq!(told(&parsed), Vec::<String>::new());
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{sentence}");
    }
    let parsed = parse(
        "Determination Pursuant to the Foreign Missions Act",
        &[
            "Pursuant to the Foreign Missions Act, 22 U.S.C. 4301 et seq., I hereby rescind the determination of March 3, 2090 on the benefit of membership in wholesale club stores.",
        ],
    );
    assert_eq!(
        parsed.verdict,
        Verdict::NotADesignation,
        "{}",
        parsed.reason
    );
}

#[test]
fn officers_named_later_in_prose_are_parties() {
    let act = "On January 2, 2099, the Secretary of State determined, pursuant to section 231(a) of the Countering America's Adversaries Through Sanctions Act of 2017 (CAATSA), that";
    for (lines, expected) in [
        (
            vec![
                format!("{act} the Specimen Defense Agency (SDA) has knowingly engaged in a significant transaction with a person that is part of the defense sector of the Government of the Russian Federation."),
                "Pursuant to section 235 of CAATSA, the Secretary of State has selected the following sanctions to be imposed upon SDA: denial of export licenses.".to_owned(),
                "In addition, the Secretary of State determined that the following individuals are principal executive officers of SDA, or perform similar functions with similar authorities as principal executive officers: Jane Doe, John Roe, and Max Muster.".to_owned(),
                "Pursuant to section 235(a)(12) of CAATSA, full blocking sanctions are imposed on these individuals.".to_owned(),
            ],
            vec![
                "designation Specimen Defense Agency (organization) [\"SDA\"] 2099-01-02",
                "designation Jane Doe (individual) [] 2099-01-02",
                "designation John Roe (individual) [] 2099-01-02",
                "designation Max Muster (individual) [] 2099-01-02",
            ],
        ),
        (
            vec![
                format!("{act} Specimen Trading Company knowingly engaged in a significant transaction."),
                "The Secretary of State has selected certain of the sanctions described in section 235 of CAATSA to be imposed on Specimen Trading Company, Jane Doe, and John Roe.".to_owned(),
                "The following principal executive officers of Specimen Trading Company are subject to sanctions pursuant to section 235(a)(11) of CAATSA:".to_owned(),
                "1. Jane Doe".to_owned(),
                "2. John Roe".to_owned(),
            ],
            vec![
                "designation Specimen Trading Company (organization) [] 2099-01-02",
                "designation Jane Doe (individual) [] 2099-01-02",
                "designation John Roe (individual) [] 2099-01-02",
            ],
        ),
        (
            vec![
                format!("{act} the Specimen Equipment Department (SED) and its director, Jane Doe, have knowingly engaged in a significant transaction."),
                "Pursuant to section 235 of CAATSA, sanctions to be imposed on the Specimen Equipment Department and Jane Doe are as follows.".to_owned(),
            ],
            vec![
                "designation Specimen Equipment Department (organization) [\"SED\"] 2099-01-02",
                "designation Jane Doe (individual) [] 2099-01-02",
            ],
        ),
        (
            vec![
                format!("{act} the following persons have knowingly engaged in a significant transaction: the Specimen Equipment Department (SED) and Jane Doe, its director."),
                "Pursuant to section 235 of CAATSA, the Secretary of State selected sanctions to be imposed on SED and Jane Doe.".to_owned(),
            ],
            vec![
                "designation Specimen Equipment Department (organization) [\"SED\"] 2099-01-02",
                "designation Jane Doe (individual) [] 2099-01-02",
            ],
        ),
    ] {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let parsed = parse("Notice of Department of State Sanctions Actions Pursuant to Section 231 of CAATSA", &lines);
        assert_eq!(told(&parsed), expected, "{:#?}", parsed.residue);
        assert_eq!(parsed.verdict, Verdict::Designates, "{:#?}", parsed.residue);
    }
}

#[test]
fn a_report_on_corrupt_actors_names_one_a_paragraph_under_its_country() {
    let parsed = parse(
        "Report to Congress Pursuant to the United States--Northern Triangle Enhanced Engagement Act",
        &[
            "#SUPPLEMENTARY INFORMATION:",
            "Consistent with section 353(b) of the United States--Northern Triangle Enhanced Engagement Act (Div. FF, Pub. L. 116-260) (the Act), this report is being submitted to the Committees.",
            "This document provides an update to the Department of State's report to Congress on July 19, 2098. Section 353(b) requires the submission of a report that identifies foreign persons who have knowingly engaged in significant corruption.",
            "Guatemala",
            "Jane María Doe Muster, former Minister of Health, engaged in significant corruption by accepting bribes from John Bribe.",
            "John Roe Peña (also known as “Johnny”), current judge, undermined democratic processes or institutions by dismissing cases.",
            "#El Salvador:",
            "Max Muster, Jr., former President of the Assembly, obstructed investigations into corruption.",
            "Under section 353, foreign persons identified in the report are generally ineligible for visas.",
        ],
    );
    assert_eq!(
        told(&parsed),
        [
            "designation Jane María Doe Muster (individual) [] 2099-01-04",
            "designation John Roe Peña (individual) [\"Johnny\"] 2099-01-04",
            "designation Max Muster, Jr. (individual) [] 2099-01-04",
        ],
        "{:#?}",
        parsed.residue
    );
    assert_eq!(parsed.verdict, Verdict::Designates, "{:#?}", parsed.residue);
    assert_eq!(parsed.family.as_deref(), Some("state-corrupt-actors"));
    let codes: Vec<&str> = parsed.records[0]
        .authorities
        .iter()
        .map(|a| a.code.as_str())
        .collect();
    assert_eq!(codes, ["NTEEA-353"]);
    assert_eq!(parsed.records[2].party.countries, ["El Salvador"]);

    // A paragraph that is no entry, and a removal, are left over.
    for line in [
        "Jane María Doe Muster and her husband.",
        "The following person was removed from the list: Jane Doe.",
    ] {
        let parsed = parse(
            "Report to Congress on Corrupt and Undemocratic Actors (Section 353)",
            &[
                "Consistent with section 353(b) of the United States-Northern Triangle Enhanced Engagement Act, this report is submitted.",
                "Honduras",
                "John Roe, former judge, engaged in significant corruption.",
                line,
            ],
        );
        assert_eq!(
            parsed.verdict,
            Verdict::NeedsReview,
            "{line}: {:?}",
            told(&parsed)
        );
    }
}

#[test]
fn officers_determined_one_by_one_are_individuals_and_counted() {
    let parsed = parse(
        "Notice of Department of State Sanctions Actions Pursuant to Executive Order 13846",
        &[
            "#DATES:",
            "The Secretary of State's determination regarding one entity, one corporate officer and one principal executive officer, and imposition of sanctions on the entity and individuals identified in the SUPPLEMENTARY INFORMATION section were effective on January 2, 2099.",
            "#SUPPLEMENTARY INFORMATION:",
            "The Secretary of State has determined, pursuant to Section 3(a)(iii) of E.O. 13846, that Specimen Petrochemical Company Limited has knowingly engaged in a significant transaction.",
            "Pursuant to Section 5(a)(vi) of E.O. 13846, the Secretary of State has determined that Jane Doe is a corporate officer or principal of Specimen Petrochemical Company Limited.",
            "Pursuant to Section 5(a)(vii) of E.O. 13846, the Secretary of State has determined that John Roe is a principal executive officer of the aforementioned entity, or performs similar functions.",
            "Pursuant to Section 5 of E.O. 13846, the Secretary of State has selected the following sanctions to be imposed upon Jane Doe and John Roe: block all property.",
        ],
    );
    assert_eq!(
        told(&parsed),
        [
            "designation Specimen Petrochemical Company Limited (organization) [] 2099-01-02",
            "designation Jane Doe (individual) [] 2099-01-02",
            "designation John Roe (individual) [] 2099-01-02",
        ]
    );
    assert_eq!(parsed.verdict, Verdict::Designates, "{:#?}", parsed.residue);
}

#[test]
fn addresses_of_listed_parties_are_no_parties() {
    for lines in [
        vec![
            "Pursuant to Executive Order 13382, the Secretary of State has determined that the following entities have engaged in proliferation, and sanctions are imposed on them:",
            "Second Specimen of Sciences (a.k.a. SSS), Pyongyang, North Korea;",
            "Muster Trading Company, 1 Sample Street, Tehran, Iran.",
        ],
        vec![
            "Pursuant to Executive Order 13382, the Secretary of State has determined that the following entities have engaged in proliferation, and sanctions are imposed on them: Muster Trading Company, 1 Sample Street, Tehran, Iran, and Example LLC, Muscat, Oman.",
        ],
    ] {
        let parsed = parse(
            "Designation of Entities Pursuant to Executive Order 13382",
            &lines,
        );
        let told = told(&parsed);
        for place in ["Pyongyang", "Tehran", "Street", "Muscat", "Oman"] {
            assert!(!told.iter().any(|line| line.contains(place)), "{told:?}");
        }
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{told:?}");
    }
}

#[test]
fn a_firm_is_no_officer_and_its_address_no_party() {
    let parsed = parse(
        "Notice of Department of State Sanctions Actions Pursuant to Executive Order 13846",
        &[
            "On January 2, 2099, the Secretary of State determined, pursuant to Section 3(a)(iii) of E.O. 13846, that Specimen Muster knowingly engaged in a significant transaction. The Secretary of State has also determined that Jane Doe is a principal executive officer of Specimen Muster.",
            "Pursuant to Section 5 of E.O. 13846, the Secretary of State has selected sanctions to be imposed upon Specimen Muster, Tehran, Iran.",
        ],
    );
    let told = told(&parsed);
    assert!(
        told[0].starts_with("designation Specimen Muster (unknown)"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("designation Jane Doe (individual)"),
        "{told:?}"
    );
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(parsed.verdict, Verdict::NeedsReview, "{told:?}");
}
