//! Names and aliases: from a phrase as printed to parties, splitting only where the print does.
//!
//! Spellings are kept: near-identical aliases stay distinct, and only dress (quotation marks, a
//! lower-case article, trailing punctuation) is taken off.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Alias, AliasQuality, fold_name};
use regex::Regex;

use super::dates::compile;
use super::scan::{Token, marker, tokens};

/// A party as a phrase names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The name as printed.
    pub(crate) name: String,
    /// The whole of what is said of it, relative to the phrase.
    pub(crate) range: Range<usize>,
    /// Its aliases in printed order.
    pub(crate) aliases: Vec<Alias>,
}

/// A part of a phrase that could not be read as names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where, relative to the phrase.
    pub(crate) range: Range<usize>,
    /// Why, for a reviewer.
    pub(crate) why: &'static str,
}

/// How many parties the sentence around a phrase speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// "the aforementioned organization"
    One,
    /// "the following organizations"
    Many,
    /// The sentence does not say.
    Unsaid,
}

/// Reads `phrase` as one party or several.
///
/// `hints` are folded names expected in the phrase (from the title); where markers alone leave
/// open whether a listed name is a new party or one more alias, they decide.
pub(crate) fn parties(phrase: &str, number: Number, hints: &[String]) -> (Vec<Named>, Vec<Problem>) {
    let mut reader = Reader::new(phrase, number, hints);
    reader.read();
    (reader.parties, reader.problems)
}

/// Reads `phrase` as a list of aliases only (`A, B, C (also known as D), and E`).
pub(crate) fn alias_list(phrase: &str) -> (Vec<Alias>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut aliases = Vec::new();
    read_aliases(phrase, 0, AliasQuality::Strong, &mut aliases, &mut problems);
    (aliases, problems)
}

/// One item of a list: what stands between separators.
#[derive(Debug)]
struct Segment {
    before: Separator,
    marker: Option<AliasQuality>,
    content: Vec<Token>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Start,
    Comma,
    Semicolon,
    /// "and" after a semicolon.
    SemicolonAnd,
    /// "and", alone or after a comma.
    And,
    None,
}

impl Segment {
    fn range(&self) -> Option<Range<usize>> {
        let start = token_range(self.content.first()?)?;
        let end = token_range(self.content.last()?)?;
        Some(start.start..end.end)
    }
}

/// The range of a token with its parentheses.
fn token_range(token: &Token) -> Option<Range<usize>> {
    match token {
        Token::Words(range) | Token::And(range) | Token::Marker(range, _) => Some(range.clone()),
        Token::Group(range) => Some(range.start - 1..range.end + 1),
        Token::Comma | Token::Semicolon => None,
    }
}

fn segments(phrase: &str) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut separator = Separator::Start;
    let mut open = false;
    for token in tokens(phrase) {
        match token {
            Token::Comma | Token::Semicolon | Token::And(_) => {
                separator = match (&token, separator, open) {
                    (Token::And(_), Separator::Semicolon, false) => Separator::SemicolonAnd,
                    (Token::And(_), _, _) => Separator::And,
                    (Token::Semicolon, _, _) => Separator::Semicolon,
                    _ => Separator::Comma,
                };
                open = false;
            }
            Token::Marker(_, quality) => {
                let before = if open { Separator::None } else { separator };
                segments.push(Segment { before, marker: Some(quality), content: Vec::new() });
                open = true;
            }
            Token::Words(_) | Token::Group(_) => {
                let fresh = !open;
                match segments.last_mut() {
                    Some(segment) if !fresh => segment.content.push(token),
                    _ => segments.push(Segment {
                        before: separator,
                        marker: None,
                        content: vec![token],
                    }),
                }
                open = true;
            }
        }
    }
    segments.retain(|s| !s.content.is_empty());
    merge_suffixes(phrase, &mut segments);
    segments
}

