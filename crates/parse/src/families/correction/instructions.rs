//! What a correction tells the reader to do: sentence by sentence, what stood there and what should.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::Role;
use regex::Regex;

use crate::grammar::dates::compile;
use crate::grammar::scan::marker;
use crate::notice::Notice;

/// One instruction.
#[derive(Debug, Clone)]
pub(super) struct Instruction {
    /// Its sentence, with the text that it puts in place, if that stands apart.
    pub(super) range: Range<usize>,
    /// The words around what changes.
    pub(super) words: String,
    /// What stood there, empty where it is not repeated, and what should.
    pub(super) change: Option<(String, String)>,
}

static SHOULD_READ: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"(?i)[“"](?P<old>[^”"]{1,400})[”"](?P<between>[^“"]{0,200}?)\b(?:should\s+(?:have\s+)?(?:read|been)|(?:is|are)\s+(?:hereby\s+)?corrected\s+to(?:\s+read)?(?:\s+as)?|(?:is|are)\s+changed\s+to(?:\s+read)?|to\s+read|should\s+be\s+(?:corrected\s+to|replaced\s+(?:by|with)))\s*(?:as\s+follows)?\s*[:,]?\s*[“"](?P<new>[^”"]{1,400})[”"]"#,
    )
});

static IN_PLACE_OF: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"(?i)\b(?:remov(?:e|ing)|delet(?:e|ing)|replac(?:e|ing))\s+[“"](?P<old>[^”"]{1,400})[”"]\s*,?\s*(?:and\s+)?(?:add(?:ing)?|insert(?:ing)?|with|by)\s+(?:in\s+its\s+place\s+)?[“"](?P<new>[^”"]{1,400})[”"]"#,
    )
});

static INSTRUCTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bshould\s+(?:have\s+)?(?:read|been|be|appear)|\b(?:is|are)\s+(?:hereby\s+)?corrected\b|\bcorrect(?:ing)?\s+the\b|\bto\s+read\b|\bwas\s+(?:inadvertently\s+)?(?:omitted|misspelled|printed|stated|listed)\b|\binadvertently\b|\bincorrect(?:ly)?\b|\bon\s+page\s+\d+",
    )
});

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bcorrect(?:ing)?\s+the\s+[“\x22]?(?P<caption>(?:effective\s+)?dates?)[”\x22]?\s+(?:caption|section|paragraph|heading)\s+to\s+read(?:\s+as\s+follows)?\s*:?\s*$",
    )
});

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bmake\s+the\s+following\s+corrections?\s*:?\s*$|\bthe\s+following\s+corrections?\s+(?:is|are)\s+made\s*:?\s*$|^\s*\w+\s*\[corrected\]\s*$",
    )
});

/// "The document contained an incorrect effective date.": why there is a correction, not what it is.
static EXPLAINS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:the|that|this)\s+(?:document|notice|order|entry|listing)\s+(?:contained|contains|included|gave|stated)\s+(?:an?\s+|the\s+)?(?:incorrect|inaccurate|erroneous|typographical|wrong|errors?|misspell\w+)\b[^“\x22]*$",
    )
});

/// The instructions of a correction, in order.
pub(super) fn instructions(notice: &Notice<'_>) -> Vec<Instruction> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(sentence) = notice.sentences.get(at) {
        let words = notice.words(&sentence.range);
        at += 1;
        let mut changes = Vec::new();
        for pattern in [&*SHOULD_READ, &*IN_PLACE_OF] {
            for captures in pattern.captures_iter(words) {
                let (Some(whole), Some(old), Some(new)) =
                    (captures.get(0), captures.name("old"), captures.name("new"))
                else {
                    continue;
                };
                changes.push((whole.range(), bare(old.as_str()), bare(new.as_str())));
            }
        }
        changes.sort_by_key(|(range, ..)| range.start);
        if changes.is_empty() {
            if LEAD.is_match(words) || EXPLAINS.is_match(words) || !INSTRUCTS.is_match(words) {
                continue;
            }
            // "correct the DATES caption to read:", with the new text below.
            if let Some(caption) = CAPTION.captures(words).and_then(|c| c.name("caption"))
                && let Some(next) = notice.sentences.get(at)
            {
                found.push(Instruction {
                    range: sentence.range.start..next.range.end,
                    words: format!("effective {}", caption.as_str()),
                    change: Some((String::new(), notice.words(&next.range).trim().to_owned())),
                });
                at += 1;
                continue;
            }
            found.push(Instruction {
                range: sentence.range.clone(),
                words: words.to_owned(),
                change: None,
            });
            continue;
        }
        let mut from = 0;
        for (index, (range, old, new)) in changes.iter().enumerate() {
            let to = if index + 1 == changes.len() {
                words.len()
            } else {
                range.end
            };
            found.push(Instruction {
                range: sentence.range.clone(),
                words: words[from..to].to_owned(),
                change: Some((old.clone(), new.clone())),
            });
            from = range.end;
        }
    }
    found.retain(|instruction| {
        notice.text.blocks.iter().all(|b| {
            b.role != Role::FrDoc
                || !(b.range.start <= instruction.range.start
                    && instruction.range.end <= b.range.end)
        })
    });
    found
}

/// Quoted words without "also known as", and without the stop that belongs to the sentence.
fn bare(quoted: &str) -> String {
    let quoted = quoted.trim();
    let marked = marker(quoted).map_or(0, |(length, _)| length);
    quoted[marked..]
        .trim()
        .trim_end_matches([',', ';'])
        .to_owned()
}
