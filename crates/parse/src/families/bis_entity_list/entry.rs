//! One entry of a list: name, aliases, addresses, as the entity column prints them.
//!
//! `Name, a.k.a., the following two aliases: —A; and —B. Room 5, …, China; and 12 …, China.`

use std::sync::LazyLock;

use fedreg_model::{Alias, AliasQuality, fold_name};
use regex::Regex;

use super::{address, countries};
use crate::grammar::dates::compile;
use crate::grammar::names::is_acronym;
use crate::grammar::numbers::{number, number_pattern};

/// An entry as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) aliases: Vec<Alias>,
    pub(super) addresses: Vec<String>,
    /// What could not be read whole.
    pub(super) problems: Vec<String>,
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| compile($pattern));
    };
}

pattern!(
    LISTED,
    &format!(
        r"(?i)[,;]?\s*\(?\s*\b(?P<mark>a\.?\s?k\.?\s?a|f\.?\s?k\.?\s?a|n\.?\s?k\.?\s?a|d\.?\s?b\.?\s?a|also\s+known\s+as|formerly\s+known\s+as|now\s+known\s+as|doing\s+business\s+as)\.?\s*,?\s*(?P<listed>(?:by\s+)?(?:the\s+)?following\s+(?:(?P<count>{})\s+)?(?:additional\s+|known\s+)?(?:alias(?:es)?|names?|former\s+names?)\b[^:—]{{0,60}}:?)?\s*",
        number_pattern()
    )
);
pattern!(DASH, r"\s*—\s*");
pattern!(ITEM_END, r"(?i)[;,]?\s*(?:\band\b|\bor\b)?\s*[;,]?\s*$");
pattern!(
    GROUPED,
    r"(?i)\b(?:affiliated\s+entities|subordinate\s+(?:entities|institut\w+)\s*:|and\s+the\s+following\s+(?:\S+\s+){0,3}(?:subordinates?|affiliates?|subsidiaries|entities))\b"
);
pattern!(
    SUFFIX,
    r"(?i)^\s*(?:inc(?:orporated)?|ltd|limited|llc|l\.l\.c|llp|l\.p|lp|co|corp(?:oration)?|company|plc|gmbh|s\.a|s\.a\.r\.l|sarl|s\.r\.l|b\.v|n\.v|a\.g|a\.s|fze|f\.z\.e|fzc|fzco|fz|jsc|pjsc|ojsc|pte|pty|sdn|bhd|s\.l|s\.p\.a|spa|jr|sr|ii|iii|iv|lda|k\.k|san|tic|(?-i:STI|ST))\b\.?(?:[\s,]+(?:ltd|co|inc|c\.v|de\s+c\.v|bhd|llc|private|pvt|sti)\b\.?)*"
);
pattern!(
    INSTITUTION,
    r"(?i)\b(?:institut\w*|universit\w*|academy|corporation|company|group|laborator\w+|factory|department|school|college|research|center|centre|bureau|plant|faculty|branch|division|subsidiary|ministry)\b"
);
pattern!(ACRONYM, r"\s*\((?P<short>[A-Z][A-Za-z0-9&/.-]{1,11})\)$");
// Russian addresses begin in small letters: "d. 1A", "ul. Foo", "pr-t Foo".
pattern!(
    STREET,
    r"^(?:d|ul|pr|pr-t|prosp|per|pl|g|str|korp|pom|kv|of|der|pos|sh|nab|b-r)\.?\s+(?:\d|\p{Lu})"
);
pattern!(STOP, r"\.\s+");

