//! `review`: the queue, and a person's word on a document.

use std::path::PathBuf;

use crate::common::{Home, NOW, Ran, root};

const ADDED: &str =
    "<P>The Secretary hereby designates those other groups as Foreign Terrorist Organizations.</P>";

/// A folder with one notice that does not parse wholly.
struct Folder(PathBuf);

impl Folder {
    fn new(home: &Home) -> Self {
        let folder = Self(home.path().join("source"));
        fs_err::create_dir_all(&folder.0).unwrap();
        let fixture = root().join("fixtures/notices/state-fto/2025-20750");
        fs_err::copy(fixture.join("meta.json"), folder.0.join("2025-20750.json")).unwrap();
        folder.write(ADDED);
        folder
    }

    fn write(&self, added: &str) {
        let fixture = root().join("fixtures/notices/state-fto/2025-20750/notice.xml");
        let text = fs_err::read_to_string(fixture).unwrap();
        let at = text.find("<SIG>").unwrap();
        let text = format!("{}{added}{}", &text[..at], &text[at..]);
        fs_err::write(self.0.join("2025-20750.xml"), text).unwrap();
    }

    fn read(&self, home: &Home) -> i32 {
        self.read_at(home, NOW)
    }

    fn read_at(&self, home: &Home, now: &str) -> i32 {
        let mut command = home.command(&["run", "--source", self.0.to_str().unwrap()]);
        let output = command.env("FEDREG_NOW", now).output().unwrap();
        Ran::from(output).code
    }
}

fn state(home: &Home) -> String {
    let done = home.json(&["review", "done", "--json"]);
    done[0]["state"].as_str().unwrap_or("none").to_owned()
}

fn queue(home: &Home) -> usize {
    home.json(&["review", "--json"]).as_array().unwrap().len()
}

