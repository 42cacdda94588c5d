//! Wordings of OFAC's notices, in small: what each should give, and what must wait for a person.

#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

use std::path::Path;
use std::sync::Arc;

use fedreg_model::{
    Agency, Authorities, DocumentMetadata, DocumentNumber, DocumentType, Parsed, TextFormat,
    Verdict,
};
use fedreg_parse::Parser;

const X: &str = "DOE-TEST, Jan, Riga, Latvia; DOB 1970; nationality Latvia (individual) [SDGT].";
const Y: &str = "ENSAYO LTD. (a.k.a. ENSA), Riga, Latvia; Registration Number 99 (Latvia) [SDGT].";
const V: &str = "MV ENSAYO (9HAA9) General Cargo Malta flag; Vessel Registration Identification IMO 9990001 (vessel) [SDGT].";
const GROUND: &str = "Designated pursuant to section 1(a)(iii)(C) of E.O. 13224, as amended, for having materially assisted OTHER, a person whose property and interests in property are blocked pursuant to E.O. 13382.";
const SEE: &str = "See SUPPLEMENTARY INFORMATION section.";
const BLOCKED: &str = "On June 6, 2024, OFAC determined that the property and interests in property subject to U.S. jurisdiction of the following persons are blocked under the relevant sanctions authority listed below.";

fn parser() -> Parser {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let registry = fs_err::read_to_string(root.join("config/authorities.toml")).unwrap();
    Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()))
}

/// Parses a notice of OFAC; a paragraph that begins with `#` is a heading, with `!` an image.
fn parse(title: &str, dates: &str, body: &[&str]) -> Parsed {
    use std::fmt::Write as _;
    let mut xml = format!(
        "<NOTICE><PREAMB><AGENCY TYPE=\"S\">DEPARTMENT OF THE TREASURY</AGENCY><SUBAGY>Office of Foreign Assets Control</SUBAGY><SUBJECT>{title}</SUBJECT><ACT><HD SOURCE=\"HED\">ACTION:</HD><P>Notice.</P></ACT><DATES><HD SOURCE=\"HED\">DATES:</HD><P>{dates}</P></DATES></PREAMB><SUPLINF><HD SOURCE=\"HED\">SUPPLEMENTARY INFORMATION:</HD>"
    );
    for words in body {
        let _ = match words.split_at(1) {
            ("#", heading) => write!(xml, "<HD SOURCE=\"HD1\">{heading}</HD>"),
            ("!", image) => write!(xml, "<GPH SPAN=\"3\"><GID>{image}</GID></GPH>"),
            _ => write!(xml, "<P>{words}</P>"),
        };
    }
    xml.push_str("<SIG><DATED>Dated: June 10, 2024.</DATED><NAME>Bradley T. Smith,</NAME><TITLE>Director, Office of Foreign Assets Control.</TITLE></SIG></SUPLINF><FRDOC>[FR Doc. 2024-99999 Filed 6-12-24; 8:45 am]</FRDOC><BILCOD>BILLING CODE 4810-AL-P</BILCOD></NOTICE>");
    let text = fedreg_text::read(xml.as_bytes(), TextFormat::Xml).unwrap();
    let metadata = DocumentMetadata {
        document_number: Some(DocumentNumber::new("2024-99999").unwrap()),
        publication_date: Some("2024-06-13".parse().unwrap()),
        document_type: DocumentType::Notice,
        title: title.to_owned(),
        agencies: vec![Agency {
            name: "Foreign Assets Control Office".to_owned(),
            slug: Some("foreign-assets-control-office".to_owned()),
        }],
        ..DocumentMetadata::default()
    };
    parser().parse(&metadata, &text)
}

/// `action|name|codes|date|basis`, one line a record.
fn lines(parsed: &Parsed) -> Vec<String> {
    parsed
        .records
        .iter()
        .map(|r| {
            let codes: Vec<&str> = r.authorities.iter().map(|a| a.code.as_str()).collect();
            let date = r.effective.date.map(|d| d.to_string()).unwrap_or_default();
            format!(
                "{}|{}|{}|{date}|{}",
                r.action,
                r.party.name,
                codes.join("+"),
                r.effective.basis
            )
        })
        .collect()
}

