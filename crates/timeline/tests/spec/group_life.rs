//! A group's whole life: listed in 1997, renewed, its aliases amended, reviewed, revoked in 2012.

use std::collections::BTreeSet;

use fedreg_timeline::{
    ApartReason, AsOf, Change, Effect, EndKind, Filter, Flag, Known, LinkRules, Match, Point,
    as_of, diff, timeline,
};

use crate::store::{
    FTO, SDGT, Store, amend, day, designate, maintain, redesignate, remove, revoke,
};

fn history() -> Store {
    let mut store = Store::default();
    store
        .publish(
            "97-27030",
            "1997-10-08",
            vec![
                designate("Example Front")
                    .aka(&["EF", "Front of Example"])
                    .on("1997-10-08"),
                designate("Red Example Army").aka(&["REA"]).on("1997-10-08"),
            ],
        )
        .publish(
            "99-26367",
            "1999-10-08",
            vec![
                redesignate("Example Front")
                    .aka(&["EF", "Front of Example"])
                    .on("1999-10-08"),
            ],
        )
        .publish(
            "01-25247",
            "2001-10-05",
            vec![
                redesignate("Example Front")
                    .aka(&["EF", "Example Salvation Front"])
                    .on("2001-10-05"),
            ],
        )
        .publish(
            "02-30544",
            "2002-12-03",
            vec![
                amend("Example Front")
                    .adds(&["Friends of Example"])
                    .on("2002-12-03"),
            ],
        )
        .publish(
            "03-24970",
            "2003-10-02",
            vec![redesignate("Example Front").on("2003-10-02")],
        )
        .publish(
            "E9-25821",
            "2009-10-27",
            vec![maintain("Example Front").on("2009-10-27")],
        )
        .publish(
            "2010-12440",
            "2010-05-20",
            vec![
                amend("Example Front")
                    .renames("New Example Front")
                    .removes(&["EF"])
                    .on("2010-05-20"),
            ],
        )
        .publish(
            "2012-24505",
            "2012-10-01",
            vec![revoke("New Example Front").on("2012-09-28")],
        );
    store
}

fn list(store: &Store, date: &str) -> AsOf {
    as_of(
        &store.versions,
        &LinkRules::default(),
        day(date),
        Known::Now,
        &Filter::default(),
    )
}

#[test]
fn the_standing_of_each_day() {
    let store = history();
    for (date, name, aliases) in [
        ("1997-10-07", None, &[][..]),
        (
            "1997-10-08",
            Some("Example Front"),
            &["EF", "Front of Example"][..],
        ),
        (
            "1999-10-08",
            Some("Example Front"),
            &["EF", "Front of Example"],
        ),
        // The redesignation prints a new list, which takes the place of the old one.
        (
            "2001-10-05",
            Some("Example Front"),
            &["EF", "Example Salvation Front"],
        ),
        (
            "2002-12-02",
            Some("Example Front"),
            &["EF", "Example Salvation Front"],
        ),
        (
            "2002-12-03",
            Some("Example Front"),
            &["EF", "Example Salvation Front", "Friends of Example"],
        ),
        // One that prints no list leaves it.
        (
            "2003-10-02",
            Some("Example Front"),
            &["EF", "Example Salvation Front", "Friends of Example"],
        ),
        // No term since December 17, 2004.
        (
            "2005-10-02",
            Some("Example Front"),
            &["EF", "Example Salvation Front", "Friends of Example"],
        ),
        (
            "2010-05-20",
            Some("New Example Front"),
            &[
                "Example Salvation Front",
                "Friends of Example",
                "Example Front",
            ],
        ),
        (
            "2012-09-27",
            Some("New Example Front"),
            &[
                "Example Salvation Front",
                "Friends of Example",
                "Example Front",
            ],
        ),
        // Not in standing on the effective date of the revocation, though published later.
        ("2012-09-28", None, &[]),
    ] {
        let list = list(&store, date);
        let standing = list
            .standings
            .iter()
            .find(|s| s.name.ends_with("Example Front"));
        assert_eq!(standing.map(|s| s.name.as_str()), name, "{date}");
        let held: Vec<&str> = standing
            .iter()
            .flat_map(|s| &s.aliases)
            .map(|a| a.name.as_str())
            .collect();
        assert_eq!(held, aliases, "{date}");
        if let Some(standing) = standing {
            assert_eq!(standing.since.date, day("1997-10-08"), "{date}");
        }
    }
}

