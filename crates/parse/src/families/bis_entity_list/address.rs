//! Addresses as lists and orders print them.

use std::sync::LazyLock;

use fedreg_model::Address;
use regex::Regex;

use super::countries;
use crate::grammar::dates::compile;

// What an address begins with and a name hardly does.
static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\s*(?:#?\s?\d|no\.?\s*\d|n\s?o\s?\d|p\.?\s?o\.?\s*(?:box|drawer)|post\s+office\s+box|p\.?o\.?b\.?\s*\d|box\s+\d|room|rm\.?\s|unit\s|suite|ste\.\s|floor|fl\.\s|flat\s|apt\.?\s|apartment|office\s+(?:no|number|\d|[a-z]?\d)|shop\s|house\s|h\.?\s?no|block\s|blk|bldg|building\s|plot\s|level\s|lot\s|villa|warehouse|street|st\.\s|ul\.|ulitsa|prospekt|pr\.|pereulok|shosse|g\.\s|d\.\s?\d|str\.|korp|calle|avenida|av\.|rua\s|rue\s|via\s|c/o\s|[a-z]\s?[-/]?\s?\d|[a-z]{1,3}[-#]\d|\d+(?:st|nd|rd|th)\b|(?:fci|usp|mcfp|fmc|fpc|fdc|mdc|mcc)\s|(?:u\.s\.|federal)\s+(?:penitentiary|correctional|prison|medical)|near\s|opposite\s|opp\.|behind\s|corner\s|km\.?\s?\d)",
    )
});
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:road|rd|street|st|avenue|ave|lane|blvd|boulevard|drive|highway|district|province|city|town|village|county|township|zone|park|tower|plaza|square|floor|bldg|building|industrial|area|sector|region|oblast|rayon|mahalle\w*|mah|sokak|sok|cad|caddesi|no)\b",
    )
});
static AND: LazyLock<Regex> =
    LazyLock::new(|| compile(r",?\s+(?:and|AND)\s+(?:(?i:with\s+an\s+address\s+at)\s*:?\s*)?"));
static SEE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\s*\(\s*(?:see|also\s+see|also\s+listed|alternate|additional|other)\b[^)]*\)")
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\s*(?:and\s+)?(?:(?:with|at|having|to\s+include)\s+)?(?:the\s+following\s+)?(?:\w+\s+)?(?:additional\s+)?(?:address(?:es)?|locations?)\s*:\s*",
    )
});
static POSTCODE_END: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:\b\d{4,7}(?:-\d{4})?|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2})$",
    )
});

/// Whether words begin as an address does.
pub(crate) fn begins(words: &str) -> bool {
    BEGINS.is_match(words)
}

/// Whether words look like a part of an address rather than of a name.
pub(crate) fn is_like(words: &str) -> bool {
    BEGINS.is_match(words) || PLACE.is_match(words) || ends(words)
}

/// Whether words end as an address does: in a country or a postal code.
pub(crate) fn ends(words: &str) -> bool {
    let words = words.trim().trim_end_matches(['.', ',']);
    country(words).is_some() || POSTCODE_END.is_match(words)
}

/// An address with its country.
pub(crate) fn read(printed: &str) -> Address {
    Address {
        printed: printed.to_owned(),
        country: country(printed).map(str::to_owned),
    }
}

/// The country that an address ends in, as printed.
fn country(printed: &str) -> Option<&str> {
    let mut tail = without_stop(printed.trim().trim_end_matches([',', ' ']));
    // A postal code may follow the country.
    for _ in 0..2 {
        let mut commas = tail.rmatch_indices(", ").map(|(at, _)| at);
        let last = commas.next().map_or(tail, |at| tail[at + 2..].trim());
        if countries::canonical(last).is_some() {
            return Some(last);
        }
        if let Some(two) = commas.next().map(|at| tail[at + 2..].trim())
            && countries::canonical(two).is_some()
        {
            return Some(two);
        }
        // "Russia 192283", "Canada H9X 4A1".
        let mut words = last;
        while let Some((before, code)) = words.rsplit_once(' ') {
            if !code.chars().any(|c| c.is_ascii_digit()) {
                break;
            }
            words = before.trim_end();
        }
        if words.len() < last.len() && countries::canonical(words).is_some() {
            return Some(words);
        }
        // "Moscow Russia", without a comma.
        if let Some(space) = last.rfind(' ')
            && countries::canonical(&last[space + 1..]).is_some()
            && last[space + 1..].len() > 3
        {
            return Some(&last[space + 1..]);
        }
        let shorter = tail.len() - last.len();
        tail = tail[..shorter].trim_end_matches([',', ' ']);
        if !last.chars().any(|c| c.is_ascii_digit()) {
            break;
        }
    }
    None
}

