//! Sentences of a paragraph, by their ranges; full stops of abbreviations do not end one.

use std::ops::Range;

/// Words whose full stop does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "u.s", "u.s.c", "e.o", "no", "nos", "sec", "secs", "sect", "art", "app", "stat", "pub", "l",
    "p.l", "inc", "ltd", "co", "corp", "mr", "mrs", "ms", "dr", "st", "jr", "sr", "gen", "col",
    "lt", "a.k.a", "f.k.a", "n.k.a", "d.b.a", "et", "seq", "al", "cf", "i.e", "e.g", "vs", "v",
    "a.m", "p.m", "fed", "reg", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep",
    "oct", "nov", "dec", "c.f.r", "d.c", "n.w", "s.w", "ave", "para", "pp", "u.n", "u.k", "viz",
    "s.a", "supp", "amb", "hon",
];

/// Splits `text` into sentences; ranges are trimmed and, joined, cover all words.
pub(crate) fn split(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'\n' {
            push(text, start..at, &mut sentences);
            start = at + 1;
        } else if matches!(byte, b'.' | b'?' | b'!') {
            let end = closing(text, at + 1);
            if ends_here(text, at, end) {
                push(text, start..end, &mut sentences);
                start = end;
            }
            at = end;
            continue;
        }
        at += 1;
    }
    push(text, start..text.len(), &mut sentences);
    sentences
}

fn push(text: &str, range: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    let trimmed = slice.trim();
    if !trimmed.is_empty() {
        sentences.push(start..start + trimmed.len());
    }
}

/// Skips closing quotes and brackets after a full stop.
fn closing(text: &str, mut at: usize) -> usize {
    while let Some(c) = text[at..].chars().next() {
        if !matches!(c, '"' | '\'' | '”' | '’' | ')' | ']') {
            break;
        }
        at += c.len_utf8();
    }
    at
}

fn ends_here(text: &str, stop: usize, end: usize) -> bool {
    let rest = &text[end..];
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return false;
    }
    let next = rest.trim_start().chars().next();
    let Some(next) = next else { return true };
    if !(next.is_uppercase()
        || next.is_numeric()
        || matches!(next, '"' | '“' | '(' | '[' | '‘' | '§'))
    {
        return false;
    }
    if &text[stop..=stop] != "." {
        return true;
    }
    let before = &text[..stop];
    let word_start = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '[' | '—' | ','))
        .map_or(0, |i| {
            i + before[i..].chars().next().map_or(1, char::len_utf8)
        });
    let word = before[word_start..].to_lowercase();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    // "S.A. de C.V. (Vectest)": a short form follows a legal form.
    let form = next == '(' && word.contains('.');
    !(initial || form || ABBREVIATIONS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentences(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        let text = "I conclude (8 U.S.C. 1189) that X, a.k.a. Y, did so under Sec. 1. Therefore, I \
                    hereby act. Dated: May 7, 2014. John F. Kerry, Secretary.";
        assert_eq!(
            sentences(text),
            [
                "I conclude (8 U.S.C. 1189) that X, a.k.a. Y, did so under Sec. 1.",
                "Therefore, I hereby act.",
                "Dated: May 7, 2014.",
                "John F. Kerry, Secretary.",
            ]
        );
        assert_eq!(
            sentences("“It ends.” Next one."),
            ["“It ends.”", "Next one."]
        );
        assert_eq!(sentences("one\ntwo"), ["one", "two"]);
        let form = "It names Vectest, S.A. de C.V. (Vectest) and ends.";
        assert_eq!(sentences(form), [form]);
    }

    proptest! {
        #[test]
        fn nothing_but_space_is_lost(text in "[A-Za-z .?\"”)\n]{0,80}") {
            let kept: String = sentences(&text).concat();
            let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(squeeze(&kept), squeeze(&text));
        }
    }
}
