//! Lists: printed as images, broken off, of an annex, of wallets.

use fedreg_model::Verdict;

use crate::{BLOCKED, GROUND, SEE, X, Y, lines, parse};

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
fn lists_without_tags_are_read_where_the_act_names_the_list() {
    let cases: Vec<(&str, Vec<&str>, Vec<&str>)> = vec![
        (
            "Sectoral Sanctions Identifications Pursuant to Executive Order 13662",
            vec![
                "On July 30, 2015, OFAC identified the following entities as subject to the prohibitions of Directive 2 under Executive Order 13662:",
                "#Sectoral Sanctions Identifications List",
                "1. ENSAYO OIL OAO (a.k.a. ENSA OIL), 5 Test Street, Moscow, Russia; Registration ID 1027739999999 (Russia).",
                "2. TEST PETROLEUM LTD., Nicosia, Cyprus.",
            ],
            vec![
                "designation|ENSAYO OIL OAO|EO-13662|2015-07-30|determination",
                "designation|TEST PETROLEUM LTD.|EO-13662|2015-07-30|determination",
            ],
        ),
        (
            "Notice of OFAC Sanctions Actions",
            vec![
                "On March 3, 2022, OFAC determined that one or more of the prohibitions described in section 235 of CAATSA apply to the following entity, which has been added to the Non-SDN Menu-Based Sanctions List:",
                "#Entity",
                "1. ENSAYO VOLGA AG, 5 Test Street, Zug, Switzerland; Tax ID No. 999 (Switzerland).",
            ],
            vec!["designation|ENSAYO VOLGA AG|CAATSA-235|2022-03-03|determination"],
        ),
        (
            "Notice of OFAC Sanctions Actions",
            vec![
                "On July 30, 2015, OFAC removed the following entity from the Sectoral Sanctions Identifications List, on which it was listed pursuant to Executive Order 13662:",
                "ENSAYO OIL OAO (a.k.a. ENSA OIL), 5 Test Street, Moscow, Russia; Registration ID 1027739999999 (Russia).",
            ],
            vec!["removal|ENSAYO OIL OAO|EO-13662|2015-07-30|determination"],
        ),
        (
            "Notice of OFAC Sanctions Actions",
            vec![
                "On May 22, 2012, OFAC added the following foreign financial institution, subject to restrictions under CISADA, to the List of Foreign Financial Institutions Subject to Correspondent Account or Payable-Through Account Sanctions:",
                "ENSAYO BANK CO. LTD., Karamay, China; SWIFT/BIC ENSACN22 [561-Related].",
            ],
            vec!["designation|ENSAYO BANK CO. LTD.|CISADA-2010|2012-05-22|determination"],
        ),
    ];
    for (title, body, expected) in cases {
        let parsed = parse(title, SEE, &body);
        assert_eq!(lines(&parsed), expected, "{title}: {:?}", parsed.residue);
        assert_eq!(parsed.verdict, Verdict::Designates, "{:?}", parsed.residue);
    }
}

#[test]
fn a_list_without_tags_waits_where_one_may_be_lost() {
    const SECTORAL: &str = "On July 30, 2015, OFAC identified the following entities as subject to the prohibitions of Directive 2 under Executive Order 13662:";
    for (what, body) in [
        (
            "a list that bears tags elsewhere",
            vec![
                SECTORAL,
                "1. ENSAYO OIL OAO, Moscow, Russia [UKRAINE-EO13662].",
                "2. TEST PETROLEUM LTD., Nicosia, Cyprus.",
            ],
        ),
        (
            "a list of blocked persons",
            vec![
                "On July 30, 2015, OFAC blocked the property of the following entities pursuant to Executive Order 13662:",
                "1. ENSAYO OIL OAO, Moscow, Russia.",
                "2. TEST PETROLEUM LTD., Nicosia, Cyprus.",
            ],
        ),
        (
            "a list without its law",
            vec![
                "On July 30, 2015, OFAC added the following entities to the Sectoral Sanctions Identifications List:",
                "1. ENSAYO OIL OAO, Moscow, Russia.",
            ],
        ),
    ] {
        let parsed = parse("Notice of OFAC Sanctions Actions", SEE, &body);
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{what}");
    }
}

#[test]
fn an_act_that_is_lost_between_lists_is_missed() {
    const INDIVIDUALS: &str = "On June 6, 2024, OFAC blocked the property and interests in property of the following individuals pursuant to Executive Order 13224:";
    const REMOVED: &str = "On June 6, 2024, OFAC removed from the SDN List the following entity, blocked pursuant to Executive Order 13224:";
    let told = "OFAC is publishing the names of one or more persons that have been placed on the SDN List, and of one entity that has been removed from the SDN List.";
    let updates = "OFAC is publishing the name of an individual that has been placed on the SDN List. Additionally, OFAC is publishing an update to the identifying information of one entity.";
    for (what, summary, body) in [
        (
            "a list of a kind of which the act does not speak",
            "",
            vec![INDIVIDUALS, "#Individuals", X, "#Entities", Y],
        ),
        (
            "a removal that the summary tells",
            told,
            vec![
                "On June 6, 2024, OFAC blocked the property and interests in property of the following persons pursuant to Executive Order 13224:",
                X,
                Y,
            ],
        ),
        (
            "an update that the summary tells",
            updates,
            vec![INDIVIDUALS, X],
        ),
    ] {
        let body: Vec<&str> = [summary]
            .into_iter()
            .chain(body)
            .filter(|p| !p.is_empty())
            .collect();
        let parsed = parse("Notice of OFAC Sanctions Actions", SEE, &body);
        assert_eq!(
            parsed.verdict,
            Verdict::NeedsReview,
            "{what}: {:?}",
            lines(&parsed)
        );
    }
    for (summary, body) in [
        (told, vec![INDIVIDUALS, "#Individuals", X, REMOVED, Y]),
        (
            "OFAC is publishing the names of persons and vessels that have been placed on the SDN List.",
            vec![INDIVIDUALS, X],
        ),
        (
            "OFAC is publishing the name of one person whose property and interests in property have been unblocked.",
            vec![REMOVED, Y],
        ),
    ] {
        let body = [vec![summary], body].concat();
        let parsed = parse("Notice of OFAC Sanctions Actions", SEE, &body);
        assert_eq!(
            parsed.verdict,
            Verdict::Designates,
            "{summary}: {:?}",
            parsed.residue
        );
    }
}
