//! Where the name of an entry ends.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::PartyKind;
use regex::Regex;

use super::address::{begins_as_address, is_care_of, is_country};
use super::aliases::begins_group;
use super::fields::is_labelled;
use super::text::{MOST_UNCLOSED, has_lower, separators, trim};
use crate::grammar::dates::compile;
use crate::grammar::scan::closing_parenthesis;

/// A name and what follows it.
#[derive(Debug)]
pub(crate) struct Head {
    /// The name.
    pub(crate) name: Range<usize>,
    /// The surname within it.
    pub(crate) surname: Option<Range<usize>>,
    /// The insides of the alias groups.
    pub(crate) groups: Vec<Range<usize>>,
    /// Where the rest of the entry begins.
    pub(crate) rest: usize,
    /// Whether the rest is joined to the name by a comma, as the first address is.
    pub(crate) comma: bool,
    /// Why the end of the name is not certain.
    pub(crate) doubt: Option<&'static str>,
}

static LEGAL_FORM: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:(?:the\s+)?(?:(?:co|corp|ltd|ltda|inc|llc|llp|lp|plc|pte|pty|pvt|gmbh|ag|kg|sarl|sal|sas|spa|srl|sro|sl|slu|ab|oy|as|a/s|aps|nv|bv|ooo|oao|zao|pao|ao|jsc|ojsc|pjsc|cjsc|tov|doo|dd|ad|eood|ead|kft|zrt|limited|limitada|company|corporation|incorporated|fze|fzco|fzc|fz-llc|dmcc|jlt|est|cia|k\.k|kk|s\.a|sa|c\.a|ca|s\.c|s\.l|s\.a\.c|s\.a\.s|s\.a\.l|s\.r\.l|s\.p\.a|s\.r\.o|a\.s|p\.j\.s|d\.o\.o|l\.l\.c|l\.t\.d|b\.v|n\.v|a\.g|e\.i\.r\.l|lda|ltd\s+sti|a\.\s?s|s\.\s?de\s+r\.\s?l|s\.?p\.?r|de\s+c\.?v|de\s+r\.?[il]|c\.?v|a\.?c|jr|sr)\b\.?\s*)+)(?:\([^()]*\))?\s*$",
    )
});
/// A name that its legal form completes: what follows in capitals (`DE`, `G/F`) is an address.
static ENDS_IN_FORM: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\s(?:CORP|INC|LTD|LTDA|LLC|LLP|PLC|GMBH|LIMITED|CORPORATION|S\.A|C\.A|S\.A\. DE C\.V)\.?$",
    )
});
static GENERATION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^(?:jr|sr|ii|iii|iv)\.?(?:\s|$)"));

/// Splits an entry's words before its tail into name, alias groups and the rest. `text` begins with
/// the name.
pub(crate) fn split(text: &str, kind: Option<PartyKind>) -> Option<Head> {
    let fields_from = separators(text, b';')
        .first()
        .copied()
        .unwrap_or(text.len());
    let head = &text[..fields_from];
    let mut found = match group_after_name(text, head) {
        Some((open, _)) => Head {
            name: trim(text, 0..open),
            surname: None,
            groups: Vec::new(),
            rest: open,
            comma: false,
            doubt: None,
        },
        None => alone(text, head, kind),
    };
    let trimmed = text[found.name.clone()].trim_end_matches([',', ' ']).len();
    found.name.end = found.name.start + trimmed;
    // The groups, and the separator after them.
    loop {
        let at = found.rest + spaces(&text[found.rest..]);
        if !text[at..].starts_with('(') || !begins_group(&text[at + 1..]) {
            break;
        }
        let Some(close) = closing_parenthesis(text, at) else {
            // Up to the end: the caller sees that it does not close.
            found.groups.push(at + 1..text.len());
            found.rest = text.len();
            found.doubt = Some("an alias group does not close");
            break;
        };
        found.groups.push(at + 1..close);
        found.rest = close + 1;
    }
    let at = found.rest + spaces(&text[found.rest..]);
    found.comma = text[at..].starts_with(',');
    let joined = !found.groups.is_empty()
        && !text[at..].is_empty()
        && !text[at..].starts_with([',', ';'])
        && kind != Some(PartyKind::Vessel);
    if joined && found.doubt.is_none() {
        found.doubt = Some("words follow the other names without a comma");
    }
    found.rest = if text[at..].starts_with([',', ';']) {
        at + 1
    } else {
        at
    };
    if found.name.is_empty() {
        return None;
    }
    if kind == Some(PartyKind::Individual) {
        let name = &text[found.name.clone()];
        if let Some(comma) = separators(name, b',').first() {
            found.surname = Some(trim(text, found.name.start..found.name.start + comma));
        }
    }
    Some(found)
}

