//! Names with gaps, as rules have them.

use fedreg_model::fold_name;

use crate::rules::{RuleError, wrong};

/// A name, folded, with gaps that anything fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<String>);

impl Pattern {
    fn read(text: &str) -> Option<Self> {
        let pieces: Vec<String> = text.split('*').map(fold_name).collect();
        pieces
            .iter()
            .any(|piece| !piece.is_empty())
            .then_some(Self(pieces))
    }

    /// Whether a folded name is of this form.
    pub(crate) fn matches(&self, name: &str) -> bool {
        let Some(((first, last), middle)) = (match self.0.as_slice() {
            [whole] => return whole == name,
            [first, middle @ .., last] => Some(((first, last), middle)),
            [] => None,
        }) else {
            return false;
        };
        let Some(mut rest) = name.strip_prefix(first.as_str()) else {
            return false;
        };
        for piece in middle {
            let Some(at) = rest.find(piece.as_str()) else {
                return false;
            };
            rest = &rest[at + piece.len()..];
        }
        rest.ends_with(last.as_str())
    }
}

/// The patterns of a key's values.
pub(crate) fn patterns(texts: &[String], key: &str) -> Result<Vec<Pattern>, RuleError> {
    let mut patterns = Vec::new();
    for text in texts {
        match Pattern::read(text) {
            Some(pattern) => patterns.push(pattern),
            None => {
                return wrong(
                    key,
                    format!("'{text}' has no letter or digit, and would mean all there are"),
                    "write a name, or a part of one with *",
                );
            }
        }
    }
    Ok(patterns)
}
