//! Lists of parties that a sentence announces: "determined that the following foreign persons have
//! engaged in …: X; Y; and Z".

use std::sync::LazyLock;

use fedreg_model::{Action, AuthorityCitation, PartyKind};
use regex::Regex;

use super::{
    Frame, Item, List, Read, add, after, body, body_text, cited, country, determined_on, effective,
    is_country, officer, record, until, with_officer,
};
use crate::grammar::dates::compile;
use crate::grammar::names::{self, Number};
use crate::grammar::numbers::number_pattern;
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use crate::roster;

/// What may stand between "following" and the noun.
fn quality() -> String {
    format!(
        r"(?:(?:{}|foreign|other|additional|principal|corporate|executive|senior|and|or|North|South|entit(?:y|ies)|persons?|individuals?|[A-Z][a-z]+(?:n|se|i|sh|ch))\s+){{0,6}}?",
        number_pattern()
    )
}

pub(in crate::families) static FOLLOWING: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"\b[Ff]ollowing\s+{}(?P<noun>entit(?:y|ies)|persons?|individuals?|firms?|compan(?:y|ies)|organi[sz]ations?|officers?|executives?)\b|\b[Ll]ist\s+of\s+(?:the\s+)?(?:additional\s+|new\s+)?(?P<listed>designees|designated\s+(?:entities|persons|individuals))\s+(?:is\s+as\s+)?follows\b",
        quality()
    ))
});

static IMPOSES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:determin\w+|designee\w*|designated|appl(?:y|ies|ied)|impos\w+|engaged|sanction\w*|warrant\w*|subject\s+to|penalt\w+)\b",
    )
});

pub(in crate::families) static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:rescind\w*|rescission|remov(?:e|es|ed|al|ing)|lift(?:s|ed|ing)?|terminat\w+|revok\w+|revocation|no\s+longer)\b",
    )
});

static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^[^:.;]{0,40}\b(?:measures|sanctions)\b"));

/// Reads every list that a block announces.
pub(in crate::families) fn read_announced(
    notice: &Notice<'_>,
    law: Law<'_>,
    codes: &[&str],
    reading: &mut Reading,
) {
    let summary = body_text(notice);
    for (index, words) in body(notice) {
        let Some(start) = notice.text.blocks.get(index).map(|b| b.range.start) else {
            continue;
        };
        for found in FOLLOWING.captures_iter(words) {
            let noun = found.name("noun").or_else(|| found.name("listed"));
            let (Some(whole), Some(noun)) = (found.get(0), noun) else {
                continue;
            };
            let sentence = sentence_start(words, whole.start());
            let before = &words[sentence..whole.start()];
            let colon = words[whole.end()..].find(':').map(|at| whole.end() + at);
            let lead = &words[sentence..colon.unwrap_or(words.len())];
            if !IMPOSES.is_match(lead) && !ENDS.is_match(lead)
                || BETWEEN.is_match(&words[whole.end()..])
            {
                continue;
            }
            let action = if ENDS.is_match(before) {
                Action::Removal
            } else {
                Action::Designation
            };
            let from = start + colon.map_or(words.len(), |at| at + 1);
            let list = after(notice, index, from);
            if list.items.is_empty() {
                let why = "a list of parties is announced and none was found";
                reading
                    .residue
                    .push(notice.residue(start + sentence..start + lead.len() + sentence, why));
                continue;
            }
            let frame = frame(notice, law, codes, lead, &summary, action);
            if frame.authorities.is_empty() {
                let why = "no law under which the family acts is cited for this list";
                reading
                    .residue
                    .push(notice.residue(start + sentence..start + sentence + lead.len(), why));
            }
            read_items(notice, &list, noun.as_str(), action, &frame, reading);
        }
    }
}

/// The start of the sentence that holds `at`; abbreviations of law end none.
fn sentence_start(words: &str, at: usize) -> usize {
    static BREAK: LazyLock<Regex> =
        LazyLock::new(|| compile(r"(?:[a-z)]{3,}|\d{4})\.\s+(?P<next>(?:[A-Z][a-z]+)\b)"));
    BREAK
        .captures_iter(&words[..at])
        .filter_map(|c| c.name("next"))
        .last()
        .map_or(0, |m| m.start())
}

/// What the records of one list share.
fn frame(
    notice: &Notice<'_>,
    law: Law<'_>,
    codes: &[&str],
    lead: &str,
    whole: &str,
    action: Action,
) -> Frame {
    let determined = determined_on(lead);
    let mut effective = effective(notice, lead, determined);
    if action == Action::Designation {
        effective.until = until(whole, effective.date);
    }
    Frame {
        effective,
        determined_on: determined,
        authorities: authorities(law, codes, lead, whole),
        ground: Some(lead.trim().trim_end_matches(':').to_owned()),
    }
}

