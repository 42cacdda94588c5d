//! The axis of knowledge: late notices, corrections, better parsers, reviews.

use fedreg_model::{Cause, Stage, Verdict};
use fedreg_timeline::{
    Change, ChangedBy, Diff, Filter, Flag, Known, LinkRules, Point, as_of, diff, diff_since,
};

use crate::store::{FTO, Store, day, designate, document, hours, maintain, noon, revoke};

fn names(store: &Store, date: &str, known: Known) -> Vec<String> {
    as_of(
        &store.versions,
        &LinkRules::default(),
        day(date),
        known,
        &Filter::default(),
    )
    .standings
    .into_iter()
    .map(|s| s.name)
    .collect()
}

fn since(store: &Store, sequence: i64, date: &str) -> Diff {
    diff_since(
        &store.versions,
        &LinkRules::default(),
        sequence,
        day(date),
        &Filter::default(),
    )
}

fn told(diff: &Diff) -> Vec<(Change, ChangedBy, &str)> {
    diff.entries
        .iter()
        .map(|e| (e.change, e.changed_by, e.name.as_str()))
        .collect()
}

#[test]
fn an_old_notice_found_late_counts_from_then_on_and_not_before() {
    let mut store = Store::default();
    store.publish(
        "2012-1",
        "2012-01-10",
        vec![designate("Late Front").on("2012-01-10")],
    );
    let before = store.last_sequence();
    let found = noon("2026-01-05");
    store.read(
        &document("2015-7", "2015-07-01"),
        vec![revoke("Late Front").on("2015-07-01")],
        Cause::Source,
        1,
        found,
    );
    assert_eq!(
        names(&store, "2020-01-01", Known::At(hours(found, -1))),
        ["Late Front"]
    );
    assert!(names(&store, "2020-01-01", Known::At(found)).is_empty());
    assert!(names(&store, "2020-01-01", Known::Now).is_empty());
    assert_eq!(
        names(&store, "2020-01-01", Known::Sequence(before)),
        ["Late Front"]
    );
    let diff = since(&store, before, "2026-01-05");
    assert_eq!(
        told(&diff),
        [(Change::Removed, ChangedBy::Government, "Late Front")]
    );
    assert_eq!(diff.entries[0].effective_on, Some(day("2015-07-01")));
    assert_eq!(diff.entries[0].records[0].cite(), "FR Doc. 2015-7");
}

#[test]
fn a_correction_a_month_later_is_the_governments_change() {
    let mut store = Store::default();
    let printed = |date: &str| vec![designate("Corrected Front").aka(&["CF"]).on(date)];
    store.publish("2018-1", "2018-03-01", printed("2018-03-01"));
    let before = store.last_sequence();
    let mut acts = printed("2018-03-01");
    acts[0] = acts[0].clone().aka(&["Corrected Front of Example"]);
    let at = noon("2018-04-02");
    store.read(
        &document("2018-1", "2018-03-01"),
        acts,
        Cause::Correction,
        1,
        at,
    );
    let diff = since(&store, before, "2018-05-01");
    assert_eq!(
        told(&diff),
        [(Change::Amended, ChangedBy::Government, "Corrected Front")]
    );
    assert_eq!(
        diff.entries[0].aliases_gained,
        ["Corrected Front of Example"]
    );
    assert_eq!(diff.entries[0].records[0].cause, Cause::Correction);
    // On the axis of effect nothing changed: as now known, it always bore that name.
    let points = (Point::on(day("2018-03-01")), Point::on(day("2018-05-01")));
    let by_day = fedreg_timeline::diff(
        &store.versions,
        &LinkRules::default(),
        points.0,
        points.1,
        &Filter::default(),
    );
    assert!(by_day.is_empty());
}

