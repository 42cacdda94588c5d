//! Vessels and aircraft as property: whose they are says under which law they are blocked.

use fedreg_model::Verdict;

use crate::{BLOCKED, GROUND, SEE, lines, parse};

const OWNER: &str = "1. ENSAYO SHIPPING LLC, Dubai, United Arab Emirates; Tax ID No. 99 (United Arab Emirates) [SDGT].";
const VESSEL: &str = "1. MV ENSAYO (9HAA9) Crude Oil Tanker Panama flag; Vessel Registration Identification IMO 9999999 (vessel) [SDGT] (Linked To: ENSAYO SHIPPING LLC).";

#[test]
fn property_is_blocked_under_the_law_of_its_owner() {
    let vessel = "identification|MV ENSAYO|EO-13224|2024-06-06|determination";
    let cases: Vec<(&str, Vec<&str>, Vec<&str>)> = vec![
        (
            "a ground without an order of its own",
            vec![
                "#Vessel",
                VESSEL,
                "Identified as property of ENSAYO SHIPPING LLC.",
            ],
            vec![vessel],
        ),
        (
            "the link alone, under the act upon the owner",
            vec!["#Vessel", VESSEL],
            vec![vessel],
        ),
        (
            "a lead of its own",
            vec![
                "OFAC also identified the following vessel as property in which ENSAYO SHIPPING LLC has an interest:",
                VESSEL,
            ],
            vec![vessel],
        ),
        (
            "a lead in the passive, with the law",
            vec![
                "In addition, the following vessel in which ENSAYO SHIPPING LLC has an interest is identified as blocked property pursuant to E.O. 13224, as amended:",
                VESSEL,
            ],
            vec![vessel],
        ),
        (
            "a lead that only tells whose the vessel is",
            vec![
                "The following vessel is blocked property in which ENSAYO SHIPPING LLC has an interest:",
                VESSEL,
            ],
            vec![vessel],
        ),
        (
            "a heading that tells through whom it is held",
            vec!["#Vessels Held Through ENSAYO SHIPPING LLC", VESSEL],
            vec![vessel],
        ),
        (
            "an aircraft",
            vec![
                "#Aircraft",
                "1. EP-TST; Aircraft Model IL76-TD; Aircraft Manufacturer's Serial Number (MSN) 99 (aircraft) [SDGT] (Linked To: ENSAYO SHIPPING LLC).",
                "Identified as an aircraft owned by ENSAYO SHIPPING LLC.",
            ],
            vec!["identification|EP-TST|EO-13224|2024-06-06|determination"],
        ),
        (
            "a sentence that names a vessel by its number",
            vec![
                "In addition, OFAC has identified the vessel MV ENSAYO (IMO 9999999) as property in which ENSAYO SHIPPING LLC has an interest.",
            ],
            vec![vessel],
        ),
        (
            "a sentence that names several",
            vec![
                "The following vessels are identified as property in which ENSAYO SHIPPING LLC has an interest: MV ENSAYO (IMO 9999999), and EL TEST (IMO 9999998).",
            ],
            vec![
                vessel,
                "identification|EL TEST|EO-13224|2024-06-06|determination",
            ],
        ),
    ];
    let owner = "designation|ENSAYO SHIPPING LLC|EO-13224|2024-06-06|determination";
    for (what, body, expected) in cases {
        let body = [vec![BLOCKED, "#Entity", OWNER, GROUND], body].concat();
        let parsed = parse("Notice of OFAC Sanctions Action", SEE, &body);
        let expected = [vec![owner], expected].concat();
        assert_eq!(lines(&parsed), expected, "{what}: {:?}", parsed.residue);
        assert_eq!(
            parsed.verdict,
            Verdict::Designates,
            "{what}: {:?}",
            parsed.residue
        );
        for record in parsed.records.iter().skip(1) {
            assert_eq!(record.party.linked_to, ["ENSAYO SHIPPING LLC"], "{what}");
            assert!(
                record.authorities.iter().all(|a| a.subsection.is_none()),
                "{what}: the section is of the owner's own ground"
            );
        }
    }
}