/// The addresses of a printed list: divided at semicolons, and at "and" after a whole address.
pub(crate) fn split(words: &str) -> Vec<String> {
    let words = SEE.replace_all(words, "");
    let words = LABEL.replace(&words, "");
    let mut out = Vec::new();
    for piece in words.split(';') {
        let mut from = 0;
        for found in AND.find_iter(piece) {
            let after = &piece[found.end()..];
            if found.start() > from
                && !within_parentheses(piece, found.start())
                && ends(&piece[from..found.start()])
                && !after.is_empty()
            {
                push(&mut out, &piece[from..found.start()]);
                from = found.end();
            }
        }
        push(&mut out, &piece[from..]);
    }
    out
}

/// Whether a place lies in a parenthesis, as the "and" of "(Behind the Foo and Bar Embassies)".
fn within_parentheses(piece: &str, at: usize) -> bool {
    piece[..at].matches('(').count() > piece[..at].matches(')').count()
}

/// Words that are written with a full stop at the end of names and addresses.
const ABBREVIATIONS: [&str; 30] = [
    "ltd", "inc", "co", "corp", "no", "st", "sti", "bhd", "sdn", "pte", "pvt", "pty", "jr", "sr",
    "est", "bros", "intl", "tic", "san", "univ", "inst", "dept", "rd", "ave", "blvd", "bldg", "fl",
    "rm", "dist", "prov",
];

/// Words without the full stop of their sentence; that of an abbreviation (`U.A.E.`) stays.
pub(crate) fn without_stop(words: &str) -> &str {
    let last = words.rsplit([' ', ',']).next().unwrap_or(words);
    let inner = last.trim_end_matches('.');
    let abbreviation =
        inner.contains('.') || ABBREVIATIONS.contains(&inner.to_lowercase().as_str());
    if abbreviation {
        words
    } else {
        words.trim_end_matches('.')
    }
}

fn push(out: &mut Vec<String>, piece: &str) {
    let mut piece = without_stop(piece.trim().trim_matches([',', ' ', ':']));
    for word in ["and ", "and, ", "and: "] {
        piece = piece.strip_prefix(word).unwrap_or(piece).trim();
    }
    let piece = piece.trim_matches([',', ' ']);
    if !piece.is_empty() && piece != "and" {
        out.push(piece.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::{read, split};

    #[test]
    fn addresses_are_divided_and_know_their_country() {
        let printed = "Room 5, 12 Foo Road, Beijing, China; Unit 3 and 4, Bar Street, Hong Kong; and P.O. Box 7, Dubai, U.A.E.";
        let all = split(printed);
        assert_eq!(
            all,
            [
                "Room 5, 12 Foo Road, Beijing, China",
                "Unit 3 and 4, Bar Street, Hong Kong",
                "P.O. Box 7, Dubai, U.A.E."
            ]
        );
        let countries: Vec<_> = all.iter().map(|a| read(a).country).collect();
        assert_eq!(countries[0].as_deref(), Some("China"));
        assert_eq!(countries[2].as_deref(), Some("U.A.E."));
        assert_eq!(
            read("Pilotov St 18-4, St. Petersburg, Russia, 196210")
                .country
                .as_deref(),
            Some("Russia")
        );
        assert_eq!(
            split(
                "House 1, Foo Road (Behind Pakistan and Bar Embassies), Kabul, Afghanistan, and Baz, Kandahar, Afghanistan"
            ),
            [
                "House 1, Foo Road (Behind Pakistan and Bar Embassies), Kabul, Afghanistan",
                "Baz, Kandahar, Afghanistan"
            ]
        );
        assert_eq!(
            split("12 Elm Street, Apt. 3, Nogales, AZ 85621 and 154 W Mendibles Street, Nogales, AZ 85621").len(),
            2
        );
    }
}
