//! What is counted.

use std::ops::AddAssign;

use serde::Serialize;

/// How many were right, of how many that could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Rate {
    /// Right ones.
    pub right: usize,
    /// All.
    pub all: usize,
}

impl Rate {
    /// The share; nothing of nothing is no rate.
    pub fn share(self) -> Option<f64> {
        ratio(self.right, self.all)
    }

    pub(super) fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }
}

/// Things found, found in vain, and missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Retrieval {
    /// In gold and found.
    pub found: usize,
    /// Found and not in gold.
    pub surplus: usize,
    /// In gold and not found.
    pub missed: usize,
}

impl Retrieval {
    /// Of what was found, the share that is in gold.
    pub fn precision(self) -> Option<f64> {
        ratio(self.found, self.found + self.surplus)
    }

    /// Of what is in gold, the share that was found.
    pub fn recall(self) -> Option<f64> {
        ratio(self.found, self.found + self.missed)
    }

    /// The harmonic mean of the two.
    pub fn f1(self) -> Option<f64> {
        ratio(2 * self.found, 2 * self.found + self.surplus + self.missed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of notices are small")]
fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The counts of one family, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Notices.
    pub notices: usize,
    /// Notices that do nothing to anybody.
    pub negatives: usize,
    /// Negatives of which the parser says that they designate.
    pub negatives_designating: usize,
    /// Negatives that the parser leaves to a person.
    pub negatives_in_review: usize,
    /// Notices left to a person, negatives not counted.
    pub in_review: usize,
    /// Verdicts, where gold has one.
    pub verdicts: Rate,
    /// Pairs of party and action.
    pub actions: Retrieval,
    /// Missed pairs in notices that are left to a person.
    pub missed_in_review: usize,
    /// Missed pairs of which nobody will hear.
    pub missed_silently: usize,
    /// Pairs found in vain in negatives.
    pub surplus_in_negatives: usize,
    /// Of the matched pairs: the set of authorities.
    pub authorities: Rate,
    /// Of the matched pairs: the effective date with its basis.
    pub effective: Rate,
    /// Of the matched pairs: the stated end.
    pub until: Rate,
    /// Of the matched pairs: the kind of party.
    pub kinds: Rate,
    /// Aliases of the matched pairs.
    pub aliases: Retrieval,
    /// Identifiers of the matched pairs.
    pub identifiers: Retrieval,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        macro_rules! add {
            ($($field:ident),*) => { $(self.$field += other.$field;)* };
        }
        macro_rules! add_rate {
            ($($field:ident),*) => { $(self.$field.right += other.$field.right; self.$field.all += other.$field.all;)* };
        }
        macro_rules! add_retrieval {
            ($($field:ident),*) => { $(
                self.$field.found += other.$field.found;
                self.$field.surplus += other.$field.surplus;
                self.$field.missed += other.$field.missed;
            )* };
        }
        add!(
            notices,
            negatives,
            negatives_designating,
            negatives_in_review,
            in_review,
            missed_in_review,
            missed_silently,
            surplus_in_negatives
        );
        add_rate!(verdicts, authorities, effective, until, kinds);
        add_retrieval!(actions, aliases, identifiers);
    }
}
