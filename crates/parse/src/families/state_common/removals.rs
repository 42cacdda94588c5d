//! Penalties taken off parties by name in a sentence ("sanctions imposed on X … are rescinded").

use std::sync::LazyLock;

use fedreg_model::{Action, PartyKind};
use regex::Regex;

use super::announced::{ENDS, FOLLOWING, authorities};
use super::{Frame, Read, add, body, body_text, determined_on, effective, record};
use crate::grammar::dates::{compile, effect_of_act};
use crate::grammar::names::{self, Number};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

static IMPOSED_ON: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?x)\b(?:[Mm]easures|[Ss]anctions|[Pp]enalties|[Rr]estrictions)\s+
          (?:(?:previously|earlier|first)\s+)?(?:(?:that\s+were\s+)?(?:imposed|announced|applied)\s+)?
          (?:on|upon|against|with\s+respect\s+to|from)\s+(?P<who>[^:]+?)
          (?P<stop>,?\s+(?:effective|imposed|announced|published|pursuant|under|as\s+of|for\s+(?:activities|having|transfers?)|(?:that|which)\s+(?:were|was)|were|was|are|is|have|has|in\s+the\s+Federal)\b|\s*[(\[]\d{2}\s+FR|\.?\s*$)",
    )
});

static DESCRIBES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:an?|one|two|three|four|five|six|several|certain|some|all|any|these|those|this|that|such|each|its|their|his|entities|persons|foreign|the\s+(?:entit|person|individual|compan|above|following|foreign|government))\b",
    )
});

static BREAK: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?:[a-z)\]]{3,}|\d{4})\.\s+(?P<next>[A-Z][a-z]+)"));

/// Reads each sentence that ends the sanctions of a party it names.
pub(in crate::families) fn read_removals(
    notice: &Notice<'_>,
    law: Law<'_>,
    codes: &[&str],
    reading: &mut Reading,
) {
    let whole = body_text(notice);
    for (index, words) in body(notice) {
        let Some(start) = notice.text.blocks.get(index).map(|b| b.range.start) else {
            continue;
        };
        let mut cuts: Vec<usize> = vec![0];
        cuts.extend(
            BREAK
                .captures_iter(words)
                .filter_map(|c| c.name("next"))
                .map(|m| m.start()),
        );
        cuts.push(words.len());
        for pair in cuts.windows(2) {
            let sentence = &words[pair[0]..pair[1]];
            if !ENDS.is_match(sentence) || FOLLOWING.is_match(sentence) {
                continue;
            }
            let Some(who) = IMPOSED_ON.captures(sentence).and_then(|c| c.name("who")) else {
                continue;
            };
            if DESCRIBES.is_match(who.as_str()) {
                continue;
            }
            let range = start + pair[0]..start + pair[0] + sentence.trim_end().len();
            let determined = determined_on(sentence);
            let own = after_verb(sentence).and_then(effect_of_act);
            let mut frame = Frame {
                effective: effective(notice, "", determined),
                determined_on: determined,
                authorities: authorities(law, codes, sentence, &whole),
                ground: Some(sentence.trim().to_owned()),
            };
            if let Some(crate::grammar::dates::Effect::On(date)) = own {
                frame.effective.date = Some(date);
                frame.effective.basis = fedreg_model::EffectiveBasis::Stated;
            }
            if frame.authorities.is_empty() {
                let why = "no law under which the family acts is cited for this removal";
                reading.residue.push(notice.residue(range.clone(), why));
            }
            let (named, problems) = names::parties(who.as_str(), Number::Unsaid, &[]);
            for problem in problems {
                reading
                    .residue
                    .push(notice.residue(range.clone(), problem.why));
            }
            for one in named {
                let mut read = Read::one(&who.as_str()[one.range.clone()]);
                if !read.problems.is_empty() {
                    let why = "a party whose sanctions end, and whose name could not be read";
                    reading.residue.push(notice.residue(range.clone(), why));
                    continue;
                }
                if read.party.kind == PartyKind::Unknown && titled(&read.party.name) {
                    read.party.kind = PartyKind::Individual;
                }
                add(
                    reading,
                    record(notice, Action::Removal, read.party, &frame, range.clone()),
                );
            }
        }
    }
}

/// The words from the verb that ends the sanctions on: dates before it are those of the imposition.
fn after_verb(sentence: &str) -> Option<&str> {
    let verb = ENDS.find_iter(sentence).last()?;
    Some(&sentence[verb.end()..])
}

fn titled(name: &str) -> bool {
    ["Dr. ", "Mr. ", "Ms. ", "Mrs. ", "General "]
        .iter()
        .any(|title| name.starts_with(title))
}
