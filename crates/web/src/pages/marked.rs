//! A notice's text with the words marked that support its records, each linked to its record.

use std::collections::{BTreeSet, HashMap};

use fedreg_history::Browsed;
use fedreg_model::{Block, NoticeText, RecordId, Role};
use maud::{Markup, html};

use super::parts;

/// Records that begin at one place and are linked one by one; of more, the first and last.
const MANY: usize = 6;

/// The words of a record in the text.
#[derive(Debug, Clone)]
struct Span {
    start: usize,
    end: usize,
    /// The record's number on the page.
    n: usize,
    id: RecordId,
}

/// The words of all records that the text holds, by where they begin.
#[derive(Debug, Default)]
pub(super) struct Spans {
    spans: Vec<Span>,
    held: HashMap<RecordId, usize>,
}

impl Spans {
    /// Whether the text holds the words of a record.
    pub(super) fn holds(&self, id: &RecordId) -> bool {
        self.held.contains_key(id)
    }
}

/// Finds the words of records in a text: a range that does not hold the words is not believed.
pub(super) fn spans(text: &str, records: &[Browsed]) -> Spans {
    let mut found = Spans::default();
    for (n, browsed) in records.iter().enumerate() {
        let quote = &browsed.version.record.quote;
        let id = &browsed.version.record_id;
        if quote.start < quote.end && text.get(quote.start..quote.end) == Some(&quote.text) {
            found.held.insert(id.clone(), n + 1);
            found.spans.push(Span {
                start: quote.start,
                end: quote.end,
                n: n + 1,
                id: id.clone(),
            });
        }
    }
    found.spans.sort_by_key(|span| (span.start, span.n));
    found
}

/// A piece of a block: its words, the spans that begin with it, and whether any holds it.
struct Piece<'a> {
    words: &'a str,
    begins: Vec<&'a Span>,
    marked: bool,
}

/// The text, block by block.
pub(super) fn text(text: &NoticeText, spans: &Spans) -> Markup {
    let cuts: BTreeSet<usize> = spans
        .spans
        .iter()
        .flat_map(|span| [span.start, span.end])
        .collect();
    let mut coming = spans.spans.iter().peekable();
    let mut active: Vec<&Span> = Vec::new();
    html! {
        div.text {
            @for block in &text.blocks {
                @let pieces = pieces(text, block, &cuts, &mut coming, &mut active);
                p.(class(block.role)) {
                    @for piece in &pieces {
                        (anchors(&piece.begins))
                        @if piece.marked { mark { (parts::said(piece.words)) } }
                        @else { (fedreg_describe::safe(piece.words)) }
                    }
                }
            }
        }
    }
}

fn pieces<'a>(
    text: &'a NoticeText,
    block: &Block,
    cuts: &BTreeSet<usize>,
    coming: &mut std::iter::Peekable<std::slice::Iter<'a, Span>>,
    active: &mut Vec<&'a Span>,
) -> Vec<Piece<'a>> {
    let range = block.range.clone();
    if range.is_empty() {
        return Vec::new();
    }
    let mut at = range.start;
    let mut pieces = Vec::new();
    let inner = cuts.range(range.start + 1..range.end).copied();
    for end in inner.chain([range.end]) {
        active.retain(|span| span.end > at);
        let mut begins = Vec::new();
        while let Some(span) = coming.next_if(|span| span.start <= at) {
            begins.push(span);
            if span.end > at {
                active.push(span);
            }
        }
        pieces.push(Piece {
            words: text.text.get(at..end).unwrap_or_default(),
            begins,
            marked: !active.is_empty(),
        });
        at = end;
    }
    pieces
}

/// Where spans begin: the places to which records lead, and the numbers that lead to records.
fn anchors(begins: &[&Span]) -> Markup {
    let number = |span: &Span| {
        html! {
            a.n href={ "#record-" (span.id) } aria-label={ "Record " (span.n) } { (span.n) } " "
        }
    };
    html! {
        @for span in begins { span id={ "span-" (span.id) } {} }
        @match begins {
            [first, .., last] if begins.len() > MANY => { (number(first)) "– " (number(last)) }
            few => { @for span in few { (number(span)) } }
        }
    }
}

fn class(role: Role) -> &'static str {
    match role {
        Role::Agency | Role::SubAgency => "agency",
        Role::Subject => "subject",
        Role::Heading => "heading",
        Role::ListItem => "item",
        Role::TableRow => "cells",
        Role::Footnote => "footnote",
        Role::Docket
        | Role::Dated
        | Role::SignerName
        | Role::SignerTitle
        | Role::FrDoc
        | Role::BillingCode
        | Role::Graphic => "margin",
        Role::Paragraph => "paragraph",
    }
}
