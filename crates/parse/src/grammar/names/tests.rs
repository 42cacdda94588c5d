//! What the print says, and what is read.

use super::*;
use proptest::prelude::*;

fn read(phrase: &str, number: Number) -> Vec<(String, Vec<String>)> {
    let (parties, problems) = parties(phrase, number, &[]);
    assert!(problems.is_empty(), "{phrase}: {problems:?}");
    parties
        .into_iter()
        .map(|p| (p.name, p.aliases.into_iter().map(|a| a.name).collect()))
        .collect()
}

#[test]
fn one_party_in_every_dress() {
    for (phrase, name, aliases) in [
        (
            "Cartel de los Soles (also known as Cartel of the Suns).",
            "Cartel de los Soles",
            vec!["Cartel of the Suns"],
        ),
        (
            "Al-Nusrah Front, also known as Jabhat al-Nusrah, also known as Jabhet al-Nusra, also known as The Victory Front.",
            "Al-Nusrah Front",
            vec!["Jabhat al-Nusrah", "Jabhet al-Nusra", "The Victory Front"],
        ),
        ("X Also Known as Y Also Known as Z", "X", vec!["Y", "Z"]),
        ("X; Also Known as Y; Also Known as Z;", "X", vec!["Y", "Z"]),
        (
            "Asa'ib Ahl al-Haq, also known as AAH; Asaib al Haq; League of the Righteous; and The Missionary Current.",
            "Asa'ib Ahl al-Haq",
            vec![
                "AAH",
                "Asaib al Haq",
                "League of the Righteous",
                "The Missionary Current",
            ],
        ),
        (
            "Lebanese Muslim Brotherhood (also known as al-Jamaa, Jamaa, Lebanese Muslim Brotherhood, Quwat al-Fajr)",
            "Lebanese Muslim Brotherhood",
            vec!["al-Jamaa", "Jamaa", "Quwat al-Fajr"],
        ),
        (
            "Tehrik-e Taliban Pakistan (TTP) (and Other Aliases)",
            "Tehrik-e Taliban Pakistan",
            vec!["TTP"],
        ),
        (
            "Kurdistan Workers' Party (PKK and other aliases)",
            "Kurdistan Workers' Party",
            vec!["PKK"],
        ),
        (
            "Ansar al-Islam (aka Ansar Al-Sunnah and Other Aliases)",
            "Ansar al-Islam",
            vec!["Ansar Al-Sunnah"],
        ),
        (
            "Hizballah (Hizballah and Other Aliases)",
            "Hizballah",
            vec![],
        ),
        (
            "al-Qa'ida (a.k.a. AQIM, a.k.a. Tanzim al-Qa'ida)",
            "al-Qa'ida",
            vec!["AQIM", "Tanzim al-Qa'ida"],
        ),
        (
            "the “United Self-Defense Forces” Also Known as the “Autodefensas Unidas” Also Known as “AUC”",
            "United Self-Defense Forces",
            vec!["Autodefensas Unidas", "AUC"],
        ),
        ("X, et al.", "X", vec![]),
        (
            "Acme, Inc., a.k.a. Acme Trading Co., Ltd.",
            "Acme, Inc.",
            vec!["Acme Trading Co., Ltd."],
        ),
        (
            "M & S SYNDICATE (PVT) LTD.",
            "M & S SYNDICATE (PVT) LTD.",
            vec![],
        ),
        ("X and its aliases", "X", vec![]),
        (
            "al-Nusrah Front, also known as Hay'at Tahrir al-Sham (and other aliases)",
            "al-Nusrah Front",
            vec!["Hay'at Tahrir al-Sham"],
        ),
        (
            "X, also known as al-Qa'ida in the Arabian Peninsula (AQAP), also known as AQY",
            "X",
            vec!["al-Qa'ida in the Arabian Peninsula", "AQAP", "AQY"],
        ),
    ] {
        let expected = vec![(
            name.to_owned(),
            aliases.into_iter().map(str::to_owned).collect(),
        )];
        assert_eq!(read(phrase, Number::One), expected, "{phrase}");
    }
}

#[test]
fn several_parties_keep_their_own_aliases() {
    let phrase = "Tren de Aragua (also known as Train of Aragua, TdA); Mara Salvatrucha (also known as \
                  MS-13); and Cartel de Sinaloa";
    let expected = vec![
        (
            "Tren de Aragua".to_owned(),
            vec!["Train of Aragua".to_owned(), "TdA".to_owned()],
        ),
        ("Mara Salvatrucha".to_owned(), vec!["MS-13".to_owned()]),
        ("Cartel de Sinaloa".to_owned(), vec![]),
    ];
    assert_eq!(read(phrase, Number::Many), expected);
    assert_eq!(read(phrase, Number::Unsaid), expected);
    let names = |phrase| {
        read(phrase, Number::Many)
            .into_iter()
            .map(|p| p.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names("Los Choneros and Los Lobos"),
        ["Los Choneros", "Los Lobos"]
    );
    assert_eq!(
        names("A Front, B of Iraq and the Levant, and C/D Front"),
        ["A Front", "B of Iraq and the Levant", "C/D Front"]
    );
    assert_eq!(names("A (aka B) and C (aka D)"), ["A", "C"]);
    assert_eq!(
        names(
            "A (and Other Aliases); B (Ansaru and Other Aliases); and the National Army (and Other Aliases)"
        ),
        ["A", "B", "National Army"]
    );
    assert_eq!(
        names("A, B, and C (and Their Respective Aliases)"),
        ["A", "B", "C"]
    );
}

#[test]
fn what_the_print_leaves_open_is_not_guessed() {
    let (_, problems) = parties(
        "A, also known as B, C, D, also known as E",
        Number::Many,
        &[],
    );
    assert!(!problems.is_empty());
    let hints = ["a".to_owned(), "d".to_owned()];
    let (named, problems) = parties(
        "A, also known as B, C, D, also known as E",
        Number::Many,
        &hints,
    );
    assert!(problems.is_empty());
    assert_eq!(
        named.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        ["A", "D"]
    );
    let (_, problems) = parties("the circumstances have changed", Number::One, &[]);
    assert!(!problems.is_empty());
    let (_, problems) = parties("A, B", Number::One, &[]);
    assert!(!problems.is_empty());
}

#[test]
fn alias_lists_split_at_the_print() {
    let (aliases, problems) =
        alias_list("Islamic State of Iraq and ash-Sham in Libya, ISIS-Libya, ISIS–L");
    assert!(problems.is_empty());
    assert_eq!(
        aliases.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(),
        [
            "Islamic State of Iraq and ash-Sham in Libya",
            "ISIS-Libya",
            "ISIS–L"
        ]
    );
    let (aliases, _) =
        alias_list("The Resistance Front, also known as TRF; and Kashmir Resistance (KR)");
    assert_eq!(
        aliases.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(),
        ["The Resistance Front", "TRF", "Kashmir Resistance", "KR"]
    );
}

proptest! {
    /// Whatever is read stands in the phrase, and every problem points into it.
    #[test]
    fn names_come_from_the_phrase_only(phrase in r#"[A-Za-z(),;“”"' aka.é—-]{0,140}"#) {
        for number in [Number::One, Number::Many, Number::Unsaid] {
            let (parties, problems) = parties(&phrase, number, &[]);
            for party in parties {
                prop_assert!(phrase.contains(&party.name));
                prop_assert!(phrase.get(party.range.clone()).is_some());
                for alias in party.aliases {
                    prop_assert!(phrase.contains(&alias.name));
                }
            }
            for problem in problems {
                prop_assert!(phrase.get(problem.range).is_some());
            }
        }
    }
}