static SUFFIX: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:inc|incorporated|ltd|limited|llc|l\.l\.c|co|corp|s\.a|sa|s\.a\.r\.l|sarl|gmbh|plc|jr|sr|ii|iii|iv|n\.v|b\.v|a\.s|s\.p\.a|pte|pvt|f\.z\.e|fze|fzco|fz-llc)\.?(?:\s|$)",
    )
});

/// `Acme, Inc.` is one name: a comma before a corporate or personal suffix separates nothing.
fn merge_suffixes(phrase: &str, segments: &mut Vec<Segment>) {
    let mut at = 1;
    while at < segments.len() {
        let suffix = segments[at].before == Separator::Comma
            && segments[at].marker.is_none()
            && matches!(segments[at].content.first(), Some(Token::Words(r)) if SUFFIX.is_match(&phrase[r.clone()]) && phrase[r.clone()].split_whitespace().count() <= 2);
        if suffix {
            let content = std::mem::take(&mut segments[at].content);
            let previous = &mut segments[at - 1].content;
            for token in content {
                match (previous.last_mut(), token) {
                    (Some(Token::Words(before)), Token::Words(range)) => before.end = range.end,
                    (_, token) => previous.push(token),
                }
            }
            segments.remove(at);
        } else {
            at += 1;
        }
    }
}

