//! What an order blocks in its own text: a named government or entity, or whoever is determined to
//! meet its criteria.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, Party, PartyKind};
use regex::Regex;

use super::order::Order;
use super::record;
use crate::grammar::dates::compile;
use crate::grammar::names::{self, Number, is_acronym};
use crate::notice::{Notice, Sentence};
use crate::reading::Reading;

static BLOCKS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bproperty\b[^;]{0,900}?\b(?:(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?:\w+\s+and\s+)?blocked)\b",
    )
});

static HYPOTHETICAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:whose|if|persons?\s+who\b|where|such\s+persons?|any\s+such|donations?|constitutional\s+presence|may\s+have|determin\w+\s+that\s+circumstances|no\s+longer\s+warrant)\b",
    )
});

static ECONOMIC_POWERS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\bInternational\s+Emergency\s+Economic\s+Powers\s+Act\b|\bIEEPA\b")
});

static PROHIBITS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:the\s+following\s+(?:(?:activities|actions|transactions)\s+)?(?:are|shall\s+be)\s+(?:hereby\s+)?prohibited|(?:is|are|shall\s+be)\s+(?:hereby\s+)?prohibited\b|\bauthorized\s+to\s+impose\b[^.]{0,120}\bsanctions?\b|\b(?:shall|may|to)\s+impose\b[^.]{0,160}\bsanctions?\b)",
    )
});

fn sentences<'n>(
    notice: &'n Notice<'_>,
    end: usize,
) -> impl Iterator<Item = (usize, &'n Sentence)> {
    notice
        .sentences
        .iter()
        .enumerate()
        .filter(move |(_, s)| s.block < end)
}

/// Whether a sentence itself blocks property, and does not speak of property blocked otherwise.
fn blocks(words: &str) -> Option<Range<usize>> {
    let found = BLOCKS.find(words)?;
    let clause = &words[found.range()];
    let after = words[found.end()..].trim_start();
    let elsewhere = after.starts_with("pursuant to") || after.starts_with("under ");
    (!elsewhere && !HYPOTHETICAL.is_match(clause)).then(|| found.range())
}

/// Whether the order speaks of blocked property at all.
pub(super) fn speaks_of_blocking(notice: &Notice<'_>, end: usize) -> bool {
    sentences(notice, end).any(|(_, s)| BLOCKS.is_match(notice.words(&s.range)))
}

/// The sentence by which the order creates an authority to block or to sanction.
pub(super) fn creates(notice: &Notice<'_>, end: usize) -> Option<Range<usize>> {
    let blocking = sentences(notice, end)
        .find(|(_, s)| blocks(notice.words(&s.range)).is_some())
        .map(|(_, s)| s.range.clone());
    blocking.or_else(|| {
        let under_ieepa =
            sentences(notice, end).any(|(_, s)| ECONOMIC_POWERS.is_match(notice.words(&s.range)));
        sentences(notice, end)
            .find(|(_, s)| under_ieepa && PROHIBITS.is_match(notice.words(&s.range)))
            .map(|(_, s)| s.range.clone())
    })
}

/// "any transaction … with Example Ltd. (a.k.a. …), or its subsidiaries"
static DEALINGS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?:[Tt]ransactions?|[Dd]ealings?|[Aa]cquisitions?)\b[^;]{0,300}?\b(?:with|involving|of|by)\s+(?:the\s+)?\p{Lu}[\p{L}\d&.'-]*(?:\s+\p{Lu}[\p{L}\d&.'-]*){0,6}?,?\s+(?:(?:Ltd|Limited|Inc|Incorporated|LLC|Co|Corp|Corporation|Company|Group|Holdings|GmbH|AG|PLC|S\.A)\b|\(a\.?k\.?a\b)",
    )
});

/// The sentence that prohibits dealings with a company by its name.
pub(super) fn prohibits_named(notice: &Notice<'_>, end: usize) -> Option<Range<usize>> {
    let prohibits = sentences(notice, end).any(|(_, s)| PROHIBITS.is_match(notice.words(&s.range)));
    sentences(notice, end)
        .find(|(_, s)| prohibits && DEALINGS.is_match(notice.words(&s.range)))
        .map(|(_, s)| s.range.clone())
}

