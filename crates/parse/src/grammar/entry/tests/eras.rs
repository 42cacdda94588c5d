//! Printed forms from the 1990s to now, one party in each.

use fedreg_model::AliasQuality::{self, Former, NativeScript, New, Strong, Weak};
use fedreg_model::{Party, PartyKind};

use crate::grammar::entry::{ListEntry, UNTAGGED, parse};

fn read(text: &str) -> ListEntry {
    parse(text, 0, None).unwrap_or_else(|| panic!("nothing read from {text}"))
}

/// Reads an entry that has no problems.
fn party(text: &str) -> Party {
    let entry = read(text);
    assert!(entry.problems.is_empty(), "{text}: {:?}", entry.problems);
    let left = text[entry.range.end..].trim_matches([' ', '.']);
    assert!(left.is_empty(), "{text}: {left:?} is left over");
    entry.party
}

fn aliases(party: &Party) -> Vec<(&str, AliasQuality)> {
    party
        .aliases
        .iter()
        .map(|a| (a.name.as_str(), a.quality))
        .collect()
}

fn numbers(party: &Party) -> Vec<(&str, &str, Option<&str>)> {
    party
        .identifiers
        .iter()
        .map(|i| (i.kind.as_str(), i.value.as_str(), i.country.as_deref()))
        .collect()
}

fn details(party: &Party) -> Vec<(&str, &str)> {
    party
        .details
        .iter()
        .map(|d| (d.label.as_str(), d.value.as_str()))
        .collect()
}

fn addresses(party: &Party) -> Vec<&str> {
    party.addresses.iter().map(|a| a.printed.as_str()).collect()
}

#[test]
fn a_person_of_the_narcotics_lists_of_the_1990s() {
    let party = party(
        "5. EJEMPLO CABALLERO, Maria Lucia, c/o INVERSIONES EJEMPLO LTDA., Bogota, Colombia; \
         Calle 93 No. 16-75, Bogota, Colombia; DOB 10 Dec 1948; alt. DOB 30/1/49; Passports \
         AC123456 (Colombia), 77588 (Argentina); Cedula No. 1234567 (Colombia) (individual) [SDNT]",
    );
    assert_eq!(party.name, "EJEMPLO CABALLERO, Maria Lucia");
    assert_eq!(party.surname.as_deref(), Some("EJEMPLO CABALLERO"));
    assert_eq!(party.kind, PartyKind::Individual);
    assert_eq!(
        addresses(&party),
        [
            "c/o INVERSIONES EJEMPLO LTDA., Bogota, Colombia",
            "Calle 93 No. 16-75, Bogota, Colombia"
        ]
    );
    assert_eq!(
        numbers(&party),
        [
            ("Passports", "AC123456", Some("Colombia")),
            ("Passports", "77588", Some("Argentina")),
            ("Cedula No.", "1234567", Some("Colombia")),
        ]
    );
    assert_eq!(party.dates_of_birth.len(), 2);
    assert_eq!(party.programs, ["SDNT"]);
    assert_eq!(party.countries, ["Colombia"]);
}

#[test]
fn an_older_entry_prints_the_position_in_place_of_the_address() {
    let party = party(
        "BEISPIEL, Mousa (a.k.a. \"Abu One\"), Political Leader in Amman, Jordan and Damascus, \
         Syria for EXAMPLE FRONT; DOB 9 February 1951; POB Gaza, Egypt; SSN 523-00-8386 (U.S.A.) \
         (individual) [SDT].",
    );
    assert!(party.addresses.is_empty());
    assert_eq!(
        party.titles,
        ["Political Leader in Amman, Jordan and Damascus, Syria for EXAMPLE FRONT"]
    );
    assert_eq!(aliases(&party), [("Abu One", AliasQuality::Weak)]);
}

#[test]
fn an_entry_whose_tag_the_heading_gives_says_so() {
    let entry =
        read("Beispiel Loera, Joaquin (a.k.a. \"El Ejemplo\"); DOB 12/10/48 (individual) (male).");
    assert_eq!(entry.party.name, "Beispiel Loera, Joaquin");
    assert_eq!(entry.party.surname.as_deref(), Some("Beispiel Loera"));
    assert_eq!(entry.party.gender.as_deref(), Some("male"));
    assert_eq!(entry.problems.len(), 1);
    assert_eq!(entry.problems[0].why, UNTAGGED);
    let days = &entry.party.dates_of_birth[0];
    assert_eq!(
        [days.earliest, days.latest].map(|d| d.unwrap().to_string()),
        ["1948-10-12", "1948-12-10"]
    );
}

