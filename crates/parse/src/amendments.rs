//! What an amendment changes: aliases added, aliases removed, a new primary name.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Alias, Amendment, Residue, fold_name};
use regex::Regex;

use crate::acts::Act;
use crate::grammar::dates::compile;
use crate::grammar::names;
use crate::grammar::numbers::number_pattern;
use crate::lists;
use crate::notice::Notice;

/// The changes of one amendment, and the words they stand in.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) amendment: Amendment,
    pub(crate) added: Vec<Alias>,
    pub(crate) residue: Vec<Residue>,
    /// Where a list that follows the sentence ends, so that the quote can hold it.
    pub(crate) list: Option<Range<usize>>,
}

static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?ix)\b(?P<verb>add|adding|adds|include|including|incorporate|incorporating|remove|removing|removes|delete|deleting|deletes|strike|striking|(?:addition|inclusion|removal|deletion)\s+of)\b
          (?P<object>\s+(?:to\s+(?:the|that|this|its)\s+designation\s+)?(?:(?-i:the|its|their|his|her)\s+)?(?:use\s+of\s+)?(?:following\b\s*(?:as\s+(?:an?\s+)?(?:new\s+|additional\s+)*alias(?:es)?\b\s*:?\s*)?)?(?:(?:new|additional|other|{})\s+)*(?:names?|alias(?:es)?)?(?:\s+as\s+(?:an?\s+)?(?:new\s+|additional\s+)?alias(?:es)?)?(?:\s+(?:of|for|from|to)\s+(?:the\s+)?[^:;,.]{{1,80}}?:)?\s*:?\s*)",
        number_pattern()
    ))
});

static AS_ALIAS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i),?\s+(?:(?P<primary>as\s+(?:its|his|her|their|the|a)\s+(?:new\s+)?primary\s+name\b)|as\s+(?:an?\s+|the\s+)?(?:new\s+|additional\s+|other\s+)*(?:alias(?:es)?|names?)\b|to\s+(?:the\s+)?(?:list\s+of\s+)?(?:its\s+)?alias(?:es)?\b|from\s+(?:the\s+)?(?:list\s+of\s+)?(?:its\s+)?alias(?:es)?\b)",
    )
});

static END: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)[,;]?\s+(?:and\s+)?(?:to\s+|by\s+)?(?:add|adding|remove|removing|delet(?:e|ing)|chang(?:e|ing)|amends?|replac(?:e|ing)|strik(?:e|ing)|clarif(?:y|ying)|retain(?:ing)?|reflect(?:ing)?)\b|[,;]?\s+(?:pursuant\s+to|under\s+section|effective|as\s+a\s+(?:foreign|specially))\b",
    )
});

static RENAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)\b(?:
            (?:chang(?:e|ing)|amend(?:ing)?)\s+(?:the\s+|its\s+|his\s+|her\s+|their\s+)?(?:primary\s+|principal\s+)?name\s+(?:of\s+[^;.]{1,120}?\s+)?(?:from\s+[^;.]{1,120}?\s+)?to\s+(?P<to>[^;.]+?)
          | (?:reflect(?:ing)?|list(?:ing)?|us(?:e|ing))\s+(?:the\s+)?(?:new\s+)?(?:primary\s+)?name\s+(?:of\s+|as\s+)?(?P<new>[^;.]+?)
          | (?P<primary>[^;:]+?)\s+as\s+(?:its|the|their|his|her)\s+(?:new\s+)?primary\s+name
        )(?:[.;,]|\s+(?:and\s+to|as\s+its|and\s+that)\b|$)",
    )
});

static USES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:^|[;,]\s*(?:and\s+)?(?:that\s+)?|\bfind\s+that\s+)(?:the\s+)?(?P<party>[^;,]{2,120}?)\s+(?:uses?|has\s+used|also\s+uses?|is\s+using)\s+(?:the\s+)?(?:following\s+)?(?:new\s+|additional\s+)*(?:alias(?:es)?|names?)\s*:?\s*(?P<names>[^;]+)",
    )
});