/// "property and interests in property of X that are in the United States"
static OF_WHOM: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:interests?\s+in\s+property|property)\s+(?:and\s+interests\s+in\s+property\s+)?of\s+(?P<whom>[^;:]*?)\s*,?\s+(?:that\s+(?:are|is|come|hereafter)\b|now\s+or\s+hereafter\b|(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?:\w+\s+and\s+)?blocked\b|in\s+the\s+United\s+States\b|wherever\b)",
    )
});

/// "within the possession or control of any United States person, of X are blocked"
static OF_WHOM_LAST: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bUnited\s+States\s+persons?\b(?:,?\s+including\s+any\s+(?:foreign|overseas)\s+branch(?:es)?(?:\s+of\s+(?:a\s+|any\s+)?United\s+States\s+persons?)?)?\s*,?\s+of\s+(?P<whom>[^;:]*?)\s+(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?:\w+\s+and\s+)?blocked\b",
    )
});

/// "property … that are in the United States of the Government of X, and Y, are blocked"
static OF_WHOM_HERE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bin\s+the\s+United\s+States\s*,?\s+of\s+(?P<whom>[^;:]*?)\s*,?\s+(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?:\w+\s+and\s+)?blocked\b",
    )
});

/// "property … that are in the United States of the following persons are blocked"
static OF_A_CLASS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bof\s+(?P<whom>(?:the\s+following|following|any|all|each|those)\s+(?:foreign\s+)?(?:persons?|individuals?|entit(?:y|ies))\b[^;:]*?)\s+(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?:\w+\s+and\s+)?blocked\b",
    )
});

static CLASS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:the\s+following\b|following\b|any\b|all\b|each\b|every\b|persons?\b|individuals?\b|entit(?:y|ies)\b|foreign\s|those\b|certain\b|such\b|(?:the\s+)?persons?\b|an?\s|a\s+person|(?:the\s+)?(?:individuals|entities)\b)",
    )
});

static ENUMERATED: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?:^|[\s;:])\((?:[ivx]{1,4}|[A-H]|[a-h]|\d)\)\s+"));

static ARTICLE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^(?:(?i:and|or)\s+)?(?:(?i:the)\s+)?"));

static ANY: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)^(?:any|all|each|every|other)\s"));

/// Whether an item describes whom it means, and names nobody.
fn is_criterion(item: &str) -> bool {
    let bare = &item[ARTICLE.find(item).map_or(0, |article| article.end())..];
    ANY.is_match(bare) || bare.starts_with(char::is_lowercase)
}

/// Reads the parties that the order's own text blocks by name.
pub(super) fn read_named(notice: &Notice<'_>, order: &Order, end: usize, reading: &mut Reading) {
    for (at, sentence) in sentences(notice, end) {
        let words = notice.words(&sentence.range);
        let Some(clause) = blocks(words) else {
            continue;
        };
        let clause = &words[clause];
        let whom = OF_WHOM_LAST
            .captures(clause)
            .or_else(|| OF_WHOM.captures(clause))
            .or_else(|| OF_A_CLASS.captures(clause))
            .or_else(|| OF_WHOM_HERE.captures(clause))
            .and_then(|c| c.name("whom"))
            .map(|m| m.as_str().trim());
        match whom {
            Some(whom) if CLASS.is_match(whom) => {
                for item in items(notice, at, end) {
                    add(notice, order, item, sentence, reading);
                }
            }
            Some(whom) => {
                for piece in pieces(whom) {
                    add(notice, order, piece, sentence, reading);
                }
            }
            None => {
                let why = "blocks property in words that do not show whose";
                reading
                    .residue
                    .push(notice.residue(sentence.range.clone(), why));
            }
        }
    }
}

/// The enumerated items of the list that a sentence opens, those that name somebody.
fn items<'n>(notice: &'n Notice<'_>, at: usize, end: usize) -> Vec<&'n str> {
    let mut named = Vec::new();
    for (offset, sentence) in sentences(notice, end).skip(at) {
        let words = notice.words(&sentence.range);
        let own = offset == at;
        let from = if own {
            blocks(words).map_or(words.len(), |range| range.end)
        } else {
            0
        };
        let rest = &words[from..];
        let mut starts = ENUMERATED.find_iter(rest).peekable();
        if !own && starts.peek().is_none_or(|first| first.start() > 0) {
            break;
        }
        while let Some(start) = starts.next() {
            let stop = starts.peek().map_or(rest.len(), regex::Match::start);
            let item = rest[start.end()..stop]
                .trim()
                .trim_end_matches(" and")
                .trim_end_matches(" or")
                .trim_end_matches([';', '.', ',', ':'])
                .trim();
            if !item.is_empty() && !is_criterion(item) {
                named.push(item);
            }
        }
    }
    named
}

static DEPENDENTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:,|\s+and)?\s+(?:(?:any|all|its|their)\s+)+(?:(?:overseas|foreign|political)\s+)*(?:agenc(?:y|ies)|instrumentalit(?:y|ies)|subdivisions?|controlled\s+entities|branch(?:es)?)\b(?:,?\s*(?:and|or)?\s*(?:(?:its|their|any|or)\s+)*(?:agenc(?:y|ies)|instrumentalit(?:y|ies)|controlled\s+entities|subdivisions?)(?:\s+thereof)?)*",
    )
});

static PARTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"\s*,?\s+including\s+(?:the\s+)?|\s*,?\s+and\s+(?:of\s+)?the\s+|\s*,\s+(?:the\s+)?")
});

/// "the Government of Iran, including the Central Bank of Iran": two names.
fn pieces(whom: &str) -> Vec<String> {
    let bare = DEPENDENTS.replace_all(whom, "");
    PARTED
        .split(&bare)
        .map(|piece| piece.trim().trim_matches(',').trim().to_owned())
        .filter(|piece| !piece.is_empty())
        .collect()
}

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:[Tt]he\s+)?\p{Lu}[\w.'’-]*(?:\s+(?:\p{Lu}[\w.'’-]*|of|the|and|for|de|da|du|al|el|\(\p{Lu}[\w.-]*\)))*$",
    )
});

/// Adds one name as a party of the order, or says that it could not be read.
fn add(
    notice: &Notice<'_>,
    order: &Order,
    name: impl AsRef<str>,
    sentence: &Sentence,
    reading: &mut Reading,
) {
    let name = name.as_ref();
    let unread = |reading: &mut Reading| {
        let why = "blocks the property of a party whose name could not be read whole";
        reading
            .residue
            .push(notice.residue(sentence.range.clone(), why));
    };
    if !NAMED.is_match(name) {
        return unread(reading);
    }
    let (mut found, problems) = names::parties(name, Number::One, &[]);
    if !problems.is_empty() || found.len() != 1 {
        return unread(reading);
    }
    let named = found.remove(0);
    let mut party = Party::named(named.name.clone(), PartyKind::Organization);
    party.aliases = named.aliases;
    // "DAB": the name that the order gives this short form.
    if is_acronym(&named.name) {
        let Some(full) = spelled_out(notice, &named.name) else {
            return unread(reading);
        };
        let (mut found, problems) = names::parties(&full, Number::One, &[]);
        if !problems.is_empty() || found.len() != 1 {
            return unread(reading);
        }
        let whole = found.remove(0);
        party.name = whole.name;
        party.aliases = whole.aliases;
    }
    if reading
        .records
        .iter()
        .any(|r| r.party.name == party.name && r.action == Action::Designation)
    {
        return;
    }
    let quote = notice.quote(sentence.range.clone());
    let ground = Some(quote.text.clone());
    let citation = order.citation();
    reading.records.push(record(
        notice,
        order,
        Action::Designation,
        party,
        citation,
        quote,
        ground,
    ));
}

/// "Da Afghanistan Bank (DAB)", for "DAB".
fn spelled_out(notice: &Notice<'_>, short: &str) -> Option<String> {
    let pattern = format!(
        r"(?P<full>\p{{Lu}}[\w'’-]*(?:\s+(?:of|the|and|for|\p{{Lu}}[\w'’-]*))*\s+\((?:the\s+)?[“‘\x22]?{}[”’\x22]?\))",
        regex::escape(short)
    );
    let pattern = Regex::new(&pattern).ok()?;
    let found = pattern.captures(&notice.text.text)?;
    found
        .name("full")
        .map(|m| m.as_str().replace(['“', '”'], ""))
}