#[test]
fn an_accepted_proposal_leaves_the_queue_and_names_its_cause() {
    let home = Home::new("review-accept");
    let folder = Folder::new(&home);
    assert_eq!(folder.read(&home), 4);
    assert_eq!(queue(&home), 1);

    let ran = home.run(&[
        "review",
        "accept",
        "2025-20750",
        "--note",
        "Read against the PDF.",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stdout.contains("reviewed: Read against the PDF."),
        "{ran:?}"
    );
    assert_eq!((queue(&home), state(&home).as_str()), (0, "stands"));
    let timeline = home.json(&["timeline", "Cartel de los Soles", "--json"]);
    assert!(timeline.to_string().contains("\"review\""), "{timeline}");
    assert_eq!(home.run(&["verify"]).code, 0);
    // The next pass finds nothing new, and the person's word stands.
    assert_eq!(folder.read(&home), 0);
    assert_eq!((queue(&home), state(&home).as_str()), (0, "stands"));
    let again = home.run(&[
        "review",
        "accept",
        "2025-20750",
        "--note",
        "Read against the PDF.",
    ]);
    assert!(again.stderr.contains("nothing is appended"), "{again:?}");
}

#[test]
fn a_changed_source_reopens_a_review_and_an_agreeing_parser_closes_it() {
    let home = Home::new("review-reopen");
    let folder = Folder::new(&home);
    folder.read(&home);
    home.run(&[
        "review",
        "accept",
        "2025-20750",
        "--note",
        "Read against the PDF.",
    ]);
    folder.write(&ADDED.replace("those other", "these other"));
    assert_eq!(folder.read_at(&home, "2026-02-03T12:00:00Z"), 4);
    assert_eq!((queue(&home), state(&home).as_str()), (1, "reopened"));
    let ran = home.run(&["review"]);
    assert!(
        ran.stdout.contains("the source changed it since"),
        "{ran:?}"
    );
    folder.write("");
    assert_eq!(folder.read_at(&home, "2026-02-04T12:00:00Z"), 0);
    assert_eq!((queue(&home), state(&home).as_str()), (0, "agreed"));
}

#[test]
fn records_can_be_entered_by_hand() {
    let home = Home::new("review-enter");
    let folder = Folder::new(&home);
    folder.read(&home);
    let template = home.run(&["review", "template", "2025-20750"]);
    assert_eq!(template.code, 0, "{template:?}");
    let file = home.path().join("review.toml");
    let text = template
        .stdout
        .replace("note = \"\"", "note = \"One more group.\"")
        + "\n[[record]]\naction = \"designation\"\nname = \"Example Front\"\nkind = \"organization\"\n\
           authorities = [\"INA-219\"]\neffective = \"2025-11-24\"\nquote = \"those other groups\"\n";
    fs_err::write(&file, text).unwrap();
    let ran = home.run(&["review", "enter", "2025-20750", file.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let listed = home.run(&["list", "-a", "INA-219", "--as-of", "2025-11-24"]);
    assert!(listed.stdout.contains("Example Front"), "{}", listed.stdout);
    assert!(
        listed.stdout.contains("Cartel de los Soles"),
        "{}",
        listed.stdout
    );
    assert_eq!(home.run(&["verify"]).code, 0);
    // Entering the document's records again replaces them.
    let alone = "note = 'Only this.'\n[[record]]\naction = 'designation'\nname = 'Example Front'\n\
                 authorities = ['INA-219']\nquote = 'those other groups'\n";
    fs_err::write(&file, alone).unwrap();
    assert_eq!(
        home.run(&["review", "enter", "2025-20750", file.to_str().unwrap()])
            .code,
        0
    );
    let listed = home.run(&["list", "-a", "INA-219", "--as-of", "2025-11-24"]);
    assert!(
        !listed.stdout.contains("Cartel de los Soles"),
        "{}",
        listed.stdout
    );
}

#[test]
fn a_dismissed_document_designates_nobody() {
    let home = Home::new("review-dismiss");
    let folder = Folder::new(&home);
    folder.read(&home);
    let ran = home.run(&["review", "dismiss", "2025-20750", "--note", "A draft."]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(queue(&home), 0);
    let rows = home.json(&["list", "-a", "INA-219", "--as-of", "2025-11-24", "--json"]);
    assert_eq!(rows.as_array().unwrap().len(), 0);
}

#[test]
fn what_cannot_be_taken_is_refused_and_nothing_changes() {
    let home = Home::new("review-refuse");
    let folder = Folder::new(&home);
    folder.read(&home);
    let file = home.path().join("bad.toml");
    fs_err::write(&file, "note = 'x'\n[[record]]\naction = 'designation'\n").unwrap();
    let before = home.json(&["verify", "--json"])["head"].clone();
    for (arguments, code, words) in [
        (
            vec!["review", "accept", "2025-99999", "--note", "x"],
            7,
            "no document",
        ),
        (
            vec!["review", "accept", "2025-20750", "--note", " "],
            2,
            "give a note",
        ),
        (vec!["review", "accept", "2025-20750"], 2, "--note"),
        (
            vec!["review", "enter", "2025-20750", file.to_str().unwrap()],
            2,
            "'name' is missing",
        ),
        (
            vec!["review", "enter", "2025-20750", "nowhere.toml"],
            8,
            "nowhere.toml",
        ),
    ] {
        let ran = home.run(&arguments);
        assert_eq!(ran.code, code, "{arguments:?} {ran:?}");
        assert!(ran.stderr.contains(words), "{arguments:?} {ran:?}");
    }
    assert_eq!(home.json(&["verify", "--json"])["head"], before);
}

/// A folder with a notice whose lists are images, and a configuration with a reader of images.
#[cfg(unix)]
fn with_images(home: &Home, program: &str) -> (String, String) {
    use std::os::unix::fs::PermissionsExt as _;
    let source = home.path().join("source");
    fs_err::create_dir_all(&source).unwrap();
    let fixture = root().join("fixtures/notices/ofac/2025-99101");
    fs_err::copy(fixture.join("meta.json"), source.join("2025-99101.json")).unwrap();
    fs_err::copy(fixture.join("notice.xml"), source.join("2025-99101.xml")).unwrap();
    let ran = home.run(&["run", "--source", source.to_str().unwrap()]);
    assert_eq!(ran.code, 4, "{ran:?}");

    let script = home.path().join("reader.sh");
    fs_err::write(&script, format!("#!/bin/sh\n{program}\n")).unwrap();
    fs_err::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let config = home.path().join("ocr");
    fs_err::create_dir_all(&config).unwrap();
    let built_in = fs_err::read_to_string(root().join("config/fedreg.toml")).unwrap();
    let text = built_in
        .replace("enabled = false", "enabled = true")
        .replace("\"tesseract\"", &format!("{:?}", script.to_str().unwrap()))
        .replace("timeout = 60.0", "timeout = 5.0");
    fs_err::write(config.join("fedreg.toml"), text).unwrap();

    let images = home.path().join("images");
    fs_err::create_dir_all(&images).unwrap();
    let announced = home.json(&["review", "--json"]);
    let announced = announced[0]["residue"].as_array().unwrap().clone();
    let mut first = true;
    for residue in announced {
        for image in residue["announced"]["images"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let list = if first {
                "Individuals\n\n1. SPECIMEN, Jane (a.k.a. \"JS\"), Ruritania;\nDOB 02 Mar 1970; nationality \
                 Iran (individual) [SDGT] (Linked To: EXAMPLE).\n\nDesignated pursuant to section \
                 1(a)(iii)(C) of Executive Order 13224, as amended.\n"
            } else {
                ""
            };
            first = false;
            let path = images.join(format!("{}.png", image.as_str().unwrap()));
            fs_err::write(path, list).unwrap();
        }
    }
    let text = |path: std::path::PathBuf| path.to_str().unwrap().to_owned();
    (text(config), text(images))
}

#[test]
#[cfg(unix)]
fn a_list_printed_as_images_becomes_a_proposal_to_check() {
    let home = Home::new("review-ocr");
    let (config, images) = with_images(&home, "cat");
    let off = home.run(&[
        "review",
        "template",
        "2025-99101",
        "--ocr",
        "--images",
        &images,
    ]);
    assert_eq!(off.code, 2, "{off:?}");
    assert!(off.stderr.contains("[ocr]"), "{off:?}");
    let ran = home.run(&[
        "--config",
        &config,
        "review",
        "template",
        "2025-99101",
        "--ocr",
        "--images",
        &images,
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("check every letter"), "{ran:?}");
    assert!(ran.stdout.contains("SPECIMEN, Jane"), "{}", ran.stdout);

    let file = home.path().join("read.toml");
    fs_err::write(
        &file,
        ran.stdout.replace("note = \"\"", "note = \"Checked.\""),
    )
    .unwrap();
    let ran = home.run(&["review", "enter", "2025-99101", file.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let listed = home.run(&["list", "-a", "SDGT", "--as-of", "2026-02-01"]);
    assert!(listed.stdout.contains("SPECIMEN, Jane"), "{listed:?}");
    assert_eq!(home.run(&["verify"]).code, 0);
}

/// With the program itself, where it is installed: a list as print sets it, an invented one.
#[test]
fn tesseract_reads_a_printed_list_as_a_proposal() {
    let installed = std::process::Command::new("tesseract")
        .arg("--version")
        .output();
    if installed.is_err() {
        println!("skipped: tesseract is not installed (Debian package tesseract-ocr)");
        return;
    }
    let home = Home::new("review-tesseract");
    let source = home.path().join("source");
    fs_err::create_dir_all(&source).unwrap();
    let fixture = root().join("fixtures/notices/ofac/2025-99101");
    fs_err::copy(fixture.join("meta.json"), source.join("2025-99101.json")).unwrap();
    // One act and one image of the notice.
    let notice = fs_err::read_to_string(fixture.join("notice.xml")).unwrap();
    let (head, rest) = notice.split_once("</GPH>").unwrap();
    let (_, tail) = rest.split_once("<SIG>").unwrap();
    let notice = format!("{head}</GPH><SIG>{tail}").replace("13902 of January 10, 2020", "13224");
    fs_err::write(source.join("2025-99101.xml"), notice).unwrap();
    let ran = home.run(&["run", "--source", source.to_str().unwrap()]);
    assert_eq!(ran.code, 4, "{ran:?}");

    let config = home.path().join("ocr");
    fs_err::create_dir_all(&config).unwrap();
    let built_in = fs_err::read_to_string(root().join("config/fedreg.toml")).unwrap();
    let on = built_in.replace("enabled = false", "enabled = true");
    fs_err::write(config.join("fedreg.toml"), on).unwrap();
    let images = home.path().join("images");
    fs_err::create_dir_all(&images).unwrap();
    fs_err::copy(
        root().join("fixtures/images/ofac-list.png"),
        images.join("EN05JN25.000.png"),
    )
    .unwrap();
    let ran = home.run(&[
        "--config",
        config.to_str().unwrap(),
        "review",
        "template",
        "2025-99101",
        "--ocr",
        "--images",
        images.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for words in [
        "check every letter",
        "SPECIMEN, Jane Test",
        "JANE S",
        "LV9990001",
        "ENSAYO TRADING CO., LTD.",
        "ENSAYO TRADE",
        "EO-13224",
        "2025-05-30",
    ] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    assert!(
        home.json(&["list", "--json"])["standings"]
            .as_array()
            .is_none_or(Vec::is_empty)
    );
}

#[test]
#[cfg(unix)]
fn a_reader_of_images_that_fails_or_hangs_is_told() {
    for (name, program, words) in [
        ("review-ocr-fails", "exit 3", "exit status: 3"),
        ("review-ocr-hangs", "exec sleep 60", "more than 5 seconds"),
    ] {
        let home = Home::new(name);
        let (config, images) = with_images(&home, program);
        let ran = home.run(&[
            "--config",
            &config,
            "review",
            "template",
            "2025-99101",
            "--ocr",
            "--images",
            &images,
        ]);
        assert_eq!(ran.code, 8, "{ran:?}");
        assert!(ran.stderr.contains(words), "{ran:?}");
    }
}
