//! Lists of aliases: what stands in parentheses after a name, or after "also known as".

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Alias, AliasQuality};
use regex::Regex;

use super::conjunctions::{Form, Joint, form, joint};
use super::dress::{
    clean_alias, implausible, is_acronym, is_no_name, is_short_title, without_tail,
};
use super::segments::{Separator, segments};
use super::{DETAIL, Named, Problem, name_and_groups};
use crate::grammar::dates::compile;
use crate::grammar::scan::marker;

/// "including the Example Force": a named part of a party, which is neither party nor alias.
pub(super) static INCLUDING: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^(?i:including)\s+(?:the\s+)?[A-Z]"));

/// Reads what stands inside parentheses after a name.
pub(super) fn read_group(
    phrase: &str,
    group: Range<usize>,
    aliases: &mut Vec<Alias>,
    problems: &mut Vec<Problem>,
) {
    let inner = &phrase[group.clone()];
    let lead = inner.len() - inner.trim_start().len();
    let body = inner.trim();
    if INCLUDING.is_match(body) {
        problems.push(Problem {
            range: group,
            why: "a part of the party that the notice includes by name",
        });
        return;
    }
    if is_no_name(body) || is_short_title(body) {
        return;
    }
    if body.starts_with("or ") && !body.contains([',', ';']) && !is_acronym(&body[3..]) {
        // "Battalion (or Brigade)" varies a part of the name, which part it does not say.
        problems.push(Problem {
            range: group,
            why: "an alternative for a part of the name",
        });
        return;
    }
    let start = group.start + lead;
    if marker(body).is_some() {
        read_aliases(body, start, AliasQuality::Strong, false, aliases, problems);
    } else {
        let quality = if is_acronym(body) {
            AliasQuality::Acronym
        } else {
            AliasQuality::Strong
        };
        read_aliases(body, start, quality, false, aliases, problems);
    }
}

/// Reads a list of aliases; `offset` is where `text` starts in the phrase, and `plural` whether the
/// words before it speak of several.
pub(super) fn read_aliases(
    text: &str,
    offset: usize,
    first: AliasQuality,
    plural: bool,
    aliases: &mut Vec<Alias>,
    problems: &mut Vec<Problem>,
) {
    let segments = segments(text);
    // With semicolons in the list, commas are part of its names.
    let by_semicolon = segments
        .iter()
        .any(|s| matches!(s.before, Separator::Semicolon | Separator::SemicolonAnd));
    let mut quality = first;
    let mut index = 0;
    let mut detail = false;
    while index < segments.len() {
        let segment = &segments[index];
        let words = segment.range().map_or("", |range| text[range].trim());
        detail = segment.marker.is_none() && (DETAIL.is_match(words) || detail);
        if detail {
            index += 1;
            continue;
        }
        if let Some(marked) = segment.marker {
            quality = marked;
        }
        let form = form(text, &segments, index, plural);
        let (mut name, mut groups) = name_and_groups(text, &segment.content);
        if by_semicolon {
            while let Some(next) = segments.get(index + 1)
                && next.before == Separator::Comma
                && next.marker.is_none()
                && groups.is_empty()
            {
                let (continued, more) = name_and_groups(text, &next.content);
                name.end = continued.end.max(name.end);
                groups = more;
                index += 1;
            }
        }
        let mut found = Vec::new();
        push_alias(
            &text[name.clone()],
            offset + name.start,
            quality,
            form,
            &mut found,
            problems,
        );
        aliases.extend(found);
        for group in groups {
            let mut nested = Vec::new();
            let mut nested_problems = Vec::new();
            read_group(text, group, &mut nested, &mut nested_problems);
            aliases.extend(nested);
            problems.extend(nested_problems.into_iter().map(|p| Problem {
                range: p.range.start + offset..p.range.end + offset,
                why: p.why,
            }));
        }
        index += 1;
    }
}

pub(super) fn push_alias(
    printed: &str,
    offset: usize,
    quality: AliasQuality,
    form: Form,
    aliases: &mut Vec<Alias>,
    problems: &mut Vec<Problem>,
) {
    let mut problem = |why| {
        problems.push(Problem {
            range: offset..offset + printed.len(),
            why,
        });
    };
    for part in quoted_alternatives(printed) {
        let part = without_tail(part);
        let joint = joint(part, form);
        let names = match &joint {
            Joint::Two(and) => vec![&part[..and.start], &part[and.end..]],
            Joint::Whole | Joint::Doubt => vec![part],
        };
        if joint == Joint::Doubt {
            problem("one name with \"and\" or \"or\", or two");
        }
        for name in names {
            let name = clean_alias(name);
            if is_no_name(&name) {
                continue;
            }
            match implausible(&name) {
                Some(why) => problem(why),
                None => aliases.push(Alias { name, quality }),
            }
        }
    }
}

static ALTERNATIVES: LazyLock<Regex> =
    LazyLock::new(|| compile(r#"(?i)[”"]\s*,?\s*(?:and|or)\s+(?:the\s+)?[“"]"#));

/// `“A” and “B”` are two names; quotation marks show where each ends.
fn quoted_alternatives(printed: &str) -> Vec<&str> {
    if !ALTERNATIVES.is_match(printed) {
        return vec![printed];
    }
    let quotes = ['“', '”', '"', ' '];
    ALTERNATIVES
        .split(printed)
        .map(|part| part.trim_matches(quotes))
        .collect()
}

pub(super) fn extend(party: &mut Named, aliases: Vec<Alias>) {
    for alias in aliases {
        let known = alias.name == party.name || party.aliases.iter().any(|a| a.name == alias.name);
        if !known {
            party.aliases.push(alias);
        }
    }
}
