//! The other lists: entries of OFAC and BIS, orders with a stated end, and who is who across them.

use fedreg_model::{PartyKind, RecordVersion};
use fedreg_timeline::{
    ApartReason, AsOf, Change, Diff, Effect, EntityLinks, Filter, Flag, Known, LinkRule, LinkRules,
    Point, as_of, diff, timeline,
};

use crate::store::{
    Act, FTO, SDGT, Store, amend, day, designate, identify, maintain, remove, update,
};

const ENTITY_LIST: &str = "EAR-744-11";
const IRAN_SHIPPING: &str = "EO-13382";

fn store(documents: Vec<(&str, Vec<Act>)>) -> Store {
    let mut store = Store::default();
    for (n, (date, acts)) in documents.into_iter().enumerate() {
        let acts = acts.into_iter().map(|act| match act.0.effective.date {
            None => {
                let until = act.0.effective.until;
                let mut act = act.on(date);
                act.0.effective.until = until;
                act
            }
            Some(_) => act,
        });
        store.publish(&format!("2020-{:05}", n + 1), date, acts.collect());
    }
    store
}

fn list(store: &Store, on: &str) -> AsOf {
    let rules = LinkRules::default();
    as_of(
        &store.versions,
        &rules,
        day(on),
        Known::Now,
        &Filter::default(),
    )
}

fn names(store: &Store, on: &str) -> Vec<String> {
    list(store, on)
        .standings
        .into_iter()
        .map(|s| s.name)
        .collect()
}

fn between(store: &Store, from: &str, to: &str) -> Diff {
    diff(
        &store.versions,
        &LinkRules::default(),
        Point::on(day(from)),
        Point::on(day(to)),
        &Filter::default(),
    )
}

fn links(store: &Store) -> EntityLinks {
    let versions: Vec<&RecordVersion> = store.versions.iter().collect();
    EntityLinks::build(&versions, &LinkRules::default())
}

fn vessel(act: Act) -> Act {
    act.kind(PartyKind::Vessel).under(&[IRAN_SHIPPING])
}

fn person(act: Act) -> Act {
    act.kind(PartyKind::Individual).under(&[SDGT])
}

#[test]
fn a_vessel_is_identified_and_later_removed() {
    let store = store(vec![
        (
            "2020-01-10",
            vec![
                vessel(identify("SEA STAR"))
                    .identified("Vessel Registration Identification", "IMO 9187629"),
            ],
        ),
        (
            "2022-03-01",
            vec![vessel(remove("OCEAN PEARL")).identified("IMO number", "9187629")],
        ),
    ]);
    assert_eq!(names(&store, "2020-01-09"), [""; 0]);
    assert_eq!(names(&store, "2020-01-10"), ["SEA STAR"]);
    assert_eq!(names(&store, "2022-02-28"), ["SEA STAR"]);
    assert_eq!(names(&store, "2022-03-01"), [""; 0]);
    let rules = LinkRules::default();
    let point = Point::on(day("2023-01-01"));
    let found = timeline(
        &store.versions,
        &rules,
        "sea star",
        point,
        &Filter::default(),
    );
    let effects: Vec<Effect> = found.timelines[0].events.iter().map(|e| e.effect).collect();
    assert_eq!(effects, [Effect::Begins, Effect::Ends]);
    assert_eq!(found.timelines[0].links[0].rule, LinkRule::SameIdentifier);
    assert_eq!(
        found.timelines[0].links[0].why,
        "both bear the identifier imo 9187629"
    );
}

#[test]
fn two_ships_of_one_name_are_two_by_their_hulls() {
    let ship = |imo: &str| vessel(identify("SEA STAR")).identified("IMO", imo);
    let store = store(vec![
        ("2020-01-10", vec![ship("9187629"), ship("9000001")]),
        (
            "2021-01-10",
            vec![vessel(remove("SEA STAR")).identified("IMO", "9000001")],
        ),
        ("2022-01-10", vec![vessel(remove("SEA STAR"))]),
    ]);
    assert_eq!(list(&store, "2020-01-10").standings.len(), 2);
    let left = list(&store, "2022-01-10");
    assert_eq!(
        left.standings.len(),
        1,
        "a removal that could mean either ends none"
    );
    assert_eq!(left.standings[0].party.identifiers[0].value, "9187629");
    assert_eq!(left.apart[0].reason, ApartReason::Ambiguous);
}