/// Reads an entry. `known` are names as the instructions or the preamble print them, of which the
/// one that begins the entry says where its name ends.
pub(super) fn read(printed: &str, known: &[&str]) -> Entry {
    let mut entry = Entry::default();
    let printed = printed.trim();
    if GROUPED.is_match(printed) {
        let why = "an entry that lists further entities under one name";
        entry.problems.push(why.to_owned());
    }
    let marker = LISTED.captures(printed);
    let before = marker
        .as_ref()
        .and_then(|c| c.get(0))
        .map_or(printed, |m| &printed[..m.start()]);
    // An address before the aliases: "Foo Co., 5 Road, Beijing, China, a.k.a. Bar".
    let end = known_end(printed, known)
        .filter(|end| *end <= before.len())
        .unwrap_or_else(|| {
            if marker.is_some() && !before.contains(';') {
                before.len()
            } else {
                name_end(before)
            }
        });
    entry.name = tidy(&printed[..end]);
    let mut rest = &printed[end..];
    while let Some(found) = LISTED.captures(rest) {
        let Some(whole) = found.get(0) else { break };
        let lead = tidy_address(&rest[..whole.start()]);
        if !lead.is_empty() {
            entry.addresses.extend(address::split(lead));
        }
        let quality = quality(&found["mark"]);
        let after = &rest[whole.end()..];
        if found.name("listed").is_some() {
            let stated = found.name("count").and_then(|m| number(m.as_str()));
            rest = listed(after, quality, stated, &mut entry);
        } else {
            let end = name_end(after);
            let alias = tidy(after[..end].trim_end_matches(')'));
            push_alias(&mut entry, &alias, quality);
            rest = after[end..].trim_start_matches(')');
        }
    }
    entry.addresses.extend(address::split(tidy_address(rest)));
    split_acronym(&mut entry);
    check(&mut entry);
    entry
}

/// Reads dash-led aliases; what follows the last is returned.
fn listed<'e>(
    text: &'e str,
    quality: AliasQuality,
    stated: Option<usize>,
    entry: &mut Entry,
) -> &'e str {
    let mut count = 0;
    let mut rest = text;
    if !text.trim_start().starts_with('—') {
        // Without dashes: separated by semicolons, or the only one.
        let parts: Vec<&str> = text.splitn(stated.unwrap_or(1), ';').collect();
        for (at, part) in parts.iter().enumerate() {
            let last = at + 1 == parts.len();
            let (alias, after) = if last { last_alias(part) } else { (*part, "") };
            push_alias(entry, &tidy(&ITEM_END.replace(alias, "")), quality);
            count += 1;
            if last {
                rest = after;
            }
        }
        check_count(stated, count, entry);
        return rest;
    }
    let starts: Vec<usize> = DASH.find_iter(text).map(|m| m.end()).collect();
    let mut ends: Vec<usize> = DASH.find_iter(text).skip(1).map(|m| m.start()).collect();
    ends.push(text.len());
    let total = starts.len();
    for (at, (start, end)) in starts.into_iter().zip(ends).enumerate() {
        let item = &text[start..end];
        let (alias, after) = if at + 1 == total {
            last_alias(item)
        } else {
            (item, "")
        };
        if at + 1 == total {
            rest = after;
        }
        push_alias(entry, &tidy(&ITEM_END.replace(alias, "")), quality);
        count += 1;
    }
    check_count(stated, count, entry);
    rest
}

fn check_count(stated: Option<usize>, count: usize, entry: &mut Entry) {
    if let Some(stated) = stated.filter(|stated| *stated != count) {
        let why = format!("the entry counts {stated} aliases, {count} were read");
        entry.problems.push(why);
    }
}

/// The last alias of a list, and the addresses after it.
fn last_alias(item: &str) -> (&str, &str) {
    for stop in STOP.find_iter(item) {
        let after = &item[stop.end()..];
        let new_sentence = after
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '#' || c == '(')
            || STREET.is_match(after);
        let short = item[..stop.start()]
            .rsplit([' ', ',', '.'])
            .next()
            .is_some_and(|word| {
                // "ST." after "LTD." is a legal form, "St." a saint or a street.
                word.len() == 1
                    || word != "ST"
                        && matches!(
                            word.to_lowercase().as_str(),
                            "no" | "st" | "dr" | "mr" | "ms" | "inst" | "univ"
                        )
            });
        if new_sentence && !short && !SUFFIX.is_match(after) && !after.is_empty() {
            return (address::without_stop(&item[..=stop.start()]), after);
        }
    }
    // "—Foo Co., Ltd., and the following address: …"; "—Foo; and 12 Road".
    for mark in item.match_indices([';', ',']).map(|(at, _)| at) {
        let after = item[mark + 1..].trim_start();
        let after = after.strip_prefix("and ").unwrap_or(after);
        if address::begins(after) {
            return (&item[..mark], after);
        }
    }
    (item, "")
}

