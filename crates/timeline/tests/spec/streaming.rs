//! The stream of changes: one path, whatever the slices, and names that do not depend on runs.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use fedreg_model::{Cause, FieldChange};
use fedreg_timeline::{
    Change, ChangedBy, Cursor, Filter, LinkRules, Step, Stream, Streamed, stream,
};

use crate::store::{FTO, Store, amend, day, designate, document, maintain, noon, revoke};

fn read(store: &Store, steps: &[Step], until: &str, from: Cursor) -> Stream {
    stream(
        &store.versions,
        &LinkRules::default(),
        steps,
        day(until),
        &Filter::default(),
        from,
    )
}

/// A history of four runs, and where each ended.
fn history() -> (Store, Vec<Step>) {
    let mut store = Store::default();
    let mut steps = Vec::new();
    let mut ended = |store: &Store, on: &str| {
        steps.push(Step {
            through: store.last_sequence(),
            day: day(on),
        });
    };
    store.publish(
        "20-1",
        "2020-01-02",
        vec![
            designate("Alpha Front").aka(&["AF"]).on("2020-01-02"),
            designate("Beta Army").on("2020-01-02"),
            designate("Gamma Group").on("2020-03-01"),
        ],
    );
    ended(&store, "2020-01-02");
    // Acts that take effect between this run and the next.
    store.publish(
        "20-2",
        "2020-02-03",
        vec![revoke("Beta Army").on("2020-02-20")],
    );
    ended(&store, "2020-02-03");
    let first = document("20-1", "2020-01-02");
    let better = vec![
        designate("Alpha Front")
            .aka(&["AF", "A. Front"])
            .on("2020-01-02"),
        designate("Beta Army").on("2020-01-02"),
        designate("Gamma Group").on("2020-03-01"),
    ];
    store.read(&first, better, Cause::Parser, 2, noon("2020-04-01"));
    ended(&store, "2020-04-01");
    store.publish(
        "20-4",
        "2020-05-04",
        vec![
            amend("Alpha Front").renames("Omega Front").on("2020-05-04"),
            maintain("Gamma Group").on("2020-05-04"),
        ],
    );
    ended(&store, "2020-05-04");
    (store, steps)
}

fn told(changes: &[Streamed]) -> Vec<(String, Change, ChangedBy, String)> {
    let told = |c: &Streamed| {
        let entry = &c.entry;
        (
            c.cursor.to_string(),
            entry.change,
            entry.changed_by,
            entry.name.clone(),
        )
    };
    changes.iter().map(told).collect()
}

#[test]
fn each_run_and_each_day_of_effect_is_a_step_of_its_own() {
    use Change::{Added, Amended, Maintained, Removed};
    use ChangedBy::{Government, Parser};
    let (store, steps) = history();
    let all = read(&store, &steps, "2020-06-01", Cursor::START);
    let expected = [
        ("start+1", Added, Government, "Alpha Front"),
        ("3@2020-01-02", Added, Government, "Beta Army"),
        ("4@2020-02-20", Removed, Government, "Beta Army"),
        ("4@2020-03-01", Added, Government, "Gamma Group"),
        ("5@2020-04-01", Amended, Parser, "Alpha Front"),
        ("5@2020-05-04+1", Amended, Government, "Omega Front"),
        ("7@2020-05-04", Maintained, Government, "Gamma Group"),
    ]
    .map(|(cursor, change, by, name)| (cursor.to_owned(), change, by, name.to_owned()));
    assert_eq!(told(&all.changes), expected);
    assert_eq!(all.next.to_string(), "7@2020-06-01");
}

