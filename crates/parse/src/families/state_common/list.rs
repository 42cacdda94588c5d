//! The list that a sentence announces ("the following foreign persons: …"): behind its colon, or in
//! the blocks after it, up to the prose that follows.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::Role;
use regex::Regex;

use super::places::is_country;
use crate::grammar::dates::compile;
use crate::grammar::scan::closing_parenthesis;
use crate::notice::Notice;

/// One item, by its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::families) struct Item {
    pub(in crate::families) range: Range<usize>,
    /// The heading over it, where the list is divided.
    pub(in crate::families) heading: Option<Range<usize>>,
}

/// A list as split.
#[derive(Debug, Default)]
pub(in crate::families) struct List {
    pub(in crate::families) items: Vec<Item>,
    /// Whether all of it is one stretch of running text that nothing divides.
    pub(in crate::families) undivided: bool,
    /// Whether it is one stretch of running text in which neither semicolons nor numbers divide.
    pub(in crate::families) running: bool,
}

static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)^\W*(?:accordingly | therefore | these\s | those\s | this\s | the\s+(?:following|above|foregoing|measures?|sanctions?|penalties|restrictions?|secretary|u\.?s\.?|united\s+states|department|deputy|under\s+secretary|assistant|determinations?|effective|act|government|licen[cs]es?|information|notice|provisions?|export|authority|term|names?|property|president)\b
          | no\s+(?:department|u\.?s|united|sales|new|goods|person)\b | as\s+a\s+result | in\s+addition | additionally | further(?:more)?\b | moreover | pursuant\s+to | under\s+(?:the|section) | also,?\s | it\s+(?:was|is|has)\b | sanctions\s | in\s+accordance | notice\s+is | for\s+(?:further|purposes|the\s+purposes?)\b | dated?\s*: | based\s+(?:up)?on | upon\s | on\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)\b | in\s+implementing | with\s+respect | when\s | if\s | new\s+individual | termination\b | new\s+(?:licenses|contracts)|united\s+states\s+(?:government|departments)|u\.s\.\s+government\s | because\s | since\s | while\s | at\s+(?:this|the)\s | all\s+(?:property|transactions|of\s+the) | any\s+(?:person|property|questions|successor) | i\s+(?:hereby|have|also) | exceptions?\b | except\b | general\s+note | note\b | supplementary | background | request )",
    )
});

static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:shall\s+(?:be|not|apply|remain)|(?:is|are)\s+(?:being\s+)?(?:hereby\s+)?(?:imposed|prohibited|effective|denied|suspended|blocked|required|subject)|has\s+been\s+(?:determined|imposed|published)|have\s+been\s+(?:determined|imposed)|will\s+(?:be|remain)|hereby)\b",
    )
});

static NEXT_SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"[.)]\s+(?:Accordingly|Therefore|These\s|Those\s|This\s|The\s+(?:following|above|measures|sanctions|penalties|Secretary|U\.S|United|Department|determination)|No\s+[Dd]epartment|As\s+a\s+result|In\s+addition|Additionally|Further|Moreover|Pursuant\s+to|It\s+(?:was|is)|Also,|Sanctions\s|Based\s)|[a-z)]{3,}\.\s+[A-Z][a-z]+\s+[a-z]+\s+[a-z]+\s",
    )
});

/// Whether a block is prose, so that a list ends before it.
fn is_prose(words: &str) -> bool {
    PROSE.is_match(words) || SENTENCE.is_match(words)
}

static CLASS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:foreign\s+)?(?:entit(?:y|ies)|individuals?|persons?|organi[sz]ations?|compan(?:y|ies)|firms?)\W*$",
    )
});

/// Whether a line over a part of a list only says what stands under it: a class, a country.
fn divides(words: &str) -> bool {
    CLASS.is_match(words) || is_country(words.trim().trim_end_matches([':', '.']))
}

static ENUMERATOR: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?:^|[\s;,.])(?P<mark>\(\d{1,3}\)|\d{1,3}\.|\([a-z]\))\s+[A-Z“\x22]")
});

static AFTER_TAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?P<end>\b(?i:thereof|thereto|successors|sub-?units|subsidiaries)\b|[)\]])(?P<sep>\.?\s*,?\s*(?:\band\b\s+)?)(?P<next>[A-Z“\x22])",
    )
});

