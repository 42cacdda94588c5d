//! Companies as lists print them: `Name Co., Ltd. (including one alias: Other Name) and
//! subsidiaries`. Commas belong to names of companies, so that these are read apart from the names
//! of groups and persons.

mod aliases;
mod split;

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Alias, AliasQuality, Party, PartyKind};
use regex::Regex;

use super::dates::compile;
use super::numbers::{number, number_pattern};
use super::scan::closing_parenthesis;
pub(crate) use split::split;

/// One company of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Company {
    /// The name as printed.
    pub(crate) name: String,
    /// Its other names in printed order.
    pub(crate) aliases: Vec<Alias>,
    /// "and subsidiaries", as printed, where they are not named.
    pub(crate) followers: Option<String>,
    /// Subsidiaries that are named with it.
    pub(crate) subsidiaries: Vec<Company>,
    /// Whether an asterisk follows the name.
    pub(crate) starred: bool,
    /// What of it could not be read.
    pub(crate) problems: Vec<&'static str>,
}

impl Company {
    /// Whether what was read can be a name at all.
    pub(crate) fn is_name(&self) -> bool {
        !self.problems.iter().any(|why| NO_NAME.contains(why))
    }

    /// Takes the words in the last parenthesis of what was printed for a short form, if the text
    /// after it begins with them as a name: `… Co., Ltd. (Knownco)`, then `Knownco is owned by …`.
    pub(crate) fn settle_short_form(&mut self, printed: &str, after: &str) {
        if self.problems != [DUBIOUS_SHORT_FORM] {
            return;
        }
        let Some(group) = groups(printed).pop() else {
            return;
        };
        let inner = printed[group.start + 1..group.end - 1].trim();
        let used = after
            .trim_start()
            .strip_prefix(inner)
            .is_some_and(|rest| rest.starts_with([' ', '\'', '’', ',']));
        if used {
            push(self, inner, AliasQuality::Acronym);
            self.problems.clear();
        }
    }

    /// The company as a party; unnamed subsidiaries are a remark.
    pub(crate) fn party(&self) -> Party {
        let mut party = Party::named(self.name.clone(), PartyKind::Organization);
        party.aliases.clone_from(&self.aliases);
        party.remarks.extend(self.followers.clone());
        party
    }
}

/// The problem of words in parentheses that share nothing with the name before them.
pub(crate) const DUBIOUS_SHORT_FORM: &str =
    "words in parentheses that may be a name or part of one";

/// What keeps words from being a name.
const NO_NAME: [&str; 5] = [
    "a parenthesis that does not close",
    "too long for a name",
    "no capital letter where a name is due",
    "words of a sentence where a name is due",
    "a legal form without a name",
];

static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?:is|are|was|were|has|have|been|which|that|into|imported|determined|hereby|pursuant)\b|[<>{}|]",
    )
});

static FORM_ALONE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?i:co|ltd|limited|inc|corp|corporation|company|llc|and|group|s\.a)\b[.,]?(?:\s+(?i:ltd|limited|inc)\.?)?$",
    )
});

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:[•·▪○●*–—-]\s*|\(?\d{1,3}[.)]\s+|\(?[a-z][.)]\s+|\([ivx]{1,5}\)\s+|and\s+|the\s+)+",
    )
});

static TAIL: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?:\s*[;,:]\s*(?:and|or)?\s*|\s+(?:and|or)\s*)$"));

static FOLLOWERS: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)(?:(?:,\s*|\s+)(?:and|including|along\s+with|together\s+with|as\s+well\s+as)|,)\s+(?P<phrase>(?:(?:its|all|any|of|the|their|other)\s+)*(?:(?P<count>{})\s+)?(?:[\w-]+-based\s+)?(?:subordinate\s+and\s+affiliated\s+(?:entities|companies)|(?:wholly[\s-]owned\s+)?subsidiar(?:y|ies)(?:,?\s+(?:and|or)\s+(?:affiliates|joint\s+ventures|affiliated\s+(?:entities|companies)))*|affiliates(?:\s+and\s+subsidiaries)?))(?P<lead>,?\s+which\s+(?:include|are|is)\s*:?|\s+named\s*:?|\s*[:,—]|\s+(?=\S)|$)",
        number_pattern()
    ).replace(r"|\s+(?=\S)|$", r"|\s+|$"))
});