#[test]
fn a_group_missing_from_the_next_list_lapses_and_the_output_says_why() {
    let store = history();
    let before = list(&store, "1999-10-07");
    assert_eq!(before.standings.len(), 2);
    assert!(before.lapsed.is_empty());
    let after = list(&store, "1999-10-08");
    assert_eq!(after.standings.len(), 1);
    let lapsed = &after.lapsed[0];
    assert_eq!(lapsed.name, "Red Example Army");
    let end = lapsed.ends.as_ref().unwrap();
    assert_eq!((end.date, end.how), (day("1999-10-08"), EndKind::Lapse));
    assert!(end.record.is_none() && end.contradicted_by.is_empty());
    for words in [
        "two years",
        "1997-10-08",
        "no redesignation",
        "8 U.S.C. 1189(a)(4)",
        "108-458",
    ] {
        assert!(end.reason.contains(words), "{words}: {}", end.reason);
    }
}

#[test]
fn a_later_notice_that_treats_a_lapsed_designation_as_in_force_contradicts_the_lapse() {
    let mut store = history();
    store.publish(
        "2008-1",
        "2008-05-01",
        vec![maintain("Red Example Army").on("2008-05-01")],
    );
    let lapsed = list(&store, "2005-01-01").lapsed;
    assert_eq!(lapsed[0].ends.as_ref().unwrap().contradicted_by.len(), 1);
    let today = list(&store, "2008-05-01");
    let standing = today
        .standings
        .iter()
        .find(|s| s.name == "Red Example Army")
        .unwrap();
    assert!(standing.since.implied && standing.flags.contains(&Flag::Implied));
    assert!(today.lapsed.is_empty());
}

#[test]
fn what_changed_between_two_days() {
    let store = history();
    let changes = |from: &str, to: &str| -> Vec<(Change, String, Vec<String>, Vec<String>)> {
        let rules = LinkRules::default();
        let (from, to) = (Point::on(day(from)), Point::on(day(to)));
        diff(&store.versions, &rules, from, to, &Filter::default())
            .entries
            .into_iter()
            .map(|e| (e.change, e.name, e.aliases_gained, e.aliases_lost))
            .collect()
    };
    let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let front = || "Example Front".to_owned();
    assert_eq!(
        changes("1999-10-07", "1999-10-08"),
        [
            (
                Change::Lapsed,
                "Red Example Army".to_owned(),
                vec![],
                vec![]
            ),
            (Change::Maintained, front(), vec![], vec![]),
        ]
    );
    assert_eq!(
        changes("2001-10-04", "2002-12-03"),
        [
            (
                Change::Amended,
                front(),
                names(&["Example Salvation Front", "Friends of Example"]),
                names(&["Front of Example"]),
            ),
            (Change::Maintained, front(), vec![], vec![]),
        ]
    );
    assert_eq!(
        changes("2009-10-26", "2010-05-20"),
        [
            (
                Change::Amended,
                "New Example Front".to_owned(),
                vec![],
                names(&["EF"])
            ),
            (
                Change::Maintained,
                "New Example Front".to_owned(),
                vec![],
                vec![]
            ),
        ]
    );
    assert_eq!(
        changes("2012-09-27", "2012-09-28"),
        [(
            Change::Removed,
            "New Example Front".to_owned(),
            vec![],
            vec![]
        )]
    );
    assert_eq!(changes("2012-09-28", "2026-01-01"), []);
}

