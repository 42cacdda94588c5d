//! The reader of FR/GPO XML: a stream of events, forgiving of the damage seen in real files.

mod elements;
mod sink;

use std::borrow::Cow;

use fedreg_model::{DocumentMetadata, DocumentType, NoticeText, Role, TextFormat};
use memchr::{memchr_iter, memmem};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::assemble::{RawBlock, assemble};
use crate::{MAX_DEPTH, ReadError};
use elements::{Kind, kind_of};
use sink::{Edge, Sink};

/// Reads one document element.
pub(crate) fn read(bytes: &[u8]) -> Result<NoticeText, ReadError> {
    read_part(bytes, false)
}

/// Reads the headings of a document and stops where its body begins.
pub(crate) fn read_head(bytes: &[u8]) -> Result<NoticeText, ReadError> {
    read_part(bytes, true)
}

fn read_part(bytes: &[u8], head_only: bool) -> Result<NoticeText, ReadError> {
    let source = crate::decode::decode(bytes);
    let (source, escaped) = escape_bare(&source);
    let mut walk = Walk::default();
    walk.run(&source, head_only)
        .map_err(|error| unescaped(error, &escaped))?;
    let (blocks, known) = walk.finish();
    assemble(blocks, TextFormat::Xml, known)
}

/// Escapes every `<` that begins no markup, since an XML reader would take all up to the next `>`
/// for a tag. Also returns where they were.
fn escape_bare(source: &str) -> (Cow<'_, str>, Vec<usize>) {
    let bytes = source.as_bytes();
    let mut literal = 0;
    let bare: Vec<usize> = memchr_iter(b'<', bytes)
        .filter(|at| {
            if *at < literal {
                return false;
            }
            if bytes[*at..].starts_with(b"<![CDATA[") {
                literal = memmem::find(&bytes[*at..], b"]]>").map_or(bytes.len(), |end| at + end);
            }
            !bytes.get(at + 1).is_some_and(|next| {
                next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')
            })
        })
        .collect();
    if bare.is_empty() {
        return (Cow::Borrowed(source), bare);
    }
    let mut escaped = String::with_capacity(source.len() + 3 * bare.len());
    let mut from = 0;
    for at in &bare {
        escaped.push_str(&source[from..*at]);
        escaped.push_str("&lt;");
        from = at + 1;
    }
    escaped.push_str(&source[from..]);
    (Cow::Owned(escaped), bare)
}

/// Gives an error's offset in the source as it was before [`escape_bare`].
fn unescaped(mut error: ReadError, escaped: &[usize]) -> ReadError {
    if let ReadError::Xml { offset, .. }
    | ReadError::TooDeep { offset, .. }
    | ReadError::CutOff { offset, .. } = &mut error
    {
        let before = escaped
            .iter()
            .enumerate()
            .filter(|(index, at)| *at + 3 * index < *offset)
            .count();
        *offset -= (3 * before).min(*offset);
    }
    error
}

/// An element that is open.
struct Frame {
    name: String,
    kind: Kind,
}

#[derive(Default)]
struct Walk {
    stack: Vec<Frame>,
    sink: Sink,
    root: Option<String>,
    root_closed: bool,
    titled: bool,
}

