//! What cannot be read whole and waits for a person.

use fedreg_model::{DocumentType, Verdict};

use crate::{BLOCKED, GROUND, SEE, X, Y, lines, parse, parse_as};

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
            "a removal whose tag stands for several laws",
            vec![
                "On June 6, 2024, OFAC removed from the SDN List the person listed below.",
                "DOE-TEST, Jan (individual) [SYRIA].",
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
fn a_determination_upon_a_sector_names_nobody() {
    let title = "Publication of a Determination Issued Pursuant to Executive Order 13902";
    let sector = "On July 2, 2024, the Secretary of the Treasury determined that section 1(a)(i) of E.O. 13902 shall apply to the following sector of the Iranian economy: petrochemicals.";
    let parsed = parse(title, SEE, &[sector]);
    assert_eq!(
        parsed.verdict,
        Verdict::NotADesignation,
        "{}",
        parsed.reason
    );
    // With an entry beside it, it is more than that.
    let parsed = parse(title, SEE, &[sector, X]);
    assert_eq!(parsed.verdict, Verdict::NeedsReview, "{}", parsed.reason);
}

#[test]
fn a_list_that_is_published_again_names_nobody_anew() {
    let title = "Alphabetical Listings: Specially Designated Nationals and Blocked Persons; Blocked Vessels";
    let again = "OFAC is amending its regulations by republishing in alphabetical order the entire list of persons identified in Appendix A to 31 CFR part 560, to reflect changes to the list since that appendix was last published.";
    let entry = "ENSAYO GMBH (f.k.a. ENSA), Riga, Latvia [IRAN]";
    let parsed = parse_as(DocumentType::Rule, title, SEE, &[again, entry]);
    assert_eq!(
        parsed.verdict,
        Verdict::NotADesignation,
        "{}",
        parsed.reason
    );
    let adds = "Appendix A to 31 CFR part 560 is amended by adding the following names:";
    let parsed = parse_as(DocumentType::Rule, title, SEE, &[again, adds, entry]);
    assert_ne!(
        parsed.verdict,
        Verdict::NotADesignation,
        "{}",
        parsed.reason
    );
}
