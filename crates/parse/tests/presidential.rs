//! Wordings of presidential documents, one a line, and what each does. The sentences are written
//! for these tests, in the forms that orders use.

#![allow(clippy::unwrap_used, reason = "a broken fixture must stop the test")]

use std::path::Path;
use std::sync::Arc;

use fedreg_model::{
    Authorities, Block, DocumentMetadata, DocumentNumber, DocumentType, NoticeText, Parsed, Role,
    TextFormat, Verdict,
};
use fedreg_parse::Parser;

/// An order that the registry holds, and one that it does not.
const HELD: &str = "19998";
const NEW: &str = "19999";

fn parser() -> Parser {
    let registry = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/authorities.toml");
    let registry = fs_err::read_to_string(registry).unwrap();
    let held = format!(
        "{registry}\n[EO-{HELD}]\nkind = \"executive_order\"\ndesignation = \"Example\"\n\
         title = \"Executive Order {HELD}\"\ncitations = [\"Executive Order {HELD}\", \"E.O. {HELD}\"]\n"
    );
    Parser::new(Arc::new(Authorities::from_toml(&held).unwrap()))
}

/// Parses an order. A paragraph that begins with `#` is a heading, with `!` an image; the signature
/// comes where `--` stands, and the FR Doc line at the end unless `cut` is said.
fn parse(number: &str, paragraphs: &[&str], cut: bool) -> Parsed {
    let heading = format!("#Executive Order {number} of January 2, 2099");
    parse_under(&heading, paragraphs, cut)
}

fn parse_under(heading: &str, paragraphs: &[&str], cut: bool) -> Parsed {
    let mut text = String::new();
    let mut blocks = Vec::new();
    let mut push = |role, words: &str| {
        let start = text.len();
        text.push_str(words);
        blocks.push(Block {
            role,
            range: start..text.len(),
            page: None,
            guessed: false,
        });
        text.push('\n');
    };
    for paragraph in std::iter::once(&heading).chain(paragraphs) {
        if let Some(heading) = paragraph.strip_prefix('#') {
            push(Role::Heading, heading);
        } else if let Some(image) = paragraph.strip_prefix('!') {
            push(Role::Graphic, image);
        } else if *paragraph == "--" {
            push(Role::Graphic, "EXAMPLE.EPS");
            push(Role::Paragraph, "THE WHITE HOUSE,");
            push(Role::Dated, "January 2, 2099.");
        } else {
            push(Role::Paragraph, paragraph);
        }
    }
    if !cut {
        push(Role::FrDoc, "[FR Doc. 2099-00001 Filed 1-4-99; 8:45 am]");
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
        document_type: DocumentType::PresidentialDocument,
        title: "Blocking Property of Certain Persons".to_owned(),
        ..DocumentMetadata::default()
    };
    parser().parse(&metadata, &notice)
}

fn told(parsed: &Parsed) -> Vec<String> {
    parsed
        .records
        .iter()
        .map(|r| {
            let aliases: Vec<_> = r.party.aliases.iter().map(|a| a.name.as_str()).collect();
            format!(
                "{} {} ({}) {} {} {}",
                r.action,
                r.party.name,
                aliases.join("; "),
                r.authorities[0].code,
                r.effective.date.unwrap(),
                r.effective.basis
            )
        })
        .collect()
}

const POWERS: &str = "By the authority vested in me as President, including the International Emergency Economic Powers Act (50 U.S.C. 1701 et seq.), I hereby order:";
const LISTED: &str = "Section 1. (a) All property and interests in property that are in the United States, that hereafter come within the United States, or that are or hereafter come within the possession or control of any United States person of the following persons are blocked and may not be transferred, paid, exported, withdrawn, or otherwise dealt in:";
const ANNEXED: &str = "(i) the persons listed in the Annex to this order; and";
const DETERMINED: &str = "(ii) any person determined by the Secretary of the Treasury, in consultation with the Secretary of State, to be a leader of the foregoing.";

