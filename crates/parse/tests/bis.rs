//! Wordings of BIS's rules and orders, one a case, and what each does. The texts are written for these
//! tests, in the forms that the Bureau uses.

#![allow(clippy::unwrap_used, reason = "a broken fixture must stop the test")]

use std::path::Path;
use std::sync::Arc;

use fedreg_model::{
    Agency, Authorities, Block, Citation, DocumentMetadata, DocumentNumber, DocumentType,
    NoticeText, Parsed, Role, TextFormat, Verdict,
};
use fedreg_parse::Parser;

fn parser() -> Parser {
    let registry = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/authorities.toml");
    let registry = fs_err::read_to_string(registry).unwrap();
    Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()))
}

/// Lines with a bar are rows of a table, `#` begins a heading, `- ` a list item, `@` the signature.
fn parse(kind: DocumentType, title: &str, lines: &[&str]) -> Parsed {
    let mut text = String::new();
    let mut blocks = Vec::new();
    let end = "[FR Doc. 2099-00001 Filed 1-4-99; 8:45 am]";
    for line in lines.iter().chain(&[end]) {
        let (role, words) = match line.chars().next() {
            _ if *line == end => (Role::FrDoc, (*line).to_owned()),
            Some('#') => (Role::Heading, line[1..].to_owned()),
            Some('-') => (Role::ListItem, line[2..].to_owned()),
            Some('@') => (Role::Dated, line[1..].to_owned()),
            _ if line.contains(" | ") => (Role::TableRow, line.replace(" | ", "\t")),
            _ => (Role::Paragraph, (*line).to_owned()),
        };
        let words = words
            .strip_prefix("_\t")
            .map_or(words.clone(), |rest| format!("\t{rest}"));
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(&words);
        blocks.push(Block {
            role,
            range: start..text.len(),
            page: None,
            guessed: false,
        });
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
        document_type: kind,
        citation: Some("164 FR 1000".parse::<Citation>().unwrap()),
        title: title.to_owned(),
        agencies: vec![Agency {
            name: "Industry and Security Bureau".to_owned(),
            slug: Some("industry-and-security-bureau".to_owned()),
        }],
        ..DocumentMetadata::default()
    };
    parser().parse(&metadata, &notice)
}

fn told(parsed: &Parsed) -> Vec<String> {
    parsed
        .records
        .iter()
        .map(|r| {
            let aliases: Vec<&str> = r.party.aliases.iter().map(|a| a.name.as_str()).collect();
            format!(
                "{} {} ({}) [{}] {}{}",
                r.action,
                r.party.name,
                r.party.kind,
                aliases.join("; "),
                r.effective.date.map(|d| d.to_string()).unwrap_or_default(),
                r.effective
                    .until
                    .map(|d| format!(" to {d}"))
                    .unwrap_or_default(),
            )
        })
        .collect()
}

/// An order whose operative clause, caption and end are these.
fn order(title: &str, lines: &[&str], expected: &[&str]) {
    let parsed = parse(DocumentType::Notice, title, lines);
    let residue: Vec<_> = parsed.residue.iter().map(|r| &r.why).collect();
    assert_eq!(told(&parsed), expected, "{title}\n{lines:#?}\n{residue:#?}");
    let verdict = if expected.is_empty() {
        Verdict::NotADesignation
    } else {
        Verdict::Designates
    };
    assert_eq!(
        parsed.verdict, verdict,
        "{title}: {}\n{residue:#?}",
        parsed.reason
    );
}

const DENIED: &str = "may not, directly or indirectly, participate in any way in any transaction involving any item exported from the United States that is subject to the Regulations.";
const TDO: &str = "Pursuant to Section 766.24 of the Export Administration Regulations, I find that a temporary denial of export privileges is necessary in the public interest.";
const CONVICTION: &str = "On May 3, 2095, in the U.S. District Court for the District of Arizona, the person was convicted of violating the Arms Export Control Act. Section 766.25 of the Regulations provides that export privileges may be denied.";