fn spaces(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// The first group of other names, if it follows the name at once.
fn group_after_name(text: &str, head: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    let mut unclosed = 0;
    while let Some(at) = head[from..].find('(').map(|i| from + i) {
        let close = closing_parenthesis(text, at);
        unclosed += usize::from(close.is_none());
        if unclosed > MOST_UNCLOSED {
            return None;
        }
        if begins_group(&text[at + 1..]) {
            // "SURNAME, Given, c/o COMPANY (a.k.a. X)": the group is the company's.
            let before = &head[..at];
            let within_address = separators(before, b',')
                .iter()
                .any(|comma| is_care_of(before[comma + 1..].trim_start()));
            return (!within_address).then_some((at, close.unwrap_or(text.len())));
        }
        from = close.map_or(at + 1, |close| close.min(head.len()));
        if from >= head.len() {
            break;
        }
    }
    None
}

/// The end of a name that no group follows.
fn alone(text: &str, head: &str, kind: Option<PartyKind>) -> Head {
    let commas = separators(head, b',');
    let part = |n: usize| {
        let start = n.checked_sub(1).map_or(0, |i| commas[i] + 1);
        let end = commas.get(n).copied().unwrap_or(head.len());
        trim(text, start..end)
    };
    let mut last = 0;
    let mut doubt = None;
    if kind == Some(PartyKind::Individual) {
        if !commas.is_empty() && !ends_name(&text[part(1)]) {
            last = 1;
            if commas.len() > 1 && GENERATION.is_match(&text[part(2)]) {
                last = 2;
            }
            if has_lower(&text[part(0)]) && commas.len() > last {
                doubt = Some("the name is not in capitals, and may end elsewhere");
            }
        }
    } else if kind == Some(PartyKind::Vessel) {
        // A vessel's particulars follow its name without a comma; they are told apart there.
        last = commas.len();
    } else {
        let capitals = !has_lower(&text[part(0)]);
        while last < commas.len() {
            let next = &text[part(last + 1)];
            let complete = last > 0 && LEGAL_FORM.is_match(&text[part(last)])
                || ENDS_IN_FORM.is_match(&text[part(last)]);
            let belongs = LEGAL_FORM.is_match(next)
                || (capitals
                    && !complete
                    && !next.is_empty()
                    && !has_lower(next)
                    && !is_street(next));
            if !belongs {
                break;
            }
            last += 1;
        }
    }
    let end = part(last).end.max(part(0).end);
    Head {
        name: trim(text, 0..end),
        surname: None,
        groups: Vec::new(),
        rest: end,
        comma: false,
        doubt,
    }
}

/// Whether a part in capitals is of an address: it begins with a figure or a post box.
fn is_street(part: &str) -> bool {
    begins_as_address(part) || part.chars().any(|c| c.is_ascii_digit())
}

/// Whether a part after a person's first cannot be given names.
fn ends_name(part: &str) -> bool {
    part.is_empty() || is_country(part) || begins_as_address(part) || is_labelled(part)
}