/// `and 3 subsidiaries: …`, `and XYZ subsidiaries: …`, `and its subsidiary X`, as a parenthesis
/// holds it.
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:and|including|with|together\s+with)\s+(?P<of>(?:[^\s:]+\s+){0,6}?)subsidiar(?:y|ies)(?:\s*:\s*|,?\s+(?:named\s+)?)(?P<names>(?-i:[^\p{Ll}\s]).*)$",
    )
});

/// Whether the words can end without their full stop.
fn without_full_stop(text: &str) -> &str {
    let text = text
        .strip_suffix("..")
        .filter(|bare| !bare.ends_with('.'))
        .map_or(text, |bare| &text[..=bare.len()]);
    let Some(bare) = text.strip_suffix('.') else {
        return text;
    };
    let word = bare.rsplit([' ', ',', '(']).next().unwrap_or(bare);
    let abbreviation = word.contains('.')
        || matches!(
            word.to_lowercase().as_str(),
            "ltd"
                | "co"
                | "inc"
                | "corp"
                | "pte"
                | "pty"
                | "pvt"
                | "cia"
                | "ltda"
                | "bhd"
                | "sdn"
                | "bros"
        );
    if abbreviation { text } else { bare }
}

/// The words without list numbers, bullets and the punctuation that joins a list.
fn undressed(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let before = text;
        if let Some(found) = LEAD.find(text) {
            text = &text[found.end()..];
        }
        if let Some(found) = TAIL.find(text) {
            text = &text[..found.start()];
        }
        text = without_full_stop(text.trim());
        for (open, close) in [('“', '”'), ('"', '"')] {
            if text.starts_with(open)
                && text.ends_with(close)
                && text.len() > open.len_utf8()
                && text.matches([open, close]).count() == 2
            {
                text = text[open.len_utf8()..text.len() - close.len_utf8()].trim_end_matches(',');
            }
        }
        if text == before {
            return text;
        }
    }
}

/// The parenthesised groups at the outermost level: the ranges include the parentheses.
fn groups(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('(').map(|i| at + i) {
        match closing_parenthesis(text, open) {
            Some(close) => {
                found.push(open..close + 1);
                at = close + 1;
            }
            None => at = open + 1,
        }
    }
    found
}

/// Whether a place lies outside all groups.
fn outside(groups: &[Range<usize>], at: usize) -> bool {
    !groups.iter().any(|g| g.contains(&at))
}

