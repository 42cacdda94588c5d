//! What an amendment changes: aliases added, aliases removed, a new primary name.

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Alias, Amendment, Residue};
use regex::Regex;

use crate::acts::Act;
use crate::grammar::dates::compile;
use crate::grammar::names;
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
    compile(
        r"(?ix)\b(?P<verb>add|adding|adds|include|including|includes|incorporate|incorporating|remove|removing|removes|delete|deleting|deletes|strike|striking)\b
          (?P<object>\s+(?:to\s+(?:the|that|this|its)\s+designation\s+)?(?:(?-i:the|its|their|his|her)\s+)?(?:use\s+of\s+)?(?:following\b\s*)?(?:(?:new|additional|other|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\s+)*(?:names?|alias(?:es)?)?(?:\s+as\s+(?:an?\s+)?(?:new\s+|additional\s+)?alias(?:es)?)?(?:\s+(?:of|for|from|to)\s+(?:the\s+)?[^:;,.]{1,80}?:)?\s*:?\s*)",
    )
});

static AS_ALIAS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i),?\s+(?:as\s+(?:an?\s+|the\s+)?(?:new\s+|additional\s+|other\s+)*(?:alias(?:es)?|names?)\b|to\s+(?:the\s+)?(?:list\s+of\s+)?(?:its\s+)?alias(?:es)?\b|from\s+(?:the\s+)?(?:list\s+of\s+)?(?:its\s+)?alias(?:es)?\b)",
    )
});

static END: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)[,;]?\s+(?:and\s+)?(?:to\s+|by\s+)?(?:add|adding|remove|removing|delet(?:e|ing)|chang(?:e|ing)|amends?|replac(?:e|ing)|strik(?:e|ing))\b|[,;]?\s+(?:pursuant\s+to|under\s+section|effective|as\s+a\s+(?:foreign|specially))\b",
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

/// Reads the changes of an amendment of `party`.
pub(crate) fn changes(notice: &Notice<'_>, act: &Act, party: &str) -> Changes {
    let mut changes = Changes::default();
    let reach = notice.words(&act.reach);
    let block = notice.sentences.get(act.sentence).map_or(0, |s| s.block);
    read_reach(notice, act.reach.start, reach, block, &mut changes);
    // The finding before the act may say that an added alias is the primary name from now on.
    let before = act.sentence.saturating_sub(3)..=act.sentence;
    for at in before {
        for found in USES.captures_iter(notice.sentence(at)) {
            let (Some(of), Some(listed)) = (found.name("party"), found.name("names")) else {
                continue;
            };
            let same = fedreg_model::fold_name(&names::clean(of.as_str()))
                .ends_with(&fedreg_model::fold_name(party));
            if !same {
                continue;
            }
            if let Some(primary) = listed.as_str().find(" as its primary name") {
                let (aliases, _) = names::alias_list(&listed.as_str()[..primary]);
                changes.amendment.renamed_to = aliases.into_iter().next().map(|a| a.name);
            }
        }
    }
    changes.amendment.aliases_added = changes.added.iter().map(|a| a.name.clone()).collect();
    changes
}

static PLURAL: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\b(?:aliases|names)\b"));

/// "the aliases A and B": two aliases without a comma are two, where the notice says "aliases".
fn list_of(listed: &str, plural: bool) -> std::borrow::Cow<'_, str> {
    let pair = plural && !listed.contains([',', ';', '(']) && listed.matches(" and ").count() == 1;
    if pair {
        listed.replacen(" and ", ", ", 1).into()
    } else {
        listed.into()
    }
}

fn read_reach(notice: &Notice<'_>, start: usize, reach: &str, block: usize, changes: &mut Changes) {
    if let Some(found) = RENAME.captures(reach) {
        let name = found.name("to").or_else(|| found.name("new"));
        if let Some(name) = name {
            let (aliases, _) = names::alias_list(name.as_str());
            changes.amendment.renamed_to = aliases.into_iter().next().map(|a| a.name);
        }
    }
    let mut any = changes.amendment.renamed_to.is_some();
    let mut from = 0;
    while let Some(found) = CHANGE.captures_at(reach, from) {
        let (Some(whole), Some(verb)) = (found.get(0), found.name("verb")) else {
            break;
        };
        let removes = matches!(
            verb.as_str()
                .get(..3)
                .map(str::to_ascii_lowercase)
                .as_deref(),
            Some("rem" | "del" | "str")
        );
        let rest = &reach[whole.end()..];
        let end = [
            AS_ALIAS.find(rest).map(|m| m.start()),
            END.find(rest).map(|m| m.start()),
        ]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(rest.len());
        let listed = rest[..end].trim().trim_end_matches('.');
        from = whole.end() + end.max(1).min(rest.len());
        while !reach.is_char_boundary(from) {
            from += 1;
        }
        let (aliases, residue, covered) = if listed.is_empty() {
            lists::aliases(notice, block + 1)
        } else {
            let offset = start + whole.end() + (rest.len() - rest.trim_start().len());
            let plural = PLURAL.is_match(whole.as_str());
            let (aliases, problems) = names::alias_list(&list_of(listed, plural));
            let residue = problems
                .into_iter()
                .map(|p| notice.residue(offset + p.range.start..offset + p.range.end, p.why))
                .collect();
            (aliases, residue, None)
        };
        changes.residue.extend(residue);
        changes.list = changes.list.take().or(covered);
        if aliases.is_empty() {
            continue;
        }
        any = true;
        if removes {
            changes
                .amendment
                .aliases_removed
                .extend(aliases.into_iter().map(|a| a.name));
        } else {
            for alias in aliases {
                if !changes.added.contains(&alias) {
                    changes.added.push(alias);
                }
            }
        }
        if from >= reach.len() {
            break;
        }
    }
    if !any {
        let range = start..start + reach.len();
        changes
            .residue
            .push(notice.residue(range, "an amendment whose changes could not be read"));
    }
}
