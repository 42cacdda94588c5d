//! The end of a standing as a foreign mission: "I hereby rescind the determination … that X is a
//! foreign mission", "I hereby determine that X is no longer a foreign mission".

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, Effective, EffectiveBasis};
use regex::Regex;

use super::super::state_common::{Frame, body, body_text, cited, effective};
use super::{INCLUDING, NOT_AN_ENTITY, missions, push};
use crate::grammar::dates::{Effect, compile, date_pattern, effect_of_act};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

const VERB: &str = r"(?:rescind|terminat|revok|withdraw|vacat|cancel)(?:e|es|ed|s|n|ing)?|withdrew";
const OBJECT: &str = r"(?:the|my|its|that|this|such|those|these|any|each)\s+(?:\w+\s+){0,3}?(?:designations?|determinations?|classifications?)";
const MISSION: &str = r"(?:each\s+)?(?:an?\s+)?[“\x22]?foreign\s+missions?\b";

/// What may stand between the object and the party: dates, citations of the earlier notice.
const MADE: &str = r"(?:[^:;]{0,240}?)";

static RESCINDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"\b(?i:{VERB})\s+(?i:{OBJECT}){MADE}\s(?:that|of|concerning|regarding|with\s+respect\s+to|relating\s+to|for)\s+(?P<who>(?:the\s+)?(?:\p{{L}}+\s+){{0,8}}?\p{{Lu}}[^:]{{1,500}}?),?\s+(?:is|are|was|were|constitutes?d?|as|to\s+be)\s+{MISSION}"
    ))
});

static IS_RESCINDED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"\b(?i:{OBJECT}){MADE}\s(?:that|of|concerning|regarding|with\s+respect\s+to|relating\s+to|for)\s+(?P<who>(?:the\s+)?(?:\p{{L}}+\s+){{0,8}}?\p{{Lu}}[^:]{{1,500}}?),?\s+(?:is|are|was|were|constitutes?d?|as|to\s+be)\s+{MISSION}[^:;]{{0,300}}?\b(?:is|are)\s+(?:hereby\s+)?(?:rescinded|terminated|revoked|withdrawn|vacated|cancell?ed)\b"
    ))
});

static NO_LONGER: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"\b(?:determined?|find|found|conclude[ds]?)\s+(?:that\s+)?(?P<who>[^:]{{2,600}}?),?\s+(?:(?:is|are|shall)\s+no\s+longer\s+(?:(?:considered|deemed|regarded|be|to\s+be|meets?|qualif\w+|as|constitutes?)\s+){{0,3}}|no\s+longer\s+(?:constitutes?|meets?\s+the\s+definition\s+of|qualif(?:y|ies)\s+as|is|are)\s+|ceases?\s+to\s+be\s+){MISSION}"
    ))
});

/// Words by which the standing may go on, wholly or in part.
static NOT_ENDED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:not|never|may|might|could|would|whether|if|unless|until|request\w*|consider\w*|propos\w+|in\s+part|except|to\s+the\s+extent|insofar|other\s+than)\b",
    )
});

static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bno\s+longer\b[^;]{0,80}\bforeign\s+mission|\bceases?\s+to\s+be\b[^;]{0,40}\bforeign\s+mission|\b(?:rescind\w*|rescission|revok\w+|revocation|terminat\w+|withdraw\w*|vacat\w+|cancel\w*)\b[^;]{0,200}\b(?:designation|determination|foreign\s+mission)|\b(?:designation|determination)\b[^;]{0,200}\b(?:rescinded|revoked|terminated|withdrawn|vacated)\b",
    )
});

/// The law and the office, whose names hold the words for the standing.
static NAMES_OF_LAW: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:foreign\s+missions\s+act|office\s+of\s+foreign\s+missions)\b")
});

static SPEAKS_OF_MISSION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bforeign\s+missions?\b"));

static PLURAL: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:are|were)\s+(?:no\s+longer\s+)?foreign\s+missions\b"));

/// Whether a sentence speaks of an end.
pub(super) fn speaks(words: &str) -> bool {
    ENDS.is_match(words) && !of_another_matter(words)
}

/// Whether what a sentence ends is no standing: a benefit, an engagement, a property.
fn of_another_matter(words: &str) -> bool {
    let bare = NAMES_OF_LAW.replace_all(words, "");
    !SPEAKS_OF_MISSION.is_match(&bare) && NOT_AN_ENTITY.is_match(&bare)
}

