//! Directives and restrictions on accounts, which name institutions in prose.

use fedreg_model::Verdict;

use crate::{SEE, lines, parse};

#[test]
fn directives_name_their_targets_in_prose_and_wait_for_a_person() {
    for title in [
        "Publication of Directive 4 Under Executive Order 14024",
        "Imposition of Restrictions on Correspondent Accounts of Specimen Bank Co., Ltd.",
    ] {
        let parsed = parse(
            title,
            SEE,
            &[
                "On February 28, 2099, OFAC issued Directive 4 under Executive Order 14024, which prohibits certain transactions involving the Specimen Bank of Ruritania.",
            ],
        );
        assert_eq!(
            parsed.verdict,
            Verdict::NeedsReview,
            "{title}: {}",
            parsed.reason
        );
        assert!(parsed.records.is_empty());
    }
}

#[test]
fn institutions_that_a_directive_names_in_prose_are_records() {
    let cases: Vec<(&str, Vec<&str>, Vec<&str>)> = vec![
        (
            "Publication of Directive 4 Under Executive Order 14024",
            vec![
                "On February 28, 2022, OFAC issued Directive 4 under Executive Order 14024.",
                "On February 28, 2022, the Director of OFAC, pursuant to Executive Order 14024, determined that, except to the extent provided by law or unless licensed or otherwise authorized by OFAC, the following activities by a United States person are prohibited: any transaction involving the Central Bank of the Russian Federation, the National Wealth Fund of the Russian Federation, or the Ministry of Finance of the Russian Federation, including any transfer of assets to such entities.",
            ],
            vec![
                "designation|Central Bank of the Russian Federation|EO-14024|2022-02-28|determination",
                "designation|National Wealth Fund of the Russian Federation|EO-14024|2022-02-28|determination",
                "designation|Ministry of Finance of the Russian Federation|EO-14024|2022-02-28|determination",
            ],
        ),
        (
            "Publication of Directive 2 Under Executive Order 14024",
            vec![
                "On February 24, 2022, OFAC determined that the following foreign financial institutions are subject to the prohibitions of Directive 2 under Executive Order 14024:",
                "1. Ensayo Bank Riga (a.k.a. Ensa Bank)",
                "2. Specimen Commercial Bank Ltd.",
                "U.S. financial institutions must close such accounts within 30 days.",
            ],
            vec![
                "designation|Ensayo Bank Riga|EO-14024|2022-02-24|determination",
                "designation|Specimen Commercial Bank Ltd.|EO-14024|2022-02-24|determination",
            ],
        ),
        (
            "Publication of Belarus Directive 1 Under Executive Order 14038",
            vec![
                "On December 2, 2021, OFAC issued Directive 1 under Executive Order 14038.",
                "Pursuant to sections 1(a)(v), 1(b), and 8 of Executive Order 14038, the Director of OFAC has determined that the following activities by a U.S. person or within the United States are prohibited, except to the extent provided by law, or unless licensed or otherwise authorized by OFAC: all transactions in, provision of financing for, and other dealings in new debt with a maturity of greater than 90 days issued on or after December 2, 2021 by the Ministry of Finance of the Republic of Belarus or the Development Bank of the Republic of Belarus.",
            ],
            vec![
                "designation|Ministry of Finance of the Republic of Belarus|EO-14038|2021-12-02|determination",
                "designation|Development Bank of the Republic of Belarus|EO-14038|2021-12-02|determination",
            ],
        ),
        (
            "Imposition of Restrictions on Correspondent Accounts of Bank of Kunlun Co., Ltd.",
            vec![
                "Effective July 31, 2012, under the Comprehensive Iran Sanctions, Accountability, and Divestment Act of 2010, U.S. financial institutions are prohibited from opening or maintaining a correspondent account or a payable-through account in the United States for Bank of Kunlun.",
            ],
            vec!["designation|Bank of Kunlun|CISADA-2010|2012-07-31|stated"],
        ),
    ];
    for (title, body, expected) in cases {
        let parsed = parse(title, SEE, &body);
        assert_eq!(lines(&parsed), expected, "{title}: {:?}", parsed.residue);
        assert_eq!(parsed.verdict, Verdict::Designates, "{:?}", parsed.residue);
    }
}

