//! Every entry of the list reads back from page text: glued or apart, numbered or not, wrapped at
//! 70 columns, with page marks between lines.

use fedreg_model::{DocumentMetadata, TextFormat};

use super::corpus::{Listed, list};
use super::round_trip::{differs, report};
use crate::grammar::entry::{ListEntry, Piece, split};
use crate::notice::Notice;

/// Page text of a notice: `paragraphs` wrapped at 70 columns, with page marks between lines.
fn page_text(paragraphs: &[String]) -> String {
    let mut lines = vec![
        "[Federal Register Volume 87, Number 1 (Monday, January 3, 2022)]".to_owned(),
        "[Notices]".to_owned(),
        "[Pages 100-999]".to_owned(),
        String::new(),
        "-----------------------------------------------------------------------".to_owned(),
        String::new(),
        "DEPARTMENT OF THE TREASURY".to_owned(),
        String::new(),
        "Office of Foreign Assets Control".to_owned(),
        String::new(),
    ];
    let mut page = 100;
    for paragraph in paragraphs {
        let mut line = "    ".to_owned();
        for word in paragraph.split(' ') {
            if line.len() + word.len() > 70 && !line.trim().is_empty() {
                line.push(' ');
                lines.push(std::mem::take(&mut line).trim_end().to_owned() + " ");
                if lines.len() % 60 == 0 {
                    page += 1;
                    lines.extend([String::new(), format!("[[Page {page}]]"), String::new()]);
                }
            }
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
        lines.push(String::new());
    }
    lines.push("[FR Doc. 2022-00001 Filed 1-2-22; 8:45 am]".to_owned());
    lines.push("BILLING CODE 4810-AL-P".to_owned());
    lines.join("\n")
}

/// Reads page text and gives its entries.
fn entries(page: &str) -> (Vec<ListEntry>, Vec<String>) {
    let text = fedreg_text::read(page.as_bytes(), TextFormat::Txt).unwrap();
    let metadata = DocumentMetadata::default();
    let notice = Notice::new(&metadata, &text);
    let mut entries = Vec::new();
    let mut other = Vec::new();
    for piece in split(&notice, 0..text.blocks.len()) {
        match piece {
            Piece::Entry(entry) => entries.push(*entry),
            Piece::Ground(range) | Piece::Other(range) => {
                other.push(notice.words(&range).to_owned());
            }
            Piece::Heading { range, .. } => other.push(notice.words(&range).to_owned()),
        }
    }
    (entries, other)
}

/// Compares entries in order, `per` of them in one paragraph.
fn in_page_text(what: &str, per: usize, numbered: bool, ground: Option<&str>) {
    let Some(mut list) = list() else { return };
    list.iter_mut().for_each(Listed::typeset);
    let mut failures = Vec::new();
    for some in list.chunks(per * 25) {
        let paragraphs: Vec<String> = some
            .chunks(per)
            .enumerate()
            .flat_map(|(chunk, listed)| {
                let glued: Vec<String> = listed
                    .iter()
                    .enumerate()
                    .map(|(n, l)| {
                        let printed = l.printed();
                        // Page text has its own quotes.
                        let quotes = printed.replace(" \"", " ``").replace('"', "''");
                        if numbered {
                            format!("{}. {quotes}.", chunk * per + n + 1)
                        } else {
                            format!("{quotes}.")
                        }
                    })
                    .collect();
                std::iter::once(glued.join(" ")).chain(ground.map(str::to_owned))
            })
            .collect();
        let (read, other) = entries(&page_text(&paragraphs));
        if read.len() != some.len() {
            let names: Vec<_> = read.iter().map(|e| &e.party.name).collect();
            let missing: Vec<_> = some
                .iter()
                .filter(|l| !names.contains(&&l.name))
                .map(|l| &l.name)
                .collect();
            failures.push(format!(
                "{} of {}, without {missing:?}: {other:?}",
                read.len(),
                some.len()
            ));
            continue;
        }
        for (n, (listed, read)) in some.iter().zip(&read).enumerate() {
            if let Some(why) = differs(listed, read) {
                failures.push(format!("{}\n   {why}", listed.printed()));
            } else if numbered && read.number != u32::try_from(n + 1).ok() {
                failures.push(format!("{}\n   number {:?}", listed.printed(), read.number));
            }
        }
    }
    report(what, list.len(), &failures);
}

#[test]
fn entries_glued_and_wrapped_read_back() {
    in_page_text("glued", 10, true, None);
}

#[test]
fn entries_without_numbers_read_back() {
    in_page_text("without numbers", 3, false, None);
}

#[test]
fn entries_with_their_grounds_read_back() {
    in_page_text(
        "with grounds",
        1,
        true,
        Some(
            "Designated pursuant to section 1(a)(iii)(C) of Executive Order 13224 of September 23, \
             2001, ``Blocking Property,'' 66 FR 49079, for having materially assisted EXAMPLE \
             FRONT, a person whose property and interests in property are blocked.",
        ),
    );
}