#[test]
fn each_vessel_goes_with_its_own_owner() {
    let parsed = parse(
        "Notice of OFAC Sanctions Action",
        SEE,
        &[
            BLOCKED,
            "#Entities",
            OWNER,
            GROUND,
            "2. OTHER TEST LTD., Dubai, United Arab Emirates; Tax ID No. 98 (United Arab Emirates) [IRAN-EO13902].",
            "Designated pursuant to section 1(a)(i) of E.O. 13902 for operating in the petroleum sector of the Iranian economy.",
            "#Vessels",
            VESSEL,
            "Identified as property in which ENSAYO SHIPPING LLC has an interest.",
            "2. EL TEST (3XXX9) Oil Tanker Iran flag; Vessel Registration Identification IMO 9999998 (vessel) [IRAN-EO13902] (Linked To: OTHER TEST LTD.).",
            "Identified as property in which OTHER TEST LTD. has an interest.",
        ],
    );
    assert_eq!(
        lines(&parsed)[2..],
        [
            "identification|MV ENSAYO|EO-13224|2024-06-06|determination",
            "identification|EL TEST|EO-13902|2024-06-06|determination",
        ],
        "{:?}",
        parsed.residue
    );
    assert_eq!(parsed.verdict, Verdict::Designates, "{:?}", parsed.residue);
}

#[test]
fn property_whose_owner_is_not_certain_waits_for_a_person() {
    let unlinked = "1. MV ENSAYO (9HAA9) Crude Oil Tanker Panama flag; Vessel Registration Identification IMO 9999999 (vessel) [SDGT].";
    let cases: Vec<(&str, Vec<&str>)> = vec![
        ("a vessel that nothing links", vec!["#Vessel", unlinked]),
        (
            "a vessel of somebody whom the notice does not name",
            vec![
                "#Vessel",
                "1. MV ENSAYO (9HAA9) Crude Oil Tanker Panama flag; Vessel Registration Identification IMO 9999999 (vessel) [SDGT] (Linked To: ANOTHER LTD.).",
            ],
        ),
        (
            "a vessel within the ground of its owner, which does not say what is done to it",
            vec![
                "ENSAYO SHIPPING LLC operates the MV ENSAYO (IMO 9999999), which may be its property.",
            ],
        ),
        (
            "vessels within their owner's entry, without a word on them",
            vec![
                "2. OTHER TEST LTD., Dubai, United Arab Emirates; MV ENSAYO (IMO 9999999); MV TEST (IMO 9999998) [SDGT].",
                GROUND,
            ],
        ),
    ];
    for (what, body) in cases {
        let body = [vec![BLOCKED, "#Entity", OWNER, GROUND], body].concat();
        let parsed = parse("Notice of OFAC Sanctions Action", SEE, &body);
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{what}");
        let wrong = |name: &str| name.contains("IMO") || name.contains(':');
        assert!(
            !parsed.records.iter().any(|r| wrong(&r.party.name)),
            "{what}: {:?}",
            lines(&parsed)
        );
    }
}

#[test]
fn vessels_within_the_entry_of_their_owner_are_records_of_their_own() {
    let parsed = parse(
        "Notice of OFAC Sanctions Action",
        SEE,
        &[
            BLOCKED,
            "#Entity",
            "1. OTHER TEST LTD., Dubai, United Arab Emirates; Vessels held through OTHER TEST LTD.: MV ENSAYO (IMO 9999999); EL TEST (IMO 9999998); Tax ID No. 99 (United Arab Emirates) [SDGT].",
            GROUND,
        ],
    );
    assert_eq!(
        lines(&parsed),
        [
            "designation|OTHER TEST LTD.|EO-13224|2024-06-06|determination",
            "identification|MV ENSAYO|EO-13224|2024-06-06|determination",
            "identification|EL TEST|EO-13224|2024-06-06|determination",
        ],
        "{:?}",
        parsed.residue
    );
    assert_eq!(parsed.verdict, Verdict::Designates, "{:?}", parsed.residue);
    assert_eq!(parsed.records[1].party.linked_to, ["OTHER TEST LTD."]);
    assert_eq!(parsed.records[2].party.identifiers[0].value, "IMO 9999998");
    assert!(parsed.records[0].party.remarks.is_empty());
}