#[test]
fn a_directive_that_is_not_certain_names_nobody() {
    for sentence in [
        "On June 6, 2024, OFAC determined that the following are subject to the prohibitions of Directive 2 under Executive Order 14024: Ensayo Bank; certain subsidiaries of it.",
        "On June 6, 2024, OFAC, pursuant to Executive Order 14024, prohibited all transactions involving Ensayo Bank and Specimen Bank.",
        "On June 6, 2024, OFAC determined that Ensayo Bank is not subject to the prohibitions of Directive 2 under Executive Order 14024.",
        "On June 6, 2024, OFAC determined that the following are no longer subject to the prohibitions of Directive 2 under Executive Order 14024: Ensayo Bank.",
        "On June 6, 2024, OFAC determined that the following are subject to the prohibitions of Directive 2 under Executive Order 14024: (1) Ensayo Bank; and (3) Specimen Bank.",
    ] {
        let parsed = parse(
            "Publication of Directive 2 Under Executive Order 14024",
            SEE,
            &[sentence],
        );
        assert_eq!(lines(&parsed), [""; 0], "{sentence}");
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{sentence}");
    }
}

#[test]
fn a_bank_is_read_after_an_abbreviation_in_its_sentence() {
    let parsed = parse(
        "Imposition of Restrictions on Correspondent Accounts of Specimen Bank Co., Ltd.",
        SEE,
        &[
            "On July 31, 2012, the Secretary of the Treasury, pursuant to the Comprehensive Iran Sanctions, Accountability, and Divestment Act of 2010, prohibited U.S. financial institutions from opening or maintaining correspondent accounts or payable-through accounts in the United States for Specimen Bank Co., Ltd.",
        ],
    );
    assert_eq!(
        lines(&parsed),
        ["designation|Specimen Bank Co., Ltd.|CISADA-2010|2012-07-31|determination"]
    );
}

#[test]
fn names_of_a_directives_own_annex_are_records() {
    let cases: Vec<(&str, Vec<&str>, Vec<&str>)> = vec![
        (
            "Publication of Directive 1 Under Executive Order 13662",
            vec![
                "On July 16, 2014, the Secretary of the Treasury issued Directive 1 pursuant to Executive Order 13662.",
                "#Directive 1 Under Executive Order 13662",
                "Pursuant to sections 1(a)(i), 1(b), and 8 of Executive Order 13662, the following activities by a U.S. person are prohibited, except to the extent provided by law or unless licensed or otherwise authorized by OFAC: transacting in, providing financing for, or otherwise dealing in new debt of longer than 90 days maturity for the persons listed in the Annex to this Directive.",
                "#Annex",
                "Ensayobank OAO",
                "Bank Testov",
            ],
            vec![
                "designation|Ensayobank OAO|EO-13662|2014-07-16|determination",
                "designation|Bank Testov|EO-13662|2014-07-16|determination",
            ],
        ),
        (
            "Publication of Directive 2 Under Executive Order 14024",
            vec![
                "On February 24, 2022, OFAC issued Directive 2 under Executive Order 14024.",
                "#Directive 2 Under Executive Order 14024",
                "Pursuant to sections 1(a)(iv), 1(d), and 8 of Executive Order 14024, the Director of OFAC has determined that the following activities by a U.S. financial institution are prohibited: (1) the opening or maintaining of a correspondent account or payable-through account for or on behalf of foreign financial institutions determined to be subject to the prohibitions of this directive.",
                "Annex 1 to Directive 2 under Executive Order 14024",
                "Entities determined to be subject to the prohibitions of Directive 2 under E.O. 14024:",
                "1. Public Joint Stock Company Ensayobank of Ruritania",
                "2. Ensayobank Europe AG",
                "3. Joint Stock Company Bank Testov",
            ],
            vec![
                "designation|Public Joint Stock Company Ensayobank of Ruritania|EO-14024|2022-02-24|determination",
                "designation|Ensayobank Europe AG|EO-14024|2022-02-24|determination",
                "designation|Joint Stock Company Bank Testov|EO-14024|2022-02-24|determination",
            ],
        ),
        (
            "Publication of Directive 3 Under Executive Order 14024",
            vec![
                "On February 24, 2022, OFAC determined that the following Russia-related entities are subject to the prohibitions of Directive 3 under Executive Order 14024:",
                "Ensayobank",
                "Gazprom Test",
                "Russian Railways Test",
                "Sovcomtest Public Joint Stock Company",
            ],
            vec![
                "designation|Ensayobank|EO-14024|2022-02-24|determination",
                "designation|Gazprom Test|EO-14024|2022-02-24|determination",
                "designation|Russian Railways Test|EO-14024|2022-02-24|determination",
                "designation|Sovcomtest Public Joint Stock Company|EO-14024|2022-02-24|determination",
            ],
        ),
    ];
    for (title, body, expected) in cases {
        let parsed = parse(title, SEE, &body);
        assert_eq!(lines(&parsed), expected, "{title}: {:?}", parsed.residue);
        assert_eq!(parsed.verdict, Verdict::Designates, "{:?}", parsed.residue);
    }
}