impl Walk {
    fn run(&mut self, source: &str, head_only: bool) -> Result<(), ReadError> {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.check_comments = false;
        loop {
            let event = reader.read_event().map_err(|error| ReadError::Xml {
                offset: offset(reader.error_position(), source),
                problem: error.to_string(),
            })?;
            match event {
                Event::Start(tag) => {
                    let Some(name) = element_name(&tag) else {
                        self.text(&format!("<{}>", &*tag));
                        continue;
                    };
                    if head_only && matches!(&*name, "SUPLINF" | "REGTEXT" | "GPOTABLE") {
                        self.root_closed = true;
                        break;
                    }
                    self.start(name, &tag)?;
                    if self.stack.len() > MAX_DEPTH {
                        let offset = offset(reader.buffer_position(), source);
                        return Err(ReadError::TooDeep {
                            limit: MAX_DEPTH,
                            offset,
                        });
                    }
                }
                Event::Empty(tag) => match element_name(&tag) {
                    Some(name) => {
                        self.start(name.clone(), &tag)?;
                        self.end(&name);
                    }
                    None => self.text(&format!("<{}/>", &*tag)),
                },
                Event::End(tag) => {
                    let name = tag.name();
                    self.end(name.as_ref());
                }
                Event::Text(text) => self.text(&text),
                Event::CData(text) => self.text(&text),
                Event::GeneralRef(reference) => self.reference(&reference),
                Event::Eof => break,
                // Entities that a DTD declares are never expanded.
                Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        if head_only {
            self.sink.close();
            Ok(())
        } else {
            self.check_end(source.len())
        }
    }

    fn check_end(&mut self, length: usize) -> Result<(), ReadError> {
        let Some(root) = &self.root else {
            return Err(ReadError::WrongShape {
                expected: "FR XML (a NOTICE, RULE, PRORULE, PRESDOCU or CORRECT element)",
                found: "no element at all".to_owned(),
            });
        };
        self.sink.close();
        if !self.root_closed && !self.sink.blocks().iter().any(|b| b.role == Role::FrDoc) {
            let element = self
                .stack
                .last()
                .map_or_else(|| root.clone(), |frame| frame.name.clone());
            return Err(ReadError::CutOff {
                offset: length,
                element,
            });
        }
        Ok(())
    }

    fn start(&mut self, name: String, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        if self.root.is_none() {
            if !elements::ROOTS.contains(&&*name) {
                return Err(ReadError::WrongShape {
                    expected: "FR XML (a NOTICE, RULE, PRORULE, PRESDOCU or CORRECT element)",
                    found: if name == "FEDREG" {
                        "a whole issue (FEDREG); split it first".to_owned()
                    } else {
                        format!("the element {}", name.chars().take(40).collect::<String>())
                    },
                });
            }
            self.root = Some(name.clone());
        }
        // A paragraph whose end tag is missing ends where the next one begins.
        if matches!(&*name, "P" | "FP" | "HD") {
            while self
                .stack
                .last()
                .is_some_and(|frame| matches!(&*frame.name, "P" | "FP" | "HD"))
            {
                let open = self
                    .stack
                    .last()
                    .map(|frame| frame.name.clone())
                    .unwrap_or_default();
                self.end(&open);
            }
        }
        let kind = if self.in_dropped() {
            Kind::Drop
        } else {
            let ancestors = self.stack.iter().map(|frame| &*frame.name);
            match kind_of(&name, attribute(tag, "SOURCE").as_deref(), &ancestors) {
                // A presidential document has no SUBJECT: its first HD is its title.
                Kind::Block(Role::Heading)
                    if name == "HD" && !self.titled && self.is_presidential() =>
                {
                    self.titled = true;
                    Kind::Block(Role::Subject)
                }
                kind => kind,
            }
        };
        match kind {
            Kind::Page => {
                self.sink.inline_start(Edge::Page);
                if let Some(page) = attribute(tag, "P").and_then(|page| page.trim().parse().ok()) {
                    self.sink.page(page);
                }
            }
            Kind::Emphasis => {
                let code = attribute(tag, "T").unwrap_or_default();
                if code == "51" {
                    self.sink.inline_start(Edge::Tight);
                    self.sink.mark_start();
                } else {
                    let tight = elements::is_raised_or_lowered(&code);
                    self.sink
                        .inline_start(if tight { Edge::Tight } else { Edge::Typeface });
                }
            }
            Kind::Mark => {
                self.sink.inline_start(Edge::Tight);
                self.sink.mark_start();
            }
            Kind::MarkEnd => {
                self.sink.inline_start(Edge::Tight);
                self.sink.drop_mark();
            }
            Kind::Accent => {
                self.sink.inline_start(Edge::Tight);
                if attribute(tag, "T").as_deref() == Some("8") {
                    self.sink.accent('\u{304}');
                }
            }
            Kind::Space => self.sink.text(" "),
            Kind::Inline => self.sink.inline_start(Edge::Tight),
            Kind::Block(role) => {
                self.sink.close();
                self.sink.default_role(role);
            }
            Kind::Continues(role) => self.sink.reopen(role),
            Kind::Container => self.sink.close(),
            Kind::Aside => self.sink.suspend(),
            Kind::Row => self.sink.row_start(),
            Kind::Cell => self.sink.cell_start(),
            Kind::Stars => {
                self.sink.close();
                self.sink.default_role(Role::Paragraph);
                self.sink.text("* * * * *");
            }
            Kind::Drop => {}
        }
        self.stack.push(Frame { name, kind });
        Ok(())
    }

    /// Ends the innermost element of this name and whatever is open inside it; an end tag that
    /// ends nothing is ignored.
    fn end(&mut self, name: &str) {
        let Some(depth) = self.stack.iter().rposition(|frame| frame.name == name) else {
            return;
        };
        while self.stack.len() > depth {
            let Some(frame) = self.stack.pop() else {
                return;
            };
            match frame.kind {
                Kind::Emphasis
                | Kind::Mark
                | Kind::MarkEnd
                | Kind::Accent
                | Kind::Page
                | Kind::Inline => self.sink.inline_end(),
                Kind::Block(_) | Kind::Container | Kind::Stars | Kind::Continues(_) => {
                    self.sink.close();
                }
                Kind::Aside => self.sink.resume(),
                Kind::Cell => self.sink.cell_end(),
                Kind::Row => self.sink.row_end(),
                Kind::Space | Kind::Drop => {}
            }
        }
        let role = self.stack.iter().rev().find_map(|frame| match frame.kind {
            Kind::Block(role) | Kind::Continues(role) => Some(role),
            _ => None,
        });
        self.sink.default_role(role.unwrap_or(Role::Paragraph));
        if self.stack.is_empty() {
            self.root_closed = true;
        }
    }

    fn is_presidential(&self) -> bool {
        self.root.as_deref() == Some("PRESDOCU")
    }

    fn in_dropped(&self) -> bool {
        self.stack
            .last()
            .is_some_and(|frame| frame.kind == Kind::Drop)
    }

    fn text(&mut self, text: &str) {
        if !self.stack.is_empty() && !self.in_dropped() {
            self.sink.text(text);
        }
    }

    fn reference(&mut self, reference: &quick_xml::events::BytesRef<'_>) {
        let resolved = match reference.resolve_char_ref() {
            Ok(Some(c)) => Some(c.to_string()),
            _ => crate::normal::entity(reference),
        };
        match resolved {
            Some(text) => self.text(&text),
            None => self.text(&format!("&{};", &**reference)),
        }
    }

    fn finish(self) -> (Vec<RawBlock>, DocumentMetadata) {
        let start_page = self.sink.start_page();
        let blocks = self.sink.into_blocks();
        let document_type = self
            .root
            .as_deref()
            .map(DocumentType::from_name)
            .unwrap_or_default();
        let mut known = DocumentMetadata {
            document_type,
            ..DocumentMetadata::default()
        };
        if start_page.is_some() {
            known.end_page = blocks.iter().filter_map(|block| block.page).max();
        }
        (blocks, known)
    }
}

/// The name, if it can be one. A bare `<` in text reads as a tag with an odd name.
fn element_name(tag: &BytesStart<'_>) -> Option<String> {
    let name = tag.name();
    let name: &str = name.as_ref();
    let shaped = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
    shaped.then(|| name.to_owned())
}

/// The value of an attribute; attributes that are broken count as absent.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name)
        .map(|attribute| attribute.value.to_string())
}

fn offset(position: u64, source: &str) -> usize {
    usize::try_from(position).map_or(source.len(), |position| position.min(source.len()))
}

#[cfg(test)]
mod tests {
    use super::read;
    use fedreg_model::Role::{self, *};
    use fedreg_model::{DocumentType, NoticeText};