/// The name that a listed item prints: the whole of it, unless aliases or an address follow.
pub(super) fn listed_name(item: &str) -> String {
    let entry = read(item, &[]);
    let addressed = entry.addresses.iter().any(|a| address::is_like(a));
    if addressed || LISTED.is_match(item) {
        let acronym = entry
            .aliases
            .first()
            .filter(|a| a.quality == AliasQuality::Acronym)
            .map(|a| format!("{} ({})", entry.name, a.name));
        acronym.unwrap_or(entry.name)
    } else {
        item.to_owned()
    }
}

/// Where a known name that begins the entry ends.
fn known_end(printed: &str, known: &[&str]) -> Option<usize> {
    // Folding is slow: only names that begin alike are compared.
    let first = printed.chars().find(|c| c.is_alphanumeric())?;
    let alike = |name: &&&str| {
        let letter = name.chars().find(|c| c.is_alphanumeric());
        letter.is_some_and(|c| !c.is_ascii() || !first.is_ascii() || c.eq_ignore_ascii_case(&first))
    };
    let folded: Vec<String> = known
        .iter()
        .filter(alike)
        .map(|name| fold_name(name))
        .collect();
    let longest = folded.iter().map(String::len).max()?;
    let ends = printed
        .char_indices()
        .map(|(at, _)| at)
        .chain([printed.len()])
        .filter(|at| *at > 0);
    let mut best = None;
    for end in ends {
        let head = &printed[..end];
        let at_word_end = !printed[end..].starts_with(char::is_alphanumeric);
        if !at_word_end {
            continue;
        }
        let fold = fold_name(head);
        if fold.len() > longest {
            break;
        }
        if folded.contains(&fold) {
            best = Some(end);
        }
    }
    best
}

/// Where the name that words begin with ends, by its commas alone.
fn name_end(words: &str) -> usize {
    let limit = words.find(';').unwrap_or(words.len());
    let mut from = 0;
    while let Some(comma) = words[from..limit].find(',').map(|at| from + at) {
        let after = &words[comma + 1..limit];
        if let Some(suffix) = SUFFIX.find(after) {
            from = (comma + 1 + suffix.end()).min(limit);
            continue;
        }
        let part = after.split(',').next().unwrap_or(after);
        let institution = INSTITUTION.is_match(part) && !address::is_like(part);
        if !institution {
            return comma;
        }
        from = comma + 1 + part.len();
    }
    limit
}

fn quality(mark: &str) -> AliasQuality {
    match mark.to_lowercase().chars().next() {
        Some('f') => AliasQuality::Former,
        Some('n') => AliasQuality::New,
        _ => AliasQuality::Strong,
    }
}

fn push_alias(entry: &mut Entry, name: &str, quality: AliasQuality) {
    let name = name.trim_matches(['“', '”', ' ', ',']);
    if !name.is_empty() && !entry.aliases.iter().any(|a| a.name == name) {
        entry.aliases.push(Alias {
            name: name.to_owned(),
            quality,
        });
    }
}

/// "Gulf Eagle Contracting (GEC)": the short form is an alias.
fn split_acronym(entry: &mut Entry) {
    let Some(found) = ACRONYM.captures(&entry.name) else {
        return;
    };
    let short = found["short"].to_owned();
    let start = found.get(0).map_or(0, |m| m.start());
    // A legal form in parentheses (`Foo Corporation (SARL)`) is no short form of the name.
    if is_acronym(&short) && !SUFFIX.is_match(&short) && countries::canonical(&short).is_none() {
        entry.name.truncate(start);
        entry.aliases.insert(
            0,
            Alias {
                name: short,
                quality: AliasQuality::Acronym,
            },
        );
    }
}

fn check(entry: &mut Entry) {
    let letters = entry.name.chars().filter(|c| c.is_alphanumeric()).count();
    let open = entry.name.matches('(').count() != entry.name.matches(')').count();
    let dubious = letters < 2
        || entry.name.len() > 250
        || open
        || entry.name.starts_with(|c: char| c.is_lowercase())
        || entry.aliases.iter().any(|a| a.name.len() > 250);
    if dubious {
        let why = format!("“{}” can be no whole name of an entity", entry.name);
        entry.problems.push(why);
    }
}

