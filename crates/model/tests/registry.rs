//! The registry that ships: every program tag and every law of the families is in it.

use std::path::Path;

use fedreg_model::{Authorities, AuthorityKind, Program};

/// The program tags of the list of Specially Designated Nationals.
const TAGS: [&str; 67] = [
    "BALKANS",
    "BELARUS",
    "BURMA-EO14014",
    "BURUNDI",
    "CAATSA - IRAN",
    "CAATSA - RUSSIA",
    "CAR",
    "CUBA",
    "CYBER2",
    "DARFUR",
    "DPRK",
    "DPRK-NKSPEA",
    "DPRK2",
    "DPRK3",
    "DPRK4",
    "DRCONGO",
    "ELECTION-EO13848",
    "FSE-SY",
    "FTO",
    "GLOMAG",
    "HIFPAA",
    "HK-EO13936",
    "HRIT-IR",
    "HRIT-SY",
    "IFCA",
    "IFSR",
    "IRAN",
    "IRAN-CON-ARMS-EO",
    "IRAN-EO13846",
    "IRAN-EO13871",
    "IRAN-EO13876",
    "IRAN-EO13902",
    "IRAN-HR",
    "IRAN-TRA",
    "IRAQ2",
    "IRAQ3",
    "IRGC",
    "ISA",
    "LEBANON",
    "LIBYA2",
    "LIBYA3",
    "MAGNIT",
    "MALI-EO13882",
    "NICARAGUA",
    "NICARAGUA-NHRAA",
    "NPWMD",
    "NS-PLC",
    "PEESA",
    "RUSSIA-EO14024",
    "SDGT",
    "SDNT",
    "SDNTK",
    "SOMALIA",
    "SOUTH SUDAN",
    "SYRIA",
    "SYRIA-CAESAR",
    "SYRIA-EO13894",
    "TCO",
    "UKRAINE-EO13660",
    "UKRAINE-EO13661",
    "UKRAINE-EO13662",
    "UKRAINE-EO13685",
    "VENEZUELA",
    "VENEZUELA-EO13850",
    "VENEZUELA-EO13884",
    "YEMEN",
    "ZIMBABWE",
];

fn registry() -> Authorities {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/authorities.toml");
    let text = fs_err::read_to_string(file).expect("the registry is in the workspace");
    Authorities::from_toml(&text).expect("the registry keeps its rules")
}

#[test]
fn every_program_tag_is_known() {
    let registry = registry();
    for tag in TAGS {
        assert!(registry.program(tag).is_some(), "{tag}");
    }
    assert!(matches!(
        registry.program("IFSR"),
        Some(Program::Consequence(_))
    ));
    assert_eq!(registry.program("NO-SUCH-TAG"), None);
}

#[test]
fn a_tag_that_names_an_order_stands_for_that_order() {
    let registry = registry();
    let tags: Vec<(String, String)> = registry
        .iter()
        .flat_map(|a| a.programs.iter().map(|tag| (tag.clone(), a.code.clone())))
        .collect();
    for (tag, _) in &tags {
        let Some((_, number)) = tag.split_once("EO") else {
            continue;
        };
        let Ok(number) = number.parse::<u32>() else {
            continue;
        };
        let code = format!("EO-{number}");
        assert!(
            tags.iter().any(|(t, c)| t == tag && *c == code),
            "{tag} is no tag of {code}"
        );
    }
}

#[test]
fn every_law_of_the_families_is_listed() {
    let registry = registry();
    for code in [
        "INA-219",
        "INA-212",
        "FNKDA-805",
        "INKSNA",
        "AECA-73",
        "EAA-11B",
        "AECA-81",
        "EAA-11C",
        "CBWA-307",
        "AECA-38",
        "AECA-3",
        "IIANPA-1604",
        "ISA-1996",
        "CAATSA-231",
        "CAATSA-235",
        "CAATSA-224",
        "CAATSA-226",
        "CAATSA-228",
        "CAATSA-105",
        "CISADA-2010",
        "TRA-2012",
        "IFCA-2012",
        "NKSPEA-104",
        "CAESAR-7412",
        "PEESA-7503",
        "MAGNITSKY-2012",
        "HIFPA-2015",
        "HKAA-2020",
        "FMA-202",
        "IRFA-402",
        "FRANKWOLF-301",
        "EAR-744-11",
        "EAR-744-21",
        "EAR-744-15",
        "EAR-766-24",
        "EAR-766-25",
        "EAR-766",
        "UFLPA-2-D-2-B-I",
        "UFLPA-2-D-2-B-II",
        "UFLPA-2-D-2-B-IV",
        "UFLPA-2-D-2-B-V",
        "NDAA-2021-1260H",
        "NDAA-1999-1237",
        "PATRIOT-311",
        "CRMLA-9714",
        "FENDOFF-2313A",
        "STCNA-2",
        "TARIFF-307",
        "NDAA-2019-889",
        "NDAA-2019-1286",
        "CACR-515-209",
    ] {
        assert!(registry.get(code).is_some(), "{code}");
    }
    for authority in registry.iter() {
        let order = authority.code.strip_prefix("EO-");
        assert_eq!(
            order.is_some(),
            authority.kind == AuthorityKind::ExecutiveOrder,
            "{}",
            authority.code
        );
        if let Some(number) = order {
            let title = format!("Executive Order {number} of ");
            assert!(authority.title.starts_with(&title), "{}", authority.code);
        }
        assert!(!authority.agencies.is_empty(), "{}", authority.code);
    }
}