static CONTINUES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:in\s+addition|further(?:more)?|additionally),?\s+I\s+(?:hereby\s+|also\s+)?(?:add|remove|delete|include)\b|\b(?:I|Secretary\s+of\s+State)\s+(?:also|further|additionally|hereby)\s+(?:hereby\s+|also\s+)?(?:adds?|removes?|deletes?|includes?)\b",
    )
});

static THOSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:the\s+)?(?:aforementioned|aforesaid|foregoing|above-?\s?\w*|those|these|such|said)\s+(?:additional\s+|new\s+|other\s+)*(?:aliases|alias|names?)\b",
    )
});

static FOUND_ALIASES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:uses?|used|using|employs?|operat\w+\s+under)\b[^:;.]{0,80}?\b(?:alias(?:es)?|names?)\b(?:[^:;.]{0,80}:)?\s*(?P<names>.+)$",
    )
});

static SPEAKS_OF_NAMES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:following|new|additional|other|names?|alias(?:es)?|its|their|his|her|use\s+of|\w+\s+of)\b",
    )
});

static PLURAL: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\b(?:aliases|names)\b"));

/// Reads the changes of an amendment of `party`.
pub(crate) fn changes(notice: &Notice<'_>, act: &Act, party: &str) -> Changes {
    let mut changes = Changes::default();
    let reach = notice.words(&act.reach);
    let block = notice.sentences.get(act.sentence).map_or(0, |s| s.block);
    let any = read_reach(notice, act, act.reach.start, reach, block, &mut changes);
    if !any {
        let range = act.reach.start..act.reach.start + reach.len();
        let why = "an amendment whose changes could not be read";
        changes.residue.push(notice.residue(range, why));
    }
    read_continuations(notice, act, &mut changes);
    rename_by_finding(notice, act, party, &mut changes);
    changes.amendment.aliases_added = changes.added.iter().map(|a| a.name.clone()).collect();
    changes
}

/// "I also add the following aliases …": sentences that go on with the amendment before them.
pub(crate) fn continues(sentence: &str) -> bool {
    CONTINUES.is_match(sentence)
}

fn read_continuations(notice: &Notice<'_>, act: &Act, changes: &mut Changes) {
    for (at, sentence) in notice
        .sentences
        .iter()
        .enumerate()
        .skip(act.sentence + 1)
        .take(4)
    {
        let words = notice.sentence(at);
        if !continues(words) {
            break;
        }
        if !read_reach(
            notice,
            act,
            sentence.range.start,
            words,
            sentence.block,
            changes,
        ) {
            let why = "a change of the designation that could not be read";
            changes
                .residue
                .push(notice.residue(sentence.range.clone(), why));
        }
        let end = changes
            .list
            .as_ref()
            .map_or(0, |l| l.end)
            .max(sentence.range.end);
        changes.list = Some(sentence.range.start..end);
    }
}

/// The finding before the act may say that an added alias is the primary name from now on.
fn rename_by_finding(notice: &Notice<'_>, act: &Act, party: &str, changes: &mut Changes) {
    for at in act.sentence.saturating_sub(3)..=act.sentence {
        for found in USES.captures_iter(notice.sentence(at)) {
            let (Some(of), Some(listed)) = (found.name("party"), found.name("names")) else {
                continue;
            };
            let same = fold_name(&names::clean(of.as_str())).ends_with(&fold_name(party));
            if same && let Some(primary) = listed.as_str().find(" as its primary name") {
                let (aliases, _) = names::alias_list(&listed.as_str()[..primary]);
                changes.amendment.renamed_to = aliases.into_iter().next().map(|a| a.name);
            }
        }
    }
}

