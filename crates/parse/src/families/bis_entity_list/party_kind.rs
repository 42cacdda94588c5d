//! What kind of party a name on a list or in an order is.
//!
//! `name_words.txt` holds words that are common in the names of persons and rare in those of
//! organizations: words that two or more individuals of the List of Specially Designated Nationals
//! (2022) bear, and common given names.

use std::collections::HashSet;
use std::sync::LazyLock;

use fedreg_model::{PartyKind, fold_name};
use regex::Regex;

use super::countries;
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

/// What a name on a list shows by its form: a person's where it has the form of one and holds a word
/// that persons are called by. A list says of nobody what he is, and names such as
/// "Intermodal Maldives" have the form of a person's, too: without such a word nothing is claimed.
pub(crate) fn by_name_words(name: &str) -> PartyKind {
    static NAME_WORDS: LazyLock<HashSet<&'static str>> =
        LazyLock::new(|| include_str!("name_words.txt").lines().collect());
    let kind = by_form(name);
    if kind != PartyKind::Individual {
        return kind;
    }
    let folded = fold_name(name);
    let words: Vec<&str> = folded.split(' ').collect();
    let countries =
        (0..words.len()).any(|at| countries::at_start(&words[at..].join(" ")).is_some());
    if !countries && words.iter().any(|word| NAME_WORDS.contains(word)) {
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

#[cfg(test)]
mod tests {
    use super::{by_name_words, of_name};
    use fedreg_model::PartyKind::{self, Individual, Organization, Unknown};

    #[test]
    fn a_list_names_a_person_where_a_word_shows_it() {
        let shown = |name: &str| -> PartyKind {
            match of_name(name) {
                Unknown => by_name_words(name),
                kind => kind,
            }
        };
        for (name, kind) in [
            ("Gunther Alpha", Individual),
            ("Mohammad Reza Omega", Individual),
            ("Orvandel Quistrom", Unknown),
            ("Mr. Beta", Individual),
            ("Intermodal Maldives", Unknown),
            ("Gamma Iberica", Unknown),
            ("Ahmad Maldives", Unknown),
            ("Deltatek", Organization),
            ("Mustafa Epsilon Trading", Organization),
            ("Zeta Institute of Physics", Organization),
        ] {
            assert_eq!(shown(name), kind, "{name}");
        }
    }
}
