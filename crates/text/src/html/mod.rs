//! The reader of federalregister.gov HTML: full-text fragments, and the pages that hold them.

mod guard;
mod order;
mod page;
mod walk;

use fedreg_model::{NoticeText, Role, TextFormat};
use scraper::Html;

use crate::ReadError;
use crate::assemble::{RawBlock, assemble};

/// Reads a fragment or a page.
pub(crate) fn read(bytes: &[u8]) -> Result<NoticeText, ReadError> {
    let source = crate::decode::decode(bytes);
    guard::check_depth(&source)?;
    let html = Html::parse_document(&source);
    if page::is_request_access(&html) {
        return Err(ReadError::RequestAccess);
    }
    let content = page::content(&html);
    let mut blocks = order::repair(walk::blocks(content));
    complete_filing_line(&mut blocks);
    let known = page::metadata(&html);
    assemble(blocks, TextFormat::Html, known)
}

/// In presidential documents the filing stamp stands apart from the line it ends.
fn complete_filing_line(blocks: &mut Vec<RawBlock>) {
    let open = |block: &RawBlock| block.role == Role::FrDoc && !block.text.contains(']');
    if !blocks.iter().any(open) {
        return;
    }
    let stamp = |block: &RawBlock| {
        block.role == Role::Paragraph
            && block.text.starts_with("Filed ")
            && block.text.ends_with(']')
    };
    let Some(stamp) = blocks.iter().position(stamp) else {
        return;
    };
    let stamp = blocks.remove(stamp);
    if let Some(line) = blocks.iter_mut().find(|block| open(block)) {
        line.text = format!("{} {}", line.text, stamp.text);
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::ReadError;
    use fedreg_model::Role::{self, *};

    fn blocks(html: &str) -> Vec<(Role, String)> {
        let notice = read(html.as_bytes()).unwrap();
        notice
            .blocks
            .iter()
            .map(|b| (b.role, notice.words(b).to_owned()))
            .collect()
    }

    fn expect(html: &str, expected: &[(Role, &str)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(role, text)| (*role, (*text).to_owned()))
            .collect();
        assert_eq!(blocks(html), expected, "{html}");
    }

    #[test]
    fn each_piece_of_markup_gives_its_block() {
        for (html, expected) in [
            ("<p>a  b\n c</p>", &[(Paragraph, "a b c")][..]),
            (
                "<h1 id=\"h-1\">SUMMARY:</h1><p>x</p>",
                &[(Heading, "SUMMARY:"), (Paragraph, "x")],
            ),
            (
                "<p>cut <span class=\"printed-page-inline unprinted-element document-markup\"> (<svg><use/></svg> print page 53050)</span><span class=\"printed-page-details unprinted-element\"><svg/></span> by</p>",
                &[(Paragraph, "cut by")],
            ),
            (
                "<p>mid<span class=\"printed-page unprinted-element\">Start Printed Page 9</span>word</p>",
                &[(Paragraph, "midword")],
            ),
            (
                "<p>China <sup>[<a class=\"footnote-reference\" href=\"#f\">1</a>] </sup> and CO<sub>2</sub></p>",
                &[(Paragraph, "China and CO2")],
            ),
            (
                "<p>in the <strong>Federal Register</strong> .</p>",
                &[(Paragraph, "in the Federal Register.")],
            ),
            (
                "<p>mail <a href=\"/cdn-cgi/l/email-protection#2a\"><span class=\"__cf_email__\" data-cfemail=\"2a4b6a48044958\">[email&#160;protected]</span></a>.</p>",
                &[(Paragraph, "mail a@b.cr.")],
            ),
            (
                "<p class=\"flush-paragraph flush-paragraph-1\">A Group</p><ul class=\"bullets\"><li id=\"p-2\">B Group</li></ul>",
                &[(ListItem, "A Group"), (ListItem, "B Group")],
            ),
            (
                "<p>A<br>B<br/>C</p>",
                &[(Paragraph, "A"), (Paragraph, "B"), (Paragraph, "C")],
            ),
            (
                "<div>loose<p>x</p>tail</div>",
                &[(Paragraph, "loose"), (Paragraph, "x"), (Paragraph, "tail")],
            ),
            (
                "<table><caption><p class=\"title\">T</p></caption><thead><tr><th>Name</th><th>Date</th></tr></thead><tbody><tr><td></td><td>x <p>y</p></td></tr></tbody><tfoot><tr><td colspan=\"2\">note</td></tr></tfoot></table>",
                &[
                    (Heading, "T"),
                    (TableRow, "Name\tDate"),
                    (TableRow, "\tx y"),
                    (Footnote, "note"),
                ],
            ),
            (
                "<div class=\"signature\"><p class=\"signature-date\">Dated: May 1, 2020.</p><p class=\"signature-name\">A. B.,</p><p class=\"signature-title\">Chief.</p></div><div class=\"end-matter\"><p class=\"frdoc\">[FR Doc. 2020-00001 Filed]</p><p class=\"billing-code\">BILLING CODE 1</p></div>",
                &[
                    (Dated, "Dated: May 1, 2020."),
                    (SignerName, "A. B.,"),
                    (SignerTitle, "Chief."),
                    (FrDoc, "[FR Doc. 2020-00001 Filed]"),
                    (BillingCode, "BILLING CODE 1"),
                ],
            ),
            (
                "<p>x</p><h1 id=\"footnotes\">Footnotes</h1><div class=\"footnotes\"><div class=\"footnote\" id=\"footnote-1-p5\"><p id=\"p-3\" data-page=\"5\">1. The note</p><a class=\"back\" href=\"#c\"> Back to Citation </a></div></div>",
                &[(Paragraph, "x"), (Footnote, "The note")],
            ),
            (
                "<p class=\"document-graphic\"><a id=\"g-1\" href=\"https://x/EN05JN25.000/EN05JN25.000_original_size.png\"><img src=\"y\"/></a></p>",
                &[(Graphic, "EN05JN25.000")],
            ),
            (
                "<div class=\"section\"><div class=\"sectno sectno-reference\">§ 1.2</div><div class=\"section-subject\">Names.</div></div>",
                &[(Heading, "§ 1.2 Names.")],
            ),
            (
                "<p>a</p><span class=\"unprinted-element\"><span class=\"text\">Start Preamble</span></span><script>bad()</script><style>x</style>",
                &[(Paragraph, "a")],
            ),
        ] {
            expect(html, expected);
        }
    }

    #[test]
    fn the_headings_box_keeps_agencies_and_dockets_and_loses_the_help() {
        expect(
            "<div class=\"preamble\"><div class=\"document-headings\"><div class=\"fr-box\"><div class=\"fr-seal-block\"><div class=\"fr-seal-content\"><span class=\"h6\">Document Headings</span><div class=\"fr-seal-desc\"><p>Document headings vary by document type but may contain the following:</p><ol class=\"bullets\"><li>the agency or agencies</li></ol></div></div></div><div class=\"content-block \"><h6 class=\"agency\">Department of State</h6><h6 class=\"sub-agency\">Bureau</h6><ol><li>[Public Notice: 12869]</li></ol></div></div></div><p id=\"p-1\">Text</p></div>",
            &[
                (Agency, "Department of State"),
                (SubAgency, "Bureau"),
                (Docket, "[Public Notice: 12869]"),
                (Paragraph, "Text"),
            ],
        );
    }

    #[test]
    fn the_order_trap_is_repaired_by_paragraph_numbers() {
        expect(
            "<div class=\"preamble\"><p id=\"p-1\">The groups are:</p><h2 id=\"h-1\">Effect</h2><p id=\"p-4\">Then this.</p><p class=\"flush-paragraph\" id=\"p-2\">A</p><p class=\"flush-paragraph\" id=\"p-3\">B</p><div class=\"signature\"><p class=\"signature-name\">N,</p></div></div>",
            &[
                (Paragraph, "The groups are:"),
                (ListItem, "A"),
                (ListItem, "B"),
                (Heading, "Effect"),
                (Paragraph, "Then this."),
                (SignerName, "N,"),
            ],
        );
        // Under a heading that follows a closed sentence, the list belongs to the heading.
        expect(
            "<div class=\"preamble\"><p id=\"p-1\">Closed.</p><h2 id=\"h-1\">Entities</h2><p id=\"p-4\">Then.</p><p id=\"p-2\" class=\"flush-paragraph\">A</p><p id=\"p-3\" class=\"flush-paragraph\">B</p></div>",
            &[
                (Paragraph, "Closed."),
                (Heading, "Entities"),
                (ListItem, "A"),
                (ListItem, "B"),
                (Paragraph, "Then."),
            ],
        );
    }

    #[test]
    fn a_whole_page_gives_its_text_and_its_facts() {
        let html = "<!DOCTYPE html><html><head><title>Federal Register :: A Title</title><link rel=\"canonical\" href=\"https://www.federalregister.gov/documents/2025/11/24/2025-20750/a-title\"><meta property=\"og:title\" content=\"A Title\"></head><body><nav><ul><li>Home</li></ul></nav><h1>A Title</h1><dl><dt>Document Citation:</dt><dd>90 FR 53045</dd></dl><div id=\"fulltext_content_area\" class=\"doc-content-area\"><p id=\"p-1\" data-page=\"53045\">Text.</p></div><footer>Foot</footer></body></html>";
        let notice = read(html.as_bytes()).unwrap();
        assert_eq!(notice.text, "Text.");
        assert_eq!(notice.blocks[0].page, Some(53045));
        let stated = notice.stated;
        assert_eq!(stated.title, "A Title");
        assert_eq!(stated.document_number.unwrap().as_str(), "2025-20750");
        assert_eq!(
            stated.publication_date,
            chrono::NaiveDate::from_ymd_opt(2025, 11, 24)
        );
        assert_eq!(stated.citation.unwrap().to_string(), "90 FR 53045");
    }

    #[test]
    fn presidential_fragments_have_bare_lines() {
        expect(
            "Notice of May 1, 2020\n<h1 id=\"h-1\">Continuation</h1><p id=\"p-1\">Text.</p>\nTHE WHITE HOUSE,\nMay 1, 2020.\nFiled 5-1-20; 8:45 am]\n<div class=\"end-matter\"><p class=\"frdoc\">[FR Doc. 2020-00001</p></div>",
            &[
                (Heading, "Notice of May 1, 2020"),
                (Subject, "Continuation"),
                (Paragraph, "Text."),
                (Paragraph, "THE WHITE HOUSE,"),
                (Dated, "May 1, 2020."),
                (FrDoc, "[FR Doc. 2020-00001 Filed 5-1-20; 8:45 am]"),
            ],
        );
    }

    #[test]
    fn what_is_no_document_is_refused() {
        let challenge = "<!DOCTYPE html><html><head><title>Federal Register :: Request Access</title></head><body><h1>Request Access</h1></body></html>";
        assert_eq!(
            read(challenge.as_bytes()).unwrap_err(),
            ReadError::RequestAccess
        );
        assert_eq!(
            read(b"<html><body></body></html>").unwrap_err(),
            ReadError::Empty
        );
        assert_eq!(read(b"").unwrap_err(), ReadError::Empty);
    }
}
