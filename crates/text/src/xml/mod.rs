//! The reader of FR/GPO XML: a stream of events, forgiving of the damage seen in real files.

mod elements;
mod sink;

use std::borrow::Cow;

use fedreg_model::{DocumentMetadata, DocumentType, NoticeText, Role, TextFormat};
use memchr::memchr_iter;
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
    let bare: Vec<usize> = memchr_iter(b'<', bytes)
        .filter(|at| {
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
            match kind_of(&name, attribute(tag, "SOURCE").as_deref(), ancestors) {
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