#[test]
fn orders_of_every_form_name_their_targets() {
    // The name before the time, and the time in words.
    order(
        "In the Matter of: John Q. Sample, 12 Elm Street, Apt. #3, Tucson, AZ 85705; Order Denying Export Privileges",
        &[
            CONVICTION,
            "Accordingly, it is hereby ordered: First, for a period of ten (10) years from the date of conviction, John Q. Sample, with a last known address of 12 Elm Street, Apt. #3, Tucson, AZ 85705, and when acting for or on his behalf, his successors, assigns, employees, agents or representatives (“the Denied Person”), may not, directly or indirectly, participate in any way in any transaction.",
            "Fifth, this Order is effective immediately.",
            "@Issued this 3rd day of January, 2099.",
        ],
        &["designation John Q. Sample (individual) [] 2099-01-03 to 2105-05-03"],
    );
    // A company with d/b/a, and a title without punctuation before the order's name.
    order(
        "Siberia Sample Airlines d/b/a SX Airlines, 633104, Novosibirskaya obl., g. Ob. prospekt Muster, d. 10 ofis 201 Order Renewing Temporary Denial of Export Privileges",
        &[
            TDO,
            &format!(
                "It is therefore ordered: First, Siberia Sample Airlines d/b/a SX Airlines, 633104, Novosibirskaya obl., g. Ob. prospekt Muster, d. 10 ofis 201, when acting for or on their behalf, any successors or assigns, agents, or employees {DENIED}"
            ),
            "This Order is effective immediately and shall remain in effect for one year.",
            "@Dated: January 3, 2099.",
        ],
        &[
            "maintenance Siberia Sample Airlines (organization) [SX Airlines] 2099-01-03 to 2100-01-03",
        ],
    );
    // Stated effective date in the order.
    order(
        "Order Temporarily Denying Export Privileges",
        &[
            "In the Matter of: Quick Muster, Inc., 9 Main Street, Reno, NV 89501; and Ann Muster, 9 Main Street, Reno, NV 89501.",
            TDO,
            &format!(
                "It is therefore ordered: First, that Quick Muster, Inc., 9 Main Street, Reno, NV 89501; and Ann Muster, 9 Main Street, Reno, NV 89501, and when acting for or on their behalf, any successors or assigns (each a “Denied Person” and collectively the “Denied Persons”) {DENIED}"
            ),
            "This Order is effective January 2, 2099, and shall remain in effect for 180 days.",
            "@Dated: December 30, 2098.",
        ],
        &[
            "designation Quick Muster, Inc. (organization) [] 2099-01-02 to 2099-07-01",
            "designation Ann Muster (individual) [] 2099-01-02 to 2099-07-01",
        ],
    );
    // All privileges denied, in the wording of the nineties.
    order(
        "Action Affecting Export Privileges; Otto Muster",
        &[
            "Order Denying Permission To Apply for or Use Export Licenses",
            "On May 3, 1995, Otto Muster was convicted of violating the Export Administration Act. Section 11(h) of the Act provides for the denial of export privileges.",
            "Accordingly, it is hereby Ordered",
            "I. All outstanding individual validated licenses in which Otto Muster appears or participates, in any manner or capacity, are hereby revoked.",
            &format!("II. Until May 3, 2105, Otto Muster, 5 Hauptstrasse, Bonn, Germany, {DENIED}"),
            "This Order is effective immediately.",
            "@Dated: January 3, 2099.",
        ],
        &["designation Otto Muster (individual) [] 2099-01-03 to 2105-05-03"],
    );
    // Semicolons part respondents, "and" parts the many addresses of one; an alias holds "and".
    order(
        "Order Renewing Order Temporarily Denying Export Privileges",
        &[
            TDO,
            &format!(
                "It is therefore ordered: First, that SAMPLE AIRWAYS, Sample Tower, No. 21, Tehran, Iran; AL MUSTER AIRLINES A/K/A AL-MUSTER WINGS A/K/A ALMUSTER AIRLINES AND AIR FREIGHT LTD., Home 46, Al-Karrada, Baghdad, Iraq, and Al Amirat Street, Section 309, Baghdad, Iraq, and P.O. Box 28360, Dubai, UAE; and ISSAM MUSTER A/K/A ISSAM ANWAR, Philips Building, 4th Floor, Damascus, Syria, and Al Kolaa, Beirut, Lebanon, and 17-18 Margaret Street, London, W1W 8RP, United Kingdom, and when acting for or on their behalf, any successors or assigns, agents, or employees (each a “Denied Person” and collectively the “Denied Persons”) {DENIED}"
            ),
            "This Order is effective immediately and shall remain in effect for 180 days.",
            "@Dated: January 3, 2099.",
        ],
        &[
            "maintenance SAMPLE AIRWAYS (organization) [] 2099-01-03 to 2099-07-02",
            "maintenance AL MUSTER AIRLINES (organization) [AL-MUSTER WINGS; ALMUSTER AIRLINES AND AIR FREIGHT LTD.] 2099-01-03 to 2099-07-02",
            "maintenance ISSAM MUSTER (individual) [ISSAM ANWAR] 2099-01-03 to 2099-07-02",
        ],
    );
    // The clause points at the caption, whose respondent has a line for each part of the address.
    order(
        "Order Denying Export Privileges",
        &[
            "In the Matter of: Jean Muster",
            "- Inmate Number: 10656-279",
            "- FCI Sample Low",
            "- P.O. Box 26020",
            "- Sample, TX 77720",
            CONVICTION,
            &format!(
                "Accordingly, it is hereby ordered: First, until May 3, 2099, the Denied Person {DENIED}"
            ),
            "This Order is effective immediately.",
            "@Dated: January 3, 2099.",
        ],
        &["designation Jean Muster (individual) [] 2099-01-03 to 2099-05-03"],
    );
    // Settlement: a fine, no denial.
    order(
        "In the Matter of: Sample Valves, LLC; Order Relating to Sample Valves, LLC",
        &[
            "BIS has notified Sample Valves, LLC of its intention to initiate an administrative proceeding. Export privileges are not denied.",
            "It is therefore ordered: First, Sample Valves, LLC shall be assessed a civil penalty in the amount of $50,000.",
            "@Issued this 3rd day of January, 2099.",
        ],
        &[],
    );
}

