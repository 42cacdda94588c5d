use fedreg_model::{
    Action, Alias, AliasQuality, AuthorityCitation, Effective, EffectiveBasis, Identifier,
    NoticeText, Parsed, Party, PartyKind, Quote, TextFormat,
};
use serde_json::json;

use super::*;
use crate::gold::Gold;

fn record(action: Action, name: &str, kind: PartyKind, code: &str) -> Record {
    Record {
        action,
        party: Party::named(name, kind),
        authorities: vec![AuthorityCitation {
            code: code.to_owned(),
            citation: code.to_owned(),
            subsection: None,
        }],
        effective: Effective {
            date: "2025-01-02".parse().ok(),
            basis: EffectiveBasis::Determination,
            until: None,
        },
        amendment: None,
        signed_on: None,
        determined_on: None,
        signer: None,
        notice_number: None,
        ground: None,
        quote: Quote {
            start: 0,
            end: 0,
            text: name.to_owned(),
        },
    }
}

fn notice(gold: serde_json::Value, verdict: Verdict, records: Vec<Record>) -> ReadNotice {
    let gold: Gold = serde_json::from_value(gold).unwrap();
    ReadNotice {
        folder: "ofac/2025-00001".to_owned(),
        number: None,
        gold,
        parsed: Parsed {
            verdict,
            reason: "a reason".to_owned(),
            family: Some("ofac".to_owned()),
            records,
            residue: Vec::new(),
            parser_version: 1,
        },
        text: NoticeText {
            text: "The following person is listed: PÉREZ, Juan (individual).".to_owned(),
            blocks: Vec::new(),
            format: TextFormat::Txt,
            reader_version: 1,
            stated: fedreg_model::DocumentMetadata::default(),
        },
        family: "ofac".to_owned(),
    }
}

fn scored(notice: ReadNotice) -> Score {
    score(&Folder {
        notices: vec![notice],
        broken: Vec::new(),
    })
}

fn action(action: &str, name: &str) -> serde_json::Value {
    json!({ "action": action, "authority": ["EO-13224"], "entity": { "name": name, "kind": "individual" },
        "effective_date": "2025-01-02", "effective_basis": "determination" })
}

#[test]
fn a_perfect_answer_is_perfect() {
    let mut found = record(
        Action::Designation,
        "PEREZ, Juan",
        PartyKind::Individual,
        "EO-13224",
    );
    found.party.aliases.push(Alias {
        name: "EL JUAN".to_owned(),
        quality: AliasQuality::Weak,
    });
    found
        .party
        .identifiers
        .push(Identifier::new("Passport", "A-12 34", None));
    let mut gold = action("designation", "Juan Pérez");
    gold["entity"]["aliases"] = json!(["El Juan"]);
    gold["entity"]["identifiers"] =
        json!([{ "type": "Passport", "value": "A1234", "country": null }]);
    let score = scored(notice(
        json!({ "actions": [gold] }),
        Verdict::Designates,
        vec![found],
    ));
    let counts = score.overall;
    assert_eq!(counts.actions.f1(), Some(1.0));
    assert_eq!(counts.aliases.f1(), Some(1.0));
    assert_eq!(counts.identifiers.f1(), Some(1.0));
    for rate in [counts.authorities, counts.effective, counts.kinds] {
        assert_eq!(rate, Rate { right: 1, all: 1 });
    }
    assert!(score.misses.is_empty() && score.surplus.is_empty() && score.differences.is_empty());
}

#[test]
fn each_record_is_given_to_one_action() {
    let two = vec![
        record(
            Action::Designation,
            "A Group",
            PartyKind::Organization,
            "INA-219",
        ),
        record(
            Action::Designation,
            "A Group",
            PartyKind::Organization,
            "EO-13224",
        ),
    ];
    let entity = json!({ "name": "A Group", "kind": "organization" });
    let gold = json!({ "actions": [
        { "action": "designation", "entity": entity, "authority": "EO-13224" },
        { "action": "designation", "entity": entity, "authority": ["ina-219"] },
    ] });
    let score = scored(notice(gold, Verdict::Designates, two));
    assert_eq!(score.overall.actions.found, 2);
    assert_eq!(score.overall.authorities, Rate { right: 2, all: 2 });

    let twice = json!({ "actions": [action("designation", "B"), action("designation", "B")] });
    let one = vec![record(
        Action::Designation,
        "B",
        PartyKind::Individual,
        "EO-13224",
    )];
    let score = scored(notice(twice, Verdict::Designates, one));
    assert_eq!(
        (score.overall.actions.found, score.overall.actions.missed),
        (1, 1)
    );
}

