//! What kind of party a name is, from the words around it.

use std::sync::LazyLock;

use fedreg_model::{Alias, AliasQuality, PartyKind};
use regex::Regex;

use crate::families::Family;
use crate::grammar::dates::compile;
use crate::grammar::names::is_acronym;

/// The words around a party.
pub(crate) struct Context<'a> {
    pub(crate) family: &'a dyn Family,
    pub(crate) sentence: &'a str,
    pub(crate) clause: &'a str,
}

static INTRODUCED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?P<noun>organi[sz]ations?|individuals?|persons?|entit(?:y|ies)|groups?)\s+(?:known\s+as|named|called)\b",
    )
});

static PERSONAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:is|are|as)\s+(?:each\s+)?(?:an?\s+|the\s+|one\s+of\s+the\s+)?(?:senior\s+|key\s+|top\s+|current\s+|former\s+|deputy\s+|high-ranking\s+)*(?:leaders?|members?|officials?|commanders?|founders?|heads?|individuals?)\b|\b1\s?\(a\)\s?\(ii\)\s?\(B\)",
    )
});

static INDIVIDUALS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:aforementioned|following|above-named|these|those|the)\s+(?:\w+\s+)?individuals?\b|\bborn\s+(?:at|in|on|[A-Z0-9])|\bdate\s+of\s+birth\b|\bDOB\b|\b(?:his|her)\s+(?:primary\s+)?(?:name|aliases)\b",
    )
});

static COLLECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:is|are)\s+(?:each\s+)?(?:an?\s+)?(?:foreign\s+)?(?:organi[sz]ations?|groups?|entit(?:y|ies))\b|\b(?:aforementioned|following|these)\s+(?:organi[sz]ation|group|entit)",
    )
});

static ORGANIZATION_WORD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:organi[sz]ation|group|party|front|army|armed|brigades?|battalions?|battalion|regiment|movement|network|cartel|cartels|carteles|mara|tren|barrio|clan|familia|banda|collective|council|state|islamic|jihad|mujahid\w*|mujahed\w*|harakat|kata'?ib|jama\w*|jaysh|jaish|lashkar\w*|ansar\w*|hizb\w*|hezb\w*|hamas|al-?qa'?ida|isis|isil|daesh|taliban|committee|union|league|foundation|society|association|federation|force|forces|corps|guard|brotherhood|command|faction|liberation|revolution\w*|resistance|relief|company|co\.|ltd\.?|inc\.?|bank|trust|center|centre|province|wilayat|los|tehrik\w*|tehreek\w*|asa'?ib|saraya|liwa|unit|cell|gang|volunteer|defen[cs]e|antifa|terrorgram)\b",
    )
});

/// Whether a name holds a word that only organizations bear.
pub(crate) fn names_an_organization(name: &str) -> bool {
    ORGANIZATION_WORD.is_match(name)
}

/// The kind of a party: how the notice introduces it, what it says the party is, what the name and
/// its short forms show; `unknown` where nothing says.
pub(crate) fn kind(
    context: &Context<'_>,
    name: &str,
    printed: &str,
    aliases: &[Alias],
) -> PartyKind {
    let usual = context.family.usual_kind();
    if usual != PartyKind::Unknown {
        return usual;
    }
    let introduced = INTRODUCED
        .captures(printed)
        .or_else(|| INTRODUCED.captures(context.clause))
        .and_then(|c| c.name("noun"))
        .map(|noun| noun.as_str().to_lowercase());
    match introduced.as_deref() {
        Some(noun) if noun.starts_with("individual") => return PartyKind::Individual,
        Some(noun) if !noun.starts_with("person") => return PartyKind::Organization,
        _ => {}
    }
    if ORGANIZATION_WORD.is_match(name) {
        return PartyKind::Organization;
    }
    if INDIVIDUALS.is_match(context.clause)
        || PERSONAL.is_match(context.clause)
        || PERSONAL.is_match(context.sentence)
    {
        return PartyKind::Individual;
    }
    let short_form = aliases
        .iter()
        .any(|a| a.quality == AliasQuality::Acronym || is_acronym(&a.name));
    if COLLECTIVE.is_match(context.sentence)
        || short_form
        || aliases.iter().any(|a| ORGANIZATION_WORD.is_match(&a.name))
    {
        return PartyKind::Organization;
    }
    if printed.to_lowercase().starts_with("individual") {
        return PartyKind::Individual;
    }
    PartyKind::Unknown
}