#[test]
fn names_in_mixed_case_without_a_group_are_doubted() {
    let entry = read("Beispiel, Mousa Ali, Cali, Colombia; DOB 1951 (individual) [SDT].");
    assert!(!entry.problems.is_empty());
}

#[test]
fn names_of_companies_keep_their_commas_and_parentheses() {
    for (text, name, first) in [
        (
            "CECOEX, S.A., Panama City, Panama [CUBA].",
            "CECOEX, S.A.",
            "Panama City, Panama",
        ),
        (
            "BEISPIEL (PVT) LTD., 5 Main St, Harare, Zimbabwe [ZIMBABWE].",
            "BEISPIEL (PVT) LTD.",
            "5 Main St, Harare, Zimbabwe",
        ),
        (
            "EXAMPLE, CO., LTD., FL, United States [IRAN].",
            "EXAMPLE, CO., LTD.",
            "FL, United States",
        ),
        (
            "FRONT OF X, Y, AND Z, Belgrade, Serbia [BALKANS].",
            "FRONT OF X, Y, AND Z",
            "Belgrade, Serbia",
        ),
        (
            "Agricola Ejemplo, S.A. de C.V., Calle 1, Cali, Colombia [SDNT].",
            "Agricola Ejemplo, S.A. de C.V.",
            "Calle 1, Cali, Colombia",
        ),
        (
            "FORCE (XF)-QODS (a.k.a. PASDARAN (XF)), Tehran, Iran [SDGT].",
            "FORCE (XF)-QODS",
            "Tehran, Iran",
        ),
        (
            "BRANCH (LEBANON BRANCH), Beirut, Lebanon [SDGT].",
            "BRANCH (LEBANON BRANCH)",
            "Beirut, Lebanon",
        ),
    ] {
        let party = party(text);
        assert_eq!(party.name, name);
        assert_eq!(addresses(&party), [first]);
        assert_eq!(party.kind, PartyKind::Organization);
    }
}

#[test]
fn aliases_keep_their_quality_and_scripts() {
    let party = party(
        "XIE, Beispiel (Chinese Simplified: 谢鸿飞; Chinese Traditional: 謝鴻飛) (a.k.a. HSIEH, \
         Bei (Latin: Hsieh); f.k.a. OLD, Name; n.k.a. \"NEW, ONE\"; a.k.a. \"BOSS, XIE\"), Wuhan, \
         China; DOB circa 1975 to 1977; Digital Currency Address—XBT 1NaRX1GZgtZ7E8iXo8YUdTtnb8r; \
         alt. Digital Currency Address - ETH 0xe1d865c3d669dcc8c57c8d; Secondary sanctions risk: \
         See Section 11 of Executive Order 14024.; National ID No. 2112 (China); Vice President \
         (individual) [ILLICIT-DRUGS-EO14059] [RUSSIA- EO14024] (Linked To: A CO., LTD.; Linked \
         To: B (HK) CO.) (Linked To: C).",
    );
    assert_eq!(
        aliases(&party),
        [
            ("谢鸿飞", NativeScript),
            ("謝鴻飛", NativeScript),
            ("HSIEH, Bei", Strong),
            ("Hsieh", NativeScript),
            ("OLD, Name", Former),
            ("NEW, ONE", New),
            ("BOSS, XIE", Weak),
        ]
    );
    assert_eq!(
        numbers(&party),
        [
            (
                "Digital Currency Address - XBT",
                "1NaRX1GZgtZ7E8iXo8YUdTtnb8r",
                None
            ),
            (
                "Digital Currency Address - ETH",
                "0xe1d865c3d669dcc8c57c8d",
                None
            ),
            ("National ID No.", "2112", Some("China")),
        ]
    );
    assert_eq!(
        details(&party),
        [(
            "Secondary sanctions risk",
            "See Section 11 of Executive Order 14024."
        )]
    );
    assert_eq!(party.titles, ["Vice President"]);
    assert_eq!(party.programs, ["ILLICIT-DRUGS-EO14059", "RUSSIA-EO14024"]);
    assert_eq!(party.linked_to, ["A CO., LTD.", "B (HK) CO.", "C"]);
    assert!(party.dates_of_birth[0].circa);
}

