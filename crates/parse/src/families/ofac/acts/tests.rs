use super::*;

fn told(sentence: &str) -> (&'static str, Option<String>) {
    match read(sentence, true) {
        Said::Act(act) => (
            act.action.map_or("some", Action::as_str),
            act.on.map(|day| day.to_string()),
        ),
        Said::Unclear(_) => ("unclear", None),
        Said::Nothing => ("nothing", None),
    }
}

#[test]
fn act_sentences_of_every_era_are_told_apart() {
    for (sentence, action, on) in [
        (
            "On June 6, 2024, OFAC determined that the property and interests in property subject to U.S. jurisdiction of the following persons are blocked under the relevant sanctions authorities listed below.",
            "designation",
            Some("2024-06-06"),
        ),
        (
            "On July 20, 2016, OFAC blocked the property and interests in property of the following three individuals pursuant to E.O. 13224, “Blocking Property and Prohibiting Transactions”:",
            "designation",
            Some("2016-07-20"),
        ),
        (
            "On May 3, 2012, the Director of OFAC, in consultation with the Departments of State and Justice, designated, pursuant to one or more of the criteria set forth in subsections 1(b), 1(c) or 1(d) of the Order, two individuals whose property and interests in property are blocked pursuant to Executive Order 13224.",
            "designation",
            Some("2012-05-03"),
        ),
        (
            "On April 15, 2021, OFAC determined that the following entities are subject to the prohibitions of Directive 1 under Executive Order 14024.",
            "designation",
            Some("2021-04-15"),
        ),
        (
            "On August 11, 2011, the Director of OFAC removed from the SDN List the four individuals and one entity listed below, whose property and interests in property were blocked pursuant to the Order:",
            "removal",
            Some("2011-08-11"),
        ),
        (
            "On October 24, 2014, the Director of OFAC determined that circumstances no longer warrant the inclusion of the following entity on the SDN List.",
            "removal",
            Some("2014-10-24"),
        ),
        (
            "On March 2, 2020, OFAC determined that the property and interests in property of the following persons are no longer blocked.",
            "removal",
            Some("2020-03-02"),
        ),
        (
            "On March 2, 2020, OFAC determined that the following persons should be removed from the SDN List.",
            "removal",
            Some("2020-03-02"),
        ),
        (
            "The following persons are removed from the SDN List, effective as of March 2, 2020.",
            "removal",
            None,
        ),
        (
            "On March 2, 2020, the Director of OFAC has determined to remove the following individual from the SDN List.",
            "removal",
            Some("2020-03-02"),
        ),
        (
            "On May 19, 2023, OFAC determined that the following person is no longer subject to the prohibitions imposed pursuant to Executive Order 13662.",
            "removal",
            Some("2023-05-19"),
        ),
        (
            "On June 1, 2020, OFAC unblocked the property and interests in property of, and removed from the SDN List, the following persons.",
            "removal",
            Some("2020-06-01"),
        ),
        (
            "On March 22, 2023, OFAC updated the entries on the SDN List for the following persons, whose property and interests in property continue to be blocked.",
            "update",
            Some("2023-03-22"),
        ),
        (
            "On December 18, 2014, OFAC published the following revised information for the following individual on its SDN List.",
            "update",
            Some("2014-12-18"),
        ),
        (
            "Additionally, on December 18, 2014, OFAC amended the listings of the following persons, previously designated pursuant to E.O. 13224:",
            "update",
            Some("2014-12-18"),
        ),
        (
            "The following changes have been made to the SDN List:",
            "update",
            None,
        ),
        (
            "On November 3, 2022, OFAC also identified the following vessels as property in which a blocked person has an interest.",
            "identification",
            Some("2022-11-03"),
        ),
        (
            "On January 21, 2020, the following aircraft were identified as property in which X, a person whose property is blocked, has an interest.",
            "identification",
            Some("2020-01-21"),
        ),
        (
            "On June 6, 2024, OFAC designated the following persons and identified the following vessels as blocked property.",
            "designation",
            Some("2024-06-06"),
        ),
        (
            "OFAC has taken the actions described below with respect to the following persons.",
            "some",
            None,
        ),
        (
            "1. Appendix A to 31 CFR chapter V is amended by adding the following names inserted in alphabetical order:",
            "designation",
            None,
        ),
        (
            "Appendix A to 31 CFR chapter V is amended by removing the following names:",
            "removal",
            None,
        ),
        (
            "Appendix A to 31 CFR chapter V is amended by revising the following entries to read as follows:",
            "update",
            None,
        ),
        (
            "On October 23, 2019, pursuant to a Presidential directive, OFAC removed from the SDN List the persons listed above.",
            "removal",
            Some("2019-10-23"),
        ),
        (
            "On June 6, 2024, OFAC designated the following persons and removed the following vessels.",
            "unclear",
            None,
        ),
        (
            "On June 6, 2024, the persons below were placed on the SDN List and subsequently removed.",
            "unclear",
            None,
        ),
        (
            "The President identified in the Annex to the Order, as amended, 13 individuals and 16 entities as subject to the economic sanctions.",
            "nothing",
            None,
        ),
        (
            "U.S. persons may be designated for dealings with the following persons.",
            "nothing",
            None,
        ),
        (
            "All property and interests in property subject to U.S. jurisdiction of these persons remain blocked.",
            "nothing",
            None,
        ),
        (
            "The SDN List is available on OFAC's website.",
            "nothing",
            None,
        ),
    ] {
        assert_eq!(
            told(sentence),
            (action, on.map(str::to_owned)),
            "{sentence}"
        );
    }
}

#[test]
fn two_days_in_one_act_are_doubted() {
    for sentence in [
        "On June 6 and 9, 2024, OFAC removed the following persons from the SDN List.",
        "On June 6, 2024 and June 9, 2024, OFAC removed the following persons from the SDN List.",
    ] {
        let Said::Act(act) = read(sentence, false) else {
            panic!("{sentence}");
        };
        assert!(act.doubt.is_some(), "{sentence}");
    }
}