struct Reader<'a> {
    phrase: &'a str,
    number: Number,
    hints: &'a [String],
    parties: Vec<Named>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn new(phrase: &'a str, number: Number, hints: &'a [String]) -> Self {
        Self { phrase, number, hints, parties: Vec::new(), problems: Vec::new() }
    }

    fn read(&mut self) {
        let segments = segments(self.phrase);
        let several = self.names_several(&segments);
        // A semicolon separates parties if each part brings its own aliases; otherwise it is just
        // a stronger comma between the aliases of one.
        let semicolons = segments
            .iter()
            .any(|s| matches!(s.before, Separator::Semicolon | Separator::SemicolonAnd));
        let hinted = self.hinted(&segments);
        let mut quality: Option<AliasQuality> = None;
        let count = segments.len();
        let mut detail = false;
        for (index, segment) in segments.iter().enumerate() {
            if index > 0 && segment.marker.is_none() && self.is_detail(segment) {
                quality = None;
                detail = true;
                continue;
            }
            if detail && segment.marker.is_none() && !self.introduces(segment) {
                continue;
            }
            detail = false;
            let begins_party = if index == 0 || self.introduces(segment) {
                true
            } else if segment.marker.is_some() || !several {
                false
            } else if let Some(hinted) = &hinted {
                hinted.contains(&index)
            } else if semicolons {
                matches!(segment.before, Separator::Semicolon | Separator::SemicolonAnd)
            } else {
                quality.is_none() || (segment.before == Separator::And && index + 1 == count)
            };
            if begins_party {
                quality = segment.marker;
                self.begin(segment, several && index + 1 == count && !segments_have_and(&segments));
            } else {
                quality = segment.marker.or(quality);
                self.alias(segment, quality);
                let named = segment
                    .range()
                    .is_some_and(|range| !is_no_name(&self.phrase[range]));
                if several && hinted.is_none() && !semicolons && segment.marker.is_none() && named {
                    self.problem(segment, "cannot tell a further party from a further alias");
                }
            }
        }
    }

    /// "born at …", "a citizen of …": details of a person, which are no aliases.
    fn is_detail(&self, segment: &Segment) -> bool {
        segment.range().is_some_and(|range| DETAIL.is_match(self.phrase[range].trim()))
    }

    /// "the individual known as X" begins a party wherever it stands.
    fn introduces(&self, segment: &Segment) -> bool {
        segment.marker.is_none()
            && segment.range().is_some_and(|range| INTRODUCTION.is_match(self.phrase[range].trim()))
    }

    fn names_several(&self, segments: &[Segment]) -> bool {
        match self.number {
            Number::One => false,
            Number::Many => true,
            // Nothing around the phrase says how many: markers outside parentheses belong to one
            // party; a list without them names several.
            Number::Unsaid => segments.len() > 1 && segments.iter().all(|s| s.marker.is_none()),
        }
    }

    /// The segments at which a hinted name stands, if every hint is found.
    fn hinted(&self, segments: &[Segment]) -> Option<Vec<usize>> {
        if self.hints.len() < 2 {
            return None;
        }
        let heads: Vec<String> = segments
            .iter()
            .map(|s| match (s.marker, s.content.first()) {
                (None, Some(Token::Words(r))) => fold_name(&clean(&self.phrase[r.clone()])),
                _ => String::new(),
            })
            .collect();
        let mut found = Vec::new();
        for hint in self.hints {
            found.push(heads.iter().position(|head| head == hint)?);
        }
        found.sort_unstable();
        found.dedup();
        (found.len() == self.hints.len()).then_some(found)
    }

    fn begin(&mut self, segment: &Segment, split_last_and: bool) {
        let Some(range) = segment.range() else { return };
        let (name_range, groups) = self.name_of(segment);
        let name_text = &self.phrase[name_range.clone()];
        // "A, B and C" without a comma before "and": the last two are still two parties.
        if split_last_and
            && groups.iter().all(|g| is_no_name(self.phrase[g.clone()].trim()))
            && let Some(at) = name_text.rfind(" and ")
        {
            let first = name_range.start..name_range.start + at;
            let second = name_range.start + at + " and ".len()..name_range.end;
            self.party(first.clone(), first, &[]);
            self.party(second.clone(), second, &[]);
            return;
        }
        self.party(name_range, range, &groups);
    }

    fn party(&mut self, name: Range<usize>, range: Range<usize>, groups: &[Range<usize>]) {
        let printed = &self.phrase[name.clone()];
        let cleaned = clean(printed);
        if is_no_name(&cleaned) {
            return;
        }
        if let Some(why) = implausible(&cleaned) {
            self.problems.push(Problem { range: name.clone(), why });
        }
        self.parties.push(Named { name: cleaned, range, aliases: Vec::new() });
        for group in groups {
            self.group(group.clone());
        }
    }

    fn alias(&mut self, segment: &Segment, quality: Option<AliasQuality>) {
        let Some(range) = segment.range() else { return };
        let (name, groups) = self.name_of(segment);
        let cleaned = clean(&self.phrase[name.clone()]);
        if quality.is_none() && !is_no_name(&cleaned) {
            self.problem(segment, "a name follows without \"also known as\"");
        }
        let Some(party) = self.parties.last_mut() else { return };
        party.range.end = range.end;
        let mut aliases = Vec::new();
        push_alias(
            &self.phrase[name.clone()],
            name.start,
            quality.unwrap_or(AliasQuality::Strong),
            &mut aliases,
            &mut self.problems,
        );
        extend(party, aliases);
        for group in groups {
            self.group(group);
        }
    }

    fn group(&mut self, group: Range<usize>) {
        let mut aliases = Vec::new();
        read_group(self.phrase, group, &mut aliases, &mut self.problems);
        if let Some(party) = self.parties.last_mut() {
            extend(party, aliases);
        }
    }

    /// The range of a segment's name, and the groups that hold aliases.
    fn name_of(&self, segment: &Segment) -> (Range<usize>, Vec<Range<usize>>) {
        name_and_groups(self.phrase, &segment.content)
    }

    fn problem(&mut self, segment: &Segment, why: &'static str) {
        if let Some(range) = segment.range() {
            self.problems.push(Problem { range, why });
        }
    }
}

static DETAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:born\b|d\.?o\.?b\b|p\.?o\.?b\b|(?:date|place|year)\s+of\s+birth|nationality\b|national\s+of|(?:a\s+)?(?:citizen|resident|national)\s+of|passport\b|(?:alt\.?\s+)?(?:identity|national\s+id)\b)",
    )
});

static INTRODUCTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:and\s+)?(?:the\s+)?(?:(?:organizations?|groups?|entity|entities|individuals?|persons?)\s+(?:known\s+as|named|called)|(?:its|their)\s+(?:\w+\s+)?(?:leaders?|founders?|commanders?|members?|emir|spokes\w+),?)\s",
    )
});

fn segments_have_and(segments: &[Segment]) -> bool {
    segments.iter().any(|s| matches!(s.before, Separator::And | Separator::SemicolonAnd))
}

/// A group in the middle of a name (`M & S (PVT) LTD.`) belongs to it; groups at its end hold
/// aliases, and so does one that begins with a marker.
fn name_and_groups(phrase: &str, content: &[Token]) -> (Range<usize>, Vec<Range<usize>>) {
    let mut name: Option<Range<usize>> = None;
    let mut groups = Vec::new();
    for (index, token) in content.iter().enumerate() {
        match token {
            Token::Words(range) => match &mut name {
                None => name = Some(range.clone()),
                Some(name) if groups.is_empty() => name.end = range.end,
                Some(_) => {}
            },
            Token::Group(range) => {
                let words_follow =
                    content[index + 1..].iter().any(|t| matches!(t, Token::Words(_)));
                let inner = phrase[range.clone()].trim();
                let part_of_name = name.is_some()
                    && words_follow
                    && marker(inner).is_none()
                    && !is_no_name(inner)
                    && groups.is_empty();
                if part_of_name {
                    if let Some(name) = &mut name {
                        name.end = range.end + 1;
                    }
                } else {
                    groups.push(range.clone());
                }
            }
            Token::Marker(..) | Token::Comma | Token::Semicolon | Token::And(_) => {}
        }
    }
    (name.unwrap_or(0..0), groups)
}

/// Reads what stands inside parentheses after a name.
fn read_group(
    phrase: &str,
    group: Range<usize>,
    aliases: &mut Vec<Alias>,
    problems: &mut Vec<Problem>,
) {
    let inner = &phrase[group.clone()];
    let lead = inner.len() - inner.trim_start().len();
    let body = inner.trim();
    if is_no_name(body) || is_short_title(body) {
        return;
    }
    let start = group.start + lead;
    if marker(body).is_some() {
        read_aliases(body, start, AliasQuality::Strong, aliases, problems);
    } else {
        let quality = if is_acronym(body) { AliasQuality::Acronym } else { AliasQuality::Strong };
        read_aliases(body, start, quality, aliases, problems);
    }
}