    fn notice(xml: &str) -> NoticeText {
        read(xml.as_bytes()).unwrap_or_else(|error| panic!("{xml}: {error}"))
    }

    fn expect(xml: &str, expected: &[(Role, &str)]) {
        let notice = notice(&format!("<NOTICE>{xml}</NOTICE>"));
        let blocks: Vec<_> = notice
            .blocks
            .iter()
            .map(|b| (b.role, notice.words(b)))
            .collect();
        assert_eq!(blocks, expected, "{xml}");
    }

    #[test]
    fn each_element_gives_its_block() {
        for (xml, expected) in [
            (
                "<PREAMB><AGENCY TYPE=\"F\">DEPARTMENT OF STATE</AGENCY><SUBAGY>Bureau</SUBAGY><CFR>22 CFR Part 1</CFR><DEPDOC>[Public Notice: 1]</DEPDOC><RIN>RIN 1-A</RIN><SUBJECT>Title</SUBJECT></PREAMB>",
                &[
                    (Agency, "DEPARTMENT OF STATE"),
                    (SubAgency, "Bureau"),
                    (Docket, "22 CFR Part 1"),
                    (Docket, "[Public Notice: 1]"),
                    (Docket, "RIN 1-A"),
                    (Subject, "Title"),
                ][..],
            ),
            (
                "<SUM><HD SOURCE=\"HED\">SUMMARY:</HD><P>x</P></SUM>",
                &[(Heading, "SUMMARY:"), (Paragraph, "x")],
            ),
            (
                "<P>a</P><FP>b</FP><FP SOURCE=\"FP-1\">c</FP>",
                &[(Paragraph, "a"), (Paragraph, "b"), (ListItem, "c")],
            ),
            ("<P>• a</P>", &[(ListItem, "a")]),
            (
                "<SIG><DATED>Dated: May 1, 2020.</DATED><P>By direction.</P><NAME>A. B.,</NAME><TITLE>Chief.</TITLE></SIG><FRDOC>[FR Doc. 2020-1 Filed]</FRDOC><BILCOD> BILLING CODE 1</BILCOD>",
                &[
                    (Dated, "Dated: May 1, 2020."),
                    (Paragraph, "By direction."),
                    (SignerName, "A. B.,"),
                    (SignerTitle, "Chief."),
                    (FrDoc, "[FR Doc. 2020-1 Filed]"),
                    (BillingCode, "BILLING CODE 1"),
                ],
            ),
            (
                "<GPOTABLE COLS=\"2\"><TTITLE>T</TTITLE><BOXHD><CHED H=\"1\">Name <LI>(full)</LI></CHED><CHED>Date</CHED></BOXHD><ROW RUL=\"n,s\"><ENT I=\"01\">A</ENT><ENT>1 <SU>1</SU></ENT></ROW><ROW><ENT/><ENT>2</ENT></ROW><ROW><ENT>only</ENT></ROW><TNOTE><SU>1</SU> Note.</TNOTE></GPOTABLE>",
                &[
                    (Heading, "T"),
                    (TableRow, "Name (full)\tDate"),
                    (TableRow, "A\t1"),
                    (TableRow, "\t2"),
                    (TableRow, "only"),
                    (Footnote, "Note."),
                ],
            ),
            (
                "<GPH SPAN=\"3\" DEEP=\"640\"><GID>EN05JN25.000</GID></GPH>",
                &[(Graphic, "EN05JN25.000")],
            ),
            (
                "<REGTEXT><PART><HD SOURCE=\"HED\">PART 1</HD></PART><AMDPAR>1. Amend:</AMDPAR><SECTION><SECTNO>§ 1.2</SECTNO><SUBJECT>Names.</SUBJECT><P>(a) x</P><STARS/></SECTION></REGTEXT>",
                &[
                    (Heading, "PART 1"),
                    (Paragraph, "1. Amend:"),
                    (Heading, "§ 1.2 Names."),
                    (Paragraph, "(a) x"),
                    (Paragraph, "* * * * *"),
                ],
            ),
            (
                "<EXTRACT>loose <P>x</P> tail</EXTRACT>",
                &[(Paragraph, "loose"), (Paragraph, "x"), (Paragraph, "tail")],
            ),
            (
                "<P>before<FTNT><P><SU>1</SU> The note.</P><P>More.</P></FTNT> after</P>",
                &[
                    (Paragraph, "before after"),
                    (Footnote, "The note."),
                    (Footnote, "More."),
                ],
            ),
        ] {
            expect(xml, expected);
        }
    }

