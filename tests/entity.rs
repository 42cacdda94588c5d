//! `entity`: which names are one, and why.

use crate::common::Home;

#[test]
fn two_names_are_explained() {
    let home = Home::filled();
    for (a, b, judgement, because) in [
        (
            "al-Nusrah Front",
            "Jabhat al-Nusrah",
            "same",
            "one notice prints both",
        ),
        ("Hamas", "Hizballah", "different", "apart from each other"),
        (
            "ISIS",
            "Nobody",
            "unknown",
            "no notice prints the name 'Nobody'",
        ),
    ] {
        let told = home.json(&["entity", "explain", a, b, "--json"]);
        assert_eq!(told["judgement"], judgement, "{told}");
        assert!(told["because"].to_string().contains(because), "{told}");
        let ran = home.run(&["entity", "explain", a, b]);
        assert!(ran.stdout.contains(because), "{ran:?}");
        assert_eq!(ran.code, if judgement == "unknown" { 7 } else { 0 });
    }
    assert_eq!(home.run(&["entity", "explain", "Hamas", " "]).code, 2);
}

#[test]
fn every_record_belongs_to_one_listed_entity() {
    let home = Home::filled();
    let entities = home.json(&["entity", "list", "--json"]);
    let records: usize = entities
        .as_array()
        .unwrap()
        .iter()
        .map(|entity| entity["record_ids"].as_array().unwrap().len())
        .sum();
    let output = home.run(&["search", "Abu Nidal", "--json"]);
    assert_eq!(output.code, 0);
    assert!(records >= 110, "{records}");
    let nidal = entities
        .as_array()
        .unwrap()
        .iter()
        .find(|entity| entity["name"] == "Abu Nidal Organization")
        .unwrap();
    assert_eq!(nidal["records"], 4);
    assert!(nidal["links"].to_string().contains("why"), "{nidal}");
}
