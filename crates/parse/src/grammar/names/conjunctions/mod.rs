//! "and" within a printed alias: one name that holds it, two names that it joins, or too little to
//! tell them apart.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::dress::{clean_alias, is_acronym, is_no_name};
use super::segments::{Segment, Separator};
use crate::grammar::dates::compile;

/// How the print presents the words that hold an "and".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One marker, one stretch of words: "also known as A and B".
    Single,
    /// Within a list whose separators are other than this "and".
    Within,
    /// The end of a list that has had no "and" yet: "A, B and C", or "the aliases A and B".
    ListEnd,
    /// The only words after a plural: "its aliases A and B".
    Plural,
}

/// What an "and" does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Joint {
    /// It is part of one name.
    Whole,
    /// It joins two names; the range is that of the joining word with its spaces.
    Two(Range<usize>),
    /// One name or two: the print does not say.
    Doubt,
}

static PLURAL: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:aliases|(?:following|other)\s+names)\s*:?\s*$"));

/// The form in which the list presents segment `at`; `plural` says that the words around the list
/// speak of several names.
pub(super) fn form(text: &str, segments: &[Segment], at: usize, plural: bool) -> Form {
    let begins = |s: &Segment| s.marker.is_some() || s.before == Separator::Start;
    let first = (0..=at)
        .rev()
        .find(|index| begins(&segments[*index]))
        .unwrap_or(at);
    let end = (at + 1..segments.len())
        .find(|index| segments[*index].marker.is_some())
        .unwrap_or(segments.len());
    let run = &segments[first..end];
    let said = segments[first]
        .range()
        .and_then(|r| text.get(..r.start))
        .is_some_and(|before| PLURAL.is_match(before.trim_end_matches(['“', '"', ' '])));
    let named = |s: &&Segment| {
        s.range()
            .is_some_and(|range| !is_no_name(text[range].trim()))
    };
    if run.iter().filter(named).count() <= 1 {
        return if said || (plural && first == 0) {
            Form::Plural
        } else {
            Form::Single
        };
    }
    let joined = run[1..]
        .iter()
        .filter(named)
        .any(|s| matches!(s.before, Separator::And | Separator::SemicolonAnd));
    let last = run
        .iter()
        .rposition(|s| named(&s))
        .is_some_and(|last| first + last == at);
    if last && !joined {
        Form::ListEnd
    } else {
        Form::Within
    }
}

/// What the "and" (or "or") of a printed alias does.
pub(super) fn joint(printed: &str, form: Form) -> Joint {
    let ands = joints(printed, "and");
    let ors = joints(printed, "or");
    let all = if ands.is_empty() { &ors } else { &ands };
    let Some(first) = all.first() else {
        return Joint::Whole;
    };
    // "TdA and Aragua Train": a short form on one side shows that there are two.
    let short = |name: &str| is_acronym(clean_alias(name).as_str());
    if all.len() == 1 && !is_no_name(&printed[first.end..]) {
        let (left, right) = (&printed[..first.start], &printed[first.end..]);
        if short(left) || short(right) {
            return Joint::Two(first.clone());
        }
    }
    if ands.is_empty() {
        return Joint::Doubt;
    }
    let whole = ands.iter().all(|and| is_one_name(printed, and));
    if whole {
        // "its aliases" with one name contradicts itself.
        return if form == Form::Plural {
            Joint::Doubt
        } else {
            Joint::Whole
        };
    }
    match form {
        Form::Single => Joint::Doubt,
        // A list that parts its names otherwise has one name here, unless both halves could stand
        // alone.
        Form::Within if ands.iter().any(|and| both_complete(printed, and)) => Joint::Doubt,
        Form::Within => Joint::Whole,
        Form::ListEnd | Form::Plural => {
            let mut parting = ands.iter().filter(|and| parts(printed, and, &ands));
            match (parting.next(), parting.next()) {
                (Some(and), None) => Joint::Two(and.clone()),
                _ => Joint::Doubt,
            }
        }
    }
}

static JOINTS: LazyLock<Regex> = LazyLock::new(|| compile(r"\s(?P<word>and|or)\s"));

