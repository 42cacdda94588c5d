//! Parts of notices, divided into entries, grounds, headings and the rest.

use fedreg_model::{DocumentMetadata, TextFormat};

use crate::grammar::entry::{Piece, split};
use crate::notice::Notice;

/// The pieces of page text, one line each.
fn pieces(body: &str) -> Vec<String> {
    let page = format!(
        "[Federal Register Volume 87, Number 1 (Monday, January 3, 2022)]\n[Notices]\n[Pages \
         100-105]\n\nDEPARTMENT OF THE TREASURY\n\nOffice of Foreign Assets Control\n\n\n{body}\n\n\
         [FR Doc. 2022-00001 Filed 1-2-22; 8:45 am]\nBILLING CODE 4810-AL-P\n"
    );
    let text = fedreg_text::read(page.as_bytes(), TextFormat::Txt).unwrap();
    let metadata = DocumentMetadata::default();
    let notice = Notice::new(&metadata, &text);
    let told = split(&notice, 0..text.blocks.len())
        .into_iter()
        .map(|piece| match piece {
            Piece::Entry(entry) => {
                let number = entry.number.map_or(String::new(), |n| format!("{n}. "));
                let flaw = if entry.problems.is_empty() { "" } else { " ?" };
                format!("{number}{} {}{flaw}", entry.party.kind, entry.party.name)
            }
            Piece::Ground(range) => format!("ground: {}", notice.words(&range)),
            Piece::Heading { range, kind } => format!(
                "heading: {} ({})",
                notice.words(&range),
                kind.map_or("-", |k| k.as_str())
            ),
            Piece::Other(range) => format!("other: {}", notice.words(&range)),
        });
    told.skip(2)
        .filter(|t| !t.starts_with("other: [FR") && !t.starts_with("other: BILL"))
        .collect()
}

#[test]
fn entries_grounds_and_headings_of_a_notice_of_today() {
    assert_eq!(
        pieces(
            "    A. On January 1, 2022, OFAC determined that the property of the \nfollowing persons is \
             blocked.\n\nIndividuals\n\n    1. EXAMPLE, John (a.k.a. ``JOHNNY''), 12 Main St., Example \
             City, \nPanama; DOB 01 Jan 1970 (individual) [ILLICIT-DRUGS-EO14059] \n(Linked To: EXAMPLE \
             CARTEL).\n    Designated pursuant to section 1(a)(i) of Executive Order 14059 for \nhaving \
             engaged in X.\n    2. SAMPLE-PERSON, Jane Q.; DOB 05 May 1980 (individual) [SDGT] \n[IFSR]. \
             Designated pursuant to section 1(a)(iii)(C) of E.O. 13224.\n\nVessel\n\n    1. SHIPPY STAR \
             (3E2345) Crude Oil Tanker Panama flag; MMSI 572469210 \n\n[[Page 101]]\n\n(vessel) [DPRK4] \
             (Linked To: EXAMPLE CO.).\n    Identified as property in which EXAMPLE CO., a person, has \
             an \ninterest."
        ),
        [
            "other: A. On January 1, 2022, OFAC determined that the property of the following persons is blocked.",
            "heading: Individuals (individual)",
            "1. individual EXAMPLE, John",
            "ground: Designated pursuant to section 1(a)(i) of Executive Order 14059 for having engaged in X.",
            "2. individual SAMPLE-PERSON, Jane Q.",
            "ground: Designated pursuant to section 1(a)(iii)(C) of E.O. 13224.",
            "heading: Vessel (vessel)",
            "1. vessel SHIPPY STAR",
            "ground: Identified as property in which EXAMPLE CO., a person, has an interest.",
        ]
    );
}

#[test]
fn changed_entries_and_entries_within_sentences() {
    assert_eq!(
        pieces(
            "    C. On January 2, 2022, OFAC updated the entry for the following \nindividual: OLDER, \
             Person; DOB 1951 (individual) [SDGT] -to- OLDER, Person \n(a.k.a. ``OP''); DOB 1951 \
             (individual) [SDGT].\n\n    D. On January 3, 2022, OFAC removed the following: THE FOO \
             COMPANY \n(a.k.a. FOO), Iran [IRAN]; and BAR LLC, Iran [IRAN].\n\n    Each of the entities \
             listed above was designated pursuant to E.O. \n13224."
        ),
        [
            "other: C. On January 2, 2022, OFAC updated the entry for the following individual:",
            "individual OLDER, Person",
            "other: -to-",
            "individual OLDER, Person",
            "other: D. On January 3, 2022, OFAC removed the following:",
            "organization THE FOO COMPANY",
            "organization BAR LLC",
            "other: Each of the entities listed above was designated pursuant to E.O. 13224.",
        ]
    );
}

#[test]
fn entries_of_older_lists() {
    assert_eq!(
        pieces(
            "    Entities:\n\n    Agricola Ejemplo, Calle 1, No. 2-3, Cali, Colombia [SDNT]\n\n    \
             VIAJES EJEMPLO LTDA., Carrera 3 No. 10-02 Local 113, Cali, Colombia \n[SDNT]\n\n    \
             INDIVIDUALS:\n\n    1. EXAMPLE UNO, Juan, c/o VIAJES EJEMPLO LTDA., Cali, Colombia; (DOB \n10 \
             Dec 1948, POB Cali, Colombia); Passport No. AC123456 (Colombia) \n(INDIVIDUAL) [SDNT]\n    2. \
             UNTAGGED CO., Damascus, Syria.\n    (3) KINDLESS CO., LTD., Iran [IRAN].\n    (4) SAMPLE, One (individual) [SDGT]; SAMPLE, Two, Iran \
             (individual) \n[SDGT]."
        ),
        [
            "heading: Entities: (organization)",
            "organization Agricola Ejemplo",
            "organization VIAJES EJEMPLO LTDA.",
            "heading: INDIVIDUALS: (individual)",
            "1. individual EXAMPLE UNO, Juan",
            "2. individual UNTAGGED CO., Damascus ?",
            "3. individual KINDLESS CO., LTD. ?",
            "4. individual SAMPLE, One",
            "individual SAMPLE, Two",
        ]
    );
}

#[test]
fn sentences_are_no_entries() {
    for sentence in [
        "OFAC, in consultation with the Department of State, determined that EXAMPLE CO. [SDGT] is blocked.",
        "The tags of EXAMPLE CO., Tehran, Iran, are [SDGT] and [IFSR].",
        "B. On January 2, 2022, OFAC removed from the SDN List the persons listed below.",
        "FOR FURTHER NOTICE, see Example Street, Panama City, Panama.",
        "As a result, all property of the persons above is blocked, including in Tehran, Iran [IRAN].",
    ] {
        let pieces = pieces(&format!("    {sentence}"));
        assert!(
            pieces
                .iter()
                .all(|p| p.starts_with("other:") || p.starts_with("heading:")),
            "{pieces:?}"
        );
    }
}