#[test]
fn a_better_parser_is_never_the_government() {
    let mut store = Store::default();
    store.publish(
        "2014-1",
        "2014-05-15",
        vec![designate("Misread (and other aliases)").on("2014-05-15")],
    );
    store.publish(
        "2014-2",
        "2014-05-16",
        vec![designate("Phantom").on("2014-05-16")],
    );
    store.publish("2014-3", "2014-05-17", vec![]);
    let before = store.last_sequence();
    let at = noon("2026-02-01");
    let reread = |store: &mut Store, number: &str, date: &str, acts| {
        store.read(&document(number, date), acts, Cause::Parser, 2, at);
    };
    let acts = vec![designate("Misread").aka(&["Missed Alias"]).on("2014-05-15")];
    reread(&mut store, "2014-1", "2014-05-15", acts);
    reread(&mut store, "2014-2", "2014-05-16", vec![]);
    reread(
        &mut store,
        "2014-3",
        "2014-05-17",
        vec![designate("Overlooked").on("2014-05-17")],
    );
    store.read(
        &document("2026-1", "2026-02-01"),
        vec![
            designate("New Front").on("2026-02-01"),
            maintain("Misread").on("2026-02-01"),
        ],
        Cause::Source,
        2,
        at,
    );
    let diff = since(&store, before, "2026-02-02");
    assert_eq!(
        told(&diff),
        [
            (Change::Added, ChangedBy::Government, "New Front"),
            (Change::Maintained, ChangedBy::Government, "Misread"),
            (Change::Added, ChangedBy::Parser, "Overlooked"),
            (Change::Removed, ChangedBy::Parser, "Phantom"),
            (Change::Amended, ChangedBy::Parser, "Misread"),
        ]
    );
    let amended = diff.entries.last().unwrap();
    assert_eq!(
        amended.renamed.as_ref().unwrap().from,
        "Misread (and other aliases)"
    );
    assert_eq!(amended.aliases_gained, ["Missed Alias"]);
}

#[test]
fn a_record_that_both_changed_is_the_governments() {
    let mut store = Store::default();
    store.publish(
        "2014-1",
        "2014-05-15",
        vec![designate("Front").on("2014-05-15")],
    );
    let before = store.last_sequence();
    let corrected = vec![designate("Front").aka(&["By the Source"]).on("2014-05-15")];
    let first = noon("2014-06-01");
    store.read(
        &document("2014-1", "2014-05-15"),
        corrected,
        Cause::Correction,
        1,
        first,
    );
    let read_better = vec![
        designate("Front")
            .aka(&["By the Source", "By the Parser"])
            .on("2014-05-15"),
    ];
    let second = noon("2014-07-01");
    store.read(
        &document("2014-1", "2014-05-15"),
        read_better,
        Cause::Parser,
        2,
        second,
    );
    let whole = since(&store, before, "2014-08-01");
    assert_eq!(
        told(&whole),
        [(Change::Amended, ChangedBy::Government, "Front")]
    );
    let known = |at| Point {
        effective_on: day("2014-08-01"),
        known: Known::At(at),
    };
    let rules = LinkRules::default();
    let last = diff(
        &store.versions,
        &rules,
        known(first),
        known(second),
        &Filter::default(),
    );
    assert_eq!(told(&last), [(Change::Amended, ChangedBy::Parser, "Front")]);
    assert_eq!(last.entries[0].aliases_gained, ["By the Parser"]);
}

#[test]
fn a_review_is_neither() {
    let mut store = Store::default();
    store.publish(
        "2014-1",
        "2014-05-15",
        vec![designate("Front").on("2014-05-15")],
    );
    let before = store.last_sequence();
    let acts = vec![designate("Front").on("2014-05-14")];
    let at = noon("2014-06-01");
    store.read(
        &document("2014-1", "2014-05-15"),
        acts,
        Cause::Review,
        1,
        at,
    );
    let diff = since(&store, before, "2014-08-01");
    assert_eq!(told(&diff), [(Change::Amended, ChangedBy::Review, "Front")]);
    assert_eq!(diff.entries[0].since.date, day("2014-05-14"));
    assert_eq!(
        diff.entries[0].since_before.unwrap().date,
        day("2014-05-15")
    );
}