#[test]
fn the_timeline_tells_it_in_order_and_under_any_name() {
    let store = history();
    let rules = LinkRules::default();
    let find = |name: &str, date: &str| {
        timeline(
            &store.versions,
            &rules,
            name,
            Point::on(day(date)),
            &Filter::default(),
        )
    };
    for name in [
        "Example Front",
        "NEW EXAMPLE FRONT",
        "friends of example",
        "EF",
    ] {
        let found = find(name, "2012-01-01");
        assert_eq!(found.timelines.len(), 1, "{name}");
        let life = &found.timelines[0];
        let told: Vec<(String, Effect)> = life
            .events
            .iter()
            .map(|e| (e.date.to_string(), e.effect))
            .collect();
        let expected = [
            ("1997-10-08", Effect::Begins),
            ("1999-10-08", Effect::Renews),
            ("2001-10-05", Effect::Renews),
            ("2002-12-03", Effect::Amends),
            ("2003-10-02", Effect::Renews),
            ("2009-10-27", Effect::Maintains),
            ("2010-05-20", Effect::Amends),
            ("2012-09-28", Effect::Ends),
        ];
        let expected: Vec<(String, Effect)> = expected
            .iter()
            .map(|(date, effect)| ((*date).to_owned(), *effect))
            .collect();
        assert_eq!(told, expected, "{name}");
        let standing = &life.standings[0];
        assert!(standing.in_force);
        assert_eq!(standing.end.as_ref().unwrap().how, EndKind::Revocation);
        assert_eq!(life.name, "New Example Front");
    }
    assert!(!find("EF", "2012-09-28").timelines[0].standings[0].in_force);
    let part = find("example", "2012-01-01");
    assert_eq!(part.candidates.len(), 2);
    assert!(part.candidates.iter().all(|c| c.how == Match::Part));
    assert!(part.timelines.is_empty());
    assert!(find("nobody", "2012-01-01").candidates.is_empty());
}

#[test]
fn what_cannot_be_placed_is_listed_apart() {
    let mut store = history();
    let mut nowhere = designate("Lawless Group").on("2020-01-01");
    nowhere.0.authorities.clear();
    store
        .publish(
            "2020-00001",
            "2020-02-01",
            vec![designate("Dateless Group").under(&[SDGT])],
        )
        .publish(
            "2020-00002",
            "2020-02-02",
            vec![revoke("Unheard-of Group").on("2020-02-02")],
        )
        .publish("2020-00003", "2020-02-03", vec![nowhere])
        .publish(
            "2020-00004",
            "2020-02-04",
            vec![amend("Red Example Army").under(&[SDGT]).on("2020-02-04")],
        )
        .publish(
            "2020-00005",
            "2020-02-05",
            vec![revoke("Red Example Army").under(&[SDGT])],
        );
    let list = list(&store, "2020-03-01");
    let apart: BTreeSet<(ApartReason, &str)> = list
        .apart
        .iter()
        .map(|a| (a.reason, a.name.as_str()))
        .collect();
    assert_eq!(
        apart,
        BTreeSet::from([
            (ApartReason::Undated, "Dateless Group"),
            (ApartReason::Undated, "Red Example Army"),
            (ApartReason::NoAuthority, "Lawless Group"),
            (ApartReason::NoDesignation, "Unheard-of Group"),
        ])
    );
    let [standing] = list.standings.as_slice() else {
        panic!("{:?}", list.standings)
    };
    assert_eq!(standing.name, "Red Example Army");
    // Both are visible: that its designation is not held, and that an undated act touches it.
    assert_eq!(
        standing.flags,
        BTreeSet::from([Flag::Implied, Flag::UndatedAct])
    );
}