/// The items of one stretch of text, as ranges within it.
///
/// A semicolon outside parentheses or a number divides; where there is neither, so does a comma or
/// an "and" directly behind a parenthesis or behind the tail of successors.
pub(in crate::families) fn split_items(text: &str) -> Vec<Range<usize>> {
    let outside = outside(text);
    let mut cuts: Vec<(usize, usize)> = text
        .match_indices(';')
        .filter(|(at, _)| outside[*at])
        .map(|(at, _)| (at, at + 1))
        .collect();
    let marks: Vec<(usize, usize)> = ENUMERATOR
        .captures_iter(text)
        .filter_map(|c| c.name("mark"))
        .map(|m| (m.start(), m.end()))
        .collect();
    // A single number may be part of a name ("No. 1 Factory"); a run of them numbers a list.
    if marks.len() > 1 || marks.first().is_some_and(|(start, _)| *start == 0) {
        cuts.extend(marks);
    }
    if cuts.is_empty() {
        cuts = AFTER_TAIL
            .captures_iter(text)
            .filter_map(|c| {
                let (end, sep) = (c.name("end")?, c.name("sep")?);
                let parts = sep.as_str().contains([',', '.']) || sep.as_str().contains("and");
                (outside[end.start()] || end.as_str().starts_with([')', ']']))
                    .then_some(())
                    .filter(|()| parts && outside[sep.start().min(text.len() - 1)])
                    .map(|()| (sep.start(), sep.end()))
            })
            .collect();
    }
    cuts.sort_unstable();
    let mut ranges = Vec::new();
    let mut from = 0;
    for (start, end) in cuts {
        ranges.push(from..start.max(from));
        from = end;
    }
    ranges.push(from..text.len());
    ranges
        .into_iter()
        .filter(|r| {
            let words = text[r.clone()].trim().trim_matches([',', ';', '.']).trim();
            !matches!(words.to_lowercase().as_str(), "" | "and" | "or")
        })
        .collect()
}

fn outside(text: &str) -> Vec<bool> {
    let mut mask = vec![true; text.len() + 1];
    let mut at = 0;
    while let Some(open) = text[at..].find(['(', '[']).map(|o| at + o) {
        let close = if text[open..].starts_with('(') {
            closing_parenthesis(text, open)
        } else {
            text[open..].find(']').map(|c| open + c)
        };
        let Some(close) = close else { break };
        for byte in &mut mask[open..=close] {
            *byte = false;
        }
        at = close + 1;
    }
    mask
}

/// The list behind `from`, which lies in block `block`: the rest of that block, then the blocks up
/// to the next prose.
pub(in crate::families) fn after(notice: &Notice<'_>, block: usize, from: usize) -> List {
    let mut list = List::default();
    let Some(first) = notice.text.blocks.get(block) else {
        return list;
    };
    let rest = &notice.text.text[from.min(first.range.end)..first.range.end];
    let (rest, ended) = first_sentence(rest);
    if rest.chars().any(char::is_alphanumeric) {
        add_pieces(rest, from, None, &mut list);
        list.undivided = list.items.len() == 1;
        list.running = !rest.contains(';') && !ENUMERATOR.is_match(rest);
        if ended || rest.trim_end().ends_with('.') {
            return list;
        }
    }
    let mut heading = None;
    for (_, block) in notice.blocks_from(block + 1) {
        let (words, ended) = first_sentence(notice.text.words(block));
        match block.role {
            Role::Footnote => continue,
            Role::Heading | Role::Paragraph | Role::ListItem if divides(words) => {
                heading = Some(block.range.clone());
                continue;
            }
            Role::Heading if words.len() < 60 && !is_prose(words) => {
                heading = Some(block.range.clone());
                continue;
            }
            Role::Paragraph | Role::ListItem | Role::TableRow if !is_prose(words) => {}
            _ => break,
        }
        if !words.chars().any(char::is_alphanumeric) {
            continue;
        }
        list.undivided = false;
        list.running = false;
        add_pieces(words, block.range.start, heading.as_ref(), &mut list);
        if ended {
            break;
        }
    }
    list
}

/// The words up to where prose goes on behind the last item, and whether it does.
fn first_sentence(words: &str) -> (&str, bool) {
    match NEXT_SENTENCE.find(words) {
        Some(found) => {
            let stop = found.as_str().find('.').unwrap_or(0);
            (&words[..=found.start() + stop], true)
        }
        None => (words, false),
    }
}

fn add_pieces(words: &str, start: usize, heading: Option<&Range<usize>>, list: &mut List) {
    for piece in split_items(words) {
        let text = &words[piece.clone()];
        let lead = text.len() - text.trim_start().len();
        let range = start + piece.start + lead..start + piece.start + lead + text.trim().len();
        list.items.push(Item {
            range,
            heading: heading.cloned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_split_where_the_print_divides_them() {
        for (text, items) in [
            (
                "A Co., Ltd. (China); B (India); and C",
                &["A Co., Ltd. (China)", "B (India)", "and C"][..],
            ),
            (
                "1. Lyongaksan General Trading Corporation (North Korea) 2. Korea Pugang Trading Corporation (North Korea)",
                &[
                    "Lyongaksan General Trading Corporation (North Korea)",
                    "Korea Pugang Trading Corporation (North Korea)",
                ],
            ),
            (
                "A Works (China) and any successor, sub-unit, or subsidiary thereof, and B Plant (India) and any successor, sub-unit, or subsidiary thereof",
                &[
                    "A Works (China) and any successor, sub-unit, or subsidiary thereof",
                    "B Plant (India) and any successor, sub-unit, or subsidiary thereof",
                ],
            ),
            (
                "A and B Company (formerly C; D)",
                &["A and B Company (formerly C; D)"],
            ),
            (
                "Third Academy of Machines No. 3. Plant",
                &["Third Academy of Machines No. 3. Plant"],
            ),
        ] {
            let found: Vec<&str> = split_items(text)
                .into_iter()
                .map(|r| text[r].trim())
                .collect();
            assert_eq!(found, items, "{text}");
        }
    }
}