#[test]
fn persons_of_one_name_are_two_by_their_births() {
    let store = store(vec![
        (
            "2020-01-10",
            vec![
                person(designate("KHAN, Muhammad")).born("1970-05-01"),
                person(designate("KHAN, Muhammad")).born("1985-02-03"),
            ],
        ),
        (
            "2021-01-10",
            vec![person(remove("KHAN, Muhammad")).born("1985-02-03")],
        ),
    ]);
    assert_eq!(list(&store, "2020-12-31").standings.len(), 2);
    let left = list(&store, "2021-01-10").standings;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].party.dates_of_birth[0].printed, "1970-05-01");
    let update = self::store(vec![
        (
            "2020-01-10",
            vec![person(designate("A B")).born("1970-05-01")],
        ),
        (
            "2021-01-10",
            vec![
                person(update("A B"))
                    .born("1971-05-01")
                    .instead_of(person(update("A B")).born("1970-05-01")),
            ],
        ),
    ]);
    let corrected = list(&update, "2021-01-10").standings;
    assert_eq!(
        corrected.len(),
        1,
        "a corrected date of birth makes no other person"
    );
    assert_eq!(corrected[0].party.dates_of_birth.len(), 1);
    assert_eq!(corrected[0].party.dates_of_birth[0].printed, "1971-05-01");
}

#[test]
fn an_entity_list_entry_is_one_country_s() {
    let listed = |act: Act, country: &str| act.under(&[ENTITY_LIST]).country(country);
    let store = store(vec![
        (
            "2019-05-21",
            vec![
                listed(
                    designate("Example Electronics"),
                    "China, People's Republic of",
                ),
                listed(designate("Example Electronics"), "Hong Kong"),
                listed(designate("Other Works"), "Russia"),
            ],
        ),
        (
            "2021-05-21",
            vec![
                listed(remove("Example Electronics"), "Hong Kong"),
                listed(remove("Other Works"), "Russian Federation"),
            ],
        ),
        (
            "2022-05-21",
            vec![listed(remove("Example Electronics"), "China")],
        ),
    ]);
    let on = |day: &str| -> Vec<String> {
        let standings = list(&store, day).standings.into_iter();
        standings.map(|s| s.party.countries[0].clone()).collect()
    };
    assert_eq!(on("2019-05-21").len(), 3);
    assert_eq!(on("2021-05-21"), ["China, People's Republic of"]);
    assert_eq!(on("2022-05-21"), [""; 0]);
    let diff = between(&store, "2021-05-20", "2021-05-21");
    assert_eq!(diff.of(Change::Removed).count(), 2);
}

#[test]
fn an_update_shows_field_by_field_what_changed() {
    let before = || {
        vessel(update("SEA STAR"))
            .identified("MMSI", "111111111")
            .address("1 Old Street")
    };
    let store = store(vec![
        (
            "2020-01-10",
            vec![
                vessel(identify("SEA STAR"))
                    .identified("MMSI", "111111111")
                    .address("1 Old Street"),
            ],
        ),
        (
            "2021-01-10",
            vec![
                vessel(update("SEA STAR"))
                    .identified("MMSI", "222222222")
                    .address("1 Old Street")
                    .country("Panama")
                    .instead_of(before()),
            ],
        ),
    ]);
    let diff = between(&store, "2020-01-10", "2021-01-10");
    let entry = diff.of(Change::Amended).next().unwrap();
    let told: Vec<String> = entry.changes.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "identifiers: MMSI 111111111 → MMSI 222222222",
            "countries: nothing → Panama"
        ]
    );
    assert_eq!(entry.effective_on, Some(day("2021-01-10")));
    let standing = &list(&store, "2021-01-10").standings[0];
    assert_eq!(standing.party.identifiers.len(), 1);
    assert_eq!(standing.party.countries, ["Panama"]);
    let rules = LinkRules::default();
    let point = Point::on(day("2023-01-01"));
    let found = timeline(
        &store.versions,
        &rules,
        "sea star",
        point,
        &Filter::default(),
    );
    assert_eq!(found.timelines[0].events[1].changes, entry.changes);
}

#[test]
fn an_update_of_an_unknown_entry_shows_what_its_notice_changes() {
    let store = store(vec![(
        "2021-01-10",
        vec![
            vessel(update("SEA STAR"))
                .aka(&["OLD STAR", "NEW STAR"])
                .adds(&["NEW STAR"])
                .identified("MMSI", "222222222")
                .instead_of(
                    vessel(update("SEA STAR"))
                        .aka(&["OLD STAR"])
                        .identified("MMSI", "111111111"),
                ),
        ],
    )]);
    let rules = LinkRules::default();
    let point = Point::on(day("2023-01-01"));
    let found = timeline(
        &store.versions,
        &rules,
        "sea star",
        point,
        &Filter::default(),
    );
    let event = &found.timelines[0].events[0];
    assert_eq!(event.effect, Effect::Implies);
    assert_eq!(event.aliases_gained, ["NEW STAR"]);
    let told: Vec<String> = event.changes.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["identifiers: MMSI 111111111 → MMSI 222222222"]);
}

