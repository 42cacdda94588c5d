//! Entries of lists, as a history of records made by hand holds them, in every command that prints
//! them.

use chrono::{DateTime, Utc};
use fedreg_history::{History, NewDocument, OpenMode, RunStart, SourceRef};
use fedreg_model::{
    Action, Address, Alias, AliasQuality, Amendment, Announced, AuthorityCitation, Block,
    DateOfBirth, DocumentMetadata, DocumentNumber, Effective, EffectiveBasis, Identifier,
    NoticeText, Parsed, Party, PartyKind, Quote, Record, Residue, Role, TextFormat, Verdict,
};
use serde_json::{Value, json};

use crate::common::Home;

fn record(action: Action, party: Party, code: &str, date: &str, until: Option<&str>) -> Record {
    Record {
        action,
        party,
        authorities: vec![AuthorityCitation {
            code: code.to_owned(),
            citation: code.to_owned(),
            subsection: None,
        }],
        effective: Effective {
            date: date.parse().ok(),
            basis: EffectiveBasis::Stated,
            until: until.map(|day| day.parse().unwrap()),
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
            text: String::new(),
        },
    }
}

/// Appends a notice whose text is a line for each record.
fn append(
    history: &mut History,
    number: &str,
    date: &str,
    records: Vec<Record>,
    residue: Option<Announced>,
) {
    let at: DateTime<Utc> = format!("{date}T12:00:00Z").parse().unwrap();
    let mut text = format!("Notice {number}");
    let mut records = records;
    for record in &mut records {
        let start = text.len() + 1;
        text = format!("{text}\nThe {} of {}.", record.action, record.party.name);
        record.quote = Quote {
            start,
            end: text.len(),
            text: text[start..].to_owned(),
        };
    }
    let residue: Vec<Residue> = residue
        .map(|announced| {
            let mut residue = Residue::new(0..6, "Notice", "the list is printed as images");
            residue.announced = Some(Box::new(announced));
            residue
        })
        .into_iter()
        .collect();
    let metadata = DocumentMetadata {
        document_number: Some(DocumentNumber::new(number).unwrap()),
        publication_date: date.parse().ok(),
        title: format!("Notice {number}"),
        pdf_url: Some(format!("https://www.govinfo.gov/{number}.pdf")),
        ..DocumentMetadata::default()
    };
    let notice = NoticeText {
        blocks: vec![Block {
            role: Role::Paragraph,
            range: 0..text.len(),
            page: None,
            guessed: false,
        }],
        format: TextFormat::Txt,
        reader_version: 1,
        stated: DocumentMetadata::default(),
        text: text.clone(),
    };
    let verdict = if residue.is_empty() {
        Verdict::Designates
    } else {
        Verdict::NeedsReview
    };
    let parsed = Parsed {
        verdict,
        reason: "made by hand".to_owned(),
        family: Some("ofac".to_owned()),
        records,
        residue,
        parser_version: 1,
    };
    let mut run = history
        .begin_run(RunStart {
            started_at: at,
            command: "test".to_owned(),
            source: "by hand".to_owned(),
            program_version: "0".to_owned(),
        })
        .unwrap();
    let sha256 = history.archive(text.as_bytes(), number, at).unwrap();
    let new = NewDocument {
        metadata: &metadata,
        raw_metadata: None,
        source: SourceRef {
            sha256,
            range: 0..text.len(),
            format: TextFormat::Txt,
            origin: number.to_owned(),
        },
        observed_at: at,
    };
    history
        .append(&mut run, &new, &notice, &parsed, None, at)
        .unwrap();
}

fn ship(mmsi: &str, flag: &str) -> Party {
    let mut party = Party::named("SEA STAR", PartyKind::Vessel);
    party.identifiers = vec![
        Identifier::new("Vessel Registration Identification", "IMO 9187629", None),
        Identifier::new("MMSI", mmsi, None),
    ];
    party.countries = vec![flag.to_owned()];
    party
}

fn person() -> Party {
    let mut party = Party::named("EXAMPLE, Ali", PartyKind::Individual);
    party.aliases = vec![Alias {
        name: "علي المثال".to_owned(),
        quality: AliasQuality::NativeScript,
    }];
    party.dates_of_birth = vec![DateOfBirth {
        printed: "10 Dec 1948".to_owned(),
        earliest: "1948-12-10".parse().ok(),
        latest: "1948-12-10".parse().ok(),
        circa: false,
    }];
    party.identifiers = vec![Identifier {
        expires: Some("09 Dec 2009".to_owned()),
        ..Identifier::new("Passport", "A-1234567", Some("Iran".to_owned()))
    }];
    party.gender = Some("Male".to_owned());
    party.programs = vec!["SDGT".to_owned()];
    party
}

