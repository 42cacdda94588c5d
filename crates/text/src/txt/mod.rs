//! The reader of page text: GPO's files with their wrapper or without, the text of documents on
//! public inspection, and text copied from a page.

mod grid;
mod head;
mod join;
mod lines;
mod roles;
mod source;
mod table;

use fedreg_model::{DocumentMetadata, DocumentType, NoticeText, TextFormat};

use crate::ReadError;
use crate::assemble::assemble;
pub(crate) use source::{cloudflare_email, is_site_label};

/// Reads page text.
pub(crate) fn read(bytes: &[u8]) -> Result<NoticeText, ReadError> {
    let decoded = crate::decode::decode(bytes);
    let source = source::unwrap(&decoded);
    let mut known = DocumentMetadata::default();
    let inspected = head::take_inspection(&source.text, &mut known);
    let owned = lines::lines(inspected.as_deref().unwrap_or(&source.text));
    let mut lines = lines::classify(&owned);
    head::take(&mut lines, &mut known);
    let gpo = known.citation.is_some() && known.document_type != DocumentType::PresidentialDocument;
    lines::close_up(&mut lines);
    let wrapping = lines::wrapping(&lines, gpo);
    let page = known.citation.map(|citation| citation.page);
    let mut paragraphs = join::paragraphs(&lines, wrapping, page);
    if wrapping == lines::Wrapping::None {
        // Indents of a page's own layout, not of print.
        for paragraph in &mut paragraphs {
            paragraph.indent = 0;
        }
    }
    assemble(
        roles::blocks(paragraphs, source.markdown),
        TextFormat::Txt,
        known,
    )
}

#[cfg(test)]
mod tests {
    use super::read;
    use fedreg_model::Role::{self, *};
    use fedreg_model::{DocumentType, NoticeText, Stage};