/// Reads one company with what a list prints of it; `None` where there are no words.
pub(crate) fn read(printed: &str) -> Option<Company> {
    let text = undressed(printed);
    if !text.chars().any(char::is_alphabetic) {
        return None;
    }
    let mut company = Company::default();
    let opens = text.matches('(').count();
    if opens != text.matches(')').count() {
        company.problems.push(NO_NAME[0]);
    }
    let all = groups(text);
    let bracketed = all.iter().find_map(|group| {
        let inner = text[group.start + 1..group.end - 1].trim();
        Some((group.clone(), BRACKETED.captures(inner)?))
    });
    if let Some((group, captures)) = bracketed {
        // "X (XYZ) (and 3 subsidiaries: A Co., Ltd. and B)": as without the parentheses.
        let mut company = read(&format!("{}{}", &text[..group.start], &text[group.end..]))?;
        let count = captures
            .name("of")
            .and_then(|of| of.as_str().split_whitespace().find_map(number));
        read_subsidiaries(captures["names"].trim(), count, &mut company);
        return Some(company);
    }
    let clause = FOLLOWERS
        .captures_iter(text)
        .find(|c| c.get(0).is_some_and(|m| outside(&all, m.start())));
    let mut head = text;
    if let Some(captures) = clause
        && let (Some(whole), Some(phrase)) = (captures.get(0), captures.name("phrase"))
    {
        head = &text[..whole.start()];
        let rest = text[whole.end()..].trim();
        let count = captures.name("count").and_then(|c| number(c.as_str()));
        if rest.is_empty() {
            company.followers = Some(phrase.as_str().to_owned());
        } else {
            read_subsidiaries(rest, count, &mut company);
        }
    }
    read_head(head, &mut company);
    if company.name.chars().count() > 160 {
        company.problems.push(NO_NAME[1]);
    }
    if !company
        .name
        .starts_with(|c: char| c.is_uppercase() || c.is_numeric() || !c.is_alphabetic())
    {
        company.problems.push(NO_NAME[2]);
    }
    if SENTENCE.is_match(&company.name) {
        company.problems.push(NO_NAME[3]);
    }
    if FORM_ALONE.is_match(&company.name) {
        company.problems.push(NO_NAME[4]);
    }
    (!company.name.is_empty()).then_some(company)
}

fn read_subsidiaries(rest: &str, count: Option<usize>, company: &mut Company) {
    let (parts, certain) = split(rest, count);
    if !certain {
        company
            .problems
            .push("names of subsidiaries that cannot be told apart");
    }
    for part in parts {
        match read(&rest[part]) {
            Some(subsidiary) => company.subsidiaries.push(subsidiary),
            None => company.problems.push("no name where a subsidiary's is due"),
        }
    }
}

/// The name, up to the first group or marker that brings other names, and those names.
fn read_head(head: &str, company: &mut Company) {
    let mut head = head.trim();
    while let Some(bare) = head.strip_suffix('*') {
        company.starred = true;
        head = bare.trim_end();
    }
    let all = groups(head);
    let brings = |g: &Range<usize>| aliases::brings_names(head[g.start + 1..g.end - 1].trim());
    let group = all.iter().find(|g| brings(g)).map(|g| g.start);
    let marked = comma_marker(head, &all);
    let end = group.into_iter().chain(marked).min().unwrap_or(head.len());
    // Groups at the name's end, from the last backwards, hold short forms, unless they are of it.
    let mut name_end = end;
    for group in all.iter().rev().filter(|g| g.end <= end) {
        let between =
            head[group.end..name_end].trim_matches(|c: char| c == '*' || c.is_whitespace());
        let inner = head[group.start + 1..group.end - 1].trim();
        if !between.is_empty() || aliases::of_the_name(inner) {
            break;
        }
        name_end = group.start;
    }
    undressed(head[..name_end].trim_end_matches('*')).clone_into(&mut company.name);
    if head[..name_end].trim_end().ends_with('*') {
        company.starred = true;
    }
    let rest = &head[name_end..];
    aliases::read(rest, company);
}

/// Where ", formerly known as" or "also known as" stands outside all groups.
fn comma_marker(head: &str, groups: &[Range<usize>]) -> Option<usize> {
    head.match_indices([',', ' ']).find_map(|(at, _)| {
        let after = head[at + 1..].trim_start();
        let marks = outside(groups, at)
            && at > 0
            && aliases::marked(after).is_some_and(|(length, _)| {
                // "formerly" alone could be of a sentence; with a name after it, it marks one.
                after[length..]
                    .trim_start()
                    .starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | 't'))
            });
        marks.then_some(at)
    })
}

fn push(company: &mut Company, name: &str, quality: AliasQuality) {
    let name = undressed(name);
    if name.is_empty() || name == company.name {
        return;
    }
    if !company.aliases.iter().any(|a| a.name == name) {
        company.aliases.push(Alias {
            name: name.to_owned(),
            quality,
        });
    }
}

#[cfg(test)]
mod tests;