#[test]
fn orders_that_name_their_parties() {
    let example = "designation EXAMPLE GROUP () EO-19998 2099-01-02 signed";
    let sample = "designation SAMPLE, INC. (SI) EO-19998 2099-01-02 signed";
    for (paragraphs, expected) in [
        (
            vec![
                POWERS,
                LISTED,
                ANNEXED,
                DETERMINED,
                "--",
                "#ANNEX",
                "1. EXAMPLE GROUP",
                "2. SAMPLE, INC. (a.k.a. SI)",
            ],
            vec![example, sample],
        ),
        // a government and its bank, after "in the United States"
        (
            vec![
                POWERS,
                "Sec. 2. All property and interests in property that are in the United States of the Government of Example, its agencies, instrumentalities, and controlled entities, and the Central Bank of Example, are blocked.",
                "--",
            ],
            vec![
                "designation Government of Example () EO-19998 2099-01-02 signed",
                "designation Central Bank of Example () EO-19998 2099-01-02 signed",
            ],
        ),
        // an annex to a numbered order, entries without numbers, a heading of each
        (
            vec![
                POWERS,
                LISTED,
                ANNEXED,
                DETERMINED,
                "--",
                "#Annex to Executive Order 19998",
                "#Entities",
                "EXAMPLE GROUP",
                "SAMPLE, INC. (a.k.a. SI)",
            ],
            vec![example, sample],
        ),
        // all in one paragraph
        (
            vec![
                POWERS,
                LISTED,
                ANNEXED,
                "--",
                "ANNEX",
                "Entities",
                "1. EXAMPLE GROUP 2. SAMPLE, INC. (a.k.a. SI)",
            ],
            vec![example, sample],
        ),
        // an entry in the form of OFAC's lists
        (
            vec![
                POWERS,
                LISTED,
                ANNEXED,
                "--",
                "#Annex",
                "#Individuals",
                "1. EXAMPLE, Jane (a.k.a. UMM EXAMPLE); DOB 12 May 1970; POB Sampletown, Specimen; nationality Specimen",
                "2. Max SAMPLE [Minister of Examples, born circa 1960; Passport A1 (Specimen)]",
            ],
            vec![
                "designation EXAMPLE, Jane (UMM EXAMPLE) EO-19998 2099-01-02 signed",
                "designation Max SAMPLE () EO-19998 2099-01-02 signed",
            ],
        ),
        // an annex added to an earlier order
        (
            vec![
                POWERS,
                "Section 1. Section 1(a) of Executive Order 13224 is amended to read as follows: “Section 1. (a) All property and interests in property that are in the United States of the following persons are blocked: (i) the persons listed in the Annex of this order;”",
                "Sec. 2. Executive Order 13224 is further amended by adding as an Annex to Executive Order 13224 the Annex to this order.",
                "--",
                "#ANNEX",
                "#Entities",
                "1. EXAMPLE GROUP",
            ],
            vec!["designation EXAMPLE GROUP () EO-13224 2099-01-02 signed"],
        ),
        // cells of a table
        (
            vec![
                POWERS,
                LISTED,
                ANNEXED,
                "--",
                "ANNEX",
                "1\tEXAMPLE GROUP",
                "2\tSAMPLE, INC. (a.k.a. SI)",
            ],
            vec![example, sample],
        ),
        (
            vec![
                POWERS,
                "Section 1. All property and interests in property of foreign persons whose names appear in the Annex hereto are blocked.",
                "--",
                "#ANNEX",
                "1. EXAMPLE GROUP",
            ],
            vec![example],
        ),
        (
            vec![
                POWERS,
                "Section 1. All property and interests in property of the Government of Iraq, its agencies, instrumentalities and controlled entities and the Central Bank of Iraq that are in the United States, that hereafter come within the United States or that are or hereafter come within the possession or control of United States persons, including their overseas branches, are hereby blocked.",
                "Sec. 2. This order is effective immediately.",
                "--",
            ],
            vec![
                "designation Government of Iraq () EO-19998 2099-01-02 signed",
                "designation Central Bank of Iraq () EO-19998 2099-01-02 signed",
            ],
        ),
        (
            vec![
                POWERS,
                "Section 1. All property and interests in property of the Government of Example (GOE) that are in the United States are blocked.",
                "Sec. 2. This order shall take effect at 12:01 a.m. eastern standard time on January 3, 2099.",
                "--",
            ],
            vec!["designation Government of Example (GOE) EO-19998 2099-01-03 stated"],
        ),
        (
            vec![
                POWERS,
                "Section 1. The Annex to Executive Order 13224 of September 23, 2001, is further amended by removing the following names: Example Group; Sample Trust.",
                "--",
            ],
            vec![
                "removal Example Group () EO-13224 2099-01-02 signed",
                "removal Sample Trust () EO-13224 2099-01-02 signed",
            ],
        ),
    ] {
        let parsed = parse(HELD, &paragraphs, false);
        assert_eq!(told(&parsed), expected, "{paragraphs:#?}\n{parsed:#?}");
        assert_eq!(
            parsed.verdict,
            Verdict::Designates,
            "{paragraphs:#?}\n{:#?}",
            parsed.residue
        );
    }
}