#[test]
fn older_groups_part_aliases_by_commas() {
    let party = party(
        "BEISPIEL GROUP SAL (a.k.a. BG, a.k.a. BEISPIEL GRP. and a.k.a. B GROUP), Beirut, Lebanon [SDGT]",
    );
    let names: Vec<&str> = party.aliases.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["BG", "BEISPIEL GRP.", "B GROUP"]);
}

#[test]
fn mononyms_have_no_surname() {
    for (text, name) in [
        (
            "ABU BEISPIEL (a.k.a. A, Khalid); DOB 01 Jan 1975 (individual) [SDGT].",
            "ABU BEISPIEL",
        ),
        ("BEISPIELAEN; DOB 1963 (individual) [SDGT].", "BEISPIELAEN"),
        (
            "BEISPIELOSO, Indonesia; DOB 1963 (individual) [SDGT].",
            "BEISPIELOSO",
        ),
    ] {
        let party = party(text);
        assert_eq!((party.name.as_str(), party.surname), (name, None));
    }
}

#[test]
fn vessels_with_and_without_their_particulars() {
    let full = party(
        "EXAMPLE PRINCESS (n.k.a. SAMPLE; f.k.a. OLD) (C4GL) General Cargo 24,155DWT 13,567GRT \
         Cyprus flag (Example Princess Shipping Ltd); Former Vessel Flag Malta; alt. Former Vessel \
         Flag None Identified; Vessel Registration Identification IMO 9187629; MMSI 572469210 \
         (vessel) [CUBA]",
    );
    assert_eq!(full.name, "EXAMPLE PRINCESS");
    assert_eq!(
        numbers(&full),
        [
            ("Vessel Call Sign", "C4GL", None),
            ("Vessel Registration Identification", "IMO 9187629", None),
            ("MMSI", "572469210", None),
        ]
    );
    assert_eq!(
        details(&full),
        [
            ("Vessel Type", "General Cargo"),
            ("DWT", "24,155"),
            ("GRT", "13,567"),
            ("Vessel Flag", "Cyprus"),
            ("Vessel Owner", "Example Princess Shipping Ltd"),
            ("Former Vessel Flag", "Malta"),
            ("Former Vessel Flag", "None Identified"),
        ]
    );
    for (text, name, kind, flag) in [
        (
            "SHIPPY Crude Oil Tanker None Identified flag; MMSI 572442210 (vessel) [IRAN].",
            "SHIPPY",
            "Crude Oil Tanker",
            "None Identified",
        ),
        (
            "SEA GLORY 2 LPG Tanker Korea, North flag; MMSI 572442210 (vessel) [IRAN].",
            "SEA GLORY 2",
            "LPG Tanker",
            "Korea, North",
        ),
        (
            "SHIPPY STAR (8P2482) Offshore Tug/Supply Ship Barbados flag (vessel) [IRAN].",
            "SHIPPY STAR",
            "Offshore Tug/Supply Ship",
            "Barbados",
        ),
    ] {
        let vessel = party(text);
        assert_eq!(vessel.name, name);
        assert_eq!(
            details(&vessel),
            [("Vessel Type", kind), ("Vessel Flag", flag)]
        );
    }
    for text in [
        "ABBA; Bulk Carrier; 22,500 DWT; Iran flag; MMSI 572442210 (vessel) [NPWMD]",
        "ABBA, Bulk Carrier, 22,500DWT, Iran flag; MMSI 572442210 (vessel) [NPWMD]",
        "ABBA Bulk Carrier 22,500DWT Iran flag; MMSI 572442210 (vessel) [NPWMD]",
    ] {
        let told = [
            ("Vessel Type", "Bulk Carrier"),
            ("DWT", "22,500"),
            ("Vessel Flag", "Iran"),
        ];
        assert_eq!(details(&party(text)), told, "{text}");
    }
    let bare = party("SHIPPY STAR 2 Iran flag; MMSI 572442210 (vessel) [IRAN].");
    assert_eq!(
        (bare.name.as_str(), details(&bare)),
        ("SHIPPY STAR 2", vec![("Vessel Flag", "Iran")])
    );
}