#[test]
fn two_institutions_of_one_sentence_are_two() {
    for (names, expected) in [
        (
            "Ensayo Bank and Specimen Bank",
            vec!["Ensayo Bank", "Specimen Bank"],
        ),
        (
            "Ensayo Bank, Bank Testov, and Specimen Finance Corporation",
            vec!["Ensayo Bank", "Bank Testov", "Specimen Finance Corporation"],
        ),
    ] {
        let sentence = format!(
            "On June 6, 2024, OFAC determined that {names} are subject to the prohibitions of Directive 2 under Executive Order 14024."
        );
        let title = "Publication of Directive 2 Under Executive Order 14024";
        let parsed = parse(title, SEE, &[&sentence]);
        let read: Vec<&str> = parsed
            .records
            .iter()
            .map(|r| r.party.name.as_str())
            .collect();
        assert_eq!(read, expected, "{:?}", parsed.residue);
        assert_eq!(parsed.verdict, Verdict::Designates, "{:?}", parsed.residue);
    }
    // Words that are no names, and names that may be divided in two ways.
    for names in [
        "Ensayo Bank, its branches and Specimen Bank",
        "Savings and Loan Bank and its subsidiaries",
        "the Ensayo Bank of Industry and Trade and Specimen Bank",
    ] {
        let sentence = format!(
            "On June 6, 2024, OFAC determined that {names} are subject to the prohibitions of Directive 2 under Executive Order 14024."
        );
        let title = "Publication of Directive 2 Under Executive Order 14024";
        let parsed = parse(title, SEE, &[&sentence]);
        assert_eq!(lines(&parsed), [""; 0], "{names}");
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{names}");
    }
}

#[test]
fn a_directive_that_is_amended_or_replaced_maintains_those_it_names() {
    for (title, body, expected) in [
        (
            "Publication of Amended Directive 4 Under Executive Order 14024",
            vec![
                "On May 19, 2023, OFAC issued Directive 4 (as amended) under Executive Order 14024.",
                "#Directive 4 (as Amended) Under Executive Order 14024",
                "Pursuant to sections 1(a)(iv), 1(d), and 8 of Executive Order 14024, the Director of OFAC has determined that, except to the extent provided by law or unless licensed or otherwise authorized by OFAC, the following activities by a U.S. person are prohibited: any transaction involving the Central Bank of Ruritania, the National Wealth Fund of Ruritania, or the Ministry of Finance of Ruritania, including any transfer of assets to such entities.",
            ],
            vec![
                "maintenance|Central Bank of Ruritania|EO-14024|2023-05-19|determination",
                "maintenance|National Wealth Fund of Ruritania|EO-14024|2023-05-19|determination",
                "maintenance|Ministry of Finance of Ruritania|EO-14024|2023-05-19|determination",
            ],
        ),
        (
            "Publication of Directive 1A Under Executive Order 14024",
            vec![
                "On February 22, 2022, OFAC issued Directive 1A under Executive Order 14024.",
                "#Directive 1A Under Executive Order 14024",
                "Pursuant to sections 1(a)(iv), 1(d), and 8 of Executive Order 14024, the Director of OFAC has determined that the following activities by a U.S. financial institution are prohibited: (1) as of June 14, 2021, participation in the primary market for bonds issued after June 14, 2021 by the Central Bank of Ruritania or the Ministry of Finance of Ruritania; and (2) as of June 14, 2021, lending funds to the Central Bank of Ruritania or the Ministry of Finance of Ruritania.",
                "This Directive supersedes and replaces Directive 1 of April 15, 2021.",
            ],
            vec![
                "maintenance|Central Bank of Ruritania|EO-14024|2022-02-22|determination",
                "maintenance|Ministry of Finance of Ruritania|EO-14024|2022-02-22|determination",
            ],
        ),
    ] {
        let parsed = parse(title, SEE, &body);
        assert_eq!(lines(&parsed), expected, "{title}: {:?}", parsed.residue);
        assert_eq!(parsed.verdict, Verdict::Designates, "{:?}", parsed.residue);
    }
    for title in [
        "Rescission of Directive 4 Under Executive Order 14024",
        "Publication of Amended Directive 4 Under Executive Order 14024",
    ] {
        let parsed = parse(
            title,
            SEE,
            &[
                "On May 19, 2023, OFAC determined that the Central Bank of Ruritania is no longer subject to the prohibitions of Directive 4 under Executive Order 14024.",
            ],
        );
        assert_eq!(parsed.verdict, Verdict::NeedsReview, "{title}");
        assert!(parsed.records.is_empty(), "{:?}", lines(&parsed));
    }
}