#[test]
fn orders_that_cannot_be_read_whole_are_for_review() {
    for (title, lines) in [
        // The caption names one more.
        (
            "In the Matter of: Alpha Muster GmbH, 1 Weg, Bonn, Germany; Beta Muster GmbH, 2 Weg, Bonn, Germany; Order Temporarily Denying Export Privileges",
            vec![TDO.to_owned(), format!("It is therefore ordered: First, Alpha Muster GmbH, 1 Weg, Bonn, Germany, when acting for or on its behalf, {DENIED}"), "@Dated: January 3, 2099.".to_owned()],
        ),
        // Suspended.
        (
            "In the Matter of: Alpha Muster GmbH, 1 Weg, Bonn, Germany; Order Relating to Alpha Muster GmbH",
            vec![format!("It is therefore ordered: First, a civil penalty of $1 is assessed. Second, for a period of three years from the date of this Order, Alpha Muster GmbH, 1 Weg, Bonn, Germany, and when acting for or on its behalf, {DENIED}"), "Third, the three-year denial period set forth above shall be suspended for a probationary period.".to_owned(), "@Dated: January 3, 2099.".to_owned()],
        ),
        // No clause.
        (
            "Order Denying Export Privileges",
            vec!["In the Matter of: Alpha Muster, 1 Weg, Bonn, Germany.".to_owned(), CONVICTION.to_owned()],
        ),
        // A modification that says nothing that can be read.
        (
            "Order Modifying Temporary Denial Order",
            vec![TDO.to_owned(), "It is therefore ordered that paragraph two of the order is restated.".to_owned(), "@Dated: January 3, 2099.".to_owned()],
        ),
    ] {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let parsed = parse(DocumentType::Notice, title, &lines);
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{title}: {:#?}", told(&parsed));
    }
}

const HEAD: &str =
    "Country | Entity | License requirement | License review policy | Federal Register citation";
const NEW: &str = "For all items subject to the EAR. | Presumption of denial. | 164 FR [INSERT FR PAGE NUMBER], 1/5/99.";
const OLD: &str = "For all items subject to the EAR. | Presumption of denial. | 150 FR 77, 1/5/85. 164 FR [INSERT FR PAGE NUMBER], 1/5/99.";

fn rule(lines: &[&str]) -> Parsed {
    let mut all = vec!["#DATES:", "This rule is effective January 2, 2099."];
    all.extend(lines);
    parse(DocumentType::Rule, "Revisions to the Entity List", &all)
}

#[test]
fn rules_of_every_form_name_their_entries() {
    let row = |country: &str, entity: &str, tail: &str| format!("{country} | {entity} | {tail}");
    for (lines, expected) in [
        // Sub-verbs about aliases are no additions; two countries in one sentence.
        (
            vec![
                "2. Supplement No. 4 to Part 744 is amended by revising the entry for “Alpha Muster Ltd.” under India by adding one alias and removing one address, and by removing the entry for “Beta Muster Ltd.” under Iran to read as follows:".to_owned(),
                HEAD.to_owned(),
                row("INDIA", "Alpha Muster Ltd., a.k.a., the following one alias: —AM Works. 5 Road, Pune, India.", OLD),
            ],
            vec![
                "amendment Alpha Muster Ltd. (organization) [AM Works] 2099-01-02",
                "removal Beta Muster Ltd. (organization) [] 2099-01-02",
            ],
        ),
        // An unnamed row: its citations tell that it is revised.
        (
            vec![
                "2. Supplement No. 4 to part 744 is amended:".to_owned(),
                "a. By adding under Iran, in alphabetical order, one Iranian entity; and".to_owned(),
                "b. By revising under Iran, in alphabetical order, one Iranian entity.".to_owned(),
                HEAD.to_owned(),
                row("IRAN", "Gamma Muster Co., 5 Street, Tehran, Iran.", NEW),
                row("_", "Delta Muster Co., 6 Street, Tehran, Iran.", OLD),
            ],
            vec![
                "designation Gamma Muster Co. (organization) [] 2099-01-02",
                "amendment Delta Muster Co. (organization) [] 2099-01-02",
            ],
        ),
        // Counted, not named, under one country; named under the next.
        (
            vec![
                "2. Supplement No. 4 to part 744 is amended:".to_owned(),
                "a. Under CHINA, by adding in alphabetical order, two Chinese entities;".to_owned(),
                "b. Under UNITED ARAB EMIRATES, by revising one Emirati entity, \"Delta Muster LLC\".".to_owned(),
                HEAD.to_owned(),
                row("CHINA, PEOPLE'S REPUBLIC OF", "Alpha Muster Ltd., 1 Road, Harbin, China.", NEW),
                row("_", "Beta Muster Ltd., 2 Road, Harbin, China.", NEW),
                row("UNITED ARAB EMIRATES", "Delta Muster LLC, 6 Street, Dubai, U.A.E.", OLD),
            ],
            vec![
                "designation Alpha Muster Ltd. (organization) [] 2099-01-02",
                "designation Beta Muster Ltd. (organization) [] 2099-01-02",
                "amendment Delta Muster LLC (organization) [] 2099-01-02",
            ],
        ),
        // A name with commas, quoted in the instructions; a person; several aliases with "Co., Ltd.".
        (
            vec![
                "2. Supplement no. 4 to part 744 is amended by adding, under TAIWAN, in alphabetical order, entries for “Foo, Bar and Muster Trading, Inc.,” “Li Muster,” and “Muster Precision Co., Ltd.” to read as follows:".to_owned(),
                HEAD.to_owned(),
                row("TAIWAN", "Foo, Bar and Muster Trading, Inc., Green Quarter, Taipei, Taiwan.", NEW),
                row("_", "Li Muster, 2F, No. 7 Road, Taipei, Taiwan.", NEW),
                row("_", "Muster Precision Co., Ltd., a.k.a., the following three aliases: —MP Co., Ltd.; —Muster; and —Precision Taiwan Co., Ltd. No. 9 Road, Taipei, Taiwan; and 8F, Street, Hsinchu, Taiwan.", NEW),
            ],
            vec![
                "designation Foo, Bar and Muster Trading, Inc. (organization) [] 2099-01-02",
                "designation Li Muster (individual) [] 2099-01-02",
                "designation Muster Precision Co., Ltd. (organization) [MP Co., Ltd.; Muster; Precision Taiwan Co., Ltd.] 2099-01-02",
            ],
        ),
    ] {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let parsed = rule(&lines);
        let residue: Vec<_> = parsed.residue.iter().map(|r| &r.why).collect();
        assert_eq!(told(&parsed), expected, "{lines:#?}\n{residue:#?}");
        assert_eq!(parsed.verdict, Verdict::Designates, "{lines:#?}\n{residue:#?}");
    }
}

#[test]
fn rules_that_cannot_be_read_whole_are_for_review() {
    let added = "2. Supplement no. 4 to part 744 is amended by adding, under IRAN, in alphabetical order, an entry for “Alpha Muster” to read as follows:";
    for lines in [
        // A row that the instructions do not name.
        vec![
            added.to_owned(),
            HEAD.to_owned(),
            format!("IRAN | Alpha Muster, 5 Street, Tehran, Iran. | {NEW}"),
            format!("_ | Beta Muster, 5 Street, Tehran, Iran. | {NEW}"),
        ],
        // A country that is none.
        vec![
            added.to_owned(),
            HEAD.to_owned(),
            format!("RURITANIA | Alpha Muster, 5 Street, Strelsau. | {NEW}"),
        ],
        // Aliases that do not add up.
        vec![
            added.to_owned(),
            HEAD.to_owned(),
            format!(
                "IRAN | Alpha Muster, a.k.a., the following three aliases: —A1; and —A2. 5 Street, Tehran, Iran. | {NEW}"
            ),
        ],
        // Affiliates in one entry.
        vec![
            added.to_owned(),
            HEAD.to_owned(),
            format!(
                "IRAN | Alpha Muster, 5 Street, Tehran, Iran, and the following two affiliated entities: Beta; and Gamma. | {NEW}"
            ),
        ],
        // The summary counts more.
        vec![
            "#SUMMARY:".to_owned(),
            "This rule adds two entities to the Entity List.".to_owned(),
            "#SUPPLEMENTARY INFORMATION:".to_owned(),
            added.to_owned(),
            HEAD.to_owned(),
            format!("IRAN | Alpha Muster, 5 Street, Tehran, Iran. | {NEW}"),
        ],
        // The preamble lists another.
        vec![
            "This final rule adds the following entity to the Entity List:".to_owned(),
            "#Iran".to_owned(),
            "(1) Omega Muster, 9 Street, Tehran, Iran.".to_owned(),
            added.to_owned(),
            HEAD.to_owned(),
            format!("IRAN | Alpha Muster, 5 Street, Tehran, Iran. | {NEW}"),
        ],
        // Only the table.
        vec![
            "This rule adds one entity to the Entity List.".to_owned(),
            HEAD.to_owned(),
            format!("IRAN | Alpha Muster, 5 Street, Tehran, Iran. | {NEW}"),
        ],
        // A removal that nobody names.
        vec![
            "2. Supplement no. 4 to part 744 is amended by removing one entity under IRAN."
                .to_owned(),
        ],
    ] {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let parsed = rule(&lines);
        assert_eq!(
            parsed.verdict,
            Verdict::NeedsReview,
            "{lines:#?}\n{:#?}",
            told(&parsed)
        );
    }
}

/// A text that is cut off anywhere gives no party that the whole does not, and is never believed.
#[test]
fn a_cut_off_text_names_nobody_new() {
    let parser = parser();
    let pattern = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/notices/bis-*/*");
    let mut wrong = Vec::new();
    for dir in glob::glob(pattern.to_str().unwrap()).unwrap() {
        let dir = dir.unwrap();
        let bytes = fs_err::read(dir.join("notice.xml")).unwrap();
        if bytes.len() > 40_000 {
            continue;
        }
        let whole = fedreg_text::read(&bytes, TextFormat::Xml).unwrap();
        let meta: serde_json::Value =
            serde_json::from_slice(&fs_err::read(dir.join("meta.json")).unwrap()).unwrap();
        let mut metadata = DocumentMetadata {
            publication_date: Some(meta["publication_date"].as_str().unwrap().parse().unwrap()),
            ..DocumentMetadata::default()
        };
        metadata.fill_from(&whole.stated);
        let names = |parsed: &Parsed| -> Vec<String> {
            parsed
                .records
                .iter()
                .map(|r| format!("{} {}", r.action, r.party.name))
                .collect()
        };
        let all = names(&parser.parse(&metadata, &whole));
        let end = whole
            .blocks
            .iter()
            .find(|b| b.role == Role::FrDoc)
            .map_or(whole.text.len(), |b| b.range.start);
        for cut in (whole.text.len() / 3..end).step_by(61) {
            if !whole.text.is_char_boundary(cut) {
                continue;
            }
            let mut part = whole.clone();
            part.text.truncate(cut);
            part.blocks.retain(|b| b.range.start < cut);
            for block in &mut part.blocks {
                block.range.end = block.range.end.min(cut);
            }
            let parsed = parser.parse(&metadata, &part);
            let strange: Vec<String> = names(&parsed)
                .into_iter()
                .filter(|n| !all.contains(n))
                .collect();
            if !strange.is_empty()
                || parsed.verdict == Verdict::Designates
                || parsed.verdict == Verdict::NotADesignation && !all.is_empty()
            {
                let tail: String = part.text.chars().rev().take(60).collect();
                let tail: String = tail.chars().rev().collect();
                wrong.push(format!(
                    "{} at {cut} (…{tail}): {:?} {strange:?}",
                    dir.display(),
                    parsed.verdict
                ));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn orders_that_change_a_denial_are_records_of_what_they_change() {
    for (title, act, expected) in [
        (
            "Order Vacating Temporary Denial Order",
            "It is therefore ordered that the TDO issued against Sample Trading LLC on March 29, 2098 is hereby vacated, effective immediately.",
            "removal Sample Trading LLC (organization)",
        ),
        (
            "Modification of Temporary Denial Order",
            "It is therefore ordered that the TDO is modified by removing Sample Trading LLC as a denied person.",
            "removal Sample Trading LLC (organization)",
        ),
        (
            "Order Modifying Temporary Denial of Export Privileges; Sample Trading LLC",
            "It is therefore ordered that the TDO is modified to change the address of Sample Trading LLC to 5 Muster Street, Dubai, United Arab Emirates.",
            "amendment Sample Trading LLC (organization)",
        ),
        (
            "Order Suspending Denial Order Against Sample Trading LLC",
            "It is therefore ordered that the denial of export privileges of Sample Trading LLC is hereby suspended for a period of ten years.",
            "amendment Sample Trading LLC (organization)",
        ),
    ] {
        let parsed = parse(
            DocumentType::Notice,
            title,
            &[
                "In the Matter of: Sample Trading LLC, 1 Sample Road, Dubai, United Arab Emirates.",
                "On March 29, 2098, a Temporary Denial Order was issued pursuant to Section 766.24 of the Regulations.",
                act,
            ],
        );
        let residue: Vec<_> = parsed.residue.iter().map(|r| &r.why).collect();
        let told = told(&parsed);
        assert_eq!(told.len(), 1, "{title}: {told:?} {residue:?}");
        assert!(told[0].starts_with(expected), "{title}: {told:?}");
        assert_eq!(parsed.verdict, Verdict::Designates, "{title}: {residue:?}");
        assert_eq!(parsed.records[0].effective.until, None, "{title}");
    }
}

#[test]
fn a_changed_period_moves_the_end_of_a_denial() {
    for (act, until, before) in [
        (
            "It is therefore ordered that the denial period of the Order of May 1, 2095 is reduced from ten (10) years to seven (7) years from the date of conviction.",
            "2101-03-02",
            vec!["ten (10) years"],
        ),
        (
            "It is therefore ordered that the expiration date of the Order is hereby changed from March 2, 2104 to June 30, 2100.",
            "2100-06-30",
            vec!["March 2, 2104"],
        ),
        (
            "It is therefore ordered that the period of denial is modified to end on June 30, 2100.",
            "2100-06-30",
            vec![],
        ),
    ] {
        let parsed = parse(
            DocumentType::Notice,
            "Order Modifying Order Denying Export Privileges",
            &[
                "In the Matter of: Jane Muster, 1 Sample Road, Dubai, United Arab Emirates.",
                "On March 2, 2094, in the U.S. District Court for the District of Example, Jane Muster was convicted of violating the Export Administration Act. Section 766.25 of the Regulations provides for the denial of export privileges.",
                act,
                "@Dated: January 3, 2099.",
            ],
        );
        let residue: Vec<_> = parsed.residue.iter().map(|r| &r.why).collect();
        let [record] = parsed.records.as_slice() else {
            panic!("{act}: {residue:?}")
        };
        assert_eq!(
            (record.action.as_str(), record.party.name.as_str()),
            ("amendment", "Jane Muster")
        );
        assert_eq!(
            record.effective.until,
            Some(until.parse().unwrap()),
            "{act}"
        );
        assert_eq!(
            record.effective.date,
            Some("2099-01-03".parse().unwrap()),
            "{act}"
        );
        let changed = &record.amendment.as_ref().unwrap().corrected[0];
        assert_eq!(
            (changed.field.as_str(), &changed.before),
            (
                "effective.until",
                &before.iter().map(|b| (*b).to_owned()).collect::<Vec<_>>()
            )
        );
        assert_eq!(parsed.verdict, Verdict::Designates, "{act}: {residue:?}");
    }
}

#[test]
fn a_denial_whose_end_is_suspended_runs_until_the_suspended_part() {
    let parsed = parse(
        DocumentType::Notice,
        "In the Matter of: Alpha Muster GmbH, 1 Weg, Bonn, Germany; Order Relating to Alpha Muster GmbH",
        &[
            &format!(
                "It is therefore ordered: First, for a period of five years from the date of this Order, Alpha Muster GmbH, 1 Weg, Bonn, Germany, and when acting for or on its behalf, {DENIED}"
            ),
            "Second, the final three years of the denial period set forth above shall be suspended for a probationary period.",
            "@Dated: January 3, 2099.",
        ],
    );
    let residue: Vec<_> = parsed.residue.iter().map(|r| &r.why).collect();
    assert_eq!(parsed.verdict, Verdict::Designates, "{residue:?}");
    assert_eq!(
        parsed.records[0].effective.until,
        Some("2101-01-03".parse().unwrap())
    );
}

#[test]
fn an_order_that_is_vacated_in_part_ends_for_those_it_names() {
    for (act, expected) in [
        (
            "It is therefore ordered that the TDO is hereby vacated as to Alpha Muster GmbH, and remains in effect as to Beta Muster LLC.",
            Some("removal Alpha Muster GmbH (organization)"),
        ),
        (
            "It is therefore ordered that the TDO is vacated in part, with respect to Alpha Muster GmbH only.",
            Some("removal Alpha Muster GmbH (organization)"),
        ),
        (
            "It is therefore ordered that the TDO is vacated in part.",
            None,
        ),
    ] {
        let parsed = parse(
            DocumentType::Notice,
            "Order Vacating in Part Temporary Denial Order",
            &[
                "In the Matter of: Alpha Muster GmbH, 1 Weg, Bonn, Germany; Beta Muster LLC, 2 Sample Road, Dubai, United Arab Emirates.",
                "On March 29, 2098, a Temporary Denial Order was issued pursuant to Section 766.24 of the Regulations.",
                act,
                "@Dated: January 3, 2099.",
            ],
        );
        let residue: Vec<_> = parsed.residue.iter().map(|r| &r.why).collect();
        let told = told(&parsed);
        match expected {
            Some(expected) => {
                assert_eq!(told.len(), 1, "{act}: {told:?} {residue:?}");
                assert!(told[0].starts_with(expected), "{act}: {told:?}");
                assert_eq!(parsed.verdict, Verdict::Designates, "{act}: {residue:?}");
            }
            None => assert_eq!(parsed.verdict, Verdict::NeedsReview, "{act}: {told:?}"),
        }
    }
}

#[test]
fn a_denial_that_stands_after_an_appeal_is_maintained() {
    let decision = |appeal: &str| {
        parse(
            DocumentType::Notice,
            "Final Decision and Order",
            &[
                &format!(
                    "Before me for my final decision is a Recommended Decision issued on November 4, 2098. It recommends that I dismiss {appeal} of the Temporary Denial Order (“TDO”) issued on July 12, 2098 pursuant to Section 766.24 of the Regulations. As a result, the appeal is dismissed and the TDO is affirmed."
                ),
                "@Dated: January 3, 2099.",
            ],
        )
    };
    let parsed = decision("the appeal filed by Jane Muster (“Muster”)");
    let told = told(&parsed);
    assert_eq!(told.len(), 1, "{:?}", parsed.residue);
    assert!(
        told[0].starts_with("maintenance Jane Muster (individual)"),
        "{told:?}"
    );
    assert_eq!(parsed.records[0].effective.until, None);
    assert_eq!(parsed.verdict, Verdict::Designates, "{:?}", parsed.residue);
    assert_eq!(decision("the appeal").verdict, Verdict::NeedsReview);
}

#[test]
fn a_rule_about_the_text_around_a_list_names_nobody() {
    for instruction in [
        "10. Supplement no. 4 to part 744 is amended by revising the introductory text and adding footnote 2 to read as follows:",
        "3. Supplement no. 4 to part 744 is amended by revising footnote 4 to read as follows:",
    ] {
        let parsed = rule(&[
            instruction,
            "#Supplement No. 4 to Part 744—Entity List",
            "This supplement lists certain entities subject to license requirements for specified items under this part.",
        ]);
        assert_eq!(
            parsed.verdict,
            Verdict::NotADesignation,
            "{}",
            parsed.reason
        );
    }
    let parsed = rule(&[
        "3. Supplement no. 4 to part 744 is amended by revising the entries with footnote 4 to read as follows:",
        "#Supplement No. 4 to Part 744—Entity List",
    ]);
    assert_eq!(parsed.verdict, Verdict::NeedsReview, "{}", parsed.reason);
}
