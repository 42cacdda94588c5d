//! The caption: the respondents as the title and the head of the text print them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::respondents::{self, Respondent};
use crate::grammar::dates::compile;
use crate::notice::Notice;

static MATTER: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^\s*\[?in\s+the\s+matters?\s+of\b\s*:?\s*"));
static MATTER_ANYWHERE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bin\s+the\s+matters?\s+of\b\s*:?\s*"));
// The words of a title that say what the order is.
static ORDER_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:^|[;:,.]?\s+)(?:(?:final\s+)?(?:decision\s+and\s+)?(?:amended\s+|final\s+)?order(?:\s+(?:renewing|modifying|extending|making|activating|terminating|vacating|rescinding|revoking|suspending|staying|relating|temporarily|denying|and\s+decision)\b[^;:]*)?|(?:order\s+)?denial\s+of\s+export\s+privileges|temporary\s+denial\s+of\s+export\s+privileges|actions?\s+affecting\s+export\s+privileges|export\s+privileges|(?:modification|termination|vacatur|rescission|revocation|suspension|removal)\s+of[^;:]*|decision|washington,\s*d\.?c\.?\s*\d*)\s*(?P<end>[;:,.]|$)",
    )
});
static DOCKET: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)[,;]?\s*\b(?:case|docket)\s+nos?\.?\s*[\w-]+.*$|^\[.*\]$"));
static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:on|pursuant|before|the\s+(?:office|bureau|assistant|under|director|department|export|united)|this|by\s+(?:letter|order)|in\s+(?:its|a)|i\b|whereas|section|order\b|final\b|decision\b|upon|as\s|background|having|introduction|agency:)|\b(?:was|were|has|have|hereby|had)\s+\w+",
    )
});
static RESPONDENT: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)[,;]?\s*\b(?:respondents?|related\s+persons?)\b\s*[.:;,]?\s*$"));

/// The respondents of the caption: those of the body, else those of the title.
pub(super) fn respondents(notice: &Notice<'_>, body: &Range<usize>) -> Vec<Respondent> {
    let several = respondents::speaks_of_several(notice.words(body));
    let of_title = titled(&notice.title, several);
    let of_body = printed(notice, body, several);
    match (of_title.is_empty(), of_body.is_empty()) {
        (true, _) => of_body,
        (_, true) => of_title,
        // The title's names divide the body's, whose lines have more to say.
        _ if of_body.len() >= of_title.len() => of_body,
        _ => of_title,
    }
}

/// The respondents that a title names.
fn titled(title: &str, several: bool) -> Vec<Respondent> {
    let matter = MATTER_ANYWHERE.find(title);
    let before_order = match matter {
        Some(found) => &title[found.end()..],
        None => title,
    };
    let bare = ORDER_WORDS.replace_all(before_order, ";");
    let bare = bare.trim_matches([' ', ';', ',', ':', '.']);
    if bare.is_empty() {
        return Vec::new();
    }
    respondents::split(bare, &[], several)
        .into_iter()
        .filter(|r| !r.name.to_lowercase().contains("export privileges"))
        .collect()
}

/// The respondents that the head of the text names after "In the Matter of".
fn printed(notice: &Notice<'_>, body: &Range<usize>, several: bool) -> Vec<Respondent> {
    let mut text = String::new();
    let mut open = false;
    for (_, block) in notice.blocks_from(0) {
        if block.range.start < body.start || block.range.end > body.end {
            continue;
        }
        let words = notice.text.words(block);
        if let Some(found) = MATTER.find(words) {
            if open {
                break;
            }
            open = true;
            push(&mut text, &words[found.end()..], several);
            continue;
        }
        if !open {
            continue;
        }
        if words.len() > 700 || PROSE.is_match(words) {
            break;
        }
        push(&mut text, words, several);
    }
    let text = text.trim_matches([' ', ';', ',', '.']);
    if text.is_empty() {
        return Vec::new();
    }
    respondents::split(text, &[], several)
}

fn push(text: &mut String, words: &str, several: bool) {
    let words = DOCKET.replace(words, "");
    let words = RESPONDENT.replace(&words, "");
    let words = words.trim().trim_end_matches(['.', ';']);
    if words.is_empty() {
        return;
    }
    // The lines of one respondent's address, or one respondent a line.
    if !text.is_empty() {
        text.push_str(match (text.ends_with(','), several) {
            (true, _) => " ",
            (false, true) => "; ",
            (false, false) => ", ",
        });
    }
    text.push_str(words);
}
