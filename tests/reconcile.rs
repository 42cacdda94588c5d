//! `reconcile`: lists that others keep, set against the notices.

use serde_json::Value;

use crate::common::{Home, root};

fn list(home: &Home, name: &str, text: &str) -> String {
    let path = home.path().join(name);
    fs_err::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn rows(arguments: &[&str]) -> Vec<Value> {
    let all = [&["reconcile"], arguments, &["--json"]].concat();
    Home::filled().json(&all).as_array().unwrap().clone()
}

fn said(rows: &[Value], place: &str) -> Vec<String> {
    rows.iter()
        .filter(|row| row["where"] == place)
        .map(|row| {
            let name = row["name"].as_str().or(row["list_name"].as_str());
            name.unwrap().to_owned()
        })
        .collect()
}

#[test]
fn a_plain_list_shows_what_only_one_has_and_how_far_dates_lie_apart() {
    let home = Home::new("reconcile-plain");
    let file = list(
        &home,
        "fto.csv",
        "name,aliases,authority,since\n\
         Cartel de los Soles,,FTO,2025-11-24\n\
         AQAP Front,al-Qa'ida in the Arabian Peninsula,INA-219,2010-01-29\n\
         Nowhere Front,,8 U.S.C. 1189,2001-01-01\n\
         Later Front,,FTO,2026-01-31\n",
    );
    let rows = rows(&[&file, "--as-of", "2026-01-30"]);
    assert_eq!(said(&rows, "list"), ["Nowhere Front"]);
    assert!(said(&rows, "notices").contains(&"Tren de Aragua".to_owned()));
    assert!(!said(&rows, "notices").contains(&"Cartel de los Soles".to_owned()));
    let apart: Vec<&Value> = rows.iter().filter(|row| row["where"] == "both").collect();
    assert_eq!(apart.len(), 1, "{apart:?}");
    assert_eq!(apart[0]["days_apart"], 10);
    assert_eq!(apart[0]["matched_by"], "al-Qa'ida in the Arabian Peninsula");
    // Nobody asked about other laws.
    assert!(rows.iter().all(|row| row["authority"] == "INA-219"));
}

#[test]
fn the_sdn_list_is_known_by_its_form_and_takes_its_aliases_from_beside() {
    let home = Home::new("reconcile-sdn");
    let row = |number: u32, name: &str, tag: &str, remarks: &str| {
        format!("{number},\"{name}\",-0- ,\"{tag}\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,{remarks}\n")
    };
    let file = list(
        &home,
        "sdn.csv",
        &(row(1, "AL-HAMIDAWI, Ahmad", "SDGT", "-0- ")
            + &row(
                2,
                "SUNS, Cartel of the",
                "FTO] [SDGT",
                "\"a.k.a. 'SOLES'.\"",
            )
            + &row(3, "NOBODY, John", "SDGT", "-0- ")),
    );
    list(
        &home,
        "alt.csv",
        "2,7,\"aka\",\"CARTEL DE LOS SOLES\",-0- \n",
    );
    let rows = rows(&[&file, "--only", "both,there"]);
    assert_eq!(said(&rows, "list"), ["NOBODY, John"]);
    assert_eq!(
        said(&rows, "both"),
        ["Ahmad al-Hamidawi", "Cartel de los Soles"]
    );
}

#[test]
fn what_is_no_list_is_refused_with_what_would_be_one() {
    let home = Home::new("reconcile-refuse");
    let broken = list(&home, "broken.csv", "a,b\n1,2\n");
    let dated = list(&home, "dated.csv", "name,since\nX,24 Nov 2025\n");
    for (file, code, words) in [
        (broken.as_str(), 2, "no list that fedreg knows"),
        (dated.as_str(), 2, "row 2"),
        ("nowhere.csv", 8, "nowhere.csv"),
    ] {
        let ran = Home::filled().run(&["reconcile", file]);
        assert_eq!(ran.code, code, "{ran:?}");
        assert!(ran.stderr.contains(words), "{ran:?}");
    }
}

#[test]
fn real_lists_are_read_whole() {
    let lists = root().join("../shared/corpus/lists");
    if !lists.is_dir() {
        println!("skipped: no real lists at {}", lists.display());
        return;
    }
    for (file, entries) in [
        ("sdn-2022-sdn.csv", 8_976),
        ("consolidated-screening-list-sample.csv", 115),
        ("denied-persons.tsv", 581),
    ] {
        let path = lists.join(file);
        let day = "2023-01-01";
        let ran = Home::filled().run(&[
            "reconcile",
            path.to_str().unwrap(),
            "--as-of",
            day,
            "--only",
            "both,there",
            "--json",
        ]);
        assert_eq!(ran.code, 0, "{file} {}", ran.stderr);
        let rows: Value = serde_json::from_str(&ran.stdout).unwrap();
        let seen: std::collections::BTreeSet<u64> = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["row"].as_u64().unwrap())
            .collect();
        let aside: usize = ran
            .stderr
            .split("; ")
            .find_map(|part| part.strip_suffix(" of the list not in force that day"))
            .or_else(|| {
                let (head, _) = ran
                    .stderr
                    .split_once(" of the list not in force that day")?;
                head.rsplit(' ').next()
            })
            .map_or(0, |n| n.trim().parse().unwrap());
        assert_eq!(seen.len() + aside, entries, "{file}: {}", ran.stderr);
    }
}
