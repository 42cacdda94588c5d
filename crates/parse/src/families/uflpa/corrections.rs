//! Technical corrections: an entity of the list that has another name from now on.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, Amendment, Effective, Record};
use regex::Regex;

use super::{authority, cited, described};
use crate::grammar::companies;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::Reading;
use crate::roster::{self, Part};

static CORRECTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:technical|typographical|name)\s+corrections?\b|\bcorrects?\s+(?:the|a)\b|\bis\s+corrected\b|\bchang(?:es|ing)\s+the\s+name\b|\bupdat(?:es|ing)\s+the\s+name\b",
    )
});

static RENAMES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"(?i:\b(?:previously|formerly|currently|originally)\s+(?:listed|identified|published|named|included|known)\s+(?:on\s+the\s+(?:\S+\s+){1,6})?as)\s+(?P<old>[“A-Z].+?)\s*,?\s+(?i:is|are|was|will\s+be|has\s+been|shall\s+be)\s+(?i:now\s+|hereby\s+|being\s+)*(?i:listed|recognized|identified|corrected|changed|revised|updated|renamed|included)(?i:\s+(?:as|to|to\s+read(?:\s+as)?))?\s+(?P<new>[“A-Z].+)$",
        r"(?i:\b(?:from|corrects\s+the\s+name\s+of|changes\s+the\s+name\s+of|updates\s+the\s+name\s+of|changing\s+the\s+name\s+of|updating\s+the\s+name\s+of))\s+(?P<old>[“A-Z].+?)\s+(?i:to(?:\s+read(?:\s+as)?)?)\s+(?P<new>[“A-Z].+)$",
        r"(?P<old>“[^”]+”)\s+(?i:should\s+read|is\s+(?:corrected|changed|revised)\s+to(?:\s+read)?|now\s+reads)\s+(?P<new>“[^”]+”)",
    ]
    .into_iter()
    .map(compile)
    .collect()
});

static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i),?\s+(?:in|on|under|listed\s+in|as\s+listed)\s+(?:the\s+)?(?:UFLPA\s+)?(?:section\s+2|entity\s+list|UFLPA).*$",
    )
});

/// The corrections that the body makes; one that it announces and does not spell out is residue.
pub(super) fn read(
    notice: &Notice<'_>,
    body: &[Part<'_>],
    updated: Option<&Effective>,
    reading: &mut Reading,
) -> Vec<Record> {
    let mut announced: Option<Range<usize>> = None;
    let mut records: Vec<Record> = Vec::new();
    for sentence in body
        .iter()
        .flat_map(|part| roster::sentences(notice, &part.range))
    {
        let words = notice.words(&sentence);
        let renames = RENAMES.iter().find_map(|pattern| pattern.captures(words));
        if CORRECTS.is_match(words) {
            announced.get_or_insert(sentence.clone());
        }
        let Some(captures) = renames.filter(|_| announced.is_some()) else {
            continue;
        };
        let name = |group: &str| {
            let words = captures.name(group)?.as_str();
            let words = TAIL
                .find(words)
                .map_or(words, |tail| &words[..tail.start()]);
            companies::read(words)
        };
        let Some((old, new)) = name("old").zip(name("new")) else {
            continue;
        };
        let first = announced.clone().map_or("", |range| notice.words(&range));
        let list = cited(words)
            .into_iter()
            .chain(cited(first))
            .map(|(list, _)| list)
            .next()
            .or_else(|| described(words));
        let Some(list) = list else {
            let why = "a correction that does not say on which of the four lists the entity is";
            reading.residue.push(notice.residue(sentence, why));
            continue;
        };
        for why in old.problems.iter().chain(&new.problems) {
            reading.residue.push(notice.residue(sentence.clone(), *why));
        }
        let mut party = old.party();
        for alias in &new.aliases {
            let known =
                alias.name == party.name || party.aliases.iter().any(|a| a.name == alias.name);
            if !known {
                party.aliases.push(alias.clone());
            }
        }
        let known = |record: &Record| record.party.name == party.name;
        if records.iter().any(known) {
            continue;
        }
        let mut record = roster::record(
            notice,
            Action::Amendment,
            party,
            vec![authority(notice, list, &[words, first])],
            updated.cloned().unwrap_or_else(Effective::none),
            (announced.clone(), sentence),
        );
        record.amendment = Some(Amendment {
            renamed_to: Some(new.name),
            ..Amendment::default()
        });
        records.push(record);
    }
    if let Some(range) = announced.filter(|_| records.is_empty()) {
        let why = "a correction that the text announces and does not spell out";
        reading.residue.push(notice.residue(range, why));
    }
    records
}
