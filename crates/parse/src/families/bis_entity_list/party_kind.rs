//! What kind of party a name on a list or in an order is.

use std::sync::LazyLock;

use fedreg_model::PartyKind;
use regex::Regex;

use crate::grammar::dates::compile;

static ORGANIZATION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:co|petro\w*|composites?|drones?|uav|resources?|impex|exim|dynamics|micro\w*|nano\w*|ele[ck]tr\w*|mekanik|makina|sanayi\w*|ticaret|havacilik|lojistik|turizm|gida|insaat|otomotiv|zavod\w*|kombinat|predpriyati\w*|institut\w*|nauchn\w*|proizvodstv\w*|tsentr\w*|konstruktorsk\w*|byuro|te[hkc]hn?i[ck]\w*|radio\w*|opti\w*|avto\w*|auto\w*|moto\w*|cables?|wires?|pumps?|valves?|bearings?|glass|paper|textiles?|garments?|foods?|agro\w*|farms?|sources?|sirketi|bilisim|savunma|handels?\w*|vertrieb\w*|leasing|handling|rental|equipment|parts?|spares|stores?|corner|mart|bazaar|gases|gulf|middle\s+east|company|companies|corp|corporation|inc|incorporated|ltd|limited|llc|l\.l\.c|llp|lp|plc|gmbh|(?-i:AG|KG|SA|AB|Kg|AS|AO|NV|BV|OY|Oy|Ab|Ag|KB|GP|SAS|FZ)|s\.a|s\.a\.r\.l|sarl|srl|s\.r\.l|spa|s\.p\.a|b\.v|n\.v|a\.s|fze|f\.z\.e|fzc|fzco|fz-llc|jsc|pjsc|ojsc|cjsc|oao|ooo|zao|pao|pte|pty|sdn|bhd|est|establishment|group|groups|holdings?|enterprises?|industr\w*|industrial|trading|traders?|trade|general|international|intl|import\w*|export\w*|technolog\w*|tech|electronics?|electric\w*|engineering|engineers|systems?|solutions?|services?|institut\w*|universit\w*|academ\w*|college|school|laborator\w*|labs?|research|centre|center|factory|factories|plant|works|bureau|department|ministry|agency|administration|committee|commission|council|authority|organi[sz]ation|association|foundation|society|union|federation|office|bank|airlines?|airways?|aviation|aerospace|aircraft|aero|air|avia\w*|shipping|shipyard|marine|maritime|logistics|cargo|freight|forward\w*|transport\w*|supply|supplies|suppliers?|products?|production|manufactur\w*|instruments?|optics?|optical|semiconductor\w*|microelectronics?|components?|computers?|computing|software|hardware|network\w*|telecom\w*|communications?|data|cloud|digital|security|energy|nuclear|power|chemical\w*|chemistry|pharma\w*|medical|biotech\w*|materials?|metals?|mining|steel|oil|gas|petrol\w*|machine\w*|tools?|motors?|automation|robotics?|space|missile|rocket|satellite|defen[cs]e|military|army|navy|force|state|national|federal|republic|scientific|science|innovation|development|design|projects?|ventures?|invest\w*|capital|finance|financial|consult\w*|management|global|world|universal|brothers|bros|sons|&\s+co|associates|partners?|agencies|representatives?|house|store|shop|firm|club|team|unit|brigade|regiment|arsenal|hospital|commercial|business|market\w*|sales|distribution|distributors?|dealer\w*|lines?|express|base|station|complex|corporation's|scb|npo|nii|okb|fgup|fsue|uab|d\.o\.o|doo|eood|ood|kft|ltda|s\.a\.s|sro|s\.r\.o|tic|san|sti|ltd\.?sti|san\.|a\.ş|lda|k\.k|kk|zrt|bvba|aps)\b\.?",
    )
});
static PARTICLES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:al|el|bin|ibn|bint|de|da|dos|di|del|la|van|von|den|der|le|st|mc|abu|abd|ul|ur|ud|e|y|jr|sr|ii|iii|iv|dr|mr|mrs|ms|eng|haji|sheikh)\.?$",
    )
});
static TITLED: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^(?:mr|mrs|ms|dr|prof|sheikh|capt|col|gen)\.?\s"));

/// What the words of a name show: an organization, or nothing.
pub(crate) fn of_name(name: &str) -> PartyKind {
    if TITLED.is_match(name) {
        return PartyKind::Individual;
    }
    // A word such as "No. 13" or a figure is in no person's name.
    if ORGANIZATION.is_match(name) || name.chars().any(|c| c.is_ascii_digit()) {
        PartyKind::Organization
    } else {
        PartyKind::Unknown
    }
}

/// Whether a name that no word shows to be an organization's has a person's form: two to six words,
/// each beginning with a capital letter.
pub(crate) fn by_form(name: &str) -> PartyKind {
    let bare = name.split(['(', '“']).next().unwrap_or(name).trim();
    // Lists and orders print no person by one name.
    if !bare.is_empty() && !bare.contains([' ', ',']) {
        return PartyKind::Organization;
    }
    let words: Vec<&str> = bare.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    let personal = |word: &&str| {
        PARTICLES.is_match(word)
            || word.chars().next().is_some_and(char::is_uppercase)
                && word
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '.'))
                && !(word.len() > 5 && word.contains('.'))
    };
    if (2..=6).contains(&words.len()) && words.iter().all(personal) {
        PartyKind::Individual
    } else {
        PartyKind::Unknown
    }
}

/// Whether words speak of a party as of a person: by "his" or "her", "Mr." or "an individual".
pub(crate) fn speaks_of_person(words: &str, name: &str) -> bool {
    static PRONOUN: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?i)\b(?:on\s+(?:his|her)\s+behalf|(?:his|her)\s+(?:successors|representatives|assigns|conviction|export\s+privileges)|was\s+sentenced\s+to|months?\s+(?:in\s+prison|of\s+imprisonment|of\s+confinement)|supervised\s+release)\b",
        )
    });
    let surname = name.rsplit(' ').next().unwrap_or(name);
    PRONOUN.is_match(words)
        || words.contains(&format!("Mr. {surname}"))
        || words.contains(&format!("Ms. {surname}"))
}
