//! A part of a notice, divided into entries, their grounds, headings and the rest.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{PartyKind, Role};
use regex::Regex;

use super::aliases::begins_group;
use super::text::has_lower;
use super::{ListEntry, NUMBER, Piece, UNTAGGED, parse, tail};
use crate::grammar::dates::compile;
use crate::notice::{Notice, is_body};

/// An entry does not run over more blocks than this.
const MOST_BLOCKS: usize = 8;

/// So many places of one paragraph are tried for the beginning of an entry.
const MOST_TRIES: usize = 200;

static GROUND: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?i:(?:also|further|additionally|previously|originally|and|are|is|was|were)\s+)*(?:Designated|Identified|Determined|Listed|Sanctioned|Blocked|Named|Re-?designated|designated|identified|determined)\s+(?:(?:on|by)\s[^.;]{1,60}?\s)?(?:pursuant|under|for|as|to|in|by|in\s+accordance)\b",
    )
});
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:\(?(?:[A-Z]|\d{1,2}|[ivx]{1,5})[.)]\s*)?(?:(?:the|additional|following|new|designated|specially\s+designated|blocked|linked)\s+)*(?P<kind>individuals?|persons?|entit(?:y|ies)|organi[sz]ations?|compan(?:y|ies)|vessels?|ships?|aircrafts?|airlines?|groups?|banks?)\s*(?:\([a-z]+\))?\s*[:.]?$|^(?P<property>vessels?|aircrafts?)\s+(?:held|owned|operated|controlled|linked)\s+(?:through|by|to)\s[^.;:\[\]]{1,120}:?$",
    )
});
/// Where a numbered entry begins within a block.
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?:^|[.:;)\]”]\s)\s*(\d{1,4}\.\s+[A-Z“\x22'0-9])"));
/// What stands between entries of one paragraph.
static SEPARATORS: LazyLock<Regex> = LazyLock::new(|| compile(r"^[\s.;,]*(?:and\s+)?"));
static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\s*(?:[-—]+\s?to\s?[-—:]+|(?:is\s+(?:hereby\s+)?(?:amended|changed)\s+)?to\s+read(?:\s+as\s+follows)?\s*:?|to\s*:)\s*",
    )
});
static COLON: LazyLock<Regex> = LazyLock::new(|| compile(r":\s+[A-Z“\x22]"));
static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:On|The|These|Those|This|Each|All|In|As|Pursuant|Accordingly|Additionally|Also|By|For|Any|Under|If|An?|Such|Treasury|Notice|Dated?|See|Following|SUMMARY|DATES|FOR FURTHER|SUPPLEMENTARY|AGENCY|ACTION|ADDRESSES|ELECTRONIC)\b",
    )
});

