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
