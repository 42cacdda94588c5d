//! Notices made of the real list, in the printed form, through the whole parser: as many records as
//! entries, under the law of each entry's ground, with nothing left over.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a broken file must stop the test, and a skip is said aloud"
)]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fedreg_model::{
    Action, Agency, Authorities, DocumentMetadata, DocumentNumber, DocumentType, Parsed, Program,
    TextFormat, Verdict, fold_name,
};
use fedreg_parse::Parser;

/// Entries of one notice.
const ENTRIES: usize = 150;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// One entry of the list.
struct Listed {
    name: String,
    kind: String,
    tags: Vec<String>,
    /// The entry as a notice prints it.
    printed: String,
}

/// The cells of a line of comma-separated values.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    let spaced = |cell: &String| cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cells: Vec<String> = cells.iter().map(spaced).collect();
    for cell in &mut cells {
        if cell == "-0-" {
            cell.clear();
        }
    }
    cells
}

fn rows(path: &Path) -> Option<Vec<Vec<String>>> {
    let bytes = fs_err::read(path).ok()?;
    Some(String::from_utf8_lossy(&bytes).lines().map(cells).collect())
}

/// The list, where it is at hand: `FEDREG_CORPUS`, or beside the workspace.
fn list() -> Option<Vec<Listed>> {
    let corpus = std::env::var_os("FEDREG_CORPUS")
        .map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    let lists = corpus.join("lists");
    let files = [
        rows(&lists.join("sdn-2022-sdn.csv")),
        rows(&lists.join("sdn-2022-alt.csv")),
        rows(&lists.join("sdn-2022-add.csv")),
    ];
    let [Some(entries), Some(names), Some(places)] = files else {
        println!("skipped: no list data in {}", lists.display());
        return None;
    };
    let mut aliases: HashMap<String, Vec<String>> = HashMap::new();
    for row in names.iter().filter(|row| row.len() == 5) {
        let marker = match row[2].as_str() {
            "fka" => "f.k.a.",
            "nka" => "n.k.a.",
            _ => "a.k.a.",
        };
        let group = aliases.entry(row[0].clone()).or_default();
        group.push(format!("{marker} {}", row[3]));
    }
    let mut addresses: HashMap<String, Vec<String>> = HashMap::new();
    for row in places.iter().filter(|row| row.len() == 6) {
        let parts: Vec<&str> = row[2..5]
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        if !parts.is_empty() {
            let all = addresses.entry(row[0].clone()).or_default();
            all.push(parts.join(", "));
        }
    }
    let none = Vec::new();
    let entries = entries.iter().filter(|row| row.len() == 12);
    Some(
        entries
            .map(|row| {
                let aliases = aliases.get(&row[0]).unwrap_or(&none);
                let addresses = addresses.get(&row[0]).unwrap_or(&none);
                printed(row, aliases, addresses)
            })
            .collect(),
    )
}

fn printed(row: &[String], aliases: &[String], addresses: &[String]) -> Listed {
    let tags: Vec<String> = row[3].split("] [").map(str::to_owned).collect();
    let mut group = aliases.to_vec();
    let mut fields = Vec::new();
    let mut links = Vec::new();
    let remarks = row[11].strip_suffix('.').unwrap_or(&row[11]);
    for field in remarks.split(';').map(str::trim).filter(|f| !f.is_empty()) {
        if let Some(link) = field.strip_prefix("Linked To: ") {
            links.push(link.to_owned());
        } else if let Some(weak) = field.strip_prefix("a.k.a. '") {
            group.push(format!("a.k.a. “{}”", weak.trim_end_matches('\'')));
        } else {
            fields.push(field.to_owned());
        }
    }
    let mut text = row[1].clone();
    if !group.is_empty() {
        let _ = write!(text, " ({})", group.join("; "));
    }
    if !row[5].is_empty() {
        let _ = write!(text, " ({})", row[5]);
    }
    for (figure, unit) in [
        (&row[6], ""),
        (&row[7], "DWT"),
        (&row[8], "GRT"),
        (&row[9], " flag"),
    ] {
        if !figure.is_empty() {
            let _ = write!(text, " {figure}{unit}");
        }
    }
    for (n, address) in addresses.iter().enumerate() {
        let _ = write!(text, "{} {address}", if n == 0 { "," } else { ";" });
    }
    fields.extend(Some(row[4].clone()).filter(|title| !title.is_empty()));
    for field in fields {
        let _ = write!(text, "; {field}");
    }
    if !row[2].is_empty() {
        let _ = write!(text, " ({})", row[2]);
    }
    for tag in &tags {
        let _ = write!(text, " [{tag}]");
    }
    for link in links {
        let _ = write!(text, " (Linked To: {link})");
    }
    Listed {
        name: row[1].clone(),
        kind: row[2].clone(),
        tags,
        printed: text,
    }
}