/// Whether a range of the text is an act that ends a standing, which no grammar of designations may
/// read.
pub(super) fn is_end(words: &str) -> bool {
    RESCINDS.is_match(words) || IS_RESCINDED.is_match(words) || NO_LONGER.is_match(words)
}

/// Reads each end of a standing; a sentence that speaks of one and gives no party is for review.
pub(super) fn read(notice: &Notice<'_>, law: Law<'_>, reading: &mut Reading) {
    let whole = body_text(notice);
    for (index, words) in body(notice) {
        let Some(start) = notice.text.blocks.get(index).map(|b| b.range.start) else {
            continue;
        };
        for sentence in notice.sentences.iter().filter(|s| s.block == index) {
            let range = sentence.range.clone();
            let own = notice.words(&range);
            if !speaks(own) {
                continue;
            }
            let act = [&RESCINDS, &IS_RESCINDED, &NO_LONGER]
                .into_iter()
                .find_map(|pattern| pattern.captures(own)?.name("who"))
                .map(|who| own[..who.end()].split_at(who.start() + date_before(who.as_str())))
                .filter(|(_, who)| !who.is_empty());
            let Some((before, who)) = act else {
                let why = "the end of a standing as a foreign mission, which no grammar reads yet";
                reading.residue.push(notice.residue(range, why));
                continue;
            };
            if NOT_ENDED.is_match(own) {
                let why = "a standing as a foreign mission that may not end, or not wholly";
                reading.residue.push(notice.residue(range, why));
                continue;
            }
            // What follows in the paragraph may say when.
            let reach = &words[range.start - start..];
            let mut authorities = cited(law, &["FMA-202"], own);
            if authorities.is_empty() {
                authorities = cited(law, &["FMA-202"], &whole);
            }
            let frame = Frame {
                effective: effect_of_end(notice, own, before.len() + who.len(), reach),
                determined_on: None,
                authorities,
                ground: Some(own.trim().to_owned()),
            };
            end(notice, who, &frame, &range, reading);
        }
    }
}

/// How much of what stands before the verb only tells the earlier act: "of June 4, 2090, that X".
fn date_before(who: &str) -> usize {
    static TELLS: LazyLock<Regex> = LazyLock::new(|| {
        compile(&format!(
            r"^(?:{}\b)?(?:.*\bthat\s+(?:the\s+)?)?",
            date_pattern("")
        ))
    });
    TELLS.find(who).map_or(0, |told| told.end())
}

/// When the end takes effect: dates before the party's name are those of the earlier act.
fn effect_of_end(notice: &Notice<'_>, own: &str, after: usize, reach: &str) -> Effective {
    let rest = &reach[after.min(reach.len())..];
    match effect_of_act(rest).or_else(|| effect_of_act(leading(own))) {
        Some(Effect::On(date)) => Effective {
            date: Some(date),
            basis: EffectiveBasis::Stated,
            until: None,
        },
        Some(Effect::UponPublication) => effective(notice, "effective upon publication", None),
        _ => effective(notice, "", None),
    }
}

/// "Effective March 1, 2099, I hereby rescind": the words before the verb.
fn leading(own: &str) -> &str {
    static VERBS: LazyLock<Regex> = LazyLock::new(|| compile(&format!(r"(?i)\b(?:{VERB})\b")));
    VERBS.find(own).map_or("", |verb| &own[..verb.start()])
}

fn end(notice: &Notice<'_>, who: &str, frame: &Frame, range: &Range<usize>, reading: &mut Reading) {
    if NOT_AN_ENTITY.is_match(&INCLUDING.replace(who, "")) {
        let why = "the end of a standing as a foreign mission that names no entity";
        reading.residue.push(notice.residue(range.clone(), why));
        return;
    }
    let plural = !who.contains(';') && PLURAL.is_match(notice.words(range));
    for piece in who.split(';') {
        match missions(piece, plural) {
            Err(why) => reading.residue.push(notice.residue(range.clone(), why)),
            Ok(reads) => {
                for read in reads {
                    let act = (Action::Revocation, frame);
                    push(notice, read, None, act, range.clone(), reading);
                }
            }
        }
    }
}
