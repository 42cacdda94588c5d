//! Pieces for reports: drawings, Markdown, HTML.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::common::Home;

/// Fails unless the text is well-formed XML; gives the names of its elements.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut names = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) | Event::Empty(tag) => names.push(tag.name().as_ref().to_owned()),
            Event::Eof => return names,
            _ => {}
        }
    }
}

#[test]
fn a_timeline_is_drawn_into_a_file_of_its_own() {
    let ran = Home::filled().run(&["timeline", "Cartel de los Soles", "--svg"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let names = elements(&ran.stdout);
    assert_eq!(names[..4], ["svg", "title", "desc", "style"]);
    assert!(
        names.iter().any(|name| name == "path"),
        "a sign for the designation"
    );
    assert!(ran.stdout.contains("Timeline of Cartel de los Soles"));
    assert!(
        ran.stdout
            .contains("In force under INA-219 since November 24, 2025.")
    );
    assert!(ran.stdout.len() < 50_000);
    let ran = Home::filled().run(&["timeline", "Cartel de los Soles", "--svg", "--json"]);
    assert_eq!(ran.code, 2, "{ran:?}");
}

#[test]
fn a_list_is_tables_of_markdown() {
    let day = ["list", "--as-of", "2025-11-24"];
    let ran = Home::filled().run(&[&day[..], &["--markdown"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let rows = Home::filled().json(&[&day[..], &["--json"]].concat());
    let rows = rows.as_array().unwrap().len();
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(
        lines[0],
        format!("# {rows} designations on November 24, 2025")
    );
    let authorities = lines.iter().filter(|line| line.starts_with("## ")).count();
    let table = lines.iter().filter(|line| line.starts_with("| ")).count();
    assert_eq!(table, rows + 2 * authorities);
    let soles = lines
        .iter()
        .find(|line| line.contains("Cartel de los Soles"));
    assert_eq!(
        soles.copied(),
        Some(
            "| Cartel de los Soles | November 24, 2025, upon publication | Cartel of the Suns | \
             [90 FR 53045, FR Doc. 2025-20750]\
             (<https://www.federalregister.gov/documents/2025/11/24/2025-20750/\
             foreign-terrorist-organization-designation-of-cartel-de-los-soles>) |"
        )
    );
}

#[test]
fn a_diff_is_a_piece_of_html() {
    let days = ["diff", "2025-11-23", "2025-11-24"];
    let ran = Home::filled().run(&[&days[..], &["--html"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let names = elements(&ran.stdout);
    assert_eq!(names[..3], ["section", "h2", "h3"]);
    for forbidden in ["script", "style"] {
        assert!(!names.iter().any(|name| name == forbidden));
    }
    assert!(
        ran.stdout.contains(
            "<strong><bdi>Cartel de los Soles</bdi></strong> designated under INA-219 (Foreign \
             Terrorist Organization), effective on publication, November 24, 2025."
        ),
        "{}",
        ran.stdout
    );
    let ran = Home::filled().run(&["diff", "--since", "start", "--html"]);
    assert_eq!(ran.code, 2, "{ran:?}");
}