fn company(addresses: &[&str]) -> Party {
    let mut party = Party::named("Example Electronics", PartyKind::Organization);
    party.countries = vec!["China".to_owned()];
    party.addresses = addresses
        .iter()
        .map(|printed| Address {
            printed: (*printed).to_owned(),
            country: Some("China".to_owned()),
        })
        .collect();
    party
}

/// A home whose history holds a ship, a person, a company, an order with an end, and a list that is
/// printed as images.
fn home(name: &str) -> Home {
    let home = Home::new(name);
    fs_err::create_dir_all(home.db().parent().unwrap()).unwrap();
    let mut history = History::open(home.db(), OpenMode::ReadWrite).unwrap();
    let history = &mut history;
    let plain = |action, party, code: &str, date: &str| record(action, party, code, date, None);

    let identified = plain(
        Action::Identification,
        ship("111111111", "Iran"),
        "EO-13382",
        "2019-01-10",
    );
    append(history, "2019-00001", "2019-01-12", vec![identified], None);
    let mut updated = plain(
        Action::Update,
        ship("222222222", "Panama"),
        "EO-13382",
        "2020-01-10",
    );
    updated.amendment = Some(Amendment {
        before: Some(Box::new(ship("111111111", "Iran"))),
        ..Amendment::default()
    });
    append(history, "2020-00001", "2020-01-12", vec![updated], None);
    let removed = plain(
        Action::Removal,
        ship("222222222", "Panama"),
        "EO-13382",
        "2021-01-10",
    );
    append(history, "2021-00001", "2021-01-12", vec![removed], None);

    let designated = plain(Action::Designation, person(), "EO-13224", "2019-02-10");
    append(history, "2019-00002", "2019-02-12", vec![designated], None);

    let first = "1 First Street, Shenzhen, China";
    let second = "2 Second Street, Wuhan, China";
    let listed = plain(
        Action::Designation,
        company(&[first, second]),
        "EAR-744-11",
        "2019-05-21",
    );
    append(history, "2019-00003", "2019-05-21", vec![listed], None);
    let mut changed = plain(Action::Amendment, company(&[]), "EAR-744-11", "2020-05-21");
    changed.amendment = Some(Amendment {
        addresses_removed: vec![second.to_owned()],
        ..Amendment::default()
    });
    append(history, "2020-00003", "2020-05-21", vec![changed], None);
    let delisted = plain(
        Action::Removal,
        company(&[first]),
        "EAR-744-11",
        "2021-05-21",
    );
    append(history, "2021-00003", "2021-05-21", vec![delisted], None);

    let denied = record(
        Action::Designation,
        Party::named("Example Air", PartyKind::Organization),
        "EAR-766-24",
        "2020-01-01",
        Some("2020-06-29"),
    );
    append(history, "2020-00004", "2020-01-05", vec![denied], None);

    let announced = Announced {
        action: Action::Designation,
        kinds: vec![PartyKind::Individual, PartyKind::Vessel],
        count: Some(7),
        authorities: Vec::new(),
        effective: Effective {
            date: "2025-06-03".parse().ok(),
            basis: EffectiveBasis::Determination,
            until: None,
        },
        images: vec!["EN05JN25.000".to_owned(), "EN05JN25.001".to_owned()],
    };
    append(
        history,
        "2025-00005",
        "2025-06-05",
        Vec::new(),
        Some(announced),
    );
    home
}

fn names(home: &Home, authority: &str, day: &str) -> Vec<Value> {
    let rows = home.json(&["list", "-a", authority, "--as-of", day, "--json"]);
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row["name"].clone())
        .collect()
}

#[test]
fn a_ship_is_identified_updated_and_removed() {
    let home = home("entries-ship");
    assert_eq!(names(&home, "EO-13382", "2021-01-09"), ["SEA STAR"]);
    assert_eq!(names(&home, "EO-13382", "2021-01-10"), [""; 0]);
    let events = home.json(&["timeline", "sea star", "--json"]);
    let effects: Vec<&Value> = events
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["effect"])
        .collect();
    assert_eq!(effects, ["begins", "amends", "ends"]);
    let changes = json!([
        {"field": "identifiers", "before": ["MMSI 111111111"], "after": ["MMSI 222222222"]},
        {"field": "countries", "before": ["Iran"], "after": ["Panama"]},
    ]);
    assert_eq!(events[1]["changes"], changes);
    let told = home.run(&["timeline", "sea star"]).stdout;
    for words in [
        "changed identifiers: MMSI 111111111 → MMSI 222222222",
        "changed countries: Iran → Panama",
        "identifiers: Vessel Registration Identification IMO 9187629",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let shown = home.json(&["show", "2020-00001", "--json"]);
    assert_eq!(shown[0]["records"][0]["changes"], changes);
    let diff = home.json(&[
        "diff",
        "2019-12-31",
        "2020-12-31",
        "-a",
        "EO-13382",
        "--json",
    ]);
    assert_eq!(diff[0]["change"], "amended");
    assert_eq!(diff[0]["changes"], changes);
    let told = home
        .run(&["diff", "2019-12-31", "2020-12-31", "-a", "EO-13382"])
        .stdout;
    assert!(told.contains("changed countries: Iran → Panama"), "{told}");
}

