//! No input panics, reading is repeatable, and hostile input costs little.

mod common;

use std::time::{Duration, Instant};

use common::check_invariants;
use fedreg_text::{ReadError, TextFormat, issue, read, sniff};
use proptest::prelude::*;

const FORMATS: [TextFormat; 3] = [TextFormat::Xml, TextFormat::Html, TextFormat::Txt];

fn read_all(bytes: &[u8]) {
    sniff(bytes);
    let _ = issue::split(bytes);
    for format in FORMATS {
        let first = read(bytes, format);
        if let Ok(notice) = &first {
            check_invariants(notice, "generated");
        }
        assert_eq!(first, read(bytes, format), "reading twice gives the same");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read_all(&bytes);
    }

    #[test]
    fn any_markup_is_survived(pieces in proptest::collection::vec(prop_oneof![
        Just("<NOTICE>"), Just("</NOTICE>"), Just("<PREAMB>"), Just("<P>"), Just("</P>"), Just("<FP SOURCE=\"FP-1\">"),
        Just("<E T=\"51\">"), Just("<E T=\"03\">"), Just("</E>"), Just("<SU>"), Just("</SU>"), Just("<FTREF/>"), Just("<FTNT>"), Just("</FTNT>"),
        Just("<GPOTABLE>"), Just("<ROW>"), Just("<ENT>"), Just("</ENT>"), Just("</ROW>"), Just("</GPOTABLE>"), Just("<PRTPAGE P=\"7\"/>"),
        Just("<SECTNO>"), Just("<SUBJECT>"), Just("<FRDOC>"), Just("<FILED>"), Just("<AC T=\"8\"/>"), Just("&amp;"), Just("&bogus;"), Just("&#x110000;"), Just("<"),
        Just("\n        "), Just(" "), Just("words "), Just("x"), Just("é’“"), Just("<!--"), Just("-->"), Just("<![CDATA["), Just("]]>"), Just("<FEDREG>"),
    ], 0..60)) {
        read_all(format!("<NOTICE>{}", pieces.concat()).as_bytes());
        read_all(format!("<FEDREG>{}", pieces.concat()).as_bytes());
    }

    #[test]
    fn any_page_is_survived(pieces in proptest::collection::vec(prop_oneof![
        Just("<div class=\"preamble\">"), Just("</div>"), Just("<p id=\"p-2\">"), Just("<p id=\"p-1\">"), Just("</p>"), Just("<h1>"), Just("<br>"),
        Just("<table>"), Just("<tr>"), Just("<td>"), Just("</table>"), Just("<tfoot>"), Just("<div class=\"section-subject\">"),
        Just("<div class=\"document-headings\">"), Just("<sup>"), Just("<a class=\"footnote-reference\">"), Just("</sup>"), Just("<div class=\"footnotes\">"),
        Just("<p class=\"document-graphic\">"), Just("<a href=\"x/y\">"), Just("<span data-cfemail=\"2aé\">"), Just("<span class=\"unprinted-element\">"), Just("words "), Just("1. "),
    ], 0..60)) {
        read_all(pieces.concat().as_bytes());
    }

    #[test]
    fn any_page_text_is_survived(lines in proptest::collection::vec(prop_oneof![
        Just(""), Just("    Body text that goes on for some sixty columns and then wraps with a "), Just("flush line of a paragraph that is of some length and is wrapped here-"),
        Just("[[Page 12]]"), Just("[[Page Unknown]]"), Just("-----------------------------------------------------------------------"),
        Just("---------------------------------------------------------------------------"), Just("    \\1\\ Note."), Just("DEPARTMENT OF STATE"), Just("[Public Notice: 1]"),
        Just("SUMMARY: Words"), Just("Dated: May 1, 2020."), Just("A. B. Name,"), Just("Chief."), Just("[FR Doc. 2020-1"), Just("Filed 1-2-20; 8:45 am]"), Just("BILLING CODE 1-P"),
        Just("Name.........1"), Just("A    B    C"), Just("[Notices]"), Just("[Federal Register Volume 90, Number 1 (Monday, May 4, 2020)]"), Just("[Pages 1-2]"),
        Just("Federal Register / Vol. 1, No. 2 / X /"), Just("0"), Just("# T"), Just("\u{0}\u{c}é"), Just("Title 3--"), Just("<pre>"), Just("Notice of May 1, 2020"),
    ], 0..40)) {
        read_all(lines.join("\n").as_bytes());
    }
}

/// Debug builds on a busy machine are slow; what this catches is quadratic time.
const SOON: Duration = Duration::from_mins(1);

fn soon<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    assert!(start.elapsed() < SOON, "{what} took {:?}", start.elapsed());
    result
}

#[test]
fn deep_nesting_is_refused() {
    let xml = format!("<NOTICE>{}", "<EXTRACT>".repeat(10_000));
    assert!(matches!(
        read(xml.as_bytes(), TextFormat::Xml),
        Err(ReadError::TooDeep { .. })
    ));
    for tag in ["<div>", "<b>", "<table>", "<a href=x>"] {
        let html = tag.repeat(10_000);
        let result = soon(tag, || read(html.as_bytes(), TextFormat::Html));
        assert!(
            matches!(result, Err(ReadError::TooDeep { .. })),
            "{tag}: {result:?}"
        );
    }
    // Paragraphs whose end is missing do not nest.
    let unclosed = format!("<NOTICE>{}</NOTICE>", "<P>x".repeat(10_000));
    assert_eq!(
        read(unclosed.as_bytes(), TextFormat::Xml)
            .unwrap()
            .blocks
            .len(),
        10_000
    );
}

