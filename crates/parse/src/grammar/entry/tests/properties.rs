//! What holds for any text: no panic, no lost word, no wrong name out of a cut-off entry.

use fedreg_model::{Block, DocumentMetadata, NoticeText, Party, Role, TextFormat};
use proptest::prelude::*;

use crate::grammar::entry::{Piece, UNTAGGED, parse, split};
use crate::notice::Notice;

/// Pieces of entries, in any order.
const PIECES: &[&str] = &[
    "EXAMPLE TRADING CO., LTD.",
    "SAMPLE, Jane Q.",
    "Example Front",
    " (a.k.a. EXEMPLAR; a.k.a. \"EX\"; f.k.a. OLD (NAME))",
    " (Arabic: مثال)",
    " (a.k.a. ",
    ", 12 Main St., Example City, Panama",
    ", c/o OTHER, S.A., Cali, Colombia",
    "; ",
    ", ",
    " ",
    "; DOB 10 Dec 1948",
    "; alt. DOB circa 1951",
    "; POB Giza, Egypt",
    "; nationality Egypt",
    "; Gender Male",
    "; Passport A123 (Egypt) issued 1 Jan 2000 expires 2005",
    "; Widget Code ZZ-9 (Atlantis)",
    "; Oddity: some thing",
    "; Minister of Nothing",
    "; all offices worldwide",
    "; Linked To: OTHER PARTY",
    "; a.k.a. \"WEAK\"",
    "; Executive Order 13846 information: LOANS. Sec. 5(a)(i)",
    "; Vessel Registration Identification IMO 9187629",
    " (3E2345) Crude Oil Tanker 99,144DWT 56,068GRT Iran flag",
    " (individual)",
    " (vessel)",
    " (male)",
    " [SDGT]",
    " [IFSR]",
    " [ODD",
    " (Linked To: PARENT (HK) LTD.)",
    " (Linked To: ",
    ".",
    "1. ",
    " 2. ",
    "(",
    ")",
    "“",
    "”",
    "\"",
    "—",
    "Designated pursuant to section 1(b) of Executive Order 13224 for x.",
    " -to- ",
    "On May 3, 2021, OFAC removed the following: ",
    "é",
    "\n",
];

/// Words that are labels and markers, and may go.
const STRUCTURE: &[&str] = &[
    "a.k.a.",
    "f.k.a.",
    "arabic",
    "alt.",
    "dob",
    "pob",
    "nationality",
    "gender",
    "linked",
    "to",
    "issued",
    "expires",
    "flag",
    "individual",
    "vessel",
    "male",
    "1.",
    "2.",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..14).prop_map(|pieces| pieces.concat())
}

/// Words without punctuation, in small letters.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '"' | '“' | '”' | ';' | '—' | ',')
    })
    .map(|w| {
        w.trim_matches([':', '.'])
            .to_lowercase()
            .replace("dwt", "")
            .replace("grt", "")
    })
    .filter(|w| w.chars().any(char::is_alphanumeric))
    .collect()
}

/// Everything a party says.
fn said(party: &Party) -> String {
    let mut all = serde_json::to_string(party).unwrap();
    for date in &party.dates_of_birth {
        all.push_str(&date.printed);
    }
    all.push_str(&words(&all.replace("\\\"", " ")).join(" "));
    all.to_lowercase()
}