    fn notice(text: &str) -> NoticeText {
        read(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn expect(text: &str, expected: &[(Role, &str)]) {
        let notice = notice(text);
        let blocks: Vec<_> = notice
            .blocks
            .iter()
            .map(|b| (b.role, notice.words(b)))
            .collect();
        assert_eq!(blocks, expected, "{text}");
    }

    const HEAD: &str = "<html>\n<head>\n<title>Federal Register, Volume 90 Issue 225 (Monday, November 24, 2025)</title>\n</head>\n<body><pre>\n[Federal Register Volume 90, Number 225 (Monday, November 24, 2025)]\n[Notices]\n[Pages 53049-53050]\nFrom the Federal Register Online via the Government Publishing Office [<a href=\"http://www.gpo.gov\">www.gpo.gov</a>]\n[FR Doc No: 2025-20864]\n\n\n-----------------------------------------------------------------------\n\nDEPARTMENT OF STATE\n\nBureau of Things\n\n[Public Notice: 99999]\n\n\nTitle of the Document, Wrapped at About 72 Columns With Trailing \nSpaces\n\n";

    #[test]
    fn the_heading_states_what_the_document_is() {
        let notice = notice(&format!(
            "{HEAD}ACTION: Notice.\n\nDATES: Effective today.\n\n    Text.\n"
        ));
        let stated = notice.stated;
        assert_eq!(stated.document_number.unwrap().as_str(), "2025-20864");
        assert_eq!(
            stated.publication_date,
            chrono::NaiveDate::from_ymd_opt(2025, 11, 24)
        );
        assert_eq!(stated.citation.unwrap().to_string(), "90 FR 53049");
        assert_eq!(stated.end_page, Some(53050));
        assert_eq!(stated.document_type, DocumentType::Notice);
        assert_eq!(
            stated.title,
            "Title of the Document, Wrapped at About 72 Columns With Trailing Spaces"
        );
        assert_eq!(stated.docket_ids, ["Public Notice: 99999"]);
        assert_eq!(stated.action.as_deref(), Some("Notice."));
        assert_eq!(stated.dates.as_deref(), Some("Effective today."));
        let agencies: Vec<_> = stated.agencies.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(agencies, ["DEPARTMENT OF STATE", "Bureau of Things"]);
        assert_eq!(stated.filed_at, None);
    }

    /// Short paragraphs of a body are no agencies, and the last of them is no title.
    #[test]
    fn a_short_body_is_not_taken_for_the_heading() {
        for indent in ["", "    "] {
            let notice = notice(&format!(
                "DEPARTMENT OF STATE\n\n[Public Notice 99999]\n\nDesignations of Foo Front and Bar Group\n\n\
                 {indent}I hereby designate the following under section 219 of the INA:\n\n\
                 {indent}Foo Front (also known as FF)\n\n{indent}Bar Group\n\nDated: January 2, 2099.\n\n\
                 A. N. Other,\nSecretary of State.\n[FR Doc. 2099-00001 Filed 1-2-99; 8:45 am]\n"
            ));
            assert_eq!(
                notice.stated.title,
                "Designations of Foo Front and Bar Group"
            );
            let agencies: Vec<_> = notice.stated.agencies.iter().map(|a| &*a.name).collect();
            assert_eq!(agencies, ["DEPARTMENT OF STATE"]);
        }
    }

    /// The blocks of a body below the heading.
    fn expect_body(body: &str, expected: &[(Role, &str)]) {
        let notice = notice(&format!("{HEAD}{body}"));
        let blocks: Vec<_> = notice
            .blocks
            .iter()
            .skip(4)
            .map(|b| (b.role, notice.words(b)))
            .collect();
        assert_eq!(blocks, expected, "{body}");
    }

    #[test]
    fn wrapped_lines_join_and_listed_lines_stay_apart() {
        for (body, expected) in [
            (
                "    Body paragraphs are indented four spaces and wrapped at about seventy-\ntwo columns, with a space at the end of \na line.\n    The next one needs no blank line.\n",
                &[
                    (
                        Paragraph,
                        "Body paragraphs are indented four spaces and wrapped at about seventy-two columns, with a space at the end of a line.",
                    ),
                    (Paragraph, "The next one needs no blank line."),
                ][..],
            ),
            (
                "    I designate the following:\nAbu Nidal Organization, also known as Black September, also known as \nthe Fatah Revolutionary Council\nAbu Sayyaf Group\nHamas\n\n    This takes effect.\n",
                &[
                    (Paragraph, "I designate the following:"),
                    (
                        ListItem,
                        "Abu Nidal Organization, also known as Black September, also known as the Fatah Revolutionary Council",
                    ),
                    (ListItem, "Abu Sayyaf Group"),
                    (ListItem, "Hamas"),
                    (Paragraph, "This takes effect."),
                ],
            ),
            (
                "    The following:\n\nAbu Nidal Organization\n    a.k.a. Black September\n    a.k.a. Fatah Revolutionary Council\nAbu Sayyaf Group, also known as Al Harakat Al Islamiyya, also known as \n    the Group\n",
                &[
                    (Paragraph, "The following:"),
                    (ListItem, "Abu Nidal Organization"),
                    (Paragraph, "a.k.a. Black September"),
                    (Paragraph, "a.k.a. Fatah Revolutionary Council"),
                    (
                        ListItem,
                        "Abu Sayyaf Group, also known as Al Harakat Al Islamiyya, also known as the Group",
                    ),
                ],
            ),
            // A space at the end of each line of a list is no wrap.
            (
                "    A body line that is long enough to be wrapped, and that is wrapped so \nas to show it:\nAbu Nidal Organization (ANO) \nAbu Sayyaf Group \nHamas \n",
                &[
                    (
                        Paragraph,
                        "A body line that is long enough to be wrapped, and that is wrapped so as to show it:",
                    ),
                    (ListItem, "Abu Nidal Organization (ANO)"),
                    (ListItem, "Abu Sayyaf Group"),
                    (ListItem, "Hamas"),
                ],
            ),
            (
                "    Write to the Office, 1500 Pennsylvania Avenue NW--\nAnnex, or see http://www.x.gov/\ny/z and the rules on pre- \nand post-war claims.\n",
                &[(
                    Paragraph,
                    "Write to the Office, 1500 Pennsylvania Avenue NW—Annex, or see http://www.x.gov/y/z and the rules on pre- and post-war claims.",
                )],
            ),
        ] {
            expect_body(body, expected);
        }
    }

    #[test]
    fn page_marks_vanish_even_in_mid_word() {
        for (body, expected) in [
            (
                "    A sentence cut in mid-\n\n[[Page 53050]]\n\nword goes on.\n    Next.\n",
                &[
                    (Paragraph, "A sentence cut in mid-word goes on."),
                    (Paragraph, "Next."),
                ][..],
            ),
            (
                "    Of any person\n\n[[Page 53050]]\n\nblocked, that is all.\n",
                &[(Paragraph, "Of any person blocked, that is all.")],
            ),
            (
                "    One.\n\n[[Page 53050]]\n\n    Two.\n",
                &[(Paragraph, "One."), (Paragraph, "Two.")],
            ),
            (
                "    The end of a sentence.\n\n[[Page 53050]]\n\nThe same paragraph goes on with a line that is long enough to be \nwrapped.\n",
                &[(
                    Paragraph,
                    "The end of a sentence. The same paragraph goes on with a line that is long enough to be wrapped.",
                )],
            ),
            (
                "    The end.\n\n[[Page 53050]]\n\nA Heading\n\n    Text.\n",
                &[
                    (Paragraph, "The end."),
                    (Heading, "A Heading"),
                    (Paragraph, "Text."),
                ],
            ),
            (
                "    The list:\nGroup A\n\n[[Page 53050]]\n\nGroup B, also known as\n\n[[Page 53051]]\n\nThe B\n",
                &[
                    (Paragraph, "The list:"),
                    (ListItem, "Group A"),
                    (ListItem, "Group B, also known as The B"),
                ],
            ),
        ] {
            expect_body(body, expected);
        }
        let notice = notice(&format!("{HEAD}    One.\n\n[[Page 53050]]\n\n    Two.\n"));
        assert_eq!(notice.blocks.last().unwrap().page, Some(53050));
        assert_eq!(notice.blocks[0].page, Some(53049));
    }

    #[test]
    fn typewriter_conventions_become_print() {
        for (raw, clean) in [
            (
                "the ``Act'' of Bol[iacute]var--so named",
                "the “Act” of Bolívar—so named",
            ),
            ("China \\1\\ and Iran.\\2\\ The", "China and Iran. The"),
            (
                "Sec.  285.2, Sec. 356.17 and Sec. Sec.  1.1 and 1.2",
                "§ 285.2, § 356.17 and §§ 1.1 and 1.2",
            ),
            (
                "Sec. 3. The Secretary &amp; others &lt;x&gt;",
                "Sec. 3. The Secretary & others <x>",
            ),
            (
                "mail <a href=\"/cdn-cgi/l/email-protection#2a\"><span class=\"__cf_email__\" data-cfemail=\"2a4b6a48044958\">[email&#160;protected]</span></a> now",
                "mail a@b.cr now",
            ),
        ] {
            expect_body(
                &format!("    {raw}.\n"),
                &[(Paragraph, &format!("{clean}."))],
            );
        }
    }

    #[test]
    fn labels_footnotes_tables_and_signature() {
        expect_body(
            "AGENCY: Department of State.\n\n-----------------------------------------------------------------------\n\nSUMMARY: Words that go \non.\n\nSUPPLEMENTARY INFORMATION: \n\nBackground\n\n    Text with a note \\1\\ that is inter-\n---------------------------------------------------------------------------\n\n    \\1\\ The note, which is \nwrapped.\n    \\2\\ Another.\n---------------------------------------------------------------------------\n\nrupted.\n\n0\n1. Amend.\n\nTable of Things\n------------------------------------------------------------------------\nName                                         Date\n------------------------------------------------------------------------\nFirst Company, Ltd...................  May 1, 2020\nSecond..............................   None\n------------------------------------------------------------------------\n\n[GRAPHIC] [TIFF OMITTED] TN24NO25.000\n\n    Dated: November 16, 2025.\nA. N. Other,\nDeputy Secretary, Office of the \nSecretary, Department of State.\n[FR Doc. 2025-20864\nFiled 11-21-25; 8:45 am]\nBILLING CODE 4710-10-P\n\n\n</pre></body>\n</html>\n",
            &[
                (Heading, "AGENCY:"),
                (Paragraph, "Department of State."),
                (Heading, "SUMMARY:"),
                (Paragraph, "Words that go on."),
                (Heading, "SUPPLEMENTARY INFORMATION:"),
                (Heading, "Background"),
                (Paragraph, "Text with a note that is inter-rupted."),
                (Footnote, "The note, which is wrapped."),
                (Footnote, "Another."),
                (ListItem, "1. Amend."),
                (Heading, "Table of Things"),
                (TableRow, "Name\tDate"),
                (TableRow, "First Company, Ltd.\tMay 1, 2020"),
                (TableRow, "Second\tNone"),
                (Graphic, "TN24NO25.000"),
                (Dated, "Dated: November 16, 2025."),
                (SignerName, "A. N. Other,"),
                (
                    SignerTitle,
                    "Deputy Secretary, Office of the Secretary, Department of State.",
                ),
                (FrDoc, "[FR Doc. 2025-20864 Filed 11-21-25; 8:45 am]"),
                (BillingCode, "BILLING CODE 4710-10-P"),
            ],
        );
    }

    #[test]
    fn a_billing_code_may_come_first_and_a_signature_needs_no_date() {
        expect_body(
            "    Text.\n\nA. N. Other,\nDeputy Secretary.\nBILLING CODE 4710-10-P\n[FR Doc. 2025-20864 Filed 11-21-25; 8:45 am]\n",
            &[
                (Paragraph, "Text."),
                (SignerName, "A. N. Other,"),
                (SignerTitle, "Deputy Secretary."),
                (BillingCode, "BILLING CODE 4710-10-P"),
                (FrDoc, "[FR Doc. 2025-20864 Filed 11-21-25; 8:45 am]"),
            ],
        );
    }

    #[test]
    fn a_cover_page_and_banners_go() {
        let text = "<pre>[Federal Register Volume 63, Number 246 (Wednesday, December 23, 1998)]\n[Rules and Regulations]\n[Page 71204]\n[FR Doc No: 98-33874]\n\n[[Page 71203]]\n\n_______________________________________________________________________\n\nPart III\n\n\nDepartment of the Treasury\n\n\nOffset of Payments \nand More; Final Rule\n\n\u{0}\u{0}Federal Register / Vol. 63, No. 246 / Wednesday, December 23, 1998 / \nRules and Regulations\u{0}\u{0}\n\n[[Page 71204]]\n\nDEPARTMENT OF THE TREASURY\n\n31 CFR Part 285\n\n\nOffset of Payments\n\n    Text.\n</pre>";
        expect(
            text,
            &[
                (Agency, "DEPARTMENT OF THE TREASURY"),
                (Docket, "31 CFR Part 285"),
                (Subject, "Offset of Payments"),
                (Paragraph, "Text."),
            ],
        );
    }

    #[test]
    fn presidential_documents_are_told_by_their_form() {
        let text = "[Federal Register Volume 66, Number 186 (Tuesday, September 25, 2001)]\n[Presidential Documents]\n[Pages 49079-49083]\n[FR Doc No: 01-24205]\n\nTitle 3--\nThe President\n\n[[Page 49079]]\n\n                Executive Order 13224 of September 23, 2001\n\n                Blocking Property and Prohibiting Transactions \n                With Persons\n\n                By the authority vested in me as President by the \n                Constitution, I hereby order:\n\n                THE WHITE HOUSE,\n\n                    Washington, September 23, 2001.\n\n[FR Doc. 01-24205\nFiled 9-24-01; 2:14 pm]\nBilling code 3195-01-P\n";
        expect(
            text,
            &[
                (Heading, "Title 3—"),
                (Heading, "The President"),
                (Heading, "Executive Order 13224 of September 23, 2001"),
                (
                    Subject,
                    "Blocking Property and Prohibiting Transactions With Persons",
                ),
                (
                    Paragraph,
                    "By the authority vested in me as President by the Constitution, I hereby order:",
                ),
                (Paragraph, "THE WHITE HOUSE,"),
                (Dated, "Washington, September 23, 2001."),
                (FrDoc, "[FR Doc. 01-24205 Filed 9-24-01; 2:14 pm]"),
                (BillingCode, "Billing code 3195-01-P"),
            ],
        );
        let stated = notice(text).stated;
        assert_eq!(stated.executive_order_number.as_deref(), Some("13224"));
        assert_eq!(stated.subtype.as_deref(), Some("Executive Order"));
        assert_eq!(stated.document_type, DocumentType::PresidentialDocument);
    }

    #[test]
    fn a_draft_on_public_inspection_is_read() {
        let text = "This document is scheduled to be published in the\nFederal Register on 11/24/2025 and available online at\nhttps://federalregister.gov/d/2025-20750, and on govinfo.gov\n\nBilling Code: 4710-AD\n\nDEPARTMENT OF STATE\n\n[Public Notice: 12869]\n\nForeign Terrorist Organization Designation of Cartel de los Soles\n\nBased upon a review of the Administrative Record assembled in this matter, and in\n\nconsultation with the Attorney General and the Secretary of the Treasury, I have concluded that\n\nthere is a sufficient factual basis to find that the relevant circumstances exist with respect to\n\nCartel de los Soles (also known as Cartel of the Suns).\n\n\nDated: November 16, 2025.\n\n\nMarco Rubio,\n\nSecretary of State.\n\n\n[FR Doc. 2025-20750 Filed: 11/21/2025 8:45 am; Publication Date:  11/24/2025]\n";
        let notice = notice(text);
        let stated = &notice.stated;
        assert_eq!(stated.stage, Stage::PublicInspection);
        assert_eq!(
            stated.document_number.as_ref().unwrap().as_str(),
            "2025-20750"
        );
        assert_eq!(
            stated.publication_date,
            chrono::NaiveDate::from_ymd_opt(2025, 11, 24)
        );
        assert_eq!(
            stated.title,
            "Foreign Terrorist Organization Designation of Cartel de los Soles"
        );
        assert_eq!(notice.of_role(SignerName).next().unwrap().1, "Marco Rubio,");
        assert_eq!(
            notice.of_role(SignerTitle).next().unwrap().1,
            "Secretary of State."
        );
        let body: Vec<_> = notice.of_role(Paragraph).map(|(_, words)| words).collect();
        assert!(
            body[0].contains("Treasury, I have concluded that there is a"),
            "{body:?}"
        );
    }

    #[test]
    fn text_copied_from_a_page_keeps_its_paragraphs() {
        expect(
            "  • Start Preamble\n\n    Based upon a review of the record, which was long and took the whole of the department's time for many months, I conclude.\n\n    Start Signature\n\n    Dated: May 7, 2014.\n\n    John F. Kerry,\n\n    Secretary of State.\n\n    End Signature End Preamble\n\n    [FR Doc. 2014-11217 Filed 5-14-14; 8:45 am]\n\n    BILLING CODE 4710-10-P\n",
            &[
                (
                    Paragraph,
                    "Based upon a review of the record, which was long and took the whole of the department's time for many months, I conclude.",
                ),
                (Dated, "Dated: May 7, 2014."),
                (SignerName, "John F. Kerry,"),
                (SignerTitle, "Secretary of State."),
                (FrDoc, "[FR Doc. 2014-11217 Filed 5-14-14; 8:45 am]"),
                (BillingCode, "BILLING CODE 4710-10-P"),
            ],
        );
        expect(
            "---\ntitle: \"T\"\nagencies:\n  - \"State\"\n---\n\n#  Designation of X\n\nPursuant to the *Act*, names are added:\n\nKADEK\n\nKongra Gel\n",
            &[
                (Subject, "Designation of X"),
                (Paragraph, "Pursuant to the Act, names are added:"),
                (ListItem, "KADEK"),
                (ListItem, "Kongra Gel"),
            ],
        );
        expect(
            "The groups:\n\n  • All Burma Muslim Union\n  • Arakan Army • Zomi Front\n",
            &[
                (Paragraph, "The groups:"),
                (ListItem, "All Burma Muslim Union"),
                (ListItem, "Arakan Army"),
                (ListItem, "Zomi Front"),
            ],
        );
    }

    #[test]
    fn lines_that_lost_their_marks_are_joined_by_width() {
        expect(
            "DEPARTMENT OF STATE\n\n[Public Notice 4213]\n\nDesignation of Foreign Terrorist\nOrganizations\n\nPursuant to section 219 of the\nImmigration and Nationality Act, the\nDeputy Secretary of State hereby\namends the redesignation of the PKK:\nKurdistan Freedom\nEuzkadi Ta Askatasuna (ETA; ETAB)\nKADEK\nKongra Gel\nDated: November 26, 2002.\nWilliam P. Pope,\nActing Coordinator.\n",
            &[
                (Agency, "DEPARTMENT OF STATE"),
                (Docket, "[Public Notice 4213]"),
                (Subject, "Designation of Foreign Terrorist Organizations"),
                (
                    Paragraph,
                    "Pursuant to section 219 of the Immigration and Nationality Act, the Deputy Secretary of State hereby amends the redesignation of the PKK:",
                ),
                (ListItem, "Kurdistan Freedom"),
                (ListItem, "Euzkadi Ta Askatasuna (ETA; ETAB)"),
                (ListItem, "KADEK"),
                (ListItem, "Kongra Gel"),
                (Dated, "Dated: November 26, 2002."),
                (SignerName, "William P. Pope,"),
                (SignerTitle, "Acting Coordinator."),
            ],
        );
    }
}
