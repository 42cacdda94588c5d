//! Names that hold "and", lists that it ends, and what may be either.

use crate::grammar::names::{Number, parties, several_aliases};

/// What a notice may print after a party's name, and the aliases that it holds.
fn aliases_printed(tail: &str) -> (Vec<String>, bool) {
    let (parties, problems) = parties(&format!("Example{tail}"), Number::One, &[]);
    let aliases = parties
        .into_iter()
        .flat_map(|p| p.aliases.into_iter().map(|a| a.name))
        .collect();
    (aliases, problems.is_empty())
}

#[test]
fn names_that_hold_and_stay_whole() {
    let mut wrong = Vec::new();
    for name in [
        "Islamic State of Iraq and Syria",
        "Islamic State of Iraq and the Levant",
        "Islamic State of Iraq and al-Sham",
        "Islamic State of Iraq and ash-Sham in Libya",
        "Islamic State of Iraq and the Levant/al-Sham",
        "Islamic State of Iraq and the Levant-Khorasan Province",
        "Islamic State of Iraq and Syria-Mozambique",
        "Islamic State in Iraq and Syria in South-East Asia",
        "Monotheism and Jihad",
        "The Monotheism and Jihad Group",
        "Tawhid and Jihad",
        "Popular Front for Peace and Justice",
        "Al-Qaida in Saudi Arabia and Yemen",
        "Salafist Group for Call and Combat",
        "Salafist Group for Preaching and Combat",
        "Basque Fatherland and Liberty",
        "Kurdistan Freedom and Democracy Congress",
        "Freedom and Democracy Congress of Kurdistan",
        "Riyadus-Salikhin Reconnaissance and Sabotage Battalion",
        "the Sabotage and Military Surveillance Group of the Riyadh al-Salihin Martyrs",
        "the World Islamic Front for Jihad Against Jews and Crusaders",
        "Al-Shifa Honey Press for Industry and Commerce",
        "Movement for Unity and Jihad in West Africa",
        "Army of the Pure and Righteous",
        "People Committed to the Prophet's Teachings for Propagation and Jihad",
        "Group for the Support of Islam and Muslims",
        "Tehreek-e-Azadi Jammu and Kashmir",
        "Talib and Sons",
        "Army of Foreign Fighters and Supporters",
        "The Palestinian and Lebanese Families Welfare Association",
        "Palestine Relief and Development Fund",
        "Al-Bilad Islamic Bank for Investment and Finance",
        "Ministry of Defense and Armed Forces Logistics",
        "Welfare and Development Organization of Jamaat-ud-Dawah for Qur'an and Sunnah",
        "The Organization of Jihad's Base in the Land of the Two Rivers and Syria",
        "Movement for resistance and liberation of the land",
    ] {
        for (tail, expected) in [
            (format!(", also known as {name}"), vec![name]),
            (format!(" (also known as {name})"), vec![name]),
            (format!(" (also known as EX; {name})"), vec!["EX", name]),
            (
                format!(", also known as Old Name, {name}, EX"),
                vec!["Old Name", name, "EX"],
            ),
            (
                format!(", also known as Old Name, {name}"),
                vec!["Old Name", name],
            ),
        ] {
            let (aliases, clean) = aliases_printed(&tail);
            if aliases != expected || !clean {
                wrong.push(format!("{tail}: {aliases:?}, clean: {clean}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn lists_part_their_last_two_names() {
    let mut wrong = Vec::new();
    for (tail, expected) in [
        (" (also known as A, B and C)", vec!["A", "B", "C"]),
        (", also known as A, B and C", vec!["A", "B", "C"]),
        (" (a.k.a. A, B, C and D)", vec!["A", "B", "C", "D"]),
        (" (also known as A; B and C)", vec!["A", "B", "C"]),
        (" (also known as A, B, and C)", vec!["A", "B", "C"]),
        (" (also known as A; B; and C)", vec!["A", "B", "C"]),
        (" and its aliases A and B", vec!["A", "B"]),
        (", including its aliases A and B", vec!["A", "B"]),
        (" and its aliases A, B and C", vec!["A", "B", "C"]),
        (", under the following aliases: A and B", vec!["A", "B"]),
        (
            ", including the following aliases: A, B and C",
            vec!["A", "B", "C"],
        ),
        (
            " (also known as Train of Aragua and TdA)",
            vec!["Train of Aragua", "TdA"],
        ),
        (
            " (also known as TdA and Train of Aragua)",
            vec!["TdA", "Train of Aragua"],
        ),
        (
            " (also known as “A Front” and “B Front”)",
            vec!["A Front", "B Front"],
        ),
        (" (also known as A or AB)", vec!["A", "AB"]),
        (
            " (also known as Old Army, Old Brigade and Old Legion)",
            vec!["Old Army", "Old Brigade", "Old Legion"],
        ),
        (
            " (also known as Old Army, Ansar al-Sunna and al-Shabaab in Mozambique)",
            vec!["Old Army", "Ansar al-Sunna", "al-Shabaab in Mozambique"],
        ),
        (
            ", also known as Islamic State of Iraq and Syria, Old Army and New Army",
            vec!["Islamic State of Iraq and Syria", "Old Army", "New Army"],
        ),
        (
            ", also known as Old Army, Islamic State of Iraq and Syria and Sample Front",
            vec![
                "Old Army",
                "Islamic State of Iraq and Syria",
                "Sample Front",
            ],
        ),
        (
            ", also known as Old Army, Sample Front and Islamic State of Iraq and Syria",
            vec![
                "Old Army",
                "Sample Front",
                "Islamic State of Iraq and Syria",
            ],
        ),
        (
            " (also known as Old Army, Salafist Group for Call and Combat and Sample Front)",
            vec![
                "Old Army",
                "Salafist Group for Call and Combat",
                "Sample Front",
            ],
        ),
        (
            " (also known as Old Army, the Old Front and the New Front)",
            vec!["Old Army", "the Old Front", "the New Front"],
        ),
        (
            " (also known as Abu Omar, Abu Ali and Abu Bakr)",
            vec!["Abu Omar", "Abu Ali", "Abu Bakr"],
        ),
        (
            ", also known as Abu Omar, Abu Ali and Abu Bakr, formerly Omar One, Omar Two and Omar Three",
            vec![
                "Abu Omar",
                "Abu Ali",
                "Abu Bakr",
                "Omar One",
                "Omar Two",
                "Omar Three",
            ],
        ),
        (
            " (also known as Old Army, Old Front and Lions of the East (LE))",
            vec!["Old Army", "Old Front", "Lions of the East", "LE"],
        ),
        (
            " (also known as Old Army, Old Front and Sample Front, and other aliases)",
            vec!["Old Army", "Old Front", "Sample Front"],
        ),
        (
            " (also known as Old Army, Old Front and Sample Front and other aliases)",
            vec!["Old Army", "Old Front", "Sample Front"],
        ),
    ] {
        let (aliases, clean) = aliases_printed(tail);
        if aliases != expected || !clean {
            wrong.push(format!("{tail}: {aliases:?}, clean: {clean}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let (aliases, problems) = several_aliases("Example Army and Sample");
    assert!(problems.is_empty());
    assert_eq!(aliases.len(), 2);
}

#[test]
fn what_may_be_one_name_or_two_is_for_review() {
    let mut wrong = Vec::new();
    for tail in [
        ", also known as Ansar al-Sunna and al-Shabaab in Mozambique",
        " (also known as Ansar al-Sunna and al-Shabaab in Mozambique)",
        ", also known as A and B",
        ", also known as Example Front and Sample Army",
        ", also known as Abu Ali and Abu Bakr",
        ", a.k.a. Army of Aden and Abyan",
        ", also known as Lions of Specimen and Sample",
        ", also known as A and B, also known as C",
        ", formerly Omar One and Omar Two",
        " (also known as A and B; also known as C)",
        " (also known as A and B and C)",
        " (also known as A, B and C and D)",
        " (also known as Old Army, Army of Aden and Abyan)",
        " (also known as Old Army, Ansar al-Sunna in Sample and al-Shabaab)",
        " (also known as Old Front and New Front, Sample, and Specimen)",
        " (also known as Old Army, Old Front and Sample Front, and Specimen)",
        ", also known as the Old Front and the New Front",
        ", also known as Old or New",
        ", also known as Old Name or New Name, also known as Third",
        " and its aliases Islamic State of Iraq and Syria",
        ", also known as Jaysh al-Muhajirin and Sample",
        ", also known as Army of Jihad and Brigades of Martyrdom",
        ", also known as Front of Liberation and Justice Army",
        " (Sample and Specimen)",
        " (a.k.a. Sample and Specimen and other aliases)",
        " (a.k.a. Zanjan Makers and Alvand Kar)",
    ] {
        let (aliases, clean) = aliases_printed(tail);
        if clean {
            wrong.push(format!("{tail}: {aliases:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