#[test]
fn addresses_and_aliases_that_a_notice_takes_away_are_an_amendment() {
    let listed = |act: Act| act.under(&[ENTITY_LIST]).country("Iran");
    let store = store(vec![
        (
            "2019-05-21",
            vec![
                listed(designate("Example Works"))
                    .aka(&["EW Co."])
                    .address("1 First Street, Tehran")
                    .address("2 Second Street, Qom"),
            ],
        ),
        (
            "2020-05-21",
            vec![
                listed(amend("Example Works"))
                    .removes(&["EW Co."])
                    .removes_addresses(&["2 Second Street; Qom"])
                    .adds_addresses(&["3 Third Street, Tabriz"]),
            ],
        ),
    ]);
    let diff = between(&store, "2019-05-21", "2020-05-21");
    assert_eq!(diff.entries.len(), 1, "{diff:#?}");
    let entry = &diff.entries[0];
    assert_eq!(entry.change, Change::Amended);
    assert_eq!(entry.aliases_lost, ["EW Co."]);
    assert_eq!(
        entry.changes[0].to_string(),
        "addresses: 2 Second Street, Qom → 3 Third Street, Tabriz"
    );
    assert_eq!(entry.records.len(), 1);
    let printed = |on: &str| -> Vec<String> {
        let party = list(&store, on).standings[0].party.clone();
        party.addresses.into_iter().map(|a| a.printed).collect()
    };
    assert_eq!(
        printed("2020-05-20"),
        ["1 First Street, Tehran", "2 Second Street, Qom"]
    );
    assert_eq!(
        printed("2020-05-21"),
        ["1 First Street, Tehran", "3 Third Street, Tabriz"]
    );
}

#[test]
fn a_stated_end_is_the_last_day() {
    for (authority, from, until, first_out) in [
        ("INKSNA", "2010-12-20", "2012-12-20", "2012-12-21"),
        ("EAR-766-25", "2015-03-01", "2025-03-01", "2025-03-02"),
        ("EAR-766-24", "2020-01-01", "2020-06-29", "2020-06-30"),
    ] {
        let store = store(vec![(
            from,
            vec![designate("Example").under(&[authority]).until(until)],
        )]);
        let on_last = list(&store, until);
        assert_eq!(on_last.standings.len(), 1, "{authority}");
        let end = on_last.standings[0].ends.as_ref().unwrap();
        assert_eq!(end.date, day(first_out), "{authority}");
        assert!(
            end.reason.contains(&format!("until {until}")),
            "{}",
            end.reason
        );
        assert_eq!(names(&store, first_out), [""; 0], "{authority}");
        assert_eq!(
            between(&store, until, first_out)
                .of(Change::Removed)
                .count(),
            1
        );
    }
}

#[test]
fn a_renewal_moves_the_end_and_a_shorter_term_does_not_cut_it() {
    let order = |act: Act, until: &str| act.under(&["EAR-766-24"]).until(until);
    let renewed = store(vec![
        (
            "2020-01-01",
            vec![order(designate("Example Air"), "2020-06-29")],
        ),
        (
            "2020-06-20",
            vec![order(maintain("Example Air"), "2020-12-17")],
        ),
    ]);
    assert_eq!(names(&renewed, "2020-12-17"), ["Example Air"]);
    assert_eq!(names(&renewed, "2020-12-18"), [""; 0]);
    let overlapping = store(vec![
        (
            "2010-01-01",
            vec![designate("Example").under(&["INKSNA"]).until("2012-01-01")],
        ),
        (
            "2010-06-01",
            vec![designate("Example").under(&["INKSNA"]).until("2011-06-01")],
        ),
    ]);
    assert_eq!(names(&overlapping, "2011-12-31"), ["Example"]);
    assert_eq!(names(&overlapping, "2012-01-02"), [""; 0]);
}

#[test]
fn an_amendment_that_moves_the_end_shows_it_before_and_after() {
    let denied = |act: Act| act.under(&["EAR-766-25"]);
    let store = store(vec![
        (
            "2016-11-14",
            vec![denied(designate("Example")).until("2025-06-09")],
        ),
        (
            "2018-03-20",
            vec![denied(amend("Example")).until("2020-06-09")],
        ),
    ]);
    let diff = between(&store, "2018-03-01", "2018-04-01");
    let entry = diff.of(Change::Amended).next().unwrap();
    let told: Vec<String> = entry.changes.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["ends: 2025-06-10 → 2020-06-10"]);
    assert_eq!(entry.records.len(), 1);
    let fields = entry.fields();
    assert!(
        fields.iter().any(|change| change.field == "ends"),
        "{fields:?}"
    );
    assert_eq!(names(&store, "2020-06-09"), ["Example"]);
    assert_eq!(names(&store, "2020-06-10"), [""; 0]);
}

