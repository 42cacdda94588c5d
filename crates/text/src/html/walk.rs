//! Walks the tree of an HTML document and collects blocks.

use std::sync::LazyLock;

use fedreg_model::Role;
use regex::Regex;
use scraper::node::Element;
use scraper::{ElementRef, Node};

use super::order::Placed;
use crate::assemble::RawBlock;

/// The blocks of `content`, in the order of the markup.
pub(super) fn blocks(content: ElementRef<'_>) -> Vec<Placed> {
    let mut walk = Walk::default();
    let root = *content;
    let mut node = root;
    // Iterative, so that depth costs no stack.
    loop {
        let descend = match node.value() {
            Node::Text(text) => {
                walk.text(text);
                false
            }
            Node::Element(element) => {
                let refers = || {
                    ElementRef::wrap(node).is_some_and(|sup| {
                        sup.descendent_elements()
                            .any(|e| has_class(e.value(), "footnote-reference"))
                    })
                };
                walk.enter(element, refers)
            }
            _ => false,
        };
        if descend && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if matches!(node.value(), Node::Element(_)) {
                walk.leave();
            }
            if node == root {
                walk.close();
                return walk.out;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return walk.out,
            }
        }
    }
}

/// What an element does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Block(Role),
    /// Goes on with the heading before it.
    Continues,
    Container,
    Row,
    Cell,
    Inline,
    Drop,
}

struct Scope {
    act: Act,
    /// The role of text that comes without a block of its own.
    role: Role,
    zone: Zone,
}

/// The part of the document an element is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Zone {
    #[default]
    Body,
    Preamble,
    /// The box with agencies and dockets; anything else in it is the site's own words.
    Headings,
    Footnotes,
    Table,
    TableFoot,
}

#[derive(Default)]
struct Open {
    role: Option<Role>,
    text: String,
    page: Option<u32>,
    number: Option<u32>,
    strip_number: bool,
}

#[derive(Default)]
struct Walk {
    out: Vec<Placed>,
    scopes: Vec<Scope>,
    open: Option<Open>,
    row: Option<Vec<String>>,
    cell: Option<String>,
    page: Option<u32>,
}

impl Walk {
    /// Returns whether to go into the element.
    fn enter(&mut self, element: &Element, refers: impl FnOnce() -> bool) -> bool {
        let zone = self.zone(element);
        let act = act(element, zone, refers);
        let inherited = self
            .scopes
            .last()
            .map_or(Role::Paragraph, |scope| scope.role);
        let role = if let Act::Block(role) = act {
            role
        } else {
            inherited
        };
        self.scopes.push(Scope { act, role, zone });
        if let Some(page) = element.attr("data-page").and_then(|page| page.parse().ok()) {
            self.page = Some(page);
        }
        match act {
            Act::Block(role) => {
                self.close();
                let number = element
                    .attr("id")
                    .and_then(|id| id.strip_prefix("p-")?.parse().ok());
                self.open = Some(Open {
                    role: Some(role),
                    page: self.page,
                    number,
                    strip_number: zone == Zone::Footnotes,
                    text: String::new(),
                });
            }
            Act::Continues => {
                self.close();
                let last = self.out.pop_if(|last| {
                    last.block.role == Role::Heading && last.block.text.len() < 1000
                });
                self.open = Some(Open {
                    role: Some(Role::Heading),
                    text: last.map(|last| last.block.text + " ").unwrap_or_default(),
                    page: self.page,
                    ..Open::default()
                });
            }
            Act::Container => self.close(),
            Act::Row => {
                self.close();
                self.row = Some(Vec::new());
            }
            Act::Cell => {
                self.close();
                self.cell = Some(String::new());
            }
            Act::Inline if element.name() == "br" => {
                // A line of its own in print is a block of its own.
                if self.cell.is_some() {
                    self.text(" ");
                } else {
                    self.close();
                }
            }
            // A paragraph in a cell.
            Act::Inline if element.name() == "p" => self.text(" "),
            Act::Inline | Act::Drop => {}
        }
        if let Some(open) = self
            .open
            .as_mut()
            .filter(|open| open.role == Some(Role::Graphic))
            && open.text.trim().is_empty()
        {
            let address = element.attr("href").or_else(|| element.attr("src"));
            open.text = address.map(graphic_name).unwrap_or_default();
        }
        if let Some(address) = element
            .attr("data-cfemail")
            .and_then(crate::txt::cloudflare_email)
        {
            self.text(&address);
            return false;
        }
        act != Act::Drop
    }

