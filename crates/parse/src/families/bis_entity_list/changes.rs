//! What a rule says it changes in an entry: aliases and addresses added or removed, a new name, an
//! error corrected.

use std::sync::LazyLock;

use fedreg_model::{Action, Amendment, fold_name};
use regex::Regex;

use super::address;
use super::entry::Entry;
use super::instructions::Verb;
use crate::grammar::dates::compile;
use crate::notice::Notice;

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| compile($pattern));
    };
}

pattern!(
    CORRECTS,
    r"(?i)\bcorrect(?:s|ed|ing|ions?)?\b|\btypographical\b|\bmisspell\w*\b|\binadvertent(?:ly)?\b"
);
pattern!(
    MODIFIES,
    r"(?i)\b(?:modif(?:y|ies|ied|ying|ications?)|revis(?:e|es|ed|ing|ions?)|amend(?:s|ed|ing)?)\b[^.]{0,80}\b(?:entr(?:y|ies)|entit(?:y|ies)|listings?)\b"
);
// What a clause does, to which part of the entry.
pattern!(
    PART,
    r"(?i)\b(?P<verb>add(?:s|ed|ing)?|remov(?:es?|ed|ing)|delet(?:es?|ed|ing))\b(?P<between>[^“”\x22;.]{0,120}?)\b(?P<part>alias(?:es)?|address(?:es)?)\b"
);
pattern!(QUOTED, r"[“\x22]([^“”\x22]+)[”\x22]");
pattern!(
    RENAMES,
    r"(?i)\b(?:chang\w*|revis\w*|correct\w*)\s+(?:the\s+)?(?:\w+\s+){0,3}?name\b[^“”\x22]{0,120}(?:from\s+)?[“\x22](?P<from>[^“”\x22]+)[”\x22][^“”\x22]{0,60}\bto(?:\s+read)?(?:\s+as)?\s+[“\x22](?P<to>[^“”\x22]+)[”\x22]"
);

/// The action of a verb upon an entry, and what it changes.
pub(super) fn of(notice: &Notice<'_>, verb: Verb, entry: &Entry) -> (Action, Option<Amendment>) {
    match verb {
        Verb::Add => (Action::Designation, None),
        Verb::Remove => (Action::Removal, None),
        Verb::Correct => (Action::Correction, Some(stated(notice, entry))),
        Verb::Revise => {
            let action = if is_correction(notice, entry) {
                Action::Correction
            } else {
                Action::Amendment
            };
            (action, Some(stated(notice, entry)))
        }
    }
}

/// The sentences that name an entry, outside tables.
fn about<'n>(notice: &'n Notice<'_>, entry: &Entry) -> Vec<&'n str> {
    let name = fold_name(&entry.name);
    notice
        .sentences
        .iter()
        .map(|s| notice.words(&s.range))
        .filter(|words| !words.contains('\t') && fold_name(words).contains(&name))
        .collect()
}

/// Whether the rule says that it corrects this entry, or only ever speaks of revisions as corrections.
fn is_correction(notice: &Notice<'_>, entry: &Entry) -> bool {
    let named = about(notice, entry);
    if named.iter().any(|words| CORRECTS.is_match(words)) {
        return true;
    }
    let body: Vec<&str> = notice
        .sentences
        .iter()
        .map(|s| notice.words(&s.range))
        .filter(|words| {
            !words.contains('\t') && words.to_lowercase().contains("entit")
                || words.to_lowercase().contains("entr")
        })
        .collect();
    let corrects = body.iter().any(|words| CORRECTS.is_match(words));
    let modifies = body.iter().any(|words| {
        MODIFIES.is_match(words)
            && !CORRECTS.is_match(words)
            && !words.contains("Revising")
            && !words.contains("read as follows")
            && !words.contains("is amended")
    });
    corrects && !modifies
}

/// Aliases and addresses that the text says are added or removed, where it prints them.
fn stated(notice: &Notice<'_>, entry: &Entry) -> Amendment {
    let mut out = Amendment::default();
    for words in about(notice, entry) {
        if let Some(found) = RENAMES.captures(words) {
            let to = found["to"].trim_end_matches([',', ';', '.']).to_owned();
            if fold_name(&to) == fold_name(&entry.name) {
                out.renamed_to = Some(to);
            }
        }
        let starts: Vec<usize> = PART.find_iter(words).map(|m| m.start()).collect();
        for (at, found) in PART.captures_iter(words).enumerate() {
            let from = found.get(0).map_or(0, |m| m.end());
            let to = starts.get(at + 1).copied().unwrap_or(words.len());
            let adds = found["verb"].to_lowercase().starts_with("add");
            let alias = found["part"].to_lowercase().starts_with("alias");
            let list = match (adds, alias) {
                (true, true) => &mut out.aliases_added,
                (false, true) => &mut out.aliases_removed,
                (true, false) => &mut out.addresses_added,
                (false, false) => &mut out.addresses_removed,
            };
            for quoted in QUOTED.captures_iter(&words[from.min(to)..to]) {
                let text =
                    address::without_stop(quoted[1].trim().trim_end_matches([',', ';'])).to_owned();
                if fold_name(&text) != fold_name(&entry.name) && !list.contains(&text) {
                    list.push(text);
                }
            }
        }
    }
    out
}
