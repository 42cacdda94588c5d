use std::fmt::Write as _;

use super::*;

fn shown(printed: &str) -> String {
    let company = read(printed).unwrap();
    let aliases: Vec<String> = company
        .aliases
        .iter()
        .map(|a| format!("{}:{}", a.quality, a.name))
        .collect();
    let mut line = format!("{} {aliases:?}", company.name);
    if let Some(followers) = &company.followers {
        let _ = write!(line, " +{followers}");
    }
    if !company.subsidiaries.is_empty() {
        let names: Vec<&str> = company.subsidiaries.iter().map(|s| &*s.name).collect();
        let _ = write!(line, " >{names:?}");
    }
    if company.starred {
        line.push_str(" *");
    }
    if !company.problems.is_empty() {
        let _ = write!(line, " !{:?}", company.problems);
    }
    line
}

#[test]
fn companies_are_read_as_lists_print_them() {
    for (printed, expected) in [
        (
            "Baoding Example Trade and Business Co., Ltd.",
            "Baoding Example Trade and Business Co., Ltd. []",
        ),
        (
            "Example Aviation Corporation, Ltd. (EXAV) (and 3 subsidiaries: Align Example LLC, EXAV Heavy Company Limited (EXAV Heavy), and EXAV West Aircraft Co., Ltd. (formerly Old Example Company Limited))",
            "Example Aviation Corporation, Ltd. [\"acronym:EXAV\"] >[\"Align Example LLC\", \"EXAV Heavy Company Limited\", \"EXAV West Aircraft Co., Ltd.\"]",
        ),
        (
            "Example Electronics Corporation (EXEL) (and EXEL subsidiaries: 14th Research Institute of EXEL, EXEL Holdings, Inc., EXEL Works Co., Ltd.)",
            "Example Electronics Corporation [\"acronym:EXEL\"] >[\"14th Research Institute of EXEL\", \"EXEL Holdings, Inc.\", \"EXEL Works Co., Ltd.\"]",
        ),
        (
            "• Changji Example Textile Co. Ltd. (and one alias: Changji Sample Textile);",
            "Changji Example Textile Co. Ltd. [\"strong:Changji Sample Textile\"]",
        ),
        (
            "(2) Example Silicon Industry (Shanshan) Co., Ltd (including one alias: Sample Silicon Industry (Shanshan) Co.) and subsidiaries; and",
            "Example Silicon Industry (Shanshan) Co., Ltd [\"strong:Sample Silicon Industry (Shanshan) Co.\"] +subsidiaries",
        ),
        (
            "Example New Energy, Co. Ltd (including three aliases: Great Example Co., Ltd.; Big Example Co., Ltd.; and Old Example Co., Ltd.)",
            "Example New Energy, Co. Ltd [\"strong:Great Example Co., Ltd.\", \"strong:Big Example Co., Ltd.\", \"strong:Old Example Co., Ltd.\"]",
        ),
        (
            "Aksu Example Textiles Co. (including two aliases: Akesu Example and Aksu Dyed Yarn)",
            "Aksu Example Textiles Co. [\"strong:Akesu Example\", \"strong:Aksu Dyed Yarn\"]",
        ),
        (
            "Example Production and Construction Corps (including three aliases: EPCC; Example Corps; and Bingtuan) and its subordinate and affiliated entities",
            "Example Production and Construction Corps [\"strong:EPCC\", \"strong:Example Corps\", \"strong:Bingtuan\"] +its subordinate and affiliated entities",
        ),
        (
            "Example Energy Technology Co., Ltd. (formerly known as Example Material Technology Co., Ltd.; and Example Materials Technology Co., Ltd.)",
            "Example Energy Technology Co., Ltd. [\"former:Example Material Technology Co., Ltd.\", \"former:Example Materials Technology Co., Ltd.\"]",
        ),
        (
            "Example Biotech Group Co., Ltd. and its subsidiary Example Biotechnology Group Yanqi Co. Ltd.",
            "Example Biotech Group Co., Ltd. [] >[\"Example Biotechnology Group Yanqi Co. Ltd.\"]",
        ),
        (
            "Example Corporation and its three Zhuhai-based subsidiaries, which include Zhuhai Example Co. Ltd., G&G Example Technology Company, and Zhuhai Image Products Co., Ltd.",
            "Example Corporation [] >[\"Zhuhai Example Co. Ltd.\", \"G&G Example Technology Company\", \"Zhuhai Image Products Co., Ltd.\"]",
        ),
        (
            "Aviation Example Corporation of China, Ltd. (AECC)*",
            "Aviation Example Corporation of China, Ltd. [\"acronym:AECC\"] *",
        ),
        (
            "China Example Construction Group (Limited) (CECG)*",
            "China Example Construction Group (Limited) [\"acronym:CECG\"] *",
        ),
        (
            "Banco Ejemplo SARL (“Banco Ejemplo” or “the bank”)",
            "Banco Ejemplo SARL [\"acronym:Banco Ejemplo\"]",
        ),
        (
            "JSC ExampleBank (“Example”), renamed JSC SampleBank (“Sample”)",
            "JSC ExampleBank [\"acronym:Example\", \"new:JSC SampleBank\", \"acronym:Sample\"]",
        ),
        (
            "Example Bank Ltd. (EBL), formerly known as the Federal Bank of Example, Ltd.",
            "Example Bank Ltd. [\"acronym:EBL\", \"former:Federal Bank of Example, Ltd.\"]",
        ),
        (
            "CIEjemplo S.A., Institución de Banca Multiple (CIEjemplo)",
            "CIEjemplo S.A., Institución de Banca Multiple [\"acronym:CIEjemplo\"]",
        ),
        (
            "Example Co., Ltd. (formerly known as Old Example Co., Ltd. and also known as Sample Works)",
            "Example Co., Ltd. [\"former:Old Example Co., Ltd.\", \"strong:Sample Works\"]",
        ),
        (
            "Sample Plantation Berhad, its subsidiaries and joint ventures",
            "Sample Plantation Berhad [] +its subsidiaries and joint ventures",
        ),
        (
            "Example Biotech Group Co., Ltd. (and its subsidiary Example Yanqi Co. Ltd.)",
            "Example Biotech Group Co., Ltd. [] >[\"Example Yanqi Co. Ltd.\"]",
        ),
        (
            "Hubei Example Textile Co., Ltd. (including two alias names: Hubei Fangzhi; and Hubei Weaving)",
            "Hubei Example Textile Co., Ltd. [\"strong:Hubei Fangzhi\", \"strong:Hubei Weaving\"]",
        ),
        (
            "Example Steel Co., Ltd. (its works of Example Steel)",
            "Example Steel Co., Ltd. [] ![\"words in parentheses that may be a name or part of one\"]",
        ),
        ("Ltd.", "Ltd. [] ![\"a legal form without a name\"]"),
        (
            "Example Co., Ltd. (Something Else)",
            "Example Co., Ltd. [] ![\"words in parentheses that may be a name or part of one\"]",
        ),
        (
            "Example Co., Ltd. (including three aliases: A1 Works; and B1 Works)",
            "Example Co., Ltd. [\"strong:A1 Works\", \"strong:B1 Works\"] ![\"aliases that cannot be told apart\"]",
        ),
    ] {
        assert_eq!(shown(printed), expected, "{printed}");
    }
}

