//! The entries of an annex: one person a line, numbered or not, under sub-headings that say what
//! they are; details of birth and office in brackets or after a semicolon.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Alias, AliasQuality, Party, PartyKind, Residue, Role};
use regex::Regex;

use super::annex::{self, Annex};
use crate::grammar::dates::compile;
use crate::grammar::entry::{self, birth};
use crate::grammar::names::{self, Number};
use crate::grammar::scan;
use crate::kinds::names_an_organization;
use crate::notice::{Notice, is_body};

/// What an annex lists.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) parties: Vec<(Party, Range<usize>)>,
    pub(super) residue: Vec<Residue>,
    pub(super) images: Vec<String>,
}

static SUBHEADING: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:(?:[A-Z]|[IVX]{1,4})[.)]\s+)?(?P<kind>individuals?|persons?|entit(?:y|ies)|organi[sz]ations?|companies|groups?|vessels?|ships?|aircraft)\s*(?::|\.|—|$)$",
    )
});

static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?:^|\s)(?P<number>\d{1,3})[.)]\s+[“\x22(]?[A-Z]"));

/// Reads the entries of an annex.
pub(super) fn read(notice: &Notice<'_>, annex: &Annex) -> Listed {
    let mut listed = Listed {
        images: annex::images(notice, annex.blocks.clone()),
        ..Listed::default()
    };
    let mut kind = None;
    let mut numbers = Numbers::default();
    for (index, block) in notice.blocks_from(annex.blocks.start) {
        if index >= annex.blocks.end || block.role == Role::FrDoc {
            break;
        }
        if !is_body(block.role) {
            continue;
        }
        let words = notice.text.words(block);
        let bare = words.trim();
        if !bare.chars().any(char::is_alphanumeric) || is_frame(bare) {
            continue;
        }
        if let Some(found) = SUBHEADING.captures(bare) {
            kind = found.name("kind").and_then(|m| kind_of(m.as_str()));
            numbers.restart();
            continue;
        }
        let start = block.range.start;
        for (number, range) in split(words) {
            if let Some(number) = number
                && !numbers.follows(number)
            {
                let why = "the numbers of the list leave one out, or run twice";
                let at = start + range.start..start + range.end;
                listed.residue.push(notice.residue(at, why));
            }
            numbers.seen(number);
            entry(notice, start, words, range, kind, &mut listed);
        }
    }
    listed
}

static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:the\s+white\s+house\b.{0,40}|billing\s+code\b.*|\[fr\s+doc\b.*|(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2},\s+\d{4}\.?)$",
    )
});

/// Lines of the document's frame that stand among the entries.
fn is_frame(words: &str) -> bool {
    FRAME.is_match(words)
}

fn kind_of(word: &str) -> Option<PartyKind> {
    match word.to_lowercase().as_str() {
        "individual" | "individuals" => Some(PartyKind::Individual),
        "person" | "persons" => None,
        "vessel" | "vessels" | "ship" | "ships" => Some(PartyKind::Vessel),
        "aircraft" => Some(PartyKind::Aircraft),
        _ => Some(PartyKind::Organization),
    }
}

/// The run of numbers before entries; each sub-heading may begin again at one.
#[derive(Debug, Default)]
struct Numbers {
    last: u32,
    begun: bool,
}

impl Numbers {
    fn restart(&mut self) {
        self.begun = false;
    }

    fn follows(&self, number: u32) -> bool {
        number == self.last + 1 || (!self.begun && number == 1)
    }

    fn seen(&mut self, number: Option<u32>) {
        if let Some(number) = number {
            self.last = number;
        }
        self.begun = true;
    }
}

/// The entries that one block holds: several, where their numbers count on within it.
fn split(words: &str) -> Vec<(Option<u32>, Range<usize>)> {
    let mut starts: Vec<(u32, usize, usize)> = Vec::new();
    for found in NUMBERED.captures_iter(words) {
        let (Some(number), Some(whole)) = (found.name("number"), found.get(0)) else {
            continue;
        };
        let Ok(value) = number.as_str().parse::<u32>() else {
            continue;
        };
        let first = starts.is_empty() && words[..number.start()].trim().is_empty();
        let counts_on = starts.last().is_some_and(|(last, ..)| value == last + 1);
        if first || counts_on {
            let name = whole.end() - 1;
            let name = name
                - words[..name]
                    .chars()
                    .next_back()
                    .filter(|c| matches!(c, '“' | '"' | '('))
                    .map_or(0, char::len_utf8);
            starts.push((value, number.start(), name));
        }
    }
    if starts.is_empty() {
        let lead = words.len() - words.trim_start().len();
        let end = words.trim_end().len();
        return vec![(None, lead..end)];
    }
    let mut entries = Vec::new();
    for (at, (number, _, name)) in starts.iter().enumerate() {
        let end = starts
            .get(at + 1)
            .map_or(words.len(), |(_, start, _)| *start);
        let end = name + words[*name..end].trim_end().len();
        entries.push((Some(*number), *name..end));
    }
    entries
}

