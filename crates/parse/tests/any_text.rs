//! What holds for any text: no panic, the same answer twice, quotes and residues that slice.

#![allow(clippy::unwrap_used, reason = "a broken registry must stop the test")]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use fedreg_model::{Authorities, Block, DocumentMetadata, NoticeText, Role, TextFormat, Verdict};
use fedreg_parse::Parser;
use proptest::prelude::*;

static PARSER: LazyLock<Parser> = LazyLock::new(|| {
    let registry = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/authorities.toml");
    let registry = fs_err::read_to_string(registry).unwrap();
    Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()))
});

/// Pieces that notices are made of, in any order: hostile mixtures of the words that grammars look
/// for.
const PIECES: &[&str] = &[
    "I hereby designate ",
    "I hereby determine that ",
    "hereby amends ",
    "hereby revoke ",
    "the aforementioned organization ",
    "the following organizations ",
    "the designation of ",
    "exist with respect to ",
    "also known as ",
    "a.k.a. ",
    "(",
    ")",
    "“",
    "”",
    "\"",
    ", ",
    "; ",
    ": ",
    ". ",
    " and ",
    "Example Front",
    "al-Mithal",
    "Ünïcode Ⅷ",
    "as a Foreign Terrorist Organization ",
    "as a Specially Designated Global Terrorist ",
    "section 219 of the INA ",
    "8 U.S.C. 1189 ",
    "section 1(b) of Executive Order 13224 ",
    "effective January 5, 2099",
    "shall be maintained",
    "committed, or poses a significant risk of committing, ",
    "to include the following new aliases: ",
    "formerly ",
    "1. ",
    "(1) ",
    "[[Page 5]]",
    "—",
    "et al.",
    "and other aliases",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_mixture_parses(
        paragraphs in prop::collection::vec(prop::collection::vec(prop::sample::select(PIECES), 1..24), 1..6),
        title in prop::collection::vec(prop::sample::select(PIECES), 0..8),
    ) {
        let mut text = String::new();
        let mut blocks = Vec::new();
        for pieces in &paragraphs {
            let start = text.len();
            text.push_str(pieces.concat().trim());
            blocks.push(Block { role: Role::Paragraph, range: start..text.len(), page: None, guessed: false });
            text.push('\n');
        }
        let notice = NoticeText {
            text,
            blocks,
            format: TextFormat::Txt,
            reader_version: 1,
            stated: DocumentMetadata::default(),
        };
        let metadata = DocumentMetadata { title: title.concat(), ..DocumentMetadata::default() };
        let parsed = PARSER.parse(&metadata, &notice);
        prop_assert_eq!(&PARSER.parse(&metadata, &notice), &parsed);
        for record in &parsed.records {
            let quote = &record.quote;
            prop_assert_eq!(notice.text.get(quote.start..quote.end), Some(quote.text.as_str()));
            let printed = |name: &str| {
                notice.text.contains(name) || metadata.title.contains(name)
            };
            prop_assert!(printed(&record.party.name), "{}", record.party.name);
            for alias in &record.party.aliases {
                prop_assert!(printed(&alias.name), "{}", alias.name);
            }
        }
        for left in &parsed.residue {
            prop_assert_eq!(notice.text.get(left.start..left.end), Some(left.text.as_str()));
        }
        match parsed.verdict {
            Verdict::Designates => prop_assert!(!parsed.records.is_empty() && parsed.residue.is_empty()),
            Verdict::NeedsReview => prop_assert!(!parsed.residue.is_empty()),
            Verdict::NotADesignation => prop_assert!(parsed.records.is_empty() && parsed.residue.is_empty()),
        }
        prop_assert!(!parsed.reason.is_empty());
    }
}