#[test]
fn reading_in_slices_gives_what_reading_at_once_gives() {
    let (store, steps) = history();
    let all = read(&store, &steps, "2020-06-01", Cursor::START).changes;
    // From every cursor on, as text.
    for (at, change) in all.iter().enumerate() {
        let cursor: Cursor = change.cursor.to_string().parse().unwrap();
        let rest = read(&store, &steps, "2020-06-01", cursor).changes;
        assert_eq!(rest, all[at + 1..], "{cursor}");
    }
    // Day by day, each time with the runs that had ended by then.
    let mut slices = Vec::new();
    let mut cursor = Cursor::START;
    for on in day("2020-01-01")
        .iter_days()
        .take_while(|on| *on <= day("2020-06-01"))
    {
        let ended: Vec<Step> = steps.iter().copied().filter(|s| s.day <= on).collect();
        let slice = read(&store, &ended, &on.to_string(), cursor);
        let from_last = slice.changes.last().map_or(cursor, |last| last.cursor);
        let again = read(&store, &ended, &on.to_string(), from_last);
        assert!(again.changes.is_empty(), "{on}: {:?}", told(&again.changes));
        slices.extend(slice.changes);
        cursor = slice.next;
    }
    assert_eq!(slices.len(), all.len());
    for (slice, whole) in slices.iter().zip(&all) {
        assert_eq!(slice.entry, whole.entry);
    }
}

#[test]
fn a_change_bears_the_same_name_in_however_many_runs_it_came() {
    let (store, steps) = history();
    let ids = |steps: &[Step], until: &str| -> BTreeSet<String> {
        let changes = read(&store, steps, until, Cursor::START).changes;
        changes.iter().map(|c| c.entry.id()).collect()
    };
    let many = ids(&steps[..2], "2020-03-01");
    assert_eq!(many.len(), 4);
    // The same notices in one run, before either took effect.
    let one = [Step {
        through: steps[1].through,
        day: day("2020-01-02"),
    }];
    assert_eq!(ids(&one, "2020-03-01"), many);
    assert!(many.iter().all(|id| id.len() == 16), "{many:?}");
}

#[test]
fn fields_are_told_before_and_after() {
    let (store, steps) = history();
    let all = read(&store, &steps, "2020-06-01", Cursor::START).changes;
    let field = |name: &str, before: &[&str], after: &[&str]| FieldChange {
        field: name.to_owned(),
        before: before.iter().map(|v| (*v).to_owned()).collect(),
        after: after.iter().map(|v| (*v).to_owned()).collect(),
    };
    assert_eq!(
        all[0].entry.fields(),
        [
            field("name", &[], &["Alpha Front"]),
            field("aliases", &[], &["AF"]),
            field("since", &[], &["2020-01-02"]),
        ]
    );
    assert_eq!(
        all[2].entry.fields(),
        [
            field("name", &["Beta Army"], &[]),
            field("since", &["2020-01-02"], &[]),
            field("ends", &[], &["2020-02-20"]),
        ]
    );
    assert_eq!(
        all[4].entry.fields(),
        [field("aliases", &[], &["A. Front"])]
    );
    let renamed = all[5].entry.fields();
    assert!(renamed.contains(&field("name", &["Alpha Front"], &["Omega Front"])));
}

#[test]
fn a_run_without_records_is_no_step_and_a_filter_leaves_no_trace() {
    let (store, mut steps) = history();
    let all = read(&store, &steps, "2020-06-01", Cursor::START);
    let idle: NaiveDate = day("2020-02-25");
    steps.insert(
        2,
        Step {
            through: steps[1].through,
            day: idle,
        },
    );
    assert_eq!(read(&store, &steps, "2020-06-01", Cursor::START), all);
    let other = Filter::authority("EO-13224");
    let rules = LinkRules::default();
    let none = stream(
        &store.versions,
        &rules,
        &steps,
        day("2020-06-01"),
        &other,
        Cursor::START,
    );
    assert!(none.changes.is_empty());
    let same = Filter::authority(FTO);
    let fto = stream(
        &store.versions,
        &rules,
        &steps,
        day("2020-06-01"),
        &same,
        Cursor::START,
    );
    assert_eq!(fto.changes, all.changes);
}

#[test]
fn what_is_no_cursor_is_refused() {
    for wrong in [
        "",
        "1200",
        "1200@",
        "@2020-01-01",
        "-1@2020-01-01",
        "start+x",
        "1@2020-01-01+",
    ] {
        assert!(wrong.parse::<Cursor>().is_err(), "{wrong}");
    }
}