/// A law that an entry's tags stand for: its code, and how a notice cites it.
fn law(authorities: &Authorities, tags: &[String]) -> Option<(String, String)> {
    tags.iter().find_map(|tag| match authorities.program(tag)? {
        Program::Authorities(all) => {
            let first = all.first()?;
            Some((first.code.clone(), first.citations.first()?.clone()))
        }
        Program::Consequence(_) => None,
    })
}

const KINDS: [(&str, &str); 4] = [
    ("individual", "individuals"),
    ("", "entities"),
    ("vessel", "vessels"),
    ("aircraft", "aircraft"),
];

/// An entry, the code of its law and how it is cited.
type Lawful<'l> = (&'l Listed, String, String);
/// Whether it is a heading, and its words.
type Line = (bool, String);

/// The paragraphs of a notice that designates the entries, and what it should give.
fn notice(entries: &[Lawful<'_>]) -> (Vec<Line>, Vec<String>) {
    let counts: Vec<String> = KINDS
        .iter()
        .map(|(kind, plural)| {
            let count = entries.iter().filter(|(e, ..)| e.kind == *kind).count();
            format!("{count} {plural}")
        })
        .collect();
    let mut paragraphs = vec![
        (true, "Notice of OFAC Actions".to_owned()),
        (
            false,
            format!(
                "On March 1, 2022, OFAC determined that the property and interests in property \
                 subject to U.S. jurisdiction of the following {} are blocked under the relevant \
                 sanctions authorities listed below.",
                counts.join(", ")
            ),
        ),
    ];
    let mut expected = Vec::new();
    for (kind, plural) in KINDS {
        let of_kind: Vec<_> = entries.iter().filter(|(e, ..)| e.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let mut heading = plural.to_owned();
        heading[..1].make_ascii_uppercase();
        paragraphs.push((true, heading));
        let property = matches!(kind, "vessel" | "aircraft");
        for (n, (entry, code, citation)) in of_kind.into_iter().enumerate() {
            paragraphs.push((false, format!("{}. {}.", n + 1, entry.printed)));
            paragraphs.push((
                false,
                if property {
                    format!("Identified pursuant to {citation} as property in which a person whose property and interests in property are blocked pursuant to E.O. 13382 has an interest.")
                } else {
                    format!("Designated pursuant to {citation} for acting for or on behalf of a person whose property and interests in property are blocked pursuant to E.O. 13382.")
                },
            ));
            let action = if property {
                Action::Identification
            } else {
                Action::Designation
            };
            expected.push(format!("{action} {} [{code}]", fold_name(&entry.name)));
        }
    }
    (paragraphs, expected)
}

fn xml(paragraphs: &[Line]) -> String {
    let mut text = "<NOTICE><PREAMB><AGENCY TYPE=\"S\">DEPARTMENT OF THE TREASURY</AGENCY>\
        <SUBAGY>Office of Foreign Assets Control</SUBAGY>\
        <SUBJECT>Notice of OFAC Sanctions Actions</SUBJECT></PREAMB><SUPLINF>\
        <HD SOURCE=\"HED\">SUPPLEMENTARY INFORMATION:</HD>"
        .to_owned();
    for (heading, words) in paragraphs {
        let words = words
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let _ = if *heading {
            write!(text, "<HD SOURCE=\"HD1\">{words}</HD>")
        } else {
            write!(text, "<P>{words}</P>")
        };
    }
    text.push_str(
        "<SIG><DATED>Dated: March 1, 2022.</DATED><NAME>Andrea Gacki,</NAME><TITLE>Director, \
         Office of Foreign Assets Control.</TITLE></SIG></SUPLINF><FRDOC>[FR Doc. 2022-99999 Filed \
         3-3-22; 8:45 am]</FRDOC><BILCOD>BILLING CODE 4810-AL-P</BILCOD></NOTICE>",
    );
    text
}

/// The page text: paragraphs set in by four columns, lines of 72.
fn page(paragraphs: &[Line]) -> String {
    let mut text = "[Federal Register Volume 87, Number 43 (Friday, March 4, 2022)]\n[Notices]\n\
        [Pages 199999-200020]\nFrom the Federal Register Online via the Government Publishing \
        Office [www.gpo.gov]\n[FR Doc No: 2022-99999]\n\n\n\
        -----------------------------------------------------------------------\n\n\
        DEPARTMENT OF THE TREASURY\n\nOffice of Foreign Assets Control\n\n\n\
        Notice of OFAC Sanctions Actions\n\nAGENCY: Office of Foreign Assets Control, \
        Treasury.\n\nACTION: Notice.\n\n\
        -----------------------------------------------------------------------\n\n\
        SUPPLEMENTARY INFORMATION: \n"
        .to_owned();
    for (heading, words) in paragraphs {
        if *heading {
            let _ = write!(text, "\n{words}\n\n");
            continue;
        }
        let mut line = "   ".to_owned();
        for word in words.replace('“', "``").replace('”', "''").split(' ') {
            if line.chars().count() + 1 + word.chars().count() > 71 && !line.trim().is_empty() {
                let _ = writeln!(text, "{line} ");
                word.clone_into(&mut line);
            } else {
                line.push(' ');
                line.push_str(word);
            }
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text.push_str(
        "\n    Dated: March 1, 2022.\nAndrea Gacki,\nDirector, Office of Foreign Assets \
         Control.\n[FR Doc. 2022-99999 Filed 3-3-22; 8:45 am]\nBILLING CODE 4810-AL-P\n",
    );
    text
}

fn metadata() -> DocumentMetadata {
    DocumentMetadata {
        document_number: Some(DocumentNumber::new("2022-99999").unwrap()),
        publication_date: Some("2022-03-04".parse().unwrap()),
        document_type: DocumentType::Notice,
        title: "Notice of OFAC Sanctions Actions".to_owned(),
        agencies: vec![Agency {
            name: "Foreign Assets Control Office".to_owned(),
            slug: Some("foreign-assets-control-office".to_owned()),
        }],
        ..DocumentMetadata::default()
    }
}

/// What a notice gave that was not expected, and what it lacks.
fn differences(parsed: &Parsed, expected: &[String]) -> Vec<String> {
    let found: Vec<String> = parsed
        .records
        .iter()
        .map(|r| {
            let codes: Vec<&str> = r.authorities.iter().map(|a| a.code.as_str()).collect();
            format!(
                "{} {} [{}]",
                r.action,
                fold_name(&r.party.name),
                codes.join(", ")
            )
        })
        .collect();
    let mut wrong: Vec<String> = Vec::new();
    if found.len() != expected.len() {
        wrong.push(format!(
            "{} entries, {} records",
            expected.len(),
            found.len()
        ));
    }
    for line in expected.iter().filter(|line| !found.contains(line)) {
        wrong.push(format!("lacks {line}"));
    }
    for line in found.iter().filter(|line| !expected.contains(line)) {
        wrong.push(format!("has {line}"));
    }
    for left in &parsed.residue {
        wrong.push(format!("left over: {}: {}", left.why, left.text));
    }
    if wrong.is_empty() && parsed.verdict != Verdict::Designates {
        wrong.push(format!("the verdict is {:?}", parsed.verdict));
    }
    wrong
}

#[test]
fn a_notice_of_real_entries_loses_none() {
    let Some(list) = list() else { return };
    let registry = fs_err::read_to_string(root().join("config/authorities.toml")).unwrap();
    let authorities = Arc::new(Authorities::from_toml(&registry).unwrap());
    let parser = Parser::new(Arc::clone(&authorities));
    // Entries whose tags stand for no law can be under none here.
    let under_law: Vec<Lawful<'_>> = list
        .iter()
        .filter_map(|entry| {
            let (code, citation) = law(&authorities, &entry.tags)?;
            Some((entry, code, citation))
        })
        .collect();
    let lawless = list.len() - under_law.len();
    assert!(
        lawless * 100 < list.len(),
        "{lawless} entries have no tag of a law"
    );
    // Every notice in a full run; a few, spread over the list, where nobody asks for all.
    let step = if std::env::var_os("FEDREG_ALL").is_some() {
        1
    } else {
        9
    };
    let mut wrong = Vec::new();
    let mut read = 0;
    for chunk in under_law.chunks(ENTRIES).step_by(step) {
        let (paragraphs, expected) = notice(chunk);
        read += expected.len();
        for (text, format) in [
            (xml(&paragraphs), TextFormat::Xml),
            (page(&paragraphs), TextFormat::Txt),
        ] {
            let text = fedreg_text::read(text.as_bytes(), format).unwrap();
            let parsed = parser.parse(&metadata(), &text);
            let told = differences(&parsed, &expected);
            wrong.extend(
                told.into_iter()
                    .map(|line| format!("{}: {line}", format.as_str())),
            );
        }
    }
    println!("{read} entries of {} in notices", list.len());
    assert!(
        wrong.is_empty(),
        "{} differences\n{}",
        wrong.len(),
        wrong
            .iter()
            .take(60)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}
