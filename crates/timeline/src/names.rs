//! How names are compared when notices are linked. Names are always shown as printed.

use fedreg_model::fold_name;

/// Folds a name for linking: as [`fold_name`] does, and the Arabic article is the same word
/// whether printed `al-`, `Al `, `el-` or `El `. An English article in front ("the Islamic Army") is
/// grammar, not name.
///
/// Nothing else is touched: an Arabic article that one notice prints and another omits, an assimilated
/// one (`as-`, `ash-`), and every other change of letters stay different names, and are linked
/// only by a printed alias list.
///
/// ```
/// use fedreg_timeline::link_fold;
/// assert_eq!(link_fold("al-Nusrah Front"), link_fold("El Nusrah Front"));
/// assert_eq!(link_fold("the Islamic Army"), link_fold("Islamic Army"));
/// assert_ne!(link_fold("Jabhat al-Nusra"), link_fold("Jabhet al-Nusra"));
/// assert_ne!(link_fold("al-Shabaab"), link_fold("Shabaab"));
/// ```
pub fn link_fold(name: &str) -> String {
    let folded = fold_name(name);
    if folded.is_empty() {
        // A name of marks alone still is a name; it equals only itself.
        return name.trim().to_owned();
    }
    let words: Vec<&str> = folded
        .strip_prefix("the ")
        .unwrap_or(&folded)
        .split(' ')
        .map(|word| if word == "el" { "al" } else { word })
        .collect();
    words.join(" ")
}

/// Whether a printed name is shaped like an acronym: one word of at most eight characters, of
/// Latin capitals (at least two), digits and marks (`FTO`, `PFLP-GC`, `17N`).
///
/// Acronyms are shared by strangers, so that they never link two notices alone.
///
/// ```
/// use fedreg_timeline::is_acronym;
/// assert!(is_acronym("AQAP") && is_acronym("PFLP-GC") && is_acronym("17N"));
/// assert!(!is_acronym("Hizballah") && !is_acronym("HAMAS MOVEMENT"));
/// ```
pub fn is_acronym(name: &str) -> bool {
    let name = name.trim();
    let marks = |c: char| matches!(c, '-' | '.' | '/' | '&' | '\'');
    !name.is_empty()
        && name.chars().count() <= 8
        && name
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || marks(c))
        && (name.chars().filter(char::is_ascii_uppercase).count() >= 2
            || (name.chars().any(|c| c.is_ascii_digit())
                && name.chars().any(|c| c.is_ascii_uppercase())))
}
