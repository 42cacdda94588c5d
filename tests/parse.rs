//! `fedreg parse`: every format, one object a document, by the schema.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;

use crate::common::{Home, Ran, register, root};

fn schema() -> jsonschema::Validator {
    let path = root().join("crates/fedreg/schema/parse.schema.json");
    let schema = serde_json::from_slice(&fs_err::read(path).unwrap()).unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

pub(crate) fn objects(ran: &Ran) -> Vec<Value> {
    let read = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e} in {line}"));
    ran.stdout.lines().map(read).collect()
}

pub(crate) fn assert_by_schema(objects: &[Value]) {
    let schema = schema();
    for object in objects {
        let errors: Vec<String> = schema
            .iter_errors(object)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(
            errors.is_empty(),
            "{}: {errors:#?}",
            object["document"]["file"]
        );
    }
}

/// A record with every field that the model has.
fn full_record() -> fedreg_model::Record {
    use fedreg_model::{
        Action, Address, Alias, AliasQuality, Amendment, AuthorityCitation, DateOfBirth, Detail,
        Effective, EffectiveBasis, Identifier, Party, PartyKind, Quote, Record, Signer,
    };
    let words = || vec!["as printed".to_owned()];
    let day = "2025-06-05".parse().ok();
    let party = Party {
        aliases: AliasQuality::ALL
            .iter()
            .map(|quality| Alias {
                name: "A".to_owned(),
                quality: *quality,
            })
            .collect(),
        identifiers: vec![Identifier {
            issued: Some("09 Dec 2004".to_owned()),
            expires: Some("09 Dec 2009".to_owned()),
            ..Identifier::new("Passport", "A123456", Some("Iran".to_owned()))
        }],
        countries: words(),
        programs: words(),
        surname: Some("A".to_owned()),
        addresses: vec![Address {
            printed: "1 First Street, Tehran, Iran".to_owned(),
            country: Some("Iran".to_owned()),
        }],
        dates_of_birth: vec![DateOfBirth {
            printed: "circa 1951".to_owned(),
            earliest: day,
            latest: None,
            circa: true,
        }],
        places_of_birth: words(),
        nationalities: words(),
        citizenships: words(),
        gender: Some("Female".to_owned()),
        titles: words(),
        details: vec![Detail {
            label: "Website".to_owned(),
            value: "example.org".to_owned(),
        }],
        remarks: words(),
        linked_to: words(),
        ..Party::named("A", PartyKind::Individual)
    };
    Record {
        action: Action::Update,
        party: party.clone(),
        authorities: vec![AuthorityCitation {
            code: "EO-13224".to_owned(),
            citation: "E.O. 13224".to_owned(),
            subsection: Some("1(a)".to_owned()),
        }],
        effective: Effective {
            date: day,
            basis: EffectiveBasis::Determination,
            until: day,
        },
        amendment: Some(Amendment {
            aliases_added: words(),
            aliases_removed: words(),
            renamed_to: Some("B".to_owned()),
            addresses_added: words(),
            addresses_removed: words(),
            before: Some(Box::new(party)),
            corrects: Some("2025-1".to_owned()),
            corrected: vec![fedreg_model::FieldChange {
                field: "name".to_owned(),
                before: words(),
                after: words(),
            }],
        }),
        signed_on: day,
        determined_on: day,
        signer: Some(Signer {
            name: "A".to_owned(),
            office: Some("Director".to_owned()),
        }),
        notice_number: Some("1".to_owned()),
        ground: Some("A".to_owned()),
        quote: Quote {
            start: 0,
            end: 1,
            text: "A".to_owned(),
        },
    }
}

#[test]
fn the_schema_knows_every_field_of_the_model() {
    use fedreg_model::{Action, Announced, PartyKind, Residue};
    let record = full_record();
    let mut residue = Residue::new(0..1, "A", "the list is printed as images");
    residue.announced = Some(Box::new(Announced {
        action: Action::Designation,
        kinds: PartyKind::ALL.to_vec(),
        count: Some(3),
        authorities: record.authorities.clone(),
        effective: record.effective.clone(),
        images: vec!["EN05JN25.000".to_owned()],
    }));
    let object = |record: &fedreg_model::Record, residue: &Residue| {
        serde_json::json!({
            "document": {
                "document_number": "2025-1", "publication_date": "2025-06-05",
                "stage": "published", "document_type": "notice", "title": "", "agencies": [],
                "docket_ids": [], "citation": null, "file": "a.xml", "format": "xml",
            },
            "verdict": "needs_review",
            "reason": "for the test",
            "family": "ofac",
            "records": [record],
            "residue": [residue],
        })
    };
    let mut objects = vec![object(&record, &residue)];
    for action in Action::ALL {
        let record = fedreg_model::Record {
            action: *action,
            ..record.clone()
        };
        objects.push(object(&record, &residue));
    }
    assert_by_schema(&objects);
    let mut other = objects[0].clone();
    other["records"][0]["party"]["adress"] = serde_json::json!([]);
    assert!(!schema().is_valid(&other), "an unknown field is refused");
}