#[test]
fn a_name_in_two_orders_leaves_the_other_its_record() {
    // "Kim, Lee" may be either record; "Kim Lee" only the second.
    let records = vec![
        record(
            Action::Designation,
            "Lee Kim",
            PartyKind::Individual,
            "EO-13224",
        ),
        record(
            Action::Designation,
            "Kim Lee",
            PartyKind::Individual,
            "EO-13224",
        ),
    ];
    let gold =
        json!({ "actions": [action("designation", "Kim, Lee"), action("designation", "Kim Lee")] });
    let score = scored(notice(gold, Verdict::Designates, records));
    assert_eq!(score.overall.actions.found, 2);
}

#[test]
fn misses_tell_where_they_are() {
    let gold = json!({ "actions": [action("designation", "PÉREZ, Juan")] });
    let silent = scored(notice(gold.clone(), Verdict::NotADesignation, Vec::new()));
    assert_eq!(silent.overall.missed_silently, 1);
    assert_eq!(silent.misses[0].whereabouts, Whereabouts::Silent);
    assert!(silent.misses[0].quote.contains("is listed: PÉREZ, Juan"));

    let removal = record(
        Action::Removal,
        "PEREZ, Juan",
        PartyKind::Individual,
        "EO-13224",
    );
    let review = scored(notice(gold, Verdict::NeedsReview, vec![removal]));
    assert_eq!(review.overall.missed_in_review, 1);
    assert_eq!(review.overall.missed_silently, 0);
    assert_eq!(review.misses[0].found_as.as_deref(), Some("removal"));
    assert_eq!(review.overall.actions.surplus, 1);
}

#[test]
fn a_record_of_a_negative_is_counted_as_such() {
    let found = record(Action::Designation, "X", PartyKind::Unknown, "EO-13224");
    let score = scored(notice(
        json!({ "actions": [] }),
        Verdict::Designates,
        vec![found],
    ));
    let counts = score.overall;
    assert_eq!((counts.negatives, counts.negatives_designating), (1, 1));
    assert_eq!(counts.surplus_in_negatives, 1);
    assert!(score.surplus[0].negative);
    let left = scored(notice(
        json!({ "actions": [] }),
        Verdict::NeedsReview,
        Vec::new(),
    ));
    assert_eq!(left.overall.negatives_in_review, 1);
    assert_eq!(left.overall.negatives_designating, 0);
}

#[test]
fn provisional_actions_are_neither_found_nor_missed() {
    let mut gold = action("designation", "X");
    gold["provisional"] = json!(true);
    let found = record(Action::Designation, "X", PartyKind::Individual, "EO-13224");
    let with = scored(notice(
        json!({ "actions": [gold] }),
        Verdict::Designates,
        vec![found],
    ));
    assert_eq!(with.overall.actions, Retrieval::default());
    let without = scored(notice(
        json!({ "actions": [gold] }),
        Verdict::NeedsReview,
        Vec::new(),
    ));
    assert_eq!(without.overall.actions, Retrieval::default());
}

#[test]
fn what_gold_does_not_say_is_not_scored() {
    let gold = json!({ "actions": [{ "action": "designation", "entity": { "name": "X" } }] });
    let found = record(Action::Designation, "X", PartyKind::Individual, "EO-13224");
    let counts = scored(notice(gold, Verdict::Designates, vec![found])).overall;
    assert_eq!(counts.actions.found, 1);
    for rate in [
        counts.authorities,
        counts.effective,
        counts.kinds,
        counts.verdicts,
    ] {
        assert_eq!(rate.all, 0);
    }
    assert_eq!(counts.aliases, Retrieval::default());
}

#[test]
fn a_wrong_field_is_named() {
    let mut gold = action("designation", "X");
    gold["effective_basis"] = json!("stated");
    gold["authority"] = json!(["EO-13224", "INA-219"]);
    gold["entity"]["kind"] = json!("entity");
    let found = record(
        Action::Designation,
        "X",
        PartyKind::Organization,
        "EO-13224",
    );
    let score = scored(notice(
        json!({ "actions": [gold] }),
        Verdict::Designates,
        vec![found],
    ));
    let fields: Vec<&str> = score.differences.iter().map(|d| d.field).collect();
    assert_eq!(fields, ["authorities", "effective"]);
    assert_eq!(score.overall.kinds, Rate { right: 1, all: 1 });
    assert_eq!(score.overall.effective.share(), Some(0.0));
}