#[test]
fn a_short_form_of_other_words_is_one_where_the_text_goes_on_with_it() {
    let printed = "Beijing Example Information Technology Co., Ltd. (Wellknown)";
    for (after, aliases, problems) in [
        ("\nWellknown is directly owned.", vec!["Wellknown"], vec![]),
        ("\nIt is directly owned.", vec![], vec![DUBIOUS_SHORT_FORM]),
    ] {
        let mut company = read(printed).unwrap();
        company.settle_short_form(printed, after);
        let names: Vec<&str> = company.aliases.iter().map(|a| &*a.name).collect();
        assert_eq!(names, aliases, "{after}");
        assert_eq!(company.problems, problems, "{after}");
    }
}

#[test]
fn runs_of_names_part_where_the_print_does() {
    for (text, count, expected, certain) in [
        (
            "A Co., Ltd.; B, Inc.; and C",
            None,
            vec!["A Co., Ltd.", "B, Inc.", "C"],
            true,
        ),
        (
            "A Co., Ltd., B Co. Ltd., and C",
            None,
            vec!["A Co., Ltd.", "B Co. Ltd.", "C"],
            true,
        ),
        (
            "A Group Co., Ltd. and B Group Co., Ltd.",
            None,
            vec!["A Group Co., Ltd.", "B Group Co., Ltd."],
            true,
        ),
        (
            "Bayi Iron and Steel Co., Ltd.",
            None,
            vec!["Bayi Iron and Steel Co., Ltd."],
            true,
        ),
        (
            "A Iron and B Steel",
            Some(2),
            vec!["A Iron", "B Steel"],
            true,
        ),
        (
            "Inner Agriculture, Industry, and Trade Co., Ltd.",
            None,
            vec!["Inner Agriculture, Industry, and Trade Co., Ltd."],
            false,
        ),
        ("A, B and C", None, vec!["A", "B and C"], false),
        ("A, B and C", Some(3), vec!["A", "B", "C"], true),
        ("A, B and C", Some(5), vec!["A", "B and C"], false),
    ] {
        let (parts, sure) = split(text, count);
        let parts: Vec<&str> = parts.into_iter().map(|r| text[r].trim()).collect();
        assert_eq!((parts, sure), (expected, certain), "{text}");
    }
}
