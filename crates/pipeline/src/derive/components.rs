//! Which records touch, directly or through others.

use std::ops::Range;

use fedreg_history::RecordKeyRow;
use fedreg_model::Sequence;

/// Versions in components, those of one component beside each other.
#[derive(Debug)]
pub(super) struct Components {
    versions: Vec<Sequence>,
    /// Where each component ends.
    ends: Vec<usize>,
}

impl Components {
    /// The components of these versions, which stand in order, by their keys, which are sorted here.
    pub(super) fn of(versions: &[Sequence], keys: &mut [RecordKeyRow]) -> Self {
        keys.sort_unstable();
        let mut roots = Roots((0..versions.len()).collect());
        let place = |row: &RecordKeyRow| versions.binary_search(&row.record_version).ok();
        for group in keys.chunk_by(|a, b| a.link_key == b.link_key) {
            // Without one that bears it, a key makes nothing touch; those that do come last.
            let Some(bearer) = group.last().filter(|row| row.bears).and_then(place) else {
                continue;
            };
            for other in group.iter().filter_map(place) {
                roots.join(bearer, other);
            }
        }
        // In the order of the first of each, so that reading goes through the file from its start.
        let mut order: Vec<(usize, usize)> =
            (0..versions.len()).map(|at| (roots.find(at), at)).collect();
        order.sort_unstable();
        let ends = order
            .chunk_by(|a, b| a.0 == b.0)
            .scan(0, |end, component| {
                *end += component.len();
                Some(*end)
            })
            .collect();
        Self {
            versions: order.into_iter().map(|(_, at)| versions[at]).collect(),
            ends,
        }
    }

    /// The versions in parts of whole components: each of `size` or more, but for the last.
    pub(super) fn parts(&self, size: usize) -> impl Iterator<Item = &[Sequence]> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        for &end in &self.ends {
            if end - start >= size || end == self.versions.len() {
                parts.push(start..end);
                start = end;
            }
        }
        parts.into_iter().map(|part| &self.versions[part])
    }

    pub(super) fn versions(&self) -> &[Sequence] {
        &self.versions
    }
}

/// Sets by their least member.
struct Roots(Vec<usize>);

impl Roots {
    fn find(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(link_key: i64, bears: bool, record_version: Sequence) -> RecordKeyRow {
        RecordKeyRow {
            link_key,
            bears,
            record_version,
        }
    }

    #[test]
    fn records_touch_by_keys_that_one_of_them_bears() {
        let mut keys = vec![
            row(1, true, 40),
            row(1, false, 10),
            row(1, true, 30),
            row(2, false, 20),
            row(2, false, 30),
            row(3, true, 50),
            row(3, true, 20),
        ];
        let components = Components::of(&[10, 20, 30, 40, 50, 60], &mut keys);
        let parts: Vec<&[Sequence]> = components.parts(1).collect();
        assert_eq!(parts, [&[10, 30, 40][..], &[20, 50], &[60]]);
        let parts: Vec<&[Sequence]> = components.parts(4).collect();
        assert_eq!(parts, [&[10, 30, 40, 20, 50][..], &[60]]);
        assert_eq!(Components::of(&[], &mut []).parts(1).count(), 0);
    }
}