    #[test]
    fn space_beside_inline_elements_is_what_print_had() {
        for (xml, text) in [
            // Pretty-printed: the indentation is the printer's, a space beside it is print's.
            (
                "\n        in the \n        <E T=\"04\">Federal Register</E>\n        . Then\n    ",
                "in the Federal Register. Then",
            ),
            (
                "\n        (SO\n        <E T=\"52\">2</E>\n        ) and SO\n        <E T=\"52\">2</E>\n         too\n    ",
                "(SO2) and SO2 too",
            ),
            (
                "\n        from China \n        <SU>1</SU>\n        <FTREF/>\n         and Iran.\n        <SU>2</SU>\n        <FTREF/>\n         Then\n",
                "from China and Iran. Then",
            ),
            (
                "\n        as \n        <PRTPAGE P=\"9835\"/>\n        amended, non-\n        <PRTPAGE P=\"9836\"/>\n        conforming",
                "as amended, non-conforming",
            ),
            // Wrapped without a space before the newline.
            (
                "\n        in the\n        <E T=\"04\">Federal Register</E>\n        on",
                "in the Federal Register on",
            ),
            // Glued.
            (
                "the<E T=\"04\">Federal Register</E>on PM<E T=\"0732\">2.5</E> (<E T=\"03\">i</E>) <E T=\"03\">Id.</E>at",
                "the Federal Register on PM2.5 (i) Id. at",
            ),
            (
                "assets<PRTPAGE P=\"8722\"/>totaling, mid-<PRTPAGE P=\"8723\"/>word",
                "assets totaling, mid-word",
            ),
            // Superscripts that mark no note.
            (
                "10<SU>6</SU> units, m<E T=\"51\">2</E> and note<E T=\"51\">3</E><FTREF/>.",
                "106 units, m2 and note.",
            ),
            (
                "Durakog<AC T=\"8\"/>lu &amp; Kr&#xF3;l &eacute; &bogus;",
                "Durakoḡlu & Król é &bogus;",
            ),
            ("<![CDATA[a < b]]>", "a < b"),
        ] {
            expect(&format!("<P>{xml}</P>"), &[(Paragraph, text)]);
        }
    }

