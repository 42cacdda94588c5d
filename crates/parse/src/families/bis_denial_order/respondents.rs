//! Respondents with their aliases, addresses and inmate numbers.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, Address, Alias, AliasQuality, Identifier, PartyKind, fold_name};
use regex::Regex;

use super::clause::without_short_forms;
use crate::families::bis_entity_list::{address, party_kind};
use crate::grammar::dates::compile;

/// A party as an order or its caption prints it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Respondent {
    pub(super) name: String,
    pub(super) aliases: Vec<Alias>,
    pub(super) printed_addresses: Vec<String>,
    pub(super) identifiers: Vec<Identifier>,
    /// What is done to this one, where it differs from what is done to the others.
    pub(super) action: Option<Action>,
}

impl Respondent {
    /// The name and its aliases.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(|a| a.name.as_str()))
    }

    /// Whether both are one party: the same name, or a name that is the other's alias.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let theirs: Vec<String> = other.names().map(fold_name).collect();
        self.names().any(|name| theirs.contains(&fold_name(name)))
    }

    /// Adds what the caption prints and the order does not.
    pub(super) fn complete_from(&mut self, caption: &Self) {
        let own = fold_name(&self.name);
        for alias in &caption.aliases {
            let folded = fold_name(&alias.name);
            if folded != own && !self.aliases.iter().any(|a| fold_name(&a.name) == folded) {
                self.aliases.push(alias.clone());
            }
        }
        if self.printed_addresses.is_empty() {
            self.printed_addresses
                .clone_from(&caption.printed_addresses);
        }
        for identifier in &caption.identifiers {
            if !self.identifiers.iter().any(|i| i.value == identifier.value) {
                self.identifiers.push(identifier.clone());
            }
        }
    }

    pub(super) fn addresses(&self) -> Vec<Address> {
        self.printed_addresses
            .iter()
            .map(|a| address::read(a))
            .collect()
    }

    /// The countries of the addresses.
    pub(super) fn countries(&self) -> Vec<String> {
        let mut countries: Vec<String> = Vec::new();
        for country in self.addresses().into_iter().filter_map(|a| a.country) {
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        countries
    }
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| compile($pattern));
    };
}

pattern!(
    ALIAS,
    r"(?i)[,;]?\s*\(?\s*\b(?P<mark>a\.?/?\s?k\.?/?\s?a\.?|also\s+known\s+as|d\.?/?\s?b\.?/?\s?a\.?|doing\s+business\s+as|f\.?/?\s?k\.?/?\s?a\.?|formerly\s+known\s+as|n\.?/?\s?k\.?/?\s?a\.?|now\s+known\s+as|trading\s+as|t/a|alias)(?:\s|,|:|$)\s*"
);
pattern!(
    NUMBER,
    r"(?i)[,;]?\s*\b(?:(?P<label>(?:federal\s+)?inmate|inmte|(?:federal\s+)?register|reg\.?|bop|usm)\s+(?:register\s+)?(?:numbers?|nos?\.?|#)?)\s*:?\s*#?(?P<value>[0-9][0-9A-Za-z-]{3,14})\s*,?"
);
pattern!(
    DRESS,
    r"(?i)[,;]?\s*\b(?:and\s+)?(?:(?:currently\s+)?(?:incarcerated|detained|imprisoned)\s+(?:at|in)|(?:with|at|having|whose)\s+(?:an?\s+|his\s+|her\s+|its\s+|the\s+)?(?:last\s+known\s+|current\s+|additional\s+|second\s+|other\s+)*address(?:es)?(?:\s+(?:is|are|of|at|in))?|last\s+known\s+address(?:es)?(?:\s+(?:is|at|of))?|(?:located|residing|resident)\s+(?:at|in)|with\s+(?:offices?|a\s+place\s+of\s+business)\s+(?:at|in)|currently\s+at)\s*:?\s*"
);
pattern!(
    STREET,
    r"(?i)\b(?:street|st|str|road|rd|avenue|ave|lane|drive|blvd|boulevard|highway|shosse|prospekt)\.?$"
);
// Commas that stand inside a name.
pattern!(
    SUFFIX,
    r"(?i)^\s*(?:inc(?:orporated)?|ltd|limited|llc|l\.l\.c|llp|l\.p|lp|co|corp(?:oration)?|company|plc|gmbh|s\.a|s\.a\.r\.l|s\.r\.l|b\.v|n\.v|a\.g|fze|f\.z\.e|fzc|fzco|fz|jsc|pjsc|ojsc|pte|pty|sdn|bhd|s\.l|s\.p\.a|spa|jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq)\b\.?(?:\s+(?:ltd|co|inc|c\.v|de\s+c\.v|bhd|llc)\b\.?)*"
);
pattern!(BY_AND, r",?\s+(?:and|AND)\s+");

