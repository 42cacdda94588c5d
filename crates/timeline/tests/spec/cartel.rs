//! Cartel de los Soles: out on November 23, 2025, in on November 24.

use fedreg_model::{Citation, EffectiveBasis};
use fedreg_timeline::{
    Change, ChangedBy, Effect, Filter, Known, LinkRules, Point, as_of, diff, timeline,
};

use crate::store::{FTO, SDGT, Store, day, designate, document, noon};

fn history() -> Store {
    let mut store = Store::default();
    store.publish(
        "2025-02873",
        "2025-02-20",
        vec![
            designate("Tren de Aragua")
                .on("2025-02-20")
                .under(&[FTO, SDGT]),
            designate("Cartel de Sinaloa")
                .on("2025-02-20")
                .under(&[FTO, SDGT]),
        ],
    );
    let mut soles = designate("Cartel de los Soles")
        .aka(&["Cartel of the Suns"])
        .on("2025-11-24");
    soles.0.effective.basis = EffectiveBasis::UponPublication;
    soles.0.quote.text = String::from("The designation goes into effect upon publication.");
    let mut metadata = document("2025-20750", "2025-11-24");
    metadata.citation = Some(Citation {
        volume: 90,
        page: 53_045,
    });
    store.read(
        &metadata,
        vec![soles],
        fedreg_model::Cause::Source,
        1,
        noon("2025-11-24"),
    );
    store
}

#[test]
fn the_list_of_the_day_before_lacks_it() {
    let store = history();
    let names = |date: &str| -> Vec<String> {
        let filter = Filter::authority(FTO);
        as_of(
            &store.versions,
            &LinkRules::default(),
            day(date),
            Known::Now,
            &filter,
        )
        .standings
        .into_iter()
        .map(|s| s.name)
        .collect()
    };
    assert_eq!(names("2025-11-23"), ["Cartel de Sinaloa", "Tren de Aragua"]);
    assert_eq!(
        names("2025-11-24"),
        ["Cartel de los Soles", "Cartel de Sinaloa", "Tren de Aragua"]
    );
    assert_eq!(names("2025-02-19"), Vec::<String>::new());
}

#[test]
fn the_diff_shows_exactly_that_with_the_words() {
    let store = history();
    let diff = diff(
        &store.versions,
        &LinkRules::default(),
        Point::on(day("2025-11-23")),
        Point::on(day("2025-11-24")),
        &Filter::authority(FTO),
    );
    assert_eq!(diff.entries.len(), 1);
    assert!(diff.other_acts.is_empty());
    let entry = &diff.entries[0];
    assert_eq!(entry.change, Change::Added);
    assert_eq!(entry.changed_by, ChangedBy::Government);
    assert_eq!(entry.effective_on, Some(day("2025-11-24")));
    assert_eq!(entry.name, "Cartel de los Soles");
    assert_eq!(entry.aliases_gained, ["Cartel of the Suns"]);
    assert_eq!(entry.records[0].cite(), "90 FR 53045");
    assert_eq!(
        entry.records[0].quote.text,
        "The designation goes into effect upon publication."
    );
}

#[test]
fn a_joint_notice_is_one_event_under_two_authorities() {
    let store = history();
    let found = timeline(
        &store.versions,
        &LinkRules::default(),
        "TREN DE ARAGUA",
        Point::on(day("2025-03-01")),
        &Filter::default(),
    );
    let life = &found.timelines[0];
    assert_eq!(life.events.len(), 1);
    assert_eq!(life.events[0].effect, Effect::Begins);
    assert_eq!(life.events[0].authorities, [SDGT, FTO]);
    assert_eq!(life.standings.iter().filter(|s| s.in_force).count(), 2);
}
