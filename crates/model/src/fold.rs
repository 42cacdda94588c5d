//! Folding of names for comparison. Names are always shown as printed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a name for comparison: case, accents, punctuation, hyphens and runs of space do not count.
///
/// Near-identical spellings stay distinct (`Jabhat` and `Jabhet`): letters are never changed
/// beyond case and accents.
///
/// ```
/// assert_eq!(fedreg_model::fold_name("Al-Qa‘ida  (AQ)"), "al qaida aq");
/// ```
pub fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        if is_apostrophe(c) {
            continue;
        }
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Apostrophes stand for letters that Latin script lacks; they join, where other marks divide.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{02BB}'
            | '\u{02BC}'
            | '\u{02BF}'
            | '\u{02BE}'
            | '\u{2032}'
    )
}

#[cfg(test)]
mod tests {
    use super::fold_name;
    use proptest::prelude::*;

    #[test]
    fn spelling_is_kept_and_dress_is_not() {
        assert_eq!(
            fold_name("Jama'at al-Tawhid"),
            fold_name("JAMA’AT AL TAWHID")
        );
        assert_eq!(fold_name("Durakoğlu"), "durakoglu");
        assert_ne!(fold_name("Jabhat"), fold_name("Jabhet"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(name in ".{0,60}") {
            let once = fold_name(&name);
            prop_assert_eq!(fold_name(&once), once);
        }
    }
}