/// Divides a printed list of respondents; `known` are names that begin one. `several`: the order
/// speaks of more than one, so that "and" may stand between two.
pub(super) fn split(words: &str, known: &[&str], several: bool) -> Vec<Respondent> {
    let bare = without_short_forms(words);
    let mut out: Vec<Respondent> = Vec::new();
    for piece in pieces(&bare, known, several) {
        let piece = address::without_stop(piece.trim().trim_end_matches([',', ' ']));
        let piece = piece
            .strip_prefix("and ")
            .or_else(|| piece.strip_prefix("and, "))
            .unwrap_or(piece)
            .trim();
        if piece.is_empty() || piece.eq_ignore_ascii_case("and") {
            continue;
        }
        // A piece that is an address goes to the respondent before it.
        let first = piece.split(',').next().unwrap_or(piece);
        let starts_address = address::begins(piece)
            || STREET.is_match(first)
            || DRESS.find(piece).is_some_and(|m| m.start() == 0);
        match out.last_mut() {
            Some(last) if starts_address => {
                let read = respondent(&format!("X, {piece}"));
                last.printed_addresses.extend(read.printed_addresses);
                last.identifiers.extend(read.identifiers);
            }
            Some(last) if ALIAS.find(piece).is_some_and(|m| m.start() == 0) => {
                let read = respondent(&format!("X {piece}"));
                last.aliases.extend(read.aliases);
                last.printed_addresses.extend(read.printed_addresses);
            }
            _ => out.push(respondent(piece)),
        }
    }
    out.retain(|r| !r.name.is_empty());
    out
}

/// The pieces between semicolons and line ends, and between "and" before a known name.
fn pieces<'w>(words: &'w str, known: &[&str], several: bool) -> Vec<&'w str> {
    let mut cuts: Vec<Range<usize>> = words
        .char_indices()
        .filter(|(_, c)| matches!(c, ';' | '\n'))
        .map(|(at, c)| at..at + c.len_utf8())
        .collect();
    for found in BY_AND.find_iter(words).filter(|_| several) {
        let rest = &words[found.end()..];
        let folded = fold_name(rest);
        let is_known = known.len() > 1
            && known
                .iter()
                .any(|name| folded.starts_with(&fold_name(name)));
        // Where semicolons part respondents, "and" parts the addresses of one.
        let parts = || !words.contains(';') && parts_two(&words[..found.start()], rest);
        if is_known || parts() {
            cuts.push(found.range());
        }
    }
    cuts.sort_by_key(|cut| cut.start);
    let mut out = Vec::new();
    let mut from = 0;
    for cut in cuts {
        if cut.start >= from {
            out.push(&words[from..cut.start]);
            from = cut.end;
        }
    }
    out.push(&words[from..]);
    out
}

/// Whether "and" between these parts two respondents: a company's name or a whole address ends
/// before it, and what comes begins as a name does.
fn parts_two(before: &str, after: &str) -> bool {
    static COMPANY: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\b(?:inc|ltd|limited|llc|l\.l\.c|corp|corporation|company|co|gmbh|fze|fzco|plc|jsc|s\.a|llp)\b\.?$",
        )
    });
    let first = after.split([',', ';', '\n']).next().unwrap_or(after);
    let named = party_kind::of_name(first) == PartyKind::Organization
        && !first.starts_with(|c: char| c.is_ascii_digit())
        || party_kind::by_form(first) == PartyKind::Individual;
    let ends = COMPANY.is_match(before)
        || address::ends(before.rsplit([';', '\n']).next().unwrap_or(before));
    ends && named && !address::is_like(first) && first.starts_with(char::is_uppercase)
}