/// Reads a list of aliases; `offset` is where `text` starts in the phrase.
fn read_aliases(
    text: &str,
    offset: usize,
    first: AliasQuality,
    aliases: &mut Vec<Alias>,
    problems: &mut Vec<Problem>,
) {
    let segments = segments(text);
    // With semicolons in the list, commas are part of its names.
    let by_semicolon = segments
        .iter()
        .any(|s| s.marker.is_none() && matches!(s.before, Separator::Semicolon | Separator::SemicolonAnd));
    let mut quality = first;
    let mut index = 0;
    while index < segments.len() {
        let segment = &segments[index];
        if let Some(marked) = segment.marker {
            quality = marked;
        }
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
        push_alias(&text[name.clone()], offset + name.start, quality, &mut found, problems);
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

fn push_alias(
    printed: &str,
    offset: usize,
    quality: AliasQuality,
    aliases: &mut Vec<Alias>,
    problems: &mut Vec<Problem>,
) {
    for part in quoted_alternatives(printed) {
        let cleaned = clean_alias(part);
        if is_no_name(&cleaned) {
            continue;
        }
        if let Some(why) = implausible(&cleaned) {
            problems.push(Problem { range: offset..offset + printed.len(), why });
        }
        aliases.push(Alias { name: cleaned, quality });
    }
}

static ALTERNATIVES: LazyLock<Regex> =
    LazyLock::new(|| compile(r#"(?i)[”"]\s*,?\s*(?:and|or)\s+(?:the\s+)?[“"]"#));

/// `“A” and “B”` are two names; quotation marks show where each ends.
fn quoted_alternatives(printed: &str) -> Vec<&str> {
    ALTERNATIVES.split(printed).collect()
}

fn extend(party: &mut Named, aliases: Vec<Alias>) {
    for alias in aliases {
        let known = alias.name == party.name || party.aliases.iter().any(|a| a.name == alias.name);
        if !known {
            party.aliases.push(alias);
        }
    }
}

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:(?:\(?[0-9]{1,3}[.)]|\(?[a-z][.)]|[•·▪○*–—-])\s+|and\s+|or\s+|as\s+|(?:(?:the|a|an)\s+)?(?:following\s+)?(?:foreign\s+)?(?:organizations?|groups?|entity|entities|individuals?|persons?|party|parties|(?:its|their)\s+(?:\w+\s+)?(?:leaders?|founders?|commanders?|members?|emir))(?:\s*,)?\s+(?:(?:known\s+as|named|called)\s+)?:?\s*|known\s+as\s+)",
    )
});

static ARTICLE: LazyLock<Regex> = LazyLock::new(|| compile(r"^the\s+"));
static QUOTED_ARTICLE: LazyLock<Regex> = LazyLock::new(|| compile(r#"^the\s+(?:[“"‘])"#));

static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix),?\s+(?:and|or|with)\s+(?:
            (?:all\s+|any\s+)?(?:of\s+)?(?:its|their|his|her)?\s*(?:respective\s+|other\s+|additional\s+|associated\s+)*alias(?:es)?
          | (?:any|all|its|their)\s+(?:and\s+all\s+|other\s+)*(?:successors?|sub-?units?|subsidiar(?:y|ies))\b.*
          | others?
        )$ | ,?\s+et\.?\s*al\.?$",
    )
});

/// Takes off a party's name what is grammar and not name: list numbers, "and", a lower-case
/// article, quotation marks, end punctuation.
pub(crate) fn clean(printed: &str) -> String {
    undress(printed, true)
}

/// The same for an alias, whose lower-case article is kept as printed ("also known as the Youth").
fn clean_alias(printed: &str) -> String {
    undress(printed, false)
}

fn undress(printed: &str, primary: bool) -> String {
    let mut name = printed.trim();
    loop {
        let before = name;
        name = name.trim().trim_start_matches([',', ';', ':']).trim_end_matches([',', ';', ':']);
        name = name.trim();
        if let Some(found) = LEAD.find(name) {
            name = &name[found.end()..];
        }
        if let Some(found) = ARTICLE.find(name)
            && (primary || QUOTED_ARTICLE.is_match(name))
        {
            name = &name[found.end()..];
        }
        for (open, close) in [('“', '”'), ('"', '"'), ('‘', '’')] {
            if name.starts_with(open)
                && name.ends_with(close)
                && name.len() > open.len_utf8()
                && name.matches([open, close]).count() == 2
            {
                name = &name[open.len_utf8()..name.len() - close.len_utf8()];
            }
        }
        if let Some(found) = TAIL.find(name) {
            name = &name[..found.start()];
        }
        if name.ends_with('.') && !ends_with_abbreviation(name) {
            name = &name[..name.len() - 1];
        }
        if name == before {
            break;
        }
    }
    name.to_owned()
}

fn ends_with_abbreviation(name: &str) -> bool {
    let last = name.rsplit([' ', ',']).next().unwrap_or(name);
    let word = last.trim_end_matches('.');
    word.contains('.')
        || matches!(
            word.to_ascii_lowercase().as_str(),
            "inc" | "ltd" | "co" | "corp" | "jr" | "sr" | "pvt" | "bros" | "est" | "cia" | "ltda"
        )
        || (word.chars().count() == 1 && word.chars().all(char::is_uppercase))
}

