//! Just enough reading of XML, HTML and page text to search it and to take headings from it.
//! This is no reader of notices: it only has to agree with them on plain words.

const INLINE: &[&str] = &[
    "<E", "</E", "<SU", "</SU", "<PRTPAGE", "<a", "</a", "<em", "</em", "<strong", "</strong",
    "<span", "</span",
];

/// The text without tags, white space collapsed, the three basic entities decoded.
pub(crate) fn plain(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let tag = &rest[open..];
        // A `<` that begins no tag is text.
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        if let Some(close) = tag.find('>').filter(|_| is_tag) {
            // Emphasis and page marks stand inside sentences and words; blocks between them.
            if !INLINE.iter().any(|inline| is_named(tag, inline)) {
                text.push(' ');
            }
            rest = &tag[close + 1..];
        } else {
            text.push('<');
            rest = &tag[1..];
        }
    }
    text.push_str(rest);
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_named(tag: &str, start: &str) -> bool {
    tag.strip_prefix(start)
        .is_some_and(|rest| rest.starts_with(|c: char| " />\n\t".contains(c)))
}

/// Where the first element `name` begins at or after `from`.
pub(crate) fn open_tag(xml: &str, name: &str, from: usize) -> Option<usize> {
    let start = format!("<{name}");
    let mut at = from;
    while let Some(found) = xml.get(at..)?.find(&start) {
        let begin = at + found;
        let after = &xml[begin + start.len()..];
        if after.starts_with(|c: char| " >/\n\r\t".contains(c)) {
            return Some(begin);
        }
        at = begin + start.len();
    }
    None
}

/// The inside of every outermost element `name`.
pub(crate) fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let close = format!("</{name}>");
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(begin) = open_tag(xml, name, from) {
        let Some(inside) = xml[begin..].find('>').map(|end| begin + end + 1) else {
            break;
        };
        let Some(end) = xml[inside..].find(&close).map(|end| inside + end) else {
            break;
        };
        found.push(&xml[inside..end]);
        from = end + close.len();
    }
    found
}

/// The plain text of the first element `name`, if it has any.
pub(crate) fn text_of(xml: &str, name: &str) -> Option<String> {
    let text = plain(elements(xml, name).first()?);
    Some(text).filter(|text| !text.is_empty())
}

/// The page numbers of the page marks, in order.
pub(crate) fn page_marks(xml: &str) -> Vec<(usize, i64)> {
    let mut marks = Vec::new();
    let mut from = 0;
    while let Some(at) = open_tag(xml, "PRTPAGE", from) {
        let tag = &xml[at..xml[at..].find('>').map_or(xml.len(), |end| at + end)];
        let page = tag
            .split("P=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        if let Some(page) = page.and_then(|page| page.parse().ok()) {
            marks.push((at, page));
        }
        from = at + 8;
    }
    marks
}
