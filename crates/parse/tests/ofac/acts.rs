//! Sentences that tell of an act, each read whole.

use fedreg_model::Verdict;

use crate::{BLOCKED, GROUND, SEE, V, X, Y, lines, parse};

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
            "a listing that appeared so and now appears otherwise",
            SEE,
            vec![
                "On June 6, 2024, OFAC updated the entry on the SDN List for the following individual, whose property and interests in property continue to be blocked pursuant to E.O. 13224.",
                "The listing previously appeared as follows:",
                "1. DOE, Jan (individual) [SDGT]",
                "The listing now appears as follows:",
                "1. DOE-TEST, Jan, Riga, Latvia; DOB 1970 (individual) [SDGT].",
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
            "no law but that of the tags",
            SEE,
            vec![
                "On June 6, 2024, OFAC removed from the SDN List the persons listed below, whose property and interests in property were unblocked.",
                X,
                "ROE-TEST, Ann, Riga, Latvia; DOB 1971 (individual) [GLOMAG] [NPWMD] [IFSR].",
            ],
            vec![
                removal,
                "removal|ROE-TEST, Ann|EO-13818+EO-13382|2024-06-06|determination",
            ],
        ),
        case(
            "a list that is called after a law",
            SEE,
            vec![
                "On June 6, 2024, OFAC removed the person listed below from the SDN List and the Non-SDN Iran Sanctions Act List.",
                X,
            ],
            vec![removal],
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