#[test]
fn what_acts_upon_an_unknown_standing_implies_it_and_an_end_does_not() {
    for act in [amend, maintain, update] {
        let store = store(vec![(
            "2020-01-10",
            vec![act("Example").under(&[IRAN_SHIPPING])],
        )]);
        let standing = &list(&store, "2020-01-10").standings[0];
        assert!(standing.since.implied && standing.flags.contains(&Flag::Implied));
        assert_eq!(names(&store, "2020-01-09"), [""; 0]);
    }
    let removed = store(vec![(
        "2020-01-10",
        vec![remove("Example").under(&[IRAN_SHIPPING])],
    )]);
    let answer = list(&removed, "2020-01-10");
    assert_eq!(answer.standings.len(), 0);
    assert_eq!(answer.apart[0].reason, ApartReason::NoDesignation);
}

#[test]
fn one_name_is_one_party_within_a_programme_only() {
    let entities = |documents: Vec<Act>| {
        let months = (1..).map(|month| format!("2020-{month:02}-01"));
        let documents: Vec<(String, Vec<Act>)> = months
            .zip(documents.into_iter().map(|act| vec![act]))
            .collect();
        let documents = documents
            .iter()
            .map(|(date, acts)| (date.as_str(), acts.clone()));
        let store = store(documents.collect());
        let links = links(&store);
        (links.entities().len(), links.possible().len())
    };
    let listed = |act: Act| act.under(&[ENTITY_LIST]).country("Iran");
    let blocked = |act: Act| act.under(&[IRAN_SHIPPING]);
    for (what, documents, expected) in [
        (
            "the terrorism lists",
            vec![
                designate("Example Front").under(&[FTO]),
                designate("Example Front").under(&[SDGT]),
            ],
            (1, 0),
        ),
        (
            "two lists of the UFLPA",
            vec![
                designate("Example Textile").under(&["UFLPA-2-D-2-B-I"]),
                designate("Example Textile").under(&["UFLPA-2-D-2-B-V"]),
            ],
            (1, 0),
        ),
        (
            "lists of two departments",
            vec![
                blocked(designate("Golden Star Co.")),
                listed(designate("Golden Star Co.")),
            ],
            (2, 1),
        ),
        (
            "the same with an identifier",
            vec![
                blocked(designate("Golden Star Co.")).identified("Registration ID", "AB-998877"),
                listed(designate("Golden Star Company"))
                    .identified("Registration ID No.", "AB998877"),
            ],
            (1, 0),
        ),
        (
            "the same with another name",
            vec![
                blocked(designate("Golden Star Co.")).aka(&["Setareh Talaee"]),
                listed(designate("Golden Star Co.")).aka(&["Setareh Talaee"]),
            ],
            (1, 0),
        ),
        (
            "two orders, one tag",
            vec![
                blocked(designate("Golden Star Co.")).tagged("IFSR"),
                designate("Golden Star Co.")
                    .under(&["EO-13902"])
                    .tagged("IFSR"),
            ],
            (1, 0),
        ),
        (
            "two orders",
            vec![
                blocked(designate("Golden Star Co.")),
                designate("Golden Star Co.").under(&["EO-13902"]),
            ],
            (2, 1),
        ),
        (
            "a country",
            vec![
                designate("Iran")
                    .kind(PartyKind::Country)
                    .under(&["FAA-620A"]),
                designate("Iran")
                    .kind(PartyKind::Country)
                    .under(&["IRFA-402"]),
            ],
            (1, 0),
        ),
        (
            "a person who bears another's alias",
            vec![
                person(designate("ALPHA, One")).aka(&["ABU EXAMPLE"]),
                person(designate("ABU EXAMPLE")),
            ],
            (2, 0),
        ),
        (
            "a telephone number",
            vec![
                blocked(designate("Alpha Works")).identified("Phone Number", "982112345678"),
                listed(designate("Beta Works")).identified("Phone Number", "982112345678"),
            ],
            (2, 0),
        ),
    ] {
        assert_eq!(entities(documents), expected, "{what}");
    }
}

#[test]
fn config_makes_a_programme() {
    let rules = LinkRules::from_toml(
        "[[programme]]\nauthorities = ['EO-13382', 'EAR-744-11']\nwhy = 'for the test'",
    )
    .unwrap();
    let store = store(vec![
        (
            "2020-01-10",
            vec![designate("Golden Star").under(&[IRAN_SHIPPING])],
        ),
        (
            "2020-02-10",
            vec![designate("Golden Star").under(&[ENTITY_LIST])],
        ),
        ("2020-03-10", vec![designate("Example Front").under(&[FTO])]),
        (
            "2020-04-10",
            vec![designate("Example Front").under(&[SDGT])],
        ),
    ]);
    let versions: Vec<&RecordVersion> = store.versions.iter().collect();
    // A file that names programmes names all of them.
    assert_eq!(EntityLinks::build(&versions, &rules).entities().len(), 3);
}