fn notices(extension: &str) -> Vec<PathBuf> {
    let pattern = root().join(format!("fixtures/notices/*/*/notice.{extension}"));
    let found: Vec<PathBuf> = glob::glob(pattern.to_str().unwrap())
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(
        found.len() >= 40,
        "{} notices in {}",
        found.len(),
        pattern.display()
    );
    found
}

#[test]
fn every_notice_in_every_format_gives_an_object_by_the_schema() {
    let home = Home::filled();
    for extension in ["xml", "html", "txt"] {
        let files = notices(extension);
        let mut arguments = vec!["parse", "--json"];
        arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
        let ran = home.run(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let objects = objects(&ran);
        assert_eq!(objects.len(), files.len(), "one object a document");
        assert_by_schema(&objects);
        for (object, file) in objects.iter().zip(&files) {
            // The number comes from the text, or from the meta.json beside it.
            let folder = file
                .parent()
                .unwrap()
                .file_name()
                .unwrap()
                .to_str()
                .unwrap();
            assert_eq!(
                object["document"]["document_number"],
                folder,
                "{}",
                file.display()
            );
            assert!(
                object["document"]["publication_date"].is_string(),
                "{}",
                file.display()
            );
        }
    }
}

#[test]
fn the_three_formats_give_the_same_records() {
    let home = Home::filled();
    let read = |extension: &str| -> Vec<(Value, Vec<Value>)> {
        let files = notices(extension);
        let mut arguments = vec!["parse", "--json"];
        arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
        let objects = objects(&home.run(&arguments));
        let parts = objects.into_iter().map(|mut object| {
            let mut records = object["records"].take();
            for record in records.as_array_mut().unwrap() {
                record.as_object_mut().unwrap().remove("quote");
            }
            (
                object["verdict"].take(),
                records.as_array().unwrap().clone(),
            )
        });
        parts.collect()
    };
    let xml = read("xml");
    for extension in ["html", "txt"] {
        for ((file, one), other) in notices("xml").iter().zip(&xml).zip(read(extension)) {
            let file = file.display();
            assert_eq!(one.0, other.0, "verdicts of {file} in xml and {extension}");
            for (one, other) in one.1.iter().zip(&other.1) {
                assert_eq!(one, other, "a record of {file} in xml and {extension}");
            }
            assert_eq!(
                one.1.len(),
                other.1.len(),
                "records of {file} in xml and {extension}"
            );
        }
    }
}

#[test]
fn what_a_text_lacks_is_given_by_options() {
    let home = Home::new("options");
    let bare = home.path().join("bare.html");
    let source = root().join("fixtures/notices/state-fto/2025-20750/notice.html");
    fs_err::copy(source, &bare).unwrap();
    let ran = home.run(&[
        "parse",
        bare.to_str().unwrap(),
        "--json",
        "--document-number",
        "2025-20750",
        "--published",
        "2025-11-24",
        "--title",
        "A title of ours",
        "--agency",
        "state-department",
    ]);
    let object = objects(&ran).remove(0);
    assert_by_schema(std::slice::from_ref(&object));
    assert_eq!(object["document"]["document_number"], "2025-20750");
    assert_eq!(object["document"]["title"], "A title of ours");
    assert_eq!(
        object["document"]["agencies"][0]["slug"],
        "state-department"
    );
    assert_eq!(object["records"][0]["effective"]["date"], "2025-11-24");
    assert_eq!(
        object["records"][0]["effective"]["basis"],
        "upon_publication"
    );
}

#[test]
fn what_a_file_states_is_believed_and_the_contradiction_told() {
    let home = Home::new("contradicted");
    let file = "fixtures/notices/state-fto/2025-20750/notice.xml";
    let ran = home.run(&[
        "parse",
        file,
        "--json",
        "--document-number",
        "2024-00001",
        "--published",
        "2024-01-02",
        "--title",
        "Another title",
        "--agency",
        "treasury-department",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let object = objects(&ran).remove(0);
    assert_eq!(object["document"]["document_number"], "2025-20750");
    assert_eq!(object["document"]["publication_date"], "2025-11-24");
    assert_ne!(object["document"]["title"], "Another title");
    for (option, given, stated) in [
        ("--document-number", "2024-00001", "2025-20750"),
        ("--published", "2024-01-02", "2025-11-24"),
        ("--title", "Another title", "Cartel de los Soles"),
        ("--agency", "treasury-department", "State"),
    ] {
        let told = ran.stderr.lines().any(|line| {
            line.contains(file)
                && line.contains(option)
                && line.contains(given)
                && line.contains(stated)
        });
        assert!(told, "{option}: {}", ran.stderr);
    }
}

#[test]
fn one_number_is_not_given_to_several_documents() {
    let home = Home::new("numbers");
    let bare = |name: &str| {
        let path = home.path().join(name);
        let source = root().join("fixtures/notices/state-fto/2025-20750/notice.html");
        let text = fs_err::read_to_string(source).unwrap();
        fs_err::write(&path, text.replace("FR Doc. 2025-20750", "FR Doc.")).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (one, other) = (bare("one.html"), bare("other.html"));
    let stated = "fixtures/notices/state-fto/2025-20750/notice.xml";
    let number = ["--document-number", "2099-00007"];

    let refused = home.run(&["parse", "--json", &one, &other, number[0], number[1]]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert_eq!(refused.stdout, "");
    assert!(refused.stderr.contains("2 documents lack a number"));

    // Where one document alone lacks it, it is that document's.
    let ran = home.run(&["parse", "--json", &one, stated, number[0], number[1]]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let numbers: Vec<Value> = objects(&ran)
        .into_iter()
        .map(|mut object| object["document"]["document_number"].take())
        .collect();
    assert_eq!(numbers, ["2099-00007", "2025-20750"]);

    let issue = register().join("issues/FR-2025-11-24.xml");
    let issue = issue.to_str().unwrap();
    let refused = home.run(&["parse", "--json", issue, "--title", "One title"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.stderr.contains("--title"), "{}", refused.stderr);
}

#[test]
fn an_issue_prints_a_line_per_candidate_and_all_of_them_on_request() {
    let home = Home::filled();
    let issue = register().join("issues/FR-2025-11-24.xml");
    let issue = issue.to_str().unwrap();
    let candidates = objects(&home.run(&["parse", "--json", issue]));
    let all = objects(&home.run(&["parse", "--json", "--all", issue]));
    assert!(!candidates.is_empty() && candidates.len() < all.len());
    assert_by_schema(&all);
    let numbers = |objects: &[Value]| -> Vec<String> {
        objects
            .iter()
            .map(|o| o["document"]["document_number"].to_string())
            .collect()
    };
    assert!(numbers(&candidates).contains(&"\"2025-20750\"".to_owned()));
    assert!(
        numbers(&candidates)
            .iter()
            .all(|number| numbers(&all).contains(number))
    );
}

#[test]
fn a_broken_file_among_several_is_named_and_the_others_are_printed() {
    let home = Home::new("several");
    let write = |name: &str, bytes: &[u8]| {
        let path = home.path().join(name);
        fs_err::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let good = root().join("fixtures/notices/state-fto/2025-20750/notice.xml");
    let good = good.to_str().unwrap();
    let deep = "<NOTICE>".repeat(5_000);
    let challenge = b"<!DOCTYPE html><html><head><title>Federal Register :: Request Access</title>\
        </head><body>Request Access</body></html>";
    for (name, bytes, words) in [
        ("empty.xml", b"".as_slice(), "empty"),
        ("noise.bin", &[0xF3, 0x00, 0xFF, 0x80], "neither"),
        ("cut.xml", b"<NOTICE><PREAMB><AGENCY>DEPARTMENT", "cut off"),
        ("deep.xml", deep.as_bytes(), "nested"),
        ("meta.json", b"{\"document_number\": \"2025-1\"}", "JSON"),
        ("challenge.html", challenge, "Request Access"),
    ] {
        let broken = write(name, bytes);
        let ran = home.run(&["parse", "--json", &broken, good]);
        assert_eq!(ran.code, 8, "{name}: {ran:?}");
        assert!(
            ran.stderr.contains(name) && ran.stderr.contains("error:"),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains(words), "{name}: {}", ran.stderr);
        let objects = objects(&ran);
        assert_eq!(objects.len(), 1, "{name}");
        assert_eq!(objects[0]["document"]["document_number"], "2025-20750");
    }
    let absent = home.run(&["parse", "no/such/file.xml"]);
    assert_eq!(absent.code, 8);
    assert!(
        absent.stderr.contains("no/such/file.xml"),
        "{}",
        absent.stderr
    );
    let folder = home.run(&["parse", "fixtures"]);
    assert_eq!(folder.code, 8);
    assert!(folder.stderr.contains("folder"), "{}", folder.stderr);
}

#[test]
fn standard_input_is_a_file() {
    let home = Home::filled();
    let bytes =
        fs_err::read(Path::new(&register()).join("documents/2025/11/24/2025-20750.xml")).unwrap();
    let mut child = home
        .command(&["parse", "--json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&bytes).unwrap();
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(objects(&ran)[0]["verdict"], "designates");
}

#[test]
fn a_person_reads_the_notice_with_its_words() {
    let file = register().join("documents/2025/11/24/2025-20750.xml");
    let ran = Home::filled().run(&["parse", file.to_str().unwrap()]);
    insta::assert_snapshot!(ran.stdout);
}
