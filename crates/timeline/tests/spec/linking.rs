//! Which notices speak of one entity.

use fedreg_model::{AliasQuality, PartyKind, RecordVersion};
use fedreg_timeline::{
    ApartReason, EntityLinks, Filter, Judgement, Known, LinkRule, LinkRules, as_of,
};

use crate::store::{Act, SDGT, Store, amend, day, designate, maintain, redesignate, revoke};

/// One document a month, each with the given acts.
fn store(documents: Vec<Vec<Act>>) -> Store {
    let mut store = Store::default();
    for (month, acts) in documents.into_iter().enumerate() {
        let date = format!("2010-{:02}-01", month + 1);
        let acts = acts
            .into_iter()
            .map(|act| {
                if act.0.effective.date.is_none() {
                    act.on(&date)
                } else {
                    act
                }
            })
            .collect();
        store.publish(&format!("2010-{}", month + 1), &date, acts);
    }
    store
}

fn links(store: &Store, rules: &LinkRules) -> EntityLinks {
    let versions: Vec<&RecordVersion> = store.versions.iter().collect();
    EntityLinks::build(&versions, rules)
}

fn entities(documents: Vec<Vec<Act>>) -> usize {
    links(&store(documents), &LinkRules::default())
        .entities()
        .len()
}

#[test]
fn the_rules_one_by_one() {
    let individual = |act: Act| act.kind(PartyKind::Individual);
    let unknown = |act: Act| act.kind(PartyKind::Unknown);
    let acronym = |act: Act, name: &str| act.also(&[name], AliasQuality::Acronym);
    for (what, documents, expected) in [
        (
            "same name under two authorities",
            vec![
                vec![designate("Al-Shabaab")],
                vec![designate("al Shabaab").under(&[SDGT])],
            ],
            1,
        ),
        (
            "the Arabic article in any spelling",
            vec![
                vec![designate("al-Nusrah Front")],
                vec![maintain("El Nusrah Front")],
            ],
            1,
        ),
        (
            "near-identical spellings",
            vec![
                vec![designate("Jabhat al-Nusrah")],
                vec![designate("Jabhet al-Nusrah")],
            ],
            2,
        ),
        (
            "near-identical spellings, with a printed list",
            vec![
                vec![designate("Jabhat al-Nusrah").aka(&["Jabhet al-Nusrah"])],
                vec![maintain("Jabhet al-Nusrah")],
            ],
            1,
        ),
        (
            "a name that is an alias under the same authority",
            vec![
                vec![designate("Alpha").aka(&["Beta"])],
                vec![revoke("Beta")],
            ],
            1,
        ),
        (
            "a name that is an alias under another authority",
            vec![
                vec![designate("Alpha").aka(&["Beta"])],
                vec![designate("Beta").under(&[SDGT])],
            ],
            2,
        ),
        (
            "two that share an alias",
            vec![
                vec![designate("Alpha").aka(&["Shared Name"])],
                vec![designate("Gamma").aka(&["Shared Name"])],
            ],
            2,
        ),
        (
            "an alias that an amendment added",
            vec![
                vec![designate("Alpha")],
                vec![amend("Alpha").adds(&["Beta"])],
                vec![maintain("Beta")],
            ],
            1,
        ),
        (
            "a new name",
            vec![
                vec![designate("Alpha")],
                vec![amend("Alpha").renames("Omega")],
                vec![revoke("Omega")],
            ],
            1,
        ),
        (
            "an acronym alone",
            vec![
                vec![acronym(designate("Popular Front"), "PF")],
                vec![maintain("PF")],
            ],
            2,
        ),
        (
            "an acronym and a full name",
            vec![
                vec![acronym(designate("Popular Front"), "PF").aka(&["People's Front"])],
                vec![maintain("PF").aka(&["People's Front"])],
            ],
            1,
        ),
        (
            "one acronym as the name under two authorities",
            vec![
                vec![designate("HAMAS")],
                vec![designate("HAMAS").under(&[SDGT])],
            ],
            2,
        ),
        (
            "the same with another name in common",
            vec![
                vec![designate("HAMAS").aka(&["Islamic Resistance Movement"])],
                vec![
                    designate("HAMAS")
                        .under(&[SDGT])
                        .aka(&["Islamic Resistance Movement"]),
                ],
            ],
            1,
        ),
        (
            "a weak alias alone",
            vec![
                vec![designate("Alpha").also(&["The Doctor"], AliasQuality::Weak)],
                vec![designate("The Doctor")],
            ],
            2,
        ),
        (
            "different kinds",
            vec![
                vec![designate("Abu Nidal")],
                vec![individual(designate("Abu Nidal"))],
            ],
            2,
        ),
        (
            "a kind that is not said",
            vec![vec![designate("Alpha")], vec![unknown(maintain("Alpha"))]],
            1,
        ),
        (
            "individuals of one name under one authority",
            vec![
                vec![individual(designate("A B"))],
                vec![individual(revoke("A B"))],
            ],
            1,
        ),
        (
            "individuals of one name under two authorities",
            vec![
                vec![individual(designate("A B"))],
                vec![individual(designate("A B")).under(&[SDGT])],
            ],
            2,
        ),
        (
            "the same with an identifier",
            vec![
                vec![individual(designate("A B")).identified("Passport", "X-12345")],
                vec![
                    individual(designate("B, A"))
                        .under(&[SDGT])
                        .identified("passport", "X12345"),
                ],
            ],
            1,
        ),
        (
            "an identifier that says nothing",
            vec![
                vec![individual(designate("A B")).identified("DOB", "01 Jan 1970")],
                vec![individual(designate("C D")).identified("DOB", "01 Jan 1970")],
            ],
            2,
        ),
        (
            "two that one notice designates apart",
            vec![
                vec![designate("Kach"), designate("Kahane Chai")],
                vec![redesignate("Kahane Chai").aka(&["Kach"])],
            ],
            2,
        ),
        (
            "a name that an amendment had taken off the list",
            vec![
                vec![designate("Al-Qaida in Example").aka(&["Victory Front"])],
                vec![
                    amend("Al-Qaida in Example")
                        .removes(&["Victory Front"])
                        .on("2010-02-01"),
                    designate("Victory Front").on("2010-02-01"),
                ],
                vec![maintain("Victory Front")],
            ],
            2,
        ),
    ] {
        assert_eq!(entities(documents), expected, "{what}");
    }
}