static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)^(?:
            (?:and\s+)?(?:all\s+|any\s+)?(?:of\s+)?(?:its|their|his|her)?\s*(?:respective\s+|other\s+|additional\s+|associated\s+|various\s+)*(?:alias|aliases|names|variants|spellings|transliterations|variant\s+spellings)(?:\s+and\s+(?:other\s+)?(?:aliases|names|transliterations))?
          | (?:and\s+|among\s+)?others?
          | et\.?\s*al\.?,?
          | including\s.*
          | (?:and\s+)?(?:any|all|its|their)\s+(?:and\s+all\s+|other\s+)*(?:successors?|sub-?units?|subsidiar(?:y|ies)|components?|affiliates?|front\s+groups?|offices?)\b.*
          | collectively,?\s.*
          | (?:all|any)\s+(?:designated|known|other)\s+aliases
          | and | or | the | as | each | both | all | respectively
          | )$",
    )
});

/// Words that stand where a name could and name nobody.
pub(crate) fn is_no_name(text: &str) -> bool {
    let bare = text.trim().trim_end_matches(['.', ',', ';']);
    NO_NAME.is_match(bare) || bare.chars().all(|c| matches!(c, '"' | '“' | '”' | '\'' | ' '))
}

static SHORT_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r#"(?i)^(?:hereinafter|hereafter|collectively|the\s+[“"']|[“"](?:the\s+)?(?:INA|Act|Order|E\.O\.|Secretary|Department)\b)"#)
});

/// `(hereinafter “INA”)` gives a short title to a law, not an alias to a party.
fn is_short_title(body: &str) -> bool {
    SHORT_TITLE.is_match(body)
}

/// Whether a parenthesised text is a short form: capitals, no spaces to speak of.
pub(crate) fn is_acronym(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().count() <= 16
        && capitals >= 2
        && capitals * 2 >= letters
        && !text.contains(char::is_whitespace)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '&' | '\''))
}

static SENTENCE_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:hereby|pursuant|whereas|determin(?:e|es|ed|ation)|designat(?:e|es|ed|ion|ions)|shall|sections?\s+\d|u\.s\.c|executive\s+order|e\.o\.\s*\d|federal\s+register|aforementioned|respect\s+to|published|effective|is\s+a\b|has\s+been|have\s+been|committed|circumstances)\b",
    )
});

static PARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:al|el|an|ar|as|ash|at|ad|az|ath|il|ul|ibn|bin|bint|abu|de|del|della|di|da|dos|van|von|la|le|les|los|las|e|i|o|u|d|l|ag|ould|f|n|17)(?:[-'‘’` ]|$)",
    )
});

/// Why a text is hardly a name, if it is not.
fn implausible(name: &str) -> Option<&'static str> {
    if !name.chars().any(char::is_alphabetic) {
        return Some("no letters where a name is due");
    }
    if name.chars().count() > 160 {
        return Some("too long for a name");
    }
    if SENTENCE_WORDS.is_match(name) {
        return Some("words of a sentence where a name is due");
    }
    let mut depth = 0_i32;
    for c in name.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth < 0 {
            break;
        }
    }
    if depth != 0 {
        return Some("a parenthesis that does not close");
    }
    // The first word of a name has a capital, unless it is an article or a particle.
    let bare = ARTICLE.find(name).map_or(name, |article| &name[article.end()..]);
    let first = bare.split_whitespace().next().unwrap_or_default();
    let lower = first.chars().next().is_some_and(char::is_lowercase);
    if lower && !PARTICLE.is_match(first) && !first.contains(char::is_uppercase) {
        return Some("no capital letter where a name is due");
    }
    None
}

#[cfg(test)]
mod tests;