    #[test]
    fn pages_are_those_on_which_blocks_start() {
        let notice = notice(
            "<NOTICE><PREAMB><PRTPAGE P=\"10\"/><P>a<PRTPAGE P=\"11\"/>b</P><P>c</P><P><PRTPAGE P=\"12\"/>d <PRTPAGE P=\"3\"/></P><P>e</P></PREAMB></NOTICE>",
        );
        let pages: Vec<_> = notice
            .blocks
            .iter()
            .map(|block| block.page.unwrap())
            .collect();
        assert_eq!(pages, [10, 11, 12, 12]);
        assert_eq!(notice.stated.citation, None, "the volume is not known");
    }

    #[test]
    fn presidential_documents_state_their_act() {
        let notice = notice(
            "<PRESDOCU><EXECORD><TITLE3>Title 3—</TITLE3><PRES>The President<PRTPAGE P=\"8439\"/></PRES><EXECORDR>Executive Order 14157 of January 20, 2025</EXECORDR><HD SOURCE=\"HED\">Designating Cartels</HD><FP>By the authority</FP><PSIG> </PSIG><PLACE>THE WHITE HOUSE,</PLACE><DATE>January 20, 2025.</DATE><FRDOC>[FR Doc. 2025-02004 </FRDOC><FILED>Filed 1-28-25; 8:45 am]</FILED><BILCOD>Billing code 3395-F4-P</BILCOD></EXECORD></PRESDOCU>",
        );
        let blocks: Vec<_> = notice
            .blocks
            .iter()
            .map(|b| (b.role, notice.words(b)))
            .collect();
        assert_eq!(
            blocks,
            [
                (Heading, "Title 3—"),
                (Heading, "The President"),
                (Heading, "Executive Order 14157 of January 20, 2025"),
                (Subject, "Designating Cartels"),
                (Paragraph, "By the authority"),
                (Paragraph, "THE WHITE HOUSE,"),
                (Dated, "January 20, 2025."),
                (FrDoc, "[FR Doc. 2025-02004 Filed 1-28-25; 8:45 am]"),
                (BillingCode, "Billing code 3395-F4-P"),
            ]
        );
        assert_eq!(
            notice.stated.document_type,
            DocumentType::PresidentialDocument
        );
        assert_eq!(notice.stated.subtype.as_deref(), Some("Executive Order"));
        assert_eq!(
            notice.stated.executive_order_number.as_deref(),
            Some("14157")
        );
        assert_eq!(notice.stated.title, "Designating Cartels");
    }

    #[test]
    fn what_a_notice_states() {
        let stated = notice("<NOTICE><PREAMB><AGENCY>DEPARTMENT OF STATE</AGENCY><DEPDOC>[Public Notice: 12869]</DEPDOC><SUBJECT>A Title</SUBJECT><ACT><HD SOURCE=\"HED\">ACTION:</HD><P>Notice.</P></ACT><DATES><HD SOURCE=\"HED\">DATES:</HD><P>Effective <E T=\"03\">today.</E></P></DATES></PREAMB><SUPLINF><HD>X</HD><P>y</P></SUPLINF><FRDOC>[FR Doc. 2025–20750 Filed 11–21–25; 8:45 am]</FRDOC></NOTICE>").stated;
        assert_eq!(stated.document_number.unwrap().as_str(), "2025-20750");
        assert_eq!(stated.document_type, DocumentType::Notice);
        assert_eq!(stated.title, "A Title");
        assert_eq!(stated.docket_ids, ["Public Notice: 12869"]);
        assert_eq!(stated.action.as_deref(), Some("Notice."));
        assert_eq!(stated.dates.as_deref(), Some("Effective today."));
        assert_eq!(stated.publication_date, None, "never from the filing stamp");
        assert_eq!(stated.filed_at, None);
    }
}