/// A name without the marks around it; the full stop of an abbreviation stays.
pub(super) fn tidy(name: &str) -> String {
    address::without_stop(name.trim().trim_matches([',', ';', ':', ' '])).to_owned()
}

fn tidy_address(words: &str) -> &str {
    let words = words.trim_start_matches([',', ';', '.', ' ', ')']);
    address::without_stop(words.trim_end_matches([',', ';', ' ']))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn parts(printed: &str, known: &[&str]) -> (String, Vec<String>, Vec<String>, Vec<String>) {
        let entry = read(printed, known);
        let aliases = entry.aliases.into_iter().map(|a| a.name).collect();
        (entry.name, aliases, entry.addresses, entry.problems)
    }

    #[test]
    fn entries_are_read_as_printed() {
        for (printed, known, name, aliases, addresses) in [
            (
                "Beijing Foo Electronics Co., Ltd., a.k.a., the following two aliases: —BFE; and —Foo Beijing Co., Ltd. Room 5, 12 Bar Road, Beijing, China; and Unit 7, Baz Street, Shanghai, China.",
                &[][..],
                "Beijing Foo Electronics Co., Ltd.",
                &["BFE", "Foo Beijing Co., Ltd."][..],
                &[
                    "Room 5, 12 Bar Road, Beijing, China",
                    "Unit 7, Baz Street, Shanghai, China",
                ][..],
            ),
            (
                "Gulf Bird Contracting (GBC), P.O. Box 31, Al Foo Road, Abu Dhabi, U.A.E.",
                &[],
                "Gulf Bird Contracting",
                &["GBC"],
                &["P.O. Box 31, Al Foo Road, Abu Dhabi, U.A.E."],
            ),
            (
                "School of Optics, Foo University, 5 Bar Road, Beijing, China",
                &[],
                "School of Optics, Foo University",
                &[],
                &["5 Bar Road, Beijing, China"],
            ),
            (
                "Foo, Bar and Sons, Green Quarter, Karachi, Pakistan",
                &["Foo, Bar and Sons"],
                "Foo, Bar and Sons",
                &[],
                &["Green Quarter, Karachi, Pakistan"],
            ),
            (
                "Foo Polis Ltd., a.k.a., the following two aliases: —Foo Polis, OOO; and —Obshchestvo Foo Polis. d. 1A pom. 9, Shosse Bar, Krasnogorsk, Russia.",
                &[],
                "Foo Polis Ltd.",
                &["Foo Polis, OOO", "Obshchestvo Foo Polis"],
                &["d. 1A pom. 9, Shosse Bar, Krasnogorsk, Russia"],
            ),
            (
                "Foo Aviation and Logistics, a.k.a., the following one alias: —Foo Havacilik ve Danismanlik SAN. TIC. LTD. ST. Bar Apt. No. 18/5, Antalya, Turkey.",
                &[],
                "Foo Aviation and Logistics",
                &["Foo Havacilik ve Danismanlik SAN. TIC. LTD. ST."],
                &["Bar Apt. No. 18/5, Antalya, Turkey"],
            ),
            (
                "Second Institute of Foo, Ministry of Bar Resources, No. 36 Baz Road, Hangzhou, China",
                &[],
                "Second Institute of Foo, Ministry of Bar Resources",
                &[],
                &["No. 36 Baz Road, Hangzhou, China"],
            ),
            (
                "Foo Trading LLC, a.k.a., Foo General Trading, 1 Creek Road, Dubai, U.A.E.",
                &[],
                "Foo Trading LLC",
                &["Foo General Trading"],
                &["1 Creek Road, Dubai, U.A.E."],
            ),
        ] {
            let (n, a, d, problems) = parts(printed, known);
            assert_eq!(n, name, "{printed}");
            assert_eq!(a, aliases, "{printed}");
            assert_eq!(d, addresses, "{printed}");
            assert!(problems.is_empty(), "{printed}: {problems:?}");
        }
        let (.., problems) = parts(
            "Foo, a.k.a., the following three aliases: —A1; and —B2. 5 Road, Beijing, China",
            &[],
        );
        assert_eq!(problems.len(), 1);
    }
}
