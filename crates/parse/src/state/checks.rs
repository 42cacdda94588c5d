//! Checks on what was read: stated counts, the names in the title, operative sentences and listed
//! names that no record holds. What fails is residue.

use std::sync::LazyLock;

use fedreg_model::{Action, PartyKind, fold_name};
use regex::Regex;

use super::targets::Target;
use crate::acts::Act;
use crate::amendments;
use crate::families::Family;
use crate::grammar::dates::compile;
use crate::grammar::names::Number;
use crate::grammar::numbers::{number, number_pattern};
use crate::grammar::titles;
use crate::list_rows;
use crate::notice::{Notice, is_body};
use crate::reading::Reading;

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\bfollowing\s+(?P<count>{})\s+(?:foreign\s+)?(?:organi[sz]ations|groups|entities|individuals|persons)\b",
        number_pattern()
    ))
});

/// A stated count is a check on what was read.
pub(super) fn check_count(notice: &Notice<'_>, act: &Act, target: &Target, reading: &mut Reading) {
    let words = notice.sentence(act.sentence);
    let Some(stated) = COUNT
        .captures(words)
        .and_then(|c| c.name("count"))
        .and_then(|m| number(m.as_str()))
    else {
        return;
    };
    if stated != target.entries.len()
        && let Some(sentence) = notice.sentences.get(act.sentence)
    {
        let why = format!(
            "the notice counts {stated} parties, {} were read",
            target.entries.len()
        );
        reading
            .residue
            .push(notice.residue(sentence.range.clone(), why));
    }
}

static HEREBY: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bhereby\s+(?:\w+ly\s+)?(?P<verb>\w+)"));

/// Verbs after "hereby" that do nothing to a party's standing.
const IDLE_VERBS: &[&str] = &[
    "certify",
    "certifies",
    "give",
    "gives",
    "given",
    "delegate",
    "delegates",
    "direct",
    "directs",
    "order",
    "orders",
    "authorize",
    "authorizes",
    "publish",
    "publishes",
    "notify",
    "notifies",
    "announce",
    "announces",
    "make",
    "makes",
    "report",
    "reports",
    "waive",
    "waives",
    "exempt",
    "exempts",
    "approve",
    "approves",
    "request",
    "requests",
    "conclude",
    "concludes",
    "declare",
    "invite",
    "invites",
    "establish",
    "establishes",
    "transmit",
    "exercise",
    "extend",
    "extends",
];

static ALIAS: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\balias(?:es)?\b"));

/// An operative "hereby" that speaks of the standing and was not read is left over, never dropped.
pub(super) fn unread_operative_sentences(
    notice: &Notice<'_>,
    acts: &[Act],
    present: &[&'static dyn Family],
    reading: &mut Reading,
) {
    for (at, sentence) in notice.sentences.iter().enumerate() {
        if acts.iter().any(|a| a.sentence == at) {
            continue;
        }
        let words = notice.words(&sentence.range);
        let Some(found) = HEREBY.captures(words) else {
            continue;
        };
        let verb = found.name("verb").map_or("", |m| m.as_str()).to_lowercase();
        let after = &words[found.get(0).map_or(0, |m| m.end())..];
        let of_an_alias = acts.iter().any(|a| a.action == Action::Amendment)
            && ALIAS.is_match(words)
            && !amendments::continues(words);
        let about_a_party = (of_an_alias || present.iter().any(|f| f.label().is_match(words)))
            && !IDLE_VERBS.contains(&verb.as_str())
            && !super::NOT_A_PARTY.is_match(after.trim_start().trim_start_matches("that"));
        if about_a_party {
            let why = "an operative sentence that no grammar of the family reads";
            reading
                .residue
                .push(notice.residue(sentence.range.clone(), why));
        }
    }
}

/// A party that the title names must be in some record.
pub(super) fn check_title(notice: &Notice<'_>, reading: &mut Reading) {
    let plural = notice.title.to_lowercase().contains("designations");
    let number = if reading.records.len() > 1 || plural {
        Number::Many
    } else {
        Number::Unsaid
    };
    let titled = titles::names(&notice.title, number);
    // One country has many names: the title's "North Korea" is the text's "Democratic People's
    // Republic of Korea".
    let countries = reading
        .records
        .iter()
        .all(|r| r.party.kind == PartyKind::Country);
    if countries || !titled.problems.is_empty() || titled.parties.is_empty() {
        return;
    }
    let known: Vec<String> = reading
        .records
        .iter()
        .flat_map(|r| {
            let renamed = r.amendment.as_ref().and_then(|a| a.renamed_to.as_ref());
            std::iter::once(&r.party.name)
                .chain(r.party.aliases.iter().map(|a| &a.name))
                .chain(renamed)
        })
        .map(|name| squeeze(name))
        .collect();
    for party in &titled.parties {
        let name = squeeze(&party.name);
        let found = known
            .iter()
            .any(|k| k.contains(&name) || name.contains(k.as_str()));
        if !found {
            let why = format!("the title names “{}”, which no record names", party.name);
            reading.residue.push(notice.title_residue(why));
        }
    }
}

static SHOWS_ALIASES: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\balso\s+known\s+as\b|\ba\.\s?k\.\s?a\.|\baka\s"));

/// A body paragraph that gives names with aliases must stand in what was read: a list that broke off
/// early must not pass for a whole one.
pub(super) fn check_coverage(notice: &Notice<'_>, reading: &mut Reading) {
    for block in notice.text.blocks.iter().filter(|b| is_body(b.role)) {
        let words = notice.text.words(block);
        let read = reading
            .records
            .iter()
            .any(|r| r.quote.start < block.range.end && block.range.start < r.quote.end);
        if read || list_rows::head(words).is_some() || !SHOWS_ALIASES.is_match(words) {
            continue;
        }
        let named = reading
            .records
            .iter()
            .any(|r| words.contains(&r.party.name));
        if !named {
            let why = "names with aliases that no record holds";
            reading
                .residue
                .push(notice.residue(block.range.clone(), why));
        }
    }
}

fn squeeze(name: &str) -> String {
    fold_name(name).replace(' ', "")
}