/// Reads one entry of a block that begins at `start`.
fn entry(
    notice: &Notice<'_>,
    start: usize,
    words: &str,
    range: Range<usize>,
    kind: Option<PartyKind>,
    listed: &mut Listed,
) {
    let printed = words[range.clone()].trim_end_matches([';', ',', ' ']);
    let whole = start + range.start..start + range.start + printed.len();
    // A row of a table holds its number and its name in cells of their own.
    let cells: Vec<&str> = printed.split('\t').map(str::trim).collect();
    let named: Vec<&&str> = cells
        .iter()
        .filter(|cell| cell.chars().any(char::is_alphabetic))
        .collect();
    if named.len() > 1 {
        let why = "a row of the annex whose cells no grammar reads";
        listed.residue.push(notice.residue(whole, why));
        return;
    }
    let text = named.first().map_or(printed, |cell| **cell);
    if LISTED.is_match(text) && named.len() == 1 && cells.len() == 1 {
        read_listed(notice, printed, whole, kind, listed);
        return;
    }
    let (name, details) = part(text);
    let (mut found, problems) = names::parties(name, Number::One, &[]);
    for problem in &problems {
        listed
            .residue
            .push(notice.residue(whole.clone(), problem.why));
    }
    if found.len() != 1 || looks_like_prose(name) {
        let why = "a line of the annex that names no party one could read";
        listed.residue.push(notice.residue(whole, why));
        return;
    }
    let named = found.remove(0);
    let mut party = Party::named(named.name.clone(), PartyKind::Unknown);
    party.aliases = named.aliases;
    read_details(details, &mut party);
    let personal = !party.dates_of_birth.is_empty()
        || !party.places_of_birth.is_empty()
        || !party.nationalities.is_empty();
    party.kind = kind.unwrap_or(if personal {
        PartyKind::Individual
    } else if bears_an_organization(&party) {
        PartyKind::Organization
    } else {
        PartyKind::Unknown
    });
    if party.kind == PartyKind::Individual {
        party.surname = surname(&party.name);
    }
    listed.parties.push((party, whole));
}

/// "EXAMPLE, Jane (a.k.a. …); DOB …", or any entry with a program tag: the form of OFAC's lists.
static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:[\p{Lu}'’ -]{2,},\s+\p{Lu}\p{Ll}[^;]*;|.*\((?:individual|vessel|aircraft)\)|.*\[[A-Z][A-Z0-9-]{2,}\]\.?$)",
    )
});

/// Reads an entry in the form of OFAC's lists; in an annex no tag need close it.
fn read_listed(
    notice: &Notice<'_>,
    printed: &str,
    whole: Range<usize>,
    kind: Option<PartyKind>,
    listed: &mut Listed,
) {
    let Some(found) = entry::parse(printed, whole.start, kind) else {
        let why = "a line of the annex that names no party one could read";
        listed.residue.push(notice.residue(whole, why));
        return;
    };
    for problem in found.problems.iter().filter(|p| p.why != entry::UNTAGGED) {
        listed
            .residue
            .push(notice.residue(problem.range.clone(), problem.why));
    }
    let mut party = found.party;
    if party.kind == PartyKind::Unknown
        && let Some(kind) = kind
    {
        party.kind = kind;
    }
    listed.parties.push((party, whole));
}

static CORPORATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:corporation|corp|holdings?|industr(?:y|ies)|institute|university|ministry|government|agency|directorate|bureau|office|fund|enterprises?|llc|limited|s\.?a\.?|mafia|bank|banco)\b",
    )
});

/// Whether a name, an alias or a short form in parentheses is one that only organizations bear.
fn bears_an_organization(party: &Party) -> bool {
    let shows = |name: &str| names_an_organization(name) || CORPORATE.is_match(name);
    let short = |alias: &Alias| alias.quality == AliasQuality::Acronym;
    shows(&party.name) || party.aliases.iter().any(|a| shows(&a.name) || short(a))
}

