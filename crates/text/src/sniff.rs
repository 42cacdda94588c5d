//! Recognises what bytes are by their content; names and content types lie.

use std::sync::LazyLock;

use memchr::memmem;
use regex::bytes::Regex;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceShape {
    /// One document's FR/GPO XML.
    Xml,
    /// A whole GPO issue (`FEDREG`).
    IssueXml,
    /// federalregister.gov HTML: a full-text fragment, or a page that holds one.
    Html,
    /// GPO page text, with its `<html><pre>` wrapper or without, or other plain text.
    Txt,
    /// JSON: an API answer.
    Json,
    /// Empty, binary, or markup of another kind.
    Unknown,
}

/// What only the site's full-text fragments have.
const FRAGMENT: [&[u8]; 3] = [b"<p id=\"p-", b"<h1 id=\"h-", b"<div class=\"end-matter"];

/// How much of a file decides, in bytes.
const LOOK: usize = 64 * 1024;

static ROOT: LazyLock<Regex> = LazyLock::new(|| {
    // Whatever may stand before the root element; the name of the root element.
    Regex::new(
        r"(?s-u)^(?:\s|<\?.*?\?>|<!--.*?-->|<!(?i:DOCTYPE)[^>\[]*(?:\[.*?\]\s*)?>)*<([A-Za-z][A-Za-z0-9_:.-]*)",
    )
    .expect("the pattern is a constant")
});

/// Recognises the shape of `bytes`.
pub fn sniff(bytes: &[u8]) -> SourceShape {
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let decoded;
    let head = &bytes[..bytes.len().min(LOOK)];
    let head = if utf16 {
        decoded = crate::decode::decode(head).into_owned();
        decoded.as_bytes()
    } else {
        head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head)
    };
    let start = head
        .iter()
        .position(|b| !b.is_ascii_whitespace() && *b != 0);
    let Some(start) = start else {
        return SourceShape::Unknown;
    };
    match head[start] {
        b'{' => SourceShape::Json,
        b'[' if opens_json_array(&head[start + 1..]) => SourceShape::Json,
        b'<' => markup(&head[start..]),
        _ if is_binary(head) => SourceShape::Unknown,
        // The fragment of a presidential document can begin with bare words.
        _ if FRAGMENT
            .iter()
            .any(|mark| memmem::find(head, mark).is_some()) =>
        {
            SourceShape::Html
        }
        _ => SourceShape::Txt,
    }
}

/// `[{`, `["`, `[[1`, `[]`: unlike `[Federal Register …` and `[[Page 1]]`.
fn opens_json_array(rest: &[u8]) -> bool {
    let mut rest = rest.iter().filter(|b| !b.is_ascii_whitespace());
    match rest.next() {
        Some(b'{' | b'"' | b']' | b'0'..=b'9' | b'-') => true,
        Some(b'[') => matches!(rest.next(), Some(b'{' | b'"' | b']' | b'0'..=b'9')),
        _ => false,
    }
}

fn markup(head: &[u8]) -> SourceShape {
    let Some(root) = ROOT.captures(head).and_then(|found| found.get(1)) else {
        return SourceShape::Unknown;
    };
    match root.as_bytes() {
        b"FEDREG" => SourceShape::IssueXml,
        b"RULE" | b"PRORULE" | b"NOTICE" | b"PRESDOCU" | b"CORRECT" => SourceShape::Xml,
        name if is_html(name) => {
            let wrapped = memmem::find(head, b"<pre>").is_some_and(|pre| {
                // Site pages can hold a `<pre>` somewhere; page text has nothing before it.
                memmem::find(&head[..pre], b"<div").is_none()
            });
            if wrapped {
                SourceShape::Txt
            } else {
                SourceShape::Html
            }
        }
        _ => SourceShape::Unknown,
    }
}

fn is_html(name: &[u8]) -> bool {
    const NAMES: &[&[u8]] = &[
        b"html", b"head", b"body", b"div", b"p", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"span",
        b"ul", b"ol", b"table", b"section", b"article", b"main", b"meta", b"title", b"a", b"pre",
        b"strong", b"em", b"link", b"script", b"br",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether more than one byte in ten is a control that no text has (NULs occur in page text).
fn is_binary(head: &[u8]) -> bool {
    let odd = head
        .iter()
        .filter(|b| matches!(b, 0..=8 | 0xB | 0xE..=0x1F | 0x7F))
        .count();
    odd * 10 > head.len()
}

#[cfg(test)]
mod tests {
    use super::{SourceShape, sniff};

    #[test]
    fn shapes_are_told_by_content() {
        for (bytes, shape) in [
            ("<NOTICE>\n<PREAMB>", SourceShape::Xml),
            (
                "\u{feff}<?xml version=\"1.0\"?>\n<!-- x -->\n<RULE A=\"1\">",
                SourceShape::Xml,
            ),
            (
                "<!DOCTYPE RULE [<!ENTITY a \"b\">]><RULE>",
                SourceShape::Xml,
            ),
            (
                "<?xml version='1.0'?><FEDREG xmlns:xsi=''>",
                SourceShape::IssueXml,
            ),
            ("<?xml version=\"1.0\"?><mods>", SourceShape::Unknown),
            (
                "<html>\n<head>\n<title>x</title></head>\n<body><pre>\n[Federal",
                SourceShape::Txt,
            ),
            (
                "<!DOCTYPE html><html><head></head><body><div>",
                SourceShape::Html,
            ),
            (
                "<!doctype html><body><div>a</div><pre>x</pre>",
                SourceShape::Html,
            ),
            ("<div class=\"preamble\">", SourceShape::Html),
            (
                "<?xml version=\"1.0\"?>\n<div class=\"preamble\">",
                SourceShape::Html,
            ),
            ("[Federal Register Volume 90", SourceShape::Txt),
            ("[[Page 12]]\n", SourceShape::Txt),
            ("DEPARTMENT OF STATE\n", SourceShape::Txt),
            ("Notice of May 1\n<h1 id=\"h-1\">X</h1>", SourceShape::Html),
            ("{\"count\":0}", SourceShape::Json),
            (" [ {\"a\":1}]", SourceShape::Json),
            ("[[1,2]]", SourceShape::Json),
            ("", SourceShape::Unknown),
            (" \n", SourceShape::Unknown),
            ("\u{1}\u{2}\u{3}abc", SourceShape::Unknown),
        ] {
            assert_eq!(sniff(bytes.as_bytes()), shape, "{bytes:?}");
        }
    }
}
