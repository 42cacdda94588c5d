//! Correction documents: what they put in the place of what, and since when it is known.

use fedreg_model::{
    Action, Amendment, AuthorityCitation, Cause, DocumentNumber, FieldChange, RecordVersion,
};
use fedreg_timeline::{
    Change, Filter, Known, LinkRules, Point, as_of, corrected, diff_since, revisions, timeline,
};

use crate::store::{Act, FTO, SDGT, Store, cite, day, designate, noon};

fn correct(name: &str, number: &str, field: &str, before: &str, after: &str) -> Act {
    let mut act = Act::new(Action::Correction, name);
    act.0.amendment = Some(Amendment {
        corrects: Some(number.to_owned()),
        corrected: vec![FieldChange {
            field: field.to_owned(),
            before: vec![before.to_owned()],
            after: vec![after.to_owned()],
        }],
        ..Amendment::default()
    });
    act
}

/// A designation in March and its correction in April.
fn history(printed: Act, correction: Act) -> (Store, Vec<RecordVersion>) {
    let mut store = Store::default();
    store.publish("2018-1", "2018-03-01", vec![printed]);
    store.publish("C1-2018-1", "2018-04-02", vec![correction]);
    let versions = corrected(store.versions.clone());
    (store, versions)
}

fn listed(versions: &[RecordVersion], on: &str, known: Known) -> Vec<(String, Vec<String>)> {
    let list = as_of(
        versions,
        &LinkRules::default(),
        day(on),
        known,
        &Filter::default(),
    );
    list.standings
        .into_iter()
        .map(|s| {
            let aliases = s.aliases.into_iter().map(|a| a.name).collect();
            (s.name, aliases)
        })
        .collect()
}

#[test]
fn a_name_is_put_right_from_the_correction_on() {
    let (store, versions) = history(
        designate("Exampel Front").aka(&["EF"]).on("2018-03-01"),
        correct(
            "Exampel Front",
            "2018-1",
            "name",
            "Exampel Front",
            "Example Front",
        ),
    );
    let named = |known| listed(&versions, "2018-05-01", known);
    assert_eq!(
        named(Known::Now),
        [("Example Front".to_owned(), vec!["EF".to_owned()])]
    );
    // What was known before is still there.
    let before = Known::At(noon("2018-03-15"));
    assert_eq!(named(before)[0].0, "Exampel Front");
    assert_eq!(
        named(Known::Sequence(store.versions[0].sequence))[0].0,
        "Exampel Front"
    );
    let since = Point {
        effective_on: day("2018-05-01"),
        known: Known::Now,
    };
    let found = timeline(
        &versions,
        &LinkRules::default(),
        "Example Front",
        since,
        &Filter::default(),
    );
    assert_eq!(found.timelines.len(), 1);
    let life = &found.timelines[0];
    assert_eq!(life.name, "Example Front");
    assert_eq!(
        life.undated.len(),
        1,
        "the correction belongs to the party that it renames"
    );
    let record = &store.versions[0].record_id;
    let later = revisions(&versions, record, Known::Now);
    assert_eq!(later.len(), 1);
    assert_eq!(later[0].cause, Cause::Correction);
    assert_eq!(later[0].changes[0].field, "name");
    let diff = diff_since(
        &versions,
        &LinkRules::default(),
        store.versions[0].sequence,
        day("2018-05-01"),
        &Filter::default(),
    );
    assert!(
        diff.entries.iter().all(|e| e.change == Change::Amended),
        "{diff:#?}"
    );
}

#[test]
fn an_alias_a_date_and_a_law_are_put_right() {
    let (_, versions) = history(
        designate("Example Front")
            .aka(&["Katibat Sampel", "EF"])
            .on("2018-03-01"),
        correct(
            "Example Front",
            "2018-1",
            "aliases",
            "Katibat Sampel",
            "Katibat Sample",
        ),
    );
    assert_eq!(
        listed(&versions, "2018-05-01", Known::Now)[0].1,
        ["Katibat Sample", "EF"]
    );

    let (_, versions) = history(
        designate("Example Front").on("2018-03-15"),
        correct(
            "Example Front",
            "2018-1",
            "effective.date",
            "2018-03-15",
            "2018-03-05",
        )
        .on("2018-03-05"),
    );
    assert!(listed(&versions, "2018-03-10", Known::At(noon("2018-03-20"))).is_empty());
    assert_eq!(listed(&versions, "2018-03-10", Known::Now).len(), 1);
    assert!(listed(&versions, "2018-03-04", Known::Now).is_empty());

    let mut printed = designate("Example Front").on("2018-03-01");
    printed.0.authorities = vec![AuthorityCitation {
        citation: "section 9".to_owned(),
        ..cite(FTO)
    }];
    let (_, versions) = history(
        printed,
        correct(
            "Example Front",
            "2018-1",
            "authorities",
            "section 9",
            "E.O. 13224",
        )
        .under(&[SDGT]),
    );
    let list = as_of(
        &versions,
        &LinkRules::default(),
        day("2018-05-01"),
        Known::Now,
        &Filter::default(),
    );
    assert_eq!(list.standings.len(), 1);
    assert_eq!(list.standings[0].authority, SDGT);
}

#[test]
fn a_correction_touches_its_document_and_its_party_alone() {
    let mut store = Store::default();
    store.publish(
        "2018-1",
        "2018-03-01",
        vec![
            designate("Exampel Front").on("2018-03-01"),
            designate("Sample Army").on("2018-03-01"),
        ],
    );
    store.publish(
        "2018-2",
        "2018-03-02",
        vec![designate("Exampel Front").under(&[SDGT]).on("2018-03-02")],
    );
    let fix = |number| {
        correct(
            "Exampel Front",
            number,
            "name",
            "Exampel Front",
            "Example Front",
        )
    };
    store.publish("C1-2018-1", "2018-04-02", vec![fix("2018-00001")]);
    store.publish("C1-2018-9", "2018-04-03", vec![fix("2018-9")]);
    let versions = corrected(store.versions.clone());
    let names: Vec<_> = versions
        .iter()
        .filter(|v| v.superseded_at.is_none() && v.record.action == Action::Designation)
        .map(|v| {
            (
                v.document
                    .document_number
                    .as_ref()
                    .map(DocumentNumber::as_str),
                v.record.party.name.as_str(),
            )
        })
        .collect();
    assert_eq!(names.len(), 3);
    assert!(names.contains(&(Some("2018-1"), "Example Front")));
    assert!(names.contains(&(Some("2018-1"), "Sample Army")));
    assert!(names.contains(&(Some("2018-2"), "Exampel Front")));
    // Twice over is once.
    assert_eq!(corrected(versions.clone()), versions);
    assert!(corrected(Vec::new()).is_empty());
}