    fn leave(&mut self) {
        let Some(scope) = self.scopes.pop() else {
            return;
        };
        match scope.act {
            Act::Block(_) | Act::Continues | Act::Container => self.close(),
            Act::Cell => {
                if let Some(cell) = self.cell.take() {
                    match &mut self.row {
                        Some(row) => row.push(cell),
                        None => self.push(RawBlock::row(&[cell], self.page), None, scope.zone),
                    }
                }
            }
            Act::Row => {
                let Some(row) = self.row.take() else { return };
                let block = if scope.zone == Zone::TableFoot {
                    RawBlock::new(Role::Footnote, &row.join(" "), self.page)
                } else {
                    RawBlock::row(&row, self.page)
                };
                self.push(block, None, scope.zone);
            }
            Act::Inline | Act::Drop => {}
        }
    }

    fn zone(&self, element: &Element) -> Zone {
        let outer = self
            .scopes
            .last()
            .map(|scope| scope.zone)
            .unwrap_or_default();
        match (element.name(), outer) {
            ("tfoot", _) => Zone::TableFoot,
            ("table", _) => Zone::Table,
            _ if has_class(element, "document-headings") => Zone::Headings,
            _ if has_class(element, "preamble") => Zone::Preamble,
            _ if has_class(element, "footnotes") || has_class(element, "footnote") => {
                Zone::Footnotes
            }
            _ => outer,
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.push_str(text);
            return;
        }
        if self.open.is_none() {
            let Some(scope) = self.scopes.last() else {
                return;
            };
            if text.trim().is_empty() || scope.zone == Zone::Headings {
                return;
            }
            let role = Some(scope.role);
            // Elements that the stylesheet has no template for leave bare lines, one for each.
            if scope.act == Act::Container && are_whole_lines(text) {
                for line in text.lines() {
                    self.open = Some(Open {
                        role,
                        text: line.to_owned(),
                        page: self.page,
                        ..Open::default()
                    });
                    self.close();
                }
                return;
            }
            self.open = Some(Open {
                role,
                page: self.page,
                ..Open::default()
            });
        }
        if let Some(open) = &mut self.open {
            open.text.push_str(text);
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let zone = self
            .scopes
            .last()
            .map(|scope| scope.zone)
            .unwrap_or_default();
        let mut text = &*open.text;
        if open.strip_number {
            static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
                Regex::new(r"^\s*[0-9*]{1,4}\.\s").expect("the pattern is a constant")
            });
            text = NUMBER
                .find(text)
                .map_or(text, |number| &text[number.end()..]);
        }
        let role = open.role.unwrap_or(Role::Paragraph);
        if role == Role::Paragraph && is_label_of_the_site(text) {
            return;
        }
        self.push(RawBlock::new(role, text, open.page), open.number, zone);
    }

    fn push(&mut self, block: Option<RawBlock>, number: Option<u32>, zone: Zone) {
        let Some(block) = block else { return };
        let in_preamble = self.scopes.iter().any(|scope| scope.zone == Zone::Preamble)
            && !matches!(zone, Zone::Headings | Zone::Footnotes);
        self.out.push(Placed {
            block,
            number,
            in_preamble,
        });
    }
}