#[test]
fn an_entity_list_entry_loses_an_address_and_then_goes() {
    let home = home("entries-company");
    assert_eq!(
        names(&home, "EAR-744-11", "2021-05-20"),
        ["Example Electronics"]
    );
    assert_eq!(names(&home, "EAR-744-11", "2021-05-21"), [""; 0]);
    let rows = home.json(&[
        "list",
        "-a",
        "EAR-744-11",
        "--as-of",
        "2020-05-21",
        "--json",
    ]);
    let addresses = rows[0]["addresses"].as_array().unwrap();
    assert_eq!(addresses.len(), 1);
    assert_eq!(addresses[0]["printed"], "1 First Street, Shenzhen, China");
    let told = home.run(&["diff", "2020-05-20", "2020-05-21"]).stdout;
    assert!(
        told.contains("changed addresses: 2 Second Street, Wuhan, China → nothing"),
        "{told}"
    );
    let shown = home.run(&["show", "2020-00003"]).stdout;
    assert!(
        shown.contains("addresses removed: 2 Second Street, Wuhan, China"),
        "{shown}"
    );
}

#[test]
fn a_stated_end_is_told_and_kept() {
    let home = home("entries-end");
    let row = &home.json(&[
        "list",
        "-a",
        "EAR-766-24",
        "--as-of",
        "2020-06-29",
        "--json",
    ])[0];
    assert_eq!(row["until"], "2020-06-29");
    assert_eq!(row["ends"], "2020-06-30");
    let table = home
        .run(&["list", "-a", "EAR-766-24", "--as-of", "2020-06-29"])
        .stdout;
    assert!(
        table.contains("ENDS") && table.contains("2020-06-30"),
        "{table}"
    );
    assert_eq!(names(&home, "EAR-766-24", "2020-06-30"), [""; 0]);
    let told = home.run(&["timeline", "Example Air"]).stdout;
    assert!(told.contains("states its end: until 2020-06-29"), "{told}");
}

#[test]
fn a_party_is_found_by_what_its_entry_prints() {
    let home = home("entries-search");
    for (words, name, found_in) in [
        ("A-1234567", "EXAMPLE, Ali", "identifier"),
        ("a1234567", "EXAMPLE, Ali", "identifier"),
        ("passport A-1234567", "EXAMPLE, Ali", "identifier"),
        ("IMO 9187629", "SEA STAR", "identifier"),
        ("imo9187629", "SEA STAR", "identifier"),
        ("second street, wuhan", "Example Electronics", "address"),
        ("علي", "EXAMPLE, Ali", "alias"),
    ] {
        let rows = home.json(&["search", words, "--json"]);
        let first = &rows[0];
        assert_eq!(
            (&first["name"], &first["found_in"]),
            (&json!(name), &json!(found_in)),
            "{words}"
        );
    }
    let shown = home.run(&["show", "2019-00002"]).stdout;
    for words in [
        "also known as: علي المثال",
        "identifiers: Passport A-1234567 (Iran), expires 09 Dec 2009",
        "born: 10 Dec 1948",
        "gender: Male",
        "programs: [SDGT]",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let explained = home.json(&["explain", "2019-00002", "--json"]);
    let fields: Vec<&str> = explained
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["field"].as_str().unwrap())
        .collect();
    for field in ["party.dates_of_birth[0].printed", "party.gender"] {
        assert!(fields.contains(&field), "{fields:?}");
    }
}

#[test]
fn a_list_printed_as_images_is_shown_with_its_pictures_and_the_pdf() {
    let home = home("entries-images");
    for command in [&["review"][..], &["show", "2025-00005"]] {
        let told = home.run(command).stdout;
        for words in [
            "designation of 7 parties (individual, vessel)",
            "effective 2025-06-03",
            "https://img.federalregister.gov/EN05JN25.000/EN05JN25.000_original_size.png",
            "https://img.federalregister.gov/EN05JN25.001/EN05JN25.001_original_size.png",
            "https://www.govinfo.gov/2025-00005.pdf",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
        let json = home.json(&[command, &["--json"]].concat());
        assert_eq!(json[0]["images"].as_array().unwrap().len(), 2, "{json}");
        assert_eq!(json[0]["residue"][0]["announced"]["count"], 7);
    }
    assert_eq!(
        home.run(&["list", "--as-of", "2025-12-31", "-a", "EO-13382", "--json"])
            .stdout,
        "[]\n"
    );
}