/// Where `word` stands outside quotation marks and parentheses.
fn joints(printed: &str, word: &str) -> Vec<Range<usize>> {
    JOINTS
        .captures_iter(printed)
        .filter(|c| c.name("word").is_some_and(|m| m.as_str() == word))
        .filter_map(|c| c.get(0).map(|m| m.range()))
        .filter(|range| {
            let before = &printed[..range.start];
            let open = |open: char, close: char| {
                before.matches(open).count() > before.matches(close).count()
            };
            !open('“', '”') && !open('(', ')') && before.matches('"').count().is_multiple_of(2)
        })
        .collect()
}

/// Whether the list parts its last two names at `and`: no name may hold it, and every other "and"
/// is part of a name.
fn parts(printed: &str, and: &Range<usize>, all: &[Range<usize>]) -> bool {
    let (left, right) = (&printed[..and.start], &printed[and.end..]);
    let others = all.iter().filter(|other| *other != and).all(|other| {
        if other.end <= and.start {
            is_one_name(left, other)
        } else {
            let shift = and.end;
            other.start >= shift && is_one_name(right, &(other.start - shift..other.end - shift))
        }
    });
    others && !is_one_name(printed, and) && !may_go_on(left, right)
}

/// "Army of Aden and Abyan": after a preposition, a bare word may be one more of what the name is
/// about.
fn may_go_on(left: &str, right: &str) -> bool {
    let bare = right.split_whitespace().count() <= 2 && !has_head(right);
    PREPOSITION.is_match(left) && bare && !PREPOSITION.is_match(right)
}

fn both_complete(printed: &str, and: &Range<usize>) -> bool {
    has_head(&printed[..and.start]) && has_head(&printed[and.end..])
}

static PREPOSITION: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\S\s+(?:of|in|for|to|against|on|between|with|from|li|fi|min)\s")
});

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:front|army|armies|brigades?|battalions?|movement|group|party|council|league|committee|organi[sz]ation|company|corporation|foundation|society|association|union|legion|network|cell|cartel|gang|clan|soldiers|lions|knights|state|islamic\s+state|province|partisans|command|wing)\b",
    )
});

fn has_head(name: &str) -> bool {
    HEAD.is_match(name)
}

static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)^(?:the\s+)?(?:greater\s+|north(?:ern)?\s+|south(?:ern)?\s+|east(?:ern)?\s+|west(?:ern)?\s+|central\s+|south-east\s+)?(?:
            syria|(?:al-|ash-|as-|el-)?sham|levant|iraq|yemen|libya|egypt|sinai|jordan|lebanon|palestine|israel|gaza|iran|turkey|saudi\ arabia|qatar|kuwait|bahrain|oman|emirates|algeria|morocco|tunisia|sudan|somalia|ethiopia|eritrea|kenya|uganda|tanzania|mozambique|congo|nigeria|niger|mali|chad|cameroon|mauritania|sahara|sahel|maghreb|magreb|maghrib|africa|americas?|europe|asia|afghanistan|pakistan|india|bangladesh|nepal|sri\ lanka|burma|myanmar|philippines|indonesia|malaysia|thailand|china|turkestan|korea|japan|russia|caucasus|chechnya|dagestan|uzbekistan|tajikistan|kashmir|jammu|khorasan|khurasan|hind|bosnia|herzegovina|kosovo|albania|serbia|greece|italy|spain|ireland|colombia|peru|venezuela|mexico|haiti|cuba|ecuador|brazil|crimea|sevastopol|ukraine|belarus|arabia|(?:arabian\ )?peninsula|jerusalem|mesopotamia|hijaz|najd|kurdistan|balochistan|baluchistan|holy\ land|islands?|world|border\ regions?|(?:two\ )?rivers
        )(?:[’'][s])?(?:$|[\s,/(–—-])",
    )
});