/// Lower-case words of sentences, which no name has.
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?:is|are|was|were|has|have|had|been|shall|will|may|pursuant|following|determined|removed|designated|blocked|placed|added|published|amended|updated|listed|identified|whose|which|subject\s+to)\b",
    )
});
static MARKED: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\(\s*(?:individual|vessel|aircraft|entity)\s*\)"));
static AGENCY: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^(?:OFAC|OFAC's|SDN|U\.S\.|E\.O\.)(?:\s[A-Z]?[a-z].*)?$"));
/// The letter of a section: `C. On May 3, …`.
static LETTER: LazyLock<Regex> = LazyLock::new(|| compile(r"^[A-Z]\.\s+"));

/// Splits blocks into entries and what stands between them, in printed order.
pub(crate) fn split(notice: &Notice<'_>, blocks: Range<usize>) -> Vec<Piece> {
    let ranges: Vec<(Role, Range<usize>)> = notice
        .blocks_from(blocks.start)
        .take_while(|(index, _)| *index < blocks.end)
        .map(|(_, block)| (block.role, block.range.clone()))
        .collect();
    let mut pieces = Vec::new();
    let mut announced = None;
    // Where an entry that ran over several blocks ends.
    let mut from = 0;
    for (n, (role, range)) in ranges.iter().enumerate() {
        let start = range.start.max(from);
        if start >= range.end {
            continue;
        }
        if !is_body(*role) {
            pieces.push(Piece::Other(start..range.end));
            continue;
        }
        let words = notice.words(&(start..range.end));
        let tagged = !tail::find(words).programs.is_empty();
        if let Some(captures) = HEADING.captures(words.trim()) {
            let word = captures.name("kind").or(captures.name("property"));
            announced = word.and_then(|m| kind(m.as_str()));
            pieces.push(Piece::Heading {
                range: start..range.end,
                kind: announced,
            });
            continue;
        }
        if *role == Role::Heading && !tagged {
            announced = None;
            pieces.push(Piece::Heading {
                range: start..range.end,
                kind: None,
            });
            continue;
        }
        let end = joined_end(notice, &ranges, n, start);
        let before = pieces.len();
        from = block(notice, start..range.end, end, announced, &mut pieces);
        // A sentence begins a new part: the heading before it holds no more.
        let prose = pieces[before..].iter().any(|piece| match piece {
            Piece::Other(range) => SENTENCE.is_match(notice.words(range)),
            _ => false,
        });
        if prose {
            announced = None;
        }
    }
    pieces
}

fn kind(word: &str) -> Option<PartyKind> {
    let word = word.to_ascii_lowercase();
    if word.starts_with("individual") {
        Some(PartyKind::Individual)
    } else if word.starts_with("vessel") || word.starts_with("ship") {
        Some(PartyKind::Vessel)
    } else if word.starts_with("aircraft") {
        Some(PartyKind::Aircraft)
    } else if word.starts_with("person") {
        None
    } else {
        Some(PartyKind::Organization)
    }
}

/// The end of the text that an entry open at the end of block `n` may run into.
fn joined_end(
    notice: &Notice<'_>,
    ranges: &[(Role, Range<usize>)],
    n: usize,
    start: usize,
) -> usize {
    let end = ranges[n].1.end;
    let last = open_entry(notice.words(&(start..end)));
    let Some(open) = last else { return end };
    for (role, range) in ranges.iter().skip(n + 1).take(MOST_BLOCKS) {
        let words = notice.words(range);
        if !is_body(*role)
            || HEADING.is_match(words.trim())
            || GROUND.is_match(words.trim_start())
            || NUMBER.is_match(words)
        {
            return end;
        }
        let whole = notice.words(&(start + open..range.end));
        if !tail::find(whole).programs.is_empty() {
            return range.end;
        }
    }
    end
}

/// Where the last entry begins that no tag or full stop ends.
fn open_entry(words: &str) -> Option<usize> {
    let trimmed = words.trim_end();
    if trimmed.ends_with(['.', ']', ':']) {
        return None;
    }
    let start = trimmed.rfind(']').map_or(0, |at| at + 1);
    let rest = &trimmed[start..];
    let numbered = NUMBERED
        .captures_iter(rest)
        .filter_map(|c| c.get(1))
        .last()
        .map_or(0, |m| m.start());
    let from = start + numbered;
    let entry = NUMBER
        .find(&words[from..])
        .map_or(&words[from..], |m| &words[from + m.end()..]);
    (!entry.trim().is_empty() && capitals_first(entry) && !PROSE.is_match(entry.trim_start()))
        .then_some(from)
}

/// Whether the first words are of a name in capitals.
fn capitals_first(words: &str) -> bool {
    let first = words
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .split([',', ';', '('])
        .next()
        .unwrap_or_default();
    first.chars().filter(|c| c.is_uppercase()).count() >= 2
        && first
            .split_whitespace()
            .next()
            .is_some_and(|word| !has_lower(word))
}

/// Divides one block; gives the position up to which the text is used.
fn block(
    notice: &Notice<'_>,
    range: Range<usize>,
    joined: usize,
    announced: Option<PartyKind>,
    pieces: &mut Vec<Piece>,
) -> usize {
    let mut at = range.start;
    while at < range.end {
        let words = notice.words(&(at..range.end));
        let skip = SEPARATORS.find(words).map_or(0, |m| m.end());
        if skip > 0 && !words[skip..].trim().is_empty() {
            at += skip;
            continue;
        }
        if words.trim_matches([' ', '\n', '.', ';', ',']).is_empty() {
            break;
        }
        if GROUND.is_match(words) {
            let end = at + next_numbered(words).unwrap_or(words.len());
            pieces.push(Piece::Ground(trimmed(notice, at..end)));
            at = end;
            continue;
        }
        if let Some(change) = CHANGE.find(words).filter(|m| m.end() > 0) {
            let end = at + change.end();
            pieces.push(Piece::Other(trimmed(notice, at..end)));
            at = end;
            continue;
        }
        if let Some(found) = entry(notice, at, range.end, joined, announced) {
            let end = found.range.end;
            pieces.push(Piece::Entry(Box::new(found)));
            at = end;
            continue;
        }
        // Prose, up to where an entry may begin.
        let end = at + prose_end(words);
        pieces.push(Piece::Other(trimmed(notice, at..end)));
        at = end;
    }
    at.max(range.end)
}

/// Where a numbered entry begins after the first word.
fn next_numbered(words: &str) -> Option<usize> {
    NUMBERED
        .captures_iter(words)
        .filter_map(|c| c.get(1))
        .map(|m| m.start())
        .take(MOST_TRIES)
        .find(|start| *start > 0 && is_entry_start(&words[*start..]))
}

/// Whether an entry with a tag of its own begins here.
fn is_entry_start(words: &str) -> bool {
    parse(words, 0, None).is_some_and(|e| {
        let own = &words[..e.range.end];
        plausible(words, &e) && (!e.party.programs.is_empty() || MARKED.is_match(own))
    })
}

fn prose_end(words: &str) -> usize {
    if let Some(start) = next_numbered(words) {
        return start;
    }
    COLON
        .find_iter(words)
        .map(|m| m.start() + 1)
        .map(|at| at + (words[at..].len() - words[at..].trim_start().len()))
        .take(MOST_TRIES)
        .find(|at| {
            let rest = &words[*at..];
            !tail::find(rest).programs.is_empty() && is_entry_start(rest)
        })
        .unwrap_or(words.len())
}

/// The entry that begins at `at`, if one does.
fn entry(
    notice: &Notice<'_>,
    at: usize,
    end: usize,
    joined: usize,
    announced: Option<PartyKind>,
) -> Option<ListEntry> {
    let words = notice.words(&(at..end));
    let own = parse(words, at, announced).filter(|e| plausible(words, e));
    let open = own.as_ref().is_none_or(|e| !e.problems.is_empty());
    if open && joined > end {
        let words = notice.words(&(at..joined));
        let longer = parse(words, at, announced).filter(|e| plausible(words, e));
        if longer
            .as_ref()
            .is_some_and(|e| !e.party.programs.is_empty())
        {
            return longer;
        }
    }
    own
}

/// Whether what was read is an entry of a list, and no sentence.
fn plausible(words: &str, entry: &ListEntry) -> bool {
    let number = NUMBER.find(words);
    let body = number.map_or(words, |m| &words[m.end()..]).trim_start();
    let party = &entry.party;
    if GROUND.is_match(body) || party.name.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        return false;
    }
    let capitals = capitals_first(body);
    let group = body
        .find('(')
        .is_some_and(|open| begins_group(&body[open + 1..]));
    let marked = MARKED.is_match(words);
    let fields = !party.dates_of_birth.is_empty() || !party.identifiers.is_empty();
    let tagged = !party.programs.is_empty();
    if !tagged && !has_lower(&party.name) && PROSE.is_match(body) {
        return false;
    }
    let unlettered = LETTER.find(body).map_or(body, |m| &body[m.end()..]);
    if has_lower(&party.name)
        && (SENTENCE.is_match(&party.name)
            || (PROSE.is_match(unlettered) && !group)
            || (PROSE.is_match(body) && number.is_none()))
    {
        return false;
    }
    // "OFAC, in consultation with X, determined that …"
    let runs_on = party
        .addresses
        .first()
        .is_some_and(|a| a.country.is_none() && SENTENCE.is_match(&a.printed));
    if runs_on || AGENCY.is_match(&party.name) {
        return false;
    }
    let untagged = entry.problems.iter().any(|p| p.why == UNTAGGED);
    let placed = party.addresses.iter().any(|a| a.country.is_some());
    if tagged || !untagged {
        return capitals || number.is_some() || group || marked || fields || placed;
    }
    (capitals || number.is_some()) && (group || marked || fields || (placed && capitals))
}

fn trimmed(notice: &Notice<'_>, range: Range<usize>) -> Range<usize> {
    let words = notice.words(&range);
    let start = range.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}
