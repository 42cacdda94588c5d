//! When two names are the same: case, accents and punctuation do not count, and a person may be
//! written with the surname first, as lists do, or in natural order.

use std::collections::BTreeSet;

use fedreg_model::fold_name;

/// Whether two names are the same.
///
/// ```
/// use fedreg_eval::same_name;
/// assert!(same_name("PÉREZ LÓPEZ, Juan", "Juan Perez Lopez"));
/// assert!(!same_name("Jabhat al-Nusrah", "Jabhet al-Nusrah"));
/// ```
pub fn same_name(one: &str, other: &str) -> bool {
    let mut others = keys(other);
    keys(one).iter().any(|key| others.remove(key))
}

/// The folded forms under which a name is the same.
pub(crate) fn keys(name: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::from([fold_name(name)]);
    if let Some((surname, given)) = name.split_once(',') {
        keys.insert(fold_name(&format!("{given} {surname}")));
        // "DOE, John, Jr." is John Doe, Jr.
        if let Some((given, suffix)) = given.rsplit_once(',') {
            keys.insert(fold_name(&format!("{given} {surname} {suffix}")));
        }
    }
    keys
}

/// How many of `found` are among `wanted`, each counted once: pairs, and what each side has left.
pub(crate) fn overlap(wanted: &[String], found: &[String]) -> (usize, usize, usize) {
    let distinct = |names: &[String]| -> Vec<BTreeSet<String>> {
        let mut seen = BTreeSet::new();
        names
            .iter()
            .filter(|name| seen.insert(fold_name(name)))
            .map(|name| keys(name))
            .collect()
    };
    let wanted = distinct(wanted);
    let mut free = distinct(found);
    let mut pairs = 0;
    for name in &wanted {
        if let Some(at) = free.iter().position(|other| !other.is_disjoint(name)) {
            free.swap_remove(at);
            pairs += 1;
        }
    }
    (pairs, free.len(), wanted.len() - pairs)
}

/// Folds the value of an identifier: only letters and digits count.
pub(crate) fn fold_identifier(value: &str) -> String {
    value
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_either_order_are_the_same() {
        for (one, other, same) in [
            ("DOE, John", "John Doe", true),
            ("DOE, John, Jr.", "John Doe, Jr.", true),
            ("AL ZAWAHIRI, Dr. Ayman", "Dr. Ayman al-Zawahiri", true),
            ("Kata’ib Hizballah", "Kata'ib Hizballah", true),
            ("CECOEX, S.A.", "Cecoex S.A.", true),
            ("Jabhat", "Jabhet", false),
            ("John Doe", "Jane Doe", false),
        ] {
            assert_eq!(same_name(one, other), same, "{one} / {other}");
        }
    }

    #[test]
    fn a_name_is_counted_once() {
        let names = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let (pairs, surplus, missing) = overlap(
            &names(&["A One", "B Two"]),
            &names(&["b two", "B-Two", "C"]),
        );
        assert_eq!((pairs, surplus, missing), (1, 1, 1));
    }
}
