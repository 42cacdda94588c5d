//! Printed forms from the 1990s to now.

use crate::grammar::entry::parse;

#[test]
fn look() {
    for text in [
        "PUTIN, Vladimir Vladimirovich (a.k.a. PUTIN, Vladimir), Kremlin, Moscow, Russia; Novo-Ogaryevo, Moscow Region, Russia; DOB 07 Oct 1952; POB Leningrad, Russia; nationality Russia; citizen Russia; Gender Male; President of the Russian Federation (individual) [RUSSIA-EO14024].",
        "ARTAVIL (f.k.a. ALPHA) (T2EU4) Crude/Oil Products Tanker 99,144DWT 56,068GRT Iran flag; Former Vessel Flag Malta; alt. Former Vessel Flag None Identified; Vessel Registration Identification IMO 9187629; MMSI 572469210 (vessel) [IRAN] (Linked To: NATIONAL IRANIAN TANKER COMPANY).",
    ] {
        println!("{:#?}", parse(text, 0, None));
    }
}