#[test]
fn orders_that_are_for_review() {
    let full = [
        POWERS,
        LISTED,
        ANNEXED,
        DETERMINED,
        "--",
        "#ANNEX",
        "1. EXAMPLE GROUP",
        "2. SAMPLE GROUP",
        "3. SPECIMEN GROUP",
    ];
    let without = |line: usize| {
        let mut lines = full.to_vec();
        lines.remove(line);
        lines
    };
    for (number, paragraphs, cut) in [
        (NEW, vec![POWERS, LISTED, DETERMINED, "--"], false),
        (NEW, full.to_vec(), false),
        (HELD, without(7), false),
        (HELD, without(6), false),
        (HELD, full[..8].to_vec(), true),
        (HELD, full[..5].to_vec(), false),
        (HELD, full[..4].to_vec(), true),
        (HELD, [&full[..5], &["!ED05JA99.000"]].concat(), false),
        (HELD, [&full[..7], &["!ED05JA99.000"]].concat(), false),
        (HELD, [&full[..3], &full[4..]].concat().into_iter().chain(["Example\tGroup\tOne"]).collect(), false),
        // a qualified part of a government's property
        (
            HELD,
            vec![POWERS, "Section 1. All property and interests in property of the Government of the Example Federation directly related to the implementation of the Agreements that are in the United States are hereby blocked.", "--"],
            false,
        ),
        // an annex that replaces another
        (
            HELD,
            [&full[..4], &["Sec. 2. The Annex to Executive Order 13224 is replaced and superseded in its entirety by the Annex to this order."], &full[4..]].concat(),
            false,
        ),
        // changes of an annex in other words
        (
            HELD,
            vec![POWERS, "Section 1. The Annex to Executive Order 13224 is modified as set forth below.", "--"],
            false,
        ),
        // a sanction under economic powers that the registry does not hold
        (
            NEW,
            vec![POWERS, "Section 1. (a) The following actions shall be prohibited: any transaction by any person with Example Ltd. or its subsidiaries.", "--"],
            false,
        ),
        // dealings with a named company, under an order that the registry holds
        (
            HELD,
            vec![POWERS, "Section 1. (a) The following actions shall be prohibited: any transaction by any person, subject to the jurisdiction of the United States, with Example Holdings Ltd. (a.k.a. EH), Example City, or its subsidiaries.", "--"],
            false,
        ),
        // a determination on a state sponsor
        (
            HELD,
            vec![POWERS, "Section 1. All property of such persons as I name are blocked.", "--", "#ANNEX", "EXAMPLE GROUP"],
            false,
        ),
    ] {
        let parsed = parse(number, &paragraphs, cut);
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{paragraphs:#?}\n{parsed:#?}");
        let whole = told(&parse(HELD, &full, false));
        for record in told(&parsed) {
            let record = record.replace(NEW, HELD);
            assert!(whole.contains(&record), "{paragraphs:#?}: {record}");
        }
    }
}

#[test]
fn orders_that_name_nobody() {
    for paragraphs in [
        vec![POWERS, LISTED, DETERMINED, "--"],
        vec![
            POWERS,
            "Section 1. Nothing in this order shall affect persons whose property and interests in property are blocked pursuant to Executive Order 13224.",
            "--",
        ],
        vec![
            POWERS,
            "Section 1. I hereby terminate the national emergency declared in Executive Order 13224 and revoke that order.",
            "--",
        ],
        vec![
            POWERS,
            "Section 1. Executive Order 13224 is amended by striking section 2.",
            "--",
        ],
        vec![
            "I hereby order:",
            "Section 1. Treasury Annex, 1500 Pennsylvania Avenue NW, shall be renamed.",
            "--",
            "Annex, Washington, DC 20220",
        ],
        vec![
            "I hereby order:",
            "Section 1. I hereby designate Jane Example as Chair of the Council.",
            "--",
        ],
        vec![
            POWERS,
            "Section 1. Articles of the partners listed in Annex I to this order shall be subject to duties.",
            "--",
            "#Annex I",
            "Example",
            "Sample",
        ],
    ] {
        let parsed = parse(HELD, &paragraphs, false);
        assert_eq!(
            parsed.verdict,
            Verdict::NotADesignation,
            "{paragraphs:#?}\n{parsed:#?}"
        );
        assert!(parsed.records.is_empty());
    }
}

/// Cut at any byte, an order gives a part of its records and is for review, never a wrong record.
#[test]
fn a_cut_order_gives_no_wrong_record() {
    let lines = [
        POWERS,
        LISTED,
        ANNEXED,
        DETERMINED,
        "--",
        "#ANNEX",
        "1. EXAMPLE GROUP (a.k.a. EXAMPLE ARMY; a.k.a. EA)",
        "2. SAMPLE GROUP",
    ];
    let whole = told(&parse(HELD, &lines, false));
    assert_eq!(whole.len(), 2);
    for last in 1..=lines.len() {
        let line = lines[last - 1];
        for at in (0..=line.len()).step_by(3) {
            let mut cut = lines[..last].to_vec();
            cut[last - 1] = &line[..at];
            let parsed = parse(HELD, &cut, true);
            for record in told(&parsed) {
                assert!(
                    whole.contains(&record) || parsed.verdict == Verdict::NeedsReview,
                    "{record}"
                );
            }
            assert_ne!(parsed.verdict, Verdict::Designates, "{cut:?}");
        }
    }
}

#[test]
fn the_presidents_own_acts_upon_state_sponsors_are_records() {
    let laws = "By the authority vested in me as President, including section 620A of the Foreign Assistance Act of 1961 (22 U.S.C. 2371),";
    let memorandum = |act: &str| {
        let paragraph = format!("{laws} {act}");
        let heading = "#Presidential Determination No. 2099-4 of January 1, 2099";
        parse_under(heading, &[&paragraph, "Billing."], false)
    };
    for (act, expected) in [
        (
            "I hereby rescind the determination of January 20, 2088, that the Government of Syria has repeatedly provided support for acts of international terrorism.",
            "revocation Syria () FAA-620A 2099-01-01 signed",
        ),
        (
            "I hereby certify that there has been a fundamental change in the leadership of the Government of Sudan. The designation of Sudan as a state sponsor of terrorism is hereby rescinded.",
            "revocation Sudan () FAA-620A 2099-01-01 signed",
        ),
        (
            "I hereby determine that the Government of Venezuela has repeatedly provided support for acts of international terrorism.",
            "designation Venezuela () FAA-620A 2099-01-01 signed",
        ),
    ] {
        let parsed = memorandum(act);
        assert_eq!(told(&parsed), [expected], "{parsed:#?}");
        assert_eq!(parsed.verdict, Verdict::Designates, "{}", parsed.reason);
        assert_eq!(parsed.family.as_deref(), Some("state-sponsor-of-terrorism"));
    }
    for act in [
        "I hereby certify, with respect to the rescission of the determination of March 1, 2082, regarding Cuba, that the Government of Cuba has not provided any support for international terrorism during the preceding 6-month period.",
        "I hereby certify that the prerequisites for your determination to rescind Iraq's designation as a state sponsor of terrorism will be satisfied once you have transmitted this certification.",
    ] {
        let parsed = memorandum(act);
        assert_eq!(parsed.verdict, Verdict::NotADesignation, "{parsed:#?}");
    }
}