/// A notice of one block.
fn text_of(words: &str) -> NoticeText {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in words.split('\n') {
        if !line.is_empty() {
            blocks.push(Block {
                role: Role::Paragraph,
                range: start..start + line.len(),
                page: None,
                guessed: false,
            });
        }
        start += line.len() + 1;
    }
    NoticeText {
        text: words.to_owned(),
        blocks,
        format: TextFormat::Txt,
        reader_version: 1,
        stated: DocumentMetadata::default(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_word_of_an_entry_vanishes(text in pieces()) {
        if let Some(entry) = parse(&text, 0, None) {
            let said = said(&entry.party);
            let doubtful: String = entry.problems.iter().filter(|p| p.why != UNTAGGED).map(|p| text[p.range.clone()].to_lowercase()).collect();
            let read = &text[..entry.range.end];
            for word in words(read) {
                let structure = STRUCTURE.iter().any(|s| s.trim_matches('.') == word);
                prop_assert!(
                    structure || said.contains(&word) || doubtful.contains(&word),
                    "{word:?} of {read:?} is not in {said}"
                );
            }
        }
    }

    #[test]
    fn any_text_is_divided_without_loss(text in pieces()) {
        let metadata = DocumentMetadata::default();
        let notice_text = text_of(&text);
        let notice = Notice::new(&metadata, &notice_text);
        let mut end = 0;
        for piece in split(&notice, 0..notice_text.blocks.len()) {
            let range = match &piece {
                Piece::Entry(entry) => entry.range.clone(),
                Piece::Ground(range) | Piece::Other(range) | Piece::Heading { range, .. } => range.clone(),
            };
            prop_assert!(range.start >= end, "{piece:?} begins before {end}");
            let between = &text[end..range.start];
            let left: Vec<String> = words(between)
                .into_iter()
                .filter(|w| !matches!(w.as_str(), "and" | "1" | "2"))
                .collect();
            prop_assert!(left.is_empty(), "{left:?} is lost before {range:?}");
            end = range.end;
        }
        prop_assert!(words(&text[end..]).iter().all(|w| matches!(w.as_str(), "1" | "2" | "and")), "{:?} is lost", &text[end..]);
    }

    #[test]
    fn any_bytes_are_read(text in "\\PC{0,200}", announced in 0..4_usize) {
        use fedreg_model::PartyKind;
        let kinds = [None, Some(PartyKind::Individual), Some(PartyKind::Vessel), Some(PartyKind::Aircraft)];
        let _ = parse(&text, 0, kinds[announced]);
        let metadata = DocumentMetadata::default();
        let notice_text = text_of(&text);
        let notice = Notice::new(&metadata, &notice_text);
        let _ = split(&notice, 0..notice_text.blocks.len());
    }
}

#[test]
fn a_cut_off_entry_gives_no_wrong_name() {
    for whole in [
        "SAMPLE, Jane Q. (a.k.a. EXEMPLAR, Jane; a.k.a. \"THE SAMPLE\"), 12 Main St., Example City, Panama; DOB 10 Dec 1948; POB Giza, Egypt; Passport A123 (Egypt); Minister of Nothing (individual) [SDGT] [IFSR] (Linked To: PARENT (HK) LTD.).",
        "1. EXAMPLE TRADING CO., LTD. (f.k.a. OLD NAME), Room 3, No. 5 Foo Road, Dalian, China; Registration Number 123456 (China) [DPRK4].",
        "EXAMPLE, S.A., Calle 5, Panama City, Panama [SDNT].",
        "SHIPPY STAR (3E2345) Crude Oil Tanker 100,000DWT 56,068GRT Panama flag; Vessel Registration Identification IMO 9257010 (vessel) [DPRK4] (Linked To: X CO.).",
        "EP-XYZ; Aircraft Model IL76-TD; Aircraft Manufacturer's Serial Number (MSN) 1023409321 (aircraft) [SDGT].",
    ] {
        let name = parse(whole, 0, None).unwrap().party.name;
        for at in (0..whole.len()).filter(|at| whole.is_char_boundary(*at)) {
            if let Some(entry) = parse(&whole[..at], 0, None) {
                assert!(
                    entry.party.name == name || !entry.problems.is_empty(),
                    "{:?} gives {:?}",
                    &whole[..at],
                    entry.party.name
                );
                assert!(
                    !entry.problems.is_empty() || !entry.party.programs.is_empty(),
                    "{:?}",
                    &whole[..at]
                );
            }
        }
    }
}

#[test]
fn repeated_openings_are_divided() {
    let metadata = DocumentMetadata::default();
    for piece in [
        "(",
        "1. AB ",
        "[SDGT",
        "(a.k.a. ",
        "AB; ",
        "\"",
        "AB (individual) ",
        ": A",
    ] {
        let text = text_of(&piece.repeat(40_000 / piece.len()));
        let notice = Notice::new(&metadata, &text);
        assert!(
            !split(&notice, 0..text.blocks.len()).is_empty(),
            "{piece:?}"
        );
    }
}