static COMMON: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)^(?:[a-z-]{2,}(?:tion|sion|ment|ments|ing|ity|ities|ism|ology|ologies|ogies|ics|ance|ence|ship|dom|ness|ture|tures|ical|icals|ial|tional|istics|tory|gery|llery|elry)
          | jihad|jehad|combat|call|preaching|struggle|war|warfare|wars|peace|justice|liberty|law|rights?|faith|unity|oneness|monotheism|tawhid|tawheed|resistance|aid|relief|charity|charities|charitable|welfare|support|solidarity|education|culture|cultural|culturel|social|islam|islamic|koran|quran|qur'an|sunnah?|muslims?|jews|crusaders?|crusades|martyrs?|martyrdom|prisoners?|detainees|internees|families|family|orphans?|youth|women|workers?|peasants?|emigrants?|helpers|supporters|fighters|warriors|holy|truth|lies|honou?r|dignity|work|labor|progress|reform|change|equality|hope|victory|sacrifice|defen[cs]e|security|guard|sabotage|reconnaissance|military|armed|strategic|political|economic|economics|economy|finance|financial|credit|commerce|commercial|trade|trading|transport|transfer|transfers|exchange|export|exports|import|imports|industry|industries|industrial|oil|gas|petroleum|petrochemicals?|chemicals?|mines?|metals?|minerals?|metallurgy|steel|iron|aluminum|gold|jade|gems|jewell?e?ry|energy|power|electricity|nuclear|science|sciences|scientific|technology|technological|technical|research|studies|medicine|medical|drugs|pharmaceuticals?|health|agriculture|agricultural|agrarian|fish|fruit|wine|vine|land|marine|maritime|ship|ships|port|travel|tours|tourism|resort|hotel|spa|casino|property|estate|projects|services?|management|logistics?|supply|equipment|parts|arms|ammunition|design|production|productive|media|radio|television|tv|telecommunications?|publications?|press|honey|history|thinkers|artists|artistic|partners?|partner|sons|bros\.?|brothers|daughters|associates|company|co\.|cia\.?|compania|affiliates|sustainability|good|goods|food|water|trust|pension|agitation|propaganda|intelligence|information|communications?|humanitarian|environmental|international|foreign|domestic|general|regional|national|global|local|public|corruption|racism|virtue|vice|pure|righteous|preservation|promotion|repentance|flight|excommunication|migration|exile|knowledge|guidance|rescue|fatherland|homeland|freedom|democracy|socialism|revolution|independence|autonomy|self|self-defen[cs]e|self-sufficiency|control|command|navy|air|sea|east|west|north|south|rivers?|palestinian|lebanese|syrian|iraqi|cargo|freight|repairs|maintenance|building|cyber|money|raw|ceramics?|operations?|civil
        )\W*$",
    )
});

fn common(word: &str) -> bool {
    COMMON.is_match(word.trim_matches(['“', '”', '"', '\'', ',']))
}

/// "and Sons", "and Company": what follows a founder's name.
static KIN: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?i:(?:his\s+)?(?:sons?|brothers?|bros|daughters|partners?|associates)\b|(?:company|co|cia|compan[ií]a)\b[.,]?(?:\s+(?:ltd|limited|llc|inc|kg|s\.)\S*)*$)",
    )
});

static LITTLE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^(?:(?i:the|to|for|of|in|its|their|against)\s+)*(?P<word>\S+)"));

/// Whether the words around `and` are one name: places or common words that it joins within a name,
/// initials, "and Sons".
fn is_one_name(printed: &str, and: &Range<usize>) -> bool {
    let (left, right) = (&printed[..and.start], &printed[and.end..]);
    let Some(first) = LITTLE
        .captures(right)
        .and_then(|c| c.name("word"))
        .map(|m| m.as_str())
    else {
        return false;
    };
    let last = left.split_whitespace().next_back().unwrap_or_default();
    // A lower-case word that is no particle begins no name.
    let begins_name = |word: &str| {
        word.chars().any(char::is_uppercase)
            || word.starts_with(|c: char| !c.is_alphabetic())
            || word.contains(['-', '\''])
    };
    if !begins_name(first) {
        return true;
    }
    let initials = |word: &str| word.trim_end_matches('.').chars().count() == 1;
    if initials(last) && initials(first) && right.split_whitespace().count() > 1 {
        return true;
    }
    if KIN.is_match(right) {
        return true;
    }
    let after_preposition = PREPOSITION.is_match(left);
    let left_place = PLACE.is_match(last) || PLACE.is_match(&tail_words(left, 2));
    if PLACE.is_match(right) && (after_preposition || left_place) {
        return !(has_head(left) && ends_with_head(right) && !after_preposition);
    }
    let joined = common(last) || after_preposition;
    joined && common(first) && !(has_head(left) && ends_with_head(right))
}

fn tail_words(text: &str, count: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[words.len().saturating_sub(count)..].join(" ")
}

fn ends_with_head(right: &str) -> bool {
    has_head(&tail_words(right, 1))
}

#[cfg(test)]
mod tests;
