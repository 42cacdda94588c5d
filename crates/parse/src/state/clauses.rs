//! One determination, several clauses: "A is a leader of G; and B is a leader of H".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::acts::Act;
use crate::families::Family;
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::phrase;
use crate::reading::Reading;

static FURTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:;\s*(?:and\s+)?(?:that\s+)?|,?\s+and\s+that\s+|,?\s+and\s+(?:I\s+)?(?:hereby\s+)?(?:further|also)\s+determines?\s+that\s+)(?P<clause>(?:the\s+)?(?:\w+\s+known\s+as\s+)?(?P<name>(?:[A-Z]|al-)[^;]{1,300}?)\s+(?:is|are|has|have|poses?|committed)\b)",
    )
});

/// Where a further clause begins in `reach` after its first predicate: its joint and its subject.
fn further(predicate: &Regex, reach: &str) -> Option<(usize, usize)> {
    let first = phrase::first_outside(predicate, reach)?;
    let found = phrase::first_outside(&FURTHER, &reach[first.end..])?;
    let clause = FURTHER
        .captures_at(reach, first.end + found.start)?
        .name("clause")?;
    Some((first.end + found.start, clause.start()))
}

/// The act's clauses, each as an act of its own: those that begin with a semicolon, say of another
/// name what the predicate says, and name nobody whom the clause before spoke of.
pub(super) fn split(notice: &Notice<'_>, act: Act, family: &dyn Family) -> Vec<Act> {
    let Some(predicate) = family.predicate().filter(|_| act.determines) else {
        return vec![act];
    };
    let mut acts = vec![act];
    while let Some(last) = acts.last() {
        let reach = notice.words(&last.reach);
        let Some((joint, subject)) = further(predicate, reach) else {
            break;
        };
        let clause = &reach[subject..];
        let Some(says) = phrase::first_outside(predicate, clause) else {
            break;
        };
        // "X is a leader of Y; and Y is a group that …" speaks of Y as background.
        let name = clause[..says.start].split(['(', ',']).next();
        let spoken_of = name.is_none_or(|name| reach[..joint].contains(name.trim()));
        if !reach[joint..].starts_with(';') || spoken_of {
            break;
        }
        let start = last.reach.start;
        let whole = last.reach.end;
        let next = Act {
            reach: start + subject..whole,
            ..last.clone()
        };
        if let Some(before) = acts.last_mut() {
            before.reach.end = start + joint;
        }
        acts.push(next);
    }
    acts
}

/// A clause after the first predicate names a further party, which must not be lost.
pub(super) fn check(notice: &Notice<'_>, act: &Act, family: &dyn Family, reading: &mut Reading) {
    let Some(predicate) = family.predicate().filter(|_| act.determines) else {
        return;
    };
    let reach = notice.words(&act.reach);
    if let Some((joint, _)) = further(predicate, reach) {
        let range: Range<usize> = act.reach.start + joint..act.reach.end;
        let why = "a further clause of the determination that no grammar reads";
        reading.residue.push(notice.residue(range, why));
    }
}
