//! The same notice in three formats gives the same words, in the same blocks.

mod common;

use common::{check_invariants, files, workspace};
use fedreg_text::{NoticeText, Role, SourceShape, TextFormat, read, sniff};

/// What all three formats have: the body, without agency (the site changes its capitals), title
/// (the site's fragment has none), graphics, and what the formats print in another place: footnotes,
/// tables, and the FR Doc line before or after an annex.
fn body(notice: &NoticeText) -> Vec<String> {
    notice
        .blocks
        .iter()
        .filter(|block| {
            !matches!(
                block.role,
                Role::Agency
                    | Role::SubAgency
                    | Role::Subject
                    | Role::BillingCode
                    | Role::Graphic
                    | Role::Footnote
                    | Role::TableRow
                    | Role::FrDoc
            )
        })
        .map(|block| notice.words(block).to_owned())
        // The site leaves out the line that opens the volume.
        .filter(|words| words != "Title 3—" && words != "The President")
        .collect()
}

fn sorted(notice: &NoticeText, role: Role) -> Vec<String> {
    let mut words: Vec<String> = notice
        .of_role(role)
        // Leader dots run into a cell's own full stop.
        .map(|(_, words)| match role {
            Role::TableRow => words.replace('.', ""),
            _ => words.to_owned(),
        })
        .collect();
    words.sort();
    words
}

#[test]
fn three_formats_give_the_same_blocks() {
    let folders = files(&workspace(), "fixtures/notices/*/*");
    assert!(!folders.is_empty(), "no fixtures");
    let mut wrong = Vec::new();
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let open = |extension: &str, format, shape| {
            let path = folder.join("notice").with_extension(extension);
            let bytes = fs_err::read(&path).ok()?;
            assert_eq!(sniff(&bytes), shape, "{}", path.display());
            let notice =
                read(&bytes, format).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            check_invariants(&notice, &name);
            Some(notice)
        };
        let Some(xml) = open("xml", TextFormat::Xml, SourceShape::Xml) else {
            continue;
        };
        for other in [
            open("html", TextFormat::Html, SourceShape::Html),
            open("txt", TextFormat::Txt, SourceShape::Txt),
        ] {
            let Some(other) = other else { continue };
            let format = other.format.as_str();
            let (ours, theirs) = (body(&other), body(&xml));
            if ours != theirs {
                let at = ours.iter().zip(&theirs).position(|(a, b)| a != b);
                let at = at.unwrap_or(ours.len().min(theirs.len()));
                wrong.push(format!(
                    "{name} {format}, block {at}: {:?}\n    is not {:?}",
                    ours.get(at),
                    theirs.get(at)
                ));
            }
            if sorted(&other, Role::Footnote) != sorted(&xml, Role::Footnote) {
                wrong.push(format!("{name} {format}: footnotes differ"));
            }
            for role in [
                Role::Dated,
                Role::SignerName,
                Role::SignerTitle,
                Role::Docket,
                Role::TableRow,
                Role::FrDoc,
            ] {
                if sorted(&other, role) != sorted(&xml, role) {
                    wrong.push(format!(
                        "{name} {format} {role:?}: {:?} is not {:?}",
                        sorted(&other, role),
                        sorted(&xml, role)
                    ));
                }
            }
            if other.stated.document_number != xml.stated.document_number
                || other.stated.docket_ids != xml.stated.docket_ids
                || other.stated.action != xml.stated.action
                || other.stated.dates != xml.stated.dates
            {
                wrong.push(format!(
                    "{name} {format}: {:?}\n    is not {:?}",
                    other.stated, xml.stated
                ));
            }
            if other.format == TextFormat::Txt && other.stated.title != xml.stated.title {
                wrong.push(format!(
                    "{name}: {:?} is not {:?}",
                    other.stated.title, xml.stated.title
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} differ",
        wrong.join("\n"),
        wrong.len()
    );
}

/// Editors and mirrors take the space from the ends of lines, which marks the wraps.
#[test]
fn page_text_without_line_end_spaces_keeps_its_words_and_nearly_all_blocks() {
    let (mut total, mut other) = (0, 0);
    for path in files(&workspace(), "fixtures/notices/*/*/notice.txt") {
        let bytes = fs_err::read(&path).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let trimmed: Vec<&str> = text.lines().map(str::trim_end).collect();
        let marked = read(&bytes, TextFormat::Txt).unwrap();
        let trimmed = read(trimmed.join("\n").as_bytes(), TextFormat::Txt).unwrap();
        let words = |notice: &NoticeText| notice.text.replace('\n', " ");
        assert_eq!(words(&marked), words(&trimmed), "{}", path.display());
        let kept: Vec<&str> = trimmed
            .blocks
            .iter()
            .map(|block| trimmed.words(block))
            .collect();
        total += marked.blocks.len();
        other += marked
            .blocks
            .iter()
            .filter(|block| !kept.contains(&marked.words(block)))
            .count();
    }
    assert!(other * 50 < total, "{other} of {total} blocks differ");
}