#[test]
fn entities_of_a_dtd_are_never_expanded() {
    let bomb = "<!DOCTYPE NOTICE [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]><NOTICE><P>see &b; and &x; and &eacute;</P></NOTICE>";
    let notice = read(bomb.as_bytes(), TextFormat::Xml).unwrap();
    assert_eq!(notice.text, "see &b; and &x; and é");
}

#[test]
fn fifty_megabytes_of_garbage_are_refused_at_once() {
    for piece in [
        "\u{1}\u{2}garbage",
        "<P>",
        "<NOTICE><P>a",
        "&&&&",
        "<div>",
        "[[Page 1]]\n",
        "word ",
    ] {
        let bytes = piece.repeat(50_000_000 / piece.len());
        for format in FORMATS {
            let result = soon(piece, || read(bytes.as_bytes(), format));
            assert!(matches!(result, Err(ReadError::TooLarge { .. })), "{piece}");
        }
        let split = soon(piece, || issue::split(bytes.as_bytes()));
        assert!(split.is_err(), "{piece}");
    }
}

#[test]
fn large_hostile_documents_take_bounded_time() {
    for piece in [
        "<P>a",
        "<SU>1</SU>",
        "<NOTICE>",
        "<!--",
        "<E T=\"03\">x</E>",
        "&a;",
        "<P a='",
        "<",
        "<p id=\"p-1\">",
        "<table><tr><td>",
        "<br>",
        "<p><b>",
        "[[Page 1]]\n\nx\n",
        "a \n",
        "\\1\\ ",
        "[aacute]",
        "<CNTNTS>",
        "<PRTPAGE P=\"1\"/>",
        "xxxxxxxxxxxxxxxxxxxx xxxxxxxxxxxxxxxxxxxx x)\n",
        "<SECTION><SECTNO>1</SECTNO><SUBJECT>a</SUBJECT></SECTION>",
        "<SECTION><SUBJECT>a</SUBJECT>",
        "<P> <E/>",
        " <E/>",
        "\n <E/>",
        "<div class=\"section-subject\">x</div>",
        "<p id=\"p-9\">x</p><p id=\"p-1\">y</p>",
        "<a data-cfemail=\"2a4b\">",
        "<FTNT><P>x</P></FTNT>",
        "``''",
        "Start Preamble\n",
        "* ",
        "A: ",
        "....",
        "---\n",
        "<a ",
        "[FR Doc",
        "Federal Register / Vol. 1, No. 1 /\n",
    ] {
        let body = piece.repeat(150_000 / piece.len());
        for (format, text) in [
            (TextFormat::Xml, format!("<NOTICE>{body}")),
            (TextFormat::Html, body.clone()),
            (TextFormat::Txt, body.clone()),
            (
                TextFormat::Txt,
                format!("--------\na  b\n--------\nc  d\n{body}\n--------\n"),
            ),
            (TextFormat::Txt, format!("<html><pre>{body}")),
        ] {
            let _ = soon(piece, || read(text.as_bytes(), format));
        }
        let issue = format!("<FEDREG>{body}");
        let _ = soon(piece, || issue::split(issue.as_bytes()));
    }
}

#[test]
fn broken_xml_says_what_and_where() {
    for (xml, expected) in [
        ("<NOTICE><P>1 < 2", "cut off at byte 16: P is not closed"),
        ("<NOTICE><P>cut", "cut off at byte 14: P is not closed"),
        ("<NOTICE><P>x</P", "broken XML at byte"),
        ("<NOTICE><P>x</P><!-- open", "broken XML at byte"),
        (
            "<FEDREG><NOTICE/></FEDREG>",
            "a whole issue (FEDREG); split it first",
        ),
        ("<mods><P>x</P></mods>", "found the element mods"),
        ("no markup", "no element at all"),
        ("<NOTICE></NOTICE>", "there is no text in it"),
    ] {
        let error = read(xml.as_bytes(), TextFormat::Xml)
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{xml}: {error}");
    }
}

#[test]
fn common_damage_is_survived() {
    for (xml, text) in [
        ("<NOTICE><P>3 < 5 & 6</P></NOTICE>", "3 < 5 & 6"),
        ("<NOTICE><P>a</FP></P><P>b</P></NOTICE>", "a\nb"),
        ("<NOTICE><P>a<P>b</P></NOTICE>", "a\nb"),
        ("<NOTICE><P>a <E T=\"03\">b</P><P>c</P></NOTICE>", "a b\nc"),
        (
            "<NOTICE><P>a</P><FRDOC>[FR Doc. 2020-1 Filed]</FRDOC>",
            "a\n[FR Doc. 2020-1 Filed]",
        ),
        ("<NOTICE a=1 b><P c='>x</P></NOTICE>", ""),
    ] {
        let result = read(xml.as_bytes(), TextFormat::Xml);
        assert_eq!(
            result.map(|notice| notice.text).unwrap_or_default(),
            text,
            "{xml}"
        );
    }
}