#[test]
fn ends_within_a_day_and_stated_ends() {
    let mut store = Store::default();
    store
        .publish(
            "2020-02575",
            "2020-02-10",
            vec![
                designate("Brief Bureau").under(&[SDGT]).on("2019-10-14"),
                remove("Brief Bureau").under(&[SDGT]).on("2019-10-14"),
            ],
        )
        .publish(
            "2020-1",
            "2020-01-01",
            vec![
                designate("Termed Trader")
                    .under(&["INKSNA"])
                    .on("2020-01-01")
                    .until("2021-12-31"),
            ],
        );
    assert!(list(&store, "2019-10-14").standings.is_empty());
    assert_eq!(list(&store, "2021-12-31").standings.len(), 1);
    assert!(list(&store, "2022-01-01").standings.is_empty());
    let rules = LinkRules::default();
    let points = (Point::on(day("2021-01-01")), Point::on(day("2022-06-01")));
    let diff = diff(
        &store.versions,
        &rules,
        points.0,
        points.1,
        &Filter::default(),
    );
    assert_eq!(diff.entries[0].change, Change::Removed);
    assert_eq!(diff.entries[0].end.as_ref().unwrap().how, EndKind::Expiry);
    assert!(
        diff.entries[0]
            .reason
            .as_ref()
            .unwrap()
            .contains("2021-12-31")
    );
}

#[test]
fn revoked_and_designated_again_between_two_days_is_both() {
    let mut store = Store::default();
    store
        .publish(
            "2021-1",
            "2021-01-19",
            vec![designate("Ansarallah").on("2021-01-19")],
        )
        .publish(
            "2021-2",
            "2021-02-16",
            vec![revoke("Ansarallah").on("2021-02-16")],
        )
        .publish(
            "2025-1",
            "2025-03-05",
            vec![designate("Ansarallah").on("2025-03-05")],
        );
    let rules = LinkRules::default();
    let changes = |from: &str, to: &str| {
        let (from, to) = (Point::on(day(from)), Point::on(day(to)));
        diff(&store.versions, &rules, from, to, &Filter::authority(FTO))
    };
    let whole = changes("2021-01-20", "2025-03-05");
    let kinds: Vec<Change> = whole.entries.iter().map(|e| e.change).collect();
    assert_eq!(kinds, [Change::Added, Change::Removed]);
    // What was undone in between is told apart, not dropped.
    let passing = changes("2021-01-01", "2022-01-01");
    assert!(passing.is_empty());
    assert_eq!(passing.other_acts.len(), 2);
}

#[test]
fn every_printed_spelling_of_an_alias_is_kept_and_a_reviews_dress_gives_none() {
    let mut store = Store::default();
    store
        .publish(
            "2019-1",
            "2019-03-22",
            vec![designate("Al-Example").on("2019-03-22")],
        )
        .publish(
            "2019-2",
            "2019-04-01",
            vec![
                amend("Al Example")
                    .adds(&["Al Hayat Media", "Al-Hayat Media"])
                    .on("2019-04-01"),
            ],
        )
        .publish(
            "2019-3",
            "2019-05-01",
            vec![maintain("AL EXAMPLE").on("2019-05-01")],
        )
        .publish(
            "2019-4",
            "2019-06-01",
            vec![
                amend("Al-Example")
                    .removes(&["Al-Hayat Media"])
                    .on("2019-06-01"),
            ],
        )
        .publish(
            "2019-5",
            "2019-07-01",
            vec![redesignate("Al Example").on("2019-07-01")],
        );
    for (date, expected) in [
        ("2019-05-01", &["Al Hayat Media", "Al-Hayat Media"][..]),
        ("2019-06-01", &["Al Hayat Media"]),
        ("2019-07-01", &["Al Hayat Media"]),
    ] {
        let list = list(&store, date);
        let standing = &list.standings[0];
        assert_eq!(standing.name, "Al-Example");
        let aliases: Vec<&str> = standing.aliases.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(aliases, expected, "{date}");
    }
}