/// The laws that the act's own words cite, else those that the notice does.
pub(in crate::families) fn authorities(
    law: Law<'_>,
    codes: &[&str],
    lead: &str,
    whole: &str,
) -> Vec<AuthorityCitation> {
    let own = cited(law, codes, lead);
    if own.is_empty() {
        cited(law, codes, whole)
    } else {
        own
    }
}

fn read_items(
    notice: &Notice<'_>,
    list: &List,
    noun: &str,
    action: Action,
    frame: &Frame,
    reading: &mut Reading,
) {
    let plural = noun.ends_with('s');
    let mut reads: Vec<(Item, Read)> = Vec::new();
    for item in &list.items {
        let words = notice.words(&item.range);
        if let Some((firm, officer)) = with_officer(words) {
            for (one, kind) in [
                (firm, PartyKind::Organization),
                (officer, PartyKind::Individual),
            ] {
                let mut read = Read::one(&words[one.clone()]);
                read.party.kind = kind;
                let range = item.range.start + one.start..item.range.start + one.end;
                let heading = item.heading.clone();
                reads.push((Item { range, heading }, read));
            }
        } else if let Some(one) = officer(words) {
            let mut read = Read::one(&words[one.clone()]);
            read.party.kind = PartyKind::Individual;
            let range = item.range.start + one.start..item.range.start + one.end;
            let heading = item.heading.clone();
            reads.push((Item { range, heading }, read));
        } else if plural
            && (list.undivided && !words.contains('(') || list.running && enumerates(words))
        {
            let (named, problems) = names::parties(words.trim_end_matches('.'), Number::Many, &[]);
            for problem in problems {
                reading
                    .residue
                    .push(notice.residue(item.range.clone(), problem.why));
            }
            for one in named {
                let range = item.range.start + one.range.start..item.range.start + one.range.end;
                let read = Read::one(&words[one.range.clone()]);
                let item = Item {
                    range,
                    heading: item.heading.clone(),
                };
                reads.push((item, read));
            }
        } else {
            reads.push((item.clone(), Read::one(words)));
        }
    }
    let tails = reads.iter().any(|(_, read)| read.had_tail);
    for (item, mut read) in reads {
        if !read.problems.is_empty() {
            for why in read.problems {
                reading
                    .residue
                    .push(notice.residue(item.range.clone(), why));
            }
            continue;
        }
        let heading = item.heading.map_or("", |range| notice.words(&range));
        if read.party.kind == PartyKind::Unknown {
            read.party.kind = kind(noun, heading, tails);
        }
        if read.party.countries.is_empty() {
            read.party
                .countries
                .extend(country(heading.trim_end_matches([':', '.'])));
        }
        add(
            reading,
            record(notice, action, read.party, frame, item.range),
        );
    }
}

/// Whether a part is of an address, which no list of names has.
fn is_place(name: &str) -> bool {
    is_country(name) || name.contains(|c: char| c.is_ascii_digit())
}

/// The tail of one party, whose commas divide nothing.
static OF_ONE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:successors?|sub-?\s?units?|subsidiar(?:y|ies)|affiliates?|thereof)\b")
});

/// Whether an item is itself a list of names that commas divide: "A Petroleum, B Company (BC), and
/// C Limited".
fn enumerates(words: &str) -> bool {
    let words = words.trim().trim_end_matches(['.', ',']);
    let outside = roster::outside_groups(words);
    let (named, problems) = names::parties(words, Number::Many, &[]);
    outside.contains(", ")
        && !outside.contains(';')
        && !OF_ONE.is_match(&outside)
        && named.len() > 1
        && problems.is_empty()
        && !named.iter().any(|one| is_place(&one.name))
        && named
            .iter()
            .all(|one| Read::one(&words[one.range.clone()]).problems.is_empty())
}

/// What a party is where its own words do not say: by the list's noun, its heading, or by having no
/// successors where the others do.
fn kind(noun: &str, heading: &str, others_have_tails: bool) -> PartyKind {
    let says = format!("{noun} {heading}").to_lowercase();
    let officers = noun.starts_with("officer") || noun.starts_with("executive");
    if officers || says.contains("individual") || others_have_tails {
        PartyKind::Individual
    } else if ["person", "part", "designee"]
        .iter()
        .any(|w| says.contains(w))
    {
        PartyKind::Unknown
    } else {
        PartyKind::Organization
    }
}