/// Whether an order speaks of more than one denied person.
pub(super) fn speaks_of_several(order: &str) -> bool {
    static SEVERAL: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\bdenied\s+persons\b|\bcollectively\b|\beach\s+(?:an?\s+)?(?:of\s+)?[“\x22]?denied|\brespondents\b|\brelated\s+persons\b|\b(?:two|three|four|five|six|both|the)\s+(?:companies|entities|individuals|parties)\b|\bagainst\s+[^.;]{3,120}\s+and\s+[A-Z]",
        )
    });
    SEVERAL.is_match(order)
}

/// Reads one respondent.
fn respondent(piece: &str) -> Respondent {
    let mut out = Respondent::default();
    let mut rest = piece.to_owned();
    while let Some(found) = NUMBER.captures(&rest) {
        let (Some(whole), Some(value)) = (found.get(0), found.name("value")) else {
            break;
        };
        let label = found.name("label").map_or("", |m| m.as_str());
        let label = if label.to_lowercase().contains("reg") {
            "Register Number"
        } else {
            "Inmate Number"
        };
        let identifier = Identifier::new(label, value.as_str(), None);
        if !out.identifiers.contains(&identifier) {
            out.identifiers.push(identifier);
        }
        let range = whole.range();
        rest.replace_range(range, ", ");
    }
    let end = name_end(&rest);
    out.name = tidy(&rest[..end]);
    let mut tail = &rest[end..];
    while let Some(found) = ALIAS
        .captures(tail)
        .filter(|c| c.get(0).is_some_and(|m| m.start() == 0))
    {
        let Some(whole) = found.get(0) else { break };
        let mark = found["mark"].to_lowercase();
        let after = &tail[whole.end()..];
        let end = name_end(after);
        let quality = if mark.starts_with('f') {
            AliasQuality::Former
        } else if mark.starts_with('n') {
            AliasQuality::New
        } else {
            AliasQuality::Strong
        };
        let name = tidy(after[..end].trim_end_matches(')'));
        let name = name.strip_suffix(" and").unwrap_or(&name);
        if !name.is_empty() {
            let name = name.to_owned();
            out.aliases.push(Alias { name, quality });
        }
        tail = after[end..].trim_start_matches(')');
    }
    for part in DRESS.split(tail) {
        out.printed_addresses.extend(address::split(part));
    }
    out
}

/// Where the name that `words` begins with ends.
fn name_end(words: &str) -> usize {
    let mut end = words.len();
    for pattern in [&*ALIAS, &*DRESS] {
        if let Some(found) = pattern.find(words).filter(|m| m.start() > 0) {
            end = end.min(found.start());
        }
    }
    let mut from = 0;
    while let Some(comma) = words[from..end].find(',').map(|at| from + at) {
        let after = &words[comma + 1..];
        match SUFFIX.find(after) {
            Some(suffix) => from = (comma + 1 + suffix.end()).min(end),
            None => return comma,
        }
    }
    end
}

fn tidy(name: &str) -> String {
    let name = name.trim().trim_matches([',', ';', ':', ' ']);
    let name = name.strip_prefix("the ").unwrap_or(name);
    address::without_stop(name).to_owned()
}

/// Whether a name cannot be whole or cannot be one.
pub(super) fn is_doubtful(name: &str) -> bool {
    static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)^(?:until|from|for|that|this|during|effective|beginning|pursuant|the\s+(?:export|order|denial|temporary|respondent|person)|all\s+outstanding|any|no)\b|\b(?:shall|hereby|may\s+not|is\s+denied|ordered|participate)\b|\bdate\s+of\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d",
        )
    });
    NO_NAME.is_match(name)
        || name.len() > 160
        || name
            .chars()
            .next()
            .is_none_or(|c| c.is_lowercase() && !name.starts_with("al-"))
        || name.chars().filter(|c| c.is_alphabetic()).count() < 2
        || name.matches('(').count() > name.matches(')').count() + 1
}

/// What kind of party it is: by its number as an inmate, by its name, by the words of the order.
pub(super) fn kind(respondent: &Respondent, order: &str) -> PartyKind {
    if !respondent.identifiers.is_empty() {
        return PartyKind::Individual;
    }
    let by_name = party_kind::of_name(&respondent.name);
    if by_name != PartyKind::Unknown {
        return by_name;
    }
    if party_kind::speaks_of_person(order, &respondent.name) {
        return PartyKind::Individual;
    }
    if respondent
        .aliases
        .iter()
        .any(|a| party_kind::of_name(&a.name) == PartyKind::Organization)
    {
        return PartyKind::Organization;
    }
    party_kind::by_form(&respondent.name)
}