#[test]
fn an_aircraft_is_named_by_its_tail_number() {
    let aircraft = party(
        "EP-XYZ; Aircraft Construction Number (also called L/N or S/N or F/N) 8401; Aircraft \
         Manufacture Date Sep 1990; Aircraft Model BAe-146; Aircraft Operator EXAMPLE AIR; Aircraft \
         Manufacturer's Serial Number (MSN) E3171; Aircraft Mode S Transponder Code 730123; Aircraft \
         Tail Number EP-XYZ (aircraft) [SDGT] [IFSR] (Linked To: EXAMPLE AIR).",
    );
    assert_eq!(
        (aircraft.name.as_str(), aircraft.kind),
        ("EP-XYZ", PartyKind::Aircraft)
    );
    assert_eq!(
        numbers(&aircraft),
        [
            (
                "Aircraft Construction Number (also called L/N or S/N or F/N)",
                "8401",
                None
            ),
            ("Aircraft Manufacturer's Serial Number (MSN)", "E3171", None),
            ("Aircraft Mode S Transponder Code", "730123", None),
            ("Aircraft Tail Number", "EP-XYZ", None),
        ]
    );
    assert_eq!(aircraft.linked_to, ["EXAMPLE AIR"]);
}

#[test]
fn lists_that_do_not_block_have_their_own_dates() {
    let party = party(
        "EXAMPLE HONOUR LIMITED (a.k.a. EXAMPLE HONOUR), Road Town VG1110, Virgin Islands, British; \
         Equity Ticker 002415; Issuer Name Example Honour Ltd; ISIN HK0000000000; Target Type \
         Private Company; Effective Date (CMIC) 02 Aug 2021; Purchase/Sales For Divestment Date \
         (CMIC) 03 Jun 2022; Listing Date (EO 14024 Directive 1a): 22 Feb 2022; Organization Type: \
         Other; Organization Established Date 1991 [CMIC-EO13959] (Linked To: EXAMPLE HOLDING CO.).",
    );
    assert_eq!(
        details(&party),
        [
            ("Issuer Name", "Example Honour Ltd"),
            ("Target Type", "Private Company"),
            ("Effective Date (CMIC)", "02 Aug 2021"),
            ("Purchase/Sales For Divestment Date (CMIC)", "03 Jun 2022"),
            ("Listing Date (EO 14024 Directive 1a)", "22 Feb 2022"),
            ("Organization Type", "Other"),
            ("Organization Established Date", "1991"),
        ]
    );
    assert_eq!(
        numbers(&party),
        [
            ("Equity Ticker", "002415", None),
            ("ISIN", "HK0000000000", None)
        ]
    );
    assert_eq!(party.countries, ["Virgin Islands, British"]);
}

#[test]
fn unknown_labels_stay_as_text() {
    let party = party(
        "EXAMPLE CO., Tehran, Iran; Widget Code ZZ-9 (Iran); Oddity: some thing; strange words; \
         All offices worldwide [IRAN].",
    );
    assert_eq!(
        details(&party),
        [("Widget Code", "ZZ-9 (Iran)"), ("Oddity", "some thing")]
    );
    assert_eq!(party.remarks, ["strange words", "All offices worldwide"]);
}

#[test]
fn groups_and_tags_that_do_not_close_are_problems() {
    for text in [
        "EXAMPLE CO. (a.k.a. SAMPLE (X; a.k.a. Y), Tehran, Iran [IRAN].",
        "EXAMPLE CO., Tehran, Iran [SDGT] [IF",
        "EXAMPLE CO., Tehran, Iran [SDGT] (Linked To: OTHER",
        "EXAMPLE CO. (a.k.a. ), Tehran, Iran [SDGT].",
        "EXAMPLE (a.k.a. SAMPLE) CO. LTD., Tehran, Iran [SDGT].",
    ] {
        assert!(!read(text).problems.is_empty(), "{text}");
    }
}