#[test]
fn an_alias_of_two_links_neither_and_is_reported() {
    let store = store(vec![
        vec![designate("Palestine Example Jihad").aka(&["Islamic Example Jihad"])],
        vec![designate("Egypt Example Jihad").aka(&["Islamic Example Jihad"])],
        vec![
            revoke("Islamic Example Jihad"),
            amend("Islamic Example Jihad").adds(&["New Name"]),
        ],
    ]);
    let links = links(&store, &LinkRules::default());
    assert_eq!(links.entities().len(), 3);
    assert_eq!(links.ambiguities().len(), 2);
    let doubt = &links.ambiguities()[0];
    assert_eq!(doubt.candidates.len(), 2);
    assert_eq!(
        doubt.why,
        "'Islamic Example Jihad' could mean Egypt Example Jihad or Palestine Example Jihad"
    );
    let rules = LinkRules::default();
    let list = as_of(
        &store.versions,
        &rules,
        day("2011-01-01"),
        Known::Now,
        &Filter::default(),
    );
    assert_eq!(
        list.standings.len(),
        2,
        "nothing is revoked, and nobody new is in standing"
    );
    assert_eq!(list.apart.len(), 2);
    assert!(
        list.apart
            .iter()
            .all(|a| a.reason == ApartReason::Ambiguous)
    );
    let explained = links.explain("Islamic Example Jihad", "Egypt Example Jihad");
    assert_eq!(explained.judgement, Judgement::Ambiguous);
}

#[test]
fn config_forces_and_forbids() {
    let rules = LinkRules::from_toml(
        "[[same]]\nnames = ['Kach', 'Kahane Chai']\nwhy = 'combined in 2001'\n\
         [[same]]\nnames = ['Person', 'Firm']\nwhy = 'said so'\n\
         [[different]]\nnames = ['Alpha', 'Beta']\nwhy = 'two groups'",
    )
    .unwrap();
    let store = store(vec![
        vec![designate("Kach"), designate("Kahane Chai")],
        vec![
            designate("Person").kind(PartyKind::Individual),
            designate("Firm"),
        ],
        vec![
            designate("Alpha").aka(&["Beta"]),
            designate("Gamma").aka(&["Beta"]),
        ],
        vec![designate("Beta")],
    ]);
    let links = links(&store, &rules);
    let same = |a: &str, b: &str| links.explain(a, b);
    assert_eq!(same("Kach", "Kahane Chai").judgement, Judgement::Same);
    assert_eq!(same("Kach", "Kahane Chai").links[0].rule, LinkRule::Forced);
    assert_eq!(same("Kach", "Kahane Chai").because, ["combined in 2001"]);
    assert_eq!(same("Person", "Firm").judgement, Judgement::Same);
    // Forbidden with one of two candidates, it links with the other.
    assert_eq!(same("Gamma", "Alpha").judgement, Judgement::Different);
    let beta = links.entities().iter().find(|e| e.name == "Beta").unwrap();
    let gamma = store
        .versions
        .iter()
        .find(|v| v.record.party.name == "Gamma")
        .unwrap();
    assert_eq!(links.of_record(&gamma.record_id).unwrap().id, beta.id);
}

