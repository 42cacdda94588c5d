//! The clause of an order that acts: "First, from the date of this Order until …, X, …, may not,
//! directly or indirectly, participate in any way".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::grammar::dates::compile;

// What a denied person may no longer do, in the wordings of every era.
static DENIES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?P<not>,?\s*\bmay\s+not\b\s*,?\s*(?:directly\s+or\s+indirectly\s*,?\s*)?(?:in\s+any\s+manner\s+or\s+capacity\s*,?\s*)?participate\b)|(?P<privileges>,?\s*\b(?:is|are|be)\s+(?:hereby\s+)?denied\s+(?:for\s+[^.;]{1,80}?\s+)?(?:all\s+|the\s+)?(?:of\s+\w+\s+)?(?:export\s+)?privileges\b)",
    )
});
// Where a clause begins: the nearest of these before the verb.
static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:\b(?:First|Second|Third|Fourth|Fifth|FIRST|SECOND|THIRD)\b\s*[,.:]\s*|(?:^|\n|\s)(?:I{1,3}|IV|V|[A-C1-5])\.\s+|(?i:\bit\s+is\s+(?:therefore|hereby|further|accordingly)?\s*(?:hereby\s+|further\s+|therefore\s+)?ordered\b)\s*[,:.]?\s*)",
    )
});
// Time and dress before the name.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?is)^\s*(?:(?-i:First|Second|Third|Fourth|FIRST|SECOND)\s*[,:.]\s*|(?:that|and|further|accordingly)\b[\s,:]*|(?:from|for|until|through|beginning|commencing|effective|during|starting)\b[^;]*?(?:\b[12]\d{3}\b|\bdate\s+of\s+(?:(?:this|the|its|his|her)\s+)?(?:final\s+)?(?:decision\s+and\s+)?(?:order|conviction|entry|publication)(?:\s+in\s+the\s+Federal\s+Register)?|\bFederal\s+Register|\bOrder)\s*,\s*|the\s+(?:following\s+)?(?:export\s+privileges\s+of|respondents?|persons?\s+(?:named|listed)\s+(?:below|above))\s*,?\s*)",
    )
});
// Where the names end.
static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)[,;]?\s*(?:\band\b\s*,?\s*)?\b(?:when|while)\s+(?:\w+\s+){0,2}acting\b|[,;]\s*(?:and\s*,?\s+)?(?:its|his|her|their|any|all(?:\s+of)?(?:\s+(?:its|his|her|their))?)\s+(?:\w+\s+(?:or|and)\s+)?(?:successors?|representatives?|agents?|assign(?:s|ees)?|employees|officers|affiliates|subsidiaries)\b|\s*\((?:each|collectively|individually|hereinafter|all)\b|[,;]\s*and\s*,\s*for\s+so\s+long\b",
    )
});
static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:the\s+)?(?:above[-\s]named\s+|aforementioned\s+|following\s+|said\s+)?(?:denied\s+persons?|respondents?|related\s+persons?|persons?|parties|party|part(?:y|ies)\s+named|companies|individuals?|entities|each|no\s+person|he|she|they|it)\b[^A-Z]*$",
    )
});
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\s*\((?:the\s+|hereinafter,?\s+(?:referred\s+to\s+as\s+)?|collectively,?\s+)?[“\x22][^)]*\)",
    )
});

/// The range of the names in the first clause of `words` that denies, and that of the whole clause.
pub(super) fn denying(words: &str) -> Option<(Range<usize>, Range<usize>)> {
    DENIES.find_iter(words).find_map(|denies| {
        let opened = OPENS
            .find_iter(&words[..denies.start()])
            .filter(|open| is_clause_mark(words, open.start(), open.end()))
            .last()?;
        let names = narrowed(words, opened.end()..denies.start());
        (!names.is_empty()).then(|| {
            let whole = opened.start()..denies.end();
            (names, whole)
        })
    })
}

/// An initial ("Joseph A. Smith", "S.A. de C.V.") begins no clause.
fn is_clause_mark(words: &str, start: usize, end: usize) -> bool {
    let mark = words[start..end].trim();
    let short = mark.len() <= 4 && mark.ends_with('.');
    if !short || words[start..end].starts_with('\n') {
        return true;
    }
    let before = words[..start].trim_end();
    before.is_empty() || before.ends_with(['.', ':', ';', '—', '"', '”'])
}

// "I. Until …": a figure before the time; the initial of "I. Ash" stays.
static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^\s*(?:I{1,3}|IV|V|[A-C1-5])\.\s+(?:Until|From|For|That|Effective|until|from|for|that)\b",
    )
});

/// Names without the time before them and the dress after them.
fn narrowed(words: &str, range: Range<usize>) -> Range<usize> {
    let mut start = range.start;
    if FIGURE.is_match(&words[start..range.end])
        && let Some(stop) = words[start..range.end].find('.')
    {
        start += stop + 1;
    }
    while let Some(lead) = LEAD
        .find(&words[start..range.end])
        .filter(|m| !m.is_empty())
    {
        start += lead.end();
    }
    let end = ENDS
        .find(&words[start..range.end])
        .map_or(range.end, |m| start + m.start());
    let text = &words[start..end];
    let trimmed = text.trim_start_matches([' ', ',', '\n', ':']);
    let start = start + (text.len() - trimmed.len());
    let end = start + trimmed.trim_end_matches([' ', ',', ';', '\n']).len();
    start..end
}

/// Whether words only point at a party that is named elsewhere.
pub(super) fn is_no_name(name: &str) -> bool {
    NO_NAME.is_match(name.trim())
}

/// The words without short forms such as `(“Mahan”)` and `(the “Denied Person”)`.
pub(super) fn without_short_forms(words: &str) -> String {
    QUOTED.replace_all(words, "").into_owned()
}
