//! Under which laws an act is done, as cited nearest to it, and the sentence that gives the ground.

use std::sync::LazyLock;

use fedreg_model::AuthorityCitation;
use regex::Regex;

use crate::acts::Act;
use crate::families::Family;
use crate::grammar::citations::Citations;
use crate::grammar::dates::compile;
use crate::notice::Notice;

/// The authorities of an act: each family's codes as cited nearest to it.
pub(super) fn authorities(
    notice: &Notice<'_>,
    citations: &Citations,
    act: &Act,
    families: &[&'static dyn Family],
) -> Vec<AuthorityCitation> {
    let clause = notice.words(&(act.verb.start..act.reach.end));
    let sentence = notice.sentence(act.sentence);
    let ground = ground(notice, act).unwrap_or_default();
    let whole = notice.text.text.as_str();
    let mut found = Vec::new();
    for family in families {
        let several = family.codes().len() > 1;
        // Where several laws can carry the standing, only those that the act cites do.
        let after: String = (act.sentence + 1..notice.sentences.len())
            .map(|at| notice.sentence(at))
            .take_while(|words| !words.to_lowercase().contains("hereby"))
            .collect::<Vec<_>>()
            .join("\n");
        let near: [&str; 4] = [clause, sentence, &ground, if several { &after } else { "" }];
        let far: [&str; 2] = [whole, &notice.title];
        let mut of_family: Vec<AuthorityCitation> = family
            .codes()
            .iter()
            .filter_map(|code| citations.best(code, &near))
            .collect();
        if of_family.is_empty() {
            of_family = family
                .codes()
                .iter()
                .filter_map(|code| citations.best(code, &far))
                .collect();
        }
        if of_family.is_empty() && !several {
            // The standing named without a citation: the label is the citation as printed.
            let label = [clause, sentence, notice.title.as_str()]
                .iter()
                .find_map(|words| family.label().find(words).map(|m| m.as_str().to_owned()));
            of_family.extend(family.codes().first().zip(label).map(|(code, citation)| {
                AuthorityCitation {
                    code: (*code).to_owned(),
                    citation,
                    subsection: None,
                }
            }));
        }
        found.extend(of_family);
    }
    found
}

static GROUND: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:pursuant\s+to|in\s+accordance\s+with|acting\s+under|based\s+(?:up)?on\s+a\s+review|by\s+virtue\s+of|under\s+the\s+authority|in\s+consultation\s+with|under\s+section)\b",
    )
});

/// The sentence that gives the legal ground: the first, up to the act, that cites law as ground.
pub(super) fn ground(notice: &Notice<'_>, act: &Act) -> Option<String> {
    (0..=act.sentence)
        .map(|at| notice.sentence(at))
        .find(|words| GROUND.is_match(words))
        .map(str::to_owned)
}