#[test]
fn explain_gives_the_reason() {
    let individual = |act: Act| act.kind(PartyKind::Individual);
    let store = store(vec![
        vec![
            designate("Alpha")
                .aka(&["Beta", "Shared"])
                .also(&["ABC"], AliasQuality::Acronym),
        ],
        vec![designate("Gamma").aka(&["Shared"])],
        vec![maintain("Beta").aka(&["Delta"])],
        vec![maintain("ABC")],
        vec![designate("Beta").under(&[SDGT]).kind(PartyKind::Vessel)],
        vec![individual(designate("A B")), individual(designate("C D"))],
        vec![individual(designate("A B")).under(&[SDGT])],
        vec![
            designate("Alpha One").under(&["X-1"]),
            designate("Alpha Two").under(&["X-1"]),
        ],
    ]);
    let links = links(&store, &LinkRules::default());
    for (a, b, judgement, words) in [
        ("alpha", "ALPHA", Judgement::Same, "are the same name"),
        (
            "Alpha",
            "Shared",
            Judgement::Ambiguous,
            "one notice prints both",
        ),
        (
            "Alpha",
            "Delta",
            Judgement::Same,
            "'Beta' is printed as another name of 'Alpha' under INA-219",
        ),
        (
            "Alpha",
            "Gamma",
            Judgement::Different,
            "share the alias 'shared'",
        ),
        (
            "Alpha",
            "Nobody",
            Judgement::Unknown,
            "no notice prints the name 'Nobody'",
        ),
        (
            "Alpha",
            "A B",
            Judgement::Different,
            "parties of different kinds (organization, individual)",
        ),
        (
            "Alpha One",
            "Alpha Two",
            Judgement::Different,
            "designates 'Alpha One' and 'Alpha Two' apart",
        ),
    ] {
        let explained = links.explain(a, b);
        assert_eq!(explained.judgement, judgement, "{a} {b}: {explained:?}");
        assert!(
            explained.because.join("; ").contains(words),
            "{a} {b}: {:?}",
            explained.because
        );
    }
    assert!(
        links
            .explain("ABC", "Gamma")
            .because
            .join("; ")
            .contains("similar")
    );
}

#[test]
fn designations_under_both_names_are_one_by_the_printed_alias() {
    let store = store(vec![
        vec![designate("Jihad Group")],
        vec![maintain("Jihad Group")],
        vec![designate("Other").aka(&["Jihad Group"])],
    ]);
    let links = links(&store, &LinkRules::default());
    assert!(
        links
            .links()
            .iter()
            .any(|link| link.rule == LinkRule::NameIsAlias)
    );
    assert!(
        links
            .links()
            .iter()
            .any(|link| link.rule == LinkRule::SameName)
    );
    assert_eq!(links.entities()[0].record_ids.len(), 3);
}

#[test]
fn where_a_guard_stops_the_possible_link_is_shown() {
    let individual = |act: Act| act.kind(PartyKind::Individual);
    let store = store(vec![
        vec![designate("Example State").also(&["EST"], AliasQuality::Acronym)],
        vec![maintain("EST")],
        vec![individual(designate("A B"))],
        vec![individual(designate("A B")).under(&[SDGT])],
        vec![designate("Unrelated")],
    ]);
    let links = links(&store, &LinkRules::default());
    let pairs: Vec<(&str, &str)> = links
        .possible()
        .iter()
        .map(|p| (p.a_name.as_str(), p.b_name.as_str()))
        .collect();
    assert_eq!(pairs.len(), 2);
    assert!(pairs.contains(&("EST", "Example State")) && pairs.contains(&("A B", "A B")));
    let (rules, filter) = (LinkRules::default(), Filter::default());
    let list = as_of(
        &store.versions,
        &rules,
        day("2011-01-01"),
        Known::Now,
        &filter,
    );
    for standing in &list.standings {
        let flagged = standing
            .flags
            .contains(&fedreg_timeline::Flag::PossibleLink);
        assert_eq!(flagged, standing.name != "Unrelated", "{}", standing.name);
    }
    // A person decides.
    let rules = LinkRules::from_toml(
        "[[same]]\nnames = ['EST', 'Example State']\nwhy = 'its acronym'\n\
         [[different]]\nrecords = ['R1', 'R2']\nwhy = 'namesakes'",
    );
    let mut rules = rules.unwrap();
    let people = store
        .versions
        .iter()
        .filter(|v| v.record.party.name == "A B");
    rules.different[0].records = people.map(|v| v.record_id.clone()).collect();
    assert!(self::links(&store, &rules).possible().is_empty());
}