static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:shall|hereby|pursuant\s+to|this\s+order|is\s+amended|are\s+blocked|chapter\s+\d|heading\s+\d|subheading|\d{4}\.\d{2})\b",
    )
});

fn looks_like_prose(name: &str) -> bool {
    PROSE.is_match(name)
}

/// "Ayesha QADHAFI": the surname is set in capitals; "MUGABE, Robert": it stands before the comma.
fn surname(name: &str) -> Option<String> {
    if let Some((surname, _)) = name.split_once(',') {
        let capitals =
            surname.chars().any(char::is_alphabetic) && !surname.chars().any(char::is_lowercase);
        return capitals.then(|| surname.trim().to_owned());
    }
    let is_capitals = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 1
            && !word.chars().any(char::is_lowercase)
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals: Vec<&str> = words.iter().copied().filter(is_capitals).collect();
    (!capitals.is_empty() && capitals.len() < words.len()).then(|| capitals.join(" "))
}

static DETAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:(?:alt(?:ernate)?\.?\s+)?(?:d\.?o\.?b\.?|date\s+of\s+birth|born)\b|(?:alt(?:ernate)?\.?\s+)?(?:p\.?o\.?b\.?|place\s+of\s+birth)\b|nationality\b|citizen\b|passport\b)",
    )
});

/// An entry's name with its aliases, and what follows of details.
fn part(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '[' if depth == 0 => return (text[..at].trim_end(), &text[at..]),
            ';' if depth == 0 => return (text[..at].trim_end(), &text[at + 1..]),
            ',' if depth == 0 && DETAIL.is_match(text[at + 1..].trim_start()) => {
                return (text[..at].trim_end(), &text[at + 1..]);
            }
            _ => {}
        }
    }
    (text, "")
}

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)^(?:alt(?:ernate)?\.?\s+)?(?:
            (?P<dob>(?:d\.?o\.?b\.?|date\s+of\s+birth(?:\s*\(DOB\))?|born)\b)\s*:?\s*(?:on\s+|in\s+)?
          | (?P<pob>(?:p\.?o\.?b\.?|place\s+of\s+birth(?:\s*\(POB\))?)\b)\s*:?\s*
          | (?P<nat>nationality\b)\s*(?:of\b|:|,)?\s*
          | (?P<cit>citizen(?:ship)?\b)\s*(?:of\b|:|,)?\s*
        )(?P<value>\S.*)$",
    )
});

/// Reads details where a label explains them; the rest stays as printed.
fn read_details(details: &str, party: &mut Party) {
    let bracketed = details.trim_start().starts_with('[');
    for piece in pieces(details) {
        let Some(found) = LABELLED.captures(piece) else {
            // Brackets give an office; elsewhere text without a label stays text.
            if bracketed && !is_label(piece) {
                party.titles.push(piece.to_owned());
            } else {
                party.remarks.push(piece.to_owned());
            }
            continue;
        };
        let value = found.name("value").map_or("", |m| m.as_str()).trim();
        if found.name("dob").is_some() {
            party.dates_of_birth.push(birth::read(value));
        } else if found.name("pob").is_some() {
            party.places_of_birth.push(value.to_owned());
        } else if found.name("nat").is_some() {
            party.nationalities.push(value.to_owned());
        } else {
            party.citizenships.push(value.to_owned());
        }
    }
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i):|^(?:passport|national\s+id|identification|registration|tax)\b")
});

/// Whether a piece is more than words for an office.
fn is_label(piece: &str) -> bool {
    scan::marker(piece).is_some() || LABEL.is_match(piece)
}

/// The parts of details: between semicolons and brackets, and before a comma that a label follows.
fn pieces(details: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, c) in details.char_indices() {
        let ends = match c {
            '[' | ']' | ';' => true,
            ',' => DETAIL.is_match(details[at + 1..].trim_start()),
            _ => false,
        };
        if ends {
            pieces.push(&details[from..at]);
            from = at + c.len_utf8();
        }
    }
    pieces.push(&details[from..]);
    pieces
        .into_iter()
        .map(|piece| piece.trim().trim_end_matches(['.', ',']).trim_end())
        .filter(|piece| !piece.is_empty())
        .collect()
}