#[test]
fn a_version_that_says_the_same_is_no_change() {
    let mut store = Store::default();
    store.publish(
        "2014-1",
        "2014-05-15",
        vec![designate("Front").on("2014-05-15")],
    );
    let before = store.last_sequence();
    let mut metadata = document("2014-1", "2014-05-15");
    metadata.title = "A title that came later".to_owned();
    let at = noon("2014-06-01");
    store.read(
        &metadata,
        vec![designate("Front").on("2014-05-15")],
        Cause::Source,
        1,
        at,
    );
    let diff = since(&store, before, "2014-08-01");
    assert!(diff.is_empty() && diff.other_acts.is_empty());
}

#[test]
fn what_takes_effect_later_is_told_and_not_counted() {
    let mut store = Store::default();
    store.publish(
        "2026-1",
        "2026-01-02",
        vec![designate("Future Front").on("2026-02-01")],
    );
    let diff = since(&store, 0, "2026-01-02");
    assert!(diff.is_empty());
    assert_eq!(diff.other_acts[0].why, "it takes effect on 2026-02-01");
    assert_eq!(diff.other_acts[0].changed_by, ChangedBy::Government);
}

#[test]
fn documents_on_public_inspection_count_only_when_asked_for() {
    let mut store = Store::default();
    let mut filed = document("2025-20750", "2025-11-24");
    filed.stage = Stage::PublicInspection;
    let acts = vec![designate("Cartel de los Soles").on("2025-11-24")];
    store.read(&filed, acts, Cause::Source, 1, noon("2025-11-21"));
    let list = |include_public_inspection| {
        let filter = Filter {
            include_public_inspection,
            ..Filter::authority(FTO)
        };
        as_of(
            &store.versions,
            &LinkRules::default(),
            day("2025-11-24"),
            Known::Now,
            &filter,
        )
    };
    assert!(list(false).standings.is_empty());
    assert!(
        list(true).standings[0]
            .flags
            .contains(&Flag::PublicInspection)
    );
}

#[test]
fn what_rests_on_a_document_in_review_is_flagged() {
    let mut store = Store::default();
    store.publish(
        "2014-1",
        "2014-05-15",
        vec![designate("Front").on("2014-05-15")],
    );
    store.versions[0].verdict = Verdict::NeedsReview;
    let rules = LinkRules::default();
    let filter = Filter::default();
    let list = as_of(
        &store.versions,
        &rules,
        day("2014-05-15"),
        Known::Now,
        &filter,
    );
    assert!(list.standings[0].flags.contains(&Flag::NeedsReview));
}

#[test]
fn an_act_that_counts_only_since_another_notice_settled_whom_it_means_is_cited() {
    let mut store = Store::default();
    let listed = |name: &str, aliases: &[&str]| {
        let amended = crate::store::amend(name).removes(aliases).on("2010-03-01");
        vec![designate(name).aka(aliases).on("2010-01-01"), amended]
    };
    store.publish("2010-1", "2010-01-01", listed("Alpha", &["Shared Name"]));
    store.publish("2010-2", "2010-01-02", listed("Beta", &["Shared Name"]));
    store.publish(
        "2010-3",
        "2010-02-01",
        vec![maintain("Shared Name").on("2010-02-01")],
    );
    store.publish(
        "2010-4",
        "2010-04-01",
        vec![maintain("Shared Name").on("2010-04-01")],
    );
    let before = store.last_sequence();
    let at = noon("2010-05-01");
    for (number, published, name) in [
        ("2010-1", "2010-01-01", "Alpha"),
        ("2010-2", "2010-01-02", "Beta"),
    ] {
        store.read(
            &document(number, published),
            listed(name, &[]),
            Cause::Correction,
            1,
            at,
        );
    }
    let diff = since(&store, before, "2010-06-01");
    let entry = diff
        .entries
        .iter()
        .find(|e| e.name == "Shared Name")
        .unwrap();
    assert_eq!(entry.since.date, day("2010-02-01"));
    assert_eq!(entry.since_before.unwrap().date, day("2010-04-01"));
    assert_eq!(entry.records[0].cite(), "FR Doc. 2010-3");
    assert!(entry.reason.as_ref().unwrap().contains("which party"));
}