struct Case {
    what: &'static str,
    body: Vec<&'static str>,
    dates: &'static str,
    expected: Vec<&'static str>,
}

fn case(
    what: &'static str,
    dates: &'static str,
    body: Vec<&'static str>,
    expected: Vec<&'static str>,
) -> Case {
    Case {
        what,
        body,
        dates,
        expected,
    }
}

#[test]
fn wordings_of_acts_are_read_whole() {
    let designation = "designation|DOE-TEST, Jan|EO-13224|2024-06-06|determination";
    let removal = "removal|DOE-TEST, Jan|EO-13224|2024-06-06|determination";
    let cases = [
        case(
            "a ground in the entry's paragraph",
            SEE,
            vec![
                BLOCKED,
                "#Individual",
                "1. DOE-TEST, Jan, Riga, Latvia; DOB 1970 (individual) [SDGT]. Designated pursuant to section 1(c) of E.O. 13224 for acting for OTHER (individual) [NPWMD].",
            ],
            vec![designation],
        ),
        case(
            "no heading, no number",
            SEE,
            vec![BLOCKED, X, GROUND],
            vec![designation],
        ),
        case(
            "the date of the act under DATES",
            "This action was taken on June 6, 2024.",
            vec![
                "OFAC determined that the property and interests in property of the following person are blocked pursuant to E.O. 13224.",
                X,
            ],
            vec![designation],
        ),
        case(
            "an effective date beside the date of the act",
            "The designation by the Director of OFAC of the one individual identified in this notice pursuant to Executive Order 13224 is effective on June 7, 2024.",
            vec![
                "On June 6, 2024, the Director of OFAC designated one individual whose property and interests in property are blocked pursuant to Executive Order 13224:",
                X,
            ],
            vec!["designation|DOE-TEST, Jan|EO-13224|2024-06-07|stated"],
        ),
        case(
            "effective in the act sentence",
            SEE,
            vec![
                "The following individual is removed from the SDN List, effective June 6, 2024, whose property was blocked pursuant to E.O. 13224:",
                X,
            ],
            vec!["removal|DOE-TEST, Jan|EO-13224|2024-06-06|stated"],
        ),
        case(
            "a removal that determines",
            SEE,
            vec![
                "On June 6, 2024, OFAC determined that circumstances no longer warrant the inclusion of the following individual on the SDN List, whose property and interests in property were blocked pursuant to E.O. 13224.",
                X,
            ],
            vec![removal],
        ),
        case(
            "a removal in the passive",
            SEE,
            vec![
                "On June 6, 2024, the following individual, whose property and interests in property were blocked pursuant to E.O. 13224, was removed from the SDN List.",
                X,
            ],
            vec![removal],
        ),
        case(
            "an unblocking",
            SEE,
            vec![
                "On June 6, 2024, OFAC unblocked the property and interests in property of the following individual, which had been blocked pursuant to E.O. 13224.",
                X,
            ],
            vec![removal],
        ),
        case(
            "what a delisted person had been designated for",
            SEE,
            vec![
                "On June 6, 2024, OFAC removed from the SDN List the person listed below.",
                "#Individual",
                X,
                "Designated pursuant to section 1(c) of E.O. 13224 for acting for OTHER.",
            ],
            vec![removal],
        ),
        case(
            "two acts on different days under one DATES",
            "OFAC's actions described in this notice were effective on June 6, 2024, except as noted.",
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following individual pursuant to E.O. 13224.",
                X,
                "On June 8, 2024, OFAC removed from the SDN List the following entity, whose property was blocked pursuant to E.O. 13224.",
                Y,
            ],
            vec![
                designation,
                "removal|ENSAYO LTD.|EO-13224|2024-06-08|determination",
            ],
        ),
        case(
            "an act that goes on",
            SEE,
            vec![
                BLOCKED,
                "#Individual",
                X,
                GROUND,
                "In addition, OFAC removed the following entity from the SDN List, whose property was blocked pursuant to E.O. 13224.",
                "#Entity",
                Y,
            ],
            vec![
                designation,
                "removal|ENSAYO LTD.|EO-13224|2024-06-06|determination",
            ],
        ),
        case(
            "a vessel by its kind alone",
            SEE,
            vec![
                BLOCKED,
                "#Individual",
                X,
                GROUND,
                "#Vessel",
                V,
                "Identified as property in which JAN DOE-TEST, a person whose property and interests in property are blocked pursuant to E.O. 13224, has an interest pursuant to E.O. 13224.",
            ],
            vec![
                designation,
                "identification|MV ENSAYO|EO-13224|2024-06-06|determination",
            ],
        ),
        case(
            "names on one line with the act",
            SEE,
            vec![
                "On June 6, 2024, OFAC removed from the SDN List the following individual, whose property was blocked pursuant to E.O. 13224: DOE-TEST, Jan, Riga, Latvia; DOB 1970 (individual) [SDGT].",
            ],
            vec![removal],
        ),
        case(
            "the law in a heading over the list",
            SEE,
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following persons.",
                "#Blocked Pursuant to Executive Order 13224",
                X,
            ],
            vec![designation],
        ),
        case(
            "the law in the title alone",
            SEE,
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following person.",
                X,
            ],
            vec![designation],
        ),
        case(
            "other words between the act and the list",
            SEE,
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following person pursuant to E.O. 13224.",
                "All property and interests in property of this person are blocked, and U.S. persons are generally prohibited from engaging in transactions with the person.",
                "The listing appears on the SDN List as follows:",
                X,
            ],
            vec![designation],
        ),
        case(
            "a background that tells of another's designation",
            SEE,
            vec![
                "#Background",
                "On May 1, 2020, OFAC designated OTHER pursuant to E.O. 13382 for its support of weapons.",
                "#Notice of OFAC Action",
                BLOCKED,
                X,
                GROUND,
            ],
            vec![designation],
        ),
        case(
            "a shared ground before the signature",
            SEE,
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following two persons.",
                X,
                Y,
                "Each of the persons listed above was designated pursuant to section 1(c) of E.O. 13224.",
            ],
            vec![
                designation,
                "designation|ENSAYO LTD.|EO-13224|2024-06-06|determination",
            ],
        ),
        case(
            "an update that ends no blocking",
            SEE,
            vec![
                "On June 6, 2024, OFAC updated the entry on the SDN List for the following individual, whose property and interests in property continue to be blocked pursuant to E.O. 13224.",
                "DOE, Jan (individual) [SDGT]",
                "-to-",
                X,
            ],
            vec!["update|DOE, Jan|EO-13224|2024-06-06|determination"],
        ),
        case(
            "a correction of the list",
            SEE,
            vec![
                "On June 6, 2024, OFAC corrected the listing of the following individual, blocked pursuant to E.O. 13224.",
                X,
            ],
            vec!["update|DOE-TEST, Jan|EO-13224|2024-06-06|determination"],
        ),
        case(
            "two designations on two days, one of them with a stated effect",
            "The designations by the Director of OFAC pursuant to E.O. 13224 are effective on June 6, 2024.",
            vec![
                "On June 6, 2024, the Director of OFAC designated the following individual pursuant to E.O. 13224:",
                X,
                "On June 8, 2024, the Director of OFAC designated the following entity pursuant to E.O. 13224:",
                Y,
            ],
            vec![
                "designation|DOE-TEST, Jan|EO-13224|2024-06-06|stated",
                "designation|ENSAYO LTD.|EO-13224|2024-06-08|determination",
            ],
        ),
        case(
            "a vessel that is property no longer",
            SEE,
            vec![
                "On June 6, 2024, OFAC determined that the following vessel, identified pursuant to E.O. 13224, is no longer property in which a blocked person has an interest.",
                V,
            ],
            vec!["removal|MV ENSAYO|EO-13224|2024-06-06|determination"],
        ),
        case(
            "unblocked, and the list announced once more",
            SEE,
            vec![
                "On June 6, 2024, OFAC removed from the SDN List one individual whose property was blocked pursuant to Executive Order (E.O.) 13224.",
                "The listing of the unblocked individual follows:",
                X,
            ],
            vec![removal],
        ),
        case(
            "a revised listing announced twice",
            SEE,
            vec![
                "On June 6, 2024, OFAC changed the identifying information of the following individual, blocked pursuant to E.O. 13224.",
                "The following is the complete revised entry:",
                X,
            ],
            vec!["update|DOE-TEST, Jan|EO-13224|2024-06-06|determination"],
        ),
        case(
            "two orders for two entries in one act sentence",
            SEE,
            vec![
                "On June 6, 2024, OFAC removed from the SDN List the persons listed below, whose property was blocked pursuant to E.O. 13224 or E.O. 13818.",
                X,
                "ROE-TEST, Ann, Riga, Latvia; DOB 1971 (individual) [GLOMAG].",
            ],
            vec![
                removal,
                "removal|ROE-TEST, Ann|EO-13818|2024-06-06|determination",
            ],
        ),
        case(
            "sections A and B under one day",
            SEE,
            vec![
                "On June 6, 2024, OFAC took the actions described below.",
                "A. OFAC blocked the property and interests in property of the following person pursuant to E.O. 13224.",
                X,
                "B. OFAC removed the following entity, whose property was blocked pursuant to E.O. 13224, from the SDN List.",
                Y,
            ],
            vec![
                designation,
                "removal|ENSAYO LTD.|EO-13224|2024-06-06|determination",
            ],
        ),
    ];
    let mut wrong = Vec::new();
    for case in cases {
        let title = if case.what.contains("title") {
            "Sanctions Actions Pursuant to Executive Order 13224"
        } else {
            "Notice of OFAC Sanctions Actions"
        };
        let parsed = parse(title, case.dates, &case.body);
        if lines(&parsed) != case.expected || parsed.verdict != Verdict::Designates {
            wrong.push(format!(
                "{}: {:#?}\n  {:?}",
                case.what,
                lines(&parsed),
                parsed
                    .residue
                    .iter()
                    .map(|r| format!("{}: {}", r.why, r.text))
                    .collect::<Vec<_>>()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_cannot_be_read_whole_waits_for_a_person() {
    let cases: Vec<(&str, Vec<&str>)> = vec![
        (
            "an act that no grammar reads over a list",
            vec![BLOCKED, X, GROUND, "OFAC struck the names next set out.", Y],
        ),
        (
            "two acts in one sentence",
            vec![
                "On June 6, 2024, OFAC designated the following individual and removed the following entity pursuant to E.O. 13224.",
                X,
                Y,
            ],
        ),
        ("entries before any act", vec![X, GROUND]),
        (
            "two grounds after one entry, of which one is another's",
            vec![BLOCKED, X, GROUND, GROUND],
        ),
        (
            "an act that lost its list, before another of another day",
            vec![
                "On June 5, 2024, OFAC determined that the property and interests in property subject to U.S. jurisdiction of the following persons are blocked under the relevant sanctions authority listed below.",
                BLOCKED,
                X,
                GROUND,
            ],
        ),
        (
            "a count that differs",
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following two individuals pursuant to E.O. 13224.",
                X,
            ],
        ),
        (
            "a list that lacks its first number",
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following individuals pursuant to E.O. 13224.",
                "2. DOE-TEST, Jan (individual) [SDGT].",
            ],
        ),
        (
            "an unknown tag",
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following individual pursuant to E.O. 13224.",
                "DOE-TEST, Jan (individual) [SDGT] [NEWTAG].",
            ],
        ),
        (
            "a tag of another law",
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following individual pursuant to E.O. 13224.",
                "DOE-TEST, Jan (individual) [GLOMAG].",
            ],
        ),
        (
            "an order that nobody knows",
            vec![
                BLOCKED,
                X,
                "Designated pursuant to section 1 of Executive Order 19999 for doing so.",
            ],
        ),
        (
            "no law at all",
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following individual.",
                X,
            ],
        ),
        (
            "no day at all",
            vec![
                "OFAC blocked the property and interests in property of the following individual pursuant to E.O. 13224.",
                X,
            ],
        ),
        (
            "several days in one act",
            vec![
                "On June 6 and 7, 2024, OFAC blocked the property and interests in property of the following individual pursuant to E.O. 13224.",
                X,
            ],
        ),
        (
            "an act without a list",
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following individual pursuant to E.O. 13224.",
            ],
        ),
        (
            "a name amid the list without any mark of an entry",
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following persons pursuant to E.O. 13224.",
                X,
                "Ensayo Limited of Riga",
                Y,
            ],
        ),
        (
            "an individual under the heading of entities",
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following persons pursuant to E.O. 13224.",
                "#Entities",
                X,
            ],
        ),
        (
            "a removal of those above where none was read",
            vec!["On June 6, 2024, OFAC removed the persons listed above from the SDN List."],
        ),
        (
            "a list of which part is an image",
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following persons pursuant to E.O. 13224.",
                X,
                "!EN13JN24.000",
            ],
        ),
        (
            "a changed entry without its new text",
            vec![
                "On June 6, 2024, OFAC updated the entry of the following individual, blocked pursuant to E.O. 13224.",
                "DOE, Jan (individual) [SDGT]",
                "-to-",
            ],
        ),
        (
            "a notice that repeats another",
            vec![
                "OFAC is republishing the entry below, which was erroneously omitted.",
                BLOCKED,
                X,
                GROUND,
            ],
        ),
        (
            "the President's own list",
            vec![
                "On June 6, 2024, the President identified the following individual as a significant foreign narcotics trafficker pursuant to the Kingpin Act.",
                X,
            ],
        ),
        (
            "a removal and a move to another list",
            vec![
                "On June 6, 2024, OFAC removed the following individual from the SDN List and added the individual to another list pursuant to E.O. 13224.",
                X,
            ],
        ),
        (
            "numbers alone in the text",
            vec!["Certain persons were sanctioned."],
        ),
    ];
    let mut wrong = Vec::new();
    for (what, body) in cases {
        let parsed = parse("Notice of OFAC Sanctions Actions", SEE, &body);
        if parsed.verdict != Verdict::NeedsReview || parsed.residue.is_empty() {
            wrong.push(format!("{what}: {:?} {:?}", parsed.verdict, lines(&parsed)));
        }
        let trusts = lines(&parsed)
            .iter()
            .any(|line| line.starts_with("designation|ENSAYO") && what.starts_with("an act that"));
        if trusts {
            wrong.push(format!("{what}: {:?}", lines(&parsed)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn lists_that_are_images_are_announced() {
    let parsed = parse(
        "Notice of OFAC Sanctions Actions",
        SEE,
        &[
            "On June 6, 2024, OFAC determined that the property and interests in property of the following twelve individuals and 3 entities are blocked pursuant to Executive Order 13902.",
            "!EN13JN24.000",
            "!EN13JN24.001",
            "On June 7, 2024, OFAC removed from the SDN List the following vessel, blocked pursuant to Executive Order 13846.",
            "!EN13JN24.002",
        ],
    );
    assert_eq!(parsed.verdict, Verdict::NeedsReview);
    assert!(
        parsed.reason.contains("entries not in text"),
        "{}",
        parsed.reason
    );
    let told: Vec<String> = parsed
        .residue
        .iter()
        .filter_map(|r| r.announced.as_ref())
        .map(|a| {
            let kinds: Vec<&str> = a.kinds.iter().map(|k| k.as_str()).collect();
            let codes: Vec<&str> = a.authorities.iter().map(|a| a.code.as_str()).collect();
            format!(
                "{} {kinds:?} {:?} {codes:?} {:?} {:?}",
                a.action, a.count, a.effective.date, a.images
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "designation [\"individual\", \"organization\"] Some(15) [\"EO-13902\"] Some(2024-06-06) [\"EN13JN24.000\", \"EN13JN24.001\"]",
            "removal [\"vessel\"] Some(1) [\"EO-13846\"] Some(2024-06-07) [\"EN13JN24.002\"]",
        ]
    );
}

#[test]
fn directives_name_their_targets_in_prose_and_wait_for_a_person() {
    for title in [
        "Publication of Directive 4 Under Executive Order 14024",
        "Imposition of Restrictions on Correspondent Accounts of Specimen Bank Co., Ltd.",
    ] {
        let parsed = parse(
            title,
            SEE,
            &[
                "On February 28, 2099, OFAC issued Directive 4 under Executive Order 14024, which prohibits certain transactions involving the Specimen Bank of Ruritania.",
            ],
        );
        assert_eq!(
            parsed.verdict,
            Verdict::NeedsReview,
            "{title}: {}",
            parsed.reason
        );
        assert!(parsed.records.is_empty());
    }
}

#[test]
fn institutions_that_a_directive_names_in_prose_are_records() {
    let cases: Vec<(&str, Vec<&str>, Vec<&str>)> = vec![
        (
            "Publication of Directive 4 Under Executive Order 14024",
            vec![
                "On February 28, 2022, OFAC issued Directive 4 under Executive Order 14024.",
                "On February 28, 2022, the Director of OFAC, pursuant to Executive Order 14024, determined that, except to the extent provided by law or unless licensed or otherwise authorized by OFAC, the following activities by a United States person are prohibited: any transaction involving the Central Bank of the Russian Federation, the National Wealth Fund of the Russian Federation, or the Ministry of Finance of the Russian Federation, including any transfer of assets to such entities.",
            ],
            vec![
                "designation|Central Bank of the Russian Federation|EO-14024|2022-02-28|determination",
                "designation|National Wealth Fund of the Russian Federation|EO-14024|2022-02-28|determination",
                "designation|Ministry of Finance of the Russian Federation|EO-14024|2022-02-28|determination",
            ],
        ),
        (
            "Publication of Directive 2 Under Executive Order 14024",
            vec![
                "On February 24, 2022, OFAC determined that the following foreign financial institutions are subject to the prohibitions of Directive 2 under Executive Order 14024:",
                "1. Ensayo Bank Riga (a.k.a. Ensa Bank)",
                "2. Specimen Commercial Bank Ltd.",
                "U.S. financial institutions must close such accounts within 30 days.",
            ],
            vec![
                "designation|Ensayo Bank Riga|EO-14024|2022-02-24|determination",
                "designation|Specimen Commercial Bank Ltd.|EO-14024|2022-02-24|determination",
            ],
        ),
        (
            "Imposition of Restrictions on Correspondent Accounts of Bank of Kunlun Co., Ltd.",
            vec![
                "Effective July 31, 2012, under the Comprehensive Iran Sanctions, Accountability, and Divestment Act of 2010, U.S. financial institutions are prohibited from opening or maintaining a correspondent account or a payable-through account in the United States for Bank of Kunlun.",
            ],
            vec!["designation|Bank of Kunlun|CISADA-2010|2012-07-31|stated"],
        ),
    ];
    for (title, body, expected) in cases {
        let parsed = parse(title, SEE, &body);
        assert_eq!(lines(&parsed), expected, "{title}: {:?}", parsed.residue);
        assert_eq!(parsed.verdict, Verdict::Designates, "{:?}", parsed.residue);
    }
}

#[test]
fn a_directive_that_is_not_certain_names_nobody() {
    for sentence in [
        "On June 6, 2024, OFAC determined that the following are subject to the prohibitions of Directive 2 under Executive Order 14024: Ensayo Bank; certain subsidiaries of it.",
        "On June 6, 2024, OFAC, pursuant to Executive Order 14024, prohibited all transactions involving Ensayo Bank and Specimen Bank.",
        "On June 6, 2024, OFAC determined that Ensayo Bank is not subject to the prohibitions of Directive 2 under Executive Order 14024.",
        "On June 6, 2024, OFAC determined that the following are no longer subject to the prohibitions of Directive 2 under Executive Order 14024: Ensayo Bank.",
        "On June 6, 2024, OFAC determined that the following are subject to the prohibitions of Directive 2 under Executive Order 14024: (1) Ensayo Bank; and (3) Specimen Bank.",
    ] {
        let parsed = parse(
            "Publication of Directive 2 Under Executive Order 14024",
            SEE,
            &[sentence],
        );
        assert_eq!(lines(&parsed), [""; 0], "{sentence}");
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{sentence}");
    }
}

#[test]
fn a_break_in_the_sequence_of_lists_waits_for_a_person() {
    const ACT: &str = "On June 6, 2024, OFAC blocked the property and interests in property of the following persons pursuant to Executive Order 13224:";
    const A: &str = "ABER-TEST, Jan (individual) [SDGT].";
    const M: &str = "MOE-TEST, Jan (individual) [SDGT].";
    const Z: &str = "ZOE-TEST, Jan (individual) [SDGT].";
    let whole = parse("Notice of OFAC Sanctions Actions", SEE, &[ACT, A, X, M, Z]);
    assert_eq!(whole.records.len(), 4);
    assert_eq!(whole.verdict, Verdict::Designates, "{:?}", whole.residue);
    let cases: Vec<(&str, Vec<&str>)> = vec![
        (
            "a second heading of the same kind",
            vec![ACT, "#Individuals", A, M, "#Entities", Y, "#Individuals", Z],
        ),
        ("the alphabet begins again", vec![ACT, X, Z, A, M]),
        (
            "entries without a ground after entries with one",
            vec![BLOCKED, A, GROUND, M, GROUND, Z],
        ),
        (
            "a letter is missing",
            vec![
                "#A. Designations",
                ACT,
                X,
                "C. On June 6, 2024, OFAC removed from the SDN List the following person, blocked pursuant to Executive Order 13224:",
                Z,
            ],
        ),
    ];
    for (what, body) in cases {
        let parsed = parse("Notice of OFAC Sanctions Actions", SEE, &body);
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{what}");
        assert!(!parsed.residue.is_empty(), "{what}");
    }
}

#[test]
fn names_of_an_orders_annex_and_wallets_of_their_own_are_records() {
    let annex = parse(
        "Publication of the Names of Persons Listed in the Annex to Executive Order 13551",
        SEE,
        &[
            "On August 30, 2010, the President issued Executive Order 13551, “Blocking Property of Certain Persons With Respect to North Korea”.",
            "The names of the persons listed in the Annex to Executive Order 13551, whose property and interests in property are blocked, are:",
            "DOE-TEST, Jan, Riga, Latvia; DOB 1970 (individual) [DPRK].",
        ],
    );
    assert_eq!(
        lines(&annex),
        ["designation|DOE-TEST, Jan|EO-13551|2010-08-30|determination"],
        "{:?}",
        annex.residue
    );
    assert_eq!(annex.verdict, Verdict::Designates, "{:?}", annex.residue);
    let wallets = parse(
        "Notice of OFAC Sanctions Actions",
        SEE,
        &[
            "On June 6, 2024, OFAC, pursuant to Executive Order 13224, identified the following digital currency addresses as property in which DOE-TEST has an interest:",
            "1. XBT 1Ensayo99TestTestTestTestTest99",
            "2. Digital Currency Address - ETH 0x99990000aaaabbbbccccddddeeeeffff00001111",
        ],
    );
    assert_eq!(
        lines(&wallets),
        [
            "identification|1Ensayo99TestTestTestTestTest99|EO-13224|2024-06-06|determination",
            "identification|0x99990000aaaabbbbccccddddeeeeffff00001111|EO-13224|2024-06-06|determination",
        ],
        "{:?}",
        wallets.residue
    );
}

#[test]
fn a_bank_is_read_after_an_abbreviation_in_its_sentence() {
    let parsed = parse(
        "Imposition of Restrictions on Correspondent Accounts of Specimen Bank Co., Ltd.",
        SEE,
        &[
            "On July 31, 2012, the Secretary of the Treasury, pursuant to the Comprehensive Iran Sanctions, Accountability, and Divestment Act of 2010, prohibited U.S. financial institutions from opening or maintaining correspondent accounts or payable-through accounts in the United States for Specimen Bank Co., Ltd.",
        ],
    );
    assert_eq!(
        lines(&parsed),
        ["designation|Specimen Bank Co., Ltd.|CISADA-2010|2012-07-31|determination"]
    );
}