fn act(element: &Element, zone: Zone, refers: impl FnOnce() -> bool) -> Act {
    if is_dropped(element) {
        return Act::Drop;
    }
    if let Some(role) = signed_role(element) {
        return Act::Block(role);
    }
    let in_table = matches!(zone, Zone::Table | Zone::TableFoot);
    match element.name() {
        "h6" if has_class(element, "agency") => Act::Block(Role::Agency),
        "h6" if has_class(element, "sub-agency") => Act::Block(Role::SubAgency),
        "li" if zone == Zone::Headings => Act::Block(Role::Docket),
        _ if zone == Zone::Headings => Act::Container,
        // The site's own title over the notes.
        "h1" if element.attr("id") == Some("footnotes") => Act::Drop,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Act::Block(Role::Heading),
        "p" if has_class(element, "title") && in_table => Act::Block(Role::Heading),
        "p" if has_class(element, "headnote") && in_table => Act::Block(Role::Heading),
        "caption" if in_table => Act::Container,
        "p" | "div" if in_table => Act::Inline,
        "p" | "li" | "dd" | "dt" if zone == Zone::Footnotes => Act::Block(Role::Footnote),
        "p" if element
            .classes()
            .any(|class| class.starts_with("flush-paragraph")) =>
        {
            Act::Block(Role::ListItem)
        }
        "p" => Act::Block(Role::Paragraph),
        "li" | "dd" | "dt" => Act::Block(Role::ListItem),
        "div" if has_class(element, "sectno") => Act::Block(Role::Heading),
        "div" if has_class(element, "section-subject") => Act::Continues,
        "div" if has_class(element, "stars") => Act::Block(Role::Paragraph),
        "tr" => Act::Row,
        "td" | "th" => Act::Cell,
        "sup" if in_table || refers() => Act::Drop,
        "div" | "section" | "article" | "main" | "table" | "tbody" | "thead" | "tfoot" | "ul"
        | "ol" | "dl" | "blockquote" | "body" | "html" | "header" | "pre" | "figure" | "aside" => {
            Act::Container
        }
        _ => Act::Inline,
    }
}

/// Blocks that their class names, and graphics.
fn signed_role(element: &Element) -> Option<Role> {
    [
        ("signature-date", Role::Dated),
        ("signature-name", Role::SignerName),
        ("signature-title", Role::SignerTitle),
        ("frdoc", Role::FrDoc),
        ("billing-code", Role::BillingCode),
        ("document-graphic", Role::Graphic),
    ]
    .into_iter()
    .find_map(|(class, role)| has_class(element, class).then_some(role))
}

fn has_class(element: &Element, wanted: &str) -> bool {
    element.classes().any(|class| class == wanted)
}

/// What the site adds to the printed words.
fn is_dropped(element: &Element) -> bool {
    matches!(
        element.name(),
        "head"
            | "script"
            | "style"
            | "noscript"
            | "svg"
            | "button"
            | "nav"
            | "form"
            | "iframe"
            | "template"
            | "title"
            | "footer"
            | "object"
            | "select"
    ) || element.classes().any(|class| {
        class.starts_with("unprinted-element")
            || class.starts_with("printed-page")
            || matches!(
                class,
                "back" | "fr-seal-block" | "fr-seal-desc" | "footnote-reference"
            )
    })
}

/// Whether text is more than one line, each of which ends as a printed line does.
fn are_whole_lines(text: &str) -> bool {
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .peekable();
    let first = lines.next();
    lines.peek().is_some()
        && first
            .into_iter()
            .chain(lines)
            .all(|line| line.ends_with([',', '.', ']']))
}

/// The identifier of a graphic in the address of its image.
fn graphic_name(address: &str) -> String {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[A-Z]{2}[0-9]{2}[A-Z]{2}[0-9]{2}\.[0-9]{3}")
            .expect("the pattern is a constant")
    });
    NAME.find(address).map_or_else(
        || address.rsplit('/').next().unwrap_or_default().to_owned(),
        |name| name.as_str().to_owned(),
    )
}

/// Labels that an earlier generation of the site wrote between the printed words.
fn is_label_of_the_site(text: &str) -> bool {
    crate::txt::is_site_label(text)
}
