//! What a substitution means: a name, an alias, a date, a law, an identifier; or only its print.

use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{AuthorityCitation, fold_name};
use regex::Regex;

use crate::grammar::dates::{Effect, compile, effect, first_date};
use crate::grammar::names::{self, Named};
use crate::reading::Law;

/// What a substitution touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The party's primary name.
    Name(String, String),
    /// One of its aliases.
    Alias(String, String),
    /// From when the act holds; what stood there is not always repeated.
    Effective(Option<NaiveDate>, NaiveDate),
    /// The law that the act cites.
    Authority {
        /// As it stood.
        before: String,
        /// As it should.
        after: AuthorityCitation,
    },
    /// Another field of the party, as JSON names it.
    Detail {
        field: &'static str,
        before: String,
        after: String,
    },
    /// Nothing that belongs to a party; what it is, for the reason.
    Idle(&'static str),
    /// It may touch a party, and how is not said.
    Unknown(&'static str),
}

static OF_A_NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:names?|spelling|misspelled|entry\s+for|individual|entity)\b")
});
static OF_AN_ALIAS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\balias(?:es)?\b|\balso\s+known\s+as\b|\ba\.\s?k\.\s?a\b|\baka\b|\bformerly\s+known\b",
    )
});
static OF_AN_EFFECT: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\beffective\b|\btakes?\s+effect\b|\bDATES\b|(?-i:\bEFFECTIVE\b)")
});
static OF_A_SIGNATURE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:dated?|signed|signature|filing|filed)\b"));

static IDENTIFIER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:passport|national\s+(?:id|identification)|identification\s+number|tax\s+id|registration\s+(?:id|number)|vessel\s+registration|IMO\b|MMSI\b|SWIFT|cedula|R\.?F\.?C\.?|C\.?U\.?R\.?P\.?|D-U-N-S|LEI\b|license\s+number)",
    )
});
static BIRTH: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bD\.?O\.?B\b|\bdate\s+of\s+birth\b|\bborn\b"));
static BIRTHPLACE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bP\.?O\.?B\b|\bplace\s+of\s+birth\b"));
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\baddress(?:es)?\s+of\b|\baddress\s+for\b"));

static IDLE: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    [
        (
            r"(?i)\btelephone\b|\bphone\b|\bfax\b|\be-?mail\b|\bweb\s?site\b|\bwww\.|\bhttps?://|\bURL\b",
            "a telephone number or an address on the web",
        ),
        (
            r"(?i)\bdocket\b|\bRIN\b|\bbilling\s+code\b|\bCFR\s+(?:part|citation)\b|\bpublic\s+notice\s+(?:number|no)\b",
            "a docket or notice number",
        ),
        (
            r"(?i)\bfor\s+further\s+information\b|\bcontact\b|\bcomments?\s+(?:due|must|deadline|period)\b|\bmeeting\b",
            "whom to ask or by when to comment",
        ),
    ]
    .into_iter()
    .map(|(pattern, what)| (compile(pattern), what))
    .collect()
});

/// What of a document an instruction touches, where that belongs to no party.
pub(super) fn idle_place(words: &str) -> Option<&'static str> {
    IDLE.iter()
        .find(|(pattern, _)| pattern.is_match(words))
        .map(|(_, what)| *what)
}

/// What it means to put `new` in the place of `old`, by the words around them.
pub(super) fn meaning(
    law: Law<'_>,
    words: &str,
    old: &str,
    new: &str,
    titled: &[Named],
) -> Meaning {
    let is_titled = |name: &str| titled.iter().any(|p| fold_name(&p.name) == fold_name(name));
    if let Some(found) = authority(law, old, new) {
        return found;
    }
    let date = |text: &str| first_date(text).map(|(date, _)| date);
    let fields: [(&Regex, &'static str); 4] = [
        (&IDENTIFIER, "identifiers"),
        (&BIRTH, "dates_of_birth"),
        (&BIRTHPLACE, "places_of_birth"),
        (&ADDRESS, "addresses"),
    ];
    let outside = words.replace(old, " ").replace(new, " ");
    for (pattern, field) in fields {
        if pattern.is_match(words) {
            return Meaning::Detail {
                field,
                before: old.to_owned(),
                after: new.to_owned(),
            };
        }
    }
    if let Some(new_date) = date(new) {
        if OF_AN_EFFECT.is_match(words) {
            let said = match effect(new) {
                Some((Effect::On(date), _)) => date,
                _ => new_date,
            };
            return Meaning::Effective(date(old), said);
        }
        if OF_A_SIGNATURE.is_match(words) {
            return Meaning::Unknown(
                "a correction of a date that is not said to be the effective one",
            );
        }
        return Meaning::Unknown(
            "a correction of a date, of which the words do not say what it dates",
        );
    }
    if old.is_empty() {
        return Meaning::Unknown("a correction whose new text no grammar reads");
    }
    // The title repeats the notice's own, with the misprint or without it.
    if is_titled(old) || is_titled(new) && is_a_name(old) && !OF_AN_ALIAS.is_match(&outside) {
        return Meaning::Name(old.to_owned(), new.to_owned());
    }
    if OF_AN_ALIAS.is_match(words) && is_a_name(old) && is_a_name(new) {
        return Meaning::Alias(old.to_owned(), new.to_owned());
    }
    if let Some(what) = idle_place(words) {
        return Meaning::Idle(what);
    }
    if OF_A_NAME.is_match(&outside) && is_a_name(old) && is_a_name(new) {
        // The title is printed with the mistake, or without it; a name that it does not hold may be
        // an alias or another party.
        return match titled {
            [only] if near(&only.name, old) || near(&only.name, new) => {
                Meaning::Name(old.to_owned(), new.to_owned())
            }
            [_] => Meaning::Alias(old.to_owned(), new.to_owned()),
            _ => Meaning::Unknown("a correction whose party or subject could not be told"),
        };
    }
    if typographical(old, new) {
        return Meaning::Idle("the spelling of ordinary words");
    }
    Meaning::Unknown("a correction whose party or subject could not be told")
}

fn authority(law: Law<'_>, old: &str, new: &str) -> Option<Meaning> {
    let after = law.citations.all(new).into_iter().next()?;
    let before = law.citations.all(old).into_iter().next();
    let same = before
        .is_some_and(|before| before.code == after.code && before.subsection == after.subsection);
    (!same).then(|| Meaning::Authority {
        before: old.to_owned(),
        after,
    })
}

/// Whether words read as one name.
fn is_a_name(words: &str) -> bool {
    let (aliases, problems) = names::alias_list(words);
    problems.is_empty() && aliases.len() == 1 && words.chars().any(char::is_uppercase)
}

/// Whether two names are one but for a letter or two.
fn near(one: &str, other: &str) -> bool {
    let (one, other) = (fold_name(one), fold_name(other));
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 2 {
        return false;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (place, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(row[place] + 1).min(diagonal + 1);
        }
    }
    row.last().is_some_and(|distance| *distance <= 2)
}

/// Whether both are ordinary words: letters in lower case alone, so that no name, date or number is
/// touched.
fn typographical(old: &str, new: &str) -> bool {
    let ordinary = |words: &str| {
        words.split_whitespace().all(|word| {
            let word = word.trim_matches(['.', ',', ';', ':']);
            word.chars().all(char::is_lowercase)
        })
    };
    ordinary(old) && ordinary(new)
}
