//! Correction documents: "In notice document N …, make the following correction: … “A” should read
//! “B”". They change words of an earlier notice; only what they change is recorded.

use std::sync::LazyLock;

use fedreg_model::{
    Action, Alias, AliasQuality, Amendment, AuthorityCitation, Effective, Party, Record, fold_name,
};
use regex::Regex;

use crate::families::Family;
use crate::grammar::citations::Citations;
use crate::grammar::dates::{Effect, compile, effect};
use crate::grammar::names::Number;
use crate::grammar::scan::marker;
use crate::grammar::titles;
use crate::notice::Notice;
use crate::reading::Reading;

static CORRECTS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bmake\s+the\s+following\s+corrections?\b|\b(?:is|are)\s+corrected\b|\bcorrects?\s+the\s+(?:notice|document)\b|\bshould\s+(?:have\s+)?read\b",
    )
});

static SHOULD_READ: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"(?i)[“"](?P<old>[^”"]{1,300})[”"][^“"]{0,200}?\b(?:should\s+(?:have\s+)?read|(?:is|are)\s+corrected\s+to\s+read|to\s+read)\s*:?\s*[“"](?P<new>[^”"]{1,300})[”"]"#,
    )
});

/// Whether the document corrects another one.
pub(crate) fn is_correction(notice: &Notice<'_>) -> bool {
    let numbered = notice
        .metadata
        .document_number
        .as_ref()
        .is_some_and(fedreg_model::DocumentNumber::is_correction);
    let titled = notice
        .title
        .trim_end_matches('.')
        .to_lowercase()
        .ends_with("correction");
    (numbered || titled || notice.metadata.correction_of.is_some())
        && (0..notice.sentences.len()).any(|at| CORRECTS.is_match(notice.sentence(at)))
}

/// Reads a correction of a notice of `family`.
pub(crate) fn read(
    notice: &Notice<'_>,
    citations: &Citations,
    family: &'static dyn Family,
) -> Reading {
    let mut reading = Reading {
        family: Some(family.name()),
        ..Reading::default()
    };
    let titled = titles::names(&notice.title, Number::Unsaid);
    let authorities: Vec<AuthorityCitation> = family
        .codes()
        .iter()
        .filter_map(|code| citations.best(code, &[&notice.text.text, &notice.title]))
        .collect();
    let authorities = if authorities.is_empty() {
        family
            .codes()
            .first()
            .zip(family.label().find(&notice.title))
            .map(|(code, label)| AuthorityCitation {
                code: (*code).to_owned(),
                citation: label.as_str().to_owned(),
                subsection: None,
            })
            .into_iter()
            .collect()
    } else {
        authorities
    };
    for (at, sentence) in notice.sentences.iter().enumerate() {
        let words = notice.sentence(at);
        for found in SHOULD_READ.captures_iter(words) {
            let (Some(old), Some(new)) = (found.name("old"), found.name("new")) else {
                continue;
            };
            let bare = |quoted: &str| {
                let quoted = quoted.trim();
                let marked = marker(quoted).map_or(0, |(length, _)| length);
                quoted[marked..].trim().to_owned()
            };
            let (old, new) = (bare(old.as_str()), bare(new.as_str()));
            let (old, new) = (old.as_str(), new.as_str());
            let corrected = titled.parties.iter().find(|p| {
                let names_it = words.contains(&p.name);
                names_it || fold_name(&p.name) == fold_name(old) || titled.parties.len() == 1
            });
            let is_name =
                words.to_lowercase().contains("name") || words.to_lowercase().contains("alias");
            let Some(party) = corrected.filter(|p| is_name || fold_name(&p.name) == fold_name(old))
            else {
                let why = "a correction whose party or subject could not be told";
                reading
                    .residue
                    .push(notice.residue(sentence.range.clone(), why));
                continue;
            };
            let renames = fold_name(&party.name) == fold_name(old);
            let mut named = Party::named(party.name.clone(), family.usual_kind());
            if !renames {
                named.aliases.push(Alias {
                    name: new.to_owned(),
                    quality: AliasQuality::Strong,
                });
            }
            let amendment = Amendment {
                aliases_added: if renames {
                    Vec::new()
                } else {
                    vec![new.to_owned()]
                },
                aliases_removed: if renames {
                    Vec::new()
                } else {
                    vec![old.to_owned()]
                },
                renamed_to: renames.then(|| new.to_owned()),
                ..Amendment::default()
            };
            let effective = match effect(&notice.text.text) {
                Some((Effect::On(date), _)) => Effective {
                    date: Some(date),
                    basis: fedreg_model::EffectiveBasis::Stated,
                    until: None,
                },
                _ => Effective::none(),
            };
            reading.records.push(Record {
                action: Action::Correction,
                party: named,
                authorities: authorities.clone(),
                effective,
                amendment: Some(amendment),
                signed_on: notice.signed_on,
                determined_on: None,
                signer: notice.signer.clone(),
                notice_number: notice.notice_number.clone(),
                ground: None,
                quote: notice.quote(sentence.range.clone()),
            });
        }
    }
    if reading.records.is_empty() && reading.residue.is_empty() {
        let why = "a correction whose changes could not be read";
        reading.residue.push(notice.announcement(why));
    }
    reading
}