/// Reads every change that `reach` speaks of; whether it speaks of any.
fn read_reach(
    notice: &Notice<'_>,
    act: &Act,
    start: usize,
    reach: &str,
    block: usize,
    changes: &mut Changes,
) -> bool {
    let mut any = false;
    if let Some(found) = RENAME.captures(reach)
        && let Some(name) = found.name("to").or_else(|| found.name("new"))
    {
        let (aliases, _) = names::alias_list(name.as_str());
        changes.amendment.renamed_to = aliases.into_iter().next().map(|a| a.name);
        any = changes.amendment.renamed_to.is_some();
    }
    let mut from = 0;
    while from < reach.len()
        && let Some(found) = CHANGE.captures_at(reach, from)
        && let (Some(whole), Some(verb)) = (found.get(0), found.name("verb"))
    {
        // "to add the X": the article is the name's, unless a word like "following" goes with it.
        let plain = !SPEAKS_OF_NAMES.is_match(whole.as_str());
        let listed_from = if plain { verb.end() } else { whole.end() };
        let rest = &reach[listed_from..];
        let as_alias = AS_ALIAS.captures(rest);
        let ends = [
            as_alias.as_ref().and_then(|c| c.get(0)).map(|m| m.start()),
            END.find(rest).map(|m| m.start()),
        ];
        let end = ends.into_iter().flatten().min().unwrap_or(rest.len());
        let listed = rest[..end].trim().trim_end_matches('.');
        let offset = start + listed_from + (rest.len() - rest.trim_start().len());
        from = listed_from + end.max(1);
        while from < reach.len() && !reach.is_char_boundary(from) {
            from += 1;
        }
        let said = as_alias.filter(|c| c.get(0).is_some_and(|m| m.start() == end));
        let primary = said.as_ref().is_some_and(|c| c.name("primary").is_some());
        let as_aliases = said.and_then(|c| c.get(0)).map_or("", |m| m.as_str());
        let plural = PLURAL.is_match(whole.as_str()) || PLURAL.is_match(as_aliases);
        let aliases = if listed.is_empty() {
            let (aliases, residue, covered) = lists::aliases(notice, block + 1);
            changes.residue.extend(residue);
            changes.list = changes.list.take().or(covered);
            aliases
        } else if THOSE.is_match(listed) {
            found_before(notice, act)
        } else {
            let (aliases, problems) = if plural {
                names::several_aliases(listed)
            } else {
                names::alias_list(listed)
            };
            let whole = offset..offset + listed.len();
            let residue = problems
                .iter()
                .map(|p| notice.residue(whole.clone(), p.why));
            changes.residue.extend(residue);
            aliases
        };
        any |= !aliases.is_empty();
        let mut aliases = aliases;
        if primary {
            changes.amendment.renamed_to = aliases.first().map(|a| a.name.clone());
            if !whole.as_str().to_lowercase().contains("alias") && !aliases.is_empty() {
                aliases.remove(0);
            }
        }
        if removes(verb.as_str()) {
            let removed = aliases.into_iter().map(|a| a.name);
            changes.amendment.aliases_removed.extend(removed);
        } else {
            for alias in aliases {
                if !changes.added.contains(&alias) {
                    changes.added.push(alias);
                }
            }
        }
    }
    any
}

fn removes(verb: &str) -> bool {
    let verb = verb.to_ascii_lowercase();
    ["rem", "del", "str"]
        .iter()
        .any(|start| verb.starts_with(start))
}

/// "those aliases": the ones that the finding before the act lists.
fn found_before(notice: &Notice<'_>, act: &Act) -> Vec<Alias> {
    (0..act.sentence)
        .rev()
        .find_map(|at| {
            let found = FOUND_ALIASES.captures(notice.sentence(at))?;
            let listed = found.name("names")?.as_str().trim_end_matches('.');
            let (aliases, problems) = names::alias_list(listed);
            (problems.is_empty() && !aliases.is_empty()).then_some(aliases)
        })
        .unwrap_or_default()
}
